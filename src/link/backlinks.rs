//! All mentions of a site, and the way back from an entity to its stories.
//!
//! In: what each text names. Out: mentions by text and stories by entity. A
//! clone is cheap and shares everything; replacing one story touches that
//! story and the entities it gained or lost. Never reads a text.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::linker::Linked;
use super::{EntityRef, Mention};
use crate::model::StoryId;

/// A mention as the page of the entity tells it: the story and the words
/// around the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Backlink<'a> {
    /// The story that names the entity.
    pub story: StoryId,
    /// The words before the name, without markup.
    pub before: &'a str,
    /// The name as it stands in the story.
    pub name: &'a str,
    /// The words after the name.
    pub after: &'a str,
}

/// What changed when a story was replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Entities that the story now names and did not, or no longer names, in
    /// order.
    pub listed: Vec<EntityRef>,
    /// Entities that it named and names, with other words around the name, in
    /// order.
    pub reworded: Vec<EntityRef>,
}

/// The stories that name each entity of one kind, newest first.
type Lists = Vec<Arc<Vec<StoryId>>>;

/// All mentions of a site.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    stories: Arc<Vec<Linked>>,
    bodies: Arc<BTreeMap<Arc<str>, Linked>>,
    /// By kind of entity, then by its number.
    lists: Arc<[Lists; EntityRef::KINDS]>,
}

impl Mentions {
    /// The mentions of a site's stories, in the order of [`StoryId`], and of
    /// its other bodies, by file.
    pub fn assemble(stories: Vec<Linked>, bodies: impl IntoIterator<Item = (Arc<str>, Linked)>) -> Self {
        let mut lists: [Vec<Vec<StoryId>>; EntityRef::KINDS] = Default::default();
        for (i, linked) in stories.iter().enumerate() {
            for entity in linked.entities() {
                let (kind, number) = entity.split();
                let list = &mut lists[kind];
                if list.len() <= number {
                    list.resize_with(number + 1, Vec::new);
                }
                list[number].push(StoryId(i as u32));
            }
        }
        let lists = lists.map(|kind| kind.into_iter().map(Arc::new).collect());
        Self { stories: Arc::new(stories), bodies: Arc::new(bodies.into_iter().collect()), lists: Arc::new(lists) }
    }

    /// The mentions of one story's body.
    pub fn of_story(&self, story: StoryId) -> &[Mention] {
        self.stories.get(story.0 as usize).map_or(&[], |linked| &linked.mentions)
    }

    /// All that one story names.
    pub fn story(&self, story: StoryId) -> Option<&Linked> {
        self.stories.get(story.0 as usize)
    }

    /// The mentions of another body, by its file.
    pub fn of_body(&self, file: &str) -> &[Mention] {
        self.bodies.get(file).map_or(&[], |linked| &linked.mentions)
    }

    /// All that another body names, by its file.
    pub fn body(&self, file: &str) -> Option<&Linked> {
        self.bodies.get(file)
    }

    /// All other bodies, by file.
    pub fn bodies(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &Linked)> {
        self.bodies.iter()
    }

    /// The stories that name an entity, newest first.
    pub fn stories_naming(&self, entity: EntityRef) -> &[StoryId] {
        let (kind, number) = entity.split();
        self.lists[kind].get(number).map_or(&[], |list| list)
    }

    /// The same with the words around the first mention in each.
    pub fn backlinks(&self, entity: EntityRef) -> impl ExactSizeIterator<Item = Backlink<'_>> {
        self.stories_naming(entity).iter().map(move |story| self.backlink(*story, entity))
    }

    fn backlink(&self, story: StoryId, entity: EntityRef) -> Backlink<'_> {
        let none = Backlink { story, before: "", name: "", after: "" };
        let Some(linked) = self.stories.get(story.0 as usize) else { return none };
        let Ok(found) = linked.firsts.binary_search_by_key(&entity, |(e, _)| *e) else { return none };
        let at = linked.firsts[found].1;
        let part = |from: u32, to: u32| linked.snippets.get(from as usize..to as usize).unwrap_or_default();
        Backlink {
            story,
            before: part(at.start, at.name),
            name: part(at.name, at.after),
            after: part(at.after, at.end),
        }
    }

    /// Puts a story's new mentions in the place of its old ones, and tells
    /// which entities' pages that touches. The stories must be the same ones
    /// in the same order as before.
    pub fn replace(&mut self, story: StoryId, linked: Linked) -> Changes {
        let mut changes = Changes::default();
        let number = story.0 as usize;
        let Some(old) = self.stories.get(number).cloned() else { return changes };
        for entity in old.entities().chain(linked.entities()) {
            let [was, is] = [&old, &linked].map(|l| l.firsts.binary_search_by_key(&entity, |(e, _)| *e).ok());
            if was.is_none() || is.is_none() {
                changes.listed.push(entity);
            }
        }
        let lists = Arc::make_mut(&mut self.lists);
        for entity in &changes.listed {
            let (kind, number) = entity.split();
            if lists[kind].len() <= number {
                lists[kind].resize_with(number + 1, Arc::default);
            }
            let list = Arc::make_mut(&mut lists[kind][number]);
            match list.binary_search(&story) {
                Ok(at) => drop(list.remove(at)),
                Err(at) => list.insert(at, story),
            }
        }
        let before: Vec<(EntityRef, [String; 3])> =
            old.entities().filter(|e| !changes.listed.contains(e)).map(|e| (e, self.words(story, e))).collect();
        Arc::make_mut(&mut self.stories)[number] = linked;
        for (entity, words) in before {
            if self.words(story, entity) != words {
                changes.reworded.push(entity);
            }
        }
        changes.listed.sort_unstable();
        changes
    }

    fn words(&self, story: StoryId, entity: EntityRef) -> [String; 3] {
        let link = self.backlink(story, entity);
        [link.before, link.name, link.after].map(str::to_owned)
    }

    /// Puts the new mentions of another body in the place of its old ones.
    pub fn replace_body(&mut self, file: &Arc<str>, linked: Linked) {
        Arc::make_mut(&mut self.bodies).insert(Arc::clone(file), linked);
    }
}
