//! Dates in all the forms of fifteen years, and the years they leave out.
//!
//! In: a text that may start with a date; the season of the heading. Out:
//! the day and month with weekday and year as far as written, and a whole
//! date once the year is known. Never guesses a year from nothing: without
//! season and earlier date there is none.
//!
//! Forms: `Sun Nov 20`, `[Fri Aug/11]`, `Fri Aug/11 2023`, `14 June`,
//! `Fri July 10 2026`, `10.07.2026`, `10.07.`, `2026-07-10`, `10/07/2026`,
//! `10/07` (day first).

use jiff::civil::{Date, Weekday};

use super::scan::Scan;

/// A date as far as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PartialDate {
    pub(crate) weekday: Option<Weekday>,
    pub(crate) day: i8,
    pub(crate) month: i8,
    pub(crate) year: Option<i16>,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// The date a text starts with and how many bytes it takes. A date in
/// brackets includes them. What follows it is a space, an end or a bracket.
pub(crate) fn lead(text: &str) -> Option<(PartialDate, usize)> {
    let first = *text.as_bytes().first()?;
    // Most lines start with a team: a quick way out.
    if !(first == b'[' || first.is_ascii_digit() || first.is_ascii_alphabetic()) {
        return None;
    }
    let mut scan = Scan::new(text);
    let bracketed = scan.eat('[');
    scan.spaces();
    let date = date(&mut scan)?;
    if bracketed {
        scan.spaces();
        return scan.eat(']').then_some((date, scan.at));
    }
    scan.peek().is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ']' | '|')).then_some((date, scan.at))
}

/// A range of days: `Sat Dec 3 - Tue Dec 6`, `June 17-21`, `Sun Nov 20`.
pub(super) fn range(text: &str) -> Option<(PartialDate, PartialDate)> {
    let mut scan = Scan::new(text);
    scan.spaces();
    let start = date(&mut scan)?;
    scan.spaces();
    if !scan.eat_any(&['-', '–']) {
        return scan.is_done().then_some((start, start));
    }
    scan.spaces();
    let before = scan;
    if let Some(end) = date(&mut scan) {
        scan.spaces();
        return scan.is_done().then_some((start, end));
    }
    scan = before;
    let day = day(&mut scan)?;
    let year = year(&mut scan);
    scan.spaces();
    let start = PartialDate { year: start.year.or(year), ..start };
    scan.is_done().then_some((start, PartialDate { weekday: None, day, year: year.or(start.year), ..start }))
}

fn date(scan: &mut Scan<'_>) -> Option<PartialDate> {
    let weekday = weekday(scan);
    let (day, month, year) = if scan.peek()?.is_ascii_digit() { numbers_first(scan)? } else { month_first(scan)? };
    ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some(PartialDate { weekday, day, month, year })
}

fn weekday(scan: &mut Scan<'_>) -> Option<Weekday> {
    let before = *scan;
    let word = scan.until(|c| !c.is_ascii_alphabetic());
    if let Some((_, weekday)) = WEEKDAYS.iter().find(|(name, _)| abbreviates(word, name)) {
        scan.eat_any(&['.', ',']);
        if scan.spaces() > 0 {
            return Some(*weekday);
        }
    }
    *scan = before;
    None
}

/// Whether `word` is `name` or its first three letters or more, in any case.
fn abbreviates(word: &str, name: &str) -> bool {
    word.len() >= 3 && word.len() <= name.len() && name[..word.len()].eq_ignore_ascii_case(word)
}

fn month(scan: &mut Scan<'_>) -> Option<i8> {
    let word = scan.until(|c| !c.is_ascii_alphabetic());
    let month = (1..).zip(MONTHS).find(|(_, name)| abbreviates(word, name))?.0;
    scan.eat('.');
    Some(month)
}

/// A day of one or two digits: `3`, `3rd`.
fn day(scan: &mut Scan<'_>) -> Option<i8> {
    let digits = scan.until(|c| !c.is_ascii_digit());
    if digits.is_empty() || digits.len() > 2 || scan.peek().is_some_and(|c| matches!(c, ':' | '+' | '\'')) {
        return None;
    }
    for ordinal in ["st", "nd", "rd", "th"] {
        if scan.rest().starts_with(ordinal) {
            scan.at += 2;
        }
    }
    digits.parse().ok()
}

/// A year of four digits after one space, a comma or a slash.
fn year(scan: &mut Scan<'_>) -> Option<i16> {
    let before = *scan;
    let mut found = scan.eat(',');
    found |= scan.eat_any(&[' ', '/']);
    let digits = scan.until(|c| !c.is_ascii_digit());
    let bounded = scan.peek().is_none_or(|c| c.is_whitespace() || matches!(c, ']' | ',' | '|'));
    if found && bounded && digits.len() == 4 {
        let year: Option<i16> = digits.parse().ok();
        // The rules of 1863 are older than any match; `1860 München` is none.
        if let Some(year) = year.filter(|year| (1863..=2199).contains(year)) {
            return Some(year);
        }
    }
    *scan = before;
    None
}

fn month_first(scan: &mut Scan<'_>) -> Option<(i8, i8, Option<i16>)> {
    let month = month(scan)?;
    if !scan.eat_any(&[' ', '/', '-']) {
        return None;
    }
    let day = day(scan)?;
    Some((day, month, year(scan)))
}

fn numbers_first(scan: &mut Scan<'_>) -> Option<(i8, i8, Option<i16>)> {
    let digits = scan.until(|c| !c.is_ascii_digit());
    let separator = scan.bump()?;
    match (digits.len(), separator) {
        (4, '-' | '/') => {
            let year = digits.parse().ok()?;
            let month = scan.number()?;
            if !scan.eat(separator) {
                return None;
            }
            let day = scan.number()?;
            Some((day.try_into().ok()?, month.try_into().ok()?, Some(year)))
        }
        (1 | 2, '.' | '/' | '-') if scan.peek()?.is_ascii_digit() => {
            let day = digits.parse().ok()?;
            let month = scan.number()?.try_into().ok()?;
            let tail = scan.eat(separator).then(|| scan.until(|c| !c.is_ascii_digit()));
            let year = match tail.map(|text| (text.len(), text)) {
                Some((4, text)) => Some(text.parse().ok()?),
                Some((2, text)) => Some(text.parse::<i16>().ok().map(|y| if y < 70 { 2000 + y } else { 1900 + y })?),
                // `10.07.` is a date, `10.07` a time of day.
                Some((0, _)) if separator == '.' => None,
                None if separator == '/' => None,
                _ => return None,
            };
            Some((day, month, year.or_else(|| self::year(scan))))
        }
        (1 | 2, ' ' | '/' | '.' | '-') => {
            if separator == '.' {
                scan.eat(' ');
            }
            let day = digits.parse().ok()?;
            Some((day, month(scan)?, year(scan)))
        }
        // `3rd June`
        (1 | 2, 's' | 'n' | 'r' | 't') => {
            scan.bump().filter(|c| matches!(c, 't' | 'd' | 'h'))?;
            if !scan.eat(' ') {
                return None;
            }
            let day = digits.parse().ok()?;
            Some((day, month(scan)?, year(scan)))
        }
        _ => None,
    }
}

/// What is known of the years of a file's dates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Years {
    /// The first year of the season, and whether it runs into the next.
    pub(crate) season: Option<(i16, bool)>,
    /// The date before.
    last: Option<Date>,
}

/// Why a written date is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoDate {
    /// Nothing tells the year.
    Year,
    /// There is no such day.
    Day,
}

impl Years {
    /// Starts a new season.
    pub(crate) fn begin(&mut self, season: Option<(i16, bool)>) {
        if season.is_some() {
            *self = Self { season, last: None };
        }
    }

    /// The whole date, and whether its weekday is the one written. The year
    /// is, in this order: the written one; the one nearest to the date
    /// before, which rolls over at New Year; the season's, in whose second
    /// half a year is the second one. A weekday that fits only the year
    /// before or after decides for that.
    pub(crate) fn complete(&mut self, date: PartialDate) -> Result<(Date, bool), NoDate> {
        let year = match (date.year, self.last, self.season) {
            (Some(year), ..) => year,
            (None, Some(last), _) => {
                let distance = i16::from(date.month) - i16::from(last.month());
                last.year() + i16::from(distance < -6) - i16::from(distance > 6)
            }
            (None, None, Some((first, runs_over))) => first + i16::from(runs_over && date.month < 7),
            (None, None, None) => return Err(NoDate::Year),
        };
        let fits = |year: i16| {
            let whole = Date::new(year, date.month, date.day).ok()?;
            date.weekday.is_none_or(|weekday| weekday == whole.weekday()).then_some(whole)
        };
        let mut found = fits(year);
        if found.is_none() && date.year.is_none() {
            found = fits(year + 1).or_else(|| fits(year - 1)).filter(|other| self.plausible(*other));
        }
        let (whole, agrees) = match found {
            Some(whole) => (whole, true),
            None => (Date::new(year, date.month, date.day).map_err(|_| NoDate::Day)?, false),
        };
        self.last = Some(whole);
        Ok((whole, agrees))
    }

    /// Whether a season can hold this date: a weekday in error must not carry
    /// a match into another year.
    fn plausible(&self, date: Date) -> bool {
        self.season.is_none_or(|(first, runs_over)| {
            let year = date.year();
            year == first || (year == first + 1 && (runs_over || date.month() < 7))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(i8, i8, Option<i16>, usize)> {
        lead(text).map(|(date, used)| (date.day, date.month, date.year, used))
    }

    #[test]
    fn forms() {
        assert_eq!(read("Sun Nov 20"), Some((20, 11, None, 10)));
        assert_eq!(read("[Fri Aug/11]"), Some((11, 8, None, 12)));
        assert_eq!(read("Fri Aug/11 2023"), Some((11, 8, Some(2023), 15)));
        assert_eq!(read("Fri July 10 2026"), Some((10, 7, Some(2026), 16)));
        assert_eq!(read("Friday, July 10, 2026"), Some((10, 7, Some(2026), 21)));
        assert_eq!(read("10.07.2026"), Some((10, 7, Some(2026), 10)));
        assert_eq!(read("10.07."), Some((10, 7, None, 6)));
        assert_eq!(read("2026-07-10"), Some((10, 7, Some(2026), 10)));
        assert_eq!(read("10/07/2026"), Some((10, 7, Some(2026), 10)));
        assert_eq!(read("[10/07]"), Some((10, 7, None, 7)));
        assert_eq!(read("14 June   Italy"), Some((14, 6, None, 7)));
        assert_eq!(read("14. June 1982"), Some((14, 6, Some(1982), 13)));
        assert_eq!(read("3rd Sep"), Some((3, 9, None, 7)));
        assert_eq!(read("June 18  1860 München"), Some((18, 6, None, 7)));
        assert_eq!(read("Sat Nov 20 16:00"), Some((20, 11, None, 10)));
        assert_eq!(lead("Sun Nov 20").and_then(|d| d.0.weekday), Some(Weekday::Sunday));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "18.30  A",
            "18:30",
            "Sun City 2-1 B",
            "Marseille",
            "2-1",
            "Mon 15:00",
            "[postponed]",
            "1. FC Köln",
            "40 May",
            "",
            "20.13.2022",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn ranges() {
        let days = |text| range(text).map(|(a, b)| (a.day, a.month, b.day, b.month));
        assert_eq!(days("Sat Dec 3 - Tue Dec 6"), Some((3, 12, 6, 12)));
        assert_eq!(days("June 17-21 "), Some((17, 6, 21, 6)));
        assert_eq!(days("Sun Nov 20"), Some((20, 11, 20, 11)));
        assert_eq!(days("Sat Jun 28 - Tue Jul 1"), Some((28, 6, 1, 7)));
        assert_eq!(days("Leg 1"), None);
    }

    fn dates(season: (i16, bool), texts: &[&str]) -> Vec<String> {
        let mut years = Years::default();
        years.begin(Some(season));
        texts.iter().map(|t| years.complete(lead(t).expect("a date").0).expect("whole").0.to_string()).collect()
    }

    #[test]
    fn years_roll_over_at_new_year_and_back() {
        assert_eq!(
            dates((2023, true), &["Fri Aug/11", "Sat Dec/30", "Mon Jan/1", "Sun May/19", "Tue Dec/26"]),
            ["2023-08-11", "2023-12-30", "2024-01-01", "2024-05-19", "2023-12-26"]
        );
        assert_eq!(dates((2022, false), &["Sun Nov 20", "Sun Dec 18"]), ["2022-11-20", "2022-12-18"]);
        assert_eq!(dates((2023, true), &["Sun May/19"]), ["2024-05-19"]);
        // A season that ended in July (2019/20).
        assert_eq!(dates((2019, true), &["Fri Aug/9", "Wed Mar/4", "Wed Jun/17", "Sun Jul/26"])[3], "2020-07-26");
    }

    #[test]
    fn a_weekday_finds_its_year() {
        // 20 January 2022 was a Thursday, 2023 a Friday.
        assert_eq!(dates((2022, false), &["Fri Jan 20"]), ["2023-01-20"]);
        let mut years = Years::default();
        years.begin(Some((2022, false)));
        let wrong = lead("Mon Nov 20").expect("a date").0;
        assert_eq!(years.complete(wrong).map(|(d, ok)| (d.to_string(), ok)), Ok(("2022-11-20".to_owned(), false)));
    }

    #[test]
    fn what_cannot_be_completed() {
        let date = lead("Sun Nov 20").expect("a date").0;
        assert_eq!(Years::default().complete(date), Err(NoDate::Year));
        let leap = lead("Feb 30 2022").expect("a date").0;
        assert_eq!(Years::default().complete(leap), Err(NoDate::Day));
    }
}
