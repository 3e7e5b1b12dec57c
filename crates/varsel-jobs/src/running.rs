//! A worker on its own threads: one for each lane, and one for the periodic checks.

use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use varsel_core::coded::Coded;
use varsel_store::jobs::Lane;
use varsel_store::{Change, StoreError};

use crate::Worker;

/// The maximum sleep of a thread, because notices from other processes can be lost.
const LONGEST_SLEEP: Duration = Duration::from_secs(15);

/// The task of a worker thread.
#[derive(Clone, Copy)]
enum Task {
    /// Checks clocks and cleans up.
    Round,
    /// Runs the jobs of a lane.
    Lane(Lane),
}

/// A worker that runs until it is stopped.
pub struct Running {
    stop: watch::Sender<bool>,
    threads: Vec<JoinHandle<()>>,
}

impl Worker {
    /// Runs the worker, each lane on its own thread. A thread wakes when a job of its lane is queued or due, and every 15
    /// seconds.
    pub fn start(self) -> io::Result<Running> {
        let worker = Arc::new(self);
        let mut running = Running { stop: watch::channel(false).0, threads: Vec::new() };
        let lanes = Lane::ALL.iter().map(|lane| Task::Lane(*lane));
        for task in std::iter::once(Task::Round).chain(lanes) {
            running.threads.push(task.start(Arc::clone(&worker), running.stop.subscribe())?);
        }
        Ok(running)
    }
}

impl Task {
    fn start(self, worker: Arc<Worker>, mut stopping: watch::Receiver<bool>) -> io::Result<JoinHandle<()>> {
        // Waits only: everything that takes time happens between the waits, outside of this runtime.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let mut changes = worker.store().changes();
        thread::Builder::new().name(self.name()).spawn(move || {
            while !*stopping.borrow() {
                if let Err(error) = self.run(&worker, &|| *stopping.borrow()) {
                    tracing::error!(error = %error, "the worker could not reach its queue");
                }
                let sleep = self.sleep(&worker);
                runtime.block_on(async {
                    tokio::select! {
                        () = self.woken(&mut changes) => {}
                        _ = stopping.wait_for(|stop| *stop) => {}
                        () = tokio::time::sleep(sleep) => {}
                    }
                });
            }
        })
    }

    fn name(self) -> String {
        match self {
            Self::Round => "varsel-round".to_owned(),
            Self::Lane(lane) => format!("varsel-{lane}"),
        }
    }

    fn run(self, worker: &Worker, stopping: &dyn Fn() -> bool) -> Result<(), StoreError> {
        match self {
            Self::Round => worker.make_round(stopping),
            Self::Lane(lane) => worker.run_lane(lane, stopping).map(drop),
        }
    }

    fn next(self, worker: &Worker) -> Result<Option<Timestamp>, StoreError> {
        match self {
            Self::Round => worker.next_look(),
            Self::Lane(lane) => worker.next_job(lane),
        }
    }

    fn sleep(self, worker: &Worker) -> Duration {
        let Ok(Some(due)) = self.next(worker) else { return LONGEST_SLEEP };
        let left = due.duration_since(worker.now());
        // At least a moment: a due job that cannot be claimed must not cause a busy loop.
        Duration::try_from(left).unwrap_or_default().clamp(Duration::from_millis(200), LONGEST_SLEEP)
    }

    /// Waits until there can be something to do: a job in the lane, or for the round any job, since whatever queues one also
    /// moves clocks.
    async fn woken(self, changes: &mut broadcast::Receiver<Change>) {
        let concerns = |change: &Change| match (change.topic.as_str(), self) {
            ("*", _) | ("job", Self::Round) => true,
            ("job", Self::Lane(lane)) => change.key == lane.code(),
            _ => false,
        };
        loop {
            match changes.recv().await {
                Ok(change) if !concerns(&change) => {}
                Ok(_) | Err(RecvError::Lagged(_)) => return,
                // The store is closed; the worker finds out at its next request.
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}

impl Running {
    /// Stops the worker and waits for its running jobs. Blocks.
    pub fn stop(mut self) {
        self.stop.send_replace(true);
        for thread in self.threads.drain(..) {
            // A worker catches the panics of its jobs; there is nothing to pass on.
            let _ = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").finish_non_exhaustive()
    }
}
