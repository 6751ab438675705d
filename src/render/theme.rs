//! The built-in theme: `templates/` and `static/`, compiled into the program.
//!
//! In: nothing. Out: names and contents. A table by hand keeps the build free
//! of a build script; a test holds it against the folders, so that no file is
//! forgotten.

/// The templates by name: the path below `templates/`.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("404.html", include_str!("../../templates/404.html")),
    ("author.html", include_str!("../../templates/author.html")),
    ("authors.html", include_str!("../../templates/authors.html")),
    ("base.html", include_str!("../../templates/base.html")),
    ("competition.html", include_str!("../../templates/competition.html")),
    ("competitions.html", include_str!("../../templates/competitions.html")),
    ("edition.html", include_str!("../../templates/edition.html")),
    ("home.html", include_str!("../../templates/home.html")),
    ("match.html", include_str!("../../templates/match.html")),
    ("matchday.html", include_str!("../../templates/matchday.html")),
    ("matches.html", include_str!("../../templates/matches.html")),
    ("page.html", include_str!("../../templates/page.html")),
    ("parts/around.html", include_str!("../../templates/parts/around.html")),
    ("parts/bracket.html", include_str!("../../templates/parts/bracket.html")),
    ("parts/lineups.html", include_str!("../../templates/parts/lineups.html")),
    ("parts/marks.html", include_str!("../../templates/parts/marks.html")),
    ("parts/matches.html", include_str!("../../templates/parts/matches.html")),
    ("parts/names.html", include_str!("../../templates/parts/names.html")),
    ("parts/pages.html", include_str!("../../templates/parts/pages.html")),
    ("parts/score.html", include_str!("../../templates/parts/score.html")),
    ("parts/stories.html", include_str!("../../templates/parts/stories.html")),
    ("parts/table.html", include_str!("../../templates/parts/table.html")),
    ("parts/timeline.html", include_str!("../../templates/parts/timeline.html")),
    ("people.html", include_str!("../../templates/people.html")),
    ("person.html", include_str!("../../templates/person.html")),
    ("players.html", include_str!("../../templates/players.html")),
    ("redirect.html", include_str!("../../templates/redirect.html")),
    ("stories.html", include_str!("../../templates/stories.html")),
    ("story.html", include_str!("../../templates/story.html")),
    ("team.html", include_str!("../../templates/team.html")),
    ("teams.html", include_str!("../../templates/teams.html")),
    ("topic.html", include_str!("../../templates/topic.html")),
    ("topics.html", include_str!("../../templates/topics.html")),
    ("venue.html", include_str!("../../templates/venue.html")),
    ("venues.html", include_str!("../../templates/venues.html")),
    ("versus.html", include_str!("../../templates/versus.html")),
];

/// The static files by name: the path below `static/`.
pub const STATIC: &[(&str, &[u8])] = &[
    ("favicon.svg", include_bytes!("../../static/favicon.svg")),
    ("touchline.css", include_bytes!("../../static/touchline.css")),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn files(folder: &str) -> BTreeSet<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        walkdir::WalkDir::new(&root)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"))
            .collect()
    }

    #[test]
    fn every_template_is_in_the_table() {
        let known: BTreeSet<String> = TEMPLATES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(known, files("templates"));
    }

    #[test]
    fn every_static_file_is_in_the_table() {
        let known: BTreeSet<String> = STATIC.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(known, files("static"));
    }
}
