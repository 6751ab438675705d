//! Why a command did not do what was asked, as an exit code and a sentence.

use std::io;

use crate::build::WriteError;
use crate::build::error::IoFault;

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The site has errors, which have been shown.
    Site {
        /// What was not done for it.
        message: String,
        /// What to do about it, beyond what has been shown.
        help: Option<String>,
    },
    /// The command was not meant like that.
    Usage {
        /// What is wrong.
        message: String,
        /// What to do instead.
        help: Option<String>,
    },
    /// The disk failed.
    Io {
        /// What happened.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
}

impl Failure {
    /// The exit code of wrong usage.
    pub(super) const USAGE: u8 = 2;

    /// Wrong usage.
    pub(super) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: Some(help.into()) }
    }

    /// A fault of the disk.
    pub(super) fn io(doing: &'static str, path: &std::path::Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| {
            let fault = IoFault { doing, path, source };
            Self::Io { message: fault.to_string(), help: fault.help().map(str::to_owned) }
        }
    }

    /// A fault of the disk while the site was read, whose message names the
    /// place.
    pub(super) fn reading(error: &io::Error) -> Self {
        let help = match error.kind() {
            io::ErrorKind::PermissionDenied => Some("see to it that you may read it".to_owned()),
            _ => None,
        };
        Self::Io { message: error.to_string(), help }
    }

    /// The exit code.
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::Site { .. } => 1,
            Self::Usage { .. } => Self::USAGE,
            Self::Io { .. } => 3,
        }
    }
}

impl From<WriteError> for Failure {
    /// Diagnostics must have been shown before: here they are only counted.
    fn from(error: WriteError) -> Self {
        let (message, help) = (error.to_string(), error.help());
        match error {
            WriteError::Diagnostics(_) => Self::Site { message, help },
            WriteError::Refused { .. } => Self::Usage { message, help },
            WriteError::Busy(_) | WriteError::Io(_) => Self::Io { message, help },
        }
    }
}
