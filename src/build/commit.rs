//! The third step of writing: what was made is moved into place.
//!
//! In: files in the staging folder, the files to delete. Out: the output
//! folder as planned, by renaming alone, in an order in which no page is there
//! before what it links to. Everything that needs room on the disk is done
//! before the first file appears. Never deletes what is not known to be ours.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::WriteError;
use super::manifest::Manifest;
use super::output::{Hook, Step};
use super::plan::{FileClass, Planned};
use super::produce::{Made, Replaces};
use super::staging::Staging;
use super::survey::{Standing, is_as_written};

/// From how many files on the work is shared between threads.
const MANY: usize = 256;

/// Files of earlier builds that are no longer planned.
#[derive(Debug, Default)]
pub struct Removals {
    /// Those that stand as they were written: to be deleted.
    pub delete: Vec<String>,
    /// Those that somebody changed since: they stay, and are no longer ours.
    pub keep: Vec<String>,
    /// Those that are gone already: only their folders may be left.
    pub gone: Vec<String>,
}

impl Removals {
    /// Finds them, in order of their paths.
    pub fn find(folder: &Path, manifest: &Manifest, planned: &FxHashSet<&str>) -> Result<Self, WriteError> {
        let mut gone: Vec<_> = manifest.files.iter().filter(|(path, _)| !planned.contains(path.as_str())).collect();
        gone.sort_unstable_by_key(|(path, _)| *path);
        let sorted = gone.into_par_iter().map(|(relative, entry)| {
            let path = folder.join(relative);
            let ours = is_as_written(&path, entry).map_err(WriteError::io("read", &path))?;
            Ok((relative, ours, ours || path.is_file()))
        });
        let mut removals = Self::default();
        for (path, ours, stands) in sorted.collect::<Result<Vec<_>, WriteError>>()? {
            match (ours, stands) {
                (true, _) => removals.delete.push(path.clone()),
                (false, true) => removals.keep.push(path.clone()),
                (false, false) => removals.gone.push(path.clone()),
            }
        }
        Ok(removals)
    }
}

/// Moves files into the output folder.
pub struct Commit<'c> {
    /// The output folder.
    pub output: &'c Path,
    /// Where the files wait.
    pub staging: &'c Staging,
    /// Asked before each step.
    pub hook: Option<Hook<'c>>,
}

impl Commit<'_> {
    /// Whether each file that is in the way is one that will be deleted. If
    /// so, those are returned: they must go first.
    pub fn clear_way<'r>(
        &self,
        plan: &[Planned<'_>],
        made: &[Made],
        removals: &'r Removals,
    ) -> Result<Vec<&'r str>, WriteError> {
        let mut first = FxHashSet::default();
        for (file, made) in plan.iter().zip(made) {
            if !matches!(made, Made::Staged { replaces: Replaces::Blocked, .. }) {
                continue;
            }
            for blocking in self.blocking(&file.path).map_err(WriteError::io("read", &self.output.join(&file.path)))? {
                let Ok(at) = removals.delete.binary_search(&blocking) else {
                    return Err(in_the_way(self.output, &[&blocking]));
                };
                first.insert(removals.delete[at].as_str());
            }
        }
        let mut first: Vec<_> = first.into_iter().collect();
        first.sort_unstable();
        Ok(first)
    }

    /// The files that keep a path from being written: all that is in the
    /// folder that stands there, or the file that stands for one of its
    /// folders.
    fn blocking(&self, path: &str) -> io::Result<Vec<String>> {
        let ancestors = path.match_indices('/').map(|(slash, _)| &path[..slash]);
        for ancestor in ancestors {
            match fs::metadata(self.output.join(ancestor)) {
                Ok(metadata) if metadata.is_dir() => {}
                Ok(_) => return Ok(vec![ancestor.to_owned()]),
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
                Err(error) => return Err(error),
            }
        }
        let mut files = Vec::new();
        let mut folders = vec![path.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(self.output.join(&folder))? {
                let entry = entry?;
                let inside = format!("{folder}/{}", entry.file_name().to_string_lossy());
                if entry.file_type()?.is_dir() { folders.push(inside) } else { files.push(inside) }
            }
        }
        Ok(files)
    }

    /// Makes the folders of new files; if one cannot be made, those made
    /// before it are removed again.
    pub fn make_folders(&self, plan: &[Planned<'_>], made: &[Made]) -> Result<(), WriteError> {
        let mut seen = FxHashSet::default();
        let mut done = Vec::new();
        for (file, made) in plan.iter().zip(made) {
            if !matches!(made, Made::Staged { replaces: Replaces::Nothing | Replaces::Blocked, .. }) {
                continue;
            }
            let Some((parent, _)) = file.path.rsplit_once('/') else { continue };
            if !seen.insert(parent) {
                continue;
            }
            let folder = self.output.join(parent);
            let attempt = match fs::create_dir(&folder) {
                Err(error) if error.kind() == ErrorKind::NotFound => fs::create_dir_all(&folder),
                attempt => attempt,
            };
            match attempt {
                Ok(()) => done.push(&file.path),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => {
                    remove_empty_folders(self.output, &done);
                    return Err(WriteError::io("make", &folder)(error));
                }
            }
        }
        Ok(())
    }

    /// Moves all staged files into place: new ones first, then those that
    /// replace others, each in the order of [`FileClass`].
    pub fn rename(&self, plan: &[Planned<'_>], made: &[Made]) -> Result<(), WriteError> {
        let turn = |index: usize| match made[index] {
            Made::Staged { replaces, .. } => {
                Some((matches!(replaces, Replaces::Ours | Replaces::Foreign), plan[index].class))
            }
            _ => None,
        };
        let mut order: Vec<(bool, FileClass, usize)> =
            (0..plan.len()).filter_map(|i| turn(i).map(|(changed, class)| (changed, class, i))).collect();
        order.sort_unstable();
        for group in order.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            each(group, |(_, _, index)| {
                let path = &plan[*index].path;
                let target = self.output.join(path);
                self.ask(Step::Rename(path))
                    .and_then(|()| fs::rename(self.staging.slot(*index), &target))
                    .map_err(WriteError::io("write", &target))
            })?;
        }
        Ok(())
    }

    /// Moves a whole tree into place.
    pub fn publish_tree(&self, standing: Standing) -> Result<(), WriteError> {
        let tree = self.staging.tree();
        let fault = || WriteError::io("write", self.output);
        if standing == Standing::Missing {
            return self.ask(Step::Publish).and_then(|()| fs::rename(tree, self.output)).map_err(fault());
        }
        // The empty folder stays the same folder: it may be a mounted one,
        // or have rights of its own, or be somebody's working directory.
        let mut entries: Vec<_> = fs::read_dir(tree)
            .and_then(|listing| {
                listing.map(|e| e.and_then(|e| Ok((e.file_type()?.is_file(), e.file_name())))).collect()
            })
            .map_err(fault())?;
        entries.sort_unstable_by_key(|(is_file, name)| (*is_file, name == "index.html", name.clone()));
        for (_, name) in entries {
            let target = self.output.join(&name);
            self.ask(Step::Rename(&name.to_string_lossy()))
                .and_then(|()| fs::rename(tree.join(&name), &target))
                .map_err(WriteError::io("write", &target))?;
        }
        Ok(())
    }

    /// Deletes files, and the folders that are empty then.
    pub fn delete<S: AsRef<str> + Sync>(&self, paths: &[S]) -> Result<(), WriteError> {
        each(paths, |path| {
            let path = path.as_ref();
            let target = self.output.join(path);
            match self.ask(Step::Delete(path)).and_then(|()| fs::remove_file(&target)) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(WriteError::io("delete", &target)(error)),
                _ => Ok(()),
            }
        })?;
        remove_empty_folders(self.output, paths);
        Ok(())
    }

    /// Asks the hook.
    pub fn ask(&self, step: Step<'_>) -> io::Result<()> {
        self.hook.map_or(Ok(()), |hook| hook(step))
    }
}

/// Does something with each item, by all threads if there are many.
fn each<T: Sync>(items: &[T], act: impl Fn(&T) -> Result<(), WriteError> + Sync + Send) -> Result<(), WriteError> {
    if items.len() < MANY { items.iter().try_for_each(act) } else { items.par_iter().try_for_each(act) }
}

/// Removes the folders of files that are gone, where they are empty now, and
/// those around them. The system itself refuses to remove one that is not.
pub fn remove_empty_folders<S: AsRef<str>>(output: &Path, files: &[S]) {
    let folder_of = |path| str::rsplit_once(path, '/').map(|(folder, _)| folder);
    for folder in files.iter().filter_map(|path| folder_of(path.as_ref())).collect::<FxHashSet<_>>() {
        let mut next = Some(folder);
        while let Some(folder) = next
            && fs::remove_dir(output.join(folder)).is_ok()
        {
            next = folder_of(folder);
        }
    }
}

/// The refusal to write over files that touchline did not write.
pub fn in_the_way(folder: &Path, paths: &[&str]) -> WriteError {
    let first = paths.first().map(|path| folder.join(path)).unwrap_or_default();
    let others = match paths.len() {
        0 | 1 => String::new(),
        2 => " (and one more file)".to_owned(),
        n => format!(" (and {} more files)", n - 1),
    };
    WriteError::refused(
        format!("`{}`{others} stands where a page must be written, and touchline did not write it", first.display()),
        "move it away; if it belongs to the site, put it into `static/`",
    )
}
