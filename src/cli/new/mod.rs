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

use std::fs::File;
use std::io::Write;
use std::path::Path;

use clap::{Args, Subcommand};

use super::Global;
use super::failure::Failure;
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

/// A text as a YAML scalar: plain where it can be, quoted where it must.
fn scalar(text: &str) -> String {
    // On one line whatever the text: a double-quoted scalar is a superset of
    // a JSON string.
    match serde_yaml::to_string(text) {
        Ok(yaml) if !yaml.trim_end().contains('\n') => yaml.trim_end().to_owned(),
        _ => serde_json::Value::from(text).to_string(),
    }
}

/// Writes a file of the author's, which must not be there yet.
fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Failure::io("make", folder))?;
    }
    let mut file = File::create_new(path).map_err(Failure::io("write", path))?;
    file.write_all(text.as_bytes()).map_err(Failure::io("write", path))
}

/// The failure of a site of which nothing could be read.
fn unread(root: &Path) -> Failure {
    Failure::usage(format!("nothing could be read of `{}`", root.display()), "see `touchline check`")
}

/// A path as it is shown: relative to the site's folder, with `/`.
fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_come_back_as_they_were() {
        for text in [
            "Iran 0-1 USA",
            "a: b # c",
            "\"quoted\" 'both'",
            "yes",
            "null",
            "2022",
            "1:30",
            "- x",
            "two\nlines",
            "",
            " a ",
            "{a}",
            "*x",
            "@x",
            "%",
            "ö – ’",
        ] {
            let line = format!("key: {}\n", scalar(text));
            let back: std::collections::BTreeMap<String, String> = serde_yaml::from_str(&line).unwrap();
            assert_eq!(back["key"], text, "{line}");
            assert_eq!(line.lines().count(), 1);
        }
    }
}
