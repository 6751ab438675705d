//! Each rule set on the cases where it differs from the others.

use super::*;
use crate::model::{CardKind, SideIx, Status};

/// A and B are level in all that the default rules look at; of the goals in
/// their two matches B scored more away.
fn level_pair(rules: &str) -> RecordBuilder {
    RecordBuilder::new()
        .league("League", "2020-21")
        .rules(rules)
        .result("2020-08-01", "A", 1, 2, "B")
        .result("2020-08-02", "B", 0, 1, "A")
        .result("2020-08-03", "A", 1, 0, "C")
        .result("2020-08-04", "B", 1, 0, "C")
}

#[test]
fn generic_leaves_what_it_cannot_part() {
    let record = level_pair("generic").build();
    // Points, difference (+1), goals (3) and the mutual matches are all level.
    assert_eq!(ranks(&record, &table(&record, AsOf::Now)), ["1= A", "1= B", "3 C"]);
}

#[test]
fn away_goals_part_a_title_but_not_the_middle() {
    let record = level_pair("premier-league").build();
    let first = table(&record, AsOf::Now);
    assert_eq!(ranks(&record, &first), ["1 B", "2 A", "3 C"]);
    assert_eq!(sentences(&record, &first), ["B above A: 2 away goals to 1 in the matches between them (2–1, 0–1)"]);

    let middle = |builder: RecordBuilder| {
        ["A", "B", "C"].iter().fold(builder, |builder, loser| builder.result("2020-09-01", "Top", 1, 0, loser)).build()
    };
    let record = middle(level_pair("premier-league"));
    assert_eq!(ranks(&record, &table(&record, AsOf::Now)), ["1 Top", "2= A", "2= B", "4 C"]);
    let record = middle(level_pair("premier-league").zone(1, 3, "europe"));
    assert_eq!(ranks(&record, &table(&record, AsOf::Now)), ["1 Top", "2= A", "2= B", "4 C"], "both are in Europe");
    let record = middle(level_pair("premier-league").zone(1, 2, "europe"));
    assert_eq!(ranks(&record, &table(&record, AsOf::Now)), ["1 Top", "2 B", "3 A", "4 C"]);
    let record = middle(level_pair("premier-league").zone(3, 4, "relegated"));
    assert_eq!(ranks(&record, &table(&record, AsOf::Now)), ["1 Top", "2 B", "3 A", "4 C"]);
}

#[test]
fn bundesliga_looks_at_away_goals_last() {
    let record = level_pair("bundesliga").build();
    let now = table(&record, AsOf::Now);
    assert_eq!(ranks(&record, &now), ["1 B", "2 A", "3 C"]);
    // With level mutual matches the away goals of all matches part them.
    let record = RecordBuilder::new()
        .league("League", "2020-21")
        .rules("bundesliga")
        .result("2020-08-01", "A", 1, 1, "B")
        .result("2020-08-02", "B", 1, 1, "A")
        .result("2020-08-03", "A", 2, 0, "C")
        .result("2020-08-04", "C", 0, 2, "B")
        .build();
    let now = table(&record, AsOf::Now);
    assert_eq!(ranks(&record, &now), ["1 B", "2 A", "3 C"]);
    assert_eq!(sentences(&record, &now), ["B above A: more away goals (3 to 1)"]);
}

#[test]
fn laliga_waits_for_the_second_match() {
    let builder = RecordBuilder::new()
        .league("La Liga", "2020-21")
        .rules("laliga")
        .result("2020-09-01", "A", 2, 0, "B")
        .result("2020-09-02", "B", 5, 0, "C");
    let record = builder.clone().build();
    assert_eq!(ranks(&record, &table(&record, AsOf::Now))[..2], ["1 B", "2 A"], "they met once: goal difference");

    let record = builder.clone().fixture("2021-01-01", "B", "A").build();
    assert_eq!(ranks(&record, &table(&record, AsOf::Now))[..2], ["1 B", "2 A"]);

    let record = builder.result("2021-01-01", "B", 1, 0, "A").result("2021-01-02", "C", 0, 0, "A").build();
    let now = table(&record, AsOf::Now);
    assert_eq!(ranks(&record, &now), ["1 B", "2 A", "3 C"], "points first");

    let record = RecordBuilder::new()
        .league("La Liga", "2020-21")
        .rules("laliga")
        .result("2020-09-01", "A", 2, 0, "B")
        .result("2020-09-02", "B", 5, 0, "C")
        .result("2021-01-01", "B", 1, 0, "A")
        .result("2021-01-02", "C", 0, 1, "A")
        .build();
    let now = table(&record, AsOf::Now);
    assert_eq!(ranks(&record, &now), ["1 A", "2 B", "3 C"], "both 6 points; 2-1 over their two matches");
    assert_eq!(sentences(&record, &now), ["A above B: 2–1 on aggregate in the matches between them (2–0, 0–1)"]);
    let before = table(&record, AsOf::Before(game(&record, "B", "A")));
    assert_eq!(ranks(&record, &before)[..2], ["1 B", "2 A"], "as it stood, they had met once");
}

#[test]
fn laliga_counts_points_among_three() {
    // Everyone won at home, so mutual points are level and the difference of
    // the six matches decides: A +2, B 0, C −2.
    let record = RecordBuilder::new()
        .league("La Liga", "2020-21")
        .rules("laliga")
        .result("2020-09-01", "A", 3, 0, "B")
        .result("2020-09-02", "B", 2, 0, "A")
        .result("2020-09-03", "B", 2, 0, "C")
        .result("2020-09-04", "C", 1, 0, "B")
        .result("2020-09-05", "C", 1, 0, "A")
        .result("2020-09-06", "A", 2, 0, "C")
        .result("2020-09-07", "B", 9, 0, "D")
        .result("2020-09-08", "A", 1, 0, "D")
        .result("2020-09-09", "C", 1, 0, "D")
        .build();
    let now = table(&record, AsOf::Now);
    assert_eq!(ranks(&record, &now), ["1 A", "2 B", "3 C", "4 D"]);
    assert_eq!(now.ties[0].among.len(), 3);
}

/// Four teams of which A, B and C beat each other in a circle.
fn circle(rules: &str) -> Record {
    RecordBuilder::new()
        .tournament("Cup of Nations", "2024")
        .rules(rules)
        .group("Group A")
        .result("2024-06-01", "A", 1, 0, "B")
        .result("2024-06-02", "C", 1, 0, "A")
        .result("2024-06-03", "B", 1, 0, "C")
        .result("2024-06-04", "A", 1, 0, "D")
        .result("2024-06-05", "B", 4, 0, "D")
        .result("2024-06-06", "C", 2, 0, "D")
        .build()
}

#[test]
fn a_circle_of_wins_goes_on_to_all_matches() {
    for rules in ["fifa-2026", "uefa-euro", "serie-a"] {
        let record = circle(rules);
        assert_eq!(ranks(&record, &table(&record, AsOf::Now)), ["1 B", "2 C", "3 A", "4 D"], "{rules}");
    }
}

/// A, B and C play each other home and away, and C beats D.
fn two_of_three() -> RecordBuilder {
    RecordBuilder::new()
        .league("League", "2020-21")
        .result("2020-08-01", "A", 3, 0, "B")
        .result("2020-08-02", "B", 0, 0, "A")
        .result("2020-08-03", "A", 1, 1, "C")
        .result("2020-08-04", "C", 1, 0, "A")
        .result("2020-08-05", "B", 2, 0, "C")
        .result("2020-08-06", "C", 0, 0, "B")
        .result("2020-08-07", "C", 8, 0, "D")
}

#[test]
fn mutual_criteria_run_through_the_whole_set_before_they_are_reapplied() {
    // Eight points each. Among the three: five points each; A +2, B and C −1;
    // so A is first, and B and C have scored two goals each. Overall C has the
    // better difference; alone, B beat C.
    let level = |rules: &str| {
        two_of_three().rules(rules).result("2020-08-08", "A", 1, 0, "D").result("2020-08-09", "B", 1, 0, "D").build()
    };
    let with = level("uefa-euro");
    let without = level("serie-a");
    let table_with = table(&with, AsOf::Now);
    assert_eq!(ranks(&with, &table_with), ["1 A", "2 B", "3 C", "4 D"]);
    assert_eq!(
        sentences(&with, &table_with)[1],
        "B above C: 4 points to 1 in the matches between them (2–0, 0–0)",
        "reapplied to the two that were left level"
    );
    assert_eq!(ranks(&without, &table(&without, AsOf::Now)), ["1 A", "2 C", "3 B", "4 D"], "overall difference");
}

#[test]
fn conduct_takes_one_deduction_a_player_a_match() {
    let (home, away) = (SideIx::Home, SideIx::Away);
    let builder = |rules: &str| {
        RecordBuilder::new()
            .tournament("Cup", "2022")
            .rules(rules)
            .group("Group A")
            .result("2022-06-01", "A", 0, 0, "B")
            .card(CardKind::Yellow, home, "a1", 10)
            .card(CardKind::SecondYellow, home, "a1", 20)
            .card(CardKind::Yellow, away, "b1", 10)
            .card(CardKind::Red, away, "b1", 30)
            .card(CardKind::Red, away, "b2", 30)
            .result("2022-06-02", "C", 0, 0, "D")
            .card(CardKind::Yellow, home, "c1", 10)
            .card(CardKind::Yellow, home, "c1", 40)
            .card(CardKind::Yellow, home, "c2", 40)
            .build()
    };
    let conduct = |rules: &str| {
        let record = builder(rules);
        let now = table(&record, AsOf::Now);
        ["A", "B", "C", "D"].map(|name| now.row(team(&record, name)).expect("a row").conduct)
    };
    assert_eq!(conduct("fifa-2022"), [-3, -9, -4, 0]);
    assert_eq!(conduct("uefa-euro"), [-3, -7, -4, 0]);
    let record = builder("fifa-2022");
    assert_eq!(ranks(&record, &table(&record, AsOf::Now)), ["1 D", "2 A", "3 C", "4 B"]);
}

#[test]
fn a_season_cut_short_goes_by_points_per_game() {
    let record = RecordBuilder::new()
        .league("League One", "2019-20")
        .rule_set("cut short", &["points per game", "goal difference"])
        .rules("cut short")
        .result("2019-08-01", "A", 1, 0, "B")
        .result("2019-08-02", "A", 0, 0, "C")
        .result("2019-08-03", "A", 0, 0, "B")
        .result("2019-08-04", "C", 1, 0, "D")
        .build();
    let now = table(&record, AsOf::Now);
    // C has 4 points from two matches, A 5 from three.
    assert_eq!(ranks(&record, &now)[..2], ["1 C", "2 A"]);
    assert_eq!(now.rows[0].points_per_game(), Some(2.0));
}

#[test]
fn only_official_scores_count() {
    let record = RecordBuilder::new()
        .league("League", "2020-21")
        .result("2020-08-01", "A", 5, 0, "B")
        .status(Status::Annulled)
        .result("2020-08-02", "A", 5, 0, "C")
        .status(Status::Abandoned)
        .fixture("2020-08-03", "B", "C")
        .status(Status::Cancelled)
        .result("2020-08-04", "C", 4, 0, "B")
        .awarded(0, 3)
        .result("2020-08-05", "B", 1, 1, "A")
        .penalties(5, 4)
        .result("2020-08-06", "C", 1, 0, "A")
        .status(Status::Live)
        .build();
    let now = table(&record, AsOf::Now);
    assert_eq!(lines(&record, &now), ["1 B 4 4-1", "2 A 1 1-1", "3 C 0 0-3"]);
    assert!(!now.complete);
}

#[test]
fn points_for_a_win_by_edition() {
    let points = |name: &str, season: &str| {
        let record = RecordBuilder::new().league(name, season).result("", "A", 1, 0, "B").build();
        default_points_for_win(&record, record.editions.ids().next().expect("one"))
    };
    assert_eq!(points("World Cup", "1990"), 2);
    assert_eq!(points("World Cup", "1994"), 3);
    assert_eq!(points("World Cup qualifiers", "1994"), 2);
    assert_eq!(points("Football League", "1980-81"), 2);
    assert_eq!(points("Football League", "1981-82"), 3);
    assert_eq!(points("English Second Division", "1981/82"), 3);
    assert_eq!(points("Serie A", "1993-94"), 2);
    assert_eq!(points("Serie A", "1994-95"), 3);
    assert_eq!(points("La Liga", "1994-95"), 2);
    assert_eq!(points("La Liga", "1995-96"), 3);
    assert_eq!(points("Village Cup", ""), 3);
    let record = RecordBuilder::new().league("Village Cup", "").result("1970-05-01", "A", 1, 0, "B").build();
    assert_eq!(table(&record, AsOf::Now).rows[0].points, 2);
    let record = RecordBuilder::new()
        .league("Football League", "1980-81")
        .table_rules(|rules| rules.points_for_win = Some(3))
        .result("", "A", 1, 0, "B")
        .build();
    assert_eq!(table(&record, AsOf::Now).rows[0].points, 3);
}

#[test]
fn an_unknown_rule_set_ranks_as_the_default_does() {
    let record = level_pair("fifa-2202").build();
    assert_eq!(ranks(&record, &table(&record, AsOf::Now)), ["1= A", "1= B", "3 C"]);
}

#[test]
fn the_authors_order_parts_only_what_is_level() {
    let record = level_pair("generic").final_order(&["C", "B", "A"]).build();
    let now = table(&record, AsOf::Now);
    assert_eq!(ranks(&record, &now), ["1 B", "2 A", "3 C"]);
    assert_eq!(sentences(&record, &now), ["B above A: by the competition's decision"]);
    assert_eq!(now.footnotes(&record).len(), 1);
}

#[test]
fn the_authors_order_says_nothing_of_teams_it_leaves_out_nor_before_the_end() {
    let record = level_pair("generic").final_order(&["B", "C"]).build();
    assert_eq!(ranks(&record, &table(&record, AsOf::Now)), ["1= A", "1= B", "3 C"]);
    let record = level_pair("generic").fixture("2031-05-01", "A", "B").final_order(&["C", "B", "A"]).build();
    let now = table(&record, AsOf::Now);
    assert_eq!(ranks(&record, &now), ["1= A", "1= B", "3 C"]);
    assert!(now.ties.is_empty());
}
