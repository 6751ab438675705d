//! What a host must be able to do.
//!
//! In and out: files of the site, in batches, and small files of our own (the
//! manifest, the journal, the lock), one at a time. A transport does what it is
//! told, once: it does not order steps, does not retry, and does not print.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::digest::Digest;
use super::fault::Fault;
use super::prepare::LocalFile;

/// The folder of our own files on a host.
pub const OWN: &str = ".touchline";

/// What a listing says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Number of bytes, as the host keeps them.
    pub size: u64,
    /// What changes whenever the file does, as far as the host has something
    /// of the sort: an entity tag, a modification time.
    pub tag: Option<String>,
}

/// All files on a host, without our own.
pub type Listing = BTreeMap<String, Seen>;

/// What a file on a host holds, found out by reading it or asking for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Of its bytes before any compression.
    pub digest: Digest,
    /// The stamp of its headers; empty where the host keeps none.
    pub headers: String,
}

/// What a host can do besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Powers {
    /// Copy files by itself.
    pub copies: bool,
    /// Keep headers with a file.
    pub headers: bool,
    /// It has folders, so that a file can stand in the way of a folder.
    pub folders: bool,
}

/// Called once for each item of a batch, from any thread: its index, and the
/// tag it has now, or why it failed. Items that a transport did not get to are
/// reported as passing faults.
pub type Done<'d> = &'d (dyn Fn(usize, Result<Option<String>, Fault>) + Sync);

/// A way to a host.
pub trait Transport: Sync {
    /// The place, for people: `s3://club-site/www`.
    fn place(&self) -> String;

    /// What it can do.
    fn powers(&self) -> Powers;

    /// All files on the host. `about` are the paths that matter, for hosts that
    /// are listed folder by folder.
    fn list(&self, about: &[&str]) -> Result<Listing, Fault>;

    /// What these files hold; `None` where the host cannot tell.
    fn identify(&self, paths: &[&str]) -> Result<Vec<Option<Identity>>, Fault>;

    /// Sends files. Each is whole at every moment.
    fn put(&self, files: &[&LocalFile], done: Done<'_>);

    /// Makes files out of others that are on the host.
    fn copy(&self, files: &[(&str, &LocalFile)], done: Done<'_>);

    /// Deletes files. One that is gone already is no fault.
    fn delete(&self, paths: &[&str], done: Done<'_>);

    /// Reads a small file, with a version of it.
    fn read(&self, path: &str) -> Result<Option<(Vec<u8>, String)>, Fault>;

    /// Writes a small file and gives its version. With `over`, only if the file
    /// has this version now, as far as the host can tell; else it is a
    /// [`Conflict`](super::FaultKind::Conflict).
    fn write(&self, path: &str, bytes: &[u8], over: Option<&str>) -> Result<String, Fault>;

    /// Makes a small file that nobody else can make at the same time, and gives
    /// its version: only if there is none, or with `over`, one of this version.
    /// `None` if somebody else has it.
    fn claim(&self, path: &str, bytes: &[u8], over: Option<&str>) -> Result<Option<String>, Fault>;

    /// Removes a small file; none there is no fault.
    fn remove(&self, path: &str) -> Result<(), Fault>;
}

/// Does something for each of many items with several threads, and reports
/// each.
pub(crate) fn in_parallel<T: Sync>(
    threads: usize,
    items: &[T],
    done: Done<'_>,
    what: impl Fn(&T) -> Result<Option<String>, Fault> + Sync,
) {
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(i) else { return };
            done(i, what(item));
        }
    };
    if threads <= 1 || items.len() <= 1 {
        return work();
    }
    thread::scope(|scope| {
        for _ in 0..threads.min(items.len()) {
            scope.spawn(work);
        }
    });
}

/// The same for questions: all answers, or the first fault.
pub(crate) fn ask_all<T: Sync, A: Send>(
    threads: usize,
    items: &[T],
    what: impl Fn(&T) -> Result<A, Fault> + Sync,
) -> Result<Vec<A>, Fault> {
    let answers: Mutex<Vec<(usize, A)>> = Mutex::new(Vec::with_capacity(items.len()));
    let faults: Mutex<Option<Fault>> = Mutex::new(None);
    let indices: Vec<usize> = (0..items.len()).collect();
    in_parallel(threads, &indices, &|_, _| {}, |&i| {
        match what(&items[i]) {
            Ok(answer) => locked(&answers).push((i, answer)),
            Err(fault) => *locked(&faults) = Some(fault),
        }
        Ok(None)
    });
    if let Some(fault) = locked(&faults).take() {
        return Err(fault);
    }
    let mut answers = std::mem::take(&mut *locked(&answers));
    answers.sort_unstable_by_key(|(i, _)| *i);
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}

/// A lock that a panic of another thread does not spoil: what is kept behind
/// these is whole at every moment.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
