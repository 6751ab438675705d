//! A team's record.
//!
//! In: a team, and an edition or all of them. Out: results at home and away,
//! streaks, biggest wins, clean sheets and form.

use super::{Cards, Figure, Margin, Results, counts, played_score};
use crate::model::{EditionId, Form, MatchId, Outcome, Record, SideIx, TeamId};

/// Matches in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The matches, oldest first.
    pub matches: Vec<MatchId>,
}

impl Run {
    /// How many.
    pub fn len(&self) -> usize {
        self.matches.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.matches.is_empty()
    }
}

/// What a team has done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TeamRecord {
    /// All results.
    pub total: Results,
    /// At home: named first, not on neutral ground.
    pub home: Results,
    /// Away: named second, not on neutral ground.
    pub away: Results,
    /// On neutral ground.
    pub neutral: Results,
    /// Wins with the greatest difference, as played.
    pub biggest_wins: Margin,
    /// Defeats with the greatest difference, as played.
    pub biggest_defeats: Margin,
    /// Matches played without conceding.
    pub clean_sheets: Figure,
    /// Matches played without scoring.
    pub without_goal: Figure,
    /// Cards shown to the team.
    pub cards: Cards,
    /// The longest run of wins; of equal ones the latest.
    pub winning_run: Run,
    /// The longest run without a defeat.
    pub unbeaten_run: Run,
    /// The longest run without a win.
    pub winless_run: Run,
    /// The run the team is on: as many matches as its last outcome goes back.
    pub current_run: Option<(Outcome, Run)>,
    /// The last five matches.
    pub form: Form,
    /// Matches yet to be played, or being played.
    pub to_come: Vec<MatchId>,
}

impl TeamRecord {
    /// The record of a team in one edition, or in all that it played.
    pub fn of(record: &Record, team: TeamId, edition: Option<EditionId>) -> Self {
        let mut total = Self::default();
        let mut outcomes: Vec<(Outcome, MatchId)> = Vec::new();
        for id in &record.by_team[team] {
            let game = &record.matches[*id];
            if edition.is_some() && game.edition != edition {
                continue;
            }
            let Some(side) = game.side_of(team) else { continue };
            if game.is_open() {
                total.to_come.push(*id);
            }
            if !counts(game) {
                continue;
            }
            for card in game.cards.iter().filter(|card| card.side == side) {
                total.cards.add(*id, card);
            }
            let Some(score) = game.official() else { continue };
            total.total.add(*id, score, side);
            let ground = match (game.neutral, side) {
                (true, _) => &mut total.neutral,
                (false, SideIx::Home) => &mut total.home,
                (false, SideIx::Away) => &mut total.away,
            };
            ground.add(*id, score, side);
            let outcome = Outcome::of(score, side);
            outcomes.push((outcome, *id));
            total.form.push(outcome, *id);
            if let Some(played) = played_score(game) {
                total.add_feats(*id, played[side.index()], played[side.other().index()]);
            }
        }
        total.winning_run = longest(&outcomes, |o| o == Outcome::Win);
        total.unbeaten_run = longest(&outcomes, |o| o != Outcome::Loss);
        total.winless_run = longest(&outcomes, |o| o != Outcome::Win);
        total.current_run = outcomes.last().map(|(last, _)| {
            let length = outcomes.iter().rev().take_while(|(o, _)| o == last).count();
            (*last, run(&outcomes[outcomes.len() - length..]))
        });
        total
    }

    fn add_feats(&mut self, game: MatchId, scored: u16, conceded: u16) {
        self.biggest_wins.offer(game, u32::from(scored.saturating_sub(conceded)));
        self.biggest_defeats.offer(game, u32::from(conceded.saturating_sub(scored)));
        if conceded == 0 {
            self.clean_sheets.add(game);
        }
        if scored == 0 {
            self.without_goal.add(game);
        }
    }
}

fn run(outcomes: &[(Outcome, MatchId)]) -> Run {
    Run { matches: outcomes.iter().map(|(_, id)| *id).collect() }
}

/// The longest run of outcomes that fit; of equally long ones the latest.
fn longest(outcomes: &[(Outcome, MatchId)], fits: impl Fn(Outcome) -> bool) -> Run {
    let best = outcomes.split(|(outcome, _)| !fits(*outcome)).max_by_key(|run| run.len());
    run(best.unwrap_or_default())
}
