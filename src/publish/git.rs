//! A branch of a git repository as a host.
//!
//! In: the files that are to be there, the branch. Out: one commit, pushed, or
//! nothing. Works through the system's own git, in a repository of its own
//! below `.touchline/`; the site's own repository, its index and its working
//! tree are not touched, but its settings (credentials, ssh commands, other
//! URLs) are used.
//!
//! All steps are one push, which a host takes wholly or not at all, so there is
//! no order to keep, no lock and no journal. The push names the commit that was
//! found at the beginning: if somebody else pushed meanwhile, it is refused.
//!
//! The commit's message says what is ours: a file that was on the branch before
//! and that the site does not have is named there as kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::fault::{Fault, FaultKind, PublishError};
use super::manifest::Entry;
use super::plan::{Plan, Standing, Standings, Step};
use super::prepare::{LocalFile, Source};
use super::report::Report;
use super::run::{self, Options};
use super::system::{Call, Ended, kind_of};
use super::targets::GitPlace;
use super::transport::Powers;

/// The line of a message by which our commits are known.
const MARK: &str = "Touchline-Publish: 1";
/// What the lines begin with that name files of others.
const KEPT: &str = "Touchline-Kept: ";
/// How many commits of others on top of our last one are looked through.
const DEPTH: &str = "50";

/// A branch, and the repository of our own that it is reached from.
#[derive(Debug)]
pub struct Branch {
    place: GitPlace,
    /// What to push to: a URL or a path.
    url: String,
    /// Our own repository.
    repository: PathBuf,
    /// The program.
    git: PathBuf,
    /// Settings of the site's repository.
    settings: Vec<(String, String)>,
}

/// A blob of the branch.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Blob {
    mode: String,
    id: String,
}

type Tree = BTreeMap<String, Blob>;

impl Branch {
    /// The branch of a site at `root`; `own` is a folder for our repository.
    pub fn open(place: &GitPlace, root: &Path, own: &Path) -> Result<Self, Fault> {
        Self::open_with(Path::new("git"), place, root, own)
    }

    /// The same with another program in git's place, for tests.
    pub fn open_with(git: &Path, place: &GitPlace, root: &Path, own: &Path) -> Result<Self, Fault> {
        let mut branch = Self {
            place: place.clone(),
            url: place.remote.clone(),
            repository: own.join("repository.git"),
            git: git.to_owned(),
            settings: Vec::new(),
        };
        let in_site = |args: &[&str]| branch.call().arg("-C").arg(root).args(args).run();
        // Outside of a repository these fail, and all is as it would be without.
        let is_name = !place.remote.contains([':', '/', '\\']);
        let named = if is_name { Some(in_site(&["remote", "get-url", "--push", &place.remote])?) } else { None };
        let settings = in_site(&["config", "--list", "-z", "--includes"])?;
        if let Some(found) = named.filter(Ended::ok) {
            found.text().trim_end().clone_into(&mut branch.url);
        } else if is_name && !root.join(&place.remote).exists() {
            let doing = format!("publish to `{}`", place.remote);
            return Err(Fault::new(FaultKind::Missing, doing, "the site's repository has no remote of this name")
                .help("see `git remote -v`, or write the repository's URL"));
        }
        if !branch.url.contains(':') {
            let path = root.join(&branch.url);
            branch.url = path.canonicalize().unwrap_or(path).display().to_string();
        }
        if settings.ok() {
            branch.settings = settings.text().split('\0').filter_map(transferable).collect();
        }
        if !branch.repository.join("HEAD").exists() {
            fs::create_dir_all(&branch.repository)
                .map_err(Fault::io(format!("make `{}`", branch.repository.display())))?;
            branch.git(&["init", "--quiet", "--bare"], b"")?;
        }
        Ok(branch)
    }

    /// The place, for people.
    pub fn place(&self) -> String {
        format!("branch `{}` of {}", self.place.branch, without_user(&self.url))
    }

    fn call<'c>(&self) -> Call<'c> {
        let mut call = Call::new(&self.git)
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_CONFIG_COUNT", self.settings.len().to_string());
        // A hook, or another git, may have set these for itself.
        for key in
            ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX"]
        {
            call = call.without_env(key);
        }
        for (i, (key, value)) in self.settings.iter().enumerate() {
            call = call.env(&format!("GIT_CONFIG_KEY_{i}"), key).env(&format!("GIT_CONFIG_VALUE_{i}"), value);
        }
        call
    }

    /// A command in our own repository, however it ends.
    fn try_git(&self, args: &[&str], input: &[u8]) -> Result<Ended, Fault> {
        let index = self.repository.join("touchline-index");
        self.call().env("GIT_DIR", &self.repository).env("GIT_INDEX_FILE", index).args(args).input(input).run()
    }

    /// A command in our own repository that must succeed.
    fn git(&self, args: &[&str], input: &[u8]) -> Result<String, Fault> {
        let ended = self.try_git(args, input)?;
        if ended.ok() {
            return Ok(ended.text());
        }
        let name = args.iter().find(|arg| !arg.starts_with('-')).unwrap_or(&"");
        let reason = without_user(&ended.reason());
        Err(Fault::new(kind_of(&ended.stderr), format!("run `git {name}` for {}", self.place()), reason))
    }

    fn reference(&self) -> String {
        format!("refs/heads/{}", self.place.branch)
    }

    /// The commit that the branch is at.
    fn tip(&self) -> Result<Option<String>, Fault> {
        let text = self.git(&["ls-remote", "--", &self.url, &self.reference()], b"")?;
        let wanted = self.reference();
        Ok(text
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .find(|(_, name)| *name == wanted)
            .map(|(id, _)| id.to_owned()))
    }

    /// Gets a commit with the trees above its files; the files themselves only
    /// where the host cannot leave them out.
    fn fetch(&self, depth: &str, filter: &str) -> Result<(), Fault> {
        let spec = format!("+{}:refs/touchline/tip", self.reference());
        let depth = format!("--depth={depth}");
        self.git(&["config", "remote.host.url", &self.url], b"")?;
        let partial = self.try_git(&["fetch", "--quiet", "--no-tags", &depth, filter, "host", &spec], b"")?;
        if partial.ok() {
            return Ok(());
        }
        self.git(&["fetch", "--quiet", "--no-tags", &depth, "host", &spec], b"").map(|_| ())
    }

    fn has(&self, commit: &str) -> Result<bool, Fault> {
        Ok(self.try_git(&["cat-file", "-e", &format!("{commit}^{{tree}}")], b"")?.ok())
    }

    fn tree(&self, commit: &str) -> Result<Tree, Fault> {
        let text = self.git(&["ls-tree", "-r", "-z", "--full-tree", commit], b"")?;
        let mut tree = Tree::new();
        for line in text.split('\0') {
            let Some((about, path)) = line.split_once('\t') else { continue };
            let mut about = about.split(' ');
            if let (Some(mode), Some(_), Some(id)) = (about.next(), about.next(), about.next()) {
                tree.insert(path.to_owned(), Blob { mode: mode.to_owned(), id: id.to_owned() });
            }
        }
        Ok(tree)
    }

    /// The files on the branch that touchline put there: those of its last
    /// commit, as far as nobody changed them since.
    fn ours(&self, tip: &str, tree: &Tree) -> Result<BTreeSet<String>, Fault> {
        let kept_by = |message: &str| -> Option<BTreeSet<String>> {
            let lines: Vec<&str> = message.lines().collect();
            lines
                .contains(&MARK)
                .then(|| lines.iter().filter_map(|line| line.strip_prefix(KEPT)).map(unquote).collect())
        };
        let message = |commit: &str| self.git(&["log", "-1", "--no-show-signature", "--format=%B", commit], b"");
        if let Some(kept) = kept_by(&message(tip)?) {
            return Ok(tree.keys().filter(|path| !kept.contains(*path)).cloned().collect());
        }
        // Somebody committed on top: the host's own settings page does.
        self.fetch(DEPTH, "--filter=blob:none")?;
        for commit in self.git(&["rev-list", "--first-parent", tip], b"")?.lines() {
            if let Some(kept) = kept_by(&message(commit)?) {
                let then = self.tree(commit)?;
                let is_ours = |path: &String, blob: &Blob| !kept.contains(path) && then.get(path) == Some(blob);
                return Ok(tree
                    .iter()
                    .filter(|(path, blob)| is_ours(path, blob))
                    .map(|(path, _)| path.clone())
                    .collect());
            }
        }
        Ok(BTreeSet::new())
    }

    /// The ids of all files, stored unless `dry`.
    fn store(&self, files: &[LocalFile], dry: bool) -> Result<Vec<String>, Fault> {
        let mut args = vec!["hash-object", "-t", "blob", "--no-filters"];
        if !dry {
            args.push("-w");
        }
        let mut ids = vec![String::new(); files.len()];
        let mut list = Vec::new();
        let mut listed = Vec::new();
        for (i, file) in files.iter().enumerate() {
            match &file.source {
                Source::Disk(path) if !path.as_os_str().as_encoded_bytes().contains(&b'\n') => {
                    let path = std::path::absolute(path).map_err(Fault::io(format!("read `{}`", path.display())))?;
                    list.extend_from_slice(path.as_os_str().as_encoded_bytes());
                    list.push(b'\n');
                    listed.push(i);
                }
                _ => {
                    let mut args = args.clone();
                    args.push("--stdin");
                    self.git(&args, &file.bytes()?)?.trim_end().clone_into(&mut ids[i]);
                }
            }
        }
        if !listed.is_empty() {
            args.push("--stdin-paths");
            let text = self.git(&args, &list)?;
            for (i, id) in listed.into_iter().zip(text.lines()) {
                id.clone_into(&mut ids[i]);
            }
        }
        if let Some(i) = ids.iter().position(String::is_empty) {
            return Err(Fault::new(
                FaultKind::Lasting,
                format!("store `{}`", files[i].path),
                "git gave no name for it",
            ));
        }
        Ok(ids)
    }

    /// Makes the commit and gives its id.
    fn commit(
        &self,
        files: &[LocalFile],
        ids: &[String],
        kept: &Tree,
        parent: Option<&str>,
        about: &str,
    ) -> Result<String, Fault> {
        let index = self.repository.join("touchline-index");
        if index.exists() {
            fs::remove_file(&index).map_err(Fault::io(format!("remove `{}`", index.display())))?;
        }
        let mut entries = Vec::new();
        let mut entry =
            |mode: &str, id: &str, path: &str| entries.extend_from_slice(format!("{mode} {id}\t{path}\0").as_bytes());
        for (file, id) in files.iter().zip(ids) {
            entry("100644", id, &file.path);
        }
        for (path, blob) in kept {
            entry(&blob.mode, &blob.id, path);
        }
        self.git(&["update-index", "-z", "--index-info"], &entries)?;
        // What is kept may not be here: only the host needs to have it.
        let tree = self.git(&["write-tree", "--missing-ok"], b"")?;
        let mut message = format!("Publish: {about}\n\n{MARK}\n");
        for path in kept.keys() {
            message.push_str(KEPT);
            message.push_str(&quote(path));
            message.push('\n');
        }
        let mut args = vec!["commit-tree", tree.trim_end(), "-F", "-"];
        if let Some(parent) = parent {
            args.extend(["-p", parent]);
        }
        let mut call = self.call().env("GIT_DIR", &self.repository);
        // Where nobody said who he is, as on the machines of a CI.
        let known =
            self.try_git(&["config", "user.email"], b"")?.ok() || std::env::var_os("GIT_AUTHOR_EMAIL").is_some();
        if !known {
            for who in ["AUTHOR", "COMMITTER"] {
                call = call
                    .env(&format!("GIT_{who}_NAME"), "touchline")
                    .env(&format!("GIT_{who}_EMAIL"), "touchline@localhost");
            }
        }
        let ended = call.args(&args).input(message.as_bytes()).run()?;
        if !ended.ok() {
            return Err(Fault::new(FaultKind::Lasting, "make the commit", ended.reason()));
        }
        Ok(ended.text().trim_end().to_owned())
    }

    fn push(&self, commit: &str, tip: Option<&str>) -> Result<(), Fault> {
        let reference = self.reference();
        let lease = format!("--force-with-lease={reference}:{}", tip.unwrap_or(""));
        let spec = format!("{commit}:{reference}");
        match self.git(&["push", "--quiet", &lease, "--", &self.url, &spec], b"") {
            // The push may have arrived though its answer did not.
            Err(fault) if fault.kind == FaultKind::Conflict => match self.tip()? {
                Some(now) if now == commit => Ok(()),
                _ => Err(fault.help("somebody else pushed to this branch meanwhile; publish again")),
            },
            result => result.map(|_| ()),
        }
    }

    /// Brings the branch to hold these files.
    pub fn publish(&self, files: &[LocalFile], options: &Options<'_>) -> Result<Report, PublishError> {
        let start = Instant::now();
        let retry = options.retry;
        options.watcher.phase("looking at the host");
        let tip = retry.run(|| self.tip())?;
        if let Some(tip) = &tip
            && !self.has(tip)?
        {
            retry.run(|| self.fetch("1", "--filter=blob:none"))?;
            if !self.has(tip)? {
                let doing = format!("read {}", self.place());
                return Err(Fault::new(FaultKind::Conflict, doing, "somebody pushed to it just now").into());
            }
        }
        let tree = tip.as_deref().map_or(Ok(Tree::new()), |tip| self.tree(tip))?;
        let ours = match tip.as_deref() {
            Some(tip) => retry.run(|| self.ours(tip, &tree))?,
            None => BTreeSet::new(),
        };
        let ids = self.store(files, options.dry_run)?;
        let standing = standing(files, &ids, &tree, &ours);
        let plan = Plan::new(files, &standing, Powers { copies: false, headers: false, folders: false });
        run::guard(&plan, files.len(), &self.place(), options)?;
        let mut report = Report {
            place: self.place(),
            new: plan.new.len(),
            changed: plan.changed.len(),
            unchanged: plan.unchanged,
            deleted: plan.deleted.len(),
            kept: plan.kept,
            dry_run: options.dry_run,
            steps: run::told(&plan, files),
            ..Report::default()
        };
        let sent = || plan.phases.iter().flat_map(|(_, steps)| steps).filter(|step| matches!(step, Step::Put(_)));
        if !plan.is_empty() || tip.is_none() {
            report.uploaded = sent().count();
            report.bytes = plan.bytes;
        }
        if options.dry_run || (plan.is_empty() && tip.is_some()) {
            report.seconds = start.elapsed();
            return Ok(report);
        }
        options.watcher.expect(1, plan.bytes);
        options.watcher.phase("pushing");
        let kept: Tree = {
            let stays = |path: &String| standing.get(path).is_some_and(|there| !there.ours) && !is_wanted(files, path);
            tree.iter().filter(|(path, _)| stays(path)).map(|(path, blob)| (path.clone(), blob.clone())).collect()
        };
        let parent = tip.as_deref().filter(|_| self.place.keep_history);
        let commit = self.commit(files, &ids, &kept, parent, &about(&plan))?;
        let mut first = true;
        retry.run(|| {
            if !std::mem::replace(&mut first, false) {
                report.retried += 1;
            }
            self.push(&commit, tip.as_deref())
        })?;
        options.watcher.step(plan.bytes);
        // Kept, so that the next run need not fetch it.
        self.git(&["update-ref", "refs/touchline/tip", &commit], b"")?;
        report.commit = Some(commit.chars().take(10).collect());
        report.seconds = start.elapsed();
        Ok(report)
    }
}

fn is_wanted(files: &[LocalFile], path: &str) -> bool {
    files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok()
}

/// The branch as a plan sees it. Blobs are compared by git's own ids.
fn standing(files: &[LocalFile], ids: &[String], tree: &Tree, ours: &BTreeSet<String>) -> Standings {
    let mut standing: Standings =
        tree.keys().map(|path| (path.clone(), Standing { ours: ours.contains(path), entry: None })).collect();
    for (file, id) in files.iter().zip(ids) {
        let same = tree.get(&file.path).is_some_and(|blob| blob.id == *id && blob.mode == "100644");
        if let Some(there) = standing.get_mut(&file.path).filter(|_| same) {
            there.entry = Some(Entry { digest: file.digest, size: file.size, headers: String::new(), tag: None });
        }
    }
    standing
}

/// A commit's subject.
fn about(plan: &Plan) -> String {
    let parts: Vec<String> =
        [(plan.new.len(), "new"), (plan.changed.len(), "changed"), (plan.deleted.len(), "removed")]
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{n} {what}"))
            .collect();
    if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") }
}

/// Settings of the site's repository that matter for reaching a host.
fn transferable(setting: &str) -> Option<(String, String)> {
    let (key, value) = setting.split_once('\n')?;
    let lower = key.to_ascii_lowercase();
    let wanted =
        ["http.", "https.", "credential.", "url.", "core.sshcommand", "core.askpass", "ssh.", "user.", "protocol."];
    wanted.iter().any(|start| lower.starts_with(start)).then(|| (key.to_owned(), value.to_owned()))
}

/// A URL, or a text with one, without the name and the password in front of the
/// host.
fn without_user(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        clean.push_str(before);
        clean.push_str("://");
        let end = after.find(['/', ' ', '\'']).unwrap_or(after.len());
        rest = after[..end].rfind('@').map_or(after, |at| &after[at + 1..]);
    }
    clean + rest
}

/// A path on one line.
fn quote(path: &str) -> String {
    path.replace('\\', "\\\\").replace('\n', "\\n")
}

fn unquote(text: &str) -> String {
    let mut path = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => path.push('\n'),
                Some(other) => path.push(other),
                None => {}
            },
            c => path.push(c),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_urls_are_not_shown() {
        assert_eq!(without_user("https://me:pw@example.org/a"), "https://example.org/a");
        assert_eq!(
            without_user("fatal: unable to access 'https://x@example.org/a@b/': no"),
            "fatal: unable to access 'https://example.org/a@b/': no"
        );
        assert_eq!(without_user("git@github.com:a/b"), "git@github.com:a/b");
    }

    #[test]
    fn paths_on_one_line() {
        for path in ["a/b", "a\\nb", "a\nb", "\\"] {
            assert_eq!(unquote(&quote(path)), path);
            assert!(!quote(path).contains('\n'));
        }
    }

    #[test]
    fn settings_that_are_needed_elsewhere() {
        let is = |setting| transferable(setting).is_some();
        assert!(is("http.https://github.com/.extraheader\nAUTHORIZATION: basic x"));
        assert!(is("core.sshCommand\nssh -i key") && is("user.email\na@b"));
        assert!(!is("core.bare\nfalse") && !is("remote.origin.url\nx") && !is("core.worktree\n/x"));
    }
}
