//! Text as words in lower-case ASCII, with the way back.
//!
//! In: plain text. Out: its words ([`Token`]) and a *folded* text in which
//! they stand in lower-case ASCII between single spaces, so that `Mbappé`,
//! `MBAPPE` and `Mbappe`, `Heung-min` and `Heung Min`, or a name broken over
//! a line's end are one sequence of bytes. Names and prose are folded by the
//! same code. Never knows which words are names.

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: the first word of a block.
    Block,
    /// The end of a sentence.
    Sentence,
    /// An opening quote or bracket, or a colon: perhaps a sentence begins.
    Opening,
    /// Other signs.
    Sign,
    /// White space.
    Space,
    /// White space after the dot of an abbreviation or an initial.
    Dot,
    /// A hyphen.
    Hyphen,
    /// An apostrophe.
    Apostrophe,
}

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// First byte in the text.
    pub start: u32,
    /// Byte after the last in the text.
    pub end: u32,
    /// First byte in the folded text.
    pub at: u32,
    /// Number of bytes in the folded text.
    pub len: u16,
    /// What stands before it.
    pub gap: Gap,
    /// Begins with a capital letter, or with a letter that has no case.
    pub capital: bool,
    /// Two letters or more, all capital.
    pub all_capitals: bool,
    /// Has a letter.
    pub letters: bool,
}

impl Token {
    /// Has a letter with a mark, such as `ö`, that folds to the bare letter;
    /// `ß`, which folds to two, is none.
    pub(super) fn is_marked(&self) -> bool {
        self.end - self.start != u32::from(self.len)
    }
}

/// A folded text.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The words.
    pub tokens: Vec<Token>,
    /// Words in lower-case ASCII, a space before the first, between any two
    /// and after the last; ` ' ` for an apostrophe and ` . ` for signs.
    pub text: String,
}

impl Folded {
    /// Folds a text.
    pub(super) fn new(text: &str) -> Self {
        let mut folder = Folder {
            tokens: Vec::with_capacity(text.len() / 5 + 4),
            folded: Vec::with_capacity(text.len() * 9 / 8 + 16),
            text,
        };
        folder.folded.push(b' ');
        let mut rest = 0;
        loop {
            if let Some(end) = folder.push_plain(rest) {
                rest = end;
            } else if let Some((start, end)) = next_word(text, rest) {
                let gap = folder.gap(rest, start);
                folder.push(start, end, gap);
                rest = end;
            } else {
                break;
            }
        }
        // Only ASCII was pushed.
        Self { tokens: folder.tokens, text: String::from_utf8(folder.folded).unwrap_or_default() }
    }

    /// A word's folded form.
    pub(super) fn word(&self, token: &Token) -> &str {
        &self.text[token.at as usize..token.at as usize + token.len as usize]
    }

    /// A word's folded form, by its position.
    pub(super) fn word_at(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| self.word(token))
    }
}

struct Folder<'t> {
    tokens: Vec<Token>,
    folded: Vec<u8>,
    text: &'t str,
}

/// Two capital letters or more, and no small one.
fn is_all_capitals(word: &[u8]) -> bool {
    !word.iter().any(u8::is_ascii_lowercase) && word.iter().filter(|b| b.is_ascii_uppercase()).nth(1).is_some()
}

/// What plain words are made of: a bit for each kind, none for all other bytes.
static PLAIN: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' => DIGIT,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};
const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const DIGIT: u8 = 4;

/// The number of letters and digits at the start of some bytes, and of which
/// kinds they are.
fn plain_word(bytes: &[u8]) -> (usize, u8) {
    let (mut len, mut kinds) = (0, 0);
    for byte in bytes {
        let kind = PLAIN[*byte as usize];
        if kind == 0 {
            break;
        }
        kinds |= kind;
        len += 1;
    }
    (len, kinds)
}

impl Folder<'_> {
    /// Pushes a row of plain words, each after a single space, as nearly all
    /// are, and gives the end of the last; `None`, and nothing is pushed, if
    /// the next word takes a closer look.
    fn push_plain(&mut self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if self.tokens.is_empty() {
            return None;
        }
        // Such a row stands in the folded text as it stands in the text.
        let (first, first_at) = (from + 1, self.folded.len());
        let mut end = from;
        while bytes.get(end) == Some(&b' ') {
            let start = end + 1;
            let (len, kinds) = plain_word(&bytes[start..]);
            let (word, after) = (&bytes[start..start + len], bytes.get(start + len));
            let initial = len == 1 && kinds == CAPITAL && after == Some(&b'.');
            if len == 0 || initial || after.is_some_and(|b| !b.is_ascii()) {
                break;
            }
            self.tokens.push(Token {
                start: start as u32,
                end: (start + len) as u32,
                at: (first_at + (start - first)) as u32,
                len: len as u16,
                gap: Gap::Space,
                capital: word[0].is_ascii_uppercase(),
                all_capitals: kinds & SMALL == 0 && is_all_capitals(word),
                letters: kinds != DIGIT,
            });
            end = start + len;
        }
        let row = bytes.get(first..end)?;
        self.folded.extend_from_slice(row);
        self.folded[first_at..].make_ascii_lowercase();
        self.folded.push(b' ');
        Some(end)
    }

    fn push(&mut self, start: usize, end: usize, gap: Gap) {
        match gap {
            Gap::Space | Gap::Dot | Gap::Hyphen => {}
            Gap::Block if self.tokens.is_empty() => {}
            Gap::Apostrophe => self.folded.extend_from_slice(b"' "),
            Gap::Block | Gap::Sentence | Gap::Opening | Gap::Sign => self.folded.extend_from_slice(b". "),
        }
        let at = self.folded.len();
        let word = &self.text[start..end];
        let (capital, all_capitals, letters) =
            if word.is_ascii() { self.push_ascii(word.as_bytes()) } else { self.push_chars(word) };
        // A word of signs without any transliteration must not fold to nothing.
        if self.folded.len() == at {
            self.folded.push(b'?');
        }
        self.tokens.push(Token {
            start: start as u32,
            end: end as u32,
            at: at as u32,
            len: (self.folded.len() - at) as u16,
            gap,
            capital,
            all_capitals,
            letters,
        });
        self.folded.push(b' ');
    }

    /// Pushes a word; tells whether it begins with a capital, is all in
    /// capitals, has letters.
    fn push_ascii(&mut self, word: &[u8]) -> (bool, bool, bool) {
        if word == b"&" {
            self.folded.extend_from_slice(b"and");
            return (false, false, false);
        }
        let at = self.folded.len();
        if word.get(1) == Some(&b'.') {
            self.folded.extend(word.iter().filter(|b| **b != b'.'));
        } else {
            self.folded.extend_from_slice(word);
        }
        let folded = &mut self.folded[at..];
        let (all_capitals, letters) = (is_all_capitals(folded), folded.iter().any(u8::is_ascii_alphabetic));
        folded.make_ascii_lowercase();
        (word[0].is_ascii_uppercase(), all_capitals, letters)
    }

    fn push_chars(&mut self, word: &str) -> (bool, bool, bool) {
        let (mut upper, mut lower, mut caseless) = (0, 0, 0);
        let mut capital = None;
        for c in word.chars() {
            if is_mark(c) {
                continue;
            }
            if c.is_uppercase() {
                upper += 1;
            } else if c.is_lowercase() {
                lower += 1;
            } else if c.is_alphabetic() {
                caseless += 1;
            }
            if c.is_ascii() {
                self.folded.push(c.to_ascii_lowercase() as u8);
            } else {
                fold_char(c, &mut self.folded);
            }
            capital.get_or_insert(upper + caseless > 0);
        }
        (capital.unwrap_or(false), upper >= 2 && lower == 0, upper + lower + caseless > 0)
    }

    /// What stands between two words, given the end of one and the start of
    /// the next.
    fn gap(&self, previous_end: usize, start: usize) -> Gap {
        let Some(previous) = self.tokens.last() else { return Gap::Block };
        let between = &self.text[previous_end..start];
        match between.as_bytes() {
            b" " => return Gap::Space,
            b"-" => return Gap::Hyphen,
            b"'" => return Gap::Apostrophe,
            b", " => return Gap::Sign,
            b". " => return if self.is_abbreviation(previous) { Gap::Dot } else { Gap::Sentence },
            b"\n" => return Gap::Block,
            _ => {}
        }
        match between {
            "\u{2010}" | "\u{2011}" => return Gap::Hyphen,
            "’" | "ʼ" | "‘" => return Gap::Apostrophe,
            _ => {}
        }
        if between.contains('\n') {
            return Gap::Block;
        }
        let spaces = between.trim_start_matches('.');
        let dots = between.len() - spaces.len();
        if spaces.chars().all(char::is_whitespace) {
            return match dots {
                0 => Gap::Space,
                _ if spaces.is_empty() => Gap::Sign,
                1 if self.is_abbreviation(previous) => Gap::Dot,
                _ => Gap::Sentence,
            };
        }
        let spaced = between.chars().any(char::is_whitespace);
        if spaced && between.contains(['.', '!', '?', '…']) {
            return Gap::Sentence;
        }
        if spaced && between.contains(['“', '"', '‘', '\u{fffc}', '«', '„', '‚', '(', '[', ':']) {
            return Gap::Opening;
        }
        Gap::Sign
    }

    fn is_abbreviation(&self, token: &Token) -> bool {
        let written = &self.text[token.start as usize..token.end as usize];
        // `J. Robinson` is an initial, `Group H. Uruguay` the end of a sentence.
        let numbered = || {
            let before = self.tokens.len().checked_sub(2).map(|i| &self.tokens[i]);
            token.gap == Gap::Space
                && before.is_some_and(|before| {
                    matches!(
                        &self.text[before.start as usize..before.end as usize],
                        "Group"
                            | "Section"
                            | "Pool"
                            | "Plan"
                            | "Grade"
                            | "Division"
                            | "Class"
                            | "Block"
                            | "Row"
                            | "Gate"
                            | "Stand"
                            | "Serie"
                            | "Team"
                            | "group"
                            | "section"
                            | "pool"
                            | "plan"
                            | "row"
                            | "gate"
                    )
                })
        };
        (written.chars().count() == 1 && token.capital && !numbered())
            || matches!(written, "Mr" | "Mrs" | "Ms" | "Dr" | "St" | "Prof" | "vs" | "v" | "Jr" | "Sr" | "No")
    }
}

/// The next word from byte `from` on: letters, digits and their marks. A row
/// of letters with dots (`U.S.`) is one word, and so is `&`.
fn next_word(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut start = from;
    loop {
        let byte = *bytes.get(start)?;
        if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() {
                break;
            }
            if byte == b'&' {
                return Some((start, start + 1));
            }
            start += 1;
        } else {
            let c = text[start..].chars().next()?;
            if c.is_alphanumeric() {
                break;
            }
            start += c.len_utf8();
        }
    }
    let mut end = start;
    while let Some(byte) = bytes.get(end) {
        if byte.is_ascii_alphanumeric() {
            end += 1;
        } else if byte.is_ascii() {
            break;
        } else {
            match text[end..].chars().next() {
                Some(c) if c.is_alphanumeric() || is_mark(c) => end += c.len_utf8(),
                _ => break,
            }
        }
    }
    // `U.S.A.`: single letters, each with its dot.
    if end == start + 1 && bytes[start].is_ascii_uppercase() {
        let mut dotted = end;
        while bytes.get(dotted) == Some(&b'.')
            && bytes.get(dotted + 1).is_some_and(u8::is_ascii_uppercase)
            && !bytes.get(dotted + 2).is_some_and(u8::is_ascii_alphanumeric)
        {
            dotted += 2;
        }
        if dotted > end {
            end = dotted + usize::from(bytes.get(dotted) == Some(&b'.'));
        }
    }
    Some((start, end))
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn fold_char(c: char, out: &mut Vec<u8>) {
    let ascii = match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => "a",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'í' | 'ì' | 'î' | 'ï' => "i",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => "o",
        'ú' | 'ù' | 'û' | 'ü' => "u",
        'ç' | 'ć' | 'č' => "c",
        'ñ' => "n",
        'š' | 'ş' => "s",
        _ => deunicode::deunicode_char(c).unwrap_or_default(),
    };
    out.extend(ascii.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        Folded::new(text).text
    }

    #[test]
    fn spellings_of_one_name_are_one() {
        assert_eq!(folded("Kylian Mbappé"), " kylian mbappe ");
        assert_eq!(folded("KYLIAN MBAPPE"), folded("Kylian Mbappé"));
        assert_eq!(folded("Son Heung-min"), folded("Son Heung Min"));
        assert_eq!(folded("Mbappe\u{301}"), folded("Mbappé"));
        assert_eq!(folded("Brighton & Hove Albion"), folded("Brighton and Hove Albion"));
        assert_eq!(folded("N’Golo Kanté"), folded("N'Golo Kante"));
    }

    #[test]
    fn signs_part_names() {
        assert_eq!(folded("Messi, Lionel"), " messi . lionel ");
        assert_eq!(folded("Adams' pass"), " adams . pass ");
        assert_eq!(folded("Bale's"), " bale ' s ");
    }

    #[test]
    fn dotted_capitals_are_one_word() {
        let folded = Folded::new("in the U.S. and U.S.A., J. Robinson");
        let words: Vec<_> = folded.tokens.iter().map(|t| folded.word(t)).collect();
        assert_eq!(words, ["in", "the", "us", "and", "usa", "j", "robinson"]);
        assert!(folded.tokens[2].all_capitals);
        assert_eq!(folded.tokens[6].gap, Gap::Dot);
    }

    #[test]
    fn a_word_after_a_space_is_what_it_is_after_two() {
        for word in
            ["ran", "Rice", "USA", "A", "A.", "A.B.", "4", "4th", "Mbappé", "é", "Son's", "Heung-min", "&", "M&S"]
        {
            let (one, two) = (Folded::new(&format!("x {word} y")), Folded::new(&format!("x  {word} y")));
            assert_eq!(one.text, two.text);
            let shifted = |t: &Token| Token { start: t.start + 1, end: t.end + 1, ..*t };
            let expected: Vec<_> = one.tokens[..1].iter().copied().chain(one.tokens[1..].iter().map(shifted)).collect();
            assert_eq!(expected, two.tokens, "{word}");
        }
    }

    #[test]
    fn a_row_of_words_is_what_its_words_are() {
        let words = "ran Rice USA 4 4th A B Mbappé é N1 X. Y and so on, it was; then İlkay went";
        let (one, two) = (Folded::new(words), Folded::new(&words.replace(' ', "  ")));
        assert_eq!(one.text, two.text);
        let mut spaces = 0;
        for (token, wide) in one.tokens.iter().zip(&two.tokens) {
            spaces += u32::from(matches!(token.gap, Gap::Space | Gap::Sign | Gap::Dot | Gap::Sentence));
            assert_eq!(Token { start: token.start + spaces, end: token.end + spaces, ..*token }, *wide);
        }
        assert_eq!(one.tokens.len(), two.tokens.len());
    }

    #[test]
    fn gaps_tell_where_sentences_begin() {
        let gaps = |text| Folded::new(text).tokens.iter().map(|t| t.gap).collect::<Vec<_>>();
        assert_eq!(gaps("He ran. Rice did"), [Gap::Block, Gap::Space, Gap::Sentence, Gap::Space]);
        assert_eq!(gaps("He said: “Rice")[2], Gap::Opening);
        assert_eq!(gaps("0.5 of")[1], Gap::Sign);
        assert_eq!(gaps("Mr. Kane")[1], Gap::Dot);
    }

    #[test]
    fn tokens_lead_back_to_the_text() {
        let text = "Đorđe’s Straße, 손흥민";
        let folded = Folded::new(text);
        for token in &folded.tokens {
            assert!(text.get(token.start as usize..token.end as usize).is_some());
        }
        assert_eq!(folded.word_at(0), "dorde");
        assert_eq!(folded.word_at(2), "strasse");
    }
}
