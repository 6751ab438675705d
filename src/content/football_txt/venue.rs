//! Venue and attendance.
//!
//! In: what stands after `@` (`Al Bayt Stadium, Al Khor, Att: 67372`). Out:
//! ground, city, attendance, and what is left over. Never interns a name.

use super::lines;

/// What stands after `@`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct VenueText<'a> {
    pub(super) name: &'a str,
    pub(super) city: Option<&'a str>,
    pub(super) attendance: Option<Attendance<'a>>,
    /// A bracket or other text after it.
    pub(super) rest: &'a str,
}

/// An attendance: its number, or the text that is none.
pub(super) type Attendance<'a> = Result<u32, &'a str>;

/// `Att: 67372`, `Att. 67,372`, `Attendance: 67.372`: the rest after the key.
pub(super) fn attendance_key(text: &str) -> Option<&str> {
    ["Attendance", "Att", "attendance", "att", "Zuschauer"]
        .iter()
        .find_map(|key| text.strip_prefix(key)?.trim_start_matches('.').trim_start().strip_prefix(':'))
        .or_else(|| {
            text.strip_prefix("Att.").filter(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        })
}

/// A number with or without marks for its thousands. No ground has ever held
/// a quarter of a million.
pub(super) fn number(text: &str) -> Attendance<'_> {
    let text = text.trim();
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | '.' | ' ' | '\'' | '\u{a0}')).collect();
    digits.parse::<u32>().ok().filter(|number| *number <= 250_000).ok_or(text)
}

/// Reads what stands after `@`.
pub(super) fn read(text: &str) -> VenueText<'_> {
    let text = text.trim();
    let (place, rest) = match text.find(" [") {
        Some(bracket) => (text[..bracket].trim(), text[bracket..].trim()),
        None => (text, ""),
    };
    let key = place.match_indices("tt").map(|(at, _)| at.saturating_sub(1)).find(|at| {
        place.is_char_boundary(*at)
            && attendance_key(&place[*at..]).is_some()
            && place[..*at].ends_with([' ', ',', '\t'])
    });
    let (place, attendance) = match key {
        Some(at) => (place[..at].trim_end_matches([' ', ',', '\t', ';']), attendance_key(&place[at..]).map(number)),
        None => (place, None),
    };
    let (place, rest) = match lines::gap(place) {
        Some(gap) if rest.is_empty() && !place[..gap].ends_with(',') => (place[..gap].trim(), place[gap..].trim()),
        _ => (place, rest),
    };
    let (name, city) = match place.split_once(',') {
        Some((name, city)) => (name.trim(), Some(city.trim()).filter(|city| !city.is_empty())),
        None => (place, None),
    };
    VenueText { name, city, attendance, rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grounds() {
        let all = read(" Al Bayt Stadium, Al Khor, Att: 67372");
        assert_eq!((all.name, all.city, all.attendance), ("Al Bayt Stadium", Some("Al Khor"), Some(Ok(67372))));
        assert_eq!(read("Estadio Santiago Bernabéu").city, None);
        let apart = read("Wembley,  London   Att: 90,000");
        assert_eq!((apart.name, apart.city, apart.attendance), ("Wembley", Some("London"), Some(Ok(90000))));
        assert_eq!(read("Matt Stadium, Attleborough").city, Some("Attleborough"));
        assert_eq!(read("X, Att: many").attendance, Some(Err("many")));
        assert_eq!(read("X, Att: 99999999999").attendance, Some(Err("99999999999")));
        assert_eq!(read("X, Y [postponed]").rest, "[postponed]");
        assert_eq!(read("X, Y   hello").rest, "hello");
    }

    #[test]
    fn keys() {
        assert_eq!(attendance_key("Att: 5"), Some(" 5"));
        assert_eq!(attendance_key("Attendance: 5"), Some(" 5"));
        assert_eq!(attendance_key("Att. 5"), Some(" 5"));
        assert_eq!(attendance_key("Attila"), None);
    }
}
