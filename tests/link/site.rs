//! A site for the linker's tests, from folders and from texts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use touchline::content::raw::Names;
use touchline::content::readers::{self, SiteSettings};
use touchline::content::resolve::{Input, Selection, resolve_model, resolve_record};
use touchline::content::source::SourceFile;
use touchline::diagnostic::Diagnostic;
use touchline::link::{EntityRef, Mention};
use touchline::model::Model;

/// Files read so far.
pub(crate) struct Site {
    names: Names,
    inputs: Vec<Input>,
    diagnostics: Vec<Diagnostic>,
}

impl Site {
    pub(crate) fn new() -> Self {
        Self { names: Names::new(), inputs: Vec::new(), diagnostics: Vec::new() }
    }

    /// Adds all files below `root/folder`, by their path below `root`.
    pub(crate) fn add_folder(&mut self, root: &Path, folder: &str) {
        for path in files(&root.join(folder)) {
            let relative = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            let is_picture = path.extension().is_some_and(|e| e == "svg");
            if !is_picture && !relative.ends_with("/site.yaml") {
                self.add_file(&relative, &std::fs::read(&path).unwrap());
            }
        }
    }

    pub(crate) fn add_file(&mut self, path: &str, bytes: &[u8]) {
        // The keys of a plain story stand beside it, and not for themselves.
        if path.starts_with("content/stories") && Path::new(path).extension().is_some_and(|e| e == "yaml") {
            return;
        }
        let file = source(path, bytes);
        let reading = readers::read(&file, None, &self.names);
        self.diagnostics.extend(reading.diagnostics);
        if let Some(raw) = reading.raw {
            self.inputs.push(Input { path: Arc::clone(&file.path), raw: Arc::new(raw), body: reading.body });
        }
    }

    pub(crate) fn model(mut self) -> (Model, Vec<Diagnostic>) {
        self.inputs.sort_by(|a, b| a.path.cmp(&b.path));
        let settings = SiteSettings::without("Test");
        let record = resolve_record(&settings.site, &settings.rule_sets, &self.names, &self.inputs);
        let selection = Selection { drafts: false, future: true, now: jiff::Timestamp::UNIX_EPOCH };
        let (model, found) = resolve_model(&Arc::new(settings.site), &record, &self.inputs, selection);
        self.diagnostics.extend(record.diagnostics);
        self.diagnostics.extend(found);
        (model, self.diagnostics)
    }
}

fn source(path: &str, bytes: &[u8]) -> SourceFile {
    SourceFile { path: path.into(), digest: xxhash_rust::xxh3::xxh3_128(bytes), bytes: bytes.to_vec() }
}

/// All files below a folder, in order of path.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// An entity as the labels call it: its slug, for a season with that of its
/// competition before it.
pub(crate) fn address(model: &Model, entity: EntityRef) -> String {
    let record = &model.record;
    match entity {
        EntityRef::Team(id) => format!("team/{}", record.teams[id].slug),
        EntityRef::Person(id) => record.persons[id].slug.to_string(),
        EntityRef::Venue(id) => format!("venue/{}", record.venues[id].slug),
        EntityRef::Competition(id) => record.competitions[id].slug.to_string(),
        EntityRef::Edition(id) => {
            let edition = &record.editions[id];
            format!("{}/{}", record.competitions[edition.competition].slug, edition.slug)
        }
        EntityRef::Match(id) => format!("match/{}", record.matches[id].slug),
        EntityRef::Story(id) => format!("story/{}", model.stories[id].slug),
    }
}

/// A text with its mentions marked.
pub(crate) fn marked(model: &Model, text: &str, mentions: &[Mention]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mention in mentions {
        let (start, end) = (mention.range.start as usize, mention.range.end as usize);
        out.push_str(&text[at..start]);
        out.push('⟦');
        out.push_str(&text[start..end]);
        out.push('|');
        out.push_str(&address(model, mention.target));
        out.push('⟧');
        at = end;
    }
    out.push_str(&text[at..]);
    out
}
