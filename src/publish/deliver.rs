//! From a built folder to a target of the site.
//!
//! In: the site's folder, a built folder, a target. Out: a report; beside the
//! built folder, a copy of the host's manifest and the purge list as a file.
//! Never builds, never prints.
//!
//! After a publish the built folder holds the manifest too, at the same path as
//! the host: what lies on this disk is, byte for byte, what lies there.

use std::fs;
use std::path::{Path, PathBuf};

use super::fault::{Fault, PublishError};
use super::folder::Folder;
use super::git::Branch;
use super::manifest::{Loaded, MANIFEST, Manifest};
use super::prepare::{Prepared, prepare};
use super::report::Report;
use super::rsync::Rsync;
use super::run::{self, Options};
use super::sftp::Sftp;
use super::targets::{Place, Target};
use super::transport::Transport;
use super::{FaultKind, purge};

/// A site, as far as publishing it goes.
#[derive(Clone, Copy, Debug)]
pub struct Job<'j> {
    /// The site's folder.
    pub root: &'j Path,
    /// Where to.
    pub target: &'j Target,
    /// Where readers find it.
    pub base_url: Option<&'j str>,
}

impl Job<'_> {
    /// Our folder for this target.
    pub fn own(&self) -> PathBuf {
        self.root.join(".touchline").join("publish").join(&self.target.name)
    }

    /// Where the site is built for this target.
    pub fn built(&self) -> PathBuf {
        self.own().join("site")
    }

    /// Where the purge list is.
    pub fn purge_list(&self) -> PathBuf {
        self.own().join("purge.txt")
    }

    /// Brings the host to match the folder in which the site was built.
    pub fn publish(&self, options: &Options<'_>) -> Result<Report, PublishError> {
        let built = self.built();
        let Prepared { files, .. } = prepare(&built, self.target, self.base_url)?;
        let options = &Options { delete_limit: self.target.delete_limit, ..*options };
        if let Place::Git(place) = &self.target.place {
            return Branch::open(place, self.root, &self.own())?.publish(&files, options);
        }
        let transport = self.transport(options.dry_run)?;
        let copy = built.join(MANIFEST);
        let remembered = fs::read(&copy).ok().and_then(|text| match Manifest::decode(&text) {
            Loaded::Sound(manifest) => Some(manifest),
            Loaded::Damaged | Loaded::Newer => None,
        });
        let outcome = run::publish(&files, &*transport, remembered.as_ref(), options)?;
        let mut report = outcome.report;
        report.purge = purge::urls(&report.purge, self.base_url);
        if !options.dry_run {
            keep(&copy, &outcome.manifest.encode())?;
            self.keep_purge_list(&report.purge)?;
        }
        Ok(report)
    }

    /// Says that caches were told of all changes so far.
    pub fn acknowledge_purge(&self, options: &Options<'_>) -> Result<usize, PublishError> {
        if matches!(self.target.place, Place::Git(_)) {
            return Ok(0);
        }
        let transport = self.transport(false)?;
        let (count, manifest) = run::acknowledge_purge(&*transport, options)?;
        self.keep_purge_list(&[])?;
        if let Some(manifest) = manifest {
            keep(&self.built().join(MANIFEST), &manifest)?;
        }
        Ok(count)
    }

    fn keep_purge_list(&self, urls: &[String]) -> Result<(), Fault> {
        let path = self.purge_list();
        if urls.is_empty() {
            return match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    Err(Fault::io(format!("remove `{}`", path.display()))(error))
                }
                _ => Ok(()),
            };
        }
        keep(&path, (urls.join("\n") + "\n").as_bytes())
    }

    fn transport(&self, dry_run: bool) -> Result<Box<dyn Transport>, PublishError> {
        Ok(match &self.target.place {
            Place::Folder(path) => Box::new(self.folder(path, dry_run)?),
            Place::Rsync(place) => Box::new(Rsync::open(place, &self.own())?),
            Place::Sftp(place) => Box::new(Sftp::open(place, &self.own())?),
            #[cfg(feature = "publish-cloud")]
            Place::Object(place) => Box::new(super::object::open::open(place)?),
            #[cfg(not(feature = "publish-cloud"))]
            Place::Object(_) => return Err(without("object storage")),
            // Has no steps that could be taken one by one.
            Place::Git(_) => return Err(without("single steps on a branch")),
        })
    }

    /// The folder of a target, which must not be one that the site lives in.
    fn folder(&self, path: &Path, dry_run: bool) -> Result<Folder, PublishError> {
        let root = self.root.canonicalize().map_err(Fault::io(format!("open `{}`", self.root.display())))?;
        let path = root.join(path);
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        let sources = ["content", "templates", "static", ".touchline", ".git"].map(|name| root.join(name));
        if root.starts_with(&real) || sources.iter().any(|source| real.starts_with(source)) {
            let message = format!("the folder `{}` holds the site's own files", path.display());
            return Err(PublishError::refused(
                message,
                "publish to a folder of its own, outside of the site or beside `public/`",
            ));
        }
        Ok(if dry_run { Folder::look_at(&path) } else { Folder::open(&path)? })
    }
}

#[allow(dead_code, reason = "its callers come and go with features")]
fn without(what: &str) -> PublishError {
    Fault::new(FaultKind::Lasting, format!("publish to {what}"), "this touchline was built without it")
        .help("install one with all features")
        .into()
}

/// Writes a file of ours, whole.
fn keep(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let fault = || Fault::io(format!("write `{}`", path.display()));
    if fs::read(path).is_ok_and(|now| now == bytes) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().unwrap_or(path)).map_err(fault())?;
    let draft = path.with_extension("draft");
    fs::write(&draft, bytes).and_then(|()| fs::rename(&draft, path)).map_err(fault())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::targets;

    fn target(json: &str) -> Target {
        targets::read(&format!("{{\"live\": {json}}}"), &"content/site.yaml".into()).unwrap().remove(0)
    }

    fn site() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("content")).unwrap();
        let built = dir.path().join(".touchline/publish/live/site");
        fs::create_dir_all(&built).unwrap();
        fs::write(built.join("index.html"), "home").unwrap();
        dir
    }

    #[test]
    fn the_built_folder_is_the_host_byte_for_byte() {
        let site = site();
        let target = target(r#""www""#);
        let job = Job { root: site.path(), target: &target, base_url: Some("https://example.org") };
        let report = job.publish(&Options::default()).unwrap();
        assert_eq!(report.new, 1);
        let manifest = |folder: &Path| fs::read(folder.join(MANIFEST)).unwrap();
        assert_eq!(manifest(&job.built()), manifest(&site.path().join("www")));
        assert!(!job.purge_list().exists());
        assert!(job.publish(&Options::default()).unwrap().line().contains("up to date"));

        fs::write(job.built().join("index.html"), "home again").unwrap();
        let report = job.publish(&Options::default()).unwrap();
        assert_eq!(report.purge, ["https://example.org/", "https://example.org/index.html"]);
        assert_eq!(fs::read_to_string(job.purge_list()).unwrap().lines().count(), 2);
        assert_eq!(job.acknowledge_purge(&Options::default()).unwrap(), 1);
        assert!(!job.purge_list().exists());
        assert_eq!(manifest(&job.built()), manifest(&site.path().join("www")));
    }

    #[test]
    fn a_dry_run_makes_no_folder() {
        let site = site();
        let target = target(r#""www""#);
        let job = Job { root: site.path(), target: &target, base_url: None };
        assert_eq!(job.publish(&Options { dry_run: true, ..Options::default() }).unwrap().new, 1);
        assert!(!site.path().join("www").exists());
    }

    #[test]
    fn the_sites_own_folders_are_no_targets() {
        let site = site();
        for path in [".", "..", "content/www", "static", "/"] {
            let target = target(&format!("{{\"folder\": \"{path}\"}}"));
            let job = Job { root: site.path(), target: &target, base_url: None };
            let result = job.publish(&Options::default());
            assert!(matches!(result, Err(PublishError::Refused { .. })), "{path}: {result:?}");
        }
    }
}
