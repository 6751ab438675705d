//! The table and the scorers of a competition, for a generator that computes neither.

use crate::game::{GoalKind, Match};
use crate::world::World;
use crate::write_hugo::quoted;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The number of scorers that a competition's page lists.
const SCORERS: usize = 20;

#[derive(Clone, Copy, Debug, Default)]
struct Row {
    won: i64,
    drawn: i64,
    lost: i64,
    goals_for: i64,
    goals_against: i64,
}

impl Row {
    fn points(&self) -> i64 {
        3 * self.won + self.drawn
    }

    fn difference(&self) -> i64 {
        self.goals_for - self.goals_against
    }
}

/// What the matches added so far come to.
#[derive(Debug, Default)]
pub(crate) struct Standings {
    rows: BTreeMap<usize, Row>,
    scorers: BTreeMap<usize, usize>,
}

impl Standings {
    /// Counts a match.
    pub(crate) fn add(&mut self, game: &Match) {
        let score = game.score().map(|goals| goals as i64);
        for (side, team) in game.teams().into_iter().enumerate() {
            let (mine, theirs) = (score[side], score[1 - side]);
            let row = self.rows.entry(team).or_default();
            row.goals_for += mine;
            row.goals_against += theirs;
            match mine.cmp(&theirs) {
                std::cmp::Ordering::Greater => row.won += 1,
                std::cmp::Ordering::Equal => row.drawn += 1,
                std::cmp::Ordering::Less => row.lost += 1,
            }
        }
        for goal in game.goals.iter().filter(|goal| goal.kind != GoalKind::Own) {
            *self.scorers.entry(goal.player).or_default() += 1;
        }
    }

    /// The table in order.
    pub(crate) fn table(&self, world: &World) -> String {
        let mut rows: Vec<_> = self.rows.iter().collect();
        rows.sort_by_key(|(team, row)| (Reverse((row.points(), row.difference(), row.goals_for)), **team));
        let table: Vec<String> = rows
            .into_iter()
            .map(|(&team, row)| {
                format!(
                    "    {{\"team\": {}, \"played\": {}, \"won\": {}, \"drawn\": {}, \"lost\": {}, \"for\": {}, \
                     \"against\": {}, \"difference\": {}, \"points\": {}}}",
                    quoted(&world.teams[team].club.name),
                    row.won + row.drawn + row.lost,
                    row.won,
                    row.drawn,
                    row.lost,
                    row.goals_for,
                    row.goals_against,
                    row.difference(),
                    row.points(),
                )
            })
            .collect();
        format!("[\n{}\n  ]", table.join(",\n"))
    }

    /// The table, and the first of the scorers.
    pub(crate) fn json(&self, world: &World) -> String {
        let mut scorers: Vec<_> = self.scorers.iter().collect();
        scorers.sort_by_key(|(player, goals)| (Reverse(**goals), **player));
        let scorers: Vec<String> = scorers
            .into_iter()
            .take(SCORERS)
            .map(|(&player, goals)| {
                let name = quoted(&world.player(player).name.full);
                format!("    {{\"player\": {name}, \"goals\": {goals}}}")
            })
            .collect();
        format!("{{\"table\": {}, \"scorers\": [\n{}\n  ]}}", self.table(world), scorers.join(",\n"))
    }
}
