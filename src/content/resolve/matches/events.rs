//! Goals, missed penalties, cards and the kicks of a shoot-out.
//!
//! In: events as told. Out: the same with sides and the ids of players, in
//! order. An event of somebody who is not found is left out, and said so.

use std::sync::Arc;

use super::Work;
use crate::content::raw::{Spot, Sym};
use crate::content::resolve::clusters::Member;
use crate::content::resolve::merge::Merged;
use crate::content::resolve::rosters::{only_scorers, told_side};
use crate::diagnostic::nearest;
use crate::model::{Card, Goal, GoalKind, Kick, MissedPenalty, SideIx};

impl<'a> Work<'_, 'a, '_> {
    pub(super) fn goals(&mut self, merged: &Merged<'a>) -> Vec<Goal> {
        let Some((member, list)) = merged.goals else { return Vec::new() };
        let only = only_scorers(merged.score.and_then(|(_, s)| s.result()));
        let mut goals: Vec<Goal> = Vec::with_capacity(list.len());
        for g in list {
            let counts_for = self.side(member, g.side, g.team, "goals", g.spot).or(only);
            let own = g.kind == GoalKind::OwnGoal;
            let plays_for = counts_for.map(|s| if own { s.other() } else { s });
            let placed = self.player(member, g.player, plays_for, g.minute, "goals", g.spot);
            let Some((side, scorer)) = placed else { continue };
            let side = if own { side.other() } else { side };
            let assist =
                g.assist.and_then(|a| self.player(member, a, Some(side), g.minute, "goals", g.spot)).map(|(_, p)| p);
            goals.push(Goal { side, scorer, minute: g.minute, kind: g.kind, assist, score: None });
        }
        goals.sort_by_key(|g| (g.minute.is_none(), g.minute));
        let result = merged.score.and_then(|(_, s)| s.result());
        if result.is_some_and(|[h, a]| usize::from(h + a) == goals.len()) && goals.iter().all(|g| g.minute.is_some()) {
            let mut score = [0, 0];
            for g in &mut goals {
                score[g.side.index()] += 1;
                g.score = Some(score);
            }
        }
        goals
    }

    /// The side that an event is told of, by itself or by its team, which must
    /// be one of the two.
    fn side(
        &mut self,
        member: Member,
        side: Option<SideIx>,
        team: Option<Sym>,
        field: &'static str,
        spot: Spot,
    ) -> Option<SideIx> {
        let of = |side, team| told_side(side, team, member, self.cluster, self.r.teams, self.r.competitions);
        let told = of(side, team);
        if let Some(team) = team.filter(|_| of(None, team).is_none()) {
            let name = self.r.names.resolve(&team);
            let [home, away] = self.cluster.teams.map(|t| Arc::clone(self.r.teams.name(t)));
            let near = nearest(name, [&*home, &*away]).map(|n| format!("did you mean `{n}`?"));
            self.out.push(
                self.fault(member, ["E0302", "W0302"], format!("`{name}` does not play in {home} v {away}"))
                    .at(self.source(member).place_in(self.raw(member), Some(field), spot))
                    .help(near.unwrap_or_else(|| format!("use `{home}` or `{away}`"))),
            );
        }
        told
    }

    pub(super) fn missed(&mut self, merged: &Merged<'a>) -> Vec<MissedPenalty> {
        let Some((member, list)) = merged.missed_penalties else { return Vec::new() };
        let mut all = Vec::with_capacity(list.len());
        for p in list {
            let side = self.side(member, p.side, p.team, "missed_penalties", p.spot);
            if let Some((side, player)) = self.player(member, p.player, side, p.minute, "missed_penalties", p.spot) {
                all.push(MissedPenalty { side, player, minute: p.minute });
            }
        }
        all.sort_by_key(|p| (p.minute.is_none(), p.minute));
        all
    }

    pub(super) fn cards(&mut self, merged: &Merged<'a>) -> Vec<Card> {
        let Some((member, list)) = merged.cards else { return Vec::new() };
        let mut cards = Vec::with_capacity(list.len());
        for c in list {
            let side = self.side(member, c.side, c.team, "cards", c.spot);
            if let Some((side, player)) = self.player(member, c.player, side, None, "cards", c.spot) {
                cards.push(Card { side, player, minute: c.minute, kind: c.kind });
            }
        }
        cards.sort_by_key(|c| (c.minute.is_none(), c.minute));
        cards
    }

    pub(super) fn kicks(&mut self, merged: &Merged<'a>) -> Vec<Kick> {
        let Some((member, list)) = merged.shootout else { return Vec::new() };
        let mut kicks = Vec::with_capacity(list.len());
        for k in list {
            let side = self.side(member, k.side, k.team, "shootout", k.spot);
            if let Some((side, player)) = self.player(member, k.player, side, None, "shootout", k.spot) {
                kicks.push(Kick { side, player, scored: k.scored });
            }
        }
        kicks
    }
}
