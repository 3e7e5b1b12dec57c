//! What tests and benchmarks share. Never part of the product.
//!
//! [`FrozenClock`] and [`seeded`] stand in for the machine's clock and randomness, [`on_both_engines`] runs a test on SQLite and,
//! where a server is given, on PostgreSQL, and [`generate`] makes marketplaces of any size.

pub mod generate;
pub mod http_server;
pub mod mail_sink;
pub mod raw_http2;
pub mod reading;
pub mod silent_server;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use varsel_app::alerts::OnCall;
use varsel_app::context::{Clock, Entropy, Policy, Surroundings};
use varsel_app::secrets::InstanceKey;
use varsel_core::clock::Targets;
use varsel_core::clock::{Calendar, PromiseRule, WrittenCalendar};
use varsel_core::confirmation_number::Prefix;
use varsel_store::{Options, Store, Target};

/// A clock that moves when it is told to.
#[derive(Clone)]
pub struct FrozenClock(Arc<AtomicI64>);

impl FrozenClock {
    /// Stops the clock at an instant, such as `2026-11-23T09:00:00Z`.
    pub fn at(instant: &str) -> Self {
        let instant: Timestamp = instant.parse().expect("a test writes instants in RFC 3339");
        Self(Arc::new(AtomicI64::new(instant.as_microsecond())))
    }

    /// Returns the instant it shows.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).expect("set from a timestamp")
    }

    /// Moves it on.
    pub fn advance(&self, by: SignedDuration) {
        self.0
            .fetch_add(i64::try_from(by.as_micros()).expect("tests span less than an age"), Ordering::SeqCst);
    }

    /// Returns it as the surroundings take it.
    pub fn clock(&self) -> Clock {
        let shown = self.clone();
        Arc::new(move || shown.now())
    }
}

/// Makes entropy that is the same in every run with the same seed (SplitMix64).
pub fn seeded(seed: u64) -> Entropy {
    let state = AtomicU64::new(seed);
    Arc::new(move |bytes| {
        for chunk in bytes.chunks_mut(8) {
            let mut z = state.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
    })
}

/// Creates a policy like the product's defaults, for a desk in Stockholm.
pub fn policy() -> Policy {
    Policy {
        telephone: Some("+46 8 123 45 67".to_owned()),
        marketplace: "Northwind Marketplace".to_owned(),
        calendar: WrittenCalendar::nine_to_five("Europe/Stockholm"),
        promise: PromiseRule::default(),
        targets: Targets::default(),
        regimes: Vec::new(),
        place: Calendar::nine_to_five(jiff::tz::TimeZone::UTC),
        on_call: OnCall::default(),
        prefix: Prefix::DEFAULT,
        session_idle_minutes: 60,
        session_hours: 12,
        sign_in_attempts: 10,
        sign_in_window_minutes: 15,
        invitations_a_person: 50,
        invitations_a_recipient: 10,
        limits: varsel_app::limits::Limits::default(),
        fetches_cves: false,
        calendar_feed: None,
    }
}

/// Creates surroundings with a frozen clock and seeded entropy.
pub fn surroundings(clock: &FrozenClock, seed: u64) -> Surroundings {
    Surroundings::new(clock.clock(), seeded(seed), policy(), InstanceKey::new([7; 32]))
        .expect("the calendar is right")
}

/// A migrated store that vanishes with the test.
pub struct TestStore {
    /// The store.
    pub store: Store,
    drop_database: Option<(String, String)>,
    // Removed after the store is closed: fields drop in this order.
    _folder: Option<TempDir>,
}

impl Drop for TestStore {
    fn drop(&mut self) {
        self.store.close();
        if let Some((server, name)) = &self.drop_database
            && let Ok(mut client) = postgres::Client::connect(server, postgres::NoTls)
        {
            // A database that stays behind is the test server's to clean up: it is thrown away whole.
            let _ = client.batch_execute(&format!("drop database {name} with (force)"));
        }
    }
}

/// Creates a migrated SQLite store in a temporary folder.
pub fn sqlite() -> TestStore {
    let folder = tempfile::tempdir().expect("the machine has room for a temporary folder");
    let target = Target::Sqlite(folder.path().join("test.db"));
    let store = Store::open(&target, &Options::default()).expect("a new file opens");
    store.migrate().expect("migrations apply to an empty database");
    TestStore { store, drop_database: None, _folder: Some(folder) }
}

/// Returns the URL of an administrator of the PostgreSQL server for tests, from `VARSEL_TEST_POSTGRES`; `None` if that says
/// `none`.
///
/// # Panics
///
/// Where nothing is said: a test that leaves an engine out unasked would look as if it had passed on it.
#[expect(clippy::disallowed_methods, reason = "the test runner names the server in the environment")]
pub fn postgres_server() -> Option<String> {
    let server = std::env::var("VARSEL_TEST_POSTGRES").expect(
        "VARSEL_TEST_POSTGRES is not set: run `cargo xtask with-postgres cargo test …`, or set it to `none` to test SQLite only",
    );
    (server != "none").then_some(server)
}

/// Creates a migrated database of its own on the server for tests; `None` if that is left out.
pub fn postgres() -> Option<TestStore> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let server = postgres_server()?;
    let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let mut client = postgres::Client::connect(&server, postgres::NoTls).expect("the test server answers");
    client.batch_execute(&format!("create database {name}")).expect("the test server makes databases");
    let (base, _) = server.rsplit_once('/').expect("a server address ends with a database");
    let target = Target::Postgres(format!("{base}/{name}"));
    let store = Store::open(&target, &Options::default()).expect("a new database opens");
    store.migrate().expect("migrations apply to an empty database");
    Some(TestStore { store, drop_database: Some((server, name)), _folder: None })
}

/// Runs a test on SQLite, and on PostgreSQL where a server is given; says loudly where it is not.
pub fn on_both_engines(test: impl Fn(&Store)) {
    test(&sqlite().store);
    if let Some(made) = postgres() {
        test(&made.store);
    }
}

/// Leaves the secrets of forms out of a page, which no two answers write in the same digits.
///
/// # Panics
///
/// Where a page holds one that is not masked.
pub fn unmasked(page: &str) -> String {
    let mut parts = page.split("name=\"csrf\" value=\"");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (masked, rest) = part.split_once('"').expect("an attribute ends");
        assert_eq!(masked.len(), 64, "a pad and what it masks");
        plain.push_str(rest);
    }
    plain
}
