//! Rounds in order, and the tree of ties.
//!
//! In: an edition. Out: its [`Bracket`]. A tie feeds the next tie of its
//! winner; where a result is missing, whoever plays on has won.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::tie::{TieMatch, decide, must_be_legs};
use super::{Bracket, BracketRound, Entry, RoundKind, RoundName, TieDecided};
use crate::model::table::Scopes;
use crate::model::{CompetitionKind, EditionId, MatchId, Record, SideIx, Status, TeamId};

/// A round on its way.
struct Round {
    name: Arc<str>,
    key: String,
    kind: Option<RoundKind>,
    ties: Vec<Vec<TieMatch>>,
}

impl Round {
    fn first_match(&self) -> Option<MatchId> {
        self.ties.iter().flatten().map(|m| m.id).min()
    }
}

pub(super) fn bracket_of(record: &Record, edition: EditionId) -> Option<Bracket> {
    let rounds = in_order(gather(record, edition));
    if rounds.is_empty() {
        return None;
    }
    let mut bracket = Bracket::default();
    let mut keys = Vec::with_capacity(rounds.len());
    for round in rounds {
        let has_legs = round.ties.iter().any(|matches| must_be_legs(record, matches));
        let first = bracket.ties.len();
        bracket.ties.extend(round.ties.iter().map(|matches| decide(record, matches, has_legs)));
        let ties = (first..bracket.ties.len()).collect();
        if round.kind == Some(RoundKind::ThirdPlace) && bracket.third_place.is_none() {
            bracket.third_place = Some((round.name, first));
            continue;
        }
        keys.push(round.key);
        bracket.rounds.push(BracketRound { name: round.name, kind: round.kind, ties, byes: Vec::new() });
    }
    give_byes(record, edition, &keys, &mut bracket);
    find_who_advanced(record, &mut bracket);
    join(&mut bracket);
    draw(&mut bracket);
    bracket.champion = match bracket.rounds.last() {
        Some(BracketRound { kind: Some(RoundKind::Final), ties, .. }) if ties.len() == 1 => {
            bracket.ties[ties[0]].winner()
        }
        _ => None,
    };
    Some(bracket)
}

/// The knock-out matches by round and pair of teams, rounds in order of their
/// first match.
fn gather(record: &Record, edition: EditionId) -> Vec<Round> {
    let scopes = Scopes::of(record, edition);
    let kind = record.competitions[record.editions[edition].competition].kind;
    let mut names: FxHashMap<Arc<str>, RoundName> = FxHashMap::default();
    let mut rounds: Vec<Round> = Vec::new();
    let mut by_key: FxHashMap<String, usize> = FxHashMap::default();
    let mut by_pair: FxHashMap<[TeamId; 2], (usize, usize)> = FxHashMap::default();
    for id in &record.by_edition[edition] {
        let game = &record.matches[*id];
        if game.group.is_some() || scopes.index_of(*id).is_some() {
            continue;
        }
        let Some(written) = game.round.as_ref().or(game.stage.as_ref()) else { continue };
        let name = names.entry(written.clone()).or_insert_with(|| RoundName::parse(written)).clone();
        let stage = game.stage.as_ref().map(|stage| RoundName::parse(stage));
        if !is_knockout(kind, &name, stage.as_ref()) {
            continue;
        }
        let mut pair = game.sides.each_ref().map(|side| side.team);
        pair.sort_unstable();
        let played = TieMatch { id: *id, leg: game.leg.or(name.leg), replay: name.replay };
        // `Replays` alone belong to the round before.
        let known = by_pair
            .get(&pair)
            .copied()
            .filter(|(round, _)| name.base.is_empty() || rounds[*round].key == key_of(&name));
        if let Some((round, tie)) = known {
            rounds[round].ties[tie].push(played);
            continue;
        }
        let round = *by_key.entry(key_of(&name)).or_insert_with(|| {
            rounds.push(Round { name: shown(written), key: key_of(&name), kind: name.kind, ties: Vec::new() });
            rounds.len() - 1
        });
        rounds[round].ties.push(vec![played]);
        by_pair.insert(pair, (round, rounds[round].ties.len() - 1));
    }
    rounds
}

/// Spelling aside: `Quarter-finals` and `Quarterfinal` are one round.
fn key_of(name: &RoundName) -> String {
    name.base.replace(' ', "").trim_end_matches('s').to_owned()
}

fn is_knockout(kind: CompetitionKind, round: &RoundName, stage: Option<&RoundName>) -> bool {
    let by_stage = stage.is_some_and(RoundName::is_knockout) && !round.matchday;
    match kind {
        CompetitionKind::Cup => !round.matchday,
        CompetitionKind::Tournament => round.kind.is_some() || round.is_knockout() || round.replay || by_stage,
        CompetitionKind::League => round.is_knockout() || round.replay || by_stage,
        CompetitionKind::Friendly => false,
    }
}

/// A round's name without the words for legs and replays.
fn shown(written: &Arc<str>) -> Arc<str> {
    let parsed = RoundName::parse(written);
    if parsed.leg.is_none() && !parsed.replay {
        return written.clone();
    }
    // The words that are left are those of `base`, in the same order.
    let mut left = parsed.base.split(' ').peekable();
    let clean = |word: &str| word.to_lowercase().replace(['-', '–', '.', ',', '(', ')', '|'], " ");
    let words: Vec<&str> = written
        .split_whitespace()
        .filter(|word| {
            let parts = clean(word);
            let mut parts = parts.split_whitespace();
            let Some(first) = parts.next() else { return false };
            let kept = left.peek() == Some(&first);
            if kept {
                left.next();
                parts.for_each(|_| {
                    left.next();
                });
            }
            kept
        })
        .collect();
    words.join(" ").trim_end_matches([',', '-', '–', ':', '|', ' ']).into()
}

/// Rounds in order: by name; those whose names say nothing after the last named
/// round that began before them.
fn in_order(rounds: Vec<Round>) -> Vec<Round> {
    let (mut named, unnamed): (Vec<Round>, Vec<Round>) = rounds.into_iter().partition(|round| round.kind.is_some());
    named.sort_by_key(|round| (round.kind.map(RoundKind::order), round.first_match()));
    for round in unnamed {
        let after = named.iter().rposition(|other| other.first_match() < round.first_match());
        named.insert(after.map_or(0, |at| at + 1), round);
    }
    named
}

/// Puts byes into the rounds they are of; those of no round that has a match
/// into the first. `keys` are those of the rounds.
fn give_byes(record: &Record, edition: EditionId, keys: &[String], bracket: &mut Bracket) {
    for (round, team) in &record.editions[edition].byes {
        let key = round.as_ref().map(|round| key_of(&RoundName::parse(round)));
        let at = keys.iter().position(|known| Some(known) == key.as_ref()).unwrap_or(0);
        if let Some(round) = bracket.rounds.get_mut(at).filter(|round| !round.byes.contains(team)) {
            round.byes.push(*team);
        }
    }
}

/// Gives open ties the winner that a later round shows. Away goals give way to
/// it too: not every competition counts them.
fn find_who_advanced(record: &Record, bracket: &mut Bracket) {
    let mut last_round: FxHashMap<TeamId, usize> = FxHashMap::default();
    for (at, round) in bracket.rounds.iter().enumerate() {
        for team in round.ties.iter().flat_map(|tie| bracket.ties[*tie].teams) {
            last_round.insert(team, at);
        }
    }
    let third: Vec<TeamId> = bracket.third_place.iter().flat_map(|(_, tie)| bracket.ties[*tie].teams).collect();
    for (at, round) in bracket.rounds.iter().enumerate() {
        for tie in &round.ties {
            let tie = &mut bracket.ties[*tie];
            if !matches!(tie.decided, None | Some(TieDecided::AwayGoals)) {
                continue;
            }
            let plays_on = tie.teams.map(|team| last_round.get(&team).is_some_and(|last| *last > at));
            let lost = tie.teams.map(|team| third.contains(&team));
            let winner = match (plays_on, lost) {
                ([true, false], _) | ([false, false], [false, true]) => SideIx::Home,
                ([false, true], _) | ([false, false], [true, false]) => SideIx::Away,
                _ => continue,
            };
            if tie.winner != Some(winner) {
                tie.winner = Some(winner);
                let last = tie.matches.last().map(|id| record.matches[*id].status);
                let walked_over = last == Some(Status::Walkover);
                tie.decided = Some(if walked_over { TieDecided::Walkover } else { TieDecided::Advanced });
            }
        }
    }
}

/// Joins each tie with those that its teams come from.
fn join(bracket: &mut Bracket) {
    let mut latest: FxHashMap<TeamId, usize> = FxHashMap::default();
    for round in &bracket.rounds {
        for at in &round.ties {
            for side in SideIx::BOTH {
                let team = bracket.ties[*at].teams[side.index()];
                let Some(from) = latest.get(&team).copied() else { continue };
                let before = &mut bracket.ties[from];
                if before.next.is_none() && before.winner().is_none_or(|winner| winner == team) {
                    before.next = Some(*at);
                    bracket.ties[*at].from[side.index()] = Entry::Winner(from);
                }
            }
        }
        for at in &round.ties {
            latest.extend(bracket.ties[*at].teams.map(|team| (team, *at)));
        }
    }
    let Some((_, third)) = bracket.third_place else { return };
    for side in SideIx::BOTH {
        let team = bracket.ties[third].teams[side.index()];
        let lost = (0..bracket.ties.len()).rev().find(|at| *at != third && bracket.ties[*at].loser() == Some(team));
        if let Some(from) = lost {
            bracket.ties[third].from[side.index()] = Entry::Loser(from);
        }
    }
}

/// Orders the ties of each round as the tree is drawn.
fn draw(bracket: &mut Bracket) {
    let mut order = vec![usize::MAX; bracket.ties.len()];
    let mut next = 0;
    let mut stack = Vec::new();
    for round in bracket.rounds.iter().rev() {
        for root in round.ties.iter().filter(|at| bracket.ties[**at].next.is_none()) {
            stack.push(*root);
            while let Some(at) = stack.pop() {
                order[at] = next;
                next += 1;
                for entry in bracket.ties[at].from.iter().rev() {
                    if let Entry::Winner(from) = entry {
                        stack.push(*from);
                    }
                }
            }
        }
    }
    for round in &mut bracket.rounds {
        round.ties.sort_by_key(|at| order[*at]);
    }
    pair_up(bracket);
}

/// Where a round has twice as many ties as the next one, puts ties 2n and
/// 2n + 1 where they lead into tie n: that is how a tree is drawn. Ties whose
/// winner does not play on (he withdrew, or the loser took his place) fill the
/// gaps.
fn pair_up(bracket: &mut Bracket) {
    for at in (1..bracket.rounds.len()).rev() {
        let (before, next) = (&bracket.rounds[at - 1].ties, &bracket.rounds[at].ties);
        if before.len() != next.len() * 2 {
            continue;
        }
        let feeders = next.iter().flat_map(|tie| bracket.ties[*tie].from);
        let mut slots: Vec<Option<usize>> = feeders
            .map(|entry| match entry {
                Entry::Winner(from) if before.contains(&from) => Some(from),
                _ => None,
            })
            .collect();
        let mut left: Vec<usize> = before.iter().copied().filter(|tie| !slots.contains(&Some(*tie))).collect();
        left.reverse();
        let ties: Vec<usize> = slots.iter_mut().filter_map(|slot| slot.take().or_else(|| left.pop())).collect();
        bracket.rounds[at - 1].ties = ties;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_names_keep_their_spelling() {
        let shown = |name: &str| shown(&name.into()).to_string();
        assert_eq!(shown("Semi-finals, 1st leg"), "Semi-finals");
        assert_eq!(shown("Third Round Proper Replays"), "Third Round Proper");
        assert_eq!(shown("Round 3 - second replay"), "Round 3");
        assert_eq!(shown("Final (leg 2)"), "Final");
        assert_eq!(shown("Final"), "Final");
    }

    #[test]
    fn rounds_without_a_telling_name_stand_where_they_began() {
        let round = |name: &str, kind, id| Round {
            name: name.into(),
            key: name.into(),
            kind,
            ties: vec![vec![TieMatch { id: MatchId(id), leg: None, replay: false }]],
        };
        let rounds = vec![
            round("Final", Some(RoundKind::Final), 9),
            round("Champions' path", None, 3),
            round("Semi-finals", Some(RoundKind::Ties(2)), 5),
            round("Opening", None, 0),
            round("First round", Some(RoundKind::Numbered(1)), 1),
        ];
        let names: Vec<String> = in_order(rounds).iter().map(|round| round.name.to_string()).collect();
        assert_eq!(names, ["Opening", "First round", "Champions' path", "Semi-finals", "Final"]);
    }
}
