//! A merged match with ids in place of names, checked against itself.
//!
//! In: the merged tellings and the entities. Out: matches and what is wrong
//! in them: a score that is not its goals, a scorer of neither team, a name
//! that could be two people.

mod checks;
mod events;
mod lineups;
mod who;

use std::sync::Arc;

use rayon::prelude::*;

use super::Source;
use super::clock::Clock;
use super::clusters::{Cluster, Clusters, Member};
use super::competitions::Competitions;
use super::fold::Folded;
use super::merge::Merged;
use super::persons::Persons;
use super::rosters::{Roster, Rosters};
use super::teams::Teams;
use super::venues::Venues;
use crate::content::raw::{Names, RawMatch, Sym, Trust};
use crate::diagnostic::Diagnostic;
use crate::model::{Kickoff, Lineup, Match, Official, PersonId, Side, SideIx, Status};

/// What matches are resolved with.
pub(super) struct Resolver<'a, 'b> {
    pub(super) names: &'b Names,
    pub(super) sources: &'b [Source<'a>],
    pub(super) competitions: &'b Competitions,
    pub(super) teams: &'b Teams,
    pub(super) venues: &'b Venues,
    pub(super) rosters: &'b Rosters,
    pub(super) persons: &'b Persons,
    pub(super) clock: &'b Clock,
}

/// One match while it is resolved.
struct Work<'r, 'a, 'b> {
    r: &'r Resolver<'a, 'b>,
    cluster: &'r Cluster,
    rosters: [Option<(u32, &'r Roster)>; 2],
    lineups: [Option<Lineup>; 2],
    out: Vec<Diagnostic>,
}

impl<'a> Resolver<'a, '_> {
    /// Resolves all matches, in the order of the clusters, and tells what is
    /// wrong in each.
    pub(super) fn all(&self, clusters: &Clusters, merged: Vec<Merged<'a>>) -> (Vec<Match>, Vec<Vec<Diagnostic>>) {
        clusters
            .clusters
            .par_iter()
            .zip(merged)
            .with_min_len(32)
            .with_max_len(64)
            .map(|(cluster, merged)| self.one(cluster, &merged))
            .unzip()
    }

    /// Resolves one match, and tells what is wrong in it.
    pub(super) fn one(&self, cluster: &Cluster, merged: &Merged<'a>) -> (Match, Vec<Diagnostic>) {
        let rosters = cluster.teams.map(|t| self.rosters.of(t, cluster.edition));
        let mut work = Work { r: self, cluster, rosters, lineups: [None, None], out: Vec::new() };
        work.unknown_lineups();
        for side in SideIx::BOTH {
            if let Some((member, raw)) = merged.lineups[side.index()] {
                work.lineups[side.index()] = Some(work.lineup(side, member, raw));
            }
        }
        let goals = work.goals(merged);
        let missed_penalties = work.missed(merged);
        let cards = work.cards(merged);
        let shootout = work.kicks(merged);
        let venue = merged.venue.and_then(|v| self.venues.venue(self.names, v));
        let kickoff = merged.kickoff.map(|k| self.clock.kickoff(k, venue, cluster.edition));
        let sides = SideIx::BOTH.map(|side| {
            let coach = merged.lineups[side.index()]
                .and_then(|(_, l)| self.persons.coach(cluster.teams[side.index()], l.coach?))
                .or_else(|| work.squad_coach(side));
            Side {
                team: cluster.teams[side.index()],
                name: work.name_on_the_day(side, kickoff),
                lineup: work.lineups[side.index()].take().filter(|l| !l.players.is_empty()),
                coach,
            }
        });
        let officials = merged.officials.map_or_else(Vec::new, |(_, list)| {
            list.iter()
                .filter_map(|o| {
                    Some(Official {
                        person: self.persons.official(o.name, o.country)?,
                        country: o.country.map(|c| self.names.resolve(&c).into()),
                        referee: o.referee,
                    })
                })
                .collect()
        });
        let text = |sym: Option<Sym>| sym.map(|s| Arc::<str>::from(self.names.resolve(&s)));
        let texts = |list: &[&str]| list.iter().map(|s| Arc::<str>::from(*s)).collect::<Vec<_>>();
        let score = merged.score.map(|(_, s)| s);
        let status = merged.status.unwrap_or_else(|| {
            if merged.awarded.is_some() {
                Status::Awarded
            } else if score.is_some_and(|s| s.result().is_some()) {
                Status::FullTime
            } else if merged.kickoff.is_some_and(|k| k.to_be_decided) {
                Status::Tbd
            } else {
                Status::Scheduled
            }
        });
        let found = Match {
            // The address is given once all matches are known.
            slug: merged.id.map_or("", |(_, id)| id).into(),
            edition: cluster.edition,
            stage: text(merged.stage),
            group: text(merged.group),
            round: text(merged.round),
            matchday: merged.matchday.map(|(n, _)| n),
            leg: merged.leg,
            kickoff,
            was: merged.was.iter().map(|k| self.clock.kickoff(*k, venue, cluster.edition)).collect(),
            venue,
            neutral: merged.neutral,
            sides,
            score,
            goals,
            missed_penalties,
            cards,
            shootout,
            officials,
            attendance: merged.attendance,
            status,
            reason: merged.reason.map(Into::into),
            awarded: merged.awarded,
            redirect_from: texts(&merged.redirect_from),
            sources: texts(&merged.sources),
            note: merged.note.map(Into::into),
            extra: merged.extra.map(Into::into),
            origins: cluster
                .members
                .iter()
                .map(|m| self.sources[m.source as usize].place(m.raw(self.sources)))
                .collect(),
        };
        work.check_score(merged, &found);
        (found, work.out)
    }
}

impl<'a> Work<'_, 'a, '_> {
    fn source(&self, member: Member) -> &Source<'a> {
        &self.r.sources[member.source as usize]
    }

    fn raw(&self, member: Member) -> &'a RawMatch {
        member.raw(self.r.sources)
    }

    /// A fault of a source: an error in one written by hand, a warning in a
    /// data file. `codes` are those of the error and the warning.
    fn fault(&self, member: Member, codes: [&'static str; 2], message: String) -> Diagnostic {
        match self.source(member).trust {
            Trust::Hand => Diagnostic::error(codes[0], message),
            Trust::Data => Diagnostic::warning(codes[1], message),
        }
    }

    /// How to mend a fault, in the words of the form the source is written in:
    /// that with keys, or that of data files.
    fn in_its_form(&self, member: Member, with_keys: String, of_data: &str) -> String {
        if self.source(member).has_keys() { with_keys } else { of_data.to_owned() }
    }

    fn name_on_the_day(&self, side: SideIx, kickoff: Option<Kickoff>) -> Option<Arc<str>> {
        let team = self.cluster.teams[side.index()];
        let (_, profile) = self.r.teams.teams[team.0 as usize].profile.as_ref()?;
        let date = kickoff.map(|k| k.date);
        let by_date = profile.former_names.iter().find(|f| {
            date.is_some_and(|d| {
                (f.from.is_some() || f.until.is_some())
                    && f.from.is_none_or(|x| x <= d)
                    && f.until.is_none_or(|x| d <= x)
            })
        });
        let written = self.cluster.members.first().map(|m| {
            let raw = self.raw(*m);
            let sym = if m.side(SideIx::Home) == side { raw.home } else { raw.away };
            Folded::new(self.r.names.resolve(&sym)).letters
        });
        let by_name = || {
            let written = written?;
            profile.former_names.iter().find(|f| Folded::new(&f.name).letters == written)
        };
        by_date.or_else(by_name).map(|f| f.name.as_str().into())
    }

    fn squad_coach(&self, side: SideIx) -> Option<PersonId> {
        let (_, roster) = self.rosters[side.index()]?;
        roster.squads.iter().find_map(|&(s, q)| {
            let squad = &self.r.sources[s as usize].record.squads[q as usize];
            let manager =
                squad.players.iter().find(|p| p.position.is_some_and(|p| self.r.names.resolve(&p) == "MG"))?;
            self.r.persons.coach(roster.team, manager.name)
        })
    }
}
