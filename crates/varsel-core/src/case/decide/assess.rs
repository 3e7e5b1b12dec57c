//! Severity and priority, and when a second person must agree.

use super::{Context, Decision, Notice, acknowledged};
use crate::case::event::Event;
use crate::case::state::{Assessment, Case};
use crate::permission::{Actor, Party};
use crate::refusal::Refusal;
use crate::score::{Priority, Severity, Situation};
use crate::text::Sentence;

/// Decides severity and priority. A rating milder than one person can decide is only proposed.
pub(super) fn assess(
    case: &Case,
    (severity, severity_reason): (Severity, Sentence),
    (priority, priority_reason): (Priority, Sentence),
    context: Context<'_>,
) -> Result<Decision, Refusal> {
    acknowledged(case)?;
    let Some(situation) = Situation::of(case, context.signals, context.now) else {
        return Err(Refusal::wrong_stage(&case.stage));
    };
    if severity == Severity::Unrated {
        return Err(Refusal::SeverityNeeded);
    }
    let suggested = situation.severity().value;
    // As suggested to the person who decides: for the severity in force, not for the one they choose.
    let before = case.severity.as_ref().map_or(suggested, |held| held.decided);
    let assessment = Assessment {
        severity_proposed: suggested,
        severity,
        severity_reason,
        priority_proposed: situation.priority(before, &context.rules.tables).value,
        priority,
        priority_reason,
    };
    if is_held(case, &assessment) {
        return Err(Refusal::NoChange);
    }
    Ok(if takes_two(case, &situation, &assessment) {
        Decision::of(Event::AssessmentProposed { assessment: Box::new(assessment) })
    } else {
        decided(assessment, None)
    })
}

/// Agrees to a colleague's proposal.
pub(super) fn confirm(case: &Case, actor: Option<&Actor>) -> Result<Decision, Refusal> {
    acknowledged(case)?;
    let pending = case.pending.as_ref().ok_or(Refusal::NothingProposed)?;
    let proposer = pending.stamp.by.person();
    if proposer == actor.map(|actor| actor.person) {
        return Err(Refusal::SecondPersonNeeded);
    }
    Ok(decided(pending.assessment.clone(), proposer))
}

/// Declines a proposal. The proposer can withdraw it this way.
pub(super) fn decline(case: &Case, reason: Sentence) -> Result<Decision, Refusal> {
    acknowledged(case)?;
    match case.pending {
        Some(_) => Ok(Decision::of(Event::AssessmentDeclined { reason })),
        None => Err(Refusal::NothingProposed),
    }
}

fn decided(assessment: Assessment, proposed_by: Option<crate::ids::PersonId>) -> Decision {
    let Assessment {
        severity_proposed,
        severity,
        severity_reason,
        priority_proposed,
        priority,
        priority_reason,
    } = assessment;
    Decision::of(Event::Assessed {
        severity_proposed,
        severity,
        severity_reason,
        priority_proposed,
        priority,
        priority_reason,
        proposed_by,
    })
    .mailing(Notice::Assessed, Party::Publisher)
}

/// Returns whether this is already in force, or already waiting for a second person.
fn is_held(case: &Case, new: &Assessment) -> bool {
    if let Some(pending) = &case.pending {
        return pending.assessment == *new;
    }
    let severity = case.severity.as_ref();
    let priority = case.priority.as_ref();
    severity.is_some_and(|s| s.decided == new.severity && s.reason == new.severity_reason)
        && priority.is_some_and(|p| p.decided == new.priority && p.reason == new.priority_reason)
}

/// Returns whether a second person has to agree: to a severity below a critical or high one that is in force, that the rules
/// suggest or that follows from the publisher's score; and to a priority below a floor. What is already in force for the same
/// reason was agreed to then.
fn takes_two(case: &Case, situation: &Situation<'_>, new: &Assessment) -> bool {
    let (severity, priority) = (case.severity.as_ref(), case.priority.as_ref());
    let bar = severity.map_or(situation.bar(), |held| held.decided.min(situation.bar()));
    let is_held =
        severity.is_some_and(|held| held.decided == new.severity && held.reason == new.severity_reason);
    let milder = bar <= Severity::High && new.severity > bar && !is_held;
    let is_held =
        priority.is_some_and(|held| held.decided == new.priority && held.reason == new.priority_reason);
    let below_floor = situation.floor().is_some_and(|floor| new.priority > floor) && !is_held;
    milder || below_floor
}
