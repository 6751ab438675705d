//! The writer: brings an output folder from what it is to what is planned.
//!
//! In: a plan, that is, every file of the site with a fingerprint and a way to
//! make it. Out: the output folder as planned, and how much of it was new.
//! Never prints, never reads a source.
//!
//! # What holds, whatever happens
//!
//! A run may be killed, or the disk may be full, at any point:
//!
//! 1. *Making* writes into a staging folder only. A fault of a page or of the
//!    disk leaves the output folder as it was.
//! 2. Then the new manifest is written as `manifest.next`, and the folders of
//!    new pages are made. From here on the disk need not give any more room.
//! 3. *Moving* renames one file after the other, so every file is either the
//!    old one or the new one, never a part of one: new files, then changed
//!    ones, then deletions. A folder that was missing is moved as a whole.
//! 4. `manifest.next` becomes `manifest`.
//!
//! A run that finds a `manifest.next` knows that the one before it died in
//! step 3. What touchline owns is then the old manifest and those files of the
//! new one that stand there byte for byte as it has them (renaming keeps their
//! time, so this costs a look at each); the merged list becomes the manifest
//! before anything else is done, so dying again changes nothing. Files already
//! moved are kept as they are, the others are made again.
//!
//! Files are not forced to the disk one by one, which would cost more than all
//! the rest. After a loss of power some may be empty; their size then differs
//! from the manifest, and they are made again.
//!
//! # What is ours
//!
//! The manifest says which files touchline wrote. It is held against the
//! folder: only a file that is as it was written is ever deleted; one that was
//! changed is replaced while it is planned, and left alone afterwards. A file
//! that the manifest does not know is never written over unless it is equal.
//!
//! * Without a manifest (or where nothing is as the manifest has it) a folder
//!   that is not empty is refused, unless a page stands in it byte for byte:
//!   then it is this site's, and its notes were lost.
//! * With a damaged manifest, or one of another version, the folder is ours
//!   but not known file by file: planned files are written, nothing is deleted.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use rustc_hash::FxHashSet;

use super::WriteError;
use super::commit::{Commit, Removals, in_the_way, remove_empty_folders};
use super::manifest::{Entry, Loaded, Manifest};
use super::plan::{FileClass, Planned};
use super::produce::{Made, Producer, Replaces};
use super::progress::Progress;
use super::staging::Staging;
use super::state::State;
use super::survey::{Found, Others, Standing, Verify, digest_of, is_as_written, survey};
use crate::diagnostic::Diagnostic;

/// A step that may fail, for tests that make it fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'s> {
    /// A file is about to be written into the staging folder.
    Stage(&'s str),
    /// `manifest.next` is about to be written.
    Announce,
    /// A file (or, into an empty folder, a folder) is about to be moved.
    Rename(&'s str),
    /// A whole new output folder is about to be moved.
    Publish,
    /// A file is about to be deleted.
    Delete(&'s str),
    /// `manifest.next` is about to become the manifest.
    Settle,
}

/// Asked before each step; an error stands for a fault of the disk.
pub type Hook<'h> = &'h (dyn Fn(Step<'_>) -> io::Result<()> + Sync);

/// How to write.
#[derive(Clone, Copy)]
pub struct WriteOptions<'o> {
    /// Which files are looked at whether they are still as they were written.
    pub verify: Verify<'o>,
    /// Told how far the work is.
    pub progress: Option<&'o Progress>,
    /// For tests.
    #[doc(hidden)]
    pub hook: Option<Hook<'o>>,
}

impl Default for WriteOptions<'_> {
    fn default() -> Self {
        Self { verify: Verify::Now, progress: None, hook: None }
    }
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// It was not there.
    New,
    /// Its bytes are other ones.
    Changed,
    /// It is gone.
    Deleted,
}

/// What a build did to its output folder.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Files that were not there.
    pub new: usize,
    /// Files whose bytes are other ones.
    pub changed: usize,
    /// Files that are gone.
    pub deleted: usize,
    /// Files that were left as they are.
    pub unchanged: usize,
    /// Bytes written.
    pub bytes: u64,
    /// The files that are not as before: in the order of the plan, then the
    /// deleted ones.
    pub files: Vec<(Change, String)>,
    /// Files of earlier builds that are no longer planned but were changed by
    /// somebody, and so were not deleted.
    pub kept: Vec<String>,
    /// How long each step took.
    pub times: WriteTimes,
}

/// How long the steps of writing took.
#[derive(Clone, Copy, Debug, Default)]
pub struct WriteTimes {
    /// Looking at what is there.
    pub survey: Duration,
    /// Rendering and writing into the staging folder.
    pub produce: Duration,
    /// Moving into place.
    pub commit: Duration,
}

/// An output folder, locked for this process as long as the value lives.
#[derive(Debug)]
pub struct Output {
    state: State,
    known: Loaded,
    /// What is known is not true any more: the last write made another list of
    /// files, or failed while it moved them.
    stale: bool,
}

/// How far files that the manifest does not know may be written over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Licence {
    /// Not at all.
    OwnFiles,
    /// If a page turns out to stand there already.
    IfProven,
    /// Wherever a file is planned.
    Planned,
}

impl Output {
    /// Takes the lock of an output folder (relative to the site's root) and
    /// sets right what a killed run left.
    pub fn open(root: &Path, output: &Path) -> Result<Self, WriteError> {
        let state = State::open(root, output)?;
        Staging::remove_dead(&state)?;
        let known = load(&state)?;
        Ok(Self { state, known, stale: false })
    }

    /// The same for a folder that was built before; `None` for any other, and
    /// where [`Output::open`] fails, which tells why.
    pub fn reopen(root: &Path, output: &Path) -> Option<Self> {
        State::is_known(root, output).then(|| Self::open(root, output).ok()).flatten()
    }

    /// The output folder, resolved.
    pub fn path(&self) -> &Path {
        &self.state.output
    }

    /// The folder of touchline's notes about it.
    pub fn notes(&self) -> &Path {
        &self.state.folder
    }

    /// The digest of the manifest as it is on the disk.
    pub fn manifest_digest(&self) -> Option<u128> {
        digest_of(&self.state.manifest()).ok()
    }

    /// The files that touchline wrote and that are not there as it wrote them,
    /// by size and time. `None` if it is not known what it wrote.
    pub fn others(&self) -> Option<Others> {
        match &self.known {
            Loaded::Sound(manifest) => Some(Others::find(self.path(), manifest)),
            Loaded::Damaged | Loaded::Missing => None,
        }
    }

    /// Takes the fingerprints of pages from the manifest, but for those in
    /// `touched`. To be called only if the others are certainly made of what
    /// they were made of when they were written.
    pub fn take_over(&self, plan: &mut [Planned<'_>], touched: &FxHashSet<String>) {
        let Loaded::Sound(manifest) = &self.known else { return };
        for file in plan.iter_mut().filter(|file| !touched.contains(file.path.as_str())) {
            if let Some(entry) = manifest.files.get(&file.path) {
                file.assume(entry.fingerprint);
            }
        }
    }

    /// Brings the folder to what is planned, or leaves it as it is.
    pub fn write(&mut self, plan: Vec<Planned<'_>>, options: &WriteOptions<'_>) -> Result<Written, WriteError> {
        if self.stale {
            self.known = load(&self.state)?;
            self.stale = false;
        }
        let mut clock = Clock(Instant::now());
        let mut times = WriteTimes::default();

        let folder = self.path();
        let standing = Standing::of(folder).map_err(WriteError::io("open", folder))?;
        let (planned, looked) = rayon::join(|| unique_paths(&plan), || self.look(standing, &plan, options));
        let (planned, (found, licence)) = (planned?, looked?);
        let removals = match self.owned(standing, licence) {
            Some(manifest) => Removals::find(folder, manifest, &planned)?,
            None => Removals::default(),
        };
        drop(planned);
        times.survey = clock.lap();

        let to_make = found.iter().filter(|found| !matches!(found, Found::Same(_))).count();
        if let Some(progress) = options.progress {
            progress.expect(to_make);
        }
        let as_tree = standing != Standing::Filled;
        let (made, staging) = if to_make == 0 && removals.delete.is_empty() && !as_tree {
            (found.iter().map(Made::as_found).collect(), None)
        } else {
            let staging = Staging::make(&self.state, standing != Standing::Missing)?;
            let WriteOptions { progress, hook, .. } = *options;
            let producer = Producer { output: folder, staging: &staging, as_tree, progress, hook };
            (producer.produce(&plan, &found)?, Some(staging))
        };
        check_made(folder, &plan, &made, licence)?;
        times.produce = clock.lap();

        let mut committed = false;
        if let Some(staging) = &staging {
            let commit = Commit { output: folder, staging, hook: options.hook };
            match self.commit(&commit, standing, &plan, &made, &removals) {
                Ok(done) => committed = done,
                Err(error) => {
                    self.stale = true;
                    return Err(error);
                }
            }
        }
        remove_empty_folders(folder, &removals.gone);
        self.remember(&plan, &made, committed)?;
        times.commit = clock.lap();
        Ok(report(plan, &made, removals, times))
    }

    /// The manifest, if it is what says which files may be deleted.
    fn owned(&self, standing: Standing, licence: Licence) -> Option<&Manifest> {
        match &self.known {
            Loaded::Sound(manifest) if standing == Standing::Filled && licence == Licence::OwnFiles => Some(manifest),
            _ => None,
        }
    }

    /// Looks at the folder, and decides what may be written over in it.
    fn look(
        &self,
        standing: Standing,
        plan: &[Planned<'_>],
        options: &WriteOptions<'_>,
    ) -> Result<(Vec<Found>, Licence), WriteError> {
        let folder = self.path();
        if standing != Standing::Filled {
            return Ok((vec![Found::Nothing; plan.len()], Licence::OwnFiles));
        }
        let fault = || WriteError::io("read", folder);
        if let Loaded::Sound(manifest) = &self.known {
            let found = survey(folder, plan, manifest, options.verify).map_err(fault())?;
            let proven = found.iter().any(|found| matches!(found, Found::Same(_)))
                || manifest.files.iter().any(|(path, entry)| is_as_written(&folder.join(path), entry).unwrap_or(false));
            if proven {
                return Ok((found, Licence::OwnFiles));
            }
        }
        let found = survey(folder, plan, &Manifest::default(), Verify::Now).map_err(fault())?;
        if matches!(self.known, Loaded::Damaged) {
            return Ok((found, Licence::Planned));
        }
        // Not to render a whole archive before saying no.
        let stands = |(file, found): (&Planned<'_>, &Found)| is_page(file) && matches!(found, Found::Foreign);
        if plan.iter().zip(&found).any(stands) { Ok((found, Licence::IfProven)) } else { Err(foreign(folder)) }
    }

    /// Moves everything into place, if there is anything to move.
    fn commit(
        &self,
        commit: &Commit<'_>,
        standing: Standing,
        plan: &[Planned<'_>],
        made: &[Made],
        removals: &Removals,
    ) -> Result<bool, WriteError> {
        let as_tree = standing != Standing::Filled;
        if !as_tree && removals.delete.is_empty() && made.iter().all(|made| matches!(made, Made::Unchanged(_))) {
            return Ok(false);
        }
        let first = commit.clear_way(plan, made, removals)?;
        let (next, path) = (self.state.next_manifest(), self.state.manifest());
        commit
            .ask(Step::Announce)
            .and_then(|()| Manifest::save(&next, &self.state.identity, entries(plan, made)))
            .map_err(WriteError::io("write", &next))?;
        if as_tree {
            commit.publish_tree(standing)?;
        } else {
            commit.delete(&first)?;
            commit.make_folders(plan, made)?;
            commit.rename(plan, made)?;
            let rest: Vec<_> =
                removals.delete.iter().filter(|path| first.binary_search(&path.as_str()).is_err()).collect();
            commit.delete(&rest)?;
        }
        let settled = commit.ask(Step::Settle).and_then(|()| fs::rename(&next, &path));
        settled.map_err(WriteError::io("write", &path))?;
        Ok(true)
    }

    /// Keeps what is known now, and saves it unless that is done.
    fn remember(&mut self, plan: &[Planned<'_>], made: &[Made], saved: bool) -> Result<(), WriteError> {
        if let Loaded::Sound(manifest) = &self.known
            && manifest.files.len() == plan.len()
            && entries(plan, made).all(|(path, entry)| manifest.files.get(path) == Some(&entry))
        {
            return Ok(());
        }
        if !saved {
            let path = self.state.manifest();
            Manifest::save(&path, &self.state.identity, entries(plan, made)).map_err(WriteError::io("write", &path))?;
        }
        // Where the files are the same ones, few of them are others. A new list
        // is read when it is asked for: most runs write once.
        self.stale = match &mut self.known {
            Loaded::Sound(manifest) if manifest.files.len() == plan.len() => !entries(plan, made)
                .all(|(path, entry)| manifest.files.get_mut(path).map(|known| *known = entry).is_some()),
            _ => true,
        };
        Ok(())
    }
}

/// Reads the manifest, and sets it right if the last run died while it moved
/// files.
fn load(state: &State) -> Result<Loaded, WriteError> {
    let (path, next_path) = (state.manifest(), state.next_manifest());
    let known = Manifest::load(&path, &state.identity).map_err(WriteError::io("read", &path))?;
    let next = Manifest::load(&next_path, &state.identity).map_err(WriteError::io("read", &next_path))?;
    let known = match (known, next) {
        (known, Loaded::Missing) => return Ok(known),
        (Loaded::Sound(known), Loaded::Sound(next)) => Loaded::Sound(merge(state, known, next)?),
        (Loaded::Missing, Loaded::Sound(next)) => Loaded::Sound(merge(state, Manifest::default(), next)?),
        // Of a folder that is not known file by file no more is known now.
        (known, _) => known,
    };
    if let Loaded::Sound(merged) = &known {
        let entries = merged.files.iter().map(|(path, entry)| (path.as_str(), *entry));
        Manifest::save(&path, &state.identity, entries).map_err(WriteError::io("write", &path))?;
    }
    fs::remove_file(&next_path).map_err(WriteError::io("remove", &next_path))?;
    Ok(known)
}

/// The old manifest, and over it those files of the new one that are in place.
fn merge(state: &State, mut known: Manifest, next: Manifest) -> Result<Manifest, WriteError> {
    let mut missing = Vec::new();
    for (path, entry) in next.files {
        if known.files.get(&path) != Some(&entry) {
            let file = state.output.join(&path);
            if is_as_written(&file, &entry).map_err(WriteError::io("read", &file))? {
                known.files.insert(path, entry);
            } else {
                missing.push(path);
            }
        }
    }
    // Their folders may have been made already.
    remove_empty_folders(&state.output, &missing);
    Ok(known)
}

/// The paths of all files. Two files of one path are a fault of the plan that
/// the author hears about earlier, as two pages with one address; here it only
/// must not do harm.
fn unique_paths<'p>(plan: &'p [Planned<'_>]) -> Result<FxHashSet<&'p str>, WriteError> {
    let mut paths = FxHashSet::default();
    paths.reserve(plan.len());
    for file in plan {
        let fault = match (file.has_sound_path(), paths.insert(file.path.as_str())) {
            (true, true) => continue,
            (false, _) => "is no path inside the output folder",
            (true, false) => "is the path of two files",
        };
        let message = format!("`{}` {fault}", file.path);
        return Err(WriteError::refused(
            message,
            "rename one of the files in `static/`, or give a page another `slug`",
        ));
    }
    Ok(paths)
}

/// Gives up, with the output folder untouched, if a page failed or a file that
/// is not ours stands where one must be written.
fn check_made(folder: &Path, plan: &[Planned<'_>], made: &[Made], licence: Licence) -> Result<(), WriteError> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut seen = FxHashSet::default();
    for made in made {
        // A fault in a template's frame is met on every page.
        if let Made::Failed(diagnostic) = made
            && seen.insert(diagnostic)
        {
            diagnostics.push((**diagnostic).clone());
        }
    }
    if !diagnostics.is_empty() {
        return Err(WriteError::Diagnostics(diagnostics));
    }
    if licence == Licence::IfProven {
        let proves = |(file, made): (&Planned<'_>, &Made)| is_page(file) && matches!(made, Made::Unchanged(_));
        return if plan.iter().zip(made).any(proves) { Ok(()) } else { Err(foreign(folder)) };
    }
    let strangers: Vec<&str> = plan
        .iter()
        .zip(made)
        .filter(|(_, made)| matches!(made, Made::Staged { replaces: Replaces::Foreign, .. }))
        .map(|(file, _)| file.path.as_str())
        .collect();
    if licence == Licence::OwnFiles && !strangers.is_empty() { Err(in_the_way(folder, &strangers)) } else { Ok(()) }
}

/// Whether nobody else can have a file with the same bytes: pictures are
/// copied about, and a `robots.txt` is like many others.
fn is_page(file: &Planned<'_>) -> bool {
    matches!(file.class, FileClass::Page | FileClass::List | FileClass::Home)
}

fn foreign(folder: &Path) -> WriteError {
    WriteError::refused(
        format!("the output folder `{}` is not empty, and touchline did not write what is in it", folder.display()),
        "empty or remove it, or choose another folder with `--output`",
    )
}

/// Paths and entries of all files as they are now.
fn entries<'p>(plan: &'p [Planned<'_>], made: &'p [Made]) -> impl Iterator<Item = (&'p str, Entry)> + Clone {
    plan.iter().zip(made).filter_map(|(file, made)| Some((file.path.as_str(), made.entry()?)))
}

fn report(plan: Vec<Planned<'_>>, made: &[Made], removals: Removals, times: WriteTimes) -> Written {
    let mut written = Written { kept: removals.keep, deleted: removals.delete.len(), times, ..Written::default() };
    for (file, made) in plan.into_iter().zip(made) {
        let Made::Staged { entry, replaces } = made else {
            written.unchanged += 1;
            continue;
        };
        written.bytes += entry.size;
        let change = if matches!(replaces, Replaces::Nothing | Replaces::Blocked) {
            written.new += 1;
            Change::New
        } else {
            written.changed += 1;
            Change::Changed
        };
        written.files.push((change, file.path));
    }
    written.files.extend(removals.delete.into_iter().map(|path| (Change::Deleted, path)));
    written
}

/// Takes the time of one step after the other.
struct Clock(Instant);

impl Clock {
    fn lap(&mut self) -> Duration {
        std::mem::replace(&mut self.0, Instant::now()).elapsed()
    }
}
