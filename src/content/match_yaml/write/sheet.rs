//! A line-up, written.
//!
//! In: a raw line-up. Out: the eleven as one text where that reads back as the
//! same, else its entries one by one, and the bench.

use std::fmt::Write;

use super::layout::Long;
use crate::content::forms::lineup;
use crate::content::match_yaml::lineups::bench_entry;
use crate::content::raw::{Names, RawLineup, RawSelection};
use crate::content::yaml::quote::quoted;

/// A line-up sorted into those who started, with whom each was replaced by,
/// and the bench.
pub(super) struct Sheet<'n, 'l> {
    names: &'n Names,
    players: &'l [RawSelection],
    pub(super) starters: Vec<usize>,
    /// Positions of those who came on for nobody or did not come on.
    pub(super) bench: Vec<usize>,
    /// Who came on for each.
    successor: Vec<Option<usize>>,
}

impl<'n, 'l> Sheet<'n, 'l> {
    pub(super) fn new(names: &'n Names, lineup: &'l RawLineup) -> Self {
        let players = &lineup.players;
        let mut sheet =
            Self { names, players, starters: Vec::new(), bench: Vec::new(), successor: vec![None; players.len()] };
        for (at, player) in players.iter().enumerate() {
            let slot = player.replaced.map(usize::from).filter(|before| *before < at);
            let slot = slot.and_then(|before| sheet.successor.get_mut(before));
            match slot {
                _ if player.started => sheet.starters.push(at),
                Some(slot @ None) => *slot = Some(at),
                _ => sheet.bench.push(at),
            }
        }
        sheet
    }

    fn name(&self, at: usize) -> &'n str {
        self.names.resolve(&self.players[at].player)
    }

    /// The eleven as one text, if that says all there is.
    pub(super) fn short(&self) -> Option<String> {
        let lines: Vec<Option<u8>> = self.starters.iter().map(|at| self.players[*at].line).collect();
        let lined = lines.iter().all(Option::is_some);
        let mut text = String::new();
        for (i, at) in self.starters.iter().enumerate() {
            if i > 0 {
                text.push_str(if lined && lines[i] != lines[i - 1] { "; " } else { ", " });
            }
            text.push_str(&self.short_entry(*at, false));
        }
        let wanted: Option<Vec<lineup::Entry<'_>>> = self.starters.iter().map(|at| self.entry(*at, None)).collect();
        let (read, faults) = lineup::eleven(&text);
        (!text.is_empty() && faults.is_empty() && Some(read) == wanted).then_some(text)
    }

    fn short_entry(&self, at: usize, with_minute: bool) -> String {
        let player = &self.players[at];
        let mut text = player.number.map(|number| format!("{number} ")).unwrap_or_default();
        text.push_str(self.name(at));
        if player.captain {
            text.push_str(" (c)");
        }
        // Writing to a string cannot fail.
        if let Some(minute) = player.on.filter(|_| with_minute) {
            let _ = write!(text, " {minute}");
        }
        if let Some(next) = self.successor[at] {
            let _ = write!(text, " ({})", self.short_entry(next, true));
        }
        text
    }

    /// The player as the short form tells him; `None` if it cannot.
    fn entry(&self, at: usize, before: Option<&RawSelection>) -> Option<lineup::Entry<'n>> {
        let player = &self.players[at];
        let next = self.successor[at];
        let off = next.and_then(|next| self.players[next].on);
        let same_line = before.is_none_or(|before| before.line == player.line);
        if player.off != off || !same_line || (player.on.is_some() && player.started) {
            return None;
        }
        let replaced_by = match next {
            Some(next) => Some(Box::new(self.entry(next, Some(player))?)),
            None => None,
        };
        let &RawSelection { number, captain, line, on, .. } = player;
        Some(lineup::Entry { name: self.name(at), number, captain, line, on, replaced_by })
    }

    pub(super) fn long(&self, at: usize, before: Option<&RawSelection>) -> String {
        let player = &self.players[at];
        let mut long = Long::new();
        long.text("player", Some(self.name(at)));
        long.number("number", player.number);
        if player.captain {
            long.part("captain", format_args!("true"));
        }
        if before.is_none_or(|before| before.line != player.line) {
            long.number("line", player.line);
        }
        if !player.started {
            long.minute("minute", player.on);
        }
        let next = self.successor[at];
        if player.off != next.and_then(|next| self.players[next].on) {
            long.minute("off", player.off);
        }
        if let Some(next) = next {
            long.part("replaced_by", format_args!("{}", self.long(next, Some(player))));
        }
        long.finish()
    }

    pub(super) fn bench_entry(&self, at: usize) -> String {
        let player = &self.players[at];
        let short = self.short_entry(at, true);
        let plain = player.off.is_none() && player.line.is_none() && self.successor[at].is_none();
        let wanted = || {
            let &RawSelection { number, captain, line, .. } = player;
            lineup::Entry { name: self.name(at), number, captain, line, on: None, replaced_by: None }
        };
        let one = !short.contains([',', ';']);
        if plain && one && bench_entry(&short).is_ok_and(|(entry, on)| entry == wanted() && on == player.on) {
            return quoted(&short);
        }
        self.long(at, None)
    }
}
