//! A position in a text that moves forward.
//!
//! In: a text. Out: the pieces the other parts of the reader ask for, with
//! their positions. Never fails: what is not there is `None` and the
//! position stays.

use crate::model::Minute;

/// The position.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scan<'a> {
    /// The whole text.
    pub(super) text: &'a str,
    /// The next byte.
    pub(super) at: usize,
}

/// Marks of a minute: straight and curly apostrophes, the prime, the accents.
const PRIMES: [char; 5] = ['\'', '’', '′', '`', '´'];

impl<'a> Scan<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }

    /// One character, whatever it is.
    pub(super) fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(crate) fn spaces(&mut self) -> usize {
        let rest = self.rest();
        let skipped = rest.len() - rest.trim_start().len();
        self.at += skipped;
        skipped
    }

    pub(super) fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    pub(super) fn eat_any(&mut self, set: &[char]) -> bool {
        let found = self.peek().is_some_and(|c| set.contains(&c));
        if found {
            self.bump();
        }
        found
    }

    /// Text as far as the first character of which `stop` is true.
    pub(super) fn until(&mut self, stop: impl FnMut(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(stop).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Digits as a number; a number beyond all measure is `u32::MAX`.
    pub(super) fn number(&mut self) -> Option<u32> {
        let digits = self.until(|c| !c.is_ascii_digit());
        if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u32::MAX)) }
    }

    /// A group in brackets, nested ones included: its inner text and where
    /// that starts. The position is after the closing bracket. `None` where
    /// none opens here or it is never closed.
    pub(super) fn group(&mut self, open: char, close: char) -> Option<(&'a str, usize)> {
        if self.peek() != Some(open) {
            return None;
        }
        let mut depth = 0_usize;
        for (index, c) in self.rest().char_indices() {
            if c == open {
                depth += 1;
            } else if c == close {
                depth -= 1;
                if depth == 0 {
                    let start = self.at + open.len_utf8();
                    let inner = &self.text[start..self.at + index];
                    self.at += index + close.len_utf8();
                    return Some((inner, start));
                }
            }
        }
        None
    }

    /// A minute: `16'`, `16`, `90+9'`, `90'+9`.
    pub(crate) fn minute(&mut self) -> Option<Result<Minute, NoMinute>> {
        let first = self.number()?;
        self.eat_any(&PRIMES);
        let before = *self;
        let mut added = 0;
        if self.eat('+') {
            match self.number() {
                Some(number) => {
                    added = number;
                    self.eat_any(&PRIMES);
                }
                None => *self = before,
            }
        }
        self.eat('.');
        Some(minute(first, added).ok_or(NoMinute))
    }
}

/// A number that is no minute of any match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoMinute;

/// A minute of a match, where it is one. What stands beyond the 120th is its
/// stoppage time, however it is written: `121'` is 120+1.
pub(crate) fn minute(minute: u32, added: u32) -> Option<Minute> {
    let (minute, added) = if minute > 120 { (120, (minute - 120).checked_add(added)?) } else { (minute, added) };
    (added <= 60).then_some(Minute { minute: minute as u16, added: added as u16 })
}

/// The positions of the bytes of `part` in `whole`. Both are slices of one
/// text.
pub(super) fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m(text: &str) -> (Option<Result<Minute, NoMinute>>, usize) {
        let mut scan = Scan::new(text);
        (scan.minute(), scan.at)
    }

    #[test]
    fn minutes() {
        let at = |minute, added| Some(Ok(Minute { minute, added }));
        assert_eq!(m("16'"), (at(16, 0), 3));
        assert_eq!(m("16 x"), (at(16, 0), 2));
        assert_eq!(m("90+9'"), (at(90, 9), 5));
        assert_eq!(m("90'+9"), (at(90, 9), 5));
        assert_eq!(m("90’+9’"), (at(90, 9), 10));
        assert_eq!(m("121'"), (at(120, 1), 4));
        assert_eq!(m("90'+ x"), (at(90, 0), 3));
        assert_eq!(m("999'").0, Some(Err(NoMinute)));
        assert_eq!(m("99999999999999'").0, Some(Err(NoMinute)));
        assert_eq!(m("x").0, None);
    }

    #[test]
    fn groups_nest() {
        let mut scan = Scan::new("(a (b) c) d");
        assert_eq!(scan.group('(', ')'), Some(("a (b) c", 1)));
        assert_eq!(scan.rest(), " d");
        assert_eq!(Scan::new("(a (b)").group('(', ')'), None);
        assert_eq!(Scan::new("a").group('(', ')'), None);
    }
}
