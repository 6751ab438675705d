//! Local times to instants.
//!
//! In: a kick-off as written, and where and in which competition it is. Out:
//! the kick-off with its instant. Never reads the time of day.

use jiff::civil::{Time, time};
use jiff::tz::{Offset, TimeZone};

use super::competitions::Competitions;
use super::venues::Venues;
use crate::content::raw::RawKickoff;
use crate::model::{EditionId, Kickoff, Site, VenueId};

/// Local times to instants: by the offset written, else the venue's zone, the
/// competition's, the site's.
#[derive(Debug)]
pub(super) struct Clock {
    site: TimeZone,
    venues: Vec<Option<TimeZone>>,
    editions: Vec<Option<TimeZone>>,
}

impl Clock {
    pub(super) fn new(site: &Site, competitions: &Competitions, venues: &Venues) -> Self {
        let zone = |name: Option<&str>| {
            let name = name?;
            TimeZone::get(name).ok().or_else(|| fixed_zone(name))
        };
        Self {
            site: zone(Some(&site.timezone)).unwrap_or(TimeZone::UTC),
            venues: venues
                .venues
                .iter()
                .map(|v| {
                    let told = v.profile.as_ref().and_then(|(_, p)| p.timezone.as_deref());
                    zone(told.or_else(|| v.facts.as_ref()?.timezone.as_deref()))
                })
                .collect(),
            editions: (0..competitions.editions.len())
                .map(|e| zone(competitions.profile(EditionId(e as u32)).and_then(|p| p.timezone.as_deref())))
                .collect(),
        }
    }

    /// A kick-off as written, with its instant.
    pub(super) fn kickoff(&self, raw: RawKickoff, venue: Option<VenueId>, edition: Option<EditionId>) -> Kickoff {
        const NOON: Time = time(12, 0, 0, 0);
        let zone = match raw.offset {
            Some(minutes) => Offset::from_seconds(i32::from(minutes) * 60).map_or(TimeZone::UTC, TimeZone::fixed),
            None => venue
                .and_then(|v| self.venues[v.0 as usize].as_ref())
                .or_else(|| edition.and_then(|e| self.editions[e.0 as usize].as_ref()))
                .unwrap_or(&self.site)
                .clone(),
        };
        let (time, zone) = match raw.time {
            Some(time) => (time, zone),
            None => (NOON, TimeZone::UTC),
        };
        let instant = zone.to_timestamp(raw.date.to_datetime(time)).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        Kickoff {
            date: raw.date,
            time: raw.time,
            offset: raw.time.map(|_| zone.to_offset(instant)),
            instant,
            to_be_decided: raw.to_be_decided,
        }
    }
}

/// The zone of `UTC+3` or `UTC-3:30`, as lists of grounds have it.
fn fixed_zone(name: &str) -> Option<TimeZone> {
    let rest = name.trim().strip_prefix("UTC")?;
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = minutes.parse().ok()?;
    let sign = if rest.starts_with('-') { -1 } else { 1 };
    Offset::from_seconds(hours * 3600 + sign * minutes * 60).ok().map(TimeZone::fixed)
}
