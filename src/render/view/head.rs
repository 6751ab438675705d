//! What every page has: the site and the head of the page.
//!
//! In: settings and routes. Out: the variables `site` and `page`. Never looks
//! at a match.

use std::borrow::Cow;

use serde::Serialize;

use crate::render::jsonld::Thing;
use crate::render::routes::FeedOf;
use crate::render::shared::{Extra, PageContext};
use crate::render::site::SiteView;
use crate::render::text::MomentText;

/// An entry of the menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuView<'a> {
    /// What is shown.
    pub text: &'a str,
    /// Its address.
    pub url: String,
    /// The section it leads to (`stories`, `matches`, …), to mark the current
    /// one by `page.section`; null for other links.
    pub section: Option<&'static str>,
}

/// The theme's settings.
#[derive(Clone, Debug, Serialize)]
pub struct ThemeView<'a> {
    /// A CSS colour, or null for the theme's own.
    pub accent: Option<&'a str>,
    /// A CSS font family, or null.
    pub font: Option<&'a str>,
    /// `auto`, `light` or `dark`.
    pub colour_scheme: &'static str,
    /// Further settings.
    pub extra: Extra<'a>,
}

/// Variable `site`, the same on every page.
#[derive(Clone, Debug, Serialize)]
pub struct SiteVar<'a> {
    /// The site's name.
    pub title: &'a str,
    /// One line about it.
    pub description: Option<&'a str>,
    /// Who is behind it.
    pub author: Option<&'a str>,
    /// Address of its logo.
    pub logo: Option<String>,
    /// BCP 47.
    pub language: &'a str,
    /// Absolute URL without a slash at the end; null if none is set.
    pub base_url: Option<&'a str>,
    /// What stands in front of every address: empty, or `/club`.
    pub base_path: &'a str,
    /// The home page.
    pub url: String,
    /// The menu.
    pub menu: Vec<MenuView<'a>>,
    /// The theme's settings.
    pub theme: ThemeView<'a>,
    /// The search page; null without search.
    pub search_url: Option<String>,
    /// `touchline` and its version.
    pub generator: &'static str,
    /// The author's own mapping.
    pub extra: Extra<'a>,
}

/// A step of the way from the home page.
#[derive(Clone, Debug, Serialize)]
pub struct Crumb<'a> {
    /// Text.
    pub text: Cow<'a, str>,
    /// Address; null for the page itself.
    pub url: Option<Cow<'a, str>>,
}

/// A feed or calendar that belongs to the page.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    /// `Iran: stories`.
    pub title: String,
    /// Address.
    pub url: String,
    /// Media type: `application/atom+xml`, `application/feed+json`,
    /// `text/calendar`.
    pub r#type: &'static str,
}

/// Open Graph.
#[derive(Clone, Debug, Serialize)]
pub struct OpenGraph<'a> {
    /// `website`, `article` or `profile`.
    pub r#type: &'static str,
    /// Title without the site's name.
    pub title: Cow<'a, str>,
    /// Absolute URL of the page; null without `base_url`.
    pub url: Option<String>,
    /// Absolute URL of a picture.
    pub image: Option<String>,
    /// What the picture shows.
    pub image_alt: Option<&'a str>,
    /// RFC 3339, of an article.
    pub published: Option<MomentText>,
    /// RFC 3339, of an article.
    pub modified: Option<MomentText>,
}

/// Another language of the page.
#[derive(Clone, Debug, Serialize)]
pub struct Translation<'a> {
    /// BCP 47.
    pub language: &'a str,
    /// Title in that language.
    pub title: &'a str,
    /// Address.
    pub url: &'a str,
}

/// Variable `page`: the head of every page.
#[derive(Clone, Debug, Serialize)]
pub struct PageHead<'a> {
    /// Name of the template without `.html`: `match`, `story`, …
    pub kind: &'static str,
    /// What the page is called, for its `<h1>`.
    pub title: Cow<'a, str>,
    /// For `<title>`: the title and the site's name.
    pub full_title: String,
    /// One or two sentences for search engines; null if there is nothing to say.
    pub description: Option<Cow<'a, str>>,
    /// Address of the page below the host.
    pub url: Cow<'a, str>,
    /// Absolute address; null without `base_url`.
    pub canonical: Option<String>,
    /// BCP 47.
    pub language: &'a str,
    /// The section of the menu it belongs to; null for none.
    pub section: Option<&'static str>,
    /// The way from the home page, which is the first; the page is the last.
    pub crumbs: Vec<Crumb<'a>>,
    /// Feeds and calendars.
    pub alternates: Vec<Alternate>,
    /// Other languages.
    pub translations: Vec<Translation<'a>>,
    /// Open Graph.
    pub og: OpenGraph<'a>,
    /// To be kept out of search engines.
    pub noindex: bool,
}

/// Variable `pagination` of list pages.
#[derive(Clone, Debug, Serialize)]
pub struct Pagination {
    /// Number of this page, from 1.
    pub number: usize,
    /// How many pages.
    pub count: usize,
    /// How many entries on all of them.
    pub entries: usize,
    /// The first page.
    pub first: String,
    /// The last page.
    pub last: String,
    /// The page before; null on the first.
    pub previous: Option<String>,
    /// The page after; null on the last.
    pub next: Option<String>,
    /// Where each letter begins: `Link`s, in a list by the alphabet that has
    /// several pages.
    pub letters: Vec<LetterLink>,
}

/// A letter of a list and where it begins: a `Link`.
#[derive(Clone, Debug, Serialize)]
pub struct LetterLink {
    /// The letter.
    pub text: char,
    /// The page and the place on it.
    pub url: String,
}

/// The parts of a page's head that differ from page to page.
pub(in crate::render) struct Head<'a> {
    pub(in crate::render) kind: &'static str,
    pub(in crate::render) title: Cow<'a, str>,
    pub(in crate::render) description: Option<Cow<'a, str>>,
    pub(in crate::render) url: Cow<'a, str>,
    pub(in crate::render) language: Option<&'a str>,
    pub(in crate::render) section: Option<&'static str>,
    /// The way between the home page and this page.
    pub(in crate::render) crumbs: Vec<Crumb<'a>>,
    pub(in crate::render) feed: Option<FeedOf>,
    pub(in crate::render) calendar: Option<String>,
    pub(in crate::render) translations: Vec<Translation<'a>>,
    pub(in crate::render) og_type: &'static str,
    /// Url and description of a picture.
    pub(in crate::render) image: Option<(String, &'a str)>,
    pub(in crate::render) published: Option<MomentText>,
    pub(in crate::render) modified: Option<MomentText>,
    pub(in crate::render) noindex: bool,
    /// What JSON-LD says of the page beside the way to it.
    pub(in crate::render) thing: Thing,
}

impl<'a> Head<'a> {
    pub(in crate::render) fn new(
        kind: &'static str,
        title: impl Into<Cow<'a, str>>,
        url: impl Into<Cow<'a, str>>,
        section: Option<&'static str>,
    ) -> Self {
        Self {
            kind,
            title: title.into(),
            description: None,
            url: url.into(),
            language: None,
            section,
            crumbs: Vec::new(),
            feed: None,
            calendar: None,
            translations: Vec::new(),
            og_type: "website",
            image: None,
            published: None,
            modified: None,
            noindex: false,
            thing: Thing::None,
        }
    }
}

impl SiteView {
    /// A step of the way: the list of a section.
    pub(in crate::render) fn section_crumb<'a>(&self, text: &'a str, section: &str) -> Crumb<'a> {
        Crumb { text: text.into(), url: Some(self.routes.list(section, 1).into()) }
    }

    /// Puts the variables `page` and `json_ld`.
    pub(in crate::render) fn put_head(&self, head: Head<'_>, context: &mut PageContext) {
        let site = &self.model.site;
        let Head { kind, title, description, url, section, crumbs: way, thing, .. } = head;
        let full_title = if kind == "home" {
            match &site.description {
                Some(description) => format!("{} – {description}", site.title),
                None => site.title.to_string(),
            }
        } else {
            format!("{title} – {}", site.title)
        };
        let mut crumbs = Vec::with_capacity(way.len() + 2);
        if kind != "home" {
            crumbs.push(Crumb { text: Cow::Borrowed(&site.title), url: Some(self.routes.url("/").into()) });
            crumbs.extend(way);
            crumbs.push(Crumb { text: Cow::Borrowed(&title), url: None });
        }
        let mut alternates = Vec::new();
        // Every page leads to the feed of the whole site, and to its own first.
        let home = self.routes.url("/");
        let own = head.feed.filter(|of| *of != FeedOf::Site).map(|of| (of, format!("{title} – {}", site.title), &*url));
        let all = (FeedOf::Site, site.title.to_string(), &*home);
        for (of, name, url) in own.into_iter().chain([all]) {
            if let Some([atom, json]) = self.routes.feeds(of, url) {
                alternates.push(Alternate { title: name.clone(), url: atom, r#type: "application/atom+xml" });
                alternates.push(Alternate { title: name, url: json, r#type: "application/feed+json" });
            }
        }
        if let Some(url) = head.calendar {
            alternates.push(Alternate { title: format!("{title}: fixtures"), url, r#type: "text/calendar" });
        }
        // A redirect is not to be found, but says where the page is now.
        let canonical = self.routes.absolute(&url).filter(|_| !head.noindex || kind == "redirect");
        let (image, image_alt) = match head.image {
            Some((url, alt)) => (self.routes.absolute_any(&url), Some(alt)),
            None => {
                (site.logo.as_deref().and_then(|logo| self.routes.absolute_any(&self.routes.static_file(logo))), None)
            }
        };
        let page = PageHead {
            kind,
            full_title,
            description: description.or_else(|| site.description.as_deref().filter(|_| kind == "home").map(Into::into)),
            canonical: canonical.clone(),
            language: head.language.unwrap_or(&site.language),
            section,
            crumbs,
            alternates,
            translations: head.translations,
            og: OpenGraph {
                r#type: head.og_type,
                title: title.clone(),
                url: canonical,
                image: image.clone(),
                image_alt: image_alt.filter(|_| image.is_some()),
                published: head.published,
                modified: head.modified,
            },
            noindex: head.noindex,
            title: title.clone(),
            url,
        };
        context.put("page", &page);
        context.put_with("json_ld", || self.json_ld(&page, thing));
    }
}
