//! The command, as its users meet it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::site;

pub(crate) struct Site {
    dir: tempfile::TempDir,
}

pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Site {
    /// A new site with these publish targets.
    pub(crate) fn new(base_url: &str, targets: &str) -> Self {
        let site = Self { dir: tempfile::tempdir().unwrap() };
        let story = "---\ntitle: Rovers come back\ndate: 2025-08-10\nredirect_from: [/old/]\n---\nOne nil.\n";
        site.write("content/site.yaml", &format!("title: The Far Post\n{base_url}publish:\n{targets}"));
        site.write("content/stories/rovers.md", story);
        site.write("content/stories/draft.md", "---\ntitle: Not yet\ndate: 2025-08-11\ndraft: true\n---\nSecret.\n");
        site
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_touchline"));
        command.arg("--root").arg(self.dir.path()).args(args).env_remove("AWS_PROFILE");
        command
    }

    fn run(&self, args: &[&str]) -> Said {
        said(&self.command(args).output().unwrap())
    }

    fn done(&self, args: &[&str]) -> Said {
        let said = self.run(args);
        assert_eq!(said.code, 0, "{args:?}: {}{}", said.out, said.err);
        said
    }
}

pub(crate) fn said(output: &Output) -> Said {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
}

const NOW: &str = "--now=2025-09-01";
const BASE: &str = "base_url: https://example.org/club\n";

#[test]
fn a_site_is_built_and_published() {
    let site = Site::new(BASE, "  live: {folder: www, server: netlify, base_url: https://www.example.org}\n");
    let said = site.done(&["publish", NOW]);
    assert!(said.out.contains("Published to") && said.out.contains(" new"), "{}", said.out);
    let host = site::read(&site.at("www"));
    assert!(host["index.html"].contains("https://www.example.org/"), "with the address of the target");
    assert!(!host.values().any(|text| text.contains("example.org/club")), "and not with that of the site");
    assert!(!host.keys().any(|path| path.contains("draft")), "without drafts");
    assert!(host["_redirects"].contains("/old/ "), "{}", host["_redirects"]);
    assert_eq!(site::dead_links(&host), Vec::<String>::new());

    let said = site.done(&["publish", "live", NOW]);
    assert!(said.out.contains("is up to date"), "{}", said.out);
    site.write("content/stories/second.md", "---\ntitle: A second story\ndate: 2025-08-12\n---\nTwo nil.\n");
    let said = site.done(&["publish", "--dry-run", NOW]);
    assert!(said.out.contains("new pages:\n  stories/second/index.html"), "{}", said.out);
    assert!(!site.at("www/stories/second/index.html").exists());
    let said = site.done(&["publish", "--format", "json", NOW]);
    let json: serde_json::Value = serde_json::from_str(said.out.lines().last().unwrap()).unwrap();
    assert_eq!(json["publish"]["dry_run"], false);
    assert!(json["publish"]["uploaded"].as_u64().unwrap() >= 3, "{json}");
    assert!(site.at("www/stories/second/index.html").exists());
}

#[test]
fn what_is_not_fit_is_not_published() {
    let site = Site::new(BASE, "  live: {folder: www}\n");
    site.done(&["publish", NOW]);
    let before = site::read(&site.at("www"));
    site.write("content/stories/wrong.md", "---\ntitel: Wrong\n---\nx\n");
    let said = site.run(&["publish", NOW]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    fs::remove_file(site.at("content/stories/wrong.md")).unwrap();
    site.write(
        "content/stories/local.md",
        "---\ntitle: Local\ndate: 2025-08-12\n---\n[Look](http://localhost:8000/x/).\n",
    );
    let said = site.run(&["publish", NOW]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("E0590") && said.err.contains("localhost"), "{}", said.err);
    assert_eq!(before, site::read(&site.at("www")));
}

#[test]
fn faults_of_the_settings_have_places() {
    for (targets, code) in [
        ("  live: {folder: www, brnach: x}\n", "E0230"),
        ("  live: {folder: www, delete_limit: many}\n", "E0231"),
        ("  live: {base_url: https://example.org}\n", "E0232"),
        ("  live: {s3: bucket, secret_access_key: abc}\n", "E0233"),
        ("  live: {folder: www, base_url: http://127.0.0.1:4000}\n", "E0234"),
    ] {
        let said = Site::new(BASE, targets).run(&["publish", "--format", "json"]);
        assert_eq!(said.code, 1, "{targets}: {}", said.err);
        let json: serde_json::Value = serde_json::from_str(said.out.lines().next().unwrap()).unwrap();
        assert_eq!(json["code"], code);
        assert_eq!(json["file"], "content/site.yaml");
        assert_eq!(json["line"], 4, "{json}");
    }
    let said = Site::new("base_url: http://localhost:8000\n", "  live: {folder: www}\n").run(&["publish"]);
    assert!(said.code == 1 && said.err.contains("E0234"), "{}", said.err);
}

#[test]
fn a_target_that_is_not_there() {
    let site = Site::new(BASE, "  live: {folder: www}\n  test: {folder: test}\n");
    let said = site.run(&["publish"]);
    assert!(said.code == 2 && said.err.contains("`live`, `test`"), "{}", said.err);
    let said = site.run(&["publish", "tset"]);
    assert!(said.code == 2 && said.err.contains("did you mean `test`?"), "{}", said.err);
}

#[test]
fn deletions_need_a_word() {
    let site = Site::new(BASE, "  live: {folder: www}\n");
    for i in 0..8 {
        site.write(
            &format!("content/stories/s{i}.md"),
            &format!("---\ntitle: Story {i}\ndate: 2025-08-1{i}\n---\nx\n"),
        );
    }
    site.done(&["publish", NOW]);
    for i in 0..8 {
        fs::remove_file(site.at(&format!("content/stories/s{i}.md"))).unwrap();
    }
    let said = site.run(&["publish", NOW]);
    assert!(said.code == 2 && said.err.contains("--confirm-deletes"), "{}", said.err);
    assert!(site.at("www/stories/s3/index.html").exists());
    site.done(&["publish", NOW, "--confirm-deletes"]);
    assert!(!site.at("www/stories/s3/index.html").exists());
}

/// A disk of its own, as large as a few pages: a file system in memory that
/// only the program that runs there sees.
#[cfg(target_os = "linux")]
fn on_a_small_disk(site: &Site, kilobytes: usize, args: &[&str]) -> Option<Said> {
    let www = site.at("www");
    fs::create_dir_all(&www).unwrap();
    // What was there before is kept beside it, and so is what is there at the end.
    let script = "mount -t tmpfs -o size=\"$1\" small \"$2\" || exit 77; cp -a \"$2-kept/.\" \"$2\" 2>/dev/null; \
                  dir=$2; shift 2; \"$@\"; code=$?; rm -rf \"$dir-kept\"; cp -a \"$dir\" \"$dir-kept\"; exit $code";
    let program = site.command(args);
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", script, "sh", &format!("{kilobytes}k")])
        .arg(&www)
        .arg(program.get_program())
        .args(program.get_args())
        .output();
    match output {
        Ok(output) if output.status.code() != Some(77) && output.status.code() != Some(1) => Some(said(&output)),
        _ => {
            eprintln!("left out: this machine does not let a test mount a small disk");
            None
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_without_room_is_told_and_the_next_run_goes_on() {
    let site = Site::new("base_url: https://example.org\n", "  live: {folder: www}\n");
    let Some(first) = on_a_small_disk(&site, 4_000, &["publish", NOW]) else { return };
    assert_eq!(first.code, 0, "{}{}", first.out, first.err);
    let before = site::read(&site.at("www-kept"));
    // In blocks of a disk, of which small files fill one each.
    let kilobytes: usize = before.values().map(|text| text.len().div_ceil(4096) * 4).sum();
    site.write("content/stories/second.md", "---\ntitle: A second story\ndate: 2025-08-12\n---\nTwo nil.\n");
    site.write("static/big.txt", &"one nil ".repeat(100_000));
    let full = on_a_small_disk(&site, kilobytes + 300, &["publish", NOW]).unwrap();
    assert_eq!(full.code, 3, "{}{}", full.out, full.err);
    assert!(full.err.contains("No space left") && full.err.contains("make room"), "{}", full.err);
    let host = site::read(&site.at("www-kept"));
    assert_eq!(site::dead_links(&host), Vec::<String>::new());
    assert_eq!(host["index.html"], before["index.html"], "no page was touched");
    let again = on_a_small_disk(&site, 4_000, &["publish", NOW]).unwrap();
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);
    let built = site.at(".touchline/publish/live/site");
    assert_eq!(site::read(&site.at("www-kept")), site::read(&built));
}

#[test]
fn recipes_for_hosts() {
    for (host, file, target) in [
        ("github", ".github/workflows/publish.yml", "pages"),
        ("gitlab", ".gitlab-ci.yml", "pages"),
        ("netlify", "netlify.toml", "netlify"),
        ("s3", "deploy/s3-rights.json", "live"),
    ] {
        let site = Site::new("", "");
        site.write("content/site.yaml", "title: The Far Post");
        let said = site.done(&["new", "deploy", host]);
        assert!(said.out.contains("Next:"), "{}", said.out);
        let text = fs::read_to_string(site.at(file)).unwrap();
        assert!(!text.contains("VERSION") && !text.contains("INSTALL"), "{text}");
        let settings = fs::read_to_string(site.at("content/site.yaml")).unwrap();
        assert!(settings.contains(&format!("\npublish:\n  {target}: {{")), "{settings}");
        site.done(&["check"]);
        let again = site.run(&["new", "deploy", host]);
        assert!(again.code == 2 && again.err.contains("already"), "{}", again.err);
        if matches!(host, "gitlab" | "netlify") {
            site.done(&["publish", target]);
        }
    }
}

#[test]
fn recipes_install_touchline_from_where_they_are_told() {
    let site = Site::new(BASE, "");
    site.write("content/site.yaml", "title: The Far Post\n");
    let said = site.run(&["new", "deploy", "github", "--from", "../touchline"]);
    assert!(said.code == 2 && said.err.contains("no address that a host can reach"), "{}", said.err);
    assert!(!site.at(".github").exists());
    site.done(&["new", "deploy", "github", "--from", "git@example.org:club/touchline.git"]);
    let text = fs::read_to_string(site.at(".github/workflows/publish.yml")).unwrap();
    let wanted = "run: cargo install --git https://example.org/club/touchline.git --locked touchline\n";
    assert!(text.contains(wanted), "{text}");
}

#[cfg(unix)]
#[test]
fn a_branch_is_published() {
    let site = Site::new(BASE, "  pages: {git: host.git}\n");
    let git = |args: &[&str]| {
        let status = Command::new("git").arg("-C").arg(site.dir.path()).args(args).status().unwrap();
        assert!(status.success(), "{args:?}");
    };
    git(&["init", "--quiet", "--bare", "host.git"]);
    let said = site.done(&["publish", NOW]);
    assert!(said.out.contains("branch `gh-pages`"), "{}", said.out);
    git(&["clone", "--quiet", "--branch", "gh-pages", "host.git", "clone"]);
    let mut clone = site::read(&site.at("clone"));
    assert_eq!(clone.remove(".nojekyll").as_deref(), Some(""));
    assert_eq!(clone, site::read(&site.at(".touchline/publish/pages/site")));
}

#[cfg(all(unix, feature = "publish-cloud"))]
#[test]
fn a_bucket_is_published_with_keys_from_the_environment_or_a_profile() {
    let Some((port, bucket)) = crate::s3::bucket() else { return };
    let site = Site::new(BASE, &format!("  live: {{s3: {bucket}, endpoint: \"http://127.0.0.1:{port}\"}}\n"));
    let keys = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")];
    let with = |args: &[&str], env: &[(&str, &str)]| {
        let mut command = site.command(args);
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"] {
            command.env_remove(name);
        }
        command
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
            .env("AWS_CONFIG_FILE", "/nowhere");
        said(&command.envs(env.iter().copied()).output().unwrap())
    };
    let first = with(&["publish", NOW], &keys);
    assert_eq!(first.code, 0, "{}{}", first.out, first.err);
    site.write("keys", "[club]\naws_access_key_id = test\naws_secret_access_key = test\n");
    let path = site.at("keys").display().to_string();
    let profile = [("AWS_SHARED_CREDENTIALS_FILE", path.as_str()), ("AWS_PROFILE", "club")];
    let second = with(&["publish", NOW], &profile);
    assert!(second.code == 0 && second.out.contains("up to date"), "{}{}", second.out, second.err);

    site.write("content/stories/rovers.md", "---\ntitle: Rovers come back again\ndate: 2025-08-10\n---\nOne nil.\n");
    let third = with(&["publish", NOW, "--confirm-deletes"], &keys);
    assert!(third.out.contains("for a CDN to forget"), "{}{}", third.out, third.err);
    let list = fs::read_to_string(site.at(".touchline/publish/live/purge.txt")).unwrap();
    assert!(list.contains("https://example.org/club/stories/rovers/\n"), "{list}");
    let fourth = with(&["publish", "--purged"], &keys);
    assert_eq!(fourth.code, 0, "{}", fourth.err);
    assert!(!site.at(".touchline/publish/live/purge.txt").exists());
}
