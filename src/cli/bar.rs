//! A progress bar for work that is long.
//!
//! In: counts that the builder keeps. Out: a bar on the terminal, if there is
//! one and the work takes more than half a second. Never slows the work: it
//! looks at the counts from a thread of its own, ten times a second.

use std::io::IsTerminal;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::build::Progress;

/// Work shorter than this needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);

/// Does the work, with a bar if `wanted` and stderr is a terminal.
pub(super) fn with_bar<T>(wanted: bool, since: Instant, progress: &Progress, work: impl FnOnce() -> T) -> T {
    with_bar_of("pages", wanted, since, progress, work)
}

/// The same for work on something else than pages.
pub(super) fn with_bar_of<T>(
    what: &'static str,
    wanted: bool,
    since: Instant,
    progress: &Progress,
    work: impl FnOnce() -> T,
) -> T {
    if !wanted || !std::io::stderr().is_terminal() {
        return work();
    }
    let (done, is_done) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut bar: Option<ProgressBar> = None;
            while let Err(RecvTimeoutError::Timeout) = is_done.recv_timeout(TICK) {
                let (made, total) = progress.read();
                if total > 0 && since.elapsed() > PATIENCE {
                    let bar = bar.get_or_insert_with(|| new_bar(what));
                    bar.set_length(total as u64);
                    bar.set_position(made as u64);
                }
            }
            if let Some(bar) = bar {
                bar.finish_and_clear();
            }
        });
        let result = work();
        drop(done);
        result
    })
}

fn new_bar(what: &str) -> ProgressBar {
    let style =
        ProgressStyle::with_template(&format!("{{bar:30}} {{human_pos}} of {{human_len}} {what}, {{eta}} to go"));
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_with_and_without_a_bar() {
        for wanted in [false, true] {
            assert_eq!(with_bar(wanted, Instant::now(), &Progress::default(), || 7), 7);
        }
    }
}
