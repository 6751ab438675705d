//! Publishing: a host that holds what was built, and nothing of ours besides.
//!
//! In: a built folder, the settings of a target, its base URL. Out: the host,
//! brought to match, and a report. May use the network and other programs.
//! Never builds, never reads content, never prints.
//!
//! The way through it: [`prepare`] lists the built folder with digests and
//! headers; [`plan`] (pure) compares it with what the host holds and puts the
//! steps in order; [`run`] leads them through a [`transport`], with a lock, a
//! journal and a manifest on the host; [`git`] is a host of its own, because
//! there all steps are one commit.
//!
//! # Why the live site is never broken
//!
//! * Files appear before what links to them: new assets, changed assets, new
//!   pages, changed pages, then lists, feeds and the home page.
//! * Files disappear after all that linked to them has been replaced, and only
//!   if everything before succeeded.
//! * Each file is whole at every moment: hosts get it under another name and
//!   rename it, or replace it in one request.
//! * Before anything is changed, a journal on the host names all that is going
//!   to be. A run that dies leaves it, and the next one knows from it which
//!   files may be there and are ours.

pub mod class;
pub mod compress;
pub mod deliver;
pub mod digest;
pub mod fault;
pub mod folder;
pub mod git;
pub mod headers;
pub mod lock;
pub mod manifest;
#[cfg(feature = "publish-cloud")]
pub mod object;
pub mod plan;
pub mod prepare;
pub mod purge;
pub mod redirects;
pub mod report;
pub mod retry;
pub mod rsync;
pub mod run;
pub mod sftp;
pub mod system;
pub mod targets;
pub mod transport;

pub use deliver::Job;
pub use fault::{Fault, FaultKind, PublishError};
pub use report::{Report, Watcher};
pub use run::{Options, publish};
pub use targets::{Place, Target};
