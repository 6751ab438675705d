//! A watch that goes on for days takes no more memory than one that has just
//! begun: edits of every kind, each with words and names that were never there
//! before, and the memory in use after each tenth of them.
//!
//! `TOUCHLINE_EDITS=10000 cargo test --release --test watch_memory -- --nocapture`
//! prints what it takes over ten thousand.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]
#![cfg(target_os = "linux")]

mod common;

use std::path::PathBuf;
use std::sync::Arc;

use common::{NOW, Site};
use touchline::build::{Builder, Hint, Options, Snapshot, Update};

/// A debug build is slow.
const EDITS: usize = if cfg!(debug_assertions) { 400 } else { 10_000 };

/// Bytes of memory in use, in thousands.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn options(site: &Site) -> Options {
    let now = NOW.parse().unwrap();
    Options { root: site.root().to_owned(), base_url: None, drafts: false, future: false, now }
}

fn record(n: usize) -> String {
    let matches: Vec<String> = (0..20)
        .map(|day| {
            let goals = format!("[\"Scorer{n} Of{day} 12'\"]");
            let day = day + 1;
            format!("  - {{kickoff: 2025-05-{day:02}, home: Rovers, away: Town, score: 1-0, venue: Ground {n}, goals: {goals}}}\n")
        })
        .collect();
    format!("competition: League 2025\nmatches:\n{}", matches.concat())
}

fn story(n: usize, title: &str) -> String {
    let words: Vec<String> = (0..40).map(|word| format!("word{n}x{word} by Scorer{n} Of{word}, ")).collect();
    let words = words.concat();
    format!("---\ntitle: {title}\ndate: 2025-05-03\ntopics: [Topic {n}]\nauthor: Author {n}\n---\n{words}\n")
}

/// The edits in turn: a file and its next text.
fn edit(site: &Site, n: usize) -> &'static str {
    match n % 8 {
        0 => site.write("content/record/league.yaml", record(n)),
        1 => site.write("content/stories/new.md", story(n, &format!("New {n}"))),
        2 => site.remove("content/stories/new.md"),
        3 => site.write("templates/404.html", format!("<p>{{{{ site.title }}}} {n}</p>")),
        4 => site.write("static/touchline.css", format!("body {{ order: {n} }}\n")),
        5 => site.write("content/teams/rovers.md", format!("---\nname: Rovers\naliases: [Alias {n}]\n---\nOf {n}.\n")),
        6 => site.write("content/site.yaml", format!("title: Title {n}\nbase_url: https://example.org\n")),
        _ => site.write("content/stories/report.md", story(n, "Report")),
    };
    [
        "content/record/league.yaml",
        "content/stories/new.md",
        "content/stories/new.md",
        "templates/404.html",
        "static/touchline.css",
        "content/teams/rovers.md",
        "content/site.yaml",
        "content/stories/report.md",
    ][n % 8]
}

/// Looks at what a reader and the inspector would.
fn show(snapshot: &Snapshot) {
    for file in snapshot.files() {
        snapshot.fingerprint(&file).unwrap();
    }
    for file in ["index.html", "stories/report/index.html", "teams/rovers/index.html"] {
        snapshot.get(file).unwrap().unwrap();
    }
}

#[test]
fn memory_does_not_grow() {
    let site = Site::new().file("content/stories/report.md", story(0, "Report"));
    let mut builder = Builder::new(options(&site));
    builder.update(&Hint::All).unwrap();
    let edits = std::env::var("TOUCHLINE_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(EDITS);
    let mut served: Option<Arc<Snapshot>> = None;
    let mut marks = Vec::new();
    for n in 0..edits {
        let file = edit(&site, n);
        let update = builder.update(&Hint::paths(vec![PathBuf::from(file)])).unwrap();
        assert!(!update.has_errors(), "{:?}", update.diagnostics);
        served = update.snapshot.or(served);
        show(served.as_ref().unwrap());
        if (n + 1) % (edits / 10).max(1) == 0 {
            marks.push(memory());
            println!("{:6} edits: {:.1} MB", n + 1, memory() as f64 / 1024.0);
        }
    }
    // What is kept for names that are gone is let go of now and then, so the
    // marks go up and down a little.
    let (early, late) = (marks[1..4].iter().max().unwrap(), marks.last().unwrap());
    assert!(*late < early + early / 5 + 4_096, "memory grows: {marks:?} kB");
}

/// A record of matches that were won by ninety goals, each by another player.
fn record_of_many(n: usize) -> String {
    let matches: Vec<String> = (1..=31)
        .map(|day| {
            let goals: Vec<String> = (1..=90).map(|minute| format!("Scorer{n} Of{day}x{minute} {minute}'")).collect();
            let goals = goals.join("\", \"");
            format!("  - {{kickoff: 2025-05-{day:02}, home: Rovers, away: Town, score: 90-0, goals: [\"{goals}\"]}}\n")
        })
        .collect();
    format!("competition: League 2025\nmatches:\n{}", matches.concat())
}

fn is_clean(site: &Site, update: &Update, with_bytes: bool) {
    let clean = Builder::new(options(site)).update(&Hint::All).unwrap();
    assert_eq!(update.diagnostics, clean.diagnostics);
    let (mine, clean) = (update.snapshot.as_ref().unwrap(), clean.snapshot.unwrap());
    assert_eq!(mine.files(), clean.files());
    for file in clean.files() {
        assert_eq!(mine.fingerprint(&file), clean.fingerprint(&file), "{file}");
        if with_bytes {
            assert!(mine.get(&file).unwrap() == clean.get(&file).unwrap(), "{file}");
        }
    }
}

/// More names than are kept once no file has them: the table of names is made
/// anew on the way, and what is made with it is what a clean build makes.
#[test]
fn the_site_is_a_clean_build_after_old_names_are_let_go() {
    const FILE: &str = "content/record/league.yaml";
    let site = Site::new().file("content/stories/report.md", story(0, "Report"));
    let mut builder = Builder::new(options(&site));
    builder.update(&Hint::All).unwrap();
    for n in 0..9 {
        site.write(FILE, record_of_many(n));
        let update = builder.update(&Hint::paths(vec![PathBuf::from(FILE)])).unwrap();
        // The eighth has the twenty-thousandth name.
        if n > 6 {
            is_clean(&site, &update, false);
        }
    }
    site.write(FILE, record(0));
    let update = builder.update(&Hint::paths(vec![PathBuf::from(FILE)])).unwrap();
    is_clean(&site, &update, true);
}
