//! What a run has read, kept for the next one.
//!
//! In and out: for each source, by the digest of its bytes, what it says, in
//! files below `.touchline/cache/`. Sources are dealt out to a number of files
//! by their paths, so that a run after an edit reads them side by side and
//! writes only those that hold something new.
//!
//! Raw values name by number, and the numbers are those of one table. The
//! table only ever grows, and is a file of its own; each other file says how
//! many names it was written with and bears their digest. A file that belongs
//! to another table is therefore as good as none, whatever order files were
//! written or lost in. Never decides whether a source is still the same: that
//! is a question of digests, for who asks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::cache;
use super::state::STATE_FOLDER;
use crate::content::raw::{Names, Raw};
use crate::content::store::{Known, Reading, Store};

/// How many sources a file holds, roughly, and how many files there are at
/// most.
const SHARE: usize = 64;
pub(super) const MOST: usize = 64;

/// What an earlier run kept.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The names that raw values refer to.
    pub(super) names: Names,
    /// What sources say.
    pub(super) known: BTreeMap<Arc<str>, Known>,
    /// How the files are, to write only what differs.
    standing: Standing,
}

/// What sources say, and the table of the names in it.
pub(super) type Read = (Names, BTreeMap<Arc<str>, Known>);

/// The files as they are on the disk.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// How many names the table's file holds, and how many it held when it was
    /// new.
    names: usize,
    first: u32,
    /// What the other files hold, in their order: [`mark`].
    shares: Vec<u64>,
}

/// The table of names.
#[derive(Serialize, Deserialize)]
struct Table<N> {
    /// Among how many files the sources are dealt out.
    shares: u32,
    /// How many names there were when the table was new.
    first: u32,
    names: Vec<N>,
}

/// One of the files.
#[derive(Serialize, Deserialize)]
struct Share<S> {
    /// The names it was written with: how many, and their digest.
    names: (u32, u128),
    sources: Vec<S>,
}

/// A source, as it is read back.
#[derive(Deserialize)]
struct Source {
    path: Arc<str>,
    digest: u128,
    raw: Raw,
}

/// The same, as it is written.
#[derive(Serialize)]
struct Lent<'a> {
    path: &'a str,
    digest: u128,
    raw: &'a Raw,
}

fn folder(root: &Path) -> PathBuf {
    root.join(STATE_FOLDER).join("cache")
}

fn share_file(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("sources-{number:02}"))
}

/// Among how many files so many entries are dealt out, where they were dealt
/// out among `before`. Dealing anew means writing all of them: not for every
/// entry that comes.
pub(super) fn shares(entries: usize, before: usize) -> usize {
    let wanted = entries.div_ceil(SHARE).clamp(1, MOST);
    if before < wanted.div_ceil(2) || before > 2 * wanted { wanted } else { before }
}

/// The file that a source belongs to.
pub(super) fn share_of(path: &str, shares: usize) -> usize {
    (xxh3_64(path.as_bytes()) % shares as u64) as usize
}

impl Kept {
    /// What the last run kept of a site; nothing if there is nothing that can
    /// be trusted.
    pub(super) fn load(root: &Path) -> Self {
        Self::read(&folder(root)).unwrap_or_default()
    }

    fn read(folder: &Path) -> Option<Self> {
        let table: Table<String> = cache::load(&folder.join("names"))?;
        let count = table.shares as usize;
        // Names of what was written over long ago stay in the table. When
        // they are the greater part, it is time for a new one.
        if !(1..=MOST).contains(&count) || table.names.len() > 2 * table.first as usize + 4096 {
            return None;
        }
        let read = |number| cache::load::<Share<Source>>(&share_file(folder, number));
        let (names, shares) = rayon::join(
            || {
                let names = Names::new();
                let whole = table.names.iter().enumerate().all(|(number, name)| {
                    // A name that is in the table twice would move all after it.
                    lasso::Key::into_usize(names.get_or_intern(name)) == number
                });
                whole.then_some(names)
            },
            || (0..count).into_par_iter().map(read).collect::<Vec<_>>(),
        );
        let names = names?;
        let digests =
            digests(table.names.iter().map(String::as_str), shares.iter().flatten().map(|share| share.names.0));
        let mut kept = Self { names, ..Self::default() };
        kept.standing = Standing { names: table.names.len(), first: table.first, shares: vec![0; count] };
        for (number, share) in shares.into_iter().enumerate() {
            let Some(share) = share.filter(|share| digests.get(&share.names.0) == Some(&share.names.1)) else {
                continue;
            };
            kept.standing.shares[number] = mark(share.sources.iter().map(|s| (&*s.path, s.digest)));
            for Source { path, digest, raw } in share.sources {
                kept.known.insert(path, Known { digest, reading: Reading::Whole(Arc::new(raw)) });
            }
        }
        Some(kept)
    }

    /// What is needed of this to write again.
    pub(super) fn into_parts(self) -> (Read, Standing) {
        ((self.names, self.known), self.standing)
    }
}

/// Keeps what a store has read.
pub(super) fn save(root: &Path, store: &Store, standing: &Standing) {
    let folder = folder(root);
    let count = shares(store.known().count(), standing.shares.len());
    let mut dealt: Vec<Vec<Lent<'_>>> = Vec::new();
    dealt.resize_with(count, Vec::new);
    for (path, digest, raw) in store.known() {
        dealt[share_of(path, count)].push(Lent { path, digest, raw });
    }
    let mut names: Vec<&str> = vec![""; store.names().len()];
    for (number, name) in store.names().iter() {
        if let Some(place) = names.get_mut(lasso::Key::into_usize(number)) {
            *place = name;
        }
    }
    let all = names.len() as u32;
    if names.len() != standing.names || count != standing.shares.len() {
        let first = if standing.names == 0 { all } else { standing.first };
        // The table comes first: with the old one, the others would be lost.
        if !cache::save(&folder.join("names"), &Table { shares: count as u32, first, names: names.clone() }) {
            return;
        }
    }
    let digest = digests(names.iter().copied(), [all])[&all];
    dealt.into_par_iter().enumerate().for_each(|(number, sources)| {
        let now = mark(sources.iter().map(|source| (source.path, source.digest)));
        if count != standing.shares.len() || now != standing.shares[number] {
            cache::save(&share_file(&folder, number), &Share { names: (all, digest), sources });
        }
    });
    remove_others(&folder, count);
}

/// What a file holds, in a number: it need not be written if that is the same.
fn mark<'s>(sources: impl Iterator<Item = (&'s str, u128)>) -> u64 {
    let mut hash = Xxh3::new();
    for (path, digest) in sources {
        hash.update(&(path.len() as u32).to_le_bytes());
        hash.update(path.as_bytes());
        hash.update(&digest.to_le_bytes());
    }
    // 0 stands for a file that is not there.
    hash.digest() | 1
}

/// The digests of the first so many names.
fn digests<'n>(names: impl Iterator<Item = &'n str>, counts: impl IntoIterator<Item = u32>) -> FxHashMap<u32, u128> {
    let mut found: FxHashMap<u32, u128> = counts.into_iter().map(|count| (count, 0)).collect();
    let mut hash = Xxh3::new();
    let mut done = 0;
    let mut take = |done: u32, hash: &Xxh3| {
        if let Some(digest) = found.get_mut(&done) {
            *digest = hash.digest128();
        }
    };
    take(done, &hash);
    for name in names {
        hash.update(&(name.len() as u32).to_le_bytes());
        hash.update(name.as_bytes());
        done += 1;
        take(done, &hash);
    }
    // More names than there are have no digest.
    found.retain(|count, _| *count <= done);
    found
}

/// Removes what killed runs and a time with more sources left.
fn remove_others(folder: &Path, shares: usize) {
    let Ok(listing) = fs::read_dir(folder) else { return };
    for entry in listing.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let number = name.strip_prefix("sources-").and_then(|number| number.parse::<usize>().ok());
        if entry.path().is_file() && name != "names" && number.is_none_or(|number| number >= shares) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
