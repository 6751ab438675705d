//! However a site is edited, what an update makes of it is what a clean build
//! makes: the same messages, the same files, byte for byte. And however often
//! writing it is cut short, in the end the output folder is the same as well.
//!
//! 300 sequences of edits are tried, fewer in a debug build;
//! `TOUCHLINE_CASES=10000` tries more.

/// The record of a group, with the score and the goals of one match.
macro_rules! concat_cup {
    ($score:literal, $goals:literal) => {
        concat!(
            "competition: World Cup 2022\ngroup: Group B\nmatches:\n",
            "  - {kickoff: 2022-11-21 16:00 +03:00, home: England, away: Iran, score: 6-2 (3-0), matchday: 1}\n",
            "  - {kickoff: 2022-11-21 22:00 +03:00, home: USA, away: Wales, score: 1-1 (1-0), matchday: 1}\n",
            "  - {kickoff: 2022-11-25 13:00 +03:00, home: Wales, away: Iran, score: 0-2 (0-0), matchday: 2}\n",
            "  - {kickoff: 2022-11-25 22:00 +03:00, home: England, away: USA, score: 0-0 (0-0), matchday: 2}\n",
            "  - {kickoff: 2022-11-29 22:00 +03:00, home: Wales, away: England, score: 0-3 (0-0), matchday: 3}\n",
            "  - kickoff: 2022-11-29 22:00 +03:00\n    matchday: 3\n    venue: Al Thumama Stadium, Doha\n",
            "    home: Iran\n    away: USA\n    score: ",
            $score,
            "\n    goals: ",
            $goals,
            "\n    cards: [\"Adams 43'\"]\n    lineups:\n",
            "      USA: {formation: 4-3-3, coach: Gregg Berhalter, eleven: \"Turner; Dest, Robinson; McKennie, Adams; Pulisic\"}\n",
            "      Iran: {formation: 4-4-2, coach: Carlos Queiroz, eleven: \"Beiranvand; Rezaeian; Noorollahi; Taremi, Azmoun\"}\n",
            "    referee: Antonio Mateu (ESP)\nsquads:\n",
            "  USA: [10 Christian Pulisic FW 1998-09-18, 5 Antonee Robinson DF, 8 Weston McKennie MF, 4 Tyler Adams MF]\n",
            "  Iran: [9 Mehdi Taremi FW, 23 Ramin Rezaeian DF, 20 Sardar Azmoun FW]\n",
        )
    };
}

mod new_process;
mod results;
mod site;

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence, TestRunner};
use touchline::build::output::Step as Doing;
use touchline::build::{Builder, Hint, Options, Output, Snapshot, Update, WriteError, WriteOptions};
use touchline::diagnostic::Diagnostic;
use xxhash_rust::xxh3::xxh3_128;

use site::{MOVES, NAMES, SOURCES};

#[derive(Clone, Debug)]
enum Edit {
    Write { file: usize, version: usize },
    Delete { file: usize },
    Rename { file: usize, name: usize },
    Move { folder: usize },
    Tree { number: usize },
    Touch { file: usize },
}

/// What the builder is told of an edit.
#[derive(Clone, Copy, Debug)]
enum Tell {
    /// The paths that were touched.
    Paths,
    /// Only the folders they are in.
    Folders,
    /// Those that are there, and of the others only that names went from the
    /// folders they were in.
    Names,
    /// To look everywhere.
    All,
    /// Nothing until the next edit.
    Later,
}

#[derive(Clone, Debug)]
struct Step {
    edit: Edit,
    tell: Tell,
    /// Write the site, and be killed at this step of writing.
    write: Option<usize>,
}

fn edit() -> impl Strategy<Value = Edit> {
    let file = 0..SOURCES.len();
    prop_oneof![
        8 => (file.clone(), 0..10_usize).prop_map(|(file, version)| Edit::Write { file, version }),
        2 => file.clone().prop_map(|file| Edit::Delete { file }),
        1 => (file.clone(), 0..NAMES.len()).prop_map(|(file, name)| Edit::Rename { file, name }),
        2 => (0..MOVES.len()).prop_map(|folder| Edit::Move { folder }),
        1 => (0..3_usize).prop_map(|number| Edit::Tree { number }),
        1 => file.prop_map(|file| Edit::Touch { file }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let tell = prop_oneof![5 => Just(Tell::Paths), 1 => Just(Tell::Folders), 2 => Just(Tell::Names), 1 => Just(Tell::All), 2 => Just(Tell::Later)];
    let write = prop_oneof![3 => Just(None), 1 => (0..60_usize).prop_map(Some), 1 => Just(Some(usize::MAX))];
    (edit(), tell, write).prop_map(|(edit, tell, write)| Step { edit, tell, write })
}

/// A site on the disk.
struct Disk(tempfile::TempDir);

impl Disk {
    fn new() -> Self {
        let disk = Self(tempfile::tempdir().expect("a folder"));
        for source in SOURCES.iter().filter(|source| source.there) {
            disk.put(source.path, source.versions[0]);
        }
        disk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    /// Makes an edit, as far as it can be made now. Gives the paths touched.
    fn apply(&self, edit: &Edit) -> Vec<String> {
        match edit {
            Edit::Write { file, version } => {
                let source = &SOURCES[*file];
                let text = source.versions[version % source.versions.len()];
                // The folder may have been taken for a file by an earlier move.
                self.put(source.path, text);
                vec![source.path.to_owned()]
            }
            Edit::Delete { file } => {
                let path = SOURCES[*file].path;
                fs::remove_file(self.path(path)).map_or_else(|_| Vec::new(), |()| vec![path.to_owned()])
            }
            Edit::Rename { file, name } => {
                let from = SOURCES[*file].path;
                let to = format!("{}/{}", from.rsplit_once('/').expect("a folder").0, NAMES[*name]);
                self.rename(from, &to)
            }
            Edit::Move { folder } => {
                let (from, to) = MOVES[*folder];
                if self.path(to).exists() { Vec::new() } else { self.rename(from, to) }
            }
            Edit::Tree { number } => {
                for deep in 0..=*number {
                    let text =
                        format!("---\ntitle: Deep {deep}\ndate: 2022-10-0{}\n---\nMehdi Taremi, {number}.\n", deep + 1);
                    self.put(&format!("content/stories/tree/{number}/{deep}/deep-{number}-{deep}.md"), &text);
                }
                vec!["content/stories/tree".to_owned()]
            }
            Edit::Touch { file } => {
                let path = SOURCES[*file].path;
                let text = fs::read(self.path(path));
                text.map_or_else(
                    |_| Vec::new(),
                    |text| {
                        fs::write(self.path(path), text).expect("a file");
                        vec![path.to_owned()]
                    },
                )
            }
        }
    }

    fn rename(&self, from: &str, to: &str) -> Vec<String> {
        let renamed = self.path(from).exists() && fs::rename(self.path(from), self.path(to)).is_ok();
        if renamed { vec![from.to_owned(), to.to_owned()] } else { Vec::new() }
    }
}

/// What a build makes of the site: its messages, and its files if it has no
/// errors.
#[derive(Clone, Debug, PartialEq)]
struct Made {
    diagnostics: Vec<Diagnostic>,
    files: Option<BTreeMap<Arc<str>, (u128, Bytes)>>,
}

fn made(snapshot: Option<&Snapshot>, diagnostics: Vec<Diagnostic>) -> Made {
    let files = snapshot.map(|snapshot| {
        let file = |file: Arc<str>| {
            let bytes = snapshot.get(&file).expect("each file can be made");
            let fingerprint = fingerprint(snapshot, &file);
            (file, (fingerprint, bytes))
        };
        snapshot.files().into_iter().map(file).collect()
    });
    Made { diagnostics, files }
}

fn fingerprint(snapshot: &Snapshot, file: &str) -> u128 {
    snapshot.fingerprint(file).expect("each file has one")
}

fn options(root: &Path, drafts: bool) -> Options {
    let now = "2022-12-15T00:00:00Z".parse().expect("an instant");
    Options { root: root.to_owned(), base_url: None, drafts, future: false, now }
}

/// Says where two builds differ, in a form that fits on a screen.
fn difference(watched: &Made, clean: &Made) -> String {
    if watched.diagnostics != clean.diagnostics {
        return format!("messages: {:#?}\nand of a clean build: {:#?}", watched.diagnostics, clean.diagnostics);
    }
    let (Some(watched), Some(clean)) = (&watched.files, &clean.files) else {
        return "only one of them has a site".to_owned();
    };
    for file in watched.keys().chain(clean.keys()) {
        match (watched.get(file), clean.get(file)) {
            (Some(a), Some(b)) if a == b => {}
            (Some((_, a)), Some((_, b))) if a != b => {
                return format!("{file}, and that of a clean build: {}", first_difference(a, b));
            }
            (Some((a, _)), Some((b, _))) => return format!("{file}: fingerprint {a:x}, in a clean build {b:x}"),
            (a, _) => return format!("{file} is only in {}", if a.is_some() { "this" } else { "a clean build" }),
        }
    }
    "with the same fingerprint, an earlier clean build made a file otherwise".to_owned()
}

/// Says where a watched site differs from that of a clean build, if it does.
fn difference_to(watched: &Made, clean: Update) -> Option<String> {
    let messages = watched.diagnostics == clean.diagnostics;
    if messages && is_same_site(watched.files.as_ref(), clean.snapshot.as_deref()) {
        return None;
    }
    let clean = made(clean.snapshot.as_deref(), clean.diagnostics);
    Some(difference(watched, &clean))
}

fn is_same_site(watched: Option<&BTreeMap<Arc<str>, (u128, Bytes)>>, clean: Option<&Snapshot>) -> bool {
    let (Some(watched), Some(clean)) = (watched, clean) else { return watched.is_none() && clean.is_none() };
    let files = clean.files();
    files.len() == watched.len()
        && files.into_iter().all(|file| {
            watched.get(&file).is_some_and(|(mine, bytes)| {
                *mine == fingerprint(clean, &file) && hash(bytes) == hash_of_clean(clean, file, *mine)
            })
        })
}

/// Hashes of the bytes that clean builds made of files with these
/// fingerprints, in any state of any site. To be equal to those is more than
/// to be equal to a clean build's, and most need not be rendered once more.
static MADE_CLEANLY: LazyLock<Mutex<Hashes>> = LazyLock::new(Mutex::default);

/// By file and fingerprint.
type Hashes = HashMap<(Arc<str>, u128), u128>;

fn hash_of_clean(clean: &Snapshot, file: Arc<str>, fingerprint: u128) -> u128 {
    let known = || MADE_CLEANLY.lock().expect("no panic");
    let key = (file, fingerprint);
    if let Some(hash) = known().get(&key) {
        return *hash;
    }
    let made = hash(&clean.get(&key.0).expect("each file can be made"));
    known().insert(key, made);
    made
}

fn hash(bytes: &Bytes) -> u128 {
    bytes.as_ref().map_or_else(|fault| xxh3_128(format!("{fault:?}").as_bytes()), |bytes| xxh3_128(bytes))
}

type Bytes = Result<Vec<u8>, Diagnostic>;

/// The first line in which two texts differ.
fn first_difference(a: &Bytes, b: &Bytes) -> String {
    let text = |bytes: &Bytes| {
        bytes.as_ref().map_or_else(|fault| format!("{fault:?}"), |bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    let (a, b) = (text(a), text(b));
    let (x, y) = a.lines().zip(b.lines()).find(|(x, y)| x != y).unwrap_or((&a, &b));
    format!("\n{x}\n{y}")
}

/// A watch of a site, with the state it is in.
struct Watched<'d> {
    disk: &'d Disk,
    drafts: bool,
    builder: Builder,
    snapshot: Option<Arc<Snapshot>>,
    /// What was served last, to hold fingerprints against bytes.
    before: Option<Made>,
    untold: Vec<String>,
    /// The last update ended with a fault of the disk.
    faulty: bool,
    output: Option<Output>,
}

impl<'d> Watched<'d> {
    fn start(disk: &'d Disk, drafts: bool) -> Self {
        let mut builder = Builder::new(options(disk.0.path(), drafts));
        let Update { snapshot, .. } = builder.update(&Hint::All).expect("no fault of the disk");
        assert!(snapshot.is_some(), "the site is good at the start");
        Self { disk, drafts, builder, snapshot, before: None, untold: Vec::new(), faulty: false, output: None }
    }

    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        self.untold.extend(self.disk.apply(&step.edit));
        let hint = match step.tell {
            Tell::Later => return Ok(()),
            Tell::All => Hint::All,
            Tell::Paths => Hint::paths(self.untold.iter().map(PathBuf::from).collect()),
            Tell::Folders => {
                let folder = |path: &String| self.disk.path(path).parent().expect("a parent").to_owned();
                Hint::paths(self.untold.iter().map(folder).collect())
            }
            Tell::Names => {
                let (there, gone): (Vec<PathBuf>, Vec<PathBuf>) =
                    self.untold.iter().map(|path| self.disk.path(path)).partition(|path| path.exists());
                let folder = |path: &PathBuf| path.ancestors().find(|folder| folder.is_dir()).map(Path::to_owned);
                Hint::Places { paths: there, names_in: gone.iter().filter_map(folder).collect() }
            }
        };
        self.untold.clear();
        self.update(&hint)?;
        if let Some(limit) = step.write {
            self.write(limit)?;
        }
        Ok(())
    }

    fn update(&mut self, hint: &Hint) -> Result<(), TestCaseError> {
        let update = self.builder.update(hint).expect("no fault of the disk");
        let errors = update.has_errors();
        let Update { snapshot, diagnostics, changed, only_styles } = update;
        // After a fault, what changed may have been told with the fault.
        let news = !changed.is_empty() || std::mem::take(&mut self.faulty);
        prop_assert!(news || snapshot.is_none(), "nothing changed, but there is a new site");
        if snapshot.is_some() || news && errors {
            self.snapshot = snapshot;
        }
        let mut builder = Builder::new(options(self.disk.0.path(), self.drafts));
        let clean = builder.update(&Hint::All).expect("no fault of the disk");
        let watched = made(self.snapshot.as_deref(), diagnostics);
        if let Some(difference) = difference_to(&watched, clean) {
            prop_assert!(false, "{difference}\nafter {changed:?}");
        }
        // A page with the same fingerprint is not loaded anew.
        if let (Some(old), Some(new)) = (self.before.as_ref().and_then(|made| made.files.as_ref()), &watched.files) {
            for (file, (fingerprint, bytes)) in new {
                if let Some((old_fingerprint, old_bytes)) = old.get(file) {
                    let honest = fingerprint != old_fingerprint || bytes == old_bytes;
                    prop_assert!(honest, "{file} changed unnoticed: {}", first_difference(old_bytes, bytes));
                }
            }
        }
        prop_assert!(!only_styles || changed.iter().all(|path| path.ends_with(".css")), "{changed:?}");
        self.before = Some(watched);
        Ok(())
    }

    /// Writes the site, and is killed at a step of that.
    fn write(&mut self, limit: usize) -> Result<(), TestCaseError> {
        let Some(snapshot) = &self.snapshot else { return Ok(()) };
        let output = match self.output.take() {
            Some(output) => output,
            None => Output::open(self.disk.0.path(), Path::new("public")).expect("the lock is free"),
        };
        let output = self.output.insert(output);
        let steps = AtomicUsize::new(0);
        let hook = |_: Doing<'_>| {
            let step = steps.fetch_add(1, Ordering::Relaxed);
            if step < limit { Ok(()) } else { Err(io::Error::other("killed")) }
        };
        match output.write(snapshot.plan(), &WriteOptions { hook: Some(&hook), ..WriteOptions::default() }) {
            Ok(_) => self.compare_output()?,
            // The process is gone, and with it the lock; the next one opens anew.
            Err(WriteError::Io(_)) if limit != usize::MAX => self.output = None,
            Err(WriteError::Diagnostics(_)) => {}
            Err(error) => prop_assert!(false, "{error}"),
        }
        Ok(())
    }

    fn compare_output(&self) -> Result<(), TestCaseError> {
        let public = self.disk.path("public");
        let mut written = BTreeMap::new();
        for entry in walkdir::WalkDir::new(&public).into_iter().flatten().filter(|e| e.file_type().is_file()) {
            let name = entry.path().strip_prefix(&public).expect("inside").to_str().expect("UTF-8").to_owned();
            written.insert(name, fs::read(entry.path()).expect("read"));
        }
        let files = self.before.as_ref().and_then(|made| made.files.as_ref()).expect("a good site was compared");
        let expected: Vec<_> = files.keys().map(ToString::to_string).collect();
        let names: Vec<_> = written.keys().cloned().collect();
        prop_assert_eq!(names, expected);
        for (file, (_, bytes)) in files {
            prop_assert!(bytes.as_ref().ok() == written.get(&**file), "{file} was written otherwise");
        }
        Ok(())
    }
}

/// A debug build takes too long over a case for more of them on every run.
const CASES: u32 = if cfg!(debug_assertions) { 30 } else { 300 };

fn cases() -> u32 {
    std::env::var("TOUCHLINE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES)
}

fn try_one(steps: &[Step], drafts: bool) -> Result<(), TestCaseError> {
    let disk = Disk::new();
    let mut watched = Watched::start(&disk, drafts);
    for step in steps {
        watched.step(step)?;
    }
    let untold = Hint::paths(watched.untold.drain(..).map(PathBuf::from).collect());
    watched.update(&untold)?;
    watched.write(usize::MAX)
}

#[test]
fn an_edited_site_is_a_clean_build() {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get) as u32;
    let config = Config {
        cases: cases().div_ceil(threads),
        max_shrink_iters: 400,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    };
    let work = || {
        let sequences = (proptest::collection::vec(step(), 1..9), any::<bool>());
        let mut runner = TestRunner::new(config.clone());
        if let Err(error) = runner.run(&sequences, |(steps, drafts)| try_one(&steps, drafts)) {
            panic!("{error}\n{runner}");
        }
    };
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
}

#[test]
fn every_version_of_every_file_alone() {
    let failures = Cell::new(0);
    for (file, source) in SOURCES.iter().enumerate() {
        let disk = Disk::new();
        let mut watched = Watched::start(&disk, false);
        let mut attempt = |edit: Edit| {
            let step = Step { edit, tell: Tell::Paths, write: None };
            if let Err(error) = watched.step(&step) {
                eprintln!("{} {step:?}: {error}", source.path);
                failures.set(failures.get() + 1);
            }
        };
        for version in (0..source.versions.len()).chain([0]) {
            attempt(Edit::Write { file, version });
        }
        attempt(Edit::Delete { file });
        attempt(Edit::Write { file, version: 0 });
    }
    assert_eq!(failures.get(), 0);
}

#[cfg(unix)]
#[test]
fn a_fault_of_the_disk_loses_no_change() {
    use std::os::unix::fs::symlink;
    let disk = Disk::new();
    let mut watched = Watched::start(&disk, false);
    // A loop of links can be opened by nobody, whoever runs the tests.
    let write = |file: &str, version: usize| {
        let source = SOURCES.iter().find(|source| source.path == file).expect("one of the files");
        disk.put(file, source.versions[version]);
        PathBuf::from(file)
    };
    let story = write("content/stories/2022/feature.md", 1);
    let team = write("content/teams/iran.md", 1);
    let css = disk.path("static/loop.css");
    symlink(&css, &css).expect("linked");
    watched.builder.update(&Hint::paths(vec![story, team, css.clone()])).expect_err("a fault of the disk");
    watched.faulty = true;
    fs::remove_file(&css).expect("removed");
    watched.update(&Hint::paths(vec![css])).expect("as a clean build");
    let settings = write("content/site.yaml", 2);
    watched.update(&Hint::paths(vec![settings])).expect("as a clean build");
}
