//! Writing the files of a corpus.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder that is filled with files.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    /// The folder of the last file, so that it is made once and not for each file.
    last: PathBuf,
}

impl Folder {
    /// Starts a new folder. One that is there already is replaced only if it
    /// is empty or was made here before.
    pub(crate) fn create(root: &Path) -> io::Result<Self> {
        const MARK: &str = ".corpus";
        if root.join(MARK).exists() {
            fs::remove_dir_all(root)?;
        } else if root.exists() && fs::read_dir(root)?.next().is_some() {
            let message = format!("`{}` holds files that are not a corpus", root.display());
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        fs::create_dir_all(root)?;
        fs::write(root.join(MARK), "made by the corpus generator\n")?;
        Ok(Self { root: root.to_owned(), last: PathBuf::new() })
    }

    /// Writes one file; `path` is relative to the folder.
    pub(crate) fn write(&mut self, path: impl AsRef<Path>, text: &str) -> io::Result<()> {
        let path = self.root.join(path);
        let parent = path.parent().unwrap_or(&self.root);
        if parent != self.last {
            fs::create_dir_all(parent)?;
            parent.clone_into(&mut self.last);
        }
        fs::write(path, text)
    }
}
