//! Tests of whole pages.

mod docs;
mod pages;
mod prose;
pub(in crate::render) mod site;
mod watch;
