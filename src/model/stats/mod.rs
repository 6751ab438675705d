//! Statistics: scorers, cards, records of teams, players, referees, venues,
//! editions and pairs of teams.
//!
//! In: the record and what is asked about. Out: figures, each with the matches
//! behind it, in an order that depends on nothing but the record. Each function
//! looks only at the matches of what is asked about. Never does IO, never
//! guesses a figure that the record does not hold.
//!
//! What counts: a match played to the end, an awarded one and a walk-over
//! ([`counts`]). Cancelled and annulled matches count for nothing, nor does one
//! that was abandoned without a ruling. Results go by official scores; goals,
//! line-ups and cards of an awarded match keep their own record.

mod discipline;
mod edition;
mod figure;
mod head_to_head;
mod player;
mod referee;
mod scorers;
mod team;
mod venue;

use super::{Match, Pair, Status};

pub use discipline::{CardRow, cards_of};
pub use edition::{EditionRecords, highest_scores, widest_wins};
pub use figure::{Cards, Figure, Margin, Results};
pub use head_to_head::{HeadToHead, matches_between};
pub use player::{PlayerLine, PlayerRecord, clean_sheet, minutes_played};
pub use referee::RefereeRecord;
pub use scorers::{AssistRow, ScorerRow, assists_of, own_goals_of, scorers_of, scorers_over};
pub use team::{Run, TeamRecord};
pub use venue::VenueRecord;

/// Whether what happened in a match enters the statistics.
pub fn counts(game: &Match) -> bool {
    matches!(game.status, Status::FullTime | Status::Awarded | Status::Walkover)
        || (game.status == Status::Abandoned && game.awarded.is_some())
}

/// The score as it was played, for records of the pitch (biggest win, most
/// goals, clean sheets): an awarded result is no feat. `None` for a match that
/// does not count or was not played to its end.
pub fn played_score(game: &Match) -> Option<Pair> {
    (game.status == Status::FullTime).then(|| game.official()).flatten()
}

#[cfg(test)]
mod tests;
