//! A player's record.
//!
//! In: a person. Out: appearances, minutes, goals and cards, in all, by team
//! and by edition. Looks only at the person's own matches.
//!
//! Minutes ignore stoppage time: a whole match is 90, or 120 with extra time;
//! coming on in stoppage time adds none. A match ended by a golden goal is as
//! long as the goal's minute says. A player who was sent off played until that
//! minute.

use super::{Cards, Figure, counts, played_score};
use crate::model::{
    Card, CardKind, EditionId, GoalKind, Match, MatchId, PersonId, Record, Selection, SideIx, SquadPlace, TeamId,
};

/// What a player did in some matches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlayerLine {
    /// Matches he played in: by the line-up; where there is none, a goal, an
    /// assist, a penalty or a kick in a shoot-out shows that he played (a card
    /// alone may have been shown to somebody on the bench).
    pub appearances: Figure,
    /// Of these, in the eleven.
    pub starts: Figure,
    /// Of these, from the bench.
    pub from_bench: Figure,
    /// Of the starts, when he was replaced.
    pub replaced: Figure,
    /// Matches on the bench without coming on.
    pub unused: Figure,
    /// Minutes played.
    pub minutes: u32,
    /// Appearances whose minutes nobody knows; they add none to `minutes`.
    pub without_minutes: u32,
    /// Goals, penalties included, own goals not.
    pub goals: Figure,
    /// Penalties scored during play.
    pub penalties: Figure,
    /// Penalties missed during play.
    pub missed_penalties: Figure,
    /// Own goals.
    pub own_goals: Figure,
    /// Assists.
    pub assists: Figure,
    /// Cards.
    pub cards: Cards,
    /// Kicks from the mark scored in shoot-outs.
    pub shootout_scored: Figure,
    /// Kicks from the mark missed in shoot-outs.
    pub shootout_missed: Figure,
    /// For a goalkeeper who played the whole match: those without a goal
    /// conceded.
    pub clean_sheets: Figure,
    /// Matches as captain at kick-off.
    pub captain: Figure,
}

/// A player's record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlayerRecord {
    /// In all.
    pub total: PlayerLine,
    /// By team, in order of the first match.
    pub by_team: Vec<(TeamId, PlayerLine)>,
    /// By edition (`None`: outside any) and team, in order of the first match.
    pub by_edition: Vec<(Option<EditionId>, TeamId, PlayerLine)>,
}

impl PlayerRecord {
    /// The record of a person as a player. Matches that he coached or refereed
    /// add nothing.
    pub fn of(record: &Record, person: PersonId) -> Self {
        let mut total = Self::default();
        for id in &record.by_person[person] {
            let game = &record.matches[*id];
            if !counts(game) {
                continue;
            }
            let Some(part) = Part::of(record, game, person) else { continue };
            let team = game.side(part.side).team;
            part.add_to(&mut total.total, *id, game);
            let for_team = entry(&mut total.by_team, |row| row.0 == team, || (team, PlayerLine::default()));
            part.add_to(&mut for_team.1, *id, game);
            let in_edition = entry(
                &mut total.by_edition,
                |row| (row.0, row.1) == (game.edition, team),
                || (game.edition, team, PlayerLine::default()),
            );
            part.add_to(&mut in_edition.2, *id, game);
        }
        total
    }
}

/// The row that fits, or a new one at the end.
fn entry<T>(rows: &mut Vec<T>, fits: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> &mut T {
    let index = rows.iter().position(fits).unwrap_or_else(|| {
        rows.push(new());
        rows.len() - 1
    });
    &mut rows[index]
}

/// A person's part in one match.
struct Part<'a> {
    person: PersonId,
    side: SideIx,
    selection: Option<&'a Selection>,
    goalkeeper: bool,
}

impl<'a> Part<'a> {
    /// The part of a person as a player, from the line-ups or else from what
    /// he is told to have done.
    fn of(record: &Record, game: &'a Match, person: PersonId) -> Option<Self> {
        for side in SideIx::BOTH {
            let lineup = game.side(side).lineup.as_ref();
            if let Some(selection) = lineup.and_then(|l| l.players.iter().find(|p| p.player == person)) {
                let goalkeeper = keeps_goal(record, game, side, selection);
                return Some(Self { person, side, selection: Some(selection), goalkeeper });
            }
        }
        let side = side_of_event(game, person)?;
        Some(Self { person, side, selection: None, goalkeeper: false })
    }

    fn add_to(&self, line: &mut PlayerLine, id: MatchId, game: &Match) {
        let mut acted = false;
        for goal in &game.goals {
            if goal.scorer == self.person {
                acted = true;
                match goal.kind {
                    GoalKind::OwnGoal => line.own_goals.add(id),
                    GoalKind::Penalty => {
                        line.goals.add(id);
                        line.penalties.add(id);
                    }
                    GoalKind::Goal => line.goals.add(id),
                }
            }
            if goal.assist == Some(self.person) {
                acted = true;
                line.assists.add(id);
            }
        }
        for _ in game.missed_penalties.iter().filter(|penalty| penalty.player == self.person) {
            acted = true;
            line.missed_penalties.add(id);
        }
        for card in game.cards.iter().filter(|card| card.player == self.person) {
            line.cards.add(id, card);
        }
        for kick in game.shootout.iter().filter(|kick| kick.player == self.person) {
            acted = true;
            if kick.scored {
                line.shootout_scored.add(id);
            } else {
                line.shootout_missed.add(id);
            }
        }
        match self.selection {
            Some(selection) if selection.started || selection.came_on => {
                line.appearances.add(id);
                self.add_selection(line, id, game, selection);
            }
            // A line-up that leaves out whoever scored is not complete.
            _ if acted => {
                line.appearances.add(id);
                line.without_minutes += 1;
            }
            Some(_) => line.unused.add(id),
            // A card alone may have been shown to somebody on the bench.
            None => {}
        }
    }

    fn add_selection(&self, line: &mut PlayerLine, id: MatchId, game: &Match, selection: &Selection) {
        if selection.started {
            line.starts.add(id);
            if selection.off.is_some() {
                line.replaced.add(id);
            }
        } else {
            line.from_bench.add(id);
        }
        if selection.captain {
            line.captain.add(id);
        }
        let dismissal = game.cards.iter().find(|c| c.player == self.person && c.kind != CardKind::Yellow);
        match minutes(game, selection, dismissal) {
            Some(minutes) => line.minutes += u32::from(minutes),
            None => line.without_minutes += 1,
        }
        if self.goalkeeper && whole_match_without_conceding(game, self.side, selection) {
            line.clean_sheets.add(id);
        }
    }
}

/// Whether a player of a line-up kept goal for the whole match and let nothing
/// in.
pub fn clean_sheet(record: &Record, game: &Match, side: SideIx, selection: &Selection) -> bool {
    whole_match_without_conceding(game, side, selection) && keeps_goal(record, game, side, selection)
}

fn whole_match_without_conceding(game: &Match, side: SideIx, selection: &Selection) -> bool {
    let sent_off = |card: &Card| card.player == selection.player && card.kind != CardKind::Yellow;
    selection.started
        && selection.off.is_none()
        && played_score(game).is_some_and(|score| score[side.other().index()] == 0)
        && !game.cards.iter().any(sent_off)
}

/// Whether the line-up, or else the squad or the profile, has a player in goal.
fn keeps_goal(record: &Record, game: &Match, side: SideIx, selection: &Selection) -> bool {
    match selection.line {
        Some(line) => line == 0,
        None => is_goalkeeper(record, game, side, selection.player),
    }
}

/// The minutes of one player of a line-up; `None` where the minute of coming
/// on or of a sending-off is not known, or he stayed on the bench.
pub fn minutes_played(game: &Match, selection: &Selection) -> Option<u16> {
    if !selection.started && !selection.came_on {
        return None;
    }
    let dismissal = game.cards.iter().find(|c| c.player == selection.player && c.kind != CardKind::Yellow);
    minutes(game, selection, dismissal)
}

/// Minutes on the pitch; `None` where the minute of coming on or of a
/// sending-off is not known.
fn minutes(game: &Match, selection: &Selection, dismissal: Option<&Card>) -> Option<u16> {
    let length = match_length(game);
    let on = if selection.started { 0 } else { selection.on?.minute };
    let off = selection.off.map_or(length, |minute| minute.minute);
    let off = match dismissal {
        Some(card) => off.min(card.minute?.minute),
        None => off,
    };
    Some(off.min(length).saturating_sub(on))
}

/// 90 minutes, 120 with extra time, or until the golden goal.
fn match_length(game: &Match) -> u16 {
    let Some(score) = game.score.filter(|score| score.et.is_some() || score.golden_goal) else { return 90 };
    let last_goal = game.goals.iter().filter_map(|goal| goal.minute).map(|minute| minute.minute).max();
    match last_goal {
        Some(minute) if score.golden_goal && minute > 90 => minute.min(120),
        _ => 120,
    }
}

/// The side of a person whom no line-up names.
fn side_of_event(game: &Match, person: PersonId) -> Option<SideIx> {
    let scored = game.goals.iter().find_map(|goal| {
        if goal.assist == Some(person) {
            return Some(goal.side);
        }
        let own = goal.kind == GoalKind::OwnGoal;
        (goal.scorer == person).then(|| if own { goal.side.other() } else { goal.side })
    });
    scored
        .or_else(|| game.missed_penalties.iter().find(|p| p.player == person).map(|p| p.side))
        .or_else(|| game.cards.iter().find(|card| card.player == person).map(|card| card.side))
        .or_else(|| game.shootout.iter().find(|kick| kick.player == person).map(|kick| kick.side))
}

/// Whether the squad or the profile calls a person a goalkeeper.
fn is_goalkeeper(record: &Record, game: &Match, side: SideIx, person: PersonId) -> bool {
    let keeper = |position: Option<&str>| position.is_some_and(|p| matches!(p, "GK" | "Goalkeeper" | "goalkeeper"));
    let place: Option<&SquadPlace> = game.edition.and_then(|edition| {
        let squads = &record.editions[edition].squads;
        let squad = squads.iter().find(|squad| squad.team == game.side(side).team)?;
        squad.players.iter().find(|place| place.player == person)
    });
    match place.and_then(|place| place.position.as_deref()) {
        Some(position) => keeper(Some(position)),
        None => keeper(record.persons[person].position.as_deref()),
    }
}
