//! The best third-placed teams across an edition's groups.
//!
//! In: the groups' tables. Out: their third-placed teams in order, and who of
//! them goes on. Teams of different groups have not met, so of the rule set
//! only the criteria that look at all matches apply; every match of a team
//! counts, also where groups differ in size.

use super::{AsOf, Row, Tie};
use crate::model::{EditionId, Record};
use std::sync::Arc;

/// A third-placed team.
#[derive(Clone, Debug, PartialEq)]
pub struct ThirdRow {
    /// Its group.
    pub group: Arc<str>,
    /// Its row: rank and `shared` are those among the third-placed teams, the
    /// rest is as in its group's table.
    pub row: Row,
    /// Whether it is among those who go on. Of teams that share the last place
    /// that goes on, none is.
    pub through: bool,
}

/// The third-placed teams of an edition, best first.
#[derive(Clone, Debug, PartialEq)]
pub struct ThirdPlaced {
    /// The rows.
    pub rows: Vec<ThirdRow>,
    /// What parted those level on points.
    pub ties: Vec<Tie>,
    /// How many go on.
    pub places: u8,
}

impl ThirdPlaced {
    /// The third-placed teams of an edition; `None` where none of them go on
    /// (`third_placed` is 0) or there are no groups.
    pub fn of(record: &Record, edition: EditionId, as_of: AsOf) -> Option<Self> {
        let _ = (record, edition, as_of);
        todo!()
    }
}
