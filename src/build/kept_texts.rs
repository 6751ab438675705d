//! What texts name, kept for the next run.
//!
//! In and out: for each text what it names, with the key that tells whether
//! that is still so, in files below `.touchline/cache/texts/`, dealt out as the
//! sources are ([`super::kept`]). Never links anything.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use super::cache;
use super::kept::{MOST, share_of, shares};
use super::linking::{Key, Links};
use super::state::STATE_FOLDER;
use crate::link::Stored;

/// What texts name, by their file.
pub(super) type Texts = FxHashMap<Arc<str>, (Key, Stored)>;

/// What each of the files holds, in a number; none where there is none.
pub(super) type Standing = Vec<Option<u64>>;

fn share_file(root: &Path, number: usize) -> PathBuf {
    root.join(STATE_FOLDER).join("cache").join("texts").join(format!("{number:02}"))
}

/// What the last run kept of a site.
pub(super) fn load(root: &Path) -> (Texts, Standing) {
    type Share = (u32, Vec<(Arc<str>, Key, Stored)>);
    let read = |number| cache::load::<Share>(&share_file(root, number));
    let first = read(0);
    let count = first.as_ref().map_or(0, |(count, _)| *count as usize).min(MOST);
    let mut found: Vec<Option<Share>> = vec![first];
    found.par_extend((1..count).into_par_iter().map(read));
    let mut texts = Texts::default();
    let mut standing = Standing::new();
    for share in found.into_iter().take(count) {
        let share = share.filter(|(dealt, _)| *dealt as usize == count);
        standing.push(share.as_ref().map(|(_, share)| mark(share.iter().map(|(path, key, _)| (&**path, key)))));
        texts.extend(share.into_iter().flat_map(|(_, share)| share).map(|(path, key, text)| (path, (key, text))));
    }
    (texts, standing)
}

/// Keeps what texts name.
pub(super) fn save(root: &Path, links: &Links, standing: &Standing) {
    let mut keys: Vec<(&Arc<str>, &Key)> = links.keys().collect();
    keys.sort_unstable();
    let count = shares(keys.len(), standing.len());
    let mut dealt: Vec<Vec<(&Arc<str>, &Key)>> = vec![Vec::new(); count];
    for (path, key) in keys {
        dealt[share_of(path, count)].push((path, key));
    }
    dealt.par_iter().enumerate().for_each(|(number, texts)| {
        let now = mark(texts.iter().map(|(path, key)| (&***path, *key)));
        if count != standing.len() || standing[number] != Some(now) {
            let stored = texts.iter().filter_map(|(path, key)| Some((*path, *key, links.stored(path)?)));
            cache::save(&share_file(root, number), &(count as u32, stored.collect::<Vec<_>>()));
        }
    });
    for number in count..MOST {
        if std::fs::remove_file(share_file(root, number)).is_err() {
            break;
        }
    }
}

/// What a file holds, in a number: it need not be written if that is the same.
fn mark<'s>(texts: impl Iterator<Item = (&'s str, &'s Key)>) -> u64 {
    let mut hash = Xxh3::new();
    for (path, (text, names, scope)) in texts {
        hash.update(&(path.len() as u32).to_le_bytes());
        hash.update(path.as_bytes());
        hash.update(&text.to_le_bytes());
        hash.update(&names.to_le_bytes());
        hash.update(&scope.to_le_bytes());
    }
    hash.digest()
}
