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

use super::live::{Live, State};
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
    /// What [`bytes_of`] said of the page.
    bytes: u128,
}

impl Seen {
    /// What is shown by a page that is served now.
    pub fn of(live: &Live, state: &State, file: &str) -> Self {
        Self { run: live.run, number: state.number, bytes: bytes_of(state, file) }
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

/// Tells the pages apart that a file's address may show: the page, the page
/// that says there is none, and, before the first good build, the errors.
fn bytes_of(state: &State, file: &str) -> u128 {
    let Some(site) = &state.site else { return 0 };
    match site.fingerprint(file) {
        Some(fingerprint) => fingerprint,
        None => !site.fingerprint(super::server::NOT_FOUND).unwrap_or(1),
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
    /// Whether it is known which fault the page shows.
    told: bool,
    /// That fault.
    fault: Option<Arc<str>>,
    follow: bool,
}

impl Follower {
    fn new(live: &Live, state: &State, file: String, seen: Option<Seen>, follow: bool) -> Self {
        let seen = seen.unwrap_or_else(|| Seen::of(live, state, &file));
        Self { file, seen, told: false, fault: None, follow }
    }

    /// What to tell the page of a state.
    fn message(&mut self, live: &Live, state: &State) -> Message {
        let now = Seen::of(live, state, &self.file);
        let before = std::mem::replace(&mut self.seen, now);
        // Another run's numbers say nothing of this one's states. A page that
        // shows errors waits for whatever comes.
        let known = before.run == now.run && before.bytes != 0;
        let number = before.number;
        let reload = if known {
            state.content_at > number && before.bytes != now.bytes || state.assets_at > number
        } else {
            state.site.is_some()
        };
        let styles = state.styles_at > number;
        let go = state
            .follow
            .as_ref()
            .filter(|(at, page)| self.follow && *at > number && **page != *self.file)
            .and_then(|(_, page)| Some(address(&**state.site.as_ref()?, page)));
        let first = !std::mem::replace(&mut self.told, true);
        let news = first || self.fault != state.fault || reload || styles || go.is_some();
        self.fault.clone_from(&state.fault);
        Message { news, seen: now.text(), fault: state.fault.clone(), reload, styles, go }
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
            let Ok(data) = serde_json::to_string(&follower.message(&live, &state)) else { return };
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
