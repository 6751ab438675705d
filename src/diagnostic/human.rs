//! Diagnostics as text for people.
//!
//! In: located diagnostics. Out: for each its message, an excerpt with the
//! place marked, the help and other places that matter; at the end a count.
//! Colours only on request. Never prints and never sorts.

use std::borrow::Cow;
use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::located::TextRange;
use super::{Counts, Located, Location, Severity};

/// How the text is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// With ANSI colours.
    pub colour: bool,
    /// How many columns there are; longer lines of the source are cut.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { colour: false, width: 120 }
    }
}

/// A line longer than this many bytes is cut before it is looked at: a data
/// file may be one line of many megabytes.
const LONG_LINE: usize = 2000;

/// All diagnostics, parted by blank lines, and the closing count. Empty if
/// there are none.
pub fn render<'l>(located: impl IntoIterator<Item = &'l Located>, style: Style) -> String {
    let mut text = String::new();
    let mut counts = Counts::default();
    for located in located {
        counts.add(located.diagnostic.severity);
        text.push_str(&one(located, style));
        text.push_str("\n\n");
    }
    if !text.is_empty() {
        let _ = writeln!(text, "{counts}");
    }
    text
}

/// One diagnostic, without a line end behind it.
pub fn one(located: &Located, style: Style) -> String {
    let diagnostic = &located.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut columns = Columns::default();
    let mut first = Group::with_title(level.primary_title(clean(&diagnostic.message)).id(diagnostic.code));
    if let Some(location) = &located.location {
        first = first.element(excerpt(location, &mut columns));
    }
    if let Some(help) = &diagnostic.help {
        first = first.element(Level::HELP.message(clean(help)));
    }
    let mut groups = vec![first];
    for (related, location) in diagnostic.related.iter().zip(&located.related) {
        let title = Level::NOTE.secondary_title(clean(&related.message));
        groups.push(Group::with_title(title).element(excerpt(location, &mut columns)));
    }
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let text = renderer.term_width(style.width.max(40)).render(&groups);
    columns.restore(text)
}

/// The line of a place with the place marked, or the file alone.
fn excerpt<'l>(location: &'l Location, columns: &mut Columns) -> Element<'l> {
    let path: &str = &location.file;
    let (Some(text), Some(range)) = (&location.text, &location.range) else {
        return Origin::path(path).into();
    };
    let line = Line::around(text, range);
    if let Some(cut) = line.cut_chars {
        columns.note(path, range.start.line, range.start.column as usize - cut, range.start.column as usize);
    }
    let mark = AnnotationKind::Primary.span(line.mark.0..line.shortened_mark());
    Snippet::source(Cow::Borrowed(line.text)).path(path).line_start(range.start.line as usize).annotation(mark).into()
}

/// The line a range begins on, as far as it is shown.
struct Line<'t> {
    text: &'t str,
    /// The first byte marked and the one after the last.
    mark: (usize, usize),
    /// How many characters were cut off its front, if any.
    cut_chars: Option<usize>,
}

/// How many characters are marked at most: more would hide what is meant.
const LONGEST_MARK: usize = 80;

impl<'t> Line<'t> {
    /// Where the mark ends.
    fn shortened_mark(&self) -> usize {
        let (from, to) = self.mark;
        self.text[from..to].char_indices().nth(LONGEST_MARK).map_or(to, |(at, _)| from + at)
    }

    fn around(text: &'t str, range: &TextRange) -> Self {
        let (from, to) = (range.bytes.start.min(text.len()), range.bytes.end.min(text.len()));
        let mut start = text[..from].rfind('\n').map_or(0, |feed| feed + 1);
        if text[start..].starts_with('\u{feff}') && from >= start + '\u{feff}'.len_utf8() {
            start += '\u{feff}'.len_utf8();
        }
        let mut end = text[from..].find('\n').map_or(text.len(), |feed| from + feed);
        if text[..end].ends_with('\r') && end > from {
            end -= 1;
        }
        let mut cut_chars = None;
        if end - start > LONG_LINE {
            let (whole, half) = (start, LONG_LINE / 2);
            start = boundary(text, from.saturating_sub(half).max(start));
            end = boundary(text, (from + half).min(end)).max(from);
            if start > whole {
                cut_chars = Some(text[whole..start].chars().count());
            }
        }
        let to = to.clamp(from, end);
        Self { text: &text[start..end], mark: (from - start, to - start), cut_chars }
    }
}

fn boundary(text: &str, mut byte: usize) -> usize {
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// Columns of lines that were cut: they are counted in what is left of the
/// line, and put right afterwards.
#[derive(Default)]
struct Columns {
    wrong: Vec<(String, String)>,
}

impl Columns {
    fn note(&mut self, path: &str, line: u32, shown: usize, meant: usize) {
        self.wrong.push((format!("{path}:{line}:{shown}"), format!("{path}:{line}:{meant}")));
    }

    fn restore(self, mut text: String) -> String {
        for (shown, meant) in self.wrong {
            text = text.replacen(&shown, &meant, 1);
        }
        text
    }
}

/// A text on one line, without characters that would move the cursor.
fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| if c.is_control() { if c.is_whitespace() { ' ' } else { '\u{fffd}' } } else { c })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::located::Lines;
    use crate::diagnostic::{Diagnostic, Place};

    fn location(text: &str, part: &str) -> Location {
        let at = text.find(part).unwrap();
        let range = Lines::new(text).range(text, &(at..at + part.len()));
        Location { file: "content/record/a.yaml".into(), text: Some(text.into()), range: Some(range) }
    }

    fn located(diagnostic: Diagnostic, text: &str, part: &str) -> Located {
        Located { diagnostic, location: Some(location(text, part)), related: Vec::new() }
    }

    fn unknown(text: &str, part: &str) -> String {
        one(
            &located(Diagnostic::error("E0301", "unknown team `Iren`").help("did you mean `Iran`?"), text, part),
            Style::default(),
        )
    }

    #[test]
    fn an_excerpt_with_the_place_marked() {
        assert_eq!(
            unknown("a: 1\r\nhome: Iren\r\nb: 2\r\n", "Iren"),
            "\
error[E0301]: unknown team `Iren`
 --> content/record/a.yaml:2:7
  |
2 | home: Iren
  |       ^^^^
  |
  = help: did you mean `Iran`?"
        );
    }

    #[test]
    fn tabs_wide_characters_and_escapes() {
        let text = unknown("\u{feff}日本\t\u{1b}[31m Iren", "Iren");
        assert!(text.contains("--> content/record/a.yaml:1:10"), "{text}");
        assert!(!text.contains(['\u{1b}', '\t']), "{text}");
        let lines: Vec<&str> = text.lines().collect();
        // Two wide letters are four columns, a tab four, the escape one.
        assert_eq!(lines[4].find('^').unwrap() - lines[4].find('|').unwrap(), 2 + 4 + 4 + 6, "{text}");
    }

    #[test]
    fn long_lines_are_cut_and_the_column_stays_true() {
        let source = format!("{}Iren{}", "äx ".repeat(1_000_000), " y".repeat(1_000_000));
        let text = unknown(&source, "Iren");
        assert!(text.contains(":1:3000001\n"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 121), "{text}");
    }

    #[test]
    fn several_lines_are_marked_on_the_first() {
        let text = unknown("a: |\n  x\n  y\nb: 1", "|\n  x\n  y");
        assert!(text.contains("1 | a: |\n  |    ^\n"), "{text}");
    }

    #[test]
    fn places_that_are_no_range() {
        let file: Arc<str> = "content/stories/a.md".into();
        let diagnostic = Diagnostic::warning("W0208", "the story\nhas no date").at(Place::file(&file));
        let located = Located {
            diagnostic,
            location: Some(Location { file, text: Some("x".into()), range: None }),
            related: Vec::new(),
        };
        assert_eq!(one(&located, Style::default()), "warning[W0208]: the story has no date\n--> content/stories/a.md");
        let nowhere =
            Located { diagnostic: Diagnostic::info("I0101", "no `base_url`"), location: None, related: Vec::new() };
        assert_eq!(one(&nowhere, Style::default()), "info[I0101]: no `base_url`");
        let empty = Lines::new("").range("", &(0..0));
        let empty = Location { file: "a".into(), text: Some("".into()), range: Some(empty) };
        let located =
            Located { diagnostic: Diagnostic::error("E0104", "empty"), location: Some(empty), related: Vec::new() };
        assert!(one(&located, Style::default()).contains("a:1:1"));
    }

    #[test]
    fn related_places_and_the_count() {
        let (a, b) = ("score: 1-0\n", "x\nscore: 2-0\n");
        let file: Arc<str> = "b.yaml".into();
        let diagnostic = Diagnostic::warning("W0401", "two sources disagree")
            .related(Place::file(&file), "the other score stands here");
        let mut one = located(diagnostic, a, "1-0");
        one.related.push(Location { file, ..location(b, "2-0") });
        let text = render([&one, &one, &located(Diagnostic::error("E0001", "x"), a, "score")], Style::default());
        assert!(text.contains("note: the other score stands here\n --> b.yaml:2:8"), "{text}");
        assert!(text.ends_with("\n\n1 error, 2 warnings\n"), "{text}");
        assert_eq!(render([], Style::default()), "");
    }

    #[test]
    fn colours_only_on_request() {
        let located = located(Diagnostic::error("E0001", "x"), "ab", "b");
        assert!(one(&located, Style { colour: true, width: 80 }).contains('\u{1b}'));
        assert!(!one(&located, Style { colour: false, width: 0 }).contains('\u{1b}'));
    }
}
