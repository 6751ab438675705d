//! Object storage as a host: S3 and what speaks like it, Google, Azure.
//!
//! In and out: what [`Transport`] says, through the `object_store` crate. Each
//! object is replaced in one request and carries its headers, and the digest of
//! its file as metadata, so that a listing without a manifest is enough to know
//! what is there.
//!
//! [`open`] finds the store for a target, [`redirect`] adds the one header that
//! the crate does not know, [`profile`] reads the files of the AWS tools.

pub mod faults;
pub mod open;
pub mod profile;
pub mod redirect;

use std::sync::Arc;

use object_store::path::Path as Key;
use object_store::{
    Attribute, Attributes, GetOptions, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, PutResult,
    UpdateVersion,
};
use tokio::runtime::Runtime;
use tokio_stream::StreamExt;

use self::redirect::LeadsTo;
use super::fault::{Fault, FaultKind};
use super::headers::Headers;
use super::prepare::LocalFile;
use super::transport::{Done, Identity, Listing, OWN, Powers, Seen, Transport, ask_all, in_parallel};

/// Requests wait for the host most of the time.
const THREADS: usize = 16;

/// The name of our metadata. Azure takes letters and figures only.
const METADATA: &str = "touchline";

/// A bucket, or a part of it.
#[derive(Debug)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
    /// Below this name: empty, or `club/`.
    prefix: String,
    place: String,
}

impl Storage {
    /// A store; `prefix` without slashes at its ends.
    pub fn new(store: Arc<dyn ObjectStore>, prefix: &str, place: String) -> Result<Self, Fault> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(Fault::io("start the network"))?;
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        Ok(Self { store, runtime, prefix, place })
    }

    fn key(&self, path: &str) -> Result<Key, Fault> {
        // As it is: no character of a name is changed.
        Key::parse(format!("{}{path}", self.prefix)).map_err(|error| {
            Fault::new(FaultKind::Lasting, format!("name `{path}`"), error.to_string()).help("rename the file")
        })
    }

    fn fault(&self, doing: String) -> impl FnOnce(object_store::Error) -> Fault {
        let place = self.place.clone();
        move |error| faults::fault(doing, &place, &error)
    }

    fn put_one(&self, file: &LocalFile) -> Result<Option<String>, Fault> {
        let key = self.key(&file.path)?;
        let body = file.body()?.into_owned();
        let mut attributes = attributes(&file.headers);
        let identity = format!("{}-{}", file.digest, file.headers.stamp());
        attributes.insert(Attribute::Metadata(METADATA.into()), identity.into());
        let mut options = PutOptions { attributes, ..PutOptions::default() };
        if let Some(to) = &file.headers.redirect {
            options.extensions.insert(LeadsTo(to.clone()));
        }
        let result = self.runtime.block_on(self.store.put_opts(&key, PutPayload::from(body), options));
        Ok(tag(result.map_err(self.fault(format!("send `{}`", file.path)))?.e_tag))
    }

    fn copy_one(&self, from: &str, file: &LocalFile) -> Result<Option<String>, Fault> {
        if file.headers.redirect.is_some() {
            return Err(Fault::new(FaultKind::Lasting, format!("copy `{from}`"), "redirects are not copied along"));
        }
        let (from_key, to) = (self.key(from)?, self.key(&file.path)?);
        let copied = self.runtime.block_on(async {
            self.store.copy(&from_key, &to).await?;
            match self.store.head(&to).await {
                Ok(there) => Ok(tag(there.e_tag)),
                Err(error) if faults::is_terse(&error) => Ok(None),
                Err(error) => Err(error),
            }
        });
        copied.map_err(self.fault(format!("copy `{from}` to `{}`", file.path)))
    }

    fn delete_one(&self, path: &str, doing: &str) -> Result<(), Fault> {
        let key = self.key(path)?;
        match self.runtime.block_on(self.store.delete(&key)) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.fault(format!("{doing} `{path}`"))(error)),
        }
    }

    fn identity_of(&self, path: &str) -> Result<Option<Identity>, Fault> {
        let key = self.key(path)?;
        let options = GetOptions { head: true, ..GetOptions::default() };
        match self.runtime.block_on(self.store.get_opts(&key, options)) {
            Ok(found) => {
                let text = found.attributes.get(&Attribute::Metadata(METADATA.into()));
                let parts = text.and_then(|text| text.as_ref().split_once('-'));
                Ok(parts.and_then(|(digest, headers)| {
                    Some(Identity { digest: digest.parse().ok()?, headers: headers.to_owned() })
                }))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) if faults::is_terse(&error) => Ok(None),
            Err(error) => Err(self.fault(format!("look at `{path}`"))(error)),
        }
    }

    fn put_small(&self, path: &str, bytes: &[u8], mode: PutMode) -> Result<PutResult, object_store::Error> {
        let key = Key::parse(format!("{}{path}", self.prefix)).map_err(object_store::Error::from)?;
        let attributes = Attributes::from_iter([
            (Attribute::ContentType, "application/json"),
            (Attribute::CacheControl, "no-store"),
        ]);
        let options = PutOptions { mode, attributes, ..PutOptions::default() };
        self.runtime.block_on(self.store.put_opts(&key, PutPayload::from(bytes.to_vec()), options))
    }
}

fn attributes(headers: &Headers) -> Attributes {
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, headers.content_type.into());
    attributes.insert(Attribute::CacheControl, headers.cache_control.clone().into());
    if let Some(coding) = headers.encoding {
        attributes.insert(Attribute::ContentEncoding, coding.name().into());
    }
    attributes
}

/// The tag of an object, bare: Azure writes it without marks of quotation in a
/// listing, and with them everywhere else.
fn tag(e_tag: Option<String>) -> Option<String> {
    let whole = e_tag?;
    let bare = whole.strip_prefix("W/").unwrap_or(&whole).trim_matches('"');
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// What a host needs to know which version is meant, in one text: some go by
/// the entity tag, some by a number.
fn version(e_tag: Option<&str>, number: Option<&str>) -> String {
    format!("{}\n{}", e_tag.unwrap_or(""), number.unwrap_or(""))
}

fn update(version: &str) -> PutMode {
    let (e_tag, number) = version.split_once('\n').unwrap_or((version, ""));
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    PutMode::Update(UpdateVersion { e_tag: some(e_tag), version: some(number) })
}

impl Transport for Storage {
    fn place(&self) -> String {
        self.place.clone()
    }

    fn powers(&self) -> Powers {
        Powers { copies: true, headers: true, folders: false }
    }

    fn list(&self, _: &[&str]) -> Result<Listing, Fault> {
        let prefix = (!self.prefix.is_empty()).then(|| Key::from(self.prefix.trim_end_matches('/')));
        let own = format!("{OWN}/");
        let result: Result<Listing, object_store::Error> = self.runtime.block_on(async {
            let mut listing = Listing::new();
            let mut objects = self.store.list(prefix.as_ref());
            while let Some(object) = objects.next().await {
                let object = object?;
                let Some(path) = object.location.as_ref().strip_prefix(&self.prefix) else { continue };
                if !path.starts_with(&own) {
                    listing.insert(path.to_owned(), Seen { size: object.size, tag: tag(object.e_tag) });
                }
            }
            Ok(listing)
        });
        result.map_err(self.fault("list the host".to_owned()))
    }

    fn identify(&self, paths: &[&str]) -> Result<Vec<Option<Identity>>, Fault> {
        ask_all(THREADS, paths, |path| self.identity_of(path))
    }

    fn put(&self, files: &[&LocalFile], done: Done<'_>) {
        in_parallel(THREADS, files, done, |file| self.put_one(file));
    }

    fn copy(&self, files: &[(&str, &LocalFile)], done: Done<'_>) {
        in_parallel(THREADS, files, done, |(from, file)| self.copy_one(from, file));
    }

    fn delete(&self, paths: &[&str], done: Done<'_>) {
        in_parallel(THREADS, paths, done, |path| self.delete_one(path, "delete").map(|()| None));
    }

    fn read(&self, path: &str) -> Result<Option<(Vec<u8>, String)>, Fault> {
        let key = self.key(path)?;
        let result = self.runtime.block_on(async {
            let found = self.store.get(&key).await?;
            let version = version(found.meta.e_tag.as_deref(), found.meta.version.as_deref());
            Ok((found.bytes().await?.to_vec(), version))
        });
        match result {
            Ok(found) => Ok(Some(found)),
            // A bucket that is not there answers the same way, and is met by
            // the listing that follows.
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.fault(format!("read `{path}`"))(error)),
        }
    }

    fn write(&self, path: &str, bytes: &[u8], over: Option<&str>) -> Result<String, Fault> {
        let mode = over.map_or(PutMode::Overwrite, update);
        let result = match self.put_small(path, bytes, mode) {
            // A host that has no conditions: what can be seen by reading.
            Err(object_store::Error::NotImplemented { .. } | object_store::Error::NotSupported { .. }) => {
                let now = self.read(path)?.map(|(_, version)| version);
                if now.as_deref() != over {
                    return Err(Fault::new(FaultKind::Conflict, format!("write `{path}`"), "somebody else changed it"));
                }
                self.put_small(path, bytes, PutMode::Overwrite)
            }
            result => result,
        };
        let put = result.map_err(self.fault(format!("write `{path}`")))?;
        Ok(version(put.e_tag.as_deref(), put.version.as_deref()))
    }

    fn claim(&self, path: &str, bytes: &[u8], over: Option<&str>) -> Result<Option<String>, Fault> {
        let mode = over.map_or(PutMode::Create, update);
        match self.put_small(path, bytes, mode) {
            Ok(_) => {}
            Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. }) => {
                return Ok(None);
            }
            Err(object_store::Error::NotFound { .. }) if over.is_some() => return Ok(None),
            Err(object_store::Error::NotImplemented { .. } | object_store::Error::NotSupported { .. }) => {
                if self.read(path)?.map(|(_, version)| version).as_deref() != over {
                    return Ok(None);
                }
                self.put_small(path, bytes, PutMode::Overwrite).map_err(self.fault(format!("write `{path}`")))?;
            }
            Err(error) => return Err(self.fault(format!("write `{path}`"))(error)),
        }
        // Some servers take conditions and do not heed them.
        Ok(self.read(path)?.filter(|(now, _)| now == bytes).map(|(_, version)| version))
    }

    fn remove(&self, path: &str) -> Result<(), Fault> {
        self.delete_one(path, "remove")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::publish::digest::Digest;
    use crate::publish::headers::CacheTimes;

    fn host() -> Storage {
        Storage::new(Arc::new(object_store::memory::InMemory::new()), "club", "memory".into()).unwrap()
    }

    fn put(host: &Storage, path: &str, text: &str) -> Option<String> {
        let file = LocalFile::new(path, text.as_bytes(), CacheTimes::default());
        let result = Mutex::new(None);
        host.put(&[&file], &|_, done| *result.lock().unwrap() = Some(done));
        result.into_inner().unwrap().unwrap().unwrap()
    }

    #[test]
    fn objects_below_a_prefix() {
        let host = host();
        let tag = put(&host, "ö/a b%20[1].html", "text");
        host.write(".touchline/x", b"1", None).unwrap();
        assert_eq!(host.list(&[]).unwrap(), [("ö/a b%20[1].html".to_owned(), Seen { size: 4, tag })].into());
        let identity = host.identify(&["ö/a b%20[1].html", "none"]).unwrap();
        assert_eq!(identity[0].as_ref().unwrap().digest, Digest::of(b"text"));
        assert_eq!(identity[0].as_ref().unwrap().headers, Headers::of("a.html", CacheTimes::default()).stamp());
        assert_eq!(identity[1], None);
        host.delete(&["ö/a b%20[1].html", "none"], &|_, done| assert_eq!(done, Ok(None)));
        assert!(host.list(&[]).unwrap().is_empty());
    }

    #[test]
    fn tags_are_the_same_however_they_are_written() {
        for written in ["\"0x8D\"", "0x8D", "W/\"0x8D\""] {
            assert_eq!(tag(Some(written.to_owned())).as_deref(), Some("0x8D"));
        }
        assert_eq!(tag(Some("\"\"".to_owned())), None);
    }

    #[test]
    fn small_files_have_versions() {
        let host = host();
        assert!(host.claim(".touchline/x", b"1", None).unwrap().is_some());
        assert_eq!(host.claim(".touchline/x", b"2", None), Ok(None));
        let (_, first) = host.read(".touchline/x").unwrap().unwrap();
        let second = host.write(".touchline/x", b"2", Some(&first)).unwrap();
        assert_eq!(host.write(".touchline/x", b"3", Some(&first)).unwrap_err().kind, FaultKind::Conflict);
        assert_eq!(host.claim(".touchline/x", b"4", Some(&first)), Ok(None));
        assert!(host.claim(".touchline/x", b"4", Some(&second)).unwrap().is_some());
        host.remove(".touchline/x").unwrap();
        assert_eq!(host.read(".touchline/x"), Ok(None));
    }
}
