//! The pages of a ground, a topic, an author, and pages of the site's own.
//!
//! In: the entity with its stories and matches. Out: the variables `venue` and
//! `facts`; `topic`; `author`; `body`.

use serde::Serialize;

use super::common::{STORIES, grouped_by};
use super::head::Head;
use crate::model::stats::VenueRecord;
use crate::model::{AuthorId, MatchId, PageId, TopicId, VenueId};
use crate::render::jsonld::Thing;
use crate::render::routes::{FeedOf, PageKey};
use crate::render::shared::{Extra, PageContext, Shared};
use crate::render::site::SiteView;
use crate::render::story_view::picture_view;

/// Variable `facts` of a ground's page.
#[derive(Clone, Debug, Serialize)]
pub struct VenueFacts<'a> {
    /// City.
    pub city: Option<&'a str>,
    /// Country.
    pub country: Option<&'a str>,
    /// Places.
    pub capacity: Option<u32>,
    /// Latitude and longitude in degrees.
    pub coordinates: Option<[f64; 2]>,
    /// Postal address.
    pub address: Option<&'a str>,
    /// Matches played there.
    pub played: u32,
    /// Goals in them.
    pub goals: u32,
    /// The highest attendance known.
    pub record_attendance: Option<u32>,
    /// The match that had it: a `MatchRow`, or null.
    pub best_attended: Option<Shared>,
}

/// Variable `topic`.
#[derive(Clone, Debug, Serialize)]
pub struct TopicVar<'a> {
    /// Last part of the address.
    pub slug: &'a str,
    /// Name.
    pub name: &'a str,
    /// Its page.
    pub url: &'a str,
    /// How many stories.
    pub stories: usize,
}

/// Variable `author`.
#[derive(Clone, Debug, Serialize)]
pub struct AuthorVar<'a> {
    /// Last part of the address.
    pub slug: &'a str,
    /// Name.
    pub name: &'a str,
    /// The page; null if there is none.
    pub url: Option<&'a str>,
    /// Role at the paper.
    pub role: Option<&'a str>,
    /// Mail address.
    pub email: Option<&'a str>,
    /// How many stories.
    pub stories: usize,
}

impl SiteView {
    pub(in crate::render) fn fill_venue(&self, id: VenueId, context: &mut PageContext) {
        let record = &self.model.record;
        let venue = &record.venues[id];
        let mut head = Head::new("venue", &*venue.name, self.routes.venue(id).unwrap_or_default(), Some("venues"));
        head.crumbs = vec![self.section_crumb("Grounds", "venues")];
        head.description = Some(format!("{}: matches and stories.", venue.name).into());
        head.thing = Thing::Venue(id);
        self.put_head(head, context);
        context.put_shared("venue", self.record.views.venue(id));
        self.put_profile(PageKey::Venue(id), &format!("/venues/{}/", venue.slug), context);
        let sums = VenueRecord::of(record, id);
        context.put(
            "facts",
            &VenueFacts {
                city: venue.city.as_deref(),
                country: venue.country.as_deref(),
                capacity: venue.capacity,
                coordinates: venue.coordinates.map(|(latitude, longitude)| [latitude, longitude]),
                address: venue.address.as_deref(),
                played: sums.played,
                goals: sums.goals,
                best_attended: sums.highest_attendance.matches.first().map(|id| self.record.views.game(*id).clone()),
                record_attendance: (sums.with_attendance > 0).then_some(sums.highest_attendance.value),
            },
        );
        let home = record.teams.entries().filter(|(_, team)| team.venue == Some(id));
        context.put_list("home_teams", home.map(|(id, _)| self.record.views.team(id)));
        let year = |id: &MatchId| match record.matches[*id].kickoff {
            Some(kickoff) => kickoff.date.year().to_string(),
            None => "Date not known".to_owned(),
        };
        let matches = record.by_venue[id].iter().rev().copied();
        context.put_with("groups", || grouped_by(matches, year, |id| self.record.views.game(id).clone()));
        let stories = self.stories.of_venue(id);
        self.put_stories(stories, context);
        self.put_mentions(PageKey::Venue(id), &stories[..stories.len().min(STORIES)], context);
    }

    pub(in crate::render) fn topic_var(&self, id: TopicId) -> TopicVar<'_> {
        let topic = &self.model.topics[id];
        let stories = self.stories.of_topic(id).len();
        TopicVar { slug: &topic.slug, name: &topic.name, url: self.routes.topic(id), stories }
    }

    pub(in crate::render) fn fill_topic(&self, id: TopicId, context: &mut PageContext) {
        let topic = &self.model.topics[id];
        let mut head = Head::new("topic", &*topic.name, self.routes.topic(id), Some("topics"));
        head.crumbs = vec![self.section_crumb("Topics", "topics")];
        head.description = Some(format!("Stories on {}.", topic.name).into());
        head.feed = Some(FeedOf::Topic(id));
        self.put_head(head, context);
        context.put_with("topic", || self.topic_var(id));
        context.put_list("stories", self.stories.of_topic(id).iter().map(|id| self.stories.card(*id)));
    }

    pub(in crate::render) fn author_var(&self, id: AuthorId) -> AuthorVar<'_> {
        let author = &self.model.authors[id];
        AuthorVar {
            slug: &author.slug,
            name: &author.name,
            url: self.routes.author(id),
            role: author.role.as_deref(),
            email: author.email.as_deref(),
            stories: self.stories.of_author(id).len(),
        }
    }

    pub(in crate::render) fn fill_author(&self, id: AuthorId, context: &mut PageContext) {
        let author = &self.model.authors[id];
        let mut head = Head::new("author", &*author.name, self.routes.author(id).unwrap_or_default(), Some("authors"));
        head.crumbs = vec![self.section_crumb("Authors", "authors")];
        head.description = Some(format!("Stories by {}.", author.name).into());
        head.feed = Some(FeedOf::Author(id));
        head.og_type = "profile";
        self.put_head(head, context);
        context.put_with("author", || self.author_var(id));
        self.put_profile(PageKey::Author(id), &format!("/authors/{}/", author.slug), context);
        context.put_list("stories", self.stories.of_author(id).iter().map(|id| self.stories.card(*id)));
    }

    pub(in crate::render) fn fill_page(&self, id: PageId, context: &mut PageContext) {
        let page = &self.model.pages[id];
        let path = format!("/{}/", page.path);
        let image = page.image.as_ref().map(|p| picture_view(p, &self.routes, &self.assets, &page.body.file, &path));
        let mut head = Head::new("page", &*page.title, self.routes.page(id), None);
        head.description = page.description.as_deref().map(Into::into);
        head.image = image.as_ref().and_then(|view| Some((view.src.clone()?, view.alt)));
        self.put_head(head, context);
        self.put_body(Some(&page.body), &path, context);
        context.put("image", &image);
        context.put("extra", &Extra(page.extra.as_ref()));
    }

    pub(in crate::render) fn fill_not_found(&self, context: &mut PageContext) {
        let mut head = Head::new("404", "Page not found", self.routes.url("/404.html"), None);
        head.noindex = true;
        self.put_head(head, context);
    }

    pub(in crate::render) fn fill_redirect(&self, index: u32, context: &mut PageContext) {
        let to = &*self.routes.redirect(index).to;
        let mut head = Head::new("redirect", "This page has moved", to, None);
        head.noindex = true;
        self.put_head(head, context);
        context.put("to", to);
    }
}
