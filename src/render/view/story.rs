//! The story page.
//!
//! In: a story, its match, its mentions. Out: the variables `story`, `body`,
//! `related` and, for a story on a match, those of the match page. Never
//! parses Markdown itself.

use serde::Serialize;

use super::common::{Link, PictureView};
use crate::render::shared::Shared;
use crate::render::text::DateText;

/// Where a text came from.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView<'a> {
    /// Name of the paper or site.
    pub name: &'a str,
    /// Address.
    pub url: Option<&'a str>,
}

/// A correction.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionView<'a> {
    /// `2022-12-01`.
    pub date: Option<DateText>,
    /// What was wrong.
    pub text: &'a str,
}

/// Variable `detail` of a story page is that of its match; variable `more`
/// holds what only the story's own page tells. `story` beside it is the
/// `StoryCard`.
#[derive(Clone, Debug, Serialize)]
pub struct StoryMore<'a> {
    /// The paragraph under the headline, only where the author wrote one.
    pub standfirst: Option<&'a str>,
    /// More pictures.
    pub gallery: Vec<PictureView<'a>>,
    /// Where it came from.
    pub source: Option<SourceView<'a>>,
    /// Corrections, oldest first.
    pub corrections: Vec<CorrectionView<'a>>,
    /// Minutes it takes to read, at least 1.
    pub reading_minutes: u32,
    /// All its matches: `MatchRow`s.
    pub matches: Vec<Shared>,
    /// Teams, persons, grounds and others it names, each once, in order.
    pub names: Vec<Link<'a>>,
    /// The story before it in time: a `StoryCard`, or null.
    pub previous: Option<Shared>,
    /// The story after it: a `StoryCard`, or null.
    pub next: Option<Shared>,
}
