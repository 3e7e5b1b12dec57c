//! A publisher's request to reopen a closed case: within 30 days, once, answered by the desk.

use crate::fixtures::{
    ANALYST, OWNER, acknowledge, actor, assess, case_after, close, fold, now, sentence, submit, try_as,
};
use jiff::SignedDuration;
use varsel_core::case::{
    Author, Case, Command, Decision, Duty, Outcome, StageKind, WaitingOn, next_due, next_step,
    next_step_at_desk,
};
use varsel_core::permission::{Party, Role};
use varsel_core::refusal::Refusal;

fn closed() -> Case {
    case_after(vec![submit(), acknowledge(), assess("As it looks."), close(Outcome::Fixed, None)])
}

fn ask() -> Command {
    Command::RequestReopening { reason: sentence("It is back.") }
}

fn decline() -> Command {
    Command::DeclineReopening { reason: sentence("It is another flaw.") }
}

fn then(case: Case, by: Role, command: Command) -> Result<Case, Refusal> {
    let decision: Decision = try_as(&case, by, command)?;
    Ok(fold(case, &decision, Author::from(&actor(by)), now()))
}

/// A case that was closed this long ago.
fn closed_ago(ago: SignedDuration) -> Case {
    let mut case = closed();
    if let varsel_core::case::Stage::Closed { stamp, .. } = &mut case.stage {
        stamp.at = now() - ago;
    }
    case
}

#[test]
fn it_is_the_desks_move_until_it_reopens_or_declines() {
    let asked = then(closed(), OWNER, ask()).unwrap();
    assert_eq!((asked.stage.kind(), asked.waiting_on()), (StageKind::Closed, WaitingOn::Desk));
    let due = asked.open_request().unwrap().due;
    for step in [next_step(&asked).unwrap(), next_step_at_desk(&asked).unwrap()] {
        assert_eq!((step.party, step.duty, step.due), (Party::Desk, Duty::DecideReopening, Some(due)));
    }
    assert_eq!(next_due(&asked).unwrap().duty, Duty::DecideReopening);
    assert_eq!(then(asked.clone(), OWNER, ask()), Err(Refusal::ReopeningAsked));

    let reopened = then(asked.clone(), ANALYST, Command::Reopen { reason: sentence("So it is.") }).unwrap();
    assert_eq!((reopened.stage.kind(), &reopened.reopening), (StageKind::Assessed, &None));

    let declined = then(asked, ANALYST, decline()).unwrap();
    assert_eq!((declined.stage.kind(), declined.waiting_on()), (StageKind::Closed, WaitingOn::Nobody));
    assert_eq!(next_due(&declined), None);
    assert_eq!(declined.reopening.as_ref().unwrap().declined, Some(sentence("It is another flaw.")));
    assert_eq!(then(declined.clone(), OWNER, ask()), Err(Refusal::ReopeningAsked), "it is bounded");
    assert_eq!(then(declined.clone(), ANALYST, decline()), Err(Refusal::NoReopeningAsked));
    // The desk can still change its mind; after another closing it can be asked for again.
    let again = then(declined, ANALYST, Command::Reopen { reason: sentence("It is the same.") }).unwrap();
    let closed = then(again, ANALYST, close(Outcome::Fixed, None)).unwrap();
    assert!(then(closed, OWNER, ask()).is_ok());
}

#[test]
fn it_can_be_asked_for_within_thirty_days() {
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    assert!(then(closed_ago(days(30)), OWNER, ask()).is_ok());
    let late = closed_ago(days(30) + SignedDuration::from_nanos(1));
    assert_eq!(then(late, OWNER, ask()), Err(Refusal::ReopeningOver));
}
