//! What goes to stdout and what to stderr.
//!
//! With `--format human`, diagnostics go to stderr and the closing line to
//! stdout. With `--format json`, stdout carries diagnostics alone, one object
//! a line, and everything else goes to stderr. A reader of a pipe that has gone
//! away is no fault.

use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::Path;
use std::sync::Arc;

use super::failure::Failure;
use super::{Format, Global};
use crate::content::{locate, readers};
use crate::diagnostic::human::Style;
use crate::diagnostic::{Diagnostic, Located, Severity, human, json};

/// Where a command says things.
#[derive(Debug)]
pub(super) struct Screen {
    format: Format,
    quiet: bool,
    style: Style,
}

impl Screen {
    pub(super) fn new(global: &Global) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let style = Style {
            // https://no-color.org
            colour: stderr().is_terminal() && !set("NO_COLOR") && !dumb,
            width: columns.unwrap_or(Style::default().width),
        };
        Self { format: global.format, quiet: global.quiet, style }
    }

    /// Whether a progress bar is welcome.
    pub(super) fn is_lively(&self) -> bool {
        !self.quiet && self.format == Format::Human
    }

    /// Shows diagnostics from `least` on upwards, in order of their places.
    /// JSON shows all: whoever reads it can choose.
    pub(super) fn diagnostics(&self, root: &Path, diagnostics: Vec<Diagnostic>, least: Severity) {
        let shown = |d: &Diagnostic| self.format == Format::Json || d.severity <= least;
        let located = located(root, diagnostics.into_iter().filter(shown).collect());
        match self.format {
            Format::Human => write(stderr(), &human::render(&located, self.style)),
            Format::Json => write(stdout(), &json::render(&located)),
        }
    }

    /// The text of diagnostics as people see it here, but without colours.
    #[cfg(feature = "watch")]
    pub(super) fn plain(&self, root: &Path, diagnostics: Vec<Diagnostic>) -> String {
        human::render(&located(root, diagnostics), Style { colour: false, ..self.style })
    }

    /// The line that tells what was done.
    pub(super) fn say(&self, line: &str) {
        match self.format {
            _ if self.quiet => {}
            Format::Human => write(stdout(), &format!("{line}\n")),
            Format::Json => write(stderr(), &format!("{line}\n")),
        }
    }

    /// Something that is not as it should be, but no fault.
    pub(super) fn note(&self, line: &str) {
        write(stderr(), &format!("{}note{}: {line}\n", self.on("1"), self.off()));
    }

    /// Why a command failed.
    pub(super) fn failure(&self, failure: &Failure) {
        let (Failure::Site { message, help } | Failure::Usage { message, help } | Failure::Io { message, help }) =
            failure;
        write(stderr(), &format!("{}error{}: {message}\n", self.on("1;31"), self.off()));
        if let Some(help) = help {
            write(stderr(), &format!("{} help{}: {help}\n", self.on("1"), self.off()));
        }
    }

    fn on(&self, code: &str) -> String {
        if self.style.colour { format!("\x1b[{code}m") } else { String::new() }
    }

    fn off(&self) -> &'static str {
        if self.style.colour { "\x1b[0m" } else { "" }
    }
}

/// Finds the places of diagnostics in the files as they are now.
fn located(root: &Path, diagnostics: Vec<Diagnostic>) -> Vec<Located> {
    let text = |file: &str| {
        let bytes = std::fs::read(root.join(file)).ok()?;
        Some(Arc::from(&*readers::shown_text(&bytes)))
    };
    locate::locate(diagnostics, text)
}

/// What a command was asked to print, whatever `--quiet` says.
pub(super) fn print(text: &str) {
    write(stdout(), text);
}

fn write(mut to: impl Write, text: &str) {
    // There is nobody left to tell of a fault here.
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}
