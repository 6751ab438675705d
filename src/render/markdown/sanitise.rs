//! Raw HTML in a text, by an allow-list.
//!
//! In: the HTML of a body that holds raw HTML. Out: the same without scripts,
//! styles, forms, frames and handlers. What the writer itself makes passes.

use std::sync::LazyLock;

use ammonia::Builder;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags(["section", "picture", "source", "video", "audio", "track"])
        .add_generic_attributes([
            "class",
            "id",
            "role",
            "aria-label",
            "aria-hidden",
            "lang",
            "dir",
            "title",
            "tabindex",
        ])
        .add_tag_attributes("img", ["loading", "decoding", "width", "height"])
        .add_tag_attributes("th", ["scope"])
        .add_tag_attributes("video", ["src", "controls", "poster", "width", "height", "preload"])
        .add_tag_attributes("audio", ["src", "controls", "preload"])
        .add_tag_attributes("source", ["src", "srcset", "type", "media"])
        .add_tag_attributes("track", ["src", "kind", "srclang", "label", "default"])
        .add_tag_attributes("ol", ["start"])
        .link_rel(None);
    builder
});

/// The HTML without what may do harm.
pub(super) fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn scripts_and_handlers_go_and_harmless_markup_stays() {
        assert_eq!(clean("<p onclick=\"x()\">a<script>b()</script></p>"), "<p>a</p>");
        assert_eq!(clean("<a href=\"javascript:x()\">a</a>"), "<a>a</a>");
        let kept = "<p id=\"a\" class=\"b\">H<sub>2</sub>O <a href=\"/x/\">c</a></p>";
        assert_eq!(clean(kept), kept);
    }
}
