//! The first step of writing: what stands in the output folder already.
//!
//! In: the plan and the manifest. Out: for each planned file, what was found
//! in its place. Reads a file only where its size and time do not tell. Never
//! changes anything.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::manifest::{Entry, Manifest, stamp};
use super::plan::Planned;
use super::staging::digest;

/// The state of the output folder as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is not there.
    Missing,
    /// It is there and empty.
    Empty,
    /// There is something in it.
    Filled,
}

impl Standing {
    /// Looks at a folder.
    pub fn of(folder: &Path) -> io::Result<Self> {
        match fs::read_dir(folder) {
            Ok(mut entries) => Ok(if entries.next().is_none() { Self::Empty } else { Self::Filled }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::Missing),
            Err(error) => Err(error),
        }
    }
}

/// What stands in the place of a planned file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// The very file that is planned: there is nothing to do. The entry
    /// carries its present modification time.
    Same(Entry),
    /// A file that was written for this place earlier; its bytes have this
    /// digest now.
    Ours(u128),
    /// A file that the manifest does not know.
    Foreign,
    /// A folder stands there, or a file stands where a folder of the path is
    /// needed.
    Blocked,
}

/// How far files are looked at that an earlier run wrote.
#[derive(Clone, Copy, Debug)]
pub enum Verify<'v> {
    /// Each of them, now.
    Now,
    /// Those that were not as written a moment ago.
    Others(&'v Others),
    /// None: this process wrote the folder itself a moment ago.
    Never,
}

impl Verify<'_> {
    /// Whether a file of the manifest is taken to be there as written.
    fn trusts(self, path: &str) -> bool {
        match self {
            Self::Now => false,
            Self::Others(others) => !others.0.contains(path),
            Self::Never => true,
        }
    }
}

/// The files of a manifest that are not there as they were written.
#[derive(Debug, Default)]
pub struct Others(FxHashSet<String>);

impl Others {
    /// Finds them, by their sizes and times.
    pub fn find(folder: &Path, manifest: &Manifest) -> Self {
        let is_other = |(path, entry): &(&String, &Entry)| {
            fs::symlink_metadata(folder.join(path))
                .map_or(true, |file| !file.is_file() || !entry.looks_like(stamp(&file)))
        };
        Self(manifest.files.iter().filter(is_other).map(|(path, _)| path.clone()).collect())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Looks at the places of all planned files, in the order of the plan.
pub fn survey(folder: &Path, plan: &[Planned<'_>], manifest: &Manifest, verify: Verify<'_>) -> io::Result<Vec<Found>> {
    plan.par_iter()
        .map(|file| match manifest.files.get(&file.path) {
            Some(entry) if verify.trusts(&file.path) => Ok(if entry.fingerprint == file.fingerprint() {
                Found::Same(*entry)
            } else {
                Found::Ours(entry.digest)
            }),
            known => look(&folder.join(&file.path), || file.fingerprint(), known),
        })
        .collect()
}

fn look(path: &Path, fingerprint: impl Fn() -> u128, known: Option<&Entry>) -> io::Result<Found> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) if error.kind() == ErrorKind::NotADirectory => return Ok(Found::Blocked),
        Err(error) => return Err(error),
    };
    if metadata.is_dir() {
        return Ok(Found::Blocked);
    }
    let Some(entry) = known else { return Ok(Found::Foreign) };
    if !metadata.is_file() {
        // Somebody put a link in the place of our file. It is not what was
        // written; the page takes its place again.
        return Ok(Found::Ours(!entry.digest));
    }
    let (size, modified) = stamp(&metadata);
    let present = if entry.looks_like((size, modified)) { entry.digest } else { digest_of(path)? };
    if present == entry.digest && entry.fingerprint == fingerprint() {
        return Ok(Found::Same(Entry { modified, ..*entry }));
    }
    Ok(Found::Ours(present))
}

/// Whether the file at `path` is, byte for byte, the one that was written.
pub fn is_as_written(path: &Path, entry: &Entry) -> io::Result<bool> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(false),
        Err(error) => return Err(error),
    };
    if !metadata.is_file() {
        return Ok(false);
    }
    let (size, modified) = stamp(&metadata);
    Ok(entry.looks_like((size, modified)) || (size == entry.size && digest_of(path)? == entry.digest))
}

/// The digest of a file's bytes.
pub fn digest_of(path: &Path) -> io::Result<u128> {
    digest(&mut File::open(path)?)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::super::plan::FileClass;
    use super::super::staging::write_new;
    use super::*;

    const BYTES: &[u8] = b"a page";

    /// A folder with the file `x`, planned with fingerprint 7, and its entry.
    fn written() -> (tempfile::TempDir, Vec<Planned<'static>>, Manifest) {
        let dir = tempfile::tempdir().unwrap();
        let staged = write_new(&dir.path().join("x"), BYTES).unwrap();
        let entry = Entry { fingerprint: 7, digest: staged.digest, size: staged.size, modified: staged.modified };
        let plan = vec![Planned::bytes("x", 7, FileClass::Page, BYTES)];
        (dir, plan, Manifest { files: [("x".to_owned(), entry)].into_iter().collect() })
    }

    fn found(dir: &Path, plan: &[Planned<'_>], manifest: &Manifest) -> Found {
        survey(dir, plan, manifest, Verify::Now).unwrap()[0]
    }

    fn set_time(path: &Path) {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }

    #[test]
    fn a_file_that_was_only_touched_is_the_same() {
        let (dir, plan, manifest) = written();
        assert_eq!(found(dir.path(), &plan, &manifest), Found::Same(manifest.files["x"]));
        set_time(&dir.path().join("x"));
        let Found::Same(entry) = found(dir.path(), &plan, &manifest) else { panic!("not the same") };
        assert_eq!(entry.modified, 1_000_000 * 1_000_000_000);
    }

    #[test]
    fn a_file_that_somebody_changed_is_not() {
        let (dir, plan, manifest) = written();
        fs::write(dir.path().join("x"), b"A PAGE").unwrap();
        set_time(&dir.path().join("x"));
        let Found::Ours(digest) = found(dir.path(), &plan, &manifest) else { panic!("not ours") };
        assert_ne!(digest, manifest.files["x"].digest);
        assert!(!is_as_written(&dir.path().join("x"), &manifest.files["x"]).unwrap());
    }

    #[test]
    fn what_the_manifest_does_not_know_is_foreign_or_in_the_way() {
        let (dir, plan, manifest) = written();
        assert_eq!(found(dir.path(), &plan, &Manifest::default()), Found::Foreign);
        let below = vec![Planned::bytes("x/index.html", 7, FileClass::Page, BYTES)];
        assert_eq!(found(dir.path(), &below, &manifest), Found::Blocked);
        fs::remove_file(dir.path().join("x")).unwrap();
        assert_eq!(found(dir.path(), &plan, &manifest), Found::Nothing);
        fs::create_dir(dir.path().join("x")).unwrap();
        assert_eq!(found(dir.path(), &plan, &manifest), Found::Blocked);
    }

    #[test]
    fn a_link_in_place_of_a_file_is_replaced() {
        let (dir, plan, manifest) = written();
        fs::rename(dir.path().join("x"), dir.path().join("y")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(dir.path().join("y"), dir.path().join("x")).unwrap();
        #[cfg(unix)]
        assert_eq!(found(dir.path(), &plan, &manifest), Found::Ours(!manifest.files["x"].digest));
        assert!(!is_as_written(&dir.path().join("x"), &manifest.files["x"]).unwrap());
    }
}
