//! What happened to whom: `Pulisic 38'`, `Kane 54' pen`, `Taremi 65', 90+13'
//! pen`, `Adams 43', 80' second yellow`, `Messi x`.
//!
//! In: one entry of `goals`, `cards`, `missed_penalties` or `shootout`. Out:
//! the name and, for each minute, what is said of it. Never resolves a name.

use super::{Fault, Parsed, minute, shown};
use crate::model::{CardKind, GoalKind, Minute};

/// The code of an entry that is not understood.
pub const CODE: &str = "E0213";

/// An entry: a name and its moments. Never without a moment: a name alone has
/// one without a minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<'a, T> {
    /// The name as written.
    pub name: &'a str,
    /// One for each minute.
    pub moments: Vec<T>,
}

/// One goal of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoalMoment<'a> {
    /// When.
    pub minute: Option<Minute>,
    /// How.
    pub kind: GoalKind,
    /// The last pass.
    pub assist: Option<&'a str>,
}

/// One card of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardMoment {
    /// When.
    pub minute: Option<Minute>,
    /// Which.
    pub kind: CardKind,
}

/// Reads an entry of `goals`.
pub fn goal(text: &str) -> Parsed<'_, Event<'_, GoalMoment<'_>>> {
    let (name, moments) = split(text, "a goal is written `Pulisic 38'`")?;
    let moments = moments
        .into_iter()
        .map(|(minute, said)| {
            let mut goal = GoalMoment { minute, kind: GoalKind::Goal, assist: None };
            let mut rest = said;
            while !rest.is_empty() {
                if let Some(open) = rest.strip_prefix('(') {
                    let Some((inner, after)) = open.split_once(')') else {
                        return Err(Fault::new(CODE, rest, "the parenthesis is not closed"));
                    };
                    let inner = inner.trim();
                    match goal_kind(inner) {
                        Some(kind) => goal.kind = kind,
                        None if inner.is_empty() => {}
                        None if goal.assist.is_some() => {
                            return Err(Fault::new(CODE, inner, "a goal has one assist"));
                        }
                        None => goal.assist = Some(inner.strip_prefix("assist ").map_or(inner, str::trim)),
                    }
                    rest = after.trim_start();
                } else {
                    let end = rest.find('(').unwrap_or(rest.len());
                    let word = rest[..end].trim_end();
                    goal.kind = goal_kind(word).ok_or_else(|| {
                        not_understood(word, "after the minute may stand `pen`, `og` or the assist in parentheses")
                    })?;
                    rest = &rest[end..];
                }
            }
            Ok(goal)
        })
        .collect::<Result<_, _>>()?;
    Ok(Event { name, moments })
}

/// Reads an entry of `cards`.
pub fn card(text: &str) -> Parsed<'_, Event<'_, CardMoment>> {
    let (name, moments) = split(text, "a booking is written `Adams 43'`, a sending-off `Sithole 49' red`")?;
    let moments = moments
        .into_iter()
        .map(|(minute, said)| {
            let word = said.strip_prefix('(').and_then(|s| s.strip_suffix(')')).unwrap_or(said).trim();
            let kind = card_kind(word).ok_or_else(|| {
                not_understood(
                    word,
                    "after the minute may stand `yellow`, `second yellow` or `red`; nothing means yellow",
                )
            })?;
            Ok(CardMoment { minute, kind })
        })
        .collect::<Result<_, _>>()?;
    Ok(Event { name, moments })
}

/// Reads an entry of `missed_penalties`, or another name with minutes.
pub fn timed(text: &str) -> Parsed<'_, Event<'_, Option<Minute>>> {
    let (name, moments) = split(text, "written `Neymar 65'`")?;
    let moments = moments
        .into_iter()
        .map(|(minute, said)| {
            let word = said.trim_matches(['(', ')']);
            if matches!(word, "" | "pen" | "saved" | "missed" | "post" | "bar" | "wide" | "over") {
                Ok(minute)
            } else {
                Err(not_understood(word, "only the minute is expected after the name"))
            }
        })
        .collect::<Result<_, _>>()?;
    Ok(Event { name, moments })
}

/// Reads a kick of a shoot-out: the name, and whether it was scored.
pub fn kick(text: &str) -> Parsed<'_, (&str, bool)> {
    const MISSED: [&str; 9] = ["x", "✗", "✘", "×", "missed", "saved", "post", "bar", "wide"];
    const SCORED: [&str; 4] = ["✓", "✔", "scored", "o"];
    let text = text.trim();
    let (name, word) = text.rsplit_once(char::is_whitespace).unwrap_or((text, ""));
    let bare = word.trim_matches(['(', ')']).to_lowercase();
    let (name, scored) = if MISSED.contains(&bare.as_str()) {
        (name, false)
    } else if SCORED.contains(&bare.as_str()) {
        (name, true)
    } else {
        (text, true)
    };
    let name = name.trim_end_matches([',', ':']).trim();
    if !name.contains(char::is_alphabetic) {
        return Err(Fault::new(CODE, text, "the name of the taker is missing")
            .help("a kick is written `Messi`, one missed or saved `Messi x`"));
    }
    Ok((name, scored))
}

/// The sort of goal a word names.
pub fn goal_kind(word: &str) -> Option<GoalKind> {
    let word = word.to_ascii_lowercase().replace(['.', '-', '_'], " ");
    Some(match word.trim() {
        "goal" => GoalKind::Goal,
        "pen" | "p" | "penalty" | "pk" => GoalKind::Penalty,
        "og" | "o g" | "own goal" => GoalKind::OwnGoal,
        _ => return None,
    })
}

/// The card a word names; no word means a booking.
pub fn card_kind(word: &str) -> Option<CardKind> {
    let word = word.to_ascii_lowercase().replace(['-', '_', '/'], " ");
    Some(match word.trim() {
        "" | "yellow" | "y" | "yellow card" | "booking" | "booked" => CardKind::Yellow,
        "second yellow" | "2nd yellow" | "second booking" | "y r" | "yr" | "2y" | "yellow red" => {
            CardKind::SecondYellow
        }
        "red" | "r" | "red card" | "straight red" | "sent off" => CardKind::Red,
        _ => return None,
    })
}

fn not_understood<'a>(word: &'a str, help: &str) -> Fault<'a> {
    if word.contains(char::is_alphabetic) && word.contains(|c: char| c.is_ascii_digit()) {
        return Fault::new(CODE, word, format!("`{}` looks like another player", shown(word)))
            .help("write each player as an entry of his own, on a line beginning with `- `");
    }
    Fault::new(CODE, word, format!("`{}` is not understood here", shown(word))).help(help)
}

/// Splits an entry into the name and its minutes, each with the words after
/// it.
#[expect(clippy::type_complexity, reason = "a private pair of a minute and what follows it")]
fn split<'a>(text: &'a str, form: &str) -> Parsed<'a, (&'a str, Vec<(Option<Minute>, &'a str)>)> {
    let text = text.trim();
    let start = first_minute(text);
    let name = text[..start].trim().trim_end_matches([',', ':']).trim_end();
    if !name.contains(char::is_alphabetic) {
        let fault = Fault::new(CODE, text, format!("the name is missing in `{}`", shown(text)));
        return Err(if start == 0 && !text.is_empty() {
            // `goals: [Saka 43', 62']` is two entries to YAML.
            fault.help("in a list in brackets, an entry that holds a comma needs quotes: `[\"Saka 43', 62'\"]`")
        } else {
            fault.help(form)
        });
    }
    if let Some(c) = name.find([';', '(', ')']) {
        let part = &name[c..];
        return Err(Fault::new(CODE, part, format!("`{}` is not understood in a name", shown(part))).help(form));
    }
    let mut moments = Vec::with_capacity(1);
    if start == text.len() {
        moments.push((None, ""));
        return Ok((name, moments));
    }
    // Commas part the minutes, except within parentheses.
    let mut rest = &text[start..];
    while !rest.is_empty() {
        let Some((minute, after)) = minute::lead(rest)? else {
            let piece = rest.split(',').next().unwrap_or(rest).trim();
            return Err(not_understood(piece, form));
        };
        let end = piece_end(after);
        moments.push((Some(minute), after[..end].trim()));
        rest = after[end..].trim_start_matches([',', ' ', '\t', '\u{a0}']);
    }
    Ok((name, moments))
}

/// Where the first minute begins: a digit after a blank. The text's length if
/// there is none.
fn first_minute(text: &str) -> usize {
    let mut blank = true;
    for (i, c) in text.char_indices() {
        if blank && c.is_ascii_digit() {
            return i;
        }
        blank = c.is_whitespace();
    }
    text.len()
}

/// Where the words about a minute end: at a comma outside parentheses, or
/// where the next minute begins.
fn piece_end(text: &str) -> usize {
    let mut depth = 0usize;
    let mut blank = false;
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return i,
            // `2nd yellow` begins with a digit and is no minute.
            c if depth == 0 && blank && c.is_ascii_digit() && !text[i..].to_ascii_lowercase().starts_with("2nd") => {
                return i;
            }
            _ => {}
        }
        blank = c.is_whitespace();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "as it stands in what it is compared with")]
    fn m(minute: u16, added: u16) -> Option<Minute> {
        Some(Minute { minute, added })
    }

    #[expect(clippy::type_complexity, reason = "spelt out for the comparison")]
    fn goals(text: &str) -> (&str, Vec<(Option<Minute>, GoalKind, Option<&str>)>) {
        let event = goal(text).unwrap();
        (event.name, event.moments.iter().map(|g| (g.minute, g.kind, g.assist)).collect())
    }

    #[test]
    fn goals_of_the_reference() {
        use GoalKind::{Goal, OwnGoal, Penalty};
        assert_eq!(goals("Pulisic 38'"), ("Pulisic", vec![(m(38, 0), Goal, None)]));
        assert_eq!(goals("Saka 43', 62'"), ("Saka", vec![(m(43, 0), Goal, None), (m(62, 0), Goal, None)]));
        assert_eq!(goals("NAME 45+1', 62'"), ("NAME", vec![(m(45, 1), Goal, None), (m(62, 0), Goal, None)]));
        assert_eq!(goals("Kane 54' pen"), ("Kane", vec![(m(54, 0), Penalty, None)]));
        assert_eq!(goals("Aguerd 40' og"), ("Aguerd", vec![(m(40, 0), OwnGoal, None)]));
        assert_eq!(
            goals("Taremi 65', 90+13' pen"),
            ("Taremi", vec![(m(65, 0), Goal, None), (m(90, 13), Penalty, None)])
        );
        assert_eq!(goals("Rashford 10' (Kane)"), ("Rashford", vec![(m(10, 0), Goal, Some("Kane"))]));
    }

    #[test]
    fn goals_as_others_write_them() {
        use GoalKind::{Goal, OwnGoal, Penalty};
        assert_eq!(goals("Taremi 65' 90'+13 (pen.)").1, vec![(m(65, 0), Goal, None), (m(90, 13), Penalty, None)]);
        assert_eq!(goals("van Dijk 3’ (o.g.)"), ("van Dijk", vec![(m(3, 0), OwnGoal, None)]));
        assert_eq!(goals("Kane 5' pen (Bellingham)").1, vec![(m(5, 0), Penalty, Some("Bellingham"))]);
        assert_eq!(
            goals("Kane 5' (Foden, Phil), 6'").1,
            vec![(m(5, 0), Goal, Some("Foden, Phil")), (m(6, 0), Goal, None)]
        );
        assert_eq!(goals("Pelé"), ("Pelé", vec![(None, Goal, None)]));
        assert_eq!(goals("N'Golo Kanté 7"), ("N'Golo Kanté", vec![(m(7, 0), Goal, None)]));
    }

    #[test]
    fn wrong_goals_say_which_part() {
        for (text, part) in [
            ("", ""),
            ("62'", "62'"),
            ("Kane 54' bananas", "bananas"),
            ("Kane 54' (pen", "(pen"),
            ("Kane 254'", "254'"),
            ("Pulisic 38', Weah 40'", "Weah 40'"),
            ("Pulisic (USA) 38'", "(USA)"),
            ("Kane 5' (A) (B)", "B"),
        ] {
            assert_eq!(goal(text).unwrap_err().part, part, "{text}");
        }
    }

    #[test]
    fn cards() {
        let kinds = |text| card(text).map(|e| e.moments.iter().map(|c| (c.minute, c.kind)).collect::<Vec<_>>());
        assert_eq!(kinds("Adams 43'"), Ok(vec![(m(43, 0), CardKind::Yellow)]));
        assert_eq!(kinds("Jalali 90+6'"), Ok(vec![(m(90, 6), CardKind::Yellow)]));
        assert_eq!(kinds("Sithole 49' red"), Ok(vec![(m(49, 0), CardKind::Red)]));
        for text in
            ["A 43', 80' second yellow", "A 43', 80' 2nd yellow", "A 43' yellow 80' (Y/R)", "A 43', 80' second-yellow"]
        {
            assert_eq!(
                kinds(text),
                Ok(vec![(m(43, 0), CardKind::Yellow), (m(80, 0), CardKind::SecondYellow)]),
                "{text}"
            );
        }
        assert_eq!(card("A 43' blue").unwrap_err().part, "blue");
    }

    #[test]
    fn kicks() {
        assert_eq!(kick("Messi"), Ok(("Messi", true)));
        assert_eq!(kick("Kingsley Coman x"), Ok(("Kingsley Coman", false)));
        assert_eq!(kick("Coman (saved)"), Ok(("Coman", false)));
        assert_eq!(kick("Coman ✓"), Ok(("Coman", true)));
        assert!(kick("x").is_ok_and(|k| k.0 == "x"));
        assert_eq!(kick(" ").unwrap_err().code, CODE);
    }

    #[test]
    fn missed_penalties() {
        assert_eq!(timed("André Ayew 21'").map(|e| e.moments), Ok(vec![m(21, 0)]));
        assert_eq!(timed("A 21' pen").map(|e| e.moments), Ok(vec![m(21, 0)]));
        assert_eq!(timed("A 21' og").unwrap_err().part, "og");
    }
}
