//! Every reason the desk says no, with its public code.
//!
//! The sentence a person reads is made from the code, in their language; this type carries only facts that the person may know.

use jiff::Timestamp;
use thiserror::Error;

use crate::case::{Stage, StageKind};
use crate::permission::Action;
use crate::score::cvss::Version;

/// Why a command was not carried out.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Refusal {
    /// The role does not allow it.
    #[error("this role may not do that: {action}")]
    NotAllowed {
        /// What was asked for.
        action: Action,
    },
    /// The case is in a stage in which this cannot be done.
    #[error("a case that is {stage} does not allow that")]
    WrongStage {
        /// The stage the case is in.
        stage: StageKind,
    },
    /// Somebody has done it before.
    #[error("that has been done already")]
    AlreadyDone {
        /// When.
        at: Timestamp,
    },
    /// The case changed since the person read it.
    #[error("the case has changed in the meantime")]
    Stale,
    /// There is no open question of this number.
    #[error("that question is not open")]
    NoOpenQuestion,
    /// The question's answer would be due in the past.
    #[error("the answer would be due in the past")]
    DueInThePast,
    /// Nothing would change.
    #[error("that is so already")]
    NoChange,
    /// A case cannot be linked to itself.
    #[error("a case cannot be linked to itself")]
    LinkToItself,
    /// Closing needs an outcome that was told to the publisher, or one that needs no assessment.
    #[error("this outcome needs an assessment first")]
    NotAssessed,
    /// An accepted risk needs the last day on which it is accepted, and that day must be to come.
    #[error("an accepted risk needs a date to come")]
    DateNeeded,
    /// A duplicate needs a link to the case that goes on.
    #[error("a duplicate needs the case that it is a duplicate of")]
    OriginalNeeded,
    /// Only the publisher takes a report back.
    #[error("only the publisher can withdraw a report")]
    PublishersToWithdraw,
    /// An assessment names a severity; "unrated" is the lack of one.
    #[error("an assessment needs a severity")]
    SeverityNeeded,
    /// Whoever proposed an assessment cannot be the second person who agrees to it.
    #[error("somebody else has to agree to that")]
    SecondPersonNeeded,
    /// No assessment waits for a second person.
    #[error("nothing waits for a second person")]
    NothingProposed,
    /// The case has no weakness to score.
    #[error("this case has no vulnerability to score")]
    NothingToScore,
    /// A score needs at least one vector.
    #[error("a score needs a vector")]
    VectorNeeded,
    /// Every version that the publisher scored in is scored by the desk too, so that the two can be compared.
    #[error("the publisher scored in version {} too, and the desk does not", version.number())]
    VersionNeeded {
        /// The version.
        version: Version,
    },
    /// A metric that the publisher answers otherwise needs a reason.
    #[error("{metric} of version {} differs from the publisher's answer and needs a reason", version.number())]
    MetricReasonNeeded {
        /// The version.
        version: Version,
        /// The metric.
        metric: &'static str,
    },
    /// The desk's score and the publisher's do not differ, or there is none to answer.
    #[error("there is no score that differs")]
    NoScoreToAnswer,
    /// The vectors that a publisher holds to are those that they contest.
    #[error("the vectors are the desk's own")]
    NothingContested,
    /// A publisher contests once.
    #[error("the score has been contested before")]
    ContestedBefore,
    /// Nothing of this kind waits for a decision.
    #[error("nothing waits for that decision")]
    NothingToDecide,
    /// That was not missed, so there is nothing to give a reason for.
    #[error("that was not missed")]
    NothingMissed,
    /// There is no regime, anchor or stage of this name, or it does not apply.
    #[error("that duty does not apply here")]
    NoSuchDuty,
    /// An instant that lies ahead, or another than was recorded before, needs a reason.
    #[error("that needs a reason")]
    ReasonNeeded,
    /// A time is too far from now to be right.
    #[error("that time is too far from now")]
    FarAway,
    /// What was filed was filed before now.
    #[error("that lies in the future")]
    InTheFuture,
    /// What is filed is filed after what begins its clock.
    #[error("that lies before its clock began, at {began}")]
    BeforeItBegan {
        /// When the clock began, as it was recorded.
        began: Timestamp,
    },
    /// A duty keeps no more entries of one kind: judgements, times or filings.
    #[error("there are {most} entries of this kind already, which is the most")]
    TooManyEntries {
        /// The most that are kept.
        most: usize,
    },
    /// The duties of one side of a case hold no more text.
    #[error("the duties of this case hold {most} bytes at most")]
    DutiesFull {
        /// The most bytes that are kept.
        most: usize,
    },
    /// Varsel itself does not decide in the place of a person.
    #[error("only a person may do that")]
    OnlyByAPerson,
}

/// What kind of "no" it is; presenters choose their status by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefusalClass {
    /// The person may not.
    Forbidden,
    /// The state of the case does not allow it, or somebody was faster.
    Conflict,
    /// The input is wrong.
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

    /// Returns what kind of "no" it is.
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
