//! One match of football.json.
//!
//! In: its object. Out: the raw match. Never stops at a value that cannot be
//! understood: it is a warning, and the rest is read.
//!
//! Newer files have `score: {ft, ht, et, p}`, `goals1`, `goals2`, `ground`,
//! `num`; older ones `score1`, `score2` with `score1i` (half-time),
//! `score1et`, `score1p`, clubs as objects, `stadium` and `city` apart.

use serde_json::{Map, Value};

use super::fields::{self, PairValue};
use super::{Path, Reader};
use crate::content::football_txt;
use crate::content::raw::{RawAwarded, RawGoal, RawKickoff, RawMatch, RawOfficial, RawVenue, Spot, Sym};
use crate::diagnostic::{Diagnostic, Place, Step};
use crate::model::{GoalKind, Minute, Pair, Score, SideIx, Status};

/// Keys that are read; the others go to `extra`.
const KNOWN: &[&str] = &[
    "round",
    "matchday",
    "stage",
    "group",
    "leg",
    "date",
    "time",
    "timezone",
    "team1",
    "team2",
    "score",
    "score1",
    "score2",
    "score1i",
    "score2i",
    "score1et",
    "score2et",
    "score1p",
    "score2p",
    "goals1",
    "goals2",
    "ground",
    "stadium",
    "venue",
    "city",
    "status",
    "referee",
    "attendance",
    "neutral",
];

/// The object of one match.
type Object = Map<String, Value>;

impl Reader<'_> {
    /// Reads a match. `round` is the name of the round it stands in (the
    /// older age).
    pub(super) fn game(&mut self, path: Path<'_>, value: &Value, spot: Spot, round: Option<&str>) -> Option<RawMatch> {
        let team = |key| value.get(key).and_then(fields::name);
        let (Some(home), Some(away)) = (team("team1"), team("team2")) else {
            self.out.push(
                Diagnostic::warning(super::VALUE, "this match lacks one of its teams")
                    .at(Place::node(self.file, path.iter().cloned()))
                    .help("a match has `team1` and `team2`"),
            );
            return None;
        };
        let object = value.as_object()?;
        let mut found = RawMatch::new(spot, self.sym(home), self.sym(away));
        found.competition = self.competition;
        found.season = self.season;
        found.stage = self.text(object, "stage");
        found.group = self.text(object, "group");
        self.round(object, round, &mut found);
        found.kickoff = self.kickoff(path, object);
        found.venue = self.venue(object);
        found.score = self.score(path, object);
        found.goals = self.goals(path, object);
        found.attendance = object.get("attendance").and_then(fields::number);
        found.neutral = object.get("neutral").and_then(Value::as_bool);
        if let Some(name) = object.get("referee").and_then(fields::name) {
            let (name, country) = football_txt::split_country(name);
            let country = country.map(|country| self.sym(country));
            found.officials.push(RawOfficial {
                spot: Spot::None,
                name: self.people.person(name),
                country,
                referee: true,
            });
        }
        self.status(path, object, &mut found);
        found.extra = extra(object);
        Some(found)
    }

    fn text(&self, object: &Object, key: &str) -> Option<Sym> {
        object.get(key).and_then(fields::name).map(|text| self.sym(text))
    }

    fn round(&mut self, object: &Object, round: Option<&str>, found: &mut RawMatch) {
        let number = |key: &str| object.get(key).and_then(fields::number).and_then(|n| u16::try_from(n).ok());
        if let Some(name) = object.get("round").and_then(fields::name).or(round).map(str::trim) {
            let (name, leg) = football_txt::without_leg(name);
            found.round = Some(self.sym(name));
            found.matchday = football_txt::matchday(name);
            found.leg = leg;
        }
        found.matchday = number("matchday").or(found.matchday).or_else(|| number("round"));
        found.leg = number("leg").and_then(|leg| u8::try_from(leg).ok()).or(found.leg);
    }

    fn kickoff(&mut self, path: Path<'_>, object: &Object) -> Option<RawKickoff> {
        let text = object.get("date").and_then(fields::name)?;
        let date = football_txt::lead_date(text)
            .filter(|(_, used)| text[*used..].trim().is_empty() || text[*used..].starts_with('T'))
            .and_then(|(date, _)| self.years.complete(date).ok());
        let Some((date, _)) = date else {
            self.warn(path, "date", format!("`{text}` is not a date"), "a date is `2022-11-29`");
            return None;
        };
        let mut kickoff = RawKickoff { date, time: None, offset: None, to_be_decided: false };
        if let Some(text) = object.get("time").and_then(fields::name) {
            match football_txt::lead_time(text).filter(|(_, used)| text[*used..].trim().is_empty()) {
                Some((local, _)) => (kickoff.time, kickoff.offset) = (Some(local.time), local.offset),
                None if matches!(text, "TBD" | "TBA") => kickoff.to_be_decided = true,
                None => {
                    self.warn(path, "time", format!("`{text}` is not a time"), "a time is `17:00` or `17:00 UTC-3`");
                }
            }
        }
        if kickoff.offset.is_none() && kickoff.time.is_some() {
            kickoff.offset = object.get("timezone").and_then(fields::name).and_then(football_txt::zone_offset);
        }
        Some(kickoff)
    }

    fn venue(&mut self, object: &Object) -> Option<RawVenue> {
        let ground = ["ground", "stadium", "venue"].iter().find_map(|key| object.get(*key))?;
        let text = fields::name(ground)?;
        let (name, city) = text.split_once(',').map_or((text, None), |(name, city)| (name, Some(city)));
        let apart = ground.get("city").or_else(|| object.get("city")).and_then(fields::name);
        let city = city.or(apart).map(str::trim).filter(|city| !city.is_empty());
        Some(RawVenue { name: self.sym(name), city: city.map(|city| self.sym(city)) })
    }

    /// A pair, with a warning where it is none.
    fn pair(&mut self, path: Path<'_>, key: &'static str, value: PairValue) -> Option<Pair> {
        match value {
            PairValue::Pair(pair) => Some(pair),
            PairValue::Empty => None,
            PairValue::Wrong => {
                self.warn(path, key, "this is not a score".to_owned(), "a score is a pair of goals such as `[2, 1]`");
                None
            }
        }
    }

    fn score(&mut self, path: Path<'_>, object: &Object) -> Option<Score> {
        let mut score = Score::default();
        match object.get("score") {
            Some(Value::Object(parts)) => {
                let below: Vec<Step> = path.iter().cloned().chain(["score".into()]).collect();
                let mut part = |key| parts.get(key).and_then(|value| self.pair(&below, key, fields::pair(value)));
                score.ft = part("ft");
                score.ht = part("ht");
                score.et = part("et");
                score.pens = part("p").or_else(|| part("pens")).or_else(|| part("pen"));
                score.golden_goal = fields::is_true(parts.get("gg"));
            }
            Some(Value::String(text)) if !text.trim().is_empty() => {
                match football_txt::lead_score(text.trim()).filter(|(_, used)| *used == text.trim().len()) {
                    Some((read, _)) if !read.absurd => score = read.score,
                    _ => {
                        self.pair(path, "score", PairValue::Wrong);
                    }
                }
            }
            Some(value) => score.ft = self.pair(path, "score", fields::pair(value)),
            None => {
                let mut part = |first: &'static str, second: &str| {
                    let (home, away) = (object.get(first)?, object.get(second)?);
                    self.pair(path, first, fields::both(home, away))
                };
                score.ft = part("score1", "score2");
                score.ht = part("score1i", "score2i");
                score.et = part("score1et", "score2et");
                score.pens = part("score1p", "score2p");
            }
        }
        (score != Score::default()).then_some(score)
    }

    /// The goals of both lists; each has its position in its own.
    fn goals(&mut self, path: Path<'_>, object: &Object) -> Option<Vec<RawGoal>> {
        let mut goals = None;
        for (key, side) in [("goals1", SideIx::Home), ("goals2", SideIx::Away)] {
            let Some(list) = object.get(key).and_then(Value::as_array) else { continue };
            let goals: &mut Vec<RawGoal> = goals.get_or_insert_default();
            for (index, goal) in list.iter().enumerate() {
                let below: Vec<Step> = path.iter().cloned().chain([key.into(), index.into()]).collect();
                goals.extend(self.goal(&below, goal, side, Spot::Item(index as u32)));
            }
        }
        goals
    }

    fn goal(&mut self, path: Path<'_>, goal: &Value, side: SideIx, spot: Spot) -> Option<RawGoal> {
        let Some(name) = fields::name(goal) else {
            self.warn(
                path,
                "name",
                "this goal has no scorer".to_owned(),
                "a goal is `{\"name\": \"Saka\", \"minute\": 43}`",
            );
            return None;
        };
        let is = |keys: &[&str]| keys.iter().any(|key| fields::is_true(goal.get(*key)));
        let kind = if is(&["owngoal", "own_goal", "og"]) {
            GoalKind::OwnGoal
        } else if is(&["penalty", "pen"]) {
            GoalKind::Penalty
        } else {
            GoalKind::Goal
        };
        let minute = match goal.get("minute") {
            None | Some(Value::Null) => None,
            Some(value) => {
                let minute = minute(value, goal.get("offset"));
                if minute.is_none() {
                    self.warn(path, "minute", format!("{value} cannot be a minute"), "a minute is `43` or `\"90+6\"`");
                }
                minute
            }
        };
        let player = self.people.person(name);
        let assist = goal.get("assist").and_then(fields::name).map(|name| self.people.person(name));
        Some(RawGoal { spot, player, side: Some(side), team: None, minute, kind, assist })
    }

    /// A status in the words of the text format: `postponed`, `awarded 0-3`.
    fn other_status(&mut self, path: Path<'_>, text: &str, found: &mut RawMatch) -> Option<Status> {
        let Some(read) = football_txt::status(text) else {
            let help =
                "known are `postponed`, `abandoned`, `cancelled`, `awarded`, `suspended`, `walkover`, `annulled`";
            self.warn(path, "status", format!("`{text}` is no status of a match"), help);
            return None;
        };
        found.reason = read.reason.map(str::to_owned);
        if matches!(read.status, Status::Awarded | Status::Walkover) {
            football_txt::rule(found, read.pair);
        }
        Some(read.status)
    }

    fn status(&mut self, path: Path<'_>, object: &Object, found: &mut RawMatch) {
        let Some(text) = object.get("status").and_then(fields::name) else { return };
        found.status = match text.to_lowercase().replace('_', " ").as_str() {
            "finished" | "full-time" | "full time" | "ft" | "played" | "aet" | "pen" => Some(Status::FullTime),
            "scheduled" | "timed" | "fixture" | "not started" => Some(Status::Scheduled),
            "in play" | "paused" | "live" | "half-time" => Some(Status::Live),
            _ => self.other_status(path, text, found),
        };
        if found.status == Some(Status::Awarded) && found.awarded.is_none() {
            found.awarded = found.score.and_then(|s| s.result()).map(|score| RawAwarded { score, played: None });
        }
    }
}

/// `43`, `"90+6"`, or `90` with an `offset` of 6.
fn minute(value: &Value, offset: Option<&Value>) -> Option<Minute> {
    let added = offset.and_then(fields::number).unwrap_or(0);
    if let Some(number) = value.as_u64() {
        return football_txt::minute(u32::try_from(number).ok()?, added);
    }
    let mut scan = football_txt::Scan::new(value.as_str()?.trim());
    let minute = scan.minute()?.ok()?;
    let total = if minute.added == 0 { added } else { u32::from(minute.added) };
    scan.is_done().then_some(())?;
    football_txt::minute(u32::from(minute.minute), total)
}

/// The keys that are not read, as JSON text.
fn extra(object: &Object) -> Option<String> {
    let rest: Object = object
        .iter()
        .filter(|(key, value)| !KNOWN.contains(&key.as_str()) && !value.is_null())
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    (!rest.is_empty()).then(|| Value::Object(rest).to_string())
}
