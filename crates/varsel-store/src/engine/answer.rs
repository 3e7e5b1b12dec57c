//! Work sent to a database thread, and its result.

use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;

use super::Tx;
use super::limit::{Ticket, Waiting};
use crate::StoreError;

thread_local! {
    static DATABASE_THREAD: Cell<bool> = const { Cell::new(false) };
}

/// Marks the current thread as a database thread, on which waiting for other work would deadlock.
pub(super) fn mark_database_thread() {
    DATABASE_THREAD.set(true);
}

/// A pending result: `.await` it, or [`wait`](Self::wait) in synchronous code.
///
/// A write runs whether or not anyone waits. A read that no one waits for is skipped or aborted.
#[must_use = "the result, and any error, is lost"]
pub struct Answer<T, E> {
    reply: oneshot::Receiver<Result<T, E>>,
    _waiting: Waiting,
}

impl<T, E: From<StoreError>> Answer<T, E> {
    /// Blocks until the result is available.
    ///
    /// Work that waits for other work of a store gets an error instead of a deadlock.
    ///
    /// # Panics
    ///
    /// Inside an asynchronous task; `.await` the answer there.
    pub fn wait(self) -> Result<T, E> {
        if DATABASE_THREAD.get() {
            let message = "work inside a transaction must not wait for another transaction";
            return Err(StoreError::Other(message.to_owned()).into());
        }
        self.reply.blocking_recv().unwrap_or_else(|_| Err(closed().into()))
    }
}

impl<T, E: From<StoreError>> Future for Answer<T, E> {
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.reply).poll(context).map(|reply| reply.unwrap_or_else(|_| Err(closed().into())))
    }
}

impl<T, E> fmt::Debug for Answer<T, E> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Answer").finish_non_exhaustive()
    }
}

/// The error for work that no thread accepted.
pub(super) fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}

/// A message in the queue of a database thread.
pub(super) enum Message {
    /// Work.
    Work(Box<dyn Job>),
    /// The end of the queue.
    Stop,
}

/// Type-erased work, so that one queue can carry all of it.
pub(super) trait Job: Send {
    /// Whether anyone still waits for the answer.
    fn ticket(&self) -> &Ticket;

    /// Runs the work and holds back its result; returns whether to commit the transaction.
    fn run(&mut self, tx: &Tx<'_>) -> bool;

    /// Answers the caller. An error about how the transaction ended replaces a good result.
    fn answer(self: Box<Self>, ended: Result<(), StoreError>);
}

struct Task<T, E, F> {
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
    ticket: Ticket,
}

/// Pairs work with the answer its caller gets.
pub(super) fn task<T, E, F>(work: F) -> (Box<dyn Job>, Answer<T, E>)
where
    F: FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (reply, receiver) = oneshot::channel();
    let ticket = Ticket::default();
    let answer = Answer { reply: receiver, _waiting: ticket.waiting() };
    (Box::new(Task { work: Some(work), outcome: None, reply, ticket }), answer)
}

impl<T, E, F> Job for Task<T, E, F>
where
    F: FnOnce(&Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn ticket(&self) -> &Ticket {
        &self.ticket
    }

    fn run(&mut self, tx: &Tx<'_>) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        let outcome = match catch_unwind(AssertUnwindSafe(|| work(tx))) {
            // PostgreSQL commits nothing after a failed statement; SQLite would. Here, neither does.
            Ok(Ok(value)) => tx.failure().map_or(Ok(value), |failure| Err(failure.into())),
            Ok(Err(error)) => Err(error),
            Err(panic) => Err(StoreError::Panicked(panic_message(&*panic)).into()),
        };
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, ended: Result<(), StoreError>) {
        let result = match (self.outcome, ended) {
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(error.into()),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(closed().into()),
        };
        // A caller that has gone needs no answer.
        let _ = self.reply.send(result);
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}
