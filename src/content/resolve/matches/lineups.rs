//! The line-ups of a match.
//!
//! In: a line-up as told. Out: the same with the ids of its players, and what
//! is wrong in it: a team that does not play, a player who stands there twice.

use std::sync::Arc;

use super::Work;
use crate::content::raw::{RawLineup, Spot, Sym, Trust};
use crate::content::resolve::clusters::Member;
use crate::content::resolve::rosters::{Found, lineup_side};
use crate::diagnostic::{At, Diagnostic, Place, Step, nearest};
use crate::model::{Lineup, PersonId, Selection, SideIx};

impl Work<'_, '_, '_> {
    /// Line-ups of teams that do not take part.
    pub(super) fn unknown_lineups(&mut self) {
        for member in &self.cluster.members {
            for (i, lineup) in self.raw(*member).lineups.iter().enumerate() {
                let known = lineup_side(lineup, i, *member, self.cluster, self.r.teams, self.r.competitions);
                let Some(name) = lineup.team.filter(|_| known.is_none()) else { continue };
                // Names that the record does not use have no team yet; an
                // alias in a line-up's heading is looked up by its letters.
                let name = self.r.names.resolve(&name);
                let [home, away] = self.cluster.teams.map(|t| Arc::clone(self.r.teams.name(t)));
                let near = nearest(name, [&*home, &*away]).map(|n| format!("did you mean `{n}`?"));
                let place = self.source(*member).place_in(self.raw(*member), Some("lineups"), Spot::None);
                let place = match place.at {
                    At::Node { mut path, .. } => {
                        path.push(Step::from(name.to_owned()));
                        Place::node(&place.file, path).key()
                    }
                    _ => self.source(*member).place_in(self.raw(*member), None, lineup.spot),
                };
                self.out.push(
                    self.fault(
                        *member,
                        ["E0302", "W0302"],
                        format!("a line-up of `{name}`, which does not play in {home} v {away}"),
                    )
                    .at(place)
                    .help(near.unwrap_or_else(|| format!("use `{home}` or `{away}`"))),
                );
            }
        }
    }

    pub(super) fn lineup(&mut self, side: SideIx, member: Member, raw: &RawLineup) -> Lineup {
        // From the position as written to the one among those resolved.
        let mut at: Vec<Option<u16>> = Vec::with_capacity(raw.players.len());
        let mut players: Vec<Selection> = Vec::with_capacity(raw.players.len());
        for p in &raw.players {
            let person = self.named_in_lineup(side, member, raw, p.player, p.number, p.spot);
            let Some((person, number)) = person else {
                at.push(None);
                continue;
            };
            // The bench may name those who came on once more, in full and with
            // their numbers.
            if !p.started
                && p.on.is_none()
                && p.replaced.is_none()
                && let Some(known) = players.iter_mut().find(|k| k.player == person && k.came_on)
            {
                known.number = known.number.or(p.number).or(number);
                at.push(None);
                continue;
            }
            at.push(Some(players.len() as u16));
            players.push(Selection {
                player: person,
                number: p.number.or(number),
                line: p.line,
                started: p.started,
                captain: p.captain,
                on: p.on,
                off: p.off,
                replaced: p.replaced.and_then(|r| at.get(r as usize).copied().flatten()),
                came_on: !p.started && (p.on.is_some() || p.replaced.is_some()),
            });
        }
        self.twice_in_lineup(side, member, raw, &players);
        if let Some(captain) = raw.captain
            && let Some((roster, found)) = self.found(side, captain)
        {
            let ids = self.candidates(roster, &found);
            if let Some(p) = players.iter_mut().find(|p| ids.contains(&p.player)) {
                p.captain = true;
            }
        }
        // Substitutes in the order in which they came on, the bench last.
        let mut order: Vec<usize> = (0..players.len()).collect();
        order.sort_by_key(|&i| {
            let p = &players[i];
            (!p.started, !p.started && !p.came_on, if p.started { None } else { p.on })
        });
        let mut new_at = vec![0u16; players.len()];
        for (to, from) in order.iter().enumerate() {
            new_at[*from] = to as u16;
        }
        let players = order
            .into_iter()
            .map(|i| {
                let mut p = players[i].clone();
                p.replaced = p.replaced.map(|r| new_at[r as usize]);
                p
            })
            .collect();
        Lineup { formation: raw.formation.map(|f| self.r.names.resolve(&f).into()), players }
    }

    fn twice_in_lineup(&mut self, side: SideIx, member: Member, raw: &RawLineup, players: &[Selection]) {
        let mut ids: Vec<PersonId> = players.iter().map(|p| p.player).collect();
        ids.sort_unstable();
        if let Some(twice) = ids.windows(2).find(|w| w[0] == w[1]) {
            let name = Arc::clone(&self.r.persons.persons[twice[0].0 as usize].name);
            let team = self.r.teams.name(self.cluster.teams[side.index()]);
            self.out.push(
                Diagnostic::warning("W0414", format!("`{name}` stands twice in the line-up of {team}"))
                    .at(self.source(member).place_in(self.raw(member), Some("lineups"), raw.spot))
                    .help("a player starts, comes on or stays on the bench: name him once"),
            );
        }
        let eleven = players.iter().filter(|p| p.started).count();
        // The reader of a hand-written line-up has said so at its very place.
        if eleven > 11 && self.source(member).trust == Trust::Data {
            let team = self.r.teams.name(self.cluster.teams[side.index()]);
            self.out.push(
                Diagnostic::warning("W0415", format!("the eleven of {team} has {eleven} players"))
                    .at(self.source(member).place_in(self.raw(member), Some("lineups"), raw.spot))
                    .help(self.in_its_form(
                        member,
                        "substitutes stand in parentheses behind the player they replaced, or under `bench`".to_owned(),
                        "substitutes stand in parentheses behind the player they replaced",
                    )),
            );
        }
    }

    fn named_in_lineup(
        &mut self,
        side: SideIx,
        member: Member,
        raw: &RawLineup,
        name: Sym,
        number: Option<u16>,
        spot: Spot,
    ) -> Option<(PersonId, Option<u16>)> {
        let (roster, found) = self.found(side, name)?;
        let (index, data) = self.rosters[side.index()]?;
        if let Some(like) = data.apart.get(&name) {
            self.kept_apart(side, member, name, *like, if spot == Spot::None { raw.spot } else { spot });
        }
        let one = match &found {
            Found::One(i) => *i,
            Found::Guess(i) => {
                self.guess(side, member, name, *i, "lineups", if spot == Spot::None { raw.spot } else { spot });
                *i
            }
            Found::Many(many) => {
                let by_number =
                    many.iter().copied().find(|i| number.is_some() && data.members[*i as usize].number == number);
                let Some(i) = by_number else {
                    let place = self.source(member).place_in(self.raw(member), Some("lineups"), spot);
                    let ids = self.candidates(roster, &found);
                    self.ambiguous(member, name, &ids, place);
                    return None;
                };
                i
            }
        };
        let person = self.r.persons.of_member[index as usize][one as usize];
        Some((person, data.members[one as usize].number))
    }
}
