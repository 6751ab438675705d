//! Tables in small, of all kinds and ages.

use super::*;
use crate::content::raw::{RawMatch, Spot, Sym};
use crate::diagnostic::At;
use crate::model::Status;

fn read_all(text: &str) -> (RawRecord, Names, Vec<(&'static str, String)>) {
    let (names, mut out) = (Names::default(), Vec::new());
    let record = read(&"content/record/a.csv".into(), text, &names, &mut out);
    let faults = out
        .iter()
        .map(|fault| match fault.place.as_ref().map(|place| &place.at) {
            Some(At::Bytes { start, end }) => (fault.code, text[*start as usize..*end as usize].to_owned()),
            _ => (fault.code, String::new()),
        })
        .collect();
    (record, names, faults)
}

fn sound(text: &str) -> (RawRecord, Names) {
    let (record, names, faults) = read_all(text);
    assert_eq!(faults, [], "{text}");
    (record, names)
}

fn shown(m: &RawMatch, names: &Names) -> String {
    let text = |sym: Option<Sym>| sym.map_or("-", |sym| names.resolve(&sym)).to_owned();
    let kickoff = m.kickoff.map_or("-".to_owned(), |k| {
        format!("{}{}", k.date, k.time.map(|time| time.strftime(" %H:%M").to_string()).unwrap_or_default())
    });
    let pair = |pair: Option<[u16; 2]>| pair.map_or("?".to_owned(), |[h, a]| format!("{h}-{a}"));
    let score = m.score.unwrap_or_default();
    format!(
        "{} {} {kickoff} {} {} ({}) {}",
        text(m.competition),
        text(m.season),
        text(Some(m.home)),
        pair(score.result()),
        pair(score.ht),
        text(Some(m.away))
    )
}

#[test]
fn touchlines_own_columns() {
    let text = "date,time,home,away,score,ht,venue,competition,round,referee,attendance,status\n\
        2022-11-29,22:00,Iran,USA,0-1 (0-1),,\"Al Thumama Stadium, Doha\",World Cup 2022,Matchday 3,Antonio Mateu (ESP),42127,\n\
        2022-12-18,18:00 UTC+3,Argentina,France,\"3-3 aet (2-2, 2-0), 4-2 pens\",,,World Cup 2022,Final,,88966,\n\
        2022-12-19,TBD,A,B,,,,World Cup 2022,\"Semi-finals, 2nd leg\",,,postponed\n";
    let (record, names) = sound(text);
    let m = &record.matches[0];
    assert_eq!(shown(m, &names), "World Cup 2022 2022-11-29 22:00 Iran 0-1 (0-1) USA");
    assert_eq!((m.matchday, m.attendance, m.officials.len()), (Some(3), Some(42127), 1));
    assert_eq!(m.venue.and_then(|v| v.city).map(|city| names.resolve(&city)), Some("Doha"));
    let Spot::Byte(at) = m.spot else { panic!("a byte") };
    assert!(text[at as usize..].starts_with("2022-11-29"));
    let last = &record.matches[1];
    assert_eq!(last.score.and_then(|s| s.pens), Some([4, 2]));
    assert_eq!(last.kickoff.and_then(|k| k.offset), Some(180));
    let other = &record.matches[2];
    assert!(other.kickoff.is_some_and(|k| k.to_be_decided));
    assert_eq!((other.leg, other.status), (Some(2), Some(Status::Postponed)));
}

#[test]
fn goals_in_columns_and_other_separators() {
    let (record, names) = sound("Date;Home;Away;home_goals;away_goals;ht\n29.11.2022;Iran;USA;0;1;0-1\n");
    assert_eq!(shown(&record.matches[0], &names), "- - 2022-11-29 Iran 0-1 (0-1) USA");
    let (record, names) = sound("date\tteams\tscore\n2022-11-29\tIran v USA\t0-1\n");
    assert_eq!(shown(&record.matches[0], &names), "- - 2022-11-29 Iran 0-1 (?) USA");
    let (record, _) = sound("date,home,away,score\n2022-11-29,Iran,USA,0-3 awd.\n");
    assert_eq!(record.matches[0].awarded.map(|a| a.score), Some([0, 3]));
}

#[test]
fn football_data_co_uk() {
    let text = "\u{feff}Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,HTHG,HTAG,HTR,Referee,HS,AS\n\
        E0,11/08/2023,20:00,Burnley,Man City,0,3,A,0,2,A,C Pawson,6,17\n\
        E0,19/05/24,,Arsenal,Everton,2,1,H,1,1,D,M Oliver,26,8\n,,,,,,,,,,,,,\n";
    let (record, names, faults) = read_all(text);
    assert_eq!(
        shown(&record.matches[0], &names),
        "English Premier League 2023-24 2023-08-11 20:00 Burnley 0-3 (0-2) Man City"
    );
    assert_eq!(
        shown(&record.matches[1], &names),
        "English Premier League 2023-24 2024-05-19 Arsenal 2-1 (1-1) Everton"
    );
    assert_eq!(record.matches.len(), 2);
    assert_eq!(faults.len(), 1, "the unread columns are named once: {faults:?}");
    assert_eq!(faults[0].0, UNREAD);
    assert!(faults[0].1.starts_with("Div"));
}

#[test]
fn line_ups() {
    let text = "date,home,away,team,number,player,position,started,on,off,replaced\n\
        2022-11-29,Iran,USA,USA,16,Shaquell Moore,DF,no,82,,Sergino DEST\n\
        2022-11-29,Iran,USA,USA,1,Matt TURNER,GK,yes,,,\n\
        2022-11-29,Iran,USA,USA,2,Sergino DEST,DF,yes,,82,\n\
        2022-11-29,Iran,USA,USA,12,Ethan Horvath,GK,no,,,\n\
        2022-11-29,Iran,USA,Iran,1,Ali Beiranvand,GK,yes,,,\n";
    let (record, names) = sound(text);
    assert_eq!(record.matches.len(), 1);
    let players: Vec<_> = record.matches[0].lineups[0]
        .players
        .iter()
        .map(|p| (names.resolve(&p.player), p.started, p.line, p.replaced, p.on.map(|m| m.minute)))
        .collect();
    assert_eq!(
        players,
        [
            ("Matt Turner", true, Some(0), None, None),
            ("Sergino Dest", true, Some(1), None, None),
            ("Shaquell Moore", false, Some(1), Some(1), Some(82)),
            ("Ethan Horvath", false, None, None, None),
        ]
    );
    assert_eq!(record.matches[0].lineups.len(), 2);
}

#[test]
fn squads() {
    let text = "competition,team,number,player,position,born,club,nationality\n\
        World Cup 2022,USA,10,Christian PULISIC,FW,1998-09-18,Chelsea,\n\
        World Cup 2022,USA,-,Gregg Berhalter (USA),MG,1973,,\n\
        World Cup 2022,Iran,9,Mehdi TAREMI,FW,1992/07/18,Porto,IRN\n";
    let (record, names) = sound(text);
    assert_eq!(
        record.squads.iter().map(|s| (names.resolve(&s.team), s.players.len())).collect::<Vec<_>>(),
        [("USA", 2), ("Iran", 1)]
    );
    let place = &record.squads[0].players[1];
    assert_eq!(
        (place.number, place.birth_year, place.nationality.map(|n| names.resolve(&n))),
        (None, Some(1973), Some("USA"))
    );
    assert_eq!(record.families.len(), 2);
    let (record, _) = sound("team,number,name\nUSA,10,Pulisic\n");
    assert_eq!(record.squads[0].players.len(), 1);
}

#[test]
fn grounds() {
    let text = "#####\n# worldcup 2022 stadiums\n\ncity,           timezone, name,                   capacity,  wikipedia,    coords\n\
        Al Khor,        UTC+3, Al Bayt Stadium,        68895,  Al_Bayt_Stadium, 25°39'08\"N 51°29'16\"E\n\n\
        Al Rayyan (2),  UTC+3, Education City Stadium, 44667,  X,\n";
    let (record, names) = sound(text);
    let shown: Vec<_> = record
        .venues
        .iter()
        .map(|v| {
            let text = |sym: Option<Sym>| sym.map_or("-", |sym| names.resolve(&sym));
            (names.resolve(&v.name), text(v.city), text(v.timezone), v.capacity, v.coordinates.is_some())
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("Al Bayt Stadium", "Al Khor", "UTC+3", Some(68895), true),
            ("Education City Stadium", "Al Rayyan", "UTC+3", Some(44667), false),
        ]
    );
    let Spot::Byte(at) = record.venues[1].spot else { panic!("a byte") };
    assert!(text[at as usize..].starts_with("Al Rayyan (2)"));
}

#[test]
fn rows_that_cannot_be_understood() {
    let text = "date,home,away,score,attendance\n\
        soon,A,B,1-0,5\n2022-11-29,A,,1-0,5\n2022-11-29,A,B,lots,5\n2022-11-29,A,B,900-1,5\n2022-11-29,A,B,1-0,many\n2022-11-29\n";
    let (record, _, faults) = read_all(text);
    assert_eq!(record.matches.len(), 4);
    let marked: Vec<_> = faults.iter().map(|(code, text)| (*code, text.as_str())).collect();
    assert_eq!(
        marked,
        [
            (CELL, "soon"),
            (CELL, "2022-11-29,A,,1-0,5"),
            (CELL, "lots"),
            (CELL, "900-1"),
            (CELL, "many"),
            (CELL, "2022-11-29"),
        ]
    );
}

#[test]
fn broken_and_foreign_tables() {
    assert_eq!(read_all("").2, [(FOREIGN, String::new())]);
    assert_eq!(read_all("a,b\n1,2\n").2, [(FOREIGN, String::new())]);
    let (_, _, faults) = read_all("date,home,away\n2022-11-29,\"A,B\n2022-11-30,C,D\n2022-12-01,E,F\n");
    assert!(faults.iter().any(|(code, _)| *code == CELL), "{faults:?}");
}

#[test]
fn a_table_that_is_cut_off() {
    let text = "date,home,away,score,referee\n2022-11-29,A,B,1-0,R\n2022-11-30,C,D";
    let (record, _, faults) = read_all(text);
    assert_eq!(record.matches.len(), 2);
    assert_eq!(faults, [(CELL, "2022-11-30,C,D".to_owned())]);
    // A row may leave out cells at its end, and the last line its own.
    sound("date,home,away,score,referee\n2022-11-30,C,D\n2022-11-29,A,B,1-0,R");
    sound("date,home,away,score,referee\n2022-11-30,C,D\n");
}
