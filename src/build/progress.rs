//! How far a build is, for whoever wants to show it.
//!
//! In: counts from the working threads. Out: the same counts, to be read from
//! another thread at any time. Never shows anything, never makes a working
//! thread wait.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Pages to make and pages made. The counts are only for show, so no order
/// between threads is asked for.
#[derive(Debug, Default)]
pub struct Progress {
    total: AtomicUsize,
    done: AtomicUsize,
}

impl Progress {
    /// Says how many files are to be made.
    pub fn expect(&self, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// One more is made.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// How many are made, of how many; of 0 while that is not known yet.
    pub fn read(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }
}
