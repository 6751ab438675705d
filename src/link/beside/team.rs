//! A team's name and what stands beside it.
//!
//! In: a name some team bears, with its neighbours. Out: whether it can be the
//! team's there: no part of a longer name (`Iran Air`), no other side of the
//! same name (`England women`), no dateline, and neither the country
//! ([`super::country`]) nor the place ([`super::map`]).

use super::super::EntityRef;
use super::super::fold::Gap;
use super::super::lexicon::{Class, classes};
use super::super::names::{Form, Hit};
use super::super::scope::Level;
use super::{Beside, Verdict, is_year};
use crate::model::{Sex, Team, TeamKind};

impl Beside<'_, '_> {
    /// The verdict on a team's name.
    pub(in crate::link) fn team(&self, team: Option<&Team>) -> Verdict {
        let national = team.is_some_and(|t| t.kind == TeamKind::National);
        let women = team.is_some_and(|t| t.sex == Sex::Women);
        let (before, after) = (self.thing_before(national), self.team_after(national, women));
        if before == Verdict::Blocked || after == Verdict::Blocked || self.is_dateline() || self.is_said_to_be_a_place()
        {
            return Verdict::Blocked;
        }
        if national && self.reader.scope.english && (self.is_people() || self.is_among_states()) {
            return Verdict::Blocked;
        }
        // `Manchester City` is no place, `Manchester` is one.
        let club = team.is_some_and(|t| t.kind == TeamKind::Club) && self.hit.first != self.hit.last;
        if !club && self.is_on_the_map() {
            return Verdict::Blocked;
        }
        // Last, because these look at the whole sentence.
        if !national && self.reader.scope.english && self.is_town() {
            return Verdict::Blocked;
        }
        let country = team.filter(|team| national && self.reader.scope.english && self.is_name_of_country(team));
        if country.is_some() && !self.is_side() {
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
        // `Newcastle upon Tyne`, `Burton-on-Trent`
        let river = self.token(self.hit.last as usize + 2).is_some_and(|token| token.capital && token.gap == next.gap);
        let joins =
            word == "upon" && next.gap == Gap::Space || next.gap == Gap::Hyphen && matches!(word, "upon" | "on");
        if joins && river {
            return Verdict::Blocked;
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

    /// `MILAN — Inter are through`: where the story was written.
    fn is_dateline(&self) -> bool {
        let (first, last) = (self.first(), &self.reader.folded.tokens[self.hit.last as usize]);
        let Some(next) = self.next().filter(|_| first.gap == Gap::Block && last.all_capitals) else { return false };
        let between = &self.reader.prose.text[last.end as usize..next.start as usize];
        between.contains(['—', '–']) || between.contains(" - ")
    }
}

/// Whether the word after a team's name makes another team of it.
fn is_other_side(word: &str, women: bool) -> bool {
    match word {
        "women" | "ladies" | "girls" | "lionesses" => !women,
        "under" | "youth" | "reserves" | "amateurs" | "juniors" | "legends" => true,
        _ => false,
    }
}
