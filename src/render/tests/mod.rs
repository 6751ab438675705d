//! Tests of whole pages.

mod docs;
mod pages;
mod prose;
mod scale;
pub(in crate::render) mod site;
mod watch;
