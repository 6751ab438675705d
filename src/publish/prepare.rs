//! The files that are to be on the host.
//!
//! In: a built folder, a target, the base URL. Out: every file with its class,
//! digest and headers, in order of paths, together with those that only hosts
//! need (`_redirects`, `CNAME`, compressed twins). Reads the built folder and
//! nothing else; never writes.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::class::Class;
use super::compress::Coding;
use super::digest::Digest;
use super::fault::{Fault, PublishError};
use super::headers::{CacheTimes, Headers, is_text};
use super::redirects::{self, Redirect};
use super::targets::{Place, Target, is_loopback};
use super::transport::OWN;
use crate::diagnostic::Diagnostic;

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub enum Source {
    /// In a file.
    Disk(PathBuf),
    /// Here.
    Memory(Arc<[u8]>),
}

/// A file that is to be on the host.
#[derive(Clone, Debug)]
pub struct LocalFile {
    /// Its path below the site, with `/`.
    pub path: String,
    /// What sort.
    pub class: Class,
    /// Of its bytes, uncompressed.
    pub digest: Digest,
    /// Their number, uncompressed.
    pub size: u64,
    /// What the host is told about it.
    pub headers: Headers,
    /// Its bytes.
    pub source: Source,
}

impl LocalFile {
    /// A file whose bytes are here.
    pub fn new(path: impl Into<String>, bytes: impl Into<Arc<[u8]>>, times: CacheTimes) -> Self {
        let (path, bytes) = (path.into(), bytes.into());
        Self {
            class: Class::of(&path),
            digest: Digest::of(&bytes),
            size: bytes.len() as u64,
            headers: Headers::of(&path, times),
            source: Source::Memory(bytes),
            path,
        }
    }

    /// Its bytes, uncompressed. A file that changed since it was listed is a
    /// fault: the manifest would tell a lie about it.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, Fault> {
        match &self.source {
            Source::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Source::Disk(path) => {
                let bytes = fs::read(path).map_err(Fault::io(format!("read `{}`", path.display())))?;
                if Digest::of(&bytes) != self.digest {
                    let message = "it was changed while the site was being published";
                    return Err(Fault::new(super::FaultKind::Conflict, format!("read `{}`", path.display()), message)
                        .help("build and publish again, and let no other build write there meanwhile"));
                }
                Ok(Cow::Owned(bytes))
            }
        }
    }

    /// Its bytes as the host is to keep them.
    pub fn body(&self) -> Result<Cow<'_, [u8]>, Fault> {
        let bytes = self.bytes()?;
        match self.headers.encoding {
            None => Ok(bytes),
            Some(coding) => {
                coding.compress(&bytes).map(Cow::Owned).map_err(Fault::io(format!("compress `{}`", self.path)))
            }
        }
    }
}

/// All that is to be on the host.
#[derive(Clone, Debug, Default)]
pub struct Prepared {
    /// In order of paths.
    pub files: Vec<LocalFile>,
    /// The pages that lead on elsewhere.
    pub redirects: Vec<Redirect>,
}

/// What was found in one built file.
struct Found {
    file: LocalFile,
    redirect: Option<Redirect>,
    twins: Vec<LocalFile>,
    loopback: Option<String>,
}

/// Lists a built folder for a target.
pub fn prepare(folder: &Path, target: &Target, base_url: Option<&str>) -> Result<Prepared, PublishError> {
    let paths = walk(folder)?;
    let twins = if matches!(target.place, Place::Object(_) | Place::Git(_)) { &[][..] } else { &target.compress };
    let found: Vec<Found> =
        paths.into_par_iter().map(|(path, from)| look_at(path, from, target, twins)).collect::<Result<_, Fault>>()?;

    refuse_loopback(&found)?;
    let mut redirects: Vec<Redirect> = found.iter().filter_map(|found| found.redirect.clone()).collect();
    redirects.sort_unstable();
    let mut files = Vec::with_capacity(found.len());
    for found in found {
        files.push(found.file);
        files.extend(found.twins);
    }
    let base_path = base_url.map_or("", base_path);
    add_server_files(&mut files, target, base_path, &redirects)?;
    prepare_for_storage(&mut files, target, &redirects, base_url);
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(Prepared { files, redirects })
}

/// The path of a URL: empty, or `/club`.
pub fn base_path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("", |slash| rest[slash..].trim_end_matches('/'))
}

fn walk(folder: &Path) -> Result<Vec<(String, PathBuf)>, Fault> {
    let mut paths = Vec::new();
    let entries = WalkDir::new(folder).follow_links(true).min_depth(1);
    for entry in entries.into_iter().filter_entry(|entry| !(entry.depth() == 1 && entry.file_name() == OWN)) {
        let entry = entry.map_err(|error| Fault::io(format!("read `{}`", folder.display()))(error.into()))?;
        if !entry.file_type().is_file() {
            continue;
        }
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        let Some(parts) = parts else {
            let doing = format!("publish `{}`", entry.path().display());
            return Err(
                Fault::new(super::FaultKind::Lasting, doing, "its name is no proper text").help("rename the file")
            );
        };
        paths.push((parts.join("/"), entry.into_path()));
    }
    Ok(paths)
}

fn look_at(path: String, from: PathBuf, target: &Target, twins: &[Coding]) -> Result<Found, Fault> {
    let bytes = fs::read(&from).map_err(Fault::io(format!("read `{}`", from.display())))?;
    let headers = Headers::of(&path, target.cache);
    let (mut redirect, mut loopback) = (None, None);
    if headers.content_type.starts_with("text/html") {
        redirect = redirects::target_of(&bytes).map(|to| Redirect { path: path.clone(), to });
        loopback = loopback_link(&bytes);
    }
    let mut made = Vec::new();
    if is_text(headers.content_type) {
        for coding in twins {
            let doing = || format!("compress `{path}`");
            if let Some(small) = coding.worthwhile(&bytes).map_err(|error| Fault::io(doing())(error))? {
                made.push(LocalFile::new(format!("{path}{}", coding.extension()), small, target.cache));
            }
        }
    }
    let file = LocalFile {
        class: Class::of(&path),
        digest: Digest::of(&bytes),
        size: bytes.len() as u64,
        headers,
        source: Source::Disk(from),
        path,
    };
    Ok(Found { file, redirect, twins: made, loopback })
}

/// The address of this machine that a page is linked to by, if there is one:
/// the watch mode was asked to serve it, or `base_url` was tried out with it.
fn loopback_link(html: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(html).ok()?;
    // A mark of quotation in prose is written as a reference, so these begin the
    // values of attributes, and texts of the data for search engines.
    text.match_indices("\"http").find_map(|(at, _)| {
        let url = text[at..].split('"').nth(1)?;
        let is_url = url.starts_with("http://") || url.starts_with("https://");
        (is_url && is_loopback(url)).then(|| url.to_owned())
    })
}

fn refuse_loopback(found: &[Found]) -> Result<(), PublishError> {
    let mut wrong = found.iter().filter_map(|found| Some((&found.file.path, found.loopback.as_ref()?)));
    let Some((path, url)) = wrong.next() else { return Ok(()) };
    let others = match wrong.count() {
        0 => String::new(),
        n => format!(" (and {n} more pages do)"),
    };
    let message = format!("the page `{path}` leads to `{url}`, which only this machine can reach{others}");
    let help = "set `base_url` to the address at which readers find the site, and take links to your own machine out of the stories";
    Err(PublishError::Diagnostics(vec![Diagnostic::error("E0590", message).help(help)]))
}

/// Adds what the program that serves the site reads. What the author's own file
/// says stands first: the first rule that fits is the one that counts.
fn add_server_files(
    files: &mut Vec<LocalFile>,
    target: &Target,
    base_path: &str,
    redirects: &[Redirect],
) -> Result<(), PublishError> {
    let mut extra: Vec<(&str, String)> = {
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        redirects::server_files(target.server, base_path, redirects, &paths, target.cache)
    };
    if let Place::Git(git) = &target.place {
        // Pages hosts would leave out what begins with `_`.
        extra.push((".nojekyll", String::new()));
        if let Some(domain) = &git.cname {
            extra.push(("CNAME", format!("{domain}\n")));
        }
    }
    for (name, text) in extra {
        let own = files.iter().position(|file| file.path == name);
        let text = match own {
            Some(i) if matches!(name, ".nojekyll" | "CNAME") => {
                files.swap_remove(i);
                text
            }
            Some(i) => {
                let written = files.swap_remove(i);
                let bytes = written.bytes()?;
                format!("{}\n{text}", String::from_utf8_lossy(&bytes).trim_end())
            }
            None => text,
        };
        files.push(LocalFile::new(name, text.into_bytes(), target.cache));
    }
    Ok(())
}

fn prepare_for_storage(files: &mut [LocalFile], target: &Target, redirects: &[Redirect], base_url: Option<&str>) {
    let Place::Object(place) = &target.place else { return };
    for file in files.iter_mut() {
        if is_text(file.headers.content_type) && file.size >= 512 {
            file.headers.encoding = target.compress.first().copied();
        }
        if !place.redirects {
            continue;
        }
        if let Ok(i) = redirects.binary_search_by(|redirect| redirect.path.cmp(&file.path)) {
            // Whole URLs: the bucket does not know which address its readers
            // came by.
            let to = &redirects[i].to;
            let origin = base_url.map_or("", origin).to_owned();
            file.headers.redirect = Some(if to.starts_with('/') { origin + to } else { to.clone() });
        }
    }
}

/// A URL without its path.
fn origin(url: &str) -> &str {
    url[..url.len() - base_path(url).len()].trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::targets::{self, Server};

    fn target(json: &str) -> Target {
        targets::read(&format!("{{\"live\": {json}}}"), &"content/site.yaml".into()).unwrap().remove(0)
    }

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        dir
    }

    fn paths(prepared: &Prepared) -> Vec<&str> {
        prepared.files.iter().map(|file| file.path.as_str()).collect()
    }

    const MOVED: &str = "<meta http-equiv=\"refresh\" content=\"0; url=/club/new/\">";

    #[test]
    fn the_folder_without_our_own_files() {
        let dir = folder(&[
            ("index.html", "<h1>x"),
            ("ö/a b.css", "x"),
            (".touchline/manifest.json", "x"),
            (".well-known/x", "y"),
        ]);
        let prepared = prepare(dir.path(), &target(r#""/x""#), None).unwrap();
        assert_eq!(paths(&prepared), [".well-known/x", "index.html", "ö/a b.css"]);
        assert_eq!(prepared.files[1].digest, Digest::of(b"<h1>x"));
        assert_eq!(prepared.files[1].bytes().unwrap(), &b"<h1>x"[..]);
    }

    #[test]
    fn a_file_that_changes_meanwhile_is_noticed() {
        let dir = folder(&[("index.html", "<h1>x")]);
        let prepared = prepare(dir.path(), &target(r#""/x""#), None).unwrap();
        fs::write(dir.path().join("index.html"), "<h1>y").unwrap();
        assert_eq!(prepared.files[0].bytes().unwrap_err().kind, crate::publish::FaultKind::Conflict);
    }

    #[test]
    fn git_hosts_need_two_more_files() {
        let dir = folder(&[("index.html", "x"), ("CNAME", "old.example.org")]);
        let prepared = prepare(dir.path(), &target(r#"{"git": "origin", "cname": "www.example.org"}"#), None).unwrap();
        assert_eq!(paths(&prepared), [".nojekyll", "CNAME", "index.html"]);
        assert_eq!(prepared.files[1].bytes().unwrap(), &b"www.example.org\n"[..]);
    }

    #[test]
    fn compressed_twins_for_servers_and_one_form_for_storage() {
        let long = "<p>one nil</p>".repeat(100);
        let dir = folder(&[("index.html", &long), ("a.png", &long), ("short.css", "a{}")]);
        let twins = prepare(dir.path(), &target(r#"{"folder": "/x", "compress": ["gzip", "brotli"]}"#), None).unwrap();
        assert_eq!(paths(&twins), ["a.png", "index.html", "index.html.br", "index.html.gz", "short.css"]);
        assert_eq!(twins.files[2].class, Class::Home);
        let stored = prepare(dir.path(), &target(r#"{"s3": "x", "compress": "gzip"}"#), None).unwrap();
        assert_eq!(paths(&stored), ["a.png", "index.html", "short.css"]);
        let encodings: Vec<_> = stored.files.iter().map(|file| file.headers.encoding).collect();
        assert_eq!(encodings, [None, Some(Coding::Gzip), None]);
        assert!(stored.files[1].body().unwrap().len() < 200);
        assert_eq!(stored.files[1].digest, Digest::of(long.as_bytes()), "of the bytes before");
    }

    #[test]
    fn redirects_in_the_form_of_the_host() {
        let dir = folder(&[("old/index.html", MOVED), ("_redirects", "/a /b 302")]);
        let base = Some("https://example.org/club");
        let netlify = prepare(dir.path(), &target(r#"{"folder": "/x", "server": "netlify"}"#), base).unwrap();
        assert_eq!(netlify.files[0].path, "_redirects");
        assert_eq!(netlify.files[0].bytes().unwrap(), &b"/a /b 302\n/club/old/ /club/new/ 301!\n"[..]);
        let s3 = prepare(dir.path(), &target(r#"{"s3": "x/y", "redirects": true}"#), base).unwrap();
        let old = s3.files.iter().find(|file| file.path == "old/index.html").unwrap();
        assert_eq!(old.headers.redirect.as_deref(), Some("https://example.org/club/new/"));
        assert_eq!(target(r#"{"s3": "x"}"#).server, Server::Plain);
    }

    #[test]
    fn pages_that_lead_to_this_machine_are_refused() {
        let dir = folder(&[("index.html", "<link rel=\"canonical\" href=\"http://127.0.0.1:8000/\">")]);
        let Err(PublishError::Diagnostics(list)) = prepare(dir.path(), &target(r#""/x""#), None) else { panic!() };
        assert_eq!(list[0].code, "E0590");
        let dir = folder(&[("index.html", "<p>http://localhost:1/ is your own machine</p>")]);
        assert!(prepare(dir.path(), &target(r#""/x""#), None).is_ok(), "a text is no link");
    }
}
