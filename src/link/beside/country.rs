//! A country and its team have one name: which of them is meant.
//!
//! In: the name of a national team with its sentence. Out: whether what is
//! beside it is said of states and their people (`Iranians in Berlin`,
//! `Wales voted`). What speaks for the side is asked in [`super::reason`],
//! where it lies in [`super::map`].

use super::super::fold::Gap;
use super::super::lexicon::{Class, classes, is_past_tense};
use super::Beside;

impl Beside<'_, '_> {
    /// Whether the people of a country are meant: `Iranians in Berlin`, `the
    /// Dutch king`. The team stands after `the` and is no adjective.
    pub(super) fn is_people(&self) -> bool {
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
        // `the Portuguese Queiroz` is one of them.
        let named = next.capital && next.letters && !classes(self.word(next)).intersects(Class::DAY | Class::MONTH);
        named || (!next.capital && !follows && !is_past_tense(self.word(next)))
    }

    /// `Britain, France and Germany`: in a row with a country that has no team
    /// here.
    pub(super) fn is_among_states(&self) -> bool {
        let (first, last) = (self.hit.first as usize, self.hit.last as usize);
        let is_and = |at: usize| self.reader.folded.word_at(at) == "and";
        let is_state = |at: usize| {
            let Some(token) = self.token(at).filter(|token| token.capital) else { return false };
            let state = classes(self.word(token)).contains(Class::PLACE) || self.word(token) == "uk";
            let hits = self.reader.hits;
            let index = hits.partition_point(|hit| (hit.last as usize) < at);
            state && hits.get(index).is_none_or(|hit| hit.first as usize > at)
        };
        let after = if is_and(last + 1) { last + 2 } else { last + 1 };
        let joined = is_and(last + 1) || self.next().is_some_and(|next| next.gap == Gap::Sign);
        let before = if first > 1 && is_and(first - 1) { Some(first - 2) } else { None };
        let before = before.or_else(|| first.checked_sub(1).filter(|_| self.first().gap == Gap::Sign));
        (joined && is_state(after)) || before.is_some_and(is_state)
    }

    /// `Qatar has spent`, `Wales voted`.
    pub(super) fn does_what_states_do(&self) -> bool {
        let at = self.hit.last as usize + 1;
        let helps = matches!(self.reader.folded.word_at(at), "has" | "have" | "had" | "also" | "will" | "would");
        classes(self.reader.folded.word_at(at + usize::from(helps))).contains(Class::STATE_VERB)
    }
}
