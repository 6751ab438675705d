//! The record put together: entities in their arenas, matches in order of
//! time with their addresses, and the indexes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Source;
use super::clusters::Clusters;
use super::competitions::Competitions;
use super::persons::Persons;
use super::rosters::Rosters;
use super::teams::{Teams, country};
use super::venues::Venues;
use crate::content::raw::{Names, RawProfile, RawTableRules};
use crate::diagnostic::{Diagnostic, Place, Step};
use crate::model::slug::slug;
use crate::model::{
    Adjustment, Arena, Competition, CompetitionId, CompetitionKind, Edition, EditionId, FormerName, Match, MatchId,
    Person, PersonId, Profile, Record, Roles, Sex, Spell, Squad, SquadPlace, TableRules, Team, TeamId, TeamKind, Venue,
    VenueId,
};

use super::fold::Folded;

/// The record, and where its parts are found.
pub(super) struct Indexed {
    pub(super) record: Record,
    pub(super) by_source: BySource,
    /// The match of each cluster.
    pub(super) position: Vec<MatchId>,
}

/// The match of each raw match: by file and position.
pub(super) type BySource = FxHashMap<(Arc<str>, u32), MatchId>;

/// What a record knows beside its matches, before they are known.
pub(super) struct Entities {
    editions: Vec<Edition>,
    teams: Vec<Team>,
    persons: Vec<Person>,
    venues: Vec<Venue>,
    out: Vec<Diagnostic>,
}

impl Entities {
    pub(super) fn new(
        names: &Names,
        sources: &[Source<'_>],
        competitions: &Competitions,
        teams: &Teams,
        venues: &Venues,
        persons: &Persons,
        rosters: &Rosters,
    ) -> Self {
        let mut out = Vec::new();
        Self {
            editions: editions(names, sources, competitions, teams, persons, rosters, &mut out),
            teams: team_entities(teams, venues, &mut out),
            persons: person_entities(persons, teams),
            venues: venue_entities(venues),
            out,
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "each is a result of an earlier step")]
pub(super) fn record(
    entities: Entities,
    sources: &[Source<'_>],
    competitions: &Competitions,
    teams: &Teams,
    venues: &Venues,
    persons: &Persons,
    clusters: &Clusters,
    mut matches: Vec<Match>,
    rule_sets: &[(Arc<str>, Vec<Arc<str>>)],
    out: &mut Vec<Diagnostic>,
) -> Indexed {
    number_matchdays(sources, clusters, &mut matches);
    let position = order_matches(teams, &mut matches, out);
    out.extend(entities.out);
    let mut record = Record {
        competitions: Arena::new(competition_entities(competitions, &entities.editions, &matches)),
        editions: Arena::new(entities.editions),
        teams: Arena::new(entities.teams),
        persons: Arena::new(entities.persons),
        venues: Arena::new(entities.venues),
        matches: Arena::new(matches),
        rule_sets: rule_sets.to_vec(),
        ..Record::default()
    };
    let ((), by_source) = rayon::join(|| fill_indexes(&mut record), || by_source(sources, clusters, &position));
    // A person or a ground that only a less trusted telling names has nothing
    // to show.
    let mut of_squads: BTreeSet<PersonId> = BTreeSet::new();
    of_squads.extend(record.editions.iter().flat_map(|edition| &edition.squads).filter_map(|squad| squad.coach));
    for (i, person) in persons.persons.iter().enumerate() {
        let id = PersonId(i as u32);
        let told = !record.by_person[id].is_empty() || !record.squads_of[id].is_empty() || of_squads.contains(&id);
        if !told && person.profile.is_none() && !person.asked_for {
            record.persons[id].page = false;
        }
    }
    let homes: BTreeSet<VenueId> = record.teams.iter().filter_map(|team| team.venue).collect();
    for (i, venue) in venues.venues.iter().enumerate() {
        let id = VenueId(i as u32);
        if record.by_venue[id].is_empty() && venue.profile.is_none() && !homes.contains(&id) {
            record.venues[id].page = false;
        }
    }
    Indexed { record, by_source, position }
}

fn by_source(sources: &[Source<'_>], clusters: &Clusters, position: &[MatchId]) -> BySource {
    let mut by_source = BySource::default();
    by_source.reserve(position.len());
    for (s, of) in clusters.of.iter().enumerate() {
        for (i, c) in of.iter().enumerate() {
            if let Some(id) = position.get(*c as usize) {
                by_source.insert((Arc::clone(sources[s].path), i as u32), *id);
            }
        }
    }
    by_source
}

/// Gives matches of groups the number of the round for each team, where only
/// a data file numbers them: such files often count the days.
fn number_matchdays(sources: &[Source<'_>], clusters: &Clusters, matches: &mut [Match]) {
    use crate::content::raw::Trust;
    let mut groups: BTreeMap<(EditionId, Arc<str>), Vec<usize>> = BTreeMap::new();
    for (i, m) in matches.iter().enumerate() {
        if let (Some(edition), Some(group)) = (m.edition, &m.group) {
            groups.entry((edition, Arc::clone(group))).or_default().push(i);
        }
    }
    for list in groups.into_values() {
        let by_hand = |i: &usize| {
            clusters.clusters[*i]
                .members
                .iter()
                .any(|m| sources[m.source as usize].trust == Trust::Hand && m.raw(sources).matchday.is_some())
        };
        if list.iter().any(by_hand) {
            continue;
        }
        let mut order = list;
        order.sort_by_key(|&i| matches[i].kickoff.map(|k| k.instant));
        let mut played: FxHashMap<TeamId, u16> = FxHashMap::default();
        for i in order {
            let teams = [matches[i].sides[0].team, matches[i].sides[1].team];
            let day = teams.iter().map(|t| played.get(t).copied().unwrap_or(0)).max().unwrap_or(0) + 1;
            for team in teams {
                played.insert(team, day);
            }
            matches[i].matchday = Some(day);
        }
    }
}

/// Sorts the matches by time and gives each its slug; returns the new id of
/// each old position.
fn order_matches(teams: &Teams, matches: &mut Vec<Match>, out: &mut Vec<Diagnostic>) -> Vec<MatchId> {
    let mut keyed: Vec<_> = matches
        .par_iter()
        .enumerate()
        .with_min_len(256)
        .map(|(i, m)| {
            let own = !m.slug.is_empty();
            let name = |s: usize| &teams.teams[m.sides[s].team.0 as usize].slug;
            let base = if own {
                slug(&m.slug)
            } else {
                let date = m.was.first().or(m.kickoff.as_ref()).map(|k| k.date.to_string());
                let date = date.unwrap_or_else(|| undated(m));
                format!("{date}-{}-{}", name(0), name(1))
            };
            ((m.kickoff.is_none(), m.kickoff.map(|k| k.instant)), base, i)
        })
        .collect();
    keyed.sort_unstable();
    // A match is large: it is moved once, when its place is known.
    let mut unsorted: Vec<Option<Match>> = std::mem::take(matches).into_iter().map(Some).collect();
    matches.reserve_exact(unsorted.len());
    let mut position = vec![MatchId(0); keyed.len()];
    let mut taken: FxHashMap<String, (u32, usize)> = FxHashMap::default();
    for (to, (_, base, from)) in keyed.into_iter().enumerate() {
        let Some(mut m) = unsorted[from].take() else { continue };
        position[from] = MatchId(to as u32);
        let own = !m.slug.is_empty();
        let (count, first) = taken.entry(base.clone()).or_insert((0, to));
        *count += 1;
        if *count > 1 && own {
            let place = m.origins.first().cloned();
            let mut d = Diagnostic::error("E0501", format!("two matches have the id `{}`", m.slug))
                .help("give one of them another `id`");
            d.place = place;
            if let Some(other) = matches.get(*first).and_then(|o: &Match| o.origins.first().cloned()) {
                d = d.related(other, "the other match");
            }
            out.push(d);
        }
        m.slug = if *count > 1 { format!("{base}-{count}").into() } else { base.into() };
        matches.push(m);
    }
    position
}

/// What stands for the date in the address of a match without one: the
/// season, and the round.
fn undated(m: &Match) -> String {
    let round = m.round.as_deref().map(slug);
    let day = m.matchday.map(|d| format!("matchday-{d}"));
    round.or(day).unwrap_or_else(|| "undated".to_owned())
}

fn profile(raw: &RawProfile, input: &super::Input) -> Profile {
    let texts = |list: &[String]| list.iter().map(|s| s.as_str().into()).collect();
    Profile {
        aliases: texts(&raw.aliases),
        redirect_from: texts(&raw.redirect_from),
        image: raw.image.clone(),
        website: raw.website.as_deref().map(Into::into),
        extra: raw.extra.as_deref().map(Into::into),
        body: input.body.clone().filter(|b| !b.text.trim().is_empty()),
        file: Some(Arc::clone(&input.path)),
    }
}

fn text(value: &Option<String>) -> Option<Arc<str>> {
    value.as_deref().map(Into::into)
}

fn competition_entities(competitions: &Competitions, editions: &[Edition], matches: &[Match]) -> Vec<Competition> {
    // What its matches look like, for a competition whose profile is silent.
    let mut groups: BTreeSet<CompetitionId> = BTreeSet::new();
    let mut knock_out: FxHashMap<CompetitionId, usize> = FxHashMap::default();
    let mut all: FxHashMap<CompetitionId, usize> = FxHashMap::default();
    for m in matches {
        let Some(edition) = m.edition else { continue };
        let competition = editions[edition.0 as usize].competition;
        *all.entry(competition).or_default() += 1;
        if m.group.is_some() {
            groups.insert(competition);
        } else if m.matchday.is_none() && m.round.is_some() {
            *knock_out.entry(competition).or_default() += 1;
        }
    }
    competitions
        .competitions
        .iter()
        .enumerate()
        .map(|(i, c)| {
            let id = CompetitionId(i as u32);
            let raw = c.profile.as_ref().map(|(_, p)| p);
            let kind = raw.and_then(|p| p.kind).unwrap_or_else(|| {
                let knock_out = knock_out.get(&id).copied().unwrap_or(0);
                if groups.contains(&id) {
                    CompetitionKind::Tournament
                } else if slug(&c.name).contains("friendl") {
                    CompetitionKind::Friendly
                } else if knock_out * 2 > all.get(&id).copied().unwrap_or(0) {
                    CompetitionKind::Cup
                } else {
                    CompetitionKind::League
                }
            });
            Competition {
                slug: Arc::clone(&c.slug),
                name: Arc::clone(&c.name),
                short: raw.and_then(|p| text(&p.short)),
                kind,
                sex: raw.and_then(|p| p.sex).unwrap_or_default(),
                timezone: raw.and_then(|p| text(&p.timezone)),
                profile: c.profile.as_ref().map_or_else(Profile::default, |(input, p)| profile(&p.profile, input)),
                page: raw.is_none_or(|p| p.profile.page),
            }
        })
        .collect()
}

fn editions(
    names: &Names,
    sources: &[Source<'_>],
    competitions: &Competitions,
    teams: &Teams,
    persons: &Persons,
    rosters: &Rosters,
    out: &mut Vec<Diagnostic>,
) -> Vec<Edition> {
    let mut editions: Vec<Edition> = competitions
        .editions
        .iter()
        .enumerate()
        .map(|(i, e)| {
            let named = &competitions.competitions[e.competition.0 as usize];
            let general = named.profile.as_ref().map(|(_, p)| &p.table);
            let file = named.profile.as_ref().map(|(input, _)| &input.path);
            Edition {
                competition: e.competition,
                season: e.season.clone(),
                slug: e.season.as_deref().map_or_else(|| "all".into(), |s| slug(s).into()),
                rules: table_rules(e, general, file, teams, competitions.sex(Some(EditionId(i as u32))), out),
                groups: Vec::new(),
                byes: Vec::new(),
                squads: Vec::new(),
            }
        })
        .collect();
    for source in sources {
        for group in &source.record.groups {
            let Some(id) = competitions.edition(group.competition, group.season) else { continue };
            let sex = competitions.sex(Some(id));
            let list = group.teams.iter().filter_map(|t| teams.team(*t, sex)).collect();
            let name: Arc<str> = names.resolve(&group.name).into();
            let groups = &mut editions[id.0 as usize].groups;
            if !groups.iter().any(|(n, _)| *n == name) {
                groups.push((name, list));
            }
        }
        for bye in &source.record.byes {
            let Some(id) = competitions.edition(bye.competition, bye.season) else { continue };
            let Some(team) = teams.team(bye.team, competitions.sex(Some(id))) else { continue };
            let round: Option<Arc<str>> = bye.round.map(|round| names.resolve(&round).into());
            let byes = &mut editions[id.0 as usize].byes;
            if !byes.iter().any(|(r, t)| *t == team && (r == &round || r.is_none() || round.is_none())) {
                byes.push((round, team));
            }
        }
    }
    for (r, roster) in rosters.rosters.iter().enumerate() {
        let (Some(edition), false) = (roster.edition, roster.squads.is_empty()) else { continue };
        let of_member = &persons.of_member[r];
        let mut players: Vec<SquadPlace> = Vec::new();
        let mut coach = None;
        for &(s, q) in &roster.squads {
            for place in &sources[s as usize].record.squads[q as usize].players {
                let position = place.position.map(|p| names.resolve(&p));
                if position == Some("MG") {
                    coach = coach.or_else(|| persons.coach(roster.team, place.name));
                    continue;
                }
                let found = roster.lookup(names, place.name, &rosters.aliases);
                let Some(super::rosters::Found::One(member)) = found else { continue };
                let player = of_member[member as usize];
                let club = place.club.map(|c| names.resolve(&c).into());
                match players.iter_mut().find(|p| p.player == player) {
                    Some(known) => {
                        known.number = known.number.or(place.number);
                        known.club = known.club.take().or(club);
                    }
                    None => players.push(SquadPlace {
                        player,
                        number: place.number,
                        position: position.map(Into::into),
                        club,
                    }),
                }
            }
        }
        editions[edition.0 as usize].squads.push(Squad { team: roster.team, players, coach });
    }
    for edition in &mut editions {
        edition.squads.sort_by_key(|s| s.team);
    }
    editions
}

fn table_rules(
    edition: &super::competitions::NamedEdition,
    general: Option<&RawTableRules>,
    file: Option<&Arc<str>>,
    teams: &Teams,
    sex: Sex,
    out: &mut Vec<Diagnostic>,
) -> TableRules {
    let own = edition.rules.as_ref();
    let both = || own.into_iter().chain(general);
    let season = edition.season.as_deref().unwrap_or_default();
    let mut team = |name: &str, path: Vec<Step>, own: bool| {
        let found = teams.by_name(name, Some(sex));
        if found.is_none()
            && let Some(file) = file
        {
            let prefix = if own { vec![Step::from("seasons"), season.to_owned().into()] } else { Vec::new() };
            out.push(
                Diagnostic::error("E0301", format!("unknown team `{name}`"))
                    .at(Place::node(file, prefix.into_iter().chain(path)))
                    .help(teams.suggestion(name)),
            );
        }
        found
    };
    let mut adjustments = Vec::new();
    let mut final_order = Vec::new();
    for (rules, own) in own.map(|r| (r, true)).into_iter().chain(general.map(|r| (r, false))) {
        if adjustments.is_empty() {
            for (i, a) in rules.adjustments.iter().enumerate() {
                if let Some(team) = team(&a.team, vec!["adjustments".into(), i.into(), "team".into()], own) {
                    adjustments.push(Adjustment { team, points: a.points, reason: text(&a.reason), date: a.date });
                }
            }
        }
        if final_order.is_empty() {
            for (i, name) in rules.final_order.iter().enumerate() {
                final_order.extend(team(name, vec!["final_order".into(), i.into()], own));
            }
        }
    }
    TableRules {
        rules: both().find_map(|r| text(&r.rules)),
        points_for_win: both().find_map(|r| r.points_for_win),
        zones: both().find_map(|r| r.zones.clone()).unwrap_or_default(),
        adjustments,
        final_order,
        third_placed: both().find_map(|r| r.third_placed).unwrap_or(0),
    }
}

fn team_entities(teams: &Teams, venues: &Venues, out: &mut Vec<Diagnostic>) -> Vec<Team> {
    teams
        .teams
        .iter()
        .enumerate()
        .map(|(i, t)| {
            let raw = t.profile.as_ref().map(|(_, p)| p);
            let land = country(&Folded::new(&t.name).letters);
            let venue = t.profile.as_ref().and_then(|(input, p)| {
                let name = p.venue.as_deref()?;
                let found = venues.by_name(name);
                if found.is_none() {
                    out.push(
                        Diagnostic::warning("W0310", format!("no match and no profile names the venue `{name}`"))
                            .at(Place::node(&input.path, ["venue".into()]))
                            .help("correct the name, or add a file in content/venues/"),
                    );
                }
                found
            });
            Team {
                slug: Arc::clone(&t.slug),
                name: Arc::clone(&t.name),
                short: raw.and_then(|p| text(&p.short)),
                code: raw.and_then(|p| text(&p.code)).or_else(|| land.map(|c| c.code.into())),
                kind: if teams.is_national(TeamId(i as u32)) { TeamKind::National } else { TeamKind::Club },
                sex: t.sex,
                country: raw.and_then(|p| text(&p.country)),
                founded: raw.and_then(|p| p.founded),
                venue,
                colours: raw.map_or_else(Vec::new, |p| p.colours.iter().map(|c| c.as_str().into()).collect()),
                crest: raw.and_then(|p| text(&p.crest)),
                former_names: raw.map_or_else(Vec::new, |p| {
                    p.former_names
                        .iter()
                        .map(|f| FormerName { name: f.name.as_str().into(), from: f.from, until: f.until })
                        .collect()
                }),
                profile: t.profile.as_ref().map_or_else(Profile::default, |(input, p)| profile(&p.profile, input)),
                page: raw.is_none_or(|p| p.profile.page),
            }
        })
        .collect()
}

fn person_entities(persons: &Persons, teams: &Teams) -> Vec<Person> {
    persons
        .persons
        .iter()
        .map(|p| {
            let raw = p.profile.as_ref().map(|(_, r)| r);
            let mut own = p.profile.as_ref().map_or_else(Profile::default, |(input, r)| profile(&r.profile, input));
            if let Some(plain) = &p.plain_slug {
                let folder = if p.roles.contains(Roles::PLAYER) { "players" } else { "people" };
                own.redirect_from.push(format!("/{folder}/{plain}/").into());
            }
            Person {
                slug: Arc::clone(&p.slug),
                name: Arc::clone(&p.name),
                surname: Arc::clone(&p.surname),
                roles: p.roles,
                born: p.born,
                birth_year: p.birth_year,
                nationality: p.nationality.clone(),
                position: p.position.clone(),
                spells: raw.map_or_else(Vec::new, |r| {
                    r.teams
                        .iter()
                        .filter_map(|s| {
                            Some(Spell {
                                team: teams.by_name(&s.team, None)?,
                                from: s.from,
                                until: s.until,
                                number: s.number,
                                on_loan: s.on_loan,
                            })
                        })
                        .collect()
                }),
                profile: own,
                page: raw.is_none_or(|r| r.profile.page),
            }
        })
        .collect()
}

fn venue_entities(venues: &Venues) -> Vec<Venue> {
    venues
        .venues
        .iter()
        .map(|v| {
            let raw = v.profile.as_ref().map(|(_, p)| p);
            let facts = v.facts.as_ref();
            Venue {
                slug: Arc::clone(&v.slug),
                name: Arc::clone(&v.name),
                city: v.city.clone(),
                country: raw.and_then(|p| text(&p.country)).or_else(|| facts?.country.clone()),
                timezone: raw.and_then(|p| text(&p.timezone)).or_else(|| facts?.timezone.clone()),
                capacity: raw.and_then(|p| p.capacity).or_else(|| facts?.capacity),
                coordinates: raw.and_then(|p| p.coordinates).or_else(|| facts?.coordinates),
                address: raw.and_then(|p| text(&p.address)),
                profile: v.profile.as_ref().map_or_else(Profile::default, |(input, p)| profile(&p.profile, input)),
                page: raw.is_none_or(|p| p.profile.page),
            }
        })
        .collect()
}

/// Everyone who is named in a match, some of them more than once.
pub(super) fn persons_of(m: &Match) -> impl Iterator<Item = PersonId> + '_ {
    let sides =
        m.sides.iter().flat_map(|side| side.lineup.iter().flat_map(|l| &l.players).map(|p| p.player).chain(side.coach));
    sides
        .chain(m.goals.iter().flat_map(|g| std::iter::once(g.scorer).chain(g.assist)))
        .chain(m.missed_penalties.iter().map(|p| p.player))
        .chain(m.cards.iter().map(|c| c.player))
        .chain(m.shootout.iter().map(|k| k.player))
        .chain(m.officials.iter().map(|o| o.person))
}

fn fill_indexes(record: &mut Record) {
    let mut by_team = vec![Vec::new(); record.teams.len()];
    let mut by_person = vec![Vec::new(); record.persons.len()];
    let mut by_venue = vec![Vec::new(); record.venues.len()];
    let mut by_edition = vec![Vec::new(); record.editions.len()];
    for (id, m) in record.matches.entries() {
        for p in persons_of(m) {
            let list: &mut Vec<MatchId> = &mut by_person[p.0 as usize];
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
        for side in &m.sides {
            let list: &mut Vec<MatchId> = &mut by_team[side.team.0 as usize];
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
        if let Some(venue) = m.venue {
            by_venue[venue.0 as usize].push(id);
        }
        if let Some(edition) = m.edition {
            by_edition[edition.0 as usize].push(id);
        }
    }
    let mut editions_of = vec![Vec::new(); record.competitions.len()];
    let mut squads_of = vec![Vec::new(); record.persons.len()];
    for (id, edition) in record.editions.entries() {
        editions_of[edition.competition.0 as usize].push(id);
        for squad in &edition.squads {
            for place in &squad.players {
                squads_of[place.player.0 as usize].push((id, squad.team));
            }
        }
    }
    record.by_team = Arena::new(by_team);
    record.by_person = Arena::new(by_person);
    record.by_venue = Arena::new(by_venue);
    record.by_edition = Arena::new(by_edition);
    record.editions_of = Arena::new(editions_of);
    record.squads_of = Arena::new(squads_of);
}
