//! Teams, from the names in the record and the profiles.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::competitions::{Competitions, same_name};
use super::fold::Folded;
use super::{Input, Source, owned};
use crate::content::countries::{COUNTRIES, Country};
use crate::content::raw::{Names, Raw, RawTeam, Sym};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::slug::slug;
use crate::model::{Sex, TeamId, TeamKind, without_club};

/// A team named in the record or by a profile.
#[derive(Debug)]
pub(super) struct NamedTeam {
    pub(super) name: Arc<str>,
    pub(super) slug: Arc<str>,
    pub(super) sex: Sex,
    /// It is a country's.
    pub(super) national: bool,
    pub(super) profile: Option<(Input, Arc<RawTeam>)>,
}

/// All teams in order of slug.
#[derive(Debug)]
pub(super) struct Teams {
    pub(super) teams: Vec<NamedTeam>,
    by_letters: FxHashMap<(Box<str>, Sex), TeamId>,
    by_sym: FxHashMap<(Sym, Sex), TeamId>,
}

impl Teams {
    pub(super) fn new(
        names: &Names,
        inputs: &[Input],
        sources: &[Source<'_>],
        competitions: &Competitions,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut used: Vec<(Sym, Sex)> = Vec::new();
        let mut told: FxHashSet<(Sym, Sex)> = FxHashSet::default();
        for source in sources {
            let r = source.record;
            let mut take = |names: &[Sym], competition, season| {
                let edition = competitions.edition(competition, season);
                let sex = competitions.sex(edition);
                used.extend(names.iter().map(|name| (*name, sex)));
                if competitions.told_sex(edition).is_some() {
                    told.extend(names.iter().map(|name| (*name, sex)));
                }
            };
            for m in &r.matches {
                take(&[m.home, m.away], m.competition, m.season);
            }
            for q in &r.squads {
                take(&[q.team], q.competition, q.season);
            }
            for g in &r.groups {
                take(&g.teams, g.competition, g.season);
            }
            for b in &r.byes {
                take(&[b.team], b.competition, b.season);
            }
        }
        used.sort_unstable_by_key(|(sym, sex)| (*sym, *sex as u8));
        used.dedup();
        used.sort_by_key(|(sym, sex)| (names.resolve(sym), *sex as u8));

        let profiles: Vec<(&Input, &Arc<RawTeam>)> = inputs
            .iter()
            .filter_map(|input| if let Raw::Team(raw) = &*input.raw { Some((input, raw)) } else { None })
            .collect();
        let sexes = Sexes::new(names, &used, &told, &profiles);
        let mut alias: FxHashMap<(Box<str>, Sex), usize> = FxHashMap::default();
        for (index, (input, raw)) in profiles.iter().enumerate() {
            for name in profile_names(raw) {
                if let Some(other) = alias.insert((Folded::new(name).letters, sexes.of(raw)), index)
                    && other != index
                {
                    out.push(same_name("teams", name, &input.path, &profiles[other].0.path));
                }
            }
        }
        // A profile that is the only one of its names is also meant by a
        // competition that does not tell its sex.
        let mut lent: Vec<(Box<str>, usize)> = Vec::new();
        for (index, (_, raw)) in profiles.iter().enumerate() {
            if sexes.lends_to_men(raw)
                && !profile_names(raw).any(|n| alias.contains_key(&(Folded::new(n).letters, Sex::Men)))
            {
                lent.extend(profile_names(raw).map(|name| (Folded::new(name).letters, index)));
            }
        }
        for (letters, index) in &lent {
            alias.entry((letters.clone(), Sex::Men)).or_insert(*index);
        }

        // Folded name and sex → name. The first spelling in the alphabet with
        // the most letters beyond ASCII stands, as it is the fullest.
        // A national side with several usual names bears the commonest of them.
        let mut found: BTreeMap<(Box<str>, u8), (&str, Sex)> = BTreeMap::new();
        let mut other_names: Vec<(Box<str>, Box<str>)> = Vec::new();
        for (sym, sex) in &used {
            let name = names.resolve(sym);
            let letters = Folded::new(name).letters;
            if alias.contains_key(&(letters.clone(), *sex)) {
                continue;
            }
            let country = country(&letters);
            if let Some(of_profile) = country.and_then(|c| {
                country_names(c)
                    .find_map(|n| Some(Folded::new(n).letters).filter(|l| alias.contains_key(&(l.clone(), *sex))))
            }) {
                other_names.push((letters, of_profile));
                continue;
            }
            let key = country.map_or_else(|| letters.clone(), |c| Folded::new(c.name).letters);
            let entry = found.entry((key.clone(), *sex as u8)).or_insert((name, *sex));
            match country {
                Some(c) if Folded::new(entry.0).letters != letters => entry.0 = c.name,
                _ if marks(name) > marks(entry.0) => entry.0 = name,
                _ => {}
            }
            other_names.push((letters, key));
        }

        let mut teams: Vec<NamedTeam> = profiles
            .iter()
            .map(|&(input, raw)| {
                let sex = sexes.of(raw);
                let slug = raw.profile.slug.clone().unwrap_or_else(|| slug(&raw.profile.name));
                let name = raw.profile.name.as_str();
                let national = raw.kind.map_or_else(|| is_of_country(name), |kind| kind == TeamKind::National);
                NamedTeam { name: name.into(), slug: slug.into(), sex, national, profile: Some(owned((input, raw))) }
            })
            .chain(found.into_values().map(|(name, sex)| NamedTeam {
                name: name.into(),
                slug: slug(name).into(),
                sex,
                national: is_of_country(name),
                profile: None,
            }))
            .collect();
        // A women's side beside a men's side of the same name has its own page.
        let mut taken: FxHashMap<Arc<str>, usize> = FxHashMap::default();
        for team in &teams {
            *taken.entry(Arc::clone(&team.slug)).or_default() += 1;
        }
        for team in &mut teams {
            let own = team.profile.as_ref().is_some_and(|(_, p)| p.profile.slug.is_some());
            if taken[&team.slug] > 1 && team.sex != Sex::Men && !own {
                let sex = if team.sex == Sex::Women { "women" } else { "mixed" };
                team.slug = format!("{}-{sex}", team.slug).into();
            }
        }
        teams.sort_by(|a, b| (&a.slug, &a.name).cmp(&(&b.slug, &b.name)));

        let mut by_letters = FxHashMap::default();
        for (i, team) in teams.iter().enumerate() {
            by_letters.insert((Folded::new(&team.name).letters, team.sex), TeamId(i as u32));
        }
        for (i, team) in teams.iter().enumerate() {
            let Some((_, raw)) = &team.profile else { continue };
            for name in raw.profile.aliases.iter().chain(raw.former_names.iter().map(|f| &f.name)) {
                by_letters.entry((Folded::new(name).letters, team.sex)).or_insert(TeamId(i as u32));
            }
        }
        for (letters, index) in lent {
            let (input, _) = profiles[index];
            let of =
                teams.iter().position(|t| t.profile.as_ref().is_some_and(|(i, _)| Arc::ptr_eq(&i.raw, &input.raw)));
            if let Some(i) = of {
                by_letters.entry((letters, Sex::Men)).or_insert(TeamId(i as u32));
            }
        }
        for (letters, of) in other_names {
            for sex in [Sex::Men, Sex::Women, Sex::Mixed] {
                let by_country = || {
                    country_names(country(&letters)?)
                        .find_map(|n| by_letters.get(&(Folded::new(n).letters, sex)))
                        .copied()
                };
                let id = by_letters.get(&(of.clone(), sex)).copied().or_else(by_country);
                if let Some(id) = id {
                    by_letters.entry((letters.clone(), sex)).or_insert(id);
                }
            }
        }
        // A story may call a national side by any usual name of its country.
        let mut sides: Vec<(&'static Country, Sex, TeamId)> =
            by_letters.iter().filter_map(|((letters, sex), id)| Some((country(letters)?, *sex, *id))).collect();
        sides.sort_unstable_by_key(|(_, _, id)| *id);
        for (country, sex, id) in sides {
            for name in country_names(country) {
                by_letters.entry((Folded::new(name).letters, sex)).or_insert(id);
            }
        }
        let mut by_sym = FxHashMap::default();
        for (sym, sex) in used {
            if let Some(id) = by_letters.get(&(Folded::new(names.resolve(&sym)).letters, sex)) {
                by_sym.insert((sym, sex), *id);
            }
        }
        Self { teams, by_letters, by_sym }
    }

    /// The team that a name of the record means.
    pub(super) fn team(&self, name: Sym, sex: Sex) -> Option<TeamId> {
        self.by_sym.get(&(name, sex)).copied()
    }

    /// The team of that name, alias or former name; the men's side first
    /// unless another is asked for.
    pub(super) fn by_name(&self, name: &str, sex: Option<Sex>) -> Option<TeamId> {
        let letters = Folded::new(name).letters;
        match sex {
            Some(sex) => self.by_letters.get(&(letters, sex)).copied(),
            None => [Sex::Men, Sex::Women, Sex::Mixed]
                .into_iter()
                .find_map(|sex| self.by_letters.get(&(letters.clone(), sex)).copied()),
        }
    }

    /// All names, aliases and former names, folded, with the teams they mean;
    /// also the names of clubs without their `FC`, where no team has that name
    /// for its own. They serve to find what the record has: within it, `Arsenal`
    /// and `Arsenal FC` are two teams until a profile says otherwise.
    pub(super) fn all_names(&self) -> FxHashMap<Box<str>, Vec<TeamId>> {
        let mut all: FxHashMap<Box<str>, Vec<TeamId>> = FxHashMap::default();
        for ((letters, _), id) in &self.by_letters {
            all.entry(letters.clone()).or_default().push(*id);
        }
        let mut short: FxHashMap<Box<str>, Vec<TeamId>> = FxHashMap::default();
        for (index, team) in self.teams.iter().enumerate() {
            let name = without_club(&team.name).map(|name| Folded::new(name).letters);
            if let Some(name) = name.filter(|name| !all.contains_key(name)) {
                short.entry(name).or_default().push(TeamId(index as u32));
            }
        }
        all.extend(short);
        all.values_mut().for_each(|ids| ids.sort_unstable());
        all
    }

    /// A help line for a name that no team has.
    pub(super) fn suggestion(&self, name: &str) -> String {
        unknown_team(name, self.teams.iter().map(|t| &*t.name))
    }

    /// Whether a team is a country's.
    pub(super) fn is_national(&self, id: TeamId) -> bool {
        self.teams[id.0 as usize].national
    }

    /// The name of a team.
    pub(super) fn name(&self, id: TeamId) -> &Arc<str> {
        &self.teams[id.0 as usize].name
    }
}

/// A profile's name, aliases and former names.
fn profile_names(raw: &RawTeam) -> impl Iterator<Item = &String> {
    std::iter::once(&raw.profile.name)
        .chain(&raw.profile.aliases)
        .chain(raw.former_names.iter().map(|former| &former.name))
}

/// The sex in which the record names each team, held against the profiles.
///
/// A record of a single site seldom says that its teams are women's: where a
/// name has one profile and one sort of matches, the two belong together.
struct Sexes {
    /// Folded name (of a country: its usual one) → the sexes of the
    /// competitions that name it, and whether a men's says that it is one.
    named: FxHashMap<Box<str>, (BTreeSet<u8>, bool)>,
}

impl Sexes {
    fn new(
        names: &Names,
        used: &[(Sym, Sex)],
        told: &FxHashSet<(Sym, Sex)>,
        profiles: &[(&Input, &Arc<RawTeam>)],
    ) -> Self {
        let mut named: FxHashMap<Box<str>, (BTreeSet<u8>, bool)> = FxHashMap::default();
        // Without profiles there is nothing to hold the record against.
        if !profiles.is_empty() {
            for (sym, sex) in used {
                let entry = named.entry(usual(&Folded::new(names.resolve(sym)).letters)).or_default();
                entry.0.insert(*sex as u8);
                entry.1 |= *sex == Sex::Men && told.contains(&(*sym, *sex));
            }
        }
        Self { named }
    }

    fn uses<'a>(&'a self, raw: &'a RawTeam) -> impl Iterator<Item = &'a (BTreeSet<u8>, bool)> {
        profile_names(raw).filter_map(|name| self.named.get(&usual(&Folded::new(name).letters)))
    }

    /// The sex of a profile: as it says, else that of all competitions which
    /// name the team.
    fn of(&self, raw: &RawTeam) -> Sex {
        raw.sex.unwrap_or_else(|| {
            let all: BTreeSet<u8> = self.uses(raw).flat_map(|(sexes, _)| sexes).copied().collect();
            [Sex::Women, Sex::Mixed].into_iter().find(|sex| all.iter().eq([&(*sex as u8)])).unwrap_or_default()
        })
    }

    /// Whether the matches of a profile's names in competitions of no told sex
    /// are its own: it is not of men, and neither has it matches under its own
    /// sex nor is a competition that names it said to be of men.
    fn lends_to_men(&self, raw: &RawTeam) -> bool {
        let own = self.of(raw);
        own != Sex::Men && !self.uses(raw).any(|(sexes, of_men)| *of_men || sexes.contains(&(own as u8)))
    }
}

/// The folded name, of a country its usual one.
fn usual(letters: &str) -> Box<str> {
    country(letters).map_or_else(|| letters.into(), |c| Folded::new(c.name).letters)
}

/// The country of a folded name.
pub(super) fn country(letters: &str) -> Option<&'static Country> {
    static BY_LETTERS: LazyLock<FxHashMap<Box<str>, &'static Country>> = LazyLock::new(|| {
        COUNTRIES.iter().flat_map(|c| country_names(c).map(move |n| (Folded::new(n).letters, c))).collect()
    });
    BY_LETTERS.get(letters).copied()
}

/// Whether a name is a country's.
fn is_of_country(name: &str) -> bool {
    country(&Folded::new(name).letters).is_some()
}

fn country_names(country: &'static Country) -> impl Iterator<Item = &'static str> {
    std::iter::once(country.name).chain(country.also.iter().copied())
}

/// How many characters a spelling has beyond ASCII: the one with more is the
/// one that was not folded.
pub(super) fn marks(name: &str) -> usize {
    name.chars().filter(|c| !c.is_ascii()).count()
}

/// What to do about a team that nobody knows.
pub(super) fn unknown_team<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    nearest(name, known).map_or_else(
        || "write it as the record does, or give the team this name under `aliases:` in its profile".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}
