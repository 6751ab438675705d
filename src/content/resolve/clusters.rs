//! Which raw matches are one match told by several sources.
//!
//! Two raw matches are one when the same two teams meet in the same edition
//! (or one source names none) and their dates are at most a day apart (two
//! sources may count the day in different time zones), or one gives the
//! other's date as an earlier kick-off, or one has no date and the rounds
//! agree. Within one file each entry is a match of its own.

use rustc_hash::FxHashMap;

use super::Source;
use super::competitions::Competitions;
use super::teams::Teams;
use crate::content::raw::{RawMatch, Sym, Trust};
use crate::diagnostic::Diagnostic;
use crate::model::slug::slug;
use crate::model::{EditionId, SideIx, TeamId};
use jiff::civil::Date;

/// One telling of a match.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) source: u32,
    pub(super) index: u32,
    /// The source names the teams the other way round.
    pub(super) swapped: bool,
}

impl Member {
    /// The side of the match that a side of this source is.
    pub(super) fn side(self, side: SideIx) -> SideIx {
        if self.swapped { side.other() } else { side }
    }

    pub(super) fn raw<'a>(self, sources: &[Source<'a>]) -> &'a RawMatch {
        &sources[self.source as usize].record.matches[self.index as usize]
    }
}

/// A match: all its tellings, the most trusted first.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub(super) members: Vec<Member>,
    pub(super) teams: [TeamId; 2],
    pub(super) edition: Option<EditionId>,
}

/// All matches, in the order of the team pair, then of the sources.
#[derive(Debug)]
pub(super) struct Clusters {
    pub(super) clusters: Vec<Cluster>,
    /// The cluster of each raw match, by source.
    pub(super) of: Vec<Vec<u32>>,
}

/// A cluster while it grows.
struct Growing {
    cluster: Cluster,
    dates: Vec<Date>,
    was: Vec<Date>,
    round: Option<Sym>,
    group: Option<Sym>,
    leg: Option<u8>,
}

struct Entry {
    member: Member,
    home: TeamId,
    away: TeamId,
    edition: Option<EditionId>,
}

impl Clusters {
    pub(super) fn new(
        sources: &[Source<'_>],
        competitions: &Competitions,
        teams: &Teams,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        for (s, source) in sources.iter().enumerate() {
            for (i, raw) in source.record.matches.iter().enumerate() {
                let edition = competitions.edition(raw.competition, raw.season);
                let sex = competitions.sex(edition);
                // Every name of the record has a team; see `Teams::new`.
                let (Some(home), Some(away)) = (teams.team(raw.home, sex), teams.team(raw.away, sex)) else { continue };
                if home == away {
                    // The reader of a hand-written match has said so where one
                    // name stands on both sides.
                    if raw.home == raw.away && source.trust == Trust::Hand {
                        continue;
                    }
                    out.push(
                        Diagnostic::error("E0306", format!("`{}` cannot play itself", teams.name(home)))
                            .at(source.place(raw))
                            .help("home and away must be two different teams; look at their names and aliases"),
                    );
                    continue;
                }
                let member = Member { source: s as u32, index: i as u32, swapped: false };
                entries.push(Entry { member, home, away, edition });
            }
        }
        let mut order: Vec<u32> = (0..entries.len() as u32).collect();
        // Stable: within a pair of teams the most trusted source comes first.
        order.sort_by_key(|&i| {
            let e = &entries[i as usize];
            (e.home.min(e.away), e.home.max(e.away))
        });

        let mut clusters: Vec<Cluster> = Vec::new();
        let mut of: Vec<Vec<u32>> = sources.iter().map(|s| vec![u32::MAX; s.record.matches.len()]).collect();
        let pair = |i: &u32| {
            let e = &entries[*i as usize];
            (e.home.min(e.away), e.home.max(e.away))
        };
        for same in order.chunk_by(|a, b| pair(a) == pair(b)) {
            let mut growing: Vec<Growing> = Vec::new();
            for &i in same {
                let e = &entries[i as usize];
                let raw = e.member.raw(sources);
                let fits: Vec<usize> = (0..growing.len()).filter(|&g| growing[g].takes(e, raw, sources)).collect();
                if let [g, ..] = fits[..] {
                    if raw.kickoff.is_none() && fits.len() > 1 {
                        out.push(
                            Diagnostic::warning(
                                "W0307",
                                "this match without a date could be one of several between these teams",
                            )
                            .at(sources[e.member.source as usize].place(raw))
                            .help(if sources[e.member.source as usize].has_keys() {
                                "give it a `kickoff`"
                            } else {
                                "give it a date"
                            }),
                        );
                    }
                    growing[g].add(e, raw);
                } else {
                    if let Some(twin) = growing.iter().find(|g| g.same_day(raw)) {
                        let first = twin.cluster.members[0];
                        if first.source == e.member.source && first.raw(sources).kickoff == raw.kickoff {
                            out.push(
                                Diagnostic::warning("W0308", "this match stands twice in the file")
                                    .at(sources[e.member.source as usize].place(raw))
                                    .related(sources[first.source as usize].place(first.raw(sources)), "first here")
                                    .help("remove one, or give them different kick-off times"),
                            );
                        }
                    }
                    growing.push(Growing::new(e, raw));
                }
            }
            for g in growing {
                for m in &g.cluster.members {
                    of[m.source as usize][m.index as usize] = clusters.len() as u32;
                }
                clusters.push(g.cluster);
            }
        }
        let this = Self { clusters, of };
        this.ask_about_near_twins(sources, teams, out);
        this
    }

    /// Two sources that tell of one team on one day in one edition, but with
    /// opponents of different names: most likely one match and two names.
    fn ask_about_near_twins(&self, sources: &[Source<'_>], teams: &Teams, out: &mut Vec<Diagnostic>) {
        let mut by_day: FxHashMap<(EditionId, TeamId, Date), Vec<u32>> = FxHashMap::default();
        for (c, cluster) in self.clusters.iter().enumerate() {
            let raw = cluster.members[0].raw(sources);
            let (Some(edition), Some(kickoff)) = (cluster.edition, raw.kickoff) else { continue };
            for team in cluster.teams {
                by_day.entry((edition, team, kickoff.date)).or_default().push(c as u32);
            }
        }
        let mut twins: Vec<(&(EditionId, TeamId, Date), &Vec<u32>)> =
            by_day.iter().filter(|(_, cs)| cs.len() > 1).collect();
        twins.sort_unstable();
        for ((_, team, date), list) in twins {
            let (a, b) = (&self.clusters[list[0] as usize], &self.clusters[list[1] as usize]);
            let (first, second) = (a.members[0], b.members[0]);
            if first.source == second.source {
                continue;
            }
            let other = |c: &Cluster| if c.teams[0] == *team { c.teams[1] } else { c.teams[0] };
            let (x, y) = (teams.name(other(a)), teams.name(other(b)));
            out.push(
                Diagnostic::warning(
                    "W0309",
                    format!(
                        "`{}` plays both `{x}` and `{y}` on {date}: are these two names of one team?",
                        teams.name(*team)
                    ),
                )
                .at(sources[second.source as usize].place(second.raw(sources)))
                .related(sources[first.source as usize].place(first.raw(sources)), format!("against `{x}` here"))
                .help(format!("if so, write `aliases: [{y}]` in the front matter of content/teams/{}.md", slug(x))),
            );
        }
    }
}

impl Growing {
    fn new(e: &Entry, raw: &RawMatch) -> Self {
        let mut new = Self {
            cluster: Cluster { members: Vec::new(), teams: [e.home, e.away], edition: e.edition },
            dates: Vec::new(),
            was: Vec::new(),
            round: None,
            group: None,
            leg: None,
        };
        new.add(e, raw);
        new
    }

    fn add(&mut self, e: &Entry, raw: &RawMatch) {
        let swapped = e.home != self.cluster.teams[0];
        self.cluster.members.push(Member { swapped, ..e.member });
        self.cluster.edition = self.cluster.edition.or(e.edition);
        self.dates.extend(raw.kickoff.map(|k| k.date));
        self.was.extend(raw.was.iter().map(|k| k.date));
        self.round = self.round.or(raw.round);
        self.group = self.group.or(raw.group);
        self.leg = self.leg.or(raw.leg);
    }

    fn same_day(&self, raw: &RawMatch) -> bool {
        raw.kickoff.is_some_and(|k| self.dates.contains(&k.date))
    }

    fn takes(&self, e: &Entry, raw: &RawMatch, sources: &[Source<'_>]) -> bool {
        if self.cluster.members.iter().any(|m| m.source == e.member.source) {
            return false;
        }
        if let (Some(a), Some(b)) = (self.cluster.edition, e.edition)
            && a != b
        {
            return false;
        }
        let Some(kickoff) = raw.kickoff else {
            return self.dates.is_empty() || (self.cluster.edition == e.edition && self.round_fits(raw));
        };
        if self.dates.is_empty() {
            return self.cluster.edition == e.edition && self.round_fits(raw);
        }
        let near = |date: &Date| days_apart(*date, kickoff.date) <= 1;
        // Two legs are never a day apart, but two friendlies of one pair may
        // be; both sources give a time then, and it differs by hours.
        self.dates.iter().any(near)
            && !(self.dates.iter().all(|d| *d != kickoff.date) && self.twice_in_a_source(e, sources))
            || self.was.contains(&kickoff.date)
            || raw.was.iter().any(|w| self.dates.contains(&w.date))
    }

    /// The new entry's file tells of these teams on the cluster's own day too,
    /// so a day's difference is a real one.
    fn twice_in_a_source(&self, e: &Entry, sources: &[Source<'_>]) -> bool {
        let raw = e.member.raw(sources);
        sources[e.member.source as usize].record.matches.iter().any(|m| {
            m.home == raw.home && m.away == raw.away && m.kickoff.is_some_and(|k| self.dates.contains(&k.date))
        })
    }

    fn round_fits(&self, raw: &RawMatch) -> bool {
        let agree = |a: Option<Sym>, b: Option<Sym>| a.is_none() || b.is_none() || a == b;
        agree(self.round, raw.round) && agree(self.group, raw.group) && (self.leg.is_none() || self.leg == raw.leg)
    }
}

/// How many days lie between two dates.
fn days_apart(a: Date, b: Date) -> u32 {
    a.since(b).map_or(u32::MAX, |span| span.get_days().unsigned_abs())
}
