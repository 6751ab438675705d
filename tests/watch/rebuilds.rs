//! One rebuild at a time, errors and their mending.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex};

use crate::fake::{PATIENCE, Setup, wait_until};

const FILES: &[(&str, &str)] = &[
    ("content/index.md", "home"),
    ("content/stories/a.md", "a"),
    ("content/stories/b.md", "b"),
    ("static/touchline.css", "body {}"),
    ("static/logo.svg", "<svg/>"),
];

/// A door that a rebuild waits at.
#[derive(Default)]
struct Door {
    open: Mutex<bool>,
    changed: Condvar,
}

impl Door {
    fn pass(&self) {
        let mut open = self.open.lock().expect("no panic");
        while !*open {
            let (next, timeout) = self.changed.wait_timeout(open, PATIENCE).expect("no panic");
            assert!(!timeout.timed_out(), "the door stayed shut");
            open = next;
        }
    }

    fn open(&self) {
        *self.open.lock().expect("no panic") = true;
        self.changed.notify_all();
    }
}

#[test]
fn saves_during_a_rebuild_make_one_more() {
    let door = Arc::new(Door::default());
    let at_door = Arc::clone(&door);
    let before_update = Box::new(move |number| {
        if number == 1 {
            at_door.pass();
        }
    });
    let watch = Setup { files: FILES, before_update, ..Setup::default() }.start();
    watch.put("content/stories/a.md", "first");
    wait_until("a rebuild runs", || watch.updates.load(Ordering::SeqCst) == 2);
    for n in 0..50 {
        watch.put("content/stories/a.md", &format!("save {n}"));
        watch.put("content/stories/b.md", &format!("save {n}"));
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    door.open();
    watch.settle();
    assert_eq!(watch.updates.load(Ordering::SeqCst), 3, "the first, the one that ran, and one more");
}

#[test]
fn an_error_leaves_the_last_good_site() {
    let watch = Setup { files: FILES, ..Setup::default() }.start();
    let mut page = watch.open("/stories/a/");
    assert_eq!(page.next()["fault"], serde_json::Value::Null);
    watch.put("content/stories/b.md", "BROKEN");
    let text = "error[E0100]: `content/stories/b.md` is <broken>\n";
    assert_eq!(page.next()["fault"], text);
    watch.wait_for_print(text);
    watch.wait_for_print("content/stories/b.md: errors, the last good site stays up, ");
    assert!(watch.get("/stories/b/").text().contains("<p>b</p>"));
    // What else is saved meanwhile changes neither the site nor the message.
    watch.put("content/stories/a.md", "new");
    wait_until("the second save is told", || watch.printed.text().matches("stays up").count() == 2);
    assert!(watch.get("/stories/a/").text().contains("<p>a</p>"));
    watch.put("content/stories/b.md", "mended");
    let message = page.next();
    assert_eq!((&message["fault"], &message["reload"]), (&serde_json::Value::Null, &true.into()));
    watch.settle();
    watch.wait_for_print("content/stories/b.md: mended, 2 pages, ");
}

#[test]
fn an_error_taken_back_is_mended() {
    let watch = Setup { files: FILES, ..Setup::default() }.start();
    watch.put("content/stories/b.md", "BROKEN");
    watch.wait_for("a fault", |state| state.fault.is_some());
    watch.put("content/stories/b.md", "b");
    watch.wait_for("no fault", |state| state.fault.is_none());
    watch.settle();
}

#[test]
fn a_page_that_cannot_be_rendered_is_an_error() {
    let watch = Setup { files: FILES, ..Setup::default() }.start();
    let mut page = watch.open("/stories/b/");
    page.next();
    // The background finds it, though nobody asks for the page.
    watch.put("content/stories/a.md", "FAILS");
    let text = "error[E0600]: cannot render `stories/a/index.html`\n";
    watch.wait_for("a fault", |state| state.fault.as_deref() == Some(text));
    assert!(watch.get("/stories/a/").text().contains("<p>a</p>"));
    watch.wait_for_print(text);
    assert_eq!(page.next()["fault"], text);
    // A change elsewhere does not make it whole.
    watch.put("content/stories/b.md", "new b");
    watch.wait_for_print("content/stories/b.md: errors, the last good site stays up");
    assert_eq!(watch.live.state().fault.as_deref(), Some(text));
    watch.put("content/stories/a.md", "mended");
    let message = page.next();
    assert_eq!((&message["fault"], &message["reload"]), (&serde_json::Value::Null, &true.into()));
    watch.settle();
    watch.wait_for_print("content/stories/a.md: mended, ");
}

#[test]
fn a_site_that_is_broken_from_the_start_comes_up_once_mended() {
    let files: &[(&str, &str)] = &[("content/index.md", "BROKEN"), ("content/stories/a.md", "a")];
    let watch = Setup { files, ..Setup::default() }.start();
    let answer = watch.get("/stories/a/");
    assert_eq!(answer.status(), 503);
    assert!(answer.text().contains("`content/index.md` is &lt;broken>"), "{}", answer.text());
    let mut page = watch.open("/stories/a/");
    assert_eq!(page.next()["reload"], false);
    watch.put("content/index.md", "home");
    assert_eq!(page.next()["reload"], true);
    watch.settle();
    assert_eq!(watch.get("/stories/a/").status(), 200);
}

#[test]
fn a_page_broken_from_the_start_does_not_hold_up_the_others() {
    let files: &[(&str, &str)] = &[("content/index.md", "FAILS"), ("content/stories/a.md", "a")];
    let watch = Setup { files, ..Setup::default() }.start();
    watch.wait_for("a fault", |state| state.fault.is_some());
    let answer = watch.get("/");
    assert_eq!(answer.status(), 503);
    assert!(answer.text().contains("cannot render `index.html`"), "{}", answer.text());
    watch.put("content/stories/a.md", "new");
    watch.settle();
    assert!(watch.live.state().fault.is_some());
    watch.put("content/index.md", "home");
    watch.wait_for("no fault", |state| state.fault.is_none());
    watch.settle();
}

#[test]
fn only_the_changed_page_loads_itself_anew() {
    let watch = Setup { files: FILES, ..Setup::default() }.start();
    let (mut a, mut b) = (watch.open("/stories/a/"), watch.open("/stories/b/"));
    a.next();
    b.next();
    watch.put("content/stories/a.md", "new a");
    let message = a.next();
    assert_eq!((&message["reload"], &message["styles"]), (&true.into(), &false.into()));
    // The next that `b` hears of is the stylesheet: it was not told of `a`.
    watch.put("static/touchline.css", "body { color: red }");
    let message = b.next();
    assert_eq!((&message["reload"], &message["styles"]), (&false.into(), &true.into()));
    // A picture may be on any page.
    watch.put("static/logo.svg", "<svg></svg>");
    assert_eq!(b.next()["reload"], true);
    // A page that goes, and one that comes.
    std::fs::remove_file(watch.path("content/stories/b.md")).expect("removed");
    assert_eq!(b.next()["reload"], true);
    let mut gone = watch.open("/stories/b/");
    gone.next();
    watch.put("content/stories/b.md", "back");
    assert_eq!(gone.next()["reload"], true);
}

#[test]
fn a_page_catches_up_with_what_it_missed() {
    let watch = Setup { files: FILES, ..Setup::default() }.start();
    let seen_of = |path: &str| {
        let html = watch.get(path).text();
        let (_, rest) = html.split_once("data-seen=\"").expect("the script");
        rest.split_once('"').expect("an end").0.to_owned()
    };
    let (a, b) = (seen_of("/stories/a/"), seen_of("/stories/b/"));
    watch.put("content/stories/a.md", "new");
    watch.settle();
    assert_eq!(watch.listen("stories/a/index.html", &a).next()["reload"], true);
    assert_eq!(watch.listen("stories/b/index.html", &b.replacen("7-", "8-", 1)).next()["reload"], true, "another run");
    assert_eq!(watch.open("/stories/a/").next()["reload"], false);
    // A page that does not listen may ask.
    let ask = |page: &str, seen: &str| {
        let answer = watch.get(&format!("/__touchline/events?page={page}&seen={seen}&once=1"));
        serde_json::from_str::<serde_json::Value>(&answer.text()).expect("JSON")["reload"].clone()
    };
    assert_eq!((ask("stories/a/index.html", &a), ask("stories/b/index.html", &b)), (true.into(), false.into()));
}

#[test]
fn pages_follow_only_if_asked() {
    for follow in [false, true] {
        let watch = Setup { files: FILES, follow, ..Setup::default() }.start();
        let (mut a, mut b) = (watch.open("/stories/a/"), watch.open("/stories/b/"));
        a.next();
        b.next();
        watch.put("content/stories/a.md", "new a");
        let message = a.next();
        assert_eq!((&message["reload"], &message["go"]), (&true.into(), &serde_json::Value::Null));
        if follow {
            assert_eq!(b.next()["go"], "/stories/a/");
        } else {
            watch.put("content/stories/b.md", "new b");
            assert_eq!(b.next()["go"], serde_json::Value::Null);
        }
    }
}

#[test]
fn one_line_for_each_rebuild() {
    let watch = Setup { files: FILES, ..Setup::default() }.start();
    watch.put("content/stories/a.md", "new a");
    watch.wait_for_print("content/stories/a.md: 1 page, ");
    watch.put("static/touchline.css", "body { color: red }");
    watch.wait_for_print("static/touchline.css: 1 file, ");
    // A file saved without a change is no news.
    watch.put("content/stories/a.md", "new a");
    watch.put("static/touchline.css", "body { color: blue }");
    wait_until("the last line", || watch.printed.text().lines().count() == 3);
}
