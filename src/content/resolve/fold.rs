//! Names made comparable.
//!
//! In: a name as written. Out: its words in lower-case ASCII. Two spellings
//! of one name (`Mbappé`, `MBAPPE`; `In-Beom`, `Inbeom`) fold to the same
//! letters.

use rustc_hash::FxHashMap;

use crate::content::raw::{Names, Sym};

/// A folded name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Folded {
    /// The words.
    pub(crate) words: Vec<Box<str>>,
    /// All letters and digits without gaps.
    pub(crate) letters: Box<str>,
    /// The letters with `ae`, `oe` and `ue` for umlauts, where there are any:
    /// `Füllkrug` is also `Fuellkrug`.
    pub(crate) expanded: Option<Box<str>>,
}

impl Folded {
    /// Folds a name.
    pub(crate) fn new(name: &str) -> Self {
        let mut words: Vec<Box<str>> = Vec::with_capacity(3);
        let mut letters = String::with_capacity(name.len() + 8);
        let mut start = 0;
        let mut end = |letters: &str| {
            if letters.len() > start {
                words.push(letters[start..].into());
                start = letters.len();
            }
        };
        for c in name.chars() {
            match c {
                'a'..='z' | '0'..='9' => letters.push(c),
                'A'..='Z' => letters.push(c.to_ascii_lowercase()),
                '\'' | '’' | '‘' | '`' | '´' | 'ʼ' => {}
                c if c.is_ascii() => end(&letters),
                c => match deunicode::deunicode_char(c) {
                    Some(ascii) => {
                        letters
                            .extend(ascii.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
                    }
                    None => end(&letters),
                },
            }
        }
        end(&letters);
        // A name of signs alone still has to differ from another such name.
        let letters = if letters.is_empty() { name.trim().to_lowercase() } else { letters };
        let umlauts = ['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü', 'ø', 'Ø', 'å', 'Å'];
        let expanded = (!name.is_ascii() && name.contains(umlauts)).then(|| {
            let mut long = String::with_capacity(name.len() + 2);
            for c in name.chars() {
                match c {
                    'ä' | 'Ä' => long.push_str("ae"),
                    'ö' | 'Ö' | 'ø' | 'Ø' => long.push_str("oe"),
                    'ü' | 'Ü' => long.push_str("ue"),
                    'å' | 'Å' => long.push_str("aa"),
                    c => long.push(c),
                }
            }
            Self::new(&long).letters
        });
        Self { words, letters: letters.into_boxed_str(), expanded }
    }

    /// Whether two names are spellings of one.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.letters == other.letters
            || self.expanded.as_deref() == Some(&*other.letters)
            || other.expanded.as_deref() == Some(&*self.letters)
    }

    /// The letters with the words turned round: `sonheungmin` for
    /// `Heung-min Son`. One for each way of turning but the name itself.
    pub(crate) fn rotations(&self) -> impl Iterator<Item = String> + '_ {
        (1..self.words.len()).map(|at| self.words[at..].iter().chain(&self.words[..at]).map(|w| &**w).collect())
    }

    /// Whether `self` ends with the words of `tail`: `Frenkie de Jong` with
    /// `de Jong`.
    pub(crate) fn ends_with(&self, tail: &Self) -> bool {
        self.words.ends_with(&tail.words)
    }

    /// Whether the words of `part` stand in `self` one after the other.
    pub(crate) fn contains(&self, part: &Self) -> bool {
        !part.words.is_empty() && self.words.windows(part.words.len()).any(|w| w == part.words)
    }

    /// Whether every word of `part` is among the words of `self`, where a
    /// single letter stands for any word that begins with it (`C. Pulisic`).
    pub(crate) fn covers(&self, part: &Self) -> bool {
        part.words.iter().all(|p| self.words.iter().any(|w| w == p || (p.len() == 1 && w.starts_with(&**p))))
    }
}

/// Folded names by symbol, each folded once.
#[derive(Debug, Default)]
pub(crate) struct Folds {
    by_sym: FxHashMap<Sym, Folded>,
}

impl Folds {
    /// Folds all these names.
    pub(crate) fn add(&mut self, names: &Names, syms: impl IntoIterator<Item = Sym>) {
        for sym in syms {
            self.by_sym.entry(sym).or_insert_with(|| Folded::new(names.resolve(&sym)));
        }
    }

    /// The fold of a name that was added; folds it anew if it was not.
    pub(crate) fn get(&self, names: &Names, sym: Sym) -> std::borrow::Cow<'_, Folded> {
        match self.by_sym.get(&sym) {
            Some(folded) => std::borrow::Cow::Borrowed(folded),
            None => std::borrow::Cow::Owned(Folded::new(names.resolve(&sym))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_fold_alike() {
        for (a, b) in [
            ("Kylian Mbappé", "KYLIAN MBAPPE"),
            ("HWANG Inbeom", "Hwang In-Beom"),
            ("N'Golo Kanté", "Ngolo Kante"),
            ("Pierre-Emile Højbjerg", "Pierre Emile HOJBJERG"),
            ("Côte d’Ivoire", "Cote d'Ivoire"),
            ("Niclas Füllkrug", "Niclas FUELLKRUG"),
            ("Martin Ødegaard", "Martin ODEGAARD"),
        ] {
            assert!(Folded::new(a).same(&Folded::new(b)), "{a} {b}");
        }
    }

    #[test]
    fn parts() {
        let full = Folded::new("Frenkie de Jong");
        assert!(full.ends_with(&Folded::new("De Jong")));
        assert!(full.contains(&Folded::new("Frenkie")));
        assert!(full.covers(&Folded::new("F. de Jong")));
        assert!(!full.covers(&Folded::new("L. de Jong")));
        assert!(Folded::new("Heung-min Son").rotations().any(|r| r == "sonheungmin"));
    }
}
