//! The state of a case: the fold of its events.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::clocks::Clocks;
use super::duties::Duties;
use super::event::Author;
use super::report::Report;
use super::scoring::Scoring;
use crate::clock::Promise;
use crate::coded;
use crate::confirmation_number::ConfirmationNumber;
use crate::ids::{CaseId, PersonId, PublisherId};
use crate::permission::Party;
use crate::score::{Priority, Severity};
use crate::text::{Body, Sentence};

coded! {
    /// The kind of security event.
    pub enum Category {
        /// Something has happened, or probably has.
        Incident = "incident",
        /// A vulnerability without known exploitation.
        Vulnerability = "vulnerability",
        /// Both, or the publisher is not sure.
        Both = "both",
    }
}

impl Category {
    /// Returns whether the questions about a vulnerability apply.
    pub const fn asks_vulnerability(self) -> bool {
        matches!(self, Self::Vulnerability | Self::Both)
    }

    /// Returns whether the questions about an incident apply.
    pub const fn asks_incident(self) -> bool {
        matches!(self, Self::Incident | Self::Both)
    }
}

coded! {
    /// The outcome of a case.
    pub enum Outcome {
        /// The harm is stopped, the cause remains.
        Mitigated = "mitigated",
        /// The cause is gone.
        Fixed = "fixed",
        /// The offer is not vulnerable.
        NotAffected = "not_affected",
        /// It could not be reproduced.
        NotReproducible = "not_reproducible",
        /// Not a security issue.
        NotASecurityEvent = "not_a_security_event",
        /// Another case is about the same thing.
        Duplicate = "duplicate",
        /// An upstream project must fix it.
        Upstream = "upstream",
        /// The risk is accepted until a date.
        RiskAccepted = "risk_accepted",
        /// The offer left the marketplace.
        OfferWithdrawn = "offer_withdrawn",
        /// The publisher withdrew the report.
        Withdrawn = "withdrawn",
    }
}

impl Outcome {
    /// Returns whether a case can be closed with it before it is rated.
    pub const fn needs_no_assessment(self) -> bool {
        matches!(self, Self::Duplicate | Self::NotASecurityEvent | Self::NotReproducible)
    }
}

coded! {
    /// The kind of an asserted fact.
    pub enum FactKind {
        /// The vulnerability is exploited, or the incident is ongoing.
        Exploited = "exploited",
        /// It is publicly known.
        Public = "public",
        /// A fix is available.
        FixAvailable = "fix_available",
        /// The fix is deployed.
        FixDeployed = "fix_deployed",
        /// A mitigation is available, without a fix.
        MitigationAvailable = "mitigation_available",
    }
}

coded! {
    /// The asserted status of a fact.
    pub enum FactStatus {
        /// True.
        Yes = "yes",
        /// False.
        No = "no",
        /// Unknown.
        Unknown = "unknown",
    }
}

coded! {
    /// How two cases are related.
    pub enum Relation {
        /// This case is a duplicate of the other, which continues.
        Duplicate = "duplicate",
        /// The cases have something in common.
        Related = "related",
    }
}

coded! {
    /// The name of a stage, without its data.
    pub enum StageKind {
        /// Not submitted.
        Draft = "draft",
        /// Submitted.
        Received = "received",
        /// Acknowledged by a person.
        Acknowledged = "acknowledged",
        /// Severity and priority are decided.
        Assessed = "assessed",
        /// Mitigation is in progress.
        Mitigating = "mitigating",
        /// Closed.
        Closed = "closed",
        /// Withdrawn by the publisher.
        Withdrawn = "withdrawn",
    }
}

coded! {
    /// Whose turn it is.
    pub enum WaitingOn {
        /// The desk's.
        Desk = "desk",
        /// The publisher's.
        Publisher = "publisher",
        /// Nobody's: the case is a draft or closed.
        Nobody = "nobody",
    }
}

/// Who did something, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    /// The person.
    pub by: Author,
    /// The time.
    pub at: Timestamp,
}

/// An outcome in code and words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OutcomeStatement {
    /// The code.
    pub outcome: Outcome,
    /// The sentence for the publisher.
    pub sentence: Sentence,
    /// The last day on which an accepted risk is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// The stage of a case, with its data.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Being written.
    Draft,
    /// Submitted; not acknowledged yet.
    Received,
    /// Acknowledged by a person.
    Acknowledged(Stamp),
    /// Severity and priority are decided.
    Assessed(Stamp),
    /// Mitigation is in progress.
    Mitigating(Stamp),
    /// Closed.
    Closed {
        /// Who closed or withdrew it, and when.
        #[serde(flatten)]
        stamp: Stamp,
        /// How.
        statement: OutcomeStatement,
    },
    /// Withdrawn.
    Withdrawn {
        /// Who closed or withdrew it, and when.
        #[serde(flatten)]
        stamp: Stamp,
        /// The reason.
        reason: Sentence,
    },
}

impl Stage {
    /// Returns the name of the stage.
    pub const fn kind(&self) -> StageKind {
        match self {
            Self::Draft => StageKind::Draft,
            Self::Received => StageKind::Received,
            Self::Acknowledged(_) => StageKind::Acknowledged,
            Self::Assessed(_) => StageKind::Assessed,
            Self::Mitigating(_) => StageKind::Mitigating,
            Self::Closed { .. } => StageKind::Closed,
            Self::Withdrawn { .. } => StageKind::Withdrawn,
        }
    }
}

impl StageKind {
    /// Returns whether the case is with the desk and open.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Acknowledged | Self::Assessed | Self::Mitigating)
    }
}

/// A value with its proposal, its decision and the reason for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decided<T> {
    /// The suggestion of the rules, or the publisher's proposal, when it was decided.
    pub proposed: T,
    /// The desk's decision.
    pub decided: T,
    /// The reason.
    pub reason: Sentence,
    /// Who, and when.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// Severity and priority, each with the suggestion of the rules and the reason for the choice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assessment {
    /// The severity that was suggested.
    pub severity_proposed: Severity,
    /// The severity.
    pub severity: Severity,
    /// The reason.
    pub severity_reason: Sentence,
    /// The priority that was suggested.
    pub priority_proposed: Priority,
    /// The priority.
    pub priority: Priority,
    /// The reason.
    pub priority_reason: Sentence,
}

/// An assessment that waits for a second person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pending {
    /// What is proposed.
    pub assessment: Assessment,
    /// Who proposed it, and when.
    pub stamp: Stamp,
}

/// A question of the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Question {
    /// Its number in the case, from 1.
    pub number: u32,
    /// The question.
    pub text: Body,
    /// When the answer is due.
    pub due: Timestamp,
    /// Who asked, and when.
    pub asked: Stamp,
    /// Whether the time to answer has expired, and the desk's clocks have resumed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lapsed: bool,
}

/// A dated assertion of a fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assertion {
    /// What is asserted.
    pub status: FactStatus,
    /// In which words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sentence>,
    /// Who, and when.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// A publisher's request to reopen a closed case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReopeningRequest {
    /// The reason.
    pub reason: Sentence,
    /// Who asked, and when.
    pub stamp: Stamp,
    /// When the desk's answer is due.
    pub due: Timestamp,
    /// Why the desk declined, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<Sentence>,
}

/// A link to another case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Link {
    /// The other case.
    pub to: CaseId,
    /// Its number.
    pub number: ConfirmationNumber,
    /// How they belong together.
    pub relation: Relation,
    /// Whether both cases belong to the same publisher, who can then see the link.
    pub same_publisher: bool,
}

/// How long after closing a publisher can ask to reopen a case.
const ASK_TO_REOPEN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long after an alert about harm the next one is sent if the desk has not acted.
const CALL_AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// A case, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Whose report it is.
    pub publisher: PublisherId,
    /// The number of its events.
    pub version: u32,
    /// The sequence number of the last event that a decision of the desk can rest on
    /// ([`Event::is_basis`](super::Event::is_basis)): the desk's actions, not the publisher's additions. Each decision names the
    /// basis it saw, so that people do not overwrite each other's decisions.
    pub basis: u32,
    /// Its category.
    pub category: Category,
    /// Its state.
    pub stage: Stage,
    /// Who started it, and when.
    pub started: Stamp,
    /// Its number, from submission on.
    pub number: Option<ConfirmationNumber>,
    /// The report, from submission on.
    pub report: Option<Report>,
    /// Who submitted it, and when.
    pub submitted: Option<Stamp>,
    /// The promise made at submission.
    pub promise: Option<Promise>,
    /// The first acknowledgement.
    pub acknowledged: Option<Stamp>,
    /// The first assessment.
    pub assessed: Option<Stamp>,
    /// When mitigation last started, which can be before the case was reopened ([`Case::mitigating`]).
    pub mitigating: Option<Stamp>,
    /// The severity.
    pub severity: Option<Decided<Severity>>,
    /// The priority.
    pub priority: Option<Decided<Priority>>,
    /// An assessment that waits for a second person.
    #[serde(default)]
    pub pending: Option<Pending>,
    /// The desk's score, and the publisher's answer.
    #[serde(default)]
    pub scoring: Option<Scoring>,
    /// The open questions, oldest first.
    pub questions: Vec<Question>,
    /// The number of questions asked so far.
    pub asked: u32,
    /// The asserted facts, the newest of each kind.
    pub facts: BTreeMap<FactKind, Assertion>,
    /// The outcome of the assessment, once communicated.
    pub outcome: Option<OutcomeStatement>,
    /// The owner at the desk.
    pub owner: Option<PersonId>,
    /// Linked cases.
    pub links: Vec<Link>,
    /// The clocks.
    #[serde(default)]
    pub clocks: Clocks,
    /// The desk's duties under laws and contracts.
    #[serde(default, skip_serializing_if = "Duties::is_empty")]
    pub desk_duties: Duties,
    /// The publisher's duties under laws and contracts.
    #[serde(default, skip_serializing_if = "Duties::is_empty")]
    pub publisher_duties: Duties,
    /// How often it was reopened.
    #[serde(default)]
    pub reopenings: u32,
    /// When it was last reopened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopened: Option<Timestamp>,
    /// The publisher's request to reopen the case, since it was last closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopening: Option<ReopeningRequest>,
    /// When the desk last updated the publisher.
    pub last_update: Option<Timestamp>,
    /// When the people on call were last alerted about harm; cleared when the desk acts on the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<Timestamp>,
    /// When the case last changed.
    pub updated: Timestamp,
}

impl Case {
    /// Returns the request to reopen the case that the desk has not answered.
    pub fn open_request(&self) -> Option<&ReopeningRequest> {
        let is_closed = matches!(self.stage, Stage::Closed { .. });
        self.reopening.as_ref().filter(|request| is_closed && request.declined.is_none())
    }

    /// Returns until when the publisher can ask to reopen the case; `None` if it is not closed.
    pub fn reopens_until(&self) -> Option<Timestamp> {
        let Stage::Closed { stamp, .. } = &self.stage else { return None };
        stamp.at.checked_add(ASK_TO_REOPEN).ok()
    }

    /// Returns whose turn it is: the publisher's while a question is open, else the desk's while the case is open, or while it has
    /// not answered a request to reopen it.
    pub fn waiting_on(&self) -> WaitingOn {
        if self.open_request().is_some() {
            WaitingOn::Desk
        } else if !self.stage.kind().is_open() {
            WaitingOn::Nobody
        } else if self.questions.is_empty() || matches!(self.stage, Stage::Received) {
            WaitingOn::Desk
        } else {
            WaitingOn::Publisher
        }
    }

    /// Returns the cycle of the case: 1, plus one for each time it was reopened.
    pub const fn cycle(&self) -> u32 {
        self.reopenings + 1
    }

    /// Returns the start of the clocks of this cycle.
    pub fn cycle_from(&self) -> Option<Timestamp> {
        self.reopened.or(self.submitted.map(|stamp| stamp.at))
    }

    /// Returns when mitigation started in this cycle: what was done before the case was reopened has to be done again.
    pub fn mitigating(&self) -> Option<Stamp> {
        self.mitigating.filter(|stamp| self.reopened.is_none_or(|reopened| stamp.at >= reopened))
    }

    /// Returns the start of the promise: the receipt, or the reopening of a report that had not been acknowledged.
    pub fn promised_from(&self) -> Option<Timestamp> {
        let clock = self.clocks.get(crate::clock::ClockKind::Promise);
        clock.map(|clock| clock.from).or(self.submitted.map(|stamp| stamp.at))
    }

    /// Returns the decided severity, or unrated.
    pub fn severity(&self) -> Severity {
        self.severity.as_ref().map_or(Severity::Unrated, |s| s.decided)
    }

    /// Returns the link to the case that this one is a duplicate of.
    pub fn original(&self) -> Option<&Link> {
        self.links.iter().find(|link| link.relation == Relation::Duplicate)
    }

    /// Returns whether a party has asserted that the event is being exploited.
    pub fn is_exploited(&self) -> bool {
        self.facts.get(&FactKind::Exploited).is_some_and(|a| a.status == FactStatus::Yes)
    }

    /// Returns whether a report of harm alerts the people on call: once, until the desk has acted or an hour has passed.
    pub fn may_call(&self, now: Timestamp) -> bool {
        self.called.is_none_or(|called| now.duration_since(called) >= CALL_AGAIN)
    }

    /// Returns the side that an author is on.
    pub const fn side_of(author: Author) -> Option<Party> {
        match author {
            Author::Person { party, .. } => Some(party),
            Author::System => None,
        }
    }
}
