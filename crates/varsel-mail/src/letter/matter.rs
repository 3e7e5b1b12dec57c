//! The contents of a mail: its topic, its case, and its reader.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use varsel_core::case::scoring::MetricReason;
use varsel_core::case::{Category, Outcome};
use varsel_core::clock::Promise;
use varsel_core::permission::{DeskRole, Party, PublisherRole};
use varsel_core::score::cvss::Vectors;
use varsel_core::score::{Priority, Severity};
use varsel_core::tlp::Disclosure;
use varsel_locale::Texts;

/// Who writes: equal for every mail of an installation.
#[derive(Clone, Debug)]
pub struct House {
    /// The marketplace's name.
    pub marketplace: String,
    /// The desk's zone.
    pub zone: TimeZone,
}

/// Who reads.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Their name; may be empty.
    pub name: String,
    /// The sentences of their language.
    pub texts: Texts,
    /// Their zone.
    pub zone: TimeZone,
}

/// The case that a mail is about.
#[derive(Clone, Debug)]
pub struct CaseFacts {
    /// Its confirmation number.
    pub number: String,
    /// The address of its page.
    pub url: String,
    /// What else messages tell; nothing of a case of which they tell the number only.
    contents: Option<Contents>,
}

/// What messages tell of a case beside its number.
#[derive(Clone, Debug)]
pub struct Contents {
    /// Its title.
    pub title: String,
    /// The publisher's name.
    pub publisher: String,
}

impl CaseFacts {
    /// Takes what is known of a case, and keeps what messages can tell.
    pub fn new(number: String, url: String, disclosure: Disclosure, contents: Contents) -> Self {
        let contents = match disclosure {
            Disclosure::Contents => Some(contents),
            Disclosure::NumberOnly => None,
        };
        Self { number, url, contents }
    }

    /// Returns what messages tell beside the number. Where there is nothing, no text of the case is told either.
    pub const fn contents(&self) -> Option<&Contents> {
        self.contents.as_ref()
    }
}

/// What a mail says about a case.
#[derive(Clone, Debug)]
pub enum CaseLetter {
    /// We have your report.
    Confirmation {
        /// When it was received.
        received: Timestamp,
        /// When a person will have answered, and how that was counted.
        promise: Box<Promise>,
        /// Names of the offers it is about.
        offers: String,
        /// The desk's telephone number, where the report says that harm is ongoing.
        telephone: Option<String>,
    },
    /// To the desk: there is a new report.
    NewReport {
        /// What kind of event it is about.
        category: Category,
        /// When it was received.
        received: Timestamp,
        /// When a person must have answered.
        promise: Timestamp,
        /// Names of the offers it is about.
        offers: String,
        /// Whether harm is being done now.
        urgent: bool,
    },
    /// A person has your report.
    Acknowledged {
        /// Their name.
        by: Option<String>,
        /// What they wrote.
        message: String,
    },
    /// Severity and priority are decided.
    Assessed {
        /// The severity.
        severity: Severity,
        /// Why.
        severity_reason: String,
        /// The priority.
        priority: Priority,
        /// Why.
        priority_reason: String,
    },
    /// The desk has scored the vulnerability.
    Scored {
        /// Its vectors.
        vectors: Vectors,
        /// Why they differ from the publisher's, metric by metric.
        reasons: Vec<MetricReason>,
    },
    /// To the desk: the publisher asks to reopen a closed case.
    ReopeningRequested {
        /// Why.
        reason: String,
        /// When the answer is due.
        due: Timestamp,
    },
    /// The desk does not reopen it.
    ReopeningDeclined {
        /// Why.
        reason: String,
    },
    /// The desk has reviewed the score that the publisher contested.
    ScoreReviewed {
        /// Its vectors where it changed them; nothing where it kept its score.
        vectors: Option<Vectors>,
        /// Why; can be missing where it changed them.
        answer: Option<String>,
        /// Why the new ones differ from the publisher's, metric by metric.
        reasons: Vec<MetricReason>,
    },
    /// To the desk: what the publisher says of its score.
    ScoreAnswered {
        /// Why they contest it; `None` if they accept it.
        reason: Option<String>,
        /// Their vectors.
        vectors: Vectors,
    },
    /// The desk asks.
    Question {
        /// Who asks.
        by: Option<String>,
        /// What.
        text: String,
        /// When the answer is due.
        due: Timestamp,
    },
    /// One side wrote to the other.
    Message {
        /// Who.
        by: Option<String>,
        /// On which side they are.
        from: Party,
        /// What.
        text: String,
        /// Whether it answers a question.
        answer: bool,
    },
    /// Mitigation has started.
    Mitigating {
        /// What is being done.
        text: String,
    },
    /// The outcome, at the assessment or at the end of the case.
    Outcome {
        /// Which.
        outcome: Outcome,
        /// In words.
        sentence: String,
        /// The last day on which an accepted risk is accepted.
        until: Option<Date>,
        /// Whether the case is closed with it.
        closed: bool,
    },
    /// The case was reopened.
    Reopened {
        /// Why.
        reason: String,
    },
    /// To the desk: the publisher withdrew the report.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// What changed in an account.
#[derive(Clone, Debug)]
pub enum AccountLetter {
    /// The password.
    Password,
    /// The role at the desk: the one it is now, or none.
    DeskRole(Option<DeskRole>),
    /// The role in an organisation.
    Role {
        /// The organisation's name.
        organisation: String,
        /// The role it is now, or none.
        role: Option<PublisherRole>,
    },
    /// An API token.
    Token {
        /// Its name.
        name: String,
        /// Whether it was created; otherwise it was revoked.
        made: bool,
    },
    /// An address that a calendar subscribes to.
    CalendarAddress {
        /// Its name.
        name: String,
        /// Whether it was created; otherwise it was revoked.
        made: bool,
    },
    /// Whether the account is on.
    Switched {
        /// Whether it is off now.
        off: bool,
    },
}

/// A mail with a one-time link.
#[derive(Clone, Debug)]
pub enum LinkLetter {
    /// Join an organisation or the desk.
    Invitation {
        /// Who invites.
        inviter: Option<String>,
        /// The organisation's name; `None` for the desk.
        organisation: Option<String>,
    },
    /// Choose a new password.
    PasswordReset,
}
