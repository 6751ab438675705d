//! Dates and instants: `2022-11-29`, `2022-11-29 22:00 +03:00`,
//! `2022-11-29T22:00Z`, `2022-11-29 TBD`.
//!
//! In: the text. Out: date, time and offset as far as they are given. Never
//! fills in a zone or a time that is not written.

use jiff::civil::{Date, Time};

use super::{Fault, Parsed, shown, split_digits};
use crate::content::raw::{RawInstant, RawKickoff};

/// The code of a faulty date or time.
pub const CODE: &str = "E0210";

const HELP: &str = "a date is written `2022-11-29`, a moment `2022-11-29 22:00 +03:00`";

/// Reads a kick-off: a date, with a time, with an offset; or a date and `TBD`.
pub fn parse(text: &str) -> Parsed<'_, RawKickoff> {
    let (date, rest) = lead_date(text.trim())?;
    if ["tbd", "tbc", "tba"].iter().any(|word| rest.eq_ignore_ascii_case(word)) {
        return Ok(RawKickoff { date, time: None, offset: None, to_be_decided: true });
    }
    let (time, offset) = time_and_offset(rest)?;
    Ok(RawKickoff { date, time, offset, to_be_decided: false })
}

/// Reads a date, or a moment with its time and offset.
pub fn parse_instant(text: &str) -> Parsed<'_, RawInstant> {
    let (date, rest) = lead_date(text.trim())?;
    let (time, offset) = time_and_offset(rest)?;
    Ok(RawInstant { date, time, offset })
}

/// Reads a date and nothing else.
pub fn parse_date(text: &str) -> Parsed<'_, Date> {
    let (date, rest) = lead_date(text.trim())?;
    if rest.is_empty() {
        return Ok(date);
    }
    Err(Fault::new(CODE, rest, format!("a date alone is expected, `{}` is too much", shown(rest))))
}

/// Reads the day a span begins with: a date, a month or a year alone
/// (`2019`, `2019-07`).
pub fn parse_from(text: &str) -> Parsed<'_, Date> {
    span_day(text, false)
}

/// Reads the day a span ends with: the last one of a month or year alone.
pub fn parse_until(text: &str) -> Parsed<'_, Date> {
    span_day(text, true)
}

fn span_day(text: &str, last: bool) -> Parsed<'_, Date> {
    let text = text.trim();
    let (year, month) = text.split_once('-').map_or((text, None), |(year, month)| (year, Some(month)));
    let day = match month {
        None if year.len() == 4 && all_digits(&[year]) => {
            Date::new(year.parse().unwrap_or(0), if last { 12 } else { 1 }, 1)
        }
        Some(month) if year.len() == 4 && month.len() == 2 && all_digits(&[year, month]) => {
            Date::new(year.parse().unwrap_or(0), month.parse().unwrap_or(0), 1)
        }
        _ => return parse_date(text),
    };
    let day = day.map_err(|_| Fault::new(CODE, text, format!("`{}` is not a date", shown(text))).help(HELP))?;
    Ok(if last { day.last_of_month() } else { day })
}

/// Reads a time of day: `22:00`, `9:30`, `22.00`, `22:00:30`.
pub fn parse_time(text: &str) -> Parsed<'_, Time> {
    let wrong = || {
        Fault::new(CODE, text, format!("`{}` is not a time of day", shown(text)))
            .help("a time is written `22:00`, from `00:00` to `23:59`")
    };
    let mut numbers = [0i8; 3];
    let mut rest = text;
    for (i, number) in numbers.iter_mut().enumerate() {
        let (digits, after) = split_digits(rest);
        if digits.is_empty() || digits.len() > 2 || (i > 0 && digits.len() != 2) {
            return Err(wrong());
        }
        *number = digits.parse().map_err(|_| wrong())?;
        rest = after;
        match rest.strip_prefix([':', '.', 'h']) {
            Some(after) if i < 2 => rest = after,
            _ if i > 0 => break,
            _ => return Err(wrong()),
        }
    }
    // Fractions of a second come from machines and mean nothing here.
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = split_digits(fraction).1;
    }
    if !rest.is_empty() {
        return Err(wrong());
    }
    Time::new(numbers[0], numbers[1], numbers[2], 0).map_err(|_| wrong())
}

fn lead_date(text: &str) -> Parsed<'_, (Date, &str)> {
    let blank = text.find([' ', '\t']).unwrap_or(text.len());
    // A `T` parts date and time only behind a digit: `Tuesday` is one word.
    let mark = text[..blank].find(['T', 't']).filter(|at| text[..*at].ends_with(|c: char| c.is_ascii_digit()));
    let piece = &text[..mark.unwrap_or(blank)];
    let mut numbers = piece.splitn(3, '-');
    let (year, month, day) = match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(y), Some(m), Some(d))
            if y.len() == 4 && (1..=2).contains(&m.len()) && (1..=2).contains(&d.len()) && all_digits(&[y, m, d]) =>
        {
            (y, m, d)
        }
        _ => {
            let part = if piece.is_empty() { text } else { piece };
            let message =
                if text.is_empty() { "a date is missing".into() } else { format!("`{}` is not a date", shown(text)) };
            return Err(match (guess(part), guess(text)) {
                (Some(help), _) => Fault::new(CODE, part, message).help(help),
                (None, Some(help)) => Fault::new(CODE, text, message).help(help),
                (None, None) => Fault::new(CODE, part, message).help(HELP),
            });
        }
    };
    let number = |digits: &str| digits.parse::<i16>().unwrap_or(0);
    let date = Date::new(number(year), number(month) as i8, number(day) as i8).map_err(|_| {
        let message = if (1..=12).contains(&number(month)) {
            format!("`{piece}`: there is no such day")
        } else {
            format!("`{piece}`: there is no month {month}")
        };
        Fault::new(CODE, piece, message).help("a date is year, month, day: `2022-11-29`")
    })?;
    let rest = &text[piece.len()..];
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim();
    Ok((date, rest))
}

fn all_digits(parts: &[&str]) -> bool {
    parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
}

/// A help line with the date that was probably meant: `29.11.2022`,
/// `29/11/2022`, `2022/11/29`, `29 November 2022`, `Nov 29, 2022`.
fn guess(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(4).collect();
    let [first, second, third] = words.as_slice() else { return None };
    let number = |word: &str| word.parse::<i16>().ok();
    let month = |word: &str| {
        let start = word.get(..3)?.to_ascii_lowercase();
        MONTHS.iter().position(|m| *m == start).map(|i| i as i16 + 1)
    };
    let (year, month, day) = match (number(first), number(second), number(third)) {
        (Some(year), Some(month), Some(day)) if year > 31 => (year, month, day),
        // Day first, unless only the other order can be.
        (Some(month), Some(day), Some(year)) if year > 31 && day > 12 => (year, month, day),
        (Some(day), Some(month), Some(year)) if year > 31 => (year, month, day),
        (Some(day), None, Some(year)) => (year, month(second)?, day),
        (None, Some(day), Some(year)) => (year, month(first)?, day),
        _ => return None,
    };
    let date = Date::new(year, month as i8, day as i8).ok()?;
    (year >= 1000).then(|| format!("write the year first: `{date}`"))
}

fn time_and_offset(text: &str) -> Parsed<'_, (Option<Time>, Option<i16>)> {
    if text.is_empty() {
        return Ok((None, None));
    }
    let end = text.find([' ', '+', '-', '−', 'Z', 'z', 'U', 'G']).unwrap_or(text.len());
    let time = parse_time(text[..end].trim_end()).map_err(|fault| {
        if end == 0 {
            Fault::new(CODE, text, format!("`{}` is not a time of day", shown(text))).help(HELP)
        } else {
            fault
        }
    })?;
    let rest = text[end..].trim_start();
    Ok((Some(time), if rest.is_empty() { None } else { Some(parse_offset(rest)?) }))
}

/// Reads an offset from UTC in minutes: `+03:00`, `-0530`, `+3`, `Z`, `UTC`,
/// `UTC-7`.
pub fn parse_offset(text: &str) -> Parsed<'_, i16> {
    let wrong = || {
        Fault::new(CODE, text, format!("`{}` is not an offset from UTC", shown(text)))
            .help("an offset is written `+03:00` or `Z`; without one the time is local to the place")
    };
    if text.eq_ignore_ascii_case("z") {
        return Ok(0);
    }
    let signed = ["UTC", "GMT"].iter().find_map(|zone| text.strip_prefix(zone)).unwrap_or(text);
    if signed.is_empty() {
        return Ok(0);
    }
    let (sign, digits) = if let Some(rest) = signed.strip_prefix('+') {
        (1, rest)
    } else {
        (-1, signed.strip_prefix(['-', '−']).ok_or_else(wrong)?)
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return Err(wrong()),
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "0"),
    };
    if hours.is_empty() || hours.len() > 2 || !all_digits(&[hours, minutes]) {
        return Err(wrong());
    }
    let (hours, minutes): (i16, i16) = (hours.parse().map_err(|_| wrong())?, minutes.parse().map_err(|_| wrong())?);
    if hours > 15 || minutes > 59 {
        return Err(wrong());
    }
    Ok(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn all_forms_of_a_kickoff() {
        let day = date(2022, 11, 29);
        let whole = |offset| RawKickoff { date: day, time: Some(time(22, 0, 0, 0)), offset, to_be_decided: false };
        assert_eq!(parse("2022-11-29").map(|k| (k.date, k.time)), Ok((day, None)));
        assert_eq!(parse("2022-11-29 22:00"), Ok(whole(None)));
        for text in [
            "2022-11-29 22:00 +03:00",
            "2022-11-29T22:00+03:00",
            "2022-11-29 22:00+0300",
            "2022-11-29 22:00:00 +3",
            "2022-11-29T22:00:00.000+03:00",
            "2022-11-29 22:00 UTC+3",
        ] {
            assert_eq!(parse(text), Ok(whole(Some(180))), "{text}");
        }
        for text in ["2022-11-29T22:00Z", "2022-11-29 22:00 UTC", "2022-11-29 22:00 GMT", "2022-11-29 22.00 z"] {
            assert_eq!(parse(text), Ok(whole(Some(0))), "{text}");
        }
        assert_eq!(parse("2022-11-29 22:00 -05:30").map(|k| k.offset), Ok(Some(-330)));
        assert_eq!(parse("2022-11-29 TBD").map(|k| (k.time, k.to_be_decided)), Ok((None, true)));
        assert_eq!(parse("2022-3-1 9:30").map(|k| k.time), Ok(Some(time(9, 30, 0, 0))));
    }

    #[test]
    fn wrong_ones_say_which_part() {
        for (text, part) in [
            ("", ""),
            ("tomorrow", "tomorrow"),
            ("yesterday", "yesterday"),
            ("Tuesday 22:00", "Tuesday"),
            ("29.11.2022 22:00", "29.11.2022"),
            ("2022-13-01", "2022-13-01"),
            ("2022-11-31 22:00", "2022-11-31"),
            ("2022-11-29 25:00", "25:00"),
            ("2022-11-29 22:0", "22:0"),
            ("2022-11-29 noon", "noon"),
            ("2022-11-29 22:00 +99:00", "+99:00"),
            ("2022-11-29 22:00 CET", "CET"),
            ("2022-11-29 é", "é"),
            ("99999-99-99", "99999-99-99"),
            ("2022-11-29 22:00:00:00", "22:00:00:00"),
        ] {
            assert_eq!(parse(text).unwrap_err().part, part, "{text}");
        }
    }

    #[test]
    fn other_orders_are_turned_round_in_the_help() {
        for text in ["29.11.2022", "29/11/2022", "11/29/2022", "2022/11/29", "29 November 2022", "Nov 29, 2022"] {
            assert_eq!(parse(text).unwrap_err().help.as_deref(), Some("write the year first: `2022-11-29`"), "{text}");
        }
        assert_eq!(parse("29.29.2022").unwrap_err().help.as_deref(), Some(HELP));
    }

    #[test]
    fn spans() {
        assert_eq!(parse_from("2019"), Ok(date(2019, 1, 1)));
        assert_eq!(parse_until("2020-02"), Ok(date(2020, 2, 29)));
        assert_eq!(parse_until("2020"), Ok(date(2020, 12, 31)));
        assert_eq!(parse_until("2020-06-30"), Ok(date(2020, 6, 30)));
        assert_eq!(parse_from("2020-13").unwrap_err().part, "2020-13");
    }

    #[test]
    fn a_date_alone() {
        assert_eq!(parse_date(" 1998-09-18 "), Ok(date(1998, 9, 18)));
        assert_eq!(parse_date("1998-09-18 10:00").unwrap_err().part, "10:00");
    }
}
