//! Severity and priority, and what the rules suggest for a case.

use serde::{Deserialize, Serialize};

use crate::case::report::{IncidentState, Report, Touched, Unsure};
use crate::coded;

coded! {
    /// How bad a security event is. Never changed by workload, publisher size or publicity.
    #[derive(Default)]
    pub enum Severity {
        /// The worst.
        Critical = "critical",
        /// Bad.
        High = "high",
        /// Limited.
        Medium = "medium",
        /// Small.
        Low = "low",
        /// Not decided.
        #[default]
        Unrated = "unrated",
    }
}

coded! {
    /// How soon the desk works on it.
    pub enum Priority {
        /// Now.
        P1 = "p1",
        /// Next.
        P2 = "p2",
        /// Soon.
        P3 = "p3",
        /// In turn.
        P4 = "p4",
    }
}

impl Priority {
    /// Returns the label people use.
    pub const fn label(self) -> &'static str {
        match self {
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
            Self::P4 => "P4",
        }
    }
}

coded! {
    /// Why the rules suggest what they suggest; the sentence is made where it is shown.
    pub enum Basis {
        /// The CVSS base score of the report.
        CvssScore = "cvss_score",
        /// Code, a build or the publishing account was taken over.
        Takeover = "takeover",
        /// Customer data or secrets were touched.
        DataTouched = "data_touched",
        /// What the publisher proposed; nothing else is known.
        PublisherSays = "publisher_says",
        /// Exploitation is known.
        Exploited = "exploited",
        /// A proof of concept is known.
        ProofOfConcept = "proof_of_concept",
        /// The incident goes on.
        Ongoing = "ongoing",
        /// The severity alone.
        SeverityAlone = "severity_alone",
    }
}

/// A suggestion with its reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Suggestion<T> {
    /// What is suggested.
    pub value: T,
    /// Why.
    pub basis: Basis,
}

/// Suggests a severity from the report: the worse of its vulnerability and its incident.
pub fn suggest_severity(report: &Report) -> Suggestion<Severity> {
    let mut best = Suggestion { value: report.proposed_severity, basis: Basis::PublisherSays };
    let mut found = false;
    let mut consider = |value: Severity, basis: Basis| {
        if !found || value < best.value {
            best = Suggestion { value, basis };
            found = true;
        }
    };
    if let Some(score) = report.vulnerability.as_ref().and_then(|v| v.cvss.as_ref()) {
        consider(score.severity(), Basis::CvssScore);
    }
    if let Some(incident) = &report.incident {
        let touched = |kind| incident.touched.contains(&kind);
        if touched(Touched::Build) || touched(Touched::PublishingAccount) {
            consider(Severity::Critical, Basis::Takeover);
        } else if [Touched::PersonalData, Touched::PaymentData, Touched::Credentials, Touched::CustomerContent]
            .into_iter()
            .any(touched)
        {
            consider(Severity::High, Basis::DataTouched);
        }
    }
    best
}

/// Suggests a priority for a severity from what is known of exploitation.
///
/// Unknown is not "no": what nobody has ruled out keeps a severe case one step higher.
pub fn suggest_priority(severity: Severity, report: &Report, exploited_now: bool) -> Suggestion<Priority> {
    let vulnerability = report.vulnerability.as_ref();
    let exploited = exploited_now || vulnerability.is_some_and(|v| v.exploited == Unsure::Yes);
    let poc = vulnerability.is_some_and(|v| v.proof_of_concept == Unsure::Yes || v.public == Unsure::Yes);
    let ongoing = report.incident.as_ref().is_some_and(|i| i.state == IncidentState::Ongoing);
    let basis = if exploited {
        Basis::Exploited
    } else if ongoing {
        Basis::Ongoing
    } else if poc {
        Basis::ProofOfConcept
    } else {
        Basis::SeverityAlone
    };
    let value = match (severity, exploited || ongoing, poc) {
        (Severity::Critical | Severity::High, true, _) => Priority::P1,
        (Severity::Critical, false, _) | (Severity::High, false, true) | (Severity::Medium, true, _) => Priority::P2,
        (Severity::High | Severity::Unrated, ..) | (Severity::Medium, false, true) | (Severity::Low, true, _) => Priority::P3,
        (Severity::Medium | Severity::Low, false, _) => Priority::P4,
    };
    Suggestion { value, basis }
}
