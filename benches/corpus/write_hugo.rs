//! The corpus as a Hugo site, made the way a Hugo user would make it: a section
//! of stories, a section of matches, and taxonomies for everything a page is
//! wanted for.
//!
//! What Hugo cannot compute well is given to it as data (tables, scorers,
//! squads), and as it makes no links in prose, the sources hold them.

use crate::files::Folder;
use crate::game::{CardKind, GoalKind, Match, Side};
use crate::images;
use crate::names::slug;
use crate::prose::{Block, Kind, Piece, Report};
use crate::standings::Standings;
use crate::world::World;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// The site's own files: settings and layouts.
const THEME: &[(&str, &str)] = &[
    ("hugo.toml", include_str!("hugo/hugo.toml")),
    ("layouts/404.html", include_str!("hugo/layouts/404.html")),
    ("layouts/_partials/line-up.html", include_str!("hugo/layouts/_partials/line-up.html")),
    ("layouts/_partials/match-list.html", include_str!("hugo/layouts/_partials/match-list.html")),
    ("layouts/_partials/match-row.html", include_str!("hugo/layouts/_partials/match-row.html")),
    ("layouts/_partials/matches-of.html", include_str!("hugo/layouts/_partials/matches-of.html")),
    ("layouts/_partials/pager.html", include_str!("hugo/layouts/_partials/pager.html")),
    ("layouts/_partials/score-header.html", include_str!("hugo/layouts/_partials/score-header.html")),
    ("layouts/_partials/story-list.html", include_str!("hugo/layouts/_partials/story-list.html")),
    ("layouts/authors/term.html", include_str!("hugo/layouts/authors/term.html")),
    ("layouts/baseof.html", include_str!("hugo/layouts/baseof.html")),
    ("layouts/competitions/term.html", include_str!("hugo/layouts/competitions/term.html")),
    ("layouts/home.html", include_str!("hugo/layouts/home.html")),
    ("layouts/matchdays/page.html", include_str!("hugo/layouts/matchdays/page.html")),
    ("layouts/matches/page.html", include_str!("hugo/layouts/matches/page.html")),
    ("layouts/meetings/page.html", include_str!("hugo/layouts/meetings/page.html")),
    ("layouts/people/term.html", include_str!("hugo/layouts/people/term.html")),
    ("layouts/players/term.html", include_str!("hugo/layouts/players/term.html")),
    ("layouts/section.html", include_str!("hugo/layouts/section.html")),
    ("layouts/stories/page.html", include_str!("hugo/layouts/stories/page.html")),
    ("layouts/taxonomy.html", include_str!("hugo/layouts/taxonomy.html")),
    ("layouts/teams/term.html", include_str!("hugo/layouts/teams/term.html")),
    ("layouts/topics/term.html", include_str!("hugo/layouts/topics/term.html")),
    ("layouts/venues/term.html", include_str!("hugo/layouts/venues/term.html")),
    ("static/style.css", include_str!("hugo/style.css")),
];

/// A Hugo site that grows match by match.
#[derive(Debug)]
pub(crate) struct Site {
    folder: Folder,
    standings: BTreeMap<String, Standings>,
    /// The matches of two teams, in the order of their addresses.
    meetings: BTreeMap<[usize; 2], Vec<String>>,
    /// The matchday to which the last match belonged.
    matchday: Matchday,
}

/// The matches of a matchday.
#[derive(Debug, Default)]
struct Matchday {
    competition: String,
    number: usize,
    matches: Vec<String>,
}

impl Site {
    /// An empty site in a folder.
    pub(crate) fn new(folder: Folder) -> Self {
        Self { folder, standings: BTreeMap::new(), meetings: BTreeMap::new(), matchday: Matchday::default() }
    }

    /// Adds a match: one page for it and one for its report.
    pub(crate) fn add(&mut self, world: &World, game: &Match, report: &Report<'_>) -> io::Result<()> {
        if (&*self.matchday.competition, self.matchday.number) != (&*game.competition, game.matchday) {
            self.finish_matchday(world)?;
        }
        self.standings.entry(game.competition.clone()).or_default().add(game);
        let Matchday { competition, number, matches } = &mut self.matchday;
        competition.clone_from(&game.competition);
        *number = game.matchday;
        matches.push(game.slug.clone());
        let mut teams = game.teams();
        teams.sort_by_key(|team| slug(&world.teams[*team].club.name));
        self.meetings.entry(teams).or_default().push(game.slug.clone());
        let page = format!("{}.md", game.slug);
        self.folder.write(Path::new("content/stories").join(&page), &story(world, game, report))?;
        self.folder.write(Path::new("content/matches").join(&page), &match_page(world, game))
    }

    /// Writes the page of the matchday that is over, with its table.
    fn finish_matchday(&mut self, world: &World) -> io::Result<()> {
        let Matchday { competition, number, matches } = std::mem::take(&mut self.matchday);
        let Some(standings) = self.standings.get(&competition) else { return Ok(()) };
        let address = slug(&competition);
        let text = format!(
            "---\n\
             title: {}\n\
             url: /competitions/{address}/matchdays/{number}/\n\
             matches: {}\n\
             table: {}\n\
             ---\n",
            quoted(&format!("{competition}: after matchday {number}")),
            quoted_list(&matches),
            standings.table(world),
        );
        self.folder.write(format!("content/matchdays/{address}-{number}.md"), &text)
    }

    /// Writes the pages of two teams' meetings.
    fn write_meetings(&mut self, world: &World) -> io::Result<()> {
        for (teams, matches) in &self.meetings {
            let names = teams.map(|team| world.teams[team].club.name.as_str());
            let [first, second] = names.map(slug);
            let text = format!(
                "---\n\
                 title: {}\n\
                 url: /teams/{first}/vs/{second}/\n\
                 matches: {}\n\
                 ---\n",
                quoted(&format!("{} v {}", names[0], names[1])),
                quoted_list(matches),
            );
            self.folder.write(format!("content/meetings/{first}-{second}.md"), &text)?;
        }
        // These pages are reached by their address; there is no list of them.
        for section in ["matchdays", "meetings"] {
            let text = "---\nbuild: {render: never, list: never}\n---\n";
            self.folder.write(format!("content/{section}/_index.md"), text)?;
        }
        Ok(())
    }

    /// Writes what belongs to the whole site.
    pub(crate) fn finish(mut self, world: &World) -> io::Result<()> {
        self.finish_matchday(world)?;
        self.write_meetings(world)?;
        for (path, text) in THEME {
            self.folder.write(path, text)?;
        }
        images::write(&mut self.folder)?;
        let standings: Vec<String> = self
            .standings
            .iter()
            .map(|(name, standings)| format!("{}: {}", quoted(name), standings.json(world)))
            .collect();
        self.folder.write("data/standings.json", &format!("{{\n{}\n}}\n", standings.join(",\n")))?;
        let (teams, players) = squads(world);
        self.folder.write("data/teams.json", &teams)?;
        self.folder.write("data/players.json", &players)
    }
}

fn story(world: &World, game: &Match, report: &Report<'_>) -> String {
    let (hour, minute) = game.kickoff;
    let names: Vec<&str> = report.cast.iter().map(|&player| world.player(player).name.full.as_str()).collect();
    let home = &world.teams[game.sides[0].team];
    let mut text = format!(
        "---\n\
         title: {}\n\
         date: {}T{:02}:{minute:02}:00+00:00\n\
         match: {}\n\
         authors: [{}]\n\
         topics: [{}]\n\
         teams: {}\n\
         venues: [{}]\n\
         people: [{}]\n\
         players: {}\n\
         ---\n",
        quoted(&report.title),
        game.date,
        hour + 2,
        quoted(&game.slug),
        quoted(&home.reporter),
        quoted(&game.topic(world)),
        quoted_list(&game.teams().map(|team| world.teams[team].club.name.as_str())),
        quoted(&home.club.ground),
        quoted(&game.referee),
        quoted_list(&names),
    );
    for block in &report.blocks {
        text.push('\n');
        match block {
            Block::Image { alt, file } => {
                let _ = writeln!(text, "![{alt}](/images/{file})");
            }
            Block::Paragraph(pieces) => {
                for piece in pieces {
                    match piece {
                        Piece::Text(words) => text.push_str(words),
                        Piece::Number(number) => text.push_str(number),
                        Piece::Name { shown, first: false, .. } => text.push_str(shown),
                        Piece::Name { kind, full, shown, first: true } => {
                            let _ = write!(text, "[{shown}]({})", address(*kind, full));
                        }
                    }
                }
                text.push('\n');
            }
        }
    }
    text
}

/// Where Hugo puts a term's page: lower case, hyphens for spaces, no
/// apostrophes, and letters with their accents.
fn address(kind: Kind, name: &str) -> String {
    let section = match kind {
        Kind::Team => "teams",
        Kind::Player => "players",
        Kind::Venue => "venues",
        Kind::Person => "people",
    };
    // Rust keeps the dot of a Turkish capital as a mark of its own, Go does not.
    let name = name.replace('İ', "i").to_lowercase().replace(' ', "-").replace('\'', "");
    format!("/{section}/{name}/")
}

fn match_page(world: &World, game: &Match) -> String {
    let [home, away] = game.teams().map(|team| &world.teams[team]);
    let (hour, minute) = game.kickoff;
    let ([goals_home, goals_away], [half_home, half_away]) = (game.score(), game.half_time());
    let sheet: Vec<&str> = game
        .sides
        .iter()
        .flat_map(|side| side.played().chain(side.bench.iter().copied()))
        .map(|player| world.player(player).name.full.as_str())
        .collect();
    let mut text = format!(
        "---\n\
         title: {}\n\
         date: {}T{hour:02}:{minute:02}:00+00:00\n\
         story: {}\n\
         competitions: [{}]\n\
         teams: {}\n\
         venues: [{}]\n\
         people: {}\n\
         players: {}\n\
         matchday: {}\n\
         home: {}\n\
         away: {}\n\
         score: [{goals_home}, {goals_away}]\n\
         half_time: [{half_home}, {half_away}]\n\
         referee: {}\n\
         attendance: {}\n",
        quoted(&format!("{} {goals_home}-{goals_away} {}", home.club.name, away.club.name)),
        game.date,
        quoted(&game.slug),
        quoted(&game.competition),
        quoted_list(&[&home.club.name, &away.club.name]),
        quoted(&home.club.ground),
        quoted_list(&[&game.referee, &home.coach, &away.coach]),
        quoted_list(&sheet),
        game.matchday,
        quoted(&home.club.name),
        quoted(&away.club.name),
        quoted(&game.referee),
        game.attendance,
    );
    events(world, game, &mut text);
    text.push_str("lineups:\n");
    for (key, side) in ["home", "away"].into_iter().zip(&game.sides) {
        line_up(world, key, side, &mut text);
    }
    text.push_str("---\n");
    text
}

fn events(world: &World, game: &Match, text: &mut String) {
    let name = |player: usize| quoted(&world.player(player).name.full);
    // An empty list must be written as one, or Hugo has nothing to go through.
    text.push_str(if game.goals.is_empty() { "goals: []\n" } else { "goals:\n" });
    for goal in &game.goals {
        let side = ["home", "away"][goal.side];
        let _ = write!(text, "  - {{player: {}, minute: \"{}\", side: {side}", name(goal.player), goal.minute);
        match goal.kind {
            GoalKind::Open => {}
            GoalKind::Penalty => text.push_str(", kind: penalty"),
            GoalKind::Own => text.push_str(", kind: own goal"),
        }
        if let Some(assist) = goal.assist {
            let _ = write!(text, ", assist: {}", name(assist));
        }
        text.push_str("}\n");
    }
    let booked = game.sides.iter().any(|side| !side.cards.is_empty());
    text.push_str(if booked { "cards:\n" } else { "cards: []\n" });
    for (key, side) in ["home", "away"].into_iter().zip(&game.sides) {
        for card in &side.cards {
            let kind = match card.kind {
                CardKind::Yellow => "yellow",
                CardKind::SecondYellow => "second yellow",
                CardKind::Red => "red",
            };
            let (player, minute) = (name(card.player), card.minute);
            let _ = writeln!(text, "  - {{player: {player}, minute: \"{minute}\", side: {key}, kind: {kind}}}");
        }
    }
}

fn line_up(world: &World, key: &str, side: &Side, text: &mut String) {
    let name = |player: usize| world.player(player).name.full.as_str();
    let _ = write!(
        text,
        "  {key}:\n    formation: {}\n    coach: {}\n    captain: {}\n    eleven:\n",
        side.formation,
        quoted(&world.teams[side.team].coach),
        quoted(name(side.captain)),
    );
    for starter in &side.eleven {
        let _ = write!(text, "      - {{name: {}", quoted(name(starter.player)));
        if let Some((substitute, minute)) = starter.replaced {
            let _ = write!(text, ", off: \"{minute}\", on: {}", quoted(name(substitute)));
        }
        text.push_str("}\n");
    }
    let bench: Vec<&str> = side.bench.iter().map(|&player| name(player)).collect();
    let _ = writeln!(text, "    bench: {}", quoted_list(&bench));
}

/// Teams with their squads, and players with their teams, each by name.
fn squads(world: &World) -> (String, String) {
    let (mut teams, mut players) = (Vec::new(), Vec::new());
    for (number, team) in world.teams.iter().enumerate() {
        let mut squad = Vec::new();
        for player in World::squad(number).map(|player| world.player(player)) {
            let name = quoted(&player.name.full);
            let facts = format!(
                "\"shirt\": {}, \"position\": \"{}\", \"born\": \"{}\"",
                player.shirt,
                player.position.code(),
                player.born,
            );
            squad.push(format!("    {{\"name\": {name}, {facts}}}"));
            players.push(format!("  {name}: {{\"team\": {}, {facts}}}", quoted(&team.club.name)));
        }
        teams.push(format!(
            "  {}: {{\"ground\": {}, \"coach\": {}, \"squad\": [\n{}\n  ]}}",
            quoted(&team.club.name),
            quoted(&team.club.ground),
            quoted(&team.coach),
            squad.join(",\n"),
        ));
    }
    (format!("{{\n{}\n}}\n", teams.join(",\n")), format!("{{\n{}\n}}\n", players.join(",\n")))
}

/// A text in the quotes that JSON and YAML share. Names of the corpus hold
/// neither quotes nor backslashes.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn quoted_list<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text.as_ref())).collect();
    format!("[{}]", texts.join(", "))
}
