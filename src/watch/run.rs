//! A watch from its start to Ctrl-C.
//!
//! In: a builder and what the author asked for. Out: a running watch. Never
//! parses arguments, never builds.

use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::oneshot;

use super::host::Hosts;
use super::inspect::Inspector;
use super::live::{Explain, Live};
use super::server::{self, Server};
use super::session::{Session, Sink, Write};
use super::site::Maker;
use super::terminal::Terminal;
use super::watcher::Watcher;
use crate::build::WriteError;

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
pub fn run<M: Maker + 'static>(maker: M, options: Options) -> Result<(), WriteError> {
    let Options { root, poll, serve, explain, terminal } = options;
    let own = WriteError::io("start", Path::new("touchline watch"));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(own)?;
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let live = Arc::new(Live::new(explain, since_epoch.as_nanos() as u64));
    let terminal = Arc::new(terminal);
    let watcher = Watcher::start(&root, poll).map_err(WriteError::io("watch", &root))?;
    let (sink, serving) = match serve {
        Serve::No(write) => (Sink::Write(write), None),
        Serve::Yes { host, port, follow, open } => {
            let wanted = format!("{}:{port}", host.as_deref().unwrap_or("127.0.0.1"));
            let fault = || WriteError::io("listen on", Path::new(&wanted));
            let listener = runtime.block_on(server::listen(host.as_deref(), port)).map_err(fault())?;
            let address = listener.local_addr().map_err(fault())?;
            if port != 0 && address.port() != port {
                terminal.say(&format!("port {port} is taken, so it is {}", address.port()));
            }
            let hosts = Hosts::new(host.as_deref());
            let server = Server { live: Arc::clone(&live), terminal: Arc::clone(&terminal), hosts, follow };
            let inspector = Inspector::start(Arc::clone(&live), Arc::clone(&terminal));
            (Sink::Serve(inspector), Some((listener, server, host, address, open)))
        }
    };
    let session = Session::new(maker, watcher, sink, Arc::clone(&live), Arc::clone(&terminal));
    let (start, end) = spawn(session).map_err(WriteError::io("start", Path::new("touchline watch")))?;
    let result = runtime.block_on(async {
        let working = async {
            start.await.map_err(|_| unexpected())??;
            let Some((listener, server, host, own, open)) = serving else { return std::future::pending().await };
            let state = live.state();
            let base = state.site.as_ref().map_or("/", |site| site.base_path());
            let address = format!("http://{}{base}", shown(host.as_deref(), own));
            terminal.say(&format!("serving {address} (Ctrl-C ends)"));
            if own.ip().is_unspecified() {
                let found = outward(own.port()).map(|outward| format!("http://{outward}{base}"));
                let found = found.unwrap_or_else(|| "any of its addresses".to_owned());
                terminal.say(&format!("other machines of your network find it at {found}"));
            }
            if open && let Err(error) = open::that_detached(&address) {
                terminal.say(&format!("the browser could not be opened ({error}); the address is {address}"));
            }
            server::serve(listener, server).await.map_err(WriteError::io("serve", Path::new(&address)))
        };
        tokio::select! {
            biased;
            signal = tokio::signal::ctrl_c() => signal.map_err(WriteError::io("wait for", Path::new("Ctrl-C"))),
            result = working => result,
            _ = end => Err(unexpected()),
        }
    });
    // What still runs has nothing to finish: a write that is cut short does no
    // harm, and the next run mends it.
    runtime.shutdown_background();
    result
}

/// Starts the thread that does all builds, the first among them, so that
/// Ctrl-C is heard meanwhile. Gives word of the first build, and of the end.
#[expect(clippy::type_complexity, reason = "two receivers, taken apart at once")]
fn spawn<M: Maker + 'static>(
    mut session: Session<M>,
) -> io::Result<(oneshot::Receiver<Result<(), WriteError>>, oneshot::Receiver<()>)> {
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
    Ok((start, end))
}

fn unexpected() -> WriteError {
    let ended = io::Error::other("it ended unexpectedly");
    WriteError::io("go on with", Path::new("the builder"))(ended)
}

/// The address for people: the name they gave, or the numbers. All addresses
/// together are none that a browser could go to.
fn shown(host: Option<&str>, address: SocketAddr) -> String {
    match host {
        _ if address.ip().is_unspecified() => format!("localhost:{}", address.port()),
        Some(host) if host.parse::<IpAddr>().is_err() && !host.starts_with('[') => format!("{host}:{}", address.port()),
        _ => address.to_string(),
    }
}

/// The address of this machine on the way out of it. Nothing is sent to learn
/// it: to connect a datagram socket only looks the way up, here to networks set
/// aside for examples.
fn outward(port: u16) -> Option<SocketAddr> {
    let ways = [("0.0.0.0:0", "192.0.2.1:9"), ("[::]:0", "[2001:db8::1]:9")];
    ways.into_iter().find_map(|(any, far)| {
        let socket = UdpSocket::bind(any).ok()?;
        socket.connect(far).ok()?;
        let ip = socket.local_addr().ok()?.ip();
        (!ip.is_unspecified() && !ip.is_loopback()).then(|| SocketAddr::new(ip, port))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_shown_is_one_to_go_to() {
        let address = |text: &str| text.parse::<SocketAddr>().unwrap();
        assert_eq!(shown(None, address("127.0.0.1:1863")), "127.0.0.1:1863");
        assert_eq!(shown(Some("press-room.lan"), address("10.0.0.7:1863")), "press-room.lan:1863");
        assert_eq!(shown(Some("[::1]"), address("[::1]:1863")), "[::1]:1863");
        for all in ["0.0.0.0", "::", "[::]"] {
            let bound = if all == "0.0.0.0" { "0.0.0.0:1864" } else { "[::]:1864" };
            assert_eq!(shown(Some(all), address(bound)), "localhost:1864");
        }
        assert!(outward(1863).is_none_or(|found| !found.ip().is_unspecified() && found.port() == 1863));
    }
}
