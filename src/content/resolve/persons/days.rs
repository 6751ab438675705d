//! Who is where on which day.
//!
//! In: two members of rosters. Out: whether they were in two places at once, so
//! that they are two people. Never decides who somebody is.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::super::Source;
use super::super::clusters::Clusters;
use super::super::competitions::Competitions;
use super::super::rosters::Rosters;
use super::super::teams::Teams;
use crate::content::raw::Names;

/// Who is where on which day. Looked up for the few rosters that hold a name
/// which another roster holds as well.
pub(super) struct Days<'b> {
    names: &'b Names,
    sources: &'b [Source<'b>],
    competitions: &'b Competitions,
    teams: &'b Teams,
    clusters: &'b Clusters,
    pub(super) rosters: &'b Rosters,
    of_roster: RefCell<FxHashMap<u32, Rc<[Vec<u32>]>>>,
}

impl<'b> Days<'b> {
    pub(super) fn new(
        names: &'b Names,
        sources: &'b [Source<'b>],
        competitions: &'b Competitions,
        teams: &'b Teams,
        clusters: &'b Clusters,
        rosters: &'b Rosters,
    ) -> Self {
        Self { names, sources, competitions, teams, clusters, rosters, of_roster: RefCell::default() }
    }

    /// The matches of each member of a roster, by cluster.
    fn of(&self, roster: u32) -> Rc<[Vec<u32>]> {
        if let Some(found) = self.of_roster.borrow().get(&roster) {
            return Rc::clone(found);
        }
        let Self { names, sources, competitions, teams, clusters, .. } = self;
        let made: Rc<[Vec<u32>]> =
            self.rosters.matches_of_members(roster, names, sources, competitions, teams, clusters).into();
        self.of_roster.borrow_mut().insert(roster, Rc::clone(&made));
        made
    }

    /// Whether two members of rosters of different teams are both in one match,
    /// or, being of two clubs, in two matches of one day. A national side and a
    /// club have been served on one day.
    pub(super) fn clash(&self, a: (u32, u32), b: (u32, u32)) -> bool {
        let [first, second] = [a, b].map(|(roster, _)| &self.rosters.rosters[roster as usize]);
        let clubs = !self.teams.is_national(first.team) && !self.teams.is_national(second.team);
        if first.edition != second.edition && !clubs {
            return false;
        }
        let [of_first, of_second] = [a, b].map(|(roster, _)| self.of(roster));
        let (of_first, of_second) = (&of_first[a.1 as usize], &of_second[b.1 as usize]);
        if of_first.iter().any(|c| of_second.contains(c)) {
            return true;
        }
        // The most trusted telling gives the day.
        let day = |c: &u32| {
            self.clusters.clusters[*c as usize]
                .members
                .iter()
                .find_map(|member| member.raw(self.sources).kickoff)
                .map(|kickoff| kickoff.date)
        };
        let days: BTreeSet<Date> = if clubs { of_first.iter().filter_map(day).collect() } else { BTreeSet::new() };
        !days.is_empty() && of_second.iter().filter_map(day).any(|d| days.contains(&d))
    }
}
