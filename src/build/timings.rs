//! Where the time of a build went.
//!
//! In: stages as they end, and pages as threads render them. Out: both, in
//! order, to be shown. Stages are wall time; the time of templates is summed
//! over the threads. Never prints.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What pages of one template cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TemplateCost {
    /// Pages rendered.
    pub pages: usize,
    /// Bytes of them.
    pub bytes: u64,
    /// Time to put together what they show.
    pub views: Duration,
    /// Time in the template.
    pub render: Duration,
}

impl std::ops::AddAssign for TemplateCost {
    fn add_assign(&mut self, other: Self) {
        self.pages += other.pages;
        self.bytes += other.bytes;
        self.views += other.views;
        self.render += other.render;
    }
}

/// The stages of a build and the cost of its templates.
#[derive(Debug, Default)]
pub struct Timings {
    stages: Vec<(&'static str, Duration)>,
    templates: Mutex<BTreeMap<&'static str, TemplateCost>>,
}

impl Timings {
    /// Notes a stage that has ended.
    pub fn stage(&mut self, name: &'static str, took: Duration) {
        match self.stages.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum += took,
            None => self.stages.push((name, took)),
        }
    }

    /// Notes a page. Called a few ten thousand times a second at most, each
    /// time for a moment: threads hardly ever meet here.
    pub fn page(&self, template: &'static str, cost: TemplateCost) {
        let mut templates = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        *templates.entry(template).or_default() += cost;
    }

    /// The stages in order.
    pub fn stages(&self) -> &[(&'static str, Duration)] {
        &self.stages
    }

    /// The templates, the dearest first.
    pub fn templates(&self) -> Vec<(&'static str, TemplateCost)> {
        let templates = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        let mut list: Vec<_> = templates.iter().map(|(name, cost)| (*name, *cost)).collect();
        list.sort_by_key(|(_, cost)| std::cmp::Reverse(cost.views + cost.render));
        list
    }
}

/// Takes the time of one stage after the other.
#[derive(Debug)]
pub struct Laps(Instant);

impl Laps {
    /// Starts now.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the last lap.
    pub fn lap(&mut self) -> Duration {
        std::mem::replace(&mut self.0, Instant::now()).elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_keep_their_order_and_templates_are_summed() {
        let mut timings = Timings::default();
        let second = Duration::from_secs(1);
        timings.stage("read", second);
        timings.stage("link", second);
        timings.stage("read", second);
        assert_eq!(timings.stages(), [("read", second * 2), ("link", second)]);
        let cost = |seconds| TemplateCost { pages: 1, bytes: 2, views: second, render: second * seconds };
        timings.page("a.html", cost(1));
        timings.page("b.html", cost(5));
        timings.page("a.html", cost(2));
        let templates = timings.templates();
        assert_eq!(templates[0].0, "b.html");
        assert_eq!(templates[1].1, TemplateCost { pages: 2, bytes: 4, views: second * 2, render: second * 3 });
    }
}
