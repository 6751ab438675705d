//! Messages about the author's own files.
//!
//! In: what a stage found wrong, with a place in a source file. Out: values
//! that can be collected, sorted and shown, as text for people or as JSON for
//! tools. Never prints, never reads a
//! file, never decides what is done about a fault.

pub mod human;
pub mod json;
pub mod located;

pub use located::{Counts, Located, Location};

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// How grave a diagnostic is. Errors stop the build, warnings are likely
/// mistakes, infos tell what was left out and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is built until it is mended.
    Error,
    /// Built, but likely wrong.
    Warning,
    /// For information: nothing is wrong.
    Info,
}

/// One step from a node of a YAML or JSON document to a node inside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Step {
    /// Into a mapping, by key.
    Key(Cow<'static, str>),
    /// Into a list or the entries of a mapping, by index from 0.
    Index(u32),
}

impl From<&'static str> for Step {
    fn from(key: &'static str) -> Self {
        Self::Key(Cow::Borrowed(key))
    }
}

impl From<String> for Step {
    fn from(key: String) -> Self {
        Self::Key(Cow::Owned(key))
    }
}

impl From<u32> for Step {
    fn from(index: u32) -> Self {
        Self::Index(index)
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Index(index as u32)
    }
}

/// Where in a file something stands.
///
/// Documents are read without positions, which is twice as fast; a path is
/// turned into bytes only when a diagnostic is about to be shown
/// (`content::locate`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum At {
    /// The file as a whole.
    File,
    /// A range of bytes of the file's text.
    Bytes {
        /// The first byte.
        start: u32,
        /// The byte after the last.
        end: u32,
    },
    /// A node of the file's YAML or JSON document (a story's front matter
    /// counts as its document), and, where only a part of a scalar is meant,
    /// that part as a piece of its text.
    Node {
        /// The way from the document's root.
        path: Vec<Step>,
        /// Mark the key rather than its value.
        key: bool,
        /// The part of the scalar that is meant.
        part: Option<String>,
    },
}

/// A place in one of the author's files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Path relative to the site's root, with `/`.
    pub file: Arc<str>,
    /// Where in that file.
    pub at: At,
}

impl Place {
    /// The file as a whole.
    pub fn file(file: &Arc<str>) -> Self {
        Self { file: Arc::clone(file), at: At::File }
    }

    /// A range of bytes of the file's text.
    pub fn bytes(file: &Arc<str>, range: Range<usize>) -> Self {
        Self { file: Arc::clone(file), at: At::Bytes { start: range.start as u32, end: range.end as u32 } }
    }

    /// The value at `path` in the file's document.
    pub fn node(file: &Arc<str>, path: impl IntoIterator<Item = Step>) -> Self {
        let path = path.into_iter().collect();
        Self { file: Arc::clone(file), at: At::Node { path, key: false, part: None } }
    }

    /// The same place, but only the given part of the scalar's text. Without
    /// effect on places that are no nodes.
    #[must_use]
    pub fn part(mut self, text: &str) -> Self {
        if let At::Node { part, .. } = &mut self.at {
            *part = Some(text.to_owned());
        }
        self
    }

    /// The same place, but the key instead of its value. Without effect on
    /// places that are no nodes.
    #[must_use]
    pub fn key(mut self) -> Self {
        if let At::Node { key, .. } = &mut self.at {
            *key = true;
        }
        self
    }
}

/// A second place that helps to understand a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Related {
    /// The place.
    pub place: Place,
    /// What stands there.
    pub message: String,
}

/// A message about the author's files. Built with [`Diagnostic::error`] and
/// its kin, then refined:
///
/// ```
/// use std::sync::Arc;
/// use touchline::diagnostic::{Diagnostic, Place};
///
/// let file: Arc<str> = "content/record/a.yaml".into();
/// let d = Diagnostic::error("E0301", "unknown team `Iren`")
///     .at(Place::node(&file, ["home".into()]))
///     .help("did you mean `Iran`?");
/// assert!(d.is_error());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// Where; `None` when it belongs to no place.
    pub place: Option<Place>,
    /// How grave.
    pub severity: Severity,
    /// A stable code: a letter for the severity and four digits, the first
    /// two for the subject (`docs/diagnostics.md` lists them all).
    pub code: &'static str,
    /// What is wrong: lower case, `backticked` names.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Other places that matter.
    pub related: Vec<Related>,
}

impl Diagnostic {
    fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self { place: None, severity, code, message: message.into(), help: None, related: Vec::new() }
    }

    /// A fault that stops the build.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A likely mistake.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Something worth knowing.
    pub fn info(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Info, code, message)
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Sets the help line.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the help line where there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: message.into() });
        self
    }

    /// Adds a second place, unless it is the first once more: that would
    /// explain nothing.
    #[must_use]
    pub fn related_elsewhere(self, place: Place, message: impl Into<String>) -> Self {
        if self.place.as_ref() == Some(&place) { self } else { self.related(place, message) }
    }

    /// Whether it stops the build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The candidate nearest to what was written, if near enough to be meant:
/// the edit distance is at most a third of the length. Comparison ignores
/// case; ties go to the first candidate.
///
/// ```
/// use touchline::diagnostic::nearest;
/// assert_eq!(nearest("Iren", ["Peru", "Iran"]), Some("Iran"));
/// assert_eq!(nearest("Brazil", ["Iran"]), None);
/// ```
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    let limit = (written.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        if distance <= limit && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}
