//! Accounts, held to their promises on both engines: limits, links, sessions, invitations, and the last one who stays.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{SignedDuration, Timestamp};
use varsel_app::account::{self, NewAccount, NewSession, Scope};
use varsel_app::notices::LinkMail;
use varsel_app::organisation::{self, Invitation};
use varsel_app::{AppError, Ctx, Surroundings, password};
use varsel_core::catalogue::Key;
use varsel_core::coded::Coded;
use varsel_core::ids::{PersonId, PublisherId};
use varsel_core::permission::{Actor, DeskRole, PublisherRole, Role};
use varsel_store::access::{self, LinkPurpose};
use varsel_store::catalogue::{self, Publisher};
use varsel_store::people::{self, Person};
use varsel_store::{Store, StoreError, Tx, jobs};
use varsel_testkit::{FrozenClock, on_both_engines, surroundings};

/// A store with a clock, and an organisation with an owner in it.
struct World {
    store: Store,
    clock: FrozenClock,
    surroundings: Surroundings,
    publisher: PublisherId,
    owner: PersonId,
    administrator: PersonId,
}

const OWNER: &str = "ada@fabrikam.example";
/// Where everybody signs in from.
const NETWORK: &str = "192.0.2.1";
const ADMINISTRATOR: &str = "robin@northwind.example";
/// Stands for a hash where no password is verified.
const HASH: &str = "not-a-hash";

impl World {
    fn new(store: &Store) -> Self {
        let clock = FrozenClock::at("2026-11-23T09:00:00Z");
        let surroundings = surroundings(&clock, 11);
        let ctx = surroundings.context();
        let (owner, administrator) = (PersonId(ctx.id()), PersonId(ctx.id()));
        let publisher = PublisherId(ctx.id());
        let world = Self { store: store.clone(), clock, surroundings, publisher, owner, administrator };
        world
            .write(move |tx, ctx| {
                add_publisher(tx, publisher, "fabrikam", ctx.now)?;
                add_person(tx, ctx, owner, OWNER, None)?;
                add_person(tx, ctx, administrator, ADMINISTRATOR, Some(DeskRole::Administrator))?;
                people::join(tx, owner, publisher, PublisherRole::Owner, ctx.now)?;
                Ok(())
            })
            .unwrap();
        world
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>, &Ctx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let ctx = self.surroundings.context();
        self.store.write(move |tx| work(tx, &ctx)).wait()
    }

    fn pass(&self, time: SignedDuration) {
        self.clock.advance(time);
    }

    fn as_owner(&self) -> Actor {
        member(self.owner, self.publisher, PublisherRole::Owner)
    }

    fn as_administrator(&self) -> Actor {
        Actor { person: self.administrator, role: Role::Desk(DeskRole::Administrator), publisher: None }
    }

    fn person(&self, id: PersonId) -> Person {
        self.write(move |tx, _| Ok(people::by_id(tx, id)?.unwrap())).unwrap()
    }

    fn add(&self, email: &'static str, role: PublisherRole) -> PersonId {
        let publisher = self.publisher;
        self.write(move |tx, ctx| {
            let id = PersonId(ctx.id());
            add_person(tx, ctx, id, email, None)?;
            people::join(tx, id, publisher, role, ctx.now)?;
            Ok(id)
        })
        .unwrap()
    }

    fn sign_in(&self, id: PersonId, before: Option<&str>) -> NewSession {
        let (person, before) = (self.person(id), before.map(str::to_owned));
        self.write(move |tx, ctx| {
            account::finish_sign_in(tx, ctx, &person, "a browser", NETWORK, before.as_deref())
        })
        .unwrap()
        .unwrap()
    }

    fn is_in(&self, secret: &str) -> bool {
        let secret = secret.to_owned();
        self.write(move |tx, ctx| account::signed_in(tx, ctx, &secret)).unwrap().is_some()
    }

    fn token(&self, actor: Actor) -> String {
        self.write(move |tx, ctx| account::make_token(tx, ctx, &actor, "export", &[Scope::CasesRead], 30))
            .unwrap()
            .secret
    }

    fn token_works(&self, secret: &str) -> bool {
        let secret = secret.to_owned();
        self.write(move |tx, ctx| account::token_actor(tx, ctx, &secret)).unwrap().is_some()
    }

    fn try_sign_in(&self, email: &'static str, network: &'static str) -> Result<Option<Person>, AppError> {
        self.write(move |tx, ctx| account::begin_sign_in(tx, ctx, email, network))
    }

    /// Asks for a new password; returns the secrets of the mails that wait in the queue, and empties it.
    fn ask_for_reset(&self, email: &'static str) -> Vec<String> {
        self.write(move |tx, ctx| account::ask_for_reset(tx, ctx, email, "203.0.113.9")).unwrap();
        self.mailed()
    }

    fn mailed(&self) -> Vec<String> {
        self.write(|tx, ctx| {
            let mut secrets = Vec::new();
            while let Some(job) = jobs::claim(tx, ctx.now, ctx.now)? {
                let mail: LinkMail = serde_json::from_str(&job.payload).unwrap();
                secrets.push(ctx.key().link_secret(&mail.link));
                jobs::finish(tx, job.claim(), ctx.now)?;
            }
            Ok(secrets)
        })
        .unwrap()
    }

    fn reset(&self, secret: &str) -> Result<(), AppError> {
        let secret = secret.to_owned();
        self.write(move |tx, ctx| account::reset_password(tx, ctx, &secret, "a-new-hash"))
    }

    fn invite(&self, email: &'static str, to: Invitation) -> String {
        let actor = match to {
            Invitation::Member(..) => self.as_owner(),
            Invitation::Desk(_) => self.as_administrator(),
        };
        self.write(move |tx, ctx| organisation::invite(tx, ctx, &actor, email, to, "sv")).unwrap()
    }

    /// Takes an invitation up with a new account.
    fn accept(&self, secret: &str) -> Result<Option<NewSession>, AppError> {
        self.accept_as(secret, LinkPurpose::Invitation, "ignored@elsewhere.example")
    }

    fn accept_as(
        &self,
        secret: &str,
        purpose: LinkPurpose,
        email: &'static str,
    ) -> Result<Option<NewSession>, AppError> {
        let secret = secret.to_owned();
        self.write(move |tx, ctx| {
            let account = NewAccount {
                email,
                name: "Elin Sandmark",
                locale: "sv",
                zone: "Europe/Stockholm",
                password_hash: HASH,
            };
            account::accept_link(tx, ctx, &secret, purpose, Some(&account), "a browser")
        })
    }

    fn role_of(&self, email: &'static str) -> Option<PublisherRole> {
        let publisher = self.publisher;
        self.write(move |tx, _| {
            let Some(person) = people::by_email(tx, email)? else { return Ok(None) };
            Ok(people::role_in(tx, person.id, publisher)?)
        })
        .unwrap()
    }
}

fn member(person: PersonId, publisher: PublisherId, role: PublisherRole) -> Actor {
    Actor { person, role: Role::Publisher(role), publisher: Some(publisher) }
}

fn add_publisher(tx: &Tx<'_>, id: PublisherId, key: &str, now: Timestamp) -> Result<(), StoreError> {
    let key = key.parse::<Key>().unwrap();
    let publisher = Publisher {
        id,
        name: key.to_string(),
        key,
        website: None,
        country: None,
        created: now,
        updated: now,
    };
    catalogue::insert_publisher(tx, &publisher)
}

fn add_person(
    tx: &Tx<'_>,
    ctx: &Ctx,
    id: PersonId,
    email: &str,
    desk_role: Option<DeskRole>,
) -> Result<(), StoreError> {
    let person = Person {
        id,
        email: email.to_owned(),
        name: email.split('@').next().unwrap_or_default().to_owned(),
        password_hash: Some(HASH.to_owned()),
        desk_role,
        locale: "en".to_owned(),
        zone: "Europe/Stockholm".to_owned(),
        theme: "auto".to_owned(),
        created: ctx.now,
        disabled: None,
    };
    people::insert(tx, &person)
}

fn is_dead<T>(made: &Result<T, AppError>) -> bool {
    matches!(made, Err(AppError::NotFound))
}

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
        // Removed, invited by somebody at the desk's bidding, removed once more: nothing open is left.
        let actor = world.as_owner();
        world.write(move |tx, ctx| organisation::remove_member(tx, ctx, &actor, elin)).unwrap();
        let third = world.invite("elin@fabrikam.example", owners);
        let publisher = world.publisher;
        world
            .write(move |tx, ctx| Ok(people::join(tx, elin, publisher, PublisherRole::Viewer, ctx.now)?))
            .unwrap();
        // Somebody who is in already keeps the role they have.
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
            .write(move |tx, ctx| account::finish_sign_in(tx, ctx, &person, "a browser", NETWORK, None))
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
