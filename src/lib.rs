//! touchline, a static site generator for match stories.
//!
//! The modules stand in the order of the pipeline; each may use those above
//! it in the list and `diagnostic`, never those below:
//!
//! `model` → `content` → `link` → `render` and `export` → `build` → `audit`,
//! `watch` and `publish`, with `cli` on top. `ARCHITECTURE.md` tells why.

pub mod diagnostic;

pub mod model;

pub mod content;

pub mod link;

pub mod render;

pub mod export;

pub mod build;

pub mod audit;

#[cfg(feature = "watch")]
pub mod watch;

#[cfg(feature = "publish")]
pub mod publish;

pub mod cli;
