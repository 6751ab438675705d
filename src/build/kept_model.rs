//! The model and the links of a build, kept for a run after an edit of prose.
//!
//! In and out: all that a build made of its sources, apart from the texts of
//! stories, in files below `.touchline/cache/model/`. Each file bears the
//! stamp of its build, so that those of two builds are never mixed. Never
//! decides whether what it holds is still true: that is a question of digests,
//! for who asks.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::cache;
use super::said::Said;
use super::state::STATE_FOLDER;
use super::unchanged::Cause;
use crate::content::store::{Store, TextPlace};
use crate::diagnostic::Diagnostic;
use crate::link::{Linked, Mentions};
use crate::model::{Arena, Author, AuthorId, Model, Page, PageId, Record, Site, Story, StoryId, Topic, TopicId};

/// How many matches or stories a file holds, at least, and how many files
/// there are of each at most.
const SHARE: usize = 1024;
const MOST: usize = 64;

/// What tells whether the rest may be used.
#[derive(Debug, Deserialize)]
pub(super) struct Head {
    stamp: u128,
    matches: usize,
    stories: usize,
    /// What the model was made from.
    pub(super) cause: Cause,
    /// What there was to say of it, but for links and pictures in texts.
    pub(super) said: Vec<Said>,
    /// The files with nothing to say of them, and where their texts stand.
    pub(super) sources: Vec<(Arc<str>, u128, TextPlace)>,
}

/// The same, as it is written.
#[derive(Serialize)]
struct LentHead<'a> {
    stamp: u128,
    matches: usize,
    stories: usize,
    cause: &'a Cause,
    said: Vec<Said>,
    sources: Vec<(&'a Arc<str>, u128, TextPlace)>,
}

/// What a build made. Bodies are without their texts.
pub(super) struct KeptModel {
    record: Record,
    stories: Vec<(Story, Linked)>,
    authors: Arena<AuthorId, Author>,
    topics: Arena<TopicId, Topic>,
    pages: Arena<PageId, Page>,
    bodies: Vec<(Arc<str>, Linked)>,
}

type Entities = (Record, Arena<AuthorId, Author>, Arena<TopicId, Topic>, Arena<PageId, Page>, Vec<(Arc<str>, Linked)>);
type LentEntities<'a> = (
    &'a Record,
    &'a Arena<AuthorId, Author>,
    &'a Arena<TopicId, Topic>,
    &'a Arena<PageId, Page>,
    Vec<(&'a Arc<str>, &'a Linked)>,
);

fn folder(root: &Path) -> PathBuf {
    root.join(STATE_FOLDER).join("cache").join("model")
}

/// How many matches or stories stand in each file.
fn share(count: usize) -> usize {
    count.div_ceil(MOST).max(SHARE)
}

fn share_file(folder: &Path, what: &str, number: usize) -> PathBuf {
    folder.join(format!("{what}-{number:02}"))
}

/// Keeps what a build made of a site. `said` is what there was to say, but for
/// links and pictures in texts.
pub(super) fn save<'s>(
    root: &Path,
    cause: &Cause,
    store: &Store,
    model: &Model,
    mentions: &Mentions,
    said: impl Iterator<Item = &'s Diagnostic>,
) {
    let folder = folder(root);
    let stamp = cause.stamp();
    let none = Linked::default();
    let linked = |id: StoryId| mentions.story(id).unwrap_or(&none);
    let stories: Vec<(&Arc<Story>, &Linked)> = model.stories.entries().map(|(id, story)| (story, linked(id))).collect();
    let matches = model.record.matches.as_slice();
    let entities: LentEntities<'_> =
        (&model.record, &model.authors, &model.topics, &model.pages, mentions.bodies().collect());
    let (first, (second, third)) = rayon::join(
        || cache::save(&folder.join("entities"), &(stamp, entities)),
        || {
            rayon::join(
                || save_shares(&folder, "matches", stamp, matches),
                || save_shares(&folder, "stories", stamp, &stories),
            )
        },
    );
    // Comes last: without it the others are not looked at.
    if first && second && third {
        let head = LentHead {
            stamp,
            matches: matches.len(),
            stories: stories.len(),
            cause,
            said: said.map(Said::of).collect(),
            sources: store.text_places().collect(),
        };
        cache::save(&folder.join("head"), &head);
    }
}

fn save_shares<T: Serialize + Sync>(folder: &Path, what: &str, stamp: u128, all: &[T]) -> bool {
    let saved = all
        .par_chunks(share(all.len()))
        .enumerate()
        .all(|(number, share)| cache::save(&share_file(folder, what, number), &(stamp, share)));
    for number in all.len().div_ceil(share(all.len()))..MOST {
        if fs::remove_file(share_file(folder, what, number)).is_err() {
            break;
        }
    }
    saved
}

impl Head {
    /// What the last build that kept its model says of it.
    pub(super) fn load(root: &Path) -> Option<Self> {
        cache::load(&folder(root).join("head"))
    }

    /// The model.
    pub(super) fn model(&self, root: &Path) -> Option<KeptModel> {
        let folder = folder(root);
        let (entities, (matches, stories)) = rayon::join(
            || load::<Entities>(&folder.join("entities"), self.stamp),
            || {
                rayon::join(
                    || self.shares(&folder, "matches", self.matches),
                    || self.shares(&folder, "stories", self.stories),
                )
            },
        );
        let (mut record, authors, topics, pages, bodies) = entities?;
        record.matches = Arena::new(matches?);
        Some(KeptModel { record, stories: stories?, authors, topics, pages, bodies })
    }

    fn shares<T: DeserializeOwned + Send>(&self, folder: &Path, what: &str, count: usize) -> Option<Vec<T>> {
        let shares: Option<Vec<Vec<T>>> = (0..count.div_ceil(share(count)))
            .into_par_iter()
            .map(|number| load(&share_file(folder, what, number), self.stamp))
            .collect();
        let all: Vec<T> = shares?.into_iter().flatten().collect();
        (all.len() == count).then_some(all)
    }
}

fn load<T: DeserializeOwned>(path: &Path, stamp: u128) -> Option<T> {
    let (found, value) = cache::load::<(u128, T)>(path)?;
    (found == stamp).then_some(value)
}

impl KeptModel {
    /// The model with the texts of a store and the site's settings, its links
    /// as they were, and the stories whose texts are others now. `None` if
    /// any other text is another, or if one is missing.
    pub(super) fn with_texts(self, site: Arc<Site>, store: &Store) -> Option<(Model, Links, Vec<StoryId>)> {
        let Self { mut record, stories, mut authors, topics, mut pages, bodies } = self;
        let teams = record.teams.iter_mut().map(|team| &mut team.profile);
        let persons = record.persons.iter_mut().map(|person| &mut person.profile);
        let venues = record.venues.iter_mut().map(|venue| &mut venue.profile);
        let competitions = record.competitions.iter_mut().map(|competition| &mut competition.profile);
        let profiles = teams.chain(persons).chain(venues).chain(competitions);
        let texts = profiles
            .chain(authors.iter_mut().map(|author| &mut author.profile))
            .filter_map(|profile| profile.body.as_mut())
            .chain(pages.iter_mut().map(|page| &mut page.body));
        for body in texts {
            let now = store.body(&body.file).filter(|now| now.digest == body.digest)?;
            body.clone_from(now);
        }
        let mut edited = Vec::new();
        let mut linked = Vec::with_capacity(stories.len());
        let mut with_texts = Vec::with_capacity(stories.len());
        for (index, (mut story, links)) in stories.into_iter().enumerate() {
            let now = store.body(&story.body.file)?;
            if now.digest != story.body.digest {
                edited.push(StoryId(index as u32));
            }
            story.body.clone_from(now);
            with_texts.push(Arc::new(story));
            linked.push(links);
        }
        let model = Model {
            site,
            record: Arc::new(record),
            stories: Arena::new(with_texts),
            authors: Arc::new(authors),
            topics: Arc::new(topics),
            pages: Arc::new(pages),
        };
        Some((model, Links { stories: linked, bodies }, edited))
    }
}

/// The links of a model's texts.
pub(super) struct Links {
    /// In the order of the stories.
    pub(super) stories: Vec<Linked>,
    /// Of other bodies, by file.
    pub(super) bodies: Vec<(Arc<str>, Linked)>,
}
