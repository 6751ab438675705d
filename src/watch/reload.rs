//! Keeps open pages up to date.
//!
//! In: the states of [`Live`]. Out: the script that goes into pages as they
//! are served, and a stream of events for each page that is open. A page is
//! told to load itself anew only if its own bytes changed. Never changes what
//! is written to disk.

use std::convert::Infallible;
use std::sync::Arc;

use axum::response::sse::{Event, KeepAlive, Sse};
use serde::Serialize;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use xxhash_rust::xxh3::xxh3_128;

use super::live::{Live, State};
use super::server::NOT_FOUND;
use super::site::Site;

/// The script.
pub const SCRIPT: &str = include_str!("reload.js");
/// Where the script is served.
pub const SCRIPT_PATH: &str = "/__touchline/reload.js";
/// Where the events are served.
pub const EVENTS_PATH: &str = "/__touchline/events";

/// What an open page shows, as it tells when it asks for events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The run of touchline that served it.
    run: u64,
    /// The number of the state.
    number: u64,
    /// A hash of the page's bytes.
    bytes: u128,
}

impl Seen {
    /// What is shown by a page that is served now with these bytes.
    pub fn of(live: &Live, state: &State, bytes: &[u8]) -> Self {
        // A page of errors is the one that no site has made: it counts as 0.
        let bytes = if state.site.is_some() { xxh3_128(bytes).max(1) } else { 0 };
        Self { run: live.run, number: state.number, bytes }
    }

    /// Reads what [`Seen::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut part = || u128::from_str_radix(parts.next()?, 16).ok();
        let (run, number, bytes) = (part()?, part()?, part()?);
        Some(Self { run: run.try_into().ok()?, number: number.try_into().ok()?, bytes })
    }

    /// For an attribute or a query.
    pub fn text(&self) -> String {
        format!("{:x}-{:x}-{:x}", self.run, self.number, self.bytes)
    }
}

/// Puts the script into a page.
pub fn inject(html: &mut Vec<u8>, file: &str, seen: &Seen) {
    let tag = format!(
        "<script src=\"{SCRIPT_PATH}\" data-page=\"{}\" data-seen=\"{}\" defer></script>",
        escape(file),
        seen.text()
    );
    let body = html.windows(6).rposition(|window| window.eq_ignore_ascii_case(b"</body"));
    let at = body.unwrap_or(html.len());
    html.splice(at..at, tag.into_bytes());
}

/// For text in an element or an attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// What a page is told.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Whether there is anything for this page; other pages hear of each state
    /// through those that listen.
    news: bool,
    seen: String,
    fault: Option<Arc<str>>,
    reload: bool,
    styles: bool,
    go: Option<String>,
}

/// Follows the states on behalf of one open page.
struct Follower {
    file: String,
    seen: Seen,
    /// The fingerprint of the page whose bytes were seen, once it is known.
    fingerprint: Option<u128>,
    /// Whether it is known which fault the page shows.
    told: bool,
    /// That fault.
    fault: Option<Arc<str>>,
    follow: bool,
}

impl Follower {
    fn new(live: &Live, state: &State, file: String, seen: Option<Seen>, follow: bool) -> Self {
        let seen = seen.unwrap_or_else(|| Seen::of(live, state, b""));
        Self { file, seen, fingerprint: None, told: false, fault: None, follow }
    }

    /// Whether the page's bytes are others than those seen. Many a page is made
    /// anew and comes out as it was.
    fn look(&mut self, site: &dyn Site) -> bool {
        let file = [&*self.file, NOT_FOUND].into_iter().find_map(|file| Some((file, site.fingerprint(file)?)));
        let fingerprint = file.map_or(0, |(_, fingerprint)| fingerprint);
        if self.fingerprint == Some(fingerprint) {
            return false;
        }
        let bytes = match file.and_then(|(file, _)| site.get(file)) {
            Some(Ok(bytes)) => xxh3_128(&bytes).max(1),
            // A page that cannot be made will not be served.
            Some(Err(_)) => return false,
            None => 1,
        };
        self.fingerprint = Some(fingerprint);
        std::mem::replace(&mut self.seen.bytes, bytes) != bytes
    }

    /// What to tell the page of a state.
    fn message(&mut self, live: &Live, state: &State) -> Message {
        // Another run's numbers say nothing of this one's states. A page that
        // shows errors waits for whatever comes.
        let known = self.seen.run == live.run && self.seen.bytes != 0;
        let number = self.seen.number;
        let changed = state.site.as_ref().is_some_and(|site| self.look(&**site));
        let reload =
            if known { state.content_at > number && changed || state.assets_at > number } else { state.site.is_some() };
        (self.seen.run, self.seen.number) = (live.run, state.number);
        let styles = state.styles_at > number;
        let go = state
            .follow
            .as_ref()
            .filter(|(at, page)| self.follow && *at > number && **page != *self.file)
            .and_then(|(_, page)| Some(address(&**state.site.as_ref()?, page)));
        let first = !std::mem::replace(&mut self.told, true);
        let news = first || self.fault != state.fault || reload || styles || go.is_some();
        self.fault.clone_from(&state.fault);
        Message { news, seen: self.seen.text(), fault: state.fault.clone(), reload, styles, go }
    }
}

/// The address of a page, from the server's root.
pub fn address(site: &dyn Site, file: &str) -> String {
    let path = file.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
    let path = format!("{}{}", site.base_path(), path.unwrap_or(file));
    percent_encoding::utf8_percent_encode(&path, PATH).to_string()
}

/// What may not stand in a path as it is.
const PATH: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\');

/// What there is to tell a page now.
pub fn message(live: &Live, file: String, seen: Option<Seen>, follow: bool) -> Message {
    let state = live.state();
    Follower::new(live, &state, file, seen, follow).message(live, &state)
}

/// The events of one page. Ends when the page is closed.
pub fn events(
    live: &Arc<Live>,
    file: String,
    seen: Option<Seen>,
    follow: bool,
) -> Sse<impl tokio_stream::Stream<Item = Result<Event, Infallible>> + use<>> {
    let (to_page, stream) = mpsc::channel(4);
    let live = Arc::clone(live);
    tokio::spawn(async move {
        let mut states = live.subscribe();
        let mut state = states.borrow_and_update().clone();
        let mut follower = Follower::new(&live, &state, file, seen, follow);
        loop {
            // To look at a page may be to render it.
            let message = tokio::task::block_in_place(|| follower.message(&live, &state));
            let Ok(data) = serde_json::to_string(&message) else { return };
            if to_page.send(Ok(Event::default().data(data))).await.is_err() {
                return;
            }
            tokio::select! {
                () = to_page.closed() => return,
                changed = states.changed() => match changed {
                    Ok(()) => state = states.borrow_and_update().clone(),
                    Err(_) => return,
                },
            }
        }
    });
    Sse::new(ReceiverStream::new(stream)).keep_alive(KeepAlive::default())
}
