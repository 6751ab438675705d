//! One address: what to send, and what the answer means.
//!
//! In: an address. Out: a verdict. `HEAD` is sent first, which costs the host
//! least, then `GET` where that is not understood. Redirects are followed.

use std::error::Error;
use std::io;

use reqwest::{Method, StatusCode};
use url::Url;

use super::Verdict;
use super::hosts::{Answer, Hosts, NoAnswer};

/// As many redirects as browsers follow, or nearly.
const REDIRECTS: usize = 10;

/// Asks for an address.
pub(super) async fn ask(hosts: &Hosts, written: &str) -> Verdict {
    let Ok(mut url) = Url::parse(written) else { return Verdict::Broken("is no address".to_owned()) };
    // Where it has moved for good, as long as no step was for a time only.
    let (mut moved, mut for_good) = (None, true);
    for _ in 0..=REDIRECTS {
        let answer = match send(hosts, &url).await {
            Ok(answer) => answer,
            Err(no_answer) => return unanswered(&no_answer),
        };
        let status = answer.status;
        if !is_redirect(status) {
            let verdict = judge(status);
            return if verdict == (Verdict::Good { moved: None }) { Verdict::Good { moved } } else { verdict };
        }
        let Some(to) = answer.location.and_then(|to| url.join(&to).ok()) else {
            return Verdict::Broken(format!("leads on to nowhere ({})", status.as_u16()));
        };
        if !matches!(to.scheme(), "http" | "https") {
            return Verdict::Broken(format!("leads on to `{to}`"));
        }
        for_good &= matches!(status.as_u16(), 301 | 308);
        if for_good {
            moved = Some(to.to_string());
        }
        url = to;
    }
    Verdict::Broken("is led round and round".to_owned())
}

async fn send(hosts: &Hosts, url: &Url) -> Result<Answer, NoAnswer> {
    let head = hosts.send(Method::HEAD, url).await;
    match &head {
        // Many hosts answer `HEAD` wrongly or not at all.
        Ok(answer) if answer.status == StatusCode::TOO_MANY_REQUESTS => head,
        Ok(answer) if answer.status.is_success() || is_redirect(answer.status) => head,
        Ok(_) => hosts.send(Method::GET, url).await,
        Err(NoAnswer::Fault(fault)) if !fault.is_connect() && !fault.is_timeout() => hosts.send(Method::GET, url).await,
        Err(_) => head,
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// What the status of an answer says.
fn judge(status: StatusCode) -> Verdict {
    let said = match status.canonical_reason() {
        Some(reason) => format!("answers {} {reason}", status.as_u16()),
        None => format!("answers {}", status.as_u16()),
    };
    match status.as_u16() {
        200..=299 | 304 => Verdict::Good { moved: None },
        // Not for everyone, not for programs, not so often, not in this
        // country: a reader may get there all the same.
        401 | 402 | 403 | 405 | 406 | 407 | 429 | 451 | 999 => Verdict::Blocked(said),
        // The host has trouble of its own, today.
        408 | 425 | 500..=599 => Verdict::Doubtful(said),
        _ => Verdict::Broken(said),
    }
}

fn unanswered(no_answer: &NoAnswer) -> Verdict {
    match no_answer {
        NoAnswer::Robots => Verdict::Blocked("is closed to link checks by the host's robots.txt".to_owned()),
        NoAnswer::LeftAlone => Verdict::Blocked("was not asked for: the host said it is asked too often".to_owned()),
        NoAnswer::Fault(fault) => fault_of(fault),
    }
}

/// What a fault of the connection says.
fn fault_of(fault: &reqwest::Error) -> Verdict {
    let mut source: Option<&(dyn Error + 'static)> = Some(fault);
    let mut innermost = String::new();
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return Verdict::Broken(format!("has no connection that can be trusted ({error})"));
        }
        if let Some(error) = error.downcast_ref::<io::Error>() {
            match error.kind() {
                io::ErrorKind::ConnectionRefused => {
                    return Verdict::Broken("is refused by the host".to_owned());
                }
                io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::UnexpectedEof
                | io::ErrorKind::BrokenPipe => {
                    return Verdict::Doubtful("was cut off in the midst of the answer".to_owned());
                }
                _ => {}
            }
        }
        innermost = error.to_string();
        if innermost.contains("dns error") {
            return Verdict::Broken("has a host that does not exist".to_owned());
        }
        // TLS faults stand inside those of IO.
        source = error
            .downcast_ref::<io::Error>()
            .and_then(|error| error.get_ref())
            .map(|inner| inner as &(dyn Error + 'static))
            .or_else(|| error.source());
    }
    if fault.is_timeout() {
        return Verdict::Doubtful("did not answer in time".to_owned());
    }
    if fault.is_connect() {
        return Verdict::Broken(format!("cannot be reached ({innermost})"));
    }
    Verdict::Doubtful(format!("gave no answer that could be read ({innermost})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_status_says() {
        let judged = |code| judge(StatusCode::from_u16(code).unwrap());
        for code in [200, 204, 206] {
            assert_eq!(judged(code), Verdict::Good { moved: None }, "{code}");
        }
        for code in [401, 403, 405, 429, 999] {
            assert!(matches!(judged(code), Verdict::Blocked(_)), "{code}");
        }
        for code in [400, 404, 410] {
            assert!(matches!(judged(code), Verdict::Broken(_)), "{code}");
        }
        for code in [500, 502, 503, 408] {
            assert!(matches!(judged(code), Verdict::Doubtful(_)), "{code}");
        }
        assert_eq!(judged(404), Verdict::Broken("answers 404 Not Found".into()));
    }
}
