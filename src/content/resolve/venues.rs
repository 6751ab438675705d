//! Venues, from the names in the record and the profiles.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::clusters::Clusters;
use super::competitions::same_name;
use super::fold::Folded;
use super::teams::marks;
use super::{Input, Source, owned};
use crate::content::raw::{Names, Raw, RawVenue, RawVenueFacts, RawVenueProfile, Trust};
use crate::diagnostic::Diagnostic;
use crate::model::VenueId;
use crate::model::slug::slug;

/// A venue named in the record or by a profile.
#[derive(Debug)]
pub(super) struct NamedVenue {
    pub(super) name: Arc<str>,
    pub(super) city: Option<Arc<str>>,
    pub(super) slug: Arc<str>,
    pub(super) profile: Option<(Input, Arc<RawVenueProfile>)>,
    /// What a list of grounds tells.
    pub(super) facts: Option<Facts>,
}

/// What a list of grounds tells of one.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) country: Option<Arc<str>>,
    pub(super) timezone: Option<Arc<str>>,
    pub(super) capacity: Option<u32>,
    pub(super) coordinates: Option<(f64, f64)>,
}

/// All venues in order of slug.
#[derive(Debug)]
pub(super) struct Venues {
    pub(super) venues: Vec<NamedVenue>,
    by_raw: FxHashMap<RawVenueKey, VenueId>,
    by_letters: FxHashMap<Box<str>, Vec<VenueId>>,
}

type RawVenueKey = (crate::content::raw::Sym, Option<crate::content::raw::Sym>);

/// What the record says of grounds of one folded name and one town.
struct Ground<'s> {
    name: &'s str,
    city: Option<&'s str>,
    trust: Trust,
    keys: Vec<RawVenueKey>,
}

impl Venues {
    pub(super) fn new(
        names: &Names,
        inputs: &[Input],
        sources: &[Source<'_>],
        clusters: &Clusters,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let together = together(sources, clusters);
        let mut profiles: Vec<(&Input, &Arc<RawVenueProfile>)> = Vec::new();
        let mut alias: FxHashMap<Box<str>, usize> = FxHashMap::default();
        for input in inputs {
            let Raw::Venue(raw) = &*input.raw else { continue };
            let index = profiles.len();
            profiles.push((input, raw));
            for name in std::iter::once(&raw.profile.name).chain(&raw.profile.aliases) {
                if let Some(other) = alias.insert(Folded::new(name).letters, index)
                    && other != index
                    && same_city(raw.city.as_deref(), profiles[other].1.city.as_deref())
                {
                    out.push(same_name("venues", name, &input.path, &profiles[other].0.path));
                }
            }
        }

        let mut used: BTreeMap<(Trust, &str, Option<&str>), RawVenueKey> = BTreeMap::new();
        for source in sources {
            for RawVenue { name, city } in source.record.matches.iter().filter_map(|m| m.venue) {
                let key = (source.trust, names.resolve(&name), city.map(|c| names.resolve(&c)));
                used.entry(key).or_insert((name, city));
            }
        }

        let mut grounds: BTreeMap<Box<str>, Vec<Ground<'_>>> = BTreeMap::new();
        let mut of_profile: Vec<Vec<RawVenueKey>> = vec![Vec::new(); profiles.len()];
        for ((trust, name, city), key) in used {
            let letters = Folded::new(name).letters;
            let whole = city.map(|c| Folded::new(&format!("{name} {c}")).letters);
            if let Some(&p) = alias.get(&letters).or_else(|| alias.get(&whole?)) {
                of_profile[p].push(key);
                continue;
            }
            let same_name = grounds.entry(letters).or_default();
            // One match is played on one ground, whatever towns its sources tell.
            let joined = |g: &Ground<'_>| g.keys.iter().any(|k| together.contains(&(*k, key)));
            let fitting = same_name.iter().position(|g| joined(g) || same_city(g.city, city));
            match fitting.map(|at| &mut same_name[at]) {
                Some(ground) => {
                    // The most trusted spelling stands; among equals the one
                    // with its marks.
                    if trust == ground.trust && marks(name) > marks(ground.name) {
                        ground.name = name;
                    }
                    ground.city = ground.city.or(city);
                    ground.keys.push(key);
                }
                None => same_name.push(Ground { name, city, trust, keys: vec![key] }),
            }
        }

        join_longer_names(&mut grounds, &together);

        let mut all: Vec<(NamedVenue, Vec<RawVenueKey>)> = profiles
            .into_iter()
            .zip(of_profile)
            .map(|((input, raw), keys)| {
                let slug = raw.profile.slug.clone().unwrap_or_else(|| slug(&raw.profile.name));
                let venue = NamedVenue {
                    name: raw.profile.name.as_str().into(),
                    city: raw
                        .city
                        .as_deref()
                        .or_else(|| keys.iter().find_map(|(_, city)| Some(names.resolve(&(*city)?))))
                        .map(Into::into),
                    slug: slug.into(),
                    profile: Some(owned((input, raw))),
                    facts: None,
                };
                (venue, keys)
            })
            .collect();
        for grounds in grounds.into_values() {
            let several = grounds.len() > 1;
            for ground in grounds {
                let slug = match ground.city {
                    Some(city) if several => slug(&format!("{} {city}", ground.name)),
                    _ => slug(ground.name),
                };
                let venue = NamedVenue {
                    name: ground.name.into(),
                    city: ground.city.map(Into::into),
                    slug: slug.into(),
                    profile: None,
                    facts: None,
                };
                all.push((venue, ground.keys));
            }
        }
        all.sort_by(|(a, _), (b, _)| (&a.slug, &a.name).cmp(&(&b.slug, &b.name)));

        let mut by_raw = FxHashMap::default();
        let mut by_letters: FxHashMap<Box<str>, Vec<VenueId>> = FxHashMap::default();
        for (i, (venue, keys)) in all.iter().enumerate() {
            let id = VenueId(i as u32);
            by_raw.extend(keys.iter().map(|k| (*k, id)));
            let aliases = venue.profile.iter().flat_map(|(_, p)| &p.profile.aliases).map(String::as_str);
            for name in std::iter::once(&*venue.name).chain(aliases) {
                let ids = by_letters.entry(Folded::new(name).letters).or_default();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        let mut this = Self { venues: all.into_iter().map(|(v, _)| v).collect(), by_raw, by_letters };
        for facts in sources.iter().flat_map(|s| &s.record.venues) {
            this.add_facts(names, facts);
        }
        this
    }

    /// Takes in what a list tells of a ground that matches name; of others
    /// there is nothing to show.
    fn add_facts(&mut self, names: &Names, facts: &RawVenueFacts) {
        let Some(id) = self.venue(names, RawVenue { name: facts.name, city: facts.city }) else { return };
        let text = |sym: Option<crate::content::raw::Sym>| sym.map(|s| Arc::<str>::from(names.resolve(&s)));
        self.venues[id.0 as usize].facts.get_or_insert_with(|| Facts {
            country: text(facts.country),
            timezone: text(facts.timezone),
            capacity: facts.capacity,
            coordinates: facts.coordinates,
        });
    }

    /// The venue that a match's line means. The same name and town in a more
    /// and a less trusted source are one key, so that both find it.
    pub(super) fn venue(&self, names: &Names, raw: RawVenue) -> Option<VenueId> {
        if let Some(id) = self.by_raw.get(&(raw.name, raw.city)) {
            return Some(*id);
        }
        let ids = self.by_letters.get(&Folded::new(names.resolve(&raw.name)).letters)?;
        let city = raw.city.map(|c| names.resolve(&c));
        ids.iter().copied().find(|id| same_city(self.venues[id.0 as usize].city.as_deref(), city))
    }

    /// The venue of that name or alias, if there is just one.
    pub(super) fn by_name(&self, name: &str) -> Option<VenueId> {
        match self.by_letters.get(&Folded::new(name).letters)?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

/// Joins grounds of one town that tellings of one match call by a longer and
/// a shorter form of one name: `Estadio Sarriá` and `Sarria`, `Arena Fonte
/// Nova` and `Fonte Nova Arena`. The longer form stands.
fn join_longer_names(
    grounds: &mut BTreeMap<Box<str>, Vec<Ground<'_>>>,
    together: &FxHashSet<(RawVenueKey, RawVenueKey)>,
) {
    let mut all: Vec<Ground<'_>> = std::mem::take(grounds).into_values().flatten().collect();
    // Longer names first, so that shorter ones find them.
    all.sort_by(|a, b| b.name.len().cmp(&a.name.len()).then_with(|| (a.name, a.city).cmp(&(b.name, b.city))));
    let mut kept: Vec<Ground<'_>> = Vec::with_capacity(all.len());
    for ground in all {
        let short = Folded::new(ground.name);
        let into = kept.iter_mut().find(|g| {
            g.keys.iter().any(|k| ground.keys.iter().any(|l| together.contains(&(*k, *l))))
                && same_city(g.city, ground.city)
                && Folded::new(g.name).covers(&short)
        });
        match into {
            Some(longer) => {
                longer.city = longer.city.or(ground.city);
                longer.keys.extend(ground.keys);
            }
            None => kept.push(ground),
        }
    }
    for ground in kept {
        grounds.entry(Folded::new(ground.name).letters).or_default().push(ground);
    }
}

/// Pairs of grounds as written that sources of one match tell, both ways.
fn together(sources: &[Source<'_>], clusters: &Clusters) -> FxHashSet<(RawVenueKey, RawVenueKey)> {
    let mut pairs = FxHashSet::default();
    for cluster in clusters.clusters.iter().filter(|c| c.members.len() > 1) {
        let told: Vec<RawVenueKey> =
            cluster.members.iter().filter_map(|m| m.raw(sources).venue).map(|v| (v.name, v.city)).collect();
        for a in &told {
            pairs.extend(told.iter().filter(|b| *b != a).map(|b| (*a, *b)));
        }
    }
    pairs
}

/// Whether two towns as written may be one: alike up to marks, a note in
/// parentheses and a small difference in transliteration (`Al Rayyan`,
/// `Ar-Rayyan`), or one is not told.
fn same_city(a: Option<&str>, b: Option<&str>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let plain = |s: &str| Folded::new(s.split('(').next().unwrap_or(s)).letters;
    let (a, b) = (plain(a), plain(b));
    let limit = if a.len().min(b.len()) >= 6 { 2 } else { 0 };
    a == b || strsim::levenshtein(&a, &b) <= limit || a.starts_with(&*b) || b.starts_with(&*a)
}
