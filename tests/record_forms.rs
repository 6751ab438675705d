//! The record in other forms: imported it is the same record, exported it can
//! be read again.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests may stop where they stand, and say what they leave out"
)]

mod common;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::Site;
use touchline::content::import;
use touchline::content::raw::Names;
use touchline::content::readers;
use touchline::content::resolve::{Input, resolve_record};
use touchline::content::source::SourceFile;
use touchline::diagnostic::Diagnostic;
use touchline::model;

type Files = Vec<(String, Vec<u8>)>;

/// A record as text, without the places it is written at, and what was said of
/// it: by the readers, and by the resolver.
struct Told {
    record: String,
    read: Vec<Diagnostic>,
    resolved: Vec<String>,
}

fn resolve(files: &Files) -> Told {
    let names = Names::new();
    let mut read = Vec::new();
    let mut inputs: Vec<Input> = Vec::new();
    for (path, bytes) in files {
        let file = SourceFile { path: path.as_str().into(), digest: 0, bytes: bytes.clone() };
        let reading = readers::read(&file, None, &names);
        read.extend(reading.diagnostics);
        let Some(raw) = reading.raw else { continue };
        inputs.push(Input { path: Arc::clone(&file.path), raw: Arc::new(raw), body: reading.body });
    }
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let found = resolve_record(&model::Site::titled("Trial"), &[], &names, &inputs);
    let mut record = (*found.record).clone();
    record.matches.iter_mut().for_each(|game| game.origins.clear());
    let mut resolved: Vec<String> =
        found.diagnostics.iter().map(|d| format!("{} {:?} {}", d.code, d.severity, d.message)).collect();
    resolved.sort();
    Told { record: format!("{record:#?}"), read, resolved }
}

/// The same files, imported.
fn imported(files: &Files) -> (Files, Vec<Diagnostic>) {
    let names = Names::new();
    let mut out = Vec::new();
    let mut imported = Vec::new();
    for (path, bytes) in files {
        let file = SourceFile { path: path.as_str().into(), digest: 0, bytes: bytes.clone() };
        let found = import::import(&file, &names, &mut out).into_iter();
        imported.extend(found.map(|file| (format!("content/record/{}", file.path), file.text.into_bytes())));
    }
    (imported, out)
}

/// Imports files and holds what is loaded then against the files themselves.
#[track_caller]
fn same_when_imported(files: &Files) {
    let before = resolve(files);
    let (yaml, said) = imported(files);
    let differs: Vec<_> = said.iter().filter(|d| !before.read.contains(d)).collect();
    assert!(differs.is_empty(), "{differs:#?}");
    let after = resolve(&yaml);
    assert!(after.read.is_empty(), "{:#?}", after.read);
    if before.record != after.record {
        let different = before.record.lines().zip(after.record.lines()).position(|(a, b)| a != b).unwrap_or(0);
        let near = |text: &str| text.lines().skip(different.saturating_sub(30)).take(60).collect::<Vec<_>>().join("\n");
        panic!(
            "the record differs in line {different}:\n{}\n--- imported:\n{}",
            near(&before.record),
            near(&after.record)
        );
    }
    let only = |a: &[String], b: &[String]| a.iter().filter(|m| !b.contains(m)).cloned().collect::<Vec<_>>();
    assert_eq!(only(&before.resolved, &after.resolved), Vec::<String>::new(), "not said of the import");
    assert_eq!(only(&after.resolved, &before.resolved), Vec::<String>::new(), "said of the import alone");
}

fn data() -> Option<PathBuf> {
    let base = std::env::var_os("TOUCHLINE_TRIALS").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let data = base.join("data/openfootball");
    if data.is_dir() {
        return Some(data);
    }
    println!("no trial data at {}: this trial is left out", data.display());
    None
}

const FOLDERS: [&str; 6] =
    ["england/2023-24", "worldcup/1930", "worldcup/1982", "worldcup/1994", "worldcup/2014", "worldcup/2022"];

/// All files of the folders, by their paths in a record.
fn folders(data: &Path, names: &[&str]) -> Files {
    let mut files = Files::new();
    for name in names {
        let mut paths: Vec<_> = std::fs::read_dir(data.join(name)).unwrap().map(|e| e.unwrap().path()).collect();
        paths.sort();
        files.extend(paths.into_iter().map(|path| {
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            (format!("content/record/{name}/{file}"), std::fs::read(path).unwrap())
        }));
    }
    files
}

#[test]
fn real_files_are_the_same_record_when_imported() {
    let Some(data) = data() else { return };
    for name in FOLDERS {
        same_when_imported(&folders(&data, &[name]));
    }
    same_when_imported(&folders(&data, &FOLDERS));
}

fn own(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(name, text)| (format!("content/record/{name}"), text.as_bytes().to_vec())).collect()
}

/// What the real files have none of.
const ODD: &str = "= Cup 2020

▪ First round
Sat Feb 1
  Alpha  bye
  15:00 UTC+1  Beta  0-3 awd.  Gamma  @ Old Ground, Town, North
  Delta  w/o  Epsilon
  Zeta  [postponed to Tue Feb 4 19:45]  Eta
  Theta  1-0  Iota  [abandoned 57' fog]
  Kappa  [cancelled]  Lambda
  Mu  n/p  Nu
▪ Second round, 1st leg
Sat Mar 7
  Alpha  2-1 (1-0)  Gamma  (A. Player 3', 45+2' (pen.); Other MAN 90+1' (o.g.))
▪ Second round, 2nd leg
Sat Mar 14
  Gamma  1-0 (0-0) (agg 2-2)  Alpha
▪ Final
Sat Apr 4 2020
  20:00 UTC-7 (05:00 CEST)  Alpha  2-1 aet/gg (1-1)  Beta
  (One TWO 5' Three FOUR 103'; Five SIX 7')
Alpha: 1 A KEEPER - B BACK [Y 3'] (46' S SUBST (80' T THIRD)), C BACK [c], D BACK, E BACK - F MID, G MID [Y/R 80'], H MID, I MID - One TWO, Three FOUR
Beta: Q KEEPER, R BACK [R 12'], S BACK, T BACK, U BACK, V MID, W MID, X MID, Y MID, Five SIX, Z FORW
Refs: Ann Other (ENG), Some One (WAL)
Att: 1234
Penalties: 0-1 Five SIX, 1-1 One TWO, Z FORW (missed)
";

#[test]
fn odd_matches_are_the_same_when_imported() {
    same_when_imported(&own(&[("odd.txt", ODD)]));
    same_when_imported(&own(&[
        (
            "a.csv",
            "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,HTHG,HTAG,Referee\nE0,11/08/2023,20:00,Burnley,Man City,0,3,0,2,C Pawson\n",
        ),
        (
            "b.csv",
            "date,time,timezone,home,away,score,ht,et,pens,competition,round,venue,city,referee,attendance,status,reason,note,id\n2022-11-29,22:00,UTC+3,Iran,USA,2-2,1-0,3-3,4-2,Cup 2022,Final,\"Al Thumama, Doha\",,Mateu (ESP),42127,full-time,,\"a, note\",final\n2022-12-01,TBD,,Iran,Wales,,,,,Cup 2022,Next,,,,,postponed,\"snow: much\",,\n",
        ),
        (
            "c.csv",
            "date,home,away,team,number,player,position,started,captain,on,off,replaced\n2022-11-29,Iran,USA,USA,1,Matt Turner,GK,yes,,,,\n2022-11-29,Iran,USA,USA,2,Sergiño Dest,DF,yes,yes,,82,\n2022-11-29,Iran,USA,USA,20,Shaq Moore,,no,,82,,Sergiño Dest\n2022-11-29,Iran,USA,USA,9,Jesús Ferreira,,no,,,,\n2022-11-29,Iran,USA,Iran,,Someone,,no,,46,90+2,\n",
        ),
        (
            "d.csv",
            "competition,season,team,number,player,position,born,club,nationality\nCup,2022,USA,1,Matt Turner,GK,1994-06-24,Arsenal,\nCup,2022,USA,,Gregg Berhalter,MG,1973,,USA\nCup,2022,Iran,-,\"Da Silva, Jr\",XX,,,\n",
        ),
        (
            "e.csv",
            "name,city,country,timezone,capacity,coords\nAl Thumama Stadium,Doha,Qatar,UTC+3,44400,25.235 51.532\n",
        ),
    ]));
    same_when_imported(&own(&[(
        "old.json",
        r#"{"name": "World Cup 1930", "rounds": [{"name": "Final", "matches": [{"date": "1930-07-30", "team1": {"name": "Uruguay"}, "team2": "Argentina", "score1": 4, "score2": 2, "score1i": 1, "score2i": 2, "num": 18,
         "goals1": [{"name": "Dorado", "minute": 12}, {"name": "Cea", "minute": "57"}, {"name": "Iriarte", "minute": 68}, {"name": "Castro"}], "goals2": [{"name": "Stábile", "minute": 37, "assist": "X \"Y\" Z"}, {"name": "Peucelle", "minute": 20, "owngoal": false}]}]}]}"#,
    )]));
}

/// A hand-written file stays one: nobody is told that it was imported.
#[test]
fn yaml_stays_as_trusted_as_it_is() {
    let files = own(&[(
        "a.yaml",
        "competition: Cup 2020\nreferee: A (ENG)\nmatches:\n- {home: A, away: B, kickoff: 2020-02-01 15:00, score: 1-0, goals: [\"X 3'\"], neutral: true, extra: {a: [1, x]}}\n",
    )]);
    let (yaml, _) = imported(&files);
    assert!(!String::from_utf8(yaml[0].1.clone()).unwrap().contains("imported"));
    same_when_imported(&files);
}

#[test]
fn import_by_hand() {
    let site =
        Site::new().file("in/2020/cup.txt", ODD).file("in/2020/notes.pdf", "x").file("in/empty.txt", "# nothing\n");
    let run = site.run(&["import", "in/2020"]).exits(0);
    run.says("in/2020/cup.txt -> content/record/cup-2020/cup.yaml").says("into 1 file");
    assert!(site.read("content/record/cup-2020/cup.yaml").starts_with("imported: cup.txt\ncompetition: Cup 2020\n"));
    site.build();
    // Nothing is written over by chance.
    site.run(&["import", "in/2020/cup.txt"]).exits(2).warns("is there already");
    site.run(&["import", "--replace", "in/2020/cup.txt"]).exits(0);
    site.replace("content/record/cup-2020/cup.yaml", "imported: cup.txt\n", "");
    site.run(&["import", "--replace", "in/2020/cup.txt"]).exits(2).warns("is there already");
    site.run(&["import", "in/2020/notes.pdf"]).exits(1).warns("E0170");
    site.run(&["import", "in/empty.txt"]).exits(1).warns("E0171");
    site.run(&["import", "in/none.txt"]).exits(2).warns("there is no file");
    site.run(&["import"]).exits(2);
    let found = site.run(&["import", "--format", "json", "in/empty.txt"]).exits(1);
    assert!(
        found.stdout.contains(r#""code":"E0171""#) && found.stdout.contains(r#""file":"in/empty.txt""#),
        "{}",
        found.stdout
    );
}

/// The demo's content.
fn demo() -> Site {
    let site = Site::bare();
    for (path, bytes) in common::tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content")) {
        site.write(&format!("content/{path}"), bytes);
    }
    site
}

#[test]
fn exported_tables_are_the_same_record_when_read() {
    let site = demo();
    site.run(&["export", "--to", "csv", "-q"]).exits(0);
    let other = Site::new();
    for file in ["matches.csv", "lineups.csv", "squads.csv", "venues.csv"] {
        other.write(&format!("content/record/{file}"), site.read(&format!("export/{file}")));
    }
    // Rules and zones are told by profiles.
    for (path, bytes) in common::tree(&site.path("content/competitions")) {
        other.write(&format!("content/competitions/{path}"), bytes);
    }
    other.run(&["export", "--to", "csv"]).exits(0).says("as 10 tables to export/");
    for file in ["tables.csv", "lineups.csv", "squads.csv"] {
        assert_eq!(site.read(&format!("export/{file}")), other.read(&format!("export/{file}")), "{file}");
    }
}

#[test]
fn an_export_holds_the_whole_record() {
    let site = demo();
    let run = site.run(&["export", "--to", "json"]).exits(0);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let matches = json["matches"].as_array().unwrap();
    assert!(matches.len() > 50);
    let goals: usize = matches.iter().map(|game| game["goals"].as_array().unwrap().len()).sum();
    site.run(&["export", "--to", "csv", "--output", "tables"]).exits(0);
    let events = site.read("tables/events.csv");
    let told = ["goal", "penalty", "own goal"].map(|kind| events.matches(&format!(",{kind},")).count());
    assert_eq!(told.iter().sum::<usize>(), goals);
    // Twice the same, to the byte; in a file as on stdout.
    site.run(&["export", "--to", "json", "--output", "record.json"]).exits(0).says("Exported");
    assert_eq!(site.read("record.json"), run.stdout);
}

#[test]
fn exports_go_where_they_do_no_harm() {
    let site = demo();
    site.run(&["export", "--to", "csv", "--output", "content/record"]).exits(2).warns("below `content/`");
    site.run(&["export", "--to", "json", "--format", "json"]).exits(2).warns("--output FILE");
    site.run(&["export"]).exits(2);
    site.run(&["export", "--to", "xml"]).exits(2);
    site.write("content/record/broken.yaml", "home: A\n");
    let run = site.run(&["export", "--to", "json"]).exits(1);
    assert_eq!(run.stdout, "");
}
