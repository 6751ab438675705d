//! The members of a roster, from all that names them.
//!
//! In: the squads and matches of one team in one edition. Out: its [`Roster`],
//! names of a squad and full names of line-ups first. Never reports anything.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::roster::{Aliases, Found, Roster, is_typing_error};
use super::side::{lineup_side, only_scorers, told_side};
use crate::content::raw::{Names, RawSquad, Sym, Trust};
use crate::content::resolve::Source;
use crate::content::resolve::clusters::{Cluster, Clusters, Member};
use crate::content::resolve::competitions::Competitions;
use crate::content::resolve::fold::{Folded, Folds};
use crate::content::resolve::teams::Teams;
use crate::model::{EditionId, GoalKind, SideIx, TeamId};

/// Where a roster's names stand.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) sides: Vec<(u32, SideIx)>,
    pub(super) squads: Vec<(u32, u32)>,
}

pub(super) struct Filling<'a> {
    pub(super) names: &'a Names,
    pub(super) sources: &'a [Source<'a>],
    pub(super) competitions: &'a Competitions,
    pub(super) teams: &'a Teams,
    pub(super) clusters: &'a Clusters,
    pub(super) aliases: &'a Aliases,
    pub(super) folds: Folds,
}

/// A name that an event gives.
#[derive(Clone, Copy)]
struct EventName {
    name: Sym,
    /// Whether a new member may be made of it.
    create: bool,
    /// From a data file: a typing error may be guessed.
    data: bool,
}

impl Filling<'_> {
    pub(super) fn fill(&mut self, team: TeamId, edition: Option<EditionId>, sheet: Sheet) -> Roster {
        let mut roster = Roster {
            team,
            edition,
            members: Vec::new(),
            squads: sheet.squads.clone(),
            sides: sheet.sides.clone(),
            apart: FxHashMap::default(),
            found: FxHashMap::default(),
            by_letters: FxHashMap::default(),
            by_word: FxHashMap::default(),
        };
        for &(s, q) in &sheet.squads {
            let source = &self.sources[s as usize];
            self.squad(&mut roster, source.trust, &source.record.squads[q as usize]);
        }
        let has_squad = !roster.members.is_empty();

        // Each distinct name once, with the best trust that wrote it.
        let mut selected: FxHashMap<Sym, Trust> = FxHashMap::default();
        let mut events: Vec<EventName> = Vec::new();
        let mut seen: FxHashSet<(Sym, bool, bool)> = FxHashSet::default();
        for &(c, side) in &sheet.sides {
            let cluster = &self.clusters.clusters[c as usize];
            let mut lined_up = false;
            for member in &cluster.members {
                let raw = member.raw(self.sources);
                let trust = self.sources[member.source as usize].trust;
                for (i, lineup) in raw.lineups.iter().enumerate() {
                    if lineup_side(lineup, i, *member, cluster, self.teams, self.competitions) != Some(side) {
                        continue;
                    }
                    lined_up |= !lineup.players.is_empty();
                    for p in &lineup.players {
                        let best = selected.entry(p.player).or_insert(trust);
                        *best = (*best).min(trust);
                    }
                }
            }
            for member in &cluster.members {
                let data = self.sources[member.source as usize].trust == Trust::Data;
                let known = has_squad || lined_up;
                self.event_names(*member, cluster, side, |name| {
                    if seen.insert((name, known, data)) {
                        events.push(EventName { name, create: data || !known, data });
                    }
                });
            }
        }
        self.select(&mut roster, selected, has_squad);
        self.part(&mut roster, &sheet);
        self.events(&mut roster, events);
        roster
    }

    fn squad(&mut self, roster: &mut Roster, trust: Trust, squad: &RawSquad) {
        for place in &squad.players {
            if place.position.is_some_and(|p| self.names.resolve(&p) == "MG") {
                continue;
            }
            let folded = self.fold(place.name);
            let at = match roster.exact(&folded, self.aliases) {
                Some(at) => at,
                None => roster.push(place.name, folded, trust),
            };
            roster.found.insert(place.name, Found::One(at));
            roster.spell(self.names, at, place.name, trust);
            let member = &mut roster.members[at as usize];
            member.selected = true;
            member.born = member.born.or(place.born);
            member.birth_year = member.birth_year.or(place.birth_year);
            member.position = member.position.or(place.position);
            member.number = member.number.or(place.number);
            member.nationality = member.nationality.or(place.nationality);
        }
    }

    /// Names of line-ups: full names first, then those of one word, each in
    /// the order of the alphabet.
    fn select(&mut self, roster: &mut Roster, selected: FxHashMap<Sym, Trust>, has_squad: bool) {
        let mut selected: Vec<(Sym, Trust)> = selected.into_iter().collect();
        selected.sort_by_key(|(s, _)| self.names.resolve(s));
        let (full, short): (Vec<_>, Vec<_>) =
            selected.into_iter().partition(|(s, _)| self.names.resolve(s).contains(char::is_whitespace));
        for (name, trust) in full.into_iter().chain(short) {
            let folded = self.fold(name);
            let found = match roster.find(&folded, self.aliases) {
                // A line-up may add somebody to a squad; a typing error is
                // guessed only against a squad, where the true name stands.
                Some(Found::Guess(at)) if has_squad && trust == Trust::Data => Found::Guess(at),
                Some(Found::One(at)) => Found::One(at),
                Some(Found::Many(many)) => Found::Many(many),
                Some(Found::Guess(_)) | None => {
                    let typo = (has_squad && trust == Trust::Data).then(|| roster.near(&folded)).flatten();
                    typo.map_or_else(|| Found::One(roster.push(name, folded, trust)), Found::Guess)
                }
            };
            if let Found::One(at) = found {
                roster.spell(self.names, at, name, trust);
                roster.members[at as usize].selected = true;
            }
            roster.found.insert(name, found);
        }
    }

    /// Takes guesses back that would make one person of several: two names of
    /// one line-up, or names that are not even like each other. Each of them
    /// is somebody of his own then.
    fn part(&mut self, roster: &mut Roster, sheet: &Sheet) {
        let mut guessed: BTreeMap<u32, Vec<Sym>> = BTreeMap::new();
        for (name, found) in &roster.found {
            if let Found::Guess(at) = found {
                guessed.entry(*at).or_default().push(*name);
            }
        }
        if guessed.is_empty() {
            return;
        }
        let mut wrong: FxHashSet<Sym> = FxHashSet::default();
        for names in guessed.values() {
            let folded: Vec<Folded> = names.iter().map(|name| self.fold(*name)).collect();
            let like = |a: &Folded, b: &Folded| {
                a.same(b) || a.covers(b) || b.covers(a) || is_typing_error(&a.letters, &b.letters)
            };
            let unlike = |a: &Folded| folded.iter().any(|b| !like(a, b));
            if folded.iter().any(unlike) {
                wrong.extend(names);
            }
        }
        for &(c, side) in &sheet.sides {
            let cluster = &self.clusters.clusters[c as usize];
            for member in &cluster.members {
                for (i, lineup) in member.raw(self.sources).lineups.iter().enumerate() {
                    if lineup_side(lineup, i, *member, cluster, self.teams, self.competitions) != Some(side) {
                        continue;
                    }
                    let mut bearer: FxHashMap<u32, Sym> = FxHashMap::default();
                    for name in lineup.players.iter().map(|p| p.player) {
                        let Some(Found::One(at) | Found::Guess(at)) = roster.found.get(&name) else { continue };
                        let other = *bearer.entry(*at).or_insert(name);
                        let both = [name, other];
                        if name != other && !self.fold(name).same(&self.fold(other)) {
                            wrong.extend(both.iter().filter(|n| matches!(roster.found.get(n), Some(Found::Guess(_)))));
                        }
                    }
                }
            }
        }
        let mut wrong: Vec<Sym> = wrong.into_iter().collect();
        wrong.sort_by_key(|name| self.names.resolve(name));
        for name in wrong {
            let Some(Found::Guess(like)) = roster.found.get(&name).cloned() else { continue };
            let folded = self.fold(name);
            // Two spellings of the one who is parted are still one.
            let at = match roster.exact(&folded, self.aliases) {
                Some(at) => at,
                None => roster.push(name, folded, Trust::Data),
            };
            roster.members[at as usize].selected = true;
            roster.found.insert(name, Found::One(at));
            roster.apart.insert(name, like);
        }
    }

    fn events(&mut self, roster: &mut Roster, mut events: Vec<EventName>) {
        let words = |e: &EventName| usize::from(!self.names.resolve(&e.name).contains(char::is_whitespace));
        events.sort_by_key(|e| (words(e), self.names.resolve(&e.name), !e.create));
        for EventName { name, create, data } in events {
            if roster.found.contains_key(&name) {
                continue;
            }
            let folded = self.fold(name);
            let found = match roster.find(&folded, self.aliases) {
                Some(found) => Some(found),
                None if data => roster.near(&folded).map(Found::Guess),
                None => None,
            };
            match found {
                Some(found) => {
                    if let Found::One(at) = found {
                        let full = folded.same(&roster.members[at as usize].folded);
                        if full {
                            let trust = if data { Trust::Data } else { Trust::Hand };
                            roster.spell(self.names, at, name, trust);
                        }
                    }
                    roster.found.insert(name, found);
                }
                None if create => {
                    let trust = if data { Trust::Data } else { Trust::Hand };
                    let at = roster.push(name, folded, trust);
                    roster.found.insert(name, Found::One(at));
                }
                None => {}
            }
        }
    }

    /// The names of events that belong to persons of one side of a match, as
    /// far as the source tells the side.
    pub(super) fn event_names(&self, member: Member, cluster: &Cluster, side: SideIx, mut each: impl FnMut(Sym)) {
        let raw = member.raw(self.sources);
        let told = |s, t| told_side(s, t, member, cluster, self.teams, self.competitions);
        let only = only_scorers(raw.score.and_then(|s| s.result())).map(|s| member.side(s));
        for goal in raw.goals.iter().flatten() {
            if let Some(counts_for) = told(goal.side, goal.team).or(only) {
                let own = if goal.kind == GoalKind::OwnGoal { counts_for.other() } else { counts_for };
                if own == side {
                    each(goal.player);
                }
                if counts_for == side {
                    goal.assist.into_iter().for_each(&mut each);
                }
            }
        }
        let penalties = raw.missed_penalties.iter().map(|p| (p.player, p.side, p.team));
        let cards = raw.cards.iter().map(|c| (c.player, c.side, c.team));
        let kicks = raw.shootout.iter().map(|k| (k.player, k.side, k.team));
        for (player, s, t) in penalties.chain(cards).chain(kicks) {
            if told(s, t) == Some(side) {
                each(player);
            }
        }
    }

    fn fold(&mut self, name: Sym) -> Folded {
        self.folds.add(self.names, [name]);
        self.folds.get(self.names, name).into_owned()
    }
}
