//! What has happened to a case. Stored as JSON, tagged by `type`; a stored shape is never changed, only added to.

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

/// Who made an event happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Author {
    /// A person, on one side.
    Person {
        /// Who.
        id: PersonId,
        /// For which side they acted.
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

/// Who may read an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    /// The publisher and the desk.
    Shared,
    /// The desk alone.
    DeskOnly,
}

/// Something that has happened to a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A publisher started a request.
    DraftStarted {
        /// Whose.
        publisher: PublisherId,
        /// What kind of event it is about.
        category: Category,
    },
    /// The request was submitted.
    Submitted {
        /// The number it has from now on.
        number: ConfirmationNumber,
        /// The category at submission.
        category: Category,
        /// What was reported.
        report: Box<Report>,
        /// When a person will have acknowledged.
        promise: Promise,
    },
    /// A person of the desk answered for it.
    Acknowledged {
        /// What they wrote.
        message: Body,
    },
    /// The category was corrected.
    CategoryChanged {
        /// What it was.
        from: Category,
        /// What it is.
        to: Category,
        /// Why.
        reason: Sentence,
    },
    /// Severity and priority were decided.
    Assessed {
        /// The severity that was suggested.
        severity_proposed: Severity,
        /// The severity.
        severity: Severity,
        /// Why.
        severity_reason: Sentence,
        /// The priority that was suggested.
        priority_proposed: Priority,
        /// The priority.
        priority: Priority,
        /// Why.
        priority_reason: Sentence,
        /// Who proposed it, where it took a second person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_by: Option<PersonId>,
    },
    /// Somebody proposed a severity and a priority that a second person has to agree to.
    AssessmentProposed {
        /// The proposal.
        assessment: Box<Assessment>,
    },
    /// The second person did not agree.
    AssessmentDeclined {
        /// Why.
        reason: Sentence,
    },
    /// The desk scored the weakness.
    Scored {
        /// Its vectors.
        vectors: Vectors,
        /// Why they differ from the publisher's, metric by metric.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reasons: Vec<MetricReason>,
    },
    /// The publisher agreed with the desk's score.
    ScoreAccepted,
    /// The publisher did not agree with the desk's score.
    ScoreContested {
        /// Why.
        reason: Sentence,
        /// The vectors they hold to, where they differ from those they had.
        #[serde(default, skip_serializing_if = "Vectors::is_empty")]
        vectors: Vectors,
    },
    /// The desk asked the publisher.
    QuestionAsked {
        /// Counts from 1.
        number: u32,
        /// The question.
        text: Body,
        /// When the answer is due.
        due: Timestamp,
    },
    /// The publisher answered.
    QuestionAnswered {
        /// Which question.
        number: u32,
        /// The answer.
        text: Body,
    },
    /// Somebody asserted a fact.
    FactAsserted {
        /// Which.
        fact: FactKind,
        /// What of it.
        status: FactStatus,
        /// In which words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Sentence>,
    },
    /// The publisher was told the outcome of the assessment.
    OutcomeCommunicated {
        /// The outcome.
        statement: OutcomeStatement,
    },
    /// Work on offer and customers began.
    MitigationStarted {
        /// What is done.
        sentence: Sentence,
    },
    /// The case ended.
    Closed {
        /// How.
        statement: OutcomeStatement,
    },
    /// The case goes on.
    Reopened {
        /// Why.
        reason: Sentence,
        /// The promise that is made anew, where nobody had acknowledged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promise: Option<Promise>,
    },
    /// The publisher took the report back.
    Withdrawn {
        /// Why.
        reason: Sentence,
    },
    /// The case was linked to another.
    Linked {
        /// The other case.
        to: CaseId,
        /// Its number.
        number: ConfirmationNumber,
        /// How they belong together.
        relation: Relation,
        /// Whether the publisher may see the link.
        same_publisher: bool,
    },
    /// The case got an owner, or lost it.
    OwnerAssigned {
        /// Who.
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
    /// A mail about the case was handed to the mail server, or could not be.
    MailHandled {
        /// Which mail: the code of a [`super::Notice`].
        notice: String,
        /// To how many addresses.
        recipients: u32,
        /// To which side.
        to: Party,
        /// Whether it was handed over.
        delivered: bool,
    },
    /// Clocks started, stood, ran on or ended because of what happened before.
    ClocksChanged {
        /// What happened to which.
        changes: Vec<ClockChange>,
    },
    /// A clock ran out before what it measures was done.
    ClockMissed {
        /// Which.
        clock: ClockKind,
        /// When it was due.
        due: Timestamp,
    },
    /// The desk said why a clock was missed.
    MissExplained {
        /// Which.
        clock: ClockKind,
        /// Why.
        reason: Sentence,
    },
    /// The desk decided what a clock asks to be decided.
    TargetDecided {
        /// Which clock.
        clock: ClockKind,
        /// What was decided.
        sentence: Sentence,
    },
    /// A side said whether a regime of law or contract applies to it.
    DutyJudged {
        /// Which side.
        side: Party,
        /// The id of the regime.
        regime: String,
        /// Whether it applies.
        applies: bool,
        /// Why.
        reason: Sentence,
    },
    /// A side recorded when a clock of a regime began.
    AnchorRecorded {
        /// Which side.
        side: Party,
        /// The id of the regime.
        regime: String,
        /// The name of the anchor.
        anchor: String,
        /// The instant.
        instant: Timestamp,
        /// How that is known.
        evidence: Sentence,
        /// Why it is another than before, or why it lies ahead.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Sentence>,
        /// Until when stages are due, those that it begins or moves.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ends: Vec<StageEnd>,
        /// The stages that have no end any more.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        withdrawn: Vec<String>,
    },
    /// A side typed into the fields of a regime's forms.
    FilingPrepared {
        /// Which side.
        side: Party,
        /// The id of the regime.
        regime: String,
        /// What the fields hold now, those that changed; empty where something was taken back.
        fields: BTreeMap<String, String>,
    },
    /// A side filed a stage.
    StageFiled {
        /// Which side.
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
        /// Until when stages are due, those that it begins or moves.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ends: Vec<StageEnd>,
        /// The stages that have no end any more.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        withdrawn: Vec<String>,
    },
    /// Somebody at the desk was told that so much of the time of a stage is over.
    StageStep {
        /// The id of the regime.
        regime: String,
        /// The id of the stage.
        stage: String,
        /// How much, in percent; 100 when it was missed.
        percent: u8,
        /// When it is due.
        due: Timestamp,
    },
    /// The time for an answer is over, and the desk's clocks run on.
    QuestionLapsed {
        /// Which question.
        number: u32,
    },
}

impl Event {
    /// The kind of [`Event::ClocksChanged`], which follows from other events and stands in no timeline.
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
            Self::ScoreAccepted => "score_accepted",
            Self::ScoreContested { .. } => "score_contested",
            Self::QuestionAsked { .. } => "question_asked",
            Self::QuestionAnswered { .. } => "question_answered",
            Self::FactAsserted { .. } => "fact_asserted",
            Self::OutcomeCommunicated { .. } => "outcome_communicated",
            Self::MitigationStarted { .. } => "mitigation_started",
            Self::Closed { .. } => "closed",
            Self::Reopened { .. } => "reopened",
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

/// An event with its place, its time and its author.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// Its place in the case, counted from 1.
    pub sequence: u32,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who made it happen.
    pub author: Author,
    /// What happened.
    pub event: Event,
}
