//! Mails that follow from what happened: what the queue keeps of them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use varsel_core::case::Notice;
use varsel_core::ids::PersonId;
use varsel_core::permission::{DeskRole, Party, PublisherRole};
use varsel_store::jobs::JobKind;

/// A mail about a case to one side. Whom it goes to is looked up when it is sent; whom it has reached is kept, so that a retry
/// reaches only the others.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notification {
    /// Which mail.
    pub notice: Notice,
    /// To which side.
    pub to: Party,
    /// The event it is about.
    pub sequence: u32,
    /// Whom it has reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reached: Vec<PersonId>,
    /// Whose server has refused it for good.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<PersonId>,
}

impl Notification {
    /// The kind of job.
    pub const KIND: JobKind = JobKind::CaseMail;

    /// Makes a mail that nobody has yet.
    pub const fn new(notice: Notice, to: Party, sequence: u32) -> Self {
        Self { notice, to, sequence, reached: Vec::new(), refused: Vec::new() }
    }

    /// Writes it as the payload of a job.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("codes and ids serialise")
    }
}

/// A mail with a one-time link. The secret is made again from the instance's key when it is sent; the queue never holds it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkMail {
    /// The link's public id.
    pub link: String,
    /// Code of its purpose.
    pub purpose: String,
    /// Where it goes.
    pub email: String,
    /// In which language.
    pub locale: String,
    /// Who invites, for an invitation.
    #[serde(default)]
    pub inviter: Option<String>,
    /// The organisation's name, or none for the desk.
    #[serde(default)]
    pub organisation: Option<String>,
}

impl LinkMail {
    /// The kind of job.
    pub const KIND: JobKind = JobKind::LinkMail;

    /// Writes it as the payload of a job.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts serialise")
    }
}

/// What changed in an account. Each has its mail: a new kind of change does not compile without one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum AccountChange {
    /// The password.
    Password,
    /// The role at the desk.
    DeskRole {
        /// The one they have now.
        role: Option<DeskRole>,
    },
    /// The role in an organisation.
    Role {
        /// The organisation's name.
        organisation: String,
        /// The one they have now.
        role: Option<PublisherRole>,
    },
    /// An API token.
    Token {
        /// What its owner calls it.
        name: String,
        /// Whether it was made; else it was revoked.
        made: bool,
    },
    /// An address that a calendar subscribes to.
    CalendarAddress {
        /// What its owner calls it.
        name: String,
        /// Whether it was made; else it was revoked.
        made: bool,
    },
    /// Whether the account is on.
    Switched {
        /// Whether it is off now.
        off: bool,
    },
}

/// A mail about a change of an account, to the address that it had when it changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountMail {
    /// Whose account.
    pub person: PersonId,
    /// Where it goes.
    pub email: String,
    /// What changed.
    pub change: AccountChange,
    /// When.
    pub at: Timestamp,
}

impl AccountMail {
    /// The kind of job.
    pub const KIND: JobKind = JobKind::AccountMail;

    /// Writes it as the payload of a job.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("codes, texts and instants serialise")
    }
}
