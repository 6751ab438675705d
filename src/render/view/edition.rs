//! The page of a competition's season, and of a competition.
//!
//! In: an edition, its matches, tables and bracket. Out: the variables
//! `edition`, `competition`, `profile`, `tables`, `third_placed`, `rounds`,
//! `matchdays`, `bracket`, `champion`, `scorers`, `records`, `teams`, `venues`,
//! `stories`, `mentions`; of a competition also `seasons`.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Serialize;
use tera::Value;

use super::common::{STORIES, grouped_by};
use super::head::{Crumb, Head};
use super::table::ZoneView;
use super::team::MarkedMatch;
use super::team::sex_word;
use crate::model::bracket::{Bracket, BracketTie};
use crate::model::stats::{EditionRecords, ScorerRow as Scorer, counts, scorers_of, scorers_over};
use crate::model::table::{ThirdPlaced, default_points_for_win};
use crate::model::{
    AsOf, CardKind, CompetitionId, CompetitionKind, EditionId, GoalKind, Match, MatchId, PersonId, StoryId, Table,
    TableKey, TeamId, VenueId,
};
use crate::render::jsonld::Thing;
use crate::render::lists::{by_key, sort_key};
use crate::render::picked::to_value;
use crate::render::record_view::{round_label, side_word};
use crate::render::routes::{FeedOf, PageKey};
use crate::render::shared::{PageContext, Shared};
use crate::render::site::SiteView;
use crate::render::text::{PairText, month_name};

/// Variable `competition`.
#[derive(Clone, Debug, Serialize)]
pub struct CompetitionVar<'a> {
    /// Name.
    pub name: &'a str,
    /// A shorter name, else the name.
    pub short: &'a str,
    /// `league`, `cup`, `tournament`, `friendly`.
    pub kind: &'static str,
    /// `men`, `women` or `mixed`.
    pub sex: &'static str,
    /// Its page; null if it has none.
    pub url: Option<&'a str>,
    /// All its seasons, newest first: `EditionRef`s.
    pub editions: Vec<Shared>,
}

/// A tie of the bracket: one match, two legs, or a match with its replays.
#[derive(Clone, Debug, Serialize)]
pub struct TieView {
    /// Who is named first in the first match: a `TeamRef`.
    pub home: Shared,
    /// Who is named second: a `TeamRef`.
    pub away: Shared,
    /// Its matches in order: `MatchRow`s.
    pub matches: Vec<Shared>,
    /// `0–1`: the goals that decide it, without kicks from the mark; null
    /// before there are any.
    pub score: Option<PairText>,
    /// The same as two numbers.
    pub score_pair: Option<[u16; 2]>,
    /// The score is that of both legs.
    pub aggregate: bool,
    /// `4–2 on penalties`, from the winner's side; null for nothing to say.
    pub note: Option<String>,
    /// `home`, `away`, or null while it is open.
    pub winner: Option<&'static str>,
}

/// A round of the bracket.
#[derive(Clone, Debug, Serialize)]
pub struct BracketRound {
    /// `Quarter-finals`.
    pub name: String,
    /// Its ties, in the order of the bracket.
    pub ties: Vec<TieView>,
    /// Teams that go through it without a match: `TeamRef`s.
    pub byes: Vec<Shared>,
}

/// A matchday after which there is a table.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MatchdayRef<'a> {
    /// Its number.
    pub number: u16,
    /// Address of the page with the tables after it.
    pub url: &'a str,
}

/// A row of the list of scorers.
#[derive(Clone, Debug, Serialize)]
pub struct ScorerRow {
    /// Rank; the same for the same number of goals.
    pub rank: u32,
    /// Shares its rank with the row above.
    pub same_rank: bool,
    /// The player: a `PersonRef`.
    pub player: Shared,
    /// The teams he scored for: `TeamRef`s, in order.
    pub teams: Vec<Shared>,
    /// Goals, without own goals.
    pub goals: u32,
    /// Of these, penalties.
    pub penalties: u32,
    /// Last passes, where the record has them.
    pub assists: u32,
    /// Matches he played in; null where no line-up names him.
    pub appearances: Option<u32>,
    /// His matches of the edition, on his page; null if he has none.
    pub url: Option<String>,
    /// Those of them with a goal of his.
    pub goals_url: Option<String>,
}

/// Variable `records`: sums and extremes.
#[derive(Clone, Debug, Serialize)]
pub struct RecordsView {
    /// Matches of the edition.
    pub matches: u32,
    /// Of these, played.
    pub played: u32,
    /// Goals in them.
    pub goals: u32,
    /// Goals a match, `2.69`; null before any.
    pub average: Option<String>,
    /// The widest wins: `MatchRow`s, five at most.
    pub biggest_wins: Vec<Shared>,
    /// The matches with most goals: `MatchRow`s, five at most.
    pub most_goals: Vec<Shared>,
    /// The best attended: null if no attendance is known.
    pub best_attended: Option<Attended>,
    /// Sum of the attendances known.
    pub attendance: u64,
    /// Average of the attendances known; null if none is.
    pub average_attendance: Option<u64>,
    /// Penalties scored in play.
    pub penalties: u32,
    /// Own goals.
    pub own_goals: u32,
    /// Bookings.
    pub yellow: u32,
    /// Sendings-off.
    pub sent_off: u32,
    /// Won by the team named first.
    pub home_wins: u32,
    /// Drawn, also when decided on penalties.
    pub draws: u32,
    /// Won by the team named second.
    pub away_wins: u32,
}

/// A season in the list of a competition.
#[derive(Clone, Debug, Serialize)]
pub struct CompetitionSeason {
    /// The edition: an `EditionRef`.
    pub edition: Shared,
    /// Who won it: a `TeamRef`; null while that is open.
    pub champion: Option<Shared>,
}

/// A match with its attendance.
#[derive(Clone, Debug, Serialize)]
pub struct Attended {
    /// The match: a `MatchRow`.
    pub r#match: Shared,
    /// Spectators.
    pub attendance: u32,
}

/// How many places the list of scorers has.
const SCORERS: u32 = 20;

/// How many matches stand in a list of records.
const RECORDS: usize = 5;

impl SiteView {
    pub(in crate::render) fn fill_edition(&self, id: EditionId, context: &mut PageContext) {
        let record = &self.model.record;
        let edition = &record.editions[id];
        let competition = &record.competitions[edition.competition];
        let views = &self.record.views;
        let name = views.edition_name(id);
        let url = self.routes.edition(id).unwrap_or_default();
        let mut head = Head::new("edition", name, url, Some("competitions"));
        head.crumbs = vec![self.section_crumb("Competitions", "competitions")];
        if record.editions_of[edition.competition].len() > 1 {
            let url = self.routes.competition(edition.competition).map(Into::into);
            head.crumbs.push(Crumb { text: (&*competition.name).into(), url });
        }
        head.description = Some(format!("{name}: tables, results, fixtures and scorers.").into());
        head.feed = Some(FeedOf::Edition(id));
        head.calendar = self.routes.calendar(url).filter(|_| !record.by_edition[id].is_empty());
        head.thing = Thing::Edition(id);
        self.put_head(head, context);
        context.put_shared("edition", views.edition(id));
        context.put_with("competition", || self.competition_var(edition.competition));
        let path = format!("/competitions/{}/{}/", competition.slug, edition.slug);
        self.put_profile(PageKey::Edition(id), &path, context);
        self.put_tables(Some(id), context);
        self.put_third_placed(id, context);
        context.put_with("matchdays", || self.matchday_refs(id));
        let matches = &record.by_edition[id];
        context.put_with("rounds", || {
            grouped_by(
                matches.iter().copied(),
                |id| round_label(&record.matches[*id]).unwrap_or_else(|| month_heading(&record.matches[*id])),
                |id| self.marked_for_edition(id),
            )
        });
        self.put_bracket(id, context);
        context.put_with("scorers", || self.scorers(id));
        let digest = || {
            let newest = self.newest_edition(edition.competition) == Some(id);
            (self.record.tables.edition_digest(id) ^ self.digest_of_matches(&[id])).rotate_left(1) ^ u64::from(newest)
        };
        context.put_lazy("champion", digest, |uses| to_value(&self.champion(id).map(|team| views.team(team)), uses));
        context.put_with("records", || self.records(&EditionRecords::of(record, id)));
        context.put_list("teams", self.edition_teams(id).into_iter().map(|id| views.team(id)));
        let venues = by_key(
            matches
                .iter()
                .filter_map(|id| record.matches[*id].venue)
                .collect::<BTreeSet<VenueId>>()
                .into_iter()
                .map(|id| (sort_key(&record.venues[id].name), id)),
        );
        context.put_list("venues", venues.into_iter().map(|id| views.venue(id)));
        let stories = self.stories.of_edition(id);
        self.put_stories(stories, context);
        self.put_mentions(PageKey::Edition(id), &stories[..stories.len().min(STORIES)], context);
    }

    pub(in crate::render) fn fill_matchday(&self, id: EditionId, day: u16, context: &mut PageContext) {
        let record = &self.model.record;
        let views = &self.record.views;
        let name = views.edition_name(id);
        let days = self.matchday_refs(id);
        let at = days.iter().position(|known| known.number == day).unwrap_or_default();
        let url = days.get(at).map_or("", |known| known.url);
        let mut head = Head::new("matchday", format!("{name}, matchday {day}"), url, Some("competitions"));
        head.crumbs = vec![
            self.section_crumb("Competitions", "competitions"),
            Crumb { text: name.into(), url: self.routes.edition(id).map(Into::into) },
        ];
        head.description = Some(format!("{name}: the table after matchday {day}, and its results.").into());
        self.put_head(head, context);
        context.put_shared("edition", views.edition(id));
        context.put("matchday", &day);
        let tables = &self.record.tables;
        context.put_lazy(
            "tables",
            || tables.matchday_digest(record, id, day),
            |uses| {
                let sources = self.table_sources();
                let all = tables.after_matchday(record, id, day);
                let views: Vec<Value> =
                    all.map(|table| to_value(&sources.table(&table, &sources.title(&table), None), uses)).collect();
                Value::from(views)
            },
        );
        let matches = record.by_edition[id].iter().filter(|id| record.matches[**id].matchday == Some(day));
        context.put_list("matches", matches.map(|id| views.game(*id)));
        context.put("previous", &at.checked_sub(1).map(|before| &days[before]));
        context.put("next", &days.get(at + 1));
    }

    fn matchday_refs(&self, id: EditionId) -> Vec<MatchdayRef<'_>> {
        self.routes.matchdays(id).iter().map(|(number, url)| MatchdayRef { number: *number, url }).collect()
    }

    pub(in crate::render) fn fill_competition(&self, id: CompetitionId, context: &mut PageContext) {
        let record = &self.model.record;
        let competition = &record.competitions[id];
        let url = self.routes.competition(id).unwrap_or_default();
        let mut head = Head::new("competition", &*competition.name, url, Some("competitions"));
        head.crumbs = vec![self.section_crumb("Competitions", "competitions")];
        head.description = Some(format!("{}: all seasons.", competition.name).into());
        self.put_head(head, context);
        context.put_with("competition", || self.competition_var(id));
        self.put_profile(PageKey::Competition(id), &format!("/competitions/{}/", competition.slug), context);
        self.put_tables(self.newest_edition(id), context);
        let editions = &record.editions_of[id];
        let results = || {
            let tables = editions.iter().map(|edition| self.record.tables.edition_digest(*edition));
            tables.fold(self.digest_of_matches(editions), |sum, digest| sum.rotate_left(5) ^ digest)
        };
        context.put_lazy("seasons", results, |uses| {
            let seasons = editions.iter().rev().map(|edition| CompetitionSeason {
                edition: self.record.views.edition(*edition).clone(),
                champion: self.champion(*edition).map(|team| self.record.views.team(team).clone()),
            });
            to_value(&seasons.collect::<Vec<_>>(), uses)
        });
        context.put_with("records", || self.records(&EditionRecords::over(record, editions)));
        context.put_with("scorers", || {
            let url = |row: &Scorer| self.routes.person(row.player).map(|url| format!("{url}#matches"));
            self.scorer_rows(&scorers_over(record, editions), |row| (url(row), url(row)), |_| None)
        });
        let mut stories: Vec<StoryId> =
            record.editions_of[id].iter().flat_map(|id| self.stories.of_edition(*id)).copied().collect();
        stories.sort_unstable();
        stories.dedup();
        self.put_stories(&stories, context);
        self.put_mentions(PageKey::Competition(id), &stories[..stories.len().min(STORIES)], context);
    }

    /// The edition of a competition with the latest match, else the last.
    pub(in crate::render) fn newest_edition(&self, id: CompetitionId) -> Option<EditionId> {
        let record = &self.model.record;
        record.editions_of[id].iter().copied().max_by_key(|id| (record.by_edition[*id].last().copied(), *id))
    }

    fn competition_var(&self, id: CompetitionId) -> CompetitionVar<'_> {
        let record = &self.model.record;
        let competition = &record.competitions[id];
        CompetitionVar {
            name: &competition.name,
            short: competition.short.as_deref().unwrap_or(&competition.name),
            kind: match competition.kind {
                CompetitionKind::League => "league",
                CompetitionKind::Cup => "cup",
                CompetitionKind::Tournament => "tournament",
                CompetitionKind::Friendly => "friendly",
            },
            sex: sex_word(competition.sex),
            url: self.routes.competition(id),
            editions: record.editions_of[id].iter().rev().map(|id| self.record.views.edition(*id).clone()).collect(),
        }
    }

    /// Puts `tables`: an edition's tables as they stand.
    pub(in crate::render) fn put_tables(&self, edition: Option<EditionId>, context: &mut PageContext) {
        let tables = &self.record.tables;
        let digest = || edition.map_or(0, |id| tables.edition_digest(id));
        context.put_lazy("tables", digest, |uses| {
            let sources = self.table_sources();
            let all = edition.into_iter().flat_map(|id| tables.latest(&self.model.record, id));
            let views: Vec<Value> = all
                .map(|table| {
                    let title = sources.title(table);
                    let mut view = sources.table(table, &title, None);
                    self.put_figures_to_matches(table, &mut view);
                    to_value(&view, uses)
                })
                .collect();
            Value::from(views)
        });
    }

    fn put_third_placed(&self, id: EditionId, context: &mut PageContext) {
        let digest = || self.record.tables.edition_digest(id);
        context.put_lazy("third_placed", digest, |uses| {
            let record = &self.model.record;
            let Some(third) = ThirdPlaced::of(record, id, AsOf::Now) else { return Value::none() };
            let table = Table {
                edition: id,
                key: Arc::new(TableKey::group("Third-placed teams")),
                rows: third.rows.iter().map(|third| third.row.clone()).collect(),
                ties: third.ties,
                adjustments: Vec::new(),
                points_for_win: default_points_for_win(record, id),
                matches: 0,
                last: None,
                complete: false,
            };
            let sources = self.table_sources();
            let title = sources.title(&table);
            let mut view = sources.table(&table, &title, None);
            for (row, third) in view.rows.iter_mut().zip(&third.rows) {
                (row.zone, row.zone_name) =
                    if third.through { (Some("qualified"), Some("Through")) } else { (None, None) };
            }
            let through = third.rows.iter().any(|third| third.through);
            view.zones = through.then_some(ZoneView { name: "Through", kind: "qualified" }).into_iter().collect();
            to_value(&view, uses)
        });
    }

    /// Puts `bracket` and `third_place`.
    fn put_bracket(&self, id: EditionId, context: &mut PageContext) {
        let Some(bracket) = Bracket::of(&self.model.record, id) else {
            context.put::<[u8; 0]>("bracket", &[]);
            return context.put("third_place", &());
        };
        let tie = |index: usize| self.tie_view(&bracket.ties[index]);
        let rounds: Vec<BracketRound> = bracket
            .rounds
            .iter()
            .map(|round| BracketRound {
                name: round.name.to_string(),
                ties: round.ties.iter().map(|index| tie(*index)).collect(),
                byes: round.byes.iter().map(|team| self.record.views.team(*team).clone()).collect(),
            })
            .collect();
        context.put("bracket", &rounds);
        let third = bracket.third_place.as_ref();
        let third = third.map(|(name, index)| BracketRound {
            name: name.to_string(),
            ties: vec![tie(*index)],
            byes: Vec::new(),
        });
        context.put("third_place", &third);
    }

    /// Who won an edition: the final, else the league. A league without a
    /// match to come may have no fixtures on file, so that it is taken for
    /// ended only when another season has followed.
    fn champion(&self, id: EditionId) -> Option<TeamId> {
        let record = &self.model.record;
        if let Some(bracket) = Bracket::of(record, id) {
            return bracket.champion;
        }
        let newest = self.newest_edition(record.editions[id].competition) == Some(id);
        let mut tables = self.record.tables.latest(record, id);
        let table = tables.next().filter(|table| table.complete && table.key.group.is_none() && !newest)?;
        table.rows.first().filter(|first| first.played > 0 && !first.shared && tables.next().is_none()).map(|r| r.team)
    }

    /// A digest of all that the pages of these editions tell of their matches.
    fn digest_of_matches(&self, editions: &[EditionId]) -> u64 {
        let record = &self.model.record;
        let matches = editions.iter().flat_map(|edition| &record.by_edition[*edition]);
        matches.fold(editions.len() as u64, |sum, game| sum.rotate_left(5) ^ self.record.views.game(*game).digest)
    }

    /// A match with the figures of its edition that it enters.
    fn marked_for_edition(&self, id: MatchId) -> MarkedMatch<'_> {
        let game = &self.model.record.matches[id];
        let scored = |kind: GoalKind| game.goals.iter().any(|goal| goal.kind == kind);
        let shown = |red: bool| game.cards.iter().any(|card| (card.kind != CardKind::Yellow) == red);
        let [home, away] = game.official().unwrap_or_default();
        let decided = game.official().is_some();
        let entered = [
            ('w', decided && home > away),
            ('d', decided && home == away),
            ('l', decided && home < away),
            ('e', scored(GoalKind::Penalty)),
            ('o', scored(GoalKind::OwnGoal)),
            ('y', shown(false)),
            ('r', shown(true)),
        ];
        let marks = entered.into_iter().filter(|(_, does)| *does && counts(game)).map(|(letter, _)| letter);
        MarkedMatch { r#match: self.record.views.game(id), marks: marks.collect() }
    }

    fn tie_view(&self, tie: &BracketTie) -> TieView {
        let team = |id: TeamId| self.record.views.team(id).clone();
        TieView {
            home: team(tie.teams[0]),
            away: team(tie.teams[1]),
            matches: tie.matches.iter().map(|id| self.record.views.game(*id).clone()).collect(),
            score: tie.score.map(PairText),
            score_pair: tie.score,
            aggregate: tie.is_aggregate(),
            note: tie.note(),
            winner: tie.winner.map(side_word),
        }
    }

    fn scorers(&self, id: EditionId) -> Vec<ScorerRow> {
        let record = &self.model.record;
        let rows = scorers_of(record, id);
        let mut appearances: FxHashMap<PersonId, u32> = FxHashMap::default();
        for game in record.by_edition[id].iter().map(|id| &record.matches[*id]).filter(|game| counts(game)) {
            let players = game.sides.iter().flat_map(|side| &side.lineup).flat_map(|lineup| &lineup.players);
            for player in players.filter(|p| p.started || p.came_on) {
                *appearances.entry(player.player).or_default() += 1;
            }
        }
        self.scorer_rows(
            &rows,
            |row| (self.player_season(row.player, id), self.player_goals(row.player, id)),
            |row| appearances.get(&row.player).copied(),
        )
    }

    /// The first rows of a list of scorers, with where a player's matches and
    /// those with a goal of his stand.
    fn scorer_rows(
        &self,
        rows: &[Scorer],
        urls: impl Fn(&Scorer) -> (Option<String>, Option<String>),
        appearances: impl Fn(&Scorer) -> Option<u32>,
    ) -> Vec<ScorerRow> {
        let mut before = 0;
        rows.iter()
            .take_while(|row| u32::from(row.rank) <= SCORERS)
            .map(|row| {
                let (url, goals_url) = urls(row);
                ScorerRow {
                    rank: u32::from(row.rank),
                    same_rank: std::mem::replace(&mut before, row.rank) == row.rank,
                    player: self.record.views.person(row.player).clone(),
                    teams: row.teams.iter().map(|id| self.record.views.team(*id).clone()).collect(),
                    goals: row.goals.count,
                    penalties: row.penalties,
                    assists: row.assists,
                    appearances: appearances(row),
                    url,
                    goals_url,
                }
            })
            .collect()
    }

    fn records(&self, records: &EditionRecords) -> RecordsView {
        let row = |id: &MatchId| self.record.views.game(*id).clone();
        RecordsView {
            matches: records.matches,
            played: records.played,
            goals: records.goals,
            average: records.goals_per_match().map(|goals| format!("{goals:.2}")),
            biggest_wins: records.biggest_wins.matches.iter().take(RECORDS).map(row).collect(),
            most_goals: records.most_goals.matches.iter().take(RECORDS).map(row).collect(),
            best_attended: records
                .highest_attendance
                .matches
                .first()
                .map(|id| Attended { r#match: row(id), attendance: records.highest_attendance.value }),
            attendance: records.spectators,
            average_attendance: records.average_attendance().map(|average| average.round() as u64),
            penalties: records.penalties.count,
            own_goals: records.own_goals.count,
            yellow: records.cards.yellow.count,
            sent_off: records.cards.sent_off(),
            home_wins: records.home_wins.count,
            draws: records.draws.count,
            away_wins: records.away_wins.count,
        }
    }

    /// Teams of an edition by name: those with a match, and those listed.
    fn edition_teams(&self, id: EditionId) -> Vec<TeamId> {
        let record = &self.model.record;
        let played = record.by_edition[id].iter().flat_map(|id| record.matches[*id].sides.iter().map(|s| s.team));
        let edition = &record.editions[id];
        let listed = edition.groups.iter().flat_map(|(_, teams)| teams.iter().copied());
        let squads = edition.squads.iter().map(|squad| squad.team);
        let byes = edition.byes.iter().map(|(_, team)| *team);
        let teams: BTreeSet<TeamId> = played.chain(listed).chain(squads).chain(byes).collect();
        by_key(teams.into_iter().map(|id| (sort_key(&record.teams[id].name), id)))
    }
}

/// `November 2022`, for a match without any round.
pub(in crate::render) fn month_heading(game: &Match) -> String {
    match &game.kickoff {
        Some(kickoff) => format!("{} {}", month_name(kickoff.date), kickoff.date.year()),
        None => "Date not known".to_owned(),
    }
}
