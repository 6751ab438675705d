//! What stands beside a name, and what it makes of it.
//!
//! In: a name found in a text and the words around it. Out: a verdict whether
//! the name can be itself there, or is a part of a longer one (`Frank
//! Robinson`, `Iran Air`, `West Germany`) or no team but a country (`in
//! France`). Never looks at who bears the name.

use super::EntityRef;
use super::automaton::{Form, Hit, Use};
use super::fold::{Gap, Token};
use super::lexicon::{Class, classes, is_past_tense};
use super::mentions::Reader;
use super::scope::Level;
use crate::model::{Competition, Sex, Team, TeamKind};

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
    pub(super) fn heads_sentence(&self) -> bool {
        let first = self.first();
        let heads = matches!(first.gap, Gap::Block | Gap::Sentence | Gap::Opening);
        let alone = first.gap == Gap::Block && self.next().is_none_or(|next| next.gap == Gap::Block);
        heads && !alone
    }

    /// Whether it is joined to another word by a hyphen.
    pub(super) fn is_hyphenated(&self) -> bool {
        self.first().gap == Gap::Hyphen || self.next().is_some_and(|next| next.gap == Gap::Hyphen)
    }

    /// Whether an article or numeral makes it one of many: `a World Cup`.
    pub(super) fn is_one_of_many(&self) -> bool {
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

    /// The verdict on a person's name; `full` for more than a surname.
    pub(super) fn person(&self, full: bool) -> Verdict {
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
            Gap::Apostrophe if word == "s" => self.owned(),
            Gap::Space if self.reader.scope.english && class.contains(Class::PARTICLE) && word != "of" => {
                let after = self.token(self.hit.last as usize + 2);
                let longer = after.is_some_and(|t| t.gap == Gap::Space && t.capital);
                if longer && word != "do" { Verdict::Blocked } else { Verdict::Fine }
            }
            _ => Verdict::Fine,
        }
    }

    /// `Valencia, the city`, `Croatia, a country of four million`, `Qatar is a
    /// small state`, `Argentina, where bread is dear`.
    fn is_said_to_be_a_place(&self) -> bool {
        let mut at = self.hit.last as usize + 1;
        let Some(next) = self.token(at) else { return false };
        let said = match next.gap {
            Gap::Sign => true,
            Gap::Space if matches!(self.word(next), "is" | "was" | "remains" | "became") => {
                at += 1;
                true
            }
            _ => false,
        };
        let word = self.reader.folded.word_at(at);
        let english = self.reader.scope.english;
        (english && next.gap == Gap::Sign && word == "where")
            || (said
                && matches!(word, "the" | "a" | "an")
                && self.attributes(at + 1).any(|class| class.contains(Class::GEOGRAPHY)))
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
                return if matches!(word, "ex" | "pre" | "post" | "anti" | "pro" | "non") {
                    Verdict::Fine
                } else {
                    Verdict::Blocked
                };
            }
            Gap::Space | Gap::Dot => {}
            _ => return Verdict::Fine,
        }
        // One of several of the name: `another Kim`.
        if !full
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
                EntityRef::Team(_) if full || self.reader.scope.level(named) == Level::Match => Verdict::Fine,
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
        if class.intersects(Class::TITLE | Class::DEMONYM) || (class.intersects(Class::DAY | Class::MONTH) && !given) {
            return Verdict::Fine;
        }
        if previous.all_capitals && previous.len >= 3 {
            return Verdict::Fine;
        }
        match full {
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

    /// The verdict on a team's name.
    pub(super) fn team(&self, team: Option<&Team>) -> Verdict {
        let national = team.is_some_and(|t| t.kind == TeamKind::National);
        let women = team.is_some_and(|t| t.sex == Sex::Women);
        let (before, after) = (self.thing_before(national), self.team_after(national, women));
        if before == Verdict::Blocked || after == Verdict::Blocked || self.is_dateline() || self.is_said_to_be_a_place()
        {
            return Verdict::Blocked;
        }
        if national
            && self.reader.scope.english
            && (self.is_people() || self.is_among_states() || self.is_of_politics())
        {
            return Verdict::Blocked;
        }
        // `Manchester City` is no place, `Manchester` is one.
        let club = team.is_some_and(|t| t.kind == TeamKind::Club) && self.hit.first != self.hit.last;
        if !club && (self.is_on_the_map() || (national && self.is_host_at_home())) {
            return Verdict::Blocked;
        }
        Verdict::Fine
    }

    fn team_after(&self, national: bool, women: bool) -> Verdict {
        let Some(next) = self.next() else { return Verdict::Fine };
        let word = self.word(next);
        let class = classes(word);
        let other_side = is_other_side(word, women);
        if next.gap == Gap::Apostrophe && word == "s" {
            return self.team_owns(national, women);
        }
        match next.gap {
            Gap::Space | Gap::Hyphen if other_side => Verdict::Blocked,
            Gap::Space if national && !next.capital && class.contains(Class::STATE) => Verdict::Blocked,
            Gap::Space if national && self.does_what_states_do() => Verdict::Blocked,
            // `Qatar 2022`, `Mexico 70`.
            Gap::Space
                if national && (is_year(word) || (word.len() == 2 && word.as_bytes()[0] >= b'3' && !next.letters)) =>
            {
                Verdict::Blocked
            }
            Gap::Hyphen if next.capital => {
                let joined = self.hit_after().is_some_and(|hit| self.is_thing(hit));
                if joined { Verdict::Fine } else { Verdict::Blocked }
            }
            Gap::Hyphen if national && matches!(word, "based" | "born" | "bred" | "wide" | "raised") => {
                Verdict::Blocked
            }
            Gap::Space if next.capital && next.letters => {
                let followed = class.intersects(Class::DAY | Class::MONTH | Class::TITLE)
                    || matches!(word, "fc" | "afc" | "cf" | "sc" | "v")
                    || self.hit_after().is_some_and(|hit| self.may_follow_team(hit));
                if followed { Verdict::Fine } else { Verdict::Blocked }
            }
            _ => Verdict::Fine,
        }
    }

    /// `MILAN — Inter are through`: where the story was written.
    fn is_dateline(&self) -> bool {
        let (first, last) = (self.first(), &self.reader.folded.tokens[self.hit.last as usize]);
        let Some(next) = self.next().filter(|_| first.gap == Gap::Block && last.all_capitals) else { return false };
        let between = &self.reader.prose.text[last.end as usize..next.start as usize];
        between.contains(['—', '–']) || between.contains(" - ")
    }

    /// The country where all is played, in a story on others: mostly it is the
    /// country, unless it does what teams do.
    fn is_host_at_home(&self) -> bool {
        let at = self.hit.first as usize;
        let word = self.reader.folded.word_at(self.hit.last as usize);
        let host = self.reader.names.use_of(word).contains(Use::PLACE);
        if !host || !self.reader.scope.english || !self.reader.scope.has_match {
            return false;
        }
        let near =
            self.reader.names.bearers(self.hit.name).iter().any(|b| self.reader.scope.level(b.target) == Level::Match);
        let meets = self.word_before().is_some_and(|(_, word)| classes(word).contains(Class::MEETING));
        let acts = self.next().is_some_and(|next| {
            next.gap == Gap::Apostrophe
                || next.gap == Gap::Hyphen
                || (next.gap == Gap::Space
                    && (classes(self.word(next)).intersects(Class::TEAM_VERB | Class::MEETING) || !next.letters))
        });
        let alone = matches!(self.reader.folded.tokens[at].gap, Gap::Block)
            && self.next().is_none_or(|next| next.gap == Gap::Block);
        !(near || meets || acts || alone)
    }

    /// Whether the people of a country are meant: `Iranians in Berlin`, `the
    /// Dutch king`. The team stands after `the` and is no adjective.
    fn is_people(&self) -> bool {
        let (at, last) = (self.hit.first as usize, self.hit.last as usize);
        let word = self.reader.folded.word_at(last);
        let is_demonym = |word: &str| classes(word).contains(Class::DEMONYM);
        let plural = word.strip_suffix('s').is_some_and(is_demonym);
        let with_article = at < last || at.checked_sub(1).is_some_and(|i| self.reader.folded.word_at(i) == "the");
        if plural {
            return !with_article;
        }
        let Some(next) = self.next().filter(|next| is_demonym(word) && next.gap == Gap::Space) else { return false };
        let follows = classes(self.word(next)).intersects(
            Class::OPENER
                | Class::TEAM_VERB
                | Class::PERSON_VERB
                | Class::MEETING
                | Class::PREPOSITION
                | Class::LOCATIVE,
        );
        !next.capital && !follows && !is_past_tense(self.word(next))
    }

    /// `Britain, France and Germany`: in a row with a country that has no team
    /// here.
    fn is_among_states(&self) -> bool {
        let (first, last) = (self.hit.first as usize, self.hit.last as usize);
        let is_and = |at: usize| self.reader.folded.word_at(at) == "and";
        let is_state = |at: usize| {
            let Some(token) = self.token(at).filter(|token| token.capital) else { return false };
            let state = classes(self.word(token)).contains(Class::PLACE) || self.word(token) == "uk";
            state && !self.reader.hits.iter().any(|hit| (hit.first as usize..=hit.last as usize).contains(&at))
        };
        let after = if is_and(last + 1) { last + 2 } else { last + 1 };
        let joined = is_and(last + 1) || self.next().is_some_and(|next| next.gap == Gap::Sign);
        let before = if first > 1 && is_and(first - 1) { Some(first - 2) } else { None };
        let before = before.or_else(|| first.checked_sub(1).filter(|_| self.first().gap == Gap::Sign));
        (joined && is_state(after)) || before.is_some_and(is_state)
    }

    /// Whether the sentence is of states, with no word of football.
    fn is_of_politics(&self) -> bool {
        let tokens = &self.reader.folded.tokens;
        let starts = |token: &Token| matches!(token.gap, Gap::Sentence | Gap::Block);
        let from = (0..=self.hit.first as usize).rev().find(|i| starts(&tokens[*i])).unwrap_or(0);
        let sentence = tokens.iter().skip(from).enumerate().take_while(|(i, token)| *i == 0 || !starts(token));
        let mut politics = false;
        for (_, token) in sentence {
            let class = classes(self.word(token));
            if class.contains(Class::FOOTBALL) {
                return false;
            }
            politics |= !token.capital && class.contains(Class::POLITICS);
        }
        politics
    }

    /// `Qatar has spent`, `Wales voted`.
    fn does_what_states_do(&self) -> bool {
        let at = self.hit.last as usize + 1;
        let helps = matches!(self.reader.folded.word_at(at), "has" | "have" | "had" | "also" | "will" | "would");
        classes(self.reader.folded.word_at(at + usize::from(helps))).contains(Class::STATE_VERB)
    }

    /// `Iran's government` is the country's, `England's women` another team.
    fn team_owns(&self, national: bool, women: bool) -> Verdict {
        let at = self.hit.last as usize + 2;
        let Some(token) = self.token(at).filter(|t| t.gap == Gap::Space) else { return Verdict::Fine };
        let word = self.word(token);
        // `Qatar's human rights record`, `France's far-right leader`.
        let state = national && !token.capital && self.attributes(at).any(|class| class.contains(Class::STATE));
        // `Iran's Revolutionary Guard`.
        let institution = national
            && token.capital
            && token.letters
            && !token.all_capitals
            && !classes(word).intersects(Class::DAY | Class::MONTH | Class::TITLE | Class::DEMONYM)
            && word != "group"
            && self.reader.hits.get(self.index + 1).is_none_or(|hit| hit.first as usize != at);
        if state || institution || is_other_side(word, women) { Verdict::Blocked } else { Verdict::Fine }
    }

    /// A person near the story, or a competition: `For Iran Taremi scored`.
    fn may_follow_team(&self, hit: &Hit) -> bool {
        self.reader.names.bearers(hit.name).iter().any(|b| match b.target {
            EntityRef::Person(_) => b.form == Form::Full || self.reader.scope.level(b.target) <= Level::Squad,
            EntityRef::Competition(_) | EntityRef::Edition(_) => true,
            _ => false,
        })
    }

    fn is_thing(&self, hit: &Hit) -> bool {
        self.reader.names.bearers(hit.name).iter().any(|b| !matches!(b.target, EntityRef::Person(_)))
    }

    fn thing_before(&self, national: bool) -> Verdict {
        let at = self.hit.first as usize;
        let first = self.first();
        let Some(previous) = at.checked_sub(1).and_then(|i| self.token(i)) else { return Verdict::Fine };
        let word = self.word(previous);
        let class = classes(word);
        match first.gap {
            Gap::Apostrophe if previous.capital || previous.len > 2 => return Verdict::Blocked,
            Gap::Hyphen if previous.capital => {
                let joined = self.hit_before().is_some_and(|hit| self.is_thing(hit))
                    || matches!(word, "ex" | "pre" | "post" | "anti" | "pro" | "non");
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
        if heads(previous) {
            let ordinary = class.intersects(Class::OPENER | Class::COMMON | Class::TITLE);
            return if ordinary { Verdict::Fine } else { Verdict::Blocked };
        }
        if class.intersects(Class::DAY | Class::MONTH) && !class.contains(Class::GIVEN) {
            return Verdict::Fine;
        }
        Verdict::Blocked
    }

    /// Whether a country or town is meant rather than its team: `in France`,
    /// `went to Mexico`, `Szymon Marciniak of Poland`.
    fn is_on_the_map(&self) -> bool {
        if !self.reader.scope.english {
            return false;
        }
        if let Some(next) = self.next() {
            // What a team has: `in England's net`, `in the Brazil half`.
            let possessive = next.gap == Gap::Apostrophe || (next.gap == Gap::Sign && self.ends_possessive(next));
            let half = next.gap == Gap::Space && classes(self.word(next)).contains(Class::BELONGING);
            if possessive || half {
                return false;
            }
        }
        let first = self.hit.first as usize;
        if self.is_address_of_town() || self.stands_on_the_map(first) {
            return true;
        }
        let head = self.head_of_list(first);
        head < first && self.stands_on_the_map(head)
    }

    /// The first name of the list in which the name at this word is the last
    /// or an inner one: `in the United States, Canada and Mexico`.
    fn head_of_list(&self, name: usize) -> usize {
        let tokens = &self.reader.folded.tokens;
        let word = |at: usize| self.reader.folded.word_at(at);
        let is_and = |at: usize| matches!(word(at), "and" | "or");
        let mut head = name;
        let mut listed = {
            let after = self.hit.last as usize + 1;
            is_and(after) || (self.token(after).is_some_and(|t| t.gap == Gap::Sign && t.capital) && is_and(after + 1))
        };
        loop {
            let mut at = head;
            if at > 0 && word(at - 1) == "the" && tokens[at].gap == Gap::Space {
                at -= 1;
            }
            let Some(mut last) = at.checked_sub(1) else { return head };
            match tokens[at].gap {
                Gap::Space if is_and(last) && last > 0 => {
                    listed = true;
                    last -= 1;
                }
                Gap::Sign if listed => {}
                _ => return head,
            }
            if !matches!(tokens[last + 1].gap, Gap::Space | Gap::Sign) || !tokens[last].capital {
                return head;
            }
            let mut first = last;
            while first > 0 && first + 3 > last && tokens[first].gap == Gap::Space && tokens[first - 1].capital {
                first -= 1;
            }
            // `In Qatar, England and Wales were …`: no list begins there.
            let heads_sentence = first > 0 && tokens[first].gap == Gap::Space && heads(&tokens[first - 1]);
            if heads(&tokens[first]) || heads_sentence {
                return head;
            }
            head = first;
        }
    }

    /// Whether what stands before the name at this word puts it on the map.
    fn stands_on_the_map(&self, name: usize) -> bool {
        let step = |at: usize| {
            let token = self.token(at)?;
            let before = at.checked_sub(1)?;
            matches!(token.gap, Gap::Space).then_some(before)
        };
        let word_at = |at: usize| self.reader.folded.word_at(at);
        let Some(mut at) = step(name) else { return false };
        if word_at(at) == "the" {
            let Some(before) = step(at) else { return false };
            at = before;
        }
        let before = |back: usize| {
            let mut place = at;
            for _ in 0..back {
                match step(place) {
                    Some(earlier) => place = earlier,
                    None => return "",
                }
            }
            word_at(place)
        };
        let word = word_at(at);
        match word {
            "over" => before(1) == "all",
            // `They went to Wales, to England and to Mexico.`
            "to" => classes(before(1)).contains(Class::POLITICS) || self.is_travelled_to(at),
            "from" => self.is_from_a_place(at, before(1)) || self.is_travelled_to(at),
            "of" => self.is_of_a_place(at),
            // `He left for England.`
            "for" => matches!(before(1), "leave" | "left" | "leaves" | "leaving" | "bound" | "departed" | "departs"),
            // `relations between Iran and the United States`
            "between" => classes(before(1)).contains(Class::DEALINGS),
            // `sanctions against Iran`, `a treaty with Iran`
            "against" | "with" | "on" if classes(before(1)).intersects(Class::DEALINGS | Class::POLITICS) => true,
            "about" => true,
            // `since Mexico in 1986`
            "since" | "at" | "before" | "after" => {
                let after = self.hit.last as usize + 1;
                matches!(word_at(after), "in" | "and") && is_year(word_at(after + 1))
            }
            // `He left Iran at twelve.`
            "left" | "leave" | "leaves" => {
                matches!(word_at(self.hit.last as usize + 1), "in" | "for" | "at" | "aged" | "when" | "as")
            }
            _ => classes(word).intersects(Class::LOCATIVE | Class::ENTERING),
        }
    }

    /// Whether somebody or something is from the country rather than the team:
    /// `supporters from Japan`, `Victor Gomes, from South Africa`.
    fn is_from_a_place(&self, from: usize, before: &str) -> bool {
        if classes(before).intersects(Class::ORIGIN | Class::MOVER | Class::STATE | Class::OFFICE | Class::RELATIVE) {
            return true;
        }
        let people = ["ers", "ist", "ists", "ians", "women", "woman"].iter().any(|end| before.ends_with(end));
        let ball = matches!(before, "corners" | "headers" | "winners" | "others" | "numbers" | "equalisers");
        let apposed = from > 0
            && self.token(from).is_some_and(|token| token.gap == Gap::Sign)
            && self.token(from - 1).is_some_and(|token| token.capital);
        apposed || (people && !ball)
    }

    /// Whether what is `of` the country is no team's: `the whole of Japan`,
    /// `the crown prince of Saudi Arabia`, `Szymon Marciniak, of Poland`.
    fn is_of_a_place(&self, of: usize) -> bool {
        let (Some(token), Some(at)) = (self.token(of), of.checked_sub(1)) else { return false };
        let Some(before) = self.token(at).filter(|_| matches!(token.gap, Gap::Space | Gap::Sign)) else {
            return false;
        };
        let word = self.word(before);
        let lands = classes(word).intersects(Class::STATE | Class::GEOGRAPHY | Class::OFFICE)
            || matches!(
                word,
                "whole"
                    | "all"
                    | "north"
                    | "south"
                    | "east"
                    | "west"
                    | "centre"
                    | "parts"
                    | "part"
                    | "corner"
                    | "corners"
                    | "heart"
                    | "map"
                    | "outskirts"
                    | "much"
                    | "most"
            );
        (!before.capital && token.gap == Gap::Space && lands) || self.is_of_somebody(at)
    }

    /// Whether the `to` or `from` at this word is of a journey: before it stands a verb of
    /// travelling, with nothing but ways and other places between. `Spain went
    /// out to Morocco` was none.
    fn is_travelled_to(&self, to: usize) -> bool {
        let tokens = &self.reader.folded.tokens;
        let mut out = false;
        for at in (to.saturating_sub(12)..to).rev() {
            if matches!(tokens[at + 1].gap, Gap::Sentence | Gap::Block) {
                return false;
            }
            let word = self.reader.folded.word_at(at);
            let way = matches!(
                word,
                "home"
                    | "back"
                    | "over"
                    | "on"
                    | "away"
                    | "up"
                    | "down"
                    | "north"
                    | "south"
                    | "east"
                    | "west"
                    | "and"
                    | "then"
                    | "straight"
                    | "again"
                    | "to"
                    | "from"
                    | "via"
                    | "through"
                    | "in"
                    | "the"
                    | "out"
            );
            let class = classes(word);
            if class.contains(Class::MOVER) {
                return !(out && matches!(word, "go" | "goes" | "going" | "gone" | "went"));
            }
            if !way && !tokens[at].capital {
                return false;
            }
            out |= word == "out";
        }
        false
    }

    /// `Doha, Qatar`.
    fn is_address_of_town(&self) -> bool {
        let Some(at) = (self.hit.first as usize).checked_sub(1) else { return false };
        let (Some(town), first) = (self.token(at), self.first()) else { return false };
        let comma = &self.reader.prose.text[town.end as usize..first.start as usize] == ", ";
        let word = self.word(town);
        let is_town = classes(word).contains(Class::CITY) || self.reader.names.use_of(word).contains(Use::PLACE);
        comma && town.capital && is_town && !self.hit_before().is_some_and(|hit| self.is_thing(hit))
    }

    /// Whether the capitalised word before `of` is neither a player or coach
    /// nor an ordinary word: `Bank of England`, `Yoshimi Yamashita of Japan`.
    fn is_of_somebody(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else { return false };
        if !token.capital || (heads(token) && classes(self.word(token)).contains(Class::COMMON)) {
            return false;
        }
        let named = self.reader.named.iter().rev().flatten().find(|named| named.last <= at);
        match named {
            Some(named) if named.last == at => match named.target {
                EntityRef::Person(id) => {
                    let roles = self.reader.record.persons[id].roles;
                    !roles.intersects(crate::model::Roles::PLAYER | crate::model::Roles::COACH)
                }
                _ => false,
            },
            _ => true,
        }
    }

    fn ends_possessive(&self, next: &Token) -> bool {
        let end = self.reader.folded.tokens[self.hit.last as usize].end as usize;
        let between = &self.reader.prose.text[end..next.start as usize];
        between.starts_with(['\'', '’']) && between.ends_with(' ')
    }

    /// The verdict on a ground's name.
    pub(super) fn venue(&self) -> Verdict {
        if self.thing_before(false) == Verdict::Blocked {
            return Verdict::Blocked;
        }
        match self.next() {
            Some(next)
                if matches!(next.gap, Gap::Space | Gap::Hyphen)
                    && next.capital
                    && next.letters
                    && !classes(self.word(next)).intersects(Class::DAY | Class::MONTH) =>
            {
                Verdict::Blocked
            }
            _ => Verdict::Fine,
        }
    }

    /// The verdict on a competition's name.
    pub(super) fn competition(&self, competition: &Competition) -> Verdict {
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
            if year_after(last + 1) || (matches!(word, "in" | "of") && year_after(last + 2)) {
                return Verdict::Blocked;
            }
            if !next.letters {
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

/// Whether a country is none of those where the site's grounds are.
fn is_elsewhere(word: &str, uses: Use) -> bool {
    classes(word).contains(Class::PLACE) && !uses.contains(Use::PLACE)
}

/// Whether the word after a team's name makes another team of it.
fn is_other_side(word: &str, women: bool) -> bool {
    match word {
        "women" | "ladies" | "girls" | "lionesses" => !women,
        "under" | "youth" | "reserves" | "amateurs" | "juniors" | "legends" => true,
        _ => false,
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
