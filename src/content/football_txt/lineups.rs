//! Line-ups.
//!
//! In: what stands after `USA:`: `Matt TURNER - Sergino DEST [Y 11'] (74'
//! DeAndre YEDLIN), … - … - …`. Out: the eleven and the substitutes with
//! their cards, and what could not be understood. Never says who plays in
//! which team, never interns a name.
//!
//! A dash with spaces around it, or a semicolon, starts the next line of the
//! formation; commas part players. `[c]` is the captain; `[Y 15']`,
//! `[Y/R 80']`, `[R 49']` are cards; `(72' NAME [Y 80'])` and `(NAME 72')` a
//! substitute, whose own may be nested or follow a comma.

use std::ops::Range;

use super::scan::{NoMinute, Scan};
use crate::model::{CardKind, Minute};

/// One player as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlayerText<'a> {
    pub(super) at: usize,
    pub(super) name: &'a str,
    pub(super) number: Option<u16>,
    /// The line of the formation, also of a substitute.
    pub(super) line: u8,
    pub(super) captain: bool,
    /// Whom he replaced.
    pub(super) replaced: Option<Who>,
    pub(super) on: Option<Minute>,
    pub(super) off: Option<Minute>,
}

/// An entry before all are in one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Position in [`LineupText::eleven`].
    Starter(usize),
    /// Position in [`LineupText::substitutes`].
    Substitute(usize),
}

/// A card beside a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CardText<'a> {
    pub(super) at: usize,
    pub(super) player: &'a str,
    pub(super) minute: Option<Minute>,
    pub(super) kind: CardKind,
}

/// A line-up as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LineupText<'a> {
    pub(super) eleven: Vec<PlayerText<'a>>,
    /// In the order written.
    pub(super) substitutes: Vec<PlayerText<'a>>,
    pub(super) cards: Vec<CardText<'a>>,
    /// The coach, where named at the end (`; Coach: X`).
    pub(super) coach: Option<(usize, &'a str)>,
    pub(super) faults: Vec<(Range<usize>, Fault)>,
}

/// What is wrong with a piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It could not be understood.
    Unknown,
    /// The number is no minute of any match.
    Minute,
    /// A bracket is never closed.
    Open,
}

/// Substitutions of substitutes go no deeper than this in any rules.
const DEEPEST: usize = 8;

/// Reads the text after the team's name.
pub(super) fn read(text: &str) -> LineupText<'_> {
    let mut found = LineupText::default();
    let mut scan = Scan::new(text);
    let mut line = 0_u8;
    loop {
        scan.spaces();
        if scan.is_done() {
            return found;
        }
        if scan.eat(',') {
            continue;
        }
        if scan.eat(';') || dash(&mut scan) {
            line = line.saturating_add(1);
            continue;
        }
        if let Some(coach) = coach(&mut scan) {
            found.coach = Some(coach);
            continue;
        }
        let at = scan.at;
        let Some(player) = player(&mut scan, line) else {
            if scan.at == at {
                scan.bump();
            }
            found.faults.push((at..scan.at, Fault::Unknown));
            continue;
        };
        found.eleven.push(player);
        marks(&mut scan, Who::Starter(found.eleven.len() - 1), 0, &mut found);
        // Between two players stands a comma, a dash or a semicolon.
        let at = scan.at + scan.rest().len() - scan.rest().trim_start().len();
        let mut rest = scan;
        rest.spaces();
        if !(rest.is_done() || rest.eat(',') || rest.eat(';') || dash(&mut rest)) {
            scan.until(|c| matches!(c, ',' | ';'));
            found.faults.push((at..scan.at, Fault::Unknown));
        }
    }
}

/// A dash with a space or an end on both sides.
fn dash(scan: &mut Scan<'_>) -> bool {
    let is_dash = scan.peek().is_some_and(|c| matches!(c, '-' | '–' | '—'));
    let before = scan.text[..scan.at].chars().next_back().is_none_or(char::is_whitespace);
    let mut after = *scan;
    after.bump();
    let found = is_dash && before && after.peek().is_none_or(char::is_whitespace);
    if found {
        *scan = after;
    }
    found
}

/// `Coach: X` inside a line-up.
fn coach<'a>(scan: &mut Scan<'a>) -> Option<(usize, &'a str)> {
    let mut ahead = *scan;
    let word = ahead.until(|c| !c.is_alphabetic());
    if !matches!(word, "Coach" | "Manager" | "Trainer") || !ahead.eat(':') {
        return None;
    }
    ahead.spaces();
    let at = ahead.at;
    let name = ahead.until(|c| matches!(c, ',' | ';')).trim_end();
    *scan = ahead;
    Some((at, name))
}

/// Number and name. The name ends at a bracket, a comma, a semicolon, a dash
/// with spaces around it or (of a substitute) a number.
fn player<'a>(scan: &mut Scan<'a>, line: u8) -> Option<PlayerText<'a>> {
    let before = *scan;
    let number = number(scan);
    let at = scan.at;
    let rest = scan.rest();
    let mut end = rest.len();
    let mut space = false;
    for (index, c) in rest.char_indices() {
        let dash = space && matches!(c, '-' | '–' | '—') && {
            let after = &rest[index + c.len_utf8()..];
            after.is_empty() || after.starts_with(char::is_whitespace)
        };
        if matches!(c, '[' | ']' | '(' | ')' | ',' | ';') || dash || (space && c.is_ascii_digit()) {
            end = index;
            break;
        }
        space = c.is_whitespace();
    }
    let name = rest[..end].trim_end();
    if !name.chars().any(char::is_alphabetic) {
        *scan = before;
        return None;
    }
    scan.at = at + name.len();
    Some(PlayerText { at, name, number, line, captain: false, replaced: None, on: None, off: None })
}

/// A shirt number before a name: `10 Messi`, `10. Messi`.
fn number(scan: &mut Scan<'_>) -> Option<u16> {
    let before = *scan;
    let found = scan.number().and_then(|number| u16::try_from(number).ok()).filter(|number| *number < 1000);
    scan.eat('.');
    if found.is_none() || scan.spaces() == 0 {
        *scan = before;
        return None;
    }
    found
}

/// Everything in brackets after a name.
fn marks<'a>(scan: &mut Scan<'a>, who: Who, depth: usize, found: &mut LineupText<'a>) {
    loop {
        let before = *scan;
        scan.spaces();
        let at = scan.at;
        let (open, close) = match scan.peek() {
            Some('[') => ('[', ']'),
            Some('(') => ('(', ')'),
            _ => {
                *scan = before;
                return;
            }
        };
        let Some((inner, start)) = scan.group(open, close) else {
            scan.bump();
            found.faults.push((at..scan.at, Fault::Open));
            return;
        };
        if inner.trim().eq_ignore_ascii_case("c") {
            entry(who, found).captain = true;
        } else if open == '[' {
            cards(inner, start, who, found);
        } else if depth < DEEPEST {
            let group = Scan { text: &scan.text[..start + inner.len()], at: start };
            substitutes(group, who, depth + 1, found);
        } else {
            found.faults.push((at..scan.at, Fault::Unknown));
        }
    }
}

fn entry<'b, 'a>(who: Who, found: &'b mut LineupText<'a>) -> &'b mut PlayerText<'a> {
    match who {
        Who::Starter(index) => &mut found.eleven[index],
        Who::Substitute(index) => &mut found.substitutes[index],
    }
}

/// `Y 15'`, `Y/R 80'`, `Y 15', R 60'`.
fn cards<'a>(inner: &'a str, start: usize, who: Who, found: &mut LineupText<'a>) {
    let player = entry(who, found).name;
    let mut scan = Scan::new(inner);
    let mut any = false;
    loop {
        scan.spaces();
        if scan.eat(',') || scan.eat(';') {
            continue;
        }
        let at = scan.at;
        let word = scan.until(|c| c.is_whitespace() || matches!(c, ',' | ';'));
        if word.is_empty() {
            break;
        }
        let kind = match word {
            "Y" | "y" | "Y1" => CardKind::Yellow,
            "R" | "r" => CardKind::Red,
            "Y/R" | "YR" | "Y2" | "2Y" | "2Y/R" | "Y2R" | "y/r" => CardKind::SecondYellow,
            _ => {
                found.faults.push((start..start + inner.len(), Fault::Unknown));
                return;
            }
        };
        any = true;
        scan.spaces();
        let from = scan.at;
        let minute = scan.minute();
        if minute.is_some_and(|minute| minute.is_err()) {
            found.faults.push((start + from..start + scan.at, Fault::Minute));
        }
        found.cards.push(CardText { at: start + at, player, minute: minute.and_then(Result::ok), kind });
    }
    if !any {
        found.faults.push((start..start + inner.len(), Fault::Unknown));
    }
}

/// `72' NAME [Y 80']`, `NAME 72'`, and further ones after a comma. The
/// scan's text ends with the group.
fn substitutes<'a>(mut scan: Scan<'a>, replaced: Who, depth: usize, found: &mut LineupText<'a>) {
    let mut replaced = replaced;
    loop {
        scan.spaces();
        if scan.is_done() {
            return;
        }
        if scan.eat(',') || scan.eat(';') {
            continue;
        }
        let at = scan.at;
        let first = minute(&mut scan, found);
        scan.spaces();
        let line = entry(replaced, found).line;
        let Some(mut player) = player(&mut scan, line) else {
            scan.until(|c| matches!(c, ',' | ';'));
            found.faults.push((at..scan.at.max(at), Fault::Unknown));
            if scan.at == at {
                scan.bump();
            }
            continue;
        };
        let before = scan;
        scan.spaces();
        let after = if first.is_none() { minute(&mut scan, found) } else { None };
        if after.is_none() {
            scan = before;
        }
        let minute = first.or(after).and_then(Result::ok);
        player.on = minute;
        player.replaced = Some(replaced);
        entry(replaced, found).off = minute;
        found.substitutes.push(player);
        let who = Who::Substitute(found.substitutes.len() - 1);
        marks(&mut scan, who, depth, found);
        scan.spaces();
        let at = scan.at;
        let rest = scan.until(|c| matches!(c, ',' | ';'));
        if !rest.trim().is_empty() {
            found.faults.push((at..scan.at, Fault::Unknown));
        }
        replaced = who;
    }
}

/// A minute; one that cannot be is reported.
fn minute(scan: &mut Scan<'_>, found: &mut LineupText<'_>) -> Option<Result<Minute, NoMinute>> {
    let at = scan.at;
    let minute = scan.minute();
    if let Some(Err(NoMinute)) = minute {
        found.faults.push((at..scan.at, Fault::Minute));
    }
    minute
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(text: &str) -> LineupText<'_> {
        let found = read(text);
        assert_eq!(found.faults, [], "{text}");
        found
    }

    #[allow(clippy::unnecessary_wraps, reason = "stands beside optional minutes")]
    fn at(minute: u16, added: u16) -> Option<Minute> {
        Some(Minute { minute, added })
    }

    #[test]
    fn lines_cards_and_captain() {
        let found = sound(
            "Matt TURNER - Sergino DEST [Y 11'] (74' DeAndre YEDLIN), Kellyn PERRY-ACOSTA [c] [Y 90+10'] -\n Tyler ADAMS [Y/R 80'], X [R 49']",
        );
        let eleven: Vec<_> = found.eleven.iter().map(|p| (p.name, p.line, p.captain, p.off)).collect();
        assert_eq!(
            eleven,
            [
                ("Matt TURNER", 0, false, None),
                ("Sergino DEST", 1, false, at(74, 0)),
                ("Kellyn PERRY-ACOSTA", 1, true, None),
                ("Tyler ADAMS", 2, false, None),
                ("X", 2, false, None),
            ]
        );
        let cards: Vec<_> = found.cards.iter().map(|c| (c.player, c.kind, c.minute)).collect();
        assert_eq!(
            cards,
            [
                ("Sergino DEST", CardKind::Yellow, at(11, 0)),
                ("Kellyn PERRY-ACOSTA", CardKind::Yellow, at(90, 10)),
                ("Tyler ADAMS", CardKind::SecondYellow, at(80, 0)),
                ("X", CardKind::Red, at(49, 0)),
            ]
        );
        let sub = &found.substitutes[0];
        assert_eq!((sub.name, sub.on, sub.replaced, sub.line), ("DeAndre YEDLIN", at(74, 0), Some(Who::Starter(1)), 1));
    }

    #[test]
    fn substitutes_of_substitutes() {
        let found = sound("A - Romain SAISS [c] (21' Selim AMALLAH [Y 30'] (78' Abde EZZALZOULI)), B");
        let subs: Vec<_> = found.substitutes.iter().map(|p| (p.name, p.on, p.off, p.replaced)).collect();
        assert_eq!(
            subs,
            [
                ("Selim AMALLAH", at(21, 0), at(78, 0), Some(Who::Starter(1))),
                ("Abde EZZALZOULI", at(78, 0), None, Some(Who::Substitute(0))),
            ]
        );
        assert_eq!(found.eleven.len(), 3);
        assert_eq!(found.cards[0].player, "Selim AMALLAH");
    }

    #[test]
    fn the_other_order_and_unknown_minutes() {
        let found = sound("Dest (Moore 82'), Adams (Acosta), Weah (Aaronson 67' [Y 70'])");
        let subs: Vec<_> = found.substitutes.iter().map(|p| (p.name, p.on)).collect();
        assert_eq!(subs, [("Moore", at(82, 0)), ("Acosta", None), ("Aaronson", at(67, 0))]);
        assert_eq!(found.eleven[1].off, None);
        assert_eq!(found.substitutes[1].replaced, Some(Who::Starter(1)));
        let chain = sound("A (46' B, 60' C)");
        assert_eq!(chain.substitutes[1].replaced, Some(Who::Substitute(0)));
    }

    #[test]
    fn numbers_semicolons_and_coach() {
        let found = sound("1 Turner (c); 2. Dest, 5 Ream; 10 Pulisic; Coach: Gregg Berhalter");
        let eleven: Vec<_> = found.eleven.iter().map(|p| (p.number, p.name, p.line)).collect();
        assert_eq!(
            eleven,
            [(Some(1), "Turner", 0), (Some(2), "Dest", 1), (Some(5), "Ream", 1), (Some(10), "Pulisic", 2)]
        );
        assert!(found.eleven[0].captain);
        assert_eq!(found.coach.map(|c| c.1), Some("Gregg Berhalter"));
    }

    #[test]
    fn faults_have_their_place() {
        let text = "A [Z 5'], B (72' ), C x [Y 5'] y, D (5' E";
        let found = read(text);
        let faults: Vec<_> = found.faults.iter().map(|(range, fault)| (&text[range.clone()], *fault)).collect();
        assert_eq!(faults[0], ("Z 5'", Fault::Unknown));
        assert!(faults.contains(&("y", Fault::Unknown)), "{faults:?}");
        assert!(faults.iter().any(|f| f.1 == Fault::Open), "{faults:?}");
        assert_eq!(found.eleven[2].name, "C x");
        assert_eq!(read("A [Y 999']").faults, [(5..9, Fault::Minute)]);
    }
}
