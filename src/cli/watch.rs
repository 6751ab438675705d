//! `touchline watch`: the site in a browser, up to date with every save.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::failure::Failure;
use super::screen::Screen;
use super::site::SiteArgs;
use super::{Global, root, words};
use crate::build::{Builder, Options, Output, Verify, WriteError, WriteOptions, Written};
use crate::diagnostic::{Diagnostic, Severity};
use crate::watch::terminal::Terminal;
use crate::watch::{self, Serve, Site, server};

#[derive(Debug, Args)]
pub(super) struct WatchArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// Show the site in your browser.
    #[arg(long)]
    open: bool,
    /// The port to serve on; if it is taken, the next free one. 0 takes any.
    #[arg(long, value_name = "PORT", default_value_t = server::PORT)]
    port: u16,
    /// The address or name to serve on, for other machines to reach [default: this machine only].
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Have open pages move to the page that was edited.
    #[arg(long)]
    follow: bool,
    /// Serve nothing: write the output folder on each change.
    #[arg(long, conflicts_with_all = ["open", "port", "host", "follow"])]
    no_serve: bool,
    /// The folder to write, below the site's folder unless absolute.
    #[arg(long, short, value_name = "DIR", default_value = "public", requires = "no_serve")]
    output: PathBuf,
    /// Look at the files several times a second, for file systems that do not tell of changes.
    #[arg(long)]
    poll: bool,
}

impl WatchArgs {
    pub(super) fn run(self, global: &Global) -> Result<(), Failure> {
        let root = root::find(global.root.as_deref())?;
        let builder = Builder::new(Options {
            root: root.clone(),
            base_url: self.site.base_url.clone(),
            drafts: self.site.drafts,
            future: self.site.future,
            now: self.site.now(),
        });
        let serve = if self.no_serve {
            Serve::No(writer(&root, &self.output)?)
        } else {
            Serve::Yes { host: self.host, port: self.port, follow: self.follow, open: self.open }
        };
        // Lines come from several threads, for as long as the program runs.
        let screen = Arc::new(Screen::new(global));
        let [for_overlays, for_lines, for_diagnostics] = [&screen; 3].map(Arc::clone);
        let (overlays_root, diagnostics_root) = (root.clone(), root.clone());
        let options = watch::Options {
            root,
            poll: self.poll,
            serve,
            explain: Box::new(move |list: &[Diagnostic]| for_overlays.plain(&overlays_root, list.to_vec())),
            terminal: Terminal {
                line: Box::new(move |line| for_lines.say(line)),
                diagnostics: Box::new(move |list| {
                    for_diagnostics.diagnostics(&diagnostics_root, list.to_vec(), Severity::Warning);
                }),
            },
        };
        Ok(watch::run(builder, options)?)
    }
}

/// Writes states of the site into an output folder.
fn writer(root: &Path, folder: &Path) -> Result<Box<watch::session::Write>, WriteError> {
    let mut output = Output::open(root, folder)?;
    let name = folder.display().to_string();
    // What this process has written is only looked at again where it must be.
    let mut verify = Verify::Now;
    Ok(Box::new(move |site: &Arc<dyn Site>| {
        let Some(snapshot) = site.snapshot() else { return Ok("nothing to write".to_owned()) };
        let result = output.write(snapshot.plan(), &WriteOptions { verify, ..WriteOptions::default() });
        verify = if result.is_ok() { Verify::Never } else { Verify::Now };
        result.map(|written| told(&name, &written))
    }))
}

/// What was written, in words.
fn told(folder: &str, written: &Written) -> String {
    let parts = [(written.new, "new"), (written.changed, "changed"), (written.deleted, "removed")];
    let parts: Vec<_> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", words::number(*n))).collect();
    let parts = if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") };
    format!("{folder}: {parts}")
}
