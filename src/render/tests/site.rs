//! A small site by hand that has something of everything.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::Offset;
use xxhash_rust::xxh3::xxh3_128;

use crate::link::{Linker, Mentions};
use crate::model::site::{Home, Outputs, Theme};
use crate::model::slug::slug;
use crate::model::testing::{RecordBuilder, game, person, team};
use crate::model::*;
use crate::render::{AssetInfo, Assets, Engine, Input, SiteView, theme};

pub(in crate::render) fn settings() -> Site {
    Site {
        title: "The Far Post".into(),
        description: Some("Match stories & more".into()),
        author: Some("The desk".into()),
        logo: Some("logo.svg".into()),
        base_url: Some("https://example.org/club".into()),
        language: "en".into(),
        timezone: "UTC".into(),
        menu: None,
        home: Home::default(),
        paginate: 3,
        autolink: Autolink::First,
        theme: Theme {
            accent: Some("#0b5d3b".into()),
            font: Some("Charter, serif".into()),
            extra: Some(r#"{"wide":true}"#.into()),
            ..Theme::default()
        },
        outputs: Outputs::default(),
        unsafe_html: false,
        extra: Some(r#"{"motto":"go"}"#.into()),
    }
}

pub(in crate::render) fn record() -> Record {
    let mut record = RecordBuilder::new()
        .tournament("World Cup", "2018")
        .group("Group A")
        .matchday(2)
        .result("2018-06-20 18:00", "Iran", 0, 1, "Spain")
        .matchday(3)
        .result("2018-06-25 18:00", "England", 2, 1, "Wales")
        .tournament("World Cup", "2022")
        .group("Group B")
        .result("2022-11-21 16:00", "England", 6, 2, "Iran")
        .result("2022-11-25 13:00", "Wales", 0, 2, "Iran")
        .result("2022-11-29 22:00", "Wales", 0, 3, "England")
        .result("2022-11-29 22:00", "Iran", 0, 1, "United States")
        .goal(SideIx::Away, "Christian Pulisic", 38)
        .assist("Sergiño Dest")
        .card(CardKind::Yellow, SideIx::Away, "Tyler Adams", 43)
        .card(CardKind::SecondYellow, SideIx::Home, "Majid Hosseini", 77)
        .eleven(SideIx::Home, &["Alireza Beiranvand", "Ramin Rezaeian", "Majid Hosseini", "Ehsan Hajsafi"])
        .eleven(SideIx::Away, &["Matt Turner", "Sergiño Dest", "Tyler Adams", "Christian Pulisic"])
        .substitution(SideIx::Away, "Shaq Moore", "Sergiño Dest", 82)
        .unused(SideIx::Away, "Sean Johnson")
        .coach(SideIx::Home, "Carlos Queiroz")
        .coach(SideIx::Away, "Gregg Berhalter")
        .official("Antonio Mateu Lahoz", true)
        .official("Pau Cebrián Devís", false)
        .venue("Al Thumama Stadium", 42_127)
        .stage("Knock-out stage")
        .group("")
        .round("Semi-finals")
        .result("2022-12-13 22:00", "England", 3, 0, "Croatia")
        .result("2022-12-14 22:00", "United States", 2, 0, "Morocco")
        .round("Third place")
        .result("2022-12-17 18:00", "Croatia", 2, 1, "Morocco")
        .round("Final")
        .result("2022-12-18 18:00", "England", 2, 2, "United States")
        .extra_time(3, 3)
        .penalties(2, 4)
        .goal_of(GoalKind::Penalty, SideIx::Home, "Harry Kane", 23)
        .goal_of(GoalKind::OwnGoal, SideIx::Home, "Tyler Adams", 80)
        .kick(SideIx::Home, "Harry Kane", true)
        .kick(SideIx::Away, "Christian Pulisic", true)
        .kick(SideIx::Home, "Bukayo Saka", false)
        .stage("")
        .round("")
        .league("Premier League", "2023-24")
        .matchday(1)
        .result("2023-08-12", "Arsenal", 3, 0, "Everton")
        .result("2023-08-12", "Fulham", 1, 1, "Brentford")
        .fixture("2023-08-19 15:00", "Everton", "Fulham")
        .fixture("2023-08-20 15:00", "Brentford", "Arsenal")
        .status(Status::Postponed)
        .adjustment("Everton", -8, "breach of the rules", "2023-11-17")
        .zone(1, 1, "qualified")
        .build();
    for venue in &mut record.venues {
        venue.city = Some("Doha".into());
        venue.capacity = Some(44_400);
        venue.coordinates = Some((25.235, 51.532));
        venue.address = Some("Al Thumama Street".into());
        venue.country = Some("Qatar".into());
    }
    let iran = team(&record, "Iran");
    let thumama = VenueId(0);
    let one = &mut record.teams[iran];
    one.code = Some("IRN".into());
    one.short = Some("IR Iran".into());
    one.kind = TeamKind::National;
    one.colours = vec!["#da0000".into(), "white".into()];
    one.crest = Some("crests/iran.svg".into());
    one.country = Some("Iran".into());
    one.founded = Some(1920);
    one.venue = Some(thumama);
    one.former_names =
        vec![FormerName { name: "Persia".into(), from: Some(date(1920, 1, 1)), until: Some(date(1935, 3, 21)) }];
    one.profile = profile("teams/iran.md", "Team Melli, see [the report](../stories/iran-usa.md).");
    let pulisic = person(&record, "Christian Pulisic");
    let (usa, arsenal) = (team(&record, "United States"), team(&record, "Arsenal"));
    let one = &mut record.persons[pulisic];
    one.born = Some(date(1998, 9, 18));
    one.nationality = Some("United States".into());
    one.position = Some("FW".into());
    one.spells = vec![
        Spell { team: usa, from: Some(date(2016, 3, 29)), until: None, number: Some(10), on_loan: false },
        Spell {
            team: arsenal,
            from: Some(date(2019, 7, 1)),
            until: Some(date(2022, 7, 1)),
            number: None,
            on_loan: true,
        },
    ];
    one.profile = profile("players/christian-pulisic.md", "From Hershey.");
    // Somebody who played once and coaches now has a redirect.
    let queiroz = person(&record, "Carlos Queiroz");
    record.persons[queiroz].roles = Roles::PLAYER | Roles::COACH;
    for (name, roles) in [
        ("Gregg Berhalter", Roles::COACH),
        ("Antonio Mateu Lahoz", Roles::REFEREE),
        ("Pau Cebrián Devís", Roles::REFEREE),
    ] {
        let id = person(&record, name);
        record.persons[id].roles = roles;
    }
    let hidden = person(&record, "Sean Johnson");
    record.persons[hidden].page = false;
    let iran_usa = game(&record, "Iran", "United States");
    let one = &mut record.matches[iran_usa];
    one.was = vec![Kickoff { time: None, ..one.kickoff.unwrap() }, one.kickoff.unwrap()];
    one.score.as_mut().unwrap().ht = Some([0, 1]);
    one.goals[0].score = Some([0, 1]);
    one.officials[0].country = Some("ESP".into());
    let lineup = one.sides[1].lineup.as_mut().unwrap();
    lineup.formation = Some("4-3-3".into());
    lineup.players[0].number = Some(1);
    // Dest was the second of the eleven; Moore came on for him.
    let moore = lineup.players.iter().position(|p| p.came_on).unwrap();
    lineup.players[moore].replaced = Some(1);
    one.note = Some("A night to remember".into());
    one.sources = vec!["https://example.org/source".into()];
    one.extra = Some(r#"{"weather":"clear"}"#.into());
    one.redirect_from = vec!["/old/iran-usa".into()];
    if let Some(kickoff) = &mut one.kickoff {
        kickoff.offset = Some(Offset::constant(3));
    }
    let awarded = game(&record, "Wales", "England");
    record.matches[awarded].status = Status::Awarded;
    record.matches[awarded].awarded = Some(Awarded { score: [0, 3], played: Some([1, 1]) });
    record.matches[awarded].reason = Some("An ineligible player".into());
    for (id, edition) in record.editions.clone().entries() {
        if edition.season.as_deref() == Some("2022") {
            record.editions[id].squads = vec![Squad {
                team: usa,
                players: vec![SquadPlace {
                    player: pulisic,
                    number: Some(10),
                    position: Some("FW".into()),
                    club: Some("Chelsea".into()),
                }],
                coach: None,
            }];
        }
    }
    record
}

fn profile(file: &str, text: &str) -> Profile {
    let file: Arc<str> = format!("content/{file}").into();
    Profile {
        aliases: vec!["Another name".into()],
        redirect_from: vec![format!("/was/{}/", slug(&file)).into()],
        image: Some(Picture {
            src: "/people/portrait.jpg".into(),
            alt: "A portrait".into(),
            caption: Some("At home".into()),
            credit: Some("A photographer".into()),
        }),
        website: Some("https://example.org/".into()),
        extra: Some(r#"{"shoe":"9"}"#.into()),
        body: Some(body(&file, text)),
        file: Some(file),
    }
}

pub(in crate::render) fn body(file: &str, text: &str) -> Body {
    Body { file: file.into(), text: text.into(), offset: 10, digest: xxh3_128(text.as_bytes()) }
}

fn published(text: &str) -> Published {
    let instant: Timestamp = text.parse().unwrap();
    Published { date: instant.to_zoned(jiff::tz::TimeZone::UTC).date(), instant, offset: 0, has_time: true }
}

pub(in crate::render) fn story(slug: &str, title: &str, when: Option<&str>, text: &str) -> Story {
    Story {
        slug: slug.into(),
        title: title.into(),
        standfirst: None,
        kind: StoryKind::News,
        date: when.map(published),
        updated: None,
        authors: vec![AuthorId(0)],
        matches: Vec::new(),
        topics: vec![TopicId(0)],
        image: None,
        gallery: Vec::new(),
        source: None,
        people: Vec::new(),
        corrections: Vec::new(),
        language: None,
        translation_of: None,
        draft: false,
        autolink: Autolink::First,
        redirect_from: Vec::new(),
        extra: None,
        body: body(&format!("content/stories/{slug}.md"), text),
    }
}

pub(in crate::render) const REPORT: &str = "Iran lost to the *United States*, and Pulisic scored.[^a]

## Aftermath

![A pitch](pitch.svg \"The pitch\")

| Team | Points |
|:-----|-------:|
| Iran | 3 |

See [the ground](/venues/al-thumama-stadium/) or [[that night|match:Iran v United States]]. <b onclick=\"x()\">Bold</b>

[^a]: In the 38th minute.
";

pub(in crate::render) fn model() -> Model {
    let record = record();
    let iran_usa = game(&record, "Iran", "United States");
    let mut report =
        story("iran-usa", "Pulisic sends the \"United States\" through", Some("2022-11-29T21:20:00Z"), REPORT);
    report.kind = StoryKind::Report;
    report.standfirst = Some("A goal & a hug".into());
    report.matches = vec![iran_usa];
    report.image = Some(Picture {
        src: "pitch.svg".into(),
        alt: "A pitch".into(),
        caption: Some("The pitch".into()),
        credit: Some("The desk".into()),
    });
    report.gallery = vec![report.image.clone().unwrap()];
    report.updated = Some(published("2022-11-30T08:00:00Z"));
    report.corrections = vec![Correction { date: Some(date(2022, 12, 1)), text: "The minute was wrong.".into() }];
    report.source = Some(("The Paper".into(), Some("https://example.org/paper".into())));
    report.people = vec![person(&record, "Carlos Queiroz")];
    report.redirect_from = vec!["/2022/iran-usa.html".into()];
    report.extra = Some(r#"{"mood":"sad"}"#.into());
    let mut translated = story("iran-usa-de", "Pulisic schießt die USA weiter", Some("2022-11-29T22:00:00Z"), "Ja.");
    translated.language = Some("de".into());
    translated.translation_of = Some("iran-usa".into());
    let mut other = story(
        "wales-iran",
        "Late, later, Iran",
        Some("2022-11-25T18:00:00Z"),
        "Two goals after the ninetieth minute. England and Pulisic were not there, nor was [[Everton]]. See [[the first one|match:England v Iran]], Al Thumama Stadium, the World Cup 2022 and the Premier League.",
    );
    other.matches = vec![game(&record, "Wales", "Iran"), iran_usa];
    let undated = story("undated", "Some day", None, "");
    let mut stories =
        vec![translated, report, other, story("third", "A third one", Some("2022-01-01T00:00:00Z"), "x"), undated];
    stories.sort_by(|a, b| b.date.map(|d| d.instant).cmp(&a.date.map(|d| d.instant)));
    Model {
        site: Arc::new(settings()),
        record: Arc::new(record),
        stories: Arena::new(stories.into_iter().map(Arc::new).collect()),
        authors: Arc::new(Arena::new(vec![Author {
            slug: "the-desk".into(),
            name: "The desk".into(),
            role: Some("Desk".into()),
            email: Some("desk@example.org".into()),
            profile: profile("authors/the-desk.md", "We write."),
            page: true,
        }])),
        topics: Arc::new(Arena::new(vec![Topic { slug: "world-cup-2022".into(), name: "World Cup 2022".into() }])),
        pages: Arc::new(Arena::new(vec![Page {
            path: "about".into(),
            title: "About".into(),
            description: Some("Who we are".into()),
            image: Some(Picture { src: "/logo.svg".into(), alt: "Logo".into(), ..Picture::default() }),
            redirect_from: Vec::new(),
            extra: Some(r#"{"a":1}"#.into()),
            body: body("content/pages/about.md", "We write. Mail <desk@example.org>."),
        }])),
    }
}

/// The mentions of a model's texts.
pub(in crate::render) fn mentions(model: &Model) -> Mentions {
    let linker = Linker::new(model);
    let bodies = Linker::bodies(model).into_iter().map(|(body, own)| (body.file.clone(), linker.link_body(body, own)));
    Mentions::assemble(model.stories.iter().map(|story| linker.link_story(story)).collect(), bodies)
}

pub(in crate::render) fn assets() -> Assets {
    let files = [
        ("content/stories/pitch.svg", Some((640, 360))),
        ("static/people/portrait.jpg", Some((300, 400))),
        ("static/logo.svg", None),
        ("static/crests/iran.svg", None),
    ];
    let own = theme::STATIC.iter().map(|(name, _)| (format!("static/{name}").into(), AssetInfo::default()));
    let files = files.into_iter().map(|(path, size)| (path.into(), AssetInfo { size }));
    Assets { files: files.chain(own).collect() }
}

pub(in crate::render) fn now() -> Timestamp {
    "2023-08-15T12:00:00Z".parse().unwrap()
}

pub(in crate::render) fn input() -> Input {
    let model = model();
    let mentions = Arc::new(mentions(&model));
    Input { model, mentions, assets: Arc::new(assets()), uses: Arc::default(), now: now() }
}

pub(in crate::render) fn view() -> SiteView {
    let (view, diagnostics) = SiteView::new(input(), None);
    assert_eq!(diagnostics, []);
    view
}

pub(in crate::render) fn engine() -> Engine {
    Engine::new(theme::TEMPLATES, Vec::new(), "/club").unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// The text of a page.
pub(in crate::render) fn page(view: &SiteView, path: &str) -> String {
    let draft = view.page_at(path).unwrap_or_else(|| panic!("no page {path}"));
    String::from_utf8(draft.render(&engine()).unwrap_or_else(|fault| panic!("{path}: {fault:#?}"))).unwrap()
}
