//! What stands beside a name, and what it makes of it.
//!
//! In: a name found in a text and the words around it. Out: a verdict whether
//! the name can be itself there, or is a part of a longer one (`Frank
//! Robinson`, `Iran Air`, `West Germany`) or no team but a country (`in
//! France`). Never looks at who else bears the name.
//!
//! | file | judges |
//! |---|---|
//! | `person` | the names of persons |
//! | `team` | the names of teams |
//! | `country` | whether a national team's name is the country's |
//! | `reason` | what makes a country's name that of its side |
//! | `map` | whether a name is that of a place |
//! | `thing` | the names of grounds and competitions |

mod country;
mod map;
mod person;
mod reason;
mod team;
mod thing;

use super::EntityRef;
use super::fold::{Gap, Token};
use super::lexicon::{Class, classes};
use super::mentions::Reader;
use super::names::Hit;

pub(super) use reason::Sentence;

/// Whether a name is itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is.
    Fine,
    /// It is not, or nobody can tell.
    Blocked,
    /// It belongs to somebody with another first name, and may go on
    /// belonging to him for the rest of the text.
    Foreign,
    /// A first name or initial stands before it, at this word, which may or
    /// may not be the bearer's own.
    Initial(usize),
}

/// A name and its neighbours.
pub(super) struct Beside<'r, 'a> {
    pub reader: &'r Reader<'a>,
    pub index: usize,
    pub hit: Hit,
}

impl<'a> Beside<'_, 'a> {
    /// Whether the name may begin a sentence, so that its capital letter
    /// says nothing. A name alone in its block (a cell, an item) does not.
    pub(in crate::link) fn heads_sentence(&self) -> bool {
        let first = self.first();
        let heads = matches!(first.gap, Gap::Block | Gap::Sentence | Gap::Opening);
        let alone = first.gap == Gap::Block && self.next().is_none_or(|next| next.gap == Gap::Block);
        heads && !alone
    }

    /// Whether it is joined to another word by a hyphen.
    pub(in crate::link) fn is_hyphenated(&self) -> bool {
        self.first().gap == Gap::Hyphen || self.next().is_some_and(|next| next.gap == Gap::Hyphen)
    }

    /// The classes of the words from a place on, as long as they may be
    /// adjectives and the noun they stand before: four at most.
    fn attributes(&self, from: usize) -> impl Iterator<Item = Class> + '_ {
        self.reader
            .folded
            .tokens
            .iter()
            .skip(from)
            .take(4)
            .take_while(|token| matches!(token.gap, Gap::Space | Gap::Hyphen))
            .map(|token| (token, classes(self.word(token))))
            .take_while(|(token, class)| {
                let adjective = class.intersects(Class::DEMONYM | Class::OFFICE | Class::STATE | Class::GEOGRAPHY);
                adjective || !(token.capital || class.intersects(Class::OPENER | Class::PARTICLE | Class::LOCATIVE))
            })
            .map(|(_, class)| class)
    }

    fn is_thing(&self, hit: &Hit) -> bool {
        self.reader.names.bearers(hit.name).iter().any(|b| !matches!(b.target, EntityRef::Person(_)))
    }

    /// The word before, where only a space stands between.
    fn word_before(&self) -> Option<(usize, &str)> {
        let at = (self.hit.first as usize).checked_sub(1)?;
        matches!(self.first().gap, Gap::Space).then(|| (at, self.reader.folded.word_at(at)))
    }

    /// What the name that ends right before this one was understood to mean.
    fn named_before(&self) -> Option<EntityRef> {
        let named = self.reader.named.last()?.as_ref()?;
        (named.last + 1 == self.hit.first as usize).then_some(named.target)
    }

    fn hit_before(&self) -> Option<&'a Hit> {
        let hit = self.reader.hits.get(self.index.checked_sub(1)?)?;
        (hit.last + 1 == self.hit.first).then_some(hit)
    }

    fn hit_after(&self) -> Option<&'a Hit> {
        let hit = self.reader.hits.get(self.index + 1)?;
        (hit.first == self.hit.last + 1).then_some(hit)
    }

    fn first(&self) -> &Token {
        &self.reader.folded.tokens[self.hit.first as usize]
    }

    fn next(&self) -> Option<&Token> {
        self.token(self.hit.last as usize + 1)
    }

    fn token(&self, index: usize) -> Option<&Token> {
        self.reader.folded.tokens.get(index)
    }

    fn word(&self, token: &Token) -> &str {
        self.reader.folded.word(token)
    }
}

/// Whether a word may begin a sentence.
fn heads(token: &Token) -> bool {
    matches!(token.gap, Gap::Block | Gap::Sentence | Gap::Opening)
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|b| b.is_ascii_digit())
        && (word.starts_with("19") || word.starts_with("20") || word.starts_with("18"))
}

/// Whether a word before a hyphen leaves the name after it what it is:
/// `ex-Arsenal`, `pre-World Cup`.
fn is_prefix(word: &str) -> bool {
    matches!(word, "ex" | "pre" | "post" | "anti" | "pro" | "non")
}
