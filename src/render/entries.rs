//! Whole entries of lists, ready as HTML.
//!
//! In: what stands in an entry, as the record has it. Out: the text between
//! `<li>` and `</li>`, each name as a link. It is put together when a template
//! names `entry`, and by one piece of code in place of a template's ten tags.
//! Never without the list's own view beside it, for themes that want another.

use std::fmt::Write;

use serde::{Serialize, Serializer};
use tera::Value;
use tera::value::Key;

use super::record_view::RecordViews;
use super::shared::{SafeHtml, Shared};
use super::text::{MinuteText, PairText};
use crate::model::{Lineup, PersonId};

/// A player of a line-up, as line-ups are written: `Adams (captain)`,
/// `Dest (Moore 82′)`.
#[derive(Clone, Copy, Debug)]
pub struct PlayerEntry<'a> {
    /// Names and addresses.
    pub views: &'a RecordViews,
    /// The line-up.
    pub lineup: &'a Lineup,
    /// His place in it.
    pub at: usize,
}

impl PlayerEntry<'_> {
    fn write(self, out: &mut String) {
        let Self { views, lineup, at } = self;
        let player = &lineup.players[at];
        out.push_str(views.person_link(player.player));
        if player.captain {
            out.push_str(" (captain)");
        }
        let next = lineup.replacement_of(at);
        if next.is_none() && player.off.is_none() {
            return;
        }
        out.push_str(" (");
        match next {
            // Whoever replaced him comes later in the list, so this ends.
            Some(at) => Self { at, ..self }.write(out),
            None => out.push_str("off"),
        }
        if let Some(minute) = player.off.or_else(|| next.and_then(|next| lineup.players[next].on)) {
            let _ = write!(out, " {}", MinuteText(minute));
        }
        out.push(')');
    }
}

impl Serialize for PlayerEntry<'_> {
    /// Into a digest: what the text is made from, which takes less than the text.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return written(|out| self.write(out)).serialize(serializer);
        }
        let player = &self.lineup.players[self.at];
        let minutes = [player.on, player.off].map(|minute| minute.map(MinuteText));
        let next = self.lineup.replacement_of(self.at).map(|at| Self { at, ..*self });
        (self.views.person(player.player).digest, player.captain, minutes, next).serialize(serializer)
    }
}

/// An event of a match: `38′ Goal, 0–1: Pulisic (pass by Dest)`.
#[derive(Clone, Copy, Debug)]
pub struct EventEntry<'a> {
    /// Names and addresses.
    pub views: &'a RecordViews,
    /// When, as far as is known.
    pub minute: Option<MinuteText>,
    /// What: `Goal`, `Booked`.
    pub label: &'static str,
    /// Who; of a substitution, who came on.
    pub player: PersonId,
    /// Who went off, if it is a substitution; else who gave the last pass.
    pub other: Option<PersonId>,
    /// Whether it is a substitution.
    pub substitution: bool,
    /// The score after a goal, where known.
    pub score: Option<PairText>,
}

impl EventEntry<'_> {
    fn write(self, out: &mut String) {
        if let Some(minute) = self.minute {
            let _ = write!(out, "{minute} ");
        }
        out.push_str(self.label);
        if let Some(score) = self.score {
            let _ = write!(out, ", {score}");
        }
        out.push_str(": ");
        out.push_str(self.views.person_link(self.player));
        let Some(other) = self.other else { return };
        out.push_str(if self.substitution { " for " } else { " (pass by " });
        out.push_str(self.views.person_link(other));
        if !self.substitution {
            out.push(')');
        }
    }
}

impl Serialize for EventEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return written(|out| self.write(out)).serialize(serializer);
        }
        let digest = |id: PersonId| self.views.person(id).digest;
        let who = (digest(self.player), self.other.map(digest), self.substitution);
        (self.minute, self.label, self.score, who).serialize(serializer)
    }
}

/// A match of a player: its own entry, and his goals.
#[derive(Clone, Copy, Debug)]
pub struct AppearanceEntry<'a> {
    /// The match: a `MatchRow`.
    pub row: &'a Shared,
    /// Goals for the own team.
    pub goals: u16,
}

impl Serialize for AppearanceEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { row, goals } = *self;
        if !serializer.is_human_readable() {
            return (row.digest, goals).serialize(serializer);
        }
        let entry = row.value.as_map().and_then(|fields| fields.get(&Key::Str("entry")));
        let html = match (entry, goals) {
            (Some(entry), 0) => return entry.serialize(serializer),
            (None, 0) => String::new(),
            (entry, 1) => format!("{}, 1 goal", text_of(entry)),
            (entry, goals) => format!("{}, {goals} goals", text_of(entry)),
        };
        SafeHtml(html).serialize(serializer)
    }
}

fn text_of(entry: Option<&Value>) -> &str {
    entry.and_then(Value::as_str).unwrap_or_default()
}

fn written(write: impl FnOnce(&mut String)) -> SafeHtml {
    let mut html = String::with_capacity(160);
    write(&mut html);
    SafeHtml(html)
}
