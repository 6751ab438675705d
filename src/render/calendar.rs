//! Calendars of matches (RFC 5545).
//!
//! In: the matches of a team or an edition. Out: the text of `fixtures.ics`.
//! A match is known by its address, so that a new kick-off moves the entry in
//! every reader's calendar. Never asks the clock: an unchanged match gives an
//! unchanged entry.

use std::fmt::Write as _;

use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::record_view::{name_on_day, round_label, shown_score};
use super::routes::CalendarOf;
use super::shared::PageContext;
use super::site::SiteView;
use super::text::PairText;
use crate::model::{Kickoff, MatchId, SideIx, Status};

/// How long a match takes, with its interval.
const LENGTH: SignedDuration = SignedDuration::from_hours(2);

impl SiteView {
    fn calendar_matches(&self, of: CalendarOf) -> &[MatchId] {
        match of {
            CalendarOf::Team(id) => &self.model.record.by_team[id],
            CalendarOf::Edition(id) => &self.model.record.by_edition[id],
        }
    }

    fn calendar_name(&self, of: CalendarOf) -> &str {
        match of {
            CalendarOf::Team(id) => &self.model.record.teams[id].name,
            CalendarOf::Edition(id) => self.record.views.edition_name(id),
        }
    }

    /// Puts all that a calendar is made from.
    pub(super) fn fill_calendar(&self, of: CalendarOf, context: &mut PageContext) {
        context.put("name", self.calendar_name(of));
        context.put("site", &self.model.site.title);
        context.put_list("matches", self.calendar_matches(of).iter().map(|id| self.record.views.game(*id)));
        let moved: Vec<usize> =
            self.calendar_matches(of).iter().map(|id| self.model.record.matches[*id].was.len()).collect();
        context.put("moved", &moved);
    }

    /// The text of a calendar.
    pub(super) fn calendar(&self, of: CalendarOf) -> String {
        let mut calendar = Calendar::empty();
        calendar
            .append_property(Property::new("VERSION", "2.0"))
            .append_property(Property::new(
                "PRODID",
                concat!("-//touchline//touchline ", env!("CARGO_PKG_VERSION"), "//EN"),
            ))
            .append_property(Property::new("CALSCALE", "GREGORIAN"))
            .append_property(Property::new("METHOD", "PUBLISH"));
        calendar.name(&format!("{} – {}", self.calendar_name(of), self.model.site.title));
        for id in self.calendar_matches(of) {
            if let Some(event) = self.calendar_event(*id) {
                calendar.push(event);
            }
        }
        calendar.done().to_string()
    }

    /// A match as an entry; `None` while its day is not known.
    fn calendar_event(&self, id: MatchId) -> Option<Event> {
        let record = &self.model.record;
        let game = &record.matches[id];
        let kickoff = game.kickoff?;
        let url = self.routes.absolute(self.routes.game(id))?;
        let [home, away] = SideIx::BOTH.map(|side| name_on_day(record, game, side));
        let mut event = Event::new();
        let summary = match shown_score(game) {
            Some(score) => format!("{home} {} {away}", PairText(score)),
            None => format!("{home} v {away}"),
        };
        event.uid(&url).summary(&summary).url(&url);
        // When the entry was last changed is not known; the first day of the
        // match that was announced is a date that stays.
        let announced = game.was.first().unwrap_or(&kickoff);
        event.add_property("DTSTAMP", day_start(announced));
        event.add_property("SEQUENCE", game.was.len().to_string());
        if kickoff.time.is_some() {
            event.add_property("DTSTART", utc(kickoff.instant));
            event.add_property("DTEND", utc(kickoff.instant + LENGTH));
        } else {
            let day = kickoff.date.strftime("%Y%m%d").to_string();
            event.append_property(Property::new("DTSTART", day).append_parameter(icalendar::ValueType::Date).done());
            event.add_property("TRANSP", "TRANSPARENT");
        }
        if let Some(venue) = game.venue {
            let venue = &record.venues[venue];
            let city = venue.city.as_deref().map_or_else(String::new, |city| format!(", {city}"));
            event.location(&format!("{}{city}", venue.name));
        }
        let mut text = game.edition.map_or_else(String::new, |id| self.record.views.edition_name(id).to_owned());
        if let Some(round) = round_label(game) {
            let comma = if text.is_empty() { "" } else { ", " };
            let _ = write!(text, "{comma}{round}");
        }
        if !text.is_empty() {
            event.description(&text);
        }
        let status = match game.status {
            Status::Cancelled | Status::Annulled => "CANCELLED",
            Status::Postponed | Status::Tbd => "TENTATIVE",
            _ => "CONFIRMED",
        };
        event.add_property("STATUS", status);
        Some(event.done())
    }
}

fn utc(instant: Timestamp) -> String {
    instant.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn day_start(kickoff: &Kickoff) -> String {
    kickoff.date.strftime("%Y%m%dT000000Z").to_string()
}
