//! Files in which a run keeps what makes the next one quick.
//!
//! In and out: values of one kind each in a file below `.touchline/`. A file
//! bears the program's version, a number of its form and a checksum; one that
//! is damaged, cut short or of another version is as good as none. Such files
//! may be deleted at any time. Nothing in them is ever the only place where
//! something stands, so a file that cannot be written is no error either.

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::xxh3_128;

/// Raised whenever the form of any kept value changes. The program's version
/// is part of the header too, so this matters between releases only.
const FORM: u32 = 1;
const MAGIC: &[u8; 16] = b"touchline cache\n";

/// How many items of a long list are read by one thread at a time.
const CHUNK: usize = 256;

/// A long list, in parts that can be read side by side.
#[derive(Serialize, serde::Deserialize)]
struct Parts(Vec<Vec<u8>>);

fn header(body: &[u8]) -> Vec<u8> {
    let version = env!("CARGO_PKG_VERSION").as_bytes();
    let mut header = Vec::with_capacity(64 + body.len());
    header.extend_from_slice(MAGIC);
    header.extend_from_slice(&FORM.to_le_bytes());
    header.extend_from_slice(&(version.len() as u32).to_le_bytes());
    header.extend_from_slice(version);
    header.extend_from_slice(&xxh3_128(body).to_le_bytes());
    header
}

/// Keeps a value.
pub(super) fn save<T: Serialize>(path: &Path, value: &T) {
    if let Ok(body) = postcard::to_stdvec(value) {
        write(path, &body);
    }
}

/// The value kept at `path`, if there is one that can be trusted.
pub(super) fn load<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let bytes = fs::read(path).ok()?;
    postcard::from_bytes(body_of(&bytes)?).ok()
}

/// Keeps a short value and a long list.
pub(super) fn save_list<H: Serialize, T: Serialize + Sync>(path: &Path, head: &H, list: &[T]) {
    let parts: Result<Vec<Vec<u8>>, postcard::Error> = list.par_chunks(CHUNK).map(postcard::to_stdvec).collect();
    let Ok(parts) = parts else { return };
    if let Ok(body) = postcard::to_stdvec(&(head, Parts(parts))) {
        write(path, &body);
    }
}

/// What [`save_list`] kept.
pub(super) fn load_list<H: DeserializeOwned, T: DeserializeOwned + Send>(path: &Path) -> Option<(H, Vec<T>)> {
    let bytes = fs::read(path).ok()?;
    let (head, Parts(parts)): (H, Parts) = postcard::from_bytes(body_of(&bytes)?).ok()?;
    drop(bytes);
    let lists: Option<Vec<Vec<T>>> = parts.par_iter().map(|part| postcard::from_bytes(part).ok()).collect();
    Some((head, lists?.into_iter().flatten().collect()))
}

fn body_of(bytes: &[u8]) -> Option<&[u8]> {
    let length = header(&[]).len();
    let (head, body) = bytes.split_at_checked(length)?;
    (head == header(body)).then_some(body)
}

/// Writes under a name of its own beside `path` and moves it there, so that
/// the file is whole or not there.
fn write(path: &Path, body: &[u8]) {
    let mut bytes = header(body);
    bytes.extend_from_slice(body);
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    if made.and_then(|()| fs::write(&draft, bytes)).and_then(|()| fs::rename(&draft, path)).is_err() {
        // A full disk, or a folder that may not be written to: the next run
        // is slower, and that is all.
        let _ = fs::remove_file(&draft);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b");
        assert_eq!(load::<u32>(&path), None);
        save(&path, &(7u32, "x".to_owned()));
        assert_eq!(load(&path), Some((7u32, "x".to_owned())));
        let list: Vec<u64> = (0..1000).collect();
        save_list(&path, &"head".to_owned(), &list);
        assert_eq!(load_list(&path), Some(("head".to_owned(), list)));
        assert_eq!(fs::read_dir(dir.path().join("a")).unwrap().count(), 1, "no draft is left");
    }

    #[test]
    fn any_changed_or_missing_byte_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        save_list(&path, &1u8, &["some", "words"]);
        let bytes = fs::read(&path).unwrap();
        for i in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[i] ^= 0x10;
            fs::write(&path, &changed).unwrap();
            assert_eq!(load_list::<u8, String>(&path), None, "byte {i} changed");
            fs::write(&path, &bytes[..i]).unwrap();
            assert_eq!(load_list::<u8, String>(&path), None, "cut at byte {i}");
        }
    }
}
