//! Verdicts on outside links as diagnostics.
//!
//! In: a crawl and the verdicts. Out: a diagnostic for each place where a link
//! is to be mended or looked at. Good links are not spoken of, unless they have
//! moved for good.

use std::collections::BTreeMap;
use std::path::Path;

use super::Verdict;
use crate::audit::crawl::Crawl;
use crate::audit::origin::Origins;
use crate::audit::report::placed;
use crate::build::Snapshot;
use crate::diagnostic::Diagnostic;

/// What there is to be said of a site's outside links.
pub fn diagnostics(
    crawl: &Crawl,
    verdicts: &BTreeMap<String, Verdict>,
    snapshot: &Snapshot,
    root: &Path,
) -> Vec<Diagnostic> {
    let mut origins = Origins::new(snapshot, root);
    let mut all = Vec::new();
    for elsewhere in &crawl.elsewhere {
        let Some(verdict) = verdicts.get(&*elsewhere.url) else { continue };
        if *verdict == (Verdict::Good { moved: None }) {
            continue;
        }
        let on: Vec<(u32, &str)> = elsewhere.on.iter().map(|(file, written)| (*file, &**written)).collect();
        for (place, pages) in crawl.places(&mut origins, &on, true) {
            if let Some(said) = said(&elsewhere.url, &pages, verdict) {
                all.push(placed(said, place));
            }
        }
    }
    all
}

fn said(url: &str, pages: &str, verdict: &Verdict) -> Option<Diagnostic> {
    Some(match verdict {
        Verdict::Good { moved } => Diagnostic::info("I0533", format!("`{url}` has moved for good{pages}"))
            .help(format!("link to `{}`", moved.as_ref()?)),
        Verdict::Broken(why) => Diagnostic::error("E0530", format!("`{url}` {why}{pages}"))
            .help("link to where it is now, to a copy in an archive, or not at all"),
        Verdict::Doubtful(why) => Diagnostic::warning("W0531", format!("`{url}` {why}{pages}"))
            .help("look at it in a browser, or try again another day"),
        Verdict::Blocked(why) => Diagnostic::info("I0532", format!("`{url}` {why}{pages}"))
            .help("nothing may be wrong with it: look at it in a browser"),
    })
}
