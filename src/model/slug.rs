//! The last parts of addresses, made from names.
//!
//! In: any text. Out: ASCII of `[a-z0-9-]`, never empty, the same for ever for
//! the same text. Never looks at other names: clashes are the caller's.

/// The slug of a text: transliterated to ASCII, lower case, everything else
/// turned into single hyphens. A text without a letter or digit (or one whose
/// script has no transliteration) gets a slug made from its code points, so
/// that it is never empty.
///
/// ```
/// use touchline::model::slug::slug;
/// assert_eq!(slug("Łukasz Fabiański"), "lukasz-fabianski");
/// assert_eq!(slug("Brighton & Hove Albion"), "brighton-and-hove-albion");
/// assert_eq!(slug("N'Golo Kanté"), "ngolo-kante");
/// assert_eq!(slug("Straße"), "strasse");
/// assert!(!slug("★").is_empty());
/// ```
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut push = |c: char, gap: &mut bool| {
        if *gap && !out.is_empty() {
            out.push('-');
        }
        *gap = false;
        out.push(c.to_ascii_lowercase());
    };
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => push(c, &mut gap),
            // An apostrophe joins: O'Neill is one word.
            '\'' | '’' | '‘' | '`' | '´' | 'ʼ' => {}
            '&' => {
                gap = true;
                for c in "and".chars() {
                    push(c, &mut gap);
                }
                gap = true;
            }
            c if c.is_ascii() => gap = true,
            c => match deunicode::deunicode_char(c) {
                Some(ascii) => {
                    for c in ascii.chars() {
                        if c.is_ascii_alphanumeric() {
                            push(c, &mut gap);
                        } else if c != '\'' && c != '`' {
                            gap = true;
                        }
                    }
                }
                None => gap = true,
            },
        }
    }
    if out.is_empty() {
        out.push('u');
        for c in text.trim().chars().take(8) {
            out.extend(format!("{:x}", c as u32).chars());
        }
    }
    out
}

/// Whether a text written by an author as an address part may be used as it
/// is: lower-case ASCII letters, digits and single hyphens inside.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transliterates() {
        assert_eq!(slug("Đorđe Ødegaard İlkay"), "dorde-odegaard-ilkay");
        assert_eq!(slug("  Côte d'Ivoire  "), "cote-divoire");
        assert_eq!(slug("Владимир"), "vladimir");
        assert!(is_slug(&slug("손흥민")));
        assert!(is_slug(&slug("علي دائي")));
        assert!(is_slug(&slug("")));
        assert!(is_slug(&slug("!!!")));
    }

    #[test]
    fn is_stable_on_its_own_output() {
        for text in ["Al Thumama Stadium, Doha", "손흥민", "A--b", "World Cup 2022"] {
            assert_eq!(slug(&slug(text)), slug(text));
        }
    }
}
