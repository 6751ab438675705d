//! `touchline check`: everything that is to be said of a site, and nothing
//! written.

use clap::Args;

use super::failure::Failure;
use super::screen::Screen;
use super::site::{Loaded, SiteArgs, site_has_errors};
use super::{Global, words};
use crate::build::plan;
use crate::diagnostic::{Counts, Diagnostic, Severity};

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    site: SiteArgs,
}

impl CheckArgs {
    pub(super) fn run(self, global: &Global, screen: &Screen) -> Result<(), Failure> {
        let least = Severity::Info;
        let Loaded { root, snapshot, mut diagnostics, .. } = self.site.load(global, screen, least)?;
        // Some faults of templates show only when a page is made.
        diagnostics.extend(plan::faults(&snapshot.plan()));
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(site_has_errors(screen, &root, diagnostics, least, "it cannot be built"));
        }
        let counts = Counts::of(&diagnostics);
        screen.diagnostics(&root, diagnostics, least);
        let model = snapshot.model();
        let stories = words::count(model.stories.len(), "story", "stories");
        let matches = words::count(model.record.matches.len(), "match", "matches");
        let pages = words::count(snapshot.pages(), "page", "pages");
        let found = match (counts.warnings, counts.infos) {
            (0, 0) => "all well".to_owned(),
            (0, n) => words::count(n, "remark", "remarks"),
            (n, _) => words::count(n, "warning", "warnings"),
        };
        screen.say(&format!("Checked {stories}, {matches} and {pages}: {found}."));
        Ok(())
    }
}
