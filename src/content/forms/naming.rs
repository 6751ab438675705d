//! Address parts, languages, zones and other names with a fixed alphabet.
//!
//! In: the text. Out: whether it has the form, or a better spelling. Never
//! knows which addresses are taken.

use std::borrow::Cow;

/// Whether a text can be the last part of an address as it stands.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// A text as the last part of an address, to be proposed to the author.
pub fn proposed_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in deunicode::deunicode(text).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Whether a text has the form of a BCP 47 language tag: `en`, `pt-BR`,
/// `zh-Hant-HK` (RFC 5646, without the registries).
pub fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    parts.next().is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A name with single blanks between its words: `Christian  Pulisic` and a
/// no-break space are slips of the hand, not other names.
pub fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    let untidy = if trimmed.is_ascii() {
        trimmed.as_bytes().windows(2).any(|pair| matches!(pair, b"  " | [b'\t'..=b'\r', _]))
    } else {
        let mut before = 'x';
        trimmed.chars().any(|c| {
            let fault = c.is_whitespace() && (c != ' ' || before == ' ');
            before = c;
            fault
        })
    };
    if !untidy {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(trimmed.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `B` and `group b` as `Group B`; other names as they are.
pub fn group(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.starts_with("Group ") {
        return Cow::Borrowed(text);
    }
    let bare = match text.get(..6) {
        Some(head) if head.eq_ignore_ascii_case("group ") => text[6..].trim_start(),
        _ => text,
    };
    if !bare.is_empty() && bare.len() <= 2 && bare.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Cow::Owned(format!("Group {}", bare.to_ascii_uppercase()));
    }
    Cow::Borrowed(text)
}

/// A name made of a file's name: `al-thumama` as `Al Thumama`.
pub fn from_file_stem(stem: &str) -> String {
    let mut name = String::with_capacity(stem.len());
    for word in stem.split(['-', '_', ' ']).filter(|w| !w.is_empty()) {
        if !name.is_empty() {
            name.push(' ');
        }
        let mut letters = word.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(letters.as_str());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        assert!(is_slug("iran-usa-2"));
        for text in ["", "Iran", "a b", "a/b", "-a", "a-", "é"] {
            assert!(!is_slug(text), "{text}");
        }
        assert_eq!(proposed_slug("Łukasz Đorđe – Straße!"), "lukasz-dorde-strasse");
        assert_eq!(proposed_slug("???"), "");
    }

    #[test]
    fn languages() {
        for text in ["en", "pt-BR", "zh-Hant-HK", "de-1996", "haw"] {
            assert!(is_language(text), "{text}");
        }
        for text in ["", "english", "e", "en_GB", "en-", "en GB"] {
            assert!(!is_language(text), "{text}");
        }
    }

    #[test]
    fn tidy_names() {
        assert!(matches!(tidy("Christian Pulisic"), Cow::Borrowed("Christian Pulisic")));
        assert_eq!(tidy(" Christian  PULISIC\u{a0}X "), "Christian PULISIC X");
    }

    #[test]
    fn groups_and_file_names() {
        for text in ["B", "b", "Group B", "group b"] {
            assert_eq!(group(text), "Group B");
        }
        assert_eq!(group("North"), "North");
        assert_eq!(group("é"), "é");
        assert_eq!(from_file_stem("al-thumama_stadium"), "Al Thumama Stadium");
        assert_eq!(from_file_stem("élan"), "Élan");
    }
}
