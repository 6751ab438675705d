//! The targets of a site: where to publish, and how.
//!
//! In: the mapping under `publish` in `content/site.yaml`, as JSON text. Out:
//! typed targets, and a diagnostic for each thing that is not understood.
//! Secrets are refused: they belong to the environment or the provider's own
//! files, never into a file that goes wherever the site goes.

mod reader;
mod secrets;

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use self::reader::Reader;
use super::compress::Coding;
use super::headers::CacheTimes;
use crate::diagnostic::{self, Diagnostic};

/// A named target.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Its name in `site.yaml`.
    pub name: String,
    /// Where.
    pub place: Place,
    /// Where the site stands for its readers, if other than in `base_url` of
    /// the site. Without the trailing slash.
    pub base_url: Option<String>,
    /// How long files may be kept by caches.
    pub cache: CacheTimes,
    /// How many of a hundred published files may be deleted without a word
    /// from the author.
    pub delete_limit: u8,
    /// Compressed forms of texts: twins on a file host, the one form on object
    /// storage.
    pub compress: Vec<Coding>,
    /// What serves the files.
    pub server: Server,
}

/// Where a target is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder, or a share that is mounted.
    Folder(PathBuf),
    /// A branch of a git repository.
    Git(GitPlace),
    /// A folder that rsync reaches.
    Rsync(RemotePlace),
    /// A folder that SFTP reaches.
    Sftp(RemotePlace),
    /// Object storage.
    Object(ObjectPlace),
}

/// A branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitPlace {
    /// The name of a remote of the site's own repository, a URL or a path.
    pub remote: String,
    /// The branch.
    pub branch: String,
    /// Keep one commit for each publish, rather than only the last.
    pub keep_history: bool,
    /// The domain that a `CNAME` file is to name.
    pub cname: Option<String>,
}

/// A folder on another machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemotePlace {
    /// `user@host:path`, `host::module/path` or a URL, as the program takes it.
    pub address: String,
    /// The port of ssh, if another than usual.
    pub port: Option<u16>,
    /// A file with the key to use, if another than usual.
    pub identity: Option<String>,
    /// A file with settings for ssh, in place of the user's own.
    pub ssh_config: Option<String>,
}

/// Whose object storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// Amazon S3 and all that speak like it.
    S3,
    /// Google Cloud Storage.
    Gcs,
    /// Azure Blob Storage.
    Azure,
}

/// A bucket, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectPlace {
    /// Whose.
    pub provider: Provider,
    /// Bucket, on Azure container.
    pub bucket: String,
    /// Below this name: empty, or `club`.
    pub prefix: String,
    /// S3: the region.
    pub region: Option<String>,
    /// Another server than the provider's own.
    pub endpoint: Option<String>,
    /// S3: a profile of `~/.aws/`.
    pub profile: Option<String>,
    /// Azure: the storage account.
    pub account: Option<String>,
    /// S3: make redirects of the bucket's website out of pages that lead on.
    pub redirects: bool,
}

/// What serves the files, as far as it reads files of its own beside the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Server {
    /// Something that reads none.
    #[default]
    Plain,
    /// `_redirects` and `_headers`.
    Netlify,
    /// The same two, with smaller powers.
    Cloudflare,
    /// `_redirects`.
    Gitlab,
    /// `.htaccess`.
    Apache,
}

impl Place {
    /// The key that stands for this sort of place.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Folder(_) => "folder",
            Self::Git(_) => "git",
            Self::Rsync(_) => "rsync",
            Self::Sftp(_) => "sftp",
            Self::Object(place) => match place.provider {
                Provider::S3 => "s3",
                Provider::Gcs => "gcs",
                Provider::Azure => "azure",
            },
        }
    }
}

/// Reads the targets out of the mapping's JSON text. `file` is where it
/// stands, for diagnostics.
pub fn read(json: &str, file: &Arc<str>) -> Result<Vec<Target>, Vec<Diagnostic>> {
    let mut reader = Reader { file, path: vec!["publish".into()], faults: Vec::new() };
    let mut targets = Vec::new();
    match serde_json::from_str::<Value>(json) {
        Ok(Value::Object(named)) => {
            for (name, value) in named {
                reader.path.push(name.clone().into());
                targets.extend(reader.target(&name, &value));
                reader.path.pop();
            }
        }
        _ => reader.wrong("a mapping of names to targets", "write `publish: {live: {folder: /var/www/site}}`"),
    }
    if reader.faults.iter().any(Diagnostic::is_error) { Err(reader.faults) } else { Ok(targets) }
}

/// Whether the address of a site can be reached from this machine alone: what
/// the watch mode serves is.
pub fn is_loopback(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or(v6),
        None => host.split(':').next().unwrap_or(host),
    };
    host.eq_ignore_ascii_case("localhost")
        || host.to_ascii_lowercase().ends_with(".localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback() || ip.is_unspecified())
}

/// The target of this name; of the only one there is, if no name is given.
pub fn choose<'t>(targets: &'t [Target], name: Option<&str>) -> Result<&'t Target, (String, String)> {
    let names = || targets.iter().map(|target| format!("`{}`", target.name)).collect::<Vec<_>>().join(", ");
    match (name, targets) {
        (_, []) => Err((
            "`site.yaml` names no place to publish to".to_owned(),
            "add one: `publish: {live: {folder: /var/www/site}}`, or see `touchline new deploy`".to_owned(),
        )),
        (None, [only]) => Ok(only),
        (None, _) => Err(("there are several targets".to_owned(), format!("say which one: {}", names()))),
        (Some(name), _) => targets.iter().find(|target| target.name == name).ok_or_else(|| {
            let near = diagnostic::nearest(name, targets.iter().map(|target| target.name.as_str()));
            let help =
                near.map_or_else(|| format!("targets are {}", names()), |near| format!("did you mean `{near}`?"));
            (format!("`site.yaml` names no target `{name}`"), help)
        }),
    }
}

#[cfg(test)]
mod tests;
