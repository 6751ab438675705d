//! Competitions and their editions, from the names in the record and the
//! profiles.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::fold::Folded;
use super::{Input, Source, owned};
use crate::content::raw::{Names, Raw, RawCompetition, RawTableRules, Sym};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::slug::slug;
use crate::model::{CompetitionId, EditionId, Sex};

/// A competition named in the record or by a profile.
#[derive(Debug)]
pub(super) struct NamedCompetition {
    pub(super) name: Arc<str>,
    pub(super) slug: Arc<str>,
    pub(super) profile: Option<(Input, Arc<RawCompetition>)>,
}

/// An edition.
#[derive(Debug)]
pub(super) struct NamedEdition {
    pub(super) competition: CompetitionId,
    pub(super) season: Option<Arc<str>>,
    pub(super) rules: Option<RawTableRules>,
}

/// All competitions in order of slug and all editions in order of
/// competition, then season.
#[derive(Debug)]
pub(super) struct Competitions {
    pub(super) competitions: Vec<NamedCompetition>,
    pub(super) editions: Vec<NamedEdition>,
    by_sym: FxHashMap<(Sym, Option<Sym>), EditionId>,
}

impl Competitions {
    pub(super) fn new(names: &Names, inputs: &[Input], sources: &[Source<'_>], out: &mut Vec<Diagnostic>) -> Self {
        // Folded name → (name, profile). A profile's name wins over the
        // record's spellings; among these the first in order of the alphabet.
        let mut found: BTreeMap<Box<str>, (Arc<str>, Option<usize>)> = BTreeMap::new();
        let mut profiles: Vec<(&Input, &Arc<RawCompetition>)> = Vec::new();
        let mut alias: FxHashMap<Box<str>, usize> = FxHashMap::default();
        for input in inputs {
            let Raw::Competition(raw) = &*input.raw else { continue };
            let index = profiles.len();
            profiles.push((input, raw));
            let all = std::iter::once(&raw.profile.name).chain(&raw.profile.aliases);
            for name in all {
                let letters = Folded::new(name).letters;
                if let Some(other) = alias.insert(letters, index)
                    && other != index
                {
                    out.push(same_name("competitions", name, &input.path, &profiles[other].0.path));
                }
            }
            found.insert(Folded::new(&raw.profile.name).letters, (raw.profile.name.as_str().into(), Some(index)));
        }

        let mut used: Vec<(Sym, Option<Sym>)> = sources
            .iter()
            .flat_map(|s| {
                let r = s.record;
                r.matches
                    .iter()
                    .map(|m| (m.competition, m.season))
                    .chain(r.squads.iter().map(|q| (q.competition, q.season)))
                    .chain(r.groups.iter().map(|g| (g.competition, g.season)))
                    .chain(r.byes.iter().map(|b| (b.competition, b.season)))
            })
            .filter_map(|(c, s)| c.map(|c| (c, s)))
            .collect();
        used.sort_unstable();
        used.dedup();
        used.sort_by_key(|(c, s)| (names.resolve(c), s.map(|s| names.resolve(&s))));

        for (competition, _) in &used {
            let name = names.resolve(competition);
            let letters = Folded::new(name).letters;
            if !alias.contains_key(&letters) {
                found.entry(letters).or_insert_with(|| (name.into(), None));
            }
        }

        let mut competitions: Vec<(Box<str>, NamedCompetition)> = found
            .into_iter()
            .map(|(letters, (name, profile))| {
                let profile = profile.map(|p| profiles[p]);
                let slug = profile.and_then(|(_, p)| p.profile.slug.clone()).unwrap_or_else(|| slug(&name));
                (letters, NamedCompetition { name, slug: slug.into(), profile: profile.map(owned) })
            })
            .collect();
        competitions.sort_by(|a, b| (&a.1.slug, &a.0).cmp(&(&b.1.slug, &b.0)));

        let mut by_letters = FxHashMap::default();
        for (i, (letters, c)) in competitions.iter().enumerate() {
            let id = CompetitionId(i as u32);
            by_letters.insert(letters.clone(), id);
            for alias in c.profile.iter().flat_map(|(_, p)| &p.profile.aliases) {
                by_letters.entry(Folded::new(alias).letters).or_insert(id);
            }
        }
        let competitions: Vec<NamedCompetition> = competitions.into_iter().map(|(_, c)| c).collect();

        let mut keys: BTreeSet<(CompetitionId, Option<Arc<str>>)> = BTreeSet::new();
        let id_of = |sym: Sym| by_letters.get(&Folded::new(names.resolve(&sym)).letters).copied();
        for (competition, season) in &used {
            if let Some(id) = id_of(*competition) {
                keys.insert((id, season.map(|s| names.resolve(&s).into())));
            }
        }
        let editions: Vec<NamedEdition> = keys
            .into_iter()
            .map(|(competition, season)| {
                let profile = competitions[competition.0 as usize].profile.as_ref().map(|(_, p)| p);
                let rules = profile.and_then(|p| {
                    let season = season.as_deref()?;
                    p.seasons.iter().find(|(s, _)| slug(s) == slug(season)).map(|(_, r)| r.clone())
                });
                NamedEdition { competition, season, rules }
            })
            .collect();
        let mut by_sym = FxHashMap::default();
        for (competition, season) in used {
            let Some(id) = id_of(competition) else { continue };
            let name = season.map(|s| names.resolve(&s));
            if let Some(at) = editions.iter().position(|e| e.competition == id && e.season.as_deref() == name) {
                by_sym.insert((competition, season), EditionId(at as u32));
            }
        }
        Self { competitions, editions, by_sym }
    }

    /// The edition that a competition's and season's names mean.
    pub(super) fn edition(&self, competition: Option<Sym>, season: Option<Sym>) -> Option<EditionId> {
        self.by_sym.get(&(competition?, season)).copied()
    }

    /// The sex of an edition's players.
    pub(super) fn sex(&self, edition: Option<EditionId>) -> Sex {
        self.told_sex(edition).unwrap_or_default()
    }

    /// The sex of an edition's players, where its competition's profile tells
    /// it.
    pub(super) fn told_sex(&self, edition: Option<EditionId>) -> Option<Sex> {
        edition.and_then(|e| self.profile(e)).and_then(|p| p.sex)
    }

    /// The profile of an edition's competition.
    pub(super) fn profile(&self, edition: EditionId) -> Option<&RawCompetition> {
        let competition = self.editions[edition.0 as usize].competition;
        self.competitions[competition.0 as usize].profile.as_ref().map(|(_, p)| &**p)
    }
}

/// Two profiles that claim one name.
pub(super) fn same_name(kind: &str, name: &str, a: &Arc<str>, b: &Arc<str>) -> Diagnostic {
    Diagnostic::error("E0305", format!("two profiles of {kind} claim the name `{name}`"))
        .at(Place::file(a))
        .related(Place::file(b), "the other profile")
        .help("keep the name in one of the two files")
}
