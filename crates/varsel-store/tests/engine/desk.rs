//! Opens a fresh, empty database of either engine for one test.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::time::Duration;

use postgres::{Client, NoTls};
use tempfile::TempDir;
use varsel_store::{Options, Store, StoreError, Target, Tx};

/// A result whose error is the store's own.
pub(crate) type Stored<T> = Result<T, StoreError>;

/// A statement that reads the same on both engines, but for its placeholders.
macro_rules! sql {
    ($common:literal) => {
        sql!($common, $common)
    };
    ($sqlite:literal, $postgres:literal) => {
        &::varsel_store::Sql { name: concat!("test/", $sqlite), sqlite: $sqlite, postgres: $postgres }
    };
}
pub(crate) use sql;

/// A database that goes away with the test.
pub(crate) struct Fresh {
    pub(crate) target: Target,
    _folder: Option<TempDir>,
    server: Option<(String, String)>,
}

impl Fresh {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::Sqlite(folder.path().join("data.db"));
        Self { target, _folder: Some(folder), server: None }
    }

    fn postgres(admin: &str, test: &str) -> Self {
        let name = format!("varsel_{test}_{}", std::process::id());
        let mut client = Client::connect(admin, NoTls).unwrap();
        client.batch_execute(&format!("drop database if exists {name} with (force)")).unwrap();
        client.batch_execute(&format!("create database {name}")).unwrap();
        let (start, query) =
            admin.split_once('?').map_or((admin, String::new()), |(a, b)| (a, format!("?{b}")));
        let (_, address) = start.split_once("://").unwrap();
        let address = address.split('/').next().unwrap();
        let target = Target::Postgres(format!("postgres://{address}/{name}{query}"));
        Self { target, _folder: None, server: Some((admin.to_owned(), name)) }
    }

    /// Whether it is of PostgreSQL.
    pub(crate) fn is_postgres(&self) -> bool {
        self.server.is_some()
    }

    /// Opens the database with a wait for locks short enough for a test.
    pub(crate) fn open(&self) -> Store {
        let options = Options { busy_timeout: Duration::from_secs(2), ..Options::default() };
        Store::open(&self.target, &options).unwrap()
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let Some((admin, name)) = &self.server
            && let Ok(mut client) = Client::connect(admin, NoTls)
        {
            // What is left behind is dropped by the next run of the same test, or by its owner.
            let _ = client.batch_execute(&format!("drop database if exists {name} with (force)"));
        }
    }
}

/// Runs a test on SQLite and, unless `VARSEL_TEST_POSTGRES` is `none`, on the PostgreSQL server whose administrator it names.
pub(crate) fn on_both(test: &str, run: impl Fn(&Fresh)) {
    for fresh in both(test) {
        run(&fresh);
    }
}

/// Fresh databases: of SQLite, and of PostgreSQL when there is a server.
pub(crate) fn both(test: &str) -> Vec<Fresh> {
    let mut found = vec![Fresh::sqlite()];
    #[expect(clippy::disallowed_methods, reason = "where the test server is, only the environment knows")]
    let server = std::env::var("VARSEL_TEST_POSTGRES").expect(
        "VARSEL_TEST_POSTGRES is not set: run `cargo xtask with-postgres cargo test …`, or set it to `none` to test SQLite only",
    );
    if server != "none" {
        found.push(Fresh::postgres(&server, test));
    }
    found
}

/// Runs work and waits for it.
pub(crate) fn write<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&Tx<'_>) -> Stored<T> + Send + 'static,
) -> Stored<T> {
    store.write(work).wait()
}

/// Reads and waits for the result.
pub(crate) fn read<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&Tx<'_>) -> Stored<T> + Send + 'static,
) -> Stored<T> {
    store.read(work).wait()
}

/// Creates a small table of notes: an id, a number that is unique and positive.
pub(crate) fn with_notes(fresh: &Fresh) -> Store {
    let store = fresh.open();
    write(&store, |tx| {
        tx.execute(
            sql!(
                "create table notes (id BIGINT not null primary key, number BIGINT not null,
                     constraint notes_positive check (number > 0))"
            ),
            &[],
        )?;
        tx.execute(sql!("create unique index notes_number on notes (number)"), &[])
    })
    .unwrap();
    store
}

/// Adds a note.
pub(crate) fn add(tx: &Tx<'_>, id: i64, number: i64) -> Stored<()> {
    let insert = sql!(
        "insert into notes (id, number) values (?1, ?2)",
        "insert into notes (id, number) values ($1, $2)"
    );
    tx.execute(insert, &[id.into(), number.into()]).map(drop)
}

/// The ids of all notes, in order.
pub(crate) fn ids(tx: &Tx<'_>) -> Stored<Vec<i64>> {
    tx.query(sql!("select id from notes order by id"), &[], |row| row.int(0))
}
