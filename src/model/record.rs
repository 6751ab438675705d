//! The record: all matches and everyone who is named in them, with the
//! indexes that pages are made from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Arena, Competition, CompetitionId, Edition, EditionId, Match, MatchId, Person, PersonId, Team, TeamId, Venue,
    VenueId,
};

/// The record. Arenas are in order of slug, matches in order of kick-off;
/// each index lists matches in that order too.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Record {
    /// Competitions.
    pub competitions: Arena<CompetitionId, Competition>,
    /// Editions: by competition, then season, oldest first.
    pub editions: Arena<EditionId, Edition>,
    /// Teams.
    pub teams: Arena<TeamId, Team>,
    /// Persons.
    pub persons: Arena<PersonId, Person>,
    /// Venues.
    pub venues: Arena<VenueId, Venue>,
    /// Matches, in order of kick-off; undated ones last. Kept apart from the
    /// rest, since there are many.
    #[serde(skip)]
    pub matches: Arena<MatchId, Match>,
    /// Matches of each team.
    pub by_team: Arena<TeamId, Vec<MatchId>>,
    /// Matches of each person, as player, coach or official. Unused players
    /// on the bench are included.
    pub by_person: Arena<PersonId, Vec<MatchId>>,
    /// Matches at each venue.
    pub by_venue: Arena<VenueId, Vec<MatchId>>,
    /// Matches of each edition.
    pub by_edition: Arena<EditionId, Vec<MatchId>>,
    /// Editions of each competition, oldest first.
    pub editions_of: Arena<CompetitionId, Vec<EditionId>>,
    /// Squads that a person was in: edition and team.
    pub squads_of: Arena<PersonId, Vec<(EditionId, TeamId)>>,
    /// Rule sets of the site's own, by name (`rules` in `site.yaml`).
    pub rule_sets: Vec<(Arc<str>, Vec<Arc<str>>)>,
}
