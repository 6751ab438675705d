//! Data files turned into the record's own form.
//!
//! In: a file in any format that the record is read from. Out: the texts that
//! say the same in the record's own form, one for each edition, and where in
//! `content/record/` they belong. Each text is read back before it is given
//! away: what would read differently is told. Never touches the disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::raw::{Names, RawLineup, RawMatch, RawRecord, RawSquad, Spot, Sym, Trust};
use super::source::SourceFile;
use super::{csv, football_json, football_txt, match_yaml, readers};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::slug::slug;
use crate::model::{Score, SideIx};

/// The code of a file of a kind that is not read.
const UNKNOWN_KIND: &str = "E0170";
/// The code of a file that holds nothing for the record.
const NOTHING: &str = "E0171";
/// The code of what would read differently.
const DIFFERS: &str = "W0172";

/// The ends of the names of files that can be imported.
pub const ENDINGS: [&str; 5] = ["txt", "json", "csv", "yaml", "yml"];

/// A file of the record to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its path below the folder of the record.
    pub path: String,
    /// Its text.
    pub text: String,
    /// How many matches it holds.
    pub matches: usize,
    /// How many squads.
    pub squads: usize,
}

/// An edition as written: its competition and its season.
type Edition = (Option<Sym>, Option<Sym>);

/// Imports one file. Nothing comes of one that cannot be read.
pub fn import(file: &SourceFile, names: &Names, out: &mut Vec<Diagnostic>) -> Vec<Imported> {
    let Some(text) = readers::text_of(file, out) else { return Vec::new() };
    let errors = out.len();
    let Some((trust, record)) = read(&file.path, text, names, out) else { return Vec::new() };
    if out[errors..].iter().any(Diagnostic::is_error) {
        return Vec::new();
    }
    let parts = by_edition(record);
    if parts.is_empty() {
        out.push(
            Diagnostic::error(NOTHING, "this file holds no matches, squads or grounds")
                .at(Place::file(&file.path))
                .help("a story belongs into `content/stories/` as it is"),
        );
    }
    let (folder, stem) = folder_and_stem(&file.path);
    let imported_from = file.path.rsplit('/').next().unwrap_or(&file.path);
    let mut imported = Vec::with_capacity(parts.len());
    for (edition, part) in parts {
        let text = match_yaml::write(&part, names, Some(imported_from).filter(|_| trust == Trust::Data));
        compare(file, &part, &text, names, out);
        let path = match edition_slug(edition, names) {
            Some(edition) => format!("{edition}/{stem}.yaml"),
            // Without an edition the folder it came from tells files apart.
            None => folder.as_ref().map_or_else(|| format!("{stem}.yaml"), |folder| format!("{folder}/{stem}.yaml")),
        };
        imported.push(Imported { path, text, matches: part.matches.len(), squads: part.squads.len() });
    }
    imported
}

fn read(path: &Arc<str>, text: &str, names: &Names, out: &mut Vec<Diagnostic>) -> Option<(Trust, RawRecord)> {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    Some(match ending.as_str() {
        "txt" => (Trust::Data, football_txt::read(path, text, names, out)),
        "json" => (Trust::Data, football_json::read(path, text, names, out)),
        "csv" => (Trust::Data, csv::read(path, text, names, out)),
        "yaml" | "yml" => match_yaml::read(path, text, names, out),
        _ => {
            out.push(
                Diagnostic::error(UNKNOWN_KIND, "files of this kind cannot be imported")
                    .at(Place::file(path))
                    .help("what can is Football.TXT (`.txt`), football.json (`.json`), tables (`.csv`) and YAML"),
            );
            return None;
        }
    })
}

/// The parts of a record by edition, in the order in which they begin. What
/// belongs to no edition (grounds, the family names of persons) goes with the
/// first.
fn by_edition(record: RawRecord) -> Vec<(Edition, RawRecord)> {
    let mut parts: Vec<(Edition, RawRecord)> = Vec::new();
    let mut at: BTreeMap<Edition, usize> = BTreeMap::new();
    let mut part = |edition: Edition, parts: &mut Vec<(Edition, RawRecord)>| {
        *at.entry(edition).or_insert_with(|| {
            parts.push((edition, RawRecord::default()));
            parts.len() - 1
        })
    };
    let RawRecord { matches, squads, groups, byes, venues, families } = record;
    for game in matches {
        let at = part((game.competition, game.season), &mut parts);
        parts[at].1.matches.push(game);
    }
    for squad in squads {
        let at = part((squad.competition, squad.season), &mut parts);
        parts[at].1.squads.push(squad);
    }
    for group in groups {
        let at = part((group.competition, group.season), &mut parts);
        parts[at].1.groups.push(group);
    }
    for bye in byes {
        let at = part((bye.competition, bye.season), &mut parts);
        parts[at].1.byes.push(bye);
    }
    if !venues.is_empty() && parts.is_empty() {
        parts.push(((None, None), RawRecord::default()));
    }
    if let Some((_, first)) = parts.first_mut() {
        first.venues = venues;
        first.families = families;
    }
    parts
}

fn edition_slug((competition, season): Edition, names: &Names) -> Option<String> {
    let competition = names.resolve(&competition?);
    let season = season.map_or_else(String::new, |season| format!(" {}", names.resolve(&season)));
    Some(slug(&format!("{competition}{season}"))).filter(|slug| !slug.is_empty())
}

/// The name of the folder a file stands in, and its own without its ending,
/// both such as any system takes them.
fn folder_and_stem(path: &str) -> (Option<String>, String) {
    let clean = |text: &str| -> String {
        let keep = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
        text.chars().map(keep).collect::<String>().trim_matches(['-', '.']).to_owned()
    };
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let stem = clean(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let folder = parts.next().map(clean).filter(|folder| !folder.is_empty());
    (folder, if stem.is_empty() { "import".to_owned() } else { stem })
}

/// Reads a text back and tells what reads differently.
fn compare(file: &SourceFile, before: &RawRecord, text: &str, names: &Names, out: &mut Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let (_, after) = match_yaml::read(&file.path, text, names, &mut faults);
    let place = |spot: Spot| match spot {
        Spot::Byte(at) => Place::bytes(&file.path, at as usize..at as usize),
        Spot::Item(index) => Place::node(&file.path, ["matches".into(), index.into()]),
        _ => Place::file(&file.path),
    };
    let told = |message: String, spot: Spot| {
        Diagnostic::warning(DIFFERS, message)
            .at(place(spot))
            .help("compare what was written with the source, and complete it by hand")
    };
    let (plain_before, plain_after) = (plain(before), plain(&after));
    if faults.is_empty() && plain_before == plain_after {
        return;
    }
    let pairs = plain_before.matches.iter().zip(&plain_after.matches).zip(&before.matches);
    let different = pairs.filter(|((a, b), _)| a != b).map(|(_, game)| game);
    let count = out.len();
    for game in different {
        let [home, away] = [game.home, game.away].map(|team| names.resolve(&team));
        out.push(told(format!("not everything of {home} v {away} can be said in the record's own form"), game.spot));
    }
    if out.len() == count {
        let what = faults.first().map(|fault| format!(": {}", fault.message)).unwrap_or_default();
        out.push(told(format!("not everything in this file can be said in the record's own form{what}"), Spot::None));
    }
}

/// A record without what two tellings of one thing may differ in: places, the
/// side or the team an event names, the order in which a sheet lists those who
/// came on.
fn plain(record: &RawRecord) -> RawRecord {
    let mut plain = record.clone();
    for game in &mut plain.matches {
        plain_match(game);
    }
    let mut squads: Vec<RawSquad> = Vec::new();
    for mut squad in plain.squads.drain(..) {
        squad.spot = Spot::None;
        squad.players.iter_mut().for_each(|place| place.spot = Spot::None);
        match squads.iter_mut().find(|known| known.team == squad.team) {
            Some(known) => known.players.append(&mut squad.players),
            None => squads.push(squad),
        }
    }
    plain.squads = squads;
    plain.groups.iter_mut().for_each(|group| group.spot = Spot::None);
    plain.byes.iter_mut().for_each(|bye| bye.spot = Spot::None);
    plain.venues.iter_mut().for_each(|venue| venue.spot = Spot::None);
    plain
}

fn plain_match(game: &mut RawMatch) {
    let teams = [game.home, game.away];
    let name = |spot: &mut Spot, side: &mut Option<SideIx>, team: &mut Option<Sym>| {
        *spot = Spot::None;
        *team = side.take().map(|side| teams[side.index()]).or(*team);
    };
    game.spot = Spot::None;
    game.score = game.score.filter(|score| *score != Score::default());
    game.goals.iter_mut().flatten().for_each(|g| name(&mut g.spot, &mut g.side, &mut g.team));
    game.missed_penalties.iter_mut().for_each(|p| name(&mut p.spot, &mut p.side, &mut p.team));
    game.cards.iter_mut().for_each(|c| name(&mut c.spot, &mut c.side, &mut c.team));
    game.shootout.iter_mut().for_each(|k| name(&mut k.spot, &mut k.side, &mut k.team));
    game.officials.iter_mut().for_each(|official| official.spot = Spot::None);
    for (i, lineup) in game.lineups.iter_mut().enumerate() {
        lineup.spot = Spot::None;
        lineup.team = lineup.team.or(teams.get(i).copied());
        plain_lineup(lineup);
    }
}

/// The eleven, then those who came on in the order of their minutes, then the
/// bench: the order in which the resolver takes them.
fn plain_lineup(lineup: &mut RawLineup) {
    let mut order: Vec<usize> = (0..lineup.players.len()).collect();
    order.sort_by_key(|at| {
        let player = &lineup.players[*at];
        let came_on = player.on.is_some() || player.replaced.is_some();
        (!player.started, !player.started && !came_on, if player.started { None } else { player.on })
    });
    let mut moved = vec![0; order.len()];
    for (to, from) in order.iter().enumerate() {
        moved[*from] = to as u16;
    }
    let players = order.iter().map(|at| {
        let mut player = lineup.players[*at].clone();
        player.spot = Spot::None;
        player.replaced = player.replaced.and_then(|before| moved.get(usize::from(before)).copied());
        player
    });
    lineup.players = players.collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imported(path: &str, text: &str) -> (Vec<Imported>, Vec<Diagnostic>) {
        let file = SourceFile { path: path.into(), digest: 0, bytes: text.as_bytes().to_vec() };
        let mut out = Vec::new();
        let imported = import(&file, &Names::new(), &mut out);
        (imported, out)
    }

    #[test]
    fn a_cup_in_football_txt() {
        let text = "= World Cup 2022\n\nGroup B | England  Iran\n\n▪ Group B\nMon Nov 21\n  16:00 UTC+3  England  6-2 (3-0)  Iran  @ Khalifa International Stadium, Al Rayyan\n  (Jude BELLINGHAM 35' Saka 43', 62'; Taremi 65', 90+13' (pen.))\n";
        let (files, out) = imported("data/2022/cup.txt", text);
        assert_eq!(out, []);
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].path, "world-cup-2022/cup.yaml");
        let expected = r#"imported: cup.txt
competition: World Cup 2022
groups:
  Group B: ["England", "Iran"]
matches:
  - group: Group B
    kickoff: 2022-11-21 16:00 +03:00
    venue: Khalifa International Stadium, Al Rayyan
    home: England
    away: Iran
    score: 6-2 (3-0)
    goals:
      England: ["Jude Bellingham 35'", "Saka 43', 62'"]
      Iran: ["Taremi 65', 90+13' pen"]
family_names:
  - Jude BELLINGHAM
"#;
        assert_eq!(files[0].text, expected);
    }

    #[test]
    fn one_file_for_each_edition() {
        let text = "competition,date,home,away,score\nCup 2020,2020-05-01,A,B,1-0\nLeague 2020,2020-05-02,A,B,2-0\nCup 2020,2020-05-03,B,C,\n";
        let (files, out) = imported("all.csv", text);
        assert_eq!(out, []);
        let files: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.matches)).collect();
        assert_eq!(files, [("cup-2020/all.yaml", 2), ("league-2020/all.yaml", 1)]);
    }

    #[test]
    fn grounds_go_where_they_came_from() {
        let (files, _) = imported("worldcup/2014/stadiums.csv", "name,city,capacity\nMaracanã,Rio de Janeiro,78838\n");
        assert_eq!(files[0].path, "2014/stadiums.yaml");
        assert!(
            files[0].text.ends_with("venues:\n  - {name: \"Maracanã\", city: \"Rio de Janeiro\", capacity: 78838}\n")
        );
    }

    #[test]
    fn what_cannot_be_imported() {
        let codes = |path: &str, text: &str| {
            let (files, out) = imported(path, text);
            assert_eq!(files, []);
            out.into_iter().map(|found| found.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("a.pdf", "x"), [UNKNOWN_KIND]);
        assert_eq!(codes("a.yaml", "competition: Cup 2020\n"), [NOTHING]);
        assert_eq!(codes("a.json", "{").len(), 1);
    }
}
