//! Times of day and the zones they are given in.
//!
//! In: a text that may start with a time. Out: the local time at the ground
//! and its offset from UTC where the text tells one. Never assumes a zone: a
//! time without one stays local.
//!
//! Forms: `18:30`, `18.30`, `18h30`, `20:00 UTC-7`, `15:00 BST`, and a second
//! local time in parentheses: `20:00 UTC-7 (05:00 CEST)`. Where only the
//! second has a zone, the difference of the two clocks gives the first one's
//! offset.

use jiff::civil::Time;

use super::scan::Scan;

/// A local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LocalTime {
    pub(crate) time: Time,
    /// Minutes from UTC.
    pub(crate) offset: Option<i16>,
}

/// Zones by their usual abbreviations, in minutes from UTC. Those with two
/// meanings (IST, CST) are left out.
const ZONES: &[(&str, i16)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("WET", 0),
    ("BST", 60),
    ("WEST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("TRT", 180),
    ("JST", 540),
    ("KST", 540),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
    ("BRT", -180),
    ("ART", -180),
    ("EDT", -240),
    ("EST", -300),
    ("CDT", -300),
    ("MDT", -360),
    ("MST", -420),
    ("PDT", -420),
    ("PST", -480),
];

/// The time a text starts with and how many bytes it takes.
pub(crate) fn lead(text: &str) -> Option<(LocalTime, usize)> {
    if !text.as_bytes().first()?.is_ascii_digit() {
        return None;
    }
    let mut scan = Scan::new(text);
    let (time, mut offset) = clock(&mut scan)?;
    if scan.peek().is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | ',')) {
        return None;
    }
    let before = scan;
    scan.spaces();
    if let Some((inner, _)) = scan.group('(', ')')
        && let Some(second) = second(inner)
    {
        if let (None, Some(other)) = (offset, second.1) {
            offset = Some(second.0.map_or(other, |clock| difference(time, clock, other)));
        }
    } else {
        scan = before;
    }
    Some((LocalTime { time, offset }, scan.at))
}

/// What stands in the parentheses: a time with or without a zone, or a zone.
fn second(inner: &str) -> Option<(Option<Time>, Option<i16>)> {
    let mut scan = Scan::new(inner);
    scan.spaces();
    let found = match clock(&mut scan) {
        Some((time, offset)) => (Some(time), offset),
        None => (None, Some(zone(&mut scan)?)),
    };
    scan.spaces();
    scan.is_done().then_some(found)
}

/// The offset of the clock that shows `first` while one at `offset` shows
/// `second`.
fn difference(first: Time, second: Time, offset: i16) -> i16 {
    let minutes = |time: Time| i16::from(time.hour()) * 60 + i16::from(time.minute());
    let raw = minutes(first) - minutes(second) + offset;
    // The two may stand on both sides of midnight.
    if raw > 14 * 60 {
        raw - 24 * 60
    } else if raw < -12 * 60 {
        raw + 24 * 60
    } else {
        raw
    }
}

/// `18:30`, with its zone where one follows.
fn clock(scan: &mut Scan<'_>) -> Option<(Time, Option<i16>)> {
    let start = *scan;
    let found = (|| {
        let hour = two_digits(scan)?;
        if !scan.eat_any(&[':', '.', 'h']) {
            return None;
        }
        let digits = scan.until(|c| !c.is_ascii_digit());
        let minute: i8 = if digits.len() == 2 { digits.parse().ok()? } else { return None };
        Time::new(hour, minute, 0, 0).ok()
    })();
    let Some(time) = found else {
        *scan = start;
        return None;
    };
    let before = *scan;
    scan.spaces();
    let offset = zone(scan);
    if offset.is_none() {
        *scan = before;
    }
    Some((time, offset))
}

fn two_digits(scan: &mut Scan<'_>) -> Option<i8> {
    let digits = scan.until(|c| !c.is_ascii_digit());
    if digits.is_empty() || digits.len() > 2 { None } else { digits.parse().ok() }
}

/// `UTC-7`, `UTC+5:30`, `GMT`, `CEST`.
fn zone(scan: &mut Scan<'_>) -> Option<i16> {
    let before = *scan;
    let word = scan.until(|c| !c.is_ascii_alphabetic());
    let mut offset = ZONES.iter().find(|(name, _)| *name == word).map(|(_, offset)| *offset);
    if matches!(word, "UTC" | "GMT")
        && let Some(sign) = scan.peek().filter(|c| matches!(c, '+' | '-' | '−' | '±'))
    {
        scan.bump();
        offset = (|| {
            let hours = i16::from(two_digits(scan)?);
            let minutes = if scan.eat(':') { i16::from(two_digits(scan)?) } else { 0 };
            let total = hours * 60 + minutes;
            (hours <= 14 && minutes < 60).then_some(if matches!(sign, '-' | '−') { -total } else { total })
        })();
    }
    if scan.peek().is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | ',' | ']')) {
        offset = None;
    }
    if offset.is_none() {
        *scan = before;
    }
    offset
}

/// The offset that a text is, and nothing but it: `UTC+3`.
pub(crate) fn offset(text: &str) -> Option<i16> {
    let mut scan = Scan::new(text.trim());
    let found = zone(&mut scan)?;
    scan.is_done().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Option<i16>, usize)> {
        lead(text).map(|(local, used)| (local.time.strftime("%H:%M").to_string(), local.offset, used))
    }

    #[allow(clippy::unnecessary_wraps, reason = "stands beside what `read` returns")]
    fn is(time: &str, offset: Option<i16>, used: usize) -> Option<(String, Option<i16>, usize)> {
        Some((time.to_owned(), offset, used))
    }

    #[test]
    fn clocks() {
        assert_eq!(read("18:30"), is("18:30", None, 5));
        assert_eq!(read("18.30  A"), is("18:30", None, 5));
        assert_eq!(read("18h30"), is("18:30", None, 5));
        assert_eq!(read("9:05"), is("09:05", None, 4));
        for text in ["25:00", "18:60", "18:3", "118:30", "10.07.2026", "2-1", "A 18:30", "18:30x"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn zones() {
        assert_eq!(read("20:00 UTC-7"), is("20:00", Some(-420), 11));
        assert_eq!(read("20:00 UTC+5:30  A"), is("20:00", Some(330), 14));
        assert_eq!(read("20:00 CEST"), is("20:00", Some(120), 10));
        assert_eq!(read("15:00 GMT"), is("15:00", Some(0), 9));
        assert_eq!(read("15:00 BST"), is("15:00", Some(60), 9));
        assert_eq!(read("15:00 EEST"), is("15:00", Some(180), 10));
        // A team that starts like a zone is none.
        assert_eq!(read("15:00 ESTudiantes"), is("15:00", None, 5));
        assert_eq!(read("15:00 UTC+99"), is("15:00", None, 5));
        assert_eq!(offset("UTC-3"), Some(-180));
        assert_eq!(offset("Europe/London"), None);
    }

    #[test]
    fn a_second_local_time() {
        assert_eq!(read("20:00 UTC-7 (05:00 CEST)"), is("20:00", Some(-420), 24));
        assert_eq!(read("18:00 (19:00 CEST)  A"), is("18:00", Some(60), 18));
        assert_eq!(read("20:00 (04:00 GMT)"), is("20:00", Some(-480), 17));
        assert_eq!(read("18:00 (UTC+3)"), is("18:00", Some(180), 13));
        assert_eq!(read("18:00 (20:00)"), is("18:00", None, 13));
        assert_eq!(read("18:00 (Messi 3')"), is("18:00", None, 5));
    }
}
