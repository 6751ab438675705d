//! The files of the AWS tools: `~/.aws/credentials` and `~/.aws/config`.
//!
//! In: a profile's name. Out: its keys and region. Profiles that get their keys
//! in another way (single sign-on, roles) are asked for through the `aws`
//! program. Never prints a key.
//! <https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html>

use std::collections::HashMap;
use std::path::PathBuf;

use crate::publish::fault::{Fault, FaultKind};
use crate::publish::rsync::home;
use crate::publish::system::Call;

/// Keys that a profile gives.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) id: String,
    pub(super) secret: String,
    pub(super) token: Option<String>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A profile: settings by name.
pub(super) type Settings = HashMap<String, String>;

/// The settings of a profile out of both files; `None` if neither knows it.
pub(super) fn settings(name: &str) -> Option<Settings> {
    let file = |variable: &str, usual: &str| {
        let path = std::env::var_os(variable).map_or_else(|| PathBuf::from(home(usual)), PathBuf::from);
        std::fs::read_to_string(path).unwrap_or_default()
    };
    let config = section(&file("AWS_CONFIG_FILE", "~/.aws/config"), &[&format!("profile {name}"), name]);
    let credentials = section(&file("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"), &[name]);
    match (config, credentials) {
        (None, None) => None,
        (config, credentials) => {
            let mut settings = config.unwrap_or_default();
            settings.extend(credentials.unwrap_or_default());
            Some(settings)
        }
    }
}

/// One section of an INI file.
fn section(text: &str, names: &[&str]) -> Option<Settings> {
    let mut found: Option<Settings> = None;
    let mut inside = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
            inside = names.contains(&name.as_str());
            if inside {
                found.get_or_insert_default();
            }
        } else if inside
            && !line.starts_with(char::is_whitespace)
            && let (Some(settings), Some((key, value))) = (&mut found, trimmed.split_once('='))
        {
            settings.insert(key.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    found
}

/// The keys of a profile.
pub(super) fn keys(name: &str, settings: &Settings) -> Result<Option<Keys>, Fault> {
    if let (Some(id), Some(secret)) = (settings.get("aws_access_key_id"), settings.get("aws_secret_access_key")) {
        let token = settings.get("aws_session_token").cloned();
        return Ok(Some(Keys { id: id.clone(), secret: secret.clone(), token }));
    }
    let elsewhere = ["sso_session", "sso_start_url", "role_arn", "credential_process", "login_session"];
    if !elsewhere.iter().any(|key| settings.contains_key(*key)) {
        return Ok(None);
    }
    let doing = || format!("get keys for the AWS profile `{name}`");
    let ended =
        Call::new("aws").args(["configure", "export-credentials", "--format", "process", "--profile", name]).run()?;
    if !ended.ok() {
        let help =
            format!("try `aws sso login --profile {name}`, or set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`");
        return Err(Fault::new(FaultKind::Denied, doing(), ended.reason()).help(help));
    }
    exported(&ended.stdout)
        .map(Some)
        .ok_or_else(|| Fault::new(FaultKind::Denied, doing(), "the `aws` program gave none"))
}

/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>
fn exported(json: &[u8]) -> Option<Keys> {
    let value: serde_json::Value = serde_json::from_slice(json).ok()?;
    let text = |key: &str| value.get(key)?.as_str().map(str::to_owned);
    Some(Keys { id: text("AccessKeyId")?, secret: text("SecretAccessKey")?, token: text("SessionToken") })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# keys
[default]
aws_access_key_id = A
aws_secret_access_key=S=x

[profile  club]
region = eu-west-1
s3 =
  max_concurrent_requests = 20
role_arn = x
[other]
region = us-east-1
";

    #[test]
    fn sections() {
        let default = section(FILE, &["default"]).unwrap();
        assert_eq!(keys("default", &default), Ok(Some(Keys { id: "A".into(), secret: "S=x".into(), token: None })));
        let club = section(FILE, &["profile club", "club"]).unwrap();
        assert_eq!(club.get("region").map(String::as_str), Some("eu-west-1"));
        assert!(!club.contains_key("max_concurrent_requests"), "that belongs to `s3`");
        assert_eq!(section(FILE, &["none"]), None);
        assert_eq!(keys("other", &section(FILE, &["other"]).unwrap()), Ok(None));
    }

    #[test]
    fn keys_of_the_aws_program() {
        let json = br#"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "S", "SessionToken": "T"}"#;
        let keys = exported(json).unwrap();
        assert_eq!(keys, Keys { id: "A".into(), secret: "S".into(), token: Some("T".into()) });
        assert!(!format!("{keys:?}").contains('S'.to_string().repeat(2).as_str()));
        assert_eq!(format!("{keys:?}"), "Keys { id: \"A\", .. }");
        assert_eq!(exported(b"{}"), None);
    }
}
