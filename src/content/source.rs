//! Lists and reads the files below `content/`.
//!
//! In: the site's root. Out: which files there are, of what kind, and their
//! bytes with a digest. A file is read once, whole. Never looks into a file:
//! what it says is for the readers. Faults of the disk are errors, not
//! diagnostics.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{MAIN_SEPARATOR, Path};
use std::sync::Arc;

use walkdir::WalkDir;
use xxhash_rust::xxh3::xxh3_128;

/// What a file below `content/` is, by its folder and ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// `site.yaml`.
    Site,
    /// `stories/**/*.md`.
    Story,
    /// `stories/**/*.txt`: an article without front matter.
    PlainStory,
    /// `stories/**/*.yaml`: the keys of the plain article beside it.
    PlainStoryKeys,
    /// `record/**/*.yaml`.
    RecordYaml,
    /// `record/**/*.txt`: Football.TXT.
    FootballTxt,
    /// `record/**/*.json`: football.json.
    FootballJson,
    /// `record/**/*.csv`.
    Csv,
    /// `competitions/*.md`.
    Competition,
    /// `teams/*.md`.
    Team,
    /// `players/*.md`.
    Player,
    /// `people/*.md`.
    Person,
    /// `venues/*.md`.
    Venue,
    /// `authors/*.md`.
    Author,
    /// `pages/**/*.md`.
    Page,
    /// A picture or another file that a text may show.
    Asset,
    /// In a folder that nothing is read from.
    Stray,
}

impl SourceKind {
    /// Whether a file of this kind is read by one of the parsers of content,
    /// and tells something by itself.
    pub fn is_parsed(self) -> bool {
        !matches!(self, Self::Site | Self::PlainStoryKeys | Self::Asset | Self::Stray)
    }

    /// The kind of the file at a path relative to the root (`content/…`).
    pub fn of(path: &str) -> Self {
        let Some(inside) = path.strip_prefix("content/") else { return Self::Stray };
        let ending = inside.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
        let Some((folder, _)) = inside.split_once('/') else {
            return if matches!(inside, "site.yaml" | "site.yml") { Self::Site } else { Self::Stray };
        };
        match (folder, ending.as_str()) {
            ("stories", "md" | "markdown") => Self::Story,
            ("stories", "txt") => Self::PlainStory,
            ("stories", "yaml" | "yml") => Self::PlainStoryKeys,
            ("record", "yaml" | "yml") => Self::RecordYaml,
            ("record", "txt") => Self::FootballTxt,
            ("record", "json") => Self::FootballJson,
            ("record", "csv") => Self::Csv,
            ("competitions", "md" | "markdown") => Self::Competition,
            ("teams", "md" | "markdown") => Self::Team,
            ("players", "md" | "markdown") => Self::Player,
            ("people", "md" | "markdown") => Self::Person,
            ("venues", "md" | "markdown") => Self::Venue,
            ("authors", "md" | "markdown") => Self::Author,
            ("pages", "md" | "markdown") => Self::Page,
            ("stories" | "pages" | "teams" | "players" | "people" | "venues" | "competitions" | "authors", _) => {
                Self::Asset
            }
            // Notes and licences beside data files are no business of ours.
            ("record", "md" | "markdown" | "") => Self::Asset,
            _ => Self::Stray,
        }
    }

    /// Whether the file is text that a reader takes in.
    pub fn is_read(self) -> bool {
        !matches!(self, Self::Asset | Self::Stray)
    }
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path relative to the root, with `/`.
    pub path: Arc<str>,
    /// XXH3-128 of the bytes.
    pub digest: u128,
    /// The bytes as they are: text in UTF-8, if the author did well.
    pub bytes: Vec<u8>,
}

/// Lists the files below a folder of the root by their paths relative to the
/// root, with `/`, in order. A folder that does not exist is an empty list; one that cannot be read is an error.
/// Hidden files and what editors leave behind are left out; links are
/// followed, but never in a circle.
pub fn list(root: &Path, folder: &str) -> io::Result<Vec<Arc<str>>> {
    let base = root.join(folder);
    if !base.try_exists()? {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    let walk = WalkDir::new(&base).follow_links(true).into_iter();
    for entry in walk.filter_entry(|e| e.depth() == 0 || !is_ignored(&e.file_name().to_string_lossy())) {
        let entry = match entry {
            Ok(entry) => entry,
            // A link that leads back to a folder above it, or nowhere, and a
            // file that vanished while the folder was listed.
            Err(e) if e.loop_ancestor().is_some() => continue,
            Err(e) if e.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound) => continue,
            Err(e) => return Err(unlisted(root, e)),
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let Ok(inside) = entry.path().strip_prefix(root) else { continue };
        let path = inside.to_string_lossy();
        files.push(if MAIN_SEPARATOR == '/' { path.into() } else { path.replace(MAIN_SEPARATOR, "/").into() });
    }
    files.sort_unstable();
    Ok(files)
}

/// The names of what a folder holds; none if it is not there.
pub fn names_in(root: &Path, folder: &str) -> io::Result<BTreeSet<String>> {
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(BTreeSet::new());
        }
        Err(e) => return Err(unread(folder, &e)),
    };
    entries.map(|entry| Ok(entry.map_err(|e| unread(folder, &e))?.file_name().to_string_lossy().into_owned())).collect()
}

/// Reads a file whole. `None` if it is gone meanwhile.
pub fn read(root: &Path, path: &Arc<str>) -> io::Result<Option<SourceFile>> {
    match fs::read(root.join(&**path)) {
        Ok(bytes) => Ok(Some(SourceFile { path: Arc::clone(path), digest: xxh3_128(&bytes), bytes })),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(e) => Err(unread(path, &e)),
    }
}

/// A fault of the disk, told with the file or folder that could not be read.
pub fn unread(path: &str, error: &io::Error) -> io::Error {
    let message = match error.kind() {
        io::ErrorKind::PermissionDenied => format!("no permission to read `{path}`"),
        _ => format!("could not read `{path}`: {error}"),
    };
    io::Error::new(error.kind(), message)
}

/// A fault of walking through the folders of a site.
pub fn unlisted(root: &Path, error: walkdir::Error) -> io::Error {
    let path = error.path().map(|path| path.strip_prefix(root).unwrap_or(path).display().to_string());
    let error = error.into_io_error().unwrap_or_else(|| io::Error::other("a link leads in a circle"));
    match path {
        Some(path) => unread(&path, &error),
        None => error,
    }
}

/// Files that are none of the author's: hidden ones, and what editors write
/// beside a file while saving it.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || name == "4913"
        || (name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".swx", ".swo", ".tmp", ".bak", ".orig", ".part", ".crdownload"].iter().any(|e| name.ends_with(e))
        || name.contains(".sb-")
        || name == "Thumbs.db"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_folder_and_ending() {
        for (path, kind) in [
            ("content/site.yaml", SourceKind::Site),
            ("content/stories/2022/a.md", SourceKind::Story),
            ("content/stories/a.txt", SourceKind::PlainStory),
            ("content/stories/a.svg", SourceKind::Asset),
            ("content/record/x/y.yml", SourceKind::RecordYaml),
            ("content/record/full.txt", SourceKind::FootballTxt),
            ("content/notes.txt", SourceKind::Stray),
            ("content/drafts/a.md", SourceKind::Stray),
        ] {
            assert_eq!(SourceKind::of(path), kind, "{path}");
        }
    }

    #[test]
    fn lists_in_order_without_droppings() {
        let dir = tempfile::tempdir().unwrap();
        for file in ["b.md", "a/c.md", "a/.c.md.swp", "a/4913", "a.md~", ".hidden/x.md"] {
            let path = dir.path().join("content/stories").join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let paths = list(dir.path(), "content").unwrap();
        assert_eq!(paths, ["content/stories/a/c.md", "content/stories/b.md"].map(Arc::from));
        assert!(list(dir.path(), "nothing").unwrap().is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn circles_of_links_end() {
        let dir = tempfile::tempdir().unwrap();
        let stories = dir.path().join("content/stories");
        fs::create_dir_all(&stories).unwrap();
        fs::write(stories.join("a.md"), "x").unwrap();
        std::os::unix::fs::symlink(&stories, stories.join("again")).unwrap();
        assert_eq!(list(dir.path(), "content").unwrap().len(), 1);
    }
}
