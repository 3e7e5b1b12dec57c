//! What the store promises, held by one suite on both engines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod at_once;
mod bounds;
mod draft_reports;
mod finding;
mod once;
mod reading;
mod unsent_texts;

use std::collections::HashSet;
use std::sync::Arc;

use jiff::{Timestamp, ToSpan};
use varsel_app::cases::{self as use_cases, NewReport};
use varsel_app::context::Surroundings;
use varsel_app::{AppError, Ctx, calendar, drafts as draft_cases};
use varsel_core::case::{Category, Command, StageKind, WaitingOn};
use varsel_core::clock::WrittenCalendar;
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::ids::{CaseId, JobId, PublisherId};
use varsel_core::permission::{Actor, DeskRole, Party, PublisherRole, Role};
use varsel_core::refusal::Refusal;
use varsel_core::text::{Body, Sentence};
use varsel_store::jobs::{self, Claim, JobState};
use varsel_store::queue::{self, Filter, View};
use varsel_store::{Scope, Store, StoreError, Tx, access, cases, drafts, idempotency, search};
use varsel_testkit::generate::{self, Marketplace};
use varsel_testkit::{FrozenClock, on_both_engines, surroundings};

struct Desk<'a> {
    store: &'a Store,
    clock: FrozenClock,
    surroundings: Surroundings,
    market: Arc<Marketplace>,
}

impl<'a> Desk<'a> {
    fn open(store: &'a Store, publishers: usize) -> Self {
        let clock = FrozenClock::at("2026-11-23T09:00:00Z");
        let surroundings = surroundings(&clock, 42);
        let ctx = surroundings.context();
        let market: Result<Marketplace, AppError> =
            store.write(move |tx| generate::begin(tx, &ctx, publishers)).wait();
        Self { store, clock, surroundings, market: Arc::new(market.unwrap()) }
    }

    fn ctx(&self) -> Ctx {
        self.surroundings.context()
    }

    fn publisher_submits(&self, publisher: usize, report: usize) -> ConfirmationNumber {
        self.publisher_submits_as(publisher, report, &[])
    }

    /// Submits a report; with ids, about these vulnerabilities.
    fn publisher_submits_as(
        &self,
        publisher: usize,
        report: usize,
        ids: &'static [&'static str],
    ) -> ConfirmationNumber {
        let (ctx, (owner, offer)) = (self.ctx(), self.market.owners[publisher]);
        let told: Result<_, AppError> = self
            .store
            .write(move |tx| {
                let mut answers = generate::answers(report, offer);
                if !ids.is_empty() {
                    answers.vulnerability.cves = ids.iter().map(|id| (*id).to_owned()).collect();
                }
                let new = NewReport { draft: None, category: Category::Vulnerability, answers: &answers };
                use_cases::submit(tx, &ctx, &owner, &new)
            })
            .wait();
        told.unwrap().number.unwrap()
    }

    fn does(&self, actor: Actor, number: ConfirmationNumber, command: Command) -> Result<(), AppError> {
        let ctx = self.ctx();
        self.store.write(move |tx| use_cases::act(tx, &ctx, &actor, number, command, None).map(drop)).wait()
    }

    fn tells(&self, count: usize) {
        let (ctx, market) = (self.ctx(), self.market.clone());
        let told: Result<(), AppError> = self
            .store
            .write(move |tx| (0..count).try_for_each(|case| generate::tell(tx, &ctx, &market, case, count)))
            .wait();
        told.unwrap();
    }

    fn finds(&self, scope: Scope, query: &str) -> Vec<String> {
        let query = query.to_owned();
        let found: Result<_, StoreError> =
            self.store.scan(move |tx| search::find(tx, scope, &query, Filter::default(), None, 50)).wait();
        found.unwrap().into_iter().map(|f| f.number).collect()
    }
}

fn body(text: &str) -> Body {
    Body::new(text).unwrap()
}

#[test]
fn every_statement_is_understood() {
    on_both_engines(|store| {
        let prepared: Result<(), StoreError> = store
            .read(|tx| varsel_store::sql::ALL.iter().try_for_each(|statement| tx.prepare(statement)))
            .wait();
        prepared.unwrap();
    });
}

#[test]
fn rows_are_what_their_events_make_of_them() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 5);
        desk.tells(60);
        let differences: Result<Vec<String>, StoreError> = store
            .read(move |tx| {
                let mut differences = Vec::new();
                for id in cases::ids(tx, None, 100)? {
                    differences.extend(cases::difference_from_history(tx, id)?);
                }
                Ok(differences)
            })
            .wait();
        assert_eq!(differences.unwrap(), Vec::<String>::new());
    });
}

#[test]
fn a_calendar_holds_for_what_begins_and_leaves_what_was_promised() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let before = desk.publisher_submits(0, 1);
        let lead = Actor { role: Role::Desk(DeskRole::Lead), ..desk.market.analyst };
        let closed: WrittenCalendar = serde_json::from_str(
            r#"{"zone": "Europe/Stockholm", "exceptions": {"2026-11-24": {"reason": "Stocktaking"}}}"#,
        )
        .unwrap();
        let put = |version| -> Result<(), AppError> {
            let (ctx, written, reason) = (desk.ctx(), closed.clone(), Sentence::new("Told today.").unwrap());
            store.write(move |tx| calendar::put(tx, &ctx, &lead, version, &written, &reason)).wait()
        };
        put(1).unwrap();
        let refused = |result| match result {
            Err(AppError::Refused { refusal, .. }) => refusal,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(put(1)), Refusal::Stale, "somebody was faster");
        assert_eq!(refused(put(2)), Refusal::NoChange);
        let shared = desk.surroundings.desk.clone();
        store.read(move |tx| calendar::refresh(tx, &shared)).wait().unwrap().unwrap();
        let after = desk.publisher_submits(0, 2);
        let promised = |number| {
            let found: Result<_, StoreError> =
                store.read(move |tx| cases::find(tx, number, Scope::Desk)).wait();
            let promise = found.unwrap().unwrap().promise.clone().unwrap();
            (promise.due.to_string(), promise.calendar)
        };
        assert_eq!(promised(before), ("2026-11-24T16:00:00Z".to_owned(), 1));
        assert_eq!(promised(after), ("2026-11-25T16:00:00Z".to_owned(), 2));
    });
}
