//! The record as an author writes it: `record/**/*.yaml`.
//!
//! In: a YAML document that holds one match, or a list of them under
//! `matches:` with shared keys above it, and squads. Out: a [`RawRecord`] and
//! diagnostics. Names stay unresolved; scores are not compared with goals.

mod events;
mod keys;
mod lineups;
mod squads;

pub use keys::{Base, read_match};

use std::sync::Arc;

use super::raw::{Names, RawRecord, Spot};
use super::yaml::{self, Doc, Fields, Node, Way};
use crate::diagnostic::{Diagnostic, Place};

/// The code of an empty file.
pub const EMPTY: &str = super::front_matter::EMPTY;

/// Keys that only a match can have: a file with one of them and without
/// `matches:` is a match.
const OF_A_MATCH: [&str; 9] = ["home", "away", "score", "kickoff", "goals", "cards", "lineups", "attendance", "status"];

/// Reads a file of the record.
pub fn read(file: &Arc<str>, text: &str, names: &Names, out: &mut Vec<Diagnostic>) -> RawRecord {
    let mut doc = Doc::new(file, text, names, out);
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut record = RawRecord::default();
    let node = match yaml::parse(&mut doc, start..text.len()) {
        None => return record,
        Some(Node::Null) => {
            doc.out.push(
                Diagnostic::warning(EMPTY, "the file is empty")
                    .at(Place::file(file))
                    .help("write a match into it, or delete it"),
            );
            return record;
        }
        Some(node) => node,
    };
    let root = Way::Root;
    // A bare list of matches needs no `matches:` above it.
    if let Node::List(list) = node {
        let base = Base::new(&doc);
        for (i, node) in list.into_iter().enumerate() {
            let way = root.index(i);
            if let Some(fields) = Fields::open(&mut doc, node, way, "a match with its keys") {
                record.matches.extend(read_match(&mut doc, fields, &base, Spot::Item(i as u32)));
            }
        }
        return record;
    }
    let Some(mut fields) = Fields::open(&mut doc, node, root, "a match, or `matches:`") else { return record };
    if !fields.has("matches") && OF_A_MATCH.iter().any(|key| fields.has(key)) {
        // The squads of a single match stand beside its own keys.
        let squads = fields.take("squads");
        let base = Base::new(&doc);
        let found = read_match(&mut doc, fields, &base, Spot::None);
        if let Some(node) = squads {
            let (competition, season) = found.as_ref().map_or((None, None), |m| (m.competition, m.season));
            squads::read(&mut doc, node, &root.key("squads"), competition, season, &mut record);
        }
        record.matches.extend(found);
        return record;
    }
    let mut base = Base::new(&doc);
    base.fill(&mut doc, &mut fields);
    let (competition, season) = (base.template.competition, base.template.season);
    fields.each(&mut doc, "matches", |doc, node, way| {
        let spot = Spot::Item(if let Way::Index(_, i) = way { *i as u32 } else { 0 });
        if let Some(fields) = Fields::open(doc, node, *way, "a match with its keys") {
            record.matches.extend(read_match(doc, fields, &base, spot));
        }
    });
    if let Some(node) = fields.take("squads") {
        squads::read(&mut doc, node, &root.key("squads"), competition, season, &mut record);
    }
    let round = base.template.round;
    squads::byes(&mut doc, &mut fields, (competition, season, round), &mut record);
    squads::groups(&mut doc, &mut fields, competition, season, &mut record);
    fields.finish(&mut doc);
    record
}

#[cfg(test)]
mod tests;
