//! Near misses: words that are nearly a name of the match.
//!
//! In: a text whose names have been read. Out: notes with a suggestion and
//! the line that makes the spelling an alias. Never links.

use super::EntityRef;
use super::fold::{Folded, Gap, Token};
use super::lexicon::{Class, classes};
use super::mentions::Reader;
use super::names::Use;
use super::note::{Note, NoteKind};
use super::wikilinks::Wikilink;

/// A name to be near to.
struct Known {
    word: String,
    given: String,
    name: String,
    target: EntityRef,
}

/// Looks for words a typing error away from a name near the story. What stands
/// in `wikilinks`, the links by hand, has been told of there.
pub(super) fn find(reader: &Reader<'_>, wikilinks: &[Wikilink]) -> Vec<Note> {
    let mut notes = Vec::new();
    if !reader.scope.has_match {
        return notes;
    }
    let mut known: Option<Vec<Known>> = None;
    let mut told: Vec<&str> = Vec::new();
    let mut hits = reader.hits.iter().peekable();
    for (at, token) in reader.folded.tokens.iter().enumerate() {
        while hits.next_if(|hit| (hit.last as usize) < at).is_some() {}
        let inside = hits.peek().is_some_and(|hit| hit.first as usize <= at);
        if inside || !token.capital || wikilinks.iter().any(|link| link.range.contains(&token.start)) {
            continue;
        }
        let word = reader.folded.word(token);
        if !is_suspect(reader, at, token, word) || told.contains(&word) {
            continue;
        }
        let known = known.get_or_insert_with(|| names_near(reader));
        let Some(meant) = nearest(reader, known, at, word) else { continue };
        told.push(word);
        notes.push(note(reader, at, token, meant));
    }
    notes
}

fn note(reader: &Reader<'_>, at: usize, token: &Token, meant: &Known) -> Note {
    let text = &reader.prose.text;
    let written = &text[token.start as usize..token.end as usize];
    let first = before(reader, at).filter(|before| reader.folded.word(before) == meant.given);
    let start = first.map_or(token.start, |first| first.start);
    let alias = &text[start as usize..token.end as usize];
    let whose = match meant.target {
        EntityRef::Team(_) => "team",
        _ => "player or person",
    };
    Note {
        kind: NoteKind::NearMiss,
        range: reader.prose.source_of(&(token.start..token.end)),
        message: format!("`{written}` is nobody in this match; did you mean `{}`?", meant.name),
        help: Some(format!(
            "correct it, or if the spelling is right add it to the profile of the {whose} `{}`: `aliases: [{alias}]`",
            meant.name
        )),
    }
}

/// Whether a word looks like a name that nobody bears.
fn is_suspect(reader: &Reader<'_>, at: usize, token: &Token, word: &str) -> bool {
    if !token.capital || !token.letters || token.all_capitals || word.len() < 5 {
        return false;
    }
    let class = classes(word);
    let ordinary = Class::COMMON
        | Class::GIVEN
        | Class::PLACE
        | Class::CITY
        | Class::DEMONYM
        | Class::DAY
        | Class::MONTH
        | Class::TITLE;
    if class.intersects(ordinary) || !reader.names.use_of(word).is_empty() {
        return false;
    }
    // The plural of a name or of a word.
    if let Some(one) = word.strip_suffix('s')
        && (!reader.names.use_of(one).is_empty() || !classes(one).is_empty())
    {
        return false;
    }
    let range = token.start..token.end;
    let text = &reader.prose.text;
    if reader.prose.is_closed(&range) || text[..token.start as usize].ends_with(['@', '#', '/', '.', '_']) {
        return false;
    }
    // A word that the text also writes small is a word.
    let small = reader.folded.tokens.iter().any(|t| !t.capital && t.len == token.len && reader.folded.word(t) == word);
    if small || token.gap == Gap::Hyphen || token.gap == Gap::Apostrophe {
        return false;
    }
    match reader.folded.tokens.get(at + 1) {
        Some(next) => !(matches!(next.gap, Gap::Space | Gap::Hyphen) && next.capital && next.letters),
        None => true,
    }
}

fn before<'r>(reader: &'r Reader<'_>, at: usize) -> Option<&'r Token> {
    let token = &reader.folded.tokens[at];
    matches!(token.gap, Gap::Space | Gap::Dot).then(|| reader.folded.tokens.get(at.checked_sub(1)?)).flatten()
}

fn names_near(reader: &Reader<'_>) -> Vec<Known> {
    let mut known = Vec::new();
    let people = reader.scope.people.iter().chain(&reader.scope.squads);
    for id in people {
        let person = &reader.record.persons[*id];
        let folded = Folded::new(&person.name);
        let surname = Folded::new(&person.surname);
        let Some(last) = surname.tokens.last().or(folded.tokens.last()) else { continue };
        let whose = if surname.tokens.is_empty() { &folded } else { &surname };
        known.push(Known {
            word: whose.word(last).to_owned(),
            given: folded.word_at(0).to_owned(),
            name: person.name.to_string(),
            target: EntityRef::Person(*id),
        });
    }
    for id in &reader.scope.teams {
        let team = &reader.record.teams[*id];
        let folded = Folded::new(&team.name);
        if folded.tokens.len() == 1 {
            known.push(Known {
                word: folded.word_at(0).to_owned(),
                given: String::new(),
                name: team.name.to_string(),
                target: EntityRef::Team(*id),
            });
        }
    }
    known
}

/// The one name that is near enough.
fn nearest<'k>(reader: &Reader<'_>, known: &'k [Known], at: usize, word: &str) -> Option<&'k Known> {
    let token = &reader.folded.tokens[at];
    let heads = matches!(token.gap, Gap::Block | Gap::Sentence | Gap::Opening);
    let limit = if word.len() >= 8 && !heads { 2 } else { 1 };
    let mut best: Option<(usize, &Known)> = None;
    let mut tie = false;
    for candidate in known {
        if candidate.word.len().abs_diff(word.len()) > limit || candidate.word.len() < 5 {
            continue;
        }
        // `Iranian` beside `Iran`.
        let is_team = matches!(candidate.target, EntityRef::Team(_));
        if is_team && (candidate.word.starts_with(word) || word.starts_with(&*candidate.word)) {
            continue;
        }
        let same_start = candidate.word.as_bytes()[0] == word.as_bytes()[0];
        let distance = strsim::damerau_levenshtein(&candidate.word, word);
        // `Morrison` is not a way to write `Morris`.
        let longer = candidate.word.starts_with(word) || word.starts_with(&*candidate.word);
        if longer && distance > 1 {
            continue;
        }
        if distance > limit || (!same_start && (distance > 1 || word.len() < 6)) {
            continue;
        }
        if !everywhere(reader, word, candidate) {
            continue;
        }
        match best {
            Some((d, b)) if d < distance || (d == distance && b.target == candidate.target) => {}
            Some((d, _)) if d == distance => tie = true,
            _ => (best, tie) = (Some((distance, candidate)), false),
        }
    }
    best.filter(|_| !tie).map(|(_, known)| known)
}

/// Whether nowhere in the text the word follows a first name or the like that
/// makes it somebody else's: `Mahsa Amini`.
fn everywhere(reader: &Reader<'_>, word: &str, candidate: &Known) -> bool {
    let tokens = &reader.folded.tokens;
    (0..tokens.len()).filter(|at| tokens[*at].capital && reader.folded.word(&tokens[*at]) == word).all(|at| {
        before(reader, at).is_none_or(|previous| {
            !previous.capital || !previous.letters || may_stand_before(reader, previous, candidate)
        })
    })
}

/// Whether the capitalised word before leaves it open that the candidate is
/// meant: his own first name, a title, the head of a sentence.
fn may_stand_before(reader: &Reader<'_>, previous: &Token, candidate: &Known) -> bool {
    let word = reader.folded.word(previous);
    let class = classes(word);
    word == candidate.given
        || class.intersects(Class::TITLE | Class::DEMONYM | Class::DAY)
        || (matches!(previous.gap, Gap::Block | Gap::Sentence | Gap::Opening)
            && class.contains(Class::COMMON)
            && !class.contains(Class::GIVEN)
            && !reader.names.use_of(word).contains(Use::GIVEN))
}
