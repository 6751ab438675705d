//! What the linker does beside names: links by hand, near misses, the way
//! back, related stories, and results that outlive the run.

use std::path::Path;
use std::sync::Arc;

use touchline::link::{EntityRef, Linked, Linker, MatchSlugs, Mentions, NoteKind, Related, Scratch};
use touchline::model::{Autolink, Model, Story, StoryId};

use crate::site::{Site, address, marked};

const REPORT: &str = "title: T\ndate: 2022-11-30\nmatch: Iran 0-1 USA";

/// The demo's record with these stories: name of the file, front matter, text.
fn model(stories: &[(&str, &str, &str)]) -> Model {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut site = Site::new();
    for folder in ["record", "teams", "players", "people", "venues", "competitions"] {
        site.add_folder(root, &format!("content/{folder}"));
    }
    site.add_file("content/people/nell-quiet.md", b"---\nname: Nell Quiet\npage: false\n---\n");
    for (name, front, text) in stories {
        site.add_file(&format!("content/stories/{name}.md"), format!("---\n{front}\n---\n{text}").as_bytes());
    }
    let (model, diagnostics) = site.model();
    let faults: Vec<_> = diagnostics.iter().filter(|d| d.is_error()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    model
}

fn find(model: &Model, slug: &str) -> StoryId {
    model.stories.entries().find(|(_, s)| &*s.slug == slug).expect("a story of that slug").0
}

fn link_with(text: &str, autolink: Autolink) -> (Model, Linked) {
    let model = model(&[("iran-usa", REPORT, text), ("other-one", "title: The other one\ndate: 2022-11-29", "Text.")]);
    let mut story = (*model.stories[find(&model, "iran-usa")]).clone();
    story.autolink = autolink;
    let linked = Linker::new(&model).link_story(&story);
    is_linked_alone(&model, &story, &linked);
    (model, linked)
}

/// A linker for one text finds in it what one for all texts does.
fn is_linked_alone(model: &Model, story: &Story, linked: &Linked) {
    let alone = Linker::for_texts(model, std::iter::once(&*story.body.text)).link_story(story);
    assert_eq!(format!("{alone:?}"), format!("{linked:?}"), "{}", story.body.text);
}

fn link(text: &str) -> (Model, Linked) {
    link_with(text, Autolink::First)
}

/// Each mention as `text → target`, with `-` for one that is no link.
fn shown(text: &str) -> Vec<String> {
    let (model, linked) = link(text);
    linked
        .mentions
        .iter()
        .map(|m| {
            let written = m.text.as_deref().unwrap_or(&text[m.range.start as usize..m.range.end as usize]);
            format!("{}{written} → {}", if m.linked { "" } else { "- " }, address(&model, m.target))
        })
        .collect()
}

fn notes(text: &str) -> Vec<(NoteKind, String, Option<String>)> {
    link(text).1.notes.iter().map(|n| (n.kind, n.message.clone(), n.help.clone())).collect()
}

#[test]
fn links_by_hand() {
    assert_eq!(shown("[[Robinson]] ran."), ["Robinson → antonee-robinson"]);
    assert_eq!(shown("[[his full-back|Antonee Robinson]] ran."), ["his full-back → antonee-robinson"]);
    assert_eq!(shown("See [[match: Iran 0-1 USA]]."), ["Iran 0-1 USA → match/2022-11-29-iran-usa"]);
    assert_eq!(shown("See [[match: USA v Iran]]."), ["USA v Iran → match/2022-11-29-iran-usa"]);
    assert_eq!(shown("See [[the win|match: 2022-11-25-wales-iran]]."), ["the win → match/2022-11-25-wales-iran"]);
    assert_eq!(shown("See [[other-one]]."), ["The other one → story/other-one"]);
    assert_eq!(shown("See [[what we wrote|other-one]]."), ["what we wrote → story/other-one"]);
    assert_eq!(shown("[[mbappe]] waits."), ["mbappe → kylian-mbappe"]);
    // In headings and tables too; not in code.
    assert_eq!(shown("## On [[Iran]]\n\n`[[Iran]]`"), ["Iran → team/iran"]);
    assert_eq!(shown("| a |\n|---|\n| [[him\\|Dest]] |"), ["him → sergino-dest"]);
    assert_eq!(shown("    [[Iran]]\n"), Vec::<String>::new());
    // The whole of the brackets is replaced.
    let (_, linked) = link("So [[his “back”|Antonee Robinson]] ran.");
    let text = "So [[his “back”|Antonee Robinson]] ran.";
    assert_eq!(
        &text[linked.mentions[0].range.start as usize..linked.mentions[0].range.end as usize],
        &text[3..text.len() - 5]
    );
    assert_eq!(linked.mentions[0].text.as_deref(), Some("his “back”"));
}

#[test]
fn links_by_hand_that_lead_nowhere_are_errors() {
    let cases = [
        ("[[Robinsen]]", NoteKind::UnknownLink, "Robinson"),
        ("[[other-won]]", NoteKind::UnknownLink, "other-one"),
        ("[[match: Iren 0-1 USA]]", NoteKind::NoSuchMatch, "Iran"),
        ("[[match: Iran 2-1 USA]]", NoteKind::NoSuchMatch, "Iran 0–1 USA"),
        ("[[match: Iran v Brazil]]", NoteKind::NoSuchMatch, ""),
        ("[[match: nonsense]]", NoteKind::NoSuchMatch, "Iran 0-1 USA"),
        ("[[Silva]]", NoteKind::AmbiguousLink, "full name"),
        ("[[]]", NoteKind::UnknownLink, ""),
    ];
    for (text, kind, help) in cases {
        let found = notes(&format!("See {text} here."));
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].0, kind, "{text}");
        assert!(found[0].2.as_deref().unwrap_or_default().contains(help), "{text}: {found:?}");
        assert!(kind.code().0.starts_with('E'));
        assert!(link(&format!("See {text} here.")).1.mentions.is_empty());
    }
    assert_eq!(notes("[[Nell Quiet]] sings.")[0].0, NoteKind::NoPage);
    assert!(notes("| a | b |\n|---|---|\n| [[him|Dest]] | c |").iter().any(|n| n.0 == NoteKind::BrokenLink));
}

#[test]
fn the_first_in_each_section_links() {
    let text = "Iran and Iran.\n\n## Two\n\nIran. [[USA]] and USA.\n";
    assert_eq!(
        shown(text),
        ["Iran → team/iran", "- Iran → team/iran", "Iran → team/iran", "USA → team/usa", "- USA → team/usa"]
    );
    let linked = |how| link_with("Iran and Iran, [[USA]].", how).1.mentions.iter().filter(|m| m.linked).count();
    assert_eq!([Autolink::First, Autolink::All, Autolink::None].map(linked), [2, 3, 1]);
}

#[test]
fn names_over_a_line_end_and_in_markup() {
    assert_eq!(shown("> Antonee\n> Robinson ran"), ["Antonee\n> Robinson → antonee-robinson"]);
    assert_eq!(shown("**Antonee Robinson**’s run"), ["Antonee Robinson → antonee-robinson"]);
    assert_eq!(shown("the *USA*-Iran match"), ["USA → team/usa", "Iran → team/iran"]);
    assert_eq!(shown("<a href='/x'>Antonee Robinson</a> ran"), Vec::<String>::new());
    assert_eq!(shown("![Antonee Robinson](a.svg)"), Vec::<String>::new());
    assert_eq!(shown("us and them, iran and robinson"), Vec::<String>::new());
}

#[test]
fn whoever_has_no_page_is_never_linked() {
    assert_eq!(shown("Nell Quiet sang for Iran. Quiet bowed."), ["Iran → team/iran"]);
    assert_eq!(notes("Nell Quiet sang for Iran."), []);
}

#[test]
fn two_of_one_name_are_told_and_not_linked() {
    let model =
        model(&[("a", "title: A\ndate: 2022-11-21\nmatch: England 6-2 Iran", "Then Hosseini fell. Hosseini rose.")]);
    let linked = Linker::new(&model).link_story(&model.stories[StoryId(0)]);
    assert!(linked.mentions.is_empty());
    let [note] = &*linked.notes else { panic!("{:?}", linked.notes) };
    assert_eq!(note.kind, NoteKind::AmbiguousName);
    assert!(note.message.contains("`Hossein Hosseini` or `Majid Hosseini`"), "{}", note.message);
    let diagnostic = note.diagnostic(&model.stories[StoryId(0)].body);
    let start = "---\ntitle: A\ndate: 2022-11-21\nmatch: England 6-2 Iran\n---\nThen ".len();
    assert_eq!(
        diagnostic.place.unwrap().at,
        touchline::diagnostic::At::Bytes { start: start as u32, end: start as u32 + 8 }
    );
}

#[test]
fn near_misses_are_warned_of() {
    for (text, near) in [
        ("Then Rezeian wept.", "Ramin Rezaeian"),
        ("Rezeian wept.", "Ramin Rezaeian"),
        ("Then Ramin Rezeian wept.", "Ramin Rezaeian"),
        ("It was Pulisich who scored.", "Christian Pulisic"),
        ("And captain Azmuon ran.", "Sardar Azmoun"),
    ] {
        let found = notes(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].0, NoteKind::NearMiss);
        assert!(found[0].1.contains(near), "{found:?}");
        assert!(found[0].2.as_deref().is_some_and(|help| help.contains("aliases: [")), "{found:?}");
        assert_eq!(shown(text), Vec::<String>::new());
    }
    assert!(notes("Then Ramin Rezeian wept.")[0].2.as_deref().is_some_and(|h| h.contains("[Ramin Rezeian]")));
}

#[test]
fn other_people_and_plain_words_are_no_near_misses() {
    for text in [
        "Mahsa Amini died in September. Amini was 22.",
        "Iranian and American players, Iranians and Robinsons.",
        "The Goalkeeper of the Tournament; an Award; a Trophy.",
        "A goal by Weston McKennie's Team. Team Melli came out.",
        "He read Morrison on the plane to Leeds with Adam.",
        "Saturday, November, Ireland, Austria.",
    ] {
        assert_eq!(notes(text), [], "{text}");
    }
}

#[test]
fn backlinks_tell_the_sentence_and_the_newest_first() {
    let long = "word ".repeat(80);
    let model = model(&[
        (
            "old",
            "title: Old\ndate: 2022-11-22",
            "It rained. “So *[[the back|Antonee Robinson]]* ran [home](x) with Tim Weah!” Then more.",
        ),
        ("new", "title: New\ndate: 2022-11-30", &format!("{long}Antonee Robinson {long}. End.")),
    ]);
    let linker = Linker::new(&model);
    let mentions = Mentions::assemble(model.stories.iter().map(|s| linker.link_story(s)).collect(), []);
    let robinson = model.record.persons.entries().find(|(_, p)| &*p.slug == "antonee-robinson").unwrap().0;
    let links: Vec<_> = mentions.backlinks(EntityRef::Person(robinson)).collect();
    assert_eq!(links.iter().map(|l| &*model.stories[l.story].slug).collect::<Vec<_>>(), ["new", "old"]);
    assert_eq!((links[1].before, links[1].name, links[1].after), ("“So ", "the back", " ran home with Tim Weah!”"));
    assert!(links[0].before.starts_with("… word") && links[0].after.ends_with(" …"));
    let length = [links[0].before, links[0].name, links[0].after].concat().chars().count();
    assert!((150..=210).contains(&length), "{length}");
    let weah = model.record.persons.entries().find(|(_, p)| &*p.slug == "tim-weah").unwrap().0;
    let links: Vec<_> = mentions.backlinks(EntityRef::Person(weah)).collect();
    assert_eq!((links[0].before, links[0].name, links[0].after), ("“So the back ran home with ", "Tim Weah", "!”"));
}

#[test]
fn replacing_a_story_is_as_good_as_assembling_anew() {
    let model = model(&[
        ("a", REPORT, "Iran and Dest."),
        ("b", "title: B\ndate: 2022-11-29\nmatch: Iran 0-1 USA", "Iran met Wales. Dest ran."),
        ("c", "title: C\ndate: 2022-11-28", "Qatar were out."),
    ]);
    let linker = Linker::new(&model);
    let all: Vec<Linked> = model.stories.iter().map(|s| linker.link_story(s)).collect();
    let id = find(&model, "b");
    let mut edited = (*model.stories[id]).clone();
    edited.body.text = "Qatar met Iran late. And Dest ran.".into();
    let next = linker.link_story(&edited);
    let mut replaced = Mentions::assemble(all.clone(), []);
    let before = replaced.clone();
    let changes = replaced.replace(id, next.clone());
    let mut anew = all;
    anew[id.0 as usize] = next;
    let anew = Mentions::assemble(anew, []);
    let team = |slug: &str| EntityRef::Team(model.record.teams.entries().find(|(_, t)| &*t.slug == slug).unwrap().0);
    for slug in ["iran", "qatar", "wales", "usa"] {
        assert!(replaced.backlinks(team(slug)).eq(anew.backlinks(team(slug))), "{slug}");
    }
    assert_eq!(changes.listed, [team("qatar"), team("wales")]);
    assert!(changes.reworded.contains(&team("iran")));
    // A clone made before is what it was.
    assert_eq!(before.stories_naming(team("wales")), [id]);
    assert!(replaced.stories_naming(team("wales")).is_empty());
}

#[test]
fn related_stories_go_by_match_then_people_then_topics() {
    let model = model(&[
        ("a", REPORT, "Tim Weah and Sergiño Dest ran."),
        ("same-match", "title: S\ndate: 2022-11-20\nmatch: Iran v USA", "Nothing."),
        ("same-player", "title: P\ndate: 2022-11-21", "Sergiño Dest."),
        ("same-team", "title: M\ndate: 2022-11-22", "Nothing here about them."),
        ("topic-old", "title: O\ndate: 2022-11-01\ntopics: [Group B]", "x"),
        ("with-topic", "title: W\ndate: 2022-11-23\ntopics: [Group B]", "Wales won."),
        ("unrelated", "title: U\ndate: 2022-11-24", "y"),
    ]);
    let linker = Linker::new(&model);
    let mentions = Mentions::assemble(model.stories.iter().map(|s| linker.link_story(s)).collect(), []);
    let related = Related::new(&model);
    let mut scratch = Scratch::default();
    let mut of = |slug: &str| -> Vec<String> {
        let ids = related.of(&model, &mentions, find(&model, slug), 5, &mut scratch);
        ids.iter().map(|id| model.stories[*id].slug.to_string()).collect()
    };
    assert_eq!(of("a"), ["same-match", "same-player"]);
    assert_eq!(of("with-topic"), ["topic-old"]);
    assert_eq!(of("unrelated"), Vec::<String>::new());
    // Room that was used is as good as new.
    assert_eq!(of("a"), ["same-match", "same-player"]);
}

#[test]
fn what_is_stored_comes_back() {
    let text = "Antonee Robinson, [[match: Iran 0-1 USA]], [[other-one]] and Rezeian.";
    let (model, linked) = link(text);
    let linker = Linker::new(&model);
    let bytes = postcard::to_stdvec(&linker.store(&linked)).unwrap();
    let stored = postcard::from_bytes(&bytes).unwrap();
    let back = linker.restore(&stored, &MatchSlugs::new(&model.record)).unwrap();
    assert_eq!(back.mentions, linked.mentions);
    assert_eq!(back.notes, linked.notes);
    assert!(back.entities().eq(linked.entities()));
    assert_eq!(marked(&model, text, &back.mentions), marked(&model, text, &linked.mentions));
    // A story that is gone cannot be linked.
    let fewer = self::model(&[("iran-usa", REPORT, text.replace("[[other-one]]", "").as_str())]);
    assert!(Linker::new(&fewer).restore(&stored, &MatchSlugs::new(&fewer.record)).is_none());
}

#[test]
fn digests_tell_what_a_text_depends_on() {
    let stories = [("a", REPORT, "Iran."), ("b", "title: B\ndate: 2022-11-29", "[[Iran]]")];
    let one = model(&stories);
    let other = model(&[stories[0], stories[1], ("c", "title: C\ndate: 2022-11-28", "Text.")]);
    let (linker, updated) = (Linker::new(&one), Linker::new(&one).update(&other));
    assert_eq!(linker.digest(), updated.digest());
    let story = |model: &Model, slug: &str| Arc::clone(&model.stories[find(model, slug)]);
    assert_eq!(linker.scope_digest(&story(&one, "a")), updated.scope_digest(&story(&other, "a")));
    // A text with links by hand depends on which stories there are.
    assert_ne!(linker.scope_digest(&story(&one, "b")), updated.scope_digest(&story(&other, "b")));
    let mut all = (*story(&one, "a")).clone();
    all.autolink = Autolink::All;
    assert_ne!(linker.scope_digest(&all), linker.scope_digest(&story(&one, "a")));
}

#[test]
fn a_profile_does_not_link_to_itself() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut site = Site::new();
    site.add_folder(root, "content/record");
    site.add_file(
        "content/players/x.md",
        "---\nname: Tim Weah\n---\nTim Weah plays for the USA. Weah is fast.".as_bytes(),
    );
    let (model, _) = site.model();
    let linker = Linker::new(&model);
    let (body, own) = Linker::bodies(&model)[0];
    let linked = linker.link_body(body, own);
    let targets: Vec<_> = linked.mentions.iter().map(|m| (address(&model, m.target), m.linked)).collect();
    assert_eq!(targets, [("tim-weah".into(), false), ("team/usa".into(), true), ("tim-weah".into(), false)]);
}

/// Pieces of texts at which something might go wrong.
const PIECES: [&str; 44] = [
    "Robinson",
    "Antonee Robinson",
    "Iran",
    "the Dutch",
    "US",
    "U.S.",
    "Mbappé",
    "Mbappe\u{301}",
    "’s",
    "'",
    "[[",
    "]]",
    "|",
    "[[match: ",
    "[",
    "](",
    ")",
    "**",
    "*",
    "`",
    "\n\n",
    "\n",
    "  \n",
    "# ",
    "> ",
    "- ",
    "| a | b |\n|---|---|\n| ",
    "<a href='x'>",
    "</a>",
    "<pre>",
    "![",
    "&amp;",
    "\\",
    "…",
    "—",
    "“",
    "”",
    " ",
    ". ",
    "손흥민",
    "[^1]",
    "\n[^1]: ",
    "World Cup",
    "Rezeian",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    /// Whatever a text holds, its mentions are pieces of it, in order and
    /// apart, and its notes have places in it.
    #[test]
    fn any_text_can_be_linked(pieces in proptest::collection::vec(0..PIECES.len(), 0..40), gaps in proptest::bits::u64::ANY) {
        static SITE: std::sync::LazyLock<(Model, Linker)> = std::sync::LazyLock::new(|| {
            let model = model(&[("iran-usa", REPORT, "x")]);
            let linker = Linker::new(&model);
            (model, linker)
        });
        let (model, linker) = &*SITE;
        let mut text = String::new();
        for (i, piece) in pieces.iter().enumerate() {
            text.push_str(PIECES[*piece]);
            if gaps >> i & 1 == 1 {
                text.push(' ');
            }
        }
        let mut story = (*model.stories[StoryId(0)]).clone();
        story.body.text = text.as_str().into();
        let linked = linker.link_story(&story);
        is_linked_alone(model, &story, &linked);
        let mut end = 0;
        for mention in linked.mentions.iter() {
            let range = mention.range.start as usize..mention.range.end as usize;
            assert!(range.start >= end && !range.is_empty(), "{text:?} {:?}", linked.mentions);
            assert!(text.get(range.clone()).is_some(), "{text:?} {range:?}");
            end = range.end;
        }
        for note in linked.notes.iter() {
            assert!(text.get(note.range.start as usize..note.range.end as usize).is_some(), "{text:?} {note:?}");
        }
        let mentions = Mentions::assemble(vec![linked.clone()], []);
        for entity in linked.entities() {
            assert!(mentions.backlinks(entity).all(|link| !link.name.is_empty()), "{text:?}");
        }
    }
}
