//! The builder: from a folder of content to a folder of pages.
//!
//! In: the content, templates and static files of a site. Out: the files of
//! the output folder, and what is needed to make them quickly again. The only
//! writer of output. Never prints, never uses the network.
//!
//! The writing side goes in three steps, each a module: [`survey`] looks at
//! what stands in the output folder, [`produce`] renders what is needed into
//! a staging folder, [`commit`] moves it into place. [`output`] leads them
//! and tells why a run that is killed at any point does no harm.

pub mod builder;
mod cache;
pub mod commit;
pub mod error;
mod kept;
mod kept_model;
mod kept_texts;
mod linking;
pub mod manifest;
pub mod output;
pub mod picture;
pub mod plan;
pub mod produce;
pub mod progress;
pub mod revised;
mod said;
pub mod snapshot;
pub mod sources;
pub mod staging;
pub mod state;
pub mod survey;
pub mod theme_files;
pub mod timings;
pub mod unchanged;

pub use builder::{Builder, Hint, Options, Update};
pub use error::WriteError;
pub use output::{Change, Output, WriteOptions, Written};
pub use plan::{Content, FileClass, Planned};
pub use progress::Progress;
pub use revised::Revised;
pub use snapshot::Snapshot;
pub use sources::Sources;
pub use survey::{Others, Verify};
pub use timings::{TemplateCost, Timings};
pub use unchanged::{Cause, Extent, Unchanged};
