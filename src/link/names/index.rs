//! Names by their first words.
//!
//! In: folded names and their numbers. Out: the longest of them that begins at a
//! word of a folded text. Never knows who bears a name.

use memchr::memchr_iter;
use rustc_hash::{FxHashMap, FxHashSet};

/// Names in folded words, by their first. An automaton over all of them would
/// take longer to make, and as long to ask: what a text asks for is nearly
/// always the name that begins with a certain word, or none.
#[derive(Debug, Default)]
pub(super) struct ByHead {
    /// Of how many parts those names are that begin with a word: a bit for each
    /// number. Signs are parts too.
    lengths: FxHashMap<Box<str>, u64>,
    /// The numbers of the names, which stand between spaces.
    numbers: FxHashMap<Box<str>, u32>,
}

impl ByHead {
    /// Nobody has a name of more parts.
    const MOST: usize = u64::BITS as usize;

    pub(super) fn with_capacity(names: usize) -> Self {
        let mut made = Self::default();
        made.numbers.reserve(names);
        made
    }

    /// Takes a name of at most [`Self::MOST`] parts.
    pub(super) fn insert(&mut self, name: Box<str>, number: u32) {
        let parts = name.split_ascii_whitespace().count();
        let Some(head) = name.split_ascii_whitespace().next().filter(|_| parts <= Self::MOST) else { return };
        let length = 1 << (parts - 1);
        match self.lengths.get_mut(head) {
            Some(lengths) => *lengths |= length,
            None => drop(self.lengths.insert(head.into(), length)),
        }
        self.numbers.insert(name, number);
    }

    /// The longest name that begins at a space of a folded text, with the byte
    /// after the space behind it.
    pub(super) fn longest_at(&self, text: &str, at: usize) -> Option<(u32, usize)> {
        let mut spaces = memchr_iter(b' ', text.as_bytes().get(at + 1..)?).map(|space| at + 2 + space);
        let first = spaces.next()?;
        let lengths = *self.lengths.get(&text[at + 1..first - 1])?;
        let mut ends = [first; Self::MOST];
        let most = Self::MOST - lengths.leading_zeros() as usize;
        let mut count = 1;
        for (end, space) in ends[1..most].iter_mut().zip(spaces) {
            *end = space;
            count += 1;
        }
        let fitting = (0..count).rev().filter(|part| lengths >> part & 1 == 1);
        fitting.map(|part| ends[part]).find_map(|end| Some((*self.numbers.get(&text[at..end])?, end)))
    }
}

/// The first words of the names that may begin with a small letter: `the` of
/// `the Three Lions`, `van`, `2022`.
#[derive(Debug, Default)]
pub(super) struct SmallHeads {
    words: FxHashSet<Box<str>>,
    /// A bit for how each of them begins: nearly all words of a text begin
    /// otherwise, and each is asked for.
    beginnings: [u64; 4],
}

impl SmallHeads {
    /// Where the bit of a word stands.
    fn beginning(word: &str) -> (usize, u64) {
        let byte = |at: usize| word.as_bytes().get(at).copied().unwrap_or_default();
        let mixed = byte(0).wrapping_mul(29) ^ byte(1);
        (mixed as usize / 64, 1 << (mixed % 64))
    }

    pub(super) fn contains(&self, word: &str) -> bool {
        let (at, bit) = Self::beginning(word);
        self.beginnings[at] & bit != 0 && self.words.contains(word)
    }

    pub(super) fn insert(&mut self, word: &str) {
        let (at, bit) = Self::beginning(word);
        self.beginnings[at] |= bit;
        self.words.insert(word.into());
    }
}
