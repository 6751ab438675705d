//! The second step of writing: the files that are not there yet are made.
//!
//! In: the plan and what stands in the output folder. Out: new files in the
//! staging folder; all faults of all pages. Each page is rendered, hashed,
//! compared, written and forgotten by one thread, so that few are in memory
//! at a time. Never touches the output folder but to read it.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use super::WriteError;
use super::error::IoFault;
use super::manifest::{Entry, stamp};
use super::output::{Hook, Step};
use super::plan::{Content, Planned};
use super::progress::Progress;
use super::staging::{Staged, Staging, copy_new, digest, write_new};
use super::survey::{Found, digest_of};
use crate::diagnostic::Diagnostic;

/// What became of a planned file.
#[derive(Clone, Debug)]
pub enum Made {
    /// It stands in the output folder as it should.
    Unchanged(Entry),
    /// It waits in the staging folder.
    Staged {
        /// As it was written.
        entry: Entry,
        /// What it will replace.
        replaces: Replaces,
    },
    /// It could not be rendered.
    Failed(Box<Diagnostic>),
    /// It was not made, since others had failed.
    Skipped,
}

impl Made {
    /// What becomes of a file without doing anything.
    pub fn as_found(found: &Found) -> Self {
        if let Found::Same(entry) = found { Self::Unchanged(*entry) } else { Self::Skipped }
    }

    /// The file as it is, or will be, in the output folder.
    pub fn entry(&self) -> Option<Entry> {
        match self {
            Self::Unchanged(entry) | Self::Staged { entry, .. } => Some(*entry),
            Self::Failed(_) | Self::Skipped => None,
        }
    }
}

/// What a staged file will replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaces {
    /// Nothing: it is new.
    Nothing,
    /// A file that touchline wrote.
    Ours,
    /// A file that touchline is not known to have written.
    Foreign,
    /// Something that is no file stands in its way.
    Blocked,
}

/// Where files go in the staging folder, and what is told of the work.
pub struct Producer<'p> {
    /// The output folder.
    pub output: &'p Path,
    /// The staging folder.
    pub staging: &'p Staging,
    /// Lay out the tree of the whole site, for an output folder that is empty;
    /// else one numbered file for each that is to be moved.
    pub as_tree: bool,
    /// Told of each file made.
    pub progress: Option<&'p Progress>,
    /// Asked before each step.
    pub hook: Option<Hook<'p>>,
}

impl Producer<'_> {
    /// Makes all files that are not the same already. The result is in the
    /// order of the plan. A fault of the disk ends the work at once; faults of
    /// pages are all found.
    pub fn produce(&self, plan: &[Planned<'_>], found: &[Found]) -> Result<Vec<Made>, WriteError> {
        let failed = AtomicBool::new(false);
        let tree = self.as_tree.then(|| self.staging.tree());
        plan.par_iter()
            .zip(found)
            .enumerate()
            // Rayon gives each thread a long run of pages, of which nothing can
            // be taken over when the other has none left.
            .with_max_len(16)
            .map(|(index, (file, found))| {
                if let Found::Same(entry) = found {
                    return Ok(Made::Unchanged(*entry));
                }
                // Where it waits.
                let place = match tree {
                    Some(tree) => tree.join(&file.path),
                    None => self.staging.slot(index),
                };
                if tree.is_some() && opens_folder(plan, index) {
                    self.make_folder(file, &place)?;
                }
                let made = self.make(file, &place, *found, failed.load(Ordering::Relaxed))?;
                if matches!(made, Made::Failed(_)) {
                    failed.store(true, Ordering::Relaxed);
                }
                if let Some(progress) = self.progress {
                    progress.step();
                }
                Ok(made)
            })
            .collect()
    }

    fn make(&self, file: &Planned<'_>, place: &Path, found: Found, vain: bool) -> Result<Made, WriteError> {
        let rendered;
        let (fingerprint, bytes): (u128, &[u8]) = match &file.content {
            Content::Render(page) => match page.render() {
                (fingerprint, Ok(bytes)) => {
                    rendered = bytes;
                    (fingerprint, &rendered)
                }
                (_, Err(diagnostic)) => return Ok(Made::Failed(Box::new(diagnostic))),
            },
            Content::Bytes(bytes) => (file.fingerprint(), bytes),
            Content::CopyFrom(from) => {
                return if vain { Ok(Made::Skipped) } else { self.copy(file, place, from, found) };
            }
        };
        // Nothing will be written any more; the page was rendered for its own
        // faults.
        if vain {
            return Ok(Made::Skipped);
        }
        if let Some(entry) = self.standing(file, fingerprint, found, bytes.len() as u64, || Ok(xxh3_128(bytes)))? {
            return Ok(Made::Unchanged(entry));
        }
        let written = self.tell(file).and_then(|()| write_new(place, bytes));
        Ok(staged(fingerprint, found, written.map_err(|fault| self.fault(file, fault))?))
    }

    fn copy(&self, file: &Planned<'_>, place: &Path, from: &Path, found: Found) -> Result<Made, WriteError> {
        let fault = |source| WriteError::Io(IoFault { doing: "read", path: from.to_owned(), source });
        let mut source = File::open(from).map_err(fault)?;
        let size = source.metadata().map_err(fault)?.len();
        if let Some(entry) = self.standing(file, file.fingerprint(), found, size, || digest(&mut File::open(from)?))? {
            return Ok(Made::Unchanged(entry));
        }
        let written = self.tell(file).and_then(|()| copy_new(&mut source, place));
        Ok(staged(file.fingerprint(), found, written.map_err(|fault| self.fault(file, fault))?))
    }

    /// The entry of the file that stands in the output folder, if it has these
    /// bytes already.
    fn standing(
        &self,
        file: &Planned<'_>,
        fingerprint: u128,
        found: Found,
        size: u64,
        digest: impl FnOnce() -> io::Result<u128>,
    ) -> Result<Option<Entry>, WriteError> {
        if matches!(found, Found::Nothing | Found::Blocked) {
            return Ok(None);
        }
        let path = self.output.join(&file.path);
        let compare = || {
            let metadata = match fs::symlink_metadata(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                looked => looked?,
            };
            let (standing, modified) = stamp(&metadata);
            if !metadata.is_file() || standing != size {
                return Ok(None);
            }
            let digest = digest()?;
            let present = if let Found::Ours(known) = found { known } else { digest_of(&path)? };
            let entry = Entry { fingerprint, digest, size, modified };
            Ok((present == digest).then_some(entry))
        };
        compare().map_err(WriteError::io("compare", &path))
    }

    /// Makes the folder of a file. That it may be there already does not
    /// matter; that folders around it may be missing is seen to by
    /// [`write_new`].
    fn make_folder(&self, file: &Planned<'_>, place: &Path) -> Result<(), WriteError> {
        let Some(folder) = place.parent() else { return Ok(()) };
        match fs::create_dir(folder) {
            Err(error) if !matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound) => {
                Err(self.fault(file, error))
            }
            _ => Ok(()),
        }
    }

    /// Tells whoever asked that a file is about to be written.
    fn tell(&self, file: &Planned<'_>) -> io::Result<()> {
        self.hook.map_or(Ok(()), |hook| hook(Step::Stage(&file.path)))
    }

    /// A fault of the disk while writing a file: told by the name of the file
    /// that was wanted, not of the place where it waits.
    fn fault(&self, file: &Planned<'_>, source: io::Error) -> WriteError {
        WriteError::io("write", &self.output.join(&file.path))(source)
    }
}

/// Whether a file is planned for another folder than the one before it: then
/// the folder is most likely not there yet, and making it is cheaper than
/// failing without it.
fn opens_folder(plan: &[Planned<'_>], index: usize) -> bool {
    let folder = |index: usize| plan[index].path.rsplit_once('/').map(|(folder, _)| folder);
    index == 0 || folder(index) != folder(index - 1)
}

fn staged(fingerprint: u128, found: Found, staged: Staged) -> Made {
    let Staged { digest, size, modified } = staged;
    let replaces = match found {
        Found::Nothing => Replaces::Nothing,
        Found::Ours(_) | Found::Same(_) => Replaces::Ours,
        Found::Foreign => Replaces::Foreign,
        Found::Blocked => Replaces::Blocked,
    };
    Made::Staged { entry: Entry { fingerprint, digest, size, modified }, replaces }
}
