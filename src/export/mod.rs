//! The record for other programs: spreadsheets, databases, another site.
//!
//! In: the model. Out: one JSON document ([`json()`]), or tables as CSV
//! ([`csv()`]). Everything is named by the last part of its address, which
//! stays the same for good. Equal models give equal texts. Never touches a
//! file, never leaves out what the record knows of a match.
//!
//! | file | tells |
//! |---|---|
//! | `document` | matches, entities and editions as they stand in the document |
//! | `tables` | the tables of the CSV form |

mod document;
mod tables;

use crate::model::{EditionId, Model, Record};

pub use tables::Table;

/// The record as a JSON document.
pub fn json(model: &Model) -> String {
    let document = document::Document::of(model);
    // Writing to memory cannot fail, and every key is a text.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// The record as tables, each with the name of its file.
pub fn csv(model: &Model) -> Vec<Table> {
    tables::all(&model.record)
}

/// `world-cup/2022`: an edition as its address names it.
fn edition_key(record: &Record, edition: EditionId) -> String {
    let edition = &record.editions[edition];
    format!("{}/{}", record.competitions[edition.competition].slug, edition.slug)
}
