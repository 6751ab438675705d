//! Those who have a profile, and those whom a story asks a page for.
//!
//! In: profiles and stories. Out: drafts, and diagnostics of names that go in a
//! circle. Never looks at a match.

use jiff::civil::Date;

use super::super::Input;
use super::super::competitions::same_name;
use super::super::fold::Folded;
use super::{Draft, Making};
use crate::content::raw::Raw;
use crate::diagnostic::{Diagnostic, Place, Step};
use crate::model::Roles;

impl<'a> Making<'a, '_> {
    pub(super) fn profiles(&mut self, inputs: &'a [Input], out: &mut Vec<Diagnostic>) {
        for input in inputs {
            let Raw::Person(raw) = &*input.raw else { continue };
            let mut draft = Self::draft(&raw.profile.name, (0, 0));
            draft.born = raw.born;
            draft.birth_year = raw.birth_year.or_else(|| raw.born.map(Date::year));
            draft.nationality = raw.nationality.as_deref().map(Into::into);
            draft.position = raw.position.as_deref().map(Into::into);
            draft.national = raw
                .nationality
                .as_deref()
                .and_then(|n| self.teams.by_name(n, None))
                .filter(|t| self.teams.is_national(*t));
            for (i, spell) in raw.teams.iter().enumerate() {
                match self.teams.by_name(&spell.team, None) {
                    Some(team) => _ = draft.teams.insert(team),
                    None => out.push(
                        Diagnostic::error("E0301", format!("unknown team `{}`", spell.team))
                            .at(Place::node(&input.path, [Step::from("teams"), i.into(), "team".into()]))
                            .help(self.teams.suggestion(&spell.team)),
                    ),
                }
            }
            for role in &raw.also {
                draft.roles |= match role.as_str() {
                    "coach" => Roles::COACH,
                    "referee" => Roles::REFEREE,
                    _ => Roles::PLAYER,
                };
            }
            if raw.player {
                draft.roles |= Roles::PLAYER;
            }
            draft.profile = Some((input, raw));
            let at = self.push(draft);
            for alias in &raw.profile.aliases {
                let list = self.by_letters.entry(Folded::new(alias).letters).or_default();
                if !list.contains(&at) {
                    list.push(at);
                }
            }
        }
        self.mutual_aliases(out);
    }

    /// Two people may have one name, but not each the other's: such aliases go
    /// in a circle, and nobody can tell who is meant.
    fn mutual_aliases(&self, out: &mut Vec<Diagnostic>) {
        let aliases = |at: u32| {
            let profile = self.drafts[at as usize].profile.map(|(_, raw)| &raw.profile);
            profile.into_iter().flat_map(|profile| &profile.aliases).map(|alias| (alias, Folded::new(alias).letters))
        };
        for at in 0..self.drafts.len() as u32 {
            for (alias, letters) in aliases(at) {
                let own = &self.drafts[at as usize];
                let others = self.by_letters.get(&letters).into_iter().flatten().copied();
                let circle = others
                    .filter(|other| *other > at && self.drafts[*other as usize].letters == letters)
                    .find(|other| own.letters != letters && aliases(*other).any(|(_, theirs)| theirs == own.letters));
                let of = |at: u32| self.drafts[at as usize].profile.map(|(input, _)| &input.path);
                if let Some((mine, theirs)) = of(at).zip(circle.and_then(of)) {
                    out.push(same_name("people", alias, theirs, mine));
                }
            }
        }
    }

    /// Persons that stories ask a page for.
    pub(super) fn asked_for(&mut self, inputs: &[Input]) {
        for input in inputs {
            let Raw::Story(story) = &*input.raw else { continue };
            if story.draft {
                continue;
            }
            for name in &story.people {
                match self.by_letters.get(&Folded::new(name).letters) {
                    Some(known) => known.iter().for_each(|at| self.drafts[*at as usize].asked_for = true),
                    None => {
                        self.push(Draft { asked_for: true, ..Self::draft(name, (1, 0)) });
                    }
                }
            }
        }
    }
}
