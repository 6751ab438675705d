//! The typed, resolved model: what touchline knows.
//!
//! In: values that `content` has read and resolved. Out: entities in arenas
//! with stable ids, and what is computed from them: tables, statistics,
//! brackets. Never does IO, knows no YAML, no template, no URL and no clock.

pub mod arena;
pub mod bracket;
pub mod entity;
pub mod form;
pub mod ids;
pub mod matches;
pub mod record;
pub mod site;
pub mod slug;
pub mod stats;
pub mod story;
pub mod table;
#[cfg(test)]
pub mod testing;
pub mod time;

pub use arena::Arena;
pub use entity::*;
pub use form::{Form, FormEntry, Outcome};
pub use ids::*;
pub use matches::*;
pub use record::Record;
pub use site::Site;
pub use story::*;
pub use table::{AsOf, Row, Table, TableKey, TablesOverTime};
pub use time::{Kickoff, Minute};

use std::sync::Arc;

/// All that a site is made of, resolved. Parts are shared, so that a model
/// after a small edit costs little beside the one before it.
#[derive(Clone, Debug)]
pub struct Model {
    /// Settings of the site.
    pub site: Arc<Site>,
    /// The record: matches, teams, persons, competitions, venues.
    pub record: Arc<Record>,
    /// The stories, newest first; undated ones last; ties by slug.
    pub stories: Arena<StoryId, Arc<Story>>,
    /// Authors, by slug.
    pub authors: Arc<Arena<AuthorId, Author>>,
    /// Topics, by slug.
    pub topics: Arc<Arena<TopicId, Topic>>,
    /// Pages (about, contact, …), by slug.
    pub pages: Arc<Arena<PageId, Page>>,
}
