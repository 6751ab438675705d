//! Rounds, groups, stages and legs: what a section line calls itself.
//!
//! In: `Group A`, `Matchday 10 | Tue Nov 29`, `Quarter-finals, 2nd leg`. Out:
//! which of these it is. Never keeps state: what a section means for those
//! before it is the reader's affair.

use super::dates::{self, PartialDate};

/// What a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section<'a> {
    /// `Group B`
    Group(&'a str),
    /// `First stage`
    Stage(&'a str),
    /// `Matchday 3`, `Round of 16`
    Round {
        name: &'a str,
        /// The number of a matchday.
        matchday: Option<u16>,
        leg: Option<u8>,
    },
}

/// Words before the number of a matchday.
const MATCHDAYS: &[&str] =
    &["Matchday", "Match Day", "Gameweek", "Game Week", "Week", "Spieltag", "Jornada", "Journée", "Giornata"];

/// Words a bare line may start with to be a round.
const BARE: &[&str] = &[
    "Round",
    "Final",
    "Semi-final",
    "Semifinal",
    "Quarter-final",
    "Quarterfinal",
    "Third place",
    "Third-place",
    "Match for third",
    "Play-off",
    "Playoff",
    "Preliminary",
    "Qualifying",
    "Replay",
    "Knockout",
    "Extra preliminary",
];

/// What the name of a section says.
pub(super) fn classify(name: &str) -> Section<'_> {
    let name = name.trim().trim_end_matches(':').trim_end();
    if group(name).is_some() {
        return Section::Group(name);
    }
    let has = |word: &str| name.split([' ', '-']).any(|part| part.eq_ignore_ascii_case(word));
    let is = |text: &str| name.eq_ignore_ascii_case(text);
    if has("stage") || has("phase") || is("Group Matches") || is("Regular season") {
        return Section::Stage(name);
    }
    let (name, leg) = without_leg(name);
    Section::Round { name, matchday: matchday(name), leg }
}

/// The short name of a group: the `A` of `Group A`.
pub(super) fn group(name: &str) -> Option<&str> {
    let short = name.strip_prefix("Group ").or_else(|| name.strip_prefix("GROUP "))?.trim();
    (!short.is_empty() && short.len() <= 3 && short.chars().all(char::is_alphanumeric)).then_some(short)
}

/// The number of `Matchday 3` or `3. Spieltag`.
pub(crate) fn matchday(name: &str) -> Option<u16> {
    MATCHDAYS.iter().find_map(|word| {
        let number = match name.strip_prefix(word) {
            Some(rest) => rest.trim_start_matches(' '),
            None => name.strip_suffix(word)?.trim_end_matches(['.', ' ', 'ª', 'º', 'e', 'a']),
        };
        number.parse().ok()
    })
}

/// The name without its leg, and the leg.
pub(crate) fn without_leg(name: &str) -> (&str, Option<u8>) {
    const LEGS: &[(&str, u8)] =
        &[("1st leg", 1), ("first leg", 1), ("leg 1", 1), ("2nd leg", 2), ("second leg", 2), ("leg 2", 2)];
    for (words, leg) in LEGS {
        let Some(cut) = name.len().checked_sub(words.len()) else { continue };
        if name.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(words)) {
            let round = name[..cut].trim_end_matches([' ', ',', '-', '–', ':', '|', '(']);
            return (if round.is_empty() { name } else { round }, Some(*leg));
        }
        if let Some(rest) = name.strip_suffix(')')
            && let Some(cut) = rest.len().checked_sub(words.len())
            && rest.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(words))
        {
            return (rest[..cut].trim_end_matches([' ', ',', '-', '–', ':', '(']), Some(*leg));
        }
    }
    (name, None)
}

/// Whether a line without any mark is a round all the same.
pub(super) fn is_bare(text: &str) -> bool {
    let name = text.split('|').next().unwrap_or(text).trim();
    if super::lines::gap(name).is_some() {
        return false;
    }
    if matchday(name).is_some() || group(name).is_some() {
        return true;
    }
    let starts = |word: &&str| {
        name.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
            && name[word.len()..].chars().next().is_none_or(|c| matches!(c, ' ' | 's' | 'S' | ',' | '-' | ':'))
    };
    // A score or an opponent makes it a match: `Round Town v Wick`.
    let team = name.split(' ').any(|word| matches!(word, "v" | "vs" | "vs.") || super::scores::starts(word));
    let ordinal = name.split_once(' ').is_some_and(|(first, rest)| {
        rest.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("round"))
            && (first.ends_with("st") || first.ends_with("nd") || first.ends_with("rd") || first.ends_with("th"))
    });
    !team && (BARE.iter().any(starts) || ordinal)
}

/// A section line's name and the days given after `|`.
pub(super) fn split_days(text: &str) -> (&str, Option<(PartialDate, PartialDate)>, Option<&str>) {
    let Some((name, after)) = text.split_once('|') else { return (text.trim(), None, None) };
    match dates::range(after.trim()) {
        Some(days) => (name.trim(), Some(days), None),
        None => (name.trim(), None, Some(after.trim()).filter(|rest| !rest.is_empty())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(name: &str, matchday: Option<u16>, leg: Option<u8>) -> Section<'_> {
        Section::Round { name, matchday, leg }
    }

    #[test]
    fn kinds_of_section() {
        assert_eq!(classify("Group A"), Section::Group("Group A"));
        assert_eq!(classify("Group 12"), Section::Group("Group 12"));
        assert_eq!(classify("Group Matches"), Section::Stage("Group Matches"));
        assert_eq!(classify("First stage"), Section::Stage("First stage"));
        assert_eq!(classify("Knock-out stage"), Section::Stage("Knock-out stage"));
        assert_eq!(classify("Matchday 10"), round("Matchday 10", Some(10), None));
        assert_eq!(classify("12. Spieltag"), round("12. Spieltag", Some(12), None));
        assert_eq!(classify("Round of 16"), round("Round of 16", None, None));
        assert_eq!(classify("Round 1"), round("Round 1", None, None));
        assert_eq!(classify("Semi-finals, 2nd Leg"), round("Semi-finals", None, Some(2)));
        assert_eq!(classify("Semi-finals (1st leg)"), round("Semi-finals", None, Some(1)));
    }

    #[test]
    fn bare_lines() {
        for text in [
            "Matchday 1",
            "Final",
            "Semi-finals",
            "Round of 16",
            "2nd Round",
            "Quarterfinals",
            "Group A",
            "Third place match",
            "Round 1 - Replays",
        ] {
            assert!(is_bare(text), "{text}");
        }
        for text in ["Qatar", "Finalandia v B", "Round Town v Wick", "Weekend", "Finalist", "Round Town  2-1  Wick"] {
            assert!(!is_bare(text), "{text}");
        }
    }

    #[test]
    fn days_after_the_bar() {
        let (name, days, _) = split_days("Matchday 10 |  Tue Nov 29");
        assert_eq!((name, days.map(|(a, _)| a.day)), ("Matchday 10", Some(29)));
        assert_eq!(split_days("Group A | Matchday 1"), ("Group A", None, Some("Matchday 1")));
    }
}
