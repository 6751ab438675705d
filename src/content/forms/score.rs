//! Scores: `2-1`, `2-1 (1-0)`, `3-3 aet (2-2, 2-0), 4-2 pens`.
//!
//! In: the text. Out: a [`Score`] whose parts fit together: nobody has fewer
//! goals later than earlier, no shoot-out ends level. Never compares it with
//! the goals.

use super::{Fault, Parsed, is_dash, shown, split_digits};
use crate::model::{Pair, Score};

/// The code of a text that is not a score.
pub const CODE: &str = "E0211";

/// The code of a score whose parts contradict each other.
pub const CODE_CONTRADICTION: &str = "E0410";

/// The most goals of one side believed (149 is the record).
const MOST_GOALS: u16 = 200;

const HELP: &str = "a score is written `2-1`, `2-1 (1-0)` with half-time, or `3-3 aet (2-2, 2-0), 4-2 pens`";

/// Reads a score.
pub fn parse(text: &str) -> Parsed<'_, Score> {
    let text = text.trim();
    let mut cursor = Cursor { rest: text };
    let mut score = Score::default();
    let first = cursor.pair()?;
    let first_words = cursor.words();
    let mut extra_time = false;
    match first_words {
        Words { shoot_out: true, .. } => score.pens = Some(first),
        Words { extra_time: et, golden_goal, .. } => {
            extra_time = et || golden_goal;
            score.golden_goal = golden_goal;
            if extra_time { score.et = Some(first) } else { score.ft = Some(first) }
        }
    }
    loop {
        cursor.skip(',');
        if cursor.rest.is_empty() {
            break;
        }
        let before = cursor.rest;
        if cursor.skip('(') {
            cursor.parentheses(&mut score, extra_time)?;
        } else {
            let pair = cursor.pair()?;
            let words = cursor.words();
            let consumed = before[..before.len() - cursor.rest.len()].trim_end();
            if words.shoot_out && score.pens.is_none() {
                score.pens = Some(pair);
            } else if (words.extra_time || words.golden_goal) && score.et.is_none() {
                // `3-4 pens, 1-1 aet (1-1, 0-0)`: the shoot-out first.
                extra_time = true;
                score.et = Some(pair);
                score.golden_goal = words.golden_goal;
            } else if score.pens.is_some() && score.ft.is_none() && score.et.is_none() {
                score.ft = Some(pair);
            } else {
                return Err(
                    Fault::new(CODE, consumed, format!("it is not clear what `{}` counts", shown(consumed))).help(HELP)
                );
            }
        }
    }
    check(&score).map_err(|(message, help)| Fault { help, ..Fault::new(CODE_CONTRADICTION, text, message) })?;
    Ok(score)
}

/// Reads a bare pair such as `2-1`.
pub fn parse_pair(text: &str) -> Parsed<'_, Pair> {
    let mut cursor = Cursor { rest: text.trim() };
    let pair = cursor.pair()?;
    if cursor.rest.is_empty() {
        return Ok(pair);
    }
    Err(Fault::new(CODE, cursor.rest, format!("`{}` is too much here: two numbers are expected", shown(cursor.rest)))
        .help("written `2-1`"))
}

/// Whether the parts of a score fit together; else what is wrong and what
/// may help. For the long form too.
pub fn check(score: &Score) -> Result<(), (String, Option<String>)> {
    let later = |early: Option<Pair>, late: Option<Pair>, a: &str, b: &str| match (early, late) {
        (Some(e), Some(l)) if e[0] > l[0] || e[1] > l[1] => Err((
            format!("more goals {a} ({}-{}) than {b} ({}-{})", e[0], e[1], l[0], l[1]),
            Some("every part of a score counts all goals up to then, the home team's first".to_owned()),
        )),
        _ => Ok(()),
    };
    later(score.ht, score.ft, "at half-time", "at full time")?;
    later(score.ft, score.et, "at full time", "after extra time")?;
    later(score.ht, score.et, "at half-time", "after extra time")?;
    match score.pens {
        Some([h, a]) if h == a => Err((
            format!("the shoot-out ends level ({h}-{a})"),
            Some("the kicks scored by each team are written `4-2 pens`".to_owned()),
        )),
        _ => Ok(()),
    }
}

/// What the words after a pair say.
#[derive(Default)]
struct Words {
    extra_time: bool,
    golden_goal: bool,
    shoot_out: bool,
}

struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    fn skip(&mut self, c: char) -> bool {
        let trimmed = self.rest.trim_start();
        if let Some(rest) = trimmed.strip_prefix(c) {
            self.rest = rest.trim_start();
            return true;
        }
        self.rest = trimmed;
        false
    }

    fn pair(&mut self) -> Parsed<'a, Pair> {
        let start = self.rest.trim_start();
        let piece = start.split([',', '(', ')']).next().unwrap_or(start).trim_end();
        let piece = if piece.is_empty() { start } else { piece };
        let wrong = || Fault::new(CODE, piece, format!("`{}` is not a score", shown(piece))).help(HELP);
        let (home, rest) = split_digits(start);
        let rest = rest.trim_start().strip_prefix(is_dash).ok_or_else(wrong)?.trim_start();
        let (away, rest) = split_digits(rest);
        if home.is_empty() || away.is_empty() || rest.starts_with(is_dash) {
            return Err(wrong());
        }
        let number = |digits: &'a str| match digits.parse::<u16>() {
            Ok(n) if n <= MOST_GOALS => Ok(n),
            _ => Err(Fault::new(CODE, digits, format!("`{}` goals cannot be right", shown(digits)))),
        };
        let pair = [number(home)?, number(away)?];
        self.rest = rest.trim_start();
        Ok(pair)
    }

    /// Takes the words that say what the pair before them counts. Stops at
    /// the first word it does not know.
    fn words(&mut self) -> Words {
        const EXTRA_TIME: [&str; 6] = ["aet", "a.e.t.", "a.e.t", "aet.", "n.v.", "after extra time"];
        const GOLDEN_GOAL: [&str; 5] = ["/gg", "gg", "golden goal", "g.g.", "asdet"];
        const SHOOT_OUT: [&str; 10] =
            ["on penalties", "penalties", "pens.", "pens", "pen.", "pen", "pso", "on pens", "p.", "p"];
        let mut words = Words::default();
        loop {
            let rest = self.rest.trim_start();
            let take = |list: &[&str]| {
                list.iter().find_map(|word| {
                    let head = rest.get(..word.len())?;
                    let tail = &rest[word.len()..];
                    (head.eq_ignore_ascii_case(word) && !tail.starts_with(char::is_alphanumeric)).then_some(tail)
                })
            };
            if let Some(tail) = take(&EXTRA_TIME) {
                words.extra_time = true;
                self.rest = tail;
            } else if let Some(tail) = take(&GOLDEN_GOAL) {
                words.golden_goal = true;
                self.rest = tail;
            } else if let Some(tail) = take(&SHOOT_OUT) {
                words.shoot_out = true;
                self.rest = tail;
            } else {
                self.rest = rest;
                return words;
            }
        }
    }

    /// `(1-0)`: half-time; after extra time `(2-2, 2-0)`: full time and
    /// half-time; `(4-2 pens)` too, since people write it so.
    fn parentheses(&mut self, score: &mut Score, extra_time: bool) -> Parsed<'a, ()> {
        let mut place = usize::from(!extra_time);
        loop {
            let before = self.rest;
            let pair = self.pair()?;
            let words = self.words();
            if words.shoot_out && score.pens.is_none() {
                score.pens = Some(pair);
            } else if place == 0 {
                score.ft = Some(pair);
                place = 1;
            } else if place == 1 && score.ht.is_none() {
                score.ht = Some(pair);
                place = 2;
            } else {
                let part = before[..before.len() - self.rest.len()].trim_end();
                return Err(Fault::new(CODE, part, format!("it is not clear what `{}` counts", shown(part))).help(HELP));
            }
            if self.skip(')') {
                return Ok(());
            }
            if !self.skip(',') && !self.skip(';') {
                let message = if self.rest.is_empty() {
                    "the parenthesis is not closed".to_owned()
                } else {
                    format!("`{}` is not understood in a score", shown(self.rest.trim_end_matches(')')))
                };
                let part = if self.rest.is_empty() { before } else { self.rest.trim_end_matches(')') };
                return Err(Fault::new(CODE, part, message).help(HELP));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(ft: Option<Pair>, ht: Option<Pair>, et: Option<Pair>, pens: Option<Pair>) -> Score {
        Score { ft, ht, et, pens, golden_goal: false }
    }

    #[test]
    fn the_forms_of_the_reference() {
        assert_eq!(parse("2-1"), Ok(score(Some([2, 1]), None, None, None)));
        assert_eq!(parse("0-1 (0-1)"), Ok(score(Some([0, 1]), Some([0, 1]), None, None)));
        assert_eq!(
            parse("3-3 aet (2-2, 2-0), 4-2 pens"),
            Ok(score(Some([2, 2]), Some([2, 0]), Some([3, 3]), Some([4, 2])))
        );
    }

    #[test]
    fn other_ways_people_write_it() {
        let shoot_out = Ok(score(Some([1, 1]), Some([1, 0]), Some([1, 1]), Some([1, 3])));
        for text in [
            "1-1 a.e.t. (1-1, 1-0), 1-3 pen.",
            "1–1 AET (1–1, 1–0), 1–3 Pens",
            "1:1 aet (1:1, 1:0) 1:3 p",
            "1-3 pen 1-1 aet (1-1, 1-0)",
            "1-1 aet (1-1, 1-0, 1-3 pens)",
        ] {
            assert_eq!(parse(text), shoot_out, "{text}");
        }
        assert_eq!(parse("1-1 (0-0), 4-2 pens"), Ok(score(Some([1, 1]), Some([0, 0]), None, Some([4, 2]))));
        assert_eq!(parse("2-1 aet (1-1)"), Ok(score(Some([1, 1]), None, Some([2, 1]), None)));
        assert_eq!(parse("2-1 aet"), Ok(score(None, None, Some([2, 1]), None)));
        assert_eq!(
            parse("1-0 aet/gg (0-0)").map(|s| (s.golden_goal, s.et, s.ft)),
            Ok((true, Some([1, 0]), Some([0, 0])))
        );
        assert_eq!(parse("149 - 0").map(|s| s.ft), Ok(Some([149, 0])));
    }

    #[test]
    fn wrong_scores_say_which_part() {
        for (text, part) in [
            ("", ""),
            ("x", "x"),
            ("2-", "2-"),
            ("2-x (1-0)", "2-x"),
            ("2-1 (x)", "x"),
            ("2-1 (1-0", "1-0"),
            ("2-1 1-0", "1-0"),
            ("2-1 (1-0, 0-0)", "0-0"),
            ("2-1 bananas", "bananas"),
            ("2-1-3", "2-1-3"),
            ("999-0", "999"),
            ("99999999999-0", "99999999999"),
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!((fault.part, fault.code), (part, CODE), "{text}");
        }
    }

    #[test]
    fn parts_that_contradict_each_other() {
        for text in ["1-0 (1-1)", "2-2 aet (3-2, 1-0)", "2-1 aet (0-0, 0-2)", "1-1 aet (1-1), 3-3 pens"] {
            assert_eq!(parse(text).unwrap_err().code, CODE_CONTRADICTION, "{text}");
        }
    }
}
