//! What was found, as diagnostics.
//!
//! In: a crawl, and where its addresses were written. Out: one diagnostic for
//! each place that is to be mended, however many pages show it. Never looks at
//! a page again but to name the anchors it has.

use std::path::Path;

use super::crawl::{Crawl, Dead, Fault};
use super::origin::Origins;
use super::page;
use crate::build::Snapshot;
use crate::diagnostic::{Diagnostic, Place, nearest};

/// More pages than a link written by hand would stand on.
const MANY: usize = 50;

impl Crawl {
    /// Links, pictures and files that are not there, and pages that cannot be
    /// come upon.
    pub fn diagnostics(&self, snapshot: &Snapshot, root: &Path) -> Vec<Diagnostic> {
        let mut origins = Origins::new(snapshot, root);
        let mut all = Vec::new();
        // A template's `#notes` means another place on each page, but is one.
        let same = |a: &Dead, b: &Dead| {
            a.written == b.written && std::mem::discriminant(&a.fault) == std::mem::discriminant(&b.fault)
        };
        for group in self.dead.chunk_by(same) {
            let help = self.help(snapshot, &group[0]);
            let on: Vec<(u32, &str)> = group.iter().map(|dead| (dead.file, &*dead.written)).collect();
            // Addresses in the settings are put below the base path.
            let settings = group[0].fault != Fault::Beside;
            for (place, pages) in self.places(&mut origins, &on, settings) {
                let (code, message) = wording(&group[0]);
                all.push(placed(Diagnostic::error(code, format!("{message}{pages}")), place).help(help.clone()));
            }
        }
        all.extend(self.orphans.iter().map(|at| self.orphan(snapshot, *at)));
        all
    }

    /// Where the address that stands on these pages was written, each with
    /// what is to be said of the pages. `settings`: it may be written there.
    pub(super) fn places(
        &self,
        origins: &mut Origins<'_>,
        on: &[(u32, &str)],
        settings: bool,
    ) -> Vec<(Option<Place>, String)> {
        let mut places: Vec<(Option<Place>, String)> = Vec::new();
        let mut rest: Vec<u32> = Vec::new();
        // What stands on many pages was hardly written for each of them.
        if on.len() > MANY
            && let Some(shared) = on.first().and_then(|(_, written)| origins.shared(written, settings))
        {
            let files: Vec<u32> = on.iter().map(|(file, _)| *file).collect();
            return vec![(Some(shared), self.on(&files))];
        }
        for (file, written) in on {
            let own = origins.own(&self.files[*file as usize], written);
            if own.is_empty() {
                rest.push(*file);
            }
            places.extend(own.into_iter().map(|place| (Some(place), String::new())));
        }
        rest.dedup();
        if rest.is_empty() {
            return places;
        }
        if let Some(shared) = on.first().and_then(|(_, written)| origins.shared(written, settings)) {
            places.push((Some(shared), self.on(&rest)));
        } else if places.is_empty() {
            places.push((None, self.on(&rest)));
        }
        // Else other pages show what was found in its own place: a feed, a list.
        places
    }

    fn on(&self, files: &[u32]) -> String {
        let first = files.first().map_or("", |at| self.files[*at as usize].as_str());
        match files.len() - 1 {
            0 => format!(" (on `{first}`)"),
            1 => format!(" (on `{first}` and another page)"),
            n => format!(" (on `{first}` and {n} other pages)"),
        }
    }

    fn help(&self, snapshot: &Snapshot, dead: &Dead) -> String {
        match &dead.fault {
            Fault::NoPage => {
                let wanted = dead.written.split(['?', '#']).next().unwrap_or_default();
                let wanted = wanted.strip_prefix(self.standing.base_path()).unwrap_or(wanted).trim_matches('/');
                let pages = self.files.iter().filter_map(|file| file.strip_suffix("/index.html"));
                // Edit distances of far too long or short addresses are never near.
                let near = pages.filter(|page| page.len().abs_diff(wanted.len()) <= wanted.len() / 3).take(20_000);
                nearest(wanted, near).map_or_else(
                    || "correct it, or write `redirect_from:` for the page that was there".to_owned(),
                    |near| format!("did you mean `/{near}/`?"),
                )
            }
            Fault::NoFile => "put the file under `static/`, or beside the text that shows it".to_owned(),
            Fault::Beside => {
                let base = self.standing.base_path();
                format!(
                    "the site stands below `{base}`: in a template write `{{{{ \"/about/\" | url }}}}`, in a text the address without `{base}`"
                )
            }
            Fault::NoAnchor { file, id } => {
                let html = snapshot.get(&self.files[*file as usize]).and_then(Result::ok).unwrap_or_default();
                let ids = page::ids(&html);
                let few = || {
                    let some: Vec<String> = ids.iter().take(5).map(|id| format!("`#{id}`")).collect();
                    if some.is_empty() {
                        "that page has no anchors".to_owned()
                    } else {
                        format!("it has {}", some.join(", "))
                    }
                };
                nearest(id, ids.iter().map(String::as_str)).map_or_else(few, |near| format!("did you mean `#{near}`?"))
            }
            Fault::Broken => "write a whole address, such as `https://example.org/`".to_owned(),
        }
    }

    fn orphan(&self, snapshot: &Snapshot, at: u32) -> Diagnostic {
        let file = &self.files[at as usize];
        let shown = format!("/{}", file.strip_suffix("index.html").unwrap_or(file));
        let place = snapshot.made_from(file).first().map(Place::file);
        let found = Diagnostic::info("I0523", format!("no link leads from the home page to `{shown}`"))
            .help("link to it from the menu, a story or another page");
        placed(found, place)
    }
}

/// A diagnostic at its place, if it has one.
pub(super) fn placed(diagnostic: Diagnostic, place: Option<Place>) -> Diagnostic {
    match place {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}

fn wording(dead: &Dead) -> (&'static str, String) {
    let written = &dead.written;
    match &dead.fault {
        Fault::NoPage => ("E0520", format!("the link `{written}` leads to nothing on this site")),
        Fault::Beside => ("E0520", format!("the link `{written}` leads out of this site")),
        Fault::Broken => ("E0520", format!("`{written}` is no address")),
        Fault::NoFile => ("E0521", format!("the page shows `{written}`, and there is no such file")),
        Fault::NoAnchor { id, .. } => ("E0522", format!("the link `{written}` leads to a page without a place `{id}`")),
    }
}
