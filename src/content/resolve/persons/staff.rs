//! Coaches and officials.
//!
//! In: their names in matches and squads, and the persons known by then. Out:
//! the person of each. Never takes one for a player without a reason.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::super::Source;
use super::super::clusters::{Cluster, Clusters};
use super::super::fold::Folded;
use super::super::rosters::{Rosters, lineup_side};
use super::super::teams::{country, marks};
use super::Making;
use crate::content::raw::{Sym, Trust};
use crate::model::{Roles, TeamId};

impl Making<'_, '_> {
    pub(super) fn coaches(
        &mut self,
        sources: &[Source<'_>],
        clusters: &Clusters,
        rosters: &Rosters,
    ) -> FxHashMap<(TeamId, Sym), u32> {
        let names = self.names;
        let (teams, competitions) = (self.teams, self.competitions);
        let of_match = |cluster: &Cluster| -> Vec<(Sym, TeamId, Trust)> {
            let mut list = Vec::new();
            for member in &cluster.members {
                let trust = sources[member.source as usize].trust;
                for (i, lineup) in member.raw(sources).lineups.iter().enumerate() {
                    let side = lineup_side(lineup, i, *member, cluster, teams, competitions);
                    if let (Some(coach), Some(side)) = (lineup.coach, side) {
                        list.push((coach, cluster.teams[side.index()], trust));
                    }
                }
            }
            list
        };
        let mut list: Vec<_> = clusters.clusters.par_iter().with_min_len(64).flat_map_iter(of_match).collect();
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
        // Each name of a team once, with the best trust it has.
        list.par_sort_unstable();
        list.dedup_by_key(|(name, team, _)| (*name, *team));
        // Full names first, so that surnames find them.
        let mut named: Vec<_> = list
            .into_iter()
            .map(|(name, team, trust)| {
                let text = names.resolve(&name);
                (!text.contains(char::is_whitespace), text, team, name, trust)
            })
            .collect();
        named.sort_unstable();
        let mut of = FxHashMap::default();
        // Of any team, if they have a profile.
        let mut profiled: Vec<u32> = (0..self.drafts.len() as u32)
            .filter(|d| {
                let draft = &self.drafts[*d as usize];
                draft.profile.is_some() && draft.roles.contains(Roles::COACH)
            })
            .collect();
        for (_, text, team, name, trust) in named {
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

    pub(super) fn officials(&mut self, sources: &[Source<'_>]) -> FxHashMap<(Sym, Option<Sym>), u32> {
        let mut list: Vec<(Sym, Option<Sym>)> = sources
            .par_iter()
            .with_min_len(64)
            .flat_map_iter(|source| &source.record.matches)
            .flat_map_iter(|m| m.officials.iter().map(|o| (o.name, o.country)))
            .collect();
        list.par_sort_unstable();
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
}

/// `Spain` for `ESP`; other texts as they are.
pub(super) fn country_name(written: &str) -> &str {
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
