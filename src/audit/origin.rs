//! From an address on a page to the line where an author wrote it.
//!
//! In: a file of the output and an address in it. Out: places in the author's
//! own files: the page's text, its front matter, its record, else the
//! settings and templates that many pages are made with. What has no such
//! place was made by touchline itself. Never guesses: a place holds the
//! address, or is none.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use walkdir::WalkDir;

use crate::build::Snapshot;
use crate::content::readers::shown_text;
use crate::diagnostic::Place;

/// Finds where addresses were written.
pub(super) struct Origins<'a> {
    snapshot: &'a Snapshot,
    root: &'a Path,
    texts: BTreeMap<Arc<str>, Option<Arc<str>>>,
    /// The settings and the site's own templates, in order.
    shared: Vec<Arc<str>>,
}

impl<'a> Origins<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, root: &'a Path) -> Self {
        let templates = WalkDir::new(root.join("templates")).sort_by_file_name().into_iter().filter_map(Result::ok);
        let templates = templates.filter(|entry| entry.file_type().is_file()).filter_map(|entry| {
            let path = entry.path().strip_prefix(root).ok()?;
            Some(Arc::from(path.to_string_lossy().replace('\\', "/")))
        });
        let shared = [Arc::from("content/site.yaml")].into_iter().chain(templates).collect();
        Self { snapshot, root, texts: BTreeMap::new(), shared }
    }

    /// Where the author of this page alone wrote the address.
    pub(super) fn own(&mut self, file: &str, written: &str) -> Vec<Place> {
        let snapshot = self.snapshot;
        // The same address twice in a text is two places to mend.
        let mut places: Vec<Place> = snapshot
            .destinations(file)
            .into_iter()
            .filter(|(_, url)| same(url, written))
            .map(|(place, _)| place)
            .collect();
        if places.is_empty() {
            let spellings = self.spellings(written);
            places.extend(snapshot.made_from(file).iter().find_map(|source| self.literal(source, &spellings)));
        }
        places
    }

    /// Where it is written for many pages: in a template, or in the settings.
    pub(super) fn shared(&mut self, written: &str, settings: bool) -> Option<Place> {
        let spellings = self.spellings(written);
        let shared = self.shared.clone();
        shared.iter().skip(usize::from(!settings)).find_map(|source| self.literal(source, &spellings))
    }

    /// How an address may stand in a source: with or without the base path,
    /// with entities, with plain letters.
    fn spellings(&self, written: &str) -> Vec<String> {
        let base = self.snapshot.base_path();
        let decoded = percent_encoding::percent_decode_str(written).decode_utf8_lossy().into_owned();
        let mut all = vec![written.to_owned(), written.replace('&', "&amp;"), decoded];
        let bare: Vec<String> = all
            .iter()
            .filter(|_| !base.is_empty())
            .filter_map(|one| one.strip_prefix(base).filter(|rest| rest.starts_with('/')).map(str::to_owned))
            .collect();
        all.extend(bare);
        all.retain(|one| one.len() > 1);
        all.dedup();
        all
    }

    fn literal(&mut self, source: &Arc<str>, spellings: &[String]) -> Option<Place> {
        let text = self.text(source)?;
        spellings.iter().find_map(|one| {
            let at = text.match_indices(one.as_str()).map(|(at, _)| at).find(|at| is_whole(&text, *at, one.len()))?;
            Some(Place::bytes(source, at..at + one.len()))
        })
    }

    fn text(&mut self, source: &Arc<str>) -> Option<Arc<str>> {
        let root = self.root;
        let read = || std::fs::read(root.join(&**source)).ok().map(|bytes| Arc::from(&*shown_text(&bytes)));
        self.texts.entry(Arc::clone(source)).or_insert_with(read).clone()
    }
}

/// Whether an address in a text is not the beginning of a longer one.
fn is_whole(text: &str, at: usize, length: usize) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '%' | '=' | '&' | '?');
    let after = text[at + length..].chars().next();
    let before = text[..at].chars().next_back();
    !after.is_some_and(part) && !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.'))
}

/// Whether two addresses differ in nothing but their encoding.
fn same(one: &str, other: &str) -> bool {
    let decoded = |text| percent_encoding::percent_decode_str(text).decode_utf8_lossy();
    one == other || decoded(one) == decoded(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_longer_address_is_another() {
        let whole = |text: &str, part: &str| is_whole(text, text.find(part).unwrap_or_default(), part.len());
        assert!(whole("see https://a.org/x.", "https://a.org/x"));
        assert!(whole("link: /about/\n", "/about/"));
        assert!(!whole("https://a.org/xy", "https://a.org/x"));
        assert!(!whole("https://a.org/about/", "/about/"));
    }

    #[test]
    fn encodings_do_not_matter() {
        assert!(same("/a%20b/", "/a b/") && same("#ä", "#%C3%A4") && !same("/a/", "/b/"));
    }
}
