//! How a name may be spelt, and what its words tell.
//!
//! In: a name as the record has it. Out: other spellings of it, or a part of it.
//! Never looks at other names.

use crate::link::fold::{Folded, Gap};
use crate::model::without_club;

/// The spellings under which a name may be met: as it is, without its
/// apostrophes, hyphens or dots, with `oe` for `ö` and the like.
pub(super) fn each_spelling(name: &str, mut each: impl FnMut(&str)) {
    each(name);
    if name.contains(['\'', '’']) {
        each(&name.replace(['\'', '’'], ""));
    }
    if name.contains('-') && !name.bytes().any(|b| b.is_ascii_digit()) {
        each(&name.replace('-', ""));
    }
    if name.contains('.') {
        each(&name.replace('.', ""));
    }
    if !name.is_ascii() && name.contains(['ä', 'ö', 'ü', 'ø', 'å', 'Ä', 'Ö', 'Ü', 'Ø', 'Å']) {
        let mut spelt = String::with_capacity(name.len());
        for c in name.chars() {
            match c {
                'ä' => spelt.push_str("ae"),
                'ö' | 'ø' => spelt.push_str("oe"),
                'ü' => spelt.push_str("ue"),
                'å' => spelt.push_str("aa"),
                'Ä' => spelt.push_str("Ae"),
                'Ö' | 'Ø' => spelt.push_str("Oe"),
                'Ü' => spelt.push_str("Ue"),
                'Å' => spelt.push_str("Aa"),
                c => spelt.push(c),
            }
        }
        each(&spelt);
    }
}

/// The town of a club whose name tells it: `Derby` of `Derby County`.
pub(super) fn town_of(name: &str) -> Option<&str> {
    const AFTER: [&str; 8] = ["Albion", "Athletic", "City", "County", "Rovers", "Town", "United", "Wanderers"];
    let (town, after) = without_club(name).unwrap_or(name).rsplit_once(' ')?;
    AFTER.contains(&after).then_some(town)
}

/// A name that was spelt without umlauts, with them: `Mario Götze` of `Mario
/// Goetze`. Of other names (`Samuel`) it makes what nobody writes.
pub(super) fn with_umlauts(name: &str) -> Option<String> {
    const SPELT: [(&str, &str); 6] = [("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("Ae", "Ä"), ("Oe", "Ö"), ("Ue", "Ü")];
    if !name.is_ascii() || !SPELT.iter().any(|(letters, _)| name.contains(letters)) {
        return None;
    }
    Some(SPELT.iter().fold(name.to_owned(), |name, (letters, umlaut)| name.replace(letters, umlaut)))
}

/// `Jr`, `Filho`: no name by which anybody is called.
pub(super) fn is_generation(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "junior" | "senior" | "filho" | "neto" | "ii" | "iii" | "iv")
}

/// `Heung-min`, `Hee-chan`: how Korean given names are written in Latin.
pub(super) fn is_hyphenated_given_name(name: &Folded, at: usize) -> bool {
    name.tokens.len() == at + 2 && name.tokens[at + 1].gap == Gap::Hyphen && !name.tokens[at + 1].capital
}
