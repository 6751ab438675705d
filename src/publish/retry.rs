//! Trying again.
//!
//! In: what to try, how often. Out: what it gave, or the last fault. Waits
//! twice as long each time. Never tries again what will be the same.

use std::thread;
use std::time::Duration;

use super::fault::{Fault, FaultKind};

/// How often, and how long to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// How often in all; at least 1.
    pub attempts: u32,
    /// How long to wait after the first failure. Doubled each time.
    pub pause: Duration,
}

impl Default for Retry {
    /// Five times within a quarter of a minute.
    fn default() -> Self {
        Self { attempts: 5, pause: Duration::from_secs(1) }
    }
}

impl Retry {
    /// Waits before attempt `next` (counted from 1), if there is to be one.
    pub fn wait(&self, next: u32) -> bool {
        if next > self.attempts {
            return false;
        }
        // Past a minute a longer wait helps nobody.
        let factor = 2u32.saturating_pow(next.saturating_sub(2));
        thread::sleep(self.pause.saturating_mul(factor).min(Duration::from_secs(60)));
        true
    }

    /// Does it until it succeeds, fails for good, or was tried often enough.
    pub fn run<T>(&self, mut what: impl FnMut() -> Result<T, Fault>) -> Result<T, Fault> {
        let mut attempt = 1;
        loop {
            match what() {
                Err(fault) if fault.kind == FaultKind::Passing => {
                    attempt += 1;
                    if !self.wait(attempt) {
                        return Err(fault);
                    }
                }
                result => return result,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Retry = Retry { attempts: 3, pause: Duration::ZERO };

    fn fault(kind: FaultKind) -> Fault {
        Fault::new(kind, "write", "no")
    }

    #[test]
    fn passing_faults_are_tried_again_and_others_are_not() {
        let mut left = 2;
        let third = QUICK.run(|| {
            left -= 1;
            if left >= 0 { Err(fault(FaultKind::Passing)) } else { Ok(7) }
        });
        assert_eq!(third, Ok(7));
        for (kind, tries) in [(FaultKind::Passing, 3), (FaultKind::Denied, 1)] {
            let mut count = 0;
            let result: Result<(), _> = QUICK.run(|| {
                count += 1;
                Err(fault(kind))
            });
            assert_eq!((result, count), (Err(fault(kind)), tries));
        }
    }
}
