//! Where touchline keeps its notes about an output folder, and the lock that
//! lets one run at a time write to it.
//!
//! In: the site's root and the output folder. Out: their resolved paths, the
//! folder `.touchline/outputs/NAME/` and an exclusive lock in it, held as long
//! as the value lives. Never touches the output folder.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::WriteError;

/// The folder below the site's root that holds all that touchline keeps for
/// itself. It may be deleted at any time between builds.
pub const STATE_FOLDER: &str = ".touchline";

/// What belongs to one output folder.
#[derive(Debug)]
pub struct State {
    /// The output folder, resolved, so that a link to a folder is followed.
    pub output: PathBuf,
    /// What the output folder is called in the manifest: relative to the root
    /// where it is inside, so that a site may be moved as a whole.
    pub identity: String,
    /// The folder of notes.
    pub folder: PathBuf,
    /// The last part of `folder`: unlike that of any other output folder.
    pub key: String,
    lock: File,
}

impl Drop for State {
    /// Closing the file would do as well, unless another thread is just
    /// starting a program: that one has the file open too for a moment.
    fn drop(&mut self) {
        let _ = self.lock.unlock();
    }
}

impl State {
    /// Resolves the output folder (relative paths are below the root) and
    /// takes its lock.
    pub fn open(root: &Path, output: &Path) -> Result<Self, WriteError> {
        let Place { root, output, identity, key, folder } = Place::of(root, output)?;
        refuse_sources(&root, &output)?;
        make_folder(&root, &folder).map_err(WriteError::io("make", &folder))?;
        let lock = lock(&folder.join("lock"), &output)?;
        Ok(Self { output, identity, folder, key, lock })
    }

    /// Whether there are notes about an output folder.
    pub fn is_known(root: &Path, output: &Path) -> bool {
        Place::of(root, output).is_ok_and(|place| place.folder.join("manifest").is_file())
    }

    /// The manifest of the last build that came to its end.
    pub fn manifest(&self) -> PathBuf {
        self.folder.join("manifest")
    }

    /// The manifest of a build whose files are being moved into place.
    pub fn next_manifest(&self) -> PathBuf {
        self.folder.join("manifest.next")
    }
}

/// Where an output folder and its notes are.
struct Place {
    root: PathBuf,
    output: PathBuf,
    identity: String,
    key: String,
    folder: PathBuf,
}

impl Place {
    fn of(root: &Path, output: &Path) -> Result<Self, WriteError> {
        let root = fs::canonicalize(root).map_err(WriteError::io("open", root))?;
        let output = resolve(&root.join(output))?;
        let identity = match output.strip_prefix(&root) {
            Ok(inside) => inside.to_string_lossy().replace('\\', "/"),
            Err(_) => output.to_string_lossy().into_owned(),
        };
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let key = format!("{name}-{:016x}", xxh3_64(identity.as_bytes()));
        let folder = root.join(STATE_FOLDER).join("outputs").join(&key);
        Ok(Self { root, output, identity, key, folder })
    }
}

/// The real path of a folder that need not exist: links in the part that does
/// are followed, `..` is resolved.
fn resolve(path: &Path) -> Result<PathBuf, WriteError> {
    match fs::canonicalize(path) {
        Ok(path) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match path.components().next_back() {
            Some(Component::Normal(name)) => Ok(resolve(path.parent().unwrap_or(path))?.join(name)),
            Some(Component::ParentDir) => {
                let below = resolve(path.parent().unwrap_or(path))?;
                Ok(below.parent().unwrap_or(&below).to_owned())
            }
            _ => Err(WriteError::io("find", path)(error)),
        },
        Err(error) => Err(WriteError::io("open", path)(error)),
    }
}

/// An output folder in the midst of the sources would be read as one of them,
/// and one around them would mix the two.
fn refuse_sources(root: &Path, output: &Path) -> Result<(), WriteError> {
    let shown = output.display();
    if root.starts_with(output) {
        let message = format!("the output folder `{shown}` is the site itself, or around it");
        return Err(WriteError::refused(message, "choose a folder of its own with `--output`, such as `public`"));
    }
    for source in ["content", "templates", "static"] {
        if output.starts_with(root.join(source)) {
            let message = format!("the output folder `{shown}` is inside `{source}/`, which is read, not written");
            return Err(WriteError::refused(message, "choose a folder of its own with `--output`, such as `public`"));
        }
    }
    Ok(())
}

/// Makes a folder below the one for touchline's own notes.
pub fn make_folder(root: &Path, folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    // The notes belong to this copy of the site alone. An ignore file inside
    // keeps them out of a repository whose own list forgets them.
    let ignore = root.join(STATE_FOLDER).join(".gitignore");
    if !ignore.exists() {
        fs::write(&ignore, "*\n")?;
    }
    Ok(())
}

fn lock(path: &Path, output: &Path) -> Result<File, WriteError> {
    let file = File::options().create(true).truncate(false).write(true).open(path);
    let file = file.map_err(WriteError::io("open", path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(WriteError::Busy(output.to_owned())),
        // Some network file systems know no locks. Better to build without
        // one than not at all.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(WriteError::io("lock", path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_at_a_time_writes_to_a_folder() {
        let root = tempfile::tempdir().unwrap();
        let first = State::open(root.path(), Path::new("public")).unwrap();
        assert!(matches!(State::open(root.path(), Path::new("public")), Err(WriteError::Busy(_))));
        assert!(matches!(State::open(root.path(), Path::new("./x/../public")), Err(WriteError::Busy(_))));
        let other = State::open(root.path(), Path::new("elsewhere")).unwrap();
        assert_ne!(first.key, other.key);
        drop(first);
        State::open(root.path(), Path::new("public")).unwrap();
    }

    #[test]
    fn sources_are_never_the_output() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("content")).unwrap();
        for output in [".", "..", "content", "content/public", "static/x", "/"] {
            let refused = State::open(root.path(), Path::new(output));
            assert!(matches!(refused, Err(WriteError::Refused { .. })), "{output}");
        }
        State::open(root.path(), Path::new("contents")).unwrap();
    }

    #[test]
    fn a_folder_inside_the_site_is_known_by_its_relative_path() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("site");
        fs::create_dir(&root).unwrap();
        assert_eq!(State::open(&root, Path::new("out/www")).unwrap().identity, "out/www");
        let outside = State::open(&root, Path::new("../www")).unwrap();
        assert!(Path::new(&outside.identity).is_absolute());
    }

    #[test]
    fn the_notes_are_kept_out_of_repositories() {
        let root = tempfile::tempdir().unwrap();
        State::open(root.path(), Path::new("public")).unwrap();
        assert_eq!(fs::read_to_string(root.path().join(".touchline/.gitignore")).unwrap(), "*\n");
    }
}
