//! What is played: two seasons of every league, and each match with line-ups,
//! substitutions, goals and cards that agree with the score.
//!
//! A match is made from the seed and its own number when it is asked for, and
//! then forgotten.

use crate::game::{Card, CardKind, Goal, GoalKind, Match, Minute, Side, Starter};
use crate::names::slug;
use crate::rng::Rng;
use crate::world::{Date, FIRST_DAY, Position, SQUAD, World};

/// Matches of one team in one season.
const ROUNDS: usize = 20;
const SEASONS: [&str; 2] = ["2023-24", "2024-25"];
/// The Fridays before each season's first matchday, in days since 1970.
const FIRST_DAYS: [i64; 2] = [FIRST_DAY, FIRST_DAY + 364];
const KICKOFFS: [(u8, u8); 5] = [(12, 30), (15, 0), (15, 0), (17, 30), (20, 0)];

impl World {
    /// All matches in order of seasons and matchdays.
    pub(crate) fn matches(&self) -> impl Iterator<Item = Match> + '_ {
        (0..SEASONS.len())
            .flat_map(|season| (0..ROUNDS).map(move |round| (season, round)))
            .flat_map(|(season, round)| (0..self.leagues.len()).map(move |league| (season, round, league)))
            .flat_map(|(season, round, league)| {
                let pairs = self.leagues[league].teams.len() / 2;
                (0..pairs).map(move |pair| (season, round, league, pair))
            })
            .take(self.matches)
            .enumerate()
            .map(|(number, place)| self.play(number, place))
    }

    /// The two teams of one pairing by the circle method: the last team stays,
    /// the others move on by one place a round.
    fn pairing(&self, league: usize, round: usize, pair: usize) -> (usize, usize) {
        let teams = &self.leagues[league].teams;
        let others = teams.len() - 1;
        let lap = round / others;
        let turn = round % others;
        let first = (turn + pair) % others;
        let second = if pair == 0 { others } else { (turn + others - pair) % others };
        // Home and away change from round to round, and from lap to lap.
        let swap = (if pair == 0 { turn } else { pair } + lap) % 2 == 1;
        let (home, away) = if swap { (second, first) } else { (first, second) };
        (teams.start + home, teams.start + away)
    }

    fn play(&self, number: usize, (season, round, league, pair): (usize, usize, usize, usize)) -> Match {
        let mut rng = Rng::new(self.seed, 1 + number as u64);
        // The second season goes on where the first stopped, so that the two
        // together are little more than one double round-robin.
        let (home, away) = self.pairing(league, season * ROUNDS + round, pair);
        let date = Date::from_days(FIRST_DAYS[season] + 14 * round as i64 + rng.below(4) as i64);
        let (home_team, away_team) = (&self.teams[home], &self.teams[away]);
        let mut sides = [Self::side(&mut rng, home), Self::side(&mut rng, away)];
        let goals_expected =
            [1.5 * home_team.strength / away_team.strength, 1.2 * away_team.strength / home_team.strength];
        for side in &mut sides {
            Self::book(&mut rng, side);
        }
        let mut goals = Vec::new();
        for (scoring, expected) in goals_expected.into_iter().enumerate() {
            for _ in 0..rng.poisson(expected).min(7) {
                goals.push(self.score(&mut rng, &sides, scoring));
            }
        }
        goals.sort_by_key(|goal| goal.minute);
        let league_data = &self.leagues[league];
        Match {
            number,
            competition: format!("{} {}", league_data.name, SEASONS[season]),
            season: SEASONS[season],
            league,
            matchday: round + 1,
            date,
            kickoff: KICKOFFS[rng.below(KICKOFFS.len())],
            referee: league_data.referees[rng.below(league_data.referees.len())].clone(),
            attendance: home_team.capacity * rng.between(350, 990) / 1000,
            slug: format!("{date}-{}-{}", slug(&home_team.club.name), slug(&away_team.club.name)),
            sides,
            goals,
        }
    }

    /// A team sheet: eleven in a formation, who comes on for whom, and the bench.
    fn side(rng: &mut Rng, team: usize) -> Side {
        const FORMATIONS: [(&str, &[usize]); 5] = [
            ("4-4-2", &[4, 4, 2]),
            ("4-3-3", &[4, 3, 3]),
            ("4-2-3-1", &[4, 2, 3, 1]),
            ("3-5-2", &[3, 5, 2]),
            ("5-3-2", &[5, 3, 2]),
        ];
        let (formation, lines) = FORMATIONS[rng.below(FORMATIONS.len())];
        let mut left = Self::by_line(rng, team);
        let mut line_sizes = vec![1];
        line_sizes.extend_from_slice(lines);
        let last = line_sizes.len() - 1;
        let mut eleven = Vec::with_capacity(11);
        for (line, &size) in line_sizes.iter().enumerate() {
            let position = match line {
                0 => 0,
                1 => 1,
                _ if line == last => 3,
                _ => 2,
            };
            for player in left[position].drain(..size) {
                eleven.push(Starter { player, line, replaced: None });
            }
        }
        let mut bench: Vec<usize> = Vec::with_capacity(9);
        for (position, size) in [(0, 1), (1, 3), (2, 3), (3, 2)] {
            bench.extend(left[position].drain(..size.min(left[position].len())));
        }
        for _ in 0..rng.between(2, 5) {
            let out = rng.between(1, 10);
            let coming = rng.between(1, bench.len() - 1);
            if eleven[out].replaced.is_none() {
                let minute = Minute::new(rng.between(46, 89) as u8);
                eleven[out].replaced = Some((bench.remove(coming), minute));
            }
        }
        Side { team, formation, captain: eleven[rng.between(1, 10)].player, eleven, bench, cards: Vec::new() }
    }

    /// The squad by line, those who play most often first as a rule.
    fn by_line(rng: &mut Rng, team: usize) -> [Vec<usize>; 4] {
        let mut start = Self::squad(team).start;
        SQUAD.map(|(_, count)| {
            let mut ranked: Vec<(f64, usize)> = (0..count).map(|n| (n as f64 + 7.0 * rng.unit(), start + n)).collect();
            start += count;
            ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
            ranked.into_iter().map(|(_, player)| player).collect()
        })
    }

    /// Bookings of a side, and now and then a sending-off.
    fn book(rng: &mut Rng, side: &mut Side) {
        let mut cards: Vec<Card> = Vec::new();
        for _ in 0..rng.poisson(1.9).min(5) {
            let place = rng.between(1, 10);
            let player = side.eleven[place].player;
            let end = side.leaves(player).map_or(90, |minute| minute.regular);
            if end > 12 && !cards.iter().any(|card| card.player == player) {
                let minute = Minute::new(rng.between(10, usize::from(end) - 1) as u8);
                cards.push(Card { player, minute, kind: CardKind::Yellow });
            }
        }
        if rng.chance(0.09) {
            let place = rng.between(1, 10);
            let starter = &side.eleven[place];
            if starter.replaced.is_none() {
                let booked = cards.iter().find(|card| card.player == starter.player).map(|card| card.minute.regular);
                let earliest = booked.map_or(55, |minute| usize::from(minute).max(55) + 1);
                cards.push(Card {
                    player: starter.player,
                    minute: Minute::new(rng.between(earliest, 91.max(earliest)).min(90) as u8),
                    kind: if booked.is_some() { CardKind::SecondYellow } else { CardKind::Red },
                });
            }
        }
        cards.sort_by_key(|card| card.minute);
        side.cards = cards;
    }

    /// One goal for `scoring`, by somebody who was on the pitch.
    fn score(&self, rng: &mut Rng, sides: &[Side; 2], scoring: usize) -> Goal {
        let minute = match rng.below(100) {
            0..=2 => Minute { regular: 45, added: rng.between(1, 3) as u8 },
            3..=7 => Minute { regular: 90, added: rng.between(1, 6) as u8 },
            _ => Minute::new(rng.between(1, 90) as u8),
        };
        let own_goal = rng.chance(0.03);
        let side = &sides[if own_goal { 1 - scoring } else { scoring }];
        let on_pitch = side.on_pitch(minute);
        let mut weights: Vec<(usize, usize)> = on_pitch
            .iter()
            .map(|&player| {
                let weight = match (self.players[player].position, own_goal) {
                    (Position::Goalkeeper, _) => 0,
                    (Position::Defender, false) | (Position::Midfielder, true) => 2,
                    (Position::Midfielder, false) => 4,
                    (Position::Forward, false) | (Position::Defender, true) => 9,
                    (Position::Forward, true) => 1,
                };
                (player, weight)
            })
            .collect();
        let player = draw(rng, &weights);
        let kind = if own_goal {
            GoalKind::Own
        } else if rng.chance(0.09) {
            GoalKind::Penalty
        } else {
            GoalKind::Open
        };
        weights.retain(|(other, _)| *other != player);
        let assist = (kind == GoalKind::Open && rng.chance(0.7)).then(|| draw(rng, &weights));
        Goal { side: scoring, player, minute, kind, assist }
    }
}

fn draw(rng: &mut Rng, weights: &[(usize, usize)]) -> usize {
    let total: usize = weights.iter().map(|(_, weight)| weight).sum();
    let mut left = rng.below(total.max(1));
    for &(player, weight) in weights {
        if left < weight {
            return player;
        }
        left -= weight;
    }
    weights[0].0
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn there_are_as_many_matches_as_asked_for_and_each_has_its_own_address() {
        for count in [1, 40, 90, 500, 1000] {
            let world = World::new(count, 1);
            let addresses: HashSet<String> = world.matches().map(|game| game.slug).collect();
            assert_eq!(addresses.len(), count);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_matches_and_another_seed_others() {
        let matches = |seed| format!("{:?}", World::new(60, seed).matches().collect::<Vec<_>>());
        assert_eq!(matches(3), matches(3));
        assert_ne!(matches(3), matches(4));
    }

    #[test]
    fn every_team_plays_twenty_matches_a_season_half_of_them_at_home() {
        let world = World::new(800, 2);
        for team in 0..world.teams.len() {
            let home = world.matches().filter(|game| game.sides[0].team == team).count();
            let away = world.matches().filter(|game| game.sides[1].team == team).count();
            assert_eq!(home + away, 40, "{}", world.teams[team].club.name);
            assert!(home.abs_diff(away) <= 4, "{home} at home and {away} away");
        }
    }

    #[test]
    fn nobody_stands_on_a_team_sheet_twice_and_scorers_were_on_the_pitch() {
        let world = World::new(400, 5);
        for game in world.matches() {
            for side in &game.sides {
                let sheet: Vec<usize> = side.played().chain(side.bench.iter().copied()).collect();
                let set: HashSet<usize> = sheet.iter().copied().collect();
                assert_eq!((side.eleven.len(), sheet.len(), set.len()), (11, 20, 20));
                assert!(sheet.iter().all(|player| World::squad(side.team).contains(player)));
            }
            for goal in &game.goals {
                let scorer = &game.sides[if goal.kind == GoalKind::Own { 1 - goal.side } else { goal.side }];
                assert!(scorer.on_pitch(goal.minute).contains(&goal.player), "{}: {goal:?}", game.slug);
            }
        }
    }
}
