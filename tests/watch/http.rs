//! What the server answers, and to whom.

use crate::fake::{Setup, Watch};

const FILES: &[(&str, &str)] = &[
    ("content/index.md", "home"),
    ("content/stories/index.md", "stories"),
    ("content/stories/a.md", "a"),
    ("content/404.md", "nothing here"),
    ("static/touchline.css", "body {}"),
    ("static/numbers.txt", "0123456789"),
    ("static/Tor für Österreich.txt", "Tor"),
    ("secret.txt", "hidden words"),
];

fn start() -> Watch {
    Setup { files: FILES, ..Setup::default() }.start()
}

#[test]
fn pages_have_the_script_and_files_do_not() {
    let watch = start();
    let page = watch.get("/");
    assert_eq!((page.status(), page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let text = page.text();
    let (before, tag) = text.split_once("<script src=\"/__touchline/reload.js\"").expect("the script");
    let (_, after) = tag.split_once("</script>").expect("its end");
    assert_eq!(format!("{before}{after}"), "<!DOCTYPE html>\n<html><head></head><body><p>home</p></body></html>\n");
    let css = watch.get("/touchline.css");
    assert_eq!((css.header("content-type"), &*css.text()), (Some("text/css; charset=utf-8"), "body {}"));
    let script = watch.get("/__touchline/reload.js");
    assert_eq!((script.status(), script.header("content-type")), (200, Some("text/javascript; charset=utf-8")));
}

#[test]
fn addresses_of_folders() {
    let watch = start();
    assert_eq!(watch.get("/stories/a/").status(), 200);
    assert_eq!(watch.get("/stories/a/index.html").status(), 200);
    let answer = watch.get("/stories/a?x=1&y=%2F");
    assert_eq!((answer.status(), answer.header("location")), (302, Some("/stories/a/?x=1&y=%2F")));
    assert_eq!(watch.get("/stories/a/?x").status(), 200);
    assert_eq!(watch.get("/Tor%20f%C3%BCr%20%C3%96sterreich.txt").text(), "Tor");
}

#[test]
fn what_is_not_there() {
    let watch = start();
    for path in ["/no/such/page/", "/stories/a/b", "/touchline.css/", "/404.htm", "//", "/stories//a/"] {
        let answer = watch.get(path);
        assert_eq!(answer.status(), 404, "{path}");
        assert!(answer.text().contains("nothing here"), "{path}");
        assert!(answer.text().contains("reload.js"), "{path}: the page may come into being");
    }
}

#[test]
fn no_path_leaves_the_site() {
    let watch = start();
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/stories/../../secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..\\secret.txt",
        "/%5c..%5csecret.txt",
        "/....//secret.txt",
        "/%252e%252e/secret.txt",
        "/secret.txt",
        "/static/touchline.css",
        "/content/index.md",
        "/etc/passwd",
        "//etc/passwd",
        "/%00",
        "/numbers.txt%00.html",
        "/%ff%fe",
        "/stories/%c0%ae%c0%ae/",
    ] {
        let answer = watch.get(path);
        assert!(matches!(answer.status(), 400 | 404), "{path}: {}", answer.head);
        assert!(!answer.text().contains("hidden words"), "{path}");
    }
}

#[test]
fn redirects_stay_on_the_site() {
    let watch = start();
    for path in ["//evil.example", "//evil.example/..", "/\\evil.example", "//stories/a", "/%2fevil.example"] {
        let answer = watch.get(path);
        let to = answer.header("location");
        assert!(to.is_none_or(|to| to.starts_with("/stories/")), "{path}: {to:?}");
    }
}

#[test]
fn foreign_hosts_are_refused() {
    let watch = start();
    for host in ["evil.example", "192.168.1.7", "localhost.evil.example:1863", "", "[::2]"] {
        let answer = watch.request(&format!("GET / HTTP/1.1\nHost: {host}"));
        assert!(matches!(answer.status(), 400 | 403), "{host}: {}", answer.head);
        assert!(!answer.text().contains("home"));
        let answer = watch.request(&format!("GET /__touchline/events HTTP/1.1\nHost: {host}"));
        assert!(matches!(answer.status(), 400 | 403), "{host}");
    }
    assert_eq!(watch.request("GET / HTTP/1.0").status(), 403, "no host at all");
    assert_eq!(watch.request("GET http://evil.example/ HTTP/1.1\nHost: localhost").status(), 403);
    for host in ["localhost", "127.0.0.1:9", "[::1]:9"] {
        assert_eq!(watch.request(&format!("GET / HTTP/1.1\nHost: {host}")).status(), 200, "{host}");
    }
    let watch = Setup { files: FILES, host: Some("press.lan"), ..Setup::default() }.start();
    assert_eq!(watch.request("GET / HTTP/1.1\nHost: press.lan:1863").status(), 200);
    assert_eq!(watch.request("GET / HTTP/1.1\nHost: evil.example").status(), 403);
}

#[test]
fn methods() {
    let watch = start();
    let head = watch.request("HEAD /numbers.txt HTTP/1.1\nHost: localhost");
    assert_eq!((head.status(), head.header("content-length"), head.body.len()), (200, Some("10"), 0));
    let (page, head) = (watch.get("/"), watch.request("HEAD / HTTP/1.1\nHost: localhost"));
    assert_eq!(page.header("content-length"), head.header("content-length"));
    let post = watch.request("POST / HTTP/1.1\nHost: localhost\nContent-Length: 0");
    assert_eq!((post.status(), post.header("allow")), (405, Some("GET, HEAD")));
}

#[test]
fn ranges() {
    let watch = start();
    let range = |range: &str| watch.request(&format!("GET /numbers.txt HTTP/1.1\nHost: localhost\nRange: {range}"));
    assert_eq!(watch.get("/numbers.txt").header("accept-ranges"), Some("bytes"));
    let part = range("bytes=2-4");
    assert_eq!((part.status(), &*part.text()), (206, "234"));
    assert_eq!((part.header("content-range"), part.header("content-length")), (Some("bytes 2-4/10"), Some("3")));
    assert_eq!(range("bytes=-3").text(), "789");
    assert_eq!(range("bytes=7-").text(), "789");
    let none = range("bytes=10-");
    assert_eq!((none.status(), none.header("content-range")), (416, Some("bytes */10")));
    assert_eq!(range("bytes=0-1,4-5").status(), 200);
}

#[test]
fn unchanged_files_are_not_sent_again() {
    let watch = start();
    let answer = watch.get("/numbers.txt");
    let tag = answer.header("etag").expect("a tag").to_owned();
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    let ask = || watch.request(&format!("GET /numbers.txt HTTP/1.1\nHost: localhost\nIf-None-Match: {tag}"));
    assert_eq!((ask().status(), ask().body.len()), (304, 0));
    watch.put("static/numbers.txt", "9876543210");
    watch.settle();
    assert_eq!((ask().status(), &*ask().text()), (200, "9876543210"));
    assert_eq!(watch.get("/").header("cache-control"), Some("no-store"));
}

#[test]
fn below_a_sub_path() {
    let files: &[(&str, &str)] = &[
        ("content/site.yaml", "/club/"),
        ("content/index.md", "home"),
        ("content/stories/a.md", "a"),
        ("static/x.txt", "x"),
    ];
    let watch = Setup { files, ..Setup::default() }.start();
    for path in ["/", "/club"] {
        let answer = watch.get(path);
        assert_eq!((answer.status(), answer.header("location")), (302, Some("/club/")), "{path}");
    }
    assert!(watch.get("/club/").text().contains("home"));
    assert_eq!(watch.get("/club/stories/a").header("location"), Some("/club/stories/a/"));
    assert_eq!(watch.get("/club/x.txt").text(), "x");
    for path in ["/x.txt", "/stories/a/", "/clubs/", "/club/../x.txt", "/club/club/"] {
        assert_eq!(watch.get(path).status(), 404, "{path}");
    }
    let mut page = watch.open("/club/stories/a/");
    page.next();
    watch.put("content/stories/a.md", "new");
    assert_eq!(page.next()["reload"], true);
    // The sub-path is a setting like any other.
    watch.put("content/site.yaml", "/verein/");
    watch.wait_for("the new path", |state| state.site.as_ref().is_some_and(|site| site.base_path() == "/verein/"));
    assert!(watch.get("/verein/").text().contains("home"));
    assert_eq!(watch.get("/club/").status(), 404);
}

#[test]
fn the_next_free_port_is_taken() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let listen = |port| runtime.block_on(touchline::watch::server::listen(None, port));
    let first = listen(0).expect("a port");
    let port = first.local_addr().expect("an address").port();
    let second = listen(port).expect("another port");
    let other = second.local_addr().expect("an address");
    assert!(other.ip().is_loopback());
    assert!(other.port() > port && other.port() <= port + 100, "{port}: {other}");
}
