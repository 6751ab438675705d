//! `touchline publish`: a host that matches the site.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use serde_json::json;

use super::failure::Failure;
use super::screen::{self, Screen};
use super::site::{Loaded, SiteArgs, instant, site_has_errors};
use super::{Format, Global, bar, root, words};
use crate::build::{Output, Progress, WriteError, WriteOptions};
use crate::content::{readers, site_yaml};
use crate::diagnostic::{Counts, Diagnostic, Place, Severity};
use crate::publish::report::bytes;
use crate::publish::targets::{self, Place as Host, Target};
use crate::publish::{Fault, Job, Options, PublishError, Report, Watcher};

/// As many faults are shown one by one.
const SHOWN: usize = 20;

#[derive(Debug, Args)]
pub(super) struct PublishArgs {
    /// The target, by its name in `site.yaml` [default: the only one].
    target: Option<String>,
    /// Build, compare with the host and tell what would be done, without doing it.
    #[arg(long)]
    dry_run: bool,
    /// Delete files from the host however many they are.
    #[arg(long)]
    confirm_deletes: bool,
    /// Write over files on the host that touchline did not put there.
    #[arg(long)]
    adopt: bool,
    /// Publish nothing if there are warnings.
    #[arg(long)]
    strict: bool,
    /// Take this for the present time: 2022-11-29T22:00+03:00, or a date [default: the clock].
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Timestamp>,
    /// Say that caches were told of all changes so far: empties the purge list.
    #[arg(long, conflicts_with_all = ["dry_run", "confirm_deletes", "adopt", "strict", "now"])]
    purged: bool,
}

impl PublishArgs {
    pub(super) fn run(self, global: &Global, screen: &Screen) -> Result<(), Failure> {
        let root = root::find(global.root.as_deref())?;
        let (target, base_url) = self.target(&root, screen)?;
        let job = Job { root: &root, target: &target, base_url: base_url.as_deref() };
        let progress = Bar::new(screen);
        let options = Options {
            dry_run: self.dry_run,
            confirm_deletes: self.confirm_deletes,
            adopt: self.adopt,
            watcher: &progress,
            ..Options::default()
        };
        if self.purged {
            let count = job.acknowledge_purge(&options).map_err(|error| failure(&root, screen, global, error))?;
            screen.say(&format!(
                "{} taken off the purge list of `{}`.",
                words::count(count, "file", "files"),
                target.name
            ));
            return Ok(());
        }
        self.build(global, screen, &job)?;
        let result = job.publish(&options);
        progress.end();
        match result {
            Ok(report) => {
                tell(&report, &job, global, screen);
                Ok(())
            }
            Err(error) => Err(failure(&root, screen, global, error)),
        }
    }

    /// The target that is meant, and where the site stands there.
    fn target(&self, root: &Path, screen: &Screen) -> Result<(Target, Option<String>), Failure> {
        let file: Arc<str> = "content/site.yaml".into();
        let path = root.join(&*file);
        let bytes = std::fs::read(&path).map_err(Failure::io("read", &path))?;
        // What else is wrong in this file is told when the site is built.
        let settings = site_yaml::read(&file, &readers::shown_text(&bytes), &mut Vec::new());
        let (publish, site_url) = settings.map_or((None, None), |settings| (settings.publish, settings.site.base_url));
        let targets = publish.map_or(Ok(Vec::new()), |json| targets::read(&json, &file));
        let targets = targets
            .map_err(|faults| site_has_errors(screen, root, faults, Severity::Warning, "nothing was published"))?;
        let target = targets::choose(&targets, self.target.as_deref())
            .map_err(|(message, help)| Failure::usage(message, help))?
            .clone();
        if target.base_url.is_none()
            && let Some(url) = site_url.as_deref().filter(|url| targets::is_loopback(url))
        {
            let fault = Diagnostic::error("E0234", format!("`{url}` can be reached from this machine alone"))
                .at(Place::node(&file, ["base_url".into()]))
                .help("write the address at which readers find the site, here or as `base_url` of the target");
            return Err(site_has_errors(screen, root, vec![fault], Severity::Warning, "nothing was published"));
        }
        let base_url =
            target.base_url.clone().or_else(|| site_url.as_deref().map(|url| url.trim_end_matches('/').to_owned()));
        Ok((target, base_url))
    }

    /// Builds the site for the target, into a folder of its own.
    fn build(&self, global: &Global, screen: &Screen, job: &Job<'_>) -> Result<(), Failure> {
        let start = Instant::now();
        let least = Severity::Warning;
        let site = SiteArgs { now: self.now, base_url: job.base_url.map(str::to_owned), ..SiteArgs::default() };
        let Loaded { root, snapshot, diagnostics, .. } = site.load(global, screen, least)?;
        if self.strict && Counts::of(&diagnostics).warnings > 0 {
            return Err(site_has_errors(screen, &root, diagnostics, least, "with `--strict`, nothing was published"));
        }
        screen.diagnostics(&root, diagnostics, least);
        if job.base_url.is_none() {
            // `build` does well without; what others read needs it.
            screen.note(
                "where readers find the site is not said: without `base_url` it goes out without feeds, calendars, \
                 sitemap and canonical links",
            );
        }
        let built = job.built();
        std::fs::create_dir_all(job.own()).map_err(Failure::io("make", &job.own()))?;
        let built = built.strip_prefix(&root).unwrap_or(&built);
        let mut output = Output::open(&root, built)?;
        let progress = Progress::default();
        let options = WriteOptions { progress: Some(&progress), ..WriteOptions::default() };
        let written = bar::with_bar(screen.is_lively(), start, &progress, || output.write(snapshot.plan(), &options));
        match written {
            Ok(written) => {
                for path in &written.kept {
                    screen.note(&format!("`{path}` is not made any more, but was changed by hand, so it was left"));
                }
                Ok(())
            }
            Err(WriteError::Diagnostics(list)) => {
                Err(site_has_errors(screen, &root, list, least, "nothing was published"))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Says what was done.
fn tell(report: &Report, job: &Job<'_>, global: &Global, screen: &Screen) {
    if global.format == Format::Json {
        screen::print(&format!("{}\n", json!({ "publish": report })));
    } else if report.dry_run {
        let mut phase = "";
        for (name, path) in &report.steps {
            if phase != name {
                screen.say(&format!("{name}:"));
                phase = name;
            }
            screen.say(&format!("  {path}"));
        }
    }
    screen.say(&report.line());
    let in_front = matches!(job.target.place, Host::Object(_));
    if !report.dry_run && in_front && !report.purge.is_empty() {
        let list = job.purge_list();
        let list = list.strip_prefix(job.root).unwrap_or(&list);
        screen.say(&format!(
            "{} for a CDN to forget: {}. When it has, say `touchline publish {} --purged`.",
            words::count(report.purge.len(), "address", "addresses"),
            list.display(),
            job.target.name
        ));
    }
}

/// Shows all that failed, and gives what the command ends with.
fn failure(root: &Path, screen: &Screen, global: &Global, error: PublishError) -> Failure {
    let message = error.to_string();
    match error {
        PublishError::Diagnostics(list) => {
            site_has_errors(screen, root, list, Severity::Warning, "nothing was published")
        }
        PublishError::Refused { message, help } => Failure::usage(message, help),
        PublishError::Busy(_) => Failure::Io {
            message,
            help: Some("wait until it has ended, then publish again; nothing is lost".to_owned()),
        },
        PublishError::Faults { faults, report } => {
            if global.format == Format::Json {
                let told: Vec<_> = faults.iter().map(as_json).collect();
                screen::print(&format!("{}\n", json!({ "publish": report, "faults": told })));
            }
            let help = faults.iter().find_map(|fault| fault.advice()).map(str::to_owned);
            match faults.as_slice() {
                [one] => Failure::Io { message: one.to_string(), help },
                all => {
                    for fault in all.iter().take(SHOWN) {
                        screen.note(&fault.to_string());
                    }
                    let rest = all.len().saturating_sub(SHOWN);
                    let more = if rest > 0 { format!(" ({} not shown)", words::number(rest)) } else { String::new() };
                    let message = format!(
                        "{} failed{more}; what is on the host is whole",
                        words::count(all.len(), "step", "steps")
                    );
                    Failure::Io { message, help }
                }
            }
        }
    }
}

fn as_json(fault: &Fault) -> serde_json::Value {
    json!({ "message": fault.to_string(), "help": fault.advice() })
}

/// Shows how far a publish is: a bar with files and bytes, if there is a
/// terminal.
struct Bar<'s> {
    screen: &'s Screen,
    shown: ProgressBar,
    sent: AtomicU64,
    total: AtomicU64,
}

impl<'s> Bar<'s> {
    fn new(screen: &'s Screen) -> Self {
        let bar = if screen.is_lively() && std::io::stderr().is_terminal() {
            let style = ProgressStyle::with_template("{spinner} {prefix} {wide_msg}");
            let bar = ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        } else {
            ProgressBar::hidden()
        };
        Self { screen, shown: bar, sent: AtomicU64::new(0), total: AtomicU64::new(0) }
    }

    fn end(&self) {
        self.shown.finish_and_clear();
    }
}

impl Watcher for Bar<'_> {
    fn expect(&self, steps: usize, bytes: u64) {
        self.total.store(bytes, Ordering::Relaxed);
        self.shown.set_length(steps as u64);
        if let Ok(style) =
            ProgressStyle::with_template("{bar:30} {human_pos} of {human_len}, {msg} ({prefix}), {eta} to go")
        {
            self.shown.set_style(style);
        }
    }

    fn phase(&self, name: &'static str) {
        self.shown.set_prefix(name);
    }

    fn step(&self, sent: u64) {
        let sent = self.sent.fetch_add(sent, Ordering::Relaxed) + sent;
        self.shown.set_message(format!("{} of {}", bytes(sent), bytes(self.total.load(Ordering::Relaxed))));
        self.shown.inc(1);
    }

    fn retry(&self, failed: usize, fault: &Fault) {
        self.shown.suspend(|| {
            let steps = words::count(failed, "step", "steps");
            self.screen.note(&format!("{steps} to be tried again: {fault}"));
        });
    }

    fn note(&self, text: &str) {
        self.shown.suspend(|| self.screen.note(text));
    }
}
