//! The shortest way: nothing changed since the last build.
//!
//! In: the sources, templates and static files as they are, and the note that
//! the last build left beside its manifest. Out: what that build had to say,
//! if this one would say and write the same. Whether the output still is as it
//! was written is for others to say. Never writes but for the note.
//!
//! The clock enters a site where a story's date or a kick-off lies between
//! the present moment and the last build's. The note therefore holds the span
//! of moments over which nothing of that kind happens.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::builder::Options;
use super::cache;
use super::output::Output;
use super::said::Said;
use super::snapshot::Snapshot;
use super::sources::Sources;
use crate::diagnostic::Diagnostic;
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

    /// The cause of a build that differs from another in the texts of stories
    /// alone, without its marks. `None` if more is another.
    pub(super) fn after_edits(
        options: &Options,
        (sources, apart): (u128, u128),
        theme: u128,
        before: &Self,
    ) -> Option<Self> {
        let cause = Self {
            digest: digest(options, sources, theme),
            apart: digest(options, apart, theme),
            marks: Vec::new(),
            span: before.span,
        };
        (cause.apart == before.apart && before.holds_at(options.now)).then_some(cause)
    }

    /// The same with the marks of the stories.
    pub(super) fn with_marks(self, marks: Vec<Mark>) -> Self {
        Self { marks, ..self }
    }

    /// What of its stories' texts is seen where.
    pub(super) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether the outcome is the same at another moment.
    pub(super) fn holds_at(&self, now: Timestamp) -> bool {
        let (from, until) = self.span;
        now >= from && now < until
    }

    /// A number that no other cause has.
    pub(super) fn stamp(&self) -> u128 {
        self.digest
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

/// Finds out whether a build would come to what the last one wrote.
pub fn look(options: &Options, output: &Output, sources: &Sources) -> Option<Unchanged> {
    let note: Note = cache::load(&place(output))?;
    if !note.cause.holds_at(options.now) || output.manifest_digest()? != note.manifest {
        return None;
    }
    let same = digest(options, sources.digest(), sources.theme.digest()) == note.cause.digest;
    let diagnostics = note.said.into_iter().map(Said::into_diagnostic).collect();
    same.then_some(Unchanged { extent: note.extent, diagnostics })
}

/// The stories whose texts were edited since the last build, if that is all
/// that happened since: with them in hand, no other page need be looked at.
pub fn edited(output: &Output, cause: &Cause, snapshot: &Snapshot) -> Option<Edited> {
    let note: Note = cache::load(&place(output))?;
    let same = note.cause.apart == cause.apart && note.cause.span == cause.span;
    let same = same && output.manifest_digest()? == note.manifest;
    same.then(|| snapshot.edited_since(&cause.marks, &note.cause.marks)).flatten()
}

/// Notes what a build came to that has just been written.
pub fn remember(output: &Output, cause: Cause, extent: Extent, diagnostics: &[Diagnostic]) {
    if let Some(manifest) = output.manifest_digest() {
        let said = diagnostics.iter().map(Said::of).collect();
        cache::save(&place(output), &Note { cause, manifest, extent, said });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
