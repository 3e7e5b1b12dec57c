//! Every decision rests on the rules in force and on what the catalogues say: no caller decides by less.

use std::sync::Arc;

use jiff::{SignedDuration, ToSpan as _};
use varsel_app::cases::{self, NewReport};
use varsel_app::context::Surroundings;
use varsel_app::secrets::InstanceKey;
use varsel_app::{AppError, Ctx, clocks, rules};
use varsel_core::case::{Case, Category, Command, FactKind, FactStatus, Outcome, OutcomeStatement, Relation};
use varsel_core::clock::{ClockKind, Targets};
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::ids::OfferId;
use varsel_core::permission::{Actor, DeskRole, Party, Role};
use varsel_core::score::priority::PriorityTables;
use varsel_core::score::{Priority, Rules};
use varsel_core::text::Prose;
use varsel_store::{Sql, Store, Tx, cases as case_store};
use varsel_testkit::generate::{self, Marketplace};
use varsel_testkit::{FrozenClock, on_both_engines, policy, seeded};

use crate::{KEV, file, import};

/// A high severity, of which the shipped rules make a P3 where nothing says that it is exploited.
const HIGH: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H";

/// A desk that sets itself no target to assess, so that what is suggested counts until a person assesses.
struct Desk<'a> {
    store: &'a Store,
    clock: FrozenClock,
    surroundings: Surroundings,
    market: Arc<Marketplace>,
}

/// Something that ends in a decision about a case.
type Deed = fn(&Tx<'_>, &Ctx, &Marketplace, &Case) -> Result<(), AppError>;

/// What a person of the desk or of the publisher does.
fn act(tx: &Tx<'_>, ctx: &Ctx, by: &Actor, case: &Case, command: Command) -> Result<(), AppError> {
    cases::act(tx, ctx, by, number(case), command, None).map(drop)
}

fn number(case: &Case) -> ConfirmationNumber {
    case.number.unwrap()
}

fn text<const MAX: usize>(text: &str) -> Prose<MAX> {
    Prose::new(text).unwrap()
}

fn submit(tx: &Tx<'_>, ctx: &Ctx, owner: &Actor, offer: OfferId, cve: &str) -> Result<Case, AppError> {
    let mut answers = generate::answers(1, offer);
    answers.vulnerability.cves = vec![cve.to_owned()];
    HIGH.clone_into(&mut answers.vulnerability.cvss);
    "high".clone_into(&mut answers.proposed_severity);
    cases::submit(
        tx,
        ctx,
        owner,
        &NewReport { draft: None, category: Category::Vulnerability, answers: &answers },
    )
}

/// Every way to a decision, but for the submission that all begin with.
const DEEDS: [(&str, Deed); 9] = [
    ("a sweep", |tx, ctx, _, _| clocks::sweep(tx, ctx, 100).map(drop)),
    ("a history that is caught up", |tx, ctx, _, case| clocks::catch_up(tx, ctx, case.id)),
    ("an acknowledgement", |tx, ctx, market, case| {
        act(tx, ctx, &market.analyst, case, Command::Acknowledge { message: text("I have it.") })
    }),
    ("a note", |tx, ctx, market, case| {
        act(tx, ctx, &market.analyst, case, Command::AddNote { text: text("Hm.") })
    }),
    ("a message of the publisher", |tx, ctx, market, case| {
        act(tx, ctx, &market.owners[0].0, case, Command::ShareMessage { text: text("More.") })
    }),
    ("a fact of the publisher", |tx, ctx, market, case| {
        let (fact, status) = (FactKind::FixAvailable, FactStatus::Yes);
        act(tx, ctx, &market.owners[0].0, case, Command::Assert { fact, status, note: None })
    }),
    ("an owner", |tx, ctx, market, case| {
        let owner = market.analyst.person.to_string();
        cases::assign(tx, ctx, &market.analyst, number(case), &owner).map(drop)
    }),
    ("what became of a mail", |tx, ctx, _, case| {
        let notice = "confirmation".to_owned();
        let command = Command::RecordMail { notice, recipients: 1, to: Party::Publisher, delivered: true };
        cases::act_as_system(tx, ctx, case.id, command).map(drop)
    }),
    ("a duplicate that is merged into it", |tx, ctx, market, case| {
        let (owner, offer) = &market.owners[0];
        let second = submit(tx, &ctx.at(ctx.now - 2.hours()), owner, *offer, "CVE-2021-44228")?;
        let (to, publisher) = (case.id, case.publisher);
        let link = Command::Link { to, number: number(case), publisher, relation: Relation::Duplicate };
        act(tx, ctx, &market.analyst, &second, link)?;
        let statement =
            OutcomeStatement { outcome: Outcome::Duplicate, sentence: text("As the other."), until: None };
        act(tx, ctx, &market.analyst, &second, Command::Close { statement })
    }),
];

impl<'a> Desk<'a> {
    fn open(store: &'a Store) -> Self {
        let clock = FrozenClock::at("2026-11-23T09:00:00Z");
        let mut policy = policy();
        policy.targets = Targets { assess: [None; 4], ..Targets::default() };
        let key = InstanceKey::new([7; 32]);
        let surroundings = Surroundings::new(clock.clock(), seeded(42), policy, key).unwrap();
        let ctx = surroundings.context();
        let market: Result<Marketplace, AppError> =
            store.write(move |tx| generate::begin(tx, &ctx, 1)).wait();
        Self { store, clock, surroundings, market: Arc::new(market.unwrap()) }
    }

    fn submits(&self, cve: &'static str) -> Case {
        let (ctx, (owner, offer)) = (self.surroundings.context(), self.market.owners[0]);
        self.store.write(move |tx| submit(tx, &ctx, &owner, offer, cve)).wait().unwrap()
    }

    /// Does something with a case and returns what it is then.
    fn does(&self, deed: Deed, case: &Case) -> Case {
        let (ctx, market, case) = (self.surroundings.context(), Arc::clone(&self.market), case.clone());
        let done: Result<Case, AppError> = self
            .store
            .write(move |tx| {
                deed(tx, &ctx, &market, &case)?;
                Ok(case_store::load(tx, case.id)?.unwrap())
            })
            .wait();
        done.unwrap()
    }

    /// Does each deed with a case of its own and sees that no clock leaves P1.
    fn every_deed_keeps(&self, cve: &'static str) {
        for (name, deed) in DEEDS {
            let case = self.submits(cve);
            let respond = case.clocks.get(ClockKind::Respond).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(respond.priority, Some(Priority::P1), "{name}: submitted");
            // Half of the two business hours: a step of the clock, which a sweep looks at.
            self.clock.advance(SignedDuration::from_mins(61));
            let after = self.does(deed, &case);
            assert!(after.version > case.version, "{name}: decided");
            let priorities: Vec<_> =
                after.clocks.iter().filter_map(|clock| Some((clock.kind, clock.priority?))).collect();
            assert!(priorities.iter().all(|(_, of)| *of == Priority::P1), "{name}: {priorities:?}");
            let respond = after.clocks.get(ClockKind::Respond).unwrap();
            assert!(respond.is_live() || after.acknowledged.is_some(), "{name}: the clock still runs");
            // On to the next day, so that each deed has hours in which the desk is open.
            self.clock.advance(SignedDuration::from_hours(24) - SignedDuration::from_mins(61));
        }
    }
}

#[test]
fn every_decision_counts_that_a_cve_is_known_to_be_exploited() {
    on_both_engines(|store| {
        let desk = Desk::open(store);
        let quiet = desk.submits("CVE-2024-9999");
        assert!(quiet.clocks.get(ClockKind::Respond).is_none(), "a P3 has no time to respond in");
        let folder = tempfile::tempdir().unwrap();
        assert!(import(store, &[file(folder.path(), "kev.json", KEV)]).problems.is_empty());
        desk.every_deed_keeps("CVE-2021-44228");
    });
}

#[test]
fn every_decision_counts_the_rules_in_force() {
    on_both_engines(|store| {
        let desk = Desk::open(store);
        let (vulnerability, incident) = Rules::shipped().tables.write();
        let urgent = |table: String| ["P2", "P3", "P4"].iter().fold(table, |table, p| table.replace(p, "P1"));
        let tables = PriorityTables::read(&urgent(vulnerability), &urgent(incident)).unwrap();
        let proposed = Rules { tables, ..Rules::shipped().clone() };
        let lead = Actor { role: Role::Desk(DeskRole::Lead), ..desk.market.analyst };
        let (ctx, reason) = (desk.surroundings.context(), text("Everything is urgent."));
        let put: Result<(), AppError> =
            store.write(move |tx| rules::put(tx, &ctx, &lead, 0, &proposed, &reason)).wait();
        put.unwrap();
        desk.every_deed_keeps("CVE-2024-9999");
    });
}

#[test]
fn a_cve_that_cannot_be_read_stops_no_other_cases_clocks() {
    const BREAK: Sql = Sql {
        name: "test/break",
        sqlite: "update cve_fact set facts = '7'",
        postgres: "update cve_fact set facts = '7'",
    };
    on_both_engines(|store| {
        let desk = Desk::open(store);
        let folder = tempfile::tempdir().unwrap();
        assert!(import(store, &[file(folder.path(), "kev.json", KEV)]).problems.is_empty());
        let broken = desk.submits("CVE-2021-44228");
        let sound = desk.submits("CVE-2024-9999");
        let done: Result<_, AppError> = store.write(|tx| Ok(tx.execute(&BREAK, &[])?)).wait();
        assert!(done.unwrap() > 0);
        // Past the promise of the first business day.
        desk.clock.advance(SignedDuration::from_hours(48));
        let after = desk.does(DEEDS[0].1, &sound);
        assert!(after.version > sound.version, "it was looked at");
        let again: Deed = |tx, ctx, _, _| {
            assert_eq!(clocks::sweep(tx, ctx, 100)?, 0);
            Ok(())
        };
        let left = desk.does(again, &broken);
        assert_eq!(left.version, broken.version, "the other is left alone for a while");
    });
}
