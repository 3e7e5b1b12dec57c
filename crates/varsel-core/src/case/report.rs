//! A publisher's report, parsed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::coded;
use crate::ids::OfferId;
use crate::score::Severity;
use crate::score::cvss::Vectors;
use crate::text::{Body, Sentence, Short, Title};
use crate::tlp::Tlp;
use crate::vulnerability_id::VulnerabilityId;

/// The maximum number of offers, remediation steps or CVE ids in a report.
pub const MAX_ITEMS: usize = 50;

/// A report of a security event, as it was submitted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// A one-line title.
    pub title: Title,
    /// A description.
    pub description: Body,
    /// The affected offers; at least one.
    pub affected: Vec<Affected>,
    /// The publisher's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_reference: Option<Short>,
    /// How it was discovered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noticed_how: Option<Sentence>,
    /// The vulnerability, if the category includes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vulnerability: Option<Vulnerability>,
    /// The incident, if the category includes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<Incident>,
    /// Resolution or mitigation.
    pub resolution: Resolution,
    /// The publisher's wishes for notifying customers.
    pub customer_message: CustomerMessage,
    /// When it can become public, if there is an embargo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embargo: Option<Timestamp>,
    /// Who the report can be shared with.
    pub tlp: Tlp,
    /// The publisher's proposed severity.
    pub proposed_severity: Severity,
}

/// An affected offer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Affected {
    /// The offer in the catalogue, if it is listed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferId>,
    /// Its name when the report was made.
    pub name: Short,
    /// Names of the affected plans; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Short>,
    /// Affected versions, in the publisher's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions: Option<Short>,
    /// The version that fixes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_in: Option<Short>,
}

coded! {
    /// Yes, no or unknown. Unknown is not "no".
    #[derive(Default)]
    pub enum Unsure {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Not known yet.
        #[default]
        Unknown = "unknown",
    }
}

/// A vulnerability in the product.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vulnerability {
    /// CVE ids, or ids of other databases if there is no CVE; can be empty if there is a CVSS vector.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cves: Vec<VulnerabilityId>,
    /// The publisher's CVSS vectors.
    #[serde(default, skip_serializing_if = "Vectors::is_empty")]
    pub cvss: Vectors,
    /// Whether it is being exploited.
    pub exploited: Unsure,
    /// Whether it is publicly known.
    pub public: Unsure,
    /// Whether exploit code exists.
    pub proof_of_concept: Unsure,
    /// Whether the default configuration is affected.
    pub default_configuration: Unsure,
    /// The upstream component that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upstream_component: Option<Short>,
    /// Who found it, and their disclosure plans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finder: Option<Sentence>,
}

coded! {
    /// The state of an incident.
    #[derive(Default)]
    pub enum IncidentState {
        /// It is ongoing.
        Ongoing = "ongoing",
        /// It was stopped; the cause can remain.
        Contained = "contained",
        /// It is over.
        Over = "over",
        /// Not known yet.
        #[default]
        Unknown = "unknown",
    }
}

coded! {
    /// What an incident affected.
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
        /// Customers' data in the product.
        CustomerContent = "customer_content",
        /// The account that publishes to the marketplace.
        PublishingAccount = "publishing_account",
        /// The availability of the product.
        Availability = "availability",
    }
}

impl Touched {
    /// Returns whether the attacker can change what customers receive.
    pub const fn is_takeover(&self) -> bool {
        matches!(self, Self::Build | Self::PublishingAccount)
    }

    /// Returns whether this is customer data, or gives access to it.
    pub const fn is_customer_data(&self) -> bool {
        matches!(self, Self::PersonalData | Self::PaymentData | Self::Credentials | Self::CustomerContent)
    }
}

/// Something that has happened, or probably has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// When it started, in the publisher's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began: Option<Short>,
    /// When it was discovered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noticed: Option<Short>,
    /// When it was confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Short>,
    /// Its state.
    pub state: IncidentState,
    /// What it affected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub touched: Vec<Touched>,
    /// Which customers are affected, and how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customers_affected: Option<Short>,
    /// The affected regions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regions: Option<Short>,
    /// Tokens that the marketplace should revoke. Never the secrets themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens_to_revoke: Option<Sentence>,
    /// Who has been notified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Sentence>,
    /// What evidence has been preserved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Sentence>,
    /// The contact who can be reached at any hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Short>,
}

/// Whether there is a resolution or mitigation, and how customers apply it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// Whether there is one; `None` if the publisher did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exists: Option<bool>,
    /// Remediation steps, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Sentence>,
    /// When a fix is or will be available, in the publisher's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<Short>,
}

/// The publisher's wishes for notifying customers.
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
    /// Returns whether the report says that harm is ongoing: the urgent lane.
    pub fn is_urgent(&self) -> bool {
        let exploited = self.vulnerability.as_ref().is_some_and(|v| v.exploited == Unsure::Yes);
        let incident = self
            .incident
            .as_ref()
            .is_some_and(|i| i.state == IncidentState::Ongoing || i.touched.iter().any(Touched::is_takeover));
        exploited || incident
    }
}
