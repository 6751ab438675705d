//! docs/content.md and README.md against the program: their whole files make
//! sites of which nothing is said, every key and word that a reader knows
//! stands in the reference, and no link leads nowhere.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use touchline::build::{Builder, Hint, Options, Snapshot};
use touchline::content::locate;
use touchline::diagnostic::human::{self, Style};
use walkdir::WalkDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn document() -> String {
    fs::read_to_string(root().join("docs/content.md")).unwrap()
}

/// The blocks of code of a document.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        match (&mut open, line.starts_with("```")) {
            (None, true) => open = Some(String::new()),
            (Some(_), true) => blocks.extend(open.take()),
            (Some(block), false) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, false) => {}
        }
    }
    blocks
}

/// The blocks that are whole files, with their paths.
fn whole_files(text: &str) -> Vec<(String, String)> {
    let named = |block: String| {
        let (first, rest) = block.split_once('\n')?;
        let path = first.strip_prefix("# ").filter(|path| path.starts_with("content/"))?;
        Some((path.to_owned(), rest.to_owned()))
    };
    blocks(text).into_iter().filter_map(named).collect()
}

/// Builds a site of these files, of which nothing must be said.
fn build(files: &[(String, String)]) -> (TempDir, Arc<Snapshot>) {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        assert!(!path.exists(), "{} stands twice", path.display());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut builder = Builder::new(Options {
        root: dir.path().to_owned(),
        base_url: Some("https://example.org/club".to_owned()),
        drafts: false,
        future: false,
        now: "2026-01-01T00:00Z".parse().unwrap(),
    });
    let update = builder.update(&Hint::All).unwrap();
    let text = |file: &str| fs::read_to_string(dir.path().join(file)).ok().map(Arc::from);
    let said = human::render(&locate::locate(update.diagnostics, text), Style::default());
    assert_eq!(said, "");
    let snapshot = update.snapshot.unwrap();
    for file in snapshot.files() {
        assert!(snapshot.get(&file).unwrap().is_ok(), "{file} cannot be made");
    }
    (dir, snapshot)
}

fn page(snapshot: &Snapshot, file: &str) -> String {
    String::from_utf8(snapshot.get(file).unwrap_or_else(|| panic!("there is no {file}")).unwrap()).unwrap()
}

#[test]
fn the_examples_make_a_site_without_a_diagnostic() {
    let files = whole_files(&document());
    assert!(files.len() > 10, "the examples are not found");
    let (_dir, snapshot) = build(&files);
    // The examples of stories and the record find each other.
    let night = page(&snapshot, "stories/united-states-through/index.html");
    for link in ["/matches/2022-11-29-iran-usa/", "/players/christian-pulisic/", "/venues/al-thumama-stadium/"] {
        assert!(night.contains(&format!("href=\"/club{link}\"")), "{link} is not linked");
    }
    assert!(page(&snapshot, "players/christian-pulisic/index.html").contains("/stories/united-states-through/"));
}

/// Blocks after a line that ends with the path of a file and a colon, or with
/// the path, a form and a colon.
fn named_files(text: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut blocks = blocks(text).into_iter();
    let (mut path, mut open) = (None, false);
    for line in text.lines() {
        if line.starts_with("```") {
            open = !open;
            if open {
                let block = blocks.next().unwrap();
                files.extend(path.take().map(|path: String| (path, block)));
            }
        } else if !open && line.ends_with(':') {
            path = line
                .split('`')
                .skip(1)
                .step_by(2)
                .filter(|code| code.starts_with("content/") && code.contains('.'))
                .last()
                .map(str::to_owned);
        }
    }
    files
}

#[test]
fn the_examples_of_the_readme_make_a_site_without_a_diagnostic() {
    let files = named_files(&fs::read_to_string(root().join("README.md")).unwrap());
    assert_eq!(files.len(), 4, "{files:?}");
    let (_dir, snapshot) = build(&files);
    let story = page(&snapshot, "stories/iran-usa/index.html");
    for link in ["/matches/2022-11-29-iran-usa/", "/players/antonee-robinson/", "/players/ramin-rezaeian/"] {
        assert!(story.contains(&format!("href=\"/club{link}\"")), "{link} is not linked");
    }
}

/// The address part that a heading has on the usual hosts of repositories.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    kept.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut documents: Vec<PathBuf> =
        ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"].map(|name| root().join(name)).into();
    documents.extend(fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    let anchors = |path: &Path| -> BTreeSet<String> {
        let text = fs::read_to_string(path).unwrap_or_default();
        text.lines()
            .filter(|line| line.starts_with('#'))
            .map(|line| anchor(line.trim_start_matches('#').trim()))
            .collect()
    };
    let mut faults = Vec::new();
    for document in documents {
        let mut in_block = false;
        for line in fs::read_to_string(&document).unwrap().lines() {
            in_block ^= line.starts_with("```");
            // What stands in code is no link.
            let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("");
            for target in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                if in_block || target.contains("://") {
                    continue;
                }
                let (file, fragment) = target.split_once('#').unwrap_or((target, ""));
                let path = if file.is_empty() { document.clone() } else { document.parent().unwrap().join(file) };
                if !path.exists() || !fragment.is_empty() && !anchors(&path).contains(fragment) {
                    faults.push(format!("{}: {target}", document.display()));
                }
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

/// What stands in code: blocks, and between backticks.
fn code(text: &str) -> String {
    let mut code = blocks(text).join("\n");
    for line in text.lines().filter(|line| !line.starts_with("```")) {
        for piece in line.split('`').skip(1).step_by(2) {
            code.push('\n');
            code.push_str(piece);
        }
    }
    code
}

fn sources() -> Vec<PathBuf> {
    let content = root().join("src/content");
    let mut files: Vec<PathBuf> = ["story.rs", "site_yaml.rs", "profile.rs", "page.rs", "parts.rs"]
        .iter()
        .map(|name| content.join(name))
        .collect();
    let parts = WalkDir::new(content.join("match_yaml")).into_iter().map(|entry| entry.unwrap().into_path());
    files.extend(parts.filter(|path| path.is_file() && !path.ends_with("tests.rs")));
    files
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_- ".contains(&b))
}

/// The texts in quotes that follow any of these beginnings.
fn quoted_after<'t>(source: &'t str, beginnings: &[&str]) -> BTreeSet<&'t str> {
    let mut found = BTreeSet::new();
    for beginning in beginnings {
        for (at, _) in source.match_indices(beginning) {
            let rest = &source[at + beginning.len()..];
            found.extend(rest.split('"').next().filter(|word| is_word(word)));
        }
    }
    found
}

#[test]
fn every_key_and_word_is_documented() {
    let code = code(&document());
    let words: BTreeSet<&str> = code.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).collect();
    let mut missing = BTreeSet::new();
    let mut count = 0;
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        let source = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // Keys are asked for with `fields.text(doc, "key")`, `fields.take("key")`
        // and the like.
        let mut asked = quoted_after(&source, &["doc, \"", "fields, \"", "fields.take(\"", "fields.has(\""]);
        // Words to choose from stand in pairs: `("men", Sex::Men)`.
        for choice in source.split("(\"").skip(1) {
            if let Some((word, rest)) = choice.split_once("\", ")
                && rest.starts_with(|c: char| c.is_ascii_uppercase())
                && rest.contains("::")
                && is_word(word)
            {
                asked.insert(word);
            }
        }
        count += asked.len();
        for key in asked {
            let known = words.contains(key) || (key.contains(' ') && code.contains(key));
            if !known {
                missing.insert(format!("{key} ({})", path.file_name().unwrap().to_string_lossy()));
            }
        }
    }
    assert!(count > 120, "the keys are not found: {count}");
    assert_eq!(missing, BTreeSet::new(), "not in docs/content.md");
}
