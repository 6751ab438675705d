//! The writer alone: plans of a few files, brought into an output folder, with
//! every step made to fail or to be the last one before the process is killed.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]
#![allow(clippy::result_large_err, reason = "the plan's own type")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use tempfile::TempDir;
use touchline::build::output::Step;
use touchline::build::{Change, FileClass, Output, Planned, Verify, WriteError, WriteOptions, Written};
use touchline::diagnostic::Diagnostic;

type Tree = BTreeMap<String, String>;

/// The files of a folder, by path.
fn tree(folder: &Path) -> Tree {
    fn walk(folder: &Path, prefix: &str, tree: &mut Tree) {
        let Ok(listing) = fs::read_dir(folder) else { return };
        for entry in listing.map(Result::unwrap) {
            let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                // A folder that is left without files shows as one.
                if fs::read_dir(entry.path()).unwrap().next().is_none() {
                    tree.insert(format!("{path}/"), String::new());
                }
                walk(&entry.path(), &format!("{path}/"), tree);
            } else {
                tree.insert(path, fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let mut found = Tree::new();
    walk(folder, "", &mut found);
    found
}

fn class_of(path: &str) -> FileClass {
    match path {
        "index.html" => FileClass::Home,
        "feed.xml" => FileClass::Feed,
        _ if path.contains(".html") => FileClass::Page,
        _ => FileClass::Asset,
    }
}

fn fingerprint(text: &str) -> u128 {
    text.bytes().fold(17, |hash, byte| hash * 131 + u128::from(byte))
}

fn files(pairs: &[(&str, &str)]) -> Tree {
    pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn plan(files: &Tree) -> Vec<Planned<'_>> {
    files
        .iter()
        .map(|(path, text)| {
            Planned::render(path.clone(), fingerprint(text), class_of(path), || Ok(text.clone().into_bytes()))
        })
        .collect()
}

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    fn notes(&self) -> PathBuf {
        let outputs = self.root().join(".touchline/outputs");
        fs::read_dir(outputs).unwrap().next().unwrap().unwrap().path()
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.public().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn write(&self, files: &Tree) -> Result<Written, WriteError> {
        Output::open(self.root(), Path::new("public"))?.write(plan(files), &WriteOptions::default())
    }

    fn write_with(
        &self,
        files: &Tree,
        hook: &(dyn Fn(Step<'_>) -> io::Result<()> + Sync),
    ) -> Result<Written, WriteError> {
        let options = WriteOptions { hook: Some(hook), ..WriteOptions::default() };
        Output::open(self.root(), Path::new("public"))?.write(plan(files), &options)
    }

    fn no_staging_is_left(&self) {
        let staging = |folder: &Path| {
            fs::read_dir(folder).unwrap().any(|e| e.unwrap().file_name().to_str().unwrap().contains("staging"))
        };
        assert!(!staging(&self.notes()) && !staging(self.root()));
    }
}

fn small_site() -> Tree {
    files(&[
        ("index.html", "home of a"),
        ("style.css", "css"),
        ("feed.xml", "a"),
        ("stories/a/index.html", "a"),
        ("matches/m/index.html", "m"),
    ])
}

/// The small site after an edit: new, changed and deleted files.
fn edited_site() -> Tree {
    files(&[
        ("index.html", "home of a and b"),
        ("style.css", "css 2"),
        ("feed.xml", "a b"),
        ("stories/a/index.html", "a"),
        ("stories/b/index.html", "b"),
        ("stories/b/b.png", "picture"),
    ])
}

fn counts(written: &Written) -> [usize; 4] {
    [written.new, written.changed, written.deleted, written.unchanged]
}

fn refusal(result: Result<Written, WriteError>) -> String {
    match result {
        Err(error @ WriteError::Refused { .. }) => error.to_string(),
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn writes_what_is_planned() {
    let folder = Folder::new();
    let written = folder.write(&small_site()).unwrap();
    assert_eq!(counts(&written), [5, 0, 0, 0]);
    assert_eq!(written.bytes, 9 + 3 + 1 + 1 + 1);
    assert_eq!(tree(&folder.public()), small_site());
    folder.no_staging_is_left();
}

#[test]
fn writes_into_an_empty_folder_without_replacing_it() {
    let folder = Folder::new();
    fs::create_dir(folder.public()).unwrap();
    let identity = |path: &Path| fs::metadata(path).map(|m| m.created().ok()).unwrap();
    let before = identity(&folder.public());
    folder.write(&small_site()).unwrap();
    assert_eq!(tree(&folder.public()), small_site());
    assert_eq!(identity(&folder.public()), before);
}

#[test]
fn what_is_unchanged_is_neither_rendered_nor_touched() {
    let folder = Folder::new();
    folder.write(&small_site()).unwrap();
    let times = |folder: &Folder| -> Vec<SystemTime> {
        let modified = |path: &String| fs::metadata(folder.public().join(path)).unwrap().modified().unwrap();
        small_site().keys().map(modified).collect()
    };
    let notes = || fs::metadata(folder.notes().join("manifest")).unwrap().modified().unwrap();
    let before = (times(&folder), notes());
    let site = small_site();
    let never = |path: &String| {
        let path = path.clone();
        Planned::render(path.clone(), fingerprint(&site[&path]), class_of(&path), move || panic!("{path} rendered"))
    };
    let plan = site.keys().map(never).collect();
    let written =
        Output::open(folder.root(), Path::new("public")).unwrap().write(plan, &WriteOptions::default()).unwrap();
    assert_eq!(counts(&written), [0, 0, 0, 5]);
    assert_eq!((times(&folder), notes()), before);
}

#[test]
fn a_page_rendered_to_the_same_bytes_is_not_written() {
    let folder = Folder::new();
    folder.write(&small_site()).unwrap();
    let path = folder.public().join("index.html");
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let site = small_site();
    let other = |round: u128| {
        let mut plan = plan(&site);
        for file in &mut plan {
            let text = &site[&file.path];
            let fingerprint = file.fingerprint() + round;
            *file = Planned::render(file.path.clone(), fingerprint, file.class, || Ok(text.clone().into_bytes()));
        }
        Output::open(folder.root(), Path::new("public")).unwrap().write(plan, &WriteOptions::default()).unwrap()
    };
    assert_eq!(counts(&other(1)), [0, 0, 0, 5]);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
    // The new fingerprint is known from then on.
    let rendered = AtomicUsize::new(0);
    let mut plan = plan(&site);
    for file in &mut plan {
        let text = &site[&file.path];
        *file = Planned::render(file.path.clone(), file.fingerprint() + 1, file.class, || {
            rendered.fetch_add(1, Ordering::Relaxed);
            Ok(text.clone().into_bytes())
        });
    }
    Output::open(folder.root(), Path::new("public")).unwrap().write(plan, &WriteOptions::default()).unwrap();
    assert_eq!(rendered.into_inner(), 0);
}

#[test]
fn an_edit_changes_only_what_it_must() {
    let folder = Folder::new();
    folder.write(&small_site()).unwrap();
    let written = folder.write(&edited_site()).unwrap();
    assert_eq!(counts(&written), [2, 3, 1, 1]);
    assert_eq!(tree(&folder.public()), edited_site(), "the folder of the deleted match is gone too");
    let deleted: Vec<_> = written.files.iter().filter(|(change, _)| *change == Change::Deleted).collect();
    assert_eq!(deleted, [&(Change::Deleted, "matches/m/index.html".to_owned())]);
    folder.no_staging_is_left();
}

#[test]
fn what_is_linked_to_comes_before_what_links() {
    let folder = Folder::new();
    folder.write(&small_site()).unwrap();
    let steps = std::sync::Mutex::new(Vec::new());
    folder
        .write_with(&edited_site(), &|step| {
            match step {
                Step::Rename(path) => steps.lock().unwrap().push(format!("+{path}")),
                Step::Delete(path) => steps.lock().unwrap().push(format!("-{path}")),
                _ => {}
            }
            Ok(())
        })
        .unwrap();
    let expected = [
        "+stories/b/b.png",
        "+stories/b/index.html",
        "+style.css",
        "+index.html",
        "+feed.xml",
        "-matches/m/index.html",
    ];
    assert_eq!(steps.into_inner().unwrap(), expected);
}

#[test]
fn a_fault_of_any_page_leaves_everything_as_it_was() {
    let folder = Folder::new();
    folder.write(&small_site()).unwrap();
    let site = edited_site();
    let mut plan = plan(&site);
    for (index, file) in plan.iter_mut().enumerate() {
        let code = ["E0601", "E0602", "E0601"][index % 3];
        if index % 2 == 0 {
            *file = Planned::render(file.path.clone(), 1, file.class, move || Err(Diagnostic::error(code, "no")));
        }
    }
    let result = Output::open(folder.root(), Path::new("public")).unwrap().write(plan, &WriteOptions::default());
    let Err(WriteError::Diagnostics(list)) = result else { panic!("written") };
    let codes: Vec<_> = list.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["E0601", "E0602"], "all faults, each once, in the order of the plan");
    assert_eq!(tree(&folder.public()), small_site());
    folder.no_staging_is_left();
}

#[test]
fn a_first_build_with_a_fault_makes_no_folder() {
    let folder = Folder::new();
    let plan = vec![
        Planned::bytes("style.css", 1, FileClass::Asset, &b"css"[..]),
        Planned::render("index.html", 1, FileClass::Home, || Err(Diagnostic::error("E0601", "no"))),
    ];
    let result = Output::open(folder.root(), Path::new("public")).unwrap().write(plan, &WriteOptions::default());
    assert!(matches!(result, Err(WriteError::Diagnostics(_))));
    assert!(!folder.public().exists());
}

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    for at_announcement in [false, true] {
        let folder = Folder::new();
        folder.write(&small_site()).unwrap();
        let full = |step: Step<'_>| match step {
            Step::Stage("stories/b/index.html") if !at_announcement => Err(io::ErrorKind::StorageFull.into()),
            Step::Announce if at_announcement => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        };
        let error = folder.write_with(&edited_site(), &full).unwrap_err();
        assert!(error.to_string().starts_with("the disk is full"), "{error}");
        assert_eq!(tree(&folder.public()), small_site());
        folder.no_staging_is_left();
        folder.write(&edited_site()).unwrap();
        assert_eq!(tree(&folder.public()), edited_site());
    }
}

#[test]
fn a_folder_of_others_is_refused() {
    let folder = Folder::new();
    folder.put("notes.txt", "mine");
    assert!(refusal(folder.write(&small_site())).contains("touchline did not write what is in it"));
    folder.put("index.html", "by hand");
    folder.put("style.css", "css");
    refusal(folder.write(&small_site()));
    assert_eq!(
        tree(&folder.public()),
        files(&[("notes.txt", "mine"), ("index.html", "by hand"), ("style.css", "css")])
    );
}

#[test]
fn a_folder_of_others_at_the_old_place_is_refused() {
    let folder = Folder::new();
    folder.write(&small_site()).unwrap();
    fs::remove_dir_all(folder.public()).unwrap();
    folder.put("index.html", "by hand");
    refusal(folder.write(&small_site()));
    assert_eq!(tree(&folder.public()), files(&[("index.html", "by hand")]));
}

#[test]
fn files_of_others_are_left_alone() {
    let folder = Folder::new();
    folder.write(&small_site()).unwrap();
    folder.put("CNAME", "example.org");
    folder.put("matches/m/scan.pdf", "scan");
    folder.write(&edited_site()).unwrap();
    let mut expected = edited_site();
    expected.extend(files(&[("CNAME", "example.org"), ("matches/m/scan.pdf", "scan")]));
    assert_eq!(tree(&folder.public()), expected);
}

#[test]
fn a_file_of_others_in_the_place_of_a_page_is_refused() {
    let folder = Folder::new();
    folder.write(&small_site()).unwrap();
    folder.put("stories/b/index.html", "by hand");
    assert!(refusal(folder.write(&edited_site())).contains("public/stories/b/index.html"));
    let mut expected = small_site();
    expected.extend(files(&[("stories/b/index.html", "by hand")]));
    assert_eq!(tree(&folder.public()), expected);
    // The same bytes are no matter for a quarrel.
    folder.put("stories/b/index.html", "b");
    folder.write(&edited_site()).unwrap();
    assert_eq!(tree(&folder.public()), edited_site());
}

#[test]
fn a_page_that_somebody_changed_is_made_again_but_never_deleted() {
    let folder = Folder::new();
    folder.write(&small_site()).unwrap();
    folder.put("stories/a/index.html", "vandal");
    folder.put("matches/m/index.html", "vandal");
    let written = folder.write(&edited_site()).unwrap();
    assert_eq!(written.kept, ["matches/m/index.html"]);
    let mut expected = edited_site();
    expected.extend(files(&[("matches/m/index.html", "vandal")]));
    assert_eq!(tree(&folder.public()), expected);
    assert_eq!(counts(&folder.write(&edited_site()).unwrap()), [0, 0, 0, 6]);
}

#[test]
fn a_page_that_somebody_deleted_is_made_again() {
    let folder = Folder::new();
    folder.write(&small_site()).unwrap();
    fs::remove_dir_all(folder.public().join("stories")).unwrap();
    assert_eq!(counts(&folder.write(&small_site()).unwrap()), [1, 0, 0, 4]);
    assert_eq!(tree(&folder.public()), small_site());
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let folder = Folder::new();
    let one = files(&[("index.html", "home"), ("about", "text"), ("old/a/x", "x"), ("old/b", "b")]);
    let other = files(&[("index.html", "home"), ("about/index.html", "page"), ("old", "now a file")]);
    for site in [&one, &other, &one, &other] {
        folder.write(site).unwrap();
        assert_eq!(tree(&folder.public()), *site);
    }
    // But not if it means to lose what others put there.
    fs::remove_file(folder.public().join("old")).unwrap();
    folder.put("old/mine", "mine");
    assert!(refusal(folder.write(&other)).contains("old/mine"));
    let below = files(&[("index.html", "home"), ("old/mine/x", "x")]);
    assert!(refusal(folder.write(&below)).contains("old/mine"));
}

#[test]
fn a_damaged_manifest_costs_time_but_no_file() {
    let folder = Folder::new();
    folder.write(&small_site()).unwrap();
    let manifest = folder.notes().join("manifest");
    let mut bytes = fs::read(&manifest).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&manifest, bytes).unwrap();
    let written = folder.write(&edited_site()).unwrap();
    assert_eq!(counts(&written), [2, 3, 0, 1]);
    let mut expected = edited_site();
    expected.extend(files(&[("matches/m/index.html", "m")]));
    assert_eq!(tree(&folder.public()), expected, "what is not known to be ours is not deleted");
    assert_eq!(counts(&folder.write(&edited_site()).unwrap()), [0, 0, 0, 6]);
}

#[test]
fn lost_notes_are_found_again_by_the_pages() {
    let folder = Folder::new();
    folder.write(&small_site()).unwrap();
    fs::remove_dir_all(folder.root().join(".touchline")).unwrap();
    assert_eq!(counts(&folder.write(&small_site()).unwrap()), [0, 0, 0, 5]);
    folder.write(&edited_site()).unwrap();
    assert_eq!(tree(&folder.public()), edited_site());
}

#[test]
fn one_output_beside_another() {
    let folder = Folder::new();
    let write = |output: &str, site: &Tree| {
        Output::open(folder.root(), Path::new(output)).unwrap().write(plan(site), &WriteOptions::default()).unwrap()
    };
    write("public", &small_site());
    write("build/deep/site", &small_site());
    assert_eq!(counts(&write("public", &edited_site())), [2, 3, 1, 1]);
    assert_eq!(tree(&folder.root().join("build/deep/site")), small_site());
    assert_eq!(counts(&write("build/deep/site", &small_site())), [0, 0, 0, 5]);
}

#[test]
fn paths_of_two_files_and_paths_out_of_the_folder_are_refused() {
    let folder = Folder::new();
    for paths in [["a", "a"], ["b", "../escape"]] {
        let plan = paths.map(|path| Planned::bytes(path, 1, FileClass::Page, &b"x"[..])).into();
        let result = Output::open(folder.root(), Path::new("public")).unwrap().write(plan, &WriteOptions::default());
        assert!(refusal(result).contains(paths[1]));
    }
    assert!(!folder.public().exists() && !folder.root().join("escape").exists());
}

#[test]
fn copied_files_follow_their_source() {
    let folder = Folder::new();
    let source = folder.root().join("photo.png");
    let write = |fingerprint: u128| {
        let plan = vec![Planned::copy("photo.png", fingerprint, &source)];
        Output::open(folder.root(), Path::new("public"))
            .unwrap()
            .write(plan, &WriteOptions::default())
            .map(|w| counts(&w))
    };
    fs::write(&source, "one").unwrap();
    assert_eq!(write(1).unwrap(), [1, 0, 0, 0]);
    assert_eq!(write(2).unwrap(), [0, 0, 0, 1]);
    fs::write(&source, "two").unwrap();
    assert_eq!(write(3).unwrap(), [0, 1, 0, 0]);
    assert_eq!(fs::read_to_string(folder.public().join("photo.png")).unwrap(), "two");
    fs::remove_file(&source).unwrap();
    assert!(matches!(write(4), Err(WriteError::Io(_))));
    assert_eq!(fs::read_to_string(folder.public().join("photo.png")).unwrap(), "two");
}

#[test]
fn a_writer_that_is_kept_goes_on_after_a_fault() {
    let folder = Folder::new();
    let mut output = Output::open(folder.root(), Path::new("public")).unwrap();
    output.write(plan(&small_site()), &WriteOptions::default()).unwrap();
    let fails = |step: Step<'_>| {
        if step == Step::Rename("index.html") { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
    };
    let options = WriteOptions { hook: Some(&fails), ..WriteOptions::default() };
    output.write(plan(&edited_site()), &options).unwrap_err();
    assert_eq!(fs::read_to_string(folder.public().join("stories/b/index.html")).unwrap(), "b");
    output.write(plan(&small_site()), &WriteOptions { verify: Verify::Never, ..WriteOptions::default() }).unwrap();
    assert_eq!(tree(&folder.public()), small_site());
}

#[test]
fn many_files_are_moved_by_all_threads() {
    let folder = Folder::new();
    let site = |n: usize, round: usize| -> Tree {
        (0..n).map(|i| (format!("matches/m{i}/index.html"), format!("{i} of {round}"))).collect()
    };
    folder.write(&site(700, 1)).unwrap();
    assert_eq!(counts(&folder.write(&site(1400, 2)).unwrap()), [700, 700, 0, 0]);
    assert_eq!(tree(&folder.public()), site(1400, 2));
    assert_eq!(counts(&folder.write(&site(3, 2)).unwrap()), [0, 0, 1397, 3]);
    assert_eq!(tree(&folder.public()), site(3, 2));
}

// Killing. The test binary starts itself again with a step in the environment
// at which the child kills itself, so that nothing is tidied up.

const ROOT: &str = "TOUCHLINE_TEST_ROOT";
const KILL_AT: &str = "TOUCHLINE_TEST_KILL_AT";
const SITE: &str = "TOUCHLINE_TEST_SITE";

#[test]
fn child_that_is_killed() {
    let (Ok(root), Ok(at), Ok(site)) = (std::env::var(ROOT), std::env::var(KILL_AT), std::env::var(SITE)) else {
        return;
    };
    let at: usize = at.parse().unwrap();
    let site = if site == "small" { small_site() } else { edited_site() };
    let step = AtomicUsize::new(0);
    let hook = |_: Step<'_>| {
        if step.fetch_add(1, Ordering::SeqCst) == at {
            std::process::abort();
        }
        Ok(())
    };
    let options = WriteOptions { hook: Some(&hook), ..WriteOptions::default() };
    Output::open(Path::new(&root), Path::new("public")).unwrap().write(plan(&site), &options).unwrap();
}

/// Writes a site in a child that is killed at a step; false if the child came
/// to its end first.
fn killed(folder: &Folder, site: &str, at: usize) -> bool {
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_is_killed", "--test-threads", "1"])
        .envs([(ROOT, folder.root().to_str().unwrap()), (KILL_AT, &at.to_string()), (SITE, site)])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    !status.success()
}

/// Each file is whole: the one of before or the one of after.
fn is_mixed_but_whole(now: &Tree, before: &Tree, after: &Tree) {
    for (path, text) in now {
        let known = before.get(path) == Some(text) || after.get(path) == Some(text) || path.ends_with('/');
        assert!(known, "{path} is neither old nor new: {text}");
    }
    for path in before.keys().filter(|path| after.contains_key(*path)) {
        assert!(now.contains_key(path), "{path} is missing");
    }
}

/// The third site: what the second had and the first had not is gone again.
fn third_site() -> Tree {
    files(&[("index.html", "home"), ("stories/a/index.html", "a, mended"), ("matches/m/index.html", "m")])
}

#[test]
fn a_first_build_killed_at_any_step_is_completed_by_the_next() {
    for (empty, next) in [(false, small_site()), (false, third_site()), (true, small_site()), (true, third_site())] {
        for at in 0.. {
            let folder = Folder::new();
            if empty {
                fs::create_dir(folder.public()).unwrap();
            }
            if !killed(&folder, "small", at) {
                assert!(at >= 6, "the hook was asked {at} times only");
                break;
            }
            is_mixed_but_whole(&tree(&folder.public()), &Tree::new(), &small_site());
            folder.write(&next).unwrap();
            assert_eq!(tree(&folder.public()), next, "killed at step {at}");
            folder.no_staging_is_left();
            assert_eq!(folder.write(&next).unwrap().unchanged, next.len());
        }
    }
}

#[test]
fn a_rebuild_killed_at_any_step_is_completed_by_the_next() {
    for next in [edited_site(), small_site(), third_site()] {
        for at in 0.. {
            let folder = Folder::new();
            folder.write(&small_site()).unwrap();
            folder.put("CNAME", "example.org");
            if !killed(&folder, "edited", at) {
                assert!(at >= 13, "the hook was asked {at} times only");
                break;
            }
            fs::remove_file(folder.public().join("CNAME")).unwrap();
            is_mixed_but_whole(&tree(&folder.public()), &small_site(), &edited_site());
            folder.put("CNAME", "example.org");
            folder.write(&next).unwrap();
            let mut expected = next.clone();
            expected.extend(files(&[("CNAME", "example.org")]));
            assert_eq!(tree(&folder.public()), expected, "killed at step {at}");
            folder.no_staging_is_left();
            assert_eq!(folder.write(&next).unwrap().unchanged, next.len());
        }
    }
}

#[test]
fn killed_twice_in_a_row_is_still_completed() {
    for first in [9, 10, 11, 12] {
        for second in 0.. {
            let folder = Folder::new();
            folder.write(&small_site()).unwrap();
            assert!(killed(&folder, "edited", first));
            if !killed(&folder, "small", second) {
                break;
            }
            folder.write(&third_site()).unwrap();
            assert_eq!(tree(&folder.public()), third_site(), "killed at {first}, then at {second}");
        }
    }
}
