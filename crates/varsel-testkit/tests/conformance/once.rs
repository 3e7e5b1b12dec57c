//! Jobs, keys and tries, each counted once.

use super::*;

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
                // A server may say anything.
                jobs::bury(tx, second, "550 no such\0 mailbox", now)?;
                jobs::retry_later(tx, third, "451\0 later", now + 1.hour())?;
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
