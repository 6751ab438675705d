//! Finds the bytes of a place.
//!
//! In: diagnostics, and a way to get a file's text. Out: the same with lines
//! and columns, in the order of the files and of the places in them. A node of
//! a YAML or JSON document is found by a second parse, one that keeps
//! positions, made only now that something is to be shown. What cannot be
//! found falls back to its nearest parent that exists, then to the file. Never
//! reads a file by itself and never changes a diagnostic.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser};

use super::front_matter;
use crate::diagnostic::located::Lines;
use crate::diagnostic::{At, Diagnostic, Located, Location, Place, Step};

/// Finds the places of diagnostics, sorts them by place and drops what is said
/// twice. `source` gives the text of a file by its path relative to the root.
pub fn locate(diagnostics: Vec<Diagnostic>, source: impl Fn(&str) -> Option<Arc<str>>) -> Vec<Located> {
    let mut files = Files { source, known: HashMap::new() };
    let mut located: Vec<Located> = diagnostics
        .into_iter()
        .map(|diagnostic| {
            let location = diagnostic.place.as_ref().map(|place| files.find(place));
            let related = diagnostic.related.iter().map(|r| files.find(&r.place)).collect();
            Located { diagnostic, location, related }
        })
        .collect();
    located.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.diagnostic.cmp(&b.diagnostic)));
    located.dedup_by(|a, b| a.diagnostic == b.diagnostic);
    located
}

/// What diagnostics are ordered by: those without a place last.
fn key(located: &Located) -> (bool, Option<&str>, usize) {
    let location = located.location.as_ref();
    let byte = location.and_then(|l| l.range.as_ref()).map_or(0, |r| r.bytes.start);
    (location.is_none(), location.map(|l| &*l.file), byte)
}

struct Files<F> {
    source: F,
    known: HashMap<Arc<str>, Option<File>>,
}

struct File {
    text: Arc<str>,
    lines: Lines,
    document: Option<Document>,
}

impl<F: Fn(&str) -> Option<Arc<str>>> Files<F> {
    fn find(&mut self, place: &Place) -> Location {
        let source = &self.source;
        let file = self.known.entry(Arc::clone(&place.file)).or_insert_with(|| {
            let text = source(&place.file)?;
            Some(File { lines: Lines::new(&text), text, document: None })
        });
        let Some(file) = file else {
            return Location { file: Arc::clone(&place.file), text: None, range: None };
        };
        let bytes = match &place.at {
            At::File => None,
            At::Bytes { start, end } => Some(*start as usize..*end as usize),
            At::Node { path, key, part } => {
                let document = file.document.get_or_insert_with(|| Document::parse(&place.file, &file.text));
                document.find(&file.text, path, *key, part.as_deref())
            }
        };
        let range = bytes.map(|bytes| file.lines.range(&file.text, &bytes));
        Location { file: Arc::clone(&place.file), text: Some(Arc::clone(&file.text)), range }
    }
}

/// A YAML or JSON document with the positions of its nodes.
#[derive(Debug, Default)]
pub struct Document {
    nodes: Vec<Node>,
}

/// A node; the first of a document is its root.
#[derive(Debug)]
struct Node {
    /// In bytes of the file.
    bytes: Range<usize>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Scalar(String),
    List(Vec<usize>),
    /// Keys and values; a key whose value was never read has none.
    Map(Vec<(usize, Option<usize>)>),
    Alias(Option<usize>),
}

impl Document {
    /// Parses the document of a file as far as it can be: a file of Markdown
    /// holds it as front matter, any other is one as a whole.
    pub fn parse(file: &str, text: &str) -> Self {
        let region = region(file, text);
        let mut document = Self::default();
        let source = &text[region.clone()];
        let mut cursor = Cursor { text: source, chars: 0, byte: 0 };
        let mut anchors: HashMap<usize, usize> = HashMap::new();
        let mut open: Vec<usize> = Vec::new();
        let mut parser = Parser::new_from_str(source);
        while let Some(Ok((event, span))) = parser.next_event() {
            let start = region.start + cursor.byte_of(span.start.index());
            let end = region.start + cursor.byte_of(span.end.index());
            let (kind, anchor, opens) = match event {
                Event::Scalar(value, _, anchor, _) => (Kind::Scalar(value.into_owned()), anchor, false),
                Event::SequenceStart(anchor, _) => (Kind::List(Vec::new()), anchor, true),
                Event::MappingStart(anchor, _) => (Kind::Map(Vec::new()), anchor, true),
                Event::Alias(anchor) => (Kind::Alias(anchors.get(&anchor).copied()), 0, false),
                Event::SequenceEnd | Event::MappingEnd => {
                    if let Some(node) = open.pop() {
                        document.nodes[node].bytes.end = end;
                    }
                    continue;
                }
                Event::DocumentEnd => break,
                _ => continue,
            };
            let id = document.nodes.len();
            document.nodes.push(Node { bytes: start..end.max(start), kind });
            if let Some(parent) = open.last() {
                match &mut document.nodes[*parent].kind {
                    Kind::List(list) => list.push(id),
                    Kind::Map(map) => match map.last_mut() {
                        Some((_, value @ None)) => *value = Some(id),
                        _ => map.push((id, None)),
                    },
                    Kind::Scalar(_) | Kind::Alias(_) => {}
                }
            }
            if anchor > 0 {
                anchors.insert(anchor, id);
            }
            if opens {
                open.push(id);
            }
        }
        document
    }

    /// The bytes of a node, of its key, or of a part of its text.
    pub fn find(&self, text: &str, path: &[Step], key: bool, part: Option<&str>) -> Option<Range<usize>> {
        let mut node = 0;
        let mut key_node = None;
        let mut whole = true;
        self.nodes.first()?;
        for step in path {
            let Some((found_key, found)) = self.step(node, step, 0) else {
                whole = false;
                break;
            };
            // An entry of a list has no key of its own.
            key_node = found_key;
            if let Some(found) = found {
                node = found;
            } else {
                whole = false;
                break;
            }
        }
        let key_bytes = key_node.map(|id: usize| self.nodes[id].bytes.clone());
        if key && whole && key_bytes.is_some() {
            return key_bytes;
        }
        let bytes = without_anchor(text, self.nodes[node].bytes.clone());
        if let (Some(part), Kind::Scalar(_)) = (part, &self.nodes[node].kind)
            && let Some(found) = find_part(&text[bytes.clone()], part)
        {
            return Some(bytes.start + found.start..bytes.start + found.end);
        }
        let block = !matches!(self.nodes[node].kind, Kind::Scalar(_) | Kind::Alias(_))
            && !text[bytes.clone()].starts_with(['[', '{']);
        if block || bytes.is_empty() {
            // A block goes over many lines: its key, or its first line, says enough.
            if let Some(key) = key_bytes {
                return Some(key);
            }
        }
        Some(first_line(text, bytes))
    }

    /// The key and the value one step further. `depth` counts the merges on
    /// the way, since a document can merge a mapping into itself.
    fn step(&self, node: usize, step: &Step, depth: usize) -> Option<(Option<usize>, Option<usize>)> {
        let node = self.behind_alias(node)?;
        match (step, &self.nodes[node].kind) {
            (Step::Index(index), Kind::List(list)) => list.get(*index as usize).map(|id| (None, Some(*id))),
            // The entry of a mapping by its position, where keys are names.
            (Step::Index(index), Kind::Map(map)) => map.get(*index as usize).map(|(key, value)| (Some(*key), *value)),
            (Step::Key(wanted), Kind::Map(map)) => {
                let is = |id: usize, name: &str| matches!(&self.nodes[id].kind, Kind::Scalar(key) if key == name);
                // Of a key that is written twice, the second is at fault.
                if let Some((key, value)) = map.iter().rev().find(|(key, _)| is(*key, wanted)) {
                    return Some((Some(*key), *value));
                }
                let merged = map.iter().find(|(key, _)| is(*key, "<<")).and_then(|(_, value)| *value)?;
                if depth > 8 {
                    return None;
                }
                match &self.nodes[merged].kind {
                    Kind::List(sources) => sources.iter().find_map(|id| self.step(*id, step, depth + 1)),
                    _ => self.step(merged, step, depth + 1),
                }
            }
            _ => None,
        }
    }

    fn behind_alias(&self, node: usize) -> Option<usize> {
        match self.nodes.get(node)?.kind {
            Kind::Alias(target) => target,
            _ => Some(node),
        }
    }

    /// How a scalar is written in the file, without its quotes.
    pub fn scalar_source(&self, text: &str, path: &[Step]) -> Option<String> {
        let mut node = 0;
        self.nodes.first()?;
        for step in path {
            node = self.step(node, step, 0)?.1?;
        }
        let node = self.behind_alias(node)?;
        match &self.nodes[node].kind {
            Kind::Scalar(value) => Some(value.clone()),
            _ => text.get(self.nodes[node].bytes.clone()).map(str::to_owned),
        }
    }
}

/// The bytes of a file that hold its document.
fn region(file: &str, text: &str) -> Range<usize> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    if ["md", "markdown"].iter().any(|e| ending.eq_ignore_ascii_case(e)) {
        return front_matter::yaml_range(text).unwrap_or(start..start);
    }
    start..text.len()
}

/// The bytes of a node without the `&name` before it.
fn without_anchor(text: &str, bytes: Range<usize>) -> Range<usize> {
    let slice = &text[bytes.clone()];
    if !slice.starts_with('&') {
        return bytes;
    }
    let name = slice.find(char::is_whitespace).unwrap_or(slice.len());
    let start = bytes.start + slice.len() - slice[name..].trim_start().len();
    start..bytes.end
}

fn first_line(text: &str, bytes: Range<usize>) -> Range<usize> {
    let slice = &text[bytes.clone()];
    let line = slice.split('\n').next().unwrap_or(slice).trim_end();
    bytes.start..bytes.start + line.len()
}

/// Finds a part of a text, if it can where it stands as a word of its own:
/// `Son` is not in `Robertson`.
fn find_part(text: &str, part: &str) -> Option<Range<usize>> {
    if part.is_empty() {
        return None;
    }
    let alone = |at: usize| {
        let inner = |edge: Option<char>, outside: Option<char>| {
            edge.is_some_and(char::is_alphanumeric) && outside.is_some_and(char::is_alphanumeric)
        };
        !inner(part.chars().next(), text[..at].chars().next_back())
            && !inner(part.chars().next_back(), text[at + part.len()..].chars().next())
    };
    let mut matches = text.match_indices(part).map(|(at, _)| at);
    let at = matches.clone().find(|at| alone(*at)).or_else(|| matches.next())?;
    Some(at..at + part.len())
}

/// Turns counts of characters into bytes. They come in rising order but for
/// small steps back.
struct Cursor<'a> {
    text: &'a str,
    chars: usize,
    byte: usize,
}

impl Cursor<'_> {
    fn byte_of(&mut self, chars: usize) -> usize {
        while self.chars < chars {
            let Some(c) = self.text[self.byte..].chars().next() else { break };
            self.byte += c.len_utf8();
            self.chars += 1;
        }
        while self.chars > chars {
            let Some(c) = self.text[..self.byte].chars().next_back() else { break };
            self.byte -= c.len_utf8();
            self.chars -= 1;
        }
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(file: &str, text: &'t str, path: &[Step], key: bool, part: Option<&str>) -> &'t str {
        let bytes = Document::parse(file, text).find(text, path, key, part).unwrap();
        &text[bytes]
    }

    fn k(key: &'static str) -> Step {
        Step::from(key)
    }

    const RECORD: &str = "ünï: 1\r\nmatches:\r\n  - home: Côte d'Ivoire # home\r\n    goals: [\"Drogba 1', 2'\", 'b']\r\n    lineups:\r\n      A: {eleven: \"Robertson; Son\"}\r\n  - &second\r\n    home: Iran\r\nagain: *second\r\nempty:\r\n";

    #[test]
    fn nodes_keys_and_parts() {
        let f = "content/record/a.yaml";
        let find = |path: &[Step], key, part| found(f, RECORD, path, key, part);
        assert_eq!(find(&[k("matches"), 0u32.into(), k("home")], false, None), "Côte d'Ivoire");
        assert_eq!(find(&[k("matches"), 0u32.into(), k("home")], true, None), "home");
        assert_eq!(find(&[k("matches"), 0u32.into(), k("goals"), 0u32.into()], false, Some("2'")), "2'");
        let eleven = [k("matches"), 0u32.into(), k("lineups"), k("A"), k("eleven")];
        assert_eq!(find(&eleven, false, Some("Son")), "Son");
        let bytes = Document::parse(f, RECORD).find(RECORD, &eleven, false, Some("Son")).unwrap();
        assert_eq!(&RECORD[bytes.start - 2..bytes.start], "; ");
        assert_eq!(find(&[k("ünï")], false, None), "1");
    }

    #[test]
    fn falls_back_to_the_nearest_parent() {
        let f = "content/record/a.yaml";
        let find = |path: &[Step], key, part| found(f, RECORD, path, key, part);
        // A position inside a text: the text itself, and the part in it.
        let inside = [k("matches"), 0u32.into(), k("lineups"), k("A"), k("eleven"), 1u32.into()];
        assert_eq!(find(&inside, false, Some("Son")), "Son");
        assert_eq!(find(&[k("matches"), 1u32.into(), k("away")], true, None), "home: Iran");
        assert_eq!(find(&[k("matches"), 9u32.into()], false, None), "matches");
        assert_eq!(find(&[k("nothing")], false, None), "ünï: 1");
        assert_eq!(find(&[k("empty")], false, None), "empty");
    }

    #[test]
    fn through_aliases_and_merges() {
        let f = "a.yaml";
        assert_eq!(found(f, RECORD, &[k("again"), k("home")], false, None), "Iran");
        assert_eq!(found(f, RECORD, &[k("again")], false, None), "*second");
        let merged = "a: &a {x: 1}\nb: {<<: *a, y: 2}\nc: &c\n  <<: *c\n";
        assert_eq!(found(f, merged, &[k("b"), k("x")], false, None), "1");
        assert!(Document::parse(f, merged).find(merged, &[k("c"), k("x")], false, None).is_some());
    }

    #[test]
    fn front_matter_and_json() {
        let story = "\u{feff}---\r\ntitle: \"é x\"\r\n---\r\ntitle: no\r\n";
        assert_eq!(found("content/stories/a.md", story, &[k("title")], false, None), "\"é x\"");
        let json = r#"{"name": "é", "matches": [{"team1": "B"}]}"#;
        assert_eq!(found("a.json", json, &[k("matches"), 0u32.into(), k("team1")], false, None), "\"B\"");
        assert_eq!(found("a.json", json, &[k("matches"), 0u32.into()], false, None), r#"{"team1": "B"}"#);
    }

    #[test]
    fn a_broken_document_is_read_as_far_as_it_goes() {
        let text = "a: 1\nb: [x, y\nc: \"\n";
        assert_eq!(found("a.yaml", text, &[k("b"), 0u32.into()], false, None), "x");
        assert!(Document::parse("a.yaml", "").find("", &[k("b")], false, None).is_none());
        assert!(Document::parse("a.md", "no front matter").find("", &[k("b")], false, None).is_none());
    }

    #[test]
    fn sorted_by_place_and_said_once() {
        let a: Arc<str> = "a.yaml".into();
        let b: Arc<str> = "b.yaml".into();
        let text: Arc<str> = "x: 1\ny: 2\n".into();
        let at = |file: &Arc<str>, key: &'static str| {
            Diagnostic::error("E0001", key).at(Place::node(file, [Step::from(key)]))
        };
        let all = vec![Diagnostic::error("E0001", "nowhere"), at(&b, "x"), at(&a, "y"), at(&a, "x"), at(&a, "y")];
        let located = locate(all, |file| (file == "a.yaml").then(|| Arc::clone(&text)));
        let seen: Vec<_> = located
            .iter()
            .map(|l| {
                let position =
                    l.location.as_ref().and_then(|l| l.range.as_ref()).map(|r| (r.start.line, r.start.column));
                (l.diagnostic.message.as_str(), position)
            })
            .collect();
        assert_eq!(seen, [("x", Some((1, 4))), ("y", Some((2, 4))), ("x", None), ("nowhere", None)]);
    }
}
