//! The manifest and the journal: what touchline put on a host.
//!
//! In and out: two small files in `.touchline/` on the host, each one line of
//! JSON that says what it is, with a digest of the rest, and the rest. What is
//! damaged is not half believed. Never looks at the host itself.
//!
//! The *manifest* tells what the last whole publish left there. The *journal*
//! is there only while a publish is under way, or after one that died: it names
//! what that run may have put there besides.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::digest::Digest;

/// The manifest's path on the host.
pub const MANIFEST: &str = ".touchline/manifest.json";
/// The journal's.
pub const JOURNAL: &str = ".touchline/journal.json";
/// Raised whenever the form below changes so that an older touchline would
/// read it wrongly.
const VERSION: u32 = 1;

/// A published file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Of its bytes, uncompressed.
    #[serde(rename = "d")]
    pub digest: Digest,
    /// Their number on the host.
    #[serde(rename = "s")]
    pub size: u64,
    /// The stamp of its headers; empty where the host keeps none.
    #[serde(rename = "h", default, skip_serializing_if = "String::is_empty")]
    pub headers: String,
    /// What the host's listing says as long as nobody else changes it.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

/// What the last whole publish left on the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// By path.
    pub files: BTreeMap<String, Entry>,
    /// Files that caches may still hold in an older form: kept until somebody
    /// says that they were purged.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub purge: BTreeSet<String>,
}

/// What a publish is about to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// Files that it, or one before it that died, may have put there.
    pub put: BTreeSet<String>,
    /// Files that it may have changed or deleted, for the purge list.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub purge: BTreeSet<String>,
}

/// What was found in place of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded<T> {
    /// A sound one.
    Sound(T),
    /// One that cannot be trusted.
    Damaged,
    /// One of a newer touchline.
    Newer,
}

#[derive(Serialize, Deserialize)]
struct Header<'a> {
    touchline: &'a str,
    version: u32,
    digest: Digest,
}

/// The text of one of them.
pub fn encode<T: Serialize>(what: &'static str, value: &T) -> Vec<u8> {
    // Maps with texts as keys and plain values: there is nothing that could
    // not be written.
    let body = serde_json::to_vec(value).unwrap_or_default();
    let header = Header { touchline: what, version: VERSION, digest: Digest::of(&body) };
    let mut text = serde_json::to_vec(&header).unwrap_or_default();
    text.push(b'\n');
    text.extend_from_slice(&body);
    text.push(b'\n');
    text
}

/// Reads one of them.
pub fn decode<T: DeserializeOwned>(what: &str, text: &[u8]) -> Loaded<T> {
    let mut lines = text.splitn(2, |byte| *byte == b'\n');
    let (Some(header), Some(body)) = (lines.next(), lines.next()) else { return Loaded::Damaged };
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    let Ok(header) = serde_json::from_slice::<Header<'_>>(header) else { return Loaded::Damaged };
    if header.touchline != what || header.digest != Digest::of(body) {
        return Loaded::Damaged;
    }
    if header.version > VERSION {
        return Loaded::Newer;
    }
    serde_json::from_slice(body).map_or(Loaded::Damaged, Loaded::Sound)
}

impl Manifest {
    /// As text.
    pub fn encode(&self) -> Vec<u8> {
        encode("manifest", self)
    }

    /// Out of its text.
    pub fn decode(text: &[u8]) -> Loaded<Self> {
        decode("manifest", text)
    }
}

impl Journal {
    /// As text.
    pub fn encode(&self) -> Vec<u8> {
        encode("journal", self)
    }

    /// Out of its text.
    pub fn decode(text: &[u8]) -> Loaded<Self> {
        decode("journal", text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let entry = Entry { digest: Digest::of(b"x"), size: 1, headers: "00ff00ff".into(), tag: Some("\"e\"".into()) };
        let bare = Entry { headers: String::new(), tag: None, ..entry.clone() };
        Manifest {
            files: [("ö b/index.html".to_owned(), entry), ("a\n\".css".to_owned(), bare)].into(),
            purge: ["index.html".to_owned()].into(),
        }
    }

    #[test]
    fn comes_back_as_it_was_written() {
        let text = manifest().encode();
        assert_eq!(Manifest::decode(&text), Loaded::Sound(manifest()));
        assert_eq!(text, manifest().encode(), "the same every time");
        assert_eq!(Journal::decode(&text), Loaded::Damaged, "a manifest is no journal");
        let journal = Journal { put: ["a".to_owned()].into(), purge: BTreeSet::new() };
        assert_eq!(Journal::decode(&journal.encode()), Loaded::Sound(journal));
    }

    #[test]
    fn any_changed_or_missing_byte_is_noticed() {
        let text = manifest().encode();
        for i in 0..text.len() - 1 {
            let mut changed = text.clone();
            changed[i] ^= 1;
            let read = Manifest::decode(&changed);
            assert!(!matches!(&read, Loaded::Sound(m) if *m != manifest()), "byte {i} changed");
            assert_eq!(Manifest::decode(&text[..i]), Loaded::Damaged, "cut at byte {i}");
        }
        assert_eq!(Manifest::decode(b""), Loaded::Damaged);
    }

    #[test]
    fn one_of_a_newer_touchline_is_told_from_a_damaged_one() {
        let text = String::from_utf8(manifest().encode()).unwrap().replacen("\"version\":1", "\"version\":2", 1);
        assert_eq!(Manifest::decode(text.as_bytes()), Loaded::Newer);
    }
}
