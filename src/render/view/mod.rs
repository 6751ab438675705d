//! The views: what the template of each kind of page sees.
//!
//! In: the model, the shared values and what is computed from the record.
//! Out: serialisable structs, put into a
//! [`PageContext`](super::shared::PageContext). They are the contract with theme authors;
//! `docs/templates.md` lists every variable, and a test holds the two against
//! each other. Every field is always there: what is not known is `null`, so
//! that `{% if … %}` never meets something undefined.

pub mod common;
pub mod edition;
pub mod entity;
pub mod head;
pub mod home;
pub mod lists;
pub mod matches;
pub mod person;
pub mod story;
pub mod table;
pub mod team;
