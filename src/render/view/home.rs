//! The home page.
//!
//! In: stories, the record, the clock. Out: the variables `lead`, `lead_match`,
//! `lead_detail`, `stories`, `results`, `fixtures`, `edition`, `tables`,
//! `counts`.

use serde::Serialize;

/// Variable `counts`: what the site covers.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Counts {
    /// Stories.
    pub stories: usize,
    /// Matches.
    pub matches: usize,
    /// Teams.
    pub teams: usize,
    /// Players.
    pub players: usize,
    /// Seasons of competitions.
    pub editions: usize,
}
