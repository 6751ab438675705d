//! Records for tests, by hand.
//!
//! In: competitions, results and what happened in them, by name. Out: a
//! [`Record`] as `content` would make it: arenas in order of slug, matches in
//! order of kick-off, every index filled. The order of calls does not matter
//! but for "the current edition" and "the last match".

use std::sync::Arc;

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

use super::slug::slug;
use super::*;

/// Builds a [`Record`]. Until [`Self::build`] all ids are provisional.
#[derive(Clone, Debug, Default)]
pub struct RecordBuilder {
    competitions: Vec<(Arc<str>, CompetitionKind)>,
    editions: Vec<Edition>,
    teams: Vec<Arc<str>>,
    persons: Vec<Arc<str>>,
    venues: Vec<Arc<str>>,
    matches: Vec<Match>,
    rule_sets: Vec<(Arc<str>, Vec<Arc<str>>)>,
    stage: Option<Arc<str>>,
    group: Option<Arc<str>>,
    round: Option<Arc<str>>,
    matchday: Option<u16>,
}

fn intern(names: &mut Vec<Arc<str>>, name: &str) -> u32 {
    let at = names.iter().position(|known| &**known == name).unwrap_or_else(|| {
        names.push(name.into());
        names.len() - 1
    });
    at as u32
}

/// An optional name: nothing for an empty one.
fn some(name: &str) -> Option<Arc<str>> {
    (!name.is_empty()).then(|| name.into())
}

impl RecordBuilder {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// What follows belongs to this season of a league.
    #[must_use]
    pub fn league(self, name: &str, season: &str) -> Self {
        self.edition(name, season, CompetitionKind::League)
    }

    /// What follows belongs to this season of a cup.
    #[must_use]
    pub fn cup(self, name: &str, season: &str) -> Self {
        self.edition(name, season, CompetitionKind::Cup)
    }

    /// What follows belongs to this tournament.
    #[must_use]
    pub fn tournament(self, name: &str, season: &str) -> Self {
        self.edition(name, season, CompetitionKind::Tournament)
    }

    /// What follows belongs to this season of a competition; an empty season
    /// is none.
    ///
    /// # Panics
    /// If another edition was written since this one.
    #[must_use]
    pub fn edition(mut self, name: &str, season: &str, kind: CompetitionKind) -> Self {
        let competition = self.competitions.iter().position(|(known, _)| &**known == name).unwrap_or_else(|| {
            self.competitions.push((name.into(), kind));
            self.competitions.len() - 1
        });
        let competition = CompetitionId(competition as u32);
        let season = some(season);
        let known = self.editions.iter().position(|e| e.competition == competition && e.season == season);
        // The current edition is the last one.
        let edition = known.map_or_else(
            || Edition {
                competition,
                slug: season.as_deref().map_or_else(|| "all".into(), |season| slug(season).into()),
                season: season.clone(),
                rules: TableRules::default(),
                groups: Vec::new(),
                byes: Vec::new(),
                squads: Vec::new(),
            },
            |at| self.editions[at].clone(),
        );
        if known.is_none() {
            self.editions.push(edition);
        } else {
            assert_eq!(known, Some(self.editions.len() - 1), "an edition is written in one go");
        }
        (self.stage, self.group, self.round, self.matchday) = (None, None, None, None);
        self
    }

    /// What follows belongs to this stage; an empty name ends it.
    #[must_use]
    pub fn stage(mut self, name: &str) -> Self {
        self.stage = some(name);
        self
    }

    /// What follows belongs to this group; an empty name ends it.
    #[must_use]
    pub fn group(mut self, name: &str) -> Self {
        self.group = some(name);
        self
    }

    /// What follows belongs to this round; an empty name ends it.
    #[must_use]
    pub fn round(mut self, name: &str) -> Self {
        self.round = some(name);
        self
    }

    /// What follows belongs to this matchday.
    #[must_use]
    pub fn matchday(mut self, number: u16) -> Self {
        self.matchday = Some(number);
        self
    }

    /// A match played to its end. An empty date is none.
    #[must_use]
    pub fn result(self, date: &str, home: &str, home_goals: u16, away_goals: u16, away: &str) -> Self {
        self.fixture(date, home, away).with(|game| {
            game.status = Status::FullTime;
            game.score = Some(Score { ft: Some([home_goals, away_goals]), ..Score::default() });
        })
    }

    /// A match to be played. An empty date is none; `2022-11-29 22:00` has a
    /// time, in UTC.
    #[must_use]
    pub fn fixture(mut self, date: &str, home: &str, away: &str) -> Self {
        let (home, away) = (intern(&mut self.teams, home), intern(&mut self.teams, away));
        let side = |team| Side { team: TeamId(team), name: None, lineup: None, coach: None };
        self.matches.push(Match {
            slug: "".into(),
            edition: self.editions.len().checked_sub(1).map(|at| EditionId(at as u32)),
            stage: self.stage.clone(),
            group: self.group.clone(),
            round: self.round.clone(),
            matchday: self.matchday,
            leg: None,
            kickoff: kickoff(date),
            was: Vec::new(),
            venue: None,
            neutral: false,
            sides: [side(home), side(away)],
            score: None,
            goals: Vec::new(),
            missed_penalties: Vec::new(),
            cards: Vec::new(),
            shootout: Vec::new(),
            officials: Vec::new(),
            attendance: None,
            status: Status::Scheduled,
            reason: None,
            awarded: None,
            redirect_from: Vec::new(),
            sources: Vec::new(),
            note: None,
            extra: None,
            origins: Vec::new(),
        });
        self
    }

    /// Changes the last match.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Match)) -> Self {
        change(self.last_match());
        self
    }

    fn last_match(&mut self) -> &mut Match {
        let Some(game) = self.matches.last_mut() else { panic!("there is no match yet") };
        game
    }

    /// The last match has this status.
    #[must_use]
    pub fn status(self, status: Status) -> Self {
        self.with(|game| game.status = status)
    }

    /// The last match was awarded.
    #[must_use]
    pub fn awarded(self, home: u16, away: u16) -> Self {
        self.with(|game| {
            game.status = Status::Awarded;
            let played = game.score.and_then(|score| score.result());
            game.awarded = Some(Awarded { score: [home, away], played });
        })
    }

    /// The last match went to extra time and ended so.
    #[must_use]
    pub fn extra_time(self, home: u16, away: u16) -> Self {
        self.with(|game| game.score.get_or_insert_default().et = Some([home, away]))
    }

    /// The last match was decided by kicks from the mark.
    #[must_use]
    pub fn penalties(self, home: u16, away: u16) -> Self {
        self.with(|game| game.score.get_or_insert_default().pens = Some([home, away]))
    }

    /// The last match is this leg.
    #[must_use]
    pub fn leg(self, leg: u8) -> Self {
        self.with(|game| game.leg = Some(leg))
    }

    /// The last match was played on neutral ground.
    #[must_use]
    pub fn neutral(self) -> Self {
        self.with(|game| game.neutral = true)
    }

    /// A goal of the last match, in play.
    #[must_use]
    pub fn goal(self, side: SideIx, scorer: &str, minute: u16) -> Self {
        self.goal_of(GoalKind::Goal, side, scorer, minute)
    }

    /// A goal of the last match of any kind; `side` is the one it counts for.
    #[must_use]
    pub fn goal_of(mut self, kind: GoalKind, side: SideIx, scorer: &str, minute: u16) -> Self {
        let scorer = PersonId(intern(&mut self.persons, scorer));
        self.with(|game| game.goals.push(Goal { side, scorer, minute: at(minute), kind, assist: None, score: None }))
    }

    /// The last goal of the last match was set up by this player.
    #[must_use]
    pub fn assist(mut self, player: &str) -> Self {
        let player = PersonId(intern(&mut self.persons, player));
        self.with(|game| {
            if let Some(goal) = game.goals.last_mut() {
                goal.assist = Some(player);
            }
        })
    }

    /// A penalty missed during the last match.
    #[must_use]
    pub fn missed(mut self, side: SideIx, player: &str, minute: u16) -> Self {
        let player = PersonId(intern(&mut self.persons, player));
        self.with(|game| game.missed_penalties.push(MissedPenalty { side, player, minute: at(minute) }))
    }

    /// A kick of the last match's shoot-out.
    #[must_use]
    pub fn kick(mut self, side: SideIx, player: &str, scored: bool) -> Self {
        let player = PersonId(intern(&mut self.persons, player));
        self.with(|game| game.shootout.push(Kick { side, player, scored }))
    }

    /// A card of the last match.
    #[must_use]
    pub fn card(mut self, kind: CardKind, side: SideIx, player: &str, minute: u16) -> Self {
        let player = PersonId(intern(&mut self.persons, player));
        self.with(|game| game.cards.push(Card { side, player, minute: at(minute), kind }))
    }

    /// The last match's eleven of a side (or fewer), the goalkeeper first.
    #[must_use]
    pub fn eleven(mut self, side: SideIx, players: &[&str]) -> Self {
        for (place, name) in players.iter().enumerate() {
            let player = PersonId(intern(&mut self.persons, name));
            self = self.select(side, |selection| {
                selection.player = player;
                selection.started = true;
                selection.line = Some(u8::from(place > 0));
            });
        }
        self
    }

    /// A substitution in the last match; minute 0 is unknown.
    #[must_use]
    pub fn substitution(mut self, side: SideIx, on: &str, off: &str, minute: u16) -> Self {
        let on = PersonId(intern(&mut self.persons, on));
        let off = PersonId(intern(&mut self.persons, off));
        self.select(side, |selection| {
            selection.player = on;
            selection.came_on = true;
            selection.on = at(minute);
        })
        .with(|game| {
            let lineup = game.sides[side.index()].lineup.as_mut();
            if let Some(player) = lineup.and_then(|l| l.players.iter_mut().find(|p| p.player == off)) {
                player.off = at(minute);
            }
        })
    }

    /// A player who stayed on the bench in the last match.
    #[must_use]
    pub fn unused(mut self, side: SideIx, player: &str) -> Self {
        let player = PersonId(intern(&mut self.persons, player));
        self.select(side, |selection| selection.player = player)
    }

    fn select(self, side: SideIx, change: impl FnOnce(&mut Selection)) -> Self {
        let mut selection = Selection {
            player: PersonId(0),
            number: None,
            line: None,
            started: false,
            captain: false,
            on: None,
            off: None,
            replaced: None,
            came_on: false,
        };
        change(&mut selection);
        self.with(|game| game.sides[side.index()].lineup.get_or_insert_default().players.push(selection))
    }

    /// The last match's coach of a side.
    #[must_use]
    pub fn coach(mut self, side: SideIx, name: &str) -> Self {
        let person = PersonId(intern(&mut self.persons, name));
        self.with(|game| game.sides[side.index()].coach = Some(person))
    }

    /// The last match's referee, or another official.
    #[must_use]
    pub fn official(mut self, name: &str, referee: bool) -> Self {
        let person = PersonId(intern(&mut self.persons, name));
        self.with(|game| game.officials.push(Official { person, country: None, referee }))
    }

    /// The last match's venue and attendance; 0 is unknown.
    #[must_use]
    pub fn venue(mut self, name: &str, attendance: u32) -> Self {
        let venue = VenueId(intern(&mut self.venues, name));
        self.with(|game| {
            game.venue = Some(venue);
            game.attendance = (attendance > 0).then_some(attendance);
        })
    }

    /// Changes how the current edition's tables are made.
    ///
    /// # Panics
    /// If there is no edition yet.
    #[must_use]
    pub fn table_rules(mut self, change: impl FnOnce(&mut TableRules)) -> Self {
        let Some(edition) = self.editions.last_mut() else { panic!("there is no edition yet") };
        change(&mut edition.rules);
        self
    }

    /// The current edition's rule set.
    #[must_use]
    pub fn rules(self, name: &str) -> Self {
        self.table_rules(|rules| rules.rules = Some(name.into()))
    }

    /// A zone of the current edition's tables.
    #[must_use]
    pub fn zone(self, from: u16, to: u16, kind: &str) -> Self {
        self.table_rules(|rules| rules.zones.push(Zone { from, to, name: kind.into(), kind: kind.into() }))
    }

    /// An adjustment in the current edition; an empty date is the whole season.
    #[must_use]
    pub fn adjustment(mut self, team: &str, points: i16, reason: &str, date: &str) -> Self {
        let team = TeamId(intern(&mut self.teams, team));
        let date = kickoff(date).map(|kickoff| kickoff.date);
        self.table_rules(|rules| rules.adjustments.push(Adjustment { team, points, reason: some(reason), date }))
    }

    /// The author's order of the current edition.
    #[must_use]
    pub fn final_order(mut self, teams: &[&str]) -> Self {
        let order = teams.iter().map(|team| TeamId(intern(&mut self.teams, team))).collect();
        self.table_rules(|rules| rules.final_order = order)
    }

    /// A group of the current edition as listed.
    ///
    /// # Panics
    /// If there is no edition yet.
    #[must_use]
    pub fn listed(mut self, group: &str, teams: &[&str]) -> Self {
        let teams = teams.iter().map(|team| TeamId(intern(&mut self.teams, team))).collect();
        let Some(edition) = self.editions.last_mut() else { panic!("there is no edition yet") };
        edition.groups.push((group.into(), teams));
        self
    }

    /// A rule set of the site's own.
    #[must_use]
    pub fn rule_set(mut self, name: &str, criteria: &[&str]) -> Self {
        self.rule_sets.push((name.into(), criteria.iter().map(|c| Arc::from(*c)).collect()));
        self
    }

    /// The record.
    pub fn build(self) -> Record {
        let teams = order(&self.teams);
        let persons = order(&self.persons);
        let venues = order(&self.venues);
        let names: Vec<Arc<str>> = self.competitions.iter().map(|(name, _)| name.clone()).collect();
        let competitions = order(&names);
        let mut by_season: Vec<usize> = (0..self.editions.len()).collect();
        by_season.sort_by_key(|at| {
            let edition = &self.editions[*at];
            (competitions[edition.competition.0 as usize], edition.season.clone())
        });
        let editions = inverse(&by_season);
        let team = |id: TeamId| TeamId(teams[id.0 as usize]);
        let person = |id: PersonId| PersonId(persons[id.0 as usize]);

        let mut matches = self.matches;
        for game in &mut matches {
            game.edition = game.edition.map(|id| EditionId(editions[id.0 as usize]));
            game.venue = game.venue.map(|id| VenueId(venues[id.0 as usize]));
            let day = game.kickoff.map_or_else(|| "undated".to_owned(), |kickoff| kickoff.date.to_string());
            let names = game.sides.each_ref().map(|side| slug(&self.teams[side.team.0 as usize]));
            game.slug = format!("{day}-{}-{}", names[0], names[1]).into();
            for side in &mut game.sides {
                side.team = team(side.team);
                side.coach = side.coach.map(person);
                for selection in side.lineup.iter_mut().flat_map(|lineup| &mut lineup.players) {
                    selection.player = person(selection.player);
                }
            }
            for goal in &mut game.goals {
                goal.scorer = person(goal.scorer);
                goal.assist = goal.assist.map(person);
            }
            game.missed_penalties.iter_mut().for_each(|penalty| penalty.player = person(penalty.player));
            game.cards.iter_mut().for_each(|card| card.player = person(card.player));
            game.shootout.iter_mut().for_each(|kick| kick.player = person(kick.player));
            game.officials.iter_mut().for_each(|official| official.person = person(official.person));
        }
        matches.sort_by(|a, b| {
            let instant = |game: &Match| game.kickoff.map(|kickoff| kickoff.instant);
            let undated = |game: &Match| game.kickoff.is_none();
            (undated(a), instant(a), &a.slug, &a.round, &a.group).cmp(&(
                undated(b),
                instant(b),
                &b.slug,
                &b.round,
                &b.group,
            ))
        });

        let mut edition_list: Vec<Edition> = by_season.iter().map(|at| self.editions[*at].clone()).collect();
        for edition in &mut edition_list {
            edition.competition = CompetitionId(competitions[edition.competition.0 as usize]);
            edition.rules.adjustments.iter_mut().for_each(|adjustment| adjustment.team = team(adjustment.team));
            edition.rules.final_order.iter_mut().for_each(|id| *id = team(*id));
            edition.groups.iter_mut().flat_map(|(_, teams)| teams).for_each(|id| *id = team(*id));
        }
        let mut record = Record {
            competitions: Arena::new(sorted(&names, &competitions, |at, name| {
                competition(name, self.competitions[at].1)
            })),
            teams: Arena::new(sorted(&self.teams, &teams, |_, name| a_team(name))),
            persons: Arena::new(sorted(&self.persons, &persons, |_, name| a_person(name))),
            venues: Arena::new(sorted(&self.venues, &venues, |_, name| a_venue(name))),
            editions: Arena::new(edition_list),
            matches: Arena::new(matches),
            rule_sets: self.rule_sets,
            ..Record::default()
        };
        fill_indexes(&mut record);
        record
    }
}

/// Fills a record's indexes from its matches and editions.
fn fill_indexes(record: &mut Record) {
    fn lists<I: arena::Id, T>(count: usize) -> Arena<I, Vec<T>> {
        Arena::new((0..count).map(|_| Vec::new()).collect())
    }
    record.by_team = lists(record.teams.len());
    record.by_person = lists(record.persons.len());
    record.by_venue = lists(record.venues.len());
    record.by_edition = lists(record.editions.len());
    record.editions_of = lists(record.competitions.len());
    record.squads_of = lists(record.persons.len());
    for (id, game) in record.matches.entries() {
        for side in &game.sides {
            record.by_team[side.team].push(id);
        }
        let mut persons: Vec<PersonId> = game.sides.iter().filter_map(|side| side.coach).collect();
        persons
            .extend(game.sides.iter().flat_map(|s| s.lineup.iter().flat_map(|l| l.players.iter().map(|p| p.player))));
        persons.extend(game.goals.iter().flat_map(|goal| std::iter::once(goal.scorer).chain(goal.assist)));
        persons.extend(game.missed_penalties.iter().map(|penalty| penalty.player));
        persons.extend(game.cards.iter().map(|card| card.player));
        persons.extend(game.shootout.iter().map(|kick| kick.player));
        persons.extend(game.officials.iter().map(|official| official.person));
        persons.sort_unstable();
        persons.dedup();
        for person in persons {
            record.by_person[person].push(id);
        }
        if let Some(venue) = game.venue {
            record.by_venue[venue].push(id);
        }
        if let Some(edition) = game.edition {
            record.by_edition[edition].push(id);
        }
    }
    for (id, edition) in record.editions.entries() {
        record.editions_of[edition.competition].push(id);
    }
}

/// For each provisional position its place in order of slugs.
fn order(names: &[Arc<str>]) -> Vec<u32> {
    let mut by_slug: Vec<usize> = (0..names.len()).collect();
    by_slug.sort_by_key(|at| (slug(&names[*at]), names[*at].clone()));
    inverse(&by_slug)
}

fn inverse(order: &[usize]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, at) in order.iter().enumerate() {
        places[*at] = place as u32;
    }
    places
}

fn sorted<T>(names: &[Arc<str>], places: &[u32], make: impl Fn(usize, &Arc<str>) -> T) -> Vec<T> {
    let mut items: Vec<(u32, T)> = names.iter().enumerate().map(|(at, name)| (places[at], make(at, name))).collect();
    items.sort_by_key(|(place, _)| *place);
    items.into_iter().map(|(_, item)| item).collect()
}

fn at(minute: u16) -> Option<Minute> {
    (minute > 0).then_some(Minute { minute, added: 0 })
}

fn kickoff(written: &str) -> Option<Kickoff> {
    if written.is_empty() {
        return None;
    }
    let (date, time) = written.split_once(' ').map_or((written, None), |(date, time)| (date, Some(time)));
    let parsed = date.parse::<Date>().ok().zip(time.map(str::parse::<Time>).transpose().ok());
    let Some((date, time)) = parsed else { panic!("`{written}` is no date") };
    let noon = Time::constant(12, 0, 0, 0);
    let zoned = date.to_datetime(time.unwrap_or(noon)).to_zoned(TimeZone::UTC);
    let Ok(zoned) = zoned else { panic!("`{written}` is out of range") };
    let offset = time.map(|_| Offset::UTC);
    Some(Kickoff { date, time, offset, instant: zoned.timestamp(), to_be_decided: false })
}

fn competition(name: &Arc<str>, kind: CompetitionKind) -> Competition {
    Competition {
        slug: slug(name).into(),
        name: name.clone(),
        short: None,
        kind,
        sex: Sex::Men,
        timezone: None,
        profile: Profile::default(),
        page: true,
    }
}

fn a_team(name: &Arc<str>) -> Team {
    Team {
        slug: slug(name).into(),
        name: name.clone(),
        short: None,
        code: None,
        kind: TeamKind::Club,
        sex: Sex::Men,
        country: None,
        founded: None,
        venue: None,
        colours: Vec::new(),
        crest: None,
        former_names: Vec::new(),
        profile: Profile::default(),
        page: true,
    }
}

fn a_person(name: &Arc<str>) -> Person {
    Person {
        slug: slug(name).into(),
        name: name.clone(),
        surname: name.split(' ').next_back().unwrap_or(name).into(),
        roles: Roles::PLAYER,
        born: None,
        birth_year: None,
        nationality: None,
        position: None,
        spells: Vec::new(),
        profile: Profile::default(),
        page: true,
    }
}

fn a_venue(name: &Arc<str>) -> Venue {
    Venue {
        slug: slug(name).into(),
        name: name.clone(),
        city: None,
        country: None,
        timezone: None,
        capacity: None,
        coordinates: None,
        address: None,
        profile: Profile::default(),
        page: true,
    }
}

/// The id of the team of that name.
///
/// # Panics
/// If there is none.
pub fn team(record: &Record, name: &str) -> TeamId {
    let found = record.teams.entries().find(|(_, team)| &*team.name == name);
    let Some((id, _)) = found else { panic!("there is no team `{name}`") };
    id
}

/// The id of the person of that name.
///
/// # Panics
/// If there is none.
pub fn person(record: &Record, name: &str) -> PersonId {
    let found = record.persons.entries().find(|(_, person)| &*person.name == name);
    let Some((id, _)) = found else { panic!("there is no person `{name}`") };
    id
}

/// The first match of these two teams, the first at home.
///
/// # Panics
/// If there is none.
pub fn game(record: &Record, home: &str, away: &str) -> MatchId {
    let teams = [team(record, home), team(record, away)];
    let found = record.matches.entries().find(|(_, game)| game.sides.each_ref().map(|side| side.team) == teams);
    let Some((id, _)) = found else { panic!("there is no match {home} v {away}") };
    id
}
