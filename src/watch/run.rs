//! A watch from its start to Ctrl-C.
//!
//! In: a builder and what the author asked for. Out: a running watch. Never
//! parses arguments, never builds.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::oneshot;

use super::host::Hosts;
use super::inspect::Inspector;
use super::live::{Explain, Live};
use super::server::{self, Server};
use super::session::{Print, Session, Sink, Write};
use super::site::Maker;
use super::terminal::Terminal;
use super::watcher::Watcher;

/// What the author asked for.
pub struct Options {
    /// The site's root.
    pub root: PathBuf,
    /// Look at the files again and again, for want of events.
    pub poll: bool,
    /// Serve the site, or write it.
    pub serve: Serve,
    /// Makes the text of diagnostics for overlays.
    pub explain: Box<Explain>,
    /// Makes the text of diagnostics for the terminal.
    pub print: Box<Print>,
    /// Where lines go.
    pub terminal: Terminal,
}

/// What is done with the site.
pub enum Serve {
    /// It is served.
    Yes {
        /// The address to listen on; loopback if none is given.
        host: Option<String>,
        /// The first port to try.
        port: u16,
        /// Whether open pages move to the page that was edited.
        follow: bool,
        /// Show the site in the author's browser.
        open: bool,
    },
    /// It is written to the output folder.
    No(Box<Write>),
}

/// Watches until Ctrl-C. A fault of the disk or the network, while starting,
/// is an error.
pub fn run<M: Maker + 'static>(maker: M, options: Options) -> io::Result<()> {
    let Options { root, poll, serve, explain, print, terminal } = options;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let run = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos() as u64;
    let live = Arc::new(Live::new(explain, run));
    let terminal = Arc::new(terminal);
    let watcher = Watcher::start(&root, poll)?;
    let (sink, serving) = match serve {
        Serve::No(write) => (Sink::Write(write), None),
        Serve::Yes { host, port, follow, open } => {
            let listener = runtime.block_on(server::listen(host.as_deref(), port))?;
            let address = listener.local_addr()?;
            if port != 0 && address.port() != port {
                terminal.say(&format!("port {port} is taken, so it is {}", address.port()));
            }
            let hosts = Hosts::new(host.as_deref());
            let shown = match &host {
                Some(host) if address.ip().is_unspecified() || host.parse::<std::net::IpAddr>().is_ok() => {
                    address.to_string()
                }
                Some(host) => format!("{host}:{}", address.port()),
                None => address.to_string(),
            };
            let server = Server { live: Arc::clone(&live), terminal: Arc::clone(&terminal), hosts, follow };
            let inspector = Inspector::start(Arc::clone(&live), Arc::clone(&terminal));
            (Sink::Serve(inspector), Some((listener, server, shown, open)))
        }
    };
    let mut session = Session {
        maker,
        watcher,
        sink,
        live: Arc::clone(&live),
        terminal: Arc::clone(&terminal),
        print,
        said: Vec::new(),
        told: None,
    };
    // The first build is done by the thread that does all others, so that
    // Ctrl-C is heard meanwhile.
    let (started, start) = oneshot::channel();
    let (ending, end) = oneshot::channel::<()>();
    std::thread::Builder::new().name("session".to_owned()).spawn(move || {
        // Dropped when the thread ends, however it ends.
        let _ending = ending;
        let result = session.start();
        let good = result.is_ok();
        if started.send(result).is_ok() && good {
            session.run();
        }
    })?;
    let unexpected = || io::Error::other("the builder ended unexpectedly");
    let result = runtime.block_on(async {
        let ended = tokio::signal::ctrl_c();
        let working = async {
            start.await.map_err(|_| unexpected())??;
            let Some((listener, server, shown, open)) = serving else { return std::future::pending().await };
            let state = live.state();
            let base = state.site.as_ref().map_or("/", |site| site.base_path());
            let address = format!("http://{shown}{base}");
            terminal.say(&format!("serving {address} (Ctrl-C ends)"));
            if open && let Err(error) = open::that_detached(&address) {
                terminal.say(&format!("the browser could not be opened ({error}); the address is {address}"));
            }
            server::serve(listener, server).await
        };
        tokio::select! {
            biased;
            signal = ended => signal,
            result = working => result,
            _ = end => Err(unexpected()),
        }
    });
    // What still runs has nothing to finish: a write that is cut short does no
    // harm, and the next run mends it.
    runtime.shutdown_background();
    result
}
