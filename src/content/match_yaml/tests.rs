//! The record's own form, read from texts.

use super::*;
use crate::content::raw::{RawGoal, RawMatch, Sym};
use crate::model::{CardKind, GoalKind, Minute, Status};

fn read_text(text: &str) -> (RawRecord, Names, Vec<Diagnostic>) {
    let names = Names::new();
    let mut out = Vec::new();
    let (_, record) = read(&"content/record/a.yaml".into(), text, &names, &mut out);
    (record, names, out)
}

fn clean(text: &str) -> (RawRecord, Names) {
    let (record, names, out) = read_text(text);
    assert_eq!(out, [], "{text}");
    (record, names)
}

fn codes(text: &str) -> Vec<(&'static str, String)> {
    read_text(text).2.into_iter().map(|d| (d.code, d.message)).collect()
}

fn one(record: &RawRecord) -> &RawMatch {
    assert_eq!(record.matches.len(), 1);
    &record.matches[0]
}

const IRAN_USA: &str = r#"
competition: World Cup 2022
group: Group B
kickoff: 2022-11-29 22:00 +03:00
venue: Al Thumama Stadium, Doha
home: Iran
away: USA
score: 0-1 (0-1)
goals: ["Pulisic 38'"]
cards: ["Adams 43'", "Hosseini 77'", "Jalali 90+6'"]
lineups:
  USA: {formation: 4-3-3, coach: Gregg Berhalter, captain: Adams, eleven: "Turner; Dest (Moore 82'), Carter-Vickers, Ream, Robinson; McKennie (Acosta 65'), Adams, Musah; Weah (Zimmerman 82'), Sargent (Wright 77'), Pulisic (Aaronson 46')", bench: [Horvath, 18 Moore]}
referee: Antonio Mateu (ESP)
officials: [Pau Cebrián (ESP), {name: Roberto Díaz, country: ESP}]
attendance: 42127
status: full-time
matchday: 3
sources: https://example.org/a
extra: {a: [1, x]}
"#;

#[test]
fn a_whole_match() {
    let (record, names) = clean(IRAN_USA);
    let m = one(&record);
    let name = |sym: Sym| names.resolve(&sym);
    assert_eq!((name(m.home), name(m.away), m.spot), ("Iran", "USA", Spot::None));
    assert_eq!(m.competition.map(name), Some("World Cup"));
    assert_eq!(m.season.map(name), Some("2022"));
    assert_eq!(m.venue.map(|v| (name(v.name), v.city.map(name))), Some(("Al Thumama Stadium", Some("Doha"))));
    assert_eq!(m.goals.as_ref().map(Vec::len), Some(1));
    assert_eq!(m.cards.len(), 3);
    assert_eq!(m.cards[2].minute, Some(Minute { minute: 90, added: 6 }));
    let lineup = &m.lineups[0];
    assert_eq!(lineup.players.iter().filter(|p| p.started).count(), 11);
    assert_eq!(lineup.players.len(), 11 + 5 + 1, "Moore is named twice");
    let moore = lineup.players.iter().find(|p| name(p.player) == "Moore").unwrap();
    assert_eq!((moore.number, moore.replaced, moore.line), (Some(18), Some(1), Some(1)));
    assert_eq!(lineup.players[1].off, Some(Minute { minute: 82, added: 0 }));
    assert_eq!(name(lineup.players[16].player), "Horvath");
    let officials: Vec<_> = m.officials.iter().map(|o| (name(o.name), o.country.map(name), o.referee)).collect();
    assert_eq!(officials[0], ("Antonio Mateu", Some("ESP"), true));
    assert_eq!(officials[2], ("Roberto Díaz", Some("ESP"), false));
    assert_eq!((m.attendance, m.status, m.matchday), (Some(42127), Some(Status::FullTime), Some(3)));
    assert_eq!(m.sources, ["https://example.org/a"]);
    assert_eq!(m.extra.as_deref(), Some(r#"{"a":[1,"x"]}"#));
}

#[test]
fn keys_above_a_list_are_shared() {
    let (record, names) = clean(
        "competition: Premier League 2023/24\nround: Matchday 1\nreferee: A\nmatches:\n- {home: X, away: Y}\n- {home: Z, away: W, round: 2, season: 2024, referee: B}\nsquads:\n  X: ['1 A GK 1990-01-01', {number: 2, name: B, position: defender, born: 1991}]\ngroups: {A: [X, Y]}\nbyes: [V, {team: U, round: Final}]\n",
    );
    let name = |sym: Option<Sym>| sym.map(|s| names.resolve(&s));
    assert_eq!(record.matches[0].spot, Spot::Item(0));
    assert_eq!(name(record.matches[0].season), Some("2023-24"));
    assert_eq!(name(record.matches[0].round), Some("Matchday 1"));
    assert_eq!(name(record.matches[1].season), Some("2024"));
    assert_eq!(name(record.matches[1].round), Some("Round 2"));
    assert_eq!(name(record.matches[1].officials.first().map(|o| o.name)), Some("B"));
    assert_eq!(record.matches[1].officials.len(), 1);
    let squad = &record.squads[0];
    assert_eq!((name(squad.competition), name(squad.season)), (Some("Premier League"), Some("2023-24")));
    assert_eq!(
        squad.players.iter().map(|p| (name(p.position), p.birth_year)).collect::<Vec<_>>(),
        [(Some("GK"), Some(1990)), (Some("DF"), Some(1991))]
    );
    assert_eq!(record.byes.iter().map(|b| name(b.round)).collect::<Vec<_>>(), [Some("Matchday 1"), Some("Final")]);
    assert_eq!(name(Some(record.groups[0].name)), Some("Group A"));
    assert_eq!(record.groups[0].teams.len(), 2);
}

#[test]
fn long_forms_mix_with_short_ones() {
    let (record, names) = clean(
        r#"
home: A
away: B
kickoff: 2022-12-18 TBD
was: [2022-12-17, "2022-12-16 18:00"]
score: {ft: [2, 2], ht: 2-0, et: [3, 3], pens: [4, 2]}
goals:
  - "Messi 23' pen, 108'"
  - {player: Di María, minute: 36, assist: Mac Allister}
  - {player: C, minute: 90, added: 2, kind: own goal, team: A}
  - {player: D, minute: 45+1}
missed_penalties: [{player: E, minute: 3, team: B}, "F 4'"]
cards: [{player: G, minute: 5, kind: second yellow}, "H 6' red"]
shootout: [Mbappé, "Messi", "Coman x", {player: Dybala, team: A, scored: true}]
awarded: {score: 3-0, played: [1, 1]}
venue: {name: Lusail, city: Lusail}
attendance: "88,966"
aggregate: 5-2
lineups:
  home:
    formation: 4-4-2
    eleven:
      - {player: K, number: 1}
      - {player: L, captain: true, replaced_by: {player: M, minute: 46, number: 20, replaced_by: "N 80'"}}
      - O
      - P (Q 70')
      - R
      - S
      - T
      - U
      - V
      - W
      - X
    bench: "30 Y, Z 90'"
"#,
    );
    let m = one(&record);
    let name = |sym: Sym| names.resolve(&sym);
    let score = m.score.unwrap();
    assert_eq!((score.ft, score.ht, score.et, score.pens), (Some([2, 2]), Some([2, 0]), Some([3, 3]), Some([4, 2])));
    let goals: Vec<_> = m.goals.as_ref().unwrap().iter().map(|g: &RawGoal| (g.spot, name(g.player), g.kind)).collect();
    assert_eq!(
        goals,
        [
            (Spot::Item(0), "Messi", GoalKind::Penalty),
            (Spot::Item(0), "Messi", GoalKind::Goal),
            (Spot::Item(1), "Di María", GoalKind::Goal),
            (Spot::Item(2), "C", GoalKind::OwnGoal),
            (Spot::Item(3), "D", GoalKind::Goal),
        ]
    );
    assert_eq!(m.goals.as_ref().unwrap()[4].minute, Some(Minute { minute: 45, added: 1 }));
    assert_eq!(m.cards.iter().map(|c| c.kind).collect::<Vec<_>>(), [CardKind::SecondYellow, CardKind::Red]);
    assert_eq!(m.missed_penalties.len(), 2);
    assert_eq!(m.shootout.iter().map(|k| k.scored).collect::<Vec<_>>(), [true, true, false, true]);
    assert_eq!(m.awarded.map(|a| (a.score, a.played)), Some(([3, 0], Some([1, 1]))));
    assert_eq!(m.attendance, Some(88_966));
    assert_eq!(m.aggregate, Some([5, 2]));
    assert!(m.kickoff.unwrap().to_be_decided);
    assert_eq!(m.was.len(), 2);
    let lineup = &m.lineups[0];
    assert_eq!(lineup.team.map(name), Some("A"));
    let players: Vec<_> =
        lineup.players.iter().map(|p| (name(p.player), p.line, p.replaced, p.on.map(|m| m.minute))).collect();
    assert_eq!(players[0], ("K", Some(0), None, None));
    assert_eq!(players[4], ("R", Some(1), None, None));
    assert_eq!(players[5], ("S", Some(2), None, None));
    assert_eq!(players[11], ("M", Some(1), Some(1), Some(46)));
    assert_eq!(players[12], ("N", Some(1), Some(11), Some(80)));
    assert_eq!(players[13], ("Q", Some(1), Some(3), Some(70)));
    assert_eq!(players[14], ("Z", None, None, Some(90)), "those who came on stand before the others");
    assert_eq!(players[15], ("Y", None, None, None));
    assert_eq!(lineup.players[11].off.map(|m| m.minute), Some(80));
    assert!(lineup.players[1].captain);
}

#[test]
fn events_may_stand_in_lists_by_team() {
    let (record, names) = clean(
        "home: A\naway: B\ngoals: {home: [\"X 3', 5'\"], B: [{player: Y, minute: 7, kind: own goal}]}\ncards: {B: \"Z 9' red\"}\n",
    );
    let m = one(&record);
    let told = |goal: &RawGoal| (names.resolve(&goal.player), goal.team.map(|team| names.resolve(&team)), goal.spot);
    let goals: Vec<_> = m.goals.iter().flatten().map(told).collect();
    assert_eq!(
        goals,
        [("X", Some("A"), Spot::Of(0, 0)), ("X", Some("A"), Spot::Of(0, 0)), ("Y", Some("B"), Spot::Of(1, 0))]
    );
    assert_eq!(m.cards[0].team.map(|team| names.resolve(&team)), Some("B"));
}

#[test]
fn an_imported_file_is_trusted_as_data() {
    let names = Names::new();
    let mut out = Vec::new();
    let text = "imported: cup.txt\nhome: A\naway: B\nlineups: {A: \"a, b, c, d, e, f, g, h, i, j\"}\n";
    let (trust, record) = read(&"content/record/a.yaml".into(), text, &names, &mut out);
    assert_eq!((trust, record.matches.len(), out), (Trust::Data, 1, Vec::new()));
}

#[test]
fn silence_and_an_empty_list_differ() {
    assert_eq!(one(&clean("home: A\naway: B\ngoals:\n").0).goals, None);
    assert_eq!(one(&clean("home: A\naway: B\ngoals: []\n").0).goals, Some(vec![]));
}

#[test]
fn all_faults_in_one_run() {
    let found = codes(
        "home: A\nscore: 2-\nkickof: 2022\nattendance: many\nstatus: fulltime\ngoals: [62', \"B 200'\"]\nkickoff: 31.12.2022\nleg: 99\nneutral: perhaps\ncards: {minute: 5, a: 1}\nid: Ä b\n",
    );
    let mut codes: Vec<_> = found.iter().map(|(code, _)| *code).collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            "E0201", "E0201", "E0202", "E0202", "E0203", "E0203", "E0204", "E0205", "E0206", "E0210", "E0211", "E0212",
            "E0213"
        ]
    );
}

#[test]
fn other_shapes_of_a_file() {
    assert_eq!(codes(""), [("W0106", "the file is empty".to_owned())]);
    assert_eq!(codes("# only a comment\n").len(), 1);
    assert_eq!(codes("just a text").len(), 1);
    assert_eq!(clean("- {home: A, away: B}\n- {home: B, away: A}\n").0.matches.len(), 2);
    assert_eq!(clean("\u{feff}home: A\r\naway: B\r\n").0.matches.len(), 1);
    assert_eq!(codes("home: A\naway: A\n").len(), 1);
    assert_eq!(clean("competition: Cup 2020\nsquads: {A: [B]}\n").0.squads.len(), 1);
    let twice = codes("home: A\nhome: C\naway: B\n");
    assert_eq!(twice, [("E0105", "the key `home` is written twice".to_owned())]);
}

#[test]
fn an_eleven_of_ten_is_doubtful() {
    assert_eq!(codes("home: A\naway: B\nlineups: {A: \"a, b, c, d, e, f, g, h, i, j\"}\n")[0].0, "W0418");
}

#[test]
fn a_no_break_space_before_a_minute() {
    let (record, names) = clean("home: A\naway: B\nlineups: {A: {bench: [\"Moore\u{a0}82'\"]}}\n");
    let player = &one(&record).lineups[0].players[0];
    assert_eq!((names.resolve(&player.player), player.on.map(|m| m.minute)), ("Moore", Some(82)));
}
