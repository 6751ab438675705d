//! Parts a Markdown file into its front matter and its body.
//!
//! In: the text of a file. Out: the byte ranges of the YAML between the two
//! `---` lines and of what follows, or a diagnostic. A byte-order mark and
//! Windows line ends are no fault. Never reads the YAML.

use std::ops::Range;
use std::sync::Arc;

use memchr::memchr;

use crate::diagnostic::{Diagnostic, Place};

/// The code of a file whose front matter has no end.
pub const UNCLOSED: &str = "E0103";
/// The code of a file without front matter where there must be one.
pub const MISSING: &str = "E0104";
/// The code of an empty file.
pub const EMPTY: &str = "W0106";

/// The two parts of a file, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The YAML without the `---` lines; `None` if there is no front matter.
    pub yaml: Option<Range<usize>>,
    /// The Markdown body.
    pub body: Range<usize>,
}

/// Parts a file. A front matter without an end is an error and has no body,
/// since it cannot be known where that begins.
pub fn split(file: &Arc<str>, text: &str, out: &mut Vec<Diagnostic>) -> Option<Parts> {
    let start = skip_mark(text);
    let Some((yaml_start, fence)) = opening(text) else {
        let toml = text[start..].trim_start();
        if toml.lines().next().is_some_and(|line| line.trim_end() == "+++") {
            let at = text.len() - toml.len();
            out.push(
                Diagnostic::error(MISSING, "front matter between `+++` is not understood")
                    .at(Place::bytes(file, at..at + 3))
                    .help(
                        "write it as YAML between two lines of `---`, for example `title: Pulisic sends them through`",
                    ),
            );
            return None;
        }
        return Some(Parts { yaml: None, body: start..text.len() });
    };
    if let Some((yaml_end, body)) = closing(text, yaml_start) {
        return Some(Parts { yaml: Some(yaml_start..yaml_end), body: body..text.len() });
    }
    out.push(
        Diagnostic::error(UNCLOSED, "the front matter has no end")
            .at(Place::bytes(file, fence))
            .help("write a line of `---` after its last key, before the text of the story"),
    );
    None
}

/// The bytes of the YAML of a file, also of one without a closing line.
pub fn yaml_range(text: &str) -> Option<Range<usize>> {
    let (start, _) = opening(text)?;
    Some(start..closing(text, start).map_or(text.len(), |(end, _)| end))
}

fn skip_mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// The byte after the opening line, and the bytes of its `---`. Blank lines
/// above it are passed over.
fn opening(text: &str) -> Option<(usize, Range<usize>)> {
    let mut at = skip_mark(text);
    for line in text[at..].split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == "---" {
            return Some((at + line.len(), at..at + 3));
        }
        if !bare.is_empty() {
            return None;
        }
        at += line.len();
    }
    None
}

/// The byte before the closing line and the byte after it.
fn closing(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let rest = &text[at..];
        if rest.is_empty() {
            return None;
        }
        let end = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |feed| feed + 1);
        if rest.starts_with("---") && rest[3..end].trim().is_empty() {
            return Some((at, at + end));
        }
        at += end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(Option<&str>, &str)> {
        let mut out = Vec::new();
        let parts = split(&"a.md".into(), text, &mut out);
        assert_eq!(parts.is_none(), !out.is_empty());
        parts.map(|p| (p.yaml.map(|y| &text[y]), &text[p.body]))
    }

    #[test]
    fn front_matter_and_body() {
        assert_eq!(parts("---\na: 1\n---\nBody\n---\nmore"), Some((Some("a: 1\n"), "Body\n---\nmore")));
        assert_eq!(parts("\u{feff}---\r\na: 1\r\n--- \r\nBody"), Some((Some("a: 1\r\n"), "Body")));
        assert_eq!(parts("\n\n---\n---\n"), Some((Some(""), "")));
        assert_eq!(parts("---\na: 1\n---"), Some((Some("a: 1\n"), "")));
        assert_eq!(parts("---\ntext: |\n  a\n  ---\n---\nB"), Some((Some("text: |\n  a\n  ---\n"), "B")));
    }

    #[test]
    fn without() {
        assert_eq!(parts(""), Some((None, "")));
        assert_eq!(parts("\u{feff}Body"), Some((None, "Body")));
        assert_eq!(parts("----\nBody"), Some((None, "----\nBody")));
    }

    #[test]
    fn faults() {
        for (text, code) in [
            ("---\na: 1\n", UNCLOSED),
            ("---", UNCLOSED),
            ("---\na: 1\n----\nBody", UNCLOSED),
            ("+++\na = 1\n+++\n", MISSING),
        ] {
            let mut out = Vec::new();
            assert_eq!(split(&"a.md".into(), text, &mut out), None);
            assert_eq!(out.iter().map(|d| d.code).collect::<Vec<_>>(), [code], "{text}");
        }
    }
}
