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
                        match world.try_sign_in(OWNER, "203.0.113.9") {
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
        // The right password is refused too until the window ends, and then looked at on the dot.
        let Err(AppError::TooManyTries { until }) = world.try_sign_in(OWNER, "198.51.100.7") else {
            panic!("not refused")
        };
        world.pass(until.duration_since(world.clock.now()) - SignedDuration::from_micros(1));
        assert!(matches!(world.try_sign_in(OWNER, "198.51.100.7"), Err(AppError::TooManyTries { .. })));
        world.pass(SignedDuration::from_micros(1));
        assert!(world.try_sign_in(OWNER, "198.51.100.7").unwrap().is_some());
    });
}

#[test]
fn a_network_has_a_limit_over_all_accounts_and_signing_in_forgets_the_accounts_own() {
    on_both_engines(|store| {
        let world = World::new(store);
        for _ in 0..9 {
            world.try_sign_in(OWNER, "203.0.113.9").unwrap();
        }
        world.sign_in(world.owner, None);
        for _ in 0..10 {
            world.try_sign_in(OWNER, "203.0.113.9").unwrap();
        }
        assert!(matches!(world.try_sign_in(OWNER, "203.0.113.9"), Err(AppError::TooManyTries { .. })));
        for n in 0..81 {
            let email: &'static str = format!("nobody{n}@fabrikam.example").leak();
            assert!(world.try_sign_in(email, "203.0.113.9").unwrap().is_none(), "{n}");
        }
        assert!(matches!(
            world.try_sign_in(ADMINISTRATOR, "203.0.113.9"),
            Err(AppError::TooManyTries { .. })
        ));
        assert!(world.try_sign_in(ADMINISTRATOR, "198.51.100.7").unwrap().is_some());
    });
}

#[test]
fn who_gets_in_is_not_held_against_their_network() {
    on_both_engines(|store| {
        let world = World::new(store);
        for n in 0..120 {
            assert!(world.try_sign_in(OWNER, NETWORK).unwrap().is_some(), "{n}");
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
                account::change_password(tx, ctx, &session, &verified, "a-new-hash")
            })
            .unwrap();
        assert!(world.is_in(&renewed) && !world.is_in(&mine) && !world.is_in(&other));
        assert!(!world.token_works(&token));
        assert!(is_dead(&world.reset(&link)), "a link from before must not undo the choice");
        // Whoever had verified the old password meanwhile comes too late.
        let late =
            world.write(move |tx, ctx| account::finish_sign_in(tx, ctx, &stale, "a browser", NETWORK, None));
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
