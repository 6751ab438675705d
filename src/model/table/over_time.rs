//! All tables of a season in one sweep.
//!
//! In: the matches of one table in order of kick-off. Out: the table after
//! every moment at which it changed. Never counts a match twice.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::points::default_points_for_win;
use super::ranking::{Boundary, Ranker, Ranking, Rules, zone_at};
use super::rules::RuleSet;
use super::scope::Scopes;
use super::standings::Standings;
use super::tie::Tie;
use super::{AsOf, Row, Table, TableKey};
use crate::model::{Adjustment, Edition, EditionId, Match, MatchId, Pair, Record};

/// A table as it stood at every moment: after each kick-off time at which
/// matches that count began (simultaneous ones together), and after each dated
/// adjustment, which holds from the first minute (UTC) of its day.
///
/// `final_order` is left out of account until the last match is counted, of
/// those to come too: lots are drawn at the end.
#[derive(Clone, Debug)]
pub struct TablesOverTime {
    /// The moment since which each table stands.
    moments: Vec<Timestamp>,
    tables: Vec<Table>,
}

impl TablesOverTime {
    /// Makes all tables of one key of an edition.
    pub fn of(record: &Record, edition: EditionId, key: &TableKey) -> Self {
        Self::in_scopes(record, edition, &Scopes::of(record, edition), key, |_, _| true)
    }

    /// All tables of all keys, in the order of the keys.
    pub fn all(record: &Record, edition: EditionId, scopes: &Scopes) -> Vec<Self> {
        scopes.keys().map(|key| Self::in_scopes(record, edition, scopes, key, |_, _| true)).collect()
    }

    /// Makes only the tables after some matches, and the newest: no other may
    /// be asked for. A season has ten matches to a matchday.
    pub fn after_some(record: &Record, edition: EditionId, key: &TableKey, games: &[MatchId]) -> Self {
        let moments: BTreeSet<Timestamp> = games.iter().map(|id| moment_of(&record.matches[*id])).collect();
        Self::in_scopes(record, edition, &Scopes::of(record, edition), key, |since, until| {
            moments.range(since..until).next().is_some()
        })
    }

    /// `wanted` tells whether a table is, that stood from one moment until
    /// another.
    fn in_scopes(
        record: &Record,
        edition: EditionId,
        scopes: &Scopes,
        key: &TableKey,
        wanted: impl Fn(Timestamp, Timestamp) -> bool,
    ) -> Self {
        let mut season = Season::new(record, edition, scopes, key);
        let mut moments = vec![Timestamp::MIN];
        let mut tables = vec![season.table()];
        let changes = season.changes();
        let mut rest = changes.chunk_by(|a, b| a.0 == b.0).peekable();
        while let Some(together) = rest.next() {
            for (_, change) in together {
                season.apply(*change);
            }
            let since = together[0].0;
            if rest.peek().is_none_or(|next| wanted(since, next[0].0)) {
                moments.push(since);
                tables.push(season.table());
            }
        }
        Self { moments, tables }
    }

    /// The table after a match and all that kicked off with it or earlier.
    pub fn after(&self, record: &Record, game: MatchId) -> &Table {
        let moment = moment_of(&record.matches[game]);
        self.at(self.moments.partition_point(|m| *m <= moment))
    }

    /// The table before a match and all that kicked off with it.
    pub fn before(&self, record: &Record, game: MatchId) -> &Table {
        let moment = moment_of(&record.matches[game]);
        self.at(self.moments.partition_point(|m| *m < moment))
    }

    /// The newest table.
    pub fn latest(&self) -> &Table {
        self.at(self.tables.len())
    }

    /// All of them, oldest first; the first is the one before any match.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The last of the first `count` tables; there is always a first one.
    fn at(&self, count: usize) -> &Table {
        &self.tables[count.saturating_sub(1)]
    }
}

/// One table as of some moment.
pub(super) fn table_as_of(record: &Record, edition: EditionId, key: &TableKey, as_of: AsOf) -> Table {
    let mut season = Season::new(record, edition, &Scopes::of(record, edition), key);
    season.advance(as_of);
    season.table()
}

/// The moment of a match: its kick-off, or after all others.
fn moment_of(game: &Match) -> Timestamp {
    game.kickoff.map_or(Timestamp::MAX, |kickoff| kickoff.instant)
}

/// Something that changes a table.
#[derive(Clone, Copy)]
enum Change {
    Result(MatchId, Pair),
    Adjustment(usize),
}

/// One table on its way through a season.
pub(super) struct Season<'a> {
    record: &'a Record,
    id: EditionId,
    edition: &'a Edition,
    key: Arc<TableKey>,
    matches: Vec<MatchId>,
    rules: Rules,
    win: u8,
    standings: Standings,
    /// Adjustments in force, as positions in the edition's rules.
    adjusted: Vec<usize>,
}

impl<'a> Season<'a> {
    pub(super) fn new(record: &'a Record, id: EditionId, scopes: &Scopes, key: &TableKey) -> Self {
        let edition = &record.editions[id];
        let set = RuleSet::find(record, edition.rules.rules.as_deref()).unwrap_or_else(|_| RuleSet::generic());
        let rules = Rules::new(&set);
        let win = edition.rules.points_for_win.unwrap_or_else(|| default_points_for_win(record, id));
        let matches = scopes.matches(key).to_vec();
        let mut standings = Standings::new(scopes.teams(record, id, key), rules.uefa_conduct);
        for game in matches.iter().map(|id| &record.matches[*id]) {
            if game.official().is_some() || game.is_open() {
                standings.announce(game);
            }
        }
        let mut season = Self {
            record,
            id,
            edition,
            key: Arc::new(key.clone()),
            matches,
            rules,
            win,
            standings,
            adjusted: Vec::new(),
        };
        for (index, adjustment) in edition.rules.adjustments.iter().enumerate() {
            if adjustment.date.is_none() {
                season.apply(Change::Adjustment(index));
            }
        }
        season
    }

    pub(super) fn standings(&self) -> &Standings {
        &self.standings
    }

    pub(super) fn rules(&self) -> &Rules {
        &self.rules
    }

    pub(super) fn win(&self) -> u8 {
        self.win
    }

    /// Results and dated adjustments in order of their moments.
    fn changes(&self) -> Vec<(Timestamp, Change)> {
        let results = self.matches.iter().filter_map(|id| {
            let game = &self.record.matches[*id];
            Some((moment_of(game), Change::Result(*id, game.official()?)))
        });
        let adjustments = self.edition.rules.adjustments.iter().enumerate().filter_map(|(index, adjustment)| {
            self.standings.index_of(adjustment.team)?;
            let midnight = adjustment.date?.to_zoned(TimeZone::UTC).ok()?;
            Some((midnight.timestamp(), Change::Adjustment(index)))
        });
        let mut changes: Vec<_> = adjustments.chain(results).collect();
        changes.sort_by_key(|(moment, _)| *moment);
        changes
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Result(id, score) => {
                self.standings.count(id, &self.record.matches[id], score);
            }
            Change::Adjustment(index) => {
                let adjustment = &self.edition.rules.adjustments[index];
                if self.standings.index_of(adjustment.team).is_some() {
                    self.standings.adjust(adjustment.team, adjustment.points);
                    self.adjusted.push(index);
                }
            }
        }
    }

    /// Counts everything up to a moment.
    pub(super) fn advance(&mut self, as_of: AsOf) {
        let changes = self.changes();
        let moment = |id: MatchId| moment_of(&self.record.matches[id]);
        let upto: Timestamp = match as_of {
            AsOf::Now => Timestamp::MAX,
            AsOf::AfterMatch(id) => moment(id),
            AsOf::Before(id) => {
                let limit = moment(id);
                for (_, change) in changes.into_iter().filter(|(at, _)| *at < limit) {
                    self.apply(change);
                }
                return;
            }
            AsOf::Matchday(day) => return self.advance_to_matchday(day, &changes),
        };
        for (_, change) in changes.into_iter().filter(|(at, _)| *at <= upto) {
            self.apply(change);
        }
    }

    /// Counts matches up to a matchday; what has no number goes by its moment.
    fn advance_to_matchday(&mut self, day: u16, changes: &[(Timestamp, Change)]) {
        let number = |change: &Change| match change {
            Change::Result(id, _) => self.record.matches[*id].matchday,
            Change::Adjustment(_) => None,
        };
        let within = |change: &Change| number(change).is_some_and(|n| n <= day);
        let end = changes.iter().filter(|(_, change)| within(change)).map(|(at, _)| *at).max();
        let wanted: Vec<Change> = changes
            .iter()
            .filter(|(at, change)| match number(change) {
                Some(number) => number <= day,
                None => end.is_some_and(|end| *at <= end),
            })
            .map(|(_, change)| *change)
            .collect();
        for change in wanted {
            self.apply(change);
        }
    }

    /// The table as it stands.
    pub(super) fn table(&self) -> Table {
        let ranker = Ranker {
            standings: &self.standings,
            rules: &self.rules,
            win: self.win,
            zones: &self.edition.rules.zones,
            final_order: if self.standings.complete() { &self.edition.rules.final_order } else { &[] },
        };
        let ranking = ranker.rank();
        let adjustments: Vec<Adjustment> =
            self.adjusted.iter().map(|index| self.edition.rules.adjustments[*index].clone()).collect();
        Table {
            edition: self.id,
            key: self.key.clone(),
            rows: rows(&ranker, &ranking),
            ties: ties(&ranker, &ranking),
            adjustments,
            points_for_win: self.win,
            matches: self.standings.matches() as u32,
            last: self.standings.last(),
            complete: self.standings.complete(),
        }
    }
}

/// The rows of a ranking.
pub(super) fn rows(ranker: &Ranker<'_>, ranking: &Ranking) -> Vec<Row> {
    let mut rows = Vec::with_capacity(ranking.order.len());
    let mut start = 0;
    while start < ranking.order.len() {
        let level = ranking.boundaries[start..].iter().take_while(|b| matches!(b, Boundary::Shared)).count();
        let end = start + level + 1;
        let zone = zone_at(ranker.zones, start);
        let one_zone = (start..end).all(|place| zone_at(ranker.zones, place) == zone);
        for index in &ranking.order[start..end] {
            let totals = ranker.standings.totals(*index);
            rows.push(Row {
                rank: start as u16 + 1,
                shared: level > 0,
                team: ranker.standings.team(*index),
                name: ranker.standings.name(*index).cloned(),
                played: totals.played(),
                won: totals.won,
                drawn: totals.drawn,
                lost: totals.lost,
                goals_for: totals.goals_for,
                goals_against: totals.goals_against,
                points: totals.points(ranker.win),
                adjusted: totals.adjusted,
                conduct: totals.conduct,
                zone: zone.filter(|_| one_zone).map(|zone| zone as u16),
                form: totals.form,
            });
        }
        start = end;
    }
    rows
}

/// The ties of a ranking that something decided.
pub(super) fn ties(ranker: &Ranker<'_>, ranking: &Ranking) -> Vec<Tie> {
    let team = |place: usize| ranker.standings.team(ranking.order[place]);
    let boundaries = ranking.boundaries.iter().enumerate();
    boundaries
        .filter_map(|(place, boundary)| {
            let Boundary::Tie { decided, values, among } = boundary else { return None };
            let set = if decided.is_mutual() { &ranking.order[among.clone()] } else { &[] };
            Some(Tie {
                above: team(place),
                below: team(place + 1),
                decided: *decided,
                among: set.iter().map(|index| ranker.standings.team(*index)).collect(),
                values: *values,
                matches: ranker.standings.matches_among(set),
            })
        })
        .collect()
}
