//! Criteria: by what level teams are parted, and the names authors write.
//!
//! In: a name such as `mutual goal difference where decisive`. Out: a
//! [`Criterion`], or an [`UnknownCriterion`] with the nearest known name. Never
//! looks at matches.

use std::fmt;

/// Which matches a criterion looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All matches of the table.
    All,
    /// Those among the teams that are level.
    Mutual,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Points, adjustments included where all matches are looked at.
    Points,
    /// Points for each match played. First in a list it takes the place of
    /// points: for a season cut short.
    PointsPerGame,
    /// Goals scored less goals conceded.
    GoalDifference,
    /// Goals scored divided by goals conceded, as in England until 1976.
    GoalAverage,
    /// Goals scored.
    Goals,
    /// Goals scored by the team named second.
    AwayGoals,
    /// Matches won.
    Wins,
    /// Matches won by the team named second.
    AwayWins,
    /// Cards, on FIFA's scale: yellow −1, second yellow −3, red −4, yellow and
    /// red −5; one deduction a player a match.
    Conduct,
    /// Cards, on UEFA's scale: yellow −1, second yellow −3, red −3; a yellow
    /// and a straight red are both counted.
    ConductUefa,
    /// The drawing of lots, which only the author can tell (`final_order`).
    Lots,
    /// A ranking of teams, which only the author can tell (`final_order`).
    Ranking,
}

/// When a criterion is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Conditions {
    /// Only where the order decides first place or a zone.
    pub where_decisive: bool,
    /// Only once the level teams have played each other home and away, with
    /// none of their matches outstanding.
    pub once_complete: bool,
    /// Only for two level teams.
    pub of_two: bool,
    /// Only for three or more.
    pub of_three_or_more: bool,
}

/// A criterion of a rule set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Criterion {
    /// Something to compare.
    Compare {
        /// What.
        measure: Measure,
        /// Over which matches.
        scope: Scope,
        /// When.
        when: Conditions,
    },
    /// The mutual criteria before this one are applied again to those whom
    /// they left level, as long as they part any.
    Reapply,
}

/// A criterion that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCriterion {
    /// Position in the list.
    pub index: usize,
    /// As written.
    pub written: String,
    /// The nearest known name, if any is near.
    pub nearest: Option<&'static str>,
}

/// All names, as they are documented. `points` is where every ranking starts,
/// so it may be written first or left out.
const NAMES: &[(&str, Criterion)] = &[
    ("points", all(Measure::Points)),
    ("points per game", all(Measure::PointsPerGame)),
    ("goal difference", all(Measure::GoalDifference)),
    ("goal average", all(Measure::GoalAverage)),
    ("goals", all(Measure::Goals)),
    ("away goals", all(Measure::AwayGoals)),
    ("wins", all(Measure::Wins)),
    ("away wins", all(Measure::AwayWins)),
    ("conduct", all(Measure::Conduct)),
    ("conduct uefa", all(Measure::ConductUefa)),
    ("lots", all(Measure::Lots)),
    ("ranking", all(Measure::Ranking)),
    ("mutual points", mutual(Measure::Points)),
    ("mutual goal difference", mutual(Measure::GoalDifference)),
    ("mutual goals", mutual(Measure::Goals)),
    ("mutual away goals", mutual(Measure::AwayGoals)),
    ("mutual wins", mutual(Measure::Wins)),
    ("reapply", Criterion::Reapply),
    // The aggregate of two teams' matches parts them exactly as the goal
    // difference in them does.
    ("mutual aggregate", mutual(Measure::GoalDifference)),
];

/// What may follow a name.
const CONDITIONS: [&str; 4] = ["where decisive", "once complete", "of two", "of three or more"];

const fn all(measure: Measure) -> Criterion {
    Criterion::Compare { measure, scope: Scope::All, when: ALWAYS }
}

const fn mutual(measure: Measure) -> Criterion {
    Criterion::Compare { measure, scope: Scope::Mutual, when: ALWAYS }
}

const ALWAYS: Conditions =
    Conditions { where_decisive: false, once_complete: false, of_two: false, of_three_or_more: false };

impl Criterion {
    /// The criterion of that name. Case, hyphens and underscores do not matter.
    pub fn parse(written: &str) -> Option<Self> {
        let words = normal(written);
        let mut name = words.as_str();
        let mut when = Conditions::default();
        'conditions: loop {
            for condition in CONDITIONS {
                let Some(rest) = name.strip_suffix(condition).and_then(|rest| rest.strip_suffix(' ')) else { continue };
                match condition {
                    "where decisive" => when.where_decisive = true,
                    "once complete" => when.once_complete = true,
                    "of two" => when.of_two = true,
                    _ => when.of_three_or_more = true,
                }
                name = rest;
                continue 'conditions;
            }
            break;
        }
        let (_, found) = NAMES.iter().find(|(known, _)| *known == name)?;
        match *found {
            Self::Compare { measure, scope, .. } => Some(Self::Compare { measure, scope, when }),
            Self::Reapply => (when == Conditions::default()).then_some(Self::Reapply),
        }
    }

    /// The known name nearest to what was written.
    pub fn nearest(written: &str) -> Option<&'static str> {
        let words = normal(written);
        nearest(&words, NAMES.iter().map(|(name, _)| *name))
    }

    /// Every name, without conditions.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }
}

impl fmt::Display for Criterion {
    /// The name as it is written in a rule set.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bare, when) = match *self {
            Self::Compare { measure, scope, when } => (Self::Compare { measure, scope, when: ALWAYS }, when),
            Self::Reapply => (Self::Reapply, ALWAYS),
        };
        let name = NAMES.iter().find(|(_, known)| *known == bare).map_or("", |(name, _)| name);
        f.write_str(name)?;
        let set = [when.where_decisive, when.once_complete, when.of_two, when.of_three_or_more];
        for (condition, _) in CONDITIONS.iter().zip(set).filter(|(_, set)| *set) {
            write!(f, " {condition}")?;
        }
        Ok(())
    }
}

/// Lower case, single spaces, no hyphens or underscores.
fn normal(written: &str) -> String {
    let lower = written.to_lowercase();
    lower
        .split(|c: char| c.is_whitespace() || c == '-' || c == '_')
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The name nearest to `written`, if it is near enough to be what was meant:
/// at most a third of its letters differ.
pub(super) fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let (distance, name) = names.map(|name| (strsim::osa_distance(written, name), name)).min_by_key(|(d, _)| *d)?;
    (distance * 3 <= name.chars().count().max(3)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        for (name, _) in NAMES {
            let criterion = Criterion::parse(name).expect(name);
            assert_eq!(Criterion::parse(&criterion.to_string()), Some(criterion));
        }
    }

    #[test]
    fn spelling_is_lenient_and_conditions_add_up() {
        assert_eq!(Criterion::parse("Goal-Difference"), Criterion::parse("goal difference"));
        let criterion = Criterion::parse("mutual_points of three or more once complete").expect("known");
        let Criterion::Compare { measure: Measure::Points, scope: Scope::Mutual, when } = criterion else {
            panic!("{criterion:?}")
        };
        assert!(when.of_three_or_more && when.once_complete && !when.where_decisive);
        assert_eq!(Criterion::parse(&criterion.to_string()), Some(criterion));
    }

    #[test]
    fn unknown_names_have_a_neighbour_or_none() {
        assert_eq!(Criterion::parse("goal diference"), None);
        assert_eq!(Criterion::nearest("goal diference"), Some("goal difference"));
        assert_eq!(Criterion::nearest("shirt colour"), None);
        assert_eq!(Criterion::parse("reapply once complete"), None);
        assert_eq!(Criterion::parse(""), None);
    }

    #[test]
    fn the_reference_names_every_criterion_and_condition() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/tables.md");
        let text = std::fs::read_to_string(path).expect("the reference");
        for name in Criterion::names().chain(CONDITIONS) {
            assert!(text.contains(&format!("`{name}`")), "{name}");
        }
        for (name, criteria) in crate::model::table::BUILT_IN {
            let row = text.lines().find(|line| line.starts_with(&format!("| `{name}`"))).expect(name);
            assert!(row.ends_with(&format!("| {} |", criteria.join(", "))), "{row}");
        }
    }
}
