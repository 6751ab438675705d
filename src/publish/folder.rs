//! A folder as a host: on this machine, or a share that is mounted.
//!
//! In and out: what [`Transport`] says. A file is written under another name in
//! `.touchline/` and renamed, so it is whole at every moment; a folder that is
//! left empty by a deletion is removed.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use walkdir::WalkDir;

use super::digest::Digest;
use super::fault::{Fault, FaultKind};
use super::prepare::LocalFile;
use super::transport::{Done, Identity, Listing, OWN, Powers, Seen, Transport, ask_all, in_parallel};

/// Shares answer slowly, disks do not profit from more.
const THREADS: usize = 8;

/// What the names of files begin with that are not whole yet.
const PART: &str = "part-";

/// A folder.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    /// Makes names of files that are not whole yet.
    count: AtomicU64,
}

impl Folder {
    /// Opens a folder; makes it if the folder above is there. If that is not
    /// there either, it is more likely that a share is not mounted.
    pub fn open(root: &Path) -> Result<Self, Fault> {
        let doing = || format!("open `{}`", root.display());
        if let Err(error) = fs::create_dir(root)
            && error.kind() != io::ErrorKind::AlreadyExists
        {
            let fault = Fault::io(doing())(error);
            let is_missing = fault.kind == FaultKind::Missing;
            return Err(if is_missing {
                fault.help("the folder above it is not there: is the share mounted? If all is right, make the folder")
            } else {
                fault
            });
        }
        let root = root.canonicalize().map_err(Fault::io(doing()))?;
        if !root.is_dir() {
            return Err(Fault::new(FaultKind::Lasting, doing(), "it is not a folder"));
        }
        Ok(Self { root, count: AtomicU64::new(0) })
    }

    /// A folder that is only looked at, and need not be there.
    pub fn look_at(root: &Path) -> Self {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        Self { root, count: AtomicU64::new(0) }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A name for a file that is not whole yet.
    fn part(&self) -> Result<PathBuf, Fault> {
        let own = self.root.join(OWN);
        fs::create_dir_all(&own).map_err(Fault::io(format!("make `{}`", own.display())))?;
        let n = self.count.fetch_add(1, Ordering::Relaxed);
        Ok(own.join(format!("{PART}{}-{n}", std::process::id())))
    }

    /// Makes the file `to` by `write`, whole or not at all.
    fn make(&self, to: &Path, write: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), Fault> {
        let fault = || Fault::io(format!("write `{}`", to.display()));
        let part = self.part()?;
        let folder = to.parent().unwrap_or(&self.root);
        let made = fs::create_dir_all(folder).and_then(|()| write(&part)).and_then(|()| fs::rename(&part, to));
        made.map_err(|error| {
            // What is half written takes room that may be wanted.
            let _ = fs::remove_file(&part);
            fault()(error)
        })
    }

    /// Removes files that a run which died left half written. Those of other
    /// runs: only while the lease is held, so there are none that live.
    fn sweep(&self) {
        let Ok(entries) = fs::read_dir(self.root.join(OWN)) else { return };
        let mine = format!("{PART}{}-", std::process::id());
        for entry in entries.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(PART) && !name.starts_with(&mine) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn remove_file(&self, path: &str) -> Result<(), Fault> {
        let file = self.at(path);
        match fs::remove_file(&file) {
            Ok(()) => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            Err(error) => return Err(Fault::io(format!("delete `{}`", file.display()))(error)),
        }
        if path.starts_with(OWN) {
            return Ok(());
        }
        // Up to the first that is not empty, which cannot be removed.
        let folders = file.ancestors().skip(1).take_while(|folder| *folder != self.root);
        for folder in folders {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// Size and modification time.
fn tag(metadata: &fs::Metadata) -> Option<String> {
    let modified = metadata.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(format!("{}.{:09}-{}", modified.as_secs(), modified.subsec_nanos(), metadata.len()))
}

impl Transport for Folder {
    fn place(&self) -> String {
        self.root.display().to_string()
    }

    fn powers(&self) -> Powers {
        Powers { copies: true, headers: false, folders: true }
    }

    fn list(&self, _: &[&str]) -> Result<Listing, Fault> {
        let mut listing = Listing::new();
        if !self.root.exists() {
            return Ok(listing);
        }
        let fault = || Fault::io(format!("list `{}`", self.root.display()));
        let entries = WalkDir::new(&self.root).min_depth(1).into_iter();
        for entry in entries.filter_entry(|entry| !(entry.depth() == 1 && entry.file_name() == OWN)) {
            let entry = match entry {
                Ok(entry) => entry,
                // Folders of others may be closed to us, and files may go.
                Err(error) if error.io_error().is_some_and(is_of_others) && error.depth() > 0 => continue,
                Err(error) => return Err(fault()(error.into())),
            };
            if entry.file_type().is_dir() {
                continue;
            }
            let below = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
            // A name that is no text is not ours.
            let Some(parts) = below.iter().map(|part| part.to_str()).collect::<Option<Vec<_>>>() else { continue };
            let Ok(metadata) = entry.metadata() else { continue };
            listing.insert(parts.join("/"), Seen { size: metadata.len(), tag: tag(&metadata) });
        }
        Ok(listing)
    }

    fn identify(&self, paths: &[&str]) -> Result<Vec<Option<Identity>>, Fault> {
        ask_all(THREADS, paths, |path| {
            // What cannot be read is not known; it shows when it is written to.
            Ok(fs::read(self.at(path))
                .ok()
                .map(|bytes| Identity { digest: Digest::of(&bytes), headers: String::new() }))
        })
    }

    fn put(&self, files: &[&LocalFile], done: Done<'_>) {
        self.sweep();
        in_parallel(THREADS, files, done, |file| {
            let to = self.at(&file.path);
            let body = file.body()?;
            self.make(&to, |part| fs::write(part, &body))?;
            Ok(fs::metadata(&to).ok().and_then(|metadata| tag(&metadata)))
        });
    }

    fn copy(&self, files: &[(&str, &LocalFile)], done: Done<'_>) {
        in_parallel(THREADS, files, done, |(from, file)| {
            let to = self.at(&file.path);
            self.make(&to, |part| fs::copy(self.at(from), part).map(|_| ()))?;
            Ok(fs::metadata(&to).ok().and_then(|metadata| tag(&metadata)))
        });
    }

    fn delete(&self, paths: &[&str], done: Done<'_>) {
        in_parallel(1, paths, done, |path| self.remove_file(path).map(|()| None));
    }

    fn read(&self, path: &str) -> Result<Option<(Vec<u8>, String)>, Fault> {
        let file = self.at(path);
        match fs::read(&file) {
            Ok(bytes) => {
                let version = Digest::of(&bytes).to_string();
                Ok(Some((bytes, version)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Fault::io(format!("read `{}`", file.display()))(error)),
        }
    }

    fn write(&self, path: &str, bytes: &[u8], over: Option<&str>) -> Result<String, Fault> {
        if let Some(over) = over {
            let now = self.read(path)?.map(|(_, version)| version);
            if now.as_deref() != Some(over) {
                let doing = format!("write `{}`", self.at(path).display());
                return Err(Fault::new(FaultKind::Conflict, doing, "somebody else changed it"));
            }
        }
        self.make(&self.at(path), |part| fs::write(part, bytes))?;
        Ok(Digest::of(bytes).to_string())
    }

    fn claim(&self, path: &str, bytes: &[u8], over: Option<&str>) -> Result<Option<String>, Fault> {
        let file = self.at(path);
        let fault = || Fault::io(format!("write `{}`", file.display()));
        if let Some(over) = over {
            // Of several that try this, one gets to move the file away.
            let part = self.part()?;
            match fs::rename(&file, &part) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(fault()(error)),
            }
            let moved = fs::read(&part).map_err(fault())?;
            if Digest::of(&moved).to_string() != over {
                // Its owner lives after all, or another was quicker: put it
                // back unless there is a new one.
                let _ = fs::hard_link(&part, &file);
                let _ = fs::remove_file(&part);
                return Ok(None);
            }
            fs::remove_file(&part).map_err(fault())?;
        }
        fs::create_dir_all(self.root.join(OWN)).map_err(fault())?;
        match fs::File::create_new(&file) {
            Ok(mut file) => file.write_all(bytes).map_err(fault())?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(None),
            Err(error) => return Err(fault()(error)),
        }
        Ok(Some(Digest::of(bytes).to_string()))
    }

    fn remove(&self, path: &str) -> Result<(), Fault> {
        self.remove_file(path)
    }
}

fn is_of_others(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::NotFound)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::publish::headers::CacheTimes;

    fn host() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(&dir.path().join("www")).unwrap();
        (dir, folder)
    }

    fn put(host: &Folder, path: &str, text: &str) -> Result<Option<String>, Fault> {
        let file = LocalFile::new(path, text.as_bytes(), CacheTimes::default());
        let result = Mutex::new(None);
        host.put(&[&file], &|_, done| *result.lock().unwrap() = Some(done));
        result.into_inner().unwrap().unwrap()
    }

    #[test]
    fn files_come_and_go_with_their_folders() {
        let (_dir, host) = host();
        let tag = put(&host, "a/b/c.html", "text").unwrap();
        let listing = host.list(&[]).unwrap();
        assert_eq!(listing["a/b/c.html"], Seen { size: 4, tag });
        assert_eq!(host.identify(&["a/b/c.html", "none"]).unwrap()[0].as_ref().unwrap().digest, Digest::of(b"text"));
        host.delete(&["a/b/c.html", "a/none"], &|_, done| assert_eq!(done, Ok(None)));
        assert!(!host.root.join("a").exists(), "empty folders go");
        assert_eq!(fs::read_dir(host.root.join(OWN)).unwrap().count(), 0, "nothing half written is left");
    }

    #[test]
    fn what_stands_in_the_way_is_told() {
        let (_dir, host) = host();
        put(&host, "a", "text").unwrap();
        let fault = put(&host, "a/b", "text").unwrap_err();
        assert_ne!(fault.kind, FaultKind::Passing, "{fault}");
        assert_eq!(fs::read_dir(host.root.join(OWN)).unwrap().count(), 0);
    }

    #[test]
    fn a_share_that_is_not_mounted_is_not_made() {
        let dir = tempfile::tempdir().unwrap();
        let fault = Folder::open(&dir.path().join("share/www")).unwrap_err();
        assert!(fault.advice().unwrap().contains("mounted"), "{fault:?}");
    }

    #[test]
    fn small_files_have_versions() {
        let (_dir, host) = host();
        let first = host.write(".touchline/x", b"1", None).unwrap();
        assert_eq!(host.read(".touchline/x").unwrap(), Some((b"1".to_vec(), first.clone())));
        let second = host.write(".touchline/x", b"2", Some(&first)).unwrap();
        assert_eq!(host.write(".touchline/x", b"3", Some(&first)).unwrap_err().kind, FaultKind::Conflict);
        assert_eq!(host.claim(".touchline/x", b"4", None), Ok(None));
        assert_eq!(host.claim(".touchline/x", b"4", Some(&first)), Ok(None));
        assert_eq!(host.read(".touchline/x").unwrap().unwrap().0, b"2", "put back");
        assert!(host.claim(".touchline/x", b"4", Some(&second)).unwrap().is_some());
        host.remove(".touchline/x").unwrap();
        assert_eq!(host.read(".touchline/x"), Ok(None));
    }
}
