//! The events of a case. Stored as JSON, tagged by `type`; a stored shape is never changed, only extended.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clocks::ClockChange;
use super::duties::StageEnd;
use super::report::Report;
use super::scoring::MetricReason;
use super::state::{Assessment, Category, FactKind, FactStatus, OutcomeStatement, Relation};
use crate::clock::{ClockKind, Promise};
use crate::confirmation_number::ConfirmationNumber;
use crate::ids::{CaseId, PersonId, PublisherId};
use crate::permission::Party;
use crate::score::cvss::Vectors;
use crate::score::{Priority, Severity};
use crate::text::{Body, Sentence, Short};

/// The author of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Author {
    /// A person, on one side.
    Person {
        /// The person.
        id: PersonId,
        /// The side they acted for.
        party: Party,
    },
    /// Varsel itself.
    System,
}

impl Author {
    /// Returns the person, if it was one.
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { id, .. } => Some(*id),
            Self::System => None,
        }
    }
}

/// The audience of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    /// The publisher and the desk.
    Shared,
    /// The desk only.
    DeskOnly,
}

/// An event of a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A publisher started a request.
    DraftStarted {
        /// The publisher.
        publisher: PublisherId,
        /// Its category.
        category: Category,
    },
    /// The request was submitted.
    Submitted {
        /// Its number from now on.
        number: ConfirmationNumber,
        /// The category at submission.
        category: Category,
        /// The report.
        report: Box<Report>,
        /// The promise to acknowledge.
        promise: Promise,
    },
    /// A person at the desk acknowledged it.
    Acknowledged {
        /// Their text.
        message: Body,
    },
    /// The category was corrected.
    CategoryChanged {
        /// The old category.
        from: Category,
        /// The new category.
        to: Category,
        /// The reason.
        reason: Sentence,
    },
    /// Severity and priority were decided.
    Assessed {
        /// The severity that was suggested.
        severity_proposed: Severity,
        /// The severity.
        severity: Severity,
        /// The reason.
        severity_reason: Sentence,
        /// The priority that was suggested.
        priority_proposed: Priority,
        /// The priority.
        priority: Priority,
        /// The reason.
        priority_reason: Sentence,
        /// Who proposed it, if a second person was needed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_by: Option<PersonId>,
    },
    /// A severity and a priority were proposed that a second person has to agree to.
    AssessmentProposed {
        /// The proposal.
        assessment: Box<Assessment>,
    },
    /// The second person declined the proposal.
    AssessmentDeclined {
        /// The reason.
        reason: Sentence,
    },
    /// The desk scored the vulnerability.
    Scored {
        /// Its vectors.
        vectors: Vectors,
        /// Why they differ from the publisher's, metric by metric.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reasons: Vec<MetricReason>,
        /// The answer to the publisher's objection, if they had contested the score.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<Sentence>,
    },
    /// The desk kept the score that the publisher contested.
    ScoreKept {
        /// The reason.
        reason: Sentence,
    },
    /// The publisher accepted the desk's score.
    ScoreAccepted,
    /// The publisher contested the desk's score.
    ScoreContested {
        /// The reason.
        reason: Sentence,
        /// Their vectors, if they changed.
        #[serde(default, skip_serializing_if = "Vectors::is_empty")]
        vectors: Vectors,
    },
    /// The desk asked the publisher.
    QuestionAsked {
        /// Its number, from 1.
        number: u32,
        /// The question.
        text: Body,
        /// When the answer is due.
        due: Timestamp,
    },
    /// The publisher answered.
    QuestionAnswered {
        /// The number of the question.
        number: u32,
        /// The answer.
        text: Body,
    },
    /// A fact was asserted.
    FactAsserted {
        /// Its category.
        fact: FactKind,
        /// Its status.
        status: FactStatus,
        /// A comment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Sentence>,
    },
    /// The outcome was communicated to the publisher.
    OutcomeCommunicated {
        /// The outcome.
        statement: OutcomeStatement,
    },
    /// Mitigation started.
    MitigationStarted {
        /// What is being done.
        sentence: Sentence,
    },
    /// The case was closed.
    Closed {
        /// The outcome.
        statement: OutcomeStatement,
    },
    /// The case was reopened.
    Reopened {
        /// The reason.
        reason: Sentence,
        /// The new promise, if the report had not been acknowledged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promise: Option<Promise>,
    },
    /// The publisher asked the desk to reopen the case.
    ReopeningRequested {
        /// The reason.
        reason: Sentence,
        /// When the desk's answer is due.
        due: Timestamp,
    },
    /// The desk declined to reopen the case.
    ReopeningDeclined {
        /// The reason.
        reason: Sentence,
    },
    /// The publisher withdrew the report.
    Withdrawn {
        /// The reason.
        reason: Sentence,
    },
    /// The case was linked to another.
    Linked {
        /// The other case.
        to: CaseId,
        /// Its number.
        number: ConfirmationNumber,
        /// How they are related.
        relation: Relation,
        /// Whether the publisher can see the link.
        same_publisher: bool,
    },
    /// The owner of the case was set or removed.
    OwnerAssigned {
        /// The person.
        owner: Option<PersonId>,
    },
    /// The desk wrote a note to itself.
    NoteAdded {
        /// The note.
        text: Body,
    },
    /// One side wrote to the other.
    MessageShared {
        /// The message.
        text: Body,
    },
    /// A mail about the case was passed to the mail server, or could not be.
    MailHandled {
        /// The mail: the code of a [`super::Notice`].
        notice: String,
        /// The number of addresses.
        recipients: u32,
        /// The recipient side.
        to: Party,
        /// Whether the mail server accepted it.
        delivered: bool,
    },
    /// Clocks started, paused, resumed or ended because of earlier events.
    ClocksChanged {
        /// The changes.
        changes: Vec<ClockChange>,
    },
    /// A clock was missed.
    ClockMissed {
        /// Its category.
        clock: ClockKind,
        /// When it was due.
        due: Timestamp,
    },
    /// The desk gave the reason for a missed clock.
    MissExplained {
        /// Its category.
        clock: ClockKind,
        /// The reason.
        reason: Sentence,
    },
    /// The desk made the decision that a clock waits for.
    TargetDecided {
        /// The clock.
        clock: ClockKind,
        /// The decision.
        sentence: Sentence,
    },
    /// A side decided whether a regime of law or contract applies to it.
    DutyJudged {
        /// The side.
        side: Party,
        /// The id of the regime.
        regime: String,
        /// Whether it applies.
        applies: bool,
        /// Whether the side is not sure: it is open again, whatever was decided before.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unsure: bool,
        /// The reason, always given where it does not apply.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Sentence>,
    },
    /// A side recorded when a clock of a regime started.
    AnchorRecorded {
        /// The side.
        side: Party,
        /// The id of the regime, or [`EVERY_REGIME`](super::duties::EVERY_REGIME).
        regime: String,
        /// The name of the anchor.
        anchor: String,
        /// The instant.
        instant: Timestamp,
        /// How that is known.
        evidence: Sentence,
        /// The reason for a correction, or for a time in the future.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Sentence>,
        /// The deadlines of the stages that it starts or moves.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ends: Vec<StageEnd>,
        /// The stages that no longer have a deadline.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        withdrawn: Vec<String>,
    },
    /// A side filled in fields of a regime's forms.
    FilingPrepared {
        /// The side.
        side: Party,
        /// The id of the regime.
        regime: String,
        /// The changed fields with their new values; empty if cleared.
        fields: BTreeMap<String, String>,
    },
    /// A side filed a stage.
    StageFiled {
        /// The side.
        side: Party,
        /// The id of the regime.
        regime: String,
        /// The id of the stage.
        stage: String,
        /// When it was filed.
        filed: Timestamp,
        /// The reference that the recipient gave.
        reference: Short,
        /// How it can be proved.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<Sentence>,
        /// The deadlines of the stages that it starts or moves.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ends: Vec<StageEnd>,
        /// The stages that no longer have a deadline.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        withdrawn: Vec<String>,
    },
    /// A step of a stage was announced at the desk.
    StageStep {
        /// The id of the regime.
        regime: String,
        /// The id of the stage.
        stage: String,
        /// The step, in percent; 100 is a miss.
        percent: u8,
        /// When it is due.
        due: Timestamp,
    },
    /// The time to answer a question expired, and the desk's clocks resumed.
    QuestionLapsed {
        /// The number of the question.
        number: u32,
    },
}

impl Event {
    /// The kind of [`Event::ClocksChanged`], which follows from other events and is not shown in a timeline.
    pub const CLOCKS_CHANGED: &'static str = "clocks_changed";

    /// Returns the stable name of the kind of event: its `type` in JSON.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::DraftStarted { .. } => "draft_started",
            Self::Submitted { .. } => "submitted",
            Self::Acknowledged { .. } => "acknowledged",
            Self::CategoryChanged { .. } => "category_changed",
            Self::Assessed { .. } => "assessed",
            Self::AssessmentProposed { .. } => "assessment_proposed",
            Self::AssessmentDeclined { .. } => "assessment_declined",
            Self::Scored { .. } => "scored",
            Self::ScoreKept { .. } => "score_kept",
            Self::ScoreAccepted => "score_accepted",
            Self::ScoreContested { .. } => "score_contested",
            Self::QuestionAsked { .. } => "question_asked",
            Self::QuestionAnswered { .. } => "question_answered",
            Self::FactAsserted { .. } => "fact_asserted",
            Self::OutcomeCommunicated { .. } => "outcome_communicated",
            Self::MitigationStarted { .. } => "mitigation_started",
            Self::Closed { .. } => "closed",
            Self::Reopened { .. } => "reopened",
            Self::ReopeningRequested { .. } => "reopening_requested",
            Self::ReopeningDeclined { .. } => "reopening_declined",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Linked { .. } => "linked",
            Self::OwnerAssigned { .. } => "owner_assigned",
            Self::NoteAdded { .. } => "note_added",
            Self::MessageShared { .. } => "message_shared",
            Self::MailHandled { .. } => "mail_handled",
            Self::ClocksChanged { .. } => Self::CLOCKS_CHANGED,
            Self::ClockMissed { .. } => "clock_missed",
            Self::MissExplained { .. } => "miss_explained",
            Self::TargetDecided { .. } => "target_decided",
            Self::DutyJudged { .. } => "duty_judged",
            Self::AnchorRecorded { .. } => "anchor_recorded",
            Self::FilingPrepared { .. } => "filing_prepared",
            Self::StageFiled { .. } => "stage_filed",
            Self::StageStep { .. } => "stage_step",
            Self::QuestionLapsed { .. } => "question_lapsed",
        }
    }
}

/// An event with its sequence number, time and author.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// Its sequence number in the case, from 1.
    pub sequence: u32,
    /// When it was recorded.
    pub at: Timestamp,
    /// Its author.
    pub author: Author,
    /// The event.
    pub event: Event,
}
