//! A case as its readers see it. The publisher's view is its own type, built field by field: it has no fields for notes,
//! owners, the desk's proposals or links to other publishers' cases, so none can leak.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use varsel_core::case::{self as core, Stage};
use varsel_core::ids::PublisherId;
use varsel_store::{Scope, StoreError, Tx, catalogue, people};

use super::clock::{Clock, Promise};
use super::code;
use super::report::Report;
use super::score::{Score, scores};
use super::token::{Holder, Stop};
use crate::failure::Failure;

/// A case: the publisher's view, or the desk's, which has more fields.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum CaseBody {
    /// The publisher's view.
    Publisher(Box<Case>),
    /// The desk's view.
    Desk(Box<DeskCase>),
}

/// A case as its publisher sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Case {
    /// The confirmation number.
    #[schema(example = "SE-RWSZ-96NH")]
    number: String,
    /// One-line title of the problem.
    title: String,
    /// Kind of security event.
    category: code::Category,
    /// Stage of the case.
    stage: code::Stage,
    /// Whose turn it is.
    waiting_on: code::WaitingOn,
    /// Whether the report says that harm is ongoing.
    urgent: bool,
    /// The publisher that reported it.
    publisher: Publisher,
    /// The report as it was submitted.
    report: Report,
    /// When it was submitted.
    submitted_at: Timestamp,
    /// When a person acknowledged it.
    #[schema(required)]
    acknowledged_at: Option<Timestamp>,
    /// When severity and priority were first decided.
    #[schema(required)]
    assessed_at: Option<Timestamp>,
    /// When it last changed.
    updated_at: Timestamp,
    /// The promise made at submission.
    #[schema(required)]
    promise: Option<Promise>,
    /// Deadlines, oldest first; publishers see those shared with them.
    clocks: Vec<Clock>,
    /// The next step; null if the case is closed.
    #[schema(required)]
    next_step: Option<NextStep>,
    /// Severity decided by the desk; null until decided.
    #[schema(required)]
    severity: Option<DecidedSeverity>,
    /// Priority decided by the desk; null until decided.
    #[schema(required)]
    priority: Option<DecidedPriority>,
    /// The CVSS scores of both sides.
    scores: Vec<Score>,
    /// Whether the two sides agree on the score.
    score_standing: code::ScoreStanding,
    /// Open questions, oldest first.
    questions: Vec<Question>,
    /// Asserted facts, the newest of each kind.
    facts: Vec<Fact>,
    /// The outcome, once communicated.
    #[schema(required)]
    outcome: Option<Outcome>,
    /// When and why it was withdrawn, if it was.
    #[schema(required)]
    withdrawn: Option<Withdrawal>,
    /// Linked cases that the reader can access.
    links: Vec<Link>,
}

/// A case as the desk sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeskCase {
    #[serde(flatten)]
    shared: Case,
    /// Owner of the case at the desk.
    #[schema(required)]
    owner: Option<Owner>,
    /// The severity that was proposed when it was decided.
    #[schema(required)]
    severity_proposed: Option<code::Severity>,
    /// The priority that was proposed when it was decided.
    #[schema(required)]
    priority_proposed: Option<code::Priority>,
}

/// A publisher.
#[derive(Serialize, ToSchema)]
pub(crate) struct Publisher {
    /// The marketplace's key for it.
    key: String,
    /// Its name.
    name: String,
}

/// The owner of a case at the desk.
#[derive(Serialize, ToSchema)]
pub(crate) struct Owner {
    /// Their name.
    pub(crate) name: String,
}

/// The next step of a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct NextStep {
    /// Whose turn it is.
    pub(crate) party: code::Party,
    /// What they have to do.
    pub(crate) duty: code::Duty,
    /// When it is due.
    #[schema(required)]
    pub(crate) due: Option<Timestamp>,
}

/// A decided severity.
#[derive(Serialize, ToSchema)]
pub(crate) struct DecidedSeverity {
    /// The severity.
    value: code::Severity,
    /// Reason.
    reason: String,
    /// When it was decided.
    decided_at: Timestamp,
}

/// A decided priority.
#[derive(Serialize, ToSchema)]
pub(crate) struct DecidedPriority {
    /// The priority.
    value: code::Priority,
    /// Reason.
    reason: String,
    /// When it was decided.
    decided_at: Timestamp,
}

/// An open question of the desk.
#[derive(Serialize, ToSchema)]
pub(crate) struct Question {
    /// Number within the case, from 1.
    number: u32,
    /// The question.
    text: String,
    /// When it was asked.
    asked_at: Timestamp,
    /// When the answer is due.
    due: Timestamp,
}

/// A dated assertion of a fact.
#[derive(Serialize, ToSchema)]
pub(crate) struct Fact {
    /// The fact.
    kind: code::FactKind,
    /// The asserted status.
    status: code::FactStatus,
    /// Comment.
    #[schema(required)]
    note: Option<String>,
    /// The side that asserts it.
    #[schema(required)]
    side: Option<code::Party>,
    /// Time.
    at: Timestamp,
}

/// An outcome, as a code and a sentence.
#[derive(Serialize, ToSchema)]
pub(crate) struct Outcome {
    /// The code.
    code: code::OutcomeCode,
    /// The sentence for the publisher.
    sentence: String,
    /// Last day of an accepted risk.
    #[schema(required)]
    until: Option<Date>,
    /// When the case was closed with it; null while the case is open.
    #[schema(required)]
    closed_at: Option<Timestamp>,
}

/// A withdrawal by the publisher.
#[derive(Serialize, ToSchema)]
pub(crate) struct Withdrawal {
    /// Time.
    at: Timestamp,
    /// Reason.
    reason: String,
}

/// A link to another case.
#[derive(Serialize, ToSchema)]
pub(crate) struct Link {
    /// The other case's number.
    number: String,
    /// How the cases are related.
    relation: code::Relation,
}

impl CaseBody {
    /// Builds the view of the token's holder.
    pub(crate) fn of(tx: &Tx<'_>, holder: &Holder, case: &core::Case) -> Result<Self, Stop> {
        let shared = Case::of(tx, holder, case)?;
        if !holder.is_desk() {
            return Ok(Self::Publisher(Box::new(shared)));
        }
        let owner = case.owner.map(|id| people::by_id(tx, id)).transpose()?.flatten();
        Ok(Self::Desk(Box::new(DeskCase {
            shared,
            owner: owner.map(|person| Owner { name: person.name }),
            severity_proposed: case.severity.as_ref().map(|s| s.proposed.into()),
            priority_proposed: case.priority.as_ref().map(|p| p.proposed.into()),
        })))
    }
}

impl Case {
    fn of(tx: &Tx<'_>, holder: &Holder, case: &core::Case) -> Result<Self, Stop> {
        // Drafts are not cases yet: every case with a number was submitted with a report.
        let (Some(number), Some(report), Some(submitted)) = (case.number, &case.report, case.submitted)
        else {
            return Err(Failure::NotFound.into());
        };
        let key_of = |id| {
            let offer = catalogue::offer_by_id(tx, id, Scope::Publisher(case.publisher))?;
            Ok::<_, StoreError>(offer.map_or_else(|| id.to_string(), |offer| offer.key.to_string()))
        };
        let links = case.links.iter().filter(|link| holder.is_desk() || link.same_publisher);
        Ok(Self {
            number: number.to_string(),
            title: report.title.as_str().to_owned(),
            category: case.category.into(),
            stage: case.stage.kind().into(),
            waiting_on: case.waiting_on().into(),
            urgent: report.is_urgent(),
            publisher: publisher(tx, case.publisher)?,
            report: Report::of(report, key_of)?,
            submitted_at: submitted.at,
            acknowledged_at: case.acknowledged.map(|stamp| stamp.at),
            assessed_at: case.assessed.map(|stamp| stamp.at),
            updated_at: case.updated,
            promise: Promise::of(holder.texts, case),
            clocks: Clock::all(case, holder.is_desk()),
            next_step: varsel_core::case::next_step(case).map(|step| NextStep {
                party: step.party.into(),
                duty: step.duty.into(),
                due: step.due,
            }),
            severity: case.severity.as_ref().map(|s| DecidedSeverity {
                value: s.decided.into(),
                reason: s.reason.as_str().to_owned(),
                decided_at: s.stamp.at,
            }),
            priority: case.priority.as_ref().map(|p| DecidedPriority {
                value: p.decided.into(),
                reason: p.reason.as_str().to_owned(),
                decided_at: p.stamp.at,
            }),
            scores: scores(case),
            score_standing: case.standing().into(),
            questions: case.questions.iter().map(Question::of).collect(),
            facts: case.facts.iter().map(Fact::of).collect(),
            outcome: Outcome::of(case),
            withdrawn: match &case.stage {
                Stage::Withdrawn { stamp, reason } => {
                    Some(Withdrawal { at: stamp.at, reason: reason.as_str().to_owned() })
                }
                _ => None,
            },
            links: links
                .map(|link| Link { number: link.number.to_string(), relation: link.relation.into() })
                .collect(),
        })
    }
}

fn publisher(tx: &Tx<'_>, id: PublisherId) -> Result<Publisher, Stop> {
    let found = catalogue::publisher_by_id(tx, id)?.ok_or(Failure::Internal)?;
    Ok(Publisher { key: found.key.to_string(), name: found.name })
}

impl Question {
    fn of(question: &core::Question) -> Self {
        Self {
            number: question.number,
            text: question.text.as_str().to_owned(),
            asked_at: question.asked.at,
            due: question.due,
        }
    }
}

impl Fact {
    fn of((fact, assertion): (&core::FactKind, &core::Assertion)) -> Self {
        Self {
            kind: (*fact).into(),
            status: assertion.status.into(),
            note: assertion.note.as_ref().map(|note| note.as_str().to_owned()),
            side: core::Case::side_of(assertion.stamp.by).map(Into::into),
            at: assertion.stamp.at,
        }
    }
}

impl Outcome {
    fn of(case: &core::Case) -> Option<Self> {
        let closed_at = match &case.stage {
            Stage::Closed { stamp, .. } => Some(stamp.at),
            _ => None,
        };
        case.outcome.as_ref().map(|statement| Self {
            code: statement.outcome.into(),
            sentence: statement.sentence.as_str().to_owned(),
            until: statement.until,
            closed_at,
        })
    }
}
