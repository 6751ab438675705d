//! The renderer: from the model to the text of each page.
//!
//! In: the [`Model`](crate::model::Model), the
//! [`Mentions`](crate::link::Mentions), the clock's reading as an argument.
//! Out: the text of pages, feeds, calendars and the sitemap, and the addresses
//! they belong to. Never reads or writes a file, never asks the clock or the
//! environment.

mod cached;
mod calendar;
mod entries;
mod feed;
mod match_detail;
mod of_match;
mod outputs;
mod per_thread;
mod picked;

pub mod assets;
pub mod checks;
pub mod colour;
pub mod digest;
pub mod edited;
pub mod engine;
pub mod filters;
pub mod jsonld;
pub mod lists;
pub mod markdown;
pub mod page;
pub mod prose;
pub mod record_view;
pub mod repeated;
pub mod routes;
pub mod shared;
pub mod site;
pub mod story_view;
pub mod tables;
pub mod text;
pub mod theme;
pub mod uses;
pub mod view;

pub use assets::{AssetInfo, Assets, Copy};
pub use engine::{Engine, Override};
pub use outputs::missing;
pub use page::PageDraft;
pub use routes::{PageKey, Route, Routes};
pub use site::{Input, SiteView};

#[cfg(test)]
mod tests;
