//! The addresses in feeds, sitemaps and manifests.
//!
//! In: XML or JSON. Out: the addresses in it. A feed's stories are HTML inside
//! a text; their links are taken too. Never checks the form of a document.

use html5gum::emitters::callback::CallbackEvent;
use serde_json::Value;

use super::page::{self, Purpose, Reference};

/// The addresses in a feed or sitemap in XML.
pub(super) fn xml(text: &[u8]) -> Vec<Reference> {
    let mut found = Vec::new();
    let (mut element, mut attribute) = (Vec::new(), false);
    page::walk(text, |event| match event {
        CallbackEvent::OpenStartTag { name } => element = name.to_vec(),
        CallbackEvent::AttributeName { name } => attribute = matches!(name, b"href" | b"src" | b"url"),
        CallbackEvent::AttributeValue { value } if attribute => named(&mut found, value),
        CallbackEvent::String { value } => match element.as_slice() {
            b"loc" | b"image:loc" | b"logo" | b"icon" => named(&mut found, value),
            b"content" | b"summary" | b"description" => inner(&mut found, value),
            _ => {}
        },
        CallbackEvent::EndTag { .. } => element.clear(),
        _ => {}
    });
    found
}

/// The addresses in a JSON feed or a manifest of icons.
pub(super) fn json(text: &[u8]) -> Vec<Reference> {
    let mut found = Vec::new();
    if let Ok(value) = serde_json::from_slice::<Value>(text) {
        walk(&value, "", &mut found);
    }
    found
}

fn walk(value: &Value, key: &str, found: &mut Vec<Reference>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| walk(value, key, found)),
        Value::Array(list) => list.iter().for_each(|value| walk(value, key, found)),
        Value::String(text) => match key {
            "url" | "src" | "href" | "image" | "banner_image" | "icon" | "favicon" | "avatar" | "feed_url"
            | "home_page_url" | "external_url" | "next_url" | "start_url" => named(found, text.as_bytes()),
            "content_html" => inner(found, text.as_bytes()),
            _ => {}
        },
        _ => {}
    }
}

fn named(found: &mut Vec<Reference>, address: &[u8]) {
    let written = String::from_utf8_lossy(address).trim().to_owned();
    if !written.is_empty() {
        found.push(Reference { written, purpose: Purpose::Name, whole: true });
    }
}

fn inner(found: &mut Vec<Reference>, html: &[u8]) {
    let page = page::read(html);
    // A fragment in a story's text means a place on the story's own page.
    let own = page.references.into_iter().filter(|reference| !reference.written.starts_with('#'));
    found.extend(own.map(|reference| Reference { purpose: Purpose::Name, ..reference }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(references: Vec<Reference>) -> Vec<String> {
        references.into_iter().map(|reference| reference.written).collect()
    }

    #[test]
    fn feeds_and_sitemaps() {
        let xml = xml(b"<?xml version='1.0'?><feed><link href=\"/a/\"/><entry><content type='html'>&lt;a href=\"/b/\"&gt;x&lt;/a&gt;&lt;a href=\"#n\"&gt;</content></entry><url><loc>https://e.org/c/</loc></url></feed>");
        assert_eq!(written(xml), ["/a/", "/b/", "https://e.org/c/"]);
        let json = json(br#"{"items": [{"url": "/a/", "content_html": "<img src='b.png'>", "title": "/no/"}], "icons": [{"src": "c.png"}]}"#);
        assert_eq!(written(json), ["/a/", "b.png", "c.png"]);
        assert!(super::json(b"{").is_empty());
    }
}
