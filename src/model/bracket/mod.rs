//! Knock-outs: rounds, ties, and who meets whom next.
//!
//! In: an edition's matches outside its tables. Out: rounds in order, each with
//! its ties, a winner where the record tells one, and a tree: which tie feeds
//! which, found by following the winners. Never guesses a pairing that the
//! record does not hold.
//!
//! - **Which matches**: those without a group and outside any table. In a cup
//!   all of them that name a round (or a stage); in a tournament those whose
//!   round has a knock-out name or a number, in a league those with a knock-out
//!   name (final, quarter-finals, play-off, …).
//! - **Order of rounds**: by what the names say; a round whose name says
//!   nothing stands after the last named round that began before it.
//! - **Ties**: matches of the same two teams in one round.

mod round;
mod tie;
mod tree;

use std::sync::Arc;

use super::{EditionId, MatchId, Pair, Record, SideIx, TeamId};

pub use round::{RoundKind, RoundName};

/// How a tie is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TieForm {
    /// One match.
    Single,
    /// Two legs, and a decider where they left it level.
    TwoLegs,
    /// A match, and replays while it is level.
    Replays,
}

/// How a tie was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TieDecided {
    /// In 90 minutes (of the last match).
    NormalTime,
    /// In extra time.
    ExtraTime,
    /// By a golden goal.
    GoldenGoal,
    /// By kicks from the mark.
    Penalties,
    /// By the goals of both legs.
    Aggregate,
    /// By the goals of both legs, the second with extra time.
    AggregateExtraTime,
    /// By goals scored away, with level aggregates.
    AwayGoals,
    /// By a ruling.
    Awarded,
    /// The opponent did not play.
    Walkover,
    /// The record does not say how, but the winner played the next round.
    Advanced,
}

/// Where a team of a tie comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    /// It won this tie (or its result is not known yet).
    Winner(usize),
    /// It lost this tie: a match for third place.
    Loser(usize),
    /// It enters here: in the first round, after a bye, or from elsewhere.
    Enters,
}

/// A tie.
#[derive(Clone, Debug, PartialEq)]
pub struct BracketTie {
    /// The teams, as named in the first match.
    pub teams: [TeamId; 2],
    /// Its matches in order of kick-off, whatever their status.
    pub matches: Vec<MatchId>,
    /// How it is played.
    pub form: TieForm,
    /// Goals of [`Self::teams`] that decide: of both legs, else of the last
    /// match that counts; without kicks from the mark. `None` before any.
    pub score: Option<Pair>,
    /// The shoot-out that decided it.
    pub penalties: Option<Pair>,
    /// Who went on, as an index into [`Self::teams`].
    pub winner: Option<SideIx>,
    /// How; `None` while it is open.
    pub decided: Option<TieDecided>,
    /// Where the teams come from.
    pub from: [Entry; 2],
    /// The tie in which the winner plays next.
    pub next: Option<usize>,
}

/// A round.
#[derive(Clone, Debug, PartialEq)]
pub struct BracketRound {
    /// Its name, without words for legs and replays.
    pub name: Arc<str>,
    /// What sort, where the name says.
    pub kind: Option<RoundKind>,
    /// Its ties, as positions in [`Bracket::ties`], in the order in which the
    /// tree is drawn: those that feed the first tie of the next round first.
    pub ties: Vec<usize>,
    /// Teams that go through it without a match.
    pub byes: Vec<TeamId>,
}

/// The knock-out of an edition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bracket {
    /// The rounds, first to last, without the match for third place.
    pub rounds: Vec<BracketRound>,
    /// All ties.
    pub ties: Vec<BracketTie>,
    /// The match for third place and the name of its round.
    pub third_place: Option<(Arc<str>, usize)>,
    /// Who won the final, where the last round is one.
    pub champion: Option<TeamId>,
}

impl Bracket {
    /// The knock-out of an edition; `None` where there is none.
    pub fn of(record: &Record, edition: EditionId) -> Option<Self> {
        tree::bracket_of(record, edition)
    }

    /// The tie that a match belongs to.
    pub fn tie_of(&self, game: MatchId) -> Option<usize> {
        self.ties.iter().position(|tie| tie.matches.contains(&game))
    }
}

impl BracketTie {
    /// Who went on.
    pub fn winner(&self) -> Option<TeamId> {
        self.winner.map(|side| self.teams[side.index()])
    }

    /// Who went out.
    pub fn loser(&self) -> Option<TeamId> {
        self.winner.map(|side| self.teams[side.other().index()])
    }

    /// Whether more than one match's goals make the score.
    pub fn is_aggregate(&self) -> bool {
        self.form == TieForm::TwoLegs
    }

    /// How it was decided, in words, where the score does not tell: `4–2 on
    /// penalties`, `after extra time`, `on away goals`. Penalties are told from
    /// the winner's side.
    pub fn note(&self) -> Option<String> {
        let replay = self.form == TieForm::Replays && self.matches.len() > 1;
        let how = match self.decided? {
            TieDecided::Penalties => {
                let side = self.winner?;
                let [won, lost] = self.penalties.map(|p| [p[side.index()], p[side.other().index()]])?;
                Some(format!("{won}–{lost} on penalties"))
            }
            TieDecided::ExtraTime | TieDecided::AggregateExtraTime => Some("after extra time".to_owned()),
            TieDecided::GoldenGoal => Some("by a golden goal".to_owned()),
            TieDecided::AwayGoals => Some("on away goals".to_owned()),
            TieDecided::Awarded => Some("awarded".to_owned()),
            TieDecided::Walkover => Some("walk-over".to_owned()),
            TieDecided::NormalTime | TieDecided::Aggregate | TieDecided::Advanced => None,
        };
        match (how, replay) {
            (Some(how), true) => Some(format!("after a replay, {how}")),
            (None, true) => Some("after a replay".to_owned()),
            (how, false) => how,
        }
    }
}

#[cfg(test)]
mod tests;
