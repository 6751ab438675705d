//! The words of a Markdown text without its markup.
//!
//! In: a body. Out: its first sentences, the number of its words. Never parses
//! more of the text than it needs.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::options;

/// The first words of a text, at most `limit` characters and whole words;
/// `None` for a text without any.
pub fn excerpt(text: &str, limit: usize) -> Option<String> {
    let mut out = String::with_capacity(limit + 32);
    let mut skip = 0u32;
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
            _ => {}
        }
        if out.len() > limit * 2 {
            break;
        }
    }
    let out = without_brackets(&out);
    let out = out.trim();
    (!out.is_empty()).then(|| cut(out, limit))
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
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

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
    fn wikilinks_show_their_words() {
        assert_eq!(excerpt("as [[reported|wales-iran]] by [[Robinson]]", 99).unwrap(), "as reported by Robinson");
    }
}
