//! Who won a tie, and how.
//!
//! In: the matches of two teams in one round. Out: form, score and winner, as
//! far as the matches themselves tell. Never looks at other ties.

use super::{BracketTie, Entry, TieDecided, TieForm};
use crate::model::{Match, MatchId, Pair, Record, Score, SideIx, Status, TeamId};

/// A match of a tie with what its round's name says.
#[derive(Clone, Copy, Debug)]
pub(super) struct TieMatch {
    pub(super) id: MatchId,
    pub(super) leg: Option<u8>,
    pub(super) replay: bool,
}

/// Whether a match was played level and not decided on penalties.
fn left_level(game: &Match) -> bool {
    game.official().is_some_and(|[home, away]| home == away) && game.score.is_none_or(|score| score.pens.is_none())
}

/// The matches of a tie that count or may come to count.
fn live<'a>(record: &'a Record, matches: &'a [TieMatch]) -> impl Iterator<Item = &'a Match> {
    matches.iter().map(|m| &record.matches[m.id]).filter(|game| game.official().is_some() || game.is_open())
}

/// Whether two matches of a tie can only be two legs: a match that was decided
/// is not replayed.
pub(super) fn must_be_legs(record: &Record, matches: &[TieMatch]) -> bool {
    if matches.iter().any(|m| m.leg.is_some()) {
        return true;
    }
    let mut games = live(record, matches);
    let (first, second) = (games.next(), games.next());
    second.is_some() && !matches.iter().any(|m| m.replay) && first.is_some_and(|game| !left_level(game))
}

/// A tie of these matches, in order of kick-off. `round_has_legs`: some tie of
/// the round is certainly played over two legs.
pub(super) fn decide(record: &Record, matches: &[TieMatch], round_has_legs: bool) -> BracketTie {
    let first = &record.matches[matches[0].id];
    let teams = first.sides.each_ref().map(|side| side.team);
    let games: Vec<&Match> = live(record, matches).collect();
    let legs = must_be_legs(record, matches) || (round_has_legs && games.len() == 2);
    let form = match games.len() {
        _ if legs && !matches.iter().any(|m| m.replay) => TieForm::TwoLegs,
        0 | 1 => TieForm::Single,
        _ => TieForm::Replays,
    };
    let mut tie = BracketTie {
        teams,
        matches: matches.iter().map(|m| m.id).collect(),
        form,
        score: None,
        penalties: None,
        winner: None,
        decided: None,
        from: [Entry::Enters; 2],
        next: None,
    };
    match form {
        TieForm::TwoLegs => over_two_legs(&mut tie, &games),
        TieForm::Single | TieForm::Replays => {
            if let Some(last) = games.iter().rev().find(|game| game.official().is_some()) {
                by_one_match(&mut tie, last);
            }
        }
    }
    tie
}

/// A pair seen from the tie's first team.
fn seen_from(team: TeamId, game: &Match, pair: Pair) -> Pair {
    if game.sides[0].team == team { pair } else { [pair[1], pair[0]] }
}

fn leader([first, second]: Pair) -> Option<SideIx> {
    match first.cmp(&second) {
        std::cmp::Ordering::Greater => Some(SideIx::Home),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Less => Some(SideIx::Away),
    }
}

fn by_one_match(tie: &mut BracketTie, game: &Match) {
    let Some(official) = game.official() else { return };
    let score = seen_from(tie.teams[0], game, official);
    tie.score = Some(score);
    tie.winner = leader(score);
    if tie.winner.is_some() {
        tie.decided = Some(match (game.status, game.score) {
            (Status::Awarded | Status::Abandoned, _) => TieDecided::Awarded,
            (Status::Walkover, _) => TieDecided::Walkover,
            (_, Some(Score { golden_goal: true, .. })) => TieDecided::GoldenGoal,
            (_, Some(Score { et: Some(_), .. })) => TieDecided::ExtraTime,
            _ => TieDecided::NormalTime,
        });
    } else {
        by_penalties(tie, game);
    }
}

fn by_penalties(tie: &mut BracketTie, game: &Match) {
    let Some(pens) = game.score.and_then(|score| score.pens) else { return };
    let pens = seen_from(tie.teams[0], game, pens);
    if let Some(winner) = leader(pens) {
        tie.penalties = Some(pens);
        tie.winner = Some(winner);
        tie.decided = Some(TieDecided::Penalties);
    }
}

fn over_two_legs(tie: &mut BracketTie, games: &[&Match]) {
    let team = tie.teams[0];
    let legs: Vec<(&Match, Pair)> =
        games.iter().take(2).filter_map(|game| Some((*game, seen_from(team, game, game.official()?)))).collect();
    if legs.is_empty() {
        return;
    }
    let sum = legs.iter().fold([0, 0], |[a, b], (_, [c, d])| [a + c, b + d]);
    tie.score = Some(sum);
    let [_, (second, _)] = legs.as_slice() else { return };
    if let Some(decider) = games.get(2) {
        by_one_match(tie, decider);
        return;
    }
    if let Some(winner) = leader(sum) {
        let extra_time = second.score.is_some_and(|score| score.et.is_some());
        tie.winner = Some(winner);
        tie.decided = Some(if extra_time { TieDecided::AggregateExtraTime } else { TieDecided::Aggregate });
        return;
    }
    by_penalties(tie, second);
    if tie.winner.is_none() {
        // With level aggregates and no kicks from the mark nothing else is
        // left; goals of extra time count as away goals too.
        let away =
            legs.iter().fold(
                [0, 0],
                |[a, b], (game, score)| {
                    if game.sides[0].team == team { [a, b + score[1]] } else { [a + score[0], b] }
                },
            );
        tie.winner = leader(away);
        tie.decided = tie.winner.map(|_| TieDecided::AwayGoals);
    }
}
