//! Raw answers, all text, all optional.

use serde::{Deserialize, Deserializer, Serialize};

/// Reads `null` as "not answered".
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Declares a struct of answers: every field may be missing or null, unknown ones are refused.
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
    /// Everything a request asks.
    Answers {
        /// One line that names the problem.
        title: String,
        /// What the problem is.
        description: String,
        /// Which offers it touches.
        affected: Vec<AffectedAnswer>,
        /// The publisher's own reference.
        own_reference: String,
        /// How it was noticed.
        noticed_how: String,
        /// The weakness.
        vulnerability: VulnerabilityAnswers,
        /// What has happened.
        incident: IncidentAnswers,
        /// Resolution or mitigation.
        resolution: ResolutionAnswers,
        /// What to tell customers.
        customer_message: MessageAnswers,
        /// RFC 3339, or a date, an hour and an IANA zone separated by blanks.
        embargo: String,
        /// Code of a TLP label; empty means the default.
        tlp: String,
        /// Code of a severity; empty means unrated.
        proposed_severity: String,
        /// What was filled in from a catalogue, and not typed.
        filled: Vec<FilledAnswer>,
    }
}

answers! {
    /// An answer that was filled in.
    FilledAnswer {
        /// The path of the answer.
        field: String,
        /// What was filled in.
        text: String,
        /// Where it came from.
        source: String,
    }
}

answers! {
    /// An offer that is affected: from the catalogue by `offer`, or typed as `name`.
    AffectedAnswer {
        /// Id or key of an offer in the catalogue.
        offer: String,
        /// The name, if it is not listed.
        name: String,
        /// Plans; none means all.
        plans: Vec<String>,
        /// Affected versions.
        versions: String,
        /// The version that mends it.
        fixed_in: String,
    }
}

answers! {
    /// About a weakness.
    VulnerabilityAnswers {
        /// CVE ids.
        cves: Vec<String>,
        /// CVSS vectors, one a line, each of another version from v2.0 to v4.0.
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
        /// Who found it and what they plan.
        finder: String,
    }
}

answers! {
    /// About an incident.
    IncidentAnswers {
        /// When it began.
        began: String,
        /// When it was noticed.
        noticed: String,
        /// When it was confirmed.
        confirmed: String,
        /// `ongoing`, `contained`, `over` or `unknown`; empty means unknown.
        ongoing: String,
        /// Codes of what it touched.
        touched: Vec<String>,
        /// Which and how many customers.
        customers_affected: String,
        /// In which regions.
        regions: String,
        /// Tokens that the marketplace should revoke.
        tokens_to_revoke: String,
        /// Who has been told.
        told: String,
        /// What evidence is kept.
        evidence: String,
        /// Who can be reached at any hour.
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
        /// When a fix is or will be out.
        available: String,
    }
}

answers! {
    /// About a message to customers.
    MessageAnswers {
        /// `draft`, `help` or `none`; empty until answered.
        kind: String,
        /// The draft.
        text: String,
    }
}
