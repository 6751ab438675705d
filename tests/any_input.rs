//! No text whatever makes a reader panic, and every place it tells can be
//! shown.

use std::sync::Arc;

use proptest::prelude::*;
use touchline::content::raw::Names;
use touchline::content::source::SourceFile;
use touchline::content::{locate, readers};
use touchline::diagnostic::human::{self, Style};
use touchline::diagnostic::json;

const PATHS: [&str; 9] = [
    "content/site.yaml",
    "content/stories/a.md",
    "content/stories/a.txt",
    "content/record/a.yaml",
    "content/teams/a.md",
    "content/players/a.md",
    "content/venues/a.md",
    "content/competitions/a.md",
    "content/pages/a.md",
];

/// Pieces that real files are made of, to be put together wrongly.
const PIECES: [&str; 62] = [
    "---\n",
    "\n",
    "\r\n",
    "\t",
    "  ",
    " ",
    "- ",
    ": ",
    ":",
    "'",
    "\"",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ";",
    "(",
    ")",
    "&a ",
    "*a",
    "<<: *a\n",
    "|\n  ",
    "!x ",
    "#",
    "\u{feff}",
    "é",
    "日本",
    "\u{1b}",
    "\u{0}",
    "\u{2028}",
    "title: T\n",
    "date: 2022-11-30\n",
    "match: Iran 0-1 USA\n",
    "matches:\n",
    "  - home: Iran\n",
    "    away: USA\n",
    "score: 3-3 aet (2-2, 2-0), 4-2 pens\n",
    "goals: [\"Pulisic 38'\"]\n",
    "cards: [",
    "lineups: {USA: \"",
    "Dest (Moore 46' (Yedlin 80'))",
    "Turner; ",
    "(c)",
    "90+13'",
    "pen",
    "og",
    "2nd yellow",
    "kickoff: ",
    "2022-11-29 22:00 +03:00",
    "TBD",
    "squads:\n  USA:\n    - ",
    "10 Christian Pulisic FW 1998-09-18\n",
    "extra: {a: 1}\n",
    "seasons: {2022: {zones: [",
    "from: ",
    "1",
    "-",
    "99999999999999999999",
    "1.5",
    "true",
    "~",
];

/// Reads a file, and shows all that is told of it in both forms.
fn read_and_show(path: &str, bytes: &[u8]) {
    let file = SourceFile { path: path.into(), digest: 0, bytes: bytes.to_vec() };
    let keys = SourceFile { path: "content/stories/a.yaml".into(), ..file.clone() };
    let names = Names::new();
    let mut found = readers::read(&file, None, &names).diagnostics;
    if path == "content/stories/a.txt" {
        found.extend(readers::read(&file, Some(&keys), &names).diagnostics);
    }
    if path.ends_with("site.yaml") {
        found.extend(readers::read_site(&file).1);
    }
    let text: Arc<str> = Arc::from(&*readers::shown_text(bytes));
    let located = locate::locate(found, |_| Some(Arc::clone(&text)));
    let human = human::render(&located, Style::default());
    assert_eq!(located.is_empty(), human.is_empty());
    assert_eq!(json::render(&located).lines().count(), located.len());
    assert!(!human.contains('\u{1b}'), "a control character gets through: {human:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_pieces_in_any_order(path in prop::sample::select(&PATHS[..]), pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        read_and_show(path, pieces.concat().as_bytes());
        let story = format!("---\n{}\n---\n", pieces.concat());
        read_and_show("content/stories/a.md", story.as_bytes());
    }

    #[test]
    fn any_bytes(path in prop::sample::select(&PATHS[..]), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_and_show(path, &bytes);
    }

    #[test]
    fn any_value_of_any_key(key in "home|score|goals|cards|shootout|missed_penalties|kickoff|was|venue|referee|attendance|status|awarded|lineups|round|sources|extra", value in "\\PC{0,40}") {
        let quoted = value.replace('\'', "''");
        read_and_show("content/record/a.yaml", format!("home: A\naway: B\n{key}: '{quoted}'\n").as_bytes());
        read_and_show("content/record/a.yaml", format!("matches:\n- home: A\n  away: B\n  {key}: ['{quoted}', {{player: '{quoted}', minute: '{quoted}'}}]\n").as_bytes());
        read_and_show("content/record/a.yaml", format!("home: A\naway: B\nlineups: {{A: {{eleven: '{quoted}', bench: ['{quoted}']}}}}\nsquads: {{A: ['{quoted}']}}\n").as_bytes());
        read_and_show("content/stories/a.md", format!("---\ntitle: '{quoted}'\ndate: '{quoted}'\nmatch: '{quoted}'\nslug: '{quoted}'\n---\n{value}").as_bytes());
        read_and_show("content/stories/a.txt", value.as_bytes());
    }
}
