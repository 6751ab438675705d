//! Shared views of the record: every team, person, ground, edition and match
//! once.
//!
//! In: the record and the addresses. Out: a [`Shared`] for each entity, made
//! when the first page asks for it, and kept while the record stays the same:
//! an edit of prose makes few of them. Never looks at a story.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::colour::{self, Rgb};
use super::filters::medium_date;
use super::routes::Routes;
use super::shared::{SafeHtml, Shared, escape};
use super::text::{DateText, KickoffText, PairText, TimeText, ZoneText};
use super::uses::Uses;
use super::view::common::{EditionRef, MatchRow, Monogram, PersonRef, ScoreView, TeamRef, VenueRef};
use crate::model::arena::Id;
use crate::model::slug::slug;
use crate::model::{EditionId, Match, MatchId, PersonId, Record, SideIx, Status, Team, TeamId, TeamKind, VenueId};

/// The shared views of a record.
#[derive(Clone, Debug)]
pub struct RecordViews {
    record: Arc<Record>,
    routes: Arc<Routes>,
    teams: Cells<Shared>,
    persons: Cells<Named>,
    /// By person, under the shirt number that he was first asked for with.
    plain_players: Cells<(Option<u16>, Shared)>,
    venues: Cells<Shared>,
    editions: Cells<Shared>,
    matches: Cells<Game>,
    edition_names: Vec<Arc<str>>,
    edition_anchors: Vec<Arc<str>>,
    uses: Arc<Uses>,
}

/// Places for values that are made when they are asked for.
type Cells<T> = Vec<OnceLock<T>>;

fn cells<T>(count: usize) -> Cells<T> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// What many pages show of a person.
#[derive(Clone, Debug)]
struct Named {
    view: Shared,
    link: Box<str>,
}

/// What many pages show of a match.
#[derive(Clone, Debug)]
struct Game {
    row: Shared,
    label: Arc<str>,
}

impl RecordViews {
    /// The views of a record, with the fields that are made use of.
    pub fn new(record: &Arc<Record>, routes: &Arc<Routes>, uses: &Arc<Uses>) -> Self {
        let edition_names: Vec<Arc<str>> = record.editions.ids().map(|id| edition_name(record, id).into()).collect();
        Self {
            teams: cells(record.teams.len()),
            persons: cells(record.persons.len()),
            plain_players: cells(record.persons.len()),
            venues: cells(record.venues.len()),
            editions: cells(record.editions.len()),
            matches: cells(record.matches.len()),
            edition_anchors: edition_names.iter().map(|name| slug(name).into()).collect(),
            edition_names,
            record: Arc::clone(record),
            routes: Arc::clone(routes),
            uses: Arc::clone(uses),
        }
    }

    /// The views after some matches of the record were told otherwise, while
    /// names and addresses stayed.
    #[must_use]
    pub fn with_results(&self, record: &Arc<Record>, matches: &[MatchId]) -> Self {
        let mut views = Self { record: Arc::clone(record), ..self.clone() };
        for id in matches {
            views.matches[id.index()] = OnceLock::new();
        }
        views
    }

    fn match_of(&self, id: MatchId) -> &Game {
        self.matches[id.index()].get_or_init(|| {
            let label = label(&self.record, &self.record.matches[id]);
            Game { row: Shared::picked(&match_row(self, id, &label), &self.uses), label: label.into() }
        })
    }

    /// A `TeamRef`.
    pub fn team(&self, id: TeamId) -> &Shared {
        let make = || Shared::picked(&team_ref(&self.record, &self.routes, id, None), &self.uses);
        self.teams[id.index()].get_or_init(make)
    }

    /// A `PersonRef`.
    pub fn person(&self, id: PersonId) -> &Shared {
        &self.named(id).view
    }

    fn named(&self, id: PersonId) -> &Named {
        self.persons[id.index()].get_or_init(|| {
            let person = &self.record.persons[id];
            let (slug, name, surname) = (&*person.slug, &*person.name, &*person.surname);
            let url = self.routes.person(id);
            let (link, surname_link) = (SafeHtml::link(name, url), SafeHtml::link(surname, url));
            let html = link.0.as_str().into();
            let view = PersonRef { slug, name, surname, url, link, surname_link };
            Named { view: Shared::picked(&view, &self.uses), link: html }
        })
    }

    /// A player of a line-up to whom nothing happened, as all his matches show
    /// him: a `LineupPlayer`. It is made anew if he wears another number than
    /// in the match that asked first; which one did must not show.
    pub(super) fn plain_player(&self, id: PersonId, number: Option<u16>, view: &impl Serialize) -> Cow<'_, Shared> {
        let make = || Shared::picked(view, &self.uses);
        let (made_with, made) = self.plain_players[id.index()].get_or_init(|| (number, make()));
        if *made_with == number { Cow::Borrowed(made) } else { Cow::Owned(make()) }
    }

    /// The `link` of a `PersonRef`.
    pub(super) fn person_link(&self, id: PersonId) -> &str {
        &self.named(id).link
    }

    /// A `VenueRef`.
    pub fn venue(&self, id: VenueId) -> &Shared {
        self.venues[id.index()].get_or_init(|| {
            let venue = &self.record.venues[id];
            let url = self.routes.venue(id);
            let view = VenueRef {
                slug: &venue.slug,
                name: &venue.name,
                city: venue.city.as_deref(),
                url,
                link: SafeHtml::link(&venue.name, url),
            };
            Shared::picked(&view, &self.uses)
        })
    }

    /// An `EditionRef`.
    pub fn edition(&self, id: EditionId) -> &Shared {
        self.editions[id.index()].get_or_init(|| {
            let edition = &self.record.editions[id];
            let competition = &self.record.competitions[edition.competition];
            let view = EditionRef {
                name: self.edition_name(id),
                competition: &competition.name,
                short: competition.short.as_deref().unwrap_or(&competition.name),
                season: edition.season.as_deref(),
                url: self.routes.edition(id),
                link: self.edition_link(id),
            };
            Shared::picked(&view, &self.uses)
        })
    }

    /// A `MatchRow`.
    pub fn game(&self, id: MatchId) -> &Shared {
        &self.match_of(id).row
    }

    /// A match in words: `Iran 0, United States 1`.
    pub fn label(&self, id: MatchId) -> &str {
        &self.match_of(id).label
    }

    /// An edition in words: `World Cup 2022`.
    pub fn edition_name(&self, id: EditionId) -> &str {
        &self.edition_names[id.index()]
    }

    fn edition_link(&self, id: EditionId) -> SafeHtml {
        SafeHtml::link(self.edition_name(id), self.routes.edition(id))
    }

    /// The fragment of the address under which pages of teams and players have
    /// the matches of an edition: its name as a slug.
    pub fn edition_anchor(&self, id: EditionId) -> &str {
        &self.edition_anchors[id.index()]
    }

    /// The team of a side, by the name it had that day.
    pub fn side(&self, game: &Match, side: SideIx) -> Cow<'_, Shared> {
        let side = game.side(side);
        self.named_team(side.team, side.name.as_ref())
    }

    /// A team, by another of its names if one is given.
    pub fn named_team(&self, id: TeamId, name: Option<&Arc<str>>) -> Cow<'_, Shared> {
        match name {
            None => Cow::Borrowed(self.team(id)),
            Some(_) => Cow::Owned(Shared::picked(&team_ref(&self.record, &self.routes, id, name), &self.uses)),
        }
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The fields that are made use of.
    pub fn uses(&self) -> &Uses {
        &self.uses
    }
}

fn edition_name(record: &Record, id: EditionId) -> String {
    let edition = &record.editions[id];
    let name = &record.competitions[edition.competition].name;
    match &edition.season {
        Some(season) => format!("{name} {season}"),
        None => name.to_string(),
    }
}

fn team_ref<'a>(record: &'a Record, routes: &'a Routes, id: TeamId, name: Option<&'a Arc<str>>) -> TeamRef<'a> {
    let team = &record.teams[id];
    let crest = team.crest.as_deref().map(|crest| routes.static_file(crest));
    let short = name.or(team.short.as_ref()).unwrap_or(&team.name);
    let (name, url) = (name.unwrap_or(&team.name), routes.team(id));
    let monogram = monogram(team);
    TeamRef {
        slug: &team.slug,
        name,
        short,
        code: code(team),
        url,
        mark: mark(crest.as_deref(), &monogram),
        crest,
        monogram,
        kind: match team.kind {
            TeamKind::Club => "club",
            TeamKind::National => "national",
        },
        link: SafeHtml::link(name, url),
        short_link: SafeHtml::link(short, url),
    }
}

/// The crest, else a plain shield in the team's colours. It stands beside the
/// name, so that nobody who does not see it misses anything.
fn mark(crest: Option<&str>, monogram: &Monogram) -> SafeHtml {
    let mut html = String::with_capacity(220);
    if let Some(crest) = crest {
        html.push_str("<img class=\"m\" src=\"");
        escape(&mut html, crest);
        html.push_str("\" alt=\"\">");
        return SafeHtml(html);
    }
    let Monogram { text, fill, ink, edge } = monogram;
    html.push_str(
        "<svg class=\"m\" width=\"20\" height=\"24\" viewBox=\"0 0 20 24\" font-size=\"7.4\" \
         text-anchor=\"middle\" aria-hidden=\"true\"><path d=\"",
    );
    html.push_str(SHIELD);
    html.push_str("\" fill=\"");
    html.push_str(fill);
    html.push_str("\"/><path d=\"");
    html.push_str(BAND);
    html.push_str("\" fill=\"");
    html.push_str(edge);
    html.push_str("\"/><text x=\"10\" y=\"14.4\" fill=\"");
    html.push_str(ink);
    html.push_str("\">");
    escape(&mut html, text);
    html.push_str("</text></svg>");
    SafeHtml(html)
}

/// The outline of a shield, twenty wide and twenty-four high.
const SHIELD: &str = "M1 1h18v12q0 6.8-9 10-9-3.2-9-10z";

/// The band of the second colour across its top.
const BAND: &str = "M1.4 1.4h17.2v3H1.4z";

/// The code, else the first three letters of the name.
fn code(team: &Team) -> String {
    if let Some(code) = &team.code {
        return code.to_string();
    }
    let letters: String =
        deunicode::deunicode(&team.name).chars().filter(char::is_ascii_alphanumeric).take(3).collect();
    if letters.is_empty() {
        team.slug.chars().take(3).collect::<String>().to_uppercase()
    } else {
        letters.to_uppercase()
    }
}

fn monogram(team: &Team) -> Monogram {
    let mut colours = team.colours.iter().filter_map(|written| colour::parse(written));
    let fill = colours.next().unwrap_or_else(|| colour::of_slug(&team.slug));
    let ink = colour::ink_on(fill);
    // A white shield on white paper needs an edge that can be seen.
    let edge = colours.next().filter(|second| *second != fill).unwrap_or(match fill {
        Rgb(255, 255, 255) => ink,
        fill => fill,
    });
    Monogram { text: code(team), fill: fill.to_string(), ink: ink.to_string(), edge: edge.to_string() }
}

/// A team's name on the day of a match.
pub fn name_on_day<'a>(record: &'a Record, game: &'a Match, side: SideIx) -> &'a str {
    let side = game.side(side);
    side.name.as_deref().unwrap_or(&record.teams[side.team].name)
}

/// The match in words.
fn label(record: &Record, game: &Match) -> String {
    let [home, away] = SideIx::BOTH.map(|side| name_on_day(record, game, side));
    let Some([h, a]) = shown_score(game) else { return format!("{home} v {away}") };
    match game.score.and_then(|score| score.pens) {
        Some(pens) => format!("{home} {h}, {away} {a}, {} on penalties", PairText(pens)),
        None => format!("{home} {h}, {away} {a}"),
    }
}

/// The pair of goals to show: the official one, else the score as it stands or
/// stood when the match was broken off.
pub fn shown_score(game: &Match) -> Option<[u16; 2]> {
    game.official().or_else(|| game.score.and_then(|score| score.result()))
}

/// Who won, as home or away; `None` for a draw and while it is open.
pub fn winner(game: &Match) -> Option<SideIx> {
    let pair = match game.score.and_then(|score| score.pens) {
        Some(pens) if game.awarded.is_none() => pens,
        _ => game.official()?,
    };
    match pair[0].cmp(&pair[1]) {
        std::cmp::Ordering::Greater => Some(SideIx::Home),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Less => Some(SideIx::Away),
    }
}

/// `home` or `away`.
pub fn side_word(side: SideIx) -> &'static str {
    match side {
        SideIx::Home => "home",
        SideIx::Away => "away",
    }
}

/// The score as a view.
pub fn score_view(game: &Match) -> Option<ScoreView> {
    let [home, away] = shown_score(game)?;
    let score = game.score.unwrap_or_default();
    let extra_time = score.et.is_some();
    let mut notes = Vec::new();
    let mut short = Vec::new();
    if score.golden_goal {
        notes.push("golden goal".to_owned());
        short.push("golden goal".to_owned());
    } else if extra_time {
        notes.push("after extra time".to_owned());
        short.push("aet".to_owned());
    }
    if let Some(pens) = score.pens {
        notes.push(format!("{} on penalties", PairText(pens)));
        short.push(format!("{} pens", PairText(pens)));
    }
    match game.status {
        Status::Awarded => notes.push("awarded".to_owned()),
        Status::Walkover => notes.push("walkover".to_owned()),
        Status::Abandoned if game.awarded.is_some() => notes.push("awarded".to_owned()),
        _ => {}
    }
    let joined = |parts: Vec<String>| (!parts.is_empty()).then(|| parts.join(", "));
    Some(ScoreView {
        home,
        away,
        text: PairText([home, away]),
        ht: score.ht.map(PairText),
        ft: score.ft.filter(|_| extra_time).map(PairText),
        pens: score.pens.map(PairText),
        pens_pair: score.pens,
        extra_time,
        note: joined(notes),
        short_note: joined(short),
        winner: winner(game).map(side_word),
    })
}

fn status_label(status: Status) -> Option<&'static str> {
    match status {
        Status::Scheduled | Status::Tbd | Status::FullTime => None,
        Status::Postponed => Some("Postponed"),
        Status::Cancelled => Some("Cancelled"),
        Status::Live => Some("Live"),
        Status::Suspended => Some("Suspended"),
        Status::Abandoned => Some("Abandoned"),
        Status::Awarded => Some("Awarded"),
        Status::Walkover => Some("Walkover"),
        Status::Annulled => Some("Annulled"),
    }
}

/// What part of its edition a match is: the group, else the round, else the
/// matchday, else the stage.
pub fn round_label(game: &Match) -> Option<String> {
    let leg = match game.leg {
        Some(1) => ", first leg",
        Some(2) => ", second leg",
        _ => "",
    };
    if let Some(group) = &game.group {
        return Some(format!("{group}{leg}"));
    }
    match (&game.round, game.matchday, &game.stage) {
        (Some(round), _, _) if round.bytes().all(|b| b.is_ascii_digit()) => Some(format!("Round {round}{leg}")),
        (Some(round), _, _) => Some(format!("{round}{leg}")),
        (None, Some(matchday), _) => Some(format!("Matchday {matchday}{leg}")),
        (None, None, Some(stage)) => Some(format!("{stage}{leg}")),
        (None, None, None) => None,
    }
}

fn match_row<'a>(views: &'a RecordViews, id: MatchId, label: &'a str) -> MatchRow<'a> {
    let RecordViews { record, routes, .. } = views;
    let game = &record.matches[id];
    let kickoff = game.kickoff;
    let time = kickoff.and_then(|k| k.time);
    let score = score_view(game);
    let [home, away] =
        SideIx::BOTH.map(|side| SafeHtml::link(name_on_day(record, game, side), routes.team(game.side(side).team)).0);
    let mut line = home;
    line.push_str(" <a class=\"nb\" href=\"");
    escape(&mut line, routes.game(id));
    line.push_str("\">");
    line.push_str(&score.as_ref().map_or_else(|| "v".to_owned(), |score| score.text.to_string()));
    line.push_str("</a> ");
    line.push_str(&away);
    let day = kickoff.map(|k| SafeHtml::time(&KickoffText(k).to_string(), &medium_date(k.date)));
    let edition = game.edition.map(|id| views.edition_link(id));
    let line = SafeHtml(line);
    let entry = SafeHtml::row([day.as_ref(), Some(&line), edition.as_ref()]);
    MatchRow {
        slug: &game.slug,
        url: routes.game(id),
        date: kickoff.map(|k| DateText(k.date)),
        time: time.map(TimeText),
        zone: time.and_then(|_| kickoff?.offset).map(ZoneText),
        datetime: kickoff.map(KickoffText),
        tbd: game.status == Status::Tbd || kickoff.is_some_and(|k| k.to_be_decided),
        home: views.side(game, SideIx::Home).into_owned(),
        away: views.side(game, SideIx::Away).into_owned(),
        score,
        status: game.status.word(),
        status_label: status_label(game.status),
        played: game.official().is_some(),
        neutral: game.neutral,
        edition: game.edition.map(|id| views.edition(id).clone()),
        round: round_label(game),
        stage: game.stage.as_deref(),
        group: game.group.as_deref(),
        matchday: game.matchday,
        leg: game.leg,
        venue: game.venue.map(|id| views.venue(id).clone()),
        label,
        day,
        line,
        entry,
    }
}
