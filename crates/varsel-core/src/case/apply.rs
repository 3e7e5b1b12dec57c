//! The fold: applies events to a case.

use super::duties::{Anchored, Filing, Judgement};
use super::event::{Event, Recorded};
use super::scoring::{Contest, ScoreAnswer, Scoring};
use super::state::{Assertion, Case, Decided, Link, Pending, Question, ReopeningRequest, Stage, Stamp};
use crate::ids::CaseId;
use crate::permission::Party;

/// Folds an event into a case. The first event of a case must be [`Event::DraftStarted`]; without it there is no case.
#[must_use]
pub fn apply(case: Option<Case>, id: CaseId, recorded: &Recorded) -> Option<Case> {
    let stamp = Stamp { by: recorded.author, at: recorded.at };
    let Some(mut case) = case else {
        let Event::DraftStarted { publisher, category } = recorded.event else { return None };
        return Some(Case {
            id,
            publisher,
            version: recorded.sequence,
            basis: recorded.sequence,
            category,
            stage: Stage::Draft,
            started: stamp,
            number: None,
            report: None,
            submitted: None,
            promise: None,
            acknowledged: None,
            assessed: None,
            mitigating: None,
            severity: None,
            priority: None,
            pending: None,
            scoring: None,
            questions: Vec::new(),
            asked: 0,
            facts: std::collections::BTreeMap::new(),
            outcome: None,
            owner: None,
            links: Vec::new(),
            clocks: super::clocks::Clocks::default(),
            desk_duties: super::duties::Duties::default(),
            publisher_duties: super::duties::Duties::default(),
            reopenings: 0,
            reopened: None,
            reopening: None,
            last_update: None,
            called: None,
            updated: recorded.at,
        });
    };
    let calls = recorded.event.is_word_of_harm(recorded.author) && case.may_call(recorded.at);
    fold(&mut case, &recorded.event, stamp);
    // The state after the event counts: a report alerts once it is submitted.
    if Case::side_of(recorded.author) == Some(Party::Desk) {
        case.called = None;
    } else if calls && case.stage.kind().is_open() {
        case.called = Some(recorded.at);
    }
    case.version = recorded.sequence;
    if recorded.event.is_basis(recorded.author) {
        case.basis = recorded.sequence;
    }
    case.updated = recorded.at;
    Some(case)
}

fn fold(case: &mut Case, event: &Event, stamp: Stamp) {
    match event {
        Event::DraftStarted { .. }
        | Event::NoteAdded { .. }
        | Event::MailHandled { .. }
        | Event::TargetDecided { .. } => {}
        Event::Submitted { number, category, report, promise } => {
            case.category = *category;
            case.number = Some(*number);
            case.report = Some((**report).clone());
            case.promise = Some(promise.clone());
            case.submitted = Some(stamp);
            case.stage = Stage::Received;
        }
        Event::Acknowledged { .. } => {
            case.acknowledged = Some(stamp);
            case.stage = Stage::Acknowledged(stamp);
            case.last_update = Some(stamp.at);
            // The person who acknowledges becomes the owner, unless the case has one.
            if case.owner.is_none()
                && let super::event::Author::Person { id, party: Party::Desk } = stamp.by
            {
                case.owner = Some(id);
            }
        }
        Event::CategoryChanged { to, .. } => case.category = *to,
        Event::Assessed {
            severity_proposed,
            severity,
            severity_reason,
            priority_proposed,
            priority,
            priority_reason,
            proposed_by: _,
        } => {
            case.severity = Some(Decided {
                proposed: *severity_proposed,
                decided: *severity,
                reason: severity_reason.clone(),
                stamp,
            });
            case.priority = Some(Decided {
                proposed: *priority_proposed,
                decided: *priority,
                reason: priority_reason.clone(),
                stamp,
            });
            case.pending = None;
            case.assessed.get_or_insert(stamp);
            if matches!(case.stage, Stage::Acknowledged(_)) {
                case.stage = Stage::Assessed(stamp);
            }
            case.last_update = Some(stamp.at);
        }
        Event::AssessmentProposed { assessment } => {
            case.pending = Some(Pending { assessment: (**assessment).clone(), stamp });
        }
        Event::AssessmentDeclined { .. } => case.pending = None,
        Event::Scored { vectors, reasons, answer } => {
            let contested = case.scoring.take().and_then(|scoring| scoring.contested);
            let (vectors, reasons, reviewed) = (vectors.clone(), reasons.clone(), answer.clone());
            case.scoring = Some(Scoring { vectors, reasons, stamp, answer: None, contested, reviewed });
            case.last_update = Some(stamp.at);
        }
        Event::ScoreKept { reason } => {
            if let Some(scoring) = &mut case.scoring {
                scoring.answer = None;
                scoring.reviewed = Some(reason.clone());
            }
            case.last_update = Some(stamp.at);
        }
        Event::ScoreAccepted => {
            if let Some(scoring) = &mut case.scoring {
                scoring.answer = Some(ScoreAnswer::Accepted(stamp));
            }
        }
        Event::ScoreContested { reason, vectors } => {
            if let Some(scoring) = &mut case.scoring {
                scoring.answer = Some(ScoreAnswer::Contested { reason: reason.clone(), stamp });
                scoring.contested = Some(Contest { reason: reason.clone(), vectors: vectors.clone() });
            }
        }
        Event::QuestionAsked { number, text, due } => {
            case.asked = *number;
            case.questions.push(Question {
                number: *number,
                text: text.clone(),
                due: *due,
                asked: stamp,
                lapsed: false,
            });
            case.last_update = Some(stamp.at);
        }
        Event::QuestionLapsed { number } => {
            if let Some(question) = case.questions.iter_mut().find(|question| question.number == *number) {
                question.lapsed = true;
            }
        }
        Event::ClocksChanged { changes } => {
            for change in changes {
                case.clocks.fold(change, stamp.at);
            }
        }
        Event::ClockMissed { clock, due } => case.clocks.miss(*clock, *due),
        Event::MissExplained { clock, reason } => case.clocks.explain(*clock, reason),
        Event::DutyJudged { .. }
        | Event::AnchorRecorded { .. }
        | Event::FilingPrepared { .. }
        | Event::StageFiled { .. }
        | Event::StageStep { .. } => duties(case, event, stamp),
        Event::QuestionAnswered { number, .. } => case.questions.retain(|q| q.number != *number),
        Event::FactAsserted { fact, status, note } => {
            case.facts.insert(*fact, Assertion { status: *status, note: note.clone(), stamp });
        }
        Event::OutcomeCommunicated { statement } => {
            case.outcome = Some(statement.clone());
            case.last_update = Some(stamp.at);
        }
        Event::MitigationStarted { .. } => {
            case.mitigating = Some(stamp);
            case.stage = Stage::Mitigating(stamp);
            case.last_update = Some(stamp.at);
        }
        Event::Closed { statement } => {
            // A reasoned decision counts as an acknowledgement.
            case.acknowledged.get_or_insert(stamp);
            case.outcome = Some(statement.clone());
            case.questions.clear();
            case.pending = None;
            case.reopening = None;
            case.stage = Stage::Closed { stamp, statement: statement.clone() };
            case.last_update = Some(stamp.at);
        }
        Event::Reopened { promise, .. } => {
            case.outcome = None;
            case.reopening = None;
            case.reopenings += 1;
            case.reopened = Some(stamp.at);
            if promise.is_some() {
                case.promise.clone_from(promise);
            }
            case.stage = match (case.acknowledged, case.assessed) {
                (None, _) => Stage::Received,
                (Some(_), None) => Stage::Acknowledged(stamp),
                (Some(_), Some(_)) => Stage::Assessed(stamp),
            };
            case.last_update = Some(stamp.at);
        }
        Event::ReopeningRequested { reason, due } => {
            case.reopening =
                Some(ReopeningRequest { reason: reason.clone(), stamp, due: *due, declined: None });
        }
        Event::ReopeningDeclined { reason } => {
            if let Some(request) = &mut case.reopening {
                request.declined = Some(reason.clone());
            }
            case.last_update = Some(stamp.at);
        }
        Event::Withdrawn { reason } => {
            case.questions.clear();
            case.pending = None;
            case.stage = Stage::Withdrawn { stamp, reason: reason.clone() };
        }
        Event::Linked { to, number, relation, same_publisher } => {
            case.links.push(Link {
                to: *to,
                number: *number,
                relation: *relation,
                same_publisher: *same_publisher,
            });
        }
        Event::OwnerAssigned { owner } => case.owner = *owner,
        Event::MessageShared { .. } => {
            if Case::side_of(stamp.by) == Some(Party::Desk) {
                case.last_update = Some(stamp.at);
            }
        }
    }
}

/// Folds events about laws and contracts.
fn duties(case: &mut Case, event: &Event, stamp: Stamp) {
    match event {
        Event::DutyJudged { side, regime, applies, unsure, reason } => {
            let judged = Judgement { applies: *applies, unsure: *unsure, reason: reason.clone(), stamp };
            case.duties_mut(*side).entry(regime).judged.push(judged);
        }
        Event::AnchorRecorded { side, regime, anchor, instant, evidence, reason, ends, withdrawn } => {
            let known = case.duties_mut(*side).entry(regime);
            let anchored =
                Anchored { instant: *instant, evidence: evidence.clone(), reason: reason.clone(), stamp };
            known.anchors.entry(anchor.clone()).or_default().push(anchored);
            known.replace_ends(ends, withdrawn);
        }
        Event::FilingPrepared { side, regime, fields } => {
            let known = case.duties_mut(*side).entry(regime);
            for (field, text) in fields {
                known.typed.insert(field.clone(), text.clone());
            }
        }
        Event::StageFiled { side, regime, stage, filed, reference, proof, ends, withdrawn } => {
            let known = case.duties_mut(*side).entry(regime);
            let filing = Filing { filed: *filed, reference: reference.clone(), proof: proof.clone(), stamp };
            known.filed.entry(stage.clone()).or_default().push(filing);
            known.replace_ends(ends, withdrawn);
        }
        Event::StageStep { regime, stage, percent, .. } => {
            case.duties_mut(Party::Desk).entry(regime).told.insert(stage.clone(), *percent);
        }
        _ => {}
    }
}

/// Folds a complete history.
pub fn replay<'a>(id: CaseId, history: impl IntoIterator<Item = &'a Recorded>) -> Option<Case> {
    history.into_iter().fold(None, |case, recorded| apply(case, id, recorded))
}
