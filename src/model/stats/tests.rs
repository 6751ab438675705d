//! Statistics of a few matches whose figures are plain to see.

use super::*;
use crate::model::testing::{RecordBuilder, game, person, team};
use crate::model::{CardKind, EditionId, GoalKind, Minute, Outcome, Record, SideIx};

const HOME: SideIx = SideIx::Home;
const AWAY: SideIx = SideIx::Away;

/// The leading scorers of 2022, in the matches in which they scored.
fn world_cup_2022() -> Record {
    let goals = |mut builder: RecordBuilder, list: &[(SideIx, &str, u16, GoalKind)]| {
        for (side, scorer, minute, kind) in list {
            builder = builder.goal_of(*kind, *side, scorer, *minute);
        }
        builder
    };
    let (goal, pen) = (GoalKind::Goal, GoalKind::Penalty);
    let mbappe = "Kylian Mbappé";
    let messi = "Lionel Messi";
    let alvarez = "Julián Álvarez";
    let giroud = "Olivier Giroud";
    let b = RecordBuilder::new().tournament("World Cup", "2022");
    let b = b.result("2022-11-22 10:00", "Argentina", 1, 2, "Saudi Arabia");
    let b = goals(b, &[(HOME, messi, 10, pen)]);
    let b = b.result("2022-11-22 19:00", "France", 4, 1, "Australia");
    let b = goals(b, &[(HOME, giroud, 32, goal), (HOME, mbappe, 68, goal), (HOME, giroud, 71, goal)]);
    let b = b.result("2022-11-26 16:00", "France", 2, 1, "Denmark");
    let b = goals(b, &[(HOME, mbappe, 61, goal), (HOME, mbappe, 86, goal)]);
    let b = b.result("2022-11-26 19:00", "Argentina", 2, 0, "Mexico");
    let b = goals(b, &[(HOME, messi, 64, goal)]);
    let b = b.result("2022-11-30 19:00", "Poland", 0, 2, "Argentina");
    let b = goals(b, &[(AWAY, alvarez, 67, goal)]).missed(AWAY, messi, 39);
    let b = b.result("2022-12-03 19:00", "Argentina", 2, 1, "Australia");
    let b = goals(
        b,
        &[(HOME, messi, 35, goal), (HOME, alvarez, 57, goal), (AWAY, "Enzo Fernández", 77, GoalKind::OwnGoal)],
    );
    let b = b.result("2022-12-04 15:00", "France", 3, 1, "Poland");
    let b = goals(b, &[(HOME, giroud, 44, goal), (HOME, mbappe, 74, goal), (HOME, mbappe, 90, goal)]);
    let b = b.result("2022-12-09 19:00", "Netherlands", 2, 2, "Argentina").extra_time(2, 2).penalties(3, 4);
    let b = goals(b, &[(AWAY, messi, 73, pen)]).kick(AWAY, messi, true);
    let b = b.result("2022-12-10 19:00", "England", 1, 2, "France");
    let b = goals(b, &[(AWAY, giroud, 78, goal)]);
    let b = b.result("2022-12-13 19:00", "Argentina", 3, 0, "Croatia");
    let b = goals(b, &[(HOME, messi, 34, pen), (HOME, alvarez, 39, goal), (HOME, alvarez, 69, goal)]).assist(messi);
    let b = b.result("2022-12-18 15:00", "Argentina", 2, 2, "France").extra_time(3, 3).penalties(4, 2);
    let b = goals(b, &[(HOME, messi, 23, pen), (AWAY, mbappe, 80, pen), (AWAY, mbappe, 81, goal)]);
    let b = goals(b, &[(HOME, messi, 108, goal), (AWAY, mbappe, 118, pen)]);
    b.kick(AWAY, mbappe, true).kick(HOME, messi, true).build()
}

#[test]
fn the_scorers_of_2022() {
    let record = world_cup_2022();
    let rows = scorers_of(&record, EditionId(0));
    let told: Vec<(u16, bool, &str, u32, u32)> = rows
        .iter()
        .map(|r| (r.rank, r.shared, &*record.persons[r.player].surname, r.goals.count, r.penalties))
        .collect();
    assert_eq!(
        told,
        [(1, false, "Mbappé", 8, 2), (2, false, "Messi", 7, 4), (3, true, "Álvarez", 4, 0), (3, true, "Giroud", 4, 0),],
        "own goals count for nobody, kicks from the mark are no goals"
    );
    assert_eq!(rows[0].goals.matches.len(), 4, "each match once");
    assert_eq!(rows[1].assists, 1);
    let own_goals = own_goals_of(&record, EditionId(0));
    assert_eq!(own_goals.len(), 1);
    assert_eq!(own_goals[0].0, game(&record, "Argentina", "Australia"));
    let assists = assists_of(&record, EditionId(0));
    assert_eq!((assists.len(), assists[0].rank, assists[0].shared), (1, 1, false));
}

#[test]
fn level_scorers_stand_by_penalties_then_assists_then_name() {
    let record = RecordBuilder::new()
        .league("League", "2020")
        .result("2020-01-01", "A", 4, 0, "B")
        .goal_of(GoalKind::Penalty, HOME, "Adams", 1)
        .goal(HOME, "Young", 2)
        .goal(HOME, "Baker", 3)
        .goal(HOME, "Clark", 4)
        .assist("Clark")
        .build();
    let rows = scorers_of(&record, EditionId(0));
    let names: Vec<&str> = rows.iter().map(|row| &*record.persons[row.player].name).collect();
    assert_eq!(names, ["Clark", "Baker", "Young", "Adams"]);
    assert!(rows.iter().all(|row| row.rank == 1 && row.shared && row.appearances == 0));
}

#[test]
fn mbappe_in_all_and_by_team() {
    let record = world_cup_2022();
    let mbappe = PlayerRecord::of(&record, person(&record, "Kylian Mbappé"));
    assert_eq!((mbappe.total.goals.count, mbappe.total.penalties.count), (8, 2));
    assert_eq!(mbappe.total.shootout_scored.count, 1);
    // No line-ups here: goals show that he played, nothing tells how long.
    assert_eq!((mbappe.total.appearances.count, mbappe.total.minutes, mbappe.total.without_minutes), (4, 0, 4));
    assert_eq!(mbappe.by_team.len(), 1);
    assert_eq!(mbappe.by_team[0].0, team(&record, "France"));
    let fernandez = PlayerRecord::of(&record, person(&record, "Enzo Fernández"));
    assert_eq!(fernandez.by_team[0].0, team(&record, "Argentina"), "an own goal is by the other side");
    assert_eq!((fernandez.total.goals.count, fernandez.total.own_goals.count), (0, 1));
    let messi = PlayerRecord::of(&record, person(&record, "Lionel Messi"));
    assert_eq!((messi.total.missed_penalties.count, messi.total.assists.count), (1, 1));
}

#[test]
fn minutes_starts_and_cards() {
    let record = RecordBuilder::new()
        .league("League", "2020")
        .result("2020-01-01", "A", 1, 0, "B")
        .eleven(HOME, &["Keeper", "Back", "Wing", "Striker"])
        .eleven(AWAY, &["Other keeper", "Rival"])
        .substitution(HOME, "Sub", "Wing", 60)
        .substitution(HOME, "Late", "Striker", 90)
        .substitution(HOME, "Whenever", "Nobody", 0)
        .unused(HOME, "Bench")
        .card(CardKind::Yellow, HOME, "Back", 10)
        .card(CardKind::SecondYellow, HOME, "Back", 71)
        .card(CardKind::Yellow, HOME, "Bench", 80)
        .coach(HOME, "Boss")
        .result("2020-02-01", "B", 0, 0, "A")
        .extra_time(0, 0)
        .eleven(AWAY, &["Keeper", "Back"])
        .result("2020-03-01", "A", 0, 0, "C")
        .eleven(HOME, &["Second keeper"])
        .substitution(HOME, "Keeper", "Second keeper", 30)
        .result("2020-04-01", "A", 9, 0, "C")
        .status(Status::Annulled)
        .eleven(HOME, &["Keeper"])
        .goal(HOME, "Keeper", 1)
        .build();
    let line = |name: &str| PlayerRecord::of(&record, person(&record, name)).total;
    let keeper = line("Keeper");
    assert_eq!((keeper.appearances.count, keeper.starts.count, keeper.from_bench.count), (3, 2, 1));
    assert_eq!((keeper.minutes, keeper.goals.count), (90 + 120 + 60, 0), "an annulled match counts for nothing");
    assert_eq!(keeper.clean_sheets.count, 2, "whole matches alone");
    let back = line("Back");
    assert_eq!((back.minutes, back.cards.yellow.count, back.cards.second_yellow.count), (71 + 120, 1, 1));
    assert_eq!((line("Wing").minutes, line("Wing").replaced.count), (60, 1));
    assert_eq!((line("Sub").minutes, line("Late").minutes), (30, 0));
    let whenever = line("Whenever");
    assert_eq!((whenever.appearances.count, whenever.minutes, whenever.without_minutes), (1, 0, 1));
    let bench = line("Bench");
    assert_eq!((bench.appearances.count, bench.unused.count, bench.cards.yellow.count), (0, 1, 1));
    assert_eq!(line("Second keeper").clean_sheets.count, 0);
    assert_eq!(line("Other keeper").clean_sheets.count, 0);
    assert_eq!(line("Boss"), PlayerLine::default());
    let rows = cards_of(&record, EditionId(0));
    let names: Vec<&str> = rows.iter().map(|row| &*record.persons[row.player].name).collect();
    assert_eq!(names, ["Back", "Bench"]);
}

#[test]
fn a_golden_goal_ends_the_match() {
    let record = RecordBuilder::new()
        .tournament("Euro", "2000")
        .result("2000-07-02", "France", 1, 1, "Italy")
        .extra_time(2, 1)
        .with(|game| game.score.as_mut().expect("a score").golden_goal = true)
        .eleven(HOME, &["Barthez", "Henry"])
        .goal(HOME, "Trezeguet", 103)
        .build();
    assert_eq!(PlayerRecord::of(&record, person(&record, "Henry")).total.minutes, 103);
}

#[test]
fn stoppage_time_adds_no_minutes() {
    let record = RecordBuilder::new()
        .league("League", "2020")
        .result("2020-01-01", "A", 1, 0, "B")
        .eleven(HOME, &["Keeper", "Off"])
        .substitution(HOME, "On", "Off", 45)
        .with(|game| {
            for selection in &mut game.sides[0].lineup.as_mut().expect("a line-up").players {
                let stoppage = Minute { minute: 45, added: 2 };
                selection.on = selection.on.map(|_| stoppage);
                selection.off = selection.off.map(|_| stoppage);
            }
        })
        .build();
    let minutes = |name: &str| PlayerRecord::of(&record, person(&record, name)).total.minutes;
    assert_eq!((minutes("On"), minutes("Off"), minutes("Keeper")), (45, 45, 90));
}

#[test]
fn a_career_by_team_and_edition() {
    let record = RecordBuilder::new()
        .league("League", "2020")
        .result("2020-01-01", "A", 1, 0, "B")
        .goal(HOME, "Rover", 5)
        .result("2020-02-01", "B", 1, 0, "C")
        .goal(HOME, "Rover", 5)
        .league("League", "2021")
        .result("2021-01-01", "B", 2, 0, "C")
        .goal(HOME, "Rover", 5)
        .goal(HOME, "Rover", 6)
        .build();
    let career = PlayerRecord::of(&record, person(&record, "Rover"));
    let by_team: Vec<_> = career.by_team.iter().map(|(t, l)| (&*record.teams[*t].name, l.goals.count)).collect();
    assert_eq!(by_team, [("A", 1), ("B", 3)]);
    let by_edition: Vec<_> = career.by_edition.iter().map(|(e, _, l)| (e.map(|e| e.0), l.goals.count)).collect();
    assert_eq!(by_edition, [(Some(0), 1), (Some(0), 1), (Some(1), 2)]);
    let scorers = scorers_of(&record, EditionId(0));
    assert_eq!(scorers[0].teams, [team(&record, "A"), team(&record, "B")]);
}

fn season() -> Record {
    RecordBuilder::new()
        .league("League", "2020")
        .result("2020-01-01", "A", 3, 0, "B")
        .venue("Park", 1_000)
        .official("Ref", true)
        .official("Linesman", false)
        .card(CardKind::Yellow, AWAY, "b", 5)
        .card(CardKind::Red, AWAY, "c", 6)
        .goal_of(GoalKind::Penalty, HOME, "a", 7)
        .result("2020-01-08", "B", 0, 0, "A")
        .venue("Lane", 0)
        .result("2020-01-15", "A", 2, 1, "C")
        .venue("Park", 3_000)
        .official("Ref", true)
        .missed(HOME, "a", 10)
        .result("2020-01-22", "C", 4, 0, "A")
        .awarded(0, 3)
        .result("2020-01-29", "A", 0, 1, "D")
        .neutral()
        .result("2020-02-05", "A", 0, 2, "B")
        .fixture("2020-02-12", "A", "B")
        .venue("Park", 0)
        .official("Ref", true)
        .fixture("2020-02-19", "B", "A")
        .status(Status::Cancelled)
        .cup("Cup", "2020")
        .round("Final")
        .result("2020-03-01", "A", 1, 1, "B")
        .penalties(5, 4)
        .neutral()
        .build()
}

#[test]
fn a_teams_record() {
    let record = season();
    let a = team(&record, "A");
    let all = TeamRecord::of(&record, a, None);
    let counts = |r: &Results| (r.won.count, r.drawn.count, r.lost.count, r.goals_for, r.goals_against);
    assert_eq!(counts(&all.total), (3, 2, 2, 9, 5));
    assert_eq!(counts(&all.home), (2, 0, 1, 5, 3));
    assert_eq!(counts(&all.away), (1, 1, 0, 3, 0));
    assert_eq!(counts(&all.neutral), (0, 1, 1, 1, 2));
    assert_eq!(all.biggest_wins, Margin { value: 3, matches: vec![game(&record, "A", "B")] }, "not the awarded one");
    assert_eq!(all.biggest_defeats.value, 2);
    assert_eq!((all.clean_sheets.count, all.without_goal.count), (2, 3));
    assert_eq!((all.winning_run.len(), all.unbeaten_run.len(), all.winless_run.len()), (2, 4, 3));
    assert_eq!(all.form.letters(), "WWLLD");
    let (outcome, run) = all.current_run.expect("a run");
    assert_eq!((outcome, run.len()), (Outcome::Draw, 1));
    assert_eq!(all.to_come.len(), 1, "a cancelled match is not to come");
    let league = record.matches[game(&record, "A", "B")].edition;
    let in_league = TeamRecord::of(&record, a, league);
    assert_eq!(in_league.total.played(), 6);
    assert_eq!(in_league.form.letters(), "DWWLL");
    let b = TeamRecord::of(&record, team(&record, "B"), league);
    assert_eq!((b.cards.yellow.count, b.cards.red.count), (1, 1));
    let nobody = TeamRecord::of(&record, team(&record, "D"), Some(EditionId(0)));
    assert!(nobody.total.played() == 0 && nobody.current_run.is_none() && nobody.winning_run.is_empty());
}

#[test]
fn form_before_a_match_looks_at_all_competitions() {
    let record = season();
    let a = team(&record, "A");
    let last = record.by_team[a].last().copied().expect("a match");
    assert_eq!(crate::model::Form::before(&record, a, last).letters(), "DWWLL");
    assert_eq!(crate::model::Form::now(&record, a).letters(), "WWLLD");
    assert!(crate::model::Form::before(&record, a, record.by_team[a][0]).is_empty());
}

#[test]
fn two_teams_against_each_other() {
    let record = season();
    let (a, b) = (team(&record, "A"), team(&record, "B"));
    let from_a = HeadToHead::of(&record, a, b);
    let counts = |r: &Results| (r.won.count, r.drawn.count, r.lost.count, r.goals_for, r.goals_against);
    assert_eq!(counts(&from_a.total), (1, 2, 1, 4, 3));
    assert_eq!(counts(&from_a.at_first), (1, 0, 1, 3, 2));
    assert_eq!(counts(&from_a.at_second), (0, 1, 0, 0, 0));
    assert_eq!((from_a.played.len(), from_a.to_come.len(), from_a.void.len()), (4, 1, 1));
    assert_eq!((from_a.shootouts_won.count, from_a.shootouts_lost.count), (1, 0));
    let from_b = HeadToHead::of(&record, b, a);
    assert_eq!(counts(&from_b.total), (1, 2, 1, 3, 4));
    assert_eq!(from_b.biggest_wins, from_a.biggest_defeats);
    assert_eq!(from_b.played, from_a.played);
    assert_eq!(matches_between(&record, team(&record, "C"), team(&record, "D")).count(), 0);
}

#[test]
fn referees_and_venues() {
    let record = season();
    let referee = RefereeRecord::of(&record, person(&record, "Ref"));
    assert_eq!((referee.matches.len(), referee.refereed, referee.penalties.count), (3, 2, 2));
    assert_eq!((referee.cards.yellow.count, referee.cards.red.count), (1, 1));
    assert_eq!(referee.bookings_per_match(), Some(0.5));
    let linesman = RefereeRecord::of(&record, person(&record, "Linesman"));
    assert_eq!((linesman.matches.len(), linesman.as_assistant.len()), (0, 1));
    assert_eq!(linesman.bookings_per_match(), None);
    let (park, _) = record.venues.entries().find(|(_, venue)| &*venue.name == "Park").expect("the park");
    let venue = VenueRecord::of(&record, park);
    assert_eq!((venue.matches.len(), venue.played, venue.goals), (3, 2, 6));
    assert_eq!((venue.highest_attendance.value, venue.average_attendance()), (3_000, Some(2_000.0)));
}

#[test]
fn records_of_an_edition() {
    let record = season();
    let league = record.matches[game(&record, "A", "B")].edition.expect("an edition");
    let records = EditionRecords::of(&record, league);
    assert_eq!((records.matches, records.played, records.goals), (8, 6, 12));
    assert_eq!((records.home_wins.count, records.draws.count, records.away_wins.count), (2, 1, 3));
    assert_eq!(records.biggest_wins, Margin { value: 3, matches: vec![game(&record, "A", "B")] });
    assert_eq!(records.most_goals.matches.len(), 2);
    assert_eq!((records.goalless.count, records.penalties.count, records.shootouts.count), (1, 1, 0));
    assert_eq!((records.highest_attendance.value, records.spectators, records.with_attendance), (3_000, 4_000, 2));
    assert_eq!(records.goals_per_match(), Some(2.0));
    assert_eq!(widest_wins(&record, league, 2).len(), 2);
    assert_eq!(widest_wins(&record, league, 9)[0], game(&record, "A", "B"));
    assert_eq!(highest_scores(&record, league, 9).len(), 4, "goalless matches and awards are no feats");

    let record = world_cup_2022();
    let records = EditionRecords::of(&record, EditionId(0));
    assert_eq!(records.shootouts.count, 2);
    let hat_tricks: Vec<_> = records.hat_tricks.iter().map(|(_, who, n)| (&*record.persons[*who].name, *n)).collect();
    assert_eq!(hat_tricks, [("Kylian Mbappé", 3)]);
    assert_eq!((records.penalties.count, records.own_goals.count), (6, 1));
}

proptest::proptest! {
    #[test]
    fn goals_of_scorers_are_those_of_the_matches(
        goals in proptest::collection::vec((0..4_u8, 0..2_u8, 0..3_u8), 0..30)
    ) {
        let mut builder = RecordBuilder::new().league("League", "2020");
        for (at, (player, side, kind)) in goals.iter().enumerate() {
            let kind = [GoalKind::Goal, GoalKind::Penalty, GoalKind::OwnGoal][usize::from(*kind)];
            let side = SideIx::BOTH[usize::from(*side)];
            let by = if kind == GoalKind::OwnGoal { side.other() } else { side };
            builder = builder
                .result(&format!("2020-01-{:02}", at + 1), "A", 1, 0, "B")
                .goal_of(kind, side, &format!("{by:?} {player}"), 1);
        }
        let record = builder.build();
        if goals.is_empty() {
            return Ok(());
        }
        let rows = scorers_of(&record, EditionId(0));
        let own = own_goals_of(&record, EditionId(0));
        let sum: u32 = rows.iter().map(|row| row.goals.count).sum();
        proptest::prop_assert_eq!(sum as usize + own.len(), goals.len());
        for row in &rows {
            let career = PlayerRecord::of(&record, row.player);
            proptest::prop_assert_eq!(&career.total.goals, &row.goals);
            proptest::prop_assert_eq!(career.total.penalties.count, row.penalties);
            proptest::prop_assert_eq!(career.by_team.len(), 1);
        }
        for pair in rows.windows(2) {
            proptest::prop_assert!(pair[0].goals.count >= pair[1].goals.count);
            proptest::prop_assert_eq!(pair[0].rank == pair[1].rank, pair[0].goals.count == pair[1].goals.count);
        }
    }
}
