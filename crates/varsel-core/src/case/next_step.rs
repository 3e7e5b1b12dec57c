//! Whose move it is, what they owe, and by when: read off the clocks and the open questions.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clocks::Clock;
use super::state::{Case, StageKind, WaitingOn};
use crate::clock::ClockKind;
use crate::coded;
use crate::permission::Party;

coded! {
    /// What somebody owes next on a case.
    pub enum Duty {
        /// The publisher submits the draft.
        Submit = "submit",
        /// The desk answers in person: the promise.
        Acknowledge = "acknowledge",
        /// The desk decides severity and priority.
        Assess = "assess",
        /// The publisher answers a question.
        Answer = "answer",
        /// The desk tells the publisher how it goes.
        Update = "update",
        /// The desk decides what happens to the offer.
        DecideMeasure = "decide_measure",
        /// The desk decides what customers are told.
        DecideNotice = "decide_notice",
        /// A mitigation is to be available.
        Mitigate = "mitigate",
        /// A fix is to be released.
        Fix = "fix",
        /// The desk decides which laws and contracts apply to the marketplace.
        DecideDuties = "decide_duties",
        /// The desk files what the law or a contract asks for.
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

/// The next move on a case that is not over, as both sides see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NextStep {
    /// Whose move it is.
    pub party: Party,
    /// What they owe.
    pub duty: Duty,
    /// By when; a draft has no due time.
    pub due: Option<Timestamp>,
}

/// Something that is due at the desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NextDue {
    /// What.
    pub duty: Duty,
    /// By when.
    pub due: Timestamp,
}

/// Returns the next move, as both sides see it; `None` when the case is over.
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
    // Before anybody has answered, that is what comes first, whatever else is due.
    let is_received = case.stage.kind() == StageKind::Received;
    let shared = case.clocks.live().filter(|clock| match clock.kind {
        ClockKind::Promise => true,
        kind => kind.is_shared() && !is_received,
    });
    let (duty, due) = match first(shared) {
        Some(next) => (next.duty, Some(next.due)),
        // A case of before there were clocks, until they are started.
        None if is_received => (Duty::Acknowledge, case.promise.as_ref().map(|promise| promise.due)),
        None => (Duty::Update, None),
    };
    Some(NextStep { party: Party::Desk, duty, due })
}

/// Returns the next move as the desk sees it, its own targets and filings included; `None` when nothing is left to do.
pub fn next_step_at_desk(case: &Case) -> Option<NextStep> {
    let Some(NextDue { duty, due }) = next_due(case) else { return next_step(case) };
    let party = if duty == Duty::Answer { Party::Publisher } else { Party::Desk };
    Some(NextStep { party, duty, due: Some(due) })
}

/// Returns what is due first at the desk: of all its clocks, of the answers that it waits for, and of its filings, which may be due
/// long after a case is over.
pub fn next_due(case: &Case) -> Option<NextDue> {
    let filings = case.desk_duties.running().map(|(_, end)| NextDue { duty: Duty::File, due: end.due });
    if case.waiting_on() == WaitingOn::Nobody {
        return filings.min_by_key(|next| next.due);
    }
    let answers = case.questions.iter().filter(|question| !question.lapsed);
    let answers = answers.map(|question| NextDue { duty: Duty::Answer, due: question.due });
    let answer = answers.min_by_key(|next| next.due).filter(|_| case.waiting_on() == WaitingOn::Publisher);
    let clock = first(case.clocks.iter().filter(|clock| clock.is_running())).map(|next| {
        // Nothing else can be done before a person has answered, so that is due when the first of all is.
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
