//! The watch mode, held against a small model of a builder: it keeps the bytes
//! of all files below the watched folders, and looks again only where it is
//! told to. If it ends up with other bytes than the disk, an event was lost.

mod editors;
mod fake;
mod http;
mod rebuilds;
