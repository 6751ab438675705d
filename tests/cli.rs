//! The program as its users meet it: commands, what they say, exit codes.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use common::Site;
use touchline::build::Output;

const STORY: &str = "---\ntitle: A draw\ndate: 2025-05-01\nmatch: Rovers 1-1 Town\n---\n\nRovers and Town drew.\n";
const RECORD: &str = "competition: League 2025\nmatches:\n  - kickoff: 2025-05-01\n    home: Rovers\n    away: Town\n    score: 1-1\n    goals: [\"{player: Ann Poe, minute: 3, team: Rovers}\"]\n";

fn league() -> Site {
    let record =
        RECORD.replace("\"{", "{").replace("}\"", "}").replace("]\n", ", {player: Bea Roe, minute: 9, team: Town}]\n");
    Site::new().file("content/stories/draw.md", STORY).file("content/record/league.yaml", record)
}

fn modified(site: &Site, path: &str) -> SystemTime {
    fs::metadata(site.path(path)).unwrap().modified().unwrap()
}

#[test]
fn builds_and_builds_again_only_what_changed() {
    let site = league();
    let run = site.build().says("from 1 story and 1 match in ").says(" new.\n");
    assert_eq!(run.stderr, "");
    run.page("stories/draw/index.html").contains("Rovers").contains("/teams/rovers/");
    let before = modified(&site, "public/players/ann-poe/index.html");
    site.build().says(": nothing changed.");
    site.write("content/stories/draw.md", STORY.replace("drew", "shared the points"));
    site.build().says(" changed.").page("stories/draw/index.html").contains("shared the points");
    assert_eq!(modified(&site, "public/players/ann-poe/index.html"), before);
    assert_eq!(site.output(), site.clean_build());
    site.remove("content/stories/draw.md");
    site.build().says(" removed.").has_no_page("stories/draw/index.html");
    assert_eq!(site.output(), site.clean_build());
}

#[test]
fn the_site_is_found_from_inside_and_by_its_name() {
    let site = league();
    let inside = site.path("content/stories");
    let run = |arguments: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_touchline"))
            .args(arguments)
            .current_dir(&inside)
            .output()
            .unwrap()
    };
    assert!(run(&["build"]).status.success());
    assert!(site.exists("public/index.html"));
    assert_eq!(run(&["build", "--root", "."]).status.code(), Some(2));
    Site::bare().run(&["build"]).exits(2).warns("no `content/` folder").warns("touchline new site");
}

#[test]
fn a_site_with_errors_is_not_written() {
    let site = league();
    site.build();
    let before = site.output();
    site.write("content/stories/draw.md", STORY.replace("Town\n", "Tawn\n"));
    let run = site.try_build(&[]).exits(1).warns("unknown team `Tawn`").warns("did you mean `Town`?");
    let run = run.warns("content/stories/draw.md:4:").warns("error: the site has 1 error");
    assert_eq!(run.stdout, "");
    assert!(!run.stderr.contains('\x1b'), "colours where there is no terminal");
    assert_eq!(site.output(), before);
    site.run(&["check"]).exits(1).warns("unknown team `Tawn`");
}

#[test]
fn warnings_fail_only_if_asked_to() {
    let site = league().file("content/stories/undated.md", "---\ntitle: Undated\n---\n\nText.\n");
    site.try_build(&["--strict"]).exits(1).warns("warning").warns("nothing was written");
    assert!(!site.exists("public"));
    site.build().warns("warning").page("stories/undated/index.html").contains("Text.");
}

#[test]
fn diagnostics_as_json() {
    let site = league().file("content/stories/undated.md", "---\ntitle: Undated\n---\n\nText.\n");
    let run = site.try_build(&["--format", "json"]).exits(0).warns("Built ");
    let diagnostics = run.json();
    assert!(!diagnostics.is_empty());
    for diagnostic in diagnostics {
        assert_eq!(diagnostic["severity"], "warning");
        assert_eq!(diagnostic["file"], "content/stories/undated.md");
    }
    site.write("content/stories/undated.md", "---\ntitel: Undated\n---\n\nText.\n");
    let run = site.try_build(&["--format", "json"]).exits(1);
    assert!(run.json().iter().any(|d| d["severity"] == "error" && d["line"] == 2 && d["column"] == 1), "{run:#?}");
}

#[test]
fn quiet_says_nothing_but_what_is_wrong() {
    let site = league();
    site.build_with(&["--quiet"]).says_nothing();
    site.run(&["check", "-q"]).exits(0).says_nothing();
    site.write("content/stories/draw.md", STORY.replace("title", "titel"));
    site.try_build(&["--quiet"]).exits(1).warns("titel");
}

#[test]
fn drafts_and_stories_to_come_are_left_out_unless_asked_for() {
    let site = Site::new()
        .file("content/stories/draft.md", "---\ntitle: D\ndate: 2025-01-01\ndraft: true\n---\n\nText.\n")
        .file("content/stories/later.md", "---\ntitle: L\ndate: 2027-01-01\n---\n\nText.\n");
    let draft = |site: &Site| site.exists("public/stories/draft/index.html");
    let later = |site: &Site| site.exists("public/stories/later/index.html");
    site.build();
    assert_eq!((draft(&site), later(&site)), (false, false));
    site.build_with(&["--drafts"]);
    assert_eq!((draft(&site), later(&site)), (true, false));
    site.build_with(&["--future"]);
    assert_eq!((draft(&site), later(&site)), (false, true));
    site.build_with(&["--now", "2027-06-01T12:00+02:00"]);
    assert_eq!((draft(&site), later(&site)), (false, true));
    site.try_build(&["--now", "soon"]).exits(2).warns("2022-11-29");
}

#[test]
fn the_address_can_be_another_one() {
    let site = league();
    site.build_with(&["--base-url", "https://example.net/club"])
        .page("stories/draw/index.html")
        .contains("href=\"/club/teams/rovers/\"");
    site.try_build(&["--base-url", "example.net"]).exits(2).warns("https://");
}

#[test]
fn timings_tell_where_the_time_went() {
    league().build_with(&["--timings"]).says("render and write").says(" ms\n");
}

#[test]
fn the_output_folder_must_be_touchlines_own() {
    let site = league().file("public/notes.txt", "mine");
    site.try_build(&[]).exits(2).warns("touchline did not write").warns("--output");
    assert_eq!(site.output().len(), 1);
    for output in [".", "content", "content/out", "static"] {
        site.try_build(&["--output", output]).exits(2);
    }
    site.build_with(&["--output", "site/www"]);
    assert!(site.exists("site/www/index.html"));
}

#[test]
fn what_was_changed_by_hand_is_not_deleted() {
    let site = league();
    site.build();
    site.replace("public/stories/draw/index.html", "drew", "DREW");
    site.remove("content/stories/draw.md");
    site.build().warns("`stories/draw/index.html`");
    assert!(site.exists("public/stories/draw/index.html"));
}

#[test]
fn faults_of_the_disk_are_no_diagnostics() {
    let site = league().file("taken", "a file");
    site.try_build(&["--output", "taken/public"]).exits(3).warns("error: ").warns("taken");
    let output = Output::open(site.root(), Path::new("public")).unwrap();
    site.try_build(&[]).exits(3).warns("another touchline is writing to");
    drop(output);
    site.build();
}

#[test]
fn a_site_may_be_moved_and_its_notes_deleted() {
    let site = league();
    site.build();
    let moved = Site::copy_of(site.root());
    moved.build().says("nothing changed");
    moved.remove(".touchline");
    moved.build().says("nothing changed");
    moved.write("content/stories/draw.md", STORY.replace("drew", "shared the points"));
    moved.remove(".touchline");
    moved.build().says(" changed.");
    assert_eq!(moved.output(), moved.clean_build());
}

#[test]
fn wrong_arguments_are_wrong_usage() {
    let site = league();
    site.run(&["biuld"]).exits(2).warns("build");
    site.run(&["build", "--frobnicate"]).exits(2);
    site.run(&["build", "--format", "xml"]).exits(2);
    site.run(&[]).exits(2).warns("Usage");
    site.run(&["--help"]).exits(0).says("completions");
    site.run(&["--version"]).exits(0).says(env!("CARGO_PKG_VERSION"));
}

#[test]
fn completions_for_each_shell() {
    let site = Site::bare();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        site.run(&["completions", shell]).exits(0).says("base-url");
    }
    site.run(&["completions", "csh"]).exits(2);
}

#[test]
fn a_new_site_builds_without_a_word() {
    let site = Site::bare();
    site.run(&["new", "site", "my-club"]).exits(0).says("cd my-club").says("touchline build");
    let root = site.path("my-club");
    let run = site.run(&["build", "--strict", "--root", root.to_str().unwrap(), "--base-url", "https://example.org"]);
    assert_eq!(run.exits(0).stderr, "");
    let story = site.read("my-club/public/stories/rovers-come-back-in-the-rain/index.html");
    for link in ["/players/ana-okoro/", "/people/ruth-calder/", "/people/peter-lang/", "/teams/riverside-rovers/"] {
        assert!(story.contains(link), "{link} is not linked in:\n{story}");
    }
    assert!(site.read("my-club/content/site.yaml").starts_with("title: My club\n"));
    let files = common::tree(&root);
    site.run(&["new", "site", "my-club"]).exits(2).warns("is not empty");
    assert_eq!(common::tree(&root), files);
}

#[test]
fn a_new_story_is_filled_from_the_record() {
    let site = league();
    site.run(&["new", "story", "Town 1-1 rovers", "--now", "2025-05-02T10:00Z"])
        .exits(0)
        .says("content/stories/rovers-town.md");
    let text = site.read("content/stories/rovers-town.md");
    for part in [
        "title: Rovers 1-1 Town\n",
        "date: 2025-05-02T10:00+00:00\n",
        "match: Rovers 1-1 Town\n",
        "topics: [League 2025]\n",
        "Rovers and Town drew 1-1",
        "1-0 Ann Poe 3' (Rovers)",
    ] {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
    let run = site.try_build(&["--strict"]).exits(0);
    assert_eq!(run.stderr, "");
    run.page("stories/rovers-town/index.html").contains("Rovers and Town drew 1-1").lacks("What the record has");
    site.run(&["new", "story", "Rovers v Town"]).exits(0).says("content/stories/rovers-town-2025-05-01.md");
    site.run(&["new", "story", "Rovers v Town"]).exits(0).says("content/stories/rovers-town-2.md");
    assert_eq!(site.try_build(&["--strict", "--now", "2100-01-01"]).exits(0).stderr, "");
    site.run(&["new", "story", "Rovers v Tawn"]).exits(2).warns("did you mean `Town`?");
    site.run(&["new", "story", "Rovers 2-1 Town"]).exits(2).warns("`Rovers 1-1 Town`");
    site.run(&["new", "story"]).exits(2);
}

#[test]
fn a_new_match_goes_where_its_kind_is() {
    let site = league();
    site.run(&[
        "new",
        "match",
        "Town 0-2 Rovers",
        "--date",
        "2025-06-01",
        "--competition",
        "League 2025",
        "--goals",
        "Ann Poe 5', 70'",
    ])
    .exits(0)
    .says("Added Town 0-2 Rovers to content/record/league.yaml.");
    let added =
        "  - kickoff: 2025-06-01\n    home: Town\n    away: Rovers\n    score: 0-2\n    goals: [\"Ann Poe 5', 70'\"]\n";
    assert!(site.read("content/record/league.yaml").ends_with(added));
    let cup =
        ["new", "match", "Rovers 2-1 City", "--date", "2025-07-01 15:00", "--competition", "Cup", "--round", "Final"];
    let goals = ["--goals", "Rovers: Ann Poe 1', 2'", "--goals", "City: Cat Loe 90+1' pen"];
    site.run(&[&cup[..], &goals].concat()).exits(0).says("Wrote Rovers 2-1 City to content/record/cup.yaml.");
    assert_eq!(site.try_build(&["--strict"]).exits(0).stderr, "");
    assert!(site.exists("public/players/cat-loe/index.html"));
    assert!(site.exists("public/matches/2025-07-01-rovers-city/index.html"));
}

#[test]
fn a_new_match_that_cannot_be_is_not_entered() {
    let site = league();
    let files = || common::tree(&site.path("content"));
    let before = files();
    let new = |arguments: &[&str]| site.run(&[&["new", "match"], arguments].concat());
    new(&["Rovers 1-1 Town", "--date", "2025-05-01"]).exits(2).warns("has this match already");
    new(&["Rovers 1-1 Town"]).exits(2).warns("`--date` is missing");
    new(&[]).exits(2).warns("is missing");
    new(&["Rovers", "--date", "2025-05-01"]).exits(2);
    new(&["Rovers 1-0 Town", "--date", "May"]).exits(2);
    new(&["Rovers 1-0 Town", "--date", "2025-06-01", "--goals", "Ann Poe 1', 2'"]).exits(1).warns("was not entered");
    let both = ["Rovers 1-1 City", "--date", "2025-06-01", "--goals", "X 1'", "--goals", "Y 2'"];
    new(&both).exits(1).warns("say whose goals they are").warns("--goals \"City:");
    assert_eq!(files(), before);
}
