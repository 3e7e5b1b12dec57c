//! The schema's history, applied once and in order.

use std::collections::HashSet;

use postgres::NoTls;
use refinery::{Report, Runner};

use super::{Options, Target, postgres as pg, sqlite};
use crate::StoreError;

mod for_sqlite {
    refinery::embed_migrations!("migrations/sqlite");
}

mod for_postgres {
    refinery::embed_migrations!("migrations/postgres");
}

/// The advisory lock held while a process migrates a PostgreSQL database, so that others wait. Any fixed number works.
const TURN: i64 = 0x0076_6172_7365_6c01;

/// What [`Store::migrate`](super::Store::migrate) did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationReport {
    /// The names of the applied migrations, in order; empty if the schema was up to date.
    pub applied: Vec<String>,
    /// How many cases were indexed again for search.
    pub reindexed: u64,
}

/// Applies the pending migrations, in one transaction.
pub(super) fn run(target: &Target, options: &Options) -> Result<MigrationReport, StoreError> {
    let runner = runner(target);
    let report = match target {
        Target::Sqlite(path) => {
            let mut connection = sqlite::open_writer(path, options)?;
            refuse_newer(&runner, &applied_sqlite(&connection)?)?;
            runner.run(&mut connection).map_err(|e| failed(&e))?
        }
        Target::Postgres(url) => {
            let mut client = connect(url, options)?;
            refuse_newer(&runner, &applied_postgres(&mut client)?)?;
            // The lock ends with the connection.
            client
                .execute("select pg_advisory_lock($1)", &[&TURN])
                .map_err(|failure| pg::error("migrate", &failure))?;
            runner.run(&mut client).map_err(|e| failed(&e))?
        }
    };
    Ok(MigrationReport { applied: names(&report), reindexed: 0 })
}

/// Lists the pending migrations.
pub(super) fn pending(target: &Target, options: &Options) -> Result<Vec<String>, StoreError> {
    let runner = runner(target);
    let applied: HashSet<i64> = match target {
        Target::Sqlite(path) => applied_sqlite(&sqlite::open_reader(path, options)?)?,
        Target::Postgres(url) => applied_postgres(&mut connect(url, options)?)?,
    };
    refuse_newer(&runner, &applied)?;
    let mut missing: Vec<_> = runner
        .get_migrations()
        .iter()
        .filter(|known| !applied.contains(&i64::from(known.version())))
        .collect();
    missing.sort();
    Ok(missing.into_iter().map(ToString::to_string).collect())
}

/// Refuses a database migrated by a newer version of Varsel, which this one would misread.
fn refuse_newer(runner: &Runner, applied: &HashSet<i64>) -> Result<(), StoreError> {
    let known = runner.get_migrations().iter().map(|known| i64::from(known.version())).max().unwrap_or(0);
    match applied.iter().copied().max() {
        Some(found) if found > known => Err(StoreError::Newer { found, known }),
        _ => Ok(()),
    }
}

fn runner(target: &Target) -> Runner {
    let runner = match target {
        Target::Sqlite(_) => for_sqlite::migrations::runner(),
        Target::Postgres(_) => for_postgres::migrations::runner(),
    };
    // One transaction for a migration and the record that it was applied.
    runner.set_grouped(true)
}

fn connect(url: &str, options: &Options) -> Result<postgres::Client, StoreError> {
    // Changing a table can have to wait for its users, longer than a page is allowed to.
    let mut client =
        pg::config(url, options)?.connect(NoTls).map_err(|failure| pg::error("connect", &failure))?;
    client
        .batch_execute("set lock_timeout = 0; set statement_timeout = 0")
        .map_err(|failure| pg::error("connect", &failure))?;
    Ok(client)
}

fn applied_sqlite(connection: &rusqlite::Connection) -> Result<HashSet<i64>, StoreError> {
    let read = || -> rusqlite::Result<HashSet<i64>> {
        if !connection.table_exists(None, "refinery_schema_history")? {
            return Ok(HashSet::new());
        }
        let mut statement = connection.prepare("select version from refinery_schema_history")?;
        statement.query_map([], |row| row.get(0))?.collect()
    };
    read().map_err(|failure| sqlite::error(connection, "migrations", &failure))
}

fn applied_postgres(client: &mut postgres::Client) -> Result<HashSet<i64>, StoreError> {
    let mut read = || -> Result<HashSet<i64>, postgres::Error> {
        let table = client.query_one("select to_regclass('refinery_schema_history') is not null", &[])?;
        if !table.get::<_, bool>(0) {
            return Ok(HashSet::new());
        }
        let rows = client.query("select version::bigint from refinery_schema_history", &[])?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    };
    read().map_err(|failure| pg::error("migrations", &failure))
}

fn names(report: &Report) -> Vec<String> {
    report.applied_migrations().iter().map(ToString::to_string).collect()
}

fn failed(error: &refinery::Error) -> StoreError {
    let cause = std::error::Error::source(error);
    StoreError::Other(match cause {
        Some(cause) => format!("migrate: {error}: {cause}"),
        None => format!("migrate: {error}"),
    })
}
