//! Mentions: the places in prose that name an entity, and the way back.
//!
//! In: the model and the bodies of its stories, profiles and pages. Out: per
//! text a list of [`Mention`]s and what there is to tell the author, per
//! entity the stories that name it. Never writes HTML, never knows an
//! address.
//!
//! A [`Linker`] is made once for a model; it links texts one by one, in any
//! order and in parallel, and what it gives depends on nothing but the text
//! and two digests. [`Mentions`] puts the results together.
//!
//! | file | does |
//! |---|---|
//! | `markdown` | the parser's options |
//! | `prose` | a body as plain text, with the way back |
//! | `fold` | text as words in lower-case ASCII |
//! | `lexicon` | what single words are |
//! | `names` | all names of the site |
//! | `scope` | who is near a story |
//! | `beside` | what stands beside a name |
//! | `mentions` | which of its bearers a name means |
//! | `wikilinks` | `[[…]]` |
//! | `near` | words that are nearly a name |
//! | `snippets` | the sentence around a name |
//! | `linker` | all of these for one text |
//! | `backlinks`, `related` | from an entity and from a story to stories |
//! | `stored` | what a text names, on disk |

use std::ops::Range;
use std::sync::Arc;

mod backlinks;
mod beside;
mod fold;
mod lexicon;
mod linker;
pub mod markdown;
mod mentions;
mod names;
mod near;
mod note;
mod prose;
mod related;
mod scope;
mod snippets;
mod stored;
mod wikilinks;

pub use backlinks::{Backlink, Changes, Mentions};
pub use linker::{Linked, Linker, Reading, RecordNames};
pub use note::{Note, NoteKind};
pub use related::{Related, Scratch};
pub use stored::{MatchSlugs, Stored};

use serde::{Deserialize, Serialize};

use crate::model::{CompetitionId, EditionId, MatchId, PersonId, StoryId, TeamId, VenueId};

/// What a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EntityRef {
    /// A team.
    Team(TeamId),
    /// A person: player, coach, referee or other.
    Person(PersonId),
    /// A ground.
    Venue(VenueId),
    /// A competition over all its seasons.
    Competition(CompetitionId),
    /// One season of a competition.
    Edition(EditionId),
    /// A match.
    Match(MatchId),
    /// Another story.
    Story(StoryId),
}

impl EntityRef {
    /// How many kinds there are.
    pub(crate) const KINDS: usize = 7;

    /// The kind, from 0, and the number within it.
    pub(crate) fn split(self) -> (usize, usize) {
        match self {
            Self::Team(id) => (0, id.0 as usize),
            Self::Person(id) => (1, id.0 as usize),
            Self::Venue(id) => (2, id.0 as usize),
            Self::Competition(id) => (3, id.0 as usize),
            Self::Edition(id) => (4, id.0 as usize),
            Self::Match(id) => (5, id.0 as usize),
            Self::Story(id) => (6, id.0 as usize),
        }
    }

    /// Kind and number in one.
    pub(crate) fn packed(self) -> u64 {
        let (kind, number) = self.split();
        (kind as u64) << 32 | number as u64
    }

    /// The entity of a packed number.
    pub(crate) fn unpacked(packed: u64) -> Option<Self> {
        let number = packed as u32;
        Some(match packed >> 32 {
            0 => Self::Team(TeamId(number)),
            1 => Self::Person(PersonId(number)),
            2 => Self::Venue(VenueId(number)),
            3 => Self::Competition(CompetitionId(number)),
            4 => Self::Edition(EditionId(number)),
            5 => Self::Match(MatchId(number)),
            6 => Self::Story(StoryId(number)),
            _ => return None,
        })
    }
}

/// A place in a text that names an entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mention {
    /// The bytes of the body's text that are replaced by the link: the name
    /// itself, or the whole `[[…]]`.
    pub range: Range<u32>,
    /// What stands in their place: `None` for the bytes themselves, some text
    /// for a `[[…]]`, whose brackets are not shown.
    pub text: Option<Arc<str>>,
    /// What is named.
    pub target: EntityRef,
    /// Becomes a link; a mention that does not (the second in a section)
    /// still counts for backlinks.
    pub linked: bool,
}
