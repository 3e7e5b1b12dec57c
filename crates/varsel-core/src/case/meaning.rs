//! The meaning of events: who can see them, what they read, and what depends on them.
//!
//! Every kind is named in each match, so adding one means deciding all of this.

use super::event::{Audience, Author, Event};
use super::state::{FactKind, FactStatus};
use crate::clock::ClockKind;
use crate::permission::Party;
use crate::text::Body;

impl Event {
    /// Returns whether the desk's decisions can rest on the event, so that a decision made without seeing it is refused as stale.
    ///
    /// A publisher's additions never count: however much arrives, the desk can acknowledge, agree and close, and is shown
    /// afterwards what came in between. Only a withdrawal leaves nothing to decide.
    pub const fn is_basis(&self, author: Author) -> bool {
        match self {
            Self::DraftStarted { .. } | Self::Submitted { .. } | Self::Withdrawn { .. } => true,
            Self::Acknowledged { .. }
            | Self::CategoryChanged { .. }
            | Self::Assessed { .. }
            | Self::AssessmentProposed { .. }
            | Self::AssessmentDeclined { .. }
            | Self::Scored { .. }
            | Self::ScoreKept { .. }
            | Self::ScoreAccepted
            | Self::ScoreContested { .. }
            | Self::QuestionAsked { .. }
            | Self::QuestionAnswered { .. }
            | Self::FactAsserted { .. }
            | Self::OutcomeCommunicated { .. }
            | Self::MitigationStarted { .. }
            | Self::Closed { .. }
            | Self::Reopened { .. }
            | Self::ReopeningRequested { .. }
            | Self::ReopeningDeclined { .. }
            | Self::Linked { .. }
            | Self::OwnerAssigned { .. }
            | Self::TargetDecided { .. } => !matches!(author, Author::Person { party: Party::Publisher, .. }),
            Self::MailHandled { .. }
            | Self::NoteAdded { .. }
            | Self::MessageShared { .. }
            | Self::ClocksChanged { .. }
            | Self::ClockMissed { .. }
            | Self::MissExplained { .. }
            | Self::DutyJudged { .. }
            | Self::AnchorRecorded { .. }
            | Self::FilingPrepared { .. }
            | Self::StageFiled { .. }
            | Self::StageStep { .. }
            | Self::QuestionLapsed { .. } => false,
        }
    }

    /// Returns whether it is a publisher's report of ongoing harm, which alerts the people on call.
    pub fn is_word_of_harm(&self, author: Author) -> bool {
        let is_publishers = matches!(author, Author::Person { party: Party::Publisher, .. });
        is_publishers
            && match self {
                Self::Submitted { report, .. } => report.is_urgent(),
                Self::FactAsserted { fact, status, .. } => {
                    *fact == FactKind::Exploited && *status == FactStatus::Yes
                }
                Self::Acknowledged { .. }
                | Self::QuestionAsked { .. }
                | Self::QuestionAnswered { .. }
                | Self::NoteAdded { .. }
                | Self::MessageShared { .. }
                | Self::DraftStarted { .. }
                | Self::CategoryChanged { .. }
                | Self::Assessed { .. }
                | Self::AssessmentProposed { .. }
                | Self::AssessmentDeclined { .. }
                | Self::Scored { .. }
                | Self::ScoreKept { .. }
                | Self::ScoreAccepted
                | Self::ScoreContested { .. }
                | Self::OutcomeCommunicated { .. }
                | Self::MitigationStarted { .. }
                | Self::Closed { .. }
                | Self::Reopened { .. }
                | Self::ReopeningRequested { .. }
                | Self::ReopeningDeclined { .. }
                | Self::Withdrawn { .. }
                | Self::Linked { .. }
                | Self::OwnerAssigned { .. }
                | Self::MailHandled { .. }
                | Self::ClocksChanged { .. }
                | Self::ClockMissed { .. }
                | Self::MissExplained { .. }
                | Self::TargetDecided { .. }
                | Self::DutyJudged { .. }
                | Self::AnchorRecorded { .. }
                | Self::FilingPrepared { .. }
                | Self::StageFiled { .. }
                | Self::StageStep { .. }
                | Self::QuestionLapsed { .. } => false,
            }
    }

    /// Returns the author's text: a message, a question, an answer, a note.
    pub const fn text(&self) -> Option<&Body> {
        match self {
            Self::Acknowledged { message: text }
            | Self::QuestionAsked { text, .. }
            | Self::QuestionAnswered { text, .. }
            | Self::NoteAdded { text }
            | Self::MessageShared { text } => Some(text),
            Self::DraftStarted { .. }
            | Self::Submitted { .. }
            | Self::CategoryChanged { .. }
            | Self::Assessed { .. }
            | Self::AssessmentProposed { .. }
            | Self::AssessmentDeclined { .. }
            | Self::Scored { .. }
            | Self::ScoreKept { .. }
            | Self::ScoreAccepted
            | Self::ScoreContested { .. }
            | Self::FactAsserted { .. }
            | Self::OutcomeCommunicated { .. }
            | Self::MitigationStarted { .. }
            | Self::Closed { .. }
            | Self::Reopened { .. }
            | Self::ReopeningRequested { .. }
            | Self::ReopeningDeclined { .. }
            | Self::Withdrawn { .. }
            | Self::Linked { .. }
            | Self::OwnerAssigned { .. }
            | Self::MailHandled { .. }
            | Self::ClocksChanged { .. }
            | Self::ClockMissed { .. }
            | Self::MissExplained { .. }
            | Self::TargetDecided { .. }
            | Self::DutyJudged { .. }
            | Self::AnchorRecorded { .. }
            | Self::FilingPrepared { .. }
            | Self::StageFiled { .. }
            | Self::StageStep { .. }
            | Self::QuestionLapsed { .. } => None,
        }
    }

    /// Returns the texts by which the event is found, for those who can read it (see [`Event::audience`]): what a person wrote in
    /// it, at length or in a sentence.
    ///
    /// A report is found by its own fields, so [`Event::Submitted`] adds none.
    pub fn search_texts(&self) -> Vec<&str> {
        match self {
            Self::Acknowledged { message: text }
            | Self::QuestionAsked { text, .. }
            | Self::QuestionAnswered { text, .. }
            | Self::NoteAdded { text }
            | Self::MessageShared { text } => vec![text.as_str()],
            Self::CategoryChanged { reason, .. }
            | Self::AssessmentDeclined { reason }
            | Self::ScoreKept { reason }
            | Self::ScoreContested { reason, .. }
            | Self::Reopened { reason, .. }
            | Self::ReopeningRequested { reason, .. }
            | Self::ReopeningDeclined { reason }
            | Self::Withdrawn { reason }
            | Self::MissExplained { reason, .. } => vec![reason.as_str()],
            Self::DutyJudged { reason, .. } => reason.iter().map(AsRef::as_ref).collect(),
            Self::MitigationStarted { sentence } | Self::TargetDecided { sentence, .. } => {
                vec![sentence.as_str()]
            }
            Self::OutcomeCommunicated { statement } | Self::Closed { statement } => {
                vec![statement.sentence.as_str()]
            }
            Self::Assessed { severity_reason, priority_reason, .. } => {
                vec![severity_reason.as_str(), priority_reason.as_str()]
            }
            Self::AssessmentProposed { assessment } => {
                vec![assessment.severity_reason.as_str(), assessment.priority_reason.as_str()]
            }
            Self::Scored { reasons, answer, .. } => {
                reasons.iter().map(|one| &one.reason).chain(answer).map(AsRef::as_ref).collect()
            }
            Self::FactAsserted { note, .. } => note.iter().map(AsRef::as_ref).collect(),
            Self::AnchorRecorded { evidence, reason, .. } => {
                [Some(evidence), reason.as_ref()].into_iter().flatten().map(AsRef::as_ref).collect()
            }
            Self::StageFiled { reference, proof, .. } => {
                [Some(reference.as_str()), proof.as_ref().map(AsRef::as_ref)].into_iter().flatten().collect()
            }
            Self::FilingPrepared { fields, .. } => fields.values().map(String::as_str).collect(),
            Self::DraftStarted { .. }
            | Self::Submitted { .. }
            | Self::ScoreAccepted
            | Self::Linked { .. }
            | Self::OwnerAssigned { .. }
            | Self::MailHandled { .. }
            | Self::ClocksChanged { .. }
            | Self::ClockMissed { .. }
            | Self::StageStep { .. }
            | Self::QuestionLapsed { .. } => Vec::new(),
        }
    }

    /// Returns the audience of the event. Every kind is named, so adding one means deciding who reads it.
    pub const fn audience(&self) -> Audience {
        match self {
            Self::DraftStarted { .. }
            | Self::Submitted { .. }
            | Self::Acknowledged { .. }
            | Self::CategoryChanged { .. }
            | Self::Assessed { .. }
            | Self::Scored { .. }
            | Self::ScoreKept { .. }
            | Self::ScoreAccepted
            | Self::ScoreContested { .. }
            | Self::QuestionAsked { .. }
            | Self::QuestionAnswered { .. }
            | Self::QuestionLapsed { .. }
            | Self::FactAsserted { .. }
            | Self::OutcomeCommunicated { .. }
            | Self::MitigationStarted { .. }
            | Self::Closed { .. }
            | Self::Reopened { .. }
            | Self::ReopeningRequested { .. }
            | Self::ReopeningDeclined { .. }
            | Self::Withdrawn { .. }
            | Self::MessageShared { .. }
            // A publisher only sees links to its own cases.
            | Self::Linked { same_publisher: true, .. } => Audience::Shared,
            Self::AssessmentProposed { .. }
            | Self::AssessmentDeclined { .. }
            | Self::OwnerAssigned { .. }
            | Self::NoteAdded { .. }
            | Self::ClocksChanged { .. }
            | Self::MissExplained { .. }
            | Self::TargetDecided { .. }
            | Self::StageStep { .. }
            | Self::Linked { same_publisher: false, .. } => Audience::DeskOnly,
            Self::ClockMissed { clock, .. } => missed(*clock),
            Self::MailHandled { to: side, .. }
            | Self::DutyJudged { side, .. }
            | Self::AnchorRecorded { side, .. }
            | Self::FilingPrepared { side, .. }
            | Self::StageFiled { side, .. } => match side {
                Party::Publisher => Audience::Shared,
                Party::Desk => Audience::DeskOnly,
            },
        }
    }
}

/// Returns who sees that a clock was missed: the publisher only sees the promise, not the desk's own targets.
const fn missed(clock: ClockKind) -> Audience {
    match clock {
        ClockKind::Promise => Audience::Shared,
        ClockKind::Respond
        | ClockKind::Assess
        | ClockKind::DecideMeasure
        | ClockKind::DecideNotice
        | ClockKind::Update
        | ClockKind::Mitigate
        | ClockKind::Fix
        | ClockKind::DecideDuties => Audience::DeskOnly,
    }
}
