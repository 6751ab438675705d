//! `touchline new story "Iran 0-1 USA"`: a story file filled from the record.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::failure::Failure;
use super::super::screen::Screen;
use super::super::site::{Opened, SiteArgs, instant};
use super::super::{Global, root};
use super::facts::Facts;
use super::find::{Found, find};
use super::{shown, unread, write_new};
use crate::content::yaml::quote::scalar;
use crate::model::slug::slug;
use crate::model::{Match, Model, Score, SideIx};

#[derive(Debug, Args)]
pub(super) struct StoryArgs {
    /// The match: `Iran 0-1 USA`, `Iran v USA`, or its id.
    #[arg(value_name = "MATCH")]
    about: String,
    /// Take this for the present time: 2022-11-29T22:00+03:00, or a date [default: the clock].
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Timestamp>,
}

impl StoryArgs {
    pub(super) fn run(self, global: &Global, screen: &Screen) -> Result<(), Failure> {
        // Addresses of drafts and of stories to come are taken too.
        let everything = SiteArgs { drafts: true, future: true, now: self.now, base_url: None };
        let now = everything.now();
        let Opened { root, builder, .. } = everything.open(global)?;
        let model = builder.model().ok_or_else(|| unread(&root))?;
        let found = find(&model.record, &self.about, now)?;
        let path = free_path(&root, model, &model.record.matches[found.id]);
        write_new(&path, &text(model, found, now))?;
        screen.say(&format!("Wrote {}.", shown(&root, &path)));
        Ok(())
    }
}

/// A file whose name and address no other story has.
fn free_path(root: &Path, model: &Model, of: &Match) -> PathBuf {
    let folder = root.join(root::CONTENT).join("stories");
    let name = |side| slug(Facts { record: &model.record, of }.team(side));
    let teams = format!("{}-{}", name(SideIx::Home), name(SideIx::Away));
    let dated = of.kickoff.map(|kickoff| format!("{teams}-{}", kickoff.date));
    let numbered = (2..).map(|n| format!("{teams}-{n}"));
    let taken = |stem: &String| {
        model.stories.iter().any(|story| *story.slug == **stem) || folder.join(format!("{stem}.md")).exists()
    };
    let mut names = std::iter::once(teams.clone()).chain(dated).chain(numbered);
    let stem = names.find(|stem| !taken(stem)).unwrap_or(teams);
    folder.join(format!("{stem}.md"))
}

fn text(model: &Model, found: Found, now: Timestamp) -> String {
    let of = &model.record.matches[found.id];
    let facts = Facts { record: &model.record, of };
    let zone = TimeZone::get(&model.site.timezone).unwrap_or(TimeZone::UTC);
    let played = of.score.as_ref().and_then(Score::result).is_some();
    // The teams alone would mean the meeting that is nearest to the story's
    // date; the id always means this one.
    let reference = if found.is_only_one { facts.name() } else { of.slug.to_string() };
    let mut text = String::from("---\n");
    let mut put = |key: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{key}: {value}");
    };
    put("title", &scalar(&facts.name()));
    put("date", &now.to_zoned(zone).strftime("%Y-%m-%dT%H:%M%:z").to_string());
    if !played {
        put("type", "preview");
    }
    put("match", &scalar(&reference));
    if let Some(edition) = facts.edition() {
        put("topics", &format!("[{}]", flow(&topic(model, &edition))));
    }
    let note = facts.note().replace("--", "- -");
    let _ = write!(text, "---\n\n{}\n\n<!--\n{}\n\n{note}\n-->\n", facts.opening(), HINT);
    text
}

const HINT: &str = "What the record has of this match. This note is not shown on the page; names in your
text link by themselves.";

/// The topic of that name, as stories spell it already.
fn topic(model: &Model, edition: &str) -> String {
    let wanted = slug(edition);
    let known = model.topics.iter().find(|topic| *topic.slug == *wanted);
    known.map_or_else(|| edition.to_owned(), |topic| topic.name.to_string())
}

/// A text as a scalar inside `[…]`.
fn flow(text: &str) -> String {
    if text.contains([',', '[', ']', '{', '}']) { serde_json::Value::from(text).to_string() } else { scalar(text) }
}
