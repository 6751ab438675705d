//! Two teams against each other.
//!
//! In: two teams. Out: all their matches, with results seen from the first.
//! Looks only at the matches of the team that has fewer.

use super::{Figure, Margin, Results, counts, played_score};
use crate::model::{MatchId, Record, SideIx, TeamId};

/// The record between two teams, seen from the first.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadToHead {
    /// The team from whose side it is told.
    pub first: TeamId,
    /// The other.
    pub second: TeamId,
    /// Matches that count, in order of kick-off.
    pub played: Vec<MatchId>,
    /// Matches yet to be played, or being played.
    pub to_come: Vec<MatchId>,
    /// All other matches: cancelled, annulled, abandoned.
    pub void: Vec<MatchId>,
    /// Results of the first team.
    pub total: Results,
    /// Of these, when it was named first, not on neutral ground.
    pub at_first: Results,
    /// Of these, when the other was named first, not on neutral ground.
    pub at_second: Results,
    /// Of these, on neutral ground.
    pub neutral: Results,
    /// The first team's biggest wins, as played.
    pub biggest_wins: Margin,
    /// The second team's biggest wins, as played.
    pub biggest_defeats: Margin,
    /// Shoot-outs won by the first team (the match itself is a draw).
    pub shootouts_won: Figure,
    /// Shoot-outs lost by it.
    pub shootouts_lost: Figure,
}

impl HeadToHead {
    /// The record between two teams.
    pub fn of(record: &Record, first: TeamId, second: TeamId) -> Self {
        let mut total = Self {
            first,
            second,
            played: Vec::new(),
            to_come: Vec::new(),
            void: Vec::new(),
            total: Results::default(),
            at_first: Results::default(),
            at_second: Results::default(),
            neutral: Results::default(),
            biggest_wins: Margin::default(),
            biggest_defeats: Margin::default(),
            shootouts_won: Figure::default(),
            shootouts_lost: Figure::default(),
        };
        for id in matches_between(record, first, second) {
            total.add(record, id);
        }
        total
    }

    fn add(&mut self, record: &Record, id: MatchId) {
        let game = &record.matches[id];
        let Some(side) = game.side_of(self.first) else { return };
        if game.is_open() {
            self.to_come.push(id);
            return;
        }
        if !counts(game) {
            self.void.push(id);
            return;
        }
        self.played.push(id);
        if let Some(score) = game.official() {
            self.total.add(id, score, side);
            let ground = match (game.neutral, side) {
                (true, _) => &mut self.neutral,
                (false, SideIx::Home) => &mut self.at_first,
                (false, SideIx::Away) => &mut self.at_second,
            };
            ground.add(id, score, side);
        }
        if let Some(score) = played_score(game) {
            let (scored, conceded) = (u32::from(score[side.index()]), u32::from(score[side.other().index()]));
            self.biggest_wins.offer(id, scored.saturating_sub(conceded));
            self.biggest_defeats.offer(id, conceded.saturating_sub(scored));
        }
        if let Some(pens) = game.score.and_then(|score| score.pens) {
            match pens[side.index()].cmp(&pens[side.other().index()]) {
                std::cmp::Ordering::Greater => self.shootouts_won.add(id),
                std::cmp::Ordering::Less => self.shootouts_lost.add(id),
                std::cmp::Ordering::Equal => {}
            }
        }
    }
}

/// All matches between two teams, in order of kick-off.
pub fn matches_between(record: &Record, a: TeamId, b: TeamId) -> impl Iterator<Item = MatchId> + use<'_> {
    let (few, other) = if record.by_team[a].len() <= record.by_team[b].len() { (a, b) } else { (b, a) };
    record.by_team[few].iter().copied().filter(move |id| record.matches[*id].side_of(other).is_some())
}
