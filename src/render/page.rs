//! The pages of a site.
//!
//! In: a [`SiteView`], the templates. Out: each page's fingerprint and text, and
//! the order in which pages are made best. Never knows what is on a page.

use super::engine::Engine;
use super::routes::{PageKey, Route};
use super::shared::PageContext;
use super::site::SiteView;
use crate::diagnostic::Diagnostic;
use crate::model::MatchId;
use crate::model::arena::Id;

impl SiteView {
    /// Every page, in order of its path.
    pub fn pages(&self) -> impl ExactSizeIterator<Item = PageDraft<'_>> {
        self.routes.table().iter().map(|route| PageDraft { site: self, route })
    }

    /// Every page once, in the order in which they are made best, with those
    /// side by side that show the same things: the matches of an edition, each
    /// followed by the stories on it, and the persons who played in one.
    pub fn pages_to_make(&self) -> Vec<PageDraft<'_>> {
        let record = &self.model.record;
        let drafts: Vec<PageDraft<'_>> = self.pages().collect();
        let first = |wanted: fn(PageKey) -> bool| drafts.iter().position(|draft| wanted(draft.route.key));
        let matches = first(|key| matches!(key, PageKey::Match(_)));
        let persons = first(|key| matches!(key, PageKey::Person(_)));
        let game = |id: MatchId| (record.matches[id].edition.map(Id::index), Some(id));
        let nowhere = (None, None);
        // `matches` stands before `stories`, and a stable sort leaves it so.
        let place = |(at, draft): &(usize, PageDraft<'_>)| match draft.route.key {
            PageKey::Match(id) => (matches.unwrap_or(*at), game(id)),
            PageKey::Story(id) => match self.model.stories[id].matches.first() {
                Some(id) => (matches.unwrap_or(*at), game(*id)),
                None => (*at, nowhere),
            },
            PageKey::Person(id) => {
                (persons.unwrap_or(*at), record.by_person[id].first().map_or(nowhere, |first| game(*first)))
            }
            _ => (*at, nowhere),
        };
        let mut drafts: Vec<(usize, PageDraft<'_>)> = drafts.iter().copied().enumerate().collect();
        drafts.sort_by_cached_key(place);
        drafts.into_iter().map(|(_, draft)| draft).collect()
    }

    /// The page at a path of the site (`/matches/x/`).
    pub fn page_at(&self, path: &str) -> Option<PageDraft<'_>> {
        let table = self.routes.table();
        let at = table.binary_search_by(|route| (*route.path).cmp(path)).ok()?;
        Some(PageDraft { site: self, route: &table[at] })
    }
}

/// A page that can be rendered.
#[derive(Clone, Copy)]
pub struct PageDraft<'a> {
    pub(super) site: &'a SiteView,
    pub(super) route: &'a Route,
}

impl<'a> PageDraft<'a> {
    /// Its path and key.
    pub fn route(&self) -> &'a Route {
        self.route
    }

    /// The template that makes it; `None` for feeds and the like, which are
    /// written without one.
    pub fn template(&self) -> Option<&'static str> {
        super::view::template(self.route.key)
    }

    /// A hash of all that the page is made from. A page whose fingerprint is
    /// the same as before has the same bytes as before.
    pub fn fingerprint(&self, engine: &Engine) -> u128 {
        self.fill(PageContext::fingerprinting(), Some(engine)).fingerprint()
    }

    /// The text of the page. The error is a fault of its template.
    pub fn render(&self, engine: &Engine) -> Result<Vec<u8>, Diagnostic> {
        self.render_with_fingerprint(engine).1
    }

    /// The text of the page with its fingerprint, which costs little on the
    /// way.
    pub fn render_with_fingerprint(&self, engine: &Engine) -> (u128, Result<Vec<u8>, Diagnostic>) {
        self.filled(engine).render(engine)
    }

    /// The page with all that it shows put together.
    pub fn filled(&self, engine: &Engine) -> FilledPage<'a> {
        FilledPage { page: *self, context: self.fill(PageContext::rendering(), Some(engine)) }
    }

    /// Fills a context: with what the page's template makes use of, or with
    /// everything where no engine is given.
    fn fill(&self, mut context: PageContext, engine: Option<&Engine>) -> PageContext {
        if let Some(engine) = engine {
            let template = self.template();
            context.put("", &template.map(|template| engine.digest(template)));
            if let Some(used) = template.and_then(|template| engine.uses(template)) {
                context.only(used, engine.used_anywhere());
            }
        }
        self.site.fill(self.route.key, &mut context);
        context
    }

    /// The text of the page made from all that there is, and not only from what
    /// its template names.
    #[cfg(test)]
    pub(super) fn render_from_all(&self, engine: &Engine) -> Result<Vec<u8>, Diagnostic> {
        FilledPage { page: *self, context: self.fill(PageContext::rendering(), None) }.render(engine).1
    }

    /// All that the template sees, for tests and tools.
    pub fn context_map(&self) -> std::collections::BTreeMap<String, tera::Value> {
        self.fill(PageContext::rendering(), None).into_map()
    }
}

/// A page with all that it shows.
pub struct FilledPage<'a> {
    page: PageDraft<'a>,
    context: PageContext,
}

impl FilledPage<'_> {
    /// The page's fingerprint and its text.
    pub fn render(mut self, engine: &Engine) -> (u128, Result<Vec<u8>, Diagnostic>) {
        let fingerprint = self.context.fingerprint();
        let text = if let Some(template) = self.page.template() {
            engine.render(template, &self.context.into_values())
        } else {
            let text = self.context.take_text();
            Ok(text.map_or_else(|| self.page.site.output(self.page.route.key), String::into_bytes))
        };
        (fingerprint, text)
    }
}

impl std::fmt::Debug for PageDraft<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.route.fmt(f)
    }
}
