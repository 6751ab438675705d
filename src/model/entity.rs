//! Teams, persons, competitions and venues.

use std::sync::Arc;

use bitflags::bitflags;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CompetitionId, PersonId, TeamId, VenueId};

/// What every entity's profile may add.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Profile {
    /// Other spellings and names.
    pub aliases: Vec<Arc<str>>,
    /// Old addresses.
    pub redirect_from: Vec<Arc<str>>,
    /// A picture.
    pub image: Option<super::Picture>,
    /// A web address.
    pub website: Option<Arc<str>>,
    /// The author's own mapping, as JSON text.
    pub extra: Option<Arc<str>>,
    /// The Markdown body with its file, where there is one.
    pub body: Option<super::Body>,
    /// The file of the profile, relative to the root.
    pub file: Option<Arc<str>>,
}

/// Club or national side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TeamKind {
    /// A club.
    #[default]
    Club,
    /// A country's team.
    National,
}

/// Who plays in a team or competition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Men, which is also what an unmarked record means.
    #[default]
    Men,
    /// Women.
    Women,
    /// Both.
    Mixed,
}

/// A name a team had for some time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FormerName {
    /// The name.
    pub name: Arc<str>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

/// A team.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Team {
    /// Last part of the address.
    pub slug: Arc<str>,
    /// The name used everywhere.
    pub name: Arc<str>,
    /// A shorter one for narrow places.
    pub short: Option<Arc<str>>,
    /// `USA`, `IRN`: three letters.
    pub code: Option<Arc<str>>,
    /// Club or national side.
    pub kind: TeamKind,
    /// Men, women or mixed.
    pub sex: Sex,
    /// Country.
    pub country: Option<Arc<str>>,
    /// Year of foundation.
    pub founded: Option<i16>,
    /// Home ground.
    pub venue: Option<VenueId>,
    /// Colours as CSS hex values or names.
    pub colours: Vec<Arc<str>>,
    /// Crest: a path in `static/`.
    pub crest: Option<Arc<str>>,
    /// Earlier names.
    pub former_names: Vec<FormerName>,
    /// Aliases, picture, body.
    pub profile: Profile,
    /// Has a page and is linked.
    pub page: bool,
}

/// A club's name without the letters for `football club`, which are hardly
/// ever spoken; `None` for a name without them.
///
/// ```
/// use touchline::model::without_club;
///
/// assert_eq!(without_club("Arsenal FC"), Some("Arsenal"));
/// assert_eq!(without_club("FC Barcelona"), Some("Barcelona"));
/// assert_eq!(without_club("Iran"), None);
/// ```
pub fn without_club(name: &str) -> Option<&str> {
    const LETTERS: [&str; 4] = ["FC", "AFC", "CF", "SC"];
    let parts = [name.rsplit_once(' ').map(|(rest, end)| (end, rest)), name.split_once(' ')];
    parts.into_iter().flatten().find(|(part, _)| LETTERS.contains(part)).map(|(_, rest)| rest)
}

bitflags! {
    /// What a person is, or was, in the record.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
    pub struct Roles: u8 {
        /// Ever in a line-up, squad or event as a player, or has a player's profile.
        const PLAYER = 1;
        /// Ever a coach.
        const COACH = 2;
        /// Ever a referee or another official.
        const REFEREE = 4;
    }
}

/// A spell of a player with a team, as told by the profile.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Spell {
    /// The team.
    pub team: TeamId,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Shirt number.
    pub number: Option<u16>,
    /// On loan.
    pub on_loan: bool,
}

/// A player, a coach, a referee or somebody else named in stories.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// Last part of the address.
    pub slug: Arc<str>,
    /// Full name.
    pub name: Arc<str>,
    /// The part by which he is called (`Robinson`); the whole name for
    /// players of one name.
    pub surname: Arc<str>,
    /// What the person is.
    pub roles: Roles,
    /// Date of birth, where known in full.
    pub born: Option<Date>,
    /// Year of birth, also where only that is known.
    pub birth_year: Option<i16>,
    /// Nationality as written.
    pub nationality: Option<Arc<str>>,
    /// Position: `GK`, `DF`, `MF`, `FW`, or as written.
    pub position: Option<Arc<str>>,
    /// Spells told by the profile.
    pub spells: Vec<Spell>,
    /// Aliases, picture, body.
    pub profile: Profile,
    /// Has a page and is linked.
    pub page: bool,
}

/// A player's place in the squad of a team in an edition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SquadPlace {
    /// The player.
    pub player: PersonId,
    /// Shirt number.
    pub number: Option<u16>,
    /// `GK`, `DF`, `MF`, `FW`.
    pub position: Option<Arc<str>>,
    /// His club at the time, as written.
    pub club: Option<Arc<str>>,
}

/// The squad of a team in an edition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Squad {
    /// The team.
    pub team: TeamId,
    /// The players as listed.
    pub players: Vec<SquadPlace>,
    /// The coach, where listed.
    pub coach: Option<PersonId>,
}

/// A ground.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Venue {
    /// Last part of the address.
    pub slug: Arc<str>,
    /// `Al Thumama Stadium`.
    pub name: Arc<str>,
    /// `Doha`.
    pub city: Option<Arc<str>>,
    /// Country.
    pub country: Option<Arc<str>>,
    /// IANA time zone.
    pub timezone: Option<Arc<str>>,
    /// Places.
    pub capacity: Option<u32>,
    /// Latitude and longitude in degrees.
    pub coordinates: Option<(f64, f64)>,
    /// Postal address.
    pub address: Option<Arc<str>>,
    /// Aliases, picture, body.
    pub profile: Profile,
    /// Has a page and is linked.
    pub page: bool,
}

/// What sort of competition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CompetitionKind {
    /// Everyone meets everyone; one table.
    #[default]
    League,
    /// Knock-out.
    Cup,
    /// Groups and knock-out.
    Tournament,
    /// Friendlies: no table.
    Friendly,
}

/// A competition over all its seasons.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Competition {
    /// First part of the address.
    pub slug: Arc<str>,
    /// `World Cup`.
    pub name: Arc<str>,
    /// A shorter name.
    pub short: Option<Arc<str>>,
    /// What sort, given or inferred from its matches (a table is drawn for
    /// groups, and for the whole of a league).
    pub kind: CompetitionKind,
    /// Men, women or mixed.
    pub sex: Sex,
    /// IANA time zone of its kick-offs.
    pub timezone: Option<Arc<str>>,
    /// Aliases, picture, body.
    pub profile: Profile,
    /// Has pages and is linked.
    pub page: bool,
}

/// A marked range of a table's rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Zone {
    /// First row, from 1.
    pub from: u16,
    /// Last row.
    pub to: u16,
    /// `Qualified`.
    pub name: Arc<str>,
    /// `qualified`, `play-off`, `relegated`, or as written: a mark's class.
    pub kind: Arc<str>,
}

/// Points added or taken away by a ruling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Whose.
    pub team: TeamId,
    /// How many; negative for a deduction.
    pub points: i16,
    /// Why.
    pub reason: Option<Arc<str>>,
    /// Since when; `None` for the whole season.
    pub date: Option<Date>,
}

/// How an edition's tables are made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TableRules {
    /// Name of the rule set; `None` for the default.
    pub rules: Option<Arc<str>>,
    /// Points for a win; `None` for the default of the competition's year.
    pub points_for_win: Option<u8>,
    /// Marked rows.
    pub zones: Vec<Zone>,
    /// Deductions and the like.
    pub adjustments: Vec<Adjustment>,
    /// The order of teams that rules cannot part, best first.
    pub final_order: Vec<TeamId>,
    /// How many third-placed teams of the groups go on; 0 for none.
    pub third_placed: u8,
}

/// One season of one competition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Edition {
    /// The competition.
    pub competition: CompetitionId,
    /// `2022`, `2023-24`; `None` for a competition without seasons.
    pub season: Option<Arc<str>>,
    /// Last part of the address: the season's slug, or `all` without seasons.
    pub slug: Arc<str>,
    /// How its tables are made.
    pub rules: TableRules,
    /// Groups that were listed, with their teams, in order.
    pub groups: Vec<(Arc<str>, Vec<TeamId>)>,
    /// Teams that went through a round without a match, with the round as far
    /// as it is told.
    pub byes: Vec<(Option<Arc<str>>, TeamId)>,
    /// Squads, by team.
    pub squads: Vec<Squad>,
}
