//! Single values taken from a document, with every kindness that is safe.
//!
//! In: a [`Node`] and where it stands. Out: a text, a number, a yes or no, a
//! small form; or `None` with a diagnostic that says what was expected and
//! what was found. Authors write `season: 2022` where text is meant and
//! `"3"` where a number is: both are taken.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::{Doc, Node, Way};
use crate::content::forms::{Parsed, shown};
use crate::diagnostic::nearest;

/// The code of a value of the wrong type.
pub const WRONG_TYPE: &str = "E0202";
/// The code of a word that is none of those allowed.
pub const NOT_A_CHOICE: &str = "E0204";
/// The code of a number out of its range.
pub const OUT_OF_RANGE: &str = "E0205";

/// Says that another type was expected.
pub fn wrong_type(doc: &mut Doc<'_>, way: &Way<'_>, expected: &str, found: &Node<'_>) {
    let of = way.name().map(|name| format!(" for `{name}`")).unwrap_or_default();
    let message = format!("expected {expected}{of}, found {}", found.describe());
    if let (Node::Map(map), true) = (found, expected.starts_with("a text") || expected.starts_with("a name"))
        && let [(key, Node::Text(value))] = map.as_slice()
    {
        // `- Iran: the night after` is a mapping to YAML.
        let text = format!("{key}: {value}");
        let help = format!("if it is one text, put it in quotes: `\"{}\"`", shown(&text));
        return doc.error_with_help(WRONG_TYPE, message, way, help);
    }
    doc.error(WRONG_TYPE, message, way);
}

/// A text. Numbers, `true` and the like are taken as they were written.
pub fn text<'a>(doc: &mut Doc<'_>, node: Node<'a>, way: &Way<'_>, expected: &str) -> Option<Cow<'a, str>> {
    match node {
        Node::Text(text) => Some(text),
        Node::Int(number) => Some(Cow::Owned(number.to_string())),
        // `1.10` is not `1.1` where a text is meant, nor `True` `true`.
        Node::Float(_) | Node::Bool(_) => {
            let written = doc.written(way);
            Some(Cow::Owned(written.unwrap_or_else(|| node.to_json())))
        }
        other => {
            wrong_type(doc, way, expected, &other);
            None
        }
    }
}

/// A whole number within a range.
pub fn number<T: TryFrom<i64>>(
    doc: &mut Doc<'_>,
    node: &Node<'_>,
    way: &Way<'_>,
    range: &RangeInclusive<i64>,
) -> Option<T> {
    let value = match node {
        Node::Int(value) => *value,
        Node::Text(text) => {
            if let Ok(value) = text.trim().parse() {
                value
            } else {
                doc.error(WRONG_TYPE, format!("expected a whole number, found `{}`", shown(text)), way);
                return None;
            }
        }
        Node::Float(value) => {
            doc.error(WRONG_TYPE, format!("expected a whole number, found `{value}`"), way);
            return None;
        }
        other => {
            wrong_type(doc, way, "a whole number", other);
            return None;
        }
    };
    let fitting = if range.contains(&value) { T::try_from(value).ok() } else { None };
    if fitting.is_none() {
        let message = format!("`{value}` is out of range: expected {} to {}", range.start(), range.end());
        doc.error(OUT_OF_RANGE, message, way);
    }
    fitting
}

/// Yes or no. The words of older YAML are understood.
pub fn flag(doc: &mut Doc<'_>, node: &Node<'_>, way: &Way<'_>) -> Option<bool> {
    match node {
        Node::Bool(value) => return Some(*value),
        Node::Text(text) => {
            if ["yes", "on", "true", "y"].iter().any(|w| text.trim().eq_ignore_ascii_case(w)) {
                return Some(true);
            }
            if ["no", "off", "false", "n"].iter().any(|w| text.trim().eq_ignore_ascii_case(w)) {
                return Some(false);
            }
            doc.error(WRONG_TYPE, format!("expected `true` or `false`, found `{}`", shown(text)), way);
        }
        other => wrong_type(doc, way, "`true` or `false`", other),
    }
    None
}

/// One of several words; case, blanks and underscores do not matter.
pub fn choice<T: Copy>(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>, choices: &[(&str, T)]) -> Option<T> {
    let written = text(doc, node, way, "a word")?;
    let word = written.trim().to_lowercase().replace([' ', '_'], "-");
    if let Some((_, value)) = choices.iter().find(|(name, _)| name.replace(' ', "-") == word) {
        return Some(*value);
    }
    let of = way.name().map(|name| format!(" for `{name}`")).unwrap_or_default();
    let message = format!("`{}` is not known{of}", shown(&written));
    let names = || choices.iter().map(|(name, _)| *name);
    let help = match nearest(&word, names()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("expected one of {}", names().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")),
    };
    doc.error_with_help(NOT_A_CHOICE, message, way, help);
    None
}

/// A small form inside a text.
pub fn form<T>(
    doc: &mut Doc<'_>,
    node: Node<'_>,
    way: &Way<'_>,
    expected: &str,
    parse: impl FnOnce(&str) -> Parsed<'_, T>,
) -> Option<T> {
    let text = text(doc, node, way, expected)?;
    match parse(&text) {
        Ok(value) => Some(value),
        Err(fault) => {
            doc.fault(fault, &text, way);
            None
        }
    }
}

/// Calls a function with every entry of a list and its way; a single value is
/// a list of one. Entries without a value are passed over.
pub fn each<'a>(
    doc: &mut Doc<'_>,
    node: Node<'a>,
    way: &Way<'_>,
    mut with: impl FnMut(&mut Doc<'_>, Node<'a>, &Way<'_>),
) {
    match node {
        Node::List(list) => {
            for (i, node) in list.into_iter().enumerate() {
                if node != Node::Null {
                    with(doc, node, &way.index(i));
                }
            }
        }
        single => with(doc, single, way),
    }
}
