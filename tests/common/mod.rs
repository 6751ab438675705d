//! Small sites for tests: write files, run the program, look at what came.
//!
//! ```ignore
//! let site = Site::new().file("content/stories/a.md", "---\ntitle: A\n---\nText.\n");
//! site.build().page("stories/a/index.html").contains("Text.");
//! site.write("content/stories/a.md", "---\ntitle: A\n---\nOther.\n");
//! site.build().says("1 changed").page("stories/a/index.html").contains("Other.");
//! ```

#![allow(dead_code, reason = "each test binary uses its own part of this")]
#![allow(clippy::unwrap_used, clippy::return_self_not_must_use, clippy::must_use_candidate)]
#![allow(missing_docs, unreachable_pub)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The time at which sites are built unless a test says otherwise.
pub const NOW: &str = "2026-01-01T00:00Z";

/// The files of a folder, by path with `/`.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A site in a folder of its own, which is removed at the end.
pub struct Site {
    dir: TempDir,
}

impl Site {
    /// A site with a title and an address, and nothing else.
    pub fn new() -> Self {
        Self::bare().file("content/site.yaml", "title: Test\nbase_url: https://example.org\n")
    }

    /// An empty folder.
    pub fn bare() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// A site with the files of another folder.
    pub fn copy_of(folder: &Path) -> Self {
        let site = Self::bare();
        for (path, bytes) in tree(folder) {
            site.write(&path, bytes);
        }
        site
    }

    /// Adds a file.
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    /// Writes a file, new or in place of another.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Changes a file, which must hold the text that is replaced.
    pub fn replace(&self, path: &str, old: &str, new: &str) -> &Self {
        let text = self.read(path);
        assert!(text.contains(old), "`{old}` is not in {path}:\n{text}");
        self.write(path, text.replace(old, new))
    }

    /// Removes a file or a folder.
    pub fn remove(&self, path: &str) -> &Self {
        let path = self.path(path);
        let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        removed.unwrap();
        self
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        let path = self.path(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    /// The files of the output folder.
    pub fn output(&self) -> Tree {
        tree(&self.path("public"))
    }

    /// Builds; it must succeed.
    #[track_caller]
    pub fn build(&self) -> Run {
        self.build_with(&[])
    }

    /// Builds with options; it must succeed.
    #[track_caller]
    pub fn build_with(&self, options: &[&str]) -> Run {
        self.try_build(options).exits(0)
    }

    /// Builds with options.
    pub fn try_build(&self, options: &[&str]) -> Run {
        let now: &[&str] = if options.contains(&"--now") { &[] } else { &["--now", NOW] };
        self.run(&[&["build"], now, options].concat())
    }

    /// What a builder without a memory makes of the site as it is now.
    #[track_caller]
    pub fn clean_build(&self) -> Tree {
        let other = Self::bare();
        for (path, bytes) in tree(self.root()) {
            if !path.starts_with(".touchline/") && !path.starts_with("public/") {
                other.write(&path, bytes);
            }
        }
        other.build();
        other.output()
    }

    /// Runs the program in the site's folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_touchline"))
            .args(arguments)
            .current_dir(self.root())
            .env_remove("COLUMNS")
            .env_remove("NO_COLOR")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Run {
            arguments: arguments.join(" "),
            root: self.root().to_owned(),
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    arguments: String,
    root: PathBuf,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// A piece of what it said on stdout.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "`{text}` is not said: {self:#?}");
        self
    }

    /// A piece of what it said on stderr.
    #[track_caller]
    pub fn warns(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "`{text}` is not said: {self:#?}");
        self
    }

    #[track_caller]
    pub fn says_nothing(self) -> Self {
        assert!(self.stdout.is_empty() && self.stderr.is_empty(), "{self:#?}");
        self
    }

    /// A file of `public/`.
    #[track_caller]
    pub fn page(&self, path: &str) -> Page {
        let file = self.root.join("public").join(path);
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
        Page { path: path.to_owned(), text }
    }

    #[track_caller]
    pub fn has_no_page(&self, path: &str) -> &Self {
        assert!(!self.root.join("public").join(path).exists(), "{path} is there");
        self
    }

    /// The diagnostics of `--format json`.
    #[track_caller]
    pub fn json(&self) -> Vec<serde_json::Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }
}

/// A file of the output.
pub struct Page {
    path: String,
    pub text: String,
}

impl Page {
    #[track_caller]
    pub fn contains(self, text: &str) -> Self {
        assert!(self.text.contains(text), "`{text}` is not in {}:\n{}", self.path, self.text);
        self
    }

    #[track_caller]
    pub fn lacks(self, text: &str) -> Self {
        assert!(!self.text.contains(text), "`{text}` is in {}:\n{}", self.path, self.text);
        self
    }
}

/// The files of a folder and the folders in it.
pub fn tree(folder: &Path) -> Tree {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            (path.to_str().unwrap().replace('\\', "/"), fs::read(entry.path()).unwrap())
        })
        .collect()
}
