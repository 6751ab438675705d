//! A place for each thread that makes pages.
//!
//! In: nothing. Out: a value of the thread that asks, behind a lock that no
//! other thread of the pool takes. Pages that show the same are made one after
//! the other by one thread, so what one page leaves there the next one finds.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A value for each thread of the pool, and one for all others.
#[derive(Debug)]
pub(super) struct PerThread<T>(Box<[Mutex<T>]>);

impl<T: Default> Default for PerThread<T> {
    fn default() -> Self {
        Self(std::iter::repeat_with(Mutex::default).take(rayon::current_num_threads() + 1).collect())
    }
}

impl<T> PerThread<T> {
    /// That of this thread.
    pub(super) fn own(&self) -> MutexGuard<'_, T> {
        let thread = rayon::current_thread_index().map_or(0, |index| index + 1);
        // What a panic left is whole all the same: it is only ever replaced.
        self.0[thread % self.0.len()].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
