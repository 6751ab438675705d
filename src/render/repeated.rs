//! Views that are the same again and again: a whole match played, for each of
//! the team-mates.
//!
//! In: a view, and the names that are made use of. Out: its Tera value, the
//! one made a moment ago if what is made use of is equal to that of one of the
//! last. To tell that costs a digest, which is less than making the value.
//! Never keeps more than some thousands of values for a thread.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};
use tera::Value;
use xxhash_rust::xxh3::xxh3_128;

use super::picked::{to_value, write_picked};
use super::uses::Uses;

/// A view of which there are many equal ones, close to each other.
#[derive(Clone, Debug)]
pub struct Repeated<T>(pub T);

/// What serde calls it, for the serialiser that knows what to do with it.
pub(super) const NAME: &str = "$touchline::Repeated";

impl<T: Serialize> Serialize for Repeated<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(NAME, &self.0)
    }
}

/// How many values a thread keeps: enough for the matches of a season, whose
/// players are made one after the other.
const KEPT: usize = 4096;

/// By the digest of what is made use of in a view, where its type's name lies,
/// since views of two types may have the same digest, and the digest of the
/// names.
type Known = FxHashMap<(u128, usize, u64), Value>;

thread_local! {
    /// A thread's own, so that no thread waits for another. A value is made of
    /// nothing but what its key covers, so it does not matter for which build
    /// it was made.
    static KNOWN: RefCell<Known> = RefCell::default();
    /// Room to write a view into.
    static BYTES: RefCell<Vec<u8>> = RefCell::default();
}

/// The digest of a view, as far as it is made use of.
pub(super) fn key<T: Serialize + ?Sized>(view: &T, uses: &Uses) -> u128 {
    // There may be another such view in it.
    let mut bytes = BYTES.take();
    bytes.clear();
    write_picked(&mut bytes, view, uses);
    let key = xxh3_128(&bytes);
    BYTES.set(bytes);
    key
}

/// The value of a view that has this key.
pub(super) fn value<T: Serialize + ?Sized>(key: u128, view: &T, uses: &Uses) -> Value {
    let key = (key, std::any::type_name::<T>().as_ptr().addr(), uses.digest());
    let known = KNOWN.with_borrow(|known| known.get(&key).cloned());
    known.unwrap_or_else(|| {
        let made = to_value(view, uses);
        KNOWN.with_borrow_mut(|known| {
            if known.len() >= KEPT {
                known.clear();
            }
            known.insert(key, made.clone());
        });
        made
    })
}

#[cfg(test)]
mod tests {
    use super::super::digest::digest_of;
    use super::*;

    #[derive(Serialize)]
    struct Player {
        number: usize,
        name: String,
    }

    #[derive(Serialize)]
    struct Referee {
        matches: usize,
        name: String,
    }

    fn player(number: usize) -> Player {
        Player { number, name: format!("Player {number}") }
    }

    #[test]
    fn it_is_seen_and_told_apart_as_what_is_in_it() {
        let (plain, repeated) = (player(7), Repeated(player(7)));
        assert_eq!(digest_of(&plain), digest_of(&repeated));
        for uses in [Uses::default(), Uses::of(["{{ number }}"])] {
            for _ in 0..2 {
                assert_eq!(to_value(&repeated, &uses), to_value(&plain, &uses));
            }
        }
        let list: Vec<_> = (0..3 * KEPT).map(|n| Repeated(player(n % (2 * KEPT)))).collect();
        let plain: Vec<_> = (0..3 * KEPT).map(|n| player(n % (2 * KEPT))).collect();
        assert_eq!(to_value(&list, &Uses::default()), to_value(&plain, &Uses::default()));
    }

    #[test]
    fn equal_parts_of_unlike_views_are_not_mixed_up() {
        let uses = Uses::default();
        let referee = || Referee { matches: 7, name: "Player 7".to_owned() };
        to_value(&Repeated(player(7)), &uses);
        assert_eq!(to_value(&Repeated(referee()), &uses), to_value(&referee(), &uses));
    }

    #[test]
    fn an_equal_view_is_the_same_value() {
        let pair = to_value(&[Repeated(player(1)), Repeated(player(1))], &Uses::default());
        let maps: Vec<_> = pair.as_array().into_iter().flatten().filter_map(Value::as_map).collect();
        assert!(std::ptr::eq(maps[0], maps[1]));
    }
}
