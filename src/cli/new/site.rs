//! `touchline new site DIR`: a small site that builds.

use std::path::{Path, PathBuf};

use clap::Args;

use super::super::failure::Failure;
use super::super::screen::Screen;
use super::write_new;
use crate::build::survey::Standing;
use crate::content::yaml::quote::scalar;

#[derive(Debug, Args)]
pub(super) struct SiteArgs {
    /// The folder, which must be empty or not there yet.
    dir: PathBuf,
}

/// The files of a new site. `TITLE` stands for its title.
const FILES: [(&str, &str); 5] = [
    (".gitignore", "/public/\n/.touchline/\n"),
    ("content/site.yaml", include_str!("site/site.yaml")),
    ("content/record/valley-league-2025-26.yaml", include_str!("site/record.yaml")),
    ("content/teams/riverside-rovers.md", include_str!("site/team.md")),
    ("content/stories/rovers-come-back-in-the-rain.md", include_str!("site/story.md")),
];

impl SiteArgs {
    pub(super) fn run(self, screen: &Screen) -> Result<(), Failure> {
        let dir = &self.dir;
        if Standing::of(dir).map_err(Failure::io("open", dir))? == Standing::Filled {
            let message = format!("`{}` is not empty", dir.display());
            return Err(Failure::usage(message, "choose another folder, or one that is not there yet"));
        }
        let title = scalar(&title(dir));
        for (path, text) in FILES {
            write_new(&dir.join(path), &text.replace("TITLE", &title))?;
        }
        let shown = dir.display();
        screen.say(&format!(
            "Started a site in {shown}. It has one story, three matches and a team's profile to look at."
        ));
        screen.say("");
        if dir != Path::new(".") {
            screen.say(&format!("  cd {shown}"));
        }
        #[cfg(feature = "watch")]
        screen.say("  touchline watch              see it in the browser while you write");
        screen.say("  touchline build              write it into public/");
        screen.say("  touchline new match          enter a result");
        screen.say("  touchline new story MATCH    start a story on it");
        Ok(())
    }
}

/// The folder's name in words: `my-club` is `My club`.
fn title(dir: &Path) -> String {
    let name = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let name = name.file_name().unwrap_or_default().to_string_lossy().replace(['-', '_'], " ");
    let mut letters = name.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Match stories".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_from_folders() {
        let titles: Vec<_> = ["my-club", "/srv/the_far_post", "É", "/"].map(|dir| title(Path::new(dir))).into();
        assert_eq!(titles, ["My club", "The far post", "É", "Match stories"]);
    }
}
