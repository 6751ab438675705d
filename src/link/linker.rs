//! The linker: from a text and its scope to its mentions.
//!
//! In: the model once, then any number of texts, in parallel. Out: a
//! [`Linked`] for each, which depends on nothing but the text, the names
//! ([`Linker::digest`]) and the scope ([`Linker::scope_digest`]). Never reads
//! scores, but for `[[match: …]]`.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::fold::Folded;
use super::mentions::Reader;
use super::names::Names;
use super::note::Note;
use super::prose::Prose;
use super::scope::{EditionScope, Scope, Seasons, Spells, same_people};
use super::snippets::{Snippet, Snippets};
use super::{EntityRef, Mention, near, wikilinks};
use crate::model::{Autolink, Body, EditionId, MatchId, Model, Profile, Record, Story, StoryId};

/// What a text names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Linked {
    /// The mentions in order of their place, without overlaps.
    pub mentions: Arc<[Mention]>,
    /// Each entity named, in order, with the words around its first mention.
    pub(super) firsts: Arc<[(EntityRef, Snippet)]>,
    /// The words that `firsts` points into.
    pub(super) snippets: Arc<str>,
    /// What there is to tell the author.
    pub notes: Arc<[Note]>,
}

impl Linked {
    /// The entities named, in order of [`EntityRef`].
    pub fn entities(&self) -> impl ExactSizeIterator<Item = EntityRef> + '_ {
        self.firsts.iter().map(|(entity, _)| *entity)
    }
}

/// All that is needed to link texts. Make one for a model; it stays right as
/// long as the record and the stories' slugs and titles are the same.
#[derive(Debug)]
pub struct Linker {
    pub(super) names: Arc<Names>,
    digest: u128,
    pub(super) record: Arc<Record>,
    editions: Arc<Vec<OnceLock<EditionScope>>>,
    spells: Spells,
    seasons: Seasons,
    stories: Vec<(Arc<str>, Arc<str>)>,
    by_slug: OnceLock<FxHashMap<Arc<str>, StoryId>>,
    by_hand: OnceLock<u64>,
    autolink: Autolink,
    language: Arc<str>,
}

/// The names of a record, made ready to be found in texts.
#[derive(Debug)]
pub struct RecordNames {
    names: Arc<Names>,
    digest: u128,
}

impl RecordNames {
    /// All names of a record.
    pub fn of(record: &Record) -> Self {
        Self { names: Arc::new(Names::new(record, None)), digest: digest_names(record) }
    }
}

impl Linker {
    /// The linker of a model.
    pub fn new(model: &Model) -> Self {
        Self::with(model, RecordNames::of(&model.record))
    }

    /// The linker of a model, given the names of its record.
    pub fn with(model: &Model, names: RecordNames) -> Self {
        Self::with_names(model, names.names, names.digest)
    }

    /// A linker for a few texts, made sooner: it knows the names that may stand
    /// in them.
    pub fn for_texts<'t>(model: &Model, texts: impl Iterator<Item = &'t str>) -> Self {
        let mut heads = FxHashSet::default();
        for text in texts {
            if Self::has_links_by_hand(text) {
                // What is named there need not stand in the text.
                return Self::new(model);
            }
            let folded = Folded::new(&Prose::new(text).text);
            heads.extend(folded.tokens.iter().map(|token| Box::from(folded.word(token))));
        }
        let names = Names::new(&model.record, Some(&heads));
        Self::with_names(model, Arc::new(names), digest_names(&model.record))
    }

    /// The linker of a changed model. The names are made ready anew only if one
    /// of them has changed.
    #[must_use]
    pub fn update(&self, model: &Model) -> Self {
        let digest = digest_names(&model.record);
        if digest == self.digest {
            Self::with_names(model, Arc::clone(&self.names), digest)
        } else {
            Self::with_names(model, Arc::new(Names::new(&model.record, None)), digest)
        }
    }

    /// Takes a record in which some matches are told otherwise, and nothing
    /// else is another. Refuses one in which they have other line-ups, coaches
    /// or officials: whole editions depend on these.
    #[must_use]
    pub fn follow(&mut self, record: &Arc<Record>, matches: &[MatchId]) -> bool {
        if !matches.iter().all(|id| same_people(&self.record.matches[*id], &record.matches[*id])) {
            return false;
        }
        self.record = Arc::clone(record);
        self.by_hand = OnceLock::new();
        true
    }

    /// Whether a text holds links by hand, which depend on all matches.
    pub fn has_links_by_hand(text: &str) -> bool {
        text.contains("[[")
    }

    fn with_names(model: &Model, names: Arc<Names>, digest: u128) -> Self {
        let record = Arc::clone(&model.record);
        let mut spells = Spells::default();
        for (id, person) in record.persons.entries() {
            for spell in &person.spells {
                spells.entry(spell.team).or_default().push((id, spell.from, spell.until));
            }
        }
        let seasons = Seasons::new(&record);
        let mut editions = Vec::new();
        editions.resize_with(record.editions.len(), OnceLock::new);
        Self {
            names,
            digest,
            record,
            editions: Arc::new(editions),
            spells,
            seasons,
            stories: model.stories.iter().map(|s| (Arc::clone(&s.slug), Arc::clone(&s.title))).collect(),
            by_slug: OnceLock::new(),
            by_hand: OnceLock::new(),
            autolink: model.site.autolink,
            language: Arc::clone(&model.site.language),
        }
    }

    /// The hash of all names and whom they may mean. Results of another
    /// linker with the same digest, for the same text and scope, are the same.
    pub fn digest(&self) -> u128 {
        self.digest
    }

    /// Links a story.
    pub fn link_story(&self, story: &Story) -> Linked {
        self.reading(story).link()
    }

    /// Links the body of a profile or page; `own` is whose page it is.
    pub fn link_body(&self, body: &Body, own: Option<EntityRef>) -> Linked {
        self.reading_body(body, own).link()
    }

    /// The hash of all that a story's mentions depend on besides its text and
    /// the names.
    pub fn scope_digest(&self, story: &Story) -> u64 {
        self.reading(story).digest()
    }

    /// A story as it is read.
    pub fn reading<'l>(&'l self, story: &'l Story) -> Reading<'l> {
        Reading { linker: self, text: &story.body.text, scope: self.scope(story) }
    }

    /// The body of a profile or page as it is read; `own` is whose page it is.
    pub fn reading_body<'l>(&'l self, body: &'l Body, own: Option<EntityRef>) -> Reading<'l> {
        Reading { linker: self, text: &body.text, scope: self.body_scope(own) }
    }

    /// Every body of a profile or page of the model, with whose page it is on.
    pub fn bodies(model: &Model) -> Vec<(&Body, Option<EntityRef>)> {
        fn add<'m>(list: &mut Vec<(&'m Body, Option<EntityRef>)>, profile: &'m Profile, own: Option<EntityRef>) {
            list.extend(profile.body.as_ref().map(|body| (body, own)));
        }
        let mut list = Vec::new();
        let record = &model.record;
        for (id, team) in record.teams.entries() {
            add(&mut list, &team.profile, Some(EntityRef::Team(id)));
        }
        for (id, person) in record.persons.entries() {
            add(&mut list, &person.profile, Some(EntityRef::Person(id)));
        }
        for (id, venue) in record.venues.entries() {
            add(&mut list, &venue.profile, Some(EntityRef::Venue(id)));
        }
        for (id, competition) in record.competitions.entries() {
            add(&mut list, &competition.profile, Some(EntityRef::Competition(id)));
        }
        for author in model.authors.iter() {
            add(&mut list, &author.profile, None);
        }
        list.extend(model.pages.iter().map(|page| (&page.body, None)));
        list
    }

    /// The story of a slug, with its title.
    pub(super) fn story(&self, slug: &str) -> Option<(StoryId, &Arc<str>)> {
        let by_slug = self.by_slug.get_or_init(|| {
            self.stories.iter().enumerate().map(|(i, (slug, _))| (Arc::clone(slug), StoryId(i as u32))).collect()
        });
        let id = *by_slug.get(slug)?;
        Some((id, &self.stories[id.0 as usize].1))
    }

    /// The slug of a story.
    pub(super) fn slug_of(&self, id: StoryId) -> Arc<str> {
        self.stories.get(id.0 as usize).map(|(slug, _)| Arc::clone(slug)).unwrap_or_default()
    }

    pub(super) fn story_slugs(&self) -> impl ExactSizeIterator<Item = &str> {
        self.stories.iter().map(|(slug, _)| &**slug)
    }

    fn edition(&self, id: EditionId) -> &EditionScope {
        self.editions[id.0 as usize].get_or_init(|| EditionScope::new(&self.record, id))
    }

    fn scope(&self, story: &Story) -> Scope<'_> {
        let language = story.language.as_ref().unwrap_or(&self.language);
        let mut scope = Scope::site(story.autolink, None, language.starts_with("en"));
        scope.date = story.date.map(|d| d.date);
        scope.add_matches(&self.record, &story.matches, &self.spells, |id| self.edition(id), &self.seasons);
        scope
    }

    fn body_scope(&self, own: Option<EntityRef>) -> Scope<'_> {
        Scope::site(self.autolink, own, self.language.starts_with("en"))
    }

    /// Texts with links by hand also depend on the stories there are and on
    /// the matches.
    fn finish_digest(&self, scope: &Scope<'_>, text: &str) -> u64 {
        let digest = scope.digest();
        if !Self::has_links_by_hand(text) {
            return digest;
        }
        let others = self.by_hand.get_or_init(|| {
            let mut hash = Xxh3::new();
            for (slug, title) in &self.stories {
                write(&mut hash, slug);
                write(&mut hash, title);
            }
            for game in &self.record.matches {
                write(&mut hash, &game.slug);
                let sides = [game.sides[0].team.0, game.sides[1].team.0];
                for side in sides {
                    hash.update(&side.to_le_bytes());
                }
                let pairs = [game.official(), game.score.and_then(|s| s.result())];
                write(&mut hash, &format!("{pairs:?}{:?}", game.kickoff.map(|k| k.date)));
            }
            hash.digest()
        });
        let mut bytes = digest.to_le_bytes().to_vec();
        bytes.extend(others.to_le_bytes());
        bytes.extend(scope.date.map(|d| d.to_string()).unwrap_or_default().bytes());
        xxh3_64(&bytes)
    }

    fn link(&self, text: &str, scope: &Scope<'_>) -> Linked {
        let prose = Prose::new(text);
        let folded = Folded::new(&prose.text);
        let hits = self.names.find(&folded);
        let mut notes = Vec::new();
        let wikilinks = wikilinks::find(self, scope, &prose, &mut notes);
        let mut reader = Reader::new(&self.names, &self.record, scope, &prose, &folded, &hits);
        reader.run(&wikilinks);
        // Whom a name means is asked only where it would be linked.
        if scope.autolink != Autolink::None {
            notes.append(&mut reader.notes);
        }
        notes.extend(near::find(&reader, &wikilinks));
        let found = places(&reader, &wikilinks);
        let mut mentions = Vec::with_capacity(found.len());
        let mut firsts: Vec<(EntityRef, Snippet)> = Vec::new();
        let mut snippets = Snippets::new(&prose, &folded, &wikilinks);
        let mut section = (u32::MAX, Vec::<EntityRef>::new());
        for place in found {
            let here = prose.block_at(place.range.start).map_or(0, |b| b.section);
            if section.0 != here {
                section = (here, Vec::new());
            }
            let own = scope.own == Some(place.target);
            let fresh = !section.1.contains(&place.target);
            let linked = match (place.by_hand, scope.autolink) {
                (Some(by_hand), _) => by_hand.linked,
                (None, Autolink::All) => !own,
                (None, Autolink::First) => !own && fresh,
                (None, Autolink::None) => false,
            };
            if linked && fresh {
                section.1.push(place.target);
            }
            if !own && !firsts.iter().any(|(entity, _)| *entity == place.target) {
                firsts.push((place.target, snippets.add(&place.range)));
            }
            mentions.push(Mention {
                range: prose.source_of(&place.range),
                text: place.by_hand.map(|link| link.text.as_str().into()),
                target: place.target,
                linked,
            });
        }
        firsts.sort_unstable_by_key(|(entity, _)| *entity);
        notes.sort_by_key(|note| note.range.start);
        Linked { mentions: mentions.into(), firsts: firsts.into(), snippets: snippets.text.into(), notes: notes.into() }
    }
}

/// A text that is read, and whom its names may mean.
pub struct Reading<'l> {
    linker: &'l Linker,
    text: &'l str,
    scope: Scope<'l>,
}

impl Reading<'_> {
    /// The hash of all that its mentions depend on besides the text and the
    /// names.
    pub fn digest(&self) -> u64 {
        self.linker.finish_digest(&self.scope, self.text)
    }

    /// Links it.
    pub fn link(&self) -> Linked {
        self.linker.link(self.text, &self.scope)
    }
}

/// A mention by its place in the plain text.
struct Found<'a> {
    range: Range<u32>,
    target: EntityRef,
    by_hand: Option<&'a wikilinks::Wikilink>,
}

/// The names understood and the links by hand, in order.
fn places<'a>(reader: &Reader<'_>, wikilinks: &'a [wikilinks::Wikilink]) -> Vec<Found<'a>> {
    let tokens = &reader.folded.tokens;
    let mut found: Vec<Found<'a>> = reader
        .named
        .iter()
        .flatten()
        .map(|named| Found {
            range: tokens[named.first].start..tokens[named.last].end,
            target: named.target,
            by_hand: None,
        })
        .filter(|found| !reader.prose.is_closed(&found.range))
        .collect();
    found.extend(
        wikilinks
            .iter()
            .filter_map(|link| Some(Found { range: link.range.clone(), target: link.target?, by_hand: Some(link) })),
    );
    found.sort_by_key(|f| f.range.start);
    let mut end = 0;
    found.retain(|f| {
        let apart = f.range.start >= end;
        if apart {
            end = f.range.end;
        }
        apart
    });
    found
}

/// The hash of everything from which the names are made, and of the order of
/// the entities, by which they are numbered.
fn digest_names(record: &Record) -> u128 {
    let mut hash = Xxh3::new();
    for team in &record.teams {
        write(&mut hash, &team.slug);
        write(&mut hash, &team.name);
        write_all(&mut hash, team.short.iter().chain(&team.code));
        write_all(&mut hash, team.former_names.iter().map(|f| &f.name));
        write_all(&mut hash, &team.profile.aliases);
        hash.update(&[u8::from(team.page), team.kind as u8, team.sex as u8]);
    }
    hash.update(&[1]);
    for person in &record.persons {
        write(&mut hash, &person.slug);
        write(&mut hash, &person.name);
        write(&mut hash, &person.surname);
        write_all(&mut hash, &person.profile.aliases);
        hash.update(&[u8::from(person.page), person.roles.bits()]);
    }
    hash.update(&[2]);
    for venue in &record.venues {
        write(&mut hash, &venue.slug);
        write(&mut hash, &venue.name);
        write_all(&mut hash, &venue.profile.aliases);
        write_all(&mut hash, venue.city.iter().chain(&venue.country));
        hash.update(&[u8::from(venue.page)]);
    }
    hash.update(&[3]);
    for competition in &record.competitions {
        write(&mut hash, &competition.slug);
        write(&mut hash, &competition.name);
        write_all(&mut hash, &competition.short);
        write_all(&mut hash, &competition.profile.aliases);
        hash.update(&[u8::from(competition.page), competition.sex as u8]);
    }
    for edition in &record.editions {
        hash.update(&edition.competition.0.to_le_bytes());
        write_all(&mut hash, &edition.season);
    }
    hash.digest128()
}

fn write(hash: &mut Xxh3, text: &str) {
    hash.update(&(text.len() as u32).to_le_bytes());
    hash.update(text.as_bytes());
}

fn write_all<'t>(hash: &mut Xxh3, texts: impl IntoIterator<Item = &'t Arc<str>>) {
    for text in texts {
        write(hash, text);
    }
    hash.update(&[0xff]);
}
