//! The home page.
//!
//! In: stories, the record, the clock. Out: the variables `lead`, `lead_match`,
//! `lead_detail`, `stories`, `results`, `fixtures`, `edition`, `tables`,
//! `counts`.

use serde::Serialize;

use super::head::Head;
use crate::model::site::Lead;
use crate::model::{EditionId, StoryId};
use crate::render::jsonld::Thing;
use crate::render::routes::FeedOf;
use crate::render::shared::PageContext;
use crate::render::site::SiteView;

/// Variable `counts`: what the site covers.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Counts {
    /// Stories.
    pub stories: usize,
    /// Matches.
    pub matches: usize,
    /// Teams.
    pub teams: usize,
    /// Players.
    pub players: usize,
    /// Seasons of competitions.
    pub editions: usize,
}

/// How many results and fixtures stand on the home page.
const BAND: usize = 8;

impl SiteView {
    pub(in crate::render) fn fill_home(&self, context: &mut PageContext) {
        let site = &self.model.site;
        let mut head = Head::new("home", &*site.title, self.routes.url("/"), None);
        head.feed = Some(FeedOf::Site);
        head.thing = Thing::WebSite;
        self.put_head(head, context);
        let lead = self.lead();
        context.put("lead", &lead.map(|id| self.stories.card(id).clone()));
        let game = lead.and_then(|id| self.model.stories[id].matches.first().copied());
        context.put_with("lead_detail", || game.map(|id| self.match_detail(id)));
        let others: Vec<StoryId> = self.model.stories.ids().filter(|id| Some(*id) != lead).collect();
        let shown = others.len().min(site.home.stories);
        context.put_list("stories", others[..shown].iter().map(|id| self.stories.card(*id)));
        let more = (others.len() > shown).then(|| self.routes.list("stories", 1));
        context.put("more_stories", &more);
        let played = self.results.iter().filter(|id| self.model.record.matches[**id].official().is_some());
        context.put_list("results", played.take(BAND).map(|id| self.record.views.game(*id)));
        context.put_list("fixtures", self.fixtures.iter().take(BAND).map(|id| self.record.views.game(*id)));
        let edition = self.featured_edition();
        context.put("edition", &edition.map(|id| self.record.views.edition(id).clone()));
        self.put_tables(edition, context);
        let counts = self.routes.counts();
        context.put(
            "counts",
            &Counts {
                stories: counts.stories,
                matches: counts.matches,
                teams: counts.teams,
                players: counts.players,
                editions: self.model.record.editions.len(),
            },
        );
    }

    /// The leading story: the one the site names, else the newest.
    fn lead(&self) -> Option<StoryId> {
        let named = match &self.model.site.home.lead {
            Lead::Latest => None,
            Lead::Slug(slug) => self.model.stories.entries().find(|(_, story)| story.slug == *slug).map(|(id, _)| id),
        };
        named.or_else(|| self.model.stories.ids().next())
    }

    /// The newest season of the competition the site names; else, on a site
    /// of one competition, of that one.
    fn featured_edition(&self) -> Option<EditionId> {
        let record = &self.model.record;
        let named = self.model.site.home.competition.as_ref();
        let mut competitions =
            record.competitions.entries().filter(|(_, c)| named.is_none_or(|slug| c.slug == *slug)).map(|(id, _)| id);
        let first = competitions.next()?;
        let only = named.is_some() || competitions.next().is_none();
        only.then(|| self.newest_edition(first)).flatten()
    }
}
