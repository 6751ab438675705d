//! Line-ups and squads.
//!
//! In: rows of players. Out: raw matches with line-ups (rows with a date and
//! two teams), or raw squads (rows with a team). Never says who replaced whom
//! unless the table does (`replaced`).

use rustc_hash::FxHashMap;

use super::columns::Column;
use super::fixtures;
use super::rows::{Row, Table};
use crate::content::football_txt;
use crate::content::raw::{RawLineup, RawMatch, RawRecord, RawSelection, RawSquad, RawSquadPlace, Sym};
use crate::model::Minute;

/// Line-ups: one row for each player of each match.
pub(super) fn lineups(table: &mut Table<'_>, record: &mut RawRecord) {
    let mut row = Row::default();
    let mut known = FxHashMap::default();
    // Name of the one replaced, by match, line-up and player.
    let mut replaced: Vec<(usize, usize, usize, Sym)> = Vec::new();
    while table.next(&mut row) {
        let Some((home, away)) = fixtures::teams(table, &row) else { continue };
        let edition = table.edition(&row);
        let kickoff = fixtures::kickoff(table, &row);
        let index = *known.entry((home, away, kickoff.map(|kickoff| kickoff.date))).or_insert_with(|| {
            let mut found = RawMatch::new(row.spot(), home, away);
            (found.competition, found.season) = edition;
            found.kickoff = kickoff;
            record.matches.push(found);
            record.matches.len() - 1
        });
        let Some(team) = table.cell_sym(&row, Column::Team) else {
            table.warn(row.bytes.clone(), "this row names no team".to_owned(), "fill in whose player it is");
            continue;
        };
        let Some(player) = selection(table, &row) else { continue };
        let lineups = &mut record.matches[index].lineups;
        let at = lineups.iter().position(|lineup| lineup.team == Some(team)).unwrap_or_else(|| {
            lineups.push(RawLineup { spot: row.spot(), team: Some(team), ..RawLineup::default() });
            lineups.len() - 1
        });
        if let Some(name) = table.cell(&row, Column::Replaced) {
            replaced.push((index, at, lineups[at].players.len(), table.people.person(name)));
        }
        lineups[at].players.push(player);
    }
    order(record, &replaced);
}

/// Links those who came on with those they replaced, then puts the eleven
/// first and the bench last.
fn order(record: &mut RawRecord, replaced: &[(usize, usize, usize, Sym)]) {
    for (index, lineup, player, name) in replaced {
        let players = &mut record.matches[*index].lineups[*lineup].players;
        let found = players.iter().position(|other| other.player == *name);
        players[*player].replaced = found.map(|at| at as u16);
        // One who came on stands in the line of the one he replaced.
        players[*player].line = players[*player].line.or(found.and_then(|at| players[at].line));
    }
    for lineup in record.matches.iter_mut().flat_map(|found| &mut found.lineups) {
        let rank = |p: &RawSelection| if p.started { 0 } else { 2 - u8::from(p.on.is_some() || p.replaced.is_some()) };
        let mut ranked: Vec<usize> = (0..lineup.players.len()).collect();
        ranked.sort_by_key(|at| rank(&lineup.players[*at]));
        let place = |old: u16| ranked.iter().position(|at| *at == usize::from(old)).map(|at| at as u16);
        let players = ranked.iter().map(|at| {
            let player = lineup.players[*at].clone();
            RawSelection { replaced: player.replaced.and_then(place), ..player }
        });
        lineup.players = players.collect();
    }
}

fn selection(table: &mut Table<'_>, row: &Row) -> Option<RawSelection> {
    let Some(name) = table.cell(row, Column::Player) else {
        table.warn(row.bytes.clone(), "this row names no player".to_owned(), "fill in the name");
        return None;
    };
    let player = table.people.person(name);
    let number = table.number(row, Column::Number, "a shirt number", 999).map(|number| number as u16);
    let on = minute(table, row, Column::On);
    let off = minute(table, row, Column::Off);
    let started = match table.cell(row, Column::Started) {
        Some(text) => truth(text).unwrap_or_else(|| {
            table.unknown(row, text, "a yes or no");
            false
        }),
        // Without the column, who did not come on was there from the start.
        None => !table.has(Column::Started) && on.is_none() && table.cell(row, Column::Replaced).is_none(),
    };
    let line = match table.number(row, Column::Line, "a line of the formation", 9) {
        Some(line) => Some(line as u8),
        None => table.cell(row, Column::Position).filter(|_| started).and_then(line_of),
    };
    let captain = table.cell(row, Column::Captain).and_then(truth).unwrap_or(false);
    Some(RawSelection { spot: row.spot(), player, number, line, started, captain, on, off, replaced: None })
}

/// The line of the formation that a position stands in.
fn line_of(position: &str) -> Option<u8> {
    match position.to_uppercase().as_str() {
        "GK" | "G" | "GOALKEEPER" => Some(0),
        "DF" | "D" | "DEFENDER" => Some(1),
        "MF" | "M" | "MIDFIELDER" => Some(2),
        "FW" | "F" | "FORWARD" => Some(3),
        _ => None,
    }
}

fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "1" | "true" | "x" | "start" | "started" | "starter" | "c" => Some(true),
        "no" | "n" | "0" | "false" | "-" | "sub" | "bench" => Some(false),
        _ => None,
    }
}

fn minute(table: &mut Table<'_>, row: &Row, column: Column) -> Option<Minute> {
    let text = table.cell(row, column).filter(|text| *text != "-")?;
    let mut scan = football_txt::Scan::new(text);
    let minute = scan.minute().and_then(Result::ok).filter(|_| scan.is_done());
    if minute.is_none() {
        table.unknown(row, text, "a minute such as `74` or `90+2`");
    }
    minute
}

/// Squads: one row for each player of each team.
pub(super) fn squads(table: &mut Table<'_>, record: &mut RawRecord) {
    let mut row = Row::default();
    let mut known = FxHashMap::default();
    while table.next(&mut row) {
        let (Some(team), Some(player)) = (table.cell_sym(&row, Column::Team), table.cell(&row, Column::Player)) else {
            table.warn(row.bytes.clone(), "this row lacks team or player".to_owned(), "fill in both");
            continue;
        };
        let (name, country) = football_txt::split_country(player);
        let name = table.people.person(name);
        let (competition, season) = table.edition(&row);
        let index = *known.entry((team, competition, season)).or_insert_with(|| {
            let spot = row.spot();
            record.squads.push(RawSquad { spot, competition, season, team, players: Vec::new() });
            record.squads.len() - 1
        });
        let nationality = table.cell_sym(&row, Column::Nationality).or_else(|| country.map(|c| table.sym(c)));
        let number = match table.cell(&row, Column::Number) {
            Some("-") => None,
            _ => table.number(&row, Column::Number, "a shirt number", 999).map(|number| number as u16),
        };
        let birth = table.cell(&row, Column::Born).and_then(|text| {
            let birth = football_txt::born(text);
            if birth.is_none() {
                table.unknown(&row, text, "a date of birth such as `1998-09-18`");
            }
            birth
        });
        record.squads[index].players.push(RawSquadPlace {
            spot: row.spot(),
            number,
            name,
            position: table.cell_sym(&row, Column::Position),
            born: birth.and_then(|(date, _)| date),
            birth_year: birth.map(|(_, year)| year),
            club: table.cell_sym(&row, Column::Club),
            nationality,
        });
    }
}
