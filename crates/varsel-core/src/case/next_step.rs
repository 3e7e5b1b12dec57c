//! The next step of a case: whose turn it is, what they have to do and by when, from the clocks and the open questions.

use std::fmt::{self, Display, Formatter};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clocks::Clock;
use super::state::{Case, StageKind, WaitingOn};
use crate::clock::ClockKind;
use crate::clock::obligation::{Regime, Stage};
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
        /// The desk answers a request to reopen the case.
        DecideReopening = "decide_reopening",
        /// A side files what the law or a contract asks of it.
        File = "file",
    }
}

impl Duty {
    /// Returns whose turn it is when both sides see this duty as the next.
    pub const fn shared_party(self) -> Party {
        match self {
            // The desk's own filings are never shared.
            Self::Submit | Self::Answer | Self::File => Party::Publisher,
            Self::Acknowledge
            | Self::Assess
            | Self::Update
            | Self::DecideMeasure
            | Self::DecideNotice
            | Self::Mitigate
            | Self::Fix
            | Self::DecideDuties
            | Self::DecideReopening => Party::Desk,
        }
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

/// A stage of a law or contract that a side has to file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DueFiling {
    /// The id of the regime.
    pub regime: &'static str,
    /// The id of the stage.
    pub stage: &'static str,
}

impl DueFiling {
    /// Finds a stage of a regime by their ids; `None` if either is not known.
    pub fn find(regime: &str, stage: &str) -> Option<Self> {
        Some(Self { regime: Regime::find(regime)?.id, stage: Stage::find(stage)?.id })
    }
}

/// Writes `regime/stage`.
impl Display for DueFiling {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.regime, self.stage)
    }
}

/// The next move on a case, as both sides see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NextStep {
    /// Whose turn it is.
    pub party: Party,
    /// What they have to do.
    pub duty: Duty,
    /// When it is due; `None` for a draft.
    pub due: Option<Timestamp>,
    /// What to file, where that is the duty.
    pub filing: Option<DueFiling>,
}

impl NextStep {
    const fn new(party: Party, duty: Duty, due: Option<Timestamp>) -> Self {
        Self { party, duty, due, filing: None }
    }
}

/// Something that is due at the desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NextDue {
    /// What is due.
    pub duty: Duty,
    /// When it is due.
    pub due: Timestamp,
}

/// Returns the next move, as both sides see it; `None` if nothing is left to do.
///
/// What the publisher has to file itself comes before everything that the desk owes, and goes on after the case is over: its legal
/// deadlines are its own move.
pub fn next_step(case: &Case) -> Option<NextStep> {
    let step = step_of_case(case);
    let theirs = step.filter(|step| step.party == Party::Publisher);
    let filing = first_filing(case, Party::Publisher);
    // What has no due time, as a draft, is not put off by what has one.
    theirs.into_iter().chain(filing).min_by_key(|step| step.due).or(step)
}

/// Returns what a side has to file next.
fn first_filing(case: &Case, side: Party) -> Option<NextStep> {
    let running = case.duties_of(side).running();
    running.min_by_key(|(_, end)| end.due).map(|(regime, end)| NextStep {
        filing: DueFiling::find(regime, &end.stage),
        ..NextStep::new(side, Duty::File, Some(end.due))
    })
}

/// Returns the next move of the case itself; `None` if it is over.
fn step_of_case(case: &Case) -> Option<NextStep> {
    if case.stage.kind() == StageKind::Draft {
        return Some(NextStep::new(Party::Publisher, Duty::Submit, None));
    }
    if let Some(request) = case.open_request() {
        return Some(NextStep::new(Party::Desk, Duty::DecideReopening, Some(request.due)));
    }
    if case.waiting_on() == WaitingOn::Nobody {
        return None;
    }
    if case.waiting_on() == WaitingOn::Publisher {
        let due = case.questions.iter().map(|question| question.due).min();
        return Some(NextStep::new(Party::Publisher, Duty::Answer, due));
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
    Some(NextStep::new(Party::Desk, duty, due))
}

/// Returns the next step as the desk sees it, its own targets and filings included; `None` if nothing is left to do.
pub fn next_step_at_desk(case: &Case) -> Option<NextStep> {
    let Some(NextDue { duty, due }) = next_due(case) else { return step_of_case(case) };
    if duty == Duty::File {
        return first_filing(case, Party::Desk);
    }
    let party = if duty == Duty::Answer { Party::Publisher } else { Party::Desk };
    Some(NextStep::new(party, duty, Some(due)))
}

/// Returns what is due first at the desk, of its clocks, the answers that it waits for, and its filings, which can be due long
/// after a case is closed.
pub fn next_due(case: &Case) -> Option<NextDue> {
    let filing =
        first_filing(case, Party::Desk).and_then(|step| Some(NextDue { duty: step.duty, due: step.due? }));
    if !case.stage.kind().is_open() {
        let request = case.open_request();
        let reopening = request.map(|request| NextDue { duty: Duty::DecideReopening, due: request.due });
        return filing.into_iter().chain(reopening).min_by_key(|next| next.due);
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
        let step = step_of_case(case)?;
        Some(NextDue { duty: step.duty, due: step.due? })
    };
    clock.into_iter().chain(answer).chain(filing).min_by_key(|next| next.due).or_else(old)
}

fn first<'a>(clocks: impl Iterator<Item = &'a Clock>) -> Option<NextDue> {
    clocks.map(|clock| NextDue { duty: clock.kind.into(), due: clock.run.due }).min_by_key(|next| next.due)
}
