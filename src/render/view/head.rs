//! What every page has: the site and the head of the page.
//!
//! In: settings and routes. Out: the variables `site` and `page`. Never looks
//! at a match.

use std::borrow::Cow;

use serde::Serialize;

use crate::render::shared::Extra;

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
    pub published: Option<String>,
    /// RFC 3339, of an article.
    pub modified: Option<String>,
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
    pub url: String,
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
}
