//! Names on their way into the table of names.
//!
//! In: names as a data file writes them. Out: their symbols, with single
//! spaces, persons in ordinary case; and the family names that capitals
//! mark, each once. Never compares names.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::name_case::tidy_name_and_family;
use super::raw::{Names, Sym};

/// The names of one file.
pub(crate) struct Interner<'a> {
    names: &'a Names,
    seen: FxHashSet<Sym>,
    /// Name and family name, in the order of their first occurrence.
    pub(crate) families: Vec<(Sym, Sym)>,
}

impl<'a> Interner<'a> {
    pub(crate) fn new(names: &'a Names) -> Self {
        Self { names, seen: FxHashSet::default(), families: Vec::new() }
    }

    /// The symbol of a team, a venue, a club, a round.
    pub(crate) fn sym(&self, name: &str) -> Sym {
        self.names.get_or_intern(collapse(name))
    }

    /// The symbol of a person's name, brought to ordinary case.
    pub(crate) fn person(&mut self, name: &str) -> Sym {
        let (tidied, family) = tidy_name_and_family(name);
        let sym = self.names.get_or_intern(tidied);
        if let Some(family) = family
            && self.seen.insert(sym)
        {
            self.families.push((sym, self.names.get_or_intern(family)));
        }
        sym
    }
}

/// A name with single spaces.
pub(crate) fn collapse(name: &str) -> Cow<'_, str> {
    let name = name.trim();
    let plain = !name.contains(['\t', '\n', '\r', '\u{a0}']) && !name.contains("  ");
    if plain { Cow::Borrowed(name) } else { Cow::Owned(name.split_whitespace().collect::<Vec<_>>().join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_get_single_spaces() {
        assert_eq!(collapse(" Tyler  ADAMS "), "Tyler ADAMS");
        assert_eq!(collapse("A\u{a0}B"), "A B");
    }

    #[test]
    fn families_are_told_once() {
        let names = Names::default();
        let mut interner = Interner::new(&names);
        let first = interner.person("Christian PULISIC");
        assert_eq!(interner.person("Christian  PULISIC"), first);
        assert_eq!(interner.person("Christian Pulisic"), first);
        assert_eq!(interner.families, [(first, names.get_or_intern("Pulisic"))]);
    }
}
