//! Leads a publish from the first look at the host to the last step.
//!
//! In: the files that are to be there, a transport. Out: a report, or all that
//! failed. Never builds, never prints; waits only between tries and for a lock.
//!
//! 1. Read the manifest and the journal, list the host, compare: nothing to do
//!    is the end, and nothing was written.
//! 2. Stop if it would write over files of others, or delete too many.
//! 3. Take the lease; look again if something changed in between.
//! 4. Write the journal: what this run may put there.
//! 5. The phases of the plan. If steps fail for good, stop after their phase.
//! 6. Write the manifest, remove the journal, give the lease back.
//!
//! Killed anywhere, it leaves the journal (or nothing changed), and the next
//! run finds from it and from the listing what is there.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Instant;

use super::fault::{Fault, FaultKind, PublishError};
use super::lock::{Lease, Times};
use super::manifest::{Entry, JOURNAL, Journal, Loaded, MANIFEST, Manifest};
use super::plan::{Phase, Plan, Standing, Standings, Step};
use super::prepare::LocalFile;
use super::report::{Report, Watcher};
use super::retry::Retry;
use super::transport::{Listing, Seen, Transport, locked};

/// How to publish.
#[derive(Clone, Copy)]
pub struct Options<'o> {
    /// Only look.
    pub dry_run: bool,
    /// Delete however many files.
    pub confirm_deletes: bool,
    /// Write over files that touchline did not put there.
    pub adopt: bool,
    /// Of a hundred published files, how many may be deleted without
    /// `confirm_deletes`.
    pub delete_limit: u8,
    /// How often a step is tried.
    pub retry: Retry,
    /// How long a lease is waited for.
    pub lease: Times,
    /// Told how far it is.
    pub watcher: &'o dyn Watcher,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            dry_run: false,
            confirm_deletes: false,
            adopt: false,
            delete_limit: 10,
            retry: Retry::default(),
            lease: Times::default(),
            watcher: &super::report::Silent,
        }
    }
}

/// A publish that succeeded.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What it did.
    pub report: Report,
    /// What is on the host now.
    pub manifest: Manifest,
}

/// What is known of the host before anything is done.
struct Known {
    manifest: Option<(Manifest, String)>,
    journal: Option<(Journal, String)>,
    /// Versions of both files, whatever is in them.
    versions: (Option<String>, Option<String>),
    standing: Standings,
}

/// A publish under way.
struct Run<'r> {
    files: &'r [LocalFile],
    transport: &'r dyn Transport,
    options: &'r Options<'r>,
    /// What this machine remembers of the host, for when the host's own
    /// manifest is gone.
    remembered: Option<&'r Manifest>,
}

/// Brings a host to hold these files. `remembered` is the manifest that the
/// last publish from this machine gave, if there is one.
pub fn publish(
    files: &[LocalFile],
    transport: &dyn Transport,
    remembered: Option<&Manifest>,
    options: &Options<'_>,
) -> Result<Outcome, PublishError> {
    let start = Instant::now();
    let run = Run { files, transport, options, remembered };
    let known = run.look()?;
    let plan = Plan::new(files, &known.standing, transport.powers());
    guard(&plan, files.len(), &transport.place(), options)?;
    if options.dry_run {
        let mut report = run.report(&plan);
        report.dry_run = true;
        report.steps = told(&plan, files);
        report.purge = run.purge(&known, &plan).into_iter().collect();
        report.deleted = plan.deleted.len();
        count_sent(&mut report, &plan, files);
        return Ok(Outcome { report, manifest: Manifest::default() });
    }
    if let Some((manifest, _)) = &known.manifest
        && plan.is_empty()
        && known.journal.is_none()
        && *manifest == run.next_manifest(&known, &plan, &Tags::default())
    {
        let mut report = run.report(&plan);
        report.purge = manifest.purge.iter().cloned().collect();
        report.seconds = start.elapsed();
        return Ok(Outcome { report, manifest: manifest.clone() });
    }
    let lease = Lease::take(transport, options.retry, options.lease, options.watcher)?;
    lease.during(|lease| {
        // Somebody may have published between the look and the lease.
        let (known, plan) = if run.versions()? == known.versions {
            (known, plan)
        } else {
            let known = run.look()?;
            let plan = Plan::new(files, &known.standing, transport.powers());
            guard(&plan, files.len(), &transport.place(), options)?;
            (known, plan)
        };
        let mut outcome = run.carry_out(known, &plan, lease)?;
        outcome.report.seconds = start.elapsed();
        Ok(outcome)
    })
}

/// Says that caches were told of all changes so far: the purge list of the host
/// is emptied. Gives how many files were on it, and the manifest as it is now.
pub fn acknowledge_purge(
    transport: &dyn Transport,
    options: &Options<'_>,
) -> Result<(usize, Option<Vec<u8>>), PublishError> {
    let retry = options.retry;
    let lease = Lease::take(transport, retry, options.lease, options.watcher)?;
    lease.during(|_| {
        let Some((text, version)) = retry.run(|| transport.read(MANIFEST))? else { return Ok((0, None)) };
        let Loaded::Sound(mut manifest) = Manifest::decode(&text) else { return Ok((0, None)) };
        let count = std::mem::take(&mut manifest.purge).len();
        let text = manifest.encode();
        if count > 0 {
            write_small(transport, retry, MANIFEST, &text, Some(&version))?;
        }
        Ok((count, Some(text)))
    })
}

/// Tags of files after they were put, by index.
type Tags = std::collections::HashMap<usize, Option<String>>;

impl Run<'_> {
    fn versions(&self) -> Result<(Option<String>, Option<String>), Fault> {
        let version = |path| self.options.retry.run(|| Ok(self.transport.read(path)?.map(|(_, version)| version)));
        Ok((version(MANIFEST)?, version(JOURNAL)?))
    }

    /// Finds out what is on the host.
    fn look(&self) -> Result<Known, PublishError> {
        let Self { transport, options, .. } = self;
        let retry = options.retry;
        options.watcher.phase("looking at the host");
        let manifest = retry.run(|| transport.read(MANIFEST))?;
        let journal = retry.run(|| transport.read(JOURNAL))?;
        let versions = (manifest.as_ref().map(|(_, v)| v.clone()), journal.as_ref().map(|(_, v)| v.clone()));
        let manifest = match manifest.map(|(text, version)| (Manifest::decode(&text), version)) {
            Some((Loaded::Sound(manifest), version)) => Some((manifest, version)),
            Some((Loaded::Newer, _)) => return Err(newer()),
            Some((Loaded::Damaged, _)) => {
                options.watcher.note("the manifest on the host is damaged: comparing file by file");
                None
            }
            None => None,
        };
        let journal = match journal.map(|(text, version)| (Journal::decode(&text), version)) {
            Some((Loaded::Sound(journal), version)) => Some((journal, version)),
            Some((Loaded::Newer, _)) => return Err(newer()),
            // Hosts write small files whole, so this is not from a run that
            // died. All that is lost is which of the files nobody wants are ours.
            Some((Loaded::Damaged, version)) => Some((Journal::default(), version)),
            None => None,
        };
        if journal.is_some() {
            options.watcher.note("the last publish did not end: going on where it stopped");
        }
        let standing =
            self.standing(manifest.as_ref().map(|(m, _)| m).or(self.remembered), journal.as_ref().map(|(j, _)| j))?;
        Ok(Known { manifest, journal, versions, standing })
    }

    /// What stands on the host, and what of it is ours.
    fn standing(&self, manifest: Option<&Manifest>, journal: Option<&Journal>) -> Result<Standings, PublishError> {
        let none = Manifest::default();
        let manifest = manifest.unwrap_or(&none);
        let wanted: BTreeSet<&str> = self.files.iter().map(|file| file.path.as_str()).collect();
        let about: Vec<&str> = {
            let mut about = wanted.clone();
            about.extend(manifest.files.keys().map(String::as_str));
            about.extend(journal.iter().flat_map(|journal| journal.put.iter().map(String::as_str)));
            about.into_iter().collect()
        };
        let listing: Listing = self.options.retry.run(|| self.transport.list(&about))?;
        let mut standing = Standings::new();
        let mut uncertain: Vec<&str> = Vec::new();
        for (path, seen) in &listing {
            let journaled = journal.is_some_and(|journal| journal.put.contains(path));
            let known = manifest.files.get(path);
            let entry = known.filter(|entry| is_as_published(entry, seen));
            let is_wanted = wanted.contains(path.as_str());
            if entry.is_none() && is_wanted {
                uncertain.push(path);
            }
            // A file of ours that somebody changed is written over where it is
            // wanted, but not deleted where it is not.
            let ours = journaled || entry.is_some() || (known.is_some() && is_wanted);
            standing.insert(path.clone(), Standing { ours, entry: entry.cloned() });
        }
        if !uncertain.is_empty() {
            let found = self.options.retry.run(|| self.transport.identify(&uncertain))?;
            for (path, identity) in uncertain.iter().zip(found) {
                if let (Some(identity), Some(standing), Some(seen)) =
                    (identity, standing.get_mut(*path), listing.get(*path))
                {
                    let (digest, headers) = (identity.digest, identity.headers);
                    standing.entry = Some(Entry { digest, size: seen.size, headers, tag: seen.tag.clone() });
                }
            }
        }
        Ok(standing)
    }

    fn carry_out(&self, known: Known, plan: &Plan, lease: &Lease<'_>) -> Result<Outcome, PublishError> {
        let Self { files, transport, options, .. } = *self;
        let mut report = self.report(plan);
        let steps: usize = plan.phases.iter().map(|(_, steps)| steps.len()).sum();
        options.watcher.expect(steps, plan.bytes);
        if !plan.is_empty() {
            let journal = self.next_journal(&known, plan);
            let is_new = known.journal.as_ref().is_none_or(|(old, _)| *old != journal);
            if is_new {
                write_small(transport, options.retry, JOURNAL, &journal.encode(), None)?;
            }
        }
        let mut tags = Tags::new();
        for (phase, steps) in &plan.phases {
            if lease.is_lost() {
                return Err(PublishError::Busy("another publish took over while this one waited".to_owned()));
            }
            options.watcher.phase(phase.name());
            let faults = self.phase(*phase, steps, &mut tags, &mut report);
            if !faults.is_empty() {
                return Err(PublishError::Faults { faults, report: Box::new(report) });
            }
        }
        if lease.is_lost() {
            return Err(PublishError::Busy("another publish took over while this one waited".to_owned()));
        }
        let manifest = self.next_manifest(&known, plan, &tags);
        let late = |fault| PublishError::Faults { faults: vec![fault], report: Box::new(report.clone()) };
        let over = known.manifest.as_ref().map(|(_, version)| version.as_str());
        if known.manifest.as_ref().is_none_or(|(old, _)| *old != manifest) {
            write_small(transport, options.retry, MANIFEST, &manifest.encode(), over).map_err(late)?;
        }
        if !plan.is_empty() || known.journal.is_some() {
            options.retry.run(|| transport.remove(JOURNAL)).map_err(late)?;
        }
        report.purge = manifest.purge.iter().cloned().collect();
        report.steps = told(plan, files);
        Ok(Outcome { report, manifest })
    }

    /// All steps of a phase, tried as often as is worth it. Gives what failed
    /// for good.
    fn phase(&self, phase: Phase, steps: &[Step], tags: &mut Tags, report: &mut Report) -> Vec<Fault> {
        let Self { files, transport, .. } = *self;
        let mut puts: Vec<usize> = Vec::new();
        let mut copies: Vec<(&str, usize)> = Vec::new();
        let mut deletes: Vec<&str> = Vec::new();
        for step in steps {
            match step {
                Step::Put(i) => puts.push(*i),
                Step::Copy { from, to } => copies.push((from, *to)),
                Step::Delete(path) => deletes.push(path),
            }
        }
        let mut faults = Vec::new();

        let (done, failed) = self.batch(
            copies,
            report,
            |_| 0,
            |copies, done| {
                let copies: Vec<(&str, &LocalFile)> = copies.iter().map(|(from, to)| (*from, &files[*to])).collect();
                transport.copy(&copies, done);
            },
        );
        report.copied += done.len();
        tags.extend(done.into_iter().map(|((_, to), tag)| (to, tag)));
        for ((_, to), fault) in failed {
            // What cannot be copied for whatever reason of its own is sent.
            if matches!(fault.kind, FaultKind::Missing | FaultKind::Lasting | FaultKind::Conflict) {
                puts.push(to);
            } else {
                faults.push(fault);
            }
        }
        let (done, failed) = self.batch(
            puts,
            report,
            |i| files[*i].size,
            |puts, done| {
                let puts: Vec<&LocalFile> = puts.iter().map(|i| &files[*i]).collect();
                transport.put(&puts, done);
            },
        );
        report.uploaded += done.len();
        report.bytes += done.iter().map(|(i, _)| files[*i].size).sum::<u64>();
        tags.extend(done);
        faults.extend(failed.into_iter().map(|(_, fault)| fault));

        if phase == Phase::Deletions && !faults.is_empty() {
            return faults;
        }
        let (done, failed) = self.batch(deletes, report, |_| 0, |paths, done| transport.delete(paths, done));
        report.deleted += done.len();
        faults.extend(failed.into_iter().map(|(_, fault)| fault));
        faults
    }

    /// Does a batch, and what failed in passing again, with longer and longer
    /// pauses. Gives what was done and what failed for good.
    #[allow(clippy::type_complexity, reason = "two lists, named where they are taken apart")]
    fn batch<T: Copy + Sync>(
        &self,
        mut items: Vec<T>,
        report: &mut Report,
        size: impl Fn(&T) -> u64 + Sync,
        work: impl Fn(&[T], super::transport::Done<'_>),
    ) -> (Vec<(T, Option<String>)>, Vec<(T, Fault)>) {
        let (mut all_done, mut all_failed) = (Vec::new(), Vec::new());
        let mut attempt = 1;
        while !items.is_empty() {
            let results: Mutex<Vec<Option<Result<Option<String>, Fault>>>> = Mutex::new(vec![None; items.len()]);
            work(&items, &|i, result| {
                if result.is_ok() {
                    self.options.watcher.step(items.get(i).map_or(0, &size));
                }
                if let Some(slot) = locked(&results).get_mut(i) {
                    *slot = Some(result);
                }
            });
            let mut again: Vec<(T, Fault)> = Vec::new();
            let results = std::mem::take(&mut *locked(&results));
            for (item, result) in items.iter().zip(results) {
                match result {
                    Some(Ok(tag)) => all_done.push((*item, tag)),
                    Some(Err(fault)) if fault.kind == FaultKind::Passing => again.push((*item, fault)),
                    Some(Err(fault)) => all_failed.push((*item, fault)),
                    None => again.push((
                        *item,
                        Fault::new(FaultKind::Passing, "publish", "the connection ended before its turn"),
                    )),
                }
            }
            attempt += 1;
            if let Some((_, fault)) = again.first() {
                // With a fault that lasts there is no next phase: what is left
                // of this one can wait for the next run.
                let hopeless = all_failed.iter().any(|(_, fault)| stops_all(fault.kind));
                if hopeless || attempt > self.options.retry.attempts {
                    all_failed.append(&mut again);
                    break;
                }
                report.retried += again.len();
                self.options.watcher.retry(again.len(), fault);
                self.options.retry.wait(attempt);
            }
            items = again.into_iter().map(|(item, _)| item).collect();
        }
        (all_done, all_failed)
    }

    /// The journal of this run: what it may put there, and what a run that died
    /// may have.
    fn next_journal(&self, known: &Known, plan: &Plan) -> Journal {
        let mut put: BTreeSet<String> =
            known.journal.iter().flat_map(|(journal, _)| journal.put.iter().cloned()).collect();
        put.extend(plan.new.iter().chain(&plan.changed).map(|i| self.files[*i].path.clone()));
        Journal { put, purge: self.purge(known, plan) }
    }

    /// What caches may hold in an older form.
    fn purge(&self, known: &Known, plan: &Plan) -> BTreeSet<String> {
        let mut purge: BTreeSet<String> =
            known.manifest.iter().flat_map(|(manifest, _)| manifest.purge.iter().cloned()).collect();
        purge.extend(known.journal.iter().flat_map(|(journal, _)| journal.purge.iter().cloned()));
        purge.extend(plan.changed.iter().map(|i| self.files[*i].path.clone()));
        purge.extend(plan.deleted.iter().cloned());
        purge
    }

    /// What will be on the host when all is done.
    fn next_manifest(&self, known: &Known, plan: &Plan, tags: &Tags) -> Manifest {
        let keeps_headers = self.transport.powers().headers;
        let files = self.files.iter().enumerate().map(|(i, file)| {
            let entry = match (tags.get(&i), known.standing.get(&file.path).and_then(|there| there.entry.clone())) {
                (None, Some(entry)) => entry,
                (tag, _) => Entry {
                    digest: file.digest,
                    size: file.size,
                    headers: if keeps_headers { file.headers.stamp() } else { String::new() },
                    tag: tag.cloned().flatten(),
                },
            };
            (file.path.clone(), entry)
        });
        Manifest { files: files.collect(), purge: self.purge(known, plan) }
    }

    /// A report with what is known before anything is done.
    fn report(&self, plan: &Plan) -> Report {
        Report {
            place: self.transport.place(),
            new: plan.new.len(),
            changed: plan.changed.len(),
            unchanged: plan.unchanged,
            kept: plan.kept,
            ..Report::default()
        }
    }
}

/// Stops before anything is done that needs a word from the author.
pub(crate) fn guard(plan: &Plan, files: usize, place: &str, options: &Options<'_>) -> Result<(), PublishError> {
    if files == 0 {
        return Err(PublishError::refused("there is nothing to publish", "build the site first"));
    }
    // A host that holds most of the site already is ours, though its manifest
    // was lost.
    let proven = plan.unchanged * 2 >= files;
    if !plan.strangers.is_empty() && !options.adopt && !proven {
        let some = some_of(&plan.strangers);
        let message = format!("{place} holds files that touchline did not put there and would write over: {some}");
        let help = "if this is the right place and they may go, say `--adopt`; nothing was changed";
        return Err(PublishError::refused(message, help));
    }
    if plan.deletes_more_than(options.delete_limit) && !options.confirm_deletes {
        let message = format!(
            "this would delete {} of the {} files that touchline published to {place}, more than {} %: {}",
            plan.deleted.len(),
            plan.ours,
            options.delete_limit,
            some_of(&plan.deleted)
        );
        if !options.dry_run {
            let help = "look with `--dry-run`; if it is meant, say `--confirm-deletes`; nothing was changed";
            return Err(PublishError::refused(message, help));
        }
        // A look is what the help line asks for.
        options.watcher.note(&format!("{message}; publishing will ask for `--confirm-deletes`"));
    }
    Ok(())
}

/// Faults that every other step would meet too.
pub(crate) fn stops_all(kind: FaultKind) -> bool {
    matches!(kind, FaultKind::Denied | FaultKind::Clock | FaultKind::Full)
}

fn newer() -> PublishError {
    PublishError::refused("this site was published by a newer touchline", "update touchline, then publish again")
}

/// Whether a file is still as it was published, as far as a listing tells.
fn is_as_published(entry: &Entry, seen: &Seen) -> bool {
    match (&entry.tag, &seen.tag) {
        (Some(then), Some(now)) => then == now,
        _ => entry.size == seen.size,
    }
}

/// Writes a small file; tells a lost answer from a conflict by reading.
fn write_small(
    transport: &dyn Transport,
    retry: Retry,
    path: &str,
    bytes: &[u8],
    over: Option<&str>,
) -> Result<(), Fault> {
    retry.run(|| match transport.write(path, bytes, over) {
        Err(fault) if fault.kind == FaultKind::Conflict => match transport.read(path)? {
            Some((text, _)) if text == bytes => Ok(()),
            _ => Err(fault),
        },
        result => result.map(|_| ()),
    })
}

/// The steps of a plan, as the report tells them.
pub(crate) fn told(plan: &Plan, files: &[LocalFile]) -> Vec<(String, String)> {
    let tell = |phase: Phase, step: &Step| {
        let path = match step {
            Step::Put(i) | Step::Copy { to: i, .. } => files[*i].path.clone(),
            Step::Delete(path) => path.clone(),
        };
        (phase.name().to_owned(), path)
    };
    plan.phases.iter().flat_map(|(phase, steps)| steps.iter().map(move |step| tell(*phase, step))).collect()
}

fn count_sent(report: &mut Report, plan: &Plan, files: &[LocalFile]) {
    for step in plan.phases.iter().flat_map(|(_, steps)| steps) {
        match step {
            Step::Put(i) => {
                report.uploaded += 1;
                report.bytes += files[*i].size;
            }
            Step::Copy { .. } => report.copied += 1,
            Step::Delete(_) => {}
        }
    }
}

/// The first few of many paths.
fn some_of(paths: &[String]) -> String {
    let shown: Vec<String> = paths.iter().take(3).map(|path| format!("`{path}`")).collect();
    let more = paths.len() - shown.len();
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}
