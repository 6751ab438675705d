//! Stories: `stories/**/*.md`.
//!
//! In: a Markdown file with front matter. Out: a [`RawStory`] that knows where
//! its body stands. Never reads the body, never looks for the match a story
//! names.

use std::sync::Arc;

use super::forms::match_ref;
use super::forms::naming;
use super::front_matter;
use super::match_yaml::{Base, read_match};
use super::parts;
use super::raw::{Names, RawCorrection, RawMatchRef, RawRecord, RawStory, Spot};
use super::yaml::{self, Doc, Fields, Node, Way, scalar};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::StoryKind;

/// The code of a story without a date.
pub const UNDATED: &str = "W0208";

const KINDS: [(&str, StoryKind); 7] = [
    ("report", StoryKind::Report),
    ("preview", StoryKind::Preview),
    ("news", StoryKind::News),
    ("feature", StoryKind::Feature),
    ("analysis", StoryKind::Analysis),
    ("interview", StoryKind::Interview),
    ("live", StoryKind::Live),
];

/// Reads a story. A story without a title still comes out, named after its
/// file, so that the faults of its other keys are found in the same run.
pub fn read(file: &Arc<str>, text: &str, names: &Names, out: &mut Vec<Diagnostic>) -> Option<RawStory> {
    let parts = front_matter::split(file, text, out)?;
    let Some(range) = parts.yaml else {
        let empty = text.trim_start_matches('\u{feff}').trim().is_empty();
        let message = if empty { "the file is empty" } else { "the story has no front matter" };
        let first = text.trim_start_matches('\u{feff}').trim_start().lines().next().unwrap_or_default();
        let first = first.trim_start_matches('#').trim();
        let title = if first.is_empty() { "The headline" } else { first };
        out.push(
            Diagnostic::error(front_matter::MISSING, message)
                .at(Place::bytes(file, parts.body.start..parts.body.start))
                .help(format!(
                    "begin the file with a line of `---`, then `title: \"{}\"`, then another line of `---`",
                    super::forms::shown(title).replace('"', "'")
                )),
        );
        return None;
    };
    let mut doc = Doc::new(file, text, names, out);
    let node = yaml::parse(&mut doc, range)?;
    let mut fields = open(&mut doc, node)?;
    let mut story = keys(&mut doc, &mut fields, None);
    fields.finish(&mut doc);
    story.body = (parts.body.start as u32, parts.body.end as u32);
    Some(story)
}

/// Opens a front matter; an empty one has no keys.
pub(super) fn open<'a>(doc: &mut Doc<'_>, node: Node<'a>) -> Option<Fields<'a, 'static>> {
    match node {
        Node::Null => Some(Fields::empty(Way::Root)),
        node => Fields::open(doc, node, Way::Root, "keys and values such as `title: …`"),
    }
}

/// Reads the keys of a story. `title` is what stands in for a missing one; if
/// there is nothing, it is an error.
pub(super) fn keys(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>, title: Option<String>) -> RawStory {
    let title = match (fields.has("title"), title) {
        (false, Some(title)) => title,
        _ => match fields.required(doc, "title", "every story has a headline: `title: …`") {
            Some(title) => title.into_owned(),
            None => naming::from_file_stem(parts::file_stem(doc.file)),
        },
    };
    let mut story = RawStory {
        title,
        date: None,
        updated: None,
        kind: fields.choice(doc, "type", &KINDS),
        authors: fields.texts(doc, "author"),
        standfirst: fields.string(doc, "standfirst"),
        slug: parts::slug(doc, fields, "slug"),
        redirect_from: parts::redirects(doc, fields),
        matches: Vec::new(),
        single_match: false,
        topics: fields.texts(doc, "topics"),
        image: parts::image(doc, fields, "image"),
        gallery: Vec::new(),
        source: source(doc, fields),
        people: fields.texts(doc, "people"),
        corrections: Vec::new(),
        language: parts::language(doc, fields),
        translation_of: parts::slug(doc, fields, "translation_of"),
        draft: fields.flag(doc, "draft").unwrap_or(false),
        autolink: fields.choice(doc, "autolink", &parts::AUTOLINK),
        extra: fields.extra(doc),
        record: RawRecord::default(),
        body: (0, 0),
        text: None,
    };
    let dated = fields.has("date");
    story.date = fields.instant(doc, "date");
    story.updated = fields.instant(doc, "updated");
    if !dated && !story.draft {
        let place = Place::file(doc.file);
        doc.out.push(
            Diagnostic::warning(UNDATED, "the story has no date")
                .at(place)
                .help("write `date: 2022-11-30`, with a time if you like; an undated story is listed last"),
        );
    }
    fields.each(doc, "gallery", |doc, node, way| story.gallery.extend(parts::picture(doc, node, *way)));
    fields.each(doc, "corrections", |doc, node, way| story.corrections.extend(correction(doc, node, way)));
    if let Some(node) = fields.take("match") {
        let way = fields.way.key("match");
        if let Node::List(_) = node {
            doc.error_with_help(
                scalar::WRONG_TYPE,
                "expected one match for `match`, found a list",
                &way,
                "a story on several matches lists them under `matches:`",
            );
        } else {
            story.single_match = true;
            one_match(doc, node, &way, Spot::None, &mut story);
        }
    }
    fields.each(doc, "matches", |doc, node, way| {
        let spot = if let Way::Index(_, i) = way { Spot::Item(*i as u32) } else { Spot::Item(0) };
        one_match(doc, node, way, spot, &mut story);
    });
    story
}

fn one_match(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>, spot: Spot, story: &mut RawStory) {
    if let Node::Map(_) = node {
        let Some(fields) = Fields::open(doc, node, *way, "a match with its keys") else { return };
        let base = Base::new(doc);
        if let Some(found) = read_match(doc, fields, &base, spot) {
            story.matches.push((spot, RawMatchRef::Here(story.record.matches.len() as u32)));
            story.record.matches.push(found);
        }
        return;
    }
    let named = scalar::form(doc, node, way, "a match such as `Iran 0-1 USA`", match_ref::parse);
    story.matches.extend(named.map(|found| (spot, found)));
}

/// `{name, url}`, or one of the two alone.
fn source(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> Option<(String, Option<String>)> {
    let node = fields.take("source")?;
    let way = fields.way.key("source");
    if let Node::Map(_) = node {
        let mut fields = Fields::open(doc, node, way, "the name and the address of a source")?;
        // A wrong address is one fault, not two.
        let linked = fields.has("url");
        let url = fields.form(doc, "url", "a web address", parts::check_url);
        let name = if linked {
            fields.string(doc, "name")
        } else {
            fields.required(doc, "name", "name whose text it is: `name: The Paper`").map(Into::into)
        };
        fields.finish(doc);
        return match (name, url) {
            (Some(name), url) => Some((name, url)),
            (None, Some(url)) => Some(named_by_host(&url)),
            (None, None) => None,
        };
    }
    let text = scalar::text(doc, node, &way, "a text, or `name` and `url`")?;
    let text = text.trim();
    if parts::check_url(text).is_ok() {
        return Some(named_by_host(text));
    }
    (!text.is_empty()).then(|| (text.to_owned(), None))
}

/// A source that is an address alone is called by its host.
pub(super) fn named_by_host(url: &str) -> (String, Option<String>) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    (host.strip_prefix("www.").unwrap_or(host).to_owned(), Some(url.to_owned()))
}

/// `{date, text}`, or the text alone.
fn correction(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>) -> Option<RawCorrection> {
    if let Node::Map(_) = node {
        let mut fields = Fields::open(doc, node, *way, "a correction with `date` and `text`")?;
        let date = fields.date(doc, "date");
        let text = fields.required(doc, "text", "say what was wrong: `text: …`").map(Into::into);
        fields.finish(doc);
        return Some(RawCorrection { date, text: text? });
    }
    let text = scalar::text(doc, node, way, "a text, or `date` and `text`")?;
    let text = text.trim();
    (!text.is_empty()).then(|| RawCorrection { date: None, text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(text: &str) -> (Option<RawStory>, Vec<Diagnostic>) {
        let mut out = Vec::new();
        let story = read(&"content/stories/the-night.md".into(), text, &Names::new(), &mut out);
        (story, out)
    }

    fn clean(text: &str) -> RawStory {
        let (story, out) = story(text);
        assert_eq!(out, []);
        story.unwrap()
    }

    fn codes(text: &str) -> Vec<&'static str> {
        let mut codes: Vec<_> = story(text).1.iter().map(|d| d.code).collect();
        codes.sort_unstable();
        codes
    }

    #[test]
    fn all_keys() {
        let text = "---\ntitle: T\ndate: 2022-11-30T00:20:00+03:00\nupdated: 2022-12-01\ntype: report\nauthor: [A, B]\nstandfirst: S\nslug: s\nredirect_from: /old/\nmatch: Iran 0-1 USA\nmatches: [USA v Netherlands, 2022-11-21-england-iran]\ntopics: World Cup 2022\nimage: {src: a.jpg, alt: x}\ngallery: [b.jpg, {src: c.jpg, caption: C, credit: D}]\nsource: {name: N, url: 'https://n.org/x'}\npeople: [P]\ncorrections: [{date: 2022-12-01, text: X}, Y]\nlanguage: en-GB\ntranslation_of: o\ndraft: false\nautolink: none\nextra: {k: 1}\n---\nBody\n";
        let story = clean(text);
        assert_eq!(&text[story.body.0 as usize..story.body.1 as usize], "Body\n");
        assert_eq!(story.matches.len(), 3);
        assert_eq!(story.matches[0].0, Spot::None);
        assert_eq!(story.matches[2], (Spot::Item(1), RawMatchRef::Id("2022-11-21-england-iran".into())));
        assert_eq!((story.authors.len(), story.topics.len(), story.gallery.len()), (2, 1, 2));
        assert_eq!(story.source, Some(("N".into(), Some("https://n.org/x".into()))));
        assert_eq!(story.corrections.len(), 2);
        assert_eq!(story.date.and_then(|d| d.offset), Some(180));
        assert!(story.single_match && !story.draft);
    }

    #[test]
    fn a_match_written_out() {
        let story = clean(
            "---\ntitle: T\ndate: 2022-11-30\nmatch:\n  home: A\n  away: B\n  score: 1-0\nmatches:\n- C v D\n- {home: E, away: F}\n---\n",
        );
        assert_eq!(story.record.matches.len(), 2);
        assert_eq!(story.matches[0], (Spot::None, RawMatchRef::Here(0)));
        assert_eq!(story.matches[2], (Spot::Item(1), RawMatchRef::Here(1)));
        assert_eq!(story.record.matches[1].spot, Spot::Item(1));
    }

    #[test]
    fn values_that_yaml_takes_for_something_else() {
        let story = clean("---\ntitle: 1.10\ndate: 2022-11-30\nauthor: True\ntopics: [1966, null]\n---\n");
        assert_eq!(story.title, "1.10");
        assert_eq!(story.authors, ["True"]);
        assert_eq!(story.topics, ["1966"]);
    }

    #[test]
    fn faults() {
        assert_eq!(codes(""), ["E0104"]);
        assert_eq!(codes("# A headline\n\nText"), ["E0104"]);
        assert_eq!(codes("---\n---\n"), ["E0203", "W0208"]);
        assert_eq!(codes("---\ntitle: A: b\n---\n"), ["E0102"]);
        assert_eq!(
            codes("---\ntitle:\ndate: 2022-01-01\nmatch: [a]\ntype: repotr\ntitel: x\n---\n"),
            ["E0201", "E0202", "E0203", "E0204"]
        );
        assert_eq!(
            codes(
                "---\ntitle: T\ndate: 2022-01-01\nmatch: Iran USA\nslug: A b\nlanguage: english\nsource: {url: x}\n---\n"
            ),
            ["E0206", "E0206", "E0207", "E0216"]
        );
        assert_eq!(codes("---\n- a\n---\n"), ["E0202"]);
    }
}
