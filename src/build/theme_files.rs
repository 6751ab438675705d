//! Templates and static files: the built-in ones and the site's own.
//!
//! In: the folders `templates/` and `static/` of a site. Out: their texts and
//! digests, and whether they changed since the last look. A file of the site
//! stands in for the built-in one of the same name. Never writes.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::content::source::{is_ignored, unlisted, unread};
use crate::diagnostic::{Diagnostic, Place};
use crate::render::engine::Override;
use crate::render::theme;

/// A file longer than this is not read to tell whether it changed: its length
/// and time have to do.
const LARGE: u64 = 4 << 20;

/// Where the bytes of a static file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// In the program.
    BuiltIn(&'static [u8]),
    /// On the disk.
    File(PathBuf),
}

/// A static file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticFile {
    /// Digest of its bytes, or of its length and time if it is long.
    pub digest: u128,
    /// Where they are.
    pub bytes: Bytes,
    /// Width and height in pixels, of a picture.
    pub size: Option<(u32, u32)>,
}

/// What a look found.
#[derive(Clone, Debug, Default)]
pub struct ThemeChanges {
    /// Files that came, went or changed, relative to the root.
    pub files: Vec<Arc<str>>,
    /// A template is among them.
    pub templates: bool,
    /// A static file is among them.
    pub statics: bool,
    /// Static files came or went, so that links may lead elsewhere.
    pub names: bool,
}

/// The templates and static files of a site.
#[derive(Debug)]
pub struct ThemeFiles {
    root: PathBuf,
    templates: BTreeMap<String, (u128, Option<String>)>,
    statics: Arc<BTreeMap<Arc<str>, StaticFile>>,
}

impl ThemeFiles {
    /// The built-in ones; the site's own come with the first look.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let statics = theme::STATIC.iter().map(|(name, bytes)| (Arc::from(*name), built_in(name, bytes))).collect();
        Self { root: root.into(), templates: BTreeMap::new(), statics: Arc::new(statics) }
    }

    /// Looks at both folders, or at one of them, again.
    pub fn look(&mut self, templates: bool, statics: bool) -> io::Result<ThemeChanges> {
        let mut changes = ThemeChanges::default();
        if templates {
            self.look_at_templates(&mut changes)?;
        }
        if statics {
            self.look_at_statics(&mut changes)?;
        }
        changes.files.sort();
        Ok(changes)
    }

    fn look_at_templates(&mut self, changes: &mut ThemeChanges) -> io::Result<()> {
        let mut found = BTreeMap::new();
        for path in walk(&self.root, "templates")? {
            let Some(bytes) = read(&self.root.join(&path))? else { continue };
            let name = path.strip_prefix("templates/").unwrap_or(&path).to_owned();
            found.insert(name, (xxh3_128(&bytes), String::from_utf8(bytes).ok()));
        }
        for name in found.keys().chain(self.templates.keys()) {
            let digest = |of: &BTreeMap<String, (u128, Option<String>)>| of.get(name).map(|(digest, _)| *digest);
            if digest(&found) != digest(&self.templates) {
                changes.files.push(format!("templates/{name}").into());
                changes.templates = true;
            }
        }
        changes.files.dedup();
        self.templates = found;
        Ok(())
    }

    fn look_at_statics(&mut self, changes: &mut ThemeChanges) -> io::Result<()> {
        let paths = walk(&self.root, "static")?;
        let root = &self.root;
        let read: Vec<_> = paths.par_iter().map(|path| static_file(root, path)).collect();
        let mut found: BTreeMap<Arc<str>, StaticFile> =
            theme::STATIC.iter().map(|(name, bytes)| (Arc::from(*name), built_in(name, bytes))).collect();
        for file in read {
            found.extend(file?);
        }
        for name in found.keys().chain(self.statics.keys()) {
            let (new, old) = (found.get(name), self.statics.get(name));
            if new.map(|f| (f.digest, f.size)) != old.map(|f| (f.digest, f.size)) {
                changes.files.push(format!("static/{name}").into());
                changes.statics = true;
                changes.names |= new.map(|f| f.size) != old.map(|f| f.size);
            }
        }
        changes.files.sort();
        changes.files.dedup();
        self.statics = Arc::new(found);
        Ok(())
    }

    /// A digest of all files of both folders, built-in ones too.
    pub fn digest(&self) -> u128 {
        let mut hash = Xxh3::new();
        let templates = self.templates.iter().map(|(name, (digest, _))| (name.as_str(), *digest));
        let statics = self.statics.iter().map(|(name, file)| (&**name, file.digest));
        for (folder, name, digest) in
            templates.map(|(name, digest)| (0, name, digest)).chain(statics.map(|(name, digest)| (1, name, digest)))
        {
            hash.update(&[folder]);
            hash.update(&(name.len() as u32).to_le_bytes());
            hash.update(name.as_bytes());
            hash.update(&digest.to_le_bytes());
        }
        hash.digest128()
    }

    /// The site's own templates, and what keeps one from being read.
    pub fn overrides(&self) -> (Vec<Override>, Vec<Diagnostic>) {
        let mut overrides = Vec::new();
        let mut diagnostics = Vec::new();
        for (name, (_, text)) in &self.templates {
            let file: Arc<str> = format!("templates/{name}").into();
            match text {
                Some(text) => overrides.push(Override { name: name.clone(), file, text: text.clone() }),
                None => diagnostics.push(
                    Diagnostic::error("E0101", "the template is not UTF-8 text")
                        .at(Place::file(&file))
                        .help("save the file as UTF-8, or move it to static/ if it is no template"),
                ),
            }
        }
        (overrides, diagnostics)
    }

    /// The static files by their path below `static/`.
    pub fn statics(&self) -> &Arc<BTreeMap<Arc<str>, StaticFile>> {
        &self.statics
    }
}

fn built_in(name: &str, bytes: &'static [u8]) -> StaticFile {
    StaticFile { digest: xxh3_128(bytes), bytes: Bytes::BuiltIn(bytes), size: super::picture::size(name, bytes) }
}

fn static_file(root: &Path, path: &str) -> io::Result<Option<(Arc<str>, StaticFile)>> {
    let full = root.join(path);
    let name: Arc<str> = path.strip_prefix("static/").unwrap_or(path).into();
    let Ok(meta) = fs::metadata(&full) else { return Ok(None) };
    if meta.len() > LARGE {
        let time = meta.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
        let seen = format!("{} {}", meta.len(), time.map_or(0, |t| t.as_nanos()));
        let size = super::picture::size_of_file(&full);
        return Ok(Some((name, StaticFile { digest: xxh3_128(seen.as_bytes()), bytes: Bytes::File(full), size })));
    }
    let Some(bytes) = read(&full)? else { return Ok(None) };
    let size = super::picture::size(path, &bytes);
    Ok(Some((name, StaticFile { digest: xxh3_128(&bytes), bytes: Bytes::File(full), size })))
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(unread(&path.display().to_string(), &e)),
    }
}

/// The files below a folder of the root, in order, relative to the root. A
/// dot at the head hides a file, but for what hosts ask for by such a name.
fn walk(root: &Path, folder: &str) -> io::Result<Vec<String>> {
    let base = root.join(folder);
    if !base.is_dir() {
        return Ok(Vec::new());
    }
    let wanted =
        |name: &str| matches!(name, ".well-known" | ".nojekyll" | ".htaccess" | ".domains") || !is_ignored(name);
    let mut found = Vec::new();
    for entry in WalkDir::new(&base)
        .follow_links(true)
        .into_iter()
        .filter_entry(|e| e.depth() == 0 || wanted(&e.file_name().to_string_lossy()))
    {
        let entry = match entry {
            Ok(entry) => entry,
            Err(e) if e.loop_ancestor().is_some() => continue,
            Err(e) if e.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound) => continue,
            Err(e) => return Err(unlisted(root, e)),
        };
        if entry.file_type().is_file()
            && let Ok(inside) = entry.path().strip_prefix(root)
        {
            let parts: Vec<_> = inside.components().map(|c| c.as_os_str().to_string_lossy()).collect();
            found.push(parts.join("/"));
        }
    }
    found.sort();
    Ok(found)
}
