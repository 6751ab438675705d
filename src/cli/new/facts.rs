//! What the record has of a match, in words for whoever writes about it.
//!
//! In: a match. Out: a first sentence, and the note of facts that stands as a
//! comment at the end of a new story. Never shown on a page.

use std::fmt::Write;

use crate::model::{CardKind, GoalKind, Lineup, Match, Minute, PersonId, Record, Score, SideIx};

/// A match with the record around it.
#[derive(Clone, Copy)]
pub(super) struct Facts<'r> {
    pub(super) record: &'r Record,
    pub(super) of: &'r Match,
}

impl Facts<'_> {
    /// The name of a side.
    pub(super) fn team(&self, side: SideIx) -> &str {
        let side = self.of.side(side);
        side.name.as_deref().unwrap_or(&self.record.teams[side.team].name)
    }

    fn teams(&self) -> (&str, &str) {
        (self.team(SideIx::Home), self.team(SideIx::Away))
    }

    /// `Iran 0-1 USA`, or `Iran v USA` before it is played.
    pub(super) fn name(&self) -> String {
        let (home, away) = self.teams();
        match self.of.score.as_ref().and_then(Score::result) {
            Some([h, a]) => format!("{home} {h}-{a} {away}"),
            None => format!("{home} v {away}"),
        }
    }

    /// `World Cup 2022`.
    pub(super) fn edition(&self) -> Option<String> {
        let edition = &self.record.editions[self.of.edition?];
        let name = &self.record.competitions[edition.competition].name;
        Some(match &edition.season {
            Some(season) => format!("{name} {season}"),
            None => name.to_string(),
        })
    }

    /// `Al Thumama Stadium, Doha`.
    fn venue(&self) -> Option<String> {
        let venue = &self.record.venues[self.of.venue?];
        Some(match &venue.city {
            Some(city) if !venue.name.contains(&**city) => format!("{}, {city}", venue.name),
            _ => venue.name.to_string(),
        })
    }

    fn date(&self) -> Option<String> {
        Some(self.of.kickoff?.date.strftime("%-d %B %Y").to_string())
    }

    /// One plain sentence, or two: who, against whom, how, where and when.
    pub(super) fn opening(&self) -> String {
        let (home, away) = self.teams();
        let score = self.of.score.as_ref();
        let mut text = match score.and_then(|score| Some((score.result()?, score.pens))) {
            None => format!("{home} meet {away}"),
            Some(([h, a], None)) if h > a => format!("{home} beat {away} {h}-{a}"),
            Some(([h, a], None)) if h < a => format!("{away} beat {home} {a}-{h}"),
            Some(([h, a], None)) => format!("{home} and {away} drew {h}-{a}"),
            Some(([h, a], Some([p, q]))) => {
                let (winner, loser, p, q) = if p >= q { (home, away, p, q) } else { (away, home, q, p) };
                format!("{winner} beat {loser} {p}-{q} on penalties after a {h}-{a} draw")
            }
        };
        let stage =
            [self.of.group.as_deref(), self.of.round.as_deref(), self.of.stage.as_deref()].into_iter().flatten();
        let setting: Vec<String> = stage.take(1).map(str::to_owned).chain(self.edition()).collect();
        // Writing to a string cannot fail.
        let _ = match setting.as_slice() {
            [stage, edition] => write!(text, " ({stage}, {edition})"),
            [one] => write!(text, " ({one})"),
            _ => Ok(()),
        };
        if let Some(venue) = self.venue() {
            let _ = write!(text, " at {venue}");
        }
        if let Some(date) = self.date() {
            let comma = if self.venue().is_some_and(|venue| venue.contains(',')) { "," } else { "" };
            let _ = write!(text, "{comma} on {date}");
        }
        text.push('.');
        text
    }

    /// The note: everything that a report may need.
    pub(super) fn note(&self) -> String {
        let mut lines = vec![self.result_line()];
        let m = self.of;
        let attendance = m.attendance.map(|n| format!("attendance {n}"));
        let kickoff = self.date().map(|date| match m.kickoff.and_then(|k| k.time) {
            Some(time) => format!("{date}, {}", time.strftime("%H:%M")),
            None => date,
        });
        let matchday = m.matchday.map(|n| format!("matchday {n}"));
        let stage = [&m.stage, &m.group, &m.round].into_iter().flatten().map(ToString::to_string);
        line(&mut lines, "", self.edition().into_iter().chain(stage).chain(matchday), ", ");
        line(&mut lines, "", kickoff.into_iter().chain(self.venue()).chain(attendance), ", ");
        line(&mut lines, "Goals: ", self.goals(), "; ");
        let missed = m.missed_penalties.iter().map(|p| self.moment(p.player, p.side, p.minute, ""));
        line(&mut lines, "Missed penalties: ", missed, "; ");
        let cards = m.cards.iter().map(|card| {
            let kind = match card.kind {
                CardKind::Yellow => "",
                CardKind::SecondYellow => ", second yellow",
                CardKind::Red => ", red",
            };
            self.moment(card.player, card.side, card.minute, kind)
        });
        line(&mut lines, "Cards: ", cards, "; ");
        let kicks = m
            .shootout
            .iter()
            .map(|kick| self.moment(kick.player, kick.side, None, if kick.scored { ", scored" } else { ", missed" }));
        line(&mut lines, "Shoot-out: ", kicks, "; ");
        for side in SideIx::BOTH {
            if let Some(lineup) = &m.side(side).lineup {
                lines.push(self.lineup(side, lineup));
            }
        }
        let officials = m.officials.iter().filter(|o| o.referee).map(|o| self.person(o.person).to_owned());
        line(&mut lines, "Referee: ", officials, ", ");
        lines.join("\n")
    }

    /// `Argentina 3-3 France (after extra time; 2-2 after 90 minutes, 2-0 at
    /// half-time; 4-2 on penalties)`.
    fn result_line(&self) -> String {
        let Some(score) = &self.of.score else { return self.name() };
        let pair = |[h, a]: [u16; 2]| format!("{h}-{a}");
        let mut parts = Vec::new();
        if score.et.is_some() {
            parts.push("after extra time".to_owned());
            parts.extend(score.ft.map(|ft| format!("{} after 90 minutes", pair(ft))));
        }
        parts.extend(score.ht.map(|ht| format!("{} at half-time", pair(ht))));
        parts.extend(score.pens.map(|pens| format!("{} on penalties", pair(pens))));
        if parts.is_empty() { self.name() } else { format!("{} ({})", self.name(), parts.join("; ")) }
    }

    fn goals(&self) -> Vec<String> {
        let goal = |goal: &crate::model::Goal| {
            let mut more = match goal.kind {
                GoalKind::Goal => String::new(),
                GoalKind::Penalty => ", penalty".to_owned(),
                GoalKind::OwnGoal => ", own goal".to_owned(),
            };
            let _ = match goal.assist {
                Some(assist) => write!(more, ", assist {}", self.person(assist)),
                None => Ok(()),
            };
            let score = goal.score.map_or(String::new(), |[h, a]| format!("{h}-{a} "));
            score + &self.moment(goal.scorer, goal.side, goal.minute, &more)
        };
        self.of.goals.iter().map(goal).collect()
    }

    fn moment(&self, who: PersonId, side: SideIx, minute: Option<Minute>, more: &str) -> String {
        let minute = minute.map_or(String::new(), |minute| format!(" {minute}"));
        format!("{}{minute} ({}{more})", self.person(who), self.team(side))
    }

    fn lineup(&self, side: SideIx, lineup: &Lineup) -> String {
        let formation = lineup.formation.as_ref().map_or(String::new(), |formation| format!(" ({formation})"));
        let mut text = format!("{}{formation}: ", self.team(side));
        let mut separator = "";
        let mut last = None;
        for (at, player) in lineup.players.iter().enumerate().filter(|(_, player)| player.started) {
            if !separator.is_empty() {
                separator = if last == Some(player.line) { ", " } else { "; " };
            }
            last = Some(player.line);
            let captain = if player.captain { " (captain)" } else { "" };
            let _ = write!(text, "{separator}{}{captain}{}", self.person(player.player), self.replacements(lineup, at));
            separator = ", ";
        }
        if let Some(coach) = self.of.side(side).coach {
            let _ = write!(text, ". Coach: {}", self.person(coach));
        }
        text
    }

    /// ` (Moore 82')`, and whoever replaced that one.
    fn replacements(&self, lineup: &Lineup, at: usize) -> String {
        // Always further on, so this ends.
        let Some(next) = lineup.replacement_of(at) else { return String::new() };
        let on = &lineup.players[next];
        let again = self.replacements(lineup, next);
        let minute = on.on.map_or(String::new(), |minute| format!(" {minute}"));
        format!(" ({}{minute}{again})", self.person(on.player))
    }

    fn person(&self, id: PersonId) -> &str {
        &self.record.persons[id].name
    }
}

fn line(lines: &mut Vec<String>, label: &str, parts: impl IntoIterator<Item = String>, separator: &str) {
    let parts: Vec<String> = parts.into_iter().collect();
    if !parts.is_empty() {
        lines.push(format!("{label}{}", parts.join(separator)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::RecordBuilder;

    fn facts(record: &Record) -> Facts<'_> {
        Facts { record, of: record.matches.iter().next().unwrap() }
    }

    #[test]
    fn of_a_match_with_everything() {
        let record = RecordBuilder::new()
            .tournament("World Cup", "2022")
            .group("Group B")
            .result("2022-11-29", "Iran", 0, 1, "USA")
            .venue("Al Thumama Stadium", 42_127)
            .goal(SideIx::Away, "Christian Pulisic", 38)
            .card(CardKind::Yellow, SideIx::Away, "Tyler Adams", 43)
            .eleven(SideIx::Away, &["Matt Turner", "Sergiño Dest"])
            .substitution(SideIx::Away, "Shaq Moore", "Sergiño Dest", 82)
            .with(|m| {
                let lineup = m.sides[1].lineup.as_mut();
                lineup.unwrap().players[2].replaced = Some(1);
            })
            .coach(SideIx::Away, "Gregg Berhalter")
            .official("Antonio Mateu", true)
            .build();
        let facts = facts(&record);
        assert_eq!(facts.name(), "Iran 0-1 USA");
        assert_eq!(
            facts.opening(),
            "USA beat Iran 1-0 (Group B, World Cup 2022) at Al Thumama Stadium on 29 November 2022."
        );
        let note = facts.note();
        for part in [
            "World Cup 2022, Group B",
            "29 November 2022",
            "attendance 42127",
            "Goals: ",
            "Christian Pulisic 38' (USA)",
            "Cards: Tyler Adams 43' (USA)",
            "Sergiño Dest (Shaq Moore 82')",
            ". Coach: Gregg Berhalter",
            "Referee: Antonio Mateu",
        ] {
            assert!(note.contains(part), "`{part}` is not in:\n{note}");
        }
    }

    #[test]
    fn of_draws_shootouts_and_fixtures() {
        let opening = |builder: RecordBuilder| facts(&builder.build()).opening();
        let cup = || RecordBuilder::new().cup("Cup", "");
        assert_eq!(opening(cup().result("2020-05-01", "A", 2, 2, "B")), "A and B drew 2-2 (Cup) on 1 May 2020.");
        let shootout = cup().result("2020-05-01", "A", 2, 2, "B").extra_time(3, 3).penalties(2, 4);
        assert_eq!(opening(shootout), "B beat A 4-2 on penalties after a 3-3 draw (Cup) on 1 May 2020.");
        assert_eq!(opening(cup().fixture("2030-05-01", "A", "B")), "A meet B (Cup) on 1 May 2030.");
    }
}
