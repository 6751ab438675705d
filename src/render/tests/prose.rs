//! What an edit of texts alone may change.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::site::{body, engine, input};
use crate::link::{Linker, Mentions};
use crate::model::arena::Id;
use crate::model::{Arena, Model, StoryId};
use crate::render::{Input, SiteView};

/// The mentions of a model, found anew.
fn linked(model: &Model) -> Arc<Mentions> {
    let linker = Linker::new(model);
    let stories = model.stories.iter().map(|story| linker.link_story(story)).collect();
    let bodies = Linker::bodies(model);
    let bodies = bodies.into_iter().map(|(body, own)| (Arc::clone(&body.file), linker.link_body(body, own)));
    Arc::new(Mentions::assemble(stories, bodies))
}

/// The same site with another text in one story.
fn with_text(input: &Input, id: StoryId, text: &str) -> Input {
    let stories = input.model.stories.entries().map(|(other, story)| {
        if other != id {
            return Arc::clone(story);
        }
        let mut story = (**story).clone();
        story.body = body(&story.body.file, text);
        Arc::new(story)
    });
    let mut input = input.clone();
    input.model.stories = Arena::new(stories.collect());
    input.mentions = linked(&input.model);
    input
}

fn prints(view: &SiteView) -> BTreeMap<String, (u64, u128, Vec<u8>)> {
    let engine = engine();
    let page = |draft: crate::render::PageDraft<'_>| {
        let prose = view.prose_digest(draft.route().key);
        let (fingerprint, text) = draft.render_with_fingerprint(&engine);
        assert_eq!(fingerprint, draft.fingerprint(&engine), "{draft:?}");
        (draft.route().path.to_string(), (prose, fingerprint, text.unwrap()))
    };
    view.pages().map(page).collect()
}

/// Texts that name others, name nobody, and begin otherwise.
const TEXTS: [&str; 4] = [
    "",
    "Nobody is named here, and a [link](/) leads home.",
    "# Heading\n\nIran met the USA. Pulisic scored, said Gregg Berhalter at the Al Thumama Stadium.",
    "England and Wales met in the World Cup 2022.\n\nIran met the USA once more, and Pulisic scored again.",
];

#[test]
fn pages_that_change_with_a_text_have_another_digest_of_texts() {
    let input = input();
    let before = Input { mentions: linked(&input.model), ..input };
    let (old, _) = SiteView::new(before.clone(), None);
    let old_prints = prints(&old);
    let mut seen = 0;
    for index in 0..before.model.stories.len() {
        let id = StoryId::from_index(index);
        for text in TEXTS {
            let after = with_text(&before, id, text);
            let (new, _) = SiteView::new(after.clone(), None);
            let quick = old.with_texts(after.model.clone(), Arc::clone(&after.mentions), &[id]);
            let (new_prints, quick_prints) = (prints(&new), prints(&quick));
            assert!(new_prints == quick_prints, "the short way gives another site");
            assert_eq!(new.everything_else(), quick.everything_else());
            let same_rest = new.everything_else() == old.everything_else();
            for (path, (prose, fingerprint, text)) in &new_prints {
                let (old_prose, old_fingerprint, old_text) = &old_prints[path];
                if same_rest && prose == old_prose {
                    assert_eq!(fingerprint, old_fingerprint, "{path}");
                    assert!(text == old_text, "{path}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 0, "no edit left the cards alone");
}
