//! Both ages in small, and files that are broken.

use super::*;
use crate::content::raw::RawMatch;
use crate::diagnostic::At;
use crate::model::{GoalKind, SideIx, Status};

fn read_all(text: &str) -> (RawRecord, Names, Vec<Diagnostic>) {
    let (names, mut out) = (Names::default(), Vec::new());
    let record = read(&"content/record/a.json".into(), text, &names, &mut out);
    (record, names, out)
}

fn sound(text: &str) -> (RawRecord, Names) {
    let (record, names, out) = read_all(text);
    assert_eq!(out, [], "{text}");
    (record, names)
}

fn one(fields: &str) -> (RawMatch, Names, Vec<Diagnostic>) {
    let text = format!(r#"{{"name": "Cup 2022", "matches": [{{"team1": "A", "team2": "B", {fields}}}]}}"#);
    let (mut record, names, out) = read_all(&text);
    (record.matches.remove(0), names, out)
}

#[test]
fn the_newer_age() {
    let (record, names) = sound(
        r#"{"name": "World Cup 2022", "matches": [{"num": 64, "round": "Matchday 1", "date": "2022-11-20", "time": "19:00 UTC+3",
        "team1": "Qatar", "team2": "Ecuador", "score": {"p": [3, 4], "et": [1, 1], "ft": [1, 1], "ht": [0, 1]},
        "goals1": [{"name": "Julian ALVAREZ", "minute": 16, "penalty": true}, {"name": "X", "minute": 90, "offset": 9}],
        "goals2": [{"name": "Y", "minute": "90+6", "owngoal": true}],
        "group": "Group A", "ground": "Al Bayt Stadium, Al Khor"}]}"#,
    );
    let m = &record.matches[0];
    let text = |sym: Option<Sym>| sym.map(|sym| names.resolve(&sym).to_owned()).unwrap_or_default();
    assert_eq!(
        (text(m.competition), text(m.season), text(m.group)),
        ("World Cup".into(), "2022".into(), "Group A".into())
    );
    assert_eq!((text(m.round), m.matchday), ("Matchday 1".into(), Some(1)));
    assert_eq!(m.spot, Spot::Item(0));
    let kickoff = m.kickoff.expect("a kick-off");
    assert_eq!((kickoff.date.to_string(), kickoff.offset), ("2022-11-20".to_owned(), Some(180)));
    let score = m.score.expect("a score");
    assert_eq!((score.ft, score.ht, score.et, score.pens), (Some([1, 1]), Some([0, 1]), Some([1, 1]), Some([3, 4])));
    let goals: Vec<_> = m
        .goals
        .iter()
        .flatten()
        .map(|g| {
            (names.resolve(&g.player), g.side, g.kind, g.minute.map(|m| m.to_string()).unwrap_or_default(), g.spot)
        })
        .collect();
    let (home, away) = (Some(SideIx::Home), Some(SideIx::Away));
    assert_eq!(
        goals,
        [
            ("Julian Alvarez", home, GoalKind::Penalty, "16'".to_owned(), Spot::Item(0)),
            ("X", home, GoalKind::Goal, "90+9'".to_owned(), Spot::Item(1)),
            ("Y", away, GoalKind::OwnGoal, "90+6'".to_owned(), Spot::Item(0)),
        ]
    );
    assert_eq!(m.venue.map(|v| (names.resolve(&v.name), text(v.city))), Some(("Al Bayt Stadium", "Al Khor".into())));
    assert_eq!(m.extra.as_deref(), Some(r#"{"num":64}"#));
    assert_eq!(record.families.len(), 1);
}

#[test]
fn the_older_age() {
    let text = r#"{"name": "English Premier League 2014/15", "rounds": [
        {"name": "Matchday 1", "matches": [
          {"date": "2014-08-16", "team1": {"key": "manutd", "name": "Manchester United", "code": "MUN"},
           "team2": {"name": "Swansea", "code": "SWA"}, "score1": 1, "score2": 2, "score1i": 0, "score2i": 1}]},
        {"name": "Matchday 2", "matches": [
          {"date": "2014-08-23", "team1": {"name": "A"}, "team2": {"name": "B"}, "score1": null, "score2": null,
           "group": {"name": "Group 1"}, "stadium": {"name": "Old Trafford"}, "city": "Manchester"}]}]}"#;
    let (record, names) = sound(text);
    let [first, second] = record.matches.as_slice() else { panic!("two matches") };
    assert_eq!(names.resolve(&first.home), "Manchester United");
    assert_eq!(first.score.map(|s| (s.ft, s.ht)), Some((Some([1, 2]), Some([0, 1]))));
    assert_eq!(second.score, None);
    assert_eq!(second.matchday, Some(2));
    assert_eq!(second.venue.and_then(|v| v.city).map(|c| names.resolve(&c)), Some("Manchester"));
    for (m, start) in [(first, "{\"date\": \"2014-08-16\""), (second, "{\"date\": \"2014-08-23\"")] {
        let Spot::Byte(at) = m.spot else { panic!("a byte") };
        assert!(text[at as usize..].starts_with(start));
    }
}

#[test]
fn scores_of_all_shapes() {
    let ft = |fields: &str| {
        let (m, _, out) = one(fields);
        assert_eq!(out, [], "{fields}");
        m.score.and_then(|s| s.ft)
    };
    assert_eq!(ft(r#""score": [2, 1]"#), Some([2, 1]));
    assert_eq!(ft(r#""score": {"ft": [2, 1]}"#), Some([2, 1]));
    assert_eq!(ft(r#""score": "2-1 (1-0)""#), Some([2, 1]));
    for empty in ["{}", "[]", "null", r#"{"ft": null}"#, r#"{"ft": []}"#, "\"\""] {
        assert_eq!(ft(&format!(r#""score": {empty}"#)), None);
    }
}

#[test]
fn statuses() {
    let status = |text: &str| one(&format!(r#""status": "{text}", "score": [3, 0]"#)).0;
    assert_eq!(status("POSTPONED").status, Some(Status::Postponed));
    assert_eq!(status("finished").status, Some(Status::FullTime));
    let awarded = status("awarded");
    assert_eq!(
        (awarded.status, awarded.awarded.map(|a| a.score), awarded.score),
        (Some(Status::Awarded), Some([3, 0]), None)
    );
    assert_eq!(status("abandoned").score.and_then(|s| s.ft), Some([3, 0]));
}

#[test]
fn values_that_cannot_be_understood() {
    for (fields, at) in [
        (r#""date": "soon""#, "date"),
        (r#""date": "2022-02-30""#, "date"),
        (r#""date": "2022-11-29", "time": "late""#, "time"),
        (r#""score": {"ft": [1]}"#, "ft"),
        (r#""score": [1000, 1]"#, "score"),
        (r#""status": "odd""#, "status"),
        (r#""goals1": [{"minute": 3}]"#, "name"),
        (r#""goals1": [{"name": "X", "minute": 999}]"#, "minute"),
        (r#""goals1": [{"name": "X", "minute": "late"}]"#, "minute"),
    ] {
        let (_, _, out) = one(fields);
        assert_eq!(out.len(), 1, "{fields}");
        assert_eq!(out[0].code, VALUE);
        let Some(At::Node { path, .. }) = out[0].place.as_ref().map(|place| &place.at) else { panic!("a node") };
        assert_eq!(path[..2], ["matches".into(), 0_usize.into()]);
        assert_eq!(path.last(), Some(&Step::Key(at.to_owned().into())));
    }
    let (record, _, out) = read_all(r#"[{"team1": "A"}, 5, {"team1": "A", "team2": "B"}]"#);
    assert_eq!((record.matches.len(), out.len()), (1, 2));
    assert_eq!(record.matches[0].spot, Spot::Item(2));
}

#[test]
fn broken_files() {
    let place = |text: &str| {
        let (record, _, out) = read_all(text);
        assert!(record.matches.is_empty());
        assert_eq!((out.len(), out[0].code, out[0].is_error()), (1, SYNTAX, true));
        match out[0].place.as_ref().map(|place| place.at.clone()) {
            Some(At::Bytes { start, .. }) => start as usize,
            other => panic!("{other:?}"),
        }
    };
    let cut = "{\"name\": \"é\",\n \"matches\": [{\"team1\": \"A\"";
    assert!(place(cut) >= cut.len() - 1);
    let comma = "{\"name\": \"é\",\n \"matches\": [,]}";
    assert_eq!(&comma[place(comma)..=place(comma)], ",");
    let marked = format!("\u{feff}{comma}");
    assert_eq!(place(&marked), place(comma) + 3);
    assert_eq!(place(""), 0);
    for foreign in ["3", "{}", r#"{"clubs": []}"#, "\"x\""] {
        let (_, _, out) = read_all(foreign);
        assert_eq!(out.iter().map(|d| d.code).collect::<Vec<_>>(), [FOREIGN], "{foreign}");
    }
}

#[test]
fn groups() {
    let (record, names) = sound(
        r#"{"name": "World Cup 2022", "groups": [{"name": "Group A", "teams": ["Qatar", {"name": "Ecuador"}]}]}"#,
    );
    assert_eq!(record.groups[0].teams.iter().map(|t| names.resolve(t)).collect::<Vec<_>>(), ["Qatar", "Ecuador"]);
}
