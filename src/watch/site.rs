//! What the watch mode asks of a builder and of the sites it makes.
//!
//! In: nothing; these are the two seams. Out: traits that `build` fulfils, and
//! that tests fulfil with sites which are slow, or broken, when told to be.
//! Never builds or renders by itself.

use std::io;
use std::sync::Arc;

pub use crate::build::Hint;
use crate::build::Snapshot;
use crate::diagnostic::Diagnostic;

/// One state of the site: every file's bytes as a clean build would write
/// them. It never changes; an edit makes another.
pub trait Site: Send + Sync {
    /// All files, sorted, as paths below the output folder.
    fn files(&self) -> Vec<Arc<str>>;

    /// A hash of everything the file's bytes depend on; `None` if there is no
    /// such file.
    fn fingerprint(&self, file: &str) -> Option<u128>;

    /// The file's bytes, or why they could not be made; `None` if there is no
    /// such file.
    fn get(&self, file: &str) -> Option<Result<Vec<u8>, Diagnostic>>;

    /// The path under which the site is served, with a slash at both ends:
    /// `/`, or `/club/` for a site below a sub-path.
    fn base_path(&self) -> &str;

    /// The file of the page that is made from a source, where one source makes
    /// one page.
    fn page_of(&self, source: &str) -> Option<Arc<str>>;

    /// The snapshot behind it, to be written.
    fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        None
    }
}

/// Makes the next state of the site after something changed.
pub trait Maker: Send {
    /// Looks again at what may have changed.
    fn update(&mut self, hint: &Hint) -> io::Result<Rebuilt>;
}

/// What came of an update.
#[derive(Default)]
pub struct Rebuilt {
    /// The next state; `None` when there are errors or nothing changed.
    pub site: Option<Arc<dyn Site>>,
    /// All that is to be said of the author's files as they are now.
    pub diagnostics: Vec<Diagnostic>,
    /// The sources that changed, relative to the root.
    pub changed: Vec<Arc<str>>,
    /// Whether nothing but stylesheets changed.
    pub only_styles: bool,
}
