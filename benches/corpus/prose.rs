//! A match report of 500 to 700 words that tells what happened in the match.
//!
//! A report is a list of blocks in which every name is a piece of its own, so
//! that each writer decides what a name looks like: touchline's sources leave
//! the first mention plain, Hugo's write it as a link.

use crate::game::{CardKind, Goal, GoalKind, Match, Minute};
use crate::names::slug;
use crate::phrases;
use crate::rng::Rng;
use crate::world::World;
use std::fmt::Write as _;

/// What a name in a report stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Team,
    Player,
    Venue,
    Person,
}

/// A stretch of text or a name.
#[derive(Debug)]
pub(crate) enum Piece<'a> {
    Text(&'a str),
    Number(String),
    /// A name: `shown` is the full name at the first mention.
    Name {
        kind: Kind,
        full: &'a str,
        shown: &'a str,
        first: bool,
    },
}

/// A part of a report.
#[derive(Debug)]
pub(crate) enum Block<'a> {
    Paragraph(Vec<Piece<'a>>),
    Image { alt: &'static str, file: String },
}

/// A report: its headline, its body, and the players it names.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block<'a>>,
    pub(crate) cast: Vec<usize>,
}

/// The number of players a report names.
const CAST: usize = 10;
/// Goals told at length; further ones get a short sentence.
const GOALS_AT_LENGTH: usize = 7;

/// Writes the report of a match. It depends on the seed and the match alone.
pub(crate) fn report<'a>(world: &'a World, game: &'a Match, seed: u64) -> Report<'a> {
    let mut rng = Rng::new(seed ^ 0x7265_706F_7274, game.number as u64);
    let mut writer =
        Writer { world, game, cast: cast(world, game, &mut rng), named: Vec::new(), used: Vec::new(), words: 0, rng };
    let title = writer.title();
    let blocks = writer.body();
    Report { title, blocks, cast: writer.cast }
}

/// The ten players named: scorers, those sent off, a substitute and a booking
/// of each side, then others who played, four of each side at the least. No two
/// share a surname, so that the surname alone says who is meant.
fn cast(world: &World, game: &Match, rng: &mut Rng) -> Vec<usize> {
    let mut cast: Vec<usize> = Vec::new();
    let add = |player: usize, limit: usize, cast: &mut Vec<usize>| {
        let surname = &world.player(player).name.surname;
        let taken = |&other: &usize| world.player(other).name.surname == *surname;
        if cast.len() < limit && !cast.iter().any(taken) {
            cast.push(player);
        }
    };
    for goal in &game.goals {
        add(goal.player, 6, &mut cast);
    }
    for side in &game.sides {
        let sent_off = side.cards.iter().rev().find(|card| card.kind != CardKind::Yellow);
        let cards = sent_off.or(side.cards.first()).map(|card| card.player);
        let substitute = side.eleven.iter().find_map(|starter| Some(starter.replaced?.0));
        for player in cards.into_iter().chain(substitute) {
            add(player, CAST - 2, &mut cast);
        }
    }
    let mut others: [Vec<usize>; 2] = [0, 1].map(|side| game.sides[side].played().collect());
    for side in &mut others {
        rng.shuffle(side);
    }
    let count = |cast: &[usize], side: usize| {
        let squad = World::squad(game.sides[side].team);
        cast.iter().filter(|player| squad.contains(player)).count()
    };
    while cast.len() < CAST {
        let side = usize::from(count(&cast, 0) > count(&cast, 1));
        let Some(player) = others[side].pop() else {
            break;
        };
        add(player, CAST, &mut cast);
    }
    cast
}

struct Writer<'a> {
    world: &'a World,
    game: &'a Match,
    rng: Rng,
    cast: Vec<usize>,
    /// The names mentioned so far.
    named: Vec<&'a str>,
    /// The phrases on incidents used so far.
    used: Vec<&'static str>,
    words: usize,
}

/// What the slots of one phrase stand for.
#[derive(Default)]
struct Slots {
    player: Option<usize>,
    minute: Option<Minute>,
    score: [usize; 2],
}

impl<'a> Writer<'a> {
    fn title(&mut self) -> String {
        let [home, away] = self.game.score();
        let titles = if home == away { phrases::DRAW_TITLES } else { phrases::WIN_TITLES };
        let (winner, loser) = self.result();
        self.rng
            .pick(titles)
            .replace("{H}", &self.world.teams[self.game.sides[0].team].club.name)
            .replace("{A}", &self.world.teams[self.game.sides[1].team].club.name)
            .replace("{W}", &self.world.teams[winner].club.name)
            .replace("{L}", &self.world.teams[loser].club.name)
            .replace("{S}", &higher_first([home, away]))
    }

    fn body(&mut self) -> Vec<Block<'a>> {
        let target = self.rng.between(540, 615);
        let mut passages: Vec<&'static str> = phrases::PASSAGES.to_vec();
        self.rng.shuffle(&mut passages);
        let mut paragraphs = Vec::new();

        let score = self.game.score();
        let leads = if score[0] == score[1] { phrases::DRAW_LEADS } else { phrases::WIN_LEADS };
        let end = Slots { score, ..Slots::default() };
        paragraphs.push(self.any(leads, &end));
        paragraphs.push(self.any(phrases::SETTINGS, &end));
        let incidents = self.incidents();
        let closing = self.rng.pick(phrases::CLOSINGS);
        let quotes = self.rng.pick(phrases::QUOTES);
        let rest: usize =
            incidents.iter().map(|(phrase, _)| words(phrase)).sum::<usize>() + words(closing) + words(quotes);
        // Passages stand between the incidents and fill the report up to its length.
        let mut budget = target.saturating_sub(self.words + rest);
        let mut gaps = incidents.len() + 1;
        let mut incidents = incidents.into_iter();
        loop {
            let share = budget / gaps.max(1);
            let mut filled = 0;
            while filled < share || gaps <= 1 && filled < budget {
                let Some(passage) = passages.pop() else { break };
                filled += words(passage);
                paragraphs.push(self.phrase(passage, &Slots::default()));
            }
            budget = budget.saturating_sub(filled);
            gaps -= usize::from(gaps > 0);
            let Some((phrase, slots)) = incidents.next() else {
                break;
            };
            paragraphs.push(self.phrase(phrase, &slots));
        }
        paragraphs.push(self.phrase(quotes, &end));
        paragraphs.extend(self.unnamed());
        paragraphs.push(self.phrase(closing, &end));
        self.illustrate(paragraphs)
    }

    /// What the report must tell, in the order of the match.
    fn incidents(&mut self) -> Vec<(&'static str, Slots)> {
        let game = self.game;
        let mut incidents: Vec<(Minute, &'static str, Slots)> = Vec::new();
        let mut score = [0, 0];
        for (number, goal) in game.goals.iter().enumerate() {
            let before = score;
            score[goal.side] += 1;
            let named = self.cast.contains(&goal.player) && number < GOALS_AT_LENGTH;
            let phrases = if named { goal_phrases(goal, before) } else { phrases::SUMMARIES };
            let player = named.then_some(goal.player);
            let slots = Slots { player, minute: Some(goal.minute), score };
            incidents.push((goal.minute, self.fresh(phrases), slots));
        }
        let told = |incidents: &[(Minute, &str, Slots)], player| {
            incidents.iter().any(|(_, _, slots)| slots.player == Some(player))
        };
        for side in &game.sides {
            if let Some(card) = side.cards.iter().rev().find(|card| self.cast.contains(&card.player)) {
                let phrases = match card.kind {
                    CardKind::Yellow => phrases::BOOKINGS,
                    CardKind::SecondYellow | CardKind::Red => phrases::DISMISSALS,
                };
                // A long list of goals leaves no room for a mere booking.
                if card.kind != CardKind::Yellow || game.goals.len() < 6 {
                    let slots = Slots { player: Some(card.player), minute: Some(card.minute), score };
                    incidents.push((card.minute, self.fresh(phrases), slots));
                }
            }
            let substitutes = side.eleven.iter().filter_map(|starter| starter.replaced);
            if let Some((player, minute)) =
                substitutes.into_iter().find(|&(player, _)| self.cast.contains(&player) && !told(&incidents, player))
                && game.goals.len() < 6
            {
                let slots = Slots { player: Some(player), minute: Some(minute), score };
                incidents.push((minute, self.fresh(phrases::SUBSTITUTIONS), slots));
            }
        }
        incidents.sort_by_key(|(minute, ..)| *minute);
        incidents.into_iter().map(|(_, phrase, slots)| (phrase, slots)).collect()
    }

    /// A sentence on those of the ten whom nothing else has named.
    fn unnamed(&mut self) -> Option<Vec<Piece<'a>>> {
        let left: Vec<usize> = self.cast.iter().copied().filter(|&player| !self.is_named(player)).collect();
        let last = left.len().checked_sub(1)?;
        let phrase: &'static str = self.rng.pick(phrases::MOPPING_UP);
        let (before, after) = phrase.split_once("{list}").unwrap_or((phrase, ""));
        let mut pieces = vec![Piece::Text(before)];
        for (place, &player) in left.iter().enumerate() {
            if place > 0 {
                pieces.push(Piece::Text(if place == last { " and " } else { ", " }));
            }
            pieces.push(self.name_player(player));
        }
        pieces.push(Piece::Text(after));
        Some(pieces)
    }

    /// Puts two pictures between the paragraphs.
    fn illustrate(&mut self, paragraphs: Vec<Vec<Piece<'a>>>) -> Vec<Block<'a>> {
        let first = self.rng.below(phrases::ALTS.len());
        let second = (first + self.rng.between(1, phrases::ALTS.len() - 1)) % phrases::ALTS.len();
        let places = [2, paragraphs.len() * 2 / 3];
        let mut blocks = Vec::with_capacity(paragraphs.len() + 2);
        for (place, paragraph) in paragraphs.into_iter().enumerate() {
            for (at, picture) in places.into_iter().zip([first, second]) {
                if at == place {
                    let alt = phrases::ALTS[picture];
                    blocks.push(Block::Image { alt, file: format!("{}.svg", slug(alt)) });
                }
            }
            blocks.push(Block::Paragraph(paragraph));
        }
        blocks
    }

    /// One of the phrases, rather one that this report has not used yet.
    fn fresh(&mut self, phrases: &'static [&'static str]) -> &'static str {
        let unused: Vec<&'static str> = phrases.iter().copied().filter(|phrase| !self.used.contains(phrase)).collect();
        let phrase = self.rng.pick(if unused.is_empty() { phrases } else { &unused });
        self.used.push(phrase);
        phrase
    }

    fn any(&mut self, phrases: &'static [&'static str], slots: &Slots) -> Vec<Piece<'a>> {
        let phrase = self.rng.pick(phrases);
        self.phrase(phrase, slots)
    }

    /// Fills the slots of a phrase.
    fn phrase(&mut self, phrase: &'static str, slots: &Slots) -> Vec<Piece<'a>> {
        let player = slots.player.or_else(|| {
            let wanted = phrase.contains("{P}") || phrase.contains("{K}") || phrase.contains("{Q}");
            wanted.then(|| self.choose(None, &[]))
        });
        let side = player.map_or(0, |player| self.side_of(player));
        let (mut opponent, mut team_mate) = (None, None);
        let (home, away) = (self.game.sides[0].team, self.game.sides[1].team);
        let (winner, loser) = self.result();
        self.words += words(phrase);
        let mut pieces = Vec::new();
        for (part, text) in phrase.split('{').enumerate() {
            let (slot, text) = if part == 0 { ("", text) } else { text.split_once('}').unwrap_or(("", text)) };
            match slot {
                "" => {}
                "H" => pieces.push(self.name_team(home)),
                "A" => pieces.push(self.name_team(away)),
                "W" => pieces.push(self.name_team(winner)),
                "L" => pieces.push(self.name_team(loser)),
                "T" => pieces.push(self.name_team(self.game.sides[side].team)),
                "O" => pieces.push(self.name_team(self.game.sides[1 - side].team)),
                "V" => {
                    let ground = &self.world.teams[home].club.ground;
                    pieces.push(self.name(Kind::Venue, ground, ground));
                }
                "R" => pieces.push(self.name(Kind::Person, &self.game.referee, &self.game.referee)),
                "N" => pieces.push(Piece::Number(grouped(self.game.attendance))),
                "S" => pieces.push(Piece::Number(higher_first(slots.score))),
                "M" => pieces.push(Piece::Number(slots.minute.map_or_else(String::new, in_words))),
                "P" => pieces.extend(player.map(|player| self.name_player(player))),
                "Q" => {
                    let chosen = opponent.unwrap_or_else(|| self.choose(Some(1 - side), &[]));
                    opponent = Some(chosen);
                    pieces.push(self.name_player(chosen));
                }
                "K" => {
                    let taken = player.as_slice();
                    let chosen = team_mate.unwrap_or_else(|| self.choose(Some(side), taken));
                    team_mate = Some(chosen);
                    pieces.push(self.name_player(chosen));
                }
                other => unreachable!("no slot is called {other}"),
            }
            if !text.is_empty() {
                pieces.push(Piece::Text(text));
            }
        }
        pieces
    }

    /// One of the ten, rather one who has not been named yet. Substitutes are
    /// left to the sentence that tells of their coming on.
    fn choose(&mut self, side: Option<usize>, without: &[usize]) -> usize {
        let fits = |player: usize| !without.contains(&player) && side.is_none_or(|side| self.side_of(player) == side);
        let mut candidates: Vec<usize> = self.cast.iter().copied().filter(|&player| fits(player)).collect();
        if candidates.iter().any(|&player| self.may_appear(player)) {
            candidates.retain(|&player| self.may_appear(player));
        }
        let new = candidates.iter().copied().find(|&player| !self.is_named(player));
        new.unwrap_or_else(|| candidates[self.rng.below(candidates.len())])
    }

    /// Whether a player started, or has been told of.
    fn may_appear(&self, player: usize) -> bool {
        let mut starters = self.game.sides.iter().flat_map(|side| &side.eleven);
        starters.any(|starter| starter.player == player) || self.is_named(player)
    }

    fn side_of(&self, player: usize) -> usize {
        usize::from(World::squad(self.game.sides[1].team).contains(&player))
    }

    fn result(&self) -> (usize, usize) {
        let [home, away] = self.game.score();
        let teams = self.game.teams();
        if home >= away { (teams[0], teams[1]) } else { (teams[1], teams[0]) }
    }

    fn is_named(&self, player: usize) -> bool {
        self.named.contains(&self.world.player(player).name.full.as_str())
    }

    fn name_team(&mut self, team: usize) -> Piece<'a> {
        let name = &self.world.teams[team].club.name;
        self.name(Kind::Team, name, name)
    }

    fn name_player(&mut self, player: usize) -> Piece<'a> {
        let name = &self.world.player(player).name;
        self.name(Kind::Player, &name.full, &name.surname)
    }

    fn name(&mut self, kind: Kind, full: &'a str, later: &'a str) -> Piece<'a> {
        let first = !self.named.contains(&full);
        if first {
            self.named.push(full);
        }
        Piece::Name { kind, full, shown: if first { full } else { later }, first }
    }
}

fn goal_phrases(goal: &Goal, before: [usize; 2]) -> &'static [&'static str] {
    let (mine, theirs) = (before[goal.side], before[1 - goal.side]);
    match goal.kind {
        GoalKind::Own => phrases::OWN_GOALS,
        GoalKind::Penalty => phrases::PENALTIES,
        GoalKind::Open if mine + theirs == 0 => phrases::OPENERS,
        GoalKind::Open if mine + 1 == theirs => phrases::EQUALISERS,
        GoalKind::Open if mine == theirs => phrases::LEADS,
        GoalKind::Open if mine > theirs => phrases::EXTENDERS,
        GoalKind::Open => phrases::CONSOLATIONS,
    }
}

/// A score with the higher figure first, as prose gives it.
fn higher_first([a, b]: [usize; 2]) -> String {
    format!("{}-{}", a.max(b), a.min(b))
}

/// `38th minute`, `second minute of stoppage time`.
fn in_words(minute: Minute) -> String {
    const ADDED: [&str; 7] = ["first", "first", "second", "third", "fourth", "fifth", "sixth"];
    if minute.added > 0 {
        let half = if minute.regular == 45 { "first-half " } else { "" };
        return format!("{} minute of {half}stoppage time", ADDED[usize::from(minute.added).min(6)]);
    }
    let ending = match (minute.regular % 100, minute.regular % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{}{ending} minute", minute.regular)
}

/// A number with commas between the thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        let _ = write!(grouped, "{digit}");
    }
    grouped
}

/// The words of a phrase once its slots are filled; a full name has two.
fn words(phrase: &str) -> usize {
    phrase.split_whitespace().count() + 2 * phrase.matches("{P}").count().min(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn plain(report: &Report<'_>) -> String {
        let mut text = String::new();
        for block in &report.blocks {
            if let Block::Paragraph(pieces) = block {
                for piece in pieces {
                    text.push_str(match piece {
                        Piece::Text(words) => words,
                        Piece::Number(number) => number,
                        Piece::Name { shown, .. } => shown,
                    });
                }
                text.push('\n');
            }
        }
        text
    }

    #[test]
    fn a_report_has_its_length_its_pictures_and_its_names() {
        let world = World::new(600, 1);
        for game in world.matches() {
            let report = report(&world, &game, 1);
            let words = plain(&report).split_whitespace().count();
            assert!((490..=710).contains(&words), "{} has {words} words", game.slug);
            let pictures = report.blocks.iter().filter(|block| matches!(block, Block::Image { .. })).count();
            assert_eq!(pictures, 2);
            let mut named = Vec::new();
            for block in &report.blocks {
                if let Block::Paragraph(pieces) = block {
                    named.extend(pieces.iter().filter_map(|piece| match piece {
                        Piece::Name { full, first: true, .. } => Some(*full),
                        _ => None,
                    }));
                }
            }
            // Two teams, a ground, a referee and ten players, each for the first time once.
            let set: HashSet<&str> = named.iter().copied().collect();
            assert_eq!((named.len(), set.len()), (14, 14), "{}", game.slug);
        }
    }

    #[test]
    fn minutes_and_numbers_are_written_out() {
        assert_eq!(in_words(Minute { regular: 21, added: 0 }), "21st minute");
        assert_eq!(in_words(Minute { regular: 12, added: 0 }), "12th minute");
        assert_eq!(in_words(Minute { regular: 45, added: 2 }), "second minute of first-half stoppage time");
        assert_eq!((grouped(4120), grouped(950)), ("4,120".to_owned(), "950".to_owned()));
    }
}
