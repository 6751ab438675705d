//! A folder that rsync reaches: over ssh, through rsync's own server, or a path
//! of this machine.
//!
//! In and out: what [`Transport`] says, by the system's own `rsync`. It writes
//! each file under another name and renames it. What is sent is laid out in a
//! folder of ours first (as hard links where possible), so that one call sends
//! one phase.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use super::digest::Digest;
use super::fault::{Fault, FaultKind};
use super::headers::CacheTimes;
use super::prepare::{LocalFile, Source};
use super::system::{Call, Ended, is_running, kind_of};
use super::targets::RemotePlace;
use super::transport::{Done, Identity, Listing, Powers, Seen, Transport};

/// A folder that rsync reaches.
#[derive(Debug)]
pub struct Rsync {
    /// As rsync takes it, with a slash at the end.
    address: String,
    /// The remote shell, if it needs settings.
    shell: Option<String>,
    /// Our folder for what is to be sent.
    own: PathBuf,
    count: AtomicU64,
}

impl Rsync {
    /// The folder at this place; `own` is a folder of ours on this machine.
    pub fn open(place: &RemotePlace, own: &Path) -> Result<Self, Fault> {
        let mut shell = String::from("ssh -o ServerAliveInterval=15");
        if let Some(port) = place.port {
            shell = format!("{shell} -p {port}");
        }
        if let Some(identity) = &place.identity {
            shell = format!("{shell} -i '{}'", home(identity).replace('\'', ""));
        }
        if let Some(file) = &place.ssh_config {
            shell = format!("{shell} -F '{}'", home(file).replace('\'', ""));
        }
        let over_ssh =
            !place.address.starts_with("rsync://") && !place.address.contains("::") && !place.address.starts_with('/');
        let mut address = place.address.clone();
        if !address.ends_with('/') && !address.ends_with(':') {
            address.push('/');
        }
        Stage::sweep(own);
        // Whoever has set his own remote shell knows why.
        let shell = (over_ssh && std::env::var_os("RSYNC_RSH").is_none()).then_some(shell);
        Ok(Self { address, shell, own: own.to_owned(), count: AtomicU64::new(0) })
    }

    fn call<'c>(&self) -> Call<'c> {
        let call = Call::new("rsync").args(["-8", "--timeout=120"]);
        match &self.shell {
            Some(shell) => call.arg("-e").arg(shell),
            None => call,
        }
    }

    fn fault(doing: &str, ended: &Ended) -> Fault {
        // https://download.samba.org/pub/rsync/rsync.1#EXIT_VALUES
        let kind = match (ended.code, kind_of(&ended.stderr)) {
            (_, kind @ (FaultKind::Full | FaultKind::Denied)) => kind,
            (Some(10 | 12 | 30 | 35 | 255), kind) if kind != FaultKind::Missing => FaultKind::Passing,
            (Some(1 | 2 | 4), FaultKind::Passing) => FaultKind::Lasting,
            (_, kind) => kind,
        };
        Fault::new(kind, format!("{doing} through rsync"), ended.reason())
    }

    /// Sends what is laid out.
    fn send(&self, stage: &Stage, more: &[&str]) -> Result<Ended, Fault> {
        // Times come along (they tell later whether somebody changed a file),
        // and are not believed here: what is laid out is to be sent.
        self.call()
            .args(["-rtO", "--ignore-times", "--chmod=Du+rwx,Fu+rw"])
            .args(more)
            .arg(stage.source())
            .arg(&self.address)
            .run()
    }

    /// The paths of what is laid out and is not on the host with these bytes.
    fn missing(&self, stage: &Stage) -> Result<BTreeSet<String>, Fault> {
        let ended = self.send(stage, &["--dry-run", "--checksum", "--no-ignore-times", "--out-format=%n"])?;
        if !ended.ok() {
            return Err(Self::fault("look what has arrived", &ended));
        }
        Ok(ended.text().lines().map(unescape).collect())
    }

    /// Deletes these files by a filter that shows rsync nothing else.
    fn delete_listed(&self, paths: &[&str]) -> Result<Ended, Fault> {
        // A second line would be a filter of its own.
        if let Some(path) = paths.iter().find(|path| path.contains(['\n', '\r', '\0'])) {
            let message = "a name with a line break cannot be told to rsync";
            return Err(Fault::new(FaultKind::Lasting, format!("delete {path:?}"), message).help("delete it by hand"));
        }
        let empty = Stage::new(&self.own, &self.count)?;
        let mut lines: BTreeSet<String> = BTreeSet::new();
        for path in paths {
            for (slash, _) in path.match_indices('/') {
                lines.insert(format!("+ /{}/", escape_pattern(&path[..slash])));
            }
            lines.insert(format!("+ /{}", escape_pattern(path)));
        }
        let mut filter: String = lines.into_iter().map(|line| line + "\n").collect();
        filter.push_str("- *\n");
        self.call()
            .args(["-rO", "--delete", "--filter=. -"])
            .arg(empty.source())
            .arg(&self.address)
            .input(filter.as_bytes())
            .run()
    }
}

/// A folder of ours with what is to be sent, removed at its end. Each call has
/// its own: the lease is renewed while files are sent.
#[derive(Debug)]
pub(crate) struct Stage(pub(crate) PathBuf);

impl Stage {
    pub(crate) fn new(own: &Path, count: &AtomicU64) -> Result<Self, Fault> {
        let n = count.fetch_add(1, Ordering::Relaxed);
        let path = own.join(format!("stage-{}-{n}", std::process::id()));
        let fault = || Fault::io(format!("write `{}`", path.display()));
        if path.exists() {
            fs::remove_dir_all(&path).map_err(fault())?;
        }
        fs::create_dir_all(&path).map_err(fault())?;
        Ok(Self(path))
    }

    /// Removes those that runs left behind which were killed.
    pub(crate) fn sweep(own: &Path) {
        let Ok(entries) = fs::read_dir(own) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let process = name.to_str().and_then(|name| name.strip_prefix("stage-")?.split('-').next()?.parse().ok());
            if process.is_some_and(|process| is_running(process) == Some(false)) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    /// As rsync takes it: all that is in it.
    fn source(&self) -> PathBuf {
        self.0.join("")
    }

    /// Lays a file out to be sent; gives its tag.
    fn lay_out(&self, file: &LocalFile) -> Result<Option<String>, Fault> {
        let to = self.0.join(&file.path);
        let fault = || Fault::io(format!("write `{}`", to.display()));
        fs::create_dir_all(to.parent().unwrap_or(&self.0)).map_err(fault())?;
        // Looks whether it is still what was listed.
        let bytes = file.bytes()?;
        match &file.source {
            Source::Disk(from) if fs::hard_link(from, &to).is_ok() => {}
            _ => fs::write(&to, &bytes).map_err(fault())?,
        }
        let metadata = fs::metadata(&to).map_err(fault())?;
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Ok(modified.map(|time| tag(metadata.len(), time.as_secs())))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A folder of the user, as a shell would find it.
pub(crate) fn home(path: &str) -> String {
    match (path.strip_prefix("~/"), std::env::var("HOME")) {
        (Some(rest), Ok(home)) => format!("{home}/{rest}"),
        _ => path.to_owned(),
    }
}

fn tag(size: u64, seconds: u64) -> String {
    format!("{seconds}-{size}")
}

/// Rsync writes bytes that would spoil a line as `\#012`.
fn unescape(name: &str) -> String {
    let bytes = name.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let digits = bytes.get(i + 2..i + 5).filter(|_| bytes[i..].starts_with(b"\\#"));
        let octal = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|text| u8::from_str_radix(text, 8).ok());
        if let Some(byte) = octal {
            plain.push(byte);
            i += 5;
        } else {
            plain.push(bytes[i]);
            i += 1;
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// A path as a pattern that means only itself. A backslash escapes only in
/// patterns that have a wildcard.
fn escape_pattern(path: &str) -> String {
    if !path.contains(['*', '?', '[']) {
        return path.to_owned();
    }
    let mut pattern = String::with_capacity(path.len() + 4);
    for c in path.chars() {
        if matches!(c, '*' | '?' | '[' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

/// One line of a listing: `-rw-r--r--   12 2026/11/23 04:27:16 a/b.html`.
fn listed(line: &str) -> Option<(String, Seen)> {
    let rest = line.strip_prefix('-')?;
    let (_, rest) = rest.split_once(' ')?;
    let (size, rest) = rest.trim_start().split_once(' ')?;
    let size: u64 = size.replace([',', '.'], "").parse().ok()?;
    let (date, rest) = rest.split_once(' ')?;
    let (time, name) = rest.split_once(' ')?;
    let when: jiff::civil::DateTime = format!("{}T{time}", date.replace('/', "-")).parse().ok()?;
    let seconds = when.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second();
    let seconds = u64::try_from(seconds).ok()?;
    Some((unescape(name), Seen { size, tag: Some(tag(size, seconds)) }))
}

fn is_missing_folder(ended: &Ended) -> bool {
    let said = ended.stderr.to_ascii_lowercase();
    matches!(ended.code, Some(3 | 23)) && said.contains("no such file or directory")
}

impl Transport for Rsync {
    fn place(&self) -> String {
        let shown = self.address.trim_end_matches('/');
        if shown.contains("://") || shown.starts_with('/') { shown.to_owned() } else { format!("rsync {shown}") }
    }

    fn powers(&self) -> Powers {
        Powers { copies: false, headers: false, folders: true }
    }

    fn list(&self, _: &[&str]) -> Result<Listing, Fault> {
        let ended =
            self.call().args(["-r", "--list-only", "--no-h", "--exclude=/.touchline"]).arg(&self.address).run()?;
        if !ended.ok() {
            // The last folder of the address is made by the first publish.
            return if is_missing_folder(&ended) {
                Ok(Listing::new())
            } else {
                Err(Self::fault("list the host", &ended))
            };
        }
        Ok(ended.text().lines().filter_map(listed).collect())
    }

    fn identify(&self, paths: &[&str]) -> Result<Vec<Option<Identity>>, Fault> {
        // Sending a file that is there already costs its checksums only.
        Ok(vec![None; paths.len()])
    }

    fn put(&self, files: &[&LocalFile], done: Done<'_>) {
        let laid_out = Stage::new(&self.own, &self.count).and_then(|stage| {
            let tags = files.iter().map(|file| stage.lay_out(file)).collect::<Result<Vec<_>, Fault>>()?;
            Ok((stage, tags))
        });
        let (stage, tags) = match laid_out {
            Ok(laid_out) => laid_out,
            Err(fault) => {
                (0..files.len()).for_each(|i| done(i, Err(fault.clone())));
                return;
            }
        };
        let fault = match self.send(&stage, &[]) {
            Ok(ended) if ended.ok() => {
                for (i, tag) in tags.into_iter().enumerate() {
                    done(i, Ok(tag));
                }
                return;
            }
            Ok(ended) => Self::fault("send files", &ended),
            Err(fault) => fault,
        };
        // Some may have arrived; each that has not gets the fault.
        let missing = self.missing(&stage).ok();
        for (i, file) in files.iter().enumerate() {
            match &missing {
                Some(missing) if !missing.contains(&file.path) => done(i, Ok(tags[i].clone())),
                _ => done(i, Err(Fault { doing: format!("send `{}`", file.path), ..fault.clone() })),
            }
        }
    }

    fn copy(&self, files: &[(&str, &LocalFile)], done: Done<'_>) {
        for i in 0..files.len() {
            done(i, Err(Fault::new(FaultKind::Lasting, "copy on the host", "rsync cannot")));
        }
    }

    fn delete(&self, paths: &[&str], done: Done<'_>) {
        let result = self
            .delete_listed(paths)
            .and_then(|ended| if ended.ok() { Ok(()) } else { Err(Self::fault("delete files", &ended)) });
        let there = match &result {
            Ok(()) => None,
            Err(_) => self.list(&[]).ok(),
        };
        for (i, path) in paths.iter().enumerate() {
            match (&result, &there) {
                (Ok(()), _) => done(i, Ok(None)),
                (Err(_), Some(listing)) if !listing.contains_key(*path) => done(i, Ok(None)),
                (Err(fault), _) => done(i, Err(Fault { doing: format!("delete `{path}`"), ..fault.clone() })),
            }
        }
    }

    fn read(&self, path: &str) -> Result<Option<(Vec<u8>, String)>, Fault> {
        let stage = Stage::new(&self.own, &self.count)?;
        let to = stage.0.join("read");
        let ended = self.call().arg(format!("{}{path}", self.address)).arg(&to).run()?;
        if !ended.ok() {
            return if is_missing_folder(&ended)
                || (ended.code == Some(23) && !to.exists() && kind_of(&ended.stderr) == FaultKind::Missing)
            {
                Ok(None)
            } else {
                Err(Self::fault(&format!("read `{path}`"), &ended))
            };
        }
        let bytes = fs::read(&to).map_err(Fault::io(format!("read `{path}`")))?;
        let version = Digest::of(&bytes).to_string();
        Ok(Some((bytes, version)))
    }

    fn write(&self, path: &str, bytes: &[u8], over: Option<&str>) -> Result<String, Fault> {
        if let Some(over) = over {
            let now = self.read(path)?.map(|(_, version)| version);
            if now.as_deref() != Some(over) {
                return Err(Fault::new(FaultKind::Conflict, format!("write `{path}`"), "somebody else changed it"));
            }
        }
        self.small(path, bytes, &[])?;
        Ok(Digest::of(bytes).to_string())
    }

    /// Rsync has no way to make a file that nobody else can make at the same
    /// time. It is sent unless there is one, and read back: what stands there
    /// then is looked at once more after a moment, so that of two who do this
    /// at once, the one whose file was replaced sees it.
    fn claim(&self, path: &str, bytes: &[u8], over: Option<&str>) -> Result<Option<String>, Fault> {
        match over {
            None => self.small(path, bytes, &["--ignore-existing"])?,
            Some(over) => match self.read(path)? {
                Some((_, version)) if version == over => self.small(path, bytes, &[])?,
                _ => return Ok(None),
            },
        }
        for pause in [0, 300] {
            std::thread::sleep(std::time::Duration::from_millis(pause));
            if self.read(path)?.is_none_or(|(now, _)| now != bytes) {
                return Ok(None);
            }
        }
        Ok(Some(Digest::of(bytes).to_string()))
    }

    fn remove(&self, path: &str) -> Result<(), Fault> {
        let ended = self.delete_listed(&[path])?;
        if ended.ok() { Ok(()) } else { Err(Self::fault(&format!("remove `{path}`"), &ended)) }
    }
}

impl Rsync {
    fn small(&self, path: &str, bytes: &[u8], more: &[&str]) -> Result<(), Fault> {
        let stage = Stage::new(&self.own, &self.count)?;
        stage.lay_out(&LocalFile::new(path, bytes, CacheTimes::default()))?;
        let ended = self.send(&stage, more)?;
        if ended.ok() { Ok(()) } else { Err(Self::fault(&format!("write `{path}`"), &ended)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listings() {
        let (name, seen) = listed("-rw-r--r--          1,234 2026/11/23 04:27:16 ö/a b.html").unwrap();
        assert_eq!((name.as_str(), seen.size), ("ö/a b.html", 1234));
        assert_eq!(seen.tag.as_deref(), Some("1795408036-1234"));
        assert_eq!(listed("drwxr-xr-x          4,096 2026/11/23 04:27:16 a"), None);
        assert_eq!(listed("lrwxrwxrwx          4 2026/11/23 04:27:16 a -> b"), None);
        assert_eq!(listed("receiving incremental file list"), None);
    }

    #[test]
    fn what_a_killed_run_left_behind_goes() {
        let own = tempfile::tempdir().unwrap();
        // No process has the first number: it is above the greatest that there is.
        let (dead, alive) = (format!("stage-{}-1", u32::MAX), format!("stage-{}-1", std::process::id()));
        for name in [&dead, &alive, "site"] {
            fs::create_dir(own.path().join(name)).unwrap();
        }
        Stage::sweep(own.path());
        assert!(!own.path().join(dead).exists());
        assert!(own.path().join(alive).exists() && own.path().join("site").exists());
    }

    #[test]
    fn names_and_patterns() {
        assert_eq!(unescape("a\\#012b\\#x"), "a\nb\\#x");
        assert_eq!(unescape("\\#303\\#266"), "ö");
        assert_eq!(escape_pattern("a*b[c]\\.html"), "a\\*b\\[c]\\\\.html");
        assert_eq!(escape_pattern("a\\b"), "a\\b");
    }
}
