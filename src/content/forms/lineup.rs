//! Line-ups: `Turner; Dest (Moore 82'), 13 Tim Ream; Adams (c) …`.
//!
//! In: an eleven as one text, or one entry of a list. Out: the players with
//! their line, number, captain's mark and those who replaced them, nested.
//! Never looks at the formation and never resolves a name.

use super::{Fault, Parsed, minute, shown, split_digits};
use crate::model::Minute;

/// The code of a line-up that is not understood.
pub const CODE: &str = "E0214";

/// How deep substitutes may be nested: each is one more who came on for one
/// who came on.
const DEEPEST: usize = 6;

/// A player of a line-up as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The name.
    pub name: &'a str,
    /// The shirt number.
    pub number: Option<u16>,
    /// `(c)` stands beside the name.
    pub captain: bool,
    /// The line of the formation, where the text shows lines.
    pub line: Option<u8>,
    /// When the player came on: the minute of a substitute.
    pub on: Option<Minute>,
    /// Who replaced the player.
    pub replaced_by: Option<Box<Entry<'a>>>,
}

/// Reads an eleven: `;` between the lines of the formation, `,` between the
/// players of a line. A wrong entry does not keep the others from being read.
pub fn eleven(text: &str) -> (Vec<Entry<'_>>, Vec<Fault<'_>>) {
    let (mut entries, mut faults) = (Vec::with_capacity(11), Vec::new());
    let lined = text.contains(';');
    for (line, group) in pieces(text, b';').enumerate() {
        for piece in pieces(group, b',') {
            if piece.trim().is_empty() {
                continue;
            }
            match entry(piece) {
                Ok(mut entry) => {
                    entry.set_line(if lined { u8::try_from(line).ok() } else { None });
                    entries.push(entry);
                }
                Err(fault) => faults.push(fault),
            }
        }
    }
    (entries, faults)
}

/// Reads one player with those who replaced him.
pub fn entry(text: &str) -> Parsed<'_, Entry<'_>> {
    player(text.trim(), 0)
}

/// Reads a substitute with the minute: `Moore 82'`, `82' Moore`, `Moore 46'
/// (Yedlin 80')`.
pub fn substitute(text: &str) -> Parsed<'_, Entry<'_>> {
    came_on(text.trim(), 0)
}

impl Entry<'_> {
    /// Sets the line of the player and of those who replaced him.
    pub fn set_line(&mut self, line: Option<u8>) {
        self.line = line;
        if let Some(substitute) = &mut self.replaced_by {
            substitute.set_line(line);
        }
    }
}

/// Splits at a separator outside parentheses.
fn pieces(text: &str, separator: u8) -> impl Iterator<Item = &str> {
    let mut depth = 0i32;
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.bytes().position(|byte| {
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            depth <= 0 && byte == separator
        });
        rest = end.map(|end| &text[end + 1..]);
        Some(end.map_or(text, |end| &text[..end]))
    })
}

fn player(text: &str, depth: usize) -> Parsed<'_, Entry<'_>> {
    if depth > DEEPEST {
        return Err(Fault::new(CODE, text, "substitutes are nested too deep")
            .help("a parenthesis holds who came on for the player before it, and nobody else"));
    }
    let mut entry = Entry { name: "", number: None, captain: false, line: None, on: None, replaced_by: None };
    let mut name_end = text.find('(').unwrap_or(text.len());
    let mut rest = &text[name_end..];
    while let Some(open) = rest.strip_prefix('(') {
        let Some(close) = closing(open) else {
            return Err(Fault::new(CODE, text, "a parenthesis is not closed")
                .help("a substitute stands in parentheses: `Dest (Moore 82')`"));
        };
        let inner = open[..close].trim();
        if matches!(inner, "c" | "C" | "capt" | "captain") {
            entry.captain = true;
        } else if inner.is_empty() {
            return Err(Fault::new(CODE, text, "empty parentheses"));
        } else if entry.replaced_by.is_none() {
            entry.replaced_by = Some(Box::new(came_on(inner, depth)?));
        } else {
            return Err(Fault::new(CODE, inner, format!("`{}` is a second substitute for one player", shown(inner)))
                .help(
                    "one who replaced a substitute stands in that one's parentheses: `Dest (Moore 46' (Yedlin 80'))`",
                ));
        }
        rest = open[close + 1..].trim_start();
    }
    if !rest.is_empty() {
        let message = format!("`{}` after the parentheses is not understood", shown(rest));
        return Err(
            Fault::new(CODE, rest, message).help("players are parted by `,`, the lines of the formation by `;`")
        );
    }
    if let Some(stripped) = text[..name_end].trim_end().strip_suffix("[c]") {
        entry.captain = true;
        name_end = stripped.len();
    }
    let (number, name) = shirt(text[..name_end].trim());
    entry.number = number;
    entry.name = name;
    if !name.contains(char::is_alphabetic) {
        return Err(Fault::new(CODE, text, format!("the name is missing in `{}`", shown(text)))
            .help("a player is written `Pulisic`, with a shirt number `10 Pulisic`"));
    }
    if let Some(at) = name.bytes().position(|byte| matches!(byte, b')' | b'[' | b']' | b';')) {
        let part = &name[at..];
        return Err(Fault::new(CODE, part, format!("`{}` is not understood in a line-up", shown(part))));
    }
    if name.bytes().any(|byte| byte.is_ascii_digit())
        && let Some(word) = name.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    {
        return Err(Fault::new(CODE, word, format!("`{}` is not understood after a name", shown(word)))
            .help("a substitute and his minute stand in parentheses: `Dest (Moore 82')`"));
    }
    Ok(entry)
}

fn came_on(text: &str, depth: usize) -> Parsed<'_, Entry<'_>> {
    let name_end = text.find('(').unwrap_or(text.len());
    let head = text[..name_end].trim();
    let (digits, after) = split_digits(head);
    // `82' Moore`: a number with the minute mark leads; `20 Moore 82'` has a shirt number.
    if !digits.is_empty()
        && after.starts_with(|c| super::is_minute_mark(c) || c == '+')
        && let Some((on, rest)) = minute::lead(text)?
    {
        let mut entry = player(rest.trim_start(), depth + 1)?;
        entry.on = Some(on);
        return Ok(entry);
    }
    let is_minute = |at: &usize| {
        let before = &head[..*at];
        before.ends_with(char::is_whitespace) && before.contains(char::is_alphabetic)
    };
    let mut digits = head.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at);
    let minute_at = digits.find(is_minute);
    let Some(at) = minute_at else { return minute_last(text, depth) };
    let on = minute::parse(&head[at..])?;
    // The nested parentheses belong to the substitute: read the name and them
    // apart, since the minute stands between.
    let mut entry = player(head[..at].trim(), depth + 1)?;
    entry.on = Some(on);
    let tail = text[name_end..].trim();
    if let Some(open) = tail.strip_prefix('(') {
        match closing(open) {
            Some(close) if open[close + 1..].trim().is_empty() => {
                let inner = open[..close].trim();
                if matches!(inner, "c" | "C") {
                    entry.captain = true;
                } else {
                    if depth + 1 > DEEPEST {
                        return Err(Fault::new(CODE, text, "substitutes are nested too deep")
                            .help("a parenthesis holds who came on for the player before it, and nobody else"));
                    }
                    entry.replaced_by = Some(Box::new(came_on(inner, depth + 1)?));
                }
            }
            _ => return Err(Fault::new(CODE, tail, format!("`{}` is not understood", shown(tail)))),
        }
    }
    Ok(entry)
}

/// A substitute whose minute stands behind those who replaced him, `Moore
/// (Yedlin 80') 46'`, or who has none.
fn minute_last(text: &str, depth: usize) -> Parsed<'_, Entry<'_>> {
    let Some(close) = text.rfind(')') else { return player(text, depth + 1) };
    let tail = text[close + 1..].trim();
    if !tail.starts_with(|c: char| c.is_ascii_digit()) {
        return player(text, depth + 1);
    }
    let on = minute::parse(tail)?;
    let mut entry = player(text[..=close].trim_end(), depth + 1)?;
    entry.on = Some(on);
    Ok(entry)
}

/// The position of the parenthesis that closes one opened before the text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(i),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Splits a shirt number off the front: `10 Pulisic`, `#10 Pulisic`, `10.
/// Pulisic`. A `-` for an unknown number is dropped.
pub fn shirt(text: &str) -> (Option<u16>, &str) {
    let bare = text.strip_prefix('#').unwrap_or(text);
    let (digits, after) = split_digits(bare);
    if digits.is_empty() {
        return (None, text.strip_prefix("- ").map_or(text, str::trim_start));
    }
    let after = after.strip_prefix('.').unwrap_or(after);
    match digits.parse() {
        Ok(number) if after.starts_with(char::is_whitespace) => (Some(number), after.trim_start()),
        _ => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Entry<'_>> {
        let (entries, faults) = eleven(text);
        assert_eq!(faults, [], "{text}");
        entries
    }

    #[expect(clippy::unnecessary_wraps, reason = "as it stands in what it is compared with")]
    fn m(minute: u16) -> Option<Minute> {
        Some(Minute { minute, added: 0 })
    }

    #[test]
    fn lines_and_substitutes() {
        let entries = read("Turner; Dest (Moore 82'), Carter-Vickers; Adams (c)");
        let lines: Vec<_> = entries.iter().map(|e| (e.name, e.line, e.captain)).collect();
        assert_eq!(
            lines,
            [
                ("Turner", Some(0), false),
                ("Dest", Some(1), false),
                ("Carter-Vickers", Some(1), false),
                ("Adams", Some(2), true)
            ]
        );
        let substitute = entries[1].replaced_by.as_deref().unwrap();
        assert_eq!((substitute.name, substitute.on, substitute.line), ("Moore", m(82), Some(1)));
    }

    #[test]
    fn nested_substitutes_and_numbers() {
        let entries =
            read("2 Sergiño Dest (20 Moore 46' (Yedlin 80')), 10. Pulisic (c) (46' Aaronson), De Jong (Berghuis)");
        let first = entries[0].replaced_by.as_deref().unwrap();
        let second = first.replaced_by.as_deref().unwrap();
        assert_eq!((entries[0].number, first.number, first.on), (Some(2), Some(20), m(46)));
        assert_eq!((second.name, second.on, second.line), ("Yedlin", m(80), None));
        assert!(entries[1].captain);
        assert_eq!(entries[1].replaced_by.as_deref().map(|e| (e.name, e.on)), Some(("Aaronson", m(46))));
        assert_eq!(entries[2].replaced_by.as_deref().map(|e| (e.name, e.on)), Some(("Berghuis", None)));
        let behind = read("Al Faraj (Al Abed (Al Amri 89') 45')");
        let abed = behind[0].replaced_by.as_deref().unwrap();
        assert_eq!((abed.name, abed.on, abed.replaced_by.as_deref().and_then(|e| e.on)), ("Al Abed", m(45), m(89)));
        let chain = read("A (1' B (2' C (3' D)))");
        assert_eq!(
            chain[0]
                .replaced_by
                .as_deref()
                .and_then(|b| b.replaced_by.as_deref())
                .and_then(|c| c.replaced_by.as_deref())
                .map(|d| d.name),
            Some("D")
        );
    }

    #[test]
    fn one_wrong_entry_leaves_the_others() {
        for (text, part, others) in [
            ("A, B (C, D", "B (C, D", 1),
            ("A, B 82', C", "82'", 2),
            ("A, B (C 999'), D", "999'", 2),
            ("A, (B 82')", "(B 82')", 1),
            ("A, B (X) (D), E", "D", 2),
            ("A, B (C) D, E", "D", 2),
            ("A, B (), E", "B ()", 2),
            ("A), B", ")", 1),
        ] {
            let (entries, faults) = eleven(text);
            let parts: Vec<_> = faults.iter().map(|f| f.part).collect();
            assert_eq!((parts.as_slice(), entries.len()), ([part].as_slice(), others), "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        for open in ["A (", "A 5' ("] {
            let text = open.repeat(10_000) + "B" + &")".repeat(10_000);
            assert_eq!(eleven(&text).1.len(), 1);
        }
    }

    #[test]
    fn shirts() {
        assert_eq!(shirt("10 Pulisic"), (Some(10), "Pulisic"));
        assert_eq!(shirt("- Pulisic"), (None, "Pulisic"));
        assert_eq!(shirt("99999999 X"), (None, "99999999 X"));
        assert_eq!(shirt("Pulisic"), (None, "Pulisic"));
    }
}
