//! The record of real files, resolved: every match once, every person once,
//! the facts as history has them.
//!
//! The data is no part of the project; where `TOUCHLINE_TRIALS` (or `../shared`)
//! holds none, the tests say so and pass.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::map_unwrap_or,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "tests may stop where they stand, and say what they leave out"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use touchline::content::raw::Names;
use touchline::content::readers;
use touchline::content::resolve::{Input, ResolvedRecord, resolve_record};
use touchline::content::source::SourceFile;
use touchline::diagnostic::{Diagnostic, Severity};
use touchline::model::stats::{own_goals_of, scorers_of};
use touchline::model::table::{AsOf, Table, TableKey};
use touchline::model::{EditionId, MatchId, Record, Roles, Site, TeamId};

fn data() -> Option<PathBuf> {
    let base = std::env::var_os("TOUCHLINE_TRIALS").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let data = base.join("data/openfootball");
    if data.is_dir() {
        return Some(data);
    }
    println!("no trial data at {}: this trial is left out", data.display());
    None
}

/// Reads files as if they stood in `content/`: pairs of a path there and a
/// text.
fn resolve(files: &[(String, Vec<u8>)]) -> (ResolvedRecord, Vec<Diagnostic>) {
    let names = Names::new();
    let mut out = Vec::new();
    let mut inputs: Vec<Input> = Vec::new();
    for (path, bytes) in files {
        let file = SourceFile { path: path.as_str().into(), digest: 0, bytes: bytes.clone() };
        let reading = readers::read(&file, None, &names);
        out.extend(reading.diagnostics);
        let Some(raw) = reading.raw else { continue };
        inputs.push(Input { path: Arc::clone(&file.path), raw: Arc::new(raw), body: reading.body });
    }
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let resolved = resolve_record(&Site::titled("Trial"), &[], &names, &inputs);
    out.extend(resolved.diagnostics.iter().cloned());
    (resolved, out)
}

/// All files of a folder, by their names below `content/record/`.
fn folder(data: &Path, name: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(data.join(name)).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files
        .into_iter()
        .map(|p| {
            let file = p.file_name().unwrap().to_str().unwrap().to_owned();
            (format!("content/record/{name}/{file}"), std::fs::read(p).unwrap())
        })
        .collect()
}

fn text(path: &str, text: &str) -> (String, Vec<u8>) {
    (path.to_owned(), text.as_bytes().to_vec())
}

fn edition(record: &Record, competition: &str, season: &str) -> EditionId {
    record
        .editions
        .entries()
        .find(|(_, e)| &*record.competitions[e.competition].name == competition && e.season.as_deref() == Some(season))
        .map(|(id, _)| id)
        .unwrap_or_else(|| panic!("no {competition} {season}"))
}

/// A table as `name points (for-against)`.
fn table(record: &Record, edition: EditionId, group: &str, as_of: AsOf) -> Vec<String> {
    let table = Table::of(record, edition, &TableKey::group(group), as_of);
    table
        .rows
        .iter()
        .map(|r| format!("{} {} ({}-{})", record.teams[r.team].name, r.points, r.goals_for, r.goals_against))
        .collect()
}

fn errors(out: &[Diagnostic]) -> Vec<&str> {
    out.iter().filter(|d| d.severity == Severity::Error).map(|d| d.message.as_str()).collect()
}

fn team(record: &Record, name: &str) -> TeamId {
    record.teams.entries().find(|(_, t)| &*t.name == name).map(|(id, _)| id).unwrap()
}

fn between(record: &Record, a: &str, b: &str) -> MatchId {
    let (a, b) = (team(record, a), team(record, b));
    *record.by_team[a].iter().find(|m| record.matches[**m].side_of(b).is_some()).unwrap()
}

#[test]
fn everything_at_once_is_one_record() {
    let Some(data) = data() else { return };
    let mut files = Vec::new();
    for name in ["worldcup/1930", "worldcup/1982", "worldcup/1994", "worldcup/2014", "worldcup/2022", "england/2023-24"]
    {
        files.extend(folder(&data, name));
    }
    let (resolved, out) = resolve(&files);
    let record = &resolved.record;
    assert_eq!(errors(&out), Vec::<&str>::new());
    let count = |competition, season| record.by_edition[edition(record, competition, season)].len();
    for (season, matches) in [("1930", 18), ("1982", 52), ("1994", 52), ("2014", 64), ("2022", 64)] {
        assert_eq!(count("World Cup", season), matches, "{season}");
    }
    assert_eq!(count("English Premier League", "2023-24"), 380);
    let goals = |season| -> usize {
        record.by_edition[edition(record, "World Cup", season)].iter().map(|m| record.matches[*m].goals.len()).sum()
    };
    for (season, expected) in [("1930", 70), ("1982", 146), ("1994", 141), ("2014", 171), ("2022", 172)] {
        assert_eq!(goals(season), expected, "{season}");
    }
    // Two sources of a match are one; whoever is named in several is one person.
    let players = record.persons.iter().filter(|p| p.roles.contains(Roles::PLAYER)).count();
    println!("{} persons, {players} of them players; {} diagnostics", record.persons.len(), out.len());
    let named = |name: &str| record.persons.iter().filter(|p| &*p.name == name).count();
    assert_eq!(named("Lionel Messi"), 1, "in 2014 and 2022");
}

#[test]
fn the_order_of_files_does_not_matter() {
    let Some(data) = data() else { return };
    let mut files = folder(&data, "worldcup/2022");
    let (a, _) = resolve(&files);
    files.reverse();
    let (b, _) = resolve(&files);
    let slugs = |r: &Record| r.persons.iter().map(|p| (p.slug.clone(), p.name.clone())).collect::<Vec<_>>();
    assert_eq!(slugs(&a.record), slugs(&b.record));
    let matches = |r: &Record| r.matches.iter().map(|m| (m.slug.clone(), m.goals.clone())).collect::<Vec<_>>();
    assert_eq!(matches(&a.record), matches(&b.record));
}

#[test]
fn qatar_2022_group_b_before_and_after_the_last_round() {
    let Some(data) = data() else { return };
    let profile = text(
        "content/competitions/world-cup.md",
        "---\nname: World Cup\nkind: tournament\nseasons: {\"2022\": {rules: fifa-2022}}\n---\n",
    );
    let mut files = folder(&data, "worldcup/2022");
    files.push(profile);
    let (resolved, out) = resolve(&files);
    assert_eq!(errors(&out), Vec::<&str>::new());
    let record = &resolved.record;
    let id = edition(record, "World Cup", "2022");
    let last = between(record, "Iran", "USA");
    assert_eq!(
        table(record, id, "Group B", AsOf::Before(last)),
        ["England 4 (6-2)", "Iran 3 (4-6)", "USA 2 (1-1)", "Wales 1 (1-3)"]
    );
    assert_eq!(
        table(record, id, "Group B", AsOf::AfterMatch(last)),
        ["England 7 (9-2)", "USA 5 (2-1)", "Iran 3 (4-7)", "Wales 1 (1-6)"]
    );
    let scorers: Vec<(String, u32)> = scorers_of(record, id)
        .iter()
        .take(4)
        .map(|s| (record.persons[s.player].surname.to_string(), s.goals.count))
        .collect();
    assert_eq!(scorers[0].1, 8);
    assert_eq!(scorers[0].0, "Mbappé");
    assert_eq!(scorers[1], ("Messi".to_owned(), 7));
    let mut fours: Vec<&str> = scorers[2..4].iter().map(|(n, _)| n.as_str()).collect();
    fours.sort_unstable();
    assert!(scorers[2..4].iter().all(|(_, g)| *g == 4));
    assert_eq!(fours, ["Giroud", "Álvarez"]);
    assert_eq!(own_goals_of(record, id).len(), 2);
}

#[test]
fn usa_1994_group_d_goes_by_the_match_between_two() {
    let Some(data) = data() else { return };
    let mut files = folder(&data, "worldcup/1994");
    files.push(text(
        "content/competitions/world-cup.md",
        "---\nname: World Cup\nkind: tournament\nseasons: {\"1994\": {rules: fifa-2022}}\n---\n",
    ));
    let (resolved, _) = resolve(&files);
    let record = &resolved.record;
    let rows = table(record, edition(record, "World Cup", "1994"), "Group D", AsOf::Now);
    assert_eq!(rows, ["Nigeria 6 (6-2)", "Bulgaria 6 (6-3)", "Argentina 6 (6-3)", "Greece 0 (0-10)"]);
}

#[test]
fn spain_1982_group_2_under_two_sets_of_rules() {
    let Some(data) = data() else { return };
    for (rules, order) in [
        ("fifa-2022", ["West Germany 4 (6-3)", "Austria 4 (3-1)", "Algeria 4 (5-5)", "Chile 0 (3-8)"]),
        ("fifa-2026", ["Austria 4 (3-1)", "West Germany 4 (6-3)", "Algeria 4 (5-5)", "Chile 0 (3-8)"]),
    ] {
        let mut files = folder(&data, "worldcup/1982");
        files.push(text(
            "content/competitions/world-cup.md",
            &format!("---\nname: World Cup\nkind: tournament\nseasons: {{\"1982\": {{rules: {rules}}}}}\n---\n"),
        ));
        let (resolved, _) = resolve(&files);
        let record = &resolved.record;
        assert_eq!(table(record, edition(record, "World Cup", "1982"), "Group 2", AsOf::Now), order, "{rules}");
    }
}

#[test]
fn england_2023_24_with_its_deductions() {
    let Some(data) = data() else { return };
    let mut files = folder(&data, "england/2023-24");
    files.push(text(
        "content/competitions/premier-league.md",
        "---\nname: English Premier League\nkind: league\nrules: premier-league\nseasons:\n  2023-24:\n    adjustments:\n\
         \x20   - {team: Everton FC, points: -8, reason: accounts}\n\
         \x20   - {team: Nottingham Forest FC, points: -4, reason: accounts}\n---\n",
    ));
    let (resolved, out) = resolve(&files);
    assert_eq!(errors(&out), Vec::<&str>::new());
    let record = &resolved.record;
    let id = edition(record, "English Premier League", "2023-24");
    let table = Table::of(record, id, &TableKey::league(), AsOf::Now);
    let at = |name: &str| {
        let place = table.rows.iter().position(|r| &*record.teams[r.team].name == name).unwrap();
        (place + 1, table.rows[place].points)
    };
    assert_eq!(at("Everton FC"), (15, 40));
    assert_eq!(at("Nottingham Forest FC"), (17, 32));
    assert_eq!(at("Manchester City FC"), (1, 91));
    assert_eq!(table.rows.len(), 20);
}

/// Needs no data: the two are not in the files at hand.
#[test]
fn two_players_of_one_name_are_two_people() {
    let record = "competition: World Cup 2026\nhome: Argentina\naway: Uruguay\nkickoff: 2026-06-20\n";
    let squads = "squads:\n  Argentina: [23 Emiliano Martínez GK 1992-09-02]\n  Uruguay: [15 Emiliano Martínez MF 1999-08-17]\ncompetition: World Cup 2026\n";
    let files = [text("content/record/a.yaml", record), text("content/record/squads.yaml", squads)];
    let (resolved, out) = resolve(&files);
    assert_eq!(out, []);
    let slugs: Vec<&str> = resolved.record.persons.iter().map(|p| &*p.slug).collect();
    assert_eq!(slugs, ["emiliano-martinez-1992", "emiliano-martinez-1999"]);
}

fn slugs(record: &Record) -> Vec<&str> {
    record.persons.iter().map(|p| &*p.slug).filter(|slug| slug.contains("smith")).collect()
}

/// Both sides of a match name a John Smith, in each kind of file.
#[test]
fn a_name_on_both_sides_of_a_match_is_two_people() {
    let yaml = "competition: County Cup 2023/24\nhome: Dover\naway: Ashford\nkickoff: 2023-09-02\nscore: 1-1\n\
                lineups:\n  Dover: {eleven: [John Smith, Al Hill]}\n  Ashford: {eleven: [John Smith, Bo Dale]}\n\
                goals: {Dover: [\"John Smith 5'\"], Ashford: [\"John Smith 70'\"]}\n";
    let txt = "= County Cup 2023/24\n\nMatchday 1\n\nSat Sep 2 2023\n  15:00  Dover  1-1 (1-0)  Ashford\n    \
               (John Smith 5'; John Smith 70')\n\nDover: John Smith, Al Hill\n\nAshford: John Smith, Bo Dale\n";
    let csv = "competition,season,date,home,away,score,team,number,player,started\n\
               County Cup,2023/24,2023-09-02,Dover,Ashford,1-1,Dover,9,John Smith,yes\n\
               County Cup,2023/24,2023-09-02,Dover,Ashford,1-1,Ashford,5,John Smith,yes\n";
    for (path, file) in [("a.yaml", yaml), ("a.txt", txt), ("a.csv", csv)] {
        let (resolved, out) = resolve(&[text(&format!("content/record/{path}"), file)]);
        let record = &resolved.record;
        assert_eq!(errors(&out), [""; 0], "{path}");
        assert_eq!(slugs(record), ["john-smith-ashford", "john-smith-dover"], "{path}: {out:?}");
        for goal in &record.matches.iter().next().unwrap().goals {
            let team = &record.teams[record.matches.iter().next().unwrap().sides[goal.side.index()].team];
            assert_eq!(*record.persons[goal.scorer].slug, *format!("john-smith-{}", team.slug), "{path}");
        }
    }
}

/// Who is where on which day tells two men of one name from one who moves.
#[test]
fn one_who_moves_is_one_and_two_on_one_day_are_two() {
    let game = |date: &str, home: &str, away: &str, player: &str| {
        format!(
            "- {{home: {home}, away: {away}, kickoff: {date}, score: 0-0, lineups: {{{player}: {{eleven: [John Smith]}}}}}}\n"
        )
    };
    let league = |games: &[String]| {
        let text_of = format!("competition: County League 2023/24\nmatches:\n{}", games.concat());
        text("content/record/league.yaml", &text_of)
    };
    let moved = league(&[
        game("2023-09-02", "Dover", "Ashford", "Dover"),
        game("2023-09-09", "Dover", "Deal", "Dover"),
        game("2024-02-03", "Lydd", "Deal", "Lydd"),
    ]);
    assert_eq!(slugs(&resolve(std::slice::from_ref(&moved)).0.record), ["john-smith"]);

    let same_day = [game("2023-09-02", "Dover", "Ashford", "Dover"), game("2023-09-02", "Lydd", "Deal", "Lydd")];
    assert_eq!(slugs(&resolve(&[league(&same_day)]).0.record), ["john-smith-dover", "john-smith-lydd"]);

    // In another league on the same day is as far away.
    let other = "competition: Other League 2023/24\nhome: Hove\naway: Lewes\nkickoff: 2023-09-02\n\
                 lineups: {Hove: {eleven: [John Smith]}}\n";
    let stayed = league(&[game("2023-09-02", "Dover", "Ashford", "Dover")]);
    let record = resolve(&[stayed, text("content/record/other.yaml", other)]).0;
    assert_eq!(slugs(&record.record), ["john-smith-dover", "john-smith-hove"]);

    // Which of the two moved is not known: that is asked.
    let (record, out) = resolve(&[moved.clone(), text("content/record/other.yaml", other)]);
    assert_eq!(slugs(&record.record).len(), 3);
    assert_eq!(out.iter().filter(|d| d.code == "W0312").count(), 1, "{out:?}");

    let country = "competition: World Cup 2024\nhome: Wales\naway: Ghana\nkickoff: 2023-09-02\n\
                   lineups: {Wales: {eleven: [John Smith]}}\n";
    let files = [moved, text("content/record/country.yaml", country)];
    assert_eq!(slugs(&resolve(&files).0.record), ["john-smith"]);
}

/// A profile that names its team is of the one who plays there, whatever the
/// order of the alphabet.
#[test]
fn a_profile_is_of_the_namesake_in_its_team() {
    let record = "competition: County League 2023/24\nhome: Ashford\naway: Dover\nkickoff: 2023-09-02\n\
                  lineups: {Ashford: {eleven: [John Smith]}, Dover: {eleven: [John Smith]}}\n";
    let profile = "---\nname: John Smith\nborn: 1999-01-02\nteams: [Dover]\n---\n";
    let files = [text("content/record/a.yaml", record), text("content/players/john-smith.md", profile)];
    let (resolved, out) = resolve(&files);
    assert_eq!(out, []);
    assert_eq!(slugs(&resolved.record), ["john-smith-1999", "john-smith-ashford"]);
    let of_dover = resolved.record.matches.iter().next().unwrap().sides[1].lineup.as_ref().unwrap().players[0].player;
    assert_eq!(&*resolved.record.persons[of_dover].slug, "john-smith-1999");
}

/// Father and son in one team: their profiles say when.
#[test]
fn the_years_of_profiles_tell_namesakes_of_one_team() {
    let game = |season: &str, kickoff: &str| {
        format!(
            "competition: County League {season}\nhome: Ashford\naway: Dover\nkickoff: {kickoff}\n\
             lineups: {{Dover: {{eleven: [John Smith]}}}}\n"
        )
    };
    let files = [
        text("content/record/a.yaml", &game("1990-91", "1990-09-01")),
        text("content/record/b.yaml", &game("2020-21", "2021-04-03")),
        text("content/players/a.md", "---\nname: John Smith\nborn: 1970\nteams: [{team: Dover, until: 1999}]\n---\n"),
        text("content/players/b.md", "---\nname: John Smith\nborn: 1998\nteams: [{team: Dover, from: 2015}]\n---\n"),
    ];
    let (resolved, out) = resolve(&files);
    assert_eq!(out, []);
    assert_eq!(slugs(&resolved.record), ["john-smith-1970", "john-smith-1998"]);
    for game in &resolved.record.matches {
        let player = game.sides[1].lineup.as_ref().unwrap().players[0].player;
        let born = if game.kickoff.unwrap().date.year() < 2000 { 1970 } else { 1998 };
        assert_eq!(resolved.record.persons[player].birth_year, Some(born));
    }
}

/// The only profile of a name is that of the team in the record; men's and
/// women's sides that are both there stay apart.
#[test]
fn a_women_s_profile_is_the_team_of_the_record() {
    let teams = |files: &[(&str, &str)]| {
        let files: Vec<_> = files.iter().map(|(path, t)| text(&format!("content/{path}"), t)).collect();
        let (resolved, out) = resolve(&files);
        assert_eq!(errors(&out), [""; 0]);
        let mut all: Vec<String> = resolved.record.teams.iter().map(|t| format!("{} {:?}", t.slug, t.sex)).collect();
        all.sort();
        all
    };
    let profile = ("teams/dover.md", "---\nname: Dover\naliases: [Dover Ladies]\nsex: women\n---\n");
    let league = ("record/a.yaml", "competition: League 2024\nhome: Dover\naway: Deal\nkickoff: 2024-03-02\n");
    let ladies = ("record/b.yaml", "competition: League 2024\nhome: Deal\naway: Dover Ladies\nkickoff: 2024-04-02\n");
    assert_eq!(teams(&[profile, league, ladies]), ["deal Men", "dover Women"]);

    let women = ("record/w.yaml", "competition: Women League 2024\nhome: Dover\naway: Deal\nkickoff: 2024-03-02\n");
    let of_women = ("competitions/w.md", "---\nname: Women League\nsex: women\n---\n");
    let both = teams(&[profile, league, women, of_women]);
    assert_eq!(both, ["deal Men", "deal-women Women", "dover Men", "dover-women Women"]);

    let of_men = ("competitions/m.md", "---\nname: League\nsex: men\n---\n");
    assert_eq!(teams(&[profile, league, of_men]), ["deal Men", "dover Men", "dover-women Women"]);

    let men = ("teams/dover-men.md", "---\nname: Dover\nsex: men\n---\n");
    assert_eq!(teams(&[profile, men, league]), ["deal Men", "dover Men", "dover-women Women"]);

    let plain = ("teams/dover.md", "---\nname: Dover\n---\n");
    assert_eq!(teams(&[plain, women, of_women]), ["deal Women", "dover Women"]);
    assert_eq!(teams(&[plain, league, women, of_women]).len(), 4);
}

/// What a file tells is what its record holds: nothing is lost on the way
/// from names to persons.
#[test]
fn each_file_alone_and_with_its_squads_keeps_everything() {
    use touchline::content::raw::Raw;
    let Some(data) = data() else { return };
    for name in ["worldcup/1930", "worldcup/1982", "worldcup/1994", "worldcup/2014", "worldcup/2022", "england/2023-24"]
    {
        let all = folder(&data, name);
        let squads: Vec<_> = all.iter().filter(|(path, _)| path.contains("squad")).cloned().collect();
        for file in all.iter().filter(|(path, _)| !path.contains("squad") && !path.ends_with(".csv")) {
            for with in [Vec::new(), squads.clone()] {
                let mut files = with;
                files.push(file.clone());
                let (resolved, out) = resolve(&files);
                assert_eq!(errors(&out), Vec::<&str>::new(), "{}", file.0);
                let names = Names::new();
                let source = SourceFile { path: file.0.as_str().into(), digest: 0, bytes: file.1.clone() };
                let Some(Raw::Record(_, raw)) = readers::read(&source, None, &names).raw else { panic!("{}", file.0) };
                let told = [
                    raw.matches.len(),
                    raw.matches.iter().flat_map(|m| &m.goals).flatten().count(),
                    raw.matches.iter().map(|m| m.cards.len()).sum(),
                    raw.matches.iter().flat_map(|m| &m.lineups).map(|l| l.players.len()).sum(),
                    raw.matches.iter().map(|m| m.officials.len()).sum(),
                    raw.matches.iter().map(|m| m.shootout.len()).sum(),
                ];
                let record = &resolved.record;
                let kept = [
                    record.matches.len(),
                    record.matches.iter().map(|m| m.goals.len()).sum(),
                    record.matches.iter().map(|m| m.cards.len()).sum(),
                    record.matches.iter().flat_map(|m| &m.sides).flat_map(|s| &s.lineup).map(|l| l.players.len()).sum(),
                    record.matches.iter().map(|m| m.officials.len()).sum(),
                    record.matches.iter().map(|m| m.shootout.len()).sum(),
                ];
                assert_eq!(told, kept, "{}: matches, goals, cards, line-ups, officials, kicks", file.0);
            }
        }
    }
}

#[test]
fn a_name_that_only_a_telling_without_weight_has_is_no_page() {
    let by_hand = "competition: Cup 2020\nkickoff: 2020-05-01\nhome: Ashford\naway: Dover\nscore: 1-0\n\
                   goals: [\"Adam Smythe 30'\"]\n";
    let csv = "date,home,away,score,ht,competition\n2020-05-01,Ashford,Dover,1-0,0-0,Cup 2020\n";
    let txt = "= Cup 2020\n\nFri May 1\n  Ashford 1-0 (0-0) Dover\n    (Adam Smithe 30')\n";
    let (found, _) = resolve(&[text("content/record/a.yaml", by_hand), text("content/record/b.txt", txt)]);
    let record = &found.record;
    assert_eq!(record.matches.len(), 1, "{:?}", found.diagnostics);
    let pages: Vec<(&str, bool)> = record.persons.iter().map(|person| (&*person.name, person.page)).collect();
    assert_eq!(pages, [("Adam Smithe", false), ("Adam Smythe", true)]);

    // The score at half-time is of the other file: that is the place to look at.
    let (found, _) = resolve(&[text("content/record/a.yaml", by_hand), text("content/record/b.csv", csv)]);
    let half_time: Vec<_> = found.diagnostics.iter().filter(|d| d.message.contains("half-time")).collect();
    assert_eq!(half_time.len(), 1, "{half_time:?}");
    assert_eq!(half_time[0].code, "W0413");
    assert_eq!(half_time[0].place.as_ref().map(|place| &*place.file), Some("content/record/b.csv"));
}

#[test]
fn aliases_that_go_in_a_circle_are_told() {
    let profile = |name: &str, alias: &str| format!("---\nname: {name}\naliases: [{alias}]\n---\n");
    let (found, _) = resolve(&[
        text("content/players/jack-smith.md", &profile("Jack Smith", "John Smith")),
        text("content/players/john-smith.md", &profile("John Smith", "Jack Smith")),
        text("content/players/adam-smith.md", &profile("Adam Smith", "Smith")),
        text("content/players/ben-smith.md", &profile("Ben Smith", "Smith")),
    ]);
    assert_eq!(
        errors(&found.diagnostics),
        ["two profiles of people claim the name `John Smith`"],
        "two people may have a name in common"
    );
}
