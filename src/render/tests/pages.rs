//! Every kind of page, rendered with the built-in theme.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::site::{engine, input, page, settings, view};
use crate::model::testing::RecordBuilder;
use crate::model::{GoalKind, PersonId, SideIx, StoryId};
use crate::render::engine::Override;
use crate::render::site::Input;
use crate::render::{Engine, PageKey, SiteView, theme};

#[test]
fn every_page_renders() {
    let (view, engine) = (view(), engine());
    let drafts: Vec<_> = view.pages().collect();
    assert!(drafts.len() > 60, "{}", drafts.len());
    let faults: Vec<_> =
        drafts.par_iter().filter_map(|draft| Some((draft.route(), draft.render(&engine).err()?))).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_page_is_the_same_without_what_its_template_does_not_name() {
    let all = view();
    let own = |name: &str, text: &str| Override {
        name: name.to_owned(),
        file: format!("templates/{name}").into(),
        text: text.to_owned(),
    };
    let walking = r#"{% for side in ["home", "away"] %}{{ match[side].link }}{% for key, value in match[side] %}{{ key }} {% endfor %}{% endfor %}"#;
    let computed = r#"{% set key = "attend" ~ "ance" %}{{ detail[key] or "" }} {{ match.home == match.home }}"#;
    let own_themes = [
        vec![],
        vec![own("match.html", walking), own("team.html", "{{ team.name }} {{ seasons | length }}")],
        vec![
            own("match.html", computed),
            own("person.html", "{{ matches | length }}{{ career[0].team.link if career else 1 }}"),
        ],
    ];
    for overrides in own_themes {
        let engine = Engine::new(theme::TEMPLATES, overrides, "/club").unwrap_or_else(|faults| panic!("{faults:#?}"));
        let (picked, _) = SiteView::new(Input { uses: Arc::clone(engine.used_anywhere()), ..input() }, None);
        let drafts: Vec<_> = picked.pages().zip(all.pages()).collect();
        drafts.par_iter().for_each(|(draft, all)| {
            let (picked, all) = (draft.render(&engine).unwrap(), all.render_from_all(&engine).unwrap());
            assert_eq!(String::from_utf8(picked).unwrap(), String::from_utf8(all).unwrap(), "{}", draft.route().path);
        });
    }
}

/// Addresses in attributes of a page.
fn addresses(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in [" href=\"", " src=\""] {
        found.extend(
            html.split(name).skip(1).filter_map(|rest| rest.split('"').next()).map(|a| a.replace("&amp;", "&")),
        );
    }
    found
}

#[test]
fn every_address_on_every_page_leads_somewhere() {
    let (view, engine) = (view(), engine());
    let checks = view.check();
    assert_eq!(checks.diagnostics().count(), 0);
    let copies = checks.copies();
    let mut known: BTreeSet<String> = view.routes().table().iter().map(|route| route.path.to_string()).collect();
    known.extend(copies.iter().map(|copy| copy.to.to_string()));
    known.extend(super::site::assets().files.keys().filter_map(|f| Some(f.strip_prefix("static")?.to_owned())));
    let mut broken = BTreeSet::new();
    for draft in view.pages().filter(|draft| draft.template().is_some()) {
        let html = String::from_utf8(draft.render(&engine).unwrap()).unwrap();
        for address in addresses(&html) {
            if address.contains("://") || address.starts_with("mailto:") || address.starts_with("data:") {
                continue;
            }
            let (path, fragment) = address.split_once('#').map_or((&*address, None), |(p, f)| (p, Some(f)));
            if let (Some(fragment), "") = (fragment, path) {
                if !html.contains(&format!("id=\"{fragment}\"")) {
                    broken.insert((draft.route().path.to_string(), address.clone()));
                }
                continue;
            }
            let below = path.strip_prefix("/club").filter(|path| known.contains(*path));
            if below.is_none() {
                broken.insert((draft.route().path.to_string(), address.clone()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn fragments_of_other_pages_exist_there() {
    let (view, engine) = (view(), engine());
    let html = |path: &str| {
        view.page_at(path).map(|draft| String::from_utf8(draft.render(&engine).unwrap()).unwrap()).unwrap_or_default()
    };
    let mut broken = BTreeSet::new();
    for draft in view.pages().filter(|draft| draft.template().is_some()) {
        for address in addresses(&html(&draft.route().path)) {
            let Some((path, fragment)) = address.split_once('#') else { continue };
            let Some(path) = path.strip_prefix("/club") else { continue };
            if !html(path).contains(&format!("id=\"{fragment}\"")) {
                broken.insert((draft.route().path.to_string(), address.clone()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn a_match_is_told_in_the_right_order() {
    let view = view();
    let html = page(&view, "/matches/2022-11-29-iran-united-states/");
    let sentence = "Iran 0, United States 1. Half-time 0–1. United States: Pulisic 38 minutes.";
    assert!(html.contains(sentence), "{html}");
    assert!(html.contains("42,127"));
    assert!(html.contains("Antonio Mateu Lahoz"));
}

#[test]
fn a_shoot_out_is_told_from_the_winners_side() {
    let view = view();
    let html = page(&view, "/matches/2022-12-18-england-united-states/");
    let sentence = "England 3, United States 3 after extra time. United States win 4–2 on penalties. After 90 minutes 2–2. \
                    England: Kane penalty 23 minutes, Adams own goal 80 minutes.";
    assert!(html.contains(sentence), "{html}");
}

#[test]
fn a_body_has_its_mentions_its_pictures_and_no_handlers() {
    let view = view();
    let html = page(&view, "/stories/iran-usa/");
    for part in [
        "<p><a href=\"/club/teams/iran/\">Iran</a> lost to the <em><a href=\"/club/teams/united-states/\">United States</a></em>, \
         and <a href=\"/club/players/christian-pulisic/\">Pulisic</a> scored.",
        "<h2 id=\"aftermath\">Aftermath</h2>",
        "src=\"/club/stories/iran-usa/pitch.svg\" alt=\"A pitch\" width=\"640\" height=\"360\"",
        "<figcaption>The pitch</figcaption>",
        "<a href=\"/club/venues/al-thumama-stadium/\">the ground</a>",
        "or <a href=\"/club/matches/2022-11-29-iran-united-states/\">that night</a>. <b>Bold</b>",
        "id=\"fn-1\"",
    ] {
        assert!(html.contains(part), "no {part} in\n{html}");
    }
    assert!(!html.contains("onclick"));
}

#[test]
fn titles_are_escaped() {
    let html = page(&view(), "/stories/iran-usa/");
    assert!(html.contains("Pulisic sends the &quot;United States&quot; through"));
    assert!(html.contains("A goal &amp; a hug"));
}

#[test]
fn a_person_without_a_page_is_named_and_not_linked() {
    let view = view();
    let html = page(&view, "/matches/2022-11-29-iran-united-states/");
    assert!(html.contains("Sean Johnson") && !html.contains("/players/sean-johnson/"));
}

#[test]
fn old_addresses_lead_on() {
    let view = view();
    for (old, new) in [
        ("/2022/iran-usa.html", "/club/stories/iran-usa/"),
        ("/old/iran-usa/", "/club/matches/2022-11-29-iran-united-states/"),
        ("/people/carlos-queiroz/", "/club/players/carlos-queiroz/"),
        ("/competitions/premier-league/", "/club/competitions/premier-league/2023-24/"),
    ] {
        assert!(page(&view, old).contains(new), "{old}");
        let canonical = format!("<link rel=\"canonical\" href=\"https://example.org{new}\">");
        assert!(page(&view, old).contains(&canonical), "{old}");
    }
}

#[test]
fn fixtures_and_odd_states_have_words() {
    let view = view();
    let html = page(&view, "/matches/2023-08-20-brentford-arsenal/");
    assert!(html.contains("Postponed"), "{html}");
    assert!(html.contains("Brentford v Arsenal"));
    let html = page(&view, "/matches/2022-11-29-wales-england/");
    assert!(html.contains("warded") && html.contains("An ineligible player"), "{html}");
}

#[test]
fn the_feed_is_atom_with_the_whole_text_and_absolute_addresses() {
    let view = view();
    let text = page(&view, "/feed.xml");
    let feed: atom_syndication::Feed = text.parse().unwrap();
    assert_eq!(feed.id(), "https://example.org/club/feed.xml");
    assert_eq!(feed.entries().len(), 4, "undated stories are in no feed");
    let entry = feed.entries().iter().find(|e| e.id() == "https://example.org/club/stories/iran-usa/").unwrap();
    assert_eq!(entry.title().as_str(), "Pulisic sends the \"United States\" through");
    assert_eq!(entry.updated().to_rfc3339(), "2022-11-30T08:00:00+00:00");
    let html = entry.content().unwrap().value().unwrap();
    assert!(html.contains("href=\"https://example.org/club/teams/iran/\""), "{html}");
    assert!(html.contains("src=\"https://example.org/club/stories/iran-usa/pitch.svg\""), "{html}");
    let json: serde_json::Value = serde_json::from_str(&page(&view, "/teams/iran/feed.json")).unwrap();
    assert_eq!(json["feed_url"], "https://example.org/club/teams/iran/feed.json");
    assert_eq!(json["items"].as_array().unwrap().len(), 2);
}

#[test]
fn the_calendar_has_moments_days_and_stable_ids() {
    let view = view();
    let text = page(&view, "/teams/everton/fixtures.ics");
    assert!(
        text.contains("DTSTART:20230819T150000Z\r\nDTEND") || text.contains("DTSTART:20230819T150000Z\r\n"),
        "{text}"
    );
    assert!(text.contains("DTSTART;VALUE=DATE:20230812"), "{text}");
    assert!(
        text.replace("\r\n ", "").contains("UID:https://example.org/club/matches/2023-08-19-everton-fulham/"),
        "{text}"
    );
    assert!(!text.replace("\r\n", "").contains('\n'), "all lines end as RFC 5545 wants");
    let iran = page(&view, "/teams/iran/fixtures.ics").replace("\r\n ", "");
    assert!(iran.contains("SUMMARY:Iran 0–1 United States"), "{iran}");
    assert!(iran.contains("SEQUENCE:2"), "a kick-off that moved counts up");
}

#[test]
fn the_sitemap_holds_pages_and_no_redirects() {
    let view = view();
    let text = page(&view, "/sitemap.xml");
    assert!(text.contains("<loc>https://example.org/club/matches/2022-11-29-iran-united-states/</loc>"));
    assert!(text.contains("<lastmod>2022-11-30T08:00:00+00:00</lastmod>"));
    assert!(!text.contains("404") && !text.contains("/people/carlos-queiroz/") && !text.contains("feed"));
}

#[test]
fn json_ld_is_json_and_cannot_end_its_script() {
    let view = view();
    for path in ["/", "/stories/iran-usa/", "/matches/2022-11-29-iran-united-states/", "/teams/iran/"] {
        let html = page(&view, path);
        let script = html.split("<script type=\"application/ld+json\">").nth(1).unwrap_or_else(|| panic!("{path}"));
        let text = script.split("</script>").next().unwrap();
        let json: serde_json::Value = serde_json::from_str(text).unwrap_or_else(|e| panic!("{path}: {e}\n{text}"));
        assert_eq!(json["@context"], "https://schema.org");
        assert!(!text.contains('<'));
    }
}

#[test]
fn without_base_url_links_begin_at_the_root_and_outputs_are_left_out() {
    let mut input = input();
    let mut site = settings();
    site.base_url = None;
    input.model.site = std::sync::Arc::new(site);
    let (view, diagnostics) = SiteView::new(input, None);
    assert_eq!(diagnostics, []);
    for path in ["/feed.xml", "/sitemap.xml", "/teams/iran/fixtures.ics"] {
        assert!(view.page_at(path).is_none(), "{path}");
    }
    let html = page(&view, "/teams/iran/");
    assert!(html.contains("href=\"/matches/2022-11-29-iran-united-states/\""));
    assert!(!html.contains("rel=\"canonical\"") && !html.contains("ld+json"));
    let info = crate::render::missing(&view.model.site).unwrap();
    assert_eq!(info.code, "I0504");
}

#[test]
fn a_site_of_one_story_has_no_sections_that_lead_nowhere() {
    let mut input = input();
    input.model.record = std::sync::Arc::new(crate::model::Record::default());
    let mut only = (*input.model.stories[StoryId(4)]).clone();
    only.matches.clear();
    only.people.clear();
    input.model.stories = crate::model::Arena::new(vec![std::sync::Arc::new(only)]);
    input.mentions = std::sync::Arc::default();
    let (view, diagnostics) = SiteView::new(input, None);
    assert_eq!(diagnostics, []);
    let home = page(&view, "/");
    assert!(home.contains("Some day") && !home.contains("/club/matches/") && !home.contains("/club/teams/"), "{home}");
    page(&view, "/stories/undated/");
}

#[test]
fn tables_as_they_stood_after_a_matchday() {
    let view = view();
    let after = page(&view, "/competitions/world-cup/2018/matchdays/2/");
    assert!(after.contains("/matches/2018-06-20-iran-spain/") && !after.contains("/matches/2018-06-25"), "{after}");
    assert!(after.contains("/club/competitions/world-cup/2018/matchdays/3/"));
    let edition = page(&view, "/competitions/world-cup/2018/");
    assert!(edition.contains("/club/competitions/world-cup/2018/matchdays/2/"));
}

#[test]
fn lists_have_every_entry_once_over_all_their_pages() {
    let view = view();
    let numbers = view.pages().filter(|draft| matches!(draft.route().key, PageKey::Matches(_))).count() as u32;
    let pages: Vec<String> = (1..=numbers)
        .map(|n| page(&view, &if n == 1 { "/matches/".to_owned() } else { format!("/matches/page/{n}/") }))
        .collect();
    for (id, game) in view.model.record.matches.entries() {
        let address = format!("href=\"/club/matches/{}/\"", game.slug);
        let on = pages.iter().filter(|html| html.contains(&address)).count();
        assert_eq!(on, 1, "{id:?} {}", game.slug);
    }
}

#[test]
fn players_are_listed_by_surname_without_regard_to_accents() {
    let view = view();
    let names: Vec<&str> =
        view.record.lists().players.iter().map(|id: &PersonId| &*view.model.record.persons[*id].surname).collect();
    let mut sorted = names.clone();
    sorted.sort_by_key(|name| crate::render::lists::sort_key(name));
    assert_eq!(names, sorted);
}

#[test]
fn letters_lead_to_where_their_names_begin() {
    let view = view();
    let letters = |html: &str| -> Vec<String> {
        let nav = html.split("aria-label=\"Letters\"").nth(1).unwrap();
        let nav = nav.split("</nav>").next().unwrap();
        addresses(nav)
    };
    let found = letters(&page(&view, "/players/"));
    let lists = &view.record.lists();
    assert!(lists.players.len() > 3, "the test site has players for several pages");
    assert_eq!(found.len(), lists.player_letters.len());
    for (address, (letter, first)) in found.iter().zip(&lists.player_letters) {
        let (url, anchor) = address.trim_start_matches("/club").split_once('#').unwrap();
        let html = page(&view, url);
        let below = html.split(&format!("<h2 id=\"{anchor}\">{letter}</h2>")).nth(1).unwrap();
        let person = &view.model.record.persons[lists.players[*first]];
        let next = addresses(below).into_iter().find(|a| a.contains("/players/")).unwrap();
        assert!(next.ends_with(&format!("/players/{}/", person.slug)), "{letter}: {next}");
    }
    assert!(!page(&view, "/topics/").contains("aria-label=\"Letters\""));
}

/// The number in the first link to a fragment, on the page itself or from
/// another one.
fn figure_at<'h>(html: &'h str, address: &str) -> Option<&'h str> {
    let (_, rest) = html.split_once(&format!("href=\"{address}\">"))?;
    rest.split_once('<').map(|(figure, _)| figure)
}

#[test]
fn figures_lead_to_as_many_matches_as_they_tell() {
    let (view, engine) = (view(), engine());
    let pages: BTreeMap<String, String> = view
        .pages()
        .filter(|draft| draft.template().is_some())
        .map(|draft| (draft.route().path.to_string(), String::from_utf8(draft.render(&engine).unwrap()).unwrap()))
        .collect();
    let mut seen = 0;
    for (path, page) in &pages {
        for (at, class) in page.match_indices("class=\"fl f-") {
            let (before, filter) = (&page[..at], &page[at + class.len()..]);
            let letter = &filter[..1];
            let id = filter.split('"').nth(2).unwrap();
            // Of the page it is before all lists; of a season, inside what has the season's address.
            let ends = if before.ends_with("<tr ") {
                "</tbody>"
            } else if before.rfind("<div id=").max(before.rfind("<div class=\"fs\"")) > before.rfind("<section id=") {
                "</div>"
            } else {
                "</section>"
            };
            let of_all = id.starts_with("matches-") || !page.contains("class=\"fs\"");
            let scope = if of_all { filter } else { filter.split(ends).next().unwrap() };
            let marked = scope.split("data-r=\"").skip(1);
            let rows = marked.filter(|row| row.split('"').next().unwrap().contains(letter)).count();
            let from_elsewhere = || pages.values().find_map(|page| figure_at(page, &format!("/club{path}#{id}")));
            let figure = figure_at(page, &format!("#{id}")).or_else(from_elsewhere);
            let figure = figure.unwrap_or_else(|| panic!("{path}: nothing leads to #{id}"));
            seen += 1;
            assert!(rows > 0, "{path}#{id}");
            if "wdlscpn".contains(letter) && !figure.contains("won") {
                assert_eq!(figure.parse::<usize>().unwrap(), rows, "{path}#{id}");
            }
        }
    }
    assert!(seen > 50, "{seen} filters");
    let group = &pages["/competitions/world-cup/2022/"];
    assert_eq!(figure_at(group, "/club/teams/england/#world-cup-2022-group-b-won"), Some("2"));
    assert_eq!(figure_at(group, "/club/teams/iran/#world-cup-2022-group-b-lost"), Some("2"));
    assert!(group.contains("href=\"/club/players/christian-pulisic/#world-cup-2022-goals\">1</a>"));
}

/// A site of a record by hand.
fn site_of(record: crate::model::Record) -> SiteView {
    let mut input = input();
    input.model.record = std::sync::Arc::new(record);
    input.model.stories = crate::model::Arena::default();
    input.mentions = std::sync::Arc::default();
    let (view, diagnostics) = SiteView::new(input, None);
    assert_eq!(diagnostics, []);
    view
}

/// The `entry` of each match in what the page of a player sees.
fn entries_of(view: &SiteView, path: &str) -> Vec<String> {
    let seasons = serde_json::to_value(&view.page_at(path).unwrap().context_map()["matches"]).unwrap();
    let seasons = seasons.as_array().unwrap().iter().flat_map(|season| season["matches"].as_array().unwrap().clone());
    seasons.map(|row| row["entry"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_entry_of_a_players_match_has_its_goals() {
    let view = view();
    let of = |path: &str| entries_of(&view, path);
    let (scored, played) = (of("/players/christian-pulisic/"), of("/players/sergino-dest/"));
    let with_goal: Vec<_> = scored.iter().filter_map(|entry| entry.strip_suffix(", 1 goal")).collect();
    assert_eq!(with_goal, [&played[0]], "the same match, which has his goal: {scored:?}");
    assert_eq!(played.len(), 1);
}

#[test]
fn a_player_of_two_teams_in_one_season_has_his_matches_by_team() {
    let record = RecordBuilder::new()
        .league("County League", "2020")
        .result("2020-01-01", "Ashford", 1, 0, "Dover")
        .goal(SideIx::Home, "Adam Hill", 5)
        .result("2020-02-01", "Deal", 2, 0, "Dover")
        .goal(SideIx::Home, "Adam Hill", 6)
        .goal(SideIx::Home, "Adam Hill", 7);
    let view = site_of(record.build());
    let html = page(&view, "/players/adam-hill/");
    for anchor in ["county-league-2020", "county-league-2020-ashford", "county-league-2020-deal-goals"] {
        assert_eq!(html.matches(&format!("id=\"{anchor}\"")).count(), 1, "{anchor}: {html}");
    }
    assert_eq!(figure_at(&html, "#county-league-2020-deal-goals"), Some("2"));
    assert_eq!(figure_at(&html, "#matches-goals"), Some("3"));
    let edition = page(&view, "/competitions/county-league/2020/");
    assert_eq!(figure_at(&edition, "/club/players/adam-hill/#county-league-2020"), Some("3"));
}

#[test]
fn a_table_by_points_per_game_shows_them() {
    let record = RecordBuilder::new()
        .league("County League", "2020")
        .rule_set("cut short", &["points per game", "goal difference"])
        .rules("cut short")
        .result("2020-01-01", "Ashford", 1, 0, "Dover")
        .result("2020-01-08", "Deal", 1, 0, "Dover")
        .result("2020-01-15", "Deal", 1, 1, "Hythe");
    let view = site_of(record.build());
    let html = page(&view, "/competitions/county-league/2020/");
    assert!(html.contains("PPG"));
    let figures: Vec<&str> =
        ["3.00", "2.00", "1.00", "0.00"].into_iter().filter(|f| html.contains(&format!("<td>{f}</td>"))).collect();
    assert_eq!(figures, ["3.00", "2.00", "1.00", "0.00"]);
}

#[test]
fn a_competition_tells_its_winners_scorers_and_records() {
    let record = RecordBuilder::new()
        .league("County League", "2019")
        .result("2019-01-01", "Ashford", 1, 0, "Dover")
        .goal(SideIx::Home, "Adam Hill", 5)
        .league("County League", "2020")
        .result("2020-01-01", "Ashford", 0, 4, "Dover")
        .goal(SideIx::Away, "Ben Dale", 5)
        .goal(SideIx::Away, "Ben Dale", 6)
        .goal_of(GoalKind::OwnGoal, SideIx::Away, "Adam Hill", 7)
        .goal_of(GoalKind::Penalty, SideIx::Away, "Ben Dale", 8);
    let view = site_of(record.build());
    let all = page(&view, "/competitions/county-league/");
    let (seasons, rest) = all.split_once("</ul>\n</section>").unwrap();
    assert!(seasons.contains("2019</a> <small><a href=\"/club/teams/ashford/\">"), "{all}");
    // The newest may have matches that nobody has put on file.
    assert!(!seasons.contains("/club/teams/dover/"), "{all}");
    assert_eq!(figure_at(rest, "/club/players/ben-dale/#matches"), Some("3"));
    assert_eq!(figure_at(rest, "/club/players/adam-hill/#matches"), Some("1"));
    let newest = page(&view, "/competitions/county-league/2020/");
    for (id, figure) in [("away-wins", "1"), ("own-goals", "1"), ("penalties", "1")] {
        assert_eq!(figure_at(&newest, &format!("#matches-{id}")), Some(figure), "{id}");
    }
    assert!(newest.contains("<li data-r=\"leo\">"), "{newest}");
}
