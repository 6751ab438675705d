//! Shared views of the stories, and who and what they are about.
//!
//! In: stories, addresses, the shared views of the record. Out: a story card
//! for each story, and indexes from matches, teams, editions, grounds, topics
//! and authors to their stories. A card is kept while its story stays the
//! same. Never renders a body.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::assets::{Assets, Resolved};
use super::digest::digest_of;
use super::markdown;
use super::record_view::RecordViews;
use super::routes::Routes;
use super::shared::{Extra, SafeHtml, Shared};
use super::text::{DateText, PublishedText, long_date, published_time};
use super::view::common::{DateView, Link, PictureView, StoryCard};
use crate::model::arena::Id;
use crate::model::{
    AuthorId, EditionId, MatchId, Model, PersonId, Picture, Published, Story, StoryId, StoryKind, TeamId, TopicId,
    VenueId,
};

/// How long the first words of a story are, where it has no standfirst.
const EXCERPT: usize = 160;

/// Words a minute that people read.
const READING_SPEED: usize = 230;

/// The shared views of all stories.
#[derive(Debug, Default)]
pub struct StoryViews {
    cards: Vec<Card>,
    stories: Vec<Arc<Story>>,
    index: Arc<Index>,
}

/// Stories by what they are about, in the order of their ids: newest first.
#[derive(Debug, Default)]
#[allow(clippy::struct_field_names, reason = "each index is named for its key")]
struct Index {
    by_match: FxHashMap<MatchId, Vec<StoryId>>,
    by_team: FxHashMap<TeamId, Vec<StoryId>>,
    by_edition: FxHashMap<EditionId, Vec<StoryId>>,
    by_venue: FxHashMap<VenueId, Vec<StoryId>>,
    by_person: FxHashMap<PersonId, Vec<StoryId>>,
    by_topic: FxHashMap<TopicId, Vec<StoryId>>,
    by_author: FxHashMap<AuthorId, Vec<StoryId>>,
}

/// A story's card and what else is made of its text.
#[derive(Clone, Debug)]
struct Card {
    view: Shared,
    words: Words,
}

/// What is read in a story's text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    /// The first words, for a story without a standfirst.
    excerpt: Option<Arc<str>>,
    reading_minutes: u32,
}

impl Words {
    fn of(story: &Story) -> Self {
        let text = &story.body.text;
        let excerpt = match story.standfirst {
            Some(_) => None,
            None => markdown::excerpt(text, EXCERPT).map(Arc::from),
        };
        let reading_minutes = markdown::word_count(text).div_ceil(READING_SPEED).max(1) as u32;
        Self { excerpt, reading_minutes }
    }

    /// By what they are found again: all that they are read from.
    fn key(story: &Story) -> (u128, bool) {
        (story.body.digest, story.standfirst.is_some())
    }
}

impl Card {
    fn same(&self, other: &Self) -> bool {
        self.view.digest == other.view.digest && self.words == other.words
    }
}

/// What a card is made from beside its story.
#[derive(Clone, Copy)]
pub struct CardSources<'a> {
    /// The model.
    pub model: &'a Model,
    /// The addresses.
    pub routes: &'a Routes,
    /// The record's views.
    pub record: &'a RecordViews,
    /// The files.
    pub assets: &'a Assets,
}

impl StoryViews {
    /// The views of a model's stories. Cards of `previous` are kept where the
    /// story is the same one; give it only if all other sources are the same.
    /// `texts` may be any earlier views: what they read in a text is true of
    /// the same text.
    pub fn new(sources: CardSources<'_>, previous: Option<&Self>, texts: Option<&Self>) -> Self {
        let read: FxHashMap<(u128, bool), &Words> = texts
            .filter(|_| previous.is_none())
            .into_iter()
            .flat_map(|views| views.stories.iter().zip(&views.cards))
            .map(|(story, card)| (Words::key(story), &card.words))
            .collect();
        let stories: Vec<Arc<Story>> = sources.model.stories.iter().cloned().collect();
        let kept = |index: usize, story: &Arc<Story>| {
            let previous = previous?;
            previous.stories.get(index).filter(|known| Arc::ptr_eq(known, story))?;
            Some(previous.cards[index].clone())
        };
        let cards = stories
            .par_iter()
            .with_min_len(32)
            .enumerate()
            .map(|(index, story)| {
                kept(index, story).unwrap_or_else(|| {
                    let words = read.get(&Words::key(story)).map_or_else(|| Words::of(story), |words| (*words).clone());
                    card(&sources, StoryId::from_index(index), story, words)
                })
            })
            .collect();
        Self { cards, stories, index: Arc::new(Index::new(sources.model)) }
    }

    /// The views after nothing changed but the texts of some stories, or the
    /// matches they are on.
    pub(super) fn with_texts(previous: &Arc<Self>, sources: CardSources<'_>, edited: &[StoryId]) -> Arc<Self> {
        let made = edited.iter().map(|id| {
            let story = &sources.model.stories[*id];
            let same_text = Words::key(story) == Words::key(&previous.stories[id.index()]);
            let words = if same_text { previous.cards[id.index()].words.clone() } else { Words::of(story) };
            (*id, card(&sources, *id, story, words))
        });
        let changed: Vec<_> = made.filter(|(id, card)| !card.same(&previous.cards[id.index()])).collect();
        if changed.is_empty() {
            return Arc::clone(previous);
        }
        let (mut cards, mut stories) = (previous.cards.clone(), previous.stories.clone());
        for (id, card) in changed {
            stories[id.index()] = Arc::clone(&sources.model.stories[id]);
            cards[id.index()] = card;
        }
        Arc::new(Self { cards, stories, index: Arc::clone(&previous.index) })
    }
}

impl Index {
    fn new(model: &Model) -> Self {
        let mut index = Self::default();
        let record = &model.record;
        for (id, story) in model.stories.entries() {
            let mut teams = Vec::new();
            let mut editions = Vec::new();
            let mut venues = Vec::new();
            for game in &story.matches {
                push_new(index.by_match.entry(*game).or_default(), id);
                let game = &record.matches[*game];
                teams.extend(game.sides.iter().map(|side| side.team));
                editions.extend(game.edition);
                venues.extend(game.venue);
            }
            add_all(&mut index.by_team, teams, id);
            add_all(&mut index.by_edition, editions, id);
            add_all(&mut index.by_venue, venues, id);
            add_all(&mut index.by_person, story.people.iter().copied(), id);
            add_all(&mut index.by_topic, story.topics.iter().copied(), id);
            add_all(&mut index.by_author, story.authors.iter().copied(), id);
        }
        index
    }
}

impl StoryViews {
    /// A `StoryCard`.
    pub fn card(&self, id: StoryId) -> &Shared {
        &self.cards[id.index()].view
    }

    /// The standfirst, else the first words; `None` for a story without any.
    pub fn description(&self, id: StoryId) -> Option<&str> {
        let index = id.index();
        self.stories[index].standfirst.as_deref().or(self.cards[index].words.excerpt.as_deref())
    }

    /// Minutes it takes to read, at least 1.
    pub fn reading_minutes(&self, id: StoryId) -> u32 {
        self.cards[id.index()].words.reading_minutes
    }

    /// A digest of all that other pages know of a story's text.
    pub fn mark(&self, id: StoryId) -> u64 {
        let card = &self.cards[id.index()];
        digest_of(&(card.view.digest, &card.words.excerpt, card.words.reading_minutes))
    }

    /// Stories on a match.
    pub fn of_match(&self, id: MatchId) -> &[StoryId] {
        self.index.by_match.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Stories on a team's matches.
    pub fn of_team(&self, id: TeamId) -> &[StoryId] {
        self.index.by_team.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Stories on an edition's matches.
    pub fn of_edition(&self, id: EditionId) -> &[StoryId] {
        self.index.by_edition.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Stories on matches at a ground.
    pub fn of_venue(&self, id: VenueId) -> &[StoryId] {
        self.index.by_venue.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Stories that ask for a person by name (`people:`).
    pub fn of_person(&self, id: PersonId) -> &[StoryId] {
        self.index.by_person.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Stories on a topic.
    pub fn of_topic(&self, id: TopicId) -> &[StoryId] {
        self.index.by_topic.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Stories of an author.
    pub fn of_author(&self, id: AuthorId) -> &[StoryId] {
        self.index.by_author.get(&id).map_or(&[], Vec::as_slice)
    }
}

fn add_all<K: Eq + std::hash::Hash>(
    index: &mut FxHashMap<K, Vec<StoryId>>,
    keys: impl IntoIterator<Item = K>,
    id: StoryId,
) {
    for key in keys {
        push_new(index.entry(key).or_default(), id);
    }
}

/// Adds an id unless it is the last one already: ids come in order.
fn push_new(list: &mut Vec<StoryId>, id: StoryId) {
    if list.last() != Some(&id) {
        list.push(id);
    }
}

/// `report` and `Match report`.
pub fn kind_words(kind: StoryKind) -> (&'static str, &'static str) {
    match kind {
        StoryKind::Report => ("report", "Match report"),
        StoryKind::Preview => ("preview", "Preview"),
        StoryKind::News => ("news", "News"),
        StoryKind::Feature => ("feature", "Feature"),
        StoryKind::Analysis => ("analysis", "Analysis"),
        StoryKind::Interview => ("interview", "Interview"),
        StoryKind::Live => ("live", "As it happened"),
    }
}

/// A date of publication as a view.
pub fn date_view(published: &Published) -> DateView {
    DateView { date: DateText(published.date), time: published_time(published), datetime: PublishedText(*published) }
}

/// A picture as a view. One whose file does not exist keeps its words.
pub fn picture_view<'a>(
    picture: &'a Picture,
    routes: &Routes,
    assets: &Assets,
    file: &str,
    page: &str,
) -> PictureView<'a> {
    let (src, size) = if picture.src.is_empty() {
        (None, None)
    } else {
        match assets.resolve(routes, &picture.src, file, page) {
            Resolved::Outside(url) => (Some(url), None),
            Resolved::File { url, info, .. } => (Some(url), info.size),
            Resolved::Missing { .. } => (None, None),
        }
    };
    PictureView {
        src,
        alt: &picture.alt,
        caption: picture.caption.as_deref(),
        credit: picture.credit.as_deref(),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
    }
}

fn card(sources: &CardSources<'_>, id: StoryId, story: &Story, words: Words) -> Card {
    let CardSources { model, routes, record, assets } = *sources;
    let (kind, kind_label) = kind_words(story.kind);
    let authors = story.authors.iter().map(|id| Link { text: &model.authors[*id].name, url: routes.author(*id) });
    let topics = story.topics.iter().map(|id| Link { text: &model.topics[*id].name, url: Some(routes.topic(*id)) });
    let page = format!("/stories/{}/", story.slug);
    let view = StoryCard {
        slug: &story.slug,
        url: routes.story(id),
        title: &story.title,
        standfirst: story.standfirst.as_deref().or(words.excerpt.as_deref()),
        kind,
        kind_label,
        link: SafeHtml::link(&story.title, Some(routes.story(id))),
        date: story.date.as_ref().map(date_view),
        day: story.date.as_ref().map(|d| SafeHtml::time(&PublishedText(*d).to_string(), &long_date(d.date))),
        updated: story.updated.as_ref().map(date_view),
        authors: authors.collect(),
        topics: topics.collect(),
        image: story.image.as_ref().map(|p| picture_view(p, routes, assets, &story.body.file, &page)),
        r#match: story.matches.first().map(|id| record.game(*id).clone()),
        language: story.language.as_deref().filter(|language| **language != *model.site.language),
        draft: story.draft,
        extra: Extra(story.extra.as_ref()),
    };
    Card { view: Shared::picked(&view, record.uses()), words }
}
