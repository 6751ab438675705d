//! What the linker has to say to the author.
//!
//! In: what was found while linking a text. Out: notes that can be kept with
//! the text's mentions and turned into diagnostics once the text's file is
//! known. Never prints.

use std::fmt::Write as _;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::EntityRef;
use super::mentions::Reader;
use super::names::Hit;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::model::{Body, Record};

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NoteKind {
    /// `[[…]]` names nothing that exists.
    UnknownLink,
    /// `[[…]]` may mean several.
    AmbiguousLink,
    /// `[[match: …]]` fits no match, or its score is another.
    NoSuchMatch,
    /// `[[` that is not closed in a table's cell.
    BrokenLink,
    /// `[[…]]` names somebody with `page: false`.
    NoPage,
    /// A name that several near the story bear.
    AmbiguousName,
    /// A word that is nearly a name.
    NearMiss,
}

impl NoteKind {
    /// The diagnostic's code and severity.
    pub fn code(self) -> (&'static str, Severity) {
        match self {
            Self::UnknownLink => ("E0510", Severity::Error),
            Self::AmbiguousLink => ("E0511", Severity::Error),
            Self::NoSuchMatch => ("E0512", Severity::Error),
            Self::BrokenLink => ("E0513", Severity::Error),
            Self::NoPage => ("W0514", Severity::Warning),
            Self::AmbiguousName => ("I0701", Severity::Info),
            Self::NearMiss => ("W0702", Severity::Warning),
        }
    }
}

/// Something to tell about a place in a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Note {
    /// What.
    pub kind: NoteKind,
    /// The bytes of the body that are meant.
    pub range: Range<u32>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl Note {
    /// The diagnostic for a note on this body.
    pub fn diagnostic(&self, body: &Body) -> Diagnostic {
        let start = (body.offset + self.range.start) as usize;
        let place = Place::bytes(&body.file, start..(body.offset + self.range.end) as usize);
        let (code, severity) = self.kind.code();
        let message = self.message.clone();
        let diagnostic = match severity {
            Severity::Error => Diagnostic::error(code, message),
            Severity::Warning => Diagnostic::warning(code, message),
            Severity::Info => Diagnostic::info(code, message),
        };
        diagnostic.at(place).maybe_help(self.help.clone())
    }

    /// A name that several bear.
    pub(super) fn ambiguous(reader: &Reader<'_>, hit: &Hit, targets: &[EntityRef]) -> Self {
        let tokens = &reader.folded.tokens;
        let range = tokens[hit.first as usize].start..tokens[hit.last as usize].end;
        let written = &reader.prose.text[range.start as usize..range.end as usize];
        Self {
            kind: NoteKind::AmbiguousName,
            range: reader.prose.source_of(&range),
            message: format!("`{written}` may be {} and is not linked", list_of(reader.record, targets)),
            help: Some(how_to_tell(reader.record, written, targets)),
        }
    }
}

/// `` `A` or `B` ``: at most five names.
pub(super) fn list_of(record: &Record, targets: &[EntityRef]) -> String {
    let mut out = String::new();
    let shown = targets.len().min(5);
    for (i, target) in targets.iter().take(shown).enumerate() {
        if i > 0 {
            out.push_str(if i + 1 == shown && shown == targets.len() { " or " } else { ", " });
        }
        let name = name_of(record, *target);
        let _ = write!(out, "`{name}`");
        // Two of one name are told apart by their addresses.
        if let EntityRef::Person(id) = target
            && targets.iter().any(|other| other != target && name_of(record, *other) == name)
        {
            let _ = write!(out, " (`{}`)", record.persons[*id].slug);
        }
    }
    if shown < targets.len() {
        let _ = write!(out, " or {} others", targets.len() - shown);
    }
    out
}

/// How an author tells which of its bearers a name means.
fn how_to_tell(record: &Record, written: &str, targets: &[EntityRef]) -> String {
    let names: Vec<String> = targets.iter().map(|target| name_of(record, *target)).collect();
    let own = names.iter().find(|name| names.iter().filter(|other| other == name).count() == 1);
    match own {
        Some(name) => format!("write the full name once, or link it by hand: `[[{written}|{name}]]`"),
        None => "give one of them an alias of its own in its profile, and link by that".to_owned(),
    }
}

/// The name of an entity of the record, as an author would write it.
pub(super) fn name_of(record: &Record, target: EntityRef) -> String {
    match target {
        EntityRef::Team(id) => record.teams[id].name.to_string(),
        EntityRef::Person(id) => record.persons[id].name.to_string(),
        EntityRef::Venue(id) => record.venues[id].name.to_string(),
        EntityRef::Competition(id) => record.competitions[id].name.to_string(),
        EntityRef::Edition(id) => {
            let edition = &record.editions[id];
            let name = &record.competitions[edition.competition].name;
            edition.season.as_ref().map_or_else(|| name.to_string(), |season| format!("{name} {season}"))
        }
        EntityRef::Match(id) => {
            let game = &record.matches[id];
            let [home, away] = [0, 1].map(|i| &record.teams[game.sides[i].team].name);
            match game.official() {
                Some([h, a]) => format!("{home} {h}–{a} {away}"),
                None => format!("{home} v {away}"),
            }
        }
        EntityRef::Story(_) => String::new(),
    }
}
