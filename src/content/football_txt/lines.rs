//! Lines, fields and blocks of a Football.TXT file.
//!
//! In: the file's text. Out: its lines without comments and outer spaces,
//! each with its byte offset; blocks of several lines as one text whose
//! bytes still stand where they stood in the file. Never interprets a line.

use std::borrow::Cow;

/// One line: no comment, no spaces around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The text; empty for a blank line.
    pub(super) text: &'a str,
    /// Where `text` starts in the file, in bytes.
    pub(super) at: usize,
}

impl Line<'_> {
    /// The byte after the text's last.
    pub(super) fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// The lines of a file, one after the other, without those that are all
/// comment: such a line parts nothing. A copy looks ahead.
#[derive(Clone, Debug)]
pub(super) struct Lines<'a> {
    source: &'a str,
    next: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self { source, next: if source.starts_with('\u{feff}') { 3 } else { 0 } }
    }

    /// The next line without consuming it.
    pub(super) fn peek(&self) -> Option<Line<'a>> {
        self.clone().next()
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        while self.next < self.source.len() {
            let rest = &self.source[self.next..];
            let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let start = self.next;
            self.next += (length + 1).min(rest.len());
            if rest[length..].starts_with("\r\n") {
                self.next += 1;
            }
            let line = &rest[..length];
            let comment = line.find('#');
            let line = comment.map_or(line, |comment| &line[..comment]).trim_end();
            let text = line.trim_start();
            if comment.is_none() || !text.is_empty() {
                return Some(Line { text, at: start + line.len() - text.len() });
            }
        }
        None
    }
}

/// The text between two offsets, with comments and line ends turned to
/// spaces, so that a position in it is still a position in the file.
pub(super) fn block(source: &str, start: usize, end: usize) -> Cow<'_, str> {
    let text = &source[start..end];
    if !text.contains(['\n', '\r', '#']) {
        return Cow::Borrowed(text);
    }
    let mut blanked = String::with_capacity(text.len());
    let mut comment = false;
    for c in text.chars() {
        match c {
            '\n' | '\r' => {
                comment = false;
                blanked.push(' ');
            }
            '#' => {
                comment = true;
                blanked.push(' ');
            }
            _ if comment => blanked.extend(std::iter::repeat_n(' ', c.len_utf8())),
            _ => blanked.push(c),
        }
    }
    Cow::Owned(blanked)
}

/// The fields of a text, parted by two or more spaces or a tab, each with
/// its position in the text.
pub(super) fn fields(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let skipped = rest.len() - rest.trim_start().len();
        let rest = &rest[skipped..];
        if rest.is_empty() {
            return None;
        }
        let start = at + skipped;
        let length = gap(rest).unwrap_or(rest.len());
        at = start + length;
        Some((start, &rest[..length]))
    })
}

/// Where the first gap between fields stands.
pub(super) fn gap(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).find(|&i| bytes[i] == b'\t' || (bytes[i] == b' ' && bytes.get(i + 1) == Some(&b' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lose_comments_and_keep_their_place() {
        let text = "\u{feff}= A # x\r\n\r\n  b # é\n#c\nd";
        let lines: Vec<_> = Lines::new(text).map(|line| (line.text, line.at)).collect();
        assert_eq!(lines, [("= A", 3), ("", 12), ("b", 16), ("d", 26)]);
        for line in Lines::new(text) {
            assert_eq!(&text[line.at..line.end()], line.text);
        }
    }

    #[test]
    fn a_block_keeps_every_byte_in_place() {
        let text = "(A 1' # é;\n  B 2')";
        let joined = block(text, 0, text.len());
        assert_eq!(joined.len(), text.len());
        assert_eq!(joined.find('B'), text.find('B'));
        assert!(!joined.contains(';'));
        assert!(matches!(block("abc", 0, 3), Cow::Borrowed(_)));
    }

    #[test]
    fn fields_are_parted_by_two_spaces_or_a_tab() {
        let found: Vec<_> = fields("19:00  West Ham\tArsenal FC   0-0").collect();
        assert_eq!(found, [(0, "19:00"), (7, "West Ham"), (16, "Arsenal FC"), (29, "0-0")]);
        assert_eq!(fields("   ").count(), 0);
    }
}
