//! Folders that rsync and SFTP reach: over a path, rsync's own server, ssh.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use touchline::publish::fault::{FaultKind, PublishError};
use touchline::publish::report::Report;
use touchline::publish::rsync::Rsync;
use touchline::publish::sftp::Sftp;
use touchline::publish::targets::RemotePlace;
use touchline::publish::transport::Transport;
use touchline::publish::{Options, publish};

use crate::faults;
use crate::hosts::{self, Server};
use crate::line::Line;
use crate::site::{self, Files};

/// How the folder is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Path,
    Daemon,
    RsyncOverSsh,
    Sftp,
}

struct Host {
    dir: tempfile::TempDir,
    way: Way,
    place: RemotePlace,
    /// Of the server, if there is one.
    port: u16,
    _server: Option<Server>,
}

impl Host {
    fn new(way: Way) -> Option<Self> {
        let program = if way == Way::Sftp { "ssh" } else { "rsync" };
        let dir = tempfile::tempdir().unwrap();
        let www = dir.path().join("www");
        let over_ssh = matches!(way, Way::RsyncOverSsh | Way::Sftp);
        if !hosts::is_there(Path::new(if program == "ssh" { "rsync" } else { program })) {
            return None;
        }
        let mut place =
            RemotePlace { address: www.display().to_string(), port: None, identity: None, ssh_config: None };
        let (mut server, mut port) = (None, 0);
        if over_ssh {
            let python = hosts::tools().join("bin/python");
            if !hosts::is_there(&python) {
                return None;
            }
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/publish/ssh_server.py");
            let keys = dir.path().join("keys");
            fs::create_dir(&keys).unwrap();
            let (started, mut output) = Server::start(python.to_str().unwrap(), &[script, keys.to_str().unwrap()]);
            port = hosts::first_line(&mut output).parse().unwrap();
            server = Some(started);
            place.ssh_config = Some(keys.join("config").display().to_string());
            place.address = format!("club@127.0.0.1:{}", www.display());
        } else if way == Way::Daemon {
            fs::create_dir(&www).unwrap();
            port = hosts::free_port();
            let config = dir.path().join("rsyncd.conf");
            // As root it would become nobody.
            let (user, group) = (id("-u"), id("-g"));
            let text = format!(
                "use chroot = no\nport = {port}\naddress = 127.0.0.1\n[site]\n path = {}\n read only = no\n uid = {user}\n gid = {group}\n",
                www.display()
            );
            fs::write(&config, text).unwrap();
            let (started, _) =
                Server::start("rsync", &["--daemon", "--no-detach", "--config", config.to_str().unwrap()]);
            hosts::wait_for(port);
            server = Some(started);
        }
        let mut host = Self { dir, way, place, port, _server: server };
        host.place = host.place_at(port);
        Some(host)
    }

    /// The place, as it is reached through this port.
    fn place_at(&self, port: u16) -> RemotePlace {
        match self.way {
            Way::Path => self.place.clone(),
            Way::Daemon => RemotePlace { address: format!("rsync://127.0.0.1:{port}/site"), ..self.place.clone() },
            Way::RsyncOverSsh | Way::Sftp => RemotePlace { port: Some(port), ..self.place.clone() },
        }
    }

    fn www(&self) -> PathBuf {
        self.dir.path().join("www")
    }

    /// Keeps what the host holds now, times and all.
    fn keep(&self) {
        copy(&self.www(), &self.dir.path().join("kept"));
    }

    /// Makes the host hold what was kept.
    fn put_back(&self) {
        copy(&self.dir.path().join("kept"), &self.www());
    }

    fn transport(&self) -> Box<dyn Transport> {
        self.transport_to(&self.place)
    }

    fn transport_to(&self, place: &RemotePlace) -> Box<dyn Transport> {
        let own = self.dir.path().join("own");
        match self.way {
            Way::Sftp => Box::new(Sftp::open(place, &own).unwrap()),
            _ => Box::new(Rsync::open(place, &own).unwrap()),
        }
    }

    fn publish_with(&self, files: &Files, options: &Options<'_>) -> Result<Report, PublishError> {
        Self::publish_by(&*self.transport(), files, options)
    }

    fn publish_by(transport: &dyn Transport, files: &Files, options: &Options<'_>) -> Result<Report, PublishError> {
        // Out of a folder, as in life: rsync sends files with their times.
        let target = site::target("\"/unused\"");
        let (_built, prepared) = site::prepared(files, &target);
        publish(&prepared.files, transport, None, options).map(|outcome| outcome.report)
    }

    fn publish(&self, files: &Files) -> Report {
        let report = self.publish_with(files, &site::options()).unwrap();
        assert_eq!(&site::read(&self.www()), files, "{:?}", self.way);
        report
    }
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    let status = std::process::Command::new("cp").arg("-a").args([from, to]).status().unwrap();
    assert!(status.success());
}

fn id(which: &str) -> String {
    let output = std::process::Command::new("id").arg(which).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The whole of a season on one host.
fn season(way: Way) {
    let Some(host) = Host::new(way) else { return };
    let report = host.publish(&site::first());
    assert_eq!((report.new, report.uploaded), (11, 11), "{way:?}");
    let report = host.publish(&site::first());
    assert_eq!((report.unchanged, report.uploaded), (11, 0), "{way:?}: {report:?}");

    let mut files = site::first();
    files.insert("teams/usa/index.html".into(), site::page("USA again", &["/"]));
    assert_eq!(host.publish(&files).uploaded, 1, "{way:?}");

    // Renames, new and deleted files; a folder in place of a file.
    files = site::second();
    files.insert("photo.jpg/index.html".into(), site::page("a folder now", &["/"]));
    files.insert("odd names/ö [1] *?'\"$x.html".into(), "odd".into());
    let report = host.publish(&files);
    assert_eq!(report.deleted, 3, "{way:?}: {report:?}");
    assert_eq!(host.publish(&files).uploaded, 0, "{way:?}");
    let report = host.publish(&site::first());
    assert_eq!(report.deleted, 10, "{way:?}: {report:?}");
    assert!(
        !host.www().join("odd names").exists() && !host.www().join("players").exists(),
        "{way:?}: empty folders go"
    );

    // What others put there stays; what they changed is set right.
    fs::write(host.www().join("shop.html"), "mine").unwrap();
    fs::write(host.www().join("index.html"), "defaced, and of another length").unwrap();
    let report = host.publish_with(&site::first(), &site::options()).unwrap();
    assert_eq!((report.changed, report.kept, report.deleted), (1, 1, 0), "{way:?}: {report:?}");
    assert!(host.www().join("shop.html").exists());
    fs::remove_file(host.www().join("shop.html")).unwrap();

    // What a run that was killed left half sent goes with the next.
    if way == Way::Sftp {
        fs::write(host.www().join(".touchline/part-1-1"), "half").unwrap();
        host.publish(&site::second());
    }
    let own: Vec<_> = fs::read_dir(host.www().join(".touchline")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(own, ["manifest.json"], "{way:?}");
}

#[test]
fn a_season_by_rsync_on_a_path() {
    season(Way::Path);
}

#[test]
fn a_season_by_rsyncs_own_server() {
    season(Way::Daemon);
}

#[test]
fn a_season_by_rsync_over_ssh() {
    season(Way::RsyncOverSsh);
}

#[test]
fn a_season_by_sftp() {
    season(Way::Sftp);
}

#[test]
fn a_dry_run_changes_nothing() {
    for way in [Way::Path, Way::Sftp] {
        let Some(host) = Host::new(way) else { continue };
        let dry = Options { dry_run: true, ..site::options() };
        assert_eq!(host.publish_with(&site::first(), &dry).unwrap().new, 11, "{way:?}");
        assert!(!host.www().exists(), "{way:?}");
    }
}

/// Several hosts at once: a session for each request is mostly waiting.
fn at_every_request(way: Way) {
    let Some(host) = Host::new(way) else { return };
    host.publish(&site::first());
    let count = faults::count_requests(&*host.transport());
    assert!(count > 25, "{count} requests");
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let host = Host::new(way).unwrap();
                host.publish(&site::first());
                host.keep();
                loop {
                    let at = next.fetch_add(1, Ordering::SeqCst);
                    if at >= count {
                        return;
                    }
                    // Another run knows nothing of the folders that this one saw.
                    faults::at_request(at, &*host.transport(), &|| host.put_back(), &|| site::read(&host.www()));
                }
            });
        }
    });
}

#[test]
fn faults_at_every_request_by_rsync() {
    at_every_request(Way::Path);
}

#[test]
fn faults_at_every_request_by_sftp() {
    at_every_request(Way::Sftp);
}

fn a_line_that_dies(way: Way) {
    let Some(host) = Host::new(way) else { return };
    let line = Line::raw(host.port);
    let place = host.place_at(line.port);
    host.publish(&site::first());
    host.keep();
    faults::at_many_bytes(
        &line,
        &|files| Host::publish_by(&*host.transport_to(&place), files, &site::options()).map(|_| ()),
        &|files| {
            host.publish(files);
        },
        &|| host.put_back(),
        &|| site::read(&host.www()),
        10,
    );
}

#[test]
fn a_line_to_rsyncs_own_server_that_dies_while_much_is_sent() {
    a_line_that_dies(Way::Daemon);
}

#[test]
fn a_line_of_rsync_over_ssh_that_dies_while_much_is_sent() {
    a_line_that_dies(Way::RsyncOverSsh);
}

#[test]
fn a_line_of_sftp_that_dies_while_much_is_sent() {
    a_line_that_dies(Way::Sftp);
}

#[test]
fn two_want_the_lock() {
    for way in [Way::Path, Way::Sftp] {
        let Some(host) = Host::new(way) else { continue };
        host.publish(&site::first());
        let (one, two) = (host.transport(), host.transport());
        let version = one.claim(".touchline/lock.json", b"one", None).unwrap().unwrap();
        assert_eq!(two.claim(".touchline/lock.json", b"two", None).unwrap(), None, "{way:?}");
        assert_eq!(two.claim(".touchline/lock.json", b"two", Some("another")).unwrap(), None, "{way:?}");
        assert_eq!(one.write(".touchline/lock.json", b"two", Some("x")).unwrap_err().kind, FaultKind::Conflict);
        assert!(two.claim(".touchline/lock.json", b"two", Some(&version)).unwrap().is_some(), "{way:?}");
        two.remove(".touchline/lock.json").unwrap();
        two.remove(".touchline/lock.json").unwrap();
        assert_eq!(one.read(".touchline/lock.json").unwrap(), None, "{way:?}");
    }
}

#[test]
fn wrong_keys_and_lost_connections_are_told() {
    for way in [Way::RsyncOverSsh, Way::Sftp] {
        let Some(mut host) = Host::new(way) else { continue };
        let sound = host.place.clone();
        // A key that the server does not know.
        let config = PathBuf::from(sound.ssh_config.clone().unwrap());
        let text = fs::read_to_string(&config).unwrap().replace("client_key", "host_key");
        let wrong = config.with_file_name("wrong");
        fs::write(&wrong, text).unwrap();
        host.place.ssh_config = Some(wrong.display().to_string());
        let Err(PublishError::Faults { faults, .. }) = host.publish_with(&site::first(), &site::options()) else {
            panic!()
        };
        assert_eq!(faults[0].kind, FaultKind::Denied, "{way:?}: {faults:?}");
        // Nobody listens.
        host.place = RemotePlace { port: Some(hosts::free_port()), ..sound };
        let Err(PublishError::Faults { faults, .. }) = host.publish_with(&site::first(), &site::options()) else {
            panic!()
        };
        assert_eq!(faults[0].kind, FaultKind::Passing, "{way:?}: {faults:?}");
        assert!(faults[0].advice().is_some());
    }
}

#[test]
fn five_thousand_files_by_rsync() {
    let Some(host) = Host::new(Way::Daemon) else { return };
    let mut files = Files::new();
    for i in 0..5_000 {
        files.insert(format!("matches/{i:05}/index.html"), site::page(&format!("match {i}"), &["/"]));
    }
    files.insert("index.html".into(), site::page("home", &["/matches/00000/"]));
    assert_eq!(host.publish(&files).uploaded, 5_001);
    files.insert("matches/00042/index.html".into(), "corrected".into());
    assert_eq!(host.publish(&files).uploaded, 1);
}
