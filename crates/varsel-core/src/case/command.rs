//! The commands of a case, given by a person or by Varsel itself.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::duties::Applicability;
use super::report::Report;
use super::scoring::MetricReason;
use super::state::{Category, FactKind, FactStatus, OutcomeStatement, Relation};
use crate::clock::ClockKind;
use crate::confirmation_number::ConfirmationNumber;
use crate::ids::{CaseId, PersonId, PublisherId};
use crate::permission::{Action, Party};
use crate::score::cvss::Vectors;
use crate::score::{Priority, Severity};
use crate::text::{Body, Sentence, Short};

/// A command. [`super::decide`] accepts or refuses it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields carry the names and meanings of the events they lead to")]
pub enum Command {
    /// Submit the draft under a number.
    Submit { number: ConfirmationNumber, category: Category, report: Box<Report> },
    /// Acknowledge a report in person.
    Acknowledge { message: Body },
    /// Correct the category.
    ChangeCategory { to: Category, reason: Sentence },
    /// Decide severity and priority.
    Assess { severity: Severity, severity_reason: Sentence, priority: Priority, priority_reason: Sentence },
    /// Agree to a colleague's proposed assessment.
    ConfirmAssessment,
    /// Decline it.
    DeclineAssessment { reason: Sentence },
    /// Score the vulnerability.
    Score { vectors: Vectors, reasons: Vec<MetricReason>, answer: Option<Sentence> },
    /// Keep the score that the publisher contests.
    KeepScore { reason: Sentence },
    /// Accept the desk's score.
    AcceptScore,
    /// Contest it.
    ContestScore { reason: Sentence, vectors: Vectors },
    /// Ask the publisher.
    Ask { text: Body, due: Timestamp },
    /// Answer the desk.
    Answer { number: u32, text: Body },
    /// Assert a fact.
    Assert { fact: FactKind, status: FactStatus, note: Option<Sentence> },
    /// Communicate the outcome to the publisher.
    CommunicateOutcome { statement: OutcomeStatement },
    /// Start mitigating.
    Mitigate { sentence: Sentence },
    /// Close the case.
    Close { statement: OutcomeStatement },
    /// Reopen it.
    Reopen { reason: Sentence },
    /// Ask the desk to reopen a closed case.
    RequestReopening { reason: Sentence },
    /// Decline to reopen it.
    DeclineReopening { reason: Sentence },
    /// Withdraw the report.
    Withdraw { reason: Sentence },
    /// Link it to another case.
    Link { to: CaseId, number: ConfirmationNumber, publisher: PublisherId, relation: Relation },
    /// Set or remove its owner.
    Assign { owner: Option<PersonId> },
    /// Write a note for the desk.
    AddNote { text: Body },
    /// Write to the other side.
    ShareMessage { text: Body },
    /// Record the result of a mail. Only Varsel itself.
    RecordMail { notice: String, recipients: u32, to: Party, delivered: bool },
    /// Record a decision that a clock waits for.
    DecideTarget { clock: ClockKind, sentence: Sentence },
    /// Give the reason for a missed clock.
    ExplainMiss { clock: ClockKind, reason: Sentence },
    /// Decide whether a regime applies to one's own side.
    JudgeDuty { regime: String, applies: Applicability, reason: Option<Sentence> },
    /// Record when one's own side became aware, for all laws at once.
    RecordAwareness { instant: Timestamp, evidence: Sentence, reason: Option<Sentence> },
    /// Record when a clock of a regime started.
    RecordAnchor {
        regime: String,
        anchor: String,
        instant: Timestamp,
        evidence: Sentence,
        reason: Option<Sentence>,
    },
    /// Fill in fields of a regime's forms.
    PrepareFiling { regime: String, fields: BTreeMap<String, String> },
    /// Record that a stage was filed.
    FileStage { regime: String, stage: String, filed: Timestamp, reference: Short, proof: Option<Sentence> },
    /// Check the clocks and announce the steps that have passed. Only Varsel itself.
    Tick,
    /// Inherit the clocks of a case that was closed as a duplicate. Only Varsel itself.
    Tighten { theirs: Vec<(ClockKind, Timestamp)>, from: ConfirmationNumber },
}

impl Command {
    /// Returns the permission that the command needs; `None` for commands that only Varsel itself gives.
    pub const fn action(&self) -> Option<Action> {
        Some(match self {
            Self::Submit { .. } => Action::SubmitReport,
            Self::Acknowledge { .. } => Action::Acknowledge,
            Self::ChangeCategory { .. } => Action::ChangeCategory,
            Self::Assess { .. }
            | Self::ConfirmAssessment
            | Self::DeclineAssessment { .. }
            | Self::Score { .. }
            | Self::KeepScore { .. } => Action::Assess,
            Self::AcceptScore | Self::ContestScore { .. } => Action::AnswerScore,
            Self::Ask { .. } => Action::AskQuestion,
            Self::Answer { .. } => Action::AnswerQuestion,
            Self::Assert { .. } => Action::AssertFact,
            Self::CommunicateOutcome { .. }
            | Self::Mitigate { .. }
            | Self::Close { .. }
            | Self::Reopen { .. }
            | Self::DeclineReopening { .. }
            | Self::DecideTarget { .. }
            | Self::ExplainMiss { .. } => Action::DecideCase,
            Self::RequestReopening { .. } => Action::RequestReopening,
            Self::Withdraw { .. } => Action::WithdrawCase,
            Self::Link { .. } => Action::LinkCases,
            Self::Assign { .. } => Action::AssignOwner,
            Self::AddNote { .. } => Action::WriteNote,
            Self::ShareMessage { .. } => Action::ShareMessage,
            Self::JudgeDuty { .. }
            | Self::RecordAwareness { .. }
            | Self::RecordAnchor { .. }
            | Self::PrepareFiling { .. }
            | Self::FileStage { .. } => Action::KeepDuties,
            Self::RecordMail { .. } | Self::Tick | Self::Tighten { .. } => return None,
        })
    }
}
