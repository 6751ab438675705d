//! `touchline export`: the record for other programs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::failure::Failure;
use super::files::{self, shown};
use super::screen::{Screen, print};
use super::site::{Loaded, SiteArgs};
use super::{Format, Global, words};
use crate::diagnostic::Severity;
use crate::export;

/// The forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// One document.
    Json,
    /// A table a file.
    Csv,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The form: one JSON document, or a folder of tables.
    #[arg(long, value_enum)]
    to: Form,
    /// The file (JSON, default: stdout) or folder (CSV, default: `export`) to write, below the site's folder unless absolute.
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    #[command(flatten)]
    site: SiteArgs,
}

impl ExportArgs {
    pub(super) fn run(self, global: &Global, screen: &Screen) -> Result<(), Failure> {
        if self.to == Form::Json && self.output.is_none() && global.format == Format::Json {
            return Err(Failure::usage(
                "with `--format json`, stdout is for diagnostics",
                "name the file to write with `--output FILE`",
            ));
        }
        let Loaded { root, snapshot, diagnostics, .. } = self.site.load(global, screen, Severity::Warning)?;
        screen.diagnostics(&root, diagnostics, Severity::Warning);
        let model = snapshot.model();
        let output = self.output.as_ref().map(|path| root.join(path));
        if let Some(output) = output.as_ref().filter(|output| output.starts_with(root.join("content"))) {
            return Err(Failure::usage(
                format!("`{}` is below `content/`, where the export would be read as a source", shown(&root, output)),
                "name a place outside of it",
            ));
        }
        let matches = words::count(model.record.matches.len(), "match", "matches");
        match self.to {
            Form::Json => {
                let text = export::json(model);
                let Some(path) = output else {
                    print(&text);
                    return Ok(());
                };
                files::write_over(&path, &text)?;
                screen.say(&format!("Exported {matches} to {}.", shown(&root, &path)));
            }
            Form::Csv => {
                let folder = output.unwrap_or_else(|| root.join("export"));
                let tables = export::csv(model);
                for table in &tables {
                    files::write_over(&folder.join(table.file), &table.text)?;
                }
                let tables = words::count(tables.len(), "table", "tables");
                screen.say(&format!("Exported {matches} as {tables} to {}/.", shown(&root, &folder)));
            }
        }
        Ok(())
    }
}
