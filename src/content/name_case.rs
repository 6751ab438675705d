//! Names that are written in capitals, wholly or in part, brought to the
//! form they have in running text.
//!
//! In: a name as a data file has it (`Christian PULISIC`, `SALEM ALDAWSARI`,
//! `Tyler  ADAMS`). Out: the name in ordinary case with single spaces, and
//! the family name where the capitals mark it. Never compares or merges
//! names: that is the resolver's work; never changes the order of a name's
//! parts, since nothing in it says which order is right.
//!
//! The rules, which are a convention and no knowledge of the person:
//!
//! - A word is in capitals if it has two or more letters, all of them
//!   capitals (`ß` and other letters without a capital form count as
//!   neither), or if it runs out in capitals after a small prefix
//!   (`McTOMINAY`). Only such words change.
//! - Two capital consonants are initials and stay (`JJ OKOCHA`), but for
//!   `JR`, `SR`, `ST` and the surname `NG`. Roman numbers up to `IV` stay.
//! - A hyphen or a full stop starts a new word; so does an apostrophe after a
//!   single letter (`O'NEILL`, `M'HAND`), but not one further in (`ETO'O`).
//! - `MC` before three or more letters is a prefix (`McGhee`); `MAC` written
//!   together is not, since `MACHADO` is no Mac.
//! - The particles of Dutch, German, Portuguese and Spanish names are small
//!   after the first word (`Virgil van Dijk`, `Luca de la Torre`); Italian
//!   `Di`, Arabic `Al` and `El`, `Mac` and the rest keep their capital. A
//!   person who writes himself otherwise (Kevin De Bruyne) has it in a
//!   profile or in the project's own record.

use std::borrow::Cow;

/// The name in ordinary case, with single spaces.
///
/// ```
/// use touchline::content::name_case::tidy_name;
/// assert_eq!(tidy_name("Virgil VAN DIJK"), "Virgil van Dijk");
/// assert_eq!(tidy_name("Kylian Mbappé"), "Kylian Mbappé");
/// ```
pub fn tidy_name(name: &str) -> Cow<'_, str> {
    tidy(name).0
}

/// The same, and the family name where the capitals tell it apart from the
/// given names: some words are in capitals and some are not.
pub fn tidy_name_and_family(name: &str) -> (Cow<'_, str>, Option<String>) {
    let (tidied, marked) = tidy(name);
    let family = marked.map(|range| tidied[range].to_owned());
    (tidied, family)
}

/// The tidied name and the bytes of the family name in it.
fn tidy(name: &str) -> (Cow<'_, str>, Option<std::ops::Range<usize>>) {
    let name = name.trim();
    if is_tidy(name) {
        return (Cow::Borrowed(name), None);
    }
    let mut text = String::with_capacity(name.len());
    let mut marked: Option<std::ops::Range<usize>> = None;
    let (mut capitals, mut others) = (0, 0);
    let mut previous = "";
    for word in name.split_whitespace() {
        let first = text.is_empty();
        if !first {
            text.push(' ');
        }
        let start = text.len();
        if in_capitals(word) {
            capitals += 1;
            recase(word, first, previous, &mut text);
            marked = Some(marked.map_or(start, |range| range.start)..text.len());
        } else {
            others += 1;
            text.push_str(word);
        }
        previous = word;
    }
    // Capitals that mark everything, or that stand in two places, mark nothing.
    let whole = marked.clone().is_some_and(|range| text[range].split(' ').count() == capitals);
    (Cow::Owned(text), marked.filter(|_| others > 0 && whole))
}

/// Whether nothing is to be done: no two capitals in succession, no
/// double space.
fn is_tidy(name: &str) -> bool {
    let mut capitals = 0;
    let mut space = false;
    for c in name.chars() {
        if c.is_whitespace() {
            if space || c != ' ' {
                return false;
            }
            space = true;
            capitals = 0;
            continue;
        }
        space = false;
        if c.is_uppercase() {
            capitals += 1;
            if capitals == 2 {
                return false;
            }
        } else {
            capitals = 0;
        }
    }
    true
}

/// Particles that are small inside a name.
const SMALL: &[&str] = &["VAN", "VON", "DER", "DEN", "TER", "TEN", "TE", "DE", "DEL", "DOS", "DAS", "DA", "DO", "ZU"];

fn in_capitals(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_uppercase()).count();
    if letters < 2 || word.chars().any(|c| c.is_ascii_digit()) || matches!(word, "II" | "III" | "IV") {
        return false;
    }
    if !has_lowercase(word) {
        // Initials: `JJ`, but not `JO`; `A.J.` has no run of two.
        let run = word.chars().filter(|c| c.is_alphabetic()).count();
        let vowel = word.chars().any(|c| "AEIOUYÁÉÍÓÚÄÖÜ".contains(c));
        return run > 2 || vowel || matches!(word.trim_matches('.'), "JR" | "SR" | "ST" | "NG");
    }
    prefix_len(word).is_some()
}

/// The length of a small prefix (`Mc`, `De`) before at least two capitals
/// that run to the word's end.
fn prefix_len(word: &str) -> Option<usize> {
    let last_small = word.char_indices().rfind(|(_, c)| is_small(*c))?;
    let cut = last_small.0 + last_small.1.len_utf8();
    let (prefix, rest) = word.split_at(cut);
    let starts = prefix.chars().next().is_some_and(char::is_uppercase) && prefix.chars().count() <= 4;
    let capitals = rest.chars().filter(|c| c.is_uppercase()).count();
    (starts && capitals >= 2).then_some(cut)
}

fn has_lowercase(word: &str) -> bool {
    word.chars().any(is_small)
}

/// Small letters that have a capital form; `ß` stands in capitals too.
fn is_small(c: char) -> bool {
    c.is_lowercase() && c != 'ß'
}

/// Writes a word of capitals in ordinary case.
fn recase(word: &str, first: bool, previous: &str, out: &mut String) {
    let small = SMALL.contains(&word) || (matches!(word, "LA" | "LOS" | "LAS") && previous == "DE");
    if !first && small {
        out.extend(word.chars().flat_map(char::to_lowercase));
        return;
    }
    if let Some(cut) = prefix_len(word) {
        out.push_str(&word[..cut]);
        title(&word[cut..], out);
        return;
    }
    title(word, out);
}

/// Capital first letters, the rest small.
fn title(word: &str, out: &mut String) {
    for part in word.split_inclusive(['-', '.']) {
        if let Some(rest) =
            part.strip_prefix("MC").filter(|rest| rest.chars().filter(|c| c.is_alphabetic()).count() > 2)
        {
            out.push_str("Mc");
            capital_first(rest, out);
        } else {
            capital_first(part, out);
        }
    }
}

fn capital_first(part: &str, out: &mut String) {
    let mut letters = 0;
    let mut upper = true;
    for c in part.chars() {
        if matches!(c, '\'' | '’') {
            upper = letters == 1;
            out.push(c);
            continue;
        }
        if upper {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        if c.is_alphabetic() {
            letters += 1;
            upper = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_are_left_alone() {
        for name in
            ["Kylian Mbappé", "N'Golo Kanté", "A.J. DeLaGarza", "Weston McKennie", "Vinícius Jr.", "Jay-Jay Okocha"]
        {
            assert_eq!(tidy_name(name), name);
            assert!(matches!(tidy_name(name), Cow::Borrowed(_)), "{name}");
        }
    }

    #[test]
    fn capitals_become_ordinary_case() {
        let cases = [
            ("Christian PULISIC", "Christian Pulisic", Some("Pulisic")),
            ("Christian  PULISIC", "Christian Pulisic", Some("Pulisic")),
            ("Virgil VAN DIJK", "Virgil van Dijk", Some("van Dijk")),
            ("SALEM ALDAWSARI", "Salem Aldawsari", None),
            ("Sergej MILINKOVIC-SAVIC", "Sergej Milinkovic-Savic", Some("Milinkovic-Savic")),
            ("N'Golo KANTE", "N'Golo Kante", Some("Kante")),
            ("Alexis MAC ALLISTER", "Alexis Mac Allister", Some("Mac Allister")),
            ("Scott McTOMINAY", "Scott McTominay", Some("McTominay")),
            ("SCOTT MCTOMINAY", "Scott McTominay", None),
            ("Bart McGHEE", "Bart McGhee", Some("McGhee")),
            ("Frenkie DE JONG", "Frenkie de Jong", Some("de Jong")),
            ("Luca DE LA TORRE", "Luca de la Torre", Some("de la Torre")),
            ("Guillermo LA ROSA", "Guillermo La Rosa", Some("La Rosa")),
            ("Angel DI MARIA", "Angel Di Maria", Some("Di Maria")),
            ("Giovani DOS SANTOS", "Giovani dos Santos", Some("dos Santos")),
            ("Jawad EL YAMIQ", "Jawad El Yamiq", Some("El Yamiq")),
            ("BOATENG Jerome", "Boateng Jerome", Some("Boateng")),
            ("DE KETELAERE", "De Ketelaere", None),
            ("KIM Young-gwon", "Kim Young-gwon", Some("Kim")),
            ("KI Sungyueng", "Ki Sungyueng", Some("Ki")),
            ("Dayne ST. CLAIR", "Dayne St. Clair", Some("St. Clair")),
            ("VINICIUS JR", "Vinicius Jr", None),
            ("Samuel ETO'O", "Samuel Eto'o", Some("Eto'o")),
            ("Martin O'NEILL", "Martin O'Neill", Some("O'Neill")),
            ("Kevin GROßKREUTZ", "Kevin Großkreutz", Some("Großkreutz")),
            ("Ricky ÁLVAREZ", "Ricky Álvarez", Some("Álvarez")),
            ("KOKE", "Koke", None),
            ("JJ OKOCHA", "JJ Okocha", Some("Okocha")),
            ("DeAndre YEDLIN", "DeAndre Yedlin", Some("Yedlin")),
            ("CHOUPO-MOTING Eric Maxim", "Choupo-Moting Eric Maxim", Some("Choupo-Moting")),
            ("  Eric  DIER ", "Eric Dier", Some("Dier")),
        ];
        for (written, tidied, family) in cases {
            let (name, found) = tidy_name_and_family(written);
            assert_eq!(name, tidied);
            assert_eq!(found.as_deref(), family, "{written}");
        }
    }

    #[test]
    fn a_tidied_name_stays_as_it_is() {
        for name in ["Virgil VAN DIJK", "McTOMINAY", "O'NEILL J.", "ST. CLAIR", "JJ OKOCHA", "ABC123 ÉA"] {
            let once = tidy_name(name).into_owned();
            assert_eq!(tidy_name(&once), once);
        }
    }

    #[test]
    fn numbers_and_initials_stay() {
        assert_eq!(tidy_name("Robert III"), "Robert III");
        assert_eq!(tidy_name("A.J. WOOD"), "A.J. Wood");
        assert_eq!(tidy_name(""), "");
    }
}
