//! Gathers events until the moment when it is safe to look at the files.
//!
//! In: paths that something happened to, and how much longer to wait for each.
//! Out: batches of paths. The kind of an event decides only *when* a path is
//! looked at, never what is believed of it: that is for its content to say.
//! Never touches the disk.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::site::Hint;

/// How long to wait, after an event, for more to happen to the same path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The path is whole: its writer closed it, or it was renamed into place.
    Whole,
    /// The path is gone. Some editors delete a file and then create it anew.
    Gone,
    /// Somebody is writing, or may be. Where the system tells of closed files,
    /// that will end the wait; elsewhere it runs its time.
    Writing,
}

impl Wait {
    const fn time(self) -> Duration {
        Duration::from_millis(match self {
            Self::Whole => 2,
            Self::Gone => 8,
            Self::Writing => 15,
        })
    }
}

/// From this many paths on, the change is no save of an editor but a checkout,
/// a copy or a script, and more of it is likely to come.
const BURST: usize = 12;
/// The quiet that ends a burst.
const BURST_QUIET: Duration = Duration::from_millis(25);
/// However busy the folders are, this is the longest that anyone waits.
const LONGEST: Duration = Duration::from_millis(300);
/// So many paths cost more than to look at everything.
const TOO_MANY: usize = 2_000;

/// Paths to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// What may have changed.
    pub hint: Hint,
    /// Paths that may be folders which were not there before.
    pub folders: BTreeSet<PathBuf>,
    /// Whether events were lost, so that more may have changed.
    pub lost: bool,
    /// When the first of the events came.
    pub since: Instant,
}

/// What has happened and was not yet looked at.
#[derive(Debug, Default)]
struct Pending {
    /// Each path with the end of its wait.
    paths: HashMap<PathBuf, Instant>,
    /// Each folder whose names alone are to be looked at, with the end of its
    /// wait.
    names_in: HashMap<PathBuf, Instant>,
    folders: BTreeSet<PathBuf>,
    everything: Option<Instant>,
    lost: Option<Instant>,
    first: Option<Instant>,
    last: Option<Instant>,
    closed: bool,
}

impl Pending {
    fn note(&mut self, path: PathBuf, wait: Wait, now: Instant) {
        self.hear(now);
        self.paths.insert(path, now + wait.time());
    }

    fn note_names(&mut self, folder: PathBuf, wait: Wait, now: Instant) {
        self.hear(now);
        self.names_in.insert(folder, now + wait.time());
    }

    fn hear(&mut self, now: Instant) {
        self.first.get_or_insert(now);
        self.last = Some(now);
    }

    /// When the paths may be looked at.
    fn paths_ready_at(&self) -> Option<Instant> {
        let first = self.first?;
        let settled = self.paths.values().chain(self.names_in.values()).copied().max();
        let quiet = (self.paths.len() >= BURST).then(|| self.last.unwrap_or(first) + BURST_QUIET);
        Some(settled.max(quiet)?.min(first + LONGEST))
    }

    /// When there is something to be looked at; `None` while there is nothing.
    /// A look at everything that was put off does not hold up the paths.
    fn ready_at(&self) -> Option<Instant> {
        self.paths_ready_at().into_iter().chain(self.everything).chain(self.lost).min()
    }

    fn take(&mut self, now: Instant) -> Batch {
        let due = self.everything.take_if(|at| *at <= now);
        let lost = self.lost.take_if(|at| *at <= now);
        let since = self.first.take().or(due).or(lost).unwrap_or(now);
        self.last = None;
        let taken = |places: &mut HashMap<PathBuf, Instant>| {
            let mut paths: Vec<_> = places.drain().map(|(path, _)| path).collect();
            paths.sort_unstable();
            paths
        };
        let (paths, names_in) = (taken(&mut self.paths), taken(&mut self.names_in));
        let all = due.is_some() || paths.len() > TOO_MANY;
        let hint = if all { Hint::All } else { Hint::Places { paths, names_in } };
        Batch { hint, folders: std::mem::take(&mut self.folders), lost: lost.is_some(), since }
    }
}

/// Where the events of many threads wait for the one that rebuilds.
#[derive(Debug, Default)]
pub struct Gate {
    pending: Mutex<Pending>,
    woken: Condvar,
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, Pending> {
        // A thread that panicked left the paths it had noted: they still count.
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something happened to a path.
    pub fn note(&self, path: PathBuf, wait: Wait) {
        self.lock().note(path, wait, Instant::now());
        self.woken.notify_one();
    }

    /// Names in a folder that was there before came or went.
    pub fn note_names(&self, folder: PathBuf, wait: Wait) {
        self.lock().note_names(folder, wait, Instant::now());
        self.woken.notify_one();
    }

    /// A path may be a folder that was not there before.
    pub fn note_folder(&self, path: PathBuf, wait: Wait) {
        let mut pending = self.lock();
        pending.folders.insert(path.clone());
        pending.note(path, wait, Instant::now());
        drop(pending);
        self.woken.notify_one();
    }

    /// Events were lost.
    pub fn note_loss(&self) {
        let mut pending = self.lock();
        pending.lost.get_or_insert(Instant::now() + BURST_QUIET);
        drop(pending);
        self.woken.notify_one();
    }

    /// Everything is to be looked at again after a while: the last look failed.
    pub fn note_everything(&self, after: Duration) {
        let at = Instant::now() + after;
        let mut pending = self.lock();
        pending.everything = Some(pending.everything.map_or(at, |earlier| earlier.min(at)));
        drop(pending);
        self.woken.notify_one();
    }

    /// Ends the waiting for good.
    pub fn close(&self) {
        self.lock().closed = true;
        self.woken.notify_one();
    }

    /// Waits for the next batch; `None` once closed.
    pub fn wait(&self) -> Option<Batch> {
        let mut pending = self.lock();
        loop {
            if pending.closed {
                return None;
            }
            let now = Instant::now();
            pending = match pending.ready_at() {
                None => self.woken.wait(pending).unwrap_or_else(PoisonError::into_inner),
                Some(ready) if ready > now => {
                    self.woken.wait_timeout(pending, ready - now).unwrap_or_else(PoisonError::into_inner).0
                }
                Some(_) => return Some(pending.take(now)),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn at(pending: &Pending, start: Instant) -> u128 {
        pending.ready_at().expect("something is pending").duration_since(start).as_millis()
    }

    #[test]
    fn a_closed_file_waits_hardly_at_all() {
        let (mut pending, t) = (Pending::default(), Instant::now());
        pending.note("a".into(), Wait::Writing, t);
        assert_eq!(at(&pending, t), 15);
        pending.note("a".into(), Wait::Writing, t + ms(1));
        pending.note("a".into(), Wait::Whole, t + ms(1));
        assert_eq!(at(&pending, t), 3);
    }

    #[test]
    fn a_batch_waits_for_all_of_its_paths() {
        let (mut pending, t) = (Pending::default(), Instant::now());
        pending.note("a".into(), Wait::Whole, t);
        pending.note("b".into(), Wait::Gone, t);
        assert_eq!(at(&pending, t), 8);
        let batch = pending.take(t + ms(8));
        assert_eq!(batch.hint, Hint::paths(vec!["a".into(), "b".into()]));
        assert_eq!(batch.since, t);
        assert_eq!(pending.ready_at(), None);
    }

    #[test]
    fn a_burst_waits_for_quiet_but_not_for_ever() {
        let (mut pending, t) = (Pending::default(), Instant::now());
        for n in 0..100 {
            pending.note(format!("{n}").into(), Wait::Whole, t + ms(n));
        }
        assert_eq!(at(&pending, t), 99 + 25);
        for n in 100..1_000 {
            pending.note(format!("{n}").into(), Wait::Whole, t + ms(n));
        }
        assert_eq!(at(&pending, t), 300);
    }

    #[test]
    fn a_file_written_for_ever_is_looked_at_now_and_then() {
        let (mut pending, t) = (Pending::default(), Instant::now());
        for n in 0..1_000 {
            pending.note("a".into(), Wait::Writing, t + ms(n));
        }
        assert_eq!(at(&pending, t), 300);
    }

    #[test]
    fn a_look_put_off_does_not_hold_up_a_save() {
        let gate = Gate::default();
        gate.note_everything(ms(60_000));
        gate.note_everything(ms(5_000));
        gate.note("a".into(), Wait::Whole);
        assert_eq!(gate.wait().expect("a batch").hint, Hint::paths(vec!["a".into()]));
        let mut pending = gate.lock();
        let due = pending.ready_at().expect("something is pending");
        assert_eq!(pending.take(due).hint, Hint::All);
        assert_eq!(pending.ready_at(), None);
    }

    #[test]
    fn lost_events_are_told() {
        let gate = Gate::default();
        gate.note_loss();
        let batch = gate.wait().expect("a batch");
        assert!(batch.lost);
        assert_eq!(batch.hint, Hint::paths(Vec::new()));
    }

    #[test]
    fn very_many_paths_are_everything() {
        let (mut pending, t) = (Pending::default(), Instant::now());
        for n in 0..=TOO_MANY {
            pending.note(format!("{n}").into(), Wait::Whole, t);
        }
        assert_eq!(pending.take(t).hint, Hint::All);
    }

    #[test]
    fn names_wait_as_paths_do() {
        let (mut pending, t) = (Pending::default(), Instant::now());
        pending.note_names("a".into(), Wait::Writing, t);
        assert_eq!(at(&pending, t), 15);
        pending.note("a/b".into(), Wait::Writing, t + ms(5));
        assert_eq!(at(&pending, t), 20);
        let batch = pending.take(t + ms(20));
        assert_eq!(batch.hint, Hint::Places { paths: vec!["a/b".into()], names_in: vec!["a".into()] });
        assert_eq!(pending.ready_at(), None);
    }

    #[test]
    fn closing_ends_the_wait() {
        let gate = Gate::default();
        gate.note("a".into(), Wait::Whole);
        assert!(gate.wait().is_some());
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| gate.wait());
            gate.close();
            assert_eq!(waiting.join().expect("no panic"), None);
        });
    }
}
