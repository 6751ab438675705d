//! Values that templates see, and the one door through which they come.
//!
//! In: serialisable views. Out: Tera values together with a digest of all
//! that went into them. A page's context can be walked in two ways with the
//! same code: only to take its *fingerprint* (no value is made), or to render
//! it. Never does IO, never depends on the order of a hash map.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::{memchr, memchr3};
use serde::{Serialize, Serializer};
use tera::Value;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::digest::digest_of;
use super::picked::{to_value, write_and_make, write_picked};
use super::uses::Uses;

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

    /// The shared form of a view for those who make use of these names alone:
    /// what nobody names is not in its digest either.
    pub fn of_used<T: Serialize + ?Sized>(view: &T, uses: &Uses) -> Self {
        let mut bytes = Vec::with_capacity(1024);
        let value = write_and_make(&mut bytes, view, uses);
        Self { value, digest: xxh3_64(&bytes) }
    }

    /// The digest that it would have.
    pub fn digest_of_used<T: Serialize + ?Sized>(view: &T, uses: &Uses) -> u64 {
        let mut bytes = Vec::with_capacity(1024);
        write_picked(&mut bytes, view, uses);
        xxh3_64(&bytes)
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

    /// Parts one after the other, with spaces between them.
    pub fn row<'h>(parts: impl IntoIterator<Item = Option<&'h Self>>) -> Self {
        let mut html = String::new();
        for Self(part) in parts.into_iter().flatten() {
            if !html.is_empty() {
                html.push(' ');
            }
            html.push_str(part);
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
    let bytes = text.as_bytes();
    let next_sign = |from: usize| memchr3(b'&', b'<', b'>', &bytes[from..]).map(|at| from + at);
    let next_quote = |from: usize| memchr(b'"', &bytes[from..]).map(|at| from + at);
    let (mut sign, mut quote) = (next_sign(0), next_quote(0));
    let mut from = 0;
    while let Some(at) = sign.into_iter().chain(quote).min() {
        out.push_str(&text[from..at]);
        from = at + 1;
        if quote == Some(at) {
            out.push_str("&quot;");
            quote = next_quote(from);
        } else {
            out.push_str(match bytes[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                _ => "&gt;",
            });
            sign = next_sign(from);
        }
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

/// What a page's template will see. Everything goes through `put` and its
/// kin, each of which feeds the fingerprint; that is what makes it certain
/// that a page with the same fingerprint has the same bytes.
///
/// A template that does not name a variable cannot show it, so what is not
/// named is neither made nor part of the fingerprint ([`PageContext::only`]).
/// Neither are fields of views that it does not name.
pub struct PageContext {
    bytes: Vec<u8>,
    values: Option<Vec<(&'static str, Value)>>,
    text: Option<String>,
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
        Self { bytes: Vec::with_capacity(4096), values, text: None, used: Arc::clone(&all), used_anywhere: all }
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

    /// Puts a view, as far as its fields are made use of.
    pub fn put<T: Serialize + ?Sized>(&mut self, key: &'static str, view: &T) {
        if !self.wants(key) {
            return;
        }
        self.key(key);
        match &mut self.values {
            Some(values) => values.push((key, write_and_make(&mut self.bytes, view, &self.used))),
            None => write_picked(&mut self.bytes, view, &self.used),
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
        digest: impl FnOnce(&Uses) -> u64,
        make: impl FnOnce(&Uses) -> Shared,
    ) {
        if !self.wants(key) {
            return;
        }
        if self.values.is_some() {
            self.put_shared(key, &make(&self.used_anywhere));
        } else {
            self.key(key);
            let digest = digest(&self.used_anywhere);
            self.bytes.extend_from_slice(&digest.to_le_bytes());
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
    /// It is given the names that any template makes use of, since pages share
    /// some of it.
    pub fn put_lazy(&mut self, key: &'static str, digest: impl FnOnce() -> u64, make: impl FnOnce(&Uses) -> Value) {
        if !self.wants(key) {
            return;
        }
        self.key(key);
        self.bytes.extend_from_slice(&digest().to_le_bytes());
        if let Some(values) = &mut self.values {
            values.push((key, make(&self.used_anywhere)));
        }
    }

    /// Puts the whole text of a file that is written without a template.
    pub fn put_text(&mut self, text: String) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.text = self.values.is_some().then_some(text);
    }

    /// That text, where one was put.
    pub fn take_text(&mut self) -> Option<String> {
        self.text.take()
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
