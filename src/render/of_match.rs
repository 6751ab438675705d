//! What the page of a match and those of its stories both show.
//!
//! In: a view of a match, under the name of its variable. Out: the view as
//! templates see it, the same one for all pages that a thread makes one after
//! the other. To keep it of all matches would take more memory than all the
//! rest: never holds more than that of one match a thread.

use serde::Serialize;

use super::per_thread::PerThread;
use super::shared::{PageContext, Shared};
use super::site::SiteView;
use super::uses::Uses;
use crate::model::MatchId;

/// The variables.
const VARIABLES: [&str; 6] = ["detail", "focus", "same_day", "head_to_head", "form", "next"];

/// What was made last of matches, by variable.
#[derive(Debug, Default)]
pub(super) struct LastOfMatches(PerThread<[Option<(Key, Shared)>; VARIABLES.len()]>);

/// The match, and which fields are made use of.
type Key = (MatchId, u64);

impl LastOfMatches {
    fn of(&self, variable: &str, key: Key, make: impl FnOnce() -> Shared) -> Shared {
        let Some(number) = VARIABLES.iter().position(|known| *known == variable) else { return make() };
        if let Some((_, known)) = self.0.own()[number].as_ref().filter(|(of, _)| *of == key) {
            return known.clone();
        }
        let made = make();
        self.0.own()[number] = Some((key, made.clone()));
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
