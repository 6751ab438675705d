//! One person for each real one, across teams, seasons and roles.
//!
//! In: the members of all rosters, the coaches and officials named in matches,
//! the profiles. Out: persons, each with a slug of his own. Two people are
//! never made one in silence:
//!
//! * Players of the same full name are one person unless something speaks
//!   against it: different births, two national sides, two squads of one
//!   tournament, both sides of one match, two clubs on one day, more than
//!   [`CAREER`](players::CAREER) years between. Where more than one fits, a
//!   team they share decides, and of several in that team the years that their
//!   profiles give for it; else they stay apart and a diagnostic asks.
//! * A name of one word joins only within one team, or through a profile.
//! * A coach is also a player only of a team he played for, or by `also:` in
//!   his profile; an official only by `also:`.
//!
//! | file | does |
//! |---|---|
//! | `profiles` | who has a file of his own, or is asked for by a story |
//! | `players` | members of rosters, across teams and seasons |
//! | `days` | who is where on which day |
//! | `staff` | coaches and officials |
//! | `finish` | the slug, the surname and the number of each |

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::clusters::Clusters;
use super::competitions::Competitions;
use super::fold::Folded;
use super::rosters::Rosters;
use super::teams::Teams;
use super::{Input, Source};
use crate::content::raw::{Names, RawPerson, Sym};
use crate::diagnostic::Diagnostic;
use crate::model::{EditionId, PersonId, Roles, TeamId};

mod days;
mod finish;
mod players;
mod profiles;
mod staff;

use days::Days;

/// A person in the making.
#[derive(Debug)]
pub(super) struct NamedPerson {
    pub(super) name: Arc<str>,
    pub(super) surname: Arc<str>,
    pub(super) slug: Arc<str>,
    /// The address where the person would be without a namesake: it redirects
    /// to the first of them.
    pub(super) plain_slug: Option<Arc<str>>,
    pub(super) roles: Roles,
    pub(super) born: Option<Date>,
    pub(super) birth_year: Option<i16>,
    pub(super) nationality: Option<Arc<str>>,
    pub(super) position: Option<Arc<str>>,
    pub(super) profile: Option<(Input, Arc<RawPerson>)>,
    /// A story asks for a page.
    pub(super) asked_for: bool,
}

/// All persons in order of slug.
#[derive(Debug)]
pub(super) struct Persons {
    pub(super) persons: Vec<NamedPerson>,
    /// The person of each roster's members.
    pub(super) of_member: Vec<Vec<PersonId>>,
    coaches: FxHashMap<(TeamId, Sym), PersonId>,
    officials: FxHashMap<(Sym, Option<Sym>), PersonId>,
    by_letters: FxHashMap<Box<str>, Vec<PersonId>>,
    /// The rosters that hold a name which was asked about, with its place.
    pub(super) asked: BTreeSet<u32>,
}

#[derive(Default)]
struct Draft<'a> {
    name: String,
    rank: (u8, usize),
    letters: Box<str>,
    expanded: Option<Box<str>>,
    words: usize,
    roles: Roles,
    born: Option<Date>,
    birth_year: Option<i16>,
    nationality: Option<Arc<str>>,
    position: Option<Arc<str>>,
    /// Teams played for or coached.
    teams: BTreeSet<TeamId>,
    /// Teams played for, by edition.
    played: BTreeMap<EditionId, TeamId>,
    /// The members of rosters that are this person.
    members: Vec<(u32, u32)>,
    years: Option<(i16, i16)>,
    national: Option<TeamId>,
    profile: Option<(&'a Input, &'a Arc<RawPerson>)>,
    asked_for: bool,
    family: Option<Arc<str>>,
}

impl Draft<'_> {
    /// Whether a team is one he played for or coached, or his country's.
    fn has(&self, team: TeamId) -> bool {
        self.teams.contains(&team) || self.national == Some(team)
    }
}

struct Making<'a, 'b> {
    names: &'b Names,
    competitions: &'b Competitions,
    teams: &'b Teams,
    days: Days<'b>,
    drafts: Vec<Draft<'a>>,
    by_letters: FxHashMap<Box<str>, Vec<u32>>,
    /// Who is of a team, as far as is known yet.
    of_team: FxHashMap<TeamId, Vec<u32>>,
    squads: BTreeSet<(TeamId, EditionId)>,
    asked: BTreeSet<u32>,
}

impl Persons {
    #[allow(clippy::too_many_arguments, reason = "each is a result of an earlier step")]
    pub(super) fn new(
        names: &Names,
        inputs: &[Input],
        sources: &[Source<'_>],
        competitions: &Competitions,
        teams: &Teams,
        clusters: &Clusters,
        rosters: &Rosters,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let squads = rosters
            .rosters
            .iter()
            .filter(|r| !r.squads.is_empty())
            .filter_map(|r| Some((r.team, r.edition?)))
            .collect();
        let mut making = Making {
            names,
            competitions,
            teams,
            days: Days::new(names, sources, competitions, teams, clusters, rosters),
            drafts: Vec::new(),
            by_letters: FxHashMap::default(),
            of_team: FxHashMap::default(),
            squads,
            asked: BTreeSet::new(),
        };
        making.profiles(inputs, out);
        let of_member =
            making.players(rosters, &|roster, name| Rosters::place_of(names, sources, clusters, roster, name), out);
        making.families(sources);
        let coaches = making.coaches(sources, clusters, rosters);
        let officials = making.officials(sources);
        making.asked_for(inputs);
        making.finish(of_member, coaches, officials)
    }

    /// The coach of a team as named in a match.
    pub(super) fn coach(&self, team: TeamId, name: Sym) -> Option<PersonId> {
        self.coaches.get(&(team, name)).copied()
    }

    /// An official.
    pub(super) fn official(&self, name: Sym, country: Option<Sym>) -> Option<PersonId> {
        self.officials.get(&(name, country)).copied()
    }

    /// All full names and aliases, folded, with the persons they mean.
    pub(super) fn all_names(&self) -> &FxHashMap<Box<str>, Vec<PersonId>> {
        &self.by_letters
    }
}

impl<'a> Making<'a, '_> {
    fn push(&mut self, draft: Draft<'a>) -> u32 {
        let at = self.drafts.len() as u32;
        self.by_letters.entry(draft.letters.clone()).or_default().push(at);
        if let Some(expanded) = &draft.expanded {
            self.by_letters.entry(expanded.clone()).or_default().push(at);
        }
        for team in &draft.teams {
            self.of_team.entry(*team).or_default().push(at);
        }
        self.drafts.push(draft);
        at
    }

    /// Takes somebody for one of a team.
    fn join(&mut self, at: u32, team: TeamId) {
        if self.drafts[at as usize].teams.insert(team) {
            self.of_team.entry(team).or_default().push(at);
        }
    }

    /// Who is of a team, as far as is known yet.
    fn members(&self, team: TeamId) -> impl Iterator<Item = u32> + '_ {
        self.of_team.get(&team).into_iter().flatten().copied()
    }

    fn draft(name: &str, rank: (u8, usize)) -> Draft<'a> {
        let Folded { letters, words, expanded } = Folded::new(name);
        Draft { name: name.to_owned(), rank, words: words.len(), letters, expanded, ..Draft::default() }
    }
}
