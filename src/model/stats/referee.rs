//! A referee's record.
//!
//! In: a person. Out: the matches he refereed, with what he gave in them.

use super::{Cards, Figure, counts};
use crate::model::{GoalKind, MatchId, PersonId, Record};

/// What a referee has done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RefereeRecord {
    /// Matches refereed, played or to come, in order of kick-off.
    pub matches: Vec<MatchId>,
    /// Of these, those that count.
    pub refereed: u32,
    /// Matches as another official.
    pub as_assistant: Vec<MatchId>,
    /// Cards shown.
    pub cards: Cards,
    /// Penalties given: scored and missed.
    pub penalties: Figure,
}

impl RefereeRecord {
    /// The record of a person as a referee.
    pub fn of(record: &Record, person: PersonId) -> Self {
        let mut total = Self::default();
        for id in &record.by_person[person] {
            let game = &record.matches[*id];
            let Some(official) = game.officials.iter().find(|official| official.person == person) else { continue };
            if !official.referee {
                total.as_assistant.push(*id);
                continue;
            }
            total.matches.push(*id);
            if !counts(game) {
                continue;
            }
            total.refereed += 1;
            game.cards.iter().for_each(|card| total.cards.add(*id, card));
            let scored = game.goals.iter().filter(|goal| goal.kind == GoalKind::Penalty).count();
            total.penalties.add_many(*id, (scored + game.missed_penalties.len()) as u32);
        }
        total
    }

    /// Bookings (second ones included) for each match that counts.
    pub fn bookings_per_match(&self) -> Option<f64> {
        let bookings = self.cards.yellow.count + self.cards.second_yellow.count;
        (self.refereed > 0).then(|| f64::from(bookings) / f64::from(self.refereed))
    }
}
