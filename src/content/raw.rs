//! What a source file says, as written: typed where a form can be read
//! without other files, names unresolved.
//!
//! Raw values are kept in memory while watching and in the cache on disk, so
//! names are symbols of one table ([`Names`]), and every type is plain data
//! for serde. Only files without a diagnostic of their own are cached.

use std::sync::Arc;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::model::{
    Autolink, CardKind, CompetitionKind, GoalKind, Minute, Pair, Picture, Score, Sex, SideIx, Status, StoryKind,
    TeamKind,
};

/// A name or another text that occurs in many places: a number in [`Names`].
pub type Sym = lasso::Spur;

/// The table of names. Filled by many threads at once; the numbers depend on
/// their timing, so nothing is ever ordered by them.
pub type Names = lasso::ThreadedRodeo<Sym>;

/// Where a raw value stands inside its file, small enough to keep one for
/// each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spot {
    /// Nothing nearer than what holds it.
    #[default]
    None,
    /// A byte offset in the file: the line it stands on (text formats, CSV).
    Byte(u32),
    /// A position in the list that holds it (YAML, JSON): `matches[3]`,
    /// `goals[0]`.
    Item(u32),
    /// A position in one of the lists by team that hold it (YAML): the team's
    /// and the one in its list, `goals[1][0]`.
    Of(u16, u16),
}

/// How far a source of the record is trusted where two disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Trust {
    /// Written by hand in the project's own form.
    Hand,
    /// A data file in a format from elsewhere, or what was imported from one.
    Data,
}

/// A kick-off as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawKickoff {
    /// The date.
    pub date: Date,
    /// The time, if given.
    pub time: Option<Time>,
    /// Offset from UTC in minutes, if given.
    pub offset: Option<i16>,
    /// `TBD` was written for the time.
    pub to_be_decided: bool,
}

/// A goal as written. One for each minute: `Saka 43', 62'` makes two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawGoal {
    /// Where.
    pub spot: Spot,
    /// The scorer's name.
    pub player: Sym,
    /// The team the goal counts for, where the form tells it (the half of a
    /// Football.TXT line, `goals1`).
    pub side: Option<SideIx>,
    /// A team named by the author (`team:`): the team it counts for.
    pub team: Option<Sym>,
    /// When.
    pub minute: Option<Minute>,
    /// How.
    pub kind: GoalKind,
    /// The last pass.
    pub assist: Option<Sym>,
}

/// A penalty not scored, as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawMissedPenalty {
    /// Where.
    pub spot: Spot,
    /// The taker.
    pub player: Sym,
    /// The taker's side, where the form tells it.
    pub side: Option<SideIx>,
    /// The taker's team, where the author names it.
    pub team: Option<Sym>,
    /// When.
    pub minute: Option<Minute>,
}

/// A card as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawCard {
    /// Where.
    pub spot: Spot,
    /// Who was shown it.
    pub player: Sym,
    /// The side, where the form tells it.
    pub side: Option<SideIx>,
    /// The team, where the author names it.
    pub team: Option<Sym>,
    /// When.
    pub minute: Option<Minute>,
    /// Which.
    pub kind: CardKind,
}

/// A kick of a shoot-out as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawKick {
    /// Where.
    pub spot: Spot,
    /// The taker.
    pub player: Sym,
    /// The taker's side, where the form tells it.
    pub side: Option<SideIx>,
    /// The taker's team, where the author names it.
    pub team: Option<Sym>,
    /// Whether it went in.
    pub scored: bool,
}

/// One player of a line-up as written. Cards and substitutions that stand
/// beside the name in a form are already taken apart: cards are in
/// [`RawMatch::cards`], the substitute is an entry of his own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawSelection {
    /// Where.
    pub spot: Spot,
    /// The name.
    pub player: Sym,
    /// Shirt number, if given.
    pub number: Option<u16>,
    /// The line of the formation, 0 for the goalkeeper; `None` if unknown.
    pub line: Option<u8>,
    /// In the eleven.
    pub started: bool,
    /// Captain.
    pub captain: bool,
    /// When he came on; also `None` for one who came on at an unknown minute
    /// (then `replaced` is set) or stayed on the bench.
    pub on: Option<Minute>,
    /// When he left.
    pub off: Option<Minute>,
    /// The entry he replaced: its position in [`RawLineup::players`].
    pub replaced: Option<u16>,
}

/// A team's line-up as written: the eleven, then those who came on, then the
/// bench.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawLineup {
    /// Where.
    pub spot: Spot,
    /// The team's name as written above the line-up.
    pub team: Option<Sym>,
    /// Formation.
    pub formation: Option<Sym>,
    /// Coach.
    pub coach: Option<Sym>,
    /// Captain, where named apart.
    pub captain: Option<Sym>,
    /// Everyone named.
    pub players: Vec<RawSelection>,
}

/// An official as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawOfficial {
    /// Where.
    pub spot: Spot,
    /// Name.
    pub name: Sym,
    /// Country in parentheses.
    pub country: Option<Sym>,
    /// The referee himself.
    pub referee: bool,
}

/// An awarded result as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawAwarded {
    /// The official score.
    pub score: Pair,
    /// What had been played.
    pub played: Option<Pair>,
}

/// A venue as written: name and city apart (`Al Thumama Stadium, Doha`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawVenue {
    /// The ground's name.
    pub name: Sym,
    /// The city.
    pub city: Option<Sym>,
}

/// A match as one source tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawMatch {
    /// Where.
    pub spot: Spot,
    /// Competition without its season.
    pub competition: Option<Sym>,
    /// Season, in the form `2022` or `2023-24`.
    pub season: Option<Sym>,
    /// Stage.
    pub stage: Option<Sym>,
    /// Group, as `Group B`.
    pub group: Option<Sym>,
    /// Round.
    pub round: Option<Sym>,
    /// Number of the round or day.
    pub matchday: Option<u16>,
    /// Leg of a tie.
    pub leg: Option<u8>,
    /// Kick-off.
    pub kickoff: Option<RawKickoff>,
    /// Earlier kick-offs.
    pub was: Vec<RawKickoff>,
    /// Venue.
    pub venue: Option<RawVenue>,
    /// Neutral ground.
    pub neutral: Option<bool>,
    /// Home team.
    pub home: Sym,
    /// Away team.
    pub away: Sym,
    /// Score.
    pub score: Option<Score>,
    /// Goals; `None` where the source is silent, which differs from a list
    /// that is empty.
    pub goals: Option<Vec<RawGoal>>,
    /// Penalties not scored.
    pub missed_penalties: Vec<RawMissedPenalty>,
    /// Cards.
    pub cards: Vec<RawCard>,
    /// Shoot-out.
    pub shootout: Vec<RawKick>,
    /// Line-ups in the order written; [`RawLineup::team`] says whose.
    pub lineups: Vec<RawLineup>,
    /// Officials, the referee first.
    pub officials: Vec<RawOfficial>,
    /// Spectators.
    pub attendance: Option<u32>,
    /// Status, if given; else it follows from the score.
    pub status: Option<Status>,
    /// Why.
    pub reason: Option<String>,
    /// Ruling.
    pub awarded: Option<RawAwarded>,
    /// Aggregate of the tie after this match, home first, where the source
    /// tells it (`agg 3-0`).
    pub aggregate: Option<Pair>,
    /// Address part for good.
    pub id: Option<String>,
    /// Old addresses.
    pub redirect_from: Vec<String>,
    /// Source URLs.
    pub sources: Vec<String>,
    /// Remark.
    pub note: Option<String>,
    /// JSON text.
    pub extra: Option<String>,
}

impl RawMatch {
    /// A match of which nothing but the teams is known.
    pub fn new(spot: Spot, home: Sym, away: Sym) -> Self {
        Self {
            spot,
            competition: None,
            season: None,
            stage: None,
            group: None,
            round: None,
            matchday: None,
            leg: None,
            kickoff: None,
            was: Vec::new(),
            venue: None,
            neutral: None,
            home,
            away,
            score: None,
            goals: None,
            missed_penalties: Vec::new(),
            cards: Vec::new(),
            shootout: Vec::new(),
            lineups: Vec::new(),
            officials: Vec::new(),
            attendance: None,
            status: None,
            reason: None,
            awarded: None,
            aggregate: None,
            id: None,
            redirect_from: Vec::new(),
            sources: Vec::new(),
            note: None,
            extra: None,
        }
    }
}

/// One line of a squad as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawSquadPlace {
    /// Where.
    pub spot: Spot,
    /// Shirt number.
    pub number: Option<u16>,
    /// Name.
    pub name: Sym,
    /// Position; `MG` is the manager.
    pub position: Option<Sym>,
    /// Date of birth.
    pub born: Option<Date>,
    /// Year of birth, also where only that is given.
    pub birth_year: Option<i16>,
    /// Club.
    pub club: Option<Sym>,
    /// Nationality as written: the `ESP` of `David Raya (ESP)`.
    pub nationality: Option<Sym>,
}

/// A team's squad as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawSquad {
    /// Where.
    pub spot: Spot,
    /// Competition without its season.
    pub competition: Option<Sym>,
    /// Season.
    pub season: Option<Sym>,
    /// Team.
    pub team: Sym,
    /// Its players and its manager.
    pub players: Vec<RawSquadPlace>,
}

/// The teams of a group as listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawGroup {
    /// Where.
    pub spot: Spot,
    /// Competition without its season.
    pub competition: Option<Sym>,
    /// Season.
    pub season: Option<Sym>,
    /// `Group B`.
    pub name: Sym,
    /// Its teams in the order listed.
    pub teams: Vec<Sym>,
}

/// A team that goes through a round without a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawBye {
    /// Where.
    pub spot: Spot,
    /// Competition without its season.
    pub competition: Option<Sym>,
    /// Season.
    pub season: Option<Sym>,
    /// Round.
    pub round: Option<Sym>,
    /// Team.
    pub team: Sym,
}

/// What a list of grounds (`stadiums.csv`) tells of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RawVenueFacts {
    /// Where.
    pub spot: Spot,
    /// The ground's name.
    pub name: Sym,
    /// City.
    pub city: Option<Sym>,
    /// Country.
    pub country: Option<Sym>,
    /// The zone as written: an IANA name or `UTC+3`.
    pub timezone: Option<Sym>,
    /// Capacity.
    pub capacity: Option<u32>,
    /// Latitude and longitude in degrees.
    pub coordinates: Option<(f64, f64)>,
}

/// What a file of the record holds, whatever its format.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RawRecord {
    /// Matches in the order written.
    pub matches: Vec<RawMatch>,
    /// Squads.
    pub squads: Vec<RawSquad>,
    /// Groups.
    pub groups: Vec<RawGroup>,
    /// Byes.
    pub byes: Vec<RawBye>,
    /// Grounds.
    pub venues: Vec<RawVenueFacts>,
    /// Names in which the source marks the family name by capitals
    /// (`Christian PULISIC`, `HWANG Inbeom`): the name as it stands elsewhere
    /// in this record and the family name inside it, each once, in the order
    /// of their first occurrence.
    pub families: Vec<(Sym, Sym)>,
}

/// A match that a story refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RawMatchRef {
    /// By its teams, with the score where given: `Iran 0-1 USA`,
    /// `USA v Netherlands`.
    Teams {
        /// The team named first.
        first: String,
        /// The other.
        second: String,
        /// Goals in the order of the names.
        score: Option<Pair>,
    },
    /// By its id.
    Id(String),
    /// The match written out in the story itself: its position in
    /// [`RawStory::record`].
    Here(u32),
}

/// A date or instant as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawInstant {
    /// The date.
    pub date: Date,
    /// The time, if given.
    pub time: Option<Time>,
    /// Offset from UTC in minutes, if given.
    pub offset: Option<i16>,
}

/// A correction as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawCorrection {
    /// When.
    pub date: Option<Date>,
    /// What.
    pub text: String,
}

/// A story as written, without its text: an edit of the prose alone leaves
/// this value equal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RawStory {
    /// Title.
    pub title: String,
    /// Published.
    pub date: Option<RawInstant>,
    /// Changed.
    pub updated: Option<RawInstant>,
    /// Sort, if given.
    pub kind: Option<StoryKind>,
    /// Bylines.
    pub authors: Vec<String>,
    /// Standfirst.
    pub standfirst: Option<String>,
    /// Address part.
    pub slug: Option<String>,
    /// Old addresses.
    pub redirect_from: Vec<String>,
    /// Matches: of `match`, then of `matches`, each with its place.
    pub matches: Vec<(Spot, RawMatchRef)>,
    /// Whether `match` was used (then the spot of the first is `None`).
    pub single_match: bool,
    /// Topics.
    pub topics: Vec<String>,
    /// Leading picture.
    pub image: Option<Picture>,
    /// More pictures.
    pub gallery: Vec<Picture>,
    /// Name and URL of the source.
    pub source: Option<(String, Option<String>)>,
    /// Persons to make pages for.
    pub people: Vec<String>,
    /// Corrections.
    pub corrections: Vec<RawCorrection>,
    /// Language.
    pub language: Option<String>,
    /// Original.
    pub translation_of: Option<String>,
    /// Draft.
    pub draft: bool,
    /// Linking.
    pub autolink: Option<Autolink>,
    /// JSON text.
    pub extra: Option<String>,
    /// Matches written out in the front matter.
    pub record: RawRecord,
    /// Where the body starts in the file, in bytes, and where it ends.
    pub body: (u32, u32),
    /// The body as Markdown where it is no slice of the file: a plain `*.txt`
    /// story, whose text is made Markdown (then `body` is the part of the file
    /// it came from).
    pub text: Option<String>,
}

/// What all profiles share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawProfile {
    /// Name, else from the file's name.
    pub name: String,
    /// Whether the name was written (not taken from the file's name).
    pub named: bool,
    /// Other names.
    pub aliases: Vec<String>,
    /// Address part.
    pub slug: Option<String>,
    /// Old addresses.
    pub redirect_from: Vec<String>,
    /// Picture.
    pub image: Option<Picture>,
    /// Web address.
    pub website: Option<String>,
    /// `page: false`.
    pub page: bool,
    /// JSON text.
    pub extra: Option<String>,
    /// Where the body starts and ends in the file, in bytes.
    pub body: (u32, u32),
}

/// A team's profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the profile, told in docs/content.md")]
pub struct RawTeam {
    pub profile: RawProfile,
    pub short: Option<String>,
    pub code: Option<String>,
    pub kind: Option<TeamKind>,
    pub sex: Option<Sex>,
    pub country: Option<String>,
    pub founded: Option<i16>,
    pub venue: Option<String>,
    pub colours: Vec<String>,
    pub crest: Option<String>,
    pub former_names: Vec<RawFormerName>,
}

/// A former name of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the profile, told in docs/content.md")]
pub struct RawFormerName {
    pub name: String,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// A player's or another person's profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the profile, told in docs/content.md")]
pub struct RawPerson {
    pub profile: RawProfile,
    /// From `players/`, not `people/`.
    pub player: bool,
    pub born: Option<Date>,
    pub birth_year: Option<i16>,
    pub nationality: Option<String>,
    pub position: Option<String>,
    /// `coach`, `referee`, `player`.
    pub also: Vec<String>,
    pub teams: Vec<RawSpell>,
}

/// A spell with a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the profile, told in docs/content.md")]
pub struct RawSpell {
    pub team: String,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub number: Option<u16>,
    pub on_loan: bool,
}

/// A venue's profile.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the profile, told in docs/content.md")]
pub struct RawVenueProfile {
    pub profile: RawProfile,
    pub city: Option<String>,
    pub country: Option<String>,
    pub timezone: Option<String>,
    pub capacity: Option<u32>,
    pub coordinates: Option<(f64, f64)>,
    pub address: Option<String>,
}

/// How tables are made, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the profile, told in docs/content.md")]
pub struct RawTableRules {
    /// Of a season only: the IANA time zone of its kick-offs, where it is not
    /// the competition's.
    pub timezone: Option<String>,
    pub rules: Option<String>,
    pub points_for_win: Option<u8>,
    pub zones: Option<Vec<crate::model::Zone>>,
    pub adjustments: Vec<RawAdjustment>,
    pub final_order: Vec<String>,
    pub third_placed: Option<u8>,
}

/// A deduction as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the profile, told in docs/content.md")]
pub struct RawAdjustment {
    pub team: String,
    pub points: i16,
    pub reason: Option<String>,
    pub date: Option<Date>,
}

/// A competition's profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the profile, told in docs/content.md")]
pub struct RawCompetition {
    pub profile: RawProfile,
    pub short: Option<String>,
    pub kind: Option<CompetitionKind>,
    pub sex: Option<Sex>,
    pub timezone: Option<String>,
    pub table: RawTableRules,
    /// The same by season, in the order written.
    pub seasons: Vec<(String, RawTableRules)>,
}

/// An author's profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the profile, told in docs/content.md")]
pub struct RawAuthor {
    pub profile: RawProfile,
    pub role: Option<String>,
    pub email: Option<String>,
}

/// A page of the site's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the page, told in docs/content.md")]
pub struct RawPage {
    pub title: String,
    pub description: Option<String>,
    pub slug: Option<String>,
    pub image: Option<Picture>,
    pub redirect_from: Vec<String>,
    pub draft: bool,
    pub extra: Option<String>,
    /// Where the body starts and ends in the file, in bytes.
    pub body: (u32, u32),
}

/// What one source file holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Raw {
    /// `stories/**`.
    Story(Box<RawStory>),
    /// `record/**`.
    Record(Trust, RawRecord),
    /// `teams/*.md`.
    Team(Arc<RawTeam>),
    /// `players/*.md`, `people/*.md`.
    Person(Arc<RawPerson>),
    /// `venues/*.md`.
    Venue(Arc<RawVenueProfile>),
    /// `competitions/*.md`.
    Competition(Arc<RawCompetition>),
    /// `authors/*.md`.
    Author(Box<RawAuthor>),
    /// `pages/**/*.md`.
    Page(Box<RawPage>),
}
