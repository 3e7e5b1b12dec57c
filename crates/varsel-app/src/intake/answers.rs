//! Raw answers, all text, all optional.

use serde::{Deserialize, Deserializer, Serialize};

/// Reads `null` as "not answered".
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Declares a struct of answers: every field can be missing or null, unknown ones are refused.
macro_rules! answers {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* #[serde(default, deserialize_with = "or_default")] pub $field: $type,)+
        }
    };
}

answers! {
    /// All answers of a request.
    Answers {
        /// A one-line title.
        title: String,
        /// A description.
        description: String,
        /// The affected offers.
        affected: Vec<AffectedAnswer>,
        /// The publisher's own reference.
        own_reference: String,
        /// How it was discovered.
        noticed_how: String,
        /// The vulnerability.
        vulnerability: VulnerabilityAnswers,
        /// The incident.
        incident: IncidentAnswers,
        /// Resolution or mitigation.
        resolution: ResolutionAnswers,
        /// How to notify customers.
        customer_message: MessageAnswers,
        /// RFC 3339, or a date, a time and an IANA zone separated by spaces.
        embargo: String,
        /// Code of a TLP label; empty means the default.
        tlp: String,
        /// Code of a severity; empty means unrated.
        proposed_severity: String,
        /// Answers filled in from a catalogue instead of typed.
        filled: Vec<FilledAnswer>,
    }
}

answers! {
    /// A filled-in answer.
    FilledAnswer {
        /// The path of the answer.
        field: String,
        /// The filled-in text.
        text: String,
        /// Its source.
        source: String,
    }
}

answers! {
    /// An affected offer: from the catalogue by `offer`, or typed as `name`.
    AffectedAnswer {
        /// Id or key of an offer in the catalogue.
        offer: String,
        /// The name, if it is not listed.
        name: String,
        /// Plans; empty means all.
        plans: Vec<String>,
        /// Affected versions.
        versions: String,
        /// The version that fixes it.
        fixed_in: String,
    }
}

answers! {
    /// About a vulnerability.
    VulnerabilityAnswers {
        /// CVE ids.
        cves: Vec<String>,
        /// CVSS vectors, one per line and version, v2.0 to v4.0.
        cvss: String,
        /// `yes`, `no` or `unknown`; empty means unknown.
        exploited: String,
        /// `yes`, `no` or `unknown`.
        public: String,
        /// `yes`, `no` or `unknown`.
        proof_of_concept: String,
        /// `yes`, `no` or `unknown`.
        default_configuration: String,
        /// The upstream component.
        upstream_component: String,
        /// Who found it, and their disclosure plans.
        finder: String,
    }
}

answers! {
    /// About an incident.
    IncidentAnswers {
        /// When it started.
        began: String,
        /// When it was discovered.
        noticed: String,
        /// When it was confirmed.
        confirmed: String,
        /// `ongoing`, `contained`, `over` or `unknown`; empty means unknown.
        ongoing: String,
        /// Codes of what it affected.
        touched: Vec<String>,
        /// Which customers are affected, and how many.
        customers_affected: String,
        /// Affected regions.
        regions: String,
        /// Tokens that the marketplace should revoke.
        tokens_to_revoke: String,
        /// Who has been notified.
        told: String,
        /// What evidence has been preserved.
        evidence: String,
        /// The contact who can be reached at any hour.
        contact: String,
    }
}

answers! {
    /// About a resolution or mitigation.
    ResolutionAnswers {
        /// Whether there is one; `None` until answered.
        exists: Option<bool>,
        /// Remediation steps.
        steps: Vec<String>,
        /// When a fix is or will be available.
        available: String,
    }
}

answers! {
    /// About the notice to customers.
    MessageAnswers {
        /// `draft`, `help` or `none`; empty until answered.
        kind: String,
        /// The draft.
        text: String,
    }
}
