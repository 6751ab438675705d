//! Puts a match into a record file without disturbing what stands there.
//!
//! In: a match as the author gave it. Out: the file it belongs into and its
//! new text. A file is only ever added to, at its end, and only if it reads
//! afterwards as before with one match more: comments, order and style of what
//! was written by hand stay as they are.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use serde_yaml::{Mapping, Value};
use walkdir::WalkDir;

use super::super::failure::Failure;
use super::super::files::{write_new, write_over};
use crate::content::forms::{event, season};
use crate::content::yaml::quote::scalar;
use crate::model::GoalKind;
use crate::model::slug::slug;

/// A match as the author gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// `World Cup 2022`.
    pub(super) competition: Option<String>,
    /// Keys and their values, in the order in which they are written; goals
    /// apart, which are a list.
    pub(super) keys: Vec<(&'static str, String)>,
    /// In the order told.
    pub(super) goals: Vec<GoalEntry>,
}

/// A goal, or several of one player, as the author gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GoalEntry {
    /// `Saka 43', 62'`.
    pub(super) text: String,
    /// The team the goal counts for, where it must be said: two teams scored,
    /// and perhaps no line-up tells whose player it is.
    pub(super) team: Option<String>,
}

/// What is to be written where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Addition {
    pub(super) path: PathBuf,
    pub(super) text: String,
    /// The file was there.
    pub(super) appended: bool,
}

impl Addition {
    /// Writes it, whole or not at all. Gives what stood in the file before.
    pub(super) fn write(&self) -> Result<Option<String>, Failure> {
        if !self.appended {
            write_new(&self.path, &self.text)?;
            return Ok(None);
        }
        let before = fs::read_to_string(&self.path).map_err(Failure::io("read", &self.path))?;
        write_over(&self.path, &self.text)?;
        Ok(Some(before))
    }

    /// Undoes [`Self::write`].
    pub(super) fn take_back(&self, before: Option<String>) -> Result<(), Failure> {
        match before {
            Some(before) => write_over(&self.path, &before),
            None => fs::remove_file(&self.path).map_err(Failure::io("remove", &self.path)),
        }
    }
}

/// Keys above `matches:` that hold for every match of a file without saying
/// which match it is: a new one may go below them unsaid.
const HARMLESS: [&str; 8] = ["season", "stage", "neutral", "sources", "squads", "extra", "note", "matches"];

/// Finds the file for a match: one of the record that has the same things
/// above its matches, else a new one.
pub(super) fn place(record: &Path, entry: &Entry, new_name: &str) -> Addition {
    let files = WalkDir::new(record).sort_by_file_name().into_iter().filter_map(Result::ok);
    let yaml =
        files.filter(|file| file.path().extension().is_some_and(|extension| extension == "yaml" || extension == "yml"));
    for file in yaml {
        let Ok(text) = fs::read_to_string(file.path()) else { continue };
        if let Some(text) = append(&text, entry) {
            return Addition { path: file.path().to_owned(), text, appended: true };
        }
    }
    let stem = entry.competition.as_deref().map_or_else(|| "matches".to_owned(), slug);
    let mut path = record.join(format!("{stem}.yaml"));
    if path.exists() {
        path = record.join(format!("{new_name}.yaml"));
    }
    let mut text = String::new();
    // Writing to a string cannot fail.
    if let Some(competition) = &entry.competition {
        let _ = writeln!(text, "competition: {}", scalar(competition));
    }
    let _ = write!(text, "matches:\n{}", item(entry, "  ", &Mapping::new()));
    Addition { path, text, appended: false }
}

/// The text of a file with one match more, if the match belongs into it and
/// can be added.
fn append(text: &str, entry: &Entry) -> Option<String> {
    let before: Mapping = serde_yaml::from_str(text).ok()?;
    let matches = before.get("matches")?.as_sequence()?;
    if !belongs(&before, entry) {
        return None;
    }
    let indent = last_list(text)?;
    let mut longer = text.trim_end().to_owned();
    longer.push('\n');
    // A blank line between matches where the file has them.
    if text.contains("\n\n") {
        longer.push('\n');
    }
    longer.push_str(&item(entry, indent, &before));
    let after: Mapping = serde_yaml::from_str(&longer).ok()?;
    let now = after.get("matches")?.as_sequence()?;
    let same = now.len() == matches.len() + 1 && now[..matches.len()] == matches[..] && after.len() == before.len();
    same.then_some(longer)
}

/// Whether what stands above the matches of a file is true of a match.
fn belongs(file: &Mapping, entry: &Entry) -> bool {
    let text = |key: &str| file.get(key).and_then(Value::as_str);
    let season_of = |key| text(key).map(str::to_owned).or_else(|| file.get(key)?.as_i64().map(|n| n.to_string()));
    let competition = text("competition").map(|name| match season_of("season") {
        Some(season) => format!("{} {}", season::split(name).0, season::normal(&season)),
        None => name.to_owned(),
    });
    let folded = |name: Option<&str>| {
        name.map(|name| {
            let (name, season) = season::split(name);
            (slug(name), season.map(std::borrow::Cow::into_owned))
        })
    };
    let stated = |key: &str| entry.keys.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str());
    folded(competition.as_deref()) == folded(entry.competition.as_deref())
        && file.keys().filter_map(Value::as_str).all(|key| match key {
            "competition" => true,
            key if HARMLESS.contains(&key) => {
                stated(key).is_none_or(|value| text(key).is_some_and(|shared| slug(shared) == slug(value)))
            }
            key => text(key).is_some_and(|shared| stated(key).is_some_and(|value| slug(shared) == slug(value))),
        })
}

/// The indentation of the items of `matches:`, if that list ends the file.
fn last_list(text: &str) -> Option<&str> {
    let is_key = |line: &&str| !line.starts_with([' ', '#', '-', '\t', '\r']) && !line.trim().is_empty();
    let (at, line) = text.lines().enumerate().filter(|(_, line)| is_key(line)).last()?;
    if line.split('#').next()?.trim_end() != "matches:" {
        return None;
    }
    let first =
        text.lines().skip(at + 1).find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))?;
    let indent = &first[..first.len() - first.trim_start().len()];
    first.trim_start().starts_with("- ").then_some(indent)
}

/// The match as an item of a list. What the file says above its matches is not
/// said again.
fn item(entry: &Entry, indent: &str, shared: &Mapping) -> String {
    let mut lines: Vec<String> = entry
        .keys
        .iter()
        .filter(|(key, _)| !shared.contains_key(*key))
        .map(|(key, value)| format!("{key}: {}", scalar(value)))
        .collect();
    if !entry.goals.is_empty() {
        lines.push(format!("goals: [{}]", entry.goals.iter().flat_map(goal).collect::<Vec<_>>().join(", ")));
    }
    let mut text = String::new();
    for (i, line) in lines.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{indent}{}{line}", if i == 0 { "- " } else { "  " });
    }
    text
}

/// A goal in its short form, or in the long one, which has a place for the
/// team: one for each minute.
fn goal(entry: &GoalEntry) -> Vec<String> {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let (Some(team), Ok(goal)) = (&entry.team, event::goal(&entry.text)) else { return vec![quoted(&entry.text)] };
    let long = |moment: &event::GoalMoment<'_>| {
        let minute = moment.minute.map(|minute| match minute.added {
            0 => format!("minute: {}", minute.minute),
            added => format!("minute: {}, added: {added}", minute.minute),
        });
        let kind = match moment.kind {
            GoalKind::Goal => None,
            GoalKind::Penalty => Some("kind: penalty".to_owned()),
            GoalKind::OwnGoal => Some("kind: own goal".to_owned()),
        };
        let assist = moment.assist.map(|name| format!("assist: {}", quoted(name)));
        let parts = [Some(format!("player: {}", quoted(goal.name))), minute, kind, assist];
        let parts = parts.into_iter().flatten().chain([format!("team: {}", quoted(team))]);
        format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
    };
    goal.moments.iter().map(long).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        let keys =
            [("kickoff", "2022-11-29"), ("group", "Group B"), ("home", "Iran"), ("away", "USA"), ("score", "0-1")];
        Entry {
            competition: Some("World Cup 2022".into()),
            keys: keys.map(|(key, value)| (key, value.to_owned())).into(),
            goals: ["Pulisic 38'", "Kane 54' pen"].map(|text| GoalEntry { text: text.into(), team: None }).into(),
        }
    }

    fn placed(files: &[(&str, &str)]) -> (String, String) {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        let addition = place(dir.path(), &entry(), "2022-11-29-iran-usa");
        (addition.path.file_name().unwrap().to_str().unwrap().to_owned(), addition.text)
    }

    const NEW: &str = "competition: World Cup 2022
matches:
  - kickoff: 2022-11-29
    group: Group B
    home: Iran
    away: USA
    score: 0-1
    goals: [\"Pulisic 38'\", \"Kane 54' pen\"]
";

    #[test]
    fn into_a_new_file() {
        assert_eq!(placed(&[]), ("world-cup-2022.yaml".into(), NEW.into()));
        let taken = [("world-cup-2022.yaml", "competition: World Cup 2022\nmatches: []\n")];
        assert_eq!(placed(&taken), ("2022-11-29-iran-usa.yaml".into(), NEW.into()));
    }

    #[test]
    fn at_the_end_of_a_file_as_it_is_written() {
        let file = "# by hand\ncompetition: World Cup\nseason: 2022\ngroup: Group B   # the second\nmatches:\n- home: A\n  away: B # c\n\n- {home: C, away: D}\n\n\n";
        let (name, text) = placed(&[
            ("a.yaml", "competition: World Cup 2022\ngroup: Group A\nmatches:\n- home: X\n  away: Y\n"),
            ("b.yaml", file),
        ]);
        assert_eq!(name, "b.yaml");
        let added = "\n- kickoff: 2022-11-29\n  home: Iran\n  away: USA\n  score: 0-1\n  goals: [\"Pulisic 38'\", \"Kane 54' pen\"]\n";
        assert_eq!(text, format!("{}\n{added}", file.trim_end()));
    }

    #[test]
    fn never_where_it_would_mean_something_else() {
        for file in [
            "competition: World Cup 2018\nmatches:\n- home: A\n  away: B\n",
            "competition: World Cup 2022\nround: Final\nmatches:\n- home: A\n  away: B\n",
            "competition: World Cup 2022\nmatches:\n- home: A\n  away: B\nnote: below\n",
            "competition: World Cup 2022\nmatches: [{home: A, away: B}]\n",
            "competition: World Cup 2022\nmatches:\n- home: A\n  away: B\n  note: |\n    text\n...\n",
            "competition: World Cup 2022\nhome: A\naway: B\n",
            "not: [yaml",
        ] {
            assert_eq!(placed(&[("a.yaml", file)]).0, "world-cup-2022.yaml", "{file}");
        }
    }

    #[test]
    fn goals_of_both_teams_say_whose_they_are() {
        let of = |text: &str, team: &str| goal(&GoalEntry { text: text.into(), team: Some(team.into()) }).join(", ");
        assert_eq!(
            of("Saka 43', 45+2' pen", "England"),
            r#"{player: "Saka", minute: 43, team: "England"}, {player: "Saka", minute: 45, added: 2, kind: penalty, team: "England"}"#
        );
        assert_eq!(of("Aguerd 40' og", "Canada"), r#"{player: "Aguerd", minute: 40, kind: own goal, team: "Canada"}"#);
        assert_eq!(of("Kane", "England"), r#"{player: "Kane", team: "England"}"#);
    }
}
