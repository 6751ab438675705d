//! Results told otherwise, and near misses: however scores, goals, minutes,
//! cards and dates are edited in files that tell of the same matches, an update
//! comes to what a clean build comes to. Those that name nobody else are
//! followed without resolving the record again.

use std::path::PathBuf;

use proptest::prelude::*;
use touchline::build::Hint;

use super::{Disk, Watched, cases};

/// A match as one file tells it: positions in the lists below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Told {
    score: usize,
    goals: usize,
    date: usize,
    people: usize,
    rest: usize,
}

/// What each file tells: of two matches in a data file and by hand, of one in
/// a story; and whether another story quotes a score.
#[derive(Clone, Copy, Debug, Default)]
struct Texts {
    data: [Told; 2],
    hand: [Told; 2],
    story: Told,
    quote: usize,
}

const SCORES: [&str; 6] = ["2-1", "3-1", "1-1", "2-0", "0-0", ""];
const GOALS: [[&str; 2]; 8] = [
    ["Adam Archer 10', Bob Baker 50'", "Dan Dyer 80'"],
    ["Adam Archer 11', Bob Baker 50' pen", "Dan Dyer 80'"],
    ["Adam Archer 10'", "Dan Dyer 80'"],
    ["Adam Archer 10', Bob Baker 50', Adam Archer 90'", "Dan Dyer 80'"],
    ["Zed Zola 10', Bob Baker 50'", "Dan Dyer 80'"],
    ["Archer 10', Baker 50'", "Dyer 80'"],
    ["Bob Bakr 10', Adam Archer 50'", "Dan Dyer 80'"],
    ["", ""],
];
const ELEVENS: [[&str; 2]; 4] = [
    ["Adam Archer; Bob Baker", "Dan Dyer; Ed Eager"],
    ["Bob Baker; Adam Archer", "Dan Dyer; Ed Eager"],
    ["Adam Archer; Bob Baker", "Dan Dyer; Fred Foster"],
    ["Archer; Bob Bakker", "Dyer; Ed Eager"],
];

impl Texts {
    /// The paths of the files, with what stands in them.
    fn files(&self) -> Vec<(&'static str, String)> {
        let data = |told: &Told, teams: [&str; 2]| {
            let score = Some(SCORES[told.score]).filter(|s| !s.is_empty()).unwrap_or("v");
            let [home, away] = GOALS[told.goals];
            let goals = if home.is_empty() { String::new() } else { format!("    ({home}; {away})\n") };
            let date = ["Sat Aug/5", "Sun Aug/6", "Sun Aug/20"][told.date % 3];
            format!("[{date}]\n  15.00  {}  {score}  {}\n{goals}", teams[0], teams[1])
        };
        let list = |text: &str| {
            let items: Vec<String> = text.split(", ").filter(|t| !t.is_empty()).map(|t| format!("\"{t}\"")).collect();
            items.join(", ")
        };
        let keys = |told: &Told, teams: [&str; 2], indent: &str| {
            let mut keys = vec![
                format!("kickoff: 2023-08-{} 15:00", ["05", "06", "21"][told.date % 3]),
                format!("home: {}", teams[0]),
                format!("away: {}", teams[1]),
            ];
            if !SCORES[told.score].is_empty() {
                keys.push(format!("score: {}", SCORES[told.score]));
            }
            let [home, away] = GOALS[told.goals];
            match told.rest % 3 {
                _ if home.is_empty() => {}
                0 => keys.push(format!("goals: [{}, {}]", list(home), list(away))),
                _ => keys.push(format!("goals: {{{}: [{}], {}: [{}]}}", teams[0], list(home), teams[1], list(away))),
            }
            keys.extend(
                ["attendance: 100", "attendance: 2000", "cards: [\"Dan Dyer 30'\"]"]
                    .get(told.rest)
                    .map(|k| (*k).to_owned()),
            );
            let [home, away] = ELEVENS[told.people % 4];
            keys.push(format!("lineups: {{{}: {home}, {}: {away}}}", teams[0], teams[1]));
            keys.join(&format!("\n{indent}"))
        };
        let [first, second] = [["Reds FC", "Blues FC"], ["Blues FC", "Reds FC"]];
        let again = |told: &Told| Told { date: told.date + 1, ..*told };
        let league = format!(
            "= Test League 2023/24\n\n▪ Matchday 1\n{}▪ Matchday 2\n{}",
            data(&self.data[0], first),
            data(&again(&self.data[1]), second)
        );
        let hand = format!(
            "competition: Test League 2023-24\nmatches:\n  - {}\n  - {}\n",
            keys(&self.hand[0], first, "    "),
            keys(&self.hand[1], ["Reds FC", "Greens FC"], "    ")
        );
        let story = format!(
            "---\ntitle: A night at the cup\ndate: 2023-09-02\nmatch:\n  competition: Test Cup 2023\n  {}\n---\n\
             Dan Dyer and Archer met again, as in [[match: Reds FC v Blues FC]].\n",
            keys(&self.story, second, "  ")
        );
        let quote = ["Reds FC v Blues FC", "Reds FC 2-1 Blues FC", "Reds FC 3-1 Blues FC"][self.quote];
        let quoting = format!("---\ntitle: On a score\ndate: 2023-09-03\nmatch: {quote}\n---\nBob Baker was there.\n");
        vec![
            ("content/record/league.txt", league),
            ("content/record/hand.yaml", hand),
            ("content/stories/cup.md", story),
            ("content/stories/quote.md", quoting),
        ]
    }
}

#[derive(Clone, Debug)]
enum Edit {
    Data(usize, Field, usize),
    Hand(usize, Field, usize),
    Story(Field, usize),
    Quote(usize),
}

#[derive(Clone, Copy, Debug)]
enum Field {
    Score,
    Goals,
    Date,
    People,
    Rest,
}

impl Field {
    fn set(self, told: &mut Told, value: usize) {
        match self {
            Self::Score => told.score = value % SCORES.len(),
            Self::Goals => told.goals = value % GOALS.len(),
            Self::Date => told.date = value % 3,
            Self::People => told.people = value % ELEVENS.len(),
            Self::Rest => told.rest = value % 4,
        }
    }
}

impl Edit {
    fn apply(&self, texts: &mut Texts) {
        match *self {
            Self::Data(at, field, value) => field.set(&mut texts.data[at], value),
            Self::Hand(at, field, value) => field.set(&mut texts.hand[at], value),
            Self::Story(field, value) => field.set(&mut texts.story, value),
            Self::Quote(value) => texts.quote = value % 3,
        }
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    let field = || {
        prop_oneof![
            5 => Just(Field::Score),
            5 => Just(Field::Goals),
            1 => Just(Field::Date),
            2 => Just(Field::People),
            2 => Just(Field::Rest),
        ]
    };
    let value = || 0..10_usize;
    prop_oneof![
        4 => (0..2_usize, field(), value()).prop_map(|(at, field, value)| Edit::Data(at, field, value)),
        4 => (0..2_usize, field(), value()).prop_map(|(at, field, value)| Edit::Hand(at, field, value)),
        4 => (field(), value()).prop_map(|(field, value)| Edit::Story(field, value)),
        2 => value().prop_map(Edit::Quote),
    ]
}

/// A site with these files, and with squads.
fn disk() -> Disk {
    let disk = Disk(tempfile::tempdir().expect("a folder"));
    disk.put("content/site.yaml", "title: Results\nbase_url: https://example.org\noutputs: {api: true}\n");
    disk.put(
        "content/record/squads.yaml",
        "competition: Test League 2023-24\nsquads:\n  Reds FC: [1 Adam Archer FW, 2 Bob Baker MF]\n  \
         Greens FC: [7 Gus Green FW, 8 Dan Dyer MF, 9 Ed Eager MF]\n",
    );
    for (path, text) in Texts::default().files() {
        disk.put(path, &text);
    }
    disk
}

/// Saves what has changed, and compares. Whether results alone were followed.
fn save(watched: &mut Watched<'_>, before: &Texts, after: &Texts) -> Result<bool, TestCaseError> {
    let followed = watched.builder.followed();
    let changed: Vec<PathBuf> = before
        .files()
        .into_iter()
        .zip(after.files())
        .filter(|((_, old), (_, new))| old != new)
        .map(|(_, (path, new))| {
            watched.disk.put(path, &new);
            PathBuf::from(path)
        })
        .collect();
    if !changed.is_empty() {
        watched.update(&Hint::paths(changed))?;
    }
    Ok(watched.builder.followed() > followed)
}

#[test]
fn edited_results_are_a_clean_build() {
    let config = ProptestConfig {
        cases: cases(),
        max_shrink_iters: 400,
        failure_persistence: Some(Box::new(proptest::test_runner::FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    };
    // Several edits may be saved before the watch looks.
    let steps = proptest::collection::vec(proptest::collection::vec(edit(), 1..3), 1..12);
    proptest!(config, |(steps in steps)| {
        let disk = disk();
        let mut watched = Watched::start(&disk, false);
        let mut texts = Texts::default();
        for edits in &steps {
            let before = texts;
            for edit in edits {
                edit.apply(&mut texts);
            }
            save(&mut watched, &before, &texts)?;
        }
    });
}

/// It counts in the table after the first matchday, being played at that hour.
#[test]
fn a_match_of_no_matchday_is_seen_on_that_of_its_hour() {
    let disk = disk();
    let mut watched = Watched::start(&disk, false);
    let mut texts = Texts::default();
    for (field, value) in [(Field::Goals, 7), (Field::Score, 2), (Field::Score, 3)] {
        let before = texts;
        Edit::Hand(1, field, value).apply(&mut texts);
        save(&mut watched, &before, &texts).unwrap_or_else(|error| panic!("{field:?}: {error}"));
    }
}

#[test]
fn results_alone_are_followed() {
    let disk = disk();
    let mut watched = Watched::start(&disk, false);
    let mut texts = Texts::default();
    let mut is_followed = |edit: Edit| {
        let before = texts;
        edit.apply(&mut texts);
        save(&mut watched, &before, &texts).unwrap_or_else(|error| panic!("{edit:?}: {error}"))
    };
    // A score that is not its goals, with an error by hand; then goals that make it.
    assert!(is_followed(Edit::Hand(0, Field::Score, 1)));
    assert!(is_followed(Edit::Hand(0, Field::Goals, 3)));
    // One of two tellings; then back.
    assert!(is_followed(Edit::Data(0, Field::Score, 1)));
    assert!(is_followed(Edit::Data(0, Field::Score, 0)));
    // Minutes, a goal removed, attendance, the order of a line-up.
    assert!(is_followed(Edit::Story(Field::Goals, 1)));
    assert!(is_followed(Edit::Story(Field::Goals, 2)));
    assert!(is_followed(Edit::Story(Field::Rest, 1)));
    assert!(is_followed(Edit::Story(Field::People, 1)));
    // Somebody new scores; somebody else plays; another day.
    assert!(!is_followed(Edit::Data(1, Field::Goals, 4)));
    assert!(!is_followed(Edit::Story(Field::People, 2)));
    assert!(!is_followed(Edit::Hand(1, Field::Date, 1)));
    // All of that taken back, and results again.
    is_followed(Edit::Data(1, Field::Goals, 0));
    is_followed(Edit::Story(Field::People, 1));
    is_followed(Edit::Hand(1, Field::Date, 0));
    assert!(is_followed(Edit::Hand(1, Field::Score, 1)));
    // By this score all goals are of one team, and so one who is named for
    // both was in this match as well.
    assert!(!is_followed(Edit::Hand(1, Field::Score, 3)));
    // A story begins to quote the score, which then changes.
    is_followed(Edit::Hand(0, Field::Score, 0));
    assert!(!is_followed(Edit::Quote(1)));
    assert!(is_followed(Edit::Hand(0, Field::Score, 1)));
    assert!(is_followed(Edit::Hand(0, Field::Score, 0)));
}
