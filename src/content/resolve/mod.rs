//! Raw values to one model: names become entities, several sources of one
//! match become one match.
//!
//! In: what every file says ([`Input`]) and the site's settings. Out: the
//! [`Model`] and all diagnostics that need more than one file to be seen.
//! Never reads a file; equal inputs give equal models, whatever the order of
//! the files.
//!
//! The steps, each on the results of those before it:
//! 1. [`competitions`], [`teams`]: the names of each, folded, with the aliases
//!    of the profiles, become entities.
//! 2. [`clusters`]: raw matches of the same teams on the same day become one;
//!    [`venues`]: grounds, where two tellings of a match may help.
//! 3. [`rosters`]: for each team in each edition, the persons named for it.
//! 4. [`persons`]: members of rosters become persons, across teams and seasons.
//! 5. [`matches`]: each cluster is merged and checked, with ids in place of names.
//! 6. [`stories`]: stories, authors, topics and pages.
//!
//! What the steps came to is kept with the record: where files tell results
//! otherwise, but name nobody else, [`again`] repeats the last steps for the
//! matches concerned.

#![allow(
    clippy::struct_field_names,
    clippy::ref_option,
    clippy::needless_pass_by_value,
    clippy::type_complexity,
    clippy::items_after_statements,
    clippy::single_match_else,
    clippy::needless_for_each,
    reason = "tables of names are named for what they hold, and small helpers stand where they are used"
)]

mod again;
mod clock;
mod clusters;
mod competitions;
mod fold;
mod index;
mod matches;
mod merge;
mod persons;
mod rosters;
mod stories;
mod teams;
mod venues;

pub(crate) use fold::Folded;

use std::sync::Arc;

use jiff::Timestamp;
use rustc_hash::FxHashSet;

use crate::content::raw::{Names, Raw, RawMatch, RawRecord, RawSquad, Spot, Trust};
use crate::diagnostic::{At, Diagnostic, Place, Step};
use crate::model::{Body, MatchId, Model, Record, Site};

/// One file of the site, read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Path relative to the root.
    pub path: Arc<str>,
    /// What it says.
    pub raw: Arc<Raw>,
    /// Its Markdown text, where it has one.
    pub body: Option<Body>,
}

/// What the build was asked to take in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Drafts too.
    pub drafts: bool,
    /// Stories dated after `now` too.
    pub future: bool,
    /// The moment of the build.
    pub now: Timestamp,
}

/// The record with all that stories need to refer to it.
#[derive(Debug)]
pub struct ResolvedRecord {
    /// The record.
    pub record: Arc<Record>,
    /// What was found wrong in it.
    pub diagnostics: Vec<Diagnostic>,
    lookup: stories::Lookup,
    /// `None` where nothing will be told otherwise.
    steps: Option<Steps>,
    said: Said,
}

impl ResolvedRecord {
    /// Lets go of all that only a later telling would need.
    pub fn let_go(&mut self) {
        self.steps = None;
        self.said = Said::default();
        self.lookup = stories::Lookup::default();
    }
}

/// What the steps on the way to a record came to.
#[derive(Debug)]
struct Steps {
    inputs: Vec<Input>,
    competitions: competitions::Competitions,
    teams: teams::Teams,
    clusters: clusters::Clusters,
    venues: venues::Venues,
    clock: clock::Clock,
    rosters: rosters::Rosters,
    persons: persons::Persons,
    /// The match of each cluster.
    position: Vec<MatchId>,
}

impl Steps {
    fn merger<'a, 'b>(&'b self, names: &'b Names, sources: &'b [Source<'a>]) -> merge::Merger<'a, 'b> {
        let Self { competitions, teams, venues, clock, .. } = self;
        merge::Merger { names, sources, competitions, teams, venues, clock }
    }

    fn resolver<'a, 'b>(&'b self, names: &'b Names, sources: &'b [Source<'a>]) -> matches::Resolver<'a, 'b> {
        let Self { competitions, teams, venues, clock, rosters, persons, .. } = self;
        matches::Resolver { names, sources, competitions, teams, venues, rosters, persons, clock }
    }
}

/// What is wrong with a record, by the step that found it.
#[derive(Debug, Default)]
struct Said {
    /// While names became entities.
    naming: Vec<Diagnostic>,
    /// By cluster, where tellings disagree.
    merged: Vec<Vec<Diagnostic>>,
    /// By cluster, in the match itself.
    matches: Vec<Vec<Diagnostic>>,
    /// When all was put together.
    record: Vec<Diagnostic>,
}

impl Said {
    /// All of it, in the order of the steps.
    fn all(&self) -> Vec<Diagnostic> {
        let mut all = self.naming.clone();
        // Two names of one ground are asked about once, not at every match.
        let mut asked = FxHashSet::default();
        let merged = self.merged.iter().flatten();
        all.extend(merged.filter(|d| d.code != "W0403" || asked.insert(&d.help)).cloned());
        // A guess is told once, however often the name occurs.
        let mut told = FxHashSet::default();
        let matches = self.matches.iter().flatten();
        all.extend(matches.filter(|d| !matches!(d.code, "W0311" | "W0314") || told.insert(&d.message)).cloned());
        all.extend(self.record.iter().cloned());
        all
    }
}

/// Resolves the record: everything but stories and pages. `inputs` must be in
/// order of path.
pub fn resolve_record(
    site: &Site,
    rule_sets: &[(Arc<str>, Vec<Arc<str>>)],
    names: &Names,
    inputs: &[Input],
) -> ResolvedRecord {
    let mut said = Said::default();
    let out = &mut said.naming;
    let sources = sources(inputs);
    let competitions = competitions::Competitions::new(names, inputs, &sources, out);
    let teams = teams::Teams::new(names, inputs, &sources, &competitions, out);
    let clusters = clusters::Clusters::new(&sources, &competitions, &teams, out);
    let mut of_persons = Vec::new();
    let ((venues, clock, (merged, disagreements)), (rosters, persons)) = rayon::join(
        || {
            let venues = venues::Venues::new(names, inputs, &sources, &clusters, out);
            let clock = clock::Clock::new(site, &competitions, &venues);
            let merger = merge::Merger {
                names,
                sources: &sources,
                competitions: &competitions,
                teams: &teams,
                venues: &venues,
                clock: &clock,
            };
            let merged = merger.all(&clusters);
            (venues, clock, merged)
        },
        || {
            let rosters = rosters::Rosters::new(names, &sources, &competitions, &teams, &clusters, inputs);
            let out = &mut of_persons;
            let persons =
                persons::Persons::new(names, inputs, &sources, &competitions, &teams, &clusters, &rosters, out);
            (rosters, persons)
        },
    );
    out.append(&mut of_persons);
    let mut steps = Steps {
        inputs: inputs.to_vec(),
        competitions,
        teams,
        clusters,
        venues,
        clock,
        rosters,
        persons,
        position: Vec::new(),
    };
    let Steps { competitions, teams, clusters, venues, rosters, persons, .. } = &steps;
    let (entities, (matches, faults)) = rayon::join(
        || index::Entities::new(names, &sources, competitions, teams, venues, persons, rosters),
        || steps.resolver(names, &sources).all(clusters, merged),
    );
    (said.merged, said.matches) = (disagreements, faults);
    let index::Indexed { record, by_source, position } = index::record(
        entities,
        &sources,
        competitions,
        teams,
        venues,
        persons,
        clusters,
        matches,
        rule_sets,
        &mut said.record,
    );
    let lookup = stories::Lookup::new(&record, teams, persons, by_source);
    steps.position = position;
    ResolvedRecord { record: Arc::new(record), diagnostics: said.all(), lookup, steps: Some(steps), said }
}

/// Resolves stories, authors, topics and pages against a record and makes the
/// model. `inputs` must be in order of path and those of the record.
pub fn resolve_model(
    site: &Arc<Site>,
    record: &ResolvedRecord,
    inputs: &[Input],
    selection: Selection,
) -> (Model, Vec<Diagnostic>) {
    stories::model(site, record, inputs, selection)
}

/// The moments at which stories are published, taken in or not.
pub fn publication_dates(site: &Site, inputs: &[Input]) -> Vec<Timestamp> {
    stories::publication_dates(site, inputs)
}

/// A profile with its file, to be kept.
fn owned<T>((input, raw): (&Input, &Arc<T>)) -> (Input, Arc<T>) {
    (input.clone(), Arc::clone(raw))
}

/// A part of the record that came from one file.
struct Source<'a> {
    path: &'a Arc<str>,
    trust: Trust,
    record: &'a RawRecord,
    /// The way to the document that holds it: `match` or `matches` in a story.
    story: bool,
    /// A story with a single match of its own under `match`.
    single: bool,
}

/// All parts of the record, the most trusted first, then by path.
fn sources(inputs: &[Input]) -> Vec<Source<'_>> {
    let mut sources: Vec<Source<'_>> = inputs
        .iter()
        .filter_map(|input| match &*input.raw {
            Raw::Record(trust, record) => {
                Some(Source { path: &input.path, trust: *trust, record, story: false, single: false })
            }
            Raw::Story(story) if !story.record.matches.is_empty() => Some(Source {
                path: &input.path,
                trust: Trust::Hand,
                record: &story.record,
                story: true,
                single: story.single_match,
            }),
            _ => None,
        })
        .collect();
    sources.sort_by_key(|s| s.trust);
    sources
}

impl Source<'_> {
    /// Whether it is written in the keys of the project's own form.
    fn has_keys(&self) -> bool {
        self.story || [".yaml", ".yml"].iter().any(|ending| self.path.ends_with(ending))
    }

    /// The place of a match of this source.
    fn place(&self, raw: &RawMatch) -> Place {
        self.place_in(raw, None, Spot::None)
    }

    /// The place of an entry of a squad of this source.
    fn place_of_squad(&self, names: &Names, squad: &RawSquad, item: Spot) -> Place {
        let team = names.resolve(&squad.team).to_owned();
        match item {
            Spot::Byte(at) => Place { file: Arc::clone(self.path), at: At::Bytes { start: at, end: at } },
            Spot::Item(i) => Place::node(self.path, [Step::from("squads"), Step::from(team), i.into()]),
            Spot::None | Spot::Of(..) => Place::node(self.path, [Step::from("squads"), Step::from(team)]),
        }
    }

    /// The place of a field of a match, and of an item of that field where it
    /// is a list. In text formats the item's line, else the match's.
    fn place_in(&self, raw: &RawMatch, field: Option<&'static str>, item: Spot) -> Place {
        let byte = match (item, raw.spot) {
            (Spot::Byte(at), _) | (_, Spot::Byte(at)) => Some(at),
            _ => None,
        };
        if let Some(at) = byte {
            return Place { file: Arc::clone(self.path), at: At::Bytes { start: at, end: at } };
        }
        let mut path: Vec<Step> = Vec::with_capacity(4);
        if self.story && self.single {
            path.push("match".into());
        } else if let Spot::Item(i) = raw.spot {
            path.push("matches".into());
            path.push(i.into());
        }
        if let Some(field) = field {
            path.push(field.into());
            match item {
                Spot::Item(i) => path.push(i.into()),
                Spot::Of(team, i) => path.extend([Step::Index(team.into()), Step::Index(i.into())]),
                Spot::None | Spot::Byte(_) => {}
            }
        }
        Place::node(self.path, path)
    }
}
