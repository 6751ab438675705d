//! The page of a player, coach, referee or somebody else.
//!
//! In: a person and the matches of the record. Out: the variables `person`,
//! `profile`, `facts`, `totals`, `career`, `matches`, `coached`, `officiated`,
//! `stories`, `mentions`.

use serde::Serialize;

use super::head::Head;
use super::matches::outcome_words;
use crate::model::slug::slug;
use crate::model::stats::{clean_sheet, counts, minutes_played};
use crate::model::{
    CardKind, EditionId, GoalKind, Match, MatchId, Outcome, Person, PersonId, Record, Roles, Selection, SideIx, Spell,
    TeamId,
};
use crate::render::jsonld::Thing;
use crate::render::record_view::side_word;
use crate::render::routes::PageKey;
use crate::render::shared::{PageContext, Shared};
use crate::render::site::SiteView;
use crate::render::text::MinuteText;

/// What stands for the edition of matches outside competitions.
pub(in crate::render) const OTHER_MATCHES: &str = "Other matches";

/// Variable `facts` of a person's page.
#[derive(Clone, Debug, Serialize)]
pub struct PersonFacts<'a> {
    /// `player`, `coach`, `referee`: as far as they apply.
    pub roles: Vec<&'static str>,
    /// `1998-09-18`, or the year alone.
    pub born: Option<String>,
    /// Nationality as written.
    pub nationality: Option<&'a str>,
    /// `Goalkeeper`, `Defender`, `Midfielder`, `Forward`, or as written.
    pub position: Option<&'a str>,
}

/// Sums over a player's matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlayerTotals {
    /// Matches started or come on in.
    pub appearances: u32,
    /// Matches started.
    pub starts: u32,
    /// Minutes played, as far as known.
    pub minutes: u32,
    /// Goals, without own goals.
    pub goals: u32,
    /// Of these, penalties.
    pub penalties: u32,
    /// Own goals.
    pub own_goals: u32,
    /// Last passes, where the record has them.
    pub assists: u32,
    /// Bookings.
    pub yellow: u32,
    /// Sendings-off, by a second booking too.
    pub red: u32,
    /// Whole matches in goal without conceding.
    pub clean_sheets: u32,
}

/// A season with a team.
#[derive(Clone, Debug, Serialize)]
pub struct CareerRow {
    /// The team: a `TeamRef`.
    pub team: Shared,
    /// The edition: an `EditionRef`; null for matches outside competitions,
    /// and for a spell told by the profile alone.
    pub edition: Option<Shared>,
    /// Shirt number, where known.
    pub number: Option<u16>,
    /// `2019–2022`, for a spell told by the profile alone.
    pub period: Option<String>,
    /// On loan.
    pub on_loan: bool,
    /// Sums of the season.
    pub totals: PlayerTotals,
    /// The fragment of the address where its matches begin; null without any.
    pub anchor: Option<String>,
}

/// The season that a list of matches comes to.
#[derive(Clone, Debug, Serialize)]
pub struct AppearanceSeason {
    /// The edition: an `EditionRef`; null for matches outside competitions.
    pub edition: Option<Shared>,
    /// A fragment of the address.
    pub anchor: String,
}

/// A match from a player's side.
#[derive(Clone, Debug, Serialize)]
pub struct Appearance {
    /// The season, on its first match; else null.
    pub season: Option<AppearanceSeason>,
    /// The match: a `MatchRow`.
    pub r#match: Shared,
    /// `home` or `away`: the side he played for.
    pub side: &'static str,
    /// `W`, `D`, `L`; null before the match is played.
    pub result: Option<&'static str>,
    /// `started`, `came on`, `unused`, or `played` where no line-up is known.
    pub role: &'static str,
    /// Minutes on the pitch; null if not known.
    pub minutes: Option<u16>,
    /// When he came on: `46′`.
    pub on: Option<MinuteText>,
    /// When he was replaced: `82′`.
    pub off: Option<MinuteText>,
    /// Goals, without own goals.
    pub goals: u16,
    /// Own goals.
    pub own_goals: u16,
    /// Booked.
    pub yellow: u16,
    /// Sent off.
    pub red: u16,
}

impl SiteView {
    pub(in crate::render) fn fill_person(&self, id: PersonId, context: &mut PageContext) {
        let record = &self.model.record;
        let person = &record.persons[id];
        let (section, text) =
            if person.roles.contains(Roles::PLAYER) { ("players", "Players") } else { ("people", "People") };
        let mut head = Head::new("person", &*person.name, self.routes.person(id).unwrap_or_default(), Some(section));
        head.crumbs = vec![self.section_crumb(text, section)];
        head.description = Some(format!("{}: career, matches and stories.", person.name).into());
        head.og_type = "profile";
        head.thing = Thing::Person(id);
        self.put_head(head, context);
        context.put_shared("person", self.record.views.person(id));
        self.put_profile(PageKey::Person(id), &format!("/{section}/{}/", person.slug), context);
        context.put("facts", &person_facts(person));
        let parts = self.parts(id);
        context.put_with("totals", || person.roles.contains(Roles::PLAYER).then(|| totals(parts.iter())));
        context.put_with("career", || self.career(id, &parts));
        context.put_with("matches", || self.appearances(&parts));
        let matches = &record.by_person[id];
        let coached = |game: &Match| game.sides.iter().any(|side| side.coach == Some(id));
        let officiated = |game: &Match| game.officials.iter().any(|official| official.person == id);
        let rows = |wanted: &dyn Fn(&Match) -> bool| -> Vec<&Shared> {
            let games = matches.iter().rev().filter(|id| wanted(&record.matches[**id]));
            games.map(|id| self.record.views.game(*id)).collect()
        };
        context.put_list("coached", rows(&coached));
        context.put_list("officiated", rows(&officiated));
        let stories = self.stories.of_person(id);
        context.put_list("stories", stories.iter().map(|id| self.stories.card(*id)));
        self.put_mentions(PageKey::Person(id), stories, context);
    }

    /// What a person did as a player, match by match, oldest first.
    fn parts(&self, id: PersonId) -> Vec<Part<'_>> {
        let record = &self.model.record;
        record.by_person[id].iter().filter_map(|game| Part::of(record, *game, id)).collect()
    }

    /// The fragment of the address under which a page of a team or player has
    /// the matches of an edition.
    pub(in crate::render) fn season_anchor(&self, edition: Option<EditionId>) -> String {
        slug(edition.map_or(OTHER_MATCHES, |id| self.record.views.edition_name(id)))
    }

    /// The matches by season, the newest first, as the career has them.
    fn appearances(&self, parts: &[Part<'_>]) -> Vec<Appearance> {
        let mut seasons: Vec<(Option<EditionId>, Vec<&Part<'_>>)> = Vec::new();
        for part in parts.iter().rev() {
            match seasons.iter_mut().find(|(edition, _)| *edition == part.game.edition) {
                Some((_, list)) => list.push(part),
                None => seasons.push((part.game.edition, vec![part])),
            }
        }
        let rows = seasons.into_iter().flat_map(|(edition, list)| {
            list.into_iter().enumerate().map(move |(i, part)| {
                let season = (i == 0).then(|| AppearanceSeason {
                    edition: edition.map(|id| self.record.views.edition(id).clone()),
                    anchor: self.season_anchor(edition),
                });
                self.appearance(part, season)
            })
        });
        rows.collect()
    }

    fn appearance(&self, part: &Part<'_>, season: Option<AppearanceSeason>) -> Appearance {
        let totals = &part.totals;
        Appearance {
            season,
            r#match: self.record.views.game(part.id).clone(),
            side: side_word(part.side),
            result: part.game.official().map(|score| outcome_words(Outcome::of(score, part.side)).0),
            role: part.role,
            minutes: part.selection.and_then(|selection| minutes_played(part.game, selection)),
            on: part.selection.and_then(|s| s.on).map(MinuteText),
            off: part.selection.and_then(|s| s.off).map(MinuteText),
            goals: totals.goals as u16,
            own_goals: totals.own_goals as u16,
            yellow: totals.yellow as u16,
            red: totals.red as u16,
        }
    }

    /// Seasons and teams, newest first; then spells that the profile alone
    /// tells of.
    fn career(&self, id: PersonId, parts: &[Part<'_>]) -> Vec<CareerRow> {
        let record = &self.model.record;
        let person = &record.persons[id];
        let mut rows: Vec<(Option<EditionId>, TeamId, Vec<&Part<'_>>)> = Vec::new();
        let listed = record.squads_of[id].iter().map(|(edition, team)| (Some(*edition), *team, None));
        let played = parts.iter().map(|part| (part.game.edition, part.game.side(part.side).team, Some(part)));
        for (edition, team, part) in listed.chain(played) {
            let at = rows.iter().position(|row| (row.0, row.1) == (edition, team)).unwrap_or_else(|| {
                rows.push((edition, team, Vec::new()));
                rows.len() - 1
            });
            rows[at].2.extend(part);
        }
        // The newest by the edition's own last match, whether he played in it
        // or not.
        let newest = |edition: Option<EditionId>, parts: &[&Part<'_>]| {
            let last = edition.and_then(|edition| record.by_edition[edition].last().copied());
            last.or_else(|| parts.last().map(|part| part.id))
        };
        rows.sort_by_key(|(edition, team, parts)| (std::cmp::Reverse(newest(*edition, parts)), *team));
        let mut career: Vec<CareerRow> = rows
            .iter()
            .map(|(edition, team, parts)| {
                let squad = edition.and_then(|id| record.editions[id].squads.iter().find(|s| s.team == *team));
                let place = squad.and_then(|squad| squad.players.iter().find(|place| place.player == id));
                let worn = parts.iter().rev().find_map(|part| part.selection.and_then(|s| s.number));
                let spell = person.spells.iter().find(|spell| spell.team == *team);
                CareerRow {
                    team: self.record.views.team(*team).clone(),
                    edition: edition.map(|id| self.record.views.edition(id).clone()),
                    number: place.and_then(|p| p.number).or(worn),
                    period: None,
                    on_loan: spell.is_some_and(|spell| spell.on_loan),
                    totals: totals(parts.iter().copied()),
                    anchor: (!parts.is_empty()).then(|| self.season_anchor(*edition)),
                }
            })
            .collect();
        let mut told: Vec<&Spell> =
            person.spells.iter().filter(|spell| !rows.iter().any(|row| row.1 == spell.team)).collect();
        told.sort_by_key(|spell| std::cmp::Reverse(spell.from));
        career.extend(told.into_iter().map(|spell| CareerRow {
            team: self.record.views.team(spell.team).clone(),
            edition: None,
            number: spell.number,
            period: period(spell),
            on_loan: spell.on_loan,
            totals: PlayerTotals::default(),
            anchor: None,
        }));
        career
    }
}

/// A player's part in one match.
struct Part<'a> {
    id: MatchId,
    game: &'a Match,
    side: SideIx,
    selection: Option<&'a Selection>,
    role: &'static str,
    totals: PlayerTotals,
    /// Whether the match enters any sum; its row is shown all the same.
    counted: bool,
}

impl<'a> Part<'a> {
    /// The part of a person as a player; `None` for a coach or an official.
    fn of(record: &'a Record, id: MatchId, person: PersonId) -> Option<Self> {
        let game = &record.matches[id];
        let (side, selection) = SideIx::BOTH
            .into_iter()
            .find_map(|side| {
                let lineup = game.side(side).lineup.as_ref()?;
                Some((side, Some(lineup.players.iter().find(|p| p.player == person)?)))
            })
            .or_else(|| Some((side_of_events(game, person)?, None)))?;
        let mut totals = PlayerTotals::default();
        for goal in &game.goals {
            if goal.scorer == person {
                match goal.kind {
                    GoalKind::OwnGoal => totals.own_goals += 1,
                    GoalKind::Penalty => {
                        totals.goals += 1;
                        totals.penalties += 1;
                    }
                    GoalKind::Goal => totals.goals += 1,
                }
            }
            totals.assists += u32::from(goal.assist == Some(person));
        }
        for card in game.cards.iter().filter(|card| card.player == person) {
            match card.kind {
                CardKind::Yellow => totals.yellow += 1,
                CardKind::SecondYellow | CardKind::Red => totals.red += 1,
            }
        }
        let role = match selection {
            Some(selection) if selection.started => "started",
            Some(selection) if selection.came_on => "came on",
            Some(_) => "unused",
            // He scored or was booked, so he played: how is not known.
            None => "played",
        };
        if role != "unused" {
            totals.appearances = 1;
            totals.starts = u32::from(role == "started");
            totals.clean_sheets = selection.map_or(0, |s| u32::from(clean_sheet(record, game, side, s)));
            totals.minutes = selection.and_then(|s| minutes_played(game, s)).map_or(0, u32::from);
        }
        Some(Self { id, game, side, selection, role, totals, counted: counts(game) })
    }
}

/// The side of a player whom no line-up names.
fn side_of_events(game: &Match, person: PersonId) -> Option<SideIx> {
    let goal = game.goals.iter().find_map(|goal| {
        if goal.assist == Some(person) {
            return Some(goal.side);
        }
        let own = goal.kind == GoalKind::OwnGoal;
        (goal.scorer == person).then(|| if own { goal.side.other() } else { goal.side })
    });
    let coach = |side: SideIx| game.side(side).coach == Some(person);
    goal.or_else(|| game.missed_penalties.iter().find(|p| p.player == person).map(|p| p.side))
        .or_else(|| game.shootout.iter().find(|kick| kick.player == person).map(|kick| kick.side))
        // A coach may be booked too, and is no player for it.
        .or_else(|| game.cards.iter().find(|card| card.player == person && !coach(card.side)).map(|card| card.side))
}

fn totals<'p>(parts: impl Iterator<Item = &'p Part<'p>>) -> PlayerTotals {
    parts.filter(|part| part.counted).map(|part| &part.totals).fold(PlayerTotals::default(), |sum, part| PlayerTotals {
        appearances: sum.appearances + part.appearances,
        starts: sum.starts + part.starts,
        minutes: sum.minutes + part.minutes,
        goals: sum.goals + part.goals,
        penalties: sum.penalties + part.penalties,
        own_goals: sum.own_goals + part.own_goals,
        assists: sum.assists + part.assists,
        yellow: sum.yellow + part.yellow,
        red: sum.red + part.red,
        clean_sheets: sum.clean_sheets + part.clean_sheets,
    })
}

fn person_facts(person: &Person) -> PersonFacts<'_> {
    let roles = [(Roles::PLAYER, "player"), (Roles::COACH, "coach"), (Roles::REFEREE, "referee")];
    PersonFacts {
        roles: roles.into_iter().filter(|(role, _)| person.roles.contains(*role)).map(|(_, word)| word).collect(),
        born: match (person.born, person.birth_year) {
            (Some(date), _) => Some(date.to_string()),
            (None, Some(year)) => Some(year.to_string()),
            (None, None) => None,
        },
        nationality: person.nationality.as_deref(),
        position: person.position.as_deref().map(position_word),
    }
}

/// A position in full.
pub(in crate::render) fn position_word(written: &str) -> &str {
    match written {
        "GK" => "Goalkeeper",
        "DF" => "Defender",
        "MF" => "Midfielder",
        "FW" => "Forward",
        other => other,
    }
}

/// `2019–2022`, `since 2019`, `until 2022`.
fn period(spell: &Spell) -> Option<String> {
    match (spell.from.map(jiff::civil::Date::year), spell.until.map(jiff::civil::Date::year)) {
        (Some(from), Some(until)) if from == until => Some(from.to_string()),
        (Some(from), Some(until)) => Some(format!("{from}–{until}")),
        (Some(from), None) => Some(format!("since {from}")),
        (None, Some(until)) => Some(format!("until {until}")),
        (None, None) => None,
    }
}
