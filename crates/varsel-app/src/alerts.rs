//! Alerts about the desk's clocks and ongoing harm, and their recipients, as queued.
//!
//! Alerts for one person at one time are sent as one message, so that people are not flooded with mails when many cases wait.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use varsel_core::case::Case;
use varsel_core::clock::ClockKind;
use varsel_core::clock::obligation::Stage;
use varsel_core::ids::{CaseId, JobId, PersonId, PublisherId};
use varsel_core::permission::{DeskRole, Role};
use varsel_core::score::Priority;
use varsel_store::jobs::{self, JobKind, NewJob, Owner};
use varsel_store::{StoreError, Tx, people};

use crate::Ctx;

/// Who is alerted outside working hours, and for the most urgent cases.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct OnCall {
    /// Mail addresses, such as those of a paging service.
    pub addresses: Vec<String>,
    /// Whether there is a webhook.
    pub webhook: bool,
}

impl OnCall {
    fn is_empty(&self) -> bool {
        self.addresses.is_empty() && !self.webhook
    }
}

/// The recipient of an alert.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// A person at the desk, by mail.
    Person(PersonId),
    /// An address, by mail.
    Address(String),
    /// The on-call webhook.
    Webhook,
}

/// The reason for an alert.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Matter {
    /// A step of a clock has passed.
    Clock {
        /// Which.
        clock: ClockKind,
        /// The step, in percent; 100 is a miss.
        percent: u8,
        /// When it is due.
        due: Timestamp,
    },
    /// A step of a filing has passed.
    Stage {
        /// The id of the stage.
        stage: StageId,
        /// The step, in percent; 100 is a miss.
        percent: u8,
        /// When it is due.
        due: Timestamp,
    },
    /// Ongoing harm was reported.
    Harm,
}

/// The id of a stage, borrowed from the data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StageId(pub &'static str);

impl Serialize for StageId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for StageId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Stage::find(&id).map(|stage| Self(stage.id)).ok_or_else(|| D::Error::custom("no such stage"))
    }
}

/// An alert about a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// The case.
    pub case: CaseId,
    /// The reason.
    #[serde(flatten)]
    pub matter: Matter,
}

/// A message to one recipient.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Alert {
    /// The recipient.
    pub to: Recipient,
    /// The alerts in it.
    pub items: Vec<Item>,
}

impl Alert {
    /// Returns the kind of its job: the webhook does not wait for a mail server, nor mails for the webhook.
    pub const fn kind(&self) -> JobKind {
        match self.to {
            Recipient::Person(_) | Recipient::Address(_) => JobKind::Alert,
            Recipient::Webhook => JobKind::AlertWebhook,
        }
    }

    /// Writes it as the payload of a job.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("codes and ids serialise")
    }
}

/// Collects alerts, one message per recipient and time, and queues them.
#[derive(Default)]
pub(crate) struct Gathered(BTreeMap<(Timestamp, Recipient), Vec<(PublisherId, Item)>>);

impl Gathered {
    /// Adds an alert about a case for everyone concerned.
    pub(crate) fn add(
        &mut self,
        tx: &Tx<'_>,
        ctx: &Ctx,
        case: &Case,
        matter: Matter,
    ) -> Result<(), StoreError> {
        // Statutory deadlines ignore working hours.
        let urgent = is_urgent(case) || !matches!(matter, Matter::Clock { .. });
        let at = if urgent {
            ctx.now
        } else {
            // Alerts that can wait until morning are not sent at night.
            ctx.calendar().next_opening(ctx.now).unwrap_or(ctx.now)
        };
        for to in recipients(tx, ctx, case, urgent)? {
            let item = (case.publisher, Item { case: case.id, matter });
            self.0.entry((at, to)).or_default().push(item);
        }
        Ok(())
    }

    /// Queues the collected alerts.
    pub(crate) fn queue(self, tx: &Tx<'_>, ctx: &Ctx) -> Result<(), StoreError> {
        for ((at, to), items) in self.0 {
            let case = only(items.iter().map(|(_, item)| item.case));
            let owner =
                only(items.iter().map(|(publisher, _)| *publisher)).map_or(Owner::Desk, Owner::Publisher);
            let alert = Alert { to, items: items.into_iter().map(|(_, item)| item).collect() };
            let (id, payload) = (JobId(ctx.id()), alert.to_json());
            let job = NewJob { id, kind: alert.kind(), owner, payload: &payload, case, run_at: at };
            jobs::insert(tx, &job)?;
        }
        Ok(())
    }
}

/// Returns the common reason, if all have the same.
fn only<T: PartialEq>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

/// Returns whether a case is in the urgent lane, which ignores the calendar.
fn is_urgent(case: &Case) -> bool {
    let priority = case.priority.as_ref().map(|priority| priority.decided);
    let told = case.report.as_ref().is_some_and(varsel_core::case::Report::is_urgent) || case.is_exploited();
    priority == Some(Priority::P1) || (told && priority.is_none())
}

/// Returns the people responsible for a case: those on call if it is urgent, owner and leads at P2, otherwise the owner. If there
/// is no one, the leads, and if there are none, everyone who works on cases.
fn recipients(tx: &Tx<'_>, ctx: &Ctx, case: &Case, urgent: bool) -> Result<Vec<Recipient>, StoreError> {
    let on_call = &ctx.policy().on_call;
    if urgent && !on_call.is_empty() {
        let addresses = on_call.addresses.iter().cloned().map(Recipient::Address);
        return Ok(addresses.chain(on_call.webhook.then_some(Recipient::Webhook)).collect());
    }
    let desk: Vec<_> = people::desk(tx)?.into_iter().filter(|person| person.disabled.is_none()).collect();
    let owner = desk.iter().filter(|person| Some(person.id) == case.owner);
    let leads = desk.iter().filter(|person| person.desk_role == Some(DeskRole::Lead));
    let with_leads = urgent
        || case.priority.as_ref().is_some_and(|priority| priority.decided == Priority::P2)
        || case.owner.is_none_or(|owner| desk.iter().all(|person| person.id != owner));
    let mut told: Vec<_> = owner.chain(leads.filter(|_| with_leads)).map(|person| person.id).collect();
    if told.is_empty() {
        let works = |role: DeskRole| Role::Desk(role).may(varsel_core::permission::Action::Acknowledge);
        told = desk.iter().filter(|p| p.desk_role.is_some_and(works)).map(|p| p.id).collect();
    }
    told.sort_unstable();
    told.dedup();
    Ok(told.into_iter().map(Recipient::Person).collect())
}
