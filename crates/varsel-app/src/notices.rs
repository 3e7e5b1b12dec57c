//! Mails that follow from events, as stored in the queue.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use varsel_core::case::Notice;
use varsel_core::ids::PersonId;
use varsel_core::permission::{DeskRole, Party, PublisherRole};
use varsel_store::jobs::JobKind;

/// A mail about a case to one side. The recipients are looked up when it is sent; those it has reached are stored, so that a
/// retry only goes to the others.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notification {
    /// The mail.
    pub notice: Notice,
    /// The recipient side.
    pub to: Party,
    /// The event it is about.
    pub sequence: u32,
    /// Recipients that it has reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reached: Vec<PersonId>,
    /// Recipients whose server has permanently refused it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<PersonId>,
}

impl Notification {
    /// The kind of job.
    pub const KIND: JobKind = JobKind::CaseMail;

    /// Creates a mail that has not reached anyone yet.
    pub const fn new(notice: Notice, to: Party, sequence: u32) -> Self {
        Self { notice, to, sequence, reached: Vec::new(), refused: Vec::new() }
    }

    /// Writes it as the payload of a job.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("codes and ids serialise")
    }
}

/// A mail with a one-time link. The secret is derived again from the instance's key when it is sent; the queue never contains it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkMail {
    /// The link's public id.
    pub link: String,
    /// Code of its purpose.
    pub purpose: String,
    /// The recipient address.
    pub email: String,
    /// The language.
    pub locale: String,
    /// Who invites, for an invitation.
    #[serde(default)]
    pub inviter: Option<String>,
    /// The organisation's name; `None` for the desk.
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

/// A change of an account. Each has its mail: a new kind of change does not compile without one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum AccountChange {
    /// The password.
    Password,
    /// The role at the desk.
    DeskRole {
        /// The new role.
        role: Option<DeskRole>,
    },
    /// The role in an organisation.
    Role {
        /// The organisation's name.
        organisation: String,
        /// The new role.
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

/// A mail about a change of an account, to its address at the time of the change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountMail {
    /// The account's owner.
    pub person: PersonId,
    /// The recipient address.
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
