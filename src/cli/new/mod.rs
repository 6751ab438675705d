//! `touchline new`: a site, a story, a match, a way to publish.

mod ask;
#[cfg(feature = "publish")]
mod deploy;
mod facts;
mod find;
mod record_file;
mod result;
mod site;
#[cfg(feature = "publish")]
mod source;
mod story;

use std::path::Path;

use clap::{Args, Subcommand};

use super::Global;
use super::failure::Failure;
use super::files::{shown, write_new};
use super::screen::Screen;

#[derive(Debug, Args)]
pub(super) struct NewArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Start a site in an empty folder.
    Site(site::SiteArgs),
    /// Start a story on a match of the record.
    Story(story::StoryArgs),
    /// Enter a result, or a fixture.
    Match(result::MatchArgs),
    /// Write what a host needs to build and publish the site by itself.
    #[cfg(feature = "publish")]
    Deploy(deploy::DeployArgs),
}

impl NewArgs {
    pub(super) fn run(self, global: &Global, screen: &Screen) -> Result<(), Failure> {
        match self.what {
            What::Site(args) => args.run(screen),
            What::Story(args) => args.run(global, screen),
            What::Match(args) => args.run(global, screen),
            #[cfg(feature = "publish")]
            What::Deploy(args) => args.run(global, screen),
        }
    }
}

/// The failure of a site of which nothing could be read.
fn unread(root: &Path) -> Failure {
    Failure::usage(format!("nothing could be read of `{}`", root.display()), "see `touchline check`")
}
