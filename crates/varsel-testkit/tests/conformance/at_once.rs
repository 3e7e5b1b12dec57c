//! Many who write at once, and writes that are given up.

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
