//! Diagnostics as JSON for tools: one object a line.
//!
//! In: located diagnostics. Out: lines of JSON whose keys are a contract:
//! lines and columns from 1, columns in Unicode scalar values, the end after
//! the last character; a place that does not exist is null. Never prints.

use serde::Serialize;

use super::{Located, Location, Severity};

#[derive(Serialize)]
struct Object<'l> {
    code: &'static str,
    severity: Severity,
    message: &'l str,
    file: Option<&'l str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    help: Option<&'l str>,
    related: Vec<RelatedObject<'l>>,
}

#[derive(Serialize)]
struct RelatedObject<'l> {
    file: &'l str,
    line: Option<u32>,
    column: Option<u32>,
    message: &'l str,
}

/// All diagnostics, each on a line with its line end.
pub fn render<'l>(located: impl IntoIterator<Item = &'l Located>) -> String {
    let mut text = String::new();
    for located in located {
        text.push_str(&one(located));
        text.push('\n');
    }
    text
}

/// One diagnostic, without a line end.
pub fn one(located: &Located) -> String {
    let diagnostic = &located.diagnostic;
    let range = located.location.as_ref().and_then(|l| l.range.as_ref());
    let related = diagnostic.related.iter().zip(&located.related);
    let object = Object {
        code: diagnostic.code,
        severity: diagnostic.severity,
        message: &diagnostic.message,
        file: located.location.as_ref().map(|l| &*l.file),
        line: range.map(|r| r.start.line),
        column: range.map(|r| r.start.column),
        end_line: range.map(|r| r.end.line),
        end_column: range.map(|r| r.end.column),
        help: diagnostic.help.as_deref(),
        related: related.map(|(related, location)| place(&related.message, location)).collect(),
    };
    // Plain texts and numbers cannot fail to be written.
    serde_json::to_string(&object).unwrap_or_default()
}

fn place<'l>(message: &'l str, location: &'l Location) -> RelatedObject<'l> {
    let start = location.range.as_ref().map(|r| r.start);
    RelatedObject { file: &location.file, line: start.map(|s| s.line), column: start.map(|s| s.column), message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::located::Lines;
    use crate::diagnostic::{Diagnostic, Place};

    #[test]
    fn the_contract() {
        let text = "ä: 1\nhome: Iren\n";
        let range = Lines::new(text).range(text, &(12..16));
        let location = Location { file: "content/a.yaml".into(), text: Some(text.into()), range: Some(range) };
        let diagnostic = Diagnostic::error("E0301", "unknown team `Iren`")
            .help("did you mean \"Iran\"?")
            .related(Place::file(&"b.yaml".into()), "here\ntoo");
        let other = Location { file: "b.yaml".into(), text: None, range: None };
        let located = Located { diagnostic, location: Some(location), related: vec![other] };
        assert_eq!(
            one(&located),
            r#"{"code":"E0301","severity":"error","message":"unknown team `Iren`","file":"content/a.yaml","line":2,"column":7,"end_line":2,"end_column":11,"help":"did you mean \"Iran\"?","related":[{"file":"b.yaml","line":null,"column":null,"message":"here\ntoo"}]}"#
        );
        let nowhere = Located { diagnostic: Diagnostic::info("I0101", "x"), location: None, related: Vec::new() };
        assert_eq!(
            render([&nowhere, &nowhere]).lines().next(),
            Some(
                r#"{"code":"I0101","severity":"info","message":"x","file":null,"line":null,"column":null,"end_line":null,"end_column":null,"help":null,"related":[]}"#
            )
        );
    }
}
