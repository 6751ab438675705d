//! The links and ids of a page.
//!
//! In: HTML or SVG. Out: every address in it, with what it is there for, and
//! the ids that fragments may name. Never follows any of them.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use xxhash_rust::xxh3::xxh3_64;

use super::css;

/// What an address is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Purpose {
    /// A reader comes there: links, frames, forms, redirects.
    Follow,
    /// The page shows or runs it: pictures, styles, scripts.
    Show,
    /// It is named: canonical addresses, feeds, sources of quotations.
    Name,
}

/// An address on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// As written, with entities decoded.
    pub(super) written: String,
    /// What it is there for.
    pub(super) purpose: Purpose,
    /// It may be asked for as it stands; a form's or a host's may not.
    pub(super) whole: bool,
}

/// A page that was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// Every address, in order.
    pub(super) references: Vec<Reference>,
    /// Hashes of the ids, in order.
    pub(super) ids: Vec<u64>,
    /// What `<base>` says.
    pub(super) base: Option<String>,
    /// Leads on to another page by itself.
    pub(super) redirects: bool,
}

/// The hash by which ids are compared.
pub(super) fn id_hash(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

/// Reads a page.
pub(super) fn read(html: &[u8]) -> Page {
    let mut reader = Reader::default();
    walk(html, |event| reader.event(&event));
    reader.page.ids.sort_unstable();
    reader.page
}

/// The ids of a page as they are written.
pub(super) fn ids(html: &[u8]) -> Vec<String> {
    let mut ids = Vec::new();
    let (mut anchor, mut id) = (false, false);
    walk(html, |event| match event {
        CallbackEvent::OpenStartTag { name } => anchor = name == b"a",
        CallbackEvent::AttributeName { name } => id = name == b"id" || anchor && name == b"name",
        CallbackEvent::AttributeValue { value } if id => ids.push(String::from_utf8_lossy(value).into_owned()),
        _ => {}
    });
    ids
}

/// Calls a function with each event of a document.
pub(super) fn walk(html: &[u8], mut each: impl FnMut(CallbackEvent<'_>)) {
    let callback = |event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        each(event);
        None
    };
    let mut emitter = CallbackEmitter::new(callback);
    emitter.naively_switch_states(true);
    // Reading from memory cannot fail.
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
}

/// The attributes that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attribute {
    Href,
    Src,
    SrcSet,
    Poster,
    Data,
    Action,
    Cite,
    Style,
    Id,
    Name,
    Rel,
    Equiv,
    Property,
    Content,
    Other,
}

impl Attribute {
    fn of(name: &[u8]) -> Self {
        match name {
            b"href" | b"xlink:href" => Self::Href,
            b"src" => Self::Src,
            b"srcset" | b"imagesrcset" => Self::SrcSet,
            b"poster" => Self::Poster,
            b"data" => Self::Data,
            b"action" | b"formaction" => Self::Action,
            b"cite" => Self::Cite,
            b"style" => Self::Style,
            b"id" => Self::Id,
            b"name" => Self::Name,
            b"rel" => Self::Rel,
            b"http-equiv" => Self::Equiv,
            b"property" => Self::Property,
            b"content" => Self::Content,
            _ => Self::Other,
        }
    }
}

#[derive(Default)]
struct Reader {
    page: Page,
    tag: Vec<u8>,
    attributes: Vec<(Attribute, String)>,
    attribute: Option<Attribute>,
    in_style: bool,
}

impl Reader {
    fn event(&mut self, event: &CallbackEvent<'_>) {
        match *event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag.clear();
                self.tag.extend_from_slice(name);
                self.attributes.clear();
                self.attribute = None;
                self.in_style = name == b"style";
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = Some(Attribute::of(name)).filter(|attribute| *attribute != Attribute::Other);
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(attribute) = self.attribute.take() {
                    self.attributes.push((attribute, String::from_utf8_lossy(value).into_owned()));
                }
            }
            CallbackEvent::CloseStartTag { .. } if !self.attributes.is_empty() => self.element(),
            CallbackEvent::String { value } if self.in_style => {
                let page = &mut self.page;
                css::each_address(&String::from_utf8_lossy(value), &mut |url| page.push(url, Purpose::Show, true));
            }
            CallbackEvent::EndTag { .. } => self.in_style = false,
            _ => {}
        }
    }

    fn element(&mut self) {
        let Self { page, tag, attributes, .. } = self;
        let get = |wanted: Attribute| attributes.iter().find(|(a, _)| *a == wanted).map(|(_, value)| value.as_str());
        for (attribute, value) in attributes.iter() {
            match attribute {
                Attribute::Id => page.ids.push(id_hash(value)),
                Attribute::Name if tag == b"a" => page.ids.push(id_hash(value)),
                Attribute::Href => match tag.as_slice() {
                    b"base" => page.base = page.base.take().or_else(|| Some(value.clone())),
                    b"a" | b"area" => page.push(value, Purpose::Follow, true),
                    b"link" => {
                        let rel = get(Attribute::Rel).unwrap_or_default().to_ascii_lowercase();
                        let is = |one: &[&str]| rel.split_ascii_whitespace().any(|word| one.contains(&word));
                        // A host to be greeted, not a page.
                        if is(&["preconnect", "dns-prefetch"]) {
                            continue;
                        }
                        let shown = is(&[
                            "stylesheet",
                            "icon",
                            "apple-touch-icon",
                            "preload",
                            "modulepreload",
                            "manifest",
                            "mask-icon",
                            "prefetch",
                        ]);
                        page.push(value, if shown { Purpose::Show } else { Purpose::Name }, true);
                    }
                    _ => page.push(value, Purpose::Show, true),
                },
                Attribute::Src => {
                    let frame = matches!(tag.as_slice(), b"iframe" | b"frame");
                    page.push(value, if frame { Purpose::Follow } else { Purpose::Show }, true);
                }
                Attribute::SrcSet => each_candidate(value, |url| page.push(url, Purpose::Show, true)),
                Attribute::Poster => page.push(value, Purpose::Show, true),
                Attribute::Data if tag == b"object" => page.push(value, Purpose::Show, true),
                Attribute::Action if !value.trim().is_empty() => page.push(value, Purpose::Follow, false),
                Attribute::Cite => page.push(value, Purpose::Name, true),
                Attribute::Style => css::each_address(value, &mut |url| page.push(url, Purpose::Show, true)),
                _ => {}
            }
        }
        if tag == b"meta"
            && let Some(content) = get(Attribute::Content)
        {
            page.meta(content, get(Attribute::Equiv), get(Attribute::Property).or(get(Attribute::Name)));
        }
    }
}

impl Page {
    fn push(&mut self, written: &str, purpose: Purpose, whole: bool) {
        self.references.push(Reference { written: written.to_owned(), purpose, whole });
    }

    fn meta(&mut self, content: &str, equiv: Option<&str>, property: Option<&str>) {
        if equiv.is_some_and(|equiv| equiv.eq_ignore_ascii_case("refresh"))
            && let Some((_, rest)) = content.split_once([';', ','])
        {
            let rest = rest.trim_start();
            let url = match rest.get(..3) {
                Some(head) if head.eq_ignore_ascii_case("url") => {
                    rest[3..].trim_start().strip_prefix('=').unwrap_or(rest).trim()
                }
                _ => rest,
            };
            self.redirects = true;
            self.push(url.trim_matches(['"', '\'']), Purpose::Follow, true);
        }
        match property {
            Some("og:image" | "og:image:url" | "og:video" | "og:audio" | "twitter:image") => {
                self.push(content, Purpose::Show, true);
            }
            Some("og:url") => self.push(content, Purpose::Name, true),
            _ => {}
        }
    }
}

/// The addresses of a `srcset`: each ends at white space, or at commas that
/// end it; what follows up to the next comma describes it.
fn each_candidate(set: &str, mut found: impl FnMut(&str)) {
    let mut rest = set;
    loop {
        rest = rest.trim_start_matches(|c: char| c == ',' || c.is_ascii_whitespace());
        if rest.is_empty() {
            return;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let url = &rest[..end];
        rest = &rest[end..];
        let bare = url.trim_end_matches(',');
        if !bare.is_empty() {
            found(bare);
        }
        if bare.len() == url.len() {
            let mut depth = 0;
            let comma = rest.find(|c| {
                match c {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                c == ',' && depth <= 0
            });
            rest = &rest[comma.unwrap_or(rest.len())..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(html: &str) -> Vec<String> {
        read(html.as_bytes()).references.into_iter().map(|r| r.written).collect()
    }

    #[test]
    fn every_kind_of_address_is_found() {
        let html = r#"<!doctype html><html><head>
            <link rel=preconnect href="https://fonts.example"><link rel="stylesheet" href="/a.css">
            <meta http-equiv="Refresh" content="0; URL='/b/'"><meta property="og:image" content="https://e.org/c.png">
            <style>p { background: url(d.png) }</style>
            <script src=e.js>document.write("<a href='no/'>")</script></head>
            <body style="background: url(f.png)"><!-- <a href="no/"> -->
            <a href="g/?a=1&amp;b=2">x</a><AREA HREF='h/'><img src=i.png srcset="j.png, k.png 2x,l,m.png 3x">
            <video src=n.webm poster=o.png></video><object data=p.svg></object>
            <form action=q/></form><blockquote cite="r/"></blockquote><svg><use xlink:href="s.svg#t"/></svg>
            <iframe src="u/"></iframe><a name=v></a><a>w</a><textarea><a href="no/"></textarea></body>"#;
        assert_eq!(
            written(html),
            [
                "/a.css",
                "/b/",
                "https://e.org/c.png",
                "d.png",
                "e.js",
                "f.png",
                "g/?a=1&b=2",
                "h/",
                "i.png",
                "j.png",
                "k.png",
                "l,m.png",
                "n.webm",
                "o.png",
                "p.svg",
                "q/",
                "r/",
                "s.svg#t",
                "u/"
            ]
        );
        assert!(read(html.as_bytes()).redirects);
    }

    #[test]
    fn sets_of_pictures_may_hold_commas() {
        let mut found = Vec::new();
        each_candidate("a.png 1x, data:image/png;base64,AA 2x , b.png,", |url| found.push(url.to_owned()));
        assert_eq!(found, ["a.png", "data:image/png;base64,AA", "b.png"]);
    }

    #[test]
    fn ids_and_names_of_anchors() {
        let html = "<p id=a><a name=\"b\">x</a><input name=c><svg><g id='d&amp;e'/></svg>";
        let page = read(html.as_bytes());
        let has = |id: &str| page.ids.binary_search(&id_hash(id)).is_ok();
        assert!(has("a") && has("b") && !has("c") && has("d&e"));
        assert_eq!(ids(html.as_bytes()), ["a", "b", "d&e"]);
    }

    #[test]
    fn broken_html_is_read_as_far_as_it_goes() {
        assert_eq!(written("<a href='x/'"), Vec::<String>::new());
        assert_eq!(written("<a href=x/ <b>"), ["x/"]);
        read(b"<\xff<a href=\xffx>");
    }
}
