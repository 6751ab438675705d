//! Stories, their authors and topics, and pages of the site's own.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AuthorId, MatchId, PersonId, Profile, TopicId};

/// A picture with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Picture {
    /// The file as written: beside the story or under `static/`; an absolute
    /// URL is left alone. Empty for a caption without a picture.
    pub src: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// The caption.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
}

/// A Markdown text and where it stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Body {
    /// The file, relative to the root.
    pub file: Arc<str>,
    /// The Markdown text. Not kept with the rest: it stands in the file.
    #[serde(skip)]
    pub text: Arc<str>,
    /// Where it starts in the file, in bytes.
    pub offset: u32,
    /// A digest of the text (and of nothing else).
    pub digest: u128,
}

/// What sort of story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StoryKind {
    /// Of a match played.
    Report,
    /// Of a match to come.
    Preview,
    /// News.
    News,
    /// A feature.
    Feature,
    /// An analysis.
    Analysis,
    /// An interview.
    Interview,
    /// Written while it happens.
    Live,
}

/// Which mentions in prose are linked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Autolink {
    /// The first in each section.
    #[default]
    First,
    /// Every one.
    All,
    /// None.
    None,
}

/// When something was published: a moment, told in the offset it was given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Published {
    /// The local date.
    pub date: Date,
    /// The moment; midnight local time for a date alone.
    pub instant: Timestamp,
    /// Offset from UTC in seconds.
    pub offset: i32,
    /// Whether a time was given.
    pub has_time: bool,
}

/// A correction, shown at the foot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Correction {
    /// When.
    pub date: Option<Date>,
    /// What.
    pub text: Arc<str>,
}

/// An article.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Story {
    /// Last part of the address.
    pub slug: Arc<str>,
    /// Headline.
    pub title: Arc<str>,
    /// The paragraph under it.
    pub standfirst: Option<Arc<str>>,
    /// What sort.
    pub kind: StoryKind,
    /// Published.
    pub date: Option<Published>,
    /// Last changed.
    pub updated: Option<Published>,
    /// By whom.
    pub authors: Vec<AuthorId>,
    /// Matches it is about, the first being the main one.
    pub matches: Vec<MatchId>,
    /// Topics.
    pub topics: Vec<TopicId>,
    /// The leading picture.
    pub image: Option<Picture>,
    /// More pictures.
    pub gallery: Vec<Picture>,
    /// Where a text from elsewhere came from: name and URL.
    pub source: Option<(Arc<str>, Option<Arc<str>>)>,
    /// Persons who get a page because the author asked.
    pub people: Vec<PersonId>,
    /// Corrections.
    pub corrections: Vec<Correction>,
    /// BCP 47; `None` for the site's.
    pub language: Option<Arc<str>>,
    /// Slug of the original.
    pub translation_of: Option<Arc<str>>,
    /// A draft (only in the model when drafts are asked for).
    pub draft: bool,
    /// Which names are linked.
    pub autolink: Autolink,
    /// Old addresses.
    pub redirect_from: Vec<Arc<str>>,
    /// The author's own mapping, as JSON text.
    pub extra: Option<Arc<str>>,
    /// The text.
    pub body: Body,
}

/// An author of stories.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Author {
    /// Last part of the address.
    pub slug: Arc<str>,
    /// Name as the byline has it.
    pub name: Arc<str>,
    /// Role at the paper.
    pub role: Option<Arc<str>>,
    /// Mail address.
    pub email: Option<Arc<str>>,
    /// Picture, body.
    pub profile: Profile,
    /// Has a page and is linked.
    pub page: bool,
}

/// A topic of stories.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Topic {
    /// Last part of the address.
    pub slug: Arc<str>,
    /// As first written.
    pub name: Arc<str>,
}

/// A page of the site's own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page {
    /// The path of the address, without slashes at the ends: `about`.
    pub path: Arc<str>,
    /// Title.
    pub title: Arc<str>,
    /// One line about it.
    pub description: Option<Arc<str>>,
    /// A leading picture.
    pub image: Option<Picture>,
    /// Old addresses.
    pub redirect_from: Vec<Arc<str>>,
    /// The author's own mapping, as JSON text.
    pub extra: Option<Arc<str>>,
    /// The text.
    pub body: Body,
}
