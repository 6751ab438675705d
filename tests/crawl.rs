//! Follows every link of the demo, at the root and below a path: each leads to
//! something that exists, every page can be reached from the home page, and
//! whoever is named as data is linked.

#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::items_after_statements,
    reason = "the program writes these names itself"
)]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use touchline::build::{Builder, Hint, Options, Snapshot};
use touchline::content::locate;
use touchline::diagnostic::human::{self, Style};
use touchline::model::Roles;

/// The demo at an address.
fn demo(base_url: &str) -> Arc<Snapshot> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut builder = Builder::new(Options {
        root: root.to_owned(),
        base_url: Some(base_url.to_owned()),
        drafts: false,
        future: false,
        now: "2026-01-01T00:00Z".parse().unwrap(),
    });
    let update = builder.update(&Hint::All).unwrap();
    let text = |file: &str| std::fs::read_to_string(root.join(file)).ok().map(Arc::from);
    assert_eq!(human::render(&locate::locate(update.diagnostics, text), Style::default()), "");
    update.snapshot.unwrap()
}

/// A tag of a page.
#[derive(Debug)]
struct Tag<'p> {
    name: &'p str,
    attributes: Vec<(&'p str, String)>,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| *n == name).map(|(_, value)| &**value)
    }
}

/// A piece of a page.
#[derive(Debug)]
enum Piece<'p> {
    Open(Tag<'p>),
    Close(&'p str),
    Text(String),
}

fn unescaped(text: &str) -> String {
    text.replace("&#x2F;", "/")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// Takes a page of our own making apart; no parser for the web at large.
fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        if !rest[..open].trim().is_empty() {
            pieces.push(Piece::Text(unescaped(rest[..open].trim())));
        }
        rest = &rest[open..];
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
            continue;
        }
        let mut end = 1;
        let mut quote = None;
        for (at, c) in rest.char_indices().skip(1) {
            match (quote, c) {
                (None, '>') => {
                    end = at;
                    break;
                }
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if c == open => quote = None,
                _ => {}
            }
        }
        let inside = &rest[1..end];
        rest = &rest[end + 1..];
        if let Some(name) = inside.strip_prefix('/') {
            pieces.push(Piece::Close(name.trim()));
            continue;
        }
        let tag = tag(inside);
        for raw in ["script", "style"] {
            if tag.name == raw {
                let close = format!("</{raw}>");
                rest = rest.find(&close).map_or("", |end| &rest[end..]);
            }
        }
        pieces.push(Piece::Open(tag));
    }
    pieces
}

fn tag(inside: &str) -> Tag<'_> {
    let inside = inside.trim_end_matches('/');
    let name_end = inside.find(char::is_whitespace).unwrap_or(inside.len());
    let (name, mut rest) = inside.split_at(name_end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Tag { name, attributes };
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let attribute = &rest[..end];
        rest = &rest[end..];
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            if let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                let close = after[1..].find(quote).unwrap();
                value = &after[1..=close];
                rest = &after[close + 2..];
            } else {
                let end = after.find(char::is_whitespace).unwrap_or(after.len());
                (value, rest) = after.split_at(end);
            }
        }
        attributes.push((attribute, unescaped(value)));
    }
}

/// A page that was taken apart.
#[derive(Default)]
struct Page {
    /// Where it leads: path of the output and fragment.
    links: Vec<(String, Option<String>)>,
    ids: BTreeSet<String>,
    redirect: bool,
}

struct Site {
    base: &'static str,
    files: BTreeMap<String, Vec<u8>>,
    pages: BTreeMap<String, Page>,
    faults: Vec<String>,
}

impl Site {
    fn read(snapshot: &Snapshot, base: &'static str) -> Self {
        let files: BTreeMap<String, Vec<u8>> =
            snapshot.files().iter().map(|file| (file.to_string(), snapshot.get(file).unwrap().unwrap())).collect();
        let mut site = Self { base, files, pages: BTreeMap::new(), faults: Vec::new() };
        let html: Vec<String> = site.files.keys().filter(|file| is_page(file)).cloned().collect();
        for file in html {
            let text = String::from_utf8(site.files[&file].clone()).unwrap();
            let page = site.page(&file, &text);
            site.pages.insert(file, page);
        }
        site
    }

    fn page(&mut self, file: &str, html: &str) -> Page {
        let mut page = Page::default();
        for piece in pieces(html) {
            let Piece::Open(tag) = piece else { continue };
            if let Some(id) = tag.get("id") {
                assert!(page.ids.insert(id.to_owned()), "{file}: the id {id} stands twice");
            }
            let mut targets: Vec<String> = Vec::new();
            for name in ["href", "src", "poster", "action"] {
                targets.extend(tag.get(name).map(str::to_owned));
            }
            if let Some(set) = tag.get("srcset") {
                targets.extend(set.split(',').filter_map(|one| one.split_whitespace().next()).map(str::to_owned));
            }
            if tag.name == "meta" {
                let content = tag.get("content").unwrap_or_default();
                if tag.get("http-equiv") == Some("refresh") {
                    page.redirect = true;
                    targets.extend(content.split_once("url=").map(|(_, url)| url.to_owned()));
                } else if content.starts_with(self.base) {
                    targets.push(content.to_owned());
                }
            }
            for target in targets {
                page.links.extend(self.target(file, &target));
            }
        }
        page
    }

    /// The file of this site that an address means, with its fragment; `None`
    /// for an address elsewhere.
    fn target(&mut self, from: &str, written: &str) -> Option<(String, Option<String>)> {
        let (address, fragment) = match written.split_once('#') {
            Some((address, fragment)) => (address, Some(fragment.to_owned())),
            None => (written, None),
        };
        if address.is_empty() {
            return Some((from.to_owned(), fragment));
        }
        let origin = &self.base[..self.base[8..].find('/').map_or(self.base.len(), |at| at + 8)];
        let below = self.base[origin.len()..].trim_end_matches('/');
        let path = match address.strip_prefix(origin) {
            Some(path) => path,
            None if address.contains(':') => return None,
            None => address,
        };
        let inside = path.strip_prefix(below).and_then(|path| path.strip_prefix('/'));
        let Some(inside) = inside else {
            self.faults.push(format!("{from}: `{written}` does not begin with {below}/"));
            return None;
        };
        let inside = inside.split('?').next().unwrap();
        let file =
            if inside.is_empty() || inside.ends_with('/') { format!("{inside}index.html") } else { inside.into() };
        if !self.files.contains_key(&file) {
            self.faults.push(format!("{from}: `{written}` leads nowhere"));
            return None;
        }
        Some((file, fragment))
    }

    /// Every link of every page, with its fragment.
    fn check_links(&mut self) {
        let mut faults = Vec::new();
        for (from, page) in &self.pages {
            for (to, fragment) in &page.links {
                let Some(fragment) = fragment.as_deref().filter(|f| !f.is_empty()) else { continue };
                if !self.pages.get(to).is_some_and(|page| page.ids.contains(fragment)) {
                    faults.push(format!("{from}: there is no `#{fragment}` in {to}"));
                }
            }
        }
        self.faults.extend(faults);
    }

    /// Addresses of this site in feeds, calendars, sitemaps and stylesheets.
    fn check_other_files(&mut self) {
        let others: Vec<String> = self.files.keys().filter(|file| !is_page(file)).cloned().collect();
        for file in others {
            let ending = file.rsplit('.').next().unwrap();
            if !matches!(ending, "xml" | "json" | "ics" | "txt" | "css") {
                continue;
            }
            let text = String::from_utf8(self.files[&file].clone()).unwrap();
            // Lines of calendars are folded after 75 bytes (RFC 5545, 3.1).
            let text = unescaped(&text.replace("\r\n ", ""));
            let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '\\' | ')' | ']');
            for (at, _) in text.match_indices(self.base.trim_end_matches('/')) {
                let address = text[at..].split(ends).next().unwrap();
                self.target(&file, address);
            }
            for (at, _) in text.match_indices("url(") {
                let address = text[at + 4..].split(')').next().unwrap().trim_matches(['"', '\'']);
                if !address.starts_with("data:") {
                    self.faults.push(format!("{file}: `{address}` depends on where the site stands"));
                }
            }
        }
    }

    /// Pages to which no way leads from the home page.
    fn check_reach(&mut self) {
        let mut seen: BTreeSet<&str> = BTreeSet::from(["index.html"]);
        let mut todo = vec!["index.html"];
        while let Some(file) = todo.pop() {
            for (to, _) in self.pages.get(file).map_or(&[][..], |page| &page.links) {
                if seen.insert(to) {
                    todo.push(to);
                }
            }
        }
        let alone = self.pages.iter().filter(|(file, page)| !page.redirect && *file != "404.html");
        let alone: Vec<String> =
            alone.filter(|(file, _)| !seen.contains(file.as_str())).map(|(f, _)| f.clone()).collect();
        self.faults.extend(alone.into_iter().map(|file| format!("{file}: nothing leads here")));
    }

    fn text(&self, file: &str) -> &str {
        std::str::from_utf8(self.files.get(file).unwrap_or_else(|| panic!("there is no {file}"))).unwrap()
    }
}

fn is_page(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|ending| ending == "html")
}

fn crawl(base: &'static str) -> (Arc<Snapshot>, Site) {
    let snapshot = demo(base);
    let mut site = Site::read(&snapshot, base);
    assert!(site.pages.len() > 1000, "only {} pages", site.pages.len());
    site.check_links();
    site.check_other_files();
    site.check_reach();
    let count = site.faults.len();
    site.faults.truncate(40);
    assert_eq!(site.faults, Vec::<String>::new(), "{count} faults");
    (snapshot, site)
}

#[test]
fn every_link_resolves_at_the_root() {
    let (snapshot, site) = crawl("https://thefarpost.example");
    names_as_data_are_linked(&snapshot, &site);
    whoever_takes_part_is_linked(&snapshot, &site);
}

#[test]
fn every_link_resolves_below_a_path() {
    crawl("https://example.org/club/");
}

/// Links, what is said of a page as a whole, and pictures.
const APART: [&str; 8] = ["a", "title", "h1", "svg", "option", "figcaption", "blockquote", "nav"];

/// On pages made of the record, a text that is nothing but the name of a team,
/// a person, a ground or a competition stands in a link, unless the page is
/// that one's own.
fn names_as_data_are_linked(snapshot: &Snapshot, site: &Site) {
    let record = &snapshot.model().record;
    let mut names: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for team in record.teams.iter().filter(|t| t.page) {
        names.entry(&team.name).or_default().push(format!("teams/{}/", team.slug));
    }
    for person in record.persons.iter().filter(|p| p.page) {
        let section = if person.roles.contains(Roles::PLAYER) { "players" } else { "people" };
        names.entry(&person.name).or_default().push(format!("{section}/{}/", person.slug));
    }
    for venue in record.venues.iter().filter(|v| v.page) {
        names.entry(&venue.name).or_default().push(format!("venues/{}/", venue.slug));
    }
    let of_person = |p: &touchline::model::Person| {
        Some((format!("{}index.html", names[&*p.name].first()?), p.nationality.clone()?))
    };
    let of_venue = |v: &touchline::model::Venue| Some((format!("venues/{}/index.html", v.slug), v.country.clone()?));
    let persons = record.persons.iter().filter(|p| p.page).filter_map(of_person);
    let countries: BTreeMap<String, Arc<str>> = persons.chain(record.venues.iter().filter_map(of_venue)).collect();
    let mut unlinked = Vec::new();
    for (file, page) in &site.pages {
        if page.redirect || file.starts_with("stories/") {
            continue;
        }
        let mut open: Vec<&str> = Vec::new();
        let mut told = false;
        for piece in pieces(site.text(file)) {
            match piece {
                // Labels that are hidden from those who listen repeat a name for the eye.
                Piece::Open(tag) if APART.contains(&tag.name) || tag.get("aria-hidden") == Some("true") => {
                    open.push(tag.name);
                }
                Piece::Close(name) => _ = open.pop_if(|last| *last == name),
                Piece::Text(text) if open.is_empty() => {
                    // The country of a person or a ground is told once, and is no team.
                    if countries.get(file).is_some_and(|country| **country == *text) && !told {
                        told = true;
                        continue;
                    }
                    let Some(pages) = names.get(text.as_str()) else { continue };
                    // A page of two teams is the own page of both.
                    let own = pages.iter().any(|page| file.starts_with(page.as_str()))
                        || (file.contains("/vs/")
                            && pages.iter().any(|page| file.contains(page.trim_start_matches("teams/"))));
                    if !own {
                        unlinked.push(format!("{file}: {text}"));
                    }
                }
                _ => {}
            }
        }
    }
    let count = unlinked.len();
    unlinked.truncate(40);
    assert_eq!(unlinked, Vec::<String>::new(), "{count} names without a link");
}

/// Line-ups, scorers and the score's header of a match; a table; a list of
/// matches: each name in them leads to its page.
fn whoever_takes_part_is_linked(snapshot: &Snapshot, site: &Site) {
    let record = &snapshot.model().record;
    let links = |file: &str| -> BTreeSet<String> { site.pages[file].links.iter().map(|(to, _)| to.clone()).collect() };
    let person = |id: touchline::model::PersonId| {
        let person = &record.persons[id];
        let section = if person.roles.contains(Roles::PLAYER) { "players" } else { "people" };
        format!("{section}/{}/index.html", person.slug)
    };
    let team = |id: touchline::model::TeamId| format!("teams/{}/index.html", record.teams[id].slug);
    let mut checked = 0;
    for game in &record.matches {
        let file = format!("matches/{}/index.html", game.slug);
        let there = links(&file);
        let mut wanted: Vec<String> = Vec::new();
        for side in &game.sides {
            wanted.push(team(side.team));
            wanted.extend(side.coach.map(person));
            wanted.extend(side.lineup.iter().flat_map(|l| &l.players).map(|p| person(p.player)));
        }
        wanted.extend(game.goals.iter().map(|goal| person(goal.scorer)));
        wanted.extend(game.officials.iter().map(|official| person(official.person)));
        wanted.extend(game.venue.map(|venue| format!("venues/{}/index.html", record.venues[venue].slug)));
        if let Some(edition) = game.edition.map(|id| &record.editions[id]) {
            let competition = &record.competitions[edition.competition];
            wanted.push(format!("competitions/{}/{}/index.html", competition.slug, edition.slug));
        }
        for wanted in wanted {
            assert!(there.contains(&wanted), "{file} does not link to {wanted}");
            checked += 1;
        }
    }
    assert!(checked > 64 * 40, "only {checked} links were looked for");
    for story in &snapshot.model().stories {
        let there = links(&format!("stories/{}/index.html", story.slug));
        for game in story.matches.iter().map(|id| &record.matches[*id]) {
            let page = format!("matches/{}/index.html", game.slug);
            assert!(there.contains(&page), "the story {} does not link to {page}", story.slug);
        }
    }
    let edition = links("competitions/world-cup/2022/index.html");
    assert_eq!(record.teams.iter().filter(|t| edition.contains(&format!("teams/{}/index.html", t.slug))).count(), 32);
    let listed: BTreeSet<String> = site
        .pages
        .keys()
        .filter(|file| file.starts_with("matches/page/") || *file == "matches/index.html")
        .flat_map(|f| links(f))
        .collect();
    for game in &record.matches {
        assert!(listed.contains(&format!("matches/{}/index.html", game.slug)), "{} is not listed", game.slug);
        for side in &game.sides {
            assert!(listed.contains(&team(side.team)));
        }
    }
}
