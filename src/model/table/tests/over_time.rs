//! The sweep over a season says the same as each table made alone.

use super::*;
use crate::model::EditionId;

/// A double round robin of `teams` teams with scores that look like results,
/// ten matches a day of which some kick off together.
pub(super) fn league(teams: usize, rules: &str) -> RecordBuilder {
    let mut builder = RecordBuilder::new().league("Premier League", "2023-24").rules(rules).zone(1, 4, "europe");
    let mut seed = 7_u32;
    let mut next = |bound: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % bound
    };
    let names: Vec<String> = (0..teams).map(|n| format!("Team {n:02}")).collect();
    let start = jiff::civil::date(2023, 8, 5);
    for round in 0..2 * (teams - 1) {
        let day = start.checked_add(jiff::Span::new().weeks(round as i64)).expect("in range");
        for pair in 0..teams / 2 {
            // The circle method: the last team stays, the others go round.
            let turn = round % (teams - 1);
            let a = if pair == 0 { teams - 1 } else { (turn + pair) % (teams - 1) };
            let b = (turn + teams - 1 - pair) % (teams - 1);
            let (home, away) = if round >= teams - 1 { (b, a) } else { (a, b) };
            let time = if pair < 2 { format!("{day} 12:3{pair}") } else { format!("{day} 15:00") };
            let (h, a) = (next(4) as u16, next(3) as u16);
            builder = builder.matchday(round as u16 + 1).result(&time, &names[home], h, a, &names[away]);
        }
    }
    builder
}

#[test]
fn a_sweep_agrees_with_each_table_alone() {
    for rules in ["premier-league", "laliga", "uefa-euro"] {
        let record = league(8, rules).adjustment("Team 03", -4, "", "2023-09-10").build();
        let key = TableKey::league();
        let sweep = TablesOverTime::of(&record, EditionId(0), &key);
        for id in record.matches.ids() {
            let after = Table::of(&record, EditionId(0), &key, AsOf::AfterMatch(id));
            assert_eq!(*sweep.after(&record, id), after);
            let before = Table::of(&record, EditionId(0), &key, AsOf::Before(id));
            assert_eq!(*sweep.before(&record, id), before);
        }
        assert_eq!(*sweep.latest(), Table::of(&record, EditionId(0), &key, AsOf::Now));
        // 14 rounds with three moments each, the deduction, and the start.
        assert_eq!(sweep.tables().len(), 14 * 3 + 2);
    }
}

#[test]
fn a_sweep_of_some_moments_agrees_with_one_of_all() {
    // The last match of the second day is still to come.
    let record = league(8, "premier-league")
        .adjustment("Team 03", -4, "", "2023-09-10")
        .matchday(2)
        .fixture("2023-08-20 18:00", "Team 00", "Team 01")
        .fixture("2024-08-20", "Team 00", "Team 02")
        .result("", "Team 02", 1, 0, "Team 01")
        .build();
    let key = TableKey::league();
    let all = TablesOverTime::of(&record, EditionId(0), &key);
    for games in record.matches.ids().collect::<Vec<_>>().chunks(3) {
        let some = TablesOverTime::after_some(&record, EditionId(0), &key, games);
        assert!(some.tables().len() <= games.len() + 2);
        for id in games {
            assert_eq!(some.after(&record, *id), all.after(&record, *id));
        }
        assert_eq!(some.latest(), all.latest());
    }
}

#[test]
fn undated_matches_come_last_and_together() {
    let record = RecordBuilder::new()
        .league("League", "2023-24")
        .result("", "A", 1, 0, "B")
        .result("2023-09-01", "C", 1, 0, "D")
        .result("", "B", 1, 0, "C")
        .build();
    let sweep = TablesOverTime::of(&record, EditionId(0), &TableKey::league());
    assert_eq!(sweep.after(&record, game(&record, "C", "D")).matches, 1);
    assert_eq!(sweep.after(&record, game(&record, "A", "B")).matches, 3);
    assert_eq!(sweep.before(&record, game(&record, "A", "B")).matches, 1);
}

#[test]
fn fixtures_have_tables_too() {
    let record = RecordBuilder::new()
        .league("League", "2023-24")
        .result("2023-09-01", "A", 1, 0, "B")
        .fixture("2023-09-08", "B", "A")
        .build();
    let sweep = TablesOverTime::of(&record, EditionId(0), &TableKey::league());
    let preview = sweep.before(&record, game(&record, "B", "A"));
    assert_eq!((preview.matches, preview.complete), (1, false));
    assert_eq!(sweep.after(&record, game(&record, "B", "A")), preview);
}
