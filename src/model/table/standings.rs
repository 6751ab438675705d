//! Standings: the sums of each team, match by match.
//!
//! In: matches in any order. Out: totals by team and by pair of teams, from
//! which every criterion is read. Adding a match costs the same however many
//! there are. Never ranks.

use std::sync::Arc;

use super::criteria::Measure;
use crate::model::{CardKind, Form, Match, MatchId, Outcome, Pair, PersonId, SideIx, TeamId};

/// A number to compare: a fraction, mostly over 1. Fractions with a bottom of 0
/// are greater than all others and equal among themselves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    top: i64,
    bottom: i64,
}

impl Value {
    pub(super) const fn whole(number: i64) -> Self {
        Self { top: number, bottom: 1 }
    }

    fn ratio(top: i64, bottom: i64) -> Self {
        // Nothing at all is no more than nothing.
        if bottom == 0 && top == 0 { Self::whole(0) } else { Self { top, bottom } }
    }

    pub(super) fn cmp(self, other: Self) -> std::cmp::Ordering {
        (self.top * other.bottom).cmp(&(other.top * self.bottom))
    }

    pub(super) fn as_f64(self) -> f64 {
        if self.bottom == 0 { f64::INFINITY } else { self.top as f64 / self.bottom as f64 }
    }
}

/// What a team has gathered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    pub(super) won: u16,
    pub(super) drawn: u16,
    pub(super) lost: u16,
    pub(super) goals_for: u16,
    pub(super) goals_against: u16,
    away_goals: u16,
    away_wins: u16,
    pub(super) adjusted: i32,
    pub(super) conduct: i32,
    pub(super) form: Form,
}

impl Totals {
    pub(super) fn played(&self) -> u16 {
        self.won + self.drawn + self.lost
    }

    pub(super) fn points(&self, win: u8) -> i32 {
        i32::from(win) * i32::from(self.won) + i32::from(self.drawn) + self.adjusted
    }

    /// What a criterion compares; more is better.
    pub(super) fn value(&self, measure: Measure, win: u8) -> Value {
        let (scored, conceded) = (i64::from(self.goals_for), i64::from(self.goals_against));
        match measure {
            Measure::Points => Value::whole(i64::from(self.points(win))),
            Measure::PointsPerGame => match self.played() {
                0 => Value::whole(i64::from(self.points(win))),
                played => Value::ratio(i64::from(self.points(win)), i64::from(played)),
            },
            Measure::GoalDifference => Value::whole(scored - conceded),
            Measure::GoalAverage => Value::ratio(scored, conceded),
            Measure::Goals => Value::whole(scored),
            Measure::AwayGoals => Value::whole(i64::from(self.away_goals)),
            Measure::Wins => Value::whole(i64::from(self.won)),
            Measure::AwayWins => Value::whole(i64::from(self.away_wins)),
            Measure::Conduct | Measure::ConductUefa => Value::whole(i64::from(self.conduct)),
            // Nobody can compute these; the author's order stands for them.
            Measure::Lots | Measure::Ranking => Value::whole(0),
        }
    }

    /// Adds results in bulk: wins, draws and defeats with their goals.
    fn add(&mut self, [won, drawn, lost]: [u16; 3], scored: u16, conceded: u16, away: bool) {
        self.won += won;
        self.drawn += drawn;
        self.lost += lost;
        self.goals_for += scored;
        self.goals_against += conceded;
        if away {
            self.away_goals += scored;
            self.away_wins += won;
        }
    }
}

/// The matches of an ordered pair of teams: home and away.
#[derive(Clone, Copy, Debug, Default)]
struct Meetings {
    /// Won, drawn and lost by the home team.
    results: [u16; 3],
    goals: Pair,
    /// Still to be counted.
    open: u16,
    /// The latest result, as a position in `results` plus 1; 0 for none.
    latest: u32,
}

/// Standings of the teams of one table.
#[derive(Clone, Debug, Default)]
pub(super) struct Standings {
    /// In order of their ids, which is that of their slugs.
    teams: Vec<TeamId>,
    totals: Vec<Totals>,
    names: Vec<Option<Arc<str>>>,
    meetings: Vec<Meetings>,
    /// Each counted match with the position plus 1 of the one before it
    /// between the same teams at the same ground.
    results: Vec<(MatchId, u32)>,
    last: Option<MatchId>,
    open: u32,
    uefa_conduct: bool,
}

impl Standings {
    /// Standings before any match. Teams come in order of their ids.
    pub(super) fn new(teams: Vec<TeamId>, uefa_conduct: bool) -> Self {
        let count = teams.len();
        Self {
            teams,
            totals: vec![Totals::default(); count],
            names: vec![None; count],
            meetings: vec![Meetings::default(); count * count],
            uefa_conduct,
            ..Self::default()
        }
    }

    /// Standings put together from teams that have not met. They come in order
    /// of their ids.
    pub(super) fn gathered(rows: Vec<(TeamId, Totals, Option<Arc<str>>)>) -> Self {
        let mut all = Self::new(rows.iter().map(|(team, ..)| *team).collect(), false);
        all.totals = rows.iter().map(|(_, totals, _)| *totals).collect();
        all.names = rows.into_iter().map(|(.., name)| name).collect();
        all
    }

    pub(super) fn len(&self) -> usize {
        self.teams.len()
    }

    pub(super) fn team(&self, index: usize) -> TeamId {
        self.teams[index]
    }

    pub(super) fn index_of(&self, team: TeamId) -> Option<usize> {
        self.teams.binary_search(&team).ok()
    }

    pub(super) fn totals(&self, index: usize) -> &Totals {
        &self.totals[index]
    }

    pub(super) fn name(&self, index: usize) -> Option<&Arc<str>> {
        self.names[index].as_ref()
    }

    /// How many matches are counted.
    pub(super) fn matches(&self) -> usize {
        self.results.len()
    }

    /// The latest match in the record's order, of those counted.
    pub(super) fn last(&self) -> Option<MatchId> {
        self.last
    }

    /// Whether no announced match is left.
    pub(super) fn complete(&self) -> bool {
        self.open == 0
    }

    fn sides(&self, game: &Match) -> Option<[usize; 2]> {
        let [home, away] = &game.sides;
        Some([self.index_of(home.team)?, self.index_of(away.team)?])
    }

    /// Announces a match that will be counted, now or later.
    pub(super) fn announce(&mut self, game: &Match) {
        if let Some([home, away]) = self.sides(game) {
            let count = self.teams.len();
            self.meetings[home * count + away].open += 1;
            self.open += 1;
        }
    }

    /// Counts an announced match with its official score.
    pub(super) fn count(&mut self, id: MatchId, game: &Match, score: Pair) {
        let Some(sides) = self.sides(game) else { return };
        for side in SideIx::BOTH {
            let index = sides[side.index()];
            let outcome = Outcome::of(score, side);
            let totals = &mut self.totals[index];
            let (scored, conceded) = (score[side.index()], score[side.other().index()]);
            totals.add(tally(outcome), scored, conceded, side == SideIx::Away);
            totals.form.push(outcome, id);
            if !game.cards.is_empty() {
                totals.conduct += conduct(game, side, self.uefa_conduct);
            }
            self.names[index].clone_from(&game.side(side).name);
        }
        let meetings = &mut self.meetings[sides[0] * self.teams.len() + sides[1]];
        for (sum, one) in meetings.results.iter_mut().zip(tally(Outcome::of(score, SideIx::Home))) {
            *sum += one;
        }
        meetings.goals[0] += score[0];
        meetings.goals[1] += score[1];
        meetings.open -= 1;
        self.open -= 1;
        self.results.push((id, meetings.latest));
        meetings.latest = self.results.len() as u32;
        self.last = self.last.max(Some(id));
    }

    /// Adds points to a team, or takes them away.
    pub(super) fn adjust(&mut self, team: TeamId, points: i16) {
        if let Some(index) = self.index_of(team) {
            self.totals[index].adjusted += i32::from(points);
        }
    }

    fn between(&self, home: usize, away: usize) -> &Meetings {
        &self.meetings[home * self.teams.len() + away]
    }

    /// The totals of each team of a set over the matches among them.
    pub(super) fn mutual(&self, set: &[usize]) -> Vec<Totals> {
        let mut totals = vec![Totals::default(); set.len()];
        for (i, home) in set.iter().enumerate() {
            for (j, away) in set.iter().enumerate() {
                let Meetings { results: [won, drawn, lost], goals, .. } = *self.between(*home, *away);
                totals[i].add([won, drawn, lost], goals[0], goals[1], false);
                totals[j].add([lost, drawn, won], goals[1], goals[0], true);
            }
        }
        totals
    }

    /// Whether each pair of a set has met twice, with nothing outstanding.
    pub(super) fn met_home_and_away(&self, set: &[usize]) -> bool {
        set.iter().enumerate().all(|(i, a)| {
            set[i + 1..].iter().all(|b| {
                let (there, back) = (self.between(*a, *b), self.between(*b, *a));
                let met: u16 = there.results.iter().chain(&back.results).sum();
                met >= 2 && there.open + back.open == 0
            })
        })
    }

    /// The counted matches among a set, in order of kick-off.
    pub(super) fn matches_among(&self, set: &[usize]) -> Vec<MatchId> {
        let mut matches = Vec::new();
        for (home, away) in set.iter().flat_map(|home| set.iter().map(move |away| (*home, *away))) {
            let mut next = self.between(home, away).latest;
            while next > 0 {
                let (id, before) = self.results[next as usize - 1];
                matches.push(id);
                next = before;
            }
        }
        matches.sort_unstable();
        matches
    }
}

fn tally(outcome: Outcome) -> [u16; 3] {
    match outcome {
        Outcome::Win => [1, 0, 0],
        Outcome::Draw => [0, 1, 0],
        Outcome::Loss => [0, 0, 1],
    }
}

/// A side's conduct in a match: one deduction a player on FIFA's scale, the
/// sum of his cards on UEFA's.
fn conduct(game: &Match, side: SideIx, uefa: bool) -> i32 {
    let cards = || game.cards.iter().filter(|card| card.side == side);
    let mut seen: Vec<PersonId> = Vec::new();
    let mut sum = 0;
    for card in cards() {
        if seen.contains(&card.player) {
            continue;
        }
        seen.push(card.player);
        let of = |kind| cards().filter(|c| c.player == card.player && c.kind == kind).count();
        let (yellow, second, red) = (of(CardKind::Yellow), of(CardKind::SecondYellow), of(CardKind::Red));
        // Some sources write a second booking as another yellow card.
        let off_by_bookings = second > 0 || yellow > 1;
        sum -= match (red > 0, off_by_bookings, yellow > 0) {
            (true, _, true) if uefa => 4,
            (true, _, true) => 5,
            (true, _, false) if uefa => 3,
            (true, _, false) => 4,
            (false, true, _) => 3,
            (false, false, _) => 1,
        };
    }
    sum
}
