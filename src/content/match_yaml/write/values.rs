//! Single values in the short form an author would use, else in the long one.
//!
//! In: an official, a kick-off or a score. Out: YAML that reads as the same.

use std::fmt::Write;

use super::layout::Long;
use crate::content::forms::{kickoff, score, split_parentheses};
use crate::content::raw::{Names, RawKickoff, RawOfficial};
use crate::content::yaml::quote::{quoted, scalar};
use crate::model::{Pair, Score};

pub(super) fn official(names: &Names, official: &RawOfficial, in_list: bool) -> String {
    let name = names.resolve(&official.name);
    let country = official.country.map(|country| names.resolve(&country));
    let short = country.map_or_else(|| name.to_owned(), |country| format!("{name} ({country})"));
    if split_parentheses(&short) == (name, country) {
        return if in_list { quoted(&short) } else { scalar(&short) };
    }
    let mut long = Long::new();
    long.text("name", Some(name));
    long.text("country", country);
    long.finish()
}

pub(super) fn kickoff_text(kickoff: RawKickoff) -> String {
    let mut text = kickoff.date.to_string();
    // Writing to a string cannot fail.
    if let Some(time) = kickoff.time {
        let format = if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
        let _ = write!(text, " {}", time.strftime(format));
    } else if kickoff.to_be_decided {
        text.push_str(" TBD");
    }
    if let Some(offset) = kickoff.offset.filter(|_| kickoff.time.is_some()) {
        let sign = if offset < 0 { '-' } else { '+' };
        let _ = write!(text, " {sign}{:02}:{:02}", offset.unsigned_abs() / 60, offset.unsigned_abs() % 60);
    }
    debug_assert!(kickoff::parse(&text).is_ok(), "{text}");
    text
}

pub(super) fn pair_text([home, away]: Pair) -> String {
    format!("{home}-{away}")
}

/// `3-3 aet (2-2, 2-0), 4-2 pens`, or the long form where that would say
/// something else.
pub(super) fn score_text(score: Score) -> Option<String> {
    score.result().or(score.ht).or(score.pens)?;
    let short = score.to_string();
    if score::parse(&short) == Ok(score) {
        return Some(short);
    }
    let mut long = Long::new();
    for (key, pair) in [("ft", score.ft), ("ht", score.ht), ("et", score.et), ("pens", score.pens)] {
        if let Some([home, away]) = pair {
            long.part(key, format_args!("[{home}, {away}]"));
        }
    }
    if score.golden_goal {
        long.part("golden_goal", format_args!("true"));
    }
    Some(long.finish())
}
