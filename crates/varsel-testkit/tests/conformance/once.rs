//! Jobs, keys and tries, each counted once.

use jiff::SignedDuration;
use varsel_store::Answer;
use varsel_store::access::Pace;
use varsel_store::jobs::{JobKind, Lane, NewJob, Owner, Turn};

use super::*;

#[test]
fn each_job_is_claimed_once_and_comes_back_when_its_worker_dies() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let ctx = desk.ctx();
        let now = ctx.now;
        let made: Result<(), StoreError> = store
            .write(move |tx| (0..40).try_for_each(|_| jobs::insert(tx, &mail(&ctx, Owner::Desk))))
            .wait();
        made.unwrap();
        let claims: Vec<_> = (0..60).map(|_| store.write(move |tx| claim(tx, now))).collect();
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
                // A server can say anything.
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
                // Someone else holds it by now: the slow worker's word counts for nothing.
                while claim(tx, now)?.is_some() {}
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
fn owners_take_turns_and_lanes_do_not_meet() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let ctx = desk.ctx();
        let now = ctx.now;
        let [first, second] = [PublisherId(ctx.id()), PublisherId(ctx.id())].map(Owner::Publisher);
        let (later, alert) = (
            NewJob { run_at: now + 1.hour(), ..mail(&ctx, Owner::Desk) },
            NewJob { kind: JobKind::Alert, ..mail(&ctx, first) },
        );
        let mut age = 10;
        let queued = [first, first, first, second, Owner::Desk, Owner::Desk].map(|owner| {
            age -= 1;
            NewJob { run_at: now - age.seconds(), ..mail(&ctx, owner) }
        });
        let ids = queued.map(|job| job.id);
        let claimed: Result<Vec<JobId>, StoreError> = store
            .write(move |tx| {
                queued.iter().chain([&later, &alert]).try_for_each(|job| jobs::insert(tx, job))?;
                assert_eq!(jobs::next_due(tx, Lane::Fetch)?, None);
                assert_eq!(jobs::next_due(tx, Lane::Urgent)?, Some(now));
                let (mut turn, mut claimed) = (Turn::default(), Vec::new());
                while let Some(job) = jobs::claim(tx, Lane::Mail, &turn, now, now + 5.minutes())? {
                    turn = Turn::after(&job);
                    claimed.push(job.id);
                }
                assert_eq!(jobs::next_due(tx, Lane::Mail)?, Some(now + 1.hour()));
                Ok(claimed)
            })
            .wait();
        let claimed = claimed.unwrap();
        let whose = |id: &JobId| match ids.iter().position(|other| other == id) {
            Some(0..=2) => "first",
            Some(3) => "second",
            Some(4..=5) => "desk",
            place => panic!("{place:?} is not due, or not of this lane"),
        };
        let (mut round, rest) = (claimed[..3].iter().map(whose).collect::<Vec<_>>(), &claimed[3..]);
        round.sort_unstable();
        assert_eq!(round, ["desk", "first", "second"], "one each");
        assert_eq!(rest.iter().map(whose).filter(|owner| *owner == "first").count(), 2);
        let of_first: Vec<_> = claimed.iter().filter(|id| whose(id) == "first").copied().collect();
        assert_eq!(of_first, ids[..3], "the oldest first");
    });
}

fn mail(ctx: &Ctx, owner: Owner) -> NewJob<'static> {
    NewJob { id: JobId(ctx.id()), kind: JobKind::CaseMail, owner, payload: "{}", case: None, run_at: ctx.now }
}

fn claim(tx: &Tx<'_>, now: Timestamp) -> Result<Option<jobs::Claimed>, StoreError> {
    jobs::claim(tx, Lane::Mail, &Turn::default(), now, now + 5.minutes())
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
        let pace = Pace {
            window: SignedDuration::from_mins(15),
            free: 10,
            step: SignedDuration::from_secs(1),
            longest: SignedDuration::from_secs(60),
        };
        let tried = |at| {
            let count = |_| store.write(move |tx| access::count_attempt(tx, "account:x", at, pace));
            let all: Vec<_> = (0..200).map(count).collect();
            let judged = |one: Answer<_, StoreError>| matches!(one.wait(), Ok(Ok(())));
            all.into_iter().map(judged).filter(|judged| *judged).count()
        };
        assert_eq!(tried(now), 10, "no two parallel tries share a number");
        assert_eq!(tried(now + 1.second()), 1);
        assert_eq!(tried(now + 2.seconds()), 0);
        assert_eq!(tried(now + 16.minutes()), 10, "a new window begins");
    });
}
