//! One team in one edition: its members, and whom a name means.
//!
//! In: a name as written. Out: the member who bears it, by the rules that the
//! module above tells. Never knows where a name was read.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::content::raw::{Names, Sym, Trust};
use crate::content::resolve::fold::Folded;
use crate::content::resolve::teams::marks;
use crate::model::{EditionId, SideIx, TeamId};

/// What a name means within a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::content::resolve) enum Found {
    /// This member.
    One(u32),
    /// This member, by a guess that has to be reported.
    Guess(u32),
    /// One of these.
    Many(Vec<u32>),
}

/// Somebody named for a team in an edition.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::content::resolve) struct RosterMember {
    /// The best spelling.
    pub(in crate::content::resolve) name: Sym,
    pub(in crate::content::resolve) folded: Folded,
    /// The trust of the source of that spelling.
    pub(in crate::content::resolve) trust: Trust,
    pub(in crate::content::resolve) born: Option<Date>,
    pub(in crate::content::resolve) birth_year: Option<i16>,
    pub(in crate::content::resolve) position: Option<Sym>,
    pub(in crate::content::resolve) number: Option<u16>,
    pub(in crate::content::resolve) nationality: Option<Sym>,
    /// Named by a squad or line-up, not by an event alone.
    pub(in crate::content::resolve) selected: bool,
}

/// One team in one edition.
#[derive(Debug, PartialEq)]
pub(in crate::content::resolve) struct Roster {
    pub(in crate::content::resolve) team: TeamId,
    pub(in crate::content::resolve) edition: Option<EditionId>,
    pub(in crate::content::resolve) members: Vec<RosterMember>,
    /// The squad lists it comes from: source and position.
    pub(in crate::content::resolve) squads: Vec<(u32, u32)>,
    /// The matches it plays, by cluster, with its side.
    pub(super) sides: Vec<(u32, SideIx)>,
    /// Names that are like a member's but must be somebody else's, with that
    /// member.
    pub(in crate::content::resolve) apart: FxHashMap<Sym, u32>,
    pub(super) found: FxHashMap<Sym, Found>,
    pub(super) by_letters: FxHashMap<Box<str>, u32>,
    pub(super) by_word: FxHashMap<Box<str>, Vec<u32>>,
}

/// The aliases that profiles give persons: from the letters of an alias to
/// those of the names it may stand for.
pub(in crate::content::resolve) type Aliases = FxHashMap<Box<str>, Vec<Box<str>>>;

impl Roster {
    /// What a name as written means here; `None` if nobody bears it.
    pub(in crate::content::resolve) fn lookup(&self, names: &Names, name: Sym, aliases: &Aliases) -> Option<Found> {
        if let Some(found) = self.found.get(&name) {
            return Some(found.clone());
        }
        self.find(&Folded::new(names.resolve(&name)), aliases)
    }

    /// The member whose name is a typing error away, if there is just one.
    pub(in crate::content::resolve) fn near(&self, folded: &Folded) -> Option<u32> {
        let mut best: Option<(usize, u32)> = None;
        let mut tie = false;
        for (i, member) in self.members.iter().enumerate() {
            let whole = strsim::damerau_levenshtein(&folded.letters, &member.folded.letters);
            let last = match (&*folded.words, member.folded.words.last()) {
                ([word], Some(last)) => strsim::damerau_levenshtein(word, last),
                _ => usize::MAX,
            };
            let distance = whole.min(last);
            if distance <= typing_errors(&folded.letters) {
                match best {
                    Some((d, _)) if distance > d => {}
                    Some((d, _)) if distance == d => tie = true,
                    _ => (best, tie) = (Some((distance, i as u32)), false),
                }
            }
        }
        best.filter(|_| !tie).map(|(_, i)| i)
    }

    /// The members' names nearest to a name that nobody bears.
    pub(in crate::content::resolve) fn suggestion(&self, names: &Names, name: Sym) -> Option<Arc<str>> {
        self.near(&Folded::new(names.resolve(&name))).map(|i| names.resolve(&self.members[i as usize].name).into())
    }

    pub(super) fn push(&mut self, name: Sym, folded: Folded, trust: Trust) -> u32 {
        let at = self.members.len() as u32;
        self.by_letters.entry(folded.letters.clone()).or_insert(at);
        if let Some(expanded) = &folded.expanded {
            self.by_letters.entry(expanded.clone()).or_insert(at);
        }
        for word in &folded.words {
            let list = self.by_word.entry(word.clone()).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        }
        self.members.push(RosterMember {
            name,
            folded,
            trust,
            born: None,
            birth_year: None,
            position: None,
            number: None,
            nationality: None,
            selected: false,
        });
        at
    }

    /// Takes a spelling if it is better than the one at hand: more trusted, or
    /// as trusted and with its marks.
    pub(super) fn spell(&mut self, names: &Names, at: u32, name: Sym, trust: Trust) {
        let folded = Folded::new(names.resolve(&name));
        let member = &mut self.members[at as usize];
        if !folded.same(&member.folded) {
            return;
        }
        let rank = |sym: Sym| marks(names.resolve(&sym));
        if trust < member.trust || (trust == member.trust && rank(name) > rank(member.name)) {
            member.name = name;
            member.trust = trust;
        }
    }

    pub(super) fn exact(&self, folded: &Folded, aliases: &Aliases) -> Option<u32> {
        let expanded = || self.by_letters.get(folded.expanded.as_ref()?);
        if let Some(at) = self.by_letters.get(&folded.letters).or_else(expanded) {
            return Some(*at);
        }
        let meant: Vec<u32> =
            aliases.get(&folded.letters)?.iter().filter_map(|letters| self.by_letters.get(letters)).copied().collect();
        match meant[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    pub(super) fn find(&self, folded: &Folded, aliases: &Aliases) -> Option<Found> {
        if let Some(at) = self.exact(folded, aliases) {
            return Some(Found::One(at));
        }
        if folded.words.len() > 1
            && let Some(at) = folded.rotations().find_map(|r| self.by_letters.get(r.as_str()))
        {
            return Some(Found::One(*at));
        }
        let last = folded.words.last()?;
        let holders = |word: &str| self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        let member = |i: &u32| &self.members[*i as usize].folded;
        let longer = |i: &&u32| member(i).words.len() > folded.words.len();
        let pick = |list: Vec<u32>| match list[..] {
            [] => None,
            [one] => Some(Found::One(one)),
            _ => Some(Found::Many(list)),
        };
        let by_end = holders(last).iter().filter(longer).filter(|i| member(i).ends_with(folded)).copied().collect();
        if let Some(found) = pick(by_end) {
            return Some(found);
        }
        let by_part = holders(last).iter().filter(longer).filter(|i| member(i).contains(folded)).copied().collect();
        if let Some(found) = pick(by_part) {
            return Some(found);
        }
        // `C. Pulisic`, `Pulisic C.`: an initial counts for the word.
        if folded.words.iter().any(|w| w.len() == 1) && folded.words.iter().any(|w| w.len() > 2) {
            let longest = folded.words.iter().max_by_key(|w| w.len())?;
            let list: Vec<u32> = holders(longest).iter().filter(|i| member(i).covers(folded)).copied().collect();
            if let Some(found) = pick(list) {
                return Some(found);
            }
        }
        if folded.words.len() > 1 {
            let shared: Vec<u32> = folded
                .words
                .iter()
                .flat_map(|w| holders(w))
                .filter(|i| member(i).words.len() > 1)
                .filter(|i| member(i).covers(folded) || folded.covers(member(i)))
                .copied()
                .collect();
            let mut shared = shared;
            shared.sort_unstable();
            shared.dedup();
            if let [one] = shared[..] {
                return Some(Found::Guess(one));
            }
            // `Timothy Weah` and `Tim Weah`: one family name, and given names
            // that begin alike or share another word.
            let alike = |i: &&u32| {
                let other = member(i);
                let (Some(a), Some(b)) = (folded.words.first(), other.words.first()) else { return false };
                let short = a.len().min(b.len());
                other.words.len() > 1
                    && other.words.last() == Some(last)
                    && (short >= 3 && a.as_bytes()[..short] == b.as_bytes()[..short]
                        || folded.words.iter().filter(|w| other.words.contains(w)).count() > 2)
            };
            let mut alike = holders(last).iter().filter(alike);
            if let (Some(one), None) = (alike.next(), alike.next()) {
                return Some(Found::Guess(*one));
            }
        }
        None
    }
}

/// How many typing errors a name of some letters may hold.
fn typing_errors(letters: &str) -> usize {
    match letters.len() {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    }
}

/// Whether two names may be one with typing errors.
pub(super) fn is_typing_error(a: &str, b: &str) -> bool {
    strsim::damerau_levenshtein(a, b) <= typing_errors(a)
}
