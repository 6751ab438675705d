//! Ties: why one team stands above another that is level on points.
//!
//! In: what decided a tie. Out: a plain sentence with its matches. Never
//! decides anything.

use super::{Footnote, Scope, Table, criteria::Measure};
use crate::model::{Adjustment, MatchId, Record, TeamId};

/// What parted two neighbours of a table that were level on points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decided {
    /// A criterion.
    By {
        /// What was compared.
        measure: Measure,
        /// Over which matches.
        scope: Scope,
    },
    /// The order that the author gave, where the rules draw lots.
    Lots,
    /// The order that the author gave, where the rules look at a ranking.
    Ranking,
    /// The order that the author gave.
    FinalOrder,
}

impl Decided {
    /// Whether anyone sees the reason in the table's own columns.
    pub fn shown_by_columns(self) -> bool {
        matches!(
            self,
            Self::By {
                measure: Measure::GoalDifference | Measure::Goals | Measure::Points | Measure::PointsPerGame,
                scope: Scope::All
            }
        )
    }
}

/// Two neighbours level on points, and what parted them.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// The better one.
    pub above: TeamId,
    /// The other.
    pub below: TeamId,
    /// What parted them.
    pub decided: Decided,
    /// For a mutual criterion: all the teams whose matches were looked at,
    /// best first. Empty for others.
    pub among: Vec<TeamId>,
    /// The two teams' values, the better one first; `None` for orders that the
    /// author gave.
    pub values: Option<[f64; 2]>,
    /// For a mutual criterion: the matches looked at, in order of kick-off.
    pub matches: Vec<MatchId>,
}

impl Tie {
    /// The reason in a sentence: `Bulgaria above Argentina: 2–0 in the match
    /// between them`.
    pub fn sentence(&self, record: &Record, table: &Table) -> String {
        let _ = (record, table);
        todo!()
    }

    /// The sentence as a note.
    pub(super) fn footnote(&self, record: &Record, table: &Table) -> Footnote {
        let teams = vec![self.above, self.below];
        Footnote { teams, text: self.sentence(record, table), matches: self.matches.clone() }
    }
}

/// An adjustment as a note: `Everton: 8 points deducted (breach of the rules)`.
pub(super) fn adjustment_note(record: &Record, adjustment: &Adjustment) -> Footnote {
    let _ = (record, adjustment);
    todo!()
}
