//! The words of a Markdown text without its markup.
//!
//! In: a body. Out: its first sentences, the number of its words. Never parses
//! more of the text than it needs.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::options;

/// The first words of a text, at most `limit` characters and whole words;
/// `None` for a text without any.
pub fn excerpt(text: &str, limit: usize) -> Option<String> {
    let out = opening(text, limit).unwrap_or_else(|| first_words(text, limit).0);
    let out = without_brackets(&out);
    let out = out.trim();
    (!out.is_empty()).then(|| cut(out, limit))
}

/// The first words by the first paragraphs alone, since a parser reads all that
/// it is given before it tells anything. `None` where these are too short, or
/// where what follows might have a say in them: it defines links or notes, or
/// tells whether the items of a list are paragraphs.
fn opening(text: &str, limit: usize) -> Option<String> {
    let enough = text.as_bytes().get(limit * 4..)?;
    let end = limit * 4 + enough.windows(2).position(|pair| pair == b"\n\n")?;
    // Looked for by one byte, which is by far the quickest.
    if text.match_indices(']').any(|(at, _)| text.as_bytes().get(at + 1) == Some(&b':')) {
        return None;
    }
    let (out, is_whole) = first_words(text.get(..end)?, limit);
    is_whole.then_some(out)
}

/// The first words with some more than the limit, and whether there were so
/// many, none of them in a list.
fn first_words(text: &str, limit: usize) -> (String, bool) {
    let mut out = String::with_capacity(limit + 32);
    let (mut skip, mut list) = (0u32, false);
    // A quarter more than the limit is enough for the cut below to see that
    // something follows; markup may only make the source longer.
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Start(
                Tag::Heading { .. }
                | Tag::CodeBlock(_)
                | Tag::Table(_)
                | Tag::Image { .. }
                | Tag::FootnoteDefinition(_),
            ) => skip += 1,
            Event::End(
                TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Table | TagEnd::Image | TagEnd::FootnoteDefinition,
            ) => skip = skip.saturating_sub(1),
            Event::Text(words) | Event::Code(words) if skip == 0 => out.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item)
                if skip == 0 && !out.is_empty() && !out.ends_with(' ') =>
            {
                out.push(' ');
            }
            Event::Start(Tag::List(_)) => list = true,
            _ => {}
        }
        if out.len() > limit * 2 {
            return (out, !list);
        }
    }
    (out, false)
}

/// `[[words|name]]` and `[[name]]` as they are shown.
fn without_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("[[") {
        let Some(length) = rest[start + 2..].find("]]") else { break };
        let inner = &rest[start + 2..start + 2 + length];
        out.push_str(&rest[..start]);
        out.push_str(inner.split_once('|').map_or(inner, |(words, _)| words));
        rest = &rest[start + length + 4..];
    }
    out.push_str(rest);
    out
}

/// Cuts at the last word that fits and says that more follows.
fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let end = text.char_indices().nth(limit).map_or(text.len(), |(at, _)| at);
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', '–', '-', ' ', '.']))
}

/// How many words a text has, near enough to tell how long it takes to read.
pub fn word_count(text: &str) -> usize {
    // A word has begun where a letter or digit was met since the last space;
    // without a branch, since nobody can foresee where a word ends.
    let (mut count, mut inside) = (0, 0);
    for byte in text.bytes() {
        let kind = KINDS[byte as usize];
        count += usize::from(kind & !inside & IN_WORD);
        inside = (inside | kind) & !(kind >> 1);
    }
    count
}

/// A letter or digit, by its bit; or white space, by the next one.
const IN_WORD: u8 = 1;
const SPACE: u8 = 2;

/// What a byte is. Signs beyond ASCII, which are of no word by themselves, are
/// those of Latin-1 (0xc2) and of the blocks from general punctuation on (0xe2);
/// the bytes after the first of a character tell nothing.
static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            0xc3..=0xe1 | 0xe3..=0xf4 => IN_WORD,
            byte if byte.is_ascii_alphanumeric() => IN_WORD,
            byte if byte.is_ascii_whitespace() => SPACE,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_made_of_whole_words() {
        assert_eq!(excerpt("## Title\n\nOne *two* [three](x).\n\nFour", 100).unwrap(), "One two three. Four");
        assert_eq!(excerpt("One two three four", 9).unwrap(), "One two…");
        assert_eq!(excerpt("![alt](x.png \"y\")", 9), None);
        assert_eq!(excerpt("", 9), None);
    }

    #[test]
    fn an_excerpt_of_a_long_text_is_that_of_its_whole() {
        let filler = "Some words *of* a [paragraph](x) that goes on.\n".repeat(8);
        let openings = [
            "",
            "# Title\n\n",
            "- one\n  - two\n\n- three\n\n",
            "> quoted\n\n",
            "```\ncode\n\n",
            "[a]: b\n\n",
            "<div>\n\n",
        ];
        for opening in openings {
            let text = format!("{opening}{filler}\n{filler}\n- four\n\n[paragraph]: y\n\n{filler}");
            let short = text.replace("]: y", "] y");
            for text in [text, short] {
                let whole = without_brackets(&first_words(&text, 40).0);
                let whole = whole.trim();
                let whole = (!whole.is_empty()).then(|| cut(whole, 40));
                assert_eq!(excerpt(&text, 40), whole, "{opening:?}");
            }
        }
    }

    #[test]
    fn words_are_counted_whatever_stands_between_them() {
        let counts = [("", 0), ("One", 1), (" two  words\n", 2), ("it’s — a “quote”", 3), ("Ärzte übten öfter.", 3)];
        for (text, count) in counts {
            assert_eq!(word_count(text), count, "{text:?}");
        }
    }

    #[test]
    fn wikilinks_show_their_words() {
        assert_eq!(excerpt("as [[reported|wales-iran]] by [[Robinson]]", 99).unwrap(), "as reported by Robinson");
    }
}
