//! The content loader.
//!
//! In: the files under `content/`. Out: the [`Model`](crate::model::Model) and
//! diagnostics. It goes in three steps: `source` lists and reads files,
//! the readers turn each file on its own into raw values ([`raw`]; in
//! parallel, cached by digest), and `resolve` makes one model of them all:
//! names to entities, several sources to one match. Never writes a file,
//! never knows a URL.

pub mod countries;
pub mod csv;
pub mod editions;
pub mod football_json;
pub mod football_txt;
pub mod forms;
pub mod front_matter;
pub mod import;
mod interning;
pub mod locate;
pub mod match_yaml;
pub mod name_case;
pub mod page;
pub mod parts;
pub mod plain_story;
pub mod profile;
pub mod raw;
pub mod readers;
pub mod resolve;
pub mod site_yaml;
pub mod source;
pub mod store;
pub mod story;
pub mod yaml;
