//! Rule sets: lists of criteria, as data.
//!
//! In: the name of a rule set. Out: its criteria, from the site's own sets or
//! the built-in ones. Never ranks anything.

use std::sync::Arc;

use super::criteria::{self, Criterion, Measure, Scope, UnknownCriterion};
use crate::model::Record;

/// The built-in rule sets: what parts teams that are level on points. A site's
/// own sets are written with the same names of criteria.
pub const BUILT_IN: &[(&str, &[&str])] = &[
    // When nothing else is said. What it leaves level is a shared rank.
    ("generic", &["goal difference", "goals", "mutual points", "mutual goal difference"]),
    // FIFA World Cup regulations, article 12; 2018 and 2022 alike.
    (
        "fifa-2022",
        &["goal difference", "goals", "mutual points", "mutual goal difference", "mutual goals", "conduct", "lots"],
    ),
    // FIFA World Cup 2026: matches between the teams come first.
    (
        "fifa-2026",
        &[
            "mutual points",
            "mutual goal difference",
            "mutual goals",
            "reapply",
            "goal difference",
            "goals",
            "conduct",
            "ranking",
        ],
    ),
    // UEFA European Championship regulations, article 20.
    (
        "uefa-euro",
        &[
            "mutual points",
            "mutual goal difference",
            "mutual goals",
            "reapply",
            "goal difference",
            "goals",
            "conduct uefa",
            "ranking",
        ],
    ),
    // Premier League handbook, section C.
    (
        "premier-league",
        &["goal difference", "goals", "mutual points where decisive", "mutual away goals where decisive"],
    ),
    // Real Federación Española de Fútbol, general regulations.
    (
        "laliga",
        &[
            "mutual points of three or more once complete",
            "mutual goal difference once complete",
            "goal difference",
            "goals",
        ],
    ),
    // Lega Serie A, until a play-off for the title came in 2022.
    ("serie-a", &["mutual points", "mutual goal difference", "goal difference", "goals"]),
    // DFL Spielordnung.
    ("bundesliga", &["goal difference", "goals", "mutual aggregate", "mutual away goals", "away goals"]),
];

/// The name of the rule set that holds when none is named.
pub(super) const DEFAULT: &str = "generic";

/// A rule set that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRules {
    /// As written.
    pub written: String,
    /// The nearest known name, if any is near.
    pub nearest: Option<String>,
}

/// Criteria in order, applied to teams that are level so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// The name.
    pub name: Arc<str>,
    /// The criteria.
    pub criteria: Vec<Criterion>,
}

impl RuleSet {
    /// The rule set of that name: the site's own, else a built-in one. `None`
    /// is the default. Unknown criteria in a set of the site's own are left
    /// out; [`RuleSet::parse`] tells them.
    pub fn find(record: &Record, name: Option<&str>) -> Result<Self, UnknownRules> {
        let name = name.unwrap_or(DEFAULT);
        if let Some((name, criteria)) = record.rule_sets.iter().find(|(own, _)| &**own == name) {
            return Ok(Self::parse(name, criteria).0);
        }
        Self::built_in(name).ok_or_else(|| {
            let own = record.rule_sets.iter().map(|(own, _)| &**own);
            let known = own.chain(BUILT_IN.iter().map(|(name, _)| *name));
            UnknownRules { written: name.to_owned(), nearest: criteria::nearest(name, known).map(str::to_owned) }
        })
    }

    /// A built-in rule set.
    pub fn built_in(name: &str) -> Option<Self> {
        let (name, criteria) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Some(Self::parse(name, criteria).0)
    }

    /// The rule set that holds when none is named.
    pub fn generic() -> Self {
        let (name, criteria) = BUILT_IN[0];
        Self::parse(name, criteria).0
    }

    /// A rule set from the names of its criteria, with those that are unknown.
    pub fn parse<S: AsRef<str>>(name: &str, criteria: &[S]) -> (Self, Vec<UnknownCriterion>) {
        let mut unknown = Vec::new();
        let mut known = Vec::with_capacity(criteria.len());
        for (index, written) in criteria.iter().map(AsRef::as_ref).enumerate() {
            match Criterion::parse(written) {
                Some(criterion) => known.push(criterion),
                None => unknown.push(UnknownCriterion {
                    index,
                    written: written.to_owned(),
                    nearest: Criterion::nearest(written),
                }),
            }
        }
        (Self { name: name.into(), criteria: known }, unknown)
    }

    /// Whether points per game take the place of points.
    pub fn by_points_per_game(&self) -> bool {
        matches!(
            self.criteria.first(),
            Some(Criterion::Compare { measure: Measure::PointsPerGame, scope: Scope::All, .. })
        )
    }

    /// Whether conduct is counted on UEFA's scale.
    pub(super) fn uefa_conduct(&self) -> bool {
        self.criteria.iter().any(|c| matches!(c, Criterion::Compare { measure: Measure::ConductUefa, .. }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_sets_hold_no_unknown_criterion() {
        for (name, criteria) in BUILT_IN {
            assert_eq!(RuleSet::parse(name, criteria).1, [], "{name}");
        }
        assert_eq!(&*RuleSet::generic().name, DEFAULT);
    }

    #[test]
    fn a_site_may_have_its_own_or_replace_a_built_in_one() {
        let mut record = Record::default();
        record.rule_sets.push(("county".into(), vec!["wins".into(), "gaol difference".into()]));
        record.rule_sets.push(("generic".into(), vec!["wins".into()]));
        assert_eq!(RuleSet::find(&record, Some("county")).expect("own").criteria.len(), 1);
        assert_eq!(RuleSet::find(&record, None).expect("own").criteria.len(), 1);
        let (_, unknown) = RuleSet::parse("county", &record.rule_sets[0].1);
        assert_eq!((unknown[0].index, unknown[0].nearest), (1, Some("goal difference")));
    }

    #[test]
    fn an_unknown_set_has_a_neighbour() {
        let mut record = Record::default();
        let unknown = RuleSet::find(&record, Some("la-liga")).expect_err("unknown");
        assert_eq!(unknown.nearest.as_deref(), Some("laliga"));
        record.rule_sets.push(("county cup".into(), vec![]));
        let unknown = RuleSet::find(&record, Some("county-cup")).expect_err("unknown");
        assert_eq!(unknown.nearest.as_deref(), Some("county cup"));
    }
}
