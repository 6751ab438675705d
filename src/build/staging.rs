//! The staging folder: where files wait until all of them are made.
//!
//! In: bytes with a name. Out: files in a folder from which they can be moved
//! into the output folder by renaming alone. Never touches a file of the
//! output folder. What a dead run left is removed by the next one.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::WriteError;
use super::manifest::stamp;
use super::state::State;

/// The beginning of the name of a staging folder inside the notes.
const PREFIX: &str = "staging-";

/// What a file is when it has been written.
#[derive(Clone, Copy, Debug)]
pub struct Staged {
    /// XXH3 of its bytes.
    pub digest: u128,
    /// Their number.
    pub size: u64,
    /// Its modification time.
    pub modified: i64,
}

/// A folder for files that wait. Removed with all that is left in it when the
/// value is dropped.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
}

impl Staging {
    /// Makes a staging folder from which renaming reaches the output folder:
    /// among touchline's notes if that is on the same disk, else beside the
    /// output folder, else in it (a mounted volume, say).
    ///
    /// Whether renaming works is found out by renaming: two mounts of one
    /// disk have the same number and still refuse it.
    pub fn make(state: &State, output_stands: bool) -> Result<Self, WriteError> {
        let output = &state.output;
        let parent = output.parent().unwrap_or(output);
        let target = if output_stands { output.as_path() } else { parent };
        if !output_stands {
            fs::create_dir_all(parent).map_err(WriteError::io("make", parent))?;
        }
        let pid = std::process::id();
        let hidden = format!("{}{pid}", hidden_prefix(state));
        let mut places = vec![state.folder.join(format!("{PREFIX}{pid}")), parent.join(&hidden)];
        if output_stands {
            places.push(output.join(&hidden));
        }
        let probe = target.join(format!("{}probe-{pid}", hidden_prefix(state)));
        let mut refusal = None;
        for folder in places {
            // A parent that may not be written to is no place for it either.
            if let Err(error) = fs::create_dir(&folder) {
                refusal = Some(WriteError::io("make", &folder)(error));
                continue;
            }
            let staging = Self { folder };
            // An empty file, since it takes no room: giving back that of a
            // folder is a wait on some disks.
            let inside = staging.folder.join("probe");
            let tried = File::create_new(&inside).and_then(|_| fs::rename(&inside, &probe));
            match tried.and_then(|()| fs::remove_file(&probe)) {
                Ok(()) => return Ok(staging),
                Err(error) => refusal = Some(WriteError::io("write to", target)(error)),
            }
        }
        Err(refusal.unwrap_or_else(|| WriteError::io("write to", target)(io::ErrorKind::Other.into())))
    }

    /// Removes what runs left that did not come to their end. The lock is
    /// held, so whatever bears the name of this output folder is dead.
    pub fn remove_dead(state: &State) -> Result<(), WriteError> {
        let hidden = hidden_prefix(state);
        let parent = state.output.parent().unwrap_or(&state.output);
        for (place, prefix) in [(state.folder.as_path(), PREFIX), (parent, &hidden), (&state.output, &hidden)] {
            let Ok(listing) = fs::read_dir(place) else { continue };
            for entry in listing.flatten() {
                if entry.file_name().to_string_lossy().starts_with(prefix) {
                    let dead = entry.path();
                    fs::remove_dir_all(&dead).map_err(WriteError::io("remove", &dead))?;
                }
            }
        }
        Ok(())
    }

    /// The folder below which a whole new site is laid out: the staging folder
    /// itself, of which nothing is left when it has been moved into place.
    pub fn tree(&self) -> &Path {
        &self.folder
    }

    /// The place of the file with a number, when files are moved one by one.
    pub fn slot(&self, index: usize) -> PathBuf {
        self.folder.join(index.to_string())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn hidden_prefix(state: &State) -> String {
    format!(".touchline-staging-{}-", state.key)
}

/// Writes a file that is not there yet.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<Staged> {
    let mut file = create_new(path)?;
    file.write_all(bytes)?;
    let (size, modified) = stamp(&file.metadata()?);
    Ok(Staged { digest: xxh3_128(bytes), size, modified })
}

/// Copies a file to where none is yet, in blocks, since it may be large.
/// Rights are not copied: what is published must be readable.
pub fn copy_new(from: &mut impl Read, path: &Path) -> io::Result<Staged> {
    let mut file = create_new(path)?;
    let digest = each_block(from, |block| file.write_all(block))?;
    let (size, modified) = stamp(&file.metadata()?);
    Ok(Staged { digest, size, modified })
}

/// The digest of all that a reader gives.
pub fn digest(from: &mut impl Read) -> io::Result<u128> {
    each_block(from, |_| Ok(()))
}

thread_local! {
    /// Room to read into: to clear it for each of ten thousand small files takes
    /// longer than to read them.
    static BLOCK: RefCell<Vec<u8>> = RefCell::new(vec![0; 64 * 1024]);
}

fn each_block(from: &mut impl Read, act: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<u128> {
    BLOCK.with_borrow_mut(|block| each_block_in(block, from, act))
}

fn each_block_in(
    block: &mut [u8],
    from: &mut impl Read,
    mut act: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<u128> {
    let mut hash = Xxh3::new();
    loop {
        match from.read(block) {
            Ok(0) => return Ok(hash.digest128()),
            Ok(n) => {
                hash.update(&block[..n]);
                act(&block[..n])?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Makes a file, and its folders where they are missing. They mostly are not
/// there for a page and mostly are for what stands beside it, so trying is
/// cheaper than looking.
fn create_new(path: &Path) -> io::Result<File> {
    let attempt = File::create_new(path);
    match (attempt, path.parent()) {
        (Err(error), Some(parent)) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(parent)?;
            File::create_new(path)
        }
        (attempt, _) => attempt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(root: &Path) -> State {
        State::open(root, Path::new("public")).unwrap()
    }

    #[test]
    fn is_gone_when_it_is_no_longer_needed() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let staging = Staging::make(&state, false).unwrap();
        let file = staging.tree().join("a/b/c.html");
        let staged = write_new(&file, b"text").unwrap();
        assert_eq!((staged.size, staged.digest), (4, xxh3_128(b"text")));
        assert_eq!(fs::read(&file).unwrap(), b"text");
        drop(staging);
        assert!(!file.exists());
        assert!(!root.path().join("public").exists(), "the output folder is not touched");
    }

    #[test]
    fn what_dead_runs_left_is_removed_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        fs::create_dir(&state.output).unwrap();
        let hidden = format!("{}17", hidden_prefix(&state));
        let dead = [state.folder.join("staging-17"), root.path().join(&hidden), state.output.join(&hidden)];
        for folder in &dead {
            fs::create_dir_all(folder.join("site")).unwrap();
            fs::write(folder.join("site/x"), "x").unwrap();
        }
        let alive = [root.path().join(".touchline-staging-other-17"), state.output.join("staging-17")];
        for folder in &alive {
            fs::create_dir(folder).unwrap();
        }
        Staging::remove_dead(&state).unwrap();
        assert!(dead.iter().all(|folder| !folder.exists()));
        assert!(alive.iter().all(|folder| folder.exists()));
    }

    #[test]
    fn a_copy_has_the_digest_of_its_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = (0..200_000u32).map(|i| (i % 251) as u8).collect();
        let staged = copy_new(&mut bytes.as_slice(), &dir.path().join("copy")).unwrap();
        assert_eq!(staged.digest, xxh3_128(&bytes));
        assert_eq!(staged.digest, digest(&mut bytes.as_slice()).unwrap());
        assert_eq!(fs::read(dir.path().join("copy")).unwrap(), bytes);
    }

    #[test]
    fn nothing_is_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        write_new(&path, b"first").unwrap();
        assert_eq!(write_new(&path, b"second").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    }
}
