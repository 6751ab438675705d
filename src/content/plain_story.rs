//! Plain stories: `stories/**/*.txt`, with a `name.yaml` beside them if
//! wanted.
//!
//! In: a text without markup: the title, then paragraphs. Out: a [`RawStory`]
//! with a Markdown body made of it. Two equal lines in succession are the
//! caption of a picture that is not there; `Read more at …` at the end names
//! the source. Never guesses headings, names or a date.

use std::fmt::Write;
use std::sync::Arc;

use super::front_matter;
use super::raw::{Names, RawStory};
use super::story;
use super::yaml::{self, Doc, Fields, Way};
use crate::diagnostic::{Diagnostic, Place};

/// A text with no line longer than this was broken into lines by hand.
const HARD_WRAPPED: usize = 100;

/// Reads a plain story. `keys` is the file beside it with its text.
pub fn read(
    file: &Arc<str>,
    text: &str,
    keys: Option<(&Arc<str>, &str)>,
    names: &Names,
    out: &mut Vec<Diagnostic>,
) -> Option<RawStory> {
    let article = Article::read(text);
    let title = article.as_ref().map(|a| a.title.to_owned());
    let mut story = if let Some((keys_file, keys_text)) = keys {
        let mut doc = Doc::new(keys_file, keys_text, names, out);
        let start = if keys_text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let node = yaml::parse(&mut doc, start..keys_text.len())?;
        let mut fields = story::open(&mut doc, node)?;
        let found = story::keys(&mut doc, &mut fields, title);
        fields.finish(&mut doc);
        found
    } else {
        let mut doc = Doc::new(file, text, names, out);
        if article.is_none() {
            doc.out.push(
                Diagnostic::error(front_matter::MISSING, "the file is empty")
                    .at(Place::file(file))
                    .help("a plain story begins with its title, then come its paragraphs"),
            );
            return None;
        }
        let found = story::keys(&mut doc, &mut Fields::empty(Way::Root), title);
        // The dates of plain stories stand in the file beside them.
        for diagnostic in doc.out.iter_mut().filter(|d| d.code == story::UNDATED) {
            let name = super::parts::file_stem(file);
            diagnostic.help = Some(format!(
                "write `date: 2022-11-30` into a file `{name}.yaml` beside it; an undated story is listed last"
            ));
        }
        found
    };
    let article = article?;
    if story.source.is_none() {
        story.source = article.source;
    }
    story.body = (article.start as u32, text.len() as u32);
    story.text = Some(article.markdown);
    Some(story)
}

/// A plain article.
#[derive(Debug)]
struct Article<'a> {
    title: &'a str,
    source: Option<(String, Option<String>)>,
    markdown: String,
    /// Where its first paragraph begins.
    start: usize,
}

impl<'a> Article<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().map(str::trim).collect();
        let at = lines.iter().position(|line| !line.is_empty())?;
        let title = lines[at].trim_start_matches('#').trim_start();
        let start = lines[at].as_ptr().addr() - text.as_ptr().addr() + lines[at].len();
        lines.drain(..=at);
        while lines.last().is_some_and(|line| line.is_empty()) {
            lines.pop();
        }
        let source = lines.last().and_then(|line| read_more(line));
        if source.is_some() {
            lines.pop();
        }
        let markdown = markdown(&lines);
        let start = start + text[start..].len() - text[start..].trim_start().len();
        Some(Self { title, source, markdown, start })
    }
}

/// `Read more at NAME`.
fn read_more(line: &str) -> Option<(String, Option<String>)> {
    const WORDS: &str = "read more at";
    let head = line.get(..WORDS.len())?;
    if !head.eq_ignore_ascii_case(WORDS) {
        return None;
    }
    let name = line[WORDS.len()..].trim_start_matches([':', ' ']).trim_end_matches(['.', ' ']);
    if name.is_empty() {
        return None;
    }
    Some(if name.starts_with("https://") || name.starts_with("http://") {
        story::named_by_host(name)
    } else {
        (name.to_owned(), None)
    })
}

/// Paragraphs and captions as Markdown.
fn markdown(lines: &[&str]) -> String {
    let wrapped = lines.iter().all(|line| line.chars().count() <= HARD_WRAPPED);
    let mut out = String::new();
    let mut at = 0;
    // Whether the line before belongs to the paragraph that is open.
    let mut open = false;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        if line.is_empty() {
            open = false;
            continue;
        }
        let twin = lines[at..].iter().position(|next| !next.is_empty()).map(|gap| at + gap);
        if let Some(twin) = twin.filter(|twin| lines[*twin] == line) {
            at = twin + 1;
            open = false;
            part(&mut out);
            // The blank lines let Markdown, and the links it gets, into the figure.
            let _ = write!(out, "<figure>\n<figcaption>\n\n{}\n\n</figcaption>\n</figure>", escaped(line));
            continue;
        }
        if open && wrapped {
            out.push('\n');
        } else {
            part(&mut out);
        }
        out.push_str(&escaped(line));
        open = true;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// Parts two paragraphs.
fn part(out: &mut String) {
    if !out.is_empty() {
        out.push_str("\n\n");
    }
}

/// A line of plain text, so that Markdown shows it as it stands.
fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    // `1.`, `-`, `+`, `=`, `#`, `>`, `~` mean something at the start of a line only.
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = if digits > 0 && line[digits..].starts_with(['.', ')']) { Some(digits) } else { None };
    for (i, c) in line.char_indices() {
        let special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~')
            || (i == 0 && matches!(c, '#' | '-' | '+' | '=' | ':'))
            || mark == Some(i);
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str, keys: Option<&str>) -> (Option<RawStory>, Vec<&'static str>) {
        let mut out = Vec::new();
        let keys_file: Arc<str> = "content/stories/a.yaml".into();
        let story = read(&"content/stories/a.txt".into(), text, keys.map(|k| (&keys_file, k)), &Names::new(), &mut out);
        (story, out.iter().map(|d| d.code).collect())
    }

    #[test]
    fn title_paragraphs_captions_and_source() {
        let text = "\u{feff}The *title*\r\n\r\nFirst & only.\r\n\r\nA caption_.\r\n\r\nA caption_.\r\n\r\nSecond.\r\nTwice.\r\nTwice.\r\n\r\nRead more at The Far Post.\r\n";
        let (story, codes) = read_text(text, None);
        let story = story.unwrap();
        assert_eq!(codes, ["W0208"]);
        assert_eq!(story.title, "The *title*");
        assert_eq!(story.source, Some(("The Far Post".into(), None)));
        assert_eq!(
            story.text.as_deref(),
            Some(
                "First \\& only.\n\n<figure>\n<figcaption>\n\nA caption\\_.\n\n</figcaption>\n</figure>\n\nSecond.\n\n<figure>\n<figcaption>\n\nTwice.\n\n</figcaption>\n</figure>\n"
            )
        );
        assert!(text[story.body.0 as usize..].starts_with("First"));
    }

    #[test]
    fn keys_beside_it() {
        let (story, codes) = read_text("T\n\nText", Some("date: 2022-11-28\nmatch: A v B\ntopics: [x]\n"));
        let story = story.unwrap();
        assert_eq!((codes.len(), story.title.as_str(), story.matches.len()), (0, "T", 1));
        assert!(story.date.is_some());
        let (story, _) = read_text("T\n\nText", Some("date: 2022-11-28\ntitle: Better\n"));
        assert_eq!(story.unwrap().title, "Better");
        assert_eq!(read_text("T", Some("dat: 2022-11-28\n")).1, ["W0208", "E0201"]);
        assert_eq!(read_text("T", Some("a: [\n")).1, ["E0102"]);
    }

    #[test]
    fn lines_broken_by_hand_are_one_paragraph() {
        let (story, _) = read_text("T\n\nA line\nthat goes on.\n\nNext.", None);
        assert_eq!(story.unwrap().text.as_deref(), Some("A line\nthat goes on.\n\nNext.\n"));
        let long = "word ".repeat(40);
        let (story, _) = read_text(&format!("T\n{long}\nShort.\n"), None);
        assert_eq!(story.unwrap().text, Some(format!("{}\n\nShort.\n", long.trim())));
    }

    #[test]
    fn markup_is_shown_as_it_stands() {
        assert_eq!(escaped("- a [b](c) <i> 1*2"), "\\- a \\[b\\](c) \\<i\\> 1\\*2");
        assert_eq!(escaped("12. a-b # c"), "12\\. a-b # c");
        assert_eq!(escaped("3-1 and 1."), "3-1 and 1.");
    }

    #[test]
    fn empty_files() {
        assert_eq!(read_text(" \n\n", None).1, ["E0104"]);
        assert_eq!(read_text("T", None).0.unwrap().text.as_deref(), Some(""));
    }
}
