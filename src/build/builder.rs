//! The builder's memory: what an update makes again, and what it keeps.
//!
//! In: the folder of a site and hints about what changed. Out: a [`Snapshot`]
//! or the diagnostics that prevent one. All state that makes an update quick
//! lives here; a snapshot after any sequence of updates is the one a new
//! builder would make. Never writes output, never asks the clock.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use jiff::Timestamp;

use super::kept::{self, Kept};
use super::kept_model;
use super::kept_texts::{self, Texts};
use super::linking::{self, Basis, Links};
use super::snapshot::{self, Copied, Snapshot};
use super::theme_files::ThemeFiles;
use super::timings::{Laps, Timings};
use super::unchanged::Cause;
use crate::content::resolve::{ResolvedRecord, Selection, publication_dates, resolve_model, resolve_record};
use crate::content::site_yaml::SiteSettings;
use crate::content::store::{Changes, Look, Store};
use crate::diagnostic::Diagnostic;
use crate::link::RecordNames;
use crate::model::{Body, Model, Site, Story, StoryId};
use crate::render::assets::{AssetInfo, Assets};
use crate::render::checks::Checks;
use crate::render::engine::Engine;
use crate::render::site::{Input, SiteView};
use crate::render::theme;
use crate::render::uses::Uses;

/// What a site is built with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder that holds `content/`.
    pub root: PathBuf,
    /// In place of the settings' `base_url`.
    pub base_url: Option<String>,
    /// Take in drafts.
    pub drafts: bool,
    /// Take in stories dated after `now`.
    pub future: bool,
    /// The clock's reading.
    pub now: Timestamp,
}

/// Where an update looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Everywhere.
    All,
    /// At some places, absolute or relative to the root.
    Places {
        /// Files, and folders with all that is below them.
        paths: Vec<PathBuf>,
        /// Folders of which no more is to be seen than whether what was known
        /// below them is still there.
        names_in: Vec<PathBuf>,
    },
}

impl Hint {
    /// At these files and folders.
    pub const fn paths(paths: Vec<PathBuf>) -> Self {
        Self::Places { paths, names_in: Vec::new() }
    }
}

/// What an update came to.
#[derive(Debug, Default)]
pub struct Update {
    /// The site as it is now. `None` if it has errors, or if nothing changed.
    pub snapshot: Option<Arc<Snapshot>>,
    /// All that is wrong with it, in order of place.
    pub diagnostics: Vec<Diagnostic>,
    /// Sources, templates and static files that changed, relative to the root.
    pub changed: Vec<Arc<str>>,
    /// Nothing but stylesheets under `static/` changed.
    pub only_styles: bool,
}

impl Update {
    /// Whether the site has errors.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// What the last successful look at the sources was turned into.
struct State {
    file: Arc<SiteSettings>,
    site: Arc<Site>,
    record: ResolvedRecord,
    model: Model,
    model_diagnostics: Vec<Diagnostic>,
    links: Links,
    /// By the file of the text.
    link_diagnostics: BTreeMap<Arc<str>, Vec<Diagnostic>>,
    view: Arc<SiteView>,
    view_diagnostics: Vec<Diagnostic>,
    /// What was found in texts and pictures, and the files that they show.
    checks: Checks,
    /// Those files, as the writer has them; made when they are asked for.
    copies: Option<Arc<BTreeMap<String, Copied>>>,
}

impl State {
    /// What a view is made from.
    fn input(&self, assets: &Arc<Assets>, uses: &Arc<Uses>, now: Timestamp) -> Input {
        let (model, mentions) = (self.model.clone(), Arc::clone(self.links.mentions()));
        Input { model, mentions, assets: Arc::clone(assets), uses: Arc::clone(uses), now }
    }

    /// Puts a story's new text in the place of its old one.
    fn edit(&mut self, path: &Arc<str>, body: &Body, id: StoryId) {
        let story = Story { body: body.clone(), ..Story::clone(&self.model.stories[id]) };
        self.model.stories[id] = Arc::new(story);
        let said = self.links.relink(&self.model, id);
        self.link_diagnostics.insert(Arc::clone(path), said);
    }

    /// Takes a view in which the texts of these stories are others.
    fn show(&mut self, view: SiteView, edited: &[StoryId]) {
        for id in edited {
            if view.check_again(*id, &mut self.checks) {
                self.copies = None;
            }
        }
        self.view = Arc::new(view);
    }

    /// Whether the view was made of these files, for templates that name these
    /// fields.
    fn shows(&self, assets: &Arc<Assets>, uses: &Uses) -> bool {
        Arc::ptr_eq(self.view.assets(), assets) && self.view.uses().digest() == uses.digest()
    }

    /// Makes the view again after the model, the assets or what templates name
    /// changed.
    fn look_again(&mut self, assets: &Arc<Assets>, uses: &Arc<Uses>, now: Timestamp) {
        let input = self.input(assets, uses, now);
        let (view, diagnostics) = SiteView::new(input, Some(&self.view));
        self.view = Arc::new(view);
        self.view_diagnostics = diagnostics;
        self.checks = self.view.check();
        self.copies = None;
    }
}

/// What the files of an earlier run hold: of sources, and of texts.
type Standing = (kept::Standing, kept_texts::Standing);

/// Builds a site again and again, each time doing only what is needed.
pub struct Builder {
    options: Options,
    store: Store,
    theme: ThemeFiles,
    state: Option<State>,
    engine: Option<(String, Arc<Engine>)>,
    engine_diagnostics: Vec<Diagnostic>,
    assets: Arc<Assets>,
    last: Option<Arc<Snapshot>>,
    /// Read and linked by an earlier run; asked once, at the first update.
    kept: Option<Texts>,
    /// What that run's files hold; `None` where none were asked for.
    standing: Option<Standing>,
    /// What is read will be kept for a later run.
    keeps: bool,
    /// When the stories are published of which the sources tell, where the
    /// store has let go of what they say.
    dates: Option<Vec<Timestamp>>,
    /// A fault of the disk ended the last update: what had been looked at by
    /// then is known to the store, but not to what is made of it.
    unfinished: bool,
    /// How many updates followed results alone.
    followed: usize,
    timings: Timings,
}

impl Builder {
    /// A builder that has not looked at anything yet.
    pub fn new(options: Options) -> Self {
        Self {
            store: Store::new(&options.root),
            theme: ThemeFiles::new(&options.root),
            options,
            state: None,
            engine: None,
            engine_diagnostics: Vec::new(),
            assets: Arc::default(),
            last: None,
            kept: None,
            standing: None,
            keeps: false,
            dates: None,
            timings: Timings::default(),
            unfinished: false,
            followed: 0,
        }
    }

    /// A builder that begins with what an earlier run read and linked
    /// ([`Builder::keep`]). It makes what a new one makes, sooner.
    pub fn with_kept(options: Options) -> Self {
        let mut builder = Self::new(options);
        let mut laps = Laps::start();
        let root = &builder.options.root;
        let (kept, (texts, standing_texts)) = rayon::join(|| Kept::load(root), || kept_texts::load(root));
        let ((names, known), standing) = kept.into_parts();
        builder.store = Store::with_known(&builder.options.root, names, known);
        builder.kept = Some(texts);
        builder.standing = Some((standing, standing_texts));
        builder.timings.stage("read the cache", laps.lap());
        builder
    }

    /// A builder that keeps what it reads for a later run, while it makes
    /// something of it; meant for one update. [`Builder::keep`] keeps the rest.
    #[must_use]
    pub fn keeping(self) -> Self {
        Self { keeps: true, ..self }
    }

    /// Keeps what was linked for a later run, if the last update succeeded,
    /// and, where its cause is given, what was made of it; lets go of all that
    /// only a further update would need. That it cannot be written is no fault.
    ///
    /// It is meant to go on beside the making of pages, and does all with one
    /// thread: those that all work shares would come to it when the last page
    /// is made.
    pub fn keep(self, cause: Option<&Cause>) {
        if let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(1).build() {
            pool.install(|| self.keep_here(cause));
        }
    }

    fn keep_here(self, cause: Option<&Cause>) {
        let (Some(state), Some((_, standing))) = (&self.state, &self.standing) else { return };
        kept_texts::save(&self.options.root, &state.links, standing);
        if let Some(cause) = cause {
            let said = [&state.record.diagnostics, &state.model_diagnostics].into_iter().flatten();
            kept_model::save(&self.options.root, cause, &self.store, &state.model, state.links.mentions(), said);
        }
    }

    /// The options it was made with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The model of the last update that read everything, also where it found
    /// errors.
    pub fn model(&self) -> Option<&Model> {
        self.state.as_ref().map(|s| &s.model)
    }

    /// Looks at what may have changed and makes the next snapshot. Faults of
    /// the author's files are in the update; an error is one of the disk.
    pub fn update(&mut self, hint: &Hint) -> io::Result<Update> {
        let unfinished = std::mem::replace(&mut self.unfinished, true);
        let hint = if unfinished { &Hint::All } else { hint };
        let (look, templates, statics) = self.look_at(hint);
        let mut laps = Laps::start();
        let mut changes = self.store.look(&look)?;
        self.timings.stage("read sources", laps.lap());
        let tidied = self.dates.take().is_some() || (!changes.is_empty() && self.store.is_full_of_old_names());
        if tidied {
            self.store.read_again()?;
        }
        let mut theme = self.theme.look(templates, statics)?;
        self.timings.stage("read templates and static files", laps.lap());
        if unfinished || tidied {
            changes.settings = true;
            changes.record = true;
            changes.stories = true;
            changes.assets = true;
            theme.templates = true;
        }
        let mut changed: Vec<Arc<str>> = changes.files.iter().chain(&theme.files).cloned().collect();
        changed.sort();
        if changed.is_empty() && self.state.is_some() && !unfinished {
            self.unfinished = false;
            return Ok(Update { snapshot: None, diagnostics: self.diagnostics(), ..Update::default() });
        }
        let only_styles = changes.is_empty()
            && !theme.files.is_empty()
            && theme.files.iter().all(|f| f.starts_with("static/") && f.ends_with(".css"));

        if changes.assets || theme.names || self.state.is_none() {
            self.assets = Arc::new(list_assets(&self.options.root, &self.store, &self.theme));
        }
        if changes.assets
            && let Some(state) = &mut self.state
        {
            // The same file may have other bytes.
            state.copies = None;
        }
        let kept =
            self.state.as_ref().filter(|_| !changes.settings).map(|s| (Arc::clone(&s.file), Arc::clone(&s.site)));
        let settings = kept.unwrap_or_else(|| settings(&self.store, &self.options));
        let base_path = settings.1.base_path().to_owned();
        let engine = self.engine.as_ref().filter(|(path, _)| !theme.templates && *path == base_path);
        if engine.is_none() {
            let mut laps = Laps::start();
            self.compile(base_path);
            self.timings.stage("compile templates", laps.lap());
        }
        let uses = self.uses();
        if !self.follow_prose(&changes, &uses) && !self.follow_results(&mut changes, &uses) {
            self.resolve(&changes, settings, uses);
        }
        let diagnostics = self.diagnostics();
        let snapshot = if diagnostics.iter().any(Diagnostic::is_error) { None } else { self.snapshot() };
        if snapshot.is_some() {
            self.last.clone_from(&snapshot);
        }
        self.unfinished = false;
        Ok(Update { snapshot, diagnostics, changed, only_styles })
    }

    /// What a hint means for each of the folders.
    fn look_at(&self, hint: &Hint) -> (Look, bool, bool) {
        let Hint::Places { paths, names_in } = hint else { return (Look::All, true, true) };
        if self.store.is_empty() && self.state.is_none() {
            return (Look::All, true, true);
        }
        let (mut content, mut folders) = (BTreeSet::new(), BTreeSet::new());
        let (mut templates, mut statics) = (false, false);
        let marked = paths.iter().map(|path| (path, false)).chain(names_in.iter().map(|path| (path, true)));
        for (path, names_alone) in marked {
            let inside = path.strip_prefix(&self.options.root).unwrap_or(path);
            let parts: Vec<_> = inside.components().map(|c| c.as_os_str().to_string_lossy()).collect();
            match parts.first().map(AsRef::as_ref) {
                Some("content") if names_alone => _ = folders.insert(parts.join("/")),
                Some("content") => _ = content.insert(parts.join("/")),
                Some("templates") => templates = true,
                Some("static") => statics = true,
                Some(_) => {}
                None => return (Look::All, true, true),
            }
        }
        (Look::At { paths: content, names_in: folders }, templates, statics)
    }

    /// The short way: nothing but the texts of stories changed.
    fn follow_prose(&mut self, changes: &Changes, uses: &Arc<Uses>) -> bool {
        let Some(state) = &mut self.state else { return false };
        if changes.settings || changes.record || changes.stories || !changes.matches.is_empty() {
            return false;
        }
        if changes.prose.is_empty() {
            if changes.assets || !state.shows(&self.assets, uses) {
                state.look_again(&self.assets, uses, self.options.now);
            }
            return true;
        }
        // A draft, a page or a profile is rarer, and quick enough the long way.
        let found: Option<Vec<StoryId>> = changes.prose.iter().map(|path| state.links.story_of(path)).collect();
        let Some(edited) = found else { return false };
        for (path, id) in changes.prose.iter().zip(&edited) {
            let Some(body) = self.store.body(path) else { return false };
            state.edit(path, body, *id);
        }
        if changes.assets || !state.shows(&self.assets, uses) {
            state.look_again(&self.assets, uses, self.options.now);
            return true;
        }
        let view = state.view.with_texts(state.model.clone(), Arc::clone(state.links.mentions()), &edited);
        state.show(view, &edited);
        true
    }

    /// Nearly as short: files tell nothing but results otherwise, and texts of
    /// stories may have changed with them. Where the results alone can be
    /// followed, the record is done, and the rest goes the long way.
    fn follow_results(&mut self, changes: &mut Changes, uses: &Arc<Uses>) -> bool {
        if changes.matches.is_empty() {
            return false;
        }
        let told: Option<Vec<_>> = changes.matches.iter().map(|path| self.store.input(path)).collect();
        let alone = !changes.settings && !changes.record;
        let followed = match (&mut self.state, told) {
            (Some(state), Some(told)) if alone => state.record.follow(self.store.names(), told),
            _ => None,
        };
        let rest = changes.stories || changes.assets;
        changes.record |= followed.is_none();
        changes.stories = true;
        let (Some(state), Some(matches)) = (&mut self.state, followed) else { return false };
        self.followed += 1;
        let held = || state.view.routes().hold(&state.model.record, &state.record.record, &matches);
        if rest || !state.shows(&self.assets, uses) || state.record.is_quoted(&matches, self.store.raws()) || !held() {
            return false;
        }
        // Whoever tells of a match in a story has its text in the same file; of
        // a draft that is left out there is nothing to show.
        let story =
            |path: &Arc<str>| Some((Arc::clone(path), self.store.body(path)?.clone(), state.links.story_of(path)?));
        let mut edited: Vec<(Arc<str>, Body, StoryId)> = changes.matches.iter().filter_map(story).collect();
        for path in &changes.prose {
            let Some(found) = story(path) else { return false };
            edited.push(found);
        }
        let before = std::mem::replace(&mut state.model.record, Arc::clone(&state.record.record));
        let Some(said) = state.links.follow(&state.model, &matches) else {
            state.model.record = before;
            return false;
        };
        state.link_diagnostics.extend(said);
        for (path, body, id) in &edited {
            state.edit(path, body, *id);
        }
        let edited: Vec<StoryId> = edited.into_iter().map(|(_, _, id)| id).collect();
        let input = state.input(&self.assets, uses, self.options.now);
        let view = state.view.with_results(input, &matches, &edited);
        state.show(view, &edited);
        true
    }

    /// How many updates told results otherwise and needed no resolving of
    /// names.
    pub fn followed(&self) -> usize {
        self.followed
    }

    /// The long way: everything that the changes may reach.
    fn resolve(&mut self, changes: &Changes, (file, site): (Arc<SiteSettings>, Arc<Site>), uses: Arc<Uses>) {
        let previous = self.state.take();
        let mut laps = Laps::start();
        let Options { drafts, future, now, .. } = self.options;
        let selection = Selection { drafts, future, now };
        let inputs = self.store.inputs();
        let (store, root) = (&self.store, &self.options.root);
        let resolve = || resolve_record(&site, &file.rule_sets, store.names(), &inputs);
        let (mut record, view, links) = thread::scope(|scope| {
            if let Some((standing, _)) = self.standing.as_ref().filter(|_| self.keeps) {
                // The record is resolved on one thread; this takes another.
                scope.spawn(|| kept::save(root, store, standing));
            }
            match previous {
                Some(p) if !changes.settings && !changes.record => (p.record, Some(p.view), Some(p.links)),
                Some(p) => (resolve(), Some(p.view), Some(p.links)),
                None => (resolve(), None, None),
            }
        });
        self.timings.stage("resolve the record", laps.lap());
        let entities = Arc::clone(&record.record);
        let (basis, (model, model_diagnostics)) = rayon::join(
            // Earlier links have names that are mostly the same still.
            || links.map_or_else(|| Basis::Names(RecordNames::of(&entities)), |links| Basis::Earlier(Box::new(links))),
            || {
                let model = resolve_model(&site, &record, &inputs, selection);
                if self.keeps {
                    // Whoever keeps notes for another run makes one update.
                    self.dates = Some(publication_dates(&site, &inputs));
                    record.let_go();
                    drop(inputs);
                    self.store.let_go();
                }
                model
            },
        );
        self.timings.stage("resolve stories", laps.lap());
        let links = Links::new(&model, basis, &self.kept.take().unwrap_or_default());
        let link_diagnostics = linking::diagnostics(links.mentions(), &model);
        self.timings.stage("link", laps.lap());
        let input = Input {
            model: model.clone(),
            mentions: Arc::clone(links.mentions()),
            assets: Arc::clone(&self.assets),
            uses,
            now,
        };
        let (view, view_diagnostics) = SiteView::new(input, view.as_deref());
        let view = Arc::new(view);
        self.timings.stage("shared views", laps.lap());
        let checks = view.check();
        self.timings.stage("check links and pictures", laps.lap());
        self.state = Some(State {
            file,
            site,
            record,
            model,
            model_diagnostics,
            links,
            link_diagnostics,
            view,
            view_diagnostics,
            checks,
            copies: None,
        });
    }

    /// The names that templates make use of; where there is a fault in one of
    /// them, those that they made use of before.
    fn uses(&self) -> Arc<Uses> {
        let engine = self.engine.as_ref().map(|(_, engine)| engine.used_anywhere());
        engine.or_else(|| Some(self.state.as_ref()?.view.uses())).cloned().unwrap_or_default()
    }

    fn compile(&mut self, base_path: String) {
        let (overrides, mut diagnostics) = self.theme.overrides();
        match Engine::new(theme::TEMPLATES, overrides, &base_path) {
            Ok(engine) => self.engine = Some((base_path, Arc::new(engine))),
            Err(faults) => {
                diagnostics.extend(faults);
                self.engine = None;
            }
        }
        self.engine_diagnostics = diagnostics;
    }

    /// Everything that is wrong at present, in order of place.
    fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> = self.store.diagnostics().chain(&self.engine_diagnostics).cloned().collect();
        if let Some(state) = &self.state {
            let parts = [&state.record.diagnostics, &state.model_diagnostics, &state.view_diagnostics];
            all.extend(parts.into_iter().flatten().cloned());
            all.extend(state.link_diagnostics.values().flatten().cloned());
            all.extend(state.checks.diagnostics().cloned());
            all.extend(crate::render::missing(&state.site));
        }
        put_in_order(&mut all);
        all
    }

    fn snapshot(&mut self) -> Option<Arc<Snapshot>> {
        let (Some(state), Some((_, engine))) = (&mut self.state, &self.engine) else { return None };
        let copies = state.copies.get_or_insert_with(|| {
            Arc::new(snapshot::copies(&self.options.root, state.checks.copies(), |path| self.store.digest_of(path)))
        });
        Some(Arc::new(Snapshot {
            view: Arc::clone(&state.view),
            engine: Arc::clone(engine),
            statics: Arc::clone(self.theme.statics()),
            copies: Arc::clone(copies),
        }))
    }

    /// Where the time of the updates so far went.
    pub fn take_timings(&mut self) -> Timings {
        std::mem::take(&mut self.timings)
    }

    /// All that the outcome of the last update depends on; `None` if it did not
    /// read everything.
    pub fn cause(&self) -> Option<Cause> {
        let state = self.state.as_ref().filter(|_| !self.unfinished)?;
        let dates = self.dates.clone().unwrap_or_else(|| publication_dates(&state.site, &self.store.inputs()));
        let turns = dates.into_iter().chain(state.view.turns());
        let sources = (self.store.digest(), self.store.digest_without_stories());
        Some(Cause::new(&self.options, sources, self.theme.digest(), state.view.marks(&[]), turns))
    }

    /// The folder of the site.
    pub fn root(&self) -> &Path {
        &self.options.root
    }
}

/// The settings, with the options in place of what they override.
pub(super) fn settings(store: &Store, options: &Options) -> (Arc<SiteSettings>, Arc<Site>) {
    let file = store.settings().cloned().unwrap_or_else(|| {
        let name = options.root.file_name().map(|n| n.to_string_lossy().into_owned());
        Arc::new(SiteSettings::without(name.as_deref().unwrap_or("Matches")))
    });
    let mut site = file.site.clone();
    if let Some(url) = &options.base_url {
        site.base_url = Some(url.trim_end_matches('/').into());
    }
    (file, Arc::new(site))
}

/// The files that texts may show.
pub(super) fn list_assets(root: &Path, store: &Store, theme: &ThemeFiles) -> Assets {
    let beside = store.assets().map(|(path, _)| {
        let size = super::picture::size_of_file(&root.join(&**path));
        (Arc::clone(path), AssetInfo { size })
    });
    let statics =
        theme.statics().iter().map(|(name, file)| (Arc::from(format!("static/{name}")), AssetInfo { size: file.size }));
    Assets { files: beside.chain(statics).collect::<BTreeMap<_, _>>() }
}

/// Diagnostics as they are told: in order of place, each once.
pub(super) fn put_in_order(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort();
    diagnostics.dedup();
}
