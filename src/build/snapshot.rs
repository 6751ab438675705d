//! A site at one moment, ready to be written or served.
//!
//! In: the view of a site, its templates and its static files. Out: every file
//! of the output by its path, rendered when it is asked for. Immutable and
//! shared between threads: what is asked twice is the same. Never writes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_128;

use super::plan::{FileClass, Page, Planned};
use super::theme_files::{Bytes, StaticFile};
use super::timings::{Laps, TemplateCost, Timings};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Author, Model};
use crate::render::edited::{Edited, Mark};
use crate::render::engine::Engine;
use crate::render::page::PageDraft;
use crate::render::routes::{PageKey, Route};
use crate::render::site::SiteView;

/// A file that is copied as it is.
#[derive(Clone, Debug)]
pub(super) struct Copied {
    pub(super) digest: u128,
    pub(super) from: PathBuf,
}

/// A site at one moment.
pub struct Snapshot {
    pub(super) view: Arc<SiteView>,
    pub(super) engine: Arc<Engine>,
    pub(super) statics: Arc<BTreeMap<Arc<str>, StaticFile>>,
    /// Pictures and other files beside texts, by their path in the output.
    pub(super) copies: Arc<BTreeMap<String, Copied>>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").finish_non_exhaustive()
    }
}

/// What stands at a path of the output.
enum Item<'a> {
    Page(PageDraft<'a>),
    Static(&'a StaticFile),
    Copy(&'a Copied),
}

impl Snapshot {
    /// The model behind it.
    pub fn model(&self) -> &Model {
        self.view.model()
    }

    /// All paths of the output, in order: `matches/x/index.html`.
    pub fn files(&self) -> Vec<Arc<str>> {
        let pages = self.view.routes().table().iter().map(|r| Arc::from(r.file()));
        let own = |name: &&Arc<str>| self.view.page_at(&route_path(name)).is_none();
        let statics = self.statics.keys().filter(own).cloned();
        let copies = self.copies.keys().map(|p| Arc::from(p.as_str()));
        let mut files: Vec<Arc<str>> = pages.chain(statics).chain(copies).collect();
        files.sort();
        files.dedup();
        files
    }

    fn item(&self, file: &str) -> Option<Item<'_>> {
        if let Some(page) = self.view.page_at(&route_path(file)) {
            return Some(Item::Page(page));
        }
        if let Some(copy) = self.copies.get(file) {
            return Some(Item::Copy(copy));
        }
        self.statics.get(file).map(Item::Static)
    }

    /// A hash of all that a file is made of: equal hashes mean equal bytes.
    /// `None` if there is no such file.
    pub fn fingerprint(&self, file: &str) -> Option<u128> {
        Some(match self.item(file)? {
            Item::Page(page) => page.fingerprint(&self.engine),
            Item::Static(file) => file.digest,
            Item::Copy(copy) => copy.digest,
        })
    }

    /// The bytes of a file, as a build writes them. `None` if there is no such
    /// file; an error for the fault of a template.
    pub fn get(&self, file: &str) -> Option<Result<Vec<u8>, Diagnostic>> {
        let disk = |path: &PathBuf| {
            std::fs::read(path).map_err(|e| {
                Diagnostic::error("E0109", format!("cannot read {}: {e}", path.display()))
                    .at(Place::file(&Arc::from(file)))
            })
        };
        Some(match self.item(file)? {
            Item::Page(page) => page.render(&self.engine),
            Item::Static(StaticFile { bytes: Bytes::BuiltIn(bytes), .. }) => Ok(bytes.to_vec()),
            Item::Static(StaticFile { bytes: Bytes::File(path), .. }) => disk(path),
            Item::Copy(copy) => disk(&copy.from),
        })
    }

    /// How many pages there are, without static files and redirects.
    pub fn pages(&self) -> usize {
        self.view.routes().table().iter().filter(|r| !matches!(r.key, PageKey::Redirect(_))).count()
    }

    /// What stands in front of every path where the site is served: empty, or
    /// `/club`.
    pub fn base_path(&self) -> &str {
        self.view.routes().base_path()
    }

    /// The file of the page that a text makes: a story, an author, a page.
    pub fn page_of(&self, source: &str) -> Option<Arc<str>> {
        let (model, routes) = (self.view.model(), self.view.routes());
        let author = || {
            let is_his = |author: &Author| author.profile.body.as_ref().is_some_and(|b| *b.file == *source);
            model.authors.entries().find(|(_, a)| is_his(a)).and_then(|(id, _)| routes.author(id))
        };
        let url = self.view.page_of(source).or_else(author)?;
        let path = url.strip_prefix(routes.base_path())?;
        Some(crate::render::routes::file_of(path).into())
    }

    /// The author's own files that a file of the output is made from, the one
    /// with its text first; none for lists and the like.
    pub fn made_from(&self, file: &str) -> Vec<Arc<str>> {
        if let Some(page) = self.view.page_at(&route_path(file)) {
            return self.view.made_from(page.route().key);
        }
        let own = |path: &PathBuf, below: &str| {
            let path = path.to_string_lossy().replace('\\', "/");
            path.rfind(below).map(|at| Arc::from(&path[at..]))
        };
        let copied = self.copies.get(file).and_then(|copy| own(&copy.from, "content/"));
        let fixed = || match &self.statics.get(file)?.bytes {
            Bytes::File(_) => Some(Arc::from(format!("static/{file}"))),
            Bytes::BuiltIn(_) => None,
        };
        copied.or_else(fixed).into_iter().collect()
    }

    /// Where the links and pictures of a page's own text lead, as the page has
    /// them, each with its place in the author's file.
    pub fn destinations(&self, file: &str) -> Vec<(Place, String)> {
        self.view.page_at(&route_path(file)).map(|page| self.view.destinations(page.route())).unwrap_or_default()
    }

    /// The stories that were edited since their marks, which are `now`, were
    /// `before`; `None` if more may differ than texts.
    pub(super) fn edited_since(&self, now: &[Mark], before: &[Mark]) -> Option<Edited> {
        self.view.edited_since(now, before)
    }

    /// The files of the pages that may show something of these edits.
    pub fn showing(&self, edited: &Edited) -> FxHashSet<String> {
        self.view.pages().filter(|page| page.may_show(edited)).map(|page| page.route().file()).collect()
    }

    /// The plan of all files for the writer.
    pub fn plan(&self) -> Vec<Planned<'_>> {
        self.timed_plan(None)
    }

    /// The same; the cost of each page that is rendered is noted.
    pub fn timed_plan<'s>(&'s self, timings: Option<&'s Timings>) -> Vec<Planned<'s>> {
        let pages = self.view.pages_to_make();
        let mut plan: Vec<Planned<'s>> = Vec::with_capacity(pages.len() + self.statics.len() + self.copies.len());
        plan.par_extend(pages.into_par_iter().with_min_len(1024).map(|page| {
            let route = page.route();
            Planned::page(route.file(), class(route), Draft { page, engine: &self.engine, timings })
        }));
        for (name, file) in self.statics.iter() {
            if self.view.page_at(&route_path(name)).is_some() {
                continue;
            }
            plan.push(match &file.bytes {
                Bytes::BuiltIn(bytes) => Planned::bytes(&**name, file.digest, FileClass::Asset, *bytes),
                Bytes::File(path) => Planned::copy(&**name, file.digest, path),
            });
        }
        for (path, copy) in self.copies.iter() {
            if !self.statics.contains_key(path.as_str()) {
                plan.push(Planned::copy(path.as_str(), copy.digest, &copy.from));
            }
        }
        plan
    }
}

/// Feeds, calendars and the like, which have no template.
const OTHERS: &str = "feeds, calendars, sitemap";

/// A page with the templates that make it.
struct Draft<'a> {
    page: PageDraft<'a>,
    engine: &'a Engine,
    timings: Option<&'a Timings>,
}

impl Page for Draft<'_> {
    fn fingerprint(&self) -> u128 {
        self.page.fingerprint(self.engine)
    }

    fn render(&self) -> (u128, Result<Vec<u8>, Diagnostic>) {
        let Some(timings) = self.timings else { return self.page.render_with_fingerprint(self.engine) };
        let mut laps = Laps::start();
        let filled = self.page.filled(self.engine);
        let views = laps.lap();
        let (fingerprint, rendered) = filled.render(self.engine);
        let bytes = rendered.as_ref().map_or(0, |bytes| bytes.len() as u64);
        let cost = TemplateCost { pages: 1, bytes, views, render: laps.lap() };
        timings.page(self.page.template().unwrap_or(OTHERS), cost);
        (fingerprint, rendered)
    }
}

/// The path of a route whose file this is: `/matches/x/` for
/// `matches/x/index.html`.
fn route_path(file: &str) -> String {
    match file.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{file}"),
    }
}

/// In which order a page appears: what is linked to before what links to it.
fn class(route: &Route) -> FileClass {
    match route.key {
        PageKey::Home => FileClass::Home,
        PageKey::Feed(..) | PageKey::Sitemap(_) | PageKey::Robots => FileClass::Feed,
        PageKey::Calendar(_) => FileClass::Asset,
        PageKey::Stories(_)
        | PageKey::Matches(_)
        | PageKey::Teams(_)
        | PageKey::Players(_)
        | PageKey::People(_)
        | PageKey::Competitions(_)
        | PageKey::Venues(_)
        | PageKey::Topics(_)
        | PageKey::Authors(_) => FileClass::List,
        _ => FileClass::Page,
    }
}

/// The copies that texts ask for, with the bytes' digests.
pub(super) fn copies(
    root: &std::path::Path,
    wanted: impl IntoIterator<Item = crate::render::assets::Copy>,
    digest_of: impl Fn(&str) -> Option<u128>,
) -> BTreeMap<String, Copied> {
    let mut found = BTreeMap::new();
    for copy in wanted {
        let digest = digest_of(&copy.from).unwrap_or_else(|| xxh3_128(copy.from.as_bytes()));
        let to = copy.to.trim_start_matches('/').to_owned();
        found.insert(to, Copied { digest, from: root.join(&*copy.from) });
    }
    found
}
