//! Addresses: every page of a site, and nothing but pages.
//!
//! In: the model. Out: the table of all pages, each with its path, and the
//! address of any entity. Links are only ever made from here, so that each
//! leads to a page that exists. Never reads a file.
//!
//! A *path* begins at the site (`/matches/x/`) and says where the file goes; a
//! *url* is the path as a link has it: below the site's base path
//! (`/club/matches/x/`), with what a URL may not hold percent-encoded.
//!
//! | file | does |
//! |---|---|
//! | `table` | all pages of a model |
//! | `clash` | two pages at one address |

mod clash;
mod table;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::table::Builder;
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
    /// The tables of a season as they stood after a matchday.
    Matchday(EditionId, u16),
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
    if path.is_empty() || path.ends_with('/') { [path, "index.html"].concat() } else { path.to_owned() }
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
    /// By edition, matchdays in order.
    matchdays: Vec<Vec<(u16, Arc<str>)>>,
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
            path: String::new(),
        };
        let routes = builder.all(model);
        builder.table.sort_unstable_by(|a, b| a.path.cmp(&b.path).then_with(|| a.key.cmp(&b.key)));
        let diagnostics = builder.clashes(model);
        let Builder { mut table, redirects, .. } = builder;
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

    /// The matchdays of an edition that have a page, in order, each with its
    /// url.
    pub fn matchdays(&self, id: EditionId) -> &[(u16, Arc<str>)] {
        &self.matchdays[id.index()]
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

    /// Whether the addresses are right for a record in which some matches are
    /// told otherwise, and nothing else is another than in the one they were
    /// made for. It may say no where they would come out the same.
    pub fn hold(&self, before: &Record, after: &Record, matches: &[MatchId]) -> bool {
        matches.iter().all(|id| {
            let (old, new) = (&before.matches[*id], &after.matches[*id]);
            let teams = new.sides.each_ref().map(|side| side.team);
            // Two teams that have met have a page, and so has a matchday with
            // results; what makes one more of them may make none.
            let met = old.is_open() == new.is_open() || self.versus(teams[0], teams[1]).is_some() && !new.is_open();
            let has_day = |edition, day| self.matchdays(edition).iter().any(|(known, _)| *known == day);
            let played = old.official().is_some() == new.official().is_some()
                || new.official().is_some() && new.edition.zip(new.matchday).is_some_and(|(e, day)| has_day(e, day));
            met && played && old.origins.first().map(|p| &p.file) == new.origins.first().map(|p| &p.file)
        })
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
    let mut rest = path;
    while let Some(at) = rest.bytes().position(|byte| !is_plain(byte)) {
        url.push_str(&rest[..at]);
        // A character may be of several such bytes.
        let end = rest[at..].chars().next().map_or(rest.len(), |c| at + c.len_utf8());
        for byte in rest[at..end].bytes() {
            let _ = write!(url, "%{byte:02X}");
        }
        rest = &rest[end..];
    }
    url.push_str(rest);
}

/// Whether a byte may stand in the path of a URL as it is (`pchar` and `/` of
/// RFC 3986, without `&` and `'`, which HTML would have to escape).
fn is_plain(byte: u8) -> bool {
    static PLAIN: [bool; 256] = {
        let mut plain = [false; 256];
        let mut byte = 0;
        while byte < 128 {
            plain[byte] = (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        let signs = b"/-._~!$()*+,;=:@";
        let mut at = 0;
        while at < signs.len() {
            plain[signs[at] as usize] = true;
            at += 1;
        }
        plain
    };
    PLAIN[byte as usize]
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
