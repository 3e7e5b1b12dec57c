//! The next step of a case: whose turn it is, what they have to do and by when, from the clocks and the open questions.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clocks::Clock;
use super::state::{Case, StageKind, WaitingOn};
use crate::clock::ClockKind;
use crate::coded;
use crate::permission::Party;

coded! {
    /// What a side has to do next on a case.
    pub enum Duty {
        /// The publisher submits the draft.
        Submit = "submit",
        /// The desk acknowledges in person: the promise.
        Acknowledge = "acknowledge",
        /// The desk decides severity and priority.
        Assess = "assess",
        /// The publisher answers a question.
        Answer = "answer",
        /// The desk updates the publisher.
        Update = "update",
        /// The desk decides what happens to the offer.
        DecideMeasure = "decide_measure",
        /// The desk decides how customers are notified.
        DecideNotice = "decide_notice",
        /// A mitigation has to be available.
        Mitigate = "mitigate",
        /// A fix has to be released.
        Fix = "fix",
        /// The desk decides which laws and contracts apply to the marketplace.
        DecideDuties = "decide_duties",
        /// The desk files what a law or contract requires.
        File = "file",
    }
}

impl From<ClockKind> for Duty {
    fn from(kind: ClockKind) -> Self {
        match kind {
            ClockKind::Promise | ClockKind::Respond => Self::Acknowledge,
            ClockKind::Assess => Self::Assess,
            ClockKind::DecideMeasure => Self::DecideMeasure,
            ClockKind::DecideNotice => Self::DecideNotice,
            ClockKind::Update => Self::Update,
            ClockKind::Mitigate => Self::Mitigate,
            ClockKind::Fix => Self::Fix,
            ClockKind::DecideDuties => Self::DecideDuties,
        }
    }
}

/// The next step of an open case, as both sides see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NextStep {
    /// Whose turn it is.
    pub party: Party,
    /// What they have to do.
    pub duty: Duty,
    /// When it is due; `None` for a draft.
    pub due: Option<Timestamp>,
}

/// Something that is due at the desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NextDue {
    /// What is due.
    pub duty: Duty,
    /// When it is due.
    pub due: Timestamp,
}

/// Returns the next step, as both sides see it; `None` if the case is closed.
pub fn next_step(case: &Case) -> Option<NextStep> {
    if case.stage.kind() == StageKind::Draft {
        return Some(NextStep { party: Party::Publisher, duty: Duty::Submit, due: None });
    }
    if case.waiting_on() == WaitingOn::Nobody {
        return None;
    }
    if case.waiting_on() == WaitingOn::Publisher {
        let due = case.questions.iter().map(|question| question.due).min();
        return Some(NextStep { party: Party::Publisher, duty: Duty::Answer, due });
    }
    // The acknowledgement comes first, whatever else is due.
    let is_received = case.stage.kind() == StageKind::Received;
    let shared = case.clocks.live().filter(|clock| match clock.kind {
        ClockKind::Promise => true,
        kind => kind.is_shared() && !is_received,
    });
    let (duty, due) = match first(shared) {
        Some(next) => (next.duty, Some(next.due)),
        // A case that predates clocks, until they are started.
        None if is_received => (Duty::Acknowledge, case.promise.as_ref().map(|promise| promise.due)),
        None => (Duty::Update, None),
    };
    Some(NextStep { party: Party::Desk, duty, due })
}

/// Returns the next step as the desk sees it, its own targets and filings included; `None` if nothing is left to do.
pub fn next_step_at_desk(case: &Case) -> Option<NextStep> {
    let Some(NextDue { duty, due }) = next_due(case) else { return next_step(case) };
    let party = if duty == Duty::Answer { Party::Publisher } else { Party::Desk };
    Some(NextStep { party, duty, due: Some(due) })
}

/// Returns what is due first at the desk, of its clocks, the answers that it waits for, and its filings, which can be due long
/// after a case is closed.
pub fn next_due(case: &Case) -> Option<NextDue> {
    let filings = case.desk_duties.running().map(|(_, end)| NextDue { duty: Duty::File, due: end.due });
    if case.waiting_on() == WaitingOn::Nobody {
        return filings.min_by_key(|next| next.due);
    }
    let answers = case.questions.iter().filter(|question| !question.lapsed);
    let answers = answers.map(|question| NextDue { duty: Duty::Answer, due: question.due });
    let answer = answers.min_by_key(|next| next.due).filter(|_| case.waiting_on() == WaitingOn::Publisher);
    let clock = first(case.clocks.iter().filter(|clock| clock.is_running())).map(|next| {
        // Nothing else can be done before the acknowledgement, so it is due when the first of all is.
        let is_received = case.stage.kind() == StageKind::Received;
        NextDue { duty: if is_received { Duty::Acknowledge } else { next.duty }, ..next }
    });
    let old = || {
        let step = next_step(case)?;
        Some(NextDue { duty: step.duty, due: step.due? })
    };
    clock.into_iter().chain(answer).chain(filings).min_by_key(|next| next.due).or_else(old)
}

fn first<'a>(clocks: impl Iterator<Item = &'a Clock>) -> Option<NextDue> {
    clocks.map(|clock| NextDue { duty: clock.kind.into(), due: clock.run.due }).min_by_key(|next| next.due)
}
