//! The model of a builder, and a watch that runs with it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use touchline::diagnostic::{Diagnostic, Place};
use touchline::watch::gate::Gate;
use touchline::watch::host::Hosts;
use touchline::watch::inspect::Inspector;
use touchline::watch::live::{Live, State};
use touchline::watch::server::{self, Server};
use touchline::watch::session::{Session, Sink};
use touchline::watch::terminal::Terminal;
use touchline::watch::watcher::{TOPS, Watcher};
use touchline::watch::{Hint, Maker, Rebuilt, Site};

/// Long enough for a machine that does ten other things.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// The bytes of all watched files, by path below the root.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Reads what is on the disk.
pub(crate) fn read(root: &Path) -> Files {
    let mut files = Files::new();
    for top in TOPS {
        read_into(root, top, &mut files);
    }
    files
}

fn read_into(root: &Path, relative: &str, files: &mut Files) {
    let prefix = |path: &Path| path.strip_prefix(root).expect("below the root").to_str().expect("UTF-8").to_owned();
    for entry in walkdir::WalkDir::new(root.join(relative)).follow_links(true).into_iter().flatten() {
        if entry.file_type().is_file()
            && let Ok(bytes) = fs::read(entry.path())
        {
            files.insert(prefix(entry.path()), bytes);
        }
    }
}

/// A state of the model. `content/stories/x.md` makes `stories/x/index.html`,
/// `content/x.md` makes `x/index.html`; static files are copied. A page whose
/// text holds `FAILS` cannot be rendered.
pub(crate) struct FakeSite {
    base: String,
    files: BTreeMap<Arc<str>, Vec<u8>>,
}

impl FakeSite {
    pub(crate) fn new(sources: &Files, base: &str) -> Self {
        let mut files = BTreeMap::new();
        for (source, bytes) in sources {
            if let Some(page) = page_of(source) {
                let text = String::from_utf8_lossy(bytes);
                let html = format!("<!DOCTYPE html>\n<html><head></head><body><p>{text}</p></body></html>\n");
                files.insert(page, html.into_bytes());
            } else if let Some(file) = source.strip_prefix("static/") {
                files.insert(file.into(), bytes.clone());
            }
        }
        Self { base: base.to_owned(), files }
    }
}

fn page_of(source: &str) -> Option<Arc<str>> {
    let name = source.strip_prefix("content/")?.strip_suffix(".md")?;
    Some(match name {
        "404" => "404.html".into(),
        "index" => "index.html".into(),
        _ => format!("{name}/index.html").into(),
    })
}

impl Site for FakeSite {
    fn files(&self) -> Vec<Arc<str>> {
        self.files.keys().cloned().collect()
    }

    fn fingerprint(&self, file: &str) -> Option<u128> {
        Some(xxhash_rust::xxh3::xxh3_128(self.files.get(file)?))
    }

    fn get(&self, file: &str) -> Option<Result<Vec<u8>, Diagnostic>> {
        let bytes = self.files.get(file)?;
        let fails = bytes.windows(5).any(|window| window == b"FAILS");
        Some(if fails { Err(Diagnostic::error("E0600", format!("cannot render `{file}`"))) } else { Ok(bytes.clone()) })
    }

    fn base_path(&self) -> &str {
        &self.base
    }

    fn page_of(&self, source: &str) -> Option<Arc<str>> {
        page_of(source)
    }
}

/// What a test does to the model's rebuilds.
pub(crate) type BeforeUpdate = Box<dyn Fn(usize) + Send + Sync>;

/// The model of a builder. A source that holds `BROKEN` is an error.
pub(crate) struct FakeMaker {
    pub(crate) root: std::path::PathBuf,
    pub(crate) sources: Files,
    pub(crate) updates: Arc<AtomicUsize>,
    pub(crate) before_update: BeforeUpdate,
}

impl Maker for FakeMaker {
    fn update(&mut self, hint: &Hint) -> io::Result<Rebuilt> {
        (self.before_update)(self.updates.fetch_add(1, Ordering::SeqCst));
        let before = self.sources.clone();
        match hint {
            Hint::All => self.sources = read(&self.root),
            Hint::Places { paths, names_in } => {
                let in_one = |file: &str| names_in.iter().any(|folder| Path::new(file).starts_with(folder));
                self.sources.retain(|file, _| !in_one(file) || self.root.join(file).is_file());
                for path in paths {
                    let path = path.to_str().expect("UTF-8");
                    self.sources.retain(|file, _| {
                        file != path && !file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
                    });
                    read_into(&self.root, path, &mut self.sources);
                }
            }
        }
        let keys = before.keys().chain(self.sources.keys());
        let mut changed: Vec<Arc<str>> =
            keys.filter(|file| before.get(*file) != self.sources.get(*file)).map(|file| Arc::from(&**file)).collect();
        changed.sort();
        changed.dedup();
        let broken = self.sources.iter().filter(|(_, bytes)| bytes.windows(6).any(|window| window == b"BROKEN"));
        let diagnostics: Vec<_> = broken
            .map(|(file, _)| {
                Diagnostic::error("E0100", format!("`{file}` is <broken>")).at(Place::file(&file.as_str().into()))
            })
            .collect();
        let base =
            self.sources.get("content/site.yaml").map_or("/", |bytes| std::str::from_utf8(bytes).expect("UTF-8"));
        let good = diagnostics.is_empty() && !(changed.is_empty() && *hint != Hint::All);
        let site = good.then(|| Arc::new(FakeSite::new(&self.sources, base)) as Arc<dyn Site>);
        let only_styles = !changed.is_empty() && changed.iter().all(|file| file.ends_with(".css"));
        Ok(Rebuilt { site, diagnostics, changed, only_styles })
    }
}

/// What was printed.
#[derive(Clone, Default)]
pub(crate) struct Printed(Arc<Mutex<String>>);

impl Printed {
    pub(crate) fn text(&self) -> String {
        self.0.lock().expect("no panic").clone()
    }

    fn say(&self, line: &str) {
        let mut text = self.0.lock().expect("no panic");
        text.push_str(line);
        text.push('\n');
    }
}

/// A running watch.
pub(crate) struct Watch {
    pub(crate) dir: TempDir,
    pub(crate) live: Arc<Live>,
    pub(crate) printed: Printed,
    pub(crate) updates: Arc<AtomicUsize>,
    pub(crate) address: SocketAddr,
    pub(crate) gate: Arc<Gate>,
    _runtime: tokio::runtime::Runtime,
}

pub(crate) struct Setup {
    pub(crate) files: &'static [(&'static str, &'static str)],
    pub(crate) poll: bool,
    pub(crate) follow: bool,
    pub(crate) host: Option<&'static str>,
    pub(crate) before_update: BeforeUpdate,
}

impl Default for Setup {
    fn default() -> Self {
        Self { files: &[], poll: false, follow: false, host: None, before_update: Box::new(|_| {}) }
    }
}

impl Setup {
    pub(crate) fn start(self) -> Watch {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(dir.path().join("content/stories")).expect("folders");
        for (path, text) in self.files {
            put(&dir.path().join(path), text);
        }
        let explain = |list: &[Diagnostic]| {
            let lines: Vec<_> = list.iter().map(|d| format!("error[{}]: {}\n", d.code, d.message)).collect();
            lines.concat()
        };
        let printed = Printed::default();
        let live = Arc::new(Live::new(Box::new(explain), 7));
        let (lines, faults) = (printed.clone(), printed.clone());
        let terminal = Arc::new(Terminal {
            line: Box::new(move |line| lines.say(line)),
            diagnostics: Box::new(move |list| faults.say(explain(list).trim_end())),
        });
        let updates = Arc::new(AtomicUsize::new(0));
        let watcher = Watcher::start(dir.path(), self.poll).expect("a watcher");
        let gate = Arc::clone(watcher.gate());
        let maker = FakeMaker {
            root: dir.path().to_owned(),
            sources: Files::new(),
            updates: Arc::clone(&updates),
            before_update: self.before_update,
        };
        let sink = Sink::Serve(Inspector::start(Arc::clone(&live), Arc::clone(&terminal)));
        let mut session = Session::new(maker, watcher, sink, Arc::clone(&live), Arc::clone(&terminal));
        session.start().expect("a first build");
        std::thread::spawn(move || session.run());
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let listener = runtime.block_on(server::listen(None, 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = Server { live: Arc::clone(&live), terminal, hosts: Hosts::new(self.host), follow: self.follow };
        runtime.spawn(server::serve(listener, server));
        Watch { dir, live, printed, updates, address, gate, _runtime: runtime }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.gate.close();
    }
}

/// Writes a file, and the folders above it.
pub(crate) fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
    fs::write(path, text).expect("a file");
}

/// Waits until something holds.
pub(crate) fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < PATIENCE, "never came about: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

impl Watch {
    pub(crate) fn path(&self, path: &str) -> std::path::PathBuf {
        self.dir.path().join(path)
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        put(&self.path(path), text);
    }

    /// Waits until a state has what is looked for.
    pub(crate) fn wait_for(&self, what: &str, holds: impl Fn(&State) -> bool) -> State {
        wait_until(what, || holds(&self.live.state()));
        self.live.state()
    }

    pub(crate) fn wait_for_print(&self, text: &str) {
        wait_until(&format!("`{text}` is printed"), || self.printed.text().contains(text));
    }

    /// Waits until what is served is what is on the disk.
    pub(crate) fn settle(&self) {
        let disk = read(self.dir.path());
        let expected = FakeSite::new(&disk, "/");
        let started = Instant::now();
        loop {
            let state = self.live.state();
            let site = state.site.as_ref().expect("a site");
            let same = site.files() == expected.files()
                && expected.files().iter().all(|file| site.fingerprint(file) == expected.fingerprint(file));
            if same {
                return;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "served is other than the disk:\n{:?}\nand not\n{:?}",
                site.files(),
                expected.files()
            );
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Sends a request as it is written, with the ends of its lines mended.
    pub(crate) fn request(&self, head: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).expect("connected");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let head = head.trim().replace('\n', "\r\n");
        stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(bytes[..end].to_vec()).expect("UTF-8");
        Answer { head, body: bytes[end + 4..].to_vec() }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.request(&format!("GET {path} HTTP/1.1\nHost: localhost"))
    }

    /// Listens to the events of a page, as the page itself would.
    pub(crate) fn open(&self, path: &str) -> Page {
        let html = self.get(path).text();
        let attribute = |name: &str| {
            let (_, rest) = html.split_once(&format!("{name}=\"")).expect("the script is in the page");
            rest.split_once('"').expect("an end").0.to_owned()
        };
        self.listen(&attribute("data-page"), &attribute("data-seen"))
    }

    pub(crate) fn listen(&self, page: &str, seen: &str) -> Page {
        let mut stream = TcpStream::connect(self.address).expect("connected");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let path = format!("/__touchline/events?page={page}&seen={seen}");
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).expect("sent");
        Page { stream, read: String::new() }
    }
}

/// A page that is open.
pub(crate) struct Page {
    stream: TcpStream,
    read: String,
}

impl Page {
    /// The next event that is news to this page.
    pub(crate) fn next(&mut self) -> serde_json::Value {
        let started = Instant::now();
        loop {
            assert!(started.elapsed() < PATIENCE, "the page hears nothing");
            if let Some((before, after)) = self.read.split_once("\n\n") {
                let data = before.lines().find_map(|line| line.strip_prefix("data: ").map(str::to_owned));
                self.read = after.to_owned();
                let message: Option<serde_json::Value> = data.map(|data| serde_json::from_str(&data).expect("JSON"));
                if let Some(message) = message.filter(|message| message["news"] == true) {
                    return message;
                }
                continue;
            }
            let mut buffer = [0; 4096];
            let n = self.stream.read(&mut buffer).expect("an event in time");
            assert!(n > 0, "the stream ended");
            self.read.push_str(std::str::from_utf8(&buffer[..n]).expect("UTF-8"));
        }
    }
}

/// An answer to a request.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.head.split(' ').nth(1).expect("a status").parse().expect("a number")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
