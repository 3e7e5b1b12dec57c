//! What holds of every case, whatever people do to it: properties over random histories.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

mod stories;
mod support;

use std::cell::RefCell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use varsel_core::case::{
    Audience, Case, Duty, Effect, Event, Notice, Recorded, StageKind, WaitingOn, next_step, replay,
};
use varsel_core::clock::{Promise, PromiseRule};
use varsel_core::coded::Coded;
use varsel_core::permission::Party;
use varsel_core::refusal::Refusal;

use stories::{CASE, NOTE_CANARY, SECRET_ID_CANARY, calendar, in_every_story};

fn is_over(case: &Case) -> bool {
    matches!(case.stage.kind(), StageKind::Closed | StageKind::Withdrawn)
}

/// Guards the others: they would say little about stories in which little happens.
#[test]
fn the_stories_reach_every_stage_and_event() {
    let (stages, events, refusals) =
        (RefCell::new(BTreeSet::new()), RefCell::new(BTreeSet::new()), RefCell::new(BTreeSet::new()));
    in_every_story(|story| {
        stages.borrow_mut().extend(story.cases().map(|case| case.stage.kind()));
        events.borrow_mut().extend(story.history.iter().map(|recorded| recorded.event.kind()));
        refusals
            .borrow_mut()
            .extend(story.steps.iter().filter_map(|step| step.result.as_ref().err().map(Refusal::code)));
        Ok(())
    });
    assert_eq!(stages.into_inner().into_iter().collect::<Vec<_>>(), StageKind::ALL);
    let events = events.into_inner();
    assert_eq!(events.len(), 36, "kinds of events: {events:?}");
    // The rest need what these stories lack: another writer at the same moment, Varsel itself as the author, years, or entries by
    // the hundred.
    let refusals = refusals.into_inner();
    assert_eq!(refusals.len(), 30, "kinds of refusals: {refusals:?}");
}

#[test]
fn the_stored_history_alone_rebuilds_the_case() {
    in_every_story(|story| {
        let stored: Vec<(Recorded, String)> =
            story.history.iter().map(|r| (r.clone(), serde_json::to_string(&r.event).unwrap())).collect();
        let read: Vec<Recorded> = stored
            .into_iter()
            .map(|(recorded, json)| Recorded { event: serde_json::from_str(&json).unwrap(), ..recorded })
            .collect();
        prop_assert_eq!(&read, &story.history);
        prop_assert_eq!(replay(CASE, &read), story.cases().last().cloned());
        Ok(())
    });
}

#[test]
fn the_stored_case_reads_back_as_it_was() {
    in_every_story(|story| {
        for case in story.cases() {
            let json = serde_json::to_string(case).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Case>(&json).unwrap(), case);
        }
        Ok(())
    });
}

#[test]
fn the_type_of_a_stored_event_is_its_kind() {
    in_every_story(|story| {
        for recorded in &story.history {
            let json = serde_json::to_value(&recorded.event).unwrap();
            prop_assert_eq!(json["type"].as_str(), Some(recorded.event.kind()));
        }
        Ok(())
    });
}

#[test]
fn the_version_counts_events_and_the_basis_those_that_decisions_rest_on() {
    in_every_story(|story| {
        let mut version = 1;
        for step in &story.steps {
            let events = step.result.as_ref().map_or(&[][..], |decision| &decision.events);
            version += u32::try_from(events.len()).unwrap();
            prop_assert_eq!(step.after.version, version);
            let is_idle = |e: &Event| {
                matches!(
                    e,
                    Event::NoteAdded { .. }
                        | Event::MessageShared { .. }
                        | Event::MailHandled { .. }
                        | Event::ClocksChanged { .. }
                        | Event::ClockMissed { .. }
                        | Event::MissExplained { .. }
                        | Event::QuestionLapsed { .. }
                        | Event::DutyJudged { .. }
                        | Event::AnchorRecorded { .. }
                        | Event::FilingPrepared { .. }
                        | Event::StageFiled { .. }
                        | Event::StageStep { .. }
                )
            };
            // What a publisher adds is nothing that the desk decides on, but that there is a report, or none any more.
            let is_publishers = step.by.is_some_and(|by| by.party() == Party::Publisher);
            let counts = |e: &Event| matches!(e, Event::Submitted { .. } | Event::Withdrawn { .. });
            let last = events.iter().rposition(|event| !is_idle(event) && (!is_publishers || counts(event)));
            let moved = last.map(|at| step.before.version + u32::try_from(at).unwrap() + 1);
            prop_assert_eq!(step.after.basis, moved.unwrap_or(step.before.basis));
        }
        Ok(())
    });
}

#[test]
fn a_refusal_changes_nothing() {
    in_every_story(|story| {
        for step in story.steps.iter().filter(|step| step.result.is_err()) {
            prop_assert_eq!(&step.before, &step.after);
        }
        Ok(())
    });
}

#[test]
fn nobody_makes_happen_what_they_may_not() {
    // The roles are spelt out here again, so that a slip in the matrix is found.
    let publishers = ["owner", "security_contact", "member"];
    let desk = ["analyst", "lead"];
    in_every_story(|story| {
        for (step, decision) in story.changes() {
            for event in &decision.events {
                // What becomes of clocks follows from what was done.
                if matches!(
                    event,
                    Event::ClocksChanged { .. } | Event::ClockMissed { .. } | Event::StageStep { .. }
                ) {
                    continue;
                }
                let Some(by) = step.by else {
                    prop_assert!(matches!(event.kind(), "mail_handled" | "question_lapsed"), "{event:?}");
                    continue;
                };
                let role = by.role.code();
                prop_assert!(by.may(step.action.expect("persons need a permission")), "{role}: {event:?}");
                let allowed = match event {
                    Event::DraftStarted { .. }
                    | Event::Submitted { .. }
                    | Event::ScoreAccepted
                    | Event::ScoreContested { .. }
                    | Event::ReopeningRequested { .. }
                    | Event::QuestionAnswered { .. } => publishers.contains(&role),
                    Event::Withdrawn { .. } => publishers[..2].contains(&role),
                    // Each side keeps its own duties.
                    Event::DutyJudged { side, .. }
                    | Event::AnchorRecorded { side, .. }
                    | Event::FilingPrepared { side, .. }
                    | Event::StageFiled { side, .. } => match side {
                        Party::Publisher => publishers[..2].contains(&role),
                        Party::Desk => desk.contains(&role),
                    },
                    Event::CategoryChanged { .. }
                    | Event::FactAsserted { .. }
                    | Event::MessageShared { .. } => publishers.contains(&role) || desk.contains(&role),
                    Event::Acknowledged { .. }
                    | Event::Assessed { .. }
                    | Event::AssessmentProposed { .. }
                    | Event::AssessmentDeclined { .. }
                    | Event::Scored { .. }
                    | Event::ScoreKept { .. }
                    | Event::ReopeningDeclined { .. }
                    | Event::QuestionAsked { .. }
                    | Event::OutcomeCommunicated { .. }
                    | Event::MitigationStarted { .. }
                    | Event::Closed { .. }
                    | Event::Reopened { .. }
                    | Event::Linked { .. }
                    | Event::OwnerAssigned { .. }
                    | Event::NoteAdded { .. }
                    | Event::MissExplained { .. }
                    | Event::TargetDecided { .. } => desk.contains(&role),
                    Event::MailHandled { .. }
                    | Event::QuestionLapsed { .. }
                    | Event::ClocksChanged { .. }
                    | Event::ClockMissed { .. }
                    | Event::StageStep { .. } => false,
                };
                prop_assert!(allowed, "{role}: {event:?}");
            }
        }
        Ok(())
    });
}

#[test]
fn what_is_over_stays_as_it_ended_until_it_is_reopened() {
    in_every_story(|story| {
        for (step, decision) in story.changes().filter(|(step, _)| is_over(&step.before)) {
            for event in &decision.events {
                prop_assert!(
                    matches!(
                        event.kind(),
                        "reopened"
                            | "reopening_requested"
                            | "reopening_declined"
                            | "fact_asserted"
                            | "linked"
                            | "owner_assigned"
                            | "note_added"
                            | "mail_handled"
                            | "miss_explained"
                            | "clocks_changed"
                            | "duty_judged"
                            | "anchor_recorded"
                            | "filing_prepared"
                            | "stage_filed"
                            | "stage_step"
                    ),
                    "{event:?}"
                );
            }
            if decision.events[0].kind() != "reopened" {
                let (before, after) = (&step.before, &step.after);
                prop_assert_eq!(&before.stage, &after.stage);
                prop_assert_eq!(&before.outcome, &after.outcome);
                prop_assert_eq!((&before.severity, &before.priority), (&after.severity, &after.priority));
                prop_assert_eq!(before.category, after.category);
            }
        }
        Ok(())
    });
}

#[test]
fn what_was_submitted_and_promised_never_changes() {
    in_every_story(|story| {
        for step in &story.steps {
            let (before, after) = (&step.before, &step.after);
            if let Some(submitted) = before.submitted {
                // A promise is made again only when a report that nobody acknowledged is taken up again.
                if before.reopenings == after.reopenings || before.acknowledged.is_some() {
                    prop_assert_eq!(&before.promise, &after.promise);
                }
                prop_assert_eq!(&before.report, &after.report);
                prop_assert_eq!((before.number, Some(submitted)), (after.number, after.submitted));
            } else if let Some(submitted) = after.submitted {
                prop_assert_eq!(submitted.at, step.at);
                prop_assert_eq!(
                    &after.promise,
                    &Some(Promise::for_receipt(submitted.at, &calendar(), PromiseRule::default()))
                );
            }
            // Who answered first, and when, is what the promise is measured by.
            if before.acknowledged.is_some() {
                prop_assert_eq!(before.acknowledged, after.acknowledged);
            }
        }
        Ok(())
    });
}

#[test]
fn the_next_step_says_who_owes_what() {
    in_every_story(|story| {
        for case in story.cases() {
            let step = next_step(case);
            let files = case.publisher_duties.running().map(|(_, end)| end.due).min();
            let is_asked = case.open_request().is_some();
            prop_assert_eq!(step.is_none(), is_over(case) && files.is_none() && !is_asked);
            let asked = case.questions.iter().map(|question| question.due).min();
            let Some(step) = step else {
                prop_assert_eq!(asked, None, "a case that is over asks nothing");
                continue;
            };
            let submit = (step.party, step.duty) == (Party::Publisher, Duty::Submit);
            prop_assert_eq!(submit, case.submitted.is_none());
            let answer = (step.party, step.duty) == (Party::Publisher, Duty::Answer);
            let file = (step.party, step.duty) == (Party::Publisher, Duty::File);
            prop_assert_eq!(answer || file, asked.is_some() || files.is_some());
            prop_assert!(!file || step.due == files && step.filing.is_some(), "{:?}", step);
            match (step.due, case.submitted) {
                (None, submitted) => prop_assert_eq!(submitted, None),
                (Some(due), submitted) => {
                    prop_assert!(due > submitted.unwrap().at, "{:?} is before the receipt", step);
                    prop_assert!(!answer || Some(due) == asked, "the first question is the one that waits");
                    prop_assert!(step.duty != Duty::Acknowledge || due <= case.promise.as_ref().unwrap().due);
                }
            }
        }
        Ok(())
    });
}

#[test]
fn waiting_on_and_the_next_step_name_the_same_side() {
    in_every_story(|story| {
        for case in story.cases() {
            // What the law asks of a publisher is its move whoever the case itself waits for.
            let step = next_step(case).filter(|step| step.duty != Duty::File);
            let party = step.map(|step| step.party);
            if next_step(case) != step {
                continue;
            }
            let expected = match party {
                _ if case.submitted.is_none() => WaitingOn::Nobody,
                None => WaitingOn::Nobody,
                Some(Party::Desk) => WaitingOn::Desk,
                Some(Party::Publisher) => WaitingOn::Publisher,
            };
            prop_assert_eq!(case.waiting_on(), expected);
        }
        Ok(())
    });
}

#[test]
fn publishers_never_read_what_is_the_desks() {
    in_every_story(|story| {
        for recorded in &story.history {
            if recorded.event.audience() == Audience::Shared {
                let json = serde_json::to_string(&recorded.event).unwrap();
                prop_assert!(!json.contains(NOTE_CANARY), "a note: {json}");
                prop_assert!(!json.contains(SECRET_ID_CANARY), "an owner or a case of somebody else: {json}");
            }
        }
        for (_, decision) in story.changes() {
            for effect in &decision.effects {
                let Effect::Mail { notice, to, about } = effect else { continue };
                let event = decision.events.get(*about).expect("a mail is about an event of its decision");
                prop_assert!(
                    *to == Party::Desk || event.audience() == Audience::Shared,
                    "{notice}: {event:?}"
                );
            }
        }
        Ok(())
    });
}

#[test]
fn nobody_is_mailed_what_their_own_side_did() {
    in_every_story(|story| {
        for (step, decision) in story.changes() {
            for effect in &decision.effects {
                let Effect::Mail { notice, to, .. } = effect else { continue };
                // The confirmation is a receipt: the one mail that goes back to the side that acted.
                prop_assert_eq!(
                    step.by.is_some_and(|by| by.party() == *to),
                    *notice == Notice::Confirmation,
                    "{} to {}",
                    notice,
                    to
                );
            }
        }
        Ok(())
    });
}
