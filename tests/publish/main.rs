//! Publishing, held against real hosts on this machine: folders, bare git
//! repositories, rsync, an SFTP server, and servers that speak like S3, Google's
//! and Azure's storage.
//!
//! Hosts that need a program which is not installed are left out with a line
//! that says so, unless `TOUCHLINE_ALL_HOSTS` is set: then it is a failure.

#![cfg(feature = "publish")]
#![allow(clippy::print_stderr, reason = "a test that is left out says so")]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[cfg(all(unix, feature = "publish-cloud"))]
mod clouds;
mod command;
mod faults;
mod folder;
#[cfg(unix)]
mod git;
mod hosts;
#[cfg(unix)]
mod line;
#[cfg(unix)]
mod remote;
#[cfg(all(unix, feature = "publish-cloud"))]
mod s3;
mod site;
