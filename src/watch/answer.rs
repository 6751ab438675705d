//! The form of an answer: type, caching, ranges.
//!
//! In: a file's name and bytes, and the headers of the request. Out: a
//! response (RFC 9110). Never knows what the site is.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The bytes of an answer.
pub struct Found {
    /// All of them.
    pub bytes: Vec<u8>,
    /// A hash that stands for them, if there is one.
    pub fingerprint: Option<u128>,
    /// 200, or 404 with a page that says so.
    pub status: StatusCode,
}

/// Whether a file is a page.
pub fn is_page(file: &str) -> bool {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(extension, "html" | "htm")
}

/// The media type of a file, by its name.
fn media_type(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match (name, &*extension) {
        ("feed.xml", _) => "application/atom+xml; charset=utf-8".to_owned(),
        ("feed.json", _) => "application/feed+json".to_owned(),
        // The list says `text/xml`, which has no need of a charset by itself.
        (_, "xml") => "application/xml; charset=utf-8".to_owned(),
        (_, "webmanifest") => "application/manifest+json".to_owned(),
        _ => {
            let guess = mime_guess::from_ext(&extension).first_or_octet_stream();
            let is_text = guess.type_() == mime_guess::mime::TEXT;
            if is_text { format!("{guess}; charset=utf-8") } else { guess.to_string() }
        }
    }
}

/// Answers with a file: all of it, a part, or the word that it has not
/// changed.
pub fn file(name: &str, found: Found, request: &HeaderMap) -> Response {
    let Found { bytes, fingerprint, status } = found;
    let tag = fingerprint.map(|fingerprint| format!("\"{fingerprint:032x}\""));
    let mut headers = HeaderMap::new();
    put(&mut headers, header::CONTENT_TYPE, media_type(name));
    put(&mut headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(&mut headers, header::ACCEPT_RANGES, "bytes");
    // Pages and styles are asked for anew each time: a browser that may keep
    // a stylesheet at all may take it, for one imported by another, unasked.
    let kept = tag.is_some() && media_type_is_kept(name);
    put(&mut headers, header::CACHE_CONTROL, if kept { "no-cache" } else { "no-store" });
    if let Some(tag) = &tag {
        put(&mut headers, header::ETAG, tag.as_str());
    }
    if status != StatusCode::OK {
        return (status, headers, Body::from(bytes)).into_response();
    }
    if let Some(tag) = &tag
        && text(request, header::IF_NONE_MATCH).is_some_and(|list| matches(list, tag))
    {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    match range(request, tag.as_deref(), bytes.len() as u64) {
        Range::Whole => (status, headers, Body::from(bytes)).into_response(),
        Range::Part(start, end) => {
            let length = bytes.len();
            put(&mut headers, header::CONTENT_RANGE, format!("bytes {start}-{end}/{length}"));
            let part = bytes[start as usize..=end as usize].to_vec();
            (StatusCode::PARTIAL_CONTENT, headers, Body::from(part)).into_response()
        }
        Range::Unsatisfiable => {
            put(&mut headers, header::CONTENT_RANGE, format!("bytes */{}", bytes.len()));
            (StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response()
        }
    }
}

/// The same answer for a `HEAD` request.
pub fn without_body(response: Response) -> Response {
    use axum::body::HttpBody as _;
    let (mut parts, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact()
        && parts.status != StatusCode::NOT_MODIFIED
    {
        parts.headers.insert(header::CONTENT_LENGTH, length.into());
    }
    Response::from_parts(parts, Body::empty())
}

fn media_type_is_kept(name: &str) -> bool {
    !is_page(name) && !name.as_bytes().ends_with(b".css")
}

fn put(headers: &mut HeaderMap, name: header::HeaderName, value: impl AsRef<str>) {
    if let Ok(value) = HeaderValue::from_str(value.as_ref()) {
        headers.insert(name, value);
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Whether a list of entity tags holds one (weak comparison).
fn matches(list: &str, tag: &str) -> bool {
    list.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    Whole,
    /// The first and the last byte.
    Part(u64, u64),
    Unsatisfiable,
}

/// What part of the bytes is asked for. Several parts at once are answered
/// with the whole, as the standard allows (RFC 9110, 14.2): no browser asks
/// for them.
fn range(request: &HeaderMap, tag: Option<&str>, length: u64) -> Range {
    let Some(asked) = text(request, header::RANGE) else { return Range::Whole };
    if let Some(condition) = text(request, header::IF_RANGE)
        && Some(condition) != tag
    {
        return Range::Whole;
    }
    let Ok(ranges) = http_range_header::parse_range_header(asked) else { return Range::Whole };
    match ranges.validate(length).as_deref() {
        Ok([one]) => Range::Part(*one.start(), *one.end()),
        Ok(_) => Range::Whole,
        Err(_) => Range::Unsatisfiable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).expect("a header"))])
    }

    #[test]
    fn types() {
        for (file, expected) in [
            ("a/index.html", "text/html; charset=utf-8"),
            ("touchline.css", "text/css; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("feed.xml", "application/atom+xml; charset=utf-8"),
            ("sitemap.xml", "application/xml; charset=utf-8"),
            ("a.svg", "image/svg+xml"),
            ("A.JPG", "image/jpeg"),
            ("a.avif", "image/avif"),
            ("a.webp", "image/webp"),
            ("a.woff2", "font/woff2"),
            ("fixtures.ics", "text/calendar; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("a.json", "application/json"),
            ("a.mp4", "video/mp4"),
            ("a.wasm", "application/wasm"),
            ("CNAME", "application/octet-stream"),
            ("a.b/c", "application/octet-stream"),
        ] {
            assert_eq!(media_type(file), expected, "{file}");
        }
    }

    #[test]
    fn ranges() {
        for (header, expected) in [
            ("bytes=0-3", Range::Part(0, 3)),
            ("bytes=4-", Range::Part(4, 9)),
            ("bytes=-2", Range::Part(8, 9)),
            ("bytes=5-99", Range::Part(5, 9)),
            ("bytes=10-", Range::Unsatisfiable),
            ("bytes=3-1", Range::Whole),
            ("bytes=0-1,3-4", Range::Whole),
            ("lines=0-1", Range::Whole),
            ("nonsense", Range::Whole),
        ] {
            assert_eq!(range(&asked(header::RANGE, header), None, 10), expected, "{header}");
        }
    }

    #[test]
    fn a_range_of_other_bytes_is_the_whole() {
        let mut headers = asked(header::RANGE, "bytes=0-3");
        headers.insert(header::IF_RANGE, HeaderValue::from_static("\"a\""));
        assert_eq!(range(&headers, Some("\"a\""), 10), Range::Part(0, 3));
        assert_eq!(range(&headers, Some("\"b\""), 10), Range::Whole);
    }

    #[test]
    fn unchanged_bytes_are_not_sent_again() {
        let found = || Found { bytes: b"x".to_vec(), fingerprint: Some(7), status: StatusCode::OK };
        let tag = format!("\"{:032x}\"", 7);
        let status = |list: &str| file("a.png", found(), &asked(header::IF_NONE_MATCH, list)).status();
        assert_eq!(status(&tag), StatusCode::NOT_MODIFIED);
        assert_eq!(status(&format!("\"x\", W/{tag}")), StatusCode::NOT_MODIFIED);
        assert_eq!(status("\"x\""), StatusCode::OK);
    }
}
