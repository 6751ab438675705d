//! The page of a player, coach, referee or somebody else.
//!
//! In: a person and the matches of the record. Out: the variables `person`,
//! `profile`, `facts`, `totals`, `career`, `matches`, `coached`,
//! `refereed`, `officiated`, `stories`, `mentions`.

use serde::Serialize;

use super::head::Head;
use super::matches::outcome_words;
use super::team::MarkedMatch;
use crate::model::slug::slug;
use crate::model::stats::{RefereeRecord, clean_sheet, counts, minutes_played};
use crate::model::{
    CardKind, EditionId, GoalKind, Match, MatchId, Outcome, Person, PersonId, Record, Roles, Selection, SideIx, Spell,
    TeamId,
};
use crate::render::entries::AppearanceEntry;
use crate::render::jsonld::Thing;
use crate::render::record_view::side_word;
use crate::render::repeated::Repeated;
use crate::render::routes::PageKey;
use crate::render::shared::{PageContext, Shared};
use crate::render::site::SiteView;
use crate::render::text::{Marks, MinuteText};

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

/// Sums over the matches that a referee was in charge of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RefereeTotals {
    /// Matches.
    pub matches: u32,
    /// Bookings.
    pub yellow: u32,
    /// Sendings-off, by a second booking too.
    pub red: u32,
    /// Penalties, scored and missed.
    pub penalties: u32,
}

/// Sums over a player's matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlayerTotals {
    /// Matches started or come on in.
    pub appearances: u32,
    /// Matches started.
    pub starts: u32,
    /// Matches come on in.
    pub substitute: u32,
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

/// A player's matches of a season with a team.
#[derive(Clone, Debug, Serialize)]
pub struct AppearanceSeason<'a> {
    /// The edition: an `EditionRef`; null for matches outside competitions.
    pub edition: Option<Shared>,
    /// The team: a `TeamRef`.
    pub team: Shared,
    /// He played for another team too in this edition.
    pub one_of_several: bool,
    /// The fragment of the address where the edition begins, if that is not
    /// `anchor`.
    pub edition_anchor: Option<String>,
    /// The fragment of the address of these matches.
    pub anchor: String,
    /// Sums of the season.
    pub totals: PlayerTotals,
    /// The matches, newest first.
    pub matches: Vec<Repeated<Appearance<'a>>>,
}

/// A match from a player's side.
#[derive(Clone, Debug, Serialize)]
pub struct Appearance<'a> {
    /// The match: a `MatchRow`.
    pub r#match: &'a Shared,
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
    /// Which sums the match enters, a letter each: `p` played, `s` started,
    /// `u` came on, `g` goals, `a` assists, `o` own goals, `y` booked, `r` sent off,
    /// `c` a clean sheet.
    pub marks: Marks,
    /// The match's `entry`, and his goals: `2 goals`: a whole entry of a list.
    pub entry: AppearanceEntry<'a>,
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
        let rows = |wanted: &dyn Fn(&Match) -> bool| -> Vec<&Shared> {
            let games = matches.iter().rev().filter(|id| wanted(&record.matches[**id]));
            games.map(|id| self.record.views.game(*id)).collect()
        };
        context.put_list("coached", rows(&coached));
        context.put_with("refereed", || {
            let sums = RefereeRecord::of(record, id);
            (sums.refereed > 0).then(|| RefereeTotals {
                matches: sums.refereed,
                yellow: sums.cards.yellow.count,
                red: sums.cards.sent_off(),
                penalties: sums.penalties.count,
            })
        });
        context.put_with("officiated", || self.officiated(id));
        let stories = self.stories.of_person(id);
        context.put_list("stories", stories.iter().map(|id| self.stories.card(*id)));
        self.put_mentions(PageKey::Person(id), stories, context);
    }

    /// The matches of an official, newest first, with the figures of a referee
    /// that each enters.
    fn officiated(&self, id: PersonId) -> Vec<MarkedMatch<'_>> {
        let record = &self.model.record;
        let games = record.by_person[id].iter().rev().map(|game| (*game, &record.matches[*game]));
        games
            .filter_map(|(at, game)| {
                let official = game.officials.iter().find(|official| official.person == id)?;
                let shown = |red: bool| game.cards.iter().any(|card| (card.kind != CardKind::Yellow) == red);
                let penalty = || {
                    !game.missed_penalties.is_empty() || game.goals.iter().any(|goal| goal.kind == GoalKind::Penalty)
                };
                let counted = official.referee && counts(game);
                let entered = [('p', true), ('y', shown(false)), ('r', shown(true)), ('e', penalty())];
                let marks = entered.into_iter().filter(|(_, does)| counted && *does).map(|(letter, _)| letter);
                Some(MarkedMatch { r#match: self.record.views.game(at), marks: marks.collect() })
            })
            .collect()
    }

    /// What a person did as a player, match by match, oldest first.
    fn parts(&self, id: PersonId) -> Vec<Part<'_>> {
        let record = &self.model.record;
        record.by_person[id].iter().filter_map(|game| Part::of(record, *game, id)).collect()
    }

    /// The fragment of the address under which a page of a team or player has
    /// the matches of an edition.
    pub(in crate::render) fn season_anchor(&self, edition: Option<EditionId>) -> String {
        edition.map_or_else(|| slug(OTHER_MATCHES), |id| self.record.views.edition_anchor(id).to_owned())
    }

    /// The fragment of a player's page under which his matches of an edition
    /// with a team stand.
    fn player_anchor(&self, edition: Option<EditionId>, team: TeamId, several: bool) -> String {
        let season = self.season_anchor(edition);
        if several { format!("{season}-{}", self.model.record.teams[team].slug) } else { season }
    }

    /// Whether a player played for more than one team in an edition.
    fn has_several_teams(&self, id: PersonId, edition: EditionId) -> bool {
        let record = &self.model.record;
        let games = record.by_person[id].iter().filter(|game| record.matches[**game].edition == Some(edition));
        let mut teams = games.filter_map(|game| {
            let game = &record.matches[*game];
            Some(game.side(side_of(game, id)?.0).team)
        });
        let first = teams.next();
        teams.any(|team| Some(team) != first)
    }

    /// Where a player's matches of an edition stand.
    pub(in crate::render) fn player_season(&self, id: PersonId, edition: EditionId) -> Option<String> {
        self.routes.person(id).map(|url| format!("{url}#{}", self.season_anchor(Some(edition))))
    }

    /// Where those stand that he scored in: all of the edition, if he did so
    /// for two teams.
    pub(in crate::render) fn player_goals(&self, id: PersonId, edition: EditionId) -> Option<String> {
        let season = self.player_season(id, edition)?;
        Some(if self.has_several_teams(id, edition) { season } else { format!("{season}-goals") })
    }

    /// The matches by season and team, the newest first.
    fn appearances(&self, parts: &[Part<'_>]) -> Vec<AppearanceSeason<'_>> {
        type Group<'a, 'p> = (Option<EditionId>, TeamId, Vec<&'p Part<'a>>);
        let mut groups: Vec<Group<'_, '_>> = Vec::new();
        for part in parts.iter().rev() {
            let team = part.team();
            let edition = part.game.edition;
            if let Some((.., list)) = groups.iter_mut().find(|(known, of, _)| (*known, *of) == (edition, team)) {
                list.push(part);
            } else {
                // Teams of one edition stand together.
                let after = groups.iter().rposition(|(known, ..)| *known == edition);
                groups.insert(after.map_or(groups.len(), |at| at + 1), (edition, team, vec![part]));
            }
        }
        let of_edition = |edition: Option<EditionId>| groups.iter().filter(move |(known, ..)| *known == edition);
        groups
            .iter()
            .map(|(edition, team, list)| {
                let several = of_edition(*edition).count() > 1;
                let is_first = of_edition(*edition).next().is_some_and(|(_, first, _)| first == team);
                AppearanceSeason {
                    edition: edition.map(|id| self.record.views.edition(id).clone()),
                    team: self.record.views.team(*team).clone(),
                    one_of_several: several,
                    edition_anchor: (several && is_first).then(|| self.season_anchor(*edition)),
                    anchor: self.player_anchor(*edition, *team, several),
                    totals: totals(list.iter().copied()),
                    matches: list.iter().map(|part| Repeated(self.appearance(part))).collect(),
                }
            })
            .collect()
    }

    fn appearance(&self, part: &Part<'_>) -> Appearance<'_> {
        let totals = &part.totals;
        Appearance {
            r#match: self.record.views.game(part.id),
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
            marks: part.marks(),
            entry: AppearanceEntry { row: self.record.views.game(part.id), goals: totals.goals as u16 },
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
                let several = rows.iter().filter(|row| row.0 == *edition && !row.2.is_empty()).count() > 1;
                CareerRow {
                    team: self.record.views.team(*team).clone(),
                    edition: edition.map(|id| self.record.views.edition(id).clone()),
                    number: place.and_then(|p| p.number).or(worn),
                    period: None,
                    on_loan: spell.is_some_and(|spell| spell.on_loan),
                    totals: totals(parts.iter().copied()),
                    anchor: (!parts.is_empty()).then(|| self.player_anchor(*edition, *team, several)),
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
        let (side, selection) = side_of(game, person)?;
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
            totals.substitute = u32::from(role == "came on");
            totals.clean_sheets = selection.map_or(0, |s| u32::from(clean_sheet(record, game, side, s)));
            totals.minutes = selection.and_then(|s| minutes_played(game, s)).map_or(0, u32::from);
        }
        Some(Self { id, game, side, selection, role, totals, counted: counts(game) })
    }

    fn team(&self) -> TeamId {
        self.game.side(self.side).team
    }

    /// The sums that the match enters, a letter each.
    fn marks(&self) -> Marks {
        let sums = &self.totals;
        let entered = [
            ('p', sums.appearances),
            ('s', sums.starts),
            ('u', sums.substitute),
            ('g', sums.goals),
            ('a', sums.assists),
            ('o', sums.own_goals),
            ('y', sums.yellow),
            ('r', sums.red),
            ('c', sums.clean_sheets),
        ];
        entered.into_iter().filter(|(_, sum)| self.counted && *sum > 0).map(|(letter, _)| letter).collect()
    }
}

/// The side of a player, and his place in its line-up where he has one.
fn side_of(game: &Match, person: PersonId) -> Option<(SideIx, Option<&Selection>)> {
    let named = SideIx::BOTH.into_iter().find_map(|side| {
        let lineup = game.side(side).lineup.as_ref()?;
        Some((side, Some(lineup.players.iter().find(|p| p.player == person)?)))
    });
    named.or_else(|| Some((side_of_events(game, person)?, None)))
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
        substitute: sum.substitute + part.substitute,
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
