//! CVEs that are asked for at their sources.

use std::sync::Arc;

use jiff::SignedDuration;
use varsel_app::cve;
use varsel_core::vulnerability_id::VulnerabilityId;
use varsel_jobs::{CveSources, Outbound, Worker};
use varsel_store::jobs::{self, JobState, Lane, Turn};
use varsel_store::{Scope, Store, StoreError, Tx, cves};
use varsel_testkit::http_server::{HttpServer, answer};
use varsel_testkit::mail_sink::MailSink;
use varsel_testkit::on_both_engines;

use crate::desk::Desk;

const RECORD: &str = include_str!("../../../varsel-app/tests/cve/files/CVE-2024-1502.json");

/// A desk that can ask.
fn asking(store: &Store) -> Desk {
    may_ask(Desk::open(store))
}

fn may_ask(mut desk: Desk) -> Desk {
    let mut policy = (*desk.surroundings.policy).clone();
    policy.fetches_cves = true;
    desk.surroundings.policy = Arc::new(policy);
    desk
}

fn worker(desk: &Desk, sink: &MailSink, server: &HttpServer, inside: &str) -> Worker {
    let outbound = Outbound::new(vec![inside.parse().unwrap()]);
    let address = format!("http://somebody:secret@{}/cve/{{id}}", server.address);
    desk.worker(sink).asking(Some(CveSources::new(outbound, vec![address.into()])))
}

fn publisher(id: &str) -> Scope {
    Scope::Publisher(id.parse().unwrap())
}

fn mine() -> Scope {
    publisher("00000000-0000-7000-8000-000000000001")
}

fn other() -> Scope {
    publisher("00000000-0000-7000-8000-000000000002")
}

fn want(desk: &Desk, ids: &[&str]) -> usize {
    want_as(desk, Scope::Desk, ids)
}

/// Asks for CVEs; returns how many were put off.
fn want_as(desk: &Desk, scope: Scope, ids: &[&str]) -> usize {
    let (ctx, ids) =
        (desk.surroundings.context(), ids.iter().map(|id| id.parse().unwrap()).collect::<Vec<_>>());
    desk.write(move |tx| Ok(cve::want(tx, &ctx, scope, &ids)?)).len()
}

/// What a publisher can see of a CVE: whether it would ask, and whether it waits for an answer.
fn seen(desk: &Desk, scope: Scope, id: &str) -> (bool, bool) {
    let (ctx, id): (_, VulnerabilityId) = (desk.surroundings.context(), id.parse().unwrap());
    desk.write(move |tx| Ok((cve::is_due(tx, &ctx, scope, &id)?, cve::is_under_way(tx, &ctx, scope, &id)?)))
}

fn title(store: &Store, id: &str) -> Option<String> {
    let id: VulnerabilityId = id.parse().unwrap();
    let found: Result<_, StoreError> = store.read(move |tx| cves::find(tx, &id)).wait();
    found.unwrap().map(|entry| entry.title)
}

#[test]
fn a_cve_is_asked_for_once_a_day_and_stored() {
    on_both_engines(|store| {
        let (desk, sink) = (asking(store), MailSink::start());
        let server = HttpServer::start(|path| match path {
            // It also says something that nobody asked.
            "/cve/CVE-2024-1502" | "/cve/CVE-2024-9999" => answer("200 OK", RECORD),
            _ => answer("404 Not Found", ""),
        });
        let worker = worker(&desk, &sink, &server, "127.0.0.0/8");
        want(&desk, &["CVE-2024-1502", "CVE-2024-1502", "CVE-2020-0001"]);
        want(&desk, &["CVE-2024-1502"]);
        assert_eq!(worker.run_due().unwrap(), 2);
        assert_eq!(server.connections(), 2);
        assert_eq!(title(store, "CVE-2024-1502").unwrap(), "Tutor LMS: Missing Authorization");
        assert_eq!(title(store, "CVE-2020-0001"), None);
        assert_eq!(desk.jobs(JobState::Done).len(), 2, "no source knows it, and that is an answer");

        want(&desk, &["CVE-2024-9999"]);
        worker.run_due().unwrap();
        assert_eq!(title(store, "CVE-2024-9999"), None, "what is said of another CVE does not count");
        desk.clock.advance(SignedDuration::from_hours(25));
        want(&desk, &["CVE-2024-1502"]);
        assert_eq!(worker.run_due().unwrap(), 1);
    });
}

#[test]
fn what_may_not_be_reached_is_not_and_no_secret_is_told() {
    on_both_engines(|store| {
        let (desk, sink) = (asking(store), MailSink::start());
        let server = HttpServer::start(|_| answer("200 OK", RECORD));
        let worker = worker(&desk, &sink, &server, "192.0.2.0/24");
        want(&desk, &["CVE-2024-1502"]);
        worker.run_due().unwrap();
        assert_eq!((server.connections(), title(store, "CVE-2024-1502")), (0, None));
        let [job] = &desk.jobs(JobState::Queued)[..] else { panic!("it is tried again") };
        let error = job.last_error.as_deref().unwrap();
        assert!(error.contains("not allowed") && !error.contains("secret"), "{error}");
    });
}

#[test]
fn a_desk_that_asks_nobody_queues_nothing_and_a_busy_one_a_bounded_number() {
    on_both_engines(|store| {
        let quiet = Desk::open(store);
        want(&quiet, &["CVE-2024-1502"]);
        assert_eq!(quiet.jobs(JobState::Queued).len(), 0);
        let busy = may_ask(quiet);
        let ids: Vec<String> = (0..400).map(|number| format!("CVE-2024-{}", 10_000 + number)).collect();
        for some in ids.chunks(20) {
            want_as(&busy, other(), &some.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let (ctx, hour) = (busy.surroundings.context(), SignedDuration::from_hours(1));
        let asked: Result<i64, StoreError> =
            store.read(move |tx| cves::count_asked(tx, other(), ctx.now - hour, 1_000)).wait();
        assert_eq!((asked.unwrap(), busy.jobs(JobState::Queued).len()), (100, 100));
        assert_eq!(want_as(&busy, other(), &["CVE-2020-0001"]), 1, "who asks is told that it has to wait");
        // What others ask for waits its turn: one answer of a source that is slow is waited for, not all hundred.
        assert_eq!(want_as(&busy, mine(), &["CVE-2020-0001"]), 0);
        let queue = move |tx: &Tx<'_>, turn: &Turn| jobs::claim(tx, Lane::Fetch, turn, ctx.now, ctx.now);
        let next = busy.write(move |tx| {
            let first = queue(tx, &Turn::default())?.unwrap();
            let second = queue(tx, &Turn::after(&first))?.unwrap();
            Ok([first.payload, second.payload].concat())
        });
        assert!(next.contains("CVE-2020-0001"), "{next}");
        assert_eq!(seen(&busy, mine(), "CVE-2020-0001"), (false, true), "nobody uses up what is another's");
        assert_eq!(seen(&busy, other(), "CVE-2020-0001"), (true, false));
    });
}

#[test]
fn what_one_publisher_looks_up_does_not_show_to_another() {
    on_both_engines(|store| {
        let (desk, sink) = (asking(store), MailSink::start());
        let server = HttpServer::start(|path| match path {
            "/cve/CVE-2024-1502" => answer("200 OK", RECORD),
            _ => answer("404 Not Found", ""),
        });
        let worker = worker(&desk, &sink, &server, "127.0.0.0/8");
        // What nobody has asked for, what another waits for, and what another was answered that nobody knows.
        let (unasked, awaited, answered) = ("CVE-2020-0001", "CVE-2020-0002", "CVE-2020-0003");
        want_as(&desk, other(), &[answered]);
        assert_eq!(worker.run_due().unwrap(), 1);
        want_as(&desk, other(), &[awaited]);
        assert_eq!(seen(&desk, other(), awaited), (false, true));
        for id in [unasked, awaited, answered] {
            assert_eq!(seen(&desk, mine(), id), (true, false), "{id}: not asked for by me");
        }
        let queued = desk.jobs(JobState::Queued).len();
        want_as(&desk, mine(), &[unasked, awaited, answered]);
        assert_eq!(desk.jobs(JobState::Queued).len(), queued + 3, "each is sent for, as if nobody had asked");
        for id in [unasked, awaited, answered] {
            assert_eq!(seen(&desk, mine(), id), (false, true), "{id}: asked for by me");
        }
        worker.run_due().unwrap();
        desk.clock.advance(SignedDuration::from_secs(61));
        for id in [unasked, awaited, answered] {
            assert_eq!(seen(&desk, mine(), id), (false, false), "{id}: not known");
        }
        // What is stored is public: it is there for all, and not sent for by each.
        want_as(&desk, other(), &["CVE-2024-1502"]);
        worker.run_due().unwrap();
        want_as(&desk, mine(), &["CVE-2024-1502"]);
        assert_eq!(desk.jobs(JobState::Queued).len(), 0);
    });
}
