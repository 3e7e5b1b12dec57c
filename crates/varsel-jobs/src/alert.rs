//! Alerts the people responsible for a case by mail, and the people on call also by webhook.

use serde::Serialize;
use varsel_app::alerts::{Alert, Item, Matter, Recipient};
use varsel_core::address::SecretAddress;
use varsel_core::case::Case;
use varsel_core::clock::ClockKind;
use varsel_core::permission::{Action, DeskRole, Role};
use varsel_mail::letter::{AlertEntry, AlertMatter, alert};
use varsel_mail::{Mailbox, SendError};
use varsel_store::jobs::{self, Claimed};
use varsel_store::people::{self, Person};
use varsel_store::{StoreError, Tx, cases, catalogue};

use crate::failure::Failure;
use crate::mailer::About;
use crate::outbound::Outbound;
use crate::worker::Worker;

/// The webhook of the people on call.
#[derive(Debug)]
pub struct Webhook {
    outbound: Outbound,
    url: SecretAddress,
}

impl Webhook {
    /// Creates it from the address that alerts are posted to.
    pub const fn new(outbound: Outbound, url: SecretAddress) -> Self {
        Self { outbound, url }
    }
}

/// An alert that is still valid when it is sent.
struct Standing {
    case: Case,
    publisher: String,
    matter: Matter,
}

/// Runs a job that alerts someone about deadlines. Alerts that no longer apply are left out; if none is left, nothing is sent.
pub(crate) fn run(worker: &Worker, job: &Claimed) -> Result<(), Failure> {
    let told: Alert = serde_json::from_str(&job.payload)
        .map_err(|error| Failure::Never(format!("the payload is not one of an alert: {error}")))?;
    let (to, items) = (told.to.clone(), told.items);
    let (mut standing, person) = worker.read(move |tx| {
        let person = match &to {
            Recipient::Person(id) => people::by_id(tx, *id)?,
            Recipient::Address(_) | Recipient::Webhook => None,
        };
        Ok((standing(tx, &items)?, person))
    })?;
    // Harm first, then by due time.
    standing.sort_by_key(|one| match one.matter {
        Matter::Harm => None,
        Matter::Clock { due, .. } | Matter::Stage { due, .. } => Some(due),
    });
    if !standing.is_empty() {
        match &told.to {
            Recipient::Person(_) => {
                // People who can no longer read cases get no alerts.
                let may = |role: DeskRole| Role::Desk(role).may(Action::ReadQueue);
                let reads = |person: &Person| person.disabled.is_none() && person.desk_role.is_some_and(may);
                if let Some(person) = person.filter(reads) {
                    mail(worker, job, &standing, &person.email, Some(&person))?;
                }
            }
            Recipient::Address(address) => mail(worker, job, &standing, address, None)?,
            Recipient::Webhook => post(worker, job, &standing)?,
        }
    }
    let (claim, now) = (job.claim(), worker.now());
    worker.write(move |tx| jobs::finish(tx, claim, now))?;
    Ok(())
}

fn standing(tx: &Tx<'_>, items: &[Item]) -> Result<Vec<Standing>, StoreError> {
    let mut found = Vec::new();
    for item in items {
        let Some(case) = cases::load(tx, item.case)? else { continue };
        let stands = match item.matter {
            Matter::Harm => case.stage.kind().is_open(),
            Matter::Stage { stage, due, .. } => {
                case.desk_duties.running().any(|(_, end)| end.stage == stage.0 && end.due == due)
            }
            // A clock that has since restarted is a different one. A miss stays a miss, even if the clock is paused or has been
            // extended.
            Matter::Clock { clock, percent: 100, due } => {
                case.clocks.get(clock).is_some_and(|clock| clock.is_late_since(due))
            }
            Matter::Clock { clock, due, .. } => {
                case.clocks.get(clock).is_some_and(|clock| clock.is_running() && clock.run.due == due)
            }
        };
        if stands {
            let publisher = catalogue::publisher_by_id(tx, case.publisher)?.map(|p| p.name);
            found.push(Standing { case, publisher: publisher.unwrap_or_default(), matter: item.matter });
        }
    }
    Ok(found)
}

fn mail(
    worker: &Worker,
    job: &Claimed,
    standing: &[Standing],
    address: &str,
    person: Option<&Person>,
) -> Result<(), Failure> {
    let office = worker.office();
    let entries: Vec<_> = standing
        .iter()
        .map(|one| AlertEntry {
            case: office.facts(&one.case, &one.publisher),
            matter: match one.matter {
                Matter::Harm => AlertMatter::Harm,
                Matter::Clock { clock, percent, due } => AlertMatter::Clock { clock, percent, due },
                Matter::Stage { stage, percent, due } => AlertMatter::Stage { stage: stage.0, percent, due },
            },
        })
        .collect();
    let (name, locale, zone) =
        person.map_or(("", "en", None), |p| (p.name.as_str(), p.locale.as_str(), Some(p.zone.as_str())));
    let reader = office.reader(name, locale, zone);
    let written = alert(&office.house(), &reader, &office.url("/desk"), &entries);
    let case = match entries.as_slice() {
        [one] => Some(one.case.number.as_str()),
        _ => None,
    };
    let message_id = office.ids.event(&format!("alert-{}", job.id), 1, address);
    let to = Mailbox { name: String::new(), address: address.to_owned() };
    let about = About { message_id, case };
    office.send(&to, &written, &about, worker.now()).map_err(|error| match error {
        SendError::Transient(what) => Failure::later(what),
        SendError::Permanent(what) => Failure::Never(what),
        SendError::Refused(refused) => Failure::Never(refused.to_string()),
    })
}

/// The body posted to the webhook.
#[derive(Serialize)]
struct Post {
    /// Stays the same when an alert is posted again.
    id: String,
    matters: Vec<Posted>,
}

#[derive(Serialize)]
struct Posted {
    number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    url: String,
    matter: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<ClockKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<jiff::Timestamp>,
}

fn post(worker: &Worker, job: &Claimed, standing: &[Standing]) -> Result<(), Failure> {
    // If the webhook was removed from the configuration, there are no more calls.
    let Some(Webhook { outbound, url }) = worker.webhook() else { return Ok(()) };
    let matters = standing.iter().map(|one| {
        let state = |percent| if percent == 100 { "missed" } else { "due_soon" };
        let (matter, clock, stage, percent, due) = match one.matter {
            Matter::Harm => ("harm", None, None, None, None),
            Matter::Clock { clock, percent, due } => {
                (state(percent), Some(clock), None, Some(percent), Some(due))
            }
            Matter::Stage { stage, percent, due } => {
                (state(percent), None, Some(stage.0), Some(percent), Some(due))
            }
        };
        let facts = worker.office().facts(&one.case, &one.publisher);
        let (title, publisher) =
            facts.contents().map(|told| (told.title.clone(), told.publisher.clone())).unzip();
        let (number, url) = (facts.number, facts.url);
        Posted { number, title, publisher, url, matter, clock, stage, percent, due }
    });
    let post = Post { id: job.id.to_string(), matters: matters.collect() };
    let body = serde_json::to_vec(&post).map_err(|error| Failure::Never(error.to_string()))?;
    outbound.post(url, &body).map_err(|error| Failure::later(format!("the webhook: {error}")))
}
