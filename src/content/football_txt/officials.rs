//! Officials.
//!
//! In: what stands after `Refs:`: `Daniele Orsato (ITA), Ciro Carbone
//! (ITA)`. Out: names and countries, the referee first. Never interns a name.

use super::scan::offset_in;

/// One official as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OfficialText<'a> {
    pub(super) at: usize,
    pub(super) name: &'a str,
    pub(super) country: Option<&'a str>,
}

/// A name and the country in parentheses after it.
pub(crate) fn split_country(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    if let Some((name, country)) = text.strip_suffix(')').and_then(|head| head.rsplit_once('('))
        && !name.trim().is_empty()
    {
        return (name.trim_end(), Some(country.trim()).filter(|country| !country.is_empty()));
    }
    (text, None)
}

/// Reads the list.
pub(super) fn read(text: &str) -> Vec<OfficialText<'_>> {
    let entry = |part| {
        let (name, country) = split_country(part);
        OfficialText { at: offset_in(text, name), name, country }
    };
    text.split([',', ';']).map(entry).filter(|official| official.name.chars().any(char::is_alphabetic)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_countries() {
        let text = " Antonio MATEU (ESP), Taleb AL MARRI (QAT),\n Nobody";
        let found: Vec<_> = read(text).iter().map(|o| (o.at, o.name, o.country)).collect();
        assert_eq!(
            found,
            [(1, "Antonio MATEU", Some("ESP")), (22, "Taleb AL MARRI", Some("QAT")), (45, "Nobody", None)]
        );
        assert_eq!(read(" , ").len(), 0);
    }
}
