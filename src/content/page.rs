//! Pages of the site's own: `pages/**/*.md`.
//!
//! In: a Markdown file with front matter. Out: a [`RawPage`] that knows where
//! its body stands. Never decides the page's address.

use std::sync::Arc;

use super::forms::naming;
use super::front_matter;
use super::parts;
use super::raw::{Names, RawPage};
use super::story;
use super::yaml::{self, Doc};
use crate::diagnostic::{Diagnostic, Place};

/// Reads a page.
pub fn read(file: &Arc<str>, text: &str, names: &Names, out: &mut Vec<Diagnostic>) -> Option<RawPage> {
    let parts = front_matter::split(file, text, out)?;
    let Some(range) = parts.yaml else {
        let empty = text.trim_start_matches('\u{feff}').trim().is_empty();
        out.push(
            Diagnostic::error(
                front_matter::MISSING,
                if empty { "the file is empty" } else { "the page has no front matter" },
            )
            .at(Place::bytes(file, parts.body.start..parts.body.start))
            .help("begin the file with a line of `---`, then `title: …`, then another line of `---`"),
        );
        return None;
    };
    let mut doc = Doc::new(file, text, names, out);
    let node = yaml::parse(&mut doc, range)?;
    let mut fields = story::open(&mut doc, node)?;
    let title = fields.required(&mut doc, "title", "every page has a headline: `title: …`");
    let page = RawPage {
        title: title.map_or_else(|| naming::from_file_stem(parts::file_stem(file)), Into::into),
        description: fields.string(&mut doc, "description"),
        slug: parts::slug(&mut doc, &mut fields, "slug"),
        image: parts::image(&mut doc, &mut fields, "image"),
        redirect_from: parts::redirects(&mut doc, &mut fields),
        draft: fields.flag(&mut doc, "draft").unwrap_or(false),
        extra: fields.extra(&mut doc),
        body: (parts.body.start as u32, parts.body.end as u32),
    };
    fields.finish(&mut doc);
    Some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> (Option<RawPage>, Vec<&'static str>) {
        let mut out = Vec::new();
        let page = read(&"content/pages/about-us.md".into(), text, &Names::new(), &mut out);
        (page, out.iter().map(|d| d.code).collect())
    }

    #[test]
    fn pages() {
        let (page, codes) = run("---\ntitle: About\ndescription: D\nredirect_from: [/old/, /older/]\n---\nBody");
        let page = page.unwrap();
        assert_eq!((codes.len(), page.title.as_str(), page.redirect_from.len()), (0, "About", 2));
        assert_eq!(run("---\nslug: x\n---\n").1, ["E0203"]);
        assert_eq!(run("text").1, ["E0104"]);
        assert_eq!(run("---\ntitle: T\nredirect_from: 'https://x.org/a'\n---\n").1, ["E0206"]);
    }
}
