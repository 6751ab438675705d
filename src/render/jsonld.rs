//! JSON-LD: the page in schema.org's words, for search engines.
//!
//! In: the entity of a page and the way to it. Out: one script's text with a
//! graph of the thing and its breadcrumbs. Needs absolute addresses: without a
//! `base_url` there is none. Says nothing that the page does not.

use serde_json::{Map, Value as Json, json};
use tera::Value;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::record_view::name_on_day;
use super::site::SiteView;
use super::story_view::picture_view;
use super::text::{KickoffText, PublishedText};
use super::view::head::PageHead;
use crate::model::{EditionId, Match, MatchId, PersonId, Roles, SideIx, Status, StoryId, TeamId, VenueId};

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// Nothing of its own: only the way to the page is told.
    None,
    /// The site.
    WebSite,
    /// A story.
    Story(StoryId),
    /// A match.
    Match(MatchId),
    /// A team.
    Team(TeamId),
    /// A person.
    Person(PersonId),
    /// A ground.
    Venue(VenueId),
    /// A season of a competition.
    Edition(EditionId),
}

impl Thing {
    /// A number for each kind, for a page's fingerprint.
    fn tag(self) -> u64 {
        match self {
            Self::None => 0,
            Self::WebSite => 1,
            Self::Story(_) => 2,
            Self::Match(_) => 3,
            Self::Team(_) => 4,
            Self::Person(_) => 5,
            Self::Venue(_) => 6,
            Self::Edition(_) => 7,
        }
    }
}

impl SiteView {
    /// A hash of what the script tells beyond the page's own variables: of a
    /// ground, where the page is not its own, they have the name alone, and a
    /// story does not show the facts of its matches.
    pub(super) fn json_ld_digest(&self, thing: Thing) -> u64 {
        let record = &self.model.record;
        let mut places = Vec::new();
        match thing {
            Thing::Story(id) => places.extend(self.model.stories[id].matches.iter().filter_map(|id| self.event(*id))),
            Thing::Match(id) => places.extend(record.matches[id].venue.map(|id| self.place(id))),
            Thing::Team(id) => places.extend(record.teams[id].venue.map(|id| self.place(id))),
            _ => return thing.tag(),
        }
        let text = Json::Array(places).to_string();
        xxh3_64_with_seed(text.as_bytes(), thing.tag())
    }

    /// The text of the script, or null.
    pub(super) fn json_ld(&self, page: &PageHead<'_>, thing: Thing) -> Value {
        if self.model.site.base_url.is_none() || page.noindex {
            return Value::none();
        }
        let mut graph = Vec::new();
        graph.extend(match thing {
            Thing::None => None,
            Thing::WebSite => Some(self.web_site(page)),
            Thing::Story(id) => Some(self.article(id, page)),
            Thing::Match(id) => self.sports_event(id, page),
            Thing::Team(id) => Some(self.sports_team(id)),
            Thing::Person(id) => Some(self.person_thing(id, page)),
            Thing::Venue(id) => Some(self.place(id)),
            Thing::Edition(id) => {
                Some(json!({"@type": "EventSeries", "name": self.record.views.edition_name(id), "url": page.canonical}))
            }
        });
        if page.crumbs.len() > 1 {
            graph.push(self.breadcrumbs(page));
        }
        if graph.is_empty() {
            return Value::none();
        }
        let document = json!({"@context": "https://schema.org", "@graph": graph});
        // `</script>` inside a text must not end the script.
        Value::safe_string(&document.to_string().replace('<', "\\u003c"))
    }

    fn url_of(&self, url: Option<&str>) -> Option<String> {
        self.routes.absolute_any(url?)
    }

    fn breadcrumbs(&self, page: &PageHead<'_>) -> Json {
        let items: Vec<Json> = page
            .crumbs
            .iter()
            .enumerate()
            .map(|(index, crumb)| {
                let item = self.url_of(crumb.url.as_deref()).or_else(|| page.canonical.clone());
                json!({"@type": "ListItem", "position": index + 1, "name": crumb.text, "item": item})
            })
            .collect();
        json!({"@type": "BreadcrumbList", "itemListElement": items})
    }

    fn web_site(&self, page: &PageHead<'_>) -> Json {
        let site = &self.model.site;
        let mut thing = object("WebSite");
        set(&mut thing, "name", Some(&*site.title));
        set(&mut thing, "url", page.canonical.as_deref());
        set(&mut thing, "description", site.description.as_deref());
        set(&mut thing, "inLanguage", Some(&*site.language));
        Json::Object(thing)
    }

    /// A story. Search engines want a date, an author and a picture of a news
    /// article; a story without them is told as a page.
    fn article(&self, id: StoryId, page: &PageHead<'_>) -> Json {
        let story = &self.model.stories[id];
        let site = &self.model.site;
        let path = format!("/stories/{}/", story.slug);
        let picture = story
            .image
            .as_ref()
            .and_then(|picture| picture_view(picture, &self.routes, &self.assets, &story.body.file, &path).src);
        let image = picture.as_deref().and_then(|src| self.routes.absolute_any(src)).or_else(|| page.og.image.clone());
        let authors: Vec<Json> = story
            .authors
            .iter()
            .map(|id| {
                let mut author = object("Person");
                set(&mut author, "name", Some(&*self.model.authors[*id].name));
                set(&mut author, "url", self.url_of(self.routes.author(*id)).as_deref());
                Json::Object(author)
            })
            .collect();
        let (Some(date), Some(image), false) = (&story.date, image, authors.is_empty()) else {
            let mut thing = object("WebPage");
            set(&mut thing, "name", Some(&*story.title));
            set(&mut thing, "url", page.canonical.as_deref());
            set(&mut thing, "description", page.description.as_deref());
            set(&mut thing, "inLanguage", Some(page.language));
            return Json::Object(thing);
        };
        let modified = story.updated.as_ref().unwrap_or(date);
        let about: Vec<Json> = story.matches.iter().filter_map(|id| self.event(*id)).collect();
        let mut thing = object("NewsArticle");
        set(&mut thing, "headline", Some(&*story.title));
        set(&mut thing, "description", page.description.as_deref());
        set(&mut thing, "url", page.canonical.as_deref());
        set(&mut thing, "mainEntityOfPage", page.canonical.as_deref());
        set(&mut thing, "datePublished", Some(&*PublishedText(*date).to_string()));
        set(&mut thing, "dateModified", Some(&*PublishedText(*modified).to_string()));
        set(&mut thing, "inLanguage", Some(page.language));
        thing.insert("image".into(), json!([image]));
        thing.insert("author".into(), Json::Array(authors));
        let mut publisher = object("Organization");
        set(&mut publisher, "name", Some(&*site.title));
        set(&mut publisher, "url", self.url_of(Some(&self.routes.url("/"))).as_deref());
        thing.insert("publisher".into(), Json::Object(publisher));
        if !about.is_empty() {
            thing.insert("about".into(), Json::Array(about));
        }
        Json::Object(thing)
    }

    fn sports_event(&self, id: MatchId, page: &PageHead<'_>) -> Option<Json> {
        let Json::Object(mut thing) = self.event(id)? else { return None };
        set(&mut thing, "description", page.description.as_deref());
        Some(Json::Object(thing))
    }

    /// A match whose day and ground are known: an event must have both.
    fn event(&self, id: MatchId) -> Option<Json> {
        let game = &self.model.record.matches[id];
        let (kickoff, venue) = (game.kickoff?, game.venue?);
        let record = &self.model.record;
        let [home, away] = SideIx::BOTH.map(|side| self.team_of(game, side));
        let names = SideIx::BOTH.map(|side| name_on_day(record, game, side));
        let mut thing = object("SportsEvent");
        set(&mut thing, "name", Some(&*format!("{} v {}", names[0], names[1])));
        set(&mut thing, "url", self.url_of(Some(self.routes.game(id))).as_deref());
        set(&mut thing, "startDate", Some(&*KickoffText(kickoff).to_string()));
        set(&mut thing, "sport", Some("Association football"));
        let status = match game.status {
            Status::Postponed => "https://schema.org/EventPostponed",
            Status::Cancelled | Status::Annulled | Status::Abandoned => "https://schema.org/EventCancelled",
            _ => "https://schema.org/EventScheduled",
        };
        set(&mut thing, "eventStatus", Some(status));
        thing.insert("location".into(), self.place(venue));
        thing.insert("competitor".into(), json!([home, away]));
        thing.insert("homeTeam".into(), home);
        thing.insert("awayTeam".into(), away);
        if let Some(edition) = game.edition {
            let mut series = object("EventSeries");
            set(&mut series, "name", Some(self.record.views.edition_name(edition)));
            set(&mut series, "url", self.url_of(self.routes.edition(edition)).as_deref());
            thing.insert("superEvent".into(), Json::Object(series));
        }
        Some(Json::Object(thing))
    }

    fn team_of(&self, game: &Match, side: SideIx) -> Json {
        let mut thing = object("SportsTeam");
        set(&mut thing, "name", Some(name_on_day(&self.model.record, game, side)));
        set(&mut thing, "url", self.url_of(self.routes.team(game.side(side).team)).as_deref());
        Json::Object(thing)
    }

    fn sports_team(&self, id: TeamId) -> Json {
        let team = &self.model.record.teams[id];
        let mut thing = object("SportsTeam");
        set(&mut thing, "name", Some(&*team.name));
        set(&mut thing, "url", self.url_of(self.routes.team(id)).as_deref());
        set(&mut thing, "sport", Some("Association football"));
        let crest = team.crest.as_deref().map(|crest| self.routes.static_file(crest));
        set(&mut thing, "logo", self.url_of(crest.as_deref()).as_deref());
        if let Some(venue) = team.venue {
            thing.insert("location".into(), self.place(venue));
        }
        Json::Object(thing)
    }

    fn person_thing(&self, id: PersonId, page: &PageHead<'_>) -> Json {
        let person = &self.model.record.persons[id];
        let mut thing = object("Person");
        set(&mut thing, "name", Some(&*person.name));
        set(&mut thing, "url", page.canonical.as_deref());
        set(&mut thing, "birthDate", person.born.map(|date| date.to_string()).as_deref());
        if let Some(nationality) = &person.nationality {
            thing.insert("nationality".into(), json!({"@type": "Country", "name": nationality}));
        }
        let roles =
            [(Roles::PLAYER, "Footballer"), (Roles::COACH, "Football coach"), (Roles::REFEREE, "Football referee")];
        let role = roles.into_iter().find(|(role, _)| person.roles.contains(*role));
        set(&mut thing, "jobTitle", role.map(|(_, word)| word));
        Json::Object(thing)
    }

    fn place(&self, id: VenueId) -> Json {
        let venue = &self.model.record.venues[id];
        let mut thing = object("StadiumOrArena");
        set(&mut thing, "name", Some(&*venue.name));
        set(&mut thing, "url", self.url_of(self.routes.venue(id)).as_deref());
        let mut address = object("PostalAddress");
        set(&mut address, "streetAddress", venue.address.as_deref());
        set(&mut address, "addressLocality", venue.city.as_deref());
        set(&mut address, "addressCountry", venue.country.as_deref());
        if address.len() > 1 {
            thing.insert("address".into(), Json::Object(address));
        }
        if let Some((latitude, longitude)) = venue.coordinates {
            thing
                .insert("geo".into(), json!({"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}));
        }
        if let Some(capacity) = venue.capacity {
            thing.insert("maximumAttendeeCapacity".into(), json!(capacity));
        }
        Json::Object(thing)
    }
}

fn object(kind: &str) -> Map<String, Json> {
    let mut map = Map::new();
    map.insert("@type".into(), kind.into());
    map
}

fn set(map: &mut Map<String, Json>, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        map.insert(key.into(), value.into());
    }
}
