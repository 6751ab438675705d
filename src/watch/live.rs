//! The site as it is served at this moment.
//!
//! In: new states of the site, and faults. Out: which state to serve, and what
//! to say above it. A fault leaves the last good state in place, whether it is
//! found while building or only when a page is rendered. Never builds, never
//! speaks HTTP.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::site::Site;
use crate::diagnostic::Diagnostic;

/// So many broken pages are enough to tell of; a fault in a template may break
/// thousands in the same way.
const MOST_BROKEN: usize = 20;

/// Makes the text that shows diagnostics to the author, without colours.
pub type Explain = dyn Fn(&[Diagnostic]) -> String + Send + Sync;

/// What is served.
#[derive(Clone, Default)]
pub struct State {
    /// Counts the states.
    pub number: u64,
    /// The site; `None` until one was good.
    pub site: Option<Arc<dyn Site>>,
    /// What is wrong with the files as they are now.
    pub fault: Option<Arc<str>>,
    /// The last state in which something else than stylesheets changed.
    pub content_at: u64,
    /// The last state in which a stylesheet changed.
    pub styles_at: u64,
    /// The last state in which a file changed that no page's fingerprint tells
    /// of: a picture, a font, a script.
    pub assets_at: u64,
    /// The last state with one changed page to follow, and that page's file.
    pub follow: Option<(u64, Arc<str>)>,
}

/// What changed between two states of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Stylesheets.
    pub styles: bool,
    /// Files that pages only refer to.
    pub assets: bool,
    /// Nothing but stylesheets.
    pub only_styles: bool,
    /// The file of the one page that was edited.
    pub page: Option<Arc<str>>,
}

/// What becomes of a state that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is served.
    Served {
        /// It ended a fault.
        mended: bool,
    },
    /// A page that could not be rendered cannot yet; if there was a good state
    /// before, that is still served.
    StillBroken(Vec<Diagnostic>),
}

#[derive(Default)]
struct Inner {
    state: State,
    /// What is wrong with the author's files.
    errors: Option<Arc<str>>,
    /// What is wrong with the disk.
    disk: Option<Arc<str>>,
    /// What to go back to when a page of `state.site` proves broken.
    good: Option<Arc<dyn Site>>,
    /// Whether every page of `good` was rendered once.
    verified: bool,
    /// Whether the served site has broken pages, for want of a better one.
    makeshift: bool,
    /// The pages that were found broken, by file.
    broken: BTreeMap<Arc<str>, Diagnostic>,
}

/// Holds the state and tells of new ones.
pub struct Live {
    inner: Mutex<Inner>,
    explain: Box<Explain>,
    sender: watch::Sender<State>,
    /// Tells one run of touchline from another.
    pub run: u64,
}

impl Live {
    /// Nothing is served yet. `run` is a number that no other run has.
    pub fn new(explain: Box<Explain>, run: u64) -> Self {
        Self { inner: Mutex::default(), explain, sender: watch::Sender::new(State::default()), run }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is served now.
    pub fn state(&self) -> State {
        self.sender.borrow().clone()
    }

    /// Hears of each state from now on; those in between may be skipped.
    pub fn subscribe(&self) -> watch::Receiver<State> {
        self.sender.subscribe()
    }

    /// A new state of the site, made without errors.
    pub fn publish(&self, site: &Arc<dyn Site>, change: Change) -> Outcome {
        let mut guard = self.lock();
        let inner = &mut *guard;
        // A page that was broken must be seen whole before the message goes.
        inner.broken.retain(|file, fault| match site.get(file) {
            Some(Err(diagnostic)) => {
                *fault = diagnostic;
                true
            }
            _ => false,
        });
        let faults = faults(&inner.broken);
        let text = (!faults.is_empty()).then(|| Arc::from((self.explain)(&faults)));
        if text.is_some() && !inner.makeshift {
            inner.errors = text;
            self.send(inner);
            return Outcome::StillBroken(faults);
        }
        let number = inner.state.number + 1;
        let state = &mut inner.state;
        let before = state.site.replace(Arc::clone(site));
        if !inner.verified && !inner.makeshift && before.is_some() {
            inner.good = before;
        }
        inner.makeshift = text.is_some();
        let mended = inner.errors.is_some() && text.is_none();
        inner.errors = text;
        if change.styles {
            state.styles_at = number;
        }
        if change.assets {
            state.assets_at = number;
        }
        if !change.only_styles {
            state.content_at = number;
        }
        if let Some(page) = change.page {
            state.follow = Some((number, page));
        }
        self.send(inner);
        if faults.is_empty() { Outcome::Served { mended } } else { Outcome::StillBroken(faults) }
    }

    /// The files have errors.
    pub fn errors(&self, errors: &[Diagnostic]) {
        let mut inner = self.lock();
        inner.errors = Some((self.explain)(errors).into());
        self.send(&mut inner);
    }

    /// The disk has a fault, or none any more.
    pub fn disk(&self, fault: Option<&str>) {
        let mut inner = self.lock();
        if inner.disk.as_deref() != fault {
            inner.disk = fault.map(Arc::from);
            self.send(&mut inner);
        }
    }

    /// Pages of a site could not be rendered: what was good before is served
    /// again. Gives what is to be told, unless that is known or out of date.
    pub fn broken(&self, site: &Arc<dyn Site>, pages: Vec<(Arc<str>, Diagnostic)>) -> Option<Vec<Diagnostic>> {
        let mut guard = self.lock();
        let inner = &mut *guard;
        if !inner.state.site.as_ref().is_some_and(|served| same(served, site)) {
            return None;
        }
        let back = inner.good.take_if(|good| !same(good, site));
        let known = inner.broken.clone();
        inner.broken.extend(pages);
        while inner.broken.len() > MOST_BROKEN {
            inner.broken.pop_last();
        }
        if back.is_none() && known == inner.broken {
            return None;
        }
        if let Some(back) = back {
            inner.state.site = Some(back);
            // Pages opened since then show what is no longer served.
            inner.state.content_at = inner.state.number + 1;
            inner.verified = false;
        } else {
            inner.makeshift = true;
        }
        let faults = faults(&inner.broken);
        inner.errors = Some((self.explain)(&faults).into());
        self.send(inner);
        Some(faults)
    }

    /// Every page of the site was rendered without fault.
    pub fn verified(&self, site: &Arc<dyn Site>) {
        let mut inner = self.lock();
        if inner.state.site.as_ref().is_some_and(|served| same(served, site)) {
            inner.good = Some(Arc::clone(site));
            inner.verified = true;
        }
    }

    fn send(&self, inner: &mut Inner) {
        inner.state.number += 1;
        inner.state.fault = inner.disk.clone().or_else(|| inner.errors.clone());
        self.sender.send_replace(inner.state.clone());
    }
}

/// The faults of broken pages, each once: one of a template may be many pages'.
fn faults(broken: &BTreeMap<Arc<str>, Diagnostic>) -> Vec<Diagnostic> {
    let mut faults: Vec<_> = broken.values().cloned().collect();
    faults.sort();
    faults.dedup();
    faults
}

fn same(a: &Arc<dyn Site>, b: &Arc<dyn Site>) -> bool {
    Arc::ptr_eq(a, b)
}
