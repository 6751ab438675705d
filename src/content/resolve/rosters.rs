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

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::clusters::{Cluster, Clusters, Member};
use super::competitions::Competitions;
use super::fold::{Folded, Folds};
use super::teams::{Teams, marks};
use super::{Input, Source};
use crate::content::raw::{Names, Raw, RawLineup, RawSquad, Spot, Sym, Trust};
use crate::diagnostic::Place;
use crate::model::{EditionId, GoalKind, SideIx, TeamId};

/// What a name means within a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// This member.
    One(u32),
    /// This member, by a guess that has to be reported.
    Guess(u32),
    /// One of these.
    Many(Vec<u32>),
}

/// Somebody named for a team in an edition.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RosterMember {
    /// The best spelling.
    pub(super) name: Sym,
    pub(super) folded: Folded,
    /// The trust of the source of that spelling.
    pub(super) trust: Trust,
    pub(super) born: Option<Date>,
    pub(super) birth_year: Option<i16>,
    pub(super) position: Option<Sym>,
    pub(super) number: Option<u16>,
    pub(super) nationality: Option<Sym>,
    /// Named by a squad or line-up, not by an event alone.
    pub(super) selected: bool,
}

/// One team in one edition.
#[derive(Debug, PartialEq)]
pub(super) struct Roster {
    pub(super) team: TeamId,
    pub(super) edition: Option<EditionId>,
    pub(super) members: Vec<RosterMember>,
    /// The squad lists it comes from: source and position.
    pub(super) squads: Vec<(u32, u32)>,
    /// The matches it plays, by cluster, with its side.
    sides: Vec<(u32, SideIx)>,
    /// Names that are like a member's but must be somebody else's, with that
    /// member.
    pub(super) apart: FxHashMap<Sym, u32>,
    found: FxHashMap<Sym, Found>,
    by_letters: FxHashMap<Box<str>, u32>,
    by_word: FxHashMap<Box<str>, Vec<u32>>,
}

/// All rosters, in order of team, then edition.
#[derive(Debug)]
pub(super) struct Rosters {
    pub(super) rosters: Vec<Roster>,
    pub(super) aliases: Aliases,
    index: FxHashMap<(TeamId, Option<EditionId>), u32>,
}

/// The aliases that profiles give persons: from the letters of an alias to
/// those of the names it may stand for.
pub(super) type Aliases = FxHashMap<Box<str>, Vec<Box<str>>>;

/// Where a roster's names stand.
#[derive(Default)]
struct Sheet {
    sides: Vec<(u32, SideIx)>,
    squads: Vec<(u32, u32)>,
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

/// Which side of a match a line-up is of: by the team's name above it, else
/// by its position. `None` for a team that does not take part.
pub(super) fn lineup_side(
    lineup: &RawLineup,
    position: usize,
    member: Member,
    cluster: &Cluster,
    teams: &Teams,
    competitions: &Competitions,
) -> Option<SideIx> {
    match lineup.team {
        Some(name) => {
            // A team that no match names has no symbol; it cannot be here.
            let team = teams.team(name, competitions.sex(cluster.edition))?;
            SideIx::BOTH.into_iter().find(|s| cluster.teams[s.index()] == team)
        }
        None => SideIx::BOTH.get(position).map(|s| member.side(*s)),
    }
}

/// Which side a goal of this raw match surely counts for: as told, else by a
/// score that leaves no other.
pub(super) fn told_side(
    side: Option<SideIx>,
    team: Option<Sym>,
    member: Member,
    cluster: &Cluster,
    teams: &Teams,
    competitions: &Competitions,
) -> Option<SideIx> {
    if let Some(side) = side {
        return Some(member.side(side));
    }
    let team = teams.team(team?, competitions.sex(cluster.edition))?;
    SideIx::BOTH.into_iter().find(|s| cluster.teams[s.index()] == team)
}

struct Filling<'a> {
    names: &'a Names,
    sources: &'a [Source<'a>],
    competitions: &'a Competitions,
    teams: &'a Teams,
    clusters: &'a Clusters,
    aliases: &'a Aliases,
    folds: Folds,
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
    fn fill(&mut self, team: TeamId, edition: Option<EditionId>, sheet: Sheet) -> Roster {
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
    fn event_names(&self, member: Member, cluster: &Cluster, side: SideIx, mut each: impl FnMut(Sym)) {
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

/// How many typing errors a name of some letters may hold.
fn typing_errors(letters: &str) -> usize {
    match letters.len() {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    }
}

/// Whether two names may be one with typing errors.
fn is_typing_error(a: &str, b: &str) -> bool {
    strsim::damerau_levenshtein(a, b) <= typing_errors(a)
}

/// The side that scored all goals, where only one did.
pub(super) fn only_scorers(result: Option<[u16; 2]>) -> Option<SideIx> {
    match result? {
        [0, 0] => None,
        [_, 0] => Some(SideIx::Home),
        [0, _] => Some(SideIx::Away),
        _ => None,
    }
}

impl Roster {
    /// What a name as written means here; `None` if nobody bears it.
    pub(super) fn lookup(&self, names: &Names, name: Sym, aliases: &Aliases) -> Option<Found> {
        if let Some(found) = self.found.get(&name) {
            return Some(found.clone());
        }
        self.find(&Folded::new(names.resolve(&name)), aliases)
    }

    /// The member whose name is a typing error away, if there is just one.
    pub(super) fn near(&self, folded: &Folded) -> Option<u32> {
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
    pub(super) fn suggestion(&self, names: &Names, name: Sym) -> Option<Arc<str>> {
        self.near(&Folded::new(names.resolve(&name))).map(|i| names.resolve(&self.members[i as usize].name).into())
    }

    fn push(&mut self, name: Sym, folded: Folded, trust: Trust) -> u32 {
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
    fn spell(&mut self, names: &Names, at: u32, name: Sym, trust: Trust) {
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

    fn exact(&self, folded: &Folded, aliases: &Aliases) -> Option<u32> {
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

    fn find(&self, folded: &Folded, aliases: &Aliases) -> Option<Found> {
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
