//! Which tables an edition has, and which matches belong to each.
//!
//! In: an edition's matches and listed groups. Out: the tables' keys, teams and
//! matches. Never ranks.
//!
//! - A match with a group belongs to the group's table, unless its round or
//!   the group's name speaks of a play-off: a group play-off stands outside.
//! - In an edition without any group, whose competition is a league, all
//!   matches belong to its one table, but for those whose round or stage names
//!   a knock-out (final, quarter-finals, play-off, …).
//! - In any other edition the matches of a stage or round called a league phase
//!   make a table.
//! - Groups are told apart by name; by stage too where two stages have a group
//!   of the same name (a match without a stage goes with the first of them).

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::bracket::RoundName;
use crate::model::{CompetitionKind, EditionId, Match, MatchId, Record, TeamId};

/// One of an edition's tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableKey {
    /// The stage, only where two stages have groups of one name.
    pub stage: Option<Arc<str>>,
    /// The group; `None` for the table of a league.
    pub group: Option<Arc<str>>,
}

impl TableKey {
    /// The table of a league.
    pub fn league() -> Self {
        Self::default()
    }

    /// The table of a group.
    pub fn group(name: &str) -> Self {
        Self { stage: None, group: Some(name.into()) }
    }

    /// The group's name, with its stage where needed; `None` for a league's.
    pub fn title(&self) -> Option<String> {
        let group = self.group.as_deref()?;
        Some(self.stage.as_deref().map_or_else(|| group.to_owned(), |stage| format!("{stage}, {group}")))
    }
}

/// The tables of an edition with their matches. Made once, it answers for
/// every match of the edition.
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    tables: Vec<(TableKey, Vec<MatchId>)>,
    of_match: FxHashMap<MatchId, usize>,
}

impl Scopes {
    /// The tables of an edition: groups in the order in which they are listed,
    /// others after them by stage and name.
    pub fn of(record: &Record, edition: EditionId) -> Self {
        let mut knockout = KnockoutNames::default();
        let ids = &record.by_edition[edition];
        let listed = &record.editions[edition].groups;
        let has_groups = !listed.is_empty() || ids.iter().any(|id| record.matches[*id].group.is_some());
        let kind = record.competitions[record.editions[edition].competition].kind;
        let is_league = kind == CompetitionKind::League && !has_groups;

        let mut first_stages: Vec<(&Arc<str>, &Arc<str>)> = Vec::new();
        let mut split: Vec<&Arc<str>> = Vec::new();
        for game in ids.iter().map(|id| &record.matches[*id]) {
            if let (Some(group), Some(stage)) = (&game.group, &game.stage) {
                match first_stages.iter().find(|(known, _)| *known == group) {
                    None => first_stages.push((group, stage)),
                    Some((_, first)) if *first != stage && !split.contains(&group) => split.push(group),
                    Some(_) => {}
                }
            }
        }

        let mut tables: Vec<(TableKey, Vec<MatchId>)> = listed
            .iter()
            .filter(|(group, _)| !split.contains(&group))
            .map(|(group, _)| (TableKey { stage: None, group: Some(group.clone()) }, Vec::new()))
            .collect();
        tables.dedup_by(|a, b| a.0 == b.0);
        let listed_count = tables.len();
        for id in ids {
            let game = &record.matches[*id];
            let Some(mut key) = key_of(game, is_league, &mut knockout) else { continue };
            if let Some(group) = key.group.as_ref().filter(|group| split.contains(group)) {
                let first = first_stages.iter().find(|(known, _)| *known == group).map(|(_, stage)| *stage);
                key.stage = game.stage.as_ref().or(first).cloned();
            }
            match tables.iter_mut().find(|(known, _)| *known == key) {
                Some((_, matches)) => matches.push(*id),
                None => tables.push((key, vec![*id])),
            }
        }
        let mut stages: Vec<Option<Arc<str>>> = Vec::new();
        for (key, _) in &tables {
            if !stages.contains(&key.stage) {
                stages.push(key.stage.clone());
            }
        }
        let stage_of = |key: &TableKey| stages.iter().position(|stage| *stage == key.stage);
        tables[listed_count..].sort_by_cached_key(|(key, _)| (stage_of(key), natural(key.group.as_deref())));

        let mut of_match = FxHashMap::default();
        for (index, (_, matches)) in tables.iter().enumerate() {
            of_match.extend(matches.iter().map(|id| (*id, index)));
        }
        Self { tables, of_match }
    }

    /// The tables' keys.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &TableKey> {
        self.tables.iter().map(|(key, _)| key)
    }

    /// The matches of a table, played or not, in order of kick-off.
    pub fn matches(&self, key: &TableKey) -> &[MatchId] {
        self.tables.iter().find(|(known, _)| known == key).map_or(&[], |(_, matches)| matches)
    }

    /// The table a match belongs to, as a position among [`Self::keys`].
    pub fn index_of(&self, game: MatchId) -> Option<usize> {
        self.of_match.get(&game).copied()
    }

    /// The table a match belongs to.
    pub fn key_of(&self, game: MatchId) -> Option<&TableKey> {
        self.index_of(game).map(|index| &self.tables[index].0)
    }

    /// The teams of a table in order of their slugs: those listed, and those
    /// of its matches.
    pub(super) fn teams(&self, record: &Record, edition: EditionId, key: &TableKey) -> Vec<TeamId> {
        let listed = record.editions[edition].groups.iter();
        let listed = listed.filter(|(group, _)| key.stage.is_none() && Some(group) == key.group.as_ref());
        let mut teams: Vec<TeamId> = listed.flat_map(|(_, teams)| teams.iter().copied()).collect();
        for id in self.matches(key) {
            teams.extend(record.matches[*id].sides.iter().map(|side| side.team));
        }
        teams.sort_unstable();
        teams.dedup();
        teams
    }
}

/// The tables of an edition, in order.
pub fn tables_of(record: &Record, edition: EditionId) -> Vec<TableKey> {
    Scopes::of(record, edition).keys().cloned().collect()
}

/// The table a match belongs to, if any. For many matches of one edition ask
/// one [`Scopes`].
pub fn table_of_match(record: &Record, game: MatchId) -> Option<TableKey> {
    Scopes::of(record, record.matches[game].edition?).key_of(game).cloned()
}

/// The matches of a table, played or not, in order of kick-off.
pub fn matches_of(record: &Record, edition: EditionId, key: &TableKey) -> Vec<MatchId> {
    Scopes::of(record, edition).matches(key).to_vec()
}

/// The matchdays of a table, in order.
pub fn matchdays(record: &Record, edition: EditionId, key: &TableKey) -> Vec<u16> {
    let scopes = Scopes::of(record, edition);
    let mut days: Vec<u16> = scopes.matches(key).iter().filter_map(|id| record.matches[*id].matchday).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// What names of rounds and stages say, each read once.
#[derive(Default)]
struct KnockoutNames(FxHashMap<Arc<str>, (bool, bool, bool)>);

impl KnockoutNames {
    /// Whether the name tells a knock-out, a play-off, a league phase.
    fn get(&mut self, name: Option<&Arc<str>>) -> (bool, bool, bool) {
        let Some(name) = name else { return (false, false, false) };
        if let Some(known) = self.0.get(name) {
            return *known;
        }
        let parsed = RoundName::parse(name);
        let league = ["league phase", "league stage"].iter().any(|phase| parsed.base.contains(phase));
        let told = (parsed.is_knockout(), parsed.is_play_off(), league);
        self.0.insert(name.clone(), told);
        told
    }
}

fn key_of(game: &Match, is_league: bool, names: &mut KnockoutNames) -> Option<TableKey> {
    let (round_knockout, round_play_off, round_league) = names.get(game.round.as_ref());
    if let Some(group) = &game.group {
        let (_, group_play_off, _) = names.get(Some(group));
        let outside = round_play_off || group_play_off;
        return (!outside).then(|| TableKey { stage: None, group: Some(group.clone()) });
    }
    let (stage_knockout, _, stage_league) = names.get(game.stage.as_ref());
    let in_table = if is_league { !round_knockout && !stage_knockout } else { round_league || stage_league };
    in_table.then(TableKey::league)
}

/// A key that sorts `Group 2` before `Group 10`.
fn natural(name: Option<&str>) -> Vec<(u64, String)> {
    let mut key = Vec::new();
    let mut rest = name.unwrap_or_default();
    while !rest.is_empty() {
        let text_end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, tail) = rest.split_at(text_end);
        let digits_end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (digits, tail) = tail.split_at(digits_end);
        key.push((0, text.to_owned()));
        if !digits.is_empty() {
            key.push((digits.parse().unwrap_or(u64::MAX), String::new()));
        }
        rest = tail;
    }
    key
}
