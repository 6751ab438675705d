//! Watch mode: a site that is up to date before its author looks.
//!
//! In: the events of the file system. Out: rebuilds, pages served on loopback,
//! and word to open pages that they changed. Never renders by itself, never
//! trusts the kind of an event, never touches `public/` unless told to write
//! there instead of serving.
//!
//! [`watcher`] hears of changes, by events or by [`poll`]ing, and gathers them
//! at the [`gate`]. [`session`] takes a batch, has the builder make the next
//! state, and gives it to [`live`], which every request and every open page
//! looks at. [`server`] renders a page when it is asked for, which is why a
//! save is seen at once however large the site is. [`inspect`] looks over the
//! rest of the pages when nothing else is to be done.

pub mod answer;
pub mod built;
pub mod gate;
pub mod host;
pub mod inspect;
pub mod live;
pub mod poll;
pub mod reload;
pub mod run;
pub mod server;
pub mod session;
pub mod site;
pub mod terminal;
pub mod watcher;

pub use run::{Options, Serve, run};
pub use site::{Hint, Maker, Rebuilt, Site};
