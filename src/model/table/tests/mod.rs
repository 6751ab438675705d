//! Tables of real competitions and properties of all.

mod facts;
mod over_time;
mod properties;
mod rule_sets;
mod scope;

use super::*;
use crate::model::testing::{RecordBuilder, game, team};

/// The first table of the record's last edition.
fn table(record: &Record, as_of: AsOf) -> Table {
    let edition = record.editions.ids().last().expect("an edition");
    let key = tables_of(record, edition).swap_remove(0);
    Table::of(record, edition, &key, as_of)
}

/// `1 England 7 9-2`, a line for each row.
fn lines(record: &Record, table: &Table) -> Vec<String> {
    let row = |row: &Row| {
        let shared = if row.shared { "=" } else { "" };
        let name = &record.teams[row.team].name;
        format!("{}{shared} {name} {} {}-{}", row.rank, row.points, row.goals_for, row.goals_against)
    };
    table.rows.iter().map(row).collect()
}

/// `1 A`, `2= B`: ranks and names.
fn ranks(record: &Record, table: &Table) -> Vec<String> {
    let row = |row: &Row| format!("{}{} {}", row.rank, if row.shared { "=" } else { "" }, record.teams[row.team].name);
    table.rows.iter().map(row).collect()
}

/// The sentence for each tie.
fn sentences(record: &Record, table: &Table) -> Vec<String> {
    table.ties.iter().map(|tie| tie.sentence(record, table)).collect()
}
