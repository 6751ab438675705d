//! Other programs: git, rsync, sftp.
//!
//! In: a program with arguments and what it is to read. Out: what it wrote and
//! how it ended, or that it is not there. Arguments are passed as they are,
//! never through a shell.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use super::fault::{Fault, FaultKind};

/// A call of a program.
#[derive(Debug)]
pub(crate) struct Call<'c> {
    command: Command,
    name: OsString,
    input: &'c [u8],
}

/// How a call ended.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    /// The exit code; `None` if it was killed.
    pub(crate) code: Option<i32>,
    /// What it wrote.
    pub(crate) stdout: Vec<u8>,
    /// What it said besides.
    pub(crate) stderr: String,
}

impl Ended {
    pub(crate) fn ok(&self) -> bool {
        self.code == Some(0)
    }

    /// What it wrote, as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// The part of what it said that tells most: the last lines, in one.
    pub(crate) fn reason(&self) -> String {
        let lines: Vec<&str> = self.stderr.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let skip = lines.len().saturating_sub(3);
        match (lines.is_empty(), self.code) {
            (false, _) => lines[skip..].join("; "),
            (true, Some(code)) => format!("it ended with code {code}"),
            (true, None) => "it was killed".to_owned(),
        }
    }
}

impl<'c> Call<'c> {
    /// A call of this program, which speaks English and asks nothing.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program.as_ref());
        command
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Self { command, name: program.as_ref().to_owned(), input: b"" }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    pub(crate) fn without_env(mut self, key: &str) -> Self {
        self.command.env_remove(key);
        self
    }

    /// What it is to read.
    pub(crate) fn input(mut self, input: &'c [u8]) -> Self {
        self.input = input;
        self
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Result<Ended, Fault> {
        let name = self.name.to_string_lossy().into_owned();
        let fault = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => {
                Fault::new(FaultKind::Lasting, format!("start `{name}`"), "this program is not installed")
                    .help(format!("install `{name}`, and see to it that it can be found (`PATH`)"))
            }
            _ => Fault::io(format!("run `{name}`"))(error),
        };
        let mut child = self.command.spawn().map_err(fault)?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let input = self.input;
        // All three pipes at once: none may fill up while another is waited for.
        let (stdout, stderr) = thread::scope(|scope| {
            scope.spawn(move || {
                // A program that ends early has said why elsewhere.
                stdin.map(|mut pipe| pipe.write_all(input))
            });
            let errors = scope.spawn(move || read_all(stderr));
            let output = read_all(stdout);
            (output, errors.join().unwrap_or_default())
        });
        let status = child.wait().map_err(fault)?;
        Ok(Ended { code: status.code(), stdout, stderr: String::from_utf8_lossy(&stderr).into_owned() })
    }
}

/// Whether a process of this number runs on this machine; `None` where that
/// cannot be told.
pub(crate) fn is_running(process: u32) -> Option<bool> {
    if Path::new("/proc/self").exists() {
        return Some(Path::new(&format!("/proc/{process}")).exists());
    }
    let asked = Call::new("ps").args(["-p", &process.to_string()]).run().ok()?;
    // Other programs of this name end in other ways when they do not know it.
    matches!(asked.code, Some(0 | 1)).then(|| asked.ok())
}

fn read_all(pipe: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        // What came before a fault is worth having.
        let _ = pipe.read_to_end(&mut bytes);
    }
    bytes
}

/// What a program's words say about the sort of the fault. Shared by git, rsync
/// and sftp, which all speak through ssh.
pub(crate) fn kind_of(words: &str) -> FaultKind {
    let words = words.to_ascii_lowercase();
    let any = |list: &[&str]| list.iter().any(|part| words.contains(part));
    if any(&["no space left", "disk quota", "quota exceeded", "disk full", "(28)", "file system full"]) {
        FaultKind::Full
    } else if any(&[
        "authentication failed",
        "permission denied",
        "could not read username",
        "could not read password",
        "terminal prompts disabled",
        "host key verification failed",
        "access denied",
        "auth failed",
        "@error: access",
        "returned error: 403",
        "returned error: 401",
        "permission to",
        "protected branch",
        "read only",
        "read-only",
        "not allowed",
    ]) {
        FaultKind::Denied
    } else if any(&["not yet valid", "certificate has expired", "certificate is not yet"]) {
        FaultKind::Clock
    } else if any(&[
        "not a git repository",
        "not appear to be a git repository",
        "repository not found",
        "unknown module",
        "could not resolve hostname",
        "no such file or directory",
        "couldn't canonicalize",
        "not found",
    ]) && !any(&["temporary failure"])
    {
        FaultKind::Missing
    } else if any(&["stale info", "fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref"]) {
        FaultKind::Conflict
    } else if any(&["syntax or usage", "unknown option", "unrecognized", "bad port", "not supported"]) {
        FaultKind::Lasting
    } else {
        // Lost connections have a hundred names.
        FaultKind::Passing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let input = b"one nil\n".repeat(100_000);
        let ended = Call::new("cat").input(&input).run().unwrap();
        assert!(ended.ok());
        assert_eq!(ended.stdout, input);
    }

    #[test]
    fn a_program_that_is_not_there() {
        let fault = Call::new("touchline-has-no-such-program").run().unwrap_err();
        assert!(fault.to_string().contains("not installed"), "{fault}");
    }

    #[test]
    fn reasons() {
        let ended = Call::new("sh").args(["-c", "echo a >&2; echo b >&2; exit 3"]).run().unwrap();
        assert_eq!((ended.code, ended.reason().as_str()), (Some(3), "a; b"));
        let silent = Call::new("sh").args(["-c", "exit 3"]).run().unwrap();
        assert_eq!(silent.reason(), "it ended with code 3");
    }

    #[test]
    fn kinds() {
        for (words, kind) in [
            ("rsync: [receiver] mkstemp failed: No space left on device (28)", FaultKind::Full),
            ("fatal: Authentication failed for 'https://x'", FaultKind::Denied),
            ("git@github.com: Permission denied (publickey).", FaultKind::Denied),
            ("fatal: '/x' does not appear to be a git repository", FaultKind::Missing),
            ("! [rejected] a -> b (stale info)", FaultKind::Conflict),
            ("SSL certificate problem: certificate is not yet valid", FaultKind::Clock),
            ("ssh: connect to host x port 22: Connection refused", FaultKind::Passing),
            ("client_loop: send disconnect: Broken pipe", FaultKind::Passing),
        ] {
            assert_eq!(kind_of(words), kind, "{words}");
        }
    }
}
