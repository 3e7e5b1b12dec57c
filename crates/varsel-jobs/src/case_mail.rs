//! Mails about a case: one message per recipient, and an event that records whom they reached.

use varsel_app::cases as use_cases;
use varsel_app::notices::Notification;
use varsel_app::{AppError, Ctx};
use varsel_core::case::{Case, Command, Event, Notice, Recorded};
use varsel_core::coded::Coded;
use varsel_core::ids::CaseId;
use varsel_core::permission::Party;
use varsel_core::refusal::Refusal;
use varsel_core::score::cvss::Vectors;
use varsel_mail::letter::{CaseLetter, about_case};
use varsel_mail::{Mailbox, SendError};
use varsel_store::jobs::{self, Claimed};
use varsel_store::people::{self, Addressee};
use varsel_store::{StoreError, Tx, cases, catalogue};

use crate::failure::Failure;
use crate::mailer::About;
use crate::worker::Worker;

/// After how many consecutive failures the mail server is not contacted again.
const FAILURES_IN_A_ROW: u32 = 3;
/// How often writing a result is retried if someone changes the case at the same time.
const RECORDING_TRIES: usize = 3;

/// The data for a mail, read in one snapshot.
struct Plan {
    case: Case,
    publisher: String,
    recorded: Recorded,
    author: Option<String>,
    recipients: Vec<Addressee>,
}

/// Sends a mail about a case to everyone it has not reached yet.
pub(crate) fn run(worker: &Worker, job: &Claimed) -> Result<(), Failure> {
    let mut notification: Notification = serde_json::from_str(&job.payload)
        .map_err(|error| Failure::Never(format!("the payload is not one of a case mail: {error}")))?;
    let case = job.case.ok_or_else(|| Failure::Never("the mail names no case".to_owned()))?;
    let sought = notification.clone();
    let plan = worker
        .read(move |tx| plan(tx, case, &sought))?
        .ok_or_else(|| Failure::Never("the case or event of the mail is not there".to_owned()))?;
    let letter = letter(notification.notice, &plan, worker.office().telephone.as_deref())
        .ok_or_else(|| Failure::Never("the mail does not fit its event".to_owned()))?;
    let (mut unreached, mut in_a_row, mut what) = (0, 0, String::new());
    for recipient in &plan.recipients {
        if notification.reached.contains(&recipient.id) || notification.refused.contains(&recipient.id) {
            continue;
        }
        if in_a_row >= FAILURES_IN_A_ROW {
            unreached += 1;
            continue;
        }
        match send(worker, &plan, recipient, &letter) {
            Ok(()) => {
                notification.reached.push(recipient.id);
                in_a_row = 0;
            }
            Err(SendError::Transient(said)) => {
                unreached += 1;
                in_a_row += 1;
                what = said;
            }
            Err(SendError::Permanent(said)) => {
                tracing::warn!(job = %job.id, error = said, "a mail server permanently refused a recipient");
                notification.refused.push(recipient.id);
                in_a_row = 0;
            }
            Err(SendError::Refused(refused)) => {
                tracing::warn!(job = %job.id, error = %refused, "a mail could not be created");
                notification.refused.push(recipient.id);
            }
        }
        // Stored at once, so that a worker that dies sends at most one mail twice.
        hold(worker, job, &notification)?;
    }
    if unreached > 0 {
        return Err(Failure::Later { what, unreached });
    }
    if notification.reached.is_empty() && notification.refused.is_empty() {
        tracing::warn!(job = %job.id, to = %notification.to, "a mail about a case has no recipient");
    }
    finish(worker, job, case, &notification)
}

fn plan(tx: &Tx<'_>, id: CaseId, notification: &Notification) -> Result<Option<Plan>, StoreError> {
    let Some(case) = cases::load(tx, id)? else { return Ok(None) };
    let before = notification.sequence.saturating_sub(1);
    let recorded = cases::history(tx, id, before, 1)?.pop().filter(|r| r.sequence == notification.sequence);
    let Some(recorded) = recorded else { return Ok(None) };
    let publisher = catalogue::publisher_by_id(tx, case.publisher)?.map(|p| p.name).unwrap_or_default();
    let by = recorded.author.person().map(|id| people::by_id(tx, id)).transpose()?.flatten();
    let mut recipients = match notification.to {
        Party::Publisher => people::contacts(tx, case.publisher)?,
        Party::Desk => desk_recipients(tx, &case, notification.notice)?,
    };
    if let Some(by) = &by {
        // The author does not get the mail; but the person who submits a report gets the number in writing, whatever their role.
        if notification.notice != Notice::Confirmation {
            recipients.retain(|r| r.id != by.id);
        } else if by.disabled.is_none() && !recipients.iter().any(|r| r.id == by.id) {
            recipients.push(Addressee {
                id: by.id,
                email: by.email.clone(),
                name: by.name.clone(),
                locale: by.locale.clone(),
                zone: by.zone.clone(),
            });
        }
    }
    Ok(Some(Plan { case, publisher, recorded, author: by.map(|p| p.name), recipients }))
}

/// The owner of the case; everyone at the desk if it has none, and for new reports.
fn desk_recipients(tx: &Tx<'_>, case: &Case, notice: Notice) -> Result<Vec<Addressee>, StoreError> {
    let desk = people::desk_contacts(tx)?;
    match case.owner.filter(|_| notice != Notice::NewReport) {
        Some(owner) if desk.iter().any(|person| person.id == owner) => {
            Ok(desk.into_iter().filter(|person| person.id == owner).collect())
        }
        _ => Ok(desk),
    }
}

/// Creates the mail about an event; `None` if the notice does not belong to it.
fn letter(notice: Notice, plan: &Plan, telephone: Option<&str>) -> Option<CaseLetter> {
    let by = || plan.author.clone();
    Some(match (notice, &plan.recorded.event) {
        (Notice::Confirmation, Event::Submitted { report, promise, .. }) => CaseLetter::Confirmation {
            received: plan.recorded.at,
            promise: Box::new(promise.clone()),
            offers: offers(report),
            telephone: telephone.filter(|_| report.is_urgent()).map(str::to_owned),
        },
        (Notice::NewReport, Event::Submitted { report, promise, category, .. }) => CaseLetter::NewReport {
            category: *category,
            received: plan.recorded.at,
            promise: promise.due,
            offers: offers(report),
            urgent: report.is_urgent(),
        },
        (Notice::Acknowledged, Event::Acknowledged { message }) => {
            CaseLetter::Acknowledged { by: by(), message: message.to_string() }
        }
        (Notice::Assessed, Event::Assessed { severity, severity_reason, priority, priority_reason, .. }) => {
            CaseLetter::Assessed {
                severity: *severity,
                severity_reason: severity_reason.to_string(),
                priority: *priority,
                priority_reason: priority_reason.to_string(),
            }
        }
        (Notice::Scored, Event::Scored { vectors, reasons, .. }) => {
            CaseLetter::Scored { vectors: vectors.clone(), reasons: reasons.clone() }
        }
        (Notice::ReopeningRequested, Event::ReopeningRequested { reason, due }) => {
            CaseLetter::ReopeningRequested { reason: reason.to_string(), due: *due }
        }
        (Notice::ReopeningDeclined, Event::ReopeningDeclined { reason }) => {
            CaseLetter::ReopeningDeclined { reason: reason.to_string() }
        }
        (Notice::ScoreReviewed, Event::ScoreKept { reason }) => {
            CaseLetter::ScoreReviewed { vectors: None, answer: Some(reason.to_string()), reasons: Vec::new() }
        }
        (Notice::ScoreReviewed, Event::Scored { vectors, reasons, answer }) => CaseLetter::ScoreReviewed {
            vectors: Some(vectors.clone()),
            answer: answer.as_ref().map(ToString::to_string),
            reasons: reasons.clone(),
        },
        (Notice::ScoreAnswered, Event::ScoreAccepted) => {
            CaseLetter::ScoreAnswered { reason: None, vectors: Vectors::default() }
        }
        (Notice::ScoreAnswered, Event::ScoreContested { reason, vectors }) => {
            CaseLetter::ScoreAnswered { reason: Some(reason.to_string()), vectors: vectors.clone() }
        }
        (Notice::Question, Event::QuestionAsked { text, due, .. }) => {
            CaseLetter::Question { by: by(), text: text.to_string(), due: *due }
        }
        (Notice::Message, Event::MitigationStarted { sentence }) => {
            CaseLetter::Mitigating { text: sentence.to_string() }
        }
        (Notice::Message, event @ (Event::MessageShared { text } | Event::QuestionAnswered { text, .. })) => {
            CaseLetter::Message {
                by: by(),
                from: Case::side_of(plan.recorded.author).unwrap_or(Party::Desk),
                text: text.to_string(),
                answer: matches!(event, Event::QuestionAnswered { .. }),
            }
        }
        (Notice::Outcome, Event::OutcomeCommunicated { statement })
        | (Notice::Closed, Event::Closed { statement }) => CaseLetter::Outcome {
            outcome: statement.outcome,
            sentence: statement.sentence.to_string(),
            until: statement.until,
            closed: notice == Notice::Closed,
        },
        (Notice::Reopened, Event::Reopened { reason, .. }) => {
            CaseLetter::Reopened { reason: reason.to_string() }
        }
        (Notice::Withdrawn, Event::Withdrawn { reason }) => {
            CaseLetter::Withdrawn { reason: reason.to_string() }
        }
        _ => return None,
    })
}

fn offers(report: &varsel_core::case::Report) -> String {
    report.affected.iter().map(|offer| offer.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn send(worker: &Worker, plan: &Plan, to: &Addressee, letter: &CaseLetter) -> Result<(), SendError> {
    let office = worker.office();
    let facts = office.facts(&plan.case, &plan.publisher);
    let number = &facts.number;
    let reader = office.reader(&to.name, &to.locale, Some(&to.zone));
    let written = about_case(&office.house(), &reader, &facts, letter);
    let message_id = office.ids.event(number, plan.recorded.sequence, &to.id.to_string());
    let to = Mailbox { name: one_line(&to.name), address: to.email.clone() };
    office.send(&to, &written, &About { message_id, case: Some(number) }, worker.now())
}

/// A name as it can be written in a header; otherwise it is left out, and only the address is used.
fn one_line(name: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if name.contains(breaks) || name.chars().count() > 200 { String::new() } else { name.to_owned() }
}

/// Stores whom the mail has reached, and extends the claim of the job.
fn hold(worker: &Worker, job: &Claimed, notification: &Notification) -> Result<(), Failure> {
    let (id, attempt, payload) = (job.id, job.attempt, notification.to_json());
    let until = worker.lock_until();
    let held = worker.write(move |tx| jobs::save_progress(tx, id, attempt, &payload, until))?;
    if held { Ok(()) } else { Err(Failure::Lost) }
}

/// Marks the job as done and records on the case whom the mail has reached, atomically.
fn finish(worker: &Worker, job: &Claimed, case: CaseId, notification: &Notification) -> Result<(), Failure> {
    let mut result = Err(Failure::Lost);
    for _ in 0..RECORDING_TRIES {
        let (claim, kept, ctx) = (job.claim(), notification.clone(), worker.context());
        let until = worker.lock_until();
        let done: Result<bool, AppError> = worker
            .store()
            .write(move |tx| {
                if !jobs::save_progress(tx, claim.id, claim.attempt, &kept.to_json(), until)? {
                    return Ok(false);
                }
                jobs::finish(tx, claim, ctx.now)?;
                record(tx, &ctx, case, &kept, kept.reached.len(), true)?;
                record(tx, &ctx, case, &kept, kept.refused.len(), false)?;
                Ok(true)
            })
            .wait();
        result = match done {
            Ok(true) => return Ok(()),
            Ok(false) => return Err(Failure::Lost),
            Err(AppError::Refused { refusal: Refusal::Stale, .. }) => {
                Err(Failure::later("the case was changed at the same moment"))
            }
            Err(error) => return Err(error.into()),
        };
    }
    result
}

/// Records on a case the result of a mail to some people.
pub(crate) fn record(
    tx: &Tx<'_>,
    ctx: &Ctx,
    case: CaseId,
    notification: &Notification,
    people: usize,
    delivered: bool,
) -> Result<(), AppError> {
    if people == 0 {
        return Ok(());
    }
    let command = Command::RecordMail {
        notice: notification.notice.code().to_owned(),
        recipients: u32::try_from(people).unwrap_or(u32::MAX),
        to: notification.to,
        delivered,
    };
    use_cases::act_as_system(tx, ctx, case, command).map(drop)
}
