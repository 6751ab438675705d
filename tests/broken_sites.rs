//! What an author sees when the parts of a site do not fit together: each
//! folder below `tests/broken-sites` is a whole site, and the snapshot beside
//! it is what `touchline check` prints of it.
//!
//! A new kind of fault gets a folder of its own; `INSTA_UPDATE=always cargo
//! test --test broken_sites` writes its snapshot.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use touchline::build::{Builder, Hint, Options};
use touchline::content::{locate, readers};
use touchline::diagnostic::human::{self, Style};
use touchline::diagnostic::{Diagnostic, json};

/// All that is wrong in a site, as it is printed for people and for tools.
fn printed(root: &Path) -> (String, String) {
    let mut builder = Builder::new(Options {
        root: root.to_owned(),
        base_url: None,
        drafts: false,
        future: false,
        now: "2026-01-01T00:00Z".parse().unwrap(),
    });
    let update = builder.update(&Hint::All).unwrap();
    let mut found: Vec<Diagnostic> = update.diagnostics;
    // What only shows when a page is made.
    if let Some(snapshot) = update.snapshot {
        found.extend(snapshot.files().iter().filter_map(|file| snapshot.get(file)?.err()));
    }
    let text = |file: &str| {
        let bytes = fs::read(root.join(file)).ok()?;
        Some(Arc::from(&*readers::shown_text(&bytes)))
    };
    let located = locate::locate(found, text);
    (human::render(&located, Style::default()), json::render(&located))
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken-sites");
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

#[test]
fn every_fault_is_told_as_its_snapshot_has_it() {
    let cases = cases();
    assert!(cases.len() > 15, "the folder of broken sites is not found");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("broken-sites");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for case in cases {
            let name = case.file_name().unwrap().to_str().unwrap().to_owned();
            let (human, _) = printed(&case);
            assert!(!human.is_empty(), "{name}: nothing is told");
            insta::assert_snapshot!(name, human);
        }
    });
}

#[test]
fn every_fault_says_how_to_mend_it() {
    let mut without_help = Vec::new();
    for case in cases() {
        for line in printed(&case).1.lines() {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            let message = object["message"].as_str().unwrap();
            // Messages of the template engine say what was expected themselves.
            if object["help"].is_null() && !object["code"].as_str().unwrap().starts_with("E06") {
                without_help.push(format!("{}: {message}", case.display()));
            }
        }
    }
    assert_eq!(without_help, Vec::<String>::new());
}
