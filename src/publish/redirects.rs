//! Redirects, and headers, in the form of the program that serves the site.
//!
//! In: the pages that lead on elsewhere, as they were built. Out: the text of
//! `_redirects`, `_headers` or `.htaccess`. Never touches files.
//!
//! The pages stay: a host that does not know these files leads on by them.

use std::fmt::Write as _;

use super::class::is_fingerprinted;
use super::headers::{CacheTimes, FOREVER, has_extension};
use super::targets::Server;

/// A page that leads on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redirect {
    /// Its file: `stories/old/index.html`.
    pub path: String,
    /// Where it leads: an address of this site (`/club/stories/new/`) or a URL.
    pub to: String,
}

/// Where a page leads on to at once, if it does:
/// `<meta http-equiv="refresh" content="0; url=…">` in its head.
pub fn target_of(html: &[u8]) -> Option<String> {
    // The head of a redirect page is short; a page of another sort is not read
    // to its end for this.
    let head = String::from_utf8_lossy(&html[..html.len().min(4096)]);
    let start = head.find("http-equiv=\"refresh\"")?;
    let tag = &head[start..];
    let tag = &tag[..tag.find('>')?];
    let content = tag.split_once("content=\"")?.1.split('"').next()?;
    let (delay, url) = content.split_once(';')?;
    let url = url.trim_start();
    let url = url.get(..4).filter(|key| key.eq_ignore_ascii_case("url=")).map(|_| &url[4..])?;
    (delay.trim() == "0" && !url.is_empty()).then(|| unescape(url.trim()))
}

/// The few references that a template's escaping writes into an attribute.
fn unescape(text: &str) -> String {
    let mut plain = text.to_owned();
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ];
    for (reference, character) in pairs {
        plain = plain.replace(reference, character);
    }
    plain
}

/// The address of a page's file: `stories/a/index.html` is `/club/stories/a/`.
pub fn address(base_path: &str, path: &str) -> String {
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    format!("{base_path}/{path}")
}

/// The files that a server reads beside the site: name and text.
pub fn server_files(
    server: Server,
    base_path: &str,
    redirects: &[Redirect],
    paths: &[&str],
    times: CacheTimes,
) -> Vec<(&'static str, String)> {
    let mut files = match server {
        Server::Plain => vec![],
        Server::Netlify => {
            vec![("_redirects", table(base_path, redirects, "301!")), ("_headers", rules(base_path, paths))]
        }
        Server::Cloudflare => {
            vec![("_redirects", table(base_path, redirects, "301")), ("_headers", rules(base_path, paths))]
        }
        Server::Gitlab => vec![("_redirects", table(base_path, redirects, "301"))],
        Server::Apache => vec![(".htaccess", htaccess(base_path, redirects, times))],
    };
    files.retain(|(_, text)| !text.is_empty());
    files
}

/// <https://docs.netlify.com/routing/redirects/>,
/// <https://developers.cloudflare.com/pages/configuration/redirects/>,
/// <https://docs.gitlab.com/user/project/pages/redirects/>. Netlify needs the
/// `!` because there is a page of the old address too.
fn table(base_path: &str, redirects: &[Redirect], status: &str) -> String {
    let mut text = String::new();
    for redirect in redirects {
        let from = encode(&address(base_path, &redirect.path));
        let _ = writeln!(text, "{from} {} {status}", encode(&redirect.to));
    }
    text
}

/// A space would end the address.
fn encode(address: &str) -> String {
    address.replace(' ', "%20")
}

/// <https://docs.netlify.com/routing/headers/>,
/// <https://developers.cloudflare.com/pages/configuration/headers/>. What is
/// not named is revalidated at each visit by both; files whose name holds a
/// digest need not be. Cloudflare takes 100 rules: folders are named rather
/// than files where all their files are such.
fn rules(base_path: &str, paths: &[&str]) -> String {
    let mut text = String::new();
    if paths.iter().any(|path| has_extension(path, "ics")) {
        let _ = writeln!(text, "{base_path}/*.ics\n  Content-Type: text/calendar; charset=utf-8");
    }
    let lasting: Vec<&str> = paths.iter().copied().filter(|path| is_fingerprinted(path)).collect();
    for path in lasting.iter().take(99) {
        let _ = writeln!(text, "{}\n  Cache-Control: {FOREVER}", encode(&format!("{base_path}/{path}")));
    }
    text
}

/// <https://httpd.apache.org/docs/2.4/>. Each part is left out by a server that
/// lacks its module. Apache compresses by itself, so no twins are needed.
fn htaccess(base_path: &str, redirects: &[Redirect], times: CacheTimes) -> String {
    let mut text = String::from("# Written by touchline at each publish; changes made here are lost.\n");
    let _ = writeln!(text, "ErrorDocument 404 {base_path}/404.html");
    text.push_str("AddDefaultCharset utf-8\nAddCharset utf-8 .css .js .json .xml .ics .txt .svg\n");
    text.push_str("<IfModule mod_mime.c>\n  AddType text/calendar .ics\n  AddType application/manifest+json .webmanifest\n</IfModule>\n");
    if !redirects.is_empty() {
        text.push_str("<IfModule mod_alias.c>\n");
        for redirect in redirects {
            let from = escape_pattern(&address(base_path, &redirect.path));
            let file = if from.ends_with('/') { "(index\\.html)?" } else { "" };
            let _ = writeln!(
                text,
                "  RedirectMatch 301 \"^{from}{file}$\" \"{}\"",
                redirect.to.replace(['"', '\\', '\n'], "")
            );
        }
        text.push_str("</IfModule>\n");
    }
    let _ = write!(
        text,
        "<IfModule mod_headers.c>\n  Header set Cache-Control \"public, max-age={}\"\n  \
         <FilesMatch \"\\.(css|js|png|jpe?g|gif|webp|avif|svg|ico|woff2?|mp4|pdf)$\">\n    \
         Header set Cache-Control \"public, max-age={}\"\n  </FilesMatch>\n  \
         <FilesMatch \"[._-](?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{{8,}}\\.(?!html?$)[a-z0-9]+$\">\n    \
         Header set Cache-Control \"{FOREVER}\"\n  </FilesMatch>\n</IfModule>\n",
        times.pages, times.assets,
    );
    text.push_str(
        "<IfModule mod_deflate.c>\n  AddOutputFilterByType DEFLATE text/html text/css text/javascript text/plain \
         text/calendar application/json application/xml application/atom+xml image/svg+xml\n</IfModule>\n",
    );
    text
}

fn escape_pattern(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\^$.|?*+()[]{}\"".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirects() -> Vec<Redirect> {
        vec![
            Redirect { path: "stories/old/index.html".into(), to: "/club/stories/new/".into() },
            Redirect { path: "a.b.html".into(), to: "https://example.org/".into() },
        ]
    }

    #[test]
    fn pages_that_lead_on_are_known() {
        let page = |content: &str| {
            format!(
                "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"{content}\"></head>"
            )
        };
        let of = |content: &str| target_of(page(content).as_bytes());
        assert_eq!(of("0; url=/club/x/"), Some("/club/x/".into()));
        assert_eq!(of("0;URL=/x/?a=1&amp;b=2"), Some("/x/?a=1&b=2".into()));
        assert_eq!(of("30"), None, "a page that reloads itself");
        assert_eq!(of("5; url=/x/"), None, "a page that is there to be read first");
        assert_eq!(target_of(b"<p>http-equiv=\"refresh\""), None);
    }

    #[test]
    fn addresses_of_files() {
        assert_eq!(address("/club", "stories/a/index.html"), "/club/stories/a/");
        assert_eq!(address("", "index.html"), "/");
        assert_eq!(address("", "404.html"), "/404.html");
        assert_eq!(address("", "xindex.html"), "/xindex.html");
    }

    #[test]
    fn each_server_gets_its_own_form() {
        let files =
            |server| server_files(server, "/club", &redirects(), &["a.3f9a27c1.css", "b.ics"], CacheTimes::default());
        assert_eq!(files(Server::Plain), []);
        let netlify = files(Server::Netlify);
        assert_eq!(
            netlify[0],
            (
                "_redirects",
                "/club/stories/old/ /club/stories/new/ 301!\n/club/a.b.html https://example.org/ 301!\n".into()
            )
        );
        assert!(netlify[1].1.contains("/club/a.3f9a27c1.css\n  Cache-Control: public, max-age=31536000, immutable"));
        assert!(files(Server::Cloudflare)[0].1.contains("/club/stories/new/ 301\n"));
        assert_eq!(files(Server::Gitlab).len(), 1);
        let apache = &files(Server::Apache)[0];
        assert_eq!(apache.0, ".htaccess");
        assert!(
            apache.1.contains("RedirectMatch 301 \"^/club/stories/old/(index\\.html)?$\" \"/club/stories/new/\""),
            "{}",
            apache.1
        );
        assert!(apache.1.contains("RedirectMatch 301 \"^/club/a\\.b\\.html$\""));
    }
}
