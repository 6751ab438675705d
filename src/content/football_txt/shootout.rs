//! Shoot-outs.
//!
//! In: what stands after `Penalties:`: `0-1 Celso BORGES, 1-1 Robin VAN
//! PERSIE, Bryan RUIZ (missed), …`. Out: the kicks in order. Whose a scored
//! kick is, the running score tells; whose a missed one is, the turn tells,
//! where all kicks agree on who went first. Never interns a name.

use std::ops::Range;

use super::scan::Scan;
use crate::model::SideIx;

/// One kick as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KickText<'a> {
    pub(super) at: usize,
    pub(super) player: &'a str,
    pub(super) side: Option<SideIx>,
    pub(super) scored: bool,
}

/// Reads the kicks and what could not be understood.
pub(super) fn read(text: &str) -> (Vec<KickText<'_>>, Vec<Range<usize>>) {
    let mut kicks = Vec::new();
    let mut faults = Vec::new();
    let mut scan = Scan::new(text);
    let mut score = [0_u32; 2];
    loop {
        scan.spaces();
        if scan.eat(',') || scan.eat(';') {
            continue;
        }
        if scan.is_done() {
            break;
        }
        let at = scan.at;
        let running = running(&mut scan);
        scan.spaces();
        let name_at = scan.at;
        let name = scan.until(|c| matches!(c, ',' | ';' | '(' | '[')).trim_end();
        let (name, missed_by_mark) = match name.rsplit_once(' ') {
            Some((head, "x" | "X" | "✗")) => (head.trim_end(), true),
            _ => (name, false),
        };
        let group = scan.group('(', ')').or_else(|| scan.group('[', ']')).map(|(inner, _)| inner.trim());
        let missed = match group {
            None => missed_by_mark,
            Some("scored" | "goal") => false,
            Some(_) => true,
        };
        if !name.chars().any(char::is_alphabetic) {
            if scan.at == at {
                scan.bump();
            }
            faults.push(at..scan.at);
            continue;
        }
        let mut side = None;
        if let Some(now) = running {
            // Exactly one side has one more than before.
            side = match (now[0].checked_sub(score[0]), now[1].checked_sub(score[1])) {
                (Some(1), Some(0)) => Some(SideIx::Home),
                (Some(0), Some(1)) => Some(SideIx::Away),
                _ => None,
            };
            score = now;
        }
        kicks.push(KickText { at: name_at, player: name, side, scored: !missed });
    }
    fill_turns(&mut kicks);
    (kicks, faults)
}

/// `3-2`, the score after the kick.
fn running(scan: &mut Scan<'_>) -> Option<[u32; 2]> {
    let before = *scan;
    let found = (|| {
        let home = scan.number()?;
        scan.eat_any(&['-', '–', ':']).then_some(())?;
        Some([home, scan.number()?])
    })();
    if found.is_none() {
        *scan = before;
    }
    found
}

/// The sides take turns: if every known kick agrees on who began, the others
/// follow.
fn fill_turns(kicks: &mut [KickText<'_>]) {
    let turn = |index: usize, first: SideIx| if index.is_multiple_of(2) { first } else { first.other() };
    let known: Vec<_> = kicks.iter().enumerate().filter_map(|(i, kick)| Some(turn(i, kick.side?))).collect();
    let Some(first) = known.first().copied().filter(|first| known.iter().all(|other| other == first)) else { return };
    for (index, kick) in kicks.iter_mut().enumerate() {
        kick.side = Some(turn(index, first));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_tell_whose_a_miss_is() {
        let (kicks, faults) = read(
            "0-1 Kylian MBAPPE, 1-1 Lionel MESSI,\n   Kingsley COMAN (missed), 2-1 Paulo DYBALA, Aurelien TCHOUAMENI (missed), 3-1 Leandro PAREDES",
        );
        assert!(faults.is_empty());
        let sides: Vec<_> = kicks.iter().map(|k| (k.player, k.side, k.scored)).collect();
        let (home, away) = (Some(SideIx::Home), Some(SideIx::Away));
        assert_eq!(
            sides,
            [
                ("Kylian MBAPPE", away, true),
                ("Lionel MESSI", home, true),
                ("Kingsley COMAN", away, false),
                ("Paulo DYBALA", home, true),
                ("Aurelien TCHOUAMENI", away, false),
                ("Leandro PAREDES", home, true),
            ]
        );
    }

    #[test]
    fn without_a_running_score_the_sides_are_open() {
        let (kicks, _) = read("Messi, Mbappé x, Dybala (saved)");
        assert_eq!(
            kicks.iter().map(|k| (k.side, k.scored)).collect::<Vec<_>>(),
            [(None, true), (None, false), (None, false)]
        );
        // Two in a row for one side: no turn can be told.
        let (kicks, _) = read("1-0 A, 2-0 B, C (missed)");
        assert_eq!(kicks[2].side, None);
    }

    #[test]
    fn faults() {
        let (kicks, faults) = read("1-0 , A");
        assert_eq!((kicks.len(), faults.len()), (1, 1));
    }
}
