//! What can go wrong on the way to a host.
//!
//! In: what a transport met. Out: a sentence for people, a help line, and
//! whether it is worth trying again. Never decides an exit code: `cli` does.

use std::fmt;
use std::io;

use crate::diagnostic::Diagnostic;

/// What sort of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// It may well succeed the next time: a lost connection, a busy server.
    Passing,
    /// The host does not know us, or does not let us.
    Denied,
    /// The host thinks that this machine's clock is wrong.
    Clock,
    /// There is no room left.
    Full,
    /// Something else changed the same thing in between.
    Conflict,
    /// There is no such place.
    Missing,
    /// Anything else that will be the same the next time.
    Lasting,
}

/// A fault, with what was being done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What sort.
    pub kind: FaultKind,
    /// What was tried: ``write `a/index.html` ``.
    pub doing: String,
    /// What the other side said.
    pub message: String,
    /// What to do about it, where that is known better than by the kind.
    pub help: Option<String>,
}

impl Fault {
    /// A fault.
    pub fn new(kind: FaultKind, doing: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind, doing: doing.into(), message: message.into(), help: None }
    }

    /// Sets the help line.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A fault of the file system, for `map_err`.
    pub fn io(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let doing = doing.into();
        move |error| Self::new(kind_of(&error), doing, error.to_string())
    }

    /// What to do about it.
    pub fn advice(&self) -> Option<&str> {
        self.help.as_deref().or(match self.kind {
            FaultKind::Passing => Some("look at the connection, then publish again: it goes on where this run ended"),
            FaultKind::Denied => Some("look at the user name, the key and what they are allowed to do"),
            FaultKind::Clock => Some("set this machine's date and time, then publish again"),
            FaultKind::Full => Some("make room on the host, then publish again: it goes on where this run ended"),
            FaultKind::Conflict => Some("see who else publishes to this host, then publish again"),
            FaultKind::Missing => Some("look at the name of the place in `site.yaml`"),
            FaultKind::Lasting => None,
        })
    }
}

/// Faults of a local disk or a share that is mounted.
fn kind_of(error: &io::Error) -> FaultKind {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => FaultKind::Full,
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => FaultKind::Denied,
        Kind::NotFound => FaultKind::Missing,
        Kind::AlreadyExists => FaultKind::Conflict,
        Kind::IsADirectory
        | Kind::NotADirectory
        | Kind::DirectoryNotEmpty
        | Kind::InvalidInput
        | Kind::InvalidData
        | Kind::InvalidFilename
        | Kind::FileTooLarge
        | Kind::Unsupported => FaultKind::Lasting,
        _ => FaultKind::Passing,
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {}: {}", self.doing, self.message)
    }
}

impl std::error::Error for Fault {}

/// Why a site was not published, or not to the end.
#[derive(Debug)]
pub enum PublishError {
    /// The settings, or what was built, are not fit to be published. Nothing
    /// was changed.
    Diagnostics(Vec<Diagnostic>),
    /// It would do something that needs a word from the author first. Nothing
    /// was changed.
    Refused {
        /// What.
        message: String,
        /// What to say.
        help: String,
    },
    /// Somebody else is publishing to the same host. Nothing was changed by
    /// this run after it noticed.
    Busy(String),
    /// The host, or the way to it, failed; all that failed, and what was done
    /// before. The site is whole, and the next run goes on.
    Faults {
        /// All of them.
        faults: Vec<Fault>,
        /// What was done before and besides.
        report: Box<crate::publish::Report>,
    },
}

impl PublishError {
    /// A single fault before anything was done.
    pub fn early(fault: Fault) -> Self {
        Self::Faults { faults: vec![fault], report: Box::default() }
    }

    /// A refusal.
    pub fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Refused { message: message.into(), help: help.into() }
    }
}

impl From<Fault> for PublishError {
    fn from(fault: Fault) -> Self {
        Self::early(fault)
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Diagnostics(list) => write!(f, "the site cannot be published: {} faults", list.len()),
            Self::Refused { message, .. } | Self::Busy(message) => f.write_str(message),
            Self::Faults { faults, .. } => match faults.as_slice() {
                [one] => one.fmt(f),
                all => write!(f, "{} steps failed", all.len()),
            },
        }
    }
}

impl std::error::Error for PublishError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worth_another_try() {
        let kind = |k: io::ErrorKind| Fault::io("write `a`")(k.into()).kind;
        assert_eq!(kind(io::ErrorKind::StorageFull), FaultKind::Full);
        assert_eq!(kind(io::ErrorKind::PermissionDenied), FaultKind::Denied);
        assert_eq!(kind(io::ErrorKind::TimedOut), FaultKind::Passing);
        assert_eq!(kind(io::ErrorKind::StaleNetworkFileHandle), FaultKind::Passing);
        assert_eq!(kind(io::ErrorKind::NotADirectory), FaultKind::Lasting);
    }

    #[test]
    fn a_fault_reads_as_a_sentence() {
        let fault = Fault::new(FaultKind::Full, "write `a/index.html`", "no space left on device");
        assert_eq!(fault.to_string(), "could not write `a/index.html`: no space left on device");
        assert!(fault.advice().unwrap().contains("make room"));
        assert_eq!(fault.help("buy a disk").advice(), Some("buy a disk"));
    }
}
