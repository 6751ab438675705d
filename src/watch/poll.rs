//! Finds changed files by looking at all of them, for file systems that tell
//! of nothing.
//!
//! In: the stamps of files, time and again. Out: the paths whose stamps are
//! others than before. Never reads a file's content.
//!
//! `notify` has a poller of its own, but it compares whole seconds of the time
//! of modification, and only upwards: a second save within the second, or an
//! older file moved into place, would be missed.

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use walkdir::WalkDir;

/// A file system may count time in steps as coarse as two seconds (FAT): a
/// file whose stamp is this fresh may have been written again under the same
/// stamp.
const FRESH: Duration = Duration::from_millis(2_500);

/// What the system says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    folder: bool,
    size: u64,
    modified: Option<SystemTime>,
    /// The inode and the time of its last change, which nobody can set back.
    inode: (u64, i64, i64),
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        let folder = metadata.is_dir();
        // Whatever changes in a folder, its files tell themselves.
        let size = if folder { 0 } else { metadata.len() };
        let modified = if folder { None } else { metadata.modified().ok() };
        let inode = if folder { (0, 0, 0) } else { inode(metadata) };
        Self { folder, size, modified, inode }
    }

    fn is_fresh(&self, now: SystemTime) -> bool {
        self.modified.is_some_and(|modified| {
            now.duration_since(modified).or_else(|_| modified.duration_since(now)).is_ok_and(|age| age < FRESH)
        })
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

/// What the folders looked like last time.
#[derive(Debug)]
pub struct Poller {
    root: PathBuf,
    tops: &'static [&'static str],
    seen: HashMap<PathBuf, (Stamp, u64)>,
    round: u64,
}

impl Poller {
    /// Looks for the first time, at some folders below a root.
    pub fn new(root: &Path, tops: &'static [&'static str]) -> Self {
        let mut poller = Self { root: root.to_owned(), tops, seen: HashMap::new(), round: 0 };
        poller.scan(SystemTime::UNIX_EPOCH);
        poller
    }

    /// Looks again. Gives the paths, relative to the root, that came, went or
    /// changed, and those that may have changed without leaving a mark.
    pub fn scan(&mut self, now: SystemTime) -> Vec<PathBuf> {
        self.round += 1;
        let round = self.round;
        let mut changed = Vec::new();
        for top in self.tops {
            // What cannot be read now is told by the builder, if it matters.
            for entry in WalkDir::new(self.root.join(top)).follow_links(true).into_iter().flatten() {
                let Ok(metadata) = entry.metadata() else { continue };
                let stamp = Stamp::of(&metadata);
                let path = entry.into_path();
                let before = self.seen.insert(path.clone(), (stamp, round));
                if before.is_none_or(|(before, _)| before != stamp) || stamp.is_fresh(now) {
                    changed.push(path);
                }
            }
        }
        self.seen.retain(|path, (_, seen)| {
            let stays = *seen == round;
            if !stays {
                changed.push(path.clone());
            }
            stays
        });
        changed.sort_unstable();
        changed.into_iter().filter_map(|path| path.strip_prefix(&self.root).map(Path::to_owned).ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;

    fn later() -> SystemTime {
        SystemTime::now() + Duration::from_mins(1)
    }

    fn site() -> (tempfile::TempDir, Poller) {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(dir.path().join("content/a")).expect("folders");
        fs::write(dir.path().join("content/a/x.md"), "x").expect("a file");
        let poller = Poller::new(dir.path(), &["content", "static"]);
        (dir, poller)
    }

    #[test]
    fn nothing_changed() {
        let (_dir, mut poller) = site();
        assert_eq!(poller.scan(later()), Vec::<PathBuf>::new());
    }

    #[test]
    fn files_come_and_go() {
        let (dir, mut poller) = site();
        fs::create_dir_all(dir.path().join("static/b/c")).expect("folders");
        fs::write(dir.path().join("static/b/c/y.css"), "y").expect("a file");
        fs::write(dir.path().join("other.txt"), "not watched").expect("a file");
        assert_eq!(poller.scan(later()), ["static", "static/b", "static/b/c", "static/b/c/y.css"].map(PathBuf::from));
        fs::remove_dir_all(dir.path().join("content/a")).expect("removed");
        assert_eq!(poller.scan(later()), ["content/a", "content/a/x.md"].map(PathBuf::from));
        assert_eq!(poller.scan(later()), Vec::<PathBuf>::new());
    }

    #[test]
    fn an_older_file_moved_into_place_is_a_change() {
        let (dir, mut poller) = site();
        let (old, target) = (dir.path().join("old"), dir.path().join("content/a/x.md"));
        fs::write(&old, "y").expect("a file");
        let file = File::options().write(true).open(&old).expect("opened");
        file.set_modified(SystemTime::UNIX_EPOCH).expect("an old file");
        fs::rename(&old, &target).expect("renamed");
        assert_eq!(poller.scan(later()), [PathBuf::from("content/a/x.md")]);
    }

    #[test]
    fn a_fresh_file_is_looked_at_twice() {
        let (_dir, mut poller) = site();
        let x = PathBuf::from("content/a/x.md");
        assert_eq!(poller.scan(SystemTime::now()), [x], "its stamp may stand for two writes");
    }
}
