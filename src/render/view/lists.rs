//! The list pages: stories, matches, teams, players, people, competitions,
//! grounds, topics, authors.
//!
//! In: entities in their order. Out: the variables `groups` (lists of shared
//! views under headings) and `pagination`; for matches also `upcoming`.

use serde::Serialize;

use crate::render::shared::Shared;

/// An entry of the list of teams.
#[derive(Clone, Debug, Serialize)]
pub struct TeamEntry {
    /// The team: a `TeamRef`.
    pub team: Shared,
    /// How many matches.
    pub matches: usize,
}

/// An entry of the lists of players and people.
#[derive(Clone, Debug, Serialize)]
pub struct PersonEntry {
    /// The person: a `PersonRef`.
    pub person: Shared,
    /// The team of the last match: a `TeamRef`; null if there is none.
    pub team: Option<Shared>,
    /// How many matches.
    pub matches: usize,
}

/// An entry of the list of competitions.
#[derive(Clone, Debug, Serialize)]
pub struct CompetitionEntry<'a> {
    /// Name.
    pub name: &'a str,
    /// Its page.
    pub url: Option<&'a str>,
    /// Its seasons, newest first: `EditionRef`s.
    pub editions: Vec<Shared>,
}

/// An entry of the list of grounds.
#[derive(Clone, Debug, Serialize)]
pub struct VenueEntry {
    /// The ground: a `VenueRef`.
    pub venue: Shared,
    /// How many matches.
    pub matches: usize,
}
