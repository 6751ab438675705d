//! Tests of whole pages.

mod docs;
mod pages;
mod scale;
pub(in crate::render) mod site;
mod watch;
