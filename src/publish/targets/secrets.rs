//! Secrets, which no file of a site may hold.
//!
//! In: keys and values of a target. Out: whether they are secrets, and where
//! those belong. Never keeps one.

use serde_json::{Map, Value};

pub(super) fn is_secret_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase().replace('-', "_");
    [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "token",
        "access_key",
        "accesskey",
        "api_key",
        "apikey",
        "credential",
        "private_key",
        "sas",
    ]
    .iter()
    .any(|word| if *word == "sas" { key == "sas" || key.starts_with("sas_") } else { key.contains(word) })
}

/// A password in a URL, or something that begins like the keys of well-known
/// hosts do.
pub(super) fn is_secret_value(value: &str) -> bool {
    let in_url = value.split_once("://").is_some_and(|(_, rest)| {
        let authority = rest.split('/').next().unwrap_or(rest);
        authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':') || is_secret_value(user))
    });
    let marks = ["AKIA", "ASIA", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "-----BEGIN", "nfp_", "ya29."];
    in_url || marks.iter().any(|mark| value.starts_with(mark) && value.len() >= 16)
}

pub(super) fn where_secrets_go(map: &Map<String, Value>) -> String {
    let where_to = if map.contains_key("s3") {
        "set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or write `~/.aws/credentials` with `aws configure`"
    } else if map.contains_key("gcs") {
        "set `GOOGLE_APPLICATION_CREDENTIALS`, or run `gcloud auth application-default login`"
    } else if map.contains_key("azure") {
        "set `AZURE_STORAGE_ACCOUNT_KEY` or `AZURE_STORAGE_SAS_TOKEN`, or run `az login`"
    } else if map.contains_key("git") {
        "use an ssh key, or let git keep it (`git config credential.helper`)"
    } else {
        "use an ssh key (`ssh-copy-id user@host`); for rsync's own server set `RSYNC_PASSWORD`"
    };
    format!("{where_to}; then take it out here, and change it if the file was ever shared")
}
