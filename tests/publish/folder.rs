//! A folder as a host.

use std::fs;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use touchline::publish::fault::PublishError;
use touchline::publish::folder::Folder;
use touchline::publish::lock::Times;
use touchline::publish::run::{Outcome, acknowledge_purge};
use touchline::publish::{Options, publish};

use crate::site::{self, Files};

struct Host {
    dir: tempfile::TempDir,
}

impl Host {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    fn publish_with(&self, files: &Files, options: &Options<'_>) -> Result<Outcome, PublishError> {
        publish(&site::local(files), &Folder::open(self.dir.path()).unwrap(), None, options)
    }

    fn publish(&self, files: &Files) -> Outcome {
        let outcome = self.publish_with(files, &site::options()).unwrap();
        assert_eq!(&site::read(self.dir.path()), files);
        outcome
    }

    fn modified(&self) -> Vec<std::time::SystemTime> {
        let entries = walkdir::WalkDir::new(self.dir.path()).sort_by_file_name();
        entries.into_iter().map(|entry| entry.unwrap().metadata().unwrap().modified().unwrap()).collect()
    }
}

#[test]
fn first_publish_then_no_change() {
    let host = Host::new();
    let report = host.publish(&site::first()).report;
    assert_eq!((report.new, report.uploaded, report.changed, report.deleted), (11, 11, 0, 0));
    let before = host.modified();
    let report = host.publish(&site::first()).report;
    assert_eq!((report.unchanged, report.uploaded, report.bytes), (11, 0, 0));
    assert!(report.line().contains("up to date"), "{}", report.line());
    assert_eq!(before, host.modified(), "not a file was touched");
}

#[test]
fn one_page_changed() {
    let host = Host::new();
    host.publish(&site::first());
    let mut files = site::first();
    files.insert("teams/usa/index.html".into(), site::page("USA again", &["/"]));
    let report = host.publish(&files).report;
    assert_eq!((report.changed, report.uploaded, report.new, report.deleted), (1, 1, 0, 0));
    assert_eq!(report.steps, [("changed pages".to_owned(), "teams/usa/index.html".to_owned())]);
    assert_eq!(report.purge, ["teams/usa/index.html"]);
}

#[test]
fn a_rename_sends_nothing() {
    let host = Host::new();
    host.publish(&site::first());
    let mut files = site::first();
    let text = files.remove("photo.jpg").unwrap();
    files.insert("pictures/photo.jpg".into(), text);
    let report = host.publish(&files).report;
    assert_eq!((report.new, report.deleted, report.copied, report.uploaded, report.bytes), (1, 1, 1, 0, 0));
}

#[test]
fn only_what_touchline_published_is_deleted() {
    let host = Host::new();
    host.publish(&site::first());
    fs::write(host.dir.path().join("shop.html"), "mine").unwrap();
    fs::write(host.dir.path().join("photo.jpg"), "a better one").unwrap();
    let mut files = site::first();
    files.remove("photo.jpg");
    files.remove("teams/usa/fixtures.ics");
    let outcome = host.publish_with(&files, &site::options()).unwrap();
    assert_eq!((outcome.report.deleted, outcome.report.kept), (1, 2));
    assert_eq!(fs::read_to_string(host.dir.path().join("shop.html")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(host.dir.path().join("photo.jpg")).unwrap(), "a better one");
    assert!(!host.dir.path().join("teams/usa/fixtures.ics").exists());
}

#[test]
fn a_file_changed_on_the_host_is_set_right() {
    let host = Host::new();
    host.publish(&site::first());
    fs::write(host.dir.path().join("index.html"), "defaced").unwrap();
    fs::remove_file(host.dir.path().join("photo.jpg")).unwrap();
    let report = host.publish(&site::first()).report;
    assert_eq!((report.changed, report.new), (1, 1));
}

#[test]
fn many_deletions_need_a_word() {
    let host = Host::new();
    host.publish(&site::first());
    let mut files = site::first();
    files.remove("photo.jpg");
    files.remove("feed.xml");
    let careful = Options { confirm_deletes: false, ..site::options() };
    let Err(PublishError::Refused { message, help }) = host.publish_with(&files, &careful) else { panic!("not asked") };
    assert!(message.contains("2 of the 11") && help.contains("--confirm-deletes"), "{message}; {help}");
    assert_eq!(site::read(host.dir.path()), site::first(), "nothing was changed");
    let lenient = Options { delete_limit: 20, ..careful };
    host.publish_with(&files, &lenient).unwrap();
    assert_eq!(site::read(host.dir.path()), files);
}

#[test]
fn a_dry_run_changes_nothing() {
    let host = Host::new();
    host.publish(&site::first());
    let before = host.modified();
    let dry = Options { dry_run: true, confirm_deletes: false, ..site::options() };
    let report = host.publish_with(&site::second(), &dry).unwrap().report;
    assert!(report.line().starts_with("Would publish to"), "{}", report.line());
    assert_eq!((report.new, report.changed, report.deleted), (8, 7, 3));
    assert_eq!(report.steps.len(), 18);
    assert_eq!(before, host.modified());
    let real = host.publish(&site::second()).report;
    assert_eq!(real.steps, report.steps, "it does what it said");
    assert_eq!((real.uploaded, real.bytes, real.copied), (report.uploaded, report.bytes, report.copied));
}

#[test]
fn files_of_others_are_not_written_over_unasked() {
    let host = Host::new();
    fs::write(host.dir.path().join("index.html"), "another site").unwrap();
    let Err(PublishError::Refused { message, help }) = host.publish_with(&site::first(), &site::options()) else {
        panic!("not asked");
    };
    assert!(message.contains("`index.html`") && help.contains("--adopt"), "{message}; {help}");
    assert_eq!(site::read(host.dir.path()).len(), 1, "nothing was changed");
    host.publish_with(&site::first(), &Options { adopt: true, ..site::options() }).unwrap();
    assert_eq!(site::read(host.dir.path()), site::first());
}

#[test]
fn a_lost_or_damaged_manifest_is_made_anew() {
    for damage in [None, Some("{\"touchline\":\"manifest\"")] {
        let host = Host::new();
        let manifest = host.publish(&site::first()).manifest;
        let path = host.dir.path().join(".touchline/manifest.json");
        match damage {
            None => fs::remove_file(&path).unwrap(),
            Some(text) => fs::write(&path, text).unwrap(),
        }
        let mut files = site::first();
        files.insert("index.html".into(), site::page("home again", &[]));
        let report = host.publish(&files).report;
        assert_eq!((report.uploaded, report.unchanged), (1, 10), "from the listing");
        // What this machine remembers serves to delete.
        fs::remove_file(&path).unwrap();
        files.remove("photo.jpg");
        publish(&site::local(&files), &Folder::open(host.dir.path()).unwrap(), Some(&manifest), &site::options())
            .unwrap();
        assert_eq!(site::read(host.dir.path()), files);
    }
}

#[test]
fn the_purge_list_is_kept_until_it_is_acknowledged() {
    let host = Host::new();
    assert_eq!(host.publish(&site::first()).report.purge, Vec::<String>::new());
    let wanted = ["feed.xml", "index.html", "photo.jpg"];
    let purge = host.publish(&site::second()).report.purge;
    assert!(wanted.iter().all(|path| purge.iter().any(|p| p == path)), "{purge:?}");
    assert!(!purge.iter().any(|path| path == "final.jpg"), "a new file is in no cache");
    assert_eq!(host.publish(&site::second()).report.purge, purge, "still there");
    let folder = Folder::open(host.dir.path()).unwrap();
    assert_eq!(acknowledge_purge(&folder, &site::options()).unwrap().0, purge.len());
    assert_eq!(host.publish(&site::second()).report.purge, Vec::<String>::new());
    assert_eq!(acknowledge_purge(&folder, &site::options()).unwrap().0, 0);
}

#[test]
fn two_at_once() {
    let host = Host::new();
    host.publish(&site::first());
    let times = Times { renew: Duration::from_millis(10), patience: Duration::from_secs(2) };
    let options = Options { lease: times, ..site::options() };
    let start = Barrier::new(2);
    let results: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = [site::second(), site::third()]
            .into_iter()
            .map(|files| {
                let (host, options, start) = (&host, &options, &start);
                scope.spawn(move || {
                    start.wait();
                    (host.publish_with(&files, options), files)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(results.iter().any(|(result, _)| result.is_ok()), "one of them got through");
    for (result, _) in &results {
        match result {
            Ok(_) | Err(PublishError::Busy(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    let found = site::read(host.dir.path());
    assert!(results.iter().any(|(result, files)| result.is_ok() && *files == found), "one of the two, whole");
    assert_eq!(site::dead_links(&found), Vec::<String>::new());
    host.publish(&site::first());
}

#[test]
fn five_thousand_files() {
    let host = Host::new();
    let mut files = Files::new();
    for i in 0..5_000 {
        files.insert(format!("matches/{i:05}/index.html"), site::page(&format!("match {i}"), &["/"]));
    }
    files.insert("index.html".into(), site::page("home", &["/matches/00000/"]));
    assert_eq!(host.publish(&files).report.uploaded, 5_001);
    assert_eq!(host.publish(&files).report.uploaded, 0);
    files.insert("matches/00042/index.html".into(), "corrected".into());
    assert_eq!(host.publish(&files).report.uploaded, 1);
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let host = Host::new();
    // A file in the place of the folder of our own files.
    fs::write(host.dir.path().join(".touchline"), "x").unwrap();
    let Err(PublishError::Faults { faults, .. }) = host.publish_with(&site::first(), &site::options()) else {
        panic!()
    };
    assert!(faults[0].to_string().contains(".touchline"), "{faults:?}");
    assert_eq!(site::read(host.dir.path()).len(), 0);
}
