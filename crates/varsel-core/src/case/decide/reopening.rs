//! A publisher's request to reopen a closed case, and the desk's answer.

use super::{Context, Decision, Notice};
use crate::case::event::Event;
use crate::case::state::Case;
use crate::clock::Promise;
use crate::permission::Party;
use crate::refusal::Refusal;
use crate::text::Sentence;

/// Asks the desk to reopen the case: once after each closing, within 30 days. The answer is due as a receipt is acknowledged.
pub(super) fn request(case: &Case, reason: Sentence, context: Context<'_>) -> Result<Decision, Refusal> {
    let Some(until) = case.reopens_until() else { return Err(Refusal::wrong_stage(&case.stage)) };
    if case.reopening.is_some() {
        return Err(Refusal::ReopeningAsked);
    }
    if context.now > until {
        return Err(Refusal::ReopeningOver);
    }
    let due = Promise::for_receipt(context.now, context.calendar, context.promise).due;
    Ok(Decision::of(Event::ReopeningRequested { reason, due })
        .mailing(Notice::ReopeningRequested, Party::Desk))
}

/// Declines to reopen it.
pub(super) fn decline(case: &Case, reason: Sentence) -> Result<Decision, Refusal> {
    match case.open_request() {
        Some(_) => Ok(Decision::of(Event::ReopeningDeclined { reason })
            .mailing(Notice::ReopeningDeclined, Party::Publisher)),
        None => Err(Refusal::NoReopeningAsked),
    }
}
