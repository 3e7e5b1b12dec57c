//! SQLite: several connections that read, one thread that writes and shares its commits.

mod constraint;

use std::collections::VecDeque;
use std::fs::OpenOptions;
use std::path::Path;
use std::sync::Arc;

use crossbeam_channel::Receiver;
use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, Rows};
use tokio::sync::broadcast;

use super::limit::{Limit, Ticket};
use super::{Change, Job, Message, Options, Queues, Threads, Tx, Value, spawn};
use crate::parsed::Parsed;
use crate::{Sql, StoreError};

/// The most writes that share one commit: enough to hide the disk, few enough to answer soon.
const LARGEST_GROUP: usize = 256;
/// The number of SQLite VM instructions between two checks of the limit: well below a millisecond.
const INSTRUCTIONS_A_LOOK: i32 = 1_000;
/// The size of a connection's statement cache; larger than the number of statements.
const STATEMENTS_KEPT: usize = 256;

/// Opens the connections and starts their threads.
pub(super) fn start_threads(path: &Path, options: &Options, queues: &Queues) -> Result<Threads, StoreError> {
    create_private(path)?;
    let mut threads = Threads::default();
    let writer = open_writer(path, options)?;
    let (queue, changes) = (queues.writes.clone(), queues.changes.clone());
    threads.writers.push(spawn("write", move || write_loop(writer, &queue, &changes))?);
    for (name, queue) in queues.readers(options) {
        let mut reader = open_reader(path, options)?;
        let limit = Arc::new(Limit::new(options.patience));
        let watch = Arc::clone(&limit);
        reader
            .progress_handler(INSTRUCTIONS_A_LOOK, Some(move || watch.is_over()))
            .map_err(|failure| error(&reader, "open", &failure))?;
        let parsed = Arc::clone(&queues.parsed);
        threads.readers.push(spawn(&name, move || read_loop(&reader, &queue, &parsed, &limit))?);
    }
    Ok(threads)
}

/// Creates a missing database file, readable by its owner only. SQLite's side files copy its mode.
fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut file = OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    match file.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::Unavailable(format!("{}: {error}", path.display()))),
    }
}

/// Opens a connection that writes, in write-ahead mode, durable at every commit.
pub(super) fn open_writer(path: &Path, options: &Options) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = open(path, flags, options)?;
    let set = || -> rusqlite::Result<String> {
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // A burst can grow the log; release the space afterwards.
        connection.pragma_update(None, "journal_size_limit", 16 << 20)?;
        connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))
    };
    let mode = set().map_err(|failure| error(&connection, "open", &failure))?;
    if mode != "wal" {
        // Network file systems and the like: readers would block the writer, and worse.
        let message = format!("{}: the file system cannot hold a write-ahead log", path.display());
        return Err(StoreError::Unavailable(message));
    }
    Ok(connection)
}

/// Opens a connection that cannot write.
pub(super) fn open_reader(path: &Path, options: &Options) -> Result<Connection, StoreError> {
    open(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX, options)
}

fn open(path: &Path, flags: OpenFlags, options: &Options) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags)
        .map_err(|failure| StoreError::Unavailable(format!("{}: {failure}", path.display())))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    let set = || -> rusqlite::Result<()> {
        connection.busy_timeout(options.busy_timeout)?;
        // Without this, binding other values makes SQLite replan a statement, at many times the cost of running it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.pragma_update(None, "cache_size", -i64::from(options.cache_kib))?;
        connection.pragma_update(None, "temp_store", "memory")
    };
    set().map_err(|failure| error(&connection, "open", &failure))?;
    Ok(connection)
}

fn read_loop(connection: &Connection, queue: &Receiver<Message>, parsed: &Parsed, limit: &Limit) {
    while let Ok(Message::Work(mut job)) = queue.recv() {
        if job.ticket().is_abandoned() {
            continue;
        }
        // The commands of the transaction itself are never interrupted.
        limit.begin(Ticket::default());
        if let Err(failure) = run(connection, "begin") {
            job.answer(Err(failure));
            continue;
        }
        limit.begin(job.ticket().clone());
        job.run(&Tx::sqlite(connection).sharing(parsed).within(limit));
        limit.begin(Ticket::default());
        // Nothing can fail any more: answer first, then release the snapshot.
        job.answer(Ok(()));
        // Fails only if the engine has already rolled back.
        let _ = run(connection, "rollback");
    }
}

fn write_loop(connection: Connection, queue: &Receiver<Message>, changes: &broadcast::Sender<Change>) {
    let mut group = VecDeque::with_capacity(LARGEST_GROUP);
    let mut open = true;
    while open {
        match queue.recv() {
            Ok(Message::Work(job)) => group.push_back(job),
            Ok(Message::Stop) | Err(_) => break,
        }
        while group.len() < LARGEST_GROUP {
            match queue.try_recv() {
                Ok(Message::Work(job)) => group.push_back(job),
                Ok(Message::Stop) => {
                    open = false;
                    break;
                }
                Err(_) => break,
            }
        }
        while !group.is_empty() {
            commit_group(&connection, &mut group, changes);
        }
    }
    // Housekeeping that can fail without harm: the next opening repeats it.
    let _ = connection.execute_batch("pragma optimize");
    let _ = connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()));
    drop(connection);
}

/// Runs waiting writes, each under its own savepoint, commits them together and answers them.
///
/// Takes all of them, unless the engine aborts the transaction on the way; then the rest stay queued.
fn commit_group(
    connection: &Connection,
    waiting: &mut VecDeque<Box<dyn Job>>,
    changes: &broadcast::Sender<Change>,
) {
    if let Err(failure) = run(connection, "begin immediate") {
        waiting.drain(..).for_each(|job| job.answer(Err(failure.clone())));
        return;
    }
    // For a single write, the transaction itself serves as the savepoint.
    let alone = waiting.len() == 1;
    let mut finished = Vec::with_capacity(waiting.len());
    let mut notices = Vec::new();
    let mut ended = Ok(());
    while let Some(mut job) = waiting.pop_front() {
        let member = run_member(connection, &mut *job, alone);
        finished.push(job);
        match member {
            Ok(more) => notices.extend(more),
            Err(failure) => {
                ended = Err(failure);
                break;
            }
        }
    }
    let ended = ended.and_then(|()| run(connection, "commit"));
    if ended.is_err() && !connection.is_autocommit() {
        // If even this fails, the next `begin` reports it.
        let _ = run(connection, "rollback");
    }
    if ended.is_ok() {
        for change in notices {
            // No one is listening, so no one misses it.
            let _ = changes.send(change);
        }
    }
    for job in finished {
        job.answer(ended.clone());
    }
}

/// Runs one write of a group and returns its notices; an error means that the whole group is lost.
fn run_member(connection: &Connection, job: &mut dyn Job, alone: bool) -> Result<Vec<Change>, StoreError> {
    if !alone {
        run(connection, "savepoint member")?;
    }
    let tx = Tx::sqlite(connection);
    let keep = job.run(&tx);
    if connection.is_autocommit() {
        // A full disk or the like: the engine has rolled back everything, not just this write.
        let unknown = || StoreError::Other("the engine gave up the transaction".to_owned());
        return Err(tx.failure().unwrap_or_else(unknown));
    }
    match (keep, alone) {
        (true, true) => Ok(tx.into_notices()),
        (true, false) => run(connection, "release member").map(|()| tx.into_notices()),
        (false, true) => {
            run(connection, "rollback")?;
            run(connection, "begin").map(|()| Vec::new())
        }
        (false, false) => {
            run(connection, "rollback to member")?;
            run(connection, "release member").map(|()| Vec::new())
        }
    }
}

/// Runs a command of the transaction itself.
fn run(connection: &Connection, command: &'static str) -> Result<(), StoreError> {
    let done = connection.prepare_cached(command).and_then(|mut statement| statement.execute([]));
    done.map(drop).map_err(|failure| error(connection, command, &failure))
}

/// Runs a statement that returns no rows.
pub(super) fn execute(connection: &Connection, sql: &Sql, params: &[Value<'_>]) -> Result<u64, StoreError> {
    let mut statement = prepare(connection, sql)?;
    let changed = statement.execute(rusqlite::params_from_iter(params));
    let changed = changed.map_err(|failure| error(connection, sql.name, &failure))?;
    Ok(changed as u64)
}

/// Finds a statement in the connection's cache, or prepares it.
pub(super) fn prepare<'c>(connection: &'c Connection, sql: &Sql) -> Result<CachedStatement<'c>, StoreError> {
    connection.prepare_cached(sql.sqlite).map_err(|failure| error(connection, sql.name, &failure))
}

/// Binds a statement's parameters; its rows are then stepped one by one.
pub(super) fn start<'s>(
    connection: &Connection,
    statement: &'s mut CachedStatement<'_>,
    sql: &Sql,
    params: &[Value<'_>],
) -> Result<Rows<'s>, StoreError> {
    let rows = statement.query(rusqlite::params_from_iter(params));
    rows.map_err(|failure| error(connection, sql.name, &failure))
}

/// Translates an error of the engine.
pub(super) fn error(connection: &Connection, statement: &str, failure: &rusqlite::Error) -> StoreError {
    let other = || StoreError::Other(format!("{statement}: {failure}"));
    let rusqlite::Error::SqliteFailure(code, message) = failure else {
        return other();
    };
    match code.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
        ErrorCode::OperationInterrupted => StoreError::TooLong,
        ErrorCode::ReadOnly => StoreError::ReadOnly,
        ErrorCode::DiskFull => StoreError::Full,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Corrupt(failure.to_string()),
        ErrorCode::CannotOpen | ErrorCode::SystemIoFailure => {
            StoreError::Unavailable(format!("{statement}: {failure}"))
        }
        ErrorCode::ConstraintViolation => {
            let name =
                constraint::name(connection, code.extended_code, message.as_deref().unwrap_or_default());
            name.map_or_else(other, |name| StoreError::Constraint { name })
        }
        _ => other(),
    }
}
