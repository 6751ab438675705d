//! What is wrong with the links and pictures of a site, and the files it shows.
//!
//! In: a [`SiteView`]. Out: [`Checks`], the findings text by text, so that after
//! an edit of one story no other is looked at again. Never reads a file: which
//! there are, the view knows.

use std::sync::Arc;

use rayon::prelude::*;

use super::assets::{self, Copy, Resolved};
use super::markdown::{self, no_file};
use super::routes::{PageKey, Route};
use super::site::SiteView;
use crate::diagnostic::{Diagnostic, Place, Step, nearest};
use crate::model::arena::Id;
use crate::model::site::Lead;
use crate::model::{Body, Picture, StoryId};

/// What is wrong with the links and pictures of a text, and the files that
/// must be copied because it shows them.
pub type Checked = (Vec<Diagnostic>, Vec<Copy>);

/// What was found in all texts.
#[derive(Debug, Default)]
pub struct Checks {
    stories: Vec<Checked>,
    others: Checked,
}

impl Checks {
    /// What is wrong.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.stories.iter().chain([&self.others]).flat_map(|(faults, _)| faults)
    }

    /// The files to be copied, each once, in order.
    pub fn copies(&self) -> Vec<Copy> {
        let mut copies: Vec<Copy> =
            self.stories.iter().chain([&self.others]).flat_map(|(_, files)| files).cloned().collect();
        copies.sort_unstable();
        copies.dedup();
        copies
    }
}

impl SiteView {
    /// What is wrong with links and pictures, and the files that must be
    /// copied beside pages.
    pub fn check(&self) -> Checks {
        let stories = (0..self.model.stories.len())
            .into_par_iter()
            .with_min_len(64)
            .map(|index| self.check_story(StoryId::from_index(index)))
            .collect();
        let mut others = Checked::default();
        for route in self.routes.table() {
            let (faults, files) = self.check_profile(route);
            others.0.extend(faults);
            others.1.extend(files);
        }
        self.check_named(&mut others.0);
        Checks { stories, others }
    }

    /// The logo and the crests, which lie below `static/`, and what the home
    /// page is to show.
    fn check_named(&self, diagnostics: &mut Vec<Diagnostic>) {
        let site = &self.model.site;
        let settings: Arc<str> = "content/site.yaml".into();
        let mut file = |written: &str, place: Place| {
            let path = assets::join("static", assets::split_suffix(written).0.trim_start_matches('/'));
            let known = path.as_deref().is_some_and(|path| self.assets.files.contains_key(path));
            if !known && !assets::is_outside(written) {
                diagnostics.push(no_file(written, &path.into_iter().collect::<Vec<_>>()).at(place));
            }
        };
        if let Some(logo) = &site.logo {
            file(logo, Place::node(&settings, ["logo".into()]));
        }
        for team in &self.model.record.teams {
            if let (Some(crest), Some(profile)) = (&team.crest, &team.profile.file) {
                file(crest, Place::node(profile, ["crest".into()]));
            }
        }
        let mut nothing = |key: &'static str, what: &str, slug: &str, known: Vec<&str>| {
            if !known.contains(&slug) {
                let help = nearest(slug, known).map_or_else(
                    || format!("write the last part of its address, /{what}/…/; a draft is not shown"),
                    |near| format!("did you mean `{near}`?"),
                );
                diagnostics.push(
                    Diagnostic::warning("W0313", format!("`{slug}` is the address of nothing under /{what}/"))
                        .at(Place::node(&settings, ["home".into(), key.into()]))
                        .help(help),
                );
            }
        };
        if let Lead::Slug(slug) = &site.home.lead {
            nothing("lead", "stories", slug, self.model.stories.iter().map(|story| &*story.slug).collect());
        }
        if let Some(slug) = &site.home.competition {
            let known = self.model.record.competitions.iter().map(|competition| &*competition.slug).collect();
            nothing("competition", "competitions", slug, known);
        }
    }

    /// Checks a story again whose text alone has changed. Tells whether it
    /// asks for other files than before.
    pub fn check_again(&self, id: StoryId, checks: &mut Checks) -> bool {
        let found = self.check_story(id);
        let before = std::mem::replace(&mut checks.stories[id.index()], found);
        before.1 != checks.stories[id.index()].1
    }

    fn check_story(&self, id: StoryId) -> Checked {
        let story = &self.model.stories[id];
        let page = format!("/stories/{}/", story.slug);
        let mut found = self.check_body(&story.body, &page);
        let pictures = story.image.iter().map(|p| (p, vec!["image".into(), "src".into()]));
        let gallery =
            story.gallery.iter().enumerate().map(|(i, p)| (p, vec!["gallery".into(), i.into(), "src".into()]));
        for (picture, steps) in pictures.chain(gallery) {
            self.check_picture(picture, &story.body.file, &page, steps, &mut found);
        }
        found
    }

    fn check_profile(&self, route: &Route) -> Checked {
        let mut found = (Vec::new(), Vec::new());
        if let PageKey::Page(id) = route.key {
            let page = &self.model.pages[id];
            found = self.check_body(&page.body, &route.path);
            if let Some(picture) = &page.image {
                let steps = vec!["image".into(), "src".into()];
                self.check_picture(picture, &page.body.file, &route.path, steps, &mut found);
            }
        } else if let Some(profile) = self.profile(route.key) {
            if let Some(body) = &profile.body {
                found = self.check_body(body, &route.path);
            }
            if let (Some(picture), Some(file)) = (&profile.image, &profile.file) {
                self.check_picture(picture, file, &route.path, vec!["image".into(), "src".into()], &mut found);
            }
        }
        found
    }

    fn check_body(&self, body: &Body, page: &str) -> Checked {
        let (copies, faults) = markdown::check(&self.source(body, page, &[]), &self.targets());
        (faults.iter().map(|fault| fault.diagnostic(body)).collect(), copies)
    }

    fn check_picture(&self, picture: &Picture, file: &Arc<str>, page: &str, steps: Vec<Step>, found: &mut Checked) {
        if picture.src.is_empty() {
            return;
        }
        match self.assets.resolve(&self.routes, &picture.src, file, page) {
            Resolved::Outside(_) => {}
            Resolved::File { copy, .. } => found.1.extend(copy),
            Resolved::Missing { tried } => {
                found.0.push(no_file(&picture.src, &tried).at(Place::node(file, steps)));
            }
        }
    }
}
