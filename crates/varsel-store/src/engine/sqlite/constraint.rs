//! Maps a violated constraint to its name on PostgreSQL.
//!
//! SQLite names the columns of a unique index, not the index, so the index is looked up by its columns.

use rusqlite::{Connection, ffi};

/// The name of the constraint that a message is about.
pub(super) fn name(connection: &Connection, code: i32, message: &str) -> Option<String> {
    let (_, detail) = message.split_once(" failed: ").unwrap_or(("", message));
    match code {
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Some("foreign_key".to_owned()),
        ffi::SQLITE_CONSTRAINT_CHECK | ffi::SQLITE_CONSTRAINT_NOTNULL | ffi::SQLITE_CONSTRAINT_TRIGGER => {
            Some(detail.to_owned())
        }
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            Some(unique(connection, detail).unwrap_or_else(|| detail.to_owned()))
        }
        _ => None,
    }
}

/// Finds the index behind `table.column, table.column`, or behind `index 'name'`.
fn unique(connection: &Connection, detail: &str) -> Option<String> {
    if let Some(named) = detail.strip_prefix("index '") {
        return Some(named.trim_end_matches('\'').to_owned());
    }
    let (table, _) = detail.split_once('.')?;
    let prefix = format!("{table}.");
    let columns: Vec<&str> =
        detail.split(", ").map(|column| column.strip_prefix(&prefix).unwrap_or(column)).collect();
    let found = lookup(connection, table, &columns.join(",")).ok()?;
    match found {
        Some((index, origin)) if origin == "c" => Some(index),
        // Declared inside the table, where SQLite keeps no name: PostgreSQL's own naming.
        Some((_, origin)) if origin == "u" => Some(format!("{table}_{}_key", columns.join("_"))),
        // A primary key; one that is the row number has no index at all.
        _ => Some(format!("{table}_pkey")),
    }
}

/// The unique index over exactly these columns: its name, and where it comes from.
fn lookup(connection: &Connection, table: &str, columns: &str) -> rusqlite::Result<Option<(String, String)>> {
    let mut statement = connection.prepare_cached(
        "select list.name, list.origin from pragma_index_list(?1) as list
         where list.\"unique\" and ?2 = (
             select group_concat(name, ',') from (
                 select name from pragma_index_info(list.name) order by seqno))
         order by list.seq",
    )?;
    let mut rows = statement.query([table, columns])?;
    rows.next()?.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}
