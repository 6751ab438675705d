//! What changes when something is edited, and what stays.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::site::{body, engine, input, now};
use crate::model::Arena;
use crate::model::testing::game;
use crate::render::engine::{Engine, Override};
use crate::render::{Input, SiteView, theme};

type Prints = BTreeMap<String, u128>;

fn prints(view: &SiteView) -> Prints {
    let engine = engine();
    view.pages().map(|draft| (draft.route().path.to_string(), draft.fingerprint(&engine))).collect()
}

fn texts(view: &SiteView) -> BTreeMap<String, Vec<u8>> {
    let engine = engine();
    view.pages().map(|draft| (draft.route().path.to_string(), draft.render(&engine).unwrap())).collect()
}

/// Templates with nothing in them but this.
fn bare(text: &str) -> Engine {
    let own = theme::TEMPLATES.iter().filter(|(name, _)| !name.contains('/') && *name != "redirect.html");
    let own = own.map(|(name, _)| Override {
        name: (*name).to_owned(),
        file: format!("templates/{name}").into(),
        text: text.to_owned(),
    });
    Engine::new(theme::TEMPLATES, own.collect(), "/club").unwrap()
}

fn prints_and_texts(view: &SiteView, engine: &Engine) -> BTreeMap<String, (u128, Vec<u8>)> {
    view.pages()
        .map(|draft| {
            let (print, text) = draft.render_with_fingerprint(engine);
            assert_eq!(print, draft.fingerprint(engine));
            (draft.route().path.to_string(), (print, text.unwrap()))
        })
        .collect()
}

/// The pages whose fingerprints differ; and a check of both promises: a view
/// that took over parts of another is the same as one made from nothing, and
/// pages with the same fingerprint have the same bytes.
fn changed(before: &SiteView, after: Input) -> Vec<String> {
    let (lent, _) = SiteView::new(after.clone(), Some(before));
    let (clean, _) = SiteView::new(after, None);
    let (old, new) = (prints(before), prints(&lent));
    assert_eq!(new, prints(&clean));
    let (old_texts, texts_new) = (texts(before), texts(&lent));
    assert_eq!(texts_new, texts(&clean));
    for (path, print) in &new {
        if old.get(path) == Some(print) {
            assert_eq!(old_texts[path], texts_new[path], "{path} has the same fingerprint and other bytes");
        }
    }
    // What tells again what other variables tell, and what is made when it is
    // asked for.
    for text in [
        "{{ json_ld }}",
        "{{ page.og.modified }}",
        "{% if detail is defined and detail %}{{ detail.sentence }}{% endif %}",
        "{% if detail is defined and detail.lineups %}{{ detail.lineups.home.bench }}{% endif %}",
    ] {
        let engine = bare(text);
        let (old, new) = (prints_and_texts(before, &engine), prints_and_texts(&lent, &engine));
        for (path, (print, shown)) in &new {
            if let Some((_, before)) = old.get(path).filter(|(known, _)| known == print) {
                assert!(before == shown, "{path} with `{text}` has the same fingerprint and other bytes");
            }
        }
    }
    new.iter().filter(|(path, print)| old.get(*path) != Some(print)).map(|(path, _)| path.clone()).collect()
}

fn story_edited(input: &Input, slug: &str, edit: impl Fn(&mut crate::model::Story)) -> Input {
    let mut input = input.clone();
    let stories = input.model.stories.iter().map(|story| {
        if &*story.slug != slug {
            return Arc::clone(story);
        }
        let mut story = (**story).clone();
        edit(&mut story);
        Arc::new(story)
    });
    input.model.stories = Arena::new(stories.collect());
    input
}

#[test]
fn nothing_changes_nothing() {
    let input = input();
    let (before, _) = SiteView::new(input.clone(), None);
    assert_eq!(changed(&before, input), Vec::<String>::new());
}

#[test]
fn faults_are_told_again_while_they_stay() {
    let mut input = input();
    let mut stories: Vec<_> = input.model.stories.iter().cloned().collect();
    stories.push(Arc::clone(&stories[0]));
    input.model.stories = Arena::new(stories);
    let (first, told) = SiteView::new(input.clone(), None);
    assert_eq!(told.len(), 1, "{told:#?}");
    let (_, again) = SiteView::new(input, Some(&first));
    assert_eq!(again, told);
}

#[test]
fn a_later_clock_changes_only_what_tells_of_fixtures() {
    let input = input();
    let (before, _) = SiteView::new(input.clone(), None);
    let same = Input { now: now() + jiff::SignedDuration::from_hours(1), ..input.clone() };
    assert_eq!(changed(&before, same), Vec::<String>::new());
    let later = Input { now: "2024-01-01T00:00:00Z".parse().unwrap(), ..input };
    let changed = changed(&before, later);
    assert!(changed.contains(&"/".to_owned()) && changed.contains(&"/matches/".to_owned()), "{changed:?}");
    assert!(!changed.iter().any(|path| path.starts_with("/players/")), "{changed:?}");
}

#[test]
fn an_edit_of_prose_changes_its_story_and_the_feeds_that_hold_it() {
    let input = input();
    let (before, _) = SiteView::new(input.clone(), None);
    let after = story_edited(&input, "wales-iran", |story| {
        story.standfirst = story.standfirst.clone();
        story.body = body(
            &story.body.file,
            "Two goals after the ninetieth minute. And one more sentence that comes later than an excerpt would look, which is a hundred and sixty characters.",
        );
    });
    let changed = changed(&before, after);
    assert!(changed.contains(&"/stories/wales-iran/".to_owned()));
    assert!(changed.contains(&"/feed.xml".to_owned()));
    assert!(!changed.contains(&"/players/harry-kane/".to_owned()), "{changed:?}");
}

#[test]
fn an_edit_beyond_the_first_words_leaves_lists_alone() {
    let long = "word ".repeat(200);
    let input = story_edited(&input(), "wales-iran", |story| story.body = body(&story.body.file, &long));
    let (before, _) = SiteView::new(input.clone(), None);
    let after = story_edited(&input, "wales-iran", |story| story.body = body(&story.body.file, &format!("{long} end")));
    let changed = changed(&before, after);
    let expected = |path: &String| path == "/stories/wales-iran/" || path.contains("feed.");
    assert!(changed.iter().all(expected), "{changed:?}");
}

#[test]
fn a_new_headline_changes_every_page_that_shows_it() {
    let input = input();
    let (before, _) = SiteView::new(input.clone(), None);
    let after = story_edited(&input, "iran-usa", |story| story.title = "Another headline".into());
    let changed = changed(&before, after);
    for path in [
        "/",
        "/stories/iran-usa/",
        "/stories/wales-iran/",
        "/matches/2022-11-29-iran-united-states/",
        "/teams/iran/",
        "/players/christian-pulisic/",
        "/topics/world-cup-2022/",
        "/authors/the-desk/",
        "/feed.xml",
    ] {
        assert!(changed.contains(&path.to_owned()), "{path} is not among {changed:?}");
    }
    assert!(!changed.contains(&"/players/harry-kane/".to_owned()));
}

#[test]
fn a_changed_score_changes_tables_teams_players_and_lists() {
    let input = input();
    let (before, _) = SiteView::new(input.clone(), None);
    let mut after = input;
    let mut record = (*after.model.record).clone();
    let id = game(&record, "Iran", "United States");
    record.matches[id].score.as_mut().unwrap().ft = Some([1, 1]);
    after.model.record = Arc::new(record);
    let changed = changed(&before, after);
    for path in [
        "/matches/2022-11-29-iran-united-states/",
        "/matches/2022-11-29-wales-england/",
        "/teams/iran/",
        "/teams/iran/vs/united-states/",
        "/players/christian-pulisic/",
        "/competitions/world-cup/2022/",
        "/stories/iran-usa/",
        "/matches/page/4/",
    ] {
        assert!(changed.contains(&path.to_owned()), "{path} is not among {changed:?}");
    }
    assert!(!changed.contains(&"/teams/arsenal/".to_owned()), "{changed:?}");
    assert!(!changed.contains(&"/feed.xml".to_owned()), "{changed:?}");
}

#[test]
fn a_changed_card_changes_the_match_and_its_player() {
    let input = input();
    let (before, _) = SiteView::new(input.clone(), None);
    let mut after = input;
    let mut record = (*after.model.record).clone();
    let id = game(&record, "Iran", "United States");
    record.matches[id].cards.pop();
    after.model.record = Arc::new(record);
    let changed = changed(&before, after);
    for path in ["/matches/2022-11-29-iran-united-states/", "/players/majid-hosseini/", "/competitions/world-cup/2022/"]
    {
        assert!(changed.contains(&path.to_owned()), "{path} is not among {changed:?}");
    }
}

#[test]
fn a_picture_that_comes_or_goes_changes_the_page_that_shows_it() {
    let input = input();
    let (before, _) = SiteView::new(input.clone(), None);
    let mut after = input;
    let mut assets = (*after.assets).clone();
    assets.files.insert("content/stories/pitch.svg".into(), crate::render::AssetInfo { size: Some((10, 10)) });
    after.assets = Arc::new(assets);
    let changed = changed(&before, after);
    assert!(changed.contains(&"/stories/iran-usa/".to_owned()), "{changed:?}");
    // Its card shows the picture too; a page without that card stays.
    assert!(changed.contains(&"/".to_owned()), "{changed:?}");
    assert!(!changed.contains(&"/teams/arsenal/".to_owned()), "{changed:?}");
}

#[test]
fn a_new_template_changes_its_pages_and_no_others() {
    let (view, _) = SiteView::new(input(), None);
    let own = crate::render::Override {
        name: "match.html".to_owned(),
        file: "templates/match.html".into(),
        text: "{{ match.label }}".to_owned(),
    };
    let (old, new) =
        (engine(), crate::render::Engine::new(crate::render::theme::TEMPLATES, vec![own], "/club").unwrap());
    for draft in view.pages() {
        let same = draft.fingerprint(&old) == draft.fingerprint(&new);
        assert_eq!(same, draft.template() != Some("match.html"), "{}", draft.route().path);
    }
}
