//! All sources of a site, read, and kept for the next look.
//!
//! In: the files below `content/`, and hints about which of them may have
//! changed. Out: raw values, bodies and the readers' diagnostics, and what
//! changed since the last look. Whether a file changed is decided by the
//! digest of its bytes alone.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::raw::{Names, Raw, RawRecord};
use super::readers;
use super::resolve::Input;
use super::site_yaml::SiteSettings;
use super::source::{self, SourceFile, SourceKind};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::Body;

/// So many names that no file has any more are kept, at least: they take about
/// a hundred bytes each.
const OLD_NAMES: usize = 20_000;

/// A source as it was read.
#[derive(Clone, Debug)]
struct Stored {
    kind: SourceKind,
    /// Of all that was read for it: of a plain story, both files.
    digest: u128,
    /// Of the file's own bytes.
    bytes: u128,
    /// Where its Markdown text stands, if it has one.
    place: TextPlace,
    raw: Option<Arc<Raw>>,
    body: Option<Body>,
    settings: Option<Arc<SiteSettings>>,
    diagnostics: Vec<Diagnostic>,
}

/// Where to look for changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Everywhere.
    All,
    /// At some places; relative to the root, with `/`.
    At {
        /// Files, and folders with all files below them.
        paths: BTreeSet<String>,
        /// Folders where the names alone are looked at: of the files known
        /// below them, some may be gone.
        names_in: BTreeSet<String>,
    },
}

/// What a look found.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Files that came, went or have other bytes, in order of path.
    pub files: Vec<Arc<str>>,
    /// `site.yaml` is among them.
    pub settings: bool,
    /// What a file tells the record changed: matches, squads, profiles.
    pub record: bool,
    /// What a story, author or page says of itself changed, not only its text.
    pub stories: bool,
    /// The files whose Markdown text alone changed.
    pub prose: Vec<Arc<str>>,
    /// The files of which nothing changed but what they tell of matches, and
    /// their Markdown text. None of them is counted under `record` or
    /// `stories`.
    pub matches: Vec<Arc<str>>,
    /// Pictures and other files came, went or changed.
    pub assets: bool,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// A file that is kept from an earlier run: what its bytes, known by their
/// digest, were read as.
#[derive(Clone, Debug)]
pub struct Known {
    /// Digest of the bytes (of both files of a plain story).
    pub digest: u128,
    /// What was kept of the reading.
    pub reading: Reading,
}

/// What is kept of a file.
#[derive(Clone, Debug)]
pub enum Reading {
    /// All that it says.
    Whole(Arc<Raw>),
    /// No more than where its text stands.
    Text(TextPlace),
}

/// Where the Markdown text of a file stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPlace {
    /// From byte to byte; `None` for a file without one.
    pub bytes: Option<(u32, u32)>,
    /// Digest of the file without it.
    pub outside: u128,
}

/// The sources of a site.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    names: Names,
    /// How many names there were when everything had been read once.
    names_at_first: usize,
    files: BTreeMap<Arc<str>, Stored>,
    known: BTreeMap<Arc<str>, Known>,
    /// How many files were read that were not known from an earlier run.
    anew: AtomicUsize,
}

impl Store {
    /// A store that has not looked yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self::with_known(root, Names::new(), BTreeMap::new())
    }

    /// A store that has not looked yet, but knows what files of these digests
    /// say. `names` must be the table their symbols are of.
    pub fn with_known(root: impl Into<PathBuf>, names: Names, known: BTreeMap<Arc<str>, Known>) -> Self {
        Self { root: root.into(), names, names_at_first: 0, files: BTreeMap::new(), known, anew: AtomicUsize::new(0) }
    }

    /// The table of names.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Whether the table may hold mostly names that no file has any more. It
    /// never forgets one by itself, and a watch may see ever new ones.
    pub fn is_full_of_old_names(&self) -> bool {
        self.names.len() > 2 * self.names_at_first + OLD_NAMES
    }

    /// Reads everything again, into a new table of names.
    pub fn read_again(&mut self) -> io::Result<()> {
        let mut fresh = Self::new(&self.root);
        fresh.look(&Look::All)?;
        *self = fresh;
        Ok(())
    }

    /// Looks at the files and takes in what changed.
    pub fn look(&mut self, look: &Look) -> io::Result<Changes> {
        let is_first = self.files.is_empty();
        let places = self.places(look)?;
        let listed = match &places {
            None => source::list(&self.root, "content")?,
            Some(places) => self.listed(places)?,
        };
        let known: Vec<&Arc<str>> = match &places {
            None => self.files.keys().collect(),
            Some(places) => places.iter().flat_map(|path| self.at_or_below(path)).collect(),
        };
        let gone: Vec<Arc<str>> =
            known.into_iter().filter(|path| listed.binary_search(path).is_err()).cloned().collect();
        let read: Vec<io::Result<Option<Stored>>> =
            listed.par_iter().with_min_len(16).with_max_len(32).map(|path| self.read(path)).collect();
        let mut changes = Changes::default();
        for path in gone {
            if let Some(old) = self.files.remove(&path) {
                changes.note(&path, Some(&old), None);
            }
        }
        for (path, item) in listed.into_iter().zip(read) {
            let Some(new) = item? else {
                if let Some(old) = self.files.remove(&path) {
                    changes.note(&path, Some(&old), None);
                }
                continue;
            };
            let old = self.files.get(&path);
            if old.is_none_or(|old| old.digest != new.digest || old.kind != new.kind) {
                changes.note(&path, old, Some(&new));
                self.files.insert(path, new);
            }
        }
        if is_first {
            self.names_at_first = self.names.len();
        }
        changes.files.sort();
        changes.files.dedup();
        Ok(changes)
    }

    /// The files known at a path or below it.
    fn at_or_below<'s>(&'s self, path: &str) -> impl Iterator<Item = &'s Arc<str>> + use<'s> {
        let folder = format!("{path}/");
        let itself = self.files.get_key_value(path).map(|(path, _)| path);
        let from = (Bound::Included(folder.as_str()), Bound::Unbounded);
        let below = self.files.range::<str, _>(from).map(|(path, _)| path);
        itself.into_iter().chain(below.take_while(move |path| path.starts_with(&folder)))
    }

    /// The files known below a folder that are not there any more, as far as
    /// the names in the folder tell.
    fn missing_in(&self, folder: &str) -> io::Result<Vec<&Arc<str>>> {
        let mut missing: Vec<&Arc<str>> = self.at_or_below(folder).collect();
        // A hidden folder, which nobody has to let touchline read.
        if missing.is_empty() {
            return Ok(missing);
        }
        let names = source::names_in(&self.root, folder)?;
        missing.retain(|path| {
            let inside = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            inside.and_then(|inside| inside.split('/').next()).is_some_and(|name| !names.contains(name))
        });
        Ok(missing)
    }

    /// The files and folders that a look is at; `None` if that is everywhere.
    fn places(&self, look: &Look) -> io::Result<Option<BTreeSet<String>>> {
        let Look::At { paths, names_in } = look else { return Ok(None) };
        let mut places = paths.clone();
        for folder in names_in {
            places.extend(self.missing_in(folder)?.iter().map(ToString::to_string));
        }
        places.retain(|path| !path.split('/').any(source::is_ignored) && is_at_or_below(path, "content"));
        // A plain story is made of two files: either means the other.
        let others: Vec<String> = places.iter().flat_map(|path| partners(path)).collect();
        places.extend(others);
        Ok(Some(places))
    }

    /// The files that are at these places, in order of path.
    fn listed(&self, places: &BTreeSet<String>) -> io::Result<Vec<Arc<str>>> {
        let mut listed = BTreeSet::new();
        for place in places {
            listed.extend(source::list(&self.root, place)?);
        }
        Ok(listed.into_iter().collect())
    }

    /// Reads a file that is listed. `None` if it vanished since.
    fn read(&self, path: &Arc<str>) -> io::Result<Option<Stored>> {
        let kind = SourceKind::of(path);
        let mut stored = Stored {
            kind,
            digest: 0,
            bytes: 0,
            place: TextPlace::default(),
            raw: None,
            body: None,
            settings: None,
            diagnostics: Vec::new(),
        };
        let Some(file) = source::read(&self.root, path)? else { return Ok(None) };
        stored.digest = file.digest;
        (stored.bytes, stored.place.outside) = (file.digest, file.digest);
        let same = |digest| self.files.get(path).is_some_and(|old| old.digest == digest);
        let mut keys = None;
        match kind {
            SourceKind::Site if !same(stored.digest) => {
                let (settings, diagnostics) = readers::read_site(&file);
                stored.settings = settings.map(Arc::new);
                stored.diagnostics = diagnostics;
                return Ok(Some(stored));
            }
            SourceKind::PlainStory => {
                for other in partners(path) {
                    keys = source::read(&self.root, &other.into())?;
                    if let Some(keys) = &keys {
                        stored.digest ^= keys.digest.rotate_left(1);
                        break;
                    }
                }
            }
            SourceKind::PlainStoryKeys => {
                // Read with the story; alone they are of no use.
                if !partners(path).iter().any(|p| self.root.join(p).is_file()) {
                    stored.digest ^= 1;
                    stored.diagnostics.push(lonely_keys(path));
                }
                return Ok(Some(stored));
            }
            _ => {}
        }
        if same(stored.digest) {
            return Ok(Some(stored));
        }
        if let Some(known) = self.known.get(path).filter(|k| k.digest == stored.digest) {
            match &known.reading {
                Reading::Whole(raw) => {
                    stored.raw = Some(Arc::clone(raw));
                    let bytes = readers::part_of(raw);
                    stored.body = bytes.and_then(|part| readers::body_again(&file, part));
                    stored.place = TextPlace { bytes, outside: outside(&file, stored.body.as_ref()) };
                }
                Reading::Text(place) => {
                    stored.body = place.bytes.and_then(|part| readers::body_again(&file, part));
                    stored.place = *place;
                }
            }
            return Ok(Some(stored));
        }
        let reading = readers::read(&file, keys.as_ref(), &self.names);
        stored.raw = reading.raw.map(Arc::new);
        stored.body = reading.body;
        stored.diagnostics = reading.diagnostics;
        if kind != SourceKind::PlainStory {
            let bytes = stored.raw.as_deref().and_then(readers::part_of);
            stored.place = TextPlace { bytes, outside: outside(&file, stored.body.as_ref()) };
        }
        self.anew.fetch_add(1, Ordering::Relaxed);
        Ok(Some(stored))
    }

    /// What all files say, in order of path.
    pub fn inputs(&self) -> Vec<Input> {
        self.files
            .iter()
            .filter_map(|(path, s)| {
                Some(Input { path: Arc::clone(path), raw: Arc::clone(s.raw.as_ref()?), body: s.body.clone() })
            })
            .collect()
    }

    /// What all files say, in order of path.
    pub fn raws(&self) -> impl Iterator<Item = &Raw> {
        self.files.values().filter_map(|s| s.raw.as_deref())
    }

    /// What a file says.
    pub fn input(&self, path: &str) -> Option<Input> {
        let (path, s) = self.files.get_key_value(path)?;
        Some(Input { path: Arc::clone(path), raw: Arc::clone(s.raw.as_ref()?), body: s.body.clone() })
    }

    /// The Markdown text of a file.
    pub fn body(&self, path: &str) -> Option<&Body> {
        self.files.get(path)?.body.as_ref()
    }

    /// The site's settings; `None` without a sound `site.yaml`.
    pub fn settings(&self) -> Option<&Arc<SiteSettings>> {
        self.files.values().find_map(|s| s.settings.as_ref())
    }

    /// Whether there is a `site.yaml`.
    pub fn has_site_file(&self) -> bool {
        self.files.values().any(|s| s.kind == SourceKind::Site)
    }

    /// What the readers found wrong, in order of path.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.values().flat_map(|s| &s.diagnostics)
    }

    /// The files that texts may show, in order of path.
    pub fn assets(&self) -> impl Iterator<Item = (&Arc<str>, u128)> {
        self.files.iter().filter(|(_, s)| s.kind == SourceKind::Asset).map(|(p, s)| (p, s.digest))
    }

    /// The digest of a file's bytes.
    pub fn digest_of(&self, path: &str) -> Option<u128> {
        self.files.get(path).map(|s| s.bytes)
    }

    /// What to keep for a later run: what all files without a diagnostic say,
    /// each with the digest of its bytes.
    pub fn known(&self) -> impl Iterator<Item = (&Arc<str>, u128, &Arc<Raw>)> {
        self.kept().filter_map(|(path, s)| Some((path, s.digest, s.raw.as_ref()?)))
    }

    fn kept(&self) -> impl Iterator<Item = (&Arc<str>, &Stored)> {
        // The text of a plain story is made, not cut out of its file.
        self.files.iter().filter(|(_, s)| s.diagnostics.is_empty() && s.kind != SourceKind::PlainStory)
    }

    /// Of the same files, where their texts stand.
    pub fn text_places(&self) -> impl Iterator<Item = (&Arc<str>, u128, TextPlace)> {
        self.kept().filter(|(_, s)| s.kind.is_parsed()).map(|(path, s)| (path, s.digest, s.place))
    }

    /// Lets go of what the files say, and keeps no more than their texts.
    pub fn let_go(&mut self) {
        self.known = BTreeMap::new();
        self.files.values_mut().for_each(|s| s.raw = None);
    }

    /// How many files were read that were not known from an earlier run.
    pub fn read_anew(&self) -> usize {
        self.anew.load(Ordering::Relaxed)
    }

    /// A digest of all sources.
    pub fn digest(&self) -> u128 {
        digest_of(self.files.iter().map(|(path, s)| (path, s.bytes)))
    }

    /// A digest of all sources but for the Markdown texts of stories.
    pub fn digest_without_stories(&self) -> u128 {
        let of = |s: &Stored| if s.kind == SourceKind::Story { s.place.outside } else { s.bytes };
        digest_of(self.files.iter().map(|(path, s)| (path, of(s))))
    }

    /// What [`Store::digest`] would be after a look at everything.
    pub fn digest_on_disk(root: &Path) -> io::Result<u128> {
        let listed = source::list(root, "content")?;
        let read: Vec<io::Result<Option<u128>>> = listed
            .par_iter()
            .with_min_len(16)
            .map(|path| Ok(source::read(root, path)?.map(|file| file.digest)))
            .collect();
        let mut found = Vec::with_capacity(listed.len());
        for (path, digest) in listed.iter().zip(read) {
            found.extend(digest?.map(|digest| (path, digest)));
        }
        Ok(digest_of(found.into_iter()))
    }

    /// How many sources there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The root of the site.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

impl Changes {
    fn note(&mut self, path: &Arc<str>, old: Option<&Stored>, new: Option<&Stored>) {
        self.files.push(Arc::clone(path));
        let Some(kind) = new.or(old).map(|s| s.kind) else { return };
        match kind {
            SourceKind::Site => self.settings = true,
            SourceKind::Asset => self.assets = true,
            SourceKind::Stray | SourceKind::PlainStoryKeys => {}
            _ => self.note_raw(path, kind, old, new),
        }
    }

    fn note_raw(&mut self, path: &Arc<str>, kind: SourceKind, old: Option<&Stored>, new: Option<&Stored>) {
        let (was, is) = (old.and_then(|s| s.raw.as_ref()), new.and_then(|s| s.raw.as_ref()));
        let texts = |s: Option<&Stored>| s.is_some_and(|s| s.body.is_some());
        let clean = |s: Option<&Stored>| s.is_some_and(|s| s.diagnostics.is_empty());
        if let (Some(was), Some(is)) = (was, is)
            && texts(old)
            && texts(new)
            && clean(old)
            && clean(new)
            && same_but_body(was, is)
        {
            self.prose.push(Arc::clone(path));
            return;
        }
        if let (Some(was), Some(is)) = (was, is)
            && same_but_matches(was, is)
        {
            self.matches.push(Arc::clone(path));
            return;
        }
        match kind {
            SourceKind::Story | SourceKind::PlainStory => {
                self.stories = true;
                self.record |= told_of(was) != told_of(is);
            }
            SourceKind::Author | SourceKind::Page => self.stories = true,
            _ => self.record = true,
        }
    }
}

/// What a story tells the record, and whether it may: `None` if it has nothing
/// to tell.
fn told_of(raw: Option<&Arc<Raw>>) -> Option<(&RawRecord, &[String], bool)> {
    match raw.map(|raw| &**raw) {
        Some(Raw::Story(s)) if !(s.record.matches.is_empty() && s.people.is_empty()) => {
            Some((&s.record, &s.people, s.draft))
        }
        _ => None,
    }
}

fn digest_of<'p>(files: impl Iterator<Item = (&'p Arc<str>, u128)>) -> u128 {
    let mut hash = Xxh3::new();
    for (path, digest) in files {
        hash.update(&(path.len() as u32).to_le_bytes());
        hash.update(path.as_bytes());
        hash.update(&digest.to_le_bytes());
    }
    hash.digest128()
}

/// The digest of a file's bytes without those of its Markdown text.
fn outside(file: &SourceFile, body: Option<&Body>) -> u128 {
    let Some(body) = body else { return file.digest };
    let start = body.offset as usize;
    let (Some(before), Some(after)) = (file.bytes.get(..start), file.bytes.get(start + body.text.len()..)) else {
        return file.digest;
    };
    let mut hash = Xxh3::new();
    hash.update(&(start as u64).to_le_bytes());
    hash.update(before);
    hash.update(after);
    hash.digest128()
}

/// Whether two readings differ at most in what they tell the record, and in
/// where the body stands.
fn same_but_matches(a: &Raw, b: &Raw) -> bool {
    match (a, b) {
        (Raw::Record(a, _), Raw::Record(b, _)) => a == b,
        (Raw::Story(a), Raw::Story(b)) => {
            let mut a = (**a).clone();
            a.record.clone_from(&b.record);
            a.body = b.body;
            a.text.clone_from(&b.text);
            a == **b
        }
        _ => false,
    }
}

/// Whether two readings differ at most in where the body stands.
fn same_but_body(a: &Raw, b: &Raw) -> bool {
    match (a, b) {
        (Raw::Story(a), Raw::Story(b)) => {
            let mut a = (**a).clone();
            a.body = b.body;
            a.text.clone_from(&b.text);
            a == **b
        }
        (Raw::Page(a), Raw::Page(b)) => {
            let mut a = (**a).clone();
            a.body = b.body;
            a == **b
        }
        _ => false,
    }
}

/// Whether a path is the given one or below it.
fn is_at_or_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The files that make up a plain story together with this one.
fn partners(path: &str) -> Vec<String> {
    match SourceKind::of(path) {
        SourceKind::PlainStory => {
            let stem = path.strip_suffix(".txt").unwrap_or(path);
            vec![format!("{stem}.yaml"), format!("{stem}.yml")]
        }
        SourceKind::PlainStoryKeys => {
            let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
            vec![format!("{stem}.txt")]
        }
        _ => Vec::new(),
    }
}

fn lonely_keys(path: &Arc<str>) -> Diagnostic {
    Diagnostic::warning("W0110", "these keys belong to no story").at(Place::file(path)).help(
        "a `.yaml` file in content/stories/ holds the keys of the `.txt` file of the same name; \
         records of matches go into content/record/",
    )
}
