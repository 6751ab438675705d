//! The ways in which files are saved, moved and taken away.

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::time::Duration;

use crate::fake::{Setup, Watch, put};

const FILES: &[(&str, &str)] = &[
    ("content/index.md", "home"),
    ("content/stories/a.md", "a"),
    ("content/stories/b.md", "b"),
    ("content/stories/2022/group/c.md", "c"),
    ("static/touchline.css", "body {}"),
];

/// A way of changing files, and its name.
type Way = (&'static str, Box<dyn Fn(&Watch)>);

/// Each way in turn, on one watch; after each, what is served is what is on
/// the disk.
fn ways() -> Vec<Way> {
    vec![
        ("in place, as nano saves", Box::new(|w| w.put("content/stories/a.md", "in place"))),
        (
            "in place, in small writes with pauses",
            Box::new(|w| {
                let mut file = fs::File::create(w.path("content/stories/a.md")).expect("a file");
                for n in 0..10 {
                    write!(file, "part {n}; ").expect("written");
                    std::thread::sleep(Duration::from_millis(7));
                }
            }),
        ),
        (
            "written beside and renamed over, as gedit and VS Code's atomic save do",
            Box::new(|w| {
                w.put("content/stories/.goutputstream-XYZ", "renamed over");
                fs::rename(w.path("content/stories/.goutputstream-XYZ"), w.path("content/stories/a.md"))
                    .expect("renamed");
            }),
        ),
        (
            "written elsewhere and renamed over, as Emacs and JetBrains may",
            Box::new(|w| {
                w.put("elsewhere.tmp", "from elsewhere");
                fs::rename(w.path("elsewhere.tmp"), w.path("content/stories/a.md")).expect("renamed");
            }),
        ),
        (
            "backed up by renaming, then created anew, with Vim's probe before",
            Box::new(|w| {
                w.put("content/stories/4913", "");
                fs::remove_file(w.path("content/stories/4913")).expect("removed");
                fs::rename(w.path("content/stories/a.md"), w.path("content/stories/a.md~")).expect("renamed");
                w.put("content/stories/a.md", "by Vim");
                fs::remove_file(w.path("content/stories/a.md~")).expect("removed");
            }),
        ),
        (
            "deleted, then created",
            Box::new(|w| {
                fs::remove_file(w.path("content/stories/a.md")).expect("removed");
                w.put("content/stories/a.md", "created anew");
            }),
        ),
        (
            "renamed over and then deleted, at once",
            Box::new(|w| {
                w.put("content/stories/b.tmp", "short-lived");
                fs::rename(w.path("content/stories/b.tmp"), w.path("content/stories/b.md")).expect("renamed");
                fs::remove_file(w.path("content/stories/b.md")).expect("removed");
            }),
        ),
        ("created", Box::new(|w| w.put("content/stories/b.md", "b again"))),
        (
            "two files change their names with each other",
            Box::new(|w| {
                fs::rename(w.path("content/stories/a.md"), w.path("content/stories/x.md")).expect("renamed");
                fs::rename(w.path("content/stories/b.md"), w.path("content/stories/a.md")).expect("renamed");
                fs::rename(w.path("content/stories/x.md"), w.path("content/stories/b.md")).expect("renamed");
            }),
        ),
        (
            "the same size and the same time of modification",
            Box::new(|w| {
                let path = w.path("content/stories/a.md");
                let time = fs::metadata(&path).expect("there").modified().expect("a time");
                let text = fs::read_to_string(&path).expect("read");
                let mut file = fs::File::create(&path).expect("a file");
                file.write_all("z".repeat(text.len()).as_bytes()).expect("written");
                file.set_modified(time).expect("set back");
            }),
        ),
        (
            "a nested tree, made at once",
            Box::new(|w| {
                for n in 0..30 {
                    w.put(&format!("content/stories/new/{n}/deep/er/story.md"), &format!("{n}"));
                }
            }),
        ),
        (
            "a file in a folder that came a moment ago",
            Box::new(|w| w.put("content/stories/new/7/deep/er/more.md", "more")),
        ),
        (
            "a tree copied into place slowly",
            Box::new(|w| {
                for n in 0..10 {
                    w.put(&format!("content/slow/{n}/{n}/story.md"), "slow");
                    std::thread::sleep(Duration::from_millis(5));
                }
            }),
        ),
        (
            "a folder moved within the site, and a save in it right after",
            Box::new(|w| {
                fs::rename(w.path("content/stories/new"), w.path("content/stories/moved")).expect("renamed");
                w.put("content/stories/moved/3/deep/er/story.md", "after the move");
            }),
        ),
        (
            "a folder moved away and another put in its place",
            Box::new(|w| {
                fs::rename(w.path("content/stories/moved"), w.path("content/stories/old")).expect("renamed");
                fs::rename(w.path("content/slow"), w.path("content/stories/moved")).expect("renamed");
                w.put("content/stories/old/1/story.md", "in the one moved away");
                w.put("content/stories/moved/1/story.md", "in the other");
            }),
        ),
        (
            "a folder moved out of the site",
            Box::new(|w| fs::rename(w.path("content/stories/old"), w.path("away")).expect("renamed")),
        ),
        (
            "a folder moved into the site, with all that is in it",
            Box::new(|w| {
                fs::rename(w.path("away"), w.path("content/back")).expect("renamed");
                w.put("content/back/2/deep/er/story.md", "after the return");
            }),
        ),
        ("a folder deleted", Box::new(|w| fs::remove_dir_all(w.path("content/back")).expect("removed"))),
        (
            "a folder deleted and made anew",
            Box::new(|w| {
                fs::remove_dir_all(w.path("content/stories/moved")).expect("removed");
                w.put("content/stories/moved/other.md", "other");
            }),
        ),
        ("a save in the folder made anew", Box::new(|w| w.put("content/stories/moved/other.md", "saved"))),
        (
            "templates that were not there",
            Box::new(|w| {
                w.put("templates/story.html", "a template");
                w.put("templates/macros/row.html", "a macro");
            }),
        ),
        ("a template", Box::new(|w| w.put("templates/macros/row.html", "another macro"))),
        ("the templates taken away", Box::new(|w| fs::remove_dir_all(w.path("templates")).expect("removed"))),
        ("templates once more", Box::new(|w| w.put("templates/story.html", "again"))),
        ("a save there", Box::new(|w| w.put("templates/story.html", "and again"))),
        (
            "all content replaced by another folder",
            Box::new(|w| {
                for n in 0..5 {
                    w.put(&format!("content.new/stories/{n}.md"), "new");
                }
                w.put("content.new/index.md", "new home");
                fs::rename(w.path("content"), w.path("content.old")).expect("renamed");
                fs::rename(w.path("content.new"), w.path("content")).expect("renamed");
            }),
        ),
        ("a save in the new content", Box::new(|w| w.put("content/stories/3.md", "saved"))),
        ("a save in the old content changes nothing", Box::new(|w| w.put("content.old/stories/a.md", "not served"))),
        (
            "a link to a file, put in place and changed",
            Box::new(|w| {
                w.put("shared/linked.css", "a {}");
                symlink(w.path("shared/linked.css"), w.path("static/linked.css")).expect("linked");
                fs::remove_file(w.path("static/linked.css")).expect("removed");
                fs::copy(w.path("shared/linked.css"), w.path("static/linked.css")).expect("copied");
            }),
        ),
        (
            "many files at once, and most of them again",
            Box::new(|w| {
                for round in 0..3 {
                    for n in 0..400 {
                        w.put(&format!("content/many/{}/{n}.md", n % 7), &format!("{round} {n}"));
                    }
                }
            }),
        ),
        (
            "rights and times alone",
            Box::new(|w| {
                use std::os::unix::fs::PermissionsExt;
                fs::set_permissions(w.path("content/stories/3.md"), fs::Permissions::from_mode(0o600)).expect("set");
            }),
        ),
    ]
}

fn try_all(poll: bool) {
    let watch = Setup { files: FILES, poll, ..Setup::default() }.start();
    for (name, way) in ways() {
        eprintln!("{name}");
        way(&watch);
        watch.settle();
    }
}

#[test]
fn every_way_of_saving_is_seen() {
    try_all(false);
}

#[test]
fn every_way_of_saving_is_seen_by_polling() {
    try_all(true);
}

#[test]
fn all_ways_in_haste_end_well() {
    let watch = Setup { files: FILES, ..Setup::default() }.start();
    for (_, way) in ways() {
        way(&watch);
    }
    watch.settle();
}

fn git(watch: &Watch, arguments: &[&str]) {
    let status = Command::new("git")
        .args(["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main", "-C"])
        .arg(watch.dir.path())
        .args(arguments)
        .output()
        .expect("git runs");
    assert!(status.status.success(), "{arguments:?}: {status:?}");
}

#[test]
fn branches_may_be_checked_out() {
    let watch = Setup { files: FILES, ..Setup::default() }.start();
    git(&watch, &["init", "-q"]);
    git(&watch, &["add", "-A"]);
    git(&watch, &["commit", "-qm", "one"]);
    git(&watch, &["checkout", "-qb", "other"]);
    fs::remove_dir_all(watch.path("content/stories/2022")).expect("removed");
    for n in 0..300 {
        put(&watch.path(&format!("content/stories/2023/{}/{n}.md", n % 11)), &format!("{n}"));
    }
    watch.put("content/stories/a.md", "other a");
    git(&watch, &["add", "-A"]);
    git(&watch, &["commit", "-qm", "two"]);
    watch.settle();
    for _ in 0..3 {
        git(&watch, &["checkout", "-q", "main"]);
        watch.settle();
        git(&watch, &["checkout", "-q", "other"]);
        watch.settle();
    }
    git(&watch, &["checkout", "-q", "main"]);
    git(&watch, &["checkout", "-q", "other"]);
    git(&watch, &["checkout", "-q", "main"]);
    watch.settle();
    git(&watch, &["stash", "list"]);
}

#[test]
fn lost_events_are_made_good() {
    let watch = Setup { files: FILES, ..Setup::default() }.start();
    watch.put("shared/linked.css", "a {}");
    symlink(watch.path("shared/linked.css"), watch.path("static/linked.css")).expect("linked");
    watch.settle();
    // Nothing is heard of what happens at the other end of the link, as if the
    // event had been lost.
    for round in 0..4 {
        watch.put("shared/linked.css", &format!("a {{ order: {round} }}"));
        watch.gate.note_loss();
        watch.settle();
    }
}
