//! Parses a YAML document and says what is wrong where it cannot.
//!
//! In: a part of a file's text. Out: its [`Node`], or one diagnostic with the
//! place and, for the commonest slips, how to mend them. Never looks at the
//! meaning of a key.

use std::ops::Range;

use super::{Doc, Node};
use crate::content::forms::shown;
use crate::diagnostic::{Diagnostic, Place};

/// The code of a text that is not YAML.
pub const CODE: &str = "E0102";

/// Parses the document that stands at `range` of the file's text.
pub fn parse<'a>(doc: &mut Doc<'a>, range: Range<usize>) -> Option<Node<'a>> {
    let text: &'a str = doc.text;
    let yaml = &text[range.clone()];
    if let Some(at) = too_deep(yaml) {
        let at = at + range.start;
        doc.out.push(Diagnostic::error(CODE, TOO_DEEP).at(Place::bytes(doc.file, at..at + 1)).help(NO_NEED));
        return None;
    }
    match serde_yaml::from_str(yaml) {
        Ok(node) => Some(node),
        Err(error) => {
            let fault = explain(yaml, &error);
            let bytes = fault.bytes.start + range.start..fault.bytes.end + range.start;
            doc.out
                .push(Diagnostic::error(CODE, fault.message).at(Place::bytes(doc.file, bytes)).maybe_help(fault.help));
            None
        }
    }
}

const TOO_DEEP: &str = "nested too deep";
const NO_NEED: &str = "no key of a site needs lists so deep within lists";

/// Where brackets stand so deep within brackets that no author wrote them. The
/// parser would say so too, but the time it takes grows with the square of the
/// depth.
fn too_deep(yaml: &str) -> Option<usize> {
    const DEEPEST: usize = 5_000;
    if yaml.len() < DEEPEST {
        return None;
    }
    let mut depth = 0_usize;
    for (at, byte) in yaml.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == DEEPEST {
            return Some(at);
        }
    }
    None
}

struct Fault {
    bytes: Range<usize>,
    message: String,
    help: Option<String>,
}

/// The error in words for somebody who does not know YAML's own.
fn explain(yaml: &str, error: &serde_yaml::Error) -> Fault {
    let said = error.to_string();
    let at = position(yaml, error, &said);
    let context = context(yaml, &said);
    let one = |at: usize| at..at + yaml[at..].chars().next().map_or(0, char::len_utf8);
    let fault =
        |bytes: Range<usize>, message: &str, help: Option<String>| Fault { bytes, message: message.to_owned(), help };
    if said.contains("more than one document") {
        let at = second_document(yaml);
        return fault(
            at..(at + 3).min(yaml.len()),
            "a second document begins here",
            Some(
                "a file holds one document: remove the `---`, and write several matches as a list under `matches:`"
                    .into(),
            ),
        );
    }
    if said.contains("mapping values are not allowed") {
        let line = line_at(yaml, at);
        return match quoted(&yaml[line]) {
            Some(line) => fault(one(at), "a text that holds `: ` needs quotes", Some(format!("write {line}"))),
            None => fault(
                one(at),
                "a `:` is not expected here",
                Some("check how far the line is indented: keys that belong together begin at the same column".into()),
            ),
        };
    }
    if said.contains("tab character") || yaml[at..].starts_with('\t') {
        return fault(
            one(at),
            "a tab is used for indentation",
            Some("indent with spaces: YAML allows no tabs there".into()),
        );
    }
    if said.contains("while scanning a quoted scalar") {
        let open = context.unwrap_or(at);
        let line = &yaml[line_at(yaml, open)];
        let help = if yaml[open..].starts_with('\'') && line.matches('\'').count() > 2 {
            "inside single quotes an apostrophe ends the text: use double quotes, as in `\"Pulisic 38'\"`"
        } else {
            "close it on the same line"
        };
        return fault(open..line_at(yaml, open).end, "this quote is never closed", Some(help.into()));
    }
    if said.contains("cannot start any token") {
        let c = yaml[at..].chars().next().unwrap_or(' ');
        return fault(
            one(at),
            &format!("a text that begins with `{c}` needs quotes"),
            Some(format!("write `\"{}\"`", shown(yaml[at..line_at(yaml, at).end].trim()))),
        );
    }
    if said.contains("unknown anchor") {
        return fault(
            at..line_at(yaml, at).end,
            "a text that begins with `*` needs quotes",
            Some(format!("write `\"{}\"`", shown(&yaml[at..line_at(yaml, at).end]))),
        );
    }
    if said.contains("did not find expected ',' or") {
        let open = context.unwrap_or(at);
        let (bracket, close) = if yaml[open..].starts_with('{') { ("{", "}") } else { ("[", "]") };
        return fault(
            one(open),
            &format!("the list opened by `{bracket}` is not understood, or never closed"),
            Some(format!(
                "part its entries by commas, put texts with quotes or brackets in quotes, and close it with `{close}`"
            )),
        );
    }
    if said.contains("could not find expected ':'") {
        let line = line_at(yaml, context.unwrap_or(at));
        return fault(
            line.clone(),
            "this line has no `key: value`",
            Some(format!("if `{}` continues the text above, put the whole text in quotes", shown(&yaml[line]))),
        );
    }
    if said.contains("did not find expected key") {
        let line = line_at(yaml, at);
        if yaml[line.start..at].contains(['\'', '"']) {
            return fault(
                at..line.end,
                "the text goes on after its closing quote",
                Some("put the whole text in quotes, and use double quotes where it holds an apostrophe".into()),
            );
        }
        return fault(
            line,
            "this line is not understood",
            Some("check how far it is indented: keys that belong together begin at the same column".into()),
        );
    }
    if said.contains("did not find expected '-'") {
        return fault(
            line_at(yaml, at),
            "a list ends here without a reason",
            Some("every entry of a list begins with `- ` at the same column; keys cannot stand among them".into()),
        );
    }
    if said.contains("block sequence entries are not allowed") {
        return fault(
            one(at),
            "a list cannot begin on the line of its key",
            Some("begin its first `- ` on a line of its own".into()),
        );
    }
    if said.contains("control characters") {
        return fault(
            one(at),
            "an invisible control character",
            Some("delete it: it may come from a copied text".into()),
        );
    }
    if said.contains("recursion limit") {
        return fault(one(at), TOO_DEEP, Some(NO_NEED.into()));
    }
    let problem = said.split(" at line ").next().unwrap_or(&said);
    fault(at..line_at(yaml, at).end, &format!("not YAML: {problem}"), None)
}

/// The byte of the error.
fn position(yaml: &str, error: &serde_yaml::Error, said: &str) -> usize {
    let mut at = error.location().map_or(0, |location| location.index());
    if at == 0
        && let Some(digits) = said.split_once("position ").map(|(_, rest)| rest)
    {
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        at = digits[..end].parse().unwrap_or(0);
    }
    at = at.min(yaml.len());
    while !yaml.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The byte of what the parser was reading, where its message tells line and
/// column.
fn context(yaml: &str, said: &str) -> Option<usize> {
    let (_, text) = said.split_once("while ")?;
    let (_, place) = text.split_once(" at line ")?;
    let (line, rest) = place.split_once(" column ")?;
    let line: usize = line.parse().ok()?;
    let column: usize = rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()?;
    let start = yaml.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum::<usize>();
    let rest = yaml.get(start..)?;
    Some(start + rest.char_indices().nth(column.checked_sub(1)?).map_or(rest.len(), |(i, _)| i))
}

/// The bytes of the line around a byte, without its indentation and end.
fn line_at(yaml: &str, at: usize) -> Range<usize> {
    let start = yaml[..at].rfind('\n').map_or(0, |feed| feed + 1);
    let end = yaml[at..].find('\n').map_or(yaml.len(), |feed| at + feed);
    let line = &yaml[start..end];
    let indent = line.len() - line.trim_start().len();
    let end = start + line.trim_end().len();
    (start + indent).min(end)..end
}

/// The line `title: Iran: the night` with its text in quotes.
fn quoted(line: &str) -> Option<String> {
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    if value.is_empty() || !value.contains(": ") && !value.ends_with(':') || value.starts_with(['"', '\'', '[', '{']) {
        return None;
    }
    Some(if value.contains('"') {
        format!("`{key}: '{}'`", value.replace('\'', "''"))
    } else {
        format!("`{key}: \"{value}\"`")
    })
}

/// Where a second document begins.
fn second_document(yaml: &str) -> usize {
    let mut at = 0;
    let mut content = false;
    for line in yaml.split_inclusive('\n') {
        if line.starts_with("---") && content {
            return at;
        }
        let bare = line.trim();
        content |= !bare.is_empty() && !bare.starts_with('#') && !line.starts_with("---");
        at += line.len();
    }
    // The first key stands further in than the others: they begin a document
    // of their own to the parser.
    yaml.len() - yaml.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(yaml: &str) -> (String, String, Option<String>) {
        let error = serde_yaml::from_str::<Node<'_>>(yaml).unwrap_err();
        let fault = explain(yaml, &error);
        (yaml[fault.bytes].to_owned(), fault.message, fault.help)
    }

    #[test]
    fn the_commonest_slips_are_explained() {
        for (yaml, part, message) in [
            ("title: Iran: the night\nb: 1\n", ":", "a text that holds `: ` needs quotes"),
            ("a: 1\n  b: 2\n", ":", "a `:` is not expected here"),
            ("a: 1\n\tb: 2\n", "\t", "a tab is used for indentation"),
            ("a: 1\ntitle: \"öpen\nb: 1\nc: 2\n", "\"öpen", "this quote is never closed"),
            ("goals: ['Pulisic 38'']\n", "'Pulisic 38'']", "this quote is never closed"),
            ("title: 'it's'\nb: 1\n", "s'", "the text goes on after its closing quote"),
            ("äöü: \"x\" y\n", "y", "the text goes on after its closing quote"),
            ("goals: [\"A 38'\", \"B\"\nb: 1\n", "[", "the list opened by `[` is not understood, or never closed"),
            ("a: {b: 1\n", "{", "the list opened by `{` is not understood, or never closed"),
            ("a: 1\nnonsense\nb: 2\n", "nonsense", "this line has no `key: value`"),
            ("a: @x\n", "@", "a text that begins with `@` needs quotes"),
            ("a: *x y\n", "*x y", "a text that begins with `*` needs quotes"),
            ("a: 1\n---\nb: 2\n", "---", "a second document begins here"),
            ("- a\nb: 1\n", "b: 1", "a list ends here without a reason"),
            ("a: - b\n", "-", "a list cannot begin on the line of its key"),
            ("a: \u{7}\n", "\u{7}", "an invisible control character"),
            ("a: \"\\q\"\n", "\\q\"", "not YAML: found unknown escape character"),
            ("a: &x [*x]\n", "&", "nested too deep"),
            ("a:\r\n  b: 1\r\n c: 2\r\n", "c: 2", "this line is not understood"),
        ] {
            let (found, said, _) = fault(yaml);
            assert_eq!((found.as_str(), said.as_str()), (part, message), "{yaml}");
        }
    }

    #[test]
    fn the_help_shows_the_line_mended() {
        assert_eq!(fault("title: Iran: the night\n").2.as_deref(), Some("write `title: \"Iran: the night\"`"));
        assert_eq!(fault("title: A \"q\": it's\n").2.as_deref(), Some("write `title: 'A \"q\": it''s'`"));
    }

    #[test]
    fn deep_nesting_is_no_crash() {
        assert_eq!(fault(&"[".repeat(1_000)).1, TOO_DEEP);
        for text in ["[".repeat(1_000_000), "{a: ".repeat(1_000_000), format!("a: {}", "[[{".repeat(100_000))] {
            let (names, mut out) = (crate::content::raw::Names::new(), Vec::new());
            let file = "content/site.yaml".into();
            assert!(parse(&mut Doc::new(&file, &text, &names, &mut out), 0..text.len()).is_none());
            assert_eq!(out[0].message, TOO_DEEP);
        }
        assert_eq!(too_deep(&"[] {}\n".repeat(10_000)), None);
    }
}
