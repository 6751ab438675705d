//! How fast Football.TXT is read: plain match lines (the aim is 100,000 a
//! second on one core) and matches with goals and line-ups.

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use touchline::content::football_txt;
use touchline::content::raw::Names;

const TEAMS: [&str; 20] = [
    "Northgate Town",
    "Harbour City FC",
    "Ashford Rovers",
    "Millbrook United",
    "Kingsway Athletic",
    "Eastvale FC",
    "Redhill Wanderers",
    "Lakeside & Shore",
    "Castle Albion",
    "Fenwick Hotspur",
    "Oldbridge County",
    "St. Maur FC",
    "West Quay",
    "Thornbury City",
    "Dunmore Villa",
    "Hallam Palace",
    "Port Arden",
    "Greenfield FC",
    "Royal Marsh",
    "Upper Wold United",
];

/// Ten years of a league of twenty, each season 38 matchdays.
fn league() -> (String, u64) {
    let mut text = String::new();
    let mut matches = 0;
    for season in 2010..2020 {
        let _ = writeln!(text, "= Northern League {season}/{}\n", (season + 1) % 100);
        for matchday in 0..38_usize {
            let month = ["Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May"][matchday / 4];
            let _ = writeln!(text, "Matchday {}\n[{month}/{}]", matchday + 1, matchday % 4 * 7 + 1);
            for pair in 0..10 {
                let (home, away) = (TEAMS[(pair + matchday) % 20], TEAMS[(19 - pair + matchday) % 20]);
                let (a, b) = ((pair * matchday) % 5, (pair + matchday) % 4);
                let time = if pair == 0 { "15.00" } else { "     " };
                let _ = writeln!(text, "  {time}  {home:<24} {a}-{b} ({}-{})  {away}", a / 2, b / 2);
                matches += 1;
            }
            text.push('\n');
        }
    }
    (text, matches)
}

/// Matches of a tournament with goals, line-ups and officials.
fn tournament() -> (String, u64) {
    let mut text = "= Harbour Cup 2022\n\n▪ First stage\n".to_owned();
    for day in 1..=28 {
        let _ = writeln!(
            text,
            "Nov {day} 19:00 UTC+3 @ Quay Stadium, Port Arden, Att: 67372\n  Eastvale v West Quay  2-1\n     \
             (Jan VAN DALE 16'(p), 31';\n      Luis DE LA CRUZ 90+13')\n"
        );
        for team in ["Eastvale", "West Quay"] {
            let _ = writeln!(
                text,
                "{team}: Matt TURNER - Sergio DALE [Y 11'] (74' Andre YEW), Walter ZIMMER,\n      Anton ROBIN, Tim REAM \
                 [Y 51'] - Tyler ADAM [c], Yun MUSA (74' Kell PERRY-COSTA [Y 90+10']),\n      Weston McKENN [Y 13'] (66' \
                 Bren AARON) - Chris PULIS,\n      Tim WEAR (88' Jordan MORRIS), Josh SARGE (74' Haji WRIGHT)"
            );
        }
        text.push_str("\nRefs: Dan ORSA (ITA), Ciro CARBO (ITA)\n\n");
    }
    (text, 28)
}

fn read(c: &mut Criterion) {
    let file: Arc<str> = "content/record/league.txt".into();
    let mut group = c.benchmark_group("football_txt");
    for (name, (text, matches)) in [("plain lines", league()), ("with line-ups", tournament())] {
        let (names, mut out) = (Names::default(), Vec::new());
        let record = football_txt::read(&file, &text, &names, &mut out);
        assert_eq!((record.matches.len() as u64, out.len()), (matches, 0), "{out:?}");
        group.throughput(Throughput::Elements(matches));
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut out = Vec::new();
                black_box(football_txt::read(&file, black_box(&text), &names, &mut out))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
