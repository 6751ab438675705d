//! The orders in which list pages show entities.
//!
//! In: the record. Out: ids in order, and the letter each stands under. Made
//! once for a record. Never makes a view.

use crate::model::{CompetitionId, PersonId, Record, Roles, TeamId, VenueId};

/// The orders of a record's lists; only entities with a page are in them.
#[derive(Debug, Default)]
pub struct RecordLists {
    /// Teams by name.
    pub teams: Vec<TeamId>,
    /// Players by surname, then name.
    pub players: Vec<PersonId>,
    /// Coaches, referees and others by surname, then name.
    pub people: Vec<PersonId>,
    /// Competitions by name.
    pub competitions: Vec<CompetitionId>,
    /// Grounds by name.
    pub venues: Vec<VenueId>,
    /// Where each letter begins in `teams`.
    pub team_letters: Letters,
    /// Where each letter begins in `players`.
    pub player_letters: Letters,
    /// Where each letter begins in `people`.
    pub people_letters: Letters,
}

/// The letters of a list in order, each with the place of its first entry.
pub type Letters = Vec<(char, usize)>;

impl RecordLists {
    /// The lists of a record.
    pub fn new(record: &Record) -> Self {
        let persons = |wanted: fn(Roles) -> bool| {
            let listed = record.persons.entries().filter(|(_, p)| p.page && wanted(p.roles));
            by_key(listed.map(|(id, p)| ((sort_key(&p.surname), sort_key(&p.name)), id)))
        };
        let teams = by_key(record.teams.entries().filter(|(_, t)| t.page).map(|(id, t)| (sort_key(&t.name), id)));
        let players = persons(|roles| roles.contains(Roles::PLAYER));
        let people = persons(|roles| !roles.contains(Roles::PLAYER));
        let of_persons = |ids: &[PersonId]| letters(ids.iter().map(|id| &*record.persons[*id].surname));
        Self {
            team_letters: letters(teams.iter().map(|id| &*record.teams[*id].name)),
            player_letters: of_persons(&players),
            people_letters: of_persons(&people),
            teams,
            players,
            people,
            competitions: by_key(
                record.competitions.entries().filter(|(_, c)| c.page).map(|(id, c)| (sort_key(&c.name), id)),
            ),
            venues: by_key(record.venues.entries().filter(|(_, v)| v.page).map(|(id, v)| (sort_key(&v.name), id))),
        }
    }
}

/// Ids in the order of their keys, equal keys in the order of the ids.
pub fn by_key<K: Ord, I: Ord + Copy>(entries: impl Iterator<Item = (K, I)>) -> Vec<I> {
    let mut entries: Vec<(K, I)> = entries.collect();
    entries.sort_unstable();
    entries.into_iter().map(|(_, id)| id).collect()
}

/// A name as a list is sorted by it: without accents, in lower case.
pub fn sort_key(name: &str) -> String {
    if name.is_ascii() { name.to_ascii_lowercase() } else { deunicode::deunicode(name).to_lowercase() }
}

/// The letter a name stands under: `A` to `Z`, else `#`.
pub fn letter(name: &str) -> char {
    let first = sort_key(name).chars().find(|c| c.is_alphanumeric()).unwrap_or('#');
    if first.is_ascii_alphabetic() { first.to_ascii_uppercase() } else { '#' }
}

/// Where each letter begins in a list of names.
fn letters<'n>(names: impl Iterator<Item = &'n str>) -> Letters {
    let mut letters = Letters::new();
    for (at, name) in names.enumerate() {
        let letter = letter(name);
        // A name may stand apart from others of its letter, as one that begins
        // with an apostrophe does.
        if letters.last().is_none_or(|(last, _)| *last != letter) && !letters.iter().any(|(known, _)| *known == letter)
        {
            letters.push((letter, at));
        }
    }
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_do_not_change_the_place_of_a_name() {
        assert_eq!(letter("Álvarez"), 'A');
        assert_eq!(letter("Ødegaard"), 'O');
        assert_eq!(letter("1. FC Köln"), '#');
        assert_eq!(by_key([(sort_key("Zed"), 1), (sort_key("Álv"), 2)].into_iter()), [2, 1]);
    }

    #[test]
    fn letters_are_told_with_their_first_name() {
        let names = ["'s-Hertogenbosch", "1. FC Köln", "Ajax", "Älvsjö", "Celtic", "Sparta"];
        assert_eq!(letters(names.into_iter()), [('#', 1), ('A', 2), ('C', 4), ('S', 0)]);
        assert_eq!(letters([].into_iter()), []);
    }
}
