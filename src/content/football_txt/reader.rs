//! Tells which line is which.
//!
//! In: the lines of a file. Out: the record; each line goes to the part of
//! the reader that knows its form. Never reads a form itself.

use std::ops::Range;
use std::sync::Arc;

use super::dates::{self, NoDate};
use super::lines::{self, Line, Lines};
use super::report::{self, Report, shown};
use super::scan::offset_in;
use super::sections::Sections;
use super::status::{self, StatusText};
use super::{assemble, match_line};
use super::{groups, rounds, squads, times, venue};
use crate::content::interning::Interner;
use crate::content::raw::{Names, RawGroup, RawRecord, RawSquad, RawSquadPlace, RawVenue, Spot, Sym};
use crate::diagnostic::Diagnostic;

/// Everything known while a file is read.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) names: &'a Names,
    pub(super) report: Report<'a>,
    pub(super) record: RawRecord,
    pub(super) sections: Sections<'a>,
    lines: Lines<'a>,
    /// A match of the current edition stands above: goals and line-ups may
    /// follow.
    pub(super) open: bool,
    /// Date or venue have been given on a line of their own since the last
    /// match.
    header: bool,
    /// A status on a line of its own, for the next match.
    pub(super) status: Option<StatusText<'a>>,
    /// The squad being read goes on.
    squad: bool,
    no_year_told: bool,
    people: Interner<'a>,
}

/// A line's date and time, and what follows them.
struct Lead<'a> {
    date: Option<dates::PartialDate>,
    time: Option<times::LocalTime>,
    number: Option<u32>,
    rest: &'a str,
}

/// What a line says of venue and attendance.
#[derive(Default)]
struct Ground<'a> {
    venue: Option<venue::VenueText<'a>>,
    attendance: Option<venue::Attendance<'a>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a Arc<str>, source: &'a str, names: &'a Names, out: &'a mut Vec<Diagnostic>) -> Self {
        Self {
            source,
            names,
            report: Report::new(file, out),
            record: RawRecord::default(),
            sections: Sections::default(),
            lines: Lines::new(source),
            open: false,
            header: false,
            status: None,
            squad: false,
            no_year_told: false,
            people: Interner::new(names),
        }
    }

    pub(super) fn read(mut self) -> RawRecord {
        while let Some(line) = self.lines.next() {
            if line.text.len() > LONGEST_LINE {
                let message =
                    format!("this line is too long: `{}`", shown(&line.text[..line.text.floor_char_boundary(80)]));
                self.warn(report::UNKNOWN_LINE, line.at..line.end(), message, "is this a Football.TXT file?");
            } else if !line.text.is_empty() && !self.line(line) {
                self.warn(
                    report::UNKNOWN_LINE,
                    line.at..line.end(),
                    format!("this line cannot be understood: `{}`", shown(line.text)),
                    "correct it, or make it a comment with `#` in front",
                );
            }
        }
        let record = &self.record;
        let empty =
            record.matches.is_empty() && record.squads.is_empty() && record.groups.is_empty() && record.byes.is_empty();
        self.report.finish(empty);
        self.record.families = self.people.families;
        self.record
    }

    /// Adds a warning.
    pub(super) fn warn(&mut self, code: &'static str, bytes: Range<usize>, message: String, help: &str) {
        self.report.warn(code, bytes, message, help);
    }

    /// The symbol of a team, a venue, a club.
    pub(super) fn sym(&self, name: &str) -> Sym {
        self.people.sym(name)
    }

    /// The symbol of a person's name, brought to ordinary case.
    pub(super) fn person(&mut self, name: &str) -> Sym {
        self.people.person(name)
    }

    /// Reads a line that is not empty; whether it was understood.
    fn line(&mut self, line: Line<'a>) -> bool {
        let text = line.text;
        match text.as_bytes()[0] {
            b'=' => return self.heading(text),
            b'(' if !is_numbered(text) => {
                self.goals(line);
                return true;
            }
            _ => {}
        }
        if let Some((level, name)) = marked(text) {
            self.section(name, level);
            return true;
        }
        if let Some((name, teams)) = groups::read(text) {
            let (name, teams) = (self.sym(name), teams.into_iter().map(|team| self.sym(team)).collect());
            let (competition, season) = (self.sections.competition, self.sections.season);
            self.record.groups.push(RawGroup { spot: spot(line.at), competition, season, name, teams });
            return true;
        }
        if let Some((key, rest)) = key(text) {
            return self.keyed(line, key, line.at + rest);
        }
        if rounds::is_bare(text) {
            self.section(text, 3);
            return true;
        }
        if squads::is_squad_line(text) {
            return self.squad_line(line);
        }
        self.match_or_header(line)
    }

    fn heading(&mut self, text: &'a str) -> bool {
        let depth = text.bytes().take_while(|b| *b == b'=').count();
        let name = text.trim_matches('=').trim();
        if !name.is_empty() {
            self.squad = false;
            if depth == 1 {
                self.open = false;
                self.header = false;
                self.status = None;
            }
            self.sections.heading(name, depth, self.names);
        }
        // A line of nothing but `=` is a rule under a heading.
        true
    }

    fn section(&mut self, name: &'a str, level: usize) {
        self.open = false;
        self.squad = false;
        self.sections.section(name, level, self.names);
    }

    fn squad_line(&mut self, line: Line<'a>) -> bool {
        let Some(place) = squads::read(line.text) else { return false };
        if !self.squad && !self.open_squad(line) {
            return true;
        }
        if let Some(unknown) = place.unknown {
            let at = line.at + offset_in(line.text, unknown);
            self.unknown_part(at..at + unknown.len(), unknown, "a squad line is `10, Name, FW, b. 1998/09/18, Club`");
        }
        let name = self.person(place.name);
        let entry = RawSquadPlace {
            spot: spot(line.at),
            number: place.number,
            name,
            position: place.position.map(|position| self.sym(position)),
            born: place.born,
            birth_year: place.birth_year,
            club: place.club.map(|club| self.sym(club)),
            nationality: place.nationality.map(|country| self.sym(country)),
        };
        if let Some(squad) = self.record.squads.last_mut() {
            squad.players.push(entry);
        }
        true
    }

    /// Starts a squad for the team that the headings name: `== Senegal`, or
    /// `= Arsenal FC - English Premier League 2023/24`.
    fn open_squad(&mut self, line: Line<'a>) -> bool {
        let sections = &self.sections;
        let (team, competition) = match (sections.below, sections.heading.split_once(" - ")) {
            (Some(team), _) => (team, sections.competition),
            (None, Some((team, competition))) => {
                let (name, _) = crate::content::editions::split(competition);
                (team, Some(self.sym(name)))
            }
            (None, None) => {
                self.warn(
                    report::ORPHAN,
                    line.at..line.end(),
                    "this line of a squad stands below no team".to_owned(),
                    "write the team above it: `== Senegal`",
                );
                return false;
            }
        };
        let squad = RawSquad {
            spot: spot(line.at),
            competition,
            season: self.sections.season,
            team: self.sym(team),
            players: Vec::new(),
        };
        self.record.squads.push(squad);
        self.squad = true;
        true
    }

    /// A line of a match, or of date, time, venue and attendance for those
    /// below it.
    fn match_or_header(&mut self, line: Line<'a>) -> bool {
        let lead = lead(line.text);
        let (core, ground) = ground(lead.rest);
        if core.is_empty() {
            if lead.date.is_none() && lead.time.is_none() && ground.venue.is_none() && ground.attendance.is_none() {
                return false;
            }
            self.header(line, &lead, &ground);
            return true;
        }
        if let Some(found) = core.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).and_then(status::bracket) {
            self.lone_status(line, &lead, &ground, found);
            return true;
        }
        let Some(fixture) = match_line::read(core) else { return false };
        self.date(line, &lead, false);
        let (venue, attendance) = self.venue(line, &ground);
        let core_at = line.at + offset_in(line.text, core);
        let venue = venue.or(self.sections.venue);
        let attendance = attendance.or_else(|| self.sections.attendance.take());
        self.fixture(line, core_at, core, &fixture, venue, attendance, lead.number);
        self.header = false;
        true
    }

    fn header(&mut self, line: Line<'a>, lead: &Lead<'a>, ground: &Ground<'a>) {
        self.date(line, lead, true);
        let (venue, attendance) = self.venue(line, ground);
        if lead.date.is_some() || lead.time.is_some() || venue.is_some() {
            self.open = false;
            self.header = true;
        }
        if lead.date.is_some() || venue.is_some() {
            self.sections.venue = venue;
        }
        self.attendance(attendance);
    }

    /// `Att: 67372` on a line of its own belongs to the match above, unless a
    /// header for the next one has begun.
    pub(super) fn attendance(&mut self, attendance: Option<u32>) {
        let Some(attendance) = attendance else { return };
        match self.record.matches.last_mut().filter(|found| self.open && !self.header && found.attendance.is_none()) {
            Some(found) => found.attendance = Some(attendance),
            None => self.sections.attendance = Some(attendance),
        }
    }

    /// `[postponed]` on a line of its own.
    fn lone_status(&mut self, line: Line<'a>, lead: &Lead<'a>, ground: &Ground<'a>, found: StatusText<'a>) {
        self.header(line, lead, ground);
        if self.open && !self.header {
            self.apply_status(found);
        } else {
            self.status = Some(found);
        }
    }

    /// Takes over a line's date and time. A time holds for the lines below on
    /// the same date; a new date ends it.
    fn date(&mut self, line: Line<'a>, lead: &Lead<'a>, header: bool) {
        if let Some(date) = lead.date {
            let whole = match self.sections.complete(date) {
                Ok((whole, agrees)) => {
                    if !agrees {
                        self.warn(
                            report::BAD_DATE,
                            line.at..line.end(),
                            format!("{whole} is a {}, not the day written here", weekday(whole)),
                            "correct the weekday or the date",
                        );
                    }
                    Some(whole)
                }
                Err(NoDate::Day) => {
                    self.warn(
                        report::BAD_DATE,
                        line.at..line.end(),
                        format!("there is no such day: `{}`", shown(line.text)),
                        "correct the date; the matches below it are read without one",
                    );
                    None
                }
                Err(NoDate::Year) => {
                    if !self.no_year_told {
                        self.no_year_told = true;
                        self.warn(
                            report::NO_YEAR,
                            line.at..line.end(),
                            "no year is known for this date and those like it".to_owned(),
                            "give the season in the heading (`= World Cup 2022`) or the year in the date",
                        );
                    }
                    None
                }
            };
            if header || whole != self.sections.date {
                self.sections.time = None;
                self.sections.venue = None;
            }
            self.sections.date = whole;
        }
        if lead.time.is_some() {
            self.sections.time = lead.time;
        }
    }

    fn venue(&mut self, line: Line<'a>, ground: &Ground<'a>) -> (Option<RawVenue>, Option<u32>) {
        let mut attendance = ground.attendance;
        let mut venue = None;
        if let Some(text) = ground.venue {
            attendance = attendance.or(text.attendance);
            if !text.name.is_empty() {
                venue = Some(RawVenue { name: self.sym(text.name), city: text.city.map(|city| self.sym(city)) });
            }
            if !text.rest.is_empty() {
                let at = line.at + offset_in(line.text, text.rest);
                match text.rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).and_then(status::bracket) {
                    Some(found) => self.status = Some(found),
                    None => self.unknown_part(at..at + text.rest.len(), text.rest, "after `@` stand ground and city"),
                }
            }
        }
        let attendance = attendance.and_then(|number| {
            number
                .map_err(|text| {
                    let at = line.at + offset_in(line.text, text);
                    self.absurd(at..at + text.len(), text, "an attendance");
                })
                .ok()
        });
        (venue, attendance)
    }

    /// A piece that could not be understood, while the rest was.
    pub(super) fn unknown_part(&mut self, bytes: Range<usize>, text: &str, help: &str) {
        self.warn(report::UNKNOWN_PART, bytes, format!("`{}` cannot be understood", shown(text)), help);
    }

    /// A number that cannot be.
    pub(super) fn absurd(&mut self, bytes: Range<usize>, text: &str, what: &str) {
        let message = format!("`{}` cannot be {what}", shown(text));
        self.warn(report::ABSURD, bytes, message, "it is left out; correct the number");
    }

    /// Takes the lines that go on with the block that `first` begins, and
    /// returns where it ends: as long as a parenthesis is open or, in a list,
    /// a line ends with a mark that parts its entries. What is plainly another
    /// line ends it in any case, so that a forgotten parenthesis costs one
    /// match its goals and not the rest of the file.
    pub(super) fn block_end(&mut self, first: Line<'a>, start: usize, list: bool) -> usize {
        let mut end = first.end();
        let mut depth = assemble::depth(0, &self.source[start..end]);
        let mut parted = list && assemble::ends_parted(&self.source[start..end]);
        while depth > 0 || parted {
            let Some(next) = self.lines.peek() else { break };
            if ends_block(next.text, list) || next.end() - start > LONGEST_BLOCK {
                break;
            }
            self.lines.next();
            end = next.end();
            depth = assemble::depth(depth, next.text);
            parted = list && assemble::ends_parted(next.text);
        }
        end
    }
}

/// No line of any match is longer, no line-up either, in bytes. What is
/// longer is another sort of file, and is not searched for brackets.
const LONGEST_LINE: usize = 4 << 10;
const LONGEST_BLOCK: usize = 8 << 10;

/// Whether a line cannot be the next one of a list of goals or players.
fn ends_block(text: &str, list: bool) -> bool {
    text.is_empty() || text.starts_with('=') || marked(text).is_some() || key(text).is_some() || {
        let lead = lead(text);
        lead.date.is_some()
            || lead.time.is_some()
            || !list && (text.starts_with('(') || match_line::read(text).is_some_and(|found| found.score.is_some()))
    }
}

/// A place in the file.
pub(super) fn spot(at: usize) -> Spot {
    Spot::Byte(at as u32)
}

fn weekday(date: jiff::civil::Date) -> &'static str {
    use jiff::civil::Weekday;
    match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// Whether a line starts with a match's number in parentheses: `(12) A v B`.
fn is_numbered(text: &str) -> bool {
    number(text).is_some_and(|(_, used)| !text[used..].trim().is_empty())
}

fn number(text: &str) -> Option<(u32, usize)> {
    let inner = text.strip_prefix('(')?;
    let length = inner.find(')')?;
    let digits = &inner[..length];
    let sound = !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|b| b.is_ascii_digit());
    let found = digits.parse().ok().filter(|_| sound)?;
    Some((found, length + 2))
}

/// A section's mark and its name.
fn marked(text: &str) -> Option<(usize, &str)> {
    let mark = text.chars().next()?;
    match mark {
        '▪' | '■' | '•' | '►' | '▸' | '●' => {
            let name = text.trim_start_matches(mark);
            let level = (text.len() - name.len()) / mark.len_utf8();
            Some((level.min(2), name.trim()))
        }
        '»' => Some((3, text.trim_start_matches('»').trim())),
        ':' if text.starts_with("::") => Some((3, text.trim_start_matches(':').trim())),
        _ => None,
    }
}

/// `Refs: …`, `USA: …`: the key and where the rest starts. A colon inside a
/// time or a score is none, nor is one in a second field.
fn key(text: &str) -> Option<(&str, usize)> {
    let colon = text.find(':')?;
    let key = &text[..colon];
    let rest = &text[colon + 1..];
    let sound = (rest.is_empty() || rest.starts_with([' ', '\t']))
        && key.chars().any(char::is_alphabetic)
        && !key.contains(['@', '[', ']', '\t'])
        && lines::gap(key).is_none()
        && key.len() <= 60;
    sound.then_some((key.trim(), colon + 1))
}

/// Takes number, date and time off the front of a line.
fn lead(text: &str) -> Lead<'_> {
    let mut found = Lead { date: None, time: None, number: None, rest: text };
    if let Some((number, used)) = number(text) {
        found.number = Some(number);
        found.rest = text[used..].trim_start();
    }
    if let Some((date, used)) = dates::lead(found.rest) {
        found.date = Some(date);
        found.rest = found.rest[used..].trim_start_matches([' ', '\t', ',', '|']);
    }
    if let Some((time, used)) = times::lead(found.rest) {
        found.time = Some(time);
        found.rest = found.rest[used..].trim_start_matches([' ', '\t', ',', '|']);
    }
    found
}

/// Parts a line before `@` or `Att:` from what stands behind.
fn ground(text: &str) -> (&str, Ground<'_>) {
    let mut found = Ground::default();
    let at = text.match_indices('@').map(|(at, _)| at).find(|at| text[..*at].ends_with([' ', '\t']) || *at == 0);
    if let Some(at) = at {
        found.venue = Some(venue::read(&text[at + 1..]));
        return (text[..at].trim(), found);
    }
    if text.contains("tt") {
        for (at, field) in lines::fields(text) {
            if let Some(number) = venue::attendance_key(field) {
                found.attendance = Some(venue::number(number));
                return (text[..at].trim(), found);
            }
        }
    }
    (text.trim(), found)
}
