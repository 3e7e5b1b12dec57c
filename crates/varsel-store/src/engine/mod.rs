//! The two engines behind one [`Store`].
//!
//! Work is a closure that runs on a database thread: one hop, however many statements. On SQLite one
//! thread writes and several read; on PostgreSQL every thread has its own connection.

mod answer;
mod limit;
mod migrations;
mod postgres;
mod row;
mod schema;
mod settings;
mod sqlite;
mod target;
mod tx;
mod value;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::sync::broadcast;

pub use self::answer::Answer;
use self::answer::{Job, Message, closed, mark_database_thread, task};
pub use self::migrations::MigrationReport;
pub use self::row::Row;
pub use self::schema::describe_schema;
pub use self::settings::server_settings;
pub use self::target::Target;
pub use self::tx::Tx;
pub use self::value::Value;
use crate::parsed::Parsed;
use crate::{StoreError, search};

/// How many cases are indexed again in one transaction: less than a second of work.
const REINDEXED: i64 = 200;
/// How many notices a slow receiver may fall behind before it misses some.
const NOTICES_KEPT: usize = 1024;

/// How long a person waits for the database: longer than any lock wait, shorter than the timeouts of browsers and proxies.
///
/// Callers wait this long for an answer, and the engines let no statement run longer.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Which engine holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, in this process.
    Sqlite,
    /// PostgreSQL, a server.
    Postgres,
}

/// The resources that a store can use.
#[derive(Debug, Clone)]
pub struct Options {
    /// Threads for interactive reads, each with its own connection.
    pub readers: usize,
    /// Threads for queries that can read a lot (see [`Store::scan`]), each with its own connection.
    pub scanners: usize,
    /// Threads that write, each with its own connection. On PostgreSQL only: SQLite has one writer.
    pub writers: usize,
    /// The queue length for readers, and each for scanners and writers, beyond which work is refused as [`StoreError::Busy`].
    pub queue: usize,
    /// The longest wait for a lock that another process or transaction holds.
    pub busy_timeout: Duration,
    /// The maximum run time of a statement, except in the single writer of SQLite, which must not be interrupted: that would lose
    /// the writes that share its commit. Longer statements fail with [`StoreError::TooLong`].
    pub patience: Duration,
    /// Most page cache a SQLite connection can keep, in KiB.
    pub cache_kib: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 4,
            scanners: 2,
            writers: 4,
            queue: 4096,
            busy_timeout: Duration::from_secs(5),
            patience: PATIENCE,
            cache_kib: 8192,
        }
    }
}

/// A hint that something changed, published by a write that has committed.
///
/// It says where to look, not what changed. The topic `*` means that notices may have been lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The kind of thing that changed.
    pub topic: String,
    /// Which one.
    pub key: String,
}

impl Change {
    /// The notice after a gap: anything may have changed.
    fn anything() -> Self {
        Self { topic: "*".to_owned(), key: String::new() }
    }
}

/// The database, shared: cloning it is cheap and every clone is the same store.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    target: Target,
    options: Options,
    reads: Sender<Message>,
    scans: Sender<Message>,
    writes: Sender<Message>,
    changes: broadcast::Sender<Change>,
    closed: Arc<AtomicBool>,
    threads: Mutex<Threads>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        // The queues end once their senders are gone; the listener has to be stopped.
        self.closed.store(true, Ordering::Release);
    }
}

/// The running threads of a store.
#[derive(Default)]
struct Threads {
    readers: Vec<JoinHandle<()>>,
    writers: Vec<JoinHandle<()>>,
    listener: Option<JoinHandle<()>>,
}

impl Store {
    /// Opens a database and starts its threads. Changes no schema: see [`Store::migrate`].
    pub fn open(target: &Target, options: &Options) -> Result<Self, StoreError> {
        let options = Options {
            readers: options.readers.max(1),
            scanners: options.scanners.max(1),
            writers: options.writers.max(1),
            queue: options.queue.max(1),
            ..options.clone()
        };
        let (reads, read_queue) = bounded(options.queue);
        let (scans, scan_queue) = bounded(options.queue);
        let (writes, write_queue) = bounded(options.queue);
        let (changes, _) = broadcast::channel(NOTICES_KEPT);
        let closed = Arc::new(AtomicBool::new(false));
        let queues = Queues {
            reads: read_queue,
            scans: scan_queue,
            writes: write_queue,
            changes: changes.clone(),
            closed: Arc::clone(&closed),
            parsed: Arc::new(Parsed::new()),
        };
        let threads = match target {
            Target::Sqlite(path) => sqlite::start_threads(path, &options, &queues)?,
            Target::Postgres(url) => postgres::start_threads(url, &options, &queues)?,
        };
        let threads = Mutex::new(threads);
        let target = target.clone();
        let shared = Shared { target, options, reads, scans, writes, changes, closed, threads };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Brings the schema up to date, all of it or nothing, then indexes cases again whose words follow older rules of search, and
    /// reports what was done.
    ///
    /// Processes that do so at the same time take turns on PostgreSQL; on SQLite all but one fail. Indexing that was interrupted is
    /// taken up by the next call. Blocks.
    pub fn migrate(&self) -> Result<MigrationReport, StoreError> {
        let mut report = on_own_thread(|| migrations::run(&self.shared.target, &self.shared.options))?;
        loop {
            match on_own_thread(|| self.write(|tx| search::reindex(tx, REINDEXED)).wait())? {
                0 => return Ok(report),
                done => report.reindexed += done,
            }
        }
    }

    /// Names the migrations that [`Store::migrate`] would apply. Changes nothing. Blocks.
    pub fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        on_own_thread(|| migrations::pending(&self.shared.target, &self.shared.options))
    }

    /// Runs work on a consistent read-only snapshot.
    ///
    /// Writes answered before this call are visible. Work whose answer was dropped can be skipped.
    pub fn read<T, E, F>(&self, work: F) -> Answer<T, E>
    where
        F: FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.submit(&self.shared.reads, work)
    }

    /// Like [`Store::read`], for work that can read a lot: searches, trials, reports.
    ///
    /// It has its own threads, so that it never keeps a page waiting.
    pub fn scan<T, E, F>(&self, work: F) -> Answer<T, E>
    where
        F: FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.submit(&self.shared.scans, work)
    }

    /// Runs work in a transaction, which is committed when the work returns `Ok`.
    ///
    /// The answer comes when the change is durable. An error, or a panic, leaves nothing behind and does not affect other writes.
    /// On PostgreSQL the isolation is READ COMMITTED; on SQLite writes run one after another, and those that wait together share
    /// one commit. Constraints must therefore not be deferred: they would fail the commit of others.
    pub fn write<T, E, F>(&self, work: F) -> Answer<T, E>
    where
        F: FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.submit(&self.shared.writes, work)
    }

    /// The engine that holds the data.
    pub fn engine(&self) -> Engine {
        match self.shared.target {
            Target::Sqlite(_) => Engine::Sqlite,
            Target::Postgres(_) => Engine::Postgres,
        }
    }

    /// Notices of committed writes, from now on: of this store on SQLite, of every process on PostgreSQL.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.shared.changes.subscribe()
    }

    /// Refuses new work, finishes queued work, and closes the database. Blocks.
    ///
    /// Every clone of the store is closed with it. A second call does nothing.
    pub fn close(&self) {
        self.shared.closed.store(true, Ordering::Release);
        let threads = {
            let mut running = self.shared.threads.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *running)
        };
        // Readers first, so that the writer's last checkpoint meets no open snapshot.
        stop(&self.shared.reads, self.shared.options.readers);
        stop(&self.shared.scans, self.shared.options.scanners);
        threads.readers.into_iter().for_each(join);
        stop(&self.shared.writes, threads.writers.len());
        threads.writers.into_iter().for_each(join);
        if let Some(listener) = threads.listener {
            join(listener);
        }
    }

    fn submit<T, E, F>(&self, queue: &Sender<Message>, work: F) -> Answer<T, E>
    where
        F: FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, answer) = task(work);
        if self.shared.closed.load(Ordering::Acquire) {
            job.answer(Err(closed()));
            return answer;
        }
        let refused = match queue.try_send(Message::Work(job)) {
            Ok(()) => return answer,
            Err(TrySendError::Full(message)) => (message, StoreError::Busy),
            Err(TrySendError::Disconnected(message)) => (message, closed()),
        };
        if let (Message::Work(job), error) = refused {
            job.answer(Err(error));
        }
        answer
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Store").field("target", &self.shared.target).finish_non_exhaustive()
    }
}

/// The ends of a store's channels that its threads hold.
struct Queues {
    reads: Receiver<Message>,
    scans: Receiver<Message>,
    writes: Receiver<Message>,
    changes: broadcast::Sender<Change>,
    closed: Arc<AtomicBool>,
    parsed: Arc<Parsed>,
}

impl Queues {
    /// Lists every reading thread, first those of [`Store::read`], with the queue it takes work from.
    fn readers(&self, options: &Options) -> Vec<(String, Receiver<Message>)> {
        let readers = (0..options.readers).map(|number| (format!("read-{number}"), self.reads.clone()));
        let scanners = (0..options.scanners).map(|number| (format!("scan-{number}"), self.scans.clone()));
        readers.chain(scanners).collect()
    }
}

/// Starts a named thread on which work runs.
fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    let marked = move || {
        mark_database_thread();
        run();
    };
    thread::Builder::new()
        .name(format!("varsel-{name}"))
        .spawn(marked)
        .map_err(|error| StoreError::Unavailable(format!("no thread for the database: {error}")))
}

fn stop(queue: &Sender<Message>, threads: usize) {
    for _ in 0..threads {
        // Fails only if the threads have already ended.
        let _ = queue.send(Message::Stop);
    }
}

fn join(thread: JoinHandle<()>) {
    // Work that panics is caught where it runs: there is no panic to pass on.
    let _ = thread.join();
}

/// Runs blocking work on another thread, because the caller can be inside an asynchronous runtime, where the PostgreSQL driver
/// refuses to work.
fn on_own_thread<T: Send>(run: impl FnOnce() -> Result<T, StoreError> + Send) -> Result<T, StoreError> {
    thread::scope(|scope| {
        let result = scope.spawn(run).join();
        result.unwrap_or_else(|_| Err(StoreError::Panicked("while talking to the database".to_owned())))
    })
}
