//! Seasons: `2022`, `2023/24`, `2023-24`, `2023/2024`.
//!
//! In: a season, or a competition's name that may end with one. Out: the
//! season in one form (`2022`, `2023-24`) and the name without it. Never
//! refuses a text: what is no season stays as written.

use std::borrow::Cow;

/// The season in its one form: `2022`, or `2023-24`. A text that names no
/// year (`Apertura`) is returned as it is.
pub fn normal(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    read(text).unwrap_or(Cow::Borrowed(text))
}

/// Splits `World Cup 2022` into the name and the season in its one form. A
/// text that is nothing but a season is a name.
pub fn split(text: &str) -> (&str, Option<Cow<'_, str>>) {
    let text = text.trim();
    let Some(gap) = text.rfind(char::is_whitespace) else { return (text, None) };
    let name = text[..gap].trim_end().trim_end_matches([',', ':']).trim_end();
    match read(text[gap..].trim_start()) {
        Some(season) if !name.is_empty() => (name, Some(season)),
        _ => (text, None),
    }
}

fn read(text: &str) -> Option<Cow<'_, str>> {
    let year = text.get(..4)?;
    if !year.bytes().all(|b| b.is_ascii_digit()) || !(1850..=2200).contains(&year.parse::<u16>().ok()?) {
        return None;
    }
    let rest = &text[4..];
    if rest.is_empty() {
        return Some(Cow::Borrowed(text));
    }
    let second = rest.strip_prefix(['/', '-', '–', '—'])?;
    if !second.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match second.len() {
        2 if rest.starts_with('-') => Some(Cow::Borrowed(text)),
        2 => Some(Cow::Owned(format!("{year}-{second}"))),
        4 => Some(Cow::Owned(format!("{year}-{}", &second[2..]))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_for_all() {
        for (text, expected) in [
            ("2022", "2022"),
            ("2023/24", "2023-24"),
            ("2023-24", "2023-24"),
            ("2023–24", "2023-24"),
            ("2023/2024", "2023-24"),
            ("1999-2000", "1999-00"),
            ("Apertura", "Apertura"),
            ("22/23", "22/23"),
            ("2022ñ", "2022ñ"),
            ("é22", "é22"),
        ] {
            assert_eq!(normal(text), expected);
        }
    }

    #[test]
    fn a_season_at_the_end_of_a_name() {
        assert_eq!(split("World Cup 2022"), ("World Cup", Some("2022".into())));
        assert_eq!(split("English Premier League 2023/24"), ("English Premier League", Some("2023-24".into())));
        assert_eq!(split("Friendly"), ("Friendly", None));
        assert_eq!(split("2022"), ("2022", None));
        assert_eq!(split("Group 8"), ("Group 8", None));
        assert_eq!(split("Copa 0001"), ("Copa 0001", None));
    }
}
