//! How a story names its match: `Iran 0-1 USA`, `USA v Netherlands`, or an
//! id.
//!
//! In: the text. Out: the two names with the score, or the id. Never looks
//! whether there is such a match.

use super::{Fault, Parsed, is_dash, score, shown};
use crate::content::raw::RawMatchRef;

/// The code of a reference that is not understood.
pub const CODE: &str = "E0216";

const HELP: &str = "a match is named `Iran 0-1 USA`, `Iran v USA`, or by its id such as `2022-11-29-iran-usa`";

/// Reads a reference to a match.
pub fn parse(text: &str) -> Parsed<'_, RawMatchRef> {
    let text = text.trim();
    if let Some((first, pair, second)) = with_score(text) {
        let score = score::parse_pair(pair)?;
        return teams(text, first, second, Some(score));
    }
    for (i, word) in text.split_whitespace().map(|w| (w.as_ptr().addr() - text.as_ptr().addr(), w)) {
        let versus = ["v", "vs", "v.", "vs.", "versus"].iter().any(|v| word.eq_ignore_ascii_case(v));
        if versus || (word.chars().count() == 1 && word.starts_with(is_dash) && word != ":") {
            return teams(text, &text[..i], &text[i + word.len()..], None);
        }
    }
    if !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/')) {
        let id = text.trim_matches('/').rsplit('/').next().unwrap_or(text);
        return Ok(RawMatchRef::Id(id.to_owned()));
    }
    Err(Fault::new(CODE, text, format!("`{}` does not name a match", shown(text))).help(HELP))
}

/// Finds `0-1` between two names.
fn with_score(text: &str) -> Option<(&str, &str, &str)> {
    let bytes = text.as_bytes();
    for (at, dash) in text.char_indices().filter(|(_, c)| is_dash(*c)) {
        let left = text[..at].trim_end();
        let right = text[at + dash.len_utf8()..].trim_start();
        let start = left.len() - left.bytes().rev().take_while(u8::is_ascii_digit).count();
        let digits = right.bytes().take_while(u8::is_ascii_digit).count();
        let end = text.len() - right.len() + digits;
        let blank_before = start > 0 && bytes[start - 1].is_ascii_whitespace();
        let blank_after = end < text.len() && bytes[end].is_ascii_whitespace();
        if start < left.len() && digits > 0 && blank_before && blank_after {
            return Some((&text[..start], &text[start..end], &text[end..]));
        }
    }
    None
}

fn teams<'a>(text: &'a str, first: &str, second: &str, score: Option<crate::model::Pair>) -> Parsed<'a, RawMatchRef> {
    // `Japan 1-1 Croatia (1-3 pens)`: what follows the second name is for
    // the reader's eye.
    let second = second.trim();
    let second = match second.find(" (") {
        Some(at) if second.ends_with(')') && second[at..].contains(|c: char| c.is_ascii_digit()) => &second[..at],
        _ => second,
    };
    let (first, second) = (first.trim(), second.trim());
    if first.is_empty() || second.is_empty() {
        return Err(Fault::new(CODE, text, format!("a team is missing in `{}`", shown(text))).help(HELP));
    }
    Ok(RawMatchRef::Teams { first: first.to_owned(), second: second.to_owned(), score })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "as it stands in what it is compared with")]
    fn pair(first: &str, second: &str, score: Option<[u16; 2]>) -> Parsed<'static, RawMatchRef> {
        Ok(RawMatchRef::Teams { first: first.into(), second: second.into(), score })
    }

    #[test]
    fn the_forms_of_the_reference() {
        assert_eq!(parse("Iran 0-1 USA"), pair("Iran", "USA", Some([0, 1])));
        assert_eq!(parse("USA v Netherlands"), pair("USA", "Netherlands", None));
        assert_eq!(parse("2022-11-29-iran-usa"), Ok(RawMatchRef::Id("2022-11-29-iran-usa".into())));
        assert_eq!(parse("/matches/2022-11-29-iran-usa/"), Ok(RawMatchRef::Id("2022-11-29-iran-usa".into())));
    }

    #[test]
    fn as_people_write_it() {
        assert_eq!(parse("Costa Rica 2 – 4 Germany"), pair("Costa Rica", "Germany", Some([2, 4])));
        assert_eq!(parse("Costa Rica vs. Germany"), pair("Costa Rica", "Germany", None));
        assert_eq!(parse("A-Team - B-Team"), pair("A-Team", "B-Team", None));
        assert_eq!(parse("Schalke 04 2-1 1860 München"), pair("Schalke 04", "1860 München", Some([2, 1])));
        assert_eq!(parse("Japan 1-1 Croatia (1-3 pens)"), pair("Japan", "Croatia", Some([1, 1])));
        assert_eq!(parse("América (MEX) v Ñ"), pair("América (MEX)", "Ñ", None));
    }

    #[test]
    fn wrong_ones() {
        for text in ["", "Iran USA", "v USA", "Iran v", "Iran 0-1"] {
            assert_eq!(parse(text).unwrap_err().code, CODE, "{text}");
        }
        assert_eq!(parse("Iran 999-1 USA").unwrap_err().part, "999");
    }
}
