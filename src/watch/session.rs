//! The loop of a watch: wait, rebuild, tell.
//!
//! In: batches of paths from the watcher. Out: states of the site for whoever
//! serves or writes it. One rebuild runs at a time, on the thread that calls
//! [`Session::run`]; what happens meanwhile gathers at the gate and makes one
//! more. Never speaks HTTP, never reads the author's files.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::inspect::Inspector;
use super::live::{Change, Live, Outcome};
use super::site::{Hint, Maker, Rebuilt, Site};
use super::terminal::{Ending, Line, Terminal, time};
use super::watcher::Watcher;
use crate::diagnostic::{Diagnostic, Severity};

/// After a fault of the disk, the time until everything is tried again.
const TRY_AGAIN: Duration = Duration::from_millis(500);

/// Makes the text of diagnostics for the terminal, with colours where it has
/// them.
pub type Print = dyn Fn(&[Diagnostic]) -> String + Send + Sync;

/// Writes a good state of the site to the output folder. Gives what to say of
/// it, or a fault.
pub type Write = dyn FnMut(&Arc<dyn Site>) -> Result<String, Fault> + Send;

/// Why a state was not written.
#[derive(Debug)]
pub enum Fault {
    /// Pages could not be rendered.
    Diagnostics(Vec<Diagnostic>),
    /// The disk, or what stands in the output folder.
    Message(String),
}

/// What is done with a good state.
pub enum Sink {
    /// It is served, and looked over in the background.
    Serve(Inspector),
    /// It is written.
    Write(Box<Write>),
}

/// A watch.
pub struct Session<M> {
    /// Makes the states.
    pub maker: M,
    /// Tells of changes.
    pub watcher: Watcher,
    /// Takes the states.
    pub sink: Sink,
    /// What is served.
    pub live: Arc<Live>,
    /// Where lines go.
    pub terminal: Arc<Terminal>,
    /// Makes the text of diagnostics for the terminal.
    pub print: Box<Print>,
    /// What was said of the files last time and is no error, so that it is
    /// said once.
    pub said: Vec<Diagnostic>,
    /// The fault of the disk that was told last, so that it is told once.
    pub told: Option<String>,
}

impl<M: Maker> Session<M> {
    /// Builds for the first time. A fault of the disk is an error here.
    pub fn start(&mut self) -> io::Result<()> {
        let since = Instant::now();
        let rebuilt = self.maker.update(&Hint::All)?;
        self.take(rebuilt, since, true);
        Ok(())
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
            match self.maker.update(&batch.hint) {
                Ok(rebuilt) => {
                    self.told = None;
                    self.live.disk(None);
                    self.take(rebuilt, batch.since, false);
                }
                Err(error) => self.failed(&error.to_string()),
            }
            if let Sink::Serve(inspector) = &self.sink {
                inspector.resume();
            }
        }
    }

    /// A fault of the disk: the last good site stays, and all is tried again.
    fn failed(&mut self, message: &str) {
        self.watcher.gate().note_everything(TRY_AGAIN);
        if self.told.as_deref() != Some(message) {
            self.live.disk(Some(message));
            self.terminal.say(message);
            self.told = Some(message.to_owned());
        }
    }

    fn take(&mut self, rebuilt: Rebuilt, since: Instant, first: bool) {
        let Rebuilt { site, diagnostics, changed, only_styles } = rebuilt;
        let Some(site) = site else {
            // What changed may have changed back, or was none of touchline's.
            if diagnostics.iter().any(Diagnostic::is_error) && (first || !changed.is_empty()) {
                self.errors(diagnostics, changed, since, first);
            }
            return;
        };
        let change = change(&changed, only_styles, &*site);
        let outcome = self.live.publish(&site, change);
        let took = since.elapsed();
        self.tell_news(&diagnostics);
        let mut line = Line { changed, took, ..Line::default() };
        match outcome {
            Outcome::Served { mended: true } => line.ending = Ending::Mended,
            Outcome::Served { mended: false } => {}
            Outcome::StillBroken(text) => {
                line.ending = Ending::Errors { last_good: true };
                self.terminal.say(&text);
                self.terminal.rebuilt(&line);
                return;
            }
        }
        match &mut self.sink {
            Sink::Serve(inspector) => inspector.inspect(&site, (!first).then_some(line)),
            Sink::Write(write) => {
                let written = write(&site);
                match written {
                    Ok(said) if first => self.terminal.say(&said),
                    Ok(said) => self.terminal.say(&format!("{}: {said}, {}", line.names(), time(since.elapsed()))),
                    Err(Fault::Diagnostics(list)) => self.errors(list, line.changed, since, first),
                    Err(Fault::Message(message)) => self.failed(&message),
                }
            }
        }
    }

    fn errors(&mut self, diagnostics: Vec<Diagnostic>, changed: Vec<Arc<str>>, since: Instant, first: bool) {
        let errors: Vec<_> = diagnostics.into_iter().filter(Diagnostic::is_error).collect();
        self.live.errors(&errors);
        self.terminal.say(&(self.print)(&errors));
        let last_good = self.live.state().site.is_some();
        if !first {
            let ending = Ending::Errors { last_good };
            self.terminal.rebuilt(&Line { changed, took: since.elapsed(), ending, ..Line::default() });
        }
    }

    /// Shows the warnings that were not there before. Infos are for `check`.
    fn tell_news(&mut self, diagnostics: &[Diagnostic]) {
        let warnings: Vec<_> = diagnostics.iter().filter(|d| d.severity == Severity::Warning).cloned().collect();
        let news: Vec<_> = warnings.iter().filter(|warning| !self.said.contains(warning)).cloned().collect();
        if !news.is_empty() {
            self.terminal.say(&(self.print)(&news));
        }
        self.said = warnings;
    }
}

/// Sorts the changed sources by what an open page must do about them.
fn change(changed: &[Arc<str>], only_styles: bool, site: &dyn Site) -> Change {
    let is_asset = |source: &str| {
        let text = ["md", "txt", "yaml", "yml", "json", "csv", "html"];
        let extension = source.rsplit_once('.').map_or("", |(_, extension)| extension);
        let style = extension == "css";
        !style && (source.starts_with("static/") || source.starts_with("content/") && !text.contains(&extension))
    };
    let mut pages = changed.iter().filter_map(|source| site.page_of(source));
    let page = pages.next().filter(|_| pages.next().is_none());
    Change {
        styles: changed.iter().any(|source| source.ends_with(".css")),
        assets: changed.iter().any(|source| is_asset(source)),
        only_styles,
        page,
    }
}
