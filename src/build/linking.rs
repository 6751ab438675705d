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
    pub(super) mentions: Arc<Mentions>,
    keys: FxHashMap<Arc<str>, (Key, Linked)>,
    by_file: FxHashMap<Arc<str>, StoryId>,
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
        let (linker, known) = match basis {
            Basis::Earlier(previous) => (previous.linker.update(model), previous.keys),
            Basis::Names(names) => (Linker::with(model, names), FxHashMap::default()),
        };
        let digest = linker.digest();
        let slugs = OnceLock::new();
        let restore = |file: &Arc<str>, key: Key| -> Option<Linked> {
            let (_, stored) = kept.get(file).filter(|(old, _)| *old == key)?;
            linker.restore(stored, slugs.get_or_init(|| MatchSlugs::new(&model.record)))
        };
        let keep = |file: &Arc<str>, key: Key, link: &dyn Fn() -> Linked| -> (Key, Linked) {
            match known.get(file) {
                Some((old, linked)) if *old == key => (key, linked.clone()),
                _ => (key, restore(file, key).unwrap_or_else(link)),
            }
        };
        let stories: Vec<(Key, Linked)> = model
            .stories
            .as_slice()
            .par_iter()
            .with_min_len(16)
            .with_max_len(32)
            .map(|story| {
                let reading = linker.reading(story);
                let key = (story.body.digest, digest, reading.digest());
                keep(&story.body.file, key, &|| reading.link())
            })
            .collect();
        let bodies: Vec<(Arc<str>, (Key, Linked))> = Linker::bodies(model)
            .into_par_iter()
            .with_min_len(16)
            .map(|(body, own)| {
                let reading = linker.reading_body(body, own);
                let key = (body.digest, digest, reading.digest());
                (Arc::clone(&body.file), keep(&body.file, key, &|| reading.link()))
            })
            .collect();
        let all = bodies.iter().map(|(file, linked)| (Arc::clone(file), linked.clone()));
        let keys = model.stories.iter().map(|s| Arc::clone(&s.body.file)).zip(stories.iter().cloned()).chain(all);
        let keys = keys.collect();
        let mentions = Mentions::assemble(
            stories.into_iter().map(|(_, linked)| linked).collect(),
            bodies.into_iter().map(|(file, (_, linked))| (file, linked)),
        );
        let by_file = model.stories.entries().map(|(id, s)| (Arc::clone(&s.body.file), id)).collect();
        Self { linker, mentions: Arc::new(mentions), keys, by_file }
    }

    /// All texts by their file, with what their links depend on.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&Arc<str>, &Key)> {
        self.keys.iter().map(|(file, (key, _))| (file, key))
    }

    /// What a file's text names, in a form to be kept.
    pub(super) fn stored(&self, file: &str) -> Option<Stored> {
        self.keys.get(file).map(|(_, linked)| self.linker.store(linked))
    }

    /// The story that is written in a file.
    pub(super) fn story_of(&self, file: &str) -> Option<StoryId> {
        self.by_file.get(file).copied()
    }

    /// Links one story anew whose text alone has changed, and gives what there
    /// is to tell its author.
    pub(super) fn relink(&mut self, model: &Model, id: StoryId) -> Vec<Diagnostic> {
        let story = &model.stories[id];
        let reading = self.linker.reading(story);
        let key = (story.body.digest, self.linker.digest(), reading.digest());
        let linked = reading.link();
        self.keys.insert(Arc::clone(&story.body.file), (key, linked.clone()));
        let said = linked.notes.iter().map(|note| note.diagnostic(&story.body)).collect();
        Arc::make_mut(&mut self.mentions).replace(id, linked);
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
        let known = |file: &Arc<str>, key: Key| self.keys.get(file).is_some_and(|(old, _)| *old == key);
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
            self.keys.insert(Arc::clone(&body.file), (key, linked.clone()));
        };
        for (id, key, linked) in stories {
            take(&model.stories[id].body, key, &linked);
            Arc::make_mut(&mut self.mentions).replace(id, linked);
        }
        for (body, key, linked) in bodies {
            take(body, key, &linked);
            Arc::make_mut(&mut self.mentions).replace_body(&body.file, linked);
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
