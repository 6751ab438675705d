//! Warnings about a data file.
//!
//! In: what a part of the reader could not understand, with its bytes. Out:
//! diagnostics. A file that is something else altogether would fill the
//! screen: after the first hundred the rest are counted and told as one.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place};

/// A line that cannot be understood.
pub(super) const UNKNOWN_LINE: &str = "W0150";
/// A part of a line that cannot be understood.
pub(super) const UNKNOWN_PART: &str = "W0151";
/// A bracket that is never closed.
pub(super) const OPEN_BRACKET: &str = "W0152";
/// A line that belongs to a match or team that is not there.
pub(super) const ORPHAN: &str = "W0153";
/// A date that does not exist or has another weekday.
pub(super) const BAD_DATE: &str = "W0154";
/// A date without a year.
pub(super) const NO_YEAR: &str = "W0155";
/// A number that cannot be.
pub(super) const ABSURD: &str = "W0156";
/// A file with nothing of the record in it.
pub(super) const NOTHING: &str = "W0157";
/// How many warnings were left out.
pub(super) const MORE: &str = "W0158";

const MOST: usize = 100;

/// Collects the warnings of one file.
pub(super) struct Report<'a> {
    file: &'a Arc<str>,
    out: &'a mut Vec<Diagnostic>,
    count: usize,
}

impl<'a> Report<'a> {
    pub(super) fn new(file: &'a Arc<str>, out: &'a mut Vec<Diagnostic>) -> Self {
        Self { file, out, count: 0 }
    }

    /// Adds a warning.
    pub(super) fn warn(&mut self, code: &'static str, bytes: Range<usize>, message: String, help: &str) {
        self.count += 1;
        if self.count <= MOST {
            let place = Place::bytes(self.file, bytes);
            let help = Some(help.to_owned()).filter(|help| !help.is_empty());
            self.out.push(Diagnostic::warning(code, message).at(place).maybe_help(help));
        }
    }

    /// Ends the file: tells how many warnings were left out, and that there
    /// is nothing in it where that has not been told otherwise.
    pub(super) fn finish(self, empty: bool) {
        if empty && self.count == 0 {
            self.out.push(
                Diagnostic::warning(NOTHING, "there is no match, squad or group in this file")
                    .at(Place::file(self.file))
                    .help("a match is a line such as `19:00  Qatar  0-2 (0-2)  Ecuador` below a date"),
            );
        }
        if self.count > MOST {
            let message = format!("{} more places in this file could not be understood", self.count - MOST);
            self.out.push(
                Diagnostic::warning(MORE, message)
                    .at(Place::file(self.file))
                    .help("is this a Football.TXT file? stories belong under `content/stories`"),
            );
        }
    }
}

/// A text in a message: short, on one line.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > LONGEST {
        line = line.chars().take(LONGEST - 1).chain(['…']).collect();
    }
    line
}
