//! Two pages at one address.
//!
//! In: the table of routes, in order of their paths. Out: diagnostics that name
//! both pages and their sources. Never changes the table.

use std::borrow::Cow;
use std::sync::Arc;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::table::Builder;
use super::{PageKey, Route};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::Model;

impl Builder {
    /// Two pages at one address, or at two that some disks hold for one.
    pub(super) fn clashes(&self, model: &Model) -> Vec<Diagnostic> {
        let mut all: Vec<(Cow<'_, str>, &Route)> =
            self.table.iter().map(|route| (folded(&route.path), route)).collect();
        // Nearly all paths are their own folded form, so they are in order.
        all.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.key.cmp(&b.1.key)));
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

/// The form in which two paths are the same on some disk: in lower case and
/// composed.
fn folded(path: &str) -> Cow<'_, str> {
    if !path.is_ascii() {
        Cow::Owned(ComposingNormalizerBorrowed::new_nfc().normalize(path).to_lowercase())
    } else if path.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(path.to_ascii_lowercase())
    } else {
        Cow::Borrowed(path)
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
