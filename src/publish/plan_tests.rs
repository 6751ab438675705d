//! Tests of the plan: what is sent, copied and deleted, and in which order.

use super::*;
use crate::publish::headers::CacheTimes;

const STORE: Powers = Powers { copies: true, headers: true, folders: false };
const DISK: Powers = Powers { copies: false, headers: false, folders: true };

fn local(path: &str, text: &str) -> LocalFile {
    LocalFile::new(path, text.as_bytes(), CacheTimes::default())
}

fn there(path: &str, text: &str) -> (String, Standing) {
    let file = local(path, text);
    let entry = Entry { digest: file.digest, size: file.size, headers: file.headers.stamp(), tag: None };
    (path.to_owned(), Standing { ours: true, entry: Some(entry) })
}

fn foreign(path: &str, text: &str) -> (String, Standing) {
    let (path, standing) = there(path, text);
    (path, Standing { ours: false, ..standing })
}

fn plan(files: &[(&str, &str)], standing: &[(String, Standing)], powers: Powers) -> (Plan, Vec<(Phase, Vec<String>)>) {
    let files: Vec<LocalFile> = files.iter().map(|(path, text)| local(path, text)).collect();
    let plan = Plan::new(&files, &standing.iter().cloned().collect(), powers);
    let name = |step: &Step| match step {
        Step::Put(i) => format!("put {}", files[*i].path),
        Step::Copy { from, to } => format!("copy {from} to {}", files[*to].path),
        Step::Delete(path) => format!("delete {path}"),
    };
    let told = plan.phases.iter().map(|(phase, steps)| (*phase, steps.iter().map(name).collect())).collect();
    (plan, told)
}

#[test]
fn everything_in_its_order() {
    let files = [
        ("a.css", "2"),
        ("b.png", "new"),
        ("feed.xml", "2"),
        ("index.html", "2"),
        ("stories/index.html", "2"),
        ("stories/new/index.html", "new"),
        ("stories/old/index.html", "2"),
        ("stories/page/2/index.html", "new"),
        ("stories/same/index.html", "1"),
        ("topics/feed.xml", "new"),
    ];
    let standing = [
        there("a.css", "1"),
        there("feed.xml", "1"),
        there("gone.css", "gone"),
        there("index.html", "1"),
        there("stories/gone/index.html", "gone too"),
        there("stories/index.html", "1"),
        there("stories/old/index.html", "1"),
        there("stories/same/index.html", "1"),
    ];
    let (plan, told) = plan(&files, &standing, DISK);
    let told: Vec<(Phase, String)> = told.into_iter().map(|(phase, steps)| (phase, steps.join(", "))).collect();
    let wanted = [
        (Phase::NewAssets, "put b.png"),
        (Phase::ChangedAssets, "put a.css"),
        (Phase::NewPages, "put stories/new/index.html, put stories/page/2/index.html, put topics/feed.xml"),
        (Phase::ChangedPages, "put stories/old/index.html"),
        (Phase::Lists, "put feed.xml, put stories/index.html"),
        (Phase::Home, "put index.html"),
        (Phase::Deletions, "delete gone.css, delete stories/gone/index.html"),
    ];
    assert_eq!(told, wanted.map(|(phase, steps)| (phase, steps.to_owned())));
    assert_eq!((plan.new.len(), plan.changed.len(), plan.unchanged, plan.deleted.len()), (4, 5, 1, 2));
}

#[test]
fn what_is_served_in_place_of_others_comes_and_goes_with_them() {
    // Twins of pages that had none: they are served as soon as they are there.
    let files = [
        (".htaccess", "rules"),
        ("a/index.html", "leads to b"),
        ("a/index.html.gz", "leads to b, small"),
        ("b/index.html", "new"),
        ("b/index.html.gz", "new, small"),
        ("index.html", "1"),
        ("index.html.br", "1, small"),
    ];
    let (_, told) = plan(&files, &[there("a/index.html", "1"), there("index.html", "1")], DISK);
    let wanted = [
        (Phase::NewPages, vec!["put b/index.html", "put b/index.html.gz"]),
        (Phase::ChangedPages, vec!["put a/index.html.gz", "put a/index.html"]),
        (Phase::Lists, vec!["put .htaccess"]),
        (Phase::Home, vec!["put index.html.br"]),
    ];
    assert_eq!(told, wanted.map(|(phase, steps)| (phase, steps.into_iter().map(str::to_owned).collect())));
    // A twin that stays behind would lead to a page that is gone.
    let standing = [
        there("_redirects", "/old/ /b/"),
        there("a/index.html", "1"),
        there("a/index.html.gz", "leads to b, small"),
        there("b/index.html", "b"),
        there("b/index.html.gz", "b, small"),
    ];
    let (_, told) = plan(&[("a/index.html", "1")], &standing, DISK);
    let wanted = [
        (Phase::Stale, vec!["delete _redirects", "delete a/index.html.gz"]),
        (Phase::Deletions, vec!["delete b/index.html", "delete b/index.html.gz"]),
    ];
    assert_eq!(told, wanted.map(|(phase, steps)| (phase, steps.into_iter().map(str::to_owned).collect())));
}

#[test]
fn nothing_changed_is_nothing_to_do() {
    let (plan, _) = plan(&[("index.html", "1")], &[there("index.html", "1"), foreign("robots.txt", "x")], STORE);
    assert!(plan.is_empty());
    assert_eq!((plan.unchanged, plan.kept, plan.bytes), (1, 1, 0));
}

#[test]
fn other_headers_are_a_change_where_the_host_keeps_them() {
    let mut standing = there("index.html", "1");
    if let Some(entry) = &mut standing.1.entry {
        entry.headers = "ffffffff".into();
    }
    assert_eq!(plan(&[("index.html", "1")], &[standing.clone()], STORE).0.changed, [0]);
    assert!(plan(&[("index.html", "1")], &[standing], DISK).0.is_empty());
}

#[test]
fn a_rename_is_a_copy_where_the_host_can() {
    let files = [("new/index.html", "text"), ("also/index.html", "text")];
    let standing = [there("old/index.html", "text")];
    let (copied, told) = plan(&files, &standing, STORE);
    assert_eq!(copied.bytes, 0);
    assert_eq!(told[0].1, ["copy old/index.html to new/index.html", "copy old/index.html to also/index.html"]);
    assert_eq!(told[1].1, ["delete old/index.html"]);
    assert_eq!(plan(&files, &standing, DISK).0.bytes, 8);
}

#[test]
fn nothing_is_copied_from_what_changes_on_the_way() {
    // `a` and `b` change places.
    let (swapped, told) =
        plan(&[("a.html", "2"), ("b.html", "1")], &[there("a.html", "1"), there("b.html", "2")], STORE);
    assert_eq!(told[0].1, ["put a.html", "put b.html"]);
    assert_eq!(swapped.bytes, 2);
    // With other headers it would be another file.
    let (_, told) = plan(&[("a.txt", "1")], &[there("a.css", "1")], STORE);
    assert_eq!(told[0].1, ["put a.txt"]);
    // Headers do not count where the host keeps none.
    let mut bare = there("b.css", "1");
    if let Some(entry) = &mut bare.1.entry {
        entry.headers.clear();
    }
    let (_, told) = plan(&[("a.txt", "1")], &[bare], Powers { copies: true, ..DISK });
    assert_eq!(told[0].1, ["copy b.css to a.txt"]);
    // Of a file of others.
    let (_, told) = plan(&[("a.html", "1")], &[foreign("b.html", "1")], STORE);
    assert_eq!(told[0].1, ["put a.html"]);
}

#[test]
fn what_others_put_there_stays() {
    let (plan, told) =
        plan(&[("index.html", "2")], &[foreign("index.html", "1"), foreign("shop/index.html", "x")], DISK);
    assert_eq!(plan.strangers, ["index.html"]);
    assert_eq!((plan.kept, plan.deleted.len()), (1, 0));
    assert_eq!(told.len(), 1);
}

#[test]
fn a_file_of_unknown_content_is_sent_again() {
    let unknown = ("index.html".to_owned(), Standing { ours: true, entry: None });
    assert_eq!(plan(&[("index.html", "1")], &[unknown], DISK).0.changed, [0]);
}

#[test]
fn files_make_way_for_folders_and_back() {
    let (_, told) = plan(&[("a/b", "new")], &[there("a", "old"), there("a-b", "x")], DISK);
    assert_eq!(told[0], (Phase::Clear, vec!["delete a".to_owned()]));
    assert_eq!(told[2], (Phase::Deletions, vec!["delete a-b".to_owned()]));
    let (_, told) = plan(&[("a", "new")], &[there("a/b/c", "old"), there("a/d", "old")], DISK);
    assert_eq!(told[0], (Phase::Clear, vec!["delete a/b/c".to_owned(), "delete a/d".to_owned()]));
    assert_eq!(plan(&[("a/b", "new")], &[there("a", "old")], STORE).1[1].0, Phase::Deletions);
}

#[test]
fn many_deletions_are_noticed() {
    let standing: Vec<_> = (0..20).map(|i| there(&format!("{i:02}.html"), "x")).collect();
    let names: Vec<String> = (0..20).map(|i| format!("{i:02}.html")).collect();
    let some = |n: usize| names[..n].iter().map(|name| (name.as_str(), "x")).collect::<Vec<_>>();
    assert!(!plan(&some(18), &standing, DISK).0.deletes_more_than(10));
    assert!(plan(&some(17), &standing, DISK).0.deletes_more_than(10));
    assert!(!plan(&some(17), &standing, DISK).0.deletes_more_than(15));
    assert!(plan(&some(19), &standing, DISK).0.deletes_more_than(0));
    assert!(!plan(&some(0), &standing, DISK).0.deletes_more_than(100));
}
