//! A folder that SFTP reaches.
//!
//! In and out: what [`Transport`] says, by batches of the system's own `sftp`.
//! A file is sent under another name into `.touchline/` and renamed.
//!
//! `sftp -b` says each command before it does it and stops at the first that
//! fails, so how far it came tells what was done.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::digest::Digest;
use super::fault::{Fault, FaultKind};
use super::prepare::{LocalFile, Source};
use super::rsync::{Stage, home};
use super::system::{Call, kind_of};
use super::targets::RemotePlace;
use super::transport::{Done, Identity, Listing, OWN, Powers, Seen, Transport, locked};

/// How many commands are sent at once: what a lost connection takes along.
const BATCH: usize = 2_000;

/// What the names of files begin with that are not whole yet.
const PART: &str = "part-";

/// A folder that SFTP reaches.
#[derive(Debug)]
pub struct Sftp {
    /// `user@host`.
    host: String,
    /// The folder there; empty for the one where a session begins.
    root: String,
    options: Vec<String>,
    own: PathBuf,
    count: AtomicU64,
    /// Folders that are known to be there.
    folders: Mutex<BTreeSet<String>>,
    /// Whether the host was looked through for what runs that died left.
    swept: AtomicBool,
}

/// What a batch said after one command.
struct Answer {
    lines: Vec<String>,
}

/// How a batch ended.
struct Session {
    /// One for each command that was begun.
    answers: Vec<Answer>,
    /// Why the last of them failed, if it did.
    fault: Option<Fault>,
}

impl Sftp {
    /// The folder at this place; `own` is a folder of ours on this machine.
    pub fn open(place: &RemotePlace, own: &Path) -> Result<Self, Fault> {
        let (host, root, port) = split(&place.address);
        let mut options = vec!["-oServerAliveInterval=15".to_owned(), "-oBatchMode=yes".to_owned()];
        if let Some(port) = place.port.or(port) {
            options.push(format!("-oPort={port}"));
        }
        if let Some(identity) = &place.identity {
            options.push(format!("-oIdentityFile={}", home(identity)));
        }
        if let Some(file) = &place.ssh_config {
            options.extend(["-F".to_owned(), home(file)]);
        }
        fs::create_dir_all(own).map_err(Fault::io(format!("make `{}`", own.display())))?;
        Stage::sweep(own);
        let root = root.trim_end_matches('/').to_owned();
        let own = own.to_owned();
        let swept = AtomicBool::new(false);
        Ok(Self { host, root, options, own, count: AtomicU64::new(0), folders: Mutex::default(), swept })
    }

    fn at(&self, path: &str) -> String {
        if self.root.is_empty() { path.to_owned() } else { format!("{}/{path}", self.root) }
    }

    /// Does these commands. One that begins with `-` may fail.
    fn session(&self, doing: &str, commands: &[String]) -> Result<Session, Fault> {
        if commands.iter().any(|command| !is_one_line(command)) {
            let message = "a name with a line break cannot be told to sftp";
            return Err(Fault::new(FaultKind::Lasting, doing, message).help("rename the file"));
        }
        let mut input = String::new();
        for command in commands {
            input.push_str(command);
            input.push('\n');
        }
        // Both outputs in one pipe, in order: `sh` joins them.
        let ended = Call::new("sh")
            .args(["-c", "exec sftp \"$@\" 2>&1", "sftp"])
            .args(&self.options)
            .args(["-b", "-", "--"])
            .arg(&self.host)
            .input(input.as_bytes())
            .run()?;
        let mut answers: Vec<Answer> = Vec::new();
        let mut before: Vec<String> = Vec::new();
        for line in ended.text().lines() {
            match (line.strip_prefix("sftp> "), answers.last_mut()) {
                (Some(_), _) => answers.push(Answer { lines: Vec::new() }),
                (None, Some(answer)) => answer.lines.push(line.to_owned()),
                (None, None) => before.push(line.to_owned()),
            }
        }
        let fault = (!ended.ok()).then(|| {
            let lines = answers.last().map_or(&before, |answer| &answer.lines);
            let said: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
            let reason = if said.is_empty() {
                format!("the connection ended with code {:?}", ended.code)
            } else {
                said.join("; ")
            };
            let kind = match (ended.code, kind_of(&reason)) {
                (Some(127), _) => FaultKind::Lasting,
                // Before the first command: the way to the host.
                (_, kind) if answers.is_empty() && kind == FaultKind::Missing => FaultKind::Missing,
                (_, kind) => kind,
            };
            Fault::new(kind, format!("{doing} through sftp"), reason)
        });
        Ok(Session { answers, fault })
    }

    /// Commands that make the folders above a path, as far as they are not
    /// known.
    fn make_folders(&self, path: &str, commands: &mut Vec<String>) {
        let mut folders = locked(&self.folders);
        let whole = self.at(path);
        for (slash, _) in whole.match_indices('/').filter(|(slash, _)| *slash > 0) {
            if folders.insert(whole[..slash].to_owned()) {
                commands.push(format!("-mkdir {}", quote(&whole[..slash])));
            }
        }
    }

    /// Does a job of several commands for each item, and reports each. Goes on
    /// after one that failed, as long as the connection lives.
    fn jobs<T>(&self, items: &[T], done: Done<'_>, what: &str, job: impl Fn(usize, &T) -> Result<Vec<String>, Fault>) {
        let mut next = 0;
        while next < items.len() {
            let mut commands = Vec::new();
            let mut ends = Vec::new();
            let start = next;
            while next < items.len() && commands.len() < BATCH {
                match job(next, &items[next]) {
                    Ok(more) => {
                        commands.extend(more);
                        ends.push((next, commands.len()));
                    }
                    Err(fault) => done(next, Err(fault)),
                }
                next += 1;
            }
            if commands.is_empty() {
                continue;
            }
            let session = self.session(what, &commands);
            let (begun, fault) = match session {
                Ok(Session { answers, fault }) => (answers.len(), fault),
                Err(fault) => (0, Some(fault)),
            };
            let Some(fault) = fault else {
                for (i, _) in &ends {
                    done(*i, Ok(None));
                }
                continue;
            };
            // A job is done if all its commands were begun and the last of them
            // was not the one that failed.
            let finished = begun.saturating_sub(1);
            let mut failed = None;
            for (i, end) in &ends {
                if *end <= finished {
                    done(*i, Ok(None));
                } else {
                    done(
                        *i,
                        Err(Fault { doing: format!("{what} (file {} of {})", i + 1, items.len()), ..fault.clone() }),
                    );
                    failed = Some(*i);
                    break;
                }
            }
            // What folders there are is not certain any more.
            locked(&self.folders).clear();
            let Some(failed) = failed else { continue };
            if fault.kind == FaultKind::Passing || super::run::stops_all(fault.kind) {
                for (i, _) in ends.iter().filter(|(i, _)| *i > failed) {
                    done(*i, Err(fault.clone()));
                }
                (next..items.len()).for_each(|i| done(i, Err(fault.clone())));
                return;
            }
            next = failed + 1;
            debug_assert!(next > start);
        }
    }

    /// Names for a file that is not whole yet.
    fn part(&self) -> String {
        let n = self.count.fetch_add(1, Ordering::Relaxed);
        self.at(&format!("{OWN}/{PART}{}-{n}", std::process::id()))
    }

    /// Removes files that a run which died left half sent. Called with the lease
    /// held, so that no other run sends any. What cannot be removed takes room
    /// and does no harm.
    fn sweep(&self) {
        if self.swept.swap(true, Ordering::Relaxed) {
            return;
        }
        let own = self.at(OWN);
        let Ok(session) = self.session("look at the host", &[format!("-ls -1 {}", quote(&own))]) else { return };
        let mine = format!("{PART}{}-", std::process::id());
        let is_left = |name: &str| {
            let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            name.strip_prefix(PART).is_some_and(digits) && !name.starts_with(&mine)
        };
        let lines = session.answers.iter().flat_map(|answer| &answer.lines);
        let names = lines.filter_map(|line| line.trim().rsplit('/').next());
        let commands: Vec<String> =
            names.filter(|name| is_left(name)).map(|name| format!("-rm {}", quote(&format!("{own}/{name}")))).collect();
        if !commands.is_empty() {
            let _ = self.session("look at the host", &commands);
        }
    }

    /// Commands that bring a file of this machine to a path, whole.
    fn bring(&self, from: &Path, path: &str, rename: &str) -> Vec<String> {
        let mut commands = Vec::new();
        self.make_folders(&format!("{OWN}/x"), &mut commands);
        self.make_folders(path, &mut commands);
        let part = self.part();
        commands.push(format!("put {} {}", quote(&from.to_string_lossy()), quote(&part)));
        commands.push(format!("{rename} {} {}", quote_plain(&part), quote_plain(&self.at(path))));
        commands
    }
}

/// `user@host:folder`, `sftp://user@host:22/folder`: host, folder, port.
fn split(address: &str) -> (String, String, Option<u16>) {
    if let Some(rest) = address.strip_prefix("sftp://") {
        let (host, root) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, port.parse().ok()),
            _ => (host, None),
        };
        return (host.to_owned(), root.to_owned(), port);
    }
    let colon = address.rfind(']').map_or_else(|| address.find(':'), |end| address[end..].find(':').map(|i| end + i));
    match colon {
        Some(colon) => (address[..colon].to_owned(), address[colon + 1..].to_owned(), None),
        None => (address.to_owned(), String::new(), None),
    }
}

/// Whether a text cannot be taken for several commands. Names come from the
/// host too (its manifest names files), and a line that begins with `!` is run
/// on this machine.
fn is_one_line(text: &str) -> bool {
    !text.contains(['\n', '\r', '\0'])
}

fn speakable(verb: &str, path: &str) -> Result<(), Fault> {
    if is_one_line(path) {
        return Ok(());
    }
    let message = "a name with a line break cannot be told to sftp";
    Err(Fault::new(FaultKind::Lasting, format!("{verb} {path:?}"), message).help("rename the file"))
}

/// A path in a command where wildcards count.
fn quote(path: &str) -> String {
    let mut text = String::from("\"");
    for c in path.chars() {
        // What is escaped inside quotes is escaped for the wildcards too.
        if matches!(c, '*' | '?' | '[' | '"' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
    text
}

/// A path in a command without wildcards.
fn quote_plain(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))
}

/// One line of `ls -lan`: mode, links, user, group, size, three parts of a
/// date, name.
fn listed(line: &str) -> Option<(bool, u64, String)> {
    let is_file = line.starts_with('-');
    if !is_file && !line.starts_with('d') {
        return None;
    }
    let mut rest = line;
    let mut fields = Vec::new();
    for _ in 0..8 {
        rest = rest.trim_start();
        let (field, after) = rest.split_once(' ')?;
        fields.push(field);
        rest = after;
    }
    let name = rest.trim_start();
    let name = name.rsplit('/').next().unwrap_or(name);
    Some((is_file, fields.get(4)?.parse().ok()?, name.to_owned()))
}

impl Transport for Sftp {
    fn place(&self) -> String {
        format!("sftp {}:{}", self.host, self.root)
    }

    fn powers(&self) -> Powers {
        Powers { copies: false, headers: false, folders: true }
    }

    fn list(&self, about: &[&str]) -> Result<Listing, Fault> {
        // `sftp` cannot list a tree: the folders that matter are asked for.
        let mut folders: BTreeSet<&str> = BTreeSet::from([""]);
        for path in about.iter().filter(|path| is_one_line(path)) {
            folders.extend(path.match_indices('/').map(|(slash, _)| &path[..slash]));
        }
        let folders: Vec<&str> = folders.into_iter().collect();
        let mut listing = Listing::new();
        for some in folders.chunks(BATCH) {
            let command = |folder: &&str| {
                let whole = self.at(folder);
                format!("-ls -lan {}", quote(if whole.is_empty() { "." } else { &whole }))
            };
            let commands: Vec<String> = some.iter().map(command).collect();
            let session = self.session("list the host", &commands)?;
            if let Some(fault) = session.fault {
                return Err(fault);
            }
            for (folder, answer) in some.iter().zip(session.answers) {
                if answer.lines.iter().any(|line| line.starts_with('d')) {
                    let whole = self.at(folder);
                    locked(&self.folders).insert(whole.trim_end_matches('/').to_owned());
                }
                for (is_file, size, name) in answer.lines.iter().filter_map(|line| listed(line)) {
                    if is_file {
                        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                        listing.insert(path, Seen { size, tag: None });
                    }
                }
            }
        }
        Ok(listing)
    }

    fn identify(&self, paths: &[&str]) -> Result<Vec<Option<Identity>>, Fault> {
        // It would have to be fetched, which costs as much as sending it.
        Ok(vec![None; paths.len()])
    }

    fn put(&self, files: &[&LocalFile], done: Done<'_>) {
        self.sweep();
        let stage = match Stage::new(&self.own, &self.count) {
            Ok(stage) => stage,
            Err(fault) => return (0..files.len()).for_each(|i| done(i, Err(fault.clone()))),
        };
        // A folder that was there a moment ago is made again the next time.
        let done: Done<'_> = &|i, result| match result {
            Err(fault) if fault.kind == FaultKind::Missing => done(i, Err(Fault { kind: FaultKind::Passing, ..fault })),
            result => done(i, result),
        };
        self.jobs(files, done, "send files", |i, file| {
            speakable("send", &file.path)?;
            // Looks whether it is still what was listed.
            let bytes = file.bytes()?;
            // Under a plain name: what `sftp` makes of odd ones differs.
            let from = stage.0.join(i.to_string());
            match &file.source {
                Source::Disk(path) if fs::hard_link(path, &from).is_ok() => {}
                _ => fs::write(&from, &bytes).map_err(Fault::io(format!("write `{}`", from.display())))?,
            }
            Ok(self.bring(&from, &file.path, "rename"))
        });
    }

    fn copy(&self, files: &[(&str, &LocalFile)], done: Done<'_>) {
        for i in 0..files.len() {
            done(i, Err(Fault::new(FaultKind::Lasting, "copy on the host", "sftp cannot")));
        }
    }

    fn delete(&self, paths: &[&str], done: Done<'_>) {
        // One that is gone already is no fault.
        let done: Done<'_> = &|i, result| match result {
            Err(fault) if fault.kind == FaultKind::Missing => done(i, Ok(None)),
            result => done(i, result),
        };
        self.jobs(paths, done, "delete files", |_, path| {
            speakable("delete", path)?;
            let whole = self.at(path);
            let mut commands = Vec::new();
            if whole.contains(['*', '?', '[', '"', '\'', '\\']) {
                // `rm` takes patterns and `rename` does not: under a plain name
                // there is nothing to be taken for one.
                let part = self.part();
                commands.push(format!("rename {} {}", quote_plain(&whole), quote_plain(&part)));
                commands.push(format!("rm {}", quote(&part)));
            } else {
                commands.push(format!("rm {}", quote(&whole)));
            }
            // Folders that are left empty go; others cannot.
            let mut folder = *path;
            while let Some((above, _)) = folder.rsplit_once('/') {
                commands.push(format!("-rmdir {}", quote_plain(&self.at(above))));
                locked(&self.folders).remove(&self.at(above));
                folder = above;
            }
            Ok(commands)
        });
    }

    fn read(&self, path: &str) -> Result<Option<(Vec<u8>, String)>, Fault> {
        let stage = Stage::new(&self.own, &self.count)?;
        let to = stage.0.join("read");
        let command = format!("get {} {}", quote(&self.at(path)), quote_plain(&to.to_string_lossy()));
        let session = self.session(&format!("read `{path}`"), &[command])?;
        match session.fault {
            Some(fault) if fault.kind == FaultKind::Missing && !session.answers.is_empty() => Ok(None),
            Some(fault) => Err(fault),
            None => {
                let bytes = fs::read(&to).map_err(Fault::io(format!("read `{path}`")))?;
                let version = Digest::of(&bytes).to_string();
                Ok(Some((bytes, version)))
            }
        }
    }

    fn write(&self, path: &str, bytes: &[u8], over: Option<&str>) -> Result<String, Fault> {
        if let Some(over) = over {
            let now = self.read(path)?.map(|(_, version)| version);
            if now.as_deref() != Some(over) {
                return Err(Fault::new(FaultKind::Conflict, format!("write `{path}`"), "somebody else changed it"));
            }
        }
        self.small(path, bytes, "rename")?;
        Ok(Digest::of(bytes).to_string())
    }

    fn claim(&self, path: &str, bytes: &[u8], over: Option<&str>) -> Result<Option<String>, Fault> {
        if let Some(over) = over
            && !self.move_away(path, over)?
        {
            return Ok(None);
        }
        // The older form of renaming fails if there is a file of the new name.
        let result = self.small(path, bytes, "rename -l");
        match (result, self.read(path)?) {
            (_, Some((now, version))) if now == bytes => Ok(Some(version)),
            (Ok(()), _) | (Err(_), Some(_)) => Ok(None),
            (Err(fault), None) => Err(fault),
        }
    }

    fn remove(&self, path: &str) -> Result<(), Fault> {
        let session = self.session(&format!("remove `{path}`"), &[format!("-rm {}", quote(&self.at(path)))])?;
        session.fault.map_or(Ok(()), Err)
    }
}

impl Sftp {
    /// Takes a small file of this version away. Of several that try this, one
    /// gets to rename it; what it renamed is looked at after that, so nobody
    /// takes away what another has just put there.
    fn move_away(&self, path: &str, version: &str) -> Result<bool, Fault> {
        if self.read(path)?.is_none_or(|(_, now)| now != version) {
            return Ok(false);
        }
        let doing = format!("write `{path}`");
        let stage = Stage::new(&self.own, &self.count)?;
        let copy = stage.0.join("moved");
        let (whole, part) = (self.at(path), self.part());
        let commands = [
            format!("rename {} {}", quote_plain(&whole), quote_plain(&part)),
            format!("get {} {}", quote(&part), quote_plain(&copy.to_string_lossy())),
        ];
        let session = self.session(&doing, &commands)?;
        match session.fault {
            Some(fault) if fault.kind == FaultKind::Missing && session.answers.len() == 1 => return Ok(false),
            Some(fault) => return Err(fault),
            None => {}
        }
        let moved = fs::read(&copy).map_err(Fault::io(doing.clone()))?;
        let is_it = Digest::of(&moved).to_string() == version;
        let mut commands = vec![format!("-rm {}", quote(&part))];
        if !is_it {
            commands.insert(0, format!("-rename -l {} {}", quote_plain(&part), quote_plain(&whole)));
        }
        let session = self.session(&doing, &commands)?;
        session.fault.map_or(Ok(is_it), Err)
    }

    fn small(&self, path: &str, bytes: &[u8], rename: &str) -> Result<(), Fault> {
        let stage = Stage::new(&self.own, &self.count)?;
        let from = stage.0.join("write");
        fs::write(&from, bytes).map_err(Fault::io(format!("write `{}`", from.display())))?;
        let mut commands = self.bring(&from, path, rename);
        if let Some(last) = commands.iter().rev().find(|command| command.starts_with("put ")) {
            // A file that could not be renamed is not left lying about.
            let part = last.rsplit(' ').next().unwrap_or_default().to_owned();
            commands.push(format!("-rm {part}"));
        }
        let session = self.session(&format!("write `{path}`"), &commands)?;
        session.fault.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let parts = |address| {
            let (host, root, port) = split(address);
            (host, root, port)
        };
        assert_eq!(parts("club@example.org:www/site"), ("club@example.org".into(), "www/site".into(), None));
        assert_eq!(parts("sftp://club@example.org:2222/www"), ("club@example.org".into(), "www".into(), Some(2222)));
        assert_eq!(parts("example.org"), ("example.org".into(), String::new(), None));
        assert_eq!(parts("a@[::1]:/srv"), ("a@[::1]".into(), "/srv".into(), None));
    }

    #[test]
    fn listings() {
        let file = listed("-rw-r--r--    1 0        0            1234 Nov 23 04:27 a b.html");
        assert_eq!(file, Some((true, 1234, "a b.html".into())));
        let in_folder = listed("-rw-r--r--    ? 0        0            12 Nov 23  2022 www/x/a.html");
        assert_eq!(in_folder, Some((true, 12, "a.html".into())));
        assert_eq!(
            listed("drwxr-xr-x    1 0        0            4096 Nov 23 04:27 a"),
            Some((false, 4096, "a".into()))
        );
        assert_eq!(listed("Can't ls: \"/x\" not found"), None);
    }

    #[test]
    fn a_name_is_no_command() {
        let dir = tempfile::tempdir().unwrap();
        // A program in ssh's place, that would be started if anything was.
        let trap = dir.path().join("config");
        let touched = dir.path().join("touched");
        fs::write(&trap, format!("Host *\n  ProxyCommand touch {}\n", touched.display())).unwrap();
        let place = RemotePlace {
            address: "club@localhost:www".into(),
            port: None,
            identity: None,
            ssh_config: Some(trap.display().to_string()),
        };
        let host = Sftp::open(&place, dir.path()).unwrap();
        let odd = "a\n!touch /tmp/x/index.html";
        let fault = host.session("try", &[format!("rm {}", quote(odd))]).map(|_| ()).unwrap_err();
        assert_eq!(fault.kind, FaultKind::Lasting, "{fault}");
        host.delete(&[odd], &|_, result| assert_eq!(result.map_err(|fault| fault.kind), Err(FaultKind::Lasting)));
        assert!(!touched.exists());
    }

    #[test]
    fn quoting() {
        assert_eq!(quote("a b[1].html"), "\"a b\\[1].html\"");
        assert_eq!(quote_plain("a \"b\"\\"), "\"a \\\"b\\\"\\\\\"");
    }
}
