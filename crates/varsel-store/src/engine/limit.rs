//! Limits on statements: how long they can run, and whether anyone still waits for their result.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::StoreError;

/// Whether the caller of a piece of work has stopped waiting for it; shared by the caller and the database thread.
#[derive(Clone, Debug, Default)]
pub(super) struct Ticket(Arc<AtomicBool>);

impl Ticket {
    /// Returns the caller's side: the ticket is abandoned when it is dropped.
    pub(super) fn waiting(&self) -> Waiting {
        Waiting(self.clone())
    }

    /// Returns whether the caller has gone.
    pub(super) fn is_abandoned(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// The caller's side of a [`Ticket`].
#[derive(Debug)]
pub(super) struct Waiting(Ticket);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Release);
    }
}

/// The limits on the statement that one reading thread runs.
///
/// The thread announces each statement; on SQLite the engine asks [`is_over`](Self::is_over) while the statement runs, on
/// PostgreSQL the server keeps the time itself (`statement_timeout`).
#[derive(Debug)]
pub(super) struct Limit {
    longest: Duration,
    running: Mutex<Running>,
}

#[derive(Debug, Default)]
struct Running {
    began: Option<Instant>,
    ticket: Ticket,
}

impl Limit {
    /// Creates a limit with the maximum run time of a statement.
    pub(super) fn new(longest: Duration) -> Self {
        Self { longest, running: Mutex::default() }
    }

    /// Starts work whose caller can give up.
    pub(super) fn begin(&self, ticket: Ticket) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = Running { began: None, ticket };
    }

    /// Starts a statement, unless no one waits for the work any more.
    pub(super) fn begin_statement(&self) -> Result<(), StoreError> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.ticket.is_abandoned() {
            return Err(StoreError::TooLong);
        }
        running.began = Some(now());
        Ok(())
    }

    /// Returns whether the running statement has to stop: its time is up, or no one waits for it.
    pub(super) fn is_over(&self) -> bool {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.ticket.is_abandoned()
            || running.began.is_some_and(|began| now().duration_since(began) > self.longest)
    }
}

#[expect(clippy::disallowed_methods, reason = "measures how long a statement has run, where it runs")]
fn now() -> Instant {
    Instant::now()
}
