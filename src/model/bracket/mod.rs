//! Knock-outs: rounds, ties, and who meets whom next.

mod round;

pub use round::{RoundKind, RoundName};
