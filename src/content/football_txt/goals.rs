//! The goals of a match.
//!
//! In: what stands between the parentheses under a match:
//! `Bellingham 35' Saka 43', 62'; Taremi 65', 90+13' (pen.)`. Out: one goal
//! for each minute, with the half of the text it stands in, and what could
//! not be understood. Never decides whose goals they are: that takes the
//! score.
//!
//! Names end where a number starts; commas and the minute's mark are
//! optional; `(p)`, `(pen.)`, `pen`, `(og)`, `(o.g.)` belong to the minute
//! before them, or to the one after where they follow the name. A name
//! without a minute is a goal all the same.

use super::scan::Scan;
use crate::model::{GoalKind, Minute};

/// A goal as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GoalText<'a> {
    /// Where the name (or the further minute) stands in the text.
    pub(super) at: usize,
    pub(super) player: &'a str,
    /// 0 before the first semicolon, 1 after it.
    pub(super) half: usize,
    pub(super) minute: Option<Minute>,
    pub(super) kind: GoalKind,
    pub(super) assist: Option<&'a str>,
}

/// What is wrong with a piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It could not be understood.
    Unknown,
    /// The number is no minute of any match.
    Minute,
    /// More semicolons than teams.
    Halves,
}

/// All goals of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GoalsText<'a> {
    pub(super) goals: Vec<GoalText<'a>>,
    /// Whether a semicolon parts the teams.
    pub(super) parted: bool,
    pub(super) faults: Vec<(std::ops::Range<usize>, Fault)>,
}

/// What a mark in parentheses or a word says.
fn kind(word: &str) -> Option<GoalKind> {
    let mut letters = [0_u8; 8];
    let mut length = 0;
    for byte in word.bytes().filter(|b| !matches!(b, b'.' | b' ')) {
        *letters.get_mut(length)? = byte.to_ascii_lowercase();
        length += 1;
    }
    match &letters[..length] {
        b"p" | b"pen" | b"pens" | b"pk" | b"penalty" => Some(GoalKind::Penalty),
        b"og" | b"owngoal" | b"own" => Some(GoalKind::OwnGoal),
        _ => None,
    }
}

/// The player of `(assist Saka)`, `(a. Saka)`, `(assist: Saka)`.
fn assist(inner: &str) -> Option<&str> {
    let name = ["assists", "assist", "ass.", "a."].iter().find_map(|word| inner.trim().strip_prefix(word))?;
    Some(name.trim_start_matches([':', ' ', 'b', 'y']).trim()).filter(|name| !name.is_empty()).map(|_| {
        let name = name.trim_start_matches(':').trim_start();
        name.strip_prefix("by ").unwrap_or(name).trim()
    })
}

/// The name being read.
#[derive(Clone, Copy)]
struct Scorer<'a> {
    name: &'a str,
    at: usize,
    /// A mark that stood before the minute.
    kind: Option<GoalKind>,
    goals: usize,
}

/// Reads what stands between the parentheses.
pub(super) fn read(text: &str) -> GoalsText<'_> {
    let mut found = GoalsText::default();
    let mut scan = Scan::new(text);
    let mut half = 0;
    let mut scorer: Option<Scorer<'_>> = None;
    loop {
        scan.spaces();
        if scan.eat(',') {
            continue;
        }
        let at = scan.at;
        let Some(c) = scan.peek() else { break };
        if c == ';' {
            scan.bump();
            close(scorer.take(), half, &mut found);
            if half == 1 && !scan.rest().trim().is_empty() {
                found.faults.push((at..at + 1, Fault::Halves));
            }
            found.parted = true;
            half = 1;
        } else if c.is_ascii_digit() {
            minute(&mut scan, &mut scorer, half, &mut found);
        } else if c == '(' || c == '[' {
            mark(&mut scan, &mut scorer, &mut found);
        } else {
            let name = name(&mut scan);
            if matches!(name, "-" | "–" | "none") {
                continue;
            }
            close(scorer.take(), half, &mut found);
            if name.chars().any(char::is_alphabetic) {
                let (name, kind) = trailing_kind(name);
                scorer = Some(Scorer { name, at, kind, goals: 0 });
            } else {
                if scan.at == at {
                    scan.bump();
                }
                found.faults.push((at..scan.at, Fault::Unknown));
            }
        }
    }
    close(scorer, half, &mut found);
    found
}

/// A name as far as the next number, bracket, comma or semicolon.
fn name<'a>(scan: &mut Scan<'a>) -> &'a str {
    let mut before = ' ';
    let name = scan.until(|c| {
        let stop = matches!(c, ',' | ';' | '(' | '[' | ')' | ']') || (c.is_ascii_digit() && before.is_whitespace());
        before = c;
        stop
    });
    name.trim_end()
}

/// `Boye og` as the name and the mark.
fn trailing_kind(name: &str) -> (&str, Option<GoalKind>) {
    match name.rsplit_once(' ') {
        Some((head, last)) if kind(last).is_some() => (head.trim_end(), kind(last)),
        _ => (name, None),
    }
}

/// A scorer without any minute has scored once.
fn close<'a>(scorer: Option<Scorer<'a>>, half: usize, found: &mut GoalsText<'a>) {
    if let Some(scorer) = scorer.filter(|scorer| scorer.goals == 0) {
        let kind = scorer.kind.unwrap_or_default();
        found.goals.push(GoalText { at: scorer.at, player: scorer.name, half, minute: None, kind, assist: None });
    }
}

fn minute<'a>(scan: &mut Scan<'a>, scorer: &mut Option<Scorer<'a>>, half: usize, found: &mut GoalsText<'a>) {
    let at = scan.at;
    let Some(minute) = scan.minute() else { return };
    let Some(scorer) = scorer else {
        found.faults.push((at..scan.at, Fault::Unknown));
        return;
    };
    if minute.is_err() {
        found.faults.push((at..scan.at, Fault::Minute));
    }
    let at = if scorer.goals == 0 { scorer.at } else { at };
    scorer.goals += 1;
    let kind = scorer.kind.take().unwrap_or_default();
    let minute = minute.ok();
    found.goals.push(GoalText { at, player: scorer.name, half, minute, kind, assist: None });
    bare_mark(scan, found);
}

/// `71'pen`, `11' og`: a mark without parentheses after a minute.
fn bare_mark(scan: &mut Scan<'_>, found: &mut GoalsText<'_>) {
    let before = *scan;
    scan.spaces();
    let word = scan.until(|c| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '['));
    match (kind(word), found.goals.last_mut()) {
        (Some(kind), Some(goal)) => goal.kind = kind,
        _ => *scan = before,
    }
}

/// A group in brackets: it belongs to the goal before it, or to the next one
/// of a name that has none yet.
fn mark<'a>(scan: &mut Scan<'a>, scorer: &mut Option<Scorer<'a>>, found: &mut GoalsText<'a>) {
    let at = scan.at;
    let close = if scan.peek() == Some('(') { ('(', ')') } else { ('[', ']') };
    let Some((inner, _)) = scan.group(close.0, close.1) else {
        scan.bump();
        found.faults.push((at..scan.at, Fault::Unknown));
        return;
    };
    let waiting = scorer.as_mut().filter(|scorer| scorer.goals == 0);
    match (kind(inner), waiting, found.goals.last_mut()) {
        (Some(kind), Some(scorer), _) => scorer.kind = Some(kind),
        (Some(kind), None, Some(goal)) => goal.kind = kind,
        (None, None, Some(goal)) if assist(inner).is_some() => goal.assist = assist(inner),
        _ => found.faults.push((at..scan.at, Fault::Unknown)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let found = read(text);
        assert_eq!(found.faults, [], "{text}");
        found
            .goals
            .iter()
            .map(|goal| {
                let minute = goal.minute.map_or("?".to_owned(), |minute| minute.to_string());
                let kind = match goal.kind {
                    GoalKind::Goal => "",
                    GoalKind::Penalty => " p",
                    GoalKind::OwnGoal => " og",
                };
                format!("{}{} {minute}{kind}", if goal.half == 0 { "" } else { "; " }, goal.player)
            })
            .collect()
    }

    #[test]
    fn all_the_marks() {
        assert_eq!(
            shown("Bellingham 35' Saka 43', 62'; Taremi 65', 90+13' (pen.)"),
            ["Bellingham 35'", "Saka 43'", "Saka 62'", "; Taremi 65'", "; Taremi 90+13' p"]
        );
        assert_eq!(
            shown("Neymar 29', 71'pen Oscar 90+1'; Marcelo 11' og"),
            ["Neymar 29'", "Neymar 71' p", "Oscar 90+1'", "; Marcelo 11' og"]
        );
        assert_eq!(
            shown("Valladares 48' (o.g.) Benzema 45' (pen.), 72'"),
            ["Valladares 48' og", "Benzema 45' p", "Benzema 72'"]
        );
        assert_eq!(shown("Mbappé 61' 86'"), ["Mbappé 61'", "Mbappé 86'"]);
        assert_eq!(shown("Saka 43, 62; Taremi 90'+6 p"), ["Saka 43'", "Saka 62'", "; Taremi 90+6' p"]);
        assert_eq!(shown("Messi 23'(p), 108', DI MARIA 36'"), ["Messi 23' p", "Messi 108'", "DI MARIA 36'"]);
        assert_eq!(shown("Boye (og) 31' Ronaldo (pen) 80'"), ["Boye 31' og", "Ronaldo 80' p"]);
        assert_eq!(shown("Boye og 31'"), ["Boye 31' og"]);
        assert_eq!(shown("Lovro Majer  90+4'; \n Davies 2'"), ["Lovro Majer 90+4'", "; Davies 2'"]);
        assert_eq!(shown("Smith, 23', Jones 40'"), ["Smith 23'", "Jones 40'"]);
        assert_eq!(shown("-; Giroud 3'"), ["; Giroud 3'"]);
        assert_eq!(shown("; Giroud 3'"), ["; Giroud 3'"]);
        assert_eq!(shown("Giroud 3';"), ["Giroud 3'"]);
        assert_eq!(
            shown("Klaas Jan Huntelaar 90' (pen); dos Santos 48'"),
            ["Klaas Jan Huntelaar 90' p", "; dos Santos 48'"]
        );
    }

    #[test]
    fn goals_without_a_minute() {
        assert_eq!(shown("Smith, Jones (pen); Brown"), ["Smith ?", "Jones ? p", "; Brown ?"]);
        assert_eq!(shown(""), Vec::<String>::new());
    }

    #[test]
    fn assists() {
        let found = read("Kane 54' (assist Saka), Foden 60' (a. Kane)");
        assert_eq!(found.goals.iter().map(|g| g.assist).collect::<Vec<_>>(), [Some("Saka"), Some("Kane")]);
        assert_eq!(found.faults, []);
    }

    #[test]
    fn faults_have_their_place() {
        let text = "Kane 54' (header), 999'; Saka 3'; Foden 5' )";
        let found = read(text);
        let faults: Vec<_> = found.faults.iter().map(|(range, fault)| (&text[range.clone()], *fault)).collect();
        assert_eq!(
            faults,
            [("(header)", Fault::Unknown), ("999'", Fault::Minute), (";", Fault::Halves), (")", Fault::Unknown)]
        );
        assert_eq!(found.goals.len(), 4);
        assert_eq!(read("45' Kane").faults, [(0..3, Fault::Unknown)]);
    }
}
