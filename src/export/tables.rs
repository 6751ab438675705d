//! The record as tables.
//!
//! In: the record. Out: CSV with a row of names above each. The columns of
//! matches, line-ups, squads and venues have the names by which tables are
//! read, so that they can be put into another site as they are; what an
//! address needs stands behind them.

use super::edition_key;
use crate::model::stats::scorers_of;
use crate::model::table::{AsOf, Table as Standing};
use crate::model::{CardKind, EditionId, GoalKind, Match, Minute, PersonId, Record, Roles, SideIx, TeamId};

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name of its file: `matches.csv`.
    pub file: &'static str,
    /// Its text.
    pub text: String,
}

/// A table while it is filled.
struct Sheet {
    file: &'static str,
    width: usize,
    writer: csv::Writer<Vec<u8>>,
}

impl Sheet {
    fn new(file: &'static str, columns: &[&str]) -> Self {
        let mut sheet = Self { file, width: columns.len(), writer: csv::Writer::from_writer(Vec::new()) };
        sheet.row(columns);
        sheet
    }

    fn row<T: AsRef<[u8]>>(&mut self, cells: &[T]) {
        debug_assert_eq!(cells.len(), self.width, "{}", self.file);
        // Writing to memory cannot fail.
        let _ = self.writer.write_record(cells);
    }

    fn done(self) -> Table {
        // What went in as text comes out as text.
        let bytes = self.writer.into_inner().unwrap_or_default();
        Table { file: self.file, text: String::from_utf8(bytes).unwrap_or_default() }
    }
}

/// All tables, in the order in which they are documented.
pub(super) fn all(record: &Record) -> Vec<Table> {
    let view = View { record };
    vec![
        view.matches(),
        view.events(),
        view.lineups(),
        view.standings(),
        view.scorers(),
        view.squads(),
        view.teams(),
        view.persons(),
        view.venues(),
        view.editions(),
    ]
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn yes(value: bool) -> String {
    (if value { "yes" } else { "no" }).to_owned()
}

#[derive(Clone, Copy)]
struct View<'a> {
    record: &'a Record,
}

impl<'a> View<'a> {
    fn team(self, team: TeamId) -> &'a str {
        &self.record.teams[team].name
    }

    fn team_id(self, team: TeamId) -> &'a str {
        &self.record.teams[team].slug
    }

    fn person(self, person: PersonId) -> &'a str {
        &self.record.persons[person].name
    }

    fn person_id(self, person: PersonId) -> &'a str {
        &self.record.persons[person].slug
    }

    /// Competition and season.
    fn edition(self, edition: Option<EditionId>) -> [String; 2] {
        let Some(edition) = edition.map(|edition| &self.record.editions[edition]) else { return Default::default() };
        [self.record.competitions[edition.competition].name.to_string(), text(edition.season.as_deref())]
    }

    /// What matches have in common in all tables: id, date, home and away.
    fn key(self, game: &Match) -> [String; 4] {
        let [home, away] = [&game.sides[0], &game.sides[1]].map(|side| self.team(side.team).to_owned());
        [game.slug.to_string(), text(game.kickoff.map(|kickoff| kickoff.date)), home, away]
    }

    fn matches(self) -> Table {
        let mut sheet = Sheet::new(
            "matches.csv",
            &[
                "competition",
                "season",
                "stage",
                "group",
                "round",
                "matchday",
                "leg",
                "date",
                "time",
                "timezone",
                "home",
                "away",
                "score",
                "home_goals",
                "away_goals",
                "status",
                "reason",
                "venue",
                "city",
                "referee",
                "attendance",
                "note",
                "id",
                "official_home_goals",
                "official_away_goals",
                "home_penalties",
                "away_penalties",
                "earlier_dates",
                "neutral",
                "home_id",
                "away_id",
                "venue_id",
                "referee_id",
                "edition_id",
            ],
        );
        for game in &self.record.matches {
            let [competition, season] = self.edition(game.edition);
            let [id, date, home, away] = self.key(game);
            let kickoff = game.kickoff;
            let time = kickoff.and_then(|kickoff| kickoff.time);
            let undecided = kickoff.is_some_and(|kickoff| kickoff.to_be_decided);
            let result = game.score.and_then(|score| score.result());
            let goals = |pair: Option<[u16; 2]>, side: SideIx| text(pair.map(|pair| pair[side.index()]));
            let penalties = game.score.and_then(|score| score.pens);
            let venue = game.venue.map(|venue| &self.record.venues[venue]);
            let referee = game.officials.iter().find(|official| official.referee);
            let earlier: Vec<String> = game.was.iter().map(|kickoff| kickoff.date.to_string()).collect();
            sheet.row(&[
                competition,
                season,
                text(game.stage.as_deref()),
                text(game.group.as_deref()),
                text(game.round.as_deref()),
                text(game.matchday),
                text(game.leg),
                date,
                time.map_or_else(
                    || (if undecided { "TBD" } else { "" }).to_owned(),
                    |t| t.strftime("%H:%M").to_string(),
                ),
                text(kickoff.and_then(|kickoff| kickoff.offset).map(|offset| format!("UTC{}", zone(offset.seconds())))),
                home,
                away,
                text(game.score),
                goals(result, SideIx::Home),
                goals(result, SideIx::Away),
                game.status.word().to_owned(),
                text(game.reason.as_deref()),
                text(venue.map(|venue| &venue.name)),
                text(venue.and_then(|venue| venue.city.as_deref())),
                text(referee.map(|official| match &official.country {
                    Some(country) => format!("{} ({country})", self.person(official.person)),
                    None => self.person(official.person).to_owned(),
                })),
                text(game.attendance),
                text(game.note.as_deref()),
                id,
                goals(game.official(), SideIx::Home),
                goals(game.official(), SideIx::Away),
                goals(penalties, SideIx::Home),
                goals(penalties, SideIx::Away),
                earlier.join(" "),
                yes(game.neutral),
                self.team_id(game.sides[0].team).to_owned(),
                self.team_id(game.sides[1].team).to_owned(),
                text(venue.map(|venue| &venue.slug)),
                text(referee.map(|official| self.person_id(official.person))),
                text(game.edition.map(|edition| edition_key(self.record, edition))),
            ]);
        }
        sheet.done()
    }

    fn events(self) -> Table {
        let mut sheet = Sheet::new(
            "events.csv",
            &[
                "match",
                "date",
                "home",
                "away",
                "event",
                "minute",
                "added",
                "team",
                "player",
                "other",
                "home_goals",
                "away_goals",
                "team_id",
                "player_id",
                "other_id",
            ],
        );
        for game in &self.record.matches {
            for event in Event::all(game) {
                let [id, date, home, away] = self.key(game);
                let team = game.side(event.side).team;
                let score = |side: SideIx| text(event.score.map(|pair| pair[side.index()]));
                sheet.row(&[
                    id,
                    date,
                    home,
                    away,
                    event.what.to_owned(),
                    text(event.minute.map(|minute| minute.minute)),
                    text(event.minute.map(|minute| minute.added).filter(|added| *added > 0)),
                    self.team(team).to_owned(),
                    self.person(event.player).to_owned(),
                    text(event.other.map(|other| self.person(other))),
                    score(SideIx::Home),
                    score(SideIx::Away),
                    self.team_id(team).to_owned(),
                    self.person_id(event.player).to_owned(),
                    text(event.other.map(|other| self.person_id(other))),
                ]);
            }
        }
        sheet.done()
    }

    fn lineups(self) -> Table {
        let mut sheet = Sheet::new(
            "lineups.csv",
            &[
                "competition",
                "season",
                "date",
                "home",
                "away",
                "team",
                "number",
                "player",
                "line",
                "started",
                "captain",
                "on",
                "off",
                "replaced",
                "match_id",
                "team_id",
                "player_id",
            ],
        );
        for game in &self.record.matches {
            let sides = game.sides.iter().filter_map(|side| Some((side.team, side.lineup.as_ref()?)));
            for (team, lineup) in sides {
                for p in &lineup.players {
                    let [competition, season] = self.edition(game.edition);
                    let [id, date, home, away] = self.key(game);
                    let replaced = p.replaced.and_then(|at| lineup.players.get(usize::from(at)));
                    sheet.row(&[
                        competition,
                        season,
                        date,
                        home,
                        away,
                        self.team(team).to_owned(),
                        text(p.number),
                        self.person(p.player).to_owned(),
                        text(p.line),
                        yes(p.started),
                        yes(p.captain),
                        text(p.on),
                        text(p.off),
                        text(replaced.map(|other| self.person(other.player))),
                        id,
                        self.team_id(team).to_owned(),
                        self.person_id(p.player).to_owned(),
                    ]);
                }
            }
        }
        sheet.done()
    }

    fn standings(self) -> Table {
        let mut sheet = Sheet::new(
            "tables.csv",
            &[
                "competition",
                "season",
                "stage",
                "group",
                "rank",
                "shared",
                "team",
                "played",
                "won",
                "drawn",
                "lost",
                "goals_for",
                "goals_against",
                "goal_difference",
                "points",
                "adjusted",
                "zone",
                "note",
                "team_id",
                "edition_id",
            ],
        );
        for (id, edition) in self.record.editions.entries() {
            for table in Standing::all(self.record, id, AsOf::Now) {
                let notes = table.footnotes(self.record);
                for row in &table.rows {
                    let [competition, season] = self.edition(Some(id));
                    let mine = notes.iter().filter(|note| note.teams.contains(&row.team));
                    let mine: Vec<&str> = mine.map(|note| note.text.as_str()).collect();
                    sheet.row(&[
                        competition,
                        season,
                        text(table.key.stage.as_deref()),
                        text(table.key.group.as_deref()),
                        row.rank.to_string(),
                        yes(row.shared),
                        row.name.as_deref().unwrap_or(self.team(row.team)).to_owned(),
                        row.played.to_string(),
                        row.won.to_string(),
                        row.drawn.to_string(),
                        row.lost.to_string(),
                        row.goals_for.to_string(),
                        row.goals_against.to_string(),
                        row.goal_difference().to_string(),
                        row.points.to_string(),
                        row.adjusted.to_string(),
                        text(row.zone(edition).map(|zone| &zone.name)),
                        mine.join("; "),
                        self.team_id(row.team).to_owned(),
                        edition_key(self.record, id),
                    ]);
                }
            }
        }
        sheet.done()
    }

    fn scorers(self) -> Table {
        let mut sheet = Sheet::new(
            "scorers.csv",
            &[
                "competition",
                "season",
                "rank",
                "shared",
                "player",
                "teams",
                "goals",
                "penalties",
                "assists",
                "appearances",
                "player_id",
                "edition_id",
            ],
        );
        for (id, _) in self.record.editions.entries() {
            for row in scorers_of(self.record, id) {
                let [competition, season] = self.edition(Some(id));
                let teams: Vec<&str> = row.teams.iter().map(|team| self.team(*team)).collect();
                sheet.row(&[
                    competition,
                    season,
                    row.rank.to_string(),
                    yes(row.shared),
                    self.person(row.player).to_owned(),
                    teams.join("; "),
                    row.goals.count.to_string(),
                    row.penalties.to_string(),
                    row.assists.to_string(),
                    row.appearances.to_string(),
                    self.person_id(row.player).to_owned(),
                    edition_key(self.record, id),
                ]);
            }
        }
        sheet.done()
    }

    fn squads(self) -> Table {
        let mut sheet = Sheet::new(
            "squads.csv",
            &[
                "competition",
                "season",
                "team",
                "number",
                "player",
                "position",
                "born",
                "club",
                "nationality",
                "team_id",
                "player_id",
            ],
        );
        for (id, edition) in self.record.editions.entries() {
            for squad in &edition.squads {
                let players =
                    squad.players.iter().map(|p| (p.player, p.number, p.position.as_deref(), p.club.as_deref()));
                let coach = squad.coach.map(|coach| (coach, None, Some("MG"), None));
                for (player, number, position, club) in players.chain(coach) {
                    let [competition, season] = self.edition(Some(id));
                    let person = &self.record.persons[player];
                    let year = || person.birth_year.map(|year| year.to_string());
                    sheet.row(&[
                        competition,
                        season,
                        self.team(squad.team).to_owned(),
                        text(number),
                        person.name.to_string(),
                        text(position),
                        text(person.born.map(|born| born.to_string()).or_else(year)),
                        text(club),
                        text(person.nationality.as_deref()),
                        self.team_id(squad.team).to_owned(),
                        person.slug.to_string(),
                    ]);
                }
            }
        }
        sheet.done()
    }

    fn teams(self) -> Table {
        let mut sheet = Sheet::new("teams.csv", &["id", "name", "short", "code", "kind", "sex", "country", "founded"]);
        for team in &self.record.teams {
            sheet.row(&[
                team.slug.to_string(),
                team.name.to_string(),
                text(team.short.as_deref()),
                text(team.code.as_deref()),
                format!("{:?}", team.kind).to_lowercase(),
                format!("{:?}", team.sex).to_lowercase(),
                text(team.country.as_deref()),
                text(team.founded),
            ]);
        }
        sheet.done()
    }

    fn persons(self) -> Table {
        let mut sheet = Sheet::new(
            "persons.csv",
            &["id", "name", "surname", "player", "coach", "referee", "born", "birth_year", "nationality", "position"],
        );
        for person in &self.record.persons {
            let [player, coach, referee] =
                [Roles::PLAYER, Roles::COACH, Roles::REFEREE].map(|role| yes(person.roles.contains(role)));
            sheet.row(&[
                person.slug.to_string(),
                person.name.to_string(),
                person.surname.to_string(),
                player,
                coach,
                referee,
                text(person.born),
                text(person.birth_year),
                text(person.nationality.as_deref()),
                text(person.position.as_deref()),
            ]);
        }
        sheet.done()
    }

    fn venues(self) -> Table {
        let mut sheet =
            Sheet::new("venues.csv", &["name", "city", "country", "timezone", "capacity", "coords", "venue_id"]);
        for venue in &self.record.venues {
            sheet.row(&[
                venue.name.to_string(),
                text(venue.city.as_deref()),
                text(venue.country.as_deref()),
                text(venue.timezone.as_deref()),
                text(venue.capacity),
                text(venue.coordinates.map(|(latitude, longitude)| format!("{latitude} {longitude}"))),
                venue.slug.to_string(),
            ]);
        }
        sheet.done()
    }

    fn editions(self) -> Table {
        let mut sheet = Sheet::new("editions.csv", &["id", "competition", "season", "kind", "sex", "matches"]);
        for (id, edition) in self.record.editions.entries() {
            let competition = &self.record.competitions[edition.competition];
            sheet.row(&[
                edition_key(self.record, id),
                competition.name.to_string(),
                text(edition.season.as_deref()),
                format!("{:?}", competition.kind).to_lowercase(),
                format!("{:?}", competition.sex).to_lowercase(),
                self.record.by_edition[id].len().to_string(),
            ]);
        }
        sheet.done()
    }
}

/// `+3`, `-3:30`: an offset from UTC.
fn zone(seconds: i32) -> String {
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() % 3600 / 60);
    let sign = if seconds < 0 { '-' } else { '+' };
    if minutes == 0 { format!("{sign}{hours}") } else { format!("{sign}{hours}:{minutes:02}") }
}

/// Something that happened in a match.
struct Event {
    what: &'static str,
    side: SideIx,
    minute: Option<Minute>,
    player: PersonId,
    /// Who gave the pass, or was replaced.
    other: Option<PersonId>,
    score: Option<[u16; 2]>,
}

impl Event {
    /// All of a match in order of time, those without a minute behind them,
    /// the shoot-out last.
    fn all(game: &Match) -> Vec<Self> {
        let goals = game.goals.iter().map(|goal| Self {
            what: match goal.kind {
                GoalKind::Goal => "goal",
                GoalKind::Penalty => "penalty",
                GoalKind::OwnGoal => "own goal",
            },
            side: goal.side,
            minute: goal.minute,
            player: goal.scorer,
            other: goal.assist,
            score: goal.score,
        });
        let plain = |what, side, minute, player| Self { what, side, minute, player, other: None, score: None };
        let missed = game.missed_penalties.iter().map(|p| plain("missed penalty", p.side, p.minute, p.player));
        let cards = game.cards.iter().map(|card| {
            let what = match card.kind {
                CardKind::Yellow => "yellow card",
                CardKind::SecondYellow => "second yellow card",
                CardKind::Red => "red card",
            };
            plain(what, card.side, card.minute, card.player)
        });
        let lineups = SideIx::BOTH.into_iter().filter_map(|side| Some((side, game.side(side).lineup.as_ref()?)));
        let substitutions = lineups.flat_map(|(side, lineup)| {
            lineup.substitutes().map(move |p| Self {
                other: p.replaced.and_then(|at| Some(lineup.players.get(usize::from(at))?.player)),
                ..plain("substitution", side, p.on, p.player)
            })
        });
        let mut events: Vec<Self> = goals.chain(missed).chain(cards).chain(substitutions).collect();
        events.sort_by_key(|event| (event.minute.is_none(), event.minute));
        let kicks = game.shootout.iter().map(|kick| {
            let what = if kick.scored { "shoot-out scored" } else { "shoot-out missed" };
            plain(what, kick.side, None, kick.player)
        });
        events.extend(kicks);
        events
    }
}
