//! Compressed twins of files, for hosts that serve them.
//!
//! In: bytes. Out: fewer bytes, the same every time. Never touches files.

use std::io::{self, Write};

/// A way to compress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coding {
    /// <https://www.rfc-editor.org/rfc/rfc1952>
    Gzip,
    /// <https://www.rfc-editor.org/rfc/rfc7932>
    Brotli,
}

impl Coding {
    /// As HTTP names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }

    /// The extension of a compressed twin.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Gzip => ".gz",
            Self::Brotli => ".br",
        }
    }

    /// Compresses. The header holds no time and no name, so equal bytes give
    /// equal bytes.
    pub fn compress(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip => {
                let mut to = flate2::GzBuilder::new().mtime(0).write(Vec::new(), flate2::Compression::best());
                to.write_all(bytes)?;
                to.finish()
            }
            Self::Brotli => {
                // 9 of 11: the last two levels take ten times as long for a
                // few bytes in a hundred.
                let params = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
                let mut to = Vec::new();
                brotli::BrotliCompress(&mut &bytes[..], &mut to, &params)?;
                Ok(to)
            }
        }
    }

    /// The compressed bytes, if they are worth a second file: the file has some
    /// size, and loses a tenth of it.
    pub fn worthwhile(self, bytes: &[u8]) -> io::Result<Option<Vec<u8>>> {
        if bytes.len() < 512 {
            return Ok(None);
        }
        let small = self.compress(bytes)?;
        Ok((small.len() < bytes.len() - bytes.len() / 10).then_some(small))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "Iran 0-1 USA. ".repeat(200);
        let gzip = Coding::Gzip.worthwhile(text.as_bytes()).unwrap().unwrap();
        let mut back = String::new();
        flate2::read::GzDecoder::new(&gzip[..]).read_to_string(&mut back).unwrap();
        assert_eq!(back, text);
        let mut back = Vec::new();
        let small = Coding::Brotli.worthwhile(text.as_bytes()).unwrap().unwrap();
        brotli::BrotliDecompress(&mut &small[..], &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
        assert_eq!(gzip, Coding::Gzip.compress(text.as_bytes()).unwrap(), "the same every time");
    }

    #[test]
    fn what_does_not_shrink_is_left() {
        let noise: Vec<u8> = (0..4096u32).map(|i| (blake3::hash(&i.to_le_bytes()).as_bytes())[0]).collect();
        assert_eq!(Coding::Gzip.worthwhile(&noise).unwrap(), None);
        assert_eq!(Coding::Brotli.worthwhile(b"short short short").unwrap(), None);
    }
}
