//! However a site is edited between two runs, with whatever options they are
//! started, and whatever happened to the files that a run keeps for the next
//! one: a run with them comes to what a clean build comes to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use touchline::build::{
    Builder, Extent, Hint, Options, Others, Output, Revised, Sources, Update, Verify, WriteOptions, revised, unchanged,
};
use touchline::diagnostic::Diagnostic;

use super::{Disk, Edit, cases, difference, edit, made};

/// What happens to one of the kept files.
#[derive(Clone, Copy, Debug)]
enum Damage {
    None,
    Delete,
    CutShort(u8),
    Flip(u8),
    /// Another kept file stands in its place.
    Swap(usize),
    /// It comes from the run before the last one.
    Old,
}

#[derive(Clone, Debug)]
struct Run {
    edits: Vec<Edit>,
    damaged: usize,
    damage: Damage,
    base_url: usize,
    drafts: bool,
    future: bool,
    now: usize,
}

const BASES: [Option<&str>; 3] = [None, Some("https://other.example"), Some("https://other.example/deep/er")];
const MOMENTS: [&str; 4] =
    ["2022-12-15T00:00:00Z", "2022-12-18T15:00:00Z", "2022-12-18T15:00:00.000000001Z", "2031-01-01T00:00:00Z"];

fn run() -> impl Strategy<Value = Run> {
    let damage = prop_oneof![
        4 => Just(Damage::None),
        1 => Just(Damage::Delete),
        1 => any::<u8>().prop_map(Damage::CutShort),
        1 => any::<u8>().prop_map(Damage::Flip),
        1 => (0..100_usize).prop_map(Damage::Swap),
        1 => Just(Damage::Old),
    ];
    let sometimes = |most: usize| prop_oneof![3 => Just(0), 1 => 0..most];
    let rarely = || prop_oneof![5 => Just(false), 1 => Just(true)];
    let edits = proptest::collection::vec(edit(), 0..3);
    (edits, 0..100_usize, damage, sometimes(BASES.len()), rarely(), rarely(), sometimes(MOMENTS.len())).prop_map(
        |(edits, damaged, damage, base_url, drafts, future, now)| Run {
            edits,
            damaged,
            damage,
            base_url,
            drafts,
            future,
            now,
        },
    )
}

/// The files that may be damaged: all but the manifests.
fn kept(root: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(root.join(".touchline"))
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| {
            path.parent().is_some_and(|p| p.ends_with("cache") || p.ends_with("cache/model")) || path.ends_with("last")
        })
        .collect();
    files.sort();
    files
}

fn harm(files: &[PathBuf], which: usize, damage: Damage, old: &BTreeMap<PathBuf, Vec<u8>>) {
    let Some(file) = files.get(which % files.len().max(1)) else { return };
    let bytes = fs::read(file).expect("read");
    let at = |share: u8| bytes.len().saturating_sub(1) * usize::from(share) / 255;
    match damage {
        Damage::None => {}
        Damage::Delete => fs::remove_file(file).expect("removed"),
        Damage::CutShort(share) => fs::write(file, &bytes[..at(share)]).expect("written"),
        Damage::Flip(share) => {
            let mut bytes = bytes.clone();
            if let Some(byte) = bytes.get_mut(at(share)) {
                *byte ^= 0x20;
            }
            fs::write(file, bytes).expect("written");
        }
        Damage::Swap(other) => _ = fs::copy(&files[other % files.len()], file).expect("copied"),
        Damage::Old => {
            if let Some(bytes) = old.get(file) {
                fs::write(file, bytes).expect("written");
            }
        }
    }
}

/// What the command `build` does; `None` for a site with errors.
fn build(options: &Options) -> (Vec<Diagnostic>, Option<bool>) {
    let public = Path::new("public");
    let known = Output::reopen(&options.root, public);
    let sources = Sources::read(options).expect("no fault of the disk");
    let others = known.as_ref().and_then(Output::others);
    if let Some(same) = known.as_ref().and_then(|output| unchanged::look(options, output, &sources))
        && others.as_ref().is_some_and(Others::is_empty)
    {
        return (same.diagnostics, Some(false));
    }
    drop(known);
    let mut verify = Verify::Now;
    let (snapshot, diagnostics, cause) = if let Some(revised) = revised::look(options, sources) {
        verify = others.as_ref().map_or(verify, Verify::Others);
        let Revised { snapshot, diagnostics, cause, .. } = revised;
        (snapshot, diagnostics, cause)
    } else {
        let mut builder = Builder::with_kept(options.clone()).keeping();
        let Update { snapshot, diagnostics, .. } = builder.update(&Hint::All).expect("no fault of the disk");
        let Some(snapshot) = snapshot else { return (diagnostics, None) };
        let cause = builder.cause().expect("everything was read");
        builder.keep(Some(&cause));
        (snapshot, diagnostics, cause)
    };
    let mut output = Output::open(&options.root, public).expect("the lock is free");
    let mut plan = snapshot.plan();
    if let Some(edited) = unchanged::edited(&output, &cause, &snapshot) {
        output.take_over(&mut plan, &snapshot.showing(&edited));
    }
    let files = plan.len();
    if output.write(plan, &WriteOptions { verify, ..WriteOptions::default() }).is_err() {
        return (diagnostics, None);
    }
    let extent = Extent { pages: snapshot.pages(), stories: 0, matches: 0, files };
    unchanged::remember(&output, cause, extent, &diagnostics);
    (diagnostics, Some(true))
}

fn options(root: &Path, run: &Run) -> Options {
    Options {
        root: root.to_owned(),
        base_url: BASES[run.base_url].map(Into::into),
        drafts: run.drafts,
        future: run.future,
        now: MOMENTS[run.now].parse().expect("an instant"),
    }
}

fn check(runs: &[Run]) -> Result<(), TestCaseError> {
    let disk = Disk::new();
    let root = disk.0.path();
    let mut old = BTreeMap::new();
    for run in runs {
        for edit in &run.edits {
            disk.apply(edit);
        }
        let files = kept(root);
        let present: BTreeMap<PathBuf, Vec<u8>> =
            files.iter().map(|file| (file.clone(), fs::read(file).expect("read"))).collect();
        harm(&files, run.damaged, run.damage, &old);
        old = present;
        let options = options(root, run);
        let (diagnostics, built) = build(&options);
        let clean = {
            let mut builder = Builder::new(options.clone());
            let update = builder.update(&Hint::All).expect("no fault of the disk");
            made(update.snapshot.as_deref(), update.diagnostics)
        };
        prop_assert_eq!(&diagnostics, &clean.diagnostics);
        let Some(files) = &clean.files else {
            prop_assert_eq!(built, None);
            continue;
        };
        if files.values().any(|(_, bytes)| bytes.is_err()) {
            prop_assert_eq!(built, None);
            continue;
        }
        prop_assert!(built.is_some(), "the site is sound");
        let public = disk.path("public");
        let mut standing = clean.files.clone().unwrap_or_default();
        for (path, (_, bytes)) in &mut standing {
            *bytes = Ok(fs::read(public.join(&**path)).unwrap_or_default());
        }
        let number = walkdir::WalkDir::new(&public).into_iter().flatten().filter(|e| e.file_type().is_file()).count();
        prop_assert_eq!(number, files.len(), "files that are not planned");
        let standing = super::Made { diagnostics, files: Some(standing) };
        prop_assert!(standing == clean, "{}", difference(&standing, &clean));
        // And at once again, there is nothing to do.
        let (again, built) = build(&options);
        prop_assert_eq!(again, clean.diagnostics);
        prop_assert_eq!(built, Some(false));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases() / 5,
        max_shrink_iters: 300,
        failure_persistence: Some(Box::new(proptest::test_runner::FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_new_process_comes_to_what_a_clean_build_comes_to(runs in proptest::collection::vec(run(), 1..7)) {
        check(&runs)?;
    }
}
