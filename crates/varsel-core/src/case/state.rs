//! What is known of a case: the fold of its events.

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
    /// What kind of security event a case is about.
    pub enum Category {
        /// Something has happened, or probably has.
        Incident = "incident",
        /// A weakness that nobody is known to have used.
        Vulnerability = "vulnerability",
        /// Both, or the publisher is not sure.
        Both = "both",
    }
}

impl Category {
    /// Tells whether the questions about a weakness apply.
    pub const fn asks_vulnerability(self) -> bool {
        matches!(self, Self::Vulnerability | Self::Both)
    }

    /// Tells whether the questions about an incident apply.
    pub const fn asks_incident(self) -> bool {
        matches!(self, Self::Incident | Self::Both)
    }
}

coded! {
    /// How a case ends.
    pub enum Outcome {
        /// The harm is stopped, the cause remains.
        Mitigated = "mitigated",
        /// The cause is gone.
        Fixed = "fixed",
        /// The offer does not have the weakness.
        NotAffected = "not_affected",
        /// It could not be seen again.
        NotReproducible = "not_reproducible",
        /// Not a matter of security.
        NotASecurityEvent = "not_a_security_event",
        /// Another case is about the same thing.
        Duplicate = "duplicate",
        /// An upstream project must fix it.
        Upstream = "upstream",
        /// The risk is accepted until a date.
        RiskAccepted = "risk_accepted",
        /// The offer left the marketplace.
        OfferWithdrawn = "offer_withdrawn",
        /// The publisher took the report back.
        Withdrawn = "withdrawn",
    }
}

impl Outcome {
    /// Tells whether a case may end so before anybody has rated it.
    pub const fn needs_no_assessment(self) -> bool {
        matches!(self, Self::Duplicate | Self::NotASecurityEvent | Self::NotReproducible)
    }
}

coded! {
    /// Which fact somebody asserts.
    pub enum FactKind {
        /// The weakness is used, or the incident goes on.
        Exploited = "exploited",
        /// It is publicly known.
        Public = "public",
        /// A fix can be had.
        FixAvailable = "fix_available",
        /// The fix runs where it matters.
        FixDeployed = "fix_deployed",
        /// A mitigation can be had, without a fix.
        MitigationAvailable = "mitigation_available",
    }
}

coded! {
    /// What is asserted of a fact.
    pub enum FactStatus {
        /// It is so.
        Yes = "yes",
        /// It is not so.
        No = "no",
        /// Nobody knows.
        Unknown = "unknown",
    }
}

coded! {
    /// How two cases belong together.
    pub enum Relation {
        /// This case is about the same thing as the other, which goes on.
        Duplicate = "duplicate",
        /// The cases have something in common.
        Related = "related",
    }
}

coded! {
    /// The name of a stage, without its facts.
    pub enum StageKind {
        /// Not submitted.
        Draft = "draft",
        /// Submitted.
        Received = "received",
        /// A person has answered for it.
        Acknowledged = "acknowledged",
        /// Severity and priority are decided.
        Assessed = "assessed",
        /// Work on offer and customers goes on.
        Mitigating = "mitigating",
        /// Ended.
        Closed = "closed",
        /// Taken back by the publisher.
        Withdrawn = "withdrawn",
    }
}

coded! {
    /// Whose move it is.
    pub enum WaitingOn {
        /// The desk's.
        Desk = "desk",
        /// The publisher's.
        Publisher = "publisher",
        /// Nobody's: the case is a draft or over.
        Nobody = "nobody",
    }
}

/// Who did something, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    /// Who.
    pub by: Author,
    /// When.
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

/// Where a case stands, with the facts that make it true.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Being written.
    Draft,
    /// Submitted; no person has answered yet.
    Received,
    /// A person has answered.
    Acknowledged(Stamp),
    /// Severity and priority are decided.
    Assessed(Stamp),
    /// Work on offer and customers goes on.
    Mitigating(Stamp),
    /// Ended.
    Closed {
        /// By whom and when.
        #[serde(flatten)]
        stamp: Stamp,
        /// How.
        statement: OutcomeStatement,
    },
    /// Taken back.
    Withdrawn {
        /// By whom and when.
        #[serde(flatten)]
        stamp: Stamp,
        /// Why.
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
    /// Tells whether the case is with the desk and not over.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Acknowledged | Self::Assessed | Self::Mitigating)
    }
}

/// A value with its proposal, its decision and the reason for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decided<T> {
    /// What the rules suggested, or the publisher proposed, when it was decided.
    pub proposed: T,
    /// What the desk decided.
    pub decided: T,
    /// Why.
    pub reason: Sentence,
    /// Who and when.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// Severity and priority, each with what the rules suggested and the reason for what was chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assessment {
    /// The severity that was suggested.
    pub severity_proposed: Severity,
    /// The severity.
    pub severity: Severity,
    /// Why.
    pub severity_reason: Sentence,
    /// The priority that was suggested.
    pub priority_proposed: Priority,
    /// The priority.
    pub priority: Priority,
    /// Why.
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
    /// Counts from 1 in each case.
    pub number: u32,
    /// The question.
    pub text: Body,
    /// When the answer is due.
    pub due: Timestamp,
    /// Who asked and when.
    pub asked: Stamp,
    /// Whether the time for the answer is over, and the desk's clocks run on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lapsed: bool,
}

/// A dated assertion of a fact by somebody.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assertion {
    /// What is asserted.
    pub status: FactStatus,
    /// In which words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sentence>,
    /// Who and when.
    #[serde(flatten)]
    pub stamp: Stamp,
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
    /// Whether both cases belong to the same publisher, who may then see the link.
    pub same_publisher: bool,
}

/// After how long word of harm calls again though nobody at the desk has looked.
const CALL_AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// A case, as its events have made it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Whose report it is.
    pub publisher: PublisherId,
    /// How many events it has had.
    pub version: u32,
    /// The place of the last event that a decision of the desk can rest on ([`Event::is_basis`](super::Event::is_basis)): what the
    /// desk did, not what the publisher adds. Who decides says which basis they saw, so that nobody decides over a colleague.
    pub basis: u32,
    /// Its kind.
    pub category: Category,
    /// Where it stands.
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
    /// The first acknowledgement by a person.
    pub acknowledged: Option<Stamp>,
    /// The first assessment.
    pub assessed: Option<Stamp>,
    /// When work on offer and customers began.
    pub mitigating: Option<Stamp>,
    /// How bad.
    pub severity: Option<Decided<Severity>>,
    /// How soon.
    pub priority: Option<Decided<Priority>>,
    /// An assessment that waits for a second person.
    #[serde(default)]
    pub pending: Option<Pending>,
    /// What the desk scored, and what the publisher says of it.
    #[serde(default)]
    pub scoring: Option<Scoring>,
    /// The questions that are open, oldest first.
    pub questions: Vec<Question>,
    /// How many questions were ever asked.
    pub asked: u32,
    /// What is asserted, the newest of each kind.
    pub facts: BTreeMap<FactKind, Assertion>,
    /// The outcome of the assessment, once told.
    pub outcome: Option<OutcomeStatement>,
    /// Who follows it at the desk.
    pub owner: Option<PersonId>,
    /// Other cases.
    pub links: Vec<Link>,
    /// What is to be done until when.
    #[serde(default)]
    pub clocks: Clocks,
    /// What law and contracts ask of the desk.
    #[serde(default, skip_serializing_if = "Duties::is_empty")]
    pub desk_duties: Duties,
    /// What law and contracts ask of the publisher.
    #[serde(default, skip_serializing_if = "Duties::is_empty")]
    pub publisher_duties: Duties,
    /// How often it was taken up again.
    #[serde(default)]
    pub reopenings: u32,
    /// When it was last taken up again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopened: Option<Timestamp>,
    /// When the desk last told the publisher something.
    pub last_update: Option<Timestamp>,
    /// When the people on call were last called about harm, until the desk did something on the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<Timestamp>,
    /// When the case last changed.
    pub updated: Timestamp,
}

impl Case {
    /// Returns whose move it is: the publisher's while a question is open, else the desk's while the case is.
    pub fn waiting_on(&self) -> WaitingOn {
        if !self.stage.kind().is_open() {
            WaitingOn::Nobody
        } else if self.questions.is_empty() || matches!(self.stage, Stage::Received) {
            WaitingOn::Desk
        } else {
            WaitingOn::Publisher
        }
    }

    /// Returns the cycle that the case is in: 1, and one more each time that it was taken up again.
    pub const fn cycle(&self) -> u32 {
        self.reopenings + 1
    }

    /// Returns from when the clocks of this cycle are counted.
    pub fn cycle_from(&self) -> Option<Timestamp> {
        self.reopened.or(self.submitted.map(|stamp| stamp.at))
    }

    /// Returns from when the promise is counted: the receipt, or when a report that nobody had acknowledged was taken up again.
    pub fn promised_from(&self) -> Option<Timestamp> {
        let clock = self.clocks.get(crate::clock::ClockKind::Promise);
        clock.map(|clock| clock.from).or(self.submitted.map(|stamp| stamp.at))
    }

    /// Returns the severity that holds: decided, else unrated.
    pub fn severity(&self) -> Severity {
        self.severity.as_ref().map_or(Severity::Unrated, |s| s.decided)
    }

    /// Returns the link to the case that this one is a duplicate of.
    pub fn original(&self) -> Option<&Link> {
        self.links.iter().find(|link| link.relation == Relation::Duplicate)
    }

    /// Tells whether a party has asserted that the event is exploited now.
    pub fn is_exploited(&self) -> bool {
        self.facts.get(&FactKind::Exploited).is_some_and(|a| a.status == FactStatus::Yes)
    }

    /// Tells whether word of harm calls the people on call: once, until the desk has looked or an hour has passed.
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
