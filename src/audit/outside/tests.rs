//! Links asked for, against a server on this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::*;

/// Requests as they came: method, path, the agent's name, when.
type Log = Arc<Mutex<Vec<(String, String, String, Instant)>>>;

struct Server {
    base: String,
    log: Log,
    /// The most connections that were being answered at one time.
    most: Arc<AtomicUsize>,
}

impl Server {
    /// Serves `answer(method, path)`: a status and a header line.
    fn new(answer: impl Fn(&str, &str) -> (u16, String) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let log = Log::default();
        let (most, now) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (seen, peak, answer) = (Arc::clone(&log), Arc::clone(&most), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, peak, now, answer) =
                    (Arc::clone(&seen), Arc::clone(&peak), Arc::clone(&now), Arc::clone(&answer));
                std::thread::spawn(move || {
                    while let Some((method, path, agent)) = request(&stream) {
                        peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        seen.lock().unwrap().push((method.clone(), path.clone(), agent, Instant::now()));
                        let (status, header) = answer(&method, &path);
                        std::thread::sleep(Duration::from_millis(5));
                        now.fetch_sub(1, Ordering::SeqCst);
                        if status == 0 {
                            return;
                        }
                        let (line, body) = header.split_once("\n\n").unwrap_or((&header, ""));
                        let line = if line.is_empty() { String::new() } else { format!("{line}\r\n") };
                        let body = if method == "HEAD" { "" } else { body };
                        let text = format!("HTTP/1.1 {status} X\r\n{line}Content-Length: {}\r\n\r\n{body}", body.len());
                        if (&stream).write_all(text.as_bytes()).is_err() {
                            return;
                        }
                    }
                });
            }
        });
        Self { base, log, most }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn asked(&self) -> Vec<String> {
        self.log.lock().unwrap().iter().map(|(method, path, ..)| format!("{method} {path}")).collect()
    }
}

fn request(stream: &TcpStream) -> Option<(String, String, String)> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|length| *length > 0)?;
    let mut agent = String::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(name) = line.to_ascii_lowercase().strip_prefix("user-agent:") {
            name.trim().clone_into(&mut agent);
        }
    }
    let mut words = first.split_whitespace();
    Some((words.next()?.to_owned(), words.next()?.to_owned(), agent))
}

fn manners() -> Manners {
    Manners {
        pause: Duration::from_millis(20),
        patience: Duration::from_millis(1500),
        proxy: false,
        ..Manners::polite(Some("https://example.org"))
    }
}

fn now() -> Timestamp {
    "2026-01-01T00:00Z".parse().unwrap()
}

/// The verdict on one address.
fn verdict(url: &str) -> Verdict {
    let dir = tempfile::tempdir().unwrap();
    let mut cache = Cache::open(dir.path());
    let mut found = check(&[url], &mut cache, &manners(), now(), &|| {}).unwrap();
    found.remove(url).unwrap()
}

fn good() -> Verdict {
    Verdict::Good { moved: None }
}

#[test]
fn answers_are_told_apart() {
    let server = Server::new(|method, path| match (method, path) {
        (_, "/robots.txt" | "/missing") | ("HEAD", "/odd-head") => (404, String::new()),
        ("HEAD", "/no-head") => (405, String::new()),
        (_, "/gone") => (410, String::new()),
        (_, "/login") => (401, String::new()),
        (_, "/members") => (403, String::new()),
        (_, "/linkedin") => (999, String::new()),
        (_, "/down") => (503, String::new()),
        (_, "/cut") => (0, String::new()),
        (_, "/moved") => (301, "Location: /moved-again".into()),
        (_, "/moved-again") => (308, "Location: /here".into()),
        (_, "/away") => (302, "Location: /here".into()),
        (_, "/away-then-moved") => (302, "Location: /moved".into()),
        (_, "/round") => (302, "Location: /round".into()),
        (_, "/lost") => (301, "Location: /missing".into()),
        _ => (200, String::new()),
    });
    let of = |path: &str| verdict(&server.url(path));
    assert_eq!(of("/here?a=1&b=2"), good());
    assert_eq!(of("/no-head"), good());
    assert_eq!(of("/odd-head"), good());
    assert_eq!(of("/gone"), Verdict::Broken("answers 410 Gone".into()));
    assert_eq!(of("/missing"), Verdict::Broken("answers 404 Not Found".into()));
    for blocked in ["/login", "/members", "/linkedin"] {
        assert!(matches!(of(blocked), Verdict::Blocked(_)), "{blocked}");
    }
    assert!(matches!(of("/down"), Verdict::Doubtful(_)));
    assert!(matches!(of("/cut"), Verdict::Doubtful(_)));
    assert_eq!(of("/moved"), Verdict::Good { moved: Some(server.url("/here")) });
    assert_eq!(of("/away"), good());
    assert_eq!(of("/away-then-moved"), good());
    assert_eq!(of("/round"), Verdict::Broken("is led round and round".into()));
    assert_eq!(of("/lost"), Verdict::Broken("answers 404 Not Found".into()));
    let log = server.log.lock().unwrap();
    assert!(
        log.iter().all(|(_, _, agent, _)| agent.starts_with("touchline/") && agent.contains("https://example.org"))
    );
}

#[test]
fn a_host_that_is_not_there() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(verdict(&closed), Verdict::Broken("is refused by the host".into()));
    // A listener that speaks no TLS.
    let plain = TcpListener::bind("127.0.0.1:0").unwrap();
    let secure = format!("https://{}/", plain.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in plain.incoming().flatten() {
            let _ = std::io::Read::read(&mut stream, &mut [0; 2048]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let Verdict::Broken(why) = verdict(&secure) else { panic!("plain text is no TLS") };
    assert!(why.contains("trusted"), "{why}");
    // One that never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    assert_eq!(verdict(&url), Verdict::Doubtful("did not answer in time".into()));
}

#[test]
fn robots_are_kept_out_where_they_are_told_to() {
    let rules =
        "Content-Type: text/plain\n\nUser-agent: *\nDisallow: /private/\n\nUser-agent: touchline\nDisallow: /desk/\n";
    let server =
        Server::new(move |_, path| if path == "/robots.txt" { (200, rules.into()) } else { (200, String::new()) });
    let dir = tempfile::tempdir().unwrap();
    let urls = [server.url("/desk/a"), server.url("/private/b"), server.url("/c")];
    let asked: Vec<&str> = urls.iter().map(String::as_str).collect();
    let found = check(&asked, &mut Cache::open(dir.path()), &manners(), now(), &|| {}).unwrap();
    assert!(matches!(found[&urls[0]], Verdict::Blocked(_)));
    assert_eq!(found[&urls[1]], good(), "the rules for this program stand in place of those for all");
    assert_eq!(server.asked(), ["GET /robots.txt", "HEAD /private/b", "HEAD /c"]);
}

#[test]
fn a_host_is_asked_one_thing_at_a_time_with_pauses() {
    let server = Server::new(|_, path| if path == "/robots.txt" { (404, String::new()) } else { (200, String::new()) });
    // Another host leads on to this one: the same manners hold.
    let to = server.url("/from-elsewhere");
    let other =
        Server::new(
            move |_, path| if path == "/robots.txt" { (404, String::new()) } else { (302, format!("Location: {to}")) },
        );
    let mut urls: Vec<String> = (0..8).map(|i| server.url(&format!("/{i}"))).collect();
    urls.push(other.url("/x"));
    let asked: Vec<&str> = urls.iter().map(String::as_str).collect();
    let dir = tempfile::tempdir().unwrap();
    let found = check(&asked, &mut Cache::open(dir.path()), &manners(), now(), &|| {}).unwrap();
    assert!(found.values().all(|verdict| *verdict == good()));
    assert_eq!(server.most.load(Ordering::SeqCst), 1);
    let log = server.log.lock().unwrap();
    assert_eq!(log.len(), 10);
    assert!(log.windows(2).all(|two| two[1].3.duration_since(two[0].3) >= Duration::from_millis(18)));
}

#[test]
fn a_host_that_is_asked_too_much_is_left_alone() {
    let server = Server::new(|_, path| match path {
        "/robots.txt" => (404, String::new()),
        _ => (429, "Retry-After: 60".into()),
    });
    let urls: Vec<String> = (0..5).map(|i| server.url(&format!("/{i}"))).collect();
    let asked: Vec<&str> = urls.iter().map(String::as_str).collect();
    let dir = tempfile::tempdir().unwrap();
    let found = check(&asked, &mut Cache::open(dir.path()), &manners(), now(), &|| {}).unwrap();
    assert!(found.values().all(|verdict| matches!(verdict, Verdict::Blocked(_))));
    assert_eq!(server.asked(), ["GET /robots.txt", "HEAD /0"]);
}

#[test]
fn a_good_link_is_not_asked_for_again_within_a_week() {
    let server = Server::new(|_, path| match path {
        "/robots.txt" | "/gone" => (404, String::new()),
        _ => (200, String::new()),
    });
    let urls = [server.url("/good"), server.url("/gone")];
    let asked: Vec<&str> = urls.iter().map(String::as_str).collect();
    let dir = tempfile::tempdir().unwrap();
    let run =
        |now: &str| check(&asked, &mut Cache::open(dir.path()), &manners(), now.parse().unwrap(), &|| {}).unwrap();
    let first = run("2026-01-01T00:00Z");
    assert_eq!(run("2026-01-05T00:00Z"), first);
    let count = |what: &str| server.asked().iter().filter(|asked| *asked == what).count();
    assert_eq!((count("HEAD /good"), count("HEAD /gone")), (1, 2));
    run("2026-01-09T00:00Z");
    assert_eq!(count("HEAD /good"), 2);
}
