//! Reads football.json, the JSON form of the openfootball project, in both
//! its ages.
//!
//! In: the text of one file: `{"name", "matches": […]}`, or of old
//! `{"name", "rounds": [{"name", "matches": […]}]}`, with `groups` beside
//! them. Out: matches and groups as raw values with names unresolved. A text
//! that is no JSON (cut off, a comma too many) is an error with its line and
//! column, and so is JSON that is something else; a value inside a match that
//! cannot be understood is a warning and the rest of the match is read. Keys
//! that touchline does not know reach the templates as `extra`. Never another
//! file, never a guess at who is meant.
//!
//! | file | reads |
//! |---|---|
//! | `matches` | one match: both ages' keys |
//! | `fields` | values in the forms they take: a text or an object with a name, … |

mod fields;
mod matches;

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::interning::Interner;
use super::raw::{Names, RawGroup, RawRecord, Spot, Sym};
use super::{editions, football_txt};
use crate::diagnostic::{Diagnostic, Place, Step};

/// A text that is no JSON.
pub(super) const SYNTAX: &str = "E0160";
/// JSON that is no record.
const FOREIGN: &str = "E0161";
/// A value that cannot be understood.
pub(super) const VALUE: &str = "W0162";

/// What is known while a file is read.
struct Reader<'a> {
    file: &'a Arc<str>,
    out: &'a mut Vec<Diagnostic>,
    people: Interner<'a>,
    competition: Option<Sym>,
    season: Option<Sym>,
    years: football_txt::Years,
}

/// The way to a value in the document.
type Path<'p> = &'p [Step];

impl Reader<'_> {
    fn warn(&mut self, path: Path<'_>, key: &'static str, message: String, help: &str) {
        let path = path.iter().cloned().chain([Step::from(key)]);
        self.out.push(Diagnostic::warning(VALUE, message).at(Place::node(self.file, path)).help(help));
    }

    fn sym(&self, name: &str) -> Sym {
        self.people.sym(name)
    }
}

/// Reads a file. `file` is its path relative to the site's root.
///
/// ```
/// use touchline::content::{football_json, raw::Names};
///
/// let text = r#"{"name": "World Cup 2022", "matches": [
///     {"date": "2022-11-29", "team1": "Iran", "team2": "USA", "score": {"ft": [0, 1]}}]}"#;
/// let (names, mut out) = (Names::default(), Vec::new());
/// let record = football_json::read(&"content/record/cup.json".into(), text, &names, &mut out);
/// assert_eq!(record.matches[0].score.and_then(|score| score.ft), Some([0, 1]));
/// ```
pub fn read(file: &Arc<str>, text: &str, names: &Names, out: &mut Vec<Diagnostic>) -> RawRecord {
    let json = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = match serde_json::from_str(json) {
        Ok(value) => value,
        Err(error) => {
            out.push(syntax(file, text, json, &error));
            return RawRecord::default();
        }
    };
    let mut reader = Reader {
        file,
        out,
        people: Interner::new(names),
        competition: None,
        season: None,
        years: football_txt::Years::default(),
    };
    let mut record = reader.document(text, &value);
    record.families = reader.people.families;
    record
}

/// The error of a text that is no JSON, where it stopped to be one.
fn syntax(file: &Arc<str>, text: &str, json: &str, error: &serde_json::Error) -> Diagnostic {
    // serde_json counts lines from 1 and bytes in them.
    let before: usize = json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = text.len() - json.len() + before + error.column().saturating_sub(1);
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = text[start..].chars().next().map_or(start, |c| start + c.len_utf8());
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(head, _)| head);
    let cut = error.is_eof();
    Diagnostic::error(SYNTAX, format!("this file is not JSON: {}", lower_first(message)))
        .at(Place::bytes(file, start..end))
        .help(if cut { "the file seems to be cut off: fetch it again" } else { "correct the file, or fetch it again" })
}

fn lower_first(message: &str) -> Cow<'_, str> {
    match message.chars().next() {
        Some(first) if first.is_uppercase() && !message.starts_with("EOF") => {
            Cow::Owned(first.to_lowercase().chain(message[first.len_utf8()..].chars()).collect())
        }
        _ => Cow::Borrowed(message),
    }
}

impl Reader<'_> {
    fn document(&mut self, text: &str, value: &Value) -> RawRecord {
        let mut record = RawRecord::default();
        let matches = match value {
            Value::Array(matches) => Some(matches),
            Value::Object(document) => {
                self.name(document);
                self.groups(document, &mut record);
                if let Some(rounds) = document.get("rounds").and_then(Value::as_array) {
                    self.rounds(text, rounds, &mut record);
                    return record;
                }
                document.get("matches").and_then(Value::as_array)
            }
            _ => None,
        };
        let Some(matches) = matches else {
            if record.groups.is_empty() {
                self.out.push(
                    Diagnostic::error(FOREIGN, "this JSON holds no matches")
                        .at(Place::file(self.file))
                        .help("football.json has a list `matches`, or `rounds` with `matches` in each"),
                );
            }
            return record;
        };
        record.matches.reserve(matches.len());
        for (index, value) in matches.iter().enumerate() {
            let in_list: [Step; 2] = ["matches".into(), index.into()];
            let path = if value_is_list(text) { &in_list[1..] } else { &in_list[..] };
            record.matches.extend(self.game(path, value, Spot::Item(index as u32), None));
        }
        record
    }

    /// The older age. A position in one list cannot tell round and match, so
    /// these matches have the byte they start at.
    fn rounds(&mut self, text: &str, rounds: &[Value], record: &mut RawRecord) {
        let mut starts = starts_of_matches(text).into_iter();
        for (round_index, round) in rounds.iter().enumerate() {
            let name = round.get("name").and_then(Value::as_str);
            for (index, value) in round.get("matches").and_then(Value::as_array).into_iter().flatten().enumerate() {
                let path: [Step; 4] = ["rounds".into(), round_index.into(), "matches".into(), index.into()];
                let has_team = value.get("team1").is_some();
                let spot = starts.next_if(has_team).map_or(Spot::None, |at| Spot::Byte(at as u32));
                record.matches.extend(self.game(&path, value, spot, name));
            }
        }
    }

    /// `"name": "World Cup 2022"`: competition and season.
    fn name(&mut self, document: &Map<String, Value>) {
        let Some(name) = document.get("name").and_then(Value::as_str).filter(|name| !name.trim().is_empty()) else {
            return;
        };
        let (competition, season) = editions::split(name);
        let years = season.clone().or_else(|| editions::find(name));
        self.years.begin(years.map(|season| (season.first, season.runs_over)));
        self.competition = Some(self.sym(competition));
        self.season = season.map(|season| self.sym(&season.label));
    }

    /// `"groups": [{"name": "Group A", "teams": ["Qatar", …]}]`
    fn groups(&mut self, document: &Map<String, Value>, record: &mut RawRecord) {
        for (index, group) in document.get("groups").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let path: [Step; 2] = ["groups".into(), index.into()];
            let name = group.get("name").and_then(Value::as_str);
            let teams = group.get("teams").and_then(Value::as_array);
            let (Some(name), Some(teams)) = (name, teams) else {
                self.warn(
                    &path,
                    "teams",
                    "this group has no name or no list of teams".to_owned(),
                    "a group is `{\"name\": \"Group A\", \"teams\": [\"Qatar\", \"Ecuador\"]}`",
                );
                continue;
            };
            let (competition, season) = (self.competition, self.season);
            let teams = teams.iter().filter_map(fields::name).map(|team| self.sym(team)).collect();
            let spot = Spot::Item(index as u32);
            record.groups.push(RawGroup { spot, competition, season, name: self.sym(name), teams });
        }
    }
}

/// Whether the document is a list and no object.
fn value_is_list(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('[')
}

/// Takes the next offset where there is one to take.
trait NextIf {
    fn next_if(&mut self, wanted: bool) -> Option<usize>;
}

impl NextIf for std::vec::IntoIter<usize> {
    fn next_if(&mut self, wanted: bool) -> Option<usize> {
        if wanted { self.next() } else { None }
    }
}

/// Where each object with a key `team1` starts, in a text that is known to be
/// JSON.
fn starts_of_matches(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => open.push((at, false)),
            b'}' => {
                if let Some((start, true)) = open.pop() {
                    found.push(start);
                }
            }
            b'"' => {
                let start = at + 1;
                at = start;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                let key = text.get(start..at) == Some("team1");
                let colon = text.get(at + 1..).is_some_and(|rest| rest.trim_start().starts_with(':'));
                if key
                    && colon
                    && let Some(last) = open.last_mut()
                {
                    last.1 = true;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests;
