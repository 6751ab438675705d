//! A venue's record.
//!
//! In: a venue. Out: its matches, goals and attendances.

use super::{Margin, counts};
use crate::model::{MatchId, Record, VenueId};

/// What a venue has seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VenueRecord {
    /// All its matches, played or to come, in order of kick-off.
    pub matches: Vec<MatchId>,
    /// Of these, those that count.
    pub played: u32,
    /// Goals in them.
    pub goals: u32,
    /// The highest attendance.
    pub highest_attendance: Margin,
    /// Spectators in all matches with a known attendance.
    pub spectators: u64,
    /// How many matches those are.
    pub with_attendance: u32,
}

impl VenueRecord {
    /// The record of a venue.
    pub fn of(record: &Record, venue: VenueId) -> Self {
        let mut total = Self { matches: record.by_venue[venue].clone(), ..Self::default() };
        for id in &record.by_venue[venue] {
            let game = &record.matches[*id];
            if !counts(game) {
                continue;
            }
            total.played += 1;
            total.goals += game.official().map_or(0, |[home, away]| u32::from(home) + u32::from(away));
            if let Some(attendance) = game.attendance {
                total.highest_attendance.offer(*id, attendance);
                total.spectators += u64::from(attendance);
                total.with_attendance += 1;
            }
        }
        total
    }

    /// Average attendance over the matches where it is known.
    pub fn average_attendance(&self) -> Option<f64> {
        (self.with_attendance > 0).then(|| self.spectators as f64 / f64::from(self.with_attendance))
    }
}
