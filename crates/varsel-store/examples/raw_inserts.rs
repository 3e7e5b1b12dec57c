//! The floor of the benchmark: the rows of one submission, written straight through the driver.
//!
//! `raw_inserts URL CASES_A_COMMIT SECONDS` prints cases a second. The database is filled; the newest case is the template.

use std::time::{Duration, Instant};

use varsel_store::{Options, Sql, Store, Target, Value, sql};

/// One row: its statement and parameters. `{id}` and `{number}` stand for what differs from case to case.
type Row = (&'static Sql, Vec<Part>);

enum Part {
    Id,
    Number,
    Fresh,
    Text(String),
    Json(String),
    Int(i64),
    Bool(bool),
    Null,
}

#[expect(clippy::disallowed_methods, reason = "a tool of the benchmark, not of the product")]
#[expect(clippy::print_stdout, reason = "its output is its result")]
#[expect(clippy::cast_precision_loss, reason = "a rate is rounded anyway")]
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, batch, seconds] = arguments.as_slice() else {
        panic!("raw_inserts URL CASES_A_COMMIT SECONDS")
    };
    let target: Target = url.parse().expect("sqlite:FILE or postgres://…");
    let batch: u64 = batch.parse().expect("a number of cases");
    let limit = Duration::from_secs(seconds.parse().expect("a number of seconds"));
    let rows = template(&target);
    let mut writer = Writer::open(&target);
    let begun = Instant::now();
    let mut written = 0_u64;
    let salt = std::process::id();
    while begun.elapsed() < limit {
        writer.begin();
        for _ in 0..batch {
            let id = format!("ffffffff-{:04x}-7000-8000-{written:012x}", salt % 65_536);
            let number = format!("ZZ-{salt:08}-{written:010}");
            for (row, (statement, parts)) in rows.iter().enumerate() {
                let fresh = format!("{id}-{row}");
                let values: Vec<Value<'_>> = parts
                    .iter()
                    .map(|part| match part {
                        Part::Id => Value::Text(&id),
                        Part::Number => Value::Text(&number),
                        Part::Fresh => Value::Text(&fresh),
                        Part::Text(text) => Value::Text(text),
                        Part::Json(text) => Value::Json(text),
                        Part::Int(number) => Value::Int(*number),
                        Part::Bool(truth) => Value::Bool(*truth),
                        Part::Null => Value::Null,
                    })
                    .collect();
                writer.insert(statement, &values);
            }
            written += 1;
        }
        writer.commit();
    }
    println!("{:.1}", written as f64 / begun.elapsed().as_secs_f64());
}

enum Writer {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>, std::collections::HashMap<&'static str, postgres::Statement>),
}

impl Writer {
    fn open(target: &Target) -> Self {
        match target {
            Target::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).expect("the file opens");
                connection
                    .execute_batch(
                        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;",
                    )
                    .expect("the pragmas are known");
                connection.set_prepared_statement_cache_capacity(64);
                Self::Sqlite(connection)
            }
            Target::Postgres(url) => {
                let client = postgres::Client::connect(url, postgres::NoTls).expect("the server answers");
                Self::Postgres(Box::new(client), std::collections::HashMap::new())
            }
        }
    }

    fn begin(&mut self) {
        match self {
            Self::Sqlite(connection) => {
                connection.execute_batch("begin immediate").expect("a transaction begins");
            }
            Self::Postgres(client, _) => client.batch_execute("begin").expect("a transaction begins"),
        }
    }

    fn commit(&mut self) {
        match self {
            Self::Sqlite(connection) => connection.execute_batch("commit").expect("a transaction ends"),
            Self::Postgres(client, _) => client.batch_execute("commit").expect("a transaction ends"),
        }
    }

    fn insert(&mut self, statement: &'static Sql, values: &[Value<'_>]) {
        match self {
            Self::Sqlite(connection) => {
                let mut prepared =
                    connection.prepare_cached(statement.sqlite).expect("the statement is right");
                prepared.execute(rusqlite::params_from_iter(values)).expect("the row fits");
            }
            Self::Postgres(client, prepared) => {
                if !prepared.contains_key(statement.name) {
                    let made = client.prepare(statement.postgres).expect("the statement is right");
                    prepared.insert(statement.name, made);
                }
                let values: Vec<&(dyn postgres::types::ToSql + Sync)> =
                    values.iter().map(|v| v as _).collect();
                client.execute(&prepared[statement.name], &values).expect("the row fits");
            }
        }
    }
}

/// What is taken over from the newest case.
#[derive(Default)]
struct Newest {
    publisher: String,
    title: String,
    offers: String,
    promise: i64,
    due: i64,
    submitted: i64,
    snapshot: String,
    desk_due: i64,
    wake: i64,
}

fn text(text: &str) -> Part {
    Part::Text(text.to_owned())
}

/// Creates the row of a case, in the order of its statement.
fn case_row(newest: Newest) -> Vec<Part> {
    vec![
        Part::Id,
        Part::Number,
        Part::Text(newest.publisher),
        Part::Int(2),
        text("vulnerability"),
        text("received"),
        Part::Bool(true),
        Part::Text(newest.title),
        Part::Text(newest.offers),
        text("unrated"),
        Part::Null,
        text("desk"),
        Part::Null,
        Part::Bool(false),
        Part::Null,
        Part::Null,
        Part::Int(newest.promise),
        Part::Int(newest.due),
        text("acknowledge"),
        Part::Int(newest.submitted),
        Part::Null,
        Part::Int(newest.submitted),
        Part::Json(newest.snapshot),
        Part::Int(newest.desk_due),
        text("acknowledge"),
        Part::Int(newest.wake),
        Part::Bool(true),
        Part::Int(newest.promise),
        Part::Bool(false),
        text("desk"),
        Part::Null,
    ]
}

#[test]
fn a_row_has_a_value_for_each_parameter_of_its_statement() {
    let statement = sql::cases::INSERT.postgres;
    let parameters = statement.split('$').skip(1).count();
    assert_eq!(case_row(Newest::default()).len(), parameters);
}

/// Reads the rows of the newest case that was only submitted, or of any case.
fn template(target: &Target) -> Vec<Row> {
    let store = Store::open(target, &Options::default()).expect("the database opens");
    let rows: Result<Vec<Row>, varsel_store::StoreError> = store
        .read(|tx| {
            static COLUMNS: Sql = Sql {
                name: "bench/columns",
                sqlite: "select publisher_id, title, offers, promise_due_at, due_at, submitted_at, snapshot, id, desk_due_at, wake_at from cases \
                         where stage = 'received' order by id desc limit 1",
                postgres: "select publisher_id, title, offers, promise_due_at, due_at, submitted_at, snapshot, id, desk_due_at, wake_at from cases \
                           where stage = 'received' order by id desc limit 1",
            };
            static OFFER: Sql = Sql {
                name: "bench/offer",
                sqlite: "select offer_id from case_offer limit 1",
                postgres: "select offer_id from case_offer limit 1",
            };
            static DOCUMENT: Sql = Sql {
                name: "bench/document",
                sqlite: "select scope, title, names, body, notes, shared_words, desk_words, folding from search_doc where case_id = ?1",
                postgres: "select scope, title, names, body, notes, shared_words, desk_words, folding from search_doc where case_id = $1",
            };
            static EVENTS: Sql = Sql {
                name: "bench/events",
                sqlite: "select at, author_id, party, kind, shared, body from case_event where case_id = ?1 order by sequence limit 2",
                postgres: "select at, author_id, party, kind, shared, body from case_event where case_id = $1 order by sequence limit 2",
            };
            let (case, mut rows) = tx
                .query_one(&COLUMNS, &[], |row| {
                    let newest = Newest {
                        publisher: row.text(0)?.to_owned(),
                        title: row.text(1)?.to_owned(),
                        offers: row.text(2)?.to_owned(),
                        promise: row.int(3)?,
                        due: row.int(4)?,
                        submitted: row.int(5)?,
                        snapshot: row.json(6)?.to_owned(),
                        desk_due: row.int(8)?,
                        wake: row.int(9)?,
                    };
                    Ok((row.text(7)?.to_owned(), vec![(&sql::cases::INSERT, case_row(newest))]))
                })?
                .expect("a filled database has a received case");
            let mut sequence = 0;
            rows.extend(tx.query(&EVENTS, &[Value::Text(&case)], |row| {
                sequence += 1;
                let parts = vec![
                    Part::Id,
                    Part::Int(sequence),
                    Part::Int(row.int(0)?),
                    row.opt_text(1)?.map_or(Part::Null, text),
                    row.opt_text(2)?.map_or(Part::Null, text),
                    text(row.text(3)?),
                    Part::Bool(row.bool(4)?),
                    Part::Json(row.json(5)?.to_owned()),
                ];
                Ok((&sql::events::INSERT, parts))
            })?);
            rows.push((&sql::cases::INSERT_CVE, vec![text("CVE-2021-44228"), Part::Id]));
            let offer = tx.query_one(&OFFER, &[], |row| Ok(text(row.text(0)?)))?.expect("an offer is named");
            rows.push((&sql::cases::INSERT_OFFER, vec![offer, Part::Id]));
            rows.extend(tx.query_one(&DOCUMENT, &[Value::Text(&case)], |row| {
                let parts = vec![
                    Part::Id,
                    text(row.text(0)?),
                    text(row.text(1)?),
                    text(row.text(2)?),
                    text(row.text(3)?),
                    text(row.text(4)?),
                    text(row.text(5)?),
                    text(row.text(6)?),
                    Part::Int(row.int(7)?),
                ];
                Ok((&sql::search::INSERT, parts))
            })?);
            for notice in ["confirmation", "new_report"] {
                let payload = format!("{{\"notice\":\"{notice}\",\"to\":\"publisher\",\"sequence\":2}}");
                let parts = vec![Part::Fresh, text("case_mail"), text("mail"), text("desk"), Part::Json(payload), Part::Id, Part::Int(4_000_000_000_000_000)];
                rows.push((&sql::jobs::INSERT, parts));
            }
            Ok(rows)
        })
        .wait();
    store.close();
    rows.expect("the template can be read")
}
