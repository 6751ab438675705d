//! The manifest: what touchline wrote into an output folder.
//!
//! In and out: one small file in `.touchline/`, versioned and with a checksum.
//! A manifest that is damaged, of another version or of another folder is
//! never half believed: reading it gives [`Loaded::Damaged`]. Never looks at
//! the output folder itself.

use std::fs;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;

use rustc_hash::FxHashMap;
use serde::ser::SerializeSeq;
use serde::{Deserialize, Serialize, Serializer};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// Raised whenever the form below changes.
const VERSION: u32 = 1;
const MAGIC: &[u8; 16] = b"touchline files\n";
const HEADER: usize = MAGIC.len() + size_of::<u32>() + size_of::<u128>();

/// A file as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Of all that its bytes depend on.
    pub fingerprint: u128,
    /// XXH3 of its bytes.
    pub digest: u128,
    /// Their number.
    pub size: u64,
    /// Its modification time, in nanoseconds since 1970. Moving a file into
    /// place keeps it.
    pub modified: i64,
}

impl Entry {
    /// Whether a file of this size and modification time is taken to be the
    /// one that was written, without reading it. A time of 0 says nothing:
    /// some tools set all files to it.
    pub fn looks_like(&self, (size, modified): (u64, i64)) -> bool {
        self.size == size && self.modified == modified && modified != 0
    }
}

/// The files that touchline owns in one output folder, by path.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// By path below the output folder.
    pub files: FxHashMap<String, Entry>,
}

/// What was found in place of a manifest.
#[derive(Debug)]
pub enum Loaded {
    /// A sound one.
    Sound(Manifest),
    /// One that cannot be trusted; but touchline did write to the folder.
    Damaged,
    /// None.
    Missing,
}

#[derive(Deserialize)]
struct Form<'a> {
    /// The folder it belongs to.
    output: &'a str,
    #[serde(borrow)]
    files: Vec<(&'a str, Entry)>,
}

/// The same, as it is written: one file after the other.
#[derive(Serialize)]
struct LentForm<'a, 'f, I: Iterator<Item = (&'f str, Entry)> + Clone> {
    output: &'a str,
    #[serde(serialize_with = "one_by_one")]
    files: I,
}

fn one_by_one<'f, S: Serializer>(
    files: &(impl Iterator<Item = (&'f str, Entry)> + Clone),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let count = files.clone().count();
    // A sequence that does not tell its length would be held whole by some.
    let mut sequence = serializer.serialize_seq(Some(count))?;
    files.clone().try_for_each(|file| sequence.serialize_element(&file))?;
    sequence.end()
}

impl Manifest {
    /// Reads the manifest of the folder `output` at `path`.
    pub fn load(path: &Path, output: &str) -> io::Result<Loaded> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Loaded::Missing),
            Err(error) => return Err(error),
        };
        Ok(Self::decode(&bytes, output).map_or(Loaded::Damaged, Loaded::Sound))
    }

    fn decode(bytes: &[u8], output: &str) -> Option<Self> {
        let (header, body) = bytes.split_at_checked(HEADER)?;
        if header != encode_header(xxh3_128(body)) {
            return None;
        }
        let form: Form<'_> = postcard::from_bytes(body).ok()?;
        (form.output == output)
            .then(|| Self { files: form.files.into_iter().map(|(path, entry)| (path.to_owned(), entry)).collect() })
    }

    /// Writes a manifest of these files, in this order, under a name of its
    /// own beside `path` and moves it there, so that a manifest is whole or
    /// not there. Walks over the files twice, and holds none.
    pub fn save<'f>(
        path: &Path,
        output: &str,
        files: impl Iterator<Item = (&'f str, Entry)> + Clone,
    ) -> io::Result<()> {
        let draft = path.with_extension("draft");
        let write = || -> io::Result<()> {
            let mut file = fs::File::create(&draft)?;
            // The sum comes first, and is known last.
            file.write_all(&encode_header(0))?;
            let mut body = BufWriter::with_capacity(1 << 16, Summed { file, sum: Xxh3::new(), fault: None });
            if let Err(error) = postcard::to_io(&LentForm { output, files }, &mut body) {
                return Err(body.into_parts().0.fault.unwrap_or_else(|| io::Error::other(error)));
            }
            body.flush()?;
            let Summed { mut file, sum, .. } = body.into_parts().0;
            file.rewind()?;
            file.write_all(&encode_header(sum.digest128()))
        };
        write().and_then(|()| fs::rename(&draft, path)).inspect_err(|_| {
            // Not to leave a stub on a full disk; the error that counts is the
            // first one.
            let _ = fs::remove_file(&draft);
        })
    }
}

/// Sums up what is written to a file.
struct Summed {
    file: fs::File,
    sum: Xxh3,
    /// What the disk said: the serialiser only tells that something was wrong.
    fault: Option<io::Error>,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes).inspect_err(|fault| {
            let copy = fault.raw_os_error().map(io::Error::from_raw_os_error);
            self.fault = Some(copy.unwrap_or_else(|| fault.kind().into()));
        })?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What stands before a body of this digest.
fn encode_header(body: u128) -> Vec<u8> {
    let mut header = Vec::with_capacity(HEADER);
    header.extend_from_slice(MAGIC);
    header.extend_from_slice(&VERSION.to_le_bytes());
    header.extend_from_slice(&body.to_le_bytes());
    header
}

/// The size and modification time of a regular file, as an [`Entry`] keeps
/// them. A time that cannot be had (or is before 1970) is 0.
pub fn stamp(metadata: &fs::Metadata) -> (u64, i64) {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    (metadata.len(), modified.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(n: u128) -> Entry {
        Entry { fingerprint: n, digest: u128::MAX - n, size: 7, modified: -3 }
    }

    fn saved(output: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        Manifest::save(&path, output, [("a/index.html", entry(1)), ("ö.css", entry(2))].into_iter()).unwrap();
        (dir, path)
    }

    #[test]
    fn comes_back_as_it_was_saved() {
        let (_dir, path) = saved("public");
        let Loaded::Sound(manifest) = Manifest::load(&path, "public").unwrap() else { panic!("not sound") };
        assert_eq!(manifest.files.len(), 2);
        assert_eq!(manifest.files["a/index.html"], entry(1));
        assert_eq!(manifest.files["ö.css"], entry(2));
        assert!(!path.with_extension("draft").exists());
    }

    #[test]
    fn of_another_folder_is_not_believed() {
        let (_dir, path) = saved("public");
        assert!(matches!(Manifest::load(&path, "elsewhere").unwrap(), Loaded::Damaged));
    }

    #[test]
    fn any_changed_or_missing_byte_is_noticed() {
        let (_dir, path) = saved("public");
        let bytes = fs::read(&path).unwrap();
        for i in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[i] ^= 0x10;
            assert!(Manifest::decode(&changed, "public").is_none(), "byte {i} changed");
            assert!(Manifest::decode(&bytes[..i], "public").is_none(), "cut at byte {i}");
        }
        assert!(Manifest::decode(&[&bytes[..], b"x"].concat(), "public").is_none(), "longer");
    }

    #[test]
    fn that_is_not_there_is_missing() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Manifest::load(&dir.path().join("manifest"), "public").unwrap(), Loaded::Missing));
    }
}
