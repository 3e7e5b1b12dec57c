//! What happens when the database misbehaves.

use std::sync::mpsc;

use crate::desk::{Stored, add, ids, on_both, read, sql, with_notes, write};
use varsel_store::{Engine, Options, Store, StoreError, Target};

#[test]
fn too_much_waiting_work_is_refused() {
    on_both("queue", |fresh| {
        let options = Options { queue: 2, writers: 1, ..Options::default() };
        let store = Store::open(&fresh.target, &options).unwrap();
        let (started, wait_started) = mpsc::channel();
        let (release, gate) = mpsc::channel::<()>();
        let held = store.write(move |_| -> Stored<bool> {
            started.send(()).unwrap();
            Ok(gate.recv().is_ok())
        });
        wait_started.recv().unwrap();
        let waiting: Vec<_> = (0..2).map(|_| store.write(|_| Ok::<_, StoreError>(()))).collect();
        assert_eq!(write(&store, |_| Ok(())), Err(StoreError::Busy));
        release.send(()).unwrap();
        assert_eq!(held.wait(), Ok(true));
        for answer in waiting {
            answer.wait().unwrap();
        }
    });
}

#[test]
fn a_lost_connection_comes_back() {
    on_both("lost", |fresh| {
        let store = with_notes(fresh);
        if store.engine() == Engine::Sqlite {
            return;
        }
        let cut = sql!("select pg_terminate_backend(pg_backend_pid())");
        let lost = write(&store, move |tx| {
            add(tx, 1, 1)?;
            tx.query(cut, &[], |_| Ok(()))
        });
        assert!(matches!(lost, Err(StoreError::Unavailable(_))), "{lost:?}");
        // Cut every other session too: the next work finds its idle connection dead and makes another.
        let all = sql!(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid()"
        );
        let mut changes = store.changes();
        write(&store, move |tx| tx.query(all, &[], |_| Ok(()))).unwrap();
        for id in 2..10 {
            write(&store, move |tx| add(tx, id, id)).unwrap();
            read(&store, ids).unwrap();
        }
        assert_eq!(read(&store, ids).unwrap(), (2..10).collect::<Vec<_>>());
        let gap = changes.blocking_recv().unwrap();
        assert_eq!(gap.topic, "*", "the listener says that it may have missed something");
    });
}

#[test]
fn a_server_that_is_away_is_unavailable() {
    let target: Target = "postgres://nobody@127.0.0.1:1/nothing".parse().unwrap();
    let refused = Store::open(&target, &Options::default()).unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused}");
}

#[test]
fn a_full_disk_fails_its_group_and_no_more() {
    on_both("full", |fresh| {
        let store = with_notes(fresh);
        if store.engine() == Engine::Postgres {
            // As the server says it (53100), since its disk cannot be filled here.
            let full = sql!("do $$ begin raise exception 'no room' using errcode = 'disk_full'; end $$");
            assert_eq!(write(&store, move |tx| tx.execute(full, &[])), Err(StoreError::Full));
            return;
        }
        let limit = sql!("pragma max_page_count = 20");
        let more = sql!("pragma max_page_count = 100000");
        let fill = sql!(
            "insert into notes (id, number)
             with recursive n(i) as (select 10 union all select i + 1 from n where i < 20000) select i, i from n"
        );
        write(&store, move |tx| tx.query(limit, &[], |_| Ok(()))).unwrap();
        assert_eq!(write(&store, move |tx| tx.execute(fill, &[])), Err(StoreError::Full));
        // In company: whoever was told that it is kept is kept, whoever was not is not.
        let (release, gate) = mpsc::channel::<()>();
        let held = store.write(move |_| Ok::<_, StoreError>(gate.recv().is_ok()));
        let before = store.write(|tx| add(tx, 2, 2));
        let refused = store.write(move |tx| tx.execute(fill, &[]));
        let after = store.write(|tx| add(tx, 3, 3));
        release.send(()).unwrap();
        assert_eq!(held.wait(), Ok(true));
        let kept = before.wait().is_ok();
        assert_eq!(refused.wait(), Err(StoreError::Full));
        after.wait().unwrap();
        assert_eq!(read(&store, ids).unwrap(), if kept { vec![2, 3] } else { vec![3] });
        write(&store, |tx| tx.execute(sql!("delete from notes"), &[])).unwrap();
        write(&store, |tx| add(tx, 1, 1)).unwrap();
        write(&store, move |tx| tx.query(more, &[], |_| Ok(()))).unwrap();
        write(&store, move |tx| tx.execute(fill, &[])).unwrap();
        assert_eq!(read(&store, ids).unwrap().len(), 19_992);
    });
}

#[test]
fn a_damaged_file_is_said_to_be_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.db");
    std::fs::write(&path, vec![b'x'; 8192]).unwrap();
    let refused = Store::open(&Target::Sqlite(path), &Options::default()).unwrap_err();
    assert!(matches!(refused, StoreError::Corrupt(_)), "{refused}");
}

#[test]
fn a_lock_held_by_another_process_is_busy() {
    on_both("locked", |fresh| {
        let store = with_notes(fresh);
        write(&store, |tx| add(tx, 1, 1)).unwrap();
        let other = fresh.open();
        let (locked, wait_locked) = mpsc::channel();
        let (release, gate) = mpsc::channel::<()>();
        let change = sql!("update notes set number = number + 1");
        let held = other.write(move |tx| -> Stored<()> {
            tx.execute(change, &[])?;
            locked.send(()).unwrap();
            // Ends by itself when the test has failed.
            let _ = gate.recv();
            Ok(())
        });
        wait_locked.recv().unwrap();
        assert_eq!(write(&store, move |tx| tx.execute(change, &[])), Err(StoreError::Busy));
        assert_eq!(read(&store, ids).unwrap(), [1], "readers do not wait for writers");
        release.send(()).unwrap();
        held.wait().unwrap();
        write(&store, move |tx| tx.execute(change, &[])).unwrap();
    });
}

#[cfg(unix)]
#[test]
fn a_new_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.db");
    let store = Store::open(&Target::Sqlite(path), &Options::default()).unwrap();
    write(&store, |tx| tx.execute(sql!("create table a (b TEXT)"), &[])).unwrap();
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap).collect();
    assert_eq!(files.len(), 3, "{files:?}");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
}
