//! All names of a site in one automaton.
//!
//! In: the record. Out: an Aho–Corasick automaton over folded names
//! ([`super::fold`]) and, for each of them, whom it may mean and how it must
//! be written. Never looks at a story.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};
use rustc_hash::FxHashMap;

use super::EntityRef;
use super::fold::Folded;
use super::lexicon::{Class, classes};
use crate::model::{Edition, Person, Record};

/// In what form a name names its bearer, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    /// The full name of a person, or an alias, of two words or more.
    Full,
    /// The name of a team, venue or competition, or an alias.
    Name,
    /// The first words of a long name, or the first and the last.
    Part,
    /// A person's only name (`Pedri`), or an alias of one word.
    Single,
    /// A surname, with or without its particles.
    Surname,
    /// A surname before the last: `Mateu` of `Antonio Mateu Lahoz`.
    Middle,
    /// Three letters of a scoreboard.
    Code,
}

/// What a folded name may mean.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bearer {
    /// Who or what.
    pub target: EntityRef,
    /// In what form.
    pub form: Form,
    /// The words that must begin with a capital letter, one bit each.
    pub capital: u32,
    /// The words that must be all in capitals (`US` is not `us`).
    pub all_capitals: u32,
    /// Has a page. One without takes part in every question but is never
    /// the answer.
    pub page: bool,
}

bitflags::bitflags! {
    /// As what a word occurs in the names of the site.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(super) struct Use: u8 {
        /// First word of a person's name.
        const GIVEN = 1;
        /// Any other word of a person's name.
        const SURNAME = 2;
        /// In the name of a team, venue or competition.
        const OTHER = 4;
    }
}

/// A name found in a text: from the first to the last of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// First word.
    pub first: u32,
    /// Last word.
    pub last: u32,
    /// Which name.
    pub name: u32,
}

/// All names of a site.
#[derive(Debug)]
pub(super) struct Names {
    automaton: Option<AhoCorasick>,
    /// Per name, where its bearers begin.
    starts: Vec<u32>,
    bearers: Vec<Bearer>,
    words: FxHashMap<Box<str>, Use>,
}

impl Names {
    /// The names of a record.
    pub(super) fn new(record: &Record) -> Self {
        let mut builder = Builder::default();
        for (id, team) in record.teams.entries() {
            let target = EntityRef::Team(id);
            let former = team.former_names.iter().map(|f| &f.name);
            for name in [&team.name].into_iter().chain(&team.short).chain(&team.profile.aliases).chain(former) {
                builder.thing(name, target, team.page);
            }
            if let Some(code) = &team.code {
                builder.add(code, target, Form::Code, team.page);
            }
        }
        for (id, venue) in record.venues.entries() {
            for name in [&venue.name].into_iter().chain(&venue.profile.aliases) {
                builder.thing(name, EntityRef::Venue(id), venue.page);
            }
        }
        for (id, competition) in record.competitions.entries() {
            let target = EntityRef::Competition(id);
            let names = [&competition.name].into_iter().chain(&competition.short).chain(&competition.profile.aliases);
            for name in names.clone() {
                builder.thing(name, target, competition.page);
            }
            for edition in record.editions_of[id].iter().copied() {
                for name in names.clone() {
                    builder.edition(name, EntityRef::Edition(edition), &record.editions[edition], competition.page);
                }
            }
        }
        for (id, person) in record.persons.entries() {
            builder.person(person, EntityRef::Person(id));
        }
        builder.build()
    }

    /// Whom a name may mean.
    pub(super) fn bearers(&self, name: u32) -> &[Bearer] {
        let start = self.starts[name as usize] as usize;
        let end = self.starts[name as usize + 1] as usize;
        &self.bearers[start..end]
    }

    /// As what a folded word occurs in the site's names.
    pub(super) fn use_of(&self, word: &str) -> Use {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// Every name that stands in a text in full words and is written as it
    /// must be, leftmost and longest, without overlaps.
    pub(super) fn find(&self, text: &Folded) -> Vec<Hit> {
        let mut hits = Vec::with_capacity(64);
        let Some(automaton) = &self.automaton else { return hits };
        let mut from = 0;
        while let Some(found) = automaton.find(Input::new(&text.text).range(from..)) {
            let first = text.token_at(found.start() + 1);
            let mut last = first;
            while text.tokens.get(last + 1).is_some_and(|t| (t.at as usize) < found.end()) {
                last += 1;
            }
            let name = found.pattern().as_u32();
            let written = self.bearers(name).iter().any(|b| b.is_written(text, first));
            if written {
                hits.push(Hit { first: first as u32, last: last as u32, name });
                from = found.end() - 1;
            } else {
                from = text.tokens.get(first + 1).map_or(text.text.len(), |t| t.at as usize - 1);
            }
        }
        hits
    }

    /// The name that a text is, if it is one, however it is capitalised.
    pub(super) fn exactly(&self, text: &Folded) -> Option<u32> {
        let found = self.automaton.as_ref()?.find(&text.text)?;
        (found.start() == 0 && found.end() == text.text.len()).then(|| found.pattern().as_u32())
    }
}

impl Bearer {
    /// Whether the words from `first` on stand capitalised as this name must.
    pub(super) fn is_written(&self, text: &Folded, first: usize) -> bool {
        let (mut capital, mut all, mut at) = (self.capital, self.all_capitals, first);
        while capital | all != 0 {
            let Some(token) = text.tokens.get(at) else { return false };
            if (capital & 1 == 1 && !token.capital) || (all & 1 == 1 && !token.all_capitals) {
                return false;
            }
            (capital, all, at) = (capital >> 1, all >> 1, at + 1);
        }
        true
    }
}

#[derive(Default)]
struct Builder {
    entries: Vec<(Box<[u8]>, Bearer)>,
    words: FxHashMap<Box<str>, Use>,
}

impl Builder {
    /// Adds a name of a team, venue or competition.
    fn thing(&mut self, name: &str, target: EntityRef, page: bool) {
        let folded = Folded::new(name);
        self.note(&folded, |_| Use::OTHER);
        self.add(name, target, Form::Name, page);
    }

    fn edition(&mut self, name: &str, target: EntityRef, edition: &Edition, page: bool) {
        let Some(season) = &edition.season else { return };
        self.add(&format!("{name} {season}"), target, Form::Name, page);
        self.add(&format!("{season} {name}"), target, Form::Name, page);
        if let Some((from, to)) = season.split_once('-') {
            // `2023-24` is written `2023/24` as well; the slash parts words.
            self.add(&format!("{from}/{to} {name}"), target, Form::Name, page);
        }
    }

    fn person(&mut self, person: &Person, target: EntityRef) {
        let names = [&person.name].into_iter().chain(&person.profile.aliases);
        for name in names {
            let folded = Folded::new(name);
            self.note(&folded, |i| if i == 0 && folded.tokens.len() > 1 { Use::GIVEN } else { Use::SURNAME });
            let words: Vec<&str> = name.split_whitespace().collect();
            if words.len() < 2 {
                self.add(name, target, Form::Single, person.page);
                continue;
            }
            self.add(name, target, Form::Full, person.page);
            self.parts(&words, target, person.page);
        }
        if !person.surname.is_empty() && person.surname != person.name {
            self.add(&person.surname, target, Form::Surname, person.page);
        }
    }

    /// The shorter forms of a name of several words.
    fn parts(&mut self, words: &[&str], target: EntityRef, page: bool) {
        let last = words.len() - 1;
        let family_first = words.len() == 2 && is_hyphenated_given_name(words[1]);
        if family_first {
            // Son Heung-min: the family's name stands first.
            self.add(words[0], target, Form::Surname, page);
            self.add(&format!("{} {}", words[1], words[0]), target, Form::Full, page);
            return;
        }
        if matches!(classes_of(words[last]), Suffix::Generation) {
            // Vinícius Júnior, Neymar Jr: called by the name before.
            self.add(&words[..last].join(" "), target, if last > 1 { Form::Part } else { Form::Single }, page);
            if last > 1 {
                self.add(words[last - 1], target, Form::Surname, page);
                self.add(&words[last - 1..].join(" "), target, Form::Surname, page);
            }
            return;
        }
        for from in 1..=last {
            let before = words[from - 1];
            let is_particle = |word: &str| classes(Folded::new(word).word_at(0)).contains(Class::PARTICLE);
            if is_particle(words[from]) && from == last {
                continue;
            }
            // `Dijk` of `van Dijk` is nobody; `Owais` and `Arrascaeta` are used.
            if from > 1 && is_particle(before) && !matches!(&*before.to_lowercase(), "al" | "el" | "de") {
                continue;
            }
            self.add(&words[from..].join(" "), target, Form::Surname, page);
        }
        for to in 2..=last {
            if !classes(Folded::new(words[to - 1]).word_at(0)).contains(Class::PARTICLE) {
                self.add(&words[..to].join(" "), target, Form::Part, page);
                self.add(words[to - 1], target, Form::Middle, page);
            }
        }
        if last > 1 {
            self.add(&format!("{} {}", words[0], words[last]), target, Form::Part, page);
        }
    }

    /// Adds a name in all its spellings.
    fn add(&mut self, name: &str, target: EntityRef, form: Form, page: bool) {
        self.spelling(name, target, form, page);
        if name.contains(['\'', '’']) {
            self.spelling(&name.replace(['\'', '’'], ""), target, form, page);
        }
        if name.contains('-') && !name.bytes().any(|b| b.is_ascii_digit()) {
            self.spelling(&name.replace('-', ""), target, form, page);
        }
        if name.contains('.') {
            self.spelling(&name.replace('.', ""), target, form, page);
        }
        if name.contains(['ä', 'ö', 'ü', 'ø', 'å', 'Ä', 'Ö', 'Ü', 'Ø', 'Å']) {
            let mut spelt = String::with_capacity(name.len());
            for c in name.chars() {
                match c {
                    'ä' => spelt.push_str("ae"),
                    'ö' | 'ø' => spelt.push_str("oe"),
                    'ü' => spelt.push_str("ue"),
                    'å' => spelt.push_str("aa"),
                    'Ä' => spelt.push_str("Ae"),
                    'Ö' | 'Ø' => spelt.push_str("Oe"),
                    'Ü' => spelt.push_str("Ue"),
                    'Å' => spelt.push_str("Aa"),
                    c => spelt.push(c),
                }
            }
            self.spelling(&spelt, target, form, page);
        }
    }

    fn spelling(&mut self, name: &str, target: EntityRef, form: Form, page: bool) {
        let folded = Folded::new(name);
        if folded.tokens.is_empty() {
            return;
        }
        let (mut capital, mut all_capitals) = (0, 0);
        for (i, token) in folded.tokens.iter().enumerate().take(32) {
            let particle = folded.tokens.len() > 1 && classes(folded.word(token)).contains(Class::PARTICLE);
            if token.capital && !particle {
                capital |= 1 << i;
            }
            if token.all_capitals && token.len <= 6 {
                all_capitals |= 1 << i;
            }
        }
        self.entries.push((folded.text.into_boxed_slice(), Bearer { target, form, capital, all_capitals, page }));
    }

    fn note(&mut self, folded: &Folded, as_what: impl Fn(usize) -> Use) {
        for (i, token) in folded.tokens.iter().enumerate() {
            let word = folded.word(token);
            match self.words.get_mut(word) {
                Some(uses) => *uses |= as_what(i),
                None => {
                    self.words.insert(word.into(), as_what(i));
                }
            }
        }
    }

    fn build(mut self) -> Names {
        self.entries.sort_unstable();
        // One bearer needs each name once, in its surest form.
        self.entries.dedup_by(|b, a| a.0 == b.0 && a.1.target == b.1.target && a.1.capital == b.1.capital);
        let mut starts = Vec::new();
        let mut bearers = Vec::with_capacity(self.entries.len());
        let mut patterns: Vec<&[u8]> = Vec::new();
        for (text, bearer) in &self.entries {
            if patterns.last() != Some(&&**text) {
                patterns.push(text);
                starts.push(bearers.len() as u32);
            }
            bearers.push(bearer.clone());
        }
        starts.push(bearers.len() as u32);
        // Names are far below the automaton's limits; a record without names
        // has no automaton.
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::LeftmostLongest)
            .prefilter(false)
            .build(&patterns)
            .ok()
            .filter(|_| !patterns.is_empty());
        Names { automaton, starts, bearers, words: self.words }
    }
}

enum Suffix {
    Generation,
    None,
}

fn classes_of(word: &str) -> Suffix {
    match Folded::new(word).word_at(0) {
        "jr" | "sr" | "junior" | "senior" | "filho" | "neto" | "ii" | "iii" | "iv" => Suffix::Generation,
        _ => Suffix::None,
    }
}

/// `Heung-min`, `Hee-chan`: how Korean given names are written in Latin.
fn is_hyphenated_given_name(word: &str) -> bool {
    word.split_once('-').is_some_and(|(_, second)| second.chars().next().is_some_and(char::is_lowercase))
}
