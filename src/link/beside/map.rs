//! Names on the map: whether a country or town is meant as a place.
//!
//! In: a name with the words before and after it. Out: whether they put it on
//! the map (`in France`, `went to Mexico`, `Doha, Qatar`). Knows English
//! prepositions; a text in another language is left to the other rules.

use super::super::EntityRef;
use super::super::fold::{Gap, Token};
use super::super::lexicon::{Class, classes};
use super::super::names::Use;
use super::{Beside, heads, is_year};
use crate::model::{Roles, TeamKind};

impl Beside<'_, '_> {
    /// `Valencia, the city`, `Croatia, a country of four million`, `Qatar is a
    /// small state`, `Argentina, where bread is dear`.
    pub(super) fn is_said_to_be_a_place(&self) -> bool {
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

    /// Whether a country or town is meant rather than its team: `in France`,
    /// `went to Mexico`, `Szymon Marciniak of Poland`.
    pub(super) fn is_on_the_map(&self) -> bool {
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
    pub(super) fn head_of_list(&self, name: usize) -> usize {
        let tokens = &self.reader.folded.tokens;
        let word = |at: usize| self.reader.folded.word_at(at);
        let is_and = |at: usize| matches!(word(at), "and" | "or");
        let mut head = name;
        // `He ran against Japan, and Croatia is small`: no list, a new clause.
        let and = name.checked_sub(if name > 0 && word(name - 1) == "the" { 2 } else { 1 });
        let verb = Class::AUXILIARY | Class::TEAM_VERB | Class::SIDE_VERB | Class::LOOSE_SIDE_VERB;
        if and.is_some_and(|at| is_and(at) && tokens[at].gap == Gap::Sign)
            && self.next().is_some_and(|next| next.gap == Gap::Space && classes(self.word(next)).intersects(verb))
        {
            return name;
        }
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
            // `They went to Wales, then to England and to Mexico.`
            "to" if self.is_fixture_of_side(at) => false,
            "to" => {
                classes(before(1)).contains(Class::POLITICS)
                    || before(1) == "then"
                    || self.is_way_from_another(at)
                    || self.is_carried_to(at)
                    || self.is_travelled_to(at)
            }
            "from" => {
                // `the line from Newcastle to Reading`
                let onward = word_at(self.hit.last as usize + 1) == "to" && !matches!(before(1), "loan" | "transfer");
                // `From Newcastle there came a card.`
                let heads = self.token(at).is_some_and(heads);
                onward || heads || self.is_from_a_place(at, before(1)) || self.is_travelled_to(at)
            }
            "of" => self.is_of_a_place(at),
            // `He left for England.`; a squad is named for where a tournament is.
            "for" => matches!(
                before(1),
                "leave" | "left" | "leaves" | "leaving" | "bound" | "departed" | "departs" | "squad" | "squads"
            ),
            // `relations between Iran and the United States`
            "between" => classes(before(1)).contains(Class::DEALINGS),
            // `sanctions against Iran`, `a treaty with Iran`
            "against" | "with" | "on" if classes(before(1)).intersects(Class::DEALINGS | Class::POLITICS) => true,
            // `about Arsenal, who want him`: no place is a who.
            "about" => !self.is_who(),
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

    /// `from Reading to Lincoln`, `Reading to Lincoln by train`: the second of
    /// two places.
    fn is_way_from_another(&self, to: usize) -> bool {
        let word = |at: usize| self.reader.folded.word_at(at);
        let after = self.hit.last as usize + 1;
        let carried = word(after) == "by"
            && matches!(word(after + 1), "train" | "rail" | "road" | "car" | "bus" | "coach" | "boat" | "air" | "sea");
        carried || (to > 1 && self.token(to - 1).is_some_and(|token| token.capital) && word(to - 2) == "from")
    }

    /// `Wigan Athletic go to Burton on Saturday`: a side that goes to where a
    /// club is plays it there. Countries are gone to for other reasons too.
    fn is_fixture_of_side(&self, to: usize) -> bool {
        let Some(verb) = to.checked_sub(1).filter(|at| matches!(self.reader.folded.word_at(*at), "go" | "travel"))
        else {
            return false;
        };
        let named = self.reader.named.iter().rev().flatten().find(|named| named.last < to);
        let side = named.is_some_and(|named| named.last + 1 == verb && matches!(named.target, EntityRef::Team(_)));
        let clubs = self.reader.names.bearers(self.hit.name).iter().all(|bearer| match bearer.target {
            EntityRef::Team(id) => self.reader.record.teams[id].kind == TeamKind::Club,
            _ => false,
        });
        side && clubs
    }

    /// Whether somebody or something is from the country rather than the team:
    /// `supporters from Japan`, `Victor Gomes, from South Africa`.
    fn is_from_a_place(&self, from: usize, before: &str) -> bool {
        let origin = Class::ORIGIN | Class::MOVER | Class::STATE | Class::OFFICE | Class::RELATIVE | Class::DEALINGS;
        // `Her husband is from Newcastle.`
        if classes(before).intersects(origin) || matches!(before, "is" | "are" | "was" | "were" | "be") {
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

    /// `flew loyal supporters to Qatar`, `sold a striker to Belgium`, but `took
    /// the game to England`.
    fn is_carried_to(&self, to: usize) -> bool {
        let tokens = &self.reader.folded.tokens;
        for at in (to.saturating_sub(5)..to).rev() {
            let word = self.reader.folded.word_at(at);
            if tokens[at + 1].gap != Gap::Space
                || tokens[at].capital
                || matches!(word, "game" | "match" | "ball" | "play")
            {
                return false;
            }
            let carries = matches!(
                word,
                "fly"
                    | "flies"
                    | "flew"
                    | "send"
                    | "sends"
                    | "sent"
                    | "bring"
                    | "brings"
                    | "brought"
                    | "took"
                    | "drove"
                    | "sold"
                    | "sell"
                    | "sells"
                    | "lent"
                    | "loaned"
            );
            if carries {
                return true;
            }
        }
        false
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

    /// `Doha, Qatar`, `of Gosforth, Newcastle,`.
    fn is_address_of_town(&self) -> bool {
        let Some(at) = (self.hit.first as usize).checked_sub(1) else { return false };
        let (Some(town), first) = (self.token(at), self.first()) else { return false };
        if !town.capital || &self.reader.prose.text[town.end as usize..first.start as usize] != ", " {
            return false;
        }
        let word = self.word(town);
        let named = self.hit_before().is_some();
        let is_town = classes(word).contains(Class::CITY) || self.reader.names.use_of(word).contains(Use::PLACE);
        if is_town && !self.hit_before().is_some_and(|hit| self.is_thing(hit)) {
            return true;
        }
        // What lies in somewhere unknown, and ends there.
        let placed = at > 0
            && town.gap == Gap::Space
            && matches!(self.reader.folded.word_at(at - 1), "of" | "in" | "from" | "near" | "at" | "outside");
        let ends = self.next().is_none_or(|next| matches!(next.gap, Gap::Sign | Gap::Sentence | Gap::Block));
        let listed = matches!(self.next().map(|next| self.word(next)), Some("and" | "or"));
        placed && ends && !listed && !named && town.letters
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
                    !roles.intersects(Roles::PLAYER | Roles::COACH)
                }
                _ => false,
            },
            _ => true,
        }
    }

    pub(super) fn ends_possessive(&self, next: &Token) -> bool {
        let end = self.reader.folded.tokens[self.hit.last as usize].end as usize;
        let between = &self.reader.prose.text[end..next.start as usize];
        between.starts_with(['\'', '’']) && between.ends_with(' ')
    }
}
