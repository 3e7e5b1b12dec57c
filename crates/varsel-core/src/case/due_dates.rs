//! All that a side of a case has to do by some time: for a calendar, which shows more than what is next.

use jiff::Timestamp;

use super::state::{Case, StageKind};
use crate::clock::ClockKind;
use crate::permission::Party;

/// What is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Due {
    /// What a clock measures, in a cycle of the case.
    Clock(ClockKind, u32),
    /// The answer to a question, by its number in the case.
    Answer(u32),
    /// A filing, by regime and stage.
    Filing(String, String),
}

/// Something that is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueDate {
    /// What.
    pub what: Due,
    /// By when.
    pub due: Timestamp,
}

/// Lists what a side waits for or owes, the first due first. A side never sees the other's targets and duties; what stands still has
/// no time.
pub fn due_dates(case: &Case, side: Party) -> Vec<DueDate> {
    // As with the next step: before anybody has answered, a publisher waits for that alone.
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
