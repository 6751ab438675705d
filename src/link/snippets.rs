//! The words around the first mention of each entity.
//!
//! In: a text with its mentions. Out: for each entity named, the sentence
//! that names it first, without markup, cut to about 200 characters. Never
//! knows whose page shows it.

use std::ops::Range;

use memchr::memchr;
use serde::{Deserialize, Serialize};

use super::fold::{Folded, Gap};
use super::prose::Prose;
use super::wikilinks::Wikilink;

/// About how many characters are kept.
const LENGTH: usize = 200;

/// Where, in the snippets of a text, the words around a mention stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Snippet {
    pub start: u32,
    pub name: u32,
    pub after: u32,
    pub end: u32,
}

/// Collects the snippets of one text into one string.
pub(super) struct Snippets<'a> {
    pub prose: &'a Prose,
    pub folded: &'a Folded,
    pub wikilinks: &'a [Wikilink],
    pub text: String,
    last: Option<(Range<u32>, u32)>,
}

impl<'a> Snippets<'a> {
    pub(super) fn new(prose: &'a Prose, folded: &'a Folded, wikilinks: &'a [Wikilink]) -> Self {
        Self { prose, folded, wikilinks, text: String::new(), last: None }
    }

    /// The words around a mention at `range` of the plain text.
    pub(super) fn add(&mut self, range: &Range<u32>) -> Snippet {
        let sentence = self.sentence(range);
        if let Some((last, start)) = &self.last
            && *last == sentence
        {
            // Several names of one sentence share its words.
            let mut at = *start;
            let name = at + self.shown_len(sentence.start..range.start);
            let after = name + self.shown_len(range.clone());
            at = after + self.shown_len(range.end..sentence.end);
            return Snippet { start: *start, name, after, end: at };
        }
        let start = self.text.len() as u32;
        let length = self.prose.text[sentence.start as usize..sentence.end as usize].chars().count();
        if length <= LENGTH + LENGTH / 5 {
            let mut places = [0; 3];
            for (place, part) in
                places.iter_mut().zip([sentence.start..range.start, range.clone(), range.end..sentence.end])
            {
                self.show(part);
                *place = self.text.len() as u32;
            }
            self.last = Some((sentence, start));
            return Snippet { start, name: places[0], after: places[1], end: places[2] };
        }
        self.last = None;
        let before = self.shown(sentence.start..range.start);
        let after = self.shown(range.end..sentence.end);
        let half = LENGTH / 2;
        let (before_len, after_len) = (before.chars().count(), after.chars().count());
        let for_before = before_len.min(half.max(LENGTH.saturating_sub(after_len)));
        let for_after = after_len.min(LENGTH.saturating_sub(for_before));
        if for_before < before_len {
            self.text.push_str("… ");
            let cut = char_index(&before, before_len - for_before);
            let word = before[cut..].find(' ').map_or(before.len(), |i| cut + i + 1);
            self.text.push_str(&before[word..]);
        } else {
            self.text.push_str(&before);
        }
        let name = self.text.len() as u32;
        self.show(range.clone());
        let after_at = self.text.len() as u32;
        if for_after < after_len {
            let cut = char_index(&after, for_after);
            let word = after[..cut].rfind(' ').unwrap_or(0);
            self.text.push_str(after[..word].trim_end_matches([',', ';', ':', ' ']));
            self.text.push_str(" …");
        } else {
            self.text.push_str(&after);
        }
        Snippet { start, name, after: after_at, end: self.text.len() as u32 }
    }

    /// The sentence around a range of the plain text.
    fn sentence(&self, range: &Range<u32>) -> Range<u32> {
        let tokens = &self.folded.tokens;
        let text = &self.prose.text;
        let block = self.prose.block_at(range.start).map_or(0..text.len() as u32, |b| b.range.clone());
        let mut first = tokens.partition_point(|t| t.end <= range.start);
        while first > 0
            && tokens.get(first).is_some_and(|t| !matches!(t.gap, Gap::Sentence | Gap::Block))
            && tokens[first - 1].start >= block.start
        {
            first -= 1;
        }
        let heads = tokens.get(first).map_or(block.start, |t| if t.gap == Gap::Block { block.start } else { t.start });
        let start = heads.max(block.start).min(range.start);
        // An opening quote belongs to the sentence after it.
        let opening = |c: char| matches!(c, '“' | '‘' | '"' | '(' | '«' | '[');
        let left = &text[block.start as usize..start as usize];
        let start = start - (left.len() - left.trim_end_matches(opening).len()) as u32;
        let mut last = tokens.partition_point(|t| t.start < range.end);
        while tokens.get(last).is_some_and(|t| !matches!(t.gap, Gap::Sentence | Gap::Block)) {
            last += 1;
        }
        let end = tokens.get(last).map_or(block.end, |t| t.start).min(block.end).max(range.end);
        let tail = text[range.end as usize..end as usize].trim_end_matches(|c: char| c.is_whitespace() || opening(c));
        start..range.end + tail.len() as u32
    }

    fn shown(&self, range: Range<u32>) -> String {
        let mut out = String::new();
        self.write(range, &mut out);
        out
    }

    fn shown_len(&self, range: Range<u32>) -> u32 {
        self.shown(range).len() as u32
    }

    fn show(&mut self, range: Range<u32>) {
        let mut text = std::mem::take(&mut self.text);
        self.write(range, &mut text);
        self.text = text;
    }

    /// The words of a range as a reader sees them: links by hand without
    /// their brackets, nothing for pictures.
    fn write(&self, range: Range<u32>, out: &mut String) {
        let text = &self.prose.text;
        let mut at = range.start;
        let first = self.wikilinks.partition_point(|link| link.range.end <= range.start);
        for link in self.wikilinks[first..].iter().take_while(|link| link.range.start < range.end) {
            push(out, &text[at as usize..link.range.start.max(at) as usize]);
            out.push_str(&link.text);
            at = link.range.end.min(range.end);
        }
        push(out, &text[at as usize..range.end as usize]);
    }
}

fn push(out: &mut String, text: &str) {
    // The first byte of the sign tells nearly always that it is not there.
    if memchr(0xef, text.as_bytes()).is_some() {
        out.extend(text.chars().filter(|c| *c != '\u{fffc}'));
    } else {
        out.push_str(text);
    }
}

fn char_index(text: &str, chars: usize) -> usize {
    text.char_indices().nth(chars).map_or(text.len(), |(i, _)| i)
}
