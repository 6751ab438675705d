//! `docs/templates.md` against what templates really see.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::site::view;

/// The documentation: templates and values, each with its fields and their
/// types.
struct Docs {
    templates: BTreeMap<String, BTreeMap<String, String>>,
    values: BTreeMap<String, BTreeMap<String, String>>,
}

fn docs() -> Docs {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/templates.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut docs = Docs { templates: BTreeMap::new(), values: BTreeMap::new() };
    let (mut part, mut name) = (String::new(), String::new());
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            part = heading.to_owned();
        } else if let Some(heading) = line.strip_prefix("### ") {
            name = heading.to_owned();
            let list = if part == "Templates" { &mut docs.templates } else { &mut docs.values };
            list.insert(name.clone(), BTreeMap::new());
        } else if let Some(row) = line.strip_prefix("| `") {
            let list = if part == "Templates" { &mut docs.templates } else { &mut docs.values };
            let Some(fields) = list.get_mut(&name) else { continue };
            let mut cells = row.split(" | ");
            let field = cells.next().unwrap().trim_end_matches('`').to_owned();
            fields.insert(field, cells.next().unwrap().to_owned());
        }
    }
    docs
}

/// The value a type names: `list of [MatchRow](#matchrow)`.
fn value_of(kind: &str) -> Option<&str> {
    kind.split('[').nth(1)?.split(']').next()
}

/// Looks at a value and at everything in it. Notes which fields of which
/// values were seen.
fn walk(
    docs: &Docs,
    kind: &str,
    json: &Json,
    at: &str,
    seen: &mut BTreeSet<(String, String)>,
    faults: &mut Vec<String>,
) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| walk(docs, kind, item, at, seen, faults)),
        Json::Object(fields) if kind.starts_with("`{home, away}`") => {
            assert_eq!(fields.keys().collect::<Vec<_>>(), ["home", "away"], "{at}");
            let inner = kind.split_once(" of ").map_or("", |(_, inner)| inner);
            fields.values().for_each(|value| walk(docs, inner, value, at, seen, faults));
        }
        Json::Object(fields) if kind.starts_with("lists under headings") => {
            assert_eq!(fields.keys().collect::<Vec<_>>(), ["heading", "anchor", "items"], "{at}");
            let inner = kind.split_once(" of ").map_or("", |(_, inner)| inner);
            walk(docs, inner, &fields["items"], at, seen, faults);
        }
        Json::Object(_) if kind.starts_with("mapping") => {}
        Json::Object(fields) => {
            let Some(known) = value_of(kind).and_then(|name| docs.values.get(name)) else {
                faults.push(format!("{at} is a mapping and documented as {kind:?}"));
                return;
            };
            let name = value_of(kind).unwrap_or_default();
            for (field, value) in fields {
                match known.get(field) {
                    Some(kind) => {
                        if !value.is_null() {
                            seen.insert((name.to_owned(), field.clone()));
                        }
                        walk(docs, kind, value, &format!("{at}.{field}"), seen, faults);
                    }
                    None => faults.push(format!("{name}.{field} is not documented (at {at})")),
                }
            }
            for field in known.keys().filter(|field| !fields.contains_key(*field)) {
                faults.push(format!("{name}.{field} is documented and does not exist (at {at})"));
            }
        }
        Json::Null if !kind.contains("null") => faults.push(format!("{at} is null and documented as {kind:?}")),
        Json::String(_) if kind.starts_with("text") || kind.contains("text") || kind.starts_with("safe HTML") => {}
        Json::String(_) => faults.push(format!("{at} is text and documented as {kind:?}")),
        Json::Number(_) if !kind.contains("number") => {
            faults.push(format!("{at} is a number and documented as {kind:?}"));
        }
        Json::Bool(_) if !kind.starts_with("true/false") => faults.push(format!("{at} is true or false, not {kind:?}")),
        _ => {}
    }
}

#[test]
fn every_variable_is_documented_and_every_documented_variable_exists() {
    let (docs, view) = (docs(), view());
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let mut used = BTreeSet::new();
    for draft in view.pages() {
        let Some(template) = draft.template() else { continue };
        used.insert(template.to_owned());
        let Some(known) = docs.templates.get(template) else {
            faults.push(format!("{template} is not documented"));
            continue;
        };
        let mut known = known.clone();
        known.insert("site".to_owned(), "[Site](#site)".to_owned());
        known.insert("page".to_owned(), "[Page](#page)".to_owned());
        known.insert("json_ld".to_owned(), "text or null".to_owned());
        let context = serde_json::to_value(draft.context_map()).unwrap();
        let variables = context.as_object().unwrap();
        for (name, value) in variables {
            match known.get(name) {
                Some(kind) => walk(&docs, kind, value, &format!("{template}: {name}"), &mut seen, &mut faults),
                None => faults.push(format!("{template}: `{name}` is not documented")),
            }
        }
        for name in known.keys().filter(|name| !variables.contains_key(*name)) {
            faults.push(format!("{template}: `{name}` is documented and does not exist"));
        }
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{faults:#?}");
    let templates: BTreeSet<String> = docs.templates.keys().cloned().collect();
    assert_eq!(templates, used, "templates that are documented, and those that pages use");
    // A value that never shows up is not held against anything.
    let unseen: BTreeSet<(String, String)> = docs
        .values
        .iter()
        .flat_map(|(name, fields)| fields.keys().map(move |field| (name.clone(), field.clone())))
        .filter(|pair| !seen.contains(pair))
        .collect();
    let expected: BTreeSet<(String, String)> =
        NEVER_SEEN.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert_eq!(unseen, expected, "fields that are null on every page of the test site");
}

/// Fields that the test site has no value for.
const NEVER_SEEN: &[(&str, &str)] = &[
    ("AppearanceSeason", "edition_anchor"),
    ("MatchRow", "leg"),
    ("Site", "search_url"),
    ("TableRow", "points_per_game"),
];
