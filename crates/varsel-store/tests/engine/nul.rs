//! The character NUL, which PostgreSQL keeps in no text, is refused on both engines before they see it.

use varsel_store::{StoreError, Value};

use crate::desk::{on_both, read, sql, write};

#[test]
fn a_text_with_a_nul_is_refused_alike_on_both_engines() {
    on_both("nul", |fresh| {
        let store = fresh.open();
        write(&store, |tx| {
            let create = sql!("create table kept (t TEXT, j JSON)", "create table kept (t TEXT, j JSONB)");
            tx.execute(create, &[])
        })
        .unwrap();
        let insert =
            sql!("insert into kept (t, j) values (?1, ?2)", "insert into kept (t, j) values ($1, $2)");
        let find = sql!("select t from kept where t = ?1", "select t from kept where t = $1");
        for [text, json] in [["a\0b", "{}"], ["a", r#"{"a":"b\u0000"}"#], ["a", r#"["\\\u0000"]"#]] {
            let written = write(&store, move |tx| tx.execute(insert, &[text.into(), Value::Json(json)]));
            assert_eq!(written, Err(StoreError::NulCharacter { statement: insert.name }), "{text:?} {json}");
        }
        let found = read(&store, move |tx| tx.query(find, &["a\0b".into()], |_| Ok(())));
        assert_eq!(found, Err(StoreError::NulCharacter { statement: find.name }));
        // A backslash before the same digits is a text like any other.
        let written =
            write(&store, move |tx| tx.execute(insert, &["\\u0000".into(), Value::Json(r#"["\\u0000"]"#)]));
        assert_eq!(written, Ok(1));
    });
}
