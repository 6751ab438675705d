//! Cards of an edition by player.
//!
//! In: an edition's matches. Out: rows, worst first. Never judges conduct for
//! a table; `table` does, by its rule set.

use rustc_hash::FxHashMap;

use super::{Cards, scorers::counted};
use crate::model::{EditionId, PersonId, Record, TeamId};

/// A player with cards.
#[derive(Clone, Debug, PartialEq)]
pub struct CardRow {
    /// Who.
    pub player: PersonId,
    /// The teams he was shown them with, in order.
    pub teams: Vec<TeamId>,
    /// The cards.
    pub cards: Cards,
}

/// The cards of an edition by player: most sendings-off first, then most
/// bookings, then by name.
pub fn cards_of(record: &Record, edition: EditionId) -> Vec<CardRow> {
    let mut rows = FxHashMap::<PersonId, CardRow>::default();
    for (id, game) in counted(record, edition) {
        for card in &game.cards {
            let team = game.side(card.side).team;
            let row = rows.entry(card.player).or_insert_with(|| CardRow {
                player: card.player,
                teams: Vec::new(),
                cards: Cards::default(),
            });
            row.cards.add(id, card);
            if !row.teams.contains(&team) {
                row.teams.push(team);
            }
        }
    }
    let mut rows: Vec<CardRow> = rows.into_values().collect();
    rows.sort_by(|a, b| {
        let (a_name, b_name) = (&record.persons[a.player].name, &record.persons[b.player].name);
        b.cards
            .sent_off()
            .cmp(&a.cards.sent_off())
            .then(b.cards.yellow.count.cmp(&a.cards.yellow.count))
            .then_with(|| a_name.cmp(b_name))
            .then(a.player.cmp(&b.player))
    });
    rows
}
