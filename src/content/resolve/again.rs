//! Results told otherwise: the short way from edited files to the record.
//!
//! In: a resolved record, and new readings of some of its files. Out: the
//! matches that are others now, put into the record; or that the edit may
//! reach further, and then the record stays as it was and all of it must be
//! resolved again. The record and what is said of it are, to the last place in
//! a diagnostic, what [`super::resolve_record`] makes of all files. Never
//! makes, joins or parts an entity.
//!
//! A match is told otherwise where score, minutes, cards, attendance, status,
//! remarks and the like differ. What makes entities, brings tellings together
//! or gives an address must be the same: competition and season, teams, dates,
//! rounds, grounds, coaches, officials. Who played is asked of the rosters:
//! they are filled once more with the names as they are now, and must come out
//! the same, each of their members in the same matches.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Input, ResolvedRecord, Source, Steps, index, sources};
use crate::content::raw::{Names, Raw, RawMatch, RawRecord};
use crate::diagnostic::{At, Diagnostic};
use crate::model::{Match, MatchId, PersonId};

/// Whether two readings of a file differ at most in what they tell of results,
/// as far as the file alone shows.
fn may_follow(a: &Raw, b: &Raw) -> bool {
    match (a, b) {
        (Raw::Record(trust, a), Raw::Record(other, b)) => trust == other && same_fixtures(a, b),
        (Raw::Story(a), Raw::Story(b)) => {
            let same = (&a.people, a.draft, a.single_match) == (&b.people, b.draft, b.single_match);
            same && same_fixtures(&a.record, &b.record)
        }
        _ => false,
    }
}

fn same_fixtures(a: &RawRecord, b: &RawRecord) -> bool {
    a.squads == b.squads
        && a.groups == b.groups
        && a.byes == b.byes
        && a.venues == b.venues
        && a.families == b.families
        && a.matches.len() == b.matches.len()
        && a.matches.iter().zip(&b.matches).all(|(a, b)| same_fixture(a, b))
}

/// Whether two tellings are of one fixture: all that entities, clusters,
/// addresses and the order of matches are made from.
fn same_fixture(a: &RawMatch, b: &RawMatch) -> bool {
    let round = |m: &RawMatch| (m.competition, m.season, m.stage, m.group, m.round, m.matchday, m.leg);
    let coaches = |m: &RawMatch| m.lineups.iter().map(|l| (l.team, l.coach)).collect::<Vec<_>>();
    let officials = |m: &RawMatch| m.officials.iter().map(|o| (o.name, o.country)).collect::<Vec<_>>();
    round(a) == round(b)
        && (a.home, a.away, a.venue) == (b.home, b.away, b.venue)
        && (a.kickoff, &a.was) == (b.kickoff, &b.was)
        && (&a.id, &a.redirect_from) == (&b.id, &b.redirect_from)
        && coaches(a) == coaches(b)
        && officials(a) == officials(b)
}

impl ResolvedRecord {
    /// Takes in new readings of files, if they tell nothing but results
    /// otherwise: then it gives the matches that are others now, in order.
    /// `None` leaves everything as it was.
    pub fn follow(&mut self, names: &Names, read: Vec<Input>) -> Option<Vec<MatchId>> {
        let mut steps = self.steps.take()?;
        let followed = self.follow_in(&mut steps, names, read);
        self.steps = Some(steps);
        followed
    }

    fn follow_in(&mut self, steps: &mut Steps, names: &Names, read: Vec<Input>) -> Option<Vec<MatchId>> {
        let mut inputs = steps.inputs.clone();
        let files: Vec<Arc<str>> = read.iter().map(|input| Arc::clone(&input.path)).collect();
        for input in read {
            let at = inputs.binary_search_by(|known| known.path.cmp(&input.path)).ok()?;
            if !may_follow(&inputs[at].raw, &input.raw) {
                return None;
            }
            inputs[at] = input;
        }
        // Places may have moved within the files.
        let of_file = |d: &Diagnostic| {
            let places = d.place.iter().chain(d.related.iter().map(|r| &r.place));
            places.into_iter().any(|place| matches!(place.at, At::Bytes { .. }) && files.contains(&place.file))
        };
        if self.said.naming.iter().chain(&self.said.record).any(of_file) {
            return None;
        }
        let after = sources(&inputs);
        let told = {
            let before = sources(&steps.inputs);
            let told = told_otherwise(steps, &before, &after)?;
            keeps_names(steps, names, &told, &before, &after).then_some(told)?
        };
        let matches = if told.is_empty() { Vec::new() } else { self.put(steps, names, &told, &after)? };
        drop(after);
        steps.inputs = inputs;
        self.diagnostics = self.said.all();
        Some(matches)
    }

    /// Resolves these clusters again and puts their matches into the record.
    /// `None`, and nothing is done, if somebody is in a match for the first
    /// time, or in none any more: who is named in vain has no page.
    fn put(
        &mut self,
        steps: &Steps,
        names: &Names,
        told: &BTreeSet<u32>,
        sources: &[Source<'_>],
    ) -> Option<Vec<MatchId>> {
        let Self { record, said, .. } = self;
        let (merger, resolver) = (steps.merger(names, sources), steps.resolver(names, sources));
        let mut matches: BTreeMap<MatchId, Match> = BTreeMap::new();
        let mut faults = Vec::with_capacity(told.len());
        let mut by_person: BTreeMap<PersonId, Vec<MatchId>> = BTreeMap::new();
        for &c in told {
            let cluster = &steps.clusters.clusters[c as usize];
            let (merged, disagreements) = merger.one(cluster);
            let (game, wrong) = resolver.one(cluster, &merged);
            faults.push((c as usize, disagreements, wrong));
            let id = steps.position[c as usize];
            // Address and matchday came from all matches together.
            let old = &record.matches[id];
            let game = Match { slug: Arc::clone(&old.slug), matchday: old.matchday, ..game };
            let [was, is] = [old, &game].map(|m| index::persons_of(m).collect::<BTreeSet<PersonId>>());
            for person in was.symmetric_difference(&is) {
                let list = by_person.entry(*person).or_insert_with(|| record.by_person[*person].clone());
                match list.binary_search(&id) {
                    Ok(at) => drop(list.remove(at)),
                    Err(at) => list.insert(at, id),
                }
            }
            matches.insert(id, game);
        }
        if by_person.iter().any(|(person, list)| list.is_empty() != record.by_person[*person].is_empty()) {
            return None;
        }
        for (at, disagreements, wrong) in faults {
            (said.merged[at], said.matches[at]) = (disagreements, wrong);
        }
        let record = Arc::make_mut(record);
        for (person, list) in by_person {
            record.by_person[person] = list;
        }
        let ids = matches.keys().copied().collect();
        for (id, game) in matches {
            record.matches[id] = game;
        }
        Some(ids)
    }
}

/// The clusters with a telling that differs. `None` if the sources are not
/// the same ones.
fn told_otherwise(steps: &Steps, before: &[Source<'_>], after: &[Source<'_>]) -> Option<BTreeSet<u32>> {
    let mut told = BTreeSet::new();
    if before.len() != after.len() {
        return None;
    }
    for (s, (old, new)) in before.iter().zip(after).enumerate() {
        if std::ptr::eq(old.record, new.record) {
            continue;
        }
        if old.path != new.path {
            return None;
        }
        let of = &steps.clusters.of[s];
        let pairs = old.record.matches.iter().zip(&new.record.matches).zip(of);
        // What is no match, of one team against itself, has no cluster.
        told.extend(pairs.filter(|((old, new), c)| old != new && **c != u32::MAX).map(|(_, c)| *c));
    }
    Some(told)
}

/// Whether every roster of these matches comes out as it was, and its
/// members were in the same matches.
fn keeps_names(
    steps: &Steps,
    names: &Names,
    told: &BTreeSet<u32>,
    before: &[Source<'_>],
    after: &[Source<'_>],
) -> bool {
    let (competitions, teams, clusters) = (&steps.competitions, &steps.teams, &steps.clusters);
    let of_cluster = |c: &u32| {
        let cluster = &clusters.clusters[*c as usize];
        cluster.teams.map(|team| steps.rosters.of(team, cluster.edition).map(|(at, _)| at))
    };
    let rosters: BTreeSet<u32> = told.iter().flat_map(of_cluster).flatten().collect();
    let played = |at, sources| steps.rosters.matches_of_members(at, names, sources, competitions, teams, clusters);
    rosters.into_iter().all(|at| {
        // Where a name in doubt stands may be another place now.
        !steps.persons.asked.contains(&at)
            && steps.rosters.is_same(at, names, after, competitions, teams, clusters)
            && played(at, before) == played(at, after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::readers;
    use crate::content::resolve::resolve_record;
    use crate::content::source::SourceFile;
    use crate::model::Site;

    const DATA: &str = "= Test League 2023/24\n\n▪ Matchday 1\n[Sat Aug/5]\n  15.00  Reds FC  2-1 (1-0)  Blues FC\n    \
                        (Adam Archer 10', Bob Baker 50'; Dan Dyer 80')\n  15.00  Greens FC  0-0  Whites FC\n";
    const HAND: &str = "competition: Test League 2023-24\nmatches:\n  - kickoff: 2023-08-05 15:00\n    home: Reds FC\n    \
                        away: Blues FC\n    score: 2-1\n    attendance: 900\n    lineups: {Reds FC: Adam Archer; Bob Baker; \
                        Carl Cole, Blues FC: Dan Dyer; Ed Eager}\n";

    fn input(names: &Names, path: &str, text: &str) -> Input {
        let file = SourceFile { path: path.into(), digest: 0, bytes: text.into() };
        let reading = readers::read(&file, None, names);
        Input { path: file.path, raw: Arc::new(reading.raw.unwrap()), body: reading.body }
    }

    fn resolve(names: &Names, data: &str, hand: &str) -> ResolvedRecord {
        let inputs = [input(names, "content/record/a.yaml", hand), input(names, "content/record/b.txt", data)];
        resolve_record(&Site::titled("Trial"), &[], names, &inputs)
    }

    /// The matches that are followed after an edit; the record must be that of
    /// all files resolved again.
    fn follow(data: &str, hand: &str) -> Option<usize> {
        let names = Names::new();
        let mut record = resolve(&names, DATA, HAND);
        let was = format!("{:?}", record.record);
        let read = vec![input(&names, "content/record/b.txt", data), input(&names, "content/record/a.yaml", hand)];
        let followed = record.follow(&names, read);
        let expected = resolve(&names, data, hand);
        if followed.is_some() {
            assert_eq!(record.diagnostics, expected.diagnostics);
            assert_eq!(format!("{:?}", record.record), format!("{:?}", expected.record));
        } else {
            assert_eq!(format!("{:?}", record.record), was);
        }
        followed.map(|matches| matches.len())
    }

    #[test]
    fn results_are_followed() {
        assert_eq!(follow(DATA, HAND), Some(0));
        assert_eq!(follow(&DATA.replace("0-0", "0-3"), HAND), Some(1));
        assert_eq!(follow(DATA, &HAND.replace("900", "1,900")), Some(1));
        // Tellings that disagree, and a score that is not its goals.
        assert_eq!(follow(&DATA.replace("2-1", "2-2"), HAND), Some(1));
        assert_eq!(follow(DATA, &HAND.replace("score: 2-1", "score: 2-0")), Some(1));
        // All that follows in the file has moved.
        assert_eq!(follow(&DATA.replace("2-1 (1-0)", "10-1"), HAND), Some(2));
        assert_eq!(follow(&DATA.replace("10', ", "10', Carl Cole 20', "), HAND), Some(2));
        assert_eq!(follow(&DATA.replace(", Bob Baker 50'", ""), HAND), Some(2));
    }

    #[test]
    fn what_may_reach_further_is_not() {
        for data in [
            DATA.replace("Bob Baker", "Zed Zola"),
            DATA.replace("Dan Dyer", "Don Dyer"),
            DATA.replace("Sat Aug/5", "Sat Aug/12"),
            DATA.replace("Whites FC", "White FC"),
            DATA.replace("Matchday 1", "Matchday 2"),
            format!("{DATA}  15.00  Reds FC  1-0  Greens FC\n"),
            String::new(),
        ] {
            assert_eq!(follow(&data, HAND), None, "{data}");
        }
        for hand in [
            HAND.replace("Carl Cole", "Cal Coal"),
            HAND.replace("attendance: 900", "venue: The Park"),
            HAND.replace("attendance: 900", "referee: Rob Rule"),
            HAND.replace("attendance: 900", "id: first"),
        ] {
            assert_eq!(follow(DATA, &hand), None, "{hand}");
        }
    }
}
