//! From a target to its store.
//!
//! In: the target's settings, the environment, the provider's own files. Out: a
//! store that can be talked to. Secrets come from the last two alone. Talks to
//! the host only to ask for a bucket's region.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, S3ConditionalPut, resolve_bucket_region};
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::{GcpCredential, GoogleCloudStorageBuilder};
use object_store::{ClientOptions, ObjectStore, RetryConfig, StaticCredentialProvider};
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};

use super::{Storage, faults, profile, redirect};
use crate::publish::fault::{Fault, FaultKind};
use crate::publish::targets::{ObjectPlace, Provider};

/// The store of a target.
pub fn open(place: &ObjectPlace) -> Result<Storage, Fault> {
    let scheme = match place.provider {
        Provider::S3 => "s3",
        Provider::Gcs => "gs",
        Provider::Azure => "az",
    };
    let name =
        if place.prefix.is_empty() { place.bucket.clone() } else { format!("{}/{}", place.bucket, place.prefix) };
    let shown = format!("{scheme}://{name}");
    let store: Arc<dyn ObjectStore> = match place.provider {
        Provider::S3 => s3(place, &shown)?,
        Provider::Gcs => gcs(place, &shown)?,
        Provider::Azure => azure(place, &shown)?,
    };
    Storage::new(store, &place.prefix, shown)
}

fn fault(shown: &str) -> impl FnOnce(object_store::Error) -> Fault {
    move |error| faults::fault(format!("open {shown}"), shown, &error)
}

fn client(endpoint: Option<&str>) -> ClientOptions {
    // One provider of cryptography is built in. If the process has one already,
    // that will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    ClientOptions::new()
        .with_allow_http(endpoint.is_some_and(|url| url.starts_with("http://")))
        .with_connect_timeout(Duration::from_secs(10))
        // A large picture on a slow line takes its time.
        .with_timeout(Duration::from_mins(5))
}

/// Steps are tried again by the run, which counts and reports them.
fn once() -> RetryConfig {
    RetryConfig { max_retries: 0, ..RetryConfig::default() }
}

fn is_set(names: &[&str]) -> bool {
    names.iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn s3(place: &ObjectPlace, shown: &str) -> Result<Arc<dyn ObjectStore>, Fault> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let endpoint = place
        .endpoint
        .clone()
        .or_else(|| variable("AWS_ENDPOINT_URL_S3"))
        .or_else(|| variable("AWS_ENDPOINT_URL"))
        .or_else(|| variable("AWS_ENDPOINT"));
    let mut builder = AmazonS3Builder::from_env();

    // A profile that is asked for wins over keys in the environment.
    let asked = place.profile.clone();
    let name = asked.clone().or_else(|| variable("AWS_PROFILE")).unwrap_or_else(|| "default".to_owned());
    let settings = profile::settings(&name);
    let from_machine = [
        "AWS_ACCESS_KEY_ID",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];
    if asked.is_some() || !is_set(&from_machine) {
        match &settings {
            Some(settings) => {
                if let Some(keys) = profile::keys(&name, settings)? {
                    builder = builder.with_access_key_id(keys.id).with_secret_access_key(keys.secret);
                    if let Some(token) = keys.token {
                        builder = builder.with_token(token);
                    }
                }
            }
            None if asked.is_some() => {
                return Err(Fault::new(
                    FaultKind::Missing,
                    format!("open {shown}"),
                    format!("there is no AWS profile `{name}`"),
                )
                .help("see `aws configure list-profiles`"));
            }
            None => {}
        }
    }
    let of_profile = settings.and_then(|settings| settings.get("region").cloned());
    let region = place
        .region
        .clone()
        .or_else(|| variable("AWS_REGION"))
        .or_else(|| variable("AWS_DEFAULT_REGION"))
        .or(of_profile);
    let region = match region {
        Some(region) => region,
        // Others than Amazon have one region, whatever it is called.
        None if endpoint.is_some() => "us-east-1".to_owned(),
        None => region_of(&place.bucket).map_err(fault(shown))?,
    };
    s3_of(builder, &place.bucket, &region, endpoint.as_deref()).map_err(fault(shown))
}

/// The store of a bucket, by whatever credentials the builder has.
pub fn s3_of(
    builder: AmazonS3Builder,
    bucket: &str,
    region: &str,
    endpoint: Option<&str>,
) -> object_store::Result<Arc<dyn ObjectStore>> {
    let signer: redirect::Signer = Arc::new(OnceLock::new());
    let mut builder = builder
        .with_bucket_name(bucket)
        .with_region(region)
        .with_retry(once())
        .with_client_options(client(endpoint))
        .with_conditional_put(S3ConditionalPut::ETagMatch)
        .with_http_connector(redirect::Connector(Arc::clone(&signer)));
    if let Some(endpoint) = endpoint {
        builder = builder.with_endpoint(endpoint.trim_end_matches('/'));
    }
    let store = builder.build()?;
    let _ = signer.set((Arc::clone(store.credentials()), region.to_owned()));
    Ok(Arc::new(store))
}

fn region_of(bucket: &str) -> object_store::Result<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| object_store::Error::Generic { store: "S3", source: error.into() })?;
    runtime.block_on(resolve_bucket_region(bucket, &client(None)))
}

fn gcs(place: &ObjectPlace, shown: &str) -> Result<Arc<dyn ObjectStore>, Fault> {
    let builder = GoogleCloudStorageBuilder::from_env();
    gcs_of(builder, &place.bucket, place.endpoint.as_deref()).map_err(fault(shown))
}

/// The store of a bucket at Google, by whatever credentials the builder has.
pub fn gcs_of(
    builder: GoogleCloudStorageBuilder,
    bucket: &str,
    endpoint: Option<&str>,
) -> object_store::Result<Arc<dyn ObjectStore>> {
    // To a client that does not take gzip, Google tells neither the tag nor the
    // size of what it keeps compressed.
    let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("gzip"))]);
    let mut builder = builder
        .with_bucket_name(bucket)
        .with_retry(once())
        .with_client_options(client(endpoint).with_default_headers(headers));
    if let Some(endpoint) = endpoint {
        builder = builder.with_base_url(endpoint.trim_end_matches('/'));
        // A server on this machine, for trying out: it takes any name.
        if crate::publish::targets::is_loopback(endpoint) {
            let anybody = GcpCredential { bearer: "anybody".to_owned() };
            builder = builder.with_credentials(Arc::new(StaticCredentialProvider::new(anybody)));
        }
    }
    Ok(Arc::new(builder.build()?))
}

fn azure(place: &ObjectPlace, shown: &str) -> Result<Arc<dyn ObjectStore>, Fault> {
    let mut builder = MicrosoftAzureBuilder::from_env();
    if let Some(account) = &place.account {
        builder = builder.with_account(account);
    }
    let from_machine = [
        "AZURE_STORAGE_ACCOUNT_KEY",
        "AZURE_STORAGE_ACCESS_KEY",
        "AZURE_STORAGE_SAS_TOKEN",
        "AZURE_STORAGE_SAS_KEY",
        "AZURE_STORAGE_TOKEN",
        "AZURE_CLIENT_ID",
        "AZURE_STORAGE_CLIENT_ID",
        "AZURE_FEDERATED_TOKEN_FILE",
        "IDENTITY_ENDPOINT",
        "MSI_ENDPOINT",
    ];
    if !is_set(&from_machine) {
        builder = builder.with_use_azure_cli(true);
    }
    azure_of(builder, &place.bucket, place.endpoint.as_deref()).map_err(fault(shown))
}

/// The store of a container at Azure, by whatever credentials the builder has.
pub fn azure_of(
    builder: MicrosoftAzureBuilder,
    container: &str,
    endpoint: Option<&str>,
) -> object_store::Result<Arc<dyn ObjectStore>> {
    let mut builder = builder.with_container_name(container).with_retry(once()).with_client_options(client(endpoint));
    if let Some(endpoint) = endpoint {
        builder = builder
            .with_endpoint(endpoint.trim_end_matches('/').to_owned())
            .with_allow_http(endpoint.starts_with("http://"));
    }
    Ok(Arc::new(builder.build()?))
}
