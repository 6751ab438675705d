//! The linker on a set of labelled stories, and on the demo's.
//!
//! The stories of `tests/link/stories` are written for this test. Every name
//! that means somebody with a page is marked `⟦name|address⟧`; every other
//! word must be left alone. The record is the demo's, with a few persons and
//! clubs of `tests/link/content` whose names are hard cases. `tests/link/elsewhere`
//! is a site by itself, of other tournaments and of clubs.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]
#![allow(clippy::print_stdout, reason = "the measures are meant to be read in CI")]

#[path = "link/behaviour.rs"]
mod behaviour;
#[path = "link/site.rs"]
mod site;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use site::{Site, address};
use touchline::link::Linker;
use touchline::model::Autolink;

/// A text with its marks taken out, and what they marked.
struct Labelled {
    text: String,
    marks: BTreeMap<(usize, usize), String>,
}

fn unmark(marked: &str) -> Labelled {
    let mut text = String::new();
    let mut marks = BTreeMap::new();
    let mut rest = marked;
    while let Some(open) = rest.find('⟦') {
        text.push_str(&rest[..open]);
        let inner = &rest[open + '⟦'.len_utf8()..];
        let close = inner.find('⟧').expect("a mark is closed");
        let (name, target) = inner[..close].rsplit_once('|').expect("a mark has an address");
        let start = text.len();
        text.push_str(name);
        marks.insert((start, text.len()), target.to_owned());
        rest = &inner[close + '⟧'.len_utf8()..];
    }
    text.push_str(rest);
    Labelled { text, marks }
}

/// A name with some words before and after it, in one line.
fn around(text: &str, start: usize, end: usize) -> String {
    let from = (0..=start.saturating_sub(40)).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let to = (end + 40..text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(text.len());
    format!("{}⟦{}⟧{}", &text[from..start], &text[start..end], &text[end..to]).replace('\n', " ")
}

/// How well names were linked.
#[derive(Clone, Copy, Default)]
struct Measure {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Measure {
    fn precision(self) -> f64 {
        f64::from(self.right) / f64::from(self.right + self.wrong)
    }

    fn recall(self) -> f64 {
        f64::from(self.right) / f64::from(self.right + self.missed)
    }

    fn labelled(self) -> u32 {
        self.right + self.missed
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// Links the labelled stories of a folder in a site, and tells for each how
/// well, with a line for every fault.
fn measure(mut site: Site, stories: &Path, report: &mut String) -> Vec<Measure> {
    let mut expected = BTreeMap::new();
    for path in site::files(stories) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let labelled = unmark(&std::fs::read_to_string(&path).unwrap());
        let path = format!("content/stories/{name}");
        site.add_file(&path, labelled.text.as_bytes());
        let front = labelled.text.find("\n---").expect("front matter") + "\n---\n".len();
        let marks: BTreeMap<_, _> = labelled.marks.into_iter().filter(|((s, _), _)| *s >= front).collect();
        expected.insert(path, marks);
    }
    let (model, diagnostics) = site.model();
    let faults: Vec<_> = diagnostics.iter().filter(|d| d.is_error()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let linker = Linker::new(&model);

    let mut measures = Vec::new();
    for story in &model.stories {
        let mut story = (**story).clone();
        story.autolink = Autolink::All;
        let file = std::sync::Arc::clone(&story.body.file);
        let mut marks = expected.remove(&*file).expect("a labelled story");
        let offset = story.body.offset as usize;
        let mut found = Measure::default();
        for mention in linker.link_story(&story).mentions.iter() {
            let range = (mention.range.start as usize + offset, mention.range.end as usize + offset);
            let written = around(&story.body.text, mention.range.start as usize, mention.range.end as usize);
            let target = address(&model, mention.target);
            match marks.remove(&range) {
                Some(label) if label == target => found.right += 1,
                Some(label) => {
                    found.wrong += 1;
                    let _ = writeln!(report, "{file}: `{written}` is {target}, should be {label}");
                }
                None => {
                    found.wrong += 1;
                    let _ = writeln!(report, "{file}: `{written}` is {target}, should be nothing");
                }
            }
        }
        for ((start, end), label) in marks {
            found.missed += 1;
            let written = around(&story.body.text, start - offset, end - offset);
            let _ = writeln!(report, "{file}: missed {label} in `{written}`");
        }
        let (precision, recall) = (found.precision() * 100.0, found.recall() * 100.0);
        let _ = writeln!(report, "{file}: {} labels, {precision:.1} % / {recall:.1} %", found.labelled());
        measures.push(found);
    }
    assert!(expected.is_empty(), "stories that are not in the model: {:?}", expected.keys());
    measures
}

#[test]
fn precision_and_recall_on_labelled_stories() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let here = root.join("tests/link");
    let mut demo = Site::new();
    demo.add_folder(root, "content/record");
    for kind in ["teams", "players", "people", "venues", "competitions"] {
        demo.add_folder(root, &format!("content/{kind}"));
    }
    demo.add_folder(&here, "content");
    let mut elsewhere = Site::new();
    elsewhere.add_folder(&here.join("elsewhere"), "content");

    let mut report = String::new();
    let mut measures = measure(demo, &here.join("stories"), &mut report);
    measures.extend(measure(elsewhere, &here.join("elsewhere/stories"), &mut report));
    let mut all = Measure::default();
    for found in &measures {
        all.add(*found);
    }
    let (precision, recall) = (all.precision(), all.recall());
    println!("{report}");
    println!(
        "{} stories, {} labelled mentions: precision {:.2} %, recall {:.2} %",
        measures.len(),
        all.labelled(),
        precision * 100.0,
        recall * 100.0
    );
    assert!(measures.len() >= 10 && all.labelled() >= 300);
    assert!(precision >= 0.995, "precision {precision}\n{report}");
    assert!(recall >= 0.95, "recall {recall}\n{report}");
}

#[test]
fn the_demo_has_nothing_to_mend() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut site = Site::new();
    site.add_folder(root, "content");
    let (model, _) = site.model();
    let linker = Linker::new(&model);
    let mut notes = Vec::new();
    let mut shown = String::new();
    for story in &model.stories {
        let linked = linker.link_story(story);
        notes.extend(linked.notes.iter().map(|n| format!("{}: {}", story.slug, n.message)));
        assert!(linked.entities().len() >= 5, "{} names hardly anybody", story.slug);
        let _ = write!(shown, "\n=== {}\n{}", story.slug, site::marked(&model, &story.body.text, &linked.mentions));
    }
    for (body, own) in Linker::bodies(&model) {
        let linked = linker.link_body(body, own);
        notes.extend(linked.notes.iter().map(|n| format!("{}: {}", body.file, n.message)));
    }
    // `cargo test --test link demo -- --nocapture` shows what is linked.
    println!("{shown}");
    assert!(notes.is_empty(), "{notes:#?}");
}
