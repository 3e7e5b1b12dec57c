//! What a person, or Varsel itself, wants to happen to a case.

use std::collections::BTreeMap;

use jiff::Timestamp;

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

/// A wish. [`super::decide`] says whether it comes true.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields carry the names and meanings of the events they lead to")]
pub enum Command {
    /// Submit the draft under a number.
    Submit { number: ConfirmationNumber, category: Category, report: Box<Report> },
    /// Answer for a report in person.
    Acknowledge { message: Body },
    /// Correct the category.
    ChangeCategory { to: Category, reason: Sentence },
    /// Decide severity and priority.
    Assess { severity: Severity, severity_reason: Sentence, priority: Priority, priority_reason: Sentence },
    /// Agree to an assessment that a colleague proposed.
    ConfirmAssessment,
    /// Do not agree to it.
    DeclineAssessment { reason: Sentence },
    /// Score the weakness.
    Score { vectors: Vectors, reasons: Vec<MetricReason> },
    /// Agree with the desk's score.
    AcceptScore,
    /// Do not agree with it.
    ContestScore { reason: Sentence, vectors: Vectors },
    /// Ask the publisher.
    Ask { text: Body, due: Timestamp },
    /// Answer the desk.
    Answer { number: u32, text: Body },
    /// Assert a fact.
    Assert { fact: FactKind, status: FactStatus, note: Option<Sentence> },
    /// Tell the publisher the outcome.
    CommunicateOutcome { statement: OutcomeStatement },
    /// Begin work on offer and customers.
    Mitigate { sentence: Sentence },
    /// End the case.
    Close { statement: OutcomeStatement },
    /// Take it up again.
    Reopen { reason: Sentence },
    /// Take the report back.
    Withdraw { reason: Sentence },
    /// Link it to another case.
    Link { to: CaseId, number: ConfirmationNumber, publisher: PublisherId, relation: Relation },
    /// Give it an owner, or none.
    Assign { owner: Option<PersonId> },
    /// Write a note of the desk.
    AddNote { text: Body },
    /// Write to the other side.
    ShareMessage { text: Body },
    /// Record what became of a mail. Varsel's own.
    RecordMail { notice: String, recipients: u32, to: Party, delivered: bool },
    /// Decide what a clock asks to be decided.
    DecideTarget { clock: ClockKind, sentence: Sentence },
    /// Say why a clock was missed.
    ExplainMiss { clock: ClockKind, reason: Sentence },
    /// Say whether a regime applies to one's own side.
    JudgeDuty { regime: String, applies: bool, reason: Sentence },
    /// Record when a clock of a regime began.
    RecordAnchor {
        regime: String,
        anchor: String,
        instant: Timestamp,
        evidence: Sentence,
        reason: Option<Sentence>,
    },
    /// Type into the fields of a regime's forms.
    PrepareFiling { regime: String, fields: BTreeMap<String, String> },
    /// Record that a stage was filed.
    FileStage { regime: String, stage: String, filed: Timestamp, reference: Short, proof: Option<Sentence> },
    /// Look at the clocks: tell of the steps that are over. Varsel's own.
    Tick,
    /// Take over the clocks of a case that was merged into this one. Varsel's own.
    Tighten { theirs: Vec<(ClockKind, Timestamp)>, from: ConfirmationNumber },
}

impl Command {
    /// Returns the permission that the command needs; `None` for what only Varsel itself does.
    pub const fn action(&self) -> Option<Action> {
        Some(match self {
            Self::Submit { .. } => Action::SubmitReport,
            Self::Acknowledge { .. } => Action::Acknowledge,
            Self::ChangeCategory { .. } => Action::ChangeCategory,
            Self::Assess { .. }
            | Self::ConfirmAssessment
            | Self::DeclineAssessment { .. }
            | Self::Score { .. } => Action::Assess,
            Self::AcceptScore | Self::ContestScore { .. } => Action::AnswerScore,
            Self::Ask { .. } => Action::AskQuestion,
            Self::Answer { .. } => Action::AnswerQuestion,
            Self::Assert { .. } => Action::AssertFact,
            Self::CommunicateOutcome { .. }
            | Self::Mitigate { .. }
            | Self::Close { .. }
            | Self::Reopen { .. }
            | Self::DecideTarget { .. }
            | Self::ExplainMiss { .. } => Action::DecideCase,
            Self::Withdraw { .. } => Action::WithdrawCase,
            Self::Link { .. } => Action::LinkCases,
            Self::Assign { .. } => Action::AssignOwner,
            Self::AddNote { .. } => Action::WriteNote,
            Self::ShareMessage { .. } => Action::ShareMessage,
            Self::JudgeDuty { .. }
            | Self::RecordAnchor { .. }
            | Self::PrepareFiling { .. }
            | Self::FileStage { .. } => Action::KeepDuties,
            Self::RecordMail { .. } | Self::Tick | Self::Tighten { .. } => return None,
        })
    }
}
