//! What the page of a match and those of its stories both show.
//!
//! In: a view of a match, under the name of its variable. Out: the view as
//! templates see it, the same one for all pages that a thread makes one after
//! the other. To keep it of all matches would take more memory than all the
//! rest: never holds more than that of one match a thread.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::shared::{PageContext, Shared};
use super::site::SiteView;
use super::uses::Uses;
use crate::model::MatchId;

/// The variables.
const VARIABLES: [&str; 6] = ["detail", "focus", "same_day", "head_to_head", "form", "next"];

/// What was made last of matches: by each thread of the pool, and by all others.
#[derive(Debug)]
pub(super) struct LastOfMatches(Vec<[Last; VARIABLES.len()]>);

/// What was made last in one place.
type Last = Mutex<Option<(Key, Shared)>>;

/// The match, and which fields are made use of.
type Key = (MatchId, u64);

impl Default for LastOfMatches {
    fn default() -> Self {
        Self(std::iter::repeat_with(Default::default).take(rayon::current_num_threads() + 1).collect())
    }
}

impl LastOfMatches {
    fn of(&self, variable: &str, key: Key, make: impl FnOnce() -> Shared) -> Shared {
        let Some(number) = VARIABLES.iter().position(|known| *known == variable) else { return make() };
        let thread = rayon::current_thread_index().map_or(0, |index| index + 1);
        let place = &self.0[thread % self.0.len()][number];
        let lock = || place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = lock().as_ref().filter(|(of, _)| *of == key) {
            return known.clone();
        }
        let made = make();
        *lock() = Some((key, made.clone()));
        made
    }
}

impl SiteView {
    /// Puts a view of a match that the pages of its stories show as well.
    pub(super) fn put_of_match<T: Serialize>(
        &self,
        variable: &'static str,
        id: MatchId,
        context: &mut PageContext,
        view: impl Fn() -> T,
    ) {
        debug_assert!(VARIABLES.contains(&variable), "{variable} has no place");
        let digest = |uses: &Uses| Shared::digest_of_used(&view(), uses);
        context.put_shared_with(variable, digest, |uses| {
            self.record.of_matches.of(variable, (id, uses.digest()), || Shared::of_used(&view(), uses))
        });
    }
}
