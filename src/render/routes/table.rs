//! The table of all pages, made from the model.
//!
//! In: the model. Out: routes, redirects and the urls of entities. Never looks
//! whether two of them are the same: `clash` does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{
    CALENDAR, CalendarOf, FeedForm, FeedOf, ListCounts, ListKey, PageKey, Redirect, Route, Routes, SITEMAP_LIMIT, Urls,
    encode_into, feed_name, in_sitemap, list_pages, list_path,
};
use crate::diagnostic::Place;
use crate::model::arena::Id;
use crate::model::table::Scopes;
use crate::model::{EditionId, MatchId, Model, Record, Roles, TeamId};

pub(super) struct Builder {
    pub(super) base: Arc<str>,
    pub(super) table: Vec<Route>,
    pub(super) redirects: Vec<Redirect>,
    /// Room to put a path together in.
    pub(super) path: String,
}

impl Builder {
    /// Adds a page whose path is made of these parts, and gives its url.
    fn add<const N: usize>(&mut self, parts: [&str; N], key: PageKey) -> Arc<str> {
        self.path.clear();
        for part in parts {
            self.path.push_str(part);
        }
        let path: Arc<str> = self.path.as_str().into();
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

    pub(super) fn all(&mut self, model: &Model) -> Routes {
        let (site, record) = (&*model.site, &*model.record);
        self.add(["/"], PageKey::Home);
        self.add(["/404.html"], PageKey::NotFound);
        self.add(["/robots.txt"], PageKey::Robots);
        let counts = ListCounts::of(model);
        self.lists(&counts, site.paginate);
        let stories: Vec<Arc<str>> =
            model.stories.entries().map(|(id, s)| self.add(["/stories/", &s.slug, "/"], PageKey::Story(id))).collect();
        let matches: Vec<Arc<str>> =
            record.matches.entries().map(|(id, m)| self.add(["/matches/", &m.slug, "/"], PageKey::Match(id))).collect();
        let teams: Urls = record
            .teams
            .entries()
            .map(|(id, t)| t.page.then(|| self.add(["/teams/", &t.slug, "/"], PageKey::Team(id))))
            .collect();
        let persons: Urls = record
            .persons
            .entries()
            .map(|(id, p)| {
                let section = if p.roles.contains(Roles::PLAYER) { "players" } else { "people" };
                p.page.then(|| self.add(["/", section, "/", &p.slug, "/"], PageKey::Person(id)))
            })
            .collect();
        let editions: Urls = record
            .editions
            .entries()
            .map(|(id, e)| {
                let competition = &record.competitions[e.competition];
                let path = ["/competitions/", &competition.slug, "/", &e.slug, "/"];
                competition.page.then(|| self.add(path, PageKey::Edition(id)))
            })
            .collect();
        let matchdays = record.editions.ids().map(|id| self.matchdays(record, id, &editions)).collect();
        let competitions = self.competitions(record, &editions);
        let venues: Urls = record
            .venues
            .entries()
            .map(|(id, v)| v.page.then(|| self.add(["/venues/", &v.slug, "/"], PageKey::Venue(id))))
            .collect();
        let authors: Urls = model
            .authors
            .entries()
            .map(|(id, a)| a.page.then(|| self.add(["/authors/", &a.slug, "/"], PageKey::Author(id))))
            .collect();
        let topics: Vec<Arc<str>> =
            model.topics.entries().map(|(id, t)| self.add(["/topics/", &t.slug, "/"], PageKey::Topic(id))).collect();
        let pages: Vec<Arc<str>> =
            model.pages.entries().map(|(id, p)| self.add(["/", &p.path, "/"], PageKey::Page(id))).collect();
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
            matchdays,
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
                self.add([&list_path(section, number)], key(number));
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
                        self.redirect(&path, Redirect { to: Arc::clone(to), place: None });
                    }
                    to
                }
                (true, _) => Some(self.add([&path], PageKey::Competition(id))),
            });
        }
        urls
    }

    /// Pages of the matchdays of an edition after which its tables stood
    /// otherwise; none where there is only one.
    fn matchdays(&mut self, record: &Record, id: EditionId, editions: &Urls) -> Vec<(u16, Arc<str>)> {
        let Some(url) = editions[id.index()].clone() else { return Vec::new() };
        let day_of = |game: &&MatchId| {
            let game = &record.matches[**game];
            game.matchday.filter(|_| game.official().is_some())
        };
        let numbered: Vec<&MatchId> = record.by_edition[id].iter().filter(|game| day_of(game).is_some()).collect();
        if numbered.is_empty() {
            return Vec::new();
        }
        let scopes = Scopes::of(record, id);
        let counted = numbered.iter().filter(|game| scopes.index_of(***game).is_some());
        let days: BTreeSet<u16> = counted.filter_map(day_of).collect();
        if days.len() < 2 {
            return Vec::new();
        }
        let below = url.strip_prefix(&*self.base).unwrap_or(&url).to_owned();
        let page =
            |day: u16| (day, self.add([&below, "matchdays/", &day.to_string(), "/"], PageKey::Matchday(id, day)));
        days.into_iter().map(page).collect()
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
                let path = ["/teams/", &record.teams[a].slug, "/vs/", &record.teams[b].slug, "/"];
                ((a, b), self.add(path, PageKey::Versus(a, b)))
            })
            .collect()
    }

    fn redirect(&mut self, path: &str, redirect: Redirect) {
        let key = PageKey::Redirect(self.redirects.len() as u32);
        self.redirects.push(redirect);
        self.add([path], key);
    }

    fn redirects(&mut self, model: &Model, routes: &Routes) {
        let record = &*model.record;
        for (id, person) in record.persons.entries() {
            let both = person.roles.contains(Roles::PLAYER) && person.roles.intersects(Roles::COACH | Roles::REFEREE);
            if let (true, Some(to)) = (both, &routes.persons[id.index()]) {
                let redirect = Redirect { to: Arc::clone(to), place: None };
                self.redirect(&format!("/people/{}/", person.slug), redirect);
            }
        }
        let base_url = model.site.base_url.as_deref();
        let mut add = |from: &[Arc<str>], to: Option<&Arc<str>>, file: Option<&Arc<str>>| {
            for (index, old) in from.iter().enumerate() {
                let (Some(to), Some(path)) = (to, old_path(old, base_url)) else { continue };
                let place = file.map(|file| Place::node(file, ["redirect_from".into(), index.into()]));
                self.redirect(&path, Redirect { to: Arc::clone(to), place });
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
                self.add([&folder, feed_name(form)], PageKey::Feed(of, form));
            }
        }
        if routes.calendars {
            for (id, team) in record.teams.entries().filter(|(id, t)| t.page && !record.by_team[*id].is_empty()) {
                self.add(["/teams/", &team.slug, "/", CALENDAR], PageKey::Calendar(CalendarOf::Team(id)));
            }
            for (id, edition) in record.editions.entries().filter(|(id, _)| !record.by_edition[*id].is_empty()) {
                let competition = &record.competitions[edition.competition];
                if competition.page {
                    let path = format!("/competitions/{}/{}/{CALENDAR}", competition.slug, edition.slug);
                    self.add([&path], PageKey::Calendar(CalendarOf::Edition(id)));
                }
            }
        }
        if model.site.base_url.is_some() {
            let pages = self.table.iter().filter(|route| in_sitemap(route.key)).count();
            self.add(["/sitemap.xml"], PageKey::Sitemap(0));
            if pages > SITEMAP_LIMIT {
                for number in 1..=pages.div_ceil(SITEMAP_LIMIT) as u32 {
                    self.add([&format!("/sitemap-{number}.xml")], PageKey::Sitemap(number));
                }
            }
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

/// An old address as a path: with a slash in front, and one at the end unless
/// it names a file. `None` for an address of another site.
pub(super) fn old_path(written: &str, base_url: Option<&str>) -> Option<String> {
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
