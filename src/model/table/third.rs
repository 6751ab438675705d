//! The best third-placed teams across an edition's groups.
//!
//! In: the groups' tables. Out: their third-placed teams in order, and who of
//! them goes on. Teams of different groups have not met, so of the rule set
//! only the criteria that look at all matches apply; every match of a team
//! counts, also where groups differ in size.

use std::sync::Arc;

use super::over_time::{self, Season};
use super::ranking::Ranker;
use super::scope::Scopes;
use super::standings::Standings;
use super::{AsOf, Row, Tie};
use crate::model::{EditionId, Record, Zone};

/// A third-placed team.
#[derive(Clone, Debug, PartialEq)]
pub struct ThirdRow {
    /// Its group.
    pub group: Arc<str>,
    /// Its row: rank and `shared` are those among the third-placed teams, the
    /// rest is as in its group's table.
    pub row: Row,
    /// Whether it is among those who go on. Of teams that share the last place
    /// that goes on none is, nor is one who shares third place in its group.
    pub through: bool,
}

/// The third-placed teams of an edition, best first.
#[derive(Clone, Debug, PartialEq)]
pub struct ThirdPlaced {
    /// The rows.
    pub rows: Vec<ThirdRow>,
    /// What parted those level on points.
    pub ties: Vec<Tie>,
    /// How many go on.
    pub places: u8,
}

impl ThirdPlaced {
    /// The third-placed teams of an edition; `None` where none of them go on
    /// (`third_placed` is 0) or there are no groups.
    pub fn of(record: &Record, edition: EditionId, as_of: AsOf) -> Option<Self> {
        let places = record.editions[edition].rules.third_placed;
        let scopes = Scopes::of(record, edition);
        let mut thirds = Vec::new();
        let mut season = None;
        // As in the groups' own tables: lots are drawn at the end.
        let mut complete = true;
        for key in scopes.keys().filter(|_| places > 0) {
            let Some(group) = &key.group else { continue };
            let current = season.insert(Season::new(record, edition, &scopes, key));
            current.advance(as_of);
            complete &= current.standings().complete();
            let Some(row) = current.table().rows.into_iter().nth(2) else { continue };
            let Some(index) = current.standings().index_of(row.team) else { continue };
            thirds.push((group.clone(), *current.standings().totals(index), row));
        }
        let season = season?;
        thirds.sort_by_key(|(_, _, row)| row.team);
        let standings =
            Standings::gathered(thirds.iter().map(|(_, totals, row)| (row.team, *totals, row.name.clone())).collect());
        let rules = season.rules().clone().without_mutual();
        let zones = [Zone { from: 1, to: u16::from(places), name: "".into(), kind: "".into() }];
        let ranker = Ranker {
            standings: &standings,
            rules: &rules,
            win: season.win(),
            zones: &zones,
            final_order: if complete { &record.editions[edition].rules.final_order } else { &[] },
        };
        let ranking = ranker.rank();
        let ties = over_time::ties(&ranker, &ranking);
        let rows = over_time::rows(&ranker, &ranking)
            .into_iter()
            .filter_map(|ranked| {
                let (group, _, row) = thirds.iter().find(|(_, _, row)| row.team == ranked.team)?;
                let through = ranked.zone.is_some() && !row.shared;
                let row = Row { rank: ranked.rank, shared: ranked.shared, ..row.clone() };
                Some(ThirdRow { group: group.clone(), row, through })
            })
            .collect();
        Some(Self { rows, ties, places })
    }
}
