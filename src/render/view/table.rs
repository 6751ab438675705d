//! Tables as templates see them.
//!
//! In: a computed table of `model::table`. Out: [`TableView`]. Never ranks
//! anything itself.

use serde::Serialize;

use crate::render::shared::Shared;
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
}
