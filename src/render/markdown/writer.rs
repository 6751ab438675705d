//! Markdown events to HTML.
//!
//! In: events with their places, mentions by their places. Out: HTML. A
//! mention is a range of the source; where it begins inside the text of an
//! event, the text is parted there. A mention never makes a link inside a
//! link, and never one that crosses the end of an element.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use rustc_hash::FxHashMap;

use super::{Fault, Html, Source, Targets};
use crate::link::Mention;
use crate::model::slug::slug;
use crate::render::shared::escape;

/// The HTML of a text, and whether it holds raw HTML.
pub(super) struct Output {
    pub(super) html: Html,
    pub(super) raw: bool,
}

/// A mention that is being written.
struct Open {
    /// Where it ends in the source.
    end: usize,
    /// How many elements are open around it.
    depth: usize,
    /// Its own words have been written: the source's are left out.
    replaced: bool,
    /// A link was opened for it.
    link: bool,
}

#[derive(Default)]
struct Footnote {
    number: usize,
    references: usize,
    html: String,
}

pub(super) struct Writer<'a, 'e> {
    source: &'a Source<'a>,
    targets: &'a Targets<'a>,
    events: &'e [(Event<'e>, Range<usize>)],
    out: String,
    html: Html,
    raw: bool,
    mentions: &'a [Mention],
    open: Option<Open>,
    depth: usize,
    links: usize,
    headings: FxHashMap<String, usize>,
    alignments: Vec<Alignment>,
    cell: usize,
    head: bool,
    /// The element of the cell that is open.
    cell_tag: &'static str,
    footnotes: FxHashMap<&'e str, Footnote>,
    order: Vec<&'e str>,
    /// The names of the definitions that are open: one, as they do not nest.
    definitions: Vec<&'e str>,
    /// What was being written when a heading or a definition began.
    outer: Vec<String>,
}

impl<'a, 'e> Writer<'a, 'e> {
    pub(super) fn new(
        source: &'a Source<'a>,
        targets: &'a Targets<'a>,
        events: &'e [(Event<'e>, Range<usize>)],
    ) -> Self {
        Self {
            source,
            targets,
            events,
            out: String::with_capacity(source.text.len() * 3 / 2),
            html: Html::default(),
            raw: false,
            mentions: source.mentions,
            open: None,
            depth: 0,
            links: 0,
            headings: FxHashMap::default(),
            alignments: Vec::new(),
            cell: 0,
            head: false,
            cell_tag: "td",
            footnotes: FxHashMap::default(),
            order: Vec::new(),
            definitions: Vec::new(),
            outer: Vec::new(),
        }
    }

    pub(super) fn run(mut self) -> Output {
        let mut at = 0;
        while at < self.events.len() {
            at = self.event(at);
        }
        self.close_mention();
        self.write_footnotes();
        self.html.html = self.out;
        Output { html: self.html, raw: self.raw }
    }

    /// Writes one event, or a group of them, and tells which comes next.
    fn event(&mut self, at: usize) -> usize {
        let events = self.events;
        let (event, range) = &events[at];
        match event {
            Event::Start(Tag::Paragraph) => {
                if let Some(end) = self.figure(at) {
                    return end;
                }
                self.start_block("<p>");
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let (alt, end) = self.alt_text(at);
                if !self.is_replaced(range.start) {
                    self.picture(dest_url, &alt, title, range);
                }
                return end;
            }
            Event::Start(tag) => {
                let is_empty = events.get(at + 1).is_some_and(|(next, _)| matches!(next, Event::End(_)));
                self.start(tag, range, is_empty);
            }
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text, range),
            Event::Code(code) => {
                if self.begin_atomic(range) {
                    self.out.push_str("<code>");
                    escape(&mut self.out, code);
                    self.out.push_str("</code>");
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                self.raw = true;
                self.out.push_str(html);
            }
            Event::SoftBreak => {
                if self.begin_atomic(range) {
                    self.out.push('\n');
                }
            }
            Event::HardBreak => {
                if self.begin_atomic(range) {
                    self.out.push_str("<br>\n");
                }
            }
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::FootnoteReference(name) => self.reference(name),
            Event::InlineMath(text) | Event::DisplayMath(text) => escape(&mut self.out, text),
            Event::TaskListMarker(_) => {}
        }
        at + 1
    }

    // --- text and mentions -------------------------------------------------

    /// Writes text, parted where mentions begin and end.
    fn text(&mut self, text: &CowStr<'_>, range: &Range<usize>) {
        if self.source.text.get(range.clone()) != Some(&**text) {
            // A typographic quote or an entity: other bytes than the source's.
            if self.begin_atomic(range) {
                escape(&mut self.out, text);
            }
            return;
        }
        let mut from = range.start;
        while from < range.end {
            self.step(from);
            let mut to = range.end;
            if let Some(open) = &self.open {
                to = to.min(open.end);
            } else if let Some(next) = self.mentions.first() {
                to = to.min((next.range.start as usize).max(from + 1));
            }
            // A mention that begins inside a character is none of ours.
            while !self.source.text.is_char_boundary(to) {
                to += 1;
            }
            if !self.is_replaced(from) {
                escape(&mut self.out, &self.source.text[from..to]);
            }
            from = to;
        }
        self.step(range.end);
    }

    /// Gets ready for something that cannot be parted; whether to write it.
    fn begin_atomic(&mut self, range: &Range<usize>) -> bool {
        self.step(range.start);
        !self.is_replaced(range.start)
    }

    fn is_replaced(&self, at: usize) -> bool {
        self.open.as_ref().is_some_and(|open| open.replaced && at < open.end)
    }

    /// Closes the open mention if it ends here or before, and opens the next
    /// if it begins here.
    fn step(&mut self, at: usize) {
        if self.open.as_ref().is_some_and(|open| open.end <= at) {
            self.close_mention();
        }
        while let Some(next) = self.mentions.first() {
            let (start, end) = (next.range.start as usize, next.range.end as usize);
            if start > at || self.open.is_some() {
                return;
            }
            self.mentions = &self.mentions[1..];
            if end <= at {
                continue;
            }
            self.open_mention(next, end);
        }
    }

    fn open_mention(&mut self, mention: &Mention, end: usize) {
        let url = if mention.linked && self.links == 0 { self.targets.routes.entity(mention.target) } else { None };
        if let Some(url) = url {
            self.out.push_str("<a href=\"");
            escape(&mut self.out, url);
            self.out.push_str("\">");
        }
        if let Some(words) = &mention.text {
            escape(&mut self.out, words);
        }
        self.open = Some(Open { end, depth: self.depth, replaced: mention.text.is_some(), link: url.is_some() });
    }

    fn close_mention(&mut self) {
        if self.open.take().is_some_and(|open| open.link) {
            self.out.push_str("</a>");
        }
    }

    // --- elements ----------------------------------------------------------

    fn start_block(&mut self, tag: &str) {
        self.depth += 1;
        self.out.push_str(tag);
    }

    fn start(&mut self, tag: &'e Tag<'e>, range: &Range<usize>, is_empty: bool) {
        if matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }) {
            self.step(range.start);
        }
        if self.open.as_ref().is_some_and(|open| range.end > open.end) {
            // The element ends after the mention: neither can hold the other.
            self.close_mention();
        }
        self.depth += 1;
        if self.is_replaced(range.start) {
            return;
        }
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            // The words of a heading are needed for its id, which stands first.
            Tag::Heading { .. } => self.outer.push(std::mem::take(&mut self.out)),
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>\n"),
            Tag::CodeBlock(kind) => {
                self.out.push_str("<pre><code");
                if let CodeBlockKind::Fenced(info) = kind
                    && let Some(language) = info.split_whitespace().next()
                {
                    self.out.push_str(" class=\"language-");
                    escape(&mut self.out, language);
                    self.out.push('"');
                }
                self.out.push('>');
            }
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
            }
            Tag::Item => self.out.push_str("<li>"),
            Tag::FootnoteDefinition(name) => {
                self.definitions.push(name);
                self.outer.push(std::mem::take(&mut self.out));
            }
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                self.out.push_str("<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>");
            }
            Tag::TableHead => {
                (self.head, self.cell) = (true, 0);
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.start_cell(is_empty),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(*link_type, dest_url, title, range),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        if self.open.as_ref().is_some_and(|open| open.depth > self.depth) {
            // The mention began inside the element that ends here.
            self.close_mention();
        }
        if self.open.as_ref().is_some_and(|open| open.replaced) {
            return;
        }
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                let html = std::mem::replace(&mut self.out, self.outer.pop().unwrap_or_default());
                if let Some(name) = self.definitions.pop() {
                    self.footnotes.entry(name).or_default().html = html;
                }
            }
            TagEnd::Table => self.out.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.head = false;
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                let _ = write!(self.out, "</{}>", self.cell_tag);
            }
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link => {
                self.links = self.links.saturating_sub(1);
                self.out.push_str("</a>");
            }
            _ => {}
        }
    }

    /// A cell of the head that says nothing heads no column: screen readers
    /// would read an empty heading out for every cell below it.
    fn start_cell(&mut self, is_empty: bool) {
        self.cell_tag = if self.head && !is_empty { "th" } else { "td" };
        self.out.push_str(if self.cell_tag == "th" { "<th scope=\"col\"" } else { "<td" });
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Center) => " class=\"centre\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        self.out.push_str(class);
        self.out.push('>');
        self.cell += 1;
    }

    /// A story's title is the page's first heading, so the text's own begin
    /// with the second level.
    fn end_heading(&mut self, level: HeadingLevel) {
        let inner = std::mem::replace(&mut self.out, self.outer.pop().unwrap_or_default());
        let level = (level as u8).max(2);
        let id = self.heading_id(&inner);
        let _ = writeln!(self.out, "<h{level} id=\"{id}\">{inner}</h{level}>");
    }

    fn heading_id(&mut self, inner: &str) -> String {
        let mut words = String::with_capacity(inner.len());
        let mut in_tag = false;
        for c in inner.chars() {
            match c {
                '<' => in_tag = true,
                '>' => in_tag = false,
                c if !in_tag => words.push(c),
                _ => {}
            }
        }
        let base = slug(&words);
        let seen = self.headings.entry(base.clone()).or_default();
        *seen += 1;
        if *seen == 1 { base } else { format!("{base}-{seen}") }
    }

    fn start_link(&mut self, kind: LinkType, written: &str, title: &str, range: &Range<usize>) {
        // A link of the author's own wins over a mention around it.
        self.close_mention();
        self.links += 1;
        let url = if kind == LinkType::Email {
            format!("mailto:{written}")
        } else {
            match self.targets.link(self.source, written) {
                Ok(target) => {
                    self.html.copies.extend(target.copy);
                    target.url
                }
                Err(fault) => {
                    self.html.faults.push(Fault { range: range.clone(), kind: fault });
                    written.to_owned()
                }
            }
        };
        self.out.push_str("<a");
        if !is_harmful(&url) || self.source.unsafe_html {
            self.out.push_str(" href=\"");
            escape_url(&mut self.out, &url);
            self.out.push('"');
        }
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape(&mut self.out, title);
            self.out.push('"');
        }
        self.out.push('>');
    }

    // --- pictures ----------------------------------------------------------

    /// A picture alone in its paragraph is a figure. Tells where it ends.
    fn figure(&mut self, at: usize) -> Option<usize> {
        let events = self.events;
        let (Event::Start(Tag::Image { dest_url, title, .. }), range) = events.get(at + 1)? else { return None };
        let (alt, after) = self.alt_text(at + 1);
        if !matches!(events.get(after)?.0, Event::End(TagEnd::Paragraph)) {
            return None;
        }
        self.out.push_str("<figure>");
        self.picture(dest_url, &alt, "", range);
        if !title.is_empty() {
            self.out.push_str("<figcaption>");
            escape(&mut self.out, title);
            self.out.push_str("</figcaption>");
        }
        self.out.push_str("</figure>\n");
        Some(after + 1)
    }

    /// The words inside an image, and the event after it.
    fn alt_text(&self, at: usize) -> (String, usize) {
        let mut alt = String::new();
        let mut depth = 0;
        for (offset, (event, _)) in self.events[at..].iter().enumerate() {
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => {
                    depth -= 1;
                    if depth == 0 {
                        return (alt, at + offset + 1);
                    }
                }
                Event::Text(text) | Event::Code(text) => alt.push_str(text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
        }
        (alt, self.events.len())
    }

    fn picture(&mut self, written: &str, alt: &str, title: &str, range: &Range<usize>) {
        // A caption without a picture, as plain articles have them.
        if written.is_empty() {
            return;
        }
        let target = match self.targets.picture(self.source, written) {
            Ok(target) => target,
            Err(kind) => {
                self.html.faults.push(Fault { range: range.clone(), kind });
                return;
            }
        };
        if is_harmful(&target.url) && !self.source.unsafe_html {
            return;
        }
        self.out.push_str("<img src=\"");
        escape_url(&mut self.out, &target.url);
        self.out.push_str("\" alt=\"");
        escape(&mut self.out, alt);
        self.out.push('"');
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape(&mut self.out, title);
            self.out.push('"');
        }
        if let Some((width, height)) = target.info.size {
            let _ = write!(self.out, " width=\"{width}\" height=\"{height}\"");
        }
        self.out.push_str(" loading=\"lazy\" decoding=\"async\">");
        self.html.copies.extend(target.copy);
    }

    // --- footnotes ---------------------------------------------------------

    fn reference(&mut self, name: &'e str) {
        let next = self.order.len() + 1;
        let note = self.footnotes.entry(name).or_default();
        if note.number == 0 {
            note.number = next;
            self.order.push(name);
        }
        note.references += 1;
        let (number, nth) = (note.number, note.references);
        let _ = write!(self.out, "<sup><a href=\"#fn-{number}\" id=\"fnref-{number}");
        if nth > 1 {
            let _ = write!(self.out, "-{nth}");
        }
        let _ = write!(self.out, "\" role=\"doc-noteref\" aria-label=\"Note {number}\">{number}</a></sup>");
    }

    fn write_footnotes(&mut self) {
        let mut notes: Vec<&Footnote> = self.order.iter().filter_map(|name| self.footnotes.get(name)).collect();
        notes.sort_by_key(|note| note.number);
        if notes.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Notes\">\n<ol>\n");
        for note in notes {
            let number = note.number;
            let back = format!(
                " <a href=\"#fnref-{number}\" role=\"doc-backlink\" aria-label=\"Back to the text of note {number}\">↩</a>"
            );
            let html = note.html.trim_end();
            let _ = write!(self.out, "<li id=\"fn-{number}\">");
            match html.strip_suffix("</p>") {
                Some(open) => {
                    let _ = write!(self.out, "{open}{back}</p>");
                }
                None => {
                    let _ = write!(self.out, "{html}{back}");
                }
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }
}

/// A scheme that runs something.
fn is_harmful(url: &str) -> bool {
    let scheme: String =
        url.chars().take_while(|c| *c != ':').filter(|c| !c.is_whitespace() && !c.is_control()).take(16).collect();
    matches!(scheme.to_ascii_lowercase().as_str(), "javascript" | "vbscript" | "data") && url.contains(':')
}

/// Writes an address: what no URL may hold is percent-encoded.
fn escape_url(out: &mut String, url: &str) {
    for c in url.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | ' ' => {
                let _ = write!(out, "%{:02X}", c as u32);
            }
            c if c.is_ascii_graphic() => out.push(c),
            c => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
}
