//! A migrated, empty store of each engine, and a context in which nothing is left to chance.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use postgres::{Client, NoTls};
use tempfile::TempDir;
use varsel_app::alerts::OnCall;
use varsel_app::context::{Clock, Entropy};
use varsel_app::secrets::InstanceKey;
use varsel_app::{Ctx, Policy, Surroundings};
use varsel_core::clock::{Calendar, PromiseRule};
use varsel_core::clock::{Targets, WrittenCalendar};
use varsel_core::confirmation_number::Prefix;
use varsel_store::{Options, Store, Target};

/// A database that goes away with the test.
struct Database {
    target: Target,
    _folder: Option<TempDir>,
    server: Option<(String, String)>,
}

impl Database {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { target: Target::Sqlite(folder.path().join("data.db")), _folder: Some(folder), server: None }
    }

    fn postgres(admin: &str, test: &str) -> Self {
        let name = format!("varsel_catalogue_{test}_{}", std::process::id());
        let mut client = Client::connect(admin, NoTls).unwrap();
        client.batch_execute(&format!("drop database if exists {name} with (force)")).unwrap();
        client.batch_execute(&format!("create database {name}")).unwrap();
        let (start, query) =
            admin.split_once('?').map_or((admin, String::new()), |(a, b)| (a, format!("?{b}")));
        let (_, address) = start.split_once("://").unwrap();
        let address = address.split('/').next().unwrap();
        let target = Target::Postgres(format!("postgres://{address}/{name}{query}"));
        Self { target, _folder: None, server: Some((admin.to_owned(), name)) }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((admin, name)) = &self.server
            && let Ok(mut client) = Client::connect(admin, NoTls)
        {
            // What is left behind is dropped by the next run of the same test.
            let _ = client.batch_execute(&format!("drop database if exists {name} with (force)"));
        }
    }
}

/// Runs a test on a file and on PostgreSQL.
pub(crate) fn on_both(test: &str, run: impl Fn(&Store, &Ctx)) {
    let mut databases = vec![Database::sqlite()];
    if let Some(admin) = varsel_testkit::postgres_server() {
        databases.push(Database::postgres(&admin, test));
    }
    for database in databases {
        let store = Store::open(&database.target, &Options::default()).unwrap();
        store.migrate().unwrap();
        run(&store, &context());
        store.close();
    }
}

/// A context with a clock that stands still and entropy that counts.
fn context() -> Ctx {
    let counter = AtomicU64::new(1);
    let policy = Policy {
        telephone: None,
        marketplace: "Northwind Marketplace".to_owned(),
        calendar: WrittenCalendar::nine_to_five("UTC"),
        promise: PromiseRule::default(),
        targets: Targets::default(),
        regimes: Vec::new(),
        place: Calendar::nine_to_five(TimeZone::UTC),
        on_call: OnCall::default(),
        prefix: Prefix::DEFAULT,
        session_idle_minutes: 30,
        session_hours: 12,
        sign_in_attempts: 5,
        sign_in_window_minutes: 15,
        invitations_a_person: 50,
        invitations_a_recipient: 10,
        limits: varsel_app::limits::Limits::default(),
        fetches_cves: false,
        calendar_feed: None,
    };
    let entropy: Entropy = Arc::new(move |bytes| {
        let number = counter.fetch_add(1, Ordering::Relaxed).to_le_bytes();
        bytes.iter_mut().zip(number.iter().rev().chain(number.iter())).for_each(|(byte, from)| *byte = *from);
    });
    let clock: Clock = Arc::new(|| Timestamp::constant(1_790_000_000, 0));
    let surroundings = Surroundings::new(clock, entropy, policy, InstanceKey::new([7; 32])).unwrap();
    surroundings.context()
}
