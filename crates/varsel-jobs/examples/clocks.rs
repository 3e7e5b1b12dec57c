//! Fills a database with cases that have running clocks, and measures finding the next due case and announcing all that are due
//! at once.
//!
//! `clocks FILE CLOCKS` prints, as JSON, how long it takes, in microseconds and seconds.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that cannot go on stops, and prints"
)]

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use varsel_app::AppError;
use varsel_app::cases::{self as use_cases, NewReport};
use varsel_core::case::clocks::next_wake;
use varsel_core::case::{Case, Category, Command};
use varsel_core::ids::CaseId;
use varsel_core::score::{Priority, Severity};
use varsel_core::text::Prose;
use varsel_jobs::{Mailer, Worker};
use varsel_mail::{Mailbox, Security, Smtp, SmtpSettings, Transport};
use varsel_store::{Options, Store, StoreError, Target, cases, jobs};
use varsel_testkit::mail_sink::MailSink;
use varsel_testkit::{FrozenClock, generate, surroundings};

/// How many cases differ in their times; the others have the times of one of them.
const TIMES: usize = 100;
/// How many cases are stored in one transaction.
const BATCH: usize = 1_000;
/// How often finding the next due case is measured.
const ROUNDS: usize = 2_000;
/// How many cases are due at once, at least.
const AT_ONCE: i64 = 10_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, clocks] = &arguments[..] else { panic!("clocks FILE CLOCKS") };
    let wanted: usize = clocks.parse().unwrap();
    let store = Store::open(&Target::Sqlite(file.into()), &Options::default()).unwrap();
    store.migrate().unwrap();
    let clock = FrozenClock::at("2026-11-23T09:00:00Z");
    let surroundings = surroundings(&clock, 7);

    let models = models(&store, &clock, &surroundings);
    let (mut filled, mut count) = (0, 0);
    while filled < wanted {
        let (some, ctx) = (models.clone(), surroundings.context());
        let stored: Result<usize, AppError> = store
            .write(move |tx| {
                let mut clocks = 0;
                for at in 0..BATCH {
                    let model = &some[(count + at) % some.len()];
                    let case = Case { id: CaseId(ctx.id()), number: Some(ctx.number()), ..model.clone() };
                    cases::insert(tx, &case, &[])?;
                    clocks += case.clocks.live().count();
                }
                Ok(clocks)
            })
            .wait();
        filled += stored.unwrap();
        count += BATCH;
    }

    let mut took: Vec<u128> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            store.read(cases::next_to_wake).wait().unwrap().unwrap();
            begun.elapsed().as_micros()
        })
        .collect();
    took.sort_unstable();

    // The instant at which this many cases are due for a check.
    let far = clock.now() + SignedDuration::from_hours(24 * 3_650);
    let last: Result<Timestamp, StoreError> = store
        .read(move |tx| {
            let awake = cases::awake(tx, far, AT_ONCE)?;
            let case = cases::load(tx, awake.last().unwrap().0)?.unwrap();
            Ok(next_wake(&case).unwrap())
        })
        .wait();
    let due = last.unwrap();
    clock.advance(due.duration_since(clock.now()));
    let awake = move |store: &Store, most| -> usize {
        let found: Result<usize, StoreError> =
            store.read(move |tx| Ok(cases::awake(tx, due, most)?.len())).wait();
        found.unwrap()
    };
    let at_once = awake(&store, i64::MAX);
    let sink = MailSink::start();
    let worker = Worker::new(store.clone(), surroundings, mailer(&sink));
    let begun = Instant::now();
    let sent = worker.run_due().unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    assert_eq!(awake(&store, 1), 0, "all were looked at");
    assert!(!sink.all().is_empty(), "somebody was told");
    println!(
        "{{\"cases\": {count}, \"clocks\": {filled}, \"median\": {}, \"p99\": {}, \"at_once\": {at_once}, \"seconds\": {seconds:.2}, \"mails\": {sent}}}",
        took[ROUNDS / 2],
        took[ROUNDS * 99 / 100]
    );
    store.close();
}

fn text<const MAX: usize>(text: &str) -> Prose<MAX> {
    Prose::new(text).unwrap()
}

/// Makes cases that were reported, acknowledged and rated, an hour after each other.
fn models(store: &Store, clock: &FrozenClock, surroundings: &varsel_app::Surroundings) -> Vec<Case> {
    let ctx = surroundings.context();
    let market = store.write(move |tx| generate::begin(tx, &ctx, 1)).wait().unwrap();
    let mut models = Vec::new();
    for at in 0..TIMES {
        clock.advance(SignedDuration::from_hours(1));
        let ctx = surroundings.context();
        let ((owner, offer), analyst) = (market.owners[0], market.analyst);
        let told: Result<Case, AppError> = store
            .write(move |tx| {
                let answers = generate::answers(at, offer);
                let report = NewReport { draft: None, category: Category::Vulnerability, answers: &answers };
                let number = use_cases::submit(tx, &ctx, &owner, &report)?.number.unwrap();
                let act = |command| use_cases::act(tx, &ctx, &analyst, number, command, None);
                act(Command::Acknowledge { message: text("I have it.") })?;
                act(Command::Assess {
                    severity: Severity::Critical,
                    severity_reason: text("As the vector says."),
                    priority: [Priority::P1, Priority::P2, Priority::P3][at % 3],
                    priority_reason: text("As the rules say."),
                })
            })
            .wait();
        models.push(told.unwrap());
    }
    let ctx = surroundings.context();
    // Discard the mails of the model cases.
    let done: Result<(), StoreError> = store
        .write(move |tx| {
            let far = ctx.now + SignedDuration::from_hours(100);
            jobs::finish_due(tx, far).map(drop)
        })
        .wait();
    done.unwrap();
    models
}

fn mailer(sink: &MailSink) -> Mailer {
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port: sink.address.port(),
        security: Security::None,
        credentials: None,
        extra_root: None,
        hello: "desk.example".to_owned(),
    };
    Mailer {
        transport: Transport::Smtp(Box::new(Smtp::new(&settings).unwrap())),
        from: Mailbox { name: "Northwind".to_owned(), address: "security@desk.example".to_owned() },
        base_url: "https://desk.example".to_owned(),
        shows_amber_strict: false,
    }
}
