//! Knock-outs as history has them, and their odd cases.

use super::*;
use crate::model::Status;
use crate::model::testing::{RecordBuilder, game, team};

fn bracket(record: &Record) -> Bracket {
    Bracket::of(record, EditionId(0)).expect("a knock-out")
}

fn name(record: &Record, team: Option<TeamId>) -> String {
    team.map_or_else(|| "?".to_owned(), |team| record.teams[team].name.to_string())
}

/// `Argentina 3-3 France: Argentina, 4–2 on penalties`, by round.
fn told(record: &Record, bracket: &Bracket) -> Vec<Vec<String>> {
    let tie = |at: &usize| {
        let tie = &bracket.ties[*at];
        let score = tie.score.map_or_else(|| "v".to_owned(), |[a, b]| format!("{a}-{b}"));
        let [a, b] = tie.teams.map(|team| name(record, Some(team)));
        let note = tie.note().map_or_else(String::new, |note| format!(", {note}"));
        format!("{a} {score} {b}: {}{note}", name(record, tie.winner()))
    };
    bracket.rounds.iter().map(|round| round.ties.iter().map(tie).collect()).collect()
}

fn world_cup_2022() -> RecordBuilder {
    RecordBuilder::new()
        .tournament("World Cup", "2022")
        .group("Group A")
        .result("2022-11-20", "Qatar", 0, 2, "Ecuador")
        .group("")
        .round("Quarter-finals")
        .result("2022-12-09 15:00", "Croatia", 0, 0, "Brazil")
        .extra_time(1, 1)
        .penalties(4, 2)
        .result("2022-12-09 19:00", "Netherlands", 2, 2, "Argentina")
        .extra_time(2, 2)
        .penalties(3, 4)
        .result("2022-12-10 15:00", "Morocco", 1, 0, "Portugal")
        .result("2022-12-10 19:00", "England", 1, 2, "France")
        .round("Semi-finals")
        .result("2022-12-13 19:00", "Argentina", 3, 0, "Croatia")
        .result("2022-12-14 19:00", "France", 2, 0, "Morocco")
        .round("Match for third place")
        .result("2022-12-17 15:00", "Croatia", 2, 1, "Morocco")
}

#[test]
fn the_tree_of_2022() {
    let record = world_cup_2022()
        .round("Final")
        .result("2022-12-18 15:00", "Argentina", 2, 2, "France")
        .extra_time(3, 3)
        .penalties(4, 2)
        .build();
    let bracket = bracket(&record);
    let names: Vec<&str> = bracket.rounds.iter().map(|round| &*round.name).collect();
    assert_eq!(names, ["Quarter-finals", "Semi-finals", "Final"]);
    assert_eq!(
        told(&record, &bracket),
        [
            // Those that feed the first semi-final first, its own teams in order.
            vec![
                "Netherlands 2-2 Argentina: Argentina, 4–3 on penalties",
                "Croatia 1-1 Brazil: Croatia, 4–2 on penalties",
                "England 1-2 France: France",
                "Morocco 1-0 Portugal: Morocco",
            ],
            vec!["Argentina 3-0 Croatia: Argentina", "France 2-0 Morocco: France"],
            vec!["Argentina 3-3 France: Argentina, 4–2 on penalties"],
        ]
    );
    assert_eq!(name(&record, bracket.champion), "Argentina");
    let (round, third) = bracket.third_place.clone().expect("a match");
    assert_eq!(&*round, "Match for third place");
    assert_eq!(name(&record, bracket.ties[third].winner()), "Croatia");
    let [croatia, morocco] = bracket.ties[third].from;
    let semi = |home, away| bracket.tie_of(game(&record, home, away)).expect("a tie");
    assert_eq!(croatia, Entry::Loser(semi("Argentina", "Croatia")));
    assert_eq!(morocco, Entry::Loser(semi("France", "Morocco")));
    let last = semi("Argentina", "France");
    assert_eq!(bracket.ties[last].from.map(|from| matches!(from, Entry::Winner(_))), [true; 2]);
    for (at, tie) in bracket.ties.iter().enumerate() {
        for from in tie.from {
            if let Entry::Winner(from) = from {
                assert_eq!(bracket.ties[from].next, Some(at));
            }
        }
    }
}

#[test]
fn a_final_to_come() {
    let record = world_cup_2022().round("Final").fixture("2022-12-18 15:00", "Argentina", "France").build();
    let bracket = bracket(&record);
    assert_eq!(bracket.champion, None);
    assert_eq!(told(&record, &bracket)[2], ["Argentina v France: ?"]);
    assert_eq!(told(&record, &bracket)[0][0], "Netherlands 2-2 Argentina: Argentina, 4–3 on penalties");
}

/// Horsham lost, but played on in the place of a winner who was expelled.
#[test]
fn a_tie_whose_winner_does_not_play_on_keeps_its_place_in_the_tree() {
    let record = RecordBuilder::new()
        .cup("Cup", "2023-24")
        .round("Quarter-finals")
        .result("2024-01-01", "Ash", 1, 0, "Bath")
        .result("2024-01-02", "Eton", 2, 0, "Frome")
        .result("2024-01-03", "Goole", 1, 0, "Hove")
        .result("2024-01-04", "Barnsley", 3, 0, "Horsham")
        .round("Semi-finals")
        .result("2024-02-01", "Ash", 1, 0, "Horsham")
        .result("2024-02-02", "Eton", 1, 0, "Goole")
        .round("Final")
        .result("2024-03-01", "Ash", 1, 0, "Eton")
        .build();
    let first: Vec<String> =
        told(&record, &bracket(&record))[0].iter().map(|tie| tie.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(first, ["Ash", "Barnsley", "Eton", "Goole"]);
}

#[test]
fn two_legs_in_every_way() {
    let record = RecordBuilder::new()
        .cup("European Cup", "2018-19")
        .round("Semi-finals, 1st leg")
        .result("2019-04-30", "Tottenham", 0, 1, "Ajax")
        .result("2019-05-01", "Barcelona", 3, 0, "Liverpool")
        .round("Semi-finals, 2nd leg")
        .result("2019-05-07", "Liverpool", 4, 0, "Barcelona")
        .result("2019-05-08", "Ajax", 2, 3, "Tottenham")
        .round("Final")
        .result("2019-06-01", "Tottenham", 0, 2, "Liverpool")
        .build();
    let bracket = bracket(&record);
    assert_eq!(
        told(&record, &bracket),
        [
            vec!["Tottenham 3-3 Ajax: Tottenham, on away goals", "Barcelona 3-4 Liverpool: Liverpool"],
            vec!["Tottenham 0-2 Liverpool: Liverpool"]
        ]
    );
    assert_eq!(&*bracket.rounds[0].name, "Semi-finals");
    assert!(bracket.ties[bracket.rounds[0].ties[0]].is_aggregate());
}

#[test]
fn extra_time_penalties_and_a_decider_after_two_legs() {
    let record = RecordBuilder::new()
        .cup("Cup", "1968-69")
        .round("Quarter-finals")
        // Extra time in the second leg.
        .result("1969-03-01", "A", 1, 0, "B")
        .result("1969-03-08", "B", 1, 0, "A")
        .extra_time(1, 1)
        // Penalties.
        .result("1969-03-01", "C", 1, 0, "D")
        .result("1969-03-08", "D", 1, 0, "C")
        .extra_time(1, 0)
        .penalties(3, 5)
        // Drawn first legs look like replays, but the round has two legs.
        .result("1969-03-01", "E", 1, 1, "F")
        .result("1969-03-08", "F", 0, 0, "E")
        // A decider on neutral ground.
        .result("1969-03-01", "G", 2, 0, "H")
        .result("1969-03-08", "H", 2, 0, "G")
        .result("1969-03-15", "G", 1, 2, "H")
        // One leg to come.
        .result("1969-03-01", "I", 2, 0, "J")
        .fixture("1969-03-20", "J", "I")
        .build();
    let bracket = bracket(&record);
    assert_eq!(
        told(&record, &bracket)[0],
        [
            "A 2-1 B: A, after extra time",
            "C 1-1 D: C, 5–3 on penalties",
            "E 1-1 F: F, on away goals",
            "G 1-2 H: H",
            "I 2-0 J: ?"
        ]
    );
}

#[test]
fn replays_under_names_of_their_own() {
    let record = RecordBuilder::new()
        .cup("FA Cup", "2023-24")
        .round("Round 3")
        .result("2024-01-05", "Palace", 0, 0, "Everton")
        .result("2024-01-06", "Luton", 0, 0, "Bolton")
        .result("2024-01-06", "Chelsea", 4, 0, "Preston")
        .round("Round 3 Replays")
        .result("2024-01-16", "Bolton", 1, 2, "Luton")
        .result("2024-01-17", "Everton", 1, 0, "Palace")
        .round("Round 4")
        .result("2024-01-27", "Everton", 1, 2, "Luton")
        .fixture("2024-01-28", "Chelsea", "Bye FC")
        .build();
    let bracket = bracket(&record);
    assert_eq!(
        told(&record, &bracket),
        [
            vec![
                "Palace 0-1 Everton: Everton, after a replay",
                "Luton 2-1 Bolton: Luton, after a replay",
                "Chelsea 4-0 Preston: Chelsea"
            ],
            vec!["Everton 1-2 Luton: Luton", "Chelsea v Bye FC: ?"]
        ]
    );
    let last = &bracket.ties[bracket.rounds[1].ties[1]];
    assert_eq!(last.from[1], Entry::Enters);
}

#[test]
fn a_drawn_match_and_another_are_a_replay() {
    let record = RecordBuilder::new()
        .cup("FA Cup", "1992-93")
        .round("Final")
        .result("1993-05-15", "Arsenal", 1, 1, "Sheffield Wednesday")
        .extra_time(1, 1)
        .round("Replay")
        .result("1993-05-20", "Sheffield Wednesday", 1, 1, "Arsenal")
        .extra_time(1, 2)
        .build();
    let bracket = bracket(&record);
    assert_eq!(
        told(&record, &bracket),
        [["Arsenal 2-1 Sheffield Wednesday: Arsenal, after a replay, after extra time"]]
    );
    assert_eq!(name(&record, bracket.champion), "Arsenal");
}

#[test]
fn golden_goals_awards_walkovers_and_whoever_played_on() {
    let record = RecordBuilder::new()
        .tournament("Cup", "2000")
        .round("Quarter-finals")
        .result("2000-06-01", "A", 1, 1, "B")
        .extra_time(1, 2)
        .with(|game| game.score.as_mut().expect("a score").golden_goal = true)
        .result("2000-06-01", "C", 2, 0, "D")
        .awarded(0, 3)
        .fixture("2000-06-02", "E", "F")
        .status(Status::Walkover)
        .result("2000-06-02", "G", 1, 1, "H")
        .round("Semi-finals")
        .fixture("2000-06-10", "B", "F")
        .result("2000-06-11", "D", 0, 0, "G")
        .status(Status::Abandoned)
        .result("2000-06-12", "D", 2, 0, "G")
        .build();
    let bracket = bracket(&record);
    let quarter_finals = ["A 1-2 B: B, by a golden goal", "E v F: F, walk-over", "C 0-3 D: D, awarded", "G 1-1 H: G"];
    assert_eq!(told(&record, &bracket), [quarter_finals.to_vec(), vec!["B v F: ?", "D 2-0 G: D"]]);
    let h = bracket.tie_of(game(&record, "G", "H")).expect("a tie");
    assert_eq!(bracket.ties[h].decided, Some(TieDecided::Advanced));
    assert_eq!(bracket.ties[h].loser(), Some(team(&record, "H")));
}

#[test]
fn leagues_have_one_only_by_name() {
    let builder =
        RecordBuilder::new().league("League", "2023-24").round("Round 3").result("2023-08-01", "A", 1, 0, "B");
    assert_eq!(Bracket::of(&builder.clone().build(), EditionId(0)), None);
    let record = builder.round("Play-off final").result("2024-05-20", "A", 1, 0, "B").build();
    assert_eq!(told(&record, &bracket(&record)), [["A 1-0 B: A"]]);
    let group = RecordBuilder::new()
        .tournament("World Cup", "1958")
        .group("Group 1")
        .round("Play-off")
        .result("1958-06-17", "A", 2, 1, "B")
        .build();
    assert_eq!(Bracket::of(&group, EditionId(0)), None);
}
