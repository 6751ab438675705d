//! `touchline watch` as its users meet it: a site of every kind of page, saved
//! in all ways, is served byte for byte as a clean build would write it.

#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::items_after_statements,
    reason = "the program writes these names itself"
)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]
#![cfg(unix)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::{NOW, Site, Tree, tree};
use touchline::build::{Builder, Hint, Options};

const PATIENCE: Duration = Duration::from_secs(30);

const REPORT: &str = "---\ntitle: A draw\ndate: 2025-05-01\nmatch: Rovers 1-1 Town\ntopics: [Spring]\n\
                      image: {src: goal.svg, alt: A goal}\n---\n\nRovers and Town drew. Ann Poe scored.\n";
const RECORD: &str = "competition: League 2025\nmatches:\n  - kickoff: 2025-05-01\n    home: Rovers\n    away: Town\n\
                      \x20   score: 1-1\n    goals: [{player: Ann Poe, minute: 3, team: Rovers}, {player: Bea Roe, minute: 9, team: Town}]\n";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"16\" height=\"9\"></svg>";

fn league() -> Site {
    Site::bare()
        .file("content/site.yaml", "title: Test\nbase_url: https://example.org/club\n")
        .file("content/stories/draw.md", REPORT)
        .file("content/stories/goal.svg", SVG)
        .file("content/stories/old/news.md", "---\ntitle: News\ndate: 2025-04-01\n---\nNothing new of Bea Roe.\n")
        .file("content/record/league.yaml", RECORD)
        .file("content/teams/rovers.md", "---\nname: Rovers\nfounded: 1890\n---\nThe oldest.\n")
        .file("content/pages/about.md", "---\ntitle: About\n---\nUs.\n")
        .file("static/logo.svg", SVG)
}

/// A running `touchline watch`.
struct Watch<'s> {
    site: &'s Site,
    child: Child,
    address: String,
    stdout: Arc<Mutex<String>>,
    stderr: Arc<Mutex<String>>,
}

fn collect(from: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let text = Arc::new(Mutex::new(String::new()));
    let to = Arc::clone(&text);
    std::thread::spawn(move || {
        let mut lines = BufReader::new(from);
        let mut line = String::new();
        while lines.read_line(&mut line).is_ok_and(|n| n > 0) {
            to.lock().unwrap().push_str(&line);
            line.clear();
        }
    });
    text
}

#[track_caller]
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < PATIENCE, "never came about: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

impl<'s> Watch<'s> {
    fn spawn(site: &'s Site, arguments: &[&str], path: Option<&str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_touchline"));
        command.args(["watch", "--now", NOW]).args(arguments).current_dir(site.root()).env_remove("COLUMNS");
        if let Some(path) = path {
            command.env("PATH", path);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = collect(child.stdout.take().unwrap());
        let stderr = collect(child.stderr.take().unwrap());
        Self { site, child, address: String::new(), stdout, stderr }
    }

    fn start(site: &'s Site, arguments: &[&str]) -> Self {
        let mut watch = Self::spawn(site, &[&["--port", "0"], arguments].concat(), None);
        watch.wait_for_address();
        watch
    }

    fn wait_for_address(&mut self) {
        self.wait_for_line("serving http://");
        let text = self.said();
        let (_, rest) = text.split_once("serving http://").unwrap();
        rest.split_once('/').unwrap().0.clone_into(&mut self.address);
    }

    fn said(&self) -> String {
        self.stdout.lock().unwrap().clone()
    }

    fn warned(&self) -> String {
        self.stderr.lock().unwrap().clone()
    }

    #[track_caller]
    fn wait_for_line(&self, text: &str) {
        let what = format!("`{text}` is said");
        let started = Instant::now();
        while !self.said().contains(text) {
            assert!(started.elapsed() < PATIENCE, "{what}\nstdout: {}\nstderr: {}", self.said(), self.warned());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// A file below the sub-path, without the reload script.
    fn get(&self, path: &str) -> (u16, Vec<u8>) {
        let (head, mut body) = self.request(&format!("/club/{path}"));
        if let Some(start) = find(&body, b"<script src=\"/__touchline/reload.js\"") {
            let end = start + find(&body[start..], b"</script>").unwrap() + b"</script>".len();
            body.drain(start..end);
        }
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body)
    }

    fn request(&self, path: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = find(&bytes, b"\r\n\r\n").unwrap();
        (String::from_utf8(bytes[..end].to_vec()).unwrap(), bytes[end + 4..].to_vec())
    }

    /// Waits until every file of a clean build is served with its bytes, and
    /// none of those that were there before and are not any more.
    #[track_caller]
    fn settle(&self, before: &Tree) -> Tree {
        let clean = clean_build(self.site, false);
        let differing = || {
            let wrong = clean.iter().find(|(file, bytes)| self.get(file) != (200, (*bytes).clone()));
            let gone = before.keys().filter(|file| !clean.contains_key(*file)).find(|file| self.get(file).0 != 404);
            wrong.map(|(file, _)| file).or(gone).cloned()
        };
        let started = Instant::now();
        while let Some(file) = differing() {
            assert!(
                started.elapsed() < PATIENCE,
                "{file} is not as in a clean build\nstdout: {}\nstderr: {}",
                self.said(),
                self.warned()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        clean
    }

    fn signal(&self, signal: &str) {
        assert!(Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success());
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// What a builder without a memory makes of the site.
#[track_caller]
fn clean_build(site: &Site, drafts: bool) -> Tree {
    let options =
        Options { root: site.root().to_owned(), base_url: None, drafts, future: false, now: NOW.parse().unwrap() };
    let update = Builder::new(options).update(&Hint::All).unwrap();
    let snapshot = update.snapshot.unwrap_or_else(|| panic!("{:#?}", update.diagnostics));
    snapshot.files().iter().map(|file| (file.to_string(), snapshot.get(file).unwrap().unwrap())).collect()
}

type Way = (&'static str, fn(&Site));

fn rename(site: &Site, from: &str, to: &str) {
    fs::rename(site.path(from), site.path(to)).unwrap();
}

fn git(site: &Site, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main", "-C"])
        .arg(site.root())
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
}

const WAYS: &[Way] = &[
    ("prose, in place", |s| {
        s.write("content/stories/draw.md", REPORT.replace("drew", "shared the points"));
    }),
    ("prose, written beside and renamed over", |s| {
        s.write("content/stories/.draw.md.swp", REPORT.replace("drew", "parted as friends"));
        rename(s, "content/stories/.draw.md.swp", "content/stories/draw.md");
    }),
    ("prose, as Vim saves", |s| {
        s.write("content/stories/4913", "").remove("content/stories/4913");
        rename(s, "content/stories/draw.md", "content/stories/draw.md~");
        s.write("content/stories/draw.md", REPORT).remove("content/stories/draw.md~");
    }),
    ("front matter, deleted and created", |s| {
        s.remove("content/stories/draw.md");
        s.write("content/stories/draw.md", REPORT.replace("A draw", "One each").replace("Spring", "Draws"));
    }),
    ("a score", |s| {
        s.write("content/stories/draw.md", REPORT.replace("1-1", "1-0"));
        s.write(
            "content/record/league.yaml",
            RECORD.replace("1-1", "1-0").replace(", {player: Bea Roe, minute: 9, team: Town}", ""),
        );
    }),
    ("the score as it was", |s| {
        s.write("content/stories/draw.md", REPORT).write("content/record/league.yaml", RECORD);
    }),
    ("a story renamed", |s| rename(s, "content/stories/draw.md", "content/stories/one-each.md")),
    ("a folder moved", |s| rename(s, "content/stories/old", "content/stories/archive")),
    ("a new nested tree", |s| {
        for n in 0..12 {
            let text = format!("---\ntitle: Story {n}\ndate: 2025-03-{:02}\n---\nOf Town, again.\n", n + 1);
            s.write(&format!("content/stories/a/b{n}/c/story-{n}.md"), text);
        }
    }),
    ("a story in that tree", |s| {
        s.write("content/stories/a/b3/c/more.md", "---\ntitle: More\ndate: 2025-03-30\n---\nMore.\n");
    }),
    ("the tree deleted", |s| {
        s.remove("content/stories/a");
    }),
    ("a picture beside a story", |s| {
        s.write("content/stories/goal.svg", SVG.replace("16", "32"));
    }),
    ("a static picture", |s| {
        s.write("static/logo.svg", SVG.replace('9', "10"));
    }),
    ("a stylesheet", |s| {
        s.write("static/touchline.css", "body { color: green }\n");
    }),
    ("a profile", |s| {
        s.write("content/teams/rovers.md", "---\nname: Rovers\naliases: [Reds]\n---\nThe second oldest.\n");
    }),
    ("a template of its own", |s| {
        s.write("templates/404.html", "{% extends \"base.html\" %}{% block main %}<p>Gone</p>{% endblock main %}\n");
    }),
    ("that template", |s| {
        s.replace("templates/404.html", "Gone", "Lost");
    }),
    ("the templates deleted", |s| {
        s.remove("templates");
    }),
    ("the settings", |s| {
        s.write("content/site.yaml", "title: Other\nbase_url: https://example.org/club\nlanguage: de\n");
    }),
    ("a branch checked out", |s| {
        git(s, &["init", "-q"]);
        git(s, &["add", "-A"]);
        git(s, &["commit", "-qm", "one"]);
        git(s, &["checkout", "-qb", "other"]);
        s.remove("content/pages").remove("content/stories/archive").write("content/stories/one-each.md", REPORT);
        git(s, &["add", "-A"]);
        git(s, &["commit", "-qm", "two"]);
        git(s, &["checkout", "-q", "main"]);
    }),
    ("and the other", |s| git(s, &["checkout", "-q", "other"])),
    ("all content moved away and back", |s| {
        rename(s, "content", "content.away");
        std::thread::sleep(Duration::from_millis(100));
        rename(s, "content.away", "content");
    }),
    ("a save after that", |s| {
        s.write("content/stories/one-each.md", REPORT.replace("drew", "did not win"));
    }),
];

fn try_all_ways(arguments: &[&str]) {
    let site = league();
    let watch = Watch::start(&site, arguments);
    let mut before = watch.settle(&Tree::new());
    for (name, way) in WAYS {
        eprintln!("{name}");
        way(&site);
        before = watch.settle(&before);
    }
    assert!(!site.exists("public"), "nothing is written");
}

#[test]
fn whatever_is_saved_is_served() {
    try_all_ways(&[]);
}

#[test]
fn whatever_is_saved_is_served_by_polling() {
    try_all_ways(&["--poll"]);
}

#[test]
fn the_output_folder_is_left_alone() {
    let site = league();
    site.build();
    let (built, stamp) = (site.output(), |path: &str| fs::metadata(site.path(path)).unwrap().modified().unwrap());
    let before = stamp("public/index.html");
    let watch = Watch::start(&site, &[]);
    site.write("content/stories/draw.md", REPORT.replace("drew", "shared the points"));
    watch.settle(&Tree::new());
    assert!(site.output() == built && stamp("public/index.html") == before);
}

#[test]
fn without_a_server_the_output_folder_is_written() {
    let site = league();
    let watch = Watch::spawn(&site, &["--no-serve"], None);
    watch.wait_for_line("new");
    assert!(site.output() == clean_build(&site, false));
    site.write("content/stories/draw.md", REPORT.replace("drew", "shared the points"));
    watch.wait_for_line("content/stories/draw.md: public: ");
    assert!(site.output() == clean_build(&site, false));
    let good = site.output();
    site.write("content/stories/draw.md", REPORT.replace("title", "titel"));
    watch.wait_for_line("errors, the last good site stays up");
    assert!(site.output() == good);
    site.remove("content/stories/draw.md");
    wait_until("the page is gone", || !site.exists("public/stories/draw/index.html"));
    watch.wait_for_line("mended");
    assert!(site.output() == clean_build(&site, false));
    assert!(!watch.said().contains("serving"));
}

#[test]
fn killed_while_writing_it_does_no_harm() {
    let site = league();
    for round in 0..8 {
        let watch = Watch::spawn(&site, &["--no-serve"], None);
        for n in 0..(round % 4) {
            site.write("content/stories/draw.md", REPORT.replace("drew", &format!("met {round} {n}")));
            site.write(
                &format!("content/stories/new-{n}.md"),
                format!("---\ntitle: N{n}\ndate: 2025-01-0{}\n---\n", n + 1),
            );
            std::thread::sleep(Duration::from_millis(40 * round));
        }
        std::thread::sleep(Duration::from_millis(60 * round));
        watch.signal("-KILL");
        drop(watch);
        // Every file is whole, whenever the end came.
        if site.exists("public") {
            for (file, bytes) in tree(&site.path("public")) {
                let text = String::from_utf8_lossy(&bytes);
                assert!(!file.ends_with(".html") || text.trim_end().ends_with("</html>"), "{file} is cut short");
            }
        }
    }
    site.build();
    assert!(site.output() == clean_build(&site, false));
}

#[test]
fn ctrl_c_ends_it_at_once() {
    let site = league();
    for arguments in [&["--port", "0"][..], &["--no-serve"][..]] {
        let mut watch = Watch::spawn(&site, arguments, None);
        watch.wait_for_line(if arguments.len() == 2 { "serving" } else { "public: " });
        let started = Instant::now();
        watch.signal("-INT");
        let status = watch.child.wait().unwrap();
        assert_eq!(status.code(), Some(0), "{status:?}");
        assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    }
}

#[test]
fn errors_are_the_same_on_the_terminal_and_on_the_page() {
    let site = league();
    let watch = Watch::start(&site, &[]);
    let good = watch.get("stories/draw/").1;
    site.write("content/stories/draw.md", REPORT.replace("Rovers 1-1 Town", "Rovers 1-1 Twon"));
    watch.wait_for_line("errors, the last good site stays up");
    wait_until("the fault is told", || watch.warned().contains("1 error\n"));
    let fault = || {
        let (_, body) = watch.request("/__touchline/events?once=1");
        serde_json::from_slice::<serde_json::Value>(&body).unwrap()["fault"].clone()
    };
    assert_eq!(fault(), watch.warned());
    assert!(watch.warned().contains("content/stories/draw.md:4:"), "{}", watch.warned());
    assert!(watch.get("stories/draw/") == (200, good));
    site.write("content/stories/draw.md", REPORT);
    watch.wait_for_line("content/stories/draw.md: mended, ");
    assert_eq!(fault(), serde_json::Value::Null);

    // A template whose fault shows only when a page is made of it.
    site.write("templates/page.html", "<p>{{ page.nothing_of_the_kind }}</p>");
    watch.wait_for_line("errors in pages, the last good site stays up");
    assert!(fault().as_str().unwrap().contains("templates/page.html:1:"), "{}", fault());
    assert!(watch.warned().ends_with(fault().as_str().unwrap()), "{}", watch.warned());
    let about = watch.get("about/");
    assert!(about.0 == 200 && find(&about.1, b"Us.").is_some());
    site.remove("templates/page.html");
    watch.wait_for_line("templates/page.html: mended, ");
    watch.settle(&Tree::new());
}

#[test]
fn a_site_with_errors_is_watched_until_it_is_mended() {
    let site = league();
    site.write("content/stories/draw.md", REPORT.replace("title", "titel"));
    let watch = Watch::start(&site, &[]);
    let (head, body) = watch.request("/");
    assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
    assert!(find(&body, b"unknown key `titel`").is_some());
    site.write("content/stories/draw.md", REPORT);
    watch.wait_for_line("mended");
    assert!(watch.request("/").0.contains("location: /club/"));
    watch.settle(&Tree::new());
}

#[test]
fn a_port_that_is_taken_is_passed_over() {
    let site = league();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let mut watch = Watch::spawn(&site, &["--port", &port.to_string()], None);
    watch.wait_for_address();
    assert!(watch.said().starts_with(&format!("port {port} is taken, so it is ")), "{}", watch.said());
    assert_ne!(watch.address, format!("127.0.0.1:{port}"));
    assert_eq!(watch.get("").0, 200);
}

#[test]
fn the_browser_is_opened() {
    use std::os::unix::fs::PermissionsExt;
    let site = league();
    site.write("bin/xdg-open", "#!/bin/sh\necho \"$1\" > \"$(dirname \"$0\")/opened\"\n");
    fs::set_permissions(site.path("bin/xdg-open"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", site.path("bin").display(), std::env::var("PATH").unwrap());
    let mut watch = Watch::spawn(&site, &["--port", "0", "--open"], Some(&path));
    watch.wait_for_address();
    wait_until("the browser is opened", || site.exists("bin/opened") && !site.read("bin/opened").is_empty());
    assert_eq!(site.read("bin/opened").trim(), format!("http://{}/club/", watch.address));
}

#[test]
fn drafts_are_shown_if_asked_for() {
    let site = league();
    site.write("content/stories/draft.md", "---\ntitle: Draft\ndate: 2025-05-02\ndraft: true\n---\nNot yet.\n");
    assert_eq!(Watch::start(&site, &[]).get("stories/draft/").0, 404);
    let watch = Watch::start(&site, &["--drafts"]);
    assert_eq!(watch.get("stories/draft/").0, 200);
    assert!(clean_build(&site, true).iter().all(|(file, bytes)| watch.get(file) == (200, bytes.clone())));
}

#[test]
fn wrong_usage_and_faults_have_their_codes() {
    let site = league();
    site.run(&["watch", "--no-serve", "--open"]).exits(2);
    site.run(&["watch", "--host", "name.that.does.not.exist.invalid"]).exits(3);
    site.write("public/foreign.txt", "not touchline's");
    site.run(&["watch", "--no-serve"]).exits(2).warns("did not write what is in it");
    site.run(&["watch", "--output", "x"]).exits(2);
    assert_eq!(tree(&site.path("public")).len(), 1);
    Site::bare().run(&["watch"]).exits(2);
    assert!(Path::new(env!("CARGO_BIN_EXE_touchline")).exists());
}
