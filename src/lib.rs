//! touchline, a static site generator for match stories.
