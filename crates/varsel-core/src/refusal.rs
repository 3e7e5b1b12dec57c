//! Every refusal, with its public code.
//!
//! The sentence for people is built from the code, in their language; this type only carries facts that the person can know.

use jiff::Timestamp;
use thiserror::Error;

use crate::case::{Stage, StageKind};
use crate::permission::Action;
use crate::score::cvss::Version;

/// Why a command was refused.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Refusal {
    /// The role does not permit it.
    #[error("this role cannot do that: {action}")]
    NotAllowed {
        /// The permission that was needed.
        action: Action,
    },
    /// The stage of the case does not allow it.
    #[error("a case that is {stage} does not allow that")]
    WrongStage {
        /// The stage the case is in.
        stage: StageKind,
    },
    /// Someone has already done it.
    #[error("that has already been done")]
    AlreadyDone {
        /// The time.
        at: Timestamp,
    },
    /// The case has changed since the person read it.
    #[error("the case has changed in the meantime")]
    Stale,
    /// There is no open question of this number.
    #[error("that question is not open")]
    NoOpenQuestion,
    /// The question's answer would be due in the past.
    #[error("the answer would be due in the past")]
    DueInThePast,
    /// Nothing would change.
    #[error("that is already so")]
    NoChange,
    /// A case cannot be linked to itself.
    #[error("a case cannot be linked to itself")]
    LinkToItself,
    /// Closing needs an outcome that was communicated to the publisher, or one that needs no assessment.
    #[error("this outcome needs an assessment first")]
    NotAssessed,
    /// An accepted risk needs its last day, which must be in the future.
    #[error("an accepted risk needs a date in the future")]
    DateNeeded,
    /// A duplicate needs a link to the case that continues.
    #[error("a duplicate needs the case that it is a duplicate of")]
    OriginalNeeded,
    /// Only the publisher can withdraw a report.
    #[error("only the publisher can withdraw a report")]
    PublishersToWithdraw,
    /// An assessment needs a severity; "unrated" is not one.
    #[error("an assessment needs a severity")]
    SeverityNeeded,
    /// The person who proposed an assessment cannot be the second person who agrees to it.
    #[error("someone else has to agree to that")]
    SecondPersonNeeded,
    /// No assessment waits for a second person.
    #[error("nothing waits for a second person")]
    NothingProposed,
    /// The case has no vulnerability to score.
    #[error("this case has no vulnerability to score")]
    NothingToScore,
    /// A score needs at least one vector.
    #[error("a score needs a vector")]
    VectorNeeded,
    /// The desk has to score in every version that the publisher scored in, so that the two can be compared.
    #[error("the publisher scored in version {} too, and the desk does not", version.number())]
    VersionNeeded {
        /// The version.
        version: Version,
    },
    /// A metric that differs from the publisher's needs a reason.
    #[error("{metric} of version {} differs from the publisher's answer and needs a reason", version.number())]
    MetricReasonNeeded {
        /// The version.
        version: Version,
        /// The metric.
        metric: &'static str,
    },
    /// The desk's score and the publisher's do not differ, or there is none to contest.
    #[error("there is no score that differs")]
    NoScoreToAnswer,
    /// The publisher has already asked to reopen the case since it was closed.
    #[error("the publisher has already asked to reopen the case")]
    ReopeningAsked,
    /// The case was closed too long ago to ask for reopening it.
    #[error("the case was closed too long ago to be reopened at request")]
    ReopeningOver,
    /// No request to reopen the case is waiting for an answer.
    #[error("nobody has asked to reopen the case")]
    NoReopeningAsked,
    /// The publisher does not contest the score.
    #[error("the score is not contested")]
    NotContested,
    /// The publisher's vectors are the same as those they contest.
    #[error("the vectors are the desk's own")]
    NothingContested,
    /// A publisher can contest only once.
    #[error("the score has been contested before")]
    ContestedBefore,
    /// Nothing of this kind waits for a decision.
    #[error("nothing waits for that decision")]
    NothingToDecide,
    /// The clock was not missed, so there is nothing to explain.
    #[error("that was not missed")]
    NothingMissed,
    /// The regime, anchor or stage does not exist, or does not apply.
    #[error("that duty does not apply here")]
    NoSuchDuty,
    /// A time in the future, or a correction of a recorded time, needs a reason.
    #[error("that needs a reason")]
    ReasonNeeded,
    /// The time is too far from now to be correct.
    #[error("that time is too far from now")]
    FarAway,
    /// A filing cannot be in the future.
    #[error("that is in the future")]
    InTheFuture,
    /// A filing cannot be earlier than the start of its clock.
    #[error("that is before its clock started, at {began}")]
    BeforeItBegan {
        /// The recorded start of the clock.
        began: Timestamp,
    },
    /// The maximum number of entries of one kind is reached: decisions, times or filings.
    #[error("there are {most} entries of this kind already, which is the most")]
    TooManyEntries {
        /// The maximum.
        most: usize,
    },
    /// The maximum size of the duties of one side of a case is reached.
    #[error("the duties of this case hold {most} bytes at most")]
    DutiesFull {
        /// The maximum, in bytes.
        most: usize,
    },
    /// Varsel itself cannot decide for a person.
    #[error("only a person can do that")]
    OnlyByAPerson,
}

/// The kind of refusal; presenters choose their status by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefusalClass {
    /// The person lacks the permission.
    Forbidden,
    /// The state of the case does not allow it, or someone else was faster.
    Conflict,
    /// The input is invalid.
    Invalid,
}

impl Refusal {
    /// Builds the refusal for a case in the wrong stage.
    pub fn wrong_stage(stage: &Stage) -> Self {
        Self::WrongStage { stage: stage.kind() }
    }

    /// Returns the stable public code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed { .. } => "not_allowed",
            Self::WrongStage { .. } => "wrong_stage",
            Self::AlreadyDone { .. } => "already_done",
            Self::Stale => "case_changed",
            Self::NoOpenQuestion => "no_open_question",
            Self::DueInThePast => "due_in_the_past",
            Self::NoChange => "no_change",
            Self::LinkToItself => "link_to_itself",
            Self::NotAssessed => "not_assessed",
            Self::DateNeeded => "date_needed",
            Self::OriginalNeeded => "original_needed",
            Self::PublishersToWithdraw => "publishers_to_withdraw",
            Self::SeverityNeeded => "severity_needed",
            Self::SecondPersonNeeded => "second_person_needed",
            Self::NothingProposed => "nothing_proposed",
            Self::NothingToScore => "nothing_to_score",
            Self::VectorNeeded => "vector_needed",
            Self::VersionNeeded { .. } => "version_needed",
            Self::NothingContested => "nothing_contested",
            Self::MetricReasonNeeded { .. } => "metric_reason_needed",
            Self::NoScoreToAnswer => "no_score_to_answer",
            Self::ReopeningAsked => "reopening_asked",
            Self::ReopeningOver => "reopening_over",
            Self::NoReopeningAsked => "no_reopening_asked",
            Self::NotContested => "not_contested",
            Self::ContestedBefore => "contested_before",
            Self::NothingToDecide => "nothing_to_decide",
            Self::NothingMissed => "nothing_missed",
            Self::NoSuchDuty => "no_such_duty",
            Self::ReasonNeeded => "reason_needed",
            Self::FarAway => "far_away",
            Self::InTheFuture => "in_the_future",
            Self::BeforeItBegan { .. } => "before_it_began",
            Self::TooManyEntries { .. } => "too_many_entries",
            Self::DutiesFull { .. } => "duties_full",
            Self::OnlyByAPerson => "only_by_a_person",
        }
    }

    /// Returns the kind of refusal.
    pub const fn class(&self) -> RefusalClass {
        match self {
            Self::NotAllowed { .. } | Self::OnlyByAPerson => RefusalClass::Forbidden,
            Self::WrongStage { .. }
            | Self::AlreadyDone { .. }
            | Self::Stale
            | Self::NoOpenQuestion
            | Self::SecondPersonNeeded
            | Self::NothingProposed
            | Self::NothingToScore
            | Self::NoScoreToAnswer
            | Self::NotContested
            | Self::ReopeningAsked
            | Self::ReopeningOver
            | Self::NoReopeningAsked
            | Self::NothingToDecide
            | Self::NothingMissed
            | Self::NoSuchDuty
            | Self::ContestedBefore => RefusalClass::Conflict,
            Self::DueInThePast
            | Self::NoChange
            | Self::LinkToItself
            | Self::NotAssessed
            | Self::DateNeeded
            | Self::OriginalNeeded
            | Self::PublishersToWithdraw
            | Self::VectorNeeded
            | Self::VersionNeeded { .. }
            | Self::NothingContested
            | Self::MetricReasonNeeded { .. }
            | Self::ReasonNeeded
            | Self::FarAway
            | Self::InTheFuture
            | Self::BeforeItBegan { .. }
            | Self::TooManyEntries { .. }
            | Self::DutiesFull { .. }
            | Self::SeverityNeeded => RefusalClass::Invalid,
        }
    }
}
