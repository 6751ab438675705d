//! Links of a site's texts, kept from one update to the next.
//!
//! In: a model and the links of the one before. Out: the mentions of all its
//! texts, each text linked anew only if its bytes, the names or its scope
//! changed. Never decides what a name means: that is `link`'s.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::kept_texts::Texts;
use crate::diagnostic::Diagnostic;
use crate::link::{Linked, Linker, MatchSlugs, Mentions, RecordNames, Stored};
use crate::model::arena::Id;
use crate::model::{Body, MatchId, Model, Story, StoryId};

/// What a text's links depend on: its bytes, the names and its scope.
pub(super) type Key = (u128, u128, u64);

/// The links of a model.
#[derive(Debug)]
pub(super) struct Links {
    linker: Linker,
    made: Made,
}

/// What was found in all texts, and what it depends on.
#[derive(Debug)]
struct Made {
    mentions: Arc<Mentions>,
    keys: FxHashMap<Arc<str>, Key>,
    by_file: FxHashMap<Arc<str>, StoryId>,
}

impl Made {
    /// What the text of a file names.
    fn linked(&self, file: &str) -> Option<&Linked> {
        match self.by_file.get(file) {
            Some(story) => self.mentions.story(*story),
            None => self.mentions.body(file),
        }
    }
}

/// What the links of a model are made from.
pub(super) enum Basis {
    /// Those that were made before.
    Earlier(Box<Links>),
    /// The names of its record.
    Names(RecordNames),
}

impl Links {
    /// The links of a model. What an earlier run kept lends what did not change,
    /// as earlier links do; it never changes the outcome.
    pub(super) fn new(model: &Model, basis: Basis, kept: &Texts) -> Self {
        let (linker, before) = match basis {
            Basis::Earlier(previous) => (previous.linker.update(model), Some(previous.made)),
            Basis::Names(names) => (Linker::with(model, names), None),
        };
        let digest = linker.digest();
        let slugs = OnceLock::new();
        let restore = |file: &Arc<str>, key: Key| -> Option<Linked> {
            let (_, stored) = kept.get(file).filter(|(old, _)| *old == key)?;
            linker.restore(stored, slugs.get_or_init(|| MatchSlugs::new(&model.record)))
        };
        let earlier = |file: &Arc<str>, key: Key| -> Option<Linked> {
            let made = before.as_ref().filter(|made| made.keys.get(file) == Some(&key))?;
            made.linked(file).cloned()
        };
        let keep = |file: &Arc<str>, key: Key, link: &dyn Fn() -> Linked| -> Linked {
            earlier(file, key).or_else(|| restore(file, key)).unwrap_or_else(link)
        };
        let (story_keys, stories): (Vec<Key>, Vec<Linked>) = model
            .stories
            .as_slice()
            .par_iter()
            .with_min_len(16)
            .with_max_len(32)
            .map(|story| {
                let reading = linker.reading(story);
                let key = (story.body.digest, digest, reading.digest());
                (key, keep(&story.body.file, key, &|| reading.link()))
            })
            .unzip();
        let bodies: Vec<(&Arc<str>, Key, Linked)> = Linker::bodies(model)
            .into_par_iter()
            .with_min_len(16)
            .map(|(body, own)| {
                let reading = linker.reading_body(body, own);
                let key = (body.digest, digest, reading.digest());
                (&body.file, key, keep(&body.file, key, &|| reading.link()))
            })
            .collect();
        let files = || model.stories.iter().map(|story| Arc::clone(&story.body.file));
        let (body_keys, bodies): (Vec<_>, Vec<_>) =
            bodies.into_iter().map(|(file, key, linked)| ((Arc::clone(file), key), (Arc::clone(file), linked))).unzip();
        let ((keys, by_file), mentions) = rayon::join(
            || {
                let keys = files().zip(story_keys).chain(body_keys).collect();
                (keys, files().zip((0..).map(StoryId::from_index)).collect())
            },
            || Arc::new(Mentions::assemble(stories, bodies)),
        );
        Self { linker, made: Made { mentions, keys, by_file } }
    }

    /// What all texts name.
    pub(super) fn mentions(&self) -> &Arc<Mentions> {
        &self.made.mentions
    }

    /// All texts by their file, with what their links depend on.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&Arc<str>, &Key)> {
        self.made.keys.iter()
    }

    /// What a file's text names, in a form to be kept.
    pub(super) fn stored(&self, file: &str) -> Option<Stored> {
        self.made.linked(file).map(|linked| self.linker.store(linked))
    }

    /// The story that is written in a file.
    pub(super) fn story_of(&self, file: &str) -> Option<StoryId> {
        self.made.by_file.get(file).copied()
    }

    /// Links one story anew whose text alone has changed, and gives what there
    /// is to tell its author.
    pub(super) fn relink(&mut self, model: &Model, id: StoryId) -> Vec<Diagnostic> {
        let story = &model.stories[id];
        let reading = self.linker.reading(story);
        let key = (story.body.digest, self.linker.digest(), reading.digest());
        let linked = reading.link();
        self.made.keys.insert(Arc::clone(&story.body.file), key);
        let said = linked.notes.iter().map(|note| note.diagnostic(&story.body)).collect();
        Arc::make_mut(&mut self.made.mentions).replace(id, linked);
        said
    }

    /// Follows a record in which some matches are told otherwise and nothing
    /// else is another: links the texts again whose links depend on them, and
    /// gives what there is to tell their authors, by file. `None` if the links
    /// of more texts may be others; nothing is done then.
    pub(super) fn follow(&mut self, model: &Model, matches: &[MatchId]) -> Option<Vec<(Arc<str>, Vec<Diagnostic>)>> {
        if !self.linker.follow(&model.record, matches) {
            return None;
        }
        let linker = &self.linker;
        let digest = linker.digest();
        let known = |file: &Arc<str>, key: Key| self.made.keys.get(file) == Some(&key);
        let on_match = |story: &Story| story.matches.iter().any(|id| matches.binary_search(id).is_ok());
        let stories: Vec<(StoryId, Key, Linked)> = model
            .stories
            .as_slice()
            .par_iter()
            .with_min_len(64)
            .enumerate()
            .filter(|(_, story)| on_match(story) || Linker::has_links_by_hand(&story.body.text))
            .filter_map(|(index, story)| {
                let reading = linker.reading(story);
                let key = (story.body.digest, digest, reading.digest());
                (!known(&story.body.file, key)).then(|| (StoryId::from_index(index), key, reading.link()))
            })
            .collect();
        let bodies: Vec<(&Body, Key, Linked)> = Linker::bodies(model)
            .into_iter()
            .filter(|(body, _)| Linker::has_links_by_hand(&body.text))
            .filter_map(|(body, own)| {
                let reading = linker.reading_body(body, own);
                let key = (body.digest, digest, reading.digest());
                (!known(&body.file, key)).then(|| (body, key, reading.link()))
            })
            .collect();
        let mut said = Vec::with_capacity(stories.len() + bodies.len());
        let mut take = |body: &Body, key: Key, linked: &Linked| {
            let notes = linked.notes.iter().map(|note| note.diagnostic(body)).collect();
            said.push((Arc::clone(&body.file), notes));
            self.made.keys.insert(Arc::clone(&body.file), key);
        };
        for (id, key, linked) in stories {
            take(&model.stories[id].body, key, &linked);
            Arc::make_mut(&mut self.made.mentions).replace(id, linked);
        }
        for (body, key, linked) in bodies {
            take(body, key, &linked);
            Arc::make_mut(&mut self.made.mentions).replace_body(&body.file, linked);
        }
        Some(said)
    }
}

/// What there is to tell the authors of the texts, by file.
pub(super) fn diagnostics(mentions: &Mentions, model: &Model) -> BTreeMap<Arc<str>, Vec<Diagnostic>> {
    let mut all = BTreeMap::<Arc<str>, Vec<Diagnostic>>::new();
    let mut tell = |linked: Option<&Linked>, body: &Body| {
        for note in linked.into_iter().flat_map(|l| l.notes.iter()) {
            all.entry(Arc::clone(&body.file)).or_default().push(note.diagnostic(body));
        }
    };
    for (id, story) in model.stories.entries() {
        tell(mentions.story(id), &story.body);
    }
    for (body, _) in Linker::bodies(model) {
        tell(mentions.body(&body.file), body);
    }
    all
}
