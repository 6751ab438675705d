//! The names that templates make use of.
//!
//! In: the texts of templates. Out: [`Uses`]: every word between the delimiters
//! of their tags, so rather too many than too few. What is not among them need
//! not be made, since no template can show it. Never parses an expression.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use super::picked::KnownTypes;

/// The names that templates and all that they draw in make use of: every word
/// between the delimiters of their tags, so rather too many than too few.
#[derive(Debug, Default)]
pub struct Uses {
    /// `None`: all that there are.
    words: Option<FxHashSet<Arc<str>>>,
    /// Fields may be reached by other ways than their names.
    all_fields: bool,
    /// Differs whenever other names are made use of.
    digest: u64,
    /// What this means for the types of views.
    types: KnownTypes,
}

/// The names in the text of one template.
#[derive(Clone, Debug)]
pub struct Names {
    /// Each once, with its hash.
    words: Vec<(Arc<str>, u64)>,
    all_fields: bool,
    /// It asks Tera for all that there is.
    shows_all: bool,
}

impl Names {
    /// The names in a text.
    pub fn of(text: &str) -> Self {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let mut words: FxHashSet<&str> = FxHashSet::default();
        let mut all_fields = false;
        for tag in tags(text) {
            words.extend(tag.split(|c| !word(c)));
            all_fields |= walks_over_fields(tag);
        }
        let shows_all = words.contains("__tera_context");
        let words = words.into_iter().map(|word| (word.into(), xxh3_64(word.as_bytes()))).collect();
        Self { words, all_fields, shows_all }
    }
}

/// Fields that are never left out: they tell one thing from another where a
/// template compares them.
const TELLING: [&str; 7] = ["date", "id", "name", "slug", "text", "title", "url"];

impl Uses {
    /// The names in some texts.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let names: Vec<Names> = texts.into_iter().map(Names::of).collect();
        Self::all(&names)
    }

    /// The names in the texts of several templates.
    pub fn all<'n>(parts: impl IntoIterator<Item = &'n Names>) -> Self {
        let mut words: FxHashSet<Arc<str>> = TELLING.into_iter().map(Arc::from).collect();
        // Not that of all names, even where there are none.
        let (mut all_fields, mut digest) = (false, 2u64);
        for part in parts {
            if part.shows_all {
                return Self::default();
            }
            all_fields |= part.all_fields;
            for (word, hash) in &part.words {
                if words.insert(Arc::clone(word)) {
                    // Whatever the order.
                    digest = digest.wrapping_add(*hash);
                }
            }
        }
        Self { words: Some(words), all_fields, digest: digest ^ u64::from(all_fields), ..Self::default() }
    }

    /// Whether a variable is among them.
    pub fn has(&self, name: &str) -> bool {
        self.words.as_ref().is_none_or(|words| words.contains(name))
    }

    /// Whether a field of a view is.
    pub fn has_field(&self, name: &str) -> bool {
        self.all_fields || self.has(name)
    }

    /// Whether all fields of views are.
    pub(super) fn has_all_fields(&self) -> bool {
        self.all_fields || self.words.is_none()
    }

    /// What is known of the types of views.
    pub(super) fn types(&self) -> &KnownTypes {
        &self.types
    }

    /// Differs whenever other names are made use of.
    pub fn digest(&self) -> u64 {
        self.digest
    }
}

/// The tags of a template, which alone can name anything. A tag that is not
/// closed, and all after it, counts as one; what stands in comments may count
/// too.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let close = loop {
            rest = &rest[rest.find('{')? + 1..];
            match rest.as_bytes().first()? {
                b'{' => break "}}",
                b'%' => break "%}",
                _ => {}
            }
        };
        let inside = &rest[1..];
        let end = end_of_tag(inside, close).unwrap_or(inside.len());
        rest = &inside[end..];
        Some(&inside[..end])
    })
}

/// Where a tag is closed; delimiters in quotes do not count.
fn end_of_tag(inside: &str, close: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += inside[at..].find(['"', '\'', '`', '}', '%'])?;
        let rest = &inside[at..];
        if rest.starts_with(close) {
            return Some(at);
        }
        at += quoted(rest).unwrap_or(1);
    }
}

/// The length of the quoted text that something begins with, if it does; all
/// that there is if its end is missing.
fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let inside = &text[1..];
    let escaped = |end: usize| inside[..end].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
    let end = inside.match_indices(quote).map(|(end, _)| end).find(|end| !escaped(*end));
    Some(end.map_or(text.len(), |end| end + 2))
}

/// Whether a tag may reach fields without naming them: `for key, value in x`,
/// or `x[key]` where the key is not written out.
fn walks_over_fields(tag: &str) -> bool {
    let tag = tag.trim_start_matches(['-', ' ', '\t', '\n', '\r']);
    if tag.starts_with("for ") && tag.split(" in ").next().is_some_and(|names| names.contains(',')) {
        return true;
    }
    let mut at = 0;
    while let Some(next) = tag[at..].find(['[', '"', '\'', '`']) {
        at += next;
        if tag[at..].starts_with('[') && follows_a_value(&tag[..at]) && !is_written_out(&tag[at + 1..]) {
            return true;
        }
        at += quoted(&tag[at..]).unwrap_or(1);
    }
    false
}

/// Whether a bracket after this text asks something for a part of it, rather
/// than begin a list.
fn follows_a_value(before: &str) -> bool {
    let before = before.trim_end();
    let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default();
    match word {
        "" => before.ends_with([']', ')', '}', '"', '\'', '`', '?']),
        "in" | "not" | "and" | "or" | "if" | "elif" | "else" | "is" => false,
        _ => true,
    }
}

/// Whether what stands after a bracket is a text, or a number or a range of
/// numbers, which no field has for a name.
fn is_written_out(after: &str) -> bool {
    let after = after.trim_start();
    if let Some(end) = quoted(after) {
        return after[end..].trim_start().starts_with(']');
    }
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()) || matches!(part, "loop.index" | "loop.index0");
    after.split_once(']').is_some_and(|(inside, _)| inside.split([' ', '+', '-', ':']).all(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_uses_what_its_tags_name() {
        let uses = Uses::of(["<table>{% if a.b %}{{ c | date(style=\"}}\") ~ d }}</table>{{ \"\\\"}}\" ~ e }} f"]);
        for name in ["a", "b", "c", "d", "e"] {
            assert!(uses.has(name), "{name}");
        }
        for name in ["table", "f"] {
            assert!(!uses.has(name), "{name}");
        }
        assert!(Uses::of(["{{ 'a }} b"]).has("b"), "a tag that is not closed goes to the end");
        assert!(Uses::of(["{{ __tera_context }}"]).has("anything"));
    }

    #[test]
    fn fields_that_may_be_reached_unnamed_are_kept() {
        let reaching = [
            "{% for key, value in match %}{% endfor %}",
            "{{ match[side] }}",
            "{{ match.sides[0][ side ] }}",
            "{{ (a or b)[c] }}",
            "{{ match?[side] }}",
            "{{ match['home' ~ x] }}",
        ];
        for text in reaching {
            assert!(Uses::of([text]).has_field("anything"), "{text}");
        }
        let naming = [
            "{% for side in [home, away] %}{{ match['home'] }}{{ list[0] }}{{ list[-1] }}{{ list[1:3] }}{{ list[loop.index0 - 1] }}{% endfor %}",
            "{% if x in [a] and not [b] %}{{ [c] | length }}{{ \"a[b]\" }}{% endif %}",
            "{% for x in list %}{{ f(a=[x], b=1) }}{% endfor %}",
        ];
        for text in naming {
            assert!(!Uses::of([text]).has_field("anything"), "{text}");
        }
        assert!(Uses::of(["{{ x }}"]).has_field("url"), "things are told apart by it");
    }

    #[test]
    fn the_digest_is_of_the_names_alone() {
        let digest = |texts: &[&str]| Uses::of(texts.iter().copied()).digest();
        assert_eq!(digest(&["{{ a }} {{ b }}"]), digest(&["{{ b }}", "x {{ a }} {{ a.b }}"]));
        assert_ne!(digest(&["{{ a }}"]), digest(&["{{ a }} {{ b }}"]));
        assert_ne!(digest(&["{{ a }}"]), digest(&["{{ a[a] }}"]));
    }
}
