//! What an author sees when files are broken: each folder below
//! `tests/broken` is a site, and the snapshot beside it is what is printed.
//!
//! A new kind of fault gets a folder of its own; `INSTA_UPDATE=always cargo
//! test --test broken` writes its snapshot.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use touchline::content::raw::Names;
use touchline::content::source::{self, SourceFile, SourceKind};
use touchline::content::{locate, readers};
use touchline::diagnostic::human::{self, Style};
use touchline::diagnostic::{Diagnostic, json};

/// All that is wrong in a site, as it is printed.
fn printed(root: &Path) -> (String, String) {
    let files: BTreeMap<String, SourceFile> = source::list(root, "content")
        .unwrap()
        .into_iter()
        .map(|path| (path.to_string(), source::read(root, &path).unwrap().unwrap()))
        .collect();
    let names = Names::new();
    let mut found: Vec<Diagnostic> = Vec::new();
    for (path, file) in &files {
        if SourceKind::of(path) == SourceKind::Site {
            found.extend(readers::read_site(file).1);
        }
        let keys = path.strip_suffix(".txt").and_then(|stem| files.get(&format!("{stem}.yaml")));
        found.extend(readers::read(file, keys, &names).diagnostics);
    }
    let text = |path: &str| files.get(path).map(|file| Arc::from(&*readers::shown_text(&file.bytes)));
    let located = locate::locate(found, text);
    (human::render(&located, Style::default()), json::render(&located))
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

#[test]
fn every_fault_is_told_as_its_snapshot_has_it() {
    let cases = cases();
    assert!(cases.len() > 30, "the folder of broken sites is not found");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("broken");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for case in cases {
            let name = case.file_name().unwrap().to_str().unwrap().to_owned();
            let (human, json) = printed(&case);
            assert!(!human.is_empty(), "{name}: nothing is told");
            // As many for tools as for people, each an object of its own.
            for line in json.lines() {
                let object: serde_json::Value = serde_json::from_str(line).unwrap();
                assert!(human.contains(&format!("[{}]", object["code"].as_str().unwrap())), "{name}");
            }
            insta::assert_snapshot!(name, human);
        }
    });
}

#[test]
fn every_fault_has_a_place_and_says_how_to_mend_it() {
    let mut without_help = Vec::new();
    for case in cases() {
        for line in printed(&case).1.lines() {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(object["file"].is_string(), "{line}");
            let message = object["message"].as_str().unwrap();
            assert!(message.chars().next().is_some_and(|c| !c.is_uppercase()), "{message}");
            if object["help"].is_null() {
                without_help.push(message.to_owned());
            }
        }
    }
    // A wrong type or range says in its message what was expected.
    without_help
        .retain(|m| !m.contains("expected") && !m.contains("cannot be right") && !m.contains("a match has no minute"));
    assert_eq!(without_help, Vec::<String>::new());
}

#[test]
fn a_file_of_fifty_megabytes_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let stories = dir.path().join("content/stories");
    fs::create_dir_all(&stories).unwrap();
    let prose = "Pulisic scored, and Iran were out of the World Cup.\n\n".repeat(1_000_000);
    fs::write(stories.join("long.md"), format!("---\ntitle: T\ndate: 2022-11-30\nautor: X\n---\n{prose}")).unwrap();
    fs::write(stories.join("long.txt"), format!("T\n\n{prose}")).unwrap();
    let (human, _) = printed(dir.path());
    assert!(human.contains("--> content/stories/long.md:4:1"), "{human}");
}

#[test]
fn a_long_record_tells_the_fault_at_its_end() {
    let dir = tempfile::tempdir().unwrap();
    let record = dir.path().join("content/record");
    fs::create_dir_all(&record).unwrap();
    let matches = "  - {home: Iran, away: USA, score: 0-1, goals: [\"Pulisic 38'\"]}\n".repeat(20_000);
    fs::write(record.join("a.yaml"), format!("matches:\n{matches}  - {{home: Ïran, away: USA, scor: 0-1}}\n")).unwrap();
    let (human, _) = printed(dir.path());
    assert!(human.contains("--> content/record/a.yaml:20002:29"), "{human}");
}
