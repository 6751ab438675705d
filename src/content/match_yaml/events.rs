//! Goals, cards, missed penalties and the shoot-out of a match.
//!
//! In: the fields of a match. Out: one raw event for each minute; short and
//! long forms may be mixed in one list. Never asks whose goal it was.

use super::super::forms::event;
use super::super::raw::{RawCard, RawGoal, RawKick, RawMatch, RawMissedPenalty, Spot, Sym};
use super::super::yaml::{Doc, Fields, Node, Way, scalar};
use super::keys::minute;
use crate::model::{CardKind, GoalKind};

const GOAL_KINDS: [(&str, GoalKind); 5] = [
    ("goal", GoalKind::Goal),
    ("penalty", GoalKind::Penalty),
    ("own goal", GoalKind::OwnGoal),
    ("pen", GoalKind::Penalty),
    ("og", GoalKind::OwnGoal),
];

const CARD_KINDS: [(&str, CardKind); 3] =
    [("yellow", CardKind::Yellow), ("second yellow", CardKind::SecondYellow), ("red", CardKind::Red)];

/// Reads all events of a match.
pub(super) fn read(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>, m: &mut RawMatch) {
    // `goals: []` tells that there were none, `goals:` tells nothing.
    if let Some(node) = fields.take("goals") {
        let mut goals = Vec::new();
        scalar::each(doc, node, &fields.way.key("goals"), |doc, node, way| goal(doc, node, way, &mut goals));
        m.goals = Some(goals);
    }
    fields.each(doc, "missed_penalties", |doc, node, way| missed_penalty(doc, node, way, &mut m.missed_penalties));
    fields.each(doc, "cards", |doc, node, way| card(doc, node, way, &mut m.cards));
    fields.each(doc, "shootout", |doc, node, way| m.shootout.extend(kick(doc, node, way)));
}

fn goal(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>, goals: &mut Vec<RawGoal>) {
    let spot = spot(way);
    if let Node::Map(_) = node {
        let read = long(doc, node, way, |doc, fields| {
            let kind = fields.choice(doc, "kind", &GOAL_KINDS).unwrap_or_default();
            (minute(doc, fields), kind, fields.name(doc, "assist"))
        });
        goals.extend(read.map(|(player, team, (minute, kind, assist))| RawGoal {
            spot,
            player,
            side: None,
            team,
            minute,
            kind,
            assist,
        }));
        return;
    }
    let Some(text) = scalar::text(doc, node, way, "a text such as `Pulisic 38'`") else { return };
    match event::goal(&text) {
        Ok(entry) => {
            let player = doc.sym(entry.name);
            goals.extend(entry.moments.iter().map(|goal| RawGoal {
                spot,
                player,
                side: None,
                team: None,
                minute: goal.minute,
                kind: goal.kind,
                assist: goal.assist.map(|name| doc.sym(name)),
            }));
        }
        Err(fault) => doc.fault(fault, &text, way),
    }
}

fn missed_penalty(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>, missed: &mut Vec<RawMissedPenalty>) {
    let spot = spot(way);
    if let Node::Map(_) = node {
        let read = long(doc, node, way, minute);
        missed.extend(read.map(|(player, team, minute)| RawMissedPenalty { spot, player, side: None, team, minute }));
        return;
    }
    let Some(text) = scalar::text(doc, node, way, "a text such as `Neymar 65'`") else { return };
    match event::timed(&text) {
        Ok(entry) => {
            let player = doc.sym(entry.name);
            let moments = entry.moments.into_iter();
            missed.extend(moments.map(|minute| RawMissedPenalty { spot, player, side: None, team: None, minute }));
        }
        Err(fault) => doc.fault(fault, &text, way),
    }
}

fn card(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>, cards: &mut Vec<RawCard>) {
    let spot = spot(way);
    if let Node::Map(_) = node {
        let read = long(doc, node, way, |doc, fields| {
            (minute(doc, fields), fields.choice(doc, "kind", &CARD_KINDS).unwrap_or(CardKind::Yellow))
        });
        cards.extend(read.map(|(player, team, (minute, kind))| RawCard {
            spot,
            player,
            side: None,
            team,
            minute,
            kind,
        }));
        return;
    }
    let Some(text) = scalar::text(doc, node, way, "a text such as `Adams 43'`") else { return };
    match event::card(&text) {
        Ok(entry) => {
            let player = doc.sym(entry.name);
            cards.extend(entry.moments.iter().map(|card| RawCard {
                spot,
                player,
                side: None,
                team: None,
                minute: card.minute,
                kind: card.kind,
            }));
        }
        Err(fault) => doc.fault(fault, &text, way),
    }
}

fn kick(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>) -> Option<RawKick> {
    let spot = spot(way);
    if let Node::Map(_) = node {
        let (player, team, scored) = long(doc, node, way, |doc, fields| fields.flag(doc, "scored").unwrap_or(true))?;
        return Some(RawKick { spot, player, side: None, team, scored });
    }
    let text = scalar::text(doc, node, way, "a text such as `Messi` or `Coman x`")?;
    match event::kick(&text) {
        Ok((name, scored)) => Some(RawKick { spot, player: doc.sym(name), side: None, team: None, scored }),
        Err(fault) => {
            doc.fault(fault, &text, way);
            None
        }
    }
}

/// The long form: the player, the team where it is named, and what is the
/// event's own.
fn long<T>(
    doc: &mut Doc<'_>,
    node: Node<'_>,
    way: &Way<'_>,
    own: impl FnOnce(&mut Doc<'_>, &mut Fields<'_, '_>) -> T,
) -> Option<(Sym, Option<Sym>, T)> {
    let mut fields = Fields::open(doc, node, *way, "an entry with `player` and `minute`")?;
    let player = fields.required(doc, "player", "say who: `player: Pulisic`").map(|name| doc.sym(&name));
    let team = fields.name(doc, "team");
    let own = own(doc, &mut fields);
    fields.finish(doc);
    Some((player?, team, own))
}

fn spot(way: &Way<'_>) -> Spot {
    if let Way::Index(_, index) = way { Spot::Item(*index as u32) } else { Spot::Item(0) }
}
