//! A person's name and what stands beside it.
//!
//! In: a name some person bears, with its neighbours. Out: whether it can be
//! his there: no part of a longer name (`Frank Robinson`), no firm or place
//! called after somebody (`Robinson's Tavern`), nobody of another trade
//! (`the singer Robinson`). Never chooses among several bearers.

use super::super::EntityRef;
use super::super::fold::Gap;
use super::super::lexicon::{Class, classes};
use super::super::names::Use;
use super::super::scope::Level;
use super::{Beside, Verdict, heads, is_prefix};

impl Beside<'_, '_> {
    /// The verdict on a person's name; `full` for more than a surname.
    pub(in crate::link) fn person(&self, full: bool) -> Verdict {
        if self.person_after() == Verdict::Blocked {
            return Verdict::Blocked;
        }
        self.person_before(full)
    }

    fn person_after(&self) -> Verdict {
        let Some(next) = self.next() else { return Verdict::Fine };
        let word = self.word(next);
        let class = classes(word);
        if self.is_said_to_be_a_place() || self.is_said_to_be_of_another_trade() || self.is_firm() {
            return Verdict::Blocked;
        }
        match next.gap {
            Gap::Hyphen if next.capital => Verdict::Blocked,
            Gap::Space if next.capital && !class.intersects(Class::DAY | Class::MONTH) => Verdict::Blocked,
            // `the Robinson brothers`, `Southgate station`.
            Gap::Space if class.intersects(Class::KIN | Class::GEOGRAPHY) => Verdict::Blocked,
            // `Valencia are a club in Spain`, but `Kane and Rice are`.
            Gap::Space if self.reader.scope.english && word == "are" && !self.is_joined() => Verdict::Blocked,
            Gap::Apostrophe if word == "s" => self.owned(),
            Gap::Space if self.reader.scope.english && class.contains(Class::PARTICLE) && word != "of" => {
                let after = self.token(self.hit.last as usize + 2);
                let longer = after.is_some_and(|t| t.gap == Gap::Space && t.capital);
                if longer && word != "do" { Verdict::Blocked } else { Verdict::Fine }
            }
            _ => Verdict::Fine,
        }
    }

    /// The last of several: `neither Kane nor Rice`, `Kane, Rice`.
    fn is_joined(&self) -> bool {
        let joined = self.word_before().is_some_and(|(_, word)| matches!(word, "and" | "or" | "nor"));
        joined || self.first().gap == Gap::Sign
    }

    /// `Robinson the baseball player`, `Pedro, 34, a waiter`: none of the
    /// persons of football.
    fn is_said_to_be_of_another_trade(&self) -> bool {
        let mut at = self.hit.last as usize + 1;
        if self.token(at).is_some_and(|token| token.gap == Gap::Sign && !token.letters && token.len <= 2) {
            at += 1;
        }
        let beside = self.token(at).is_some_and(|token| matches!(token.gap, Gap::Space | Gap::Sign));
        beside
            && matches!(self.reader.folded.word_at(at), "the" | "a" | "an")
            && self.attributes(at + 1).any(|class| class.contains(Class::OFFICE))
    }

    /// `Johnson & Sons`, `Marks & Kane`.
    fn is_firm(&self) -> bool {
        let is_sign =
            |at: usize| self.token(at).is_some_and(|t| self.reader.prose.text[t.start as usize..].starts_with('&'));
        is_sign(self.hit.last as usize + 1) || (self.hit.first as usize).checked_sub(1).is_some_and(is_sign)
    }

    /// What a person has may be a place called after another: `Robinson's
    /// Tavern`.
    fn owned(&self) -> Verdict {
        let at = self.hit.last as usize + 2;
        let Some(token) = self.token(at) else { return Verdict::Fine };
        let class = classes(self.word(token));
        // `Moore's law`
        if token.gap == Gap::Space && matches!(self.word(token), "law" | "theorem" | "paradox" | "disease" | "syndrome")
        {
            return Verdict::Blocked;
        }
        let known = Class::DAY | Class::MONTH | Class::PLACE | Class::CITY | Class::DEMONYM | Class::TITLE;
        let name = token.gap == Gap::Space && token.capital && token.letters && !token.all_capitals;
        let hit = self.reader.hits.get(self.index + 1).is_some_and(|hit| hit.first as usize == at);
        if name && !hit && !class.intersects(known) { Verdict::Blocked } else { Verdict::Fine }
    }

    fn person_before(&self, full: bool) -> Verdict {
        let at = self.hit.first as usize;
        let first = self.first();
        let Some(previous) = at.checked_sub(1).and_then(|i| self.token(i)) else { return Verdict::Fine };
        let word = self.word(previous);
        let class = classes(word);
        match first.gap {
            Gap::Apostrophe if previous.capital || previous.len > 2 => return Verdict::Blocked,
            Gap::Hyphen if previous.capital => {
                return if is_prefix(word) { Verdict::Fine } else { Verdict::Blocked };
            }
            Gap::Space | Gap::Dot => {}
            _ => return Verdict::Fine,
        }
        // One of several of the name: `another Kim`.
        let relative = word == "which" && previous.gap == Gap::Sign;
        if !full
            && !relative
            && matches!(
                word,
                "another" | "every" | "any" | "which" | "both" | "many" | "several" | "other" | "own" | "two" | "three"
            )
        {
            return Verdict::Blocked;
        }
        if first.gap != Gap::Apostrophe
            && let Some(verdict) = self.after_title(full, at - 1)
        {
            return verdict;
        }
        if !previous.capital {
            let particle = self.reader.scope.english
                && class.contains(Class::PARTICLE)
                && !class.contains(Class::OPENER)
                && !matches!(word, "do" | "la" | "le" | "al");
            return if particle { Verdict::Blocked } else { Verdict::Fine };
        }
        if !previous.letters {
            return Verdict::Fine;
        }
        if let Some(named) = self.named_before() {
            return match named {
                // `a goal down at St James' Park De Bruyne came on`
                EntityRef::Team(_) if full || self.reader.scope.level(named) == Level::Match => Verdict::Fine,
                EntityRef::Venue(_) if self.reader.scope.level(named) == Level::Match => Verdict::Fine,
                _ => Verdict::Blocked,
            };
        }
        let written = previous.end - previous.start;
        if written == 1 || (written <= 2 && previous.all_capitals) || first.gap == Gap::Dot && previous.len == 1 {
            return Verdict::Initial(at - 1);
        }
        if class.contains(Class::OTHER_TITLE) {
            return Verdict::Blocked;
        }
        let given = class.contains(Class::GIVEN);
        let used = self.reader.names.use_of(word).contains(Use::GIVEN);
        if heads(previous) {
            return match (full, given, class) {
                _ if class.intersects(Class::OPENER | Class::TITLE) && !given => Verdict::Fine,
                (true, false, _) if !used => Verdict::Fine,
                (true, ..) => Verdict::Blocked,
                (_, true, c) if c.contains(Class::COMMON) => Verdict::Blocked,
                (_, true, _) => Verdict::Initial(at - 1),
                _ if class.intersects(Class::COMMON | Class::DEMONYM) && !used => Verdict::Fine,
                _ if class.contains(Class::COMMON) => Verdict::Blocked,
                _ => Verdict::Initial(at - 1),
            };
        }
        // `Of the Ghanaians Thomas Partey was the best.`
        let people = word.strip_suffix('s').is_some_and(|word| classes(word).contains(Class::DEMONYM));
        if people
            || class.intersects(Class::TITLE | Class::DEMONYM)
            || (class.intersects(Class::DAY | Class::MONTH) && !given)
        {
            return Verdict::Fine;
        }
        if previous.all_capitals && previous.len >= 3 {
            return Verdict::Fine;
        }
        // `In Kaliningrad Granit Xhaka scored`: a town ends before the name.
        let placed = previous.gap == Gap::Space
            && at
                .checked_sub(2)
                .and_then(|i| self.token(i))
                .is_some_and(|token| !token.capital && classes(self.word(token)).contains(Class::LOCATIVE));
        match full {
            true if placed && !given && !used => Verdict::Fine,
            true if class.intersects(Class::COMMON | Class::PLACE | Class::CITY) && !given => Verdict::Fine,
            true => Verdict::Blocked,
            false if class.intersects(Class::PLACE | Class::CITY) => Verdict::Blocked,
            false if class.contains(Class::COMMON) && !given => Verdict::Blocked,
            false => Verdict::Initial(at - 1),
        }
    }

    /// What a title, an office or a word of kin at a place before a person's
    /// name makes of it.
    fn after_title(&self, full: bool, at: usize) -> Option<Verdict> {
        let token = self.token(at)?;
        let word = self.word(token);
        let class = classes(word);
        // `President Silva`, `the singer Robinson`.
        if class.contains(Class::OFFICE) {
            return Some(if full { Verdict::Blocked } else { Verdict::Foreign });
        }
        // `the Spanish city of Valencia`.
        if word == "of" && at > 0 && classes(self.reader.folded.word_at(at - 1)).contains(Class::GEOGRAPHY) {
            return Some(Verdict::Blocked);
        }
        if full {
            return None;
        }
        // `a student called Karimi`
        if matches!(word, "called" | "named") && !token.capital {
            return Some(Verdict::Blocked);
        }
        // `Mr Pereira` may be anybody who was not named before.
        if class.contains(Class::COURTESY) {
            let known = self
                .reader
                .names
                .bearers(self.hit.name)
                .iter()
                .any(|b| matches!(b.target, EntityRef::Person(id) if self.reader.remembers(id)));
            return Some(if known { Verdict::Fine } else { Verdict::Blocked });
        }
        // `his father Thiago`.
        (!token.capital && class.contains(Class::RELATIVE)).then_some(Verdict::Blocked)
    }
}
