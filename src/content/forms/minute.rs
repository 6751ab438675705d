//! Minutes: `38'`, `45+1'`, `90'+6`, `38`.
//!
//! In: a text that is, or begins with, a minute. Out: the minute and what
//! follows it. What stands beyond the 120th minute is its stoppage time,
//! however it is written: `121'` is 120+1. Never guesses what a wrong number
//! might have meant.

use super::{Fault, Parsed, is_minute_mark, shown, split_digits};
use crate::model::Minute;

/// The code of a faulty minute.
pub const CODE: &str = "E0212";

/// The last minute that is not stoppage time: the end of extra time.
const LAST: u16 = 120;

/// The longest stoppage time believed, in minutes.
const LONGEST_STOPPAGE: u16 = 60;

/// Reads a text that is a minute and nothing else.
pub fn parse(text: &str) -> Parsed<'_, Minute> {
    let text = text.trim();
    match lead(text)? {
        Some((minute, rest)) if rest.trim().is_empty() => Ok(minute),
        _ => Err(Fault::new(CODE, text, format!("`{}` is not a minute", shown(text)))
            .help("a minute is written `38'` or, in stoppage time, `45+2'`")),
    }
}

/// Takes the minute that a text begins with, and the rest; `None` if it does
/// not begin with a digit.
pub fn lead(text: &str) -> Parsed<'_, Option<(Minute, &str)>> {
    let (digits, mut rest) = split_digits(text);
    if digits.is_empty() {
        return Ok(None);
    }
    rest = rest.strip_prefix(is_minute_mark).unwrap_or(rest);
    let mut added_digits = "";
    if let Some(after) = rest.trim_start().strip_prefix('+') {
        let (digits, after) = split_digits(after.trim_start());
        if digits.is_empty() {
            let part = &text[..text.len() - after.len()];
            return Err(Fault::new(CODE, part, "the minutes of stoppage time are missing after `+`")
                .help("stoppage time is written `45+2'`"));
        }
        added_digits = digits;
        rest = after.strip_prefix(is_minute_mark).unwrap_or(after);
    }
    let whole = text[..text.len() - rest.len()].trim_end();
    let mut minute: u16 = digits.parse().unwrap_or(u16::MAX);
    if minute == 0 || minute > LAST + LONGEST_STOPPAGE {
        return Err(Fault::new(CODE, whole, format!("a match has no minute `{}`", shown(digits)))
            .help("minutes go from 1 to 120; stoppage time is written `90+4'`"));
    }
    let mut added: u16 = if added_digits.is_empty() { 0 } else { added_digits.parse().unwrap_or(u16::MAX) };
    if minute > LAST {
        added = added.saturating_add(minute - LAST);
        minute = LAST;
    }
    if added > LONGEST_STOPPAGE {
        return Err(Fault::new(
            CODE,
            whole,
            format!("`{}` minutes of stoppage time cannot be right", shown(added_digits)),
        ));
    }
    Ok(Some((Minute { minute, added }, rest)))
}

/// The minute made of two numbers of a long form.
pub fn from_parts(minute: i64, added: i64) -> Result<Minute, String> {
    match (u16::try_from(minute), u16::try_from(added)) {
        (Ok(minute @ 1..=LAST), Ok(added @ 0..=LONGEST_STOPPAGE)) => Ok(Minute { minute, added }),
        (Ok(minute), Ok(added)) if minute > LAST && minute.saturating_add(added) <= LAST + LONGEST_STOPPAGE => {
            Ok(Minute { minute: LAST, added: minute - LAST + added })
        }
        (Ok(1..=120), _) => Err(format!("`{added}` minutes of stoppage time cannot be right")),
        _ => Err(format!("a match has no minute `{minute}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(minute: u16, added: u16) -> Minute {
        Minute { minute, added }
    }

    #[test]
    fn all_ways_to_write_a_minute() {
        for text in ["38'", "38", " 38’ ", "38′", "38`"] {
            assert_eq!(parse(text), Ok(minute(38, 0)), "{text}");
        }
        for text in ["90+6'", "90'+6", "90'+6'", "90 + 6'", "90+6"] {
            assert_eq!(parse(text), Ok(minute(90, 6)), "{text}");
        }
        for text in ["120+3'", "123'", "121+2'"] {
            assert_eq!(parse(text), Ok(minute(120, 3)));
        }
    }

    #[test]
    fn wrong_minutes_say_which_part() {
        for (text, part) in [
            ("0'", "0'"),
            ("181'", "181'"),
            ("99999999999999999999'", "99999999999999999999'"),
            ("90+'", "90+"),
            ("4x'", "4x'"),
            ("", ""),
            ("90+99'", "90+99'"),
        ] {
            assert_eq!(parse(text).map_err(|f| f.part), Err(part), "{text}");
        }
    }

    #[test]
    fn the_rest_is_handed_on() {
        assert_eq!(lead("54' pen"), Ok(Some((minute(54, 0), " pen"))));
        assert_eq!(lead("pen"), Ok(None));
    }

    #[test]
    fn long_form() {
        assert_eq!(from_parts(45, 2), Ok(minute(45, 2)));
        assert!(from_parts(-1, 0).is_err());
        assert_eq!(from_parts(125, 0), Ok(minute(120, 5)));
        assert!(from_parts(200, 0).is_err());
        assert!(from_parts(90, -1).is_err());
    }
}
