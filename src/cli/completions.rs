//! `touchline completions`: a script for the author's shell.

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::screen;

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl CompletionsArgs {
    pub(super) fn run(&self) {
        let mut script = Vec::new();
        generate(self.shell, &mut super::Cli::command(), "touchline", &mut script);
        screen::print(&String::from_utf8_lossy(&script));
    }
}
