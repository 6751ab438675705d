//! The loop of a watch: wait, rebuild, tell.
//!
//! In: batches of paths from the watcher. Out: states of the site for whoever
//! serves or writes it. One rebuild runs at a time, on the thread that calls
//! [`Session::run`]; what happens meanwhile gathers at the gate and makes one
//! more. Never speaks HTTP, never reads the author's files.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::inspect::Inspector;
use super::live::{Change, Live, Outcome};
use super::site::{Hint, Maker, Rebuilt, Site};
use super::terminal::{Ending, Line, Terminal};
use super::watcher::Watcher;
use crate::build::WriteError;
use crate::diagnostic::{Diagnostic, Severity};

/// After a fault of the disk, the time until everything is tried again; it
/// doubles with each fault in a row.
const TRY_AGAIN: Duration = Duration::from_millis(500);
/// The longest such time.
const TRY_AGAIN_AT_MOST: Duration = Duration::from_secs(16);
/// Of more sources at once, none is the page that an author is working on.
const FEW: usize = 8;

/// Writes a good state of the site to the output folder, and says what it did.
pub type Write = dyn FnMut(&Arc<dyn Site>) -> Result<String, WriteError> + Send;

/// What is done with a good state.
pub enum Sink {
    /// It is served, and looked over in the background.
    Serve(Inspector),
    /// It is written.
    Write(Box<Write>),
}

/// A watch.
pub struct Session<M> {
    maker: M,
    watcher: Watcher,
    sink: Sink,
    live: Arc<Live>,
    terminal: Arc<Terminal>,
    /// The warnings of the last rebuild: each is shown once.
    warnings: Vec<Diagnostic>,
    /// The fault of the disk that was told last: it is told once.
    told: Option<String>,
    try_again: Duration,
}

impl<M: Maker> Session<M> {
    /// A watch that has not built anything.
    pub fn new(maker: M, watcher: Watcher, sink: Sink, live: Arc<Live>, terminal: Arc<Terminal>) -> Self {
        Self { maker, watcher, sink, live, terminal, warnings: Vec::new(), told: None, try_again: TRY_AGAIN }
    }

    /// Builds for the first time. A fault of the disk is an error here.
    pub fn start(&mut self) -> Result<(), WriteError> {
        let since = Instant::now();
        let rebuilt = self.maker.update(&Hint::All).map_err(WriteError::io("read", self.watcher.root()))?;
        self.take(rebuilt, since, true)
    }

    /// Rebuilds after each change, until the watcher's gate is closed.
    pub fn run(&mut self) {
        while let Some(batch) = self.watcher.wait() {
            if let Some(trouble) = self.watcher.trouble() {
                self.terminal.say(&format!("warning: {trouble}"));
            }
            if let Sink::Serve(inspector) = &self.sink {
                inspector.pause();
            }
            self.rebuild(&batch.hint, batch.since);
            if let Sink::Serve(inspector) = &self.sink {
                inspector.resume();
            }
        }
    }

    fn rebuild(&mut self, hint: &Hint, since: Instant) {
        let fault = match self.maker.update(hint) {
            Ok(rebuilt) => {
                self.try_again = TRY_AGAIN;
                self.take(rebuilt, since, false).err().map(|error| error.to_string())
            }
            Err(error) => {
                // What could not be read may be readable in a moment.
                self.watcher.gate().note_everything(self.try_again);
                self.try_again = TRY_AGAIN_AT_MOST.min(self.try_again * 2);
                Some(error.to_string())
            }
        };
        self.live.disk(fault.as_deref());
        if let Some(fault) = fault.as_deref().filter(|fault| self.told.as_deref() != Some(fault)) {
            self.terminal.say(fault);
        }
        self.told = fault;
    }

    fn take(&mut self, rebuilt: Rebuilt, since: Instant, first: bool) -> Result<(), WriteError> {
        let Rebuilt { site, diagnostics, changed, only_styles } = rebuilt;
        let Some(site) = site else {
            // What changed may have changed back, or was none of touchline's.
            if diagnostics.iter().any(Diagnostic::is_error) && (first || !changed.is_empty()) {
                self.errors(diagnostics, changed, since, first);
            }
            return Ok(());
        };
        let outcome = self.live.publish(&site, change(&changed, only_styles, &*site));
        let mut line = Line { changed, took: since.elapsed(), ..Line::default() };
        self.tell_warnings(&diagnostics);
        match outcome {
            Outcome::Served { mended: true } => line.ending = Ending::Mended,
            Outcome::Served { mended: false } => {}
            Outcome::StillBroken(faults) => {
                self.terminal.show(&faults);
                line.ending = Ending::Errors { last_good: true };
                self.terminal.rebuilt(&line);
                return Ok(());
            }
        }
        match &mut self.sink {
            Sink::Serve(inspector) => inspector.inspect(&site, (!first).then_some(line)),
            Sink::Write(write) => match write(&site) {
                Ok(written) if first => self.terminal.say(&written),
                Ok(written) => {
                    line.took = since.elapsed();
                    line.written = Some(written);
                    self.terminal.rebuilt(&line);
                }
                Err(WriteError::Diagnostics(faults)) => self.errors(faults, line.changed, since, first),
                Err(error) => return Err(error),
            },
        }
        Ok(())
    }

    fn errors(&mut self, diagnostics: Vec<Diagnostic>, changed: Vec<Arc<str>>, since: Instant, first: bool) {
        let errors: Vec<_> = diagnostics.into_iter().filter(Diagnostic::is_error).collect();
        self.live.errors(&errors);
        self.terminal.show(&errors);
        if !first {
            let ending = Ending::Errors { last_good: self.live.state().site.is_some() };
            self.terminal.rebuilt(&Line { changed, took: since.elapsed(), ending, ..Line::default() });
        }
    }

    /// Shows the warnings that were not there before. Infos are for `check`.
    fn tell_warnings(&mut self, diagnostics: &[Diagnostic]) {
        let warnings: Vec<_> = diagnostics.iter().filter(|d| d.severity == Severity::Warning).cloned().collect();
        let news: Vec<_> = warnings.iter().filter(|warning| !self.warnings.contains(warning)).cloned().collect();
        if !news.is_empty() {
            self.terminal.show(&news);
        }
        self.warnings = warnings;
    }
}

/// Sorts the changed sources by what an open page must do about them.
fn change(changed: &[Arc<str>], only_styles: bool, site: &dyn Site) -> Change {
    let is_asset = |source: &str| {
        let text = ["md", "txt", "yaml", "yml", "json", "csv", "html"];
        let extension = source.rsplit_once('.').map_or("", |(_, extension)| extension);
        let of_text = extension == "css" || source.starts_with("content/") && text.contains(&extension);
        !of_text && !source.starts_with("templates/")
    };
    let mut pages = changed.iter().filter(|_| changed.len() <= FEW).filter_map(|source| site.page_of(source));
    let page = pages.next().filter(|_| pages.next().is_none());
    Change {
        styles: changed.iter().any(|source| source.ends_with(".css")),
        assets: changed.iter().any(|source| is_asset(source)),
        only_styles,
        page,
    }
}
