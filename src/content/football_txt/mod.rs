//! Reads Football.TXT, the text format of the openfootball project.
//!
//! In: the text of one file, in whatever dialect of the last fifteen years.
//! Out: matches with goals, line-ups, cards, shoot-outs and officials,
//! squads, groups and byes, all as raw values with names unresolved, and a
//! warning with its place for whatever could not be understood: no line is
//! dropped in silence. Never an error and never a panic, since a data file
//! comes from elsewhere and the rest of it is still good; never another file,
//! never a guess at who is meant.
//!
//! The format is told in `docs/data-files.md`. Each part of it has a file:
//!
//! | file | reads |
//! |---|---|
//! | `lines`, `scan` | lines, fields, blocks of lines; a moving position |
//! | `dates`, `times` | dates and their years, times and their zones |
//! | `rounds`, `groups` | what a section calls itself; a group's teams |
//! | `match_line`, `scores`, `status`, `venue` | the line of a match |
//! | `goals`, `lineups`, `shootout`, `officials`, `squads` | what stands below it |
//! | `reader`, `sections`, `assemble` | which line is which, what holds until when, raw values |

mod assemble;
mod dates;
mod goals;
mod groups;
mod lines;
mod lineups;
mod match_line;
mod officials;
mod reader;
mod report;
mod rounds;
mod scan;
mod scores;
mod sections;
mod shootout;
mod squads;
mod status;
mod times;
mod venue;

use std::sync::Arc;

use super::raw::{Names, RawRecord};
use crate::diagnostic::Diagnostic;

pub(crate) use assemble::rule;
pub(crate) use dates::{Years, lead as lead_date};
pub(crate) use officials::split_country;
pub(crate) use rounds::{matchday, without_leg};
pub(crate) use scan::{Scan, minute};
pub(crate) use scores::lead as lead_score;
pub(crate) use squads::born;
pub(crate) use status::bracket as status;
pub(crate) use times::{lead as lead_time, offset as zone_offset};

/// Reads a file. `file` is its path relative to the site's root.
///
/// ```
/// use touchline::content::{football_txt, raw::Names};
///
/// let text = "= World Cup 2022\n▪ Group B\nTue Nov 29\n  22:00  Iran  0-1 (0-1)  USA  @ Al Thumama Stadium, Doha\n  (Pulisic 38')\n";
/// let (names, mut out) = (Names::default(), Vec::new());
/// let record = football_txt::read(&"content/record/cup.txt".into(), text, &names, &mut out);
/// assert_eq!(names.resolve(&record.matches[0].away), "USA");
/// assert!(out.is_empty());
/// ```
pub fn read(file: &Arc<str>, text: &str, names: &Names, out: &mut Vec<Diagnostic>) -> RawRecord {
    reader::Reader::new(file, text, names, out).read()
}

#[cfg(test)]
mod tests;
