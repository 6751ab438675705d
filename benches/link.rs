//! Linking a story of 700 words in a site of 25,000 persons.
//!
//! The site is made up: names of two parts from a few hundred syllables, so
//! that surnames are shared as they are in life, a thousand teams of 25
//! players, and a story on a match of the first two teams with full line-ups.

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use touchline::content::site_yaml::SiteSettings;
use touchline::link::{Linker, Mentions};
use touchline::model::{
    Arena, Autolink, Body, Lineup, Match, Model, Person, PersonId, Profile, Record, Roles, Selection, Side, Status,
    Story, StoryKind, Team, TeamId, TeamKind,
};

const TEAMS: usize = 1000;
const SQUAD: usize = 25;

const GIVEN: [&str; 40] = [
    "Adam", "Aldo", "Arne", "Bruno", "Carl", "Dario", "David", "Edin", "Emil", "Fabio", "Felix", "Goran", "Hugo",
    "Igor", "Ivan", "Jonas", "Jorge", "Karim", "Kevin", "Lars", "Leon", "Luis", "Marco", "Mats", "Milan", "Nico",
    "Omar", "Oscar", "Pablo", "Paul", "Rafael", "Rui", "Samir", "Sven", "Tim", "Tomas", "Victor", "Willem", "Yann",
    "Zoran",
];
const FIRST: [&str; 50] = [
    "Alb", "And", "Bark", "Berg", "Bren", "Cald", "Carv", "Dahl", "Darm", "Eck", "Ferr", "Fitz", "Gar", "Gold", "Grim",
    "Hald", "Hart", "Holm", "Ing", "Jan", "Kal", "Kov", "Krist", "Lang", "Lind", "Mald", "Mart", "Mor", "Nor", "Ober",
    "Pal", "Pet", "Quin", "Ras", "Rod", "Sand", "Schw", "Sor", "Stan", "Svens", "Thor", "Tor", "Ull", "Vald", "Vern",
    "Wald", "West", "Wint", "Yar", "Zel",
];
const LAST: [&str; 40] = [
    "ach", "adze", "aerts", "aine", "ano", "ard", "arez", "berg", "bridge", "by", "dal", "den", "dóttir", "elli",
    "enko", "er", "ero", "es", "ev", "field", "gren", "hauser", "ić", "ides", "ini", "ins", "man", "mark", "ner", "o",
    "oğlu", "ov", "quist", "sen", "ski", "son", "stein", "strand", "ton", "wick",
];

fn surname(i: usize) -> String {
    format!("{}{}", FIRST[i * 7 % FIRST.len()], LAST[(i / 3) % LAST.len()])
}

fn person(i: usize) -> Person {
    let surname = surname(i * 31 % 9973);
    let mut name = format!("{} {surname}", GIVEN[i % GIVEN.len()]);
    if i.is_multiple_of(5) {
        name = format!("{name}-{}", self::surname(i));
    }
    let surname: Arc<str> = name.split_once(' ').map_or("", |(_, s)| s).into();
    Person {
        slug: format!("p{i:06}").into(),
        name: name.into(),
        surname,
        roles: Roles::PLAYER,
        born: None,
        birth_year: None,
        nationality: None,
        position: None,
        spells: Vec::new(),
        profile: Profile::default(),
        page: true,
    }
}

fn team(i: usize) -> Team {
    Team {
        slug: format!("t{i:05}").into(),
        name: format!("{}{} {}", FIRST[i % 50], LAST[i / 50 % 40], ["United", "Town", "Rovers", "City"][i % 4]).into(),
        short: None,
        code: None,
        kind: TeamKind::Club,
        sex: touchline::model::Sex::Men,
        country: None,
        founded: None,
        venue: None,
        colours: Vec::new(),
        crest: None,
        former_names: Vec::new(),
        profile: Profile::default(),
        page: true,
    }
}

fn side(team: usize) -> Side {
    let player = |i: usize| Selection {
        player: PersonId((team * SQUAD + i) as u32),
        number: None,
        line: None,
        started: i < 11,
        captain: i == 0,
        on: None,
        off: None,
        replaced: None,
        came_on: false,
    };
    let lineup = Lineup { formation: None, players: (0..18).map(player).collect() };
    Side { team: TeamId(team as u32), name: None, lineup: Some(lineup), coach: None }
}

fn game() -> Match {
    Match {
        slug: "2022-10-01-a-b".into(),
        edition: None,
        stage: None,
        group: None,
        round: None,
        matchday: None,
        leg: None,
        kickoff: None,
        was: Vec::new(),
        venue: None,
        neutral: false,
        sides: [side(0), side(1)],
        score: None,
        goals: Vec::new(),
        missed_penalties: Vec::new(),
        cards: Vec::new(),
        shootout: Vec::new(),
        officials: Vec::new(),
        attendance: None,
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

/// 700 words that name both teams, and ten players by full name and surname.
fn text(record: &Record) -> String {
    let teams = [0, 1].map(|i| record.teams[TeamId(i)].name.to_string());
    let mut out = String::new();
    for i in 0..8 {
        let player = &record.persons[PersonId((i % 2 * SQUAD + i) as u32)];
        let (full, short) = (&player.name, &player.surname);
        let _ = write!(
            out,
            "It was the {i}th minute when {full} took the ball off a defender near the touchline and looked up. \
             {home} had been the better side until then, and nobody in the crowd would have said that the rain \
             suited them. {short} passed it inside, ran on and had it back on the edge of the penalty area, where \
             the **goalkeeper** came out too late. After that {away} had more of the play and less of the luck, \
             hit a post, and saw the rebound cleared from the line by {short}’s left foot.\n\n",
            home = teams[0],
            away = teams[1],
        );
        if i % 4 == 3 {
            out.push_str("## What came after\n\n");
        }
    }
    out
}

fn model() -> Model {
    let mut record = Record {
        persons: Arena::new((0..TEAMS * SQUAD).map(person).collect()),
        teams: Arena::new((0..TEAMS).map(team).collect()),
        matches: Arena::new(vec![game()]),
        ..Record::default()
    };
    record.by_team = Arena::new(vec![Vec::new(); TEAMS]);
    let text: Arc<str> = text(&record).into();
    let story = Story {
        slug: "a-b".into(),
        title: "A v B".into(),
        standfirst: None,
        kind: StoryKind::Report,
        date: None,
        updated: None,
        authors: Vec::new(),
        matches: vec![touchline::model::MatchId(0)],
        topics: Vec::new(),
        image: None,
        gallery: Vec::new(),
        source: None,
        people: Vec::new(),
        corrections: Vec::new(),
        language: None,
        translation_of: None,
        draft: false,
        autolink: Autolink::First,
        redirect_from: Vec::new(),
        extra: None,
        body: Body { file: "content/stories/a-b.md".into(), text, offset: 0, digest: 0 },
    };
    Model {
        site: Arc::new(SiteSettings::without("Bench").site),
        record: Arc::new(record),
        stories: Arena::new(vec![Arc::new(story)]),
        authors: Arc::default(),
        topics: Arc::default(),
        pages: Arc::default(),
    }
}

fn bench(c: &mut Criterion) {
    let model = model();
    let story = Arc::clone(&model.stories[touchline::model::StoryId(0)]);
    let linker = Linker::new(&model);
    let linked = linker.link_story(&story);
    let words = story.body.text.split_whitespace().count();
    assert!((600..800).contains(&words) && linked.mentions.len() >= 20, "a story of another kind");
    c.bench_function("link a story of 700 words, 25,000 names", |b| {
        b.iter(|| black_box(linker.link_story(black_box(&story))));
    });
    c.bench_function("the digest of its scope", |b| b.iter(|| black_box(linker.scope_digest(black_box(&story)))));
    let mentions = Mentions::assemble(vec![linked.clone(); 10_000], []);
    c.bench_function("replace a story among 10,000", |b| {
        let mut mentions = mentions.clone();
        let mut turn = false;
        b.iter(|| {
            turn = !turn;
            let next = if turn { touchline::link::Linked::default() } else { linked.clone() };
            mentions.replace(touchline::model::StoryId(5000), next)
        });
    });
    let mut group = c.benchmark_group("names");
    group.sample_size(10);
    group.bench_function("25,000 names made ready", |b| b.iter(|| black_box(Linker::new(black_box(&model)))));
    group.bench_function("linker for the same names", |b| b.iter(|| black_box(linker.update(black_box(&model)))));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
