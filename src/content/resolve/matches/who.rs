//! Who is meant by a name.
//!
//! In: a name in a line-up or of an event, and the sides it may stand for. Out:
//! the player, and what is to be said of the name: taken for another, or that
//! it could be two people. Never makes a person; the rosters know them all.

use std::sync::Arc;

use super::Work;
use crate::content::raw::{Spot, Sym};
use crate::content::resolve::clusters::Member;
use crate::content::resolve::fold::Folded;
use crate::content::resolve::rosters::Found;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::slug::slug;
use crate::model::{Minute, PersonId, Selection, SideIx};

/// A player found for an event: his side and who he is.
type Placed = Option<(SideIx, PersonId)>;

impl Work<'_, '_, '_> {
    /// What a name means in the roster of a side, with that roster.
    pub(super) fn found(&self, side: SideIx, name: Sym) -> Option<(u32, Found)> {
        let (index, roster) = self.rosters[side.index()]?;
        Some((index, roster.lookup(self.r.names, name, &self.r.rosters.aliases)?))
    }

    pub(super) fn candidates(&self, roster: u32, found: &Found) -> Vec<PersonId> {
        let of = &self.r.persons.of_member[roster as usize];
        match found {
            Found::One(i) | Found::Guess(i) => vec![of[*i as usize]],
            Found::Many(many) => many.iter().map(|i| of[*i as usize]).collect(),
        }
    }

    pub(super) fn guess(
        &mut self,
        side: SideIx,
        member: Member,
        name: Sym,
        meant: u32,
        field: &'static str,
        spot: Spot,
    ) {
        let Some((_, roster)) = self.rosters[side.index()] else { return };
        let written = self.r.names.resolve(&name);
        let full = self.r.names.resolve(&roster.members[meant as usize].name);
        let place = self.source(member).place_in(self.raw(member), Some(field), spot);
        let slug = slug(full);
        self.out.push(
            Diagnostic::warning(
                "W0311",
                format!("`{written}` is taken for `{full}` of {}", self.r.teams.name(roster.team)),
            )
            .at(place)
            .help(format!(
                "if that is right, write `aliases: [{written}]` in the front matter of content/players/{slug}.md"
            )),
        );
    }

    /// A name like a squad member's that must be somebody else's.
    pub(super) fn kept_apart(&mut self, side: SideIx, member: Member, name: Sym, like: u32, spot: Spot) {
        let Some((_, roster)) = self.rosters[side.index()] else { return };
        let written = self.r.names.resolve(&name);
        let full = self.r.names.resolve(&roster.members[like as usize].name);
        let team = self.r.teams.name(roster.team);
        let slug = slug(full);
        let message = format!("`{written}` is not taken for `{full}` of {team}: another name is as near");
        self.out.push(
            Diagnostic::warning("W0314", message)
                .at(self.source(member).place_in(self.raw(member), Some("lineups"), spot))
                .help(format!(
                    "if it is he, write `aliases: [{written}]` in the front matter of content/players/{slug}.md"
                )),
        );
    }

    pub(super) fn ambiguous(&mut self, member: Member, name: Sym, ids: &[PersonId], place: Place) {
        let written = self.r.names.resolve(&name);
        let mut list: Vec<&str> = ids.iter().map(|p| &*self.r.persons.persons[p.0 as usize].name).collect();
        list.sort_unstable();
        list.dedup();
        self.out.push(
            self.fault(member, ["E0304", "W0304"], format!("`{written}` could be {}", list.join(" or ")))
                .at(place)
                .help("write the full name"),
        );
    }

    /// Finds the player of an event. `side` is the side he plays for, where
    /// it is told.
    pub(super) fn player(
        &mut self,
        member: Member,
        name: Sym,
        side: Option<SideIx>,
        minute: Option<Minute>,
        field: &'static str,
        spot: Spot,
    ) -> Placed {
        let sides: &[SideIx] = match side {
            Some(SideIx::Home) => &[SideIx::Home],
            Some(SideIx::Away) => &[SideIx::Away],
            None => &SideIx::BOTH,
        };
        // (side, person, in this match's line-up, a guess of this member)
        let mut found: Vec<(SideIx, PersonId, bool, Option<u32>)> = Vec::new();
        for &side in sides {
            let Some((roster, hit)) = self.found(side, name) else { continue };
            let guess = if let Found::Guess(i) = hit { Some(i) } else { None };
            for person in self.candidates(roster, &hit) {
                let in_match = self.lineups[side.index()]
                    .as_ref()
                    .is_some_and(|l| l.players.iter().any(|p| p.player == person && on_pitch(p, minute)));
                found.push((side, person, in_match, guess));
            }
        }
        // The narrowest scope that holds any candidate decides.
        if found.iter().any(|f| f.2) {
            found.retain(|f| f.2);
        } else if found
            .iter()
            .any(|f| self.lineups[f.0.index()].as_ref().is_some_and(|l| l.players.iter().any(|p| p.player == f.1)))
        {
            let lineups = &self.lineups;
            found.retain(|f| lineups[f.0.index()].as_ref().is_some_and(|l| l.players.iter().any(|p| p.player == f.1)));
        }
        if found.iter().any(|f| f.3.is_none()) {
            found.retain(|f| f.3.is_none());
        }
        // A full name is his who bears it, though another's longer one begins alike.
        let written = self.r.names.resolve(&name);
        let bears =
            |f: &(SideIx, PersonId, bool, Option<u32>)| *self.r.persons.persons[f.1.0 as usize].name == *written;
        if found.len() > 1 && written.contains(char::is_whitespace) && found.iter().any(bears) {
            found.retain(bears);
        }
        let place = || self.source(member).place_in(self.raw(member), Some(field), spot);
        match found[..] {
            [(side, person, _, guess)] => {
                if let Some(i) = guess {
                    self.guess(side, member, name, i, field, spot);
                }
                self.not_in_lineup(side, person, member, name, field, spot);
                Some((side, person))
            }
            [] => {
                let near = sides.iter().find_map(|s| self.rosters[s.index()]?.1.suggestion(self.r.names, name));
                let [home, away] = self.cluster.teams.map(|t| Arc::clone(self.r.teams.name(t)));
                let known = SideIx::BOTH.into_iter().all(|s| {
                    self.lineups[s.index()].is_some()
                        || self.rosters[s.index()].is_some_and(|(_, r)| !r.squads.is_empty())
                });
                let help = match (near, known) {
                    (Some(near), _) => format!("did you mean `{near}`?"),
                    (None, true) => "correct the name, or add the player to a line-up or squad".to_owned(),
                    (None, false) => self.in_its_form(
                        member,
                        format!("say whose it is: `{{player: {written}, team: {home}}}`, or add the line-ups"),
                        "part the goals of the two teams by `;`, or add the line-ups",
                    ),
                };
                let message = match side {
                    Some(side) => format!("`{written}` does not play for {}", [home, away][side.index()]),
                    None if known => format!("`{written}` plays for neither {home} nor {away}"),
                    None => format!("cannot tell whether `{written}` plays for {home} or {away}"),
                };
                self.out.push(self.fault(member, ["E0303", "W0303"], message).at(place().part(written)).help(help));
                None
            }
            _ => {
                let ids: Vec<PersonId> = found.iter().map(|f| f.1).collect();
                let place = place().part(self.r.names.resolve(&name));
                self.ambiguous(member, name, &ids, place);
                None
            }
        }
    }

    /// Somebody who scored or took a kick although the line-up does not name
    /// him. Cards are shown to men on the bench too, who are often not listed.
    fn not_in_lineup(
        &mut self,
        side: SideIx,
        person: PersonId,
        member: Member,
        name: Sym,
        field: &'static str,
        spot: Spot,
    ) {
        let Some(lineup) = &self.lineups[side.index()] else { return };
        let played = lineup.players.iter().filter(|p| p.started).count();
        if field == "cards" || played < 11 || lineup.players.iter().any(|p| p.player == person) {
            return;
        }
        let persons = &self.r.persons.persons;
        let folded = Folded::new(self.r.names.resolve(&name));
        let named = || lineup.players.iter().map(|p| &persons[p.player.0 as usize].name);
        let like = named()
            .find(|n| Folded::new(n).words.last() == folded.words.last())
            .or_else(|| named().find(|n| Folded::new(n).words.first() == folded.words.first()));
        let written = self.r.names.resolve(&name);
        let team = self.r.teams.name(self.cluster.teams[side.index()]);
        let help = match like {
            Some(like) => format!(
                "if it is `{like}`, write `aliases: [{written}]` in the front matter of content/players/{}.md",
                slug(like)
            ),
            None => "correct the name, or add the player to the line-up".to_owned(),
        };
        self.out.push(
            Diagnostic::warning("W0408", format!("`{written}` is not in the line-up of {team}"))
                .at(self.source(member).place_in(self.raw(member), Some(field), spot).part(written))
                .help(help),
        );
    }
}

/// Whether a player may have been on the pitch in a minute; without a minute,
/// whether he played or sat on the bench.
fn on_pitch(p: &Selection, minute: Option<Minute>) -> bool {
    let Some(minute) = minute else { return true };
    let on = p.started || p.on.is_some_and(|on| on.minute <= minute.minute) || (p.came_on && p.on.is_none());
    on && p.off.is_none_or(|off| minute.minute <= off.minute)
}
