//! Names of persons, towns, clubs, grounds and leagues, composed from pools of
//! several languages.
//!
//! A full name is never given twice, so that each stands for one page in every
//! generator; surnames are shared now and then, as they are in life.

use crate::pools::{COUNTRIES, Country, LANGUAGES, Language};
use crate::rng::Rng;
use std::collections::HashSet;

/// A person's name in the two forms that prose needs.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// Given name and surname.
    pub(crate) full: String,
    /// What a report says from the second mention on.
    pub(crate) surname: String,
}

/// A club by its name, its town and its ground.
#[derive(Clone, Debug)]
pub(crate) struct Club {
    pub(crate) name: String,
    pub(crate) town: String,
    pub(crate) ground: String,
}

/// Gives names and remembers which are taken.
#[derive(Debug, Default)]
pub(crate) struct Namer {
    persons: HashSet<String>,
    places: HashSet<String>,
}

impl Namer {
    /// The number of countries a league may be in.
    pub(crate) fn countries() -> usize {
        COUNTRIES.len()
    }

    /// A person who lives in `country`: most are from there, the others from anywhere.
    pub(crate) fn person(&mut self, rng: &mut Rng, country: usize, woman: bool) -> Name {
        let mut tries = 0;
        loop {
            let language = if rng.chance(0.55) {
                &LANGUAGES[COUNTRIES[country].language]
            } else {
                &LANGUAGES[rng.below(LANGUAGES.len())]
            };
            let given = rng.pick(if woman { language.women } else { language.men });
            let mut surname = surname(rng, language);
            // Where the plain combinations run out a second surname tells people apart.
            if tries > 6 {
                surname = format!("{surname}-{}", self::surname(rng, language));
            }
            tries += 1;
            let full = format!("{given} {surname}");
            if self.persons.insert(full.clone()) {
                return Name { full, surname };
            }
        }
    }

    /// A club of a town that has no other.
    pub(crate) fn club(&mut self, rng: &mut Rng, country: usize) -> Club {
        let country = &COUNTRIES[country];
        let town = self.place(rng, country);
        Club {
            name: rng.pick(country.clubs).replace("{}", &town),
            ground: rng.pick(country.grounds).replace("{}", &town),
            town,
        }
    }

    /// A league named after a region.
    pub(crate) fn league(&mut self, rng: &mut Rng, country: usize) -> String {
        let country = &COUNTRIES[country];
        let region = self.place(rng, country);
        rng.pick(country.leagues).replace("{}", &region)
    }

    fn place(&mut self, rng: &mut Rng, country: &Country) -> String {
        let mut tries = 0;
        loop {
            let mut place = format!("{}{}", rng.pick(country.stems), rng.pick(country.endings));
            if tries > 4 {
                place = format!("{} {place}", rng.pick(country.distinctions));
            }
            tries += 1;
            if self.places.insert(place.clone()) {
                return place;
            }
        }
    }
}

fn surname(rng: &mut Rng, language: &Language) -> String {
    if rng.chance(0.35) {
        rng.pick(language.surnames).to_owned()
    } else {
        format!("{}{}", rng.pick(language.stems), rng.pick(language.endings))
    }
}

/// The part of an address or a file name for a name: lower case, ASCII.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => slug.push('a'),
            'ç' | 'ć' | 'č' => slug.push('c'),
            'ð' | 'ď' | 'đ' => slug.push('d'),
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ě' | 'ę' => slug.push('e'),
            'ğ' => slug.push('g'),
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => slug.push('i'),
            'ł' => slug.push('l'),
            'ñ' | 'ń' | 'ň' => slug.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => slug.push('o'),
            'ř' => slug.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => slug.push('s'),
            'ť' | 'ț' => slug.push('t'),
            'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ū' | 'ű' => slug.push('u'),
            'ý' => slug.push('y'),
            'ź' | 'ž' | 'ż' => slug.push('z'),
            'ß' => slug.push_str("ss"),
            'æ' => slug.push_str("ae"),
            'œ' => slug.push_str("oe"),
            ' ' | '-' if !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_name_is_given_once_even_where_the_pools_run_short() {
        let (mut namer, mut rng) = (Namer::default(), Rng::new(7, 0));
        let names: HashSet<String> = (0..20_000).map(|_| namer.person(&mut rng, 3, true).full).collect();
        assert_eq!(names.len(), 20_000);
    }

    #[test]
    fn slugs_are_ascii() {
        assert_eq!(slug("Łukasz Ødegård-O'Brien"), "lukasz-odegard-obrien");
        assert_eq!(slug("SV Weißkirchen"), "sv-weisskirchen");
    }
}
