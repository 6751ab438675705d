//! Makes benchmark corpora: the same leagues, matches and reports as a touchline
//! site and as a Hugo site. Also measures what writing and reading a tree costs
//! by itself. See `benches/README.md`.
#![expect(clippy::print_stdout, reason = "the figures are this program's result")]

mod files;
mod floor;
mod game;
mod images;
mod names;
mod phrases;
mod pools;
mod prose;
mod rng;
mod season;
mod standings;
mod world;
mod write_hugo;
mod write_touchline;

use files::Folder;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use world::World;

const USAGE: &str = "\
usage: corpus --matches N [--seed N] [--touchline DIR] [--hugo DIR]
       corpus --floor DIR --copy DIR    time writing DIR's files to a new folder, and comparing them
       corpus --read DIR                time reading the files of DIR";

#[derive(Debug, Default)]
struct Options {
    matches: usize,
    seed: u64,
    touchline: Option<PathBuf>,
    hugo: Option<PathBuf>,
    floor: Option<PathBuf>,
    copy: Option<PathBuf>,
    read: Option<PathBuf>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { seed: 1, ..Self::default() };
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or(format!("`{name}` needs a value"))?;
            let number = || value.parse().map_err(|_| format!("`{name}` needs a number, not `{value}`"));
            match name.as_str() {
                "--matches" => options.matches = number()? as usize,
                "--seed" => options.seed = number()?,
                "--touchline" => options.touchline = Some(value.into()),
                "--hugo" => options.hugo = Some(value.into()),
                "--floor" => options.floor = Some(value.into()),
                "--copy" => options.copy = Some(value.into()),
                "--read" => options.read = Some(value.into()),
                _ => return Err(format!("unknown option `{name}`")),
            }
        }
        Ok(options)
    }
}

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("corpus: {message}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("corpus: {error}");
            ExitCode::from(3)
        }
    }
}

/// Does what was asked for; false if nothing was.
fn run(options: &Options) -> io::Result<bool> {
    if let (Some(source), Some(copy)) = (&options.floor, &options.copy) {
        let floor = floor::measure(source, copy)?;
        println!("files {}", floor.files);
        println!("bytes {}", floor.bytes);
        println!("write {:.6}", floor.write.as_secs_f64());
        println!("compare {:.6}", floor.compare.as_secs_f64());
        return Ok(true);
    }
    if let Some(source) = &options.read {
        println!("read {:.6}", floor::read(source)?.as_secs_f64());
        return Ok(true);
    }
    if options.matches == 0 || (options.touchline.is_none() && options.hugo.is_none()) {
        return Ok(false);
    }
    generate(options)?;
    Ok(true)
}

fn generate(options: &Options) -> io::Result<()> {
    let world = World::new(options.matches, options.seed);
    let folder = |path: &Option<PathBuf>| path.as_deref().map(|path: &Path| Folder::create(path)).transpose();
    let mut touchline = folder(&options.touchline)?;
    let mut hugo = folder(&options.hugo)?.map(write_hugo::Site::new);
    if let Some(folder) = &mut touchline {
        write_touchline::begin(&world, folder)?;
    }
    for game in world.matches() {
        let report = prose::report(&world, &game, options.seed);
        if let Some(folder) = &mut touchline {
            write_touchline::story(&world, &game, &report, folder)?;
        }
        if let Some(site) = &mut hugo {
            site.add(&world, &game, &report)?;
        }
    }
    if let Some(site) = hugo {
        site.finish(&world)?;
    }
    Ok(())
}
