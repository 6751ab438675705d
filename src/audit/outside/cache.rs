//! What earlier runs found of outside links.
//!
//! In: verdicts with the time. Out: those that are still to be believed: a
//! good link for a week, one whose host keeps link checks out for a day; what
//! was broken is asked for again each time. Kept in
//! `.touchline/outside-links.json`, which may be deleted at any time; a file
//! that cannot be understood counts as none.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::build::state;

/// A good link is believed for so long.
const GOOD: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A host that keeps link checks out is left in peace for so long.
const BLOCKED: SignedDuration = SignedDuration::from_hours(24);

/// The form of the file; another is not read.
const VERSION: u32 = 1;

#[derive(Default, Serialize, Deserialize)]
struct Stored {
    version: u32,
    links: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    asked: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    blocked: Option<String>,
}

impl Entry {
    fn is_believed(&self, now: Timestamp) -> bool {
        let term = if self.blocked.is_some() { BLOCKED } else { GOOD };
        // What was asked in the future was asked by a wrong clock.
        let age = now.duration_since(self.asked);
        !age.is_negative() && age < term
    }
}

/// Verdicts of earlier runs.
#[derive(Debug)]
pub struct Cache {
    root: PathBuf,
    links: BTreeMap<String, Entry>,
}

impl Cache {
    /// The cache of a site.
    pub fn open(root: &Path) -> Self {
        let stored = fs::read(path(root)).ok().and_then(|bytes| serde_json::from_slice::<Stored>(&bytes).ok());
        let links = stored.filter(|stored| stored.version == VERSION).map(|stored| stored.links).unwrap_or_default();
        Self { root: root.to_owned(), links }
    }

    /// What is still to be believed of an address.
    pub(super) fn known(&self, url: &str, now: Timestamp) -> Option<Verdict> {
        let entry = self.links.get(url).filter(|entry| entry.is_believed(now))?;
        Some(match &entry.blocked {
            Some(why) => Verdict::Blocked(why.clone()),
            None => Verdict::Good { moved: entry.moved.clone() },
        })
    }

    /// Takes down what was found.
    pub(super) fn note(&mut self, url: &str, verdict: &Verdict, now: Timestamp) {
        let entry = match verdict {
            Verdict::Good { moved } => Entry { asked: now, moved: moved.clone(), blocked: None },
            Verdict::Blocked(why) => Entry { asked: now, moved: None, blocked: Some(why.clone()) },
            Verdict::Broken(_) | Verdict::Doubtful(_) => {
                self.links.remove(url);
                return;
            }
        };
        self.links.insert(url.to_owned(), entry);
    }

    /// Forgets what is no longer to be believed.
    pub fn forget(&mut self, now: Timestamp) {
        self.links.retain(|_, entry| entry.is_believed(now));
    }

    /// Writes all down.
    pub fn save(&self) -> io::Result<()> {
        state::make_folder(&self.root, &self.root.join(state::STATE_FOLDER))?;
        let stored = Stored { version: VERSION, links: self.links.clone() };
        let mut text = serde_json::to_vec_pretty(&stored)?;
        text.push(b'\n');
        let path = path(&self.root);
        let new = path.with_extension("json.new");
        fs::write(&new, text)?;
        fs::rename(&new, &path)
    }
}

fn path(root: &Path) -> PathBuf {
    root.join(state::STATE_FOLDER).join("outside-links.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_believed_for_its_time() {
        let dir = tempfile::tempdir().unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let mut cache = Cache::open(dir.path());
        let then = at("2026-01-01T00:00Z");
        cache.note("http://a/", &Verdict::Good { moved: Some("http://b/".into()) }, then);
        cache.note("http://c/", &Verdict::Blocked("no".into()), then);
        cache.note("http://d/", &Verdict::Broken("gone".into()), then);
        cache.save().unwrap();
        let mut cache = Cache::open(dir.path());
        let good = Some(Verdict::Good { moved: Some("http://b/".into()) });
        assert_eq!(cache.known("http://a/", at("2026-01-07T23:00Z")), good);
        assert_eq!(cache.known("http://a/", at("2026-01-08T00:00Z")), None);
        assert_eq!(cache.known("http://a/", at("2025-12-31T00:00Z")), None, "from the future");
        assert_eq!(cache.known("http://c/", at("2026-01-01T23:00Z")), Some(Verdict::Blocked("no".into())));
        assert_eq!(cache.known("http://c/", at("2026-01-02T00:00Z")), None);
        assert_eq!(cache.known("http://d/", then), None);
        cache.note("http://a/", &Verdict::Broken("gone".into()), then);
        assert_eq!(cache.known("http://a/", then), None);
        cache.forget(at("2026-02-01T00:00Z"));
        assert!(cache.links.is_empty());
        assert_eq!(fs::read_to_string(dir.path().join(".touchline/.gitignore")).unwrap(), "*\n");
        fs::write(path(dir.path()), "{").unwrap();
        assert!(Cache::open(dir.path()).links.is_empty());
    }
}
