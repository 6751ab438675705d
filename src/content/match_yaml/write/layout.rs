//! How a match is laid out: key by key, or as a mapping in braces.
//!
//! In: keys and values. Out: lines of YAML. Never chooses between forms of a
//! value.

use std::fmt::Write;

use super::events::Lists;
use super::sheet::Sheet;
use crate::content::raw::{Names, RawLineup, Sym};
use crate::content::yaml::quote::{quoted, scalar};
use crate::model::Minute;

/// A mapping in braces.
pub(super) struct Long(String);

impl Long {
    pub(super) fn new() -> Self {
        Self("{".to_owned())
    }

    pub(super) fn part(&mut self, key: &str, value: std::fmt::Arguments<'_>) {
        let gap = if self.0.len() > 1 { ", " } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(self.0, "{gap}{key}: {value}");
    }

    pub(super) fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.part(key, format_args!("{}", quoted(value)));
        }
    }

    pub(super) fn number<T: std::fmt::Display>(&mut self, key: &str, value: Option<T>) {
        if let Some(value) = value {
            self.part(key, format_args!("{value}"));
        }
    }

    pub(super) fn minute(&mut self, key: &str, value: Option<Minute>) {
        if let Some(minute) = value {
            self.part(key, format_args!("{}", minute.to_string().trim_end_matches('\'')));
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A match as an item of the list, key by key.
pub(super) struct Item<'o> {
    pub(super) out: &'o mut String,
    pub(super) first: bool,
}

impl Item<'_> {
    pub(super) fn line(&mut self, text: &str) {
        let dash = if std::mem::take(&mut self.first) { "  - " } else { "    " };
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{dash}{text}");
    }

    /// A value that is YAML already.
    pub(super) fn plain(&mut self, key: &str, value: &str) {
        self.line(&format!("{key}: {value}"));
    }

    pub(super) fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.plain(key, &scalar(value));
        }
    }

    pub(super) fn number<T: std::fmt::Display>(&mut self, key: &str, value: Option<T>) {
        if let Some(value) = value {
            self.plain(key, &value.to_string());
        }
    }

    pub(super) fn list(&mut self, key: &str, entries: impl Iterator<Item = String>) {
        let entries: Vec<String> = entries.collect();
        if !entries.is_empty() {
            self.plain(key, &format!("[{}]", entries.join(", ")));
        }
    }

    /// Events; an empty list only where it says something.
    pub(super) fn events(&mut self, key: &str, lists: Lists<'_>, empty: bool) {
        match lists {
            Lists::One(entries) if entries.is_empty() && !empty => {}
            Lists::One(entries) => self.plain(key, &format!("[{}]", entries.join(", "))),
            Lists::ByTeam(lists) => {
                self.line(&format!("{key}:"));
                for (team, entries) in lists {
                    self.line(&format!("  {}: [{}]", scalar(team), entries.join(", ")));
                }
            }
        }
    }

    pub(super) fn lineup(&mut self, names: &Names, team: &str, lineup: &RawLineup) {
        let name = |sym: Option<Sym>| sym.map(|sym| names.resolve(&sym));
        self.line(&format!("  {}:", scalar(team)));
        for (key, value) in [("formation", lineup.formation), ("coach", lineup.coach), ("captain", lineup.captain)] {
            if let Some(value) = name(value) {
                self.line(&format!("    {key}: {}", scalar(value)));
            }
        }
        let sheet = Sheet::new(names, lineup);
        if let Some(short) = sheet.short() {
            self.line(&format!("    eleven: {}", quoted(&short)));
        } else if !sheet.starters.is_empty() {
            self.line("    eleven:");
            for at in &sheet.starters {
                self.line(&format!("      - {}", sheet.long(*at, None)));
            }
        }
        if !sheet.bench.is_empty() {
            let bench: Vec<String> = sheet.bench.iter().map(|at| sheet.bench_entry(*at)).collect();
            self.line(&format!("    bench: [{}]", bench.join(", ")));
        }
        if lineup.players.is_empty() && lineup.formation.or(lineup.coach).or(lineup.captain).is_none() {
            self.line("    eleven: []");
        }
    }
}
