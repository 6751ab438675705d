//! `touchline new match "Iran 0-1 USA" --date 2022-11-29`: a result entered
//! quickly.

use clap::Args;

use super::super::failure::Failure;
use super::super::screen::Screen;
use super::super::site::{self, Opened};
use super::super::{Global, root};
use super::ask::{Ask, Terminal};
use super::record_file::{Entry, GoalEntry, place};
use super::{find, shown, unread};
use crate::build::Hint;
use crate::content::forms::{event, kickoff, match_ref, naming, score, season};
use crate::content::raw::RawMatchRef;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::slug::slug;
use crate::model::{EditionId, Match, Record, Score};

/// The code of a goal of which the record does not tell for which team it
/// counts.
const UNKNOWN_SIDE: &str = "E0303";

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
    /// `Pulisic 38'`, `Saka 43', 62', Kane 54' pen`; with the team where both scored: `England: Kane 54'`.
    #[arg(long, value_name = "GOALS")]
    goals: Vec<String>,
}

impl MatchArgs {
    pub(super) fn run(self, global: &Global, screen: &Screen) -> Result<(), Failure> {
        let everything = site::SiteArgs { drafts: true, future: true, ..site::SiteArgs::default() };
        let Opened { root, mut builder, update } = everything.open(global)?;
        let record = &builder.model().ok_or_else(|| unread(&root))?.record;
        let fixture = self.complete(record, &mut Terminal)?;
        if let Some(known) = fixture.known_result(record) {
            let origin = known.origins.first().map_or("the record", |place| &place.file);
            let message = format!("the record has this match already, with its score, in `{origin}`");
            return Err(Failure::usage(message, "mend it there"));
        }
        let newcomers = fixture.newcomers(record);
        let folder = root.join(root::CONTENT).join("record");
        let addition = place(&folder, &fixture.entry, &fixture.file_stem());
        let path = &addition.path;
        let before = addition.write()?;

        // What is wrong with it is best said at once, and an error taken back:
        // it would keep the whole site from being built.
        let after = builder.update(&Hint::paths(vec![path.clone()])).map_err(|error| Failure::reading(&error))?;
        let news = |d: &Diagnostic| !update.diagnostics.contains(d);
        let (errors, rest): (Vec<_>, Vec<_>) =
            after.diagnostics.into_iter().filter(news).partition(Diagnostic::is_error);
        if !errors.is_empty() {
            let whose = errors.iter().any(|error| error.code == UNKNOWN_SIDE);
            screen.diagnostics(&root, errors, Severity::Error);
            addition.take_back(before)?;
            let name = &fixture.name;
            let help = if whose {
                format!("say whose goals they are: {}", fixture.goals_example())
            } else {
                "mend the command and give it again".into()
            };
            return Err(Failure::Site { message: format!("{name} was not entered"), help: Some(help) });
        }
        let done = if addition.appended { "Added" } else { "Wrote" };
        screen.say(&format!("{done} {} to {}.", fixture.name, shown(&root, path)));
        for newcomer in newcomers {
            screen.note(&newcomer);
        }
        screen.diagnostics(&root, rest, Severity::Warning);
        Ok(())
    }

    /// Asks for what is missing, and holds everything against its form.
    fn complete(self, record: &Record, ask: &mut dyn Ask) -> Result<Fixture, Failure> {
        let is_bare = self.competition.is_none() && self.goals.is_empty();
        let result = need(ask, self.result, "Teams and score", "Iran 0-1 USA, or Iran v USA", "the result")?;
        let date = need(ask, self.date, "Date", "2022-11-29, or 2022-11-29 22:00 +03:00", "`--date`")?;
        let RawMatchRef::Teams { first: home, second: away, score: pair } = match_ref::parse(&result).map_err(usage)?
        else {
            return Err(Failure::usage(
                format!("`{result}` names no two teams"),
                "write `Iran 0-1 USA`, or `Iran v USA`",
            ));
        };
        let kickoff = kickoff::parse(&date).map_err(usage)?;
        let score = self.score.or_else(|| pair.map(|[h, a]| format!("{h}-{a}")));
        let parsed = score.as_deref().map(score::parse).transpose().map_err(usage)?;
        let tally = parsed.as_ref().and_then(Score::result).unwrap_or_default();
        let (mut competition, mut goals) = (self.competition, self.goals);
        if is_bare && ask.is_there() {
            competition = ask.ask("Competition and season, if any", &newest_edition(record));
            for (team, _) in [&home, &away].into_iter().zip(tally).filter(|(_, goals)| *goals > 0) {
                let told = ask.ask(&format!("Goals of {team}, if known"), "Saka 43', 62', Kane 54' pen");
                goals.extend(told.map(|told| format!("{team}: {told}")));
            }
        }
        let mut goals = split_goals(&goals, &home, &away);
        for goal in &mut goals {
            event::goal(&goal.text).map_err(usage)?;
            // Where one team scored, its own line says enough.
            goal.team.take_if(|_| tally.contains(&0));
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

/// What was given, or the answer to a question if somebody is there.
fn need(
    ask: &mut dyn Ask,
    given: Option<String>,
    question: &str,
    example: &str,
    option: &str,
) -> Result<String, Failure> {
    let answer = given.or_else(|| if ask.is_there() { ask.ask(question, example) } else { None });
    answer.ok_or_else(|| {
        let help = "write, for example, `touchline new match \"Iran 0-1 USA\" --date 2022-11-29`";
        Failure::usage(format!("{option} is missing: {example}"), help)
    })
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

    /// Which of the teams the record had no match of until now: a team comes
    /// into being by being named, by a slip of the finger too.
    fn newcomers(&self, record: &Record) -> Vec<String> {
        if record.teams.is_empty() {
            return Vec::new();
        }
        let is_new = |team: &&String| find::teams_named(record, team).is_empty();
        let told = |team: &String| {
            let near = find::likely_team(record, team).map(find::did_you_mean);
            let near = near.map_or_else(String::new, |question| format!(": {question}"));
            format!("`{team}` is a new team of the record{near}")
        };
        [&self.home, &self.away].into_iter().filter(is_new).map(told).collect()
    }

    /// How goals are given so that it is plain whose they are.
    fn goals_example(&self) -> String {
        format!("`--goals \"{}: Kane 54'\" --goals \"{}: Pulisic 38'\"`", self.home, self.away)
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
/// follows (a minute belongs to the name before it), and takes off the team
/// that may stand before them: `England: Kane 54'`.
fn split_goals(lists: &[String], home: &str, away: &str) -> Vec<GoalEntry> {
    let mut goals: Vec<GoalEntry> = Vec::new();
    for list in lists {
        let mut team = None;
        let mut is_first = true;
        for part in list.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
            let (said, part) = match part.split_once(':') {
                Some((name, rest)) => ([home, away].into_iter().find(|team| slug(team) == slug(name)), rest.trim()),
                None => (None, part),
            };
            team = said.map(str::to_owned).or(team);
            match goals.last_mut() {
                Some(goal) if !is_first && part.starts_with(|c: char| c.is_ascii_digit()) => {
                    goal.text.push_str(", ");
                    goal.text.push_str(part);
                }
                _ => goals.push(GoalEntry { text: part.to_owned(), team: team.clone() }),
            }
            is_first = false;
        }
    }
    goals
}

fn usage(fault: crate::content::forms::Fault<'_>) -> Failure {
    Failure::Usage { message: fault.message, help: fault.help }
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
        let goals: Vec<_> = entry.goals.iter().map(|goal| goal.text.as_str()).collect();
        assert_eq!(goals, ["Pulisic 38'", "Saka 43', 62'", "Kane 54' pen"]);
        let keys: Vec<_> = entry.keys.iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(keys, ["group=Group B", "kickoff=2022-11-29 22:00 +03:00", "home=Iran", "away=USA", "score=0-1"]);
    }

    #[test]
    fn what_is_missing_is_asked_for_if_somebody_is_there() {
        let answers = ["Iran 0-1 USA", "2022-11-29", "World Cup 2022", "Pulisic 38'"];
        let fixture = complete(MatchArgs::default(), &answers).unwrap();
        assert_eq!(fixture.entry.competition.as_deref(), Some("World Cup 2022"));
        assert_eq!(fixture.entry.goals, [GoalEntry { text: "Pulisic 38'".into(), team: None }]);
        let fixture = complete(args("Iran v USA", "2030-01-01"), &[""]).unwrap();
        assert_eq!((fixture.entry.competition, fixture.name.as_str()), (None, "Iran v USA"));
        for missing in [MatchArgs::default(), MatchArgs { result: Some("A 1-0 B".into()), ..MatchArgs::default() }] {
            assert!(matches!(complete(missing, &[]), Err(Failure::Usage { .. })));
        }
    }

    #[test]
    fn goals_of_both_teams_are_told_apart() {
        let teams = |args, answers: &[&'static str]| -> Vec<String> {
            let goals = complete(args, answers).unwrap().entry.goals;
            goals.into_iter().map(|goal| format!("{} {}", goal.team.unwrap_or_default(), goal.text)).collect()
        };
        let asked = teams(args("England 2-1 Iran", "2022-11-21"), &["", "Saka 43', 62'", "Taremi 65'"]);
        assert_eq!(asked, ["England Saka 43', 62'", "Iran Taremi 65'"]);
        let goals = vec!["england: Saka 43', 62'; iran: Taremi 65'".to_owned()];
        assert_eq!(teams(MatchArgs { goals, ..args("England 2-1 Iran", "2022-11-21") }, &[]), asked);
        let goals = vec!["USA: Pulisic 38'".to_owned()];
        assert_eq!(teams(MatchArgs { goals, ..args("Iran 0-1 USA", "2022-11-29") }, &[]), [" Pulisic 38'"]);
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
    fn a_team_that_is_new_is_told() {
        let told = |result| complete(args(result, "2022-12-03"), &[]).unwrap().newcomers(&record());
        assert_eq!(told("USA 1-3 Iran"), Vec::<String>::new());
        assert_eq!(told("Netherlands 3-1 USA"), ["`Netherlands` is a new team of the record"]);
        assert_eq!(told("Iren v USA"), ["`Iren` is a new team of the record: did you mean `Iran`?"]);
        let empty = RecordBuilder::new().build();
        assert!(complete(args("A 1-0 B", "2022-12-03"), &[]).unwrap().newcomers(&empty).is_empty());
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
