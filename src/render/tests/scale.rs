//! How long views and fingerprints take on a large site. Run on demand:
//! `cargo test --release --lib render::tests::scale -- --ignored --nocapture`.

use std::sync::Arc;
use std::time::Instant;

use jiff::civil::date;
use xxhash_rust::xxh3::xxh3_128;

use super::site::{engine, now, settings, story};
use crate::model::*;
use crate::render::{Assets, Input, PageKey, SiteView};

const LEAGUE: usize = 20;
const SQUAD: usize = 25;

fn arena<I: crate::model::arena::Id, T>(count: usize, make: impl Fn(usize) -> T) -> Arena<I, T> {
    Arena::new((0..count).map(make).collect())
}

/// Leagues of twenty teams that play each other, a season after another.
fn record(matches: usize) -> Record {
    let teams = (matches / 20).max(LEAGUE).div_ceil(LEAGUE) * LEAGUE;
    let leagues = teams / LEAGUE;
    let text = |t: String| -> Arc<str> { t.into() };
    let mut games = Vec::with_capacity(matches);
    let mut day = 0;
    let mut editions: Vec<Edition> = Vec::new();
    'all: for season in 0.. {
        for league in 0..leagues {
            let edition = EditionId(editions.len() as u32);
            let year = 1990 + season;
            editions.push(Edition {
                competition: CompetitionId(league as u32),
                season: Some(text(format!("{year}"))),
                slug: text(format!("{year}")),
                rules: TableRules::default(),
                groups: Vec::new(),
                byes: Vec::new(),
                squads: Vec::new(),
            });
            for round in 0..LEAGUE * 2 - 2 {
                for pair in 0..LEAGUE / 2 {
                    if games.len() == matches {
                        break 'all;
                    }
                    let n = LEAGUE - 1;
                    let (a, b) = if pair == 0 { (round % n, n) } else { ((round + pair) % n, (round + n - pair) % n) };
                    let (home, away) = if round < n { (a, b) } else { (b, a) };
                    let team = |t: usize| TeamId((league * LEAGUE + t) as u32);
                    games.push(game(
                        games.len(),
                        edition,
                        round,
                        team(home),
                        team(away),
                        i64::from(season) * 365 + round as i64 * 7,
                    ));
                    day += 1;
                }
            }
        }
    }
    let _ = day;
    games.sort_by_key(|g| g.kickoff.map(|k| k.instant));
    let mut record = Record {
        competitions: arena(leagues, |i| Competition {
            slug: text(format!("league-{i:03}")),
            name: text(format!("League {i:03}")),
            short: None,
            kind: CompetitionKind::League,
            sex: Sex::Men,
            timezone: None,
            profile: Profile::default(),
            page: true,
        }),
        editions: Arena::new(editions),
        teams: arena(teams, |i| Team {
            slug: text(format!("team-{i:05}")),
            name: text(format!("Team {i:05}")),
            short: None,
            code: None,
            kind: TeamKind::Club,
            sex: Sex::Men,
            country: None,
            founded: None,
            venue: None,
            colours: Vec::new(),
            crest: None,
            former_names: Vec::new(),
            profile: Profile::default(),
            page: true,
        }),
        persons: arena(teams * SQUAD, |i| Person {
            slug: text(format!("player-{i:06}")),
            name: text(format!("First Player{i:06}")),
            surname: text(format!("Player{i:06}")),
            roles: Roles::PLAYER,
            born: None,
            birth_year: None,
            nationality: None,
            position: None,
            spells: Vec::new(),
            profile: Profile::default(),
            page: true,
        }),
        matches: Arena::new(games),
        ..Record::default()
    };
    record.by_team = arena(teams, |_| Vec::new());
    record.by_person = arena(teams * SQUAD, |_| Vec::new());
    record.by_edition = arena(record.editions.len(), |_| Vec::new());
    record.editions_of = arena(leagues, |_| Vec::new());
    record.squads_of = arena(teams * SQUAD, |_| Vec::new());
    for (id, edition) in record.editions.entries() {
        record.editions_of[edition.competition].push(id);
    }
    for (id, game) in record.matches.entries() {
        record.by_edition[game.edition.unwrap()].push(id);
        for side in &game.sides {
            record.by_team[side.team].push(id);
            for player in side.lineup.iter().flat_map(|l| &l.players) {
                record.by_person[player.player].push(id);
            }
        }
    }
    record
}

fn game(number: usize, edition: EditionId, round: usize, home: TeamId, away: TeamId, day: i64) -> Match {
    let date = date(1990, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
    let instant = date.at(15, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let person = |team: TeamId, n: usize| PersonId(team.0 * SQUAD as u32 + n as u32);
    let goals = [number % 4, (number / 4) % 3];
    let mut list = Vec::new();
    for (side, count) in [(SideIx::Home, goals[0]), (SideIx::Away, goals[1])] {
        let team = if side == SideIx::Home { home } else { away };
        for n in 0..count {
            list.push(Goal {
                side,
                scorer: person(team, 10 - n),
                minute: Some(Minute { minute: (10 + n * 20) as u16, added: 0 }),
                kind: GoalKind::Goal,
                assist: None,
                score: None,
            });
        }
    }
    let side = |team: TeamId| Side {
        team,
        name: None,
        coach: None,
        lineup: Some(Lineup {
            formation: Some("4-4-2".into()),
            players: (0..18)
                .map(|n| Selection {
                    player: person(team, n),
                    number: Some(n as u16 + 1),
                    line: (n < 11).then_some(match n {
                        0 => 0,
                        1..=4 => 1,
                        5..=8 => 2,
                        _ => 3,
                    }),
                    started: n < 11,
                    captain: n == 5,
                    on: (11..14).contains(&n).then_some(Minute { minute: 70, added: 0 }),
                    off: (8..11).contains(&n).then_some(Minute { minute: 70, added: 0 }),
                    replaced: (11..14).contains(&n).then_some(n as u16 - 3),
                    came_on: (11..14).contains(&n),
                })
                .collect(),
        }),
    };
    Match {
        slug: format!("{date}-team-{:05}-team-{:05}", home.0, away.0).into(),
        edition: Some(edition),
        stage: None,
        group: None,
        round: None,
        matchday: Some(round as u16 + 1),
        leg: None,
        kickoff: Some(Kickoff {
            date,
            time: Some(jiff::civil::time(15, 0, 0, 0)),
            offset: None,
            instant,
            to_be_decided: false,
        }),
        was: Vec::new(),
        venue: None,
        neutral: false,
        sides: [side(home), side(away)],
        score: Some(Score { ft: Some([goals[0] as u16, goals[1] as u16]), ht: Some([0, 0]), ..Score::default() }),
        goals: list,
        missed_penalties: Vec::new(),
        cards: vec![Card {
            side: SideIx::Home,
            player: person(home, 4),
            minute: Some(Minute { minute: 55, added: 0 }),
            kind: CardKind::Yellow,
        }],
        shootout: Vec::new(),
        officials: Vec::new(),
        attendance: Some(12_345),
        status: Status::FullTime,
        reason: None,
        awarded: None,
        redirect_from: Vec::new(),
        sources: Vec::new(),
        note: None,
        extra: None,
        origins: Vec::new(),
    }
}

/// Some six hundred words that name both teams and ten players.
fn report(record: &Record, game: &Match, sentence: &str) -> String {
    let mut text = String::new();
    for side in &game.sides {
        text.push_str(&record.teams[side.team].name);
        text.push_str(" began well. ");
    }
    for (n, player) in game.sides[0].lineup.iter().flat_map(|l| &l.players).take(10).enumerate() {
        text.push_str(&sentence.repeat(3));
        text.push_str(&record.persons[player.player].name);
        text.push_str(" was near. ");
        text.push_str(if n % 3 == 2 { "\n\n" } else { "" });
    }
    text
}

fn input(matches: usize) -> Input {
    let record = record(matches);
    let sentence = "Alpha Beta played well and Gamma scored in the last minute of a long afternoon by the river. ";
    let mut stories: Vec<Story> = Vec::new();
    for (id, game) in record.matches.entries() {
        let mut one = story(&game.slug, &format!("Report number {}", id.0), Some("2020-01-01T00:00:00Z"), "");
        one.kind = StoryKind::Report;
        one.body.text = report(&record, game, sentence).into();
        one.matches = vec![id];
        one.topics.clear();
        one.body.digest = xxh3_128(&id.0.to_le_bytes());
        stories.push(one);
    }
    let mut site = settings();
    site.paginate = 50;
    site.outputs.feeds = false;
    site.outputs.calendars = false;
    let model = Model {
        site: Arc::new(site),
        record: Arc::new(record),
        stories: Arena::new(stories.into_iter().map(Arc::new).collect()),
        authors: Arc::new(Arena::new(vec![Author {
            slug: "a".into(),
            name: "A".into(),
            role: None,
            email: None,
            profile: Profile::default(),
            page: true,
        }])),
        topics: Arc::default(),
        pages: Arc::default(),
    };
    let mentions = super::site::mentions(&model);
    Input { model, mentions: Arc::new(mentions), assets: Arc::new(Assets::default()), uses: Arc::default(), now: now() }
}

fn kind(key: PageKey) -> &'static str {
    match key {
        PageKey::Story(_) => "story",
        PageKey::Match(_) => "match",
        PageKey::Team(_) => "team",
        PageKey::Versus(..) => "versus",
        PageKey::Person(_) => "person",
        PageKey::Edition(_) => "edition",
        PageKey::Matchday(..) => "matchday",
        _ => "other",
    }
}

#[test]
#[ignore = "takes long, and only means something in a release build"]
fn a_large_site() {
    let matches = std::env::var("MATCHES").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let input = input(matches);
    let timed = |name: &str, start: Instant| println!("{name}: {:?}", start.elapsed());
    let start = Instant::now();
    let (routes, _) = crate::render::Routes::new(&input.model);
    timed("routes", start);
    let start = Instant::now();
    let views = crate::render::record_view::RecordViews::new(&input.model.record, &routes, &input.uses);
    timed("record views", start);
    let start = Instant::now();
    let _ = crate::render::tables::TableIndex::new(&input.model.record, &views);
    timed("table index", start);
    let start = Instant::now();
    let _ = crate::render::lists::RecordLists::new(&input.model.record);
    timed("record lists", start);
    drop((routes, views));
    let start = Instant::now();
    let (view, _) = SiteView::new(input.clone(), None);
    timed("view from nothing", start);
    let start = Instant::now();
    let (view, _) = SiteView::new(input, Some(&view));
    timed("view with nothing changed", start);
    let start = Instant::now();
    let checks = view.check();
    timed("check", start);
    assert_eq!(checks.diagnostics().count(), 0);
    let engine = engine();
    for pass in ["fingerprints", "contexts", "pages"] {
        let start = Instant::now();
        let mut by_kind = std::collections::BTreeMap::<&str, (u32, std::time::Duration, usize)>::new();
        for draft in view.pages() {
            let one = Instant::now();
            let size = match pass {
                "fingerprints" => draft.fingerprint(&engine).to_le_bytes().len(),
                "contexts" => draft.context_map().len(),
                _ => draft.render(&engine).unwrap().len(),
            };
            let entry = by_kind.entry(kind(draft.route().key)).or_default();
            *entry = (entry.0 + 1, entry.1 + one.elapsed(), entry.2 + size);
        }
        timed(pass, start);
        for (kind, (count, time, size)) in by_kind {
            println!("  {kind}: {count} pages, {:?} each, {} bytes each", time / count, size / count as usize);
        }
    }
}
