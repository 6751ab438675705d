//! Colours of the monograms that stand for crests.
//!
//! In: a team's colours as its author wrote them, or nothing. Out: three hex
//! colours that can be told apart and read. Never asks for more than a name.

use xxhash_rust::xxh3::xxh3_64;

/// An sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// Names of colours that clubs wear. The values are those of CSS, except where
/// a shirt of that name is another shade than the screen's.
const NAMES: [(&str, Rgb); 34] = [
    ("amber", Rgb(255, 191, 0)),
    ("black", Rgb(0, 0, 0)),
    ("blue", Rgb(0, 71, 171)),
    ("brown", Rgb(101, 67, 33)),
    ("burgundy", Rgb(128, 0, 32)),
    ("claret", Rgb(123, 20, 48)),
    ("crimson", Rgb(220, 20, 60)),
    ("cyan", Rgb(0, 255, 255)),
    ("darkblue", Rgb(0, 0, 139)),
    ("darkgreen", Rgb(0, 100, 0)),
    ("darkred", Rgb(139, 0, 0)),
    ("gold", Rgb(255, 215, 0)),
    ("gray", Rgb(128, 128, 128)),
    ("green", Rgb(0, 128, 0)),
    ("grey", Rgb(128, 128, 128)),
    ("lightblue", Rgb(173, 216, 230)),
    ("lime", Rgb(0, 255, 0)),
    ("magenta", Rgb(255, 0, 255)),
    ("maroon", Rgb(128, 0, 0)),
    ("navy", Rgb(0, 0, 128)),
    ("olive", Rgb(128, 128, 0)),
    ("orange", Rgb(255, 121, 0)),
    ("pink", Rgb(255, 192, 203)),
    ("purple", Rgb(128, 0, 128)),
    ("red", Rgb(200, 16, 46)),
    ("royalblue", Rgb(65, 105, 225)),
    ("scarlet", Rgb(206, 17, 38)),
    ("silver", Rgb(192, 192, 192)),
    ("skyblue", Rgb(135, 206, 235)),
    ("teal", Rgb(0, 128, 128)),
    ("turquoise", Rgb(64, 224, 208)),
    ("violet", Rgb(143, 0, 255)),
    ("white", Rgb(255, 255, 255)),
    ("yellow", Rgb(255, 221, 0)),
];

/// Reads `#rgb`, `#rrggbb` or a name.
pub fn parse(written: &str) -> Option<Rgb> {
    let written = written.trim();
    if let Some(hex) = written.strip_prefix('#') {
        let nibble = |at: usize| u8::from_str_radix(hex.get(at..=at)?, 16).ok();
        let byte = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
        return match hex.len() {
            3 => Some(Rgb(nibble(0)? * 17, nibble(1)? * 17, nibble(2)? * 17)),
            6 => Some(Rgb(byte(0)?, byte(2)?, byte(4)?)),
            _ => None,
        };
    }
    let name: String = written.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    NAMES.binary_search_by(|(known, _)| (*known).cmp(name.as_str())).ok().map(|at| NAMES[at].1)
}

/// Relative luminance (WCAG 2.2).
fn luminance(Rgb(r, g, b): Rgb) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// Contrast of two colours, 1 to 21 (WCAG 2.2).
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Black or white, whichever can be read on the colour: one of them always has
/// a contrast above 4.5.
pub fn ink_on(fill: Rgb) -> Rgb {
    let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
    if contrast(fill, white) >= contrast(fill, black) { white } else { black }
}

/// A muted colour for a team whose colours nobody wrote down: always the same
/// for the same slug.
pub fn of_slug(slug: &str) -> Rgb {
    const PALETTE: [Rgb; 12] = [
        Rgb(38, 70, 83),
        Rgb(42, 111, 97),
        Rgb(87, 117, 44),
        Rgb(138, 97, 22),
        Rgb(156, 74, 31),
        Rgb(143, 45, 52),
        Rgb(120, 47, 92),
        Rgb(86, 60, 128),
        Rgb(52, 78, 138),
        Rgb(31, 104, 135),
        Rgb(84, 84, 84),
        Rgb(66, 92, 62),
    ];
    PALETTE[(xxh3_64(slug.as_bytes()) % PALETTE.len() as u64) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_so_that_they_are_found() {
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(parse("Sky Blue"), Some(Rgb(135, 206, 235)));
        assert_eq!(parse("no such colour"), None);
    }

    #[test]
    fn hex_is_read_in_both_lengths() {
        assert_eq!(parse("#0b5d3b"), Some(Rgb(11, 93, 59)));
        assert_eq!(parse("#fff"), Some(Rgb(255, 255, 255)));
        assert_eq!(parse("#ff"), None);
        assert_eq!(parse("#ééé"), None);
    }

    #[test]
    fn letters_can_be_read_on_every_colour() {
        for r in (0..=255).step_by(15) {
            for g in (0..=255).step_by(15) {
                for b in (0..=255).step_by(15) {
                    let fill = Rgb(r, g, b);
                    assert!(contrast(fill, ink_on(fill)) >= 4.5, "{fill}");
                }
            }
        }
    }
}
