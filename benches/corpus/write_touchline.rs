//! The corpus as a touchline site: each match and its report are one file, and
//! the squads of a league are another.

use crate::files::Folder;
use crate::game::{CardKind, GoalKind, Match, Side};
use crate::images;
use crate::names::slug;
use crate::prose::{Block, Piece, Report};
use crate::world::World;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// Templates that show what those of the Hugo site show, and no more. A page of
/// the built-in theme holds tables, form and earlier meetings besides.
const TEMPLATES: &[(&str, &str)] = &[
    ("templates/404.html", include_str!("touchline/templates/404.html")),
    ("templates/author.html", include_str!("touchline/templates/author.html")),
    ("templates/authors.html", include_str!("touchline/templates/authors.html")),
    ("templates/base.html", include_str!("touchline/templates/base.html")),
    ("templates/competition.html", include_str!("touchline/templates/competition.html")),
    ("templates/competitions.html", include_str!("touchline/templates/competitions.html")),
    ("templates/edition.html", include_str!("touchline/templates/edition.html")),
    ("templates/home.html", include_str!("touchline/templates/home.html")),
    ("templates/match.html", include_str!("touchline/templates/match.html")),
    ("templates/matchday.html", include_str!("touchline/templates/matchday.html")),
    ("templates/matches.html", include_str!("touchline/templates/matches.html")),
    ("templates/page.html", include_str!("touchline/templates/page.html")),
    ("templates/parts/around.html", include_str!("touchline/templates/parts/around.html")),
    ("templates/parts/bracket.html", include_str!("touchline/templates/parts/bracket.html")),
    ("templates/parts/lineups.html", include_str!("touchline/templates/parts/lineups.html")),
    ("templates/parts/lists.html", include_str!("touchline/templates/parts/lists.html")),
    ("templates/parts/marks.html", include_str!("touchline/templates/parts/marks.html")),
    ("templates/parts/matches.html", include_str!("touchline/templates/parts/matches.html")),
    ("templates/parts/names.html", include_str!("touchline/templates/parts/names.html")),
    ("templates/parts/pages.html", include_str!("touchline/templates/parts/pages.html")),
    ("templates/parts/score.html", include_str!("touchline/templates/parts/score.html")),
    ("templates/parts/stories.html", include_str!("touchline/templates/parts/stories.html")),
    ("templates/parts/table.html", include_str!("touchline/templates/parts/table.html")),
    ("templates/parts/timeline.html", include_str!("touchline/templates/parts/timeline.html")),
    ("templates/people.html", include_str!("touchline/templates/people.html")),
    ("templates/person.html", include_str!("touchline/templates/person.html")),
    ("templates/players.html", include_str!("touchline/templates/players.html")),
    ("templates/stories.html", include_str!("touchline/templates/stories.html")),
    ("templates/story.html", include_str!("touchline/templates/story.html")),
    ("templates/team.html", include_str!("touchline/templates/team.html")),
    ("templates/teams.html", include_str!("touchline/templates/teams.html")),
    ("templates/topic.html", include_str!("touchline/templates/topic.html")),
    ("templates/topics.html", include_str!("touchline/templates/topics.html")),
    ("templates/venue.html", include_str!("touchline/templates/venue.html")),
    ("templates/venues.html", include_str!("touchline/templates/venues.html")),
    ("templates/versus.html", include_str!("touchline/templates/versus.html")),
];

/// Writes what does not depend on the matches: settings, templates, squads, pictures.
pub(crate) fn begin(world: &World, folder: &mut Folder) -> io::Result<()> {
    folder.write(
        "content/site.yaml",
        "title: The Touchline Gazette\n\
         description: Reports from every ground\n\
         base_url: https://gazette.example/\n\
         autolink: first\n\
         paginate: 50\n\
         outputs: {feeds: false, calendars: false, cards: false, search: false, api: false}\n",
    )?;
    for (path, text) in TEMPLATES {
        folder.write(path, text)?;
    }
    images::write(folder)?;
    for league in &world.leagues {
        let mut text = String::from("squads:\n");
        for team in league.teams.clone() {
            let _ = writeln!(text, "  {}:", world.teams[team].club.name);
            for player in World::squad(team).map(|number| world.player(number)) {
                let (name, position, born) = (&player.name.full, player.position.code(), player.born);
                let _ = writeln!(text, "    - {} {name} {position} {born}", player.shirt);
            }
        }
        folder.write(Path::new("content/record").join(format!("{}-squads.yaml", slug(&league.name))), &text)?;
    }
    Ok(())
}

/// Writes one match with its report.
pub(crate) fn story(world: &World, game: &Match, report: &Report<'_>, folder: &mut Folder) -> io::Result<()> {
    let mut text = String::with_capacity(6_000);
    front_matter(world, game, report, &mut text);
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
                        Piece::Name { shown, .. } => text.push_str(shown),
                    }
                }
                text.push('\n');
            }
        }
    }
    let league = slug(&world.leagues[game.league].name);
    folder.write(Path::new("content/stories").join(game.season).join(league).join(format!("{}.md", game.slug)), &text)
}

fn front_matter(world: &World, game: &Match, report: &Report<'_>, text: &mut String) {
    let [home, away] = game.teams().map(|team| &world.teams[team]);
    let (hour, minute) = game.kickoff;
    let ([goals_home, goals_away], [half_home, half_away]) = (game.score(), game.half_time());
    let _ = write!(
        text,
        "---\n\
         title: {}\n\
         date: {}T{:02}:{minute:02}+00:00\n\
         author: {}\n\
         topics: [\"{}\"]\n\
         match:\n  \
           competition: {}\n  \
           matchday: {}\n  \
           kickoff: {} {hour:02}:{minute:02}\n  \
           venue: {}, {}\n  \
           home: {}\n  \
           away: {}\n  \
           score: {goals_home}-{goals_away} ({half_home}-{half_away})\n",
        report.title,
        game.date,
        hour + 2,
        home.reporter,
        game.topic(world),
        game.competition,
        game.matchday,
        game.date,
        home.club.ground,
        home.club.town,
        home.club.name,
        away.club.name,
    );
    list(
        text,
        "goals",
        game.goals.iter().map(|goal| {
            let name = &world.player(goal.player).name.full;
            let minute = goal.minute;
            match (goal.kind, goal.assist) {
                (GoalKind::Own, _) => format!("{name} {minute}' og"),
                (GoalKind::Penalty, _) => format!("{name} {minute}' pen"),
                (GoalKind::Open, None) => format!("{name} {minute}'"),
                (GoalKind::Open, Some(assist)) => {
                    format!("{name} {minute}' ({})", world.player(assist).name.full)
                }
            }
        }),
    );
    list(
        text,
        "cards",
        game.sides.iter().flat_map(|side| &side.cards).map(|card| {
            let name = &world.player(card.player).name.full;
            let minute = card.minute;
            match card.kind {
                CardKind::Yellow => format!("{name} {minute}'"),
                CardKind::SecondYellow => format!("{name} {minute}' second yellow"),
                CardKind::Red => format!("{name} {minute}' red"),
            }
        }),
    );
    text.push_str("  lineups:\n");
    for side in &game.sides {
        line_up(world, side, text);
    }
    let _ = write!(text, "  referee: {}\n  attendance: {}\n---\n", game.referee, game.attendance);
}

/// A list of quoted texts; nothing where it is empty.
fn list(text: &mut String, key: &str, entries: impl Iterator<Item = String>) {
    let entries: Vec<String> = entries.map(|entry| format!("\"{entry}\"")).collect();
    if !entries.is_empty() {
        let _ = writeln!(text, "  {key}: [{}]", entries.join(", "));
    }
}

fn line_up(world: &World, side: &Side, text: &mut String) {
    let name = |player: usize| world.player(player).name.full.as_str();
    let team = &world.teams[side.team];
    let mut eleven = String::new();
    for (place, starter) in side.eleven.iter().enumerate() {
        if place > 0 {
            let same_line = side.eleven[place - 1].line == starter.line;
            eleven.push_str(if same_line { ", " } else { "; " });
        }
        eleven.push_str(name(starter.player));
        if let Some((substitute, minute)) = starter.replaced {
            let _ = write!(eleven, " ({} {minute}')", name(substitute));
        }
    }
    let bench: Vec<&str> = side.bench.iter().map(|&player| name(player)).collect();
    let _ = write!(
        text,
        "    {}:\n      \
               formation: {}\n      \
               coach: {}\n      \
               captain: {}\n      \
               eleven: \"{eleven}\"\n      \
               bench: [{}]\n",
        team.club.name,
        side.formation,
        team.coach,
        name(side.captain),
        bench.join(", "),
    );
}
