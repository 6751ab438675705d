//! A way to a server on this machine that breaks where a test wants it to.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// Where it breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Nowhere.
    Never,
    /// The request of this number does not arrive.
    Before(usize),
    /// It arrives, and its answer does not.
    After(usize),
    /// The same, and nothing gets through from there on.
    Dead(usize),
    /// Nothing gets through after so many bytes to the server.
    Bytes(usize),
}

struct State {
    server: u16,
    cut: Mutex<Cut>,
    /// How many requests there were, or how many bytes.
    count: AtomicUsize,
    is_dead: AtomicBool,
}

/// A way to a server.
pub(crate) struct Line {
    state: Arc<State>,
    pub(crate) port: u16,
}

impl Line {
    /// A way that knows requests of HTTP.
    pub(crate) fn http(server: u16) -> Self {
        Self::new(server, answer)
    }

    /// A way that knows bytes alone.
    pub(crate) fn raw(server: u16) -> Self {
        Self::new(server, relay)
    }

    fn new(server: u16, serve: fn(TcpStream, &State) -> std::io::Result<()>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            server,
            cut: Mutex::new(Cut::Never),
            count: AtomicUsize::new(0),
            is_dead: AtomicBool::new(false),
        });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming() {
                let Ok(client) = client else { return };
                let state = Arc::clone(&shared);
                // A connection that breaks is what this is for.
                thread::spawn(move || drop(serve(client, &state)));
            }
        });
        Self { state, port }
    }

    /// Breaks there, counted from now.
    pub(crate) fn cut(&self, cut: Cut) {
        *self.state.cut.lock().unwrap() = cut;
        self.state.count.store(0, Ordering::SeqCst);
        self.state.is_dead.store(false, Ordering::SeqCst);
    }

    /// How many requests, or bytes, there were since.
    pub(crate) fn count(&self) -> usize {
        self.state.count.load(Ordering::SeqCst)
    }
}

/// One request, one answer, and the end of the connection.
fn answer(mut client: TcpStream, state: &State) -> std::io::Result<()> {
    let Some(request) = read_request(&mut client)? else { return Ok(()) };
    let n = state.count.fetch_add(1, Ordering::SeqCst);
    let cut = *state.cut.lock().unwrap();
    if state.is_dead.load(Ordering::SeqCst) || cut == Cut::Before(n) {
        return Ok(());
    }
    let is_last = cut == Cut::Dead(n);
    if is_last {
        state.is_dead.store(true, Ordering::SeqCst);
    }
    let mut server = TcpStream::connect(("127.0.0.1", state.server))?;
    server.write_all(&request)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    if is_last || cut == Cut::After(n) {
        return Ok(());
    }
    client.write_all(&closing(&answer))
}

fn read_request(client: &mut TcpStream) -> std::io::Result<Option<Vec<u8>>> {
    let mut request = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        if let Some(end) = end_of_head(&request) {
            let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
            if request.len() >= end + length {
                return Ok(Some(closing(&request)));
            }
        }
        match client.read(&mut buffer)? {
            0 => return Ok(None),
            n => request.extend_from_slice(&buffer[..n]),
        }
    }
}

fn end_of_head(message: &[u8]) -> Option<usize> {
    message.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4)
}

/// A message that says that no other follows on its connection.
fn closing(message: &[u8]) -> Vec<u8> {
    let Some(end) = end_of_head(message) else { return message.to_vec() };
    let head = String::from_utf8_lossy(&message[..end - 4]).into_owned();
    let mut closing: Vec<u8> = Vec::with_capacity(message.len() + 20);
    for line in head.split("\r\n").filter(|line| !line.to_ascii_lowercase().starts_with("connection:")) {
        closing.extend_from_slice(line.as_bytes());
        closing.extend_from_slice(b"\r\n");
    }
    closing.extend_from_slice(b"Connection: close\r\n\r\n");
    closing.extend_from_slice(&message[end..]);
    closing
}

/// Bytes in both directions until there have been too many.
fn relay(mut client: TcpStream, state: &State) -> std::io::Result<()> {
    if state.is_dead.load(Ordering::SeqCst) {
        return Ok(());
    }
    let mut server = TcpStream::connect(("127.0.0.1", state.server))?;
    let (mut from_server, mut to_client) = (server.try_clone()?, client.try_clone()?);
    let back = thread::spawn(move || {
        let _ = std::io::copy(&mut from_server, &mut to_client);
        let _ = to_client.shutdown(Shutdown::Both);
    });
    let limit = if let Cut::Bytes(limit) = *state.cut.lock().unwrap() { limit } else { usize::MAX };
    let mut buffer = [0; 4096];
    loop {
        let n = match client.read(&mut buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Ok(0) | Err(_) => break,
            Ok(n) => n,
        };
        let before = state.count.fetch_add(n, Ordering::SeqCst);
        let left = limit.saturating_sub(before).min(n);
        let _ = server.write_all(&buffer[..left]);
        if left < n {
            state.is_dead.store(true, Ordering::SeqCst);
            let _ = client.shutdown(Shutdown::Both);
            break;
        }
    }
    let _ = server.shutdown(if state.is_dead.load(Ordering::SeqCst) { Shutdown::Both } else { Shutdown::Write });
    let _ = back.join();
    Ok(())
}
