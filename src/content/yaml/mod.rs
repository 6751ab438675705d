//! Reading YAML the author wrote, with every fault told.
//!
//! In: the text of a document. Out: typed values, taken key by key from a
//! [`Node`] that was parsed once, and diagnostics for what is wrong, all of
//! them in one run. Never stops at the first fault and never knows what the
//! keys mean.

pub mod fields;
pub mod node;
pub mod quote;
pub mod scalar;
pub mod syntax;
pub mod way;

pub use fields::Fields;
pub use node::Node;
pub use syntax::parse;
pub use way::Way;

use std::cell::OnceCell;
use std::sync::Arc;

use super::forms::{Fault, naming};
use super::locate;
use super::raw::{Names, Sym};
use crate::diagnostic::{Diagnostic, Place};

/// A document that is being read: where it stands, and where its faults go.
pub struct Doc<'a> {
    /// The file, relative to the root.
    pub file: &'a Arc<str>,
    /// The whole text of the file.
    pub text: &'a str,
    /// The table of names.
    pub names: &'a Names,
    /// The faults found so far.
    pub out: &'a mut Vec<Diagnostic>,
    /// It was imported from a data file, which says what it says: what is only
    /// unlikely is not told here.
    pub imported: bool,
    /// The document with positions, parsed only if it is needed.
    tree: OnceCell<locate::Document>,
}

impl<'a> Doc<'a> {
    /// A document of a file.
    pub fn new(file: &'a Arc<str>, text: &'a str, names: &'a Names, out: &'a mut Vec<Diagnostic>) -> Self {
        Self { file, text, names, out, imported: false, tree: OnceCell::new() }
    }

    /// A scalar as it is written in the file, without its quotes: `1.10` and
    /// not the number it stands for.
    pub fn written(&self, way: &Way<'_>) -> Option<String> {
        let tree = self.tree.get_or_init(|| locate::Document::parse(self.file, self.text));
        tree.scalar_source(self.text, &way.steps())
    }

    /// The symbol of a name, its blanks tidied.
    pub fn sym(&self, name: &str) -> Sym {
        self.names.get_or_intern(naming::tidy(name))
    }

    /// Records a fault at a node.
    pub fn error(&mut self, code: &'static str, message: impl Into<String>, way: &Way<'_>) {
        self.out.push(Diagnostic::error(code, message).at(way.place(self.file)));
    }

    /// Records a fault at a node, with a help line.
    pub fn error_with_help(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        way: &Way<'_>,
        help: impl Into<String>,
    ) {
        self.out.push(Diagnostic::error(code, message).at(way.place(self.file)).help(help));
    }

    /// Records what is likely a mistake at a node.
    pub fn warning(&mut self, code: &'static str, message: impl Into<String>, way: &Way<'_>, help: impl Into<String>) {
        self.out.push(Diagnostic::warning(code, message).at(way.place(self.file)).help(help));
    }

    /// Records the fault of a small form, at the part of the scalar that is
    /// wrong.
    pub fn fault(&mut self, fault: Fault<'_>, whole: &str, way: &Way<'_>) {
        let mut place: Place = way.place(self.file);
        if !fault.part.is_empty() && fault.part.len() < whole.trim().len() {
            place = place.part(fault.part);
        }
        self.out.push(Diagnostic::error(fault.code, fault.message).at(place).maybe_help(fault.help));
    }
}
