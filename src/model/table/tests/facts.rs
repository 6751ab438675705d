//! Tables as history has them.

use super::*;
use crate::model::{CardKind, SideIx};

fn group_b_2022() -> Record {
    RecordBuilder::new()
        .tournament("World Cup", "2022")
        .rules("fifa-2022")
        .zone(1, 2, "qualified")
        .listed("Group B", &["England", "Iran", "United States", "Wales"])
        .group("Group B")
        .result("2022-11-21 13:00", "England", 6, 2, "Iran")
        .result("2022-11-21 19:00", "United States", 1, 1, "Wales")
        .result("2022-11-25 10:00", "Wales", 0, 2, "Iran")
        .result("2022-11-25 19:00", "England", 0, 0, "United States")
        .result("2022-11-29 19:00", "Wales", 0, 3, "England")
        .result("2022-11-29 19:00", "Iran", 0, 1, "United States")
        .group("")
        .round("Round of 16")
        .result("2022-12-04 19:00", "England", 3, 0, "Senegal")
        .build()
}

#[test]
fn group_b_of_2022_before_and_after_the_last_round() {
    let record = group_b_2022();
    let last = game(&record, "Iran", "United States");
    let before = ["1 England 4 6-2", "2 Iran 3 4-6", "3 United States 2 1-1", "4 Wales 1 1-3"];
    let after = ["1 England 7 9-2", "2 United States 5 2-1", "3 Iran 3 4-7", "4 Wales 1 1-6"];
    assert_eq!(lines(&record, &table(&record, AsOf::Before(last))), before);
    // The other match kicked off at the same moment, so it is in.
    assert_eq!(lines(&record, &table(&record, AsOf::AfterMatch(last))), after);
    let now = table(&record, AsOf::Now);
    assert_eq!(lines(&record, &now), after);
    let edition = record.editions.ids().next().expect("one");
    let zones: Vec<_> = now.rows.iter().map(|row| row.zone(&record.editions[edition]).map(|z| &*z.kind)).collect();
    assert_eq!(zones, [Some("qualified"), Some("qualified"), None, None]);
    assert_eq!(now.rows[1].form.letters(), "DDW");
    assert!(now.complete && now.ties.is_empty() && now.matches == 6);
}

#[test]
fn nobody_qualifies_before_a_ball_is_kicked() {
    let record = group_b_2022();
    let first = table(&record, AsOf::Before(game(&record, "England", "Iran")));
    assert_eq!(ranks(&record, &first), ["1= England", "1= Iran", "1= United States", "1= Wales"]);
    assert!(first.rows.iter().all(|row| row.zone.is_none() && row.points_per_game().is_none()));
    assert!(!first.complete && first.last.is_none());
}

#[test]
fn bulgaria_before_argentina_in_1994() {
    let record = RecordBuilder::new()
        .tournament("World Cup", "1994")
        .rules("fifa-2022")
        .group("Group D")
        .result("1994-06-21", "Argentina", 4, 0, "Greece")
        .result("1994-06-21", "Nigeria", 3, 0, "Bulgaria")
        .result("1994-06-25", "Argentina", 2, 1, "Nigeria")
        .result("1994-06-26", "Bulgaria", 4, 0, "Greece")
        .result("1994-06-30", "Argentina", 0, 2, "Bulgaria")
        .result("1994-06-30", "Greece", 0, 2, "Nigeria")
        .build();
    let table = table(&record, AsOf::Now);
    assert_eq!(lines(&record, &table), ["1 Nigeria 6 6-2", "2 Bulgaria 6 6-3", "3 Argentina 6 6-3", "4 Greece 0 0-10"]);
    assert_eq!(
        sentences(&record, &table),
        [
            "Nigeria above Bulgaria: better goal difference (+4 to +3)",
            "Bulgaria above Argentina: 2–0 in the match between them"
        ]
    );
    let notes = table.footnotes(&record);
    assert_eq!(notes.len(), 1, "goal difference is in the table itself");
    assert_eq!(notes[0].matches, [game(&record, "Argentina", "Bulgaria")]);
    assert_eq!(table.ties[1].decided.words(), "points in the matches between them");
}

fn group_2_1982(rules: &str) -> Record {
    RecordBuilder::new()
        .tournament("World Cup", "1982")
        .rules(rules)
        .group("Group 2")
        .result("1982-06-16", "West Germany", 1, 2, "Algeria")
        .result("1982-06-17", "Chile", 0, 1, "Austria")
        .result("1982-06-20", "West Germany", 4, 1, "Chile")
        .result("1982-06-21", "Algeria", 0, 2, "Austria")
        .result("1982-06-24", "Algeria", 3, 2, "Chile")
        .result("1982-06-25", "West Germany", 1, 0, "Austria")
        .build()
}

#[test]
fn group_2_of_1982_by_goal_difference() {
    let record = group_2_1982("generic");
    let table = table(&record, AsOf::Now);
    assert_eq!(table.points_for_win, 2);
    assert_eq!(lines(&record, &table), ["1 West Germany 4 6-3", "2 Austria 4 3-1", "3 Algeria 4 5-5", "4 Chile 0 3-8"]);
}

#[test]
fn group_2_of_1982_by_matches_between_the_teams() {
    for rules in ["fifa-2026", "uefa-euro", "serie-a"] {
        let record = group_2_1982(rules);
        let table = table(&record, AsOf::Now);
        assert_eq!(ranks(&record, &table), ["1 Austria", "2 West Germany", "3 Algeria", "4 Chile"], "{rules}");
        // Each beat one of the others: 2-0 and 0-1, 1-2 and 1-0, 2-1 and 0-2.
        assert_eq!(
            sentences(&record, &table),
            [
                "Austria above West Germany: goal difference +1 to 0 in the matches between Austria, West Germany \
                 and Algeria",
                "West Germany above Algeria: goal difference 0 to −1 in the matches between Austria, West Germany \
                 and Algeria"
            ]
        );
        assert_eq!(table.ties[0].matches.len(), 3);
    }
}

#[test]
fn lots_parted_ireland_and_the_netherlands_in_1990() {
    let group_f = || {
        RecordBuilder::new()
            .tournament("World Cup", "1990")
            .rules("fifa-2022")
            .zone(1, 3, "qualified")
            .group("Group F")
            .result("1990-06-11", "England", 1, 1, "Ireland")
            .result("1990-06-12", "Netherlands", 1, 1, "Egypt")
            .result("1990-06-16", "England", 0, 0, "Netherlands")
            .result("1990-06-17", "Ireland", 0, 0, "Egypt")
            .result("1990-06-21", "England", 1, 0, "Egypt")
            .result("1990-06-21", "Ireland", 1, 1, "Netherlands")
    };
    let record = group_f().build();
    let open = table(&record, AsOf::Now);
    assert_eq!(ranks(&record, &open), ["1 England", "2= Ireland", "2= Netherlands", "4 Egypt"]);
    assert!(open.ties.is_empty() && open.rows[2].zone == Some(0), "both are through, whatever the order");

    let record = group_f().final_order(&["Ireland", "Netherlands"]).build();
    let drawn = table(&record, AsOf::Now);
    assert_eq!(ranks(&record, &drawn), ["1 England", "2 Ireland", "3 Netherlands", "4 Egypt"]);
    assert_eq!(sentences(&record, &drawn), ["Ireland above Netherlands: by the drawing of lots"]);
    // Nothing was drawn before the last round.
    let before = table(&record, AsOf::Before(game(&record, "Ireland", "Netherlands")));
    assert_eq!(ranks(&record, &before), ["1= Egypt", "1= England", "1= Ireland", "1= Netherlands"]);
}

#[test]
fn japan_above_senegal_by_conduct_in_2018() {
    let yellow = |builder: RecordBuilder, side, names: &[&str]| {
        names.iter().fold(builder, |builder, name| builder.card(CardKind::Yellow, side, name, 60))
    };
    let (home, away) = (SideIx::Home, SideIx::Away);
    let builder = RecordBuilder::new().tournament("World Cup", "2018").rules("fifa-2022").group("Group H");
    let builder = builder.result("2018-06-19", "Colombia", 1, 2, "Japan");
    let builder = yellow(builder, away, &["Kawashima"]);
    let builder = builder.result("2018-06-19", "Poland", 1, 2, "Senegal");
    let builder = yellow(builder, away, &["Sané", "Gueye"]);
    let builder = builder.result("2018-06-24", "Japan", 2, 2, "Senegal");
    let builder = yellow(builder, home, &["Inui", "Hasebe"]);
    let builder = yellow(builder, away, &["Niang", "Sabaly", "Ndiaye"]);
    let builder = builder.result("2018-06-24", "Poland", 0, 3, "Colombia");
    let builder = builder.result("2018-06-28", "Japan", 0, 1, "Poland");
    let builder = yellow(builder, home, &["Makino"]);
    let builder = builder.result("2018-06-28", "Senegal", 0, 1, "Colombia");
    let builder = yellow(builder, home, &["Niang"]);
    let record = builder.build();
    let table = table(&record, AsOf::Now);
    assert_eq!(ranks(&record, &table), ["1 Colombia", "2 Japan", "3 Senegal", "4 Poland"]);
    assert_eq!(sentences(&record, &table), ["Japan above Senegal: better conduct (−4 to −6)"]);
}

#[test]
fn deductions_of_everton_and_forest() {
    let record = RecordBuilder::new()
        .league("Premier League", "2023-24")
        .rules("premier-league")
        .adjustment("Everton", -6, "losses above the limit", "2024-02-26")
        .adjustment("Everton", -2, "losses above the limit", "2024-04-08")
        .result("2023-08-12 14:00", "Everton", 4, 0, "Burnley")
        .result("2024-03-01 14:00", "Burnley", 0, 1, "Everton")
        .result("2024-05-01 14:00", "Everton", 2, 0, "Luton")
        .build();
    let now = table(&record, AsOf::Now);
    let everton = now.row(team(&record, "Everton")).expect("a row");
    assert_eq!((everton.points, everton.adjusted, everton.won), (1, -8, 3));
    let notes: Vec<String> = now.footnotes(&record).into_iter().map(|note| note.text).collect();
    assert_eq!(
        notes,
        [
            "Everton: 6 points deducted on 26 February 2024 (losses above the limit)",
            "Everton: 2 points deducted on 8 April 2024 (losses above the limit)"
        ]
    );
    let march = table(&record, AsOf::AfterMatch(game(&record, "Burnley", "Everton")));
    assert_eq!(march.row(team(&record, "Everton")).map(|row| row.points), Some(0));
    let start = table(&record, AsOf::AfterMatch(game(&record, "Everton", "Burnley")));
    assert_eq!(start.row(team(&record, "Everton")).map(|row| row.points), Some(3));
    assert!(start.adjustments.is_empty());
}
