//! Why nothing, or not everything, was written.
//!
//! In: what went wrong. Out: a plain sentence for the author. Never decides an
//! exit code: `cli` does.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;

/// Why a build did not write its output.
#[derive(Debug)]
pub enum WriteError {
    /// Pages could not be rendered. Nothing was written.
    Diagnostics(Vec<Diagnostic>),
    /// The output folder is not touchline's to write to. Nothing was written.
    Refused {
        /// What stands in the way.
        message: String,
        /// What to do about it.
        help: String,
    },
    /// Another run is writing to the same folder. Nothing was written.
    Busy(PathBuf),
    /// The system said no.
    Io(IoFault),
}

/// A fault of the file system, with what was being done.
#[derive(Debug)]
pub struct IoFault {
    /// What was tried: `write`, `read`, …
    pub doing: &'static str,
    /// To what.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl IoFault {
    /// Whether the disk, or the share of it that the author may use, is full.
    pub fn is_full_disk(&self) -> bool {
        matches!(self.source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }
}

impl WriteError {
    /// A fault of the file system, for `map_err`.
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io(IoFault { doing, path, source })
    }

    pub(crate) fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Refused { message: message.into(), help: help.into() }
    }

    /// What the author can do about it, where there is something.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Diagnostics(_) => None,
            Self::Refused { help, .. } => Some(help.clone()),
            Self::Busy(_) => Some("wait until it has ended, then build again".to_owned()),
            Self::Io(fault) => fault.help().map(str::to_owned),
        }
    }
}

impl IoFault {
    /// What the author can do about it, where there is something.
    pub fn help(&self) -> Option<&'static str> {
        match self.source.kind() {
            _ if self.is_full_disk() => Some("make room on the disk, then build again; no file is left half written"),
            io::ErrorKind::PermissionDenied => Some("see to it that you may read and write this place"),
            io::ErrorKind::ReadOnlyFilesystem => Some("choose a folder that can be written to with `--output`"),
            _ => None,
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Diagnostics(list) => write!(f, "{} pages could not be rendered", list.len()),
            Self::Refused { message, .. } => f.write_str(message),
            Self::Busy(folder) => write!(f, "another touchline is writing to `{}` right now", folder.display()),
            Self::Io(fault) => fault.fmt(f),
        }
    }
}

impl fmt::Display for IoFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { doing, path, source } = self;
        let path = path.display();
        match source.kind() {
            io::ErrorKind::StorageFull => write!(f, "the disk is full: could not {doing} `{path}`"),
            io::ErrorKind::QuotaExceeded => write!(f, "your share of the disk is used up: could not {doing} `{path}`"),
            io::ErrorKind::PermissionDenied => write!(f, "no permission to {doing} `{path}`"),
            io::ErrorKind::NotFound => write!(f, "could not {doing} `{path}`: there is no such file or folder"),
            _ => write!(f, "could not {doing} `{path}`: {source}"),
        }
    }
}

impl std::error::Error for WriteError {}

impl std::error::Error for IoFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
