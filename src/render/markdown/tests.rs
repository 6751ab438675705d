//! Markdown against the HTML that it must give.

use std::sync::Arc;

use super::*;
use crate::link::EntityRef;
use crate::model::testing::{person, team};
use crate::render::Routes;
use crate::render::tests::site::{assets, model};

struct World {
    model: crate::model::Model,
    routes: Routes,
    assets: crate::render::Assets,
    sources: SourceFiles,
}

impl World {
    fn new() -> Self {
        let model = model();
        let (routes, _) = Routes::new(&model);
        let sources = model.stories.entries().map(|(id, s)| (Arc::clone(&s.body.file), routes.story(id).into()));
        let sources = sources.collect();
        Self { model, routes, assets: assets(), sources }
    }

    fn targets(&self) -> Targets<'_> {
        Targets { routes: &self.routes, assets: &self.assets, sources: &self.sources }
    }

    fn render(&self, text: &str, mentions: &[Mention], unsafe_html: bool) -> Html {
        let source =
            Source { text, file: "content/stories/iran-usa.md", page: "/stories/iran-usa/", mentions, unsafe_html };
        render(&source, &self.targets())
    }

    /// A linked mention of the first place where `name` stands.
    fn mention(&self, text: &str, name: &str, target: EntityRef) -> Mention {
        let start = text.find(name).unwrap() as u32;
        let _ = self;
        Mention { range: start..start + name.len() as u32, text: None, target, linked: true }
    }

    fn iran(&self) -> EntityRef {
        EntityRef::Team(team(&self.model.record, "Iran"))
    }
}

fn html(text: &str) -> String {
    World::new().render(text, &[], false).html
}

#[test]
fn common_markup() {
    assert_eq!(
        html("One *two* **three** ~~four~~ `<five>`\nsix"),
        "<p>One <em>two</em> <strong>three</strong> <del>four</del> <code>&lt;five&gt;</code>\nsix</p>\n"
    );
    assert_eq!(
        html("> a\n\n1. b\n2. c\n\n3) d"),
        "<blockquote>\n<p>a</p>\n</blockquote>\n<ol>\n<li>b</li>\n<li>c</li>\n</ol>\n<ol start=\"3\">\n<li>d</li>\n</ol>\n"
    );
    assert_eq!(html("\"It's\" -- so... 3 & 4 < 5"), "<p>“It’s” – so… 3 &amp; 4 &lt; 5</p>\n");
    assert_eq!(html("```rust\na < b\n```"), "<pre><code class=\"language-rust\">a &lt; b\n</code></pre>\n");
}

#[test]
fn headings_begin_at_the_second_level_and_have_ids_of_their_own() {
    assert_eq!(
        html("# The *end*\n\n## The end\n\n### ★"),
        "<h2 id=\"the-end\">The <em>end</em></h2>\n<h2 id=\"the-end-2\">The end</h2>\n<h3 id=\"u2605\">★</h3>\n"
            .replace("u2605", &crate::model::slug::slug("★"))
    );
}

#[test]
fn footnotes_are_numbered_in_the_order_of_the_text() {
    let out = html("A[^x] b[^y] c[^x] d[^none]\n\n[^y]: Why\n[^x]: Ex\n[^z]: Never");
    assert!(out.starts_with(
        "<p>A<sup><a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\" aria-label=\"Note 1\">1</a></sup> b<sup><a href=\"#fn-2\" id=\"fnref-2\""
    ), "{out}");
    assert!(out.contains("id=\"fnref-1-2\""), "the second reference has an id of its own: {out}");
    assert!(out.contains("d[^none]</p>"), "{out}");
    assert!(
        out.contains("<li id=\"fn-1\"><p>Ex <a href=\"#fnref-1\"") && out.contains("<li id=\"fn-2\"><p>Why "),
        "{out}"
    );
    assert!(!out.contains("Never"), "{out}");
}

#[test]
fn tables_scroll_and_align() {
    let out = html("| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | 3 |");
    assert!(out.contains("<th scope=\"col\">a</th><th scope=\"col\" class=\"centre\">b</th>"), "{out}");
    assert!(out.contains("<td class=\"right\">3</td>") && out.contains("class=\"scroll\""), "{out}");
}

#[test]
fn an_empty_cell_of_the_head_heads_nothing() {
    let out = html("| | a |\n|:-:|---|\n| | 2 |");
    assert!(out.contains("<tr><td class=\"centre\"></td><th scope=\"col\">a</th></tr></thead>"), "{out}");
}

#[test]
fn a_picture_alone_is_a_figure_and_one_in_a_line_is_not() {
    let world = World::new();
    let alone = world.render("![A *pitch*](pitch.svg \"The \\\"pitch\\\"\")", &[], false);
    assert_eq!(
        alone.html,
        "<figure><img src=\"/club/stories/iran-usa/pitch.svg\" alt=\"A pitch\" width=\"640\" height=\"360\" loading=\"lazy\" decoding=\"async\"><figcaption>The &quot;pitch&quot;</figcaption></figure>\n"
    );
    assert_eq!(alone.copies.len(), 1);
    assert_eq!(
        (&*alone.copies[0].from, &*alone.copies[0].to),
        ("content/stories/pitch.svg", "/stories/iran-usa/pitch.svg")
    );
    let inline = world.render("See ![x](/logo.svg) here", &[], false);
    assert!(
        inline.html.starts_with("<p>See <img src=\"/club/logo.svg\" alt=\"x\"") && inline.copies.is_empty(),
        "{}",
        inline.html
    );
    let caption = world.render("![](<> \"Only words\")", &[], false);
    assert_eq!(caption.html, "<figure><figcaption>Only words</figcaption></figure>\n");
}

#[test]
fn links_lead_to_pages_files_and_outside() {
    let world = World::new();
    let link = |to: &str| world.render(&format!("[a]({to})"), &[], false);
    for (to, url) in [
        ("/about/", "/club/about/"),
        ("/about", "/club/about/"),
        ("/club/about/", "/club/about/"),
        ("wales-iran.md#top", "/club/stories/wales-iran/#top"),
        ("../wales-iran/", "/club/stories/wales-iran/"),
        ("/", "/club/"),
        ("https://example.org/x?a=1&b=2", "https://example.org/x?a=1&amp;b=2"),
        ("#here", "#here"),
        ("pitch.svg", "/club/stories/iran-usa/pitch.svg"),
        ("/logo.svg", "/club/logo.svg"),
    ] {
        let out = link(to);
        assert_eq!(out.html, format!("<p><a href=\"{url}\">a</a></p>\n"), "{to}");
        assert_eq!(out.faults, [], "{to}");
    }
    assert_eq!(html("<desk@example.org>"), "<p><a href=\"mailto:desk@example.org\">desk@example.org</a></p>\n");
}

#[test]
fn what_leads_nowhere_is_told_with_its_place() {
    let world = World::new();
    let text = "See [a](/abuot/) and ![b](none.png).";
    let out = world.render(text, &[], false);
    assert_eq!(out.faults.len(), 2);
    assert_eq!(&text[out.faults[0].range.clone()], "[a](/abuot/)");
    assert_eq!(
        out.faults[0].kind,
        FaultKind::NoPage { written: "/abuot/".to_owned(), nearest: Some("/about/".to_owned()) }
    );
    let FaultKind::NoFile { tried, .. } = &out.faults[1].kind else { panic!("{:?}", out.faults[1]) };
    assert_eq!(tried, &["content/stories/none.png", "static/none.png"]);
    let story = &world.model.stories[crate::model::StoryId(0)];
    let diagnostic = out.faults[0].diagnostic(&story.body);
    assert_eq!((diagnostic.code, diagnostic.help.as_deref()), ("E0502", Some("did you mean `/about/`?")));
    assert_eq!(diagnostic.place.unwrap().at, crate::diagnostic::At::Bytes { start: 14, end: 26 });
}

#[test]
fn the_quick_look_and_the_parse_agree() {
    let world = World::new();
    for text in [
        "nothing",
        "[a](/about/) ![b](pitch.svg \"t\")",
        "[a](/abuot/)",
        "`[a](/abuot/)`",
        "    [a](/abuot/)",
        "[a][b]\n\n[b]: /abuot/",
        "[![b](pitch.svg)](/about/)",
        "[a](</about/>) [b](wales-iran.md)",
        "\\[a](/abuot/)",
        "[a](/about/ \"x\") [c]()",
    ] {
        let source = Source {
            text,
            file: "content/stories/iran-usa.md",
            page: "/stories/iran-usa/",
            mentions: &[],
            unsafe_html: false,
        };
        let html = render(&source, &world.targets());
        let (copies, faults) = check(&source, &world.targets());
        assert_eq!(faults, html.faults, "{text}");
        assert!(html.copies.iter().all(|copy| copies.contains(copy)), "{text}");
    }
}

#[test]
fn mentions_become_links_wherever_they_begin() {
    let world = World::new();
    let link = |text: &str, name: &str| world.render(text, &[world.mention(text, name, world.iran())], false).html;
    let iran = "<a href=\"/club/teams/iran/\">Iran</a>";
    assert_eq!(link("Iran lost", "Iran"), format!("<p>{iran} lost</p>\n"));
    assert_eq!(link("So Iran's night", "Iran"), format!("<p>So {iran}’s night</p>\n"));
    assert_eq!(link("*Iran* lost", "Iran"), format!("<p><em>{iran}</em> lost</p>\n"));
    assert_eq!(link("lost by Iran", "Iran"), format!("<p>lost by {iran}</p>\n"));
    assert_eq!(link("# Iran", "Iran"), format!("<h2 id=\"iran\">{iran}</h2>\n"));
    // Over several events: a typographic apostrophe stands between.
    assert_eq!(link("By N'Golo K.", "N'Golo"), "<p>By <a href=\"/club/teams/iran/\">N’Golo</a> K.</p>\n");
    // Over a line break.
    assert_eq!(link("Team\nMelli", "Team\nMelli"), "<p><a href=\"/club/teams/iran/\">Team\nMelli</a></p>\n");
}

#[test]
fn a_mention_never_breaks_the_elements_around_it() {
    let world = World::new();
    let link = |text: &str, name: &str| world.render(text, &[world.mention(text, name, world.iran())], false).html;
    assert_eq!(
        link("Team *Melli now*", "Team *Melli"),
        "<p><a href=\"/club/teams/iran/\">Team </a><em>Melli now</em></p>\n"
    );
    assert_eq!(
        link("*now Team* Melli", "Team* Melli"),
        "<p><em>now <a href=\"/club/teams/iran/\">Team</a></em> Melli</p>\n"
    );
    assert_eq!(link("[Iran](/about/)", "Iran"), "<p><a href=\"/club/about/\">Iran</a></p>\n");
    assert_eq!(link("![Iran](pitch.svg)", "Iran").matches("<a ").count(), 0);
    assert_eq!(link("`Iran`", "Iran").matches("<code>").count(), 1);
}

#[test]
fn wikilinks_show_their_words_and_not_their_brackets() {
    let world = World::new();
    let text = "As [[his *full-back*|Antonee Robinson]] knew";
    let pulisic = EntityRef::Person(person(&world.model.record, "Christian Pulisic"));
    let mut mention = world.mention(text, "[[his *full-back*|Antonee Robinson]]", pulisic);
    mention.text = Some("his full-back".into());
    let out = world.render(text, &[mention.clone()], false).html;
    assert_eq!(out, "<p>As <a href=\"/club/players/christian-pulisic/\">his full-back</a> knew</p>\n");
    // Of somebody without a page only the words are left.
    mention.target = EntityRef::Person(person(&world.model.record, "Sean Johnson"));
    assert_eq!(world.render(text, &[mention], false).html, "<p>As his full-back knew</p>\n");
}

#[test]
fn mentions_that_are_not_linked_or_lie_outside_leave_the_text_alone() {
    let world = World::new();
    let text = "Iran é";
    let mut mention = world.mention(text, "Iran", world.iran());
    mention.linked = false;
    assert_eq!(world.render(text, &[mention.clone()], false).html, "<p>Iran é</p>\n");
    mention.linked = true;
    mention.range = 6..900;
    assert!(world.render(text, &[mention.clone()], false).html.starts_with("<p>Iran "));
    mention.range = 900..901;
    assert_eq!(world.render(text, &[mention], false).html, "<p>Iran é</p>\n");
}

#[test]
fn raw_html_is_cleaned_unless_the_author_says_otherwise() {
    let world = World::new();
    let text = "A <b onclick=\"x\">b</b> <script>alert(1)</script>\n\n<iframe src=\"https://example.org\"></iframe>\n\n![A](pitch.svg \"t\")\n\nc[^1]\n\n[^1]: d";
    let clean = world.render(text, &[], false).html;
    assert!(!clean.contains("onclick") && !clean.contains("script") && !clean.contains("iframe"), "{clean}");
    for kept in [
        "<b>b</b>",
        "loading=\"lazy\"",
        "<figcaption>t</figcaption>",
        "role=\"doc-noteref\"",
        "id=\"fn-1\"",
        "width=\"640\"",
    ] {
        assert!(clean.contains(kept), "no {kept} in {clean}");
    }
    let raw = world.render(text, &[], true).html;
    assert!(raw.contains("<script>alert(1)</script>") && raw.contains("<iframe"), "{raw}");
    assert_eq!(world.render("[a](javascript:x)", &[], false).html, "<p><a>a</a></p>\n");
}

#[test]
fn any_text_with_any_mention_gives_html_whose_elements_close() {
    use proptest::prelude::*;
    let world = World::new();
    let strategy = (
        proptest::collection::vec(
            prop_oneof![
                "[a-zé ]{0,4}",
                "[*_`~\\[\\]()!<>#|\\n\"'.-]{1,3}",
                Just("[[a|b]]".to_owned()),
                Just("![x](pitch.svg)".to_owned())
            ],
            0..14,
        ),
        proptest::collection::vec((0u32..60, 1u32..12, any::<bool>()), 0..4),
    );
    proptest!(|((parts, marks) in strategy)| {
        let text = parts.concat();
        let mut from = 0;
        let mut mentions = Vec::new();
        for (gap, length, words) in marks {
            let start = from + gap % 20;
            from = start + length;
            let text = words.then(|| Arc::from("w"));
            mentions.push(Mention { range: start..from, text, target: world.iran(), linked: true });
        }
        let html = world.render(&text, &mentions, true).html;
        // Raw HTML is the author's own; without it every element closes.
        if !text.contains('<') {
            let mut open: Vec<&str> = Vec::new();
            for tag in html.split('<').skip(1) {
                let name = tag.split(['>', ' ', '\n']).next().unwrap();
                match name.strip_prefix('/') {
                    Some(name) => prop_assert_eq!(open.pop(), Some(name), "{}", html),
                    None if matches!(name, "img" | "br" | "hr") => {}
                    None => {
                        prop_assert!(name != "a" || !open.contains(&"a"), "a link in a link: {}", html);
                        open.push(name);
                    }
                }
            }
            prop_assert!(open.is_empty(), "{:?} in {}", open, html);
        }
    });
}
