//! Which names the server answers to.
//!
//! In: the `Host` header of a request. Out: whether it names this server. A
//! page of another site can have its name point at this machine (DNS
//! rebinding) and would then read what is served here; its requests name that
//! site. Never resolves a name.

use std::net::IpAddr;

/// The names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hosts {
    /// Only those of this machine for itself.
    Loopback,
    /// Those, the name that was given, and any address as numbers: nobody
    /// else's name is one.
    Given(String),
}

impl Hosts {
    /// The names for what was given as `--host`.
    pub fn new(given: Option<&str>) -> Self {
        match given {
            Some(host) if !is_loopback(host) => Self::Given(host.to_owned()),
            _ => Self::Loopback,
        }
    }

    /// Whether a request with this header is for this server.
    pub fn allows(&self, header: &str) -> bool {
        let Some(host) = without_port(header) else { return false };
        is_loopback(host)
            || match self {
                Self::Loopback => false,
                Self::Given(given) => host.eq_ignore_ascii_case(given) || address(host).is_some(),
            }
    }
}

fn without_port(header: &str) -> Option<&str> {
    let end = match header.rfind(':') {
        Some(colon) if !header[colon..].contains(']') => colon,
        _ => header.len(),
    };
    let (host, port) = header.split_at(end);
    let numeric = port.strip_prefix(':').is_none_or(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
    (numeric && !host.is_empty()).then_some(host)
}

fn address(host: &str) -> Option<IpAddr> {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    bare.map_or_else(|| host.parse().ok().filter(IpAddr::is_ipv4), |host| host.parse().ok().filter(IpAddr::is_ipv6))
}

/// `localhost` and what is below it never leave the machine (RFC 6761, 6.3).
fn is_loopback(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || address(host).or_else(|| host.parse().ok()).is_some_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_only() {
        let hosts = Hosts::new(None);
        for host in
            ["localhost", "LOCALHOST:1863", "127.0.0.1:80", "127.9.9.9", "[::1]:1863", "[::1]", "club.localhost:1"]
        {
            assert!(hosts.allows(host), "{host}");
        }
        for host in [
            "",
            ":80",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "192.168.0.2",
            "localhost:80:80",
            "localhost:x",
            "[::2]",
            "evil.example:127",
            "::1",
        ] {
            assert!(!hosts.allows(host), "{host}");
        }
        assert_eq!(Hosts::new(Some("127.0.0.1")), Hosts::Loopback);
        assert_eq!(Hosts::new(Some("::1")), Hosts::Loopback);
    }

    #[test]
    fn a_given_host() {
        let hosts = Hosts::new(Some("press-room.lan"));
        for host in ["press-room.lan:1863", "localhost", "192.168.0.2:1863", "[fe80::1]"] {
            assert!(hosts.allows(host), "{host}");
        }
        assert!(!hosts.allows("evil.example"));
        assert!(!Hosts::new(Some("0.0.0.0")).allows("evil.example"));
    }
}
