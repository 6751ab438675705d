//! Markdown bodies to HTML.
//!
//! In: a body's text with its mentions, the addresses and the files there are.
//! Out: HTML, the files that must be copied beside the page, and what is wrong
//! with the text's own links and pictures. Works on pulldown-cmark's events
//! with their places in the source, never on the HTML. Never reads a file.
//!
//! | file | does |
//! |---|---|
//! | `writer` | events to HTML: links of mentions, footnotes, figures, tables |
//! | `targets` | where a link or a picture leads |
//! | `sanitise` | raw HTML by an allow-list |
//! | `plain` | the words alone: excerpts, reading time |

mod plain;
mod sanitise;
mod targets;
#[cfg(test)]
mod tests;
mod writer;

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::Parser;

pub use crate::link::markdown::options;
pub use plain::{excerpt, word_count};
pub use targets::Targets;

use super::assets::Copy;
use crate::diagnostic::{Diagnostic, Place};
use crate::link::Mention;
use crate::model::Body;

/// What is wrong with a link or a picture of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of the text that are meant.
    pub range: Range<usize>,
    /// What.
    pub kind: FaultKind,
}

/// Kinds of faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A link to a page of this site that does not exist.
    NoPage {
        /// As written.
        written: String,
        /// A page of a similar address.
        nearest: Option<String>,
    },
    /// A picture or file that does not exist.
    NoFile {
        /// As written.
        written: String,
        /// Where it was looked for.
        tried: Vec<String>,
    },
}

impl Fault {
    /// The diagnostic for a fault in this body.
    pub fn diagnostic(&self, body: &Body) -> Diagnostic {
        let start = body.offset as usize;
        let place = Place::bytes(&body.file, start + self.range.start..start + self.range.end);
        match &self.kind {
            FaultKind::NoPage { written, nearest } => {
                Diagnostic::error("E0502", format!("the link `{written}` leads to no page of this site"))
                    .at(place)
                    .help(match nearest {
                        Some(nearest) => format!("did you mean `{nearest}`?"),
                        None => {
                            "write an address of this site (`/about/`), the file of a story, or a whole URL".to_owned()
                        }
                    })
            }
            FaultKind::NoFile { written, tried } => no_file(written, tried).at(place),
        }
    }
}

/// The diagnostic for a file that does not exist, without its place.
pub fn no_file(written: &str, tried: &[String]) -> Diagnostic {
    let tried: Vec<String> = tried.iter().map(|path| format!("`{path}`")).collect();
    let help = match tried.as_slice() {
        [] => "the path leads out of the site's folder".to_owned(),
        _ => format!("put the file at {}", tried.join(" or ")),
    };
    Diagnostic::error("E0503", format!("there is no file `{written}`")).help(help)
}

/// A body as HTML.
#[derive(Clone, Debug, Default)]
pub struct Html {
    /// The HTML.
    pub html: String,
    /// Files that must be copied beside the page.
    pub copies: Vec<Copy>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// A text to be rendered.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The Markdown text.
    pub text: &'a str,
    /// Its file, relative to the root.
    pub file: &'a str,
    /// The path of the page that shows it.
    pub page: &'a str,
    /// Its mentions, in order of their places.
    pub mentions: &'a [Mention],
    /// Raw HTML is left untouched.
    pub unsafe_html: bool,
}

/// Renders a text.
pub fn render(source: &Source<'_>, targets: &Targets<'_>) -> Html {
    let events: Vec<_> = Parser::new_ext(source.text, options()).into_offset_iter().collect();
    let mut out = writer::Writer::new(source, targets, &events).run();
    if out.raw && !source.unsafe_html {
        out.html.html = sanitise::clean(&out.html.html);
    }
    out.html
}

/// The faults of a body's links and pictures, and the files to be copied,
/// without its HTML.
pub fn check(source: &Source<'_>, targets: &Targets<'_>) -> (Vec<Copy>, Vec<Fault>) {
    targets::check(source, targets)
}

/// A digest of where a body's links and pictures lead.
pub fn link_digest(source: &Source<'_>, targets: &Targets<'_>) -> u64 {
    targets::digest(source, targets)
}

/// Where the links and pictures of a body lead, by their bytes of the text.
pub fn destinations(source: &Source<'_>, targets: &Targets<'_>) -> Vec<(Range<usize>, String)> {
    targets::thorough(source, targets)
        .into_iter()
        .filter_map(|(range, target)| Some((range, target.ok()?.url)))
        .collect()
}

/// Files of the sources by which stories and pages may be linked: the file's
/// path and the url of its page.
pub type SourceFiles = std::collections::BTreeMap<Arc<str>, Arc<str>>;
