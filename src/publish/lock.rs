//! One publish at a time.
//!
//! In: a host. Out: a lease on it: a small file that only one can make, renewed
//! as long as the run lasts, removed at its end.
//!
//! A run that died leaves its file behind. Whether its owner is alive is never
//! judged by clocks, which may be off: another run watches the file, and if it
//! is not renewed for as long as three renewals should take, it takes over. On
//! the same machine it is enough that the process is gone.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::fault::{FaultKind, PublishError};
use super::report::Watcher;
use super::retry::Retry;
use super::system::is_running;
use super::transport::{Transport, locked};

/// The lock's path on the host.
pub const LOCK: &str = ".touchline/lock.json";

/// How long is waited for what.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// A lease is renewed this often.
    pub renew: Duration,
    /// A lease that was not renewed for so long is dead.
    pub patience: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self { renew: Duration::from_secs(15), patience: Duration::from_mins(1) }
    }
}

/// What the file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    /// Nobody else has it.
    token: String,
    /// The machine, as far as processes on it can be looked up.
    machine: String,
    process: u32,
    /// For people.
    since: String,
    /// Counts renewals, so that each one changes the file.
    beat: u64,
}

impl Note {
    fn of_this_run() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let now = jiff::Timestamp::now();
        let process = std::process::id();
        let machine = machine();
        let unique = (COUNT.fetch_add(1, Ordering::Relaxed), process, &machine, now.as_nanosecond(), Instant::now());
        let token = Digest::of(format!("{unique:?}").as_bytes()).to_string();
        Self { token, machine, process, since: now.strftime("%Y-%m-%d %H:%M UTC").to_string(), beat: 0 }
    }

    fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Whether its owner is certain to be gone: it ran here, and does not.
    fn is_dead(&self) -> bool {
        !self.machine.is_empty() && self.machine == machine() && is_running(self.process) == Some(false)
    }
}

/// This machine since its start, and its space of process numbers (each
/// container has one); empty where that cannot be told.
fn machine() -> String {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let space = std::fs::read_link("/proc/self/ns/pid").map(|space| space.display().to_string()).unwrap_or_default();
    if boot.is_empty() || space.is_empty() { String::new() } else { format!("{} {space}", boot.trim()) }
}

/// The right to change a host.
pub(crate) struct Lease<'t> {
    transport: &'t dyn Transport,
    retry: Retry,
    times: Times,
    /// What was written last, and its version.
    held: Mutex<(Note, String)>,
    lost: AtomicBool,
    /// Set at the end, to wake the thread that renews.
    ended: Mutex<bool>,
    wake: Condvar,
}

impl<'t> Lease<'t> {
    /// Takes the lease, or says who has it.
    pub(crate) fn take(
        transport: &'t dyn Transport,
        retry: Retry,
        times: Times,
        watcher: &dyn Watcher,
    ) -> Result<Self, PublishError> {
        let note = Note::of_this_run();
        let mut over: Option<String> = None;
        let mut told = false;
        loop {
            let claimed = retry.run(|| transport.claim(LOCK, &note.text(), over.as_deref()))?;
            if let Some(version) = claimed {
                return Ok(Self::held(transport, retry, times, note, version));
            }
            over = None;
            let Some((text, version)) = retry.run(|| transport.read(LOCK))? else { continue };
            let Ok(other) = serde_json::from_slice::<Note>(&text) else {
                // Half written by one that died, or by one that is just writing.
                if let Watched::Silent = watch(transport, retry, &version, times.patience)? {
                    over = Some(version);
                }
                continue;
            };
            if other.token == note.token {
                // The answer to our own claim was lost on the way.
                return Ok(Self::held(transport, retry, times, note, version));
            }
            if other.is_dead() {
                over = Some(version);
                continue;
            }
            if !told {
                watcher.note(&format!(
                    "another publish (begun {}) has not ended, or died: waiting up to {} s to see which",
                    other.since,
                    times.patience.as_secs()
                ));
                told = true;
            }
            match watch(transport, retry, &version, times.patience)? {
                Watched::Silent => over = Some(version),
                Watched::Gone => {}
                Watched::Alive => {
                    return Err(PublishError::Busy(format!("another publish, begun {}, is under way", other.since)));
                }
            }
        }
    }

    fn held(transport: &'t dyn Transport, retry: Retry, times: Times, note: Note, version: String) -> Self {
        Self {
            transport,
            retry,
            times,
            held: Mutex::new((note, version)),
            lost: AtomicBool::new(false),
            ended: Mutex::new(false),
            wake: Condvar::new(),
        }
    }

    /// Does something while the lease is renewed, then gives it back.
    pub(crate) fn during<T>(self, what: impl FnOnce(&Self) -> T) -> T {
        thread::scope(|scope| {
            scope.spawn(|| self.keep());
            let result = {
                let _end = End(&self);
                what(&self)
            };
            self.give_back();
            result
        })
    }

    /// Whether somebody else has it now.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// Renews until the end.
    fn keep(&self) {
        let mut renewed = Instant::now();
        loop {
            let ended = locked(&self.ended);
            let (ended, _) = self
                .wake
                .wait_timeout_while(ended, self.times.renew, |ended| !*ended)
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            if *ended || self.is_lost() {
                return;
            }
            drop(ended);
            match self.renew() {
                Ok(()) => renewed = Instant::now(),
                Err(FaultKind::Passing) if renewed.elapsed() * 2 < self.times.patience => {}
                Err(_) => self.lost.store(true, Ordering::Relaxed),
            }
        }
    }

    fn renew(&self) -> Result<(), FaultKind> {
        let mut held = locked(&self.held);
        let next = Note { beat: held.0.beat + 1, ..held.0.clone() };
        let version = match self.transport.write(LOCK, &next.text(), Some(&held.1)) {
            Ok(version) => version,
            // Unless the answer to our own renewal was lost.
            Err(fault) if fault.kind == FaultKind::Conflict => match self.transport.read(LOCK) {
                Ok(Some((text, version))) if text == next.text() => version,
                Err(fault) => return Err(fault.kind),
                Ok(_) => return Err(FaultKind::Conflict),
            },
            Err(fault) => return Err(fault.kind),
        };
        *held = (next, version);
        Ok(())
    }

    /// Removes the file, if it is still ours. One that cannot be removed is
    /// taken over by the next run; it is no fault of this one.
    fn give_back(&self) {
        if self.is_lost() {
            return;
        }
        let token = locked(&self.held).0.token.clone();
        let _ = self.retry.run(|| match self.transport.read(LOCK)? {
            Some((text, _)) if serde_json::from_slice(&text).is_ok_and(|note: Note| note.token == token) => {
                self.transport.remove(LOCK)
            }
            _ => Ok(()),
        });
    }
}

/// Wakes the renewing thread however the work ends.
struct End<'l, 't>(&'l Lease<'t>);

impl Drop for End<'_, '_> {
    fn drop(&mut self) {
        *locked(&self.0.ended) = true;
        self.0.wake.notify_all();
    }
}

enum Watched {
    Silent,
    Gone,
    Alive,
}

/// Looks at a lock of this version for as long as it takes to say whether its
/// owner is alive.
fn watch(transport: &dyn Transport, retry: Retry, version: &str, patience: Duration) -> Result<Watched, PublishError> {
    let start = Instant::now();
    let pause = (patience / 20).max(Duration::from_millis(1));
    while start.elapsed() < patience {
        thread::sleep(pause);
        match retry.run(|| transport.read(LOCK))? {
            None => return Ok(Watched::Gone),
            Some((_, now)) if now != version => return Ok(Watched::Alive),
            Some(_) => {}
        }
    }
    Ok(Watched::Silent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::folder::Folder;
    use crate::publish::report::Silent;

    const QUICK: Retry = Retry { attempts: 2, pause: Duration::ZERO };
    const TIMES: Times = Times { renew: Duration::from_millis(5), patience: Duration::from_millis(200) };
    const NEVER: Times = Times { renew: Duration::from_mins(10), patience: Duration::from_millis(50) };

    fn host() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        (dir, folder)
    }

    #[test]
    fn one_at_a_time() {
        let (dir, host) = host();
        let lease = Lease::take(&host, QUICK, TIMES, &Silent).unwrap();
        lease.during(|lease| {
            let Err(PublishError::Busy(who)) = Lease::take(&host, QUICK, TIMES, &Silent).map(|_| ()) else {
                panic!("two have it");
            };
            assert!(who.contains("another publish"), "{who}");
            assert!(!lease.is_lost());
        });
        assert!(!dir.path().join(LOCK).exists(), "given back");
        Lease::take(&host, QUICK, TIMES, &Silent).unwrap();
    }

    #[test]
    fn a_dead_lease_is_taken_over_and_its_owner_notices() {
        let (_dir, host) = host();
        let dead = Lease::take(&host, QUICK, NEVER, &Silent).unwrap();
        let next = Lease::take(&host, QUICK, NEVER, &Silent).unwrap();
        assert_eq!(dead.renew(), Err(FaultKind::Conflict));
        assert_eq!(next.renew(), Ok(()));
        dead.give_back();
        assert!(host.read(LOCK).unwrap().is_some(), "it was not the dead one's to remove");
    }

    #[test]
    fn a_process_that_is_gone_need_not_be_waited_for() {
        let (_dir, host) = host();
        // No process has this number: it is above the greatest that there is.
        let dead = Note { process: u32::MAX, ..Note::of_this_run() };
        if dead.machine.is_empty() {
            return;
        }
        host.claim(LOCK, &dead.text(), None).unwrap().unwrap();
        let times = Times { patience: Duration::from_hours(1), ..TIMES };
        Lease::take(&host, QUICK, times, &Silent).unwrap();
    }

    #[test]
    fn one_that_was_cut_short_is_taken_over() {
        let (_dir, host) = host();
        host.claim(LOCK, b"{\"tok", None).unwrap().unwrap();
        Lease::take(&host, QUICK, NEVER, &Silent).unwrap();
    }

    #[test]
    fn many_want_it_and_one_gets_it() {
        let (_dir, host) = host();
        let holders = AtomicU64::new(0);
        let most = AtomicU64::new(0);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    if let Ok(lease) = Lease::take(&host, QUICK, TIMES, &Silent) {
                        lease.during(|_| {
                            most.fetch_max(holders.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                            thread::sleep(Duration::from_millis(20));
                            holders.fetch_sub(1, Ordering::SeqCst);
                        });
                    }
                });
            }
        });
        assert_eq!(most.load(Ordering::SeqCst), 1);
    }
}
