//! `touchline new match "Iran 0-1 USA" --date 2022-11-29`: a result entered
//! quickly.

use std::path::Path;

use clap::Args;

use super::super::failure::Failure;
use super::super::screen::Screen;
use super::super::site::{self, Loaded};
use super::super::{Global, root};
use super::ask::{Ask, Terminal};
use super::record_file::{Addition, Entry, place};
use super::{find, shown, write_new};
use crate::build::Hint;
use crate::content::forms::{event, kickoff, match_ref, naming, score, season};
use crate::content::raw::RawMatchRef;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::slug::slug;
use crate::model::{EditionId, Match, Record};

#[derive(Debug, Default, Args)]
pub(super) struct MatchArgs {
    /// The teams and the score: `Iran 0-1 USA`, or `Iran v USA` for a fixture.
    #[arg(value_name = "RESULT")]
    result: Option<String>,
    /// When: `2022-11-29`, or `2022-11-29 22:00 +03:00`.
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// With its season: `World Cup 2022`.
    #[arg(long, value_name = "NAME")]
    competition: Option<String>,
    /// `Group stage`.
    #[arg(long, value_name = "NAME")]
    stage: Option<String>,
    /// `Group B`.
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// `Quarter-finals`.
    #[arg(long, value_name = "NAME")]
    round: Option<String>,
    /// `Al Thumama Stadium, Doha`.
    #[arg(long, value_name = "NAME")]
    venue: Option<String>,
    /// The score in full, where there is more to it: `3-3 aet (2-2, 2-0), 4-2 pens`.
    #[arg(long, value_name = "SCORE")]
    score: Option<String>,
    /// `Pulisic 38'`; several with commas between them, or the option again.
    #[arg(long, value_name = "GOALS")]
    goals: Vec<String>,
}

impl MatchArgs {
    pub(super) fn run(self, global: &Global, screen: &Screen) -> Result<(), Failure> {
        let everything = site::SiteArgs { drafts: true, future: true, ..site::SiteArgs::default() };
        let Loaded { root, snapshot, mut builder, .. } = everything.load(global, screen, Severity::Error)?;
        let record = &snapshot.model().record;
        let fixture = self.complete(record, &mut Terminal)?;
        if let Some(known) = fixture.known_result(record) {
            let origin = known.origins.first().map_or("the record", |place| &place.file);
            let message = format!("the record has this match already, with its score, in `{origin}`");
            return Err(Failure::usage(message, "mend it there"));
        }
        let folder = root.join(root::CONTENT).join("record");
        let Addition { path, text, appended } = place(&folder, &fixture.entry, &fixture.file_stem());
        if appended {
            replace(&path, &text)?;
            screen.say(&format!("Added {} to {}.", fixture.name, shown(&root, &path)));
        } else {
            write_new(&path, &text)?;
            screen.say(&format!("Wrote {} to {}.", fixture.name, shown(&root, &path)));
        }
        // What is wrong with it is best said at once.
        let update = builder.update(&Hint::Paths(vec![path.clone()])).map_err(Failure::io("read", &root))?;
        let file = shown(&root, &path);
        let (errors, rest): (Vec<_>, Vec<_>) = update.diagnostics.into_iter().partition(Diagnostic::is_error);
        if !errors.is_empty() {
            return Err(site::site_has_errors(screen, &root, errors, Severity::Error, "mend the match just entered"));
        }
        let of_file = |d: &Diagnostic| d.place.as_ref().is_some_and(|place| *place.file == *file);
        screen.diagnostics(&root, rest.into_iter().filter(of_file).collect(), Severity::Warning);
        Ok(())
    }

    /// Asks for what is missing, and holds everything against its form.
    fn complete(self, record: &Record, ask: &mut dyn Ask) -> Result<Fixture, Failure> {
        let mut need = |given: Option<String>, question: &str, example: &str, option: &str| match given {
            Some(given) => Ok(given),
            None if ask.is_there() => ask.ask(question, example).ok_or(()),
            None => Err(()),
        }
        .map_err(|()| Failure::usage(format!("{option} is missing"), format!("such as `touchline new match \"Iran 0-1 USA\" --date 2022-11-29`, here: {example}")));
        let is_bare = self.competition.is_none() && self.goals.is_empty();
        let result = need(self.result, "Teams and score", "Iran 0-1 USA, or Iran v USA", "the result")?;
        let date = need(self.date, "Date", "2022-11-29, or 2022-11-29 22:00 +03:00", "`--date`")?;
        let RawMatchRef::Teams { first: home, second: away, score } = match_ref::parse(&result).map_err(usage)? else {
            return Err(Failure::usage(format!("`{result}` names no two teams"), "write `Iran 0-1 USA`, or `Iran v USA`"));
        };
        let kickoff = kickoff::parse(&date).map_err(usage)?;
        let score = match (self.score, score) {
            (Some(full), _) => Some(full),
            (None, score) => score.map(|[h, a]| format!("{h}-{a}")),
        };
        if let Some(score) = &score {
            score::parse(score).map_err(usage)?;
        }
        let (mut competition, mut goals) = (self.competition, self.goals);
        if is_bare && ask.is_there() {
            competition = ask.ask("Competition and season, if any", &newest_edition(record));
            if score.is_some() {
                goals.extend(ask.ask("Goals, if known", "Pulisic 38', Kane 54' pen"));
            }
        }
        let goals: Vec<String> = goals.iter().flat_map(|list| split_goals(list)).collect();
        for goal in &goals {
            event::goal(goal).map_err(usage)?;
        }
        let group = self.group.map(|group| naming::group(&group).into_owned());
        let keys = [
            ("stage", self.stage),
            ("group", group),
            ("round", self.round),
            ("kickoff", Some(date)),
            ("venue", self.venue),
            ("home", Some(home.clone())),
            ("away", Some(away.clone())),
            ("score", score.clone()),
        ];
        let name = if score.is_some() { result } else { format!("{home} v {away}") };
        let keys = keys.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
        Ok(Fixture { name, date: kickoff.date, home, away, entry: Entry { competition, keys, goals } })
    }
}

/// A match that is complete and of the right form.
#[derive(Debug)]
struct Fixture {
    name: String,
    date: jiff::civil::Date,
    home: String,
    away: String,
    entry: Entry,
}

impl Fixture {
    /// The same match in the record, if it has its score.
    fn known_result<'r>(&self, record: &'r Record) -> Option<&'r Match> {
        let (home, away) = (find::teams_named(record, &self.home), find::teams_named(record, &self.away));
        let competition = self.entry.competition.as_deref().map(|name| slug(season::split(name).0));
        let same_competition = |edition: Option<EditionId>| match (&competition, edition) {
            (Some(wanted), Some(edition)) => {
                *record.competitions[record.editions[edition].competition].slug == **wanted
            }
            _ => true,
        };
        record.matches.iter().find(|m| {
            let [h, a] = [m.sides[0].team, m.sides[1].team];
            let teams = (home.contains(&h) && away.contains(&a)) || (home.contains(&a) && away.contains(&h));
            teams && m.score.is_some() && m.kickoff.is_some_and(|k| k.date == self.date) && same_competition(m.edition)
        })
    }

    fn file_stem(&self) -> String {
        format!("{}-{}-{}", self.date, slug(&self.home), slug(&self.away))
    }
}

fn newest_edition(record: &Record) -> String {
    let newest = record.matches.iter().rev().find_map(|m| m.edition);
    newest.map_or_else(
        || "World Cup 2022".to_owned(),
        |id| {
            let edition = &record.editions[id];
            let name = &record.competitions[edition.competition].name;
            edition.season.as_ref().map_or_else(|| name.to_string(), |season| format!("{name} {season}"))
        },
    )
}

/// Parts `Saka 43', 62', Kane 54' pen` at the commas after which a name
/// follows: a minute belongs to the name before it.
fn split_goals(list: &str) -> Vec<String> {
    let mut goals: Vec<String> = Vec::new();
    for part in list.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        match goals.last_mut() {
            Some(goal) if part.starts_with(|c: char| c.is_ascii_digit()) => {
                goal.push_str(", ");
                goal.push_str(part);
            }
            _ => goals.push(part.to_owned()),
        }
    }
    goals
}

fn usage(fault: crate::content::forms::Fault<'_>) -> Failure {
    Failure::Usage { message: fault.message, help: fault.help }
}

/// Writes a file anew, whole or not at all.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let draft = path.with_extension("yaml.new");
    std::fs::write(&draft, text).map_err(Failure::io("write", &draft))?;
    std::fs::rename(&draft, path).map_err(Failure::io("write", path))
}

#[cfg(test)]
mod tests {
    use super::super::ask::Script;
    use super::*;
    use crate::model::testing::RecordBuilder;

    fn record() -> Record {
        RecordBuilder::new().tournament("World Cup", "2022").result("2022-11-29", "Iran", 0, 1, "USA").build()
    }

    fn complete(args: MatchArgs, answers: &[&'static str]) -> Result<Fixture, Failure> {
        args.complete(&record(), &mut Script(answers.to_vec()))
    }

    fn args(result: &str, date: &str) -> MatchArgs {
        MatchArgs { result: Some(result.into()), date: Some(date.into()), ..MatchArgs::default() }
    }

    #[test]
    fn everything_by_options() {
        let fixture = complete(
            MatchArgs {
                competition: Some("World Cup 2022".into()),
                group: Some("B".into()),
                goals: vec!["Pulisic 38'".into(), "Saka 43', 62'; Kane 54' pen".into()],
                ..args("Iran 0-1 USA", "2022-11-29 22:00 +03:00")
            },
            &[],
        );
        let entry = fixture.unwrap().entry;
        assert_eq!(entry.goals, ["Pulisic 38'", "Saka 43', 62'", "Kane 54' pen"]);
        let keys: Vec<_> = entry.keys.iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(keys, ["group=Group B", "kickoff=2022-11-29 22:00 +03:00", "home=Iran", "away=USA", "score=0-1"]);
    }

    #[test]
    fn what_is_missing_is_asked_for_if_somebody_is_there() {
        let answers = ["Iran 0-1 USA", "2022-11-29", "World Cup 2022", "Pulisic 38'"];
        let fixture = complete(MatchArgs::default(), &answers).unwrap();
        assert_eq!(fixture.entry.competition.as_deref(), Some("World Cup 2022"));
        assert_eq!(fixture.entry.goals, ["Pulisic 38'"]);
        let fixture = complete(args("Iran v USA", "2030-01-01"), &[""]).unwrap();
        assert_eq!((fixture.entry.competition, fixture.name.as_str()), (None, "Iran v USA"));
        for missing in [MatchArgs::default(), MatchArgs { result: Some("A 1-0 B".into()), ..MatchArgs::default() }] {
            assert!(matches!(complete(missing, &[]), Err(Failure::Usage { .. })));
        }
    }

    #[test]
    fn what_is_of_no_form_is_refused() {
        for (result, date) in [("Iran", "2022-11-29"), ("Iran 0-1 USA", "yesterday"), ("", "2022-11-29")] {
            assert!(matches!(complete(args(result, date), &[]), Err(Failure::Usage { .. })), "{result}, {date}");
        }
        let goals = MatchArgs { goals: vec!["38'".into()], ..args("Iran 0-1 USA", "2022-11-29") };
        assert!(complete(goals, &[]).is_err());
    }

    #[test]
    fn a_result_is_known_by_its_teams_and_day() {
        let known = |result, date| complete(args(result, date), &[]).unwrap().known_result(&record()).is_some();
        assert!(known("Iran 0-1 USA", "2022-11-29"));
        assert!(known("usa 1-0 iran", "2022-11-29"));
        assert!(!known("Iran 0-1 USA", "2022-11-30"));
        assert!(!known("Iran 0-1 Wales", "2022-11-29"));
    }
}
