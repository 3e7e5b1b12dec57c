//! The settings of a PostgreSQL server that durability depends on.

use super::Tx;
use crate::{Sql, StoreError};

/// SQLite has no server; its settings are applied when it is opened.
const SETTINGS: Sql = Sql {
    name: "settings",
    sqlite: "select '', '' where false",
    postgres: "select name::text, setting::text from pg_catalog.pg_settings where name in (
                   'server_version_num', 'server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding')
               order by name",
};

/// Reads the server's settings for this connection, by name; empty on SQLite.
///
/// The names are PostgreSQL's: `fsync`, `full_page_writes`, `server_encoding`, `server_version`, `server_version_num` and
/// `synchronous_commit`.
pub fn server_settings(tx: &Tx<'_>) -> Result<Vec<(String, String)>, StoreError> {
    tx.query(&SETTINGS, &[], |row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned())))
}
