//! A bucket of an S3 server.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use object_store::aws::AmazonS3Builder;
use object_store::path::Path as Key;
use object_store::{Attribute, GetOptions, ObjectStore, ObjectStoreExt};
use touchline::publish::fault::{FaultKind, PublishError};
use touchline::publish::object::{Storage, open};
use touchline::publish::prepare::prepare;
use touchline::publish::report::Report;
use touchline::publish::transport::Transport;
use touchline::publish::{Options, publish};

use crate::faults;
use crate::hosts::{self, Server};
use crate::line::Line;
use crate::site::{self, Files};

/// One server for all tests of this run.
fn server() -> Option<u16> {
    static SERVER: OnceLock<Option<(Server, u16)>> = OnceLock::new();
    let started = SERVER.get_or_init(|| {
        let program = hosts::tools().join("bin/moto_server");
        if !hosts::is_there(&program) {
            return None;
        }
        let port = hosts::free_port();
        let (server, _) = Server::start(program.to_str().unwrap(), &["-H", "127.0.0.1", "-p", &port.to_string()]);
        hosts::wait_for(port);
        Some((server, port))
    });
    started.as_ref().map(|(_, port)| *port)
}

/// A plain request. The server looks who asks, and not at the signature.
fn request(port: u16, method: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// A bucket of its own: the server's port, and its name.
pub(crate) fn bucket() -> Option<(u16, String)> {
    Host::new("").map(|host| (host.port, host.bucket))
}

struct Host {
    port: u16,
    bucket: String,
    prefix: &'static str,
}

impl Host {
    fn new(prefix: &'static str) -> Option<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let port = server()?;
        let bucket = format!("club-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let answer = request(port, "PUT", &format!("/{bucket}"));
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        Some(Self { port, bucket, prefix })
    }

    fn store(&self) -> Arc<dyn ObjectStore> {
        self.store_at(self.port)
    }

    fn store_at(&self, port: u16) -> Arc<dyn ObjectStore> {
        let builder = AmazonS3Builder::new().with_access_key_id("test").with_secret_access_key("test");
        open::s3_of(builder, &self.bucket, "us-east-1", Some(&format!("http://127.0.0.1:{port}"))).unwrap()
    }

    fn transport(&self) -> Storage {
        self.transport_at(self.port)
    }

    fn transport_at(&self, port: u16) -> Storage {
        Storage::new(self.store_at(port), self.prefix, format!("s3://{}", self.bucket)).unwrap()
    }

    fn publish_with(&self, files: &Files, options: &Options<'_>) -> Result<Report, PublishError> {
        publish(&site::local(files), &self.transport(), None, options).map(|outcome| outcome.report)
    }

    fn publish(&self, files: &Files) -> Report {
        let report = self.publish_with(files, &site::options()).unwrap();
        assert_eq!(&self.read(), files);
        report
    }

    /// All objects but our own.
    fn read(&self) -> Files {
        let (transport, store) = (self.transport(), self.store());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let paths = transport.list(&[]).unwrap();
        let read = |path: &String| {
            let key = if self.prefix.is_empty() { path.clone() } else { format!("{}/{path}", self.prefix) };
            let bytes =
                runtime.block_on(async { store.get(&Key::parse(key).unwrap()).await.unwrap().bytes().await.unwrap() });
            (path.clone(), String::from_utf8_lossy(&bytes).into_owned())
        };
        paths.keys().map(read).collect()
    }
}

#[test]
fn a_season_in_a_bucket() {
    let Some(host) = Host::new("club/www") else { return };
    let report = host.publish(&site::first());
    assert_eq!((report.new, report.uploaded), (11, 11));
    let report = host.publish(&site::first());
    assert_eq!((report.unchanged, report.uploaded), (11, 0));

    let mut files = site::first();
    files.insert("teams/usa/index.html".into(), site::page("USA again", &["/"]));
    let report = host.publish(&files);
    assert_eq!((report.uploaded, report.changed), (1, 1));

    let picture = files.remove("photo.jpg").unwrap();
    files.insert("pictures/ö [1] %20.jpg".into(), picture);
    let report = host.publish(&files);
    assert_eq!((report.copied, report.uploaded, report.bytes, report.deleted), (1, 0, 0, 1), "a rename sends nothing");
    assert_eq!(host.publish(&files).uploaded, 0);

    let report = host.publish(&site::second());
    assert_eq!(report.deleted, 3);
    assert_eq!(host.publish(&site::second()).uploaded, 0);
}

#[test]
fn without_a_manifest_the_listing_tells() {
    let Some(host) = Host::new("") else { return };
    host.publish(&site::first());
    host.transport().remove(".touchline/manifest.json").unwrap();
    let mut files = site::first();
    files.insert("index.html".into(), site::page("home again", &[]));
    assert_eq!(host.publish(&files).uploaded, 1);
    assert_eq!(host.publish(&files).uploaded, 0);
}

#[test]
fn headers_go_along() {
    let Some(host) = Host::new("www") else { return };
    let target = site::target("{\"s3\": \"x/www\", \"compress\": \"gzip\", \"redirects\": true}");
    let dir = tempfile::tempdir().unwrap();
    let mut files = site::first();
    files.insert("old/index.html".into(), "<meta http-equiv=\"refresh\" content=\"0; url=/teams/usa/\">".into());
    files.insert("long/index.html".into(), site::page(&"one nil ".repeat(500), &[]));
    files.insert("app.3f9a27c1.css".into(), "a{}".into());
    site::write(dir.path(), &files);
    let prepared = prepare(dir.path(), &target, Some("https://example.org")).unwrap();
    publish(&prepared.files, &host.transport(), None, &site::options()).unwrap();

    let store = host.store();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let headers = |path: &str, attribute: Attribute| {
        let options = GetOptions { head: true, ..GetOptions::default() };
        let found = runtime.block_on(store.get_opts(&Key::parse(format!("www/{path}")).unwrap(), options)).unwrap();
        found.attributes.get(&attribute).map(|value| value.as_ref().to_owned())
    };
    assert_eq!(headers("index.html", Attribute::ContentType).as_deref(), Some("text/html; charset=utf-8"));
    assert_eq!(
        headers("teams/usa/fixtures.ics", Attribute::ContentType).as_deref(),
        Some("text/calendar; charset=utf-8")
    );
    assert_eq!(headers("index.html", Attribute::CacheControl).as_deref(), Some("public, max-age=60"));
    let forever = headers("app.3f9a27c1.css", Attribute::CacheControl);
    assert_eq!(forever.as_deref(), Some("public, max-age=31536000, immutable"));
    assert_eq!(headers("long/index.html", Attribute::ContentEncoding).as_deref(), Some("gzip"));
    assert_eq!(headers("index.html", Attribute::ContentEncoding), None, "too short to be worth it");

    let answer = request(host.port, "HEAD", &format!("/{}/www/old/index.html", host.bucket));
    let leads = answer.lines().find_map(|line| {
        line.to_ascii_lowercase().strip_prefix("x-amz-website-redirect-location: ").map(str::to_owned)
    });
    assert_eq!(leads.as_deref(), Some("https://example.org/teams/usa/"), "{answer}");

    // Without a change of bytes, other headers are sent anew; the same are not.
    let again = publish(&prepared.files, &host.transport(), None, &site::options()).unwrap();
    assert_eq!(again.report.uploaded, 0);
    let target = site::target("{\"s3\": \"x/www\", \"cache\": {\"pages\": 5}}");
    let prepared = prepare(dir.path(), &target, None).unwrap();
    let changed = publish(&prepared.files, &host.transport(), None, &site::options()).unwrap().report;
    assert!(changed.uploaded > 5 && changed.new == 0, "{changed:?}");
}

#[test]
fn faults_at_every_request() {
    let Some(host) = Host::new("www") else { return };
    let line = Line::http(host.port);
    faults::at_every_http_request(&line, &host.transport_at(line.port), &host.transport(), &|| host.read());
}

#[test]
fn a_lock_is_one_mans() {
    let Some(host) = Host::new("www") else { return };
    let (one, two) = (host.transport(), host.transport());
    let version = one.claim(".touchline/lock.json", b"one", None).unwrap().unwrap();
    assert_eq!(two.claim(".touchline/lock.json", b"two", None).unwrap(), None);
    let renewed = one.write(".touchline/lock.json", b"one again", Some(&version)).unwrap();
    assert_eq!(two.claim(".touchline/lock.json", b"two", Some(&version)).unwrap(), None);
    assert_eq!(one.write(".touchline/lock.json", b"x", Some(&version)).unwrap_err().kind, FaultKind::Conflict);
    assert!(two.claim(".touchline/lock.json", b"two", Some(&renewed)).unwrap().is_some());
}

#[test]
fn a_bucket_that_is_not_there_is_told() {
    let Some(host) = Host::new("www") else { return };
    let nowhere = Host { bucket: "no-such-bucket".into(), ..host };
    let Err(PublishError::Faults { faults, .. }) = nowhere.publish_with(&site::first(), &site::options()) else {
        panic!()
    };
    assert_eq!(faults[0].kind, FaultKind::Missing, "{faults:?}");
    assert!(faults[0].to_string().contains("no such bucket"), "{faults:?}");
}

#[test]
fn a_server_that_is_gone_is_told() {
    let Some(host) = Host::new("www") else { return };
    let gone = Host { port: hosts::free_port(), ..host };
    let Err(PublishError::Faults { faults, .. }) = gone.publish_with(&site::first(), &site::options()) else {
        panic!()
    };
    assert_eq!(faults[0].kind, FaultKind::Passing, "{faults:?}");
    assert!(faults[0].advice().unwrap().contains("connection"), "{faults:?}");
}

/// A server that gives one answer to all.
fn answering(status: &'static str, body: &'static str) -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
        }
    });
    port
}

#[test]
fn what_a_host_says_no_with() {
    for (status, body, kind, word) in [
        (
            "403 Forbidden",
            "<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the current time is too large.</Message></Error>",
            FaultKind::Clock,
            "date and time",
        ),
        (
            "403 Forbidden",
            "<Error><Code>InvalidAccessKeyId</Code><Message>The AWS Access Key Id you provided does not exist in our records.</Message></Error>",
            FaultKind::Denied,
            "key",
        ),
        (
            "503 Slow Down",
            "<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>",
            FaultKind::Passing,
            "again",
        ),
        (
            "507 Insufficient Storage",
            "<Error><Code>QuotaExceeded</Code><Message>Full.</Message></Error>",
            FaultKind::Full,
            "room",
        ),
    ] {
        let host = Host { port: answering(status, body), bucket: "club".into(), prefix: "" };
        let Err(PublishError::Faults { faults, .. }) = host.publish_with(&site::first(), &site::options()) else {
            panic!()
        };
        assert_eq!(faults[0].kind, kind, "{faults:?}");
        assert!(faults[0].advice().unwrap().contains(word), "{faults:?}");
    }
}

#[test]
fn five_thousand_files() {
    let Some(host) = Host::new("www") else { return };
    let mut files = Files::new();
    for i in 0..5_000 {
        files.insert(format!("matches/{i:05}/index.html"), site::page(&format!("match {i}"), &["/"]));
    }
    files.insert("index.html".into(), site::page("home", &["/matches/00000/"]));
    assert_eq!(host.publish_with(&files, &site::options()).unwrap().uploaded, 5_001);
    let report = host.publish_with(&files, &site::options()).unwrap();
    assert_eq!((report.uploaded, report.unchanged), (0, 5_001));
    files.insert("matches/00042/index.html".into(), "corrected".into());
    assert_eq!(host.publish_with(&files, &site::options()).unwrap().uploaded, 1);
}
