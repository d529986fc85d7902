//! Tasks: one that panics is written down and told, and what it was a part of goes on.

use super::ports::locked;
use crate::clock::Clock;
use crate::notice::Notice;
use crate::part::{Panicked, Part, StoppedPart};
use jiff::SignedDuration;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// Before a part that panicked is started again.
const PAUSE: Duration = Duration::from_secs(1);

/// So long a part that stopped is told of.
const SHOWN_FOR: SignedDuration = SignedDuration::from_hours(1);

/// Runs the tasks of the engines.
pub struct Tasks {
    pub(super) clock: Arc<dyn Clock>,
    /// What the host does with a notice.
    pub(super) host: Arc<dyn Fn(Notice) + Send + Sync>,
    /// Something changed that the schedule may depend on.
    pub(super) wake: Notify,
    pub(super) stopped: Mutex<Vec<StoppedPart>>,
}

impl Tasks {
    /// Runs a task to its end, whoever waits for it.
    pub(super) fn spawn<T: Send + 'static>(
        self: &Arc<Self>,
        part: Part,
        task: impl Future<Output = T> + Send + 'static,
    ) -> JoinHandle<Result<T, Panicked>> {
        let tasks = Arc::clone(self);
        tokio::spawn(async move { tasks.run(part, task).await })
    }

    /// The same, waited for. Dropping this does not cut the task.
    pub async fn run<T: Send + 'static>(
        &self,
        part: Part,
        task: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Panicked> {
        let ended = tokio::spawn(task).await;
        ended.map_err(|error| {
            if error.is_panic() {
                self.record(part);
            }
            Panicked(part)
        })
    }

    /// Runs a part for as long as the console runs: where it panics it is begun again after a pause.
    pub async fn supervise<R>(&self, part: Part, begin: impl Fn() -> R)
    where
        R: Future<Output = ()> + Send + 'static,
    {
        while self.run(part, begin()).await.is_err() {
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// The parts that stopped lately, the last one first.
    pub fn stopped(&self) -> Vec<StoppedPart> {
        let now = self.clock.now();
        let mut stopped = locked(&self.stopped);
        stopped.retain(|known| now.duration_since(known.at) < SHOWN_FOR);
        stopped.iter().rev().copied().collect()
    }

    /// Tells the host, whose mistakes must not end what tells it.
    pub(super) fn tell(&self, notice: Notice) {
        if !matches!(notice, Notice::LoadProgress { .. }) {
            self.wake.notify_one();
        }
        let told = catch_unwind(AssertUnwindSafe(|| (self.host)(notice)));
        if told.is_err() {
            self.record(Part::Events);
        }
    }

    fn record(&self, part: Part) {
        tracing::error!(
            part = part.label(),
            "a part of the console stopped; it goes on"
        );
        let at = self.clock.now();
        {
            let mut stopped = locked(&self.stopped);
            stopped.retain(|known| known.part != part);
            stopped.push(StoppedPart { part, at });
        }
        if part != Part::Events {
            self.tell(Notice::OwnDataChanged);
        }
    }
}

#[cfg(test)]
mod tests;
