//! Files that a command writes for the author, each whole or not at all.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use super::failure::Failure;

/// Writes a file that must not be there yet.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    make_folder(path)?;
    let mut file = File::create_new(path).map_err(Failure::io("write", path))?;
    file.write_all(text.as_bytes()).map_err(Failure::io("write", path))
}

/// Writes a file in the place of one that may be there.
pub(super) fn write_over(path: &Path, text: &str) -> Result<(), Failure> {
    make_folder(path)?;
    // The ending keeps a draft that a crash leaves from being read by the site.
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new~");
    let draft = Path::new(&draft);
    fs::write(draft, text).map_err(Failure::io("write", draft))?;
    fs::rename(draft, path).map_err(Failure::io("write", path))
}

fn make_folder(path: &Path) -> Result<(), Failure> {
    match path.parent() {
        Some(folder) => fs::create_dir_all(folder).map_err(Failure::io("make", folder)),
        None => Ok(()),
    }
}

/// A path as it is shown: relative to the site's folder, with `/`.
pub(super) fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_never_written_over_by_chance() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b.yaml");
        write_new(&path, "1").unwrap();
        assert!(write_new(&path, "2").is_err());
        write_over(&path, "3").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "3");
        assert_eq!(fs::read_dir(dir.path().join("a")).unwrap().count(), 1, "the draft is gone");
        assert_eq!(shown(dir.path(), &path), "a/b.yaml");
    }
}
