//! A Markdown body as plain text, with the way back to the source.
//!
//! In: a body. Out: its words as a reader sees them, block by block, with the
//! places where no link may stand. Never knows a name.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::markdown;

/// A stretch of the plain text and where it stands in the source.
#[derive(Clone, Debug)]
struct Piece {
    /// First byte in the plain text.
    at: u32,
    /// Number of bytes in the plain text.
    len: u32,
    /// The bytes of the source.
    source: Range<u32>,
}

impl Piece {
    /// Whether the bytes are the same, so that places within can be told.
    fn is_verbatim(&self) -> bool {
        self.len == self.source.end - self.source.start
    }
}

/// A paragraph, list item, table cell, heading …
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Its bytes in the plain text.
    pub range: Range<u32>,
    /// A heading: names are not linked in it.
    pub heading: bool,
    /// A cell of a table.
    pub cell: bool,
    /// The number of headings before it.
    pub section: u32,
}

/// A body's plain text.
#[derive(Debug, Default)]
pub(super) struct Prose {
    /// The text: blocks are parted by a line feed, lines by a space.
    pub text: String,
    /// The blocks, in order.
    pub blocks: Vec<Block>,
    /// Where no name becomes a link: inside links, headings, code.
    pub closed: Vec<Range<u32>>,
    /// Where `[[…]]` means nothing: inside links and code.
    pub opaque: Vec<Range<u32>>,
    /// Where markup begins or ends: no mention goes across.
    pub edges: Vec<u32>,
    pieces: Vec<Piece>,
}

impl Prose {
    /// Reads a body.
    pub(super) fn new(source: &str) -> Self {
        let mut reader = Reader {
            prose: Self { text: String::with_capacity(source.len()), ..Self::default() },
            block: None,
            section: 0,
            heading: false,
            cell: false,
            code: false,
            images: 0,
            link: None,
            html: Zone::default(),
        };
        for (event, range) in Parser::new_ext(source, markdown::options()).into_offset_iter() {
            reader.event(event, range.start as u32..range.end as u32);
        }
        reader.end_block();
        reader.prose.closed.sort_unstable_by_key(|r| r.start);
        reader.prose
    }

    /// The bytes of the source from which a range of the text comes.
    pub(super) fn source_of(&self, range: &Range<u32>) -> Range<u32> {
        let start = self
            .piece(range.start)
            .map_or(0, |p| if p.is_verbatim() { p.source.start + (range.start - p.at) } else { p.source.start });
        let end = self
            .piece(range.end.saturating_sub(1))
            .map_or(start, |p| if p.is_verbatim() { p.source.start + (range.end - p.at) } else { p.source.end });
        start..end.max(start)
    }

    /// The block that holds a byte of the text.
    pub(super) fn block_at(&self, at: u32) -> Option<&Block> {
        let index = self.blocks.partition_point(|b| b.range.end <= at);
        self.blocks.get(index).filter(|b| b.range.start <= at)
    }

    /// Whether a range lies in a place where names are not linked.
    pub(super) fn is_closed(&self, range: &Range<u32>) -> bool {
        overlaps(&self.closed, range)
    }

    /// Whether a range lies in a place where `[[…]]` means nothing.
    pub(super) fn is_opaque(&self, range: &Range<u32>) -> bool {
        overlaps(&self.opaque, range)
    }

    /// Whether markup begins or ends inside a range.
    pub(super) fn is_parted(&self, range: &Range<u32>) -> bool {
        let index = self.edges.partition_point(|e| *e <= range.start);
        self.edges.get(index).is_some_and(|e| *e < range.end)
    }

    fn piece(&self, at: u32) -> Option<&Piece> {
        let index = self.pieces.partition_point(|p| p.at <= at);
        self.pieces.get(index.checked_sub(1)?)
    }
}

/// Whether one of the ranges, which are in order and apart, touches `range`.
fn overlaps(ranges: &[Range<u32>], range: &Range<u32>) -> bool {
    let index = ranges.partition_point(|r| r.end <= range.start);
    ranges.get(index).is_some_and(|r| r.start < range.end)
}

/// How deep we are in elements of raw HTML whose text is not ours.
#[derive(Default)]
struct Zone {
    depth: usize,
    start: u32,
}

/// Elements of raw HTML in whose text nothing is linked.
const ZONES: [&str; 16] = [
    "a", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "samp", "script", "style", "svg",
    "textarea",
];

struct Reader {
    prose: Prose,
    /// Where the block began in the text.
    block: Option<u32>,
    section: u32,
    heading: bool,
    cell: bool,
    code: bool,
    images: usize,
    /// Where the open link began in the text.
    link: Option<u32>,
    html: Zone,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: Range<u32>) {
        match event {
            // Of a picture only the place is told, not the words that stand
            // for it; its end comes as any other event.
            Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak if self.images > 0 => {}
            Event::Text(text) => {
                if !self.code {
                    self.text(&text, range);
                }
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                let start = self.at();
                self.text(&text, range);
                let code = start..self.at();
                self.prose.closed.push(code.clone());
                self.prose.opaque.push(code);
            }
            Event::SoftBreak | Event::HardBreak => self.text(" ", range),
            Event::Html(html) | Event::InlineHtml(html) => {
                self.edge();
                self.html(&html);
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => self.edge(),
            Event::Rule => self.end_block(),
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => self.edge(),
            Tag::Link { .. } => {
                self.edge();
                self.link = Some(self.at());
            }
            Tag::Image { .. } => {
                if self.images == 0 {
                    // Something stands there, and it is no word.
                    self.prose.text.push('\u{fffc}');
                }
                self.images += 1;
            }
            Tag::CodeBlock(_) => {
                self.end_block();
                self.code = true;
            }
            Tag::Heading { .. } => {
                self.end_block();
                self.section += 1;
                self.heading = true;
            }
            Tag::TableCell => {
                self.end_block();
                self.cell = true;
            }
            _ => self.end_block(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                self.edge();
            }
            TagEnd::Link => {
                self.edge();
                if let Some(start) = self.link.take() {
                    let range = start..self.at();
                    // Code inside a link lies in its range.
                    for list in [&mut self.prose.closed, &mut self.prose.opaque] {
                        while list.last().is_some_and(|r| r.start >= start) {
                            list.pop();
                        }
                        list.push(range.clone());
                    }
                }
            }
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::CodeBlock => self.code = false,
            TagEnd::Heading(_) => {
                self.end_block();
                self.heading = false;
            }
            TagEnd::TableCell => {
                self.end_block();
                self.cell = false;
            }
            _ => self.end_block(),
        }
    }

    fn at(&self) -> u32 {
        self.prose.text.len() as u32
    }

    fn edge(&mut self) {
        let at = self.at();
        if self.prose.edges.last() != Some(&at) {
            self.prose.edges.push(at);
        }
    }

    fn text(&mut self, text: &str, source: Range<u32>) {
        let at = self.at();
        self.block.get_or_insert(at);
        self.prose.text.push_str(text);
        let len = text.len() as u32;
        // A backslash before a sign is left out of the text but not of the
        // range's place: the event's range begins after it.
        match self.prose.pieces.last_mut() {
            Some(last)
                if last.is_verbatim()
                    && last.source.end == source.start
                    && last.at + last.len == at
                    && len == source.end - source.start =>
            {
                last.len += len;
                last.source.end = source.end;
            }
            _ => self.prose.pieces.push(Piece { at, len, source }),
        }
    }

    fn end_block(&mut self) {
        let Some(start) = self.block.take() else { return };
        let range = start..self.at();
        if self.html.depth > 0 {
            self.close_zone(start);
        }
        if self.heading {
            self.prose.closed.retain(|r| r.start < start);
            self.prose.closed.push(range.clone());
        }
        self.prose.blocks.push(Block { range, heading: self.heading, cell: self.cell, section: self.section });
        self.prose.text.push('\n');
        self.html.start = self.at();
    }

    /// Follows the tags of raw HTML: what stands between `<a …>` and `</a>`
    /// is a link, though Markdown sees plain words in it.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(open) = rest.find('<') {
            rest = &rest[open + 1..];
            let closing = rest.starts_with('/');
            let name = rest.trim_start_matches('/');
            let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
            let name = name[..end].to_ascii_lowercase();
            if !ZONES.contains(&&*name) {
                continue;
            }
            let tag_end = rest.find('>').unwrap_or(rest.len());
            if closing {
                if self.html.depth == 1 {
                    self.close_zone(self.html.start);
                }
                self.html.depth = self.html.depth.saturating_sub(1);
            } else if !rest[..tag_end].ends_with('/') {
                if self.html.depth == 0 {
                    self.html.start = self.at();
                }
                self.html.depth += 1;
            }
        }
    }

    fn close_zone(&mut self, start: u32) {
        let range = start.max(self.html.start)..self.at();
        if range.is_empty() {
            return;
        }
        for list in [&mut self.prose.closed, &mut self.prose.opaque] {
            while list.last().is_some_and(|r| r.start >= range.start) {
                list.pop();
            }
            list.push(range.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open_text(source: &str) -> String {
        let prose = Prose::new(source);
        let mut out = String::new();
        for (i, c) in prose.text.char_indices() {
            let range = i as u32..(i + c.len_utf8()) as u32;
            out.push(if prose.is_closed(&range) { '_' } else { c });
        }
        out
    }

    #[test]
    fn closes_links_headings_and_code() {
        assert_eq!(open_text("# Iran\n\nA [USA](u) `Dest` end"), "____\nA ___ ____ end\n");
        assert_eq!(open_text("![alt Iran](x.png) b"), "\u{fffc} b\n");
        assert_eq!(open_text("```\nIran\n```\n\nx"), "x\n");
        assert_eq!(open_text("<https://example.org/Iran> x"), "________________________ x\n");
    }

    #[test]
    fn closes_raw_html_that_is_a_link() {
        assert_eq!(open_text("a <a href='x'>Iran</a> b <b>USA</b>"), "a ____ b USA\n");
        assert_eq!(open_text("<h2>Iran</h2>\n\nUSA"), "USA\n");
        assert_eq!(open_text("<pre>\n\nIran\n</pre>\n\nUSA"), "USA\n");
        assert_eq!(open_text("<a href='x'>\n\nIran\n\n</a>\n\nUSA"), "____\nUSA\n");
    }

    #[test]
    fn leads_back_to_the_source() {
        let source = "Don't *stop* &amp; go\non \\[now\\], “Dest”'s\n\n> Iran\n\n| a | b |\n|---|---|\n| Reyna | x |";
        let prose = Prose::new(source);
        for word in ["Don", "stop", "go", "on", "now", "Dest", "Iran", "Reyna"] {
            let at = prose.text.find(word).unwrap() as u32;
            let range = prose.source_of(&(at..at + word.len() as u32));
            assert_eq!(&source[range.start as usize..range.end as usize], word);
        }
    }

    #[test]
    fn blocks_know_their_section() {
        let prose = Prose::new("one\n\n## two\n\nthree\n\n- four\n- five\n  - six\n");
        let sections: Vec<_> = prose
            .blocks
            .iter()
            .map(|b| (&prose.text[b.range.start as usize..b.range.end as usize], b.section, b.heading))
            .collect();
        assert_eq!(
            sections,
            [
                ("one", 0, false),
                ("two", 1, true),
                ("three", 1, false),
                ("four", 1, false),
                ("five", 1, false),
                ("six", 1, false)
            ]
        );
    }

    #[test]
    fn a_name_across_markup_is_parted() {
        let prose = Prose::new("*Antonee* Robinson and **Tim Weah**");
        let at = |s: &str| {
            let start = prose.text.find(s).unwrap() as u32;
            start..start + s.len() as u32
        };
        assert!(prose.is_parted(&at("Antonee Robinson")));
        assert!(!prose.is_parted(&at("Tim Weah")));
    }
}
