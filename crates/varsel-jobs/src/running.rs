//! A worker on a thread of its own.

use std::io;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use varsel_store::Change;

use crate::Worker;

/// The longest that a worker sleeps: changes of other processes may not be told of.
const LONGEST_SLEEP: Duration = Duration::from_secs(15);

/// A worker that runs until it is stopped.
pub struct Running {
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Runs the worker on a thread of its own. It wakes when a job is queued or due, and every 15 seconds.
    pub fn start(self) -> io::Result<Running> {
        let (stop, stopping) = watch::channel(false);
        // Waits only: everything that takes time happens between the waits, outside of this runtime.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let mut changes = self.store().changes();
        let thread = thread::Builder::new().name("varsel-jobs".to_owned()).spawn(move || {
            while !*stopping.borrow() {
                if let Err(error) = self.run_until(&|| *stopping.borrow()) {
                    tracing::error!(error = %error, "the worker could not reach its queue");
                }
                let sleep = self.sleep();
                let mut stopping = stopping.clone();
                runtime.block_on(async {
                    tokio::select! {
                        () = queued(&mut changes) => {}
                        _ = stopping.wait_for(|stop| *stop) => {}
                        () = tokio::time::sleep(sleep) => {}
                    }
                });
            }
        })?;
        Ok(Running { stop, thread: Some(thread) })
    }

    fn sleep(&self) -> Duration {
        let Ok(Some(due)) = self.next_work() else { return LONGEST_SLEEP };
        let left = due.duration_since(self.now());
        // At least a moment: a job that is due but cannot be claimed must not keep the machine busy.
        Duration::try_from(left).unwrap_or_default().clamp(Duration::from_millis(200), LONGEST_SLEEP)
    }
}

/// Waits until a job was queued, or may have been.
async fn queued(changes: &mut broadcast::Receiver<Change>) {
    loop {
        match changes.recv().await {
            Ok(change) if change.topic != "job" && change.topic != "*" => {}
            Ok(_) | Err(RecvError::Lagged(_)) => return,
            // The store is gone; the worker is told so when it asks next.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

impl Running {
    /// Tells the worker to stop and waits until the job it is doing is done. Blocks.
    pub fn stop(mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // A worker catches what its jobs throw; there is nothing to pass on.
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
