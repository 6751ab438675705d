//! `touchline check`: everything that is to be said of a site, and nothing
//! written into it.

use std::path::Path;
use std::time::Instant;

use clap::Args;

use super::failure::Failure;
use super::screen::Screen;
use super::site::{Loaded, SiteArgs, site_has_errors};
use super::{Global, bar, words};
use crate::audit::Crawl;
use crate::build::{Progress, Snapshot, plan};
use crate::diagnostic::{Counts, Diagnostic, Severity};

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// Follow every link, picture and file of the site, and list the pages that no link leads to.
    #[arg(long)]
    links: bool,
    /// Ask whether links to other sites still answer.
    #[arg(long)]
    external: bool,
}

impl CheckArgs {
    pub(super) fn run(self, global: &Global, screen: &Screen) -> Result<(), Failure> {
        if self.external && cfg!(not(feature = "net")) {
            return Err(Failure::usage(
                "this touchline cannot ask other sites: it was built without the feature `net`",
                "build it with its default features, or with `--features net`",
            ));
        }
        let least = Severity::Info;
        let Loaded { root, snapshot, mut diagnostics, .. } = self.site.load(global, screen, least)?;
        let mut looked = Vec::new();
        let mut consequence = "it cannot be built";
        if self.links || self.external {
            let crawl = crawl(&snapshot, screen);
            diagnostics.extend(crawl.faults.iter().cloned());
            // With a fault in a template, half of the links are not there.
            if crawl.faults.is_empty() {
                if self.links {
                    diagnostics.extend(crawl.diagnostics(&snapshot, &root));
                    looked.push(words::count(crawl.links, "link", "links"));
                    consequence = "readers would find nothing there";
                }
                if self.external {
                    consequence = "readers would find nothing there";
                    diagnostics.extend(self.outside(&crawl, &snapshot, &root, screen)?);
                    looked.push(words::count(crawl.elsewhere.len(), "outside link", "outside links"));
                }
            }
        } else {
            // Some faults of templates show only when a page is made.
            diagnostics.extend(plan::faults(&snapshot.plan()));
        }
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(site_has_errors(screen, &root, diagnostics, least, consequence));
        }
        let counts = Counts::of(&diagnostics);
        screen.diagnostics(&root, diagnostics, least);
        let model = snapshot.model();
        let mut parts = vec![
            words::count(model.stories.len(), "story", "stories"),
            words::count(model.record.matches.len(), "match", "matches"),
            words::count(snapshot.pages(), "page", "pages"),
        ];
        parts.extend(looked);
        let found = match (counts.warnings, counts.infos) {
            (0, 0) => "all well".to_owned(),
            (0, n) => words::count(n, "remark", "remarks"),
            (n, _) => words::count(n, "warning", "warnings"),
        };
        screen.say(&format!("Checked {}: {found}.", words::list(&parts)));
        Ok(())
    }

    #[cfg(feature = "net")]
    fn outside(
        &self,
        crawl: &Crawl,
        snapshot: &Snapshot,
        root: &Path,
        screen: &Screen,
    ) -> Result<Vec<Diagnostic>, Failure> {
        use crate::audit::outside::{self, Cache, Manners};
        let now = self.site.now();
        let mut cache = Cache::open(root);
        cache.forget(now);
        let urls: Vec<&str> = crawl.elsewhere.iter().map(|elsewhere| &*elsewhere.url).collect();
        let manners = Manners::polite(snapshot.model().site.base_url.as_deref());
        let progress = Progress::default();
        progress.expect(urls.len());
        let verdicts = bar::with_bar_of("outside links", screen.is_lively(), Instant::now(), &progress, || {
            outside::check(&urls, &mut cache, &manners, now, &|| progress.step())
        });
        let verdicts = verdicts.map_err(Failure::io("keep notes on outside links in", &root.join(".touchline")))?;
        Ok(outside::diagnostics(crawl, &verdicts, snapshot, root))
    }

    /// Without the network this is never come to.
    #[cfg(not(feature = "net"))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "as with the network")]
    fn outside(&self, _: &Crawl, _: &Snapshot, _: &Path, _: &Screen) -> Result<Vec<Diagnostic>, Failure> {
        Ok(Vec::new())
    }
}

/// Walks through the site, with a bar where that takes long.
fn crawl(snapshot: &Snapshot, screen: &Screen) -> Crawl {
    let progress = Progress::default();
    progress.expect(snapshot.files().len());
    bar::with_bar(screen.is_lively(), Instant::now(), &progress, || Crawl::of(snapshot, &|| progress.step()))
}
