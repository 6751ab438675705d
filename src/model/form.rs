//! Form: how a team's latest matches went.
//!
//! In: the record. Out: up to five outcomes, oldest first, each with its
//! match. Never counts a match without an official score; kicks from the mark
//! leave a draw a draw.

use std::ops::Deref;

use super::{Match, MatchId, Pair, Record, SideIx, TeamId};

/// How a match went for one team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Won.
    Win,
    /// Drawn, also when decided on penalties.
    Draw,
    /// Lost.
    Loss,
}

impl Outcome {
    /// The outcome for `side` of a match that ended so.
    pub fn of(score: Pair, side: SideIx) -> Self {
        match score[side.index()].cmp(&score[side.other().index()]) {
            std::cmp::Ordering::Greater => Self::Win,
            std::cmp::Ordering::Equal => Self::Draw,
            std::cmp::Ordering::Less => Self::Loss,
        }
    }

    /// `W`, `D` or `L`.
    pub fn letter(self) -> char {
        match self {
            Self::Win => 'W',
            Self::Draw => 'D',
            Self::Loss => 'L',
        }
    }
}

/// One match of a team's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FormEntry {
    /// How it went.
    pub outcome: Outcome,
    /// The match.
    pub game: MatchId,
}

/// The last five matches at most, oldest first. Reads as a slice.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Form {
    entries: [FormEntry; Self::LENGTH],
    len: u8,
}

impl Form {
    /// How many matches form looks back.
    pub const LENGTH: usize = 5;

    /// Adds a newer match; the oldest drops out of a full form.
    pub fn push(&mut self, outcome: Outcome, game: MatchId) {
        let len = usize::from(self.len);
        let entry = FormEntry { outcome, game };
        if len < Self::LENGTH {
            self.entries[len] = entry;
            self.len += 1;
        } else {
            self.entries.rotate_left(1);
            self.entries[Self::LENGTH - 1] = entry;
        }
    }

    /// `WDLWW`, oldest first.
    pub fn letters(&self) -> String {
        self.iter().map(|e| e.outcome.letter()).collect()
    }

    /// The form a team brings into a match: its last results before that
    /// kick-off, in every competition.
    pub fn before(record: &Record, team: TeamId, game: MatchId) -> Self {
        Self::latest(record, team, record.by_team[team].iter().rev().filter(|id| starts_before(record, **id, game)))
    }

    /// The form of a team after all its matches, in every competition.
    pub fn now(record: &Record, team: TeamId) -> Self {
        Self::latest(record, team, record.by_team[team].iter().rev())
    }

    /// The form from a team's matches given newest first.
    fn latest<'a>(record: &Record, team: TeamId, newest_first: impl Iterator<Item = &'a MatchId>) -> Self {
        let mut form = Self::default();
        for entry in newest_first.filter_map(|id| entry(&record.matches[*id], *id, team)).take(Self::LENGTH) {
            form.entries[usize::from(form.len)] = entry;
            form.len += 1;
        }
        form.entries[..usize::from(form.len)].reverse();
        form
    }
}

/// Whether `a` kicked off earlier than `b`; a match without a date is never
/// earlier than one with a date.
fn starts_before(record: &Record, a: MatchId, b: MatchId) -> bool {
    match (record.matches[a].kickoff, record.matches[b].kickoff) {
        (Some(a), Some(b)) => a.instant < b.instant,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => a < b,
    }
}

/// What a match adds to a team's form, if it counts.
fn entry(game: &Match, id: MatchId, team: TeamId) -> Option<FormEntry> {
    let side = game.side_of(team)?;
    Some(FormEntry { outcome: Outcome::of(game.official()?, side), game: id })
}

impl Default for Form {
    fn default() -> Self {
        Self { entries: [FormEntry { outcome: Outcome::Draw, game: MatchId(0) }; Self::LENGTH], len: 0 }
    }
}

impl Deref for Form {
    type Target = [FormEntry];
    fn deref(&self) -> &[FormEntry] {
        &self.entries[..usize::from(self.len)]
    }
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.letters())
    }
}
