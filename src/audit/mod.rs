//! The built site, looked over as browsers and crawlers will.
//!
//! In: a snapshot of the site, and for links that lead elsewhere the network.
//! Out: diagnostics: links, anchors, pictures and files that are not there,
//! pages that nobody can come upon, outside links that are gone. The site is
//! rendered in memory. Never writes into the site or its output; of outside
//! links, what was found is kept in `.touchline/`.
//!
//! | file | does |
//! |---|---|
//! | `address` | where an address leads, from the page it stands on |
//! | `page` | the links and ids of a page |
//! | `css`, `data` | the same of stylesheets, feeds, sitemaps and manifests |
//! | `crawl` | all files of the site, and how they hang together |
//! | `origin` | from an address on a page to the author's line |
//! | `report` | what was found, as diagnostics |
//! | `outside` | links that lead elsewhere, asked politely |

mod address;
mod crawl;
mod css;
mod data;
mod origin;
#[cfg(feature = "net")]
pub mod outside;
mod page;
mod report;

pub use crawl::{Crawl, Elsewhere};
