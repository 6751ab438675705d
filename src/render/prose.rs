//! What of a page comes from texts.
//!
//! In: the key of a page. Out: a digest of all that the page is made from and
//! that an edit of some Markdown text, and nothing else, may change: its own
//! text, the words around mentions of its entity, the texts of a feed. While
//! everything but texts stays as it was, a page whose digest is the same is
//! the same. Cheap where [`PageDraft::fingerprint`](super::page::PageDraft)
//! is dear: nothing is put together.
//!
//! The first words of a story stand on its cards, which stand on many pages;
//! they are part of [`SiteView::everything_else`], and so is the order of the
//! stories and whatever the clock decides. `tests::prose` holds all this
//! against what fingerprints say.

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::digest::write_into;
use super::routes::PageKey;
use super::site::{SiteView, entity_of};
use crate::model::{Body, StoryId};

impl SiteView {
    /// A digest of what texts give to a page.
    pub fn prose_digest(&self, key: PageKey) -> u64 {
        let mut bytes = Vec::new();
        match key {
            PageKey::Story(id) => self.write_page_of_story(&mut bytes, id),
            PageKey::Page(id) => self.write_body(&mut bytes, &self.model.pages[id].body),
            PageKey::Feed(of, _) => {
                for id in self.feed_stories(of) {
                    self.write_story(&mut bytes, id);
                }
            }
            PageKey::Team(_)
            | PageKey::Person(_)
            | PageKey::Venue(_)
            | PageKey::Competition(_)
            | PageKey::Edition(_)
            | PageKey::Author(_) => {
                if let Some(body) = self.profile(key).and_then(|profile| profile.body.as_ref()) {
                    self.write_body(&mut bytes, body);
                }
            }
            // Match pages show words around mentions, see below; the others
            // are lists of cards, rows and names.
            PageKey::Match(_)
            | PageKey::Home
            | PageKey::Stories(_)
            | PageKey::Matches(_)
            | PageKey::Teams(_)
            | PageKey::Versus(..)
            | PageKey::Matchday(..)
            | PageKey::Players(_)
            | PageKey::People(_)
            | PageKey::Competitions(_)
            | PageKey::Venues(_)
            | PageKey::Topics(_)
            | PageKey::Topic(_)
            | PageKey::Authors(_)
            | PageKey::Calendar(_)
            | PageKey::Sitemap(_)
            | PageKey::Robots
            | PageKey::NotFound
            | PageKey::Redirect(_) => {}
        }
        for link in entity_of(key).into_iter().flat_map(|entity| self.mentions.backlinks(entity)) {
            bytes.extend_from_slice(&link.story.0.to_le_bytes());
            for words in [link.before, link.name, link.after] {
                bytes.extend_from_slice(&(words.len() as u32).to_le_bytes());
                bytes.extend_from_slice(words.as_bytes());
            }
        }
        xxh3_64(&bytes)
    }

    /// A story's own text, and the stories that are found to be related by
    /// whom their texts name.
    fn write_page_of_story(&self, bytes: &mut Vec<u8>, id: StoryId) {
        self.write_story(bytes, id);
        for other in self.related(id) {
            bytes.extend_from_slice(&other.0.to_le_bytes());
        }
    }

    fn write_story(&self, bytes: &mut Vec<u8>, id: StoryId) {
        bytes.extend_from_slice(&self.model.stories[id].body.digest.to_le_bytes());
        Self::write_mentions(bytes, self.mentions.of_story(id));
    }

    fn write_body(&self, bytes: &mut Vec<u8>, body: &Body) {
        bytes.extend_from_slice(&body.digest.to_le_bytes());
        Self::write_mentions(bytes, self.mentions.of_body(&body.file));
    }

    fn write_mentions(bytes: &mut Vec<u8>, mentions: &[crate::link::Mention]) {
        for mention in mentions {
            bytes.extend_from_slice(&mention.target.packed().to_le_bytes());
            bytes.extend_from_slice(&mention.range.start.to_le_bytes());
            bytes.extend_from_slice(&mention.range.end.to_le_bytes());
            bytes.push(u8::from(mention.linked));
            write_into(bytes, &mention.text);
        }
    }

    /// A digest of what is made of the sources beyond their bytes outside
    /// texts: the cards with their first words, the stories there are, and
    /// which matches are still to come.
    pub fn everything_else(&self) -> u128 {
        let mut hash = Xxh3::new();
        for id in self.model.stories.ids() {
            hash.update(&self.stories.card(id).digest.to_le_bytes());
        }
        hash.update(&self.routes_digest.to_le_bytes());
        for id in self.fixtures.iter() {
            hash.update(&id.0.to_le_bytes());
        }
        hash.digest128()
    }
}
