//! All names of a site.
//!
//! In: the record. Out: its names in folded words ([`super::fold`]), found by
//! their first, and for each of them whom it may mean and how it must be
//! written. Never looks at a story.

mod collect;
mod index;
mod spelling;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use self::collect::{Builder, Entry};
use self::index::{ByHead, SmallHeads};
use self::spelling::town_of;
use super::EntityRef;
use super::fold::Folded;
use crate::model::{PersonId, Record, TeamKind, without_club};

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
    /// The words that must have a letter with a mark: `Goetze` may be written
    /// `Götze`, and not `Gotze`.
    pub marked: u32,
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
        /// Town or country of a ground, or town of a club.
        const PLACE = 8;
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

/// Persons whose names are folded by one task.
const PERSONS: usize = 1024;

/// All names of a site.
#[derive(Debug)]
pub(super) struct Names {
    by_head: ByHead,
    /// Per name, where its bearers begin.
    starts: Vec<u32>,
    bearers: Vec<Bearer>,
    words: FxHashMap<Box<str>, Use>,
    small_heads: SmallHeads,
    /// The towns or countries of some grounds are known.
    pub(super) has_places: bool,
}

impl Names {
    /// The names of a record. Where `heads` are given, only names that begin
    /// with one of these folded words will be found.
    pub(super) fn new(record: &Record, heads: Option<&FxHashSet<Box<str>>>) -> Self {
        let mut builder = Builder::default();
        let own_names: FxHashSet<&str> = record.teams.iter().map(|team| &*team.name).collect();
        for (id, team) in record.teams.entries() {
            let target = EntityRef::Team(id);
            let former = team.former_names.iter().map(|f| &f.name);
            if let Some(short) = without_club(&team.name).filter(|short| !own_names.contains(short)) {
                builder.add(short, target, Form::Name, team.page);
            }
            for name in [&team.name].into_iter().chain(&team.short).chain(&team.profile.aliases).chain(former) {
                builder.add(name, target, Form::Name, team.page);
            }
            if let Some(code) = &team.code {
                builder.add(code, target, Form::Code, team.page);
            }
        }
        for (id, venue) in record.venues.entries() {
            for name in [&venue.name].into_iter().chain(&venue.profile.aliases) {
                builder.add(name, EntityRef::Venue(id), Form::Name, venue.page);
            }
        }
        for (id, competition) in record.competitions.entries() {
            let target = EntityRef::Competition(id);
            let names = [&competition.name].into_iter().chain(&competition.short).chain(&competition.profile.aliases);
            for name in names.clone() {
                builder.add(name, target, Form::Name, competition.page);
            }
            for edition in record.editions_of[id].iter().copied() {
                for name in names.clone() {
                    builder.edition(name, EntityRef::Edition(edition), &record.editions[edition], competition.page);
                }
            }
        }
        let persons: Vec<Vec<Entry>> = record
            .persons
            .as_slice()
            .par_chunks(PERSONS)
            .enumerate()
            .map(|(chunk, persons)| {
                let mut builder = Builder::default();
                for (i, person) in persons.iter().enumerate() {
                    builder.person(person, EntityRef::Person(PersonId((chunk * PERSONS + i) as u32)));
                }
                builder.entries
            })
            .collect();
        builder.entries.extend(persons.into_iter().flatten());
        let mut names = builder.build(heads);
        for town in record.teams.iter().filter(|t| t.kind == TeamKind::Club).filter_map(|t| town_of(&t.name)) {
            let folded = Folded::new(town);
            if let Some(token) = folded.tokens.last() {
                *names.words.entry(folded.word(token).into()).or_default() |= Use::PLACE;
            }
        }
        for place in record.venues.iter().flat_map(|venue| [&venue.city, &venue.country]).flatten() {
            let folded = Folded::new(place);
            if let Some(token) = folded.tokens.last() {
                *names.words.entry(folded.word(token).into()).or_default() |= Use::PLACE;
                names.has_places = true;
            }
        }
        names
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
    ///
    /// A name begins where a word does, so this is asked for word by word. Most
    /// words have no capital letter, and hardly any name begins with such a
    /// word; these are passed over.
    pub(super) fn find(&self, text: &Folded) -> Vec<Hit> {
        let mut hits = Vec::with_capacity(64);
        let mut from = 0;
        while let Some(token) = text.tokens.get(from) {
            let first = from;
            from += 1;
            if !token.capital && !self.small_heads.contains(text.word(token)) {
                continue;
            }
            let Some((name, end)) = self.longest_at(text, token.at as usize - 1) else { continue };
            if self.bearers(name).iter().any(|b| b.is_written(text, first)) {
                while text.tokens.get(from).is_some_and(|t| (t.at as usize) < end) {
                    from += 1;
                }
                hits.push(Hit { first: first as u32, last: from as u32 - 1, name });
            }
        }
        hits
    }

    /// The name that a text is, if it is one, however it is capitalised.
    pub(super) fn exactly(&self, text: &Folded) -> Option<u32> {
        let (name, end) = self.longest_at(text, 0)?;
        (end == text.text.len()).then_some(name)
    }

    /// The longest name that begins at a byte of a folded text: the space
    /// before a word. With the byte after it.
    fn longest_at(&self, text: &Folded, at: usize) -> Option<(u32, usize)> {
        self.by_head.longest_at(&text.text, at)
    }
}

impl Bearer {
    /// Whether the words from `first` on stand capitalised as this name must.
    pub(super) fn is_written(&self, text: &Folded, first: usize) -> bool {
        let (mut capital, mut all, mut marked, mut at) = (self.capital, self.all_capitals, self.marked, first);
        while capital | all | marked != 0 {
            let Some(token) = text.tokens.get(at) else { return false };
            if (capital & 1 == 1 && !token.capital)
                || (all & 1 == 1 && !token.all_capitals)
                || (marked & 1 == 1 && !token.is_marked())
            {
                return false;
            }
            (capital, all, marked, at) = (capital >> 1, all >> 1, marked >> 1, at + 1);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use aho_corasick::{AhoCorasick, Input, MatchKind};
    use proptest::prelude::*;

    use super::spelling::{each_spelling, with_umlauts};
    use super::*;

    /// What [`Names::find`] must find, by one search through the whole text.
    fn found_by_one_search(names: &Names, patterns: &[Box<str>], text: &Folded) -> Vec<Hit> {
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns.iter().map(|p| &**p)).unwrap();
        let mut hits = Vec::new();
        let mut from = 0;
        while let Some(found) = automaton.find(Input::new(&text.text).range(from..)) {
            let first = text.tokens.partition_point(|t| (t.at as usize) <= found.start());
            let mut last = first;
            while text.tokens.get(last + 1).is_some_and(|t| (t.at as usize) < found.end()) {
                last += 1;
            }
            let name = found.pattern().as_u32();
            if names.bearers(name).iter().any(|b| b.is_written(text, first)) {
                hits.push(Hit { first: first as u32, last: last as u32, name });
                from = found.end() - 1;
            } else {
                from = text.tokens.get(first + 1).map_or(text.text.len(), |t| t.at as usize - 1);
            }
        }
        hits
    }

    #[test]
    fn names_spelt_without_umlauts_are_met_with_them() {
        let target = EntityRef::Person(PersonId(0));
        let mut builder = Builder::default();
        builder.person_name(&Folded::new("Mario Goetze"), target, true);
        builder.marked = true;
        builder.person_name(&Folded::new(&with_umlauts("Mario Goetze").unwrap()), target, true);
        let names = builder.build(None);
        for (text, found) in [
            ("Mario Goetze", 1),
            ("Mario Götze", 1),
            ("Götze ran", 1),
            ("Goetze ran", 1),
            ("Gotze ran", 0),
            ("götze", 0),
        ] {
            assert_eq!(names.find(&Folded::new(text)).len(), found, "{text}");
        }
        assert_eq!(with_umlauts("Kevin De Bruyne"), None);
        assert_eq!(with_umlauts("Mario Götze"), None);
    }

    /// Words that make many names, names within names, and names that overlap.
    fn words(signs: &'static [&'static str]) -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "the",
            "The",
            "Three",
            "Lions",
            "van",
            "Van",
            "Dijk",
            "de",
            "Jong",
            "al",
            "Ahmad",
            "bin",
            "Ali",
            "US",
            "us",
            "USA",
            "2022",
            "1.",
            "FC",
            "Köln",
            "Koln",
            "World",
            "world",
            "Cup",
            "Iran",
            "IRAN",
            "Air",
            "rice",
            "Rice",
            "Mbappé",
            "MBAPPE",
            "Heung",
            "min",
            "N",
            "Golo",
            "İlkay",
            "손흥민",
            "&",
        ]);
        let part = (word, prop::sample::select(signs.to_vec()));
        prop::collection::vec(part, 1..5)
            .prop_map(|parts| parts.iter().flat_map(|(word, sign)| [*word, *sign]).collect::<String>())
    }

    proptest! {
        #[test]
        fn finds_word_by_word_what_one_search_finds(
            names in prop::collection::vec((words(&[" ", "-", "’"]), any::<bool>()), 1..12),
            text in prop::collection::vec(words(&[" ", " ", " ", "-", "’", ", ", ". ", "\n", "’s "]), 1..12),
        ) {
            let mut builder = Builder::default();
            for (i, (name, person)) in names.iter().enumerate() {
                if *person {
                    let target = EntityRef::Person(PersonId(i as u32));
                    each_spelling(name, |spelling| builder.person_name(&Folded::new(spelling), target, true));
                } else {
                    builder.add(name, EntityRef::Team(crate::model::TeamId(i as u32)), Form::Name, true);
                }
            }
            let mut patterns: Vec<Box<str>> = builder.entries.iter().map(|(text, _)| text.clone()).collect();
            patterns.sort_unstable();
            patterns.dedup();
            let names = builder.build(None);
            let text = Folded::new(&text.concat());
            prop_assert_eq!(names.find(&text), found_by_one_search(&names, &patterns, &text));
        }
    }
}
