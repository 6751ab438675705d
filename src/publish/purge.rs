//! The purge list: addresses that caches in front of a host may still answer
//! with what was there before.
//!
//! In: paths of files that were changed or deleted. Out: URLs, one a line, in
//! order. Never tells a cache by itself.

use std::collections::BTreeSet;

use super::redirects::address;

/// The URLs of these files. A page is asked for as its folder and, more
/// seldom, as its file; caches keep the two apart.
pub fn urls<'p>(paths: impl IntoIterator<Item = &'p String>, base_url: Option<&str>) -> Vec<String> {
    let base = base_url.unwrap_or("");
    let mut urls = BTreeSet::new();
    for path in paths {
        urls.insert(encode(&address(base, path)));
        urls.insert(encode(&format!("{base}/{path}")));
    }
    urls.into_iter().collect()
}

/// Percent-encodes what a URL's path may not hold; what is encoded already is
/// not known here: paths are names of files.
/// <https://www.rfc-editor.org/rfc/rfc3986#section-3.3>
pub fn encode(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:@!$&'()*+,;=".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_two_addresses() {
        let paths = ["index.html".to_owned(), "a/ü b/index.html".to_owned(), "feed.xml".to_owned()];
        assert_eq!(
            urls(&paths, Some("https://example.org/club")),
            [
                "https://example.org/club/",
                "https://example.org/club/a/%C3%BC%20b/",
                "https://example.org/club/a/%C3%BC%20b/index.html",
                "https://example.org/club/feed.xml",
                "https://example.org/club/index.html",
            ]
        );
        assert_eq!(urls(&paths[2..], None), ["/feed.xml"]);
    }
}
