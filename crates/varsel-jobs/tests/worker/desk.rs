//! A small desk with a mail server: what the tests act on.

use std::net::SocketAddr;

use jiff::SignedDuration;
use varsel_app::cases::{self, NewReport};
use varsel_app::{AppError, Ctx, Surroundings};
use varsel_core::case::{Case, Category, Command, Event};
use varsel_core::ids::{OfferId, PersonId};
use varsel_core::permission::{Actor, PublisherRole, Role};
use varsel_core::text::Prose;
use varsel_jobs::{Mailer, Worker};
use varsel_mail::{Mailbox, Security, Smtp, SmtpSettings, Transport};
use varsel_store::jobs::{self, JobRow, JobState};
use varsel_store::people::{self, Person};
use varsel_store::{Store, Tx, cases as case_store};
use varsel_testkit::generate;
use varsel_testkit::mail_sink::MailSink;
use varsel_testkit::{FrozenClock, surroundings};

/// A desk with one publisher: its owner, a second owner, and an analyst.
pub(crate) struct Desk {
    pub(crate) store: Store,
    pub(crate) clock: FrozenClock,
    pub(crate) surroundings: Surroundings,
    pub(crate) owner: Actor,
    pub(crate) second: Actor,
    pub(crate) analyst: Actor,
    pub(crate) offer: OfferId,
}

impl Desk {
    pub(crate) fn open(store: &Store) -> Self {
        let clock = FrozenClock::at("2026-11-23T09:00:00Z");
        let surroundings = surroundings(&clock, 11);
        let ctx = surroundings.context();
        let made: Result<_, AppError> = store
            .write(move |tx| {
                let market = generate::begin(tx, &ctx, 1)?;
                let (owner, offer) = market.owners[0];
                let second = add_person(tx, &ctx, "second@publisher.example", "Zoë Ågren", "sv")?;
                let publisher = owner.publisher.unwrap();
                people::join(tx, second, publisher, PublisherRole::SecurityContact, ctx.now)?;
                let role = Role::Publisher(PublisherRole::SecurityContact);
                let second = Actor { person: second, role, publisher: Some(publisher) };
                Ok((owner, second, market.analyst, offer))
            })
            .wait();
        let (owner, second, analyst, offer) = made.unwrap();
        Self { store: store.clone(), clock, surroundings, owner, second, analyst, offer }
    }

    pub(crate) fn worker(&self, sink: &MailSink) -> Worker {
        self.worker_on(&self.store, sink)
    }

    /// A worker whose mail server is at another address.
    pub(crate) fn worker_at(&self, address: SocketAddr) -> Worker {
        self.worker_with(&self.store, address)
    }

    pub(crate) fn worker_on(&self, store: &Store, sink: &MailSink) -> Worker {
        self.worker_with(store, sink.address)
    }

    fn worker_with(&self, store: &Store, address: SocketAddr) -> Worker {
        let settings = SmtpSettings {
            host: "127.0.0.1".to_owned(),
            port: address.port(),
            security: Security::None,
            credentials: None,
            extra_root: None,
            hello: "desk.example".to_owned(),
        };
        let mailer = Mailer {
            transport: Transport::Smtp(Box::new(Smtp::new(&settings).unwrap())),
            from: Mailbox { name: "Northwind".to_owned(), address: "security@desk.example".to_owned() },
            base_url: "https://desk.example".to_owned(),
            shows_amber_strict: false,
        };
        Worker::new(store.clone(), self.surroundings.clone(), mailer)
    }

    pub(crate) fn submits(&self) -> Case {
        self.submits_one(false)
    }

    pub(crate) fn another_publisher_submits(&self) -> Case {
        let ctx = self.surroundings.context();
        let other = self.write(move |tx| generate::add_publisher(tx, &ctx, 1));
        self.submits_as(other, false, "")
    }

    /// Submits a report that says that it is exploited, under a TLP label.
    pub(crate) fn submits_under(&self, label: &'static str) -> Case {
        self.submits_as((self.owner, self.offer), true, label)
    }

    /// Submits a report; `urgent` says that it is exploited.
    pub(crate) fn submits_one(&self, urgent: bool) -> Case {
        self.submits_as((self.owner, self.offer), urgent, "")
    }

    fn submits_as(&self, (owner, offer): (Actor, OfferId), urgent: bool, label: &'static str) -> Case {
        let ctx = self.surroundings.context();
        self.write(move |tx| {
            let mut answers = generate::answers(1, offer);
            if !label.is_empty() {
                label.clone_into(&mut answers.tlp);
            }
            if urgent {
                "yes".clone_into(&mut answers.vulnerability.exploited);
            }
            let report = NewReport { draft: None, category: Category::Vulnerability, answers: &answers };
            cases::submit(tx, &ctx, &owner, &report)
        })
    }

    pub(crate) fn acts(&self, by: Actor, case: &Case, command: Command) -> Case {
        let (ctx, number) = (self.surroundings.context(), case.number.unwrap());
        self.write(move |tx| cases::act(tx, &ctx, &by, number, command, None))
    }

    pub(crate) fn acknowledges(&self, case: &Case) -> Case {
        self.acts(self.analyst, case, Command::Acknowledge { message: text("I have it.\n.\nMore soon.") })
    }

    pub(crate) fn minutes_pass(&self, minutes: i64) {
        self.clock.advance(SignedDuration::from_mins(minutes));
    }

    pub(crate) fn jobs(&self, state: JobState) -> Vec<JobRow> {
        self.write(move |tx| Ok(jobs::list(tx, state, None, 100)?))
    }

    /// What the case says of its mails: notice, how many people, whether they have it.
    pub(crate) fn mails_recorded(&self, case: &Case) -> Vec<(String, u32, bool)> {
        let id = case.id;
        let history = self.write(move |tx| Ok(case_store::history(tx, id, 0, 1_000)?));
        let recorded = history.into_iter().filter_map(|recorded| match recorded.event {
            Event::MailHandled { notice, recipients, delivered, .. } => Some((notice, recipients, delivered)),
            _ => None,
        });
        recorded.collect()
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, AppError> + Send + 'static,
    ) -> T {
        self.store.write(work).wait().unwrap()
    }
}

pub(crate) fn add_person(
    tx: &Tx<'_>,
    ctx: &Ctx,
    email: &str,
    name: &str,
    locale: &str,
) -> Result<PersonId, AppError> {
    let person = Person {
        id: PersonId(ctx.id()),
        email: email.to_owned(),
        name: name.to_owned(),
        password_hash: None,
        desk_role: None,
        locale: locale.to_owned(),
        zone: "Europe/Stockholm".to_owned(),
        theme: "auto".to_owned(),
        created: ctx.now,
        disabled: None,
    };
    people::insert(tx, &person)?;
    Ok(person.id)
}

pub(crate) fn text<const MAX: usize>(text: &str) -> Prose<MAX> {
    Prose::new(text).unwrap()
}
