//! The `touchline` command.

use std::process::ExitCode;

/// Rendering allocates much and on every thread; with this allocator a build
/// takes a fifth less time than with that of the system (docs/performance.md).
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    touchline::cli::run(std::env::args_os())
}
