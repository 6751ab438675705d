//! The pictures that all stories of a corpus share, one small SVG for each alternative text.

use crate::files::Folder;
use crate::names::slug;
use crate::phrases::ALTS;
use std::io;
use std::path::Path;

/// Writes the pictures into `static/images` of a site.
pub(crate) fn write(folder: &mut Folder) -> io::Result<()> {
    for (number, alt) in ALTS.iter().enumerate() {
        let path = Path::new("static/images").join(format!("{}.svg", slug(alt)));
        folder.write(path, &draw(alt, number))?;
    }
    Ok(())
}

/// A view of a pitch with its lines, and a stand whose size depends on the number.
fn draw(alt: &str, number: usize) -> String {
    let hue = 95 + 9 * number;
    let stand = 40 + 10 * number;
    let grass = 360 - stand;
    let half = stand + grass / 2;
    let posts = (0..8).map(|n| format!("M{} 0v{stand}", 40 + 80 * n)).collect::<Vec<_>>().concat();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"360\" viewBox=\"0 0 640 360\" role=\"img\">\n  \
           <title>{alt}</title>\n  \
           <rect width=\"640\" height=\"{stand}\" fill=\"#c9ccd1\"/>\n  \
           <path d=\"{posts}\" stroke=\"#555\" stroke-width=\"4\"/>\n  \
           <rect y=\"{stand}\" width=\"640\" height=\"{grass}\" fill=\"hsl({hue} 45% 38%)\"/>\n  \
           <g fill=\"none\" stroke=\"#fff\" stroke-width=\"3\">\n    \
             <path d=\"M20 {stand}v{grass}M620 {stand}v{grass}M320 {stand}v{grass}\"/>\n    \
             <circle cx=\"320\" cy=\"{half}\" r=\"48\"/>\n  \
           </g>\n\
         </svg>\n"
    )
}
