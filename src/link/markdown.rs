//! What Markdown knows here beyond `CommonMark`.
//!
//! In: nothing. Out: the parser's options, in one place, so that whoever
//! reads a body sees the same events at the same places. Never parses.

use pulldown_cmark::Options;

/// The options with which every body is parsed: tables, footnotes,
/// strikethrough and typographic quotes.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_SMART_PUNCTUATION
}
