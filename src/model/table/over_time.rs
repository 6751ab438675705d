//! All tables of a season in one sweep.
//!
//! In: the matches of one table in order of kick-off. Out: the table after
//! every moment at which it changed. Never looks at a match twice.

use super::{AsOf, Table, TableKey};
use crate::model::{EditionId, MatchId, Record};

/// A table as it stood at every moment: after each kick-off time at which
/// matches that count began (simultaneous ones together), and after each dated
/// adjustment.
#[derive(Clone, Debug)]
pub struct TablesOverTime {
    tables: Vec<Table>,
}

impl TablesOverTime {
    /// Makes all tables of one key of an edition.
    pub fn of(record: &Record, edition: EditionId, key: &TableKey) -> Self {
        let _ = (record, edition, key);
        todo!()
    }

    /// The table after a match and all that kicked off with it or earlier.
    pub fn after(&self, record: &Record, game: MatchId) -> &Table {
        let _ = (record, game);
        todo!()
    }

    /// The table before a match and all that kicked off with it.
    pub fn before(&self, record: &Record, game: MatchId) -> &Table {
        let _ = (record, game);
        todo!()
    }

    /// The newest table.
    pub fn latest(&self) -> &Table {
        todo!()
    }

    /// All of them, oldest first; the first is the one before any match.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }
}

/// One table as of some moment.
pub(super) fn table_as_of(record: &Record, edition: EditionId, key: &TableKey, as_of: AsOf) -> Table {
    let _ = (record, edition, key, as_of);
    todo!()
}
