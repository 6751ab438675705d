//! Stories related to a story.
//!
//! In: the stories' matches and topics, and what each names. Out: for a story
//! a few others: those on the same match first, then by the people and teams
//! they share, of which rarer ones weigh more, then by topics, newest first.
//! Whole numbers throughout, so that every machine gives the same order.
//! Never reads a text.

use rustc_hash::FxHashMap;

use super::EntityRef;
use super::backlinks::Mentions;
use crate::model::{MatchId, Model, StoryId, TopicId};

/// Of a long list of stories only so many, those nearest in time, are
/// looked at: what a thousand stories share says little of two of them.
const WINDOW: usize = 48;

/// The stories of each match and topic, newest first.
#[derive(Clone, Debug, Default)]
pub struct Related {
    by_match: FxHashMap<MatchId, Vec<StoryId>>,
    by_topic: FxHashMap<TopicId, Vec<StoryId>>,
    count: usize,
}

/// Room to count in, to be used again from story to story.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    scores: Vec<Score>,
    touched: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    matches: u32,
    shared: u32,
    topics: u32,
}

impl Related {
    /// Reads the stories' matches and topics.
    pub fn new(model: &Model) -> Self {
        let mut related = Self { count: model.stories.len(), ..Self::default() };
        for (id, story) in model.stories.entries() {
            for game in &story.matches {
                related.by_match.entry(*game).or_default().push(id);
            }
            for topic in &story.topics {
                related.by_topic.entry(*topic).or_default().push(id);
            }
        }
        related
    }

    /// The stories on a match, newest first.
    pub fn stories_on(&self, game: MatchId) -> &[StoryId] {
        self.by_match.get(&game).map_or(&[], Vec::as_slice)
    }

    /// At most `limit` stories related to one, the nearest first.
    pub fn of(
        &self,
        model: &Model,
        mentions: &Mentions,
        id: StoryId,
        limit: usize,
        scratch: &mut Scratch,
    ) -> Vec<StoryId> {
        scratch.scores.resize(self.count, Score::default());
        let story = &model.stories[id];
        for game in &story.matches {
            scratch.add(id, self.stories_on(*game), |score| score.matches += 1);
        }
        for entity in mentions.story(id).into_iter().flat_map(super::Linked::entities) {
            if !weighs(entity) {
                continue;
            }
            let list = mentions.stories_naming(entity);
            let weight = 1 + log2(self.count).saturating_sub(log2(list.len()));
            scratch.add(id, list, |score| score.shared += weight);
        }
        for topic in &story.topics {
            let list = self.by_topic.get(topic).map_or(&[][..], Vec::as_slice);
            scratch.add(id, list, |score| score.topics += 1);
        }
        let mut found: Vec<(Score, StoryId)> =
            scratch.touched.drain(..).map(|i| (std::mem::take(&mut scratch.scores[i as usize]), StoryId(i))).collect();
        found.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(limit);
        found.into_iter().map(|(_, story)| story).collect()
    }

    /// The stories whose related ones may be others after `changed` entities
    /// were listed or no longer listed for `story`.
    pub fn affected(mentions: &Mentions, story: StoryId, changed: &[EntityRef]) -> Vec<StoryId> {
        let mut affected = vec![story];
        for entity in changed.iter().filter(|entity| weighs(**entity)) {
            affected.extend_from_slice(mentions.stories_naming(*entity));
        }
        affected.sort_unstable();
        affected.dedup();
        affected
    }
}

impl Scratch {
    fn add(&mut self, own: StoryId, list: &[StoryId], mut count: impl FnMut(&mut Score)) {
        for story in window(list, own) {
            if *story == own {
                continue;
            }
            let Some(score) = self.scores.get_mut(story.0 as usize) else { continue };
            if *score == Score::default() {
                self.touched.push(story.0);
            }
            count(score);
        }
    }
}

/// The stories of a list that are nearest in time to a story.
fn window(list: &[StoryId], story: StoryId) -> &[StoryId] {
    if list.len() <= WINDOW {
        return list;
    }
    let at = list.partition_point(|s| *s < story);
    let start = at.saturating_sub(WINDOW / 2).min(list.len() - WINDOW);
    &list[start..start + WINDOW]
}

fn weighs(entity: EntityRef) -> bool {
    matches!(entity, EntityRef::Person(_) | EntityRef::Team(_))
}

/// Sixteen times the binary logarithm, with straight lines between powers.
fn log2(value: usize) -> u32 {
    let value = value.max(1) as u64;
    let power = value.ilog2();
    power * 16 + (((value << 4) >> power) as u32 - 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_rises() {
        assert_eq!([1, 2, 3, 4, 8, 1024].map(log2), [0, 16, 24, 32, 48, 160]);
        assert!((1..5000).all(|n| log2(n) <= log2(n + 1)));
    }

    #[test]
    fn the_window_stays_inside_and_holds_the_nearest() {
        let list: Vec<StoryId> = (0..200).map(StoryId).collect();
        assert_eq!(window(&list, StoryId(0)), &list[..WINDOW]);
        assert_eq!(window(&list, StoryId(199)), &list[200 - WINDOW..]);
        assert_eq!(window(&list, StoryId(100))[WINDOW / 2], StoryId(100));
        assert_eq!(window(&list[..10], StoryId(5)).len(), 10);
    }
}
