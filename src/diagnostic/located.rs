//! Diagnostics whose places are lines and columns.
//!
//! In: a place's bytes and the text of its file. Out: positions to show. Never
//! reads a file; `content::locate` brings the texts and finds the bytes.

use std::ops::Range;
use std::sync::Arc;

use super::{Diagnostic, Severity};

/// A position in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, counted in Unicode scalar values.
    pub column: u32,
}

/// A range of a file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRange {
    /// In bytes of the file's text.
    pub bytes: Range<usize>,
    /// The first character.
    pub start: Position,
    /// The position after the last character.
    pub end: Position,
}

/// Where a diagnostic stands.
#[derive(Clone, Debug)]
pub struct Location {
    /// Path relative to the site's root, with `/`.
    pub file: Arc<str>,
    /// The file's text, where it is at hand.
    pub text: Option<Arc<str>>,
    /// The part of the text that is meant; `None` for the file as a whole.
    pub range: Option<TextRange>,
}

/// A diagnostic with its places found.
#[derive(Clone, Debug)]
pub struct Located {
    /// The diagnostic.
    pub diagnostic: Diagnostic,
    /// Its place.
    pub location: Option<Location>,
    /// The places of [`Diagnostic::related`], in the same order.
    pub related: Vec<Location>,
}

/// The lines of a text, for finding positions quickly.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Finds the lines of a text. Lines end with a line feed, with or without
    /// a carriage return before it.
    pub fn new(text: &str) -> Self {
        let after_feeds = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1);
        Self { starts: std::iter::once(0).chain(after_feeds).collect() }
    }

    /// The line that holds a byte, from 0, and the byte the line begins with.
    fn line_of(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        (line, self.starts.get(line).copied().unwrap_or(0))
    }

    /// The position of a byte. A byte inside a character counts as the
    /// character's first, one beyond the end as the end.
    pub fn position(&self, text: &str, byte: usize) -> Position {
        let byte = floor_boundary(text, byte);
        let (line, start) = self.line_of(byte);
        // A byte-order mark has no width: no editor counts it.
        let before = text[start..byte].trim_start_matches('\u{feff}').chars().count();
        Position { line: line as u32 + 1, column: before as u32 + 1 }
    }

    /// The range of some bytes.
    pub fn range(&self, text: &str, bytes: &Range<usize>) -> TextRange {
        let start = floor_boundary(text, bytes.start);
        let end = floor_boundary(text, bytes.end.max(bytes.start)).max(start);
        TextRange { bytes: start..end, start: self.position(text, start), end: self.position(text, end) }
    }
}

/// How many diagnostics there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Infos.
    pub infos: usize,
}

impl Counts {
    /// Counts diagnostics.
    pub fn of<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> Self {
        let mut counts = Self::default();
        for diagnostic in diagnostics {
            counts.add(diagnostic.severity);
        }
        counts
    }

    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
    }
}

impl std::fmt::Display for Counts {
    /// `2 errors, 1 warning`; empty if there are none.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut separator = "";
        for (count, word) in [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")] {
            // "Info" has no plural of its own in English.
            let s = if count == 1 || word == "info" { "" } else { "s" };
            if count > 0 {
                write!(f, "{separator}{count} {word}{s}")?;
                separator = ", ";
            }
        }
        Ok(())
    }
}

fn floor_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, byte: usize) -> (u32, u32) {
        let position = Lines::new(text).position(text, byte);
        (position.line, position.column)
    }

    #[test]
    fn positions_count_characters() {
        let text = "ä1\r\nb\u{1F600}c\n";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, 2), (1, 2));
        assert_eq!(at(text, 5), (2, 1));
        assert_eq!(at(text, 8), (2, 2), "inside the smiley");
        assert_eq!(at(text, 10), (2, 3));
        assert_eq!(at(text, 12), (3, 1));
        assert_eq!(at(text, 999), (3, 1));
        assert_eq!(at("", 0), (1, 1));
        assert_eq!(at("\u{feff}a", 3), (1, 1));
    }

    #[test]
    fn counts_in_words() {
        let counts = |errors, warnings, infos| Counts { errors, warnings, infos }.to_string();
        assert_eq!(counts(2, 1, 0), "2 errors, 1 warning");
        assert_eq!(counts(0, 0, 3), "3 info");
        assert_eq!(counts(0, 0, 0), "");
    }
}
