//! The views: what the template of each kind of page sees.
//!
//! In: the model, the shared values and what is computed from the record.
//! Out: serialisable structs, put into a
//! [`PageContext`](super::shared::PageContext). They are the contract with theme authors;
//! `docs/templates.md` lists every variable, and a test holds the two against
//! each other. Every field is always there: what is not known is `null`, so
//! that `{% if … %}` never meets something undefined.
//!
//! Each file holds the views of one kind of page and the function that puts
//! them.

pub mod common;
pub mod edition;
pub mod entity;
pub mod head;
pub mod home;
pub mod lists;
pub mod matches;
pub mod person;
pub mod story;
pub mod table;
pub mod team;

use super::routes::PageKey;
use super::shared::PageContext;
use super::site::SiteView;

/// The template of a page; `None` for what is written without one.
pub(super) fn template(key: PageKey) -> Option<&'static str> {
    Some(match key {
        PageKey::Home => "home.html",
        PageKey::Stories(_) => "stories.html",
        PageKey::Story(_) => "story.html",
        PageKey::Matches(_) => "matches.html",
        PageKey::Match(_) => "match.html",
        PageKey::Teams(_) => "teams.html",
        PageKey::Team(_) => "team.html",
        PageKey::Versus(..) => "versus.html",
        PageKey::Players(_) => "players.html",
        PageKey::People(_) => "people.html",
        PageKey::Person(_) => "person.html",
        PageKey::Competitions(_) => "competitions.html",
        PageKey::Competition(_) => "competition.html",
        PageKey::Edition(_) => "edition.html",
        PageKey::Matchday(..) => "matchday.html",
        PageKey::Venues(_) => "venues.html",
        PageKey::Venue(_) => "venue.html",
        PageKey::Topics(_) => "topics.html",
        PageKey::Topic(_) => "topic.html",
        PageKey::Authors(_) => "authors.html",
        PageKey::Author(_) => "author.html",
        PageKey::Page(_) => "page.html",
        PageKey::NotFound => "404.html",
        PageKey::Redirect(_) => "redirect.html",
        PageKey::Feed(..) | PageKey::Calendar(_) | PageKey::Sitemap(_) | PageKey::Robots => return None,
    })
}

impl SiteView {
    /// Puts everything that the page is made from.
    pub(super) fn fill(&self, key: PageKey, context: &mut PageContext) {
        if template(key).is_none() {
            return self.fill_output(key, context);
        }
        context.put_shared("site", &self.site);
        match key {
            PageKey::Home => self.fill_home(context),
            PageKey::Stories(number) => self.fill_stories(number, context),
            PageKey::Story(id) => self.fill_story(id, context),
            PageKey::Matches(number) => self.fill_matches(number, context),
            PageKey::Match(id) => self.fill_match(id, context),
            PageKey::Teams(number) => self.fill_teams(number, context),
            PageKey::Team(id) => self.fill_team(id, context),
            PageKey::Versus(a, b) => self.fill_versus(a, b, context),
            PageKey::Players(number) => self.fill_players(number, context),
            PageKey::People(number) => self.fill_people(number, context),
            PageKey::Person(id) => self.fill_person(id, context),
            PageKey::Competitions(number) => self.fill_competitions(number, context),
            PageKey::Competition(id) => self.fill_competition(id, context),
            PageKey::Edition(id) => self.fill_edition(id, context),
            PageKey::Matchday(id, day) => self.fill_matchday(id, day, context),
            PageKey::Venues(number) => self.fill_venues(number, context),
            PageKey::Venue(id) => self.fill_venue(id, context),
            PageKey::Topics(number) => self.fill_topics(number, context),
            PageKey::Topic(id) => self.fill_topic(id, context),
            PageKey::Authors(number) => self.fill_authors(number, context),
            PageKey::Author(id) => self.fill_author(id, context),
            PageKey::Page(id) => self.fill_page(id, context),
            PageKey::NotFound => self.fill_not_found(context),
            PageKey::Redirect(index) => self.fill_redirect(index, context),
            PageKey::Feed(..) | PageKey::Calendar(_) | PageKey::Sitemap(_) | PageKey::Robots => {}
        }
    }
}
