//! A mapping whose keys are taken one after another.
//!
//! In: a mapping's [`Node`]. Out: typed values by key; at the end, every key
//! that nobody asked for is an error with the nearest key that is known. So
//! the list of known keys is what the reader asks for, and cannot drift.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::{Doc, Node, Way, scalar};
use crate::content::forms::{Parsed, kickoff, shown};
use crate::content::raw::{RawInstant, Sym};
use crate::diagnostic::{Diagnostic, nearest};

/// The code of an unknown key.
pub const UNKNOWN_KEY: &str = "E0201";
/// The code of a missing key.
pub const MISSING_KEY: &str = "E0203";
/// The code of a key that is written twice.
pub const DUPLICATE_KEY: &str = "E0105";

/// What a key becomes once it is taken: no author can write it.
const TAKEN: Cow<'static, str> = Cow::Borrowed("\0");

/// Words of other programs and other people for the keys of this one.
const SYNONYMS: [(&str, &str); 30] = [
    ("assists", "assist"),
    ("birthday", "born"),
    ("body", "text"),
    ("bookings", "cards"),
    ("byline", "author"),
    ("categories", "topics"),
    ("category", "type"),
    ("date", "kickoff"),
    ("date_of_birth", "born"),
    ("ground", "venue"),
    ("kind", "type"),
    ("layout", "type"),
    ("lineup", "lineups"),
    ("match_id", "id"),
    ("nickname", "aliases"),
    ("permalink", "slug"),
    ("result", "score"),
    ("scorer", "player"),
    ("scorers", "goals"),
    ("shirt", "number"),
    ("stadium", "venue"),
    ("starting_xi", "eleven"),
    ("substitutes", "bench"),
    ("subtitle", "standfirst"),
    ("summary", "standfirst"),
    ("tags", "topics"),
    ("team1", "home"),
    ("team2", "away"),
    ("url", "base_url"),
    ("xi", "eleven"),
];

/// How many unknown keys of one mapping are told one by one.
const TOLD: usize = 25;

/// A mapping that is being read.
pub struct Fields<'a, 'w> {
    entries: Vec<(Cow<'a, str>, Node<'a>)>,
    asked: Vec<&'static str>,
    /// The way to the mapping.
    pub way: Way<'w>,
}

impl<'a, 'w> Fields<'a, 'w> {
    /// Opens a mapping; another type is a fault. `expected` tells what it
    /// holds: "a mapping with `src` and `alt`".
    pub fn open(doc: &mut Doc<'_>, node: Node<'a>, way: Way<'w>, expected: &str) -> Option<Self> {
        match node {
            Node::Map(entries) => {
                let mut fields = Self { entries, asked: Vec::with_capacity(32), way };
                fields.merge(doc);
                fields.duplicates(doc);
                Some(fields)
            }
            other => {
                scalar::wrong_type(doc, &way, expected, &other);
                None
            }
        }
    }

    /// A mapping without any key.
    pub fn empty(way: Way<'w>) -> Self {
        Self { entries: Vec::new(), asked: Vec::new(), way }
    }

    /// `<<: *shared`: the keys of another mapping, where they are not written
    /// here.
    fn merge(&mut self, doc: &mut Doc<'_>) {
        let Some(at) = self.entries.iter().position(|(key, _)| key == "<<") else { return };
        let (_, shared) = self.entries.remove(at);
        let sources = match shared {
            Node::List(list) => list,
            other => vec![other],
        };
        for source in sources {
            match source {
                Node::Map(entries) => {
                    for (key, value) in entries {
                        if !self.has(&key) {
                            self.entries.push((key, value));
                        }
                    }
                }
                other => scalar::wrong_type(doc, &self.way.key("<<"), "a mapping to merge", &other),
            }
        }
    }

    fn duplicates(&mut self, doc: &mut Doc<'_>) {
        let twice = |doc: &mut Doc<'_>, key: &str, way: &Way<'_>| {
            doc.out.push(
                Diagnostic::error(DUPLICATE_KEY, format!("the key `{}` is written twice", shown(key)))
                    .at(way.key(key).place(doc.file).key())
                    .help("keep one of the two"),
            );
        };
        if self.entries.len() <= 64 {
            for i in 1..self.entries.len() {
                let key = &self.entries[i].0;
                if self.entries[..i].iter().any(|(k, _)| k == key) {
                    twice(doc, key, &self.way);
                }
            }
            return;
        }
        let mut keys: Vec<&str> = self.entries.iter().map(|(k, _)| k.as_ref()).collect();
        keys.sort_unstable();
        for pair in keys.windows(2).filter(|pair| pair[0] == pair[1]).take(TOLD) {
            twice(doc, pair[0], &self.way);
        }
    }

    /// Whether a key is written (and not taken yet).
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(k, _)| k == key)
    }

    /// Takes the value of a key. A key without a value counts as not written.
    pub fn take(&mut self, key: &'static str) -> Option<Node<'a>> {
        self.asked.push(key);
        let mut found = None;
        for entry in self.entries.iter_mut().filter(|(k, _)| k == key) {
            entry.0 = TAKEN;
            found = Some(std::mem::replace(&mut entry.1, Node::Null));
        }
        found.filter(|node| *node != Node::Null)
    }

    /// A text, without the blanks around it. An empty one counts as not
    /// written.
    pub fn text(&mut self, doc: &mut Doc<'_>, key: &'static str) -> Option<Cow<'a, str>> {
        let node = self.take(key)?;
        let text = scalar::text(doc, node, &self.way.key(key), "a text")?;
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return None;
        }
        if trimmed.len() == text.len() {
            return Some(text);
        }
        Some(match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(ref text) => Cow::Owned(text.trim().to_owned()),
        })
    }

    /// A text of one's own.
    pub fn string(&mut self, doc: &mut Doc<'_>, key: &'static str) -> Option<String> {
        self.text(doc, key).map(Cow::into_owned)
    }

    /// A text that must be there.
    pub fn required(&mut self, doc: &mut Doc<'_>, key: &'static str, help: &str) -> Option<Cow<'a, str>> {
        let faults = doc.out.len();
        let written = self.has(key);
        let text = self.text(doc, key);
        if text.is_none() && doc.out.len() == faults {
            let mut place = self.way.place(doc.file);
            let message = if written {
                place = self.way.key(key).place(doc.file).key();
                format!("`{key}` has no value")
            } else {
                format!("`{key}` is missing")
            };
            doc.out.push(Diagnostic::error(MISSING_KEY, message).at(place).help(help));
        }
        text
    }

    /// A name, as a symbol.
    pub fn name(&mut self, doc: &mut Doc<'_>, key: &'static str) -> Option<Sym> {
        let text = self.text(doc, key)?;
        Some(doc.sym(&text))
    }

    /// A list of texts; a single one is a list of one.
    pub fn texts(&mut self, doc: &mut Doc<'_>, key: &'static str) -> Vec<String> {
        let mut texts = Vec::new();
        self.each(doc, key, |doc, node, way| {
            if let Some(text) = scalar::text(doc, node, way, "a text") {
                let text = text.trim();
                if !text.is_empty() {
                    texts.push(text.to_owned());
                }
            }
        });
        texts
    }

    /// Calls a function with every entry of a list and its way; a single value
    /// is a list of one. Entries without a value are passed over.
    pub fn each(
        &mut self,
        doc: &mut Doc<'_>,
        key: &'static str,
        mut with: impl FnMut(&mut Doc<'_>, Node<'a>, &Way<'_>),
    ) {
        let Some(node) = self.take(key) else { return };
        scalar::each(doc, node, &self.way.key(key), &mut with);
    }

    /// Calls a function with every key and value of a mapping, such as one by
    /// team. `expected` tells what the mapping holds.
    pub fn each_key(
        &mut self,
        doc: &mut Doc<'_>,
        key: &'static str,
        expected: &str,
        mut with: impl FnMut(&mut Doc<'_>, usize, &str, Node<'a>, &Way<'_>),
    ) {
        let Some(node) = self.take(key) else { return };
        let way = self.way.key(key);
        match node {
            Node::Map(map) => {
                for (i, (name, node)) in map.into_iter().enumerate() {
                    with(doc, i, &name, node, &way.key(&name));
                }
            }
            other => scalar::wrong_type(doc, &way, expected, &other),
        }
    }

    /// A whole number.
    pub fn number<T: TryFrom<i64>>(
        &mut self,
        doc: &mut Doc<'_>,
        key: &'static str,
        range: RangeInclusive<i64>,
    ) -> Option<T> {
        let node = self.take(key)?;
        scalar::number(doc, &node, &self.way.key(key), &range)
    }

    /// Yes or no.
    pub fn flag(&mut self, doc: &mut Doc<'_>, key: &'static str) -> Option<bool> {
        let node = self.take(key)?;
        scalar::flag(doc, &node, &self.way.key(key))
    }

    /// One of several words.
    pub fn choice<T: Copy>(&mut self, doc: &mut Doc<'_>, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let node = self.take(key)?;
        scalar::choice(doc, node, &self.way.key(key), choices)
    }

    /// A small form inside a text.
    pub fn form<T>(
        &mut self,
        doc: &mut Doc<'_>,
        key: &'static str,
        expected: &str,
        parse: impl FnOnce(&str) -> Parsed<'_, T>,
    ) -> Option<T> {
        let node = self.take(key)?;
        scalar::form(doc, node, &self.way.key(key), expected, parse)
    }

    /// A date.
    pub fn date(&mut self, doc: &mut Doc<'_>, key: &'static str) -> Option<Date> {
        self.form(doc, key, "a date such as `2022-11-29`", kickoff::parse_date)
    }

    /// A date or a moment.
    pub fn instant(&mut self, doc: &mut Doc<'_>, key: &'static str) -> Option<RawInstant> {
        self.form(doc, key, "a date such as `2022-11-29`", kickoff::parse_instant)
    }

    /// Any mapping of the author's own, as JSON text.
    pub fn extra(&mut self, doc: &mut Doc<'_>) -> Option<String> {
        let node = self.take("extra")?;
        if matches!(node, Node::Map(_)) {
            return Some(node.to_json());
        }
        scalar::wrong_type(doc, &self.way.key("extra"), "a mapping", &node);
        None
    }

    /// Ends the reading where further keys are allowed, and returns them.
    pub fn rest(self) -> Vec<(Cow<'a, str>, Node<'a>)> {
        self.entries.into_iter().filter(|(key, _)| *key != TAKEN).collect()
    }

    /// Ends the reading: what nobody asked for is unknown. `extra` is allowed
    /// anywhere.
    pub fn finish(self, doc: &mut Doc<'_>) {
        let unknown = || self.entries.iter().map(|(k, _)| k.as_ref()).filter(|k| *k != TAKEN && *k != "extra");
        for key in unknown().take(TOLD) {
            let synonym = SYNONYMS.iter().find(|(word, known)| *word == key && self.asked.contains(known));
            let help = if let Some(known) =
                synonym.map(|(_, known)| *known).or_else(|| nearest(key, self.asked.iter().copied()))
            {
                format!("did you mean `{known}`?")
            } else {
                let known: Vec<_> = self.asked.iter().filter(|k| **k != "extra").map(|k| format!("`{k}`")).collect();
                format!("known here: {}; anything of your own goes under `extra:`", known.join(", "))
            };
            doc.out.push(
                Diagnostic::error(UNKNOWN_KEY, format!("unknown key `{}`", shown(key)))
                    .at(self.way.key(key).place(doc.file).key())
                    .help(help),
            );
        }
        let more = unknown().skip(TOLD).count();
        if more > 0 {
            doc.error(UNKNOWN_KEY, format!("{more} more unknown keys"), &self.way);
        }
    }
}
