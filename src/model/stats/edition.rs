//! Records of an edition.
//!
//! In: an edition. Out: sums, averages and feats, each with its matches. Feats
//! go by the score as played, so an awarded 3–0 is nobody's biggest win.

use std::cmp::Reverse;

use super::{Cards, Figure, Margin, played_score, scorers::counted};
use crate::model::{EditionId, Goal, GoalKind, MatchId, Pair, PersonId, Record, SideIx};

/// What an edition has seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EditionRecords {
    /// Matches that count.
    pub played: u32,
    /// All matches, whatever their status.
    pub matches: u32,
    /// Goals by official scores.
    pub goals: u32,
    /// Won by the team named first.
    pub home_wins: Figure,
    /// Drawn, also when decided on penalties.
    pub draws: Figure,
    /// Won by the team named second.
    pub away_wins: Figure,
    /// Wins with the greatest difference.
    pub biggest_wins: Margin,
    /// Matches with the most goals.
    pub most_goals: Margin,
    /// Goalless matches.
    pub goalless: Figure,
    /// Penalties scored during play.
    pub penalties: Figure,
    /// Own goals.
    pub own_goals: Figure,
    /// Three or more goals of a player in a match: match, player, goals; in
    /// order of kick-off.
    pub hat_tricks: Vec<(MatchId, PersonId, u32)>,
    /// Cards.
    pub cards: Cards,
    /// Matches decided on penalties.
    pub shootouts: Figure,
    /// The highest attendance.
    pub highest_attendance: Margin,
    /// Spectators in all matches with a known attendance.
    pub spectators: u64,
    /// How many matches those are.
    pub with_attendance: u32,
}

impl EditionRecords {
    /// The records of an edition.
    pub fn of(record: &Record, edition: EditionId) -> Self {
        Self::over(record, &[edition])
    }

    /// The records of several editions together, such as those of a
    /// competition, in their order.
    pub fn over(record: &Record, editions: &[EditionId]) -> Self {
        let matches = editions.iter().map(|edition| record.by_edition[*edition].len() as u32).sum();
        let mut total = Self { matches, ..Self::default() };
        for (id, game) in editions.iter().flat_map(|edition| counted(record, *edition)) {
            total.played += 1;
            if let Some(score) = game.official() {
                total.goals += u32::from(score[0]) + u32::from(score[1]);
                match score[0].cmp(&score[1]) {
                    std::cmp::Ordering::Greater => total.home_wins.add(id),
                    std::cmp::Ordering::Equal => total.draws.add(id),
                    std::cmp::Ordering::Less => total.away_wins.add(id),
                }
            }
            if let Some([home, away]) = played_score(game) {
                total.biggest_wins.offer(id, u32::from(home.abs_diff(away)));
                total.most_goals.offer(id, u32::from(home) + u32::from(away));
                if home + away == 0 {
                    total.goalless.add(id);
                }
            }
            if game.score.is_some_and(|score| score.pens.is_some()) {
                total.shootouts.add(id);
            }
            for goal in &game.goals {
                match goal.kind {
                    GoalKind::Goal => {}
                    GoalKind::Penalty => total.penalties.add(id),
                    GoalKind::OwnGoal => total.own_goals.add(id),
                }
            }
            for side in SideIx::BOTH {
                total.add_hat_tricks(id, game.goals.iter().filter(|g| g.side == side && g.kind != GoalKind::OwnGoal));
            }
            game.cards.iter().for_each(|card| total.cards.add(id, card));
            if let Some(attendance) = game.attendance {
                total.highest_attendance.offer(id, attendance);
                total.spectators += u64::from(attendance);
                total.with_attendance += 1;
            }
        }
        total
    }

    fn add_hat_tricks<'a>(&mut self, id: MatchId, goals: impl Iterator<Item = &'a Goal>) {
        let mut scorers: Vec<(PersonId, u32)> = Vec::new();
        for goal in goals {
            match scorers.iter_mut().find(|(scorer, _)| *scorer == goal.scorer) {
                Some((_, count)) => *count += 1,
                None => scorers.push((goal.scorer, 1)),
            }
        }
        self.hat_tricks.extend(scorers.into_iter().filter(|(_, n)| *n >= 3).map(|(player, n)| (id, player, n)));
    }

    /// Goals for each match that counts.
    pub fn goals_per_match(&self) -> Option<f64> {
        (self.played > 0).then(|| f64::from(self.goals) / f64::from(self.played))
    }

    /// Average attendance over the matches where it is known.
    pub fn average_attendance(&self) -> Option<f64> {
        (self.with_attendance > 0).then(|| self.spectators as f64 / f64::from(self.with_attendance))
    }
}

/// The matches won by most goals, `count` at most: the widest first, then the
/// one with more goals, then the earlier.
pub fn widest_wins(record: &Record, edition: EditionId, count: usize) -> Vec<MatchId> {
    best(record, edition, count, |[home, away]| (home.abs_diff(away), home + away))
}

/// The matches with most goals, `count` at most, then the earlier.
pub fn highest_scores(record: &Record, edition: EditionId, count: usize) -> Vec<MatchId> {
    best(record, edition, count, |[home, away]| (home + away, 0))
}

/// The matches with the greatest keys above 0, as played.
fn best(record: &Record, edition: EditionId, count: usize, key: impl Fn(Pair) -> (u16, u16)) -> Vec<MatchId> {
    let played = counted(record, edition).filter_map(|(id, game)| Some((Reverse(key(played_score(game)?)), id)));
    let mut matches: Vec<_> = played.filter(|(Reverse((first, _)), _)| *first > 0).collect();
    matches.sort_unstable();
    matches.into_iter().take(count).map(|(_, id)| id).collect()
}
