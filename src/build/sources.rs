//! All that a site is made from, read once for the questions a new run begins
//! with: did anything change, and was it more than texts?
//!
//! In: a folder, and what an earlier run kept. Out: digests of what is there
//! and, where a model was kept, the texts that go with it. An error of the
//! disk is none here: who makes the site from the sources alone will meet it.

use super::builder::Options;
use super::kept_model::Head;
use super::theme_files::ThemeFiles;
use super::timings::{Laps, Timings};
use crate::content::raw::Names;
use crate::content::store::{Known, Look, Reading, Store};

/// The sources of a site at one moment.
#[derive(Debug)]
pub struct Sources {
    /// Templates and static files.
    pub(super) theme: ThemeFiles,
    pub(super) content: Content,
    pub(super) timings: Timings,
}

/// The files below `content/`.
#[derive(Debug)]
pub(super) enum Content {
    /// By digest alone.
    Digest(u128),
    /// With their texts, for the model that was kept; nothing else was read of
    /// a file that it knows.
    Texts(Box<Head>, Store),
}

impl Sources {
    /// Reads them.
    pub fn read(options: &Options) -> Option<Self> {
        let root = &options.root;
        let mut timings = Timings::default();
        let mut laps = Laps::start();
        let head = Head::load(root).filter(|head| head.cause.holds_at(options.now));
        timings.stage("read the cache", laps.lap());
        let mut theme = ThemeFiles::new(root);
        let (content, looked) = rayon::join(
            || match head {
                None => Store::digest_on_disk(root).map(Content::Digest),
                Some(mut head) => {
                    let known = |(path, digest, place)| (path, Known { digest, reading: Reading::Text(place) });
                    let known = std::mem::take(&mut head.sources).into_iter().map(known).collect();
                    let mut store = Store::with_known(root, Names::new(), known);
                    store.look(&Look::All).map(|_| Content::Texts(Box::new(head), store))
                }
            },
            || theme.look(true, true),
        );
        let (content, _) = (content.ok()?, looked.ok()?);
        timings.stage("read sources", laps.lap());
        Some(Self { theme, content, timings })
    }

    /// A digest of all files below `content/`.
    pub(super) fn digest(&self) -> u128 {
        match &self.content {
            Content::Digest(digest) => *digest,
            Content::Texts(_, store) => store.digest(),
        }
    }

    /// Where the time went.
    pub fn into_timings(self) -> Timings {
        self.timings
    }
}
