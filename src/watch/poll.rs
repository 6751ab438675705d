//! Finds changed files by looking at all of them, for file systems that tell
//! of nothing.
//!
//! In: the stamps of files, time and again. Out: the paths whose stamps are
//! others than before, and the folders whose names are. Never reads a file's
//! content.
//!
//! What is looked at here is read a little later by somebody else, and may be
//! another by then. A file that is there has another stamp next time. One that
//! is not has none: gone, come back, read and gone again, it looks as it did
//! before. Its folder does not.
//!
//! `notify` has a poller of its own, but it compares whole seconds of the time
//! of modification, and only upwards: a second save within the second, or an
//! older file moved into place, would be missed.

use std::collections::HashMap;
use std::fs::{self, Metadata};
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
    /// Of a folder: when a name last came into it or went.
    modified: Option<SystemTime>,
    /// The inode and the time of its last change, which nobody can set back.
    inode: (u64, i64, i64),
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        let (folder, modified) = (metadata.is_dir(), metadata.modified().ok());
        Self { folder, size: metadata.len(), modified, inode: inode(metadata) }
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

/// What a look found, as paths relative to the root.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What came, went or changed, or may have changed without leaving a mark.
    pub paths: Vec<PathBuf>,
    /// Folders that were there before, in which names came and went, or may
    /// have. Names that stayed are under `paths`, where there is cause.
    pub names_in: Vec<PathBuf>,
}

/// What the folders looked like last time.
#[derive(Debug)]
pub struct Poller {
    root: PathBuf,
    tops: &'static [&'static str],
    seen: HashMap<PathBuf, (Stamp, u64)>,
    /// The root itself, that the folders come into and go from.
    root_stamp: Option<Stamp>,
    round: u64,
}

impl Poller {
    /// Looks for the first time, at some folders below a root.
    pub fn new(root: &Path, tops: &'static [&'static str]) -> Self {
        let mut poller = Self { root: root.to_owned(), tops, seen: HashMap::new(), root_stamp: None, round: 0 };
        poller.scan(SystemTime::UNIX_EPOCH);
        poller
    }

    /// Looks again.
    pub fn scan(&mut self, now: SystemTime) -> Found {
        self.round += 1;
        let round = self.round;
        let (mut changed, mut folders) = (Vec::new(), Vec::new());
        let stamp = fs::metadata(&self.root).ok().map(|metadata| Stamp::of(&metadata));
        let before = std::mem::replace(&mut self.root_stamp, stamp);
        if before != stamp || stamp.is_some_and(|stamp| stamp.is_fresh(now)) {
            let missing = self.tops.iter().map(|top| self.root.join(top)).filter(|top| !top.exists());
            changed.extend(missing);
        }
        for top in self.tops {
            // What cannot be read now is told by the builder, if it matters.
            for entry in WalkDir::new(self.root.join(top)).follow_links(true).into_iter().flatten() {
                let Ok(metadata) = entry.metadata() else { continue };
                let stamp = Stamp::of(&metadata);
                let path = entry.into_path();
                let before = self.seen.insert(path.clone(), (stamp, round));
                match before {
                    Some((before, _)) if before == stamp && !stamp.is_fresh(now) => {}
                    Some((before, _)) if before.folder && stamp.folder => folders.push(path),
                    _ => changed.push(path),
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
        let below = |mut paths: Vec<PathBuf>| {
            paths.sort_unstable();
            paths.dedup();
            paths.into_iter().filter_map(|path| path.strip_prefix(&self.root).map(Path::to_owned).ok()).collect()
        };
        Found { paths: below(changed), names_in: below(folders) }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    fn later() -> SystemTime {
        SystemTime::now() + Duration::from_mins(1)
    }

    fn site() -> (tempfile::TempDir, Poller) {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(dir.path().join("content/a")).expect("folders");
        fs::create_dir_all(dir.path().join("static")).expect("a folder");
        fs::write(dir.path().join("content/a/x.md"), "x").expect("a file");
        let poller = Poller::new(dir.path(), &["content", "static"]);
        (dir, poller)
    }

    /// The paths and folders that a look found.
    fn found(poller: &mut Poller, now: SystemTime) -> (Vec<String>, Vec<String>) {
        let Found { paths, names_in } = poller.scan(now);
        let [paths, names_in] =
            [paths, names_in].map(|list| list.iter().map(|path| path.to_str().expect("UTF-8").to_owned()).collect());
        (paths, names_in)
    }

    fn lists(paths: &[&str], names_in: &[&str]) -> (Vec<String>, Vec<String>) {
        let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        (owned(paths), owned(names_in))
    }

    #[test]
    fn nothing_changed() {
        let (_dir, mut poller) = site();
        assert_eq!(poller.scan(later()), Found::default());
    }

    #[test]
    fn files_come_and_go() {
        let (dir, mut poller) = site();
        fs::create_dir_all(dir.path().join("static/b/c")).expect("folders");
        fs::write(dir.path().join("static/b/c/y.css"), "y").expect("a file");
        fs::write(dir.path().join("other.txt"), "not watched").expect("a file");
        let came = lists(&["static/b", "static/b/c", "static/b/c/y.css"], &["static"]);
        assert_eq!(found(&mut poller, later()), came);
        fs::remove_dir_all(dir.path().join("content/a")).expect("removed");
        assert_eq!(found(&mut poller, later()), lists(&["content/a", "content/a/x.md"], &["content"]));
        assert_eq!(poller.scan(later()), Found::default());
    }

    #[test]
    fn an_older_file_moved_into_place_is_a_change() {
        let (dir, mut poller) = site();
        let (old, target) = (dir.path().join("old"), dir.path().join("content/a/x.md"));
        fs::write(&old, "y").expect("a file");
        let file = File::options().write(true).open(&old).expect("opened");
        file.set_modified(SystemTime::UNIX_EPOCH).expect("an old file");
        fs::rename(&old, &target).expect("renamed");
        assert_eq!(found(&mut poller, later()), lists(&["content/a/x.md"], &["content/a"]));
    }

    #[test]
    fn a_file_that_came_and_went_unseen_is_told_of_by_its_folder() {
        let (dir, mut poller) = site();
        let x = dir.path().join("content/a/x.md");
        fs::remove_file(&x).expect("removed");
        assert_eq!(found(&mut poller, later()), lists(&["content/a/x.md"], &["content/a"]));
        // Time may be counted in steps as coarse as this.
        std::thread::sleep(Duration::from_millis(20));
        fs::write(&x, "x").expect("a file");
        fs::remove_file(&x).expect("removed");
        assert_eq!(found(&mut poller, later()), lists(&[], &["content/a"]));
        // The same for one of the folders themselves.
        std::thread::sleep(Duration::from_millis(20));
        let (content, away) = (dir.path().join("content"), dir.path().join("away"));
        fs::rename(&content, &away).expect("renamed");
        assert_eq!(found(&mut poller, later()), lists(&["content", "content/a"], &[]));
        std::thread::sleep(Duration::from_millis(20));
        fs::rename(&away, &content).expect("renamed");
        fs::rename(&content, &away).expect("renamed");
        assert_eq!(found(&mut poller, later()), lists(&["content"], &[]));
        assert_eq!(poller.scan(later()), Found::default());
    }

    #[test]
    fn a_fresh_file_is_looked_at_twice() {
        let (_dir, mut poller) = site();
        let (paths, folders) = found(&mut poller, SystemTime::now());
        assert_eq!(paths, ["content/a/x.md"], "its stamp may stand for two writes");
        assert_eq!(folders, ["content", "content/a", "static"]);
    }
}
