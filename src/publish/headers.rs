//! What a host is to say about a file: its type and how long it may be kept.
//!
//! In: a path, the target's times. Out: header values. Never looks at the file.

use super::class::{Class, is_fingerprinted};

/// How long, in seconds, browsers and caches may keep what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheTimes {
    /// Pages, feeds, calendars: what a reader wants to see fresh.
    pub pages: u32,
    /// Style sheets, pictures and the like, whose name stays when they change.
    pub assets: u32,
}

impl Default for CacheTimes {
    fn default() -> Self {
        Self { pages: 60, assets: 3600 }
    }
}

/// A year: the longest that makes a difference.
/// <https://www.rfc-editor.org/rfc/rfc8246> for `immutable`.
pub const FOREVER: &str = "public, max-age=31536000, immutable";

/// What a host is told about a file. Two files with equal bytes and different
/// headers are different to hosts that keep headers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    /// `Content-Type`.
    pub content_type: &'static str,
    /// `Cache-Control`.
    pub cache_control: String,
    /// `Content-Encoding`, where the host gets the file compressed.
    pub encoding: Option<super::compress::Coding>,
    /// The address that the host leads on to in place of this file.
    pub redirect: Option<String>,
}

impl Headers {
    /// Of a file as it is.
    pub fn of(path: &str, times: CacheTimes) -> Self {
        Self {
            content_type: content_type(path),
            cache_control: cache_control(path, times),
            encoding: None,
            redirect: None,
        }
    }

    /// Eight hex digits that change whenever a header does.
    pub fn stamp(&self) -> String {
        let encoding = self.encoding.map_or("", super::compress::Coding::name);
        let redirect = self.redirect.as_deref().unwrap_or("");
        let text = [self.content_type, &self.cache_control, encoding, redirect].join("\n");
        super::digest::Digest::of(text.as_bytes()).to_string()[..8].to_owned()
    }
}

/// `Cache-Control` for a file.
pub fn cache_control(path: &str, times: CacheTimes) -> String {
    if is_fingerprinted(path) {
        return FOREVER.to_owned();
    }
    let fresh = Class::of(path) != Class::Asset || path.ends_with(".ics");
    let seconds = if fresh { times.pages } else { times.assets };
    format!("public, max-age={seconds}")
}

/// `Content-Type` for a file, by its extension; texts are UTF-8.
/// <https://www.iana.org/assignments/media-types/>
pub fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.starts_with("feed.") && name.ends_with(".xml") {
        return "application/atom+xml; charset=utf-8";
    }
    if name == "feed.json" {
        return "application/feed+json; charset=utf-8";
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "xsl" => "application/xslt+xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "wasm" => "application/wasm",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        "" if name == "CNAME" || name.starts_with('_') => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether files of this type shrink when they are compressed.
pub fn is_text(content_type: &str) -> bool {
    content_type.contains("charset=utf-8")
        || matches!(content_type, "image/svg+xml" | "image/x-icon" | "application/wasm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types() {
        assert_eq!(content_type("a/index.html"), "text/html; charset=utf-8");
        assert_eq!(content_type("teams/usa/fixtures.ics"), "text/calendar; charset=utf-8");
        assert_eq!(content_type("feed.xml"), "application/atom+xml; charset=utf-8");
        assert_eq!(content_type("sitemap.xml"), "application/xml; charset=utf-8");
        assert_eq!(content_type("A/PHOTO.JPG"), "image/jpeg");
        assert_eq!(content_type("a.b/file"), "application/octet-stream");
        assert!(is_text(content_type("a.svg")) && !is_text(content_type("a.png")));
    }

    #[test]
    fn times_by_kind() {
        let times = CacheTimes { pages: 1, assets: 2 };
        for (path, wanted) in [
            ("index.html", "public, max-age=1"),
            ("feed.xml", "public, max-age=1"),
            ("teams/usa/fixtures.ics", "public, max-age=1"),
            ("touchline.css", "public, max-age=2"),
            ("app.3f9a27c1.css", FOREVER),
        ] {
            assert_eq!(cache_control(path, times), wanted, "{path}");
        }
    }

    #[test]
    fn a_stamp_tells_headers_apart() {
        let plain = Headers::of("a.html", CacheTimes::default());
        let zipped = Headers { encoding: Some(crate::publish::compress::Coding::Gzip), ..plain.clone() };
        let moved = Headers { redirect: Some("/b/".into()), ..plain.clone() };
        assert_eq!(plain.stamp().len(), 8);
        assert_ne!(plain.stamp(), zipped.stamp());
        assert_ne!(plain.stamp(), moved.stamp());
    }
}
