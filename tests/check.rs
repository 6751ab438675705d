//! `check --links` and `check --external`, run as an author would.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod common;

use std::path::Path;

use common::{NOW, Run, Site};

/// A site below a sub-path that is full of dead links.
fn broken() -> Site {
    Site::bare()
        .file(
            "content/site.yaml",
            "title: Test\nbase_url: https://example.org/club\nmenu:\n  - {text: Stories, link: /stories/}\n  - {text: Rules, link: \"/stories/b/#rules\"}\n",
        )
        .file(
            "content/stories/a.md",
            "---\ntitle: A\ndate: 2025-01-01\n---\n\n## The goals\n\nSee [the goals](#the-goals), [more](#the-gaols), [b](b.md#facts) and [b again](b.md#fact).\n\n<a href=\"/club/stoires/b/\">raw</a> and <img src=\"gone.png\" alt=\"\" srcset=\"also-gone.png 2x\">\n",
        )
        .file("content/stories/b.md", "---\ntitle: B\ndate: 2025-01-02\n---\n\n### Facts\n\n[top](#) and [top](#top).\n")
        .file("content/pages/lonely.md", "---\ntitle: Lonely\n---\n\nNobody comes here but by [myself](/lonely/).\n")
        .file("static/site.css", "body { background: url(paper.png) }\n@import \"more.css\";\n")
        .file("static/old/index.html", "<p id=x><a href=\"#x\">fine</a><a href=\"../stories/\">fine</a><a href=\"../storys/\">not</a>")
        .file("static/drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g id=\"g\"/><use href=\"#h\"/></svg>")
        .file(
            "templates/page.html",
            "{% extends \"base.html\" %}{% block main %}<p>{{ body | safe }}</p><a href=\"/stories/\">no prefix</a>{% endblock %}",
        )
}

fn links(site: &Site, options: &[&str]) -> Run {
    site.run(&[&["check", "--links", "--now", NOW], options].concat())
}

#[test]
fn dead_links_are_told_where_they_were_written() {
    let site = broken();
    let run = links(&site, &[]).exits(1).warns("readers would find nothing there");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("check");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("dead-links", run.stderr));
    assert!(!site.exists("public") && !site.exists(".touchline/outside-links.json"), "nothing is written");
}

#[test]
fn tools_get_the_same_as_json() {
    let run = links(&broken(), &["--format", "json"]).exits(1);
    let found: Vec<String> = run
        .json()
        .iter()
        .map(|d| format!("{} {} {}", d["code"].as_str().unwrap(), d["file"].as_str().unwrap_or("-"), d["line"]))
        .collect();
    for expected in [
        "E0520 content/stories/a.md 10",
        "E0521 content/stories/a.md 10",
        "E0521 static/site.css 1",
        "E0521 static/site.css 2",
        "E0522 content/stories/a.md 8",
        "E0522 content/site.yaml 5",
        "E0520 static/old/index.html 1",
        "E0520 templates/page.html 1",
        "I0523 content/pages/lonely.md null",
    ] {
        assert!(found.iter().any(|one| one == expected), "{expected}: {found:#?}");
    }
}

#[test]
fn a_sound_site_passes_at_the_root_and_below_a_path() {
    for base in ["https://example.org", "https://example.org/a/b/"] {
        let site = Site::bare()
            .file("content/site.yaml", format!("title: Test\nbase_url: {base}\n"))
            .file("content/stories/a.md", "---\ntitle: A\ndate: 2025-01-01\n---\n\n## Hä?\n\n[here](#ha), [b](b.md#end), ![p](p.svg)\n\n[x]: /static.txt\n\nA [file][x] and a note.[^1]\n\n[^1]: Text.\n")
            .file("content/stories/b.md", "---\ntitle: B\ndate: 2025-01-02\nredirect_from: [/old/]\n---\n\n<p id=\"end\">End</p>\n")
            .file("content/stories/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>")
            .file("content/record/m.yaml", "competition: Cup 2025\nkickoff: 2025-01-01\nhome: Ash\nvenue: Ash Ground\naway: Birch\nscore: 1-0\ngoals: [\"Tom Oak 3'\"]\n")
            .file("static/static.txt", "x");
        let run = links(&site, &[]).exits(0);
        assert_eq!(run.stderr, "", "{base}");
        run.says("Checked 2 stories, 1 match, ").says("links: all well.");
    }
}

#[test]
fn the_demo_passes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for base in [&["--base-url", "https://thefarpost.example"][..], &["--base-url", "https://thefarpost.example/club"]]
    {
        let site = Site::bare();
        let run = site.run(&[&["--root", root.to_str().unwrap(), "check", "--links", "--now", NOW], base].concat());
        assert_eq!(run.exits(0).stderr, "");
    }
}

#[test]
fn a_fault_of_a_template_is_told_alone() {
    let site = broken()
        .file("templates/story.html", "{% extends \"base.html\" %}{% block main %}{{ story.nothing }}{% endblock %}");
    let run = links(&site, &[]).exits(1).warns("E0602");
    assert!(!run.stderr.contains("E0520"), "{run:#?}");
}

#[cfg(feature = "net")]
mod external {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    use super::*;

    /// Serves every path by its name: `/200`, `/404`, `/301`.
    fn server() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut first = String::new();
                let _ = reader.read_line(&mut first);
                let mut line = String::new();
                while reader.read_line(&mut line).is_ok_and(|n| n > 2) {
                    line.clear();
                }
                let path = first.split_whitespace().nth(1).unwrap_or("/").to_owned();
                let status = path.get(1..4).and_then(|s| s.parse::<u16>().ok()).unwrap_or(404);
                let to = if status == 301 { "Location: /200-new\r\n" } else { "" };
                let text = format!("HTTP/1.1 {status} X\r\n{to}Content-Length: 0\r\nConnection: close\r\n\r\n");
                let _ = stream.write_all(text.as_bytes());
            }
        });
        base
    }

    #[test]
    fn outside_links_are_asked_for_and_told_of() {
        let base = server();
        let site = Site::new().file(
            "content/stories/a.md",
            format!("---\ntitle: A\ndate: 2025-01-01\nsource: {{name: Them, url: \"{base}/403\"}}\n---\n\n[good]({base}/200#part), [gone]({base}/404).\n\n[moved]({base}/301) and <{base}/500>.\n"),
        );
        let run = site.run(&["check", "--external", "--now", NOW, "--format", "json"]).exits(1);
        let found: Vec<String> = run
            .json()
            .iter()
            .map(|d| format!("{} {} {}", d["code"].as_str().unwrap(), d["file"].as_str().unwrap_or("-"), d["line"]))
            .collect();
        assert_eq!(
            found,
            [
                "I0532 content/stories/a.md 4",
                "E0530 content/stories/a.md 7",
                "I0533 content/stories/a.md 9",
                "W0531 content/stories/a.md 9"
            ]
        );
        let notes = site.read(".touchline/outside-links.json");
        assert!(notes.contains("/200\"") && notes.contains("/301\"") && !notes.contains("/404"), "{notes}");
        site.replace("content/stories/a.md", &format!("[gone]({base}/404)"), "nothing");
        site.run(&["check", "--external", "--now", NOW]).exits(0).says("4 outside links: 1 warning.");
    }
}

#[cfg(not(feature = "net"))]
#[test]
fn without_the_network_it_says_so() {
    let site = Site::new();
    site.run(&["check", "--external"]).exits(2).warns("built without the feature `net`");
}
