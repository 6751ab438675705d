//! Shared views of the stories, and who and what they are about.
//!
//! In: stories, addresses, the shared views of the record. Out: a story card
//! for each story, and indexes from matches, teams, editions, grounds, topics
//! and authors to their stories. A card is made when the first page asks for it,
//! and kept while its story stays the same. Never renders a body.

use std::sync::{Arc, OnceLock};

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
    Arena, Author, AuthorId, EditionId, MatchId, Model, PersonId, Picture, Published, Site, Story, StoryId, StoryKind,
    TeamId, Topic, TopicId, VenueId,
};

/// How long the first words of a story are, where it has no standfirst.
const EXCERPT: usize = 160;

/// The shared views of all stories.
#[derive(Debug)]
pub struct StoryViews {
    sources: CardSources,
    /// Each made when the first page asks for it.
    cards: Vec<OnceLock<Card>>,
    stories: Vec<Arc<Story>>,
    /// The first words of texts that were read before.
    read: Arc<FxHashMap<WordsKey, FirstWords>>,
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
    words: FirstWords,
}

/// The first words of a story without a standfirst, where it has any and they
/// are shown.
type FirstWords = Option<Arc<str>>;

/// By what they are found again: all that they are read from.
type WordsKey = (u128, bool);

impl Card {
    fn same(&self, other: &Self) -> bool {
        self.view.digest == other.view.digest && self.words == other.words
    }
}

/// What cards are made from beside their stories.
#[derive(Clone, Debug)]
pub struct CardSources {
    /// The settings.
    pub site: Arc<Site>,
    /// The authors.
    pub authors: Arc<Arena<AuthorId, Author>>,
    /// The topics.
    pub topics: Arc<Arena<TopicId, Topic>>,
    /// The addresses.
    pub routes: Arc<Routes>,
    /// The record's views.
    pub record: Arc<RecordViews>,
    /// The files.
    pub assets: Arc<Assets>,
}

impl CardSources {
    fn first_words(&self, story: &Story) -> FirstWords {
        self.shows_first_words(story).then(|| markdown::excerpt(&story.body.text, EXCERPT).map(Arc::from)).flatten()
    }

    fn words_key(&self, story: &Story) -> WordsKey {
        (story.body.digest, self.shows_first_words(story))
    }

    /// Whether a story's first words are shown for want of a standfirst: in a
    /// card, or in the head of its page.
    fn shows_first_words(&self, story: &Story) -> bool {
        let uses = self.record.uses();
        story.standfirst.is_none() && ["standfirst", "description", "json_ld"].iter().any(|name| uses.has_field(name))
    }
}

impl StoryViews {
    /// The views of a model's stories. Cards of `previous` are kept where the
    /// story is the same one; give it only if all other sources are the same.
    /// `texts` may be any earlier views: what they read in a text is true of
    /// the same text.
    pub fn new(sources: CardSources, model: &Model, previous: Option<&Self>, texts: Option<&Self>) -> Self {
        let read = texts.filter(|_| previous.is_none()).map(Self::words).unwrap_or_default();
        let stories: Vec<Arc<Story>> = model.stories.iter().cloned().collect();
        let kept = |(index, story): (usize, &Arc<Story>)| {
            let same = previous.filter(|p| p.stories.get(index).is_some_and(|known| Arc::ptr_eq(known, story)));
            same.map(|previous| previous.cards[index].clone()).unwrap_or_default()
        };
        let cards = stories.iter().enumerate().map(kept).collect();
        Self { sources, cards, stories, read: Arc::new(read), index: Arc::new(Index::new(model)) }
    }

    /// The views after nothing changed but the texts of some stories, or the
    /// matches they are on.
    pub(super) fn with_texts(
        previous: &Arc<Self>,
        sources: CardSources,
        model: &Model,
        edited: &[StoryId],
    ) -> Arc<Self> {
        let made = edited.iter().map(|id| {
            let story = &model.stories[*id];
            let before = previous.card_of(*id);
            let same_text = sources.words_key(story) == previous.sources.words_key(&previous.stories[id.index()]);
            let words = if same_text { before.words.clone() } else { sources.first_words(story) };
            (*id, card(&sources, *id, story, words))
        });
        let changed: Vec<_> = made.filter(|(id, card)| !card.same(previous.card_of(*id))).collect();
        if changed.is_empty() {
            return Arc::clone(previous);
        }
        let (mut cards, mut stories) = (previous.cards.clone(), previous.stories.clone());
        for (id, card) in changed {
            stories[id.index()] = Arc::clone(&model.stories[id]);
            cards[id.index()] = card.into();
        }
        Arc::new(Self { sources, cards, stories, read: Arc::clone(&previous.read), index: Arc::clone(&previous.index) })
    }

    /// The first words that were read so far.
    fn words(&self) -> FxHashMap<WordsKey, FirstWords> {
        let made = self.stories.iter().zip(&self.cards);
        made.filter_map(|(story, card)| Some((self.sources.words_key(story), card.get()?.words.clone()))).collect()
    }

    fn card_of(&self, id: StoryId) -> &Card {
        self.cards[id.index()].get_or_init(|| {
            let story = &self.stories[id.index()];
            let sources = &self.sources;
            let words = self.read.get(&sources.words_key(story)).cloned().unwrap_or_else(|| sources.first_words(story));
            card(sources, id, story, words)
        })
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
        &self.card_of(id).view
    }

    /// The standfirst, else the first words; `None` for a story without any.
    pub fn description(&self, id: StoryId) -> Option<&str> {
        self.stories[id.index()].standfirst.as_deref().or_else(|| self.card_of(id).words.as_deref())
    }

    /// A digest of all that other pages know of a story's text.
    pub fn mark(&self, id: StoryId) -> u64 {
        let card = self.card_of(id);
        digest_of(&(card.view.digest, &card.words))
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

fn card(sources: &CardSources, id: StoryId, story: &Story, words: FirstWords) -> Card {
    let CardSources { site, authors, topics, routes, record, assets } = sources;
    let (kind, kind_label) = kind_words(story.kind);
    let authors = story.authors.iter().map(|id| Link { text: &authors[*id].name, url: routes.author(*id) });
    let topics = story.topics.iter().map(|id| Link { text: &topics[*id].name, url: Some(routes.topic(*id)) });
    let page = format!("/stories/{}/", story.slug);
    let link = SafeHtml::link(&story.title, Some(routes.story(id)));
    let day = story.date.as_ref().map(|d| SafeHtml::time(&PublishedText(*d).to_string(), &long_date(d.date)));
    let entry = SafeHtml::row([Some(&link), day.as_ref()]);
    let view = StoryCard {
        slug: &story.slug,
        url: routes.story(id),
        title: &story.title,
        standfirst: story.standfirst.as_deref().or(words.as_deref()),
        kind,
        kind_label,
        link,
        date: story.date.as_ref().map(date_view),
        day,
        entry,
        updated: story.updated.as_ref().map(date_view),
        authors: authors.collect(),
        topics: topics.collect(),
        image: story.image.as_ref().map(|p| picture_view(p, routes, assets, &story.body.file, &page)),
        r#match: story.matches.first().map(|id| record.game(*id).clone()),
        language: story.language.as_deref().filter(|language| **language != *site.language),
        draft: story.draft,
        extra: Extra(story.extra.as_ref()),
    };
    Card { view: Shared::of_used(&view, record.uses()), words }
}
