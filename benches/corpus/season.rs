//! The football: leagues, teams, squads, and every match of two seasons with
//! line-ups, substitutions, goals and cards that agree with the score.
//!
//! The world (names and squads) is held in memory. A match is made from the
//! seed and its own number when it is asked for, and then forgotten.

use crate::names::{Club, Name, Namer, slug};
use crate::rng::Rng;
use std::fmt;
use std::ops::Range;

/// Matches of one team in one season.
const ROUNDS: usize = 20;
const SEASONS: [&str; 2] = ["2023-24", "2024-25"];
const LEAGUE_SIZE: usize = 20;
const MATCHES_PER_TEAM: usize = 20;
/// The Fridays before each season's first matchday, in days since 1970.
const FIRST_DAYS: [i64; 2] = [19_580, 19_944];
const KICKOFFS: [(u8, u8); 5] = [(12, 30), (15, 0), (15, 0), (17, 30), (20, 0)];

/// A line of the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    Goalkeeper,
    Defender,
    Midfielder,
    Forward,
}

impl Position {
    /// The two letters that squad lists use.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Goalkeeper => "GK",
            Self::Defender => "DF",
            Self::Midfielder => "MF",
            Self::Forward => "FW",
        }
    }
}

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: i64,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

impl Date {
    /// The day so many days after 1 January 1970 (Howard Hinnant's `civil_from_days`).
    fn from_days(days: i64) -> Self {
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: month as u8,
            day: (day_of_year - (153 * shifted + 2) / 5 + 1) as u8,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A player of a squad. His place in `World::players` is his number.
#[derive(Debug)]
pub(crate) struct Player {
    pub(crate) name: Name,
    pub(crate) shirt: u8,
    pub(crate) position: Position,
    pub(crate) born: Date,
}

/// A team with its ground, its coach and the reporter who follows it.
#[derive(Debug)]
pub(crate) struct Team {
    pub(crate) club: Club,
    pub(crate) capacity: usize,
    pub(crate) coach: String,
    pub(crate) reporter: String,
    strength: f64,
}

/// A league: its teams and its referees.
#[derive(Debug)]
pub(crate) struct League {
    pub(crate) name: String,
    pub(crate) teams: Range<usize>,
    pub(crate) referees: Vec<String>,
}

/// Everybody and everything that matches are made of.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) leagues: Vec<League>,
    pub(crate) teams: Vec<Team>,
    players: Vec<Player>,
    seed: u64,
    matches: usize,
}

/// Players of a squad by line: 3 goalkeepers, 8 defenders, 8 midfielders, 6 forwards.
const SQUAD: [(Position, usize); 4] = [
    (Position::Goalkeeper, 3),
    (Position::Defender, 8),
    (Position::Midfielder, 8),
    (Position::Forward, 6),
];
/// The number of players of a squad.
pub(crate) const SQUAD_SIZE: usize = 25;

impl World {
    /// The world for so many matches: a twentieth as many teams, 25 players each.
    pub(crate) fn new(matches: usize, seed: u64) -> Self {
        let mut rng = Rng::new(seed, 0);
        let mut namer = Namer::default();
        let count = matches
            .div_ceil(MATCHES_PER_TEAM)
            .max(2)
            .next_multiple_of(2);
        let mut world = Self {
            leagues: Vec::new(),
            teams: Vec::with_capacity(count),
            players: Vec::with_capacity(count * SQUAD_SIZE),
            seed,
            matches,
        };
        for first in (0..count).step_by(LEAGUE_SIZE) {
            let teams = first..count.min(first + LEAGUE_SIZE);
            let country = world.leagues.len() % Namer::countries();
            let women = world.leagues.len() % 2 == 1;
            for _ in teams.clone() {
                world.found_team(&mut rng, &mut namer, country, women);
            }
            // A dozen referees for a full league; fewer for a small one.
            let referees = teams.len().div_ceil(2) + 2;
            world.leagues.push(League {
                name: namer.league(&mut rng, country),
                referees: (0..referees)
                    .map(|n| namer.person(&mut rng, country, n % 3 == 1).full)
                    .collect(),
                teams,
            });
        }
        world
    }

    fn found_team(&mut self, rng: &mut Rng, namer: &mut Namer, country: usize, women: bool) {
        let mut shirts: Vec<u8> = (2..=SQUAD_SIZE as u8).collect();
        rng.shuffle(&mut shirts);
        shirts.push(1);
        for (position, count) in SQUAD {
            for _ in 0..count {
                let age_in_days = rng.between(17 * 365, 36 * 365) as i64;
                self.players.push(Player {
                    name: namer.person(rng, country, women),
                    shirt: shirts.pop().unwrap_or(99),
                    position,
                    born: Date::from_days(FIRST_DAYS[0] - age_in_days),
                });
            }
        }
        let (woman_coaches, woman_reports) = (women && rng.chance(0.6), rng.chance(0.5));
        self.teams.push(Team {
            club: namer.club(rng, country),
            capacity: 500 * rng.between(6, 90),
            coach: namer.person(rng, country, woman_coaches).full,
            reporter: namer.person(rng, country, woman_reports).full,
            strength: 0.7 + 0.6 * rng.unit(),
        });
    }

    /// A player by number.
    pub(crate) fn player(&self, number: usize) -> &Player {
        &self.players[number]
    }

    /// The numbers of a team's players.
    pub(crate) fn squad(team: usize) -> Range<usize> {
        team * SQUAD_SIZE..(team + 1) * SQUAD_SIZE
    }

    /// All matches in order of seasons and matchdays.
    pub(crate) fn matches(&self) -> impl Iterator<Item = Match> + '_ {
        (0..SEASONS.len())
            .flat_map(|season| (0..ROUNDS).map(move |round| (season, round)))
            .flat_map(|(season, round)| {
                (0..self.leagues.len()).map(move |league| (season, round, league))
            })
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
        let second = if pair == 0 {
            others
        } else {
            (turn + others - pair) % others
        };
        // Home and away change from round to round, and from lap to lap.
        let swap = (if pair == 0 { turn } else { pair } + lap) % 2 == 1;
        let (home, away) = if swap {
            (second, first)
        } else {
            (first, second)
        };
        (teams.start + home, teams.start + away)
    }

    fn play(
        &self,
        number: usize,
        (season, round, league, pair): (usize, usize, usize, usize),
    ) -> Match {
        let mut rng = Rng::new(self.seed, 1 + number as u64);
        // The second season goes on where the first stopped, so that the two
        // together are little more than one double round-robin.
        let (home, away) = self.pairing(league, season * ROUNDS + round, pair);
        let date = Date::from_days(FIRST_DAYS[season] + 14 * round as i64 + rng.below(4) as i64);
        let (home_team, away_team) = (&self.teams[home], &self.teams[away]);
        let mut sides = [self.side(&mut rng, home), self.side(&mut rng, away)];
        let goals_expected = [
            1.5 * home_team.strength / away_team.strength,
            1.2 * away_team.strength / home_team.strength,
        ];
        for side in &mut sides {
            self.book(&mut rng, side);
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
            slug: format!(
                "{date}-{}-{}",
                slug(&home_team.club.name),
                slug(&away_team.club.name)
            ),
            sides,
            goals,
        }
    }

    /// A team sheet: eleven in a formation, who comes on for whom, and the bench.
    fn side(&self, rng: &mut Rng, team: usize) -> Side {
        const FORMATIONS: [(&str, &[usize]); 5] = [
            ("4-4-2", &[4, 4, 2]),
            ("4-3-3", &[4, 3, 3]),
            ("4-2-3-1", &[4, 2, 3, 1]),
            ("3-5-2", &[3, 5, 2]),
            ("5-3-2", &[5, 3, 2]),
        ];
        let (formation, lines) = FORMATIONS[rng.below(FORMATIONS.len())];
        let mut left = self.by_line(rng, team);
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
                eleven.push(Starter {
                    player,
                    line,
                    replaced: None,
                });
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
        Side {
            team,
            formation,
            captain: eleven[rng.between(1, 10)].player,
            eleven,
            bench,
            cards: Vec::new(),
        }
    }

    /// The squad by line, those who play most often first as a rule.
    fn by_line(&self, rng: &mut Rng, team: usize) -> [Vec<usize>; 4] {
        let mut start = Self::squad(team).start;
        SQUAD.map(|(_, count)| {
            let mut ranked: Vec<(f64, usize)> = (0..count)
                .map(|n| (n as f64 + 4.5 * rng.unit(), start + n))
                .collect();
            start += count;
            ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
            ranked.into_iter().map(|(_, player)| player).collect()
        })
    }

    /// Bookings of a side, and now and then a sending-off.
    fn book(&self, rng: &mut Rng, side: &mut Side) {
        let mut cards: Vec<Card> = Vec::new();
        for _ in 0..rng.poisson(1.9).min(5) {
            let place = rng.between(1, 10);
            let player = side.eleven[place].player;
            let end = side.leaves(player).map_or(90, |minute| minute.regular);
            if end > 12 && !cards.iter().any(|card| card.player == player) {
                let minute = Minute::new(rng.between(10, usize::from(end) - 1) as u8);
                cards.push(Card {
                    player,
                    minute,
                    kind: CardKind::Yellow,
                });
            }
        }
        if rng.chance(0.09) {
            let place = rng.between(1, 10);
            let starter = &side.eleven[place];
            if starter.replaced.is_none() {
                let booked = cards
                    .iter()
                    .find(|card| card.player == starter.player)
                    .map(|card| card.minute.regular);
                let earliest = booked.map_or(55, |minute| usize::from(minute).max(55) + 1);
                cards.push(Card {
                    player: starter.player,
                    minute: Minute::new(rng.between(earliest, 91.max(earliest)).min(90) as u8),
                    kind: if booked.is_some() {
                        CardKind::SecondYellow
                    } else {
                        CardKind::Red
                    },
                });
            }
        }
        cards.sort_by_key(|card| card.minute);
        side.cards = cards;
    }

    /// One goal for `scoring`, by somebody who was on the pitch.
    fn score(&self, rng: &mut Rng, sides: &[Side; 2], scoring: usize) -> Goal {
        let minute = match rng.below(100) {
            0..=2 => Minute {
                regular: 45,
                added: rng.between(1, 3) as u8,
            },
            3..=7 => Minute {
                regular: 90,
                added: rng.between(1, 6) as u8,
            },
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
        Goal {
            side: scoring,
            player,
            minute,
            kind,
            assist,
        }
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

/// A minute of play, with the minutes added to a half.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Minute {
    pub(crate) regular: u8,
    pub(crate) added: u8,
}

impl Minute {
    fn new(regular: u8) -> Self {
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
    fn leaves(&self, player: usize) -> Option<Minute> {
        self.eleven
            .iter()
            .find(|starter| starter.player == player)
            .and_then(|starter| starter.replaced)
            .map(|(_, minute)| minute)
    }

    fn on_pitch(&self, minute: Minute) -> Vec<usize> {
        self.eleven
            .iter()
            .map(|starter| match starter.replaced {
                Some((substitute, on)) if on < minute => substitute,
                _ => starter.player,
            })
            .filter(|&player| {
                !self.cards.iter().any(|card| {
                    card.player == player && card.kind != CardKind::Yellow && card.minute <= minute
                })
            })
            .collect()
    }

    /// All who played, the first eleven before the substitutes.
    pub(crate) fn played(&self) -> impl Iterator<Item = usize> + '_ {
        let starters = self.eleven.iter().map(|starter| starter.player);
        starters.chain(
            self.eleven
                .iter()
                .filter_map(|starter| Some(starter.replaced?.0)),
        )
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
        self.count(self.goals.iter())
    }

    /// The score at half-time.
    pub(crate) fn half_time(&self) -> [usize; 2] {
        self.count(self.goals.iter().filter(|goal| goal.minute.regular <= 45))
    }

    fn count<'a>(&self, goals: impl Iterator<Item = &'a Goal>) -> [usize; 2] {
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
