//! A merged match with ids in place of names, checked against itself.
//!
//! In: the merged tellings and the entities. Out: matches and what is wrong
//! in them: a score that is not its goals, a scorer of neither team, a name
//! that could be two people.

use std::sync::Arc;

use jiff::civil::{Time, time};
use jiff::tz::{Offset, TimeZone};
use rayon::prelude::*;

use super::Source;
use super::clusters::{Cluster, Clusters, Member};
use super::competitions::Competitions;
use super::fold::Folded;
use super::merge::Merged;
use super::persons::Persons;
use super::rosters::{Found, Roster, Rosters, only_scorers, told_side};
use super::teams::Teams;
use super::venues::Venues;
use crate::content::raw::{Names, RawKickoff, RawLineup, RawMatch, Spot, Sym, Trust};
use crate::diagnostic::{Diagnostic, Step};
use crate::model::{
    Card, EditionId, Goal, GoalKind, Kick, Kickoff, Lineup, Match, Minute, MissedPenalty, Official, PersonId,
    Selection, Side, SideIx, Site, Status, VenueId,
};

/// Local times to instants: by the offset written, else the venue's zone, the
/// competition's, the site's.
#[derive(Debug)]
pub(super) struct Clock {
    site: TimeZone,
    venues: Vec<Option<TimeZone>>,
    editions: Vec<Option<TimeZone>>,
}

impl Clock {
    pub(super) fn new(site: &Site, competitions: &Competitions, venues: &Venues) -> Self {
        let zone = |name: Option<&str>| {
            let name = name?;
            TimeZone::get(name).ok().or_else(|| fixed_zone(name))
        };
        Self {
            site: zone(Some(&site.timezone)).unwrap_or(TimeZone::UTC),
            venues: venues
                .venues
                .iter()
                .map(|v| {
                    let told = v.profile.as_ref().and_then(|(_, p)| p.timezone.as_deref());
                    zone(told.or_else(|| v.facts.as_ref()?.timezone.as_deref()))
                })
                .collect(),
            editions: (0..competitions.editions.len())
                .map(|e| zone(competitions.profile(EditionId(e as u32)).and_then(|p| p.timezone.as_deref())))
                .collect(),
        }
    }

    /// A kick-off as written, with its instant.
    pub(super) fn kickoff(&self, raw: RawKickoff, venue: Option<VenueId>, edition: Option<EditionId>) -> Kickoff {
        const NOON: Time = time(12, 0, 0, 0);
        let zone = match raw.offset {
            Some(minutes) => Offset::from_seconds(i32::from(minutes) * 60).map_or(TimeZone::UTC, TimeZone::fixed),
            None => venue
                .and_then(|v| self.venues[v.0 as usize].as_ref())
                .or_else(|| edition.and_then(|e| self.editions[e.0 as usize].as_ref()))
                .unwrap_or(&self.site)
                .clone(),
        };
        let (time, zone) = match raw.time {
            Some(time) => (time, zone),
            None => (NOON, TimeZone::UTC),
        };
        let instant = zone.to_timestamp(raw.date.to_datetime(time)).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        Kickoff {
            date: raw.date,
            time: raw.time,
            offset: raw.time.map(|_| zone.to_offset(instant)),
            instant,
            to_be_decided: raw.to_be_decided,
        }
    }
}

/// The zone of `UTC+3` or `UTC-3:30`, as lists of grounds have it.
fn fixed_zone(name: &str) -> Option<TimeZone> {
    let rest = name.trim().strip_prefix("UTC")?;
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = minutes.parse().ok()?;
    let sign = if rest.starts_with('-') { -1 } else { 1 };
    Offset::from_seconds(hours * 3600 + sign * minutes * 60).ok().map(TimeZone::fixed)
}

/// What matches are resolved with.
pub(super) struct Resolver<'a, 'b> {
    pub(super) names: &'b Names,
    pub(super) sources: &'b [Source<'a>],
    pub(super) competitions: &'b Competitions,
    pub(super) teams: &'b Teams,
    pub(super) venues: &'b Venues,
    pub(super) rosters: &'b Rosters,
    pub(super) persons: &'b Persons,
    pub(super) clock: &'b Clock,
}

/// A player found for an event: his side and who he is.
type Placed = Option<(SideIx, PersonId)>;

/// One match while it is resolved.
struct Work<'r, 'a, 'b> {
    r: &'r Resolver<'a, 'b>,
    cluster: &'r Cluster,
    rosters: [Option<(u32, &'r Roster)>; 2],
    lineups: [Option<Lineup>; 2],
    out: Vec<Diagnostic>,
}

impl<'a> Resolver<'a, '_> {
    /// Resolves all matches, in the order of the clusters, and tells what is
    /// wrong in each.
    pub(super) fn all(&self, clusters: &Clusters, merged: Vec<Merged<'a>>) -> (Vec<Match>, Vec<Vec<Diagnostic>>) {
        clusters
            .clusters
            .par_iter()
            .zip(merged)
            .with_min_len(32)
            .with_max_len(64)
            .map(|(cluster, merged)| self.one(cluster, &merged))
            .unzip()
    }

    /// Resolves one match, and tells what is wrong in it.
    pub(super) fn one(&self, cluster: &Cluster, merged: &Merged<'a>) -> (Match, Vec<Diagnostic>) {
        let rosters = cluster.teams.map(|t| self.rosters.of(t, cluster.edition));
        let mut work = Work { r: self, cluster, rosters, lineups: [None, None], out: Vec::new() };
        work.unknown_lineups();
        for side in SideIx::BOTH {
            if let Some((member, raw)) = merged.lineups[side.index()] {
                work.lineups[side.index()] = Some(work.lineup(side, member, raw));
            }
        }
        let goals = work.goals(merged);
        let missed_penalties = work.missed(merged);
        let cards = work.cards(merged);
        let shootout = work.kicks(merged);
        let venue = merged.venue.and_then(|v| self.venues.venue(self.names, v));
        let kickoff = merged.kickoff.map(|k| self.clock.kickoff(k, venue, cluster.edition));
        let sides = SideIx::BOTH.map(|side| {
            let coach = merged.lineups[side.index()]
                .and_then(|(_, l)| self.persons.coach(cluster.teams[side.index()], l.coach?))
                .or_else(|| work.squad_coach(side));
            Side {
                team: cluster.teams[side.index()],
                name: work.name_on_the_day(side, kickoff),
                lineup: work.lineups[side.index()].take().filter(|l| !l.players.is_empty()),
                coach,
            }
        });
        let officials = merged.officials.map_or_else(Vec::new, |(_, list)| {
            list.iter()
                .filter_map(|o| {
                    Some(Official {
                        person: self.persons.official(o.name, o.country)?,
                        country: o.country.map(|c| self.names.resolve(&c).into()),
                        referee: o.referee,
                    })
                })
                .collect()
        });
        let text = |sym: Option<Sym>| sym.map(|s| Arc::<str>::from(self.names.resolve(&s)));
        let texts = |list: &[&str]| list.iter().map(|s| Arc::<str>::from(*s)).collect::<Vec<_>>();
        let score = merged.score.map(|(_, s)| s);
        let status = merged.status.unwrap_or_else(|| {
            if merged.awarded.is_some() {
                Status::Awarded
            } else if score.is_some_and(|s| s.result().is_some()) {
                Status::FullTime
            } else if merged.kickoff.is_some_and(|k| k.to_be_decided) {
                Status::Tbd
            } else {
                Status::Scheduled
            }
        });
        let found = Match {
            // The address is given once all matches are known.
            slug: merged.id.map_or("", |(_, id)| id).into(),
            edition: cluster.edition,
            stage: text(merged.stage),
            group: text(merged.group),
            round: text(merged.round),
            matchday: merged.matchday.map(|(n, _)| n),
            leg: merged.leg,
            kickoff,
            was: merged.was.iter().map(|k| self.clock.kickoff(*k, venue, cluster.edition)).collect(),
            venue,
            neutral: merged.neutral,
            sides,
            score,
            goals,
            missed_penalties,
            cards,
            shootout,
            officials,
            attendance: merged.attendance,
            status,
            reason: merged.reason.map(Into::into),
            awarded: merged.awarded,
            redirect_from: texts(&merged.redirect_from),
            sources: texts(&merged.sources),
            note: merged.note.map(Into::into),
            extra: merged.extra.map(Into::into),
            origins: cluster
                .members
                .iter()
                .map(|m| self.sources[m.source as usize].place(m.raw(self.sources)))
                .collect(),
        };
        work.check_score(merged, &found);
        (found, work.out)
    }
}

impl<'a> Work<'_, 'a, '_> {
    fn source(&self, member: Member) -> &Source<'a> {
        &self.r.sources[member.source as usize]
    }

    fn raw(&self, member: Member) -> &'a RawMatch {
        member.raw(self.r.sources)
    }

    /// A fault of a source: an error in one written by hand, a warning in a
    /// data file. `codes` are those of the error and the warning.
    fn fault(&self, member: Member, codes: [&'static str; 2], message: String) -> Diagnostic {
        match self.source(member).trust {
            Trust::Hand => Diagnostic::error(codes[0], message),
            Trust::Data => Diagnostic::warning(codes[1], message),
        }
    }

    /// How to mend a fault, in the words of the form the source is written in:
    /// that with keys, or that of data files.
    fn in_its_form(&self, member: Member, with_keys: String, of_data: &str) -> String {
        if self.source(member).has_keys() { with_keys } else { of_data.to_owned() }
    }

    /// Line-ups of teams that do not take part.
    fn unknown_lineups(&mut self) {
        for member in &self.cluster.members {
            for (i, lineup) in self.raw(*member).lineups.iter().enumerate() {
                let known =
                    super::rosters::lineup_side(lineup, i, *member, self.cluster, self.r.teams, self.r.competitions);
                let Some(name) = lineup.team.filter(|_| known.is_none()) else { continue };
                // Names that the record does not use have no team yet; an
                // alias in a line-up's heading is looked up by its letters.
                let name = self.r.names.resolve(&name);
                let [home, away] = self.cluster.teams.map(|t| Arc::clone(self.r.teams.name(t)));
                let near = crate::diagnostic::nearest(name, [&*home, &*away]).map(|n| format!("did you mean `{n}`?"));
                let place = self.source(*member).place_in(self.raw(*member), Some("lineups"), Spot::None);
                let place = match place.at {
                    crate::diagnostic::At::Node { mut path, .. } => {
                        path.push(Step::from(name.to_owned()));
                        crate::diagnostic::Place::node(&place.file, path).key()
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

    fn name_on_the_day(&self, side: SideIx, kickoff: Option<Kickoff>) -> Option<Arc<str>> {
        let team = self.cluster.teams[side.index()];
        let (_, profile) = self.r.teams.teams[team.0 as usize].profile.as_ref()?;
        let date = kickoff.map(|k| k.date);
        let by_date = profile.former_names.iter().find(|f| {
            date.is_some_and(|d| {
                (f.from.is_some() || f.until.is_some())
                    && f.from.is_none_or(|x| x <= d)
                    && f.until.is_none_or(|x| d <= x)
            })
        });
        let written = self.cluster.members.first().map(|m| {
            let raw = self.raw(*m);
            let sym = if m.side(SideIx::Home) == side { raw.home } else { raw.away };
            Folded::new(self.r.names.resolve(&sym)).letters
        });
        let by_name = || {
            let written = written?;
            profile.former_names.iter().find(|f| Folded::new(&f.name).letters == written)
        };
        by_date.or_else(by_name).map(|f| f.name.as_str().into())
    }

    fn squad_coach(&self, side: SideIx) -> Option<PersonId> {
        let (_, roster) = self.rosters[side.index()]?;
        roster.squads.iter().find_map(|&(s, q)| {
            let squad = &self.r.sources[s as usize].record.squads[q as usize];
            let manager =
                squad.players.iter().find(|p| p.position.is_some_and(|p| self.r.names.resolve(&p) == "MG"))?;
            self.r.persons.coach(roster.team, manager.name)
        })
    }

    fn lineup(&mut self, side: SideIx, member: Member, raw: &RawLineup) -> Lineup {
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

    /// What a name means in the roster of a side, with that roster.
    fn found(&self, side: SideIx, name: Sym) -> Option<(u32, Found)> {
        let (index, roster) = self.rosters[side.index()]?;
        Some((index, roster.lookup(self.r.names, name, &self.r.rosters.aliases)?))
    }

    fn candidates(&self, roster: u32, found: &Found) -> Vec<PersonId> {
        let of = &self.r.persons.of_member[roster as usize];
        match found {
            Found::One(i) | Found::Guess(i) => vec![of[*i as usize]],
            Found::Many(many) => many.iter().map(|i| of[*i as usize]).collect(),
        }
    }

    fn guess(&mut self, side: SideIx, member: Member, name: Sym, meant: u32, field: &'static str, spot: Spot) {
        let Some((_, roster)) = self.rosters[side.index()] else { return };
        let written = self.r.names.resolve(&name);
        let full = self.r.names.resolve(&roster.members[meant as usize].name);
        let place = self.source(member).place_in(self.raw(member), Some(field), spot);
        let slug = crate::model::slug::slug(full);
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
    fn kept_apart(&mut self, side: SideIx, member: Member, name: Sym, like: u32, spot: Spot) {
        let Some((_, roster)) = self.rosters[side.index()] else { return };
        let written = self.r.names.resolve(&name);
        let full = self.r.names.resolve(&roster.members[like as usize].name);
        let team = self.r.teams.name(roster.team);
        let slug = crate::model::slug::slug(full);
        let message = format!("`{written}` is not taken for `{full}` of {team}: another name is as near");
        self.out.push(
            Diagnostic::warning("W0314", message)
                .at(self.source(member).place_in(self.raw(member), Some("lineups"), spot))
                .help(format!(
                    "if it is he, write `aliases: [{written}]` in the front matter of content/players/{slug}.md"
                )),
        );
    }

    fn ambiguous(&mut self, member: Member, name: Sym, ids: &[PersonId], place: crate::diagnostic::Place) {
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
    fn player(
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
                crate::model::slug::slug(like)
            ),
            None => "correct the name, or add the player to the line-up".to_owned(),
        };
        self.out.push(
            Diagnostic::warning("W0408", format!("`{written}` is not in the line-up of {team}"))
                .at(self.source(member).place_in(self.raw(member), Some(field), spot).part(written))
                .help(help),
        );
    }

    fn goals(&mut self, merged: &Merged<'a>) -> Vec<Goal> {
        let Some((member, list)) = merged.goals else { return Vec::new() };
        let only = only_scorers(merged.score.and_then(|(_, s)| s.result()));
        let mut goals: Vec<Goal> = Vec::with_capacity(list.len());
        for g in list {
            if let Some(team) = g.team {
                self.check_team(member, team, "goals", g.spot);
            }
            let counts_for =
                told_side(g.side, g.team, member, self.cluster, self.r.teams, self.r.competitions).or(only);
            let own = g.kind == GoalKind::OwnGoal;
            let plays_for = counts_for.map(|s| if own { s.other() } else { s });
            let placed = self.player(member, g.player, plays_for, g.minute, "goals", g.spot);
            let Some((side, scorer)) = placed else { continue };
            let side = if own { side.other() } else { side };
            let assist =
                g.assist.and_then(|a| self.player(member, a, Some(side), g.minute, "goals", g.spot)).map(|(_, p)| p);
            goals.push(Goal { side, scorer, minute: g.minute, kind: g.kind, assist, score: None });
        }
        goals.sort_by_key(|g| (g.minute.is_none(), g.minute));
        let result = merged.score.and_then(|(_, s)| s.result());
        if result.is_some_and(|[h, a]| usize::from(h + a) == goals.len()) && goals.iter().all(|g| g.minute.is_some()) {
            let mut score = [0, 0];
            for g in &mut goals {
                score[g.side.index()] += 1;
                g.score = Some(score);
            }
        }
        goals
    }

    /// A team named for an event must be one of the two.
    fn check_team(&mut self, member: Member, team: Sym, field: &'static str, spot: Spot) {
        if told_side(None, Some(team), member, self.cluster, self.r.teams, self.r.competitions).is_some() {
            return;
        }
        let name = self.r.names.resolve(&team);
        let [home, away] = self.cluster.teams.map(|t| Arc::clone(self.r.teams.name(t)));
        let near = crate::diagnostic::nearest(name, [&*home, &*away]).map(|n| format!("did you mean `{n}`?"));
        self.out.push(
            self.fault(member, ["E0302", "W0302"], format!("`{name}` does not play in {home} v {away}"))
                .at(self.source(member).place_in(self.raw(member), Some(field), spot))
                .help(near.unwrap_or_else(|| format!("use `{home}` or `{away}`"))),
        );
    }

    fn missed(&mut self, merged: &Merged<'a>) -> Vec<MissedPenalty> {
        let Some((member, list)) = merged.missed_penalties else { return Vec::new() };
        let mut all = Vec::with_capacity(list.len());
        for p in list {
            if let Some(team) = p.team {
                self.check_team(member, team, "missed_penalties", p.spot);
            }
            let side = told_side(p.side, p.team, member, self.cluster, self.r.teams, self.r.competitions);
            if let Some((side, player)) = self.player(member, p.player, side, p.minute, "missed_penalties", p.spot) {
                all.push(MissedPenalty { side, player, minute: p.minute });
            }
        }
        all.sort_by_key(|p| (p.minute.is_none(), p.minute));
        all
    }

    fn cards(&mut self, merged: &Merged<'a>) -> Vec<Card> {
        let Some((member, list)) = merged.cards else { return Vec::new() };
        let mut cards = Vec::with_capacity(list.len());
        for c in list {
            if let Some(team) = c.team {
                self.check_team(member, team, "cards", c.spot);
            }
            let side = told_side(c.side, c.team, member, self.cluster, self.r.teams, self.r.competitions);
            if let Some((side, player)) = self.player(member, c.player, side, None, "cards", c.spot) {
                cards.push(Card { side, player, minute: c.minute, kind: c.kind });
            }
        }
        cards.sort_by_key(|c| (c.minute.is_none(), c.minute));
        cards
    }

    fn kicks(&mut self, merged: &Merged<'a>) -> Vec<Kick> {
        let Some((member, list)) = merged.shootout else { return Vec::new() };
        let mut kicks = Vec::with_capacity(list.len());
        for k in list {
            if let Some(team) = k.team {
                self.check_team(member, team, "shootout", k.spot);
            }
            let side = told_side(k.side, k.team, member, self.cluster, self.r.teams, self.r.competitions);
            if let Some((side, player)) = self.player(member, k.player, side, None, "shootout", k.spot) {
                kicks.push(Kick { side, player, scored: k.scored });
            }
        }
        kicks
    }

    /// Holds the score against the goals, the half-time score against the
    /// goals before it and the shoot-out against its kicks.
    fn check_score(&mut self, merged: &Merged<'a>, found: &Match) {
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

/// Whether a player may have been on the pitch in a minute; without a minute,
/// whether he played or sat on the bench.
fn on_pitch(p: &Selection, minute: Option<Minute>) -> bool {
    let Some(minute) = minute else { return true };
    let on = p.started || p.on.is_some_and(|on| on.minute <= minute.minute) || (p.came_on && p.on.is_none());
    on && p.off.is_none_or(|off| minute.minute <= off.minute)
}
