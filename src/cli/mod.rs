//! The command line: arguments in, output and an exit code out.
//!
//! In: arguments, the clock (read once, here), whether there is a terminal.
//! Out: lines on stdout and stderr, and an exit code:
//!
//! | code | means |
//! |---|---|
//! | 0 | done |
//! | 1 | the site has errors (with `--strict`: or warnings); nothing was written |
//! | 2 | wrong usage: the arguments, the folder, an output folder of others |
//! | 3 | the disk or the network failed |
//!
//! Each command has a file. Never holds logic: what a command does is done by
//! the modules below.

mod bar;
mod build;
mod check;
mod completions;
mod export;
mod failure;
mod files;
mod import;
mod new;
#[cfg(feature = "publish")]
mod publish;
mod root;
mod screen;
mod site;
#[cfg(feature = "watch")]
mod watch;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};

use failure::Failure;
use screen::Screen;

/// Write the story; touchline keeps the record.
#[derive(Debug, Parser)]
#[command(name = "touchline", version, about, max_term_width = 100, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
struct Global {
    /// The site's folder [default: the nearest one upwards that has `content/`].
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// How diagnostics are shown: for people on stderr, or one JSON object a line on stdout.
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Say nothing but what is wrong.
    #[arg(long, short, global = true)]
    quiet: bool,
}

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines they are about, on stderr.
    Human,
    /// One object a line, on stdout.
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a site, a story, or a match.
    New(new::NewArgs),
    /// Build the site.
    Build(build::BuildArgs),
    /// Show the site in a browser, up to date with every save.
    #[cfg(feature = "watch")]
    Watch(watch::WatchArgs),
    /// Look the site over without writing anything.
    Check(check::CheckArgs),
    /// Build the site and bring a host to match it.
    #[cfg(feature = "publish")]
    Publish(publish::PublishArgs),
    /// Turn data files into record files of your own.
    Import(import::ImportArgs),
    /// Write the record for other programs.
    Export(export::ExportArgs),
    /// Print a script that completes commands in your shell.
    Completions(completions::CompletionsArgs),
}

/// Runs a command line (the first argument is the program's name) and tells
/// how it ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors and go to stdout; a reader that
            // has gone away is none either.
            let _ = error.print();
            let done = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            return if done { ExitCode::SUCCESS } else { ExitCode::from(Failure::USAGE) };
        }
    };
    let screen = Screen::new(&cli.global);
    let result = match cli.command {
        Command::New(args) => args.run(&cli.global, &screen),
        Command::Build(args) => args.run(&cli.global, &screen),
        #[cfg(feature = "watch")]
        Command::Watch(args) => args.run(&cli.global),
        Command::Check(args) => args.run(&cli.global, &screen),
        #[cfg(feature = "publish")]
        Command::Publish(args) => args.run(&cli.global, &screen),
        Command::Import(args) => args.run(&cli.global, &screen),
        Command::Export(args) => args.run(&cli.global, &screen),
        Command::Completions(args) => {
            args.run();
            Ok(())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            screen.failure(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    /// Every command and every option stands in the reference.
    #[test]
    fn the_reference_is_complete() {
        fn visit(command: &clap::Command, path: &str, docs: &str) {
            for argument in command.get_arguments().filter_map(|argument| argument.get_long()) {
                assert!(docs.contains(&format!("`--{argument}")), "`{path}` takes `--{argument}`");
            }
            for command in command.get_subcommands() {
                let path = format!("{path} {}", command.get_name());
                if !command.has_subcommands() {
                    assert!(docs.contains(&format!("\n## `{path}")), "`{path}`");
                }
                visit(command, &path, docs);
            }
        }
        let docs = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/commands.md")).unwrap();
        visit(&Cli::command(), "touchline", &docs);
    }
}
