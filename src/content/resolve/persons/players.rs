//! Members of rosters.
//!
//! In: the rosters, and who has a profile. Out: a draft for each player, with
//! all the members that are him, and a warning where it could be anybody's
//! guess. Never knows a coach or an official.

use rayon::slice::ParallelSliceMut;

use super::super::Source;
use super::super::fold::Folded;
use super::super::rosters::{Roster, RosterMember, Rosters};
use super::super::teams::marks;
use super::finish::spelled_in;
use super::staff::country_name;
use super::{Draft, Making};
use crate::content::raw::{Sym, Trust};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{EditionId, Roles, TeamId};

/// More years than any career spans.
pub(super) const CAREER: i16 = 28;

/// A member of a roster, with what tells where he belongs.
struct Item<'r> {
    roster: u32,
    member: u32,
    data: &'r RosterMember,
    team: TeamId,
    edition: Option<EditionId>,
    year: Option<i16>,
    /// A profile of that name tells that he is of the team.
    profiled: bool,
}

impl Making<'_, '_> {
    fn year(&self, edition: Option<EditionId>) -> Option<i16> {
        let season = self.competitions.editions[edition?.0 as usize].season.as_deref()?;
        season.get(..4)?.parse().ok()
    }

    /// `place_of` tells where a name of a roster stands.
    pub(super) fn players(
        &mut self,
        rosters: &Rosters,
        place_of: &dyn Fn(&Roster, Sym) -> Option<Place>,
        out: &mut Vec<Diagnostic>,
    ) -> Vec<Vec<u32>> {
        let mut of_member: Vec<Vec<u32>> = rosters.rosters.iter().map(|r| vec![u32::MAX; r.members.len()]).collect();
        let mut items: Vec<Item<'_>> = Vec::new();
        for (r, roster) in rosters.rosters.iter().enumerate() {
            for (m, data) in roster.members.iter().enumerate() {
                items.push(Item {
                    roster: r as u32,
                    member: m as u32,
                    data,
                    team: roster.team,
                    edition: roster.edition,
                    year: self.year(roster.edition),
                    profiled: self
                        .by_letters
                        .get(&data.folded.letters)
                        .is_some_and(|of| of.iter().map(|d| &self.drafts[*d as usize]).any(|d| d.has(roster.team))),
                });
            }
        }
        // Full names first; within a name those of a profile's own teams, then
        // those whose birth is known, so that the others find them.
        items.par_sort_by(|a, b| {
            let key = |i: &Item<'_>| (i.data.folded.words.len() < 2, !i.profiled, i.data.birth_year.is_none());
            key(a)
                .cmp(&key(b))
                .then_with(|| a.data.folded.letters.cmp(&b.data.folded.letters))
                .then_with(|| (a.team, a.edition, a.member).cmp(&(b.team, b.edition, b.member)))
        });
        for item in &items {
            let at = self.place(item, &|| place_of(&rosters.rosters[item.roster as usize], item.data.name), out);
            self.take(at, item);
            of_member[item.roster as usize][item.member as usize] = at;
        }
        of_member
    }

    /// The draft that a roster's member belongs to: one at hand or a new one.
    fn place(&mut self, item: &Item<'_>, stands_at: &dyn Fn() -> Option<Place>, out: &mut Vec<Diagnostic>) -> u32 {
        let letters = &item.data.folded.letters;
        let mut named = self.by_letters.get(letters).cloned().unwrap_or_default();
        if let Some(more) = item.data.folded.expanded.as_ref().and_then(|e| self.by_letters.get(e)) {
            named.extend(more.iter().filter(|d| !named.contains(d)).copied().collect::<Vec<_>>());
        }
        let mut fits: Vec<u32> =
            named.iter().copied().filter(|d| !self.against(&self.drafts[*d as usize], item)).collect();
        if item.data.folded.words.len() < 2 {
            fits.retain(|d| {
                let draft = &self.drafts[*d as usize];
                draft.has(item.team) || (draft.profile.is_some() && draft.teams.is_empty())
            });
            if fits.is_empty()
                && let Some(at) = self.surname_in_team(item)
            {
                return at;
            }
        }
        if fits.len() > 1 {
            let mut near = fits.clone();
            near.retain(|d| self.drafts[*d as usize].has(item.team));
            if !near.is_empty() {
                fits = near;
            }
        }
        // Of two who were in the team, the one whose profile says: at that time.
        if fits.len() > 1 {
            let then: Vec<u32> = fits.iter().copied().filter(|d| self.was_there(*d, item)).collect();
            if !then.is_empty() {
                fits = then;
            }
        }
        // Somebody's own name goes before the alias of another.
        if fits.len() > 1 && fits.iter().any(|d| self.drafts[*d as usize].letters == *letters) {
            fits.retain(|d| self.drafts[*d as usize].letters == *letters);
        }
        if let [one] = fits[..] {
            return one;
        }
        let name = self.names.resolve(&item.data.name);
        if fits.len() > 1 {
            let message = format!(
                "`{name}` of {} could be any of {} people of that name and is kept apart",
                self.teams.name(item.team),
                fits.len()
            );
            let warning = Diagnostic::warning("W0312", message)
                .help("give each a file in content/players/ with `born:` and `teams:`");
            self.asked.insert(item.roster);
            out.push(match stands_at() {
                Some(place) => warning.at(place),
                None => warning,
            });
        }
        let rank = if item.data.trust == Trust::Hand { 1 } else { 2 };
        let draft = Self::draft(name, (rank, usize::MAX - marks(name)));
        self.push(draft)
    }

    /// Whether a profile says that this person was in a member's team in the
    /// years of its season.
    fn was_there(&self, draft: u32, item: &Item<'_>) -> bool {
        let (Some((_, raw)), Some(year)) = (self.drafts[draft as usize].profile, item.year) else { return false };
        raw.teams.iter().filter(|spell| self.teams.by_name(&spell.team, None) == Some(item.team)).any(|spell| {
            // A season that begins in one year may end in the next.
            spell.from.is_none_or(|from| from.year() <= year + 1)
                && spell.until.is_none_or(|until| until.year() >= year)
        })
    }

    /// Whether something speaks against a member being this person.
    fn against(&self, draft: &Draft<'_>, item: &Item<'_>) -> bool {
        let data = item.data;
        if let (Some(a), Some(b)) = (draft.born, data.born)
            && a != b
        {
            return true;
        }
        if let (Some(a), Some(b)) = (draft.birth_year, data.birth_year)
            && a != b
        {
            return true;
        }
        if let (Some((first, last)), Some(year)) = (draft.years, item.year)
            && (year - first > CAREER || last - year > CAREER)
        {
            return true;
        }
        if let (Some(born), Some(year)) = (draft.birth_year.or(data.birth_year), item.year)
            && !(13..=60).contains(&(year - born))
        {
            return true;
        }
        let others = || {
            draft.members.iter().copied().filter(|(r, _)| {
                let other = &self.days.rosters.rosters[*r as usize];
                let near = match (self.year(other.edition), item.year) {
                    (Some(a), Some(b)) => a.abs_diff(b) < 2,
                    _ => true,
                };
                other.team != item.team && near
            })
        };
        if others().any(|other| self.days.clash(other, (item.roster, item.member))) {
            return true;
        }
        let sure = matches!((draft.born, data.born), (Some(a), Some(b)) if a == b);
        if self.teams.is_national(item.team)
            && draft.national.is_some_and(|t| t != item.team)
            && !draft.teams.contains(&item.team)
            && !sure
        {
            return true;
        }
        if let Some(edition) = item.edition
            && let Some(team) = draft.played.get(&edition)
            && *team != item.team
        {
            // Two squads of one tournament are two people; in a league a
            // player may change clubs within the season.
            return !sure && self.squads.contains(&(*team, edition)) && self.squads.contains(&(item.team, edition))
                || self.teams.is_national(item.team);
        }
        false
    }

    /// A member known by a surname alone, where just one person of the team in
    /// other seasons bears it.
    fn surname_in_team(&self, item: &Item<'_>) -> Option<u32> {
        let mut fits = self.members(item.team).filter(|d| {
            let draft = &self.drafts[*d as usize];
            draft.words > 1
                && draft.letters.ends_with(&*item.data.folded.letters)
                && Folded::new(&draft.name).ends_with(&item.data.folded)
                && !self.against(draft, item)
        });
        let one = fits.next()?;
        fits.next().is_none().then_some(one)
    }

    fn take(&mut self, at: u32, item: &Item<'_>) {
        let name = self.names.resolve(&item.data.name);
        let national = self.teams.is_national(item.team);
        let draft = &mut self.drafts[at as usize];
        let rank = (if item.data.trust == Trust::Hand { 1 } else { 2 }, usize::MAX - marks(name));
        if rank < draft.rank && item.data.folded.same(&Folded::new(&draft.name)) {
            name.clone_into(&mut draft.name);
            draft.rank = rank;
        }
        draft.roles |= Roles::PLAYER;
        draft.born = draft.born.or(item.data.born);
        draft.birth_year = draft.birth_year.or(item.data.birth_year);
        if draft.position.is_none() {
            draft.position = item.data.position.map(|p| self.names.resolve(&p).into());
        }
        if draft.nationality.is_none() {
            draft.nationality = item.data.nationality.map(|n| country_name(self.names.resolve(&n)).into());
        }
        draft.members.push((item.roster, item.member));
        if national {
            draft.national = draft.national.or(Some(item.team));
        }
        if let Some(edition) = item.edition {
            draft.played.entry(edition).or_insert(item.team);
        }
        if let Some(year) = item.year {
            let (first, last) = draft.years.unwrap_or((year, year));
            draft.years = Some((first.min(year), last.max(year)));
        }
        self.join(at, item.team);
    }

    /// Family names that a source marks by capitals.
    pub(super) fn families(&mut self, sources: &[Source<'_>]) {
        for (name, family) in sources.iter().flat_map(|s| &s.record.families) {
            let letters = Folded::new(self.names.resolve(name)).letters;
            for at in self.by_letters.get(&letters).into_iter().flatten() {
                let draft = &mut self.drafts[*at as usize];
                if draft.family.is_none() {
                    draft.family = spelled_in(&draft.name, self.names.resolve(family));
                }
            }
        }
    }
}
