//! What became of a match that was not simply played.
//!
//! In: the text of a bracket (`[abandoned 57' fog]`) or a word in the place
//! of the score (`w/o`, `n/p`, `bye`). Out: the status with its reason. Never
//! invents a score for a walk-over.

use super::dates::{self, PartialDate};
use super::scores;
use super::times::{self, LocalTime};
use crate::model::{Pair, Status};

/// A status as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StatusText<'a> {
    pub(crate) status: Status,
    /// The rest of the bracket.
    pub(crate) reason: Option<&'a str>,
    /// A pair named in the bracket: the ruling of an awarded match, the score
    /// at which another was abandoned.
    pub(crate) pair: Option<Pair>,
    /// The new kick-off of a postponed match.
    pub(crate) moved_to: Option<(PartialDate, Option<LocalTime>)>,
}

const WORDS: &[(&str, Status)] = &[
    ("postponed", Status::Postponed),
    ("rescheduled", Status::Postponed),
    ("ppd", Status::Postponed),
    ("p-p", Status::Postponed),
    ("abandoned", Status::Abandoned),
    ("abd", Status::Abandoned),
    ("aban", Status::Abandoned),
    ("cancelled", Status::Cancelled),
    ("canceled", Status::Cancelled),
    ("canc", Status::Cancelled),
    ("not played", Status::Cancelled),
    ("n/p", Status::Cancelled),
    ("awarded", Status::Awarded),
    ("awd", Status::Awarded),
    ("suspended", Status::Suspended),
    ("interrupted", Status::Suspended),
    ("susp", Status::Suspended),
    ("annulled", Status::Annulled),
    ("voided", Status::Annulled),
    ("void", Status::Annulled),
    ("walkover", Status::Walkover),
    ("walk-over", Status::Walkover),
    ("w/o", Status::Walkover),
    ("w.o", Status::Walkover),
    ("tbd", Status::Tbd),
    ("tba", Status::Tbd),
    ("live", Status::Live),
];

/// The status a text starts with, and the rest of it.
fn lead(text: &str) -> Option<(Status, &str)> {
    WORDS.iter().find_map(|(word, status)| {
        let head = text.get(..word.len())?;
        let rest = &text[word.len()..];
        let bounded = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        (head.eq_ignore_ascii_case(word) && bounded).then_some((*status, rest))
    })
}

/// A word that stands alone in a field: `w/o`, `n/p`, `postponed`, `awd.`.
pub(super) fn word(text: &str) -> Option<StatusText<'_>> {
    let (status, rest) = lead(text)?;
    if !matches!(rest, "" | ".") {
        return None;
    }
    let reason = text.eq_ignore_ascii_case("n/p").then_some("not played");
    Some(StatusText { status, reason, pair: None, moved_to: None })
}

/// Whether a word can only be a status, so that it may stand between two
/// teams with single spaces around it.
pub(super) fn is_unmistakable(word: &str) -> bool {
    ["w/o", "n/p", "w.o."].iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// `bye`, in the place of a score or of an opponent.
pub(super) fn is_bye(word: &str) -> bool {
    word.eq_ignore_ascii_case("bye") || word.eq_ignore_ascii_case("(bye)") || word.eq_ignore_ascii_case("[bye]")
}

/// The inside of a bracket.
pub(crate) fn bracket(inner: &str) -> Option<StatusText<'_>> {
    let inner = inner.trim();
    let (status, rest) = lead(inner)?;
    let reason = rest.trim_start_matches(['.', ':', ',', ';', '-', '–', ' ']).trim();
    let moved_to = (status == Status::Postponed).then(|| moved_to(reason)).flatten();
    let pair = matches!(status, Status::Awarded | Status::Walkover | Status::Abandoned | Status::Suspended)
        .then(|| scores::find(reason))
        .flatten();
    // A bare ruling (`[awarded 0-3]`) is no reason.
    let bare = pair.is_some() && !reason.contains(' ');
    let reason = Some(reason).filter(|text| !text.is_empty() && !bare && moved_to.is_none());
    Some(StatusText { status, reason, pair, moved_to })
}

/// `to Fri Mar 3 19:45`, and nothing more.
fn moved_to(text: &str) -> Option<(PartialDate, Option<LocalTime>)> {
    let text = ["to ", "until "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text).trim();
    let (date, used) = dates::lead(text)?;
    let rest = text[used..].trim();
    if rest.is_empty() {
        return Some((date, None));
    }
    let (time, used) = times::lead(rest)?;
    rest[used..].trim().is_empty().then_some((date, Some(time)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        assert_eq!(word("w/o").map(|s| s.status), Some(Status::Walkover));
        assert_eq!(word("postponed").map(|s| s.status), Some(Status::Postponed));
        assert_eq!(word("awd.").map(|s| s.status), Some(Status::Awarded));
        assert_eq!(word("n/p").and_then(|s| s.reason), Some("not played"));
        assert_eq!(word("Void FC"), None);
        assert_eq!(word("Liverpool"), None);
    }

    #[test]
    fn brackets() {
        let found = bracket("abandoned 57' fog").expect("a status");
        assert_eq!((found.status, found.reason), (Status::Abandoned, Some("57' fog")));
        let found = bracket("Awarded 0-3").expect("a status");
        assert_eq!((found.status, found.pair, found.reason), (Status::Awarded, Some([0, 3]), None));
        let found = bracket("abandoned at 1-1 in 65' due to fog").expect("a status");
        assert_eq!((found.pair, found.reason), (Some([1, 1]), Some("at 1-1 in 65' due to fog")));
        let found = bracket("postponed to Fri Mar 3 19:45").expect("a status");
        assert!(found.moved_to.is_some_and(|(date, time)| date.day == 3 && time.is_some()));
        assert_eq!(bracket("postponed, snow").and_then(|s| s.reason), Some("snow"));
        assert_eq!(bracket("c"), None);
    }
}
