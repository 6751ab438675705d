//! The builder and its snapshots, as the watch mode sees them.
//!
//! In: `build`'s own types. Out: the same under the watch mode's two traits.
//! Adds nothing of its own.

use std::io;
use std::sync::Arc;

use super::site::{Hint, Maker, Rebuilt, Site};
use crate::build::{Builder, Snapshot, Update};
use crate::diagnostic::Diagnostic;

/// A snapshot that is served.
pub struct Served {
    /// The snapshot.
    pub snapshot: Arc<Snapshot>,
    base_path: String,
}

impl Served {
    /// Serves a snapshot below its own base path.
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        // Requests are decoded before they are compared.
        let base = percent_encoding::percent_decode_str(snapshot.base_path()).decode_utf8_lossy();
        let base_path = format!("{base}/");
        Self { snapshot, base_path }
    }
}

impl Site for Served {
    fn files(&self) -> Vec<Arc<str>> {
        self.snapshot.files()
    }

    fn fingerprint(&self, file: &str) -> Option<u128> {
        self.snapshot.fingerprint(file)
    }

    fn get(&self, file: &str) -> Option<Result<Vec<u8>, Diagnostic>> {
        self.snapshot.get(file)
    }

    fn base_path(&self) -> &str {
        &self.base_path
    }

    fn page_of(&self, source: &str) -> Option<Arc<str>> {
        self.snapshot.page_of(source)
    }

    fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        Some(&self.snapshot)
    }
}

impl Maker for Builder {
    fn update(&mut self, hint: &Hint) -> io::Result<Rebuilt> {
        let Update { snapshot, diagnostics, changed, only_styles } = Builder::update(self, hint)?;
        let site = snapshot.map(|snapshot| Arc::new(Served::new(snapshot)) as Arc<dyn Site>);
        Ok(Rebuilt { site, diagnostics, changed, only_styles })
    }
}
