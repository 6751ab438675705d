//! Makes raw values of what the forms say.
//!
//! In: fixtures, goals, line-ups, shoot-outs and officials as slices of the
//! text. Out: raw matches, each part with its byte in the file. Never reads a
//! form itself.

use super::goals::{self, GoalsText};
use super::lines::{self, Line};
use super::lineups::{self, LineupText, PlayerText, Who};
use super::match_line::Fixture;
use super::reader::{Reader, spot};
use super::report::{self, shown};
use super::scan::offset_in;
use super::scores::ScoreText;
use super::status::StatusText;
use super::{officials, shootout, venue};
use crate::content::raw::{
    RawAwarded, RawBye, RawCard, RawGoal, RawKick, RawKickoff, RawLineup, RawMatch, RawOfficial, RawSelection,
    RawVenue, Sym,
};
use crate::model::{Pair, Score, SideIx, Status};

/// A line-up of an unknown team is believed to be one from so many players.
const FEWEST_PLAYERS: usize = 7;

impl<'a> Reader<'a> {
    /// A match line.
    #[allow(clippy::too_many_arguments, reason = "the parts of one line, each found by another part of the reader")]
    pub(super) fn fixture(
        &mut self,
        line: Line<'a>,
        core_at: usize,
        core: &'a str,
        fixture: &Fixture<'a>,
        venue: Option<RawVenue>,
        attendance: Option<u32>,
        number: Option<u32>,
    ) {
        if let Some(unknown) = fixture.unknown {
            let at = core_at + offset_in(core, unknown);
            self.unknown_part(at..at + unknown.len(), unknown, "a match is `Qatar  0-2 (0-2)  Ecuador`");
        }
        let home = self.sym(fixture.home);
        let sections = &self.sections;
        let (round, matchday) = sections.round_and_matchday();
        let Some(away) = fixture.away else {
            let (competition, season) = (sections.competition, sections.season);
            self.record.byes.push(RawBye { spot: spot(line.at), competition, season, round, team: home });
            self.open = false;
            return;
        };
        let kickoff = sections.date.map(|date| RawKickoff {
            date,
            time: sections.time.map(|time| time.time),
            offset: sections.time.and_then(|time| time.offset),
            to_be_decided: false,
        });
        let mut found = RawMatch::new(spot(line.at), home, self.sym(away));
        let sections = &self.sections;
        found.competition = sections.competition;
        found.season = sections.season;
        found.stage = sections.stage;
        found.group = sections.group;
        found.round = round;
        found.matchday = matchday;
        found.leg = sections.leg;
        found.kickoff = kickoff;
        found.venue = venue;
        found.attendance = attendance;
        found.note = fixture.note.map(str::to_owned);
        found.extra = number.map(|number| format!("{{\"num\":{number}}}"));
        if let Some(score) = fixture.score {
            self.score(core_at, core, &score, &mut found);
        }
        self.record.matches.push(found);
        self.open = true;
        if let Some(status) = fixture.status.or(self.status) {
            self.apply_status(status);
        }
        self.status = None;
        if let Some(goals) = fixture.goals {
            let at = core_at + offset_in(core, goals);
            self.goal_list(at + 1, &goals[1..goals.len() - 1]);
        }
    }

    fn score(&mut self, core_at: usize, core: &str, score: &ScoreText, found: &mut RawMatch) {
        let bytes = core_at..core_at + core.len();
        if score.absurd {
            self.absurd(bytes.clone(), core, "a score");
            return;
        }
        if score.odd {
            self.warn(
                report::UNKNOWN_PART,
                bytes,
                format!("the score in `{}` has more figures than can be understood", shown(core)),
                "write `2-1 (1-0)`, or `1-1 a.e.t. (1-1, 1-0), 3-1 pen.`",
            );
        }
        found.aggregate = score.aggregate;
        if score.awarded {
            // What stands in parentheses beside a ruling was played.
            let result = score.score.result();
            found.status = Some(Status::Awarded);
            found.awarded = result.map(|result| RawAwarded { score: result, played: score.score.ht });
        } else if score.score != Score::default() {
            found.score = Some(score.score);
        }
    }

    /// Gives the last match the status that stands in brackets or in the
    /// place of its score.
    pub(super) fn apply_status(&mut self, text: StatusText<'a>) {
        let moved = text.moved_to.and_then(|(date, time)| {
            // The years of a fixture list go on from here, not from the day
            // of a replay in spring.
            let mut years = self.sections.years;
            Some((years.complete(date).ok()?.0, time))
        });
        let Some(found) = self.record.matches.last_mut() else { return };
        found.status = Some(text.status);
        if let Some(reason) = text.reason {
            found.reason = Some(reason.to_owned());
        }
        match text.status {
            Status::Awarded | Status::Walkover => rule(found, text.pair),
            Status::Abandoned | Status::Suspended if found.score.is_none() => {
                found.score = text.pair.map(|pair| Score { ft: Some(pair), ..Score::default() });
            }
            Status::Postponed => {
                if let Some((date, time)) = moved {
                    found.was.extend(found.kickoff);
                    let (time, offset) = (time.map(|time| time.time), time.and_then(|time| time.offset));
                    found.kickoff = Some(RawKickoff { date, time, offset, to_be_decided: false });
                }
            }
            Status::Tbd => {
                if let Some(kickoff) = &mut found.kickoff {
                    kickoff.to_be_decided = true;
                }
            }
            _ => {}
        }
    }

    /// Goals in parentheses below a match, over one line or several.
    pub(super) fn goals(&mut self, line: Line<'a>) {
        let end = self.block_end(line, line.at, false);
        let block = lines::block(self.source, line.at, end);
        if !self.open {
            self.orphan(line.at..end, "goals");
            return;
        }
        let close = close_of(&block);
        let rest = close.map_or("", |close| block[close + 1..].trim());
        if !rest.is_empty() {
            let at = line.at + offset_in(&block, rest);
            self.unknown_part(at..at + rest.len(), rest, "goals are `(Saka 43', 62'; Taremi 65')`");
        }
        if close.is_none() {
            self.warn(
                report::OPEN_BRACKET,
                line.at..line.at + 1,
                "this parenthesis is never closed".to_owned(),
                "close it with `)` after the last goal",
            );
        }
        let inner = &block[1..close.unwrap_or(block.len())];
        self.goal_list(line.at + 1, inner);
    }

    fn goal_list(&mut self, at: usize, text: &str) {
        let GoalsText { goals, parted, faults } = goals::read(text);
        for (range, fault) in faults {
            let bytes = at + range.start..at + range.end;
            let piece = &text[range];
            match fault {
                goals::Fault::Minute => self.absurd(bytes, piece, "a minute"),
                goals::Fault::Halves => self.warn(
                    report::UNKNOWN_PART,
                    bytes,
                    "a second `;` in a list of goals: a match has two teams".to_owned(),
                    "part goals of one team by commas",
                ),
                goals::Fault::Unknown => {
                    self.unknown_part(bytes, piece, "goals are `(Saka 43', 62' (pen.); Taremi 65')`");
                }
            }
        }
        let result = self.record.matches.last().and_then(|found| found.score?.result());
        let mut raw = Vec::with_capacity(goals.len());
        for goal in goals {
            let side = if parted { Some(SideIx::BOTH[goal.half.min(1)]) } else { only_scorer(result) };
            raw.push(RawGoal {
                spot: spot(at + goal.at),
                player: self.person(goal.player),
                side,
                team: None,
                minute: goal.minute,
                kind: goal.kind,
                assist: goal.assist.map(|name| self.person(name)),
            });
        }
        if let Some(found) = self.record.matches.last_mut() {
            found.goals.get_or_insert_default().extend(raw);
        }
    }

    /// A line that starts with a key and a colon.
    pub(super) fn keyed(&mut self, line: Line<'a>, key: &'a str, start: usize) -> bool {
        let lower = key.to_lowercase();
        if let Some(number) = venue::attendance_key(line.text) {
            match venue::number(number) {
                Ok(attendance) => self.attendance(Some(attendance)),
                Err(text) => self.absurd(line.at..line.end(), text, "an attendance"),
            }
            return true;
        }
        let end = self.block_end(line, start, true);
        let block = lines::block(self.source, start, end);
        let what = match lower.as_str() {
            "refs" | "ref" | "referee" | "referees" | "officials" => "officials",
            "coach" | "coaches" | "manager" | "managers" | "trainer" => "a coach",
            "penalties" | "pens" | "penalty shoot-out" | "penalty shootout" | "shoot-out" | "shootout" => "a shoot-out",
            "subs" | "bench" | "substitutes" => "a bench",
            "venue" | "stadium" | "ground" => "a venue",
            _ => return self.lineup(line, key, start, &block, end),
        };
        if !self.open {
            self.orphan(line.at..end, what);
            return true;
        }
        match what {
            "officials" => self.officials(start, &block),
            "a coach" => self.coaches(line.at..end, start, &block),
            "a shoot-out" => self.shootout(start, &block),
            "a bench" => self.bench(line.at..end, start, &block),
            _ => {
                let text = venue::read(&block);
                let venue = RawVenue { name: self.sym(text.name), city: text.city.map(|city| self.sym(city)) };
                if let Some(found) = self.record.matches.last_mut() {
                    found.venue.get_or_insert(venue);
                }
            }
        }
        true
    }

    fn orphan(&mut self, bytes: std::ops::Range<usize>, what: &str) {
        self.warn(
            report::ORPHAN,
            bytes,
            format!("there is no match above for {what} to belong to"),
            "put the line below its match",
        );
    }

    fn officials(&mut self, at: usize, block: &str) {
        let mut raw = Vec::new();
        for official in officials::read(block) {
            raw.push(RawOfficial {
                spot: spot(at + official.at),
                name: self.person(official.name),
                country: official.country.map(|country| self.sym(country)),
                referee: raw.is_empty(),
            });
        }
        if let Some(found) = self.record.matches.last_mut() {
            let first = found.officials.is_empty();
            for official in &mut raw {
                official.referee &= first;
            }
            found.officials.extend(raw);
        }
    }

    fn shootout(&mut self, at: usize, block: &str) {
        let (kicks, faults) = shootout::read(block);
        for range in faults {
            let piece = block[range.clone()].to_owned();
            self.unknown_part(at + range.start..at + range.end, &piece, "kicks are `1-0 Name, Name (missed)`");
        }
        let mut raw = Vec::with_capacity(kicks.len());
        for kick in kicks {
            let player = self.person(kick.player);
            raw.push(RawKick { spot: spot(at + kick.at), player, side: kick.side, team: None, scored: kick.scored });
        }
        if let Some(found) = self.record.matches.last_mut() {
            found.shootout.extend(raw);
        }
    }

    /// `Coach: X` below a line-up is its coach; two names are those of both.
    fn coaches(&mut self, bytes: std::ops::Range<usize>, at: usize, block: &str) {
        let names: Vec<_> = officials::read(block).iter().map(|coach| (coach.at, coach.name)).collect();
        let coaches: Vec<Sym> = names.iter().map(|(_, name)| self.person(name)).collect();
        let free: Vec<usize> = self.record.matches.last().map_or_else(Vec::new, |found| {
            found.lineups.iter().enumerate().filter(|(_, l)| l.coach.is_none()).map(|(index, _)| index).collect()
        });
        let skipped = if coaches.len() < free.len() { free.len() - coaches.len() } else { 0 };
        if let Some(found) = self.record.matches.last_mut() {
            for (index, coach) in free.iter().skip(skipped).zip(&coaches) {
                found.lineups[*index].coach = Some(*coach);
            }
        }
        if let Some((offset, name)) = names.get(free.len()) {
            let at = at + offset;
            let name = (*name).to_owned();
            self.warn(
                report::ORPHAN,
                if free.is_empty() { bytes } else { at..at + name.len() },
                format!("there is no line-up above for the coach `{name}`"),
                "put the coach below the line-up of his team",
            );
        }
    }

    /// A line-up: of one of the two teams, or of another spelling of one
    /// where it is plainly a line-up.
    fn lineup(&mut self, line: Line<'a>, key: &'a str, start: usize, block: &str, end: usize) -> bool {
        let team = self.sym(key);
        let side = self.record.matches.last().filter(|_| self.open).and_then(|found| {
            if team == found.home { Some(SideIx::Home) } else { (team == found.away).then_some(SideIx::Away) }
        });
        let text = lineups::read(block);
        if side.is_none() && text.eleven.len() < FEWEST_PLAYERS {
            if end > line.end() {
                self.warn(
                    report::UNKNOWN_LINE,
                    line.at..end,
                    format!("these lines cannot be understood: `{}`", shown(line.text)),
                    "a line-up starts with the name of one of the two teams above",
                );
                return true;
            }
            return false;
        }
        if !self.open {
            self.orphan(line.at..end, "a line-up");
            return true;
        }
        for (range, fault) in &text.faults {
            let bytes = start + range.start..start + range.end;
            let piece = &block[range.clone()];
            match fault {
                lineups::Fault::Minute => self.absurd(bytes, piece, "a minute"),
                lineups::Fault::Open => self.warn(
                    report::OPEN_BRACKET,
                    bytes,
                    "this bracket is never closed".to_owned(),
                    "close it after the card or the substitute",
                ),
                lineups::Fault::Unknown => {
                    self.unknown_part(bytes, piece, "a player is `Sergino DEST [Y 11'] (74' DeAndre YEDLIN)`");
                }
            }
        }
        let coach = text.coach.map(|(_, name)| self.person(name));
        let players = self.players(start, &text);
        let mut cards = Vec::with_capacity(text.cards.len());
        for card in &text.cards {
            cards.push(RawCard {
                spot: spot(start + card.at),
                player: self.person(card.player),
                side,
                team: side.is_none().then_some(team),
                minute: card.minute,
                kind: card.kind,
            });
        }
        if let Some(found) = self.record.matches.last_mut() {
            found.cards.extend(cards);
            let spot = spot(line.at);
            found.lineups.push(RawLineup { spot, team: Some(team), formation: None, coach, captain: None, players });
        }
        true
    }

    /// The eleven, then those who came on.
    fn players(&mut self, at: usize, text: &LineupText<'_>) -> Vec<RawSelection> {
        let eleven = text.eleven.len();
        let mut players = Vec::with_capacity(eleven + text.substitutes.len());
        let entries = text.eleven.iter().map(|p| (p, true)).chain(text.substitutes.iter().map(|p| (p, false)));
        for (player, started) in entries {
            let mut raw = self.selection(at, player, started);
            raw.replaced = player.replaced.map(|who| match who {
                Who::Starter(index) => index as u16,
                Who::Substitute(index) => (eleven + index) as u16,
            });
            players.push(raw);
        }
        players
    }

    fn selection(&mut self, at: usize, player: &PlayerText<'_>, started: bool) -> RawSelection {
        RawSelection {
            spot: spot(at + player.at),
            player: self.person(player.name),
            number: player.number,
            line: Some(player.line),
            started,
            captain: player.captain,
            on: player.on,
            off: player.off,
            replaced: None,
        }
    }

    /// Players who stayed on the bench, of the line-up above.
    fn bench(&mut self, bytes: std::ops::Range<usize>, at: usize, block: &str) {
        if self.record.matches.last().is_none_or(|found| found.lineups.is_empty()) {
            self.orphan(bytes, "a bench");
            return;
        }
        let text = lineups::read(block);
        let mut players = Vec::with_capacity(text.eleven.len());
        for player in &text.eleven {
            let mut raw = self.selection(at, player, false);
            raw.line = None;
            players.push(raw);
        }
        for (range, _) in &text.faults {
            let piece = block[range.clone()].to_owned();
            self.unknown_part(at + range.start..at + range.end, &piece, "a bench is `Name, Name, Name`");
        }
        if let Some(lineup) = self.record.matches.last_mut().and_then(|found| found.lineups.last_mut()) {
            lineup.players.extend(players);
        }
    }
}

/// The side all goals are for, where the other has none.
fn only_scorer(result: Option<Pair>) -> Option<SideIx> {
    match result? {
        [0, 0] => None,
        [_, 0] => Some(SideIx::Home),
        [0, _] => Some(SideIx::Away),
        _ => None,
    }
}

/// Turns a match's score into a ruling. With a pair in the bracket
/// (`1-1 [awarded 0-3]`) that is the ruling and the score was played; else
/// the score itself is the ruling.
pub(crate) fn rule(found: &mut RawMatch, pair: Option<Pair>) {
    let played = found.score.as_ref().and_then(Score::result);
    match (pair, played) {
        (Some(score), played) => found.awarded = Some(RawAwarded { score, played }),
        (None, Some(score)) => {
            found.awarded = Some(RawAwarded { score, played: None });
            found.score = None;
        }
        (None, None) => {}
    }
}

/// How many parentheses are open after a text, with `open` before it.
pub(super) fn depth(open: usize, text: &str) -> usize {
    text.bytes().fold(open, |depth, byte| match byte {
        b'(' => depth + 1,
        b')' => depth.saturating_sub(1),
        _ => depth,
    })
}

/// Where the parenthesis that a text starts with is closed.
fn close_of(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(index);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a line of a list ends with a mark that parts players, so that the
/// next line goes on with it; an empty one does.
pub(super) fn ends_parted(text: &str) -> bool {
    let text = text.trim_end();
    let head = text.trim_end_matches(['-', '–', '—']);
    let dash = head.len() < text.len() && (head.is_empty() || head.ends_with(char::is_whitespace));
    text.is_empty() || text.ends_with([',', ';']) || dash
}
