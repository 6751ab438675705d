//! One match out of several tellings: field by field the most trusted source
//! that speaks, and a warning wherever another one says something else.

use rayon::prelude::*;

use super::Source;
use super::clock::Clock;
use super::clusters::{Cluster, Clusters, Member};
use super::competitions::Competitions;
use super::rosters::lineup_side;
use super::teams::Teams;
use super::venues::Venues;
use crate::content::raw::{
    Names, RawCard, RawGoal, RawKick, RawKickoff, RawLineup, RawMatch, RawMissedPenalty, RawOfficial, RawVenue, Spot,
    Sym, Trust,
};
use crate::diagnostic::Diagnostic;
use crate::model::{Awarded, Pair, Score, Status};

/// A list of events with the telling it comes from.
pub(super) type From<'a, T> = Option<(Member, &'a [T])>;

/// The tellings of one match put together, names unresolved.
pub(super) struct Merged<'a> {
    pub(super) stage: Option<Sym>,
    pub(super) group: Option<Sym>,
    pub(super) round: Option<Sym>,
    /// With whether it is written by hand: data files often number the days.
    pub(super) matchday: Option<(u16, Trust)>,
    pub(super) leg: Option<u8>,
    pub(super) kickoff: Option<RawKickoff>,
    pub(super) was: Vec<RawKickoff>,
    pub(super) venue: Option<RawVenue>,
    pub(super) neutral: bool,
    pub(super) score: Option<(Member, Score)>,
    /// Who tells the score at half-time, where it is known.
    pub(super) half_time_by: Option<Member>,
    pub(super) goals: From<'a, RawGoal>,
    pub(super) missed_penalties: From<'a, RawMissedPenalty>,
    pub(super) cards: From<'a, RawCard>,
    pub(super) shootout: From<'a, RawKick>,
    /// Home and away.
    pub(super) lineups: [Option<(Member, &'a RawLineup)>; 2],
    pub(super) officials: From<'a, RawOfficial>,
    pub(super) attendance: Option<u32>,
    pub(super) status: Option<Status>,
    pub(super) reason: Option<&'a str>,
    pub(super) awarded: Option<Awarded>,
    pub(super) id: Option<(Member, &'a str)>,
    pub(super) redirect_from: Vec<&'a str>,
    pub(super) sources: Vec<&'a str>,
    pub(super) note: Option<&'a str>,
    pub(super) extra: Option<&'a str>,
}

/// What the merger looks things up in.
pub(super) struct Merger<'a, 'b> {
    pub(super) names: &'b Names,
    pub(super) sources: &'b [Source<'a>],
    pub(super) competitions: &'b Competitions,
    pub(super) teams: &'b Teams,
    pub(super) venues: &'b Venues,
    pub(super) clock: &'b Clock,
}

impl<'a> Merger<'a, '_> {
    /// Merges every cluster, in order, and tells what is wrong in each.
    pub(super) fn all(&self, clusters: &Clusters) -> (Vec<Merged<'a>>, Vec<Vec<Diagnostic>>) {
        clusters.clusters.par_iter().with_min_len(64).with_max_len(128).map(|c| self.one(c)).unzip()
    }

    /// Merges one cluster, and tells what is wrong in it.
    pub(super) fn one(&self, cluster: &Cluster) -> (Merged<'a>, Vec<Diagnostic>) {
        let mut out = Vec::new();
        let told: Vec<(Member, &'a RawMatch)> = cluster.members.iter().map(|m| (*m, m.raw(self.sources))).collect();
        let first = |f: fn(&RawMatch) -> Option<Sym>| told.iter().find_map(|(_, r)| f(r));
        let text = |f: fn(&'a RawMatch) -> Option<&'a str>| told.iter().find_map(|(_, r)| f(r));
        fn list<'a, T>(told: &[(Member, &'a RawMatch)], f: impl Fn(&'a RawMatch) -> &'a [T]) -> From<'a, T> {
            told.iter().map(|(m, r)| (*m, f(r))).find(|(_, l)| !l.is_empty())
        }
        let mut lineups = [None, None];
        for (member, raw) in &told {
            for (i, lineup) in raw.lineups.iter().enumerate() {
                let side = lineup_side(lineup, i, *member, cluster, self.teams, self.competitions);
                let Some(side) = side else { continue };
                let slot: &mut Option<(Member, &'a RawLineup)> = &mut lineups[side.index()];
                if slot.is_none_or(|(_, l)| l.players.is_empty() && !lineup.players.is_empty()) {
                    *slot = Some((*member, lineup));
                }
            }
        }
        let (score, half_time_by) = self.score(&told, &mut out).unzip();
        let result = score.and_then(|(m, s): (Member, Score)| Some(swap(s.result()?, m.swapped)));
        let merged = Merged {
            stage: first(|r| r.stage),
            group: first(|r| r.group),
            round: first(|r| r.round),
            matchday: told.iter().find_map(|(m, r)| Some((r.matchday?, self.sources[m.source as usize].trust))),
            leg: told.iter().find_map(|(_, r)| r.leg),
            kickoff: self.kickoff(cluster, &told, &mut out),
            was: told.iter().map(|(_, r)| &r.was).find(|w| !w.is_empty()).cloned().unwrap_or_default(),
            venue: self.venue(&told, &mut out),
            neutral: told.iter().find_map(|(_, r)| r.neutral).unwrap_or(false),
            score: score.map(|(m, s)| (m, swap_score(s, m.swapped))),
            half_time_by: half_time_by.flatten(),
            goals: self.goals(&told, result, &mut out),
            missed_penalties: list(&told, |r| &r.missed_penalties),
            cards: list(&told, |r| &r.cards),
            shootout: list(&told, |r| &r.shootout),
            lineups,
            officials: list(&told, |r| &r.officials),
            attendance: self.attendance(&told, &mut out),
            status: told.iter().find_map(|(_, r)| r.status),
            reason: text(|r| r.reason.as_deref()),
            awarded: told.iter().find_map(|(m, r)| {
                r.awarded
                    .map(|a| Awarded { score: swap(a.score, m.swapped), played: a.played.map(|p| swap(p, m.swapped)) })
            }),
            id: told.iter().find_map(|(m, r)| Some((*m, r.id.as_deref()?))),
            redirect_from: told.iter().flat_map(|(_, r)| &r.redirect_from).map(String::as_str).collect(),
            sources: told.iter().flat_map(|(_, r)| &r.sources).map(String::as_str).collect(),
            note: text(|r| r.note.as_deref()),
            extra: text(|r| r.extra.as_deref()),
        };
        (merged, out)
    }

    /// A warning that two tellings disagree.
    fn differ(
        &self,
        code: &'static str,
        what: &str,
        a: (Member, &RawMatch, String),
        b: (Member, &RawMatch, String),
        field: &'static str,
    ) -> Diagnostic {
        let place = |m: Member, r: &RawMatch| self.sources[m.source as usize].place_in(r, Some(field), Spot::None);
        let (home, away) = (self.names.resolve(&a.1.home), self.names.resolve(&a.1.away));
        Diagnostic::warning(code, format!("two sources disagree on the {what} of {home} v {away}: {} and {}", a.2, b.2))
            .at(place(b.0, b.1))
            .related(place(a.0, a.1), format!("{} here, which is used", a.2))
            .help(format!("correct one of the two; until then {} stands", a.2))
    }

    /// The score with whose it is, and who tells its half-time.
    fn score(
        &self,
        told: &[(Member, &'a RawMatch)],
        out: &mut Vec<Diagnostic>,
    ) -> Option<((Member, Score), Option<Member>)> {
        let mut with = told.iter().filter_map(|(m, r)| Some((*m, *r, r.score?)));
        let (m, r, mut score) = with.next()?;
        let mut half_time = score.ht.map(|_| (m, r));
        for (n, s, other) in with {
            let theirs = swap_score(other, n.swapped != m.swapped);
            let clash = |a: Option<Pair>, b: Option<Pair>| matches!((a, b), (Some(a), Some(b)) if a != b);
            for (what, a, b) in [
                ("score", score.result(), theirs.result()),
                ("half-time score", score.ht, theirs.ht),
                ("shoot-out", score.pens, theirs.pens),
            ] {
                if clash(a, b) {
                    let tell = |p: Option<Pair>| p.map_or_else(String::new, |[h, a]| format!("{h}-{a}"));
                    let (by, of) = half_time.filter(|_| what == "half-time score").unwrap_or((m, r));
                    out.push(self.differ("W0401", what, (by, of, tell(a)), (n, s, tell(b)), "score"));
                }
            }
            if !clash(score.result(), theirs.result()) {
                score.ht = score.ht.or(theirs.ht);
                half_time = half_time.or(theirs.ht.map(|_| (n, s)));
                score.pens = score.pens.or(theirs.pens);
                if score.et.is_none() && theirs.et.is_some() {
                    score.et = theirs.et;
                    score.ft = theirs.ft.or(score.ft);
                }
                score.ft = score.ft.or(theirs.ft);
            }
        }
        Some(((m, score), half_time.map(|(by, _)| by)))
    }

    fn kickoff(
        &self,
        cluster: &Cluster,
        told: &[(Member, &'a RawMatch)],
        out: &mut Vec<Diagnostic>,
    ) -> Option<RawKickoff> {
        let mut with = told.iter().filter_map(|(m, r)| Some((*m, *r, r.kickoff?)));
        let (m, r, mut kickoff) = with.next()?;
        let venue = told.iter().find_map(|(_, r)| r.venue).and_then(|v| self.venues.venue(self.names, v));
        let instant = |k: RawKickoff| self.clock.kickoff(k, venue, cluster.edition).instant;
        for (n, s, other) in with {
            if kickoff.time.is_none() && kickoff.date == other.date {
                kickoff = other;
                continue;
            }
            let same_clock = kickoff.date == other.date && kickoff.time == other.time;
            let differ = match (kickoff.time, other.time) {
                // Where one source has no zone, its local time says enough.
                (Some(_), Some(_)) if kickoff.offset.is_none() != other.offset.is_none() => {
                    !same_clock && instant(kickoff) != instant(other)
                }
                (Some(_), Some(_)) => instant(kickoff) != instant(other),
                _ => kickoff.date != other.date,
            };
            // A source that tells its times in another zone, without saying
            // so, is off by the same hours everywhere; the day is what counts.
            if differ && kickoff.date != other.date {
                let tell = |k: RawKickoff| k.date.to_string();
                out.push(self.differ("W0402", "date", (m, r, tell(kickoff)), (n, s, tell(other)), "kickoff"));
            } else if differ {
                let tell = |k: RawKickoff| k.time.map_or_else(String::new, |t| t.strftime("%H:%M").to_string());
                let a = tell(kickoff);
                out.push(self.differ("W0402", "kick-off", (m, r, a), (n, s, tell(other)), "kickoff"));
            } else if kickoff.offset.is_none() && other.offset.is_some() && same_clock {
                kickoff.offset = other.offset;
            }
        }
        Some(kickoff)
    }

    fn venue(&self, told: &[(Member, &'a RawMatch)], out: &mut Vec<Diagnostic>) -> Option<RawVenue> {
        let mut with = told.iter().filter_map(|(m, r)| Some((*m, *r, r.venue?)));
        let (m, r, mut venue) = with.next()?;
        for (n, s, other) in with {
            if self.venues.venue(self.names, venue) == self.venues.venue(self.names, other) {
                venue.city = venue.city.or(other.city);
            } else {
                let tell = |v: RawVenue| self.names.resolve(&v.name).to_owned();
                let mut warning = self.differ("W0403", "venue", (m, r, tell(venue)), (n, s, tell(other)), "venue");
                warning.help = Some(format!(
                    "if both are names of one ground, write `aliases: [{}]` in the front matter of content/venues/{}.md",
                    tell(other),
                    crate::model::slug::slug(&tell(venue)),
                ));
                out.push(warning);
            }
        }
        Some(venue)
    }

    fn attendance(&self, told: &[(Member, &'a RawMatch)], out: &mut Vec<Diagnostic>) -> Option<u32> {
        let mut with = told.iter().filter_map(|(m, r)| Some((*m, *r, r.attendance?)));
        let (m, r, attendance) = with.next()?;
        for (n, s, other) in with.filter(|(_, _, o)| *o != attendance) {
            out.push(self.differ(
                "W0404",
                "attendance",
                (m, r, attendance.to_string()),
                (n, s, other.to_string()),
                "attendance",
            ));
        }
        Some(attendance)
    }

    /// The first list that agrees with the result, else the first that is not
    /// empty; a warning where the minutes of two full lists differ.
    fn goals(
        &self,
        told: &[(Member, &'a RawMatch)],
        result: Option<Pair>,
        out: &mut Vec<Diagnostic>,
    ) -> From<'a, RawGoal> {
        let total = result.map(|[h, a]| usize::from(h) + usize::from(a));
        let lists: Vec<(Member, &'a RawMatch, &'a [RawGoal])> =
            told.iter().filter_map(|(m, r)| Some((*m, *r, r.goals.as_deref()?))).collect();
        // A hand-written list stands, right or wrong: its fault is the author's to mend.
        let hand = |m: &Member| self.sources[m.source as usize].trust == Trust::Hand;
        let chosen = lists
            .iter()
            .find(|(m, _, l)| hand(m) && !l.is_empty())
            .or_else(|| lists.iter().find(|(_, _, l)| Some(l.len()) == total))
            .or_else(|| lists.iter().find(|(_, _, l)| !l.is_empty()))
            .or(lists.first())?;
        let minutes = |l: &[RawGoal]| {
            let mut all: Vec<_> = l.iter().filter_map(|g| g.minute).collect();
            all.sort_unstable();
            all
        };
        let (m, r, list) = *chosen;
        let mine = minutes(list);
        for (n, s, other) in &lists {
            let theirs = minutes(other);
            let full = theirs.len() == mine.len() && theirs.len() == other.len();
            if other.is_empty() || !full || theirs == mine {
                continue;
            }
            let odd = |a: &[crate::model::Minute], b: &[crate::model::Minute]| {
                a.iter().filter(|x| !b.contains(x)).map(ToString::to_string).collect::<Vec<_>>().join(", ")
            };
            out.push(self.differ(
                "W0406",
                "minutes of the goals",
                (m, r, odd(&mine, &theirs)),
                (*n, s, odd(&theirs, &mine)),
                "goals",
            ));
        }
        Some((m, list))
    }
}

/// A pair, the other way round if asked.
pub(super) fn swap([h, a]: Pair, swapped: bool) -> Pair {
    if swapped { [a, h] } else { [h, a] }
}

fn swap_score(score: Score, swapped: bool) -> Score {
    let turn = |p: Option<Pair>| p.map(|p| swap(p, swapped));
    Score { ft: turn(score.ft), ht: turn(score.ht), et: turn(score.et), pens: turn(score.pens), ..score }
}
