//! Who is named for each team in each edition.
//!
//! In: squads, line-ups and events of one team in one edition. Out: its
//! members, and for every name as written the member it means. The rules, from
//! sure to unsure:
//!
//! 1. the same letters (marks, capitals, hyphens and gaps apart), or an alias
//!    told by a profile;
//! 2. the same words turned round (`Son Heung-min`), for names of two words
//!    or more;
//! 3. the end of just one member's name (`Pulisic`), else a part of just one;
//! 4. a *guess*: all words of one name in the other, or a typing error in a
//!    data file. It is used and reported, with the alias to write; where
//!    guesses would make one person of two, none is made, and that is reported;
//! 5. else a new member.
//!
//! Names of a squad and full names in line-ups come first, so that a surname
//! finds its bearer whatever file is read first.

mod filling;
mod roster;
mod side;

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use self::filling::{Filling, Sheet};
pub(super) use self::roster::{Aliases, Found, Roster, RosterMember};
pub(super) use self::side::{lineup_side, only_scorers, told_side};
use super::clusters::Clusters;
use super::competitions::Competitions;
use super::fold::{Folded, Folds};
use super::teams::Teams;
use super::{Input, Source};
use crate::content::raw::{Names, Raw, Spot, Sym};
use crate::diagnostic::Place;
use crate::model::{EditionId, SideIx, TeamId};

/// All rosters, in order of team, then edition.
#[derive(Debug)]
pub(super) struct Rosters {
    pub(super) rosters: Vec<Roster>,
    pub(super) aliases: Aliases,
    index: FxHashMap<(TeamId, Option<EditionId>), u32>,
}

impl Rosters {
    pub(super) fn new(
        names: &Names,
        sources: &[Source<'_>],
        competitions: &Competitions,
        teams: &Teams,
        clusters: &Clusters,
        inputs: &[Input],
    ) -> Self {
        let aliases = aliases(inputs);
        let mut sheets: BTreeMap<(TeamId, Option<EditionId>), Sheet> = BTreeMap::new();
        for (c, cluster) in clusters.clusters.iter().enumerate() {
            for side in SideIx::BOTH {
                let sheet = sheets.entry((cluster.teams[side.index()], cluster.edition)).or_default();
                sheet.sides.push((c as u32, side));
            }
        }
        for (s, source) in sources.iter().enumerate() {
            for (q, squad) in source.record.squads.iter().enumerate() {
                let edition = competitions.edition(squad.competition, squad.season);
                if let Some(team) = teams.team(squad.team, competitions.sex(edition)) {
                    sheets.entry((team, edition)).or_default().squads.push((s as u32, q as u32));
                }
            }
        }
        let sheets: Vec<_> = sheets.into_iter().collect();
        let rosters: Vec<Roster> = sheets
            .into_par_iter()
            .map(|((team, edition), sheet)| {
                Filling { names, sources, competitions, teams, clusters, aliases: &aliases, folds: Folds::default() }
                    .fill(team, edition, sheet)
            })
            .collect();
        let index = rosters.iter().enumerate().map(|(i, r)| ((r.team, r.edition), i as u32)).collect();
        Self { rosters, aliases, index }
    }

    /// Whether a roster would be the same if the sources were these: the same
    /// members, and the same for every name in it.
    pub(super) fn is_same(
        &self,
        at: u32,
        names: &Names,
        sources: &[Source<'_>],
        competitions: &Competitions,
        teams: &Teams,
        clusters: &Clusters,
    ) -> bool {
        let roster = &self.rosters[at as usize];
        let sheet = Sheet { sides: roster.sides.clone(), squads: roster.squads.clone() };
        let aliases = &self.aliases;
        let mut filling = Filling { names, sources, competitions, teams, clusters, aliases, folds: Folds::default() };
        filling.fill(roster.team, roster.edition, sheet) == *roster
    }

    /// Where a name of a roster stands first: in its squads, else in a line-up,
    /// else with an event.
    pub(super) fn place_of(
        names: &Names,
        sources: &[Source<'_>],
        clusters: &Clusters,
        roster: &Roster,
        name: Sym,
    ) -> Option<Place> {
        for &(s, q) in &roster.squads {
            let source = &sources[s as usize];
            let squad = &source.record.squads[q as usize];
            if let Some(place) = squad.players.iter().find(|place| place.name == name) {
                return Some(source.place_of_squad(names, squad, place.spot));
            }
        }
        let mine = clusters.clusters.iter().filter(|c| c.edition == roster.edition && c.teams.contains(&roster.team));
        let tellings = mine.flat_map(|cluster| &cluster.members);
        tellings.into_iter().find_map(|member| {
            let (source, raw) = (&sources[member.source as usize], member.raw(sources));
            let in_lineups = raw.lineups.iter().find_map(|lineup| {
                let player = lineup.players.iter().find(|p| p.player == name)?;
                Some(("lineups", if let Spot::Byte(_) = player.spot { player.spot } else { Spot::None }))
            });
            let goals = || raw.goals.iter().flatten().find(|g| g.player == name).map(|g| ("goals", g.spot));
            let cards = || raw.cards.iter().find(|c| c.player == name).map(|c| ("cards", c.spot));
            let (field, spot) = in_lineups.or_else(goals).or_else(cards)?;
            Some(source.place_in(raw, Some(field), spot))
        })
    }

    /// The clusters of the matches that each member of a roster was in: named
    /// by a line-up, a goal, a card or a kick.
    pub(super) fn matches_of_members(
        &self,
        at: u32,
        names: &Names,
        sources: &[Source<'_>],
        competitions: &Competitions,
        teams: &Teams,
        clusters: &Clusters,
    ) -> Vec<Vec<u32>> {
        let roster = &self.rosters[at as usize];
        let aliases = &self.aliases;
        let look = Filling { names, sources, competitions, teams, clusters, aliases, folds: Folds::default() };
        let mut of: Vec<Vec<u32>> = vec![Vec::new(); roster.members.len()];
        for &(c, side) in &roster.sides {
            let cluster = &clusters.clusters[c as usize];
            let mut take = |name: Sym| {
                if let Some(Found::One(m) | Found::Guess(m)) = roster.found.get(&name) {
                    let list = &mut of[*m as usize];
                    if list.last() != Some(&c) {
                        list.push(c);
                    }
                }
            };
            for member in &cluster.members {
                for (i, lineup) in member.raw(sources).lineups.iter().enumerate() {
                    if lineup_side(lineup, i, *member, cluster, teams, competitions) == Some(side) {
                        lineup.players.iter().for_each(|p| take(p.player));
                    }
                }
                look.event_names(*member, cluster, side, &mut take);
            }
        }
        of
    }

    /// The roster of a team in an edition, with its position.
    pub(super) fn of(&self, team: TeamId, edition: Option<EditionId>) -> Option<(u32, &Roster)> {
        let at = *self.index.get(&(team, edition))?;
        Some((at, &self.rosters[at as usize]))
    }
}

/// The aliases of all profiles of persons.
fn aliases(inputs: &[Input]) -> Aliases {
    let mut map = Aliases::default();
    for input in inputs {
        let Raw::Person(raw) = &*input.raw else { continue };
        let name = Folded::new(&raw.profile.name).letters;
        for alias in &raw.profile.aliases {
            let of = map.entry(Folded::new(alias).letters).or_default();
            if !of.contains(&name) {
                of.push(name.clone());
            }
        }
    }
    map
}
