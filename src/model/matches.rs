//! A match and what happened in it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{EditionId, Kickoff, Minute, PersonId, TeamId, VenueId};
use crate::diagnostic::Place;

/// Where a match stands in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// To be played.
    #[default]
    Scheduled,
    /// To be played, date or time undecided.
    Tbd,
    /// Put off; the kick-off is the new one if known, else the old one.
    Postponed,
    /// Will not be played; counts for nothing.
    Cancelled,
    /// Being played.
    Live,
    /// Interrupted, to be continued.
    Suspended,
    /// Broken off for good; counts only if awarded.
    Abandoned,
    /// Decided by a ruling: counts with its official score.
    Awarded,
    /// Won because the opponent did not play.
    Walkover,
    /// Played, then struck from the record; counts for nothing.
    Annulled,
    /// Played to the end.
    FullTime,
}

impl Status {
    /// The word for it in record files, templates and exports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Tbd => "tbd",
            Self::Postponed => "postponed",
            Self::Cancelled => "cancelled",
            Self::Live => "live",
            Self::Suspended => "suspended",
            Self::Abandoned => "abandoned",
            Self::Awarded => "awarded",
            Self::Walkover => "walkover",
            Self::Annulled => "annulled",
            Self::FullTime => "full-time",
        }
    }
}

/// Goals of home and away.
pub type Pair = [u16; 2];

/// A score. All pairs are cumulative, home first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Score {
    /// After 90 minutes (or whatever normal time is).
    pub ft: Option<Pair>,
    /// At half-time.
    pub ht: Option<Pair>,
    /// After extra time.
    pub et: Option<Pair>,
    /// The shoot-out alone.
    pub pens: Option<Pair>,
    /// Ended by a golden goal.
    pub golden_goal: bool,
}

impl Score {
    /// The score as it is told: after extra time if there was any, else after
    /// normal time. Kicks from the mark never count.
    pub fn result(&self) -> Option<Pair> {
        self.et.or(self.ft)
    }
}

impl std::fmt::Display for Score {
    /// As it is told in one line: `3-3 aet (2-2, 2-0), 4-2 pens`. Nothing where
    /// nothing is known; a half-time score alone reads as a result.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some([home, away]) = self.result().or(self.ht).or(self.pens) else { return Ok(()) };
        write!(f, "{home}-{away}")?;
        if self.et.is_some() {
            f.write_str(if self.golden_goal { " aet/gg" } else { " aet" })?;
        }
        let earlier = [self.ft.filter(|_| self.et.is_some()), self.ht.filter(|_| self.result().is_some())];
        for (i, [home, away]) in earlier.into_iter().flatten().enumerate() {
            write!(f, "{}{home}-{away}", if i == 0 { " (" } else { ", " })?;
        }
        if earlier.iter().any(Option::is_some) {
            f.write_str(")")?;
        }
        match self.pens {
            Some([home, away]) if self.result().is_some() => write!(f, ", {home}-{away} pens"),
            _ => Ok(()),
        }
    }
}

/// Home or away; indexes [`Match::sides`] and every [`Pair`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SideIx {
    /// The team named first.
    Home,
    /// The team named second.
    Away,
}

impl SideIx {
    /// Both, home first.
    pub const BOTH: [Self; 2] = [Self::Home, Self::Away];

    /// 0 or 1.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The other side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Home => Self::Away,
            Self::Away => Self::Home,
        }
    }
}

/// How a goal was scored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GoalKind {
    /// In play.
    #[default]
    Goal,
    /// From the penalty spot during play.
    Penalty,
    /// By an opponent, whose own tally it never enters.
    OwnGoal,
}

/// A goal. `side` is the team it counts for; for an own goal the scorer
/// belongs to the other one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// The team the goal counts for.
    pub side: SideIx,
    /// Who scored it.
    pub scorer: PersonId,
    /// When, if told.
    pub minute: Option<Minute>,
    /// How.
    pub kind: GoalKind,
    /// Who gave the last pass.
    pub assist: Option<PersonId>,
    /// Home and away goals after this one, where the goals are all known.
    pub score: Option<Pair>,
}

/// A penalty that was not scored during play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MissedPenalty {
    /// The team of the taker.
    pub side: SideIx,
    /// The taker.
    pub player: PersonId,
    /// When, if told.
    pub minute: Option<Minute>,
}

/// A colour of card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardKind {
    /// A booking.
    Yellow,
    /// A second booking, and so off.
    SecondYellow,
    /// Sent off outright.
    Red,
}

/// A card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The team of the booked person.
    pub side: SideIx,
    /// The booked person: a player, or somebody on the bench.
    pub player: PersonId,
    /// When, if told.
    pub minute: Option<Minute>,
    /// Which.
    pub kind: CardKind,
}

/// A kick of a shoot-out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kick {
    /// The team of the taker.
    pub side: SideIx,
    /// The taker.
    pub player: PersonId,
    /// Whether it went in.
    pub scored: bool,
}

/// One player of a line-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    /// Who.
    pub player: PersonId,
    /// The shirt number, from the line-up or the squad.
    pub number: Option<u16>,
    /// In the eleven: the line of the formation, 0 for the goalkeeper. The
    /// same as the player replaced for a substitute. `None` where unknown.
    pub line: Option<u8>,
    /// In the eleven.
    pub started: bool,
    /// Captain at kick-off.
    pub captain: bool,
    /// When he came on.
    pub on: Option<Minute>,
    /// When he was replaced.
    pub off: Option<Minute>,
    /// Whom he replaced, as a position in [`Lineup::players`].
    pub replaced: Option<u16>,
    /// Came on (also where the minute is not known).
    pub came_on: bool,
}

/// One team's line-up: the eleven in the order written, then the substitutes
/// who came on in order of their minute, then the unused bench.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lineup {
    /// `4-3-3`, where given.
    pub formation: Option<Arc<str>>,
    /// Everyone named.
    pub players: Vec<Selection>,
}

impl Lineup {
    /// Those who stood on the pitch at kick-off.
    pub fn eleven(&self) -> impl Iterator<Item = &Selection> {
        self.players.iter().filter(|p| p.started)
    }

    /// Those who came on.
    pub fn substitutes(&self) -> impl Iterator<Item = &Selection> {
        self.players.iter().filter(|p| !p.started && p.came_on)
    }

    /// Where in the list he stands who replaced the player at a place of it:
    /// always further on.
    pub fn replacement_of(&self, at: usize) -> Option<usize> {
        let mut after = self.players.iter().enumerate().skip(at + 1);
        after.find(|(_, p)| p.replaced.map(usize::from) == Some(at)).map(|(next, _)| next)
    }

    /// Those who stayed on the bench.
    pub fn unused(&self) -> impl Iterator<Item = &Selection> {
        self.players.iter().filter(|p| !p.started && !p.came_on)
    }
}

/// One of the two teams of a match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// The team.
    pub team: TeamId,
    /// The team's name on the day where it was another than today's
    /// (West Germany).
    pub name: Option<Arc<str>>,
    /// Its line-up, where known.
    pub lineup: Option<Lineup>,
    /// Its coach, where known.
    pub coach: Option<PersonId>,
}

/// A referee or another official.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Official {
    /// Who.
    pub person: PersonId,
    /// Country, as written (`QAT`).
    pub country: Option<Arc<str>>,
    /// The referee himself, not one of the assistants.
    pub referee: bool,
}

/// An awarded result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awarded {
    /// The official score.
    pub score: Pair,
    /// What had been played, if anything.
    pub played: Option<Pair>,
}

/// A fixture or a result.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Match {
    /// The last part of the address: `2022-11-29-iran-usa`, or the `id` given.
    pub slug: Arc<str>,
    /// The edition it belongs to; `None` for a match outside any competition.
    pub edition: Option<EditionId>,
    /// `First stage`, where told.
    pub stage: Option<Arc<str>>,
    /// `Group B`.
    pub group: Option<Arc<str>>,
    /// `Quarter-finals`, or a round with a number of its own.
    pub round: Option<Arc<str>>,
    /// The round's number for each team, else the day's.
    pub matchday: Option<u16>,
    /// 1 or 2 in a two-legged tie.
    pub leg: Option<u8>,
    /// When.
    pub kickoff: Option<Kickoff>,
    /// Kick-offs announced earlier, oldest first.
    pub was: Vec<Kickoff>,
    /// Where.
    pub venue: Option<VenueId>,
    /// On neutral ground.
    pub neutral: bool,
    /// Home and away.
    pub sides: [Side; 2],
    /// The score as played; `None` before it is.
    pub score: Option<Score>,
    /// Goals in order of time.
    pub goals: Vec<Goal>,
    /// Penalties not scored, in order of time.
    pub missed_penalties: Vec<MissedPenalty>,
    /// Cards in order of time.
    pub cards: Vec<Card>,
    /// Kicks of the shoot-out in order.
    pub shootout: Vec<Kick>,
    /// The referee first, then the others as written.
    pub officials: Vec<Official>,
    /// Spectators.
    pub attendance: Option<u32>,
    /// Where it stands.
    pub status: Status,
    /// Why it was postponed, abandoned, awarded, …
    pub reason: Option<Arc<str>>,
    /// The ruling, for an awarded match.
    pub awarded: Option<Awarded>,
    /// Old addresses.
    pub redirect_from: Vec<Arc<str>>,
    /// URLs where the facts come from.
    pub sources: Vec<Arc<str>>,
    /// A remark.
    pub note: Option<Arc<str>>,
    /// The author's own mapping, as JSON text.
    pub extra: Option<Arc<str>>,
    /// Where it is written: the most trusted source first.
    pub origins: Vec<Place>,
}

impl Match {
    /// One side.
    pub fn side(&self, side: SideIx) -> &Side {
        &self.sides[side.index()]
    }

    /// Which side a team is, if it takes part.
    pub fn side_of(&self, team: TeamId) -> Option<SideIx> {
        SideIx::BOTH.into_iter().find(|s| self.side(*s).team == team)
    }

    /// The score that counts: the official one of an awarded match, else the
    /// result as played if the match has ended. `None` for what counts for
    /// nothing (cancelled, annulled, abandoned without ruling, still to come).
    pub fn official(&self) -> Option<Pair> {
        match self.status {
            Status::Awarded | Status::Walkover => {
                self.awarded.map(|a| a.score).or_else(|| self.score.as_ref().and_then(Score::result))
            }
            Status::FullTime => self.score.as_ref().and_then(Score::result),
            Status::Abandoned => self.awarded.map(|a| a.score),
            _ => None,
        }
    }

    /// Whether it is still to be played, or being played.
    pub fn is_open(&self) -> bool {
        matches!(self.status, Status::Scheduled | Status::Tbd | Status::Postponed | Status::Live | Status::Suspended)
    }
}
