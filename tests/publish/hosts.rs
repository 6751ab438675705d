//! Programs that are hosts: started for a test, gone with it.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// Where `tests/publish/hosts.sh` laid the programs that are not part of a
/// system.
pub(crate) fn tools() -> PathBuf {
    std::env::var_os("TOUCHLINE_HOSTS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target/hosts"), PathBuf::from)
}

/// Whether a host can be tried; says so if not.
pub(crate) fn is_there(program: &Path) -> bool {
    let found = program.exists() || (program.components().count() == 1 && runs(program));
    if !found {
        let message = format!("`{}` is not there: run tests/publish/hosts.sh, or install it", program.display());
        assert!(std::env::var_os("TOUCHLINE_ALL_HOSTS").is_none(), "{message}");
        eprintln!("left out: {message}");
    }
    found
}

fn runs(program: &Path) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// A program that runs as long as this value lives, or this process: it is
/// started by a shell that ends it when its own input ends.
pub(crate) struct Server {
    child: Child,
}

impl Server {
    pub(crate) fn start(command: &str, args: &[&str]) -> (Self, BufReader<ChildStdout>) {
        let script = "\"$@\" & trap 'kill $!' EXIT; cat >/dev/null";
        let mut child = Command::new("sh")
            .args(["-c", script, "host", command])
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        (Self { child }, output)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until somebody listens.
pub(crate) fn wait_for(port: u16) {
    let start = Instant::now();
    // A connection with oneself is what the system makes of two ends with one
    // port.
    let is_there = || {
        TcpStream::connect(("127.0.0.1", port)).is_ok_and(|line| line.local_addr().is_ok_and(|own| own.port() != port))
    };
    while !is_there() {
        assert!(start.elapsed() < Duration::from_mins(2), "nobody listens on {port}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The first line that a program writes.
pub(crate) fn first_line(output: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    line.trim().to_owned()
}
