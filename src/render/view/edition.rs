//! The page of a competition's season, and of a competition.
//!
//! In: an edition, its matches, tables and bracket. Out: the variables
//! `edition`, `competition`, `profile`, `tables`, `third_placed`, `rounds`,
//! `bracket`, `scorers`, `records`, `teams`, `venues`, `stories`, `mentions`.

use serde::Serialize;

use crate::render::shared::Shared;
use crate::render::text::PairText;

/// Variable `competition`.
#[derive(Clone, Debug, Serialize)]
pub struct CompetitionVar<'a> {
    /// Name.
    pub name: &'a str,
    /// A shorter name, else the name.
    pub short: &'a str,
    /// `league`, `cup`, `tournament`, `friendly`.
    pub kind: &'static str,
    /// `men`, `women` or `mixed`.
    pub sex: &'static str,
    /// Its page; null if it has none.
    pub url: Option<&'a str>,
    /// All its seasons, newest first: `EditionRef`s.
    pub editions: Vec<Shared>,
}

/// A tie of the bracket: one match, or two legs with a replay.
#[derive(Clone, Debug, Serialize)]
pub struct TieView {
    /// Who is named first: a `TeamRef`; null if not known yet.
    pub home: Option<Shared>,
    /// Who is named second.
    pub away: Option<Shared>,
    /// Its matches: `MatchRow`s.
    pub matches: Vec<Shared>,
    /// `0–1`, over all legs from the first team's side; null before it is known.
    pub aggregate: Option<PairText>,
    /// `after extra time, 4–2 on penalties`; null for none.
    pub note: Option<String>,
    /// `home`, `away`, or null while it is open.
    pub winner: Option<&'static str>,
}

/// A round of the bracket.
#[derive(Clone, Debug, Serialize)]
pub struct BracketRound {
    /// `Quarter-finals`.
    pub name: String,
    /// Its ties, in the order of the bracket.
    pub ties: Vec<TieView>,
}

/// A row of the list of scorers.
#[derive(Clone, Debug, Serialize)]
pub struct ScorerRow {
    /// Rank; the same for the same number of goals.
    pub rank: u32,
    /// Shares its rank with the row above.
    pub same_rank: bool,
    /// The player: a `PersonRef`.
    pub player: Shared,
    /// The team he scored for: a `TeamRef`.
    pub team: Shared,
    /// Goals, without own goals.
    pub goals: u32,
    /// Of these, penalties.
    pub penalties: u32,
    /// Matches he played in, where line-ups are known.
    pub appearances: u32,
}

/// Variable `records`: sums and extremes.
#[derive(Clone, Debug, Serialize)]
pub struct RecordsView {
    /// Matches of the edition.
    pub matches: u32,
    /// Of these, played.
    pub played: u32,
    /// Goals in them.
    pub goals: u32,
    /// Goals a match, `2.69`; null before any.
    pub average: Option<String>,
    /// The widest wins: `MatchRow`s, five at most.
    pub biggest_wins: Vec<Shared>,
    /// The matches with most goals: `MatchRow`s, five at most.
    pub most_goals: Vec<Shared>,
    /// The best attended: null if no attendance is known.
    pub best_attended: Option<Attended>,
    /// Sum of the attendances known.
    pub attendance: u64,
}

/// A match with its attendance.
#[derive(Clone, Debug, Serialize)]
pub struct Attended {
    /// The match: a `MatchRow`.
    pub r#match: Shared,
    /// Spectators.
    pub attendance: u32,
}
