//! Accounts, held to their promises on both engines: limits, links, sessions, invitations, and the last one who stays.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod changes;
mod invitations;
mod links;
mod roles;
mod signing_in;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{SignedDuration, Timestamp};
use varsel_app::account::{self, NewAccount, NewSession, Scope};
use varsel_app::notices::{AccountChange, AccountMail, LinkMail};
use varsel_app::organisation::{self, Invitation};
use varsel_app::{AppError, Ctx, Surroundings, password};
use varsel_core::catalogue::Key;
use varsel_core::coded::Coded;
use varsel_core::ids::{PersonId, PublisherId};
use varsel_core::permission::{Actor, DeskRole, PublisherRole, Role};
use varsel_store::access::{self, LinkPurpose};
use varsel_store::catalogue::{self, Publisher};
use varsel_store::jobs::{self, Lane, Turn};
use varsel_store::people::{self, Person};
use varsel_store::{Store, StoreError, Tx};
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
        self.sign_in_with(id, None, before)
    }

    /// Signs someone in with a browser that holds something.
    fn sign_in_with(&self, id: PersonId, held: Option<&str>, before: Option<&str>) -> NewSession {
        let (person, before) = (self.person(id), before.map(str::to_owned));
        let browser = held.and_then(|held| account::Browser::read(&self.surroundings.key, held));
        self.write(move |tx, ctx| {
            account::finish_sign_in(tx, ctx, &person, "a browser", browser.as_ref(), before.as_deref())
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

    fn try_sign_in(&self, email: &'static str, held: Option<&str>) -> Result<Option<Person>, AppError> {
        let browser = held.and_then(|held| account::Browser::read(&self.surroundings.key, held));
        self.write(move |tx, ctx| account::begin_sign_in(tx, ctx, email, browser.as_ref()))
    }

    /// The counters of tries, as they are kept.
    fn attempts(&self) -> Vec<(String, i64, i64)> {
        const ALL: varsel_store::Sql = varsel_store::Sql {
            name: "test/attempts",
            sqlite: "select key, failures, next_at from attempt order by key",
            postgres: "select key, failures, next_at from attempt order by key",
        };
        self.write(|tx, _| {
            Ok(tx.query(&ALL, &[], |row| Ok((row.text(0)?.to_owned(), row.int(1)?, row.int(2)?)))?)
        })
        .unwrap()
    }

    /// Asks for a new password; returns the secrets of the mails that wait in the queue, and empties it.
    fn ask_for_reset(&self, email: &str) -> Vec<String> {
        self.ask_for_reset_from("203.0.113.9", email)
    }

    fn ask_for_reset_from(&self, network: &'static str, email: &str) -> Vec<String> {
        let email = email.to_owned();
        self.write(move |tx, ctx| account::ask_for_reset(tx, ctx, &email, network)).unwrap();
        self.mailed()
    }

    fn mailed(&self) -> Vec<String> {
        self.write(|tx, ctx| {
            let mut secrets = Vec::new();
            while let Some(job) = jobs::claim(tx, Lane::Mail, &Turn::default(), ctx.now, ctx.now)? {
                if job.kind == LinkMail::KIND.code() {
                    let mail: LinkMail = serde_json::from_str(&job.payload).unwrap();
                    secrets.push(ctx.key().link_secret(&mail.link));
                }
                jobs::finish(tx, job.claim(), ctx.now)?;
            }
            Ok(secrets)
        })
        .unwrap()
    }

    /// Returns what the queue says to people of changes to their accounts, with the addresses it goes to, and empties it.
    fn changes_mailed(&self) -> Vec<(String, AccountChange)> {
        self.write(|tx, ctx| {
            let mut changes = Vec::new();
            while let Some(job) = jobs::claim(tx, Lane::Mail, &Turn::default(), ctx.now, ctx.now)? {
                if job.kind == AccountMail::KIND.code() {
                    let mail: AccountMail = serde_json::from_str(&job.payload).unwrap();
                    changes.push((mail.email, mail.change));
                }
                jobs::finish(tx, job.claim(), ctx.now)?;
            }
            Ok(changes)
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
