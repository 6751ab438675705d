//! Finds the match that an author means in the record.

use jiff::Timestamp;

use super::super::failure::Failure;
use crate::content::forms::match_ref;
use crate::content::raw::RawMatchRef;
use crate::content::resolve::Folded;
use crate::diagnostic::nearest;
use crate::model::slug::slug;
use crate::model::{Match, MatchId, Pair, Record, SideIx, Team, TeamId};

/// A match that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) id: MatchId,
    /// The two teams and the score name no other match.
    pub(super) is_only_one: bool,
}

/// The match named by its teams (in either order; with the score, if given) or
/// by its id. Of several the one nearest to `now`.
pub(super) fn find(record: &Record, text: &str, now: Timestamp) -> Result<Found, Failure> {
    let reference =
        match_ref::parse(text).map_err(|fault| Failure::Usage { message: fault.message, help: fault.help })?;
    match reference {
        RawMatchRef::Id(id) => by_id(record, &id),
        RawMatchRef::Teams { first, second, score } => {
            let (a, b) = (team(record, &first)?, team(record, &second)?);
            meeting(record, (&first, &second), (&a, &b), score, now)
        }
        // Only a mapping in a story's front matter makes one.
        RawMatchRef::Here(_) => Err(Failure::usage(format!("`{text}` does not name a match"), "write `Iran 0-1 USA`")),
    }
}

fn by_id(record: &Record, id: &str) -> Result<Found, Failure> {
    if let Some((id, _)) = record.matches.entries().find(|(_, m)| &*m.slug == id) {
        return Ok(Found { id, is_only_one: false });
    }
    let near = nearest(id, record.matches.iter().map(|m| &*m.slug));
    let help = near.map_or_else(|| "write the two teams, such as `Iran 0-1 USA`".to_owned(), did_you_mean);
    Err(Failure::usage(format!("the record has no match with the id `{id}`"), help))
}

/// The teams (a club's men and women have one name) of a name.
pub(super) fn teams_named(record: &Record, name: &str) -> Vec<TeamId> {
    let wanted = Folded::new(name);
    let is_meant =
        |team: &Team| std::iter::once(&*team.name).chain(other_names(team)).any(|name| Folded::new(name).same(&wanted));
    record.teams.entries().filter(|(_, team)| is_meant(team)).map(|(id, _)| id).collect()
}

fn team(record: &Record, name: &str) -> Result<Vec<TeamId>, Failure> {
    let found = teams_named(record, name);
    if !found.is_empty() {
        return Ok(found);
    }
    let help = likely_team(record, name).map_or_else(
        || "the record has no match of that team: enter one with `touchline new match`".to_owned(),
        did_you_mean,
    );
    Err(Failure::usage(format!("unknown team `{name}`"), help))
}

/// The team that somebody may have meant by a name that the record does not
/// have: one that is spelt much like it, or the only one whose name begins or
/// ends with it.
pub(super) fn likely_team<'r>(record: &'r Record, name: &str) -> Option<&'r str> {
    if let Some(near) = nearest(name, record.teams.iter().map(|team| &*team.name)) {
        return Some(near);
    }
    let wanted = slug(name);
    let holds = |team: &&Team| {
        let whole = slug(&team.name);
        let rest = whole.strip_prefix(&*wanted).map(|rest| rest.starts_with('-'));
        let before = whole.strip_suffix(&*wanted).map(|before| before.ends_with('-'));
        !wanted.is_empty() && (rest == Some(true) || before == Some(true))
    };
    let mut candidates = record.teams.iter().filter(holds).map(|team| &*team.name);
    candidates.next().filter(|first| candidates.all(|other| other == *first))
}

pub(super) fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// All names of a team but the first.
fn other_names(team: &Team) -> impl Iterator<Item = &str> {
    let names = team.short.iter().chain(&team.code).chain(&team.profile.aliases);
    names.chain(team.former_names.iter().map(|former| &former.name)).map(|name| &**name)
}

fn meeting(
    record: &Record,
    (first, second): (&str, &str),
    (a, b): (&[TeamId], &[TeamId]),
    score: Option<Pair>,
    now: Timestamp,
) -> Result<Found, Failure> {
    let told = |id: MatchId| {
        let m = &record.matches[id];
        let turned = !a.contains(&m.side(SideIx::Home).team);
        result_of(m).map(|[home, away]| if turned { [away, home] } else { [home, away] })
    };
    let mut met: Vec<MatchId> = a.iter().flat_map(|team| &record.by_team[*team]).copied().collect();
    met.retain(|id| {
        let sides = &record.matches[*id].sides;
        let are = |one: usize, other: usize| a.contains(&sides[one].team) && b.contains(&sides[other].team);
        are(0, 1) || are(1, 0)
    });
    met.sort_unstable();
    met.dedup();
    if met.is_empty() {
        let message = format!("the record has no match of {first} and {second}");
        return Err(Failure::usage(message, "enter it with `touchline new match`"));
    }
    let distance = |id: &MatchId| {
        record.matches[*id].kickoff.map_or(i64::MAX, |kickoff| (kickoff.instant.as_second() - now.as_second()).abs())
    };
    let fits = |id: &MatchId| score.is_none() || told(*id) == score;
    if let Some(id) = met.iter().copied().filter(fits).min_by_key(distance) {
        return Ok(Found { id, is_only_one: met.len() == 1 });
    }
    let scores: Vec<_> =
        met.iter().filter_map(|id| told(*id)).map(|[p, q]| format!("`{first} {p}-{q} {second}`")).collect();
    let [p, q] = score.unwrap_or_default();
    let help =
        if scores.is_empty() { format!("write `{first} v {second}`") } else { format!("it has {}", scores.join(", ")) };
    Err(Failure::usage(format!("the record has no {first} {p}-{q} {second}"), help))
}

fn result_of(m: &Match) -> Option<Pair> {
    m.score.as_ref().and_then(crate::model::Score::result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::RecordBuilder;

    fn record() -> Record {
        RecordBuilder::new()
            .tournament("World Cup", "2022")
            .result("2022-11-21", "England", 6, 2, "Iran")
            .result("2022-11-29", "Iran", 0, 1, "USA")
            .tournament("Friendly", "2000")
            .result("2000-01-16", "USA", 1, 1, "Iran")
            .tournament("Friendly", "2030")
            .fixture("2030-06-01", "Wales", "England")
            .build()
    }

    fn found(text: &str, now: &str) -> Result<(String, bool), String> {
        let record = record();
        match find(&record, text, now.parse().unwrap()) {
            Ok(found) => Ok((record.matches[found.id].slug.to_string(), found.is_only_one)),
            Err(Failure::Usage { message, help }) => Err(format!("{message}; {}", help.unwrap_or_default())),
            Err(other) => panic!("{other:?}"),
        }
    }

    const NOW: &str = "2022-12-01T00:00Z";

    #[test]
    fn a_team_is_guessed_by_its_spelling_or_a_part_of_its_name() {
        let record = RecordBuilder::new()
            .tournament("League", "2025")
            .result("2025-08-30", "Castle Green", 1, 1, "Hillside Town")
            .result("2025-09-06", "Castle Rovers", 1, 1, "United of Hill")
            .build();
        let likely = |name| likely_team(&record, name);
        assert_eq!(likely("Hilside Town"), Some("Hillside Town"));
        assert_eq!(likely("hillside"), Some("Hillside Town"));
        assert_eq!(likely("Green"), Some("Castle Green"));
        for unclear in ["Castle", "Hills", "", "Millbrook"] {
            assert_eq!(likely(unclear), None, "{unclear}");
        }
    }

    #[test]
    fn by_teams_in_either_order_and_score() {
        let slug = |text, now| found(text, now).unwrap().0;
        assert!(slug("Iran 0-1 USA", NOW).starts_with("2022-11-29"));
        assert!(slug("usa 1-0 IRAN", NOW).starts_with("2022-11-29"));
        assert!(slug("Iran v USA", NOW).starts_with("2022-11-29"));
        assert!(slug("Iran v USA", "2001-01-01T00:00Z").starts_with("2000-01-16"), "the nearest");
        assert!(slug("Iran 1-1 USA", NOW).starts_with("2000-01-16"), "the one with the score");
        assert!(found("Iran 2-6 England", NOW).unwrap().1);
        assert!(!found("Iran 0-1 USA", NOW).unwrap().1, "they met twice");
    }

    #[test]
    fn by_id() {
        let id = record().matches.iter().next().unwrap().slug.to_string();
        assert_eq!(found(&id, NOW).unwrap().0, id);
        assert!(found("2022-11-29-iran-us", NOW).unwrap_err().contains("did you mean"));
    }

    #[test]
    fn what_is_not_there_is_told_with_what_is() {
        assert_eq!(found("Iren v USA", NOW).unwrap_err(), "unknown team `Iren`; did you mean `Iran`?");
        assert!(found("Wales v Iran", NOW).unwrap_err().starts_with("the record has no match of Wales and Iran"));
        let error = found("Iran 5-0 USA", NOW).unwrap_err();
        assert_eq!(error, "the record has no Iran 5-0 USA; it has `Iran 1-1 USA`, `Iran 0-1 USA`");
        assert_eq!(
            found("Wales 1-0 England", NOW).unwrap_err(),
            "the record has no Wales 1-0 England; write `Wales v England`"
        );
    }
}
