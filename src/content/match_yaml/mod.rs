//! The record as an author writes it: `record/**/*.yaml`.
//!
//! In: a YAML document that holds one match, or a list of them under
//! `matches:` with shared keys above it, and squads. Out: a [`RawRecord`] and
//! diagnostics; and the way back, [`write()`]: a text that reads as the record
//! it was made of. Names stay unresolved; scores are not compared with goals.

mod events;
mod facts;
mod keys;
mod lineups;
mod squads;
mod write;

pub use keys::{Base, read_match};
pub use write::write;

use std::sync::Arc;

use super::raw::{Names, RawRecord, Spot, Trust};
use super::yaml::{self, Doc, Fields, Node, Way};
use crate::diagnostic::{Diagnostic, Place};

/// The code of an empty file.
pub const EMPTY: &str = super::front_matter::EMPTY;

/// Keys that only a match can have: a file with one of them and without
/// `matches:` is a match.
const OF_A_MATCH: [&str; 9] = ["home", "away", "score", "kickoff", "goals", "cards", "lineups", "attendance", "status"];

/// Reads a file of the record. What was imported from a data file, and says so
/// with `imported:`, is trusted as that file was.
pub fn read(file: &Arc<str>, text: &str, names: &Names, out: &mut Vec<Diagnostic>) -> (Trust, RawRecord) {
    let mut doc = Doc::new(file, text, names, out);
    let record = document(&mut doc);
    (if doc.imported { Trust::Data } else { Trust::Hand }, record)
}

fn document(doc: &mut Doc<'_>) -> RawRecord {
    let text = doc.text;
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut record = RawRecord::default();
    let node = match yaml::parse(doc, start..text.len()) {
        None => return record,
        Some(Node::Null) => {
            doc.out.push(
                Diagnostic::warning(EMPTY, "the file is empty")
                    .at(Place::file(doc.file))
                    .help("write a match into it, or delete it"),
            );
            return record;
        }
        Some(node) => node,
    };
    let root = Way::Root;
    // A bare list of matches needs no `matches:` above it.
    if let Node::List(list) = node {
        let base = Base::new(doc);
        for (i, node) in list.into_iter().enumerate() {
            let way = root.index(i);
            if let Some(fields) = Fields::open(doc, node, way, "a match with its keys") {
                record.matches.extend(read_match(doc, fields, &base, Spot::Item(i as u32)));
            }
        }
        return record;
    }
    let Some(mut fields) = Fields::open(doc, node, root, "a match, or `matches:`") else { return record };
    doc.imported = fields.text(doc, "imported").is_some();
    if !fields.has("matches") && OF_A_MATCH.iter().any(|key| fields.has(key)) {
        // The squads of a single match stand beside its own keys.
        let squads = fields.take("squads");
        let base = Base::new(doc);
        let found = read_match(doc, fields, &base, Spot::None);
        if let Some(node) = squads {
            let (competition, season) = found.as_ref().map_or((None, None), |m| (m.competition, m.season));
            squads::read(doc, node, &root.key("squads"), competition, season, &mut record);
        }
        record.matches.extend(found);
        return record;
    }
    let mut base = Base::new(doc);
    base.fill(doc, &mut fields);
    let (competition, season) = (base.template.competition, base.template.season);
    fields.each(doc, "matches", |doc, node, way| {
        let spot = Spot::Item(if let Way::Index(_, i) = way { *i as u32 } else { 0 });
        if let Some(fields) = Fields::open(doc, node, *way, "a match with its keys") {
            record.matches.extend(read_match(doc, fields, &base, spot));
        }
    });
    if let Some(node) = fields.take("squads") {
        squads::read(doc, node, &root.key("squads"), competition, season, &mut record);
    }
    let round = base.template.round;
    squads::byes(doc, &mut fields, (competition, season, round), &mut record);
    squads::groups(doc, &mut fields, competition, season, &mut record);
    facts::venues(doc, &mut fields, &mut record);
    facts::family_names(doc, &mut fields, &mut record);
    fields.finish(doc);
    record
}

#[cfg(test)]
mod tests;
