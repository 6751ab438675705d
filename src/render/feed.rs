//! Feeds of stories: Atom (RFC 4287) and JSON Feed 1.1.
//!
//! In: the stories of a site, team, edition, topic or author. Out: the text of
//! the feed with the newest of them in full, all addresses absolute. An entry's
//! id is its address, which stays. A story without a date is in no feed.

use std::sync::Arc;

use atom_syndication::{Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use rustc_hash::FxHashSet;
use serde_json::{Value as Json, json};

use super::routes::{FeedForm, FeedOf};
use super::shared::PageContext;
use super::site::SiteView;
use super::story_view::picture_view;
use super::text::rfc3339;
use crate::model::{Published, StoryId};

/// Entries of the site's feed.
const SITE_ENTRIES: usize = 20;

/// Entries of any other feed.
const ENTRIES: usize = 10;

impl SiteView {
    /// The stories of a feed, newest first.
    pub(super) fn feed_stories(&self, of: FeedOf) -> Vec<StoryId> {
        let all: Vec<StoryId>;
        let (list, limit): (&[StoryId], usize) = match of {
            FeedOf::Site => {
                all = self.model.stories.ids().take(SITE_ENTRIES).collect();
                (&all, SITE_ENTRIES)
            }
            FeedOf::Team(id) => (self.stories.of_team(id), ENTRIES),
            FeedOf::Edition(id) => (self.stories.of_edition(id), ENTRIES),
            FeedOf::Topic(id) => (self.stories.of_topic(id), ENTRIES),
            FeedOf::Author(id) => (self.stories.of_author(id), ENTRIES),
        };
        list.iter().copied().filter(|id| self.model.stories[*id].date.is_some()).take(limit).collect()
    }

    /// All stories that stand in any feed.
    pub(super) fn fed_stories(&self) -> FxHashSet<StoryId> {
        self.routes.all_feeds().iter().flat_map(|of| self.feed_stories(*of)).collect()
    }

    fn feed_title(&self, of: FeedOf) -> String {
        let site = &self.model.site.title;
        let name: &str = match of {
            FeedOf::Site => return site.to_string(),
            FeedOf::Team(id) => &self.model.record.teams[id].name,
            FeedOf::Edition(id) => self.record.views.edition_name(id),
            FeedOf::Topic(id) => &self.model.topics[id].name,
            FeedOf::Author(id) => &self.model.authors[id].name,
        };
        format!("{name} – {site}")
    }

    /// The url of the page that a feed belongs to.
    fn feed_home(&self, of: FeedOf) -> String {
        let url = match of {
            FeedOf::Site => None,
            FeedOf::Team(id) => self.routes.team(id),
            FeedOf::Edition(id) => self.routes.edition(id),
            FeedOf::Topic(id) => Some(self.routes.topic(id)),
            FeedOf::Author(id) => self.routes.author(id),
        };
        url.map_or_else(|| self.routes.url("/"), str::to_owned)
    }

    /// Puts all that a feed is made from.
    pub(super) fn fill_feed(&self, of: FeedOf, form: FeedForm, context: &mut PageContext) {
        context.put("form", &(form == FeedForm::Atom));
        context.put("title", &self.feed_title(of));
        context.put("home", &self.feed_home(of));
        for id in self.feed_stories(of) {
            let story = &self.model.stories[id];
            let path = format!("/stories/{}/", story.slug);
            let dates = (story.date.as_ref().map(rfc3339), story.updated.as_ref().map(rfc3339));
            context.put("story", &(self.routes.story(id), &story.title, &story.standfirst, &story.language, dates));
            let authors: Vec<&str> = story.authors.iter().map(|id| &*self.model.authors[*id].name).collect();
            let topics: Vec<_> = story.topics.iter().map(|id| &self.model.topics[*id]).collect();
            context.put("authors", &authors);
            context.put("topics", &topics.iter().map(|topic| (&topic.slug, &topic.name)).collect::<Vec<_>>());
            context.put("image", &self.story_image(id));
            context.put("body", &self.body_digest(&story.body, &path, self.mentions.of_story(id)));
        }
    }

    /// The text of a feed.
    pub(super) fn feed(&self, of: FeedOf, form: FeedForm) -> String {
        match form {
            FeedForm::Atom => self.atom(of),
            FeedForm::Json => self.json_feed(of),
        }
    }

    fn absolute_or(&self, url: &str) -> String {
        self.routes.absolute_any(url).unwrap_or_else(|| url.to_owned())
    }

    fn atom(&self, of: FeedOf) -> String {
        let site = &self.model.site;
        let home = self.absolute_or(&self.feed_home(of));
        let own = format!("{home}feed.xml");
        let stories = self.feed_stories(of);
        let mut feed = Feed::default();
        feed.set_title(self.feed_title(of));
        feed.set_id(own.clone());
        feed.set_lang(Some(site.language.to_string()));
        feed.set_subtitle(site.description.as_deref().filter(|_| of == FeedOf::Site).map(Text::plain));
        feed.set_links(vec![link("self", &own, "application/atom+xml"), link("alternate", &home, "text/html")]);
        feed.set_generator(Some(Generator {
            value: "touchline".to_owned(),
            uri: None,
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }));
        // Every entry must have an author, its own or the feed's.
        feed.set_authors(vec![person(site.author.as_deref().unwrap_or(&site.title))]);
        let updated = stories.iter().filter_map(|id| self.last_change(*id)).max_by_key(|p| p.instant);
        if let Some(date) = updated.and_then(|date| instant(&date)) {
            feed.set_updated(date);
        }
        feed.set_entries(stories.iter().filter_map(|id| self.entry(*id)).collect::<Vec<_>>());
        let mut text = feed.to_string();
        text.push('\n');
        text
    }

    fn last_change(&self, id: StoryId) -> Option<Published> {
        let story = &self.model.stories[id];
        story.updated.or(story.date)
    }

    fn entry(&self, id: StoryId) -> Option<Entry> {
        let story = &self.model.stories[id];
        let url = self.absolute_or(self.routes.story(id));
        let mut entry = Entry::default();
        entry.set_id(url.clone());
        entry.set_title(Text::plain(&*story.title));
        entry.set_links(vec![link("alternate", &url, "text/html")]);
        entry.set_published(story.date.as_ref().and_then(instant));
        entry.set_updated(self.last_change(id).as_ref().and_then(instant)?);
        entry.set_authors(story.authors.iter().map(|id| person(&self.model.authors[*id].name)).collect::<Vec<_>>());
        entry.set_categories(
            story
                .topics
                .iter()
                .map(|id| {
                    let topic = &self.model.topics[*id];
                    Category { term: topic.slug.to_string(), label: Some(topic.name.to_string()), scheme: None }
                })
                .collect::<Vec<_>>(),
        );
        entry.set_summary(story.standfirst.as_deref().map(Text::plain));
        let mut content = Content::default();
        content.set_content_type("html".to_owned());
        content.set_value(self.absolute_html(&self.story_html(id)));
        content.set_lang(story.language.as_deref().map(str::to_owned));
        entry.set_content(content);
        Some(entry)
    }

    fn json_feed(&self, of: FeedOf) -> String {
        let site = &self.model.site;
        let home = self.absolute_or(&self.feed_home(of));
        let items: Vec<Json> = self.feed_stories(of).into_iter().map(|id| self.item(id)).collect();
        let author = site.author.as_deref().unwrap_or(&site.title);
        let mut feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed_title(of),
            "home_page_url": home,
            "feed_url": format!("{home}feed.json"),
            "language": site.language,
            "authors": [{"name": author}],
            "items": items,
        });
        if let (Some(description), FeedOf::Site) = (&site.description, of) {
            feed["description"] = Json::from(&**description);
        }
        let mut text = serde_json::to_string_pretty(&feed).unwrap_or_default();
        text.push('\n');
        text
    }

    fn item(&self, id: StoryId) -> Json {
        let story = &self.model.stories[id];
        let url = self.absolute_or(self.routes.story(id));
        let mut item = json!({
            "id": url,
            "url": url,
            "title": story.title,
            "content_html": self.absolute_html(&self.story_html(id)),
        });
        if let Some(standfirst) = &story.standfirst {
            item["summary"] = Json::from(&**standfirst);
        }
        if let Some(date) = &story.date {
            item["date_published"] = Json::from(rfc3339(date));
        }
        if let Some(date) = &story.updated {
            item["date_modified"] = Json::from(rfc3339(date));
        }
        if let Some(image) = self.story_image(id) {
            item["image"] = Json::from(image);
        }
        if !story.authors.is_empty() {
            let authors = story.authors.iter().map(|id| json!({"name": self.model.authors[*id].name}));
            item["authors"] = authors.collect();
        }
        if !story.topics.is_empty() {
            item["tags"] = story.topics.iter().map(|id| Json::from(&*self.model.topics[*id].name)).collect();
        }
        if let Some(language) = &story.language {
            item["language"] = Json::from(&**language);
        }
        item
    }

    /// The absolute address of a story's picture.
    fn story_image(&self, id: StoryId) -> Option<String> {
        let story = &self.model.stories[id];
        let path = format!("/stories/{}/", story.slug);
        let view = picture_view(story.image.as_ref()?, &self.routes, &self.assets, &story.body.file, &path);
        Some(self.absolute_or(&view.src?))
    }

    /// A body with absolute addresses: a feed reader has no page around it.
    fn absolute_html(&self, html: &Arc<str>) -> String {
        let Some(root) = self.routes.absolute("/") else { return html.to_string() };
        let origin = root.trim_end_matches('/');
        absolute_links(html, origin)
    }
}

/// Puts `origin` in front of every `href` and `src` that begins at the root.
/// Only tags are touched; the writer escapes `"` everywhere else.
fn absolute_links(html: &str, origin: &str) -> String {
    let mut out = String::with_capacity(html.len() + 256);
    let mut rest = html;
    loop {
        let next = ["href=\"/", "src=\"/"].into_iter().filter_map(|name| Some((rest.find(name)?, name))).min();
        let Some((at, name)) = next else { break };
        let end = at + name.len() - 1;
        out.push_str(&rest[..end]);
        // `//host` has a host of its own.
        if !rest[end..].starts_with("//") {
            out.push_str(origin);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn link(rel: &str, href: &str, mime_type: &str) -> Link {
    Link { href: href.to_owned(), rel: rel.to_owned(), mime_type: Some(mime_type.to_owned()), ..Link::default() }
}

fn person(name: &str) -> Person {
    Person { name: name.to_owned(), ..Person::default() }
}

fn instant(published: &Published) -> Option<FixedDateTime> {
    rfc3339(published).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooted_addresses_become_absolute_and_others_stay() {
        let html = r##"<a href="/x/">a</a> <img src="/i.svg"> <a href="https://o.org/">b</a> <a href="//h/x">c</a> <a href="#f">d</a>"##;
        let out = absolute_links(html, "https://e.org");
        assert_eq!(
            out,
            r##"<a href="https://e.org/x/">a</a> <img src="https://e.org/i.svg"> <a href="https://o.org/">b</a> <a href="//h/x">c</a> <a href="#f">d</a>"##
        );
    }
}
