//! Lines of a squad.
//!
//! In: `10, Christian  PULISIC,  FW,  b. 1998/09/18, Chelsea`, or the same in
//! fields without commas. Out: number, name, nationality, position, birth
//! and club as far as they are there, and what is left over. Never says whose
//! squad it is, never interns a name.

use jiff::civil::Date;

use super::lines;

/// One line as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PlaceText<'a> {
    pub(super) number: Option<u16>,
    pub(super) name: &'a str,
    pub(super) nationality: Option<&'a str>,
    pub(super) position: Option<&'a str>,
    pub(super) born: Option<Date>,
    pub(super) birth_year: Option<i16>,
    pub(super) club: Option<&'a str>,
    /// A field that is none of these.
    pub(super) unknown: Option<&'a str>,
}

const POSITIONS: &[&str] =
    &["GK", "DF", "MF", "FW", "MG", "WB", "RB", "LB", "CB", "DM", "CM", "AM", "CF", "ST", "LW", "RW"];

/// Whether a line starts like one of a squad: a number, a dash or nothing,
/// then a comma; or a number in a field of its own before a position.
pub(super) fn is_squad_line(text: &str) -> bool {
    let head = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = head.strip_prefix('-').unwrap_or(head).trim_start();
    if rest.starts_with(',') {
        return true;
    }
    let mut fields = lines::fields(text).map(|(_, field)| field);
    let number = fields.next().is_some_and(|field| shirt(field).is_some());
    number && text.len() - head.len() <= 3 && fields.any(|field| POSITIONS.contains(&field))
}

/// The digits of a shirt number; none where it is written as `-` or left
/// out. `None` for another text.
fn shirt(field: &str) -> Option<&str> {
    match field.trim().trim_matches(['(', ')', '.']) {
        "" | "-" | "–" => Some(""),
        digits if digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit()) => Some(digits),
        _ => None,
    }
}

/// Reads a line. `None` where there is no name in it.
pub(super) fn read(text: &str) -> Option<PlaceText<'_>> {
    let mut place = PlaceText {
        number: None,
        name: "",
        nationality: None,
        position: None,
        born: None,
        birth_year: None,
        club: None,
        unknown: None,
    };
    if text.contains(',') {
        for (index, field) in text.split(',').enumerate() {
            take(index, field.trim(), &mut place);
        }
    } else {
        for (index, (_, field)) in lines::fields(text).enumerate() {
            take(index, field.trim(), &mut place);
        }
    }
    if let Some((name, rest)) = place.name.rsplit_once('(')
        && let Some(country) = rest.strip_suffix(')')
        && !name.trim().is_empty()
    {
        place.name = name.trim_end();
        place.nationality = Some(country.trim()).filter(|country| !country.is_empty());
    }
    place.name.chars().any(char::is_alphabetic).then_some(place)
}

fn take<'a>(index: usize, field: &'a str, place: &mut PlaceText<'a>) {
    if index == 0
        && let Some(number) = shirt(field)
    {
        place.number = number.parse().ok();
    } else if field.is_empty() {
    } else if place.position.is_none() && POSITIONS.contains(&field) {
        place.position = Some(field);
    } else if let Some(birth) = field.strip_prefix("b.").or_else(|| field.strip_prefix('*')) {
        match born(birth.trim()) {
            Some((date, year)) => (place.born, place.birth_year) = (date, Some(year)),
            None => place.unknown = Some(field),
        }
    } else if place.name.is_empty() {
        place.name = field;
    } else if place.club.is_none() {
        place.club = Some(field);
    } else {
        place.unknown = Some(field);
    }
}

/// `1998/09/18`, `1998-09-18`, `1998`. Nobody in the record of the game was
/// born before 1800.
pub(crate) fn born(text: &str) -> Option<(Option<Date>, i16)> {
    let mut parts = text.split(['/', '-', '.']);
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok().filter(|y| (1800..=2200).contains(y))?;
    let Some(month) = parts.next() else { return Some((None, year)) };
    let date = Date::new(year, month.trim().parse().ok()?, parts.next()?.trim().parse().ok()?).ok()?;
    parts.next().is_none().then_some((Some(date), year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_ages() {
        let place = read("10, Christian  PULISIC,            FW,  b. 1998/09/18").expect("a place");
        assert_eq!((place.number, place.name, place.position), (Some(10), "Christian  PULISIC", Some("FW")));
        assert_eq!(place.born.map(|d| d.to_string()), Some("1998-09-18".to_owned()));
        let place = read("22,  David Raya (ESP),                 GK,   b. 1995,   Brentford").expect("a place");
        assert_eq!((place.name, place.nationality, place.club), ("David Raya", Some("ESP"), Some("Brentford")));
        assert_eq!((place.born, place.birth_year), (None, Some(1995)));
        let place = read("-, Aliou Cissé (SEN),             MG,  b. 1976/03/24").expect("a place");
        assert_eq!((place.number, place.position), (None, Some("MG")));
        let place = read(", Michael CARRICK,  MF,  b. 1981/07/28").expect("a place");
        assert_eq!((place.number, place.name), (None, "Michael CARRICK"));
        assert_eq!(read("48,  Ovie Ejeheri,   GK,   b. 2003,").and_then(|p| p.club), None);
        let place = read("7  Bukayo Saka   FW   b. 2001   Arsenal").expect("a place");
        assert_eq!(
            (place.number, place.name, place.position, place.club),
            (Some(7), "Bukayo Saka", Some("FW"), Some("Arsenal"))
        );
        assert_eq!(read("(7)  GK  Bukayo Saka").map(|p| p.name), Some("Bukayo Saka"));
    }

    #[test]
    fn faults() {
        assert_eq!(read("5, , DF, b. 1990"), None);
        assert_eq!(read("5, X, DF, b. soon").and_then(|p| p.unknown), Some("b. soon"));
        assert_eq!(read("5, X, DF, b. 1990/13/45").and_then(|p| p.unknown), Some("b. 1990/13/45"));
        assert_eq!(read("5, X, DF, b. 1990, Ajax, what").and_then(|p| p.unknown), Some("what"));
    }

    #[test]
    fn what_looks_like_one() {
        for text in ["1, A", "  -, B".trim(), ", C, MF", "22,  D (X), GK", "7  Saka   FW"] {
            assert!(is_squad_line(text), "{text}");
        }
        for text in ["1. FC Köln  2-0  B", "19:00  A  0-0  B", "A, B", "1860 München v B", "10.07.2026"] {
            assert!(!is_squad_line(text), "{text}");
        }
    }
}
