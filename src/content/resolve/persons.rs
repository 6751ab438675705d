//! One person for each real one, across teams, seasons and roles.
//!
//! In: the members of all rosters, the coaches and officials named in matches,
//! the profiles. Out: persons, each with a slug of his own. Two people are
//! never made one in silence:
//!
//! * Players of the same full name are one person unless something speaks
//!   against it: different births, two national sides, two squads of one
//!   tournament, both sides of one match, two clubs on one day, more than
//!   [`CAREER`] years between. Where more than one fits, a team they share
//!   decides, and of several in that team the years that their profiles give
//!   for it; else they stay apart and a diagnostic asks.
//! * A name of one word joins only within one team, or through a profile.
//! * A coach is also a player only of a team he played for, or by `also:` in
//!   his profile; an official only by `also:`.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::slice::ParallelSliceMut;
use rustc_hash::FxHashMap;

use super::clusters::Clusters;
use super::competitions::{Competitions, same_name};
use super::fold::Folded;
use super::rosters::{Roster, RosterMember, Rosters, lineup_side};
use super::teams::{Teams, country, marks};
use super::{Input, Source, owned};
use crate::content::raw::{Names, Raw, RawPerson, Sym, Trust};
use crate::diagnostic::{Diagnostic, Place, Step};
use crate::model::slug::slug;
use crate::model::{EditionId, PersonId, Roles, TeamId};

/// More years than any career spans.
const CAREER: i16 = 28;

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

struct Item<'r> {
    roster: u32,
    member: u32,
    data: &'r RosterMember,
    team: TeamId,
    edition: Option<EditionId>,
    year: Option<i16>,
    /// A profile of that name tells that he is of the team.
    profiled: bool,
}

/// Who is where on which day. Looked up for the few rosters that hold a name
/// which another roster holds as well.
struct Days<'b> {
    names: &'b Names,
    sources: &'b [Source<'b>],
    competitions: &'b Competitions,
    teams: &'b Teams,
    clusters: &'b Clusters,
    rosters: &'b Rosters,
    of_roster: RefCell<FxHashMap<u32, Rc<[Vec<u32>]>>>,
}

impl Days<'_> {
    /// The matches of each member of a roster, by cluster.
    fn of(&self, roster: u32) -> Rc<[Vec<u32>]> {
        if let Some(found) = self.of_roster.borrow().get(&roster) {
            return Rc::clone(found);
        }
        let Self { names, sources, competitions, teams, clusters, .. } = self;
        let made: Rc<[Vec<u32>]> =
            self.rosters.matches_of_members(roster, names, sources, competitions, teams, clusters).into();
        self.of_roster.borrow_mut().insert(roster, Rc::clone(&made));
        made
    }

    /// Whether two members of rosters of different teams are both in one match,
    /// or, being of two clubs, in two matches of one day. A national side and a
    /// club have been served on one day.
    fn clash(&self, a: (u32, u32), b: (u32, u32)) -> bool {
        let [first, second] = [a, b].map(|(roster, _)| &self.rosters.rosters[roster as usize]);
        let clubs = !self.teams.is_national(first.team) && !self.teams.is_national(second.team);
        if first.edition != second.edition && !clubs {
            return false;
        }
        let [of_first, of_second] = [a, b].map(|(roster, _)| self.of(roster));
        let (of_first, of_second) = (&of_first[a.1 as usize], &of_second[b.1 as usize]);
        if of_first.iter().any(|c| of_second.contains(c)) {
            return true;
        }
        // The most trusted telling gives the day.
        let day = |c: &u32| {
            self.clusters.clusters[*c as usize]
                .members
                .iter()
                .find_map(|member| member.raw(self.sources).kickoff)
                .map(|kickoff| kickoff.date)
        };
        let days: BTreeSet<Date> = if clubs { of_first.iter().filter_map(day).collect() } else { BTreeSet::new() };
        !days.is_empty() && of_second.iter().filter_map(day).any(|d| days.contains(&d))
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
        let of_roster = RefCell::default();
        let mut making = Making {
            names,
            competitions,
            teams,
            days: Days { names, sources, competitions, teams, clusters, rosters, of_roster },
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

    fn profiles(&mut self, inputs: &'a [Input], out: &mut Vec<Diagnostic>) {
        for input in inputs {
            let Raw::Person(raw) = &*input.raw else { continue };
            let mut draft = Self::draft(&raw.profile.name, (0, 0));
            draft.born = raw.born;
            draft.birth_year = raw.birth_year.or_else(|| raw.born.map(Date::year));
            draft.nationality = raw.nationality.as_deref().map(Into::into);
            draft.position = raw.position.as_deref().map(Into::into);
            draft.national = raw
                .nationality
                .as_deref()
                .and_then(|n| self.teams.by_name(n, None))
                .filter(|t| self.teams.is_national(*t));
            for (i, spell) in raw.teams.iter().enumerate() {
                match self.teams.by_name(&spell.team, None) {
                    Some(team) => _ = draft.teams.insert(team),
                    None => out.push(
                        Diagnostic::error("E0301", format!("unknown team `{}`", spell.team))
                            .at(Place::node(&input.path, [Step::from("teams"), i.into(), "team".into()]))
                            .help(self.teams.suggestion(&spell.team)),
                    ),
                }
            }
            for role in &raw.also {
                draft.roles |= match role.as_str() {
                    "coach" => Roles::COACH,
                    "referee" => Roles::REFEREE,
                    _ => Roles::PLAYER,
                };
            }
            if raw.player {
                draft.roles |= Roles::PLAYER;
            }
            draft.profile = Some((input, raw));
            let at = self.push(draft);
            for alias in &raw.profile.aliases {
                let list = self.by_letters.entry(Folded::new(alias).letters).or_default();
                if !list.contains(&at) {
                    list.push(at);
                }
            }
        }
        self.mutual_aliases(out);
    }

    /// Two people may have one name, but not each the other's: such aliases go
    /// in a circle, and nobody can tell who is meant.
    fn mutual_aliases(&self, out: &mut Vec<Diagnostic>) {
        let aliases = |at: u32| {
            let profile = self.drafts[at as usize].profile.map(|(_, raw)| &raw.profile);
            profile.into_iter().flat_map(|profile| &profile.aliases).map(|alias| (alias, Folded::new(alias).letters))
        };
        for at in 0..self.drafts.len() as u32 {
            for (alias, letters) in aliases(at) {
                let own = &self.drafts[at as usize];
                let others = self.by_letters.get(&letters).into_iter().flatten().copied();
                let circle = others
                    .filter(|other| *other > at && self.drafts[*other as usize].letters == letters)
                    .find(|other| own.letters != letters && aliases(*other).any(|(_, theirs)| theirs == own.letters));
                let of = |at: u32| self.drafts[at as usize].profile.map(|(input, _)| &input.path);
                if let Some((mine, theirs)) = of(at).zip(circle.and_then(of)) {
                    out.push(same_name("people", alias, theirs, mine));
                }
            }
        }
    }

    fn year(&self, edition: Option<EditionId>) -> Option<i16> {
        let season = self.competitions.editions[edition?.0 as usize].season.as_deref()?;
        season.get(..4)?.parse().ok()
    }

    /// `place_of` tells where a name of a roster stands.
    fn players(
        &mut self,
        rosters: &Rosters,
        place_of: &dyn Fn(&Roster, Sym) -> Option<Place>,
        out: &mut Vec<Diagnostic>,
    ) -> Vec<Vec<u32>> {
        let mut of_member: Vec<Vec<u32>> = rosters.rosters.iter().map(|r| vec![u32::MAX; r.members.len()]).collect();
        let mut items: Vec<Item<'_>> = Vec::new();
        for (r, roster) in rosters.rosters.iter().enumerate() {
            for (m, data) in roster.members.iter().enumerate() {
                items.push(Item {
                    roster: r as u32,
                    member: m as u32,
                    data,
                    team: roster.team,
                    edition: roster.edition,
                    year: self.year(roster.edition),
                    profiled: self
                        .by_letters
                        .get(&data.folded.letters)
                        .is_some_and(|of| of.iter().map(|d| &self.drafts[*d as usize]).any(|d| d.has(roster.team))),
                });
            }
        }
        // Full names first; within a name those of a profile's own teams, then
        // those whose birth is known, so that the others find them.
        items.par_sort_by(|a, b| {
            let key = |i: &Item<'_>| (i.data.folded.words.len() < 2, !i.profiled, i.data.birth_year.is_none());
            key(a)
                .cmp(&key(b))
                .then_with(|| a.data.folded.letters.cmp(&b.data.folded.letters))
                .then_with(|| (a.team, a.edition, a.member).cmp(&(b.team, b.edition, b.member)))
        });
        for item in &items {
            let at = self.place(item, &|| place_of(&rosters.rosters[item.roster as usize], item.data.name), out);
            self.take(at, item);
            of_member[item.roster as usize][item.member as usize] = at;
        }
        of_member
    }

    /// The draft that a roster's member belongs to: one at hand or a new one.
    fn place(&mut self, item: &Item<'_>, stands_at: &dyn Fn() -> Option<Place>, out: &mut Vec<Diagnostic>) -> u32 {
        let letters = &item.data.folded.letters;
        let mut named = self.by_letters.get(letters).cloned().unwrap_or_default();
        if let Some(more) = item.data.folded.expanded.as_ref().and_then(|e| self.by_letters.get(e)) {
            named.extend(more.iter().filter(|d| !named.contains(d)).copied().collect::<Vec<_>>());
        }
        let mut fits: Vec<u32> =
            named.iter().copied().filter(|d| !self.against(&self.drafts[*d as usize], item)).collect();
        if item.data.folded.words.len() < 2 {
            fits.retain(|d| {
                let draft = &self.drafts[*d as usize];
                draft.has(item.team) || (draft.profile.is_some() && draft.teams.is_empty())
            });
            if fits.is_empty()
                && let Some(at) = self.surname_in_team(item)
            {
                return at;
            }
        }
        if fits.len() > 1 {
            let mut near = fits.clone();
            near.retain(|d| self.drafts[*d as usize].has(item.team));
            if !near.is_empty() {
                fits = near;
            }
        }
        // Of two who were in the team, the one whose profile says: at that time.
        if fits.len() > 1 {
            let then: Vec<u32> = fits.iter().copied().filter(|d| self.was_there(*d, item)).collect();
            if !then.is_empty() {
                fits = then;
            }
        }
        // Somebody's own name goes before the alias of another.
        if fits.len() > 1 && fits.iter().any(|d| self.drafts[*d as usize].letters == *letters) {
            fits.retain(|d| self.drafts[*d as usize].letters == *letters);
        }
        if let [one] = fits[..] {
            return one;
        }
        let name = self.names.resolve(&item.data.name);
        if fits.len() > 1 {
            let message = format!(
                "`{name}` of {} could be any of {} people of that name and is kept apart",
                self.teams.name(item.team),
                fits.len()
            );
            let warning = Diagnostic::warning("W0312", message)
                .help("give each a file in content/players/ with `born:` and `teams:`");
            self.asked.insert(item.roster);
            out.push(match stands_at() {
                Some(place) => warning.at(place),
                None => warning,
            });
        }
        let rank = if item.data.trust == Trust::Hand { 1 } else { 2 };
        let draft = Self::draft(name, (rank, usize::MAX - marks(name)));
        self.push(draft)
    }

    /// Whether a profile says that this person was in a member's team in the
    /// years of its season.
    fn was_there(&self, draft: u32, item: &Item<'_>) -> bool {
        let (Some((_, raw)), Some(year)) = (self.drafts[draft as usize].profile, item.year) else { return false };
        raw.teams.iter().filter(|spell| self.teams.by_name(&spell.team, None) == Some(item.team)).any(|spell| {
            // A season that begins in one year may end in the next.
            spell.from.is_none_or(|from| from.year() <= year + 1)
                && spell.until.is_none_or(|until| until.year() >= year)
        })
    }

    /// Whether something speaks against a member being this person.
    fn against(&self, draft: &Draft<'_>, item: &Item<'_>) -> bool {
        let data = item.data;
        if let (Some(a), Some(b)) = (draft.born, data.born)
            && a != b
        {
            return true;
        }
        if let (Some(a), Some(b)) = (draft.birth_year, data.birth_year)
            && a != b
        {
            return true;
        }
        if let (Some((first, last)), Some(year)) = (draft.years, item.year)
            && (year - first > CAREER || last - year > CAREER)
        {
            return true;
        }
        if let (Some(born), Some(year)) = (draft.birth_year.or(data.birth_year), item.year)
            && !(13..=60).contains(&(year - born))
        {
            return true;
        }
        let others = || {
            draft.members.iter().copied().filter(|(r, _)| {
                let other = &self.days.rosters.rosters[*r as usize];
                let near = match (self.year(other.edition), item.year) {
                    (Some(a), Some(b)) => a.abs_diff(b) < 2,
                    _ => true,
                };
                other.team != item.team && near
            })
        };
        if others().any(|other| self.days.clash(other, (item.roster, item.member))) {
            return true;
        }
        let sure = matches!((draft.born, data.born), (Some(a), Some(b)) if a == b);
        if self.teams.is_national(item.team)
            && draft.national.is_some_and(|t| t != item.team)
            && !draft.teams.contains(&item.team)
            && !sure
        {
            return true;
        }
        if let Some(edition) = item.edition
            && let Some(team) = draft.played.get(&edition)
            && *team != item.team
        {
            // Two squads of one tournament are two people; in a league a
            // player may change clubs within the season.
            return !sure && self.squads.contains(&(*team, edition)) && self.squads.contains(&(item.team, edition))
                || self.teams.is_national(item.team);
        }
        false
    }

    /// A member known by a surname alone, where just one person of the team in
    /// other seasons bears it.
    fn surname_in_team(&self, item: &Item<'_>) -> Option<u32> {
        let mut fits = self.members(item.team).filter(|d| {
            let draft = &self.drafts[*d as usize];
            draft.words > 1
                && draft.letters.ends_with(&*item.data.folded.letters)
                && Folded::new(&draft.name).ends_with(&item.data.folded)
                && !self.against(draft, item)
        });
        let one = fits.next()?;
        fits.next().is_none().then_some(one)
    }

    fn take(&mut self, at: u32, item: &Item<'_>) {
        let name = self.names.resolve(&item.data.name);
        let national = self.teams.is_national(item.team);
        let draft = &mut self.drafts[at as usize];
        let rank = (if item.data.trust == Trust::Hand { 1 } else { 2 }, usize::MAX - marks(name));
        if rank < draft.rank && item.data.folded.same(&Folded::new(&draft.name)) {
            name.clone_into(&mut draft.name);
            draft.rank = rank;
        }
        draft.roles |= Roles::PLAYER;
        draft.born = draft.born.or(item.data.born);
        draft.birth_year = draft.birth_year.or(item.data.birth_year);
        if draft.position.is_none() {
            draft.position = item.data.position.map(|p| self.names.resolve(&p).into());
        }
        if draft.nationality.is_none() {
            draft.nationality = item.data.nationality.map(|n| country_name(self.names.resolve(&n)).into());
        }
        draft.members.push((item.roster, item.member));
        if national {
            draft.national = draft.national.or(Some(item.team));
        }
        if let Some(edition) = item.edition {
            draft.played.entry(edition).or_insert(item.team);
        }
        if let Some(year) = item.year {
            let (first, last) = draft.years.unwrap_or((year, year));
            draft.years = Some((first.min(year), last.max(year)));
        }
        self.join(at, item.team);
    }

    /// Family names that a source marks by capitals.
    fn families(&mut self, sources: &[Source<'_>]) {
        for (name, family) in sources.iter().flat_map(|s| &s.record.families) {
            let letters = Folded::new(self.names.resolve(name)).letters;
            for at in self.by_letters.get(&letters).into_iter().flatten() {
                let draft = &mut self.drafts[*at as usize];
                if draft.family.is_none() {
                    draft.family = spelled_in(&draft.name, self.names.resolve(family));
                }
            }
        }
    }

    fn coaches(
        &mut self,
        sources: &[Source<'_>],
        clusters: &Clusters,
        rosters: &Rosters,
    ) -> FxHashMap<(TeamId, Sym), u32> {
        let names = self.names;
        let mut list: Vec<(Sym, TeamId, Trust)> = Vec::new();
        for cluster in &clusters.clusters {
            for member in &cluster.members {
                let trust = sources[member.source as usize].trust;
                for (i, lineup) in member.raw(sources).lineups.iter().enumerate() {
                    let side = lineup_side(lineup, i, *member, cluster, self.teams, self.competitions);
                    if let (Some(coach), Some(side)) = (lineup.coach, side) {
                        list.push((coach, cluster.teams[side.index()], trust));
                    }
                }
            }
        }
        for roster in &rosters.rosters {
            for &(s, q) in &roster.squads {
                let source = &sources[s as usize];
                for place in &source.record.squads[q as usize].players {
                    if place.position.is_some_and(|p| self.names.resolve(&p) == "MG") {
                        list.push((place.name, roster.team, source.trust));
                    }
                }
            }
        }
        // Full names first, so that surnames find them.
        let mut named: BTreeMap<(bool, &str, TeamId), (Sym, Trust)> = BTreeMap::new();
        for (name, team, trust) in list {
            let text = names.resolve(&name);
            let short = !text.contains(char::is_whitespace);
            let entry = named.entry((short, text, team)).or_insert((name, trust));
            entry.1 = entry.1.min(trust);
        }
        let mut of = FxHashMap::default();
        // Of any team, if they have a profile.
        let mut profiled: Vec<u32> = (0..self.drafts.len() as u32)
            .filter(|d| {
                let draft = &self.drafts[*d as usize];
                draft.profile.is_some() && draft.roles.contains(Roles::COACH)
            })
            .collect();
        for ((_, text, team), (name, trust)) in named {
            let folded = Folded::new(text);
            let with = self.by_letters.get(&folded.letters).cloned().unwrap_or_default();
            let mine: Vec<u32> = with
                .iter()
                .copied()
                .filter(|d| {
                    let draft = &self.drafts[*d as usize];
                    let shared = draft.teams.contains(&team);
                    let coach = draft.roles.contains(Roles::COACH) && (folded.words.len() > 1 || shared);
                    let person = draft.profile.is_some_and(|(_, p)| !p.player);
                    shared || coach || person
                })
                .collect();
            let at = match mine[..] {
                [one] => one,
                [first, ..] => {
                    mine.iter().copied().find(|d| self.drafts[*d as usize].teams.contains(&team)).unwrap_or(first)
                }
                [] => {
                    let others = profiled.iter().copied();
                    let others = others.filter(|d| !self.drafts[*d as usize].teams.contains(&team));
                    let by_surname: Vec<u32> = self
                        .members(team)
                        .chain(others)
                        .filter(|d| {
                            let draft = &self.drafts[*d as usize];
                            draft.roles.contains(Roles::COACH)
                                && draft.words > folded.words.len()
                                && Folded::new(&draft.name).ends_with(&folded)
                        })
                        .collect();
                    match by_surname[..] {
                        [one] => one,
                        _ => {
                            let rank = if trust == Trust::Hand { 1 } else { 2 };
                            let draft = Self::draft(text, (rank, usize::MAX - marks(text)));
                            self.push(draft)
                        }
                    }
                }
            };
            let draft = &mut self.drafts[at as usize];
            if draft.profile.is_some() && !draft.roles.contains(Roles::COACH) {
                profiled.push(at);
            }
            draft.roles |= Roles::COACH;
            self.join(at, team);
            of.insert((team, name), at);
        }
        of
    }

    fn officials(&mut self, sources: &[Source<'_>]) -> FxHashMap<(Sym, Option<Sym>), u32> {
        let mut list: Vec<(Sym, Option<Sym>)> = sources
            .iter()
            .flat_map(|s| &s.record.matches)
            .flat_map(|m| m.officials.iter().map(|o| (o.name, o.country)))
            .collect();
        list.sort_unstable();
        list.dedup();
        // With a country first, so that those without find them.
        list.sort_by_key(|(n, c)| (c.is_none(), self.names.resolve(n), c.map(|c| self.names.resolve(&c))));
        let mut of = FxHashMap::default();
        for (name, land) in list {
            let text = self.names.resolve(&name);
            let folded = Folded::new(text);
            let country_code = land.map(|c| self.names.resolve(&c));
            let at = self.by_letters.get(&folded.letters).into_iter().flatten().copied().find(|d| {
                let draft = &self.drafts[*d as usize];
                let official = draft.roles.contains(Roles::REFEREE)
                    || (draft.roles.is_empty() && draft.profile.is_some_and(|(_, p)| !p.player));
                official && same_country(draft.nationality.as_deref(), country_code)
            });
            let at = at.unwrap_or_else(|| {
                let draft = Self::draft(text, (2, usize::MAX - marks(text)));
                self.push(draft)
            });
            let draft = &mut self.drafts[at as usize];
            draft.roles |= Roles::REFEREE;
            if draft.nationality.is_none() {
                draft.nationality = country_code.map(|code| country_name(code).into());
            }
            of.insert((name, land), at);
        }
        of
    }

    /// Persons that stories ask a page for.
    fn asked_for(&mut self, inputs: &[Input]) {
        for input in inputs {
            let Raw::Story(story) = &*input.raw else { continue };
            if story.draft {
                continue;
            }
            for name in &story.people {
                match self.by_letters.get(&Folded::new(name).letters) {
                    Some(known) => known.iter().for_each(|at| self.drafts[*at as usize].asked_for = true),
                    None => {
                        self.push(Draft { asked_for: true, ..Self::draft(name, (1, 0)) });
                    }
                }
            }
        }
    }

    fn finish(
        self,
        of_member: Vec<Vec<u32>>,
        coaches: FxHashMap<(TeamId, Sym), u32>,
        officials: FxHashMap<(Sym, Option<Sym>), u32>,
    ) -> Persons {
        let mut plain: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut slugs: Vec<String> = Vec::with_capacity(self.drafts.len());
        for (i, draft) in self.drafts.iter().enumerate() {
            let own = draft.profile.and_then(|(_, p)| p.profile.slug.clone());
            if own.is_none() {
                plain.entry(slug(&draft.name)).or_default().push(i as u32);
            }
            slugs.push(own.unwrap_or_default());
        }
        let mut firsts: FxHashMap<u32, Arc<str>> = FxHashMap::default();
        for (base, mut list) in plain {
            if let [one] = list[..] {
                slugs[one as usize] = base;
                continue;
            }
            list.sort_by_key(|i| {
                let d = &self.drafts[*i as usize];
                (d.birth_year.is_none(), d.birth_year, d.teams.first().copied(), d.roles.bits(), *i)
            });
            let mut taken: BTreeSet<String> = BTreeSet::new();
            for &i in &list {
                let draft = &self.drafts[i as usize];
                let year = draft.birth_year.map(|y| format!("{base}-{y}"));
                let team = draft.teams.first().map(|t| format!("{base}-{}", self.teams.teams[t.0 as usize].slug));
                let role = if draft.roles.contains(Roles::REFEREE) { "referee" } else { "coach" };
                let role = (!draft.roles.contains(Roles::PLAYER)).then(|| format!("{base}-{role}"));
                let mut choices = year.into_iter().chain(team).chain(role);
                let chosen = choices.find(|s| !taken.contains(s)).unwrap_or_else(|| {
                    (2..=u32::MAX).map(|n| format!("{base}-{n}")).find(|s| !taken.contains(s)).unwrap_or_default()
                });
                taken.insert(chosen.clone());
                slugs[i as usize] = chosen;
            }
            firsts.insert(list[0], base.into());
        }

        let mut order: Vec<u32> = (0..self.drafts.len() as u32).collect();
        order.sort_by(|a, b| {
            let key = |i: &u32| (&slugs[*i as usize], &self.drafts[*i as usize].name, *i);
            key(a).cmp(&key(b))
        });
        let mut position = vec![PersonId(0); order.len()];
        for (to, from) in order.iter().enumerate() {
            position[*from as usize] = PersonId(to as u32);
        }
        let mut drafts: Vec<Option<Draft<'a>>> = self.drafts.into_iter().map(Some).collect();
        let teams = self.teams;
        let persons = order
            .iter()
            .filter_map(|i| Some((*i, drafts[*i as usize].take()?)))
            .map(|(i, draft)| NamedPerson {
                surname: draft.family.clone().unwrap_or_else(|| surname(&draft, teams)),
                name: draft.name.into(),
                slug: slugs[i as usize].as_str().into(),
                plain_slug: firsts.get(&i).cloned(),
                roles: draft.roles,
                born: draft.born,
                birth_year: draft.birth_year,
                nationality: draft.nationality,
                position: draft.position,
                profile: draft.profile.map(owned),
                asked_for: draft.asked_for,
            })
            .collect();
        let mut by_letters: FxHashMap<Box<str>, Vec<PersonId>> = FxHashMap::default();
        for (letters, list) in self.by_letters {
            let mut ids: Vec<PersonId> = list.iter().map(|d| position[*d as usize]).collect();
            ids.sort_unstable();
            by_letters.insert(letters, ids);
        }
        let id = |d: u32| position[d as usize];
        Persons {
            persons,
            of_member: of_member.into_iter().map(|r| r.into_iter().map(id).collect()).collect(),
            coaches: coaches.into_iter().map(|(k, d)| (k, id(d))).collect(),
            officials: officials.into_iter().map(|(k, d)| (k, id(d))).collect(),
            by_letters,
            asked: self.asked,
        }
    }
}

/// `Spain` for `ESP`; other texts as they are.
fn country_name(written: &str) -> &str {
    crate::content::countries::COUNTRIES.iter().find(|c| c.code == written).map_or(written, |c| c.name)
}

/// Whether two countries as written may be one: alike, a code and its
/// country, or one is not told.
fn same_country(a: Option<&str>, b: Option<&str>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let full = |s: &str| {
        let letters = Folded::new(s).letters;
        let by_code = crate::content::countries::COUNTRIES.iter().find(|c| c.code.eq_ignore_ascii_case(s));
        by_code.or_else(|| country(&letters)).map_or(letters, |c| Folded::new(c.name).letters)
    };
    full(a) == full(b)
}

/// The words of `name` that fold to the given family name, as they are
/// spelled in `name`.
fn spelled_in(name: &str, family: &str) -> Option<Arc<str>> {
    let letters = Folded::new(family).letters;
    let words: Vec<&str> = name.split_whitespace().collect();
    (0..words.len())
        .find_map(|from| {
            (from + 1..=words.len())
                .map(|to| words[from..to].join(" "))
                .find(|part| Folded::new(part).letters == letters)
        })
        .map(Into::into)
}

/// The family name: the last word with the particles before it; the first
/// word where a country writes it first.
fn surname(draft: &Draft<'_>, teams: &Teams) -> Arc<str> {
    const PARTICLES: [&str; 31] = [
        "al", "el", "de", "da", "do", "dos", "das", "di", "du", "del", "della", "der", "den", "van", "von", "ter",
        "ten", "bin", "ben", "ibn", "abu", "la", "le", "st", "st.", "saint", "mac", "mc", "zu", "e", "y",
    ];
    let words: Vec<&str> = draft.name.split_whitespace().collect();
    if words.len() < 2 {
        return draft.name.as_str().into();
    }
    let family_first = draft
        .national
        .is_some_and(|t| matches!(&*teams.teams[t.0 as usize].name, "South Korea" | "North Korea" | "Korea Republic"));
    if family_first && words[0].chars().count() <= 5 {
        return words[0].into();
    }
    let mut from = words.len() - 1;
    if matches!(words[from].trim_end_matches('.').to_lowercase().as_str(), "jr" | "júnior" | "junior" | "filho")
        && from > 1
    {
        from -= 1;
    }
    while from > 1 && PARTICLES.contains(&words[from - 1].to_lowercase().as_str()) {
        from -= 1;
    }
    words[from..].join(" ").into()
}
