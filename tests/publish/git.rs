//! A branch of a bare repository as a host.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use touchline::publish::Options;
use touchline::publish::fault::{FaultKind, PublishError};
use touchline::publish::git::Branch;
use touchline::publish::report::Report;
use touchline::publish::targets::{GitPlace, Place};

use crate::site::{self, Files};

struct Host {
    dir: tempfile::TempDir,
    settings: String,
    git: PathBuf,
}

fn run(dir: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(dir)
        .args(["-c", "user.name=Someone", "-c", "user.email=someone@example.org"])
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

impl Host {
    fn new(more: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        run(dir.path(), &["init", "--quiet", "--bare", "host.git"]);
        fs::create_dir(dir.path().join("site")).unwrap();
        let settings = format!("{{\"git\": \"{}\"{more}}}", dir.path().join("host.git").display());
        Self { dir, settings, git: "git".into() }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn place(&self) -> GitPlace {
        match site::target(&self.settings).place {
            Place::Git(place) => place,
            other => panic!("{other:?}"),
        }
    }

    /// Publishes from a machine: another one knows nothing of the first.
    fn publish_from(&self, machine: &str, files: &Files, options: &Options<'_>) -> Result<Report, PublishError> {
        let (_built, prepared) = site::prepared(files, &site::target(&self.settings));
        let branch = Branch::open_with(&self.git, &self.place(), &self.at("site"), &self.at(machine))?;
        branch.publish(&prepared.files, options)
    }

    fn publish(&self, files: &Files) -> Report {
        let report = self.publish_from("own", files, &site::options()).unwrap();
        let (_dir, found) = self.checkout();
        let mut wanted = files.clone();
        wanted.insert(".nojekyll".into(), String::new());
        assert_eq!(found, wanted);
        report
    }

    fn checkout(&self) -> (tempfile::TempDir, Files) {
        let dir = tempfile::tempdir().unwrap();
        run(dir.path(), &["clone", "--quiet", "--branch", "gh-pages", self.at("host.git").to_str().unwrap(), "clone"]);
        let files = site::read(&dir.path().join("clone"));
        (dir, files)
    }

    fn commits(&self) -> usize {
        run(&self.at("host.git"), &["rev-list", "--count", "gh-pages"]).trim().parse().unwrap()
    }

    /// Somebody commits to the branch by hand.
    fn commit_by_hand(&self, files: &[(&str, Option<&str>)]) {
        let dir = tempfile::tempdir().unwrap();
        run(dir.path(), &["clone", "--quiet", "--branch", "gh-pages", self.at("host.git").to_str().unwrap(), "."]);
        for (path, text) in files {
            match text {
                Some(text) => fs::write(dir.path().join(path), text).unwrap(),
                None => fs::remove_file(dir.path().join(path)).unwrap(),
            }
        }
        run(dir.path(), &["add", "--all"]);
        run(dir.path(), &["commit", "--quiet", "-m", "By hand"]);
        run(dir.path(), &["push", "--quiet", "origin", "gh-pages"]);
    }
}

#[test]
fn first_publish_then_no_change() {
    let host = Host::new("");
    let report = host.publish(&site::first());
    assert_eq!((report.new, report.uploaded), (12, 12));
    assert!(report.commit.is_some() && report.line().contains("branch `gh-pages`"), "{}", report.line());
    let report = host.publish(&site::first());
    assert_eq!((report.unchanged, report.uploaded, report.commit), (12, 0, None));
    assert_eq!(host.commits(), 1, "no commit without a change");
    run(&host.at("host.git"), &["fsck", "--strict"]);
}

#[test]
fn changes_renames_and_deletions_are_one_commit() {
    let host = Host::new("");
    host.publish(&site::first());
    let report = host.publish(&site::second());
    assert_eq!((report.new, report.changed, report.deleted), (8, 7, 3));
    assert_eq!(host.commits(), 2);
    let message = run(&host.at("host.git"), &["log", "-1", "--format=%B", "gh-pages"]);
    assert!(message.starts_with("Publish: 8 new, 7 changed, 3 removed\n"), "{message}");
}

#[test]
fn a_machine_that_knows_nothing_goes_on() {
    let host = Host::new("");
    host.publish(&site::first());
    let report = host.publish_from("second machine", &site::first(), &site::options()).unwrap();
    assert_eq!(report.uploaded, 0);
    let report = host.publish_from("third machine", &site::second(), &site::options()).unwrap();
    assert_eq!((report.new, report.deleted), (8, 3));
    assert_eq!(host.commits(), 2);
    host.publish(&site::third());
    assert_eq!(host.commits(), 3);
}

#[test]
fn history_may_be_squashed() {
    let host = Host::new(", \"history\": \"squash\"");
    host.publish(&site::first());
    host.publish(&site::second());
    host.publish(&site::third());
    assert_eq!(host.commits(), 1);
}

#[test]
fn a_domain_is_named() {
    let host = Host::new(", \"cname\": \"www.example.org\"");
    host.publish_from("own", &site::first(), &site::options()).unwrap();
    assert_eq!(host.checkout().1["CNAME"], "www.example.org\n");
}

#[test]
fn what_others_put_on_the_branch_stays() {
    let host = Host::new("");
    host.publish(&site::first());
    host.commit_by_hand(&[("CNAME", Some("www.example.org\n")), ("photo.jpg", Some("a better one"))]);
    let mut files = site::second();
    files.remove("feed.xml");
    let report = host.publish_from("new machine", &files, &site::options()).unwrap();
    assert_eq!(report.kept, 2);
    let found = host.checkout().1;
    assert_eq!(found["CNAME"], "www.example.org\n");
    assert_eq!(found["photo.jpg"], "a better one", "gone from the site, but changed by hand");
    assert!(!found.contains_key("feed.xml"));
    // And still after the next one, whose machine sees only that commit.
    host.publish_from("another machine", &site::third(), &site::options()).unwrap();
    assert_eq!(host.checkout().1["CNAME"], "www.example.org\n");
}

#[test]
fn a_branch_of_others_is_not_written_over_unasked() {
    let host = Host::new("");
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["init", "--quiet", "-b", "gh-pages"]);
    fs::write(dir.path().join("index.html"), "another site").unwrap();
    run(dir.path(), &["add", "--all"]);
    run(dir.path(), &["commit", "--quiet", "-m", "Another site"]);
    run(dir.path(), &["push", "--quiet", host.at("host.git").to_str().unwrap(), "gh-pages"]);
    let refused = host.publish_from("own", &site::first(), &site::options());
    assert!(matches!(refused, Err(PublishError::Refused { .. })), "{refused:?}");
    host.publish_from("own", &site::first(), &Options { adopt: true, ..site::options() }).unwrap();
    assert_eq!(host.commits(), 2);
}

#[test]
fn a_dry_run_changes_nothing() {
    let host = Host::new("");
    let dry = Options { dry_run: true, ..site::options() };
    let report = host.publish_from("own", &site::first(), &dry).unwrap();
    assert_eq!((report.new, report.uploaded), (12, 12));
    assert_eq!(run(&host.at("host.git"), &["branch", "--list"]), "");
    host.publish(&site::first());
    let report = host.publish_from("own", &site::second(), &dry).unwrap();
    assert_eq!((report.new, report.changed, report.deleted), (8, 7, 3));
    assert_eq!(host.commits(), 1);
}

#[test]
fn the_sites_own_repository_is_left_alone() {
    let host = Host::new("");
    let site = host.at("site");
    run(&site, &["init", "--quiet", "-b", "main"]);
    fs::write(site.join("a"), "a").unwrap();
    run(&site, &["add", "a"]);
    run(&site, &["remote", "add", "origin", host.at("host.git").to_str().unwrap()]);
    let before = (
        run(&site, &["status", "--porcelain"]),
        run(&site, &["count-objects"]),
        fs::read(site.join(".git/index")).unwrap(),
    );
    let named = Host { settings: "{\"git\": \"origin\"}".into(), ..host };
    let (_built, prepared) = site::prepared(&site::first(), &site::target(&named.settings));
    let branch = Branch::open(&named.place(), &site, &named.at("own")).unwrap();
    branch.publish(&prepared.files, &site::options()).unwrap();
    assert_eq!(named.commits(), 1);
    let after = (
        run(&site, &["status", "--porcelain"]),
        run(&site, &["count-objects"]),
        fs::read(site.join(".git/index")).unwrap(),
    );
    assert_eq!(before, after);
}

#[test]
fn a_remote_that_is_not_there_is_told() {
    let host = Host::new("");
    let nowhere = Host { settings: "{\"git\": \"orign\"}".into(), ..host };
    let Err(PublishError::Faults { faults, .. }) = nowhere.publish_from("own", &site::first(), &site::options()) else {
        panic!()
    };
    assert!(faults[0].advice().unwrap().contains("git remote -v"), "{faults:?}");
    let gone = Host { settings: "{\"git\": \"/nowhere/host.git\"}".into(), ..nowhere };
    let Err(PublishError::Faults { faults, .. }) = gone.publish_from("own", &site::first(), &site::options()) else {
        panic!()
    };
    assert_eq!(faults[0].kind, FaultKind::Missing, "{faults:?}");
}

#[test]
fn a_host_that_says_no_is_told_and_nothing_is_lost() {
    let host = Host::new("");
    host.publish(&site::first());
    let hook = host.at("host.git/hooks/pre-receive");
    fs::write(&hook, "#!/bin/sh\necho 'remote: Permission to the club denied' >&2\nexit 1\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let Err(PublishError::Faults { faults, .. }) = host.publish_from("own", &site::second(), &site::options()) else {
        panic!()
    };
    assert_eq!(faults[0].kind, FaultKind::Denied, "{faults:?}");
    assert_eq!(host.commits(), 1);
    fs::remove_file(hook).unwrap();
    host.publish(&site::second());
}

#[test]
fn of_two_at_once_one_is_told() {
    let host = Host::new("");
    host.publish(&site::first());
    // Somebody pushes just before our push: a hook of our own git does it.
    let slow = host.at("slow-git");
    let push = format!(
        "#!/bin/sh\ncase \"$1\" in push) if [ ! -e {0}/pushed ]; then touch {0}/pushed; GIT_DIR={0}/host.git git update-ref refs/heads/gh-pages \
         $(GIT_DIR={0}/host.git git -c user.name=a -c user.email=a@b commit-tree -m x -p gh-pages gh-pages^{{tree}}); fi;; esac\nexec git \"$@\"\n",
        host.dir.path().display()
    );
    fs::write(&slow, push).unwrap();
    fs::set_permissions(&slow, fs::Permissions::from_mode(0o755)).unwrap();
    let raced = Host { git: slow, ..host };
    let Err(PublishError::Faults { faults, .. }) = raced.publish_from("own", &site::second(), &site::options()) else {
        panic!("it wrote over the other's commit");
    };
    assert_eq!(faults[0].kind, FaultKind::Conflict, "{faults:?}");
    assert!(faults[0].advice().unwrap().contains("meanwhile"), "{faults:?}");
    assert_eq!(raced.commits(), 2);
    raced.publish(&site::second());
    assert_eq!(raced.commits(), 3, "nothing was lost");
}

#[test]
fn faults_at_every_call_of_git() {
    let setup = || {
        let host = Host::new("");
        host.publish(&site::first());
        host
    };
    let shim = |host: &Host, at: usize, mode: &str| {
        let path = host.at("faulty-git");
        let say = "echo 'fatal: the remote end hung up unexpectedly' >&2; exit 128";
        let body = match mode {
            "count" => "exec git \"$@\"".to_owned(),
            "once" => format!("if [ $n -eq {at} ]; then {say}; fi; exec git \"$@\""),
            "dead" => format!("if [ $n -ge {at} ]; then {say}; fi; exec git \"$@\""),
            _ => format!(
                "if [ $n -eq {at} ]; then git \"$@\"; {say}; elif [ $n -gt {at} ]; then {say}; fi; exec git \"$@\""
            ),
        };
        let text = format!(
            "#!/bin/sh\nn=$(cat {0}/count 2>/dev/null || echo 0)\necho $((n+1)) > {0}/count\n{body}\n",
            host.dir.path().display()
        );
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        let _ = fs::remove_file(host.at("count"));
        path
    };
    let mut host = setup();
    host.git = shim(&host, 0, "count");
    host.publish_from("new machine", &site::second(), &site::options()).unwrap();
    let calls: usize = fs::read_to_string(host.at("count")).unwrap().trim().parse().unwrap();
    assert!(calls > 10, "{calls}");
    for at in 0..calls {
        for mode in ["once", "dead", "after"] {
            let mut host = setup();
            host.git = shim(&host, at, mode);
            let _ = host.publish_from("new machine", &site::second(), &site::options());
            let mut found = host.checkout().1;
            found.remove(".nojekyll");
            assert!(
                found == site::first() || found == site::second(),
                "{mode} at call {at}: neither the one nor the other"
            );
            host.git = "git".into();
            host.publish_from("new machine", &site::second(), &site::options()).unwrap();
            let mut found = host.checkout().1;
            found.remove(".nojekyll");
            assert_eq!(found, site::second(), "{mode} at call {at}: the next run");
        }
    }
}

#[test]
fn five_thousand_files() {
    let host = Host::new("");
    let mut files = Files::new();
    for i in 0..5_000 {
        files.insert(format!("matches/{i:05}/index.html"), site::page(&format!("match {i}"), &["/"]));
    }
    files.insert("index.html".into(), site::page("home", &["/matches/00000/"]));
    assert_eq!(host.publish_from("own", &files, &site::options()).unwrap().uploaded, 5_002);
    files.insert("matches/00042/index.html".into(), "corrected".into());
    assert_eq!(host.publish_from("own", &files, &site::options()).unwrap().uploaded, 1);
    assert_eq!(host.checkout().1.len(), 5_002);
}
