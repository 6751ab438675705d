//! Addresses: every page of a site, and nothing but pages.
//!
//! In: the model. Out: the table of all pages, each with its path, and the
//! address of any entity. Links are only ever made from here, so that each
//! leads to a page that exists. Never reads a file.
//!
//! A *path* begins at the site (`/matches/x/`) and says where the file goes; a
//! *url* is the path as a link has it: below the site's base path
//! (`/club/matches/x/`), with what a URL may not hold percent-encoded.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::diagnostic::{Diagnostic, Place};
use crate::link::EntityRef;
use crate::model::arena::Id;
use crate::model::{
    AuthorId, CompetitionId, EditionId, MatchId, Model, PageId, PersonId, Record, Roles, StoryId, TeamId, TopicId,
    VenueId,
};

/// Whose stories a feed holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedOf {
    /// All stories.
    Site,
    /// Stories on a team's matches, or that name it.
    Team(TeamId),
    /// Stories on an edition's matches, or that name it.
    Edition(EditionId),
    /// Stories on a topic.
    Topic(TopicId),
    /// An author's stories.
    Author(AuthorId),
}

/// The form of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedForm {
    /// `feed.xml`: Atom, RFC 4287.
    Atom,
    /// `feed.json`: JSON Feed 1.1.
    Json,
}

/// Whose fixtures a calendar holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CalendarOf {
    /// A team's.
    Team(TeamId),
    /// An edition's.
    Edition(EditionId),
}

/// A page, or another file that the renderer makes. Numbers of list pages
/// count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKey {
    /// `/`.
    Home,
    /// `/stories/`.
    Stories(u32),
    /// A story.
    Story(StoryId),
    /// `/matches/`.
    Matches(u32),
    /// A match.
    Match(MatchId),
    /// `/teams/`.
    Teams(u32),
    /// A team.
    Team(TeamId),
    /// All meetings of two teams, in the order of their slugs.
    Versus(TeamId, TeamId),
    /// `/players/`.
    Players(u32),
    /// `/people/`.
    People(u32),
    /// A player or somebody else.
    Person(PersonId),
    /// `/competitions/`.
    Competitions(u32),
    /// A competition with several seasons.
    Competition(CompetitionId),
    /// A season of a competition.
    Edition(EditionId),
    /// `/venues/`.
    Venues(u32),
    /// A ground.
    Venue(VenueId),
    /// `/topics/`.
    Topics(u32),
    /// A topic.
    Topic(TopicId),
    /// `/authors/`.
    Authors(u32),
    /// An author.
    Author(AuthorId),
    /// A page of the site's own.
    Page(PageId),
    /// A feed.
    Feed(FeedOf, FeedForm),
    /// A calendar.
    Calendar(CalendarOf),
    /// `sitemap.xml` (0), and its parts from 1 where one would be too large.
    Sitemap(u32),
    /// `robots.txt`.
    Robots,
    /// `404.html`.
    NotFound,
    /// A redirect, by its position in [`Routes::redirects`].
    Redirect(u32),
}

/// A redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The url it leads to.
    pub to: Arc<str>,
    /// Where it was asked for.
    place: Option<Place>,
}

/// A page with its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Where the file goes: `/matches/x/` is `matches/x/index.html`.
    pub path: Arc<str>,
    /// What it is.
    pub key: PageKey,
}

impl Route {
    /// The file below the output folder.
    pub fn file(&self) -> String {
        file_of(&self.path)
    }
}

/// The file of a path, below the output folder.
pub fn file_of(path: &str) -> String {
    let path = path.strip_prefix('/').unwrap_or(path);
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// How many addresses a sitemap may hold (sitemaps.org allows 50,000).
pub const SITEMAP_LIMIT: usize = 45_000;

/// Makes the key of a list's page from its number.
type ListKey = fn(u32) -> PageKey;

type Urls = Vec<Option<Arc<str>>>;

/// All addresses of a site.
#[derive(Debug)]
pub struct Routes {
    base_path: Arc<str>,
    base_url: Option<Arc<str>>,
    stories: Vec<Arc<str>>,
    matches: Vec<Arc<str>>,
    teams: Urls,
    persons: Urls,
    competitions: Urls,
    editions: Urls,
    venues: Urls,
    authors: Urls,
    topics: Vec<Arc<str>>,
    pages: Vec<Arc<str>>,
    versus: BTreeMap<(TeamId, TeamId), Arc<str>>,
    redirects: Vec<Redirect>,
    table: Vec<Route>,
    /// How many entries each list has: for its number of pages.
    counts: ListCounts,
    paginate: usize,
    calendars: bool,
    feeds: BTreeSet<FeedOf>,
}

/// How many entries each list has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListCounts {
    /// Stories.
    pub stories: usize,
    /// Matches.
    pub matches: usize,
    /// Teams with a page.
    pub teams: usize,
    /// Players with a page.
    pub players: usize,
    /// Others with a page.
    pub people: usize,
    /// Competitions with a page.
    pub competitions: usize,
    /// Grounds with a page.
    pub venues: usize,
    /// Topics.
    pub topics: usize,
    /// Authors with a page.
    pub authors: usize,
}

impl ListCounts {
    fn of(model: &Model) -> Self {
        let record = &model.record;
        let (mut players, mut people) = (0, 0);
        for person in record.persons.iter().filter(|p| p.page) {
            *if person.roles.contains(Roles::PLAYER) { &mut players } else { &mut people } += 1;
        }
        Self {
            stories: model.stories.len(),
            matches: record.matches.len(),
            teams: record.teams.iter().filter(|t| t.page).count(),
            players,
            people,
            competitions: record.competitions.iter().filter(|c| c.page).count(),
            venues: record.venues.iter().filter(|v| v.page).count(),
            topics: model.topics.len(),
            authors: model.authors.iter().filter(|a| a.page).count(),
        }
    }
}

/// How many pages a list of `entries` has.
pub fn list_pages(entries: usize, paginate: usize) -> u32 {
    entries.div_ceil(paginate.max(1)) as u32
}

impl Routes {
    /// The addresses of a model, and what is wrong with them.
    pub fn new(model: &Model) -> (Self, Vec<Diagnostic>) {
        let site = &model.site;
        let mut builder = Builder {
            base: site.base_path().into(),
            table: Vec::with_capacity(model.record.matches.len() * 4 + model.stories.len() + 64),
            redirects: Vec::new(),
        };
        let routes = builder.all(model);
        let diagnostics = builder.clashes(model);
        let Builder { mut table, redirects, .. } = builder;
        table.sort_unstable_by(|a, b| a.path.cmp(&b.path).then(a.key.cmp(&b.key)));
        table.dedup_by(|a, b| a.path == b.path);
        (Self { redirects, table, ..routes }, diagnostics)
    }

    /// Every page, in order of its path.
    pub fn table(&self) -> &[Route] {
        &self.table
    }

    /// The page at a path.
    pub fn find(&self, path: &str) -> Option<PageKey> {
        let at = self.table.binary_search_by(|route| (*route.path).cmp(path)).ok()?;
        Some(self.table[at].key)
    }

    /// What stands in front of every url: empty, or `/club`.
    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    /// The url of a path of this site.
    pub fn url(&self, path: &str) -> String {
        Self::url_below(&self.base_path, path)
    }

    /// The url of a path below a base path.
    pub fn url_below(base_path: &str, path: &str) -> String {
        let mut url = String::with_capacity(base_path.len() + path.len());
        url.push_str(base_path);
        encode_into(&mut url, path);
        url
    }

    /// The url of a file of `static/`, or an address that leads elsewhere as
    /// it is.
    pub fn static_file(&self, written: &str) -> String {
        if super::assets::is_outside(written) {
            return written.to_owned();
        }
        self.url(&format!("/{}", written.trim_start_matches('/')))
    }

    /// The absolute form of a url that begins at the root; `None` without
    /// `base_url`.
    pub fn absolute(&self, url: &str) -> Option<String> {
        let base = self.base_url.as_deref()?;
        let origin = &base[..base.len() - self.base_path.len()];
        Some(format!("{origin}{url}"))
    }

    /// The absolute form of any url.
    pub fn absolute_any(&self, url: &str) -> Option<String> {
        if super::assets::is_outside(url) { Some(url.to_owned()) } else { self.absolute(url) }
    }

    /// Whether a list exists, and how many entries it has.
    pub fn counts(&self) -> &ListCounts {
        &self.counts
    }

    /// Entries of a list page.
    pub fn paginate(&self) -> usize {
        self.paginate
    }

    /// Url of a story.
    pub fn story(&self, id: StoryId) -> &str {
        &self.stories[id.index()]
    }

    /// Url of a match.
    pub fn game(&self, id: MatchId) -> &str {
        &self.matches[id.index()]
    }

    /// Url of a team, if it has a page.
    pub fn team(&self, id: TeamId) -> Option<&str> {
        self.teams[id.index()].as_deref()
    }

    /// Url of a person, if there is a page.
    pub fn person(&self, id: PersonId) -> Option<&str> {
        self.persons[id.index()].as_deref()
    }

    /// Url of a competition: its own page, or its only season.
    pub fn competition(&self, id: CompetitionId) -> Option<&str> {
        self.competitions[id.index()].as_deref()
    }

    /// Url of an edition, if it has a page.
    pub fn edition(&self, id: EditionId) -> Option<&str> {
        self.editions[id.index()].as_deref()
    }

    /// Url of a ground, if it has a page.
    pub fn venue(&self, id: VenueId) -> Option<&str> {
        self.venues[id.index()].as_deref()
    }

    /// Url of an author, if there is a page.
    pub fn author(&self, id: AuthorId) -> Option<&str> {
        self.authors[id.index()].as_deref()
    }

    /// Url of a topic.
    pub fn topic(&self, id: TopicId) -> &str {
        &self.topics[id.index()]
    }

    /// Url of a page of the site's own.
    pub fn page(&self, id: PageId) -> &str {
        &self.pages[id.index()]
    }

    /// Url of all meetings of two teams, in either order, if they have met.
    pub fn versus(&self, a: TeamId, b: TeamId) -> Option<&str> {
        self.versus.get(&(a.min(b), a.max(b))).map(|url| &**url)
    }

    /// Url of whatever a text names, if it has a page.
    pub fn entity(&self, entity: EntityRef) -> Option<&str> {
        match entity {
            EntityRef::Team(id) => self.team(id),
            EntityRef::Person(id) => self.person(id),
            EntityRef::Venue(id) => self.venue(id),
            EntityRef::Competition(id) => self.competition(id),
            EntityRef::Edition(id) => self.edition(id),
            EntityRef::Match(id) => Some(self.game(id)),
            EntityRef::Story(id) => Some(self.story(id)),
        }
    }

    /// A redirect.
    pub fn redirect(&self, index: u32) -> &Redirect {
        &self.redirects[index as usize]
    }

    /// Url of a page of a list: `/teams/` or `/teams/page/2/`.
    pub fn list(&self, section: &str, number: u32) -> String {
        self.url(&list_path(section, number))
    }

    /// Urls of the Atom and the JSON feed below the page at `url`; `None`
    /// where there is none: a feed needs a dated story, and a `base_url`.
    pub fn feeds(&self, of: FeedOf, url: &str) -> Option<[String; 2]> {
        let name = |form| format!("{url}{}", feed_name(form));
        self.feeds.contains(&of).then(|| [name(FeedForm::Atom), name(FeedForm::Json)])
    }

    /// All feeds that there are.
    pub fn all_feeds(&self) -> &BTreeSet<FeedOf> {
        &self.feeds
    }

    /// Url of the calendar below the page at `url`; `None` where calendars are
    /// not made.
    pub fn calendar(&self, url: &str) -> Option<String> {
        self.calendars.then(|| format!("{url}{CALENDAR}"))
    }
}

const CALENDAR: &str = "fixtures.ics";

fn feed_name(form: FeedForm) -> &'static str {
    match form {
        FeedForm::Atom => "feed.xml",
        FeedForm::Json => "feed.json",
    }
}

fn list_path(section: &str, number: u32) -> String {
    if number <= 1 { format!("/{section}/") } else { format!("/{section}/page/{number}/") }
}

/// Appends a path as a URL may hold it (RFC 3986, `pchar` and `/`).
fn encode_into(url: &mut String, path: &str) {
    use std::fmt::Write as _;
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'/'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'!'
            | b'$'
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
            | b':'
            | b'@' => url.push(byte as char),
            _ => {
                let _ = write!(url, "%{byte:02X}");
            }
        }
    }
}

/// The form in which two paths are the same on some disk: in lower case and
/// composed.
fn folded(path: &str) -> String {
    if path.is_ascii() {
        path.to_ascii_lowercase()
    } else {
        ComposingNormalizerBorrowed::new_nfc().normalize(path).to_lowercase()
    }
}

struct Builder {
    base: Arc<str>,
    table: Vec<Route>,
    redirects: Vec<Redirect>,
}

impl Builder {
    fn add(&mut self, path: String, key: PageKey) -> Arc<str> {
        let path: Arc<str> = path.into();
        let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.' | b'_'));
        let url = if plain && self.base.is_empty() {
            Arc::clone(&path)
        } else {
            let mut url = String::with_capacity(self.base.len() + path.len());
            url.push_str(&self.base);
            encode_into(&mut url, &path);
            url.into()
        };
        self.table.push(Route { path, key });
        url
    }

    fn all(&mut self, model: &Model) -> Routes {
        let (site, record) = (&*model.site, &*model.record);
        self.add("/".into(), PageKey::Home);
        self.add("/404.html".into(), PageKey::NotFound);
        self.add("/robots.txt".into(), PageKey::Robots);
        let counts = ListCounts::of(model);
        self.lists(&counts, site.paginate);
        let stories: Vec<Arc<str>> = model
            .stories
            .entries()
            .map(|(id, s)| self.add(format!("/stories/{}/", s.slug), PageKey::Story(id)))
            .collect();
        let matches: Vec<Arc<str>> = record
            .matches
            .entries()
            .map(|(id, m)| self.add(format!("/matches/{}/", m.slug), PageKey::Match(id)))
            .collect();
        let teams: Urls = record
            .teams
            .entries()
            .map(|(id, t)| t.page.then(|| self.add(format!("/teams/{}/", t.slug), PageKey::Team(id))))
            .collect();
        let persons: Urls = record
            .persons
            .entries()
            .map(|(id, p)| {
                let section = if p.roles.contains(Roles::PLAYER) { "players" } else { "people" };
                p.page.then(|| self.add(format!("/{section}/{}/", p.slug), PageKey::Person(id)))
            })
            .collect();
        let editions: Urls = record
            .editions
            .entries()
            .map(|(id, e)| {
                let competition = &record.competitions[e.competition];
                let path = || format!("/competitions/{}/{}/", competition.slug, e.slug);
                competition.page.then(|| self.add(path(), PageKey::Edition(id)))
            })
            .collect();
        let competitions = self.competitions(record, &editions);
        let venues: Urls = record
            .venues
            .entries()
            .map(|(id, v)| v.page.then(|| self.add(format!("/venues/{}/", v.slug), PageKey::Venue(id))))
            .collect();
        let authors: Urls = model
            .authors
            .entries()
            .map(|(id, a)| a.page.then(|| self.add(format!("/authors/{}/", a.slug), PageKey::Author(id))))
            .collect();
        let topics: Vec<Arc<str>> = model
            .topics
            .entries()
            .map(|(id, t)| self.add(format!("/topics/{}/", t.slug), PageKey::Topic(id)))
            .collect();
        let pages: Vec<Arc<str>> =
            model.pages.entries().map(|(id, p)| self.add(format!("/{}/", p.path), PageKey::Page(id))).collect();
        let versus = self.versus(record, &teams);
        let mut routes = Routes {
            base_path: Arc::clone(&self.base),
            base_url: site.base_url.clone(),
            stories,
            matches,
            teams,
            persons,
            competitions,
            editions,
            venues,
            authors,
            topics,
            pages,
            versus,
            redirects: Vec::new(),
            table: Vec::new(),
            counts,
            paginate: site.paginate.max(1),
            feeds: if site.outputs.feeds && site.base_url.is_some() { fed(model) } else { BTreeSet::new() },
            calendars: site.outputs.calendars && site.base_url.is_some(),
        };
        self.redirects(model, &routes);
        self.outputs(model, &mut routes);
        routes
    }

    fn lists(&mut self, counts: &ListCounts, paginate: usize) {
        let lists: [(&str, usize, ListKey); 9] = [
            ("stories", counts.stories, PageKey::Stories),
            ("matches", counts.matches, PageKey::Matches),
            ("teams", counts.teams, PageKey::Teams),
            ("players", counts.players, PageKey::Players),
            ("people", counts.people, PageKey::People),
            ("competitions", counts.competitions, PageKey::Competitions),
            ("venues", counts.venues, PageKey::Venues),
            ("topics", counts.topics, PageKey::Topics),
            ("authors", counts.authors, PageKey::Authors),
        ];
        for (section, entries, key) in lists {
            for number in 1..=list_pages(entries, paginate) {
                self.add(list_path(section, number), key(number));
            }
        }
    }

    /// A competition with several seasons has a page that lists them; one with
    /// a single season leads on to it.
    fn competitions(&mut self, record: &Record, editions: &Urls) -> Urls {
        let mut urls = Urls::new();
        for (id, competition) in record.competitions.entries() {
            let path = format!("/competitions/{}/", competition.slug);
            urls.push(match (competition.page, record.editions_of[id].as_slice()) {
                (false, _) => None,
                (true, [only]) => {
                    let to = editions[only.index()].clone();
                    if let Some(to) = &to {
                        self.redirect(path, Redirect { to: Arc::clone(to), place: None });
                    }
                    to
                }
                (true, _) => Some(self.add(path, PageKey::Competition(id))),
            });
        }
        urls
    }

    /// Pairs of teams that have met: at least one match is over, or was.
    fn versus(&mut self, record: &Record, teams: &Urls) -> BTreeMap<(TeamId, TeamId), Arc<str>> {
        let mut pairs: Vec<(TeamId, TeamId)> = record
            .matches
            .iter()
            .filter(|m| !m.is_open())
            .map(|m| (m.sides[0].team, m.sides[1].team))
            .filter(|(a, b)| a != b && teams[a.index()].is_some() && teams[b.index()].is_some())
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
            .into_iter()
            .map(|(a, b)| {
                let path = format!("/teams/{}/vs/{}/", record.teams[a].slug, record.teams[b].slug);
                ((a, b), self.add(path, PageKey::Versus(a, b)))
            })
            .collect()
    }

    fn redirect(&mut self, path: String, redirect: Redirect) {
        let key = PageKey::Redirect(self.redirects.len() as u32);
        self.redirects.push(redirect);
        self.add(path, key);
    }

    fn redirects(&mut self, model: &Model, routes: &Routes) {
        let record = &*model.record;
        for (id, person) in record.persons.entries() {
            let both = person.roles.contains(Roles::PLAYER) && person.roles.intersects(Roles::COACH | Roles::REFEREE);
            if let (true, Some(to)) = (both, &routes.persons[id.index()]) {
                let redirect = Redirect { to: Arc::clone(to), place: None };
                self.redirect(format!("/people/{}/", person.slug), redirect);
            }
        }
        let base_url = model.site.base_url.as_deref();
        let mut add = |from: &[Arc<str>], to: Option<&Arc<str>>, file: Option<&Arc<str>>| {
            for (index, old) in from.iter().enumerate() {
                let (Some(to), Some(path)) = (to, old_path(old, base_url)) else { continue };
                let place = file.map(|file| Place::node(file, ["redirect_from".into(), index.into()]));
                self.redirect(path, Redirect { to: Arc::clone(to), place });
            }
        };
        for (id, story) in model.stories.entries() {
            add(&story.redirect_from, Some(&routes.stories[id.index()]), Some(&story.body.file));
        }
        for (id, game) in record.matches.entries() {
            let file = game.origins.first().map(|place| &place.file);
            add(&game.redirect_from, Some(&routes.matches[id.index()]), file);
        }
        for (id, team) in record.teams.entries() {
            add(&team.profile.redirect_from, routes.teams[id.index()].as_ref(), team.profile.file.as_ref());
        }
        for (id, person) in record.persons.entries() {
            add(&person.profile.redirect_from, routes.persons[id.index()].as_ref(), person.profile.file.as_ref());
        }
        for (id, competition) in record.competitions.entries() {
            let to = routes.competitions[id.index()].as_ref();
            add(&competition.profile.redirect_from, to, competition.profile.file.as_ref());
        }
        for (id, venue) in record.venues.entries() {
            add(&venue.profile.redirect_from, routes.venues[id.index()].as_ref(), venue.profile.file.as_ref());
        }
        for (id, author) in model.authors.entries() {
            add(&author.profile.redirect_from, routes.authors[id.index()].as_ref(), author.profile.file.as_ref());
        }
        for (id, page) in model.pages.entries() {
            add(&page.redirect_from, Some(&routes.pages[id.index()]), Some(&page.body.file));
        }
    }

    /// Feeds, calendars and the sitemap. They need absolute addresses, and so
    /// a `base_url`.
    fn outputs(&mut self, model: &Model, routes: &mut Routes) {
        let record = &*model.record;
        for of in routes.feeds.clone() {
            let folder = match of {
                FeedOf::Site => "/".to_owned(),
                FeedOf::Team(id) => format!("/teams/{}/", record.teams[id].slug),
                FeedOf::Edition(id) => {
                    let edition = &record.editions[id];
                    format!("/competitions/{}/{}/", record.competitions[edition.competition].slug, edition.slug)
                }
                FeedOf::Topic(id) => format!("/topics/{}/", model.topics[id].slug),
                FeedOf::Author(id) => format!("/authors/{}/", model.authors[id].slug),
            };
            for form in [FeedForm::Atom, FeedForm::Json] {
                self.add(format!("{folder}{}", feed_name(form)), PageKey::Feed(of, form));
            }
        }
        if routes.calendars {
            for (id, team) in record.teams.entries().filter(|(id, t)| t.page && !record.by_team[*id].is_empty()) {
                self.add(format!("/teams/{}/{CALENDAR}", team.slug), PageKey::Calendar(CalendarOf::Team(id)));
            }
            for (id, edition) in record.editions.entries().filter(|(id, _)| !record.by_edition[*id].is_empty()) {
                let competition = &record.competitions[edition.competition];
                if competition.page {
                    let path = format!("/competitions/{}/{}/{CALENDAR}", competition.slug, edition.slug);
                    self.add(path, PageKey::Calendar(CalendarOf::Edition(id)));
                }
            }
        }
        if model.site.base_url.is_some() {
            let pages = self.table.iter().filter(|route| in_sitemap(route.key)).count();
            self.add("/sitemap.xml".into(), PageKey::Sitemap(0));
            if pages > SITEMAP_LIMIT {
                for number in 1..=pages.div_ceil(SITEMAP_LIMIT) as u32 {
                    self.add(format!("/sitemap-{number}.xml"), PageKey::Sitemap(number));
                }
            }
        }
    }

    /// Two pages at one address, or at two that some disks hold for one.
    fn clashes(&self, model: &Model) -> Vec<Diagnostic> {
        let mut all: Vec<(String, &Route)> = self.table.iter().map(|route| (folded(&route.path), route)).collect();
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.key.cmp(&b.1.key)));
        all.chunk_by(|a, b| a.0 == b.0)
            .filter(|same| same.len() > 1)
            .flat_map(|same| {
                let first = same[0].1;
                same[1..].iter().filter_map(move |(_, other)| self.clash(model, first, other))
            })
            .collect()
    }

    fn clash(&self, model: &Model, first: &Route, other: &Route) -> Option<Diagnostic> {
        let place = |key| match key {
            PageKey::Redirect(index) => self.redirects[index as usize].place.clone(),
            key => place_of(model, key),
        };
        if let PageKey::Redirect(index) = other.key {
            // A redirect of our own making gives way to a page.
            self.redirects[index as usize].place.as_ref()?;
        }
        let (one, two) = (describe(model, first.key), describe(model, other.key));
        let message = if first.path == other.path {
            format!("two pages have the address `{}`: {one} and {two}", other.path)
        } else {
            format!("the addresses `{}` ({one}) and `{}` ({two}) are the same on many disks", first.path, other.path)
        };
        let help = match other.key {
            PageKey::Redirect(_) => "take this address out of `redirect_from`, or rename the page that has it now",
            PageKey::Match(_) => "give one of them another `id:`",
            PageKey::Page(_) => "rename the file of the page",
            _ => "give one of them another `slug:`",
        };
        let mut diagnostic = Diagnostic::error("E0501", message).help(help);
        diagnostic.place = place(other.key);
        match (place(first.key), &diagnostic.place) {
            (Some(place), Some(_)) => Some(diagnostic.related(place, format!("{one} is from here"))),
            (Some(place), None) => Some(diagnostic.at(place)),
            (None, _) => Some(diagnostic),
        }
    }
}

/// The feeds that have something to hold: an Atom entry must have a date.
fn fed(model: &Model) -> BTreeSet<FeedOf> {
    let record = &model.record;
    let mut feeds = BTreeSet::new();
    for story in model.stories.iter().filter(|story| story.date.is_some()) {
        feeds.insert(FeedOf::Site);
        feeds.extend(story.topics.iter().map(|id| FeedOf::Topic(*id)));
        feeds.extend(story.authors.iter().filter(|id| model.authors[**id].page).map(|id| FeedOf::Author(*id)));
        for game in story.matches.iter().map(|id| &record.matches[*id]) {
            let teams = game.sides.iter().map(|side| side.team).filter(|id| record.teams[*id].page);
            feeds.extend(teams.map(FeedOf::Team));
            let edition = game.edition.filter(|id| record.competitions[record.editions[*id].competition].page);
            feeds.extend(edition.map(FeedOf::Edition));
        }
    }
    feeds
}

/// Whether a page belongs into the sitemap.
pub fn in_sitemap(key: PageKey) -> bool {
    !matches!(
        key,
        PageKey::NotFound
            | PageKey::Robots
            | PageKey::Redirect(_)
            | PageKey::Feed(..)
            | PageKey::Calendar(_)
            | PageKey::Sitemap(_)
    )
}

/// An old address as a path: with a slash in front, and one at the end unless
/// it names a file. `None` for an address of another site.
fn old_path(written: &str, base_url: Option<&str>) -> Option<String> {
    let written = written.trim();
    let path = match base_url.and_then(|base| written.strip_prefix(base)) {
        Some(path) => path,
        None if written.contains("://") => return None,
        None => written,
    };
    let path = path.trim_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    match path {
        "" => None,
        _ if last.contains('.') => Some(format!("/{path}")),
        _ => Some(format!("/{path}/")),
    }
}

/// The source of a page, where it has one.
fn place_of(model: &Model, key: PageKey) -> Option<Place> {
    let record = &model.record;
    let file = |file: Option<&Arc<str>>| file.map(Place::file);
    match key {
        PageKey::Story(id) => file(Some(&model.stories[id].body.file)),
        PageKey::Match(id) => record.matches[id].origins.first().cloned(),
        PageKey::Team(id) => file(record.teams[id].profile.file.as_ref()),
        PageKey::Person(id) => file(record.persons[id].profile.file.as_ref()),
        PageKey::Competition(id) => file(record.competitions[id].profile.file.as_ref()),
        PageKey::Edition(id) => file(record.competitions[record.editions[id].competition].profile.file.as_ref()),
        PageKey::Venue(id) => file(record.venues[id].profile.file.as_ref()),
        PageKey::Author(id) => file(model.authors[id].profile.file.as_ref()),
        PageKey::Page(id) => file(Some(&model.pages[id].body.file)),
        _ => None,
    }
}

/// A page in words.
fn describe(model: &Model, key: PageKey) -> String {
    let record = &model.record;
    match key {
        PageKey::Story(id) => format!("the story `{}`", model.stories[id].title),
        PageKey::Match(id) => {
            let [home, away] = &record.matches[id].sides;
            format!("the match `{} v {}`", record.teams[home.team].name, record.teams[away.team].name)
        }
        PageKey::Team(id) => format!("the team `{}`", record.teams[id].name),
        PageKey::Person(id) => format!("`{}`", record.persons[id].name),
        PageKey::Competition(id) => format!("the competition `{}`", record.competitions[id].name),
        PageKey::Edition(id) => {
            let edition = &record.editions[id];
            let name = &record.competitions[edition.competition].name;
            format!("`{name} {}`", edition.season.as_deref().unwrap_or_default())
        }
        PageKey::Venue(id) => format!("the ground `{}`", record.venues[id].name),
        PageKey::Topic(id) => format!("the topic `{}`", model.topics[id].name),
        PageKey::Author(id) => format!("the author `{}`", model.authors[id].name),
        PageKey::Page(id) => format!("the page `{}`", model.pages[id].title),
        PageKey::Redirect(_) => "a redirect".to_owned(),
        PageKey::Home => "the home page".to_owned(),
        _ => "a page that touchline makes".to_owned(),
    }
}

/// The sections of the menu that exist, in the order of the default menu.
pub fn default_menu(counts: &ListCounts) -> Vec<(&'static str, &'static str)> {
    [
        ("Stories", "stories", counts.stories),
        ("Matches", "matches", counts.matches),
        ("Teams", "teams", counts.teams),
        ("Players", "players", counts.players),
        ("Competitions", "competitions", counts.competitions),
    ]
    .into_iter()
    .filter(|(_, _, entries)| *entries > 0)
    .map(|(text, section, _)| (text, section))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{RecordBuilder, person, team};
    use crate::model::{Arena, Page};
    use crate::render::tests::site::{body, model, story};

    fn clashes(change: impl FnOnce(&mut Model)) -> Vec<Diagnostic> {
        let mut model = model();
        change(&mut model);
        Routes::new(&model).1
    }

    fn add_story(model: &mut Model, slug: &str) {
        let mut stories: Vec<_> = model.stories.iter().cloned().collect();
        stories.push(Arc::new(story(slug, "Another", None, "")));
        model.stories = Arena::new(stories);
    }

    fn add_page(model: &mut Model, path: &str) {
        let page = Page {
            path: path.into(),
            title: path.into(),
            description: None,
            image: None,
            redirect_from: Vec::new(),
            extra: None,
            body: body(&format!("content/pages/{path}.md"), ""),
        };
        let mut pages: Vec<Page> = model.pages.iter().cloned().collect();
        pages.push(page);
        model.pages = Arc::new(Arena::new(pages));
    }

    #[test]
    fn two_stories_at_one_address_are_told_with_both_files() {
        let found = clashes(|model| add_story(model, "iran-usa"));
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].code, "E0501");
        assert!(found[0].message.contains("`/stories/iran-usa/`"), "{}", found[0].message);
        assert_eq!(&*found[0].place.as_ref().unwrap().file, "content/stories/iran-usa.md");
        assert_eq!(found[0].related.len(), 1);
    }

    #[test]
    fn addresses_that_differ_in_case_or_composition_clash_too() {
        let found = clashes(|model| add_page(model, "About"));
        assert!(found[0].message.contains("the same on many disks"), "{found:#?}");
        let found = clashes(|model| {
            add_page(model, "caf\u{e9}");
            add_page(model, "cafe\u{301}");
        });
        assert_eq!(found.len(), 1, "{found:#?}");
    }

    #[test]
    fn a_page_may_not_take_the_place_of_a_list() {
        let found = clashes(|model| add_page(model, "stories"));
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(&*found[0].place.as_ref().unwrap().file, "content/pages/stories.md");
    }

    #[test]
    fn a_redirect_from_a_page_that_exists_is_told_where_it_is_written() {
        let found = clashes(|model| {
            let mut stories: Vec<_> = model.stories.iter().cloned().collect();
            let mut one = (*stories[0]).clone();
            one.redirect_from = vec!["/about/".into()];
            stories[0] = Arc::new(one);
            model.stories = Arena::new(stories);
        });
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].help.as_ref().unwrap().contains("redirect_from"));
    }

    #[test]
    fn links_stand_below_the_base_path_and_files_do_not() {
        let model = model();
        let (routes, _) = Routes::new(&model);
        let iran = team(&model.record, "Iran");
        assert_eq!(routes.team(iran), Some("/club/teams/iran/"));
        assert_eq!(routes.find("/teams/iran/"), Some(PageKey::Team(iran)));
        assert_eq!(routes.find("/club/teams/iran/"), None);
        assert_eq!(routes.absolute("/club/teams/iran/").unwrap(), "https://example.org/club/teams/iran/");
        let route = routes.table().iter().find(|route| route.key == PageKey::Team(iran)).unwrap();
        assert_eq!(route.file(), "teams/iran/index.html");
        assert_eq!(file_of("/feed.xml"), "feed.xml");
        assert_eq!(file_of("/"), "index.html");
    }

    #[test]
    fn only_teams_that_have_met_have_a_page_together() {
        let model = model();
        let (routes, _) = Routes::new(&model);
        let team = |name| team(&model.record, name);
        assert_eq!(routes.versus(team("United States"), team("Iran")), Some("/club/teams/iran/vs/united-states/"));
        assert_eq!(routes.versus(team("Everton"), team("Fulham")), None, "their match is still to come");
        assert_eq!(routes.versus(team("Iran"), team("Arsenal")), None);
    }

    #[test]
    fn whoever_played_stands_among_the_players() {
        let model = model();
        let (routes, _) = Routes::new(&model);
        let person = |name| person(&model.record, name);
        assert_eq!(routes.person(person("Carlos Queiroz")), Some("/club/players/carlos-queiroz/"));
        assert_eq!(routes.person(person("Gregg Berhalter")), Some("/club/people/gregg-berhalter/"));
        assert_eq!(routes.person(person("Sean Johnson")), None);
    }

    #[test]
    fn what_a_url_may_not_hold_is_encoded() {
        assert_eq!(Routes::url_below("", "/über uns/"), "/%C3%BCber%20uns/");
    }

    #[test]
    fn old_addresses_are_read_in_every_form() {
        let base = Some("https://example.org/club");
        assert_eq!(old_path("old/x", base).unwrap(), "/old/x/");
        assert_eq!(old_path("/old/x.html", base).unwrap(), "/old/x.html");
        assert_eq!(old_path("https://example.org/club/old/", base).unwrap(), "/old/");
        assert_eq!(old_path("https://elsewhere.org/old/", base), None);
        assert_eq!(old_path("/", base), None);
    }

    #[test]
    fn a_large_site_has_its_sitemap_in_parts() {
        let pages = list_pages(101, 50);
        assert_eq!(pages, 3);
        assert_eq!(list_pages(0, 50), 0);
        let record = RecordBuilder::new().league("L", "1").result("2020-01-01", "A", 1, 0, "B").build();
        let mut model = model();
        model.record = Arc::new(record);
        let stories = (0..=SITEMAP_LIMIT).map(|i| Arc::new(story(&format!("s{i}"), "S", None, "")));
        model.stories = Arena::new(stories.collect());
        let (routes, found) = Routes::new(&model);
        assert_eq!(found, []);
        assert!(routes.find("/sitemap-2.xml").is_some() && routes.find("/sitemap-3.xml").is_none());
    }
}
