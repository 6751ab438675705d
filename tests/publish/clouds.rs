//! Buckets of servers that speak like Google's and Azure's storage.

use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{ChildStdout, Command};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path as Key;
use object_store::{Attribute, GetOptions, ObjectStore, ObjectStoreExt};
use touchline::publish::fault::{FaultKind, PublishError};
use touchline::publish::object::{Storage, open};
use touchline::publish::prepare::prepare;
use touchline::publish::report::Report;
use touchline::publish::transport::Transport;
use touchline::publish::{Options, publish};

use crate::command::{self, Site};
use crate::faults;
use crate::hosts::{self, Server};
use crate::line::Line;
use crate::site::{self, Files};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cloud {
    Google,
    Azure,
}

/// The account of every Azure server for trials, and its key.
/// <https://learn.microsoft.com/azure/storage/common/storage-use-azurite>
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

fn script(name: &str) -> String {
    format!("{}/tests/publish/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// One server of each for all tests of this run.
fn server(cloud: Cloud) -> Option<u16> {
    static GOOGLE: OnceLock<Option<(Server, u16)>> = OnceLock::new();
    // With its output, which it does not live without.
    static AZURE: OnceLock<Option<(Server, u16, BufReader<ChildStdout>)>> = OnceLock::new();
    let python = hosts::tools().join("bin/python");
    match cloud {
        Cloud::Google => GOOGLE
            .get_or_init(|| {
                if !hosts::is_there(&python) {
                    return None;
                }
                let (server, mut output) = Server::start(python.to_str().unwrap(), &[&script("gcs_server.py")]);
                let port = hosts::first_line(&mut output).parse().unwrap();
                Some((server, port))
            })
            .as_ref()
            .map(|(_, port)| *port),
        Cloud::Azure => AZURE
            .get_or_init(|| {
                let program = hosts::tools().join("node_modules/.bin/azurite-blob");
                if !hosts::is_there(&program) || !hosts::is_there(&python) {
                    return None;
                }
                let port = hosts::free_port();
                let args = ["--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck"];
                let port_text = port.to_string();
                let args = [&[program.to_str().unwrap()], &args[..], &["--blobPort", &port_text]].concat();
                let node = hosts::tools().join("bin/node");
                let node = if node.exists() { node.to_str().unwrap() } else { "node" };
                let (server, mut output) = Server::start(node, &args);
                hosts::wait_for(port);
                // It is there before it can be talked to.
                for _ in 0..10 {
                    if hosts::first_line(&mut output).contains("listens") {
                        break;
                    }
                }
                Some((server, port, output))
            })
            .as_ref()
            .map(|(_, port, _)| *port),
    }
}

/// A bucket of its own.
struct Host {
    cloud: Cloud,
    port: u16,
    bucket: String,
    prefix: &'static str,
}

impl Host {
    fn new(cloud: Cloud, prefix: &'static str) -> Option<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let port = server(cloud)?;
        let bucket = format!("club-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        match cloud {
            Cloud::Google => {
                let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
                write!(stream, "PUT /{bucket} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            }
            Cloud::Azure => {
                let python = hosts::tools().join("bin/python");
                let args = [script("azure_container.py"), port.to_string(), bucket.clone()];
                let output = Command::new(python).args(args).output().unwrap();
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            }
        }
        Some(Self { cloud, port, bucket, prefix })
    }

    fn endpoint(&self, port: u16) -> String {
        match self.cloud {
            Cloud::Google => format!("http://127.0.0.1:{port}"),
            Cloud::Azure => format!("http://127.0.0.1:{port}/{ACCOUNT}"),
        }
    }

    fn store_at(&self, port: u16, key: &str) -> Arc<dyn ObjectStore> {
        let endpoint = self.endpoint(port);
        match self.cloud {
            Cloud::Google => open::gcs_of(GoogleCloudStorageBuilder::new(), &self.bucket, Some(&endpoint)).unwrap(),
            Cloud::Azure => {
                let builder = MicrosoftAzureBuilder::new().with_account(ACCOUNT).with_access_key(key);
                open::azure_of(builder, &self.bucket, Some(&endpoint)).unwrap()
            }
        }
    }

    fn transport_at(&self, port: u16, key: &str) -> Storage {
        let scheme = if self.cloud == Cloud::Google { "gs" } else { "az" };
        Storage::new(self.store_at(port, key), self.prefix, format!("{scheme}://{}", self.bucket)).unwrap()
    }

    fn transport(&self) -> Storage {
        self.transport_at(self.port, KEY)
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
        let (transport, store) = (self.transport(), self.store_at(self.port, KEY));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let read = |path: &String| {
            let key = if self.prefix.is_empty() { path.clone() } else { format!("{}/{path}", self.prefix) };
            let bytes =
                runtime.block_on(async { store.get(&Key::parse(key).unwrap()).await.unwrap().bytes().await.unwrap() });
            (path.clone(), String::from_utf8_lossy(&bytes).into_owned())
        };
        transport.list(&[]).unwrap().keys().map(read).collect()
    }
}

fn season(cloud: Cloud) {
    let Some(host) = Host::new(cloud, "club/www") else { return };
    let report = host.publish(&site::first());
    assert_eq!((report.new, report.uploaded), (11, 11));
    // At once: what the first run noted is what the second goes by.
    let report = host.publish(&site::second());
    assert_eq!((report.deleted, report.kept), (3, 0));
    host.publish(&site::first());
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

    // Without a manifest the listing tells.
    host.transport().remove(".touchline/manifest.json").unwrap();
    files = site::second();
    files.insert("index.html".into(), site::page("home again", &[]));
    assert_eq!(host.publish(&files).uploaded, 1);
    assert_eq!(host.publish(&files).uploaded, 0);
}

#[test]
fn a_season_at_google() {
    season(Cloud::Google);
}

#[test]
fn a_season_at_azure() {
    season(Cloud::Azure);
}

#[test]
fn headers_go_along_and_renames_of_what_is_kept_compressed_send_nothing() {
    for (cloud, key) in [(Cloud::Google, "gcs"), (Cloud::Azure, "azure")] {
        let Some(host) = Host::new(cloud, "www") else { continue };
        let target = site::target(&format!("{{\"{key}\": \"x/www\", \"compress\": \"gzip\"}}"));
        let dir = tempfile::tempdir().unwrap();
        let mut files = site::first();
        files.insert("long/index.html".into(), site::page(&"one nil ".repeat(500), &[]));
        files.insert("app.3f9a27c1.css".into(), "a{}".into());
        site::write(dir.path(), &files);
        let publish = || {
            let prepared = prepare(dir.path(), &target, Some("https://example.org")).unwrap();
            publish(&prepared.files, &host.transport(), None, &site::options()).unwrap().report
        };
        publish();
        let store = host.store_at(host.port, KEY);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let headers = |path: &str, attribute: Attribute| {
            let options = GetOptions { head: true, ..GetOptions::default() };
            let found = runtime.block_on(store.get_opts(&Key::parse(format!("www/{path}")).unwrap(), options)).unwrap();
            found.attributes.get(&attribute).map(|value| value.as_ref().to_owned())
        };
        assert_eq!(headers("index.html", Attribute::ContentType).as_deref(), Some("text/html; charset=utf-8"));
        assert_eq!(headers("index.html", Attribute::CacheControl).as_deref(), Some("public, max-age=60"));
        let forever = headers("app.3f9a27c1.css", Attribute::CacheControl);
        assert_eq!(forever.as_deref(), Some("public, max-age=31536000, immutable"));
        assert_eq!(headers("long/index.html", Attribute::ContentEncoding).as_deref(), Some("gzip"), "{cloud:?}");
        assert_eq!(headers("index.html", Attribute::ContentEncoding), None, "too short to be worth it");
        assert_eq!(publish().uploaded, 0, "{cloud:?}");

        let page = files.remove("long/index.html").unwrap();
        files.insert("longer/index.html".into(), page);
        site::write(dir.path(), &files);
        let report = publish();
        assert_eq!((report.copied, report.uploaded, report.deleted), (1, 0, 1), "{cloud:?}: {report:?}");
        assert_eq!(headers("longer/index.html", Attribute::ContentEncoding).as_deref(), Some("gzip"), "{cloud:?}");
        host.transport().remove(".touchline/manifest.json").unwrap();
        assert_eq!(publish().uploaded, 0, "{cloud:?}: the listing tells");
    }
}

#[test]
fn a_lock_is_one_mans() {
    for cloud in [Cloud::Google, Cloud::Azure] {
        let Some(host) = Host::new(cloud, "www") else { continue };
        let (one, two) = (host.transport(), host.transport());
        let version = one.claim(".touchline/lock.json", b"one", None).unwrap().unwrap();
        assert_eq!(two.claim(".touchline/lock.json", b"two", None).unwrap(), None, "{cloud:?}");
        let renewed = one.write(".touchline/lock.json", b"one again", Some(&version)).unwrap();
        assert_eq!(two.claim(".touchline/lock.json", b"two", Some(&version)).unwrap(), None, "{cloud:?}");
        let fault = one.write(".touchline/lock.json", b"x", Some(&version)).unwrap_err();
        assert_eq!(fault.kind, FaultKind::Conflict, "{cloud:?}: {fault}");
        assert!(two.claim(".touchline/lock.json", b"two", Some(&renewed)).unwrap().is_some(), "{cloud:?}");
    }
}

fn at_every_request(cloud: Cloud) {
    let Some(host) = Host::new(cloud, "www") else { return };
    let line = Line::http(host.port);
    faults::at_every_http_request(&line, &host.transport_at(line.port, KEY), &host.transport(), &|| host.read());
}

#[test]
fn faults_at_every_request_at_google() {
    at_every_request(Cloud::Google);
}

#[test]
fn faults_at_every_request_at_azure() {
    at_every_request(Cloud::Azure);
}

#[test]
fn what_a_host_says_no_with() {
    for cloud in [Cloud::Google, Cloud::Azure] {
        let Some(host) = Host::new(cloud, "www") else { continue };
        let fault = |transport: &Storage| {
            let result = publish(&site::local(&site::first()), transport, None, &site::options());
            let Err(PublishError::Faults { mut faults, .. }) = result else { panic!("{cloud:?}") };
            faults.remove(0)
        };
        let nowhere = Host { bucket: "no-such-bucket".into(), cloud, ..host };
        let missing = fault(&nowhere.transport());
        assert_eq!(missing.kind, FaultKind::Missing, "{cloud:?}: {missing:?}");
        assert!(missing.to_string().contains("no such bucket"), "{cloud:?}: {missing}");
        let gone = fault(&nowhere.transport_at(hosts::free_port(), KEY));
        assert_eq!(gone.kind, FaultKind::Passing, "{cloud:?}: {gone:?}");
        let stranger = match cloud {
            Cloud::Google => fault(&Host { bucket: "private".into(), ..nowhere }.transport()),
            Cloud::Azure => {
                let wrong = "d3JvbmcgY2x1YiwgbXkgZnJpZW5kLCB3cm9uZyBjbHVi";
                let fault = fault(&nowhere.transport_at(nowhere.port, wrong));
                assert!(!format!("{fault:?}").contains(wrong), "{fault:?}");
                fault
            }
        };
        assert_eq!(stranger.kind, FaultKind::Denied, "{cloud:?}: {stranger:?}");
        assert!(stranger.advice().unwrap().contains("Credentials: "), "{stranger:?}");
    }
}

#[test]
fn the_command_with_keys_from_the_environment() {
    for cloud in [Cloud::Google, Cloud::Azure] {
        let Some(host) = Host::new(cloud, "") else { continue };
        let (bucket, endpoint) = (&host.bucket, host.endpoint(host.port));
        let target = match cloud {
            Cloud::Google => format!("gcs: {bucket}"),
            Cloud::Azure => format!("azure: {bucket}, account: {ACCOUNT}"),
        };
        let site = Site::new(
            "base_url: https://example.org/club\n",
            &format!("  live: {{{target}, endpoint: \"{endpoint}\", compress: gzip}}\n"),
        );
        let run = |args: &[&str]| {
            let mut command = site.command(args);
            command.env("AZURE_STORAGE_ACCOUNT_KEY", KEY).env_remove("GOOGLE_APPLICATION_CREDENTIALS");
            let said = command::said(&command.output().unwrap());
            assert_eq!(said.code, 0, "{cloud:?}: {}{}", said.out, said.err);
            said.out
        };
        let dry = run(&["publish", "--dry-run", "--now=2025-09-01"]);
        assert!(dry.contains("Would publish to"), "{dry}");
        assert!(host.read().is_empty(), "{cloud:?}: a dry run changes nothing");
        let first = run(&["publish", "--now=2025-09-01"]);
        assert!(first.contains("Published to") && first.contains(bucket), "{first}");
        assert!(run(&["publish", "--now=2025-09-01"]).contains("is up to date"));
    }
}
