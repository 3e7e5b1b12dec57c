//! The migrated schemas of both engines, and every statement against them.

use crate::desk::{both, on_both, read, write};
use varsel_store::{Sql, StoreError, describe_schema, sql};

#[test]
fn migrations_apply_once() {
    on_both("migrate", |fresh| {
        let store = fresh.open();
        let pending = store.pending_migrations().unwrap();
        assert!(pending[0].starts_with("V1__"), "{pending:?}");
        assert_eq!(store.migrate().unwrap().applied, pending);
        assert!(store.pending_migrations().unwrap().is_empty());
        assert!(store.migrate().unwrap().applied.is_empty());
    });
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    const FUTURE: &str = "insert into refinery_schema_history (version, name, applied_on, checksum) \
                          values (99, 'future', '2099-01-01T00:00:00Z', '0')";
    on_both("newer", |fresh| {
        let store = fresh.open();
        store.migrate().unwrap();
        let future = Sql { name: "future", sqlite: FUTURE, postgres: FUTURE };
        write(&store, move |tx| tx.execute(&future, &[])).unwrap();
        for refused in [store.migrate().map(drop), store.pending_migrations().map(drop)] {
            assert!(matches!(refused, Err(StoreError::Newer { found: 99, .. })), "{refused:?}");
        }
    });
}

#[test]
fn both_engines_have_the_same_schema() {
    let schemas: Vec<Vec<String>> = both("schema")
        .iter()
        .map(|fresh| {
            let store = fresh.open();
            store.migrate().unwrap();
            read(&store, describe_schema).unwrap()
        })
        .collect();
    assert!(schemas[0].iter().any(|line| line.contains(" primary key ")), "{:#?}", schemas[0]);
    if let [sqlite, postgres] = &schemas[..] {
        let only = |a: &[String], b: &[String]| {
            a.iter().filter(|line| !b.contains(line)).cloned().collect::<Vec<_>>()
        };
        assert_eq!(
            only(sqlite, postgres),
            only(postgres, sqlite),
            "left on SQLite only, right on PostgreSQL only"
        );
    }
}

#[test]
fn every_statement_is_understood() {
    on_both("prepare", |fresh| {
        let store = fresh.open();
        store.migrate().unwrap();
        let refused: Vec<String> = sql::ALL
            .iter()
            .filter_map(|statement| read(&store, |tx| tx.prepare(statement)).err())
            .map(|error| error.to_string())
            .collect();
        assert!(refused.is_empty(), "{refused:#?}");
    });
}
