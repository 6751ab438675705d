//! What the page of a match tells beyond its row.
//!
//! In: a match of the model, the shared views. Out: [`MatchDetail`]: scorers,
//! timeline, line-ups, shoot-out, officials, and the match as a sentence.
//! Never looks at another match.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use super::entries::{EventEntry, PlayerEntry};
use super::filters::spoken_minute;
use super::record_view::{name_on_day, shown_score, side_word};
use super::shared::{Extra, PageContext, Shared};
use super::site::SiteView;
use super::text::{DateText, MinuteText, PairText, TimeText, ZoneText, long_date};
use super::view::matches::{
    AwardedView, CardView, EarlierKickoff, KickView, LineupPlayer, LineupView, ListedPlayer, MatchDetail, OfficialView,
    Period, Scorer, ScorerGoal, SendingOff, Sides, TimelineEvent,
};
use crate::model::{
    Card, CardKind, Goal, GoalKind, Lineup, Match, MatchId, Minute, PersonId, Selection, SideIx, Status,
};

impl SiteView {
    /// Puts the details of a match.
    pub(super) fn put_detail(&self, id: MatchId, context: &mut PageContext) {
        self.put_of_match("detail", id, context, || self.match_detail(id));
    }

    /// The details of a match.
    pub(super) fn match_detail(&self, id: MatchId) -> MatchDetail<'_> {
        let game = &self.model.record.matches[id];
        let maker = Maker { site: self, game };
        MatchDetail {
            sentence: Sentence(maker),
            scorers: both(|side| maker.scorers(side)),
            sendings_off: both(|side| maker.sendings_off(side)),
            timeline: maker.timeline(),
            lineups: SideIx::BOTH
                .iter()
                .any(|side| game.side(*side).lineup.is_some())
                .then(|| both(|side| maker.lineup(side))),
            shootout: maker.shootout(),
            referee: game.officials.iter().find(|o| o.referee).map(|o| maker.person(o.person)),
            officials: game
                .officials
                .iter()
                .map(|o| OfficialView {
                    person: maker.person(o.person),
                    country: o.country.as_deref(),
                    referee: o.referee,
                })
                .collect(),
            attendance: game.attendance,
            reason: game.reason.as_deref(),
            awarded: game.awarded.map(|a| AwardedView { score: PairText(a.score), played: a.played.map(PairText) }),
            was: game
                .was
                .iter()
                .map(|k| EarlierKickoff { date: DateText(k.date), time: k.time.map(TimeText) })
                .collect(),
            note: game.note.as_deref(),
            sources: game.sources.iter().map(|s| &**s).collect(),
            extra: Extra(game.extra.as_ref()),
        }
    }
}

fn both<T>(make: impl Fn(SideIx) -> T) -> Sides<T> {
    Sides { home: make(SideIx::Home), away: make(SideIx::Away) }
}

#[derive(Clone, Copy)]
struct Maker<'a> {
    site: &'a SiteView,
    game: &'a Match,
}

impl<'a> Maker<'a> {
    fn person(&self, id: PersonId) -> &'a Shared {
        self.site.record.views.person(id)
    }

    fn team(&self, side: SideIx) -> Cow<'a, Shared> {
        self.site.record.views.side(self.game, side)
    }

    fn name(&self, side: SideIx) -> &'a str {
        name_on_day(&self.site.model.record, self.game, side)
    }

    // --- scorers -----------------------------------------------------------

    fn scorers(&self, side: SideIx) -> Vec<Scorer<'a>> {
        let mut found: Vec<(PersonId, Vec<&Goal>)> = Vec::new();
        for goal in self.game.goals.iter().filter(|goal| goal.side == side) {
            match found.iter_mut().find(|(scorer, _)| *scorer == goal.scorer) {
                Some((_, goals)) => goals.push(goal),
                None => found.push((goal.scorer, vec![goal])),
            }
        }
        found
            .into_iter()
            .map(|(scorer, goals)| Scorer {
                player: self.person(scorer),
                text: goals_text(&goals),
                goals: goals
                    .into_iter()
                    .map(|goal| ScorerGoal { minute: goal.minute.map(MinuteText), mark: mark(goal.kind) })
                    .collect(),
            })
            .collect()
    }

    fn sendings_off(&self, side: SideIx) -> Vec<SendingOff<'a>> {
        self.game
            .cards
            .iter()
            .filter(|card| card.side == side && card.kind != CardKind::Yellow)
            .map(|card| SendingOff {
                player: self.person(card.player),
                minute: card.minute.map(MinuteText),
                kind: card_word(card.kind),
            })
            .collect()
    }

    // --- timeline ----------------------------------------------------------

    fn timeline(&self) -> Vec<Period<'a>> {
        let game = self.game;
        let mut events: Vec<(Option<Minute>, TimelineEvent<'a>)> = Vec::new();
        let views = &self.site.record.views;
        let mut add = |minute: Option<Minute>, kind, label, side, player, other: Option<PersonId>, score| {
            let minute_text = minute.map(MinuteText);
            let event = TimelineEvent {
                minute: minute_text,
                kind,
                label,
                side: side_word(side),
                team: self.team(side),
                player: self.person(player),
                other: other.map(|id| self.person(id)),
                score,
                entry: EventEntry {
                    views,
                    minute: minute_text,
                    label,
                    player,
                    other,
                    substitution: kind == "substitution",
                    score,
                },
            };
            events.push((minute, event));
        };
        for goal in &game.goals {
            let (kind, label) = match goal.kind {
                GoalKind::Goal => ("goal", "Goal"),
                GoalKind::Penalty => ("penalty", "Penalty"),
                GoalKind::OwnGoal => ("own-goal", "Own goal"),
            };
            add(goal.minute, kind, label, goal.side, goal.scorer, goal.assist, goal.score.map(PairText));
        }
        for missed in &game.missed_penalties {
            add(missed.minute, "missed-penalty", "Penalty missed", missed.side, missed.player, None, None);
        }
        for card in &game.cards {
            let label = match card.kind {
                CardKind::Yellow => "Booked",
                CardKind::SecondYellow => "Sent off (second booking)",
                CardKind::Red => "Sent off",
            };
            add(card.minute, card_word(card.kind), label, card.side, card.player, None, None);
        }
        for side in SideIx::BOTH {
            let Some(lineup) = &game.side(side).lineup else { continue };
            for came_on in lineup.substitutes() {
                let off = came_on.replaced.and_then(|at| lineup.players.get(usize::from(at)));
                let off = off.map(|p| p.player);
                add(came_on.on, "substitution", "Substitution", side, came_on.player, off, None);
            }
        }
        // The sort is stable: what happened in one minute keeps the order of
        // goals, penalties, cards, substitutions.
        events.sort_by_key(|(minute, _)| minute.map_or((u16::MAX, 0), |m| (m.minute, m.added)));
        let mut periods: Vec<Period<'a>> = Vec::new();
        for (minute, event) in events {
            let name = match minute.map(|m| m.minute) {
                None => "Time not known",
                Some(..=45) => "First half",
                Some(..=90) => "Second half",
                Some(_) => "Extra time",
            };
            match periods.last_mut() {
                Some(period) if period.name == name => period.events.push(event),
                _ => periods.push(Period { name, events: vec![event] }),
            }
        }
        periods
    }

    // --- line-ups ----------------------------------------------------------

    fn lineup(&self, side: SideIx) -> LineupView<'a> {
        let side_data = self.game.side(side);
        let mut view = LineupView {
            team: self.team(side),
            formation: None,
            lines: Vec::new(),
            substitutes: Vec::new(),
            bench: Vec::new(),
            coach: side_data.coach.map(|id| self.person(id)),
        };
        let Some(lineup) = &side_data.lineup else { return view };
        view.formation = lineup.formation.as_deref();
        let known = lineup.eleven().all(|p| p.line.is_some());
        let mut last = None;
        for (at, selection) in lineup.players.iter().enumerate() {
            if selection.started {
                let player = self.player(lineup, at, side);
                let line = selection.line.filter(|_| known);
                match view.lines.last_mut() {
                    Some(players) if last == Some(line) => players.push(player),
                    _ => view.lines.push(vec![player]),
                }
                last = Some(line);
            } else if !selection.came_on {
                view.bench.push(self.player(lineup, at, side));
            } else if selection.replaced.is_none() {
                view.substitutes.push(self.player(lineup, at, side));
            }
        }
        view
    }

    fn player(&self, lineup: &'a Lineup, at: usize, side: SideIx) -> ListedPlayer<'a> {
        let told = self.told_player(lineup, at, side);
        if told.eventful || told.on.is_some() {
            return ListedPlayer::Told(told);
        }
        let id = lineup.players[at].player;
        ListedPlayer::Plain(self.site.record.views.plain_player(id, told.number, &told))
    }

    fn told_player(&self, lineup: &'a Lineup, at: usize, side: SideIx) -> LineupPlayer<'a> {
        let selection: &Selection = &lineup.players[at];
        let id = selection.player;
        let goals = |own: bool| {
            let made = |goal: &&Goal| goal.scorer == id && (goal.kind == GoalKind::OwnGoal) == own;
            self.game.goals.iter().filter(made).count() as u16
        };
        let cards = self.game.cards.iter().filter(|card: &&Card| card.player == id && card.side == side);
        let next = lineup.replacement_of(at);
        let (goals, own_goals) = (goals(false), goals(true));
        let cards: Vec<CardView> =
            cards.map(|c| CardView { kind: card_word(c.kind), minute: c.minute.map(MinuteText) }).collect();
        LineupPlayer {
            eventful: selection.captain
                || goals + own_goals > 0
                || !cards.is_empty()
                || next.is_some()
                || selection.off.is_some(),
            player: self.person(id),
            number: selection.number,
            captain: selection.captain,
            goals,
            own_goals,
            cards,
            on: selection.on.map(MinuteText),
            off: selection.off.map(MinuteText),
            replaced_by: next.map(|next| Box::new(self.player(lineup, next, side))),
            entry: PlayerEntry { views: &self.site.record.views, lineup, at },
        }
    }

    fn shootout(&self) -> Vec<KickView<'a>> {
        let mut tally = [0u16; 2];
        self.game
            .shootout
            .iter()
            .map(|kick| {
                tally[kick.side.index()] += u16::from(kick.scored);
                KickView {
                    side: side_word(kick.side),
                    player: self.person(kick.player),
                    scored: kick.scored,
                    tally: PairText(tally),
                }
            })
            .collect()
    }

    // --- the sentence ------------------------------------------------------

    /// The match in the order in which it should be heard.
    fn sentence(&self) -> String {
        use std::fmt::Write as _;
        let game = self.game;
        let [home, away] = SideIx::BOTH.map(|side| self.name(side));
        let mut out = String::with_capacity(160);
        let Some([h, a]) = shown_score(game) else {
            let _ = write!(out, "{home} v {away}");
            if let Some(kickoff) = &game.kickoff {
                let _ = write!(out, ", {}", long_date(kickoff.date));
                if let Some(time) = kickoff.time {
                    let _ = write!(out, ", {}", TimeText(time));
                    if let Some(offset) = kickoff.offset {
                        let _ = write!(out, " {}", ZoneText(offset));
                    }
                }
            }
            out.push('.');
            if let Some(word) = status_sentence(game.status) {
                let _ = write!(out, " {word}.");
            }
            return out;
        };
        let _ = write!(out, "{home} {h}, {away} {a}");
        let score = game.score.unwrap_or_default();
        if score.golden_goal {
            out.push_str(" by a golden goal");
        } else if score.et.is_some() {
            out.push_str(" after extra time");
        }
        out.push('.');
        if let Some(pens) = score.pens {
            let (winner, pens) = if pens[0] >= pens[1] { (home, pens) } else { (away, [pens[1], pens[0]]) };
            let _ = write!(out, " {winner} win {} on penalties.", PairText(pens));
        }
        if let Some(word) = status_sentence(game.status) {
            let _ = write!(out, " {word}.");
        }
        if let (Some(ft), Some(_)) = (score.ft, score.et) {
            let _ = write!(out, " After 90 minutes {}.", PairText(ft));
        }
        if let Some(ht) = score.ht {
            let _ = write!(out, " Half-time {}.", PairText(ht));
        }
        for side in SideIx::BOTH {
            let mut goals = game.goals.iter().filter(|goal| goal.side == side).peekable();
            if goals.peek().is_none() {
                continue;
            }
            let _ = write!(out, " {}:", self.name(side));
            for (index, goal) in goals.enumerate() {
                let surname = &self.site.model.record.persons[goal.scorer].surname;
                let _ = write!(out, "{} {surname}", if index == 0 { "" } else { "," });
                match goal.kind {
                    GoalKind::Goal => {}
                    GoalKind::Penalty => out.push_str(" penalty"),
                    GoalKind::OwnGoal => out.push_str(" own goal"),
                }
                if let Some(minute) = goal.minute {
                    let _ = write!(out, " {}", spoken_minute(&minute.to_string()));
                }
            }
            out.push('.');
        }
        out
    }
}

/// A match as a sentence; put into words when somebody asks for it.
#[derive(Clone, Copy)]
pub struct Sentence<'a>(Maker<'a>);

impl fmt::Debug for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.sentence().fmt(f)
    }
}

impl Serialize for Sentence<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.sentence())
    }
}

fn status_sentence(status: Status) -> Option<&'static str> {
    match status {
        Status::Scheduled | Status::FullTime => None,
        Status::Tbd => Some("Time to be decided"),
        Status::Postponed => Some("Postponed"),
        Status::Cancelled => Some("Cancelled"),
        Status::Live => Some("In play"),
        Status::Suspended => Some("Suspended"),
        Status::Abandoned => Some("Abandoned"),
        Status::Awarded => Some("The result was awarded"),
        Status::Walkover => Some("Walkover"),
        Status::Annulled => Some("The result was annulled"),
    }
}

fn card_word(kind: CardKind) -> &'static str {
    match kind {
        CardKind::Yellow => "yellow",
        CardKind::SecondYellow => "second-yellow",
        CardKind::Red => "red",
    }
}

fn mark(kind: GoalKind) -> Option<&'static str> {
    match kind {
        GoalKind::Goal => None,
        GoalKind::Penalty => Some("pen"),
        GoalKind::OwnGoal => Some("og"),
    }
}

/// `38′`, `54′ pen, 62′`; goals without a minute are counted: `(2)`.
fn goals_text(goals: &[&Goal]) -> String {
    let mut parts: Vec<String> = Vec::with_capacity(goals.len());
    let mut plain = 0;
    for goal in goals {
        match (goal.minute.map(MinuteText), mark(goal.kind)) {
            (Some(minute), Some(mark)) => parts.push(format!("{minute} {mark}")),
            (Some(minute), None) => parts.push(minute.to_string()),
            (None, Some(mark)) => parts.push(mark.to_owned()),
            (None, None) => plain += 1,
        }
    }
    if plain > 1 || (plain == 1 && !parts.is_empty()) {
        parts.push(format!("({plain})"));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value as Json, json};

    use super::*;
    use crate::model::testing::{RecordBuilder, game};
    use crate::model::{Arena, Record};
    use crate::render::digest::digest_of;
    use crate::render::tests::site::input;

    /// The details of the match of A and B as a template sees them.
    fn detail(build: impl FnOnce(RecordBuilder) -> RecordBuilder, change: impl FnOnce(&mut Record)) -> Json {
        let builder = RecordBuilder::new().league("League", "2020").result("2020-01-01 15:00", "A", 2, 1, "B");
        let mut record = build(builder).build();
        change(&mut record);
        let id = game(&record, "A", "B");
        serde_json::to_value(view_of(record).match_detail(id)).unwrap()
    }

    fn view_of(record: Record) -> SiteView {
        let mut input = input();
        input.model.record = Arc::new(record);
        input.model.stories = Arena::default();
        input.mentions = Arc::default();
        SiteView::new(input, None).0
    }

    #[test]
    fn nothing_hangs_on_which_match_of_a_player_is_made_first() {
        let mut record = RecordBuilder::new()
            .league("League", "2020")
            .result("2020-01-01", "A", 2, 1, "B")
            .eleven(SideIx::Home, &["Ann"])
            .result("2020-02-01", "A", 2, 1, "C")
            .eleven(SideIx::Home, &["Ann"])
            .build();
        let ids = [("B", 7), ("C", 9)].map(|(team, number)| {
            let id = game(&record, "A", team);
            record.matches[id].sides[0].lineup.as_mut().unwrap().players[0].number = Some(number);
            id
        });
        let digests = |order: [usize; 2]| {
            let view = view_of(record.clone());
            let mut made = order.map(|at| (at, digest_of(&view.match_detail(ids[at]))));
            made.sort_unstable();
            made
        };
        assert_eq!(digests([0, 1]), digests([1, 0]));
        let view = view_of(record.clone());
        let numbers = ids.map(|id| {
            let detail = serde_json::to_value(view.match_detail(id)).unwrap();
            detail["lineups"]["home"]["lines"][0][0]["number"].clone()
        });
        assert_eq!(numbers, [json!(7), json!(9)]);
    }

    fn names(list: &Json) -> Vec<&str> {
        list.as_array().unwrap().iter().map(|entry| entry["player"]["name"].as_str().unwrap()).collect()
    }

    /// The text of a piece of HTML that has no signs but tags.
    fn words(html: &Json) -> String {
        let parts = html.as_str().unwrap().split('<').enumerate();
        parts.map(|(at, part)| if at == 0 { part } else { part.split_once('>').unwrap().1 }).collect()
    }

    #[test]
    fn an_entry_of_a_list_has_names_as_links_and_what_is_known() {
        let build = |b: RecordBuilder| {
            b.eleven(SideIx::Home, &["Ann <1>", "Cat", "Dot"]).goal(SideIx::Home, "Ann <1>", 46).assist("Cat").card(
                CardKind::Red,
                SideIx::Home,
                "Dot",
                50,
            )
        };
        let out = detail(build, |record| {
            let game = &mut record.matches[crate::model::MatchId(0)];
            game.goals[0].score = Some([1, 0]);
            game.cards[0].minute = None;
            let lineup = game.sides[0].lineup.as_mut().unwrap();
            lineup.players.iter_mut().for_each(|player| player.line = None);
            lineup.players[0].captain = true;
            lineup.players[2].off = Some(Minute { minute: 50, added: 0 });
        });
        let events = &out["timeline"];
        let ann = out["scorers"]["home"][0]["player"]["url"].as_str().unwrap();
        let goal = events[0]["events"][0]["entry"].as_str().unwrap();
        assert!(
            goal.starts_with(&format!("46′ Goal, 1–0: <a href=\"{ann}\">Ann &lt;1&gt;</a> (pass by <a ")),
            "{goal}"
        );
        assert_eq!(words(&events[1]["events"][0]["entry"]), "Sent off: Dot");
        let line = &out["lineups"]["home"]["lines"][0];
        assert_eq!(words(&line[0]["entry"]), "Ann &lt;1&gt; (captain)");
        assert_eq!(words(&line[2]["entry"]), "Dot (off 50′)");
    }

    #[test]
    fn scorers_are_grouped_and_own_goals_stand_under_the_team_they_count_for() {
        let out = detail(
            |b| {
                b.goal(SideIx::Home, "Ann", 10)
                    .goal_of(GoalKind::OwnGoal, SideIx::Home, "Bob", 20)
                    .goal_of(GoalKind::Penalty, SideIx::Home, "Ann", 54)
                    .goal(SideIx::Away, "Bea", 90)
            },
            |record| record.matches[crate::model::MatchId(0)].goals[0].minute = Some(Minute { minute: 45, added: 2 }),
        );
        assert_eq!(names(&out["scorers"]["home"]), ["Ann", "Bob"]);
        assert_eq!(out["scorers"]["home"][0]["text"], "45+2′, 54′ pen");
        assert_eq!(out["scorers"]["home"][1]["text"], "20′ og");
        assert_eq!(out["scorers"]["away"][0]["text"], "90′");
        assert_eq!(
            out["sentence"],
            "A 2, B 1. A: Ann 45 plus 2 minutes, Bob own goal 20 minutes, Ann penalty 54 minutes. B: Bea 90 minutes."
        );
    }

    #[test]
    fn goals_without_a_minute_are_counted() {
        let out = detail(
            |b| b.goal(SideIx::Home, "Ann", 10).goal(SideIx::Home, "Ann", 11).goal(SideIx::Away, "Bea", 12),
            |record| record.matches[crate::model::MatchId(0)].goals.iter_mut().for_each(|goal| goal.minute = None),
        );
        assert_eq!(out["scorers"]["home"][0]["text"], "(2)");
        assert_eq!(out["scorers"]["away"][0]["text"], "");
        assert_eq!(out["timeline"][0]["name"], "Time not known");
    }

    #[test]
    fn the_timeline_goes_by_period_and_minute() {
        let out = detail(
            |b| {
                b.eleven(SideIx::Home, &["Ann", "Cat"])
                    .substitution(SideIx::Home, "Dot", "Cat", 46)
                    .card(CardKind::Red, SideIx::Away, "Bea", 95)
                    .goal(SideIx::Home, "Ann", 46)
                    .missed(SideIx::Away, "Bea", 45)
            },
            |record| {
                let lineup = record.matches[crate::model::MatchId(0)].sides[0].lineup.as_mut().unwrap();
                lineup.players[2].replaced = Some(1);
            },
        );
        let told: Vec<(String, Vec<String>)> = out["timeline"]
            .as_array()
            .unwrap()
            .iter()
            .map(|period| {
                let events = period["events"].as_array().unwrap().iter();
                let told = events.map(|e| format!("{} {}", e["minute"].as_str().unwrap(), e["kind"].as_str().unwrap()));
                (period["name"].as_str().unwrap().to_owned(), told.collect())
            })
            .collect();
        let expected = [
            ("First half", vec!["45′ missed-penalty"]),
            ("Second half", vec!["46′ goal", "46′ substitution"]),
            ("Extra time", vec!["95′ red"]),
        ];
        let expected: Vec<(String, Vec<String>)> = expected
            .into_iter()
            .map(|(name, events)| (name.to_owned(), events.into_iter().map(str::to_owned).collect()))
            .collect();
        assert_eq!(told, expected);
        let change = &out["timeline"][1]["events"][1];
        assert_eq!((&change["player"]["name"], &change["other"]["name"]), (&json!("Dot"), &json!("Cat")));
        assert_eq!(words(&change["entry"]), "46′ Substitution: Dot for Cat");
        assert_eq!(words(&out["timeline"][0]["events"][0]["entry"]), "45′ Penalty missed: Bea");
        assert_eq!(out["sendings_off"]["away"][0]["kind"], "red");
    }

    #[test]
    fn substitutes_hang_on_whom_they_replaced_even_twice() {
        let out = detail(
            |b| {
                b.eleven(SideIx::Home, &["Keeper", "Back", "Forward"])
                    .substitution(SideIx::Home, "Second", "Back", 46)
                    .substitution(SideIx::Home, "Third", "Second", 80)
                    .unused(SideIx::Home, "Bench")
            },
            |record| {
                let lineup = record.matches[crate::model::MatchId(0)].sides[0].lineup.as_mut().unwrap();
                for (player, line) in [(0, 0), (1, 1), (2, 2)] {
                    lineup.players[player].line = Some(line);
                }
                lineup.players[3].replaced = Some(1);
                lineup.players[4].replaced = Some(3);
            },
        );
        let home = &out["lineups"]["home"];
        let lines: Vec<Vec<&str>> = home["lines"].as_array().unwrap().iter().map(names).collect();
        assert_eq!(lines, [["Keeper"], ["Back"], ["Forward"]]);
        let second = &home["lines"][1][0]["replaced_by"];
        assert_eq!(
            (&second["player"]["name"], &second["on"], &second["off"]),
            (&json!("Second"), &json!("46′"), &json!("80′"))
        );
        assert_eq!(second["replaced_by"]["player"]["name"], "Third");
        assert_eq!(words(&home["lines"][1][0]["entry"]), "Back (Second (Third 80′) 46′)");
        assert_eq!(words(&home["lines"][0][0]["entry"]), "Keeper");
        assert_eq!(names(&home["bench"]), ["Bench"]);
        assert_eq!(home["substitutes"], json!([]));
        assert_eq!(out["lineups"]["away"]["lines"], json!([]), "a side that is not known has no lines");
    }

    #[test]
    fn an_eleven_without_lines_stands_in_one() {
        let out = detail(
            |b| b.eleven(SideIx::Home, &["A1", "A2", "A3"]),
            |record| {
                let lineup = record.matches[crate::model::MatchId(0)].sides[0].lineup.as_mut().unwrap();
                lineup.players[0].line = Some(0);
                lineup.players[1].line = None;
            },
        );
        assert_eq!(out["lineups"]["home"]["lines"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn a_match_to_come_tells_its_day_and_what_became_of_it() {
        let sentence = |status| {
            let out = detail(
                |b| b,
                |record| {
                    let game = &mut record.matches[crate::model::MatchId(0)];
                    (game.score, game.status) = (None, status);
                    if let Some(kickoff) = &mut game.kickoff {
                        kickoff.offset = Some(jiff::tz::Offset::constant(3));
                    }
                },
            );
            out["sentence"].as_str().unwrap().to_owned()
        };
        assert_eq!(sentence(Status::Scheduled), "A v B, 1 January 2020, 15:00 UTC+3.");
        assert_eq!(sentence(Status::Postponed), "A v B, 1 January 2020, 15:00 UTC+3. Postponed.");
    }
}
