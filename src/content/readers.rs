//! Turns one file into raw values.
//!
//! In: a file that has been read. Out: its [`Raw`], its Markdown body, and the
//! diagnostics of the file alone. Files do not know of each other here, so
//! this runs in parallel and its results can be kept by the file's digest.
//! Never touches the disk.

use std::borrow::Cow;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use super::raw::{Names, Raw, Trust};
pub use super::site_yaml::SiteSettings;
use super::source::{SourceFile, SourceKind};
use super::{csv, football_json, football_txt, match_yaml, page, plain_story, profile, site_yaml, story};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::model::Body;

/// The code of a file that is not UTF-8.
pub const NOT_UTF8: &str = "E0101";
/// The code of a text that stands where none is read.
pub const STRAY: &str = "W0107";
/// The code of a file that is too long.
pub const TOO_LONG: &str = "E0108";

/// A file longer than this is not read: its places could not be counted.
const LONGEST: usize = 1 << 30;

/// What was read from a file.
#[derive(Debug, Default)]
pub struct Reading {
    /// What it says; `None` if it cannot be told.
    pub raw: Option<Raw>,
    /// Its Markdown text, for the kinds that have one.
    pub body: Option<Body>,
    /// What is wrong in it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file. `keys` is the YAML file beside a plain story. Settings have a
/// reader of their own, [`read_site`].
pub fn read(file: &SourceFile, keys: Option<&SourceFile>, names: &Names) -> Reading {
    let mut out = Vec::new();
    let kind = SourceKind::of(&file.path);
    if kind == SourceKind::Stray {
        out.push(stray(&file.path));
    }
    if !kind.is_read() || kind == SourceKind::Site {
        return Reading { diagnostics: out, ..Reading::default() };
    }
    let keys_text = keys.map(|keys| (&keys.path, text_of(keys, &mut out)));
    let text = text_of(file, &mut out);
    let keys_text = match keys_text {
        Some((path, Some(text))) => Some((path, text)),
        Some((_, None)) => return Reading { diagnostics: out, ..Reading::default() },
        None => None,
    };
    let Some(text) = text else { return Reading { diagnostics: out, ..Reading::default() } };
    let mut raw = dispatch(kind, &file.path, text, keys_text, names, &mut out);
    let body = raw.as_mut().and_then(|raw| body_of(raw, &file.path, text));
    Reading { raw, body, diagnostics: out }
}

/// Reads `content/site.yaml`.
pub fn read_site(file: &SourceFile) -> (Option<SiteSettings>, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let settings = text_of(file, &mut out).and_then(|text| site_yaml::read(&file.path, text, &mut out));
    (settings, out)
}

/// A Markdown text that begins at a byte of a file.
pub fn body(file: &Arc<str>, text: &str, offset: u32) -> Body {
    Body { file: Arc::clone(file), text: text.into(), offset, digest: xxh3_128(text.as_bytes()) }
}

/// The text of a file as it is shown in a diagnostic: what is not UTF-8 is
/// replaced.
pub fn shown_text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn dispatch(
    kind: SourceKind,
    path: &Arc<str>,
    text: &str,
    keys: Option<(&Arc<str>, &str)>,
    names: &Names,
    out: &mut Vec<Diagnostic>,
) -> Option<Raw> {
    Some(match kind {
        SourceKind::Site | SourceKind::PlainStoryKeys | SourceKind::Asset | SourceKind::Stray => return None,
        SourceKind::Story => Raw::Story(Box::new(story::read(path, text, names, out)?)),
        SourceKind::PlainStory => Raw::Story(Box::new(plain_story::read(path, text, keys, names, out)?)),
        SourceKind::RecordYaml => {
            let (trust, record) = match_yaml::read(path, text, names, out);
            Raw::Record(trust, record)
        }
        SourceKind::FootballTxt => Raw::Record(Trust::Data, football_txt::read(path, text, names, out)),
        SourceKind::FootballJson => Raw::Record(Trust::Data, football_json::read(path, text, names, out)),
        SourceKind::Csv => Raw::Record(Trust::Data, csv::read(path, text, names, out)),
        SourceKind::Team => Raw::Team(Arc::new(profile::team(path, text, names, out)?)),
        SourceKind::Player => Raw::Person(Arc::new(profile::person(path, text, names, out, true)?)),
        SourceKind::Person => Raw::Person(Arc::new(profile::person(path, text, names, out, false)?)),
        SourceKind::Venue => Raw::Venue(Arc::new(profile::venue(path, text, names, out)?)),
        SourceKind::Competition => Raw::Competition(Arc::new(profile::competition(path, text, names, out)?)),
        SourceKind::Author => Raw::Author(Box::new(profile::author(path, text, names, out)?)),
        SourceKind::Page => Raw::Page(Box::new(page::read(path, text, names, out)?)),
    })
}

/// The body of a file of which it is known from an earlier reading where its
/// text stands.
pub fn body_again(file: &SourceFile, (start, end): (u32, u32)) -> Option<Body> {
    let text = std::str::from_utf8(file.bytes.get(start as usize..end as usize)?).ok()?;
    Some(body(&file.path, text, start))
}

/// The body of a file: a slice of it, or the text made of a plain story,
/// which is taken out of the raw value, since nobody else needs it there.
fn body_of(raw: &mut Raw, path: &Arc<str>, text: &str) -> Option<Body> {
    if let Raw::Story(story) = raw
        && let Some(made) = story.text.take()
    {
        return Some(body(path, &made, story.body.0));
    }
    let (start, end) = part_of(raw)?;
    text.get(start as usize..end as usize).map(|slice| body(path, slice, start))
}

/// The part of a file that is its body, for the kinds that have one.
pub fn part_of(raw: &Raw) -> Option<(u32, u32)> {
    Some(match raw {
        Raw::Story(story) => story.body,
        Raw::Record(..) => return None,
        Raw::Team(team) => team.profile.body,
        Raw::Person(person) => person.profile.body,
        Raw::Venue(venue) => venue.profile.body,
        Raw::Competition(competition) => competition.profile.body,
        Raw::Author(author) => author.profile.body,
        Raw::Page(page) => page.body,
    })
}

/// The text of a file; a fault if it is none.
pub(super) fn text_of<'f>(file: &'f SourceFile, out: &mut Vec<Diagnostic>) -> Option<&'f str> {
    let bytes = &file.bytes;
    let save = "save it as UTF-8: most editors offer that as the encoding under \"Save as\"";
    let fault = if bytes.len() > LONGEST {
        Diagnostic::error(TOO_LONG, "the file is longer than a gigabyte")
            .at(Place::file(&file.path))
            .help("part it into smaller files")
    } else if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        Diagnostic::error(NOT_UTF8, "the file is saved as UTF-16").at(Place::file(&file.path)).help(save)
    } else {
        let at = match std::str::from_utf8(bytes) {
            Ok(text) => return Some(text),
            Err(error) => error.valid_up_to(),
        };
        let byte = bytes.get(at).copied().unwrap_or(0);
        // Most such files were saved by an old program for Western Europe.
        let help = if (0xa1..0xfe).contains(&byte) {
            format!("if `{}` should stand there, the file is in Latin-1: {save}", char::from(byte))
        } else {
            save.to_owned()
        };
        // The place is in the text with its replacement characters.
        Diagnostic::error(NOT_UTF8, format!("the file is not UTF-8 text: the byte {byte:#04x} is wrong here"))
            .at(Place::bytes(&file.path, at..at + '\u{fffd}'.len_utf8()))
            .help(help)
    };
    out.push(fault);
    None
}

/// What is said of a file that stands where none is read.
pub fn stray(path: &Arc<str>) -> Diagnostic {
    const FOLDERS: [&str; 9] =
        ["stories", "record", "competitions", "teams", "players", "people", "venues", "authors", "pages"];
    let inside = path.strip_prefix("content/").unwrap_or(path);
    let help = match inside.split_once('/') {
        Some((folder, _)) if FOLDERS.contains(&folder) => format!("`content/{folder}/` holds no files of this kind"),
        Some((folder, _)) => match nearest(folder, FOLDERS).or_else(|| like(folder, &FOLDERS)) {
            Some(near) => format!("did you mean the folder `content/{near}/`?"),
            None => format!("touchline reads {}", FOLDERS.map(|f| format!("`{f}/`")).join(", ")),
        },
        None if nearest(inside, ["site.yaml"]).is_some() => "did you mean `content/site.yaml`?".to_owned(),
        None => "stories belong into `content/stories/`, pages into `content/pages/`, matches into `content/record/`"
            .to_owned(),
    };
    Diagnostic::warning(STRAY, "this file is not read").at(Place::file(path)).help(help)
}

/// The folder that begins as the written one does: `story` for `stories`.
fn like(written: &str, folders: &[&'static str]) -> Option<&'static str> {
    let start = written.get(..4)?.to_lowercase();
    folders.iter().find(|folder| folder.starts_with(&start)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, bytes: &[u8]) -> SourceFile {
        SourceFile { path: path.into(), digest: 0, bytes: bytes.to_vec() }
    }

    fn codes(file: &SourceFile, keys: Option<&SourceFile>) -> Vec<&'static str> {
        read(file, keys, &Names::new()).diagnostics.iter().map(|d| d.code).collect()
    }

    #[test]
    fn every_kind_finds_its_reader() {
        let names = Names::new();
        for (path, text, expected, body) in [
            ("content/stories/a.md", "---\ntitle: T\ndate: 2022-01-01\n---\nB", "Story", Some("B")),
            ("content/record/a.yaml", "home: A\naway: B\n", "Record", None),
            ("content/record/a.txt", "= Cup 2020\n\nA  1-0  B\n", "Record(Data", None),
            ("content/teams/a.md", "x", "Team", Some("x")),
            ("content/players/a.md", "x", "Person", Some("x")),
            ("content/people/a.md", "x", "Person", Some("x")),
            ("content/venues/a.md", "x", "Venue", Some("x")),
            ("content/competitions/a.md", "x", "Competition", Some("x")),
            ("content/authors/a.md", "\u{feff}x", "Author", Some("x")),
            ("content/pages/a.md", "---\ntitle: T\n---\nB", "Page", Some("B")),
        ] {
            let reading = read(&file(path, text.as_bytes()), None, &names);
            assert_eq!(reading.diagnostics, [], "{path}");
            assert!(format!("{:?}", reading.raw.unwrap()).starts_with(expected), "{path}");
            assert_eq!(reading.body.as_ref().map(|b| &*b.text), body, "{path}");
        }
        assert!(read(&file("content/stories/a.png", b"\xff"), None, &names).raw.is_none());
        assert!(read_site(&file("content/site.yaml", b"title: T")).0.is_some());
    }

    #[test]
    fn plain_stories_have_a_text_of_their_own() {
        let keys = file("content/stories/a.yaml", b"date: 2022-01-01");
        let reading = read(&file("content/stories/a.txt", b"T\n\nB *b*"), Some(&keys), &Names::new());
        assert_eq!(reading.diagnostics, []);
        let body = reading.body.unwrap();
        assert_eq!((&*body.text, body.offset), ("B \\*b\\*\n", 3));
        assert!(matches!(reading.raw, Some(Raw::Story(story)) if story.text.is_none()));
    }

    #[test]
    fn files_that_cannot_be_read() {
        let latin = file("content/stories/a.yaml", b"ab\xe9");
        let plain = file("content/stories/a.txt", b"T");
        assert_eq!(codes(&plain, Some(&latin)), [NOT_UTF8]);
        let reading = read(&file("content/teams/a.md", b"a\nb\xe9"), None, &Names::new());
        assert_eq!(reading.diagnostics[0].place, Some(Place::bytes(&"content/teams/a.md".into(), 3..6)));
        assert_eq!(codes(&file("content/teams/a.md", b"\xff\xfea\0"), None), [NOT_UTF8]);
        assert_eq!(codes(&file("content/story/a.md", b"x"), None), [STRAY]);
    }
}
