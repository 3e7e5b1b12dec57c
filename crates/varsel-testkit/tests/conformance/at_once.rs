//! Many who write at once, and writes that are given up.

use varsel_core::case::{FactKind, FactStatus, Outcome, OutcomeStatement};
use varsel_core::ids::PersonId;
use varsel_core::score::{Priority, Severity};
use varsel_store::people;

use super::*;

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
fn a_publisher_who_keeps_adding_does_not_hold_the_desk_up() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let number = desk.publisher_submits(0, 1);
        let (analyst, owner) = (desk.market.analyst, desk.market.owners[0].0);
        let ctx = desk.ctx();
        let add_colleague = store.write(move |tx| {
            let id = PersonId(ctx.id());
            let colleague = people::Person {
                id,
                email: "colleague@desk.example".to_owned(),
                name: "Sana Ek".to_owned(),
                desk_role: Some(DeskRole::Lead),
                ..people::by_id(tx, analyst.person)?.unwrap()
            };
            people::insert(tx, &colleague)?;
            Ok::<_, StoreError>(Actor { person: id, role: Role::Desk(DeskRole::Lead), publisher: None })
        });
        let colleague = add_colleague.wait().unwrap();
        let basis = || {
            let found: Result<_, StoreError> =
                store.read(move |tx| cases::find(tx, number, Scope::Desk)).wait();
            found.unwrap().unwrap().basis
        };
        let sentence = |text: &str| Sentence::new(text).unwrap();
        let rate = |severity, priority| Command::Assess {
            severity,
            severity_reason: sentence("As we see it."),
            priority,
            priority_reason: sentence("As we see it."),
        };
        let statement = OutcomeStatement {
            outcome: Outcome::NotASecurityEvent,
            sentence: sentence("It is none."),
            until: None,
        };
        for (by, act) in [
            (analyst, Command::Acknowledge { message: body("I have it.") }),
            (analyst, rate(Severity::Critical, Priority::P1)),
            (analyst, rate(Severity::Low, Priority::P4)),
            (colleague, Command::ConfirmAssessment),
            (analyst, Command::Close { statement }),
        ] {
            let seen = basis();
            let write = |by: Actor, command: Command, basis| {
                let ctx = desk.ctx();
                store.write(move |tx| use_cases::act(tx, &ctx, &by, number, command, basis).map(drop))
            };
            let fact = |n: usize| Command::Assert {
                fact: FactKind::Exploited,
                status: [FactStatus::Yes, FactStatus::No][n % 2],
                note: Some(sentence(&format!("Look {n} of those before {}", act.action().unwrap()))),
            };
            desk.does(owner, number, fact(100)).expect("it is there before the desk acts");
            let mut adds: Vec<_> = (0..10).map(|n| write(owner, fact(n), None)).collect();
            let acted: Result<(), AppError> = write(by, act.clone(), Some(seen)).wait();
            acted.unwrap_or_else(|error| panic!("{act:?}: {error}"));
            adds.push(write(owner, Command::ShareMessage { text: body("And this.") }, None));
            for add in adds {
                let added: Result<(), AppError> = add.wait();
                // Those that come in once the case is closed are no longer taken; none is in the way of others.
                assert!(
                    !matches!(added, Err(AppError::Refused { refusal: Refusal::Stale, .. })),
                    "{added:?}"
                );
            }
        }
        // What a colleague did still counts.
        let seen = basis();
        desk.does(colleague, number, Command::Reopen { reason: sentence("There is more.") }).unwrap();
        let ctx = desk.ctx();
        let late: Result<(), AppError> = store
            .write(move |tx| {
                let command = Command::Mitigate { sentence: Sentence::new("We begin.").unwrap() };
                use_cases::act(tx, &ctx, &analyst, number, command, Some(seen)).map(drop)
            })
            .wait();
        assert!(matches!(late, Err(AppError::Refused { refusal: Refusal::Stale, .. })), "{late:?}");
    });
}
