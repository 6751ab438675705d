//! The list pages: stories, matches, teams, players, people, competitions,
//! grounds, topics, authors.
//!
//! In: entities in their order. Out: the variables `groups` (lists of shared
//! views under headings) and `pagination`; for matches also `upcoming`.

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use super::common::grouped_by;
use super::edition::month_heading;
use super::head::{Head, LetterLink, Pagination};
use crate::model::arena::Id;
use crate::model::slug::slug;
use crate::model::{MatchId, PersonId, StoryId, TeamId};
use crate::render::lists::{by_key, letter, sort_key};
use crate::render::routes::list_pages;
use crate::render::shared::{PageContext, Shared};
use crate::render::site::SiteView;
use crate::render::text::month_name;

/// An entry of the list of teams.
#[derive(Clone, Debug, Serialize)]
pub struct TeamEntry {
    /// The team: a `TeamRef`.
    pub team: Shared,
    /// How many matches.
    pub matches: usize,
}

/// An entry of the lists of players and people.
#[derive(Clone, Debug, Serialize)]
pub struct PersonEntry {
    /// The person: a `PersonRef`.
    pub person: Shared,
    /// The team of the last match: a `TeamRef`; null if there is none.
    pub team: Option<Shared>,
    /// How many matches.
    pub matches: usize,
}

/// An entry of the list of competitions.
#[derive(Clone, Debug, Serialize)]
pub struct CompetitionEntry<'a> {
    /// Name.
    pub name: &'a str,
    /// Its page.
    pub url: Option<&'a str>,
    /// Its seasons, newest first: `EditionRef`s.
    pub editions: Vec<Shared>,
}

/// An entry of the list of grounds.
#[derive(Clone, Debug, Serialize)]
pub struct VenueEntry {
    /// The ground: a `VenueRef`.
    pub venue: Shared,
    /// How many matches.
    pub matches: usize,
}

impl SiteView {
    /// Puts the head and `pagination` of a list page, and tells which of its
    /// entries the page shows.
    fn put_list_page(
        &self,
        kind: &'static str,
        title: &'static str,
        number: u32,
        entries: usize,
        letters: &[(char, usize)],
        context: &mut PageContext,
    ) -> Range<usize> {
        let per_page = self.routes.paginate();
        let count = list_pages(entries, per_page);
        let name: Cow<'static, str> = if number > 1 { format!("{title}, page {number}").into() } else { title.into() };
        let mut head = Head::new(kind, name, self.routes.list(kind, number), Some(kind));
        if number > 1 {
            head.crumbs = vec![self.section_crumb(title, kind)];
        }
        self.put_head(head, context);
        let url = |number: u32| self.routes.list(kind, number);
        let letter_link = |(letter, first): &(char, usize)| {
            let page = u32::try_from(first / per_page + 1).unwrap_or(count);
            LetterLink { text: *letter, url: format!("{}#{}", url(page), slug(letter.encode_utf8(&mut [0; 4]))) }
        };
        let letters = if count > 1 { letters.iter().map(letter_link).collect() } else { Vec::new() };
        context.put(
            "pagination",
            &Pagination {
                number: number as usize,
                count: count as usize,
                entries,
                first: url(1),
                last: url(count),
                previous: (number > 1).then(|| url(number - 1)),
                next: (number < count).then(|| url(number + 1)),
                letters,
            },
        );
        let start = (number as usize - 1) * per_page;
        start.min(entries)..(start + per_page).min(entries)
    }

    pub(in crate::render) fn fill_stories(&self, number: u32, context: &mut PageContext) {
        let shown = self.put_list_page("stories", "Stories", number, self.model.stories.len(), &[], context);
        let month = |id: &StoryId| match &self.model.stories[*id].date {
            Some(published) => format!("{} {}", month_name(published.date), published.date.year()),
            None => "Undated".to_owned(),
        };
        let ids = shown.map(StoryId::from_index);
        context.put_with("groups", || grouped_by(ids, month, |id| self.stories.card(id).clone()));
    }

    /// Results and matches of the past come latest first, page by page. The
    /// next fixtures stand apart on the first page; those further ahead follow
    /// the results on the last pages, so that every match is in the list.
    pub(in crate::render) fn fill_matches(&self, number: u32, context: &mut PageContext) {
        let record = &self.model.record;
        let shown = self.put_list_page("matches", "Matches", number, record.matches.len(), &[], context);
        let per_page = self.routes.paginate();
        let (next, later) = self.fixtures.split_at(self.fixtures.len().min(per_page.div_ceil(2)));
        let all = next.iter().chain(self.results.iter()).chain(later).copied();
        let ids: Vec<MatchId> = all.skip(shown.start).take(shown.len()).collect();
        let upcoming = ids.iter().take_while(|id| next.contains(id)).count();
        context.put_list("upcoming", ids[..upcoming].iter().map(|id| self.record.views.game(*id)));
        let month = |id: &MatchId| month_heading(&record.matches[*id]);
        let groups = grouped_by(ids[upcoming..].iter().copied(), month, |id| self.record.views.game(id).clone());
        context.put("groups", &groups);
    }

    pub(in crate::render) fn fill_teams(&self, number: u32, context: &mut PageContext) {
        let record = &self.model.record;
        let list = &self.record.lists().teams;
        let shown =
            self.put_list_page("teams", "Teams", number, list.len(), &self.record.lists().team_letters, context);
        let groups = grouped_by(
            list[shown].iter().copied(),
            |id| letter(&record.teams[*id].name).to_string(),
            |id| TeamEntry { team: self.record.views.team(id).clone(), matches: record.by_team[id].len() },
        );
        context.put("groups", &groups);
    }

    pub(in crate::render) fn fill_players(&self, number: u32, context: &mut PageContext) {
        let lists = self.record.lists();
        self.fill_persons("players", "Players", &lists.players, &lists.player_letters, number, context);
    }

    pub(in crate::render) fn fill_people(&self, number: u32, context: &mut PageContext) {
        let lists = self.record.lists();
        self.fill_persons("people", "People", &lists.people, &lists.people_letters, number, context);
    }

    fn fill_persons(
        &self,
        kind: &'static str,
        title: &'static str,
        list: &[PersonId],
        letters: &[(char, usize)],
        number: u32,
        context: &mut PageContext,
    ) {
        let record = &self.model.record;
        let shown = self.put_list_page(kind, title, number, list.len(), letters, context);
        let groups = grouped_by(
            list[shown].iter().copied(),
            |id| letter(&record.persons[*id].surname).to_string(),
            |id| PersonEntry {
                person: self.record.views.person(id).clone(),
                team: self.last_team(id).map(|team| self.record.views.team(team).clone()),
                matches: record.by_person[id].len(),
            },
        );
        context.put("groups", &groups);
    }

    /// The team of a person's last match, as player or coach; else of the
    /// last squad.
    pub(in crate::render) fn last_team(&self, id: PersonId) -> Option<TeamId> {
        let record = &self.model.record;
        let in_match = record.by_person[id].iter().rev().find_map(|game| {
            record.matches[*game].sides.iter().find_map(|side| {
                let named = side.lineup.iter().flat_map(|lineup| &lineup.players).any(|p| p.player == id);
                (named || side.coach == Some(id)).then_some(side.team)
            })
        });
        in_match
            .or_else(|| record.squads_of[id].last().map(|(_, team)| *team))
            .or_else(|| record.persons[id].spells.last().map(|spell| spell.team))
    }

    pub(in crate::render) fn fill_competitions(&self, number: u32, context: &mut PageContext) {
        let record = &self.model.record;
        let list = &self.record.lists().competitions;
        let shown = self.put_list_page("competitions", "Competitions", number, list.len(), &[], context);
        let groups = grouped_by(
            list[shown].iter().copied(),
            |id| letter(&record.competitions[*id].name).to_string(),
            |id| CompetitionEntry {
                name: &record.competitions[id].name,
                url: self.routes.competition(id),
                editions: record.editions_of[id]
                    .iter()
                    .rev()
                    .map(|id| self.record.views.edition(*id).clone())
                    .collect(),
            },
        );
        context.put("groups", &groups);
    }

    pub(in crate::render) fn fill_venues(&self, number: u32, context: &mut PageContext) {
        let record = &self.model.record;
        let list = &self.record.lists().venues;
        let shown = self.put_list_page("venues", "Grounds", number, list.len(), &[], context);
        let groups = grouped_by(
            list[shown].iter().copied(),
            |id| letter(&record.venues[*id].name).to_string(),
            |id| VenueEntry { venue: self.record.views.venue(id).clone(), matches: record.by_venue[id].len() },
        );
        context.put("groups", &groups);
    }

    pub(in crate::render) fn fill_topics(&self, number: u32, context: &mut PageContext) {
        let topics = &self.model.topics;
        let shown = self.put_list_page("topics", "Topics", number, topics.len(), &[], context);
        let list = by_key(topics.entries().map(|(id, topic)| (sort_key(&topic.name), id)));
        let groups = grouped_by(
            list[shown].iter().copied(),
            |id| letter(&topics[*id].name).to_string(),
            |id| self.topic_var(id),
        );
        context.put("groups", &groups);
    }

    pub(in crate::render) fn fill_authors(&self, number: u32, context: &mut PageContext) {
        let authors = &self.model.authors;
        let list = by_key(authors.entries().filter(|(_, a)| a.page).map(|(id, a)| (sort_key(&a.name), id)));
        let shown = self.put_list_page("authors", "Authors", number, list.len(), &[], context);
        let groups = grouped_by(
            list[shown].iter().copied(),
            |id| letter(&authors[*id].name).to_string(),
            |id| self.author_var(id),
        );
        context.put("groups", &groups);
    }
}
