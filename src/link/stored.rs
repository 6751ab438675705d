//! What a text names, in a form that outlives the run.
//!
//! In: a [`Linked`]. Out: the same with matches and stories by slug, since
//! their numbers change when one is added; teams, persons, grounds and
//! competitions keep their numbers as long as [`Linker::digest`] is the same.
//! Never decides whether a stored text may still be used: that is a question
//! of digests.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::linker::{Linked, Linker};
use super::note::Note;
use super::snippets::Snippet;
use super::{EntityRef, Mention};
use crate::model::{MatchId, Record};

/// A [`Linked`] to be written to disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    mentions: Vec<StoredMention>,
    firsts: Vec<(Target, Snippet)>,
    snippets: Arc<str>,
    notes: Vec<Note>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct StoredMention {
    start: u32,
    end: u32,
    text: Option<Arc<str>>,
    target: Target,
    linked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Target {
    Numbered(u64),
    Match(Arc<str>),
    Story(Arc<str>),
}

/// Matches by slug, to restore stored texts with.
#[derive(Debug)]
pub struct MatchSlugs(FxHashMap<Arc<str>, MatchId>);

impl MatchSlugs {
    /// The slugs of a record's matches.
    pub fn new(record: &Record) -> Self {
        Self(record.matches.entries().map(|(id, m)| (Arc::clone(&m.slug), id)).collect())
    }
}

impl Linker {
    /// What a text names, to be stored.
    pub fn store(&self, linked: &Linked) -> Stored {
        let target = |entity| match entity {
            EntityRef::Match(id) => Target::Match(Arc::clone(&self.record.matches[id].slug)),
            EntityRef::Story(id) => Target::Story(self.slug_of(id)),
            other => Target::Numbered(other.packed()),
        };
        Stored {
            mentions: linked
                .mentions
                .iter()
                .map(|m| StoredMention {
                    start: m.range.start,
                    end: m.range.end,
                    text: m.text.clone(),
                    target: target(m.target),
                    linked: m.linked,
                })
                .collect(),
            firsts: linked.firsts.iter().map(|(entity, snippet)| (target(*entity), *snippet)).collect(),
            snippets: Arc::clone(&linked.snippets),
            notes: linked.notes.to_vec(),
        }
    }

    /// What a stored text names; `None` if a match or story is gone, or if
    /// what was stored is no number of ours.
    pub fn restore(&self, stored: &Stored, matches: &MatchSlugs) -> Option<Linked> {
        let entity = |target: &Target| match target {
            Target::Match(slug) => matches.0.get(slug).map(|id| EntityRef::Match(*id)),
            Target::Story(slug) => self.story(slug).map(|(id, _)| EntityRef::Story(id)),
            Target::Numbered(packed) => EntityRef::unpacked(*packed).filter(|entity| self.exists(*entity)),
        };
        let mentions: Option<Vec<Mention>> = stored
            .mentions
            .iter()
            .map(|m| {
                let target = entity(&m.target)?;
                Some(Mention { range: m.start..m.end, text: m.text.clone(), target, linked: m.linked })
            })
            .collect();
        let firsts: Option<Vec<(EntityRef, Snippet)>> =
            stored.firsts.iter().map(|(target, snippet)| Some((entity(target)?, *snippet))).collect();
        let mut firsts = firsts?;
        firsts.sort_unstable_by_key(|(entity, _)| *entity);
        Some(Linked {
            mentions: mentions?.into(),
            firsts: firsts.into(),
            snippets: Arc::clone(&stored.snippets),
            notes: stored.notes.as_slice().into(),
        })
    }

    fn exists(&self, entity: EntityRef) -> bool {
        let (_, number) = entity.split();
        let record = &self.record;
        number
            < match entity {
                EntityRef::Team(_) => record.teams.len(),
                EntityRef::Person(_) => record.persons.len(),
                EntityRef::Venue(_) => record.venues.len(),
                EntityRef::Competition(_) => record.competitions.len(),
                EntityRef::Edition(_) => record.editions.len(),
                EntityRef::Match(_) => record.matches.len(),
                EntityRef::Story(_) => self.story_slugs().len(),
            }
    }
}
