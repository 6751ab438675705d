//! `touchline build`: the site into its output folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use super::failure::Failure;
use super::screen::Screen;
use super::site::{self, Opened, SiteArgs, site_has_errors};
use super::{Global, bar, words};
use crate::build::timings::Laps;
use crate::build::{
    Builder, Cause, Extent, Options, Others, Output, Progress, Revised, Snapshot, Sources, TemplateCost, Timings,
    Unchanged, Update, Verify, WriteError, WriteOptions, Written, revised, unchanged,
};
use crate::diagnostic::{Counts, Diagnostic, Severity};

#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    /// The folder to write, below the site's folder unless absolute.
    #[arg(long, short, value_name = "DIR", default_value = "public")]
    output: PathBuf,
    #[command(flatten)]
    site: SiteArgs,
    /// Write nothing if there are warnings.
    #[arg(long)]
    strict: bool,
    /// Tell where the time went.
    #[arg(long)]
    timings: bool,
}

/// A site that was read and has no errors.
struct Read {
    snapshot: Arc<Snapshot>,
    diagnostics: Vec<Diagnostic>,
    cause: Option<Cause>,
    timings: Timings,
    /// What read it, if something is to be kept of that.
    builder: Option<Builder>,
}

impl From<Revised> for Read {
    fn from(revised: Revised) -> Self {
        let Revised { snapshot, diagnostics, cause, timings } = revised;
        Self { snapshot, diagnostics, cause: Some(cause), timings, builder: None }
    }
}

impl Read {
    /// Reads all of a site. Its errors, if it has any, are shown.
    fn anew(options: Options, screen: &Screen) -> Result<Self, Failure> {
        let Opened { root, mut builder, update: Update { snapshot, diagnostics, .. } } =
            site::open(Builder::with_kept(options).keeping())?;
        let Some(snapshot) = snapshot else {
            return Err(site_has_errors(screen, &root, diagnostics, Severity::Warning, "nothing was done"));
        };
        let (cause, timings) = (builder.cause(), builder.take_timings());
        Ok(Self { snapshot, diagnostics, cause, timings, builder: Some(builder) })
    }
}

/// How far the notes of the last run lead.
enum Begun {
    /// Nothing is to be done.
    Unchanged(Unchanged, Timings),
    /// Texts were edited. With what stands in the output folder.
    Revised(Box<Revised>, Option<Others>),
    /// The site is to be read from its sources.
    Anew,
}

fn begin(options: &Options, output: Option<&Output>) -> Begun {
    // Where nothing was built yet, there is nothing to ask: each file is then
    // read once.
    let Some(output) = output else { return Begun::Anew };
    thread::scope(|scope| {
        // What takes the disk's time goes on beside what takes the processor's.
        let looking = scope.spawn(|| output.others());
        let others = || looking.join().ok().flatten();
        let Some(sources) = Sources::read(options) else { return Begun::Anew };
        if let Some(unchanged) = unchanged::look(options, output, &sources) {
            let others = others();
            if others.as_ref().is_some_and(Others::is_empty) {
                return Begun::Unchanged(unchanged, sources.into_timings());
            }
            return revised::look(options, sources).map_or(Begun::Anew, |made| Begun::Revised(Box::new(made), others));
        }
        revised::look(options, sources).map_or(Begun::Anew, |made| Begun::Revised(Box::new(made), others()))
    })
}

impl BuildArgs {
    pub(super) fn run(self, global: &Global, screen: &Screen) -> Result<(), Failure> {
        let start = Instant::now();
        let least = Severity::Warning;
        let options = self.site.options(global)?;
        let root = options.root.clone();
        let known = Output::reopen(&root, &self.output);
        let (read, others) = match begin(&options, known.as_ref()) {
            Begun::Unchanged(Unchanged { extent, diagnostics }, timings) => {
                let infos = self.diagnostics(screen, &root, diagnostics)?;
                if self.timings {
                    screen.say(&stage_table(timings.stages().iter()));
                }
                screen.say(&closing_line(&extent, &Written::default(), infos, start.elapsed()));
                return Ok(());
            }
            Begun::Revised(revised, others) => (Read::from(*revised), others),
            Begun::Anew => (Read::anew(options, screen)?, None),
        };
        let Read { snapshot, diagnostics, cause, timings, builder } = read;
        let infos = self.diagnostics(screen, &root, diagnostics.clone())?;

        let mut output = known.map_or_else(|| Output::open(&root, &self.output), Ok)?;
        let progress = Progress::default();
        let verify = others.as_ref().map_or(Verify::Now, Verify::Others);
        let options = WriteOptions { verify, progress: Some(&progress), ..WriteOptions::default() };
        let mut laps = Laps::start();
        let mut plan = snapshot.timed_plan(self.timings.then_some(&timings));
        if let Some(edited) = cause.as_ref().and_then(|cause| unchanged::edited(&output, cause, &snapshot)) {
            output.take_over(&mut plan, &snapshot.showing(&edited));
        }
        let plan_time = laps.lap();
        let files = plan.len();
        let written = thread::scope(|scope| {
            scope.spawn(|| builder.map(|builder| builder.keep(cause.as_ref())));
            bar::with_bar(screen.is_lively(), start, &progress, || output.write(plan, &options))
        });
        let written = match written {
            Ok(written) => written,
            Err(WriteError::Diagnostics(list)) => {
                return Err(site_has_errors(screen, &root, list, least, "nothing was written"));
            }
            Err(error) => return Err(error.into()),
        };
        let extent = extent(&snapshot, files);
        if let Some(cause) = cause {
            unchanged::remember(&output, cause, extent, &diagnostics);
        }
        for path in &written.kept {
            screen.note(&format!("`{path}` is not made any more, but was changed by hand, so it was left"));
        }
        if self.timings {
            let stages = [
                ("plan", plan_time),
                ("look at the output", written.times.survey),
                ("render and write", written.times.produce),
                ("move into place", written.times.commit),
            ];
            screen.say(&stage_table(timings.stages().iter().chain(&stages)));
            screen.say(&template_table(&timings.templates()));
        }
        screen.say(&closing_line(&extent, &written, infos, start.elapsed()));
        // The process ends here. To give back a million values one by one would
        // take a while, and the system does it at once.
        std::mem::forget(snapshot);
        Ok(())
    }

    /// Shows what there is to say of the site, and counts the remarks that are
    /// not shown. With `--strict`, a warning ends the build.
    fn diagnostics(&self, screen: &Screen, root: &Path, list: Vec<Diagnostic>) -> Result<usize, Failure> {
        let least = Severity::Warning;
        let counts = Counts::of(&list);
        if self.strict && counts.warnings > 0 {
            return Err(site_has_errors(screen, root, list, least, "with `--strict`, nothing was written"));
        }
        screen.diagnostics(root, list, least);
        Ok(counts.infos)
    }
}

fn extent(snapshot: &Snapshot, files: usize) -> Extent {
    let model = snapshot.model();
    Extent { pages: snapshot.pages(), stories: model.stories.len(), matches: model.record.matches.len(), files }
}

/// What was built, from what, and how long it took.
fn closing_line(extent: &Extent, written: &Written, remarks: usize, took: Duration) -> String {
    let pages = words::count(extent.pages, "page", "pages");
    let stories = words::count(extent.stories, "story", "stories");
    let matches = words::count(extent.matches, "match", "matches");
    let line = format!("Built {pages} from {stories} and {matches} in {}: {}.", words::time(took), changes(written));
    match remarks {
        0 => line,
        n => format!("{line} {} (see `touchline check`).", words::count(n, "remark", "remarks")),
    }
}

fn changes(written: &Written) -> String {
    let parts = [(written.new, "new"), (written.changed, "changed"), (written.deleted, "removed")];
    let parts: Vec<_> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", words::number(*n))).collect();
    if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") }
}

fn stage_table<'s>(stages: impl Iterator<Item = &'s (&'static str, Duration)>) -> String {
    let lines: Vec<_> = stages.map(|(name, time)| format!("{name:32} {:10.1} ms", milliseconds(*time))).collect();
    lines.join("\n")
}

/// What templates cost, summed over all threads: a page's views are what the
/// builder puts together for it, the rest is the template's own.
fn template_table(templates: &[(&'static str, TemplateCost)]) -> String {
    let mut lines = vec![format!(
        "{:26} {:>7} {:>10} {:>12} {:>12} {:>10}",
        "template", "pages", "kB a page", "views", "template", "µs a page"
    )];
    lines.extend(templates.iter().map(|(name, cost)| {
        let pages = cost.pages.max(1) as f64;
        format!(
            "{name:26} {:7} {:10.1} {:9.1} ms {:9.1} ms {:10.1}",
            cost.pages,
            cost.bytes as f64 / 1e3 / pages,
            milliseconds(cost.views),
            milliseconds(cost.render),
            milliseconds(cost.views + cost.render) * 1e3 / pages,
        )
    }));
    lines.join("\n")
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_in_words() {
        let written = |new, changed, deleted| changes(&Written { new, changed, deleted, ..Written::default() });
        assert_eq!(written(12, 3, 1), "12 new, 3 changed, 1 removed");
        assert_eq!(written(1_260, 0, 0), "1,260 new");
        assert_eq!(written(0, 0, 0), "nothing changed");
    }
}
