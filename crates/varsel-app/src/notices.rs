//! Mails that follow from what happened: what the queue keeps of them.

use serde::{Deserialize, Serialize};
use varsel_core::case::Notice;
use varsel_core::ids::PersonId;
use varsel_core::permission::Party;
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
