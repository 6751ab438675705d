//! What the answers of object storage mean.
//!
//! In: an error of the crate. Out: a fault with a sentence that a webmaster
//! understands. Status and code of an answer are found in the error's text,
//! because the crate keeps its own type for them to itself.

use std::error::Error as _;

use object_store::Error;

use crate::publish::fault::{Fault, FaultKind};

/// A fault for an error.
pub(super) fn fault(doing: String, place: &str, error: &Error) -> Fault {
    let text = whole_text(error);
    let has = |part: &str| text.contains(part);
    let code = between(&text, "<Code>", "</Code>");
    let said = between(&text, "<Message>", "</Message>");
    let status = status(&text);

    let clock = [
        "RequestTimeTooSkewed",
        "Request date header too old",
        "Invalid JWT: Token must be a short-lived token",
        "certificate not valid yet",
        "NotValidYet",
    ];
    if clock.iter().any(|mark| has(mark)) || (status == Some(403) && code == Some("RequestExpired")) {
        return Fault::new(FaultKind::Clock, doing, "the host refuses requests from a machine whose clock is wrong");
    }
    if has("instance metadata")
        || has("169.254.169.254")
        || has("metadata.google.internal")
        || has("MSI") && has("token")
    {
        return Fault::new(FaultKind::Denied, doing, "no credentials were found on this machine")
            .help(no_credentials(place));
    }
    if code == Some("NoSuchBucket") || has("ContainerNotFound") || has("The specified bucket does not exist") {
        return Fault::new(FaultKind::Missing, doing, "there is no such bucket")
            .help("make the bucket, or look at its name in `site.yaml`");
    }
    if has("without LOCATION") || code == Some("PermanentRedirect") || code == Some("AuthorizationHeaderMalformed") {
        return Fault::new(FaultKind::Lasting, doing, "the bucket is in another region")
            .help("set `region` for this target");
    }
    let message = said.or(code).map_or_else(|| last_cause(error), str::to_owned);
    let kind = match error {
        Error::NotFound { .. } => FaultKind::Missing,
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => FaultKind::Denied,
        Error::Precondition { .. } | Error::AlreadyExists { .. } => FaultKind::Conflict,
        Error::Generic { .. } => match status {
            Some(507) => FaultKind::Full,
            Some(400..=407 | 409..=428 | 430..=499 | 501) => FaultKind::Lasting,
            _ => FaultKind::Passing,
        },
        Error::JoinError { .. } => FaultKind::Passing,
        _ => FaultKind::Lasting,
    };
    if kind == FaultKind::Denied {
        let help =
            format!("look at the key and at what it may do (list, read, write, delete). {}", no_credentials(place));
        return Fault::new(kind, doing, message).help(help);
    }
    Fault::new(kind, doing, message)
}

/// Whether a host answered about an object without its size or its tag: Google
/// may, where it is kept compressed. What it is is not known then.
pub(super) fn is_terse(error: &Error) -> bool {
    matches!(error, Error::Generic { .. }) && whole_text(error).contains("Header missing from response")
}

/// Where credentials are looked for.
fn no_credentials(place: &str) -> &'static str {
    if place.starts_with("gs:") {
        "Credentials: `GOOGLE_APPLICATION_CREDENTIALS`, or `gcloud auth application-default login`"
    } else if place.starts_with("az:") {
        "Credentials: `AZURE_STORAGE_ACCOUNT_KEY` or `AZURE_STORAGE_SAS_TOKEN`, or `az login`"
    } else {
        "Credentials: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or a profile in `~/.aws/`"
    }
}

fn whole_text(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push('\n');
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

/// The innermost reason, which is the plainest.
fn last_cause(error: &Error) -> String {
    let mut last = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !text.is_empty() {
            last = text;
        }
        cause = error.source();
    }
    last
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inside, _)| inside).filter(|inside| !inside.is_empty())
}

fn status(text: &str) -> Option<u16> {
    text.split_once("status code: ")?.1.get(..3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generic(text: &str) -> Fault {
        let error = Error::Generic { store: "S3", source: text.to_owned().into() };
        fault("send `a`".into(), "s3://club", &error)
    }

    #[test]
    fn answers_and_what_they_mean() {
        let clock = generic(
            "Server returned non-2xx status code: 403 Forbidden: <Error><Code>RequestTimeTooSkewed</Code></Error>",
        );
        assert_eq!(clock.kind, FaultKind::Clock);
        assert!(clock.advice().unwrap().contains("date and time"));
        assert_eq!(generic("status code: 503 Slow Down").kind, FaultKind::Passing);
        assert_eq!(generic("status code: 429 Too Many Requests").kind, FaultKind::Passing);
        assert_eq!(generic("status code: 400 Bad Request").kind, FaultKind::Lasting);
        assert_eq!(generic("status code: 501 Not Implemented").kind, FaultKind::Lasting);
        assert_eq!(generic("status code: 507 Insufficient Storage").kind, FaultKind::Full);
        assert_eq!(generic("error sending request: connection refused").kind, FaultKind::Passing);
        let region =
            generic("Received redirect without LOCATION, this normally indicates an incorrectly configured region");
        assert!(region.advice().unwrap().contains("`region`"));
        let credentials = generic("Error performing PUT http://169.254.169.254/latest/api/token in 1s");
        assert!(credentials.advice().unwrap().contains("AWS_ACCESS_KEY_ID"));
    }

    #[test]
    fn answers_without_what_is_needed() {
        let terse = Error::Generic { store: "GCS", source: "Content-Length Header missing from response".into() };
        assert!(is_terse(&terse));
        assert!(!is_terse(&Error::Generic { store: "GCS", source: "status code: 500".into() }));
    }

    #[test]
    fn the_words_of_the_host_are_passed_on() {
        let text = "status code: 403 Forbidden: <Error><Code>InvalidAccessKeyId</Code><Message>The key does not exist</Message></Error>";
        let error = Error::PermissionDenied { path: "a".into(), source: text.to_owned().into() };
        let fault = fault("list the host".into(), "s3://club", &error);
        assert_eq!(fault.to_string(), "could not list the host: The key does not exist");
        assert_eq!(fault.kind, FaultKind::Denied);
    }
}
