//! The line of a match, once date, time and venue are taken off it.
//!
//! In: `Qatar  0-2 (0-2)  Ecuador`, `Brazil v Croatia  3-1 (1-1)`, `A - B`,
//! `A  w/o  B`, `A  bye`. Out: the teams, the score and the status as
//! slices of the line. Never looks at other lines and never interns a name.

use super::lines;
use super::scan::{Scan, offset_in};
use super::scores::{self, ScoreText};
use super::status::{self, StatusText};

/// A match as its line tells it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fixture<'a> {
    pub(super) home: &'a str,
    /// `None` is a bye.
    pub(super) away: Option<&'a str>,
    pub(super) score: Option<ScoreText>,
    pub(super) status: Option<StatusText<'a>>,
    /// Text in brackets that is no status.
    pub(super) note: Option<&'a str>,
    /// Goals that stand on the line itself, with their parentheses.
    pub(super) goals: Option<&'a str>,
    /// What is none of all this.
    pub(super) unknown: Option<&'a str>,
}

/// What parts the two teams.
enum Middle<'a> {
    /// `v`, `-`: the score comes after the second team.
    Versus,
    Score(ScoreText),
    /// A status in the place of a score, or a bracket that is none.
    Status(Option<StatusText<'a>>, Option<&'a str>),
    /// `bye`
    Bye,
}

/// The words of a text with their positions.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split([' ', '\t']).filter(|word| !word.is_empty()).map(move |word| (offset_in(text, word), word))
}

fn is_versus(word: &str) -> bool {
    matches!(word, "v" | "vs" | "v." | "vs." | "-" | "–" | "—")
}

/// Whether the word at `at` is a field of its own.
fn stands_apart(text: &str, at: usize, length: usize) -> bool {
    let apart = |c: Option<&u8>, next: Option<&u8>| c.is_none() || c == Some(&b'\t') || next == Some(&b' ');
    let bytes = text.as_bytes();
    let before = at < 2 || apart(bytes.get(at - 1), bytes.get(at - 2));
    before && apart(bytes.get(at + length), bytes.get(at + length + 1))
}

/// Finds what stands after the first team.
fn middle(text: &str) -> Option<(usize, usize, Middle<'_>)> {
    for (at, word) in words(text) {
        if at == 0 {
            continue;
        }
        if is_versus(word) {
            return Some((at, at + word.len(), Middle::Versus));
        }
        if scores::starts(&text[at..])
            && let Some((score, used)) = scores::lead(&text[at..])
        {
            return Some((at, at + used, Middle::Score(score)));
        }
        if word.starts_with('[') {
            let mut scan = Scan { text, at };
            let (inner, _) = scan.group('[', ']')?;
            if status::is_bye(inner) {
                return Some((at, scan.at, Middle::Bye));
            }
            let found = status::bracket(inner);
            let note = found.is_none().then_some(inner);
            return Some((at, scan.at, Middle::Status(found, note)));
        }
        if status::is_bye(word) && text[at + word.len()..].trim().is_empty() {
            return Some((at, at + word.len(), Middle::Bye));
        }
        if (status::is_unmistakable(word) || stands_apart(text, at, word.len()))
            && let Some(found) = status::word(word)
        {
            return Some((at, at + word.len(), Middle::Status(Some(found), None)));
        }
    }
    None
}

/// Reads the line of a match. `None` where it is none.
pub(super) fn read(text: &str) -> Option<Fixture<'_>> {
    let (at, end, middle) = middle(text)?;
    let home = text[..at].trim();
    let mut fixture = Fixture { home, away: None, score: None, status: None, note: None, goals: None, unknown: None };
    match middle {
        Middle::Bye => {}
        Middle::Versus => versus(text, end, &mut fixture),
        Middle::Score(score) => {
            fixture.score = Some(score);
            tail(text, end, &mut fixture)?;
        }
        Middle::Status(status, note) => {
            fixture.status = status;
            fixture.note = note;
            tail(text, end, &mut fixture)?;
        }
    }
    let is_name = |name: &str| name.chars().any(char::is_alphabetic) && lines::gap(name).is_none();
    let sound = is_name(fixture.home) && fixture.away.is_none_or(is_name);
    sound.then_some(fixture)
}

/// The second team and the score after it.
fn versus<'a>(text: &'a str, start: usize, fixture: &mut Fixture<'a>) {
    let rest = &text[start..];
    let mut end = rest.len();
    for (at, word) in words(rest) {
        let first = rest[..at].trim().is_empty();
        if first {
            if status::is_bye(word) && rest[at + word.len()..].trim().is_empty() {
                return;
            }
            continue;
        }
        let ends = scores::starts(&rest[at..])
            || word.starts_with('[')
            || status::is_unmistakable(word)
            || is_goals(&rest[at..])
            || stands_apart(rest, at, word.len()) && status::word(word).is_some();
        if ends {
            end = at;
            break;
        }
    }
    let team = rest[..end].trim();
    let (team, extra) = lines::gap(team).map_or((team, ""), |gap| (&team[..gap], team[gap..].trim()));
    fixture.away = Some(team);
    if !extra.is_empty() {
        fixture.unknown = Some(extra);
    }
    let rest = &rest[end..];
    let used = match scores::lead(rest) {
        Some((score, used)) => {
            fixture.score = Some(score);
            used
        }
        None => 0,
    };
    remarks(&rest[used..], fixture);
}

/// The second team where the score stands between the two, and what comes
/// after it.
fn tail<'a>(text: &'a str, start: usize, fixture: &mut Fixture<'a>) -> Option<()> {
    let rest = text[start..].trim_start();
    if rest.is_empty() {
        return None;
    }
    let bracket = words(rest).find(|(at, word)| word.starts_with('[') || is_goals(&rest[*at..])).map(|(at, _)| at);
    let end = lines::gap(rest).unwrap_or(rest.len()).min(bracket.unwrap_or(rest.len()));
    fixture.away = Some(rest[..end].trim());
    remarks(&rest[end..], fixture);
    Some(())
}

/// Whether goals in parentheses start here: a group with a minute in it.
fn is_goals(text: &str) -> bool {
    text.starts_with('(')
        && Scan::new(text).group('(', ')').is_some_and(|(inner, _)| {
            inner.bytes().zip(inner.bytes().skip(1)).any(|(a, b)| a.is_ascii_digit() && b == b'\'')
        })
}

/// Status, remarks and goals at the end of a line.
fn remarks<'a>(text: &'a str, fixture: &mut Fixture<'a>) {
    let mut scan = Scan::new(text);
    loop {
        scan.spaces();
        if scan.eat(',') {
            continue;
        }
        if scan.is_done() {
            return;
        }
        let start = scan.at;
        if let Some((inner, _)) = scan.group('[', ']') {
            match status::bracket(inner) {
                Some(found) => fixture.status = Some(found),
                None => fixture.note = Some(inner.trim()).filter(|note| !note.is_empty()),
            }
        } else if is_goals(scan.rest()) {
            scan.group('(', ')');
            fixture.goals = Some(&text[start..scan.at]);
        } else {
            let field = scan.until(|c| c == '[' || c == '(');
            let field = if field.is_empty() { scan.until(|_| false) } else { field };
            match status::word(field.trim()) {
                Some(found) => fixture.status = Some(found),
                None => fixture.unknown = Some(field.trim()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Pair, Status};

    fn teams(text: &str) -> Option<(&str, Option<&str>, Option<Pair>)> {
        let fixture = read(text)?;
        assert_eq!(fixture.unknown, None, "{text}");
        Some((fixture.home, fixture.away, fixture.score.and_then(|s| s.score.result())))
    }

    #[test]
    fn all_the_orders() {
        let whole = Some(("Qatar", Some("Ecuador"), Some([0, 2])));
        for text in [
            "Qatar  0-2 (0-2)  Ecuador",
            "Qatar 0-2 Ecuador",
            "Qatar v Ecuador  0-2",
            "Qatar v Ecuador 0-2 (0-2)",
            "Qatar vs. Ecuador  0–2",
            "Qatar - Ecuador   0-2",
            "Qatar\t0-2\tEcuador",
        ] {
            assert_eq!(teams(text), whole, "{text}");
        }
        assert_eq!(teams("Iran v USA"), Some(("Iran", Some("USA"), None)));
        assert_eq!(teams("A - B"), Some(("A", Some("B"), None)));
        assert_eq!(
            teams("1. FC Köln   2-0 (1-0)  1899 Hoffenheim"),
            Some(("1. FC Köln", Some("1899 Hoffenheim"), Some([2, 0])))
        );
        assert_eq!(
            teams("Japan    1-1 a.e.t (1-1, 1-0), 1-3 pen.  Croatia"),
            Some(("Japan", Some("Croatia"), Some([1, 1])))
        );
        assert_eq!(
            teams("Port Vale FC   v Stevenage FC      3-4 pen. 3-3 a.e.t. (2-2, 1-0)"),
            Some(("Port Vale FC", Some("Stevenage FC"), Some([3, 3])))
        );
        assert_eq!(
            teams("Wolverhampton Wanderers FC  1-4 (0-1)  Brighton & Hove Albion FC"),
            Some(("Wolverhampton Wanderers FC", Some("Brighton & Hove Albion FC"), Some([1, 4])))
        );
    }

    #[test]
    fn statuses() {
        let status = |text| read(text).and_then(|fixture| fixture.status).map(|s| s.status);
        assert_eq!(status("A  [postponed]  B"), Some(Status::Postponed));
        assert_eq!(status("A v B  [cancelled]"), Some(Status::Cancelled));
        assert_eq!(status("A  1-0 (0-0)  B  [abandoned 57']"), Some(Status::Abandoned));
        assert_eq!(status("A  w/o  B"), Some(Status::Walkover));
        assert_eq!(status("A w/o B"), Some(Status::Walkover));
        assert_eq!(status("A v B w/o"), Some(Status::Walkover));
        assert_eq!(status("A  n/p  B"), Some(Status::Cancelled));
        assert_eq!(status("A  postponed  B"), Some(Status::Postponed));
        assert_eq!(status("A - B  postponed"), Some(Status::Postponed));
        assert!(read("A  0-3 awd.  B").and_then(|f| f.score).is_some_and(|s| s.awarded));
        assert_eq!(read("A  bye").map(|f| f.away), Some(None));
        assert_eq!(read("A v bye").map(|f| f.away), Some(None));
        assert_eq!(read("A  [bye]").map(|f| f.away), Some(None));
        assert_eq!(read("A  2-1  B  [replay]").and_then(|f| f.note), Some("replay"));
    }

    #[test]
    fn goals_on_the_line() {
        let fixture = read("A  2-1 (1-0)  B  (Messi 3', 5'; X 7')").expect("a match");
        assert_eq!(fixture.goals, Some("(Messi 3', 5'; X 7')"));
        assert_eq!(fixture.away, Some("B"));
        let fixture = read("A v B  2-1 (1-0)  (Messi 3', 5'; X 7')").expect("a match");
        assert_eq!(fixture.goals, Some("(Messi 3', 5'; X 7')"));
        // A name in parentheses is part of the team.
        assert_eq!(
            teams("Al Ittihad (KSA) 1-0 Wigan (ENG)"),
            Some(("Al Ittihad (KSA)", Some("Wigan (ENG)"), Some([1, 0])))
        );
    }

    #[test]
    fn what_is_no_match() {
        for text in ["Matchday 1", "Qatar", "", "2-1", "2-1 Qatar", "Qatar 2-1", "Qatar v", "A  B 2-1 C", "(Messi 3')"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("A v B   hello there").and_then(|f| f.unknown), Some("hello there"));
        assert_eq!(read("A  1-0  B   hello").and_then(|f| f.unknown), Some("hello"));
    }
}
