//! Trials against real data, where it is at hand.
//!
//! The files of openfootball are no part of the project. Where the folder
//! named by `TOUCHLINE_TRIALS` (default `../shared`) exists, every one of
//! them is read and what came of it is counted against `trials/count.py`,
//! which counts the same texts by other means; where it does not, each trial
//! says so and passes.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test's helpers")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use touchline::content::raw::{Names, RawMatch, RawRecord, Sym};
use touchline::content::{csv, football_json, football_txt};
use touchline::diagnostic::Diagnostic;
use touchline::model::{CardKind, GoalKind, SideIx};

/// The folder of the data, or a word that there is none.
fn data() -> Option<PathBuf> {
    let root = std::env::var_os("TOUCHLINE_TRIALS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let data = root.join("data/openfootball");
    if data.is_dir() {
        return Some(data);
    }
    println!("trials skipped: there is no real data at {}", data.display());
    None
}

/// All files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

struct Read {
    name: String,
    record: RawRecord,
    faults: Vec<Diagnostic>,
}

fn read(data: &Path, path: &Path, names: &Names) -> Read {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.strip_prefix(data).unwrap().to_string_lossy().replace('\\', "/");
    let (file, mut faults): (Arc<str>, _) = (name.as_str().into(), Vec::new());
    let record = match path.extension().and_then(|ending| ending.to_str()) {
        Some("txt") => football_txt::read(&file, &text, names, &mut faults),
        Some("json") => football_json::read(&file, &text, names, &mut faults),
        Some("csv") => csv::read(&file, &text, names, &mut faults),
        other => panic!("a file of another kind: {other:?}"),
    };
    Read { name, record, faults }
}

fn read_all(data: &Path, names: &Names) -> Vec<Read> {
    files(data).iter().map(|path| read(data, path, names)).collect()
}

/// What the program read, in the words of the script.
fn counts(record: &RawRecord) -> BTreeMap<&'static str, u64> {
    let matches = &record.matches;
    let goals = || matches.iter().flat_map(|m| m.goals.iter().flatten());
    let cards = |kind| matches.iter().flat_map(|m| &m.cards).filter(|c| c.kind == kind).count();
    let lineups = || matches.iter().flat_map(|m| &m.lineups);
    let players = || lineups().flat_map(|lineup| &lineup.players);
    let scored = |m: &RawMatch| m.score.and_then(|s| s.result()).map_or(0, |[h, a]| u64::from(h + a));
    BTreeMap::from([
        ("matches", matches.len() as u64),
        ("goals", goals().count() as u64),
        ("own_goals", goals().filter(|g| g.kind == GoalKind::OwnGoal).count() as u64),
        ("penalties", goals().filter(|g| g.kind == GoalKind::Penalty).count() as u64),
        ("goals_scored", matches.iter().map(scored).sum()),
        ("yellow", cards(CardKind::Yellow) as u64),
        ("second_yellow", cards(CardKind::SecondYellow) as u64),
        ("red", cards(CardKind::Red) as u64),
        ("captains", players().filter(|p| p.captain).count() as u64),
        ("lineups", lineups().count() as u64),
        ("starters", players().filter(|p| p.started).count() as u64),
        ("substitutions", players().filter(|p| p.replaced.is_some()).count() as u64),
        ("kicks", matches.iter().map(|m| m.shootout.len()).sum::<usize>() as u64),
        ("kicks_missed", matches.iter().flat_map(|m| &m.shootout).filter(|k| !k.scored).count() as u64),
        ("officials", matches.iter().map(|m| m.officials.len()).sum::<usize>() as u64),
        ("squad_places", record.squads.iter().map(|s| s.players.len()).sum::<usize>() as u64),
        ("squads", record.squads.len() as u64),
        ("groups", record.groups.len() as u64),
        ("attendance", matches.iter().filter_map(|m| m.attendance).map(u64::from).sum()),
    ])
}

#[test]
fn everything_is_read_without_a_word() {
    let Some(data) = data() else { return };
    let names = Names::default();
    let all = read_all(&data, &names);
    assert!(!all.is_empty());
    for read in all {
        assert_eq!(read.faults, [], "{}", read.name);
    }
}

#[test]
fn counts_agree_with_an_independent_count() {
    let Some(data) = data() else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trials/count.py");
    let trials = data.join("../..");
    let output = match Command::new("python3").arg(script).env("TOUCHLINE_TRIALS", trials).output() {
        Ok(output) => output,
        Err(error) => {
            println!("count skipped: python3 cannot be run: {error}");
            return;
        }
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let independent: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let names = Names::default();
    let mut compared = 0;
    for read in read_all(&data, &names) {
        let Some(expected) = independent.get(&read.name).and_then(|counts| counts.as_object()) else {
            assert_eq!(Path::new(&read.name).extension().and_then(|e| e.to_str()), Some("csv"), "{}", read.name);
            continue;
        };
        let found = counts(&read.record);
        for (what, count) in expected {
            assert_eq!(found.get(what.as_str()).copied(), count.as_u64(), "{what} in {}", read.name);
            compared += 1;
        }
    }
    println!("{compared} counts agree");
    assert!(compared > 100);
}

/// A team's name; the files of 1930 have two for one team.
fn team(name: Sym, names: &Names) -> &str {
    match names.resolve(&name) {
        "United States" => "USA",
        name => name,
    }
}

/// Two lists that must be equal: names the lines that are not.
fn same(text: &[String], json: &[String], what: &str) {
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|line| !those.contains(line)).cloned().collect()
    };
    assert_eq!((only(text, json), only(json, text)), (vec![], vec![]), "{what}");
    assert_eq!(text.len(), json.len(), "{what}");
}

/// One line for each match, to compare sources with.
fn results(record: &RawRecord, names: &Names) -> Vec<String> {
    let mut lines: Vec<String> = record
        .matches
        .iter()
        .map(|m| {
            let kickoff = m.kickoff.map(|k| (k.date, k.time, k.offset));
            format!("{kickoff:?} {} {} {:?}", team(m.home, names), team(m.away, names), m.score)
        })
        .collect();
    lines.sort();
    lines
}

fn joined(data: &Path, files: &[&str], names: &Names) -> RawRecord {
    let mut all = RawRecord::default();
    for file in files.iter().filter(|file| data.join(file).is_file()) {
        all.matches.extend(read(data, &data.join(file), names).record.matches);
    }
    all
}

#[test]
fn text_and_json_tell_the_same() {
    let Some(data) = data() else { return };
    let names = Names::default();
    let text = joined(&data, &["england/2023-24/1-premierleague.txt"], &names);
    let json = joined(&data, &["england/2023-24/en.1.json"], &names);
    assert_eq!(text.matches.len(), 380);
    same(&results(&text, &names), &results(&json, &names), "England");
    for year in ["1930", "1982", "1994", "2014", "2022"] {
        let [cup, finals, json] =
            ["cup.txt", "cup_finals.txt", "worldcup.json"].map(|file| format!("worldcup/{year}/{file}"));
        let text = joined(&data, &[&cup, &finals], &names);
        let json = joined(&data, &[&json], &names);
        same(&results(&text, &names), &results(&json, &names), year);
        // The goals too, but for their order.
        let goals = |record: &RawRecord, names: &Names| {
            let mut goals: Vec<String> = record
                .matches
                .iter()
                .flat_map(|m| m.goals.iter().flatten().map(move |goal| (m, goal)))
                .map(|(m, g)| {
                    let home = team(m.home, names);
                    format!("{home} {:?} {:?} {:?} {}", m.kickoff, g.minute, g.kind, names.resolve(&g.player))
                })
                .collect();
            goals.sort();
            goals
        };
        same(&goals(&text, &names), &goals(&json, &names), year);
    }
}

#[test]
fn goals_add_up_to_scores() {
    let Some(data) = data() else { return };
    let names = Names::default();
    let mut sides = 0;
    for read in read_all(&data, &names) {
        for m in read.record.matches.iter().filter(|m| m.goals.is_some()) {
            let goals = m.goals.as_deref().unwrap_or_default();
            let of = |side| goals.iter().filter(|goal| goal.side == Some(side)).count() as u16;
            let result = m.score.and_then(|score| score.result()).unwrap_or_default();
            let told = [of(SideIx::Home), of(SideIx::Away)];
            sides += goals.len();
            assert_eq!(told, result, "{} v {} in {}", names.resolve(&m.home), names.resolve(&m.away), read.name);
        }
    }
    println!("{sides} goals add up");
}

#[test]
fn line_ups_are_elevens_of_the_two_teams() {
    let Some(data) = data() else { return };
    let names = Names::default();
    for read in read_all(&data, &names) {
        for m in &read.record.matches {
            let teams: Vec<_> = m.lineups.iter().filter_map(|lineup| lineup.team).collect();
            assert!(teams.is_empty() || teams == [m.home, m.away] || teams == [m.away, m.home], "{}", read.name);
            for lineup in &m.lineups {
                let started = lineup.players.iter().filter(|p| p.started).count();
                let keepers = lineup.players.iter().filter(|p| p.started && p.line == Some(0)).count();
                assert_eq!((started, keepers), (11, 1), "{} {}", read.name, names.resolve(&lineup.team.unwrap()));
            }
            assert!(m.lineups.is_empty() || m.officials[0].referee);
        }
    }
}
