//! The shortest way: nothing changed since the last build.
//!
//! In: the sources, templates and static files as they are, and the note that
//! the last build left beside its manifest. Out: what that build had to say,
//! if this one would say and write the same. Reads all sources, by whose
//! bytes it is decided; reads none of the output, unless a file's size or time
//! says that somebody touched it. Never writes but for the note.
//!
//! The clock enters a site where a story's date or a kick-off lies between
//! the present moment and the last build's. The note therefore holds the span
//! of moments over which nothing of that kind happens.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::builder::Options;
use super::cache;
use super::output::Output;
use super::snapshot::Snapshot;
use super::theme_files::ThemeFiles;
use super::timings::{Laps, Timings};
use crate::content::store::Store;
use crate::diagnostic::{At, Diagnostic, Place, Related, Severity, Step};
use crate::render::edited::{Edited, Mark};

/// What a build is about, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    /// Pages, without static files and redirects.
    pub pages: usize,
    /// Stories.
    pub stories: usize,
    /// Matches.
    pub matches: usize,
    /// Files of the output.
    pub files: usize,
}

/// A build that had nothing to do.
#[derive(Debug)]
pub struct Unchanged {
    /// What the site holds.
    pub extent: Extent,
    /// What there is to say of it.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the time went.
    pub timings: Timings,
}

/// All that the outcome of a build depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Of sources, templates, static files and options.
    digest: u128,
    /// The same without the texts of stories, of which `marks` tells.
    apart: u128,
    marks: Vec<Mark>,
    /// The moments for which the outcome is the same: from the first,
    /// included, to the second, not included.
    span: (Timestamp, Timestamp),
}

impl Cause {
    /// The cause of a build, by the digests of its sources (all of them, and
    /// without the texts of stories) and its theme. The moments at which its
    /// outcome changes by itself are `turns`.
    pub(super) fn new(
        options: &Options,
        (sources, apart): (u128, u128),
        theme: u128,
        marks: Vec<Mark>,
        turns: impl Iterator<Item = Timestamp>,
    ) -> Self {
        let mut span = (Timestamp::MIN, Timestamp::MAX);
        for turn in turns {
            if turn <= options.now {
                span.0 = span.0.max(turn);
            } else {
                span.1 = span.1.min(turn);
            }
        }
        Self { digest: digest(options, sources, theme), apart: digest(options, apart, theme), marks, span }
    }
}

/// Of all but the clock.
fn digest(options: &Options, sources: u128, theme: u128) -> u128 {
    let Options { root, base_url, drafts, future, now: _ } = options;
    let mut hash = Xxh3::new();
    // A site without settings is called like its folder.
    let name = root.file_name().map(|name| name.to_string_lossy().into_owned());
    for text in [&name, base_url] {
        hash.update(&[u8::from(text.is_some())]);
        let text = text.as_deref().unwrap_or_default();
        hash.update(&(text.len() as u32).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hash.update(&[u8::from(*drafts), u8::from(*future)]);
    hash.update(&sources.to_le_bytes());
    hash.update(&theme.to_le_bytes());
    hash.digest128()
}

/// The note of a build.
#[derive(Serialize, Deserialize)]
struct Note {
    cause: Cause,
    /// Of the manifest that the build left.
    manifest: u128,
    extent: Extent,
    said: Vec<Said>,
}

/// The note beside the manifest of an output folder.
fn place(output: &Output) -> PathBuf {
    output.notes().join("last")
}

/// Finds out whether a build would come to what stands in the output folder
/// already. An error of the disk is none here: the build itself will meet it.
pub fn look(options: &Options, output: &Output) -> Option<Unchanged> {
    let mut timings = Timings::default();
    let mut laps = Laps::start();
    let note: Note = cache::load(&place(output))?;
    let (from, until) = note.cause.span;
    if options.now < from || options.now >= until || output.manifest_digest()? != note.manifest {
        return None;
    }
    timings.stage("read the cache", laps.lap());
    let (sources, theme) = rayon::join(|| Store::digest_on_disk(&options.root), || theme_digest(&options.root));
    let same = digest(options, sources.ok()?, theme.ok()?) == note.cause.digest;
    timings.stage("read sources", laps.lap());
    let same = same && output.is_as_written();
    timings.stage("look at the output", laps.lap());
    let diagnostics = note.said.into_iter().map(Said::into_diagnostic).collect();
    same.then_some(Unchanged { extent: note.extent, diagnostics, timings })
}

/// The stories whose texts were edited since the last build, if that is all
/// that happened since: with them in hand, no other page need be looked at.
pub fn edited(output: &Output, cause: &Cause, snapshot: &Snapshot) -> Option<Edited> {
    let note: Note = cache::load(&place(output))?;
    let same = note.cause.apart == cause.apart && note.cause.span == cause.span;
    let same = same && output.manifest_digest()? == note.manifest;
    same.then(|| snapshot.edited_since(&note.cause.marks)).flatten()
}

fn theme_digest(root: &Path) -> io::Result<u128> {
    let mut theme = ThemeFiles::new(root);
    theme.look(true, true)?;
    Ok(theme.digest())
}

/// Notes what a build came to that has just been written.
pub fn remember(output: &Output, cause: Cause, extent: Extent, diagnostics: &[Diagnostic]) {
    if let Some(manifest) = output.manifest_digest() {
        let said = diagnostics.iter().map(Said::of).collect();
        cache::save(&place(output), &Note { cause, manifest, extent, said });
    }
}

/// A diagnostic in a form to be kept.
#[derive(Serialize, Deserialize)]
struct Said {
    severity: u8,
    code: String,
    message: String,
    help: Option<String>,
    place: Option<Spot>,
    related: Vec<(Spot, String)>,
}

#[derive(Serialize, Deserialize)]
struct Spot {
    file: String,
    at: Where,
}

#[derive(Serialize, Deserialize)]
enum Where {
    File,
    Bytes(u32, u32),
    Node { path: Vec<Result<String, u32>>, key: bool, part: Option<String> },
}

impl Said {
    fn of(diagnostic: &Diagnostic) -> Self {
        let Diagnostic { place, severity, code, message, help, related } = diagnostic;
        Self {
            severity: match severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Info => 2,
            },
            code: (*code).to_owned(),
            message: message.clone(),
            help: help.clone(),
            place: place.as_ref().map(Spot::of),
            related: related.iter().map(|r| (Spot::of(&r.place), r.message.clone())).collect(),
        }
    }

    fn into_diagnostic(self) -> Diagnostic {
        let related = self.related.into_iter().map(|(spot, message)| Related { place: spot.into_place(), message });
        Diagnostic {
            place: self.place.map(Spot::into_place),
            severity: match self.severity {
                0 => Severity::Error,
                1 => Severity::Warning,
                _ => Severity::Info,
            },
            // Done once in the life of the program, for a few bytes each.
            code: self.code.leak(),
            message: self.message,
            help: self.help,
            related: related.collect(),
        }
    }
}

impl Spot {
    fn of(place: &Place) -> Self {
        let step = |step: &Step| match step {
            Step::Key(key) => Ok(key.clone().into_owned()),
            Step::Index(index) => Err(*index),
        };
        let at = match &place.at {
            At::File => Where::File,
            At::Bytes { start, end } => Where::Bytes(*start, *end),
            At::Node { path, key, part } => {
                Where::Node { path: path.iter().map(step).collect(), key: *key, part: part.clone() }
            }
        };
        Self { file: place.file.to_string(), at }
    }

    fn into_place(self) -> Place {
        let step = |step: Result<String, u32>| step.map_or_else(Step::Index, |key| Step::Key(key.into()));
        let at = match self.at {
            Where::File => At::File,
            Where::Bytes(start, end) => At::Bytes { start, end },
            Where::Node { path, key, part } => At::Node { path: path.into_iter().map(step).collect(), key, part },
        };
        Place { file: self.file.into(), at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagnostics_come_back_as_they_were() {
        let file = "content/record/a.yaml".into();
        for diagnostic in [
            Diagnostic::warning("W0311", "a"),
            Diagnostic::info("I0501", "b").at(Place::file(&file)).help("c"),
            Diagnostic::error("E0301", "d")
                .at(Place::node(&file, ["matches".into(), Step::Index(3), "home".into()]).key().part("x"))
                .related(Place::bytes(&file, 3..9), "e"),
        ] {
            assert_eq!(Said::of(&diagnostic).into_diagnostic(), diagnostic);
        }
    }

    #[test]
    fn a_cause_holds_until_a_date_is_passed() {
        let second = |second| Timestamp::from_second(second).unwrap();
        let options =
            |now| Options { root: "/site".into(), base_url: None, drafts: false, future: false, now: second(now) };
        let cause = Cause::new(&options(10), (1, 3), 2, Vec::new(), [5, 10, 20, 30].map(second).into_iter());
        assert_eq!(cause.span, (second(10), second(20)));
        assert_eq!(cause.digest, digest(&options(11), 1, 2));
        assert_ne!(cause.digest, digest(&Options { base_url: Some(String::new()), ..options(10) }, 1, 2));
        assert_ne!(cause.digest, digest(&Options { drafts: true, ..options(10) }, 1, 2));
        assert_ne!(cause.digest, digest(&options(10), 2, 2));
    }
}
