//! All files of the site, and how they hang together.
//!
//! In: a snapshot. Out: every address that leads nowhere, the pages that
//! cannot be come upon, the addresses elsewhere. Each file is rendered once,
//! read and forgotten, by as many threads as there are. Never puts anything
//! into words: `report` does.

use std::borrow::Cow;
use std::fs;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::address::{Leads, Standing};
use super::page::{self, Page, Purpose, Reference, id_hash};
use super::{css, data};
use crate::build::Snapshot;
use crate::build::plan::{Content, Planned};
use crate::diagnostic::Diagnostic;
use crate::render::routes::file_of;

/// What is wrong with an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Fault {
    /// No page and no file is there.
    NoPage,
    /// What the page shows is not there.
    NoFile,
    /// It leads out of the path below which the site stands.
    Beside,
    /// The file is there, but nothing in it has this id.
    NoAnchor {
        /// The file that is led to, by its position.
        file: u32,
        /// The id.
        id: Box<str>,
    },
    /// It cannot be an address.
    Broken,
}

/// An address that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Dead {
    /// As written on the page.
    pub(super) written: Box<str>,
    /// What is wrong with it.
    pub(super) fault: Fault,
    /// The file it stands in, by its position.
    pub(super) file: u32,
    /// Where it leads, or would.
    target: Box<str>,
}

/// An address of another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The address, without its fragment.
    pub url: Box<str>,
    /// As it is written on these pages, by the page's file.
    pub(super) on: Vec<(u32, Box<str>)>,
}

/// What one file holds.
#[derive(Default)]
struct Visited {
    /// Pages that a reader may come to from here.
    follows: Vec<u32>,
    dead: Vec<(Box<str>, Fault, Box<str>)>,
    /// Anchors of other files: these are judged when all ids are known.
    anchors: Vec<(u32, Box<str>, Box<str>)>,
    elsewhere: Vec<(Box<str>, Box<str>)>,
    ids: Vec<u64>,
    /// Fragments may be looked up in it.
    has_ids: bool,
    page: bool,
    /// Tells what pages tell.
    feed: bool,
    redirects: bool,
    links: usize,
    fault: Option<Box<Diagnostic>>,
}

/// A site that was walked through.
pub struct Crawl {
    /// All files, in order of their paths.
    pub(super) files: Vec<String>,
    pub(super) standing: Standing,
    pub(super) dead: Vec<Dead>,
    pub(super) orphans: Vec<u32>,
    /// Addresses elsewhere, in order.
    pub elsewhere: Vec<Elsewhere>,
    /// Faults of templates, which show when a page is made.
    pub faults: Vec<Diagnostic>,
    /// How many addresses were looked at.
    pub links: usize,
}

impl std::fmt::Debug for Crawl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Crawl").field("files", &self.files.len()).field("links", &self.links).finish_non_exhaustive()
    }
}

/// Files by their paths.
type Index<'a> = FxHashMap<&'a str, u32>;

impl Crawl {
    /// Walks through a site. `step` is told of each file.
    pub fn of(snapshot: &Snapshot, step: &(impl Fn() + Sync)) -> Self {
        let site = &snapshot.model().site;
        let standing = Standing::new(site.base_url.as_deref(), snapshot.base_path());
        let mut plan = snapshot.plan();
        plan.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let files: Vec<String> = plan.iter().map(|file| file.path.clone()).collect();
        let index: Index<'_> = files.iter().zip(0..).map(|(path, at)| (path.as_str(), at)).collect();
        let visited: Vec<Visited> = plan
            .par_iter()
            .map(|file| {
                let visited = Visitor { standing: &standing, index: &index, file }.visit();
                step();
                visited
            })
            .collect();
        let dead = dead(&visited);
        let orphans = orphans(&visited, &index);
        let elsewhere = elsewhere(&visited);
        let links = visited.iter().map(|file| file.links).sum();
        let mut seen = FxHashSet::default();
        let faults = visited.into_iter().filter_map(|file| file.fault).map(|fault| *fault);
        let faults = faults.filter(|fault| seen.insert(fault.clone())).collect();
        Self { files, standing, dead, orphans, elsewhere, faults, links }
    }
}

fn dead(visited: &[Visited]) -> Vec<Dead> {
    let mut all = Vec::new();
    for (file, from) in (0..).zip(visited) {
        all.extend(from.dead.iter().map(|(written, fault, target)| Dead {
            written: written.clone(),
            fault: fault.clone(),
            file,
            target: target.clone(),
        }));
        for (to, id, written) in &from.anchors {
            let target = &visited[*to as usize];
            if target.has_ids && target.ids.binary_search(&id_hash(id)).is_err() && !is_top(id) {
                let fault = Fault::NoAnchor { file: *to, id: id.clone() };
                all.push(Dead { written: written.clone(), fault, file, target: format!("{to}#{id}").into() });
            }
        }
    }
    // A feed tells the stories again; their faults are told on their pages.
    let (pages, others): (Vec<Dead>, Vec<Dead>) = all.into_iter().partition(|dead| !visited[dead.file as usize].feed);
    let known: FxHashSet<&str> = pages.iter().flat_map(|dead| [&*dead.target, &*dead.written]).collect();
    let new = others.into_iter().filter(|dead| !known.contains(&*dead.target) && !known.contains(&*dead.written));
    let new: Vec<Dead> = new.collect();
    let mut all = pages;
    all.extend(new);
    all.sort_unstable();
    all.dedup();
    all
}

/// `#` and `#top` lead to the top of any page.
fn is_top(id: &str) -> bool {
    id.is_empty() || id.eq_ignore_ascii_case("top")
}

/// Pages to which no way leads from the home page.
fn orphans(visited: &[Visited], index: &Index<'_>) -> Vec<u32> {
    let mut reached = vec![false; visited.len()];
    let mut waiting: Vec<u32> = index.get("index.html").copied().into_iter().collect();
    while let Some(at) = waiting.pop() {
        if !std::mem::replace(&mut reached[at as usize], true) {
            waiting.extend_from_slice(&visited[at as usize].follows);
        }
    }
    // Hosts show `404.html` by themselves, and old addresses stand elsewhere.
    let may_stand_alone = |at: u32| index.get("404.html") == Some(&at) || visited[at as usize].redirects;
    (0..visited.len() as u32)
        .filter(|at| visited[*at as usize].page && !reached[*at as usize] && !may_stand_alone(*at))
        .collect()
}

fn elsewhere(visited: &[Visited]) -> Vec<Elsewhere> {
    let mut all: FxHashMap<&str, Vec<(u32, Box<str>)>> = FxHashMap::default();
    for (file, from) in (0..).zip(visited) {
        for (url, written) in &from.elsewhere {
            all.entry(url).or_default().push((file, written.clone()));
        }
    }
    let mut all: Vec<Elsewhere> = all.into_iter().map(|(url, on)| Elsewhere { url: url.into(), on }).collect();
    all.sort_unstable_by(|a, b| a.url.cmp(&b.url));
    all
}

struct Visitor<'a> {
    standing: &'a Standing,
    index: &'a Index<'a>,
    file: &'a Planned<'a>,
}

/// What a file is read as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Drawing,
    Style,
    Xml,
    Json,
    /// Nothing in it is an address.
    Other,
}

impl Kind {
    fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or_default();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "html" | "htm" | "xhtml" => Self::Page,
            "svg" => Self::Drawing,
            "css" => Self::Style,
            "xml" => Self::Xml,
            "webmanifest" => Self::Json,
            "json" if name == "feed.json" || name == "manifest.json" => Self::Json,
            _ => Self::Other,
        }
    }
}

impl Visitor<'_> {
    fn visit(&self) -> Visited {
        let kind = Kind::of(&self.file.path);
        let bytes: Cow<'_, [u8]> = match &self.file.content {
            // Rendered whatever it is, for the faults of its template.
            Content::Render(page) => match page.render().1 {
                Ok(bytes) => bytes.into(),
                Err(fault) => return Visited { fault: Some(Box::new(fault)), ..Visited::default() },
            },
            _ if kind == Kind::Other => return Visited::default(),
            Content::Bytes(bytes) => Cow::Borrowed(bytes),
            // A file that has gone meanwhile is told of when it is copied.
            Content::CopyFrom(path) => fs::read(path).unwrap_or_default().into(),
        };
        let page = match kind {
            Kind::Page | Kind::Drawing => page::read(&bytes),
            Kind::Style => {
                let mut page = Page::default();
                css::each_address(&String::from_utf8_lossy(&bytes), &mut |url| {
                    page.references.push(Reference { written: url.to_owned(), purpose: Purpose::Show, whole: true });
                });
                page
            }
            Kind::Xml => Page { references: data::xml(&bytes), ..Page::default() },
            Kind::Json => Page { references: data::json(&bytes), ..Page::default() },
            Kind::Other => return Visited::default(),
        };
        self.judge(page, kind)
    }

    fn judge(&self, page: Page, kind: Kind) -> Visited {
        let path = match self.file.path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
            _ => format!("/{}", self.file.path),
        };
        let own = self.index.get(&*self.file.path).copied();
        let mut visited = Visited {
            has_ids: matches!(kind, Kind::Page | Kind::Drawing),
            page: kind == Kind::Page,
            feed: matches!(kind, Kind::Xml | Kind::Json),
            redirects: page.redirects,
            links: page.references.len(),
            ..Visited::default()
        };
        for reference in &page.references {
            let written = || Box::from(reference.written.as_str());
            match self.standing.leads(&reference.written, &path, page.base.as_deref()) {
                Leads::Here { path, fragment } => {
                    let Some(to) = self.find(&path) else {
                        let shown = reference.purpose == Purpose::Show;
                        let fault = if shown { Fault::NoFile } else { Fault::NoPage };
                        visited.dead.push((written(), fault, path.into()));
                        continue;
                    };
                    if reference.purpose == Purpose::Follow {
                        visited.follows.push(to);
                    }
                    if is_top(&fragment) {
                        continue;
                    }
                    if Some(to) != own {
                        visited.anchors.push((to, fragment.into(), written()));
                    } else if visited.has_ids && page.ids.binary_search(&id_hash(&fragment)).is_err() {
                        let target = format!("{to}#{fragment}").into();
                        visited.dead.push((written(), Fault::NoAnchor { file: to, id: fragment.into() }, target));
                    }
                }
                Leads::Beside(_) => visited.dead.push((written(), Fault::Beside, written())),
                Leads::Elsewhere(url) if reference.whole => visited.elsewhere.push((url.into(), written())),
                Leads::Broken => visited.dead.push((written(), Fault::Broken, written())),
                Leads::Elsewhere(_) | Leads::Nowhere => {}
            }
        }
        visited.follows.sort_unstable();
        visited.follows.dedup();
        visited.elsewhere.sort_unstable();
        visited.elsewhere.dedup();
        visited.ids = page.ids;
        visited
    }

    /// The file that a path means. A folder may be named without its slash:
    /// hosts lead on from there.
    fn find(&self, path: &str) -> Option<u32> {
        let file = file_of(path);
        self.index
            .get(file.as_str())
            .copied()
            .or_else(|| self.index.get(format!("{file}/index.html").as_str()).copied())
    }
}
