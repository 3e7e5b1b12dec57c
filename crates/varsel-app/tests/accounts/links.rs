//! One-time links: set-up, invitations, new passwords.

use super::*;

#[test]
fn a_reset_link_works_once_within_its_hour_and_only_as_it_was_sent() {
    on_both_engines(|store| {
        let world = World::new(store);
        let session = world.sign_in(world.owner, None).secret;
        let token = world.token(world.as_owner());
        let earlier = world.ask_for_reset(OWNER).pop().unwrap();
        let link = world.ask_for_reset(OWNER).pop().unwrap();
        assert!(is_dead(&world.reset(&earlier)), "only the newest works");
        let invitation =
            world.invite("elin@fabrikam.example", Invitation::Member(world.publisher, PublisherRole::Member));
        for wrong in [
            "",
            " ",
            "0",
            "null",
            &format!(" {link}"),
            &format!("{link} "),
            &format!("{link}\n"),
            &link.to_uppercase(),
            &link[..63],
            &format!("{link}0"),
            &format!("\u{FF10}{}", &link[1..]),
            &invitation,
        ] {
            assert!(is_dead(&world.reset(wrong)), "{wrong:?}");
        }
        assert!(is_dead(&world.accept(&link)), "a reset link is no invitation");
        assert!(is_dead(&world.accept_as(&link, LinkPurpose::PasswordReset, OWNER)));
        world.reset(&link).unwrap();
        assert_eq!(world.person(world.owner).password_hash.as_deref(), Some("a-new-hash"));
        assert!(!world.is_in(&session) && !world.token_works(&token));
        assert!(is_dead(&world.reset(&link)), "it was used");
        // One second too late.
        world.pass(SignedDuration::from_hours(1));
        let link = world.ask_for_reset(OWNER).pop().unwrap();
        world.pass(SignedDuration::from_mins(account::RESET_MINUTES));
        assert!(is_dead(&world.reset(&link)));
    });
}

#[test]
fn asking_for_a_reset_leaves_nothing_behind_for_strangers_and_is_limited() {
    on_both_engines(|store| {
        let world = World::new(store);
        assert_eq!(world.ask_for_reset("nobody@fabrikam.example"), Vec::<String>::new());
        for n in 0..3 {
            assert_eq!(world.ask_for_reset(OWNER).len(), 1, "{n}");
        }
        assert!(world.ask_for_reset(OWNER).is_empty(), "three an hour");
        world.pass(SignedDuration::from_hours(1));
        assert_eq!(world.ask_for_reset(OWNER).len(), 1);
        let (administrator, owner) = (world.as_administrator(), world.owner);
        world.write(move |tx, ctx| organisation::set_disabled(tx, ctx, &administrator, owner, true)).unwrap();
        assert!(world.ask_for_reset(OWNER).is_empty(), "switched off");
    });
}

#[test]
fn a_network_that_asks_too_much_uses_up_nobodys_resets_and_leaves_no_rows() {
    on_both_engines(|store| {
        let world = World::new(store);
        for n in 0..60 {
            world.ask_for_reset_from("198.51.100.7", &format!("nobody{n}@elsewhere.example"));
        }
        let rows = world.attempts().len();
        for _ in 0..3 {
            let refused = world.write(|tx, ctx| account::ask_for_reset(tx, ctx, OWNER, "198.51.100.7"));
            assert!(matches!(refused, Err(AppError::TooManyTries { .. })), "{refused:?}");
        }
        assert_eq!(world.attempts().len(), rows);
        assert_eq!(world.ask_for_reset(OWNER).len(), 1, "whose account it is can ask all the same");
    });
}

#[test]
fn an_invitation_makes_an_account_once_and_for_its_own_address() {
    on_both_engines(|store| {
        let world = World::new(store);
        let secret = world
            .invite("  Elin@Fabrikam.example ", Invitation::Member(world.publisher, PublisherRole::Member));
        assert_eq!(world.mailed(), vec![secret.clone()]);
        assert!(is_dead(&world.accept_as(&secret, LinkPurpose::Setup, "evil@elsewhere.example")));
        assert!(is_dead(&world.accept(&secret.to_uppercase())));
        let session = world.accept(&secret).unwrap().unwrap();
        assert!(world.is_in(&session.secret));
        assert_eq!(world.role_of("elin@fabrikam.example"), Some(PublisherRole::Member));
        assert_eq!(world.role_of("ignored@elsewhere.example"), None);
        assert!(is_dead(&world.accept(&secret)), "it was used");
        // Expired, and revoked.
        let late = world
            .invite("jonas@fabrikam.example", Invitation::Member(world.publisher, PublisherRole::Viewer));
        world.pass(SignedDuration::from_hours(account::INVITATION_HOURS));
        assert!(is_dead(&world.accept(&late)));
        let revoked = world
            .invite("jonas@fabrikam.example", Invitation::Member(world.publisher, PublisherRole::Viewer));
        let (actor, publisher) = (world.as_owner(), world.publisher);
        world
            .write(move |tx, ctx| {
                let open = access::invitations(tx, Some(publisher), ctx.now)?;
                assert_eq!(open.len(), 1);
                organisation::revoke_invitation(tx, ctx, &actor, &open[0].id)
            })
            .unwrap();
        assert!(is_dead(&world.accept(&revoked)));
    });
}

#[test]
fn an_old_invitation_never_gives_back_what_was_taken() {
    on_both_engines(|store| {
        let world = World::new(store);
        let owners = Invitation::Member(world.publisher, PublisherRole::Owner);
        let first = world.invite("elin@fabrikam.example", owners);
        let second = world.invite("elin@fabrikam.example", owners);
        assert!(is_dead(&world.accept(&first)), "the later one replaces it");
        world.accept(&second).unwrap();
        let elin =
            world.write(|tx, _| Ok(people::by_email(tx, "elin@fabrikam.example")?.unwrap().id)).unwrap();
        let taken = world.as_owner();
        let again = world.write(move |tx, ctx| {
            organisation::invite(tx, ctx, &taken, "elin@fabrikam.example", owners, "en")
        });
        assert!(matches!(again, Err(AppError::Invalid(_))), "who is there is not invited");
        // Removed, invited by someone at the desk's bidding, removed again: nothing open is left.
        let actor = world.as_owner();
        world.write(move |tx, ctx| organisation::remove_member(tx, ctx, &actor, elin)).unwrap();
        let third = world.invite("elin@fabrikam.example", owners);
        let publisher = world.publisher;
        world
            .write(move |tx, ctx| Ok(people::join(tx, elin, publisher, PublisherRole::Viewer, ctx.now)?))
            .unwrap();
        // Someone who is in already keeps the role they have.
        assert!(world.accept(&third).unwrap().is_none(), "an account that exists signs in with its password");
        assert_eq!(world.role_of("elin@fabrikam.example"), Some(PublisherRole::Viewer));
    });
}

#[test]
fn an_invitation_to_the_desk_never_changes_a_role_that_is_there() {
    on_both_engines(|store| {
        let world = World::new(store);
        let secret = world.invite(OWNER, Invitation::Desk(DeskRole::Analyst));
        let (administrator, owner) = (world.as_administrator(), world.owner);
        let session = world.sign_in(owner, None).secret;
        let token = world.token(world.as_owner());
        assert!(world.accept(&secret).unwrap().is_none());
        assert_eq!(world.person(owner).desk_role, Some(DeskRole::Analyst));
        assert!(!world.is_in(&session) && !world.token_works(&token), "another role, another session");
        // An invitation from before the role was taken is dead with it.
        world
            .write(move |tx, ctx| organisation::set_desk_role(tx, ctx, &administrator, owner, None))
            .unwrap();
        let open = world.invite(OWNER, Invitation::Desk(DeskRole::Lead));
        let administrator = world.as_administrator();
        world
            .write(move |tx, ctx| {
                organisation::set_desk_role(tx, ctx, &administrator, owner, Some(DeskRole::Auditor))
            })
            .unwrap();
        assert!(is_dead(&world.accept(&open)));
        assert_eq!(world.person(owner).desk_role, Some(DeskRole::Auditor));
    });
}

#[test]
fn the_set_up_link_makes_one_administrator_and_no_more() {
    on_both_engines(|store| {
        let clock = FrozenClock::at("2026-11-23T09:00:00Z");
        let surroundings = surroundings(&clock, 12);
        let none = PersonId(surroundings.context().id());
        let publisher = PublisherId(surroundings.context().id());
        let world =
            World { store: store.clone(), clock, surroundings, publisher, owner: none, administrator: none };
        let lost = world.write(account::setup_link).unwrap().unwrap();
        let secret = world.write(account::setup_link).unwrap().unwrap();
        assert!(
            is_dead(&world.accept_as(&lost, LinkPurpose::Setup, ADMINISTRATOR)),
            "the later one replaces it"
        );
        assert!(is_dead(&world.accept_as(&secret, LinkPurpose::Invitation, ADMINISTRATOR)));
        let bad = world.accept_as(&secret, LinkPurpose::Setup, "a@b.example,evil@elsewhere.example");
        assert!(matches!(bad, Err(AppError::Invalid(_))), "{bad:?}");
        let session = world.accept_as(&secret, LinkPurpose::Setup, ADMINISTRATOR).unwrap().unwrap();
        assert!(world.is_in(&session.secret));
        assert!(is_dead(&world.accept_as(&secret, LinkPurpose::Setup, "second@northwind.example")));
        assert!(world.write(account::setup_link).unwrap().is_none(), "there is an administrator");
    });
}

#[test]
fn an_invitation_dies_with_the_right_of_who_made_it() {
    /// Ends a person's right to invite.
    type End = fn(&World, PersonId);
    let demote: End = |world, maker| {
        let actor = world.as_owner();
        world
            .write(move |tx, ctx| organisation::change_role(tx, ctx, &actor, maker, PublisherRole::Member))
            .unwrap();
    };
    let remove: End = |world, maker| {
        let actor = world.as_owner();
        world.write(move |tx, ctx| organisation::remove_member(tx, ctx, &actor, maker)).unwrap();
    };
    let switch_off: End = |world, maker| {
        let actor = world.as_administrator();
        world.write(move |tx, ctx| organisation::set_disabled(tx, ctx, &actor, maker, true)).unwrap();
    };
    // As if the right had ended in a way that revokes nothing: what counts is the right when the link is used.
    let quietly: End = |world, maker| {
        let publisher = world.publisher;
        world.write(move |tx, _| Ok(people::leave(tx, maker, publisher)?)).unwrap();
    };
    on_both_engines(|store| {
        let world = World::new(store);
        for (email, end, back_is_dead) in [
            ("demoted@fabrikam.example", demote, true),
            ("removed@fabrikam.example", remove, true),
            ("off@fabrikam.example", switch_off, true),
            ("gone@fabrikam.example", quietly, false),
        ] {
            let maker = world.add(email, PublisherRole::Owner);
            let owner = Invitation::Member(world.publisher, PublisherRole::Owner);
            let actor = member(maker, world.publisher, PublisherRole::Owner);
            let secret = world
                .write(move |tx, ctx| organisation::invite(tx, ctx, &actor, "back@door.example", owner, "sv"))
                .unwrap();
            end(&world, maker);
            assert!(is_dead(&world.accept(&secret)));
            assert_eq!(world.role_of("back@door.example"), None);
            // Given back, the right brings back no invitation of before that was revoked.
            let publisher = world.publisher;
            world
                .write(move |tx, ctx| {
                    people::set_disabled(tx, maker, None)?;
                    match people::role_in(tx, maker, publisher)? {
                        Some(_) => drop(people::set_role_in(tx, maker, publisher, PublisherRole::Owner)?),
                        None => people::join(tx, maker, publisher, PublisherRole::Owner, ctx.now)?,
                    }
                    Ok(())
                })
                .unwrap();
            assert_eq!(is_dead(&world.accept(&secret)), back_is_dead);
        }
    });
}

#[test]
fn an_invitation_to_the_desk_dies_with_the_administrators_role() {
    on_both_engines(|store| {
        let world = World::new(store);
        let second = world.invite("noor@northwind.example", Invitation::Desk(DeskRole::Administrator));
        world.accept(&second).unwrap().unwrap();
        let open = world.invite("back@door.example", Invitation::Desk(DeskRole::Administrator));
        let first = world.administrator;
        world
            .write(move |tx, ctx| {
                let second = people::by_email(tx, "noor@northwind.example")?.unwrap().id;
                let actor =
                    Actor { person: second, role: Role::Desk(DeskRole::Administrator), publisher: None };
                organisation::set_desk_role(tx, ctx, &actor, first, Some(DeskRole::Analyst))
            })
            .unwrap();
        assert!(is_dead(&world.accept(&open)));
    });
}
