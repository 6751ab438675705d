//! Names of competitions with their season, as data files write them.
//!
//! In: `English Premier League 2023/24`. Out: the competition, the season in
//! its one form (`2023-24`), and the years it stands for. Never looks a
//! competition up.

/// A season.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Season {
    /// `2022`, or `2023-24`.
    pub label: String,
    /// The year it starts in.
    pub first: i16,
    /// It ends in the next year.
    pub runs_over: bool,
}

/// Reads a season: `2022`, `2023/24`, `2023-24`, `2023/2024`.
pub fn season(text: &str) -> Option<Season> {
    let text = text.trim();
    let year = |digits: &str| -> Option<i16> {
        if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        digits.parse().ok().filter(|year| (1850..=2200).contains(year))
    };
    if let Some(first) = year(text) {
        return Some(Season { label: text.to_owned(), first, runs_over: false });
    }
    let (head, tail) = text.split_once(['/', '-', '–', '—'])?;
    let first = year(head)?;
    let second = match tail.len() {
        2 if tail.bytes().all(|b| b.is_ascii_digit()) => tail,
        4 => {
            year(tail)?;
            &tail[2..]
        }
        _ => return None,
    };
    Some(Season { label: format!("{first}-{second}"), first, runs_over: true })
}

/// Splits a season off the end of a competition's name. A text that is
/// nothing but a season is a name.
pub fn split(text: &str) -> (&str, Option<Season>) {
    let text = text.trim();
    let Some((name, last)) = text.rsplit_once(char::is_whitespace) else { return (text, None) };
    let name = name.trim_end().trim_end_matches([',', ':', '|']).trim_end();
    match season(last) {
        Some(season) if !name.is_empty() => (name, Some(season)),
        _ => (text, None),
    }
}

/// Any season or year in a text: enough to complete dates with, where the
/// name does not end with it (`World Cup 2022 Qualifiers`).
pub fn find(text: &str) -> Option<Season> {
    text.split([' ', '\t', ',', '(', ')']).find_map(season)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seasons_have_one_form() {
        for (text, label, first, runs_over) in [
            ("2022", "2022", 2022, false),
            ("2023/24", "2023-24", 2023, true),
            ("2023-24", "2023-24", 2023, true),
            ("1999/2000", "1999-00", 1999, true),
        ] {
            assert_eq!(season(text), Some(Season { label: label.to_owned(), first, runs_over }));
        }
        for text in ["22", "12345", "2023/é", "2023/2", "", "0001"] {
            assert_eq!(season(text), None, "{text}");
        }
    }

    #[test]
    fn names_lose_their_season() {
        let label = |text| {
            let (name, season) = split(text);
            (name, season.map(|season| season.label))
        };
        assert_eq!(label("World Cup 2022"), ("World Cup", Some("2022".to_owned())));
        assert_eq!(label("Premier League, 2023/24"), ("Premier League", Some("2023-24".to_owned())));
        assert_eq!(label("Friendly"), ("Friendly", None));
        assert_eq!(label("2022"), ("2022", None));
        assert_eq!(find("World Cup 2022 Qualifiers").map(|s| s.first), Some(2022));
    }
}
