//! Roles: who gives and takes them, and what ends with them.

use super::*;

#[test]
fn a_lost_role_ends_sessions_and_tokens_at_once() {
    on_both_engines(|store| {
        let world = World::new(store);
        let (owner, publisher) = (world.as_owner(), world.publisher);
        let jonas = world.add("jonas@fabrikam.example", PublisherRole::Member);
        let as_member = member(jonas, publisher, PublisherRole::Member);
        let (session, token) = (world.sign_in(jonas, None).secret, world.token(as_member));
        world
            .write(move |tx, ctx| organisation::change_role(tx, ctx, &owner, jonas, PublisherRole::Viewer))
            .unwrap();
        assert!(!world.is_in(&session) && !world.token_works(&token));
        let (session, token) = (world.sign_in(jonas, None).secret, world.token(as_member));
        world.write(move |tx, ctx| organisation::remove_member(tx, ctx, &owner, jonas)).unwrap();
        assert!(!world.is_in(&session) && !world.token_works(&token));
        let person = world.person(jonas);
        let nowhere = world
            .write(move |tx, ctx| account::finish_sign_in(tx, ctx, &person, "a browser", None, None))
            .unwrap();
        assert!(nowhere.is_none(), "no role, no session");
        // Switched off and on again: what has ended stays ended.
        let ada = world.sign_in(world.owner, None).secret;
        let (administrator, id) = (world.as_administrator(), world.owner);
        for off in [true, false] {
            world.write(move |tx, ctx| organisation::set_disabled(tx, ctx, &administrator, id, off)).unwrap();
            assert!(!world.is_in(&ada));
        }
    });
}

#[test]
fn the_last_owner_and_the_last_administrator_stay_whatever_happens_at_once() {
    on_both_engines(|store| {
        let world = World::new(store);
        let (owner, me) = (world.as_owner(), world.owner);
        let last = |made: Result<(), AppError>| assert!(matches!(made, Err(AppError::LastOne)), "{made:?}");
        last(
            world.write(move |tx, ctx| organisation::change_role(tx, ctx, &owner, me, PublisherRole::Member)),
        );
        last(world.write(move |tx, ctx| organisation::remove_member(tx, ctx, &owner, me)));
        let (administrator, id) = (world.as_administrator(), world.administrator);
        last(world.write(move |tx, ctx| organisation::set_desk_role(tx, ctx, &administrator, id, None)));
        last(world.write(move |tx, ctx| organisation::set_disabled(tx, ctx, &administrator, id, true)));

        // An account that is off holds nobody: its role can be taken while one that is on is left.
        let gone = world.add("gone@fabrikam.example", PublisherRole::Owner);
        world.write(move |tx, ctx| organisation::set_disabled(tx, ctx, &administrator, gone, true)).unwrap();
        world.write(move |tx, ctx| organisation::remove_member(tx, ctx, &owner, gone)).unwrap();
        last(world.write(move |tx, ctx| organisation::remove_member(tx, ctx, &owner, me)));

        // Two owners, and two administrators, who take each other's role at the same moment.
        for round in 0..10 {
            let email: &'static str = format!("second{round}@fabrikam.example").leak();
            let second = world.add(email, PublisherRole::Owner);
            let (publisher, first) = (
                world.publisher,
                world.write(move |tx, _| a_first_owner(tx, owner.publisher, second)).unwrap(),
            );
            let taking = |by: PersonId, from: PersonId| {
                let by = member(by, publisher, PublisherRole::Owner);
                let ctx = world.surroundings.context();
                world
                    .store
                    .write(move |tx| organisation::change_role(tx, &ctx, &by, from, PublisherRole::Viewer))
            };
            let (one, two) = (taking(first, second), taking(second, first));
            let (one, two): (Result<(), AppError>, Result<(), AppError>) = (one.wait(), two.wait());
            assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
            let owners = world.write(move |tx, _| Ok(people::count_owners(tx, publisher)?)).unwrap();
            assert_eq!(owners, 1);

            let third = world.add(format!("third{round}@fabrikam.example").leak(), PublisherRole::Viewer);
            let first = world.write(|tx, _| Ok(people::desk(tx)?[0].id)).unwrap();
            world
                .write(move |tx, _| Ok(people::set_desk_role(tx, third, Some(DeskRole::Administrator))?))
                .unwrap();
            let taking = |by: PersonId, from: PersonId| {
                let by = Actor { person: by, role: Role::Desk(DeskRole::Administrator), publisher: None };
                let ctx = world.surroundings.context();
                world.store.write(move |tx| organisation::set_desk_role(tx, &ctx, &by, from, None))
            };
            let (one, two) = (taking(first, third), taking(third, first));
            let (one, two): (Result<(), AppError>, Result<(), AppError>) = (one.wait(), two.wait());
            assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
            assert_eq!(world.write(|tx, _| Ok(people::count_administrators(tx)?)).unwrap(), 1);
        }
    });
}

fn a_first_owner(tx: &Tx<'_>, publisher: Option<PublisherId>, but: PersonId) -> Result<PersonId, AppError> {
    let members = people::members(tx, publisher.unwrap())?;
    Ok(members.into_iter().find(|m| m.role == PublisherRole::Owner && m.id != but).unwrap().id)
}

#[test]
fn only_who_manages_may_invite_and_only_there() {
    on_both_engines(|store| {
        let world = World::new(store);
        let elsewhere = PublisherId(world.surroundings.context().id());
        world.write(move |tx, ctx| Ok(add_publisher(tx, elsewhere, "contoso", ctx.now)?)).unwrap();
        let refused = |actor: Actor, to: Invitation| {
            let made =
                world.write(move |tx, ctx| organisation::invite(tx, ctx, &actor, "x@y.example", to, "en"));
            assert!(matches!(made, Err(AppError::Refused { .. })), "{actor:?} {to:?} {made:?}");
        };
        for role in PublisherRole::ALL {
            let actor = member(world.owner, world.publisher, *role);
            refused(actor, Invitation::Member(elsewhere, PublisherRole::Viewer));
            refused(actor, Invitation::Desk(DeskRole::Analyst));
            if *role != PublisherRole::Owner {
                refused(actor, Invitation::Member(world.publisher, PublisherRole::Viewer));
            }
        }
        for role in DeskRole::ALL.iter().filter(|role| **role != DeskRole::Administrator) {
            let actor = Actor { person: world.administrator, role: Role::Desk(*role), publisher: None };
            refused(actor, Invitation::Desk(DeskRole::Analyst));
        }
        // Another organisation's member is nobody here.
        let actor = member(world.owner, elsewhere, PublisherRole::Owner);
        let owner = world.owner;
        let made = world
            .write(move |tx, ctx| organisation::change_role(tx, ctx, &actor, owner, PublisherRole::Viewer));
        assert!(is_dead(&made));
    });
}

#[test]
fn people_are_found_by_the_beginning_of_name_or_address() {
    on_both_engines(|store| {
        let world = World::new(store);
        world.add("ebba_x@fabrikam.example", PublisherRole::Viewer);
        world.add("ebbayx@fabrikam.example", PublisherRole::Viewer);
        let find = |prefix: &'static str| {
            let found = world.write(move |tx, _| Ok(people::list_outside(tx, prefix, None, 50)?)).unwrap();
            found.into_iter().map(|row| row.email).collect::<Vec<_>>()
        };
        assert_eq!(find("EBBA_"), ["ebba_x@fabrikam.example"], "no wildcard");
        assert_eq!(find("ebba").len(), 2);
        assert_eq!(find("%"), Vec::<String>::new());
        assert_eq!(find("\\"), Vec::<String>::new());
        assert_eq!(find("robin"), Vec::<String>::new(), "the desk has its own list");
        assert_eq!(find("").len(), 3);
        let page = world
            .write(|tx, _| {
                let first = people::list_outside(tx, "", None, 1)?.remove(0);
                let rest = people::list_outside(tx, "", Some((&first.name, first.id)), 50)?;
                assert!(rest.iter().all(|row| row.id != first.id));
                Ok(rest)
            })
            .unwrap();
        assert_eq!(page.len(), 2);
        assert_eq!(page[0].organisation.as_deref(), Some("fabrikam"));
    });
}
