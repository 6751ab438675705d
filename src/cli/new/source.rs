//! Where the machines of a host get touchline from: where this machine has it
//! from.
//!
//! In: the program that runs, the notes that cargo keeps beside what it
//! installs. Out: the command that installs the same touchline elsewhere.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where touchline comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The registry that all of cargo's users have.
    Registry,
    /// A repository, and the commit, if others can have it.
    Repository { url: String, commit: Option<String> },
    /// Nothing that other machines could reach.
    Unknown,
}

impl Source {
    /// Of the program that runs.
    pub(super) fn of_this_program() -> Self {
        let Some(folder) = std::env::current_exe().ok().and_then(|exe| exe.parent().map(Path::to_owned)) else {
            return Self::Unknown;
        };
        let installed = folder.parent().map(|root| root.join(".crates.toml"));
        let notes = installed.and_then(|path| std::fs::read_to_string(path).ok());
        match notes.as_deref().and_then(noted) {
            Some(Noted::Registry) => Self::Registry,
            Some(Noted::Repository { url, commit }) => Self::of_repository(&url, commit),
            Some(Noted::Folder(folder)) => Self::of_checkout(&folder),
            // Not installed: run where it was built.
            None => folder
                .ancestors()
                .find(|folder| folder.join("Cargo.toml").exists())
                .map_or(Self::Unknown, Self::of_checkout),
        }
    }

    /// A repository that the author names.
    pub(super) fn of_repository(url: &str, commit: Option<String>) -> Self {
        reachable(url).map_or(Self::Unknown, |url| Self::Repository { url, commit })
    }

    /// The repository that a folder was cloned from.
    fn of_checkout(folder: &Path) -> Self {
        let git = |args: &[&str]| {
            let output = Command::new("git").arg("-C").arg(folder).args(args).output().ok()?;
            let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
            (output.status.success() && !text.is_empty()).then_some(text)
        };
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        if !manifest.lines().any(|line| line.trim() == "name = \"touchline\"") {
            return Self::Unknown;
        }
        let Some(url) = git(&["remote", "get-url", "origin"]) else { return Self::Unknown };
        // Others can have a commit only once it was pushed.
        let commit = git(&["rev-parse", "HEAD"]);
        let pushed = commit.filter(|commit| git(&["branch", "--remotes", "--contains", commit]).is_some());
        Self::of_repository(&url, pushed)
    }

    /// The arguments of `cargo install`.
    pub(super) fn arguments(&self) -> String {
        match self {
            Self::Registry => format!("touchline --version {} --locked", env!("CARGO_PKG_VERSION")),
            Self::Repository { url, commit: Some(commit) } => {
                format!("--git {url} --rev {commit} --locked touchline")
            }
            Self::Repository { url, commit: None } => format!("--git {url} --locked touchline"),
            Self::Unknown => "--git REPOSITORY --locked touchline".to_owned(),
        }
    }

    /// What changes when another touchline is to be installed.
    pub(super) fn version(&self) -> &str {
        match self {
            Self::Repository { commit: Some(commit), .. } => commit,
            _ => env!("CARGO_PKG_VERSION"),
        }
    }
}

/// What cargo notes of an installed program.
#[derive(Debug, PartialEq, Eq)]
enum Noted {
    Registry,
    Repository { url: String, commit: Option<String> },
    Folder(PathBuf),
}

/// `"touchline 0.1.0 (git+https://example.org/touchline#0123abc)" = [...]`
fn noted(notes: &str) -> Option<Noted> {
    let line = notes.lines().find_map(|line| line.strip_prefix("\"touchline "))?;
    let source = line.split_once('(')?.1.split_once(')')?.0;
    match source.split_once('+')? {
        ("registry" | "sparse", index) if index.contains("crates.io") => Some(Noted::Registry),
        ("git", url) => {
            let (url, commit) = url.split_once('#').map_or((url, None), |(url, commit)| (url, Some(commit.to_owned())));
            Some(Noted::Repository { url: url.split('?').next().unwrap_or(url).to_owned(), commit })
        }
        ("path", url) => Some(Noted::Folder(url.strip_prefix("file://")?.into())),
        _ => None,
    }
}

/// The address by which a machine without keys reaches a repository.
fn reachable(url: &str) -> Option<String> {
    let url = url.trim().trim_end_matches('/');
    let (host, path) = if let Some(rest) = ["https://", "ssh://"].iter().find_map(|start| url.strip_prefix(start)) {
        rest.split_once('/')?
    } else if !url.contains("://") {
        // `git@example.org:club/touchline.git`
        url.split_once(':').filter(|(host, _)| host.contains('@'))?
    } else {
        return None;
    };
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split(':').next().unwrap_or(host);
    // It goes into scripts as it is.
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "._~-/+".contains(c));
    let sound = host.contains('.') && !path.is_empty() && plain(host) && plain(path);
    sound.then(|| format!("https://{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notes_of_cargo() {
        let of = |source: &str| {
            noted(&format!(
                "[v1]\n\"cargo-x 1.0.0 (registry+x)\" = [\"x\"]\n\"touchline 0.1.0 ({source})\" = [\"touchline\"]\n"
            ))
        };
        assert_eq!(of("registry+https://github.com/rust-lang/crates.io-index"), Some(Noted::Registry));
        assert_eq!(of("registry+https://example.org/index"), None);
        assert_eq!(
            of("git+https://example.org/club/touchline?branch=main#0123abc"),
            Some(Noted::Repository {
                url: "https://example.org/club/touchline".into(),
                commit: Some("0123abc".into())
            })
        );
        assert_eq!(of("path+file:///home/club/touchline"), Some(Noted::Folder("/home/club/touchline".into())));
        assert_eq!(noted("[v1]\n"), None);
    }

    #[test]
    fn addresses_that_a_machine_without_keys_reaches() {
        for (url, wanted) in [
            ("https://example.org/club/touchline.git", Some("https://example.org/club/touchline.git")),
            ("https://me:secret@example.org/touchline/", Some("https://example.org/touchline")),
            ("git@example.org:club/touchline.git", Some("https://example.org/club/touchline.git")),
            ("ssh://git@example.org:2222/club/touchline", Some("https://example.org/club/touchline")),
            ("/srv/git/touchline.git", None),
            ("file:///srv/git/touchline.git", None),
            ("https://example.org/$(rm -r ~)", None),
            ("https://localhost/touchline", None),
        ] {
            assert_eq!(reachable(url).as_deref(), wanted, "{url}");
        }
    }

    #[test]
    fn commands() {
        assert!(Source::Registry.arguments().starts_with("touchline --version "));
        let source = Source::of_repository("git@example.org:touchline", Some("0123abc".into()));
        assert_eq!(source.arguments(), "--git https://example.org/touchline --rev 0123abc --locked touchline");
        assert_eq!(source.version(), "0123abc");
        assert!(Source::of_repository("../touchline", None).arguments().contains("REPOSITORY"));
    }
}
