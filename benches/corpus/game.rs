//! What a match is: two team sheets, goals, cards, and the facts around them.

use crate::world::{Date, World};
use std::fmt;

/// A minute of play, with the minutes added to a half.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Minute {
    pub(crate) regular: u8,
    pub(crate) added: u8,
}

impl Minute {
    pub(crate) fn new(regular: u8) -> Self {
        Self { regular, added: 0 }
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.added {
            0 => write!(f, "{}", self.regular),
            added => write!(f, "{}+{added}", self.regular),
        }
    }
}

/// A player of the first eleven, and who came on for him when.
#[derive(Debug)]
pub(crate) struct Starter {
    pub(crate) player: usize,
    pub(crate) line: usize,
    pub(crate) replaced: Option<(usize, Minute)>,
}

/// One team's part in a match. `bench` holds those who stayed there.
#[derive(Debug)]
pub(crate) struct Side {
    pub(crate) team: usize,
    pub(crate) formation: &'static str,
    pub(crate) captain: usize,
    pub(crate) eleven: Vec<Starter>,
    pub(crate) bench: Vec<usize>,
    pub(crate) cards: Vec<Card>,
}

impl Side {
    /// When a player of the first eleven was replaced.
    pub(crate) fn leaves(&self, player: usize) -> Option<Minute> {
        self.eleven
            .iter()
            .find(|starter| starter.player == player)
            .and_then(|starter| starter.replaced)
            .map(|(_, minute)| minute)
    }

    pub(crate) fn on_pitch(&self, minute: Minute) -> Vec<usize> {
        self.eleven
            .iter()
            .map(|starter| match starter.replaced {
                Some((substitute, on)) if on < minute => substitute,
                _ => starter.player,
            })
            .filter(|&player| {
                !self
                    .cards
                    .iter()
                    .any(|card| card.player == player && card.kind != CardKind::Yellow && card.minute <= minute)
            })
            .collect()
    }

    /// All who played, the first eleven before the substitutes.
    pub(crate) fn played(&self) -> impl Iterator<Item = usize> + '_ {
        let starters = self.eleven.iter().map(|starter| starter.player);
        starters.chain(self.eleven.iter().filter_map(|starter| Some(starter.replaced?.0)))
    }
}

/// What a card meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CardKind {
    Yellow,
    SecondYellow,
    Red,
}

/// A booking or a sending-off.
#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) player: usize,
    pub(crate) minute: Minute,
    pub(crate) kind: CardKind,
}

/// How a goal came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GoalKind {
    Open,
    Penalty,
    Own,
}

/// A goal for side 0 (home) or 1 (away); an own goal counts for the side that gains.
#[derive(Debug)]
pub(crate) struct Goal {
    pub(crate) side: usize,
    pub(crate) player: usize,
    pub(crate) minute: Minute,
    pub(crate) kind: GoalKind,
    pub(crate) assist: Option<usize>,
}

/// A match as it was played.
#[derive(Debug)]
pub(crate) struct Match {
    pub(crate) number: usize,
    pub(crate) competition: String,
    pub(crate) season: &'static str,
    pub(crate) league: usize,
    pub(crate) matchday: usize,
    pub(crate) date: Date,
    pub(crate) kickoff: (u8, u8),
    pub(crate) referee: String,
    pub(crate) attendance: usize,
    /// The last part of the match's address.
    pub(crate) slug: String,
    pub(crate) sides: [Side; 2],
    pub(crate) goals: Vec<Goal>,
}

impl Match {
    /// The score after full time.
    pub(crate) fn score(&self) -> [usize; 2] {
        Self::count(self.goals.iter())
    }

    /// The score at half-time.
    pub(crate) fn half_time(&self) -> [usize; 2] {
        Self::count(self.goals.iter().filter(|goal| goal.minute.regular <= 45))
    }

    fn count<'a>(goals: impl Iterator<Item = &'a Goal>) -> [usize; 2] {
        let mut score = [0, 0];
        for goal in goals {
            score[goal.side] += 1;
        }
        score
    }

    /// Both teams, home first.
    pub(crate) fn teams(&self) -> [usize; 2] {
        [self.sides[0].team, self.sides[1].team]
    }

    /// The heading under which the story also files.
    pub(crate) fn topic(&self, world: &World) -> String {
        const THEMES: [&str; 12] = [
            "Title race",
            "Relegation battle",
            "Local rivalries",
            "Young players",
            "Set pieces",
            "Goalkeeping",
            "Crowds and grounds",
            "Refereeing",
            "Late goals",
            "Coaching",
            "Injuries and absences",
            "Away days",
        ];
        let theme = THEMES[(self.number * 7 + self.matchday) % THEMES.len()];
        format!("{theme}: {}", world.leagues[self.league].name)
    }
}
