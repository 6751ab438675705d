//! Small sites as built folders, and a reader who follows links.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Duration;

use touchline::publish::lock::Times;
use touchline::publish::prepare::{LocalFile, Prepared, prepare};
use touchline::publish::retry::Retry;
use touchline::publish::targets::{self, Target};
use touchline::publish::{Options, transport::OWN};

/// Files by path.
pub(crate) type Files = BTreeMap<String, String>;

/// A page with links to these addresses.
pub(crate) fn page(text: &str, links: &[&str]) -> String {
    let mut html = format!(
        "<!DOCTYPE html><html><head><link rel=\"stylesheet\" href=\"/touchline.css\"></head><body><p>{text}</p>"
    );
    for link in links {
        html = format!("{html}<a href=\"{link}\">x</a>");
    }
    html + "</body></html>"
}

fn site(files: &[(&str, String)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.clone())).collect()
}

/// The site as it is published first.
pub(crate) fn first() -> Files {
    site(&[
        ("index.html", page("home 1", &["/stories/", "/stories/iran-usa/", "/teams/usa/", "/feed.xml"])),
        (
            "stories/index.html",
            page(
                "stories 1",
                &["/stories/iran-usa/", "/stories/wales-iran/", "/stories/old-name/", "/stories/page/2/"],
            ),
        ),
        ("stories/page/2/index.html", page("older", &["/stories/"])),
        (
            "stories/iran-usa/index.html",
            page("Iran 0-1 USA", &["/stories/wales-iran/", "/teams/usa/", "/", "/photo.jpg"]),
        ),
        ("stories/wales-iran/index.html", page("Wales 0-2 Iran", &["/stories/iran-usa/", "/stories/old-name/"])),
        ("stories/old-name/index.html", page("a renamed page", &["/"])),
        ("teams/usa/index.html", page("USA 1", &["/stories/iran-usa/", "/teams/usa/fixtures.ics"])),
        ("teams/usa/fixtures.ics", "BEGIN:VCALENDAR 1".into()),
        ("photo.jpg", "picture".into()),
        ("feed.xml", "<feed>1</feed>".into()),
        ("touchline.css", "a { color: red }".into()),
    ])
}

/// The site after a day's work: a new story with a photo, one renamed, one
/// gone, the lists and the home page changed.
pub(crate) fn second() -> Files {
    site(&[
        (
            "index.html",
            page(
                "home 2",
                &["/stories/", "/stories/final/", "/stories/new-name/", "/teams/usa/", "/feed.xml", "/players/messi/"],
            ),
        ),
        (
            "stories/index.html",
            page(
                "stories 2",
                &[
                    "/stories/final/",
                    "/stories/iran-usa/",
                    "/stories/new-name/",
                    "/stories/page/2/",
                    "/stories/page/3/",
                ],
            ),
        ),
        ("stories/page/2/index.html", page("older", &["/stories/"])),
        ("stories/page/3/index.html", page("oldest", &["/stories/", "/topics/world-cup/feed.xml"])),
        (
            "stories/final/index.html",
            page("Argentina 3-3 France", &["/stories/iran-usa/", "/players/messi/", "/final.jpg", "/players/"]),
        ),
        ("players/messi/index.html", page("Messi", &["/stories/final/", "/players/"])),
        ("players/index.html", page("players", &["/players/messi/"])),
        (
            "stories/iran-usa/index.html",
            page("Iran 0-1 USA, corrected", &["/stories/final/", "/teams/usa/", "/", "/photo-2.jpg"]),
        ),
        ("stories/new-name/index.html", page("a renamed page", &["/"])),
        ("teams/usa/index.html", page("USA 2", &["/stories/iran-usa/", "/teams/usa/fixtures.ics", "/stories/final/"])),
        ("teams/usa/fixtures.ics", "BEGIN:VCALENDAR 2".into()),
        ("photo-2.jpg", "better picture".into()),
        ("final.jpg", "cup".into()),
        ("feed.xml", "<feed>2</feed>".into()),
        ("topics/world-cup/feed.xml", "<feed>wc</feed>".into()),
        ("touchline.css", "a { color: blue }".into()),
    ])
}

/// The site after second thoughts: what was new in the second is gone or has
/// another name.
pub(crate) fn third() -> Files {
    let mut files = second();
    let cup = files.remove("final.jpg").unwrap();
    files.insert("cup.jpg".into(), cup);
    files.remove("stories/final/index.html");
    files.remove("players/messi/index.html");
    files.remove("players/index.html");
    files.insert("stories/champions/index.html".into(), page("Champions", &["/stories/iran-usa/", "/cup.jpg"]));
    files
        .insert("index.html".into(), page("home 3", &["/stories/", "/stories/champions/", "/teams/usa/", "/feed.xml"]));
    files.insert(
        "stories/index.html".into(),
        page("stories 3", &["/stories/champions/", "/stories/iran-usa/", "/stories/new-name/", "/stories/page/2/"]),
    );
    files.remove("stories/page/3/index.html");
    files.insert(
        "stories/iran-usa/index.html".into(),
        page("Iran 0-1 USA, again", &["/stories/champions/", "/teams/usa/", "/", "/photo-2.jpg"]),
    );
    files.insert(
        "teams/usa/index.html".into(),
        page("USA 3", &["/stories/iran-usa/", "/teams/usa/fixtures.ics", "/stories/champions/"]),
    );
    files
}

/// Makes a folder hold exactly these files.
pub(crate) fn write(folder: &Path, files: &Files) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).unwrap();
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The files of a folder, without our own.
pub(crate) fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() && !path.starts_with(OWN) && !path.starts_with(".git/") {
            files.insert(path, String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned());
        }
    }
    files
}

/// Every dead link of the pages that a reader reaches from the home page.
pub(crate) fn dead_links(host: &Files) -> Vec<String> {
    let mut dead = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut todo = vec!["index.html".to_owned()];
    if !host.contains_key("index.html") {
        return dead;
    }
    while let Some(path) = todo.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        for link in host[&path].split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let link = link.split(['#', '?']).next().unwrap_or_default();
            if link.is_empty() || link.contains(':') {
                continue;
            }
            let file = link.trim_start_matches('/');
            let file =
                if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file.to_owned() };
            if !host.contains_key(&file) {
                dead.push(format!("{path} -> {file}"));
            } else if Path::new(&file).extension().is_some_and(|extension| extension == "html") {
                todo.push(file);
            }
        }
    }
    dead
}

/// A target out of its settings.
pub(crate) fn target(json: &str) -> Target {
    targets::read(&format!("{{\"live\": {json}}}"), &"content/site.yaml".into()).unwrap().remove(0)
}

/// The files of a site, ready to be published.
pub(crate) fn prepared(files: &Files, target: &Target) -> (tempfile::TempDir, Prepared) {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), files);
    let prepared = prepare(dir.path(), target, None).unwrap();
    (dir, prepared)
}

/// The files of a site, for a host without settings.
pub(crate) fn local(files: &Files) -> Vec<LocalFile> {
    files
        .iter()
        .map(|(path, text)| {
            LocalFile::new(path.clone(), text.clone().into_bytes(), touchline::publish::headers::CacheTimes::default())
        })
        .collect()
}

/// Options for a test: no pauses, and all deletions are meant.
pub(crate) fn options() -> Options<'static> {
    Options {
        confirm_deletes: true,
        retry: Retry { attempts: 3, pause: Duration::ZERO },
        lease: Times { renew: Duration::from_mins(10), patience: Duration::from_millis(1) },
        ..Options::default()
    }
}

#[test]
fn the_sites_have_no_dead_links_of_their_own() {
    for site in [first(), second(), third()] {
        assert_eq!(dead_links(&site), Vec::<String>::new());
    }
    let mut broken = first();
    broken.remove("photo.jpg");
    assert_eq!(dead_links(&broken), ["stories/iran-usa/index.html -> photo.jpg"]);
}
