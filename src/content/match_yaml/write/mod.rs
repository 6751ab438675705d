//! The record's own form, written.
//!
//! In: the raw record of one edition. Out: YAML that reads as the same raw
//! record. Every value takes the short form an author would use where that
//! form reads back as the same value, else the long one. Never touches a file.

mod events;
mod layout;
mod sheet;
mod values;

use std::fmt::Write;

use self::events::Events;
use self::layout::{Item, Long};
use self::values::{kickoff_text, official, pair_text, score_text};
use super::keys::STATUS;
use crate::content::forms::{event, season, split_city, squad};
use crate::content::name_case::tidy_name_and_family;
use crate::content::raw::{Names, RawMatch, RawRecord, RawSquadPlace, Sym};
use crate::content::yaml::quote::{quoted, scalar};

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
