//! Figures: a count with the matches behind it.

use crate::model::{Card, CardKind, MatchId, Outcome, Pair, SideIx};

/// A count and the matches behind it, each once, in order of kick-off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// How many.
    pub count: u32,
    /// In which matches.
    pub matches: Vec<MatchId>,
}

impl Figure {
    /// Adds one that happened in this match. Matches come in order.
    pub fn add(&mut self, game: MatchId) {
        self.add_many(game, 1);
    }

    /// Adds some that happened in this match; none leave the figure alone.
    pub fn add_many(&mut self, game: MatchId, count: u32) {
        if count == 0 {
            return;
        }
        self.count += count;
        if self.matches.last() != Some(&game) {
            self.matches.push(game);
        }
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.count == 0
    }
}

/// Matches won, drawn and lost, with the goals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// Won.
    pub won: Figure,
    /// Drawn, also when decided on penalties.
    pub drawn: Figure,
    /// Lost.
    pub lost: Figure,
    /// Goals scored, by official scores.
    pub goals_for: u32,
    /// Goals conceded.
    pub goals_against: u32,
}

impl Results {
    /// Adds a match seen from one side.
    pub fn add(&mut self, game: MatchId, score: Pair, side: SideIx) {
        match Outcome::of(score, side) {
            Outcome::Win => self.won.add(game),
            Outcome::Draw => self.drawn.add(game),
            Outcome::Loss => self.lost.add(game),
        }
        self.goals_for += u32::from(score[side.index()]);
        self.goals_against += u32::from(score[side.other().index()]);
    }

    /// Matches with an official score.
    pub fn played(&self) -> u32 {
        self.won.count + self.drawn.count + self.lost.count
    }

    /// Goals scored less goals conceded.
    pub fn goal_difference(&self) -> i64 {
        i64::from(self.goals_for) - i64::from(self.goals_against)
    }
}

/// Cards by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cards {
    /// Bookings that were not a second one.
    pub yellow: Figure,
    /// Second bookings.
    pub second_yellow: Figure,
    /// Straight red cards.
    pub red: Figure,
}

impl Cards {
    /// Adds a card shown in this match.
    pub fn add(&mut self, game: MatchId, card: &Card) {
        match card.kind {
            CardKind::Yellow => self.yellow.add(game),
            CardKind::SecondYellow => self.second_yellow.add(game),
            CardKind::Red => self.red.add(game),
        }
    }

    /// Sendings-off, by a second booking or outright.
    pub fn sent_off(&self) -> u32 {
        self.second_yellow.count + self.red.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.yellow.is_zero() && self.sent_off() == 0
    }
}

/// A greatest value and all matches that reach it, in order of kick-off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Margin {
    /// The value: goals of difference, goals, spectators.
    pub value: u32,
    /// The matches; empty where there is none.
    pub matches: Vec<MatchId>,
}

impl Margin {
    /// Takes a match into account; 0 is no record of anything.
    pub fn offer(&mut self, game: MatchId, value: u32) {
        if value > self.value {
            self.value = value;
            self.matches.clear();
        }
        if value == self.value && value > 0 {
            self.matches.push(game);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_names_each_match_once() {
        let mut figure = Figure::default();
        figure.add(MatchId(3));
        figure.add_many(MatchId(3), 2);
        figure.add_many(MatchId(4), 0);
        figure.add(MatchId(9));
        assert_eq!(figure, Figure { count: 4, matches: vec![MatchId(3), MatchId(9)] });
    }

    #[test]
    fn a_margin_keeps_all_that_reach_it() {
        let mut margin = Margin::default();
        for (id, value) in [(0, 0), (1, 2), (2, 5), (3, 5), (4, 1)] {
            margin.offer(MatchId(id), value);
        }
        assert_eq!(margin, Margin { value: 5, matches: vec![MatchId(2), MatchId(3)] });
    }
}
