//! The folder of the site.

use std::path::{Path, PathBuf};

use super::failure::Failure;

/// The folder that must be in a site, and by which it is known.
pub(super) const CONTENT: &str = "content";

/// The site's folder: the one given, or the nearest upwards that has
/// `content/`.
pub(super) fn find(given: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(root) = given {
        if root.join(CONTENT).is_dir() {
            return Ok(root.to_owned());
        }
        let message = format!("there is no `content/` folder in `{}`", root.display());
        return Err(Failure::usage(message, "start a site with `touchline new site DIR`"));
    }
    let here = std::env::current_dir().map_err(Failure::io("open", Path::new(".")))?;
    nearest(&here).ok_or_else(|| {
        let message = format!("there is no `content/` folder in `{}` or any folder above it", here.display());
        Failure::usage(
            message,
            "go to the folder of your site, name it with `--root DIR`, or start one with `touchline new site DIR`",
        )
    })
}

fn nearest(from: &Path) -> Option<PathBuf> {
    from.ancestors().find(|folder| folder.join(CONTENT).is_dir()).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_site_upwards() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("a/content/stories/b");
        std::fs::create_dir_all(&inner).unwrap();
        std::fs::create_dir(dir.path().join("content")).unwrap();
        assert_eq!(nearest(&inner), Some(dir.path().join("a")));
        assert_eq!(nearest(&dir.path().join("a")), Some(dir.path().join("a")));
        assert_eq!(nearest(dir.path()), Some(dir.path().to_owned()));
        assert!(find(Some(&inner)).is_err(), "a folder that is named is not searched from");
    }
}
