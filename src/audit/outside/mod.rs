//! Links that lead elsewhere: whether they still answer.
//!
//! In: addresses, what is remembered of earlier runs, the clock's reading.
//! Out: a verdict on each address. Asks politely: who asks is said, a host is
//! asked one thing at a time with a pause between, `robots.txt` is kept, and a
//! link that was good is not asked for again within a week. Never sends
//! anything but requests for what a reader of the link would get.
//!
//! | file | does |
//! |---|---|
//! | `ask` | one address: what to send, what the answer means |
//! | `hosts` | one connection a host, pauses, `robots.txt` |
//! | `cache` | what earlier runs found |
//! | `told` | verdicts as diagnostics |

mod ask;
mod cache;
mod hosts;
mod told;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;

pub use cache::Cache;
pub use told::diagnostics;

use hosts::Hosts;

/// What became of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It answers.
    Good {
        /// Where it has moved for good.
        moved: Option<String>,
    },
    /// The host does not let link checks in; a reader may well get there.
    Blocked(String),
    /// There is nothing any more.
    Broken(String),
    /// It did not answer this time; another day it may.
    Doubtful(String),
}

/// How to ask.
#[derive(Clone, Debug)]
pub struct Manners {
    /// Who asks: the `User-Agent`.
    pub agent: String,
    /// Time between two requests to one host.
    pub pause: Duration,
    /// How long to wait for an answer.
    pub patience: Duration,
    /// How many hosts are asked at a time.
    pub at_once: usize,
    /// Go through the proxy that the environment names.
    pub proxy: bool,
}

impl Manners {
    /// Those of the program; `site` is the address of the site whose links are
    /// looked at, where it is known.
    pub fn polite(site: Option<&str>) -> Self {
        let site = site.map(|site| format!(" of {site}")).unwrap_or_default();
        Self {
            agent: format!("{}/{} (a check of the links{site})", hosts::ROBOT, env!("CARGO_PKG_VERSION")),
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(20),
            at_once: 16,
            proxy: true,
        }
    }
}

/// Answers between two times that the cache is saved: a run over thousands of
/// links may take an hour, and may be ended before.
const SAVE_EVERY: usize = 50;

/// Asks for all addresses that the cache does not know to be good, and takes
/// down in it what was found. `step` is told of each one. The error is one of
/// this machine.
pub fn check(
    urls: &[&str],
    cache: &mut Cache,
    manners: &Manners,
    now: Timestamp,
    step: &dyn Fn(),
) -> io::Result<BTreeMap<String, Verdict>> {
    let mut verdicts = BTreeMap::new();
    // Addresses of one host are asked for one after the other.
    let mut queues: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for url in urls {
        if let Some(known) = cache.known(url, now) {
            verdicts.insert((*url).to_owned(), known);
            step();
        } else {
            queues.entry(hosts::host_of(url)).or_default().push((*url).to_owned());
        }
    }
    if queues.is_empty() {
        return Ok(verdicts);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let hosts = Arc::new(Hosts::new(manners)?);
    let asked = runtime.block_on(async {
        let (sender, mut answers) = mpsc::unbounded_channel();
        for queue in queues.into_values() {
            let (hosts, sender) = (Arc::clone(&hosts), sender.clone());
            tokio::spawn(async move {
                for url in queue {
                    let verdict = ask::ask(&hosts, &url).await;
                    if sender.send((url, verdict)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut count = 0;
        while let Some((url, verdict)) = answers.recv().await {
            step();
            cache.note(&url, &verdict, now);
            verdicts.insert(url, verdict);
            count += 1;
            if count % SAVE_EVERY == 0 {
                cache.save()?;
            }
        }
        io::Result::Ok(())
    });
    asked?;
    cache.save()?;
    Ok(verdicts)
}

#[cfg(test)]
mod tests;
