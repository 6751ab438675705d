//! The pages of a ground, a topic, an author, and pages of the site's own.
//!
//! In: the entity with its stories and matches. Out: the variables `venue` and
//! `facts`; `topic`; `author`; `body`.

use serde::Serialize;

/// Variable `facts` of a ground's page.
#[derive(Clone, Debug, Serialize)]
pub struct VenueFacts<'a> {
    /// City.
    pub city: Option<&'a str>,
    /// Country.
    pub country: Option<&'a str>,
    /// Places.
    pub capacity: Option<u32>,
    /// Latitude and longitude in degrees.
    pub coordinates: Option<[f64; 2]>,
    /// Postal address.
    pub address: Option<&'a str>,
    /// Matches played there.
    pub played: u32,
    /// Goals in them.
    pub goals: u32,
    /// The highest attendance known.
    pub record_attendance: Option<u32>,
}

/// Variable `topic`.
#[derive(Clone, Debug, Serialize)]
pub struct TopicVar<'a> {
    /// Last part of the address.
    pub slug: &'a str,
    /// Name.
    pub name: &'a str,
    /// Its page.
    pub url: &'a str,
    /// How many stories.
    pub stories: usize,
}

/// Variable `author`.
#[derive(Clone, Debug, Serialize)]
pub struct AuthorVar<'a> {
    /// Last part of the address.
    pub slug: &'a str,
    /// Name.
    pub name: &'a str,
    /// The page; null if there is none.
    pub url: Option<&'a str>,
    /// Role at the paper.
    pub role: Option<&'a str>,
    /// Mail address.
    pub email: Option<&'a str>,
    /// How many stories.
    pub stories: usize,
}
