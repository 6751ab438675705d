//! What is to be done to a host, in which order.
//!
//! In: the files that are to be there, what is known of those that are there.
//! Out: steps in phases. Pure: never touches a host or a file.
//!
//! The order is the safety: see the module above.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::class::{Class, steers_server, twin_of};
use super::digest::Digest;
use super::manifest::Entry;
use super::prepare::LocalFile;
use super::transport::Powers;

/// A file on the host, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Touchline put it there.
    pub ours: bool,
    /// What it is, if that is certain.
    pub entry: Option<Entry>,
}

/// All files on the host, by path.
pub type Standings = BTreeMap<String, Standing>;

/// One after the other; within a phase the order does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Deletes files that stand where a folder must be, or the other way round.
    Clear,
    /// Assets that were not there: nothing links to them yet.
    NewAssets,
    /// Assets with other bytes, which may name new ones.
    ChangedAssets,
    /// Pages, lists and feeds that were not there: they link to one another,
    /// and nothing that can be reached links to them yet.
    NewPages,
    /// Pages with other bytes, which link to new ones.
    ChangedPages,
    /// Lists and feeds with other bytes.
    Lists,
    /// The home page.
    Home,
    /// Files that a server answers with in place of others, and that lead by
    /// what they say to files that go: compressed twins of pages that stay,
    /// rules of redirects.
    Stale,
    /// Files that nothing links to any more.
    Deletions,
}

impl Phase {
    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clear => "making way",
            Self::NewAssets => "new assets",
            Self::ChangedAssets => "changed assets",
            Self::NewPages => "new pages",
            Self::ChangedPages => "changed pages",
            Self::Lists => "lists and feeds",
            Self::Home => "home page",
            Self::Stale => "stale forms",
            Self::Deletions => "deletions",
        }
    }
}

/// One step; numbers are indices of the files that are to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send a file.
    Put(usize),
    /// Make a file out of one on the host that has the same bytes and headers.
    Copy {
        /// The file on the host.
        from: String,
        /// The file that is to be.
        to: usize,
    },
    /// Delete a file.
    Delete(String),
}

/// All steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In order. Only phases with steps.
    pub phases: Vec<(Phase, Vec<Step>)>,
    /// Files that are not there yet.
    pub new: Vec<usize>,
    /// Files that are there with other bytes or headers.
    pub changed: Vec<usize>,
    /// Files that are there as they are to be.
    pub unchanged: usize,
    /// Files that are to be deleted.
    pub deleted: Vec<String>,
    /// Of the changed ones, those that touchline did not put there.
    pub strangers: Vec<String>,
    /// Files on the host that touchline did not put there, and leaves.
    pub kept: usize,
    /// How many of touchline's files are on the host.
    pub ours: usize,
    /// Bytes to send.
    pub bytes: u64,
}

impl Plan {
    /// Whether there is anything to do.
    pub fn is_empty(&self) -> bool {
        self.phases.is_empty()
    }

    /// Compares what is to be with what is.
    pub fn new(files: &[LocalFile], standing: &Standings, powers: Powers) -> Self {
        let mut plan = Self { ours: standing.values().filter(|file| file.ours).count(), ..Self::default() };
        let wanted: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let mut same: BTreeSet<&str> = BTreeSet::new();
        for (i, file) in files.iter().enumerate() {
            match standing.get(&file.path) {
                None => plan.new.push(i),
                Some(there) if there.entry.as_ref().is_some_and(|entry| is_same(entry, file, powers)) => {
                    plan.unchanged += 1;
                    same.insert(&file.path);
                }
                Some(there) => {
                    plan.changed.push(i);
                    if !there.ours {
                        plan.strangers.push(file.path.clone());
                    }
                }
            }
        }
        for (path, there) in standing {
            match (wanted.contains(path.as_str()), there.ours) {
                (true, _) => {}
                (false, true) => plan.deleted.push(path.clone()),
                (false, false) => plan.kept += 1,
            }
        }
        let sources = if powers.copies { sources(standing, &same, &wanted) } else { HashMap::new() };
        let blocking = if powers.folders { blocking(&plan, files, standing) } else { BTreeSet::new() };
        plan.order(files, standing, powers, &sources, &blocking, &wanted);
        plan
    }

    fn order(
        &mut self,
        files: &[LocalFile],
        standing: &Standings,
        powers: Powers,
        sources: &HashMap<Key<'_>, &str>,
        blocking: &BTreeSet<String>,
        wanted: &BTreeSet<&str>,
    ) {
        let mut phases: BTreeMap<Phase, Vec<Step>> = BTreeMap::new();
        let new = self.new.iter().map(|i| (*i, true));
        let changed = self.changed.iter().map(|i| (*i, false));
        for (i, is_new) in new.chain(changed) {
            let file = &files[i];
            // A new twin of a page that is there is served in its place at
            // once, and so are new rules for all pages.
            let is_new = is_new
                && !steers_server(&file.path)
                && twin_of(&file.path).is_none_or(|original| !standing.contains_key(original));
            let phase = match (file.class, is_new) {
                (Class::Asset, true) => Phase::NewAssets,
                (Class::Asset, false) => Phase::ChangedAssets,
                // Without a home page nothing is reached from it.
                (Class::Home, _) => Phase::Home,
                (Class::Page | Class::List, true) => Phase::NewPages,
                (Class::Page, false) => Phase::ChangedPages,
                (Class::List, false) => Phase::Lists,
            };
            let headers = if powers.headers { file.headers.stamp() } else { String::new() };
            // A source that stands in the way is gone before it is needed.
            let from = sources.get(&(file.digest, headers.as_str())).filter(|from| !blocking.contains(**from));
            let step = if let Some(from) = from {
                Step::Copy { from: (*from).to_owned(), to: i }
            } else {
                self.bytes += file.size;
                Step::Put(i)
            };
            phases.entry(phase).or_default().push(step);
        }
        for path in &self.deleted {
            let phase = if blocking.contains(path) {
                Phase::Clear
            } else if steers_server(path) || twin_of(path).is_some_and(|original| wanted.contains(original)) {
                Phase::Stale
            } else {
                Phase::Deletions
            };
            phases.entry(phase).or_default().push(Step::Delete(path.clone()));
        }
        self.phases = phases.into_iter().collect();
    }

    /// Whether so many files would be deleted that somebody should have a look
    /// first: more than this part of a hundred of those that are ours.
    pub fn deletes_more_than(&self, percent: u8) -> bool {
        self.deleted.len() * 100 > self.ours * usize::from(percent)
    }
}

fn is_same(entry: &Entry, file: &LocalFile, powers: Powers) -> bool {
    entry.digest == file.digest && (!powers.headers || entry.headers == file.headers.stamp())
}

type Key<'a> = (Digest, &'a str);

/// Files on the host that others can be made of: those that stay as they are
/// to the end of the run, or go only in its last phase.
fn sources<'a>(standing: &'a Standings, same: &BTreeSet<&str>, wanted: &BTreeSet<&str>) -> HashMap<Key<'a>, &'a str> {
    let mut sources = HashMap::new();
    for (path, there) in standing {
        let stays = same.contains(path.as_str()) || !wanted.contains(path.as_str());
        // What others put there, they may take away at any time.
        if let Some(entry) = there.entry.as_ref().filter(|_| stays && there.ours) {
            sources.entry((entry.digest, entry.headers.as_str())).or_insert(path.as_str());
        }
    }
    sources
}

/// Files of ours that must go before a new one can come: `a` before `a/b`, and
/// all of `a/…` before `a`.
fn blocking(plan: &Plan, files: &[LocalFile], standing: &Standings) -> BTreeSet<String> {
    let mut blocking = BTreeSet::new();
    let goes = |path: &str| plan.deleted.binary_search_by(|deleted| deleted.as_str().cmp(path)).is_ok();
    for &i in &plan.new {
        let path = files[i].path.as_str();
        for (slash, _) in path.match_indices('/') {
            if goes(&path[..slash]) {
                blocking.insert(path[..slash].to_owned());
            }
        }
        let below = format!("{path}/");
        let inside = standing.range(below.clone()..).take_while(|(other, _)| other.starts_with(&below));
        blocking.extend(inside.map(|(other, _)| other.clone()).filter(|other| goes(other)));
    }
    blocking
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
