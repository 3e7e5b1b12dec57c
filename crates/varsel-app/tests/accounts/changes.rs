//! People are mailed when their account changes.

use super::*;

#[test]
fn every_change_of_an_account_is_mailed_to_its_address() {
    on_both_engines(|store| {
        let world = World::new(store);
        world.add("second@fabrikam.example", PublisherRole::Owner);
        let (administrator, owner, me) = (world.as_administrator(), world.as_owner(), world.owner);
        let mailed = |what: AccountChange| {
            assert_eq!(world.changes_mailed(), vec![(OWNER.to_owned(), what)]);
        };
        assert!(world.changes_mailed().is_empty());

        let organisation = "fabrikam".to_owned();
        let token = world
            .write(move |tx, ctx| account::make_token(tx, ctx, &owner, "export", &[Scope::CasesRead], 30))
            .unwrap();
        mailed(AccountChange::Token { name: "export".to_owned(), made: true });
        let calendar = world
            .write(move |tx, ctx| account::make_token(tx, ctx, &owner, "phone", &[Scope::CalendarRead], 30))
            .unwrap();
        mailed(AccountChange::CalendarAddress { name: "phone".to_owned(), made: true });
        for (made, what) in [
            (token, AccountChange::Token { name: "export".to_owned(), made: false }),
            (calendar, AccountChange::CalendarAddress { name: "phone".to_owned(), made: false }),
        ] {
            world.write(move |tx, ctx| account::revoke_token(tx, ctx, me, &made.id.to_string())).unwrap();
            assert!(!world.token_works(&made.secret));
            mailed(what);
            let again = world.write(move |tx, ctx| account::revoke_token(tx, ctx, me, &made.id.to_string()));
            assert!(is_dead(&again));
        }

        let session = world.sign_in(me, None).secret;
        let verified = world.person(me);
        world
            .write(move |tx, ctx| {
                let session = account::signed_in(tx, ctx, &session)?.unwrap();
                account::change_password(tx, ctx, &session, &verified, "a-new-hash", None)
            })
            .unwrap();
        mailed(AccountChange::Password);
        let link = world.ask_for_reset(OWNER).pop().unwrap();
        world.reset(&link).unwrap();
        mailed(AccountChange::Password);

        let role = PublisherRole::Viewer;
        world.write(move |tx, ctx| organisation::change_role(tx, ctx, &owner, me, role)).unwrap();
        mailed(AccountChange::Role { organisation: organisation.clone(), role: Some(role) });
        world
            .write(move |tx, ctx| {
                organisation::set_desk_role(tx, ctx, &administrator, me, Some(DeskRole::Lead))
            })
            .unwrap();
        mailed(AccountChange::DeskRole { role: Some(DeskRole::Lead) });
        world.write(move |tx, ctx| organisation::set_desk_role(tx, ctx, &administrator, me, None)).unwrap();
        mailed(AccountChange::DeskRole { role: None });
        for off in [true, false] {
            world.write(move |tx, ctx| organisation::set_disabled(tx, ctx, &administrator, me, off)).unwrap();
            mailed(AccountChange::Switched { off });
        }
        world.write(move |tx, ctx| organisation::remove_member(tx, ctx, &owner, me)).unwrap();
        mailed(AccountChange::Role { organisation: organisation.clone(), role: None });

        // Someone with an account who takes up an invitation.
        let (publisher, to) = (world.publisher, PublisherRole::Member);
        let secret = world
            .write(move |tx, ctx| {
                let to = Invitation::Member(publisher, to);
                organisation::invite(tx, ctx, &administrator, OWNER, to, "en")
            })
            .unwrap();
        assert!(world.changes_mailed().is_empty(), "nothing has changed yet");
        world.accept(&secret).unwrap();
        mailed(AccountChange::Role { organisation, role: Some(to) });
    });
}

#[test]
fn an_account_that_is_off_takes_no_new_password() {
    on_both_engines(|store| {
        let world = World::new(store);
        world.add("second@fabrikam.example", PublisherRole::Owner);
        let link = world.ask_for_reset(OWNER).pop().unwrap();
        let (administrator, owner) = (world.as_administrator(), world.owner);
        for off in [true, false] {
            world
                .write(move |tx, ctx| organisation::set_disabled(tx, ctx, &administrator, owner, off))
                .unwrap();
            assert!(is_dead(&world.reset(&link)), "also when it is on again");
        }
    });
}
