//! Which side of a match something is told of.
//!
//! In: a line-up or an event as told. Out: the side, by the team's name, else by
//! its position or the score.

use crate::content::raw::{RawLineup, Sym};
use crate::content::resolve::clusters::{Cluster, Member};
use crate::content::resolve::competitions::Competitions;
use crate::content::resolve::teams::Teams;
use crate::model::SideIx;

/// Which side of a match a line-up is of: by the team's name above it, else
/// by its position. `None` for a team that does not take part.
pub(in crate::content::resolve) fn lineup_side(
    lineup: &RawLineup,
    position: usize,
    member: Member,
    cluster: &Cluster,
    teams: &Teams,
    competitions: &Competitions,
) -> Option<SideIx> {
    match lineup.team {
        Some(name) => {
            // A team that no match names has no symbol; it cannot be here.
            let team = teams.team(name, competitions.sex(cluster.edition))?;
            SideIx::BOTH.into_iter().find(|s| cluster.teams[s.index()] == team)
        }
        None => SideIx::BOTH.get(position).map(|s| member.side(*s)),
    }
}

/// Which side a goal of this raw match surely counts for: as told, else by a
/// score that leaves no other.
pub(in crate::content::resolve) fn told_side(
    side: Option<SideIx>,
    team: Option<Sym>,
    member: Member,
    cluster: &Cluster,
    teams: &Teams,
    competitions: &Competitions,
) -> Option<SideIx> {
    if let Some(side) = side {
        return Some(member.side(side));
    }
    let team = teams.team(team?, competitions.sex(cluster.edition))?;
    SideIx::BOTH.into_iter().find(|s| cluster.teams[s.index()] == team)
}

/// The side that scored all goals, where only one did.
pub(in crate::content::resolve) fn only_scorers(result: Option<[u16; 2]>) -> Option<SideIx> {
    match result? {
        [0, 0] => None,
        [_, 0] => Some(SideIx::Home),
        [0, _] => Some(SideIx::Away),
        _ => None,
    }
}
