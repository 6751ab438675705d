//! The page of a player, coach, referee or somebody else.
//!
//! In: a person and the matches of the record. Out: the variables `person`,
//! `profile`, `facts`, `totals`, `career`, `matches`, `coached`, `officiated`,
//! `stories`, `mentions`.

use serde::Serialize;

use crate::render::shared::Shared;
use crate::render::text::MinuteText;

/// Variable `facts` of a person's page.
#[derive(Clone, Debug, Serialize)]
pub struct PersonFacts<'a> {
    /// `player`, `coach`, `referee`: as far as they apply.
    pub roles: Vec<&'static str>,
    /// `1998-09-18`, or the year alone.
    pub born: Option<String>,
    /// Nationality as written.
    pub nationality: Option<&'a str>,
    /// `Goalkeeper`, `Defender`, `Midfielder`, `Forward`, or as written.
    pub position: Option<&'a str>,
}

/// Sums over a player's matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlayerTotals {
    /// Matches started or come on in.
    pub appearances: u32,
    /// Matches started.
    pub starts: u32,
    /// Minutes played, as far as known.
    pub minutes: u32,
    /// Goals, without own goals.
    pub goals: u32,
    /// Of these, penalties.
    pub penalties: u32,
    /// Own goals.
    pub own_goals: u32,
    /// Last passes, where the record has them.
    pub assists: u32,
    /// Bookings.
    pub yellow: u32,
    /// Sendings-off, by a second booking too.
    pub red: u32,
}

/// A season with a team.
#[derive(Clone, Debug, Serialize)]
pub struct CareerRow {
    /// The team: a `TeamRef`.
    pub team: Shared,
    /// The edition: an `EditionRef`; null for matches outside competitions,
    /// and for a spell told by the profile alone.
    pub edition: Option<Shared>,
    /// Shirt number, where known.
    pub number: Option<u16>,
    /// `2019–2022`, for a spell told by the profile alone.
    pub period: Option<String>,
    /// On loan.
    pub on_loan: bool,
    /// Sums of the season.
    pub totals: PlayerTotals,
}

/// A match from a player's side.
#[derive(Clone, Debug, Serialize)]
pub struct Appearance {
    /// The match: a `MatchRow`.
    pub r#match: Shared,
    /// `home` or `away`: the side he played for.
    pub side: &'static str,
    /// `W`, `D`, `L`; null before the match is played.
    pub result: Option<&'static str>,
    /// `started`, `came on`, `unused`.
    pub role: &'static str,
    /// Minutes on the pitch; null if not known.
    pub minutes: Option<u16>,
    /// When he came on: `46'`.
    pub on: Option<MinuteText>,
    /// When he was replaced: `82'`.
    pub off: Option<MinuteText>,
    /// Goals, without own goals.
    pub goals: u16,
    /// Own goals.
    pub own_goals: u16,
    /// Booked.
    pub yellow: u16,
    /// Sent off.
    pub red: u16,
}
