//! Addresses: what clashes, what is linked, what is encoded.

use super::table::old_path;
use super::*;
use crate::model::testing::{RecordBuilder, person, team};
use crate::model::{Arena, Page};
use crate::render::tests::site::{body, model, story};

fn clashes(change: impl FnOnce(&mut Model)) -> Vec<Diagnostic> {
    let mut model = model();
    change(&mut model);
    Routes::new(&model).1
}

fn add_story(model: &mut Model, slug: &str) {
    let mut stories: Vec<_> = model.stories.iter().cloned().collect();
    stories.push(Arc::new(story(slug, "Another", None, "")));
    model.stories = Arena::new(stories);
}

fn add_page(model: &mut Model, path: &str) {
    let page = Page {
        path: path.into(),
        title: path.into(),
        description: None,
        image: None,
        redirect_from: Vec::new(),
        extra: None,
        body: body(&format!("content/pages/{path}.md"), ""),
    };
    let mut pages: Vec<Page> = model.pages.iter().cloned().collect();
    pages.push(page);
    model.pages = Arc::new(Arena::new(pages));
}

#[test]
fn two_stories_at_one_address_are_told_with_both_files() {
    let found = clashes(|model| add_story(model, "iran-usa"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].code, "E0501");
    assert!(found[0].message.contains("`/stories/iran-usa/`"), "{}", found[0].message);
    assert_eq!(&*found[0].place.as_ref().unwrap().file, "content/stories/iran-usa.md");
    assert_eq!(found[0].related.len(), 1);
}

#[test]
fn addresses_that_differ_in_case_or_composition_clash_too() {
    let found = clashes(|model| add_page(model, "About"));
    assert!(found[0].message.contains("the same on many disks"), "{found:#?}");
    let found = clashes(|model| {
        add_page(model, "caf\u{e9}");
        add_page(model, "cafe\u{301}");
    });
    assert_eq!(found.len(), 1, "{found:#?}");
}

#[test]
fn a_page_may_not_take_the_place_of_a_list() {
    let found = clashes(|model| add_page(model, "stories"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(&*found[0].place.as_ref().unwrap().file, "content/pages/stories.md");
}

#[test]
fn a_redirect_from_a_page_that_exists_is_told_where_it_is_written() {
    let found = clashes(|model| {
        let mut stories: Vec<_> = model.stories.iter().cloned().collect();
        let mut one = (*stories[0]).clone();
        one.redirect_from = vec!["/about/".into()];
        stories[0] = Arc::new(one);
        model.stories = Arena::new(stories);
    });
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].help.as_ref().unwrap().contains("redirect_from"));
}

#[test]
fn links_stand_below_the_base_path_and_files_do_not() {
    let model = model();
    let (routes, _) = Routes::new(&model);
    let iran = team(&model.record, "Iran");
    assert_eq!(routes.team(iran), Some("/club/teams/iran/"));
    assert_eq!(routes.find("/teams/iran/"), Some(PageKey::Team(iran)));
    assert_eq!(routes.find("/club/teams/iran/"), None);
    assert_eq!(routes.absolute("/club/teams/iran/").unwrap(), "https://example.org/club/teams/iran/");
    let route = routes.table().iter().find(|route| route.key == PageKey::Team(iran)).unwrap();
    assert_eq!(route.file(), "teams/iran/index.html");
    assert_eq!(file_of("/feed.xml"), "feed.xml");
    assert_eq!(file_of("/"), "index.html");
}

#[test]
fn only_teams_that_have_met_have_a_page_together() {
    let model = model();
    let (routes, _) = Routes::new(&model);
    let team = |name| team(&model.record, name);
    assert_eq!(routes.versus(team("United States"), team("Iran")), Some("/club/teams/iran/vs/united-states/"));
    assert_eq!(routes.versus(team("Everton"), team("Fulham")), None, "their match is still to come");
    assert_eq!(routes.versus(team("Iran"), team("Arsenal")), None);
}

#[test]
fn whoever_played_stands_among_the_players() {
    let model = model();
    let (routes, _) = Routes::new(&model);
    let person = |name| person(&model.record, name);
    assert_eq!(routes.person(person("Carlos Queiroz")), Some("/club/players/carlos-queiroz/"));
    assert_eq!(routes.person(person("Gregg Berhalter")), Some("/club/people/gregg-berhalter/"));
    assert_eq!(routes.person(person("Sean Johnson")), None);
}

#[test]
fn what_a_url_may_not_hold_is_encoded() {
    assert_eq!(Routes::url_below("", "/über uns/"), "/%C3%BCber%20uns/");
}

#[test]
fn old_addresses_are_read_in_every_form() {
    let base = Some("https://example.org/club");
    assert_eq!(old_path("old/x", base).unwrap(), "/old/x/");
    assert_eq!(old_path("/old/x.html", base).unwrap(), "/old/x.html");
    assert_eq!(old_path("https://example.org/club/old/", base).unwrap(), "/old/");
    assert_eq!(old_path("https://elsewhere.org/old/", base), None);
    assert_eq!(old_path("/", base), None);
}

#[test]
fn a_large_site_has_its_sitemap_in_parts() {
    let pages = list_pages(101, 50);
    assert_eq!(pages, 3);
    assert_eq!(list_pages(0, 50), 0);
    let record = RecordBuilder::new().league("L", "1").result("2020-01-01", "A", 1, 0, "B").build();
    let mut model = model();
    model.record = Arc::new(record);
    let stories = (0..=SITEMAP_LIMIT).map(|i| Arc::new(story(&format!("s{i}"), "S", None, "")));
    model.stories = Arena::new(stories.collect());
    let (routes, found) = Routes::new(&model);
    assert_eq!(found, []);
    assert!(routes.find("/sitemap-2.xml").is_some() && routes.find("/sitemap-3.xml").is_none());
}
