//! What single words are: ordinary, given names, titles, days, places.
//!
//! In: a word folded to lower-case ASCII. Out: the classes it belongs to. The
//! lists are English; a word of another language is simply unknown, which
//! makes the linker more careful, never bolder. Never looks at a sentence.

use std::sync::LazyLock;

use bitflags::bitflags;
use rustc_hash::FxHashMap;

bitflags! {
    /// Classes of words. A word may be in several (`May`, `Will`, `Mark`).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(super) struct Class: u64 {
        /// Stands in lower case in English prose (`common.txt`: the words
        /// found more than a few times in lower case in documentation,
        /// reports of matches, and a supplement of those that are also
        /// surnames). Agent nouns such as `walker` are left out: they never
        /// head a sentence without an article, so there they are names.
        const COMMON = 1;
        /// A given name in wide use.
        const GIVEN = 1 << 1;
        /// May stand before a name at the head of a sentence.
        const OPENER = 1 << 2;
        /// Says what the person after it is: the person himself.
        const TITLE = 1 << 3;
        /// Says that somebody else is meant: `Mrs Kane`.
        const OTHER_TITLE = 1 << 4;
        /// A part of a longer surname: `van`, `bin`.
        const PARTICLE = 1 << 5;
        /// A day.
        const DAY = 1 << 6;
        /// A month.
        const MONTH = 1 << 7;
        /// An adjective or noun of nationality.
        const DEMONYM = 1 << 8;
        /// A country.
        const PLACE = 1 << 9;
        /// Makes another place or club of the one after it: `West Germany`.
        const DIRECTION = 1 << 10;
        /// Puts what follows on the map: `in France` is the country.
        const LOCATIVE = 1 << 11;
        /// A verb of travelling: `went to Mexico`.
        const MOVER = 1 << 12;
        /// Who comes `from` a country rather than from a team.
        const ORIGIN = 1 << 13;
        /// An article or what stands in its place.
        const DETERMINER = 1 << 14;
        /// What a team has: `in the England half`.
        const BELONGING = 1 << 15;
        /// `brothers`: more than one person of the name.
        const KIN = 1 << 16;
        /// Stands before a month rather than before a person.
        const PREPOSITION = 1 << 17;
        /// After a person's name at the head of a sentence.
        const PERSON_VERB = 1 << 18;
        /// After a team's name at the head of a sentence.
        const TEAM_VERB = 1 << 19;
        /// A large town.
        const CITY = 1 << 20;
        /// What a country has and a team has not: `Iran's government`.
        const STATE = 1 << 21;
        /// What a person is said to be (`Rice was booked`), and rice is not.
        const PERSON_STATE = 1 << 22;
        /// Before or after a name, it makes the name that of a place: `the
        /// river Niger`, `Valencia, the city`.
        const GEOGRAPHY = 1 << 23;
        /// Stands before an opponent: `beat Qatar`.
        const MEETING = 1 << 24;
        /// An office or trade that nobody has on the pitch: `President Silva`,
        /// `Robinson the baseball player`.
        const OFFICE = 1 << 25;
        /// A title of anybody: `Mr Pereira`.
        const COURTESY = 1 << 26;
        /// Another of the family: `his father Thiago`.
        const RELATIVE = 1 << 27;
        /// What states do and teams do not: `Qatar has spent`.
        const STATE_VERB = 1 << 28;
        /// What there is between states: `relations between Iran and Qatar`.
        const DEALINGS = 1 << 29;
        /// Right before a country: `visited Iran`, `rule Iran`.
        const ENTERING = 1 << 30;
        /// A word of states and of what happens to them.
        const POLITICS = 1 << 31;
        /// A word of football, which no sentence on a state is likely to have.
        const FOOTBALL = 1 << 32;
        /// What only a side does: `Iran drew`.
        const SIDE_VERB = 1 << 33;
        /// What a side does, and a state now and then: `Iran won`.
        const LOOSE_SIDE_VERB = 1 << 34;
        /// A word of football that is also said of a country where it is
        /// played or watched: `the tournament`.
        const EVENT = 1 << 35;
        /// Before a side: `captained France`, `took Iran to the final`.
        const LEADING = 1 << 36;
        /// May stand between a side and its verb: `have never`.
        const AUXILIARY = 1 << 37;
    }
}

static CLASSES: LazyLock<FxHashMap<&'static str, Class>> = LazyLock::new(|| {
    let mut map: FxHashMap<&'static str, Class> = FxHashMap::default();
    let mut add = |words: &'static str, class: Class| {
        for word in words.split_whitespace() {
            *map.entry(word).or_default() |= class;
        }
    };
    add(include_str!("common.txt"), Class::COMMON);
    add(include_str!("given.txt"), Class::GIVEN);
    for line in include_str!("classes.txt").lines() {
        let Some((name, words)) = line.split_once(':') else { continue };
        let class = match name {
            "opener" => Class::OPENER,
            "title" => Class::TITLE,
            "badtitle" => Class::OTHER_TITLE,
            "particle" => Class::PARTICLE,
            "day" => Class::DAY,
            "month" => Class::MONTH,
            "demonym" => Class::DEMONYM,
            "place" => Class::PLACE,
            "direction" => Class::DIRECTION,
            "locative" => Class::LOCATIVE,
            "mover" => Class::MOVER,
            "origin" => Class::ORIGIN,
            "determiner" => Class::DETERMINER,
            "half" => Class::BELONGING,
            "kin" => Class::KIN,
            "preposition" => Class::PREPOSITION,
            "person-verb" => Class::PERSON_VERB,
            "team-verb" => Class::TEAM_VERB,
            "city" => Class::CITY,
            "state" => Class::STATE,
            "person-state" => Class::PERSON_STATE,
            "geography" => Class::GEOGRAPHY,
            "meeting" => Class::MEETING,
            "office" => Class::OFFICE,
            "courtesy" => Class::COURTESY,
            "relative" => Class::RELATIVE,
            "state-verb" => Class::STATE_VERB,
            "dealings" => Class::DEALINGS,
            "entering" => Class::ENTERING,
            "politics" => Class::POLITICS,
            "football" => Class::FOOTBALL,
            "side-verb" => Class::SIDE_VERB,
            "loose-side-verb" => Class::LOOSE_SIDE_VERB,
            "event" => Class::EVENT,
            "leading" => Class::LEADING,
            "auxiliary" => Class::AUXILIARY,
            _ => Class::empty(),
        };
        add(words, class);
    }
    map
});

/// The classes of a folded word.
pub(super) fn classes(word: &str) -> Class {
    CLASSES.get(word).copied().unwrap_or_default()
}

/// Whether a folded word, or the one of which it is the plural, stands in
/// lower case in English prose: `Summers`, `Woods`.
pub(super) fn is_ordinary(word: &str) -> bool {
    let is_common = |word: &str| classes(word).contains(Class::COMMON);
    is_common(word) || (word.len() > 4 && word.strip_suffix('s').is_some_and(is_common))
}

/// Whether the word after a name at the head of a sentence shows that the
/// name is one: `Rice scored`, `Stones were thrown`.
pub(super) fn is_past_tense(word: &str) -> bool {
    word.len() > 3 && word.ends_with("ed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_words_that_are_names_too() {
        for word in ["rice", "son", "stones", "reading", "back", "will", "may", "song", "page", "ward", "blind"] {
            assert!(classes(word).contains(Class::COMMON), "{word}");
        }
        for word in ["robinson", "messi", "walker", "taylor", "bale", "pulisic", "wales"] {
            assert!(!classes(word).contains(Class::COMMON), "{word}");
        }
        assert!(classes("may").contains(Class::MONTH));
        assert!(classes("will").contains(Class::GIVEN));
    }

    #[test]
    fn every_line_of_the_classes_is_of_a_known_class() {
        let empty = CLASSES.iter().find(|(_, class)| class.is_empty());
        assert_eq!(empty, None);
    }
}
