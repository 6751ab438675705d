//! The keys of a match.
//!
//! In: the fields of a mapping, and what the keys above a list of matches
//! share. Out: a [`RawMatch`]. Never drops a fault: one key that is wrong does
//! not hide another.

use super::super::forms::{self, Fault, Parsed, kickoff, naming, score, season, shown};
use super::super::parts;
use super::super::raw::{RawAwarded, RawMatch, RawOfficial, RawVenue, Spot, Sym};
use super::super::yaml::{Doc, Fields, Node, Way, scalar};
use super::{events, lineups};
use crate::model::{Minute, Pair, Score, Status};

/// The code of a match with one team on both sides.
const SAME_TEAM: &str = "E0217";

/// The two teams of a match, as far as they are known.
pub(super) type Teams = (Option<Sym>, Option<Sym>);

/// The words for a status; where there are several, the first is the one that
/// is written.
pub(super) const STATUS: [(&str, Status); 15] = [
    ("scheduled", Status::Scheduled),
    ("tbd", Status::Tbd),
    ("postponed", Status::Postponed),
    ("cancelled", Status::Cancelled),
    ("canceled", Status::Cancelled),
    ("live", Status::Live),
    ("suspended", Status::Suspended),
    ("abandoned", Status::Abandoned),
    ("awarded", Status::Awarded),
    ("walkover", Status::Walkover),
    ("walk-over", Status::Walkover),
    ("annulled", Status::Annulled),
    ("full-time", Status::FullTime),
    ("ft", Status::FullTime),
    ("finished", Status::FullTime),
];

/// What the matches of a list share: the keys above it.
pub struct Base {
    /// All but the teams.
    pub template: RawMatch,
    home: Option<Sym>,
    away: Option<Sym>,
}

impl Base {
    /// Nothing is shared.
    pub fn new(doc: &Doc<'_>) -> Self {
        let nobody = doc.sym("");
        Self { template: RawMatch::new(Spot::None, nobody, nobody), home: None, away: None }
    }

    /// Reads the shared keys.
    pub fn fill(&mut self, doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) {
        self.home = fields.name(doc, "home");
        self.away = fields.name(doc, "away");
        fill(doc, fields, &mut self.template, (self.home, self.away));
    }
}

/// Reads a match; `None` without its two teams.
pub fn read_match(doc: &mut Doc<'_>, mut fields: Fields<'_, '_>, base: &Base, spot: Spot) -> Option<RawMatch> {
    let mut team = |doc: &mut Doc<'_>, key, shared: Option<Sym>| {
        if shared.is_some() && !fields.has(key) {
            return shared;
        }
        let name = fields.required(doc, key, "a match names its two teams: `home: Iran`, `away: USA`")?;
        Some(doc.sym(&name))
    };
    let home = team(doc, "home", base.home);
    let away = team(doc, "away", base.away);
    let mut found = base.template.clone();
    found.spot = spot;
    fill(doc, &mut fields, &mut found, (home, away));
    if home.is_some() && home == away {
        let help = "`home` and `away` name the two teams of the match";
        doc.error_with_help(SAME_TEAM, "a team cannot play against itself", &fields.way.key("away"), help);
    }
    fields.finish(doc);
    (found.home, found.away) = (home?, away?);
    Some(found)
}

/// Reads all keys but the teams into a match: what is not written stays as it
/// is.
fn fill(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>, m: &mut RawMatch, teams: Teams) {
    if let Some(text) = fields.text(doc, "competition") {
        let (name, season) = season::split(&text);
        m.competition = Some(doc.sym(name));
        if let Some(season) = season {
            m.season = Some(doc.sym(&season));
        }
    }
    if let Some(text) = fields.text(doc, "season") {
        m.season = Some(doc.sym(&season::normal(&text)));
    }
    set(&mut m.stage, fields.name(doc, "stage"));
    if let Some(text) = fields.text(doc, "group") {
        m.group = Some(doc.sym(&naming::group(&text)));
    }
    set(&mut m.round, round(doc, fields));
    set(&mut m.matchday, fields.number(doc, "matchday", 1..=999));
    set(&mut m.leg, fields.number(doc, "leg", 1..=9));
    let when = "a date such as `2022-11-29 22:00`";
    set(&mut m.kickoff, fields.form(doc, "kickoff", when, kickoff::parse));
    m.was.extend(parts::list_of(doc, fields, "was", kickoff::parse));
    if let Some(node) = fields.take("venue") {
        set(&mut m.venue, venue(doc, node, fields.way.key("venue")));
    }
    set(&mut m.neutral, fields.flag(doc, "neutral"));
    if let Some(node) = fields.take("score") {
        set(&mut m.score, read_score(doc, node, fields.way.key("score")));
    }
    events::read(doc, fields, m, teams);
    m.lineups.extend(lineups::read(doc, fields, teams));
    officials(doc, fields, m);
    if let Some(node) = fields.take("attendance") {
        set(&mut m.attendance, attendance(doc, &node, &fields.way.key("attendance")));
    }
    set(&mut m.status, fields.choice(doc, "status", &STATUS));
    set(&mut m.reason, fields.string(doc, "reason"));
    if let Some(node) = fields.take("awarded") {
        set(&mut m.awarded, awarded(doc, node, fields.way.key("awarded")));
    }
    if let Some(node) = fields.take("aggregate") {
        set(&mut m.aggregate, pair(doc, node, &fields.way.key("aggregate")));
    }
    set(&mut m.id, parts::slug(doc, fields, "id"));
    m.redirect_from.extend(parts::redirects(doc, fields));
    m.sources.extend(parts::list_of(doc, fields, "sources", parts::check_url));
    set(&mut m.note, fields.string(doc, "note"));
    set(&mut m.extra, fields.extra(doc));
}

fn set<T>(slot: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *slot = value;
    }
}

/// `Quarter-finals`; a number alone is a round with that number.
fn round(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> Option<Sym> {
    let node = fields.take("round")?;
    if let Node::Int(number) = node {
        return Some(doc.sym(&format!("Round {number}")));
    }
    let text = scalar::text(doc, node, &fields.way.key("round"), "a text")?;
    (!text.trim().is_empty()).then(|| doc.sym(&text))
}

/// `Al Thumama Stadium, Doha`, or `{name, city}`.
fn venue(doc: &mut Doc<'_>, node: Node<'_>, way: Way<'_>) -> Option<RawVenue> {
    if let Node::Map(_) = node {
        let mut fields = Fields::open(doc, node, way, "a venue")?;
        let name = fields.required(doc, "name", "the ground's name").map(|name| doc.sym(&name));
        let city = fields.name(doc, "city");
        fields.finish(doc);
        return Some(RawVenue { name: name?, city });
    }
    let text = scalar::text(doc, node, &way, "a text such as `Al Thumama Stadium, Doha`")?;
    let (name, city) = forms::split_city(&text);
    (!name.is_empty()).then(|| RawVenue { name: doc.sym(name), city: city.map(|city| doc.sym(city)) })
}

fn read_score(doc: &mut Doc<'_>, node: Node<'_>, way: Way<'_>) -> Option<Score> {
    const EXPECTED: &str = "a score such as `2-1 (1-0)`";
    let Node::Map(_) = node else { return scalar::form(doc, node, &way, EXPECTED, score::parse) };
    let mut fields = Fields::open(doc, node, way, EXPECTED)?;
    let mut part = |doc: &mut Doc<'_>, key| {
        let node = fields.take(key)?;
        pair(doc, node, &fields.way.key(key))
    };
    let (ft, ht, et, pens) = (part(doc, "ft"), part(doc, "ht"), part(doc, "et"), part(doc, "pens"));
    let golden_goal = fields.flag(doc, "golden_goal").unwrap_or(false);
    fields.finish(doc);
    let score = Score { ft, ht, et, pens, golden_goal };
    if let Err((message, help)) = score::check(&score) {
        doc.error_with_help(score::CODE_CONTRADICTION, message, &way, help.unwrap_or_default());
        return None;
    }
    score.result().or(score.ht).or(score.pens)?;
    Some(score)
}

/// `[2, 1]` or `2-1`.
fn pair(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>) -> Option<Pair> {
    if let Node::List(list) = &node
        && let [home, away] = list.as_slice()
    {
        let home = scalar::number(doc, home, &way.index(0), &(0..=200));
        let away = scalar::number(doc, away, &way.index(1), &(0..=200));
        return Some([home?, away?]);
    }
    scalar::form(doc, node, way, "two numbers such as `[2, 1]`", score::parse_pair)
}

/// `Antonio Mateu (ESP)`, or `{name, country}`.
fn official(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>, spot: Spot, referee: bool) -> Option<RawOfficial> {
    if let Node::Map(_) = node {
        let mut fields = Fields::open(doc, node, *way, "an official")?;
        let name = fields.required(doc, "name", "the official's name").map(|name| doc.sym(&name));
        let country = fields.name(doc, "country");
        fields.finish(doc);
        return Some(RawOfficial { spot, name: name?, country, referee });
    }
    let text = scalar::text(doc, node, way, "a name such as `Antonio Mateu (ESP)`")?;
    let (name, country) = forms::split_parentheses(&text);
    if name.is_empty() {
        return None;
    }
    Some(RawOfficial { spot, name: doc.sym(name), country: country.map(|c| doc.sym(c)), referee })
}

fn officials(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>, m: &mut RawMatch) {
    if let Some(node) = fields.take("referee") {
        let referee = official(doc, node, &fields.way.key("referee"), Spot::None, true);
        // One's own referee replaces that of the keys above the list.
        m.officials.retain(|o| !o.referee || referee.is_none());
        m.officials.splice(0..0, referee);
    }
    fields.each(doc, "officials", |doc, node, way| {
        let spot = if let Way::Index(_, i) = way { Spot::Item(*i as u32) } else { Spot::Item(0) };
        m.officials.extend(official(doc, node, way, spot, false));
    });
}

/// `42127`, and `42,127` as newspapers print it.
fn attendance(doc: &mut Doc<'_>, node: &Node<'_>, way: &Way<'_>) -> Option<u32> {
    if let Node::Text(text) = node {
        let mut groups = text.trim().split([',', '.', ' ', '\u{a0}', '\u{202f}', '\'', '’', '_']);
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if (1..=3).contains(&first.len())
            && digits(first)
            && rest.iter().all(|g| g.len() == 3 && digits(g))
            && rest.len() < 3
        {
            return format!("{first}{}", rest.concat()).parse().ok();
        }
    }
    // `42.127` is a number to YAML, though not the one that was meant.
    if let Node::Float(_) = node {
        let written = doc.written(way)?;
        return attendance(doc, &Node::Text(written.into()), way);
    }
    scalar::number(doc, node, way, &(0..=2_000_000))
}

/// `3-0`, or `{score, played}`.
fn awarded(doc: &mut Doc<'_>, node: Node<'_>, way: Way<'_>) -> Option<RawAwarded> {
    let Node::Map(_) = node else {
        return pair(doc, node, &way).map(|score| RawAwarded { score, played: None });
    };
    let mut fields = Fields::open(doc, node, way, "the score given by the ruling")?;
    let mut part = |doc: &mut Doc<'_>, key| {
        let node = fields.take(key)?;
        Some(pair(doc, node, &fields.way.key(key)))
    };
    let score = part(doc, "score");
    let played = part(doc, "played").flatten();
    if score.is_none() {
        doc.error_with_help("E0203", "`score` is missing", &way, "the official score, such as `score: 3-0`");
    }
    fields.finish(doc);
    Some(RawAwarded { score: score??, played })
}

/// A minute of a long form: `minute: 45`, `added: 1`, or `minute: 45+1`.
pub(super) fn minute(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> Option<Minute> {
    let node = fields.take("minute");
    let added: Option<i64> = fields.number(doc, "added", 0..=60);
    let way = fields.way.key("minute");
    match node? {
        Node::Int(minute) => match forms::minute::from_parts(minute, added.unwrap_or(0)) {
            Ok(minute) => Some(minute),
            Err(message) => {
                doc.error(forms::minute::CODE, message, &way);
                None
            }
        },
        other => scalar::form(doc, other, &way, "a minute such as `38`", |text| with_added(text, added)),
    }
}

fn with_added(text: &str, added: Option<i64>) -> Parsed<'_, Minute> {
    let minute = forms::minute::parse(text)?;
    match added {
        None => Ok(minute),
        Some(added) if minute.added == 0 => Ok(Minute { added: added as u16, ..minute }),
        Some(_) => {
            let message = format!("`{}` holds the added time already", shown(text));
            Err(Fault::new(forms::minute::CODE, text, message))
        }
    }
}
