//! The addresses in a stylesheet.
//!
//! In: CSS. Out: what its `url()`s, `@import`s and `image-set()`s name, as
//! written. Never judges whether the rest is valid.

use cssparser::{ParseError, Parser, Token};

/// Calls a function with each address in a stylesheet or a `style` attribute.
pub(super) fn each_address(css: &str, found: &mut impl FnMut(&str)) {
    let may = ["url(", "URL(", "@import", "@IMPORT", "image-set(", "src("].iter().any(|mark| css.contains(mark));
    if may {
        walk(&mut Parser::new(css), false, found);
    }
}

/// Walks the tokens of a block; `strings` are addresses where it is the inside
/// of an `image-set()`.
fn walk(parser: &mut Parser<'_>, strings: bool, found: &mut dyn FnMut(&str)) {
    let mut import = false;
    while let Ok(token) = parser.next() {
        let token = token.clone();
        let imported = std::mem::replace(&mut import, false);
        match &token {
            Token::UnquotedUrl(url) => found(url),
            Token::QuotedString(url) if strings || imported => found(url),
            Token::AtKeyword(word) if word.eq_ignore_ascii_case("import") => import = true,
            // Names of vocabularies look like addresses and are none.
            Token::AtKeyword(word) if word.eq_ignore_ascii_case("namespace") => {
                while parser.next().is_ok_and(|token| *token != Token::Semicolon) {}
            }
            Token::Function(name) => {
                // The type in `image-set("a.avif" type("image/avif"))` is none.
                let names = ["url", "src", "image-set", "-webkit-image-set"];
                nested(parser, names.iter().any(|known| name.eq_ignore_ascii_case(known)), found);
            }
            Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                nested(parser, false, found);
            }
            _ => {}
        }
    }
}

fn nested(parser: &mut Parser<'_>, strings: bool, found: &mut dyn FnMut(&str)) {
    let _ = parser.parse_nested_block(|inner| {
        walk(inner, strings, found);
        Ok::<(), ParseError<()>>(())
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_all_their_forms() {
        let css = r#"
            @namespace url(http://www.w3.org/1999/xhtml);
            @import "a.css";
            @import url(b.css) screen;
            /* url(not.png) */
            @media print { p { background: url( "c.png" ) , url(d.png); } }
            p { content: "url(no.png)"; background: image-set("e.png" 1x, url("f.png") 2x, "g.avif" type("image/avif")); }
            p { background: url('h\20 i.png'); mask: url(#here) }
        "#;
        let mut found = Vec::new();
        each_address(css, &mut |url| found.push(url.to_owned()));
        assert_eq!(found, ["a.css", "b.css", "c.png", "d.png", "e.png", "f.png", "g.avif", "h i.png", "#here"]);
    }

    #[test]
    fn what_is_no_css_does_no_harm() {
        let mut found = 0;
        each_address("url( } ) {{ url(", &mut |_| found += 1);
        each_address("", &mut |_| found += 1);
        assert!(found <= 2);
    }
}
