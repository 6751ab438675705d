//! Points for a win where nobody says.
//!
//! In: an edition. Out: 2 or 3. Never asks the clock: the year is that of the
//! season, else of the first match.

use crate::model::{EditionId, Record};

/// The year from which on a win was worth three points, by competition.
const THREE_POINTS_SINCE: &[(i16, &[&str])] = &[
    // FIFA World Cup: 2 up to 1990.
    (1994, &["world cup", "fifa world cup"]),
    // The Football League led the way in 1981-82.
    (
        1981,
        &[
            "premier league",
            "football league",
            "football league first division",
            "football league championship",
            "championship",
            "league one",
            "league two",
        ],
    ),
    (1994, &["serie a", "serie b"]),
];

/// England's year, for competitions that say their country or are known by
/// their teams.
const ENGLAND_SINCE: i16 = 1981;

/// The year in which three points became the rule for all.
const EVERYWHERE_SINCE: i16 = 1995;

/// Points for a win by default.
///
/// - World Cup (finals): 2 up to 1990, 3 from 1994.
/// - England: 3 from 1981-82. A competition is England's if its name says so
///   (`English First Division`), if it is one of the known names of its
///   leagues, or if most of its teams have England as their country.
/// - Italy's Serie A and B: 3 from 1994-95.
/// - Elsewhere: 3 for seasons that began in 1995 or later, the year in which
///   FIFA made it the rule for all; 2 before.
///
/// A season without a year goes by its first dated match; without any it has 3.
pub fn default_points_for_win(record: &Record, edition: EditionId) -> u8 {
    let Some(year) = year_of(record, edition) else { return 3 };
    let name = record.competitions[record.editions[edition].competition].name.to_lowercase();
    let named = THREE_POINTS_SINCE.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(since, _)| *since);
    let english =
        || name.split_whitespace().any(|word| matches!(word, "england" | "english")) || of_england(record, edition);
    let since = match named {
        Some(since) => since,
        // Nothing else than England's rule makes a difference from then on.
        None if (ENGLAND_SINCE..EVERYWHERE_SINCE).contains(&year) && english() => ENGLAND_SINCE,
        None => EVERYWHERE_SINCE,
    };
    if year >= since { 3 } else { 2 }
}

/// The year in which a season began.
fn year_of(record: &Record, edition: EditionId) -> Option<i16> {
    let season = record.editions[edition].season.as_deref();
    let told = season.and_then(|season| {
        season.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 4).and_then(|year| year.parse().ok())
    });
    let first = || record.by_edition[edition].iter().find_map(|id| record.matches[*id].kickoff);
    told.or_else(|| first().map(|kickoff| kickoff.date.year()))
}

/// Whether most teams of an edition say that England is their country.
fn of_england(record: &Record, edition: EditionId) -> bool {
    let (mut english, mut others) = (0_u32, 0_u32);
    for side in record.by_edition[edition].iter().flat_map(|id| &record.matches[*id].sides) {
        match record.teams[side.team].country.as_deref() {
            Some("England" | "ENG" | "eng") => english += 1,
            _ => others += 1,
        }
    }
    english > others
}
