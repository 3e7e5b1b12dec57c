//! The schema as text, in one normal form for both engines.

use super::{Engine, Row, Tx};
use crate::{Sql, StoreError};

/// Columns: table, name, declared type, whether NULL is possible.
const COLUMNS: Sql = Sql {
    name: "schema/columns",
    sqlite: "select t.name, c.name, lower(c.type),
                 c.\"notnull\" = 0 and not (c.pk > 0 and (t.wr or lower(c.type) = 'integer'))
             from pragma_table_list as t join pragma_table_info(t.name) as c
             where t.schema = 'main' and t.type = 'table'",
    postgres: "select c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable = 'YES'
               from information_schema.columns as c
               join information_schema.tables as t using (table_schema, table_name)
               where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'",
};

/// Keys: table, kind, name, columns. On SQLite a condition is cut from the index's text, below.
const KEYS: Sql = Sql {
    name: "schema/keys",
    sqlite: "select t.name, l.origin, l.name, (
                 select group_concat(coalesce(name, '?'), ', ')
                 from (select name from pragma_index_info(l.name) order by seqno)), l.partial = 1
             from pragma_table_list as t join pragma_index_list(t.name) as l
             where t.schema = 'main' and t.type = 'table' and l.\"unique\"",
    postgres: "select t.relname::text, case when x.indisprimary then 'pk' else 'c' end, i.relname::text, (
                   select string_agg(coalesce(a.attname::text, '?'), ', ' order by k.place)
                   from unnest(x.indkey) with ordinality as k (number, place)
                   left join pg_attribute as a on a.attrelid = t.oid and a.attnum = k.number and k.number > 0),
                   x.indpred is not null
               from pg_index as x
               join pg_class as i on i.oid = x.indexrelid
               join pg_class as t on t.oid = x.indrelid
               where x.indisunique and t.relnamespace = current_schema()::regnamespace",
};

/// References: table, column, other table, other column, action on deletion.
const REFERENCES: Sql = Sql {
    name: "schema/references",
    sqlite: "select t.name, f.\"from\", f.\"table\", coalesce(f.\"to\", (
                 select p.name from pragma_table_info(f.\"table\") as p where p.pk = f.seq + 1)),
                 lower(f.on_delete)
             from pragma_table_list as t join pragma_foreign_key_list(t.name) as f
             where t.schema = 'main' and t.type = 'table'",
    postgres: "select t.relname::text, a.attname::text, o.relname::text, b.attname::text,
                   case c.confdeltype when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade'
                       when 'n' then 'set null' else 'set default' end
               from pg_constraint as c
               join pg_class as t on t.oid = c.conrelid
               join pg_class as o on o.oid = c.confrelid
               cross join lateral unnest(c.conkey, c.confkey) as k (mine, theirs)
               join pg_attribute as a on a.attrelid = t.oid and a.attnum = k.mine
               join pg_attribute as b on b.attrelid = o.oid and b.attnum = k.theirs
               where c.contype = 'f' and t.relnamespace = current_schema()::regnamespace",
};

/// Checks: table, then the name on PostgreSQL and the table's whole text on SQLite.
const CHECKS: Sql = Sql {
    name: "schema/checks",
    sqlite: "select name, sql from sqlite_master where type = 'table'",
    postgres: "select t.relname::text, c.conname::text
               from pg_constraint as c join pg_class as t on t.oid = c.conrelid
               where c.contype = 'c' and t.relnamespace = current_schema()::regnamespace",
};

/// Describes the schema, one line per fact, sorted; equal on both engines if the schemas are.
///
/// Lines are tables' columns with their types, primary keys, unique indexes, references and the names of checks. The tables of
/// the full-text search (`search_…`), which differ by engine, and of the migrations are left out.
pub fn describe_schema(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let columns = tx.query(&COLUMNS, &[], |row| {
        let null = if row.bool(3)? { "" } else { " not null" };
        let line = format!("{}.{} {}{null}", row.text(0)?, row.text(1)?, normal_type(row.text(2)?));
        fact(row, vec![line])
    })?;
    let keys = tx.query(&KEYS, &[], |row| {
        let (table, columns) = (row.text(0)?, row.text(3)?);
        let partial = if row.bool(4)? { " where …" } else { "" };
        let line = match row.text(1)? {
            "pk" => format!("{table} primary key ({columns})"),
            "u" => format!("{table} unique {table}_{}_key ({columns})", columns.replace(", ", "_")),
            _ => format!("{table} unique {} ({columns}){partial}", row.text(2)?),
        };
        fact(row, vec![line])
    })?;
    let references = tx.query(&REFERENCES, &[], |row| {
        let (from, to) = (row.text(1)?, row.text(3)?);
        let line =
            format!("{}.{from} references {}.{to} on delete {}", row.text(0)?, row.text(2)?, row.text(4)?);
        fact(row, vec![line])
    })?;
    let checks = tx.query(&CHECKS, &[], |row| {
        let names = match tx.engine() {
            Engine::Sqlite => named_checks(row.text(1)?),
            Engine::Postgres => vec![row.text(1)?.to_owned()],
        };
        let table = row.text(0)?;
        fact(row, names.into_iter().map(|name| format!("{table} check {name}")).collect())
    })?;
    let mut lines: Vec<String> =
        [columns, keys, references, checks].into_iter().flatten().flatten().collect();
    lines.sort_unstable();
    lines.dedup();
    Ok(lines)
}

/// Keeps lines about the tables that both engines share; the table's name is the first column.
fn fact(row: &Row<'_>, lines: Vec<String>) -> Result<Vec<String>, StoreError> {
    let table = row.text(0)?;
    let private = ["search_", "sqlite_"].iter().any(|prefix| table.starts_with(prefix));
    Ok(if private || table == "refinery_schema_history" { Vec::new() } else { lines })
}

fn normal_type(declared: &str) -> &str {
    match declared {
        "integer" | "bigint" | "int" | "smallint" => "int",
        "boolean" => "bool",
        "blob" | "bytea" => "bytes",
        "json" | "jsonb" => "json",
        "real" | "double precision" => "real",
        other => other,
    }
}

/// Finds `constraint <name> check` in the text of a table.
fn named_checks(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace('(', " ( ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let named = words.windows(3).filter(|three| three[0] == "constraint" && three[2] == "check");
    named.map(|three| three[1].trim_matches('"').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::named_checks;

    #[test]
    fn checks_are_found_by_name() {
        let text = "CREATE TABLE a (b TEXT CONSTRAINT a_b CHECK(b <> ''), check (b <> 'x'),\n constraint \"a_c\"\n check (b <> 'y'))";
        assert_eq!(named_checks(text), ["a_b", "a_c"]);
    }
}
