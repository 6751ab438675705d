//! Which tables an edition has, and which matches belong to each.

use std::sync::Arc;

use crate::model::{EditionId, MatchId, Record};

/// One of an edition's tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableKey {
    /// The stage, only where two stages have groups of one name.
    pub stage: Option<Arc<str>>,
    /// The group; `None` for the table of a league.
    pub group: Option<Arc<str>>,
}

impl TableKey {
    /// The table of a league.
    pub fn league() -> Self {
        Self::default()
    }

    /// The table of a group.
    pub fn group(name: &str) -> Self {
        Self { stage: None, group: Some(name.into()) }
    }

    /// The group's name, with its stage where needed; `None` for a league's.
    pub fn title(&self) -> Option<String> {
        let group = self.group.as_deref()?;
        Some(self.stage.as_deref().map_or_else(|| group.to_owned(), |stage| format!("{stage}, {group}")))
    }
}

/// The tables of an edition.
pub fn tables_of(record: &Record, edition: EditionId) -> Vec<TableKey> {
    let _ = (record, edition);
    todo!()
}

/// The table a match belongs to, if any.
pub fn table_of_match(record: &Record, game: MatchId) -> Option<TableKey> {
    let _ = (record, game);
    todo!()
}

/// The matches of a table, played or not, in order of kick-off.
pub fn matches_of(record: &Record, edition: EditionId, key: &TableKey) -> Vec<MatchId> {
    let _ = (record, edition, key);
    todo!()
}

/// The matchdays of a table, in order.
pub fn matchdays(record: &Record, edition: EditionId, key: &TableKey) -> Vec<u16> {
    let _ = (record, edition, key);
    todo!()
}
