//! What a publish did, and how far it is.
//!
//! In: counts. Out: a closing line, a JSON object. Never prints.

use std::time::Duration;

use serde::Serialize;

use super::fault::Fault;

/// Told how far a publish is; called from any thread.
pub trait Watcher: Sync {
    /// So many files and bytes are to be sent, copied and deleted.
    fn expect(&self, steps: usize, bytes: u64) {
        let _ = (steps, bytes);
    }
    /// A phase begins.
    fn phase(&self, name: &'static str) {
        let _ = name;
    }
    /// One more step is done, with so many bytes sent.
    fn step(&self, bytes: u64) {
        let _ = bytes;
    }
    /// Some steps failed and are tried again.
    fn retry(&self, failed: usize, fault: &Fault) {
        let _ = (failed, fault);
    }
    /// Something worth a line.
    fn note(&self, text: &str) {
        let _ = text;
    }
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Watcher for Silent {}

/// What a publish did; with a dry run, what it would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The host's place.
    pub place: String,
    /// Nothing was done, only looked at.
    pub dry_run: bool,
    /// Files that were not there.
    pub new: usize,
    /// Files with other bytes or headers.
    pub changed: usize,
    /// Files that were left as they are.
    pub unchanged: usize,
    /// Files that were deleted.
    pub deleted: usize,
    /// Files of others that were left alone.
    pub kept: usize,
    /// Files that the host made out of others by itself.
    pub copied: usize,
    /// Files that were sent.
    pub uploaded: usize,
    /// Bytes that were sent, before any compression.
    pub bytes: u64,
    /// Steps that failed at first and were tried again.
    pub retried: usize,
    /// Addresses that caches are to forget; all that were not acknowledged.
    pub purge: Vec<String>,
    /// The commit, where the host is a branch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// What was done to each file, in order: the phase, and the path.
    pub steps: Vec<(String, String)>,
    /// How long it took.
    #[serde(serialize_with = "seconds")]
    pub seconds: Duration,
}

fn seconds<S: serde::Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((time.as_secs_f64() * 1000.0).round() / 1000.0)
}

impl Report {
    /// The closing line.
    pub fn line(&self) -> String {
        let verb = if self.dry_run { "Would publish to" } else { "Published to" };
        let parts: Vec<String> = [(self.new, "new"), (self.changed, "changed"), (self.deleted, "removed")]
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{} {what}", count(*n)))
            .collect();
        if parts.is_empty() {
            return format!("{} is up to date: {}, nothing sent.", self.place, files(self.unchanged));
        }
        let sent = match (self.uploaded, self.copied) {
            (0, 0) => String::new(),
            (0, copied) => format!("; none sent, {} copied there", count(copied)),
            (uploaded, 0) => format!("; {} sent, {}", files(uploaded), bytes(self.bytes)),
            (uploaded, copied) => {
                format!("; {} sent, {}, {} copied there", files(uploaded), bytes(self.bytes), count(copied))
            }
        };
        let commit = self.commit.as_ref().map_or(String::new(), |commit| format!(" as {commit}"));
        let took = if self.dry_run { String::new() } else { format!(" in {:.1} s", self.seconds.as_secs_f64()) };
        format!("{verb} {}{commit}{took}: {}, {} unchanged{sent}.", self.place, parts.join(", "), count(self.unchanged))
    }
}

/// `1 file`, `1,204 files`.
fn files(n: usize) -> String {
    format!("{} {}", count(n), if n == 1 { "file" } else { "files" })
}

/// `1,204`.
fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `512 bytes`, `1.4 MB`.
pub fn bytes(n: u64) -> String {
    let units = ["kB", "MB", "GB", "TB"];
    if n < 1000 {
        return format!("{n} bytes");
    }
    let mut value = n as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.95 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    format!("{value:.1} {}", units[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines() {
        let mut report = Report { place: "s3://club".into(), unchanged: 1204, ..Report::default() };
        assert_eq!(report.line(), "s3://club is up to date: 1,204 files, nothing sent.");
        report = Report { new: 3, deleted: 1, uploaded: 2, copied: 1, bytes: 23_456, ..report };
        report.seconds = Duration::from_millis(1230);
        assert_eq!(
            report.line(),
            "Published to s3://club in 1.2 s: 3 new, 1 removed, 1,204 unchanged; 2 files sent, 23.5 kB, 1 copied there."
        );
        report = Report { uploaded: 1, copied: 0, bytes: 5, ..report };
        assert!(report.line().ends_with("; 1 file sent, 5 bytes."), "{}", report.line());
        report.dry_run = true;
        assert!(report.line().starts_with("Would publish to s3://club: 3 new"));
    }

    #[test]
    fn sizes() {
        assert_eq!(
            [0, 999, 1000, 999_960, 3_200_000_000].map(bytes),
            ["0 bytes", "999 bytes", "1.0 kB", "1.0 MB", "3.2 GB"]
        );
    }
}
