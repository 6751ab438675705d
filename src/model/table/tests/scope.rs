//! Which matches belong to which table, and third-placed teams.

use super::*;
use crate::model::{CompetitionKind, EditionId};

fn titles(record: &Record) -> Vec<String> {
    let tables = tables_of(record, EditionId(0));
    tables.iter().map(|key| key.title().unwrap_or_else(|| "table".into())).collect()
}

#[test]
fn groups_in_their_order() {
    let record = RecordBuilder::new()
        .tournament("World Cup", "1982")
        .group("Group 10")
        .result("1982-06-01", "A", 1, 0, "B")
        .group("Group 2")
        .result("1982-06-02", "C", 1, 0, "D")
        .group("Group A")
        .result("1982-07-01", "A", 1, 0, "C")
        .build();
    assert_eq!(titles(&record), ["Group 2", "Group 10", "Group A"]);
    let record = RecordBuilder::new()
        .tournament("World Cup", "1982")
        .listed("West", &["A", "B", "E"])
        .listed("East", &["C", "D"])
        .group("North")
        .result("1982-06-01", "G", 1, 0, "H")
        .group("East")
        .result("1982-06-01", "C", 1, 0, "D")
        .build();
    assert_eq!(titles(&record), ["West", "East", "North"]);
    let west = Table::of(&record, EditionId(0), &TableKey::group("West"), AsOf::Now);
    assert_eq!(west.rows.len(), 3, "listed teams have a row before they play");
}

#[test]
fn stages_part_groups_of_one_name() {
    let record = RecordBuilder::new()
        .tournament("Champions League", "1999-00")
        .stage("First group stage")
        .group("Group A")
        .result("1999-09-14", "Lazio", 2, 1, "Maribor")
        .stage("Second group stage")
        .result("1999-11-23", "Lazio", 0, 0, "Porto")
        .stage("")
        .result("1999-09-15", "Maribor", 0, 1, "Lazio")
        .build();
    assert_eq!(titles(&record), ["First group stage, Group A", "Second group stage, Group A"]);
    let first = table_of_match(&record, game(&record, "Maribor", "Lazio")).expect("a table");
    assert_eq!(first.stage.as_deref(), Some("First group stage"));
    assert_eq!(Table::all(&record, EditionId(0), AsOf::Now).iter().map(|t| t.rows.len()).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn a_play_off_stands_outside() {
    let record = RecordBuilder::new()
        .tournament("World Cup", "1958")
        .group("Group 1")
        .result("1958-06-08", "Northern Ireland", 1, 0, "Czechoslovakia")
        .round("Play-off")
        .result("1958-06-17", "Northern Ireland", 2, 1, "Czechoslovakia")
        .round("")
        .group("Group 3 play-off")
        .result("1958-06-17", "Wales", 2, 1, "Hungary")
        .build();
    assert_eq!(titles(&record), ["Group 1"]);
    assert_eq!(table(&record, AsOf::Now).matches, 1);
    assert_eq!(table_of_match(&record, game(&record, "Wales", "Hungary")), None);
}

#[test]
fn a_league_without_its_play_offs() {
    let builder = RecordBuilder::new()
        .league("League Two", "2023-24")
        .round("Round 1")
        .result("2023-08-05", "A", 1, 0, "B")
        .round("Matchday 2")
        .fixture("2023-08-12", "B", "C")
        .round("Play-off semi-finals")
        .result("2024-05-05", "A", 2, 0, "C")
        .round("")
        .stage("Play-offs")
        .result("2024-05-12", "A", 0, 2, "B");
    let record = builder.build();
    let now = table(&record, AsOf::Now);
    assert_eq!((now.matches, now.rows.len(), now.complete), (1, 3, false));
}

#[test]
fn cups_and_friendlies_have_none() {
    for kind in [CompetitionKind::Cup, CompetitionKind::Friendly, CompetitionKind::Tournament] {
        let record = RecordBuilder::new().edition("Cup", "2024", kind).result("2024-01-01", "A", 1, 0, "B").build();
        assert_eq!(tables_of(&record, EditionId(0)), []);
    }
    let record = RecordBuilder::new()
        .tournament("Champions League", "2024-25")
        .stage("League phase")
        .result("2024-09-17", "Juventus", 3, 1, "PSV")
        .stage("Knockout stage")
        .round("Final")
        .fixture("2025-05-31", "PSG", "Inter")
        .build();
    assert_eq!(tables_of(&record, EditionId(0)), [TableKey::league()]);
    assert_eq!(table(&record, AsOf::Now).rows.len(), 2);
}

#[test]
fn matchdays_count_by_number() {
    let record = RecordBuilder::new()
        .league("League", "2023-24")
        .matchday(1)
        .result("2023-08-05", "A", 1, 0, "B")
        .result("2023-12-05", "C", 1, 0, "D")
        .matchday(2)
        .result("2023-08-12", "A", 1, 0, "C")
        .result("2023-08-12", "B", 1, 0, "D")
        .build();
    assert_eq!(matchdays(&record, EditionId(0), &TableKey::league()), [1, 2]);
    let first = table(&record, AsOf::Matchday(1));
    assert_eq!(ranks(&record, &first), ["1= A", "1= C", "3= B", "3= D"], "with the match played in December");
    assert_eq!(table(&record, AsOf::Matchday(2)).matches, 4);
    assert_eq!(table(&record, AsOf::Matchday(0)).matches, 0);
}

/// A group in which the first two beat the others, and the third beats the
/// fourth by as many goals as told.
fn group(builder: RecordBuilder, name: &str, third: u16) -> RecordBuilder {
    let team = |n: u8| format!("{name}{n}");
    let builder = builder.group(&format!("Group {name}"));
    let pairs = [(1, 2, 1), (1, 3, 1), (1, 4, 1), (2, 3, 1), (2, 4, 1), (3, 4, third)];
    pairs.into_iter().fold(builder, |builder, (a, b, goals)| builder.result("2024-06-15", &team(a), goals, 0, &team(b)))
}

#[test]
fn the_best_third_placed_teams() {
    let euro = |thirds: [u16; 4]| {
        let builder = RecordBuilder::new().tournament("Euro", "2024").rules("uefa-euro");
        let builder = builder.table_rules(|rules| rules.third_placed = 2);
        ["A", "B", "C", "D"].iter().zip(thirds).fold(builder, |b, (name, goals)| group(b, name, goals))
    };
    let record = euro([1, 4, 0, 2]).build();
    let thirds = ThirdPlaced::of(&record, EditionId(0), AsOf::Now).expect("some");
    let told: Vec<(u16, &str, bool)> =
        thirds.rows.iter().map(|r| (r.row.rank, &*record.teams[r.row.team].name, r.through)).collect();
    // C3 and C4 drew nil–nil: C4 is level with C3 and shares its place.
    assert_eq!(told[..3], [(1, "B3", true), (2, "D3", true), (3, "A3", false)]);
    assert_eq!(&*thirds.rows[0].group, "Group B");
    assert_eq!(thirds.ties[0].decided.words(), "goal difference");

    let record = euro([1, 4, 2, 2]).build();
    let thirds = ThirdPlaced::of(&record, EditionId(0), AsOf::Now).expect("some");
    let through: Vec<_> = thirds.rows.iter().map(|r| (r.row.rank, r.row.shared, r.through)).collect();
    assert_eq!(through[..3], [(1, false, true), (2, true, false), (2, true, false)]);
    let record = euro([1, 4, 2, 2]).final_order(&["D3", "C3"]).build();
    let thirds = ThirdPlaced::of(&record, EditionId(0), AsOf::Now).expect("some");
    assert_eq!(&*record.teams[thirds.rows[1].row.team].name, "D3");
    assert!(thirds.rows[1].through);

    let record = group(RecordBuilder::new().tournament("Euro", "2012"), "A", 1).build();
    assert_eq!(ThirdPlaced::of(&record, EditionId(0), AsOf::Now), None);
}
