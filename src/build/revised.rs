//! The second shortest way: nothing changed but the texts of some stories.
//!
//! In: the sources, templates and static files as they are, and the model that
//! an earlier build kept. Out: the site with the new texts, the same as a
//! [`Builder`](super::Builder) makes from the sources alone. Gives up where
//! there is an error to be told, or more to be done. Never writes.

use std::sync::Arc;

use super::builder::{self, Options};
use super::kept_model::Links;
use super::linking;
use super::said::Said;
use super::snapshot::{self, Snapshot};
use super::sources::{Content, Sources};
use super::timings::{Laps, Timings};
use super::unchanged::Cause;
use crate::diagnostic::Diagnostic;
use crate::link::{Linker, Mentions};
use crate::render::engine::Engine;
use crate::render::site::{Input, SiteView};
use crate::render::theme;

/// After so many edits it is time to keep another model.
const EDITS: usize = 64;

/// A site in which texts of stories were edited.
#[derive(Debug)]
pub struct Revised {
    /// The site as it is now.
    pub snapshot: Arc<Snapshot>,
    /// What there is to say of it; no error.
    pub diagnostics: Vec<Diagnostic>,
    /// What it was made from.
    pub cause: Cause,
    /// Where the time went.
    pub timings: Timings,
}

/// Finds out whether nothing changed but texts since a model was kept, and
/// makes the site from it.
pub fn look(options: &Options, sources: Sources) -> Option<Revised> {
    let Sources { theme, content, mut timings } = sources;
    let Content::Texts(mut head, store) = content else { return None };
    let mut laps = Laps::start();
    let root = &options.root;
    let (sources, apart) = (store.digest(), store.digest_without_stories());
    let cause = Cause::after_edits(options, (sources, apart), theme.digest(), &head.cause)?;
    let mut diagnostics: Vec<Diagnostic> = store.diagnostics().cloned().collect();

    let (model, engine) = rayon::join(
        || head.model(root),
        || {
            let (_, site) = builder::settings(&store, options);
            let (overrides, faults) = theme.overrides();
            let engine = Engine::new(theme::TEMPLATES, overrides, site.base_path()).ok()?;
            faults.is_empty().then_some((site, Arc::new(engine)))
        },
    );
    let (site, engine) = engine?;
    let (model, links, edited) = model?.with_texts(site, &store)?;
    timings.stage("read the model", laps.lap());

    let Links { mut stories, bodies } = links;
    if edited.len() > EDITS {
        return None;
    }
    diagnostics.extend(std::mem::take(&mut head.said).into_iter().map(Said::into_diagnostic));
    let ((mentions, said), (view, faults)) = rayon::join(
        || {
            if !edited.is_empty() {
                let linker = Linker::for_texts(&model, edited.iter().map(|id| &*model.stories[*id].body.text));
                for id in &edited {
                    stories[id.0 as usize] = linker.link_story(&model.stories[*id]);
                }
            }
            let mentions = Arc::new(Mentions::assemble(stories, bodies));
            let said = linking::diagnostics(&mentions, &model);
            (mentions, said)
        },
        || {
            // What is made here does not depend on whom the texts name.
            let mentions = Arc::default();
            let assets = Arc::new(builder::list_assets(root, &store, &theme));
            let uses = Arc::clone(engine.used_anywhere());
            SiteView::new(Input { model: model.clone(), mentions, assets, uses, now: options.now }, None)
        },
    );
    let view = view.with_mentions(mentions);
    diagnostics.extend(said.into_values().flatten().chain(faults));
    timings.stage("link, shared views", laps.lap());
    let checks = view.check();
    diagnostics.extend(checks.diagnostics().cloned());
    diagnostics.extend(crate::render::missing(&view.model().site));
    builder::put_in_order(&mut diagnostics);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return None;
    }
    let cause = cause.with_marks(view.marks(head.cause.marks()));
    let copies = snapshot::copies(root, checks.copies(), |path| store.digest_of(path));
    timings.stage("check links and pictures", laps.lap());
    let statics = Arc::clone(theme.statics());
    let snapshot = Arc::new(Snapshot { view: Arc::new(view), engine, statics, copies: Arc::new(copies) });
    Some(Revised { snapshot, diagnostics, cause, timings })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::super::builder::{Builder, Hint};
    use super::*;

    const SITE: [(&str, &str); 4] = [
        ("content/site.yaml", "title: The Paper\nbase_url: https://paper.example\n"),
        (
            "content/record/cup.yaml",
            "competition: Cup\nseason: 2022\nmatches:\n  - home: Iran\n    away: USA\n    kickoff: 2022-11-29\n    score: 0-1\n    goals: {away: [Pulisic 38]}\n",
        ),
        (
            "content/stories/night.md",
            "---\ntitle: The night\ndate: 2022-11-30\nmatch: Iran 0-1 USA\n---\nIran went out.\n",
        ),
        ("content/teams/iran.md", "---\nname: Iran\n---\nThey play at Azadi.\n"),
    ];

    fn write(root: &Path, file: &str, text: &str) {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn options(root: &Path) -> Options {
        let now = "2022-12-15T00:00:00Z".parse().unwrap();
        Options { root: root.to_owned(), base_url: None, drafts: false, future: false, now }
    }

    /// A site of which a build has kept what it made.
    fn built() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (file, text) in SITE {
            write(dir.path(), file, text);
        }
        let mut builder = Builder::new(options(dir.path()));
        assert_eq!(builder.update(&Hint::All).unwrap().diagnostics, []);
        let cause = builder.cause().unwrap();
        let mut builder = Builder::with_kept(options(dir.path())).keeping();
        builder.update(&Hint::All).unwrap();
        builder.keep(Some(&cause));
        dir
    }

    fn look(dir: &tempfile::TempDir) -> Option<Revised> {
        let options = options(dir.path());
        super::look(&options, Sources::read(&options)?)
    }

    #[test]
    fn an_edit_of_a_text_comes_to_what_a_whole_build_comes_to() {
        let dir = built();
        for text in ["Iran went out, and Pulisic scored.\n", "Iran went out.\n", "The [[USA]] won at night.\n"] {
            write(dir.path(), SITE[2].0, &SITE[2].1.replace("Iran went out.\n", text));
            let revised = look(&dir).expect("nothing but a text was edited");
            let mut builder = Builder::new(options(dir.path()));
            let update = builder.update(&Hint::All).unwrap();
            assert_eq!(revised.diagnostics, update.diagnostics);
            assert_eq!(revised.cause, builder.cause().unwrap());
            let whole = update.snapshot.unwrap();
            assert_eq!(revised.snapshot.files(), whole.files());
            for file in whole.files() {
                assert_eq!(revised.snapshot.fingerprint(&file), whole.fingerprint(&file), "{file}");
                assert_eq!(revised.snapshot.get(&file), whole.get(&file), "{file}");
            }
        }
    }

    #[test]
    fn whatever_else_is_edited_is_left_to_a_whole_build() {
        let edits = [
            (SITE[0].0, "title: Another paper\nbase_url: https://paper.example\n"),
            (
                SITE[1].0,
                "competition: Cup\nseason: 2022\nmatches:\n  - home: Iran\n    away: USA\n    kickoff: 2022-11-29\n    score: 0-2\n",
            ),
            (SITE[2].0, "---\ntitle: Another night\ndate: 2022-11-30\nmatch: Iran 0-1 USA\n---\nIran went out.\n"),
            (SITE[3].0, "---\nname: Iran\n---\nThey play in Tehran.\n"),
            ("content/stories/more.md", "---\ntitle: More\n---\nMore of it.\n"),
            ("templates/story.html", "{{ story.title }}"),
            ("static/new.css", "p { margin: 0 }"),
        ];
        for (file, text) in edits {
            let dir = built();
            assert!(look(&dir).is_some());
            write(dir.path(), file, text);
            assert!(look(&dir).is_none(), "{file}");
        }
        let dir = built();
        fs::remove_file(dir.path().join(SITE[2].0)).unwrap();
        assert!(look(&dir).is_none());
    }
}
