//! No statement outlives the patience of who waits for it, and none that reads much keeps a page waiting.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::sync::mpsc;
use std::time::Duration;

use crate::desk::{Fresh, Stored, ids, on_both, read, sql, with_notes};
use varsel_store::{Options, Sql, Store, StoreError};

/// A statement that never ends by itself.
const ENDLESS: &Sql =
    sql!("with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n");

/// Reads, and gives up where no reader comes free: a test that waits forever tells nobody why.
fn read_soon(store: &Store) -> Stored<Vec<i64>> {
    let answer = store.read(ids);
    let (said, heard) = mpsc::channel();
    std::thread::spawn(move || said.send(answer.wait()));
    heard.recv_timeout(Duration::from_secs(30)).expect("a reader is free within half a minute")
}

/// Opens a store with one thread of each kind.
fn open(fresh: &Fresh, patience: Duration) -> Store {
    with_notes(fresh).close();
    let options = Options { readers: 1, scanners: 1, patience, ..Options::default() };
    Store::open(&fresh.target, &options).unwrap()
}

#[test]
fn a_statement_that_runs_too_long_is_ended() {
    on_both("patience", |fresh| {
        let store = open(fresh, Duration::from_millis(200));
        let ended = read(&store, |tx| tx.query(ENDLESS, &[], |_| Ok(())));
        assert_eq!(ended, Err(StoreError::TooLong));
        let ended: Stored<Vec<()>> = store.scan(|tx| tx.query(ENDLESS, &[], |_| Ok(()))).wait();
        assert_eq!(ended, Err(StoreError::TooLong));
        assert_eq!(read(&store, ids), Ok(Vec::new()), "its connection serves the next");
    });
}

#[test]
fn a_statement_that_nobody_waits_for_is_ended() {
    on_both("abandoned", |fresh| {
        // On PostgreSQL the server ends a statement that is on its way when its time is up.
        let store =
            open(fresh, if fresh.is_postgres() { Duration::from_secs(2) } else { Duration::from_hours(1) });
        let (started, wait_started) = mpsc::channel();
        let abandoned = store.read(move |tx| -> Stored<Vec<()>> {
            started.send(()).unwrap();
            tx.query(ENDLESS, &[], |_| Ok(()))
        });
        wait_started.recv().unwrap();
        drop(abandoned);
        assert_eq!(read_soon(&store), Ok(Vec::new()), "the one reader is free again");
    });
}

#[test]
fn a_read_that_nobody_waits_for_begins_no_further_statement() {
    on_both("given_up", |fresh| {
        let store = open(fresh, Duration::from_hours(1));
        let (started, wait_started) = mpsc::channel();
        let (gone, wait_gone) = mpsc::channel::<()>();
        let (said, outcome) = mpsc::channel();
        let abandoned = store.read(move |tx| -> Stored<()> {
            started.send(()).unwrap();
            wait_gone.recv().unwrap();
            said.send(ids(tx)).unwrap();
            Ok(())
        });
        wait_started.recv().unwrap();
        drop(abandoned);
        gone.send(()).unwrap();
        assert_eq!(outcome.recv().unwrap(), Err(StoreError::TooLong));
    });
}

#[test]
fn what_reads_much_keeps_no_reader() {
    on_both("lanes", |fresh| {
        let store = open(fresh, Duration::from_hours(1));
        let (started, wait_started) = mpsc::channel();
        let (release, gate) = mpsc::channel::<()>();
        let held = store.scan(move |_| -> Stored<bool> {
            started.send(()).unwrap();
            Ok(gate.recv().is_ok())
        });
        wait_started.recv().unwrap();
        let waiting: Vec<_> = (0..20).map(|_| store.scan(|_| Ok::<_, StoreError>(()))).collect();
        assert_eq!(read_soon(&store), Ok(Vec::new()));
        release.send(()).unwrap();
        assert_eq!(held.wait(), Ok(true));
        for answer in waiting {
            answer.wait().unwrap();
        }
    });
}
