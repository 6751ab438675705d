//! The match page, and the same facts beside a story on a match.
//!
//! In: a match of the model, shared rows, tables. Out: the variables `match`,
//! `detail`, `table`, `same_day`, `head_to_head`, `form`, `next`, `stories`.
//! Never decides who won: `Match::official` does.

use serde::Serialize;

use super::common::Tally;
use super::table::FormItem;
use crate::render::shared::{Extra, Shared};
use crate::render::text::{DateText, MinuteText, PairText, TimeText};

/// Something for the home and for the away team.
#[derive(Clone, Debug, Serialize)]
pub struct Sides<T> {
    /// Of the home team.
    pub home: T,
    /// Of the away team.
    pub away: T,
}

/// A goal of a scorer.
#[derive(Clone, Debug, Serialize)]
pub struct ScorerGoal {
    /// `38'`; null if not known.
    pub minute: Option<MinuteText>,
    /// `pen` or `og`; null for any other goal.
    pub mark: Option<&'static str>,
}

/// A scorer under his team's name.
#[derive(Clone, Debug, Serialize)]
pub struct Scorer {
    /// The player: a `PersonRef`.
    pub player: Shared,
    /// His goals in order.
    pub goals: Vec<ScorerGoal>,
    /// `38'`, `54' pen, 62'`.
    pub text: String,
}

/// A sending-off under the team's name.
#[derive(Clone, Debug, Serialize)]
pub struct SendingOff {
    /// The player: a `PersonRef`.
    pub player: Shared,
    /// `86'`; null if not known.
    pub minute: Option<MinuteText>,
    /// `red` or `second-yellow`.
    pub kind: &'static str,
}

/// An event of the timeline.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineEvent {
    /// `38'`; null if not known.
    pub minute: Option<MinuteText>,
    /// `goal`, `penalty`, `own-goal`, `missed-penalty`, `yellow`,
    /// `second-yellow`, `red`, `substitution`.
    pub kind: &'static str,
    /// `Goal`, `Own goal`, `Booked`, …
    pub label: &'static str,
    /// The side it counts for: `home` or `away`.
    pub side: &'static str,
    /// That team: a `TeamRef`.
    pub team: Shared,
    /// Who: a `PersonRef`; of a substitution, who came on.
    pub player: Shared,
    /// A `PersonRef`: who gave the last pass, or who went off; null for none.
    pub other: Option<Shared>,
    /// `0–1`, after a goal, where known.
    pub score: Option<PairText>,
}

/// A part of the match.
#[derive(Clone, Debug, Serialize)]
pub struct Period {
    /// `First half`, `Second half`, `Extra time`, `Time not known`.
    pub name: &'static str,
    /// Its events in order.
    pub events: Vec<TimelineEvent>,
}

/// A card of a player.
#[derive(Clone, Debug, Serialize)]
pub struct CardView {
    /// `yellow`, `second-yellow` or `red`.
    pub kind: &'static str,
    /// `43'`; null if not known.
    pub minute: Option<MinuteText>,
}

/// A player of a line-up.
#[derive(Clone, Debug, Serialize)]
pub struct LineupPlayer {
    /// Who: a `PersonRef`.
    pub player: Shared,
    /// Shirt number.
    pub number: Option<u16>,
    /// Captain at kick-off.
    pub captain: bool,
    /// Goals for the own team.
    pub goals: u16,
    /// Own goals.
    pub own_goals: u16,
    /// Cards in order.
    pub cards: Vec<CardView>,
    /// When he came on: `46'`; null for a starter, or if not known.
    pub on: Option<MinuteText>,
    /// When he was replaced: `82'`.
    pub off: Option<MinuteText>,
    /// Who replaced him.
    pub replaced_by: Option<Box<LineupPlayer>>,
}

/// A team's line-up.
#[derive(Clone, Debug, Serialize)]
pub struct LineupView<'a> {
    /// The team: a `TeamRef`.
    pub team: Shared,
    /// `4-3-3`; null if not known.
    pub formation: Option<&'a str>,
    /// The eleven by line of the formation, goalkeeper first; a single line
    /// where the formation is not known.
    pub lines: Vec<Vec<LineupPlayer>>,
    /// Substitutes who came on for nobody known.
    pub substitutes: Vec<LineupPlayer>,
    /// The bench that stayed there.
    pub bench: Vec<LineupPlayer>,
    /// The coach: a `PersonRef`; null if not known.
    pub coach: Option<Shared>,
}

/// A referee or another official.
#[derive(Clone, Debug, Serialize)]
pub struct OfficialView<'a> {
    /// Who: a `PersonRef`.
    pub person: Shared,
    /// Country as written.
    pub country: Option<&'a str>,
    /// The referee himself.
    pub referee: bool,
}

/// A kick of the shoot-out.
#[derive(Clone, Debug, Serialize)]
pub struct KickView {
    /// `home` or `away`.
    pub side: &'static str,
    /// Who: a `PersonRef`.
    pub player: Shared,
    /// It went in.
    pub scored: bool,
    /// The tally after it: `2–1`.
    pub tally: PairText,
}

/// A kick-off announced earlier.
#[derive(Clone, Debug, Serialize)]
pub struct EarlierKickoff {
    /// `2022-11-29`.
    pub date: DateText,
    /// `22:00`; null if not known.
    pub time: Option<TimeText>,
}

/// An awarded result.
#[derive(Clone, Debug, Serialize)]
pub struct AwardedView {
    /// `3–0`.
    pub score: PairText,
    /// `1–1`, as it stood on the pitch; null if not played.
    pub played: Option<PairText>,
}

/// Variable `detail`: what only the match's own page tells. `match` beside it
/// is the `MatchRow`.
#[derive(Clone, Debug, Serialize)]
pub struct MatchDetail<'a> {
    /// For a screen reader, in the right order: `Iran 0, United States 1.
    /// Half-time 0–1. United States: Pulisic 38 minutes.`
    pub sentence: String,
    /// Scorers under their team.
    pub scorers: Sides<Vec<Scorer>>,
    /// Sendings-off under their team.
    pub sendings_off: Sides<Vec<SendingOff>>,
    /// Goals, cards and substitutions by part of the match; empty if nothing
    /// is known.
    pub timeline: Vec<Period>,
    /// Line-ups; null if neither is known. A side that is not known has no
    /// lines.
    pub lineups: Option<Sides<LineupView<'a>>>,
    /// Kicks of the shoot-out in order.
    pub shootout: Vec<KickView>,
    /// The referee: a `PersonRef`; null if not known.
    pub referee: Option<Shared>,
    /// All officials, the referee first.
    pub officials: Vec<OfficialView<'a>>,
    /// Spectators.
    pub attendance: Option<u32>,
    /// Why it was postponed, abandoned, awarded, …
    pub reason: Option<&'a str>,
    /// The ruling.
    pub awarded: Option<AwardedView>,
    /// Kick-offs announced earlier, oldest first.
    pub was: Vec<EarlierKickoff>,
    /// A remark.
    pub note: Option<&'a str>,
    /// URLs where the facts come from.
    pub sources: Vec<&'a str>,
    /// The author's own mapping.
    pub extra: Extra<'a>,
}

/// Variable `head_to_head`: the two teams' earlier and later meetings.
#[derive(Clone, Debug, Serialize)]
pub struct HeadToHead<'a> {
    /// The page of all their meetings; null if there is none.
    pub url: Option<&'a str>,
    /// From the home team's side.
    pub tally: Tally,
    /// The last meetings but this one, newest first, five at most: `MatchRow`s.
    pub matches: Vec<Shared>,
}

/// Variable `form`: the five matches before this one, oldest first.
pub type FormVar<'a> = Sides<Vec<FormItem<'a>>>;

/// Variable `next`: each team's next match after this one (a `MatchRow`), or
/// null.
pub type NextVar = Sides<Option<Shared>>;
