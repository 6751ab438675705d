//! Whole files in small: what holds from one line to the next. The forms of
//! single lines are tested beside their readers.

use super::*;
use crate::content::raw::{RawMatch, Sym};
use crate::diagnostic::At;
use crate::model::Status::{Abandoned, Awarded, Cancelled, Postponed, Tbd, Walkover};
use crate::model::{CardKind, Pair, SideIx};

struct Read {
    record: RawRecord,
    names: Names,
    /// Code and the text it marks.
    faults: Vec<(&'static str, String)>,
}

impl Read {
    fn name(&self, sym: Sym) -> &str {
        self.names.resolve(&sym)
    }

    fn maybe(&self, sym: Option<Sym>) -> &str {
        sym.map_or("-", |sym| self.name(sym))
    }

    fn only(&self) -> &RawMatch {
        assert_eq!(self.record.matches.len(), 1);
        &self.record.matches[0]
    }

    /// `Home 2-1 Away` with date and time, one for each match.
    fn results(&self) -> Vec<String> {
        let result = |m: &RawMatch| {
            let kickoff = m.kickoff.map_or("-".to_owned(), |k| {
                k.time.map_or(k.date.to_string(), |time| format!("{} {}", k.date, time.strftime("%H:%M")))
            });
            let score = m.score.and_then(|s| s.result()).map_or("v".to_owned(), |[h, a]| format!("{h}-{a}"));
            format!("{kickoff} {} {score} {}", self.name(m.home), self.name(m.away))
        };
        self.record.matches.iter().map(result).collect()
    }
}

fn read_all(text: &str) -> Read {
    let (names, mut out) = (Names::default(), Vec::new());
    let file: Arc<str> = "content/record/a.txt".into();
    let record = read(&file, text, &names, &mut out);
    let faults = out
        .iter()
        .map(|fault| {
            assert!(!fault.is_error(), "a data file's fault is never an error: {fault:?}");
            let place = fault.place.as_ref().map(|place| &place.at);
            let marked = match place {
                Some(At::Bytes { start, end }) => &text[*start as usize..*end as usize],
                _ => "",
            };
            (fault.code, marked.to_owned())
        })
        .collect();
    Read { record, names, faults }
}

fn sound(text: &str) -> Read {
    let read = read_all(text);
    assert_eq!(read.faults, [], "{text}");
    read
}

#[test]
fn a_league_of_today() {
    let read = sound(
        "= English Premier League 2023/24\n\nMatchday 1\n[Fri Aug/11]\n  20.00  Burnley FC   0-3 (0-2)  Manchester City FC\n[Sat Dec/30]\n  15.00  Fulham FC   0-1 (0-0)  Everton FC\n         Luton Town FC  1-1  Chelsea FC\n\nMatchday 2\n[Mon Jan/1]\n  20.00  Arsenal FC - Burnley FC\n",
    );
    assert_eq!(
        read.results(),
        [
            "2023-08-11 20:00 Burnley FC 0-3 Manchester City FC",
            "2023-12-30 15:00 Fulham FC 0-1 Everton FC",
            "2023-12-30 15:00 Luton Town FC 1-1 Chelsea FC",
            "2024-01-01 20:00 Arsenal FC v Burnley FC",
        ]
    );
    let last = &read.record.matches[3];
    assert_eq!(read.maybe(last.competition), "English Premier League");
    assert_eq!(read.maybe(last.season), "2023-24");
    assert_eq!((read.maybe(last.round), last.matchday, last.status), ("Matchday 2", Some(2), None));
}

#[test]
fn a_tournament_with_its_line_ups() {
    let text = "= World Cup 2022\n\n▪ First stage\n▪▪ Group A\nSun Nov 20 19:00 UTC+3 @ Al Bayt Stadium, Al Khor, Att: 67372\n  Qatar v Ecuador  0-2\n     (Enner VALENCIA 16'(p), 31')\n\nQatar: SAAD ALSHEEB [Y 15'] - PEDRO MIGUEL, HASSAN ALHAYDOS [c] (72' MOHAMMED WAAD [Y 80']),\n      KARIM BOUDIAF [Y/R 36'] - AKRAM AFIF [R 78']\nEcuador: Hernan GALINDEZ - Felix TORRES (20' A B (70' C D)) -\n      Romario IBARRA\n\nCoach: Gustavo ALFARO (ARG)\nRefs: Daniele Orsato (ITA), Ciro CARBONE (ITA)\n";
    let read = sound(text);
    let m = read.only();
    assert_eq!((read.maybe(m.stage), read.maybe(m.group), read.maybe(m.round)), ("First stage", "Group A", "-"));
    assert_eq!(m.attendance, Some(67372));
    assert_eq!(m.venue.map(|v| (read.name(v.name), read.maybe(v.city))), Some(("Al Bayt Stadium", "Al Khor")));
    assert_eq!(m.kickoff.and_then(|k| k.offset), Some(180));
    // All goals of a side that the other has none of.
    let goals = m.goals.as_deref().unwrap_or_default();
    assert_eq!(goals.iter().map(|g| g.side).collect::<Vec<_>>(), [Some(SideIx::Away); 2]);
    assert_eq!(read.name(goals[0].player), "Enner Valencia");
    let crate::content::raw::Spot::Byte(at) = goals[0].spot else { panic!("a byte") };
    assert!(text[at as usize..].starts_with("Enner"));
    let cards: Vec<_> = m.cards.iter().map(|c| (read.name(c.player), c.kind, c.side)).collect();
    assert_eq!(
        cards,
        [
            ("Saad Alsheeb", CardKind::Yellow, Some(SideIx::Home)),
            ("Mohammed Waad", CardKind::Yellow, Some(SideIx::Home)),
            ("Karim Boudiaf", CardKind::SecondYellow, Some(SideIx::Home)),
            ("Akram Afif", CardKind::Red, Some(SideIx::Home)),
        ]
    );
    let ecuador = &m.lineups[1];
    let players: Vec<_> =
        ecuador.players.iter().map(|p| (read.name(p.player), p.line, p.started, p.replaced)).collect();
    assert_eq!(
        players,
        [
            ("Hernan Galindez", Some(0), true, None),
            ("Felix Torres", Some(1), true, None),
            ("Romario Ibarra", Some(2), true, None),
            ("A B", Some(1), false, Some(1)),
            ("C D", Some(1), false, Some(3)),
        ]
    );
    assert_eq!(read.maybe(ecuador.coach), "Gustavo Alfaro");
    assert_eq!(m.lineups[0].coach, None);
    let officials: Vec<_> = m.officials.iter().map(|o| (read.name(o.name), read.maybe(o.country), o.referee)).collect();
    assert_eq!(officials, [("Daniele Orsato", "ITA", true), ("Ciro Carbone", "ITA", false)]);
    let families: Vec<_> = read.record.families.iter().map(|(n, f)| (read.name(*n), read.name(*f))).collect();
    assert!(families.contains(&("Enner Valencia", "Valencia")));
    assert!(!families.iter().any(|(name, _)| *name == "Saad Alsheeb"), "all in capitals marks nothing");
}

#[test]
fn a_shoot_out() {
    let read = sound(
        "= World Cup 2014\nSat Jul 5\n  Netherlands v Costa Rica  0-0 a.e.t., 4-3 pen.\n\nPenalties: 0-1 Celso BORGES, 1-1 Robin VAN PERSIE,\n               Bryan RUIZ (missed), 2-1 Arjen ROBBEN\n",
    );
    let m = read.only();
    let kicks: Vec<_> = m.shootout.iter().map(|k| (read.name(k.player), k.side, k.scored)).collect();
    assert_eq!(
        kicks,
        [
            ("Celso Borges", Some(SideIx::Away), true),
            ("Robin van Persie", Some(SideIx::Home), true),
            ("Bryan Ruiz", Some(SideIx::Away), false),
            ("Arjen Robben", Some(SideIx::Home), true),
        ]
    );
    assert_eq!(m.goals, None, "the source is silent on goals");
}

#[test]
fn goals_over_lines_and_whose_they_are() {
    let read = sound(
        "= Cup 2014\nJun 15\nFrance  3-1  Honduras\n   (Valladares 48' (o.g.) Benzema 45' (pen.), # a remark\n    72';\n    Costly 31')\nA  1-1  B\n (X 3' Y 5')\nC v D  2-1\n(-; Z 3')\n",
    );
    let sides = |index: usize| -> Vec<Option<SideIx>> {
        read.record.matches[index].goals.iter().flatten().map(|g| g.side).collect()
    };
    let (home, away) = (Some(SideIx::Home), Some(SideIx::Away));
    assert_eq!(sides(0), [home, home, home, away]);
    assert_eq!(sides(1), [None, None], "nothing proves whose they are");
    assert_eq!(sides(2), [away]);
}

#[test]
fn what_became_of_matches() {
    let read = sound(
        "= Cup 2020/21\n» Round 1\nSat Sep 12 15:00\n  A v B  [postponed]\n  C v D  [postponed to Tue Sep 29 19:45]\n  E  1-0 (1-0)  F  [abandoned 57' fog]\n  G  0-3 awd.  H\n  I  1-1  J  [awarded 0-3]\n  K  w/o  L\n  M  n/p  N\n  O  bye\n  P v Q  [cancelled: no pitch]\n  R v S  [abandoned at 1-1 in 65']\n  T  2-1 aet/gg (1-1, 0-1)  U\n  V  2-0 (1-0) (agg 3-0)  W\n  X v Y  [awarded]\n  Z1 v Z2  [tbd]\n",
    );
    let matches = &read.record.matches;
    let statuses: Vec<_> = matches.iter().map(|m| m.status).collect();
    assert_eq!(
        statuses,
        [
            Some(Postponed),
            Some(Postponed),
            Some(Abandoned),
            Some(Awarded),
            Some(Awarded),
            Some(Walkover),
            Some(Cancelled),
            Some(Cancelled),
            Some(Abandoned),
            None,
            None,
            Some(Awarded),
            Some(Tbd),
        ]
    );
    let moved = &matches[1];
    assert_eq!(moved.kickoff.map(|k| k.date.to_string()).as_deref(), Some("2020-09-29"));
    assert_eq!(moved.was[0].date.to_string(), "2020-09-12");
    assert_eq!(matches[2].reason.as_deref(), Some("57' fog"));
    assert_eq!(matches[2].score.and_then(|s| s.ft), Some([1, 0]));
    let ruling = |index: usize| matches[index].awarded.map(|a| (a.score, a.played));
    assert_eq!((ruling(3), matches[3].score), (Some(([0, 3], None)), None));
    assert_eq!(ruling(4), Some(([0, 3], Some([1, 1]))));
    assert_eq!((ruling(5), matches[5].score), (None, None), "a walk-over has no score of its own");
    assert_eq!(matches[6].reason.as_deref(), Some("not played"));
    assert_eq!(matches[7].reason.as_deref(), Some("no pitch"));
    assert_eq!(matches[8].score.and_then(|s| s.ft), Some([1, 1]));
    assert!(matches[9].score.is_some_and(|s| s.golden_goal));
    assert_eq!(matches[10].aggregate, Some([3, 0]));
    assert!(matches[12].kickoff.is_some_and(|k| k.to_be_decided));
    let byes: Vec<_> = read.record.byes.iter().map(|b| (read.name(b.team), read.maybe(b.round))).collect();
    assert_eq!(byes, [("O", "Round 1")]);
}

#[test]
fn legs_and_numbers() {
    let read = sound(
        "= Cup 2021\n▪ Semi-finals, 1st leg\n(61) Sat May 1  20:00  A v B\n▪ Semi-finals, 2nd leg\n(62) Sat May 8  20:00  B  1-0  A\n",
    );
    let legs: Vec<_> = read.record.matches.iter().map(|m| (read.maybe(m.round), m.leg, m.extra.as_deref())).collect();
    assert_eq!(legs, [("Semi-finals", Some(1), Some("{\"num\":61}")), ("Semi-finals", Some(2), Some("{\"num\":62}"))]);
}

#[test]
fn groups_days_and_headers() {
    let read = sound(
        "= World Cup 2022   # in Qatar\nGroup A  | Qatar      Ecuador\nGroup B: England, Iran\n▪ Matchday 1  |  Sun Nov 20\n▪ Matchday 2  |  Mon Nov 21\n\n▪ Group A\nMon Nov 21\n   18:00  Qatar  v  Ecuador\n          Senegal 0-2 Netherlands\n▪ Final\nSun Dec 18\n@ Lusail Stadium, Lusail\nAtt: 88966\n   Argentina  3-3 a.e.t. (2-2, 2-0), 4-2 pen.   France\n",
    );
    assert_eq!(read.record.groups.len(), 2);
    assert_eq!(read.record.groups[1].teams.iter().map(|t| read.name(*t)).collect::<Vec<_>>(), ["England", "Iran"]);
    let first = &read.record.matches[0];
    assert_eq!((read.maybe(first.group), first.matchday), ("Group A", Some(2)));
    assert_eq!(read.results()[1], "2022-11-21 18:00 Senegal 0-2 Netherlands");
    let last = &read.record.matches[2];
    assert_eq!((read.maybe(last.group), read.maybe(last.round), last.matchday), ("-", "Final", None));
    assert_eq!((last.attendance, last.venue.map(|v| read.name(v.name))), (Some(88966), Some("Lusail Stadium")));
}

#[test]
fn squads_of_both_kinds() {
    let read = sound(
        "= World Cup 2022     # 32 Teams\n\n== USA     # 26 Players\n\n       1, Matt TURNER,    GK,  b. 1994/06/24\n      10, Christian  PULISIC,            FW,  b. 1998/09/18\n       -, Gregg Berhalter (USA),         MG,  b. 1973/08/01\n\n== Iran\n 9, Mehdi TAREMI, FW, b. 1992\n",
    );
    let squads = &read.record.squads;
    assert_eq!(
        squads.iter().map(|s| (read.name(s.team), s.players.len())).collect::<Vec<_>>(),
        [("USA", 3), ("Iran", 1)]
    );
    let pulisic = &squads[0].players[1];
    assert_eq!((read.name(pulisic.name), pulisic.number), ("Christian Pulisic", Some(10)));
    assert_eq!(read.maybe(squads[0].players[2].position), "MG");
    assert_eq!((squads[1].players[0].born, squads[1].players[0].birth_year), (None, Some(1992)));
    assert_eq!(read.maybe(squads[1].competition), "World Cup");
    let read = sound(
        "=  Arsenal FC - English Premier League 2023/24\n\n 22,  David Raya (ESP),   GK,   b. 1995,   Brentford\n",
    );
    let squad = &read.record.squads[0];
    let named = (read.name(squad.team), read.maybe(squad.competition), read.maybe(squad.season));
    assert_eq!(named, ("Arsenal FC", "English Premier League", "2023-24"));
    assert_eq!(read.maybe(squad.players[0].nationality), "ESP");
}

#[test]
fn nothing_is_dropped_in_silence() {
    let read = read_all(
        "(Kane 3')\n= Cup 2022\nhello world\nFeb 30\nSat Nov 1\n  A  2-1  B  what\n    (Kane 3' (header), 999')  oops\nRefs: X\nFoo: bar\nA  999-1  B\n== Team\n5, , DF\n",
    );
    assert_eq!(
        read.faults.iter().map(|(code, text)| (*code, text.as_str())).collect::<Vec<_>>(),
        [
            (report::ORPHAN, "(Kane 3')"),
            (report::UNKNOWN_LINE, "hello world"),
            (report::BAD_DATE, "Feb 30"),
            (report::BAD_DATE, "Sat Nov 1"),
            (report::UNKNOWN_PART, "what"),
            (report::UNKNOWN_PART, "oops"),
            (report::UNKNOWN_PART, "(header)"),
            (report::ABSURD, "999'"),
            (report::UNKNOWN_LINE, "Foo: bar"),
            (report::ABSURD, "A  999-1  B"),
            (report::UNKNOWN_LINE, "5, , DF"),
        ]
    );
    assert_eq!(read.record.matches[0].goals.as_ref().map(Vec::len), Some(2));
}

#[test]
fn a_season_without_a_year() {
    let read = read_all("= World Cup\nSun Nov 20\n  A  1-0  B\nMon Nov 21\n  C  1-0  D\n");
    assert_eq!(read.faults, [(report::NO_YEAR, "Sun Nov 20".to_owned())], "told once");
    assert_eq!(read.results(), ["- A 1-0 B", "- C 1-0 D"]);
}

#[test]
fn broken_off_and_foreign_files() {
    let read = read_all("= Cup 2022\nNov 20\nA  2-0  B\n  (Kane 3', Saka");
    assert_eq!(read.faults[0].0, report::OPEN_BRACKET);
    assert_eq!(read.only().goals.as_ref().map(Vec::len), Some(2));
    let read = read_all("= Cup 2022\nNov 20\nA  2-0  B\nA: X - Y, Z [Y 3");
    assert!(read.faults.iter().any(|(code, _)| *code == report::OPEN_BRACKET));
    assert_eq!(read_all("").faults, [(report::NOTHING, String::new())]);
    assert_eq!(read_all("# only a remark\n").faults.len(), 1);
    let prose = "It was a long night in Doha.\n".repeat(5000);
    let read = read_all(&prose);
    assert_eq!(read.faults.len(), 101, "a hundred and the number of the rest");
    assert_eq!(read.faults.last().map(|f| f.0), Some(report::MORE));
}

#[test]
fn a_forgotten_parenthesis_costs_one_list() {
    let read =
        read_all("= Cup 2022\nNov 20\nA  2-0  B\n  (Kane 3', Saka 5'\nC  1-0  D\n  (X 3'\n  (Y 4')\n19:00 E  1-0  F\n");
    assert_eq!(read.results().len(), 3);
    assert_eq!(read.faults.iter().map(|f| f.0).collect::<Vec<_>>(), [report::OPEN_BRACKET; 2]);
    let read = read_all("= Cup 2022\nNov 20\nA  2-0  B\nA: X, Y,\nB: C, D,\nRefs: Z\n");
    assert_eq!(read.faults, [], "a comma too many is none of the next line");
    assert_eq!(read.only().lineups.iter().map(|l| l.players.len()).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(read.only().officials.len(), 1);
}

#[test]
fn a_line_without_end_is_told_and_not_searched() {
    let read = read_all(&format!("= Cup 2022\nNov 20\nA  2-0  B\n{}\nC  1-0  D\n", "( [ v 2-1 ".repeat(100_000)));
    assert_eq!(read.results().len(), 2);
    assert_eq!(read.faults.len(), 1);
}

#[test]
fn marks_of_order_and_line_ends_do_not_matter() {
    let text = "= Cup 2022\nSun Nov 20\n  19:00  Qatar   0-2 (0-2)   Ecuador\n    (Valencia 16', 31')\n";
    let plain = sound(text);
    for other in
        [text.replace('\n', "\r\n"), format!("\u{feff}{text}"), text.replace('\n', "\r"), text.replace("  ", "\t")]
    {
        let read = sound(&other);
        assert_eq!(read.results(), plain.results());
        assert_eq!(read.only().goals.as_ref().map(Vec::len), Some(2));
    }
}

#[test]
fn a_second_edition_in_one_file_starts_anew() {
    let read = sound("= Cup 2021\n▪ Group A\nNov 20\nA 1-0 B\n= Cup 2022\nNov 20\nA 2-0 B\n");
    assert_eq!(read.results(), ["2021-11-20 A 1-0 B", "2022-11-20 A 2-0 B"]);
    assert_eq!(read.record.matches[1].group, None);
}

#[test]
fn pairs_keep_their_order() {
    let read = sound("= Cup 2022\nNov 20\n  A v B  3-4 pen 1-1 aet (1-1, 0-0)\n");
    let score = read.only().score.expect("a score");
    let pairs: [Option<Pair>; 4] = [score.ft, score.ht, score.et, score.pens];
    assert_eq!(pairs, [Some([1, 1]), Some([0, 0]), Some([1, 1]), Some([3, 4])]);
}
