//! Goals, missed penalties and cards.
//!
//! In: the events of a match. Out: the entries of their lists, by team where
//! every one tells whose it is.

use std::fmt::Write;

use super::layout::Long;
use crate::content::forms::event;
use crate::content::match_yaml::events::{CARD_KINDS, GOAL_KINDS};
use crate::content::raw::{Names, RawCard, RawGoal, RawMissedPenalty, Sym};
use crate::content::yaml::quote::quoted;
use crate::model::{CardKind, GoalKind, SideIx};

/// Events as they are written: by team where every one tells whose it is.
pub(super) enum Lists<'n> {
    One(Vec<String>),
    ByTeam(Vec<(&'n str, Vec<String>)>),
}

/// What the events of a match have in common.
#[derive(Clone, Copy)]
pub(super) struct Events<'n> {
    pub(super) names: &'n Names,
    pub(super) teams: [Sym; 2],
}

/// Whether an entry of a list must name its team.
type WithTeam = bool;

impl<'n> Events<'n> {
    /// The team an event names, or the one of its side.
    pub(super) fn team(self, side: Option<SideIx>, team: Option<Sym>) -> Option<Sym> {
        side.map(|side| self.teams[side.index()]).or(team)
    }

    pub(super) fn lists<T>(
        self,
        events: &[T],
        whose: impl Fn(&T) -> (Option<SideIx>, Option<Sym>),
        entries: impl Fn((&[T], WithTeam)) -> Vec<String>,
    ) -> Lists<'n> {
        let team = |event: &T| {
            let (side, team) = whose(event);
            self.team(side, team)
        };
        let mut lists: Vec<(Sym, &[T])> = Vec::new();
        for same in events.chunk_by(|a, b| team(a) == team(b)) {
            match same.first().and_then(team) {
                Some(team) if lists.iter().all(|(known, _)| *known != team) => lists.push((team, same)),
                // Nobody's, or in turns: one list, whose order must not change.
                _ => return Lists::One(entries((events, true))),
            }
        }
        if lists.is_empty() {
            return Lists::One(Vec::new());
        }
        let by_team = lists.into_iter().map(|(team, same)| (self.names.resolve(&team), entries((same, false))));
        Lists::ByTeam(by_team.collect())
    }

    pub(super) fn goals(self, (goals, with_team): (&[RawGoal], WithTeam)) -> Vec<String> {
        let mut entries = Vec::new();
        let joined = |a: &RawGoal, b: &RawGoal| {
            a.player == b.player
                && (a.side, a.team) == (b.side, b.team)
                && [a, b].iter().all(|goal| goal.minute.is_some() && goal.assist.is_none())
        };
        for same in goals.chunk_by(joined) {
            let name = self.names.resolve(&same[0].player);
            let assist = |goal: &RawGoal| goal.assist.map(|assist| self.names.resolve(&assist));
            let mut short = name.to_owned();
            for (i, goal) in same.iter().enumerate() {
                let gap = if i == 0 { " " } else { ", " };
                let kind = match goal.kind {
                    GoalKind::Goal => "",
                    GoalKind::Penalty => " pen",
                    GoalKind::OwnGoal => " og",
                };
                let minute = goal.minute.map(|minute| format!("{gap}{minute}")).unwrap_or_default();
                // Writing to a string cannot fail.
                let _ = write!(short, "{minute}{kind}");
                if let Some(assist) = assist(goal) {
                    let _ = write!(short, " ({assist})");
                }
            }
            let team = self.team(same[0].side, same[0].team).filter(|_| with_team);
            let moments = same.iter().map(|g| event::GoalMoment { minute: g.minute, kind: g.kind, assist: assist(g) });
            let wanted = event::Event { name, moments: moments.collect() };
            if team.is_none() && event::goal(&short) == Ok(wanted) {
                entries.push(quoted(&short));
                continue;
            }
            for goal in same {
                let mut long = Long::new();
                long.text("player", Some(name));
                long.minute("minute", goal.minute);
                if goal.kind != GoalKind::Goal {
                    let word = GOAL_KINDS.iter().find(|(_, kind)| *kind == goal.kind);
                    long.text("kind", word.map(|(word, _)| *word));
                }
                long.text("assist", assist(goal));
                long.text("team", team.map(|team| self.names.resolve(&team)));
                entries.push(long.finish());
            }
        }
        entries
    }

    pub(super) fn missed(self, (missed, with_team): (&[RawMissedPenalty], WithTeam)) -> Vec<String> {
        let entry = |p: &RawMissedPenalty| {
            let name = self.names.resolve(&p.player);
            let team = self.team(p.side, p.team).filter(|_| with_team);
            let short = p.minute.map_or_else(|| name.to_owned(), |minute| format!("{name} {minute}"));
            let wanted = event::Event { name, moments: vec![p.minute] };
            if team.is_none() && event::timed(&short) == Ok(wanted) {
                return quoted(&short);
            }
            let mut long = Long::new();
            long.text("player", Some(name));
            long.minute("minute", p.minute);
            long.text("team", team.map(|team| self.names.resolve(&team)));
            long.finish()
        };
        missed.iter().map(entry).collect()
    }

    pub(super) fn cards(self, (cards, with_team): (&[RawCard], WithTeam)) -> Vec<String> {
        let entry = |card: &RawCard| {
            let name = self.names.resolve(&card.player);
            let team = self.team(card.side, card.team).filter(|_| with_team);
            let word = CARD_KINDS.iter().find(|(_, kind)| *kind == card.kind).map(|(word, _)| *word);
            let mut short = name.to_owned();
            // Writing to a string cannot fail.
            if let Some(minute) = card.minute {
                let _ = write!(short, " {minute}");
            }
            if card.kind != CardKind::Yellow {
                let _ = write!(short, " {}", word.unwrap_or_default());
            }
            let moments = vec![event::CardMoment { minute: card.minute, kind: card.kind }];
            if team.is_none() && event::card(&short) == Ok(event::Event { name, moments }) {
                return quoted(&short);
            }
            let mut long = Long::new();
            long.text("player", Some(name));
            long.minute("minute", card.minute);
            long.text("kind", word);
            long.text("team", team.map(|team| self.names.resolve(&team)));
            long.finish()
        };
        cards.iter().map(entry).collect()
    }
}
