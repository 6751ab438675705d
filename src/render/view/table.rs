//! Tables as templates see them.
//!
//! In: a computed table of `model::table`. Out: [`TableView`]. Never ranks
//! anything itself.

use serde::Serialize;

use crate::model::{EditionId, Table};
use crate::render::shared::Shared;
use crate::render::site::SiteView;
use crate::render::tables::table_anchor;
use crate::render::text::{DateText, SignedText};

/// A result as one letter.
#[derive(Clone, Debug, Serialize)]
pub struct FormItem<'a> {
    /// `W`, `D` or `L`.
    pub letter: &'static str,
    /// `won`, `drew` or `lost`.
    pub word: &'static str,
    /// The match's page.
    pub url: &'a str,
    /// `Wales 0, Iran 2`.
    pub label: &'a str,
}

/// A row of a table.
#[derive(Clone, Debug, Serialize)]
pub struct TableRow<'a> {
    /// Rank; the same for teams that no rule can part.
    pub rank: u16,
    /// Shares its rank with the row above: show no number.
    pub same_rank: bool,
    /// The team: a `TeamRef`.
    pub team: Shared,
    /// Matches played.
    pub played: u16,
    /// Won.
    pub won: u16,
    /// Drawn.
    pub drawn: u16,
    /// Lost.
    pub lost: u16,
    /// Goals scored.
    pub goals_for: u16,
    /// Goals conceded.
    pub goals_against: u16,
    /// Difference with its sign: `+2`, `0`, `−3`.
    pub difference: SignedText,
    /// Points.
    pub points: i32,
    /// Points per game: `1.67`; null where they do not decide.
    pub points_per_game: Option<String>,
    /// Where the matches of the row stand: a list on the team's page, with
    /// `-won`, `-drawn` and `-lost` behind it of those alone. Null for a table
    /// of some moment, or without such a page.
    pub matches: Option<String>,
    /// Class of the row's zone: `qualified`, `relegated`, …; null for none.
    pub zone: Option<&'a str>,
    /// Name of the row's zone.
    pub zone_name: Option<&'a str>,
    /// Last results, oldest first.
    pub form: Vec<FormItem<'a>>,
    /// Why the row stands above the next one though both have the same
    /// points, where the table's columns show it: `Senegal above Ecuador:
    /// goal difference +1 to 0`. Other reasons are among the notes.
    pub decided_by: Option<String>,
    /// Numbers of the table's notes that concern the row.
    pub notes: Vec<u16>,
}

/// An entry of the legend.
#[derive(Clone, Debug, Serialize)]
pub struct ZoneView<'a> {
    /// `Qualified`.
    pub name: &'a str,
    /// A class.
    pub kind: &'a str,
}

/// A footnote of a table.
#[derive(Clone, Debug, Serialize)]
pub struct TableNote {
    /// Its number, from 1.
    pub number: u16,
    /// `Everton: 8 points deducted (breach of …)`.
    pub text: String,
}

/// A table.
#[derive(Clone, Debug, Serialize)]
pub struct TableView<'a> {
    /// `Group B`, or the edition's name.
    pub title: &'a str,
    /// A fragment of the address: `group-b`.
    pub anchor: String,
    /// Where the whole table stands; null if nowhere.
    pub url: Option<String>,
    /// The day it shows, `2022-11-29`; null for all that is known.
    pub as_of: Option<DateText>,
    /// The rows, best first.
    pub rows: Vec<TableRow<'a>>,
    /// The zones that occur.
    pub zones: Vec<ZoneView<'a>>,
    /// Footnotes.
    pub notes: Vec<TableNote>,
    /// At least one row has results to show as form.
    pub has_form: bool,
    /// It is ranked by points per game.
    pub by_points_per_game: bool,
}

impl SiteView {
    /// The fragment of a team's page under which its matches of a table stand.
    /// A league without play-offs needs none but that of the season.
    pub(in crate::render) fn table_matches_anchor(&self, edition: EditionId, table: &str) -> String {
        let season = self.season_anchor(Some(edition));
        if self.record.tables.is_whole(edition) { season } else { format!("{season}-{table}") }
    }

    /// A table as it stands, its figures leading to the matches behind them.
    pub(in crate::render) fn put_figures_to_matches(&self, table: &Table, view: &mut TableView<'_>) {
        let anchor = self.table_matches_anchor(table.edition, &table_anchor(&table.key));
        for (row, from) in view.rows.iter_mut().zip(&table.rows) {
            let url = self.routes.team(from.team).filter(|_| from.played > 0);
            row.matches = url.map(|url| format!("{url}#{anchor}"));
        }
    }
}
