//! Scorers, assists and own goals of an edition.
//!
//! In: an edition's matches. Out: rows in order with shared ranks. Kicks from
//! the mark are no goals; own goals count for nobody and are listed apart.

use rustc_hash::FxHashMap;

use super::{Figure, counts};
use crate::model::{EditionId, Goal, GoalKind, Match, MatchId, PersonId, Record, TeamId};

/// A scorer.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorerRow {
    /// The place, from 1; players with as many goals share it.
    pub rank: u16,
    /// Whether another player has the same rank.
    pub shared: bool,
    /// Who.
    pub player: PersonId,
    /// The teams he scored for, in order.
    pub teams: Vec<TeamId>,
    /// Goals, penalties included.
    pub goals: Figure,
    /// Of these, penalties.
    pub penalties: u32,
    /// Assists.
    pub assists: u32,
    /// Matches of the edition in which he played, as far as line-ups are
    /// known; 0 where none is.
    pub appearances: u32,
}

/// A player with assists.
#[derive(Clone, Debug, PartialEq)]
pub struct AssistRow {
    /// The place, from 1; players with as many assists share it.
    pub rank: u16,
    /// Whether another player has the same rank.
    pub shared: bool,
    /// Who.
    pub player: PersonId,
    /// The teams he played for, in order.
    pub teams: Vec<TeamId>,
    /// Assists.
    pub assists: Figure,
}

#[derive(Default)]
struct Tally {
    teams: Vec<TeamId>,
    goals: Figure,
    penalties: u32,
    assists: Figure,
}

impl Tally {
    fn of(&mut self, team: TeamId) -> &mut Self {
        if !self.teams.contains(&team) {
            self.teams.push(team);
        }
        self
    }
}

/// The scorers of an edition. Players with as many goals share a rank; among
/// them whoever needed fewer penalties stands first, then who has more
/// assists, then the name decides.
pub fn scorers_of(record: &Record, edition: EditionId) -> Vec<ScorerRow> {
    let mut rows = scorers_over(record, &[edition]);
    add_appearances(record, edition, &mut rows);
    rows
}

/// The scorers of several editions together, such as those of a competition,
/// in the same order; appearances are not counted.
pub fn scorers_over(record: &Record, editions: &[EditionId]) -> Vec<ScorerRow> {
    let mut rows: Vec<ScorerRow> = tallies(record, editions, |goal| goal.kind != GoalKind::OwnGoal)
        .into_iter()
        .filter(|(_, tally)| !tally.goals.is_zero())
        .map(|(player, tally)| ScorerRow {
            rank: 0,
            shared: false,
            player,
            teams: tally.teams,
            goals: tally.goals,
            penalties: tally.penalties,
            assists: tally.assists.count,
            appearances: 0,
        })
        .collect();
    rows.sort_by(|a, b| {
        let (a_name, b_name) = (&record.persons[a.player].name, &record.persons[b.player].name);
        b.goals
            .count
            .cmp(&a.goals.count)
            .then(a.penalties.cmp(&b.penalties))
            .then(b.assists.cmp(&a.assists))
            .then_with(|| a_name.cmp(b_name))
            .then(a.player.cmp(&b.player))
    });
    share_ranks(&mut rows, |row| row.goals.count, |row, rank, shared| (row.rank, row.shared) = (rank, shared));
    rows
}

/// Counts the matches each scorer played in, in one walk over the line-ups.
fn add_appearances(record: &Record, edition: EditionId, rows: &mut [ScorerRow]) {
    let places: FxHashMap<PersonId, usize> = rows.iter().enumerate().map(|(at, row)| (row.player, at)).collect();
    for (_, game) in counted(record, edition) {
        let players = game.sides.iter().filter_map(|side| side.lineup.as_ref()).flat_map(|lineup| &lineup.players);
        for selection in players.filter(|selection| selection.started || selection.came_on) {
            if let Some(at) = places.get(&selection.player) {
                rows[*at].appearances += 1;
            }
        }
    }
}

/// The players with assists, most first, then by name.
pub fn assists_of(record: &Record, edition: EditionId) -> Vec<AssistRow> {
    let mut rows: Vec<AssistRow> = tallies(record, &[edition], |goal| goal.assist.is_some())
        .into_iter()
        .filter(|(_, tally)| !tally.assists.is_zero())
        .map(|(player, tally)| AssistRow { rank: 0, shared: false, player, teams: tally.teams, assists: tally.assists })
        .collect();
    rows.sort_by(|a, b| {
        let (a_name, b_name) = (&record.persons[a.player].name, &record.persons[b.player].name);
        b.assists.count.cmp(&a.assists.count).then_with(|| a_name.cmp(b_name)).then(a.player.cmp(&b.player))
    });
    share_ranks(&mut rows, |row| row.assists.count, |row, rank, shared| (row.rank, row.shared) = (rank, shared));
    rows
}

/// The own goals of an edition in order of kick-off and minute: match, and the
/// goal.
pub fn own_goals_of(record: &Record, edition: EditionId) -> Vec<(MatchId, &Goal)> {
    counted(record, edition)
        .flat_map(|(id, game)| game.goals.iter().map(move |goal| (id, goal)))
        .filter(|(_, goal)| goal.kind == GoalKind::OwnGoal)
        .collect()
}

/// An edition's matches that count.
pub(super) fn counted(record: &Record, edition: EditionId) -> impl Iterator<Item = (MatchId, &Match)> {
    record.by_edition[edition].iter().map(|id| (*id, &record.matches[*id])).filter(|(_, game)| counts(game))
}

/// Goals and assists by player, over the goals that `wanted` lets through.
fn tallies(record: &Record, editions: &[EditionId], wanted: impl Fn(&Goal) -> bool) -> FxHashMap<PersonId, Tally> {
    let mut tallies = FxHashMap::<PersonId, Tally>::default();
    for (id, game) in editions.iter().flat_map(|edition| counted(record, *edition)) {
        for goal in game.goals.iter().filter(|goal| wanted(goal)) {
            let team = game.side(goal.side).team;
            if goal.kind != GoalKind::OwnGoal {
                let tally = tallies.entry(goal.scorer).or_default().of(team);
                tally.goals.add(id);
                tally.penalties += u32::from(goal.kind == GoalKind::Penalty);
            }
            if let Some(player) = goal.assist {
                tallies.entry(player).or_default().of(team).assists.add(id);
            }
        }
    }
    tallies
}

/// Gives rows in order their ranks: equal values share one, and the next rank
/// is left out.
pub(super) fn share_ranks<T, V: PartialEq>(rows: &mut [T], value: impl Fn(&T) -> V, set: impl Fn(&mut T, u16, bool)) {
    let mut start = 0;
    while start < rows.len() {
        let end = start + rows[start..].iter().take_while(|row| value(row) == value(&rows[start])).count();
        for row in &mut rows[start..end] {
            set(row, start as u16 + 1, end - start > 1);
        }
        start = end;
    }
}
