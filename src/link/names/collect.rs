//! The forms of names that a record gives.
//!
//! In: teams, grounds, competitions and persons. Out: [`Names`], each name in
//! all forms in which a text may have it. Never decides which of its bearers is
//! meant.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::index::{ByHead, SmallHeads};
use super::spelling::{each_spelling, is_generation, is_hyphenated_given_name, with_umlauts};
use super::{Bearer, Form, Names, Use};
use crate::link::EntityRef;
use crate::link::fold::{Folded, Gap, Token};
use crate::link::lexicon::{Class, classes};
use crate::model::{Edition, Person};

/// A folded name and one of its bearers.
pub(super) type Entry = (Box<str>, Bearer);

#[derive(Default)]
pub(super) struct Builder {
    pub(super) entries: Vec<Entry>,
    /// The marks on letters of the names to come must be written.
    pub(super) marked: bool,
}

impl Builder {
    pub(super) fn edition(&mut self, name: &str, target: EntityRef, edition: &Edition, page: bool) {
        let Some(season) = &edition.season else { return };
        self.add(&format!("{name} {season}"), target, Form::Name, page);
        self.add(&format!("{season} {name}"), target, Form::Name, page);
        if let Some((from, to)) = season.split_once('-') {
            // `2023-24` is written `2023/24` as well; the slash parts words.
            self.add(&format!("{from}/{to} {name}"), target, Form::Name, page);
        }
    }

    pub(super) fn person(&mut self, person: &Person, target: EntityRef) {
        for name in [&person.name].into_iter().chain(&person.profile.aliases) {
            each_spelling(name, |spelling| self.person_name(&Folded::new(spelling), target, person.page));
            if let Some(spelling) = with_umlauts(name) {
                self.marked = true;
                self.person_name(&Folded::new(&spelling), target, person.page);
                self.marked = false;
            }
        }
        // Most surnames are the end of the name, which is in already.
        if !person.surname.is_empty() && !person.name.ends_with(&*person.surname) {
            self.add(&person.surname, target, Form::Surname, person.page);
        }
    }

    /// The whole of a person's name, and the shorter forms it has.
    pub(super) fn person_name(&mut self, name: &Folded, target: EntityRef, page: bool) {
        // The words as written: a hyphen does not part them.
        let starts: Vec<usize> = (0..name.tokens.len())
            .filter(|i| *i == 0 || matches!(name.tokens[*i].gap, Gap::Space | Gap::Dot))
            .collect();
        let count = starts.len();
        if count == 0 {
            return;
        }
        let place = |word: usize| starts.get(word).copied().unwrap_or(name.tokens.len());
        let mut add = |words: Range<usize>, form: Form| {
            self.push(name, place(words.start)..place(words.end), target, form, page);
        };
        if count == 1 {
            add(0..1, Form::Single);
            return;
        }
        add(0..count, Form::Full);
        let last = count - 1;
        if count == 2 && is_hyphenated_given_name(name, starts[1]) {
            // Son Heung-min: the family's name stands first.
            add(0..1, Form::Surname);
            self.push_turned(name, starts[1], target, page);
            return;
        }
        if is_generation(name.word_at(starts[last])) {
            // Vinícius Júnior, Neymar Jr: called by the name before.
            add(0..last, if last > 1 { Form::Part } else { Form::Single });
            if last > 1 {
                add(last - 1..last, Form::Surname);
                add(last - 1..count, Form::Surname);
            }
            return;
        }
        let is_particle = |word: usize| classes(name.word_at(starts[word])).contains(Class::PARTICLE);
        for from in 1..=last {
            // `Dijk` of `van Dijk` is nobody; `Owais` and `Arrascaeta` are used.
            let bare =
                from > 1 && is_particle(from - 1) && !matches!(name.word_at(starts[from - 1]), "al" | "el" | "de");
            let alone = from == last && is_particle(from) && name.tokens.len() == place(from) + 1;
            if !bare && !alone {
                add(from..count, Form::Surname);
            }
        }
        for to in 2..=last {
            if !is_particle(to - 1) {
                add(0..to, Form::Part);
                add(to - 1..to, Form::Middle);
            }
        }
        if last > 1 {
            self.push_ends(name, starts[1], starts[last], target, page);
        }
    }

    /// Adds a name in all its spellings.
    pub(super) fn add(&mut self, name: &str, target: EntityRef, form: Form, page: bool) {
        each_spelling(name, |spelling| {
            let folded = Folded::new(spelling);
            self.push(&folded, 0..folded.tokens.len(), target, form, page);
        });
    }

    /// Adds some of the words of a folded name.
    fn push(&mut self, name: &Folded, tokens: Range<usize>, target: EntityRef, form: Form, page: bool) {
        let Some(words) = name.tokens.get(tokens).filter(|words| !words.is_empty()) else { return };
        let bearer = self.bearer(name, words.iter(), target, form, page);
        let start = words[0].at as usize - 1;
        let end = words.last().map_or(start, |t| t.at as usize + t.len as usize + 1);
        self.entries.push((name.text[start..end].into(), bearer));
    }

    /// `Heung-min Son` of `Son Heung-min`.
    fn push_turned(&mut self, name: &Folded, at: usize, target: EntityRef, page: bool) {
        let turned = || name.tokens[at..].iter().chain(&name.tokens[..at]);
        let bearer = self.bearer(name, turned(), target, Form::Full, page);
        self.entries.push((joined(name, turned()), bearer));
    }

    /// The first word and the last ones: `Eric Choupo-Moting`.
    fn push_ends(&mut self, name: &Folded, first: usize, last: usize, target: EntityRef, page: bool) {
        let ends = || name.tokens[..first].iter().chain(&name.tokens[last..]);
        let bearer = self.bearer(name, ends(), target, Form::Part, page);
        self.entries.push((joined(name, ends()), bearer));
    }

    /// How a name made of these words must be written.
    fn bearer<'t>(&self, name: &Folded, words: impl Words<'t>, target: EntityRef, form: Form, page: bool) -> Bearer {
        let (mut capital, mut all_capitals, mut marked) = (0, 0, 0);
        let several = words.clone().nth(1).is_some();
        for (i, token) in words.take(32).enumerate() {
            let particle = several && classes(name.word(token)).contains(Class::PARTICLE);
            if token.capital && !particle {
                capital |= 1 << i;
            }
            if token.all_capitals && token.len <= 6 {
                all_capitals |= 1 << i;
            }
            if self.marked && token.is_marked() {
                marked |= 1 << i;
            }
        }
        Bearer { target, form, capital, all_capitals, marked, page }
    }

    pub(super) fn build(mut self, heads: Option<&FxHashSet<Box<str>>>) -> Names {
        self.entries.par_sort_unstable();
        // One bearer needs each name once, in its surest form.
        self.entries.dedup_by(|b, a| {
            let same = |b: &Bearer, a: &Bearer| a.target == b.target && a.capital == b.capital && a.marked == b.marked;
            a.0 == b.0 && same(&b.1, &a.1)
        });
        let mut starts = Vec::new();
        let mut bearers = Vec::with_capacity(self.entries.len());
        let mut by_head = ByHead::with_capacity(if heads.is_some() { 0 } else { self.entries.len() });
        let mut words: FxHashMap<Box<str>, Use> = FxHashMap::default();
        let mut small_heads = SmallHeads::default();
        let mut entries = self.entries.into_iter().peekable();
        while let Some((text, first)) = entries.next() {
            let number = starts.len() as u32;
            starts.push(bearers.len() as u32);
            let head = text.split_ascii_whitespace().next();
            let others = std::iter::from_fn(|| entries.next_if(|(next, _)| *next == text).map(|(_, bearer)| bearer));
            for bearer in std::iter::once(first).chain(others) {
                if bearer.marked == 0 {
                    note(&mut words, &text, &bearer);
                }
                if let Some(head) = head.filter(|head| bearer.capital & 1 == 0 && !small_heads.contains(head)) {
                    small_heads.insert(head);
                }
                bearers.push(bearer);
            }
            if heads.is_none_or(|heads| head.is_some_and(|head| heads.contains(head))) {
                by_head.insert(text, number);
            }
        }
        starts.push(bearers.len() as u32);
        Names { by_head, starts, bearers, words, small_heads, has_places: false }
    }
}

/// Words that can be walked twice.
trait Words<'t>: Iterator<Item = &'t Token> + Clone {}

impl<'t, I: Iterator<Item = &'t Token> + Clone> Words<'t> for I {}

fn joined<'t>(name: &Folded, words: impl Iterator<Item = &'t Token>) -> Box<str> {
    let mut text = String::from(" ");
    for token in words {
        text.push_str(name.word(token));
        text.push(' ');
    }
    text.into()
}

/// Notes as what the words of a name occur.
fn note(words: &mut FxHashMap<Box<str>, Use>, text: &str, bearer: &Bearer) {
    let (first, rest) = match bearer.form {
        Form::Full => (Use::GIVEN, Use::SURNAME),
        Form::Single => (Use::SURNAME, Use::SURNAME),
        Form::Name => (Use::OTHER, Use::OTHER),
        _ => return,
    };
    for (i, word) in text.split_ascii_whitespace().enumerate() {
        let uses = if i == 0 { first } else { rest };
        match words.get_mut(word) {
            Some(known) => *known |= uses,
            None => drop(words.insert(word.into(), uses)),
        }
    }
}
