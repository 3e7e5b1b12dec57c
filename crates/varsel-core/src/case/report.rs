//! What a publisher reports, parsed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::coded;
use crate::ids::OfferId;
use crate::score::Severity;
use crate::score::cvss::Vectors;
use crate::text::{Body, Sentence, Short, Title};
use crate::tlp::Tlp;
use crate::vulnerability_id::VulnerabilityId;

/// The most offers, remediation steps or CVE ids that one report lists.
pub const MAX_ITEMS: usize = 50;

/// A report of a security event, as it was submitted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// One line that names the problem.
    pub title: Title,
    /// What the problem is.
    pub description: Body,
    /// Which offers it touches; at least one.
    pub affected: Vec<Affected>,
    /// The publisher's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_reference: Option<Short>,
    /// How it was noticed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noticed_how: Option<Sentence>,
    /// The weakness, if the category asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vulnerability: Option<Vulnerability>,
    /// What has happened, if the category asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<Incident>,
    /// Resolution or mitigation.
    pub resolution: Resolution,
    /// What the publisher wants to tell customers.
    pub customer_message: CustomerMessage,
    /// When the matter may become public, if the publisher keeps it under embargo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embargo: Option<Timestamp>,
    /// Who the report may be passed on to.
    pub tlp: Tlp,
    /// What the publisher thinks of its severity.
    pub proposed_severity: Severity,
}

/// An offer that is affected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Affected {
    /// The offer in the catalogue, if it is listed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferId>,
    /// Its name when the report was made.
    pub name: Short,
    /// Names of the plans that are affected; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Short>,
    /// Affected versions, in the publisher's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions: Option<Short>,
    /// The version that mends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_in: Option<Short>,
}

coded! {
    /// Yes, no, or not known. Unknown is not "no".
    #[derive(Default)]
    pub enum Unsure {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Nobody knows yet.
        #[default]
        Unknown = "unknown",
    }
}

/// A weakness in the product.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vulnerability {
    /// CVE ids, or where there is no CVE, ids of other databases; can be empty when there is a CVSS vector.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cves: Vec<VulnerabilityId>,
    /// The publisher's CVSS vectors.
    #[serde(default, skip_serializing_if = "Vectors::is_empty")]
    pub cvss: Vectors,
    /// Whether anybody uses it.
    pub exploited: Unsure,
    /// Whether it is publicly known.
    pub public: Unsure,
    /// Whether exploit code exists.
    pub proof_of_concept: Unsure,
    /// Whether the default configuration has it.
    pub default_configuration: Unsure,
    /// The upstream component it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upstream_component: Option<Short>,
    /// Who found it and what they plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finder: Option<Sentence>,
}

coded! {
    /// Whether an incident goes on.
    #[derive(Default)]
    pub enum IncidentState {
        /// It goes on.
        Ongoing = "ongoing",
        /// It was stopped; the cause may still be there.
        Contained = "contained",
        /// It is over.
        Over = "over",
        /// Nobody knows yet.
        #[default]
        Unknown = "unknown",
    }
}

coded! {
    /// What an incident touched.
    pub enum Touched {
        /// Personal data.
        PersonalData = "personal_data",
        /// Credentials, keys, tokens.
        Credentials = "credentials",
        /// Source code.
        SourceCode = "source_code",
        /// The build or a published artefact.
        Build = "build",
        /// Payment data.
        PaymentData = "payment_data",
        /// What customers keep in the product.
        CustomerContent = "customer_content",
        /// The account that publishes in the marketplace.
        PublishingAccount = "publishing_account",
        /// The availability of the product.
        Availability = "availability",
    }
}

impl Touched {
    /// Tells whether whoever did it can change what customers get.
    pub const fn is_takeover(&self) -> bool {
        matches!(self, Self::Build | Self::PublishingAccount)
    }

    /// Tells whether this is data of customers, or opens a way to it.
    pub const fn is_customer_data(&self) -> bool {
        matches!(self, Self::PersonalData | Self::PaymentData | Self::Credentials | Self::CustomerContent)
    }
}

/// Something that has happened, or probably has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// When it began, in the publisher's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began: Option<Short>,
    /// When it was noticed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noticed: Option<Short>,
    /// When it was confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Short>,
    /// Whether it goes on.
    pub state: IncidentState,
    /// What it touched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub touched: Vec<Touched>,
    /// Which and how many customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customers_affected: Option<Short>,
    /// In which regions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regions: Option<Short>,
    /// Tokens that the marketplace should revoke. Never the secrets themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens_to_revoke: Option<Sentence>,
    /// Who has been told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Sentence>,
    /// What evidence is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Sentence>,
    /// Who can be reached at any hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Short>,
}

/// Whether there is a resolution or mitigation, and how customers apply it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// Whether there is one; nothing where the publisher did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exists: Option<bool>,
    /// Remediation steps, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Sentence>,
    /// When a fix is or will be out, in the publisher's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<Short>,
}

/// What the publisher wants to tell customers.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum CustomerMessage {
    /// A draft.
    Draft {
        /// Its text.
        text: Body,
    },
    /// "Please help us write one."
    Help,
    /// Nothing for now.
    None,
    /// The publisher did not say.
    #[default]
    Unanswered,
}

impl Report {
    /// Tells whether the report says that harm is being done now: the urgent lane.
    pub fn is_urgent(&self) -> bool {
        let exploited = self.vulnerability.as_ref().is_some_and(|v| v.exploited == Unsure::Yes);
        let incident = self
            .incident
            .as_ref()
            .is_some_and(|i| i.state == IncidentState::Ongoing || i.touched.iter().any(Touched::is_takeover));
        exploited || incident
    }
}
