//! A transaction of either engine, behind one small facade.

use std::cell::RefCell;

use super::limit::Limit;
use super::postgres::Session;
use super::row::RowInner;
use super::{Change, Engine, Row, Value, sqlite};
use crate::parsed::Parsed;
use crate::{Sql, StoreError};

/// A transaction: a snapshot to read, or an uncommitted change.
///
/// The first statement that fails dooms the transaction, on both engines: later statements repeat its error and so does the
/// answer, whatever the work returns. Statements that are allowed to fail are written as `on conflict do nothing`.
pub struct Tx<'a> {
    inner: Inner<'a>,
    parsed: Option<&'a Parsed>,
    limit: Option<&'a Limit>,
    notices: RefCell<Vec<Change>>,
    failure: RefCell<Option<StoreError>>,
}

enum Inner<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a RefCell<Session>),
}

impl<'a> Tx<'a> {
    pub(super) fn sqlite(connection: &'a rusqlite::Connection) -> Self {
        Self::new(Inner::Sqlite(connection))
    }

    pub(super) fn postgres(session: &'a RefCell<Session>) -> Self {
        Self::new(Inner::Postgres(session))
    }

    fn new(inner: Inner<'a>) -> Self {
        Self { inner, parsed: None, limit: None, notices: RefCell::default(), failure: RefCell::default() }
    }

    /// Lets a read-only transaction use, and add to, the cache of parsed values.
    pub(super) fn sharing(self, parsed: &'a Parsed) -> Self {
        Self { parsed: Some(parsed), ..self }
    }

    /// Applies a limit to each statement of a read-only transaction.
    pub(super) fn within(self, limit: &'a Limit) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// The cache of parsed values; `None` in a write transaction, which can see data that is never committed.
    pub(crate) fn parsed(&self) -> Option<&'a Parsed> {
        self.parsed
    }

    /// Runs a statement and returns how many rows it changed.
    pub fn execute(&self, sql: &Sql, params: &[Value<'_>]) -> Result<u64, StoreError> {
        self.begin_statement()?;
        self.guard(|| {
            storable(sql, params)?;
            match self.inner {
                Inner::Sqlite(connection) => sqlite::execute(connection, sql, params),
                Inner::Postgres(session) => session.borrow_mut().execute(sql, params),
            }
        })
    }

    /// Runs a statement and reads every row of its result.
    pub fn query<T>(
        &self,
        sql: &Sql,
        params: &[Value<'_>],
        mut row: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.each(sql, params, usize::MAX, |next| {
            found.push(row(next)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Runs a statement and reads the first row of its result, if there is one.
    pub fn query_one<T>(
        &self,
        sql: &Sql,
        params: &[Value<'_>],
        mut row: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut found = None;
        self.each(sql, params, 1, |next| {
            found = Some(row(next)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Checks that the engine accepts a statement, without running it.
    pub fn prepare(&self, sql: &Sql) -> Result<(), StoreError> {
        self.guard(|| match self.inner {
            Inner::Sqlite(connection) => sqlite::prepare(connection, sql).map(drop),
            Inner::Postgres(session) => session.borrow_mut().prepare(sql).map(drop),
        })
    }

    /// Tells [`Store::changes`](super::Store::changes) about a change, once and only if this write commits.
    ///
    /// A topic holds no line break; on PostgreSQL topic and key together hold under 8,000 bytes.
    pub fn notify(&self, topic: &str, key: &str) {
        let change = Change { topic: topic.to_owned(), key: key.to_owned() };
        let mut notices = self.notices.borrow_mut();
        if !notices.contains(&change) {
            notices.push(change);
        }
    }

    /// The engine underneath, for the few statements that have no common form.
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// The first error of a statement.
    pub(super) fn failure(&self) -> Option<StoreError> {
        self.failure.borrow().clone()
    }

    /// The notices to publish when the transaction has committed.
    pub(super) fn into_notices(self) -> Vec<Change> {
        self.notices.into_inner()
    }

    fn each(
        &self,
        sql: &Sql,
        params: &[Value<'_>],
        limit: usize,
        mut visit: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.begin_statement()?;
        self.guard(|| storable(sql, params))?;
        // Errors of the engine doom the transaction; errors of the reader of a row do not.
        match self.inner {
            Inner::Sqlite(connection) => {
                let mut statement = self.guard(|| sqlite::prepare(connection, sql))?;
                let mut rows = self.guard(|| sqlite::start(connection, &mut statement, sql, params))?;
                for _ in 0..limit {
                    let next =
                        self.guard(|| rows.next().map_err(|e| sqlite::error(connection, sql.name, &e)))?;
                    let Some(row) = next else { break };
                    visit(&Row { statement: sql.name, inner: RowInner::Sqlite(row) })?;
                }
            }
            Inner::Postgres(session) => {
                let rows = self.guard(|| session.borrow_mut().query(sql, params))?;
                for row in rows.iter().take(limit) {
                    visit(&Row { statement: sql.name, inner: RowInner::Postgres(row) })?;
                }
            }
        }
        Ok(())
    }

    fn begin_statement(&self) -> Result<(), StoreError> {
        self.guard(|| self.limit.map_or(Ok(()), Limit::begin_statement))
    }

    fn guard<T>(&self, run: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        if let Some(failure) = self.failure() {
            return Err(failure);
        }
        run().inspect_err(|error| *self.failure.borrow_mut() = Some(error.clone()))
    }
}

/// Refuses values that one of the engines could not store, before either sees them.
fn storable(sql: &Sql, params: &[Value<'_>]) -> Result<(), StoreError> {
    if params.iter().any(Value::holds_nul) {
        return Err(StoreError::NulCharacter { statement: sql.name });
    }
    Ok(())
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Tx").field("engine", &self.engine()).finish_non_exhaustive()
    }
}
