//! What commands that read a site have in common.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

use super::failure::Failure;
use super::screen::Screen;
use super::{Global, root, words};
use crate::build::{Builder, Hint, Options, Snapshot, Update};
use crate::diagnostic::{Counts, Diagnostic, Severity};

/// Which stories are taken in, and what time it is.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct SiteArgs {
    /// Take in drafts.
    #[arg(long)]
    pub(super) drafts: bool,
    /// Take in stories with a date that is still to come.
    #[arg(long)]
    pub(super) future: bool,
    /// Take this for the present time: 2022-11-29T22:00+03:00, or a date [default: the clock].
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(super) now: Option<Timestamp>,
    /// The address where the site will stand, in place of `base_url` in `site.yaml`.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,
}

/// A site that was read, and can be read again.
pub(super) struct Opened {
    pub(super) root: PathBuf,
    pub(super) builder: Builder,
    pub(super) update: Update,
}

/// A site without errors.
pub(super) struct Loaded {
    pub(super) root: PathBuf,
    pub(super) snapshot: Arc<Snapshot>,
    /// What is to be said of it all the same.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl SiteArgs {
    /// The time that is taken for the present one. The only place where the
    /// clock is read.
    pub(super) fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(Timestamp::now)
    }

    /// What the site is to be built with.
    pub(super) fn options(&self, global: &Global) -> Result<Options, Failure> {
        Ok(Options {
            root: root::find(global.root.as_deref())?,
            base_url: self.base_url.clone(),
            drafts: self.drafts,
            future: self.future,
            now: self.now(),
        })
    }

    /// Reads the site, whatever errors it has.
    pub(super) fn open(&self, global: &Global) -> Result<Opened, Failure> {
        open(Builder::with_kept(self.options(global)?))
    }

    /// Reads the site. Its errors, if it has any, are shown.
    pub(super) fn load(&self, global: &Global, screen: &Screen, least: Severity) -> Result<Loaded, Failure> {
        let Opened { root, update: Update { snapshot, diagnostics, .. }, .. } = self.open(global)?;
        match snapshot {
            Some(snapshot) => Ok(Loaded { root, snapshot, diagnostics }),
            None => Err(site_has_errors(screen, &root, diagnostics, least, "nothing was done")),
        }
    }
}

/// Reads a site, whatever errors it has.
pub(super) fn open(mut builder: Builder) -> Result<Opened, Failure> {
    let root = builder.root().to_owned();
    let update = builder.update(&Hint::All).map_err(|error| Failure::reading(&error))?;
    Ok(Opened { root, builder, update })
}

/// Shows the diagnostics of a site and says what they prevented.
pub(super) fn site_has_errors(
    screen: &Screen,
    root: &Path,
    diagnostics: Vec<Diagnostic>,
    least: Severity,
    consequence: &str,
) -> Failure {
    let counts = Counts::of(&diagnostics);
    screen.diagnostics(root, diagnostics, least);
    let parts = [(counts.errors, "error", "errors"), (counts.warnings, "warning", "warnings")];
    let parts: Vec<_> =
        parts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| words::count(*n, one, many)).collect();
    Failure::Site { message: format!("the site has {}: {consequence}", words::list(&parts)), help: None }
}

/// Reads an instant as `--now` has it.
pub(super) fn instant(text: &str) -> Result<Timestamp, String> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    if let Ok(zoned) = text.parse::<Zoned>() {
        return Ok(zoned.timestamp());
    }
    let midnight = |date: Date| date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
    text.parse::<Date>().and_then(midnight).map_err(|_| {
        "write an instant with its offset, such as 2022-11-29T22:00+03:00, or a date, such as 2022-11-29".into()
    })
}

fn base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.starts_with('/') && !text.contains([' ', '?', '#', '"', '<', '>']) => {
            Ok(text.to_owned())
        }
        _ => Err("write a whole address, such as https://example.org/club".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants() {
        let seconds = |text| instant(text).map(Timestamp::as_second);
        assert_eq!(seconds("2022-11-29T22:00+03:00"), Ok(1_669_748_400));
        assert_eq!(seconds("2022-11-29T19:00:00Z"), Ok(1_669_748_400));
        assert_eq!(seconds("2022-11-29"), Ok(1_669_680_000));
        assert!(instant("yesterday").is_err() && instant("2022-13-01").is_err());
    }

    #[test]
    fn addresses() {
        for good in ["https://example.org", "http://localhost:8000/club/"] {
            assert_eq!(base_url(good).as_deref(), Ok(good));
        }
        for bad in ["example.org", "/club", "https://", "https:///x", "ftp://example.org", "https://a.org/?x", ""] {
            assert!(base_url(bad).is_err(), "{bad}");
        }
    }
}
