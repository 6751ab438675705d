//! Files in which a run keeps what makes the next one quick.
//!
//! In and out: a value in a file below `.touchline/`. A file bears the digest
//! of the program that wrote it, a number of its form and a checksum; one that
//! is damaged, cut short or of another program is as good as none. Such files
//! may be deleted at any time. Nothing in them is ever the only place where
//! something stands, so a file that cannot be written is no error either.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::OnceLock;

use serde::Serialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::xxh3_128;

use super::staging::digest;

/// Raised whenever the form of any kept value changes. The program's digest
/// is in the header too, so this says it twice.
const FORM: u32 = 2;
const MAGIC: &[u8; 16] = b"touchline cache\n";
const HEADER: usize = MAGIC.len() + size_of::<u32>() + 2 * size_of::<u128>();

/// The digest of this very program: what another one has read or linked may
/// mean something else here, be it only built from other sources. It does not
/// change while the program runs.
fn program() -> Option<u128> {
    static PROGRAM: OnceLock<Option<u128>> = OnceLock::new();
    *PROGRAM.get_or_init(|| digest(&mut File::open(std::env::current_exe().ok()?).ok()?).ok())
}

fn header(program: u128, body: &[u8]) -> Vec<u8> {
    let mut header = Vec::with_capacity(HEADER);
    header.extend_from_slice(MAGIC);
    header.extend_from_slice(&FORM.to_le_bytes());
    header.extend_from_slice(&program.to_le_bytes());
    header.extend_from_slice(&xxh3_128(body).to_le_bytes());
    header
}

/// Keeps a value. Tells whether that came to pass.
pub(super) fn save<T: Serialize>(path: &Path, value: &T) -> bool {
    let body = postcard::to_stdvec(value).ok();
    program().zip(body).is_some_and(|(program, body)| write(path, program, &body))
}

/// The value kept at `path`, if there is one that can be trusted.
pub(super) fn load<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let bytes = fs::read(path).ok()?;
    let (head, body) = bytes.split_at_checked(HEADER)?;
    if head != header(program()?, body) {
        return None;
    }
    let (value, rest) = postcard::take_from_bytes(body).ok()?;
    rest.is_empty().then_some(value)
}

/// Writes under a name of its own beside `path` and moves it there, so that
/// the file is whole or not there.
fn write(path: &Path, program: u128, body: &[u8]) -> bool {
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    let fill = || -> io::Result<()> {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        let mut file = File::create(&draft)?;
        file.write_all(&header(program, body))?;
        file.write_all(body)?;
        fs::rename(&draft, path)
    };
    let written = fill().is_ok();
    if !written {
        // A full disk, or a folder that may not be written to: the next run
        // is slower, and that is all.
        let _ = fs::remove_file(&draft);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b");
        assert_eq!(load::<u32>(&path), None);
        assert!(save(&path, &(7u32, "x".to_owned())));
        assert_eq!(load(&path), Some((7u32, "x".to_owned())));
        assert_eq!(fs::read_dir(dir.path().join("a")).unwrap().count(), 1, "no draft is left");
    }

    #[test]
    fn any_changed_or_missing_byte_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        save(&path, &(1u8, vec!["some", "words"]));
        let bytes = fs::read(&path).unwrap();
        for i in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[i] ^= 0x10;
            fs::write(&path, &changed).unwrap();
            assert_eq!(load::<(u8, Vec<String>)>(&path), None, "byte {i} changed");
            fs::write(&path, &bytes[..i]).unwrap();
            assert_eq!(load::<(u8, Vec<String>)>(&path), None, "cut at byte {i}");
        }
        fs::write(&path, [&bytes[..], b"x"].concat()).unwrap();
        assert_eq!(load::<(u8, Vec<String>)>(&path), None, "longer");
    }

    #[test]
    fn what_another_program_wrote_is_not_believed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        let body = postcard::to_stdvec(&5u8).unwrap();
        assert!(write(&path, program().unwrap(), &body));
        assert_eq!(load(&path), Some(5u8));
        assert!(write(&path, !program().unwrap(), &body));
        assert_eq!(load::<u8>(&path), None);
    }
}
