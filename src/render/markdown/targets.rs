//! Where the links and pictures of a text lead.
//!
//! In: a destination as written, and the page it stands on. Out: the url, or
//! what is wrong. A destination may be an address of the site (`/about/`), the
//! file of another story or page, a file beside the text or under `static/`, a
//! fragment, or anything outside.

use memchr::{memchr_iter, memrchr2};
use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::{Fault, FaultKind, Source, SourceFiles, options};
use crate::diagnostic::nearest;
use crate::render::assets::{AssetInfo, Assets, Copy, Resolved, is_outside, join, split_suffix};
use crate::render::digest::digest_of;
use crate::render::routes::{PageKey, Routes};

/// Everything that links may lead to.
pub struct Targets<'a> {
    /// The addresses.
    pub routes: &'a Routes,
    /// The files.
    pub assets: &'a Assets,
    /// Stories and pages by their files.
    pub sources: &'a SourceFiles,
}

/// A resolved destination.
pub(super) struct Target {
    pub(super) url: String,
    pub(super) info: AssetInfo,
    pub(super) copy: Option<Copy>,
}

impl Target {
    fn plain(url: String) -> Self {
        Self { url, info: AssetInfo::default(), copy: None }
    }
}

impl Targets<'_> {
    /// Where a picture lies.
    pub(super) fn picture(&self, source: &Source<'_>, written: &str) -> Result<Target, FaultKind> {
        match self.assets.resolve(self.routes, &decoded(written), source.file, source.page) {
            Resolved::Outside(url) => Ok(Target::plain(url)),
            Resolved::File { url, info, copy } => Ok(Target { url, info, copy }),
            Resolved::Missing { tried } => Err(FaultKind::NoFile { written: written.to_owned(), tried }),
        }
    }

    /// Where a link leads.
    pub(super) fn link(&self, source: &Source<'_>, written: &str) -> Result<Target, FaultKind> {
        if written.is_empty() || written.starts_with('#') || is_outside(written) {
            return Ok(Target::plain(written.to_owned()));
        }
        let (name, rest) = split_suffix(written);
        let name = &*decoded(name);
        let whole = |url: &str| Ok(Target::plain(format!("{url}{rest}")));
        if let Some(path) = name.strip_prefix('/') {
            // Links may be written with the base path or, better, without.
            let below = self.routes.base_path().trim_start_matches('/');
            let inside = path.strip_prefix(below).and_then(|p| p.strip_prefix('/')).filter(|_| !below.is_empty());
            for path in [Some(path), inside].into_iter().flatten() {
                if let Some(url) = self.page(&format!("/{path}")) {
                    return whole(&url);
                }
            }
        } else {
            let folder = source.file.rfind('/').map_or("", |slash| &source.file[..slash]);
            if let Some(url) = join(folder, name).and_then(|path| self.sources.get(path.as_str())) {
                return whole(url);
            }
            let slash = if name.ends_with('/') { "/" } else { "" };
            if let Some(path) = join(source.page, name)
                && let Some(url) = self.page(&format!("/{path}{slash}"))
            {
                return whole(&url);
            }
        }
        match self.assets.resolve(self.routes, name, source.file, source.page) {
            Resolved::File { url, info, copy } => Ok(Target { url: format!("{url}{rest}"), info, copy }),
            Resolved::Outside(_) | Resolved::Missing { .. } => {
                Err(FaultKind::NoPage { written: written.to_owned(), nearest: self.nearest(name) })
            }
        }
    }

    /// The url of a page at this path, with or without its last slash.
    fn page(&self, path: &str) -> Option<String> {
        if self.routes.find(path).is_some() {
            return Some(self.routes.url(path));
        }
        let path = format!("{path}/");
        self.routes.find(&path).map(|_| self.routes.url(&path))
    }

    /// A page of a similar address, among those of the same section.
    fn nearest(&self, name: &str) -> Option<String> {
        let wanted = format!("/{}/", name.trim_matches('/').trim_end_matches(".md"));
        let section = wanted[1..].find('/').map_or("/", |end| &wanted[..end + 2]);
        let candidates = self
            .routes
            .table()
            .iter()
            .filter(|route| !matches!(route.key, PageKey::Redirect(_)))
            .map(|route| &*route.path)
            .filter(|path| path.starts_with(section) || !wanted[1..wanted.len() - 1].contains('/'))
            // Edit distances of far too long or short addresses are never near.
            .filter(|path| path.len().abs_diff(wanted.len()) <= wanted.len() / 3);
        nearest(&wanted, candidates.take(20_000)).map(str::to_owned)
    }
}

/// Percent-encoded bytes of a destination, decoded: files have plain names.
fn decoded(written: &str) -> std::borrow::Cow<'_, str> {
    if !written.contains('%') {
        return written.into();
    }
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = (first == b'%').then(|| after.get(..2)).flatten().and_then(|h| std::str::from_utf8(h).ok());
        if let Some(byte) = hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).map_or_else(|_| written.into(), Into::into)
}

/// Resolves every link and picture of a text. Most texts are not parsed for
/// it: a quick look finds the destinations, and only where one of them leads
/// nowhere are the events asked what was really meant.
pub(super) fn check(source: &Source<'_>, targets: &Targets<'_>) -> (Vec<Copy>, Vec<Fault>) {
    if let Some(found) = quick(source, targets)
        && let Some(copies) = found.into_iter().map(|target| Some(target.ok()?.copy)).collect::<Option<Vec<_>>>()
    {
        return (copies.into_iter().flatten().collect(), Vec::new());
    }
    let (mut copies, mut faults) = (Vec::new(), Vec::new());
    for (range, target) in thorough(source, targets) {
        match target {
            Ok(target) => copies.extend(target.copy),
            Err(kind) => faults.push(Fault { range, kind }),
        }
    }
    (copies, faults)
}

/// A digest of where a text's links and pictures lead.
pub(super) fn digest(source: &Source<'_>, targets: &Targets<'_>) -> u64 {
    let found = quick(source, targets)
        .unwrap_or_else(|| thorough(source, targets).into_iter().map(|(_, target)| target).collect());
    if found.is_empty() {
        return 0;
    }
    digest_of(&found.iter().map(|t| t.as_ref().ok().map(|t| (&t.url, t.info.size))).collect::<Vec<_>>())
}

type Found = Result<Target, FaultKind>;

/// The destinations of `[…](…)` and `![…](…)` without a parse; `None` where
/// the text uses rarer forms. May find more than there is (inside code).
fn quick(source: &Source<'_>, targets: &Targets<'_>) -> Option<Vec<Found>> {
    let text = source.text;
    let mut found = Vec::new();
    for at in memchr_iter(b']', text.as_bytes()) {
        match text.as_bytes().get(at + 1) {
            Some(b'(') => {}
            Some(b':') => return None,
            _ => continue,
        }
        let rest = &text[at + 2..];
        let ends = |byte| matches!(byte, b')' | b' ' | b'\n' | b'\t' | b'(' | b'<' | b'\\' | b'&');
        let end = rest.bytes().position(ends)?;
        if !matches!(rest.as_bytes()[end], b')' | b' ' | b'\n' | b'\t') || end == 0 {
            return None;
        }
        let written = &rest[..end];
        // The bracket that opens may belong to a picture; where brackets nest
        // the events know better.
        let open = memrchr2(b'[', b']', &text.as_bytes()[..at])?;
        if text.as_bytes()[open] == b']' {
            return None;
        }
        let picture = open > 0 && text.as_bytes()[open - 1] == b'!';
        found.push(if picture { targets.picture(source, written) } else { targets.link(source, written) });
    }
    Some(found)
}

/// The destinations by a parse.
pub(super) fn thorough(source: &Source<'_>, targets: &Targets<'_>) -> Vec<(std::ops::Range<usize>, Found)> {
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(source.text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) if !dest_url.is_empty() => {
                found.push((range, targets.picture(source, &dest_url)));
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) if link_type != LinkType::Email => {
                found.push((range, targets.link(source, &dest_url)));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_decoded_where_they_mean_something() {
        assert_eq!(decoded("a%20b.png"), "a b.png");
        assert_eq!(decoded("100%.png"), "100%.png");
        assert_eq!(decoded("%ff"), "%ff");
    }
}
