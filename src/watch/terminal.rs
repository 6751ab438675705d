//! What the author reads while watching.
//!
//! In: what happened. Out: one line for each rebuild, and the text of errors.
//! Never decides what is shown: it only puts it into words.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use crate::diagnostic::Diagnostic;

/// Shows diagnostics.
pub type Show = dyn Fn(&[Diagnostic]) + Send + Sync;

/// Where lines and diagnostics go.
pub struct Terminal {
    /// Shows a line.
    pub line: Box<dyn Fn(&str) + Send + Sync>,
    /// Shows diagnostics.
    pub diagnostics: Box<Show>,
}

/// What one rebuild did.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The sources that changed.
    pub changed: Vec<Arc<str>>,
    /// How many pages are others than before, or new, or gone; `None` while
    /// that was not counted, since the next change came first.
    pub pages: Option<usize>,
    /// The same of all other files.
    pub files: usize,
    /// What was written, in place of the counts.
    pub written: Option<String>,
    /// From the event to the pages.
    pub took: Duration,
    /// What to say of errors.
    pub ending: Ending,
}

/// How a rebuild ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// Well, as before.
    #[default]
    Good,
    /// Well, after errors.
    Mended,
    /// With errors; whether there is a good site to show in the meantime.
    Errors {
        /// Whether there is.
        last_good: bool,
    },
}

impl Terminal {
    /// Says something, on a line of its own.
    pub fn say(&self, text: &str) {
        (self.line)(text);
    }

    /// Shows diagnostics.
    pub fn show(&self, diagnostics: &[Diagnostic]) {
        (self.diagnostics)(diagnostics);
    }

    /// Tells of a rebuild.
    pub fn rebuilt(&self, line: &Line) {
        self.say(&line.to_string());
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&names(&self.changed))?;
        f.write_str(": ")?;
        match self.ending {
            Ending::Errors { last_good: true } => f.write_str("errors, the last good site stays up")?,
            Ending::Errors { last_good: false } => f.write_str("errors, nothing to show yet")?,
            Ending::Good | Ending::Mended => {
                if self.ending == Ending::Mended {
                    f.write_str("mended, ")?;
                }
                let written = self.written.clone();
                f.write_str(&written.unwrap_or_else(|| counts(self.pages, self.files)))?;
            }
        }
        write!(f, ", {}", time(self.took))
    }
}

/// The names of what changed: all of few, else the first.
fn names(changed: &[Arc<str>]) -> String {
    match changed {
        [] => "nothing".to_owned(),
        [one] => one.to_string(),
        [one, two] => format!("{one}, {two}"),
        [one, rest @ ..] => format!("{one} and {} more", rest.len()),
    }
}

fn counts(pages: Option<usize>, files: usize) -> String {
    let Some(pages) = pages else { return "served".to_owned() };
    let mut text = String::new();
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    // Formatting into a string cannot fail.
    if pages > 0 || files == 0 {
        let _ = write!(text, "{pages} page{}", plural(pages));
    }
    if files > 0 {
        let separator = if text.is_empty() { "" } else { ", " };
        let kind = if text.is_empty() { "" } else { "other " };
        let _ = write!(text, "{separator}{files} {kind}file{}", plural(files));
    }
    text
}

/// A time as a person would say it.
pub fn time(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    if ms < 10.0 {
        format!("{ms:.1} ms")
    } else if ms < 1_000.0 {
        format!("{ms:.0} ms")
    } else {
        format!("{:.1} s", ms / 1e3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(changed: &[&str], pages: Option<usize>, files: usize, ending: Ending) -> String {
        let changed = changed.iter().map(|name| Arc::from(*name)).collect();
        Line { changed, pages, files, took: Duration::from_micros(12_400), ending, written: None }.to_string()
    }

    #[test]
    fn lines() {
        assert_eq!(line(&["a.md"], Some(14), 2, Ending::Good), "a.md: 14 pages, 2 other files, 12 ms");
        assert_eq!(line(&["a.md", "b.md"], Some(1), 0, Ending::Mended), "a.md, b.md: mended, 1 page, 12 ms");
        assert_eq!(line(&["a", "b", "c"], Some(0), 1, Ending::Good), "a and 2 more: 1 file, 12 ms");
        assert_eq!(line(&["a"], None, 0, Ending::Good), "a: served, 12 ms");
        assert_eq!(line(&["a"], Some(0), 0, Ending::Good), "a: 0 pages, 12 ms");
        let errors = Ending::Errors { last_good: true };
        assert_eq!(line(&["a"], None, 0, errors), "a: errors, the last good site stays up, 12 ms");
    }

    #[test]
    fn times() {
        assert_eq!(time(Duration::from_micros(3_210)), "3.2 ms");
        assert_eq!(time(Duration::from_millis(48_200)), "48.2 s");
    }
}
