//! A report as it is sent and as it is read back: one shape for both directions.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use varsel_app::intake::{
    AffectedAnswer, Answers, IncidentAnswers, MessageAnswers, ResolutionAnswers, VulnerabilityAnswers,
};
use varsel_core::case::report::{self as core, CustomerMessage as Message};
use varsel_core::coded::Coded;
use varsel_core::ids::OfferId;

use super::code;

/// A report of a security event. What is left out or null is not answered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    /// One line that names the problem.
    #[serde(default)]
    #[schema(required, max_length = 160)]
    title: String,
    /// What the problem is.
    #[serde(default)]
    #[schema(required, max_length = 20_000)]
    description: String,
    /// Which offers it touches; at least one.
    #[serde(default)]
    #[schema(required, min_items = 1, max_items = 50)]
    affected: Vec<Affected>,
    /// The publisher's own reference.
    own_reference: Option<String>,
    /// How it was noticed.
    noticed_how: Option<String>,
    /// The weakness; only with the categories `vulnerability` and `both`.
    vulnerability: Option<Vulnerability>,
    /// What has happened; only with the categories `incident` and `both`.
    incident: Option<Incident>,
    /// Resolution or mitigation.
    resolution: Option<Resolution>,
    /// What to tell customers.
    customer_message: Option<CustomerMessage>,
    /// When the matter may become public: RFC 3339, or a date, a time of day and an IANA zone separated by blanks.
    #[schema(example = "2026-12-01T14:00:00Z")]
    embargo: Option<String>,
    /// Who the report may be passed on to; `amber_strict` if left out.
    #[schema(value_type = Option<code::Tlp>)]
    tlp: Option<String>,
    /// How bad the publisher thinks it is.
    #[schema(value_type = Option<code::Severity>)]
    proposed_severity: Option<String>,
}

/// An offer that is affected: from the catalogue by `offer`, or by `name` if it is not listed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Affected {
    /// The key of the offer in the catalogue.
    offer: Option<String>,
    /// Its name; the catalogue's own name goes before it.
    name: Option<String>,
    /// Names of the plans that are affected; none means all.
    #[serde(default)]
    #[schema(max_items = 50)]
    plans: Vec<String>,
    /// Affected versions.
    versions: Option<String>,
    /// The version that mends it.
    fixed_in: Option<String>,
}

/// A weakness. A report of a vulnerability has a CVE id or a CVSS vector.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vulnerability {
    /// CVE ids; where there is no CVE, ids of other databases: GHSA, OSV, EUVD, GCVE.
    #[serde(default)]
    #[schema(max_items = 50)]
    cves: Vec<String>,
    /// CVSS vectors, at most one of each version from v2.0 to v4.0.
    #[serde(default)]
    #[schema(max_items = 4, example = json!(["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"]))]
    cvss: Vec<String>,
    /// Whether anybody uses it.
    #[schema(value_type = Option<code::Unsure>)]
    exploited: Option<String>,
    /// Whether it is publicly known.
    #[schema(value_type = Option<code::Unsure>)]
    public: Option<String>,
    /// Whether exploit code exists.
    #[schema(value_type = Option<code::Unsure>)]
    proof_of_concept: Option<String>,
    /// Whether the default configuration has it.
    #[schema(value_type = Option<code::Unsure>)]
    default_configuration: Option<String>,
    /// The upstream component it comes from.
    upstream_component: Option<String>,
    /// Who found it and what they plan.
    finder: Option<String>,
}

/// An incident.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Incident {
    /// When it began.
    began: Option<String>,
    /// When it was noticed.
    noticed: Option<String>,
    /// When it was confirmed.
    confirmed: Option<String>,
    /// Whether it goes on.
    #[schema(value_type = Option<code::IncidentState>)]
    ongoing: Option<String>,
    /// What it touched.
    #[serde(default)]
    #[schema(value_type = Vec<code::Touched>)]
    touched: Vec<String>,
    /// Which and how many customers.
    customers_affected: Option<String>,
    /// In which regions.
    regions: Option<String>,
    /// Tokens that the marketplace should revoke; never the secrets themselves.
    tokens_to_revoke: Option<String>,
    /// Who has been told.
    told: Option<String>,
    /// What evidence is kept.
    evidence: Option<String>,
    /// Who can be reached at any hour.
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
    /// When a fix is or will be out.
    available: Option<String>,
}

/// What to tell customers.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CustomerMessage {
    /// `draft` with a text, `help` to be helped with one, `none` for nothing now.
    #[schema(value_type = Option<MessageKind>)]
    kind: Option<String>,
    /// The draft; only with `draft`.
    text: Option<String>,
}

/// What the publisher wants to tell customers.
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
    /// Shows a stored report; `key_of` finds the catalogue's key of an offer.
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
