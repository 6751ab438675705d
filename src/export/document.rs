//! The record as a document of JSON.
//!
//! In: the model. Out: plain values that serialise to it, in an order that
//! does not change. What is not known is left out; what is known to be nothing
//! (no goals, no rows) is an empty list.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::edition_key;
use crate::model::stats::{PlayerRecord, own_goals_of, scorers_of};
use crate::model::table::{AsOf, Table, ThirdPlaced};
use crate::model::{
    CardKind, CompetitionKind, EditionId, GoalKind, Kickoff, Match, MatchId, Minute, Model, Pair, PersonId, Record,
    Roles, Selection, Sex, Side, SideIx, Status, TeamId, TeamKind,
};

/// The whole record.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    title: &'a str,
    competitions: Vec<Competition<'a>>,
    teams: Vec<Team<'a>>,
    persons: Vec<Person<'a>>,
    venues: Vec<Venue<'a>>,
    matches: Vec<Game<'a>>,
}

type Text<'a> = Option<&'a str>;

#[derive(Serialize)]
struct Competition<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    short: Text<'a>,
    kind: CompetitionKind,
    sex: Sex,
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Text<'a>,
    editions: Vec<Edition<'a>>,
}

#[derive(Serialize)]
struct Edition<'a> {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Text<'a>,
    groups: Vec<Group<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    byes: Vec<Bye<'a>>,
    squads: Vec<Squad<'a>>,
    tables: Vec<Standing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    third_placed: Vec<Third<'a>>,
    scorers: Vec<Scorer<'a>>,
    own_goals: Vec<OwnGoal<'a>>,
}

#[derive(Serialize)]
struct Group<'a> {
    name: &'a str,
    teams: Vec<&'a str>,
}

#[derive(Serialize)]
struct Bye<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    round: Text<'a>,
    team: &'a str,
}

#[derive(Serialize)]
struct Squad<'a> {
    team: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    coach: Text<'a>,
    players: Vec<SquadPlace<'a>>,
}

#[derive(Serialize)]
struct SquadPlace<'a> {
    player: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    club: Text<'a>,
}

#[derive(Serialize)]
struct Standing<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<Arc<str>>,
    complete: bool,
    points_for_win: u8,
    rows: Vec<Row<'a>>,
    notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    rank: u16,
    shared: bool,
    team: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Arc<str>>,
    played: u16,
    won: u16,
    drawn: u16,
    lost: u16,
    goals_for: u16,
    goals_against: u16,
    points: i32,
    adjusted: i32,
    conduct: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Text<'a>,
}

#[derive(Serialize)]
struct Note<'a> {
    teams: Vec<&'a str>,
    text: String,
    matches: Vec<&'a str>,
}

#[derive(Serialize)]
struct Third<'a> {
    group: Arc<str>,
    through: bool,
    #[serde(flatten)]
    row: Row<'a>,
}

#[derive(Serialize)]
struct Scorer<'a> {
    rank: u16,
    shared: bool,
    player: &'a str,
    teams: Vec<&'a str>,
    goals: u32,
    penalties: u32,
    assists: u32,
    appearances: u32,
    matches: Vec<&'a str>,
}

#[derive(Serialize)]
struct OwnGoal<'a> {
    r#match: &'a str,
    player: &'a str,
    #[serde(flatten)]
    minute: When,
}

#[derive(Serialize)]
struct Team<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    short: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Text<'a>,
    kind: TeamKind,
    sex: Sex,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    founded: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    venue: Text<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    former_names: Vec<FormerName<'a>>,
}

#[derive(Serialize)]
struct FormerName<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

#[derive(Serialize)]
struct Person<'a> {
    id: &'a str,
    name: &'a str,
    surname: &'a str,
    roles: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    born: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_year: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nationality: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Text<'a>,
    /// His figures as a player, by edition and team.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    career: Vec<CareerLine<'a>>,
}

#[derive(Serialize)]
struct CareerLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
    team: &'a str,
    appearances: u32,
    starts: u32,
    from_bench: u32,
    minutes: u32,
    goals: u32,
    penalties: u32,
    own_goals: u32,
    assists: u32,
    yellow_cards: u32,
    second_yellow_cards: u32,
    red_cards: u32,
    clean_sheets: u32,
}

#[derive(Serialize)]
struct Venue<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinates: Option<(f64, f64)>,
}

/// `minute` and `added`, as far as they are known.
#[derive(Serialize)]
struct When {
    #[serde(skip_serializing_if = "Option::is_none")]
    minute: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    added: Option<u16>,
}

impl When {
    fn of(minute: Option<Minute>) -> Self {
        Self { minute: minute.map(|m| m.minute), added: minute.map(|m| m.added).filter(|added| *added > 0) }
    }
}

#[derive(Serialize)]
struct Game<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    round: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    matchday: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    leg: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kickoff: Option<Announced>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    was: Vec<Announced>,
    #[serde(skip_serializing_if = "Option::is_none")]
    venue: Text<'a>,
    neutral: bool,
    home: SideOf<'a>,
    away: SideOf<'a>,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    official: Option<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    awarded: Option<Awarded>,
    goals: Vec<Goal<'a>>,
    missed_penalties: Vec<Event<'a>>,
    cards: Vec<Card<'a>>,
    shootout: Vec<Kick<'a>>,
    officials: Vec<Official<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attendance: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Text<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<Value>,
}

#[derive(Serialize)]
struct Announced {
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    /// The moment in UTC, where the time is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    instant: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    to_be_decided: bool,
}

#[derive(Serialize)]
struct SideOf<'a> {
    team: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coach: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    formation: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lineup: Option<Vec<Selected<'a>>>,
}

#[derive(Serialize)]
struct Selected<'a> {
    player: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u8>,
    started: bool,
    came_on: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    captain: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    off: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced: Text<'a>,
}

#[derive(Serialize)]
struct Score {
    #[serde(skip_serializing_if = "Option::is_none")]
    ht: Option<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ft: Option<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    et: Option<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pens: Option<Pair>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    golden_goal: bool,
}

#[derive(Serialize)]
struct Awarded {
    score: Pair,
    #[serde(skip_serializing_if = "Option::is_none")]
    played: Option<Pair>,
}

#[derive(Serialize)]
struct Goal<'a> {
    side: SideIx,
    player: &'a str,
    #[serde(flatten)]
    minute: When,
    kind: GoalKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    assist: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Pair>,
}

#[derive(Serialize)]
struct Event<'a> {
    side: SideIx,
    player: &'a str,
    #[serde(flatten)]
    minute: When,
}

#[derive(Serialize)]
struct Card<'a> {
    side: SideIx,
    player: &'a str,
    #[serde(flatten)]
    minute: When,
    kind: CardKind,
}

#[derive(Serialize)]
struct Kick<'a> {
    side: SideIx,
    player: &'a str,
    scored: bool,
}

#[derive(Serialize)]
struct Official<'a> {
    person: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Text<'a>,
    referee: bool,
}

impl<'a> Document<'a> {
    pub(super) fn of(model: &'a Model) -> Self {
        let record = &*model.record;
        let view = View { record };
        Self {
            title: &model.site.title,
            competitions: record.competitions.entries().map(|(id, _)| view.competition(id)).collect(),
            teams: record.teams.entries().map(|(id, _)| view.team(id)).collect(),
            persons: record.persons.entries().map(|(id, _)| view.person(id)).collect(),
            venues: record
                .venues
                .iter()
                .map(|venue| Venue {
                    id: &venue.slug,
                    name: &venue.name,
                    city: venue.city.as_deref(),
                    country: venue.country.as_deref(),
                    timezone: venue.timezone.as_deref(),
                    capacity: venue.capacity,
                    coordinates: venue.coordinates,
                })
                .collect(),
            matches: record.matches.iter().map(|game| view.game(game)).collect(),
        }
    }
}

/// The record, to make values of.
#[derive(Clone, Copy)]
struct View<'a> {
    record: &'a Record,
}

impl<'a> View<'a> {
    fn team_id(self, team: TeamId) -> &'a str {
        &self.record.teams[team].slug
    }

    fn person_id(self, person: PersonId) -> &'a str {
        &self.record.persons[person].slug
    }

    fn match_id(self, game: MatchId) -> &'a str {
        &self.record.matches[game].slug
    }

    fn competition(self, id: crate::model::CompetitionId) -> Competition<'a> {
        let competition = &self.record.competitions[id];
        Competition {
            id: &competition.slug,
            name: &competition.name,
            short: competition.short.as_deref(),
            kind: competition.kind,
            sex: competition.sex,
            timezone: competition.timezone.as_deref(),
            editions: self.record.editions_of[id].iter().map(|edition| self.edition(*edition)).collect(),
        }
    }

    fn edition(self, id: EditionId) -> Edition<'a> {
        let record = self.record;
        let edition = &record.editions[id];
        let thirds = ThirdPlaced::of(record, id, AsOf::Now).map(|thirds| thirds.rows).unwrap_or_default();
        Edition {
            id: edition_key(record, id),
            season: edition.season.as_deref(),
            groups: edition
                .groups
                .iter()
                .map(|(name, teams)| Group { name, teams: teams.iter().map(|team| self.team_id(*team)).collect() })
                .collect(),
            byes: edition
                .byes
                .iter()
                .map(|(round, team)| Bye { round: round.as_deref(), team: self.team_id(*team) })
                .collect(),
            squads: edition.squads.iter().map(|squad| self.squad(squad)).collect(),
            tables: Table::all(record, id, AsOf::Now).iter().map(|table| self.standing(id, table)).collect(),
            third_placed: thirds
                .iter()
                .map(|third| Third {
                    group: third.group.clone(),
                    through: third.through,
                    row: self.row(id, &third.row),
                })
                .collect(),
            scorers: scorers_of(record, id)
                .into_iter()
                .map(|row| Scorer {
                    rank: row.rank,
                    shared: row.shared,
                    player: self.person_id(row.player),
                    teams: row.teams.iter().map(|team| self.team_id(*team)).collect(),
                    goals: row.goals.count,
                    penalties: row.penalties,
                    assists: row.assists,
                    appearances: row.appearances,
                    matches: row.goals.matches.iter().map(|game| self.match_id(*game)).collect(),
                })
                .collect(),
            own_goals: own_goals_of(record, id)
                .into_iter()
                .map(|(game, goal)| OwnGoal {
                    r#match: self.match_id(game),
                    player: self.person_id(goal.scorer),
                    minute: When::of(goal.minute),
                })
                .collect(),
        }
    }

    fn squad(self, squad: &'a crate::model::Squad) -> Squad<'a> {
        Squad {
            team: self.team_id(squad.team),
            coach: squad.coach.map(|coach| self.person_id(coach)),
            players: squad
                .players
                .iter()
                .map(|place| SquadPlace {
                    player: self.person_id(place.player),
                    number: place.number,
                    position: place.position.as_deref(),
                    club: place.club.as_deref(),
                })
                .collect(),
        }
    }

    fn standing(self, edition: EditionId, table: &Table) -> Standing<'a> {
        Standing {
            stage: table.key.stage.clone(),
            group: table.key.group.clone(),
            complete: table.complete,
            points_for_win: table.points_for_win,
            rows: table.rows.iter().map(|row| self.row(edition, row)).collect(),
            notes: table
                .footnotes(self.record)
                .into_iter()
                .map(|note| Note {
                    teams: note.teams.iter().map(|team| self.team_id(*team)).collect(),
                    text: note.text,
                    matches: note.matches.iter().map(|game| self.match_id(*game)).collect(),
                })
                .collect(),
        }
    }

    fn row(self, edition: EditionId, row: &crate::model::Row) -> Row<'a> {
        Row {
            rank: row.rank,
            shared: row.shared,
            team: self.team_id(row.team),
            name: row.name.clone(),
            played: row.played,
            won: row.won,
            drawn: row.drawn,
            lost: row.lost,
            goals_for: row.goals_for,
            goals_against: row.goals_against,
            points: row.points,
            adjusted: row.adjusted,
            conduct: row.conduct,
            zone: row.zone(&self.record.editions[edition]).map(|zone| &*zone.name),
        }
    }

    fn team(self, id: TeamId) -> Team<'a> {
        let team = &self.record.teams[id];
        Team {
            id: &team.slug,
            name: &team.name,
            short: team.short.as_deref(),
            code: team.code.as_deref(),
            kind: team.kind,
            sex: team.sex,
            country: team.country.as_deref(),
            founded: team.founded,
            venue: team.venue.map(|venue| &*self.record.venues[venue].slug),
            former_names: team
                .former_names
                .iter()
                .map(|former| FormerName {
                    name: &former.name,
                    from: former.from.map(|date| date.to_string()),
                    until: former.until.map(|date| date.to_string()),
                })
                .collect(),
        }
    }

    fn person(self, id: PersonId) -> Person<'a> {
        const ROLES: [(Roles, &str); 3] =
            [(Roles::PLAYER, "player"), (Roles::COACH, "coach"), (Roles::REFEREE, "referee")];
        let person = &self.record.persons[id];
        let roles = ROLES.iter().filter(|(role, _)| person.roles.contains(*role)).map(|(_, word)| *word);
        let career = PlayerRecord::of(self.record, id).by_edition.into_iter();
        Person {
            id: &person.slug,
            name: &person.name,
            surname: &person.surname,
            roles: roles.collect(),
            born: person.born.map(|born| born.to_string()),
            birth_year: person.birth_year,
            nationality: person.nationality.as_deref(),
            position: person.position.as_deref(),
            career: career
                .map(|(edition, team, line)| CareerLine {
                    edition: edition.map(|edition| edition_key(self.record, edition)),
                    team: self.team_id(team),
                    appearances: line.appearances.count,
                    starts: line.starts.count,
                    from_bench: line.from_bench.count,
                    minutes: line.minutes,
                    goals: line.goals.count,
                    penalties: line.penalties.count,
                    own_goals: line.own_goals.count,
                    assists: line.assists.count,
                    yellow_cards: line.cards.yellow.count,
                    second_yellow_cards: line.cards.second_yellow.count,
                    red_cards: line.cards.red.count,
                    clean_sheets: line.clean_sheets.count,
                })
                .collect(),
        }
    }

    fn game(self, game: &'a Match) -> Game<'a> {
        Game {
            id: &game.slug,
            edition: game.edition.map(|edition| edition_key(self.record, edition)),
            stage: game.stage.as_deref(),
            group: game.group.as_deref(),
            round: game.round.as_deref(),
            matchday: game.matchday,
            leg: game.leg,
            kickoff: game.kickoff.as_ref().map(instant),
            was: game.was.iter().map(instant).collect(),
            venue: game.venue.map(|venue| &*self.record.venues[venue].slug),
            neutral: game.neutral,
            home: self.side(&game.sides[0]),
            away: self.side(&game.sides[1]),
            status: game.status,
            reason: game.reason.as_deref(),
            score: game.score.map(|score| Score {
                ht: score.ht,
                ft: score.ft,
                et: score.et,
                pens: score.pens,
                golden_goal: score.golden_goal,
            }),
            official: game.official(),
            awarded: game.awarded.map(|awarded| Awarded { score: awarded.score, played: awarded.played }),
            goals: game
                .goals
                .iter()
                .map(|goal| Goal {
                    side: goal.side,
                    player: self.person_id(goal.scorer),
                    minute: When::of(goal.minute),
                    kind: goal.kind,
                    assist: goal.assist.map(|assist| self.person_id(assist)),
                    score: goal.score,
                })
                .collect(),
            missed_penalties: game
                .missed_penalties
                .iter()
                .map(|p| Event { side: p.side, player: self.person_id(p.player), minute: When::of(p.minute) })
                .collect(),
            cards: game
                .cards
                .iter()
                .map(|card| Card {
                    side: card.side,
                    player: self.person_id(card.player),
                    minute: When::of(card.minute),
                    kind: card.kind,
                })
                .collect(),
            shootout: game
                .shootout
                .iter()
                .map(|kick| Kick { side: kick.side, player: self.person_id(kick.player), scored: kick.scored })
                .collect(),
            officials: game
                .officials
                .iter()
                .map(|official| Official {
                    person: self.person_id(official.person),
                    country: official.country.as_deref(),
                    referee: official.referee,
                })
                .collect(),
            attendance: game.attendance,
            note: game.note.as_deref(),
            sources: game.sources.iter().map(|source| &**source).collect(),
            extra: game.extra.as_deref().and_then(|json| serde_json::from_str(json).ok()),
        }
    }

    fn side(self, side: &'a Side) -> SideOf<'a> {
        let lineup = side.lineup.as_ref();
        let selected = |players: &'a [Selection], p: &'a Selection| Selected {
            player: self.person_id(p.player),
            number: p.number,
            line: p.line,
            started: p.started,
            came_on: p.came_on,
            captain: p.captain,
            on: p.on.map(|minute| minute.to_string()),
            off: p.off.map(|minute| minute.to_string()),
            replaced: p.replaced.and_then(|at| Some(self.person_id(players.get(usize::from(at))?.player))),
        };
        SideOf {
            team: self.team_id(side.team),
            name: side.name.as_deref(),
            coach: side.coach.map(|coach| self.person_id(coach)),
            formation: lineup.and_then(|lineup| lineup.formation.as_deref()),
            lineup: lineup.map(|lineup| lineup.players.iter().map(|p| selected(&lineup.players, p)).collect()),
        }
    }
}

fn instant(kickoff: &Kickoff) -> Announced {
    Announced {
        date: kickoff.date.to_string(),
        time: kickoff.time.map(|time| time.strftime("%H:%M").to_string()),
        instant: kickoff.time.map(|_| kickoff.instant.to_string()),
        to_be_decided: kickoff.to_be_decided,
    }
}
