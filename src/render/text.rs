//! Minutes, dates, times and pairs of goals as templates see them: text.
//!
//! In: values of the model. Out: their text, made only when a template value
//! is. For a digest the numbers do, and are much cheaper. Also the few words
//! that several views need. Never looks at anything but its own value.

use std::fmt::{self, Display, Write as _};

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use serde::{Serialize, Serializer};

use crate::model::{Kickoff, Minute, Pair, Published};

/// Room for a text as short as these are, so that none is asked for.
struct ShortText {
    bytes: [u8; 48],
    len: usize,
}

impl Default for ShortText {
    fn default() -> Self {
        Self { bytes: [0; 48], len: 0 }
    }
}

impl ShortText {
    fn as_str(&self) -> &str {
        // Whole texts were put one after the other.
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

impl fmt::Write for ShortText {
    /// The error is that there is no room left.
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident($inner:ty), |$v:ident| $compact:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(pub $inner);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    let mut text = ShortText::default();
                    match write!(text, "{self}") {
                        Ok(()) => serializer.serialize_str(text.as_str()),
                        Err(_) => serializer.collect_str(self),
                    }
                } else {
                    let $v = &self.0;
                    $compact.serialize(serializer)
                }
            }
        }
    };
}

text! {
    /// `38′`, `45+2′`, with a prime.
    MinuteText(Minute), |m| (m.minute, m.added)
}

text! {
    /// `2022-11-29`.
    DateText(Date), |d| (d.year(), d.month(), d.day())
}

text! {
    /// `22:00`.
    TimeText(Time), |t| (t.hour(), t.minute())
}

text! {
    /// `0–1`, with an en dash.
    PairText(Pair), |p| p
}

text! {
    /// `UTC+3`, `UTC−3:30`, `UTC`.
    ZoneText(Offset), |z| z.seconds()
}

text! {
    /// For `<time datetime>`: as precise as is known.
    KickoffText(Kickoff), |k| (
        DateText(k.date),
        k.time.map(TimeText),
        k.offset.map(Offset::seconds),
    )
}

text! {
    /// RFC 3339, in the offset it was told in.
    MomentText(Published), |p| (p.instant.as_second(), p.offset)
}

text! {
    /// RFC 3339, or the date alone where no time was given.
    PublishedText(Published), |p| (DateText(p.date), p.instant.as_second(), p.offset, p.has_time)
}

text! {
    /// A difference with its sign: `+2`, `0`, `−3`.
    SignedText(i32), |n| n
}

impl Display for MinuteText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Minute { minute, added: 0 } => write!(f, "{minute}\u{2032}"),
            Minute { minute, added } => write!(f, "{minute}+{added}\u{2032}"),
        }
    }
}

impl Display for DateText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Display for TimeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

impl Display for PairText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.0[0], self.0[1])
    }
}

impl Display for ZoneText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.seconds();
        let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() % 3600 / 60);
        let sign = if seconds < 0 { '−' } else { '+' };
        match (hours, minutes) {
            (0, 0) => f.write_str("UTC"),
            (hours, 0) => write!(f, "UTC{sign}{hours}"),
            (hours, minutes) => write!(f, "UTC{sign}{hours}:{minutes:02}"),
        }
    }
}

impl Display for SignedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("0"),
            n if n > 0 => write!(f, "+{n}"),
            n => write!(f, "−{}", -n),
        }
    }
}

impl Display for KickoffText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.date)?;
        if let Some(time) = self.0.time {
            write!(f, "T{}", TimeText(time))?;
            if let Some(offset) = self.0.offset {
                write_offset(f, offset.seconds())?;
            }
        }
        Ok(())
    }
}

impl Display for PublishedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.has_time { MomentText(self.0).fmt(f) } else { write!(f, "{}", self.0.date) }
    }
}

impl Display for MomentText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = Offset::from_seconds(self.0.offset).unwrap_or(Offset::UTC);
        let local = offset.to_datetime(self.0.instant);
        write!(f, "{}T{:02}:{:02}:{:02}", local.date(), local.hour(), local.minute(), local.second())?;
        write_offset(f, offset.seconds())
    }
}

/// The moment of publication as RFC 3339 has it, in the offset it was told in.
pub fn rfc3339(published: &Published) -> String {
    MomentText(*published).to_string()
}

/// The local time of publication, where one was given.
pub fn published_time(published: &Published) -> Option<TimeText> {
    let offset = Offset::from_seconds(published.offset).unwrap_or(Offset::UTC);
    published.has_time.then(|| TimeText(offset.to_datetime(published.instant).time()))
}

/// Which figures a match enters, a letter each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    letters: [u8; Self::MOST],
    count: u8,
}

impl Marks {
    /// More than any page has figures.
    const MOST: usize = 10;
}

impl FromIterator<char> for Marks {
    fn from_iter<T: IntoIterator<Item = char>>(letters: T) -> Self {
        let mut marks = Self::default();
        for (place, letter) in marks.letters.iter_mut().zip(letters) {
            *place = u8::try_from(letter).unwrap_or(b'?');
            marks.count += 1;
        }
        marks
    }
}

impl Serialize for Marks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let letters = &self.letters[..usize::from(self.count)];
        serializer.serialize_str(std::str::from_utf8(letters).unwrap_or_default())
    }
}

fn write_offset(f: &mut fmt::Formatter<'_>, seconds: i32) -> fmt::Result {
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.abs();
    write!(f, "{sign}{:02}:{:02}", seconds / 3600, seconds % 3600 / 60)
}

/// English names of the months.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// English names of the days, Monday first.
pub const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// `29 November 2022`.
pub fn long_date(date: Date) -> String {
    format!("{} {} {}", date.day(), month_name(date), date.year())
}

/// `November`.
pub fn month_name(date: Date) -> &'static str {
    MONTHS[(date.month() as usize - 1).min(11)]
}

/// A number with commas between the thousands: `42,127`.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Names in a row: `A`, `A and B`, `A, B and C`.
pub fn and_list<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::render::digest::digest_of;

    #[test]
    fn minutes_tell_stoppage_time() {
        assert_eq!(MinuteText(Minute { minute: 38, added: 0 }).to_string(), "38′");
        assert_eq!(MinuteText(Minute { minute: 90, added: 13 }).to_string(), "90+13′");
    }

    #[test]
    fn zones_are_written_as_people_say_them() {
        let zone = |seconds| ZoneText(Offset::from_seconds(seconds).unwrap()).to_string();
        assert_eq!(zone(0), "UTC");
        assert_eq!(zone(3 * 3600), "UTC+3");
        assert_eq!(zone(-(3 * 3600 + 1800)), "UTC−3:30");
    }

    #[test]
    fn a_kickoff_is_as_precise_as_it_is_known() {
        let date = date(2022, 11, 29);
        let instant = "2022-11-29T19:00:00Z".parse().unwrap();
        let mut kickoff = Kickoff { date, time: None, offset: None, instant, to_be_decided: false };
        assert_eq!(KickoffText(kickoff).to_string(), "2022-11-29");
        kickoff.time = Some(time(22, 0, 0, 0));
        assert_eq!(KickoffText(kickoff).to_string(), "2022-11-29T22:00");
        kickoff.offset = Some(Offset::constant(3));
        assert_eq!(KickoffText(kickoff).to_string(), "2022-11-29T22:00+03:00");
    }

    #[test]
    fn publication_keeps_its_offset() {
        let published = Published {
            date: date(2022, 11, 30),
            instant: "2022-11-29T21:20:00Z".parse().unwrap(),
            offset: 3 * 3600,
            has_time: true,
        };
        assert_eq!(PublishedText(published).to_string(), "2022-11-30T00:20:00+03:00");
        assert_eq!(published_time(&published).unwrap().to_string(), "00:20");
    }

    #[test]
    fn numbers_have_commas() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(42_127), "42,127");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(grouped(-1_234), "−1,234");
    }

    #[test]
    fn digests_tell_values_apart() {
        let minute = |minute, added| digest_of(&MinuteText(Minute { minute, added }));
        assert_ne!(minute(45, 2), minute(45, 0));
        assert_ne!(digest_of(&PairText([1, 0])), digest_of(&PairText([0, 1])));
    }

    #[test]
    fn lists_read_as_english() {
        assert_eq!(and_list::<&str>(&[]), "");
        assert_eq!(and_list(&["A"]), "A");
        assert_eq!(and_list(&["A", "B", "C"]), "A, B and C");
    }
}
