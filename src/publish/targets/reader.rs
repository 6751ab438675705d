//! One target out of its mapping.
//!
//! In: the mapping as JSON. Out: a typed [`Target`], and a diagnostic for each
//! thing that is not understood.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::secrets::{is_secret_key, is_secret_value, where_secrets_go};
use super::{GitPlace, ObjectPlace, Place, Provider, RemotePlace, Server, Target, is_loopback};
use crate::diagnostic::{Diagnostic, Place as Spot, Step, nearest};
use crate::publish::compress::Coding;
use crate::publish::headers::{CacheTimes, has_extension};

/// Keys of every target.
const COMMON: [&str; 5] = ["base_url", "cache", "delete_limit", "compress", "server"];

/// The key that says where, and the keys that go with it.
const KINDS: [(&str, &[&str]); 7] = [
    ("folder", &[]),
    ("git", &["branch", "history", "cname"]),
    ("rsync", &["port", "identity", "ssh_config"]),
    ("sftp", &["port", "identity", "ssh_config"]),
    ("s3", &["region", "endpoint", "profile", "redirects"]),
    ("gcs", &["endpoint"]),
    ("azure", &["account", "endpoint"]),
];

/// Reads one target after the other and collects what is wrong.
pub(super) struct Reader<'a> {
    pub(super) file: &'a Arc<str>,
    pub(super) path: Vec<Step>,
    pub(super) faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn here(&self) -> Spot {
        Spot::node(self.file, self.path.iter().cloned())
    }

    fn at(&self, key: &str) -> Spot {
        Spot::node(self.file, self.path.iter().cloned().chain([Step::from(key.to_owned())]))
    }

    pub(super) fn wrong(&mut self, wanted: &str, help: &str) {
        let fault = Diagnostic::error("E0231", format!("expected {wanted}")).at(self.here()).help(help);
        self.faults.push(fault);
    }

    fn wrong_value(&mut self, key: &str, wanted: &str) {
        let fault = Diagnostic::error("E0231", format!("`{key}` must be {wanted}")).at(self.at(key));
        self.faults.push(fault);
    }

    pub(super) fn target(&mut self, name: &str, value: &Value) -> Option<Target> {
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
            let fault = Diagnostic::error("E0231", format!("`{name}` is no name for a target"))
                .at(self.here().key())
                .help("use letters, figures, `-` and `_`: it is typed on the command line and names a folder");
            self.faults.push(fault);
            return None;
        }
        let long;
        let map = match value {
            Value::Object(map) => map,
            Value::String(url) => {
                long = self.short_form(url)?;
                &long
            }
            _ => {
                self.wrong("a mapping with the target's settings", "write `{folder: /var/www/site}`");
                return None;
            }
        };
        let faults_before = self.faults.len();
        let kind = self.kind(map)?;
        self.look_over(map, kind);
        let place = self.place(map, kind);
        let target = Target {
            name: name.to_owned(),
            place: place?,
            base_url: self.base_url(map),
            cache: self.cache(map),
            delete_limit: self.delete_limit(map),
            compress: self.compress(map, kind),
            server: self.server(map),
        };
        (self.faults.len() == faults_before).then_some(target)
    }

    /// `s3://bucket/club`, `/var/www/site`.
    fn short_form(&mut self, url: &str) -> Option<Map<String, Value>> {
        let (key, value) = match url.split_once("://") {
            Some(("s3", rest)) => ("s3", rest),
            Some(("gs" | "gcs", rest)) => ("gcs", rest),
            Some(("az" | "azure", rest)) => ("azure", rest),
            Some(("rsync", _)) => ("rsync", url),
            Some(("sftp", _)) => ("sftp", url),
            Some(("file", rest)) => ("folder", rest),
            None => ("folder", url),
            Some((scheme, _)) => {
                let message = format!("`{scheme}:` is nothing touchline can publish to");
                let help = "write `s3://`, `gs://`, `az://`, `rsync://`, `sftp://` or the path of a folder; a git \
                            branch is written `{git: URL, branch: gh-pages}`";
                self.faults.push(Diagnostic::error("E0231", message).at(self.here()).help(help));
                return None;
            }
        };
        Some(Map::from_iter([(key.to_owned(), Value::from(value))]))
    }

    /// Which of the keys that say where is there; exactly one must be.
    fn kind(&mut self, map: &Map<String, Value>) -> Option<&'static str> {
        let kinds: Vec<&'static str> =
            KINDS.iter().map(|(kind, _)| *kind).filter(|kind| map.contains_key(*kind)).collect();
        match kinds.as_slice() {
            [kind] => Some(kind),
            [] => {
                let all = KINDS.map(|(kind, _)| format!("`{kind}`")).join(", ");
                let fault = Diagnostic::error("E0232", "this target does not say where to publish")
                    .at(self.here())
                    .help(format!("add one of {all}: `folder: /var/www/site`"));
                self.faults.push(fault);
                // Keys that look like secrets are worth a word in any case.
                self.secrets(map);
                None
            }
            [first, .., last] => {
                let fault =
                    Diagnostic::error("E0232", format!("a target is at one place: `{first}` or `{last}`, not both"))
                        .at(self.here())
                        .help("write a second target for the second place");
                self.faults.push(fault);
                None
            }
        }
    }

    /// Refuses unknown keys and secrets.
    fn look_over(&mut self, map: &Map<String, Value>, kind: &str) {
        let own = KINDS.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, keys)| keys);
        let known = || COMMON.iter().chain(own).copied().chain([kind]);
        self.secrets(map);
        for key in map.keys() {
            if known().any(|known| known == key) || is_secret_key(key) {
                continue;
            }
            let elsewhere = KINDS.iter().find(|(_, keys)| keys.contains(&key.as_str())).map(|(name, _)| *name);
            let help = match (elsewhere, nearest(key, known())) {
                (Some(other), _) => format!("`{key}` belongs to a target with `{other}`"),
                (None, Some(near)) => format!("did you mean `{near}`?"),
                (None, None) => {
                    format!("known keys are {}", known().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", "))
                }
            };
            let fault = Diagnostic::error("E0230", format!("unknown key `{key}` in a target"))
                .at(self.at(key).key())
                .help(help);
            self.faults.push(fault);
        }
    }

    fn secrets(&mut self, map: &Map<String, Value>) {
        for (key, value) in map {
            let in_value = value.as_str().is_some_and(is_secret_value);
            if is_secret_key(key) || in_value {
                let fault =
                    Diagnostic::error("E0233", format!("`{key}` holds a secret, and `site.yaml` is no place for one"))
                        .at(self.at(key).key())
                        .help(where_secrets_go(map));
                self.faults.push(fault);
            }
        }
    }

    fn text(&mut self, map: &Map<String, Value>, key: &str) -> Option<String> {
        match map.get(key)? {
            Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => {
                self.wrong_value(key, "a text");
                None
            }
        }
    }

    fn boolean(&mut self, map: &Map<String, Value>, key: &str) -> bool {
        match map.get(key) {
            None => false,
            Some(Value::Bool(value)) => *value,
            Some(_) => {
                self.wrong_value(key, "`true` or `false`");
                false
            }
        }
    }

    fn place(&mut self, map: &Map<String, Value>, kind: &'static str) -> Option<Place> {
        let address = self.text(map, kind)?;
        // What begins with a dash would be an option of the program.
        if address.starts_with('-') {
            self.wrong_value(kind, "an address that does not begin with `-`");
            return None;
        }
        match kind {
            "folder" => Some(Place::Folder(PathBuf::from(address))),
            "git" => self.git(map, address).map(Place::Git),
            "rsync" => {
                if !address.contains(':') && !address.starts_with('/') {
                    self.wrong_value(kind, "`user@host:folder`, `rsync://host/module/folder` or an absolute path");
                    return None;
                }
                Some(Place::Rsync(self.remote(map, address)))
            }
            "sftp" => {
                let rest = address.strip_prefix("sftp://").unwrap_or(&address);
                if rest.is_empty() || rest.starts_with(['/', ':']) {
                    self.wrong_value(kind, "`user@host:folder` or `sftp://user@host/folder`");
                    return None;
                }
                Some(Place::Sftp(self.remote(map, address)))
            }
            "s3" => self.object(map, Provider::S3, &address),
            "gcs" => self.object(map, Provider::Gcs, &address),
            _ => self.object(map, Provider::Azure, &address),
        }
    }

    fn git(&mut self, map: &Map<String, Value>, remote: String) -> Option<GitPlace> {
        let branch = self.text(map, "branch").unwrap_or_else(|| "gh-pages".to_owned());
        let sound = |name: &str| {
            !name.starts_with(['-', '/', '.'])
                && !name.ends_with(['/', '.'])
                && !name.contains("..")
                && !has_extension(name, "lock")
                && !name.contains([' ', '~', '^', ':', '?', '*', '[', '\\'])
                && !name.chars().any(char::is_control)
        };
        if !sound(&branch) {
            self.wrong_value("branch", "the name of a branch");
            return None;
        }
        let history = self.text(map, "history");
        let keep_history = match history.as_deref() {
            None | Some("keep") => true,
            Some("squash") => false,
            Some(_) => {
                self.wrong_value("history", "`keep` or `squash`");
                return None;
            }
        };
        let cname = self.text(map, "cname");
        if cname.as_deref().is_some_and(|name| name.contains([' ', '/', ':']) || !name.contains('.')) {
            self.wrong_value("cname", "a domain alone, such as `www.example.org`");
        }
        Some(GitPlace { remote, branch, keep_history, cname })
    }

    fn remote(&mut self, map: &Map<String, Value>, address: String) -> RemotePlace {
        let port = match map.get("port") {
            None => None,
            Some(value) => {
                let port = value.as_u64().and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0);
                if port.is_none() {
                    self.wrong_value("port", "a number from 1 to 65535");
                }
                port
            }
        };
        RemotePlace { address, port, identity: self.text(map, "identity"), ssh_config: self.text(map, "ssh_config") }
    }

    fn object(&mut self, map: &Map<String, Value>, provider: Provider, address: &str) -> Option<Place> {
        let (bucket, prefix) = address.split_once('/').unwrap_or((address, ""));
        let prefix = prefix.trim_matches('/');
        if bucket.is_empty() || bucket.contains([':', ' ']) || prefix.split('/').any(|part| matches!(part, "." | ".."))
        {
            let key = match provider {
                Provider::S3 => "s3",
                Provider::Gcs => "gcs",
                Provider::Azure => "azure",
            };
            self.wrong_value(key, "a bucket, or a bucket and a folder in it: `club-site/www`");
            return None;
        }
        let endpoint = self.text(map, "endpoint");
        if endpoint.as_deref().is_some_and(|url| !is_url(url)) {
            self.wrong_value("endpoint", "a URL");
        }
        Some(Place::Object(ObjectPlace {
            provider,
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
            region: self.text(map, "region"),
            endpoint,
            profile: self.text(map, "profile"),
            account: self.text(map, "account"),
            redirects: self.boolean(map, "redirects"),
        }))
    }

    fn base_url(&mut self, map: &Map<String, Value>) -> Option<String> {
        let url = self.text(map, "base_url")?;
        if !is_url(&url) {
            self.wrong_value("base_url", "a whole address, such as `https://example.org/club`");
        } else if is_loopback(&url) {
            let fault = Diagnostic::error("E0234", format!("`{url}` can be reached from this machine alone"))
                .at(self.at("base_url"))
                .help("write the address at which readers find the site");
            self.faults.push(fault);
        }
        Some(url.trim_end_matches('/').to_owned())
    }

    fn cache(&mut self, map: &Map<String, Value>) -> CacheTimes {
        let mut times = CacheTimes::default();
        match map.get("cache") {
            None => {}
            Some(Value::Object(cache)) => {
                for (key, value) in cache {
                    let seconds = value.as_u64().and_then(|seconds| u32::try_from(seconds).ok());
                    match (key.as_str(), seconds) {
                        ("pages", Some(seconds)) => times.pages = seconds,
                        ("assets", Some(seconds)) => times.assets = seconds,
                        ("pages" | "assets", None) => self.wrong_value("cache", "a mapping to numbers of seconds"),
                        _ => {
                            let fault = Diagnostic::error("E0230", format!("unknown key `{key}` in `cache`"))
                                .at(self.at("cache"))
                                .help("known keys are `pages` and `assets`");
                            self.faults.push(fault);
                        }
                    }
                }
            }
            Some(_) => self.wrong_value("cache", "a mapping: `{pages: 60, assets: 3600}`, in seconds"),
        }
        times
    }

    fn delete_limit(&mut self, map: &Map<String, Value>) -> u8 {
        let written = match map.get("delete_limit") {
            None => return 10,
            Some(Value::Number(number)) => number.as_u64(),
            Some(Value::String(text)) => text.trim().trim_end_matches('%').trim_end().parse().ok(),
            Some(_) => None,
        };
        if let Some(percent) = written.and_then(|percent| u8::try_from(percent).ok()).filter(|percent| *percent <= 100)
        {
            return percent;
        }
        self.wrong_value("delete_limit", "a number of per cent from 0 to 100");
        10
    }

    fn compress(&mut self, map: &Map<String, Value>, kind: &str) -> Vec<Coding> {
        let one = |value: &Value| match value.as_str() {
            Some("gzip") => Some(Coding::Gzip),
            Some("brotli" | "br") => Some(Coding::Brotli),
            _ => None,
        };
        let mut codings = match map.get("compress") {
            None | Some(Value::Bool(false)) => vec![],
            Some(Value::Array(list)) => list.iter().filter_map(one).collect(),
            Some(value) => one(value).into_iter().collect(),
        };
        codings.sort_unstable();
        codings.dedup();
        let wanted = match map.get("compress") {
            None | Some(Value::Bool(false)) => 0,
            Some(Value::Array(list)) => list.len(),
            Some(_) => 1,
        };
        if codings.len() != wanted {
            self.wrong_value("compress", "`gzip`, `brotli` or a list of these");
        } else if codings.len() > 1 && matches!(kind, "s3" | "gcs" | "azure") {
            self.wrong_value("compress", "`gzip` or `brotli`: object storage keeps one form of a file");
        }
        codings
    }

    fn server(&mut self, map: &Map<String, Value>) -> Server {
        let name = map.get("server").and_then(|_| self.text(map, "server"));
        match name.as_deref() {
            None | Some("plain" | "nginx" | "caddy") => Server::Plain,
            Some("netlify") => Server::Netlify,
            Some("cloudflare") => Server::Cloudflare,
            Some("gitlab") => Server::Gitlab,
            Some("apache") => Server::Apache,
            Some(_) => {
                self.wrong_value("server", "`plain`, `nginx`, `caddy`, `apache`, `netlify`, `cloudflare` or `gitlab`");
                Server::Plain
            }
        }
    }
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !text.contains([' ', '?', '#', '"', '<', '>'])
}
