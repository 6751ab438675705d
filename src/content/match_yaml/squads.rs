//! Squads and groups that stand in a file of the record.
//!
//! In: `squads:`, by team, and `groups:`, by name. Out: raw squads and groups
//! of the file's competition. Never resolves a name.

use super::super::forms::{naming, squad};
use super::super::raw::{RawBye, RawGroup, RawRecord, RawSquad, RawSquadPlace, Spot, Sym};
use super::super::yaml::{Doc, Fields, Node, Way, scalar};

/// Words for positions in long forms, with the letters they stand for.
const POSITIONS: [(&str, &str); 5] =
    [("goalkeeper", "GK"), ("defender", "DF"), ("midfielder", "MF"), ("forward", "FW"), ("manager", "MG")];

/// Reads `squads:`.
pub(super) fn read(
    doc: &mut Doc<'_>,
    node: Node<'_>,
    way: &Way<'_>,
    competition: Option<Sym>,
    season: Option<Sym>,
    record: &mut RawRecord,
) {
    let Node::Map(teams) = node else {
        scalar::wrong_type(doc, way, "squads by team", &node);
        return;
    };
    for (i, (team, node)) in teams.into_iter().enumerate() {
        let mut players = Vec::new();
        if node != Node::Null {
            scalar::each(doc, node, &way.key(&team), |doc, node, way| players.extend(place(doc, node, way)));
        }
        let team = doc.sym(&team);
        record.squads.push(RawSquad { spot: Spot::Item(i as u32), competition, season, team, players });
    }
}

/// Reads `groups:`, the teams of each group in order.
pub(super) fn groups(
    doc: &mut Doc<'_>,
    fields: &mut Fields<'_, '_>,
    competition: Option<Sym>,
    season: Option<Sym>,
    record: &mut RawRecord,
) {
    fields.each_key(doc, "groups", "groups with their teams", |doc, index, name, node, way| {
        let mut teams = Vec::new();
        scalar::each(doc, node, way, |doc, node, way| {
            if let Some(team) = scalar::text(doc, node, way, "a team's name") {
                teams.push(doc.sym(&team));
            }
        });
        let name = doc.sym(&naming::group(name));
        record.groups.push(RawGroup { spot: Spot::Item(index as u32), competition, season, name, teams });
    });
}

/// Reads `byes:`, teams that go through a round without a match: names, or
/// `{team, round}`.
pub(super) fn byes(
    doc: &mut Doc<'_>,
    fields: &mut Fields<'_, '_>,
    shared: (Option<Sym>, Option<Sym>, Option<Sym>),
    record: &mut RawRecord,
) {
    let (competition, season, round) = shared;
    fields.each(doc, "byes", |doc, node, way| {
        let spot = if let Way::Index(_, i) = way { Spot::Item(*i as u32) } else { Spot::Item(0) };
        let (team, round) = if let Node::Map(_) = node {
            let Some(mut fields) = Fields::open(doc, node, *way, "a bye with `team` and `round`") else { return };
            let team = fields.required(doc, "team", "say who: `team: Arsenal`").map(|name| doc.sym(&name));
            let own = fields.name(doc, "round");
            fields.finish(doc);
            (team, own.or(round))
        } else {
            (scalar::text(doc, node, way, "a team's name").map(|name| doc.sym(&name)), round)
        };
        record.byes.extend(team.map(|team| RawBye { spot, competition, season, round, team }));
    });
}

fn place(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>) -> Option<RawSquadPlace> {
    let spot = if let Way::Index(_, i) = way { Spot::Item(*i as u32) } else { Spot::Item(0) };
    if let Node::Map(_) = node {
        let mut fields = Fields::open(doc, node, *way, "a player with `number`, `name` and `position`")?;
        let name = fields.required(doc, "name", "say who: `name: Christian Pulisic`").map(|name| doc.sym(&name));
        let number = fields.number(doc, "number", 0..=999);
        let position = fields.text(doc, "position").map(|written| {
            let letters = POSITIONS.iter().find(|(word, _)| written.eq_ignore_ascii_case(word));
            doc.sym(letters.map_or(&*written, |(_, letters)| letters))
        });
        let birth = fields.form(doc, "born", "a date such as `1998-09-18`", squad::birth);
        let club = fields.name(doc, "club");
        let nationality = fields.name(doc, "nationality");
        fields.finish(doc);
        let (born, birth_year) = birth.map_or((None, None), |(born, year)| (born, Some(year)));
        return Some(RawSquadPlace { spot, number, name: name?, position, born, birth_year, club, nationality });
    }
    let text = scalar::text(doc, node, way, "a text such as `10 Christian Pulisic FW 1998-09-18`")?;
    match squad::parse(&text) {
        Ok(place) => Some(RawSquadPlace {
            spot,
            number: place.number,
            name: doc.sym(place.name),
            position: place.position.map(|p| doc.sym(p)),
            born: place.born,
            birth_year: place.birth_year,
            club: place.club.map(|c| doc.sym(c)),
            nationality: None,
        }),
        Err(fault) => {
            doc.fault(fault, &text, way);
            None
        }
    }
}
