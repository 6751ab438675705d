//! The match page, and the same facts beside a story on a match.
//!
//! In: a match of the model, shared rows, tables. Out: the variables `match`,
//! `detail`, `table`, `same_day`, `head_to_head`, `form`, `next`, `stories`.
//! Never decides who won: `Match::official` does.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::common::Tally;
use super::head::{Crumb, Head};
use super::table::FormItem;
use crate::model::stats::matches_between;
use crate::model::{Form, FormEntry, MatchId, Outcome, SideIx, Status, StoryId, StoryKind, TeamId};
use crate::render::entries::{EventEntry, PlayerEntry};
use crate::render::jsonld::Thing;
use crate::render::match_detail::Sentence;
use crate::render::picked::to_value;
use crate::render::record_view::round_label;
use crate::render::routes::PageKey;
use crate::render::shared::{Extra, PageContext, Shared};
use crate::render::site::SiteView;
use crate::render::text::{DateText, MinuteText, PairText, TimeText, long_date};

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
    /// `38′`; null if not known.
    pub minute: Option<MinuteText>,
    /// `pen` or `og`; null for any other goal.
    pub mark: Option<&'static str>,
}

/// A scorer under his team's name.
#[derive(Clone, Debug, Serialize)]
pub struct Scorer<'a> {
    /// The player: a `PersonRef`.
    pub player: &'a Shared,
    /// His goals in order.
    pub goals: Vec<ScorerGoal>,
    /// `38′`, `54′ pen, 62′`.
    pub text: String,
}

/// A sending-off under the team's name.
#[derive(Clone, Debug, Serialize)]
pub struct SendingOff<'a> {
    /// The player: a `PersonRef`.
    pub player: &'a Shared,
    /// `86′`; null if not known.
    pub minute: Option<MinuteText>,
    /// `red` or `second-yellow`.
    pub kind: &'static str,
}

/// An event of the timeline.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineEvent<'a> {
    /// `38′`; null if not known.
    pub minute: Option<MinuteText>,
    /// `goal`, `penalty`, `own-goal`, `missed-penalty`, `yellow`,
    /// `second-yellow`, `red`, `substitution`.
    pub kind: &'static str,
    /// `Goal`, `Own goal`, `Booked`, …
    pub label: &'static str,
    /// The side it counts for: `home` or `away`.
    pub side: &'static str,
    /// That team: a `TeamRef`.
    pub team: Cow<'a, Shared>,
    /// Who: a `PersonRef`; of a substitution, who came on.
    pub player: &'a Shared,
    /// A `PersonRef`: who gave the last pass, or who went off; null for none.
    pub other: Option<&'a Shared>,
    /// `0–1`, after a goal, where known.
    pub score: Option<PairText>,
    /// `38′ Goal, 0–1: Pulisic (pass by Dest)`, `46′ Substitution: Aaronson
    /// for Pulisic`, each name as a link: a whole entry of a list.
    pub entry: EventEntry<'a>,
}

/// A part of the match.
#[derive(Clone, Debug, Serialize)]
pub struct Period<'a> {
    /// `First half`, `Second half`, `Extra time`, `Time not known`.
    pub name: &'static str,
    /// Its events in order.
    pub events: Vec<TimelineEvent<'a>>,
}

/// A card of a player.
#[derive(Clone, Debug, Serialize)]
pub struct CardView {
    /// `yellow`, `second-yellow` or `red`.
    pub kind: &'static str,
    /// `43′`; null if not known.
    pub minute: Option<MinuteText>,
}

/// A player of a line-up.
#[derive(Clone, Debug, Serialize)]
pub struct LineupPlayer<'a> {
    /// Who: a `PersonRef`.
    pub player: &'a Shared,
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
    /// When he came on: `46′`; null for a starter, or if not known.
    pub on: Option<MinuteText>,
    /// When he was replaced: `82′`.
    pub off: Option<MinuteText>,
    /// Who replaced him.
    pub replaced_by: Option<Box<ListedPlayer<'a>>>,
    /// There is more to say of him than name and number: captain, goals,
    /// cards, or that he went off.
    pub eventful: bool,
    /// `Adams (captain)`, `Dest (Moore 82′)`, each name as a link: a whole
    /// entry of a list, as line-ups are written.
    pub entry: PlayerEntry<'a>,
}

/// A player of a line-up, in its list.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum ListedPlayer<'a> {
    /// One to whom nothing happened: a `LineupPlayer` that his other matches
    /// show too.
    Plain(Cow<'a, Shared>),
    /// Any other.
    Told(LineupPlayer<'a>),
}

/// A team's line-up.
#[derive(Clone, Debug, Serialize)]
pub struct LineupView<'a> {
    /// The team: a `TeamRef`.
    pub team: Cow<'a, Shared>,
    /// `4-3-3`; null if not known.
    pub formation: Option<&'a str>,
    /// The eleven by line of the formation, goalkeeper first; a single line
    /// where the formation is not known.
    pub lines: Vec<Vec<ListedPlayer<'a>>>,
    /// Substitutes who came on for nobody known.
    pub substitutes: Vec<ListedPlayer<'a>>,
    /// The bench that stayed there.
    pub bench: Vec<ListedPlayer<'a>>,
    /// The coach: a `PersonRef`; null if not known.
    pub coach: Option<&'a Shared>,
}

/// A referee or another official.
#[derive(Clone, Debug, Serialize)]
pub struct OfficialView<'a> {
    /// Who: a `PersonRef`.
    pub person: &'a Shared,
    /// Country as written.
    pub country: Option<&'a str>,
    /// The referee himself.
    pub referee: bool,
}

/// A kick of the shoot-out.
#[derive(Clone, Debug, Serialize)]
pub struct KickView<'a> {
    /// `home` or `away`.
    pub side: &'static str,
    /// Who: a `PersonRef`.
    pub player: &'a Shared,
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
    pub sentence: Sentence<'a>,
    /// Scorers under their team.
    pub scorers: Sides<Vec<Scorer<'a>>>,
    /// Sendings-off under their team.
    pub sendings_off: Sides<Vec<SendingOff<'a>>>,
    /// Goals, cards and substitutions by part of the match; empty if nothing
    /// is known.
    pub timeline: Vec<Period<'a>>,
    /// Line-ups; null if neither is known. A side that is not known has no
    /// lines.
    pub lineups: Option<Sides<LineupView<'a>>>,
    /// Kicks of the shoot-out in order.
    pub shootout: Vec<KickView<'a>>,
    /// The referee: a `PersonRef`; null if not known.
    pub referee: Option<&'a Shared>,
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

/// How many earlier meetings stand on the page of a match.
const MEETINGS: usize = 5;

impl SiteView {
    pub(in crate::render) fn fill_match(&self, id: MatchId, context: &mut PageContext) {
        let game = &self.model.record.matches[id];
        let views = &self.record.views;
        let mut head = Head::new("match", views.label(id), self.routes.game(id), Some("matches"));
        head.crumbs = vec![self.section_crumb("Matches", "matches")];
        if let Some(edition) = game.edition {
            let url = self.routes.edition(edition).map(Into::into);
            head.crumbs.push(Crumb { text: views.edition_name(edition).into(), url });
        }
        head.description = Some(self.match_description(id).into());
        head.thing = Thing::Match(id);
        self.put_head(head, context);
        context.put_shared("match", views.game(id));
        self.put_detail(id, context);
        self.put_around(id, context);
        let mut stories: Vec<StoryId> = self.stories.of_match(id).to_vec();
        stories.sort_by_key(|id| self.model.stories[*id].kind != StoryKind::Report);
        context.put_list("stories", stories.iter().map(|id| self.stories.card(*id)));
        self.put_mentions(PageKey::Match(id), &stories, context);
    }

    /// Puts what stands around a match: the table, the day, the two teams'
    /// other matches.
    pub(in crate::render) fn put_around(&self, id: MatchId, context: &mut PageContext) {
        let (record, tables) = (&self.model.record, &self.record.tables);
        let game = &record.matches[id];
        context.put_lazy(
            "table",
            || tables.match_digest(record, id).unwrap_or_default(),
            |uses| {
                tables.value_after(record, id, uses, |table| {
                    let sources = self.table_sources();
                    to_value(&sources.table(table, &sources.title(table), Some(id)), uses)
                })
            },
        );
        let slug = |side: SideIx| &*record.teams[game.side(side).team].slug;
        self.put_of_match("focus", id, context, || SideIx::BOTH.map(slug));
        let row = |id: MatchId| self.record.views.game(id).clone();
        self.put_of_match("same_day", id, context, || self.same_day(id).map(row).collect::<Vec<_>>());
        self.put_of_match("head_to_head", id, context, || self.head_to_head(id));
        let form = |side: SideIx| {
            let form = Form::before(record, game.side(side).team, id);
            form.iter().map(|entry| self.form_item(*entry)).collect::<Vec<_>>()
        };
        self.put_of_match("form", id, context, || Sides { home: form(SideIx::Home), away: form(SideIx::Away) });
        let next = |side: SideIx| self.next_match(game.side(side).team, id).map(row);
        self.put_of_match("next", id, context, || Sides { home: next(SideIx::Home), away: next(SideIx::Away) });
    }

    /// Puts the same variables for a page without a match.
    pub(in crate::render) fn put_nothing_around(context: &mut PageContext) {
        for key in ["match", "detail", "table", "head_to_head", "form", "next"] {
            context.put(key, &());
        }
        context.put_list("same_day", []);
        context.put::<[&str; 0]>("focus", &[]);
    }

    /// A result as one letter.
    pub(in crate::render) fn form_item(&self, entry: FormEntry) -> FormItem<'_> {
        let (letter, word) = outcome_words(entry.outcome);
        FormItem { letter, word, url: self.routes.game(entry.game), label: self.record.views.label(entry.game) }
    }

    /// A sentence or two for search engines.
    fn match_description(&self, id: MatchId) -> String {
        let game = &self.model.record.matches[id];
        let mut text = self.record.views.label(id).to_owned();
        if let Some(edition) = game.edition {
            text.push_str(": ");
            text.push_str(self.record.views.edition_name(edition));
        }
        if let Some(round) = round_label(game) {
            text.push_str(", ");
            text.push_str(&round);
        }
        if let Some(kickoff) = &game.kickoff {
            text.push_str(", ");
            text.push_str(&long_date(kickoff.date));
        }
        if let Some(venue) = game.venue {
            text.push_str(", ");
            text.push_str(&self.model.record.venues[venue].name);
        }
        text.push('.');
        text
    }

    /// Other matches of the day in the same edition.
    fn same_day(&self, id: MatchId) -> impl Iterator<Item = MatchId> {
        let record = &self.model.record;
        let game = &record.matches[id];
        let list = game.edition.map_or(&[][..], |edition| record.by_edition[edition].as_slice());
        let date = game.kickoff.map(|kickoff| kickoff.date);
        // The list is in order of the moment of kick-off; a local date is
        // within fourteen hours of the same date in UTC.
        let midnight = date.and_then(|date| date.to_zoned(TimeZone::UTC).ok()).map(|zoned| zoned.timestamp());
        let slack = SignedDuration::from_hours(14);
        let begins = |id: &MatchId| record.matches[*id].kickoff.map(|kickoff| kickoff.instant);
        let before = |limit: Timestamp| move |id: &MatchId| begins(id).is_some_and(|instant| instant < limit);
        let window = midnight.map_or(0..0, |midnight| {
            let from = list.partition_point(before(midnight - slack));
            from..list.partition_point(before(midnight + SignedDuration::from_hours(24) + slack)).max(from)
        });
        let same = move |id: &MatchId| record.matches[*id].kickoff.map(|kickoff| kickoff.date) == date;
        list[window].iter().copied().filter(move |other| *other != id && same(other))
    }

    fn head_to_head(&self, id: MatchId) -> Option<HeadToHead<'_>> {
        let record = &self.model.record;
        let [home, away] = &record.matches[id].sides;
        let meetings: Vec<MatchId> =
            matches_between(record, home.team, away.team).filter(|other| *other != id).collect();
        if meetings.is_empty() {
            return None;
        }
        let over: Vec<MatchId> = meetings.iter().copied().filter(|id| !record.matches[*id].is_open()).collect();
        Some(HeadToHead {
            url: self.routes.versus(home.team, away.team),
            tally: self.tally(home.team, meetings.iter().copied()),
            matches: over.iter().rev().take(MEETINGS).map(|id| self.record.views.game(*id).clone()).collect(),
        })
    }

    /// A team's next match after one of its matches.
    fn next_match(&self, team: TeamId, id: MatchId) -> Option<MatchId> {
        let record = &self.model.record;
        let list = &record.by_team[team];
        let after = list.partition_point(|other| *other <= id);
        let void = |status| matches!(status, Status::Cancelled | Status::Annulled);
        list[after..].iter().copied().find(|other| !void(record.matches[*other].status))
    }

    /// Wins, draws, losses and goals of a team in some matches.
    pub(in crate::render) fn tally(&self, team: TeamId, matches: impl Iterator<Item = MatchId>) -> Tally {
        let mut tally = Tally::default();
        for id in matches {
            let game = &self.model.record.matches[id];
            let (Some(score), Some(side)) = (game.official(), game.side_of(team)) else { continue };
            tally.played += 1;
            match Outcome::of(score, side) {
                Outcome::Win => tally.won += 1,
                Outcome::Draw => tally.drawn += 1,
                Outcome::Loss => tally.lost += 1,
            }
            tally.goals_for += u32::from(score[side.index()]);
            tally.goals_against += u32::from(score[side.other().index()]);
        }
        tally
    }
}

/// `W` and `won`.
pub(in crate::render) fn outcome_words(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Win => ("W", "won"),
        Outcome::Draw => ("D", "drew"),
        Outcome::Loss => ("L", "lost"),
    }
}
