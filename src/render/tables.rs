//! Tables of the record, as pages show them.
//!
//! In: the record. Out: the table views of an edition, and the table as it
//! stood after a match. Tables of all moments of a season are made in one
//! sweep, when the first page needs one; before that, a digest of the results
//! behind a table stands for it. Never ranks anything itself.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tera::Value;

use super::digest::write_into;
use super::record_view::RecordViews;
use super::routes::Routes;
use super::text::{DateText, SignedText};
use super::uses::Uses;
use super::view::matches::outcome_words;
use super::view::table::{FormItem, TableNote, TableRow, TableView, ZoneView};
use crate::model::arena::Id;
use crate::model::slug::slug;
use crate::model::table::{AsOf, RuleSet, TableKey, TablesOverTime, Tie, matches_of, tables_of};
use crate::model::{EditionId, Form, FormEntry, MatchId, Record, Row, Table, TeamId};

/// One table of an edition.
#[derive(Debug)]
struct Entry {
    edition: EditionId,
    key: TableKey,
    /// Its matches in order of kick-off.
    matches: Vec<MatchId>,
    /// For each match, a digest of all that the table after it is made from.
    digests: Vec<u64>,
    over_time: OnceLock<TablesOverTime>,
    /// Those after matchdays and the newest, if no page shows another.
    after_matchdays: OnceLock<TablesOverTime>,
    /// The view of the moment that was asked for last. Matches of one
    /// afternoon stand together among the pages and share one table, as do a
    /// match and the stories on it.
    last: Mutex<Option<((u64, u64), Value)>>,
}

/// The tables of an edition.
#[derive(Debug, Default)]
struct EditionTables {
    entries: Vec<Entry>,
    /// The table a match belongs to, and its position there.
    by_match: FxHashMap<MatchId, (u32, u32)>,
    /// Whether the edition is one table and nothing else.
    is_whole: bool,
}

impl EditionTables {
    fn new(views: &RecordViews, edition: EditionId) -> Self {
        let record = views.record();
        let mut this = Self::default();
        for key in tables_of(record, edition) {
            let matches = matches_of(record, edition, &key);
            let digests = digests(views, edition, &matches);
            for (position, game) in matches.iter().enumerate() {
                this.by_match.insert(*game, (this.entries.len() as u32, position as u32));
            }
            let (over_time, after_matchdays, last) = (OnceLock::new(), OnceLock::new(), Mutex::new(None));
            this.entries.push(Entry { edition, key, matches, digests, over_time, after_matchdays, last });
        }
        let all = record.by_edition[edition].len();
        this.is_whole = matches!(&this.entries[..], [only] if only.matches.len() == all);
        this
    }
}

/// The tables of a record.
#[derive(Debug)]
pub struct TableIndex {
    views: Arc<RecordViews>,
    by_edition: Vec<OnceLock<Arc<EditionTables>>>,
}

impl TableIndex {
    /// The tables of a record. An edition's matches are dealt out to its tables
    /// when the first of them is asked for.
    pub fn new(views: Arc<RecordViews>) -> Self {
        let by_edition = views.record().editions.iter().map(|_| OnceLock::new()).collect();
        Self { views, by_edition }
    }

    /// The tables after results of these editions changed, and nothing else.
    #[must_use]
    pub fn with_results(&self, views: Arc<RecordViews>, editions: &BTreeSet<EditionId>) -> Self {
        let mut by_edition = self.by_edition.clone();
        for edition in editions {
            by_edition[edition.index()] = OnceLock::new();
        }
        Self { views, by_edition }
    }

    fn tables(&self, edition: EditionId) -> &EditionTables {
        self.by_edition[edition.index()].get_or_init(|| Arc::new(EditionTables::new(&self.views, edition)))
    }

    fn of_edition(&self, edition: EditionId) -> &[Entry] {
        &self.tables(edition).entries
    }

    /// The table a match belongs to, and its position there.
    fn of_match(&self, record: &Record, game: MatchId) -> Option<(&Entry, usize)> {
        let tables = self.tables(record.matches[game].edition?);
        let (entry, position) = *tables.by_match.get(&game)?;
        Some((&tables.entries[entry as usize], position as usize))
    }

    /// A digest of all that an edition's tables are made from.
    pub fn edition_digest(&self, edition: EditionId) -> u64 {
        let whole = u64::from(self.is_whole(edition));
        self.of_edition(edition)
            .iter()
            .fold(whole, |sum: u64, entry| sum.rotate_left(5) ^ entry.digests.last().copied().unwrap_or_default())
    }

    /// Whether all matches of an edition belong to one table.
    pub fn is_whole(&self, edition: EditionId) -> bool {
        self.tables(edition).is_whole
    }

    /// The table a match belongs to.
    pub fn key_of(&self, record: &Record, game: MatchId) -> Option<&TableKey> {
        self.of_match(record, game).map(|(entry, _)| &entry.key)
    }

    /// Whether a team has a row in one of an edition's tables: it has a
    /// match there.
    pub fn has_team(&self, edition: EditionId, record: &Record, team: TeamId) -> bool {
        self.of_edition(edition)
            .iter()
            .any(|entry| entry.matches.iter().any(|id| record.matches[*id].side_of(team).is_some()))
    }

    /// A digest of all that the table after a match is made from; `None` for a
    /// match that belongs to no table.
    pub fn match_digest(&self, record: &Record, game: MatchId) -> Option<u64> {
        let (entry, position) = self.of_match(record, game)?;
        Some(entry.digests[entry.end_of_moment(record, position)])
    }

    /// The view of the table as it stood after a match; null for a match that
    /// belongs to none. `make` must make the same of the same table
    /// and names.
    pub fn value_after(
        &self,
        record: &Record,
        game: MatchId,
        uses: &Uses,
        make: impl FnOnce(&Table) -> Value,
    ) -> Value {
        let (Some(digest), Some((entry, _))) = (self.match_digest(record, game), self.of_match(record, game)) else {
            return Value::none();
        };
        let key = (digest, uses.digest());
        // A lock that another thread left in a panic holds a whole value too.
        let last = || entry.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, value)) = &*last()
            && *known == key
        {
            return value.clone();
        }
        let value = make(entry.over_time(record).after(record, game));
        *last() = Some((key, value.clone()));
        value
    }

    /// A digest of all that an edition's tables after a matchday are made from.
    pub fn matchday_digest(&self, record: &Record, edition: EditionId, day: u16) -> u64 {
        // What has no number counts by its moment.
        let last = |entry: &Entry| Some(entry.digests[entry.end_of_moment(record, entry.last_of(record, day)?)]);
        self.of_edition(edition).iter().fold(0, |sum: u64, entry| sum.rotate_left(5) ^ last(entry).unwrap_or_default())
    }

    /// An edition's tables as they stood after a matchday: those with a match
    /// up to then.
    pub fn after_matchday<'a>(
        &'a self,
        record: &'a Record,
        edition: EditionId,
        day: u16,
    ) -> impl Iterator<Item = Cow<'a, Table>> + 'a {
        self.of_edition(edition).iter().filter_map(move |entry| {
            let last = entry.last_of(record, day)?;
            let upto = &entry.matches[..=last];
            // Where the days were played one after the other, one sweep makes
            // the tables of all.
            let in_turn = upto.iter().all(|id| record.matches[*id].matchday.is_some_and(|number| number <= day))
                && entry.end_of_moment(record, last) == last;
            Some(if in_turn {
                Cow::Borrowed(entry.after_matchdays(record).after(record, upto[last]))
            } else {
                Cow::Owned(Table::of(record, edition, &entry.key, AsOf::Matchday(day)))
            })
        })
    }

    /// An edition's tables as they stand.
    pub fn latest<'a>(&'a self, record: &'a Record, edition: EditionId) -> impl Iterator<Item = &'a Table> + 'a {
        self.of_edition(edition).iter().map(|entry| entry.after_matchdays(record).latest())
    }
}

impl Entry {
    /// The position of the last match up to a matchday.
    fn last_of(&self, record: &Record, day: u16) -> Option<usize> {
        self.matches.iter().rposition(|id| record.matches[*id].matchday.is_some_and(|number| number <= day))
    }

    /// The position of the last match that kicked off together with the one at
    /// a position: they count together.
    fn end_of_moment(&self, record: &Record, position: usize) -> usize {
        let instant = |id: &MatchId| record.matches[*id].kickoff.map(|k| k.instant);
        let moment = instant(&self.matches[position]);
        position + self.matches[position + 1..].iter().take_while(|id| instant(id) == moment).count()
    }

    fn over_time(&self, record: &Record) -> &TablesOverTime {
        self.over_time.get_or_init(|| TablesOverTime::of(record, self.edition, &self.key))
    }

    /// The tables after the last match up to each matchday, and the newest.
    fn after_matchdays(&self, record: &Record) -> &TablesOverTime {
        if let Some(all) = self.over_time.get() {
            return all;
        }
        self.after_matchdays.get_or_init(|| {
            let mut lowest = u32::MAX;
            // The last up to its matchday has none of it or of an earlier one behind it.
            let ends = self.matches.iter().rev().copied().filter(|id| {
                let number = record.matches[*id].matchday.map_or(u32::MAX, u32::from);
                let is_end = number < lowest;
                lowest = lowest.min(number);
                is_end
            });
            TablesOverTime::after_some(record, self.edition, &self.key, &ends.collect::<Vec<_>>())
        })
    }
}

/// For each match, a digest of the results, cards and names up to it, of the
/// edition's rules and of its teams' references.
fn digests(views: &RecordViews, edition: EditionId, matches: &[MatchId]) -> Vec<u64> {
    let record = views.record();
    let mut bytes = Vec::with_capacity(256);
    let rules = &record.editions[edition].rules;
    write_into(&mut bytes, &rules.rules);
    write_into(&mut bytes, &(rules.points_for_win, &rules.zones, rules.third_placed));
    for adjustment in &rules.adjustments {
        write_into(&mut bytes, &(adjustment.team.0, adjustment.points, &adjustment.reason));
        write_into(&mut bytes, &adjustment.date.map(DateText));
    }
    write_into(&mut bytes, &rules.final_order.iter().map(|team| team.0).collect::<Vec<_>>());
    write_into(&mut bytes, &record.rule_sets);
    for (name, teams) in &record.editions[edition].groups {
        write_into(&mut bytes, name);
        for team in teams {
            write_into(&mut bytes, views.team(*team));
        }
    }
    write_into(&mut bytes, views.edition(edition));
    // The number of matches to come decides when a table is complete.
    write_into(&mut bytes, &matches.len());
    let mut digest = xxhash_rust::xxh3::xxh3_64(&bytes);
    matches
        .iter()
        .map(|id| {
            let game = &record.matches[*id];
            bytes.clear();
            write_into(&mut bytes, &digest);
            write_into(&mut bytes, views.game(*id));
            for card in &game.cards {
                write_into(&mut bytes, &(card.side, card.player.0, card.kind));
            }
            digest = xxhash_rust::xxh3::xxh3_64(&bytes);
            digest
        })
        .collect()
}

/// The fragment of an edition's address under which a table stands.
pub fn table_anchor(key: &TableKey) -> String {
    key.title().map_or_else(|| "table".to_owned(), |title| slug(&title))
}

/// What views of tables are made from.
#[derive(Clone, Copy)]
pub struct TableSources<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its views.
    pub views: &'a RecordViews,
    /// The addresses.
    pub routes: &'a Routes,
}

impl TableSources<'_> {
    /// One result of a form.
    fn form_item(&self, entry: FormEntry) -> FormItem<'_> {
        let (letter, word) = outcome_words(entry.outcome);
        FormItem { letter, word, url: self.routes.game(entry.game), label: self.views.label(entry.game) }
    }

    /// A form, oldest first.
    pub fn form(&self, form: &Form) -> Vec<FormItem<'_>> {
        form.iter().map(|entry| self.form_item(*entry)).collect()
    }

    /// A table as a view. `as_of` is the match it stands after; the form is
    /// left out of such a table, which stands in a narrow column.
    pub fn table<'a>(&'a self, table: &'a Table, title: &'a str, as_of: Option<MatchId>) -> TableView<'a> {
        let edition = &self.record.editions[table.edition];
        let anchor = table_anchor(&table.key);
        let url = self.routes.edition(table.edition).map(|url| format!("{url}#{anchor}"));
        let footnotes = table.footnotes(self.record);
        // Only an author's own rule set goes by points per game.
        let rules = edition.rules.rules.as_deref();
        let own = self.record.rule_sets.iter().any(|(name, _)| rules == Some(name));
        let per_game = own && RuleSet::find(self.record, rules).is_ok_and(|set| set.by_points_per_game());
        let rows: Vec<TableRow<'a>> = table
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| self.row(table, index, row, as_of.is_none(), per_game, &footnotes))
            .collect();
        let mut zones: Vec<ZoneView<'a>> = Vec::new();
        for zone in table.rows.iter().filter_map(|row| row.zone(edition)) {
            if !zones.iter().any(|known| known.name == &*zone.name) {
                zones.push(ZoneView { name: &zone.name, kind: &zone.kind });
            }
        }
        let date = as_of.and_then(|id| self.record.matches[id].kickoff).map(|k| DateText(k.date));
        TableView {
            title,
            anchor,
            url,
            as_of: date,
            has_form: rows.iter().any(|row| !row.form.is_empty()),
            by_points_per_game: per_game,
            rows,
            zones,
            notes: footnotes
                .into_iter()
                .enumerate()
                .map(|(index, note)| TableNote { number: index as u16 + 1, text: note.text })
                .collect(),
        }
    }

    fn row<'a>(
        &'a self,
        table: &'a Table,
        index: usize,
        row: &'a Row,
        with_form: bool,
        per_game: bool,
        footnotes: &[crate::model::table::Footnote],
    ) -> TableRow<'a> {
        let zone = row.zone(&self.record.editions[table.edition]);
        let tie: Option<&Tie> = table.ties.iter().find(|tie| tie.above == row.team);
        TableRow {
            rank: row.rank,
            same_rank: index > 0 && table.rows[index - 1].rank == row.rank,
            team: self.views.named_team(row.team, row.name.as_ref()).into_owned(),
            played: row.played,
            won: row.won,
            drawn: row.drawn,
            lost: row.lost,
            goals_for: row.goals_for,
            goals_against: row.goals_against,
            difference: SignedText(row.goal_difference()),
            points: row.points,
            points_per_game: per_game.then(|| {
                let average = f64::from(row.points) / f64::from(row.played.max(1));
                format!("{average:.2}").replace('-', "−")
            }),
            matches: None,
            zone: zone.map(|zone| &*zone.kind),
            zone_name: zone.map(|zone| &*zone.name),
            form: if with_form { self.form(&row.form) } else { Vec::new() },
            decided_by: tie.filter(|tie| tie.decided.shown_by_columns()).map(|tie| tie.sentence(self.record, table)),
            notes: footnotes
                .iter()
                .enumerate()
                .filter(|(_, note)| note.teams.contains(&row.team))
                .map(|(index, _)| index as u16 + 1)
                .collect(),
        }
    }

    /// The title of a table: its group, else its edition.
    pub fn title(&self, table: &Table) -> String {
        table.key.title().unwrap_or_else(|| self.views.edition_name(table.edition).to_owned())
    }
}
