//! What holds for every table under every rule set.

use proptest::prelude::*;

use super::*;
use crate::model::testing::RecordBuilder;
use crate::model::{CardKind, EditionId, SideIx};

/// A match: two teams of six, a score, yellow cards of the home side.
type Game = (usize, usize, u16, u16, u8);

fn games() -> impl Strategy<Value = Vec<Game>> {
    prop::collection::vec((0..6_usize, 0..6_usize, 0..3_u16, 0..3_u16, 0..3_u8), 0..40)
        .prop_map(|games| games.into_iter().filter(|(home, away, ..)| home != away).collect())
}

/// The record of these matches, one each minute, written in the order told.
fn record(rules: &str, names: &[&str; 6], games: &[Game], order: &[usize]) -> Record {
    let mut builder = RecordBuilder::new().league("League", "2020").rules(rules).zone(1, 2, "up").zone(6, 6, "down");
    for at in order {
        let (home, away, h, a, cards) = games[*at];
        let date = format!("2020-08-01 {:02}:{:02}", at / 60, at % 60);
        builder = builder.result(&date, names[home], h, a, names[away]);
        for card in 0..cards {
            builder = builder.card(CardKind::Yellow, SideIx::Home, &format!("{}-{card}", names[home]), 10);
        }
    }
    builder.build()
}

const NAMES: [&str; 6] = ["A", "B", "C", "D", "E", "F"];
const OTHERS: [&str; 6] = ["Z", "M", "Y", "B", "X", "A"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn sums_agree_and_ranks_are_a_total_order(games in games(), win in 2..4_u8) {
        for (rules, _) in BUILT_IN {
            let mut record = record(rules, &NAMES, &games, &(0..games.len()).collect::<Vec<_>>());
            record.editions[EditionId(0)].rules.points_for_win = Some(win);
            if games.is_empty() {
                prop_assert_eq!(tables_of(&record, EditionId(0)), []);
                continue;
            }
            let table = table(&record, AsOf::Now);
            let sum = |value: fn(&Row) -> i32| table.rows.iter().map(value).sum::<i32>();
            prop_assert_eq!(sum(|r| r.goals_for.into()), sum(|r| r.goals_against.into()));
            prop_assert_eq!(sum(|r| r.won.into()), sum(|r| r.lost.into()));
            prop_assert_eq!(sum(|r| r.played.into()), 2 * games.len() as i32);
            let drawn = sum(|r| r.drawn.into()) / 2;
            prop_assert_eq!(sum(|r| r.points), i32::from(win) * (games.len() as i32 - drawn) + 2 * drawn);
            for row in &table.rows {
                prop_assert_eq!(row.played, row.won + row.drawn + row.lost);
                prop_assert_eq!(row.points, i32::from(win) * i32::from(row.won) + i32::from(row.drawn));
                prop_assert_eq!(row.form.len(), usize::from(row.played).min(5));
            }
            let mut teams: Vec<TeamId> = table.rows.iter().map(|row| row.team).collect();
            teams.sort_unstable();
            prop_assert!(teams.windows(2).all(|pair| pair[0] != pair[1]));
            for (place, pair) in table.rows.windows(2).enumerate() {
                let tie = table.ties.iter().find(|tie| (tie.above, tie.below) == (pair[0].team, pair[1].team));
                if pair[0].rank == pair[1].rank {
                    prop_assert!(pair[0].shared && pair[1].shared && pair[0].points == pair[1].points);
                    prop_assert!(pair[0].team < pair[1].team && tie.is_none());
                } else {
                    prop_assert_eq!(usize::from(pair[1].rank), place + 2);
                    prop_assert!(pair[0].points >= pair[1].points);
                    prop_assert_eq!(tie.is_some(), pair[0].points == pair[1].points);
                }
            }
            for tie in &table.ties {
                let [above, below] = tie.values.expect("no author's order here");
                prop_assert!(above > below, "{:?}", tie);
                prop_assert_eq!(tie.decided.is_mutual(), tie.among.len() >= 2);
            }
        }
    }

    #[test]
    fn the_order_of_writing_does_not_matter(games in games(), order in Just((0..40).collect::<Vec<usize>>()).prop_shuffle()) {
        let straight: Vec<usize> = (0..games.len()).collect();
        let shuffled: Vec<usize> = order.into_iter().filter(|at| *at < games.len()).collect();
        for (rules, _) in BUILT_IN {
            let (a, b) = (record(rules, &NAMES, &games, &straight), record(rules, &NAMES, &games, &shuffled));
            prop_assert_eq!(Table::all(&a, EditionId(0), AsOf::Now), Table::all(&b, EditionId(0), AsOf::Now));
        }
    }

    #[test]
    fn the_names_of_teams_do_not_matter(games in games()) {
        prop_assume!(!games.is_empty());
        let straight: Vec<usize> = (0..games.len()).collect();
        for (rules, _) in BUILT_IN {
            let (a, b) = (record(rules, &NAMES, &games, &straight), record(rules, &OTHERS, &games, &straight));
            let (table_a, table_b) = (table(&a, AsOf::Now), table(&b, AsOf::Now));
            for (name, other) in NAMES.iter().zip(OTHERS) {
                let Some((id, _)) = a.teams.entries().find(|(_, team)| &*team.name == *name) else { continue };
                let row = table_a.row(id).expect("a row");
                let twin = table_b.row(team(&b, other)).expect("a row");
                prop_assert_eq!((row.rank, row.shared, row.zone), (twin.rank, twin.shared, twin.zone), "{}", rules);
            }
        }
    }
}
