//! Hears of what happens to the files of a site.
//!
//! In: events of the system, or stamps of files where there are none. Out:
//! batches of paths to look at, below the site's root. Never reads a file,
//! never says what a change was.
//!
//! Events go to the [`Gate`] as they come. The usual debouncers combine them
//! into what must have happened, and now and then are wrong: a file that is
//! written beside, renamed into place and then deleted was, to
//! `notify-debouncer-full`, created and deleted, thus never there, and nothing
//! is told of the one that had stood in its place. Here a path is a path.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RenameMode};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _, WatcherKind};

use super::gate::{Batch, Gate, Wait};
use super::poll::Poller;
use super::site::Hint;

/// The folders of a site that its pages are made from.
pub const TOPS: &[&str] = &["content", "templates", "static"];

/// The time between two polls, unless they are slow.
const POLL: Duration = Duration::from_millis(250);
/// Polling takes at most this share of a processor's time, as a divisor.
const POLL_SHARE: u32 = 5;

/// Watches a site's folders.
pub struct Watcher {
    root: PathBuf,
    gate: Arc<Gate>,
    trouble: Arc<Mutex<Option<String>>>,
    backend: Backend,
    /// The files as they were when events were first lost.
    stamps: Option<Poller>,
}

enum Backend {
    Events(RecommendedWatcher),
    Poll(#[expect(dead_code, reason = "held so that the thread goes on")] PollThread),
}

impl Watcher {
    /// Starts to watch. From here on nothing that happens is missed.
    pub fn start(root: &Path, poll: bool) -> io::Result<Self> {
        // Events name files by their real paths on some systems.
        let root = root.canonicalize()?;
        let gate = Arc::new(Gate::default());
        let trouble = Arc::new(Mutex::new(None));
        let backend = if poll {
            Backend::Poll(PollThread::start(&root, &gate))
        } else {
            let (to, reason, base) = (Arc::clone(&gate), Arc::clone(&trouble), root.clone());
            let handler = move |event: notify::Result<Event>| match event {
                Ok(event) => hear(&to, &base, &event),
                Err(error) => {
                    *reason.lock().unwrap_or_else(PoisonError::into_inner) = Some(say(&error));
                    to.note_loss();
                }
            };
            Backend::Events(notify::recommended_watcher(handler).map_err(io::Error::other)?)
        };
        let mut watcher = Self { root, gate, trouble, backend, stamps: None };
        watcher.watch_all();
        Ok(watcher)
    }

    /// The site's root, by its real path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The gate that the events go to.
    pub fn gate(&self) -> &Arc<Gate> {
        &self.gate
    }

    /// What the author should know of how the files are watched, once.
    pub fn trouble(&mut self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Waits for something to happen; `None` once the gate is closed.
    ///
    /// What is new in a folder can only be heard of once the folder is watched.
    /// So a folder that appeared is first watched and then given to be looked
    /// at: whatever is put into it, before or after, is seen.
    pub fn wait(&mut self) -> Option<Batch> {
        let mut batch = self.gate.wait()?;
        if batch.lost || batch.hint == Hint::All {
            self.watch_all();
        } else {
            self.watch_folders(&batch.folders);
        }
        if batch.lost {
            self.find_lost(&mut batch);
        }
        Some(batch)
    }

    /// Finds what changed when events were lost. To read a site of a hundred
    /// thousand files makes so many events of its own that some may be lost:
    /// all is read once more, at most; after that the files' stamps tell.
    fn find_lost(&mut self, batch: &mut Batch) {
        if let Some(stamps) = &mut self.stamps {
            if let Hint::Places { paths, names_in } = &mut batch.hint {
                let found = stamps.scan(SystemTime::now());
                for (places, found) in [(paths, found.paths), (names_in, found.names_in)] {
                    places.extend(found);
                    places.sort_unstable();
                    places.dedup();
                }
            }
        } else {
            self.stamps = Some(Poller::new(&self.root, TOPS));
            batch.hint = Hint::All;
        }
    }

    fn watch_all(&mut self) {
        let root = self.root.clone();
        self.add(&root, RecursiveMode::NonRecursive);
        self.watch_folders(&TOPS.iter().map(PathBuf::from).collect());
    }

    fn watch_folders(&mut self, folders: &BTreeSet<PathBuf>) {
        let mut covered: Option<&Path> = None;
        for folder in folders {
            if covered.is_some_and(|above| folder.starts_with(above)) {
                continue;
            }
            covered = Some(folder);
            let path = self.root.join(folder);
            if path.is_dir() {
                self.add(&path, RecursiveMode::Recursive);
            }
        }
    }

    fn add(&mut self, path: &Path, mode: RecursiveMode) {
        let Backend::Events(watcher) = &mut self.backend else { return };
        // Other systems watch a whole tree, whatever comes into it; to add a
        // part of it would only restart their streams. `TOPS` are not part of
        // the root's watch, which goes one folder deep.
        let by_folder = matches!(RecommendedWatcher::kind(), WatcherKind::Inotify | WatcherKind::Kqueue);
        let is_top = path.parent() == Some(&self.root) || path == self.root;
        if !by_folder && !is_top {
            return;
        }
        let Err(error) = watcher.watch(path, mode) else { return };
        // A folder that is gone again needs no watch. Anything else would leave
        // the author with a page that never changes.
        if path.exists() {
            self.backend = Backend::Poll(PollThread::start(&self.root, &self.gate));
            *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(format!("{}; looking at the files several times a second instead, as with `--poll`", say(&error)));
            self.gate.note_everything(Duration::ZERO);
        }
    }
}

fn say(error: &notify::Error) -> String {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system watches as many folders as it may (`fs.inotify.max_user_watches` sets the number)".to_owned()
        }
        _ => format!("the system cannot watch the files: {error}"),
    }
}

/// Takes an event to the gate.
fn hear(gate: &Gate, root: &Path, event: &Event) {
    if event.need_rescan() {
        gate.note_loss();
        return;
    }
    let wait = match event.kind {
        // Reading changes nothing, and touchline itself is the most eager reader.
        EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write) => return,
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) | EventKind::Remove(_) => Wait::Gone,
        // Editors set times and rights after the last byte, where that can be
        // told from a write.
        EventKind::Access(_)
        | EventKind::Create(CreateKind::Folder)
        | EventKind::Modify(ModifyKind::Name(_) | ModifyKind::Metadata(_)) => Wait::Whole,
        _ => Wait::Writing,
    };
    let may_be_folder = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)))
        && event.kind != EventKind::Create(CreateKind::File);
    for path in &event.paths {
        let Some(path) = below(root, path) else { continue };
        // A top folder may be replaced as a whole.
        if may_be_folder || path.components().count() == 1 {
            gate.note_folder(path, wait);
        } else {
            gate.note(path, wait);
        }
    }
}

/// The path below the root, if it is one that pages are made from.
fn below(root: &Path, path: &Path) -> Option<PathBuf> {
    let relative = path.strip_prefix(root).ok()?;
    let top = relative.components().next()?.as_os_str();
    TOPS.iter().any(|known| top == *known).then(|| relative.to_owned())
}

/// A thread that polls until it is dropped.
struct PollThread {
    stop: Arc<AtomicBool>,
}

impl PollThread {
    fn start(root: &Path, gate: &Arc<Gate>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, gate) = (Arc::clone(&stop), Arc::clone(gate));
        let mut poller = Poller::new(root, TOPS);
        thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                let started = Instant::now();
                let found = poller.scan(SystemTime::now());
                // Nobody tells when the writer is done.
                found.paths.into_iter().for_each(|path| gate.note(path, Wait::Writing));
                found.names_in.into_iter().for_each(|folder| gate.note_names(folder, Wait::Writing));
                thread::sleep(POLL.max(started.elapsed() * POLL_SHARE));
            }
        });
        Self { stop }
    }
}

impl Drop for PollThread {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
