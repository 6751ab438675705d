//! Kick-offs and minutes.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// When a match starts, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Kickoff {
    /// The local date at the place of the match.
    pub date: Date,
    /// The local time; `None` when only the date is known or it is to be
    /// decided.
    pub time: Option<Time>,
    /// The offset from UTC in force there, where a zone or offset is known.
    #[serde(with = "in_seconds")]
    pub offset: Option<Offset>,
    /// The moment itself: order is by this. For a date alone, noon UTC of that
    /// day, so that it stands among the day's matches.
    pub instant: Timestamp,
    /// Announced as to be decided (`TBD`).
    pub to_be_decided: bool,
}

/// A minute of a match as it is told: 38, or 45+2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Minute {
    /// 1 to 120 (45, 90, 105 or 120 where stoppage time follows).
    pub minute: u16,
    /// Minutes of stoppage time; 0 for none.
    pub added: u16,
}

impl std::fmt::Display for Minute {
    /// `38'` or `45+2'`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.added == 0 { write!(f, "{}'", self.minute) } else { write!(f, "{}+{}'", self.minute, self.added) }
    }
}

/// An offset as its seconds.
mod in_seconds {
    use jiff::tz::Offset;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
    pub(super) fn serialize<S: Serializer>(offset: &Option<Offset>, to: S) -> Result<S::Ok, S::Error> {
        offset.map(Offset::seconds).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Offset>, D::Error> {
        let seconds = Option::<i32>::deserialize(from)?;
        seconds.map(Offset::from_seconds).transpose().map_err(Error::custom)
    }
}
