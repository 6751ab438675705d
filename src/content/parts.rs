//! Keys that several kinds of file share: pictures, addresses, languages.
//!
//! In: the fields of a mapping. Out: the values, checked as far as one file
//! allows. Never looks whether a picture or an address exists.

use super::forms::{Fault, Parsed, naming, shown};
use super::yaml::{Doc, Fields, Node, Way, scalar};
use crate::model::{Autolink, Picture};

/// The code of an address that cannot be one.
pub const ADDRESS: &str = "E0206";
/// The code of an unknown language or time zone.
pub const LOCALE: &str = "E0207";

/// The words of `autolink`.
pub const AUTOLINK: [(&str, Autolink); 3] =
    [("first", Autolink::First), ("all", Autolink::All), ("none", Autolink::None)];

/// A picture: `{src, alt, caption, credit}`, or its `src` alone.
pub fn picture(doc: &mut Doc<'_>, node: Node<'_>, way: Way<'_>) -> Option<Picture> {
    let node = match node {
        Node::Text(src) if !src.trim().is_empty() => {
            return Some(Picture { src: src.trim().to_owned(), ..Picture::default() });
        }
        other => other,
    };
    let mut fields = Fields::open(doc, node, way, "a picture with `src` and `alt`")?;
    let src = fields.required(doc, "src", "the file of the picture: beside the story, or below `static/`");
    let picture = Picture {
        src: src.unwrap_or_default().into_owned(),
        alt: fields.string(doc, "alt").unwrap_or_default(),
        caption: fields.string(doc, "caption"),
        credit: fields.string(doc, "credit"),
    };
    fields.finish(doc);
    (!picture.src.is_empty()).then_some(picture)
}

/// The picture under a key.
pub fn image(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Picture> {
    let node = fields.take(key)?;
    picture(doc, node, fields.way.key(key))
}

/// The own part of an address.
pub fn slug(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>, key: &'static str) -> Option<String> {
    fields.form(doc, key, "a text", check_slug)
}

fn check_slug(text: &str) -> Parsed<'_, String> {
    let text = text.trim();
    if naming::is_slug(text) {
        return Ok(text.to_owned());
    }
    let fault = Fault::new(ADDRESS, text, format!("`{}` cannot be part of an address", shown(text)));
    let proposed = naming::proposed_slug(text);
    Err(if proposed.is_empty() {
        fault.help("use small letters without accents, digits and `-`")
    } else {
        fault.help(format!("small letters without accents, digits and `-`: `{proposed}`"))
    })
}

/// Addresses that redirect here.
pub fn redirects(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> Vec<String> {
    list_of(doc, fields, "redirect_from", |text| {
        let text = text.trim();
        let plain = !text.is_empty() && !text.contains("://") && !text.starts_with("//");
        if plain && !text.contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#' | '\\')) {
            return Ok(text.to_owned());
        }
        Err(Fault::new(ADDRESS, text, format!("`{}` is not an address of this site", shown(text)))
            .help("write the old path without the host, such as `/2022/iran-usa/`"))
    })
}

/// A web address.
pub fn check_url(text: &str) -> Parsed<'_, String> {
    let text = text.trim();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace)) {
        return Ok(text.to_owned());
    }
    Err(Fault::new(ADDRESS, text, format!("`{}` is not a web address", shown(text)))
        .help("a web address begins with `https://`"))
}

/// The name of a file without its folders and its ending.
pub fn file_stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rfind('.') {
        Some(dot) if dot > 0 => &name[..dot],
        _ => name,
    }
}

/// A list of small forms; a single one is a list of one.
pub fn list_of<T>(
    doc: &mut Doc<'_>,
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    parse: impl Fn(&str) -> Parsed<'_, T>,
) -> Vec<T> {
    let mut list = Vec::new();
    fields.each(doc, key, |doc, node, way| list.extend(scalar::form(doc, node, way, "a text", &parse)));
    list
}

/// A language.
pub fn language(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> Option<String> {
    fields.form(doc, "language", "a language such as `en`", |text| {
        let text = text.trim();
        if naming::is_language(text) {
            return Ok(text.to_owned());
        }
        Err(Fault::new(LOCALE, text, format!("`{}` is not a language tag", shown(text)))
            .help("a language is written `en`, `de` or `pt-BR`"))
    })
}

/// A time zone by its IANA name.
pub fn timezone(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> Option<String> {
    fields.form(doc, "timezone", "a time zone such as `Europe/London`", |text| {
        let text = text.trim();
        if let Ok(zone) = jiff::tz::TimeZone::get(text) {
            return Ok(zone.iana_name().unwrap_or(text).to_owned());
        }
        let names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
        let near = crate::diagnostic::nearest(text, names.iter().map(String::as_str));
        let help = match near {
            Some(name) => format!("did you mean `{name}`?"),
            None => "a time zone is written `Europe/London`, `Asia/Qatar` or `UTC`".to_owned(),
        };
        Err(Fault::new(LOCALE, text, format!("unknown time zone `{}`", shown(text))).help(help))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        assert_eq!(file_stem("content/teams/west-ham.md"), "west-ham");
        assert_eq!(file_stem("a.b.md"), "a.b");
        assert_eq!(file_stem("x/.hidden"), ".hidden");
    }

    #[test]
    fn web_addresses() {
        for text in ["https://example.org", " http://a/b?c#d "] {
            assert_eq!(check_url(text).as_deref(), Ok(text.trim()));
        }
        for text in ["", "example.org", "https://", "https:///x", "https://a b", "ftp://x"] {
            assert!(check_url(text).is_err(), "{text}");
        }
    }
}
