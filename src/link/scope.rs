//! Who is near a story.
//!
//! In: the record and a story's matches. Out: how near a person, a team or a
//! ground is to the story: on the pitch, in the squads, in the edition, or
//! somewhere in the site. Never reads a text.

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::EntityRef;
use crate::model::arena::Id;
use crate::model::{Autolink, CompetitionId, EditionId, Match, MatchId, PersonId, Record, TeamId, VenueId};

/// How near something is to a story. The nearest level that holds a bearer
/// of a name decides whom it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// In the line-ups, on the benches, coach or official; one of the teams;
    /// the ground.
    Match,
    /// In a squad of one of the teams, in this edition or another of the same
    /// season.
    Squad,
    /// In the edition.
    Edition,
    /// Somewhere in the site.
    Site,
}

/// Everyone who takes part in an edition.
#[derive(Debug, Default)]
pub(super) struct EditionScope {
    /// All persons, in order.
    persons: Vec<PersonId>,
    /// The teams in order, each with its people in order.
    teams: Vec<(TeamId, Vec<PersonId>)>,
    digest: u64,
}

impl EditionScope {
    /// Collects an edition's people from its squads and line-ups.
    pub(super) fn new(record: &Record, edition: EditionId) -> Self {
        let mut teams: FxHashMap<TeamId, Vec<PersonId>> = FxHashMap::default();
        let mut persons = Vec::new();
        for squad in &record.editions[edition].squads {
            let people = teams.entry(squad.team).or_default();
            people.extend(squad.players.iter().map(|p| p.player));
            people.extend(squad.coach);
        }
        for (_, listed) in &record.editions[edition].groups {
            for team in listed {
                teams.entry(*team).or_default();
            }
        }
        for &id in &record.by_edition[edition] {
            let game = &record.matches[id];
            for side in &game.sides {
                let people = teams.entry(side.team).or_default();
                people.extend(side.lineup.iter().flat_map(|l| &l.players).map(|p| p.player));
                people.extend(side.coach);
            }
            persons.extend(game.officials.iter().map(|o| o.person));
        }
        let mut teams: Vec<(TeamId, Vec<PersonId>)> = teams.into_iter().collect();
        teams.sort_unstable_by_key(|(team, _)| *team);
        for (_, people) in &mut teams {
            sort(people);
            persons.extend_from_slice(people);
        }
        sort(&mut persons);
        let mut bytes = Vec::with_capacity(persons.len() * 8);
        for (team, people) in &teams {
            bytes.extend_from_slice(&team.0.to_le_bytes());
            write_ids(&mut bytes, people.iter().map(|p| p.0));
        }
        write_ids(&mut bytes, persons.iter().map(|p| p.0));
        let digest = xxh3_64(&bytes);
        Self { persons, teams, digest }
    }

    fn people_of(&self, team: TeamId) -> &[PersonId] {
        self.teams.binary_search_by_key(&team, |(t, _)| *t).map_or(&[], |i| &self.teams[i].1)
    }
}

/// The editions that teams take part in, by season.
#[derive(Debug, Default)]
pub(super) struct Seasons {
    /// The season of each edition, by a number of its own.
    of: Vec<Option<u32>>,
    editions: FxHashMap<(u32, TeamId), Vec<EditionId>>,
}

impl Seasons {
    /// Collects them from squads and matches: a group names teams, and no people.
    pub(super) fn new(record: &Record) -> Self {
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        let of: Vec<Option<u32>> = record
            .editions
            .iter()
            .map(|edition| {
                let next = numbers.len() as u32;
                edition.season.as_deref().map(|season| *numbers.entry(season).or_insert(next))
            })
            .collect();
        let teams: Vec<Vec<TeamId>> = (0..of.len())
            .into_par_iter()
            .map(|index| {
                let id = EditionId::from_index(index);
                let matches = record.by_edition[id].iter().map(|id| &record.matches[*id]);
                let playing = matches.flat_map(|game| &game.sides).map(|side| side.team);
                let mut teams: Vec<TeamId> =
                    record.editions[id].squads.iter().map(|squad| squad.team).chain(playing).collect();
                sort(&mut teams);
                teams
            })
            .collect();
        let mut editions: FxHashMap<_, Vec<EditionId>> = FxHashMap::default();
        for (index, (season, teams)) in of.iter().zip(teams).enumerate() {
            let Some(season) = *season else { continue };
            for team in teams {
                editions.entry((season, team)).or_default().push(EditionId::from_index(index));
            }
        }
        Self { of, editions }
    }

    /// The editions of an edition's season that a team takes part in.
    fn editions(&self, edition: EditionId, team: TeamId) -> &[EditionId] {
        let season = self.of.get(edition.index()).copied().flatten();
        season.and_then(|season| self.editions.get(&(season, team))).map_or(&[], Vec::as_slice)
    }
}

/// Whether those by whom an edition's people are known, on the pitch, on the
/// benches and in charge, are the same in two tellings of a match.
pub(super) fn same_people(a: &Match, b: &Match) -> bool {
    let known = |m: &Match| {
        let mut people = [Vec::new(), Vec::new(), m.officials.iter().map(|o| o.person).collect()];
        for (people, side) in people.iter_mut().zip(&m.sides) {
            people.extend(side.lineup.iter().flat_map(|l| &l.players).map(|p| p.player));
            people.extend(side.coach);
        }
        people.iter_mut().for_each(sort);
        people
    };
    known(a) == known(b)
}

/// Persons by the teams for which their profiles say they played, with the
/// first and the last day.
pub(super) type Spells = FxHashMap<TeamId, Vec<(PersonId, Option<Date>, Option<Date>)>>;

/// Who is near a story, and how it wants its names linked.
#[derive(Clone, Debug)]
pub(super) struct Scope<'a> {
    pub(super) people: Vec<PersonId>,
    pub(super) squads: Vec<PersonId>,
    pub(super) teams: Vec<TeamId>,
    venues: Vec<VenueId>,
    pub(super) editions: Vec<EditionId>,
    edition_scopes: Vec<&'a EditionScope>,
    competitions: Vec<CompetitionId>,
    pub(super) autolink: Autolink,
    /// Whose page the text is: never linked to itself.
    pub(super) own: Option<EntityRef>,
    /// The day by which `[[match: …]]` chooses among several.
    pub(super) date: Option<Date>,
    /// Written in English: rules of English prose may be used.
    pub(super) english: bool,
    pub(super) has_match: bool,
}

impl<'a> Scope<'a> {
    /// The scope of a text about nothing in particular.
    pub(super) fn site(autolink: Autolink, own: Option<EntityRef>, english: bool) -> Self {
        Self {
            people: Vec::new(),
            squads: Vec::new(),
            teams: Vec::new(),
            venues: Vec::new(),
            editions: Vec::new(),
            edition_scopes: Vec::new(),
            competitions: Vec::new(),
            autolink,
            own,
            date: None,
            english,
            has_match: false,
        }
    }

    /// Adds matches, with their teams' squads and their editions.
    pub(super) fn add_matches(
        &mut self,
        record: &Record,
        matches: &[MatchId],
        spells: &Spells,
        edition: impl Fn(EditionId) -> &'a EditionScope,
        seasons: &Seasons,
    ) {
        self.has_match |= !matches.is_empty();
        for &id in matches {
            let game = &record.matches[id];
            for side in &game.sides {
                self.teams.push(side.team);
                self.people.extend(side.lineup.iter().flat_map(|l| &l.players).map(|p| p.player));
                self.people.extend(side.coach);
                for (person, from, until) in spells.get(&side.team).into_iter().flatten() {
                    let day = game.kickoff.map(|k| k.date);
                    let inside = day.is_none_or(|day| from.is_none_or(|f| f <= day) && until.is_none_or(|u| day <= u));
                    if inside {
                        self.squads.push(*person);
                    }
                }
            }
            self.people.extend(game.officials.iter().map(|o| o.person));
            self.people.extend(game.goals.iter().flat_map(|g| [Some(g.scorer), g.assist]).flatten());
            self.people.extend(game.missed_penalties.iter().map(|p| p.player));
            self.people.extend(game.cards.iter().map(|c| c.player));
            self.people.extend(game.shootout.iter().map(|k| k.player));
            self.venues.extend(game.venue);
            if let Some(id) = game.edition {
                if !self.editions.contains(&id) {
                    self.editions.push(id);
                    self.edition_scopes.push(edition(id));
                    self.competitions.push(record.editions[id].competition);
                }
                for side in &game.sides {
                    self.squads.extend_from_slice(edition(id).people_of(side.team));
                    // A club's squad is that of its league in its cups too.
                    for other in seasons.editions(id, side.team).iter().filter(|other| **other != id) {
                        self.squads.extend_from_slice(edition(*other).people_of(side.team));
                    }
                }
            }
        }
        sort(&mut self.people);
        sort(&mut self.squads);
        sort(&mut self.teams);
        sort(&mut self.venues);
    }

    /// How near something is.
    pub(super) fn level(&self, target: EntityRef) -> Level {
        let near = |yes: bool| if yes { Level::Match } else { Level::Site };
        match target {
            EntityRef::Person(id) if self.people.binary_search(&id).is_ok() => Level::Match,
            EntityRef::Person(id) if self.squads.binary_search(&id).is_ok() => Level::Squad,
            EntityRef::Person(id) if self.edition_scopes.iter().any(|e| e.persons.binary_search(&id).is_ok()) => {
                Level::Edition
            }
            EntityRef::Team(id) if self.teams.binary_search(&id).is_ok() => Level::Match,
            EntityRef::Team(id)
                if self.edition_scopes.iter().any(|e| e.teams.binary_search_by_key(&id, |(t, _)| *t).is_ok()) =>
            {
                Level::Edition
            }
            EntityRef::Venue(id) => near(self.venues.binary_search(&id).is_ok()),
            EntityRef::Competition(id) => near(self.competitions.contains(&id)),
            EntityRef::Edition(id) => near(self.editions.contains(&id)),
            _ => Level::Site,
        }
    }

    /// The edition of a competition that the story is about.
    pub(super) fn edition_of(&self, competition: CompetitionId) -> Option<EditionId> {
        self.competitions.iter().position(|c| *c == competition).map(|i| self.editions[i])
    }

    /// The hash of all that a text's mentions depend on besides the text and
    /// the names.
    pub(super) fn digest(&self) -> u64 {
        let mut bytes = Vec::with_capacity(1024);
        write_ids(&mut bytes, self.people.iter().map(|p| p.0));
        write_ids(&mut bytes, self.squads.iter().map(|p| p.0));
        write_ids(&mut bytes, self.teams.iter().map(|t| t.0));
        write_ids(&mut bytes, self.venues.iter().map(|v| v.0));
        write_ids(&mut bytes, self.editions.iter().map(|e| e.0));
        for scope in &self.edition_scopes {
            bytes.extend_from_slice(&scope.digest.to_le_bytes());
        }
        bytes.push(self.autolink as u8);
        bytes.extend_from_slice(&self.own.map_or(u64::MAX, EntityRef::packed).to_le_bytes());
        bytes.extend([u8::from(self.english), u8::from(self.has_match)]);
        xxh3_64(&bytes)
    }
}

/// Writes a list with its length, so that no two rows of lists look alike.
fn write_ids(bytes: &mut Vec<u8>, ids: impl ExactSizeIterator<Item = u32>) {
    bytes.extend_from_slice(&(ids.len() as u32).to_le_bytes());
    for id in ids {
        bytes.extend_from_slice(&id.to_le_bytes());
    }
}

fn sort<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::RecordBuilder;

    #[test]
    fn a_team_has_the_squads_of_its_season_and_no_others() {
        let record = RecordBuilder::new()
            .league("First Division", "2023-24")
            .result("2023-08-12", "Ashford", 1, 0, "Boltby")
            .league("Second Division", "2023-24")
            .result("2023-08-13", "Camber", 1, 1, "Denby")
            .cup("Cup", "2023-24")
            .result("2023-09-01", "Ashford", 2, 0, "Camber")
            .league("First Division", "2024-25")
            .result("2024-08-10", "Ashford", 0, 0, "Camber")
            .league("Friendlies", "")
            .result("2023-07-01", "Ashford", 3, 3, "Camber")
            .build();
        let seasons = Seasons::new(&record);
        let team = |name: &str| record.teams.entries().find(|(_, team)| &*team.name == name).map(|(id, _)| id);
        let of = |edition: EditionId, name: &str| -> Vec<String> {
            let editions = team(name).map_or(&[][..], |team| seasons.editions(edition, team));
            let told = |id: &EditionId| record.competitions[record.editions[*id].competition].name.to_string();
            editions.iter().map(told).collect()
        };
        let edition = |competition: &str, season: &str| {
            let is = |edition: &crate::model::Edition| {
                &*record.competitions[edition.competition].name == competition
                    && edition.season.as_deref().unwrap_or_default() == season
            };
            record.editions.entries().find(|(_, edition)| is(edition)).map(|(id, _)| id)
        };
        let (Some(cup), Some(later), Some(friendlies)) =
            (edition("Cup", "2023-24"), edition("First Division", "2024-25"), edition("Friendlies", ""))
        else {
            panic!("editions are missing");
        };
        assert_eq!(of(cup, "Ashford"), ["Cup", "First Division"]);
        assert_eq!(of(cup, "Camber"), ["Cup", "Second Division"]);
        assert_eq!(of(cup, "Denby"), ["Second Division"]);
        assert_eq!(of(later, "Ashford"), ["First Division"]);
        assert!(of(friendlies, "Ashford").is_empty());
    }
}
