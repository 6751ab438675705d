//! The last step: what each person is called, and where.
//!
//! In: all drafts. Out: persons in order of slug. Never joins or parts anybody.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::super::fold::Folded;
use super::super::owned;
use super::super::teams::Teams;
use super::{Draft, Making, NamedPerson, Persons};
use crate::content::raw::Sym;
use crate::model::slug::slug;
use crate::model::{PersonId, Roles, TeamId};

impl<'a> Making<'a, '_> {
    pub(super) fn finish(
        self,
        of_member: Vec<Vec<u32>>,
        coaches: FxHashMap<(TeamId, Sym), u32>,
        officials: FxHashMap<(Sym, Option<Sym>), u32>,
    ) -> Persons {
        let teams = self.teams;
        // Each one's address, as if nobody shared the name, and the family name.
        let (mut slugs, surnames): (Vec<String>, Vec<Arc<str>>) = self
            .drafts
            .par_iter()
            .with_min_len(64)
            .map(|draft| {
                let surname = draft.family.clone().unwrap_or_else(|| surname(draft, teams));
                (own_slug(draft).map_or_else(|| slug(&draft.name), str::to_owned), surname)
            })
            .unzip();
        let mut plain: Vec<u32> =
            (0..self.drafts.len() as u32).filter(|i| own_slug(&self.drafts[*i as usize]).is_none()).collect();
        plain.par_sort_unstable_by_key(|i| (&*slugs[*i as usize], *i));
        let namesakes: Vec<Vec<u32>> = plain
            .chunk_by(|a, b| slugs[*a as usize] == slugs[*b as usize])
            .filter(|list| list.len() > 1)
            .map(<[u32]>::to_vec)
            .collect();
        let mut firsts: FxHashMap<u32, Arc<str>> = FxHashMap::default();
        for mut list in namesakes {
            let base = slugs[list[0] as usize].clone();
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
        order.par_sort_unstable_by_key(|i| (&*slugs[*i as usize], &*self.drafts[*i as usize].name, *i));
        let mut position = vec![PersonId(0); order.len()];
        for (to, from) in order.iter().enumerate() {
            position[*from as usize] = PersonId(to as u32);
        }
        let mut drafts: Vec<Option<(Draft<'a>, Arc<str>)>> = self.drafts.into_iter().zip(surnames).map(Some).collect();
        let persons = order
            .iter()
            .filter_map(|i| Some((*i, drafts[*i as usize].take()?)))
            .map(|(i, (draft, surname))| NamedPerson {
                surname,
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
        by_letters.reserve(self.by_letters.len());
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

/// The address that a profile asks for.
fn own_slug<'d>(draft: &Draft<'d>) -> Option<&'d str> {
    draft.profile.and_then(|(_, raw)| raw.profile.slug.as_deref())
}

/// The words of `name` that fold to the given family name, as they are
/// spelled in `name`.
pub(super) fn spelled_in(name: &str, family: &str) -> Option<Arc<str>> {
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
