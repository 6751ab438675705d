//! Pictures and other files that texts refer to.
//!
//! In: a reference as the author wrote it and the list of files that exist
//! (whoever reads the disk makes it). Out: the address to link, and which file
//! must be copied where. Never reads a file itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::routes::Routes;

/// What is known of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AssetInfo {
    /// Width and height in pixels, of a picture.
    pub size: Option<(u32, u32)>,
}

/// The files beside stories and under `static/`.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// By path relative to the site's root: `content/stories/a.svg`,
    /// `static/logo.svg`. The theme's own static files are among them.
    pub files: BTreeMap<Arc<str>, AssetInfo>,
}

/// A file that must be copied because a text shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Copy {
    /// The file, relative to the site's root.
    pub from: Arc<str>,
    /// Where it goes: a path below the output folder, with a slash in front.
    pub to: Arc<str>,
}

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// To another site, or to a place that is none of ours (`data:`).
    Outside(String),
    /// To a file of this site.
    File {
        /// Its url.
        url: String,
        /// What is known of it.
        info: AssetInfo,
        /// The copy to be made, for a file beside a story.
        copy: Option<Copy>,
    },
    /// Nowhere: no such file.
    Missing {
        /// The places where it was looked for, relative to the site's root.
        tried: Vec<String>,
    },
}

impl Assets {
    /// Finds the file a text means by `written`. `beside` is the text's own
    /// file, relative to the root; `page` the path of the page that shows it.
    pub fn resolve(&self, routes: &Routes, written: &str, beside: &str, page: &str) -> Resolved {
        if is_outside(written) {
            return Resolved::Outside(written.to_owned());
        }
        let (name, rest) = split_suffix(written);
        let mut tried = Vec::new();
        if !name.starts_with('/') {
            let folder = beside.rfind('/').map_or("", |slash| &beside[..slash]);
            if let Some(path) = join(folder, name) {
                if let Some((from, info)) = self.files.get_key_value(path.as_str()) {
                    let to: Arc<str> = format!("{page}{}", file_name(name)).into();
                    let url = format!("{}{rest}", routes.url(&to));
                    return Resolved::File { url, info: *info, copy: Some(Copy { from: Arc::clone(from), to }) };
                }
                tried.push(path);
            }
        }
        if let Some(path) = join("static", name.trim_start_matches('/')) {
            if let Some(info) = self.files.get(path.as_str()) {
                let url = format!("{}{rest}", routes.url(&path["static".len()..]));
                return Resolved::File { url, info: *info, copy: None };
            }
            tried.push(path);
        }
        Resolved::Missing { tried }
    }
}

/// Whether a reference leaves the site: it has a scheme or a host.
pub fn is_outside(written: &str) -> bool {
    if written.starts_with("//") {
        return true;
    }
    written.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

/// Splits off what follows the path: `?query` and `#fragment`.
pub fn split_suffix(written: &str) -> (&str, &str) {
    written.find(['?', '#']).map_or((written, ""), |at| written.split_at(at))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A path below a folder, with `.` and `..` worked out; `None` if it leaves
/// the root.
pub fn join(folder: &str, name: &str) -> Option<String> {
    fn push(path: &mut String, part: &str) {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(part);
    }
    let mut path = String::with_capacity(folder.len() + 1 + name.len());
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        push(&mut path, part);
    }
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." if path.is_empty() => return None,
            ".." => path.truncate(path.rfind('/').unwrap_or(0)),
            part => push(&mut path, part),
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_lead_outside_and_times_of_day_do_not_confuse() {
        assert!(is_outside("https://example.org/a.png"));
        assert!(is_outside("//example.org/a.png"));
        assert!(is_outside("mailto:a@example.org"));
        assert!(!is_outside("a.png"));
        assert!(!is_outside("/img/a.png"));
        assert!(!is_outside("1:2.png"));
    }

    #[test]
    fn paths_are_worked_out_and_stay_inside() {
        assert_eq!(join("content/stories", "a.svg").unwrap(), "content/stories/a.svg");
        assert_eq!(join("content/stories", "../shared/./a.svg").unwrap(), "content/shared/a.svg");
        assert_eq!(join("static", "../../etc/passwd"), None);
    }
}
