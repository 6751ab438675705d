//! The plan of a build: which files there are to be, and how each is made.
//!
//! In: what the builder knows after everything is loaded and checked. Out:
//! plain values. Never renders or writes by itself.

use std::borrow::Cow;
use std::path::PathBuf;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::diagnostic::Diagnostic;

/// What sort of file, in the order in which changes appear in the output
/// folder: what is linked to before what links to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileClass {
    /// A static file, an image, a calendar: it links to nothing.
    Asset,
    /// The page of a story, a match, a team, …
    Page,
    /// A list of pages.
    List,
    /// The home page.
    Home,
    /// Feeds and the sitemap, which tell the world of all the others.
    Feed,
}

/// A page that is made when it must be, from any thread, at most once in a
/// build.
///
/// Its fingerprint is asked for alone only where there is something to hold
/// it against: rendering walks all that the page is made from anyway, and
/// gives the fingerprint beside the bytes.
pub trait Page: Send + Sync {
    /// A hash of everything that the bytes depend on.
    fn fingerprint(&self) -> u128;

    /// The bytes, and the fingerprint from the same walk.
    fn render(&self) -> (u128, Result<Vec<u8>, Diagnostic>);
}

/// A page whose fingerprint is known.
struct Closure<F>(u128, F);

impl<F: Fn() -> Result<Vec<u8>, Diagnostic> + Send + Sync> Page for Closure<F> {
    fn fingerprint(&self) -> u128 {
        self.0
    }

    fn render(&self) -> (u128, Result<Vec<u8>, Diagnostic>) {
        (self.0, self.1())
    }
}

/// Where the bytes of a file come from.
pub enum Content<'a> {
    /// A page that is rendered only when it must be.
    Render(Box<dyn Page + 'a>),
    /// Bytes that are there already.
    Bytes(Cow<'a, [u8]>),
    /// A file that is copied as it is.
    CopyFrom(PathBuf),
}

impl std::fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Render(_) => f.write_str("Render"),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
            Self::CopyFrom(path) => write!(f, "CopyFrom({})", path.display()),
        }
    }
}

/// One file of the output.
#[derive(Debug)]
pub struct Planned<'a> {
    /// Its path below the output folder, with `/`: `matches/x/index.html`.
    pub path: String,
    /// What is already known of [`Planned::fingerprint`].
    pub known: Option<u128>,
    /// What sort of file.
    pub class: FileClass,
    /// How it is made.
    pub content: Content<'a>,
}

impl<'a> Planned<'a> {
    /// A page that is rendered when it must be.
    pub fn render(
        path: impl Into<String>,
        fingerprint: u128,
        class: FileClass,
        render: impl Fn() -> Result<Vec<u8>, Diagnostic> + Send + Sync + 'a,
    ) -> Self {
        let content = Content::Render(Box::new(Closure(fingerprint, render)));
        Self { path: path.into(), known: Some(fingerprint), class, content }
    }

    /// A page whose fingerprint is computed only if it is asked for.
    pub fn page(path: impl Into<String>, class: FileClass, page: impl Page + 'a) -> Self {
        Self { path: path.into(), known: None, class, content: Content::Render(Box::new(page)) }
    }

    /// Gives a page the fingerprint that it would compute.
    pub(super) fn assume(&mut self, fingerprint: u128) {
        self.known.get_or_insert(fingerprint);
    }

    /// A hash of everything that its bytes depend on: equal fingerprints mean
    /// equal bytes.
    pub fn fingerprint(&self) -> u128 {
        match (self.known, &self.content) {
            (Some(known), _) => known,
            (None, Content::Render(page)) => page.fingerprint(),
            // All others are planned with theirs.
            (None, _) => 0,
        }
    }

    /// A file whose bytes are there already.
    pub fn bytes(
        path: impl Into<String>,
        fingerprint: u128,
        class: FileClass,
        bytes: impl Into<Cow<'a, [u8]>>,
    ) -> Self {
        Self { path: path.into(), known: Some(fingerprint), class, content: Content::Bytes(bytes.into()) }
    }

    /// A file that is copied.
    pub fn copy(path: impl Into<String>, fingerprint: u128, from: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            known: Some(fingerprint),
            class: FileClass::Asset,
            content: Content::CopyFrom(from.into()),
        }
    }

    /// Whether its path stays below the output folder and means the same on
    /// every system.
    pub fn has_sound_path(&self) -> bool {
        let path = self.path.as_bytes();
        !path.iter().any(|byte| matches!(byte, b'\\' | b'\0'))
            && path.split(|byte| *byte == b'/').all(|part| !matches!(part, b"" | b"." | b".."))
    }
}

/// Renders all pages of a plan for the sake of their faults: each once, in the
/// order of the plan.
pub fn faults(plan: &[Planned<'_>]) -> Vec<Diagnostic> {
    let fault = |file: &Planned<'_>| match &file.content {
        Content::Render(page) => page.render().1.err(),
        Content::Bytes(_) | Content::CopyFrom(_) => None,
    };
    let mut faults: Vec<Diagnostic> = plan.par_iter().filter_map(fault).collect();
    let mut seen = FxHashSet::default();
    faults.retain(|fault| seen.insert(fault.clone()));
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_the_output_are_unsound() {
        let sound = |path: &str| Planned::bytes(path, 0, FileClass::Page, &b""[..]).has_sound_path();
        assert!(sound("index.html"));
        assert!(sound("a/b..c/.well-known"));
        for path in ["", "/etc/passwd", "../a", "a/../../b", "a//b", "a/", "a\\b", "./a"] {
            assert!(!sound(path), "{path}");
        }
    }
}
