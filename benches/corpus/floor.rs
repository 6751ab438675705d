//! What the disk and the kernel cost without any generator: a tree is read into
//! memory, and then only writing it, reading it, and comparing it is timed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The figures use as many threads as a small laptop or runner has cores.
const THREADS: usize = 2;

/// The measured times, and the size of what was written.
#[derive(Debug)]
pub(crate) struct Floor {
    pub(crate) files: usize,
    pub(crate) bytes: usize,
    pub(crate) write: Duration,
    pub(crate) compare: Duration,
}

/// Writes a copy of the tree `source` to `copy`, which must not exist, and
/// then compares the copy with memory, as a rebuild must that changes nothing.
pub(crate) fn measure(source: &Path, copy: &Path) -> io::Result<Floor> {
    if copy.exists() {
        let message = format!("`{}` is there already", copy.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
    }
    let mut tree = Tree::default();
    tree.list(source, Path::new(""))?;
    let contents: Vec<Vec<u8>> =
        tree.files.iter().map(|file| fs::read(source.join(file))).collect::<io::Result<_>>()?;
    let bytes = contents.iter().map(Vec::len).sum();

    let clock = Instant::now();
    for folder in &tree.folders {
        fs::create_dir(copy.join(folder))?;
    }
    in_parallel(&tree.files, &contents, |file, content| fs::write(copy.join(file), content))?;
    let write = clock.elapsed();

    let clock = Instant::now();
    in_parallel(&tree.files, &contents, |file, content| {
        if fs::read(copy.join(file))? == *content {
            Ok(())
        } else {
            Err(io::Error::other(format!("`{}` was written wrongly", file.display())))
        }
    })?;
    let compare = clock.elapsed();
    Ok(Floor { files: tree.files.len(), bytes, write, compare })
}

/// The time it takes to list and read all files of a folder.
pub(crate) fn read(source: &Path) -> io::Result<Duration> {
    let clock = Instant::now();
    let mut tree = Tree::default();
    tree.list(source, Path::new(""))?;
    in_parallel(&tree.files, &tree.files, |file, _| fs::read(source.join(file)).map(|_| ()))?;
    Ok(clock.elapsed())
}

/// The folders of a tree, parents first, and its files.
#[derive(Debug, Default)]
struct Tree {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Tree {
    fn list(&mut self, root: &Path, folder: &Path) -> io::Result<()> {
        self.folders.push(folder.to_owned());
        for entry in fs::read_dir(root.join(folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                self.list(root, &path)?;
            } else {
                self.files.push(path);
            }
        }
        Ok(())
    }
}

/// Does something with each pair of two lists, each thread with its own share.
fn in_parallel<A: Sync, B: Sync>(
    first: &[A],
    second: &[B],
    act: impl Fn(&A, &B) -> io::Result<()> + Sync,
) -> io::Result<()> {
    let share = first.len().div_ceil(THREADS).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = first
            .chunks(share)
            .zip(second.chunks(share))
            .map(|(first, second)| {
                let act = &act;
                scope.spawn(move || first.iter().zip(second).try_for_each(|(a, b)| act(a, b)))
            })
            .collect();
        threads.into_iter().try_for_each(|thread| {
            thread.join().unwrap_or_else(|_| Err(io::Error::other("a thread of the measurement failed")))
        })
    })
}
