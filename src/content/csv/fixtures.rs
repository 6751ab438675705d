//! Fixtures and results.
//!
//! In: rows with `home` and `away` (or `teams`). Out: raw matches. Columns of
//! touchline: date, time, home, away, score or `home_goals` and `away_goals`,
//! ht, venue, competition, round, referee, attendance and more; of
//! football-data.co.uk: Div, Date, Time, `HomeTeam`, `AwayTeam`, FTHG, FTAG,
//! HTHG, HTAG, Referee.

use jiff::civil::Date;

use super::columns::Column;
use super::divisions;
use super::rows::{Row, Table};
use crate::content::raw::{RawKickoff, RawMatch, RawOfficial, RawRecord, RawVenue, Spot, Sym};
use crate::content::{editions, football_txt};
use crate::model::{Pair, Score, Status};

/// Reads all rows.
pub(super) fn read(table: &mut Table<'_>, record: &mut RawRecord) {
    let mut row = Row::default();
    let mut seasonless = Vec::new();
    while table.next(&mut row) {
        let Some((home, away)) = teams(table, &row) else { continue };
        let mut found = RawMatch::new(row.spot(), home, away);
        edition(table, &row, &mut found);
        found.stage = table.cell_sym(&row, Column::Stage);
        found.group = table.cell_sym(&row, Column::Group);
        round(table, &row, &mut found);
        found.kickoff = kickoff(table, &row);
        found.venue = table
            .cell(&row, Column::Venue)
            .map(|text| text.split_once(',').map_or((text, None), |(name, city)| (name, Some(city.trim()))))
            .map(|(name, city)| (table.sym(name), city.or_else(|| table.cell(&row, Column::City))))
            .map(|(name, city)| RawVenue { name, city: city.map(|city| table.sym(city)) });
        score(table, &row, &mut found);
        found.attendance = table.number(&row, Column::Attendance, "an attendance", 250_000);
        officials(table, &row, &mut found);
        found.reason = table.cell(&row, Column::Reason).map(str::to_owned);
        found.note = table.cell(&row, Column::Note).map(str::to_owned);
        found.id = table.cell(&row, Column::Id).map(str::to_owned);
        status(table, &row, &mut found);
        if table.cell(&row, Column::Division).is_some() && found.season.is_none() {
            seasonless.push(record.matches.len());
        }
        record.matches.push(found);
    }
    // A file of football-data.co.uk is one season, which it does not name.
    let dates = || seasonless.iter().filter_map(|index| record.matches[*index].kickoff).map(|kickoff| kickoff.date);
    if let (Some(first), Some(last)) = (dates().min(), dates().max()) {
        let season = table.sym(&divisions::season(first, last));
        for index in seasonless {
            record.matches[index].season = Some(season);
        }
    }
}

/// Both teams, from two columns or from one (`Iran v USA`).
pub(super) fn teams(table: &mut Table<'_>, row: &Row) -> Option<(Sym, Sym)> {
    let both = match (table.cell(row, Column::Home), table.cell(row, Column::Away)) {
        (Some(home), Some(away)) => Some((home, away)),
        _ => table
            .cell(row, Column::Teams)
            .and_then(|text| [" v ", " vs ", " vs. ", " - ", " – "].iter().find_map(|mark| text.split_once(mark))),
    };
    if both.is_none() {
        table.warn(row.bytes.clone(), "this row lacks one of its teams".to_owned(), "fill in home and away");
    }
    both.map(|(home, away)| (table.sym(home), table.sym(away)))
}

/// Competition and season, and the years that dates without one lie in.
pub(super) fn edition(table: &mut Table<'_>, row: &Row, found: &mut RawMatch) {
    let (competition, season) = table.edition(row);
    found.competition = competition;
    found.season = season;
}

impl Table<'_> {
    /// Competition and season of a row.
    pub(super) fn edition(&mut self, row: &Row) -> (Option<Sym>, Option<Sym>) {
        let division = self.cell(row, Column::Division).map(|code| divisions::name(code).unwrap_or(code));
        let (name, split) = match self.cell(row, Column::Competition) {
            Some(name) => {
                let (name, season) = editions::split(name);
                (Some(name), season)
            }
            None => (division, None),
        };
        let written = self.cell(row, Column::Season);
        let season = written.and_then(editions::season).or(split);
        self.years.begin(season.as_ref().map(|season| (season.first, season.runs_over)));
        let label = season.map(|season| self.sym(&season.label)).or_else(|| written.map(|text| self.sym(text)));
        (name.map(|name| self.sym(name)), label)
    }
}

fn round(table: &mut Table<'_>, row: &Row, found: &mut RawMatch) {
    if let Some(text) = table.cell(row, Column::Round) {
        let (name, leg) = football_txt::without_leg(text);
        found.leg = leg;
        found.matchday = football_txt::matchday(name);
        if let Ok(number) = name.parse() {
            found.matchday = Some(number);
        } else {
            found.round = Some(table.sym(name));
        }
    }
    if let Some(matchday) = table.number(row, Column::Matchday, "the number of a matchday", 999) {
        found.matchday = Some(matchday as u16);
    }
    if let Some(leg) = table.number(row, Column::Leg, "the number of a leg", 9) {
        found.leg = Some(leg as u8);
    }
}

/// Date and time; the time may stand behind the date in one cell.
pub(super) fn kickoff(table: &mut Table<'_>, row: &Row) -> Option<RawKickoff> {
    let text = table.cell(row, Column::Date)?;
    let date: Option<(Date, &str)> = football_txt::lead_date(text).and_then(|(date, used)| {
        Some((table.years.complete(date).ok()?.0, text[used..].trim_matches([' ', 'T', ','])))
    });
    let Some((date, rest)) = date else {
        table.unknown(row, text, "a date such as `2022-11-29` or `29/11/2022`");
        return None;
    };
    let mut kickoff = RawKickoff { date, time: None, offset: None, to_be_decided: false };
    if let Some(text) = table.cell(row, Column::Time).or(Some(rest).filter(|rest| !rest.is_empty())) {
        let clock = text.strip_suffix(":00").filter(|head| head.contains(':')).unwrap_or(text);
        match football_txt::lead_time(clock).filter(|(_, used)| clock[*used..].trim().is_empty()) {
            Some((local, _)) => (kickoff.time, kickoff.offset) = (Some(local.time), local.offset),
            None if matches!(text, "TBD" | "TBA") => kickoff.to_be_decided = true,
            None => table.unknown(row, text, "a time such as `19:30`"),
        }
    }
    if kickoff.time.is_some() && kickoff.offset.is_none() {
        kickoff.offset = table.cell(row, Column::Zone).and_then(football_txt::zone_offset);
    }
    Some(kickoff)
}

fn score(table: &mut Table<'_>, row: &Row, found: &mut RawMatch) {
    let mut score = Score::default();
    if let Some(text) = table.cell(row, Column::Score) {
        match football_txt::lead_score(text) {
            Some((read, used)) if used == text.len() && !read.absurd && !read.odd => {
                score = read.score;
                found.aggregate = read.aggregate;
                found.status = read.awarded.then_some(Status::Awarded);
            }
            _ => match football_txt::status(text) {
                Some(read) => found.status = Some(read.status),
                None if matches!(text, "-" | "v") => {}
                None => table.unknown(row, text, "a score such as `2-1 (1-0)`"),
            },
        }
    }
    let full = goals(table, row, Column::HomeGoals, Column::AwayGoals);
    score.ft = score.ft.or(if score.et.is_none() { full } else { None });
    score.ht = score.ht.or_else(|| pair(table, row, Column::HalfTime));
    score.ht = score.ht.or_else(|| goals(table, row, Column::HomeHalf, Column::AwayHalf));
    score.et = score.et.or_else(|| pair(table, row, Column::ExtraTime));
    score.pens = score.pens.or_else(|| pair(table, row, Column::Penalties));
    found.score = (score != Score::default()).then_some(score);
    if found.status == Some(Status::Awarded) {
        football_txt::rule(found, None);
    }
}

/// `1-0` in one cell.
fn pair(table: &mut Table<'_>, row: &Row, column: Column) -> Option<Pair> {
    let text = table.cell(row, column)?;
    let read = football_txt::lead_score(text).filter(|(read, used)| *used == text.len() && !read.absurd);
    let pair = read.and_then(|(read, _)| read.score.ft);
    if pair.is_none() {
        table.unknown(row, text, "a pair of goals such as `1-0`");
    }
    pair
}

/// Goals in two cells.
fn goals(table: &mut Table<'_>, row: &Row, home: Column, away: Column) -> Option<Pair> {
    let home = table.number(row, home, "a number of goals", 149);
    let away = table.number(row, away, "a number of goals", 149);
    Some([home? as u16, away? as u16])
}

fn officials(table: &mut Table<'_>, row: &Row, found: &mut RawMatch) {
    let Some(text) = table.cell(row, Column::Referee) else { return };
    let (name, country) = football_txt::split_country(text);
    let country = country.map(|country| table.sym(country));
    found.officials.push(RawOfficial { spot: Spot::None, name: table.people.person(name), country, referee: true });
}

fn status(table: &mut Table<'_>, row: &Row, found: &mut RawMatch) {
    let Some(text) = table.cell(row, Column::Status) else { return };
    let read = football_txt::status(text);
    found.status = match (text.to_lowercase().as_str(), &read) {
        (_, Some(read)) => Some(read.status),
        ("full-time" | "full time" | "ft" | "played" | "finished", None) => Some(Status::FullTime),
        ("scheduled" | "fixture", None) => Some(Status::Scheduled),
        _ => {
            table.unknown(row, text, "a status such as `postponed` or `awarded`");
            found.status
        }
    };
    if let Some(read) = read {
        found.reason = found.reason.take().or_else(|| read.reason.map(str::to_owned));
        if matches!(read.status, Status::Awarded | Status::Walkover) {
            football_txt::rule(found, read.pair);
        }
    }
    if let (Some(Status::Tbd), Some(kickoff)) = (found.status, &mut found.kickoff) {
        kickoff.to_be_decided = true;
    }
}
