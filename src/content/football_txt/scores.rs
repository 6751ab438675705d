//! Scores.
//!
//! In: a text that starts with a score. Out: the score with its half-time,
//! extra time, shoot-out and aggregate, and how many bytes it takes. Never
//! judges whether a score can be: that needs the goals.
//!
//! Forms: `2-1`, `2-1 (1-0)`, `1-1 a.e.t. (1-1, 1-0), 1-3 pen.`,
//! `3-4 pen 1-1 aet (1-1, 0-0)`, `2-1 aet/gg (1-1, 0-0)`,
//! `2-0 (1-0) (agg 3-0)`, `0-3 awd.`, with hyphens or en dashes. In the
//! parentheses after extra time stand full time, then half time; one pair
//! alone is full time.

use super::scan::Scan;
use crate::model::{Pair, Score};

/// A score as written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ScoreText {
    pub(crate) score: Score,
    /// After this match of a tie.
    pub(crate) aggregate: Option<Pair>,
    /// `awd.` follows: the score is a ruling.
    pub(crate) awarded: bool,
    /// More pairs than have a meaning.
    pub(crate) odd: bool,
    /// A number that no match ends with.
    pub(crate) absurd: bool,
}

/// No match has ended with three digits (the record is 149 own goals in
/// protest; 36-0 in earnest).
const MOST_GOALS: u32 = 149;

/// A pair that stands at the position.
#[derive(Clone, Copy)]
struct Found {
    pair: Pair,
    absurd: bool,
}

fn pair(scan: &mut Scan<'_>) -> Option<Found> {
    let before = *scan;
    let found = (|| {
        let home = scan.number()?;
        let colon = scan.peek() == Some(':');
        if !scan.eat_any(&['-', '–', '—', '−', ':']) {
            return None;
        }
        let digits_from = scan.at;
        let away = scan.number()?;
        // `18:30` is a time, `2:1` a score.
        if colon && scan.at - digits_from > 1 {
            return None;
        }
        let bounded =
            scan.peek().is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ')' | '(' | '*' | '[' | ';' | '.' | '@'));
        let absurd = home > MOST_GOALS || away > MOST_GOALS;
        let small = |goals: u32| u16::try_from(goals).unwrap_or(u16::MAX);
        bounded.then_some(Found { pair: [small(home), small(away)], absurd })
    })();
    if found.is_none() {
        *scan = before;
    }
    found
}

/// Whether a score starts here.
pub(super) fn starts(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_digit) && pair(&mut Scan::new(text)).is_some()
}

/// The first pair in a text such as `at 1-1 in the 65th minute`.
pub(super) fn find(text: &str) -> Option<Pair> {
    text.split([' ', ',', ';', '(', ')']).find_map(|word| {
        let mut scan = Scan::new(word);
        pair(&mut scan).filter(|found| !found.absurd && scan.is_done()).map(|found| found.pair)
    })
}

/// What a word after a pair says of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    ExtraTime,
    Golden,
    ExtraTimeGolden,
    Penalties,
    Aggregate,
    Awarded,
}

fn mark(scan: &mut Scan<'_>) -> Option<Mark> {
    let before = *scan;
    let word = scan.until(|c| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '[' | ';'));
    // The words are short; the comparison needs no copy of them.
    let is = |forms: &[&str]| forms.iter().any(|form| same_letters(word, form));
    let found = if is(&["aet", "et", "aot", "nv"]) {
        Mark::ExtraTime
    } else if is(&["pen", "pens", "p", "pso", "penalties", "ps"]) {
        Mark::Penalties
    } else if is(&["aetgg", "aetsg", "asdet", "asdaet"]) {
        Mark::ExtraTimeGolden
    } else if is(&["gg", "sg"]) {
        Mark::Golden
    } else if is(&["agg", "aggregate"]) {
        Mark::Aggregate
    } else if is(&["awd", "awarded", "aw"]) {
        Mark::Awarded
    } else {
        *scan = before;
        return None;
    };
    Some(found)
}

/// Whether a word is `letters`, full stops and slashes apart, in any case.
fn same_letters(word: &str, letters: &str) -> bool {
    let mut expected = letters.bytes();
    for byte in word.bytes() {
        if matches!(byte, b'.' | b'/') {
            continue;
        }
        if expected.next() != Some(byte.to_ascii_lowercase()) {
            return false;
        }
    }
    expected.next().is_none()
}

/// What has been read so far.
#[derive(Default)]
struct Parts {
    /// The score told first: after extra time if there was any.
    main: Option<Pair>,
    /// A pair whose meaning the next word tells.
    pending: Option<Pair>,
    /// Pairs in parentheses.
    inner: [Option<Pair>; 2],
    pens: Option<Pair>,
    extra_time: bool,
    expect_aggregate: bool,
    text: ScoreText,
}

impl Parts {
    fn settle(&mut self) {
        if let Some(pair) = self.pending.take() {
            if self.main.is_some() {
                self.text.odd = true;
            }
            self.main.get_or_insert(pair);
        }
    }

    fn pair(&mut self, found: Found) {
        self.text.absurd |= found.absurd;
        if self.expect_aggregate {
            self.text.aggregate = Some(found.pair);
            self.expect_aggregate = false;
            return;
        }
        self.settle();
        self.pending = Some(found.pair);
    }

    fn mark(&mut self, mark: Mark) {
        match mark {
            Mark::Penalties => match self.pending.take() {
                Some(pair) => self.pens = Some(pair),
                None => self.text.odd = true,
            },
            Mark::Aggregate if self.pending.is_some() && self.main.is_some() => {
                self.text.aggregate = self.pending.take();
            }
            Mark::Aggregate => {
                self.settle();
                self.expect_aggregate = true;
            }
            Mark::ExtraTime | Mark::Golden | Mark::ExtraTimeGolden => {
                self.settle();
                self.extra_time = true;
                self.text.score.golden_goal |= mark != Mark::ExtraTime;
            }
            Mark::Awarded => {
                self.settle();
                self.text.awarded = true;
            }
        }
    }

    /// A group in parentheses; whether it belongs to the score.
    fn group(&mut self, inner: &str) -> bool {
        let mut scan = Scan::new(inner);
        let mut pairs = [None; 2];
        let mut count = 0;
        let mut marked = None;
        let mut absurd = false;
        loop {
            scan.spaces();
            if scan.is_done() {
                break;
            }
            if scan.eat_any(&[',', ';']) {
                continue;
            }
            if let Some(found) = pair(&mut scan) {
                absurd |= found.absurd;
                if let Some(slot) = pairs.get_mut(count) {
                    *slot = Some(found.pair);
                }
                count += 1;
            } else if marked.is_none()
                && let Some(mark) = mark(&mut scan)
            {
                marked = Some(mark);
            } else {
                return false;
            }
        }
        self.text.absurd |= absurd;
        match (marked, pairs) {
            (Some(Mark::Aggregate), [Some(pair), None]) => {
                self.settle();
                self.text.aggregate = Some(pair);
            }
            (Some(Mark::Penalties), [Some(pair), None]) => {
                self.settle();
                self.pens = Some(pair);
            }
            (Some(mark), [None, None]) if mark != Mark::Penalties && mark != Mark::Aggregate => self.mark(mark),
            (None, [Some(_), _]) => {
                self.settle();
                self.text.odd |= count > 2 || self.inner[0].is_some();
                self.inner = pairs;
            }
            _ => return false,
        }
        true
    }

    fn finish(mut self) -> ScoreText {
        self.settle();
        let score = &mut self.text.score;
        score.pens = self.pens;
        if self.extra_time {
            score.et = self.main;
            [score.ft, score.ht] = self.inner;
        } else if let [Some(ft), Some(ht)] = self.inner {
            // `1-1 (1-1, 0-0), 4-2 pen.`: full time told twice.
            score.ft = self.main;
            score.ht = Some(ht);
            self.text.odd |= self.main != Some(ft);
        } else {
            score.ft = self.main;
            score.ht = self.inner[0];
        }
        if self.text.absurd {
            self.text.score = Score::default();
            self.text.aggregate = None;
        }
        self.text
    }
}

/// The score that `text` starts with, and how many bytes it takes.
pub(crate) fn lead(text: &str) -> Option<(ScoreText, usize)> {
    let mut scan = Scan::new(text);
    let mut parts = Parts::default();
    parts.pair(pair(&mut scan)?);
    let mut used = scan.at;
    loop {
        scan.spaces();
        if scan.eat(',') || scan.eat('*') {
            continue;
        }
        let Some(c) = scan.peek() else { break };
        if c.is_ascii_digit() {
            let Some(found) = pair(&mut scan) else { break };
            parts.pair(found);
        } else if c == '(' {
            let Some((inner, _)) = scan.group('(', ')') else { break };
            if !parts.group(inner) {
                break;
            }
        } else {
            let Some(found) = mark(&mut scan) else { break };
            parts.mark(found);
        }
        used = scan.at;
    }
    Some((parts.finish(), used))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ScoreText {
        let (score, used) = lead(text).unwrap_or_else(|| panic!("no score in {text}"));
        assert_eq!(text[used..].trim_matches([' ', ',']), "", "{text}");
        assert!(!score.odd, "{text}");
        score
    }

    fn score(ft: Option<Pair>, ht: Option<Pair>, et: Option<Pair>, pens: Option<Pair>) -> Score {
        Score { ft, ht, et, pens, golden_goal: false }
    }

    #[test]
    fn plain_scores() {
        assert_eq!(read("2-1").score, score(Some([2, 1]), None, None, None));
        assert_eq!(read("2–1 (1–0)").score, score(Some([2, 1]), Some([1, 0]), None, None));
        assert_eq!(read("2:1 (1:0)").score, score(Some([2, 1]), Some([1, 0]), None, None));
        assert_eq!(read("10-1").score.ft, Some([10, 1]));
        assert!(lead("18:30").is_none());
        assert!(lead("2-1a").is_none());
        assert!(lead("A").is_none());
    }

    #[test]
    fn extra_time_and_penalties() {
        let all = score(Some([1, 1]), Some([1, 0]), Some([1, 1]), Some([1, 3]));
        assert_eq!(read("1-1 a.e.t. (1-1, 1-0), 1-3 pen.").score, all);
        assert_eq!(read("1-1 a.e.t (1-1, 1-0), 1-3 pen.").score, all);
        assert_eq!(read("1-3 pen 1-1 aet (1-1, 1-0)").score, all);
        assert_eq!(read("1-3 pen. 1-1 a.e.t. (1-1, 1-0)").score, all);
        assert_eq!(read("3-3 a.e.t., 4-2 pen.").score, score(None, None, Some([3, 3]), Some([4, 2])));
        assert_eq!(read("1-0 a.e.t.").score, score(None, None, Some([1, 0]), None));
        assert_eq!(read("0-1 a.e.t. (0-0)").score, score(Some([0, 0]), None, Some([0, 1]), None));
        assert_eq!(read("1-1 (0-1), 5-4 pens").score, score(Some([1, 1]), Some([0, 1]), None, Some([5, 4])));
        assert_eq!(read("2-2 (1-1), 4-3 p").score.pens, Some([4, 3]));
    }

    #[test]
    fn golden_goals_and_aggregates() {
        let golden = read("2-1 aet/gg (1-1, 0-1)");
        assert_eq!(golden.score, Score { golden_goal: true, ..score(Some([1, 1]), Some([0, 1]), Some([2, 1]), None) });
        assert!(read("2-1 a.e.t./g.g. (1-1)").score.golden_goal);
        assert_eq!(read("2-0 (1-0) (agg 3-0)").aggregate, Some([3, 0]));
        assert_eq!(read("2-0 (1-0), agg. 3-0").aggregate, Some([3, 0]));
        assert_eq!(read("2-0 (1-0), 3-0 agg.").aggregate, Some([3, 0]));
        let tie = read("2-0 (agg. 2-2) aet (2-0), 3-4 pen.");
        assert_eq!((tie.aggregate, tie.score.et, tie.score.pens), (Some([2, 2]), Some([2, 0]), Some([3, 4])));
    }

    #[test]
    fn rulings_and_odd_ones() {
        assert!(read("0-3 awd.").awarded);
        let (odd, _) = lead("2-1 3-1").expect("a score");
        assert!(odd.odd);
        let (absurd, _) = lead("999-1 (0-0)").expect("a score");
        assert!(absurd.absurd && absurd.score == Score::default());
        assert!(lead("99999999999-1").expect("a score").0.absurd);
    }

    #[test]
    fn a_team_after_the_score_is_left() {
        for (text, rest) in [
            ("2-1 (1-0)  Pescara", "Pescara"),
            ("1-1 a.e.t. (1-1), 1-3 pen.   Bulgaria", "Bulgaria"),
            ("0-0 (Messi 3')", "(Messi 3')"),
            ("2-1 1. FC Köln", "1. FC Köln"),
        ] {
            let (_, used) = lead(text).expect("a score");
            assert_eq!(text[used..].trim_start(), rest);
        }
        assert_eq!(find("at 1-1 in 65'"), Some([1, 1]));
        assert_eq!(find("fog"), None);
    }
}
