//! Reads tables: fixtures and results, line-ups, squads and grounds as CSV.
//!
//! In: the text of one file whose first row names the columns, in the words
//! of touchline's reference or of football-data.co.uk; parted by commas,
//! semicolons or tabs; lines that start with `#` are remarks. Out: matches,
//! squads or grounds as raw values with names unresolved. A table whose
//! columns say nothing of football is an error; a row or a cell that cannot
//! be understood is a warning with its place and the rest is read; columns
//! that are not read are named once. Never another file, never a guess at who
//! is meant.
//!
//! | file | reads |
//! |---|---|
//! | `columns` | the names of the columns |
//! | `rows` | rows with their place, cells by column |
//! | `fixtures` | matches |
//! | `players` | line-ups and squads |
//! | `grounds` | venues |
//! | `divisions` | the codes of football-data.co.uk |

mod columns;
mod divisions;
mod fixtures;
mod grounds;
mod players;
mod rows;

use std::sync::Arc;

use columns::Column;
use rows::Table;

use super::raw::{Names, RawRecord};
use crate::diagnostic::{Diagnostic, Place};

/// A table that says nothing of football.
const FOREIGN: &str = "E0165";
/// A row or cell that cannot be understood.
const CELL: &str = "W0166";
/// Columns that are not read.
const UNREAD: &str = "I0167";

/// Reads a file. `file` is its path relative to the site's root.
///
/// ```
/// use touchline::content::{csv, raw::Names};
///
/// let text = "date,home,away,score\n2022-11-29,Iran,USA,0-1 (0-1)\n";
/// let (names, mut out) = (Names::default(), Vec::new());
/// let record = csv::read(&"content/record/a.csv".into(), text, &names, &mut out);
/// assert_eq!(record.matches[0].score.and_then(|score| score.ht), Some([0, 1]));
/// ```
pub fn read(file: &Arc<str>, text: &str, names: &Names, out: &mut Vec<Diagnostic>) -> RawRecord {
    let mut table = Table::new(file, text, names, out);
    let has = |table: &Table<'_>, column| table.has(column);
    let teams = has(&table, Column::Teams) || (has(&table, Column::Home) && has(&table, Column::Away));
    let player = has(&table, Column::Player);
    let mut record = RawRecord::default();
    if teams && player && has(&table, Column::Date) {
        players::lineups(&mut table, &mut record);
    } else if teams && !player {
        fixtures::read(&mut table, &mut record);
    } else if player && has(&table, Column::Team) {
        players::squads(&mut table, &mut record);
    } else if has(&table, Column::Venue) || (has(&table, Column::Name) && has(&table, Column::City)) {
        grounds::read(&mut table, &mut record);
    } else {
        let found = table.shown_header();
        let message = match found.as_str() {
            "" => "this table is empty".to_owned(),
            names => format!("the columns of this table say nothing of football: {names}"),
        };
        table.out.push(Diagnostic::error(FOREIGN, message).at(Place::file(file)).help(
            "the first row names the columns: `date,home,away,score`, or `team,number,player,position` for a squad",
        ));
        return record;
    }
    table.tell_unread();
    record.families = table.people.families;
    record
}

#[cfg(test)]
mod tests;
