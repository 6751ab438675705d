//! docs/diagnostics.md against the program: every code it can give stands in
//! the document and no other, and every example is a message that it gives.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Codes whose examples cannot be provoked by a file in this repository.
const WITHOUT_SNAPSHOT: [&str; 15] = [
    "E0230", "E0231", "E0232", "E0233", "E0234", "E0590", "E0108", "E0109", "E0530", "W0531", "I0532", "I0533",
    "E0170", "E0171", "W0172",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Calls a function with the text of every file below a folder whose name ends
/// like this.
fn each_file(folder: &Path, ending: &str, with: &mut impl FnMut(&str, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            each_file(&path, ending, with);
        } else if path.to_string_lossy().ends_with(ending) {
            with(&path.to_string_lossy(), &fs::read_to_string(&path).unwrap());
        }
    }
}

fn is_code(text: &str) -> bool {
    text.len() == 5
        && text.starts_with(['E', 'W', 'I'])
        && text[1..].starts_with('0')
        && text[1..].bytes().all(|b| b.is_ascii_digit())
}

/// All codes of the program, without those that stand in tests alone.
fn codes_of_the_program() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    each_file(&root().join("src"), ".rs", &mut |path, text| {
        if path.contains("/tests/") || path.ends_with("/tests.rs") {
            return;
        }
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        codes.extend(text.split('"').filter(|piece| is_code(piece)).map(str::to_owned));
    });
    codes
}

/// The codes of the document with the examples of their rows.
fn documented() -> BTreeMap<String, String> {
    let text = fs::read_to_string(root().join("docs/diagnostics.md")).unwrap();
    let mut codes = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<String> =
            line.replace("\\|", "\u{1}").split('|').map(|c| c.trim().replace('\u{1}', "|")).collect();
        let of_row: Vec<&str> = cells[1].split(", ").filter(|code| is_code(code)).collect();
        for code in of_row {
            assert_eq!(cells.len(), 6, "a row has four cells: {line}");
            let example = cells[3].trim_matches('`').trim();
            assert!(!example.is_empty() && !cells[2].is_empty() && !cells[4].is_empty(), "{line}");
            assert!(codes.insert(code.to_owned(), example.to_owned()).is_none(), "{code} stands twice");
        }
    }
    codes
}

#[test]
fn every_code_is_documented_and_no_other() {
    let documented: BTreeSet<String> = documented().into_keys().collect();
    let program = codes_of_the_program();
    assert!(program.len() > 60, "the codes are not found: {program:?}");
    let missing: Vec<_> = program.difference(&documented).collect();
    let left_over: Vec<_> = documented.difference(&program).collect();
    assert_eq!((missing, left_over), (Vec::new(), Vec::new()), "(not in docs/diagnostics.md, not in the program)");
}

#[test]
fn every_example_is_a_message_of_the_program() {
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for folder in ["tests/broken", "tests/broken-sites", "tests/check"] {
        each_file(&root().join(folder), ".snap", &mut |path, text| {
            for line in text.lines() {
                let Some((head, message)) = line.split_once("]: ") else { continue };
                let Some((severity, code)) = head.split_once('[') else { continue };
                if !is_code(code) {
                    continue;
                }
                let letter = match severity {
                    "error" => 'E',
                    "warning" => 'W',
                    _ => 'I',
                };
                assert!(code.starts_with(letter), "{path}: the letter of {code} is not that of {severity}");
                said.entry(code.to_owned()).or_default().push(message.to_owned());
            }
        });
    }
    let trim = |text: &str| text.trim_matches(['`', ' ']).to_owned();
    let mut unsaid = Vec::new();
    for (code, example) in documented() {
        if WITHOUT_SNAPSHOT.contains(&code.as_str()) {
            continue;
        }
        // A fault that is an error or a warning has one example for both.
        let twin = if code.starts_with('E') { code.replacen('E', "W", 1) } else { code.replacen('W', "E", 1) };
        let both = [said.get(&code), said.get(&twin)];
        let known = both.into_iter().flatten().flatten().any(|message| trim(message) == trim(&example));
        if !known || !said.contains_key(&code) {
            unsaid.push(format!("{code}: {example}"));
        }
    }
    assert_eq!(unsaid, Vec::<String>::new(), "no snapshot has these");
}
