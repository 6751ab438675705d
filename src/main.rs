//! The `touchline` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    touchline::cli::run(std::env::args_os())
}
