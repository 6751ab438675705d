//! Stories, authors, topics and pages, with their references resolved.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::{Offset, TimeZone};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::fold::Folded;
use super::index::BySource;
use super::{Input, ResolvedRecord, Selection};
use crate::content::raw::{Raw, RawInstant, RawMatchRef, RawStory, Spot};
use crate::diagnostic::{Diagnostic, Place, Step, nearest};
use crate::model::slug::slug;
use crate::model::{
    Arena, Author, AuthorId, Correction, MatchId, Model, Page, PageId, Pair, PersonId, Profile, Published, Record,
    Site, Story, StoryKind, TeamId, Topic, TopicId,
};

/// Names to ids, for references in stories.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    teams: FxHashMap<Box<str>, Vec<TeamId>>,
    matches: FxHashMap<Arc<str>, MatchId>,
    persons: FxHashMap<Box<str>, Vec<PersonId>>,
    by_source: BySource,
}

impl Lookup {
    pub(super) fn new(
        record: &Record,
        teams: &super::teams::Teams,
        persons: &super::persons::Persons,
        by_source: BySource,
    ) -> Self {
        Self {
            teams: teams.all_names(),
            matches: record.matches.entries().map(|(id, m)| (Arc::clone(&m.slug), id)).collect(),
            persons: persons.all_names().clone(),
            by_source,
        }
    }
}

impl ResolvedRecord {
    /// Whether one of the files quotes the score of one of these matches:
    /// `match: Iran 0-1 USA`. What that story is on depends on it then.
    pub fn is_quoted<'a>(&self, matches: &[MatchId], mut files: impl Iterator<Item = &'a Raw>) -> bool {
        let pairs: FxHashSet<[TeamId; 2]> = matches
            .iter()
            .map(|id| self.record.matches[*id].sides.each_ref().map(|side| side.team))
            .flat_map(|[home, away]| [[home, away], [away, home]])
            .collect();
        let teams = |name: &str| self.lookup.teams.get(&Folded::new(name).letters);
        let quotes = |reference: &RawMatchRef| match reference {
            RawMatchRef::Teams { first, second, score: Some(_) } => {
                let (Some(a), Some(b)) = (teams(first), teams(second)) else { return false };
                a.iter().any(|a| b.iter().any(|b| pairs.contains(&[*a, *b])))
            }
            _ => false,
        };
        files.any(|raw| matches!(raw, Raw::Story(s) if s.matches.iter().any(|(_, reference)| quotes(reference))))
    }
}

struct Reader<'a> {
    site: &'a Site,
    record: &'a Record,
    lookup: &'a Lookup,
    zone: TimeZone,
    authors: BTreeMap<String, AuthorId>,
    topics: BTreeMap<String, TopicId>,
}

pub(super) fn model(
    site: &Arc<Site>,
    resolved: &ResolvedRecord,
    inputs: &[Input],
    selection: Selection,
) -> (Model, Vec<Diagnostic>) {
    let zone = TimeZone::get(&site.timezone).unwrap_or(TimeZone::UTC);
    let wanted: Vec<(&Input, &RawStory, Option<Published>)> = inputs
        .iter()
        .filter_map(|i| if let Raw::Story(s) = &*i.raw { Some((i, &**s)) } else { None })
        .map(|(i, s)| (i, s, s.date.map(|d| published(d, &zone))))
        .filter(|(_, s, date)| {
            (selection.drafts || !s.draft) && (selection.future || date.is_none_or(|d| d.instant <= selection.now))
        })
        .collect();
    let (authors, author_ids) = authors(inputs, &wanted);
    let (topics, topic_ids) = topics(&wanted);
    let reader = Reader {
        site,
        record: &resolved.record,
        lookup: &resolved.lookup,
        zone,
        authors: author_ids,
        topics: topic_ids,
    };
    let read: Vec<(Story, Vec<Diagnostic>)> =
        wanted.par_iter().with_min_len(64).filter_map(|(i, s, d)| reader.story(i, s, *d)).collect();
    let mut out = Vec::new();
    let mut stories = Vec::with_capacity(read.len());
    for (story, found) in read {
        stories.push(Arc::new(story));
        out.extend(found);
    }
    // Newest first, undated ones last; a day without a time counts as its start.
    stories.sort_by(|a, b| {
        let key = |s: &Story| (s.date.is_none(), std::cmp::Reverse(s.date.map(|d| d.instant)));
        key(a).cmp(&key(b)).then_with(|| a.slug.cmp(&b.slug)).then_with(|| a.body.file.cmp(&b.body.file))
    });
    let model = Model {
        site: Arc::clone(site),
        record: Arc::clone(&resolved.record),
        stories: Arena::new(stories),
        authors: Arc::new(authors),
        topics: Arc::new(topics),
        pages: Arc::new(pages(inputs, selection)),
    };
    check_translations(&model, &mut out);
    (model, out)
}

pub(super) fn publication_dates(site: &Site, inputs: &[Input]) -> Vec<jiff::Timestamp> {
    let zone = TimeZone::get(&site.timezone).unwrap_or(TimeZone::UTC);
    let dates = inputs.iter().filter_map(|i| if let Raw::Story(story) = &*i.raw { story.date } else { None });
    dates.map(|date| published(date, &zone).instant).collect()
}

/// The moment of a date as written, in the site's zone unless it has an
/// offset of its own.
fn published(raw: RawInstant, zone: &TimeZone) -> Published {
    let zone = match raw.offset {
        Some(minutes) => Offset::from_seconds(i32::from(minutes) * 60).map_or(TimeZone::UTC, TimeZone::fixed),
        None => zone.clone(),
    };
    let instant =
        zone.to_timestamp(raw.date.to_datetime(raw.time.unwrap_or_default())).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    Published { date: raw.date, instant, offset: zone.to_offset(instant).seconds(), has_time: raw.time.is_some() }
}

fn texts(list: &[String]) -> Vec<Arc<str>> {
    list.iter().map(|s| s.as_str().into()).collect()
}

fn text(value: &Option<String>) -> Option<Arc<str>> {
    value.as_deref().map(Into::into)
}

fn authors(
    inputs: &[Input],
    stories: &[(&Input, &RawStory, Option<Published>)],
) -> (Arena<AuthorId, Author>, BTreeMap<String, AuthorId>) {
    let mut by_letters: FxHashMap<Box<str>, usize> = FxHashMap::default();
    let mut all: Vec<Author> = Vec::new();
    for input in inputs {
        let Raw::Author(raw) = &*input.raw else { continue };
        let p = &raw.profile;
        for name in std::iter::once(&p.name).chain(&p.aliases) {
            by_letters.entry(Folded::new(name).letters).or_insert(all.len());
        }
        all.push(Author {
            slug: p.slug.clone().unwrap_or_else(|| slug(&p.name)).into(),
            name: p.name.as_str().into(),
            role: text(&raw.role),
            email: text(&raw.email),
            profile: Profile {
                aliases: texts(&p.aliases),
                redirect_from: texts(&p.redirect_from),
                image: p.image.clone(),
                website: text(&p.website),
                extra: text(&p.extra),
                body: input.body.clone().filter(|b| !b.text.trim().is_empty()),
                file: Some(Arc::clone(&input.path)),
            },
            page: p.page,
        });
    }
    let mut bylines: Vec<&String> = stories.iter().flat_map(|(_, s, _)| &s.authors).collect();
    bylines.sort_unstable();
    bylines.dedup();
    let mut position: Vec<(String, usize)> = Vec::new();
    for name in bylines {
        let at = *by_letters.entry(Folded::new(name).letters).or_insert_with(|| {
            all.push(Author {
                slug: slug(name).into(),
                name: name.as_str().into(),
                role: None,
                email: None,
                profile: Profile::default(),
                page: true,
            });
            all.len() - 1
        });
        position.push((name.clone(), at));
    }
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| (&all[*a].slug, &all[*a].name).cmp(&(&all[*b].slug, &all[*b].name)));
    let mut new_at = vec![AuthorId(0); all.len()];
    for (to, from) in order.iter().enumerate() {
        new_at[*from] = AuthorId(to as u32);
    }
    let ids = position.into_iter().map(|(name, at)| (name, new_at[at])).collect();
    (Arena::new(order.into_iter().map(|i| all[i].clone()).collect()), ids)
}

fn topics(stories: &[(&Input, &RawStory, Option<Published>)]) -> (Arena<TopicId, Topic>, BTreeMap<String, TopicId>) {
    let mut by_slug: BTreeMap<String, &str> = BTreeMap::new();
    for name in stories.iter().flat_map(|(_, s, _)| &s.topics) {
        // The first spelling in the alphabet stands, whatever file is first.
        let entry = by_slug.entry(slug(name)).or_insert(name);
        if name.as_str() < *entry {
            *entry = name;
        }
    }
    let at: BTreeMap<&str, TopicId> =
        by_slug.keys().enumerate().map(|(i, s)| (s.as_str(), TopicId(i as u32))).collect();
    let ids = stories
        .iter()
        .flat_map(|(_, s, _)| &s.topics)
        .filter_map(|name| Some((name.clone(), *at.get(slug(name).as_str())?)))
        .collect();
    let all = by_slug.iter().map(|(slug, name)| Topic { slug: slug.as_str().into(), name: (*name).into() }).collect();
    (Arena::new(all), ids)
}

fn pages(inputs: &[Input], selection: Selection) -> Arena<PageId, Page> {
    let mut pages: Vec<Page> = inputs
        .iter()
        .filter_map(|input| {
            let Raw::Page(raw) = &*input.raw else { return None };
            if raw.draft && !selection.drafts {
                return None;
            }
            let stem = input.path.strip_prefix("content/pages/").unwrap_or(&input.path);
            let stem = stem.strip_suffix(".md").unwrap_or(stem);
            let mut parts: Vec<String> = stem.split('/').map(slug).collect();
            if let (Some(own), Some(last)) = (&raw.slug, parts.last_mut()) {
                last.clone_from(own);
            }
            Some(Page {
                path: parts.join("/").into(),
                title: raw.title.as_str().into(),
                description: text(&raw.description),
                image: raw.image.clone(),
                redirect_from: texts(&raw.redirect_from),
                extra: text(&raw.extra),
                body: input.body.clone()?,
            })
        })
        .collect();
    pages.sort_by(|a, b| (&a.path, &a.body.file).cmp(&(&b.path, &b.body.file)));
    Arena::new(pages)
}

fn check_translations(model: &Model, out: &mut Vec<Diagnostic>) {
    if model.stories.iter().all(|s| s.translation_of.is_none()) {
        return;
    }
    let slugs: std::collections::BTreeSet<&str> = model.stories.iter().map(|s| &*s.slug).collect();
    for story in &model.stories {
        let Some(original) = story.translation_of.as_deref() else { continue };
        if !slugs.contains(original) {
            let help = nearest(original, slugs.iter().copied()).map_or_else(
                || "write the last part of the address of the story it translates".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            out.push(
                Diagnostic::error("E0308", format!("no story has the slug `{original}`"))
                    .at(Place::node(&story.body.file, ["translation_of".into()]))
                    .help(help),
            );
        }
    }
}

impl Reader<'_> {
    fn story(&self, input: &Input, raw: &RawStory, date: Option<Published>) -> Option<(Story, Vec<Diagnostic>)> {
        let mut out = Vec::new();
        let body = input.body.clone()?;
        let mut matches = Vec::with_capacity(raw.matches.len());
        for (spot, reference) in &raw.matches {
            let place = match spot {
                Spot::Item(i) => Place::node(&input.path, [Step::from("matches"), (*i).into()]),
                _ => Place::node(&input.path, ["match".into()]),
            };
            if let Some(id) = self.reference(&input.path, reference, date, place, &mut out)
                && !matches.contains(&id)
            {
                matches.push(id);
            }
        }
        let mut people = Vec::new();
        for (i, name) in raw.people.iter().enumerate() {
            match self.lookup.persons.get(&Folded::new(name).letters).map(Vec::as_slice) {
                Some([one]) => people.push(*one),
                Some(many) if !many.is_empty() => out.push(
                    Diagnostic::warning("W0304", format!("`{name}` could be one of {} people", many.len()))
                        .at(Place::node(&input.path, [Step::from("people"), i.into()]))
                        .help("each of them has a page of their own already"),
                ),
                _ => {}
            }
        }
        let slug = raw.slug.clone().unwrap_or_else(|| slug(stem(&input.path)));
        let kind = raw.kind.unwrap_or(if raw.matches.is_empty() || !raw.single_match {
            StoryKind::News
        } else {
            StoryKind::Report
        });
        let story = Story {
            slug: slug.into(),
            title: raw.title.as_str().into(),
            standfirst: text(&raw.standfirst),
            kind,
            date,
            updated: raw.updated.map(|d| published(d, &self.zone)),
            authors: raw.authors.iter().filter_map(|a| self.authors.get(a)).copied().collect(),
            matches,
            topics: {
                let mut topics: Vec<TopicId> = raw.topics.iter().filter_map(|t| self.topics.get(t)).copied().collect();
                let mut seen = std::collections::BTreeSet::new();
                topics.retain(|t| seen.insert(*t));
                topics
            },
            image: raw.image.clone(),
            gallery: raw.gallery.clone(),
            source: raw.source.as_ref().map(|(n, u)| (n.as_str().into(), text(u))),
            people,
            corrections: raw
                .corrections
                .iter()
                .map(|c| Correction { date: c.date, text: c.text.as_str().into() })
                .collect(),
            language: text(&raw.language),
            translation_of: text(&raw.translation_of),
            draft: raw.draft,
            autolink: raw.autolink.unwrap_or(self.site.autolink),
            redirect_from: texts(&raw.redirect_from),
            extra: text(&raw.extra),
            body,
        };
        Some((story, out))
    }

    /// The match that a story means.
    fn reference(
        &self,
        path: &Arc<str>,
        reference: &RawMatchRef,
        date: Option<Published>,
        place: Place,
        out: &mut Vec<Diagnostic>,
    ) -> Option<MatchId> {
        match reference {
            RawMatchRef::Here(i) => self.lookup.by_source.get(&(Arc::clone(path), *i)).copied(),
            RawMatchRef::Id(id) => {
                let found = self.lookup.matches.get(id.as_str()).copied();
                if found.is_none() {
                    let near = nearest(id, self.lookup.matches.keys().map(|k| &**k));
                    out.push(Diagnostic::error("E0309", format!("no match has the id `{id}`")).at(place).help(
                        near.map_or_else(
                            || "write the two teams, such as `Iran 0-1 USA`, or an id from the record".to_owned(),
                            |n| format!("did you mean `{n}`?"),
                        ),
                    ));
                }
                found
            }
            RawMatchRef::Teams { first, second, score } => {
                let a = self.team(first, &place, out);
                let b = self.team(second, &place, out);
                self.meeting((first, &a?), (second, &b?), *score, date, place, out)
            }
        }
    }

    fn team(&self, name: &str, place: &Place, out: &mut Vec<Diagnostic>) -> Option<Vec<TeamId>> {
        let found = self.lookup.teams.get(&Folded::new(name).letters).cloned();
        if found.is_none() {
            out.push(
                Diagnostic::error("E0301", format!("unknown team `{name}`"))
                    .at(place.clone().part(name))
                    .help(super::teams::unknown_team(name, self.record.teams.iter().map(|t| &*t.name))),
            );
        }
        found
    }

    fn meeting(
        &self,
        (first, a): (&str, &[TeamId]),
        (second, b): (&str, &[TeamId]),
        score: Option<Pair>,
        date: Option<Published>,
        place: Place,
        out: &mut Vec<Diagnostic>,
    ) -> Option<MatchId> {
        let mut met: Vec<(MatchId, bool)> = Vec::new();
        for &a in a {
            for &id in &self.record.by_team[a] {
                let sides = &self.record.matches[id].sides;
                for &b in b {
                    if sides[0].team == a && sides[1].team == b {
                        met.push((id, false));
                    } else if sides[0].team == b && sides[1].team == a {
                        met.push((id, true));
                    }
                }
            }
        }
        if met.is_empty() {
            out.push(
                Diagnostic::error("E0309", format!("the record has no match of {first} and {second}"))
                    .at(place)
                    .help("add the match to content/record/, or write it out here as a mapping"),
            );
            return None;
        }
        // Nearest to the story's date; without one, the latest.
        let distance = |id: MatchId| {
            let at = self.record.matches[id].kickoff.map(|k| k.instant.as_second());
            match (at, date) {
                (Some(at), Some(date)) => (0, (at - date.instant.as_second()).abs()),
                (Some(at), None) => (0, -at),
                (None, _) => (1, 0),
            }
        };
        let told = |(id, turned): (MatchId, bool)| {
            let result = self.record.matches[id].score.and_then(|s| s.result());
            result.map(|[h, a]| if turned { [a, h] } else { [h, a] })
        };
        met.sort_by_key(|(id, _)| (distance(*id), *id));
        let nearest = met[0];
        let Some(score) = score else { return Some(nearest.0) };
        if told(nearest) == Some(score) {
            return Some(nearest.0);
        }
        let message = match told(nearest) {
            Some([h, a]) => format!("the record has {first} {h}-{a} {second}, not {}-{}", score[0], score[1]),
            None => format!("the record has no score for {first} v {second}"),
        };
        let mut d = Diagnostic::error("E0417", message).at(place);
        if let Some(origin) = self.record.matches[nearest.0].origins.first() {
            d = d.related(origin.clone(), "the match nearest to the story's date");
        }
        out.push(d.help("correct the score here or in the record"));
        None
    }
}

/// The name of a file without folders and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    // `iran-usa/index.md` is the story `iran-usa`, with its pictures beside it.
    if stem == "index"
        && let Some(folder) = path.rsplit('/').nth(1)
    {
        return folder;
    }
    stem
}
