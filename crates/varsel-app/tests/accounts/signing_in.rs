//! Signing in: limits, sessions, passwords.

use super::*;

#[test]
fn of_500_tries_at_once_no_more_than_the_limit_are_looked_at() {
    on_both_engines(|store| {
        let world = Arc::new(World::new(store));
        let looked_at = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..10 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        match world.try_sign_in(OWNER, None) {
                            Ok(found) => {
                                assert!(found.is_some());
                                looked_at.fetch_add(1, Ordering::SeqCst);
                            }
                            Err(AppError::TooManyTries { .. }) => {}
                            Err(other) => panic!("{other}"),
                        }
                    }
                });
            }
        });
        assert_eq!(looked_at.into_inner(), 10, "the policy's limit");
    });
}

#[test]
fn tries_slow_down_and_never_lock_for_longer_than_a_minute() {
    on_both_engines(|store| {
        let world = World::new(store);
        let mut waits = Vec::new();
        for _ in 0..12 {
            while world.try_sign_in(OWNER, None).is_ok() {}
            let before = world.attempts();
            let Err(AppError::TooManyTries { until }) = world.try_sign_in(OWNER, None) else {
                panic!("not refused")
            };
            assert_eq!(world.attempts(), before, "a refused try writes nothing");
            let wait = until.duration_since(world.clock.now());
            waits.push(wait.as_secs());
            world.pass(wait - SignedDuration::from_micros(1));
            assert!(world.try_sign_in(OWNER, None).is_err());
            world.pass(SignedDuration::from_micros(1));
        }
        assert_eq!(waits[..7], [2, 8, 18, 32, 50, 60, 60]);
        assert!(waits.iter().all(|wait| *wait <= 60), "{waits:?}");
        // The window ends: the next tries need not wait.
        world.pass(SignedDuration::from_mins(15));
        assert!((0..10).all(|_| world.try_sign_in(OWNER, None).is_ok()));
    });
}

#[test]
fn a_browser_that_is_known_is_not_slowed_down_by_strangers() {
    on_both_engines(|store| {
        let world = World::new(store);
        let held = world.sign_in(world.owner, None).browser;
        while world.try_sign_in(OWNER, None).is_ok() {}
        assert!(world.try_sign_in(OWNER, Some(&held)).unwrap().is_some());
        // It has a counter of its own, also where it is copied.
        while world.try_sign_in(OWNER, Some(&held)).is_ok() {}
        // What someone else's browser holds helps nobody at this account.
        let theirs = world.sign_in(world.administrator, None).browser;
        assert!(world.try_sign_in(OWNER, Some(&theirs)).is_err());
        assert!(world.try_sign_in(ADMINISTRATOR, Some(&theirs)).is_ok());
        let browser = |held: &str| account::Browser::read(&world.surroundings.key, held).unwrap();
        assert!(
            browser(&theirs).is_of(ADMINISTRATOR) && !browser(&theirs).is_of(OWNER),
            "known before anything is read"
        );
        // Nor does one that was made up or changed.
        let forged = held.replace(&world.owner.to_string(), &world.administrator.to_string());
        for wrong in ["", "a.b.c", &forged, &held[1..], &format!("{held}0")] {
            assert!(account::Browser::read(&world.surroundings.key, wrong).is_none(), "{wrong}");
        }
        // A changed password ends it.
        world.pass(SignedDuration::from_mins(16));
        let link = world.ask_for_reset(OWNER).pop().unwrap();
        world.reset(&link).unwrap();
        while world.try_sign_in(OWNER, None).is_ok() {}
        assert!(world.try_sign_in(OWNER, Some(&held)).is_err());
    });
}

#[test]
fn of_several_who_share_a_browser_none_gains_tries_at_anothers_account() {
    on_both_engines(|store| {
        let world = World::new(store);
        let owners = world.sign_in(world.owner, None).browser;
        let shared = world.sign_in_with(world.administrator, Some(&owners), None).browser;
        while world.try_sign_in(OWNER, Some(&owners)).is_ok() {}
        world.sign_in_with(world.administrator, Some(&shared), None);
        assert!(world.try_sign_in(OWNER, Some(&owners)).is_err());
    });
}

#[test]
fn signing_in_forgets_the_tries() {
    on_both_engines(|store| {
        let world = World::new(store);
        for n in 0..30 {
            assert!(world.try_sign_in(OWNER, None).unwrap().is_some(), "{n}");
            world.sign_in(world.owner, None);
        }
    });
}

#[test]
fn a_session_is_new_at_every_sign_in_and_ends_by_rest_and_by_age() {
    on_both_engines(|store| {
        let world = World::new(store);
        let first = world.sign_in(world.owner, None).secret;
        let elsewhere = world.sign_in(world.owner, None).secret;
        let second = world.sign_in(world.owner, Some(&first)).secret;
        assert_ne!(first, second);
        assert!(!world.is_in(&first) && world.is_in(&second) && world.is_in(&elsewhere));
        // A secret that the browser brought along is never taken for a session's.
        let made_up = "a".repeat(64);
        let third = world.sign_in(world.owner, Some(&made_up)).secret;
        assert!(third != made_up && !world.is_in(&made_up));
        for not_one in ["", " ", &second.to_uppercase(), &format!("{second} "), &second[..63]] {
            assert!(!world.is_in(not_one), "{not_one:?}");
        }
        // Idle for an hour, or used all the time for twelve.
        world.pass(SignedDuration::from_mins(60));
        assert!(!world.is_in(&second));
        let used = world.sign_in(world.owner, None);
        for _ in 0..23 {
            world.pass(SignedDuration::from_mins(30));
            let secret = used.secret.clone();
            world
                .write(move |tx, ctx| {
                    let session = account::signed_in(tx, ctx, &secret)?.unwrap();
                    assert!(account::wants_touch(ctx, &session));
                    Ok(access::touch_session(tx, &session.session, ctx.now)?)
                })
                .unwrap();
        }
        world.pass(SignedDuration::from_mins(30));
        assert_eq!(world.clock.now(), used.expires);
        assert!(!world.is_in(&used.secret));
    });
}

#[test]
fn a_changed_password_ends_everything_else() {
    on_both_engines(|store| {
        let world = World::new(store);
        let (mine, other) =
            (world.sign_in(world.owner, None).secret, world.sign_in(world.owner, None).secret);
        let token = world.token(world.as_owner());
        let link = world.ask_for_reset(OWNER).pop().unwrap();
        let (verified, secret) = (world.person(world.owner), mine.clone());
        let stale = verified.clone();
        let renewed = world
            .write(move |tx, ctx| {
                let session = account::signed_in(tx, ctx, &secret)?.unwrap();
                account::change_password(tx, ctx, &session, &verified, "a-new-hash", None)
            })
            .unwrap()
            .secret;
        assert!(world.is_in(&renewed) && !world.is_in(&mine) && !world.is_in(&other));
        assert!(!world.token_works(&token));
        assert!(is_dead(&world.reset(&link)), "a link from before must not undo the choice");
        // Whoever had verified the old password meanwhile comes too late.
        let late =
            world.write(move |tx, ctx| account::finish_sign_in(tx, ctx, &stale, "a browser", None, None));
        assert!(matches!(late, Err(AppError::NotSignedIn)));
    });
}

#[test]
fn a_password_is_verified_and_an_absent_one_never_fits() {
    let ctx = surroundings(&FrozenClock::at("2026-11-23T09:00:00Z"), 13).context();
    let hash = password::hash(&ctx, "correct horse battery staple");
    assert!(password::verify(Some(&hash), "correct horse battery staple"));
    for wrong in ["", " ", "correct horse battery staple ", "Correct horse battery staple"] {
        assert!(!password::verify(Some(&hash), wrong), "{wrong:?}");
        assert!(!password::verify(None, wrong) && !password::verify(Some(""), wrong), "{wrong:?}");
    }
    for weak in [
        "",
        "short",
        "passwordpassword",
        "aaaaaaaaaaaaaaaaaaaa",
        "ada@fabrikam.example",
        "fabrikam1234",
        "Northwind2026",
    ] {
        let known = ["ada@fabrikam.example", "Northwind Marketplace"];
        assert!(password::check_strength("password", weak, &known).is_err(), "{weak:?}");
    }
    assert!(password::check_strength("password", "correct horse battery staple", &[]).is_ok());
}

#[test]
fn an_account_is_one_however_its_domain_was_typed() {
    const TYPED: &str = "eva@xn--rksmrgs-5wao1o.example";
    on_both_engines(|store| {
        let world = World::new(store);
        // As accounts were kept before domains were kept in ASCII.
        let eva = world.add("eva@r\u{e4}ksm\u{f6}rg\u{e5}s.example", PublisherRole::Member);
        for n in 0..30 {
            assert!(world.try_sign_in(TYPED, None).unwrap().is_some(), "{n}: signing in forgets the tries");
            world.sign_in(eva, None);
        }
        let link = world.ask_for_reset(TYPED).pop().unwrap();
        let administrator = world.as_administrator();
        for off in [true, false] {
            world
                .write(move |tx, ctx| organisation::set_disabled(tx, ctx, &administrator, eva, off))
                .unwrap();
        }
        assert!(is_dead(&world.reset(&link)), "the link ended with the account");
    });
}
