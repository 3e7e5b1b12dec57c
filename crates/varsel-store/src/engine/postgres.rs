//! PostgreSQL: threads that each own a connection, and one more that listens for changes.

mod link;
mod listen;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::Receiver;
use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, Config, Statement};

use self::link::Link;
use super::limit::Limit;
use super::{Change, Message, Options, Queues, Threads, Tx, Value, spawn};
use crate::parsed::Parsed;
use crate::{Sql, StoreError};

/// The start of a read transaction: later statements see the same data as the first.
const BEGIN_READ: &str = "begin isolation level repeatable read read only";
/// The start of a write transaction.
const BEGIN_WRITE: &str = "begin isolation level read committed read write";

/// Checks that the server answers and starts the threads.
pub(super) fn start_threads(url: &str, options: &Options, queues: &Queues) -> Result<Threads, StoreError> {
    let config = config(url, options)?;
    let mut threads = Threads {
        listener: Some(listen::start(config.clone(), queues.changes.clone(), queues.closed.clone())?),
        ..Threads::default()
    };
    for (name, queue) in queues.readers(options) {
        let link = Link::new(config.clone());
        let parsed = Arc::clone(&queues.parsed);
        let limit = Limit::new(options.patience);
        threads.readers.push(spawn(&name, move || read_loop(link, &queue, &parsed, &limit))?);
    }
    for number in 0..options.writers {
        let (link, queue) = (Link::new(config.clone()), queues.writes.clone());
        threads.writers.push(spawn(&format!("write-{number}"), move || {
            write_loop(link, &queue);
        })?);
    }
    Ok(threads)
}

/// Parses a URL and adds defaults: time limits, and a name for the server's list of sessions.
pub(super) fn config(url: &str, options: &Options) -> Result<Config, StoreError> {
    // The driver's own message can quote the URL, including the password.
    let unclear = |_| StoreError::Other("the PostgreSQL URL cannot be understood".to_owned());
    let mut config: Config = url.parse().map_err(unclear)?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_application_name().is_none() {
        config.application_name("varsel");
    }
    // A lost server is detected within half a minute, even while data is in flight.
    config.keepalives_idle(Duration::from_secs(10));
    config.keepalives_interval(Duration::from_secs(5));
    config.keepalives_retries(3);
    config.tcp_user_timeout(Duration::from_secs(20));
    let limit = format!(
        "-c lock_timeout={} -c statement_timeout={}",
        options.busy_timeout.as_millis(),
        options.patience.as_millis()
    );
    let given = config.get_options().map(|given| format!("{limit} {given}"));
    config.options(&given.unwrap_or(limit));
    Ok(config)
}

fn read_loop(mut link: Link, queue: &Receiver<Message>, parsed: &Parsed, limit: &Limit) {
    while let Ok(Message::Work(mut job)) = queue.recv() {
        if job.ticket().is_abandoned() {
            continue;
        }
        limit.begin(job.ticket().clone());
        let session = match link.begin(BEGIN_READ) {
            Ok(session) => session,
            Err(failure) => {
                job.answer(Err(failure));
                continue;
            }
        };
        job.run(&Tx::postgres(session).sharing(parsed).within(limit));
        // Nothing can fail any more: answer first, then release the snapshot.
        job.answer(Ok(()));
        link.end("rollback");
    }
}

fn write_loop(mut link: Link, queue: &Receiver<Message>) {
    while let Ok(Message::Work(mut job)) = queue.recv() {
        let session = match link.begin(BEGIN_WRITE) {
            Ok(session) => session,
            Err(failure) => {
                job.answer(Err(failure));
                continue;
            }
        };
        let tx = Tx::postgres(session);
        let keep = job.run(&tx);
        let notices = tx.into_notices();
        let mut open = session.borrow_mut();
        let ended = if keep {
            open.publish(&notices).and_then(|()| open.control("commit"))
        } else {
            open.control("rollback")
        };
        drop(open);
        let broken = ended.is_err();
        job.answer(ended);
        if broken {
            link.end("rollback");
        }
    }
}

/// A connection and the statements prepared on it.
pub(super) struct Session {
    client: Client,
    statements: HashMap<&'static str, Statement>,
}

impl Session {
    fn connect(config: &Config) -> Result<Self, StoreError> {
        let client = config.connect(postgres::NoTls).map_err(|failure| error("connect", &failure))?;
        Ok(Self { client, statements: HashMap::new() })
    }

    /// Runs a command of the transaction itself.
    fn control(&mut self, command: &str) -> Result<(), StoreError> {
        self.client.batch_execute(command).map_err(|failure| error(command, &failure))
    }

    /// Sends notices to the server, which delivers them once the transaction has committed.
    fn publish(&mut self, notices: &[Change]) -> Result<(), StoreError> {
        if notices.is_empty() {
            return Ok(());
        }
        let payloads: Vec<String> = notices.iter().map(listen::payload).collect();
        let text = "select pg_notify('varsel_change', payload) from unnest($1::text[]) as payload";
        let statement = self.prepared("notify", text)?;
        let done = self.client.query(&statement, &[&payloads]);
        done.map(drop).map_err(|failure| self.failed("notify", &failure))
    }

    /// Runs a statement that returns no rows.
    pub(super) fn execute(&mut self, sql: &Sql, params: &[Value<'_>]) -> Result<u64, StoreError> {
        let statement = self.prepare(sql)?;
        let done = self.client.execute(&statement, &borrowed(params));
        done.map_err(|failure| self.failed(sql.name, &failure))
    }

    /// Runs a statement and fetches its whole result.
    pub(super) fn query(
        &mut self,
        sql: &Sql,
        params: &[Value<'_>],
    ) -> Result<Vec<postgres::Row>, StoreError> {
        let statement = self.prepare(sql)?;
        let done = self.client.query(&statement, &borrowed(params));
        done.map_err(|failure| self.failed(sql.name, &failure))
    }

    /// Finds a statement prepared before, or prepares it.
    pub(super) fn prepare(&mut self, sql: &Sql) -> Result<Statement, StoreError> {
        self.prepared(sql.name, sql.postgres)
    }

    fn prepared(&mut self, name: &str, text: &'static str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.get(text) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(text).map_err(|failure| error(name, &failure))?;
        self.statements.insert(text, statement.clone());
        Ok(statement)
    }

    fn failed(&mut self, statement: &str, failure: &postgres::Error) -> StoreError {
        // A migration has changed the result of a prepared statement: prepare all of them again.
        let stale = failure.code() == Some(&SqlState::FEATURE_NOT_SUPPORTED)
            && failure.as_db_error().is_some_and(|db| db.message().starts_with("cached plan"));
        if stale {
            self.statements.clear();
            return StoreError::Conflict;
        }
        error(statement, failure)
    }
}

fn borrowed<'p>(params: &'p [Value<'_>]) -> Vec<&'p (dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// Translates an error of the driver or the server.
pub(super) fn error(statement: &str, failure: &postgres::Error) -> StoreError {
    let Some(db) = failure.as_db_error() else {
        let cause = std::error::Error::source(failure);
        let text = match cause {
            Some(cause) => format!("{statement}: {failure}: {cause}"),
            None => format!("{statement}: {failure}"),
        };
        let network = cause.is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
        return if failure.is_closed() || network || statement == "connect" {
            StoreError::Unavailable(text)
        } else {
            StoreError::Other(text)
        };
    };
    let text = || format!("{statement}: {}", db.message());
    let constraint = |name: &str| StoreError::Constraint { name: name.to_owned() };
    match db.code() {
        &SqlState::FOREIGN_KEY_VIOLATION => constraint("foreign_key"),
        &SqlState::NOT_NULL_VIOLATION => {
            constraint(&format!("{}.{}", db.table().unwrap_or_default(), db.column().unwrap_or_default()))
        }
        &SqlState::UNIQUE_VIOLATION | &SqlState::CHECK_VIOLATION | &SqlState::EXCLUSION_VIOLATION => {
            constraint(db.constraint().unwrap_or_default())
        }
        &SqlState::RAISE_EXCEPTION => constraint(db.message()),
        &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => StoreError::Conflict,
        &SqlState::LOCK_NOT_AVAILABLE => StoreError::Busy,
        &SqlState::QUERY_CANCELED => StoreError::TooLong,
        &SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::ReadOnly,
        &SqlState::DISK_FULL => StoreError::Full,
        &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => StoreError::Corrupt(text()),
        &SqlState::TOO_MANY_CONNECTIONS
        | &SqlState::ADMIN_SHUTDOWN
        | &SqlState::CRASH_SHUTDOWN
        | &SqlState::CANNOT_CONNECT_NOW => StoreError::Unavailable(text()),
        code if code.code().starts_with("08") || statement == "connect" => StoreError::Unavailable(text()),
        _ => StoreError::Other(text()),
    }
}
