//! The record's own form, written.
//!
//! In: the raw record of one edition. Out: YAML that reads as the same raw
//! record. Every value takes the short form an author would use where that
//! form reads back as the same value, else the long one. Never touches a file.

use std::fmt::Write;

use super::super::forms::{event, kickoff, lineup, score, season, split_city, split_parentheses, squad};
use super::super::name_case::tidy_name_and_family;
use super::super::raw::{
    Names, RawCard, RawGoal, RawKickoff, RawLineup, RawMatch, RawMissedPenalty, RawOfficial, RawRecord, RawSelection,
    RawSquadPlace, Sym,
};
use super::super::yaml::quote::{quoted, scalar};
use super::events::{CARD_KINDS, GOAL_KINDS};
use super::keys::STATUS;
use super::lineups::bench_entry;
use crate::model::{CardKind, GoalKind, Minute, Pair, Score, SideIx};

/// Writes a record of one edition, which is that of the first thing in it.
/// `imported` names the file it came from.
pub fn write(record: &RawRecord, names: &Names, imported: Option<&str>) -> String {
    let mut writer = Writer { names, out: String::new() };
    if let Some(file) = imported {
        writer.line(format_args!("imported: {}", scalar(file)));
    }
    writer.edition(record);
    writer.groups(record);
    writer.squads(record);
    writer.byes(record);
    writer.venues(record);
    if !record.matches.is_empty() {
        writer.line(format_args!("matches:"));
    }
    for (i, game) in record.matches.iter().enumerate() {
        if i > 0 {
            writer.out.push('\n');
        }
        writer.game(game);
    }
    writer.family_names(record);
    writer.out
}

struct Writer<'n> {
    names: &'n Names,
    out: String,
}

impl<'n> Writer<'n> {
    fn line(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{text}");
    }

    fn name(&self, sym: Sym) -> &'n str {
        self.names.resolve(&sym)
    }

    fn edition(&mut self, record: &RawRecord) {
        let first = record.matches.first().map(|m| (m.competition, m.season));
        let first = first.or_else(|| record.squads.first().map(|s| (s.competition, s.season)));
        let first = first.or_else(|| record.groups.first().map(|g| (g.competition, g.season)));
        let first = first.or_else(|| record.byes.first().map(|b| (b.competition, b.season)));
        let Some((competition, season)) = first else { return };
        let season = season.map(|season| self.name(season));
        let Some(competition) = competition.map(|competition| self.name(competition)) else {
            if let Some(season) = season {
                self.line(format_args!("season: {}", scalar(season)));
            }
            return;
        };
        let whole = season.map(|season| format!("{competition} {season}"));
        if let Some(whole) = whole.filter(|w| season::split(w) == (competition, season.map(Into::into))) {
            self.line(format_args!("competition: {}", scalar(&whole)));
            return;
        }
        self.line(format_args!("competition: {}", scalar(competition)));
        if let Some(season) = season {
            self.line(format_args!("season: {}", scalar(season)));
        }
    }

    fn groups(&mut self, record: &RawRecord) {
        if !record.groups.is_empty() {
            self.line(format_args!("groups:"));
        }
        for group in &record.groups {
            let teams: Vec<String> = group.teams.iter().map(|team| quoted(self.name(*team))).collect();
            self.line(format_args!("  {}: [{}]", scalar(self.name(group.name)), teams.join(", ")));
        }
    }

    fn squads(&mut self, record: &RawRecord) {
        if !record.squads.is_empty() {
            self.line(format_args!("squads:"));
        }
        let mut done: Vec<Sym> = Vec::new();
        for squad in &record.squads {
            if done.contains(&squad.team) {
                continue;
            }
            done.push(squad.team);
            self.line(format_args!("  {}:", scalar(self.name(squad.team))));
            // A mapping has a key once: two lists of one team are one.
            let same = record.squads.iter().filter(|other| other.team == squad.team);
            for place in same.flat_map(|squad| &squad.players) {
                let entry = self.squad_place(place);
                self.line(format_args!("    - {entry}"));
            }
        }
    }

    fn squad_place(&self, place: &RawSquadPlace) -> String {
        let name = self.name(place.name);
        let position = place.position.map(|position| self.name(position));
        let club = place.club.map(|club| self.name(club));
        let birth = place.born.map(|born| born.to_string());
        let birth = birth.or_else(|| place.birth_year.map(|year| year.to_string()));
        let number = place.number.map(|number| number.to_string());
        let parts = [number.as_deref(), Some(name), position, birth.as_deref(), club];
        let short = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let wanted = squad::Place {
            number: place.number,
            name,
            position: position.and_then(squad::position),
            born: place.born,
            birth_year: place.birth_year,
            club,
        };
        let plain = place.nationality.is_none() && wanted.position == position;
        if plain && squad::parse(&short).is_ok_and(|read| read == wanted) {
            return scalar(&short);
        }
        let mut long = Long::new();
        long.number("number", place.number);
        long.text("name", Some(name));
        long.text("position", position);
        long.text("born", birth.as_deref());
        long.text("club", club);
        long.text("nationality", place.nationality.map(|country| self.name(country)));
        long.finish()
    }

    fn byes(&mut self, record: &RawRecord) {
        if !record.byes.is_empty() {
            self.line(format_args!("byes:"));
        }
        for bye in &record.byes {
            let mut long = Long::new();
            long.text("team", Some(self.name(bye.team)));
            long.text("round", bye.round.map(|round| self.name(round)));
            self.line(format_args!("  - {}", long.finish()));
        }
    }

    fn venues(&mut self, record: &RawRecord) {
        if !record.venues.is_empty() {
            self.line(format_args!("venues:"));
        }
        for venue in &record.venues {
            let mut long = Long::new();
            long.text("name", Some(self.name(venue.name)));
            long.text("city", venue.city.map(|city| self.name(city)));
            long.text("country", venue.country.map(|country| self.name(country)));
            long.text("timezone", venue.timezone.map(|zone| self.name(zone)));
            long.number("capacity", venue.capacity);
            if let Some((latitude, longitude)) = venue.coordinates {
                long.part("coordinates", format_args!("[{latitude}, {longitude}]"));
            }
            self.line(format_args!("  - {}", long.finish()));
        }
    }

    fn family_names(&mut self, record: &RawRecord) {
        if !record.families.is_empty() {
            self.line(format_args!("family_names:"));
        }
        for (name, family) in &record.families {
            let (name, family) = (self.name(*name), self.name(*family));
            let short = name.replacen(family, &family.to_uppercase(), 1);
            let (read, marked) = tidy_name_and_family(&short);
            if read == name && marked.as_deref() == Some(family) {
                self.line(format_args!("  - {}", scalar(&short)));
            } else {
                self.line(format_args!("  - {{name: {}, family: {}}}", quoted(name), quoted(family)));
            }
        }
    }

    fn game(&mut self, m: &RawMatch) {
        let mut item = Item { out: &mut self.out, first: true };
        let names = self.names;
        let name = |sym: Sym| names.resolve(&sym);
        let text = |sym: Option<Sym>| sym.map(name);
        item.text("stage", text(m.stage));
        item.text("group", text(m.group));
        item.text("round", text(m.round));
        item.number("matchday", m.matchday);
        item.number("leg", m.leg);
        if let Some(kickoff) = m.kickoff {
            item.plain("kickoff", &kickoff_text(kickoff));
        }
        if !m.was.is_empty() {
            let was: Vec<String> = m.was.iter().map(|k| quoted(&kickoff_text(*k))).collect();
            item.plain("was", &format!("[{}]", was.join(", ")));
        }
        if let Some(venue) = m.venue {
            let (ground, city) = (name(venue.name), text(venue.city));
            let short = city.map_or_else(|| ground.to_owned(), |city| format!("{ground}, {city}"));
            if split_city(&short) == (ground, city) {
                item.text("venue", Some(&short));
            } else {
                let mut long = Long::new();
                long.text("name", Some(ground));
                long.text("city", city);
                item.plain("venue", &long.finish());
            }
        }
        if let Some(neutral) = m.neutral {
            item.plain("neutral", &neutral.to_string());
        }
        item.text("home", Some(name(m.home)));
        item.text("away", Some(name(m.away)));
        // Neither form needs quotes.
        if let Some(score) = m.score.and_then(score_text) {
            item.plain("score", &score);
        }
        if let Some(pair) = m.aggregate {
            item.plain("aggregate", &pair_text(pair));
        }
        let status = m.status.and_then(|status| STATUS.iter().find(|(_, known)| *known == status));
        item.text("status", status.map(|(word, _)| *word));
        item.text("reason", m.reason.as_deref());
        if let Some(awarded) = m.awarded {
            let text = pair_text(awarded.score);
            match awarded.played {
                Some(played) => item.plain("awarded", &format!("{{score: {text}, played: {}}}", pair_text(played))),
                None => item.plain("awarded", &text),
            }
        }
        let events = Events { names, teams: [m.home, m.away] };
        if let Some(goals) = &m.goals {
            item.events("goals", events.lists(goals, |g| (g.side, g.team), |list| events.goals(list)), true);
        }
        let missed = events.lists(&m.missed_penalties, |p| (p.side, p.team), |list| events.missed(list));
        item.events("missed_penalties", missed, false);
        let cards = events.lists(&m.cards, |c| (c.side, c.team), |list| events.cards(list));
        item.events("cards", cards, false);
        item.list(
            "shootout",
            m.shootout.iter().map(|kick| {
                let team = events.team(kick.side, kick.team);
                let short = if kick.scored { name(kick.player).to_owned() } else { format!("{} x", name(kick.player)) };
                if team.is_none() && event::kick(&short) == Ok((name(kick.player), kick.scored)) {
                    return quoted(&short);
                }
                let mut long = Long::new();
                long.text("player", Some(name(kick.player)));
                long.text("team", text(team));
                long.part("scored", format_args!("{}", kick.scored));
                long.finish()
            }),
        );
        if !m.lineups.is_empty() {
            item.line("lineups:");
        }
        for (i, lineup) in m.lineups.iter().enumerate() {
            let team = lineup.team.or([m.home, m.away].get(i).copied());
            if let Some(team) = team {
                item.lineup(names, name(team), lineup);
            }
        }
        let referee = m.officials.iter().find(|o| o.referee);
        if let Some(referee) = referee {
            item.plain("referee", &official(names, referee, false));
        }
        let others = m.officials.iter().filter(|o| !o.referee);
        item.list("officials", others.map(|o| official(names, o, true)));
        item.number("attendance", m.attendance);
        item.text("id", m.id.as_deref());
        item.list("redirect_from", m.redirect_from.iter().map(|text| quoted(text)));
        item.list("sources", m.sources.iter().map(|text| quoted(text)));
        item.text("note", m.note.as_deref());
        // JSON is YAML.
        if let Some(extra) = &m.extra {
            item.plain("extra", extra);
        }
    }
}

/// A mapping in braces.
struct Long(String);

impl Long {
    fn new() -> Self {
        Self("{".to_owned())
    }

    fn part(&mut self, key: &str, value: std::fmt::Arguments<'_>) {
        let gap = if self.0.len() > 1 { ", " } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(self.0, "{gap}{key}: {value}");
    }

    fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.part(key, format_args!("{}", quoted(value)));
        }
    }

    fn number<T: std::fmt::Display>(&mut self, key: &str, value: Option<T>) {
        if let Some(value) = value {
            self.part(key, format_args!("{value}"));
        }
    }

    fn minute(&mut self, key: &str, value: Option<Minute>) {
        if let Some(minute) = value {
            self.part(key, format_args!("{}", minute.to_string().trim_end_matches('\'')));
        }
    }

    fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A match as an item of the list, key by key.
struct Item<'o> {
    out: &'o mut String,
    first: bool,
}

impl Item<'_> {
    fn line(&mut self, text: &str) {
        let dash = if std::mem::take(&mut self.first) { "  - " } else { "    " };
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{dash}{text}");
    }

    /// A value that is YAML already.
    fn plain(&mut self, key: &str, value: &str) {
        self.line(&format!("{key}: {value}"));
    }

    fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.plain(key, &scalar(value));
        }
    }

    fn number<T: std::fmt::Display>(&mut self, key: &str, value: Option<T>) {
        if let Some(value) = value {
            self.plain(key, &value.to_string());
        }
    }

    fn list(&mut self, key: &str, entries: impl Iterator<Item = String>) {
        let entries: Vec<String> = entries.collect();
        if !entries.is_empty() {
            self.plain(key, &format!("[{}]", entries.join(", ")));
        }
    }

    /// Events; an empty list only where it says something.
    fn events(&mut self, key: &str, lists: Lists<'_>, empty: bool) {
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

    fn lineup(&mut self, names: &Names, team: &str, lineup: &RawLineup) {
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

fn official(names: &Names, official: &RawOfficial, in_list: bool) -> String {
    let name = names.resolve(&official.name);
    let country = official.country.map(|country| names.resolve(&country));
    let short = country.map_or_else(|| name.to_owned(), |country| format!("{name} ({country})"));
    if split_parentheses(&short) == (name, country) {
        return if in_list { quoted(&short) } else { scalar(&short) };
    }
    let mut long = Long::new();
    long.text("name", Some(name));
    long.text("country", country);
    long.finish()
}

fn kickoff_text(kickoff: RawKickoff) -> String {
    let mut text = kickoff.date.to_string();
    // Writing to a string cannot fail.
    if let Some(time) = kickoff.time {
        let format = if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
        let _ = write!(text, " {}", time.strftime(format));
    } else if kickoff.to_be_decided {
        text.push_str(" TBD");
    }
    if let Some(offset) = kickoff.offset.filter(|_| kickoff.time.is_some()) {
        let sign = if offset < 0 { '-' } else { '+' };
        let _ = write!(text, " {sign}{:02}:{:02}", offset.unsigned_abs() / 60, offset.unsigned_abs() % 60);
    }
    debug_assert!(kickoff::parse(&text).is_ok(), "{text}");
    text
}

fn pair_text([home, away]: Pair) -> String {
    format!("{home}-{away}")
}

/// `3-3 aet (2-2, 2-0), 4-2 pens`, or the long form where that would say
/// something else.
fn score_text(score: Score) -> Option<String> {
    score.result().or(score.ht).or(score.pens)?;
    let short = score.to_string();
    if score::parse(&short) == Ok(score) {
        return Some(short);
    }
    let mut long = Long::new();
    for (key, pair) in [("ft", score.ft), ("ht", score.ht), ("et", score.et), ("pens", score.pens)] {
        if let Some([home, away]) = pair {
            long.part(key, format_args!("[{home}, {away}]"));
        }
    }
    if score.golden_goal {
        long.part("golden_goal", format_args!("true"));
    }
    Some(long.finish())
}

/// Events as they are written: by team where every one tells whose it is.
enum Lists<'n> {
    One(Vec<String>),
    ByTeam(Vec<(&'n str, Vec<String>)>),
}

/// What the events of a match have in common.
#[derive(Clone, Copy)]
struct Events<'n> {
    names: &'n Names,
    teams: [Sym; 2],
}

/// Whether an entry of a list must name its team.
type WithTeam = bool;

impl<'n> Events<'n> {
    /// The team an event names, or the one of its side.
    fn team(self, side: Option<SideIx>, team: Option<Sym>) -> Option<Sym> {
        side.map(|side| self.teams[side.index()]).or(team)
    }

    fn lists<T>(
        self,
        events: &[T],
        whose: impl Fn(&T) -> (Option<SideIx>, Option<Sym>),
        entries: impl Fn((&[T], WithTeam)) -> Vec<String>,
    ) -> Lists<'n> {
        let team = |event: &T| {
            let (side, team) = whose(event);
            self.team(side, team)
        };
        let mut lists: Vec<(Sym, &[T])> = Vec::new();
        for same in events.chunk_by(|a, b| team(a) == team(b)) {
            match same.first().and_then(team) {
                Some(team) if lists.iter().all(|(known, _)| *known != team) => lists.push((team, same)),
                // Nobody's, or in turns: one list, whose order must not change.
                _ => return Lists::One(entries((events, true))),
            }
        }
        if lists.is_empty() {
            return Lists::One(Vec::new());
        }
        let by_team = lists.into_iter().map(|(team, same)| (self.names.resolve(&team), entries((same, false))));
        Lists::ByTeam(by_team.collect())
    }

    fn goals(self, (goals, with_team): (&[RawGoal], WithTeam)) -> Vec<String> {
        let mut entries = Vec::new();
        let joined = |a: &RawGoal, b: &RawGoal| {
            a.player == b.player
                && (a.side, a.team) == (b.side, b.team)
                && [a, b].iter().all(|goal| goal.minute.is_some() && goal.assist.is_none())
        };
        for same in goals.chunk_by(joined) {
            let name = self.names.resolve(&same[0].player);
            let assist = |goal: &RawGoal| goal.assist.map(|assist| self.names.resolve(&assist));
            let mut short = name.to_owned();
            for (i, goal) in same.iter().enumerate() {
                let gap = if i == 0 { " " } else { ", " };
                let kind = match goal.kind {
                    GoalKind::Goal => "",
                    GoalKind::Penalty => " pen",
                    GoalKind::OwnGoal => " og",
                };
                let minute = goal.minute.map(|minute| format!("{gap}{minute}")).unwrap_or_default();
                // Writing to a string cannot fail.
                let _ = write!(short, "{minute}{kind}");
                if let Some(assist) = assist(goal) {
                    let _ = write!(short, " ({assist})");
                }
            }
            let team = self.team(same[0].side, same[0].team).filter(|_| with_team);
            let moments = same.iter().map(|g| event::GoalMoment { minute: g.minute, kind: g.kind, assist: assist(g) });
            let wanted = event::Event { name, moments: moments.collect() };
            if team.is_none() && event::goal(&short) == Ok(wanted) {
                entries.push(quoted(&short));
                continue;
            }
            for goal in same {
                let mut long = Long::new();
                long.text("player", Some(name));
                long.minute("minute", goal.minute);
                if goal.kind != GoalKind::Goal {
                    let word = GOAL_KINDS.iter().find(|(_, kind)| *kind == goal.kind);
                    long.text("kind", word.map(|(word, _)| *word));
                }
                long.text("assist", assist(goal));
                long.text("team", team.map(|team| self.names.resolve(&team)));
                entries.push(long.finish());
            }
        }
        entries
    }

    fn missed(self, (missed, with_team): (&[RawMissedPenalty], WithTeam)) -> Vec<String> {
        let entry = |p: &RawMissedPenalty| {
            let name = self.names.resolve(&p.player);
            let team = self.team(p.side, p.team).filter(|_| with_team);
            let short = p.minute.map_or_else(|| name.to_owned(), |minute| format!("{name} {minute}"));
            let wanted = event::Event { name, moments: vec![p.minute] };
            if team.is_none() && event::timed(&short) == Ok(wanted) {
                return quoted(&short);
            }
            let mut long = Long::new();
            long.text("player", Some(name));
            long.minute("minute", p.minute);
            long.text("team", team.map(|team| self.names.resolve(&team)));
            long.finish()
        };
        missed.iter().map(entry).collect()
    }

    fn cards(self, (cards, with_team): (&[RawCard], WithTeam)) -> Vec<String> {
        let entry = |card: &RawCard| {
            let name = self.names.resolve(&card.player);
            let team = self.team(card.side, card.team).filter(|_| with_team);
            let word = CARD_KINDS.iter().find(|(_, kind)| *kind == card.kind).map(|(word, _)| *word);
            let mut short = name.to_owned();
            // Writing to a string cannot fail.
            if let Some(minute) = card.minute {
                let _ = write!(short, " {minute}");
            }
            if card.kind != CardKind::Yellow {
                let _ = write!(short, " {}", word.unwrap_or_default());
            }
            let moments = vec![event::CardMoment { minute: card.minute, kind: card.kind }];
            if team.is_none() && event::card(&short) == Ok(event::Event { name, moments }) {
                return quoted(&short);
            }
            let mut long = Long::new();
            long.text("player", Some(name));
            long.minute("minute", card.minute);
            long.text("kind", word);
            long.text("team", team.map(|team| self.names.resolve(&team)));
            long.finish()
        };
        cards.iter().map(entry).collect()
    }
}

/// A line-up sorted into those who started, with whom each was replaced by,
/// and the bench.
struct Sheet<'n, 'l> {
    names: &'n Names,
    players: &'l [RawSelection],
    starters: Vec<usize>,
    /// Positions of those who came on for nobody or did not come on.
    bench: Vec<usize>,
    /// Who came on for each.
    successor: Vec<Option<usize>>,
}

impl<'n, 'l> Sheet<'n, 'l> {
    fn new(names: &'n Names, lineup: &'l RawLineup) -> Self {
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
    fn short(&self) -> Option<String> {
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

    fn long(&self, at: usize, before: Option<&RawSelection>) -> String {
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

    fn bench_entry(&self, at: usize) -> String {
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
