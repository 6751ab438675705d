//! What the name of a round says.
//!
//! In: a name as written (`Round of 16`, `1/8 final`, `3rd Round Replay`,
//! `Semi-finals, 2nd leg`). Out: what sort of round it is, its place in the
//! order of rounds, and whether it names a replay or a leg. Never looks at
//! matches.

/// What sort of round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoundKind {
    /// A preliminary round; 0 for an extra one before it.
    Preliminary(u8),
    /// A qualifying round with its number, 0 for none.
    Qualifying(u8),
    /// A round with a number of its own: `Third round`.
    Numbered(u8),
    /// A play-off.
    PlayOff,
    /// A round of so many ties at most: 8 for the round of 16, 4 for
    /// quarter-finals, 2 for semi-finals.
    Ties(u16),
    /// The match for third place.
    ThirdPlace,
    /// The final.
    Final,
}

/// A round's name, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundName {
    /// What sort; `None` where the name does not say.
    pub kind: Option<RoundKind>,
    /// The name in lower case without the words for replays and legs: matches
    /// with the same one belong to one round.
    pub base: String,
    /// Names a replay.
    pub replay: bool,
    /// Names the first or second leg.
    pub leg: Option<u8>,
    /// Names a matchday of a league or group (`Matchday 3`, `Week 12`).
    pub matchday: bool,
}

impl RoundName {
    /// Takes a name apart.
    pub fn parse(name: &str) -> Self {
        let lower = name.to_lowercase().replace(['-', '–', '.', ',', '(', ')', '|'], " ");
        let mut words: Vec<&str> = lower.split_whitespace().collect();
        let replay = words.iter().any(|w| matches!(*w, "replay" | "replays"));
        if let Some(at) = words.iter().position(|w| matches!(*w, "replay" | "replays")) {
            words.remove(at);
            // `second replay`; a bare number belongs to the round (`Round 3 replay`).
            if at > 1 && ordinal(words[at - 1]).is_some() && words[at - 1].parse::<u8>().is_err() {
                words.remove(at - 1);
            }
        }
        let leg = take_leg(&mut words);
        let base = words.join(" ");
        Self { kind: kind_of(&words, &base), matchday: is_matchday(&words, &base), base, replay, leg }
    }

    /// Whether the name alone tells a knock-out round, whatever the
    /// competition. A bare number does not: `Round 5` of a league is a matchday.
    pub fn is_knockout(&self) -> bool {
        match self.kind {
            Some(RoundKind::PlayOff | RoundKind::Ties(_) | RoundKind::ThirdPlace | RoundKind::Final) => true,
            Some(_) => false,
            None => self.base.contains("knock"),
        }
    }

    /// Whether the name speaks of a play-off.
    pub fn is_play_off(&self) -> bool {
        self.base.contains("play off") || self.base.contains("playoff")
    }
}

impl RoundKind {
    /// The place in the order of rounds: lower comes earlier.
    pub fn order(self) -> u32 {
        match self {
            Self::Preliminary(n) => u32::from(n),
            Self::Qualifying(n) => 300 + u32::from(n),
            Self::Numbered(n) => 600 + u32::from(n),
            Self::PlayOff => 900,
            Self::Ties(ties) => 1_000 + (u32::from(u16::MAX) - u32::from(ties)),
            Self::ThirdPlace => 100_000,
            Self::Final => 100_001,
        }
    }
}

fn kind_of(words: &[&str], base: &str) -> Option<RoundKind> {
    let has = |word: &str| words.contains(&word);
    let starts = |stem: &str| words.iter().any(|word| word.starts_with(stem));
    if ["third place", "3rd place", "for third", "for 3rd", "third and fourth", "3rd/4th", "small final"]
        .iter()
        .any(|phrase| base.contains(phrase))
        || starts("bronze")
    {
        return Some(RoundKind::ThirdPlace);
    }
    if starts("qualif") {
        return Some(RoundKind::Qualifying(number_in(words).unwrap_or(0)));
    }
    if starts("prelim") {
        return Some(RoundKind::Preliminary(if has("extra") { 0 } else { 1 + number_in(words).unwrap_or(0) }));
    }
    if starts("quarter") {
        return Some(RoundKind::Ties(4));
    }
    if starts("semi") {
        return Some(RoundKind::Ties(2));
    }
    if let Some(ties) = fraction(words, base) {
        return Some(if ties == 1 { RoundKind::Final } else { RoundKind::Ties(ties) });
    }
    let other_sense = ["round", "stage", "group", "phase", "four", "eight", "series"];
    if (has("final") || has("finals")) && !other_sense.iter().any(|word| has(word)) {
        return Some(RoundKind::Final);
    }
    if base.contains("play off") || base.contains("playoff") {
        return Some(RoundKind::PlayOff);
    }
    if has("round") || has("runde") || has("ronde") || has("tour") {
        return number_in(words).map(RoundKind::Numbered);
    }
    None
}

/// `1/8`, `eighth finals`, `round of 16`, `last 16`: the number of ties.
fn fraction(words: &[&str], base: &str) -> Option<u16> {
    for word in words {
        if let Some(ties) = word.strip_prefix("1/").and_then(|n| n.parse::<u16>().ok()) {
            return (ties > 0).then_some(ties);
        }
    }
    let stems = [("eighth final", 8), ("eighthfinal", 8), ("sixteenth final", 16), ("thirty second final", 32)];
    if let Some((_, ties)) = stems.iter().rev().find(|(stem, _)| base.contains(stem)) {
        return Some(*ties);
    }
    let teams = words.windows(2).find_map(|pair| {
        matches!(pair[0], "of" | "last").then(|| pair[1].parse::<u16>().ok()).flatten().filter(|n| *n >= 2)
    })?;
    Some(teams / 2)
}

/// Takes `1st leg`, `second legs` or `leg 2` out of the words.
fn take_leg(words: &mut Vec<&str>) -> Option<u8> {
    let at = words.iter().position(|w| matches!(*w, "leg" | "legs"))?;
    let before = at.checked_sub(1).and_then(|i| ordinal(words[i]));
    let after = words.get(at + 1).and_then(|w| ordinal(w));
    match (before, after) {
        (Some(n), _) => {
            words.drain(at - 1..=at);
            Some(n)
        }
        (None, Some(n)) => {
            words.drain(at..=at + 1);
            Some(n)
        }
        (None, None) => None,
    }
}

fn is_matchday(words: &[&str], base: &str) -> bool {
    let stems = ["matchday", "gameweek", "week", "spieltag", "jornada", "giornata", "journée", "md"];
    words.iter().any(|w| stems.contains(w)) || base.contains("regular season") || base.contains("group stage")
}

/// The first number among the words.
fn number_in(words: &[&str]) -> Option<u8> {
    words.iter().find_map(|word| ordinal(word))
}

/// `3`, `3rd`, `third`.
fn ordinal(word: &str) -> Option<u8> {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    if let Some(index) = WORDS.iter().position(|w| *w == word) {
        return Some(index as u8 + 1);
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str) -> Option<RoundKind> {
        RoundName::parse(name).kind
    }

    #[test]
    fn fractions_of_every_spelling() {
        for name in ["Round of 16", "Last 16", "1/8", "1/8 finals", "Eighth-finals", "round of 16"] {
            assert_eq!(kind(name), Some(RoundKind::Ties(8)), "{name}");
        }
        assert_eq!(kind("Quarter-finals"), Some(RoundKind::Ties(4)));
        assert_eq!(kind("Quarterfinal"), Some(RoundKind::Ties(4)));
        assert_eq!(kind("1/2"), Some(RoundKind::Ties(2)));
        assert_eq!(kind("Semi-finals, 2nd leg"), Some(RoundKind::Ties(2)));
        assert_eq!(kind("Play-off semi-finals"), Some(RoundKind::Ties(2)));
        assert_eq!(kind("Round of 32"), Some(RoundKind::Ties(16)));
        assert_eq!(kind("Sixteenth-finals"), Some(RoundKind::Ties(16)));
    }

    #[test]
    fn the_last_two_matches() {
        for name in ["Match for third place", "Third place match", "Third-place play-off", "3rd Place", "Bronze final"]
        {
            assert_eq!(kind(name), Some(RoundKind::ThirdPlace), "{name}");
        }
        for name in ["Final", "Finals", "The Final", "Final, second leg", "Final replay", "1/1"] {
            assert_eq!(kind(name), Some(RoundKind::Final), "{name}");
        }
        assert_eq!(kind("Final Round"), None);
        assert_eq!(kind("Final qualifying round"), Some(RoundKind::Qualifying(0)));
    }

    #[test]
    fn numbered_rounds_replays_and_legs() {
        for name in ["Round 3", "Third Round", "3rd round proper", "3. Round"] {
            assert_eq!(kind(name), Some(RoundKind::Numbered(3)), "{name}");
        }
        let replay = RoundName::parse("Round 3 Replays");
        assert!(replay.replay && replay.base == RoundName::parse("Round 3").base);
        let second = RoundName::parse("Third round second replay");
        assert!(second.replay && second.base == RoundName::parse("Third Round").base, "{second:?}");
        let leg = RoundName::parse("Semi-finals, leg 1");
        assert!(leg.leg == Some(1) && leg.base == "semi finals");
        assert_eq!(RoundName::parse("Semi-finals 2nd Leg").leg, Some(2));
        assert_eq!(kind("Second qualifying round"), Some(RoundKind::Qualifying(2)));
        assert_eq!(kind("Preliminary round"), Some(RoundKind::Preliminary(1)));
        assert_eq!(kind("Matchday 3"), None);
        assert!(RoundName::parse("Matchday 3").matchday && RoundName::parse("Regular season - 5").matchday);
    }

    #[test]
    fn rounds_come_in_their_order() {
        let names = [
            "Extra preliminary round",
            "Preliminary round",
            "First qualifying round",
            "Fourth qualifying round",
            "First round",
            "Round 5",
            "Knockout round play-offs",
            "1/16",
            "Round of 16",
            "Quarter-finals",
            "Semi-finals",
            "Match for third place",
            "Final",
        ];
        let orders: Vec<u32> = names.iter().map(|name| kind(name).expect(name).order()).collect();
        assert!(orders.windows(2).all(|pair| pair[0] < pair[1]), "{orders:?}");
    }

    #[test]
    fn only_some_names_tell_a_knock_out() {
        assert!(RoundName::parse("Relegation play-offs").is_knockout());
        assert!(RoundName::parse("Knockout stage").is_knockout());
        assert!(!RoundName::parse("Round 12").is_knockout());
        assert!(!RoundName::parse("First stage").is_knockout());
        assert!(!RoundName::parse("").is_knockout());
    }
}
