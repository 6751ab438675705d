//! What holds until something else is said: the edition, stage, group, round
//! and date that a match stands under.
//!
//! In: headings, section lines and dates, in order. Out: the surroundings of
//! the next match. Never makes a match.
//!
//! `=` starts an edition and ends all that was before. `▪` (and `==`) starts
//! a section, `▪▪` one inside it: then the outer one is the stage. `»`, `::`
//! and bare lines keep the group if they are matchdays of it and leave it if
//! they are rounds of a knock-out.

use jiff::civil::Date;

use super::dates::{PartialDate, Years};
use super::rounds::{self, Section};
use super::times::LocalTime;
use crate::content::editions;
use crate::content::interning::collapse;
use crate::content::raw::{Names, RawVenue, Sym};

/// The surroundings of a match.
#[derive(Default)]
pub(super) struct Sections<'a> {
    /// The heading as written.
    pub(super) heading: &'a str,
    pub(super) competition: Option<Sym>,
    pub(super) season: Option<Sym>,
    /// A heading of the second or a deeper level: a team, where a squad
    /// follows.
    pub(super) below: Option<&'a str>,
    pub(super) stage: Option<Sym>,
    pub(super) group: Option<Sym>,
    pub(super) round: Option<Sym>,
    pub(super) matchday: Option<u16>,
    pub(super) leg: Option<u8>,
    /// The section of the first level, and whether it is a group.
    outer: Option<(&'a str, bool)>,
    /// Matchdays with their first and last day (`▪ Matchday 10 | Tue Nov 29`).
    days: Vec<(u16, Sym, Date, Date)>,
    pub(super) years: Years,
    /// Those of the definitions, which do not move the dates of matches.
    definition_years: Years,
    pub(super) date: Option<Date>,
    /// Of the line above, on the same date.
    pub(super) time: Option<LocalTime>,
    /// Of a line of its own, until the next such line or date.
    pub(super) venue: Option<RawVenue>,
    /// Of a line of its own, for the next match.
    pub(super) attendance: Option<u32>,
}

impl<'a> Sections<'a> {
    /// A heading of `depth` equals signs.
    pub(super) fn heading(&mut self, text: &'a str, depth: usize, names: &Names) {
        if depth > 1 {
            self.section(text, depth - 1, names);
            self.below = Some(text);
            return;
        }
        let (name, season) = editions::split(text);
        let years = season.clone().or_else(|| editions::find(text)).map(|season| (season.first, season.runs_over));
        let mut fresh = Self {
            heading: text,
            competition: Some(names.get_or_intern(collapse(name))),
            season: season.map(|season| names.get_or_intern(season.label)),
            years: self.years,
            definition_years: self.definition_years,
            ..Self::default()
        };
        fresh.years.begin(years);
        fresh.definition_years.begin(years);
        *self = fresh;
    }

    /// A section line; `level` 1 for `▪`, 2 for `▪▪`, 3 for what stands
    /// below both. Returns the part behind `|` that is neither days nor a
    /// name.
    pub(super) fn section(&mut self, text: &'a str, level: usize, names: &Names) {
        let (name, days, inner) = rounds::split_days(text);
        if name.is_empty() {
            return;
        }
        self.below = None;
        self.enter(name, level, names);
        if let Some(inner) = inner {
            self.enter(inner, 3, names);
        }
        if let (Some((first, last)), Section::Round { matchday: Some(matchday), name, .. }) =
            (days, rounds::classify(name))
            && let (Ok((first, _)), Ok((last, _))) =
                (self.definition_years.complete(first), self.definition_years.complete(last))
        {
            self.days.push((matchday, names.get_or_intern(name), first, last));
        }
    }

    fn enter(&mut self, name: &'a str, level: usize, names: &Names) {
        let section = rounds::classify(name);
        let sym = |text: &str| Some(names.get_or_intern(collapse(text)));
        match level {
            1 => {
                self.stage = None;
                self.group = None;
                self.outer = Some((name, matches!(section, Section::Group(_))));
            }
            2 => match self.outer {
                Some((_, true)) => {}
                Some((outer, false)) => {
                    self.stage = sym(outer);
                    self.group = None;
                }
                None => self.group = None,
            },
            _ => {}
        }
        self.round = None;
        self.matchday = None;
        self.leg = None;
        match section {
            Section::Group(group) => self.group = sym(group),
            Section::Stage(stage) => {
                self.stage = sym(stage);
                self.group = None;
            }
            Section::Round { name, matchday, leg } => {
                if level > 2 && matchday.is_none() {
                    self.group = None;
                }
                self.round = sym(name);
                self.matchday = matchday;
                self.leg = leg;
            }
        }
    }

    /// A date, completed with its year; whether its weekday agrees.
    pub(super) fn complete(&mut self, date: PartialDate) -> Result<(Date, bool), super::dates::NoDate> {
        self.years.complete(date)
    }

    /// Round and matchday of a match on the current date: those of its
    /// section, else the matchday that was defined with this day.
    pub(super) fn round_and_matchday(&self) -> (Option<Sym>, Option<u16>) {
        if self.round.is_some() {
            return (self.round, self.matchday);
        }
        let day =
            self.date.and_then(|date| self.days.iter().find(|(_, _, first, last)| (*first..=*last).contains(&date)));
        day.map_or((None, None), |(matchday, name, ..)| (Some(*name), Some(*matchday)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(sections: &Sections<'_>, names: &Names) -> [String; 3] {
        let text = |sym: Option<Sym>| sym.map_or("-", |sym| names.resolve(&sym)).to_owned();
        [text(sections.stage), text(sections.group), text(sections.round)]
    }

    #[test]
    fn stages_hold_groups() {
        let (names, mut sections) = (Names::default(), Sections::default());
        sections.heading("World Cup 2022", 1, &names);
        sections.section("First stage", 1, &names);
        assert_eq!(shown(&sections, &names), ["First stage", "-", "-"]);
        sections.section("Group A", 2, &names);
        assert_eq!(shown(&sections, &names), ["First stage", "Group A", "-"]);
        sections.section("Matchday 1", 3, &names);
        assert_eq!((shown(&sections, &names)[1].as_str(), sections.matchday), ("Group A", Some(1)));
        sections.section("Second Round", 1, &names);
        assert_eq!(shown(&sections, &names), ["-", "-", "Second Round"]);
        sections.section("Group B", 2, &names);
        assert_eq!(shown(&sections, &names), ["Second Round", "Group B", "-"]);
        sections.section("Final", 1, &names);
        assert_eq!(shown(&sections, &names), ["-", "-", "Final"]);
    }

    #[test]
    fn bare_rounds_leave_or_keep_the_group() {
        let (names, mut sections) = (Names::default(), Sections::default());
        sections.section("Group A", 1, &names);
        sections.section("Matchday 2", 2, &names);
        assert_eq!(shown(&sections, &names), ["-", "Group A", "Matchday 2"]);
        sections.section("Quarter-finals", 3, &names);
        assert_eq!(shown(&sections, &names), ["-", "-", "Quarter-finals"]);
    }

    #[test]
    fn days_are_numbered() {
        let (names, mut sections) = (Names::default(), Sections::default());
        sections.heading("World Cup 1994", 1, &names);
        sections.section("Matchday 1 |  June 17-21", 1, &names);
        sections.section("Matchday 2 |  June 22-26", 1, &names);
        sections.section("Group A", 1, &names);
        sections.date = Date::new(1994, 6, 22).ok();
        assert_eq!(sections.round_and_matchday().1, Some(2));
        sections.date = Date::new(1994, 7, 22).ok();
        assert_eq!(sections.round_and_matchday(), (None, None));
    }
}
