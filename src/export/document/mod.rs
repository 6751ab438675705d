//! The record as a document of JSON.
//!
//! In: the model. Out: plain values that serialise to it, in an order that
//! does not change. What is not known is left out; what is known to be nothing
//! (no goals, no rows) is an empty list.

mod shape;

pub(super) use self::shape::Document;
use self::shape::{
    Announced, Awarded, Bye, Card, CareerLine, Competition, Edition, Event, FormerName, Game, Goal, Group, Kick, Note,
    Official, OwnGoal, Person, Row, Score, Scorer, Selected, SideOf, Squad, SquadPlace, Standing, Team, Third, Venue,
    When,
};
use super::edition_key;
use crate::model::stats::{PlayerRecord, own_goals_of, scorers_of};
use crate::model::table::{AsOf, Table, ThirdPlaced};
use crate::model::{
    CompetitionId, EditionId, Kickoff, Match, MatchId, Minute, Model, PersonId, Record, Roles, Selection, Side, TeamId,
};

impl When {
    fn of(minute: Option<Minute>) -> Self {
        Self { minute: minute.map(|m| m.minute), added: minute.map(|m| m.added).filter(|added| *added > 0) }
    }
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

    fn competition(self, id: CompetitionId) -> Competition<'a> {
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
