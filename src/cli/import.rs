//! `touchline import`: data files into the record's own form.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use walkdir::WalkDir;

use super::failure::Failure;
use super::files::{self, shown};
use super::screen::Screen;
use super::site::site_has_errors;
use super::{Global, root, words};
use crate::content::import::{self, ENDINGS, Imported};
use crate::content::raw::Names;
use crate::content::source::{self, SourceFile, is_ignored};
use crate::diagnostic::{Diagnostic, Severity};

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Files to import, or folders with such files: Football.TXT, football.json, tables, YAML.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The folder to write into, below the site's folder unless absolute.
    #[arg(long, short, value_name = "DIR", default_value = "content/record")]
    output: PathBuf,
    /// Write over files that an earlier import wrote.
    #[arg(long)]
    replace: bool,
}

/// A file to be written, and the one it was made of.
struct Target {
    path: PathBuf,
    source: Arc<str>,
    imported: Imported,
}

impl ImportArgs {
    pub(super) fn run(self, global: &Global, screen: &Screen) -> Result<(), Failure> {
        let root = root::find(global.root.as_deref())?;
        let record = root.join(&self.output);
        let names = Names::new();
        let (mut diagnostics, mut targets) = (Vec::new(), Vec::new());
        for path in self.sources()? {
            let file = read(&path)?;
            let imported = import::import(&file, &names, &mut diagnostics).into_iter();
            targets.extend(imported.map(|imported| Target {
                path: record.join(&imported.path),
                source: Arc::clone(&file.path),
                imported,
            }));
        }
        // Places are of files wherever they are, so the paths stand for themselves.
        let here = Path::new("");
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(site_has_errors(screen, here, diagnostics, Severity::Warning, "nothing was imported"));
        }
        screen.diagnostics(here, diagnostics, Severity::Warning);
        self.check(&root, &targets)?;
        for target in &targets {
            files::write_over(&target.path, &target.imported.text)?;
            screen.say(&format!("{} -> {}", target.source, shown(&root, &target.path)));
        }
        let sum = |count: fn(&Imported) -> usize| targets.iter().map(|target| count(&target.imported)).sum();
        let matches = words::count(sum(|imported| imported.matches), "match", "matches");
        let squads = words::count(sum(|imported| imported.squads), "squad", "squads");
        screen.say(&format!("Imported {matches} and {squads} into {}.", words::count(targets.len(), "file", "files")));
        if let Some(target) = targets.iter().find(|target| in_record(&root, &target.source)) {
            screen.note(&format!(
                "`{}` still stands in the record and is read as well: remove it, if the import takes its place",
                target.source
            ));
        }
        Ok(())
    }

    /// The files named, and those of the folders named, in order.
    fn sources(&self) -> Result<Vec<PathBuf>, Failure> {
        let mut files = Vec::new();
        for path in &self.files {
            if !path.is_dir() {
                files.push(path.clone());
                continue;
            }
            for entry in WalkDir::new(path).sort_by_file_name() {
                let entry = entry.map_err(|error| Failure::io("read", path)(error.into()))?;
                let ending = entry.path().extension().map(|ending| ending.to_string_lossy().to_lowercase());
                let known = ending.is_some_and(|ending| ENDINGS.contains(&&*ending));
                if entry.file_type().is_file() && known && !is_ignored(&entry.file_name().to_string_lossy()) {
                    files.push(entry.into_path());
                }
            }
        }
        if files.is_empty() {
            return Err(Failure::usage(
                "there are no files to import there",
                "what can be imported is Football.TXT (`.txt`), football.json (`.json`), tables (`.csv`) and YAML",
            ));
        }
        Ok(files)
    }

    /// Two imports into one file, or one over a file that is the author's.
    fn check(&self, root: &Path, targets: &[Target]) -> Result<(), Failure> {
        let mut taken: BTreeMap<&Path, &str> = BTreeMap::new();
        for Target { path, source, .. } in targets {
            if let Some(other) = taken.insert(path, source) {
                return Err(Failure::usage(
                    format!("`{other}` and `{source}` would both become `{}`", shown(root, path)),
                    "give one of them another name, or import them one by one with `--output`",
                ));
            }
            let Ok(text) = std::fs::read_to_string(path) else { continue };
            let mine = text.starts_with("imported:");
            if !(mine && self.replace) {
                let help = if mine {
                    "an earlier import wrote it: `--replace` writes over it"
                } else {
                    "move it away, or import into another folder with `--output`"
                };
                return Err(Failure::usage(format!("`{}` is there already", shown(root, path)), help));
            }
        }
        Ok(())
    }
}

/// Reads a file by the path it is shown with.
fn read(path: &Path) -> Result<SourceFile, Failure> {
    let shown: Arc<str> = path.display().to_string().replace('\\', "/").into();
    match source::read(Path::new(""), &shown) {
        Ok(Some(file)) => Ok(file),
        Ok(None) => Err(Failure::usage(format!("there is no file `{shown}`"), "name the files to import")),
        Err(error) => Err(Failure::reading(&error)),
    }
}

/// Whether a file stands where the site reads its record.
fn in_record(root: &Path, file: &str) -> bool {
    let whole = |path: &Path| path.canonicalize().ok();
    whole(Path::new(file))
        .zip(whole(&root.join("content/record")))
        .is_some_and(|(file, record)| file.starts_with(record))
}
