//! What is written without a template: feeds, calendars, sitemap, robots.
//!
//! In: the key of such a file. Out: its text, and what goes into its
//! fingerprint. Files that need absolute addresses exist only with a
//! `base_url`; [`missing`] says so.

use std::fmt::Write as _;
use std::sync::Arc;

use super::routes::{PageKey, SITEMAP_LIMIT, in_sitemap};
use super::shared::PageContext;
use super::site::SiteView;
use super::text::PublishedText;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::Site;

/// What is left out for want of a `base_url`.
pub fn missing(site: &Site) -> Option<Diagnostic> {
    if site.base_url.is_some() {
        return None;
    }
    let feeds = if site.outputs.feeds { "feeds, " } else { "" };
    let calendars = if site.outputs.calendars { "calendars, " } else { "" };
    let file: Arc<str> = "content/site.yaml".into();
    let message = format!("without `base_url` there are no {feeds}{calendars}sitemap and canonical links");
    Some(
        Diagnostic::info("I0504", message)
            .at(Place::file(&file))
            .help("set `base_url: https://…` to the address the site will have"),
    )
}

impl SiteView {
    /// Puts all that the file is made from.
    pub(super) fn fill_output(&self, key: PageKey, context: &mut PageContext) {
        context.put("base_url", &self.model.site.base_url);
        context.put("language", &self.model.site.language);
        match key {
            PageKey::Feed(of, form) => {
                context.put_shared("site", &self.site);
                self.fill_feed(of, form, context);
            }
            PageKey::Calendar(of) => self.fill_calendar(of, context),
            // Made of addresses alone, and cheap: the text itself will do.
            PageKey::Sitemap(_) | PageKey::Robots => context.put_text(self.output_text(key)),
            _ => {}
        }
    }

    /// The bytes of the file.
    pub(super) fn output(&self, key: PageKey) -> Vec<u8> {
        self.output_text(key).into_bytes()
    }

    fn output_text(&self, key: PageKey) -> String {
        match key {
            PageKey::Feed(of, form) => self.feed(of, form),
            PageKey::Calendar(of) => self.calendar(of),
            PageKey::Sitemap(number) => self.sitemap(number),
            PageKey::Robots => self.robots(),
            _ => String::new(),
        }
    }

    /// `robots.txt`: everything may be read.
    fn robots(&self) -> String {
        let mut text = "User-agent: *\nAllow: /\n".to_owned();
        if let Some(url) = self.routes.absolute(&self.routes.url("/sitemap.xml")) {
            let _ = writeln!(text, "\nSitemap: {url}");
        }
        text
    }

    /// The sitemap (sitemaps.org): one file, or an index (0) and its parts
    /// (from 1) where there are too many addresses for one.
    fn sitemap(&self, number: u32) -> String {
        let pages: Vec<_> =
            self.routes.table().iter().filter(|route| in_sitemap(route.key) && !self.is_draft(route.key)).collect();
        let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        let parts = pages.len().div_ceil(SITEMAP_LIMIT);
        if parts > 1 && number == 0 {
            text.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
            for part in 1..=parts {
                let url = self.routes.absolute(&self.routes.url(&format!("/sitemap-{part}.xml")));
                let _ = writeln!(text, "<sitemap><loc>{}</loc></sitemap>", url.unwrap_or_default());
            }
            text.push_str("</sitemapindex>\n");
            return text;
        }
        let start = (number.saturating_sub(1)) as usize * SITEMAP_LIMIT;
        text.reserve(pages.len().min(SITEMAP_LIMIT) * 96);
        text.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for route in pages.iter().skip(start).take(SITEMAP_LIMIT) {
            let url = self.routes.absolute(&self.routes.url(&route.path)).unwrap_or_default();
            // `url` leaves no character that XML would mind but this one.
            let _ = write!(text, "<url><loc>{}</loc>", url.replace('&', "&amp;"));
            if let PageKey::Story(id) = route.key
                && let Some(date) = self.model.stories[id].updated.or(self.model.stories[id].date)
            {
                let _ = write!(text, "<lastmod>{}</lastmod>", PublishedText(date));
            }
            text.push_str("</url>\n");
        }
        text.push_str("</urlset>\n");
        text
    }

    fn is_draft(&self, key: PageKey) -> bool {
        matches!(key, PageKey::Story(id) if self.model.stories[id].draft)
    }
}
