//! Mentions: the places in prose that name an entity, and the way back.
//!
//! In: the model and the bodies of its stories. Out: per story a list of
//! [`Mention`]s, per entity a list of [`Backlink`]s. Never writes HTML, never
//! knows an address.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::model::{CompetitionId, EditionId, MatchId, PersonId, StoryId, TeamId, VenueId};

/// What a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// A place in a text that names an entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

/// A mention as the page of the entity tells it: the story and the words
/// around the name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Backlink {
    /// The story that names the entity.
    pub story: StoryId,
    /// The words before the name, without markup.
    pub before: Arc<str>,
    /// The name as it stands in the story.
    pub name: Arc<str>,
    /// The words after the name.
    pub after: Arc<str>,
}

/// All mentions of a site.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// Per story, in the order of [`StoryId`]: its mentions in order of their
    /// place, without overlaps. Empty for a site whose prose is not linked.
    pub stories: Vec<Arc<[Mention]>>,
    /// Mentions in the bodies of profiles and pages, by the file of the body.
    pub bodies: BTreeMap<Arc<str>, Arc<[Mention]>>,
    /// Per entity, one entry for each story that names it, newest story first.
    pub backlinks: BTreeMap<EntityRef, Arc<[Backlink]>>,
}

impl Mentions {
    /// The mentions of one story's body.
    pub fn of_story(&self, story: StoryId) -> &[Mention] {
        self.stories.get(story.0 as usize).map_or(&[], |list| list)
    }

    /// The mentions of another body, by its file.
    pub fn of_body(&self, file: &str) -> &[Mention] {
        self.bodies.get(file).map_or(&[], |list| list)
    }

    /// The stories that name an entity.
    pub fn backlinks(&self, entity: EntityRef) -> &[Backlink] {
        self.backlinks.get(&entity).map_or(&[], |list| list)
    }
}
