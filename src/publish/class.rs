//! What sort a published file is: by its path alone, so that files of earlier
//! builds and of other programs are sorted by the same rule.
//!
//! In: a path below the site. Out: a class. Never looks at the file.

/// The sorts, in the order in which changes to them may appear on a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A style sheet, an image, a calendar.
    Asset,
    /// The page of a story, a match, a team, …
    Page,
    /// A page that lists others; feeds; what tells of all the others.
    List,
    /// The home page.
    Home,
}

/// The folders whose own index lists what is below them.
const LISTED: [&str; 10] =
    ["stories", "matches", "teams", "players", "people", "competitions", "venues", "topics", "authors", "search"];

/// Files that tell of others, wherever they stand.
const HERALDS: [&str; 3] = ["feed.xml", "feed.json", "sitemap.xml"];

/// Files at the root that tell of others, or tell the host about them.
const ROOT_HERALDS: [&str; 4] = ["robots.txt", "_redirects", "_headers", ".htaccess"];

/// The file that this one is a compressed twin of, by its name.
pub fn twin_of(path: &str) -> Option<&str> {
    path.strip_suffix(".gz").or_else(|| path.strip_suffix(".br"))
}

/// Whether a server reads rules for other files out of this one.
pub fn steers_server(path: &str) -> bool {
    ROOT_HERALDS[1..].contains(&path)
}

impl Class {
    /// Of the file with this path.
    pub fn of(path: &str) -> Self {
        // A compressed twin goes with the file that it stands for.
        let path = twin_of(path).unwrap_or(path);
        if path == "index.html" {
            return Self::Home;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        if HERALDS.contains(&name) || ROOT_HERALDS.contains(&path) || name.starts_with("sitemap-") {
            return Self::List;
        }
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            [folder, "index.html"] if LISTED.contains(folder) => Self::List,
            [.., "page", number, "index.html"] if number.bytes().all(|b| b.is_ascii_digit()) => Self::List,
            _ if is_page(name) => Self::Page,
            // The index of the search names pages, like a list.
            ["search" | "pagefind", ..] => Self::List,
            _ => Self::Asset,
        }
    }
}

fn is_page(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("html") || extension.eq_ignore_ascii_case("htm")
}

/// Whether the file's name holds a digest of its content, so that the same
/// name never gets other bytes: `app.3f9a27c1.css`, `card-0badc0ffee1.png`.
/// A part of eight or more hex digits counts if it has both letters and
/// figures: `20221129` is a date.
pub fn is_fingerprinted(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    if is_page(name) {
        return false;
    }
    let Some((stem, _)) = name.split_once('.').and_then(|_| name.rsplit_once('.')) else { return false };
    stem.rsplit(['.', '-', '_']).next().is_some_and(|part| {
        part.len() >= 8
            && part.len() < stem.len()
            && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
            && part.bytes().any(|b| b.is_ascii_digit())
            && part.bytes().any(|b| b.is_ascii_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_paths() {
        let of = |path| Class::of(path);
        assert_eq!(of("index.html"), Class::Home);
        assert_eq!(of("index.html.gz"), Class::Home);
        for list in [
            "stories/index.html",
            "matches/page/2/index.html",
            "feed.xml",
            "teams/usa/feed.json",
            "sitemap.xml",
            "sitemap-2.xml",
            "_redirects",
            "search/index.html",
            "search/pagefind-entry.json",
            "feed.xml.br",
        ] {
            assert_eq!(of(list), Class::List, "{list}");
        }
        for page in [
            "stories/a/index.html",
            "teams/a/vs/b/index.html",
            "404.html",
            "about/index.html",
            "topics/page/index.html",
        ] {
            assert_eq!(of(page), Class::Page, "{page}");
        }
        for asset in ["touchline.css", "teams/usa/fixtures.ics", "stories/a/pulisic.jpg", "CNAME", ".nojekyll"] {
            assert_eq!(of(asset), Class::Asset, "{asset}");
        }
    }

    #[test]
    fn names_with_a_digest() {
        for yes in ["app.3f9a27c1.css", "cards/a-0badc0ffee1.png", "x_3f9a27c1.js"] {
            assert!(is_fingerprinted(yes), "{yes}");
        }
        for no in [
            "app.css",
            "team-20221129.jpg",
            "a.b",
            "3f9a27c1.css",
            "defaced-facade.css",
            "a-3f9a27c1.html",
            "a-3f9a27c1",
        ] {
            assert!(!is_fingerprinted(no), "{no}");
        }
    }
}
