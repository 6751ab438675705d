//! JSON-LD: the page in schema.org's words, for search engines.
//!
//! In: the entity of a page and the way to it. Out: one script's text with a
//! graph of the thing and its breadcrumbs. Needs absolute addresses: without a
//! `base_url` there is none. Says nothing that the page does not.

use std::borrow::Cow;

use serde::Serialize;

use super::record_view::name_on_day;
use super::shared::SafeHtml;
use super::site::SiteView;
use super::story_view::picture_view;
use super::text::{DateText, KickoffText, PublishedText};
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

// The words below are schema.org's; what is not known is left out.

#[derive(Serialize)]
#[serde(untagged)]
enum Node<'a> {
    Plain(Plain<'a>),
    Article(Box<Article<'a>>),
    Event(Box<Event<'a>>),
    Team(Team<'a>),
    Person(Person<'a>),
    Place(Place<'a>),
}

/// A thing of which little more than the name is told.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Plain<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<&'a str>,
}

#[derive(Serialize)]
struct BreadcrumbList<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
struct ListItem<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'a str,
    item: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Article<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    url: Option<&'a str>,
    main_entity_of_page: Option<&'a str>,
    date_published: PublishedText,
    date_modified: PublishedText,
    in_language: &'a str,
    image: [String; 1],
    author: Vec<Plain<'a>>,
    publisher: Plain<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    about: Vec<Event<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_field_names, reason = "the names are schema.org's")]
struct Event<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    url: Option<String>,
    start_date: KickoffText,
    sport: &'static str,
    event_status: &'static str,
    location: Place<'a>,
    home_team: Team<'a>,
    away_team: Team<'a>,
    competitor: [Team<'a>; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    super_event: Option<Plain<'a>>,
}

#[derive(Clone, Default, Serialize)]
struct Team<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sport: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Place<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Person<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_date: Option<DateText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nationality: Option<Plain<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<&'static str>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Address<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geo: Option<Coordinates>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum_attendee_capacity: Option<u32>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_field_names, reason = "the names are schema.org's")]
struct Address<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    street_address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address_locality: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address_country: Option<&'a str>,
}

#[derive(Clone, Serialize)]
struct Coordinates {
    #[serde(rename = "@type")]
    kind: &'static str,
    latitude: f64,
    longitude: f64,
}

const SPORT: &str = "Association football";

impl SiteView {
    /// The text of the script, or null.
    pub(super) fn json_ld(&self, page: &PageHead<'_>, thing: Thing) -> Option<SafeHtml> {
        if self.model.site.base_url.is_none() || page.noindex {
            return None;
        }
        let node = match thing {
            Thing::None => None,
            Thing::WebSite => Some(Node::Plain(self.web_site(page))),
            Thing::Story(id) => Some(self.article(id, page)),
            Thing::Match(id) => self.event(id, page.description.as_deref()).map(Box::new).map(Node::Event),
            Thing::Team(id) => Some(Node::Team(self.sports_team(id))),
            Thing::Person(id) => Some(Node::Person(self.person_thing(id, page))),
            Thing::Venue(id) => Some(Node::Place(self.place(id))),
            Thing::Edition(id) => Some(Node::Plain(Plain {
                kind: "EventSeries",
                name: self.record.views.edition_name(id),
                url: page.canonical.as_deref().map(Into::into),
                ..Plain::default()
            })),
        };
        let crumbs = (page.crumbs.len() > 1).then(|| self.breadcrumbs(page));
        let text = match (node, crumbs) {
            (None, None) => return None,
            (node, crumbs) => graph(node, crumbs),
        };
        // `</script>` inside a text must not end the script.
        Some(SafeHtml(if text.contains('<') { text.replace('<', "\\u003c") } else { text }))
    }

    fn url_of(&self, url: Option<&str>) -> Option<String> {
        self.routes.absolute_any(url?)
    }

    fn breadcrumbs<'p>(&self, page: &'p PageHead<'_>) -> BreadcrumbList<'p> {
        let items = page.crumbs.iter().enumerate().map(|(index, crumb)| ListItem {
            kind: "ListItem",
            position: index + 1,
            name: &crumb.text,
            item: match crumb.url.as_deref() {
                Some(url) => self.url_of(Some(url)).map(Cow::Owned),
                None => page.canonical.as_deref().map(Cow::Borrowed),
            },
        });
        BreadcrumbList { kind: "BreadcrumbList", items: items.collect() }
    }

    fn web_site<'p>(&'p self, page: &'p PageHead<'_>) -> Plain<'p> {
        let site = &self.model.site;
        Plain {
            kind: "WebSite",
            name: &site.title,
            url: page.canonical.as_deref().map(Into::into),
            description: site.description.as_deref(),
            in_language: Some(&site.language),
        }
    }

    /// A story. Search engines want a date, an author and a picture of a news
    /// article; a story without them is told as a page.
    fn article<'p>(&'p self, id: StoryId, page: &'p PageHead<'_>) -> Node<'p> {
        let story = &self.model.stories[id];
        let site = &self.model.site;
        let picture = story.image.as_ref().and_then(|picture| {
            let path = format!("/stories/{}/", story.slug);
            picture_view(picture, &self.routes, &self.assets, &story.body.file, &path).src
        });
        let image = picture.as_deref().and_then(|src| self.routes.absolute_any(src)).or_else(|| page.og.image.clone());
        let (Some(date), Some(image), false) = (story.date, image, story.authors.is_empty()) else {
            return Node::Plain(Plain {
                kind: "WebPage",
                name: &story.title,
                url: page.canonical.as_deref().map(Into::into),
                description: page.description.as_deref(),
                in_language: Some(page.language),
            });
        };
        let author = |id| Plain {
            kind: "Person",
            name: &self.model.authors[id].name,
            url: self.url_of(self.routes.author(id)).map(Into::into),
            ..Plain::default()
        };
        Node::Article(Box::new(Article {
            kind: "NewsArticle",
            headline: &story.title,
            description: page.description.as_deref(),
            url: page.canonical.as_deref(),
            main_entity_of_page: page.canonical.as_deref(),
            date_published: PublishedText(date),
            date_modified: PublishedText(story.updated.unwrap_or(date)),
            in_language: page.language,
            image: [image],
            author: story.authors.iter().map(|id| author(*id)).collect(),
            publisher: Plain {
                kind: "Organization",
                name: &site.title,
                url: self.url_of(Some(&self.routes.url("/"))).map(Into::into),
                ..Plain::default()
            },
            about: story.matches.iter().filter_map(|id| self.event(*id, None)).collect(),
        }))
    }

    /// A match whose day and ground are known: an event must have both.
    fn event<'p>(&'p self, id: MatchId, description: Option<&'p str>) -> Option<Event<'p>> {
        let record = &self.model.record;
        let game = &record.matches[id];
        let (kickoff, venue) = (game.kickoff?, game.venue?);
        let [home, away] = SideIx::BOTH.map(|side| self.team_of(game, side));
        Some(Event {
            kind: "SportsEvent",
            name: format!("{} v {}", home.name, away.name),
            description,
            url: self.url_of(Some(self.routes.game(id))),
            start_date: KickoffText(kickoff),
            sport: SPORT,
            event_status: match game.status {
                Status::Postponed => "https://schema.org/EventPostponed",
                Status::Cancelled | Status::Annulled | Status::Abandoned => "https://schema.org/EventCancelled",
                _ => "https://schema.org/EventScheduled",
            },
            location: self.place(venue),
            competitor: [home.clone(), away.clone()],
            home_team: home,
            away_team: away,
            super_event: game.edition.map(|edition| Plain {
                kind: "EventSeries",
                name: self.record.views.edition_name(edition),
                url: self.url_of(self.routes.edition(edition)).map(Into::into),
                ..Plain::default()
            }),
        })
    }

    fn team_of<'p>(&'p self, game: &'p Match, side: SideIx) -> Team<'p> {
        Team {
            kind: "SportsTeam",
            name: name_on_day(&self.model.record, game, side),
            url: self.url_of(self.routes.team(game.side(side).team)),
            ..Team::default()
        }
    }

    fn sports_team(&self, id: TeamId) -> Team<'_> {
        let team = &self.model.record.teams[id];
        let crest = team.crest.as_deref().map(|crest| self.routes.static_file(crest));
        Team {
            kind: "SportsTeam",
            name: &team.name,
            url: self.url_of(self.routes.team(id)),
            sport: Some(SPORT),
            logo: self.url_of(crest.as_deref()),
            location: team.venue.map(|venue| self.place(venue)),
        }
    }

    fn person_thing<'p>(&'p self, id: PersonId, page: &'p PageHead<'_>) -> Person<'p> {
        let person = &self.model.record.persons[id];
        let roles =
            [(Roles::PLAYER, "Footballer"), (Roles::COACH, "Football coach"), (Roles::REFEREE, "Football referee")];
        Person {
            kind: "Person",
            name: &person.name,
            url: page.canonical.as_deref(),
            birth_date: person.born.map(DateText),
            nationality: person.nationality.as_deref().map(|name| Plain { kind: "Country", name, ..Plain::default() }),
            job_title: roles.into_iter().find(|(role, _)| person.roles.contains(*role)).map(|(_, word)| word),
        }
    }

    fn place(&self, id: VenueId) -> Place<'_> {
        let venue = &self.model.record.venues[id];
        let known = venue.address.is_some() || venue.city.is_some() || venue.country.is_some();
        Place {
            kind: "StadiumOrArena",
            name: &venue.name,
            url: self.url_of(self.routes.venue(id)),
            address: known.then_some(Address {
                kind: "PostalAddress",
                street_address: venue.address.as_deref(),
                address_locality: venue.city.as_deref(),
                address_country: venue.country.as_deref(),
            }),
            geo: venue.coordinates.map(|(latitude, longitude)| Coordinates {
                kind: "GeoCoordinates",
                latitude,
                longitude,
            }),
            maximum_attendee_capacity: venue.capacity,
        }
    }
}

/// The text of a graph of one or two nodes.
fn graph(node: Option<Node<'_>>, crumbs: Option<BreadcrumbList<'_>>) -> String {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Any<'a> {
        Node(Box<Node<'a>>),
        Crumbs(BreadcrumbList<'a>),
    }
    #[derive(Serialize)]
    struct Document<'a> {
        #[serde(rename = "@context")]
        context: &'static str,
        #[serde(rename = "@graph")]
        graph: Vec<Any<'a>>,
    }
    let graph = node.map(Box::new).map(Any::Node).into_iter().chain(crumbs.map(Any::Crumbs)).collect();
    serde_json::to_string(&Document { context: "https://schema.org", graph }).unwrap_or_default()
}
