//! Goals, cards, missed penalties and the shoot-out of a match.
//!
//! In: the fields of a match. Out: one raw event for each minute; short and
//! long forms may be mixed in one list, and lists may stand by team. Never asks
//! whose goal it was.

use super::super::forms::event;
use super::super::raw::{RawCard, RawGoal, RawKick, RawMatch, RawMissedPenalty, Spot, Sym};
use super::super::yaml::{Doc, Fields, Node, Way, scalar};
use super::keys::{Teams, minute};
use crate::model::{CardKind, GoalKind};

pub(super) const GOAL_KINDS: [(&str, GoalKind); 5] = [
    ("goal", GoalKind::Goal),
    ("penalty", GoalKind::Penalty),
    ("own goal", GoalKind::OwnGoal),
    ("pen", GoalKind::Penalty),
    ("og", GoalKind::OwnGoal),
];

pub(super) const CARD_KINDS: [(&str, CardKind); 3] =
    [("yellow", CardKind::Yellow), ("second yellow", CardKind::SecondYellow), ("red", CardKind::Red)];

/// Keys of a long form: a mapping with one of them is an entry and not lists by
/// team.
const LONG: [&str; 6] = ["player", "minute", "added", "kind", "team", "assist"];

/// Whose an entry is and where it stands.
#[derive(Clone, Copy)]
struct Entry {
    spot: Spot,
    /// The team whose list it is in.
    team: Option<Sym>,
}

/// Reads all events of a match.
pub(super) fn read(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>, m: &mut RawMatch, teams: Teams) {
    // `goals: []` tells that there were none, `goals:` tells nothing.
    if let Some(node) = fields.take("goals") {
        let mut goals = Vec::new();
        each(doc, node, &fields.way.key("goals"), teams, |doc, node, way, of| goal(doc, node, way, of, &mut goals));
        m.goals = Some(goals);
    }
    if let Some(node) = fields.take("missed_penalties") {
        let way = fields.way.key("missed_penalties");
        each(doc, node, &way, teams, |doc, node, way, of| {
            missed_penalty(doc, node, way, of, &mut m.missed_penalties);
        });
    }
    if let Some(node) = fields.take("cards") {
        each(doc, node, &fields.way.key("cards"), teams, |doc, node, way, of| card(doc, node, way, of, &mut m.cards));
    }
    fields.each(doc, "shootout", |doc, node, way| m.shootout.extend(kick(doc, node, way)));
}

/// Every entry of a list, or of the lists by team: `{Iran: [Taremi 65'], USA:
/// [Pulisic 38']}`.
fn each<'n>(
    doc: &mut Doc<'_>,
    node: Node<'n>,
    way: &Way<'_>,
    teams: Teams,
    mut with: impl FnMut(&mut Doc<'_>, Node<'n>, &Way<'_>, Entry),
) {
    match node {
        Node::Map(lists) if !lists.iter().any(|(key, _)| LONG.contains(&&**key)) => {
            for (t, (name, list)) in lists.into_iter().enumerate() {
                if list == Node::Null {
                    continue;
                }
                if let Some(minutes) = minutes_alone(&list) {
                    let message = format!("`{name}` stands where a team is expected, before a list of entries");
                    let help = format!("an entry is one text, the name with the minutes: `{name} {minutes}`");
                    doc.error_with_help("E0202", message, &way.key(&name), help);
                    continue;
                }
                let team = Some(by_name(doc, &name, teams));
                scalar::each(doc, list, &way.key(&name), |doc, node, way| {
                    let spot = Spot::Of(t as u16, index(way) as u16);
                    with(doc, node, way, Entry { spot, team });
                });
            }
        }
        node => scalar::each(doc, node, way, |doc, node, way| {
            with(doc, node, way, Entry { spot: spot(way), team: None });
        }),
    }
}

/// The minutes of `{Pulisic: 38}` or `{Kane: "54' pen"}`, which is no list of
/// a team: the entry of a player whose name was made a key.
fn minutes_alone(node: &Node<'_>) -> Option<String> {
    const WORDS: [&str; 7] = ["pen", "og", "p", "aet", "red", "yellow", "second"];
    match node {
        Node::Int(minute) => Some(format!("{minute}'")),
        Node::Float(_) | Node::Bool(_) => Some("38'".to_owned()),
        Node::Text(text) if text.trim_start().starts_with(|c: char| c.is_ascii_digit()) => {
            let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
            words.all(|word| WORDS.contains(&word)).then(|| text.trim().to_owned())
        }
        Node::List(items) => match &items[..] {
            [] => None,
            items => Some(items.iter().map(minutes_alone).collect::<Option<Vec<_>>>()?.join(", ")),
        },
        _ => None,
    }
}

/// The name of a team as the key of a mapping by team: `home` and `away` are
/// understood.
pub(super) fn by_name(doc: &Doc<'_>, name: &str, (home, away): Teams) -> Sym {
    let named = doc.sym(name);
    match name {
        "home" if Some(named) != away => home.unwrap_or(named),
        "away" if Some(named) != home => away.unwrap_or(named),
        _ => named,
    }
}

fn goal(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>, of: Entry, goals: &mut Vec<RawGoal>) {
    let spot = of.spot;
    if let Node::Map(_) = node {
        let read = long(doc, node, way, |doc, fields| {
            let kind = fields.choice(doc, "kind", &GOAL_KINDS).unwrap_or_default();
            (minute(doc, fields), kind, fields.name(doc, "assist"))
        });
        goals.extend(read.map(|(player, team, (minute, kind, assist))| RawGoal {
            spot,
            player,
            side: None,
            team: team.or(of.team),
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
                team: of.team,
                minute: goal.minute,
                kind: goal.kind,
                assist: goal.assist.map(|name| doc.sym(name)),
            }));
        }
        Err(fault) => doc.fault(fault, &text, way),
    }
}

fn missed_penalty(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>, of: Entry, missed: &mut Vec<RawMissedPenalty>) {
    let spot = of.spot;
    if let Node::Map(_) = node {
        let read = long(doc, node, way, minute);
        missed.extend(read.map(|(player, team, minute)| RawMissedPenalty {
            spot,
            player,
            side: None,
            team: team.or(of.team),
            minute,
        }));
        return;
    }
    let Some(text) = scalar::text(doc, node, way, "a text such as `Neymar 65'`") else { return };
    match event::timed(&text) {
        Ok(entry) => {
            let player = doc.sym(entry.name);
            let moments = entry.moments.into_iter();
            missed.extend(moments.map(|minute| RawMissedPenalty { spot, player, side: None, team: of.team, minute }));
        }
        Err(fault) => doc.fault(fault, &text, way),
    }
}

fn card(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>, of: Entry, cards: &mut Vec<RawCard>) {
    let spot = of.spot;
    if let Node::Map(_) = node {
        let read = long(doc, node, way, |doc, fields| {
            (minute(doc, fields), fields.choice(doc, "kind", &CARD_KINDS).unwrap_or(CardKind::Yellow))
        });
        cards.extend(read.map(|(player, team, (minute, kind))| RawCard {
            spot,
            player,
            side: None,
            team: team.or(of.team),
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
                team: of.team,
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
    Spot::Item(index(way) as u32)
}

/// The position in the list; a single value is a list of one.
fn index(way: &Way<'_>) -> usize {
    if let Way::Index(_, index) = way { *index } else { 0 }
}
