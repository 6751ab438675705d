//! The order of level teams.
//!
//! In: standings and a rule set. Out: an order, and for each pair of neighbours
//! what parted them, if anything did. A pure function of the standings: neither
//! the order of matches nor of teams enters it.
//!
//! Criteria that look at the matches among level teams and follow each other in
//! the list are one block: they are computed over the whole set that was level
//! when the block began, in order. Only then, and only where the rule set says
//! `reapply`, is the block begun again with those it left level.

use std::cmp::Ordering;
use std::ops::Range;

use super::criteria::{Conditions, Criterion, Measure, Scope};
use super::rules::RuleSet;
use super::standings::{Standings, Value};
use super::tie::Decided;
use crate::model::{TeamId, Zone};

/// What lies between a row and the next.
#[derive(Clone, Debug)]
pub(super) enum Boundary {
    /// Nothing: the rank is shared.
    Shared,
    /// More points.
    Points,
    /// A criterion, or the author's order.
    Tie {
        decided: Decided,
        /// The two values, the better one first.
        values: Option<[f64; 2]>,
        /// The rows that were level.
        among: Range<usize>,
    },
}

/// A ranking: positions of teams in the standings, best first, and what lies
/// between each and the next.
#[derive(Clone, Debug)]
pub(super) struct Ranking {
    pub(super) order: Vec<usize>,
    /// One less than `order`.
    pub(super) boundaries: Vec<Boundary>,
}

/// A rule set made ready.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) primary: Measure,
    steps: Vec<Step>,
    pub(super) uefa_conduct: bool,
}

#[derive(Clone, Debug)]
enum Step {
    One { measure: Measure, when: Conditions },
    Mutual { criteria: Vec<(Measure, Conditions)>, reapply: bool },
    Given(Decided),
}

impl Rules {
    pub(super) fn new(set: &RuleSet) -> Self {
        let primary = if set.by_points_per_game() { Measure::PointsPerGame } else { Measure::Points };
        let mut steps: Vec<Step> = Vec::new();
        for criterion in &set.criteria {
            match *criterion {
                Criterion::Compare { measure: Measure::Lots, .. } => steps.push(Step::Given(Decided::Lots)),
                Criterion::Compare { measure: Measure::Ranking, .. } => steps.push(Step::Given(Decided::Ranking)),
                Criterion::Compare { measure, scope: Scope::All, .. } if measure == primary => {}
                Criterion::Compare { measure, scope: Scope::All, when } => steps.push(Step::One { measure, when }),
                Criterion::Compare { measure, scope: Scope::Mutual, when } => match steps.last_mut() {
                    Some(Step::Mutual { criteria, reapply: false }) => criteria.push((measure, when)),
                    _ => steps.push(Step::Mutual { criteria: vec![(measure, when)], reapply: false }),
                },
                Criterion::Reapply => {
                    if let Some(Step::Mutual { reapply, .. }) = steps.last_mut() {
                        *reapply = true;
                    }
                }
            }
        }
        Self { primary, steps, uefa_conduct: set.uefa_conduct() }
    }

    /// The same rules for teams that have not met.
    pub(super) fn without_mutual(mut self) -> Self {
        self.steps.retain(|step| !matches!(step, Step::Mutual { .. }));
        self
    }
}

/// What a ranking looks at.
pub(super) struct Ranker<'a> {
    pub(super) standings: &'a Standings,
    pub(super) rules: &'a Rules,
    pub(super) win: u8,
    pub(super) zones: &'a [Zone],
    /// The author's order, where it applies.
    pub(super) final_order: &'a [TeamId],
}

impl Ranker<'_> {
    /// Ranks all teams of the standings.
    pub(super) fn rank(&self) -> Ranking {
        let count = self.standings.len();
        let mut ranking =
            Ranking { order: (0..count).collect(), boundaries: vec![Boundary::Shared; count.saturating_sub(1)] };
        let primary = |team: usize| self.standings.totals(team).value(self.rules.primary, self.win);
        let classes = split(&mut ranking.order, |team| [primary(team)]);
        for class in &classes {
            if class.end < count {
                ranking.boundaries[class.end - 1] = Boundary::Points;
            }
        }
        for class in classes {
            self.part(&mut ranking, class, 0);
        }
        ranking
    }

    /// Parts the teams at these places, level so far, by the steps from `step`
    /// on.
    fn part(&self, ranking: &mut Ranking, places: Range<usize>, step: usize) {
        if places.len() < 2 {
            return;
        }
        let Some(current) = self.rules.steps.get(step) else {
            self.part_as_given(ranking, places, Decided::FinalOrder);
            return;
        };
        match current {
            Step::One { measure, when } => {
                if !self.applies(ranking, &places, *when) {
                    return self.part(ranking, places, step + 1);
                }
                let value = |team: usize| [self.standings.totals(team).value(*measure, self.win)];
                let by = [Decided::By { measure: *measure, scope: Scope::All }];
                for class in split_at(ranking, &places, &by, value) {
                    self.part(ranking, class, step + 1);
                }
            }
            Step::Mutual { criteria, reapply } => {
                let active: Vec<Measure> = criteria
                    .iter()
                    .filter(|(_, when)| self.applies(ranking, &places, *when))
                    .map(|(measure, _)| *measure)
                    .collect();
                let set = ranking.order[places.clone()].to_vec();
                let totals = self.standings.mutual(&set);
                let values = |team: usize| -> Vec<Value> {
                    let at = set.iter().position(|t| *t == team).unwrap_or_default();
                    active.iter().map(|measure| totals[at].value(*measure, self.win)).collect()
                };
                let by: Vec<Decided> =
                    active.iter().map(|measure| Decided::By { measure: *measure, scope: Scope::Mutual }).collect();
                let classes = split_at(ranking, &places, &by, values);
                let next = if *reapply && classes.len() > 1 { step } else { step + 1 };
                for class in classes {
                    self.part(ranking, class, next);
                }
            }
            Step::Given(decided) => {
                for class in self.part_as_given(ranking, places, *decided) {
                    self.part(ranking, class, step + 1);
                }
            }
        }
    }

    /// Orders by the author's list, if it has all that are level here: of
    /// others it says nothing.
    fn part_as_given(&self, ranking: &mut Ranking, places: Range<usize>, decided: Decided) -> Vec<Range<usize>> {
        let rank = |team: usize| self.final_order.iter().position(|t| *t == self.standings.team(team));
        if ranking.order[places.clone()].iter().any(|team| rank(*team).is_none()) {
            return vec![places];
        }
        split_at(ranking, &places, &[decided], |team| [Value::whole(-(rank(team).unwrap_or_default() as i64))])
    }

    fn applies(&self, ranking: &Ranking, places: &Range<usize>, when: Conditions) -> bool {
        (!when.of_two || places.len() == 2)
            && (!when.of_three_or_more || places.len() > 2)
            && (!when.where_decisive || self.decisive(places))
            && (!when.once_complete || self.standings.met_home_and_away(&ranking.order[places.clone()]))
    }

    /// Whether the order at these places decides first place or a zone.
    fn decisive(&self, places: &Range<usize>) -> bool {
        places.start == 0 || places.clone().any(|place| zone_at(self.zones, place) != zone_at(self.zones, places.start))
    }
}

/// Sorts the teams at these places by their values and notes what parted
/// each class from the next.
fn split_at<V: AsRef<[Value]>>(
    ranking: &mut Ranking,
    places: &Range<usize>,
    by: &[Decided],
    values: impl Fn(usize) -> V,
) -> Vec<Range<usize>> {
    let classes = split(&mut ranking.order[places.clone()], &values);
    let classes: Vec<_> = classes.into_iter().map(|c| c.start + places.start..c.end + places.start).collect();
    for class in &classes[..classes.len() - 1] {
        let (above, below) = (values(ranking.order[class.end - 1]), values(ranking.order[class.end]));
        let pairs = above.as_ref().iter().zip(below.as_ref()).zip(by);
        let Some(((above, below), decided)) = pairs.into_iter().find(|((a, b), _)| a.cmp(**b) != Ordering::Equal)
        else {
            continue;
        };
        let values = matches!(decided, Decided::By { .. }).then(|| [above.as_f64(), below.as_f64()]);
        ranking.boundaries[class.end - 1] = Boundary::Tie { decided: *decided, values, among: places.clone() };
    }
    classes
}

/// The zone of a place, counted from 0.
pub(super) fn zone_at(zones: &[Zone], place: usize) -> Option<usize> {
    zones.iter().position(|zone| (usize::from(zone.from)..=usize::from(zone.to)).contains(&(place + 1)))
}

/// Sorts teams by their values, greatest first, and returns the classes of
/// equal ones. The sort is stable: level teams stay in order of their slugs.
fn split<V: AsRef<[Value]>>(teams: &mut [usize], values: impl Fn(usize) -> V) -> Vec<Range<usize>> {
    let mut keyed: Vec<(V, usize)> = teams.iter().map(|team| (values(*team), *team)).collect();
    keyed.sort_by(|(a, _), (b, _)| compare(b.as_ref(), a.as_ref()));
    let mut classes: Vec<Range<usize>> = Vec::new();
    for (at, (value, team)) in keyed.iter().enumerate() {
        teams[at] = *team;
        match classes.last_mut() {
            Some(class) if compare(keyed[class.start].0.as_ref(), value.as_ref()) == Ordering::Equal => class.end += 1,
            _ => classes.push(at..at + 1),
        }
    }
    classes
}

fn compare(a: &[Value], b: &[Value]) -> Ordering {
    a.iter().zip(b).map(|(a, b)| a.cmp(*b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}
