//! Tests of reading targets from the settings, and of what is refused there.

use super::*;

fn file() -> Arc<str> {
    "content/site.yaml".into()
}

fn good(json: &str) -> Vec<Target> {
    read(json, &file()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn one(json: &str) -> Target {
    good(&format!("{{\"live\": {json}}}")).remove(0)
}

fn codes(json: &str) -> Vec<(&'static str, String)> {
    let faults = read(&format!("{{\"live\": {json}}}"), &file()).err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.code, fault.message)).collect()
}

#[test]
fn each_kind_of_place() {
    assert_eq!(one(r#"{"folder": "/var/www"}"#).place, Place::Folder("/var/www".into()));
    let git = one(r#"{"git": "origin", "cname": "www.example.org"}"#).place;
    let wanted = GitPlace {
        remote: "origin".into(),
        branch: "gh-pages".into(),
        keep_history: true,
        cname: Some("www.example.org".into()),
    };
    assert_eq!(git, Place::Git(wanted));
    let rsync = one(r#"{"rsync": "club@example.org:www", "port": 2222}"#).place;
    assert_eq!(
        rsync,
        Place::Rsync(RemotePlace {
            address: "club@example.org:www".into(),
            port: Some(2222),
            identity: None,
            ssh_config: None
        })
    );
    let Place::Object(s3) = one(r#"{"s3": "club-site/www/", "region": "eu-west-1", "redirects": true}"#).place else {
        panic!()
    };
    assert_eq!((s3.bucket.as_str(), s3.prefix.as_str(), s3.redirects), ("club-site", "www", true));
    assert_eq!(one(r#"{"azure": "web", "account": "club"}"#).place.kind(), "azure");
}

#[test]
fn short_forms() {
    assert_eq!(one(r#""s3://bucket/a/b""#), one(r#"{"s3": "bucket/a/b"}"#));
    assert_eq!(one(r#""gs://bucket""#), one(r#"{"gcs": "bucket"}"#));
    assert_eq!(one(r#""/srv/www""#), one(r#"{"folder": "/srv/www"}"#));
    assert_eq!(one(r#""sftp://a@b/c""#), one(r#"{"sftp": "sftp://a@b/c"}"#));
    assert_eq!(codes(r#""ftp://a/b""#)[0].0, "E0231");
}

#[test]
fn defaults_and_settings() {
    let plain = one(r#"{"folder": "x"}"#);
    assert_eq!((plain.delete_limit, plain.cache, plain.server), (10, CacheTimes::default(), Server::Plain));
    let set = one(
        r#"{"folder": "x", "delete_limit": "25 %", "cache": {"pages": 5}, "server": "apache", "compress": ["brotli", "gzip"], "base_url": "https://example.org/club/"}"#,
    );
    assert_eq!(set.delete_limit, 25);
    assert_eq!(set.cache, CacheTimes { pages: 5, assets: 3600 });
    assert_eq!((set.server, set.compress), (Server::Apache, vec![Coding::Gzip, Coding::Brotli]));
    assert_eq!(set.base_url.as_deref(), Some("https://example.org/club"));
}

#[test]
fn every_fault_is_told_at_once() {
    let faults = codes(
        r#"{"folder": "x", "cash": 1, "delete_limit": 120, "server": "iis", "branch": "b", "base_url": "example.org"}"#,
    );
    let codes: Vec<_> = faults.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["E0230", "E0230", "E0231", "E0231", "E0231"], "{faults:#?}");
}

#[test]
fn help_names_the_nearest_key_or_where_it_belongs() {
    let help = |json: &str| read(&format!("{{\"live\": {json}}}"), &file()).unwrap_err().remove(0).help.unwrap();
    assert_eq!(help(r#"{"folder": "x", "base_ulr": "y"}"#), "did you mean `base_url`?");
    assert_eq!(help(r#"{"folder": "x", "branch": "y"}"#), "`branch` belongs to a target with `git`");
    assert!(help(r#"{"branch": "y"}"#).contains("`s3`"));
}

#[test]
fn a_target_is_at_one_place() {
    assert_eq!(codes(r#"{"folder": "x", "git": "y"}"#)[0].0, "E0232");
    assert_eq!(codes("{}")[0].0, "E0232");
    assert_eq!(codes("3")[0].0, "E0231");
    assert_eq!(read("[]", &file()).unwrap_err()[0].code, "E0231");
}

#[test]
fn secrets_are_refused() {
    for json in [
        r#"{"s3": "b", "secret_access_key": "x"}"#,
        r#"{"s3": "b", "access-key-id": "x"}"#,
        r#"{"s3": "b", "region": "AKIAIOSFODNN7EXAMPLE"}"#,
        r#"{"sftp": "a@b:c", "password": "x"}"#,
        r#"{"sftp": "sftp://a:b@c/d"}"#,
        r#"{"git": "https://ghp_0123456789abcdef@github.com/a/b"}"#,
        r#"{"azure": "b", "sas_token": "x"}"#,
        r#""rsync://a:b@c/d""#,
    ] {
        let codes: Vec<_> = codes(json).iter().map(|(code, _)| *code).collect();
        assert!(codes.contains(&"E0233"), "{json}: {codes:?}");
        assert!(!codes.contains(&"E0230"), "told once: {json}");
    }
    assert_eq!(codes(r#"{"git": "git@github.com:a/b"}"#), []);
    assert_eq!(codes(r#"{"git": "https://user@github.com/a/b"}"#), []);
    assert_eq!(codes(r#"{"folder": "/home/sas"}"#), []);
}

#[test]
fn an_address_of_this_machine_is_no_base_url() {
    for url in
        ["http://localhost:8000", "http://127.0.0.1/club", "http://[::1]:80/", "http://0.0.0.0:1", "http://x.localhost"]
    {
        assert!(is_loopback(url), "{url}");
    }
    assert!(!is_loopback("https://example.org/localhost"));
    assert_eq!(codes(r#"{"folder": "x", "base_url": "http://127.0.0.1:4000/"}"#)[0].0, "E0234");
}

#[test]
fn addresses_cannot_be_options() {
    for json in [r#"{"git": "--upload-pack=x"}"#, r#"{"git": "x", "branch": "-f"}"#, r#"{"rsync": "-e:x"}"#] {
        assert_eq!(codes(json)[0].0, "E0231", "{json}");
    }
}

#[test]
fn the_one_target_needs_no_name() {
    let two = good(r#"{"live": "/a", "test": "/b"}"#);
    assert_eq!(choose(&two[..1], None).unwrap().name, "live");
    assert_eq!(choose(&two, Some("test")).unwrap().name, "test");
    assert!(choose(&two, None).unwrap_err().1.contains("`live`, `test`"));
    assert_eq!(choose(&two, Some("tset")).unwrap_err().1, "did you mean `test`?");
    assert!(choose(&[], None).unwrap_err().1.contains("publish:"));
}
