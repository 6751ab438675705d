//! Hosts, and how they want to be treated.
//!
//! In: requests. Out: answers, one at a time from each host, with a pause
//! between, and none that its `robots.txt` forbids. A host that asks to be left
//! alone, or that cannot be reached, is not asked again in this run. Never
//! follows a redirect by itself.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, StatusCode};
use robotstxt::DefaultMatcher;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Url;

use super::Manners;

/// The name under which `robots.txt` may speak of this program.
pub(super) const ROBOT: &str = "touchline";

/// More than this of a `robots.txt` is not read (RFC 9309 asks for at least
/// 500 KiB).
const ROBOTS_LIMIT: usize = 512 * 1024;

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// Where it leads on.
    pub(super) location: Option<String>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum NoAnswer {
    /// `robots.txt` forbids it.
    Robots,
    /// The host asked before to be left alone.
    LeftAlone,
    /// It could not be reached, or did not answer.
    Fault(Arc<reqwest::Error>),
}

/// What is known of a host.
#[derive(Default)]
struct Host {
    /// When it was asked last.
    last: Option<Instant>,
    /// Its `robots.txt`; empty if it has none.
    robots: Option<String>,
    /// It said that it is asked too much.
    left_alone: bool,
    /// It cannot be reached.
    away: Option<Arc<reqwest::Error>>,
}

/// All hosts of a run.
pub(super) struct Hosts {
    client: Client,
    pause: Duration,
    known: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Host>>>>,
    at_once: Semaphore,
}

impl Hosts {
    pub(super) fn new(manners: &Manners) -> io::Result<Self> {
        // One provider of cryptography is built in. If the process has one
        // already, that will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("text/html,application/xhtml+xml,*/*;q=0.8"));
        let mut client = Client::builder()
            .user_agent(&manners.agent)
            .default_headers(headers)
            .redirect(Policy::none())
            .connect_timeout(manners.patience / 2)
            .timeout(manners.patience)
            .pool_max_idle_per_host(1);
        if !manners.proxy {
            client = client.no_proxy();
        }
        Ok(Self {
            client: client.build().map_err(io::Error::other)?,
            pause: manners.pause,
            known: Mutex::default(),
            at_once: Semaphore::new(manners.at_once.max(1)),
        })
    }

    /// Sends a request when it is the host's turn, and gives the head of the
    /// answer.
    pub(super) async fn send(&self, method: Method, url: &Url) -> Result<Answer, NoAnswer> {
        let name = host_of(url.as_str());
        let host = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(known.entry(name).or_default())
        };
        let mut host = host.lock().await;
        if let Some(fault) = &host.away {
            return Err(NoAnswer::Fault(Arc::clone(fault)));
        }
        if host.left_alone {
            return Err(NoAnswer::LeftAlone);
        }
        if host.robots.is_none() {
            let robots = self.robots(&mut host, url).await?;
            host.robots = Some(robots);
        }
        let robots = host.robots.as_deref().unwrap_or_default();
        if !robots.is_empty() && !DefaultMatcher::default().one_agent_allowed_by_robots(robots, ROBOT, url.as_str()) {
            return Err(NoAnswer::Robots);
        }
        let response = self.request(&mut host, method, url.clone()).await?;
        let location = response.headers().get("location").and_then(|to| to.to_str().ok()).map(str::to_owned);
        let status = response.status();
        host.left_alone |= status == StatusCode::TOO_MANY_REQUESTS;
        Ok(Answer { status, location })
    }

    async fn request(&self, host: &mut Host, method: Method, url: Url) -> Result<reqwest::Response, NoAnswer> {
        if let Some(last) = host.last {
            tokio::time::sleep_until(last + self.pause).await;
        }
        // Never closed.
        let _turn = self.at_once.acquire().await;
        let response = self.client.request(method, url).send().await;
        host.last = Some(Instant::now());
        response.map_err(|error| {
            let error = Arc::new(error);
            if error.is_connect() {
                host.away = Some(Arc::clone(&error));
            }
            NoAnswer::Fault(error)
        })
    }

    /// The host's `robots.txt`. One that is not there, or does not answer,
    /// forbids nothing.
    async fn robots(&self, host: &mut Host, url: &Url) -> Result<String, NoAnswer> {
        let Ok(mut at) = url.join("/robots.txt") else { return Ok(String::new()) };
        // As browsers do, one redirect is followed on the same host.
        for _ in 0..2 {
            let mut response = match self.request(host, Method::GET, at.clone()).await {
                Ok(response) => response,
                Err(fault) if host.away.is_some() => return Err(fault),
                Err(_) => return Ok(String::new()),
            };
            let to = response.headers().get("location").and_then(|to| to.to_str().ok()).map(str::to_owned);
            if response.status().is_redirection()
                && let Some(to) = to.and_then(|to| at.join(&to).ok())
                && to.origin() == at.origin()
            {
                at = to;
                continue;
            }
            if !response.status().is_success() {
                return Ok(String::new());
            }
            let mut text = Vec::new();
            while let Ok(Some(chunk)) = response.chunk().await {
                text.extend_from_slice(&chunk);
                if text.len() >= ROBOTS_LIMIT {
                    break;
                }
            }
            return Ok(String::from_utf8_lossy(&text).into_owned());
        }
        Ok(String::new())
    }
}

/// Host and port of an address; both schemes of a host are one.
pub(super) fn host_of(url: &str) -> String {
    let Ok(url) = Url::parse(url) else { return String::new() };
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
