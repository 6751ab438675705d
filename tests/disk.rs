//! What the program does when the disk fails it: a folder that cannot be read,
//! a disk that is full.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod common;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{NOW, Site};

/// Nobody: whoever runs these tests as root may read everything, and so runs
/// the program as this user.
const NOBODY: u32 = 65534;

const STORY: &str = "---\ntitle: A draw\ndate: 2025-05-01\n---\n\nText.\n";

/// The program at a place where any user can run it.
fn program(site: &Site) -> PathBuf {
    let copy = site.path("touchline");
    fs::copy(env!("CARGO_BIN_EXE_touchline"), &copy).unwrap();
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(site.root(), fs::Permissions::from_mode(0o777)).unwrap();
    copy
}

fn run(program: &Path, site: &Site, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(site.root());
    if fs::metadata(site.root()).unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    said(&command.output().unwrap())
}

fn said(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn set_mode(site: &Site, path: &str, mode: u32) {
    fs::set_permissions(site.path(path), fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_folder_or_file_that_cannot_be_read() {
    for (path, mode) in [("content/stories", 0o000), ("content/stories/a.md", 0o000), ("content/stories", 0o644)] {
        let site = Site::new().file("content/stories/a.md", STORY);
        let program = program(&site);
        assert_eq!(run(&program, &site, &["build", "--now", NOW]).0, Some(0));
        let before = site.output();
        set_mode(&site, path, mode);
        for command in ["build", "check"] {
            let (code, said) = run(&program, &site, &[command, "--now", NOW]);
            assert_eq!(code, Some(3), "{path} {mode:o} {command}: {said}");
            let told = if mode == 0o644 { "a.md" } else { path };
            assert!(said.starts_with("error: no permission to read `content/stories"), "{said}");
            assert!(said.contains(told) && !said.contains("os error"), "{said}");
        }
        assert_eq!(site.output(), before, "the site that was there stays");
        set_mode(&site, path, 0o755);
        assert_eq!(run(&program, &site, &["build", "--now", NOW]).0, Some(0));
    }
}

#[test]
fn an_output_folder_that_cannot_be_written() {
    let site = Site::new().file("content/stories/a.md", STORY).file("locked/x", "");
    let program = program(&site);
    set_mode(&site, "locked", 0o555);
    let (code, said) = run(&program, &site, &["build", "--now", NOW, "--output", "locked/public"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("no permission") && said.contains("locked"), "{said}");
}

/// A file system of 64 KB is mounted in a name space of its own, where the
/// system lets a user do that; elsewhere the test says that it did nothing.
#[test]
fn a_disk_that_is_full() {
    let site = Site::new().file("content/stories/a.md", STORY).file("disk/x", "");
    let shell = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]).current_dir(site.root());
        command.env("TOUCHLINE", env!("CARGO_BIN_EXE_touchline")).output()
    };
    let mount = "mount -t tmpfs -o size=64k none disk";
    if !shell(mount).is_ok_and(|output| output.status.success()) {
        eprintln!("no name spaces here: a full disk was not tried");
        return;
    }
    let script = format!(
        "{mount} && cp -r content disk && cd disk && \"$TOUCHLINE\" build --now {NOW}; code=$?; \
         find . -type f | grep -v -e ./content -e ./.touchline; exit $code"
    );
    let output = shell(&script).unwrap();
    let (code, said) = said(&output);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("the disk is full") && said.contains("help: make room"), "{said}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "nothing is left half written");
}
