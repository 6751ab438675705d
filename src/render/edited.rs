//! Which pages an edit of prose can be seen on.
//!
//! In: two readings of a site that differ in the texts of stories alone, as
//! two lists of marks. Out: the stories that were edited, and whether a page
//! may show anything of them. Only edits that leave a story's card and whom it
//! names as they were are followed here: all others may reach pages far away,
//! since cards stand in lists and related stories are found by counting names.
//! Never makes a view.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::Xxh3;

use super::page::PageDraft;
use super::routes::PageKey;
use super::site::{SiteView, entity_of};
use crate::link::EntityRef;
use crate::model::StoryId;
use crate::model::arena::Id;

/// What of a story's text is seen where: of its bytes, which its own page and
/// feeds show, and of what other pages know of it.
pub type Mark = (u64, u64);

/// Stories whose texts alone were edited.
#[derive(Debug, Default)]
pub struct Edited {
    stories: FxHashSet<StoryId>,
    /// Whom they name: on those pages stand their words.
    named: FxHashSet<EntityRef>,
}

impl SiteView {
    /// The marks of all stories, in their order. `known` are those of the same
    /// stories with other texts, or with the same: these need not be made.
    pub fn marks(&self, known: &[Mark]) -> Vec<Mark> {
        let known = if known.len() == self.model.stories.len() { known } else { &[] };
        let mark = |id: StoryId| {
            let text = self.model.stories[id].body.digest as u64;
            if let Some(known) = known.get(id.index()).filter(|known| known.0 == text) {
                return *known;
            }
            let mut hash = Xxh3::new();
            hash.update(&self.stories.mark(id).to_le_bytes());
            for entity in self.mentions.story(id).into_iter().flat_map(crate::link::Linked::entities) {
                hash.update(&entity.packed().to_le_bytes());
            }
            (text, hash.digest())
        };
        (0..self.model.stories.len())
            .into_par_iter()
            .with_min_len(32)
            .map(|index| mark(StoryId::from_index(index)))
            .collect()
    }

    /// The stories that were edited since the marks, which are `now`, were
    /// `before`; `None` if more than their texts may differ.
    pub fn edited_since(&self, now: &[Mark], before: &[Mark]) -> Option<Edited> {
        if now.len() != before.len() {
            return None;
        }
        let mut edited = Edited::default();
        for (index, (now, before)) in now.iter().zip(before).enumerate() {
            if now.1 != before.1 {
                return None;
            }
            if now.0 != before.0 {
                let id = StoryId::from_index(index);
                edited.stories.insert(id);
                edited.named.extend(self.mentions.story(id).into_iter().flat_map(crate::link::Linked::entities));
            }
        }
        Some(edited)
    }
}

impl PageDraft<'_> {
    /// Whether the page may show anything of these edits. Feeds always may;
    /// calendars, redirects and the sitemap tell of no text.
    pub fn may_show(&self, edited: &Edited) -> bool {
        let key = self.route().key;
        matches!(key, PageKey::Feed(..))
            || matches!(key, PageKey::Story(id) if edited.stories.contains(&id))
            || entity_of(key).is_some_and(|entity| edited.named.contains(&entity))
    }
}
