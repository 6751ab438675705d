//! Width and height of pictures, read from their first bytes.
//!
//! In: the bytes of a PNG, JPEG, GIF, WebP or SVG file. Out: its size in
//! pixels, if it can be told. Never decodes a picture. Pages give the size to
//! the browser, so that the text does not jump when a picture arrives.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// As much of a file as may be needed.
const HEAD: usize = 64 << 10;

/// The size of a picture by its name and bytes.
pub fn size(name: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
    let size = match ending.as_str() {
        "png" => png(bytes),
        "gif" => gif(bytes),
        "jpg" | "jpeg" => jpeg(bytes),
        "webp" => webp(bytes),
        "svg" => svg(bytes),
        _ => None,
    };
    size.filter(|(w, h)| *w > 0 && *h > 0)
}

/// The size of a picture on the disk; its head is read.
pub fn size_of_file(path: &Path) -> Option<(u32, u32)> {
    let name = path.file_name()?.to_str()?;
    if !["png", "gif", "jpg", "jpeg", "webp", "svg"].iter().any(|e| name.to_ascii_lowercase().ends_with(e)) {
        return None;
    }
    let mut head = Vec::with_capacity(HEAD);
    File::open(path).ok()?.take(HEAD as u64).read_to_end(&mut head).ok()?;
    size(name, &head)
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

/// PNG: the IHDR chunk comes first (RFC 2083, 4.1.1).
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n").then_some(())?;
    Some((be32(bytes, 16)?, be32(bytes, 20)?))
}

/// `GIF89a`, section 18: the logical screen.
fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    bytes.starts_with(b"GIF8").then_some(())?;
    Some((le16(bytes, 6)?, le16(bytes, 8)?))
}

/// JPEG: the first frame header (ITU T.81, B.2.2).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    bytes.starts_with(&[0xff, 0xd8]).then_some(())?;
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        if marker == 0xff {
            at += 1;
            continue;
        }
        let frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if frame {
            return Some((be16(bytes, at + 7)?, be16(bytes, at + 5)?));
        }
        at += 2 + be16(bytes, at + 2)? as usize;
    }
}

/// WebP: the three kinds of first chunk (RFC 9649).
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(0..4)? == b"RIFF" && bytes.get(8..12)? == b"WEBP").then_some(())?;
    match bytes.get(12..16)? {
        b"VP8 " => Some((le16(bytes, 26)? & 0x3fff, le16(bytes, 28)? & 0x3fff)),
        b"VP8L" => {
            let bits = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8X" => {
            let three =
                |at: usize| Some(u32::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?, *bytes.get(at + 2)?, 0]));
            Some((three(24)? + 1, three(27)? + 1))
        }
        _ => None,
    }
}

/// SVG: `width` and `height` of the root element in pixels, else the
/// proportions of its `viewBox` (SVG 2, 8.2).
fn svg(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let start = head.find("<svg")?;
    let tag = &head[start..start + head[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}=")).or_else(|| tag.find(&format!("\n{name}=")))? + name.len() + 2;
        let quote = tag[at..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        tag[at + 1..].split(quote).next()
    };
    let pixels = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok().map(|n| n.round() as u32);
    if let (Some(width), Some(height)) = (attribute("width").and_then(pixels), attribute("height").and_then(pixels)) {
        return Some((width, height));
    }
    let mut numbers = attribute("viewBox")?.split([' ', ',']).filter(|s| !s.is_empty()).skip(2);
    Some((pixels(numbers.next()?)?, pixels(numbers.next()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_size_of_each_kind() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 4, 176, 0, 0, 2, 163]);
        assert_eq!(size("a.PNG", &png), Some((1200, 675)));
        assert_eq!(size("a.gif", b"GIF89a\x10\0\x20\0"), Some((16, 32)));
        let jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 2, 0xa3, 4, 0xb0];
        assert_eq!(size("a.jpg", &jpeg), Some((1200, 675)));
        assert_eq!(size("a.svg", b"<?xml?><svg width=\"12px\" height='7' viewBox=\"0 0 1 1\">"), Some((12, 7)));
        assert_eq!(size("a.svg", b"<svg viewBox=\"0 0 1200 675\">"), Some((1200, 675)));
    }

    #[test]
    fn broken_pictures_have_no_size() {
        for name in ["a.png", "a.jpg", "a.gif", "a.webp", "a.svg", "a"] {
            assert_eq!(size(name, b""), None);
            assert_eq!(size(name, &[0xff, 0xd8, 0xff]), None);
        }
    }
}
