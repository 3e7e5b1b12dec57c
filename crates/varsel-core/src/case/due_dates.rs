//! All due dates of a side of a case, for calendars, which show more than the next step.

use jiff::Timestamp;

use super::state::{Case, StageKind};
use crate::clock::ClockKind;
use crate::permission::Party;

/// What is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Due {
    /// A clock, in a cycle of the case.
    Clock(ClockKind, u32),
    /// The answer to a question, by its number in the case.
    Answer(u32),
    /// A filing, by regime and stage.
    Filing(String, String),
}

/// Something that is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueDate {
    /// What is due.
    pub what: Due,
    /// When it is due.
    pub due: Timestamp,
}

/// Lists what a side waits for or owes, next due first. A side never sees the other's targets and duties; paused clocks have no
/// due date.
pub fn due_dates(case: &Case, side: Party) -> Vec<DueDate> {
    // As with the next step: before the acknowledgement, a publisher waits only for that.
    let is_received = case.stage.kind() == StageKind::Received;
    let tells = |kind: ClockKind| match side {
        Party::Desk => true,
        Party::Publisher => kind == ClockKind::Promise || kind.is_shared() && !is_received,
    };
    let clocks = case
        .clocks
        .live()
        .filter(|clock| clock.is_running() && tells(clock.kind))
        .map(|clock| DueDate { what: Due::Clock(clock.kind, clock.cycle), due: clock.run.due });
    let answers = case.questions.iter().filter(|_| case.stage.kind().is_open());
    let answers = answers.map(|asked| DueDate { what: Due::Answer(asked.number), due: asked.due });
    let filings = case.duties_of(side).running().map(|(regime, end)| DueDate {
        what: Due::Filing(regime.to_owned(), end.stage.clone()),
        due: end.due,
    });
    let mut found: Vec<DueDate> = clocks.chain(answers).chain(filings).collect();
    found.sort_by_key(|one| one.due);
    found
}
