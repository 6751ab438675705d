//! A match held against itself.
//!
//! In: a resolved match, and who told what of it. Out: what does not agree: a
//! score that is not its goals, a shoot-out that is not its kicks.

use super::Work;
use crate::content::raw::{Spot, Trust};
use crate::content::resolve::clusters::Member;
use crate::content::resolve::merge::Merged;
use crate::model::{Goal, Match, SideIx, Status};

impl<'a> Work<'_, 'a, '_> {
    /// Holds the score against the goals, the half-time score against the
    /// goals before it and the shoot-out against its kicks.
    pub(super) fn check_score(&mut self, merged: &Merged<'a>, found: &Match) {
        let tell = |[h, a]: [u16; 2]| format!("{h}-{a}");
        let Some((member, list)) = merged.goals else {
            self.check_shootout(merged, found);
            return;
        };
        // Names that were not found have been reported; the sum would only
        // repeat it.
        let lost = list.len() != found.goals.len();
        let count = |keep: &dyn Fn(&Goal) -> bool| {
            SideIx::BOTH.map(|s| found.goals.iter().filter(|g| g.side == s && keep(g)).count() as u16)
        };
        let by_hand = self.source(member).trust == Trust::Hand;
        // The score may be of another telling than the goals.
        let place = |w: &Self, of: Member| w.source(of).place_in(w.raw(of), Some("score"), Spot::None);
        let score_by = merged.score.map_or(member, |(by, _)| by);
        let goals_place = |w: &Self| w.source(member).place_in(w.raw(member), Some("goals"), Spot::None);
        match found.score.and_then(|s| s.result()) {
            None if !list.is_empty() && found.status != Status::Live => {
                let d = self
                    .fault(member, ["E0412", "W0412"], "goals are told, but no score".to_owned())
                    .at(goals_place(self))
                    .help(self.in_its_form(member, "add `score:`".to_owned(), "add the score"));
                self.out.push(d);
            }
            Some(result) if !lost && (by_hand || !list.is_empty()) && found.status != Status::Awarded => {
                let sum = count(&|_| true);
                if sum != result {
                    let message = format!("the score is {}, but the goals make {}", tell(result), tell(sum));
                    let d = self
                        .fault(member, ["E0411", "W0411"], message)
                        .at(place(self, score_by))
                        .related_elsewhere(goals_place(self), "the goals")
                        .help("an own goal counts for the other team; correct the score or the list of goals");
                    self.out.push(d);
                } else if let Some(ht) = found.score.and_then(|s| s.ht)
                    && found.goals.iter().all(|g| g.minute.is_some())
                {
                    let first = count(&|g| g.minute.is_some_and(|m| m.minute <= 45));
                    if first != ht {
                        let message =
                            format!("the half-time score is {}, but the goals make {}", tell(ht), tell(first));
                        // An error is what one author wrote against himself.
                        let told_by = merged.half_time_by.unwrap_or(score_by);
                        let theirs = self.source(told_by).trust != Trust::Hand;
                        let d = self
                            .fault(if theirs { told_by } else { member }, ["E0413", "W0413"], message)
                            .at(place(self, told_by))
                            .related_elsewhere(goals_place(self), "the goals")
                            .help("correct the score at half-time or the minutes of the goals");
                        self.out.push(d);
                    }
                }
            }
            _ => {}
        }
        self.check_shootout(merged, found);
    }

    fn check_shootout(&mut self, merged: &Merged<'a>, found: &Match) {
        let (Some((member, list)), Some(pens)) = (merged.shootout, found.score.and_then(|s| s.pens)) else { return };
        if list.len() != found.shootout.len() {
            return;
        }
        let sum = SideIx::BOTH.map(|s| found.shootout.iter().filter(|k| k.side == s && k.scored).count() as u16);
        if sum != pens {
            let message =
                format!("the shoot-out ended {}-{}, but the kicks make {}-{}", pens[0], pens[1], sum[0], sum[1]);
            let d = self
                .fault(member, ["E0416", "W0416"], message)
                .at(self.source(member).place_in(self.raw(member), Some("shootout"), Spot::None))
                .help(self.in_its_form(
                    member,
                    "mark a kick that did not go in with `x`: `Kane x`".to_owned(),
                    "correct the score of the shoot-out or the list of its kicks",
                ));
            self.out.push(d);
        }
    }
}
