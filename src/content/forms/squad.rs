//! A line of a squad: `10 Christian Pulisic FW 1998-09-18`.
//!
//! In: the text. Out: number, name, position, birth and club as far as they
//! are given. Never resolves a name.

use jiff::civil::Date;

use super::{Fault, Parsed, kickoff, lineup, shown};

/// The code of a squad's line that is not understood.
pub const CODE: &str = "E0215";

/// A line of a squad as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The shirt number.
    pub number: Option<u16>,
    /// The name.
    pub name: &'a str,
    /// `GK`, `DF`, `MF`, `FW`; `MG` for the manager.
    pub position: Option<&'static str>,
    /// Date of birth.
    pub born: Option<Date>,
    /// Year of birth.
    pub birth_year: Option<i16>,
    /// The club.
    pub club: Option<&'a str>,
}

/// Reads a line of a squad.
pub fn parse(text: &str) -> Parsed<'_, Place<'_>> {
    let text = text.trim();
    let (number, rest) = lineup::shirt(text);
    let mut place = Place { number, name: rest, position: None, born: None, birth_year: None, club: None };
    // From the back: a club may only follow a birth.
    if let Some((at, word)) = words(rest).find(|(at, w)| *at > 0 && w.starts_with(|c: char| c.is_ascii_digit())) {
        let (born, birth_year) = birth(word)?;
        (place.born, place.birth_year) = (born, Some(birth_year));
        let club = rest[at + word.len()..].trim_start_matches([',', ';', ' ']).trim();
        place.club = (!club.is_empty()).then_some(club);
        place.name = rest[..at].trim_end().trim_end_matches(" b.").trim_end_matches(',').trim_end();
    }
    if let Some((name, word)) = place.name.rsplit_once(char::is_whitespace)
        && let Some(code) = position(word.trim_end_matches(','))
    {
        place.position = Some(code);
        place.name = name.trim_end().trim_end_matches(',').trim_end();
    }
    if !place.name.contains(char::is_alphabetic) {
        return Err(Fault::new(CODE, text, format!("the name is missing in `{}`", shown(text)))
            .help("a line of a squad is written `10 Christian Pulisic FW 1998-09-18`"));
    }
    Ok(place)
}

/// A date of birth, or a year alone.
pub fn birth(text: &str) -> Parsed<'_, (Option<Date>, i16)> {
    let text = text.trim().trim_end_matches(',');
    if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
        return match text.parse::<i16>() {
            Ok(year @ 1800..=2200) => Ok((None, year)),
            _ => Err(Fault::new(kickoff::CODE, text, format!("`{text}` cannot be a year of birth"))),
        };
    }
    let date = kickoff::parse_date(text)?;
    Ok((Some(date), date.year()))
}

/// The position a word means, in the four letters pairs of squad lists; `None`
/// if it is no position. Only capitals count, since `Df` may be a name.
pub fn position(word: &str) -> Option<&'static str> {
    Some(match word {
        "GK" => "GK",
        "DF" => "DF",
        "MF" => "MF",
        "FW" => "FW",
        "MG" => "MG",
        _ => return None,
    })
}

/// The words of a text with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(move |word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn all_parts_are_optional_but_the_name() {
        let whole = parse("10 Christian Pulisic FW 1998-09-18").unwrap();
        assert_eq!(
            whole,
            Place {
                number: Some(10),
                name: "Christian Pulisic",
                position: Some("FW"),
                born: Some(date(1998, 9, 18)),
                birth_year: Some(1998),
                club: None
            }
        );
        assert_eq!(parse("Pelé").unwrap().name, "Pelé");
        let manager = parse("- Louis van Gaal MG 1951").unwrap();
        assert_eq!(
            (manager.name, manager.position, manager.birth_year, manager.born),
            ("Louis van Gaal", Some("MG"), Some(1951), None)
        );
        let club = parse("1 Matt Turner, GK, 1994-06-24, Arsenal FC").unwrap();
        assert_eq!((club.name, club.position, club.club), ("Matt Turner", Some("GK"), Some("Arsenal FC")));
    }

    #[test]
    fn wrong_lines() {
        assert_eq!(parse("10").unwrap_err().code, CODE);
        assert_eq!(parse("").unwrap_err().code, CODE);
        assert_eq!(parse("10 A FW 1998-99-18").unwrap_err().part, "1998-99-18");
    }
}
