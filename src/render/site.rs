//! A site ready to be rendered.
//!
//! In: the model, its mentions, the files there are, and the clock's reading.
//! Out: a [`SiteView`], from which any page can be drafted on any thread. Parts
//! that did not change since the last one are taken over. Never reads a file.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use jiff::{SignedDuration, Timestamp};
use rustc_hash::FxHashMap;

use super::assets::{self, Assets};
use super::digest::write_into;
use super::lists::RecordLists;
use super::markdown::{self, Html, Source, SourceFiles, Targets};
use super::of_match::LastOfMatches;
use super::record_view::RecordViews;
use super::routes::{self, PageKey, Route, Routes};
use super::shared::{Extra, Shared};
use super::story_view::{CardSources, StoryViews};
use super::tables::{TableIndex, TableSources};
use super::uses::Uses;
use super::view::head::{MenuView, SiteVar, ThemeView};
use super::view::story::Translations;
use crate::diagnostic::{Diagnostic, Place};
use crate::link::{EntityRef, Mention, Mentions, Related};
use crate::model::site::ColourScheme;
use crate::model::{Body, Match, MatchId, Model, Profile, Record, Site, StoryId};

/// What a site is made from.
#[derive(Clone)]
pub struct Input {
    /// The model.
    pub model: Model,
    /// Mentions in its prose.
    pub mentions: Arc<Mentions>,
    /// The files beside stories and under `static/`.
    pub assets: Arc<Assets>,
    /// The names that templates make use of: no other field of a view that
    /// many pages share is made.
    pub uses: Arc<Uses>,
    /// What the clock said when the build began.
    pub now: Timestamp,
}

fn no_bodies(count: usize) -> Vec<OnceLock<Arc<str>>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// Everything that is made of the record alone.
pub(super) struct RecordPart {
    pub(super) views: Arc<RecordViews>,
    pub(super) tables: TableIndex,
    pub(super) of_matches: LastOfMatches,
    lists: OnceLock<Arc<RecordLists>>,
}

impl RecordPart {
    pub(super) fn lists(&self) -> &Arc<RecordLists> {
        self.lists.get_or_init(|| Arc::new(RecordLists::new(self.views.record())))
    }
}

/// A site ready to be rendered.
pub struct SiteView {
    pub(super) model: Model,
    pub(super) mentions: Arc<Mentions>,
    pub(super) assets: Arc<Assets>,
    uses: Arc<Uses>,
    pub(super) now: Timestamp,
    pub(super) routes: Arc<Routes>,
    pub(super) record: Arc<RecordPart>,
    pub(super) stories: Arc<StoryViews>,
    pub(super) site: Shared,
    sources: Arc<SourceFiles>,
    /// Matches that are over, latest first, and those to come, next first.
    pub(super) results: Arc<[MatchId]>,
    pub(super) fixtures: Arc<[MatchId]>,
    /// The HTML of stories that feeds hold as well as their own pages.
    bodies: Vec<OnceLock<Arc<str>>>,
    /// Where in `bodies` a story that stands in any feed has its HTML.
    fed: Arc<FxHashMap<StoryId, u32>>,
    pub(super) translation_groups: Arc<Translations>,
    pub(super) related_to: Arc<Related>,
    pub(super) routes_digest: u64,
    /// What was wrong with the addresses: said again while they stay.
    clashes: Vec<Diagnostic>,
}

impl SiteView {
    /// The view of a site, and what is wrong with its addresses. `previous`
    /// lends what did not change; it never changes the outcome.
    pub fn new(input: Input, previous: Option<&Self>) -> (Self, Vec<Diagnostic>) {
        let Input { model, mentions, assets, uses, now } = input;
        // What was made with other fields is of no use.
        let previous_views = previous.filter(|p| p.uses.digest() == uses.digest());
        let same_record = previous.filter(|p| Arc::ptr_eq(&p.model.record, &model.record));
        let same_site = previous.filter(|p| Arc::ptr_eq(&p.model.site, &model.site));
        let routes_digest = addresses(&model);
        let kept = previous.filter(|p| {
            same_record.is_some()
                && same_site.is_some()
                && p.routes_digest == routes_digest
                && Arc::ptr_eq(&p.model.authors, &model.authors)
                && Arc::ptr_eq(&p.model.topics, &model.topics)
                && Arc::ptr_eq(&p.model.pages, &model.pages)
        });
        let ((routes, mut diagnostics), (translation_groups, related_to)) = rayon::join(
            || {
                let Some(previous) = kept else {
                    let (routes, diagnostics) = Routes::new(&model);
                    return (Arc::new(routes), diagnostics);
                };
                (Arc::clone(&previous.routes), previous.clashes.clone())
            },
            || (Arc::new(Translations::new(&model.stories)), Arc::new(Related::new(&model))),
        );
        let clashes = diagnostics.clone();
        let record = if let (Some(previous), Some(_), Some(_)) = (same_record, same_site, previous_views) {
            Arc::clone(&previous.record)
        } else {
            let views = Arc::new(RecordViews::new(&model.record, &routes, &uses));
            let tables = TableIndex::new(Arc::clone(&views));
            Arc::new(RecordPart { views, tables, of_matches: LastOfMatches::default(), lists: OnceLock::new() })
        };
        let sources = card_sources(&model, &routes, &record, &assets);
        let lent = kept.and(previous_views).filter(|p| Arc::ptr_eq(&p.assets, &assets)).map(|p| &*p.stories);
        let (stories, sources) = rayon::join(
            || Arc::new(StoryViews::new(sources, &model, lent, previous.map(|p| &*p.stories))),
            || Arc::new(source_files(&model, &routes)),
        );
        let site = site_var(&model.site, &routes, &mut diagnostics);
        let (results, fixtures) = split_matches(&model.record, now);
        let mut view = Self {
            fed: Arc::default(),
            translation_groups,
            related_to,
            sources,
            bodies: Vec::new(),
            model,
            mentions,
            assets,
            uses,
            now,
            routes,
            record,
            stories,
            site,
            results: results.into(),
            fixtures: fixtures.into(),
            routes_digest,
            clashes,
        };
        view.fed = Arc::new(view.fed_stories().into_iter().zip(0..).collect());
        view.bodies = no_bodies(view.fed.len());
        (view, diagnostics)
    }

    /// The same view with these mentions in its texts.
    #[must_use]
    pub fn with_mentions(self, mentions: Arc<Mentions>) -> Self {
        Self { mentions, ..self }
    }

    /// The view after nothing but the texts of some stories was edited: the
    /// same as [`SiteView::new`] would make, without a walk over the site.
    #[must_use]
    pub fn with_texts(&self, model: Model, mentions: Arc<Mentions>, edited: &[StoryId]) -> Self {
        let mut view = Self { model, mentions, ..self.share() };
        view.stories = StoryViews::with_texts(&self.stories, view.card_sources(), &view.model, edited);
        view
    }

    /// A view that shares everything with this one, but for what is kept of
    /// bodies.
    fn share(&self) -> Self {
        Self {
            model: self.model.clone(),
            mentions: Arc::clone(&self.mentions),
            stories: Arc::clone(&self.stories),
            assets: Arc::clone(&self.assets),
            uses: Arc::clone(&self.uses),
            now: self.now,
            routes: Arc::clone(&self.routes),
            record: Arc::clone(&self.record),
            site: self.site.clone(),
            sources: Arc::clone(&self.sources),
            results: Arc::clone(&self.results),
            fixtures: Arc::clone(&self.fixtures),
            bodies: no_bodies(self.fed.len()),
            fed: Arc::clone(&self.fed),
            translation_groups: Arc::clone(&self.translation_groups),
            related_to: Arc::clone(&self.related_to),
            routes_digest: self.routes_digest,
            clashes: self.clashes.clone(),
        }
    }

    fn card_sources(&self) -> CardSources {
        card_sources(&self.model, &self.routes, &self.record, &self.assets)
    }

    /// The view after some matches were told otherwise, so that their
    /// addresses and names stay ([`Routes::hold`]), and the texts of some
    /// stories were edited: the same as [`SiteView::new`] would make.
    #[must_use]
    pub fn with_results(&self, input: Input, matches: &[MatchId], edited: &[StoryId]) -> Self {
        let Input { model, mentions, .. } = input;
        let (record, before) = (&model.record, &self.record);
        let views = Arc::new(before.views.with_results(record, matches));
        let editions = matches.iter().filter_map(|id| record.matches[*id].edition).collect();
        let tables = before.tables.with_results(Arc::clone(&views), &editions);
        let part = RecordPart { views, tables, of_matches: LastOfMatches::default(), lists: before.lists.clone() };
        let (results, fixtures) = split_matches(record, self.now);
        let on_matches = matches.iter().flat_map(|id| self.stories.of_match(*id));
        let shown: BTreeSet<StoryId> = on_matches.chain(edited).copied().collect();
        let mut view =
            Self { record: Arc::new(part), results: results.into(), fixtures: fixtures.into(), ..self.share() };
        (view.model, view.mentions) = (model, mentions);
        let shown: Vec<StoryId> = shown.into_iter().collect();
        view.stories = StoryViews::with_texts(&self.stories, view.card_sources(), &view.model, &shown);
        view
    }

    /// The addresses.
    pub fn routes(&self) -> &Routes {
        &self.routes
    }

    /// The model behind it.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The names that templates make use of.
    pub fn uses(&self) -> &Arc<Uses> {
        &self.uses
    }

    /// The files that texts may show.
    pub fn assets(&self) -> &Arc<Assets> {
        &self.assets
    }

    /// The url of the page that a story's or a page's file makes.
    pub fn page_of(&self, file: &str) -> Option<&str> {
        self.sources.get(file).map(|url| &**url)
    }

    /// The profile behind a page, where there is one.
    pub(super) fn profile(&self, key: PageKey) -> Option<&Profile> {
        let record = &self.model.record;
        Some(match key {
            PageKey::Team(id) => &record.teams[id].profile,
            PageKey::Person(id) => &record.persons[id].profile,
            PageKey::Venue(id) => &record.venues[id].profile,
            PageKey::Competition(id) => &record.competitions[id].profile,
            PageKey::Edition(id) => &record.competitions[record.editions[id].competition].profile,
            PageKey::Author(id) => &self.model.authors[id].profile,
            _ => return None,
        })
    }

    /// The author's own files that a page is made from, the one with its text
    /// first.
    pub fn made_from(&self, key: PageKey) -> Vec<Arc<str>> {
        if let PageKey::Match(id) = key {
            let mut files: Vec<Arc<str>> =
                self.model.record.matches[id].origins.iter().map(|place| Arc::clone(&place.file)).collect();
            files.dedup();
            return files;
        }
        let body = self.text_of(key).map(|body| &body.file);
        let profile = self.profile(key).and_then(|profile| profile.file.as_ref());
        body.or(profile).into_iter().cloned().collect()
    }

    /// Where the links and pictures of a page's own text lead, each with its
    /// place.
    pub fn destinations(&self, route: &Route) -> Vec<(Place, String)> {
        let Some(body) = self.text_of(route.key) else { return Vec::new() };
        let start = body.offset as usize;
        markdown::destinations(&self.source(body, &route.path, &[]), &self.targets())
            .into_iter()
            .map(|(range, url)| (Place::bytes(&body.file, start + range.start..start + range.end), url))
            .collect()
    }

    /// The text that a page shows as its own.
    fn text_of(&self, key: PageKey) -> Option<&Body> {
        match key {
            PageKey::Story(id) => Some(&self.model.stories[id].body),
            PageKey::Page(id) => Some(&self.model.pages[id].body),
            key => self.profile(key)?.body.as_ref(),
        }
    }

    pub(super) fn targets(&self) -> Targets<'_> {
        Targets { routes: &self.routes, assets: &self.assets, sources: &self.sources }
    }

    pub(super) fn source<'a>(&'a self, body: &'a Body, page: &'a str, mentions: &'a [Mention]) -> Source<'a> {
        let unsafe_html = self.model.site.unsafe_html;
        Source { text: &body.text, file: &body.file, page, mentions, unsafe_html }
    }

    /// A body as HTML.
    pub(super) fn html(&self, body: &Body, page: &str, mentions: &[Mention]) -> Html {
        markdown::render(&self.source(body, page, mentions), &self.targets())
    }

    /// The HTML of a story's body. Kept for those that feeds hold too.
    pub(super) fn story_html(&self, id: StoryId) -> Arc<str> {
        let story = &self.model.stories[id];
        let make = || -> Arc<str> {
            let page = format!("/stories/{}/", story.slug);
            self.html(&story.body, &page, self.mentions.of_story(id)).html.into()
        };
        // What stands in a feed is wanted again.
        match self.fed.get(&id) {
            Some(at) => Arc::clone(self.bodies[*at as usize].get_or_init(make)),
            None => make(),
        }
    }

    /// A digest of all that a body's HTML is made from.
    pub(super) fn body_digest(&self, body: &Body, page: &str, mentions: &[Mention]) -> u64 {
        let mut bytes = Vec::with_capacity(32 + mentions.len() * 48);
        write_into(&mut bytes, &(body.digest, self.model.site.unsafe_html, self.routes.base_path(), &body.file));
        for mention in mentions {
            let url = self.routes.entity(mention.target);
            write_into(&mut bytes, &(mention.range.start, mention.range.end, &mention.text, mention.linked, url));
        }
        // Links and pictures may lead elsewhere though the text is the same.
        write_into(&mut bytes, &markdown::link_digest(&self.source(body, page, mentions), &self.targets()));
        xxhash_rust::xxh3::xxh3_64(&bytes)
    }

    pub(super) fn table_sources(&self) -> TableSources<'_> {
        TableSources { record: &self.model.record, views: &self.record.views, routes: &self.routes }
    }

    /// The moments from which a match is no more to come, though nothing was
    /// written about it.
    pub fn turns(&self) -> impl Iterator<Item = Timestamp> + '_ {
        let open = self.model.record.matches.iter().filter(|game| game.is_open());
        let nanosecond = SignedDuration::from_nanos(1);
        open.filter_map(begins).map(move |begins| begins.saturating_add(nanosecond).unwrap_or(begins))
    }

    /// A match to come: open, and not before the clock's reading.
    pub(super) fn is_fixture(&self, id: MatchId) -> bool {
        is_fixture(&self.model.record, id, self.now)
    }
}

fn card_sources(model: &Model, routes: &Arc<Routes>, record: &RecordPart, assets: &Arc<Assets>) -> CardSources {
    CardSources {
        site: Arc::clone(&model.site),
        authors: Arc::clone(&model.authors),
        topics: Arc::clone(&model.topics),
        routes: Arc::clone(routes),
        record: Arc::clone(&record.views),
        assets: Arc::clone(assets),
    }
}

fn is_fixture(record: &Record, id: MatchId, now: Timestamp) -> bool {
    let game = &record.matches[id];
    game.is_open() && begins(game).is_none_or(|instant| instant >= now)
}

/// When a match begins, as far as its being to come goes: a match of today
/// without a time keeps its place until the day is over everywhere.
fn begins(game: &Match) -> Option<Timestamp> {
    game.kickoff.map(|k| if k.time.is_some() { k.instant } else { k.instant + SignedDuration::from_hours(12) })
}

fn split_matches(record: &Record, now: Timestamp) -> (Vec<MatchId>, Vec<MatchId>) {
    let (fixtures, mut results): (Vec<MatchId>, Vec<MatchId>) =
        record.matches.ids().partition(|id| is_fixture(record, *id, now));
    results.reverse();
    (results, fixtures)
}

/// A digest of all that addresses are made from beside the record and the
/// settings, which are compared by their identity.
fn addresses(model: &Model) -> u64 {
    let mut bytes = Vec::with_capacity(model.stories.len() * 32);
    for story in &model.stories {
        write_into(&mut bytes, &(&story.slug, &story.redirect_from, &story.body.file, story.date.is_some()));
        story.matches.iter().for_each(|id| write_into(&mut bytes, &id.0));
        story.topics.iter().for_each(|id| write_into(&mut bytes, &id.0));
        story.authors.iter().for_each(|id| write_into(&mut bytes, &id.0));
        bytes.push(0xfe);
    }
    xxhash_rust::xxh3::xxh3_64(&bytes)
}

/// Stories and pages by their files: texts may link to these.
fn source_files(model: &Model, routes: &Routes) -> SourceFiles {
    let stories = model.stories.entries().map(|(id, story)| (Arc::clone(&story.body.file), routes.story(id).into()));
    let pages = model.pages.entries().map(|(id, page)| (Arc::clone(&page.body.file), routes.page(id).into()));
    stories.chain(pages).collect()
}

/// The variable `site`.
fn site_var(site: &Site, routes: &Routes, diagnostics: &mut Vec<Diagnostic>) -> Shared {
    let file: Arc<str> = "content/site.yaml".into();
    let menu = match &site.menu {
        None => routes::default_menu(routes.counts())
            .into_iter()
            .map(|(text, section)| MenuView { text, url: routes.list(section, 1), section: Some(section) })
            .collect(),
        Some(entries) => entries
            .iter()
            .enumerate()
            .map(|(index, entry)| {
                let link = &*entry.link;
                if assets::is_outside(link) || link.starts_with('#') {
                    return MenuView { text: &entry.text, url: link.to_owned(), section: None };
                }
                let (path, rest) = assets::split_suffix(link);
                let path = format!("/{}", path.trim_matches('/'));
                let found = [format!("{path}/"), path.clone()].into_iter().find(|p| routes.find(p).is_some());
                if path != "/" && found.is_none() {
                    let steps = ["menu".into(), index.into(), "link".into()];
                    diagnostics.push(
                        Diagnostic::error("E0502", format!("the menu's link `{link}` leads to no page of this site"))
                            .at(Place::node(&file, steps))
                            .help("write an address of this site (`/about/`) or a whole URL"),
                    );
                }
                let path = found.unwrap_or_else(|| "/".to_owned());
                MenuView { text: &entry.text, url: format!("{}{rest}", routes.url(&path)), section: section_of(&path) }
            })
            .collect(),
    };
    Shared::new(&SiteVar {
        title: &site.title,
        description: site.description.as_deref(),
        author: site.author.as_deref(),
        logo: site.logo.as_deref().map(|logo| routes.static_file(logo)),
        language: &site.language,
        base_url: site.base_url.as_deref(),
        base_path: routes.base_path(),
        url: routes.url("/"),
        menu,
        theme: ThemeView {
            accent: site.theme.accent.as_deref(),
            font: site.theme.font.as_deref(),
            colour_scheme: match site.theme.colour_scheme {
                ColourScheme::Auto => "auto",
                ColourScheme::Light => "light",
                ColourScheme::Dark => "dark",
            },
            extra: Extra(site.theme.extra.as_ref()),
        },
        search_url: None,
        generator: concat!("touchline ", env!("CARGO_PKG_VERSION")),
        extra: Extra(site.extra.as_ref()),
    })
}

/// The section of the menu that a path belongs to.
fn section_of(path: &str) -> Option<&'static str> {
    let first = path.split('/').find(|part| !part.is_empty())?;
    ["stories", "matches", "teams", "players", "people", "competitions", "venues", "topics", "authors"]
        .into_iter()
        .find(|section| *section == first)
}

/// The entity behind a page, for its backlinks.
pub(super) fn entity_of(key: PageKey) -> Option<EntityRef> {
    Some(match key {
        PageKey::Team(id) => EntityRef::Team(id),
        PageKey::Person(id) => EntityRef::Person(id),
        PageKey::Venue(id) => EntityRef::Venue(id),
        PageKey::Competition(id) => EntityRef::Competition(id),
        PageKey::Edition(id) => EntityRef::Edition(id),
        PageKey::Match(id) => EntityRef::Match(id),
        PageKey::Story(id) => EntityRef::Story(id),
        _ => return None,
    })
}
