//! The team page, and the page of two teams' meetings.
//!
//! In: a team and its matches. Out: the variables `team`, `profile`, `facts`,
//! `tally`, `last`, `next`, `form`, `seasons`, `squad`, `records`, `opponents`,
//! `stories`, `mentions`; for two teams `home`, `away`, `tally`, `matches`.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Serialize;
use tera::Value;

use super::common::{STORIES, Tally};
use super::head::{Crumb, Head};
use super::person::OTHER_MATCHES;
use crate::model::stats::{Results, Run, TeamRecord, counts, matches_between, played_score};
use crate::model::table::TableKey;
use crate::model::{EditionId, Form, GoalKind, MatchId, Outcome, PersonId, Sex, SideIx, StoryId, TeamId};
use crate::render::jsonld::Thing;
use crate::render::picked::to_value;
use crate::render::routes::{FeedOf, PageKey};
use crate::render::shared::{PageContext, Shared};
use crate::render::site::SiteView;
use crate::render::tables::table_anchor;
use crate::render::text::{DateText, Marks};

/// A name the team had.
#[derive(Clone, Debug, Serialize)]
pub struct FormerNameView<'a> {
    /// The name.
    pub name: &'a str,
    /// First day.
    pub from: Option<DateText>,
    /// Last day.
    pub until: Option<DateText>,
}

/// Variable `facts` of a team page.
#[derive(Clone, Debug, Serialize)]
pub struct TeamFacts<'a> {
    /// Country.
    pub country: Option<&'a str>,
    /// `men`, `women` or `mixed`.
    pub sex: &'static str,
    /// Year of foundation.
    pub founded: Option<i16>,
    /// Home ground: a `VenueRef`, or null.
    pub venue: Option<Shared>,
    /// Colours as written.
    pub colours: Vec<&'a str>,
    /// Earlier names.
    pub former_names: Vec<FormerNameView<'a>>,
}

/// A player of a squad.
#[derive(Clone, Debug, Serialize)]
pub struct SquadPlayer<'a> {
    /// Who: a `PersonRef`.
    pub player: Shared,
    /// Shirt number.
    pub number: Option<u16>,
    /// `GK`, `DF`, `MF`, `FW`, or as written.
    pub position: Option<Arc<str>>,
    /// His club at the time.
    pub club: Option<&'a str>,
    /// Matches he started or came on in.
    pub appearances: u32,
    /// Goals in those matches.
    pub goals: u32,
    /// His matches of the season, on his page; null without any, or without a
    /// page.
    pub url: Option<String>,
    /// Those of them with a goal of his.
    pub goals_url: Option<String>,
}

/// A team's squad in an edition.
#[derive(Clone, Debug, Serialize)]
pub struct SquadView<'a> {
    /// The edition: an `EditionRef`.
    pub edition: Shared,
    /// The coach: a `PersonRef`; null if not known.
    pub coach: Option<Shared>,
    /// The players: as listed, else by appearances.
    pub players: Vec<SquadPlayer<'a>>,
}

/// A season of a team.
#[derive(Clone, Debug, Serialize)]
pub struct TeamSeason<'a> {
    /// The edition: an `EditionRef`; null for matches outside competitions.
    pub edition: Option<Shared>,
    /// `World Cup 2022`, or `Other matches`.
    pub heading: String,
    /// A fragment of the address.
    pub anchor: String,
    /// Won, drawn, lost.
    pub tally: Tally,
    /// Its matches: those of each table together, and the rest.
    pub parts: Vec<SeasonPart<'a>>,
}

/// Matches of a season that count for the same table, or for none.
#[derive(Clone, Debug, Serialize)]
pub struct SeasonPart<'a> {
    /// A fragment of the address, to which the figures of the table lead; null
    /// for matches of no table, and where the season is one table.
    pub anchor: Option<String>,
    /// Won, drawn, lost.
    pub tally: Tally,
    /// The matches in order.
    pub matches: Vec<MarkedMatch<'a>>,
}

/// A match in a list that figures lead to.
#[derive(Clone, Debug, Serialize)]
pub struct MarkedMatch<'a> {
    /// The match: a `MatchRow`.
    pub r#match: &'a Shared,
    /// Which figures of the team it enters, a letter each: `w` won, `d` drawn,
    /// `l` lost, `h` at home, `a` away, `n` on neutral ground, `c` a clean sheet.
    pub marks: Marks,
}

/// Matches of a team in a row.
#[derive(Clone, Debug, Serialize)]
pub struct RunView {
    /// How many.
    pub length: usize,
    /// The first: a `MatchRow`.
    pub first: Shared,
    /// The last: a `MatchRow`.
    pub last: Shared,
}

/// Variable `records` of a team page.
#[derive(Clone, Debug, Serialize)]
pub struct TeamRecords {
    /// At home.
    pub home: Tally,
    /// Away, not on neutral ground.
    pub away: Tally,
    /// On neutral ground.
    pub neutral: Tally,
    /// The widest wins: `MatchRow`s, three at most.
    pub biggest_wins: Vec<Shared>,
    /// The widest defeats: `MatchRow`s, three at most.
    pub biggest_defeats: Vec<Shared>,
    /// Matches without conceding.
    pub clean_sheets: u32,
    /// The longest run of wins, of two at least.
    pub winning_run: Option<RunView>,
    /// The longest run without a defeat, of two at least.
    pub unbeaten_run: Option<RunView>,
    /// The longest run without a win, of two at least.
    pub winless_run: Option<RunView>,
}

/// A team met, and how it went.
#[derive(Clone, Debug, Serialize)]
pub struct Opponent<'a> {
    /// The other team: a `TeamRef`.
    pub team: Shared,
    /// The page of all their meetings.
    pub url: Option<&'a str>,
    /// From this team's side.
    pub tally: Tally,
}

impl SiteView {
    pub(in crate::render) fn fill_team(&self, id: TeamId, context: &mut PageContext) {
        let record = &self.model.record;
        let team = &record.teams[id];
        let url = self.routes.team(id).unwrap_or_default();
        let matches = &record.by_team[id];
        let mut head = Head::new("team", &*team.name, url, Some("teams"));
        head.crumbs = vec![self.section_crumb("Teams", "teams")];
        head.description = Some(format!("{}: results, fixtures, squad and stories.", team.name).into());
        head.feed = Some(FeedOf::Team(id));
        head.calendar = self.routes.calendar(url).filter(|_| !matches.is_empty());
        head.thing = Thing::Team(id);
        self.put_head(head, context);
        context.put_shared("team", self.record.views.team(id));
        self.put_profile(PageKey::Team(id), &format!("/teams/{}/", team.slug), context);
        context.put_with("facts", || self.team_facts(id));
        context.put_with("tally", || self.tally(id, matches.iter().copied()));
        let last = matches.iter().rev().find(|id| record.matches[**id].official().is_some());
        let next = matches.iter().find(|id| self.is_fixture(**id));
        let row = |id: Option<&MatchId>| id.map(|id| self.record.views.game(*id));
        context.put("last", &row(last));
        context.put("next", &row(next));
        let form = Form::now(record, id);
        context.put_with("form", || form.iter().map(|entry| self.form_item(*entry)).collect::<Vec<_>>());
        let seasons = self.team_seasons(id);
        context.put_with("seasons", || seasons.iter().map(|(_, view)| view).collect::<Vec<_>>());
        self.put_team_table(id, seasons.iter().filter_map(|(edition, _)| *edition), context);
        context.put("focus", &[&*team.slug]);
        context.put_with("squad", || self.newest_squad(id, seasons.iter().filter_map(|(edition, _)| *edition)));
        context.put_with("records", || self.team_records(id));
        context.put_with("opponents", || self.opponents(id));
        let stories = self.stories.of_team(id);
        self.put_stories(stories, context);
        self.put_mentions(PageKey::Team(id), &stories[..stories.len().min(STORIES)], context);
    }

    fn team_records(&self, id: TeamId) -> TeamRecords {
        const LONGEST_LIST: usize = 3;
        let records = TeamRecord::of(&self.model.record, id, None);
        let row = |id: &MatchId| self.record.views.game(*id).clone();
        let run = |run: &Run| match &run.matches[..] {
            [first, .., last] => Some(RunView { length: run.len(), first: row(first), last: row(last) }),
            _ => None,
        };
        TeamRecords {
            home: of_results(&records.home),
            away: of_results(&records.away),
            neutral: of_results(&records.neutral),
            biggest_wins: records.biggest_wins.matches.iter().take(LONGEST_LIST).map(row).collect(),
            biggest_defeats: records.biggest_defeats.matches.iter().take(LONGEST_LIST).map(row).collect(),
            clean_sheets: records.clean_sheets.count,
            winning_run: run(&records.winning_run),
            unbeaten_run: run(&records.unbeaten_run),
            winless_run: run(&records.winless_run),
        }
    }

    fn team_facts(&self, id: TeamId) -> TeamFacts<'_> {
        let team = &self.model.record.teams[id];
        TeamFacts {
            country: team.country.as_deref(),
            sex: sex_word(team.sex),
            founded: team.founded,
            venue: team.venue.map(|id| self.record.views.venue(id).clone()),
            colours: team.colours.iter().map(|colour| &**colour).collect(),
            former_names: team
                .former_names
                .iter()
                .map(|name| FormerNameView {
                    name: &name.name,
                    from: name.from.map(DateText),
                    until: name.until.map(DateText),
                })
                .collect(),
        }
    }

    /// A team's matches by edition, the newest edition (by its last match)
    /// first, matches outside editions last.
    fn team_seasons(&self, id: TeamId) -> Vec<(Option<EditionId>, TeamSeason<'_>)> {
        let record = &self.model.record;
        let mut seasons: Vec<(Option<EditionId>, Vec<MatchId>)> = Vec::new();
        for game in &record.by_team[id] {
            let edition = record.matches[*game].edition;
            match seasons.iter_mut().find(|(known, _)| *known == edition) {
                Some((_, matches)) => matches.push(*game),
                None => seasons.push((edition, vec![*game])),
            }
        }
        seasons.sort_by_key(|(edition, matches)| (edition.is_none(), std::cmp::Reverse(matches.last().copied())));
        seasons
            .into_iter()
            .map(|(edition, matches)| {
                let heading = edition.map_or(OTHER_MATCHES, |id| self.record.views.edition_name(id)).to_owned();
                let view = TeamSeason {
                    edition: edition.map(|id| self.record.views.edition(id).clone()),
                    anchor: self.season_anchor(edition),
                    heading,
                    tally: self.tally(id, matches.iter().copied()),
                    parts: self.season_parts(id, edition, &matches),
                };
                (edition, view)
            })
            .collect()
    }

    /// A team's matches of a season by the table they count for, in the order
    /// in which the tables come up.
    fn season_parts(&self, team: TeamId, edition: Option<EditionId>, matches: &[MatchId]) -> Vec<SeasonPart<'_>> {
        let tables = &self.record.tables;
        let parted = edition.filter(|id| !tables.is_whole(*id));
        let mut parts: Vec<(Option<&TableKey>, Vec<MatchId>)> = Vec::new();
        for game in matches {
            let key = parted.and_then(|_| tables.key_of(&self.model.record, *game));
            match parts.iter_mut().find(|(known, _)| *known == key) {
                Some((_, list)) => list.push(*game),
                None => parts.push((key, vec![*game])),
            }
        }
        let anchor = |key: &TableKey| Some(self.table_matches_anchor(parted?, &table_anchor(key)));
        parts
            .into_iter()
            .map(|(key, matches)| SeasonPart {
                anchor: key.and_then(anchor),
                tally: self.tally(team, matches.iter().copied()),
                matches: matches.iter().map(|id| self.marked(team, *id)).collect(),
            })
            .collect()
    }

    /// A match with the figures of a team that it enters.
    fn marked(&self, team: TeamId, id: MatchId) -> MarkedMatch<'_> {
        let game = &self.model.record.matches[id];
        let marks = game.side_of(team).zip(game.official().filter(|_| counts(game))).map(|(side, score)| {
            let outcome = match Outcome::of(score, side) {
                Outcome::Win => 'w',
                Outcome::Draw => 'd',
                Outcome::Loss => 'l',
            };
            let ground = match (game.neutral, side) {
                (true, _) => 'n',
                (false, SideIx::Home) => 'h',
                (false, SideIx::Away) => 'a',
            };
            let clean = played_score(game).is_some_and(|score| score[side.other().index()] == 0);
            [Some(outcome), Some(ground), clean.then_some('c')]
        });
        let marks = marks.into_iter().flatten().flatten().collect();
        MarkedMatch { r#match: self.record.views.game(id), marks }
    }

    /// Puts `table`: that of the newest season in which the team has one.
    fn put_team_table(&self, id: TeamId, mut editions: impl Iterator<Item = EditionId>, context: &mut PageContext) {
        let tables = &self.record.tables;
        let edition = editions.find(|edition| tables.has_team(*edition, &self.model.record, id));
        let digest = || edition.map_or(0, |edition| tables.edition_digest(edition));
        context.put_lazy("table", digest, |uses| {
            let record = &self.model.record;
            let table =
                edition.and_then(|edition| tables.latest(record, edition).find(|table| table.row(id).is_some()));
            let Some(table) = table else { return Value::none() };
            let sources = self.table_sources();
            let title = sources.title(table);
            let mut view = sources.table(table, &title, None);
            self.put_figures_to_matches(table, &mut view);
            to_value(&view, uses)
        });
    }

    /// The squad of the newest season of which one is known, listed or as
    /// fielded.
    fn newest_squad(&self, team: TeamId, editions: impl Iterator<Item = EditionId>) -> Option<SquadView<'_>> {
        editions.into_iter().find_map(|edition| self.squad(team, edition))
    }

    fn squad(&self, team: TeamId, edition: EditionId) -> Option<SquadView<'_>> {
        let record = &self.model.record;
        let mut sums: FxHashMap<PersonId, (u32, u32)> = FxHashMap::default();
        let mut order: Vec<PersonId> = Vec::new();
        let mut numbers: FxHashMap<PersonId, u16> = FxHashMap::default();
        let mut coach = None;
        for id in record.by_team[team].iter().filter(|id| record.matches[**id].edition == Some(edition)) {
            let game = &record.matches[*id];
            let Some(side) = game.side_of(team) else { continue };
            coach = game.side(side).coach.or(coach);
            let counted = counts(game);
            let players = game.side(side).lineup.iter().flat_map(|lineup| &lineup.players);
            for player in players {
                let sum = sums.entry(player.player).or_insert_with(|| {
                    order.push(player.player);
                    (0, 0)
                });
                sum.0 += u32::from(counted && (player.started || player.came_on));
                if let Some(number) = player.number {
                    numbers.insert(player.player, number);
                }
            }
            for goal in game.goals.iter().filter(|goal| goal.side == side && goal.kind != GoalKind::OwnGoal) {
                let sum = sums.entry(goal.scorer).or_insert_with(|| {
                    order.push(goal.scorer);
                    (0, 0)
                });
                sum.1 += u32::from(counted);
            }
        }
        let listed = record.editions[edition].squads.iter().find(|squad| squad.team == team);
        let view = |player: PersonId, number: Option<u16>, position: Option<&Arc<str>>| {
            let (appearances, goals) = sums.get(&player).copied().unwrap_or_default();
            let person = self.record.views.person(player).clone();
            SquadPlayer {
                player: person,
                number,
                position: position.cloned(),
                club: None,
                appearances,
                goals,
                url: self.player_season(player, edition).filter(|_| sums.contains_key(&player)),
                goals_url: self.player_goals(player, edition).filter(|_| goals > 0),
            }
        };
        let named = listed.map_or(&[][..], |squad| squad.players.as_slice());
        let mut rows: Vec<SquadPlayer<'_>> = named
            .iter()
            .map(|place| SquadPlayer {
                club: place.club.as_deref(),
                ..view(place.player, place.number, place.position.as_ref())
            })
            .collect();
        // Whoever played without being listed, or where nobody was listed.
        order.retain(|player| !named.iter().any(|place| place.player == *player));
        order.sort_by_key(|player| (std::cmp::Reverse(sums.get(player).map(|sum| sum.0)), *player));
        rows.extend(
            order
                .into_iter()
                .map(|player| view(player, numbers.get(&player).copied(), record.persons[player].position.as_ref())),
        );
        if rows.is_empty() {
            return None;
        }
        Some(SquadView {
            edition: self.record.views.edition(edition).clone(),
            coach: listed.and_then(|squad| squad.coach).or(coach).map(|coach| self.record.views.person(coach).clone()),
            players: rows,
        })
    }

    /// Teams met, most often met first, then by name.
    fn opponents(&self, id: TeamId) -> Vec<Opponent<'_>> {
        let record = &self.model.record;
        let mut met: FxHashMap<TeamId, Tally> = FxHashMap::default();
        for game in record.by_team[id].iter().map(|id| &record.matches[*id]) {
            let (Some(side), Some(score)) = (game.side_of(id), game.official()) else { continue };
            let tally = met.entry(game.side(side.other()).team).or_default();
            tally.played += 1;
            match Outcome::of(score, side) {
                Outcome::Win => tally.won += 1,
                Outcome::Draw => tally.drawn += 1,
                Outcome::Loss => tally.lost += 1,
            }
            tally.goals_for += u32::from(score[side.index()]);
            tally.goals_against += u32::from(score[side.other().index()]);
        }
        let mut met: Vec<(TeamId, Tally)> = met.into_iter().collect();
        // Ids are in the order of slugs, and so of names.
        met.sort_unstable_by_key(|(team, tally)| (std::cmp::Reverse(tally.played), *team));
        met.into_iter()
            .map(|(team, tally)| Opponent {
                team: self.record.views.team(team).clone(),
                url: self.routes.versus(id, team),
                tally,
            })
            .collect()
    }

    pub(in crate::render) fn fill_versus(&self, a: TeamId, b: TeamId, context: &mut PageContext) {
        let record = &self.model.record;
        let title = format!("{} v {}", record.teams[a].name, record.teams[b].name);
        let url = self.routes.versus(a, b).unwrap_or_default();
        let mut head = Head::new("versus", title, url, Some("teams"));
        head.crumbs = vec![
            self.section_crumb("Teams", "teams"),
            Crumb { text: (&*record.teams[a].name).into(), url: self.routes.team(a).map(Into::into) },
        ];
        head.description =
            Some(format!("All meetings of {} and {}.", record.teams[a].name, record.teams[b].name).into());
        self.put_head(head, context);
        context.put_shared("home", self.record.views.team(a));
        context.put_shared("away", self.record.views.team(b));
        let matches: Vec<MatchId> = matches_between(record, a, b).collect();
        context.put_with("tally", || self.tally(a, matches.iter().copied()));
        context.put_with("matches", || matches.iter().rev().map(|id| self.marked(a, *id)).collect::<Vec<_>>());
        let mut stories: Vec<StoryId> = matches.iter().flat_map(|id| self.stories.of_match(*id)).copied().collect();
        stories.sort_unstable();
        stories.dedup();
        self.put_stories(&stories, context);
    }
}

/// `men`, `women`, `mixed`.
pub(in crate::render) fn sex_word(sex: Sex) -> &'static str {
    match sex {
        Sex::Men => "men",
        Sex::Women => "women",
        Sex::Mixed => "mixed",
    }
}

fn of_results(results: &Results) -> Tally {
    Tally {
        played: results.played(),
        won: results.won.count,
        drawn: results.drawn.count,
        lost: results.lost.count,
        goals_for: results.goals_for,
        goals_against: results.goals_against,
    }
}
