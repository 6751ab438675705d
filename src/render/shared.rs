//! Values that templates see, and the one door through which they come.
//!
//! In: serialisable views. Out: Tera values together with a digest of all
//! that went into them. A page's context can be walked in two ways with the
//! same code: only to take its *fingerprint* (no value is made), or to render
//! it. Never does IO, never depends on the order of a hash map.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::{Serialize, Serializer};
use tera::Value;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::digest::{digest_of, write_into};
use super::picked::to_value;

/// A small view that many pages show: a match row, a team reference, a story
/// card. Made once in a build; a clone shares it.
#[derive(Clone, Debug)]
pub struct Shared {
    /// What a template sees.
    pub value: Value,
    /// Digest of all that is in it.
    pub digest: u64,
}

impl Shared {
    /// The shared form of a view.
    pub fn new<T: Serialize + ?Sized>(view: &T) -> Self {
        Self::picked(view, &Uses::default())
    }

    /// The shared form of a view without the fields that are not made use of.
    pub fn picked<T: Serialize + ?Sized>(view: &T, uses: &Uses) -> Self {
        Self { value: to_value(view, uses), digest: digest_of(view) }
    }

    /// An absent one.
    pub fn none() -> Self {
        Self { value: Value::none(), digest: 0 }
    }
}

impl Serialize for Shared {
    /// Into a Tera value: by reference count. Into a digest (which asks for
    /// the compact form): by the digest that is already known.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            self.value.serialize(serializer)
        } else {
            serializer.serialize_u64(self.digest)
        }
    }
}

/// HTML that is ready to stand in a page: templates do not escape it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeHtml(pub String);

impl Serialize for SafeHtml {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            Value::safe_string(&self.0).serialize(serializer)
        } else {
            serializer.serialize_str(&self.0)
        }
    }
}

impl SafeHtml {
    /// A name, as a link where there is an address.
    pub fn link(text: &str, url: Option<&str>) -> Self {
        let mut html = String::with_capacity(text.len() + url.map_or(0, |url| url.len() + 16));
        match url {
            Some(url) => {
                html.push_str("<a href=\"");
                escape(&mut html, url);
                html.push_str("\">");
                escape(&mut html, text);
                html.push_str("</a>");
            }
            None => escape(&mut html, text),
        }
        Self(html)
    }

    /// A date in words, marked as one.
    pub fn time(datetime: &str, words: &str) -> Self {
        Self(format!("<time datetime=\"{datetime}\">{words}</time>"))
    }
}

/// Writes text so that it may stand between tags and in attributes.
pub fn escape(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// The author's own mapping (`extra:`), kept as JSON text until a page shows
/// it.
#[derive(Clone, Copy, Debug)]
pub struct Extra<'a>(pub Option<&'a Arc<str>>);

impl Serialize for Extra<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            None => serializer.serialize_none(),
            Some(text) if serializer.is_human_readable() => {
                serde_json::from_str::<serde_json::Value>(text).unwrap_or_default().serialize(serializer)
            }
            Some(text) => serializer.serialize_str(text),
        }
    }
}

/// The names that templates and all that they draw in make use of: every word
/// between the delimiters of their tags, so rather too many than too few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// `None`: all that there are.
    words: Option<FxHashSet<Box<str>>>,
    /// Fields may be reached by other ways than their names.
    all_fields: bool,
    /// Differs whenever other names are made use of.
    digest: u64,
}

/// Fields that are never left out: they tell one thing from another where a
/// template compares them.
const TELLING: [&str; 7] = ["date", "id", "name", "slug", "text", "title", "url"];

impl Uses {
    /// The names in some texts.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let mut words: FxHashSet<Box<str>> = TELLING.into_iter().map(Box::from).collect();
        let mut all_fields = false;
        for tag in texts.into_iter().flat_map(tags) {
            words.extend(tag.split(|c| !word(c)).map(Box::from));
            all_fields |= walks_over_fields(tag);
        }
        // By this name Tera shows a template all that there is.
        if words.contains("__tera_context") {
            return Self::default();
        }
        let mut sorted: Vec<&str> = words.iter().map(|word| &**word).collect();
        sorted.sort_unstable();
        let digest = xxh3_64(sorted.join(" ").as_bytes()) ^ u64::from(all_fields);
        Self { words: Some(words), all_fields, digest }
    }

    /// Whether a variable is among them.
    pub fn has(&self, name: &str) -> bool {
        self.words.as_ref().is_none_or(|words| words.contains(name))
    }

    /// Whether a field of a view is.
    pub fn has_field(&self, name: &str) -> bool {
        self.all_fields || self.has(name)
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
        let start = [rest.find("{{"), rest.find("{%")].into_iter().flatten().min()?;
        let close = if rest[start..].starts_with("{%") { "%}" } else { "}}" };
        let inside = &rest[start + 2..];
        let end = end_of_tag(inside, close).unwrap_or(inside.len());
        rest = &inside[end..];
        Some(&inside[..end])
    })
}

/// Where a tag is closed; delimiters in quotes do not count.
fn end_of_tag(inside: &str, close: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = &inside[at..];
        if rest.starts_with(close) {
            return Some(at);
        }
        let next = rest.chars().next()?;
        at += match quoted(rest) {
            Some(quoted) => quoted?,
            None => next.len_utf8(),
        };
    }
}

/// The length of the quoted text that something begins with, if it does;
/// `Some(None)` if its end is missing.
fn quoted(text: &str) -> Option<Option<usize>> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let inside = &text[1..];
    let escaped = |end: usize| inside[..end].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
    Some(inside.match_indices(quote).map(|(end, _)| end).find(|end| !escaped(*end)).map(|end| end + 2))
}

/// Whether a tag may reach fields without naming them: `for key, value in x`,
/// or `x[key]` where the key is not written out.
fn walks_over_fields(tag: &str) -> bool {
    let tag = tag.trim_start_matches(['-', ' ', '\t', '\n', '\r']);
    if tag.starts_with("for ") && tag.split(" in ").next().is_some_and(|names| names.contains(',')) {
        return true;
    }
    let mut at = 0;
    while let Some(next) = tag[at..].chars().next() {
        if next == '[' && follows_a_value(&tag[..at]) && !is_written_out(&tag[at + 1..]) {
            return true;
        }
        at += quoted(&tag[at..]).flatten().unwrap_or(next.len_utf8());
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

/// Whether what stands after a bracket is a text, a number or a range of
/// numbers.
fn is_written_out(after: &str) -> bool {
    let after = after.trim_start();
    let rest = match quoted(after) {
        Some(Some(end)) => &after[end..],
        Some(None) => return false,
        None => after.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | ':' | ' ')),
    };
    rest.trim_start().starts_with(']')
}

/// What a page's template will see. Everything goes through `put` and its
/// kin, each of which feeds the fingerprint; that is what makes it certain
/// that a page with the same fingerprint has the same bytes.
///
/// A template that does not name a variable cannot show it, so what is not
/// named is neither made nor part of the fingerprint ([`PageContext::only`]).
/// Fields of views that it does not name are not made either.
pub struct PageContext {
    bytes: Vec<u8>,
    values: Option<Vec<(&'static str, Value)>>,
    used: Arc<Uses>,
    used_anywhere: Arc<Uses>,
}

impl PageContext {
    /// A context that only takes the fingerprint.
    pub fn fingerprinting() -> Self {
        Self::new(None)
    }

    /// A context that also keeps the values, to render from.
    pub fn rendering() -> Self {
        Self::new(Some(Vec::with_capacity(24)))
    }

    fn new(values: Option<Vec<(&'static str, Value)>>) -> Self {
        let all = Arc::<Uses>::default();
        Self { bytes: Vec::with_capacity(4096), values, used: Arc::clone(&all), used_anywhere: all }
    }

    /// Leaves out from now on what the template does not name, and of that
    /// which several pages share what none does.
    pub fn only(&mut self, used: &Arc<Uses>, used_anywhere: &Arc<Uses>) {
        self.used = Arc::clone(used);
        self.used_anywhere = Arc::clone(used_anywhere);
    }

    /// Whether a variable is wanted. To be asked before something dear is
    /// made; the other functions ask by themselves.
    pub fn wants(&self, key: &str) -> bool {
        self.used.has(key)
    }

    /// Puts a view that is made only if it is wanted.
    pub fn put_with<T: Serialize>(&mut self, key: &'static str, make: impl FnOnce() -> T) {
        if self.wants(key) {
            self.put(key, &make());
        }
    }

    /// Puts a view.
    pub fn put<T: Serialize + ?Sized>(&mut self, key: &'static str, view: &T) {
        if !self.wants(key) {
            return;
        }
        self.key(key);
        write_into(&mut self.bytes, view);
        if let Some(values) = &mut self.values {
            values.push((key, to_value(view, &self.used)));
        }
    }

    /// Puts a shared view.
    pub fn put_shared(&mut self, key: &'static str, shared: &Shared) {
        if !self.wants(key) {
            return;
        }
        self.key(key);
        self.bytes.extend_from_slice(&shared.digest.to_le_bytes());
        if let Some(values) = &mut self.values {
            values.push((key, shared.value.clone()));
        }
    }

    /// Puts a shared view that is made for this only where the page is really
    /// rendered; else its digest is taken alone.
    pub fn put_shared_with(
        &mut self,
        key: &'static str,
        digest: impl FnOnce() -> u64,
        make: impl FnOnce(&Uses) -> Shared,
    ) {
        if !self.wants(key) {
            return;
        }
        if self.values.is_some() {
            self.put_shared(key, &make(&self.used_anywhere));
        } else {
            self.key(key);
            self.bytes.extend_from_slice(&digest().to_le_bytes());
        }
    }

    /// Puts a list of shared views.
    pub fn put_list<'s>(&mut self, key: &'static str, list: impl IntoIterator<Item = &'s Shared>) {
        if !self.wants(key) {
            return;
        }
        self.key(key);
        let mut items = Vec::new();
        let mut count = 0u64;
        for shared in list {
            count += 1;
            self.bytes.extend_from_slice(&shared.digest.to_le_bytes());
            if self.values.is_some() {
                items.push(shared.value.clone());
            }
        }
        self.bytes.extend_from_slice(&count.to_le_bytes());
        if let Some(values) = &mut self.values {
            values.push((key, Value::from(items)));
        }
    }

    /// Puts what is dear to make: only when the page is really rendered. The
    /// digest must cover all that the closure reads.
    pub fn put_lazy(&mut self, key: &'static str, digest: impl FnOnce() -> u64, make: impl FnOnce() -> Value) {
        if !self.wants(key) {
            return;
        }
        self.key(key);
        self.bytes.extend_from_slice(&digest().to_le_bytes());
        if let Some(values) = &mut self.values {
            values.push((key, make()));
        }
    }

    /// The hash of everything put so far.
    pub fn fingerprint(&self) -> u128 {
        xxh3_128(&self.bytes)
    }

    /// The values, where they were kept.
    pub fn into_values(self) -> tera::Context {
        let mut context = tera::Context::new();
        for (key, value) in self.values.into_iter().flatten() {
            context.insert_value(key, value);
        }
        context
    }

    /// The values by name.
    pub fn into_map(self) -> BTreeMap<String, Value> {
        self.values.into_iter().flatten().map(|(key, value)| (key.to_owned(), value)).collect()
    }

    fn key(&mut self, key: &str) {
        self.bytes.extend_from_slice(key.as_bytes());
        self.bytes.extend_from_slice(&[0xff]);
    }
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
            "{% for side in [home, away] %}{{ match['home'] }}{{ list[0] }}{{ list[-1] }}{{ list[1:3] }}{% endfor %}",
            "{% if x in [a] and not [b] %}{{ [c] | length }}{{ \"a[b]\" }}{% endif %}",
            "{% for x in list %}{{ f(a=[x], b=1) }}{% endfor %}",
        ];
        for text in naming {
            assert!(!Uses::of([text]).has_field("anything"), "{text}");
        }
        assert!(Uses::of(["{{ x }}"]).has_field("url"), "things are told apart by it");
    }
}
