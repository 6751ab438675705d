//! Why a country's name should mean its team.
//!
//! In: the name of a national team that is also the name of the country or of
//! its people, with the sentence it stands in. Out: whether something there
//! says that the side is meant: what a side does (`Iran drew`), has (`Iran's
//! goalkeeper`) or meets (`against Iran`), a score, or football near by with
//! no word of states. Without such a reason the country is meant, or nobody
//! can tell. Where it lies is asked in [`super::map`].

use super::super::EntityRef;
use super::super::fold::{Gap, Token};
use super::super::lexicon::{Class, classes};
use super::super::names::{Form, Hit, Use};
use super::super::scope::Level;
use super::{Beside, heads};
use crate::model::Team;

/// What is said in a sentence. Made once for all names in it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::link) struct Sentence {
    /// First word.
    first: usize,
    /// Word after the last; 0 if no sentence was looked at yet.
    end: usize,
    /// Has a word of states and their dealings.
    politics: bool,
    /// That, or one of what countries have, or an office.
    states: bool,
}

/// How surely a verb is that of a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// Nothing else does that: `Iran drew`.
    Sure,
    /// States do it too: `Iran won`.
    Likely,
    /// A country is one and a side is many: `Iran were`.
    Plural,
    /// Sides do it more often than states: `Iran came back`.
    Perhaps,
}

/// What is said in a part of a sentence.
#[derive(Default)]
struct Said {
    football: bool,
    /// The same, other than what states do too: `won`.
    more: bool,
    event: bool,
    /// A person near the story is named.
    person: bool,
    /// A word of states and their dealings.
    politics: bool,
    /// That, or one of what countries have, or an office.
    states: bool,
}

impl Beside<'_, '_> {
    /// Whether this name of a national team is one of its country or people
    /// too, as `Three Lions` is not.
    pub(super) fn is_name_of_country(&self, team: &Team) -> bool {
        let (first, last) = (self.hit.first as usize, self.hit.last as usize);
        let tokens = &self.reader.folded.tokens;
        let written = &self.reader.prose.text[tokens[first].start as usize..tokens[last].end as usize];
        let former = team.former_names.iter().map(|former| &former.name);
        let own = [&team.name].into_iter().chain(&team.short).chain(former).any(|name| **name == *written);
        own || (first..=last).any(|at| {
            let word = self.reader.folded.word_at(at);
            let country = Class::PLACE | Class::DEMONYM | Class::GEOGRAPHY;
            classes(word).intersects(country)
                || word == "states"
                || word.strip_suffix('s').is_some_and(|word| classes(word).contains(Class::DEMONYM))
                || tokens[at].all_capitals
        })
    }

    /// Whether the sentence gives a reason to think of the side.
    pub(super) fn is_side(&self) -> bool {
        if self.is_alone() || self.meets_surely() || self.has_score() || self.is_who() || self.is_apposed() {
            return true;
        }
        let level = self.level();
        let sentence = self.sentence();
        let clause = self.clause(sentence);
        let said = self.said_between(clause.0, clause.1);
        let football = said.football || said.event;
        if self.has_what_sides_have(&said)
            || self.is_played_for(level, &said)
            || self.is_said_with_names_alone(clause, level)
        {
            return true;
        }
        let shown = match self.does_what_sides_do(level) {
            Some(Act::Sure) => true,
            Some(Act::Likely) => {
                let more = said.more || said.event || said.person;
                !said.politics && (more || (level < Level::Site && !sentence.politics))
            }
            Some(Act::Plural) => !said.politics && (level < Level::Site || !sentence.states),
            Some(Act::Perhaps) => !said.states && (level < Level::Site || football),
            None => false,
        };
        if shown || (!said.politics && (self.meets(level) || self.is_written_as_on_a_scoreboard())) {
            return true;
        }
        // Football close by, or for a side of the match anywhere in the
        // sentence.
        let calm = !said.states && !sentence.politics;
        match level {
            Level::Match => {
                let all = if self.is_said_to_be() { said } else { self.said_between(sentence.first, sentence.end) };
                let person = all.person && !self.is_plural_people();
                calm && (all.football || all.event || person)
            }
            Level::Squad | Level::Edition => calm && (said.more || said.event) && !self.is_said_to_be(),
            // A country that has nothing to do with the match is mostly a place.
            Level::Site => calm && said.more && !self.is_said_to_be() && !self.reader.scope.has_match,
        }
    }

    /// How near the nearest bearer of the name is.
    fn level(&self) -> Level {
        let bearers = self.reader.names.bearers(self.hit.name);
        bearers.iter().map(|bearer| self.reader.scope.level(bearer.target)).min().unwrap_or(Level::Site)
    }

    /// `Iran and the USA.`, `Spain with Germany;`: sides are listed like that,
    /// and in a story on no match also countries, unless they are paired.
    fn is_said_with_names_alone(&self, (first, end): (usize, usize), level: Level) -> bool {
        let mut paired = false;
        for token in &self.reader.folded.tokens[first..end] {
            let word = self.word(token);
            let pairs = matches!(word, "with" | "against" | "v" | "vs");
            paired |= pairs;
            let joins = pairs || matches!(word, "and" | "or" | "the");
            if !joins && (!token.capital || classes(word).contains(Class::COMMON)) {
                return false;
            }
        }
        paired || level < Level::Site
    }

    /// `Iran is in uproar`: one thing, as a country is.
    fn is_said_to_be(&self) -> bool {
        self.next().is_some_and(|next| next.gap == Gap::Space && matches!(self.word(next), "is" | "was" | "has"))
    }

    /// `USA`, where the country is `the USA`.
    fn is_written_as_on_a_scoreboard(&self) -> bool {
        let first = self.first();
        self.hit.first == self.hit.last
            && first.all_capitals
            && first.len == 3
            && self.word_before().is_none_or(|(_, word)| word != "the")
    }

    /// A cell, an item, a title: nothing else stands there.
    fn is_alone(&self) -> bool {
        self.first().gap == Gap::Block && self.next().is_none_or(|next| next.gap == Gap::Block)
    }

    /// `Reading 3-0 Dover`, `Reading v Dover`, `Reading (4-4-2)`.
    pub(in crate::link) fn is_in_fixture(&self) -> bool {
        self.has_score() || self.meets_surely()
    }

    /// `beat Iran`, `v Iran`, `Iran v USA`.
    fn meets_surely(&self) -> bool {
        let after = self.next().is_some_and(|next| next.gap == Gap::Space && matches!(self.word(next), "v" | "vs"));
        let joined = |gap: Gap, hit: Option<&Hit>| {
            matches!(gap, Gap::Hyphen | Gap::Sign) && hit.is_some_and(|hit| self.is_close(hit) && self.is_thing(hit))
        };
        after
            || joined(self.first().gap, self.hit_before())
            || self.next().is_some_and(|next| joined(next.gap, self.hit_after()))
            || self.before_article().is_some_and(|at| {
                let word = self.reader.folded.word_at(at);
                let out = word == "out"
                    && at
                        .checked_sub(1)
                        .is_some_and(|i| matches!(self.reader.folded.word_at(i), "knocked" | "knock" | "put" | "puts"));
                out || classes(word).contains(Class::SIDE_VERB) || matches!(word, "v" | "vs")
            })
    }

    /// Only a hyphen or dash stands between this name and another.
    fn is_close(&self, hit: &Hit) -> bool {
        let tokens = &self.reader.folded.tokens;
        let (left, right) =
            if hit.last < self.hit.first { (hit.last, self.hit.first) } else { (self.hit.last, hit.first) };
        let between =
            &self.reader.prose.text[tokens[left as usize].end as usize..tokens[right as usize].start as usize];
        matches!(between.trim(), "-" | "–")
    }

    /// `against Iran`, `lost to Iran`, `knocked out by Iran`, and of a side
    /// near the story `it put Iran`.
    fn meets(&self, level: Level) -> bool {
        let Some(at) = self.before_article() else {
            return self.next().is_some_and(|next| next.gap == Gap::Space && self.word(next) == "against");
        };
        let word = self.reader.folded.word_at(at);
        let class = classes(word);
        let before = |back: usize| at.checked_sub(back).map_or("", |i| self.reader.folded.word_at(i));
        // `She has nothing against Croatia.`
        if word == "against" && matches!(before(1), "nothing" | "anything" | "something" | "much") {
            return false;
        }
        // `put seven past Costa Rica`
        if word == "past" && [before(2), before(3)].iter().any(|verb| matches!(*verb, "put" | "puts" | "scored")) {
            return true;
        }
        let met = class.contains(Class::MEETING) && !matches!(word, "past" | "over" | "by" | "host" | "hosted");
        let placed = matches!(word, "put" | "puts" | "putting" | "took" | "takes" | "take");
        if met || (class.contains(Class::LEADING) && (level < Level::Site || !placed)) {
            return true;
        }
        let lost = matches!(word, "by" | "with" | "over" | "past");
        // `On Sunday it is Spain`, `it will be France`
        let comes = matches!(word, "is" | "be" | "was") && [before(1), before(2)].contains(&"it");
        let that = self.next().is_some_and(|next| self.word(next) == "that");
        if comes && !that && level < Level::Site {
            return true;
        }
        // `lost to Iran`, but `sold a striker to Belgium`
        if word == "to" {
            return (at.saturating_sub(5)..at).any(|i| {
                let given = matches!(
                    self.reader.folded.word_at(i),
                    "lost"
                        | "lose"
                        | "loses"
                        | "losing"
                        | "defeat"
                        | "defeats"
                        | "fell"
                        | "fall"
                        | "conceded"
                        | "penalty"
                );
                given && !self.parts(i + 1, at)
            });
        }
        let saved = word == "from" && [before(1), before(2), before(3)].contains(&"saved");
        saved
            || lost
                && (at.saturating_sub(5)..at).any(|i| {
                    let class = classes(self.reader.folded.word_at(i));
                    class.intersects(Class::SIDE_VERB | Class::LOOSE_SIDE_VERB | Class::FOOTBALL)
                        && !self.parts(i + 1, at)
                })
    }

    /// Whether a sign stands between two words.
    fn parts(&self, from: usize, to: usize) -> bool {
        self.reader.folded.tokens[from..=to].iter().any(|token| !matches!(token.gap, Gap::Space | Gap::Hyphen))
    }

    /// The word before the name, or before the list of names of which it is
    /// one, and its article, in the same breath.
    fn before_article(&self) -> Option<usize> {
        let tokens = &self.reader.folded.tokens;
        let step = |at: usize| (tokens[at].gap == Gap::Space).then(|| at.checked_sub(1)).flatten();
        let at = step(self.head_of_list(self.hit.first as usize))?;
        if self.reader.folded.word_at(at) == "the" { step(at) } else { Some(at) }
    }

    /// `Iran 0-1 USA`, `Wales 1, USA 1`, `Iran (4-4-2)`.
    fn has_score(&self) -> bool {
        let number = |token: &Token| !token.letters && token.len <= 2;
        let after = self
            .next()
            .is_some_and(|next| matches!(next.gap, Gap::Space | Gap::Opening) && number(next) && self.is_counted());
        let before = (self.hit.first as usize).checked_sub(2).is_some_and(|at| {
            let tokens = &self.reader.folded.tokens;
            let name = self.first();
            number(&tokens[at])
                && number(&tokens[at + 1])
                && matches!(tokens[at + 1].gap, Gap::Hyphen | Gap::Sign)
                && name.gap == Gap::Space
        });
        after || before
    }

    /// Whether the number after the name counts goals or players: more numbers
    /// are joined to it, or it ends the part of the sentence.
    fn is_counted(&self) -> bool {
        match self.token(self.hit.last as usize + 2) {
            Some(token) => token.gap != Gap::Space || token.capital,
            None => true,
        }
    }

    /// `the Iran bench`, `Iran's goalkeeper`, `England's 3-0 win`, `Iran's
    /// Taremi`.
    fn has_what_sides_have(&self, clause: &Said) -> bool {
        let Some(next) = self.next() else { return false };
        let thing = Class::FOOTBALL | Class::BELONGING;
        let noun = |token: &Token| {
            let class = classes(self.word(token));
            class.intersects(thing) && !class.intersects(Class::SIDE_VERB | Class::LOOSE_SIDE_VERB)
        };
        match next.gap {
            Gap::Space if !next.capital => noun(next) && !self.is_plural_people(),
            Gap::Sign if !self.ends_possessive(next) => false,
            Gap::Apostrophe | Gap::Sign => {
                let from = self.hit.last as usize + if next.gap == Gap::Apostrophe { 2 } else { 1 };
                for at in from..from + 5 {
                    let Some(token) = self.token(at) else { return false };
                    if at > from && !matches!(token.gap, Gap::Space | Gap::Hyphen) {
                        return false;
                    }
                    if self.is_person_at(at) || noun(token) {
                        return true;
                    }
                    if classes(self.word(token)).intersects(Class::EVENT) {
                        return !clause.states;
                    }
                    if classes(self.word(token)).intersects(Class::PARTICLE | Class::LOCATIVE | Class::DETERMINER) {
                        return false;
                    }
                }
                false
            }
            _ => false,
        }
    }

    /// `Iran, who had drawn`: a country is a `which`.
    pub(super) fn is_who(&self) -> bool {
        !self.is_plural_people()
            && self
                .next()
                .is_some_and(|next| next.gap == Gap::Sign && matches!(self.word(next), "who" | "whose" | "whom"))
    }

    /// `Qatar, as hosts,`, `Senegal, champions of Africa`.
    fn is_apposed(&self) -> bool {
        let at = self.hit.last as usize + 1;
        let tokens = &self.reader.folded.tokens;
        tokens.get(at).is_some_and(|token| token.gap == Gap::Sign)
            && tokens[at..]
                .iter()
                .take(4)
                .enumerate()
                .take_while(|(i, token)| *i == 0 || (token.gap == Gap::Space && !token.capital))
                .map(|(_, token)| self.word(token))
                .take_while(|word| !classes(word).intersects(Class::AUXILIARY | Class::SIDE_VERB | Class::TEAM_VERB))
                .any(|word| matches!(word, "hosts" | "holders" | "champions" | "favourites" | "opponents" | "winners"))
    }

    fn is_plural_people(&self) -> bool {
        let word = self.reader.folded.word_at(self.hit.last as usize);
        let demonym = |word: &str| classes(word).contains(Class::DEMONYM);
        demonym(word) || word.strip_suffix('s').is_some_and(demonym)
    }

    /// What the verb after the name says of its subject.
    fn does_what_sides_do(&self, level: Level) -> Option<Act> {
        let word = |at: usize| self.reader.folded.word_at(at);
        let mut at = self.hit.last as usize + 1;
        let first = self.token(at)?;
        match first.gap {
            Gap::Sentence | Gap::Block | Gap::Apostrophe => return None,
            // `Wales, too, were …`, `Iran, though, drew`, `Iran, which drew`
            Gap::Sign
                if !matches!(word(at), "too" | "though" | "however" | "meanwhile" | "which" | "then" | "again") =>
            {
                return None;
            }
            Gap::Sign => at += 1,
            _ => {}
        }
        let verb_or_next = at;
        let mut plural = false;
        for _ in 0..4 {
            let token = self.token(at)?;
            let ends = matches!(token.gap, Gap::Sentence | Gap::Block) || token.capital;
            if ends || !classes(word(at)).contains(Class::AUXILIARY) {
                break;
            }
            plural |= at == verb_or_next
                && matches!(word(at), "are" | "were" | "have" | "do" | "weren" | "aren" | "haven" | "don");
            at += 1;
        }
        let (verb, after) = (word(at), word(at + 1));
        let class = classes(verb);
        if class.contains(Class::SIDE_VERB) {
            return Some(Act::Sure);
        }
        // `Germany had Jamal Musiala`
        let has = at > verb_or_next && matches!(word(at - 1), "have" | "has" | "had");
        if has && self.token(at).is_some_and(|token| token.gap == Gap::Space) && self.is_person_at(at) {
            return Some(Act::Sure);
        }
        // `finished third`
        let ranked = matches!(verb, "finish" | "finished" | "finishes" | "came" | "come" | "comes")
            && matches!(after, "first" | "second" | "third" | "fourth" | "last" | "bottom" | "top");
        if ranked {
            return Some(Act::Sure);
        }
        let needs = matches!(verb, "need" | "needs" | "needed" | "want" | "wanted")
            && (at + 1..at + 5).any(|i| classes(word(i)).contains(Class::FOOTBALL));
        let lets_in = matches!(verb, "let" | "lets") && after == "in";
        if needs || lets_in || class.contains(Class::LOOSE_SIDE_VERB) {
            let many = plural && !self.is_listed() && !self.is_plural_people();
            return Some(if many || self.is_done_to_side(at) { Act::Plural } else { Act::Likely });
        }
        let goes = matches!(verb, "went" | "go" | "goes" | "going" | "gone")
            && matches!(after, "out" | "through" | "ahead" | "behind" | "in" | "up" | "down" | "top" | "under");
        let comes = matches!(verb, "came" | "come" | "comes") && matches!(after, "back" | "from" | "again" | "close");
        // `would have been two up`
        let counts = matches!(verb, "a" | "one" | "two" | "three" | "four" | "five" | "six")
            && [after, word(at + 2)].iter().any(|word| matches!(*word, "up" | "down" | "ahead" | "behind"));
        let stands =
            counts || matches!(verb, "through" | "ahead" | "behind" | "better" | "level" | "top" | "bottom" | "out");
        let comes_next = verb == "next" && after != "to";
        if goes || comes || comes_next {
            return Some(Act::Perhaps);
        }
        let many = matches!(verb, "need" | "want" | "look" | "go" | "come" | "make" | "take" | "get" | "fly" | "wait");
        plural |= stands || (many && at == verb_or_next);
        if plural && !self.is_listed() && !self.is_plural_people() {
            return Some(Act::Plural);
        }
        let near = level == Level::Match && at == verb_or_next && class.contains(Class::TEAM_VERB);
        (near && !self.is_listed()).then_some(Act::Perhaps)
    }

    /// Whether the object of the verb at a word is a side too: `knocked out
    /// Brazil`, `lost to Iran`.
    fn is_done_to_side(&self, verb: usize) -> bool {
        let hits = self.reader.hits;
        let hit = hits.get(hits.partition_point(|hit| (hit.last as usize) <= verb));
        hit.is_some_and(|hit| {
            let first = hit.first as usize;
            first <= verb + 3 && !self.parts(verb + 1, first) && self.is_thing(hit)
        })
    }

    /// One of several names joined by `and`, which makes a plural of countries
    /// too. `Costa Rica are through and England are out` joins no names.
    fn is_listed(&self) -> bool {
        let (first, last) = (self.hit.first as usize, self.hit.last as usize);
        let word = |at: usize| self.reader.folded.word_at(at);
        let is_and = |at: usize| matches!(word(at), "and" | "or" | "nor");
        let is_capital = |at: usize| self.token(at).is_some_and(|token| token.capital);
        let start = if first > 1 && word(first - 1) == "the" { first - 1 } else { first };
        let before = start > 1 && is_and(start - 1) && is_capital(start - 2);
        let next = if word(last + 2) == "the" { last + 3 } else { last + 2 };
        before || (is_and(last + 1) && is_capital(next))
    }

    /// `scored for Iran`, `caps for Wales`, `the match with Iran`, `coach of
    /// Iran`, and of a side of the match `enough for Iran`.
    fn is_played_for(&self, level: Level, clause: &Said) -> bool {
        let Some(at) = self.before_article() else { return false };
        let word = self.reader.folded.word_at(at);
        if !matches!(word, "for" | "of" | "with" | "by" | "between") {
            return false;
        }
        if word == "for" && level == Level::Match && !clause.states {
            return true;
        }
        let with = matches!(word, "with" | "between");
        let back = if word == "of" { 1 } else { 6 };
        (at.saturating_sub(back)..at).rev().any(|i| {
            let class = classes(self.reader.folded.word_at(i));
            let near = self.reader.folded.word_at(i);
            let game = with && matches!(near, "match" | "game" | "tie" | "final" | "friendly");
            let said = game || class.intersects(Class::FOOTBALL | Class::SIDE_VERB);
            (said || self.is_person_at(i)) && !self.parts(i + 1, at)
        })
    }

    /// Whether a name at a word may be that of somebody near the story.
    pub(super) fn is_person_at(&self, at: usize) -> bool {
        let hits = self.reader.hits;
        let index = hits.partition_point(|hit| (hit.last as usize) < at);
        let Some(hit) = hits.get(index).filter(|hit| hit.first as usize <= at) else { return false };
        // `Mrs Davies`
        let other = Class::OTHER_TITLE | Class::COURTESY | Class::OFFICE;
        let first = hit.first as usize;
        if first > 0 && classes(self.reader.folded.word_at(first - 1)).intersects(other) {
            return false;
        }
        self.reader.names.bearers(hit.name).iter().any(|bearer| {
            matches!(bearer.target, EntityRef::Person(_))
                && (bearer.form == Form::Full || self.reader.scope.level(bearer.target) <= Level::Squad)
        })
    }

    /// Whether the name of a club is that of its town alone, and the town is
    /// meant: by what belongs to towns (`Lincoln cathedral`), in a story on no
    /// match unless something speaks for the side, in others where something is
    /// said of the town and nothing of football (`Milan was founded by the
    /// Celts`).
    pub(super) fn is_town(&self) -> bool {
        let word = self.reader.folded.word_at(self.hit.last as usize);
        let town = classes(word).contains(Class::CITY) || self.reader.names.use_of(word).contains(Use::PLACE);
        if self.hit.first != self.hit.last || !town {
            return false;
        }
        if self.next().is_some_and(|next| {
            next.gap == Gap::Space && !next.capital && classes(self.word(next)).contains(Class::GEOGRAPHY)
        }) {
            return true;
        }
        if !self.reader.scope.has_match {
            return !self.is_side();
        }
        // `They played their games at Brighton`, `a letter from Newcastle`, but
        // `signed from Newcastle`.
        if let Some((at, word)) = self.word_before() {
            let moved = (at.saturating_sub(3)..at).any(|i| {
                let word = self.reader.folded.word_at(i);
                let bought =
                    matches!(word, "signed" | "loan" | "bought" | "joined" | "transfer" | "recruited" | "came");
                bought || classes(word).intersects(Class::FOOTBALL)
            });
            if word == "at" || (word == "from" && !moved) {
                return true;
            }
        }
        let sentence = self.sentence();
        let said = self.said_between(sentence.first, sentence.end);
        // `The second for Saltby was …`: not of the town is it said.
        let other = self.word_before().is_some_and(|(_, word)| matches!(word, "for" | "against" | "by" | "with"));
        if other && !said.politics {
            return false;
        }
        self.is_said_to_be() && !(said.football || said.event || said.person)
    }

    /// The sentence, from memory if it was looked at for the name before.
    fn sentence(&self) -> Sentence {
        let at = self.hit.first as usize;
        let known = self.reader.sentence.get();
        if (known.first..known.end).contains(&at) {
            return known;
        }
        let tokens = &self.reader.folded.tokens;
        let starts = |token: &Token| matches!(token.gap, Gap::Sentence | Gap::Block);
        let first = (0..=at).rev().find(|i| starts(&tokens[*i])).unwrap_or(0);
        let end = tokens[at + 1..].iter().position(starts).map_or(tokens.len(), |i| at + 1 + i);
        let said = self.said_between(first, end);
        let sentence = Sentence { first, end, politics: said.politics, states: said.states };
        self.reader.sentence.set(sentence);
        sentence
    }

    /// The part of the sentence with the name: to the next strong sign, or
    /// comma before a conjunction.
    fn clause(&self, sentence: Sentence) -> (usize, usize) {
        let tokens = &self.reader.folded.tokens;
        let at = self.hit.first as usize;
        let begins = |i: usize| {
            let token = &tokens[i];
            match token.gap {
                Gap::Opening => true,
                Gap::Sign => {
                    let between = &self.reader.prose.text[tokens[i - 1].end as usize..token.start as usize];
                    between.contains([';', '—', '–', ')', '(', ':', '"', '”', '“'])
                        || matches!(
                            self.word(token),
                            "and"
                                | "but"
                                | "while"
                                | "where"
                                | "which"
                                | "who"
                                | "whom"
                                | "whose"
                                | "though"
                                | "although"
                                | "because"
                                | "when"
                                | "if"
                                | "until"
                                | "since"
                                | "so"
                                | "whereas"
                        )
                }
                _ => false,
            }
        };
        let first = (sentence.first + 1..=at).rev().find(|i| begins(*i)).unwrap_or(sentence.first);
        let end = (at + 1..sentence.end).find(|i| begins(*i)).unwrap_or(sentence.end);
        (first, end)
    }

    /// What is said from a word to before another.
    fn said_between(&self, first: usize, end: usize) -> Said {
        let mut said = Said::default();
        for (at, token) in self.reader.folded.tokens.iter().enumerate().take(end).skip(first) {
            let class = classes(self.word(token));
            if !token.capital || heads(token) {
                said.football |= class.intersects(Class::FOOTBALL | Class::SIDE_VERB);
                said.more |=
                    class.intersects(Class::FOOTBALL | Class::SIDE_VERB) && !class.contains(Class::LOOSE_SIDE_VERB);
                said.event |= class.contains(Class::EVENT);
                if !class.intersects(Class::FOOTBALL | Class::EVENT) {
                    said.politics |= class.contains(Class::POLITICS);
                    said.states |= class.intersects(Class::STATE | Class::OFFICE);
                }
            }
            said.person |= token.capital && !class.contains(Class::COMMON) && self.is_person_at(at);
        }
        said.states |= said.politics;
        said
    }
}
