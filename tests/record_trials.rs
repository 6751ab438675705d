//! The record of real files, resolved: every match once, every person once,
//! the facts as history has them.
//!
//! The data is no part of the project; where `TOUCHLINE_TRIALS` (or `../shared`)
//! holds none, the tests say so and pass.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use touchline::content::football_txt;
use touchline::content::raw::{Names, Raw, RawRecord, Trust};
use touchline::content::resolve::{Input, ResolvedRecord, resolve_record};
use touchline::diagnostic::Diagnostic;
use touchline::model::{Record, Site, TeamId};

fn data() -> Option<PathBuf> {
    let base = std::env::var_os("TOUCHLINE_TRIALS").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let data = base.join("data/openfootball");
    if data.is_dir() {
        return Some(data);
    }
    println!("no trial data at {}: this trial is left out", data.display());
    None
}

fn input(names: &Names, folder: &Path, file: &str, out: &mut Vec<Diagnostic>) -> Input {
    let path: Arc<str> = format!("content/record/{file}").into();
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let record: RawRecord = football_txt::read(&path, &text, names, out);
    Input { path, raw: Arc::new(Raw::Record(Trust::Data, record)), body: None }
}

fn resolved(folder: &Path, files: &[&str]) -> (ResolvedRecord, Vec<Diagnostic>) {
    let names = Names::new();
    let mut out = Vec::new();
    let mut inputs: Vec<Input> = files.iter().map(|f| input(&names, folder, f, &mut out)).collect();
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let resolved = resolve_record(&Site::titled("Trial"), &[], &names, &inputs);
    out.extend(resolved.diagnostics.iter().cloned());
    (resolved, out)
}

fn team(record: &Record, name: &str) -> TeamId {
    record.teams.entries().find(|(_, t)| &*t.name == name).map(|(id, _)| id).unwrap()
}

fn show(out: &[Diagnostic]) {
    for d in out {
        println!("{:?} {} {} | {} | {:?}", d.severity, d.code, d.message, d.help.as_deref().unwrap_or(""), d.place);
    }
}

#[test]
fn look() {
    let Some(data) = data() else { return };
    for (folder, files) in [
        ("worldcup/1930", &["cup.txt", "full.txt"][..]),
        ("worldcup/1982", &["cup.txt", "full.txt"]),
        ("worldcup/1994", &["cup.txt", "cup_finals.txt", "full.txt"]),
        ("worldcup/2014", &["cup.txt", "cup_finals.txt", "full.txt", "squads.txt"]),
        ("england/2023-24", &["1-premierleague.txt", "facup.txt", "squad-arsenal.txt"]),
    ] {
        let (resolved, out) = resolved(&data.join(folder), files);
        show(&out);
        let record = &resolved.record;
        println!(
            "=== {folder} {} matches {} teams {} persons {} venues",
            record.matches.len(),
            record.teams.len(),
            record.persons.len(),
            record.venues.len()
        );
    }
}

#[test]
fn world_cup_2022_in_all_its_files() {
    let Some(data) = data() else { return };
    let folder = data.join("worldcup/2022");
    let (resolved, out) = resolved(&folder, &["cup.txt", "cup_finals.txt", "full.txt", "squads.txt"]);
    show(&out);
    let record = &resolved.record;
    assert_eq!(record.matches.len(), 64);
    assert_eq!(record.teams.len(), 32);
    assert!(!out.iter().any(Diagnostic::is_error));
    let goals: usize = record.matches.iter().map(|m| m.goals.len()).sum();
    assert_eq!(goals, 172);
    println!("{} persons", record.persons.len());
    for (id, p) in record.persons.entries() {
        if p.roles.contains(touchline::model::Roles::PLAYER) && record.squads_of[id].is_empty() {
            println!("no squad: {} ({})", p.name, p.slug);
        }
        if p.slug.ends_with(|c: char| c.is_ascii_digit()) || p.profile.redirect_from.len() > 0 {
            println!("clash: {} ({}) {:?}", p.name, p.slug, p.roles);
        }
    }
    let _ = team(record, "Iran");
}
