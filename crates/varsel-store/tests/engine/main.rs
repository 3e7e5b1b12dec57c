//! One suite for the store's engine, run on SQLite and on PostgreSQL.

mod desk;
mod nul;
mod patience;
mod placeholders;
mod schema;
mod trouble;

use std::sync::mpsc;
use std::time::Duration;

use desk::{Stored, add, ids, on_both, read, sql, with_notes, write};
use varsel_store::{Change, Engine, Options, Store, StoreError, Target, Value};

#[test]
fn every_type_comes_back_as_it_went_in() {
    on_both("types", |fresh| {
        let store = fresh.open();
        write(&store, |tx| {
            tx.execute(
                sql!(
                    "create table kinds (t TEXT, i BIGINT, b BOOLEAN, x BLOB, j JSON, r REAL)",
                    "create table kinds (t TEXT, i BIGINT, b BOOLEAN, x BYTEA, j JSONB, r DOUBLE PRECISION)"
                ),
                &[],
            )
        })
        .unwrap();
        let insert = sql!(
            "insert into kinds (t, i, b, x, j, r) values (?1, ?2, ?3, ?4, ?5, ?6)",
            "insert into kinds (t, i, b, x, j, r) values ($1, $2, $3, $4, $5, $6)"
        );
        write(&store, |tx| {
            let bytes: &[u8] = &[0, 255, 7];
            let owned = String::from("räksmörgås 🦐");
            let full = [
                (&owned).into(),
                i64::MIN.into(),
                true.into(),
                bytes.into(),
                Value::Json(r#"{"a": [1, null]}"#),
                0.1.into(),
            ];
            assert_eq!(tx.execute(insert, &full)?, 1);
            tx.execute(
                insert,
                &[
                    None::<&str>.into(),
                    None::<i64>.into(),
                    Value::Null,
                    Value::Null,
                    Value::Null,
                    Value::Null,
                ],
            )?;
            tx.execute(
                insert,
                &["".into(), i64::MAX.into(), false.into(), (&[0_u8; 0]).into(), "[]".into(), (-1.5).into()],
            )
        })
        .unwrap();
        let rows = read(&store, |tx| {
            tx.query(sql!("select t, i, b, x, j, r from kinds order by i"), &[], |row| {
                Ok((
                    row.opt_text(0)?.map(str::to_owned),
                    row.opt_int(1)?,
                    row.opt_bool(2)?,
                    row.opt_blob(3)?.map(<[u8]>::to_vec),
                    row.opt_json(4)?.map(str::to_owned),
                    row.opt_real(5)?,
                ))
            })
        })
        .unwrap();
        let some = (
            Some("räksmörgås 🦐".to_owned()),
            Some(i64::MIN),
            Some(true),
            Some(vec![0, 255, 7]),
            Some(r#"{"a": [1, null]}"#.to_owned()),
            Some(0.1),
        );
        let plain = (
            Some(String::new()),
            Some(i64::MAX),
            Some(false),
            Some(vec![]),
            Some("[]".to_owned()),
            Some(-1.5),
        );
        let nothing = (None, None, None, None, None, None);
        // The engines sort NULL to different ends.
        assert_eq!(rows.len(), 3);
        for row in [some, plain, nothing] {
            assert!(rows.contains(&row), "{row:?} in {rows:?}");
        }
    });
}

#[test]
fn a_misread_column_is_named() {
    on_both("misread", |fresh| {
        let store = with_notes(fresh);
        let one = sql!("select 'text', cast(null as BIGINT)");
        let wrong = read(&store, move |tx| tx.query_one(one, &[], |row| row.int(0))).unwrap_err();
        assert!(
            matches!(wrong, StoreError::Row { column: 0, statement, .. } if statement == one.name),
            "{wrong}"
        );
        let null = read(&store, move |tx| tx.query_one(one, &[], |row| row.int(1))).unwrap_err();
        assert!(matches!(null, StoreError::Row { column: 1, .. }), "{null}");
        let far = read(&store, move |tx| tx.query_one(one, &[], |row| row.opt_int(2))).unwrap_err();
        assert!(matches!(far, StoreError::Row { column: 2, .. }), "{far}");
    });
}

#[test]
fn an_answered_write_is_seen_by_the_next_read() {
    on_both("visible", |fresh| {
        let store = with_notes(fresh);
        for id in 1..50 {
            write(&store, move |tx| add(tx, id, id)).unwrap();
            assert_eq!(read(&store, ids).unwrap().last(), Some(&id));
        }
        let first =
            read(&store, |tx| tx.query_one(sql!("select id from notes order by id"), &[], |row| row.int(0)));
        assert_eq!(first.unwrap(), Some(1));
        let none =
            read(&store, |tx| tx.query_one(sql!("select id from notes where id < 0"), &[], |row| row.int(0)));
        assert_eq!(none.unwrap(), None);
    });
}

#[test]
fn a_failing_write_harms_no_neighbour() {
    on_both("neighbours", |fresh| {
        let store = with_notes(fresh);
        // Hold the writers, so that the writes after them wait together and share a commit.
        let (release, gate) = mpsc::channel::<()>();
        let held = store.write(move |_| Ok::<_, StoreError>(gate.recv().is_ok()));
        let answers: Vec<_> = (1..=300)
            .map(|id| {
                store.write(move |tx| -> Stored<i64> {
                    add(tx, id, id)?;
                    match id % 6 {
                        0 => panic!("number {id} panics"),
                        2 => Err(StoreError::Other("changed its mind".to_owned())),
                        4 => add(tx, 1000 + id, -1).map(|()| id),
                        _ => Ok(id),
                    }
                })
            })
            .collect();
        release.send(()).unwrap();
        assert_eq!(held.wait(), Ok(true));
        for (id, answer) in (1..).zip(answers) {
            let result = answer.wait();
            match id % 6 {
                0 => assert_eq!(result, Err(StoreError::Panicked(format!("number {id} panics")))),
                2 => assert_eq!(result, Err(StoreError::Other("changed its mind".to_owned()))),
                4 => assert_eq!(result.unwrap_err().constraint(), Some("notes_positive")),
                _ => assert_eq!(result, Ok(id)),
            }
        }
        let kept: Vec<i64> = (1..=300).filter(|id| id % 2 == 1).collect();
        assert_eq!(read(&store, ids).unwrap(), kept);
    });
}

#[test]
fn a_failed_statement_dooms_its_transaction() {
    on_both("doomed", |fresh| {
        let store = with_notes(fresh);
        let swallowed = write(&store, |tx| {
            add(tx, 1, 1)?;
            assert!(add(tx, 2, -2).is_err());
            assert!(ids(tx).is_err(), "later statements repeat the error");
            Ok(())
        });
        assert_eq!(swallowed.unwrap_err().constraint(), Some("notes_positive"));
        assert!(read(&store, ids).unwrap().is_empty());
        // The connection is good for the next one.
        write(&store, |tx| add(tx, 1, 1)).unwrap();
    });
}

#[test]
fn constraints_have_the_same_names() {
    on_both("names", |fresh| {
        let store = with_notes(fresh);
        write(&store, |tx| {
            add(tx, 1, 10)?;
            tx.execute(sql!("create table pairs (a TEXT not null, b TEXT not null, c TEXT not null, primary key (a, b), unique (c, b))"), &[])?;
            tx.execute(sql!("create table lower_names (name TEXT not null)"), &[])?;
            tx.execute(sql!("create unique index lower_names_name on lower_names (lower(name))"), &[])?;
            tx.execute(
                sql!("create table replies (note BIGINT not null constraint replies_note references notes (id), code TEXT constraint replies_code unique)"),
                &[],
            )?;
            tx.execute(sql!("create unique index open_notes on replies (note) where code is null"), &[])?;
            tx.execute(sql!("insert into replies (note, code) values (1, 'x'), (1, null)"), &[])?;
            tx.execute(sql!("insert into pairs (a, b, c) values ('a', 'b', 'c')"), &[])?;
            tx.execute(sql!("insert into lower_names (name) values ('Anna')"), &[])
        })
        .unwrap();
        let cases = [
            (sql!("insert into notes (id, number) values (2, 0)"), "notes_positive"),
            (sql!("insert into notes (id, number) values (2, 10)"), "notes_number"),
            (sql!("insert into notes (id, number) values (1, 11)"), "notes_pkey"),
            (sql!("insert into notes (id, number) values (2, null)"), "notes.number"),
            (sql!("insert into pairs (a, b, c) values ('a', 'b', 'd')"), "pairs_pkey"),
            (sql!("insert into pairs (a, b, c) values ('d', 'b', 'c')"), "pairs_c_b_key"),
            (sql!("insert into lower_names (name) values ('ANNA')"), "lower_names_name"),
            (sql!("insert into replies (note, code) values (1, null)"), "open_notes"),
            (sql!("insert into replies (note, code) values (9, 'y')"), "foreign_key"),
        ];
        for (statement, name) in cases {
            let refused = write(&store, move |tx| tx.execute(statement, &[])).unwrap_err();
            assert_eq!(refused.constraint(), Some(name), "{}: {refused}", statement.name);
        }
    });
}

#[test]
fn notices_come_after_the_commit_and_only_then() {
    on_both("notices", |fresh| {
        let store = with_notes(fresh);
        let watcher = store.clone();
        let mut changes = store.changes();
        let failed = write(&store, |tx| {
            tx.notify("case", "never");
            add(tx, 1, -1)
        });
        assert!(failed.is_err());
        let inside = store.changes();
        write(&store, move |tx| {
            add(tx, 7, 7)?;
            tx.notify("case", "seven");
            tx.notify("case", "seven");
            tx.notify("desk", "");
            assert!(inside.is_empty(), "nothing is told before the commit");
            Ok(())
        })
        .unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let told = runtime.block_on(async {
            let limit = Duration::from_secs(10);
            let first = tokio::time::timeout(limit, changes.recv()).await.unwrap().unwrap();
            // Whoever is told finds the change.
            let seen = watcher.read(ids).await;
            let second = tokio::time::timeout(limit, changes.recv()).await.unwrap().unwrap();
            (first, seen, second)
        });
        let change = |topic: &str, key: &str| Change { topic: topic.to_owned(), key: key.to_owned() };
        assert_eq!(told, (change("case", "seven"), Ok(vec![7]), change("desk", "")));
        assert!(changes.is_empty());
    });
}

#[test]
fn a_read_sees_one_moment() {
    on_both("snapshot", |fresh| {
        let store = with_notes(fresh);
        write(&store, |tx| add(tx, 1, 1)).unwrap();
        let (looked, wait_looked) = mpsc::channel();
        let (go_on, wait_go_on) = mpsc::channel();
        let slow = store.read(move |tx| -> Stored<_> {
            let before = ids(tx)?;
            looked.send(()).unwrap();
            wait_go_on.recv().unwrap();
            Ok((before, ids(tx)?))
        });
        wait_looked.recv().unwrap();
        write(&store, |tx| add(tx, 2, 2)).unwrap();
        go_on.send(()).unwrap();
        assert_eq!(slow.wait().unwrap(), (vec![1], vec![1]));
        assert_eq!(read(&store, ids).unwrap(), [1, 2]);
    });
}

#[test]
fn a_read_cannot_write() {
    on_both("readonly", |fresh| {
        let store = with_notes(fresh);
        assert_eq!(read(&store, |tx| add(tx, 1, 1)), Err(StoreError::ReadOnly));
        assert!(read(&store, ids).unwrap().is_empty());
    });
}

#[test]
fn an_answer_is_awaited_or_waited_for() {
    on_both("answers", |fresh| {
        let store = with_notes(fresh);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        let opened = store.clone();
        runtime.block_on(async move {
            // Everything that blocks may be called inside a runtime too.
            opened.pending_migrations().unwrap();
            let writes: Vec<_> = (1..=20).map(|id| opened.write(move |tx| add(tx, id, id))).collect();
            for write in writes {
                write.await.unwrap();
            }
            assert_eq!(opened.read(ids).await.unwrap().len(), 20);
            let panicked: Stored<()> = opened.read(|_| panic!("on purpose")).await;
            assert_eq!(panicked, Err(StoreError::Panicked("on purpose".to_owned())));
        });
        assert_eq!(read(&store, ids).unwrap().len(), 20);
        // Waiting for the store on its own threads would never end.
        let inner = store.clone();
        let nested = write(&store, move |_| inner.read(ids).wait());
        assert!(matches!(nested, Err(StoreError::Other(_))), "{nested:?}");
    });
}

#[test]
fn closing_finishes_what_was_queued() {
    on_both("closing", |fresh| {
        let store = with_notes(fresh);
        let answers: Vec<_> = (1..=200).map(|id| store.write(move |tx| add(tx, id, id))).collect();
        store.close();
        for answer in answers {
            answer.wait().unwrap();
        }
        let late = write(&store, |tx| add(tx, 999, 999)).unwrap_err();
        assert!(matches!(late, StoreError::Unavailable(_)) && late.is_transient());
        store.close();
        assert_eq!(read(&fresh.open(), ids).unwrap().len(), 200);
    });
}

#[test]
fn targets_are_parsed_and_keep_their_password() {
    let file: Target = "sqlite:/var/lib/varsel/data.db".parse().unwrap();
    assert_eq!(file, Target::Sqlite("/var/lib/varsel/data.db".into()));
    let server: Target = "postgres://desk:secret@db.example:5433/varsel?password=secret".parse().unwrap();
    assert_eq!(server.to_string(), "postgres://desk@db.example:5433/varsel");
    assert!(!format!("{server:?}").contains("secret"));
    for wrong in ["", "sqlite:", "sqlite::memory:", "mysql://x", "postgres://a:secret@[", "/data.db"] {
        let refused = wrong.parse::<Target>().unwrap_err().to_string();
        assert!(!refused.contains("secret"), "{refused}");
    }
}

#[test]
fn a_missing_folder_is_said_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Sqlite(folder.path().join("missing/data.db"));
    let refused = Store::open(&target, &Options::default()).unwrap_err();
    assert!(refused.to_string().contains("missing/data.db"), "{refused}");
}

#[test]
fn the_engine_is_known() {
    on_both("engine", |fresh| {
        let store = fresh.open();
        let wanted = match fresh.target {
            Target::Sqlite(_) => Engine::Sqlite,
            Target::Postgres(_) => Engine::Postgres,
        };
        assert_eq!(store.engine(), wanted);
        assert_eq!(read(&store, |tx| Ok(tx.engine())), Ok(wanted));
    });
}
