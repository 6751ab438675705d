//! Small views that appear on many pages.
//!
//! In: entities of the model. Out: references (name and address), match rows,
//! story cards, pictures and dates. Never computes anything from several
//! matches.

use serde::Serialize;
use tera::Value;

use crate::model::slug::slug;
use crate::model::{Body, StoryId};
use crate::render::routes::PageKey;
use crate::render::shared::{Extra, PageContext, SafeHtml, Shared};
use crate::render::site::{SiteView, entity_of};
use crate::render::story_view::picture_view;
use crate::render::text::{DateText, KickoffText, PairText, PublishedText, TimeText, ZoneText};

/// Text with an address, where it has one.
#[derive(Clone, Debug, Serialize)]
pub struct Link<'a> {
    /// The text.
    pub text: &'a str,
    /// The address; null for something without a page.
    pub url: Option<&'a str>,
}

/// The shield that stands for a team without a crest.
#[derive(Clone, Debug, Serialize)]
pub struct Monogram {
    /// One to three letters.
    pub text: String,
    /// Colour of the shield, `#rrggbb`.
    pub fill: String,
    /// Colour of the letters, at least 4.5:1 against `fill`.
    pub ink: String,
    /// Colour of the shield's edge: the team's second colour.
    pub edge: String,
}

/// A team, as it is named anywhere.
#[derive(Clone, Debug, Serialize)]
pub struct TeamRef<'a> {
    /// Last part of its address; unique among teams.
    pub slug: &'a str,
    /// The name (in a match of the past: the name of that day).
    pub name: &'a str,
    /// A shorter name, else the name itself.
    pub short: &'a str,
    /// Three letters.
    pub code: String,
    /// Its page; null if it has none.
    pub url: Option<&'a str>,
    /// Address of its crest; null if there is none.
    pub crest: Option<String>,
    /// The shield that stands for the crest.
    pub monogram: Monogram,
    /// `club` or `national`.
    pub kind: &'a str,
    /// Its name as a link, or the name alone if it has no page: safe HTML.
    pub link: SafeHtml,
    /// The same with the shorter name.
    pub short_link: SafeHtml,
    /// Its crest, or the shield that stands for it, as an `<img>` or `<svg>`
    /// of class `m`: safe HTML.
    pub mark: SafeHtml,
}

/// A person, as he or she is named anywhere.
#[derive(Clone, Debug, Serialize)]
pub struct PersonRef<'a> {
    /// Last part of the address.
    pub slug: &'a str,
    /// Full name.
    pub name: &'a str,
    /// The part by which he or she is called.
    pub surname: &'a str,
    /// The page; null for a person without one.
    pub url: Option<&'a str>,
    /// The name as a link, or the name alone without a page: safe HTML.
    pub link: SafeHtml,
    /// The same with the surname.
    pub surname_link: SafeHtml,
}

/// A ground.
#[derive(Clone, Debug, Serialize)]
pub struct VenueRef<'a> {
    /// Last part of the address.
    pub slug: &'a str,
    /// `Al Thumama Stadium`.
    pub name: &'a str,
    /// `Doha`.
    pub city: Option<&'a str>,
    /// Its page; null if it has none.
    pub url: Option<&'a str>,
    /// Its name as a link, or the name alone if it has no page: safe HTML.
    pub link: SafeHtml,
}

/// One season of a competition.
#[derive(Clone, Debug, Serialize)]
pub struct EditionRef<'a> {
    /// `World Cup 2022`.
    pub name: &'a str,
    /// `World Cup`.
    pub competition: &'a str,
    /// A shorter name of the competition, else the name.
    pub short: &'a str,
    /// `2022`; null without seasons.
    pub season: Option<&'a str>,
    /// Its page; null if it has none.
    pub url: Option<&'a str>,
    /// Its name as a link, or the name alone if it has no page: safe HTML.
    pub link: SafeHtml,
}

/// A score, ready to be shown. Pairs are `[home, away]`.
#[derive(Clone, Debug, Serialize)]
pub struct ScoreView {
    /// Home goals.
    pub home: u16,
    /// Away goals.
    pub away: u16,
    /// `0–1`.
    pub text: PairText,
    /// `0–1` at half-time.
    pub ht: Option<PairText>,
    /// After normal time, where extra time followed.
    pub ft: Option<PairText>,
    /// The shoot-out: `4–2`.
    pub pens: Option<PairText>,
    /// Home and away goals of the shoot-out.
    pub pens_pair: Option<[u16; 2]>,
    /// Extra time was played.
    pub extra_time: bool,
    /// What must be said beside the score: `after extra time, 4–2 on penalties`.
    pub note: Option<String>,
    /// The same in short: `aet, 4–2 pens`.
    pub short_note: Option<String>,
    /// `home`, `away`, or null for a draw.
    pub winner: Option<&'static str>,
}

/// A match as one line of a list. It is also the core of a match's own page.
#[derive(Clone, Debug, Serialize)]
pub struct MatchRow<'a> {
    /// Last part of the address.
    pub slug: &'a str,
    /// Its page.
    pub url: &'a str,
    /// `2022-11-29`, local to the ground; null if not known.
    pub date: Option<DateText>,
    /// `22:00`, local to the ground; null if not known.
    pub time: Option<TimeText>,
    /// `UTC+3`; null if not known or without a time.
    pub zone: Option<ZoneText>,
    /// For `<time datetime>`: as precise as is known.
    pub datetime: Option<KickoffText>,
    /// The time is still to be decided.
    pub tbd: bool,
    /// Home team: a [`TeamRef`].
    pub home: Shared,
    /// Away team: a [`TeamRef`].
    pub away: Shared,
    /// The score; null before there is one.
    pub score: Option<ScoreView>,
    /// `scheduled`, `tbd`, `postponed`, `cancelled`, `live`, `suspended`,
    /// `abandoned`, `awarded`, `walkover`, `annulled`, `full-time`.
    pub status: &'static str,
    /// `Postponed`, …; null for what needs no word (to come, or played).
    pub status_label: Option<&'static str>,
    /// Played to the end, or decided by a ruling.
    pub played: bool,
    /// Played on neutral ground.
    pub neutral: bool,
    /// The edition: an [`EditionRef`], or null.
    pub edition: Option<Shared>,
    /// What part of the edition: `Group B`, `Quarter-finals`, `Matchday 3`.
    pub round: Option<String>,
    /// `First stage`, where told.
    pub stage: Option<&'a str>,
    /// `Group B`, where told.
    pub group: Option<&'a str>,
    /// Number of the matchday.
    pub matchday: Option<u16>,
    /// 1 or 2 in a two-legged tie.
    pub leg: Option<u8>,
    /// The ground: a [`VenueRef`], or null.
    pub venue: Option<Shared>,
    /// The match in words: `Iran 0, United States 1` or `Iran v United States`.
    pub label: &'a str,
    /// The date as `<time>`: `29 Nov 2022`; null if not known.
    pub day: Option<SafeHtml>,
    /// Both teams and the score (or `v`) between them, each as a link.
    pub line: SafeHtml,
    /// `day`, `line` and the edition as a link, as far as there are: a whole
    /// entry of a list.
    pub entry: SafeHtml,
}

/// When something was published.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// `2022-11-30`.
    pub date: DateText,
    /// `00:20`; null for a date alone.
    pub time: Option<TimeText>,
    /// For `<time datetime>`.
    pub datetime: PublishedText,
}

/// A picture with its words.
#[derive(Clone, Debug, Serialize)]
pub struct PictureView<'a> {
    /// Its address; null for a caption without a picture.
    pub src: Option<String>,
    /// What it shows, for those who do not see it.
    pub alt: &'a str,
    /// The caption.
    pub caption: Option<&'a str>,
    /// Who made it.
    pub credit: Option<&'a str>,
    /// Width in pixels, where known.
    pub width: Option<u32>,
    /// Height in pixels, where known.
    pub height: Option<u32>,
}

/// A story as an entry of a list.
#[derive(Clone, Debug, Serialize)]
pub struct StoryCard<'a> {
    /// Last part of the address.
    pub slug: &'a str,
    /// Its page.
    pub url: &'a str,
    /// Headline.
    pub title: &'a str,
    /// The paragraph under the headline, or the first words of the story.
    pub standfirst: Option<&'a str>,
    /// `report`, `preview`, `news`, `feature`, `analysis`, `interview`, `live`.
    pub kind: &'static str,
    /// `Match report`, `Preview`, …
    pub kind_label: &'static str,
    /// The headline as a link.
    pub link: SafeHtml,
    /// Published; null if undated.
    pub date: Option<DateView>,
    /// The date of publication as `<time>`: `29 November 2022`; null if
    /// undated.
    pub day: Option<SafeHtml>,
    /// `link` and `day`: a whole entry of a list.
    pub entry: SafeHtml,
    /// Last changed.
    pub updated: Option<DateView>,
    /// By whom.
    pub authors: Vec<Link<'a>>,
    /// Its topics.
    pub topics: Vec<Link<'a>>,
    /// The leading picture.
    pub image: Option<PictureView<'a>>,
    /// The match it is about: a [`MatchRow`], or null.
    pub r#match: Option<Shared>,
    /// BCP 47, where it differs from the site's.
    pub language: Option<&'a str>,
    /// Not published yet.
    pub draft: bool,
    /// The author's own mapping.
    pub extra: Extra<'a>,
}

/// A story that names the entity of the page, with the words around the name.
#[derive(Clone, Debug, Serialize)]
pub struct MentionView<'a> {
    /// The story: a [`StoryCard`].
    pub story: &'a Shared,
    /// The words before the name.
    pub before: &'a str,
    /// The name.
    pub name: &'a str,
    /// The words after it.
    pub after: &'a str,
}

/// What a profile adds to any entity's page.
#[derive(Clone, Debug, Serialize)]
pub struct ProfileView<'a> {
    /// Other spellings and names.
    pub aliases: Vec<&'a str>,
    /// A picture.
    pub image: Option<PictureView<'a>>,
    /// A web address.
    pub website: Option<&'a str>,
    /// The author's own mapping.
    pub extra: Extra<'a>,
}

/// A heading and what stands under it.
#[derive(Clone, Debug, Serialize)]
pub struct Group<T> {
    /// `November 2022`, `Matchday 3`, `R`.
    pub heading: String,
    /// The heading as a fragment of the address: `november-2022`.
    pub anchor: String,
    /// What stands under it, in order.
    pub items: Vec<T>,
}

/// Wins, draws, losses and goals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Matches played.
    pub played: u32,
    /// Won.
    pub won: u32,
    /// Drawn (a match decided by a shoot-out is a draw).
    pub drawn: u32,
    /// Lost.
    pub lost: u32,
    /// Goals scored.
    pub goals_for: u32,
    /// Goals conceded.
    pub goals_against: u32,
}

/// How many stories stand on the page of a team, an edition or a ground.
pub(in crate::render) const STORIES: usize = 10;

impl SiteView {
    /// The first stories of a list, as cards.
    pub(in crate::render) fn put_stories(&self, stories: &[StoryId], context: &mut PageContext) {
        context.put_list("stories", stories.iter().take(STORIES).map(|id| self.stories.card(*id)));
    }

    /// Puts `mentions`: the stories that name the entity of a page, but for
    /// those that stand there already.
    pub(in crate::render) fn put_mentions(&self, key: PageKey, shown: &[StoryId], context: &mut PageContext) {
        context.put_with("mentions", || self.mention_views(key, shown));
    }

    fn mention_views(&self, key: PageKey, shown: &[StoryId]) -> Vec<MentionView<'_>> {
        entity_of(key)
            .into_iter()
            .flat_map(|entity| self.mentions.backlinks(entity))
            .filter(|backlink| !shown.contains(&backlink.story))
            .map(|backlink| MentionView {
                story: self.stories.card(backlink.story),
                before: backlink.before,
                name: backlink.name,
                after: backlink.after,
            })
            .collect()
    }

    /// Puts `profile` and `body` of an entity's page.
    pub(in crate::render) fn put_profile(&self, key: PageKey, path: &str, context: &mut PageContext) {
        let Some(profile) = self.profile(key) else { return };
        let picture = |picture| {
            let file = profile.file.as_deref().unwrap_or_default();
            picture_view(picture, &self.routes, &self.assets, file, path)
        };
        context.put(
            "profile",
            &ProfileView {
                aliases: profile.aliases.iter().map(|alias| &**alias).collect(),
                image: profile.image.as_ref().map(picture),
                website: profile.website.as_deref(),
                extra: Extra(profile.extra.as_ref()),
            },
        );
        let body = profile.body.as_ref().filter(|body| !body.text.trim().is_empty());
        self.put_body(body, path, context);
    }

    /// Puts `body`: a text as HTML, or null.
    pub(in crate::render) fn put_body(&self, body: Option<&Body>, path: &str, context: &mut PageContext) {
        let Some(body) = body else { return context.put("body", &()) };
        let mentions = self.mentions.of_body(&body.file);
        let digest = || self.body_digest(body, path, mentions);
        context.put_lazy("body", digest, |_| Value::safe_string(&self.html(body, path, mentions).html));
    }
}

/// Entries under headings, in the order in which the headings come up.
pub(in crate::render) fn grouped_by<I, T>(
    items: impl IntoIterator<Item = I>,
    heading: impl Fn(&I) -> String,
    view: impl Fn(I) -> T,
) -> Vec<Group<T>> {
    let mut groups: Vec<Group<T>> = Vec::new();
    for item in items {
        let heading = heading(&item);
        let at = match groups.last() {
            Some(last) if last.heading == heading => groups.len() - 1,
            _ => groups.iter().position(|group| group.heading == heading).unwrap_or_else(|| {
                groups.push(Group { anchor: slug(&heading), heading, items: Vec::new() });
                groups.len() - 1
            }),
        };
        groups[at].items.push(view(item));
    }
    groups
}
