//! Tables: who stands where, by the competition's own rules, and why.
//!
//! In: the record and one of an edition's tables ([`TableKey`]). Out: the rows
//! in order with shared ranks, zones, form and footnotes, as they stand now or
//! stood at any moment. Never does IO, never guesses an order that the rules
//! leave open.
//!
//! | file | tells |
//! |---|---|
//! | `scope` | which tables an edition has and which matches belong to each |
//! | `points` | points for a win by default |
//! | `criteria`, `rules` | criteria by their names; the rule sets, as data |
//! | `standings` | the sums of each team, match by match |
//! | `ranking` | the order of level teams |
//! | `tie` | the reason for it in a sentence |
//! | `over_time` | all tables of a season in one sweep |
//! | `third` | the best third-placed teams |

mod criteria;
mod over_time;
mod points;
mod ranking;
mod rules;
mod scope;
mod standings;
#[cfg(test)]
mod tests;
mod third;
mod tie;

use std::sync::Arc;

use super::{Adjustment, Edition, EditionId, Form, MatchId, Record, TeamId, Zone};

pub use criteria::{Conditions, Criterion, Measure, Scope, UnknownCriterion};
pub use over_time::TablesOverTime;
pub use points::default_points_for_win;
pub use rules::{BUILT_IN, RuleSet, UnknownRules};
pub use scope::{Scopes, TableKey, matchdays, matches_of, table_of_match, tables_of};
pub use third::{ThirdPlaced, ThirdRow};
pub use tie::{Decided, Tie};

/// When a table is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AsOf {
    /// With every result there is.
    #[default]
    Now,
    /// After this match and all that kicked off with it or earlier.
    AfterMatch(MatchId),
    /// Before this match and all that kicked off with it.
    Before(MatchId),
    /// After this matchday: with the matches of this and of lower numbers,
    /// whenever they were played.
    Matchday(u16),
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The place, from 1. Teams that rules cannot part have the same, and the
    /// next place is left out.
    pub rank: u16,
    /// Whether another team has the same rank.
    pub shared: bool,
    /// The team.
    pub team: TeamId,
    /// Its name at the time, where it was another than today's.
    pub name: Option<Arc<str>>,
    /// Matches that count.
    pub played: u16,
    /// Won.
    pub won: u16,
    /// Drawn.
    pub drawn: u16,
    /// Lost.
    pub lost: u16,
    /// Goals scored, by official scores.
    pub goals_for: u16,
    /// Goals conceded, by official scores.
    pub goals_against: u16,
    /// Points, adjustments included.
    pub points: i32,
    /// The sum of adjustments in `points`; 0 for none.
    pub adjusted: i32,
    /// Conduct by the rule set's scale: 0, or less with cards.
    pub conduct: i32,
    /// The zone, as a position in the edition's `rules.zones`. `None` also
    /// while a shared rank straddles the edge of a zone.
    pub zone: Option<u16>,
    /// The last five matches in this table, oldest first.
    pub form: Form,
}

impl Row {
    /// Goals scored less goals conceded.
    pub fn goal_difference(&self) -> i32 {
        i32::from(self.goals_for) - i32::from(self.goals_against)
    }

    /// Points per game; `None` before the first.
    pub fn points_per_game(&self) -> Option<f64> {
        (self.played > 0).then(|| f64::from(self.points) / f64::from(self.played))
    }

    /// The zone itself.
    pub fn zone<'a>(&self, edition: &'a Edition) -> Option<&'a Zone> {
        edition.rules.zones.get(usize::from(self.zone?))
    }
}

/// A note under a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footnote {
    /// The rows it belongs to, best first.
    pub teams: Vec<TeamId>,
    /// The note, a sentence without its full stop.
    pub text: String,
    /// The matches behind it.
    pub matches: Vec<MatchId>,
}

/// A table at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The edition.
    pub edition: EditionId,
    /// Which of its tables.
    pub key: Arc<TableKey>,
    /// The rows, best first; teams of a shared rank in order of their slugs.
    pub rows: Vec<Row>,
    /// Every pair of neighbours level on points that rules could part, and
    /// which rule did.
    pub ties: Vec<Tie>,
    /// The adjustments in force at that moment.
    pub adjustments: Vec<Adjustment>,
    /// Points for a win.
    pub points_for_win: u8,
    /// How many matches count in it.
    pub matches: u32,
    /// The latest of them.
    pub last: Option<MatchId>,
    /// Whether no match of the table is left to be played.
    pub complete: bool,
}

impl Table {
    /// One table of an edition as of some moment.
    ///
    /// An unknown rule set counts as `generic` here; `content` reports it by
    /// [`RuleSet::find`]. To make the tables of many moments use
    /// [`TablesOverTime`], which shares the work.
    pub fn of(record: &Record, edition: EditionId, key: &TableKey, as_of: AsOf) -> Self {
        over_time::table_as_of(record, edition, key, as_of)
    }

    /// All tables of an edition, in order of [`tables_of`].
    pub fn all(record: &Record, edition: EditionId, as_of: AsOf) -> Vec<Self> {
        tables_of(record, edition).iter().map(|key| Self::of(record, edition, key, as_of)).collect()
    }

    /// The row of a team.
    pub fn row(&self, team: TeamId) -> Option<&Row> {
        self.rows.iter().find(|row| row.team == team)
    }

    /// The name of a team in this table: of the time, else today's.
    pub fn name_of<'a>(&'a self, record: &'a Record, team: TeamId) -> &'a str {
        self.row(team).and_then(|row| row.name.as_deref()).unwrap_or(&record.teams[team].name)
    }

    /// The notes under the table, to be numbered from 1: adjustments first,
    /// then the reason for each decided tie that the table's own columns (goal
    /// difference, goals) do not show.
    pub fn footnotes(&self, record: &Record) -> Vec<Footnote> {
        let adjustments = self.adjustments.iter().map(|adjustment| tie::adjustment_note(record, self, adjustment));
        let ties = self.ties.iter().filter(|tie| !tie.decided.shown_by_columns()).map(|tie| tie.footnote(record, self));
        adjustments.chain(ties).collect()
    }
}
