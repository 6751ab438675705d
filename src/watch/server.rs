//! Serves the site as it is now.
//!
//! In: requests, and the state of [`Live`]. Out: pages, rendered when they are
//! asked for, with the reload script in them. A path is only ever looked up
//! among the files of the site, so none leads out of it. Never touches the
//! disk.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Extract};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use percent_encoding::percent_decode_str;
use tokio::net::TcpListener;

use super::answer::{self, Found};
use super::host::Hosts;
use super::inspect::BROKEN;
use super::live::{Live, State};
use super::reload::{self, Seen};
use super::site::Site;
use super::terminal::Terminal;

/// The page shown where there is none.
pub const NOT_FOUND: &str = "404.html";

/// The port that is tried first: the year of the first Laws of the Game.
pub const PORT: u16 = 1863;
/// How many ports are tried after the first.
const PORTS: u16 = 100;

/// What the server needs.
pub struct Server {
    /// What is served.
    pub live: Arc<Live>,
    /// Where faults are told.
    pub terminal: Arc<Terminal>,
    /// The names it answers to.
    pub hosts: Hosts,
    /// Whether open pages move to the page that was edited.
    pub follow: bool,
}

/// Opens a port: the one that was asked for, or the next that is free.
pub async fn listen(host: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let bare = host.map(|host| host.trim_start_matches('[').trim_end_matches(']'));
    let address = match bare {
        None => IpAddr::V4(Ipv4Addr::LOCALHOST),
        Some(host) => (host, port)
            .to_socket_addrs()?
            .next()
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, format!("`{host}` is no address of this machine")))?
            .ip(),
    };
    let mut tried = port;
    loop {
        match TcpListener::bind(SocketAddr::new(address, tried)).await {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && tried < port.saturating_add(PORTS) => tried += 1,
            result => return result,
        }
    }
}

/// Serves until the program ends.
pub async fn serve(listener: TcpListener, server: Server) -> io::Result<()> {
    let app = Router::new().fallback(handle).with_state(Arc::new(server));
    // An event is one small packet, and it is to arrive now.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, app).await
}

async fn handle(Extract(server): Extract<Arc<Server>>, request: Request) -> Response {
    let headers = request.headers();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    // A request may also name the host in its first line, and then means that.
    let host = request.uri().authority().map(Authority::as_str).or(host);
    if !host.is_some_and(|host| server.hosts.allows(host)) {
        let text = "touchline watch answers only to names of this machine; `--host NAME` lets it answer to NAME\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let head = request.method() == Method::HEAD;
    let response = match request.uri().path() {
        reload::EVENTS_PATH if !head => return events(&server, request.uri().query().unwrap_or_default()),
        reload::SCRIPT_PATH => answer::file(
            "reload.js",
            Found { bytes: reload::SCRIPT.into(), fingerprint: None, status: StatusCode::OK },
            headers,
        ),
        _ => {
            let (path, query) = (request.uri().path().to_owned(), request.uri().query().map(str::to_owned));
            let (headers, server) = (headers.clone(), Arc::clone(&server));
            // A page may take a while to render; other requests go on.
            tokio::task::spawn_blocking(move || page(&server, &path, query.as_deref(), &headers))
                .await
                .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
    };
    if head { answer::without_body(response) } else { response }
}

fn events(server: &Server, query: &str) -> Response {
    let value = |key: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(name, _)| *name == key)?;
        percent_decode_str(value).decode_utf8().ok()
    };
    let file = value("page").unwrap_or_default().into_owned();
    let seen = value("seen").and_then(|text| Seen::parse(&text));
    if value("once").is_none() {
        return reload::events(&server.live, file, seen, server.follow).into_response();
    }
    let message = tokio::task::block_in_place(|| reload::message(&server.live, file, seen, server.follow));
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (headers, serde_json::to_string(&message).unwrap_or_default()).into_response()
}

/// Answers a request for a page or another file of the site.
fn page(server: &Server, raw: &str, query: Option<&str>, headers: &HeaderMap) -> Response {
    // A page that proves broken is taken from the state before, if that is a
    // better one.
    for _ in 0..2 {
        let state = server.live.state();
        let Some(site) = &state.site else { return errors(server, &state, raw) };
        let Some(place) = place(&**site, raw) else { return not_found(server, &state, None, headers) };
        let file = match place {
            Place::Elsewhere(path) => return redirect(&path, query),
            Place::File(file) => file,
        };
        match site.get(&file) {
            None => return not_found(server, &state, Some(&file), headers),
            Some(Ok(bytes)) => {
                let found = Found { bytes, fingerprint: site.fingerprint(&file), status: StatusCode::OK };
                return send(server, &state, &file, &file, found, headers);
            }
            Some(Err(diagnostic)) => broken(server, site, &file, diagnostic),
        }
    }
    errors(server, &server.live.state(), raw)
}

fn broken(server: &Server, site: &Arc<dyn Site>, file: &str, diagnostic: crate::diagnostic::Diagnostic) {
    if let Some(faults) = server.live.broken(site, vec![(file.into(), diagnostic)]) {
        server.terminal.show(&faults);
        server.terminal.say(BROKEN);
    }
}

/// What a path of a request means.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// A file of the site, if there is one.
    File(String),
    /// Another path.
    Elsewhere(String),
}

/// Finds what a path means; `None` if nothing of the site.
fn place(site: &dyn Site, raw: &str) -> Option<Place> {
    let base = site.base_path();
    let path = percent_decode_str(raw).decode_utf8().ok()?;
    let Some(rest) = path.strip_prefix(base) else {
        // The root, and the sub-path without its slash, lead to the site.
        let leads = path == "/" || base.strip_suffix('/') == Some(&*path);
        return leads.then(|| Place::Elsewhere(reload::address(site, "")));
    };
    if rest.is_empty() || rest.ends_with('/') {
        return Some(Place::File(format!("{rest}index.html")));
    }
    if site.fingerprint(rest).is_none() {
        let folder = format!("{rest}/index.html");
        if site.fingerprint(&folder).is_some() {
            return Some(Place::Elsewhere(reload::address(site, &folder)));
        }
    }
    Some(Place::File(rest.to_owned()))
}

/// A redirect that browsers do not keep: the site may be another tomorrow.
fn redirect(path: &str, query: Option<&str>) -> Response {
    let to = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    (StatusCode::FOUND, [(header::LOCATION, to), (header::CACHE_CONTROL, "no-store".to_owned())]).into_response()
}

fn not_found(server: &Server, state: &State, asked: Option<&str>, headers: &HeaderMap) -> Response {
    let asked = asked.unwrap_or(NOT_FOUND);
    let page = state.site.as_ref().and_then(|site| Some((site, site.get(NOT_FOUND)?)));
    let bytes = match page {
        Some((_, Ok(bytes))) => bytes,
        Some((site, Err(diagnostic))) => {
            broken(server, site, NOT_FOUND, diagnostic);
            plain_page("There is no such page", "").into_bytes()
        }
        None => plain_page("There is no such page", "").into_bytes(),
    };
    let found = Found { bytes, fingerprint: None, status: StatusCode::NOT_FOUND };
    send(server, state, NOT_FOUND, asked, found, headers)
}

/// Sends a file, and the script with it if it is a page. `asked` is the file
/// that the address stands for, which may come into being.
fn send(server: &Server, state: &State, file: &str, asked: &str, mut found: Found, headers: &HeaderMap) -> Response {
    if answer::is_page(file) {
        let seen = Seen::of(&server.live, state, &found.bytes);
        reload::inject(&mut found.bytes, asked, &seen);
        found.fingerprint = None;
    }
    answer::file(file, found, headers)
}

/// The page that is shown while there is no site to show.
fn errors(server: &Server, state: &State, raw: &str) -> Response {
    let text = state.fault.as_deref().unwrap_or("the site is being built");
    let more = format!("<p>The page comes by itself once this is mended.</p><pre>{}</pre>", reload::escape(text));
    let mut html = plain_page("There is nothing to show yet", &more).into_bytes();
    let nothing = State::default();
    reload::inject(&mut html, raw.trim_start_matches('/'), &Seen::of(&server.live, &nothing, b""));
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, Body::from(html)).into_response()
}

/// A page of touchline's own, for want of one of the site's.
fn plain_page(title: &str, more: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head>\n\
         <body><h1>{title}</h1>{more}</body></html>\n"
    )
}

const STYLE: &str = "body{margin:2rem;background:#1b1b1f;color:#f3f1ec;font:16px/1.5 system-ui,sans-serif}\
                     h1{font-size:1.25rem}pre{font:13px/1.5 ui-monospace,Menlo,Consolas,monospace;overflow:auto}";
