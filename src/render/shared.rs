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
use xxhash_rust::xxh3::xxh3_128;

use super::digest::{digest_of, write_into};

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
    ///
    /// A view that cannot be serialised (a map with keys that are no text)
    /// does not exist among ours; such a one would be seen as undefined.
    pub fn new<T: Serialize + ?Sized>(view: &T) -> Self {
        Self { value: to_value(view), digest: digest_of(view) }
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

fn to_value<T: Serialize + ?Sized>(view: &T) -> Value {
    Value::try_from_serializable(view).unwrap_or_else(|_| Value::undefined())
}

/// The names that a template and all that it draws in make use of: every
/// word between the delimiters of its tags, so rather too many than too few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses(Option<FxHashSet<Box<str>>>);

impl Uses {
    /// The names in some texts.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let tags = texts.into_iter().flat_map(tags);
        let words: FxHashSet<Box<str>> = tags.flat_map(|tag| tag.split(move |c| !word(c))).map(Box::from).collect();
        // By this name Tera shows a template all that there is.
        Self((!words.contains("__tera_context")).then_some(words))
    }

    /// Whether a name is among them.
    pub fn has(&self, name: &str) -> bool {
        self.0.as_ref().is_none_or(|words| words.contains(name))
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
        at += match next {
            '"' | '\'' | '`' => {
                let quoted = &rest[1..];
                let escaped = |end: usize| quoted[..end].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
                quoted.match_indices(next).map(|(end, _)| end).find(|end| !escaped(*end))? + 2
            }
            _ => next.len_utf8(),
        };
    }
}

/// What a page's template will see. Everything goes through `put` and its
/// kin, each of which feeds the fingerprint; that is what makes it certain
/// that a page with the same fingerprint has the same bytes.
///
/// A template that does not name a variable cannot show it, so what is not
/// named is neither made nor part of the fingerprint ([`PageContext::only`]).
pub struct PageContext {
    bytes: Vec<u8>,
    values: Option<Vec<(&'static str, Value)>>,
    used: Option<Arc<Uses>>,
}

impl PageContext {
    /// A context that only takes the fingerprint.
    pub fn fingerprinting() -> Self {
        Self { bytes: Vec::with_capacity(4096), values: None, used: None }
    }

    /// A context that also keeps the values, to render from.
    pub fn rendering() -> Self {
        Self { bytes: Vec::with_capacity(4096), values: Some(Vec::with_capacity(24)), used: None }
    }

    /// Leaves out from now on what the template does not name.
    pub fn only(&mut self, used: &Arc<Uses>) {
        self.used = Some(Arc::clone(used));
    }

    /// Whether a variable is wanted. To be asked before something dear is
    /// made; the other functions ask by themselves.
    pub fn wants(&self, key: &str) -> bool {
        self.used.as_ref().is_none_or(|used| used.has(key))
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
            values.push((key, to_value(view)));
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
    pub fn put_shared_with(&mut self, key: &'static str, digest: impl FnOnce() -> u64, make: impl FnOnce() -> Shared) {
        if !self.wants(key) {
            return;
        }
        if self.values.is_some() {
            self.put_shared(key, &make());
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
}
