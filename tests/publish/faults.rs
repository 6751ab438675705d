//! Faults at every request of a publish: the site is whole at each moment, and
//! the next run completes.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use touchline::publish::fault::{Fault, FaultKind, PublishError};
use touchline::publish::folder::Folder;
use touchline::publish::prepare::LocalFile;
use touchline::publish::publish;
use touchline::publish::transport::{Done, Identity, Listing, Powers, Transport};

#[cfg(unix)]
use crate::line::{Cut, Line};
use crate::site::{self, Files};

/// What happens at the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// It fails once, and nothing was done.
    Refused,
    /// It fails once: it was done, but the answer was lost.
    AnswerLost,
    /// The line is dead from here on.
    Dead,
    /// The line is dead from here on, but this request still arrived.
    DeadAfter,
}

/// A host with a fault at one request.
struct Faulty<'t> {
    inner: &'t dyn Transport,
    count: AtomicUsize,
    at: usize,
    mode: Mode,
    kind: FaultKind,
    /// Work through batches from the end: within a phase any order is possible.
    backwards: bool,
    copies: bool,
}

impl Faulty<'_> {
    /// Does a request, or does not.
    fn request<T>(&self, what: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
        let n = self.count.fetch_add(1, Ordering::SeqCst);
        let fault = || Fault::new(self.kind, format!("do request {n}"), "fault of the test");
        match self.mode {
            Mode::Refused if n == self.at => Err(fault()),
            Mode::AnswerLost if n == self.at => what().and_then(|_| Err(fault())),
            Mode::DeadAfter if n == self.at => what().and_then(|_| Err(fault())),
            Mode::Dead if n >= self.at => Err(fault()),
            Mode::DeadAfter if n > self.at => Err(fault()),
            _ => what(),
        }
    }

    fn batch<T: Copy>(&self, items: &[T], done: Done<'_>, one: impl Fn(&[T], Done<'_>)) {
        let mut order: Vec<usize> = (0..items.len()).collect();
        if self.backwards {
            order.reverse();
        }
        for i in order {
            let result = self.request(|| {
                let result = std::sync::Mutex::new(None);
                one(&items[i..=i], &|_, done| *result.lock().unwrap() = Some(done));
                result.into_inner().unwrap().unwrap()
            });
            done(i, result);
        }
    }
}

impl Transport for Faulty<'_> {
    fn place(&self) -> String {
        self.inner.place()
    }
    fn powers(&self) -> Powers {
        let powers = self.inner.powers();
        Powers { copies: powers.copies && self.copies, ..powers }
    }
    fn list(&self, about: &[&str]) -> Result<Listing, Fault> {
        self.request(|| self.inner.list(about))
    }
    fn identify(&self, paths: &[&str]) -> Result<Vec<Option<Identity>>, Fault> {
        self.request(|| self.inner.identify(paths))
    }
    fn put(&self, files: &[&LocalFile], done: Done<'_>) {
        self.batch(files, done, |one, done| self.inner.put(one, done));
    }
    fn copy(&self, files: &[(&str, &LocalFile)], done: Done<'_>) {
        self.batch(files, done, |one, done| self.inner.copy(one, done));
    }
    fn delete(&self, paths: &[&str], done: Done<'_>) {
        self.batch(paths, done, |one, done| self.inner.delete(one, done));
    }
    fn read(&self, path: &str) -> Result<Option<(Vec<u8>, String)>, Fault> {
        self.request(|| self.inner.read(path))
    }
    fn write(&self, path: &str, bytes: &[u8], over: Option<&str>) -> Result<String, Fault> {
        self.request(|| self.inner.write(path, bytes, over))
    }
    fn claim(&self, path: &str, bytes: &[u8], over: Option<&str>) -> Result<Option<String>, Fault> {
        self.request(|| self.inner.claim(path, bytes, over))
    }
    fn remove(&self, path: &str) -> Result<(), Fault> {
        self.request(|| self.inner.remove(path))
    }
}

fn faulty(inner: &dyn Transport, at: usize, mode: Mode) -> Faulty<'_> {
    Faulty { inner, count: AtomicUsize::new(0), at, mode, kind: FaultKind::Passing, backwards: false, copies: true }
}

/// A host that holds a site, published.
fn published(files: &Files) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    publish(&site::local(files), &Folder::open(dir.path()).unwrap(), None, &site::options()).unwrap();
    assert_is(dir.path(), files, "after a publish without faults");
    dir
}

/// A copy of a host, to try something on.
fn copy_of(host: &Path) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(host).min_depth(1) {
        let entry = entry.unwrap();
        let to = dir.path().join(entry.path().strip_prefix(host).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::copy(entry.path(), &to).unwrap();
            let modified = entry.metadata().unwrap().modified().unwrap();
            fs::File::options().write(true).open(&to).unwrap().set_modified(modified).unwrap();
        }
    }
    dir
}

/// The host holds the site, the manifest, and nothing else.
fn assert_is(host: &Path, files: &Files, when: &str) {
    let found = site::read(host);
    assert_eq!(found.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>(), "{when}");
    assert_eq!(&found, files, "{when}");
    let own: Vec<_> = fs::read_dir(host.join(".touchline")).unwrap().map(|e| e.unwrap().file_name()).collect();
    // A run that died when all but giving the lock back was done leaves that:
    // the next one has nothing to do and no need of it.
    let own: Vec<_> = own.into_iter().filter(|name| name != "lock.json").collect();
    assert_eq!(own, ["manifest.json"], "{when}");
}

fn assert_whole(host: &Path, when: &str) {
    assert_eq!(site::dead_links(&site::read(host)), Vec::<String>::new(), "{when}");
}

fn requests(host: &Path, files: &Files) -> usize {
    let host = copy_of(host);
    let inner = Folder::open(host.path()).unwrap();
    let counting = faulty(&inner, usize::MAX, Mode::Refused);
    publish(&site::local(files), &counting, None, &site::options()).unwrap();
    counting.count.into_inner()
}

#[test]
fn a_fault_that_passes_does_no_harm() {
    let host = published(&site::first());
    let files = site::second();
    for at in 0..requests(host.path(), &files) {
        for mode in [Mode::Refused, Mode::AnswerLost] {
            let when = format!("{mode:?} at request {at}");
            let host = copy_of(host.path());
            let inner = Folder::open(host.path()).unwrap();
            let result = publish(&site::local(&files), &faulty(&inner, at, mode), None, &site::options());
            assert!(result.is_ok(), "{when}: {:?}", result.err());
            assert_is(host.path(), &files, &when);
        }
    }
}

#[test]
fn a_run_that_dies_leaves_a_whole_site_and_the_next_goes_on() {
    let before = published(&site::first());
    let files = site::second();
    let count = requests(before.path(), &files);
    assert!(count > 25, "{count} requests");
    for (backwards, copies) in [(false, true), (true, true), (false, false), (true, false)] {
        for at in 0..count {
            for mode in [Mode::Dead, Mode::DeadAfter] {
                let when = format!("{mode:?} at request {at}, backwards: {backwards}, copies: {copies}");
                let host = copy_of(before.path());
                let inner = Folder::open(host.path()).unwrap();
                let dying = Faulty { backwards, copies, ..faulty(&inner, at, mode) };
                let _ = publish(&site::local(&files), &dying, None, &site::options());
                assert_whole(host.path(), &when);
                publish(&site::local(&files), &inner, None, &site::options()).unwrap();
                assert_is(host.path(), &files, &when);
            }
        }
    }
}

#[test]
fn a_first_publish_that_dies_is_continued() {
    let files = site::first();
    let empty = tempfile::tempdir().unwrap();
    for at in 0..requests(empty.path(), &files) {
        for mode in [Mode::Dead, Mode::DeadAfter] {
            let when = format!("{mode:?} at request {at}");
            let host = tempfile::tempdir().unwrap();
            let inner = Folder::open(host.path()).unwrap();
            let _ = publish(&site::local(&files), &faulty(&inner, at, mode), None, &site::options());
            assert_whole(host.path(), &when);
            // Without `adopt`: what the dead run put there is known as ours.
            publish(&site::local(&files), &inner, None, &site::options()).unwrap();
            assert_is(host.path(), &files, &when);
        }
    }
}

#[test]
fn second_thoughts_between_runs_that_die() {
    let before = published(&site::first());
    let (second, third) = (site::second(), site::third());
    let count = requests(before.path(), &second);
    for first_at in 0..count {
        let host = copy_of(before.path());
        let inner = Folder::open(host.path()).unwrap();
        let _ = publish(&site::local(&second), &faulty(&inner, first_at, Mode::DeadAfter), None, &site::options());
        let died = host;
        // Where the first run died must not matter to the second; its every
        // request is tried for some, so that the test ends today.
        let step = if first_at % 5 == 0 { 1 } else { 9 };
        for at in (0..requests(died.path(), &third)).step_by(step) {
            let when = format!("dead after request {first_at}, then after {at}");
            let host = copy_of(died.path());
            let inner = Folder::open(host.path()).unwrap();
            let _ = publish(&site::local(&third), &faulty(&inner, at, Mode::DeadAfter), None, &site::options());
            assert_whole(host.path(), &when);
            publish(&site::local(&third), &inner, None, &site::options()).unwrap();
            assert_is(host.path(), &third, &when);
        }
    }
}

#[test]
fn faults_that_last_are_told_and_nothing_is_lost() {
    let before = published(&site::first());
    let files = site::second();
    for kind in [FaultKind::Full, FaultKind::Denied, FaultKind::Clock] {
        for at in 0..requests(before.path(), &files) {
            let host = copy_of(before.path());
            let inner = Folder::open(host.path()).unwrap();
            let broken = Faulty { kind, ..faulty(&inner, at, Mode::Dead) };
            match publish(&site::local(&files), &broken, None, &site::options()) {
                Err(PublishError::Faults { faults, .. }) => {
                    assert!(faults.iter().all(|fault| fault.kind == kind && fault.advice().is_some()), "{faults:?}");
                }
                // Only the lock could not be given back.
                Ok(_) => assert_eq!(site::read(host.path()), files),
                Err(other) => panic!("{other:?}"),
            }
            assert_whole(host.path(), &format!("{kind:?} at {at}"));
        }
    }
}

#[test]
fn deletions_are_left_out_if_anything_failed() {
    let host = published(&site::first());
    let inner = Folder::open(host.path()).unwrap();
    // A folder stands where a page must be.
    fs::create_dir_all(host.path().join("stories/final/index.html/x")).unwrap();
    let Err(PublishError::Faults { faults, report }) =
        publish(&site::local(&site::second()), &inner, None, &site::options())
    else {
        panic!("it cannot succeed");
    };
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].to_string().contains("stories/final/index.html"), "{faults:?}");
    assert_eq!(report.deleted, 0);
    assert!(host.path().join("stories/old-name/index.html").exists());
    assert_whole(host.path(), "after a page failed");
    fs::remove_dir_all(host.path().join("stories/final")).unwrap();
    publish(&site::local(&site::second()), &inner, None, &site::options()).unwrap();
    assert_is(host.path(), &site::second(), "in the next run");
}

#[test]
fn all_failures_are_reported() {
    let host = tempfile::tempdir().unwrap();
    for path in ["photo.jpg", "touchline.css"] {
        fs::create_dir_all(host.path().join(path).join("x")).unwrap();
    }
    let inner = Folder::open(host.path()).unwrap();
    let Err(PublishError::Faults { faults, .. }) =
        publish(&site::local(&site::first()), &inner, None, &site::options())
    else {
        panic!("it cannot succeed");
    };
    assert_eq!(faults.len(), 2, "{faults:?}");
}

/// How many requests a publish of the second site makes to a host that holds
/// the first.
pub(crate) fn count_requests(inner: &dyn Transport) -> usize {
    let counting = faulty(inner, usize::MAX, Mode::Refused);
    publish(&site::local(&site::second()), &counting, None, &site::options()).unwrap();
    counting.count.into_inner()
}

/// Faults at one request of such a publish. `reset` makes the host hold the
/// first site.
pub(crate) fn at_request(at: usize, inner: &dyn Transport, reset: &dyn Fn(), read: &dyn Fn() -> Files) {
    let files = site::second();
    // Dead before a request is dead after the one before it.
    for mode in [Mode::AnswerLost, Mode::DeadAfter] {
        let when = format!("{mode:?} at request {at}");
        reset();
        let result = publish(&site::local(&files), &faulty(inner, at, mode), None, &site::options());
        assert_eq!(site::dead_links(&read()), Vec::<String>::new(), "{when}");
        if mode == Mode::AnswerLost {
            assert!(result.is_ok(), "{when}: {:?}", result.err());
        } else {
            publish(&site::local(&files), inner, None, &site::options()).unwrap();
        }
        assert_eq!(read(), files, "{when}");
    }
}

/// The same with faults of the line to a server, at every request of HTTP.
/// `direct` is a way beside the line.
#[cfg(all(unix, feature = "publish-cloud"))]
pub(crate) fn at_every_http_request(
    line: &Line,
    through: &dyn Transport,
    direct: &dyn Transport,
    read: &dyn Fn() -> Files,
) {
    let (first, second) = (site::local(&site::first()), site::local(&site::second()));
    let reset = || publish(&first, direct, None, &site::options()).unwrap();
    reset();
    line.cut(Cut::Never);
    publish(&second, through, None, &site::options()).unwrap();
    let count = line.count();
    assert!(count > 30, "{count} requests");
    for at in 0..count {
        for cut in [Cut::Before(at), Cut::After(at), Cut::Dead(at)] {
            reset();
            line.cut(cut);
            let result = publish(&second, through, None, &site::options());
            assert_eq!(site::dead_links(&read()), Vec::<String>::new(), "{cut:?}");
            assert!(matches!(cut, Cut::Dead(_)) || result.is_ok(), "{cut:?}: {:?}", result.err());
            publish(&second, direct, None, &site::options()).unwrap();
            assert_eq!(read(), site::second(), "{cut:?}");
        }
    }
}

/// Faults of a line that dies after so many bytes, at `steps` places of the
/// whole: in the middle of what a program sends at once.
#[cfg(unix)]
pub(crate) fn at_many_bytes(
    line: &Line,
    through: &dyn Fn(&Files) -> Result<(), PublishError>,
    direct: &dyn Fn(&Files),
    reset: &dyn Fn(),
    read: &dyn Fn() -> Files,
    steps: usize,
) {
    reset();
    line.cut(Cut::Never);
    through(&site::second()).unwrap();
    let count = line.count();
    for step in 0..steps {
        let cut = Cut::Bytes(count * step / steps);
        reset();
        line.cut(cut);
        let result = through(&site::second());
        assert!(matches!(result, Err(PublishError::Faults { .. })), "{cut:?} of {count}: {result:?}");
        assert_eq!(site::dead_links(&read()), Vec::<String>::new(), "{cut:?} of {count}");
        direct(&site::second());
        assert_eq!(read(), site::second(), "{cut:?} of {count}");
    }
}
