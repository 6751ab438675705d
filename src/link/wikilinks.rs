//! Links by hand: `[[Name]]`, `[[text|Name]]`, `[[match: Iran 0-1 USA]]`,
//! `[[story-slug]]`.
//!
//! In: a text and what the linker knows. Out: each link with its target, or
//! a note with the nearest names. Never guesses: what is not found is said.

use std::ops::Range;

use jiff::civil::Date;

use super::EntityRef;
use super::fold::Folded;
use super::linker::Linker;
use super::names::Form;
use super::note::{Note, NoteKind, list_of, name_of};
use super::prose::Prose;
use super::scope::Scope;
use crate::model::{MatchId, Pair, TeamId};

/// A link by hand.
#[derive(Clone, Debug)]
pub(super) struct Wikilink {
    /// Its bytes in the plain text, brackets and all.
    pub range: Range<u32>,
    /// What is shown.
    pub text: String,
    /// What is named; `None` where that could not be told.
    pub target: Option<EntityRef>,
    /// Becomes a link; not so for whoever has no page.
    pub linked: bool,
}

/// Finds the links by hand in a text.
pub(super) fn find(linker: &Linker, scope: &Scope<'_>, prose: &Prose, notes: &mut Vec<Note>) -> Vec<Wikilink> {
    let mut links = Vec::new();
    let text = &prose.text;
    let mut from = 0;
    while let Some(open) = text[from..].find('[').map(|i| from + i) {
        from = open + 1;
        if !text[from..].starts_with('[') {
            continue;
        }
        from = open + 2;
        // `[[[x]]` opens at its last two brackets.
        if text[from..].starts_with('[') {
            from = open + 1;
            continue;
        }
        let Some(block) = prose.block_at(open as u32) else { continue };
        if prose.is_opaque(&(open as u32..open as u32 + 2)) {
            continue;
        }
        let Some(close) = text[from..block.range.end as usize].find("]]").map(|i| from + i) else {
            if block.cell {
                let range = prose.source_of(&(open as u32..block.range.end));
                notes.push(Note {
                    kind: NoteKind::BrokenLink,
                    range,
                    message: "a `[[` is not closed in its cell".to_owned(),
                    help: Some("in a table write `\\|` inside `[[…]]`: a bare `|` ends the cell".to_owned()),
                });
            }
            continue;
        };
        let range = open as u32..close as u32 + 2;
        let inner = &text[open + 2..close];
        from = close + 2;
        let (label, name) = match inner.rsplit_once('|') {
            Some((label, name)) => (Some(label.trim()).filter(|l| !l.is_empty()), name.trim()),
            None => (None, inner.trim()),
        };
        let source = prose.source_of(&range);
        let lookup = Lookup { linker, scope };
        let link = match lookup.find(name) {
            Ok(found) => {
                if !found.page {
                    notes.push(Note {
                        kind: NoteKind::NoPage,
                        range: source,
                        message: format!("`{name}` has no page to link to"),
                        help: Some("the profile says `page: false`; write the name without brackets".to_owned()),
                    });
                }
                let text = label.map_or(found.text, str::to_owned);
                Wikilink { range, text, target: Some(found.target), linked: found.page }
            }
            Err((kind, message, help)) => {
                notes.push(Note { kind, range: source, message, help });
                Wikilink { range, text: label.unwrap_or(name).to_owned(), target: None, linked: false }
            }
        };
        links.push(link);
    }
    links
}

struct Found {
    target: EntityRef,
    text: String,
    page: bool,
}

type Failure = (NoteKind, String, Option<String>);

struct Lookup<'a> {
    linker: &'a Linker,
    scope: &'a Scope<'a>,
}

impl Lookup<'_> {
    fn find(&self, name: &str) -> Result<Found, Failure> {
        if let Some(game) = name.strip_prefix("match:") {
            return self.game(game.trim());
        }
        if crate::model::slug::is_slug(name)
            && let Some((id, title)) = self.linker.story(name)
        {
            return Ok(Found { target: EntityRef::Story(id), text: title.to_string(), page: true });
        }
        let targets = self.bearers(name, |_| true);
        match targets.as_slice() {
            [] => Err(self.unknown(name)),
            [(target, page)] => Ok(Found { target: *target, text: name.to_owned(), page: *page }),
            several => {
                let several: Vec<EntityRef> = several.iter().map(|(t, _)| *t).collect();
                let first = name_of(&self.linker.record, several[0]);
                let list = list_of(&self.linker.record, &several);
                let help = if first.as_str() == name {
                    "give one of them an alias of its own in its profile, and link by that".to_owned()
                } else {
                    format!("write the full name: `[[{name}|{first}]]`")
                };
                Err((NoteKind::AmbiguousLink, format!("`{name}` may be {list}"), Some(help)))
            }
        }
    }

    /// The nearest bearers of a name; full names before shorter ones.
    fn bearers(&self, name: &str, wanted: impl Fn(EntityRef) -> bool) -> Vec<(EntityRef, bool)> {
        let folded = Folded::new(name);
        let Some(id) = self.linker.names.exactly(&folded) else { return Vec::new() };
        let all = self.linker.names.bearers(id);
        let full = |form: Form| matches!(form, Form::Full | Form::Name);
        let has_full = all.iter().any(|b| full(b.form) && wanted(b.target));
        let mut found: Vec<_> = all
            .iter()
            .filter(|b| wanted(b.target) && (full(b.form) || !has_full) && b.form != Form::Middle)
            .map(|b| (self.scope.level(b.target), b.target, b.page))
            .collect();
        let level = found.iter().map(|f| f.0).min();
        found.retain(|f| Some(f.0) == level);
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|(_, target, page)| (target, page)).collect()
    }

    fn unknown(&self, name: &str) -> Failure {
        let record = &self.linker.record;
        let names = record
            .teams
            .iter()
            .map(|t| &*t.name)
            .chain(record.persons.iter().flat_map(|p| [&*p.name, &*p.surname]))
            .chain(record.venues.iter().map(|v| &*v.name))
            .chain(record.competitions.iter().map(|c| &*c.name))
            .chain(self.linker.story_slugs());
        let help = did_you_mean(name, names, |near| format!("`[[{near}]]`")).unwrap_or_else(|| {
            "write the name of a team, person, ground or competition of the record, or a story's slug".to_owned()
        });
        (NoteKind::UnknownLink, format!("`[[{name}]]` names nothing on this site"), Some(help))
    }

    fn team(&self, name: &str) -> Result<TeamId, Failure> {
        let found = self.bearers(name, |t| matches!(t, EntityRef::Team(_)));
        match found.as_slice() {
            [(EntityRef::Team(id), _)] => Ok(*id),
            [] => {
                let names = self.linker.record.teams.iter().map(|t| &*t.name);
                let help = did_you_mean(name, names, |near| format!("`{near}`"));
                Err((NoteKind::NoSuchMatch, format!("there is no team `{name}`"), help))
            }
            several => {
                let several: Vec<EntityRef> = several.iter().map(|(t, _)| *t).collect();
                let list = list_of(&self.linker.record, &several);
                Err((NoteKind::AmbiguousLink, format!("the team `{name}` may be {list}"), None))
            }
        }
    }

    fn game(&self, written: &str) -> Result<Found, Failure> {
        let record = &self.linker.record;
        let found = |id: MatchId| {
            let target = EntityRef::Match(id);
            Ok(Found { target, text: name_of(record, target), page: true })
        };
        let Some((home, score, away)) = split(written) else {
            if let Some((id, _)) = record.matches.entries().find(|(_, m)| *m.slug == *written) {
                return found(id);
            }
            let help = "write the teams and the score (`Iran 0-1 USA`), `Iran v USA`, or the id of the match";
            return Err((NoteKind::NoSuchMatch, format!("there is no match `{written}`"), Some(help.to_owned())));
        };
        let (home, away) = (self.team(&home)?, self.team(&away)?);
        let all: Vec<MatchId> =
            record.by_team[home].iter().copied().filter(|id| record.matches[*id].side_of(away).is_some()).collect();
        let fits = |id: &MatchId| {
            let game = &record.matches[*id];
            let Some(score) = score else { return true };
            let turned = game.sides[0].team != home;
            let same = |pair: Pair| if turned { [pair[1], pair[0]] == score } else { pair == score };
            game.official().is_some_and(same) || game.score.and_then(|s| s.result()).is_some_and(same)
        };
        let fitting = all.iter().copied().filter(fits);
        let chosen = match self.scope.date {
            Some(date) => fitting.min_by_key(|id| days_apart(record.matches[*id].kickoff.map(|k| k.date), date)),
            None => fitting.max(),
        };
        if let Some(id) = chosen {
            let mut found = found(id)?;
            written.clone_into(&mut found.text);
            return Ok(found);
        }
        let names = [home, away].map(|t| &record.teams[t].name);
        if all.is_empty() {
            let message = format!("`{}` and `{}` have no match in the record", names[0], names[1]);
            return Err((NoteKind::NoSuchMatch, message, None));
        }
        let known: Vec<EntityRef> = all.iter().map(|id| EntityRef::Match(*id)).collect();
        let help = format!("the record has {}", list_of(record, &known));
        Err((NoteKind::NoSuchMatch, format!("no match ended `{written}`"), Some(help)))
    }
}

/// `Iran 0-1 USA` or `Iran v USA` in its parts.
fn split(written: &str) -> Option<(String, Option<Pair>, String)> {
    let words: Vec<&str> = written.split_whitespace().collect();
    for (i, word) in words.iter().enumerate().skip(1) {
        let score = word.split_once(['-', '–', ':']).and_then(|(h, a)| Some([h.parse().ok()?, a.parse().ok()?]));
        let versus = matches!(*word, "v" | "vs" | "v." | "vs." | "-" | "–");
        if (score.is_some() || versus) && i + 1 < words.len() {
            return Some((words[..i].join(" "), score, words[i + 1..].join(" ")));
        }
    }
    None
}

fn days_apart(day: Option<Date>, date: Date) -> i64 {
    day.and_then(|day| day.until(date).ok()).map_or(i64::MAX, |span| i64::from(span.get_days()).abs())
}

/// How many names are proposed for one that is unknown.
const PROPOSED: usize = 3;

/// Asks for the names that a name may have been meant for, the nearest first.
fn did_you_mean<'n>(
    written: &str,
    names: impl Iterator<Item = &'n str>,
    show: impl Fn(&str) -> String,
) -> Option<String> {
    let lower = written.to_lowercase();
    // One letter is near to every other.
    let limit = (lower.chars().count() / 3).max(1);
    if lower.chars().count() < 2 {
        return None;
    }
    let mut near: Vec<(usize, &str)> = names
        .filter_map(|name| {
            let distance = strsim::damerau_levenshtein(&lower, &name.to_lowercase());
            (distance <= limit).then_some((distance, name))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    // What is further by two letters is not meant if another is near.
    let first = near.first()?.0;
    let mut shown: Vec<String> = near
        .iter()
        .take_while(|(distance, _)| *distance <= first + 1)
        .take(PROPOSED)
        .map(|(_, name)| show(name))
        .collect();
    let last = shown.pop()?;
    let list = if shown.is_empty() { last } else { format!("{} or {last}", shown.join(", ")) };
    Some(format!("did you mean {list}?"))
}
