//! The ids of the entities. They are given out in the order of the entities'
//! slugs (matches: of kick-off), so they do not depend on which file was read
//! first.

use super::arena::Id;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub struct $name(pub u32);

        impl Id for $name {
            fn from_index(index: usize) -> Self {
                Self(index as u32)
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A story.
    StoryId;
    /// A match. In order of kick-off, then slug.
    MatchId;
    /// A team.
    TeamId;
    /// A person: player, coach, referee or other.
    PersonId;
    /// A competition over all its seasons.
    CompetitionId;
    /// One season of one competition.
    EditionId;
    /// A venue.
    VenueId;
    /// An author of stories.
    AuthorId;
    /// A topic of stories.
    TopicId;
    /// A page of the site's own, such as "about".
    PageId;
}
