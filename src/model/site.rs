//! The site's settings (`content/site.yaml`).

use std::sync::Arc;

use super::Autolink;

/// One entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry {
    /// What is shown.
    pub text: Arc<str>,
    /// An address in the site (`/stories/`) or an absolute URL.
    pub link: Arc<str>,
}

/// Which story leads the home page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Lead {
    /// The newest.
    #[default]
    Latest,
    /// The one with this slug.
    Slug(Arc<str>),
}

/// What the home page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The leading story.
    pub lead: Lead,
    /// How many stories.
    pub stories: usize,
    /// Slug of the competition whose table is shown: its newest edition.
    pub competition: Option<Arc<str>>,
}

impl Default for Home {
    fn default() -> Self {
        Self { lead: Lead::Latest, stories: 10, competition: None }
    }
}

/// Light, dark or as the reader's machine has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColourScheme {
    /// As the reader's machine has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Settings of the theme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Theme {
    /// A CSS colour; `None` for the theme's own.
    pub accent: Option<Arc<str>>,
    /// A CSS font family for headlines and body.
    pub font: Option<Arc<str>>,
    /// Scheme.
    pub colour_scheme: ColourScheme,
    /// Further settings of a theme, as JSON text.
    pub extra: Option<Arc<str>>,
}

/// Which outputs are made beside the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outputs {
    /// Atom and JSON feeds.
    pub feeds: bool,
    /// Calendars of fixtures.
    pub calendars: bool,
    /// Social cards.
    pub cards: bool,
    /// Search index.
    pub search: bool,
    /// A JSON file beside each page.
    pub api: bool,
}

impl Default for Outputs {
    fn default() -> Self {
        Self { feeds: true, calendars: true, cards: false, search: true, api: false }
    }
}

/// The settings, with defaults filled in.
#[derive(Clone, Debug)]
pub struct Site {
    /// The site's name.
    pub title: Arc<str>,
    /// One line about it.
    pub description: Option<Arc<str>>,
    /// Who is behind it.
    pub author: Option<Arc<str>>,
    /// Path in `static/`.
    pub logo: Option<Arc<str>>,
    /// Absolute URL without the trailing slash: `https://example.org/club`.
    pub base_url: Option<Arc<str>>,
    /// BCP 47.
    pub language: Arc<str>,
    /// IANA name of the zone for times without one of their own.
    pub timezone: Arc<str>,
    /// The menu; `None` for the one made from what exists.
    pub menu: Option<Vec<MenuEntry>>,
    /// The home page.
    pub home: Home,
    /// Entries of a list page.
    pub paginate: usize,
    /// Which mentions are linked.
    pub autolink: Autolink,
    /// Theme settings.
    pub theme: Theme,
    /// Outputs.
    pub outputs: Outputs,
    /// Raw HTML in Markdown is left untouched.
    pub unsafe_html: bool,
    /// The author's own mapping, as JSON text.
    pub extra: Option<Arc<str>>,
}

impl Site {
    /// The path below which the site is served: empty, or `/club`.
    pub fn base_path(&self) -> &str {
        let Some(url) = self.base_url.as_deref() else { return "" };
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        rest.find('/').map_or("", |slash| rest[slash..].trim_end_matches('/'))
    }
}

impl Site {
    /// A site with this title and every setting at its default.
    pub fn titled(title: &str) -> Self {
        Self {
            title: title.into(),
            description: None,
            author: None,
            logo: None,
            base_url: None,
            language: "en".into(),
            timezone: "UTC".into(),
            menu: None,
            home: Home::default(),
            paginate: 50,
            autolink: Autolink::default(),
            theme: Theme::default(),
            outputs: Outputs::default(),
            unsafe_html: false,
            extra: None,
        }
    }
}
