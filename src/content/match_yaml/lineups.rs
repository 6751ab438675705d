//! The line-ups of a match.
//!
//! In: `lineups:`, by team. Out: for each team the eleven, then those who came
//! on, then the bench. Never compares the names with a squad.

use super::super::forms::lineup::{self, Entry};
use super::super::forms::{self, Fault};
use super::super::raw::{RawLineup, RawSelection, Spot, Sym};
use super::super::yaml::{Doc, Fields, Node, Way, scalar};
use super::events::by_name;
use super::keys::{Teams, minute};
use crate::model::Minute;

/// The code of an eleven that is short of a few.
const TOO_FEW: &str = "W0418";
/// The code of an eleven of more than eleven.
const TOO_MANY: &str = "E0415";

/// Reads the line-ups of both teams.
pub(super) fn read(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>, teams: Teams) -> Vec<RawLineup> {
    let mut lineups = Vec::new();
    fields.each_key(doc, "lineups", "line-ups by team", |doc, index, team, node, way| {
        if node == Node::Null {
            return;
        }
        let team = by_name(doc, team, teams);
        lineups.extend(one(doc, node, way, team, Spot::Item(index as u32)));
    });
    lineups
}

fn one(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>, team: Sym, spot: Spot) -> Option<RawLineup> {
    let mut found = Builder { lineup: RawLineup { spot, team: Some(team), ..RawLineup::default() }, on: Vec::new() };
    if let Node::Text(_) | Node::List(_) = node {
        // `USA: "Turner; Dest, …"` without further keys.
        found.eleven(doc, node, way);
        return Some(found.finish(doc, way));
    }
    let mut fields = Fields::open(doc, node, *way, "a line-up with `eleven`")?;
    let formation = fields.text(doc, "formation");
    found.lineup.formation = formation.as_deref().map(|text| doc.sym(text));
    found.lineup.coach = fields.name(doc, "coach");
    found.lineup.captain = fields.name(doc, "captain");
    if let Some(node) = fields.take("eleven") {
        found.eleven(doc, node, &fields.way.key("eleven"));
    }
    if let Some(formation) = &formation {
        found.lines_of(formation);
    }
    let mut bench = Vec::new();
    if let Some(node) = fields.take("bench") {
        read_bench(doc, node, &fields.way.key("bench"), &mut bench);
    }
    let eleven = fields.way.key("eleven");
    let mut lineup = found.finish(doc, &eleven);
    add_bench(&mut lineup, bench);
    fields.finish(doc);
    Some(lineup)
}

/// Those named on the bench who did not come on; of the others the bench may
/// tell the number.
fn add_bench(lineup: &mut RawLineup, mut bench: Vec<RawSelection>) {
    let came_on = lineup.players.len();
    bench.sort_by_key(|player| player.on.is_none());
    for player in bench {
        match lineup.players[..came_on].iter_mut().find(|p| p.player == player.player && !p.started) {
            Some(known) => {
                known.number = known.number.or(player.number);
                known.on = known.on.or(player.on);
            }
            None => lineup.players.push(player),
        }
    }
}

/// A line-up while it is read: the eleven in the list, those who came on
/// apart, each with the position of whom they replaced.
struct Builder {
    lineup: RawLineup,
    on: Vec<(RawSelection, Replaced)>,
}

/// Whom a substitute replaced.
enum Replaced {
    /// One of the eleven.
    Starter(usize),
    /// One who had come on himself.
    Substitute(usize),
}

impl Builder {
    /// The eleven: one text, or a list of texts and mappings.
    fn eleven(&mut self, doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>) {
        if let Node::List(list) = node {
            for (i, node) in list.into_iter().enumerate() {
                self.entry(doc, node, &way.index(i), i);
            }
            return;
        }
        let Some(text) = scalar::text(doc, node, way, "a text, or a list of players") else { return };
        let (entries, faults) = lineup::eleven(&text);
        for fault in faults {
            doc.fault(fault, &text, way);
        }
        for (i, entry) in entries.iter().enumerate() {
            self.starter(doc, entry, i);
        }
    }

    /// One entry of a list; a text with `;` or `,` is a whole line of the
    /// formation.
    fn entry(&mut self, doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>, index: usize) {
        match node {
            Node::Null => {}
            Node::Map(_) => {
                let mut chain = Vec::new();
                if link(doc, node, way, index, Place::Eleven, &mut chain) {
                    self.long_starter(chain);
                }
            }
            node => {
                let Some(text) = scalar::text(doc, node, way, "a player") else { return };
                let (entries, faults) = lineup::eleven(&text);
                for fault in faults {
                    doc.fault(fault, &text, way);
                }
                let several = entries.len() > 1;
                for mut entry in entries {
                    if several {
                        // `[Turner, "Dest, Ream", …]`: a line of the formation each.
                        entry.set_line(u8::try_from(index).ok());
                    }
                    self.starter(doc, &entry, index);
                }
            }
        }
    }

    fn starter(&mut self, doc: &Doc<'_>, entry: &Entry<'_>, index: usize) {
        let spot = Spot::Item(index as u32);
        let at = self.lineup.players.len();
        let mut starter = selection(doc, entry, spot, true);
        starter.off = entry.replaced_by.as_ref().and_then(|s| s.on);
        self.lineup.players.push(starter);
        let mut replaced = Replaced::Starter(at);
        let mut next = entry.replaced_by.as_deref();
        while let Some(entry) = next {
            let mut substitute = selection(doc, entry, spot, false);
            substitute.off = entry.replaced_by.as_ref().and_then(|s| s.on);
            self.on.push((substitute, replaced));
            replaced = Replaced::Substitute(self.on.len() - 1);
            next = entry.replaced_by.as_deref();
        }
    }

    fn long_starter(&mut self, chain: Vec<RawSelection>) {
        let mut replaced = None;
        for selection in chain {
            replaced = Some(match replaced {
                None => {
                    self.lineup.players.push(selection);
                    Replaced::Starter(self.lineup.players.len() - 1)
                }
                Some(whom) => {
                    self.on.push((selection, whom));
                    Replaced::Substitute(self.on.len() - 1)
                }
            });
        }
    }

    /// Where the eleven shows no lines, the formation tells them: the
    /// goalkeeper first, then as many as its numbers say.
    fn lines_of(&mut self, formation: &str) {
        let sizes: Vec<usize> = formation.split(['-', '–', ' ']).map_while(|n| n.trim().parse().ok()).collect();
        let players = &mut self.lineup.players;
        let fits = players.len() == 11 && sizes.iter().sum::<usize>() == 10;
        if !fits || players.iter().any(|p| p.line.is_some()) {
            return;
        }
        let lines = std::iter::once(1).chain(sizes).enumerate();
        let lines = lines.flat_map(|(line, size)| std::iter::repeat_n(line as u8, size));
        for (player, line) in players.iter_mut().zip(lines) {
            player.line = Some(line);
        }
        for i in 0..self.on.len() {
            let line = match self.on[i].1 {
                Replaced::Starter(at) => self.lineup.players[at].line,
                Replaced::Substitute(at) => self.on[at].0.line,
            };
            self.on[i].0.line = line;
        }
    }

    fn finish(mut self, doc: &mut Doc<'_>, way: &Way<'_>) -> RawLineup {
        let started = self.lineup.players.len();
        let message = format!("the eleven names {started} players");
        if doc.imported {
            // A data file says what it says; the resolver looks at the eleven.
        } else if (8..=10).contains(&started) {
            let help = "part players by commas; a substitute stands in parentheses behind the player he replaced";
            doc.warning(TOO_FEW, message, way, help);
        } else if started > 11 {
            let help = "substitutes stand in parentheses behind the player they replaced, or under `bench`";
            doc.error_with_help(TOO_MANY, message, way, help);
        }
        for (mut substitute, replaced) in self.on {
            substitute.replaced = Some(match replaced {
                Replaced::Starter(at) => at as u16,
                Replaced::Substitute(at) => (started + at) as u16,
            });
            self.lineup.players.push(substitute);
        }
        self.lineup
    }
}

/// The bench: a list, or one text with commas. `NAME 82'` came on without
/// saying for whom.
fn read_bench(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>, bench: &mut Vec<RawSelection>) {
    scalar::each(doc, node, way, |doc, node, way| {
        let index = if let Way::Index(_, i) = way { *i } else { 0 };
        if let Node::Map(_) = node {
            link(doc, node, way, index, Place::Bench, bench);
            return;
        }
        let Some(text) = scalar::text(doc, node, way, "a player") else { return };
        for piece in text.split([',', ';']).map(str::trim).filter(|p| !p.is_empty()) {
            match bench_entry(piece) {
                Ok((entry, on)) => {
                    let spot = Spot::Item(index as u32);
                    bench.push(RawSelection { on, ..selection(doc, &entry, spot, false) });
                }
                Err(fault) => doc.fault(fault, &text, way),
            }
        }
    });
}

fn selection(doc: &Doc<'_>, entry: &Entry<'_>, spot: Spot, started: bool) -> RawSelection {
    RawSelection {
        spot,
        player: doc.sym(entry.name),
        number: entry.number,
        line: entry.line,
        started,
        captain: entry.captain,
        on: entry.on,
        off: None,
        replaced: None,
    }
}

/// An entry of the bench, with the minute of one who came on.
pub(super) fn bench_entry(text: &str) -> Result<(Entry<'_>, Option<Minute>), Fault<'_>> {
    match text.rsplit_once(char::is_whitespace) {
        Some((name, on)) if on.starts_with(|c: char| c.is_ascii_digit()) => {
            Ok((lineup::entry(name)?, Some(forms::minute::parse(on)?)))
        }
        _ => Ok((lineup::entry(text)?, None)),
    }
}

/// Where a long form stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Eleven,
    /// Under `replaced_by`.
    Substitute,
    Bench,
}

/// The long form of a player, with those who replaced him: `{player, number,
/// captain, line, off, replaced_by: {player, number, minute, replaced_by}}`.
/// On the bench `{player, number, minute, off}`, with the minute of one who
/// came on without a word for whom. Whether it names somebody.
fn link(
    doc: &mut Doc<'_>,
    node: Node<'_>,
    way: &Way<'_>,
    index: usize,
    place: Place,
    chain: &mut Vec<RawSelection>,
) -> bool {
    let started = place == Place::Eleven;
    let spot = Spot::Item(index as u32);
    let Some(mut fields) = Fields::open(doc, node, *way, "a player with `player` and `number`") else { return false };
    // Squads say `name`: here both are understood.
    let name = match fields.text(doc, "name") {
        Some(name) => Some(name),
        None => fields.required(doc, "player", "say who: `player: Pulisic`"),
    };
    let number = fields.number(doc, "number", 0..=999);
    let captain = fields.flag(doc, "captain").unwrap_or(false);
    let line = fields.number(doc, "line", 0..=9);
    let on = if started { None } else { minute(doc, &mut fields) };
    let off = fields.form(doc, "off", "a minute such as `38`", forms::minute::parse);
    let replaced_by = if place == Place::Bench { None } else { fields.take("replaced_by") };
    let before = if place == Place::Substitute { chain.last_mut() } else { None };
    let line = line.or(before.as_ref().and_then(|before| before.line));
    let known = name.is_some();
    if let Some(name) = name {
        if let Some(before) = before {
            before.off = before.off.or(on);
        }
        let player = doc.sym(&name);
        chain.push(RawSelection { spot, player, number, line, started, captain, on, off, replaced: None });
        match replaced_by {
            Some(node @ Node::Map(_)) => {
                link(doc, node, &fields.way.key("replaced_by"), index, Place::Substitute, chain);
            }
            Some(node) => {
                let way = fields.way.key("replaced_by");
                if let Some(text) = scalar::text(doc, node, &way, "a substitute such as `Moore 82'`") {
                    substitutes(doc, &text, &way, spot, line, chain);
                }
            }
            None => {}
        }
    }
    fields.finish(doc);
    known
}

/// `Moore 46' (Yedlin 80')` within a long form.
fn substitutes(
    doc: &mut Doc<'_>,
    text: &str,
    way: &Way<'_>,
    spot: Spot,
    line: Option<u8>,
    chain: &mut Vec<RawSelection>,
) {
    match lineup::substitute(text) {
        Ok(entry) => {
            let mut next = Some(&entry);
            while let Some(entry) = next {
                if let Some(before) = chain.last_mut() {
                    before.off = before.off.or(entry.on);
                }
                chain.push(RawSelection { line, ..selection(doc, entry, spot, false) });
                next = entry.replaced_by.as_deref();
            }
        }
        Err(fault) => doc.fault(fault, text, way),
    }
}
