//! The story page.
//!
//! In: a story, its match, its mentions. Out: the variables `story`, `body`,
//! `related` and, for a story on a match, those of the match page. Never
//! parses Markdown itself.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Serialize;
use tera::Value;

use super::common::{Link, PictureView};
use super::head::{Head, Translation};
use crate::link::{EntityRef, Scratch};
use crate::model::arena::Id;
use crate::model::{Arena, Story, StoryId};
use crate::render::jsonld::Thing;
use crate::render::markdown::word_count;
use crate::render::shared::{PageContext, Shared};
use crate::render::site::SiteView;
use crate::render::story_view::picture_view;
use crate::render::text::{DateText, MomentText};

/// Where a text came from.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView<'a> {
    /// Name of the paper or site.
    pub name: &'a str,
    /// Address.
    pub url: Option<&'a str>,
}

/// A correction.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionView<'a> {
    /// `2022-12-01`.
    pub date: Option<DateText>,
    /// What was wrong.
    pub text: &'a str,
}

/// Variable `detail` of a story page is that of its match; variable `more`
/// holds what only the story's own page tells. `story` beside it is the
/// `StoryCard`.
#[derive(Clone, Debug, Serialize)]
pub struct StoryMore<'a> {
    /// The paragraph under the headline, only where the author wrote one.
    pub standfirst: Option<&'a str>,
    /// More pictures.
    pub gallery: Vec<PictureView<'a>>,
    /// Where it came from.
    pub source: Option<SourceView<'a>>,
    /// Corrections, oldest first.
    pub corrections: Vec<CorrectionView<'a>>,
    /// Minutes it takes to read, at least 1.
    pub reading_minutes: u32,
    /// All its matches: `MatchRow`s.
    pub matches: Vec<Shared>,
    /// Teams, persons, grounds and others it names, each once, in order.
    pub names: Vec<Link<'a>>,
    /// The story before it in time: a `StoryCard`, or null.
    pub previous: Option<Shared>,
    /// The story after it: a `StoryCard`, or null.
    pub next: Option<Shared>,
}

/// Words a minute that people read.
const READING_SPEED: usize = 230;

/// How many related stories stand under a story.
const RELATED: usize = 4;

impl SiteView {
    pub(in crate::render) fn fill_story(&self, id: StoryId, context: &mut PageContext) {
        let story = &*self.model.stories[id];
        let path = format!("/stories/{}/", story.slug);
        self.put_head(self.story_head(id, &path), context);
        context.put_shared("story", self.stories.card(id));
        context.put_with("more", || self.story_more(id, &path));
        let mentions = self.mentions.of_story(id);
        let digest = || self.body_digest(&story.body, &path, mentions);
        context.put_lazy("body", digest, |_| Value::safe_string(&self.story_html(id)));
        if context.wants("related") {
            context.put_list("related", self.related(id).into_iter().map(|id| self.stories.card(id)));
        }
        match story.matches.first() {
            Some(game) => {
                context.put_shared("match", self.record.views.game(*game));
                self.put_detail(*game, context);
                self.put_around(*game, context);
            }
            None => Self::put_nothing_around(context),
        }
    }

    fn story_head<'a>(&'a self, id: StoryId, path: &str) -> Head<'a> {
        let story = &*self.model.stories[id];
        let mut head = Head::new("story", &*story.title, self.routes.story(id), Some("stories"));
        head.crumbs = vec![self.section_crumb("Stories", "stories")];
        head.description = self.stories.description(id).map(Into::into);
        head.language = story.language.as_deref();
        head.og_type = "article";
        head.published = story.date.map(MomentText);
        head.modified = story.updated.or(story.date).map(MomentText);
        head.noindex = story.draft;
        if let Some(picture) = &story.image {
            let view = picture_view(picture, &self.routes, &self.assets, &story.body.file, path);
            head.image = view.src.map(|src| (src, view.alt));
        }
        head.translations = self
            .translations(id)
            .into_iter()
            .map(|other| Translation {
                language: self.language_of(other),
                title: &self.model.stories[other].title,
                url: self.routes.story(other),
            })
            .collect();
        head.thing = Thing::Story(id);
        head
    }

    fn language_of(&self, id: StoryId) -> &str {
        self.model.stories[id].language.as_deref().unwrap_or(&self.model.site.language)
    }

    /// The same story in other languages.
    fn translations(&self, id: StoryId) -> Vec<StoryId> {
        let original = self.translation_groups.original(id);
        self.translation_groups.all(original).iter().copied().filter(|other| *other != id).collect()
    }

    fn story_more<'a>(&'a self, id: StoryId, path: &str) -> StoryMore<'a> {
        let story = &*self.model.stories[id];
        let mut named = BTreeSet::new();
        let names = self
            .mentions
            .of_story(id)
            .iter()
            .filter(|mention| named.insert(mention.target))
            .filter_map(|mention| {
                Some(Link { text: self.entity_name(mention.target), url: Some(self.routes.entity(mention.target)?) })
            })
            .collect();
        let neighbour = |at: Option<usize>| {
            let at = at.filter(|at| *at < self.model.stories.len())?;
            let other = StoryId::from_index(at);
            // Undated stories stand at the end of the order and next to nobody.
            let dated = self.model.stories[other].date.is_some() && story.date.is_some();
            dated.then(|| self.stories.card(other).clone())
        };
        StoryMore {
            standfirst: story.standfirst.as_deref(),
            gallery: story
                .gallery
                .iter()
                .map(|picture| picture_view(picture, &self.routes, &self.assets, &story.body.file, path))
                .collect(),
            source: story.source.as_ref().map(|(name, url)| SourceView { name, url: url.as_deref() }),
            corrections: story
                .corrections
                .iter()
                .map(|correction| CorrectionView { date: correction.date.map(DateText), text: &correction.text })
                .collect(),
            reading_minutes: word_count(&story.body.text).div_ceil(READING_SPEED).max(1) as u32,
            matches: story.matches.iter().map(|id| self.record.views.game(*id).clone()).collect(),
            names,
            previous: neighbour(Some(id.index() + 1)),
            next: neighbour(id.index().checked_sub(1)),
        }
    }

    /// The name of whatever a text names.
    fn entity_name(&self, entity: EntityRef) -> &str {
        let record = &self.model.record;
        match entity {
            EntityRef::Team(id) => &record.teams[id].name,
            EntityRef::Person(id) => &record.persons[id].name,
            EntityRef::Venue(id) => &record.venues[id].name,
            EntityRef::Competition(id) => &record.competitions[id].name,
            EntityRef::Edition(id) => self.record.views.edition_name(id),
            EntityRef::Match(id) => self.record.views.label(id),
            EntityRef::Story(id) => &self.model.stories[id].title,
        }
    }

    /// Stories to read next.
    pub(in crate::render) fn related(&self, id: StoryId) -> Vec<StoryId> {
        thread_local! {
            // Room to count in; what it holds never outlives a call.
            static SCRATCH: RefCell<Scratch> = RefCell::default();
        }
        SCRATCH.with_borrow_mut(|scratch| self.related_to.of(&self.model, &self.mentions, id, RELATED, scratch))
    }
}

/// Which stories are the same in other languages.
#[derive(Debug, Default)]
pub(in crate::render) struct Translations {
    original_of: FxHashMap<StoryId, StoryId>,
    groups: FxHashMap<StoryId, Vec<StoryId>>,
}

impl Translations {
    /// The translations of a model's stories.
    pub(in crate::render) fn new(stories: &Arena<StoryId, Arc<Story>>) -> Self {
        let mut found = Self::default();
        if stories.iter().all(|story| story.translation_of.is_none()) {
            return found;
        }
        let by_slug: FxHashMap<&str, StoryId> = stories.entries().map(|(id, story)| (&*story.slug, id)).collect();
        for (id, story) in stories.entries() {
            let Some(original) = story.translation_of.as_deref().and_then(|slug| by_slug.get(slug)) else { continue };
            found.original_of.insert(id, *original);
            found.groups.entry(*original).or_insert_with(|| vec![*original]).push(id);
        }
        found
    }

    fn original(&self, id: StoryId) -> StoryId {
        self.original_of.get(&id).copied().unwrap_or(id)
    }

    fn all(&self, original: StoryId) -> &[StoryId] {
        self.groups.get(&original).map_or(&[], Vec::as_slice)
    }
}
