//! The team page, and the page of two teams' meetings.
//!
//! In: a team and its matches. Out: the variables `team`, `profile`, `facts`,
//! `tally`, `last`, `next`, `form`, `seasons`, `squad`, `opponents`, `stories`,
//! `mentions`; for two teams `home`, `away`, `tally`, `matches`.

use serde::Serialize;

use super::common::Tally;
use crate::render::shared::Shared;
use crate::render::text::DateText;

/// A name the team had.
#[derive(Clone, Debug, Serialize)]
pub struct FormerNameView<'a> {
    /// The name.
    pub name: &'a str,
    /// First day.
    pub from: Option<DateText>,
    /// Last day.
    pub until: Option<DateText>,
}

/// Variable `facts` of a team page.
#[derive(Clone, Debug, Serialize)]
pub struct TeamFacts<'a> {
    /// Country.
    pub country: Option<&'a str>,
    /// `men`, `women` or `mixed`.
    pub sex: &'static str,
    /// Year of foundation.
    pub founded: Option<i16>,
    /// Home ground: a `VenueRef`, or null.
    pub venue: Option<Shared>,
    /// Colours as written.
    pub colours: Vec<&'a str>,
    /// Earlier names.
    pub former_names: Vec<FormerNameView<'a>>,
}

/// A player of a squad.
#[derive(Clone, Debug, Serialize)]
pub struct SquadPlayer<'a> {
    /// Who: a `PersonRef`.
    pub player: Shared,
    /// Shirt number.
    pub number: Option<u16>,
    /// `GK`, `DF`, `MF`, `FW`, or as written.
    pub position: Option<&'a str>,
    /// His club at the time.
    pub club: Option<&'a str>,
    /// Matches he started or came on in.
    pub appearances: u32,
    /// Goals in those matches.
    pub goals: u32,
}

/// A team's squad in an edition.
#[derive(Clone, Debug, Serialize)]
pub struct SquadView<'a> {
    /// The edition: an `EditionRef`.
    pub edition: Shared,
    /// The coach: a `PersonRef`; null if not known.
    pub coach: Option<Shared>,
    /// The players: as listed, else by appearances.
    pub players: Vec<SquadPlayer<'a>>,
}

/// A season of a team.
#[derive(Clone, Debug, Serialize)]
pub struct TeamSeason {
    /// The edition: an `EditionRef`; null for matches outside competitions.
    pub edition: Option<Shared>,
    /// `World Cup 2022`, or `Other matches`.
    pub heading: String,
    /// A fragment of the address.
    pub anchor: String,
    /// Won, drawn, lost.
    pub tally: Tally,
    /// Its matches in order: `MatchRow`s.
    pub matches: Vec<Shared>,
}

/// A team met, and how it went.
#[derive(Clone, Debug, Serialize)]
pub struct Opponent<'a> {
    /// The other team: a `TeamRef`.
    pub team: Shared,
    /// The page of all their meetings.
    pub url: Option<&'a str>,
    /// From this team's side.
    pub tally: Tally,
}
