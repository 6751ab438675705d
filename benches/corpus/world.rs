//! Who plays: leagues, teams, squads, referees. All of it is made once from the
//! seed and held in memory.

use crate::names::{Club, Name, Namer};
use crate::rng::Rng;
use std::fmt;
use std::ops::Range;

const LEAGUE_SIZE: usize = 20;
const MATCHES_PER_TEAM: usize = 20;
/// The Friday before the first matchday, in days since 1970.
pub(crate) const FIRST_DAY: i64 = 19_580;

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
    pub(crate) fn from_days(days: i64) -> Self {
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
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

/// A player of a squad. The place in `World::players` is his number.
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
    pub(crate) strength: f64,
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
    pub(crate) players: Vec<Player>,
    pub(crate) seed: u64,
    pub(crate) matches: usize,
}

/// Players of a squad by line: 3 goalkeepers, 8 defenders, 8 midfielders, 6 forwards.
pub(crate) const SQUAD: [(Position, usize); 4] =
    [(Position::Goalkeeper, 3), (Position::Defender, 8), (Position::Midfielder, 8), (Position::Forward, 6)];
/// The number of players of a squad.
pub(crate) const SQUAD_SIZE: usize = 25;

impl World {
    /// The world for so many matches: a twentieth as many teams, 25 players each.
    pub(crate) fn new(matches: usize, seed: u64) -> Self {
        let mut rng = Rng::new(seed, 0);
        let mut namer = Namer::default();
        let count = matches.div_ceil(MATCHES_PER_TEAM).max(2).next_multiple_of(2);
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
                referees: (0..referees).map(|n| namer.person(&mut rng, country, n % 3 == 1).full).collect(),
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
                    born: Date::from_days(FIRST_DAY - age_in_days),
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
}
