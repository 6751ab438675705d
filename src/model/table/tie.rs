//! Ties: why one team stands above another that is level on points.
//!
//! In: what decided a tie. Out: a plain sentence with its matches. Never
//! decides anything.

use std::fmt::Write;

use super::{Footnote, Scope, Table, criteria::Measure};
use crate::model::{Adjustment, MatchId, Pair, Record, TeamId};

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

    /// Whether only the matches among the level teams were looked at.
    pub fn is_mutual(self) -> bool {
        matches!(self, Self::By { scope: Scope::Mutual, .. })
    }

    /// The reason in a few words: `goal difference`, `points in the matches
    /// between them`, `the drawing of lots`.
    pub fn words(self) -> &'static str {
        match self {
            Self::By { measure, scope: Scope::All } => match measure {
                Measure::Points => "points",
                Measure::PointsPerGame => "points per game",
                Measure::GoalDifference => "goal difference",
                Measure::GoalAverage => "goal average",
                Measure::Goals => "goals scored",
                Measure::AwayGoals => "away goals",
                Measure::Wins => "wins",
                Measure::AwayWins => "away wins",
                Measure::Conduct | Measure::ConductUefa => "conduct",
                Measure::Lots => "the drawing of lots",
                Measure::Ranking => "the ranking",
            },
            Self::By { measure, scope: Scope::Mutual } => match measure {
                Measure::Points => "points in the matches between them",
                Measure::GoalDifference => "goal difference in the matches between them",
                Measure::Goals => "goals in the matches between them",
                Measure::AwayGoals => "away goals in the matches between them",
                _ => "the matches between them",
            },
            Self::Lots => "the drawing of lots",
            Self::Ranking => "the ranking",
            Self::FinalOrder => "the competition's decision",
        }
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
        let name = |team| table.name_of(record, team);
        let reason = match (self.decided, self.values) {
            (Decided::By { measure, scope: Scope::All }, Some(values)) => overall(measure, values),
            (Decided::By { measure, .. }, Some(values)) if self.among.len() == 2 => {
                between_two(measure, values, &self.scores(record))
            }
            (Decided::By { measure, .. }, Some(values)) => {
                let teams: Vec<&str> = self.among.iter().map(|team| name(*team)).collect();
                format!("{} in the matches between {}", to(measure, values), list(&teams))
            }
            (decided, _) => format!("by {}", decided.words()),
        };
        format!("{} above {}: {reason}", name(self.above), name(self.below))
    }

    /// The sentence as a note.
    pub(super) fn footnote(&self, record: &Record, table: &Table) -> Footnote {
        let teams = vec![self.above, self.below];
        Footnote { teams, text: self.sentence(record, table), matches: self.matches.clone() }
    }

    /// The scores of the matches behind it, from the better team's side.
    fn scores(&self, record: &Record) -> Vec<Pair> {
        let scores = self.matches.iter().filter_map(|id| {
            let game = &record.matches[*id];
            let side = game.side_of(self.above)?;
            let score = game.official()?;
            Some([score[side.index()], score[side.other().index()]])
        });
        scores.collect()
    }
}

/// The reason where all matches were looked at.
fn overall(measure: Measure, [above, below]: [f64; 2]) -> String {
    match measure {
        Measure::GoalDifference => format!("better goal difference ({} to {})", signed(above), signed(below)),
        Measure::GoalAverage => format!("better goal average ({above:.3} to {below:.3})"),
        Measure::PointsPerGame => format!("more points per game ({above:.2} to {below:.2})"),
        Measure::Conduct | Measure::ConductUefa => format!("better conduct ({} to {})", signed(above), signed(below)),
        Measure::Goals => format!("more goals scored ({above} to {below})"),
        Measure::AwayGoals => format!("more away goals ({above} to {below})"),
        Measure::Wins => format!("more wins ({above} to {below})"),
        Measure::AwayWins => format!("more away wins ({above} to {below})"),
        Measure::Points | Measure::Lots | Measure::Ranking => format!("more points ({above} to {below})"),
    }
}

/// The reason where the matches of two teams were looked at.
fn between_two(measure: Measure, values: [f64; 2], scores: &[Pair]) -> String {
    let told: Vec<String> = scores.iter().map(|[a, b]| format!("{a}–{b}")).collect();
    if let [only] = told.as_slice() {
        return match measure {
            Measure::AwayGoals => format!("{} in the match between them ({only})", to(measure, values)),
            _ => format!("{only} in the match between them"),
        };
    }
    let told = told.join(", ");
    if measure == Measure::GoalDifference {
        let [a, b] = scores.iter().fold([0, 0], |[a, b], [c, d]| [a + c, b + d]);
        return format!("{a}–{b} on aggregate in the matches between them ({told})");
    }
    format!("{} in the matches between them ({told})", to(measure, values))
}

/// `3 points to 2`, `goal difference +1 to −1`.
fn to(measure: Measure, [above, below]: [f64; 2]) -> String {
    let noun = match measure {
        Measure::GoalDifference => return format!("goal difference {} to {}", signed(above), signed(below)),
        Measure::Points => "point",
        Measure::Goals => "goal",
        Measure::AwayGoals => "away goal",
        Measure::Wins => "win",
        _ => return format!("{above} to {below}"),
    };
    let above = above.to_string();
    let plural = if above == "1" { "" } else { "s" };
    format!("{above} {noun}{plural} to {below}")
}

/// `+2`, `0`, `−3`.
fn signed(value: f64) -> String {
    if value > 0.0 {
        format!("+{value}")
    } else if value < 0.0 {
        format!("−{}", -value)
    } else {
        "0".to_owned()
    }
}

/// `A, B and C`.
fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// An adjustment as a note: `Everton: 8 points deducted on 17 November 2023
/// (breach of the rules)`.
pub(super) fn adjustment_note(record: &Record, table: &Table, adjustment: &Adjustment) -> Footnote {
    let count = adjustment.points.unsigned_abs();
    let plural = if count == 1 { "" } else { "s" };
    let verb = if adjustment.points < 0 { "deducted" } else { "added" };
    let name = table.name_of(record, adjustment.team);
    let mut text = format!("{name}: {count} point{plural} {verb}");
    if let Some(date) = adjustment.date {
        let _ = write!(text, " on {}", date.strftime("%-d %B %Y"));
    }
    if let Some(reason) = &adjustment.reason {
        let _ = write!(text, " ({reason})");
    }
    Footnote { teams: vec![adjustment.team], text, matches: Vec::new() }
}
