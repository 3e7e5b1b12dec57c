//! What the store promises, held by one suite on both engines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::HashSet;
use std::sync::Arc;

use jiff::ToSpan;
use varsel_app::cases::{self as use_cases, NewReport};
use varsel_app::context::Surroundings;
use varsel_app::{AppError, Ctx, calendar, drafts as draft_cases};
use varsel_core::case::{Category, Command, StageKind, WaitingOn};
use varsel_core::clock::WrittenCalendar;
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::ids::{CaseId, JobId};
use varsel_core::permission::{Actor, DeskRole, Party, PublisherRole, Role};
use varsel_core::refusal::Refusal;
use varsel_core::text::{Body, Sentence};
use varsel_store::jobs::{self, Claim, JobState};
use varsel_store::queue::{self, Filter, View};
use varsel_store::{Scope, Store, StoreError, access, cases, drafts, idempotency, search};
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
        let (ctx, (owner, offer)) = (self.ctx(), self.market.owners[publisher]);
        let told: Result<_, AppError> = self
            .store
            .write(move |tx| {
                let answers = generate::answers(report, offer);
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
            self.store.read(move |tx| search::find(tx, scope, &query, Filter::default(), None, 50)).wait();
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

#[test]
fn paging_shows_every_row_once_and_in_order() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 3);
        desk.tells(120);
        let analyst = desk.market.analyst.person;
        let own = Scope::Publisher(desk.market.owners[0].0.publisher.unwrap());
        for (scope, view) in [
            (Scope::Desk, View::Open),
            (Scope::Desk, View::WaitingOn(WaitingOn::Desk)),
            (Scope::Desk, View::OwnedBy(analyst)),
            (Scope::Desk, View::Unowned),
            (Scope::Desk, View::AllBySubmission),
            (Scope::Desk, View::AllByChange),
            (own, View::AllByChange),
        ] {
            let walk = |limit: usize| {
                let walked: Result<Vec<_>, StoreError> = store
                    .read(move |tx| {
                        let (mut rows, mut after) = (Vec::new(), None);
                        loop {
                            let page = queue::list(tx, scope, view, Filter::default(), after, limit)?;
                            rows.extend(page.rows);
                            after = page.next;
                            if after.is_none() {
                                return Ok(rows);
                            }
                        }
                    })
                    .wait();
                walked.unwrap()
            };
            let (whole, paged) = (walk(1_000), walk(7));
            assert!(!whole.is_empty(), "{view:?}");
            assert_eq!(whole, paged, "{view:?}");
            assert_eq!(whole.iter().map(|r| r.id).collect::<HashSet<_>>().len(), whole.len(), "{view:?}");
            if matches!(view, View::Open | View::Unowned | View::OwnedBy(_) | View::WaitingOn(_)) {
                assert!(whole.windows(2).all(|pair| pair[0].due <= pair[1].due), "{view:?}");
                assert!(whole.iter().all(|row| row.stage.is_open()), "{view:?}");
            }
            if let Scope::Publisher(id) = scope {
                assert!(whole.iter().all(|row| row.publisher == id));
            }
        }
    });
}

#[test]
fn filters_narrow_and_combine() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 3);
        desk.tells(120);
        let list = |filter: Filter| {
            let listed: Result<_, StoreError> = store
                .read(move |tx| queue::list(tx, Scope::Desk, View::AllBySubmission, filter, None, 1_000))
                .wait();
            listed.unwrap().rows
        };
        let all = list(Filter::default());
        let stage = Some(StageKind::Closed);
        let closed = list(Filter { stage, ..Filter::default() });
        assert!(!closed.is_empty() && closed.len() < all.len());
        let severity = Some(closed[0].severity);
        let both = list(Filter { stage, severity, ..Filter::default() });
        let expected: Vec<_> =
            all.iter().filter(|r| r.stage == StageKind::Closed && Some(r.severity) == severity).collect();
        assert_eq!(both.iter().collect::<Vec<_>>(), expected);
    });
}

#[test]
fn nobody_sees_what_is_not_theirs() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 2);
        let number = desk.publisher_submits(0, 10);
        let (mine, theirs) = (desk.market.owners[0].0, desk.market.owners[1].0);
        desk.does(desk.market.analyst, number, Command::Acknowledge { message: body("canaryack here") })
            .unwrap();
        desk.does(desk.market.analyst, number, Command::AddNote { text: body("canarynote inside") }).unwrap();
        desk.does(mine, number, Command::ShareMessage { text: body("canarymessage shared") }).unwrap();
        let technical = "Seen with CVE-2020-1938 in 9.0.31, at build.canary.example/opt/conf/server.xml, by ana@canary.example";
        desk.does(mine, number, Command::ShareMessage { text: body(technical) }).unwrap();

        let foreign = desk.does(theirs, number, Command::ShareMessage { text: body("let me in") });
        assert!(matches!(foreign, Err(AppError::NotFound)), "a stranger gets what a missing case gets");
        let (own_scope, foreign_scope) = (Scope::of(&mine), Scope::of(&theirs));
        for (query, own, at_desk) in [
            ("canarymessage", 1, 1),
            ("canaryack", 1, 1),
            ("canarynote", 0, 1),
            ("zq1x", 1, 1),
            (&number.to_string(), 1, 1),
            ("offer", 1, 1),
            ("canarymes", 1, 1),
            ("CVE-2020-1938", 1, 1),
            ("2020-1938", 1, 1),
            ("9.0.31", 1, 1),
            ("9.0", 1, 1),
            ("build.canary.example", 1, 1),
            ("canary.example", 1, 1),
            ("conf/server.xml", 1, 1),
            ("ana@canary.example", 1, 1),
            ("\"canarynote OR canarymessage", 0, 0),
            ("notes:canarynote", 0, 0),
            ("scope:*", 0, 0),
        ] {
            assert_eq!(desk.finds(own_scope, query).len(), own, "the publisher searches {query}");
            assert_eq!(desk.finds(Scope::Desk, query).len(), at_desk, "the desk searches {query}");
            assert_eq!(desk.finds(foreign_scope, query), Vec::<String>::new(), "a stranger searches {query}");
            assert_eq!(desk.finds(Scope::Nothing, query), Vec::<String>::new());
        }
        let (stage, publisher) = (Some(StageKind::Acknowledged), mine.publisher);
        for (filter, found) in [
            (Filter { stage, ..Filter::default() }, 1),
            (Filter { stage, publisher, ..Filter::default() }, 1),
            (Filter { stage: Some(StageKind::Closed), ..Filter::default() }, 0),
            (Filter { publisher: theirs.publisher, ..Filter::default() }, 0),
        ] {
            for scope in [own_scope, Scope::Desk] {
                let hits: Result<_, StoreError> =
                    store.read(move |tx| search::find(tx, scope, "canaryack", filter, None, 50)).wait();
                assert_eq!(hits.unwrap().len(), found, "{filter:?}");
            }
        }
        let entries = |desk_reads: bool| {
            let read: Result<_, StoreError> = store
                .read(move |tx| {
                    let case = cases::find(tx, number, Scope::Desk)?.unwrap();
                    cases::timeline(tx, case.id, desk_reads, u32::MAX, 100)
                })
                .wait();
            read.unwrap().iter().map(|e| e.recorded.event.kind()).collect::<Vec<_>>()
        };
        assert_eq!(
            entries(true),
            ["submitted", "acknowledged", "note_added", "message_shared", "message_shared"]
        );
        assert_eq!(entries(false), ["submitted", "acknowledged", "message_shared", "message_shared"]);
    });
}

/// Readers share what they have parsed. A write that is given up leaves the same version, event numbers and time to the next one,
/// and nobody may then see the first one's words.
#[test]
fn a_write_that_was_given_up_is_never_read() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let number = desk.publisher_submits(0, 1);
        let read = || {
            let read: Result<_, StoreError> = store
                .read(move |tx| {
                    let case = cases::find(tx, number, Scope::Desk)?.unwrap();
                    cases::timeline(tx, case.id, true, u32::MAX, 10)
                })
                .wait();
            read.unwrap().iter().map(|entry| format!("{:?}", entry.recorded)).collect::<Vec<_>>()
        };
        let before = read();
        let (ctx, owner) = (desk.ctx(), desk.market.owners[0].0);
        let said = |text: &str| Command::ShareMessage { text: Body::new(text).unwrap() };
        let first = said("given up");
        let given_up: Result<Vec<String>, AppError> = store
            .write(move |tx| {
                use_cases::act(tx, &ctx, &owner, number, first, None)?;
                let case = cases::find(tx, number, Scope::Desk)?.unwrap();
                let seen = cases::timeline(tx, case.id, true, u32::MAX, 10)?;
                assert!(format!("{seen:?}").contains("given up"), "a write sees what it has done");
                Err(AppError::NotFound)
            })
            .wait();
        given_up.unwrap_err();
        assert_eq!(read(), before);
        desk.does(owner, number, said("sent")).unwrap();
        let after = read();
        assert_eq!(after.len(), before.len() + 1);
        assert!(after.last().unwrap().contains("sent"), "{after:?}");
    });
}

#[test]
fn a_hundred_messages_at_once_all_arrive() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let number = desk.publisher_submits(0, 1);
        let (ctx, owner) = (desk.ctx(), desk.market.owners[0].0);
        let sent: Vec<_> = (0..100)
            .map(|n| {
                let (ctx, text) = (ctx.clone(), body(&format!("Message {n}")));
                store.write(move |tx| {
                    use_cases::act(tx, &ctx, &owner, number, Command::ShareMessage { text }, None).map(drop)
                })
            })
            .collect();
        let sent: Vec<Result<(), AppError>> = sent.into_iter().map(varsel_store::Answer::wait).collect();
        assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    });
}

#[test]
fn of_a_hundred_who_acknowledge_at_once_one_does() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let number = desk.publisher_submits(0, 1);
        let (ctx, analyst) = (desk.ctx(), desk.market.analyst);
        let tries: Vec<_> = (0..100)
            .map(|n| {
                let ctx = ctx.clone();
                let message = body(&format!("I am number {n}"));
                store.write(move |tx| {
                    use_cases::act(tx, &ctx, &analyst, number, Command::Acknowledge { message }, None)
                        .map(drop)
                })
            })
            .collect();
        let done: Vec<Result<(), AppError>> = tries.into_iter().map(varsel_store::Answer::wait).collect();
        assert_eq!(done.iter().filter(|d| d.is_ok()).count(), 1);
        for refused in done.iter().filter_map(|d| d.as_ref().err()) {
            assert!(
                matches!(
                    refused,
                    AppError::Refused { refusal: Refusal::AlreadyDone { .. } | Refusal::Stale, .. }
                        | AppError::Store(StoreError::Constraint { .. } | StoreError::Conflict)
                ),
                "{refused:?}"
            );
        }
    });
}

#[test]
fn a_draft_that_somebody_else_saved_is_not_overwritten() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 2);
        let (ctx, owner, stranger) = (desk.ctx(), desk.market.owners[0].0, desk.market.owners[1].0);
        let id: Result<CaseId, AppError> =
            store.write(move |tx| draft_cases::start(tx, &ctx, &owner, Category::Incident)).wait();
        let id = id.unwrap();
        let save = |revision, title: &'static str| {
            let ctx = desk.ctx();
            store
                .write(move |tx| {
                    draft_cases::save(tx, &ctx, &owner, id, revision, |a, _| title.clone_into(&mut a.title))
                })
                .wait()
        };
        assert_eq!(save(Some(1), "first").unwrap(), 2);
        assert!(matches!(save(Some(1), "late"), Err(AppError::DraftChanged { revision: 2 })));
        assert_eq!(save(None, "second").unwrap(), 3);
        let publisher = owner.publisher.unwrap();
        let sent_over: Result<bool, StoreError> =
            store.write(move |tx| drafts::delete(tx, id, publisher, Some(2))).wait();
        assert!(
            !sent_over.unwrap(),
            "what a colleague has saved since is not thrown away with what was sent"
        );
        let kept: Result<_, AppError> = store.read(move |tx| draft_cases::find(tx, &owner, id)).wait();
        assert_eq!(kept.unwrap().1.title, "second");
        let foreign: Result<_, AppError> = store.read(move |tx| draft_cases::find(tx, &stranger, id)).wait();
        assert!(matches!(foreign, Err(AppError::NotFound)));
    });
}

#[test]
fn a_draft_becomes_its_case_and_is_gone() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let (ctx, (owner, offer)) = (desk.ctx(), desk.market.owners[0]);
        let told: Result<_, AppError> = store
            .write(move |tx| {
                let id = draft_cases::start(tx, &ctx, &owner, Category::Vulnerability)?;
                draft_cases::save(tx, &ctx, &owner, id, None, |answers, _| {
                    *answers = generate::answers(3, offer);
                })?;
                let (_, answers) = draft_cases::find(tx, &owner, id)?;
                let new = NewReport { draft: Some(id), category: Category::Vulnerability, answers: &answers };
                let case = use_cases::submit(tx, &ctx, &owner, &new)?;
                Ok((id, case, drafts::find(tx, id, owner.publisher.unwrap())?.is_some()))
            })
            .wait();
        let (id, case, still_there) = told.unwrap();
        assert_eq!(case.id, id);
        assert!(!still_there);
    });
}

#[test]
fn a_report_that_lacks_something_stores_nothing() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 2);
        let (ctx, (owner, _), (_, foreign_offer)) =
            (desk.ctx(), desk.market.owners[0], desk.market.owners[1]);
        let told: Result<_, AppError> = store
            .write(move |tx| {
                let mut answers = generate::answers(3, foreign_offer);
                answers.title = "  ".to_owned();
                answers.vulnerability.cvss = "CVSS:3.1/AV:N".to_owned();
                let new = NewReport { draft: None, category: Category::Vulnerability, answers: &answers };
                use_cases::submit(tx, &ctx, &owner, &new)
            })
            .wait();
        let Err(AppError::Invalid(problems)) = told else { panic!("a wrong report was taken") };
        let fields: Vec<(&str, &str)> = problems.iter().map(|p| (p.field.as_str(), p.kind.code())).collect();
        assert_eq!(
            fields,
            [("title", "missing"), ("affected.0.offer", "unknown_offer"), ("vulnerability.cvss", "bad_cvss")],
            "another publisher’s offer is as unknown as one that does not exist"
        );
        let ids: Result<_, StoreError> = store.read(|tx| cases::ids(tx, None, 10)).wait();
        assert_eq!(ids.unwrap(), []);
    });
}

#[test]
fn each_job_is_claimed_once_and_comes_back_when_its_worker_dies() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let ctx = desk.ctx();
        let now = ctx.now;
        let made: Result<(), StoreError> = store
            .write(move |tx| {
                (0..40).try_for_each(|_| jobs::insert(tx, JobId(ctx.id()), "case_mail", "{}", None, now))
            })
            .wait();
        made.unwrap();
        let claims: Vec<_> =
            (0..60).map(|_| store.write(move |tx| jobs::claim(tx, now, now + 5.minutes()))).collect();
        let claimed: Vec<JobId> = claims
            .into_iter()
            .filter_map(|claim| claim.wait().unwrap_or_else(|error: StoreError| panic!("{error}")))
            .map(|job| job.id)
            .collect();
        assert_eq!(claimed.len(), 40);
        assert_eq!(claimed.iter().collect::<HashSet<_>>().len(), 40);

        let [first, second, third, slow] = [0, 1, 2, 3].map(|place| Claim { id: claimed[place], attempt: 1 });
        let counts: Result<_, StoreError> = store
            .write(move |tx| {
                jobs::finish(tx, first, now)?;
                jobs::bury(tx, second, "550 no such mailbox", now)?;
                jobs::retry_later(tx, third, "451 later", now + 1.hour())?;
                assert_eq!(jobs::release_expired(tx, now + 4.minutes())?, 0, "they are still held");
                assert_eq!(
                    jobs::release_expired(tx, now + 6.minutes())?,
                    37,
                    "their workers are taken for dead"
                );
                assert!(jobs::requeue(tx, &second.id.to_string(), now)?);
                assert!(!jobs::requeue(tx, &first.id.to_string(), now)?, "what is done stays done");
                // Somebody else holds it by now: the slow worker's word counts for nothing.
                while jobs::claim(tx, now, now + 5.minutes())?.is_some() {}
                jobs::finish(tx, slow, now)?;
                jobs::retry_later(tx, slow, "451 later", now)?;
                assert!(!jobs::bury(tx, slow, "550 no such mailbox", now)?);
                Ok([JobState::Queued, JobState::Running, JobState::Done, JobState::Dead]
                    .map(|s| jobs::count(tx, s)))
            })
            .wait();
        let counts = counts.unwrap().map(Result::unwrap);
        assert_eq!(counts, [1, 38, 1, 0], "one waits for its hour");
    });
}

#[test]
fn an_idempotency_key_is_kept_once() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let (person, now) = (desk.market.analyst.person, desk.clock.now());
        let keep = |body: &'static str| {
            store.write(move |tx| idempotency::insert(tx, person, "key-1", &[1; 32], 201, body, now)).wait()
        };
        assert_eq!(keep("first"), Ok(()));
        let again: Result<(), StoreError> = keep("second");
        assert_eq!(again.unwrap_err().constraint(), Some("idempotency_key_pkey"));
        let kept: Result<_, StoreError> = store.read(move |tx| idempotency::find(tx, person, "key-1")).wait();
        assert_eq!(kept.unwrap().map(|k| (k.status, k.body)), Some((201, "first".to_owned())));
    });
}

#[test]
fn tries_are_counted_before_they_are_judged() {
    on_both_engines(|store| {
        let clock = FrozenClock::at("2026-11-23T09:00:00Z");
        let now = clock.now();
        let tries: Vec<_> = (0..200)
            .map(|_| store.write(move |tx| access::count_attempt(tx, "account:x", now, now - 15.minutes())))
            .collect();
        let mut counts: Vec<i64> =
            tries.into_iter().map(|t| t.wait().unwrap_or_else(|e: StoreError| panic!("{e}")).0).collect();
        counts.sort_unstable();
        assert_eq!(counts, (1..=200).collect::<Vec<_>>(), "no two parallel tries share a number");
        let later = now + 16.minutes();
        let fresh: Result<_, StoreError> =
            store.write(move |tx| access::count_attempt(tx, "account:x", later, later - 15.minutes())).wait();
        assert_eq!(fresh.unwrap(), (1, later), "a new window begins");
    });
}

#[test]
fn similar_cases_share_a_cve_or_rare_words() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 2);
        let (a, b, other) =
            (desk.publisher_submits(0, 10), desk.publisher_submits(1, 10), desk.publisher_submits(0, 11));
        let found: Result<_, StoreError> = store
            .read(move |tx| {
                let case = cases::find(tx, a, Scope::Desk)?.unwrap();
                Ok((cases::similar_to(tx, &case, 5)?, search::near(tx, &case, 5)?))
            })
            .wait();
        let (same, near): (Vec<cases::Similar>, Vec<cases::Similar>) = found.unwrap();
        let numbers = |found: Vec<cases::Similar>| found.into_iter().map(|s| s.number).collect::<Vec<_>>();
        assert_eq!(numbers(same), [b.to_string()], "a CVE id is shared");
        let near = numbers(near);
        assert_eq!(near.first(), Some(&b.to_string()), "the same title is nearest");
        assert!(!near.contains(&a.to_string()), "a case is not similar to itself");
        assert!(!near.contains(&other.to_string()), "{other} shares no two words");
    });
}

#[test]
fn roles_have_their_scope() {
    let person = varsel_core::ids::PersonId(uuid_of(1));
    let desk = Actor { person, role: Role::Desk(DeskRole::Auditor), publisher: None };
    assert_eq!(Scope::of(&desk), Scope::Desk);
    let lost = Actor { person, role: Role::Publisher(PublisherRole::Owner), publisher: None };
    assert_eq!(Scope::of(&lost), Scope::Nothing);
    assert_eq!(lost.party(), Party::Publisher);
}

fn uuid_of(n: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(n)
}
