//! Looks over a whole site that is already being served.
//!
//! In: each new state of the site. Out: how many pages changed, for the line
//! on the terminal, and the faults of pages that nobody has asked for yet.
//! Stands aside while a rebuild runs, and drops a site for a newer one. Never
//! holds up a rebuild or a request.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::live::Live;
use super::site::Site;
use super::terminal::{Line, Terminal};

/// So many broken pages tell enough of what is wrong.
const ENOUGH_BROKEN: usize = 20;

/// What is said after the errors of pages that only showed when rendered.
pub const BROKEN: &str = "errors in pages, the last good site stays up";

/// A site to look over.
struct Task {
    number: u64,
    site: Arc<dyn Site>,
    /// The line to be completed and shown; none for the first build.
    line: Option<Line>,
}

/// When the thread may work, and on what.
#[derive(Default)]
struct Turn {
    state: Mutex<TurnState>,
    changed: Condvar,
}

#[derive(Default)]
struct TurnState {
    newest: u64,
    rebuilding: bool,
}

impl Turn {
    fn lock(&self) -> MutexGuard<'_, TurnState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits out a rebuild. Whether the task is still the newest.
    fn goes_on(&self, number: u64) -> bool {
        let mut state = self.lock();
        while state.rebuilding && state.newest == number {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.newest == number
    }
}

/// The thread that looks over.
pub struct Inspector {
    tasks: Sender<Task>,
    turn: Arc<Turn>,
}

impl Inspector {
    /// Starts the thread. It ends with the inspector.
    pub fn start(live: Arc<Live>, terminal: Arc<Terminal>) -> Self {
        let (tasks, queue) = mpsc::channel();
        let turn = Arc::new(Turn::default());
        let its_turn = Arc::clone(&turn);
        std::thread::spawn(move || work(&queue, &its_turn, &live, &terminal));
        Self { tasks, turn }
    }

    /// Gives way to a rebuild.
    pub fn pause(&self) {
        self.turn.lock().rebuilding = true;
    }

    /// Goes on after a rebuild.
    pub fn resume(&self) {
        self.turn.lock().rebuilding = false;
        self.turn.changed.notify_one();
    }

    /// Looks over a site, instead of the one before.
    pub fn inspect(&self, site: &Arc<dyn Site>, line: Option<Line>) {
        let mut turn = self.turn.lock();
        turn.newest += 1;
        // The thread ends only with the inspector.
        let _ = self.tasks.send(Task { number: turn.newest, site: Arc::clone(site), line });
        drop(turn);
        self.turn.changed.notify_one();
    }
}

fn work(queue: &Receiver<Task>, turn: &Turn, live: &Live, terminal: &Terminal) {
    let mut known = Known::default();
    while let Ok(task) = queue.recv() {
        let goes_on = || turn.goes_on(task.number);
        let counts = known.count(&*task.site, goes_on);
        if let Some(mut line) = task.line {
            if let Some(Some((pages, files))) = counts {
                line.pages = Some(pages);
                line.files = files;
            }
            terminal.rebuilt(&line);
        }
        if counts.is_some() {
            known.render(&task.site, live, terminal, goes_on);
        }
    }
}

/// What is known of the files of the sites seen so far.
#[derive(Default)]
struct Known {
    /// The fingerprints of the last site that was counted, if one was.
    counted: Option<FxHashMap<Arc<str>, u128>>,
    /// The fingerprints of files that were rendered without fault.
    rendered: FxHashMap<Arc<str>, u128>,
}

impl Known {
    /// How many pages and other files differ from the site counted before, if
    /// one was; `None` if there is a newer one to count.
    #[expect(clippy::option_option, reason = "to be stopped is another thing than to have nothing to compare with")]
    fn count(&mut self, site: &dyn Site, goes_on: impl Fn() -> bool) -> Option<Option<(usize, usize)>> {
        let before = self.counted.as_ref();
        let files = site.files();
        let mut now = FxHashMap::with_capacity_and_hasher(files.len(), FxBuildHasher);
        let (mut pages, mut others) = (0, 0);
        let mut add = |file: &str| *if is_page(file) { &mut pages } else { &mut others } += 1;
        for file in files {
            if !goes_on() {
                return None;
            }
            let Some(fingerprint) = site.fingerprint(&file) else { continue };
            if before.is_some_and(|before| before.get(&file) != Some(&fingerprint)) {
                add(&file);
            }
            now.insert(file, fingerprint);
        }
        for gone in before.iter().flat_map(|before| before.keys()).filter(|file| !now.contains_key(*file)) {
            add(gone);
        }
        let counts = before.is_some().then_some((pages, others));
        self.rendered.retain(|file, _| now.contains_key(file));
        self.counted = Some(now);
        Some(counts)
    }

    /// Renders the pages that were not yet, and tells of the broken ones.
    fn render(&mut self, site: &Arc<dyn Site>, live: &Live, terminal: &Terminal, goes_on: impl Fn() -> bool) {
        let mut broken = Vec::new();
        let unseen = |(file, now): &(&Arc<str>, &u128)| is_rendered(file) && self.rendered.get(*file) != Some(*now);
        let mut todo: Vec<_> = self.counted.iter().flatten().filter(unseen).collect();
        todo.sort_unstable();
        for (file, fingerprint) in todo {
            if !goes_on() {
                return;
            }
            match site.get(file) {
                Some(Err(diagnostic)) => broken.push((Arc::clone(file), diagnostic)),
                Some(Ok(_)) => {
                    self.rendered.insert(Arc::clone(file), *fingerprint);
                }
                None => {}
            }
            if broken.len() >= ENOUGH_BROKEN {
                break;
            }
        }
        if broken.is_empty() {
            live.verified(site);
        } else if let Some(faults) = live.broken(site, broken) {
            terminal.show(&faults);
            terminal.say(BROKEN);
        }
    }
}

fn is_page(file: &str) -> bool {
    file.as_bytes().ends_with(b".html")
}

/// Whether a file is text from a template. A picture may be large, and its
/// bytes cannot be wrong in a way that a diagnostic would tell.
fn is_rendered(file: &str) -> bool {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(extension, "html" | "xml" | "json" | "txt" | "ics")
}
