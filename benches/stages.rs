//! What the stages of a build cost, each for one file of a small corpus: front
//! matter, Markdown with linking, views, templates, writing.
//!
//! Beside these there are benchmarks of their own for Football.TXT and for
//! linking in a large site.
#![allow(dead_code, unused_imports, reason = "parts of the corpus generator are not needed here")]

#[path = "corpus/files.rs"]
mod files;
#[path = "corpus/game.rs"]
mod game;
#[path = "corpus/images.rs"]
mod images;
#[path = "corpus/names.rs"]
mod names;
#[path = "corpus/phrases.rs"]
mod phrases;
#[path = "corpus/pools.rs"]
mod pools;
#[path = "corpus/prose.rs"]
mod prose;
#[path = "corpus/rng.rs"]
mod rng;
#[path = "corpus/season.rs"]
mod season;
#[path = "corpus/world.rs"]
mod world;
#[path = "corpus/write_touchline.rs"]
mod write_touchline;

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use touchline::build::{Builder, FileClass, Hint, Options, Output, Planned, Snapshot, WriteOptions};
use touchline::content::raw::Names;
use touchline::content::{readers, source};
use touchline::link::Linker;
use touchline::render::markdown::{self, Source, SourceFiles, Targets};
use touchline::render::{Assets, Routes};

const MATCHES: usize = 400;
const PAGES: usize = 1_000;

/// A corpus in a folder that is removed at the end.
fn corpus() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let world = world::World::new(MATCHES, 1);
    let mut folder = files::Folder::create(&dir.path().join("site")).expect("made");
    write_touchline::begin(&world, &mut folder).expect("written");
    for game in world.matches() {
        let report = prose::report(&world, &game, 1);
        write_touchline::story(&world, &game, &report, &mut folder).expect("written");
    }
    dir
}

fn snapshot(root: &Path) -> Arc<Snapshot> {
    let now = "2030-01-01T00:00:00Z".parse().expect("an instant");
    let options = Options { root: root.to_owned(), base_url: None, drafts: false, future: false, now };
    let update = Builder::new(options).update(&Hint::All).expect("read");
    update.snapshot.expect("a site without errors")
}

fn front_matter(c: &mut Criterion, root: &Path) {
    let listed = source::list(root, "content/stories").expect("listed");
    let story = source::read(root, &listed[MATCHES / 2]).expect("read").expect("there");
    let names = Names::new();
    c.bench_function("front matter of a story with its match", |b| {
        b.iter(|| readers::read(black_box(&story), None, &names));
    });
}

fn text(c: &mut Criterion, snapshot: &Snapshot) {
    let model = snapshot.model();
    let linker = Linker::new(model);
    let story = &model.stories.as_slice()[MATCHES / 2];
    let routes = Routes::new(model).0;
    let (assets, sources) = (Assets::default(), SourceFiles::default());
    let targets = Targets { routes: &routes, assets: &assets, sources: &sources };
    let page = format!("/stories/{}/", story.slug);
    c.bench_function("Markdown of 600 words with linking", |b| {
        b.iter(|| {
            let linked = linker.link_story(black_box(story));
            let (text, file) = (&*story.body.text, &*story.body.file);
            let source = Source { text, file, page: &page, mentions: &linked.mentions, unsafe_html: false };
            markdown::render(&source, &targets)
        });
    });
}

fn pages(c: &mut Criterion, snapshot: &Snapshot) {
    let files = snapshot.files();
    for (kind, folder) in [("story", "stories/2"), ("match", "matches/2"), ("player", "players/"), ("team", "teams/")] {
        let of_kind: Vec<_> = files.iter().filter(|f| f.starts_with(folder) && !f.contains("/page/")).collect();
        let Some(file) = of_kind.get(of_kind.len() / 2) else { continue };
        c.bench_function(&format!("views of a {kind}"), |b| b.iter(|| snapshot.fingerprint(black_box(file))));
        c.bench_function(&format!("views and template of a {kind}"), |b| b.iter(|| snapshot.get(black_box(file))));
    }
}

/// Each time into a folder that was not there before, and none is removed in
/// between: see `benches/compare`.
fn writing(c: &mut Criterion, dir: &Path) {
    let bytes = "x".repeat(7_500);
    let mut number = 0;
    c.bench_function(&format!("writing {PAGES} pages of 7.5 kB"), |b| {
        b.iter_custom(|times| {
            let mut sum = Duration::ZERO;
            for _ in 0..times {
                number += 1;
                let root = dir.join(format!("out-{number}"));
                std::fs::create_dir(&root).expect("made");
                let mut output = Output::open(&root, Path::new("public")).expect("locked");
                let page =
                    |i| Planned::bytes(format!("p/{i}/index.html"), i as u128, FileClass::Page, bytes.as_bytes());
                let plan = (0..PAGES).map(page).collect();
                let start = Instant::now();
                output.write(plan, &WriteOptions::default()).expect("written");
                sum += start.elapsed();
            }
            sum
        });
    });
}

fn stages(c: &mut Criterion) {
    let dir = corpus();
    let root = dir.path().join("site");
    let snapshot = snapshot(&root);
    front_matter(c, &root);
    text(c, &snapshot);
    pages(c, &snapshot);
    writing(c, dir.path());
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = stages
}
criterion_main!(benches);
