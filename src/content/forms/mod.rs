//! The small forms an author writes inside a scalar: a score, a minute, a
//! kick-off, a goal, a card, a line-up.
//!
//! In: a piece of text. Out: the typed value, or a [`Fault`] which says what
//! part of the text is wrong and why. Pure functions; they know no file, no
//! name table and no YAML.

pub mod event;
pub mod kickoff;
pub mod lineup;
pub mod match_ref;
pub mod minute;
pub mod naming;
pub mod score;
pub mod season;
pub mod squad;

/// What is wrong with a text, and which part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault<'a> {
    /// The code of the diagnostic it becomes.
    pub code: &'static str,
    /// The piece of the text that is wrong.
    pub part: &'a str,
    /// What is wrong: lower case, `backticked` names.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl<'a> Fault<'a> {
    /// A fault in `part`.
    pub fn new(code: &'static str, part: &'a str, message: impl Into<String>) -> Self {
        Self { code, part, message: message.into(), help: None }
    }

    /// Sets the help line.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The value of a form, or its fault.
pub type Parsed<'a, T> = Result<T, Fault<'a>>;

/// A text as it is quoted in a message: on one line and not too long.
pub fn shown(text: &str) -> String {
    const LIMIT: usize = 60;
    let mut words = text.split_whitespace();
    let mut line = words.next().unwrap_or_default().to_owned();
    for word in words {
        if line.len() > LIMIT * 4 {
            break;
        }
        line.push(' ');
        line.push_str(word);
    }
    match line.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// Whether a character stands for the minute mark: people type the
/// apostrophe, word processors turn it, typographers use the prime.
pub(crate) fn is_minute_mark(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '′' | '´' | '`')
}

/// Whether a character may stand between the two numbers of a score.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '−' | '‐' | '‑' | ':')
}

/// Takes the digits a text begins with, and the rest.
pub(crate) fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// Splits `Antonio Mateu (ESP)` into the name and what stands in the last
/// parentheses.
pub fn split_parentheses(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    let Some(open) = text.rfind('(') else { return (text, None) };
    let Some(inner) = text[open + 1..].strip_suffix(')') else { return (text, None) };
    if open == 0 || inner.trim().is_empty() {
        return (text, None);
    }
    (text[..open].trim_end(), Some(inner.trim()))
}

/// Splits `Al Thumama Stadium, Doha` into the ground and its city.
pub fn split_city(text: &str) -> (&str, Option<&str>) {
    match text.split_once(',') {
        Some((name, city)) if !name.trim().is_empty() && !city.trim().is_empty() => (name.trim(), Some(city.trim())),
        _ => (text.trim().trim_end_matches(',').trim_end(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parentheses_at_the_end() {
        assert_eq!(split_parentheses("Antonio Mateu (ESP)"), ("Antonio Mateu", Some("ESP")));
        assert_eq!(split_parentheses(" Tite "), ("Tite", None));
        assert_eq!(split_parentheses("(ESP)"), ("(ESP)", None));
        assert_eq!(split_parentheses("A ()"), ("A ()", None));
        assert_eq!(split_parentheses("A (B) c"), ("A (B) c", None));
    }

    #[test]
    fn city_after_the_first_comma() {
        assert_eq!(split_city("Al Thumama Stadium, Doha"), ("Al Thumama Stadium", Some("Doha")));
        assert_eq!(split_city("Rose Bowl, Pasadena, California"), ("Rose Bowl", Some("Pasadena, California")));
        assert_eq!(split_city("Anfield,"), ("Anfield", None));
    }

    #[test]
    fn long_texts_are_cut_when_shown() {
        assert_eq!(shown("a\n  b\tc"), "a b c");
        assert_eq!(shown(&"ä".repeat(100)).chars().count(), 61);
        assert!(shown(&"word ".repeat(100)).ends_with('…'));
    }
}
