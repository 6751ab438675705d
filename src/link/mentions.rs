//! Names in prose: which of them mean whom.
//!
//! In: a text, its words, the names found in it and the story's scope. Out:
//! the mentions, and notes on names that stay ambiguous. A wrong link is
//! worse than none: whatever is in doubt is left alone. Never writes HTML.
//!
//! What stands beside a name is judged in [`super::beside`]; this file
//! decides among the bearers of a name.

use std::cell::Cell;

use super::beside::{Beside, Sentence, Verdict};
use super::fold::{Folded, Gap};
use super::lexicon::{Class, classes, is_ordinary, is_past_tense};
use super::names::{Bearer, Form, Hit, Names, Use};
use super::note::Note;
use super::prose::Prose;
use super::scope::{Level, Scope};
use super::{EntityRef, wikilinks::Wikilink};
use crate::model::{CompetitionId, PersonId, Record, TeamId};

/// A name that was understood: the words and what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// First word.
    pub first: usize,
    /// Last word.
    pub last: usize,
    /// What is meant.
    pub target: EntityRef,
}

/// Reads the names of one text in order.
pub(super) struct Reader<'a> {
    pub names: &'a Names,
    pub record: &'a Record,
    pub scope: &'a Scope<'a>,
    pub prose: &'a Prose,
    pub folded: &'a Folded,
    pub hits: &'a [Hit],
    /// What the hits so far turned out to be.
    pub named: Vec<Option<Named>>,
    /// Persons named in full so far, and at which word last.
    memory: Vec<(PersonId, usize)>,
    /// Teams named by several words so far: `United` is theirs from then on.
    teams: Vec<TeamId>,
    /// Surnames that were seen with another first name, and where last.
    foreign: Vec<(u32, usize)>,
    /// Names that were reported as ambiguous.
    reported: Vec<u32>,
    /// The sentence that was looked at last.
    pub(super) sentence: Cell<Sentence>,
    pub notes: Vec<Note>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        names: &'a Names,
        record: &'a Record,
        scope: &'a Scope<'a>,
        prose: &'a Prose,
        folded: &'a Folded,
        hits: &'a [Hit],
    ) -> Self {
        let memory = match scope.own {
            Some(EntityRef::Person(id)) => vec![(id, 0)],
            _ => Vec::new(),
        };
        Self {
            names,
            record,
            scope,
            prose,
            folded,
            hits,
            named: Vec::with_capacity(hits.len()),
            memory,
            teams: Vec::new(),
            foreign: Vec::new(),
            reported: Vec::new(),
            sentence: Cell::default(),
            notes: Vec::new(),
        }
    }

    /// Reads all names; `wikilinks` are the links by hand, in order.
    pub(super) fn run(&mut self, wikilinks: &[Wikilink]) {
        let mut by_hand = wikilinks.iter().peekable();
        for index in 0..self.hits.len() {
            let hit = self.hits[index];
            let start = self.folded.tokens[hit.first as usize].start;
            while let Some(link) = by_hand.next_if(|link| link.range.start <= start) {
                if let Some(EntityRef::Person(id)) = link.target {
                    self.remember(id, hit.first as usize);
                }
            }
            let inside = wikilinks.iter().any(|link| link.range.contains(&start));
            let named = if inside { None } else { self.read(index) };
            self.named.push(named);
        }
    }

    /// Whether a person was named in full before.
    pub(super) fn remembers(&self, id: PersonId) -> bool {
        self.memory.iter().any(|(p, _)| *p == id)
    }

    fn remember(&mut self, id: PersonId, at: usize) {
        match self.memory.iter_mut().find(|(p, _)| *p == id) {
            Some(entry) => entry.1 = at,
            None => self.memory.push((id, at)),
        }
    }

    fn read(&mut self, index: usize) -> Option<Named> {
        let hit = self.hits[index];
        let (first, last) = (hit.first as usize, hit.last as usize);
        let all = self.names.bearers(hit.name);
        let candidates = self.candidates(&hit, all);
        if candidates.is_empty() {
            return None;
        }
        let range = self.folded.tokens[first].start..self.folded.tokens[last].end;
        if self.prose.is_parted(&range) || self.is_address(first, last) {
            return None;
        }
        let beside = Beside { reader: self, index, hit };
        let persons_only = candidates.iter().all(|c| matches!(c.bearer.target, EntityRef::Person(_)));
        let outcome =
            if persons_only { self.read_person(&beside, &candidates) } else { self.read_thing(&beside, &candidates) };
        outcome.and_then(|outcome| self.settle(outcome, &hit))
    }

    /// Takes note of what was found, and leaves out what has no page.
    fn settle(&mut self, outcome: Outcome, hit: &Hit) -> Option<Named> {
        match outcome {
            Outcome::Foreign => {
                self.foreign.push((hit.name, hit.first as usize));
                None
            }
            Outcome::Ambiguous(targets) => {
                if !self.reported.contains(&hit.name) {
                    self.reported.push(hit.name);
                    self.notes.push(Note::ambiguous(self, hit, &targets));
                }
                None
            }
            Outcome::Named { first, target, full, page } => {
                match target {
                    EntityRef::Person(id) if full => self.remember(id, hit.first as usize),
                    EntityRef::Team(id) if hit.first != hit.last && !self.teams.contains(&id) => self.teams.push(id),
                    _ => {}
                }
                page.then_some(Named { first, last: hit.last as usize, target })
            }
        }
    }

    /// The bearers a name may mean here, each with its level.
    fn candidates(&self, hit: &Hit, all: &'a [Bearer]) -> Vec<Candidate<'a>> {
        let mut out: Vec<Candidate<'a>> = Vec::new();
        // A surname that many share: only those near the story can be meant.
        let crowd = all.len() > 64;
        for bearer in all {
            if !bearer.is_written(self.folded, hit.first as usize) {
                continue;
            }
            let level = self.scope.level(bearer.target);
            if crowd && level == Level::Site && !matches!(bearer.form, Form::Full | Form::Name) {
                let remembered = matches!(bearer.target, EntityRef::Person(id) if self.remembers(id));
                if !remembered {
                    continue;
                }
            }
            if self.is_eligible(hit, all, bearer, level) {
                let known = out.iter_mut().find(|c| c.bearer.target == bearer.target);
                match known {
                    Some(known) if known.bearer.form > bearer.form => known.bearer = bearer,
                    Some(_) => {}
                    None => out.push(Candidate { bearer, level }),
                }
            }
        }
        if out.iter().any(|c| c.bearer.form == Form::Full) {
            out.retain(|c| matches!(c.bearer.form, Form::Full | Form::Name));
        }
        out
    }

    fn is_eligible(&self, hit: &Hit, all: &[Bearer], bearer: &Bearer, level: Level) -> bool {
        let remembered = matches!(bearer.target, EntityRef::Person(id) if self.remembers(id));
        let near = level <= Level::Squad || remembered;
        match bearer.form {
            Form::Full => true,
            Form::Part => near || level == Level::Edition,
            Form::Single => {
                near || (self.is_distinctive(hit, all)
                    && (level == Level::Edition || self.folded.word_at(hit.first as usize).len() >= 6))
            }
            Form::Surname => near || (level == Level::Edition && self.is_distinctive(hit, all)),
            Form::Middle => remembered,
            Form::Code => level == Level::Match,
            Form::Name if hit.first != hit.last => true,
            Form::Name => {
                let word = self.folded.word_at(hit.first as usize);
                if classes(word).contains(Class::COMMON) {
                    let named = matches!(bearer.target, EntityRef::Team(id) if self.teams.contains(&id));
                    level == Level::Match || named
                } else if self.names.use_of(word).intersects(Use::GIVEN | Use::SURNAME) {
                    // Nobody is called after a country so often that a country
                    // would not be thought of first.
                    level <= Level::Edition || classes(word).contains(Class::PLACE)
                } else {
                    true
                }
            }
        }
    }

    /// Whether a surname says who is meant even to a reader who has not been
    /// told: one bearer in the whole site, and no word, place or given name.
    fn is_distinctive(&self, hit: &Hit, all: &[Bearer]) -> bool {
        if all.iter().any(|b| b.target != all[0].target) {
            return false;
        }
        if hit.first != hit.last {
            return true;
        }
        let word = self.folded.word_at(hit.first as usize);
        let other =
            Class::COMMON | Class::GIVEN | Class::PLACE | Class::CITY | Class::DEMONYM | Class::DAY | Class::MONTH;
        word.len() >= 4
            && !is_ordinary(word)
            && !classes(word).intersects(other)
            && !self.names.use_of(word).intersects(Use::GIVEN | Use::OTHER)
    }

    fn read_person(&self, beside: &Beside<'_, 'a>, candidates: &[Candidate<'a>]) -> Option<Outcome> {
        let hit = beside.hit;
        let full = candidates.iter().any(|c| matches!(c.bearer.form, Form::Full | Form::Part));
        let mut verdict = beside.person(full);
        let chosen = match verdict {
            Verdict::Fine => self.choose(&hit, candidates),
            _ => Choice::None,
        };
        if let Verdict::Initial(word) = verdict {
            // `A. Robinson`, `Rob Page`: the first name as it may be written.
            let near: Vec<Candidate<'_>> = candidates
                .iter()
                .copied()
                .filter(|c| c.level <= Level::Squad && self.may_be_called(c.bearer.target, word))
                .collect();
            if let [only] = near.as_slice() {
                let parted = {
                    let tokens = &self.folded.tokens;
                    self.prose.is_parted(&(tokens[hit.first as usize - 1].start..tokens[hit.last as usize].end))
                };
                let first = hit.first as usize - usize::from(!parted);
                return Some(Outcome::Named { first, target: only.bearer.target, full: true, page: only.bearer.page });
            }
            // A word that is no known first name does not take the surname away
            // from somebody who was named in full.
            let given = classes(self.folded.word_at(word)).contains(Class::GIVEN);
            let remembered =
                candidates.iter().any(|c| matches!(c.bearer.target, EntityRef::Person(id) if self.remembers(id)));
            // At the head of a sentence it may be no name at all.
            let heads = matches!(self.folded.tokens[word].gap, Gap::Block | Gap::Sentence | Gap::Opening);
            verdict = if given || !(remembered || heads) { Verdict::Foreign } else { Verdict::Blocked };
        }
        match verdict {
            Verdict::Foreign if !full => return Some(Outcome::Foreign),
            Verdict::Fine => {}
            _ => return None,
        }
        let decided = match chosen {
            Choice::One(candidate) => candidate,
            Choice::Several(targets) => return Some(Outcome::Ambiguous(targets)),
            Choice::None => return None,
        };
        let EntityRef::Person(id) = decided.bearer.target else { return None };
        if !full {
            if let Some((_, at)) = self.foreign.iter().rev().find(|(name, _)| *name == hit.name) {
                let later = self.memory.iter().any(|(p, named)| *p == id && named > at);
                if !later {
                    return None;
                }
            }
            if hit.first == hit.last && !self.is_meant_person(beside, decided, id) {
                return None;
            }
        }
        Some(Outcome::Named {
            first: hit.first as usize,
            target: decided.bearer.target,
            full,
            page: decided.bearer.page,
        })
    }

    /// The first level with a bearer decides; a bearer who was named in full
    /// comes before others of that level.
    fn choose(&self, hit: &Hit, candidates: &[Candidate<'a>]) -> Choice<'a> {
        let Some(level) = candidates.iter().map(|c| c.level).min() else { return Choice::None };
        let nearest: Vec<Candidate<'a>> = candidates.iter().copied().filter(|c| c.level == level).collect();
        let full = candidates.iter().any(|c| c.bearer.form == Form::Full);
        if !full {
            let known: Vec<Candidate<'a>> = candidates
                .iter()
                .copied()
                .filter(|c| matches!(c.bearer.target, EntityRef::Person(id) if self.remembers(id)))
                .collect();
            match known.as_slice() {
                [] => {}
                // `Two Gueyes were on`: from there `Gueye` is either.
                [_] if nearest.len() > 1 && self.is_told_of_several(hit) => {
                    return Choice::Several(targets(&nearest));
                }
                [only] if only.level == level || level >= Level::Edition => return Choice::One(*only),
                // Somebody of the name was named, somebody else is nearer.
                [_] => return Choice::Several(targets(&[known, nearest].concat())),
                _ => return Choice::Several(targets(&known)),
            }
        }
        match nearest.as_slice() {
            [only] => Choice::One(*only),
            _ => Choice::Several(targets(&nearest)),
        }
    }

    /// Whether the text has the plural of a surname before this place.
    fn is_told_of_several(&self, hit: &Hit) -> bool {
        let at = self.folded.tokens[hit.first as usize].at as usize;
        let plural = format!(" {}s ", self.folded.word_at(hit.last as usize));
        hit.first == hit.last && self.folded.text[..at].contains(&plural)
    }

    /// Whether a single word that may be a word of the language is a name
    /// where it stands.
    fn is_meant_person(&self, beside: &Beside<'_, 'a>, candidate: Candidate<'_>, id: PersonId) -> bool {
        let at = beside.hit.first as usize;
        let class = classes(self.folded.word_at(at));
        let always_capital = class.intersects(Class::MONTH | Class::DAY | Class::DEMONYM | Class::PLACE | Class::CITY);
        // A first name may be anybody's, until the person was named in full.
        if candidate.level > Level::Match
            && candidate.bearer.form == Form::Surname
            && class.contains(Class::GIVEN)
            && !self.remembers(id)
        {
            return false;
        }
        if !is_ordinary(self.folded.word_at(at)) && !always_capital {
            return true;
        }
        let token = &self.folded.tokens[at];
        let remembered = self.remembers(id);
        if beside.is_hyphenated() || (token.all_capitals && token.len > 1) {
            return false;
        }
        let before =
            if at > 0 && token.gap == Gap::Space { classes(self.folded.word_at(at - 1)) } else { Class::empty() };
        if always_capital {
            return remembered && !before.intersects(Class::PREPOSITION | Class::LOCATIVE | Class::DETERMINER);
        }
        if beside.heads_sentence() {
            return remembered && self.acts(at, Class::PERSON_VERB);
        }
        // `wrote that Song got it right`: a conjunction.
        let that = at > 0 && self.folded.word_at(at - 1) == "that";
        (candidate.level == Level::Match || remembered) && (that || !before.contains(Class::DETERMINER))
    }

    /// Whether the word at the head of a sentence does something: a verb, a
    /// possessive or a list of names follows.
    fn acts(&self, at: usize, verbs: Class) -> bool {
        let Some(next) = self.folded.tokens.get(at + 1) else { return false };
        let word = self.folded.word(next);
        match next.gap {
            Gap::Apostrophe => word == "s",
            Gap::Space if word == "and" || word == "or" => self.folded.tokens.get(at + 2).is_some_and(|t| t.capital),
            // `Cash is tight`, `Rice was served`: only some of what is said of
            // people is said of nothing else.
            Gap::Space if matches!(word, "is" | "was") && verbs == Class::PERSON_VERB => {
                classes(self.folded.word_at(at + 2)).contains(Class::PERSON_STATE)
            }
            // `Winter will be long`.
            Gap::Space if matches!(word, "will" | "can" | "may" | "might" | "cannot") => {
                classes(word).contains(verbs) && self.folded.word_at(at + 2) != "be"
            }
            // `Price, who was then a reserve`
            Gap::Sign => verbs == Class::PERSON_VERB && matches!(word, "who" | "whose" | "whom"),
            Gap::Space => !next.capital && (classes(word).contains(verbs) || is_past_tense(word)),
            _ => false,
        }
    }

    fn read_thing(&self, beside: &Beside<'_, 'a>, candidates: &[Candidate<'a>]) -> Option<Outcome> {
        let hit = beside.hit;
        let mut things: Vec<Candidate<'a>> = candidates.to_vec();
        let is_thing = |c: &Candidate<'_>| !matches!(c.bearer.target, EntityRef::Person(_));
        if candidates.iter().any(|c| is_thing(c) && c.level == Level::Match && c.bearer.form == Form::Name) {
            things.retain(is_thing);
        } else if candidates.iter().any(|c| !is_thing(c)) {
            let full = candidates.iter().any(|c| c.bearer.form == Form::Full);
            if !full {
                // A surname near by, a team or ground far off: nobody can tell.
                let near = targets(candidates);
                return (beside.person(false) == Verdict::Fine).then_some(Outcome::Ambiguous(near));
            }
        }
        let level = things.iter().map(|c| c.level).min()?;
        things.retain(|c| c.level == level);
        let [only] = things.as_slice() else {
            return (beside.team(None) == Verdict::Fine).then(|| Outcome::Ambiguous(targets(&things)));
        };
        let target = only.bearer.target;
        let verdict = match target {
            EntityRef::Team(id) => beside.team(Some(&self.record.teams[id])),
            EntityRef::Venue(_) => beside.venue(),
            EntityRef::Person(_) => beside.person(true),
            EntityRef::Competition(id) => beside.competition(&self.record.competitions[id]),
            EntityRef::Edition(id) => {
                beside.competition(&self.record.competitions[self.record.editions[id].competition])
            }
            EntityRef::Match(_) | EntityRef::Story(_) => Verdict::Blocked,
        };
        if verdict != Verdict::Fine {
            return None;
        }
        if hit.first == hit.last && !self.is_meant_thing(beside) {
            return None;
        }
        let target = match target {
            EntityRef::Competition(id) => self.edition(beside, id),
            other => other,
        };
        Some(Outcome::Named {
            first: hit.first as usize,
            target,
            full: matches!(target, EntityRef::Person(_)),
            page: only.bearer.page,
        })
    }

    /// `Reading` at the head of a sentence is a team only if it does what
    /// teams do, or stands with a score or an opponent.
    fn is_meant_thing(&self, beside: &Beside<'_, 'a>) -> bool {
        let at = beside.hit.first as usize;
        if !classes(self.folded.word_at(at)).contains(Class::COMMON) {
            return true;
        }
        let plays = || beside.is_in_fixture() || matches!(self.folded.word_at(at + 1), "fc" | "afc");
        !beside.is_hyphenated() && (!beside.heads_sentence() || self.acts(at, Class::TEAM_VERB) || plays())
    }

    /// `the World Cup` of a story on a match of 2022 is that of 2022; `his
    /// fifth World Cup` is the competition.
    fn edition(&self, beside: &Beside<'_, 'a>, competition: CompetitionId) -> EntityRef {
        match self.scope.edition_of(competition) {
            Some(edition) if !beside.is_one_of_many() => EntityRef::Edition(edition),
            _ => match self.record.editions_of[competition].as_slice() {
                [only] if !beside.is_one_of_many() => EntityRef::Edition(*only),
                _ => EntityRef::Competition(competition),
            },
        }
    }

    /// Whether a first name or an initial may be the person's: `Rob` for
    /// Robert, `Ali` for Alireza, `Rouzbeh` for Roozbeh, `A` for Antonee.
    fn may_be_called(&self, target: EntityRef, word: usize) -> bool {
        let EntityRef::Person(id) = target else { return false };
        let written = self.folded.word_at(word);
        let person = &self.record.persons[id];
        [&person.name].into_iter().chain(&person.profile.aliases).any(|name| {
            let own = Folded::new(name);
            let own = own.word_at(0);
            match written.len() {
                0 | 2 => false,
                1 => own.starts_with(written),
                length => {
                    own.len() >= 3
                        && (own.starts_with(written)
                            || written.starts_with(own)
                            || (!classes(written).contains(Class::GIVEN)
                                && length >= 5
                                && own.as_bytes()[0] == written.as_bytes()[0]
                                && strsim::damerau_levenshtein(own, written) <= length / 5))
                }
            }
        })
    }

    /// Whether the words stand in an address, a handle or a hashtag.
    fn is_address(&self, first: usize, last: usize) -> bool {
        let text = &self.prose.text;
        let start = self.folded.tokens[first].start as usize;
        let end = self.folded.tokens[last].end as usize;
        let before = text[..start].rfind(char::is_whitespace).map_or(0, |i| i + 1);
        let after = text[end..].find(char::is_whitespace).map_or(text.len(), |i| end + i);
        let left = &text[before..start];
        let right = &text[end..after];
        left.contains(['@', '#', '\\', '_'])
            || left.contains("://")
            || left.contains("www.")
            || (left.contains('/') && left.contains('.'))
            || right.starts_with(['@', '_'])
            || right.strip_prefix('.').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_alphanumeric()))
    }
}

#[derive(Clone, Copy)]
struct Candidate<'a> {
    bearer: &'a Bearer,
    level: Level,
}

enum Choice<'a> {
    None,
    One(Candidate<'a>),
    Several(Vec<EntityRef>),
}

enum Outcome {
    Named { first: usize, target: EntityRef, full: bool, page: bool },
    Foreign,
    Ambiguous(Vec<EntityRef>),
}

fn targets(candidates: &[Candidate<'_>]) -> Vec<EntityRef> {
    let mut out: Vec<EntityRef> = candidates.iter().map(|c| c.bearer.target).collect();
    out.sort_unstable();
    out.dedup();
    out
}
