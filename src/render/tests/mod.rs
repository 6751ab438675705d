//! Tests of whole pages.

mod docs;
mod pages;
mod site;
mod watch;
