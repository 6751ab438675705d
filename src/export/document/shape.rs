//! What the document looks like.
//!
//! Plain values, field by field in the order in which they are written; what is
//! not known is left out. Nothing here looks at a model.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::model::{CardKind, CompetitionKind, GoalKind, Pair, Sex, SideIx, Status, TeamKind};

/// The whole record.
#[derive(Serialize)]
pub(in crate::export) struct Document<'a> {
    pub(super) title: &'a str,
    pub(super) competitions: Vec<Competition<'a>>,
    pub(super) teams: Vec<Team<'a>>,
    pub(super) persons: Vec<Person<'a>>,
    pub(super) venues: Vec<Venue<'a>>,
    pub(super) matches: Vec<Game<'a>>,
}

pub(super) type Text<'a> = Option<&'a str>;

#[derive(Serialize)]
pub(super) struct Competition<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) short: Text<'a>,
    pub(super) kind: CompetitionKind,
    pub(super) sex: Sex,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timezone: Text<'a>,
    pub(super) editions: Vec<Edition<'a>>,
}

#[derive(Serialize)]
pub(super) struct Edition<'a> {
    pub(super) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) season: Text<'a>,
    pub(super) groups: Vec<Group<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) byes: Vec<Bye<'a>>,
    pub(super) squads: Vec<Squad<'a>>,
    pub(super) tables: Vec<Standing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) third_placed: Vec<Third<'a>>,
    pub(super) scorers: Vec<Scorer<'a>>,
    pub(super) own_goals: Vec<OwnGoal<'a>>,
}

#[derive(Serialize)]
pub(super) struct Group<'a> {
    pub(super) name: &'a str,
    pub(super) teams: Vec<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Bye<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) round: Text<'a>,
    pub(super) team: &'a str,
}

#[derive(Serialize)]
pub(super) struct Squad<'a> {
    pub(super) team: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) coach: Text<'a>,
    pub(super) players: Vec<SquadPlace<'a>>,
}

#[derive(Serialize)]
pub(super) struct SquadPlace<'a> {
    pub(super) player: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) number: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) position: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) club: Text<'a>,
}

#[derive(Serialize)]
pub(super) struct Standing<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stage: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) group: Option<Arc<str>>,
    pub(super) complete: bool,
    pub(super) points_for_win: u8,
    pub(super) rows: Vec<Row<'a>>,
    pub(super) notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
pub(super) struct Row<'a> {
    pub(super) rank: u16,
    pub(super) shared: bool,
    pub(super) team: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<Arc<str>>,
    pub(super) played: u16,
    pub(super) won: u16,
    pub(super) drawn: u16,
    pub(super) lost: u16,
    pub(super) goals_for: u16,
    pub(super) goals_against: u16,
    pub(super) points: i32,
    pub(super) adjusted: i32,
    pub(super) conduct: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) zone: Text<'a>,
}

#[derive(Serialize)]
pub(super) struct Note<'a> {
    pub(super) teams: Vec<&'a str>,
    pub(super) text: String,
    pub(super) matches: Vec<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Third<'a> {
    pub(super) group: Arc<str>,
    pub(super) through: bool,
    #[serde(flatten)]
    pub(super) row: Row<'a>,
}

#[derive(Serialize)]
pub(super) struct Scorer<'a> {
    pub(super) rank: u16,
    pub(super) shared: bool,
    pub(super) player: &'a str,
    pub(super) teams: Vec<&'a str>,
    pub(super) goals: u32,
    pub(super) penalties: u32,
    pub(super) assists: u32,
    pub(super) appearances: u32,
    pub(super) matches: Vec<&'a str>,
}

#[derive(Serialize)]
pub(super) struct OwnGoal<'a> {
    pub(super) r#match: &'a str,
    pub(super) player: &'a str,
    #[serde(flatten)]
    pub(super) minute: When,
}

#[derive(Serialize)]
pub(super) struct Team<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) short: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Text<'a>,
    pub(super) kind: TeamKind,
    pub(super) sex: Sex,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) country: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) founded: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) venue: Text<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) former_names: Vec<FormerName<'a>>,
}

#[derive(Serialize)]
pub(super) struct FormerName<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Person<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) surname: &'a str,
    pub(super) roles: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) born: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) birth_year: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nationality: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) position: Text<'a>,
    /// His figures as a player, by edition and team.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) career: Vec<CareerLine<'a>>,
}

#[derive(Serialize)]
pub(super) struct CareerLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) edition: Option<String>,
    pub(super) team: &'a str,
    pub(super) appearances: u32,
    pub(super) starts: u32,
    pub(super) from_bench: u32,
    pub(super) minutes: u32,
    pub(super) goals: u32,
    pub(super) penalties: u32,
    pub(super) own_goals: u32,
    pub(super) assists: u32,
    pub(super) yellow_cards: u32,
    pub(super) second_yellow_cards: u32,
    pub(super) red_cards: u32,
    pub(super) clean_sheets: u32,
}

#[derive(Serialize)]
pub(super) struct Venue<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) city: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) country: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timezone: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) capacity: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) coordinates: Option<(f64, f64)>,
}

/// `minute` and `added`, as far as they are known.
#[derive(Serialize)]
pub(super) struct When {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) minute: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) added: Option<u16>,
}

#[derive(Serialize)]
pub(super) struct Game<'a> {
    pub(super) id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) edition: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stage: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) group: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) round: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) matchday: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) leg: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kickoff: Option<Announced>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) was: Vec<Announced>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) venue: Text<'a>,
    pub(super) neutral: bool,
    pub(super) home: SideOf<'a>,
    pub(super) away: SideOf<'a>,
    pub(super) status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) score: Option<Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) official: Option<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) awarded: Option<Awarded>,
    pub(super) goals: Vec<Goal<'a>>,
    pub(super) missed_penalties: Vec<Event<'a>>,
    pub(super) cards: Vec<Card<'a>>,
    pub(super) shootout: Vec<Kick<'a>>,
    pub(super) officials: Vec<Official<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) attendance: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Text<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sources: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) extra: Option<Value>,
}

#[derive(Serialize)]
pub(super) struct Announced {
    pub(super) date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) time: Option<String>,
    /// The moment in UTC, where the time is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) instant: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) to_be_decided: bool,
}

#[derive(Serialize)]
pub(super) struct SideOf<'a> {
    pub(super) team: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) coach: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) formation: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lineup: Option<Vec<Selected<'a>>>,
}

#[derive(Serialize)]
pub(super) struct Selected<'a> {
    pub(super) player: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) number: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<u8>,
    pub(super) started: bool,
    pub(super) came_on: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) captain: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) off: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replaced: Text<'a>,
}

#[derive(Serialize)]
pub(super) struct Score {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ht: Option<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ft: Option<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) et: Option<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pens: Option<Pair>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) golden_goal: bool,
}

#[derive(Serialize)]
pub(super) struct Awarded {
    pub(super) score: Pair,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) played: Option<Pair>,
}

#[derive(Serialize)]
pub(super) struct Goal<'a> {
    pub(super) side: SideIx,
    pub(super) player: &'a str,
    #[serde(flatten)]
    pub(super) minute: When,
    pub(super) kind: GoalKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) assist: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) score: Option<Pair>,
}

#[derive(Serialize)]
pub(super) struct Event<'a> {
    pub(super) side: SideIx,
    pub(super) player: &'a str,
    #[serde(flatten)]
    pub(super) minute: When,
}

#[derive(Serialize)]
pub(super) struct Card<'a> {
    pub(super) side: SideIx,
    pub(super) player: &'a str,
    #[serde(flatten)]
    pub(super) minute: When,
    pub(super) kind: CardKind,
}

#[derive(Serialize)]
pub(super) struct Kick<'a> {
    pub(super) side: SideIx,
    pub(super) player: &'a str,
    pub(super) scored: bool,
}

#[derive(Serialize)]
pub(super) struct Official<'a> {
    pub(super) person: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) country: Text<'a>,
    pub(super) referee: bool,
}
