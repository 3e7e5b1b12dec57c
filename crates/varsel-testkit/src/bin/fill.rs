//! Fills a database with generated cases and prints, as JSON, what a load generator needs to know.
//!
//! `fill URL CASES` where URL is `sqlite:FILE` or `postgres://…`.

use std::sync::Arc;

use jiff::Timestamp;
use varsel_app::context::Surroundings;
use varsel_app::secrets::InstanceKey;
use varsel_app::{AppError, context::Entropy};
use varsel_core::ids::CaseId;
use varsel_store::{Options, Scope, Store, StoreError, Target, cases, jobs, queue};
use varsel_testkit::generate::{self, Marketplace};
use varsel_testkit::{policy, seeded};

/// Cases told in one transaction.
const BATCH: usize = 500;

#[expect(
    clippy::disallowed_methods,
    reason = "generated cases end now; a tool of the benchmark, not of the product"
)]
#[expect(clippy::print_stdout, reason = "its output is its result")]
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, count] = arguments.as_slice() else { panic!("fill URL CASES") };
    let target: Target = url.parse().expect("sqlite:FILE or postgres://…");
    let count: usize = count.parse().expect("a number of cases");
    let store = Store::open(&target, &Options::default()).expect("the database opens");
    store.migrate().expect("the database is brought up to date");
    let entropy: Entropy = seeded(Timestamp::now().as_microsecond().unsigned_abs());
    let surroundings =
        Surroundings::new(Arc::new(Timestamp::now), entropy, policy(), InstanceKey::new([7; 32]))
            .expect("the calendar is right");
    let ctx = surroundings.context();
    let begun = ctx.clone();
    let market: Result<Marketplace, AppError> =
        store.write(move |tx| generate::begin(tx, &begun, 200.min(count.max(1)))).wait();
    let market = Arc::new(market.expect("a marketplace begins"));
    for first in (0..count).step_by(BATCH) {
        let (ctx, market) = (ctx.clone(), market.clone());
        let told: Result<(), AppError> = store
            .write(move |tx| {
                for case in first..(first + BATCH).min(count) {
                    generate::tell(tx, &ctx, &market, case, count)?;
                }
                Ok(())
            })
            .wait();
        told.expect("cases are told");
        let now = surroundings.context().now;
        let finished: Result<u64, StoreError> = store.write(move |tx| jobs::finish_due(tx, now)).wait();
        finished.expect("jobs are finished");
    }
    if url.starts_with("postgres") {
        // A server that runs has statistics of its tables within a minute; one that was filled just now plans without.
        let mut client = postgres::Client::connect(url, postgres::NoTls).expect("the server answers");
        client.batch_execute("analyze").expect("the tables are read");
    }
    let newest = |scope| -> Vec<String> {
        let listed: Result<Vec<String>, AppError> = store
            .read(move |tx| {
                let (view, filter) = (queue::View::AllBySubmission, queue::Filter::default());
                let page = queue::list(tx, scope, view, filter, None, 200)?;
                Ok(page.rows.into_iter().map(|row| row.number).collect())
            })
            .wait();
        listed.expect("cases are listed")
    };
    let ids: Result<Vec<CaseId>, AppError> = store.read(|tx| Ok(cases::ids(tx, None, 1)?)).wait();
    let told = serde_json::json!({
        "analyst_session": market.analyst_session,
        "owner_session": market.owner_session,
        "owner_token": market.owner_token,
        "offer": market.owners[0].1.to_string(),
        "numbers": newest(Scope::Desk),
        "cve": generate::answers(count / 2, market.owners[0].1).vulnerability.cves.first(),
        "owner_numbers": newest(Scope::of(&market.owners[0].0)),
        "first": ids.expect("cases are listed").first().map(ToString::to_string),
    });
    println!("{told}");
    store.close();
}
