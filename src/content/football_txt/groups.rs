//! The teams of a group.
//!
//! In: `Group A | Qatar  Ecuador  Senegal  Netherlands`, with a colon or with
//! commas. Out: the group's name and its teams. Never interns a name.

use super::{lines, rounds};

/// Reads the line. `None` where it is no list of a group's teams.
pub(super) fn read(text: &str) -> Option<(&str, Vec<&str>)> {
    let (name, rest) = text.split_once(['|', ':'])?;
    let name = name.trim();
    rounds::group(name)?;
    let teams: Vec<&str> = if rest.contains(',') {
        rest.split(',').map(str::trim).filter(|team| !team.is_empty()).collect()
    } else {
        lines::fields(rest).map(|(_, team)| team.trim()).collect()
    };
    let named = |team: &&str| team.chars().any(char::is_alphabetic);
    (teams.len() > 1 && teams.iter().all(named)).then_some((name, teams))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        let whole = Some(("Group B", vec!["England", "Iran", "USA", "Wales"]));
        assert_eq!(read("Group B  | England    Iran          USA  Wales"), whole);
        assert_eq!(read("Group B: England, Iran, USA, Wales"), whole);
        assert_eq!(read("Group B | Costa Rica  Saudi Arabia").map(|g| g.1), Some(vec!["Costa Rica", "Saudi Arabia"]));
        assert_eq!(read("Group A | Matchday 1"), None);
        assert_eq!(read("Qatar: A, B"), None);
    }
}
