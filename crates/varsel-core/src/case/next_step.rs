//! Whose move it is, what they owe, and by when.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::state::{Case, Stage, StageKind};
use crate::clock::Calendar;
use crate::coded;
use crate::permission::Party;
use crate::score::Priority;

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
    }
}

/// How many business days the desk gives itself. Defaults: severity-and-priority and update targets of the desk's policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Targets {
    /// From acknowledgement to severity and priority.
    pub assess: u16,
    /// Between two updates to the publisher, by priority P1 to P4.
    pub update: [u16; 4],
}

impl Default for Targets {
    fn default() -> Self {
        Self { assess: 1, update: [1, 1, 5, 20] }
    }
}

/// The next move on a case that is not over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NextStep {
    /// Whose move it is.
    pub party: Party,
    /// What they owe.
    pub duty: Duty,
    /// By when; a draft has no due time.
    pub due: Option<Timestamp>,
}

/// Returns the next move; `None` when the case is over.
pub fn next_step(case: &Case, calendar: &Calendar, targets: &Targets) -> Option<NextStep> {
    let desk = |duty, due| Some(NextStep { party: Party::Desk, duty, due });
    let after =
        |from: Option<Timestamp>, days| from.map(|at| calendar.close_of_business_after(at, days).timestamp());
    let kind = case.stage.kind();
    match kind {
        StageKind::Draft => Some(NextStep { party: Party::Publisher, duty: Duty::Submit, due: None }),
        StageKind::Closed | StageKind::Withdrawn => None,
        StageKind::Received => desk(Duty::Acknowledge, case.promise.as_ref().map(|p| p.due)),
        StageKind::Acknowledged | StageKind::Assessed | StageKind::Mitigating => {
            if let Some(due) = case.questions.iter().map(|q| q.due).min() {
                return Some(NextStep { party: Party::Publisher, duty: Duty::Answer, due: Some(due) });
            }
            // From the stage's own stamp: a case that was taken up again has its time anew.
            if let Stage::Acknowledged(stamp) = case.stage {
                return desk(Duty::Assess, after(Some(stamp.at), targets.assess));
            }
            let priority = case.priority.as_ref().map_or(Priority::P4, |p| p.decided);
            desk(Duty::Update, after(case.last_update, targets.update[priority as usize]))
        }
    }
}
