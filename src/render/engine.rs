//! The templates: the built-in ones with a site's own in their places.
//!
//! In: names and texts of templates. Out: an [`Engine`] that renders a context,
//! or the faults of the templates, each with its line. Never reads a file: the
//! texts come with their names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Context, ErrorKind, ReportError, Tera};
use xxhash_rust::xxh3::Xxh3Default;

use super::cached::{self, Cached};
use super::filters;
use super::uses::{Names, Uses};
use crate::diagnostic::{Diagnostic, Place};

/// A template of the site's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Its name: the path below `templates/`.
    pub name: String,
    /// Its file, relative to the root.
    pub file: Arc<str>,
    /// Its text.
    pub text: String,
}

/// Templates ready to render.
pub struct Engine {
    tera: Arc<Tera>,
    made_of: BTreeMap<String, MadeOf>,
    used_anywhere: Arc<Uses>,
    files: BTreeMap<String, Arc<str>>,
}

impl Engine {
    /// Compiles the templates. A template of the site's own replaces the
    /// built-in one of the same name; files with other names may be included.
    ///
    /// All faults are told in one go: a template that cannot be read makes
    /// place for the built-in one, and the others are looked at.
    pub fn new(builtin: &[(&str, &str)], overrides: Vec<Override>, base_path: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut files: BTreeMap<String, Arc<str>> =
            builtin.iter().map(|(name, _)| ((*name).to_owned(), format!("templates/{name}").into())).collect();
        let mut texts: BTreeMap<String, String> =
            builtin.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        for own in overrides {
            files.insert(own.name.clone(), own.file);
            texts.insert(own.name, own.text);
        }
        let mut diagnostics = Vec::new();
        loop {
            let mut tera = Tera::default();
            filters::register(&mut tera, base_path);
            let cached = Cached::register(&mut tera);
            let Err(error) = tera.add_raw_templates(&texts) else {
                diagnostics.extend(missing_components(&tera, &files, &texts));
                if !diagnostics.is_empty() {
                    return Err(diagnostics);
                }
                let names: BTreeMap<&str, Names> =
                    texts.iter().map(|(name, text)| (name.as_str(), Names::of(text))).collect();
                let used_anywhere = Arc::new(Uses::all(names.values()));
                let tera = Arc::new(tera);
                cached.bind(&tera);
                return Ok(Self { made_of: made_of(&texts, &names, base_path), used_anywhere, tera, files });
            };
            let ErrorKind::SyntaxError(report) = error.kind() else {
                diagnostics.extend(faults(&error, &files, &texts));
                return Err(diagnostics);
            };
            diagnostics.push(diagnostic("E0601", report, &files));
            // The next round must not meet the same fault.
            let name = report.filename();
            let Some(text) = texts.get_mut(name) else { return Err(diagnostics) };
            let original = builtin.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
            match original {
                Some(original) if original != text => original.clone_into(text),
                _ => text.clear(),
            }
        }
    }

    /// A digest of a template with all that it extends, includes or calls: as
    /// long as it stays the same, so does the page of a context.
    pub fn digest(&self, template: &str) -> u64 {
        self.made_of.get(template).map_or(0, |made| made.digest)
    }

    /// The names that a template with all that it extends, includes or calls
    /// makes use of.
    pub fn uses(&self, template: &str) -> Option<&Arc<Uses>> {
        self.made_of.get(template).map(|made| &made.uses)
    }

    /// The names that any template makes use of.
    pub fn used_anywhere(&self) -> &Arc<Uses> {
        &self.used_anywhere
    }

    /// Whether there is such a template.
    pub fn has(&self, template: &str) -> bool {
        self.files.contains_key(template)
    }

    /// Renders a context. The error is a fault of the template.
    pub fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>, Diagnostic> {
        let mut out = Vec::with_capacity(16 * 1024);
        match self.tera.render_to(template, context, &mut out) {
            Ok(()) => Ok(out),
            Err(error) => {
                let error = Cached::take_fault().unwrap_or(error);
                Err(faults(&error, &self.files, &BTreeMap::new())
                    .into_iter()
                    .next()
                    .unwrap_or_else(|| Diagnostic::error("E0602", error.to_string()))
                    .maybe_help(Some("docs/templates.md lists every variable that this template sees".to_owned())))
            }
        }
    }
}

fn diagnostic(code: &'static str, report: &ReportError, files: &BTreeMap<String, Arc<str>>) -> Diagnostic {
    // Not all that exist: what no template names is not made.
    let message = report.message().replace(" Available fields:", " Some of its fields:");
    let message = message.replace(" Available variables:", " Some of the variables:");
    let mut diagnostic = Diagnostic::error(code, lower_first(&message));
    if let Some(file) = files.get(report.filename()) {
        diagnostic = diagnostic.at(Place::bytes(file, report.span().range.clone()));
    }
    diagnostic
}

/// Components that are called by a name which is a text, so that Tera does not
/// miss them.
fn missing_components(
    tera: &Tera,
    files: &BTreeMap<String, Arc<str>>,
    texts: &BTreeMap<String, String>,
) -> Vec<Diagnostic> {
    let mut missing = Vec::new();
    for (template, text) in texts {
        for (at, name) in cached::named(text).filter(|(_, name)| !tera.contains_component(name)) {
            let diagnostic = Diagnostic::error("E0604", format!("there is no component `{name}`"));
            let place = files.get(template).map(|file| Place::bytes(file, at..at + name.len()));
            missing.push(match place {
                Some(place) => diagnostic.at(place),
                None => diagnostic,
            });
        }
    }
    missing
}

/// The faults behind an error of Tera.
fn faults(
    error: &tera::Error,
    files: &BTreeMap<String, Arc<str>>,
    texts: &BTreeMap<String, String>,
) -> Vec<Diagnostic> {
    let at = |diagnostic: Diagnostic, name: &str| match files.get(name) {
        Some(file) => diagnostic.at(Place::file(file)),
        None => diagnostic,
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) => vec![diagnostic("E0601", report, files)],
        ErrorKind::RenderingError(report) => vec![diagnostic("E0602", report, files)],
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("`{current}` extends `{parent}`, and there is no such template");
            vec![at(Diagnostic::error("E0603", message), current)]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let message = format!("`{tpl}` extends itself, by way of `{}`", inheritance_chain.join("`, `"));
            vec![at(Diagnostic::error("E0603", message), tpl)]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let message = format!("`{tpl}` includes itself, by way of `{}`", include_chain.join("`, `"));
            vec![at(Diagnostic::error("E0603", message), tpl)]
        }
        ErrorKind::TemplateNotFound(name) => {
            vec![Diagnostic::error("E0603", format!("there is no template `{name}`"))]
        }
        kind => reports(&kind.to_string(), files, texts),
    }
}

/// Tera checks names of filters, functions, blocks and included templates
/// once all templates are known, and then gives several reports as one text:
/// `error: …`, then ` --> file:line:column`.
fn reports(text: &str, files: &BTreeMap<String, Arc<str>>, texts: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for report in text.split("\n\n") {
        let mut lines = report.lines();
        let first = lines.next().unwrap_or_default();
        if first.is_empty() || first.starts_with("note: ") {
            continue;
        }
        let mut diagnostic = Diagnostic::error("E0604", lower_first(first.strip_prefix("error: ").unwrap_or(first)));
        let place = lines.find_map(|line| line.trim_start().strip_prefix("--> ")).and_then(|place| {
            let mut parts = place.rsplitn(3, ':');
            let (column, line, name) = (parts.next()?, parts.next()?, parts.next()?);
            Some((name, line.parse().ok()?, column.parse().ok()?))
        });
        let carets = lines.last().map_or(1, |line| line.matches('^').count().max(1));
        if let Some((name, line, column)) = place
            && let (Some(file), Some(text)) = (files.get(name), texts.get(name))
        {
            let start = byte_at(text, line, column);
            let width: usize = text[start..].chars().take(carets).map(char::len_utf8).sum();
            diagnostic = diagnostic.at(Place::bytes(file, start..start + width));
        }
        found.push(diagnostic);
    }
    found
}

/// The byte of a line and column, both from 1, the column in characters.
fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    start + text[start..].chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
}

/// Our messages begin in lower case.
fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    match (chars.next(), message.chars().nth(1)) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => message.to_owned(),
    }
}

/// What a template is made of.
struct MadeOf {
    /// Of all texts.
    digest: u64,
    /// The names in them.
    uses: Arc<Uses>,
}

/// Each template with everything it may draw in. Components are known to all
/// templates under their own names, so every file that defines any belongs to
/// each of them.
fn made_of(
    texts: &BTreeMap<String, String>,
    names: &BTreeMap<&str, Names>,
    base_path: &str,
) -> BTreeMap<String, MadeOf> {
    let components: BTreeSet<&str> = texts
        .iter()
        .filter(|(_, text)| text.contains("{% component") || text.contains("{%- component"))
        .map(|(name, _)| name.as_str())
        .collect();
    let drawn: BTreeMap<&str, Option<BTreeSet<&str>>> =
        texts.iter().map(|(name, text)| (name.as_str(), references(text))).collect();
    texts
        .keys()
        .map(|name| {
            let mut reached: BTreeSet<&str> = components.clone();
            let mut todo: Vec<&str> = vec![name];
            todo.extend(&components);
            let mut all = false;
            let mut seen = BTreeSet::new();
            while let Some(next) = todo.pop() {
                if !seen.insert(next) {
                    continue;
                }
                reached.insert(next);
                match drawn.get(next) {
                    Some(Some(more)) => todo.extend(more),
                    Some(None) => all = true,
                    None => {}
                }
            }
            let mut hasher = Xxh3Default::new();
            hasher.update(base_path.as_bytes());
            let parts = || texts.iter().filter(|(name, _)| all || reached.contains(name.as_str()));
            for (name, text) in parts() {
                hasher.update(&(name.len() as u64).to_le_bytes());
                hasher.update(name.as_bytes());
                hasher.update(&(text.len() as u64).to_le_bytes());
                hasher.update(text.as_bytes());
            }
            let uses = Arc::new(Uses::all(parts().filter_map(|(name, _)| names.get(name.as_str()))));
            (name.clone(), MadeOf { digest: hasher.digest(), uses })
        })
        .collect()
}

/// The names in a template's `extends` and `include` tags; `None` if one of
/// them is computed, so that it could be any.
fn references(text: &str) -> Option<BTreeSet<&str>> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(start) = rest.find("{%") {
        rest = &rest[start + 2..];
        let end = rest.find("%}").unwrap_or(rest.len());
        let tag = rest[..end].trim_start_matches(['-', ' ', '\t', '\n', '\r']);
        rest = &rest[end..];
        let Some(arguments) = tag.strip_prefix("include").or_else(|| tag.strip_prefix("extends")) else { continue };
        let quoted: Vec<&str> = arguments.split(['"', '\'', '`']).skip(1).step_by(2).collect();
        if quoted.is_empty() {
            return None;
        }
        names.extend(quoted);
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::At;

    fn own(name: &str, text: &str) -> Override {
        Override { name: name.to_owned(), file: format!("templates/{name}").into(), text: text.to_owned() }
    }

    fn fails(builtin: &[(&str, &str)], overrides: Vec<Override>) -> Vec<Diagnostic> {
        Engine::new(builtin, overrides, "").err().unwrap()
    }

    #[test]
    fn a_site_replaces_templates_by_name() {
        let builtin = [("base.html", "[{% block b %}{% endblock %}]"), ("a.html", "old")];
        let engine = Engine::new(
            &builtin,
            vec![own("a.html", r#"{% extends "base.html" %}{% block b %}new{% endblock %}"#)],
            "",
        )
        .unwrap();
        assert_eq!(engine.render("a.html", &Context::new()).unwrap(), b"[new]");
    }

    #[test]
    fn every_template_that_cannot_be_read_is_told_with_its_place() {
        let faults = fails(&[("a.html", "x")], vec![own("a.html", "one\n{{ broken"), own("b.html", "{% if %}")]);
        assert_eq!(faults.len(), 2, "{faults:#?}");
        let place = faults[0].place.as_ref().unwrap();
        assert_eq!(&*place.file, "templates/a.html");
        assert!(matches!(place.at, At::Bytes { start, .. } if start >= 4), "{place:?}");
    }

    #[test]
    fn unknown_filters_and_includes_are_all_told() {
        let faults = fails(&[], vec![own("a.html", "one\n  {{ 1 | nofilter }}{% include \"none.html\" %}")]);
        assert_eq!(faults.len(), 2, "{faults:#?}");
        assert!(faults.iter().all(|f| f.code == "E0604"));
        assert!(faults.iter().all(|f| f.place.as_ref().is_some_and(|p| &*p.file == "templates/a.html")));
    }

    #[test]
    fn a_parent_that_does_not_exist_is_told() {
        let faults = fails(&[], vec![own("a.html", r#"{% extends "none.html" %}"#)]);
        assert_eq!(faults[0].code, "E0603");
        assert!(faults[0].message.contains("none.html"));
    }

    #[test]
    fn a_missing_variable_is_told_with_the_line_of_the_template() {
        let engine = Engine::new(&[("a.html", "one\n{{ nothing.here }}")], Vec::new(), "").unwrap();
        let fault = engine.render("a.html", &Context::new()).unwrap_err();
        assert_eq!(fault.code, "E0602");
        let place = fault.place.unwrap();
        assert!(matches!(place.at, At::Bytes { start, .. } if start >= 4), "{place:?}");
        assert!(fault.message.contains("nothing"), "{}", fault.message);
    }

    /// An engine of one page and one file of components, and what the page makes
    /// of a row.
    fn components(page: &str, parts: &str) -> (Engine, impl Fn(&Engine, &tera::Value) -> Result<String, Diagnostic>) {
        let engine = Engine::new(&[("a.html", page), ("parts.html", parts)], Vec::new(), "").unwrap();
        (engine, |engine, row| {
            let mut context = Context::new();
            context.insert_value("row", row.clone());
            engine.render("a.html", &context).map(|html| String::from_utf8(html).unwrap())
        })
    }

    #[test]
    fn a_component_is_rendered_anew_for_other_arguments() {
        let (engine, render) = components(
            r#"{{ cached(component="c", r=row, n=1) }}{{ cached(component="c", r=row, n=2) }}"#,
            "{% component c(r, n) %}<i>{{ r.name }} {{ n }}</i>{% endcomponent c %}",
        );
        let row = |name: &str| tera::Value::from_serializable(&BTreeMap::from([("name", name)]));
        let (home, away) = (row("Kent & Sons"), row("Away"));
        for _ in 0..2 {
            assert_eq!(render(&engine, &home).unwrap(), "<i>Kent &amp; Sons 1</i><i>Kent &amp; Sons 2</i>");
            assert_eq!(render(&engine, &away).unwrap(), "<i>Away 1</i><i>Away 2</i>");
        }
        for at in 0..1000 {
            // Rows come to lie where others lay.
            let name = at.to_string();
            assert_eq!(render(&engine, &row(&name)).unwrap(), format!("<i>{name} 1</i><i>{name} 2</i>"));
        }
    }

    #[test]
    fn a_fault_in_a_cached_component_is_told_where_it_is() {
        let (engine, render) = components(
            r#"{{ cached(component="c", r=row) }}"#,
            "{% component c(r) %}\n{{ r.nothing.here }}{% endcomponent c %}",
        );
        let row = tera::Value::from_serializable(&BTreeMap::from([("name", 1)]));
        let fault = render(&engine, &row).unwrap_err();
        assert_eq!((fault.code, &*fault.place.as_ref().unwrap().file), ("E0602", "templates/parts.html"));
        // The next fault is not taken for this one.
        let fault = Engine::new(&[("a.html", "{{ other.thing }}")], Vec::new(), "").unwrap();
        let fault = fault.render("a.html", &Context::new()).unwrap_err();
        assert_eq!(&*fault.place.unwrap().file, "templates/a.html");
    }

    #[test]
    fn components_that_are_cached_without_end_are_told() {
        let (engine, render) = components(
            r#"{{ cached(component="c", r=row) }}"#,
            r#"{% component c(r) %}{{ cached(component="c", r=r) }}{% endcomponent c %}"#,
        );
        let row = tera::Value::from_serializable(&BTreeMap::from([("name", 1)]));
        for _ in 0..2 {
            let fault = render(&engine, &row).unwrap_err();
            assert!(fault.message.contains("call `<c …/>` there"), "{}", fault.message);
            assert_eq!(&*fault.place.unwrap().file, "templates/parts.html");
        }
        // Nor does it help that the inner one is at hand.
        let page = r#"{{ cached(component="inner", r=row) }}{{ cached(component="outer", r=row) }}"#;
        let parts = "{% component inner(r) %}i{% endcomponent inner %}\
                     {% component outer(r) %}{{ cached(component='inner', r=r) }}{% endcomponent outer %}";
        let (engine, render) = components(page, parts);
        assert!(render(&engine, &row).unwrap_err().message.contains("call `<inner …/>` there"));
    }

    #[test]
    fn a_component_that_cannot_be_cached_is_told() {
        let row = tera::Value::from_serializable(&BTreeMap::from([("name", 1)]));
        let faults = fails(&[("a.html", "{{ cached( component = 'none', r=1) }}")], Vec::new());
        assert_eq!((faults.len(), faults[0].code), (1, "E0604"));
        assert!(faults[0].message.contains("there is no component `none`"), "{faults:#?}");
        assert!(matches!(faults[0].place.as_ref().unwrap().at, At::Bytes { start: 24, .. }), "{faults:#?}");
        let (engine, render) = components(r#"{{ cached(component="no" ~ "ne", r=row) }}"#, "");
        let fault = render(&engine, &row).unwrap_err();
        assert!(fault.message.contains("there is no component `none`"), "{}", fault.message);
        let (engine, render) = components(
            r#"{{ cached(component="c", r=row) }}"#,
            "{% component c(r, @row = 1) %}{{ row.name }}{% endcomponent c %}",
        );
        let fault = render(&engine, &row).unwrap_err();
        assert!(fault.message.contains("`c` takes `@row`"), "{}", fault.message);
        assert_eq!(&*fault.place.unwrap().file, "templates/a.html");
    }

    #[test]
    fn text_is_escaped() {
        let engine = Engine::new(&[("a.html", "{{ x }}")], Vec::new(), "").unwrap();
        let mut context = Context::new();
        context.insert("x", "<b> & \"c\"");
        let out = String::from_utf8(engine.render("a.html", &context).unwrap()).unwrap();
        assert!(!out.contains("<b>") && out.contains("&lt;b&gt;"), "{out}");
    }

    #[test]
    fn a_digest_changes_with_whatever_a_template_draws_in_and_with_nothing_else() {
        let digests = |part: &str, other: &str| {
            let builtin = [
                ("base.html", "{% include \"part.html\" %}{% block b %}{% endblock %}"),
                ("a.html", "{% extends \"base.html\" %}"),
                ("part.html", part),
                ("other.html", other),
            ];
            let engine = Engine::new(&builtin, Vec::new(), "").unwrap();
            (engine.digest("a.html"), engine.digest("other.html"))
        };
        let before = digests("1", "1");
        assert_ne!(before.0, digests("2", "1").0);
        assert_eq!(before.1, digests("2", "1").1);
        assert_eq!(before.0, digests("1", "2").0);
        assert_ne!(before.1, digests("1", "2").1);
    }

    #[test]
    fn a_computed_include_depends_on_every_template() {
        assert_eq!(references("{% include name %}"), None);
        assert_eq!(references("{%- include \"a\" -%}{% extends 'b' %}").unwrap(), BTreeSet::from(["a", "b"]));
    }
}
