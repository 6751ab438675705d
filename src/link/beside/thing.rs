//! The names of grounds and competitions, and what stands before any name
//! that is no person's.
//!
//! In: such a name with its neighbours. Out: whether it is whole (no `Stade de
//! France` of `France`) and means that competition rather than another
//! edition or sex of it (`the 1966 World Cup`). Never knows dates of matches.

use super::super::EntityRef;
use super::super::fold::Gap;
use super::super::lexicon::{Class, classes};
use super::super::names::Use;
use super::{Beside, Verdict, heads, is_prefix, is_year};
use crate::model::{Competition, Sex};

impl Beside<'_, '_> {
    /// Whether an article or numeral makes it one of many (`a World Cup`), or
    /// all of them are meant: `the history of the World Cup`.
    pub(in crate::link) fn is_one_of_many(&self) -> bool {
        let word_at = |at: usize| self.reader.folded.word_at(at);
        let at = self.hit.first as usize;
        let of_all = at >= 3 && word_at(at - 1) == "the" && word_at(at - 2) == "of" && word_at(at - 3) == "history";
        if of_all || self.next().is_some_and(|next| next.gap == Gap::Space && self.word(next) == "history") {
            return true;
        }
        let Some((at, mut word)) = self.word_before() else { return false };
        // `a men's World Cup`
        if word == "s" && at > 2 && matches!(self.reader.folded.word_at(at - 1), "men" | "women") {
            word = self.reader.folded.word_at(at - 2);
        }
        matches!(
            word,
            "a" | "an"
                | "another"
                | "any"
                | "every"
                | "each"
                | "first"
                | "second"
                | "third"
                | "fourth"
                | "fifth"
                | "sixth"
                | "last"
                | "previous"
                | "next"
                | "earlier"
                | "other"
                | "one"
                | "two"
                | "three"
                | "four"
                | "consecutive"
                | "successive"
                | "no"
                | "past"
                | "future"
        )
    }

    pub(super) fn thing_before(&self, national: bool) -> Verdict {
        let at = self.hit.first as usize;
        let first = self.first();
        let Some(previous) = at.checked_sub(1).and_then(|i| self.token(i)) else { return Verdict::Fine };
        let word = self.word(previous);
        let class = classes(word);
        match first.gap {
            Gap::Apostrophe if previous.capital || previous.len > 2 => return Verdict::Blocked,
            Gap::Hyphen if previous.capital => {
                let joined = self.hit_before().is_some_and(|hit| self.is_thing(hit)) || is_prefix(word);
                return if joined { Verdict::Fine } else { Verdict::Blocked };
            }
            Gap::Space | Gap::Dot => {}
            _ => return Verdict::Fine,
        }
        // `the river Niger`, `Stade de France`.
        let part = class.contains(Class::GEOGRAPHY) || matches!(word, "de" | "del" | "della" | "du" | "des" | "das");
        if !previous.capital && part && first.gap == Gap::Space {
            return Verdict::Blocked;
        }
        if !previous.capital || !previous.letters {
            return Verdict::Fine;
        }
        if word == "team" && national || word == "fc" {
            return Verdict::Fine;
        }
        if class.contains(Class::DIRECTION) {
            return Verdict::Blocked;
        }
        // `In the rain of Salvador Spain led`: a town ends before the name.
        let placed = (class.contains(Class::CITY) || self.reader.names.use_of(word).contains(Use::PLACE))
            && previous.gap == Gap::Space
            && at.checked_sub(2).and_then(|i| self.token(i)).is_some_and(|token| {
                !token.capital && (self.word(token) == "of" || classes(self.word(token)).contains(Class::LOCATIVE))
            });
        // `GOAL England!`
        let shouted = previous.all_capitals && !first.all_capitals && class.intersects(Class::COMMON | Class::FOOTBALL);
        if (placed && national) || shouted {
            return Verdict::Fine;
        }
        if heads(previous) {
            let ordinary = class.intersects(Class::OPENER | Class::COMMON | Class::TITLE);
            return if ordinary { Verdict::Fine } else { Verdict::Blocked };
        }
        if class.intersects(Class::DAY | Class::MONTH) && !class.contains(Class::GIVEN) {
            return Verdict::Fine;
        }
        Verdict::Blocked
    }

    /// The verdict on a ground's name.
    pub(in crate::link) fn venue(&self) -> Verdict {
        if self.thing_before(false) == Verdict::Blocked {
            return Verdict::Blocked;
        }
        match self.next() {
            Some(next)
                if matches!(next.gap, Gap::Space | Gap::Hyphen)
                    && next.capital
                    && next.letters
                    && !(next.gap == Gap::Space && self.is_person_at(self.hit.last as usize + 1))
                    && !classes(self.word(next)).intersects(Class::DAY | Class::MONTH) =>
            {
                Verdict::Blocked
            }
            _ => Verdict::Fine,
        }
    }

    /// The verdict on a competition's name.
    pub(in crate::link) fn competition(&self, competition: &Competition) -> Verdict {
        let at = self.hit.first as usize;
        if let Some((_, word)) = self.word_before() {
            let men_only = competition.sex == Sex::Men && matches!(word, "women" | "girls");
            if men_only
                || matches!(word, "youth" | "club" | "under" | "junior" | "indoor" | "beach" | "rugby" | "cricket")
            {
                return Verdict::Blocked;
            }
            // `the 1966 World Cup`: an edition the site does not have.
            if is_year(word) || word.bytes().all(|b| b.is_ascii_digit()) {
                return Verdict::Blocked;
            }
        }
        let named_before = self.named_before().is_some_and(|named| matches!(named, EntityRef::Team(_)));
        let world = self.reader.folded.word_at(at) == "world";
        if !(named_before && world) && self.thing_before(false) == Verdict::Blocked {
            return Verdict::Blocked;
        }
        if at >= 2
            && self.reader.folded.word_at(at - 1) == "s"
            && self.token(at - 1).is_some_and(|t| t.gap == Gap::Apostrophe)
        {
            let whose = self.reader.folded.word_at(at - 2);
            if competition.sex == Sex::Men && matches!(whose, "women" | "girls" | "ladies")
                || competition.sex == Sex::Women && whose == "men"
            {
                return Verdict::Blocked;
            }
        }
        let Some(next) = self.next() else { return Verdict::Fine };
        let word = self.word(next);
        if next.gap == Gap::Space {
            let year_after = |i: usize| is_year(self.reader.folded.word_at(i));
            let last = self.hit.last as usize;
            if year_after(last + 1) || (matches!(word, "in" | "of" | "by") && year_after(last + 2)) {
                return Verdict::Blocked;
            }
            // `the World Cup 7-1` is no edition.
            let score = self.token(last + 2).is_some_and(|t| !t.letters && t.gap == Gap::Hyphen);
            if !next.letters && !score {
                return Verdict::Blocked;
            }
            // `the World Cup in Russia`: not the one of this site's grounds.
            let place = self.token(last + 2).filter(|t| word == "in" && t.gap == Gap::Space && t.capital);
            let names = self.reader.names;
            if place.is_some_and(|t| names.has_places && is_elsewhere(self.word(t), names.use_of(self.word(t)))) {
                return Verdict::Blocked;
            }
            if next.capital
                && !classes(word).intersects(Class::DAY | Class::MONTH | Class::TITLE)
                && !matches!(word, "final" | "finals" | "group" | "round" | "qualifying" | "qualifier" | "qualifiers")
            {
                return Verdict::Blocked;
            }
        }
        if next.gap == Gap::Hyphen && next.capital { Verdict::Blocked } else { Verdict::Fine }
    }
}

/// Whether a country is none of those where the site's grounds are.
fn is_elsewhere(word: &str, uses: Use) -> bool {
    classes(word).contains(Class::PLACE) && !uses.contains(Use::PLACE)
}
