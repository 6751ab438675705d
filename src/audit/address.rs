//! Where an address leads.
//!
//! In: an address as it stands on a page, the page's own path, and where the
//! site will stand. Out: a path below the site with its fragment, an address
//! elsewhere, or nothing that a link check could follow. Never looks whether
//! anything is there.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::Url;

/// Where the site will stand.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    /// What stands in front of every path: empty, or `/club`.
    base_path: String,
    /// Scheme and host (`https://example.org`), if they are known.
    origin: Option<String>,
}

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// To a path of this site, which begins with `/` and is decoded.
    Here {
        /// Without the base path.
        path: String,
        /// What follows `#`, decoded; empty for none.
        fragment: String,
    },
    /// To this site's host, but not below the path where the site stands.
    Beside(String),
    /// To another site: an address of `http` or `https`, without its fragment.
    Elsewhere(String),
    /// To a mailbox, a telephone, a place in the address itself.
    Nowhere,
    /// It is no address at all.
    Broken,
}

/// The host that stands in for an unknown one.
const UNKNOWN: &str = "http://site.invalid";

impl Standing {
    /// From the settings' address of the site, if it has one.
    pub(super) fn new(base_url: Option<&str>, base_path: &str) -> Self {
        let origin = base_url
            .and_then(|url| url.strip_suffix(base_path).or(Some(url)))
            .and_then(|url| Url::parse(url).ok())
            .map(|url| url.origin().ascii_serialization());
        Self { base_path: base_path.to_owned(), origin }
    }

    /// What stands in front of every path.
    pub(super) fn base_path(&self) -> &str {
        &self.base_path
    }

    /// Where an address on the page at `page` (`/stories/x/`) leads; `base` is
    /// what the page's own `<base>` says.
    pub(super) fn leads(&self, written: &str, page: &str, base: Option<&str>) -> Leads {
        let written = written.trim_matches([' ', '\t', '\n', '\r', '\u{c}']);
        if base.is_none() {
            if let Some(fragment) = written.strip_prefix('#') {
                return Leads::Here { path: page.to_owned(), fragment: decoded_fragment(fragment) };
            }
            // Nearly all addresses of a site are plain paths.
            if written.starts_with('/') && !written.starts_with("//") && is_plain(written) {
                let (path, fragment) = written.split_once('#').unwrap_or((written, ""));
                return self.here(path, fragment, written);
            }
        }
        if !may_be_followed(written) {
            return Leads::Nowhere;
        }
        let origin = self.origin.as_deref().unwrap_or(UNKNOWN);
        let Ok(mut from) = Url::parse(&format!("{origin}{}{page}", self.base_path)) else { return Leads::Broken };
        if let Some(base) = base.and_then(|base| from.join(base).ok()) {
            from = base;
        }
        let Ok(mut url) = from.join(written) else { return Leads::Broken };
        if !matches!(url.scheme(), "http" | "https") {
            return Leads::Nowhere;
        }
        let whole = written.contains("//") && !written.starts_with('/') || written.starts_with("//");
        if url.origin().ascii_serialization() == origin {
            let fragment = url.fragment().unwrap_or_default().to_owned();
            match self.here(url.path(), &fragment, written) {
                // Another site of the same host.
                Leads::Beside(_) if whole => {}
                leads => return leads,
            }
        }
        url.set_fragment(None);
        Leads::Elsewhere(url.into())
    }

    fn here(&self, path: &str, fragment: &str, written: &str) -> Leads {
        match path.strip_prefix(&*self.base_path) {
            Some("") => Leads::Here { path: "/".to_owned(), fragment: decoded_fragment(fragment) },
            Some(rest) if rest.starts_with('/') => {
                Leads::Here { path: decoded(rest).into_owned(), fragment: decoded_fragment(fragment) }
            }
            _ => Leads::Beside(written.to_owned()),
        }
    }
}

/// Whether there is nothing in a path that would have to be worked out.
fn is_plain(path: &str) -> bool {
    !path.contains(['?', '\\', '\t', '\n', '\r', ' ']) && !path.contains("/.") && !path.contains("//")
}

/// Whether an address has a scheme that leads to a page, or none.
fn may_be_followed(written: &str) -> bool {
    let end = written.find([':', '/', '?', '#']).unwrap_or(written.len());
    let scheme = &written[..end];
    if !written[end..].starts_with(':') || !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return true;
    }
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

fn decoded(path: &str) -> Cow<'_, str> {
    percent_decode_str(path).decode_utf8_lossy()
}

/// A fragment's own directives (`:~:text=`) are for the browser alone.
fn decoded_fragment(fragment: &str) -> String {
    let fragment = fragment.split(":~:").next().unwrap_or_default();
    decoded(fragment).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(written: &str) -> Leads {
        Standing::new(Some("https://example.org/club"), "/club").leads(written, "/stories/a/", None)
    }

    fn here(path: &str, fragment: &str) -> Leads {
        Leads::Here { path: path.to_owned(), fragment: fragment.to_owned() }
    }

    #[test]
    fn addresses_of_the_site() {
        for (written, path, fragment) in [
            ("/club/teams/x/", "/teams/x/", ""),
            ("/club/teams/x/#squad", "/teams/x/", "squad"),
            ("/club/", "/", ""),
            ("/club", "/", ""),
            ("#notes", "/stories/a/", "notes"),
            ("", "/stories/a/", ""),
            ("#", "/stories/a/", ""),
            ("#%C3%A4", "/stories/a/", "ä"),
            ("#top:~:text=goal", "/stories/a/", "top"),
            ("../b/", "/stories/b/", ""),
            ("p.svg", "/stories/a/p.svg", ""),
            ("./p.svg?v=2", "/stories/a/p.svg", ""),
            ("?page=2", "/stories/a/", ""),
            ("/club/teams/../venues/", "/venues/", ""),
            ("/club/a%20b.png", "/a b.png", ""),
            ("https://example.org/club/x/", "/x/", ""),
            ("//example.org/club/x/#y", "/x/", "y"),
            (" /club/x/\n", "/x/", ""),
        ] {
            assert_eq!(leads(written), here(path, fragment), "{written}");
        }
    }

    #[test]
    fn addresses_beside_the_site_have_lost_the_base_path() {
        assert_eq!(leads("/teams/x/"), Leads::Beside("/teams/x/".into()));
        assert_eq!(leads("/clubhouse/"), Leads::Beside("/clubhouse/".into()));
        assert_eq!(leads("../../../x/"), Leads::Beside("../../../x/".into()));
    }

    #[test]
    fn addresses_elsewhere() {
        assert_eq!(leads("https://a.example/x#y"), Leads::Elsewhere("https://a.example/x".into()));
        assert_eq!(leads("//a.example/x"), Leads::Elsewhere("https://a.example/x".into()));
        assert_eq!(leads("https://example.org/other/"), Leads::Elsewhere("https://example.org/other/".into()));
        for nowhere in ["mailto:a@example.org", "tel:+49", "data:image/png;base64,AA", "javascript:void(0)"] {
            assert_eq!(leads(nowhere), Leads::Nowhere, "{nowhere}");
        }
        assert_eq!(leads("http://"), Leads::Broken);
        assert_eq!(leads("https://exa mple/"), Leads::Broken);
    }

    #[test]
    fn without_a_known_host_only_paths_are_the_sites_own() {
        let standing = Standing::new(None, "");
        assert_eq!(standing.leads("/x/", "/", None), here("/x/", ""));
        assert_eq!(standing.leads("../x/", "/a/", None), here("/x/", ""));
        assert_eq!(standing.leads("http://x.org/", "/", None), Leads::Elsewhere("http://x.org/".into()));
    }

    #[test]
    fn a_base_of_the_page_counts() {
        let standing = Standing::new(None, "");
        assert_eq!(standing.leads("x/", "/a/", Some("/b/")), here("/b/x/", ""));
        assert_eq!(standing.leads("#y", "/a/", Some("/b/")), here("/b/", "y"));
    }
}
