//! A report as it is sent and returned: one type for both directions.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use varsel_app::intake::{
    AffectedAnswer, Answers, IncidentAnswers, MessageAnswers, ResolutionAnswers, VulnerabilityAnswers,
};
use varsel_core::case::report::{self as core, CustomerMessage as Message};
use varsel_core::coded::Coded;
use varsel_core::ids::OfferId;

use super::code;

/// A report of a security event. Omitted or null fields are unanswered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    /// One-line title of the problem.
    #[serde(default)]
    #[schema(required, max_length = 160)]
    title: String,
    /// Description of the problem.
    #[serde(default)]
    #[schema(required, max_length = 20_000)]
    description: String,
    /// Affected offers; at least one.
    #[serde(default)]
    #[schema(required, min_items = 1, max_items = 50)]
    affected: Vec<Affected>,
    /// The publisher's own reference.
    own_reference: Option<String>,
    /// How it was discovered.
    noticed_how: Option<String>,
    /// The vulnerability; only with the categories `vulnerability` and `both`.
    vulnerability: Option<Vulnerability>,
    /// The incident; only with the categories `incident` and `both`.
    incident: Option<Incident>,
    /// Resolution or mitigation.
    resolution: Option<Resolution>,
    /// How to notify customers.
    customer_message: Option<CustomerMessage>,
    /// When it can become public: RFC 3339, or a date, a time of day and an IANA zone separated by spaces.
    #[schema(example = "2026-12-01T14:00:00Z")]
    embargo: Option<String>,
    /// Who the report can be shared with; default `amber_strict`.
    #[schema(value_type = Option<code::Tlp>)]
    tlp: Option<String>,
    /// The publisher's proposed severity.
    #[schema(value_type = Option<code::Severity>)]
    proposed_severity: Option<String>,
}

/// An affected offer: from the catalogue by `offer`, or by `name` if it is not listed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Affected {
    /// Key of the offer in the catalogue.
    offer: Option<String>,
    /// Name of the offer; the catalogue's name takes precedence.
    name: Option<String>,
    /// Names of the affected plans; empty means all.
    #[serde(default)]
    #[schema(max_items = 50)]
    plans: Vec<String>,
    /// Affected versions.
    versions: Option<String>,
    /// The version that fixes it.
    fixed_in: Option<String>,
}

/// A vulnerability. A report of one must have a CVE id or a CVSS vector.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vulnerability {
    /// CVE ids, or if there is no CVE, ids of other databases: GHSA, OSV, EUVD, GCVE.
    #[serde(default)]
    #[schema(max_items = 50)]
    cves: Vec<String>,
    /// CVSS vectors, at most one per version, v2.0 to v4.0.
    #[serde(default)]
    #[schema(max_items = 4, example = json!(["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"]))]
    cvss: Vec<String>,
    /// Whether it is being exploited.
    #[schema(value_type = Option<code::Unsure>)]
    exploited: Option<String>,
    /// Whether it is publicly known.
    #[schema(value_type = Option<code::Unsure>)]
    public: Option<String>,
    /// Whether exploit code exists.
    #[schema(value_type = Option<code::Unsure>)]
    proof_of_concept: Option<String>,
    /// Whether the default configuration is affected.
    #[schema(value_type = Option<code::Unsure>)]
    default_configuration: Option<String>,
    /// Upstream component that it comes from.
    upstream_component: Option<String>,
    /// Who found it, and their disclosure plans.
    finder: Option<String>,
}

/// An incident.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Incident {
    /// When it began.
    began: Option<String>,
    /// When it was discovered.
    noticed: Option<String>,
    /// When it was confirmed.
    confirmed: Option<String>,
    /// State of the incident.
    #[schema(value_type = Option<code::IncidentState>)]
    ongoing: Option<String>,
    /// What it affected.
    #[serde(default)]
    #[schema(value_type = Vec<code::Touched>)]
    touched: Vec<String>,
    /// Which customers are affected, and how many.
    customers_affected: Option<String>,
    /// Affected regions.
    regions: Option<String>,
    /// Tokens that the marketplace should revoke; never the secrets themselves.
    tokens_to_revoke: Option<String>,
    /// Who has been notified.
    told: Option<String>,
    /// What evidence has been preserved.
    evidence: Option<String>,
    /// Contact who can be reached at any hour.
    contact: Option<String>,
}

/// A resolution or mitigation.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resolution {
    /// Whether there is one.
    exists: Option<bool>,
    /// Remediation steps, in order; at least one if there is a resolution, none otherwise.
    #[serde(default)]
    #[schema(max_items = 50)]
    steps: Vec<String>,
    /// When a fix is or will be available.
    available: Option<String>,
}

/// How to notify customers.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CustomerMessage {
    /// `draft` to include a text, `help` to get help with one, `none` for no notice now.
    #[schema(value_type = Option<MessageKind>)]
    kind: Option<String>,
    /// The draft; only with `draft`.
    text: Option<String>,
}

/// The publisher's wishes for notifying customers.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "names what the schema accepts; the use case reads the text")]
pub(crate) enum MessageKind {
    /// A draft.
    Draft,
    /// Help with writing one.
    Help,
    /// Nothing now.
    None,
}

impl From<Report> for Answers {
    fn from(report: Report) -> Self {
        let text = Option::unwrap_or_default;
        let affected = report.affected.into_iter().map(|a| AffectedAnswer {
            offer: text(a.offer),
            name: text(a.name),
            plans: a.plans,
            versions: text(a.versions),
            fixed_in: text(a.fixed_in),
        });
        let v = report.vulnerability.unwrap_or_default();
        let i = report.incident.unwrap_or_default();
        let resolution = report.resolution.unwrap_or_default();
        let message = report.customer_message.unwrap_or_default();
        Self {
            title: report.title,
            description: report.description,
            affected: affected.collect(),
            own_reference: text(report.own_reference),
            noticed_how: text(report.noticed_how),
            vulnerability: VulnerabilityAnswers {
                cves: v.cves,
                cvss: v.cvss.join("\n"),
                exploited: text(v.exploited),
                public: text(v.public),
                proof_of_concept: text(v.proof_of_concept),
                default_configuration: text(v.default_configuration),
                upstream_component: text(v.upstream_component),
                finder: text(v.finder),
            },
            incident: IncidentAnswers {
                began: text(i.began),
                noticed: text(i.noticed),
                confirmed: text(i.confirmed),
                ongoing: text(i.ongoing),
                touched: i.touched,
                customers_affected: text(i.customers_affected),
                regions: text(i.regions),
                tokens_to_revoke: text(i.tokens_to_revoke),
                told: text(i.told),
                evidence: text(i.evidence),
                contact: text(i.contact),
            },
            resolution: ResolutionAnswers {
                exists: resolution.exists,
                steps: resolution.steps,
                available: text(resolution.available),
            },
            customer_message: MessageAnswers { kind: text(message.kind), text: text(message.text) },
            embargo: text(report.embargo),
            tlp: text(report.tlp),
            proposed_severity: text(report.proposed_severity),
            filled: Vec::new(),
        }
    }
}

fn given<T: AsRef<str>>(text: Option<&T>) -> Option<String> {
    text.map(|text| text.as_ref().to_owned())
}

fn each<T: AsRef<str>>(texts: &[T]) -> Vec<String> {
    texts.iter().map(|text| text.as_ref().to_owned()).collect()
}

fn coded(code: impl Coded) -> String {
    code.code().to_owned()
}

impl Report {
    /// Builds the view of a stored report; `key_of` finds an offer's key in the catalogue.
    pub(crate) fn of<E>(
        report: &core::Report,
        key_of: impl Fn(OfferId) -> Result<String, E>,
    ) -> Result<Self, E> {
        let affected = report.affected.iter().map(|a| {
            Ok(Affected {
                offer: a.offer.map(&key_of).transpose()?,
                name: Some(a.name.as_str().to_owned()),
                plans: each(&a.plans),
                versions: given(a.versions.as_ref()),
                fixed_in: given(a.fixed_in.as_ref()),
            })
        });
        let (kind, text) = match &report.customer_message {
            Message::Draft { text } => (Some("draft"), Some(text.as_str().to_owned())),
            Message::Help => (Some("help"), None),
            Message::None => (Some("none"), None),
            Message::Unanswered => (None, None),
        };
        Ok(Self {
            title: report.title.as_str().to_owned(),
            description: report.description.as_str().to_owned(),
            affected: affected.collect::<Result<_, E>>()?,
            own_reference: given(report.own_reference.as_ref()),
            noticed_how: given(report.noticed_how.as_ref()),
            vulnerability: report.vulnerability.as_ref().map(Vulnerability::of),
            incident: report.incident.as_ref().map(Incident::of),
            resolution: Some(Resolution {
                exists: report.resolution.exists,
                steps: each(&report.resolution.steps),
                available: given(report.resolution.available.as_ref()),
            }),
            customer_message: kind.map(|kind| CustomerMessage { kind: Some(kind.to_owned()), text }),
            embargo: report.embargo.map(|at| at.to_string()),
            tlp: Some(coded(report.tlp)),
            proposed_severity: Some(coded(report.proposed_severity)),
        })
    }
}

impl Vulnerability {
    fn of(v: &core::Vulnerability) -> Self {
        Self {
            cves: v.cves.iter().map(ToString::to_string).collect(),
            cvss: v.cvss.iter().map(ToString::to_string).collect(),
            exploited: Some(coded(v.exploited)),
            public: Some(coded(v.public)),
            proof_of_concept: Some(coded(v.proof_of_concept)),
            default_configuration: Some(coded(v.default_configuration)),
            upstream_component: given(v.upstream_component.as_ref()),
            finder: given(v.finder.as_ref()),
        }
    }
}

impl Incident {
    fn of(i: &core::Incident) -> Self {
        Self {
            began: given(i.began.as_ref()),
            noticed: given(i.noticed.as_ref()),
            confirmed: given(i.confirmed.as_ref()),
            ongoing: Some(coded(i.state)),
            touched: i.touched.iter().map(|t| coded(*t)).collect(),
            customers_affected: given(i.customers_affected.as_ref()),
            regions: given(i.regions.as_ref()),
            tokens_to_revoke: given(i.tokens_to_revoke.as_ref()),
            told: given(i.told.as_ref()),
            evidence: given(i.evidence.as_ref()),
            contact: given(i.contact.as_ref()),
        }
    }
}
